"""The answer keys that students have, for the visible cases: ``gdcourse/keys/<unit>.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file
from gdcourse.grading.submission.visible_keys import visible_keys
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.exercise import Unit


def visible_keys_text(unit: Unit) -> str:
    """The text of a unit's key file."""
    return json.dumps(_rounded(visible_keys(unit)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


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
