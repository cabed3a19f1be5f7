"""The probe writes down what the work does, whatever it does, as plain data."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch

from gdcourse.exercises import find_exercise
from gdcourse.judging.answer_encoding import MAX_NUMBERS, encode
from gdcourse.judging.exercise import Exercise
from gdcourse.judging.probing import observed, probe
from gdcourse.language import Text
from gdcourse.solutions import Variant
from gdcourse.student.check_answer import verdict_of
from support.course import ALL_VARIANTS, exercise_name

_, GRADIENT = find_exercise("mse-gradient")
CASE = GRADIENT.examples[0]


def recursive_list() -> list[Any]:
    items: list[Any] = []
    items.append(items)
    return items


class Pretender(float):
    """A number that says yes to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __le__(self, other: object) -> bool:
        return True

    __ge__ = __lt__ = __gt__ = __le__
    __hash__ = float.__hash__


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1,
        2.5,
        float("nan"),
        "text",
        [1, [2]],
        (1, 2),
        {"a": np.arange(3)},
        np.zeros((2, 2)),
        np.array(["a"]),
        np.zeros(MAX_NUMBERS + 1),
        [0] * (MAX_NUMBERS + 1),
        recursive_list(),
        (n for n in range(3)),
        object(),
        print,
        "x" * 10_000,
        Pretender(3),
        1j,
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_value_becomes_json_of_bounded_size(value: Any) -> None:
    assert len(json.dumps(encode(value), allow_nan=False)) < 1000


def test_a_number_that_pretends_to_equal_everything_is_just_its_value() -> None:
    assert encode(Pretender(3)) == 3.0
    assert type(encode(Pretender(3))) is float


def test_a_tensor_that_torch_negates_or_conjugates_later_is_its_value() -> None:
    z = torch.tensor([1 + 2j, 3 - 4j])
    assert encode(z.conj().imag) == encode(torch.tensor([-2.0, 4.0]))


def test_what_the_work_raises_is_an_answer() -> None:
    def work(x: Any, y: Any, y_pred: Any) -> float:
        raise ZeroDivisionError("no")

    line = work.__code__.co_firstlineno + 1
    assert probe(GRADIENT, work, [CASE]) == [
        {"type": "error", "name": "ZeroDivisionError", "message": "no", "line": line}
    ]


def test_an_error_is_placed_in_the_cell_of_the_work_and_nowhere_else() -> None:
    def work(x: Any, y: Any, y_pred: Any) -> Any:
        return json.loads("no json")

    (answer,) = probe(GRADIENT, work, [CASE])
    assert answer["line"] == work.__code__.co_firstlineno + 1


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize("error", [SystemExit(), Unspeakable(), ValueError("\ud800")], ids=lambda e: type(e).__name__)
def test_an_error_of_any_kind_is_written_down(error: BaseException) -> None:
    def work(x: Any, y: Any, y_pred: Any) -> Any:
        raise error

    (answer,) = probe(GRADIENT, work, [CASE])
    assert answer["name"] == type(error).__name__
    json.dumps(answer).encode("utf-8")


def test_an_answer_that_cannot_be_written_down_is_no_error_of_the_work() -> None:
    assert probe(GRADIENT, lambda x, y, p: 10**400, [CASE]) == [{"type": "other", "name": "int"}]


def test_work_that_changes_its_inputs_spoils_no_other_trial() -> None:
    def work(x: Any, y: Any, y_pred: Any) -> Any:
        y_pred -= y
        x *= 2
        return np.mean(x * y_pred)

    first, second = probe(GRADIENT, work, [CASE, CASE])
    assert first == second


def test_an_interrupt_is_passed_on() -> None:
    def work(x: Any, y: Any, y_pred: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        probe(GRADIENT, work, [CASE])


def test_a_case_that_the_probe_changes_stays_as_it_was() -> None:
    def spoil(work: Any, case: dict[str, Any]) -> None:
        case["x"].append(99)

    exercise = Exercise("spoil", "f", 1, Text("", ""), examples=({"x": [1.0]},), probe=spoil)
    probe(exercise, None, [exercise.examples[0]])
    assert exercise.examples == ({"x": [1.0]},)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float32", "int8", "bool"])
def test_a_tensor_of_any_kind_of_number_is_its_numbers(dtype: str) -> None:
    answer = encode(torch.tensor([1.0, 0.0], dtype=getattr(torch, dtype)))
    assert answer["data"] == [1.0, 0.0]
    assert answer["dtype"] == dtype


def test_a_sparse_tensor_is_its_numbers_and_a_huge_one_is_large() -> None:
    assert encode(torch.tensor([0.0, 2.0]).to_sparse())["data"] == [0.0, 2.0]
    huge = torch.sparse_coo_tensor(torch.tensor([[0], [0]]), torch.tensor([1.0]), (10**6, 10**6))
    assert encode(huge)["type"] == "large"


def test_numbers_with_few_digits_are_told_so_by_their_dtype() -> None:
    def slope(w: float, a: float, c: float) -> object:
        return torch.tensor(2 * a * (w - c), dtype=torch.bfloat16)

    verdict = verdict_of("parabola-slope", slope)
    assert verdict.correct or (verdict.diagnosis == "dtype" and "`bfloat16`" in verdict.message.en)


def test_work_that_asks_for_typing_is_told_that_nobody_types() -> None:
    import builtins

    before = builtins.input

    def slope(w: float, a: float, c: float) -> float:
        input("enter")
        return 2 * a * (w - c)

    verdict = verdict_of("parabola-slope", slope)
    assert verdict.diagnosis == "error:EOFError"
    assert "nobody can type" in verdict.message.en
    assert builtins.input is before


def with_numbers_of_numpy(answer: Any) -> Any:
    """The answer as it is written down where NumPy has made the numbers in it, as ``np.linspace`` does."""
    if isinstance(answer, list):
        return [with_numbers_of_numpy(item) for item in answer]
    return encode(np.float64(answer)) if type(answer) in (int, float) else answer


@pytest.mark.parametrize(
    "variant", [v for _, e, v in ALL_VARIANTS if e.observe and v.role != "mistake"], ids=exercise_name
)
def test_properties_are_those_of_the_numbers_whoever_has_made_them(variant: Variant) -> None:
    _, exercise = find_exercise(variant.exercise)
    cases = exercise.cases(seed=5, count=2)
    answers = probe(exercise, variant.work, cases)
    assert observed(exercise, with_numbers_of_numpy(answers), cases) == observed(exercise, answers, cases)
