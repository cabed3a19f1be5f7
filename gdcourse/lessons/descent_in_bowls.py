"""Descent in bowls, stretched and round, in pictures: where it goes, how far is left, what a step leaves of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, INK, ORANGE, PURPLE, figure, label, words
from gdcourse.lessons.moving_figures import move

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_LOOKS = [(ORANGE, "--"), (PURPLE, ":"), (GREEN, "-."), (BLUE, "-")]
_RATES = (0.01, 0.03, 0.05, 0.07, 0.09, 0.1, 0.11, 0.115, 0.118, 0.1195, 0.12, 0.122, 0.126, 0.13)
_MINIMUM = (2.0, 0.0)
"""The weight and the bias at which the error of the line y = 2x is 0."""


def path_and_distance(path: Floats) -> None:
    """The way of weight and bias (T + 1, 2) in the plane, and how far the weight is from 2 after each epoch."""
    alt = Text(
        "왼쪽은 w와 b의 평면에서 지나온 길: 골짜기로 곧장 떨어진 뒤 바닥을 따라 짧게 기어간다. 오른쪽은 에폭에 "
        "따른 |w − 2|, 로그 축: 처음에 뚝 떨어진 뒤 천 에폭 넘게 완만한 직선으로 줄어 0.001에 닿는다.",
        "Left, the path in the plane of w and b: straight down into a valley, then a short crawl along its "
        "floor. Right, |w − 2| by epoch, logarithmic: a sheer drop, then a gentle straight line that takes over "
        "a thousand epochs to reach 0.001.",
    )
    with figure(alt, panels=2) as (plane, distance):
        _contours(plane, (0.6, 2.2), (-0.6, 0.3))
        plane.plot(*path.T, ".-", color=ORANGE, linewidth=1, markersize=4)
        label(plane, "w", "b")
        distance.semilogy(np.abs(path[:, 0] - _MINIMUM[0]), color=ORANGE)
        distance.axhline(1e-3, linestyle=":", color=INK)
        distance.text(0.25, 1.25e-3, "0.001", transform=distance.get_yaxis_transform())
        label(distance, Text("에폭", "epoch"), "|w − 2|")


def two_directions(directions: Floats, path: Floats) -> None:
    """The bowl of weight and bias with its two directions (the columns of a 2 × 2 array) and a way (T + 1, 2) in it."""
    alt = Text(
        "가로와 세로의 눈금이 같은 w와 b의 평면. 길쭉한 타원 등고선의 짧은 축이 가파른 방향, 긴 축이 느린 "
        "방향이고, 둘은 직각이다. 지나온 길은 가파른 방향으로 떨어진 뒤 느린 방향을 따라간다.",
        "The plane of w and b with equal axes. The short axis of the long elliptic contours is the steep "
        "direction, the long axis the slow one, at a right angle. The path falls along the steep direction, then "
        "follows the slow one.",
    )
    with figure(alt, height=4.2) as ax:
        _contours(ax, (0.6, 3.2), (-1.1, 1.1))
        ax.set_aspect("equal")
        ax.plot(*path.T, ".-", color=ORANGE, linewidth=1, markersize=4)
        names = [Text("느린 방향", "slow"), Text("가파른 방향", "steep")]
        for direction, name, color in zip(directions.T, names, (BLUE, PURPLE), strict=True):
            way = direction * np.sign(direction[0])
            ax.annotate("", _MINIMUM + 0.9 * way, _MINIMUM, arrowprops={"arrowstyle": "->", "color": color, "lw": 2})
            ax.text(*(_MINIMUM + 0.95 * way), words(name), color=color, va="center")
        label(ax, "w", "b")


def kept_by_rate(curvatures: Sequence[float], momenta: Sequence[float], highest: float) -> None:
    """For each learning rate up to ``highest``, the part of the distance that a step leaves, by curvature and μ.

    Without momentum that is |1 − ηλ|; with it, the size of the larger root of r² − (1 + μ − ηλ) r + μ.
    """
    alt = Text(
        "학습률에 따라 한 스텝에 남는 비율. 느린 방향은 1에서 조금씩 내려가고, 가파른 방향은 0까지 내려갔다가 "
        "다시 올라가 1을 넘는다.",
        "The part that a step leaves, by learning rate. The slow direction sinks a little from 1; the steep one "
        "sinks to 0, rises again and passes 1.",
    )
    if any(momenta):
        alt = Text(
            f"{alt.ko} 모멘텀이 있으면 두 곡선 모두 √μ 높이의 평평한 바닥이 있고, 훨씬 오른쪽에서야 1을 넘는다.",
            f"{alt.en} With momentum, both curves have a flat floor at height √μ and pass 1 only farther to the right.",
        )
    rates = np.linspace(0, highest, 600)
    with figure(alt, panels=len(momenta)) as drawn:
        for ax, momentum in zip(np.atleast_1d(drawn), momenta, strict=True):
            for curvature, color, style in zip(curvatures, (BLUE, PURPLE), ("-", "--"), strict=True):
                ax.plot(
                    rates,
                    [_kept(rate * curvature, momentum) for rate in rates],
                    style,
                    color=color,
                    label=f"λ = {curvature:.1f}",
                )
            ax.axhline(1, linestyle=":", color=INK)
            ax.set_ylim(0, 1.2)
            ax.legend(loc="lower right")
            label(ax, Text("학습률 η", "learning rate η"), Text("남는 비율", "part left"), f"μ = {momentum:g}")


def swings(walks: Mapping[float, Sequence[float]]) -> None:
    """Where w is after each step of walks down a valley, by μ."""
    alt = Text(
        "골짜기에서 스텝에 따른 w. μ가 0이면 한쪽에서 다가가고, 0.7이면 바닥을 조금 지나쳤다가 돌아오며, 0.9이면 "
        "크게 출렁이며 오래 오간다.",
        "w by step in a valley: for μ = 0 it approaches from one side, for 0.7 it passes the bottom a little and "
        "returns, for 0.9 it swings widely and for long.",
    )
    with figure(alt) as ax:
        for (momentum, walk), (color, style) in zip(walks.items(), _LOOKS[1:], strict=True):
            ax.plot(walk[:61], style, color=color, label=f"μ = {momentum:g}")
        ax.legend()
        label(ax, Text("스텝", "step"), "w")


def distances(paths: Mapping[str, Floats]) -> None:
    """How far the weight is from 2 after each epoch, of four ways (T + 1, 2) by what they are called."""
    alt = Text(
        "에폭에 따른 |w − 2|, 로그 축, 200에폭까지. 네 설정의 선이 뒤로 갈수록 가파르다: 학습률 0.01, 가장 좋은 "
        "학습률, μ = 0.9, 맞춘 μ.",
        "|w − 2| by epoch, logarithmic, up to 200. The four lines are steeper one after the other: learning rate "
        "0.01, the best rate, μ = 0.9, a tuned μ.",
    )
    with figure(alt) as ax:
        for (name, path), (color, style) in zip(paths.items(), _LOOKS, strict=True):
            ax.semilogy(np.abs(path[:201, 0] - _MINIMUM[0]), style, color=color, linewidth=1.5, label=name)
        ax.axhline(1e-3, linestyle=":", color=INK)
        ax.set_ylim(1e-5, 5)
        ax.legend(loc="upper right")
        label(ax, Text("에폭", "epoch"), "|w − 2|")


def rates_in_a_bowl(rates: Sequence[float] = _RATES) -> None:
    """A player over learning rates: 25 steps on the bowl of ``distances`` from (0.4, 2.6), and the cost by step."""
    alt = Text(
        "왼쪽은 길쭉한 타원 등고선 위의 길, 오른쪽은 로그 축의 비용. 학습률이 작으면 골짜기로 내려가 천천히 따라가고, "
        "커지면 골짜기를 가로질러 흔들리며, 0.122부터는 흔들림과 비용이 점점 커진다.",
        "Left, the path on long elliptic contours; right, the cost on a logarithmic axis. At small rates the path "
        "drops into the valley and creeps along it; larger rates swing across it; from 0.122 on the swings and the "
        "cost grow.",
    )
    hessian = np.array([[15.0, 5.0], [5.0, 2.0]])
    steepest = np.linalg.eigvalsh(hessian)[-1]
    grid = np.meshgrid(np.linspace(0, 4, 80), np.linspace(-3.5, 3.5, 80))
    bowl = _height(hessian, np.stack(grid, axis=-1) - _MINIMUM)

    def ground(axes: Any) -> None:
        axes[0].contour(*grid, bowl, levels=[0.1, 0.5, 1.5, 4, 10, 25], colors=BLUE, linewidths=0.8)
        axes[0].set(xlim=(0, 4), ylim=(-3.5, 3.5))
        axes[1].set(xlim=(-1, 26), yscale="log", ylim=(1e-2, 1e5), xticks=range(0, 26, 5))
        label(axes[0], "w", "b")
        label(axes[1], Text("스텝", "step"), Text("비용", "cost"))

    def draw(axes: Any, i: int) -> None:
        away = [np.array([0.4, 2.6]) - _MINIMUM]
        for _ in range(25):
            away.append(away[-1] - rates[i] * hessian @ away[-1])
        color = GREEN if rates[i] * steepest < 2 else ORANGE
        axes[0].plot(*np.transpose(np.add(away, _MINIMUM)), "o-", color=color, linewidth=1, markersize=4)
        axes[1].plot(_height(hessian, np.array(away)), "o-", color=color, markersize=4)
        axes[1].set_title(f"η·λmax = {rates[i] * steepest:.3f}")

    move(draw, [f"η = {rate:g}" for rate in rates], alt, ground, panels=2, interval=700)


def bowls(second_derivatives: Mapping[str, ArrayLike]) -> None:
    """The contours of bowls with the given second derivatives (2 × 2 each), side by side, with equal axes."""
    hessians = {name: np.asarray(each, dtype=np.float64) for name, each in second_derivatives.items()}
    numbers = [np.linalg.eigvalsh(hessian) for hessian in hessians.values()]
    condition = ", ".join(f"{high / low:.1f}" for low, high in numbers)
    alt = Text(
        f"나란히 놓인 그릇 {len(hessians)}개의 등고선, 조건수는 차례로 {condition}. 조건수가 1이면 원이고, 클수록 "
        "비스듬히 길쭉한 타원이다.",
        f"The contours of {len(hessians)} bowls side by side, of condition numbers {condition}: circles at 1, and the "
        "larger the number, the longer the slanting ellipses.",
    )
    grid = np.meshgrid(np.linspace(-2, 2, 90), np.linspace(-2, 2, 90))
    with figure(alt, panels=len(hessians), height=2.9) as axes:
        for ax, (name, hessian), (low, high) in zip(np.atleast_1d(axes), hessians.items(), numbers, strict=True):
            heights = _height(hessian, np.stack(grid, axis=-1))
            ax.contour(*grid, heights, levels=high * np.array([0.02, 0.1, 0.3, 0.7, 1.3]), colors=BLUE)
            ax.plot(0, 0, "*", color=GREEN, markersize=11)
            ax.set(aspect="equal", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
            label(ax, "w₁", "w₂", f"{name}\nκ = {high / low:.1f}")


def record(weights: Mapping[str, Sequence[float]]) -> None:
    """How far the weight is from 2 after each epoch, up to 200, by what the way of getting there is called."""
    names = ", ".join(weights)
    alt = Text(
        f"에폭에 따른 |w − 2|, 로그 축, 200에폭까지. 선은 {names}. 데이터를 고친 둘은 몇 에폭 만에 0.001 아래로 "
        "곧장 떨어지고, 나머지는 수십에서 수백 에폭이 걸린다.",
        f"|w − 2| by epoch, logarithmic, up to 200. The lines are {names}. The two with mended data drop below 0.001 "
        "within a few epochs; the others take tens or hundreds.",
    )
    with figure(alt, height=4.0) as ax:
        for n, (name, path) in enumerate(weights.items()):
            color, style = _LOOKS[n % len(_LOOKS)]
            ax.semilogy(
                np.abs(np.asarray(path)[:201] - _MINIMUM[0]) + 1e-9,
                style,
                color=color,
                linewidth=1.3 if n < len(_LOOKS) else 2.6,
                label=name,
            )
        ax.axhline(1e-3, linestyle=":", color=INK)
        ax.set_ylim(1e-5, 5)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
        label(ax, Text("에폭", "epoch"), "|w − 2|")


def _height(hessian: Floats, away: Floats) -> Any:
    """½ aᵀ H a, of each ``a`` along the last axis."""
    return ((away @ hessian) * away).sum(axis=-1) / 2


def _kept(product: float, momentum: float) -> float:
    return float(np.abs(np.roots([1, -(1 + momentum - product), momentum])).max())


def _contours(ax: Any, w_range: tuple[float, float], b_range: tuple[float, float]) -> None:
    """The mean squared error of the line w·x + b at the points (1, 2), (2, 4), (3, 6), (4, 8)."""
    w, b = np.meshgrid(np.linspace(*w_range, 150), np.linspace(*b_range, 150))
    cost = np.mean([(w * x + b - 2 * x) ** 2 for x in (1, 2, 3, 4)], axis=0)
    ax.contour(w, b, cost, levels=10.0 ** np.arange(-2, 2, 0.5), colors=INK, linewidths=0.7)
    ax.plot(*_MINIMUM, "*", color=GREEN, markersize=11)
    ax.set(xlim=w_range, ylim=b_range)


def steps_of_adam(hessian: Floats, start: Floats, lr: float = 0.1, most: int = 2000) -> int | None:
    """How many steps of torch's Adam it takes in ½ pᵀ H p until the distance stays below a thousandth of the first.

    ``None`` if after ``most`` steps it is still farther away.
    """
    import torch

    p = torch.tensor(start, requires_grad=True)
    optimizer, distances = torch.optim.Adam([p], lr=lr), []
    for _ in range(most):
        distances.append(p.norm().item())
        p.grad = torch.tensor(hessian) @ p.detach()
        optimizer.step()
    outside = np.flatnonzero(np.array(distances) >= 1e-3 * distances[0])
    return None if outside[-1] == most - 1 else int(outside[-1]) + 1
