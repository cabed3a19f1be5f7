"""Computations that remember how they were made: numbers, the graph they build, its backward pass, its picture.

A calculation with ``Scalar`` builds its computational graph while it runs, in the forward pass. Each operation states
its value and its local derivatives; everything else is the chain rule, and stands once, in ``Scalar.backward``::

    x, y = Scalar(0.5, "x"), Scalar(2.0, "y")
    f = tanh(x * y)
    f.backward()
    x.grad  # y (1 - tanh²(x y))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from itertools import chain, count, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")  # for exponents


class Scalar:
    """A number, and what it was computed from.

    Attributes:
        value: the number.
        name: what it is called, such as ``"x"``; results get letters when they are drawn or listed.
        operation: how it was computed, with ``{}`` where its inputs stand; empty for what was given.
        links: per use of an input, the input and the local derivative with respect to it.
        grad: the derivative of the result that ``backward`` was called on; ``None`` before that.
    """

    def __init__(self, value: float, name: str = "") -> None:
        self.value = float(value)
        self.name = name
        self.operation = ""
        self.links: tuple[tuple[Scalar, float], ...] = ()
        self.grad: float | None = None

    def __repr__(self) -> str:
        return f"Scalar({self.value:.6g})"

    def __add__(self, other: Scalar | float) -> Scalar:
        if isinstance(other, Scalar):
            return _result("{} + {}", self.value + other.value, (self, 1.0), (other, 1.0))
        return _result(f"{{}} + {other:g}", self.value + other, (self, 1.0))

    def __mul__(self, other: Scalar | float) -> Scalar:
        if isinstance(other, Scalar):
            return _result("{} · {}", self.value * other.value, (self, other.value), (other, self.value))
        return _result(f"{other:g} · {{}}", self.value * other, (self, float(other)))

    def __pow__(self, power: float) -> Scalar:
        operation = "{}" + f"{power:g}".translate(_RAISED)
        return _result(operation, self.value**power, (self, power * self.value ** (power - 1)))

    def __truediv__(self, other: Scalar | float) -> Scalar:
        if isinstance(other, Scalar):
            top, bottom = self.value, other.value
            return _result("{} / {}", top / bottom, (self, 1 / bottom), (other, -top / bottom**2))
        return _result(f"{{}} / {other:g}", self.value / other, (self, 1 / other))

    def __sub__(self, other: Scalar | float) -> Scalar:
        if isinstance(other, Scalar):
            return _result("{} − {}", self.value - other.value, (self, 1.0), (other, -1.0))
        return _result(f"{{}} − {other:g}", self.value - other, (self, 1.0))

    __radd__, __rmul__ = __add__, __mul__

    def backward(self) -> None:
        """Write the derivative of this number with respect to every number behind it into their ``grad``.

        What was given collects: a second call adds to its ``grad``. What was computed starts anew.
        """
        behind = list(history(self))
        for scalar in behind:
            scalar.grad = 0.0 if scalar.links or scalar.grad is None else scalar.grad
        self.grad = 1.0
        for scalar in reversed(behind):  # each number after all that use it, so that its own grad is complete
            for used, local in scalar.links:
                used.grad += local * scalar.grad  # type: ignore[operator]


def _result(operation: str, value: float, *links: tuple[Scalar, float]) -> Scalar:
    made = Scalar(value)
    made.operation, made.links = operation, links
    return made


def sin(x: Scalar) -> Scalar:
    return _result("sin {}", math.sin(x.value), (x, math.cos(x.value)))


def log1p(x: Scalar) -> Scalar:
    """ln(1 + x)"""
    return _result("ln({} + 1)", math.log1p(x.value), (x, 1 / (x.value + 1)))


def tanh(x: Scalar) -> Scalar:
    return _result("tanh {}", math.tanh(x.value), (x, 1 - math.tanh(x.value) ** 2))


def mean(*scalars: Scalar) -> Scalar:
    """The mean of at least one."""
    share = 1 / len(scalars)
    return _result("mean", sum(scalar.value for scalar in scalars) * share, *((scalar, share) for scalar in scalars))


def history(output: Scalar) -> Iterator[Scalar]:
    """Every number behind ``output`` and itself, once each, inputs before what uses them."""
    seen: set[int] = set()

    def visit(scalar: Scalar) -> Iterator[Scalar]:
        if id(scalar) not in seen:
            seen.add(id(scalar))
            for used, _ in scalar.links:
                yield from visit(used)
            yield scalar

    return visit(output)


def names(output: Scalar) -> dict[Scalar, str]:
    """A name for every number behind ``output``: its own, or the next free letter in the order of computation."""
    behind = list(history(output))
    taken = {scalar.name for scalar in behind}
    letters = chain("abcdefghijklmnopqrstuvw", (f"v{k}" for k in count(1)))
    free = (letter for letter in letters if letter not in taken)
    return {scalar: scalar.name or next(free) for scalar in behind}


def formula(scalar: Scalar, called: dict[Scalar, str]) -> str:
    """How a number was computed, such as ``"a / b"``; empty for what was given."""
    return scalar.operation.format(*(called[used] for used, _ in scalar.links))


# --- drawing -----------------------------------------------------------------------------------------------------

_BOX_WIDTH, _LINE, _LETTER = 0.63, 0.175, 0.074  # inches: a box, the height of a line, the width of a letter
_SMALL = 8.5  # points

Point = tuple[float, float]


def draw(ax: Axes, output: Scalar, reached: int | None = None, slopes: bool = True) -> None:
    """Draw the computational graph of ``output`` from left to right, as it was computed.

    Each box shows name, formula and value; each line the local derivative that the backward pass multiplies with.
    After ``backward`` each box also shows its gradient, behind ∇.

    Args:
        ax: the only axes of their figure, which grows in height where the graph needs it.
        output: the result, at the right end.
        reached: of the gradients, show only the first so many in the order of the backward pass; all if ``None``.
        slopes: whether the lines show their local derivatives.
    """
    from matplotlib.patches import FancyBboxPatch

    from gdcourse.lessons.figures import BLUE, ORANGE, STYLE

    behind, called = list(history(output)), names(output)
    known = {scalar for scalar in behind[::-1][:reached] if scalar.grad is not None}
    places, routes = _layout(output)
    to_inches = _fit(ax, list(places.values()) + [point for route, _ in routes for point in route])

    taken: list[tuple[Point, float]] = []
    curves: list[Point] = []
    heads: list[Point] = []
    for number, (route, local) in enumerate(routes):
        # Links into one box arrive side by side; those of a number used twice at once bend away from each other.
        beside = [k for k, (other, _) in enumerate(routes) if other[-1] == route[-1]]
        beside.sort(key=lambda k: -routes[k][0][-2][1])
        twins = [k for k in beside if routes[k][0] == route]
        port = 0.13 * ((len(beside) - 1) / 2 - beside.index(number))
        bend = 0.24 * ((len(twins) - 1) - 2 * twins.index(number))
        *way, (x, y) = (to_inches(point) for point in route)
        text = f"×{_short(local)}" if slopes else ""
        points, spot = _link([*way, (x, y + port)], text, bend, taken)
        taken.append((spot, _half(text)))
        curves += [*points, (math.nan, math.nan)]  # a gap before the next
        heads.append((points[-1][0] - 0.03, points[-1][1]))
        if text:
            ax.text(*spot, text, ha="center", va="center", fontdict={"size": _SMALL})
    ink = STYLE["text.color"]
    ax.plot([x for x, _ in curves], [y for _, y in curves], linewidth=1.2, color=ink)
    ax.plot([x for x, _ in heads], [y for _, y in heads], ">", markersize=4, color=ink, clip_on=False)
    for scalar, place in places.items():
        x, y = to_inches(place)
        lines: list[tuple[str, dict[str, Any]]] = [(called[scalar], {"size": 11.5})]
        lines += [(formula(scalar, called), {"size": _SMALL})] if scalar.links else []
        lines += [(_short(scalar.value), {"size": _SMALL})]
        lines += [(f"∇ {_short(scalar.grad)}", {"size": _SMALL, "color": ORANGE})] if scalar in known else []
        height = _LINE * len(lines) + 0.12
        color = ORANGE if scalar in known else ink if scalar.links else BLUE
        box = FancyBboxPatch((x - _BOX_WIDTH / 2, y - height / 2), _BOX_WIDTH, height, fill=False, edgecolor=color)
        box.set_boxstyle("round", pad=0, rounding_size=0.07)
        box.set_linewidth(1.5)
        ax.add_patch(box)
        for i, (line, font) in enumerate(lines):
            ax.text(x, y + ((len(lines) - 1) / 2 - i) * _LINE, line, ha="center", va="center", fontdict=font)


def _short(number: float | None) -> str:
    return f"{number:.3g}".replace("-", "−")


def _layout(output: Scalar) -> tuple[dict[Scalar, Point], list[tuple[list[Point], float]]]:
    """A column and a row for every number, and for every link the places that it passes and its local derivative.

    A number stands one column left of the first that uses it. A link that spans several columns gets a place of its
    own in each column between, so that it runs through no box.
    """
    behind = list(history(output))
    away = dict.fromkeys(behind, 0)  # columns between a number and the output
    for scalar in reversed(behind):
        for used, _ in scalar.links:
            away[used] = max(away[used], away[scalar] + 1)

    columns: dict[int, list[Hashable]] = {}
    leads: dict[Hashable, list[tuple[Hashable, int]]] = {scalar: [] for scalar in behind}
    ways: list[tuple[list[Hashable], float]] = []
    for scalar in behind:
        columns.setdefault(away[scalar], []).append(scalar)
        for i, (used, local) in enumerate(scalar.links):
            passing: list[Hashable] = [(scalar, i, distance) for distance in range(away[scalar] + 1, away[used])]
            for distance, place in enumerate(passing, away[scalar] + 1):
                columns.setdefault(distance, []).append(place)
            way = [scalar, *passing, used]
            for right, left in pairwise(way):
                leads.setdefault(left, []).append((right, i))
            ways.append((way[::-1], local))

    where: dict[Hashable, Point] = {}
    for distance in range(max(columns) + 1):

        def height(place: Hashable) -> float:
            goals = [where[right][1] - 0.1 * i for right, i in leads[place]]
            return sum(goals) / max(len(goals), 1)

        column = sorted(columns[distance], key=height, reverse=True)
        for k, place in enumerate(column):
            where[place] = (float(-distance), (len(column) - 1) / 2 - k)
    return {s: where[s] for s in behind}, [([where[p] for p in way], local) for way, local in ways]


def _fit(ax: Axes, points: list[Point]) -> Callable[[Point], Point]:
    """Give ``ax`` a scale of inches, and return what takes a column and a row to its place there."""
    width, height = (float(v) for v in ax.get_figure().get_size_inches())  # type: ignore[union-attr]
    rows = 1 + max(y for _, y in points) - min(y for _, y in points)
    up = max(height / rows, 5 * _LINE + 0.12)
    height = up * rows
    ax.get_figure().set_size_inches(width, height)  # type: ignore[union-attr]
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    columns = 1 - min(x for x, _ in points)
    across = min(width / columns, 1.7)
    middle = (1 - columns) / 2
    return lambda point: (width / 2 + (point[0] - middle) * across, height / 2 + point[1] * up)


def _half(text: str) -> float:
    return _LETTER * len(text) / 2


def _link(route: list[Point], text: str, bend: float, taken: list[tuple[Point, float]]) -> tuple[list[Point], Point]:
    """One link as the points of a smooth line, with a gap for its label, and the place of the label.

    The label is clear of those that are there already.
    """
    points: list[Point] = []
    gaps: list[list[Point]] = []
    for (x0, y0), (x1, y1) in pairwise(route):
        steps = [i / 60 for i in range(61)]
        left, right = x0 + _BOX_WIDTH / 2, x1 - _BOX_WIDTH / 2
        rise = [(3 * t**2 - 2 * t**3) * (y1 - y0) + bend * math.sin(math.pi * t) for t in steps]
        gaps.append([(left + t * (right - left), y0 + r) for t, r in zip(steps, rise, strict=True)])
        points += gaps[-1]
    half = _half(text)
    spots = [gap[i] for i in (29, 23, 35, 19, 39, 15, 43) for gap in gaps[::-1]]

    def free(spot: Point) -> bool:
        return all(abs(spot[0] - x) > half + h or abs(spot[1] - y) > _LINE for (x, y), h in taken)

    spot = next(filter(free, spots), spots[0])
    hidden = [bool(text) and abs(x - spot[0]) < half + 0.02 and abs(y - spot[1]) < _LINE / 2 for x, y in points]
    return [(math.nan if gone else x, y) for (x, y), gone in zip(points, hidden, strict=True)], spot
