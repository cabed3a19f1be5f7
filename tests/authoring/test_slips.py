"""Right solutions with one slip in them: which slip it is, and that what is kept of their answers is fresh."""

from __future__ import annotations

import json

import pytest

from gdcourse.authoring.changed_inputs import changes_of
from gdcourse.authoring.kinds_of_slips import Slip, slip_between
from gdcourse.authoring.mutants import mutants_of
from gdcourse.authoring.write_slip_marks import digest_of, having_slips, slips_of
from gdcourse.exercises import find_exercise, units
from gdcourse.judging import messages
from gdcourse.judging.answer_keys import slips_path_of, visible_key
from gdcourse.judging.exercise import Exercise, Unit

RIGHT = """
def loss(w, x, n):
    total = 0.0
    for i in range(len(x)):
        total += (w * x[i] - n) ** 2
    return np.mean(total) / n
"""


@pytest.mark.parametrize(
    ("there", "slip"),
    [
        ("(w * x[i] + n) ** 2", Slip("operator", ("w", "x", "n"), "-", "+")),
        ("(n - w * x[i]) ** 3", None),
        ("(w * x[i]) ** 2", Slip("term-missing", ("n",))),
        ("(x[i] - n) ** 2", Slip("factor-missing", ("w",))),
        ("w * x[i] - n", Slip("square-missing", ("w", "x", "n"))),
        ("(w * x[i] - n) ** 3", Slip("number", ("w", "x", "n"), "", "3")),
        ("(x * x[i] - n) ** 2", Slip("other-input", ("w", "x"), "w", "x")),
        ("(0.5 * x[i] - n) ** 2", Slip("fixed", ("w",), "w", "0.5")),
        ("(-1.5 * x[i] - n) ** 2", Slip("fixed", ("w",), "w", "-1.5")),
    ],
)
def test_a_slip_is_called_by_what_stands_there(there: str, slip: Slip | None) -> None:
    found = slip_between(RIGHT, RIGHT.replace("(w * x[i] - n) ** 2", there), ("w", "x", "n"))
    assert found == slip if slip else found.kind not in ("operator", "term-missing")


@pytest.mark.parametrize(
    ("right", "there", "kind"),
    [
        ("range(len(x))", "range(1, len(x))", "range-begins-late"),
        ("range(len(x))", "range(len(x) - 1)", "range-ends-early"),
        ("range(len(x))", "range(len(x) + 1)", "range-ends-late"),
        ("range(len(x))", "range(1, len(x) + 1)", "range-shifted"),
        ("range(len(x))", "range(4)", "count-fixed"),
        ("range(len(x))", "list(range(len(x)))[:-1]", "last-left-out"),
        ("total +=", "total =", "not-collected"),
        ("total +=", "total -=", "operator"),
        ("np.mean(total)", "np.sum(total)", "function"),
        ("np.mean(total)", "total", "call-missing"),
        ("np.mean(total) / n", "n / np.mean(total)", "exchanged"),
        ("np.mean(total) / n", "np.mean(total)", "division-missing"),
        ("return ", "return -", "minus"),
        ("total = 0.0", "pass", "line-missing"),
    ],
)
def test_a_slip_has_a_kind(right: str, there: str, kind: str) -> None:
    assert slip_between(RIGHT, RIGHT.replace(right, there), ("w", "x", "n")).kind == kind


@pytest.mark.parametrize(
    ("right", "there", "kind"),
    [
        ("return a * (b + c)", "return a * b + c", "brackets"),
        ("return -(a - b)", "return -a - b", "brackets"),
        ("return np.mean(a * b)", "return np.mean(a) * b", "brackets"),
        ("return np.mean(a) * b", "return np.mean(a * b)", "brackets"),
        ("return (a - b).sum()", "return a - b.sum()", "brackets"),
        ("return a ** 2", "return abs(a)", "function"),
        ("return abs(a)", "return a ** 2", "function"),
        ("return a @ b", "return a * b", "operator"),
        ("a = a - b\n    c.append(a)", "c.append(a)\n    a = a - b", "lines-exchanged"),
        ("for i in a:\n        b = i\n        c += b", "for i in a:\n        b = i\n    c += b", "out-of-loop"),
        ("for i in a:\n        b += i\n    return b", "for i in a:\n        b += i\n        return b", "into-loop"),
        (
            "for i in a:\n        for j in b:\n            c(i, j)",
            "for j in b:\n        for i in a:\n            c(i, j)",
            "loops-exchanged",
        ),
        ("return [i for i in a for j in b]", "return [i for j in b for i in a]", "loops-exchanged"),
        ("a, b = b, a + b", "a = b\n    b = a + b", "one-by-one"),
    ],
)
def test_what_stands_elsewhere_has_a_kind(right: str, there: str, kind: str) -> None:
    head = "def f(a, b, c):\n    "
    found = slip_between(head + right, head + there, ("a", "b", "c"))
    assert found.kind == kind
    assert kind in messages.SLIPS


@pytest.mark.parametrize(
    ("right", "there", "kind"),
    [
        ("return a[0]", "return a[-1]", "place"),
        ("return a.pop(0)", "return a.pop(-1)", "place"),
        ("while a > 0.1:\n        a = a / 2", "while a > 1.1:\n        a = a / 2", "loop-ends-elsewhere"),
        ("while a - b > 0.1:\n        a = a / 2", "while a > 0.1:\n        a = a / 2", "loop-ends-elsewhere"),
        ("while a > 0.1:\n        a = a / 2", "while a > 0.1:\n        a = a / 3", "number"),
    ],
)
def test_a_place_and_the_end_of_a_loop_are_told_from_other_numbers(right: str, there: str, kind: str) -> None:
    head = "def f(a, b, c):\n    "
    assert slip_between(head + right, head + there, ("a", "b", "c")).kind == kind


def test_every_slip_has_words() -> None:
    kinds = {slip_between(RIGHT, mutant.source, ("w", "x", "n")).kind for mutant in mutants_of(RIGHT, graph=True)}
    kinds |= {slip.kind for slip, _ in changes_of([{"w": 2.0, "k": 3, "x": [1.0, -2.0], "y": [1.0, 2.0]}])}
    assert kinds - {"one-place"} <= messages.SLIPS.keys()


WITH_SLIPS = [
    (unit, exercise)
    for unit in units()
    for exercise in having_slips(unit)
    # One whose slips were never made gets less said of its wrong answers, and nothing untrue.
    if exercise.id in json.loads(slips_path_of(unit).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("unit", "exercise"), WITH_SLIPS, ids=lambda value: getattr(value, "id", ""))
def test_kept_slips_are_fresh(unit: Unit, exercise: Exercise) -> None:
    kept = json.loads(slips_path_of(unit).read_text(encoding="utf-8"))
    assert kept[exercise.id]["digest"] == digest_of(unit, exercise, visible_key(unit, exercise)), "run: gdcourse keys"


def test_slips_are_the_same_when_they_are_made_again() -> None:
    unit, exercise = find_exercise("update-rule")
    key = visible_key(unit, exercise)
    assert json.loads(json.dumps(slips_of(unit, exercise, key))) == list(key["slips"])
