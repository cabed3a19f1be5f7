"""Descent by mini-batches, and pictures of rates that change on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LOOKS = [(ORANGE, "--"), (PURPLE, ":"), (BLUE, "-"), (GREEN, "-.")]


def descend(
    x: Floats,
    y: Floats,
    size: int,
    rate: Callable[[int], float],
    updates: int,
    momentum: float = 0.0,
    runs: int = 20,
) -> Floats:
    """How high descent by mini-batches is above the bottom before each update: the mean of several runs from 0.

    Args:
        x: inputs, of shape (N, 2).
        y: right answers, of shape (N,). The cost is their mean squared error.
        size: how many points are drawn for each update; where it is N, all are taken.
        rate: the learning rate of an update, by its number from 0.
        updates: how many there are.
        momentum: what is kept of the velocity.
        runs: how many are made at once, each with points of its own.
    """
    hessian, bottom = 2 / len(y) * x.T @ x, np.linalg.lstsq(x, y, rcond=None)[0]
    draw = np.random.default_rng(0)
    p, v, heights = np.zeros((runs, 2)), np.zeros((runs, 2)), []
    everything = np.tile(np.arange(len(y)), (runs, 1))
    for t in range(updates):
        e = p - bottom
        heights.append((e @ hessian * e).sum(axis=1).mean() / 2)
        i = everything if size == len(y) else draw.integers(0, len(y), (runs, size))
        errors = (x[i] * p[:, None]).sum(axis=2) - y[i]
        v = momentum * v + 2 * (x[i] * errors[..., None]).mean(axis=1)
        p = p - rate(t) * v
    return np.array(heights)


def schedules(rates: Mapping[str, Sequence[float]], heights: Mapping[str, Sequence[float]]) -> None:
    """Learning rates by update on the left; on the right, how high above the bottom they leave descent."""
    alt = Text(
        f"왼쪽은 업데이트에 따른 학습률, 오른쪽은 바닥 위의 높이, 로그 축. {_told(heights, 'ko')}",
        f"Left, learning rates by update; right, the height above the bottom, logarithmic. {_told(heights, 'en')}",
    )
    with figure(alt, panels=2, height=3.6) as (left, right):
        _lines(left, rates, legend=False)
        _lines(right, heights)
        right.set_yscale("log")
        label(left, Text("업데이트", "update"), Text("학습률", "learning rate"))
        label(right, Text("업데이트", "update"), Text("바닥 위의 높이", "height above the bottom"))


def _lines(ax: Any, values: Mapping[str, Sequence[float]], legend: bool = True) -> None:
    for (name, each), (color, style) in zip(values.items(), _LOOKS, strict=False):
        ax.plot(each, style, color=color, linewidth=1.6, label=words(name))
    if legend:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(values))


def _told(heights: Mapping[str, Sequence[float]], language: str) -> str:
    last = {name: f"{np.mean(each[-20:]):.1g}" for name, each in heights.items()}
    if language == "ko":
        return "마지막 20번의 평균: " + ", ".join(f"{name}는 {value}" for name, value in last.items()) + "."
    return "Mean of the last 20: " + ", ".join(f"{name} {value}" for name, value in last.items()) + "."
