"""What to do next: a drill that went wrong, else the first task, drill or question that is still open."""

from __future__ import annotations

from gdcourse.exercises import units
from gdcourse.language import Text
from gdcourse.student import messages
from gdcourse.student.progress_file import Drilled, Progress
from gdcourse.student.progress_overview import glance, mastered


def in_all_units(kept: Progress) -> Text:
    """One line: what is done of all units together, and what to do next."""
    seen = [one.counts for one in glance(kept)]
    sums = {
        kind: (sum(counts[kind][0] for counts in seen), sum(counts[kind][1] for counts in seen)) for kind in seen[0]
    }
    done = {kind: f"{done}/{total}" for kind, (done, total) in sums.items()}
    return messages.ALL_UNITS.format(**done, following=what_to_do_next(kept))


def what_to_do_next(kept: Progress) -> Text:
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
