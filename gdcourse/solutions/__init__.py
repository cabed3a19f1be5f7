"""Reference answers, known mistakes and equivalent answers, as code: a file per unit. Instructors only: grading and authoring
use it, and it uses the judge's vocabulary alone.

Each module here belongs to the unit of the same name. In it::

    @reference("mse-gradient")
    def gradient(x, y, y_pred): ...

    @mistake("mse-gradient", ko="…", en="…", credit=0.5)
    def sum_for_mean(x, y, y_pred): ...

    @equivalent("mse-gradient")
    def with_a_loop(x, y, y_pred): ...

The id of a variant is its function's name with dashes. Each function must stand alone but for ``np`` and ``torch``:
its text is put into a notebook to make a submission.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from gdcourse.judging import messages
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.own_units import UnusableUnitsError, imported, own_folder
from gdcourse.language import Text

if (_own := own_folder()) is not None:
    __path__.append(str(_own / "solutions"))

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Variant:
    """One way to answer an exercise.

    Attributes:
        id: unique among the variants of the exercise.
        exercise: the id of the exercise.
        role: ``"reference"``, ``"mistake"`` or ``"equivalent"``.
        work: the function, or the value where the question asks for one.
        message: for a mistake, what went wrong.
        credit: for a mistake, the part of the points it is still worth, from 0 up to but not including 1.
    """

    id: str
    exercise: str
    role: str
    work: Any
    message: Text | None = None
    credit: float = 0.0


_registered: dict[str, list[Variant]] = {}


def _register(variant: Variant) -> None:
    variants = _registered.setdefault(variant.exercise, [])
    if any(v.id == variant.id for v in variants):
        raise ValueError(f"exercise {variant.exercise!r}: two variants are called {variant.id!r}")
    if variant.role == "reference" and any(v.role == "reference" for v in variants):
        raise ValueError(f"exercise {variant.exercise!r}: two references")
    if not 0 <= variant.credit < 1:
        raise ValueError(f"exercise {variant.exercise!r}, {variant.id!r}: credit must be in [0, 1)")
    variants.append(variant)


def _id(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", "-")


def reference(exercise: str) -> Callable[[F], F]:
    """Mark a function as the right answer of an exercise."""

    def mark(function: F) -> F:
        _register(Variant(_id(function), exercise, "reference", function))
        return function

    return mark


def equivalent(exercise: str) -> Callable[[F], F]:
    """Mark a function as another right answer, which must be accepted."""

    def mark(function: F) -> F:
        _register(Variant(_id(function), exercise, "equivalent", function))
        return function

    return mark


def mistake(exercise: str, *, ko: str, en: str, credit: float = 0.0) -> Callable[[F], F]:
    """Mark a function as a mistake people make, with what to tell them and the part of the points it is worth."""

    def mark(function: F) -> F:
        _register(Variant(_id(function), exercise, "mistake", function, Text(ko, en), credit))
        return function

    return mark


def choice(exercise: str, *, right: str, wrong: dict[str, Text]) -> None:
    """The answer to a question of choice, and for each wrong option the belief behind it."""
    _register(Variant(f"option-{right}", exercise, "reference", right))
    for option, message in wrong.items():
        _register(Variant(f"option-{option}", exercise, "mistake", option, message))


def guesses(exercise: str, *, right: float, wrong: dict[float, Text]) -> None:
    """The result that a number is guessed for, and for each number that people guess, what it leaves out."""

    def name(number: float) -> str:
        return f"guess-{number:g}".replace(".", "_").replace("+", "")

    _register(Variant(name(right), exercise, "reference", right))
    for number, message in wrong.items():
        _register(Variant(name(number), exercise, "mistake", number, message))


@cache
def variants_of(unit: Unit) -> dict[str, tuple[Variant, ...]]:
    """All variants of a unit, by exercise id, in the order of the file: of its lesson and of its assignment.

    Raises:
        UnusableUnitsError: where the file cannot be imported, an exercise of the unit has no reference, or a variant
            belongs to no exercise of it.
    """
    place, name = str(unit.home / "solutions"), f"{__name__}.{unit.module}"
    path = Path(place, f"{unit.module}.py")
    if place not in __path__:
        __path__.append(place)
    before = {exercise_id: list(variants) for exercise_id, variants in _registered.items()}
    try:
        imported(name, path)
        return _all_there(unit, path, set(before))
    except UnusableUnitsError:
        # Whoever asks again is told the same, and not that a variant is there twice.
        sys.modules.pop(name, None)
        _registered.clear()
        _registered.update(before)
        raise


def _all_there(unit: Unit, path: Path, before: set[str]) -> dict[str, tuple[Variant, ...]]:
    """What the unit's file has registered beside what was known before. Raises ``UnusableUnitsError``."""
    ids = {exercise.id for exercise in unit.all_exercises}
    if strangers := sorted(set(_registered) - before - ids):
        said = messages.NOT_OF_THE_UNIT.format(path=path, ids=", ".join(map(repr, strangers)), unit=unit.slug)
        raise UnusableUnitsError(str(said))
    found = {i: tuple(v) for i, v in _registered.items() if i in ids}
    for exercise_id in sorted(ids):
        if not any(v.role == "reference" for v in found.get(exercise_id, ())):
            raise UnusableUnitsError(str(messages.NO_REFERENCE.format(path=path, id=exercise_id)))
    return found


def source_of(exercise: Exercise, variant: Variant) -> str:
    """The text of a solution cell that answers with ``variant``."""
    if not callable(variant.work):
        return f"{exercise.name} = {variant.work!r}"
    lines = inspect.getsource(variant.work).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(("def ", "class ")))
    text = "\n".join(lines[start:])
    return re.sub(r"^(def|class) \w+", rf"\1 {exercise.name}", text, count=1)
