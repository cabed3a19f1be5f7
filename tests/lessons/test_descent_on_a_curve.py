"""Pictures of descent along one parameter: what they show comes from what they are given."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from gdcourse.lessons import descent_on_a_curve


def curve(w: Any) -> Any:
    return (w - 3) ** 2


def slope(w: Any) -> Any:
    return 2 * (w - 3)


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def test_a_line_in_fog_shows_each_error_and_the_cost_near_the_line_alone(shown: Any) -> None:
    descent_on_a_curve.line_in_fog([1, 2, 3, 4], [4, 4, 6, 10], w=0.0, b=1.0)
    drawn, alt = shown.call_args.args
    left, right = drawn.axes
    errors = left.collections[0].get_segments()
    assert [segment[:, 1].tolist() for segment in errors] == [[1, 4], [1, 4], [1, 6], [1, 10]]
    seen = right.lines[0]
    assert np.allclose(seen.get_ydata(), 7.5 * (seen.get_xdata() - 2) ** 2 + 1)
    assert np.abs(seen.get_xdata()).max() < 0.5
    assert "w = 0, b = 1" in alt.ko
    assert "w = 0, b = 1" in alt.en


def test_tangents_touch_the_curve_with_its_slope(shown: Any) -> None:
    descent_on_a_curve.tangents(curve, slope, [-1.0, 1.0, 3.0, 5.0], close_up=0.0)
    left, right = shown.call_args.args[0].axes
    lines = [line for line in left.lines if len(line.get_xdata()) == 2]
    rises = [float(np.diff(line.get_ydata())[0] / np.diff(line.get_xdata())[0]) for line in lines]
    assert rises == pytest.approx([-8, -4, 0, 4])
    assert [text.get_text() for text in left.texts] == ["-8", "-4", "0", "4"]
    assert right.lines[1].get_ydata() == pytest.approx(9 - 6 * right.lines[1].get_xdata())


def test_paths_are_those_of_gradient_descent_and_share_their_axes(shown: Any) -> None:
    descent_on_a_curve.paths_by_rate(curve, slope, [0.1, 0.9, 1.05], start=0.0, steps=8)
    axes = shown.call_args.args[0].axes
    for ax, rate in zip(axes, [0.1, 0.9, 1.05], strict=True):
        assert ax.lines[1].get_xdata() == pytest.approx([3 - 3 * (1 - 2 * rate) ** t for t in range(9)])
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in axes}) == 1
    assert axes[1].lines[1].get_color() != axes[2].lines[1].get_color()
