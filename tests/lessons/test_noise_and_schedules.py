"""Descent by mini-batches, and pictures of rates that change: they draw what they are given and say so."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
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


def test_descent_by_all_points_is_gradient_descent_and_by_a_few_it_is_near_that_on_the_way_down() -> None:
    u = np.linspace(-2, 2, 64)
    x, y = np.column_stack([u, np.ones(64)]), 2 * u + 1 + np.where(np.arange(64) % 2, 0.5, -0.5)
    bottom, p, heights = np.linalg.lstsq(x, y, rcond=None)[0], np.zeros(2), []
    for _ in range(5):
        heights.append(np.mean((x @ p - y) ** 2) - np.mean((x @ bottom - y) ** 2))
        p = p - 0.1 * 2 / 64 * x.T @ (x @ p - y)
    np.testing.assert_allclose(noise_and_schedules.descend(x, y, 64, lambda t: 0.1, 5), heights)
    by_eight = noise_and_schedules.descend(x, y, 8, lambda t: 0.1, 5, runs=2000)
    np.testing.assert_allclose(by_eight, heights, rtol=0.2)
    assert not np.allclose(by_eight[1:], heights[1:])
