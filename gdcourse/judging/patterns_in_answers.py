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
from gdcourse.judging.probing import NOBODY_TYPES, UNLIKE
from gdcourse.judging.relations import relation
from gdcourse.judging.slip_marks import slip_of
from gdcourse.judging.where_wrong import (
    advice_on_factors,
    in_one_line,
    places_in,
    repeated,
    size_and_sign,
    tendency,
    what_sets_apart,
    wrong_places,
)
from gdcourse.language import NO_TEXT, Text, paragraphs
from gdcourse.untrusted_text import legible

Key = dict[str, Any]
Diagnosis = tuple[str | None, Text]
Pairs = list[tuple[np.ndarray, np.ndarray]]
Pattern = Callable[[Pairs, Key], Diagnosis | None]


def diagnose(answers: list[Any], key: Key, failed: tuple[int, ...]) -> tuple[str | None, Text, int]:
    """A name for what went wrong, a sentence for the student, and the number of a case that shows it.

    Args:
        answers: as many as the key has cases; any JSON.
        key: the answer key.
        failed: the numbers of the cases that were wrong; at least one.
    """
    first = failed[0]
    answer = answers[first]
    if type_of(answer) == "not-callable":
        got = _kind(legible(answer.get("name"), 60))
        return "not-callable", messages.NOT_CALLABLE.format(name=key["name"], got=got), first
    if type_of(key["expected"][first]) == "sealed":
        options = ", ".join(f'`"{option}"`' for option in key.get("options", []))
        return "choice", messages.CHOICE.format(options=options), first
    stopped = next((i for i in failed if type_of(answers[i]) == "error"), None)
    if stopped is not None:
        return *_error(answers, stopped, key, failed), stopped
    # Where the form of an answer is wrong, the case to show is one in which it is.
    odd = next((i for i in failed if not _alike_in_form(answers[i], key["expected"][i])), first)
    found = _found_in_place(answers[first], key, first) or _asked_again(answers, key)
    if found is not None:
        return *found, first
    if answers[odd] is None:
        return "none", messages.RETURNED_NONE, odd
    if _is_empty(answers[odd]) and not _is_empty(key["expected"][odd]):
        return *(_picked(answers, key) or ("empty", messages.EMPTY)), odd
    found = _constant_whatever_the_form(answers, key) or _one_of_many(answers, key) or _stale(answers, key)
    if found is not None:
        return *found, first
    pairs = _numeric_pairs(answers, key)
    if pairs is not None:
        found = _in_numbers(pairs, answers, key) or _in_parts(answers, key)
    elif _of_as_many_parts(answers, key):
        found = _one_slip(answers, key, _in_parts(answers, key))
    else:
        found = _shifted_length(answers, key) or _ended_early(answers, key, failed)
        found = found or _picked(answers, key) or _unlike(answers[odd], key, odd)
        if found is None and not _alike_in_form(answers[odd], key["expected"][odd]):
            name, form = _form(answers[odd], key["expected"][odd], key["factors"][odd])
            return name, paragraphs(form, _as_many_as(answers, key, failed)), odd
    if found is not None:
        return *found, first
    wrong, tried = _counts(key, failed)
    if wrong < tried:
        apart = what_sets_apart(key["cases"], failed)
        if apart is not None:
            return "kind-of-case", apart, first
        hint = messages.SOME_CASES.format(right=tried - wrong, total=tried)
        places = _places_below(answers[first], key, first)
        return "some-cases" if places is None else "places:below", paragraphs(hint, places or NO_TEXT), first
    places = _places_below(answers[first], key, first)
    return ("places:below", places, first) if places else (None, messages.NO_PATTERN, first)


def _places_below(answer: Any, key: Key, index: int) -> Text | None:
    given, right = as_numbers(answer), as_numbers(key["expected"][index])
    return None if given is None or right is None else places_in(given, right, key["rtol"])


def _unlike(answer: Any, key: Key, index: int) -> Diagnosis | None:
    """Something whose properties cannot be looked at, where they are what is judged."""
    said = (key.get("findings") or {}).get(UNLIKE)
    if said is None or type_of(key["expected"][index]) != "dict" or type_of(answer) == "dict":
        return None
    return f"found:{UNLIKE}", Text(**said).format(value=describe(answer))


def _in_numbers(pairs: Pairs, answers: list[Any], key: Key) -> Diagnosis | None:
    """What the numbers of answers in the right form tell."""
    if not all(np.all(np.isfinite(given)) for given, _ in pairs):
        value = next(str(v) for given, _ in pairs for v in given.ravel() if not math.isfinite(v))
        return "not-finite", messages.NOT_FINITE.format(value=value)
    if all(not np.any(given) and np.any(right) for given, right in pairs):
        return "zero", messages.ZERO
    if all(np.max(np.abs(given)) > 1e9 * np.max(np.abs(right), initial=1.0) for given, right in pairs):
        return "huge", messages.HUGE
    coarse = _coarse_numbers(answers)
    if coarse and all(np.all(np.abs(g - r) <= 0.02 * np.max(np.abs(r), initial=0.0)) for g, r in pairs):
        return "dtype", messages.COARSE_NUMBERS.format(dtype=coarse)
    if all(len(given) > 1 and _is_selection(given) and _is_selection(right) for given, right in _at_least_1d(pairs)):
        found = _first_of([_constant, _offset], pairs, key)
        return found or _one_slip(answers, key, ("others-picked", messages.OTHERS_PICKED))
    plain: list[Pattern] = [*_OF_VALUES, _move, _order, _shifted]
    found = _first_of(plain, pairs, key)
    if found is not None:
        return found
    found = _first_of([_one_step, relation, _parts, wrong_places, _prefix], pairs, key)
    return _one_slip(answers, key, found) or _first_of([_all_alike, _moves, _proportional, tendency], pairs, key)


def _first_of(patterns: list[Pattern], pairs: Pairs, key: Key) -> Diagnosis | None:
    return next((found for pattern in patterns if (found := pattern(pairs, key)) is not None), None)


def _one_slip(answers: list[Any], key: Key, found: Diagnosis | None) -> Diagnosis | None:
    """What was found of answers, after what one slip in a right solution would have made of them."""
    slip = slip_of(answers, key)
    if slip == NO_TEXT:
        return found
    return "slip", paragraphs(slip, found[1] if found else NO_TEXT)


def _counts(key: Key, failed: tuple[int, ...]) -> tuple[int, int]:
    """How many different cases went wrong, and how many there are."""
    cases = key["cases"]
    first = [cases.index(case) for case in cases]
    return len({first[n] for n in failed}), len(set(first))


def _error(answers: list[Any], stopped: int, key: Key, failed: tuple[int, ...]) -> Diagnosis:
    answer = answers[stopped]
    parts = [_error_message(answer)]
    if _asks(answer):
        parts.append(messages.NOBODY_TYPES)
    said = legible(answer.get("message"), 300)
    parts += [hint for signs, hint in messages.ERRORS_EXPLAINED if all(sign in said for sign in signs)][:1]
    wrong, tried = _counts(key, failed)
    if wrong < tried:
        parts.append(messages.SOME_CASES.format(right=tried - wrong, total=tried))
    return f"error:{legible(answer.get('name'), 60)}", paragraphs(*parts)


def _found_in_place(answer: Any, key: Key, index: int) -> Diagnosis | None:
    """What a probe found in place of an answer, or instead of what it should have found."""
    said, items = key.get("findings") or {}, _items_of(answer)
    if not items or not said or not items.keys() <= said.keys() | {"loss", "losses", "value"}:
        return None
    right = _items_of(key["expected"][index])
    # Where nothing of the kind was expected, what does not hold is what is wrong.
    order = sorted(items.items(), key=lambda item: item[1] is not False)
    for name, value in items.items() if right else order:
        if name in said and not (name in right and right[name] == value):
            return f"found:{name}", Text(**said[name]).format(value=_found_value(value))
    return None


def _found_value(value: Any) -> Text:
    shown = legible(value if isinstance(value, str) else _plain(value), 60)
    return _KINDS.get(shown) or Text(shown, shown)


def _items_of(answer: Any) -> dict[str, Any]:
    items = answer.get("items") if type_of(answer) == "dict" else None
    return items if isinstance(items, dict) else {}


def _asked_again(answers: list[Any], key: Key) -> Diagnosis | None:
    """The last case is the first once more, and right work answers it alike."""
    cases = key["cases"]
    if len(cases) < 2 or cases[0] != cases[-1] or answers[0] == answers[-1] or _stale(answers, key):
        return None
    one, two = as_numbers(answers[0]), as_numbers(answers[-1])
    if one is not None and two is not None and one.shape == two.shape and close(one, two, key["rtol"]):
        return None
    return "changes", messages.CHANGES_WHEN_ASKED_AGAIN


def _alike_in_form(answer: Any, expected: Any) -> bool:
    given, right = as_numbers(answer), as_numbers(expected)
    if right is not None:
        return given is not None and given.shape == right.shape
    if isinstance(expected, list):
        return (
            isinstance(answer, list)
            and len(answer) == len(expected)
            and all(_alike_in_form(a, e) for a, e in zip(answer, expected, strict=True))
        )
    return type_of(answer) == type_of(expected) and type(answer) is type(expected)


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
    said = legible(answer.get("message"), 300)
    name, message = legible(answer.get("name"), 60), f": {said}" if said else ""
    if not isinstance(line, int):
        # It need not have been inside of the work: it may be how it was called, or what came back.
        return messages.ERROR_AROUND.format(name=name, message=message)
    return messages.ERROR.format(name=name, message=message, line=messages.ERROR_LINE.format(line=line))


def _form(answer: Any, expected: Any, factors: dict[str, float]) -> Diagnosis:
    """The answer has another form than the right one: another shape, another length, another kind of thing."""
    given, right = as_numbers(answer), as_numbers(expected)
    if right is not None and given is not None and given.shape != right.shape:
        form = messages.WRONG_KIND.format(got=describe(answer), expected=describe(expected))
        return "shape", _shape(given, right, factors.get("N")) or form
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


def _shape(given: np.ndarray, right: np.ndarray, n: float | None) -> Text | None:
    if right.shape == () and n is not None and given.shape == (n, n):
        return messages.BROADCAST.format(got=given.shape)
    if n is not None and given.shape == (*right.shape, n) and right.shape != ():
        return messages.PER_POINT.format(n=int(n))
    return _length(len(given), len(right)) if given.ndim == right.ndim == 1 else None


def _is_empty(answer: Any) -> bool:
    return answer == [] or (type_of(answer) == "array" and answer.get("data") == [])


def _as_many_as(answers: list[Any], key: Key, failed: tuple[int, ...]) -> Text:
    """Which list of the inputs has as many values as the answer wherever it is wrong, if the right one has others."""
    for name, value in key["cases"][0].items():
        lengths = []
        for n in failed:
            given, right = as_numbers(answers[n]), as_numbers(key["expected"][n])
            if given is None or right is None or given.ndim != 1 or right.ndim != 1:
                return NO_TEXT
            lengths.append(
                (len(given), len(right), len(key["cases"][n].get(name) or ()) if isinstance(value, list) else 0)
            )
        if all(got == there != expected for got, expected, there in lengths):
            return messages.AS_MANY_AS.format(name=name)
    return NO_TEXT


def _length(got: int, expected: int) -> Text:
    message = messages.OFF_BY_ONE if abs(got - expected) == 1 and expected >= 3 else messages.WRONG_LENGTH
    return message.format(got=got, expected=expected)


def _ended_early(answers: list[Any], key: Key, failed: tuple[int, ...]) -> Diagnosis | None:
    """Of something repeated, the right values from the first on, and too few of them: not always one."""
    name = repeated(key["cases"])
    if name is None:
        return None
    lacking = set()
    for n in failed:
        given, right = as_numbers(answers[n]), as_numbers(key["expected"][n])
        if given is None or right is None or right.ndim == 0:
            return None
        given = given.reshape(1, *given.shape) if given.ndim < right.ndim else given
        if (
            not 0 < len(given) < len(right)
            or given.shape[1:] != right.shape[1:]
            or not close(given, right[: len(given)], key["rtol"])
        ):
            return None
        lacking.add(len(right) - len(given))
    wrong, tried = _counts(key, failed)
    if lacking == {1} and wrong == tried:
        return None
    return "ended-early", messages.ENDED_EARLY.format(wrong=wrong, total=tried, name=name)


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
        if not _alike_in_form(a, e):
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
    if not all(np.all(np.abs(given - right) <= 0.01 * np.abs(right) + 1e-9) for given, right in pairs):
        return None
    if repeated(key["cases"]) and all(r.ndim and close(g[:1], r[:1], key["rtol"]) for g, r in pairs):
        return "close", messages.CLOSE_STEP_BY_STEP
    return "close", messages.CLOSE


def _rounded(pairs: Pairs, key: Key) -> Diagnosis | None:
    """The right numbers, but for what was cut off behind the point. One number again and again would show nothing."""
    if len({float(v) for given, _ in pairs for v in given.ravel()}) < 2:
        return None
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


def _transposed(pairs: Pairs, key: Key) -> Diagnosis | None:
    """Rows for columns."""
    if any(right.ndim != 2 or given.shape != right.T.shape for given, right in pairs):
        return None
    turned = all(close(given, right.T, key["rtol"]) for given, right in pairs)
    return ("transposed", messages.TRANSPOSED) if turned else None


def _shifted(pairs: Pairs, key: Key) -> Diagnosis | None:
    """The right values, each one place too early or too late."""
    if any(right.ndim < 1 or len(right) < 3 for _, right in pairs):
        return None
    if all(close(given[:-1], right[1:], key["rtol"]) for given, right in pairs):
        return "shift", messages.SHIFTED_EARLY
    if all(close(given[1:], right[:-1], key["rtol"]) for given, right in pairs):
        return "shift", messages.SHIFTED_LATE
    return None


def _shifted_length(answers: list[Any], key: Key) -> Diagnosis | None:
    """The right values but for one at an end: missing, or there in addition; or rows for columns."""
    pairs = _all_numbers(answers, key)
    if pairs is None:
        return None
    if turned := _transposed(pairs, key):
        return turned
    if any(given.ndim != right.ndim or right.ndim < 1 or len(right) < 2 for given, right in pairs):
        return None
    ways: list[tuple[Text, Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]]] = [
        (messages.FIRST_MISSING, lambda given, right: (given, right[1:])),
        (messages.LAST_MISSING, lambda given, right: (given, right[:-1])),
        (messages.ONE_BEFORE, lambda given, right: (given[1:], right)),
        (messages.ONE_AFTER, lambda given, right: (given[:-1], right)),
    ]
    for message, way in ways:
        both = [way(np.atleast_1d(given), right) for given, right in pairs]
        if all(given.shape == right.shape and close(given, right, key["rtol"]) for given, right in both):
            return "length", message.format(got=len(np.atleast_1d(pairs[0][0])), expected=len(pairs[0][1]))
    return None


def _picked(answers: list[Any], key: Key) -> Diagnosis | None:
    """Of numbers that were picked, such as those of rows: the right ones and others, or some of them and no others."""
    pairs: Pairs = []
    for answer, expected in zip(answers, key["expected"], strict=True):
        given, right = np.array([]) if _is_empty(answer) else as_numbers(answer), as_numbers(expected)
        if given is None or right is None or not (_is_selection(given) and _is_selection(right)):
            return None
        pairs.append((given, right))
    sets = [(set(np.ravel(given).tolist()), set(np.ravel(right).tolist())) for given, right in pairs]
    wrong = [(given, right) for given, right in sets if given != right]
    if not any(given for given, _ in wrong):
        return None
    if all(given > right for given, right in wrong):
        return "too-many", messages.TOO_MANY_PICKED
    return ("too-few", messages.TOO_FEW_PICKED) if all(given < right for given, right in wrong) else None


def _is_selection(numbers: np.ndarray) -> bool:
    """Whether these are whole numbers from 0 on, each once, in their order."""
    flat = np.atleast_1d(numbers)
    return flat.ndim == 1 and bool(np.all(flat == np.floor(flat)) and np.all(flat >= 0) and np.all(np.diff(flat) > 0))


def _constant(pairs: Pairs, key: Key) -> Diagnosis | None:
    if all(np.max(np.abs(g), initial=0.0) < 1e-9 * np.min(np.abs(r), initial=np.inf) for g, r in pairs):
        return "zero", messages.ZERO  # what rounding has left of it has a sign and a size, and they say nothing
    first, right = pairs[0]
    if len(pairs) < 2 or any(g.shape != first.shape or not np.allclose(g, first, rtol=1e-9, atol=0) for g, _ in pairs):
        return None
    if all(np.array_equal(r, right) for _, r in pairs):
        return None
    if not np.any(first):
        return "zero", messages.ZERO
    return "constant", messages.CONSTANT.format(count=len(pairs))


def _constant_whatever_the_form(answers: list[Any], key: Key) -> Diagnosis | None:
    pairs = _all_numbers(answers, key)
    if pairs is None or len({right.shape for _, right in pairs}) < 2:
        return None
    return _constant(pairs, key)


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


def _one_step(pairs: Pairs, key: Key) -> Diagnosis | None:
    """Of a step that is repeated: the factor, where it is done once. After several it is another in every case."""
    cases = key["cases"]
    name = repeated(cases)
    starts = key.get("starts") or [None] * len(cases)
    alone: Pairs = []
    begin: list[Any] = []
    factors: list[dict[str, float]] = []
    for n, case in enumerate(cases):
        if name is None or case[name] != 1 or case in cases[:n]:
            continue
        # Each number counts by itself, since there may be one such case alone; but a path is one thing with its start.
        start = None if starts[n] is None else np.asarray(starts[n], dtype=float)
        by_itself = start is None or start.shape == pairs[n][1].shape
        alone += zip(*(np.ravel(values) for values in pairs[n]), strict=True) if by_itself else [pairs[n]]
        begin += [start] * (len(alone) - len(begin)) if start is None or not by_itself else list(start.ravel())
        factors += [key["factors"][n]] * (len(alone) - len(factors))
    if not alone:
        return None
    found = _first_of([_ratio, _move], alone, {**key, "factors": factors, "starts": begin})
    return found and (f"one-step:{found[0]}", messages.OF_ONE_STEP.format(name=name, said=found[1]))


def _moves(pairs: Pairs, key: Key) -> Diagnosis | None:
    """Of steps whose lengths have no common factor: whether all go the right way, or all are as long as they should."""
    starts = key.get("starts") or [None] * len(pairs)
    moves: Pairs = []
    for (given, right), start in zip(pairs, starts, strict=True):
        begin = None if start is None else np.asarray(start, dtype=float)
        if begin is None or begin.shape != right.shape:
            return None
        moves.append(((given - begin).ravel(), (right - begin).ravel()))
    given, right = (np.concatenate([move[i] for move in moves]) for i in (0, 1))
    if np.any(np.abs(right) < 1e-9):
        return None
    sizes = np.abs(given / right)
    some_right = bool(np.any(np.isclose(given, right, rtol=key["rtol"], atol=0)))
    if np.array_equal(np.sign(given), np.sign(right)) and not some_right:
        low, high = f"{sizes.min():.3g}", f"{sizes.max():.3g}"
        said = messages.MOVES_OF_OTHER_LENGTH.format(low=low, high=high)
        return "move:length", in_one_line(said, advice_on_factors(key["cases"]))
    return ("move:way", messages.MOVES_OF_OTHER_WAY) if np.allclose(sizes, 1, rtol=key["rtol"]) else None


def _all_alike(pairs: Pairs, key: Key) -> Diagnosis | None:
    """One number again and again within each answer, where the right ones differ."""
    for given, right in pairs:
        if given.size < 2 or not np.allclose(given, given.flat[0], rtol=1e-9) or np.allclose(right, right.flat[0]):
            return None
    return "all-alike", messages.ALL_ALIKE


def _proportional(pairs: Pairs, key: Key) -> Diagnosis | None:
    """In each case one factor between all values and the right ones, but not the same in all cases."""
    if len(pairs) < 3 or any(right.size < 2 for _, right in pairs):
        return None
    ratios = [_one_ratio(given, right, key["rtol"]) for given, right in pairs]
    told = [ratio for ratio in ratios if ratio is not None and ratio is not ANY]
    if None in ratios or len(told) < 3:
        return None
    return "proportional", messages.PROPORTIONAL.format(low=f"{min(told):.3g}", high=f"{max(told):.3g}")


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
    return _some_of([[(given[i], right[i]) for given, right in pairs] for i in range(count)], key)


def _of_as_many_parts(answers: list[Any], key: Key) -> bool:
    """Whether all answers are lists of as many parts as the right ones, always the same number."""
    counts = {len(e) if isinstance(e, list) else 0 for e in key["expected"]}
    return len(counts) == 1 and all(isinstance(a, list) and {len(a)} == counts for a in answers)


def _in_parts(answers: list[Any], key: Key) -> Diagnosis | None:
    """Of an answer of several parts, each an answer of its own: which are wrong, and what their numbers tell."""
    count = len(key["expected"][0]) if isinstance(key["expected"][0], list) else 0
    if not 2 <= count <= 8 or not _of_as_many_parts(answers, key):
        return None
    parts: list[Pairs] = []
    for i in range(count):
        pairs = []
        for answer, expected in zip(answers, key["expected"], strict=True):
            given, right = as_numbers(answer[i]), as_numbers(expected[i])
            if right is None or given is None or given.shape != right.shape:
                # What is wrong before it comes first: it may be why this part is no such thing at all.
                earlier = _some_of(parts, key)
                return earlier or ("some-values", _wrong_part(i, answer[i], expected[i], key))
            pairs.append((given, right))
        parts.append(pairs)
    return _some_of(parts, key)


def _wrong_part(place: int, given: Any, right: Any, key: Key) -> Text:
    form = messages.WRONG_KIND.format(got=describe(given), expected=describe(right))
    return messages.ONE_PART.format(part=_part_name(place, key), said=form)


def _some_of(parts: list[Pairs], key: Key) -> Diagnosis | None:
    """What is to be said of answers whose parts are given one by one, where some are right or one tells something."""
    wrong = [i for i, pairs in enumerate(parts) if not all(close(g, r, key["rtol"]) for g, r in _at_least_1d(pairs))]
    told = [(i, found[1]) for i in wrong if (found := _in_one_part(parts[i], key)) is not None]
    advice: list[Text] = []
    if not told:
        late = [(i, *two) for i in wrong if (two := _late_in_one_part(parts[i], key)) is not None]
        told = [(i, said) for i, said, _ in late]
        advice = list(dict.fromkeys(follows for *_, follows in late))  # once, however many parts it is of
    if not wrong or (len(wrong) == len(parts) and not told):
        return None
    names = [_part_name(i, key) for i in wrong]
    if len(wrong) == 1:
        lead = messages.ONLY_PART.format(part=names[0])
    elif len(wrong) == len(parts):
        lead = NO_TEXT
    else:
        right = [_part_name(i, key) for i in range(len(parts)) if i not in wrong]
        lead = messages.SOME_VALUES.format(right=_listed(right), wrong=_listed(names))
    said = [messages.ONE_PART.format(part=_part_name(i, key), said=sentence) for i, sentence in told]
    return "some-values", paragraphs(*[text for text in (lead, *said, *advice) if text != NO_TEXT])


def _in_one_part(pairs: Pairs, key: Key) -> Diagnosis | None:
    return next((found for pattern in [*_OF_VALUES, _order] if (found := pattern(pairs, key)) is not None), None)


def _late_in_one_part(pairs: Pairs, key: Key) -> tuple[Text, Text] | None:
    """What is said of a part of which nothing plainer holds, and the advice that follows."""
    in_order = [_prefix] if repeated(key["cases"]) else []  # other parts are no path that goes wrong on the way
    found = _first_of([_one_of_an_input, relation, *in_order], pairs, key)
    return size_and_sign(pairs, key) if found is None else (found[1], NO_TEXT)


def _one_of_an_input(pairs: Pairs, key: Key) -> Diagnosis | None:
    """One value of a list that was handed in, as the right one is, but another one."""
    for name in key["cases"][0]:
        lists = [case.get(name) for case in key["cases"]]
        if all(
            given.shape == right.shape == ()
            and isinstance(there, list)
            and len(there) > 2
            and float(given) in there
            and float(right) in there
            for (given, right), there in zip(pairs, lists, strict=True)
        ):
            return "one-of-input", messages.ONE_OF_INPUT.format(name=name)
    return None


def _at_least_1d(pairs: Pairs) -> Pairs:
    return [(np.atleast_1d(given), np.atleast_1d(right)) for given, right in pairs]


def _part_name(place: int, key: Key) -> Text:
    names = key.get("parts") or []
    return Text(**names[place]) if place < len(names) else messages.VALUE_NUMBER.format(number=place + 1)


def _listed(names: list[Text]) -> Text:
    return Text(", ".join(name.ko for name in names), ", ".join(name.en for name in names))


def _prefix(pairs: Pairs, key: Key) -> Diagnosis | None:
    """Of a path: how many values from its start are right, in the first case that is wrong; some are in every case.

    Parts that have names are no path.
    """
    if key.get("parts") and not repeated(key["cases"]):
        return None
    sizes = [len(right) if right.ndim else 0 for _, right in pairs]
    if min(sizes) < 2 or max(sizes) < 3:
        return None
    lengths = []
    for given, right in pairs:
        wrong = [i for i in range(len(right)) if not close(given[i : i + 1], right[i : i + 1], key["rtol"])]
        lengths += wrong[:1]
    if not lengths or min(lengths) == 0:
        return None
    # What moves something begins with where it starts, which is no value that was worked out.
    if len(lengths) == len(pairs) > 1 and max(lengths) == 1 and all(start is None for start in key.get("starts") or []):
        return "prefix", messages.SINCE_THE_FIRST
    return ("prefix", messages.PREFIX.format(right=lengths[0], next=lengths[0] + 1)) if min(sizes) > 2 else None


_OF_VALUES: list[Pattern] = [_constant, _rounded, _near, _ratio, _offset, _transposed]
"""What is tried on any numbers in the right form, whole answers and parts of one."""


# --- putting values into words -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FailedCase:
    """A case that went wrong, in words and numbers.

    Attributes:
        line: the call, what came of it, and what is right, in one line.
        rows: the same as names and values: the inputs, what came, what is right.
        wrong: how many cases went wrong; one that is asked twice counts once.
        tried: of how many.
    """

    line: Text
    rows: tuple[tuple[Text, Text], ...]
    wrong: int
    tried: int


def failed_case(answers: list[Any], key: Key, failed: tuple[int, ...], reveal: bool, index: int) -> FailedCase | None:
    """One case that went wrong: its inputs, what came of them, and where ``reveal`` is set, what is right.

    Nothing right stands beside what a probe has found in place of an answer. ``None`` where there are no inputs to
    show, or nothing was called.
    """
    case, answer, expected = key["cases"][index], answers[index], key["expected"][index]
    if not case or type_of(answer) == "not-callable":
        return None
    inputs = {name: _plain(value) for name, value in case.items()}
    call = f"{key['name']}({', '.join(f'{name}={value}' for name, value in inputs.items())})"
    rows = [(Text(name, name), Text(value, value)) for name, value in inputs.items()]
    if type_of(answer) == "error":
        return FailedCase(messages.INPUT.format(call=call), tuple(rows), *_counts(key, failed))
    in_place = bool(key.get("findings")) and type_of(answer) == "dict" != type_of(expected)
    got = (_findings_in_words(answer, key) if in_place else None) or _in_words(answer)
    rows.append((messages.GOT, got))
    if not reveal or in_place or type_of(expected) in ("sealed", "error"):
        return FailedCase(messages.CASE.format(call=call, got=got), tuple(rows), *_counts(key, failed))
    right = _in_words(expected)
    rows.append((messages.RIGHT, right))
    line = messages.CASE_EXPECTED.format(call=call, got=got, expected=right)
    return FailedCase(line, tuple(rows), *_counts(key, failed))


def _findings_in_words(answer: Any, key: Key) -> Text | None:
    """What a probe has found in place of an answer, where a sentence of the exercise says of each what is wrong."""
    said, items = key["findings"], _items_of(answer)
    if not items or any(name not in said or value is not False for name, value in items.items()):
        return None
    parts = [Text(**said[name]).format(value=_found_value(value)) for name, value in items.items()]
    return Text(" ".join(part.ko for part in parts), " ".join(part.en for part in parts))


def _in_words(answer: Any) -> Text:
    shown = as_numbers(answer)
    if shown is not None:
        in_a_list = shown.shape == () and isinstance(answer, list)
        return Text(*[f"[{_plain(shown.item())}]" if in_a_list else _plain(shown.tolist())] * 2)
    if isinstance(answer, list):
        parts = [_in_words(item) for item in answer[:4]]
        more = ", …" if len(answer) > 4 else ""
        return Text(f"({', '.join(p.ko for p in parts)}{more})", f"({', '.join(p.en for p in parts)}{more})")
    if isinstance(answer, bool | str):
        return Text(*[legible(repr(answer), 60)] * 2)
    items = answer.get("items") if type_of(answer) == "dict" else None
    if isinstance(items, dict) and not _without_properties(answer):
        parts = [
            messages.ITEM.format(name=legible(name, 30), value=_in_words(v)) for name, v in list(items.items())[:6]
        ]
        return Text("{" + ", ".join(p.ko for p in parts) + "}", "{" + ", ".join(p.en for p in parts) + "}")
    return describe(answer)


def _without_properties(answer: Any) -> str | None:
    """The type of something whose properties cannot be looked at, as an observer notes it."""
    items = answer.get("items") if type_of(answer) == "dict" else None
    kind = items.get(UNLIKE) if isinstance(items, dict) and len(items) == 1 else None
    return kind if isinstance(kind, str) else None


def describe(answer: Any) -> Text:
    """What kind of thing an answer is."""
    if _is_empty(answer):
        return messages.AN_EMPTY_LIST if answer == [] else messages.AN_EMPTY_ARRAY
    found = as_numbers(answer)
    if found is not None and found.shape == () and isinstance(answer, list):
        return messages.ONE_VALUE
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
    kind = _without_properties(answer)
    name = kind or (answer.get("name") if isinstance(answer, dict) else type(answer).__name__)
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
