"""What notebooks from the web print, their cases in the lessons print too; lessons 4 and 5 have files of their own."""

from __future__ import annotations

from functools import cache

import nbformat
import pytest

from support.course import ROOT


@cache
def cells(lesson: str) -> dict[str, nbformat.NotebookNode]:
    """The cells of a lesson by their id."""
    return {cell.id: cell for cell in nbformat.read(ROOT / "course" / f"{lesson}.ipynb", as_version=4).cells}


def printed(lesson: str, cell: str) -> str:
    return "".join(output.get("text", "") for output in cells(lesson)[cell].outputs)


def test_seed_001_costs_of_three_points_on_a_line_are_those_of_its_table() -> None:
    # 001_57dd2febdd217040: "Epoch 0/10 W: 0.000, Cost: 4.666667" and, at W = 1.400, 0.746666 in single precision.
    assert "W = 0.0: cost 4.666667" in printed("01-cost", "case-table")
    assert "W = 1.0: cost 0.000000" in printed("01-cost", "case-table")
    assert "W = 1.4: cost 0.746667" in printed("01-cost", "case-table")


SEED_001 = (
    "Epoch    0/10 W: 0.000, Cost: 4.666667",
    "Epoch    1/10 W: 1.400, Cost: 0.746666",
    "Epoch    2/10 W: 0.840, Cost: 0.119467",
    "Epoch    3/10 W: 1.064, Cost: 0.019115",
    "Epoch    4/10 W: 0.974, Cost: 0.003058",
    "Epoch    5/10 W: 1.010, Cost: 0.000489",
    "Epoch    6/10 W: 0.996, Cost: 0.000078",
    "Epoch    7/10 W: 1.002, Cost: 0.000013",
    "Epoch    8/10 W: 0.999, Cost: 0.000002",
    "Epoch    9/10 W: 1.000, Cost: 0.000000",
    "Epoch   10/10 W: 1.000, Cost: 0.000000",
)
"""What its first program prints; the second prints 0.746667 in the second line, and else the same."""


def test_seed_001_prints_two_tables_that_agree_but_for_rounding() -> None:
    table = printed("02-manual-gradient", "case-tables-measured").splitlines()
    assert tuple(line.split("   |   ")[0] for line in table[:11]) == SEED_001
    second = [line.split(" ", 1)[1].split("W: ")[1] for line in SEED_001]
    second[1] = second[1].replace("0.746666", "0.746667")
    assert [line.split("   |   W: ")[1] for line in table[:11]] == second
    assert printed("05-nn-module", "case-table").splitlines()[:11] == [
        line.replace("0.746666", "0.746667") for line in SEED_001
    ]


def test_seed_004_goes_by_hand_as_it_prints() -> None:
    by_hand = printed("02-manual-gradient", "case-loop")
    # The seed prints eight decimals, the lesson six; in single precision the last digits of the former are noise.
    for epoch, w, loss in (
        (1, "1.200", "30.000000"),
        (3, "1.872", "0.768000"),
        (5, "1.980", "0.019661"),
        (7, "1.997", "0.000503"),
        (9, "1.999", "0.000013"),
        (11, "2.000", "0.000000"),
        (13, "2.000", "0.000000"),
        (15, "2.000", "0.000000"),
        (17, "2.000", "0.000000"),
        (19, "2.000", "0.000000"),
    ):
        assert f"epoch {epoch}: w = {w}, loss = {loss}\n" in by_hand
    assert by_hand.count("prediction after training: f(5) = 10.000") == 1


def test_seed_003_prints_no_number_but_its_formulas_are_those_of_lesson_3() -> None:
    lesson = cells("03-chain-rule")
    assert r"$z = \sin(x^2 + y^2)$" in lesson["case"].source
    assert "1847" in lesson["case"].source
    assert r"\tanh\left(\ln\left[1 + z\,\frac{2x}{\sin y}\right]\right)" in lesson["case-engine"].source
    assert r"(1-\tanh^2 e)\cdot\frac{1}{d+1}\cdot z\cdot\frac{1}{b}\cdot 2" in lesson["case-compare"].source


def test_seed_000_takes_two_steps_of_momentum_to_the_places_that_it_prints() -> None:
    models, steps = printed("06-momentum", "web-models"), printed("06-momentum", "web-first-run")
    assert "model1: W = 0.2294, b = -0.2380" in models
    assert "model2: W = 0.2742, b = -0.0511" in models
    assert "model2 after copying: W = 0.2294, b = -0.2380" in models
    for line in (
        "plain    gradient (-18.3813, -5.0996): W = 2.0675, b = 0.2720",
        "momentum gradient (-18.3813, -5.0996): W = 2.0675, b = 0.2720",
        "plain    gradient (25.1173, 6.9491): W = -0.4442, b = -0.4229",
        "momentum gradient (25.1173, 6.9491): W = 1.2101, b = 0.0360",
        "by hand: v1 = -18.3813, v2 = 8.5741",
    ):
        assert line in steps
    slip = cells("06-momentum")["web-slip"].source
    for step in (r"W_t &= 2.0675 - (0.1 \times 25.1173)", "&= 2.0675 - 0.857413", "&= -0.44423"):
        assert slip.count(step) == 2, "once in each language"
    assert "2.0675 - 0.857413     = 1.210087" in printed("06-momentum", "web-slip-reveal")


@pytest.mark.parametrize("lesson", ["07-learning-rate", "08-real-data"])
def test_lessons_without_a_notebook_from_the_web_show_none_of_their_numbers(lesson: str) -> None:
    text = "".join(cell.source + str(cell.get("outputs", "")) for cell in cells(lesson).values())
    for number in (
        "4.666667",
        "0.746667",
        "7.0313e-02",
        "18.3813",
        "25.1173",
        "0.857413",
        "15.68601608",
        "30.00000000",
    ):
        assert number not in text
