"""The state of a question: what the judge said, and what a person has said since. Whoever tells it asks here."""

from __future__ import annotations

from dataclasses import replace

from nbgrader.api import Grade, Gradebook, SubmittedNotebook

from gdcourse.grading.classroom.verdict_database import stored_verdicts
from gdcourse.grading.submission.messages import GRADED_BY_HAND, HANDED_IN_AGAIN
from gdcourse.judging.judge import Verdict
from gdcourse.judging.messages import MANUAL
from gdcourse.language import NO_TEXT, paragraphs


def standing(verdict: Verdict, grade: Grade | None) -> Verdict:
    """How a question stands now.

    A mark that a person gave counts in place of the judge's. What the answer does it does not change: where points are
    lost, the known mistake stays one; who gives all of them says that nothing was wrong. What has been handed in again
    after that is open again, and the mark stays until somebody has looked.

    Args:
        verdict: what the judge said.
        grade: what nbgrader's gradebook says of the same question, where it says anything.
    """
    if grade is None:
        return verdict
    by_hand = grade.manual_score
    score = verdict.score if by_hand is None else by_hand
    if grade.extra_credit:
        score = (score or 0.0) + grade.extra_credit
    if grade.needs_manual_grade:
        if by_hand is not None:
            said = replace(verdict, diagnosis=None, message=HANDED_IN_AGAIN, hint=HANDED_IN_AGAIN)
        else:
            said = verdict if verdict.state == "manual" else replace(verdict, message=paragraphs(MANUAL, verdict.hint))
        return replace(said, state="manual", score=score)
    if by_hand is not None:
        given = replace(verdict, score=score, state="graded", message=GRADED_BY_HAND, case=None, by_hand=True)
        loses = by_hand < verdict.max_score
        return given if loses else replace(given, diagnosis=None, hint=NO_TEXT, failed=())
    return verdict if score == verdict.score else replace(verdict, score=score)


def standings(gradebook: Gradebook, record: SubmittedNotebook) -> tuple[Verdict, ...]:
    """How the questions of a submitted notebook stand now; none where it was never graded."""
    grades = {grade.name: grade for grade in record.grades}
    return tuple(standing(verdict, grades.get(verdict.exercise)) for verdict in stored_verdicts(gradebook, record.id))
