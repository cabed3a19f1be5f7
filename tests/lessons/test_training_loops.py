"""Pictures of training loops: what they show comes from loops that were run, and from the graph that PyTorch has."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
import torch

from gdcourse.lessons import training_loops

X, Y = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([4.0, 4.0, 6.0, 10.0])


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def leaf(value: float = 0.0) -> torch.Tensor:
    return torch.tensor(value, requires_grad=True)


def test_of_three_loops_one_comes_down_one_stays_and_one_swings(shown: Any) -> None:
    training_loops.three_losses(X, Y, lr=0.01, steps=60)
    right, still, swinging = (ax.lines[0].get_ydata() for ax in shown.call_args.args[0].axes)
    assert right[0] == still[0] == swinging[0] == 42
    assert max(right[30:]) < 1.2
    assert set(still) == {42}
    assert max(swinging[30:]) > 40
    assert min(swinging[30:]) < 3


def test_the_recorded_graph_is_the_one_behind_the_loss(shown: Any) -> None:
    w, b = leaf(), leaf()
    training_loops.recorded_graph(((w * X + b - Y) ** 2).mean(), {"w": w, "b": b})
    drawn, alt = shown.call_args.args
    boxes = [text.get_text() for text in drawn.axes[0].texts if text.get_text()]
    assert sorted(boxes) == ["Add", "Mean", "Mul", "Pow", "Sub", "b", "w"]
    assert "Mul → Add → Sub → Pow → Mean" in alt.ko
    assert "Mul → Add → Sub → Pow → Mean" in alt.en


def test_places_are_drawn_as_given_and_described_by_how_far_they_go(shown: Any) -> None:
    training_loops.places_by_step([0.0, 4.04, -0.04], [0.0, 1.0, 1.5], bottom=2)
    drawn, alt = shown.call_args.args
    _, forgotten, emptied = drawn.axes[0].lines
    assert list(forgotten.get_ydata()) == [0.0, 4.04, -0.04]
    assert list(emptied.get_ydata()) == [0.0, 1.0, 1.5]
    assert "−0.04" in alt.ko
    assert "between −0.04 and 4.04" in alt.en


def test_tensors_keep_their_graphs_and_numbers_keep_none() -> None:
    w = leaf()
    losses = [(w * X).mean() for _ in range(3)]
    assert training_loops.nodes_kept(losses) == 3 * 2 + 1
    assert training_loops.nodes_kept([loss.item() for loss in losses]) == 0


def test_an_attempt_prints_the_first_words_of_an_error_and_says_whether_there_was_none(capsys: Any) -> None:
    assert not training_loops.attempt(lambda: leaf().numpy())
    assert not training_loops.attempt(lambda: (leaf() * X).backward())
    assert training_loops.attempt(lambda: (leaf() * X).mean().backward())
    assert capsys.readouterr().out.splitlines() == [
        # No line is longer than the site shows without scrolling.
        "  RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy()",
        "    instead.",
        "  RuntimeError: grad can be implicitly created only for scalar outputs",
        "  no error",
    ]
