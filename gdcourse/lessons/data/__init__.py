"""Real data for the course: body measures of 344 penguins.

Origin: Horst AM, Hill AP, Gorman KB (2020), *palmerpenguins*, CC0 1.0; the measurements are those of Gorman KB,
Williams TD, Fraser WR (2014), PLoS ONE 9(3): e90081. ``ORIGIN.md`` beside this file says more.

===================== ================ ======== ==============================================================
column                unit             dtype    values
===================== ================ ======== ==============================================================
``species``                            str      Adelie, Chinstrap, Gentoo
``island``                             str      Biscoe, Dream, Torgersen
``bill_length_mm``    mm               float64  32.1 to 59.6; NaN where it was not measured (2 rows)
``bill_depth_mm``     mm               float64  13.1 to 21.5; NaN in the same 2 rows
``flipper_length_mm`` mm               float64  172 to 231; NaN in the same 2 rows
``body_mass_g``       g                float64  2700 to 6300; NaN in the same 2 rows
``sex``                                str      female, male; empty where it was not determined (11 rows)
``year``              calendar year    int64    2007 to 2009
===================== ================ ======== ==============================================================
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["load_penguins"]

_TEXT = ("species", "island", "sex")
_FILE = Path(__file__).parent / "penguins.csv"


def load_penguins() -> dict[str, np.ndarray]:
    """The penguins as columns: a NumPy array of length 344 by the name of each column.

    Nothing is left out and nothing filled in: a number that is missing in the file is NaN here, a text that is missing
    is empty. Whoever uses the data decides which rows to leave out.
    """
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: _column(name, [row[name] for row in rows]) for name in rows[0]}


def _column(name: str, texts: list[str]) -> np.ndarray:
    if name in _TEXT:
        return np.array(["" if text == "NA" else text for text in texts])
    if name == "year":
        return np.array(texts, dtype=np.int64)
    numbers: list[Any] = [np.nan if text == "NA" else text for text in texts]
    return np.array(numbers, dtype=np.float64)
