"""What notebooks from the web print, their cases in the lessons print too."""

from __future__ import annotations

import nbformat

from support.course import ROOT


def test_seed_001_costs_of_three_points_on_a_line_are_those_of_its_table() -> None:
    # 001_57dd2febdd217040: "Epoch 0/10 W: 0.000, Cost: 4.666667" and, at W = 1.400, 0.746666 in single precision.
    cells = nbformat.read(ROOT / "course" / "01-cost.ipynb", as_version=4).cells
    printed = next(cell.outputs[0].text for cell in cells if cell.id == "case-table")
    assert "W = 0.0: cost 4.666667" in printed
    assert "W = 1.4: cost 0.746667" in printed
