"""What no one has worked for scores nothing: zeros, ones, an input given back, its first or last, a seen number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from gdcourse.grading.submission.hidden_cases import hidden_reference_key
from gdcourse.grading.submission.key_building import mistakes
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import as_numbers
from gdcourse.judging.exercise import Exercise, Unit, take_value
from gdcourse.judging.judge import judge
from gdcourse.judging.probing import observed, probe
from gdcourse.solutions import variants_of
from support.course import ALL_EXERCISES, exercise_name

STUDENTS = [f"student-{n}" for n in range(3)]
ASKING = [(u, e) for u, e in ALL_EXERCISES if e.kind == "question" and e.draw is not None]
MOST_INPUTS = 7


class Zeros(torch.nn.Module):
    def forward(self, x: torch.Tensor, *_: torch.Tensor) -> torch.Tensor:
        return torch.zeros_like(x)


def degenerate(unit: Unit, exercise: Exercise) -> Iterator[tuple[str, Callable[..., Any]]]:
    for value in (0, 1, 0.0, 1.0, -1.0, (0.0, 0.0), (1.0, 1.0), [], (), None, "", math.nan, math.inf, -math.inf, {}):
        yield f"return {value!r}", lambda *_, value=value: value
    yield "return the inputs", lambda *a: a
    yield "a module that gives its input back", lambda *_: torch.nn.Identity()
    yield "a module that gives zeros", lambda *_: Zeros()
    yield "an optimizer that stands still", lambda params, **_: torch.optim.SGD(params, lr=0.0)
    for place in range(MOST_INPUTS):
        yield f"return input {place}", lambda *a, i=place: a[i]
        yield f"zeros as long as input {place}", lambda *a, i=place: np.zeros(len(a[i]))
        yield f"ones as long as input {place}", lambda *a, i=place: np.ones(len(a[i]))
        yield f"first of input {place}", lambda *a, i=place: a[i][0]
        yield f"last of input {place}", lambda *a, i=place: a[i][-1]
    for expected in visible_key(unit, exercise)["expected"]:
        seen = as_numbers(expected)
        if seen is not None:
            yield f"return {seen}", lambda *_, seen=seen: seen.copy()


@pytest.mark.parametrize(("unit", "exercise"), ASKING, ids=exercise_name)
def test_a_degenerate_answer_scores_nothing(unit: Unit, exercise: Exercise) -> None:
    variants = variants_of(unit)[exercise.id]
    scored = []
    for student in STUDENTS:
        key = hidden_reference_key(unit, exercise, b"secret", student)
        known = mistakes(exercise, variants, key["cases"])
        key["mistakes"] = [{**mistake, "answers": list(mistake["answers"])} for mistake in known]
        for name, work in degenerate(unit, exercise):
            answers = observed(exercise, probe(exercise, work, key["cases"]), key["cases"])
            verdict = judge(answers, key)
            if verdict.score:
                scored.append((name, student, verdict.diagnosis, verdict.score))
    assert not scored


CHOSEN = [(u, e) for u, e in ALL_EXERCISES if e.kind == "question" and e.draw is None]


@pytest.mark.parametrize(("unit", "exercise"), CHOSEN, ids=exercise_name)
def test_of_a_choice_only_one_letter_scores(unit: Unit, exercise: Exercise) -> None:
    key = hidden_reference_key(unit, exercise, b"secret", "kim")
    key["mistakes"] = []
    for value in (None, "", "abcd", 0, 1, True, math.nan, [], ["a", "b", "c", "d"], {}, (0.0, 0.0), ("1e-5", "1e-2")):
        work = value if exercise.probe is take_value else lambda value=value: value
        answers = observed(exercise, probe(exercise, work, key["cases"]), key["cases"])
        assert judge(answers, key).score == 0, value
