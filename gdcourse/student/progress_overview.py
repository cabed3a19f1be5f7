"""All units at a glance: what of lessons, drills and assignments is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdcourse.exercises import may_be_left_out, units
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.student.progress_file import Progress

Count = tuple[int, int]
"""How many are done, and of how many."""


@dataclass(frozen=True)
class UnitGlance:
    """What of a unit is done: guesses made, tasks passed, drills mastered, questions of the assignment passed."""

    unit: Unit
    guesses: Count
    tasks: Count
    drills: Count
    questions: Count

    @property
    def counts(self) -> dict[str, Count]:
        """By what is counted, named as in ``messages.GLANCE_HEADINGS``."""
        return {"guesses": self.guesses, "tasks": self.tasks, "drills": self.drills, "questions": self.questions}

    @property
    def is_begun(self) -> bool:
        return any(done for done, _ in self.counts.values())


def glance(kept: Progress) -> tuple[UnitGlance, ...]:
    """Every unit of the course with what is done of it."""
    return tuple(glance_at(unit, kept) for unit in units())


def glance_at(unit: Unit, kept: Progress) -> UnitGlance:
    """What is done of one unit. What may be left out of a lesson is counted once it is done."""
    left_out = may_be_left_out(unit)
    return UnitGlance(
        unit,
        guesses=_count(unit.practice_of("guess"), kept.guesses, left_out),
        tasks=_count(unit.practice_of("task", "challenge"), kept.passed, left_out),
        drills=_count(unit.practice_of("drill"), mastered(kept)),
        questions=_count(unit.exercises, kept.passed),
    )


def shown(count: Count) -> str:
    """A count as it stands in a table."""
    done, total = count
    return f"{'✓ ' if done == total else ''}{done}/{total}" if total else "–"


def mastered(kept: Progress) -> set[str]:
    """The drills that were answered rightly often enough in a row."""
    return {i for i, drilled in kept.drills.items() if drilled.is_mastered}


def _count(exercises: Iterable[Exercise], done: Iterable[str], left_out: frozenset[str] = frozenset()) -> Count:
    finished = set(done)
    counted = {exercise.id for exercise in exercises} - (left_out - finished)
    return len(counted & finished), len(counted)
