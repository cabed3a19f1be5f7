"""A letter for each mistake that a class makes at one question: the same in the terminal and in the report. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase


def letters(counts: Mapping[str, int]) -> dict[str, str]:
    """By diagnosis its letter, the most frequent first: a, b, …, z, aa, ab, …

    Args:
        counts: by diagnosis, how many have it.
    """
    ordered = sorted(counts, key=lambda diagnosis: (-counts[diagnosis], diagnosis))
    return {diagnosis: _letter(number) for number, diagnosis in enumerate(ordered)}


def _letter(number: int) -> str:
    before = _letter(number // 26 - 1) if number >= 26 else ""
    return before + ascii_lowercase[number % 26]
