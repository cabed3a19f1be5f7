"""Questions that were wrong: those that count for nobody, and those that give everyone their points. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from gdcourse.grading.submission import messages
from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.judging.judge import Verdict
from gdcourse.judging.messages import CORRECT
from gdcourse.language import NO_TEXT, paragraphs

DROPPED, FULL_CREDIT = "dropped", "full-credit"


@dataclass(frozen=True)
class Exceptions:
    """What an instructor has decided about questions of a unit after students had them.

    Attributes:
        dropped: the ``grade_id`` of those that count for nobody.
        full_credit: of those that give their points to whoever handed in a notebook.
        reasons: by question, why, where the instructor has noted it. No mark rests on that.
    """

    dropped: frozenset[str] = frozenset()
    full_credit: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, unit: str, dropped: Mapping[str, Iterable[str]], full_credit: Mapping[str, Iterable[str]]
    ) -> Exceptions:
        """Those of a unit, from settings that name the questions by unit, in a list or each with its reason."""
        named = dropped.get(unit, ()), full_credit.get(unit, ())
        noted = {str(q): str(why) for one in named if isinstance(one, Mapping) for q, why in one.items()}
        return cls(frozenset(named[0]), frozenset(named[1]), noted)

    def of_question(self, question: str) -> str:
        """Which exception a question is; empty where it is none."""
        return DROPPED if question in self.dropped else FULL_CREDIT if question in self.full_credit else ""

    @property
    def questions(self) -> frozenset[str]:
        return self.dropped | self.full_credit

    def put_into(self, assignment: Assignment) -> Assignment:
        """The assignment as it counts."""
        if not self.questions:
            return assignment
        return replace(assignment, cells=tuple(map(self._excepted, assignment.cells)))

    def _excepted(self, cell: TrustedCell) -> TrustedCell:
        if cell.grade_id in self.dropped:
            return replace(cell, exception=DROPPED, points=0.0)
        return replace(cell, exception=FULL_CREDIT) if cell.grade_id in self.full_credit else cell


def excepted(verdict: Verdict, cell: TrustedCell) -> Verdict:
    """The verdict on an answer, as its question counts. What was wrong with it is said all the same."""
    if not cell.exception:
        return verdict
    if cell.exception == FULL_CREDIT:
        said = paragraphs(messages.FULL_CREDIT, NO_TEXT if verdict.correct else verdict.hint)
        return Verdict(cell.grade_id, cell.points, cell.points, "graded", None, said)
    said = paragraphs(messages.DROPPED, CORRECT if verdict.correct else verdict.hint)
    state = "graded" if verdict.state == "manual" else verdict.state
    return replace(verdict, score=0.0, max_score=0.0, state=state, message=said)


def as_judged(verdicts: Iterable[Verdict], beneath: Mapping[str, Verdict]) -> tuple[Verdict, ...]:
    """Verdicts as they were before their questions became exceptions, where that is known.

    Args:
        verdicts: as they count.
        beneath: by question that is an exception, what its answer was judged to be.
    """
    return tuple(beneath.get(verdict.exercise, verdict) for verdict in verdicts)


def worth(verdict: Verdict, points: float) -> Verdict:
    """The same judgement on a question of so many points."""
    share = (verdict.score or 0.0) / verdict.max_score if verdict.max_score else 0.0
    return replace(verdict, score=None if verdict.score is None else share * points, max_score=points)


def exception_of(verdict: Verdict) -> str:
    """Which exception a verdict says that its question is; empty where it is none."""
    said = verdict.message.en.split("\n")[0]
    return {messages.DROPPED.en: DROPPED, messages.FULL_CREDIT.en: FULL_CREDIT}.get(said, "")


def is_excepted(verdict: Verdict) -> bool:
    """Whether a verdict says that its question is an exception."""
    return bool(exception_of(verdict))
