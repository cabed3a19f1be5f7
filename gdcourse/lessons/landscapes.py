"""Landscapes to descend in: polynomials around their lowest point, worked out from what a lesson names.

A landscape is numbers alone. What it is at a place, and its gradient there, whoever draws it computes from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isclose, prod
from typing import Any


@dataclass(frozen=True)
class Landscape:
    """``floor`` plus, for each of ``terms``, a factor times powers of the distances from ``minimum``.

    Attributes:
        symbol: what its height is called, such as ``"J"``.
        names: what its one or two coordinates are called.
        minimum: where it is lowest.
        floor: how high it is there.
        terms: each a factor and, by coordinate, the power of the distance from ``minimum``.
    """

    symbol: str
    names: tuple[str, ...]
    minimum: tuple[float, ...]
    floor: float
    terms: tuple[tuple[float, tuple[int, ...]], ...]

    def height(self, place: Sequence[Any]) -> Any:
        """The height at a place: a number, an array or a tensor for each coordinate."""
        apart = [w - lowest for w, lowest in zip(place, self.minimum, strict=True)]
        heights = (factor * prod(u**n for u, n in zip(apart, powers, strict=True)) for factor, powers in self.terms)
        return self.floor + sum(heights)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for the script of the page."""
        return {
            "symbol": self.symbol,
            "names": list(self.names),
            "minimum": list(self.minimum),
            "floor": self.floor,
            "terms": [[factor, list(powers)] for factor, powers in self.terms],
        }


def parabola(curvature: float, minimum: float = 0.0, symbol: str = "f") -> Landscape:
    """``curvature / 2 · (w − minimum)²``.

    Raises:
        ValueError: where the curvature is not positive.
    """
    if curvature <= 0:
        raise ValueError(f"a parabola with a lowest point has a positive curvature, not {curvature}")
    return Landscape(symbol, ("w",), (float(minimum),), 0.0, ((curvature / 2, (2,)),))


def stretched_bowl(*curvatures: float, symbol: str = "f") -> Landscape:
    """``½ (c₁ w₁² + c₂ w₂²)``, lowest at the origin.

    Raises:
        ValueError: where there are not two curvatures, or one is not positive.
    """
    if len(curvatures) != 2 or min(curvatures) <= 0:
        raise ValueError(f"a bowl has two positive curvatures, not {curvatures}")
    first, second = curvatures
    return Landscape(symbol, ("w₁", "w₂"), (0.0, 0.0), 0.0, ((first / 2, (2, 0)), (second / 2, (0, 2))))


def squared_error(x: Sequence[float], y: Sequence[float], bias: bool = False, symbol: str = "J") -> Landscape:
    """The mean squared error of the line ``w·x`` (or ``w·x + b``) over a small data set: a parabola (or a bowl).

    Args:
        x: the inputs, plain numbers or a one-dimensional array.
        y: the targets, as many.
        bias: whether the line has a bias ``b``.
        symbol: what the cost is called.

    Raises:
        ValueError: where ``x`` and ``y`` are not equally many, or more than one line fits best.
    """
    if len(x) != len(y) or not len(x):
        raise ValueError(f"as many x as y are needed, and at least one: {len(x)} and {len(y)} were given")
    # In fractions, which are exact: the same numbers come out on every machine.
    xs, ys = [Fraction(float(v)) for v in x], [Fraction(float(v)) for v in y]
    mean_x, mean_y, mean_xx = _mean(xs), _mean(ys), _mean([v * v for v in xs])
    mean_xy, mean_yy = _mean([v * t for v, t in zip(xs, ys, strict=True)]), _mean([t * t for t in ys])
    if not bias:
        if mean_xx == 0:
            raise ValueError("all x are 0: every line fits alike")
        w = mean_xy / mean_xx
        floor = mean_yy - w * mean_xy
        return Landscape(symbol, ("w",), (float(w),), float(floor), ((float(mean_xx), (2,)),))
    variance = mean_xx - mean_x**2
    if variance == 0:
        raise ValueError("all x are equal: more than one line fits best")
    w = (mean_xy - mean_x * mean_y) / variance
    b = mean_y - w * mean_x
    floor = mean_yy - w * mean_xy - b * mean_y
    terms = ((float(mean_xx), (2, 0)), (float(2 * mean_x), (1, 1)), (1.0, (0, 2)))
    return Landscape(symbol, ("w", "b"), (float(w), float(b)), float(floor), terms)


def two_layers(x: Sequence[float], y: Sequence[float], symbol: str = "J") -> Landscape:
    """The mean squared error of ``v·(u·x)``, two layers of one weight each: a saddle at ``u = v = 0``.

    It is as low as at ``minimum`` on the whole curve on which ``u·v`` is the same as there.

    Args:
        x: the inputs, plain numbers or a one-dimensional array.
        y: the targets, as many.
        symbol: what the cost is called.

    Raises:
        ValueError: as in ``squared_error``.
    """
    line = squared_error(x, y)
    (best,), ((square, _),) = line.minimum, line.terms
    # At distances d and e from u = best and v = 1, the product is d + best·e + d·e from its best value.
    factors = {(2, 0): 1.0, (1, 1): 2 * best, (0, 2): best**2, (2, 1): 2.0, (1, 2): 2 * best, (2, 2): 1.0}
    return Landscape(symbol, ("u", "v"), (best, 1.0), line.floor, tuple((square * f, p) for p, f in factors.items()))


def weight_used_twice(x: Sequence[float], y: Sequence[float], symbol: str = "J") -> Landscape:
    """The mean squared error of ``½W²·x + W − 1``, one parameter in two places: a curve with two valleys.

    Args:
        x: the inputs, plain numbers or a one-dimensional array.
        y: the targets, as many. The best line ``w·x + b`` has to be of that form: ``w = ½ (b + 1)²``.
        symbol: what the cost is called.

    Raises:
        ValueError: where the best line is none of these, or as in ``squared_error``.
    """
    bowl = squared_error(x, y, bias=True)
    (w, b), ((square, _), (mixed, _), _) = bowl.minimum, bowl.terms
    lowest = b + 1
    if not isclose(lowest**2 / 2, w):
        raise ValueError(f"the best line {w:g}·x + {b:g} is not ½W²·x + W − 1 for any W")
    # At a distance d from there, the weight is lowest·d + d²/2 from its best value, and the bias d.
    factors = {2: square * lowest**2 + mixed * lowest + 1, 3: square * lowest + mixed / 2, 4: square / 4}
    return Landscape(symbol, ("W",), (lowest,), bowl.floor, tuple((f, (n,)) for n, f in factors.items()))


def two_valleys(left: float = -1.0, hill: float = 0.0, right: float = 2.0, symbol: str = "f") -> Landscape:
    """The curve whose slope is ``(w − left)(w − hill)(w − right)``: two valleys, the deeper one of height 0.

    The valley farther from the hill is the deeper one.

    Raises:
        ValueError: where the three are not in that order.
    """
    if not left < hill < right:
        raise ValueError(f"the hill stands between the valleys: {left}, {hill}, {right}")
    lowest, other = (right, left) if right - hill >= hill - left else (left, right)
    p, q = Fraction(lowest) - Fraction(other), Fraction(lowest) - Fraction(hill)
    factors = {4: Fraction(1, 4), 3: (p + q) / 3, 2: p * q / 2}
    return Landscape(symbol, ("w",), (float(lowest),), 0.0, tuple((float(f), (n,)) for n, f in factors.items()))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)
