"""Whatever comes in, the judge, the encoder and the reader of submissions do not break, and give nothing away."""

from __future__ import annotations

import copy
import itertools
import json
import math
import random
from collections.abc import Callable
from typing import Any

import nbformat
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from gdcourse.exercises import find_unit, units
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.judging.answer_encoding import MAX_NUMBERS, encode
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import same
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import STATES, judge
from gdcourse.judging.probing import probe
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of, read_notebook
from support.course import ALL_EXERCISES, exercise_name, make_course

UNIT = find_unit("02-manual-gradient")
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

# --- the judge ---------------------------------------------------------------------------------------------------

TYPES = ["array", "number", "dict", "error", "missing", "not-callable", "other", "large", "sealed", "", "x"]
FIELDS = ["type", "of", "dtype", "shape", "data", "value", "items", "name", "message", "line", "sha256"]

text = st.text(st.characters(exclude_categories=()), max_size=20) | st.sampled_from(
    ["nan", "inf", "a", "b", "\ud800", "{0}"]
)
number = (
    st.integers()
    | st.floats()
    | st.sampled_from([10**400, -(10**400), 2**63, 1e308, -1e308, 5e-324, -0.0, math.nan, math.inf, -math.inf, 1, 0])
)
leaf = st.none() | st.booleans() | number | text


def _object(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of the objects of ``gdcourse.judging.answer_encoding``, with fields of any kind, some missing, some right."""
    shape = st.lists(st.integers(-2, 12), max_size=4)
    fields = st.dictionaries(st.sampled_from(FIELDS) | text, inner, max_size=6)
    array = st.fixed_dictionaries({"shape": shape | inner, "data": st.lists(inner, max_size=12) | inner})
    kind = st.fixed_dictionaries({"type": st.sampled_from(TYPES) | inner})
    return st.builds(lambda a, b, c: {**a, **b, **c}, fields, array | fields, kind)


answer = st.recursive(leaf, lambda inner: st.lists(inner, max_size=8) | _object(inner), max_leaves=12)


def _nested(depth: int, inner: Any = 1.0) -> Any:
    for _ in range(depth):
        inner = [inner]
    return inner


def _nested_dicts(depth: int) -> Any:
    inner: Any = 1.0
    for _ in range(depth):
        inner = {"type": "dict", "items": {"a": inner}}
    return inner


DEEP = [
    _nested(100),
    _nested(5000),
    _nested_dicts(5000),
    _nested(5000, {"type": "missing"}),
    {"type": "array", "shape": [1] * 1000, "data": [1.0]},
    {"type": "array", "shape": [1], "data": [_nested(5000)]},
    {"type": "array", "shape": [10**18, 0], "data": []},
    {"type": "array", "shape": [True], "data": [1.0]},
    {"type": "error", "name": ["E"], "message": {"a": 1}, "line": 10**5000},
    {"type": "error", "name": "NotImplementedError"},
    {"type": "number", "value": "1"},
    [1.0] * (MAX_NUMBERS * 3),
    [[1.0] * 300] * 300,
    "x" * 10**6,
    10**5000,
]


def all_right(answers: Any, key: dict[str, Any]) -> bool:
    """Whether answers are the right ones, by the definition of one of them."""
    return (
        isinstance(answers, list)
        and len(answers) == len(key["expected"])
        and all(same(a, e, key["rtol"], key["id"]) for a, e in zip(answers, key["expected"], strict=True))
    )


def known_wrong(answers: Any, key: dict[str, Any]) -> float:
    """The credit of the known mistake that the answers are, or 0."""
    found = (
        m["credit"]
        for m in key["mistakes"]
        if all(same(a, w, key["rtol"], key["id"]) for a, w in zip(answers, m["answers"], strict=True))
    )
    return next(found, 0.0)


def judged_soundly(answers: Any, key: dict[str, Any]) -> None:
    for reveal in (False, True):
        verdict = judge(answers, key, reveal)
        assert verdict.state in STATES
        assert verdict.score is not None
        if all_right(answers, key):
            assert verdict.score == key["points"]
        elif verdict.score:
            assert verdict.score == key["points"] * known_wrong(answers, key)
        assert verdict.message.ko
        assert verdict.message.en
        assert len(verdict.message.ko) < 5000
        json.dumps(verdict.message.as_dict(), allow_nan=False)


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
@many
@given(one=answer, several=st.lists(answer, min_size=1, max_size=8), whole=st.booleans())
def test_any_json_is_judged_and_only_right_answers_score(unit: Unit, one: Any, several: list[Any], whole: bool) -> None:
    """Drawing takes twenty times as long as judging: what is drawn is an answer to every exercise of the unit."""
    for exercise in unit.all_exercises:
        key = visible_key(unit, exercise)
        in_turn = itertools.islice(itertools.cycle(several), len(key["expected"]))
        judged_soundly(one if whole else list(in_turn), key)


def _place(whole: list[Any] | dict[str, Any], number: int) -> Any:
    places = range(len(whole)) if isinstance(whole, list) else sorted(whole)
    return places[number % len(places)]


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
@many
@given(down=st.lists(st.integers(0, 999), max_size=4), last=st.integers(0, 999), part=answer)
def test_right_answers_with_one_part_replaced_score_only_if_it_is_right_too(
    unit: Unit, down: list[int], last: int, part: Any
) -> None:
    for exercise in unit.all_exercises:
        key = visible_key(unit, exercise)
        answers = copy.deepcopy(key["expected"])
        place: Any = answers
        for number in down:
            inner = place[_place(place, number)]
            if not isinstance(inner, list | dict) or not inner:
                break
            place = inner
        place[_place(place, last)] = part
        judged_soundly(answers, key)


@pytest.mark.parametrize("odd", DEEP, ids=range(len(DEEP)))
def test_json_that_is_deep_or_long_is_judged(odd: Any) -> None:
    for exercise in UNIT.exercises:
        key = visible_key(UNIT, exercise)
        judged_soundly(odd, key)
        judged_soundly([odd] * len(key["expected"]), key)
        judged_soundly([*key["expected"][:-1], odd], key)


class Flat(torch.nn.Module):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__()

    def forward(self, *arguments: Any, **named: Any) -> torch.Tensor:
        return torch.tensor(5.0)


IDLE: dict[str, Any] = {
    "a number": lambda *a, **k: 1e9,
    "zero": lambda *a, **k: 0.0,
    "nothing": lambda *a, **k: None,
    "a tensor": lambda *a, **k: torch.tensor(3.0),
    "a leaf": lambda *a, **k: torch.tensor(3.0, requires_grad=True),
    "the inputs": lambda *a, **k: a,
    "an error": lambda *a, **k: 1 / 0,
    "a module": Flat,
    "a made module": lambda *a, **k: Flat(),
}


@pytest.mark.parametrize(("unit", "exercise"), ALL_EXERCISES, ids=exercise_name)
def test_work_that_does_nothing_earns_no_credit(unit: Unit, exercise: Exercise) -> None:
    key = visible_key(unit, exercise)
    scores = {name: judge(probe(exercise, work, key["cases"]), key).score for name, work in IDLE.items()}
    assert scores == dict.fromkeys(IDLE, 0.0)


# --- the encoder -------------------------------------------------------------------------------------------------


class Hostile:
    """An object whose methods do what a generator of random numbers tells them."""

    def __init__(self, seed: int) -> None:
        object.__setattr__(self, "_random", random.Random(seed))

    def _any(self, *arguments: Any, **named: Any) -> Any:
        chosen = object.__getattribute__(self, "_random")
        what = chosen.randrange(11)
        if what == 0:
            raise chosen.choice([ValueError, SystemExit, RecursionError, GeneratorExit, StopIteration, AttributeError])
        values = (self, 0, -1, 1.5, "\ud800", None, float, [1, self], np.ones(3), 10**400)
        return values[what - 1]

    __class__ = property(_any)  # type: ignore[assignment]
    __float__ = __int__ = __index__ = __len__ = __iter__ = __next__ = __array__ = __str__ = __repr__ = _any
    __hash__ = __eq__ = __bool__ = __getitem__ = __call__ = __complex__ = _any  # type: ignore[assignment]
    detach = cpu = numpy = items = dtype = shape = __name__ = __code__ = __wrapped__ = property(_any)

    def __getattr__(self, name: str) -> Any:
        return self._any()


def _subclass(kind: type, seed: int) -> Any:
    methods = ("__float__", "__len__", "__iter__", "__str__", "__getitem__", "__eq__", "__bool__", "encode", "items")
    source = Hostile(seed)
    namespace = {name: lambda self, *a, **k: Hostile._any(source) for name in methods}
    return type("Sub" * 200, (kind,), {**namespace, "__hash__": kind.__hash__})


class Endless(list):
    def __iter__(self) -> Any:
        while True:
            yield 1.0

    def __len__(self) -> int:
        return 0


class Meta(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise ValueError("no name")


class Nameless(metaclass=Meta):
    pass


hostile = st.builds(Hostile, st.integers(0, 10**6))
kinds = [int, float, str, list, tuple, dict, np.ndarray]
subclassed = st.builds(
    lambda kind, seed: np.ones(2).view(_subclass(kind, seed)) if kind is np.ndarray else _subclass(kind, seed)(),
    st.sampled_from(kinds),
    st.integers(0, 10**6),
)
arrays = st.builds(
    lambda shape, dtype: np.zeros(shape).astype(dtype),
    st.lists(st.integers(0, 4), max_size=4).map(tuple),
    st.sampled_from(["f2", "f4", "f8", "g", "i1", "u8", "?", "c16", "S3", "U3", "O", "M8[s]", "m8[s]", "V4"]),
)
python_value = st.recursive(
    leaf
    | hostile
    | subclassed
    | arrays
    | st.complex_numbers()
    | st.binary(max_size=5)
    | st.fractions()
    | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.integers() | text | st.none(), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(python_value)
def test_any_python_value_is_encoded_as_json_of_bounded_size(value: Any) -> None:
    assert len(json.dumps(encode(value), allow_nan=False).encode()) < 10 * 2**20


# Not as examples of the test above: to print one of these takes for ever.
IMMENSE: dict[str, Callable[[], Any]] = {
    "endless": Endless,
    "nameless": Nameless,
    "a nameless type": lambda: Nameless,
    "nameless inside": lambda: [Nameless()],
    "a view of 10^18 numbers": lambda: np.broadcast_to(1.0, (10**9, 10**9)),
    "nested": lambda: _nested(50_000),
    "the same list again and again": lambda: [[[[[[1] * 10_000] * 10_000] * 10_000] * 10_000] * 10_000],
}


@pytest.mark.parametrize("make", IMMENSE.values(), ids=IMMENSE.keys())
def test_what_is_immense_is_encoded_as_json_of_bounded_size(make: Callable[[], Any]) -> None:
    assert len(json.dumps(encode(make()), allow_nan=False).encode()) < 10 * 2**20


@few
@given(python_value)
def test_work_of_any_kind_is_probed(value: Any) -> None:
    exercise = UNIT.exercises[2]
    for work in (value, lambda *a: value):
        answers = probe(exercise, work, list(exercise.examples))
        json.dumps(answers, allow_nan=False)
        assert len(answers) == len(exercise.examples)


# --- submissions -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_course(tmp_path_factory.mktemp("course") / "course").assignments(UNIT.slug)[0]


def read_or_refuse(data: bytes) -> NotebookNode | None:
    try:
        return read_notebook(data)
    except UnreadableNotebookError as error:
        str(error).encode()
        return None


def restored_soundly(submitted: NotebookNode, assignment: Assignment) -> None:
    notebook = restore(submitted, assignment)
    found = [grade_id_of(cell) for cell in notebook.cells]
    for cell in assignment.cells:
        if cell.is_check:
            assert found.count(cell.grade_id) == 1
            (position,) = (n for n, i in enumerate(found) if i == cell.grade_id)
            assert notebook.cells[position].source == cell.source
            assert cell.after not in found[position:]
        assert found.count(cell.grade_id) <= 1
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()


def test_any_bytes_are_a_notebook_or_refused(assignment: Assignment, release: NotebookNode) -> None:
    good = nbformat.writes(submission(release, UNIT, reference_answers(UNIT), "…")).encode()

    @quick
    @given(
        st.binary(max_size=200)
        | st.builds(
            lambda start, length, new: good[:start] + new + good[start + length :],
            st.integers(0, len(good)),
            st.integers(0, 200) | st.just(len(good)),
            st.binary(max_size=8)
            | st.sampled_from([b"", b"null", b"[", b"}", b"9" * 5000, b"\\ud800", b'"', b"1e999"]),
        )
    )
    def mutate(data: bytes) -> None:
        notebook = read_or_refuse(data)
        if notebook is not None:
            restored_soundly(notebook, assignment)

    mutate()


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    own = [path] if path else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return own + [p for key, part in parts for p in _paths(part, (*path, key))]


def test_any_change_inside_a_notebook_leaves_the_instructors_cells_whole(
    assignment: Assignment, release: NotebookNode
) -> None:
    good = json.loads(nbformat.writes(submission(release, UNIT, reference_answers(UNIT), "…")))
    paths = _paths(good)
    ids = [cell.grade_id for cell in assignment.cells]
    junk = leaf | answer | st.sampled_from([*ids, "code", "markdown", "raw", "heading", [], {}, "\ud800", 10**400])

    @quick
    @given(st.lists(st.tuples(st.sampled_from(paths), junk, st.sampled_from(["set", "delete", "twice"])), max_size=6))
    def mutate(changes: list[tuple[tuple[Any, ...], Any, str]]) -> None:
        notebook = copy.deepcopy(good)
        for path, new, how in changes:
            place: Any = notebook
            try:
                for key in path[:-1]:
                    place = place[key]
                if how == "set":
                    place[path[-1]] = new
                elif how == "delete":
                    del place[path[-1]]
                else:
                    place.insert(0, copy.deepcopy(place[path[-1]]))
            except (KeyError, IndexError, TypeError, AttributeError):
                continue  # an earlier change has taken the place away
        found = read_or_refuse(json.dumps(notebook).encode())
        if found is not None:
            restored_soundly(found, assignment)

    mutate()
