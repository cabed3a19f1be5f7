"""Pictures of lines and their costs: what they show comes from the data and lines they are given."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from gdcourse.language import Text
from gdcourse.lessons import lines_and_costs

X, Y = [1.0, 2.0, 3.0, 4.0], [4.0, 4.0, 6.0, 10.0]


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def test_each_error_has_a_square_as_wide_as_it_is_long(shown: Any) -> None:
    lines_and_costs.squares_of_errors(X, Y, [(0, 6), (2, 1)])
    drawn, alt = shown.call_args.args
    sides = [[(patch.get_width(), patch.get_height()) for patch in ax.patches] for ax in drawn.axes]
    assert sides == [[(2, 2), (2, 2), (0, 0), (4, 4)], [(1, 1)] * 4]
    assert all(ax.get_aspect() == 1 for ax in drawn.axes)
    assert "H(x) = 6: 4, 4, 0, 16" in alt.en
    assert "H(x) = 2x + 1: 1, 1, 1, 1" in alt.ko


def test_lines_are_named_by_their_formulas(shown: Any) -> None:
    lines_and_costs.lines_through_data(X, Y, [(0, 6), (1, -2), (3, 0)])
    (ax,) = shown.call_args.args[0].axes
    assert [text.get_text() for text in ax.texts] == ["H(x) = 6", "H(x) = x − 2", "H(x) = 3x"]


def test_paths_lie_over_the_bowl_and_its_bottom_is_marked(shown: Any) -> None:
    lines_and_costs.paths_over_lines(X, Y, [(Text("길", "way"), [(0, 0), (3.5, 1.2)])], ([0, 1], [0, 1, 2]))
    (ax,) = shown.call_args.args[0].axes
    grid, path, bottom = ax.lines
    assert len(grid.get_xdata()) == 6
    assert list(path.get_xdata()) == [0, 3.5]
    assert [*bottom.get_xdata(), *bottom.get_ydata()] == pytest.approx([2, 1])
    assert shown.call_args.args[1].en.endswith(". way, ends at (3.50, 1.20); 6 points of a grid")


def test_each_way_down_a_curve_is_told_with_its_start_and_its_end(shown: Any) -> None:
    lines_and_costs.two_ways_down(lambda w: w**2, [[-2.0, -1.0], [3.0, 0.5]], (-3, 4))
    assert "from -2, 3 end at -1.00, 0.50" in shown.call_args.args[1].en
