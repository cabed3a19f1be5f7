"""Answers of right solutions with one slip in them, as a machine makes them, and whether a wrong answer equals one.

Of each such answer a key keeps one number per case, its **mark**: the sum of its values, each in units of the right one
and with a weight of its own. So some hundred slips of an exercise take the room of a few answers. They are looked
through where nothing is known of a wrong answer, and what is found is said of its numbers, not of its code.
"""

from __future__ import annotations

import math
from typing import Any

from gdcourse.judging import messages
from gdcourse.judging.comparing import as_numbers
from gdcourse.language import NO_TEXT, Text

Key = dict[str, Any]
MARK_DIGITS = 8
_SAME = 3e-5
_GOLDEN = 0.6180339887
HOW_MARKED = (MARK_DIGITS, _GOLDEN)
"""What marks depend on but the answers: kept ones are of no use where it changes."""


def marks(answers: list[Any], key: Key) -> list[float] | None:
    """One number for the answer to each case, or ``None`` where one has not just as many numbers as the right one."""
    found = []
    for answer, expected in zip(answers, key["expected"], strict=True):
        given, right = numbers_in(answer), numbers_in(expected)
        if given is None or right is None or len(given) != len(right):
            return None
        found.append(sum(_weight(i) * g / _unit(r) for i, (g, r) in enumerate(zip(given, right, strict=True))))
    return found


def alike(one: list[float], other: list[float]) -> bool:
    """Whether marks are those of the same answers."""
    return len(one) == len(other) and all(
        abs(a - b) <= _SAME * max(abs(a), abs(b), 1e-3) for a, b in zip(one, other, strict=True)
    )


def numbers_in(answer: Any, depth: int = 0) -> list[float] | None:
    """All numbers of an answer in their order, or ``None`` where there is anything else in it, or nothing."""
    found = as_numbers(answer)
    if found is not None:
        values = [float(value) for value in found.ravel()]
        return values if all(map(math.isfinite, values)) else None
    if not isinstance(answer, list) or not answer or depth > 4:
        return None
    parts = [numbers_in(part, depth + 1) for part in answer]
    return None if any(part is None for part in parts) else [value for part in parts for value in part or []]


def _weight(place: int) -> float:
    """No two alike, so that values that change places do not have the same sum."""
    return 1 + place * _GOLDEN % 1


def _unit(right: float) -> float:
    return abs(right) if abs(right) > 1e-9 else 1.0


def slip_of(answers: list[Any], key: Key) -> Text:
    """What is said of answers that equal those of a solution with one slip in every case; else ``NO_TEXT``."""
    given = marks(answers, key) if key.get("slips") is not None else None
    if given is None or len(set(given)) < 2:
        return NO_TEXT
    for slip in key["slips"]:
        if alike(given, slip["marks"]):
            return said(slip)
    return NO_TEXT


def said(slip: dict[str, Any]) -> Text:
    """A slip in words."""
    names = ", ".join(f"`{name}`" for name in slip["names"])
    at = messages.SLIP_AT.format(names=names) if names else NO_TEXT
    having = messages.SLIP_HAVING.format(names=names) if names else NO_TEXT
    words = messages.SLIPS[slip["kind"]].format(
        at=at, having=having, names=names, right=slip["right"], there=slip["there"]
    )
    return messages.ONE_SLIP.format(slip=words)
