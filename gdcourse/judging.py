"""The judge: answers and an answer key go in, a verdict comes out. Pure, and safe with any JSON.

An answer key of one exercise is plain data::

    {"id", "name", "points", "rtol", "cases", "expected", "factors",
     "mistakes": [{"id", "credit", "message": {"ko", "en"}, "answers"}]}

``cases``, ``expected``, ``factors`` and each mistake's ``answers`` run in parallel. Text among the expected
answers is sealed (see ``seal``), so that a key can be read without reading the answer to a question of choice.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from gdcourse import messages
from gdcourse.language import NO_TEXT, Text, paragraphs
from gdcourse.probing import MAX_DEPTH, MAX_NUMBERS

Key = dict[str, Any]
STATES = ("graded", "missing", "ungradable", "manual")


@dataclass(frozen=True)
class Verdict:
    """What the judge says of one question.

    Attributes:
        exercise: the id of the exercise.
        score: points given, ``None`` only where a person has still to grade.
        max_score: points possible.
        state: ``"graded"``; ``"missing"`` where nothing was answered; ``"ungradable"`` where no answer could be
            had, with the reason in ``message``; ``"manual"`` where a person grades.
        diagnosis: the id of the known mistake, or ``"ratio:N"``, ``"error:TypeError"``, ``"shape"`` and the like,
            or ``None``.
        message: for the student, in both languages.
        hint: of the message, the sentence that says what went wrong; empty where nothing did.
        failed: the numbers (from 0) of the cases that were wrong.
    """

    exercise: str
    score: float | None
    max_score: float
    state: str
    diagnosis: str | None
    message: Text
    hint: Text = NO_TEXT
    failed: tuple[int, ...] = ()

    @property
    def correct(self) -> bool:
        return self.score == self.max_score and self.state == "graded"


def judge(answers: Any, key: Key, reveal: bool = False) -> Verdict:
    """Compare ``answers`` with ``key``.

    Args:
        answers: what the probe returned, or any other JSON: whatever it is, this function does not raise.
        key: the answer key for the same cases.
        reveal: whether the message may name the right value. True only for the visible cases.
    """
    expected = key["expected"]
    if not isinstance(answers, list) or len(answers) != len(expected):
        return _verdict(key, 0.0, "ungradable", "no-answer", messages.NO_ANSWERS)
    if all(_is_missing(answer) for answer in answers):
        hint = messages.DEFINE_FIRST.format(name=key["name"])
        return _verdict(key, 0.0, "missing", None, paragraphs(messages.MISSING, hint))

    failed = tuple(i for i, e in enumerate(expected) if not same(answers[i], e, key["rtol"], key["id"]))
    if not failed:
        return _verdict(key, key["points"], "graded", None, messages.CORRECT)

    mistake = _known_mistake(answers, key)
    if mistake is not None:
        diagnosis, hint, credit = mistake["id"], Text(**mistake["message"]), mistake["credit"]
    else:
        (diagnosis, hint), credit = _diagnose(answers, key, failed), 0.0
    lead = messages.PARTLY if credit else messages.NOT_YET
    detail = _case_detail(answers, key, failed[0], reveal)
    message = paragraphs(lead, hint, detail)
    score = float(key["points"] * credit)
    return Verdict(key["id"], score, float(key["points"]), "graded", diagnosis, message, hint, failed)


def _verdict(key: Key, score: float, state: str, diagnosis: str | None, message: Text) -> Verdict:
    return Verdict(key["id"], float(score), float(key["points"]), state, diagnosis, message)


# --- comparing one answer with another ---------------------------------------------------------------------------


def seal(text: str, exercise_id: str) -> dict[str, str]:
    """``text`` as a digest. Case and surrounding space do not count."""
    digest = hashlib.sha256(f"{exercise_id}|{text.strip().lower()}".encode()).hexdigest()
    return {"type": "sealed", "sha256": digest}


def same(answer: Any, expected: Any, rtol: float, exercise_id: str = "") -> bool:
    """Whether an answer says the same as the expected one.

    Numbers agree within ``rtol`` of the expected number or 1e-6 of the largest number beside it. It does not
    matter whether numbers come as list, tuple, array or tensor, nor whether axes of length 1 are there.
    """
    if _type(expected) == "sealed":
        return isinstance(answer, str) and seal(answer, exercise_id) == expected
    right = as_numbers(expected)
    if right is not None:
        given = as_numbers(answer)
        return given is not None and given.shape == right.shape and _close(given, right, rtol)
    if isinstance(expected, list):
        if not isinstance(answer, list) or len(answer) != len(expected):
            return False
        return all(same(a, e, rtol, exercise_id) for a, e in zip(answer, expected, strict=True))
    if _type(expected) == "dict":
        theirs, ours = _items(answer), _items(expected)
        return theirs.keys() == ours.keys() and all(same(theirs[k], ours[k], rtol, exercise_id) for k in ours)
    if _type(expected) == "error":
        return _type(answer) == "error" and answer.get("name") == expected["name"]
    if _type(expected) in ("other", "large"):
        return _type(answer) == _type(expected) and answer.get("name") == expected["name"]
    return type(answer) is type(expected) and bool(answer == expected)


def _close(given: np.ndarray, right: np.ndarray, rtol: float) -> bool:
    if not np.array_equal(np.isfinite(given), np.isfinite(right)):
        return False
    finite = np.isfinite(right)
    if not np.array_equal(given[~finite], right[~finite], equal_nan=True):
        return False
    largest = float(np.max(np.abs(right[finite]), initial=0.0))
    allowed = rtol * np.abs(right[finite]) + 1e-6 * largest + 1e-9
    return bool(np.all(np.abs(given[finite] - right[finite]) <= allowed))


def as_numbers(answer: Any, depth: int = 0) -> np.ndarray | None:
    """The numbers of an answer, axes of length 1 removed, or ``None`` where it is not made of numbers alone."""
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int | float):
        try:
            return np.array(float(answer))
        except OverflowError:
            return None
    if _type(answer) == "number":
        return np.array(float(answer["value"])) if answer.get("value") in ("nan", "inf", "-inf") else None
    if _type(answer) == "array":
        return _array_numbers(answer, depth)
    if isinstance(answer, list) and 0 < len(answer) <= MAX_NUMBERS and depth <= MAX_DEPTH:
        parts = [as_numbers(item, depth + 1) for item in answer]
        first = parts[0]
        if first is None or any(part is None or part.shape != first.shape for part in parts):
            return None
        return np.squeeze(np.stack(parts))  # type: ignore[arg-type]
    return None


def _array_numbers(answer: dict[str, Any], depth: int) -> np.ndarray | None:
    shape, data = answer.get("shape"), answer.get("data")
    if not isinstance(shape, list) or not isinstance(data, list) or len(data) > MAX_NUMBERS:
        return None
    if len(shape) > MAX_DEPTH or not all(type(n) is int and 0 <= n <= MAX_NUMBERS for n in shape):
        return None
    if math.prod(shape) != len(data) or not data:
        return None
    if any(isinstance(item, list) or _type(item) == "array" for item in data):
        return None
    parts = [as_numbers(item, depth + 1) for item in data]
    if any(part is None for part in parts):
        return None
    return np.squeeze(np.array([float(part) for part in parts]).reshape(shape))  # type: ignore[arg-type]


def _type(answer: Any) -> str | None:
    kind = answer.get("type") if isinstance(answer, dict) else None
    return kind if isinstance(kind, str) else None


def _items(answer: Any) -> dict[str, Any]:
    items = answer.get("items") if _type(answer) == "dict" else None
    return items if isinstance(items, dict) else {}


def _is_missing(answer: Any) -> bool:
    if _type(answer) == "missing":
        return True
    return _type(answer) == "error" and answer.get("name") == "NotImplementedError"


# --- finding out what went wrong ---------------------------------------------------------------------------------


def _known_mistake(answers: list[Any], key: Key) -> dict[str, Any] | None:
    for mistake in key["mistakes"]:
        pairs = zip(answers, mistake["answers"], strict=True)
        if all(same(answer, wrong, key["rtol"], key["id"]) for answer, wrong in pairs):
            return mistake
    return None


def _diagnose(answers: list[Any], key: Key, failed: tuple[int, ...]) -> tuple[str | None, Text]:
    """What the first wrong case, and then all cases together, tell about an unknown mistake."""
    answer, expected = answers[failed[0]], key["expected"][failed[0]]
    if _type(answer) == "error":
        name = _short(answer.get("name"), 60)
        return f"error:{name}", _error_message(answer)
    if _type(expected) == "sealed":
        return None, messages.CHOICE
    if answer is None:
        return "none", messages.RETURNED_NONE
    given, right = as_numbers(answer), as_numbers(expected)
    if right is not None and given is not None and given.shape != right.shape:
        return "shape", _shape_message(given.shape, right.shape)
    if given is not None and not np.all(np.isfinite(given)):
        value = next(str(v) for v in given.ravel() if not math.isfinite(v))
        return "not-finite", messages.NOT_FINITE.format(value=value)
    if (given is None) != (right is None) and not isinstance(answer, list):
        return "kind", messages.WRONG_KIND.format(got=describe(answer), expected=describe(expected))
    if isinstance(expected, list) and isinstance(answer, list) and len(answer) != len(expected):
        return "length", messages.WRONG_LENGTH.format(got=len(answer), expected=len(expected))
    for look in (_constant, _ratio, _offset):
        found = look(answers, key)
        if found is not None:
            return found
    if len(failed) < len(answers):
        right_ones = len(answers) - len(failed)
        return "some-cases", messages.SOME_CASES.format(right=right_ones, total=len(answers))
    return _components(answer, expected, key) or (None, messages.NO_PATTERN)


def _error_message(answer: dict[str, Any]) -> Text:
    line = answer.get("line")
    where = messages.ERROR_LINE.format(line=line) if isinstance(line, int) else NO_TEXT
    name, message = _short(answer.get("name"), 60), _short(answer.get("message"), 300)
    return messages.ERROR.format(name=name, message=message, line=where)


def _shape_message(given: tuple[int, ...], right: tuple[int, ...]) -> Text:
    if len(given) == 2 and len(right) == 1 and given == right * 2:
        return messages.BROADCAST.format(got=given, expected=right)
    if len(given) == len(right) == 1:
        return messages.WRONG_LENGTH.format(got=given[0], expected=right[0])
    return messages.WRONG_KIND.format(got=_describe_shape(given), expected=_describe_shape(right))


def _numeric_pairs(answers: list[Any], key: Key) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """Given and right numbers, a pair per case, or ``None`` unless every case has both in one shape."""
    pairs = [(as_numbers(a), as_numbers(e)) for a, e in zip(answers, key["expected"], strict=True)]
    if any(a is None or e is None or a.shape != e.shape for a, e in pairs):
        return None
    return pairs  # type: ignore[return-value]


def _constant(answers: list[Any], key: Key) -> tuple[str, Text] | None:
    pairs = _numeric_pairs(answers, key)
    if not pairs or len(pairs) < 2:
        return None
    shapes = {given.shape for given, _ in pairs}
    if len(shapes) > 1 or any(not np.array_equal(given, pairs[0][0]) for given, _ in pairs):
        return None
    if all(np.array_equal(right, pairs[0][1]) for _, right in pairs):
        return None
    return "constant", messages.CONSTANT


def _ratio(answers: list[Any], key: Key) -> tuple[str, Text] | None:
    pairs = _numeric_pairs(answers, key)
    if not pairs:
        return None
    ratios = [_one_ratio(given, right, key["rtol"]) for given, right in pairs]
    informative = [(r, f) for r, f in zip(ratios, key["factors"], strict=True) if r is not None and r is not ANY]
    if None in ratios or len(informative) < 2:
        return None
    for name, values in _candidate_factors([factors for _, factors in informative]):
        if all(math.isclose(r, v, rel_tol=key["rtol"]) for (r, _), v in zip(informative, values, strict=True)):
            if name == "-1":
                return "ratio:-1", messages.SIGN
            return f"ratio:{name}", messages.RATIO.format(factor=name)
    first = informative[0][0]
    if all(math.isclose(r, first, rel_tol=key["rtol"]) for r, _ in informative):
        return f"ratio:{first:.4g}", messages.RATIO.format(factor=f"{first:.4g}")
    return None


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


def _offset(answers: list[Any], key: Key) -> tuple[str, Text] | None:
    pairs = _numeric_pairs(answers, key)
    if not pairs or len(pairs) < 2:
        return None
    differences = [given - right for given, right in pairs]
    first = float(differences[0].flat[0])
    if all(np.allclose(d, first, rtol=1e-6, atol=1e-9) for d in differences):
        return "offset", messages.OFFSET.format(offset=first)
    return None


def _components(answer: Any, expected: Any, key: Key) -> tuple[str, Text] | None:
    """Of an answer of two to four values: which are right?"""
    if not isinstance(answer, list) or not isinstance(expected, list) or not 2 <= len(expected) <= 4:
        return None
    if len(answer) != len(expected):
        return None
    right = [same(a, e, key["rtol"], key["id"]) for a, e in zip(answer, expected, strict=True)]
    if not any(right):
        return None

    def listed(flag: bool) -> str:
        return ", ".join(str(i + 1) for i, ok in enumerate(right) if ok is flag)

    return "some-values", messages.SOME_VALUES.format(right=listed(True), wrong=listed(False))


# --- putting values into words -----------------------------------------------------------------------------------


def _case_detail(answers: list[Any], key: Key, index: int, reveal: bool) -> Text:
    case, expected = key["cases"][index], key["expected"][index]
    if not case or _type(answers[index]) == "error":
        return NO_TEXT
    call = f"{key['name']}({', '.join(f'{name}={_plain(value)}' for name, value in case.items())})"
    got = _in_words(answers[index])
    if not reveal or _type(expected) in ("sealed", "error"):
        return messages.CASE.format(call=call, got=got)
    return messages.CASE_EXPECTED.format(call=call, got=got, expected=_in_words(expected))


def _in_words(answer: Any) -> Text:
    shown = as_numbers(answer)
    if shown is not None:
        return Text(*[_plain(shown.tolist())] * 2)
    if isinstance(answer, list):
        parts = [_in_words(item) for item in answer[:4]]
        return Text(f"({', '.join(p.ko for p in parts)})", f"({', '.join(p.en for p in parts)})")
    return describe(answer)


def describe(answer: Any) -> Text:
    """What kind of thing an answer is."""
    found = as_numbers(answer)
    if found is not None:
        return _describe_shape(found.shape)
    if answer is None:
        return messages.NOTHING
    if isinstance(answer, str):
        return messages.A_TEXT
    if isinstance(answer, list):
        return messages.VALUES.format(count=len(answer))
    if _type(answer) == "sealed":
        return messages.A_TEXT
    name = answer.get("name") if isinstance(answer, dict) else type(answer).__name__
    template = messages.TOO_LARGE if _type(answer) == "large" else messages.A_KIND
    return template.format(name=_short(name or _type(answer), 60))


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
    return str(value)


def _short(value: Any, length: int) -> str:
    text = value if isinstance(value, str) else "?"
    return text if len(text) <= length else text[: length - 1] + "…"
