"""Wrong answers that no known mistake explains: what they give on the visible cases, which are everybody's."""

from __future__ import annotations

import json
from typing import Any

from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.comparing import bounded
from gdcourse.judging.exercise import Exercise
from gdcourse.judging.judge import Verdict
from gdcourse.judging.probing import observed

LONGEST = 50_000
"""Characters of JSON. What says more of a wrong answer is kept by nobody."""


def is_unexplained(verdict: Verdict, mistakes: set[str]) -> bool:
    """Whether a verdict calls an answer wrong, and none of the exercise's mistakes (their ids) says why."""
    return verdict.state == "graded" and not verdict.correct and verdict.diagnosis not in mistakes


def on_visible_cases(exercise: Exercise, answers: Any) -> list[Any] | None:
    """What work gave on the visible cases, as it is judged; ``None`` where it is no list of answers, or too long.

    Args:
        exercise: what was asked.
        answers: any JSON: a student's process has sent it.
    """
    cases = visible_cases(exercise)
    if not isinstance(answers, list) or len(answers) != len(cases):
        return None
    found = [bounded(answer) for answer in observed(exercise, answers, cases)]
    return found if len(json.dumps(found)) <= LONGEST else None
