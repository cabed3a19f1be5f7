"""Pictures of what moves: they come from loops that were run, and say in words what they show."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
import torch

from gdcourse.lessons import which_numbers_move

X, Y = torch.tensor([[1.0], [2.0], [3.0], [4.0]]), torch.tensor([[4.0], [4.0], [6.0], [10.0]])


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def test_the_loss_comes_down_and_the_second_layer_stays(shown: Any) -> None:
    which_numbers_move.a_layer_that_stays(X, Y, lr=0.01, steps=200)
    drawn, alt = shown.call_args.args
    curve, bars = drawn.axes
    losses = curve.lines[0].get_ydata()
    assert len(losses) == 201
    assert losses[-1] < losses[0] / 10
    heights = [bar.get_height() for bar in bars.patches]
    assert min(heights[:2]) > 0.5
    assert heights[2:] == [0, 0]
    for text in (alt.ko, alt.en):
        assert f"{losses[0]:.0f}" in text
        assert f"{losses[-1]:.1f}" in text


def test_the_epoch_of_arrival_is_the_first_after_which_the_weight_stays(shown: Any) -> None:
    weights = [0.0, 2.0, 2.02, 2.005, 2.0004, 2.0003]
    which_numbers_move.loss_and_weight([9.0, 1.0, 0.1, 0.0, 0.0, 0.0], weights, target=2, within=0.001)
    drawn, alt = shown.call_args.args
    loss, weight = drawn.axes
    assert list(loss.lines[0].get_ydata())[:2] == [9.0, 1.0]
    assert list(weight.lines[0].get_ydata()) == pytest.approx([w - 2 for w in weights])
    assert "only in epoch 4" in alt.en
    assert "4에폭에야" in alt.ko
