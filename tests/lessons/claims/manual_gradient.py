"""Unit 2: why a step goes down, where it no longer does, and what a sum in place of a mean changes."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from .claim import claim

claim = partial(claim, "02-manual-gradient")
Array = NDArray[np.float64]

X, Y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
"""The seedlings."""


def drawn(seed: int) -> tuple[Array, Array]:
    """Two to eight points, inputs and answers of either sign."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 9))
    return rng.uniform(-5, 5, size), rng.uniform(-10, 10, size)


def hessian(x: Array) -> Array:
    """Of the mean squared error of w x + b, for (w, b)."""
    return 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])


@claim(
    "tangent",
    "Here the two differ by exactly $\\Delta^2$: a tenth of the step, a hundredth of the difference.",
    shown="fall-measured",
    holds="exactly on this parabola, at every place; on other curves for small steps, where the curvature is not 0",
)
def tangent() -> str:
    rng = np.random.default_rng(0)
    w, step = rng.uniform(-5, 5, 100), rng.uniform(-2, 2, 100)
    assert np.allclose((w + step - 3) ** 2 - (w - 3) ** 2 - 2 * (w - 3) * step, step**2)
    far, shares = np.abs(w) + 0.5, []
    for f, slope in ((np.exp, np.exp), (lambda v: v**4, lambda v: 4 * v**3), (np.cosh, np.sinh)):
        off = [f(far + h) - f(far) - slope(far) * h for h in (0.01, 0.001)]
        shares += list(off[1] / off[0])
    assert 0.009 < min(shares) <= max(shares) < 0.011
    return "100 places and steps (seed 0): $\\Delta^2$; for $e^w$, $w^4$ and cosh $w$ a tenth of a step of 0.01 leaves 0.9 to 1.1 % of the difference"


@claim(
    "update",
    "for a small $\\eta$ this always goes down",
    shown="tangent-picture",
    holds="smooth curves, wherever the slope is not 0: how small depends on the place",
)
def small_steps_go_down() -> str:
    w = np.random.default_rng(0).uniform(-3, 3, 1000)
    curves = [
        (lambda v: (v - 3) ** 2, lambda v: 2 * (v - 3)),
        (np.sin, np.cos),
        (lambda v: v**4 - 3 * v**2 + v, lambda v: 4 * v**3 - 6 * v + 1),
        (lambda v: np.exp(v) - 2 * v, lambda v: np.exp(v) - 2),
    ]
    for f, slope in curves:
        there = w[np.abs(slope(w)) > 1e-4]
        assert np.all(f(there - 0.001 * slope(there)) < f(there))
    large = w - 1.0 * (4 * w**3 - 6 * w + 1)
    up = np.mean(curves[2][0](large) > curves[2][0](w))
    assert up > 0.5
    return f"4 curves, 1,000 places (seed 0): η = 0.001 goes down everywhere; on $w^4 - 3w^2 + w$, η = 1 goes up from {up:.0%} of them"


@claim(
    "steps-why",
    "Each step just multiplies what is left by $1 - 2\\eta = 0.8$.",
    shown="steps-measured",
    holds="every parabola, with $1 - \\eta c$ and its curvature $c$",
)
def what_is_left() -> str:
    rng = np.random.default_rng(0)
    for _ in range(200):
        c, lowest, w, lr = rng.uniform(0.1, 10), *rng.uniform(-5, 5, 2), rng.uniform(0.001, 0.5)
        after = w - lr * c * (w - lowest)
        assert np.isclose(after - lowest, (1 - lr * c) * (w - lowest))
    return "200 parabolas, starts and rates (seed 0): what is left is times $1 - \\eta c$"


@claim(
    "limit",
    "$\\eta c > 2$: it diverges. So $\\eta = 2/c$ is the limit.",
    shown="limit-picture",
    holds="every parabola and every start but the bottom; that the four other lines name the rest is tried as well",
)
def five_ranges() -> str:
    rng = np.random.default_rng(0)
    for _ in range(100):
        c, lowest = rng.uniform(0.1, 10), rng.uniform(-5, 5)
        ways = {}
        for product in (0.5, 1.0, 1.5, 2.0, 2.1):
            way = [lowest + rng.uniform(0.5, 3)]
            for _ in range(100):
                way.append(way[-1] - product / c * c * (way[-1] - lowest))
            ways[product] = (np.array(way) - lowest) / (way[0] - lowest)
        assert np.all(np.diff(ways[0.5]) < 1e-12)
        assert ways[0.5].min() > -1e-12
        assert np.abs(ways[1.0][1:]).max() < 1e-12
        assert np.all(ways[1.5][1:20] * ways[1.5][:19] < 0)
        assert abs(ways[1.5][-1]) < 1e-12
        assert np.allclose(ways[2.0][::2], 1, rtol=1e-9)
        assert abs(ways[2.1][-1]) > 1000
    return "100 curvatures from 0.1 to 10 (seed 0), $\\eta c$ = 0.5, 1, 1.5, 2, 2.1, 100 steps: as the five lines say"


@claim(
    "limits-why",
    "The steepest direction sets the limit.",
    shown="limits-measured",
    holds="any data: the limit is 2 by the largest curvature, below that of $w$ alone unless the mean of $x$ is 0",
)
def limit_with_both() -> str:
    shrunk = []
    for seed in range(200):
        x, _ = drawn(seed)
        curvatures = np.linalg.eigvalsh(hessian(x))
        limit = 2 / curvatures[1]
        off = np.random.default_rng(seed).normal(size=2)
        ends = [
            np.linalg.norm(np.linalg.matrix_power(np.eye(2) - rate * hessian(x), 3000) @ off)
            for rate in (0.99 * limit, 1.01 * limit)
        ]
        assert ends[0] < np.linalg.norm(off)
        assert ends[1] > np.linalg.norm(off)
        shrunk.append(limit * np.mean(x**2))
    assert max(shrunk) < 1
    return f"200 sets of points (seeds 0 to 199): 1 % below the limit it comes nearer, 1 % above it runs away; the limit is {min(shrunk):.2f} to {max(shrunk):.2f} of that for $w$ alone"


@claim(
    "alternate-why",
    "Each step meets the curvature of one axis only, so its limit is another one.",
    shown="alternate-measured",
    holds="any data: taking turns converges at least up to 2 by the larger curvature of the two axes, beyond the limit of both together",
)
def one_after_the_other() -> str:
    limits = []
    for seed in range(100):
        x, _ = drawn(seed)
        bowl = hessian(x)
        rates = 2 / np.linalg.eigvalsh(bowl)[1] * np.linspace(0.01, 4, 400)
        first = np.array([[[1 - rate * bowl[0, 0], -rate * bowl[0, 1]], [0, 1]] for rate in rates])
        second = np.array([[[1, 0], [-rate * bowl[1, 0], 1 - rate * bowl[1, 1]]] for rate in rates])
        diverges = np.abs(np.linalg.eigvals(second @ first)).max(axis=1) > 1
        limit = rates[diverges.argmax()]
        assert 2 / np.linalg.eigvalsh(bowl)[1] < 2 / bowl.diagonal().max() <= limit
        limits.append(limit * np.linalg.eigvalsh(bowl)[1] / 2)
    return f"100 sets of points (seeds 0 to 99): its limit is {min(limits):.2f} to {max(limits):.2f} times that of moving together"


@claim(
    "case-faster",
    "A gradient $N$ times as large is the same as a learning rate $N$ times as large.",
    shown="case-faster-same",
    holds="any data, any number of steps",
)
def sum_and_mean() -> str:
    for seed in range(100):
        x, y = drawn(seed)
        w = v = np.random.default_rng(seed).uniform(-2, 2)
        rate = 1 / np.sum(x**2) / 4
        for _ in range(20):
            w = w - rate * np.sum(2 * x * (w * x - y))
            v = v - len(x) * rate * np.mean(2 * x * (v * x - y))
        assert np.isclose(w, v, rtol=1e-9)
    return "100 sets of points (seeds 0 to 99), 20 steps: the same places"


@claim(
    "case-sum-why",
    "With a sum, the learning rate has to be chosen anew whenever the data grow.",
    shown="case-sum-measured",
    holds="any data: with $k$ copies the limit of the sum is $k$ times as small, that of the mean stays",
)
def data_that_grow() -> str:
    for seed in range(100):
        x, _ = drawn(seed)
        for copies in (2, 4, 10):
            more = np.tile(x, copies)
            assert np.isclose(1 / np.sum(more**2), 1 / np.sum(x**2) / copies)
            assert np.isclose(1 / np.mean(more**2), 1 / np.mean(x**2))
            rate = 1.5 / np.sum(x**2) / 2
            assert abs(1 - rate * 2 * np.sum(x**2)) < 1 < abs(1 - rate * 2 * np.sum(more**2))
    return "100 sets of points (seeds 0 to 99), 2, 4 and 10 copies: a rate that is right for the sum diverges from 2 copies on"


@claim(
    "case-tables-why",
    "The second program's gradient is $\\frac{2}{N} = \\frac{2}{3}$ of the first one's, its learning rate $\\frac{3}{2}$ as large, so the products are equal.",
    shown="case-tables-product",
    holds="any data, with $N/2$ for $3/2$",
)
def equal_tables() -> str:
    for seed in range(100):
        x, y = drawn(seed)
        w = v = 0.0
        rate = 0.7 / np.sum(x**2)
        for _ in range(20):
            w = w - rate * np.sum((w * x - y) * x)
            v = v - len(x) / 2 * rate * np.mean(2 * (v * x - y) * x)
        assert np.isclose(w, v, rtol=1e-9)
    return "100 sets of points (seeds 0 to 99), 20 steps: the same table"


@claim(
    "table",
    "Take the mean, and you have two slopes.",
    shown="nudge-check",
    holds="any data, any place",
)
def two_slopes() -> str:
    for seed in range(200):
        x, y = drawn(seed)
        w, b = np.random.default_rng(seed).uniform(-4, 4, 2)

        def cost(w: float, b: float, x: Array = x, y: Array = y) -> float:
            return float(np.mean((w * x + b - y) ** 2))

        r = w * x + b - y
        assert np.isclose(np.mean(2 * r * x), (cost(w + 0.01, b) - cost(w - 0.01, b)) / 0.02, atol=1e-8)
        assert np.isclose(np.mean(2 * r), (cost(w, b + 0.01) - cost(w, b - 0.01)) / 0.02, atol=1e-8)
    return "200 sets of points and places (seeds 0 to 199): as by central differences, which are exact on a parabola"


@claim(
    "table-why",
    "The slope for $w$ is larger in size than that for $b$: far out, each error is multiplied by its $x$, as by a lever.",
    shown="table-measured",
    holds="inputs beyond 1 and errors of one sign, as here; where all inputs are below 1 in size, it is the other way round",
)
def lever() -> str:
    for seed in range(200):
        rng = np.random.default_rng(seed)
        size = int(rng.integers(2, 9))
        r, far, near = -rng.uniform(0.5, 9, size), rng.uniform(1.01, 6, size), rng.uniform(-0.99, 0.99, size)
        assert abs(np.mean(2 * r * far)) > abs(np.mean(2 * r)) > abs(np.mean(2 * r * near))
    return "200 sets of errors (seeds 0 to 199): larger with inputs from 1 to 6, smaller with inputs from −1 to 1"


@claim(
    "solve-why",
    "even for linear equations the work grows much faster than the number $k$ of parameters",
    shown="solve-equations",
    holds="elimination, as solvers do it, counted in multiplications; the equations need no special form",
)
def cubes() -> str:
    def multiplications(k: int) -> int:
        return sum((k - i) * (k - i + 1) for i in range(1, k))

    grown = [multiplications(2 * k) / multiplications(k) for k in (10, 100, 1000)]
    assert all(7.5 < factor < 8.5 for factor in grown)
    return f"twice as many parameters, at 10, 100 and 1,000: {', '.join(f'{g:.2f}' for g in grown)} times the multiplications"


@claim(
    "case-faster",
    "`np.dot` gives one number, the sum of all the products, and the mean of one number is that number: the `.mean()` did not divide by $N$.",
    shown="case-verdict-ratio",
    holds="arrays with one axis, of any length",
)
def mean_of_one_number() -> str:
    for seed in range(100):
        x, y = drawn(seed)
        assert np.dot(x, y).mean() == np.dot(x, y)
        assert np.isclose(np.dot(x, y), len(x) * np.mean(x * y))
    return "100 pairs of arrays (seeds 0 to 99): the same number, N times the mean of the products"


@claim(
    "newton-why",
    "where the curvature is negative, its step points uphill",
    shown="newton-measured",
    holds="any smooth curve; how far the step goes is another matter",
)
def newton_climbs() -> str:
    rng = np.random.default_rng(0)
    up = down = 0
    for a, b, c, w in rng.uniform(-2, 2, (1000, 4)):
        slope, curvature = w**3 + a * w**2 + b * w + c, 3 * w**2 + 2 * a * w + b
        step = -slope / curvature
        assert (step * slope > 0) == (curvature < 0)
        up, down = up + (curvature < 0), down + (curvature > 0)
    return f"1,000 curves of degree 4 and places (seed 0): uphill at all {up} of negative curvature, downhill at the other {down}"


@claim(
    "line-search-why",
    "Whatever the data, no step goes up.",
    shown="line-search-measured",
    holds="smooth costs, as long as the slopes are above rounding; inputs in any unit, for which no single rate would do",
)
def no_step_goes_up() -> str:
    most = 0
    for seed in range(100):
        x, y = drawn(seed)
        x = x * 10.0 ** np.random.default_rng(seed).uniform(-2, 2)
        w = b = 0.0
        for _ in range(20):
            error = w * x + b - y
            dw, db = np.mean(2 * error * x), np.mean(2 * error)
            height, promised, lr, halved = np.mean(error**2), dw**2 + db**2, 1.0, 0
            if promised < 1e-9:  # what is promised is rounding from here on
                break
            while height - np.mean((error - lr * (dw * x + db)) ** 2) < lr * promised / 2:
                lr, halved = lr / 2, halved + 1
            w, b, most = w - lr * dw, b - lr * db, max(most, halved)
            assert np.mean((w * x + b - y) ** 2) < height
    return f"100 sets of points, x times 0.01 to 100 (seeds 0 to 99), 20 steps each: down in all, after halving at most {most} times"


@claim(
    "projection-why",
    "Put it back in each step, and you reach the lowest of all places that are allowed.",
    shown="projection-measured",
    holds="convex costs, rates below the limit, bounds on single parameters; the bottom put back once is another place",
)
def lowest_allowed() -> str:
    apart = 0
    for seed in range(100):
        x, y = drawn(seed)
        best = np.linalg.lstsq(np.stack([x, np.ones(len(x))], axis=1), y, rcond=None)[0]
        bound = best[1] + np.random.default_rng(seed).uniform(0.5, 2)
        w, b, lr = 0.0, bound, 1 / np.linalg.eigvalsh(hessian(x)).max()
        for _ in range(20_000):
            error = w * x + b - y
            w, b = w - lr * np.mean(2 * error * x), max(b - lr * np.mean(2 * error), bound)
        allowed = np.mean(x * (y - bound)) / np.mean(x**2)
        assert np.isclose(w, allowed, atol=1e-6)
        assert np.isclose(b, bound, atol=1e-6)
        apart += bool(abs(best[0] - allowed) > 0.01)
    return f"100 sets of points and bounds (seeds 0 to 99): the lowest place with $b$ at its bound; in {apart} of them $w$ is not that of the bottom"
