"""The picture of what is no bowl draws what it is given and says so."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest

from gdcourse.lessons import two_valleys_and_saddle


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def test_places_lie_on_the_curve_with_two_valleys_and_the_path_is_drawn_as_given(shown: Any) -> None:
    two_valleys_and_saddle.places_and_path([3.0, 1.0], [(0.02, 0.0), (1.0, 1.0)])
    drawn, alt = shown.call_args.args
    left, right = drawn.axes
    assert list(left.lines[1].get_ydata()) == [16.0, 0.0]
    assert list(right.lines[0].get_xdata()) == [0.02, 1.0]
    assert re.search("[가-힣]", alt.ko)
    assert "saddle point" in alt.en
