"""What each unit asks: a file per unit, each with one ``UNIT``. The right answers and known mistakes: ``solutions``.

Uses the judge's vocabulary. Student, grading and authoring look exercises up here.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from gdcourse.close_names import close_names
from gdcourse.judging import messages
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.own_units import (
    OWN_UNITS,
    SETTINGS,
    UnusableUnitsError,
    folder_in_settings,
    imported,
    own_folder,
)
from gdcourse.language import NO_TEXT, Text


@dataclass(frozen=True)
class _Found:
    """The units that there are, and by the name of its file why one of the course's own is none."""

    units: tuple[Unit, ...]
    unusable: dict[str, UnusableUnitsError]


def units() -> tuple[Unit, ...]:
    """All units, in the order of the course. One of the course's own whose file cannot be imported costs no other.

    Raises:
        UnusableUnitsError: where two units have the same slug, or the same name of their files, or an exercise of the
            same id.
    """
    return _found().units


def unusable_units() -> tuple[UnusableUnitsError, ...]:
    """What is wrong with those of the course's own that cannot be used, with file and line."""
    return tuple(_found().unusable.values())


def require_usable(slug: str) -> None:
    """Raise ``UnusableUnitsError`` where the file of the unit of that slug is there and cannot be imported."""
    if is_unusable(slug):
        raise _found().unusable[_module(slug)]


def is_unusable(slug: str) -> bool:
    """Whether the file of the unit of that slug is there and cannot be imported."""
    return _module(slug) in _found().unusable


def _module(slug: str) -> str:
    return slug.partition("-")[2].replace("-", "_")


def _found() -> _Found:
    found = _units_with(own_folder())
    if found.unusable:
        _units_with.cache_clear()  # somebody is going to mend it
    return found


@cache
def _units_with(own: Path | None) -> _Found:
    unusable: dict[str, UnusableUnitsError] = {}
    found = [replace(module.UNIT, home=home) for module, home in _modules(own, unusable)]
    known: dict[str, Unit] = {}
    for unit in found:
        for taken in (unit.slug, *(exercise.id for exercise in unit.all_exercises)):
            if (other := known.setdefault(taken, unit)) is not unit:
                raise UnusableUnitsError(str(messages.ID_TWICE.format(id=taken, first=other.slug, second=unit.slug)))
    return _Found(tuple(sorted(found, key=lambda unit: unit.slug)), unusable)


def path_of_exercises(unit: Unit) -> Path:
    """The file that declares a unit's exercises."""
    return unit.home / "exercises" / f"{unit.module}.py"


def file_of_exercises(unit: Unit) -> str:
    """The same as a message names it: ``gdcourse/exercises/cost.py``, or ``units/exercises/….py`` of a course's own."""
    return path_of_exercises(unit).relative_to(unit.home.parent).as_posix()


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


def use_units_of(course: Path, folder: str) -> None:
    """Take a course's own units for ours, where its settings name a folder of them.

    Raises:
        UnusableUnitsError: where there is no such folder, or a unit or an exercise in it is called like another.
    """
    if folder:
        if not (course / folder / "exercises").is_dir():
            raise UnusableUnitsError(str(messages.NO_UNITS_FOLDER.format(path=course / folder / "exercises")))
        use_own_units(course / folder)
        units()


def use_units_of_course_around(folder: Path) -> None:
    """Take the own units of the course that a folder is, or lies in, for ours; of who has chosen some, no others.

    What students install has them in it, so where that is all there is, no course is looked for.

    Raises:
        UnusableUnitsError: where they cannot be used, or the settings that name them cannot be read.
    """
    if own_folder() is not None or find_spec("gdcourse.solutions") is None:
        return
    if (course := _course_around(folder.resolve())) is not None:
        use_units_of(course, folder_in_settings(course))


_FROM_STUDENTS = {"submitted", "submitted-earlier", "autograded", "feedback"}
"""Folders of a course that hold what students have handed in: settings in there are no settings, and are never run."""


def _course_around(folder: Path) -> Path | None:
    courses = [place for place in (folder, *folder.parents) if (place / SETTINGS).is_file()]
    for number, course in enumerate(courses):
        if not any(course.relative_to(outer).parts[0] in _FROM_STUDENTS for outer in courses[number + 1 :]):
            return course
    return None


def _modules(own: Path | None, unusable: dict[str, UnusableUnitsError]) -> Iterator[tuple[ModuleType, Path]]:
    """The module of each unit, and the folder that holds its exercises, solutions and keys; what has none, and why."""
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
            path = Path(place, f"{module.name}.py")
            try:
                found = imported(name, path)
            except UnusableUnitsError as error:
                unusable[module.name] = error
                continue
            if isinstance(getattr(found, "UNIT", None), Unit):
                yield found, own
            else:
                unusable[module.name] = UnusableUnitsError(str(messages.NO_UNIT_IN_FILE.format(path=path)))


def may_be_left_out(unit: Unit) -> frozenset[str]:
    """Ids of what nobody has to do in a unit's lesson: challenges, and what its file names in ``LEFT_OUT``."""
    named = getattr(sys.modules[f"{__name__}.{unit.module}"], "LEFT_OUT", ())
    return frozenset(named).union(exercise.id for exercise in unit.practice_of("challenge"))


def find_unit(slug: str) -> Unit:
    """The unit of that slug, such as ``"02-manual-gradient"``.

    Raises:
        LookupError: with the known slugs, where there is none.
        UnusableUnitsError: where its file cannot be imported.
    """
    if unit := known_unit(slug):
        return unit
    require_usable(slug)
    raise LookupError(str(messages.UNKNOWN_UNIT.format(slug=slug, known=", ".join(u.slug for u in units()))))


def known_unit(slug: str) -> Unit | None:
    """The unit of that slug; ``None`` where an assignment of that name is none of the course's units."""
    return next((unit for unit in units() if unit.slug == slug), None)


def title_of(slug: str) -> Text:
    """What the unit of that slug is called; nothing where there is none."""
    unit = known_unit(slug)
    return unit.title if unit else NO_TEXT


def asked_in_assignments() -> dict[str, tuple[Unit, Exercise]]:
    """All that assignments ask, by its id, and of which unit it is."""
    return {exercise.id: (unit, exercise) for unit in units() for exercise in unit.exercises}


def find_exercise(exercise_id: str) -> tuple[Unit, Exercise]:
    """The exercise of that id, of an assignment or of a lesson, and its unit.

    Raises:
        LookupError: with the ids that come close, where there is none.
        UnusableUnitsError: where there is none, and a unit that cannot be imported may have it.
    """
    known = {exercise.id: (unit, exercise) for unit in units() for exercise in unit.all_exercises}
    if exercise_id not in known:
        said = str(messages.UNKNOWN_EXERCISE.format(id=exercise_id, close=close_names(str(exercise_id), known)))
        if unusable := unusable_units():
            raise UnusableUnitsError("\n".join([said, *map(str, unusable)]))
        raise LookupError(said)
    return known[exercise_id]
