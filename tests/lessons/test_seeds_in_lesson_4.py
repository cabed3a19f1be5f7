"""What the notebooks from the web print is in lesson 4 as they print it: seed 002 (a table), seed 004 (w and f(5))."""

from __future__ import annotations

import nbformat
import pytest

from support.course import ROOT


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """What each cell of the lesson has printed, by the cell's id."""
    cells = nbformat.read(ROOT / "course" / "04-autograd.ipynb", as_version=4).cells
    return {cell.id: "".join(output.get("text", "") for output in cell.get("outputs", [])) for cell in cells}


def test_seed_002_starts_at_its_loss_and_takes_nineteen_steps(printed: dict[str, str]) -> None:
    table = printed["table-loop"]
    assert "start: loss 0.1162" in table
    # Its start was printed with four decimals: the seed itself has 7.0313e-02, 4.2535e-02 and 2.5731e-02.
    assert "step  1: loss 7.0319e-02   first row: 0.3048  0.3713  0.4098" in table
    assert "step  2: loss 4.2539e-02   first row: 0.2593  0.3333  0.3854" in table
    assert "step  3: loss 2.5733e-02   first row: 0.2239  0.3037  0.3664" in table
    assert "step 19: loss 8.2770e-06" in table
    assert "after 19 steps: loss 8.2770e-06" in printed["table-compare"]


def test_seed_004_trains_to_two_and_predicts_ten(printed: dict[str, str]) -> None:
    loop = printed["case-loop"]
    for epoch, w, loss in (
        (1, "0.300", "30.00000000"),
        (11, "1.665", "1.16278565"),
        (21, "1.934", "0.04506890"),
        (31, "1.987", "0.00174685"),
        (41, "1.997", "0.00006770"),
        (51, "1.999", "0.00000262"),
        (61, "2.000", "0.00000010"),
        (71, "2.000", "0.00000000"),
        (81, "2.000", "0.00000000"),
        (91, "2.000", "0.00000000"),
    ):
        assert f"epoch {epoch}: w = {w}, loss = {loss}\n" in loop
    assert "prediction after training: f(5) = 10.000" in loop
