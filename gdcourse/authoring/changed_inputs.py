"""Inputs that wrong work may have taken in place of a case's own: others, fewer, the other way round. Pure.

A right answer on such inputs is what that work gives. What a mutant does in one place, this does in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, permutations
from operator import itemgetter
from typing import Any

from gdcourse.authoring.kinds_of_slips import Slip
from gdcourse.judging.exercise import Case

Change = Callable[[Case], Case]


def changes_of(cases: list[Case]) -> Iterator[tuple[Slip, Change]]:
    """What may be done to the inputs of these cases, each with what is said of it, the simplest first."""
    first = cases[0]
    numbers = [name for name, value in first.items() if _is_number(value)]
    lists = [name for name, value in first.items() if _is_list_of_numbers(value)]
    for name in numbers:
        for value in dict.fromkeys((0, 1, first[name])):
            yield Slip("input-fixed", (name,), name, f"{value:g}"), _with(name, partial(_always, value))
        yield from _on_each((name,), ("negated", "doubled", "halved", "squared", "rest", "whole"))
        if all(isinstance(case[name], int) for case in cases):
            yield from _on_each((name,), ("more", "less"))
    for group in (numbers, *_of_one_length(lists, cases)):
        for name, other in permutations(group, 2):
            yield Slip("input-other", (name, other), name, other), _with(name, itemgetter(other))
        for pair in combinations(group, 2):
            yield Slip("inputs-exchanged", pair), _exchanging(*pair)
    for group in _of_one_length(lists, cases):
        for names in dict.fromkeys((group, *((name,) for name in group))):
            yield from _on_each(names, ("headless", "tailless", "head", "tail"))
    for name in lists:
        yield from _on_each((name,), ("zeros", "ones", "negated", "reversed", "sorted", "whole", "sizes"))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list_of_numbers(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(map(_is_number, value))


def _of_one_length(lists: list[str], cases: list[Case]) -> list[tuple[str, ...]]:
    """Lists that have one length in every case, in groups."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for name in lists:
        groups.setdefault(tuple(len(case[name]) for case in cases), []).append(name)
    return [tuple(names) for names in groups.values()]


def _always(value: Any, _: Case) -> Any:
    return value


def _with(name: str, value: Callable[[Case], Any]) -> Change:
    return lambda case: {**case, name: value(case)}


def _exchanging(one: str, other: str) -> Change:
    return lambda case: {**case, one: case[other], other: case[one]}


def _on_each(names: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[tuple[Slip, Change]]:
    for kind in kinds:
        yield Slip(f"input-{kind}", names), _changing(names, _OTHERWISE[kind])


def _changing(names: tuple[str, ...], otherwise: Callable[[Any], Any]) -> Change:
    return lambda case: {**case, **{name: otherwise(case[name]) for name in names}}


def _of_numbers(otherwise: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Of one number, or of each in a list."""
    return lambda value: [otherwise(v) for v in value] if isinstance(value, list) else otherwise(value)


_OTHERWISE: dict[str, Callable[[Any], Any]] = {
    "negated": _of_numbers(lambda value: -value),
    "doubled": _of_numbers(lambda value: 2 * value),
    "halved": _of_numbers(lambda value: value / 2),
    "squared": _of_numbers(lambda value: value * value),
    "rest": _of_numbers(lambda value: 1 - value),
    "whole": _of_numbers(lambda value: float(int(value))),
    "sizes": _of_numbers(abs),
    "zeros": _of_numbers(lambda _: 0.0),
    "ones": _of_numbers(lambda _: 1.0),
    "more": lambda value: value + 1,
    "less": lambda value: value - 1,
    "headless": lambda value: value[1:],
    "tailless": lambda value: value[:-1],
    "head": lambda value: value[:1],
    "tail": lambda value: value[-1:],
    "reversed": lambda value: value[::-1],
    "sorted": sorted,
}
