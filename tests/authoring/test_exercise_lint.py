"""What an author has written wrongly is said in a sentence: each kind on an exercise made for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdcourse.authoring import exercise_lint as module
from gdcourse.authoring.exercise_lint import complaints
from gdcourse.authoring.write_answer_keys import write_visible_keys
from gdcourse.exercises import find_exercise
from gdcourse.grading.classroom.course_error import CourseError
from gdcourse.grading.submission import visible_cases
from gdcourse.judging.exercise import Case, Exercise, Unit, numbers
from gdcourse.language import Text
from gdcourse.solutions import Variant

TITLE, SAID = Text("제목", "A title"), Text("틀렸어요.", "It is wrong.")


def drawn(rng: np.random.Generator) -> Case:
    return {"values": numbers(rng, 1, 5, 4)}


def square(values: Any) -> Any:
    return np.mean(values**2)


def right(work: Callable[..., Any], name: str = "by-hand") -> Variant:
    return Variant(name, "x", "equivalent", work)


def wrong(work: Callable[..., Any], name: str = "slip", said: Text = SAID) -> Variant:
    return Variant(name, "x", "mistake", work, said)


def said(
    monkeypatch: pytest.MonkeyPatch, *others: Variant, reference: Callable[..., Any] = square, **changed: Any
) -> list[str]:
    exercise = Exercise(**{"id": "x", "name": "f", "points": 1, "title": TITLE, "draw": drawn, **changed})
    unit = Unit("99-x", TITLE, (exercise,))
    variants = (Variant("reference", "x", "reference", reference), *others)
    monkeypatch.setattr(module, "variants_of", lambda _: {exercise.id: variants})
    return [text.en for text in complaints(unit, exercise)]


def test_nothing_is_said_of_an_exercise_that_is_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, wrong(lambda values: np.mean(values)), right(lambda v: np.dot(v, v) / len(v))) == []


def sum_of_squares(values: Any) -> Any:
    return np.sum(values**2)


CASES: list[tuple[list[Variant], dict[str, Any], str]] = [
    ([wrong(square)], {}, "The mistake 'slip' equals the reference in 21 of 21 draws."),
    ([wrong(sum_of_squares), wrong(sum_of_squares, "again")], {}, "The mistake 'again' is called 'slip' in 21 of 21"),
    ([wrong(sum_of_squares), right(np.sum)], {}, "The right answer 'by-hand' is refused in 21 of 21 draws"),
    ([wrong(lambda values: values[9])], {"reference": lambda a, b: a}, "The reference ends in an error: TypeError"),
    (
        [wrong(np.sum)],
        {"reference": lambda v: v[1], "examples": ({"values": [1.0, 2.0]}, {"values": [1.0]})},
        "The reference ends in an error: IndexError",
    ),
    ([wrong(lambda v: 0 * v[0])], {"reference": lambda v: v[0] - v[0]}, "where all answers are 0"),
    ([wrong(np.sum)], {"reference": lambda v: v[0] - v[0]}, "The right answer is 0 in 164 of 164 cases"),
    ([wrong(np.sum)], {"reference": lambda v: 7}, "The right answer is the same in 164 of 164 cases"),
    ([wrong(np.sum)], {"title": Text("", "A title")}, "the title has no Korean"),
    ([wrong(np.sum)], {"title": Text("제목", "제목")}, "the title has no English"),
    ([wrong(np.sum, said=Text("틀렸어요.", ""))], {}, "the sentence of the mistake 'slip' has no English"),
    (
        [wrong(lambda values: values.append(1))],
        {},
        "The mistake 'slip' does not run in 21 of 21 draws (AttributeError)",
    ),
    ([], {}, "It knows no mistake"),
    ([wrong(np.sum)], {"id": "No Id"}, "'No Id' cannot be an id"),
    ([wrong(np.sum)], {"name": "no name"}, "'no name', which students are to define, is no name in Python"),
]


@pytest.mark.parametrize(("others", "changed", "wanted"), CASES, ids=[wanted for _, _, wanted in CASES])
def test_what_is_wrong_is_said_with_how_often(
    others: list[Variant], changed: dict[str, Any], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = said(monkeypatch, *others, **changed)
    assert any(wanted in text for text in found), found


def test_no_key_is_written_where_a_reference_fails_on_a_visible_case(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cases = ({"values": [1.0, 2.0]}, {"values": [5.0]})
    exercise = Exercise("x", "f", 1, TITLE, examples=cases)
    unit = Unit("99-x", TITLE, (exercise,), home=tmp_path)
    variants = (Variant("reference", "x", "reference", lambda v: v[1]), wrong(np.sum))
    monkeypatch.setattr(visible_cases, "variants_of", lambda _: {"x": variants})
    with pytest.raises(CourseError) as refused:
        write_visible_keys(unit)
    assert "The reference of 'x' ends in an error on the visible case {\"values\": [5.0]}" in str(refused.value)
    assert "IndexError" in str(refused.value)
    assert not any(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("name", ["parabola-slope", "why-faster", "held-out-r2"])
def test_nothing_is_said_of_the_course_s_own(name: str) -> None:
    assert complaints(*find_exercise(name)) == []
