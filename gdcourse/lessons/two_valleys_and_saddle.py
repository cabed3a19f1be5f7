"""Pictures of landscapes that are no bowls: a curve with two valleys, and a saddle between two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, INK, ORANGE, PURPLE, figure, label


def places_and_path(walk: Sequence[float], path: Sequence[Sequence[float]]) -> None:
    """Two landscapes that are no bowls: ``(w² − 1)²/4`` with places on it, and ``(ab − 1)²/2`` with a path (T, 2)."""
    alt = Text(
        "왼쪽은 골짜기가 둘인 곡선 (w² − 1)²/4. 바깥은 아주 가파르고 바닥은 완만하며, w = 3에서 출발한 점들이 오른쪽 "
        "골짜기의 바닥에 이른다. 오른쪽은 (ab − 1)²/2의 등고선. 가운데의 안장점 가까이에서 출발한 길이 대각선을 따라 "
        "골짜기로 빠져나간다.",
        "Left, the curve (w² − 1)²/4 with two valleys, very steep outside and gentle at the bottom; points from w = 3 "
        "arrive at the bottom of the right valley. Right, contours of (ab − 1)²/2: from near the saddle point in the "
        "middle a path leaves along the diagonal into the valley.",
    )

    def curve(w: Any) -> Any:
        return (np.square(w) - 1) ** 2 / 4

    with figure(alt, panels=2) as (left, right):
        grid = np.linspace(-2.3, 3.2, 300)
        left.plot(grid, curve(grid), color=INK)
        left.plot(walk, curve(walk), "o", color=ORANGE, markersize=5)
        left.set_ylim(-0.8, 17)
        label(left, "w", "f")
        a, b = np.meshgrid(np.linspace(-2, 2, 120), np.linspace(-2, 2, 120))
        right.contour(
            a, b, (a * b - 1) ** 2 / 2, levels=[0.02, 0.15, 0.35, 0.5, 0.8, 2, 4], colors=BLUE, linewidths=0.8
        )
        right.plot(*np.transpose(path), ".-", color=ORANGE, markersize=4, linewidth=1)
        right.plot(0, 0, "x", color=PURPLE, markersize=9)
        right.set_aspect("equal")
        label(right, "a", "b")
