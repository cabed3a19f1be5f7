"""The whole corpus."""

from __future__ import annotations

from . import asks_for_points, does_damage, merely_broken, overwhelms_readers, right_but_unusual
from .entry import Hostile, no_duplicates

FAMILIES: dict[str, list[Hostile]] = {
    "asks for points": asks_for_points.ENTRIES,
    "does damage": does_damage.ENTRIES,
    "is merely broken": merely_broken.ENTRIES,
    "overwhelms whoever reads it": overwhelms_readers.ENTRIES,
    "is right, but unusual": right_but_unusual.ENTRIES,
}
CORPUS = no_duplicates(entry for entries in FAMILIES.values() for entry in entries)
