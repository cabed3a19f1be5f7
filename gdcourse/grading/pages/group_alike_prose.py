"""Prose that is nearly the same, put together so that it is marked alike.

Texts are compared by their runs of `RUN` letters, without spaces, punctuation and case: that needs no words, which
Korean divides in more than one way. Its syllables are taken apart, since a syllable says as much as several letters of
English. A group is led by its first text, and all others in it are like that one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence

RUN = 4
"""Letters in a run: about a syllable and a half in Korean, a short word in English."""
ALIKE = 0.8
"""How much of their runs, taken together, two texts must share (Jaccard's index), in the same order."""
LONGEST = 5_000
"""Characters of a text that are looked at."""


def runs_of(text: str) -> dict[str, int]:
    """The runs of letters and digits in a text, each with its first place; of one that is shorter, all of it."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    letters = "".join(c for c in plain if c.isalnum())
    starts = range(max(1, len(letters) - RUN + 1))
    return {letters[start : start + RUN]: start for start in reversed(starts)}


def groups_of(texts: Sequence[str]) -> list[list[int]]:
    """The positions of texts that are nearly the same, group by group: the largest first, then in the given order."""
    leaders: list[tuple[Mapping[str, int], list[int]]] = []
    for position, text in enumerate(texts):
        own = runs_of(text)
        group = next((members for runs, members in leaders if _alike(runs, own)), None)
        if group is None:
            leaders.append((own, [position]))
        else:
            group.append(position)
    return sorted((members for _, members in leaders), key=lambda members: (-len(members), members[0]))


def _alike(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    # Two sets of very different sizes cannot share enough; most pairs end here.
    if min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return False
    shared = one.keys() & other.keys()
    enough = ALIKE * (len(one) + len(other) - len(shared))
    # What is right and what is wrong in the other order is another answer, in the same words.
    return len(shared) >= enough and _in_order(sorted(shared, key=one.__getitem__), other) >= enough


def _in_order(runs: Sequence[str], other: Mapping[str, int]) -> int:
    """How many of these runs, at most, another text has in this order."""
    last: list[int] = []  # by number of runs, the least place at which so many can end
    for place in map(other.__getitem__, runs):
        at = bisect_left(last, place)
        last[at : at + 1] = [place]
    return len(last)
