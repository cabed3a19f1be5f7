"""What a student has done, kept in the course's folder: guesses, drills, which checks passed. It is theirs alone.

Nothing is written where there is no course's folder to write into: then it is remembered as long as the kernel lives.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import units
from gdcourse.judging.practice import IN_A_ROW

NAME = "gdcourse-progress.json"
OFF_VARIABLE = "GDCOURSE_PROGRESS"
"""With ``off`` in it nothing is read or written: notebooks are run for what they show, whoever runs them."""
_LESSONS = ("course", "lessons")
_UP = 3
"""How many folders up from a notebook the course's folder may be."""


@dataclass
class Drilled:
    """How a drill goes.

    Attributes:
        at: the number (from 0) of the variant that is asked.
        streak: right answers in a row, up to now.
        best: the most that there were in a row.
        solved: the variants that were answered rightly.
    """

    at: int = 0
    streak: int = 0
    best: int = 0
    solved: list[int] = field(default_factory=list)

    @property
    def is_mastered(self) -> bool:
        """Whether there were enough right answers in a row at some time."""
        return self.best >= IN_A_ROW


@dataclass
class Progress:
    """What is kept.

    Attributes:
        guesses: the latest guess, by exercise id.
        passed: ids of the exercises whose check has passed at some time.
        drills: by exercise id.
        openings: by unit, the drills that were asked last at the top of its lesson, each with its variant.
    """

    guesses: dict[str, float | str] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    drills: dict[str, Drilled] = field(default_factory=dict)
    openings: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


_remembered: Progress | None = None
"""What this kernel has done, where it could not be written down."""


def is_author() -> bool:
    """Whether a notebook runs for what it shows or for marks, not for a student: each run is to show the same then."""
    return (
        os.environ.get(OFF_VARIABLE) == "off"
        or "NBGRADER_EXECUTION" in os.environ
        or "PYTEST_VERSION" in os.environ  # nbval, whoever runs it
    )


def path(start: Path | None = None) -> Path | None:
    """Where progress is kept for a notebook in ``start`` (default: this process's directory); ``None`` for nowhere.

    That is the folder that has the lessons, in it or in a folder of it; a home directory only where such a file is
    there already.
    """
    if is_author():
        return None
    try:
        here, home = (start or Path.cwd()).resolve(), Path.home().resolve()
    except (OSError, RuntimeError):
        return None
    folders = [here, *here.parents][: _UP + 1]
    if home in folders:
        folders = folders[: folders.index(home) + 1]
    names = [f"{unit.slug}.ipynb" for unit in units()]

    def has_lessons(folder: Path) -> bool:
        return any((folder / name).is_file() for name in names)

    found = next((folder for folder in folders if (folder / NAME).is_file()), None)
    found = found or next((f for f in folders if any(has_lessons(f / place) for place in _LESSONS)), None)
    found = found or (here if has_lessons(here) else None)
    if found is None or (found == home and not (found / NAME).is_file()):
        return None
    return found / NAME


def load(start: Path | None = None) -> Progress:
    """What is kept for a notebook in ``start``; what cannot be read, or makes no sense, is not there."""
    if _remembered is not None:
        return copy.deepcopy(_remembered)
    place = path(start)
    return _read(place) or Progress() if place else Progress()


def change(edit: Callable[[Progress], None]) -> None:
    """Change what is kept. Where that cannot be written, it is remembered in this kernel, and nobody is disturbed."""
    global _remembered
    now = load()
    edit(now)
    place = path() if _remembered is None else None
    if place is None:
        _remembered = now
        return
    try:
        if place.exists() and _read(place) is None:
            place.rename(_free_name(place))  # somebody's work all the same
        replace_file(place, json.dumps(asdict(now), ensure_ascii=False, indent=1) + "\n")
    except OSError:
        _remembered = now


def forget() -> None:
    """Forget what this process has remembered; what is written down stays."""
    global _remembered
    _remembered = None


def _free_name(place: Path) -> Path:
    names = (place.with_name(f"{place.stem}-unreadable-{number}{place.suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def _read(place: Path) -> Progress | None:
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return _valid(found) if isinstance(found, dict) else None


def _valid(found: dict[str, Any]) -> Progress:
    """What makes sense of a file that anybody may have written."""
    guesses = {i: v for i, v in _items(found.get("guesses")) if isinstance(v, str | float | int)}
    passed = [i for i in _list(found.get("passed")) if isinstance(i, str)]
    drills = {i: _drilled(v) for i, v in _items(found.get("drills")) if isinstance(v, dict)}
    openings = {i: _asked(v) for i, v in _items(found.get("openings"))}
    return Progress(guesses, passed, drills, openings)


def _drilled(found: dict[str, Any]) -> Drilled:
    at, streak, best = (_count(found.get(name)) for name in ("at", "streak", "best"))
    return Drilled(at, streak, best, [n for n in _list(found.get("solved")) if type(n) is int and n >= 0])


def _asked(found: Any) -> list[tuple[str, int]]:
    pairs = [pair for pair in _list(found) if isinstance(pair, list) and len(pair) == 2]
    return [(i, _count(at)) for i, at in pairs if isinstance(i, str)]


def _items(found: Any) -> list[tuple[str, Any]]:
    return list(found.items()) if isinstance(found, dict) else []


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _count(found: Any) -> int:
    return found if type(found) is int and found >= 0 else 0
