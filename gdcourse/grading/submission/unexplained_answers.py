"""Wrong answers that no known mistake explains: what they give on the visible cases, and what a check says of that."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from gdcourse.grading.submission import messages
from gdcourse.grading.submission.key_building import mistakes, reference_key
from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.answer_keys import Slips, slips_path_of
from gdcourse.judging.comparing import bounded
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.messages import NOT_YET
from gdcourse.judging.probing import observed
from gdcourse.language import NO_TEXT, paragraphs
from gdcourse.solutions import variants_of

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


def with_what_check_says(verdict: Verdict, unit: Unit, exercise: Exercise, found: list[Any]) -> Verdict:
    """A verdict on hidden cases, with what the student's check says where that is more.

    A check knows a mistake by fewer cases, and what right answers with one slip come to.

    Args:
        verdict: of an answer that is wrong, and that no mistake explains.
        unit: the unit of the exercise.
        exercise: what was asked.
        found: what the work gave on the visible cases, as it is judged.
    """
    variants, cases = variants_of(unit)[exercise.id], visible_cases(exercise)
    key = {
        **reference_key(exercise, variants, cases),
        "mistakes": mistakes(exercise, variants, cases),
        "slips": Slips(slips_path_of(unit), exercise.id),
    }
    check = judge(found, key, reveal=True)
    says_nothing = verdict.diagnosis in _SAY_NOTHING
    if check.diagnosis not in {"slip", *(variant.id for variant in variants)} and not says_nothing:
        return verdict
    if check.correct or check.diagnosis in _SAY_NOTHING:
        return verdict
    said = messages.CHECK_SAYS.format(said=check.hint)
    hint = NO_TEXT if says_nothing or verdict.hint.en in check.hint.en else verdict.hint
    case = verdict.case.line if verdict.case else NO_TEXT
    return replace(verdict, message=paragraphs(NOT_YET, hint, said, case))


_SAY_NOTHING = (None, "some-cases")
"""Diagnoses that say no more than that something differs."""
