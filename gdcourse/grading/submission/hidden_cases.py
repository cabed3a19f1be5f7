"""The cases that only the grader knows: drawn for each student and exercise from the course secret, and their keys."""

from __future__ import annotations

import hmac
import json

from gdcourse.grading.submission.key_building import build_key, reference_key
from gdcourse.judging.answer_encoding import Answer, encode
from gdcourse.judging.exercise import Case, Exercise, Unit
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.solutions import variants_of

HIDDEN_COUNT = 8


def hidden_seed(secret: bytes, student: str, exercise_id: str) -> int:
    """The seed of one student's hidden cases: HMAC-SHA256 of student and exercise under the course secret."""
    message = json.dumps([student, exercise_id]).encode()
    return int.from_bytes(hmac.digest(secret, message, "sha256")[:16], "big")


def hidden_cases(exercise: Exercise, secret: bytes, student: str) -> list[Case]:
    """One student's hidden cases. The last is the first once more: work that remembers answers it differently."""
    if exercise.draw is None:
        return exercise.cases(0, 1)
    drawn = exercise.cases(hidden_seed(secret, student, exercise.id), HIDDEN_COUNT - 1)
    return [*drawn, drawn[0]]


def hidden_key(unit: Unit, exercise: Exercise, secret: bytes, student: str) -> Key:
    """The answer key of one student's hidden cases. The same secret, student and exercise give the same key."""
    cases = hidden_cases(exercise, secret, student)
    return build_key(exercise, variants_of(unit)[exercise.id], cases, _stated(exercise, cases))


def hidden_reference_key(unit: Unit, exercise: Exercise, secret: bytes, student: str) -> Key:
    """The key of ``hidden_key`` without the mistakes, which take most of its time.

    Nor is the reference run where what is right is stated.
    """
    cases = hidden_cases(exercise, secret, student)
    return reference_key(exercise, variants_of(unit)[exercise.id], cases, _stated(exercise, cases))


def _stated(exercise: Exercise, cases: list[Case]) -> list[Answer] | None:
    return [encode(exercise.observe.right) for _ in cases] if isinstance(exercise.observe, Aim) else None
