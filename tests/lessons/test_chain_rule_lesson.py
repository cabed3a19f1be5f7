"""Unit 3's lesson: the numbers of the notes from the web stay, pictures say what is true, claims hold on other data."""

from __future__ import annotations

import math
from unittest.mock import patch

import nbformat
import numpy as np
import pytest
import torch

from gdcourse.lessons import finite_differences, graphs_of_errors, steepest_directions
from gdcourse.lessons.computational_graph import Scalar, mean
from support.course import ROOT

X, Y = [1.0, 2.0, 3.0, 4.0], [4.0, 4.0, 6.0, 10.0]


def printed(cell_id: str) -> str:
    cells = nbformat.read(ROOT / "course" / "03-chain-rule.ipynb", as_version=4).cells
    outputs = next(cell.outputs for cell in cells if cell.id == cell_id)
    return "".join(output.get("text", "") for output in outputs)


def described(show: object, *args: object, **kwargs: object) -> str:
    with patch("IPython.display.display") as display:
        show(*args, **kwargs)  # type: ignore[operator]
    return str(display.call_args.args[0]._repr_mimebundle_()["text/plain"])


def test_the_gradient_of_seed_003_at_the_lessons_place_is_what_the_lesson_prints() -> None:
    place = torch.tensor([0.8, 0.5], dtype=torch.float64, requires_grad=True)
    torch.sin((place**2).sum()).backward()
    assert place.grad is not None
    assert str(np.round(place.grad.numpy(), 6)) == "[1.007059 0.629412]"
    assert "[1.007059 0.629412]" in printed("case-measured")


def test_the_three_gradients_of_seed_003s_formula_are_what_the_lesson_prints_in_three_ways() -> None:
    given = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (0.6, 1.0, 0.5)]
    x, y, z = given
    torch.tanh(torch.log(1 + z * 2 * x / torch.sin(y))).backward()
    numbers = "  ".join(f"{v.grad:.6f}" for v in given)
    assert numbers == "0.526029  -0.202655  0.631234"
    assert f"formula  {given[0].grad:.6f}\nengine   {numbers}" in printed("case-compared")
    assert f"autograd {numbers}" in printed("case-autograd")


def test_the_graph_of_the_lessons_cost_gives_what_unit_2_derived() -> None:
    shown = described(graphs_of_errors.error_of_a_line, X, Y, w=0.0, b=0.0, backward=True)
    assert "J = 42" in shown
    assert "−35 at w, −12 at b" in shown
    assert "J = 42.0   w.grad = -20.0   b.grad = -5.0" in printed("last-measured")
    assert "at (0.0, 0.0): engine  -35.0  -12.0   formulas [-35. -12.]" in printed("add-compared")


def test_before_the_backward_pass_the_picture_gives_no_gradient_away() -> None:
    shown = described(graphs_of_errors.error_of_a_line, X, Y, w=0.0, b=0.0, backward=False)
    assert "35" not in shown


def test_one_error_backward_is_a_row_of_unit_2s_table() -> None:
    assert "w −80, b −20" in described(graphs_of_errors.error_of_one_point, x=4.0, y=10.0, w=0.0, b=0.0)


def test_a_number_used_early_and_late_has_the_sum_of_both_shares() -> None:
    shown = described(graphs_of_errors.number_used_early_and_late, u=2.0)
    assert "The gradient of a is 4" in shown
    assert "that of u is 16" in shown


def test_a_mean_passes_equal_shares_on() -> None:
    numbers = [Scalar(v) for v in (1.0, 2.0, 6.0, 7.0)]
    result = mean(*numbers, numbers[0])
    result.backward()
    assert result.value == pytest.approx(17 / 5)
    assert [n.grad for n in numbers] == pytest.approx([0.4, 0.2, 0.2, 0.2])


@pytest.mark.parametrize("seed", range(20))
def test_the_steepest_way_down_is_against_the_gradient_wherever_one_stands(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-2, 4, 6), rng.uniform(-5, 5, 6)
    place = rng.uniform(-3, 3, 2)
    down = -steepest_directions._gradient(x, y, place)
    angles = np.radians(np.arange(360))
    way = place + 1e-6 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    costs = np.mean((way[:, :1] * x + way[:, 1:] - y) ** 2, axis=1)
    off = math.degrees(math.atan2(down[1], down[0])) - int(costs.argmin())
    assert abs((off + 180) % 360 - 180) <= 1


def test_the_arrows_of_the_picture_start_on_contours_and_both_axes_have_one_scale() -> None:
    drops = np.cos(np.radians(np.arange(360) - 19.0))
    with patch("matplotlib.axes.Axes.set_aspect") as aspect, patch("matplotlib.axes.Axes.contour") as contour:
        shown = described(steepest_directions.arrows_and_drops, X, Y, [(0, 0), (0, 4)], drops)
    aspect.assert_called_once_with("equal")
    levels = contour.call_args.kwargs["levels"]
    assert [np.mean((b - np.array(Y)) ** 2) in np.array(levels) for b in (0, 4)] == [True, True]
    assert "greatest at 19 and least at 199 degrees" in shown


@pytest.mark.parametrize("at", [0.4, 1.3, 2.7, 5.0])
def test_central_differences_are_best_near_a_hundred_thousandth_in_double_precision(at: float) -> None:
    central = finite_differences.relative_errors(at, "central", "float64")
    assert 4 <= int(np.argmin(central[:9])) <= 6
    assert central[5] < 1e-9
    assert central[5] < min(central[10], central[15])
    forward = finite_differences.relative_errors(at, "forward", "float64")
    assert forward[5] > 100 * central[5]
    assert finite_differences.relative_errors(at, "central", "float32")[6] > 1e-3
