"""The answer keys that students have, for the visible cases: ``gdcourse/keys/<unit>.json``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file
from gdcourse.grading.submission.key_building import build_key
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.exercise import Case, Exercise, Unit
from gdcourse.solutions import variants_of

VISIBLE_COUNT = 3


def visible_cases(exercise: Exercise) -> list[Case]:
    """The cases of the student's check: the examples, then some drawn from a public seed."""
    if exercise.draw is None:
        return list(exercise.examples)
    public = int.from_bytes(hashlib.sha256(exercise.id.encode()).digest()[:8], "big")
    return [*exercise.examples, *exercise.cases(public, VISIBLE_COUNT)]


def visible_keys_text(unit: Unit) -> str:
    """The text of a unit's key file."""
    variants = variants_of(unit)
    keys = {e.id: build_key(e, variants[e.id], visible_cases(e)) for e in unit.exercises}
    return json.dumps(_rounded(keys), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _rounded(value: Any) -> Any:
    """Numbers to 12 digits: the last ones differ from processor to processor."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return value


def write_visible_keys(unit: Unit) -> Path:
    """Write a unit's key file."""
    path = path_of(unit)
    replace_file(path, visible_keys_text(unit))
    return path
