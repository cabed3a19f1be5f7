"""Every student's cases tell a right answer from one on changed inputs: without a sign, without an input, exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gdcourse.authoring.changed_inputs import changes_of
from gdcourse.authoring.proving import quietly
from gdcourse.exercises import find_exercise
from gdcourse.grading.submission.hidden_cases import hidden_cases
from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.comparing import same
from gdcourse.judging.exercise import Case, Exercise, Unit, call_with_arrays
from gdcourse.judging.probing import probe
from gdcourse.solutions import variants_of
from support.course import ALL_EXERCISES, exercise_name

STUDENTS = [f"student-{n}" for n in range(20)]
CALLED = [
    (unit, exercise)
    for unit, exercise in ALL_EXERCISES
    if exercise.kind == "question"
    and exercise.draw is not None
    and exercise.observe is None
    and exercise.probe is call_with_arrays
]


def changes(cases: list[Case]) -> Iterator[tuple[str, Callable[[Case], Case]]]:
    for slip, change in changes_of(cases):
        yield f"{slip.kind} {', '.join(slip.names)} {slip.there}", change
    for name, value in cases[0].items():
        if isinstance(value, int | float):
            yield f"the size of {name}", lambda case, name=name: {**case, name: abs(case[name])}


def lets_pass(exercise: Exercise, work: Any, cases: list[Case], right: list[Any], change: Any) -> bool:
    for case, expected in zip(cases, right, strict=True):
        try:
            (answer,) = probe(exercise, work, [change(case)])
        except (ValueError, OverflowError, IndexError):
            return False
        if not same(answer, expected, exercise.rtol, exercise.id):
            return False
    return True


@pytest.mark.parametrize(("unit", "exercise"), CALLED, ids=exercise_name)
def test_a_right_answer_on_changed_inputs_passes_everywhere_or_nowhere(unit: Unit, exercise: Exercise) -> None:
    work = next(v.work for v in variants_of(unit)[exercise.id] if v.role == "reference")
    draws = [visible_cases(exercise), *(hidden_cases(exercise, b"secret", student) for student in STUDENTS)]
    uneven = []
    with quietly():
        right = [probe(exercise, work, cases) for cases in draws]
        for said, change in changes(draws[0]):
            passing = [lets_pass(exercise, work, *draw, change) for draw in zip(draws, right, strict=True)]
            if any(passing) and not all(passing):
                uneven.append((said, passing[0], sum(passing[1:])))
    assert not uneven


def test_a_lost_sign_is_found_out() -> None:
    _, exercise = find_exercise("update-rule")
    cases = [case for case in exercise.cases(1, 8) if case["w"] > 0]
    right = [case["w"] - case["lr"] * case["grad"] for case in cases]
    assert lets_pass(exercise, lambda w, g, lr: w - lr * g, cases, right, lambda case: {**case, "w": abs(case["w"])})
    assert not lets_pass(exercise, lambda w, g, lr: w - lr * g, cases, right, lambda case: {**case, "lr": 1})
