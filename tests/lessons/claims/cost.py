"""Unit 1: what one number says of a line, and what it costs to find the lowest place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .claim import claim

claim = partial(claim, "01-cost")
Array = NDArray[np.float64]

X, Y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
"""The seedlings."""


def cost(W: float, b: float, x: Array, y: Array) -> float:
    return float(np.mean((W * x + b - y) ** 2))


def drawn(seed: int) -> tuple[Array, Array]:
    """Two to eight points, inputs and answers of either sign."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 9))
    return rng.uniform(-5, 5, size), rng.uniform(-10, 10, size)


@claim(
    "errors-why",
    "This score cannot tell the two apart.",
    shown="errors-measured",
    holds="all lines through the point of the two means: every one of them has mean error 0, for any data",
)
def mean_error() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        slopes = np.random.default_rng(seed).uniform(-50, 50, 20)
        means = [np.mean(W * x + (y.mean() - W * x.mean()) - y) for W in slopes]
        assert np.abs(means).max() < 1e-11
    return "200 sets of 2 to 8 points (seeds 0 to 199), 20 slopes each: mean error 0 in all 4,000"


@claim(
    "outlier-why",
    "With four copies of each point the cost stays the same.",
    shown="outlier-measured",
    holds="any data, line and number of copies",
)
def copies() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        W, b, times = np.random.default_rng(seed).uniform(-3, 3, 3)
        times = int(5 + times)
        assert np.isclose(cost(W, b, np.tile(x, times), np.tile(y, times)), cost(W, b, x, y), rtol=1e-12)
    return "200 sets of points (seeds 0 to 199), 2 to 7 copies: the same cost"


@claim(
    "parabola-why",
    "where $W$ is off by $d$, each prediction is off by $d x_i$, and the mean of these squares is $7.5\\,d^2$",
    shown="parabola-measured",
    holds="any data and any fixed $b$, with the mean of $x^2$ for 7.5 and the best $W$ for that $b$",
)
def parabola_along_w() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        b, d = np.random.default_rng(seed).uniform(-3, 3, 2)
        best = np.mean(x * (y - b)) / np.mean(x**2)
        assert np.isclose(cost(best + d, b, x, y) - cost(best, b, x, y), np.mean(x**2) * d**2, rtol=1e-7)
    return "200 sets of points (seeds 0 to 199), $b$ and $d$ from −3 to 3: the difference is mean($x^2$) $d^2$ in all"


@claim(
    "one-at-a-time-why",
    "They freeze where the next value along either axis is no better; with finer values, that happens later.",
    shown="one-at-a-time-measured",
    holds="slanted valleys (inputs whose mean is not 0), and grids that the bottom is not on; the lesson shows one that it is on",
)
def one_at_a_time() -> str:
    above: dict[int, list[float]] = {30: [], 60: [], 120: []}
    rounds: dict[int, list[int]] = {size: [] for size in above}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = rng.uniform(1, 4, 5)
        y = 2 * x + 1 + rng.normal(size=5)
        bottom = np.polyfit(x, y, 1)
        for size in above:
            Ws, bs = bottom[0] + np.linspace(-2, 2.03, size), bottom[1] + np.linspace(-4, 4.05, size + 1)
            heights = np.mean((Ws[:, None, None] * x + bs[:, None] - y) ** 2, axis=2)
            column, way = size, [(-1, -1)]
            while len(way) < 2 or way[-1] != way[-2]:
                row = int(heights[:, column].argmin())
                column = int(heights[row].argmin())
                way.append((row, column))
            above[size].append(heights[row, column] - cost(*bottom, x, y))
            rounds[size].append(len(way) - 2)
    assert all(min(found) > 0 for found in above.values())
    late, costs = [np.median(found) for found in rounds.values()], [np.median(found) for found in above.values()]
    assert late == sorted(late)
    assert costs == sorted(costs, reverse=True)
    shown = ", ".join(f"{middle:g}" for middle in late)
    return f"20 data sets (seeds 0 to 19) with 30, 60 and 120 values: frozen above the bottom each time, in the middle after {shown} rounds"


@claim(
    "slope-why",
    "On this parabola its size is 15 times the distance to the bottom, twice 7.5.",
    shown="slope-measured",
    holds="any data and $b$: twice the mean of $x^2$, and the nudge $h$ may have any size",
)
def slope_and_distance() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        b, d, h = np.random.default_rng(seed).uniform(0.1, 3, 3)
        best = np.mean(x * (y - b)) / np.mean(x**2)
        slope = (cost(best + d + h, b, x, y) - cost(best + d - h, b, x, y)) / (2 * h)
        assert np.isclose(slope, 2 * np.mean(x**2) * d, rtol=1e-7)
    return "200 sets of points (seeds 0 to 199), distances and nudges from 0.1 to 3: slope = 2 mean($x^2$) $d$ in all"


@claim(
    "evaluations-why",
    "For the same number of evaluations, descent gets lower here each time, with the seedlings and from $(0, 0)$.",
    shown="evaluations-measured",
    holds="the seedlings, learning rate 0.1; from 400 evaluations on from anywhere on the grid, at 100 from most places",
)
def same_evaluations() -> str:
    rng = np.random.default_rng(0)
    starts = np.stack([rng.uniform(-1, 5, 300), rng.uniform(-3, 5, 300)], axis=1)
    columns, lower = np.stack([X, np.ones(4)], axis=1), {}
    for n in (10, 20, 100):
        on_grid = min(cost(W, b, X, Y) for W in np.linspace(-1, 5, n) for b in np.linspace(-3, 5, n))
        ends = starts
        for _ in range(n * n // 4):
            errors = ends @ columns.T - Y
            ends = ends - 0.1 * 2 * errors @ columns / 4
        lower[n * n] = int(np.sum(np.mean((ends @ columns.T - Y) ** 2, axis=1) < on_grid))
    assert lower[400] == lower[10_000] == 300
    assert lower[100] > 150
    return "300 starts all over the grid (seed 0): descent is lower from " + ", ".join(
        f"{count} with {evaluations:,} evaluations" for evaluations, count in lower.items()
    )


@claim(
    "parameters",
    "The gap between grid and descent opens as $k$ grows.",
    shown="parameters-measured",
    holds="round bowls (inputs normally distributed), learning rate 0.1; in a long valley descent needs more steps",
)
def gap_by_parameters() -> str:
    most = {}
    for k in (1, 2, 5, 10):
        counts = []
        for seed in range(30):
            rng = np.random.default_rng(seed)
            inputs, best = rng.normal(size=(200, k)), rng.uniform(-1, 1, k)
            at, steps = np.zeros(k), 0
            while np.abs(at - best).max() >= 0.05:
                at, steps = at - 0.2 * inputs.T @ (inputs @ (at - best)) / 200, steps + 1
            counts.append(2 * k * steps)
        most[k] = max(counts)
    ratios = [21**k / count for k, count in most.items()]
    assert ratios == sorted(ratios)
    return "30 data sets for each $k$ (seeds 0 to 29): at most " + ", ".join(
        f"{count} evaluations for {k}, the grid {21.0**k:.0e}" for k, count in most.items()
    )


@claim(
    "no-bowl",
    "For a straight line, the mean squared error always is",
    shown="no-bowl-cost",
    holds="any data: along every straight way through $(W, b)$ the cost bends upward (or is flat, where all $x$ are equal)",
)
def always_a_bowl() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        W, b, toward_w, toward_b = np.random.default_rng(seed).uniform(-5, 5, 4)
        middle = cost(W, b, x, y)
        ends = [cost(W + s * toward_w, b + s * toward_b, x, y) for s in (-1, 1)]
        assert sum(ends) / 2 >= middle
    return "200 sets of points (seeds 0 to 199), each along one straight way: the middle is never above the mean of the ends"


@claim(
    "jensen",
    "The same holds for the mean of three or more: the cost there is not above the mean of their costs",
    shown="jensen-measured",
    holds="every convex cost and any weights, here the mean squared error of a line and $e^W$; where it is not convex, some places fail",
)
def jensen() -> str:
    failed = 0
    for seed in range(200):
        x, y = drawn(seed)
        rng = np.random.default_rng(seed)
        count = int(rng.integers(3, 9))
        places, weights = rng.uniform(-5, 5, (count, 2)), rng.dirichlet(np.ones(count))
        mean = weights @ places
        assert cost(*mean, x, y) <= weights @ np.array([cost(*place, x, y) for place in places]) + 1e-9
        assert np.exp(mean[0]) <= weights @ np.exp(places[:, 0]) + 1e-9
        heights = bent(X, Y)
        failed += bool(heights(mean[:1])[0] > weights @ heights(places[:, 0]))
    assert failed > 20
    return f"200 means of 3 to 8 places with weights of any size (seeds 0 to 199): never above; on the curve that is no bowl, above {failed} times"


def bent(x: Array, y: Array) -> Callable[[Array], Array]:
    """The cost of H(x) = W² x / 2 + W − 1, for an array of W."""
    return lambda W: np.mean((W[:, None] ** 2 / 2 * x + W[:, None] - 1 - y) ** 2, axis=1)


@claim(
    "start-why",
    "The ways part on top of the hill. At this learning rate, the start decides the end.",
    shown="start-measured",
    holds="learning rates small enough for both valleys (here up to 0.005) and curves with one hill",
)
def hill_between() -> str:
    tried = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        f = bent(X, Y + rng.normal(size=4))
        grid = np.linspace(-3.5, 3, 6501)
        heights = f(grid)
        hills = [n for n in range(1, 6500) if heights[n - 1] < heights[n] > heights[n + 1]]
        assert len(hills) == 1
        top = grid[hills[0]]
        starts = rng.uniform(-3.4, 2.9, 50)
        starts = starts[np.abs(starts - top) > 0.01]
        for lr in (0.002, 0.005):
            W = starts.copy()
            for _ in range(4000 if lr == 0.002 else 1600):
                W = W - lr * (f(W + 1e-3) - f(W - 1e-3)) / 2e-3
            left, right = W[starts < top], W[starts > top]
            assert np.ptp(left) < 1e-3
            assert np.ptp(right) < 1e-3
            assert left.max() < top < right.min()
            tried += len(starts)
    return f"10 sets of answers (seeds 0 to 9), 50 starts, rates 0.002 and 0.005: all {tried:,} end in the valley of their side of the hill"


@claim(
    "case-tenfold-why",
    "The sentence holds only within one valley whose bottom is at cost 0",
    shown="case-tenfold-measured",
    holds="any data on a line through the origin: there slope² = 4 mean($x^2$) cost; with other inputs the factor, with a bias the order changes",
)
def steep_and_high() -> str:
    for seed in range(200):
        x, _ = drawn(seed)
        right, W, factor = np.random.default_rng(seed).uniform(0.2, 3, 3)
        for inputs in (x, factor * x):
            slope = np.mean(2 * (W * inputs - right * inputs) * inputs)
            assert np.isclose(slope**2, 4 * np.mean(inputs**2) * cost(W, 0, inputs, right * inputs), rtol=1e-9)
        at_zero = [np.mean(2 * -(right * x) * inputs) for inputs in (x, factor * x)]
        assert np.isclose(at_zero[1], factor * at_zero[0])
    return "200 sets of points (seeds 0 to 199): slope² is 4 mean($x^2$) cost; inputs $k$ times as large make the slope at $W = 0$ $k$ times as steep"


@claim(
    "case-shapes-why",
    "By this cost, the flat line looks better than the perfect one.",
    shown="case-shapes-measured",
    holds="any right answers that are not all equal: the perfect line gets twice the cost of the flat one through their mean",
)
def broadcast() -> str:
    for seed in range(200):
        _, y = drawn(seed)
        perfect, flat = np.mean((y[:, None] - y) ** 2), np.mean((y.mean() - y) ** 2)
        assert np.isclose(perfect, 2 * flat)
    return "answers of 200 sets (seeds 0 to 199): with shapes (N, 1) and (N,) the perfect line costs exactly twice the flat one"


@claim(
    "slope-why",
    "The sign tells the direction: where it is negative, right is downhill; where it is positive, left is.",
    shown="slope-measured",
    holds="every parabola, for moves of less than twice the distance to the bottom; on other curves for short moves",
)
def sign_of_the_slope() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        rng = np.random.default_rng(seed)
        b, W = rng.uniform(-3, 3, 2)
        lowest = np.mean(x * (y - b)) / np.mean(x**2)
        slope = (cost(W + 0.1, b, x, y) - cost(W - 0.1, b, x, y)) / 0.2
        for share in rng.uniform(0.001, 1.999, 10):
            move = -np.sign(slope) * share * abs(W - lowest)
            assert cost(W + move, b, x, y) < cost(W, b, x, y)
    return "200 sets of points (seeds 0 to 199), 10 moves each, up to nearly twice the distance: down in all 2,000"


@claim(
    "grid-why",
    "a bottom between the grid points is still missed",
    shown="evaluations-measured",
    holds="any bowl whose bottom is no point of the grid",
)
def between_grid_points() -> str:
    for seed in range(100):
        x, y = drawn(seed)
        W, b = np.polyfit(x, y, 1)
        values = [(v, u) for v in W + 0.3 * (np.arange(20) - 9.7) for u in b + 0.4 * (np.arange(20) - 9.4)]
        assert min(cost(v, u, x, y) for v, u in values) > cost(W, b, x, y)
    return "100 sets of points (seeds 0 to 99), grids of 400 around the bottom: above it in all"


@claim(
    "digits",
    "in a long valley the end goes slowly",
    shown="digits-measured",
    holds="any bowl: at nine tenths of its limit, about 3.8 steps to a thousandth for each unit of the condition number",
)
def long_valleys() -> str:
    found = {}
    for ratio in (3.0, 30.0, 300.0):
        place, steps = np.ones(2), 0
        while np.abs(place).max() >= 0.001:
            place, steps = place * (1 - 1.8 / ratio * np.array([1.0, ratio])), steps + 1
        found[int(ratio)] = steps
    assert found[3] < found[30] / 2 < found[300] / 10
    told = ", ".join(f"{ratio}: {steps}" for ratio, steps in found.items())
    return f"steps to a thousandth at nine tenths of the limit, by condition number: {told}"


@claim(
    "digits-why",
    "ten times nearer takes 76 more steps, since each step leaves nearly the same fraction of the distance",
    shown="digits-measured",
    holds="the seedlings, from any start, at the rate 0.1; on other data another number, the same each time",
)
def equal_steps_for_each_digit() -> str:
    more = []
    for seed in range(20):
        (x, y), start = (X, Y) if seed < 10 else drawn(seed), np.random.default_rng(seed).uniform(-5, 5, 2)
        curvatures = np.linalg.eigvalsh(2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]]))
        lr = 0.1 if seed < 10 else float(1 / curvatures[1])
        place, needed, goals = start - np.polyfit(x, y, 1), [], [1e-2, 1e-3, 1e-4]
        for step in range(1, 200_000):
            error = place[0] * x + place[1]
            place = place - lr * np.array([np.mean(2 * error * x), np.mean(2 * error)])
            while goals and np.abs(place).max() < goals[0]:
                needed.append(step)
                goals.pop(0)
            if not goals:
                break
        gaps = np.diff(needed)
        assert abs(gaps[0] - gaps[1]) <= 1
        more.append(gaps[1])
    assert set(more[:10]) <= {75, 76, 77}
    return f"seedlings, 10 starts (seeds 0 to 9): {min(more[:10])} to {max(more[:10])} steps for each digit; 10 other data sets (seeds 10 to 19): {min(more[10:])} to {max(more[10:])}, the same for each digit"


@claim(
    "no-bowl",
    "where a cost is convex, only the lowest places are flat",
    shown="start-measured",
    holds="the mean squared error of a line, for any data",
)
def flat_only_at_the_bottom() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        W, b = np.random.default_rng(seed).uniform(-5, 5, 2)
        best = np.polyfit(x, y, 1)
        error = W * x + b - y
        slope = np.array([np.mean(2 * error * x), np.mean(2 * error)])
        above = cost(W, b, x, y) - cost(*best, x, y)
        assert np.linalg.norm(slope) * np.linalg.norm(np.array([W, b]) - best) >= above > 0
    return "200 sets of points (seeds 0 to 199), a place for each: the slope is at least height above the bottom over distance"


@claim(
    "absolute-why",
    "Squares choose the mean, absolute values a median.",
    shown="absolute-measured",
    holds="flat lines through any data",
)
def mean_and_median() -> str:
    for seed in range(100):
        y = np.random.default_rng(seed).normal(size=3 + seed % 9)
        flat = np.linspace(-4, 4, 8001)[:, None]
        squares, sizes = np.mean((flat - y) ** 2, axis=1), np.mean(np.abs(flat - y), axis=1)
        assert abs(flat[squares.argmin(), 0] - y.mean()) <= 0.001
        assert sizes.min() >= np.mean(np.abs(np.median(y) - y)) - 1e-12
    return "100 sets of 3 to 11 heights (seeds 0 to 99), 8,001 flat lines: squares choose the mean, and no line has smaller absolute errors than the median"


@claim(
    "halved-why",
    "With half the $h$, the forward error falls to about half, the central one to a quarter.",
    shown="difference-halved",
    holds="smooth functions whose second and third derivatives are not 0 there, for $h$ small but not tiny",
)
def halves_and_quarters() -> str:
    x = np.random.default_rng(0).uniform(0.5, 2, 50)
    halves, quarters = [], []
    for f, slope in ((np.exp, np.exp), (lambda v: v**3, lambda v: 3 * v**2), (np.log, lambda v: 1 / v)):
        forward = [(f(x + h) - f(x)) / h - slope(x) for h in (0.02, 0.01)]
        central = [(f(x + h) - f(x - h)) / (2 * h) - slope(x) for h in (0.02, 0.01)]
        halves += list(forward[1] / forward[0])
        quarters += list(central[1] / central[0])
    assert 0.48 < min(halves) <= max(halves) < 0.52
    assert 0.24 < min(quarters) <= max(quarters) < 0.26
    return "$e^x$, $x^3$ and ln $x$ at 50 places (seed 0), $h$ from 0.02 to 0.01: 0.48 to 0.52 and 0.24 to 0.26"


@claim(
    "width-why",
    "So measure in float64, with central differences and $h$ about $10^{-5}$.",
    shown="width-picture",
    holds="functions and places of a size about 1, whose derivatives are of that size too",
)
def best_width() -> str:
    x = np.random.default_rng(0).uniform(0.5, 2, 50)
    widths = 10.0 ** -np.arange(1, 13)
    best, worst = [], 0.0
    for f, slope in ((np.exp, np.exp), (np.sin, np.cos), (np.log, lambda v: 1 / v)):
        errors = np.array([np.abs((f(x + h) - f(x - h)) / (2 * h) - slope(x)) / np.abs(slope(x)) for h in widths])
        best += list(errors.argmin(axis=0) + 1)
        worst = max(worst, float(np.median(errors[4])))
    assert worst < 1e-9
    assert 4 <= np.median(best) <= 7
    return f"$e^x$, sin $x$ and ln $x$ at 50 places (seed 0): best at $10^{{-{np.median(best):g}}}$ in the middle, and at $10^{{-5}}$ the middle error is below $10^{{-9}}$"
