"""What each unit asks: a file per unit, each with one ``UNIT``. The right answers and known mistakes: ``solutions``.

Uses the judge's vocabulary. Student, grading and authoring look exercises up here.
"""

from __future__ import annotations

import difflib
import pkgutil
from functools import cache
from importlib import import_module

from gdcourse.judging import messages
from gdcourse.judging.exercise import Exercise, Unit


@cache
def units() -> tuple[Unit, ...]:
    """All units, in the order of the course."""
    modules = [import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return tuple(sorted((m.UNIT for m in modules), key=lambda unit: unit.slug))


def find_unit(slug: str) -> Unit:
    """The unit of that slug, such as ``"02-manual-gradient"``.

    Raises:
        LookupError: with the known slugs, where there is none.
    """
    for unit in units():
        if unit.slug == slug:
            return unit
    raise LookupError(str(messages.UNKNOWN_UNIT.format(slug=slug, known=", ".join(u.slug for u in units()))))


def find_exercise(exercise_id: str) -> tuple[Unit, Exercise]:
    """The exercise of that id, of an assignment or of a lesson, and its unit.

    Raises:
        LookupError: with the ids that come close, where there is none.
    """
    known = {exercise.id: (unit, exercise) for unit in units() for exercise in unit.all_exercises}
    if exercise_id not in known:
        close = difflib.get_close_matches(str(exercise_id), known) or sorted(known)
        raise LookupError(str(messages.UNKNOWN_EXERCISE.format(id=exercise_id, known=", ".join(close))))
    return known[exercise_id]
