"""The answer keys that students have: numbers for the visible cases, no code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gdcourse.judging import messages
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.patterns_in_answers import Key


def path_of(unit: Unit) -> Path:
    return unit.home / "keys" / f"{unit.module}.json"


def slips_path_of(unit: Unit) -> Path:
    return unit.home / "keys" / "slips" / f"{unit.module}.json"


def ways_path_of(unit: Unit) -> Path:
    return unit.home / "keys" / "ways" / f"{unit.module}.json"


def way_of(unit: Unit, exercise: Exercise) -> str | None:
    """One way to write what a lesson's task asks for; ``None`` where there is none, as for all that is graded."""
    path = ways_path_of(unit)
    if exercise.kind not in ("task", "challenge") or not path.exists():
        return None
    way = json.loads(path.read_text(encoding="utf-8")).get(exercise.id)
    return way if isinstance(way, str) else None


@cache
def _load(path: Path) -> dict[str, Key]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileNotFoundError(str(messages.NO_KEY.format(path=path))) from None


@dataclass(frozen=True)
class Slips:
    """The slips of one exercise. They are read when they are gone through: only a wrong answer needs them."""

    path: Path
    exercise: str

    def __iter__(self) -> Iterator[dict[str, Any]]:
        # Without them, less is said of a wrong answer, and nothing else is different.
        kept = _load(self.path).get(self.exercise, {}) if self.path.exists() else {}
        yield from kept.get("slips", ())


def visible_key(unit: Unit, exercise: Exercise) -> Key:
    """The answer key of one exercise for its visible cases.

    Raises:
        FileNotFoundError: saying how to make it, where the unit's key file or the exercise in it is missing.
    """
    keys = _load(path_of(unit))
    if exercise.id not in keys:
        raise FileNotFoundError(str(messages.NO_KEY.format(path=f"{path_of(unit)}#{exercise.id}")))
    return {**keys[exercise.id], "slips": Slips(slips_path_of(unit), exercise.id)}


def one_case(key: Key, index: int) -> Key:
    """The key for one case of a key alone: that of one variant of a drill."""
    only = slice(index, index + 1)
    return {
        **key,
        **{name: key[name][only] for name in ("cases", "expected", "factors")},
        "starts": key["starts"] and key["starts"][only],
        "mistakes": [{**mistake, "answers": mistake["answers"][only]} for mistake in key["mistakes"]],
    }
