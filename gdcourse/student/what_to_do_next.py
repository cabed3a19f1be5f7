"""What to do next: the first open task of a lesson that was begun, else a drill that went wrong, else what is open."""

from __future__ import annotations

from gdcourse.exercises import may_be_left_out, units
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
    """One thing to do next: a lesson's open task, else a drill that went wrong, else what is open where one has begun.

    A slip in the questions at the top of a lesson is no reason to turn back from the lesson itself.
    """
    tried = {unit.slug for unit in units() for drill in unit.practice_of("drill") if drill.id in kept.drills}
    begun = [seen.unit for seen in glance(kept) if seen.is_begun or seen.unit.slug in tried] or list(units()[:1])
    for unit in begun:
        for exercise in unit.practice_of("task"):
            if exercise.id not in kept.passed and exercise.id not in may_be_left_out(unit):
                return messages.PRACTISE_TASK.format(id=exercise.id, title=exercise.title, unit=unit.slug)
    slipped = [e for unit in units() for e in unit.practice_of("drill") if _has_slipped(kept.drills.get(e.id))]
    if slipped:
        return messages.PRACTISE_AGAIN.format(id=slipped[0].id, title=slipped[0].title)
    for unit in begun:
        for exercise in (*unit.practice_of("drill"), *unit.exercises):
            if exercise.id in kept.passed or exercise.id in mastered(kept):
                continue
            text = messages.PRACTISE_DRILL if exercise.kind == "drill" else messages.PRACTISE_QUESTION
            return text.format(id=exercise.id, title=exercise.title, unit=unit.slug)
    following = [unit for unit in units() if unit not in begun]
    return messages.PRACTISE_NEXT_UNIT.format(unit=following[0].slug) if following else messages.ALL_DONE


def _has_slipped(drilled: Drilled | None) -> bool:
    return drilled is not None and drilled.streak == 0 and not drilled.is_mastered
