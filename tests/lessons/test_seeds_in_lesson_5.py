"""What the notebooks from the web print is in lesson 5 as they print it: seeds 000, 001, 002, 003 and 004."""

from __future__ import annotations

import nbformat
import pytest

from support.course import ROOT


@pytest.fixture(scope="module")
def lesson() -> dict[str, nbformat.NotebookNode]:
    """The cells of the lesson by their id."""
    return {cell.id: cell for cell in nbformat.read(ROOT / "course" / "05-nn-module.ipynb", as_version=4).cells}


def printed(cell: nbformat.NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.get("outputs", []))


def test_seed_000_starts_equal_and_is_where_it_says_after_a_step(lesson: dict[str, nbformat.NotebookNode]) -> None:
    assert printed(lesson["seed-two"]).count("weight 0.2294, bias -0.2380") == 2
    assert "model1 after a step: weight 2.0675, bias 0.2720" in printed(lesson["kept-measured"])


def test_seed_001_prints_its_table_with_torch_optim(lesson: dict[str, nbformat.NotebookNode]) -> None:
    table = printed(lesson["case-table"]).splitlines()
    assert table[0] == "Epoch    0/10 W: 0.000, Cost: 4.666667"
    assert table[1] == "Epoch    1/10 W: 1.400, Cost: 0.746667"
    assert table[4] == "Epoch    4/10 W: 0.974, Cost: 0.003058"
    assert table[10] == "Epoch   10/10 W: 1.000, Cost: 0.000000"


def test_seed_002_has_a_layer_of_five_and_three(lesson: dict[str, nbformat.NotebookNode]) -> None:
    assert "nn.Linear(5, 3)" in lesson["layers-measured"].source


def test_seed_003_names_a_device_that_not_every_computer_has(lesson: dict[str, nbformat.NotebookNode]) -> None:
    assert "`DEVICE = 'mps'`" in lesson["device"].source


def test_seed_004_prints_its_table_with_a_module(lesson: dict[str, nbformat.NotebookNode]) -> None:
    table = printed(lesson["race-table"])
    # The seed prints 15.68601608: its start was printed nowhere, and is known to seven digits.
    for line in (
        "before: f(5) = 3.121",
        "epoch 1: w = 0.944, loss = 15.68602",
        "epoch 11: w = 1.850, loss = 0.40662",
        "epoch 41: w = 2.021, loss = 0.00069",
        "epoch 91: w = 2.019, loss = 0.00050",
        "after 100: f(5) = 10.037",
    ):
        assert line in table
    assert "stays below 0.001: 1067" in printed(lesson["race-measured"])
