"""What sets the cases that are wrong apart from those that are right, and the wrong places of an answer. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np

from gdcourse.judging import messages
from gdcourse.judging.comparing import close
from gdcourse.language import NO_TEXT, Text

Pairs = list[tuple[np.ndarray, np.ndarray]]
Case = dict[str, Any]
_A_LITTLE = 0.1
"""How far from 1 the ratio to the right number may be for what is said of approximations."""
_ENOUGH_TO_BE_NO_CHANCE = 5
"""Of as many cases in random order, one in sixty is in order."""


def what_sets_apart(cases: list[Case], failed: tuple[int, ...]) -> Text | None:
    """What all right cases have and no wrong one, or the other way round; said of the cases tried, and of no others."""
    new = [n for n, case in enumerate(cases) if case not in cases[:n]]
    right = [cases[n] for n in new if n not in failed]
    wrong = [cases[n] for n in new if n in failed]
    if not right or not wrong or len(new) < 3:
        return None
    for some, others, said in ((right, wrong, messages.RIGHT_ARE), (wrong, right, messages.WRONG_ARE)):
        # Among few cases, something common is shared by chance; something special hardly.
        features = [_special, _common] if min(len(right), len(wrong)) > 1 else [_special]
        for kind in features:
            lacking = {feature.en for case in others for feature in kind(case)}
            in_all = [f for f in kind(some[0]) if all(f.en in {g.en for g in kind(c)} for c in some[1:])]
            feature = next((f for f in in_all if f.en not in lacking), None)
            if feature is not None:
                if some is right and len(right) == 1 and _own_lengths(some[0], others):
                    break  # a length that no other case has is as likely the reason
                # What one case has that the others have not may be why, and may be chance.
                said = messages.RIGHT_IS if some is right and len(right) == 1 else said
                return said.format(feature=feature, right=len(right), total=len(new))
    for some, others, said in ((right, wrong, messages.RIGHT_ONCE), (wrong, right, messages.WRONG_ONCE)):
        if len(some) == 1 and (inputs := _inputs(some[0], others)):
            return said.format(inputs=inputs, total=len(new))
    return None


def _special(case: Case) -> Iterator[Text]:
    """What is rare among cases, and often where work goes wrong or comes out right by luck."""
    for name, value in case.items():
        shown = f"`{name}`"
        if _is_number(value):
            if value == 0:
                yield messages.IS_ZERO.format(name=shown)
        elif isinstance(value, list) and value:
            if len(value) == 1:
                yield messages.WITH_ONE.format(name=shown)
            if all(map(_is_number, value)):
                if not any(value):
                    yield messages.ALL_ZERO.format(name=shown)
                elif not all(value):
                    yield messages.WITH_ZERO.format(name=shown)
                if len(set(value)) < len(value):
                    yield messages.WITH_EQUALS.format(name=shown)


def _common(case: Case) -> Iterator[Text]:
    """What several cases may share."""
    scalars = {name: value for name, value in case.items() if _is_number(value)}
    for name, value in scalars.items():
        yield Text(f"`{name}` = {_shown(value)}인", f"`{name}` = {_shown(value)}")
        if value < 0:
            yield Text(f"`{name}` < 0인", f"`{name}` < 0")
    for name, value in case.items():
        shown = f"`{name}`"
        if isinstance(value, list) and value:
            if all(map(_is_number, value)):
                if any(v < 0 for v in value):
                    yield messages.WITH_NEGATIVES.format(name=shown)
                if value == sorted(value):
                    yield messages.IN_ORDER.format(name=shown)
            yield (messages.EVEN_COUNT if len(value) % 2 == 0 else messages.ODD_COUNT).format(name=shown)
            yield messages.WITH_COUNT.format(name=shown, count=len(value))
            if isinstance(value[0], list):
                yield messages.WITH_COLUMNS.format(name=shown, count=len(value[0]))
    for one, other in permutations(scalars, 2):
        if scalars[one] < scalars[other]:
            yield Text(f"`{one}` < `{other}`인", f"`{one}` < `{other}`")


def _inputs(case: Case, others: list[Case]) -> Text | None:
    """The plain numbers of a case in one line, and how many its lists hold, where those of other cases hold another."""
    own = _own_lengths(case, others)
    said = [
        Text(*[f"`{name}` = {_shown(value)}"] * 2)
        if _is_number(value)
        else messages.COUNT_IN.format(name=f"`{name}`", count=len(value))
        for name, value in case.items()
        if _is_number(value) or name in own
    ]
    return Text(", ".join(text.ko for text in said), ", ".join(text.en for text in said)) if said else None


def _own_lengths(case: Case, others: list[Case]) -> list[str]:
    """The lists of a case that hold more than one value, and as many as those of no other case."""
    lists = {name: value for name, value in case.items() if isinstance(value, list) and len(value) > 1}
    return [name for name, value in lists.items() if all(len(value) != len(other[name]) for other in others)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: float) -> str:
    return f"{value:.6g}"


def wrong_places(pairs: Pairs, key: dict[str, Any]) -> tuple[str, Text] | None:
    """Of answers with many values: which places are wrong in every case, where that can be said in a few words."""
    masks = []
    for given, right in pairs:
        if right.ndim != 1 or len(right) < 3:
            return None
        masks.append(~_close_each(given, right, key["rtol"]))
    if not any(mask.any() for mask in masks) or all(mask.all() for mask in masks):
        return None
    for name, said, rule in (
        ("first", messages.WRONG_AT_FIRST, lambda n: np.arange(n) == 0),
        ("last", messages.WRONG_AT_LAST, lambda n: np.arange(n) == n - 1),
        ("inside", messages.WRONG_INSIDE, lambda n: (np.arange(n) > 0) & (np.arange(n) < n - 1)),
        ("ends", messages.WRONG_AT_ENDS, lambda n: (np.arange(n) == 0) | (np.arange(n) == n - 1)),
        ("but-last", messages.WRONG_BUT_LAST, lambda n: np.arange(n) < n - 1),
    ):
        if all(np.array_equal(mask, rule(len(mask))) for mask in masks):
            return f"places:{name}", said
    for name in key["cases"][0]:
        values = [case.get(name) for case in key["cases"]]
        if not all(isinstance(v, list) and len(v) == len(m) for v, m in zip(values, masks, strict=True)):
            continue
        if not all(_is_number(v) for value in values for v in value):
            continue
        numbers = [np.array(value, dtype=float) for value in values]
        for sign, holds in (
            ("< 0", [value < 0 for value in numbers]),
            ("> 0", [value > 0 for value in numbers]),
            ("= 0", [value == 0 for value in numbers]),
            ("≤ 0", [value <= 0 for value in numbers]),
            ("≥ 0", [value >= 0 for value in numbers]),
        ):
            if all(np.array_equal(mask, where) for mask, where in zip(masks, holds, strict=True)):
                return "places:sign", messages.WRONG_WHERE.format(where=f"`{name}` {sign}")
    return None


def _close_each(given: np.ndarray, right: np.ndarray, rtol: float) -> np.ndarray:
    return np.array([close(given[i : i + 1], right[i : i + 1], rtol) for i in range(len(right))])


def repeated(cases: list[Case]) -> str | None:
    """The input that says how often something is done again, where there is one."""
    return next((name for name in ("steps", "epochs") if name in cases[0]), None)


def tendency(pairs: Pairs, key: dict[str, Any]) -> tuple[str, Text] | None:
    """Of answers all of whose values are wrong: whether they are too large, too small, or of the other sign."""
    found = size_and_sign(pairs, key)
    return None if found is None else ("tendency", in_one_line(*found))


def size_and_sign(pairs: Pairs, key: dict[str, Any]) -> tuple[Text, Text] | None:
    """The same, and apart from it the advice that follows."""
    cases = key["cases"]
    starts = key.get("starts") or [None] * len(pairs)
    if any(start is not None and r.shape == () != np.shape(start) for start, (_, r) in zip(starts, pairs, strict=True)):
        return None  # of one part of what moves, the place tells nothing by its sign and its size
    first = [n for n in range(len(pairs)) if cases[n] not in cases[:n]]
    new = [pairs[n] for n in first]
    if len(new) < 3 or any(g.shape != r.shape for g, r in new):
        return None
    given, right = (np.concatenate([np.ravel(pair[i]) for pair in new]) for i in (0, 1))
    if not np.all(np.isfinite(given)) or np.any(np.abs(right) < 1e-12):
        return None
    if np.any(_close_each(given, right, key["rtol"])):
        return None
    ratios = given / right
    low, high = float(ratios.min()), float(ratios.max())
    advice = advice_on_factors(cases)
    if high < 0:
        return messages.OTHER_SIGN_BY.format(low=f"{-high:.3g}", high=f"{-low:.3g}"), NO_TEXT
    if low <= 0:
        sizes = np.abs(ratios)
        low, high = float(sizes.min()), float(sizes.max())
        said, advice = messages.SIGN_VARIES_BY, advice if repeated(cases) else messages.LOOK_AT_THE_SIGN
    elif low > 1:
        said = messages.TOO_LARGE_BY
    else:
        said = messages.TOO_SMALL_BY if high < 1 else messages.SIZE_VARIES_BY
    if np.all(ratios > 0) and max(abs(low - 1), abs(high - 1)) < _A_LITTLE and repeated(cases) is None:
        advice = messages.AS_AN_APPROXIMATION
    elif np.all(ratios > 0) and len(ratios) == len(new):
        advice = in_one_line(advice, _with_an_input([cases[n] for n in first], ratios))
    return said.format(low=f"{low:.3g}", high=f"{high:.3g}"), advice


def _with_an_input(cases: list[Case], ratios: np.ndarray) -> Text:
    """The one input with which the ratio to the right number grows from case to case, or falls."""
    found = []
    for name in cases[0]:
        values = [case[name] for case in cases if _is_number(case.get(name))]
        if len(set(values)) == len(cases) >= _ENOUGH_TO_BE_NO_CHANCE:
            steps = np.diff(ratios[np.argsort(values)])
            if np.all(steps > 0) or np.all(steps < 0):
                found.append(messages.WITH_AN_INPUT[bool(steps[0] > 0)].format(name=name))
    return found[0] if len(found) == 1 else NO_TEXT


def in_one_line(*texts: Text) -> Text:
    """Sentences one after the other."""
    return Text(*[" ".join(filter(None, (text.in_language(lang) for text in texts))) for lang in ("ko", "en")])


def advice_on_factors(cases: list[Case]) -> Text:
    """What follows from a factor that varies: not that it is no constant, where there may be one in each step."""
    name = repeated(cases)
    return messages.NO_CONSTANT if name is None else messages.TRY_ONE_STEP.format(name=name)


def places_in(given: np.ndarray, right: np.ndarray, rtol: float) -> Text | None:
    """Which places of one answer are right and which are wrong, where some are right."""
    if given.shape != right.shape or right.ndim != 1:
        return None
    fits = _close_each(given, right, rtol)
    if not fits.any() or fits.all():
        return None
    said = {name: ", ".join(map(str, np.flatnonzero(mask) + 1)) for name, mask in (("right", fits), ("wrong", ~fits))}
    return messages.PLACES_BELOW.format(**said)
