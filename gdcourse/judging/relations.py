"""How wrong numbers come from the right ones and the inputs: what is too much or missing in every case. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcourse.judging import messages
from gdcourse.judging.quantities import Quantity, brackets_of, figures_of, inputs_of, products_of
from gdcourse.language import Text

Pairs = list[tuple[np.ndarray, np.ndarray]]
_ENOUGH = 3
"""So many different cases have to agree: one decides the factor, the others could not agree by chance."""
_EXACT = 2e-5
_IN_PLACE = {messages.TIMES: messages.TIMES_IN_PLACE, messages.DIVIDED: messages.DIVIDED_IN_PLACE}
"""What is said where a quantity has a value for each of the answer's."""
_PLAIN = (1.0, 2.0, 0.5, 3.0, 4.0, 0.25, 1 / 3)


def relation(pairs: Pairs, key: dict[str, Any]) -> tuple[str, Text] | None:
    """What holds of given and right numbers in all cases, where one of the relations that are tried does."""
    cases = key["cases"]
    new = [n for n, case in enumerate(cases) if case not in cases[:n]]
    if len(new) < _ENOUGH or len(pairs) != len(cases):
        return None
    some = [pairs[n] for n in new]
    if not all(np.all(np.isfinite(given)) and np.all(np.isfinite(right)) for given, right in some):
        return None
    found = _of_right_alone(some)
    if found is not None:
        return found
    ways = _ways(some)
    for quantities in (inputs_of, figures_of, products_of, brackets_of):
        columns = list(zip(*[quantities(cases[n]) for n in new], strict=False))
        for name, said, values in ways:
            for column in columns:
                factor = _factor(values, column)
                if factor is not None:
                    in_place = _IN_PLACE.get(said, said) if np.ndim(column[0][1]) else said
                    return name, in_place.format(quantity=_times(factor, column[0][0]))
    return None


def _ways(pairs: Pairs) -> list[tuple[str, Text, list[np.ndarray]]]:
    """What a quantity may be beside: the answers, what they are more or less by, what they are a multiple of."""
    ways = [
        ("input", messages.IS_QUANTITY, [given for given, _ in pairs]),
        ("off-by", messages.MORE_BY, [given - right for given, right in pairs]),
        ("times", messages.TIMES, [given / right for given, right in pairs]),
        ("times", messages.DIVIDED, [right / given for given, right in pairs]),
    ]
    return [way for way in ways if all(np.all(np.isfinite(value)) for value in way[2])]


def _of_right_alone(pairs: Pairs) -> tuple[str, Text] | None:
    """A function of the right numbers, each by itself or one after the other."""
    if len({float(v) for _, right in pairs for v in right.ravel()}) < _ENOUGH:
        return None
    for name, function, said in _FUNCTIONS:
        results = [(given, function(right)) for given, right in pairs]
        if all(given.shape == result.shape and _equal(given, result) for given, result in results):
            return f"function:{name}", said
    return None


_FUNCTIONS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray], Text], ...] = (
    ("abs", np.abs, messages.WITHOUT_SIGN),
    ("square", np.square, messages.SQUARED),
    ("root", np.sqrt, messages.ROOT),
    ("reciprocal", lambda right: 1 / right, messages.RECIPROCAL),
    ("negative-reciprocal", lambda right: -1 / right, messages.NEGATIVE_RECIPROCAL),
    ("complement", lambda right: 1 - right, messages.COMPLEMENT),
    ("sums", lambda right: np.cumsum(right) if right.ndim == 1 else right, messages.RUNNING_SUMS),
    ("log", np.log, messages.LOGARITHM),
    ("exp", np.exp, messages.EXPONENTIAL),
)


def _factor(values: list[np.ndarray], column: tuple[Quantity, ...]) -> float | None:
    """The one plain factor between values and a quantity that is not the same in all cases."""
    if _cannot_be(values, column) or len({said.en for said, _ in column}) != 1:
        return None
    factor: float | None = None
    seen = set()
    for value, (_, quantity) in zip(values, column, strict=True):
        if np.ndim(quantity) and np.shape(quantity) != value.shape:
            return None
        beside = np.broadcast_to(np.asarray(quantity, dtype=float), value.shape)
        if not np.all(np.isfinite(beside)):
            return None
        if float(np.max(np.abs(beside), initial=0.0)) < 1e-9:
            if np.any(np.abs(value) > 1e-9):
                return None
            continue
        place = int(np.argmax(np.abs(beside)))
        here = float(value.flat[place] / beside.flat[place])
        factor = here if factor is None else factor
        if not _agree(here, factor) or not _equal(value, factor * beside):
            return None
        seen.add(float(beside.flat[place]))
    if factor is None or len(seen) < _ENOUGH:
        return None
    return next(
        (sign * plain for plain in _PLAIN for sign in (1, -1) if abs(factor - sign * plain) < 1e-4 * plain), None
    )


def _cannot_be(values: list[np.ndarray], column: tuple[Quantity, ...]) -> bool:
    """Whether two cases contradict one another already: nearly always they do, and little is looked at."""
    factors = []
    for value, (_, quantity) in zip(values[:2], column[:2], strict=True):
        beside = float(quantity if isinstance(quantity, float) else np.asarray(quantity).flat[0])
        if value.size and abs(beside) > 1e-9:
            factors.append(float(value.flat[0]) / beside)
    return len(factors) == 2 and not _agree(factors[1], factors[0])


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACT * abs(other) + 1e-12


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    if not np.all(np.isfinite(other)):
        return False
    return bool(np.all(np.abs(one - other) <= _EXACT * np.abs(other) + 1e-6 * np.max(np.abs(other), initial=0.0)))


def _times(factor: float, quantity: Text) -> Text:
    if abs(factor - 1) < 1e-3:
        return quantity
    if abs(factor + 1) < 1e-3:
        return messages.MINUS_QUANTITY.format(quantity=quantity)
    if abs(factor) < 1:
        return messages.PART_OF_QUANTITY.format(factor=f"{1 / factor:.3g}", quantity=quantity)
    return messages.TIMES_QUANTITY.format(factor=f"{factor:.3g}", quantity=quantity)
