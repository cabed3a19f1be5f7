"""Pictures of noise, of rates that change, and of what is no bowl: each draws what it is given and says so."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest

from gdcourse.lessons import noise_and_schedules


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def test_rates_and_the_heights_they_lead_to_are_drawn_side_by_side(shown: Any) -> None:
    noise_and_schedules.schedules({"a": [0.1, 0.1], "b": [0.1, 0.0]}, {"a": [6.0, 0.03], "b": [6.0, 0.003]})
    drawn, alt = shown.call_args.args
    left, right = drawn.axes
    assert [list(line.get_ydata()) for line in left.lines] == [[0.1, 0.1], [0.1, 0.0]]
    assert [list(line.get_ydata()) for line in right.lines] == [[6.0, 0.03], [6.0, 0.003]]
    assert right.get_yscale() == "log"
    assert "a 3, b 3" in alt.en


def test_places_lie_on_the_curve_with_two_valleys_and_the_path_is_drawn_as_given(shown: Any) -> None:
    noise_and_schedules.no_bowls([3.0, 1.0], [(0.02, 0.0), (1.0, 1.0)])
    drawn, alt = shown.call_args.args
    left, right = drawn.axes
    assert list(left.lines[1].get_ydata()) == [16.0, 0.0]
    assert list(right.lines[0].get_xdata()) == [0.02, 1.0]
    assert re.search("[가-힣]", alt.ko)
    assert "saddle point" in alt.en
