"""Pictures of descent along one parameter: a line in its data, tangents of a curve, paths at several learning rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words

Curve = Callable[[Any], Any]
"""The height, or the slope, at a place or at an array of places."""

_IN_SIGHT = 0.28


def line_in_fog(x: Sequence[float], y: Sequence[float], w: float, b: float) -> None:
    """Show a line in its data with each error, and beside it as much of its cost's curve as is felt at ``w``.

    Args:
        x: inputs.
        y: right answers, as many.
        w: the line's weight: where on the curve one stands.
        b: its bias.
    """
    inputs, targets = np.asarray(x, dtype=float), np.asarray(y, dtype=float)

    def cost(v: Any) -> Any:
        return np.mean((np.multiply.outer(v, inputs) + b - targets) ** 2, axis=-1)

    alt = Text(
        f"왼쪽: 점 {len(inputs)}개와 w = {w:g}, b = {b:g}인 직선, 점마다 직선까지 세로로 그은 오차. "
        f"오른쪽: 안개 속의 비용 곡선. w = {w:g} 둘레만 보이고, 거기에서 오른쪽으로 내려간다.",
        f"Left: {len(inputs)} points, the line with w = {w:g}, b = {b:g}, and each error as a vertical line. "
        f"Right: the curve of the cost in fog: only what is around w = {w:g} can be seen, falling to the right.",
    )
    with figure(alt, panels=2) as (left, right):
        reach = np.array([0, inputs.max() + 0.5])
        left.vlines(inputs, w * inputs + b, targets, color=PURPLE, linewidth=1.5)
        left.plot(reach, w * reach + b, "--", color=ORANGE)
        left.plot(inputs, targets, "o", color=BLUE)
        left.set(xlim=reach, ylim=(0, 1.15 * targets.max()))
        label(left, "x", "y", Text("직선과 오차", "line and errors"))

        near = np.linspace(w - _IN_SIGHT, w + _IN_SIGHT, 30)
        here = cost(w)
        right.plot(near, cost(near), color=BLUE, linewidth=3)
        right.plot(w, here, "o", color=ORANGE, markersize=9)
        right.set(xlim=(w - 1, w + 4.5), ylim=(-0.15 * here, 2 * here), yticks=[])
        right.axvspan(w + _IN_SIGHT, w + 4.5, color="#7a7a7a", alpha=0.22, linewidth=0)
        right.axvspan(w - 1, w - _IN_SIGHT, color="#7a7a7a", alpha=0.22, linewidth=0)
        right.text(w + 2.4, 0.9 * here, "?", fontsize=34, ha="center", va="center")
        right.grid(visible=False)
        label(right, "w", Text("비용", "cost"), Text("안개 속", "in fog"))


def tangents(curve: Curve, slope: Curve, places: Sequence[float], close_up: float) -> None:
    """Show a curve with its tangents, and from near how the curve leaves one of them.

    Args:
        curve: its height.
        slope: its slope.
        places: where tangents are drawn.
        close_up: where the near view looks.
    """
    alt = Text(
        f"왼쪽: 포물선 위 점 {len(places)}개의 접선. 바닥의 왼쪽은 내려가고 오른쪽은 올라가며, 바닥에서는 평평하다. "
        f"오른쪽: w = {close_up:g} 가까이. 곡선과 접선은 거의 붙어 있다가 멀어질수록 벌어진다.",
        f"Left: tangents at {len(places)} points of a parabola: falling left of the bottom, rising right of it, flat "
        f"at the bottom. Right: close to w = {close_up:g}, curve and tangent are almost one, and part farther away.",
    )
    ends = min(places) - 1.0, max(places) + 1.0
    with figure(alt, panels=2) as (left, right):
        grid = np.linspace(ends[0], ends[1], 200)
        left.plot(grid, curve(grid), color=BLUE)
        span = ends[1] - ends[0]
        for w in places:
            near = np.array([w - 0.1 * span, w + 0.1 * span])
            left.plot(near, curve(w) + slope(w) * (near - w), color=ORANGE)
            left.plot(w, curve(w), "o", color=ORANGE)
            left.text(w, curve(w) - 0.13 * curve(grid).max(), f"{slope(w):g}", ha="center")
        left.set_ylim(-0.22 * curve(grid).max(), 1.1 * curve(grid).max())
        label(left, "w", "f(w)", Text("접선의 기울기", "slopes of tangents"))

        grid = np.linspace(close_up - 0.2, close_up + 1.2, 100)
        right.plot(grid, curve(grid), color=BLUE, label="f")
        right.plot(
            grid,
            curve(close_up) + slope(close_up) * (grid - close_up),
            "--",
            color=ORANGE,
            label=words(Text("접선", "tangent")),
        )
        for move in (0.1, 1.0):
            w = close_up + move
            right.vlines(w, curve(close_up) + slope(close_up) * move, curve(w), color=PURPLE, linewidth=3)
        right.plot(close_up, curve(close_up), "o", color=ORANGE)
        right.legend(loc="upper right")
        label(right, "w", "f(w)", Text("가까이에서", "from near"))


def paths_by_rate(curve: Curve, slope: Curve, rates: Sequence[float], start: float, steps: int) -> None:
    """Show, for each of some learning rates, the path of descent on the curve itself.

    Args:
        curve: its height.
        slope: its slope.
        rates: a panel for each.
        start: where each path starts.
        steps: how many steps are drawn.
    """
    paths = [_path(slope, rate, start, steps) for rate in rates]
    each = ", ".join(f"{rate:g}" for rate in rates)
    alt = Text(
        f"같은 포물선 위에서 학습률이 {each}인 경사 하강법의 경로 {len(rates)}개. 작으면 한쪽에서 다가가고, "
        "더 크면 바닥을 넘나들며 다가가고, 경계를 넘으면 양쪽 비탈을 오르며 멀어진다.",
        f"{len(rates)} paths of gradient descent on the same parabola, for learning rates {each}. A small one comes "
        "from one side, a larger one jumps across the bottom and still arrives, one past the limit climbs both sides.",
    )
    low = min(min(path) for path in paths) - 0.5
    high = max(max(path) for path in paths) + 0.5
    grid = np.linspace(low, high, 200)
    top = curve(grid).max()
    with figure(alt, panels=len(rates)) as axes:
        for ax, rate, path in zip(axes, rates, paths, strict=True):
            far = abs(path[-1] - path[-2]) >= abs(path[1] - path[0])
            ax.plot(grid, curve(grid), color=BLUE, linewidth=1.2)
            ax.plot(path, curve(np.array(path)), "o-", color=ORANGE if far else GREEN, linewidth=1, markersize=4)
            ax.set(xlim=(low, high), ylim=(-0.05 * top, top))
            ax.tick_params(labelleft=ax is axes[0])
            label(ax, "w", "f(w)" if ax is axes[0] else "", f"η = {rate:g}")


def _path(slope: Curve, rate: float, start: float, steps: int) -> list[float]:
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(path[-1]))
    return path
