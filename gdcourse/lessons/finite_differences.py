"""How far a finite difference is off, by the width of its step and the precision of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label

WIDTHS = [float(f"1e-{k}") for k in range(16)]
"""From 1 down to 10⁻¹⁵."""
_LOOKS = {
    ("forward", "float64"): (BLUE, "-", (3e-10, 2e-5)),
    ("central", "float64"): (ORANGE, "-", (4e-5, 2e-11)),
    ("forward", "float32"): (GREEN, "--", (1e-13, 3)),
    ("central", "float32"): (PURPLE, "--", (1.5e-2, 2e-6)),
}


def errors_by_width(at: float) -> None:
    """Show the relative error of both differences of ``x³`` at ``at``, by width, in both precisions."""
    alt = Text(
        "h에 따른 상대 오차, 두 축 모두 로그. 네 곡선이 모두 V자이며, float64의 중심 차분이 1e-5쯤에서 가장 낮고 "
        "float32의 두 곡선은 훨씬 높다.",
        "Relative error by h, both axes logarithmic. All four curves are V-shaped; central in float64 is the lowest, "
        "at about 1e-5, and the two in float32 are far higher.",
    )
    with figure(alt, height=4) as ax:
        for (kind, precision), (color, style, place) in _LOOKS.items():
            ax.loglog(WIDTHS, relative_errors(at, kind, precision), style, color=color)
            ax.text(*place, f"{kind} {precision}", color=color, size=9)
        ax.set_ylim(4e-12, 30)
        label(ax, "h", Text("상대 오차", "relative error"))


def relative_errors(at: float, kind: str, precision: str) -> Sequence[float]:
    """Of the ``"forward"`` or ``"central"`` difference of ``x³``, by width, in ``"float64"`` or ``"float32"``."""
    number = np.dtype(precision).type
    x, right = number(at), 3 * float(number(at)) ** 2
    found = []
    for h in map(number, WIDTHS):
        low, width = (x, h) if kind == "forward" else (x - h, 2 * h)
        above = x + h
        found.append(float((above * above * above - low * low * low) / width))
    return [abs(value - right) / right for value in found]
