"""The answer keys that students have, for the visible cases: ``gdcourse/keys/<unit>.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file
from gdcourse.authoring import messages
from gdcourse.grading.classroom.course_error import CourseError
from gdcourse.grading.submission.visible_cases import visible_keys
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.comparing import type_of
from gdcourse.judging.exercise import Unit
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.language import Text
from gdcourse.untrusted_text import legible


def visible_keys_text(unit: Unit) -> str:
    """The text of a unit's key file.

    Raises:
        CourseError: naming each visible case for which a reference has no answer.
    """
    keys = visible_keys(unit)
    if found := list(_without_answer(keys)):
        raise CourseError("\n".join(map(str, found)))
    return json.dumps(_rounded(keys), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _without_answer(keys: Mapping[str, Key]) -> Iterator[Text]:
    for exercise, key in keys.items():
        for case, expected in zip(key["cases"], key["expected"], strict=True):
            if type_of(expected) == "error":
                error = legible(f"{expected.get('name')}: {expected.get('message')}", 200)
                values = {"exercise": exercise, "case": legible(json.dumps(case, ensure_ascii=False), 200)}
                yield messages.NO_RIGHT_ANSWER.format(error=error, **values)
                break


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
    """Write a unit's key file.

    Raises:
        CourseError: as ``visible_keys_text``; the file then stays as it was.
    """
    path = path_of(unit)
    replace_file(path, visible_keys_text(unit))
    return path
