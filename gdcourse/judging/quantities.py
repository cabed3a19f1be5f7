"""Quantities of a case that a wrong answer may be off by: its inputs, their sums and counts, products of two. Pure."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np

from gdcourse.judging import messages
from gdcourse.language import Text

Quantity = tuple[Text, Any]
_MOST_VALUES = 1000
_MOST_IN_BRACKETS = 6


def inputs_of(case: dict[str, Any]) -> list[Quantity]:
    """The inputs that are numbers or lists of numbers, as they are."""
    return [(Text(*[f"`{name}`"] * 2), value) for name, value in _numeric(case).items()]


def figures_of(case: dict[str, Any]) -> list[Quantity]:
    """What is worked out of one list: its count, its sum and the like."""
    figures: list[Quantity] = []
    for name, value in _numeric(case).items():
        if isinstance(value, np.ndarray):
            for said, figure in (
                (messages.COUNT_OF, float(len(value))),
                (messages.SUM_OF, value.sum()),
                (messages.MEAN_OF, value.mean()),
                (messages.FIRST_OF, value[0]),
                (messages.LAST_OF, value[-1]),
                (messages.LARGEST_OF, value.max()),
                (messages.SMALLEST_OF, value.min()),
                (messages.SQUARES_OF, value @ value),
            ):
                figures.append((said.format(name=f"`{name}`"), figure))
    return figures


def products_of(case: dict[str, Any]) -> list[Quantity]:
    """Products and quotients of two inputs, squares, and sums of products."""
    numeric = _numeric(case)
    products: list[Quantity] = []
    for name, value in numeric.items():
        products.append((Text(*[f"`{name}`²"] * 2), value * value))
    for one, other in combinations(numeric, 2):
        a, b = numeric[one], numeric[other]
        if np.ndim(a) == 0 or np.ndim(b) == 0 or len(a) == len(b):
            products.append((Text(*[f"`{one}`·`{other}`"] * 2), a * b))
            if np.ndim(a) == np.ndim(b) == 1:
                said = messages.SUM_OF_PRODUCTS.format(one=f"`{one}`", other=f"`{other}`")
                products.append((said, a @ b))
    for one, other in permutations(numeric, 2):
        a, b = numeric[one], numeric[other]
        if np.ndim(b) == 0 and b != 0:
            products.append((Text(*[f"`{one}`/`{other}`"] * 2), a / b))
    return products


def brackets_of(case: dict[str, Any]) -> list[Quantity]:
    """Of inputs that are plain numbers: one times, by or under a sum or a difference of others, or of one and 1."""
    plain = {name: value for name, value in _numeric(case).items() if np.ndim(value) == 0}
    if not 2 <= len(plain) <= _MOST_IN_BRACKETS:
        return []
    inside = [
        (f"`{one}` + `{other}`", plain[one] + plain[other], {one, other}) for one, other in combinations(plain, 2)
    ]
    inside += [
        (f"`{one}` − `{other}`", plain[one] - plain[other], {one, other}) for one, other in permutations(plain, 2)
    ]
    inside += [(f"1 + `{name}`", 1 + value, {name}) for name, value in plain.items()]
    inside += [(f"1 − `{name}`", 1 - value, {name}) for name, value in plain.items()]
    found: list[Quantity] = []
    for said, value, used in inside:
        found.append((_plain_text(f"({said})"), value))
        for name in [name for name in plain if len(used) == 1 or name not in used]:
            # Every case has the same quantities, so that they can be compared.
            found += [
                (_plain_text(f"`{name}`·({said})"), plain[name] * value),
                (_plain_text(f"`{name}`/({said})"), plain[name] / value if value else np.inf),
                (_plain_text(f"({said})/`{name}`"), value / plain[name] if plain[name] else np.inf),
            ]
    return found


def _plain_text(text: str) -> Text:
    return Text(text, text)


def _numeric(case: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in case.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[name] = float(value)
        elif isinstance(value, list) and 0 < len(value) <= _MOST_VALUES and set(map(type, value)) <= {int, float}:
            found[name] = np.array(value, dtype=float)
    return found
