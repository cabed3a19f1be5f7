"""When one answer says the same as another: lenient in form, strict in value, and safe with any JSON."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from itertools import islice
from typing import Any

import numpy as np

from gdcourse.judging.answer_encoding import MAX_DEPTH, MAX_NUMBERS, MAX_TEXT

_LARGEST = 10**308


def seal(text: str, exercise_id: str) -> dict[str, str]:
    """``text`` as a digest, so that a key can be read without reading the answer to a question of choice.

    Case, width, and the spaces, brackets, quotes and full stops around it do not count: ``" (B). "`` is ``"b"``.
    """
    plain = unicodedata.normalize("NFKC", text).strip(" \t\r\n()'\"`.,*").lower()
    digest = hashlib.sha256(f"{exercise_id}|{plain}".encode("utf-8", "replace")).hexdigest()
    return {"type": "sealed", "sha256": digest}


def bounded(answer: Any) -> Any:
    """``answer``, or what stands for it where it is deeper, longer or larger than any answer that a probe writes down.

    What is sent in place of an answer is any JSON; behind this, nothing recurses or counts without end.
    """
    left = 4 * MAX_NUMBERS

    def copy(value: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0 or depth > 4 * MAX_DEPTH:
            return {"type": "large", "name": type(value).__name__}
        if isinstance(value, list):
            kept = value[: max(left, 1)]
            if _all_floats(kept):
                left -= len(kept)
                return kept
            return [copy(item, depth + 1) for item in kept]
        if isinstance(value, dict):
            return {str(k)[:MAX_TEXT]: copy(v, depth + 1) for k, v in islice(value.items(), max(left, 1))}
        if isinstance(value, str):
            return value[:MAX_TEXT]
        return {"type": "other", "name": "int"} if isinstance(value, int) and abs(value) > _LARGEST else value

    return copy(answer, 0)


def same(answer: Any, expected: Any, rtol: float, exercise_id: str = "") -> bool:
    """Whether an answer says the same as the expected one.

    Numbers agree within ``rtol`` of the expected number or 1e-6 of the largest number beside it. It does not
    matter whether numbers come as list, tuple, array or tensor, nor whether axes of length 1 are there.
    """
    if type_of(expected) == "sealed":
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        return isinstance(answer, str) and seal(answer, exercise_id) == expected
    right = as_numbers(expected)
    if right is not None:
        given = as_numbers(answer)
        return given is not None and given.shape == right.shape and close(given, right, rtol)
    if isinstance(expected, list):
        if not isinstance(answer, list) or len(answer) != len(expected):
            return False
        return all(same(a, e, rtol, exercise_id) for a, e in zip(answer, expected, strict=True))
    if type_of(expected) == "dict":
        theirs, ours = _items(answer), _items(expected)
        return theirs.keys() == ours.keys() and all(same(theirs[k], ours[k], rtol, exercise_id) for k in ours)
    if type_of(expected) in ("error", "other", "large", "not-callable"):
        return type_of(answer) == type_of(expected) and answer.get("name") == expected["name"]
    return type(answer) is type(expected) and bool(answer == expected)


def close(given: np.ndarray, right: np.ndarray, rtol: float) -> bool:
    """Whether arrays of one shape agree: NaN and infinities in the same places, the rest within the tolerance."""
    if right.size == 1 == given.size:  # most answers, and a tenth of the time
        return _close_number(given.item(), right.item(), rtol)
    if np.array_equal(given, right):
        return True
    finite = np.isfinite(right)
    if not np.array_equal(np.isfinite(given), finite):
        return False
    if not np.array_equal(given[~finite], right[~finite], equal_nan=True):
        return False
    largest = float(np.max(np.abs(right[finite]), initial=0.0))
    allowed = rtol * np.abs(right[finite]) + 1e-6 * largest + 1e-9
    return bool(np.all(np.abs(given[finite] - right[finite]) <= allowed))


def _close_number(given: float, right: float, rtol: float) -> bool:
    if not math.isfinite(right) or not math.isfinite(given):
        return given == right or (math.isnan(given) and math.isnan(right))
    return abs(given - right) <= rtol * abs(right) + 1e-6 * abs(right) + 1e-9


def as_number(answer: Any) -> float:
    """The one number that an answer is. Raises ``ValueError`` where it is something else."""
    numbers = as_numbers(answer)
    if numbers is None or numbers.size != 1:
        raise ValueError("not one number")
    return float(numbers.reshape(()))


def as_numbers(answer: Any, depth: int = 0) -> np.ndarray | None:
    """The numbers of an answer, axes of length 1 removed, or ``None`` where it is not made of numbers alone."""
    if type(answer) is float:
        return np.array(answer)
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int | float):
        try:
            return np.array(float(answer))
        except OverflowError:
            return None
    kind = type_of(answer)
    if kind == "number":
        return np.array(float(answer["value"])) if answer.get("value") in ("nan", "inf", "-inf") else None
    if kind == "array":
        return _array_numbers(answer, depth)
    if isinstance(answer, list) and 0 < len(answer) <= MAX_NUMBERS and depth <= MAX_DEPTH:
        if _all_floats(answer):
            return np.array(answer).squeeze()
        parts = [as_numbers(item, depth + 1) for item in answer]
        first = parts[0]
        if first is None or any(part is None or part.shape != first.shape for part in parts):
            return None
        return np.array(parts).squeeze()
    return None


def _array_numbers(answer: dict[str, Any], depth: int) -> np.ndarray | None:
    shape, data = answer.get("shape"), answer.get("data")
    if not isinstance(shape, list) or not isinstance(data, list) or len(data) > MAX_NUMBERS:
        return None
    if len(shape) > MAX_DEPTH or not all(type(n) is int and 0 <= n <= MAX_NUMBERS for n in shape):
        return None
    if math.prod(shape) != len(data) or not data:
        return None
    if _all_floats(data):
        return np.array(data).reshape(shape).squeeze()
    if any(isinstance(item, list) or type_of(item) == "array" for item in data):
        return None
    parts = [as_numbers(item, depth + 1) for item in data]
    if any(part is None for part in parts):
        return None
    return np.squeeze(np.array([float(part) for part in parts]).reshape(shape))  # type: ignore[arg-type]


def _all_floats(values: list[Any]) -> bool:
    """Most lists are nothing else, and long."""
    return set(map(type, values)) <= {float}


def type_of(answer: Any) -> str | None:
    """What kind of object an answer is (see ``answer_encoding``), or ``None`` for plain values."""
    kind = answer.get("type") if isinstance(answer, dict) else None
    return kind if isinstance(kind, str) else None


def _items(answer: Any) -> dict[str, Any]:
    items = answer.get("items") if type_of(answer) == "dict" else None
    return items if isinstance(items, dict) else {}
