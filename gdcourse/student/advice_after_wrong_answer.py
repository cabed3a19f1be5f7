"""What to try next: one sentence by the kind of a diagnosis, and none where the message itself says what to do."""

from __future__ import annotations

from gdcourse.judging.exercise import Exercise, call_with_arrays
from gdcourse.judging.judge import Verdict
from gdcourse.language import NO_TEXT, Text
from gdcourse.student import messages
from gdcourse.student.work_that_does_not_end import NOT_ENDED

_LOOK_AT_THE_CASE = ("", "kind", "some-cases", "kind-of-case", "some-values", "places", "prefix", "tendency")


def next_step(verdict: Verdict, exercise: Exercise) -> Text:
    """The next thing to try after this verdict on a student's check."""
    if verdict.correct or verdict.state != "graded":
        return NO_TEXT
    kind, _, detail = (verdict.diagnosis or "").partition(":")
    if kind == "error":
        return messages.TRY_THE_NAMES if detail == "NameError" else messages.TRY_PRINTING
    if kind == NOT_ENDED:
        return messages.TRY_PRINTING_IN_THE_LOOP
    if kind in ("ratio", "move"):
        return messages.TRY_THE_SIGNS if detail == "-1" else messages.TRY_FINDING_THE_FACTOR
    if kind == "offset":
        return messages.TRY_FINDING_THE_TERM
    if verdict.case and kind in _LOOK_AT_THE_CASE:
        if exercise.probe is call_with_arrays:
            return messages.TRY_CALLING.format(name=exercise.name)
        return messages.TRY_BY_HAND
    return messages.TRY_AGAIN
