"""What a student's work gives, written down as plain data: the answer.

An answer is JSON: a number, a string, a boolean, null, a list, or one of these objects:

=========================================================  =====================================================
``{"type": "array", "of", "dtype", "shape", "data"}``      an array or tensor of numbers, ``data`` flat, row by row
``{"type": "number", "value": "nan" | "inf" | "-inf"}``    a number that JSON does not have
``{"type": "dict", "items": {...}}``                       a dictionary
``{"type": "error", "name", "message", "line"}``           the work raised; ``line`` counts in the cell of the work
``{"type": "missing", "instead"}``                         there is no work under that name, but under another
``{"type": "not-callable", "name"}``                       the work should be a function, and is none
``{"type": "other", "name"}``                              anything else, by the name of its type
``{"type": "large", "name"}``                              more than ``MAX_NUMBERS`` values in all
=========================================================  =====================================================
"""

from __future__ import annotations

import array
import math
import numbers
from collections import deque
from collections.abc import ValuesView
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

MAX_NUMBERS = 10_000
MAX_TEXT = 300
MAX_DEPTH = 6

Answer = Any
_REAL = (numbers.Real, Decimal)
NO_VALUE = frozenset({"error", "missing", "not-callable", "other", "large"})
"""Types of answers that say why there is no value."""
MISSING: Answer = {"type": "missing"}


def encode(value: Any) -> Answer:
    """``value`` as an answer: JSON of bounded size, whatever it is. What has no form is named by its type.

    Raises:
        KeyboardInterrupt: passed on. Nothing else, whatever the methods of ``value`` do.
    """
    try:
        return _encode(value, 0, _Budget(MAX_NUMBERS + 1))
    except _TooLargeError:
        return {"type": "large", "name": type_name(value)}


class _TooLargeError(Exception):
    pass


class _Budget:
    """How many values one answer may still have. Lists may hold one another many times, so that none is long."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _TooLargeError


def _encode(value: Any, depth: int, budget: _Budget) -> Answer:
    budget.spend(1)
    try:
        return _form_of(value, depth, budget)
    except (_TooLargeError, KeyboardInterrupt):
        raise
    except BaseException:
        # It cannot be written down, or does not want to be: a number too large for a float, a method that raises.
        return {"type": "other", "name": type_name(value)}


def _form_of(value: Any, depth: int, budget: _Budget) -> Answer:
    if type(value) is float:
        return _encode_number(value)
    if value is None or type(value) is bool:
        return value
    if isinstance(value, str):
        return bounded_text(value)
    if isinstance(value, np.bool_):
        return bool(value)
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        return _encode_tensor(value, budget)
    if isinstance(value, np.ndarray | np.generic):
        if isinstance(value, np.ndarray) and value.dtype.kind == "O" and value.size <= MAX_NUMBERS:
            return _encode(value.tolist(), depth + 1, budget)
        return _encode_array(np.asarray(value), type_name(value), budget)
    if isinstance(value, _REAL):
        return _encode_number(float(value))
    if depth >= MAX_DEPTH:
        return {"type": "other", "name": f"{type_name(value)} (depth > {MAX_DEPTH})"}
    if isinstance(value, complex) and value.imag == 0:
        return _encode_number(value.real)
    if isinstance(value, list | tuple | deque | array.array | range | ValuesView):
        # One too many: the budget then says that it is too large, even of a list that lies about its length.
        return [_encode(item, depth + 1, budget) for item in islice(value, MAX_NUMBERS + 1)]
    if isinstance(value, dict):
        items = islice(value.items(), MAX_NUMBERS + 1)
        return {"type": "dict", "items": {bounded_text(str(k)): _encode(v, depth + 1, budget) for k, v in items}}
    if hasattr(value, "__array__"):
        return _encode_array(np.asarray(value), type_name(value), budget)
    return {"type": "other", "name": type_name(value)}


def _encode_number(value: float) -> Answer:
    return value if math.isfinite(value) else {"type": "number", "value": str(value)}


def _encode_tensor(tensor: Any, budget: _Budget) -> Answer:
    """A tensor of any kind by the numbers in it: those that NumPy does not have, too, and sparse ones."""
    plain = tensor.detach().cpu()
    if plain.numel() > MAX_NUMBERS:
        raise _TooLargeError
    dtype = bounded_text(str(plain.dtype).removeprefix("torch."))
    if plain.is_quantized:
        plain = plain.dequantize()
    if "strided" not in str(plain.layout):
        plain = plain.to_dense()
    plain = plain.resolve_conj().resolve_neg()
    try:
        values = plain.numpy()
    except TypeError:
        values = plain.double().numpy()
    answer = _encode_array(np.asarray(values), "Tensor", budget)
    if answer["type"] == "array":
        answer["dtype"] = dtype
    return answer


def _encode_array(values: np.ndarray, kind: str, budget: _Budget) -> Answer:
    if values.dtype.kind == "U" and values.size == 1:
        return bounded_text(str(values.reshape(-1)[0]))
    budget.spend(values.size)
    if values.dtype.kind == "O":
        values = values.astype(float)
    if values.dtype.kind == "c" and not np.any(values.imag):
        # What eigenvalues come as: the numbers are real, and only their kind is not.
        values = values.real
    if values.dtype.kind not in "biuf":
        return {"type": "other", "name": f"{kind} ({bounded_text(str(values.dtype))})"}
    flat = values.ravel().astype(float)
    data = flat.tolist() if np.isfinite(flat).all() else [_encode_number(v) for v in flat.tolist()]
    return {"type": "array", "of": kind, "dtype": _dtype_name(values.dtype), "shape": list(values.shape), "data": data}


@cache
def _dtype_name(dtype: np.dtype[Any]) -> str:
    return str(dtype)


def bounded_text(text: str) -> str:
    """Text that JSON and a page can carry: bounded, and without halves of surrogate pairs."""
    # Not str(text), which asks a subclass of str what it would like to be.
    return str.__str__(text)[:MAX_TEXT].encode("utf-8", "replace").decode()


def public_error_name(name: str) -> str:
    """What Python's documentation calls an error: an unfinished line has a name of its own inside of 3.13."""
    return "SyntaxError" if name == "_IncompleteInputError" else name


def type_name(value: Any) -> str:
    """The name of the type of ``value``: the real one, whatever the type says of itself."""
    return bounded_text(type.__dict__["__name__"].__get__(type(value)))
