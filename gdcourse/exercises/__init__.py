"""What each unit asks: a file per unit, each with one ``UNIT``. The right answers and known mistakes: ``solutions``.

Uses the judge's vocabulary. Student, grading and authoring look exercises up here.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from gdcourse.close_names import close_names
from gdcourse.judging import messages
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.own_units import OWN_UNITS, UnusableUnitsError, imported, own_folder


def units() -> tuple[Unit, ...]:
    """All units, in the order of the course.

    Raises:
        UnusableUnitsError: where two units have the same slug, or the same name of their files, or an exercise of the
            same id, or a file of the course's own cannot be imported.
    """
    return _units_with(own_folder())


@cache
def _units_with(own: Path | None) -> tuple[Unit, ...]:
    found = [replace(module.UNIT, home=home) for module, home in _modules(own)]
    known: dict[str, Unit] = {}
    for unit in found:
        for taken in (unit.slug, *(exercise.id for exercise in unit.all_exercises)):
            if (other := known.setdefault(taken, unit)) is not unit:
                raise UnusableUnitsError(str(messages.ID_TWICE.format(id=taken, first=other.slug, second=unit.slug)))
    return tuple(sorted(found, key=lambda unit: unit.slug))


def use_own_units(folder: Path) -> None:
    """Take the units of a folder for ours, in this process and those that it starts.

    Raises:
        UnusableUnitsError: where this process has units of another folder already.
    """
    if own_folder() == folder.resolve():
        return
    if own_folder() is not None:
        raise UnusableUnitsError(str(messages.UNITS_OF_ANOTHER_COURSE.format(here=folder, there=own_folder())))
    os.environ[OWN_UNITS] = str(folder.resolve())


def _modules(own: Path | None) -> Iterator[tuple[ModuleType, Path]]:
    """The module of each unit, and the folder that holds its exercises, solutions and keys."""
    ours = Path(__file__).parent
    names = {module.name for module in pkgutil.iter_modules([str(ours)])}
    for name in sorted(names):
        yield import_module(f"{__name__}.{name}"), ours.parent
    if own is not None:
        place = str(own / "exercises")
        __path__[:] = [str(ours), place]
        for module in pkgutil.iter_modules([place]):
            if module.name in names:
                raise UnusableUnitsError(str(messages.FILE_TWICE.format(name=module.name, folder=place)))
            name = f"{__name__}.{module.name}"
            # What a kernel is forked from may know units of this name that lie elsewhere.
            if name in sys.modules and Path(sys.modules[name].__file__ or "").parent != Path(place):
                del sys.modules[name]
            yield imported(name, Path(place, f"{module.name}.py")), own


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
        raise LookupError(
            str(messages.UNKNOWN_EXERCISE.format(id=exercise_id, close=close_names(str(exercise_id), known)))
        )
    return known[exercise_id]
