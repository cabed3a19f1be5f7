"""Which exercises are solved: what the check cells of this kernel have said so far."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gdcourse.judging.card import mark
from gdcourse.judging.exercise import Unit
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
from gdcourse.student import messages

MIME = "application/vnd.gdcourse.progress+json"
_latest: dict[str, Verdict] = {}


def record(verdict: Verdict) -> None:
    """Remember the latest verdict on an exercise, as long as the kernel lives."""
    _latest[verdict.exercise] = verdict


def line(unit: Unit) -> Text:
    """How many exercises of a unit stand, and what they are worth."""
    known = [_latest[exercise.id] for exercise in unit.exercises if exercise.id in _latest]
    return messages.PROGRESS.format(
        right=sum(verdict.correct for verdict in known),
        total=len(unit.exercises),
        score=round(sum(verdict.score or 0.0 for verdict in known), 2),
        max_score=sum(exercise.points for exercise in unit.exercises),
    )


def publish() -> None:
    """Show all verdicts of this kernel as data, for ``gdcourse check``."""
    from IPython.display import publish_display_data

    publish_display_data({MIME: [_as_data(verdict) for verdict in _latest.values()]})


def _as_data(verdict: Verdict) -> dict[str, Any]:
    kept = {name: asdict(verdict)[name] for name in ("exercise", "score", "max_score", "state", "diagnosis")}
    return {**kept, "mark": mark(verdict), "message": verdict.message.as_dict()}
