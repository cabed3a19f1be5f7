"""Pictures of what a training loop moves: a layer that stays where it was, and a weight that is not there yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words

if TYPE_CHECKING:
    from torch import Tensor

_START = (0.5, 0.2, 1.2, -0.4)
"""Weight and bias of the first layer, then of the second."""


def a_layer_that_stays(x: Tensor, y: Tensor, lr: float, steps: int) -> None:
    """Show a model of two layers whose loss comes down although the optimizer holds the first layer only.

    Args:
        x: inputs, of shape (N, 1).
        y: right answers, of the same shape.
        lr: the learning rate.
        steps: how many steps are shown.
    """
    losses, moved = _train_the_first_layer(x, y, lr, steps)
    alt = Text(
        f"왼쪽은 두 층짜리 모델의 손실: {losses[0]:.0f}에서 곧 {losses[-1]:.1f}까지 떨어진다. 오른쪽은 네 파라미터가 "
        "움직인 거리: 첫 층의 가중치와 편향은 움직였고, 둘째 층의 가중치와 편향은 0, 조금도 움직이지 않았다.",
        f"Left, the loss of a model of two layers: it soon comes down from {losses[0]:.0f} to {losses[-1]:.1f}. Right, "
        "how far its four parameters moved: weight and bias of the first layer did, those of the second not at all.",
    )
    with figure(alt, panels=2, height=2.9) as (curve, bars):
        curve.plot(losses, color=BLUE)
        curve.set(ylim=(0, 1.08 * losses[0]))
        label(curve, Text("스텝", "step"), "", Text("손실", "loss"))
        names = ["1: w", "1: b", "2: w", "2: b"]
        drawn = bars.bar(names, moved, color=[ORANGE, ORANGE, PURPLE, PURPLE])
        bars.bar_label(drawn, [f"{each:.2f}" for each in moved])
        bars.set(ylim=(0, 1.2 * max(moved)))
        label(bars, Text("층: 파라미터", "layer: parameter"), "", Text("움직인 거리", "how far it moved"))


def _train_the_first_layer(x: Tensor, y: Tensor, lr: float, steps: int) -> tuple[list[float], list[float]]:
    """The loss before each step and after the last, and how far each parameter is from where it began."""
    import torch
    from torch import nn

    layers = [nn.Linear(1, 1), nn.Linear(1, 1)]
    parameters = [p for layer in layers for p in (layer.weight, layer.bias)]
    with torch.no_grad():
        for parameter, value in zip(parameters, _START, strict=True):
            parameter.fill_(value)
    before = [p.item() for p in parameters]
    optimizer, losses = torch.optim.SGD(layers[0].parameters(), lr=lr), []
    for _ in range(steps + 1):
        loss = nn.functional.mse_loss(layers[1](layers[0](x)), y)
        losses.append(loss.item())
        if len(losses) <= steps:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return losses, [abs(p.item() - start) for p, start in zip(parameters, before, strict=True)]


def loss_and_weight(losses: Sequence[float], weights: Sequence[float], target: float, within: float) -> None:
    """Show that a loss is down long before a weight is where it should be.

    Args:
        losses: the loss by epoch.
        weights: the weight by epoch, as many.
        target: where the weight should be.
        within: how near counts as there.
    """
    outside = [epoch for epoch, w in enumerate(weights) if abs(w - target) >= within]
    arrived = outside[-1] + 1
    alt = Text(
        f"왼쪽은 에폭에 따른 손실: 처음 몇 에폭 만에 0 가까이 떨어져 평평해진다. 오른쪽은 w − {target:g}를 확대한 것: "
        f"조금 넘긴 곳에서 아주 느리게 내려와 {arrived:,}에폭에야 {within:g} 안의 띠에 들어온다.",
        f"Left, the loss by epoch: within a few epochs it is near 0, and flat. Right, w − {target:g}, magnified: from "
        f"a little too far it comes down very slowly, and enters the band of {within:g} only in epoch {arrived:,}.",
    )
    with figure(alt, panels=2, height=2.9) as (left, right):
        left.plot(losses, color=BLUE)
        label(left, Text("에폭", "epoch"), "", Text("손실", "loss"))
        right.plot([w - target for w in weights], color=ORANGE)
        right.axhspan(-within, within, color=GREEN, alpha=0.35, linewidth=0)
        right.axvline(arrived, linestyle=":", color="#7a7a7a")
        right.set(ylim=(-5 * within, 28 * within))
        label(right, Text("에폭", "epoch"), "", words(f"w − {target:g}"))
