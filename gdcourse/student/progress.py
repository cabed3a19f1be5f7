"""Which exercises are solved: what the check cells of this kernel have said, and what is kept of earlier ones."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import Verdict
from gdcourse.judging.verdict_card import mark
from gdcourse.language import Text
from gdcourse.student import messages, progress_file
from gdcourse.student.progress_overview import glance_at

MIME = "application/vnd.gdcourse.progress+json"
MEMORY_MIME = "application/vnd.gdcourse.memory+json"
_latest: dict[str, Verdict] = {}


def record(verdict: Verdict) -> None:
    """Remember the latest verdict on an exercise as long as the kernel lives, and that it passed for ever."""
    _latest[verdict.exercise] = verdict
    if verdict.correct and verdict.exercise not in progress_file.load().passed:
        progress_file.change(lambda kept: kept.passed.append(verdict.exercise))


def line(unit: Unit, exercise: Exercise) -> Text:
    """How far the student has come: in the lesson where the exercise belongs to it, otherwise in the assignment."""
    return _in_assignment(unit) if exercise.kind == "question" else _in_lesson(unit)


def _in_lesson(unit: Unit) -> Text:
    seen = glance_at(unit, progress_file.load())
    (done, tasks), (guessed, guesses) = seen.tasks, seen.guesses
    return messages.LESSON_PROGRESS.format(tasks=tasks, done=done, guesses=guesses, guessed=guessed)


def _in_assignment(unit: Unit) -> Text:
    """How many exercises of a unit stand, and what they are worth."""
    known = [_latest[exercise.id] for exercise in unit.exercises if exercise.id in _latest]
    solved = messages.PROGRESS.format(
        right=sum(verdict.correct for verdict in known),
        total=len(unit.exercises),
        score=round(sum(verdict.score or 0.0 for verdict in known), 2),
        max_score=sum(exercise.points for exercise in unit.exercises),
    )
    written = sum(criterion.points for question in unit.written for criterion in question.rubric)
    if not written:
        return solved
    others = messages.MARKED_BY_A_PERSON.format(points=written)
    return Text(f"{solved.ko} {others.ko}", f"{solved.en} {others.en}")


def publish() -> None:
    """Show all verdicts of this kernel as data, and how much memory it has taken, for ``gdcourse check``."""
    from IPython.display import publish_display_data

    publish_display_data({MIME: [_as_data(verdict) for verdict in _latest.values()], MEMORY_MIME: _most_memory()})


def _most_memory() -> int:
    """Bytes that this process has had in use at most; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def _as_data(verdict: Verdict) -> dict[str, Any]:
    kept = {name: asdict(verdict)[name] for name in ("exercise", "score", "max_score", "state", "diagnosis")}
    return {**kept, "mark": mark(verdict), "message": verdict.message.as_dict()}
