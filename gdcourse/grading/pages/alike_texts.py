"""Prose that is nearly the same, put together so that it is marked alike.

Texts are compared by their runs of `RUN` letters, without spaces, punctuation and case: that needs no words, which
Korean divides in more than one way. A group is led by its first text, and all others in it are like that one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

RUN = 4
"""Letters in a run: about two syllables' surroundings in Korean, a short word in English."""
ALIKE = 0.8
"""How much of their runs, taken together, two texts must share (Jaccard's index)."""
LONGEST = 5_000
"""Letters of a text that are looked at."""


def runs_of(text: str) -> frozenset[str]:
    """The runs of letters and digits in a text; of one that is shorter than a run, all of it."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    letters = "".join(c for c in plain if c.isalnum())
    return frozenset(letters[i : i + RUN] for i in range(max(1, len(letters) - RUN + 1)))


def groups_of(texts: Sequence[str]) -> list[list[int]]:
    """The positions of texts that are nearly the same, group by group: the largest first, then in the given order."""
    leaders: list[tuple[frozenset[str], list[int]]] = []
    for position, text in enumerate(texts):
        own = runs_of(text)
        group = next((members for runs, members in leaders if _alike(runs, own)), None)
        if group is None:
            leaders.append((own, [position]))
        else:
            group.append(position)
    return sorted((members for _, members in leaders), key=lambda members: (-len(members), members[0]))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    # Two sets of very different sizes cannot share enough; most pairs end here.
    if min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return False
    return len(one & other) >= ALIKE * len(one | other)
