"""Where a surface falls most: arrows against the gradient on its contours, and the drop by direction.

Both axes have the same scale, or no arrow would stand at a right angle to its contour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, INK, ORANGE, figure, label
from gdcourse.lessons.landscapes import squared_error

if TYPE_CHECKING:
    from numpy.typing import NDArray


def arrows_and_drops(
    x: Sequence[float], y: Sequence[float], places: Sequence[tuple[float, float]], drops: NDArray[np.float64]
) -> None:
    """Show arrows against the gradient of the mean squared error of ``w·x + b``, and the drop in each direction.

    Args:
        x: inputs.
        y: right answers, as many.
        places: the weight and the bias where an arrow starts; each arrow is 1 long.
        drops: for 0, 1, …, 359 degrees, how far a short walk from the first of ``places`` comes down.
    """
    bowl = squared_error(x, y, bias=True)
    most, least = int(np.argmax(drops)), int(np.argmin(drops))
    alt = Text(
        f"왼쪽: 눈금이 같은 w와 b의 평면에 등고선과 화살표 {len(places)}개. 화살표는 어디에서나 등고선에 수직이지만, "
        f"별표로 나타낸 바닥을 비껴간다. 오른쪽: 방향에 따른 내려간 높이. 코사인 곡선이고 {most}도에서 가장 크고 "
        f"{least}도에서 가장 작다.",
        f"Left: contours over w and b with equal axes, and {len(places)} arrows. Each is at a right angle to its "
        "contour, and misses the bottom, marked by a star. Right: the drop by direction, a cosine curve, greatest at "
        f"{most} and least at {least} degrees.",
    )
    with figure(alt, panels=2, height=4.4) as (left, right):
        w, b = np.meshgrid(np.linspace(-1.5, 5, 160), np.linspace(-4.5, 5.5, 160))
        through = {1.2, 3.0, *(round(float(bowl.height(place)), 6) for place in places)}
        left.contour(w, b, bowl.height((w, b)), levels=sorted(through), colors=INK, linewidths=0.8)
        for place in places:
            here = np.array(place, dtype=float)
            way = -_gradient(x, y, here)
            tip = here + 1.2 * way / np.hypot(*way)
            left.annotate("", tip, here, arrowprops={"arrowstyle": "->", "color": ORANGE, "lw": 1.8})
            left.plot(*here, "o", color=ORANGE, markersize=4)
        left.plot(*bowl.minimum, "*", color=GREEN, markersize=13)
        left.set_aspect("equal")
        label(left, "w", "b", "−∇J")

        right.plot(np.arange(360), drops, color=BLUE)
        for at in (most, least):
            right.plot(at, drops[at], "o", color=ORANGE)
            right.text(at + 14, drops[at], f"{at}°", va="center")
        right.set_xticks(range(0, 361, 90))
        label(right, Text("방향 (도)", "direction (degrees)"), Text("내려간 높이", "drop"))


def _gradient(x: Sequence[float], y: Sequence[float], place: NDArray[np.float64]) -> NDArray[np.float64]:
    inputs = np.asarray(x, dtype=float)
    error = place[0] * inputs + place[1] - np.asarray(y, dtype=float)
    return np.array([np.mean(2 * error * inputs), np.mean(2 * error)])
