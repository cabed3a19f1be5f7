"""One claim of a lesson, and the decorator that makes a function one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gdcourse.exercises import find_unit


@dataclass(frozen=True)
class Claim:
    """A sentence of a lesson that is more than arithmetic, with code that tries it on other data.

    Attributes:
        unit: The slug of the unit, such as ``"01-cost"``.
        id: The name of the function, with dashes: unique within the unit.
        cell: The id of the text cell where the sentence stands.
        says: The sentence in English, word for word; ``**`` and line ends may be left out.
        shown: The id of the cell whose output shows it in the lesson.
        holds: For what it holds: "every convex parabola", or "the seedlings from (0, 0)", where that is all.
        tried: Recomputes it on other data than the lesson's. Returns what was tried and found, the same in every run;
            raises AssertionError where it does not hold. At most a few seconds.
    """

    unit: str
    id: str
    cell: str
    says: str
    shown: str
    holds: str
    tried: Callable[[], str]


_CLAIMS: dict[tuple[str, str], Claim] = {}


def claim(
    unit: str, cell: str, says: str, *, shown: str, holds: str
) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Make the function below a claim. The arguments are the attributes of ``Claim``.

    Raises:
        LookupError: where there is no such unit.
        ValueError: where the unit has a claim of that name already.
    """
    find_unit(unit)

    def register(tried: Callable[[], str]) -> Callable[[], str]:
        made = Claim(unit, tried.__name__.replace("_", "-"), cell, says, shown, holds, tried)
        if (unit, made.id) in _CLAIMS:
            raise ValueError(f"{unit} has a claim {made.id} already: give the function another name")
        _CLAIMS[unit, made.id] = made
        return tried

    return register


def claims_of(unit: str) -> list[Claim]:
    """The claims of that unit, in the order of its file."""
    return [one for (slug, _), one in _CLAIMS.items() if slug == unit]
