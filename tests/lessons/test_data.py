"""The data set that comes with the course: all of it, unchanged, and in what students install."""

from __future__ import annotations

import hashlib
import re

import numpy as np

from gdcourse.lessons.data import load_penguins
from support.course import ROOT

CSV = ROOT / "gdcourse" / "lessons" / "data" / "penguins.csv"


def test_all_penguins_are_there_and_none_is_dropped_in_silence() -> None:
    penguins = load_penguins()
    assert {len(column) for column in penguins.values()} == {344}
    mass = penguins["body_mass_g"]
    assert mass.dtype == np.float64
    assert int(np.isnan(mass).sum()) == 2
    assert (np.nanmin(mass), np.nanmax(mass)) == (2700, 6300)
    assert sorted(set(penguins["species"])) == ["Adelie", "Chinstrap", "Gentoo"]


def test_the_file_is_the_one_whose_origin_is_named() -> None:
    origin = (ROOT / "gdcourse" / "lessons" / "data" / "ORIGIN.md").read_text(encoding="utf-8")
    assert hashlib.sha256(CSV.read_bytes()).hexdigest() in origin
    assert "CC0" in origin
    assert re.search(r"Horst.*Hill.*Gorman", origin, re.DOTALL)
