"""Pictures of lines and what they cost: errors and their squares, a line as a point of a curve, paths over (W, b)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words
from gdcourse.lessons.moving_figures import move

Line = tuple[float, float]
"""W and b."""
Interval = tuple[float, float]

_COST = Text("비용", "cost")
ONE_AT_A_TIME = Text("하나씩", "one at a time")
DESCENT = Text("경사 하강법", "gradient descent")
"""What paths over (W, b) are called."""


def lines_through_data(x: Sequence[float], y: Sequence[float], lines: Sequence[Line]) -> None:
    """Show the data and some lines, each with its name at its end.

    Args:
        x: inputs.
        y: right answers, as many.
        lines: up to three.
    """
    names = [_formula(*line) for line in lines]
    alt = Text(
        f"점 {len(x)}개와 직선 {len(lines)}개: {', '.join(names)}.",
        f"{len(x)} points and {len(lines)} lines: {', '.join(names)}.",
    )
    with figure(alt) as ax:
        reach = np.array([0.5, max(x) + 0.5])
        for (w, b), name, color in zip(lines, names, (ORANGE, GREEN, PURPLE), strict=False):
            ax.plot(reach, w * reach + b, "--", color=color)
            ax.text(reach[1] + 0.06, w * reach[1] + b, name, color=color, va="center")
        ax.plot(x, y, "o", color=BLUE, markersize=8)
        ax.set(xlim=(0.3, reach[1] + 1.5), ylim=(0, 1.45 * max(y)), xticks=x)
        label(ax, Text("주", "weeks"), Text("키(cm)", "height (cm)"))


def squares_of_errors(x: Sequence[float], y: Sequence[float], lines: Sequence[Line]) -> None:
    """Show, for each line, every error as a vertical stroke and its square as a square.

    Args:
        x: inputs.
        y: right answers, as many.
        lines: a panel for each, at least two.
    """
    told = [_squares_in_words(x, y, line) for line in lines]
    alt = Text(
        f"직선마다 오차를 세로선으로, 그 제곱을 정사각형으로 그렸다. {'; '.join(told)}.",
        f"For each line, errors as vertical strokes and their squares as squares. {'; '.join(told)}.",
    )
    with figure(alt, panels=len(lines), height=4.4) as axes:
        for ax, line in zip(axes, lines, strict=True):
            _draw_squares(ax, x, y, line, reach=8.4)
            ax.set(xlim=(0, 8.4), ylim=(0, 11.4), xticks=range(0, 9, 2), aspect="equal")
            label(ax, "x", "y" if ax is axes[0] else "", _formula(*line))


def line_and_its_point(x: Sequence[float], y: Sequence[float], b: float, weights: Sequence[float]) -> None:
    """Show, as ``W`` moves, the line with its squares, and beside it the point of the cost's curve that it is.

    Args:
        x: inputs.
        y: right answers, as many.
        b: the bias, which stays.
        weights: one picture for each.
    """
    cost = _cost_of(x, y)
    grid = np.linspace(min(weights), max(weights), 121)
    curve = [cost(W, b) for W in grid]

    def ground(axes: Any) -> None:
        left, right = axes
        left.set(xlim=(0, 13.5), ylim=(0, 18), aspect="equal")
        label(left, "x", "y", Text("직선과 제곱", "line and squares"))
        right.plot(grid, curve, color=BLUE)
        right.set(ylim=(-0.06 * max(curve), 1.06 * max(curve)))
        label(right, "W", _COST, Text("곡선 위의 점", "a point of the curve"))

    def draw(axes: Any, i: int) -> None:
        left, right = axes
        _draw_squares(left, x, y, (weights[i], b), reach=13.5)
        right.plot(weights[i], cost(weights[i], b), "o", color=ORANGE, markersize=9)

    alt = Text(
        f"b = {b:g}인 직선이 W에 따라 기울고, 오차의 정사각형이 커졌다 작아진다. "
        "오른쪽의 점은 비용의 포물선을 따라 움직인다.",
        f"A line with b = {b:g} tilts with W while the squares of its errors shrink and grow; at the right, "
        "its point moves along the parabola of the cost.",
    )
    moments = [f"W = {W:.2f}: {cost(W, b):.2f}" for W in weights]
    move(draw, moments, alt, ground, panels=2, height=3.8, interval=500)


def paths_over_lines(
    x: Sequence[float],
    y: Sequence[float],
    paths: Sequence[tuple[Text, Sequence[Line]]],
    grid: tuple[Sequence[float], Sequence[float]] | None = None,
) -> None:
    """Show the contours of the cost over ``(W, b)`` with paths in them, and perhaps a grid that is searched.

    Args:
        x: inputs.
        y: right answers, as many.
        paths: a name and the lines on the way, for up to three.
        grid: the values of ``W`` and of ``b`` that are tried.
    """
    cost = _cost_of(x, y)
    ends = [f"({way[-1][0]:.2f}, {way[-1][1]:.2f})" for _, way in paths]
    drawn = [
        Text(f"{name.ko}, 끝은 {end}", f"{name.en}, ends at {end}") for (name, _), end in zip(paths, ends, strict=True)
    ]
    if grid is not None:
        tried = len(grid[0]) * len(grid[1])
        drawn.append(Text(f"격자점 {tried}개", f"{tried} points of a grid"))
    alt = Text(
        "W와 b의 평면에 그린 비용의 등고선: 오른쪽 아래로 기운 길쭉한 골짜기. " + "; ".join(part.ko for part in drawn),
        "Contours of the cost over W and b: a long valley, tilted down to the right. "
        + "; ".join(part.en for part in drawn),
    )
    across, up = np.linspace(-1, 5, 121), np.linspace(-3, 5.5, 121)
    heights = np.array([[cost(w, b) for w in across] for b in up])
    with figure(alt, height=4.2) as ax:
        lines = ax.contour(across, up, heights, [1.5, 3, 6, 12, 24, 48], colors=BLUE, linewidths=1.1)
        ax.clabel(lines, fmt="%g", fontsize=9)
        if grid is not None:
            ax.plot(*(axis.ravel() for axis in np.meshgrid(*grid)), ".", color="#7a7a7a", markersize=3)
        for (name, way), color, mark in zip(paths, (ORANGE, GREEN, PURPLE), "os^", strict=False):
            places = np.array(way)
            ax.plot(*places.T, "-", marker=mark, color=color, markersize=4, linewidth=1.4, label=words(name))
        ax.plot(*_best(x, y), "*", color=PURPLE, markersize=14)
        ax.set(xlim=(-1, 5), ylim=(-3, 5.5))
        if paths:
            ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
        label(ax, "W", "b")


def two_ways_down(curve: Callable[[Any], Any], paths: Sequence[Sequence[float]], view: Interval) -> None:
    """Show a curve of the cost that is no bowl, and where descent goes on it from several starts.

    Args:
        curve: its height at one place.
        paths: the places of each descent.
        view: the lowest and the highest ``W`` shown.
    """
    starts = ", ".join(f"{path[0]:g}" for path in paths)
    ends = ", ".join(f"{path[-1]:.2f}" for path in paths)
    alt = Text(
        f"골짜기가 둘이고 사이에 언덕이 있는 곡선. {starts}에서 출발한 하강이 차례로 {ends}에서 끝난다.",
        f"A curve with two valleys and a hill in between. Descents from {starts} end at {ends}.",
    )
    grid = np.linspace(*view, 241)
    with figure(alt) as ax:
        ax.plot(grid, [curve(W) for W in grid], color=BLUE)
        for path, color, mark in zip(paths, (ORANGE, GREEN, PURPLE), "os^", strict=False):
            heights = [curve(W) for W in path]
            ax.plot(path, heights, "-", marker=mark, color=color, markersize=4, linewidth=1, alpha=0.8)
            ax.plot(path[0], heights[0], mark, color=color, markersize=10)
        ax.set_xlim(view)
        label(ax, "W", _COST)


def _cost_of(x: Sequence[float], y: Sequence[float]) -> Callable[[float, float], float]:
    inputs, targets = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return lambda w, b: float(np.mean((w * inputs + b - targets) ** 2))


def _best(x: Sequence[float], y: Sequence[float]) -> Line:
    w, b = np.polyfit(x, y, 1)
    return float(w), float(b)


def _draw_squares(ax: Any, x: Sequence[float], y: Sequence[float], line: Line, reach: float) -> None:
    from matplotlib.patches import Rectangle

    w, b = line
    ax.plot([0, reach], [b, w * reach + b], "--", color=ORANGE)
    for u, v in zip(x, y, strict=True):
        error = w * u + b - v
        corner, side = (u, min(v, v + error)), abs(error)
        ax.add_patch(Rectangle(corner, side, side, facecolor=PURPLE, alpha=0.22, edgecolor=PURPLE))
        ax.plot([u, u], [v, v + error], color=PURPLE)
    ax.plot(x, y, "o", color=BLUE)


def _formula(w: float, b: float) -> str:
    slope = "" if w == 0 else "x" if w == 1 else f"{w:g}x"
    if not slope:
        return f"H(x) = {b:g}"
    return f"H(x) = {slope}" + (f" {'+' if b > 0 else '−'} {abs(b):g}" if b else "")


def _squares_in_words(x: Sequence[float], y: Sequence[float], line: Line) -> str:
    squares = [(line[0] * u + line[1] - v) ** 2 for u, v in zip(x, y, strict=True)]
    return f"{_formula(*line)}: {', '.join(f'{s:g}' for s in squares)}"
