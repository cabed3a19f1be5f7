"""All units at a glance: what of lessons, drills and assignments is done, and what to practise next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdcourse.exercises import units
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.language import Text
from gdcourse.student import messages
from gdcourse.student.progress_file import Drilled, Progress

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
    """What is done of one unit."""
    return UnitGlance(
        unit,
        guesses=_count(unit.practice_of("guess"), kept.guesses),
        tasks=_count(unit.practice_of("task", "challenge"), kept.passed),
        drills=_count(unit.practice_of("drill"), mastered(kept)),
        questions=_count(unit.exercises, kept.passed),
    )


def in_all_units(kept: Progress) -> Text:
    """One line: what is done of all units together, and what to do next."""
    seen = [one.counts for one in glance(kept)]
    sums = {
        kind: (sum(counts[kind][0] for counts in seen), sum(counts[kind][1] for counts in seen)) for kind in seen[0]
    }
    done = {kind: f"{done}/{total}" for kind, (done, total) in sums.items()}
    return messages.ALL_UNITS.format(**done, following=what_to_practise(kept))


def shown(count: Count) -> str:
    """A count as it stands in a table."""
    done, total = count
    return f"{'✓ ' if done == total else ''}{done}/{total}" if total else "–"


def mastered(kept: Progress) -> set[str]:
    """The drills that were answered rightly often enough in a row."""
    return {i for i, drilled in kept.drills.items() if drilled.is_mastered}


def what_to_practise(kept: Progress) -> Text:
    """One thing to do next: a drill that went wrong, else what is open in the first unit that is not done."""
    slipped = [e for unit in units() for e in unit.practice_of("drill") if _has_slipped(kept.drills.get(e.id))]
    if slipped:
        return messages.PRACTISE_AGAIN.format(id=slipped[0].id, title=slipped[0].title)
    begun = [seen.unit for seen in glance(kept) if seen.is_begun] or list(units()[:1])
    for unit in begun:
        for exercise in (*unit.practice_of("task"), *unit.practice_of("drill"), *unit.exercises):
            if exercise.id in kept.passed or exercise.id in mastered(kept):
                continue
            text = {"task": messages.PRACTISE_TASK, "drill": messages.PRACTISE_DRILL}.get(
                exercise.kind, messages.PRACTISE_QUESTION
            )
            return text.format(id=exercise.id, title=exercise.title, unit=unit.slug)
    following = [unit for unit in units() if unit not in begun]
    return messages.PRACTISE_NEXT_UNIT.format(unit=following[0].slug) if following else messages.ALL_DONE


def _has_slipped(drilled: Drilled | None) -> bool:
    return drilled is not None and drilled.streak == 0 and not drilled.is_mastered


def _count(exercises: Iterable[Exercise], done: Iterable[str]) -> Count:
    ids = [exercise.id for exercise in exercises]
    return len(set(ids) & set(done)), len(ids)
