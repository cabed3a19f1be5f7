"""Run the student's work on cases and write the answers down as plain data.

An answer is JSON: a number, a string, a boolean, null, a list, or one of these objects:

=========================================================  =====================================================
``{"type": "array", "of", "dtype", "shape", "data"}``      an array or tensor of numbers, ``data`` flat, row by row
``{"type": "number", "value": "nan" | "inf" | "-inf"}``    a number that JSON does not have
``{"type": "dict", "items": {...}}``                       a dictionary
``{"type": "error", "name", "message", "line"}``           the work raised; ``line`` counts in the cell of the work
``{"type": "missing"}``                                    there is no work under that name
``{"type": "not-callable", "name"}``                       the work should be a function, and is none
``{"type": "other", "name"}``                              anything else, by the name of its type
``{"type": "large", "name"}``                              more than ``MAX_NUMBERS`` values
=========================================================  =====================================================
"""

from __future__ import annotations

import array
import copy
import inspect
import json
import math
import numbers
import traceback
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from gdcourse.exercise import Case, Exercise, call_with_arrays

MIME = "application/vnd.gdcourse.answers+json"
MAX_NUMBERS = 10_000
MAX_TEXT = 300
MAX_DEPTH = 6

Answer = Any
MISSING: Answer = {"type": "missing"}


def probe(exercise: Exercise, work: Any, cases: list[Case]) -> list[Answer]:
    """The answers of ``work`` on each of ``cases``. What the work raises is an answer too.

    Raises:
        KeyboardInterrupt: passed on, so that a student can stop a loop that does not end.
    """
    return [_probe_one(exercise, work, case) for case in cases]


def _probe_one(exercise: Exercise, work: Any, case: Case) -> Answer:
    if exercise.probe is call_with_arrays and not callable(work):
        return {"type": "not-callable", "name": type(work).__name__}
    try:
        answer = exercise.probe(work, copy.deepcopy(case))
    except (Exception, SystemExit) as error:
        return _describe_error(error, work)
    try:
        return encode(answer)
    except Exception:
        # The work is done; what it returned cannot be written down.
        return {"type": "other", "name": type(answer).__name__}


def publish(exercise_id: str, cases: str, find_work: Callable[[], Any]) -> None:
    """Answer a grader's question from inside the student's kernel.

    Args:
        exercise_id: which exercise.
        cases: a JSON list of cases.
        find_work: returns the student's work, or raises ``NameError`` where there is none.

    The answers leave as one display message of type ``MIME``; nothing is judged here.
    """
    from IPython.display import publish_display_data

    from gdcourse.exercises import find_exercise

    _, exercise = find_exercise(exercise_id)
    drawn = json.loads(cases)
    try:
        answers = probe(exercise, find_work(), drawn)
    except NameError:
        answers = [MISSING] * len(drawn)
    publish_display_data({MIME: answers})


def encode(value: Any, depth: int = 0) -> Answer:
    """``value`` as an answer. Never raises for want of a form: what has none is named by its type."""
    if value is None or type(value) is bool:
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, np.bool_):
        return bool(value)
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        return _encode_array(value.detach().cpu().numpy(), "Tensor")
    if isinstance(value, np.ndarray | np.generic):
        return _encode_array(np.asarray(value), type(value).__name__)
    if isinstance(value, numbers.Real | Decimal):
        return _encode_number(float(value))
    if isinstance(value, deque | array.array):
        value = list(value)
    if depth >= MAX_DEPTH:
        return {"type": "other", "name": f"{type(value).__name__} (depth > {MAX_DEPTH})"}
    if isinstance(value, list | tuple):
        if len(value) > MAX_NUMBERS:
            return {"type": "large", "name": type(value).__name__}
        return [encode(item, depth + 1) for item in value]
    if isinstance(value, dict):
        if len(value) > MAX_NUMBERS:
            return {"type": "large", "name": "dict"}
        return {"type": "dict", "items": {_text(str(k)): encode(v, depth + 1) for k, v in value.items()}}
    if hasattr(value, "__array__"):
        return _encode_array(np.asarray(value), type(value).__name__)
    return {"type": "other", "name": type(value).__name__}


def _encode_number(value: float) -> Answer:
    return value if math.isfinite(value) else {"type": "number", "value": str(value)}


def _encode_array(values: np.ndarray, kind: str) -> Answer:
    if values.dtype.kind == "U" and values.size == 1:
        return _text(str(values.reshape(-1)[0]))
    if values.size > MAX_NUMBERS:
        return {"type": "large", "name": kind}
    if values.dtype.kind == "O":
        values = values.astype(float)
    if values.dtype.kind not in "biuf":
        return {"type": "other", "name": f"{kind} ({values.dtype})"}
    data = [_encode_number(float(v)) for v in values.ravel()]
    return {"type": "array", "of": kind, "dtype": str(values.dtype), "shape": list(values.shape), "data": data}


def _text(text: str) -> str:
    """Text that JSON and a page can carry: bounded, and without halves of surrogate pairs."""
    return str(text)[:MAX_TEXT].encode("utf-8", "replace").decode()


def _describe_error(error: BaseException, work: Any) -> Answer:
    try:
        message = _text(str(error))
    except Exception:
        message = ""
    # The student looks in the cell of the work; a line of some other cell would mislead.
    works = [work, *(vars(work).values() if isinstance(work, type) else ())]
    codes = (getattr(inspect.unwrap(part), "__code__", None) for part in works if callable(part))
    home = next((code.co_filename for code in codes if code), None)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == home]
    return {
        "type": "error",
        "name": type(error).__name__,
        "message": message,
        "line": lines[-1] if lines else None,
    }
