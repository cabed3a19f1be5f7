"""What the numbers tell about a wrong answer that no known mistake explains. Says only what holds in every case."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np

from gdcourse.judging import messages
from gdcourse.judging.comparing import as_numbers, close, type_of
from gdcourse.judging.probing import NOBODY_TYPES
from gdcourse.language import NO_TEXT, Text, legible, paragraphs

Key = dict[str, Any]
Diagnosis = tuple[str | None, Text]
Pairs = list[tuple[np.ndarray, np.ndarray]]


def diagnose(answers: list[Any], key: Key, failed: tuple[int, ...]) -> Diagnosis:
    """A name for what went wrong, and a sentence for the student.

    Args:
        answers: as many as the key has cases; any JSON.
        key: the answer key.
        failed: the numbers of the cases that were wrong; at least one.
    """
    index = failed[0]
    answer, expected = answers[index], key["expected"][index]
    if type_of(answer) == "error":
        name = legible(answer.get("name"), 60)
        hint = _error_message(answer)
        return f"error:{name}", paragraphs(hint, messages.NOBODY_TYPES) if _asks(answer) else hint
    if type_of(answer) == "not-callable":
        got = _kind(legible(answer.get("name"), 60))
        return "not-callable", messages.NOT_CALLABLE.format(name=key["name"], got=got)
    if type_of(expected) == "sealed":
        options = ", ".join(f'`"{option}"`' for option in key.get("options", []))
        return "choice", messages.CHOICE.format(options=options)
    if answer is None:
        return "none", messages.RETURNED_NONE
    pairs = _numeric_pairs(answers, key)
    if pairs is None:
        of_another_length = _one_of_many(answers, key) or _stale(answers, key)
        return of_another_length or _form(answer, expected, key["factors"][index])
    if not all(np.all(np.isfinite(given)) for given, _ in pairs):
        value = next(str(v) for given, _ in pairs for v in given.ravel() if not math.isfinite(v))
        return "not-finite", messages.NOT_FINITE.format(value=value)
    if all(np.max(np.abs(given)) > 1e9 * np.max(np.abs(right), initial=1.0) for given, right in pairs):
        return "huge", messages.HUGE
    coarse = _coarse_numbers(answers)
    if coarse and all(np.all(np.abs(g - r) <= 0.02 * np.max(np.abs(r), initial=0.0)) for g, r in pairs):
        return "dtype", messages.COARSE_NUMBERS.format(dtype=coarse)
    patterns: list[Callable[[Pairs, Key], Diagnosis | None]] = [
        _constant,
        _rounded,
        _near,
        _ratio,
        _offset,
        _move,
        _order,
        _parts,
        _prefix,
    ]
    for pattern in patterns:
        found = pattern(pairs, key)
        if found is not None:
            return found
    if len(failed) < len(answers):
        return "some-cases", messages.SOME_CASES.format(right=len(answers) - len(failed), total=len(answers))
    return None, messages.NO_PATTERN


def _asks(error: dict[str, Any]) -> bool:
    """Whether work stopped because it asked for something to be typed."""
    return error.get("name") == "EOFError" and error.get("message") == NOBODY_TYPES


def _coarse_numbers(answers: Any, depth: int = 0) -> str | None:
    """The dtype of numbers that hold two or three digits, where there are such in an answer."""
    if isinstance(answers, list) and depth < 3:
        return next((found for item in answers[:100] if (found := _coarse_numbers(item, depth + 1))), None)
    dtype = legible(answers.get("dtype"), 40) if type_of(answers) == "array" else ""
    return dtype if dtype in ("bfloat16", "float16") or dtype.startswith("float8") else None


# --- the form of an answer ---------------------------------------------------------------------------------------


def _error_message(answer: dict[str, Any]) -> Text:
    line = answer.get("line")
    where = messages.ERROR_LINE.format(line=line) if isinstance(line, int) else NO_TEXT
    said = legible(answer.get("message"), 300)
    return messages.ERROR.format(name=legible(answer.get("name"), 60), message=f": {said}" if said else "", line=where)


def _form(answer: Any, expected: Any, factors: dict[str, float]) -> Diagnosis:
    """The answer has another form than the right one: another shape, another length, another kind of thing."""
    given, right = as_numbers(answer), as_numbers(expected)
    if right is not None and given is not None and given.shape != right.shape:
        return _shape(given, right, factors.get("N"))
    if isinstance(expected, list) and isinstance(answer, list):
        if len(answer) != len(expected):
            return "length", _length(len(answer), len(expected))
        return _items(answer, expected)
    if right is not None and right.ndim == 1 and isinstance(answer, list):
        if len(answer) != len(right):
            return "length", _length(len(answer), len(right))
        return _items(answer, [float(v) for v in right])
    if isinstance(answer, dict) and answer.get("name") in ("deque", "array", "generator", "dict_values", "map", "zip"):
        return "kind", messages.MAKE_A_LIST.format(name=answer["name"])
    return "kind", messages.WRONG_KIND.format(got=describe(answer), expected=describe(expected))


def _shape(given: np.ndarray, right: np.ndarray, n: float | None) -> Diagnosis:
    if right.shape == () and n is not None and given.shape == (n, n):
        return "shape", messages.BROADCAST.format(got=given.shape)
    if n is not None and given.shape == (*right.shape, n) and right.shape != ():
        return "shape", messages.PER_POINT.format(n=int(n))
    if given.ndim == right.ndim == 1:
        return "shape", _length(len(given), len(right))
    return "shape", messages.WRONG_KIND.format(got=_describe_shape(given.shape), expected=_describe_shape(right.shape))


def _length(got: int, expected: int) -> Text:
    message = messages.OFF_BY_ONE if abs(got - expected) == 1 and expected >= 3 else messages.WRONG_LENGTH
    return message.format(got=got, expected=expected)


def _one_of_many(answers: list[Any], key: Key) -> Diagnosis | None:
    """One number where there should be several: is it the first of them, the last, or their sum?"""
    pairs = _all_numbers(answers, key)
    if pairs is None or any(given.shape != () or right.ndim != 1 for given, right in pairs):
        return None
    ways: list[tuple[str, Text, Callable[[np.ndarray], Any]]] = [
        ("first-only", messages.FIRST_ONLY, lambda right: right[:1]),
        ("last-only", messages.LAST_ONLY, lambda right: right[-1:]),
        ("summed", messages.SUMMED, lambda right: right.sum(keepdims=True)),
    ]
    for name, message, way in ways:
        if all(close(given.reshape(1), way(right), key["rtol"]) for given, right in pairs):
            return name, message
    return None


def _stale(answers: list[Any], key: Key) -> Diagnosis | None:
    """The right values behind those of earlier calls: each answer begins with the whole answer before it."""
    pairs = _all_numbers(answers, key)
    if pairs is None or any(given.ndim != 1 or right.ndim != 1 or len(given) < len(right) for given, right in pairs):
        return None
    if not all(close(given[-len(right) :], right, key["rtol"]) for given, right in pairs):
        return None
    if not all(np.array_equal(later[: len(given)], given) for (given, _), (later, _) in pairwise(pairs)):
        return None
    count = next(len(right) for given, right in pairs if len(given) > len(right))
    return "stale-values", messages.STALE_VALUES.format(expected=count)


def _items(answer: list[Any], expected: list[Any]) -> Diagnosis:
    for number, (a, e) in enumerate(zip(answer, expected, strict=True), start=1):
        given, right = as_numbers(a), as_numbers(e)
        if right is not None and (given is None or given.shape != right.shape):
            return "kind", messages.WRONG_ITEM.format(number=number, got=describe(a), expected=describe(e))
    return None, messages.NO_PATTERN


# --- patterns in the numbers -------------------------------------------------------------------------------------


def _numeric_pairs(answers: list[Any], key: Key) -> Pairs | None:
    """Given and right numbers, a pair per case, or ``None`` unless every case has both in one shape."""
    pairs = _all_numbers(answers, key)
    return None if pairs is None or any(given.shape != right.shape for given, right in pairs) else pairs


def _all_numbers(answers: list[Any], key: Key) -> Pairs | None:
    """The same, of whatever shape."""
    pairs = []
    for answer, expected in zip(answers, key["expected"], strict=True):
        given, right = as_numbers(answer), as_numbers(expected)
        if given is None or right is None:
            return None
        pairs.append((given, right))
    return pairs


def _near(pairs: Pairs, key: Key) -> Diagnosis | None:
    if all(np.all(np.abs(given - right) <= 0.01 * np.abs(right) + 1e-9) for given, right in pairs):
        return "close", messages.CLOSE
    return None


def _rounded(pairs: Pairs, key: Key) -> Diagnosis | None:
    """The right numbers, but for what was cut off behind the point."""
    for cut in (np.round, np.trunc, np.floor, np.ceil):
        if all(np.allclose(given, cut(right), rtol=0, atol=1e-9) for given, right in pairs):
            return "rounded", messages.WHOLE_NUMBERS
    for digits in (1, 2, 3):
        if all(np.allclose(given, np.round(right, digits), rtol=1e-7, atol=1e-9) for given, right in pairs):
            return "rounded", messages.ROUNDED.format(digits=digits)
    return None


def _order(pairs: Pairs, key: Key) -> Diagnosis | None:
    """All the right values, in another order."""
    if any(right.ndim != 1 or not close(np.sort(given), np.sort(right), key["rtol"]) for given, right in pairs):
        return None
    if all(close(given[::-1], right, key["rtol"]) for given, right in pairs):
        return "order", messages.REVERSED
    return "order", messages.OTHER_ORDER


def _constant(pairs: Pairs, key: Key) -> Diagnosis | None:
    first, right = pairs[0]
    if len(pairs) < 2 or any(given.shape != first.shape or not np.array_equal(given, first) for given, _ in pairs):
        return None
    if all(np.array_equal(r, right) for _, r in pairs):
        return None
    return ("zero", messages.ZERO) if not np.any(first) else ("constant", messages.CONSTANT)


def _ratio(pairs: Pairs, key: Key) -> Diagnosis | None:
    factor = _common_factor(pairs, key)
    if factor is None:
        return None
    if factor == "-1":
        return "ratio:-1", messages.SIGN
    return f"ratio:{factor}", messages.RATIO.format(factor=factor)


def _move(pairs: Pairs, key: Key) -> Diagnosis | None:
    """The same for what a step adds to where it started: of a path, the first step."""
    moves: Pairs = []
    stands = True
    for (given, right), start in zip(pairs, key.get("starts") or [None] * len(pairs), strict=True):
        if start is None:
            return None
        begin = np.asarray(start, dtype=float)
        stands &= bool(np.allclose(given, begin)) if begin.shape in ((), given.shape) else False
        if begin.shape != right.shape:
            if begin.shape != () or right.ndim != 1 or len(right) < 2:
                return None
            given, right = given[1:2], right[1:2]
        moves.append((given - begin, right - begin))
    if stands:
        return "unmoved", messages.UNMOVED
    factor = _common_factor(moves, key)
    if factor is None:
        return None
    if factor == "-1":
        return "move:-1", messages.UPHILL
    return f"move:{factor}", messages.MOVE_RATIO.format(factor=factor)


def _common_factor(pairs: Pairs, key: Key) -> str | None:
    """The one factor, by name, between given and right numbers in all cases, if there is one that says something."""
    ratios = [_one_ratio(given, right, key["rtol"]) for given, right in pairs]
    informative = [(r, f) for r, f in zip(ratios, key["factors"], strict=True) if r is not None and r is not ANY]
    if None in ratios or len(informative) < 2:
        return None
    for name, values in _candidate_factors([factors for _, factors in informative]):
        if all(math.isclose(r, v, rel_tol=key["rtol"]) for (r, _), v in zip(informative, values, strict=True)):
            return name
    first = informative[0][0]
    plain = all(math.isclose(r, first, rel_tol=key["rtol"]) for r, _ in informative) and abs(first - 1) > 0.01
    return f"{first:.4g}" if plain else None


ANY = math.nan
"""The ratio of zeros to zeros: agrees with every factor."""


def _one_ratio(given: np.ndarray, right: np.ndarray, rtol: float) -> float | None:
    """The one factor between two arrays, ``ANY`` where both are zero, ``None`` where there is no one factor."""
    zero = np.abs(right) <= 1e-9
    if np.any(np.abs(given[zero]) > 1e-9):
        return None
    if np.all(zero):
        return ANY
    ratios = given[~zero] / right[~zero]
    if abs(ratios.flat[0]) < 1e-12 or not np.allclose(ratios, ratios.flat[0], rtol=rtol, atol=0):
        return None
    return float(ratios.flat[0])


def _candidate_factors(factors: list[dict[str, float]]) -> Iterator[tuple[str, list[float]]]:
    """Factors that have a name, simplest first, with their value in each case."""
    plain = [("2", 2.0), ("1/2", 0.5), ("-1", -1.0), ("-2", -2.0), ("-1/2", -0.5)]
    for name, value in plain:
        yield name, [value] * len(factors)
    # A named factor that is the same in all cases could not be told from a plain number.
    varying = [name for name in factors[0] if len({f[name] for f in factors}) > 1]
    for name, (sign, s), (scale, c) in product(varying, [("", 1.0), ("-", -1.0)], [("", 1.0), ("2", 2.0), ("h", 0.5)]):
        times = {"": name, "2": f"2{name}", "h": f"{name}/2"}[scale]
        over = {"": f"1/{name}", "2": f"2/{name}", "h": f"1/(2{name})"}[scale]
        yield sign + times, [s * c * f[name] for f in factors]
        yield sign + over, [s * c / f[name] for f in factors]


def _offset(pairs: Pairs, key: Key) -> Diagnosis | None:
    differences = [given - right for given, right in pairs]
    first = float(differences[0].flat[0])
    if len(pairs) < 2 or not all(np.allclose(d, first, rtol=1e-6, atol=1e-9) for d in differences):
        return None
    return "offset", messages.OFFSET.format(offset=first)


def _parts(pairs: Pairs, key: Key) -> Diagnosis | None:
    """Of an answer of two to four values: which are right in all cases, and the factor of one that is not."""
    count = len(pairs[0][1]) if pairs[0][1].ndim == 1 else 0
    if not 2 <= count <= 4 or any(right.shape != (count,) for _, right in pairs):
        return None
    right_ones = [
        all(close(given[i : i + 1], right[i : i + 1], key["rtol"]) for given, right in pairs) for i in range(count)
    ]
    if not any(right_ones):
        return None
    wrong = [i for i in range(count) if not right_ones[i]]
    factor = _common_factor([(g[wrong], r[wrong]) for g, r in pairs], key) if len(wrong) == 1 else None
    if factor is not None:
        return "some-values", messages.ONE_VALUE_RATIO.format(wrong=wrong[0] + 1, factor=factor)
    listed = [", ".join(str(i + 1) for i in range(count) if right_ones[i] is flag) for flag in (True, False)]
    return "some-values", messages.SOME_VALUES.format(right=listed[0], wrong=listed[1])


def _prefix(pairs: Pairs, key: Key) -> Diagnosis | None:
    """Of a path: how many values from its start are right in every case."""
    if any(right.ndim != 1 or len(right) < 3 for _, right in pairs):
        return None
    lengths = []
    for given, right in pairs:
        wrong = [i for i in range(len(right)) if not close(given[i : i + 1], right[i : i + 1], key["rtol"])]
        lengths.append(wrong[0] if wrong else len(right))
    first = min(lengths)
    return ("prefix", messages.PREFIX.format(right=first, next=first + 1)) if first > 0 else None


# --- putting values into words -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FailedCase:
    """A case that went wrong, in words and numbers.

    Attributes:
        line: the call, what came of it, and what is right, in one line.
        rows: the same as names and values: the inputs, what came, what is right.
        wrong: how many cases went wrong.
        tried: of how many.
    """

    line: Text
    rows: tuple[tuple[Text, Text], ...]
    wrong: int
    tried: int


def failed_case(answers: list[Any], key: Key, failed: tuple[int, ...], reveal: bool) -> FailedCase | None:
    """The first case that went wrong: its inputs, what came of them, and where ``reveal`` is set, what is right.

    ``None`` where there are no inputs to show, or nothing was called.
    """
    index = failed[0]
    case, answer, expected = key["cases"][index], answers[index], key["expected"][index]
    if not case or type_of(answer) == "not-callable":
        return None
    inputs = {name: _plain(value) for name, value in case.items()}
    call = f"{key['name']}({', '.join(f'{name}={value}' for name, value in inputs.items())})"
    rows = [(Text(name, name), Text(value, value)) for name, value in inputs.items()]
    if type_of(answer) == "error":
        return FailedCase(messages.INPUT.format(call=call), tuple(rows), len(failed), len(answers))
    got = _in_words(answer)
    rows.append((messages.GOT, got))
    if not reveal or type_of(expected) in ("sealed", "error"):
        return FailedCase(messages.CASE.format(call=call, got=got), tuple(rows), len(failed), len(answers))
    right = _in_words(expected)
    rows.append((messages.RIGHT, right))
    line = messages.CASE_EXPECTED.format(call=call, got=got, expected=right)
    return FailedCase(line, tuple(rows), len(failed), len(answers))


def _in_words(answer: Any) -> Text:
    shown = as_numbers(answer)
    if shown is not None:
        return Text(*[_plain(shown.tolist())] * 2)
    if isinstance(answer, list):
        parts = [_in_words(item) for item in answer[:4]]
        more = ", …" if len(answer) > 4 else ""
        return Text(f"({', '.join(p.ko for p in parts)}{more})", f"({', '.join(p.en for p in parts)}{more})")
    if isinstance(answer, bool | str):
        return Text(*[legible(repr(answer), 60)] * 2)
    items = answer.get("items") if type_of(answer) == "dict" else None
    if isinstance(items, dict):
        parts = [
            messages.ITEM.format(name=legible(name, 30), value=_in_words(v)) for name, v in list(items.items())[:6]
        ]
        return Text("{" + ", ".join(p.ko for p in parts) + "}", "{" + ", ".join(p.en for p in parts) + "}")
    return describe(answer)


def describe(answer: Any) -> Text:
    """What kind of thing an answer is."""
    found = as_numbers(answer)
    if found is not None:
        return _describe_shape(found.shape)
    if answer is None:
        return messages.NOTHING
    if isinstance(answer, str) or type_of(answer) == "sealed":
        return messages.A_TEXT
    if isinstance(answer, list):
        if 0 < len(answer) <= 4:
            parts = [describe(part) for part in answer]
            return Text(f"({', '.join(p.ko for p in parts)})", f"({', '.join(p.en for p in parts)})")
        return messages.VALUES.format(count=len(answer))
    name = answer.get("name") if isinstance(answer, dict) else type(answer).__name__
    shown = legible(name or type_of(answer), 60)
    return messages.TOO_LARGE.format(name=shown) if type_of(answer) == "large" else _kind(shown)


_KINDS = {
    "bool": messages.A_TRUTH_VALUE,
    "dict": messages.A_DICTIONARY,
    "float": messages.A_NUMBER,
    "int": messages.A_NUMBER,
    "list": messages.A_LIST,
    "str": messages.A_TEXT,
    "tuple": messages.A_TUPLE,
}


def _kind(name: str) -> Text:
    """A type in words, where there is a word for it."""
    return _KINDS.get(name) or messages.A_KIND.format(name=name)


def _describe_shape(shape: tuple[int, ...]) -> Text:
    if shape == ():
        return messages.A_NUMBER
    if len(shape) == 1:
        return messages.VALUES.format(count=shape[0])
    return messages.AN_ARRAY.format(shape=shape)


def _plain(value: Any) -> str:
    """A number or a list of numbers, short enough for a message."""
    if isinstance(value, list):
        shown = [_plain(item) for item in value[:8]]
        return f"[{', '.join(shown)}{', …' if len(value) > 8 else ''}]"
    if isinstance(value, float):
        return f"{value:.6g}"
    return legible(str(value), 80)
