"""Unit 7: what centring, scaling, noise and schedules do, on other data, starts and seeds than the lesson's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .claim import claim

claim = partial(claim, "07-learning-rate")
Array = NDArray[np.float64]
HESSIAN = np.array([[15.0, 5.0], [5.0, 2.0]])


def curvatures_of(x: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1.0]])))


def adam(hessian: Array, starts: Array, lr: float, most: int, beta1: float = 0.9, beta2: float = 0.999) -> Array:
    """Places, shape (most + 1, runs, 2), of Adam in ½ pᵀ H p."""
    p, m, s, places = starts, 0 * starts, 0 * starts, [starts]
    for t in range(1, most + 1):
        g = p @ hessian
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g**2
        p = p - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + 1e-8)
        places.append(p)
    return np.array(places)


def settled(outside: Array) -> Array:
    """The step from which on each run (second axis) is inside, by whether it is outside after each step."""
    return np.asarray(np.where(outside.any(axis=0), len(outside) - np.argmax(outside[::-1], axis=0), 0))


def around(count: int = 12, radius: float = 1.37) -> Array:
    turns = np.arange(count) * 2 * np.pi / count
    return radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)


def heights(
    seed: int, size: int, rate: Callable[[int], float], updates: int, momentum: float = 0.0, noise: float = 1.0
) -> Array:
    """Heights above the bottom by update, the mean of 20 runs, on 1,000 points with noise of that standard deviation."""
    rng = np.random.default_rng(seed)
    u = rng.uniform(-2, 2, 1000)
    X = np.column_stack([u, np.ones(1000)])
    y = 2 * u + 1 + noise * rng.normal(size=1000)
    H, bottom = 2 / 1000 * X.T @ X, np.linalg.lstsq(X, y, rcond=None)[0]
    p, v, found = np.zeros((20, 2)), np.zeros((20, 2)), []
    for t in range(updates):
        e = p - bottom
        found.append(float((e @ H * e).sum(axis=1).mean() / 2))
        i = rng.integers(0, 1000, (20, size))
        v = momentum * v + 2 * (X[i] * ((X[i] * p[:, None]).sum(axis=2) - y[i])[..., None]).mean(axis=1)
        p = p - rate(t) * v
    return np.array(found)


def inputs(seed: int) -> Array:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.uniform(-3, 8) + rng.uniform(0.3, 4) * rng.normal(size=int(rng.integers(3, 12))))


@claim(
    "centred",
    "It is the mean, off the diagonal, that ties $w$ and $b$ together and makes the valley long and slanting.",
    shown="centred-reveal",
    holds="inputs whose mean is not small beside their spread; without it the condition number is max(var, 1)/min(var, 1)",
)
def subtracting_the_mean() -> str:
    gains = []
    for seed in range(200):
        x = inputs(seed)
        low, high = curvatures_of(x - x.mean())
        assert np.allclose([low, high], sorted([2 * np.var(x), 2.0]))
        before = curvatures_of(x)
        gains.append(before[1] / before[0] / (high / low))
    assert min(gains) > 1
    return f"200 sets of inputs (seeds 0 to 199): the condition number falls in all, by a factor of {min(gains):.2f} to {max(gains):.0f}"


@claim(
    "standardised-task",
    "both curvatures are the same, 2",
    shown="standardised-run",
    holds="any inputs that are not all equal, with one feature",
)
def standardising() -> str:
    for seed in range(200):
        x = inputs(seed)
        assert np.allclose(curvatures_of((x - x.mean()) / x.std()), 2)
    return "200 sets of inputs (seeds 0 to 199): 2 and 2 in all"


@claim(
    "related-answer",
    "The curvatures are $2(1 + r)$ and $2(1 - r)$, along the two diagonals.",
    shown="related-reveal",
    holds="any two standardised features; the condition number takes the size of $r$",
)
def related_features() -> str:
    for seed in range(200):
        rng = np.random.default_rng(seed)
        first = rng.normal(size=12)
        second = rng.uniform(-2, 2) * first + rng.normal(size=12)
        z = np.array([(v - v.mean()) / v.std() for v in (first, second)])
        values, ways = np.linalg.eigh(2 / 12 * z @ z.T)
        r = abs(np.corrcoef(first, second)[0, 1])
        assert np.allclose(values, [2 * (1 - r), 2 * (1 + r)])
        assert np.allclose(np.abs(ways), np.sqrt(0.5))
    return "200 pairs of features (seeds 0 to 199), $r$ of either sign: so in all"


@claim(
    "rmsprop-answer",
    "Its steps do not shrink, so it jumps about at a distance of half of $\\eta$.",
    shown="rmsprop-reveal",
    holds="bowls, constant rates, after long enough; twelve starts",
)
def rmsprop_keeps_jumping() -> str:
    shares = []
    for lr in (0.1, 0.03, 0.01):
        p, s = around(), np.zeros((12, 2))
        last = []
        for t in range(4000):
            g = p @ HESSIAN
            s = 0.99 * s + 0.01 * g**2
            p = p - lr * g / (np.sqrt(s) + 1e-8)
            if t >= 3900:
                last.append(np.abs(p[:, 0]))
        shares += list(np.max(last, axis=0) / lr)
    assert 0.3 < min(shares) <= max(shares) < 0.9
    return f"12 starts, rates 0.1, 0.03 and 0.01: the weight is {min(shares):.2f} to {max(shares):.2f} $\\eta$ off in the last 100 of 4,000 steps"


@claim(
    "hidden-factor-answer",
    "The path is the same",
    shown="hidden-factor-run",
    holds="any factor, as long as the gradient is large beside $\\epsilon$",
)
def adam_ignores_the_size_of_the_loss() -> str:
    for factor in (0.01, 0.25, 4.0, 1000.0):
        paths = adam(HESSIAN, around(), 0.1, 150), adam(factor * HESSIAN, around(), 0.1, 150)
        assert np.allclose(*paths, atol=1e-4)
    return "12 starts, 150 steps, losses 0.01 to 1,000 times as large: the same path to 0.0001"


@claim(
    "adam-answer",
    "125 epochs, at 0.3: three times as many as fitted momentum.",
    shown="record-run",
    holds="this bowl and torch's own betas; from other starts the best of the eight rates takes about as many",
)
def adam_beside_momentum() -> str:
    rates = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
    best = np.min([settled(np.abs(adam(HESSIAN, around(), lr, 3000)[:, :, 0]) >= 1e-3) for lr in rates], axis=0)
    assert best.min() > 2 * 43
    return f"12 starts as far from the answer: {best.min()} to {best.max()} at the best of the eight rates, fitted momentum at most 43"


@claim(
    "turned-answer",
    "Lined up it is 123, 123, 123; merely turned, it is 128, 433, 1,846.",
    shown="turned-reveal",
    holds="the numbers: rate 0.1, from a corner, 30°; that a turn costs steps: turns from 10° to 80° at condition number 100",
)
def a_turned_bowl() -> str:
    bowl, start = np.diag([100.0, 1.0]), np.array([[1.0, 1.0]])
    counts = {}
    for degrees in (0, 10, 20, 30, 45, 60, 80):
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.array([[c, -s], [s, c]])
        apart = np.linalg.norm(adam(turn @ bowl @ turn.T, start @ turn.T, 0.1, 2500), axis=2)
        counts[degrees] = int(settled(apart >= 1e-3 * 2**0.5)[0])
    assert counts.pop(0) == 123
    assert min(counts.values()) > 123
    return ", ".join(f"{degrees}°: {count}" for degrees, count in counts.items()) + " steps in place of 123"


@claim(
    "price-asks",
    "On average it is the same.",
    shown="price-descend",
    holds="mini-batches drawn at random, each point as often as any other",
)
def mini_batches_on_average() -> str:
    rng, farthest = np.random.default_rng(0), 0.0
    for size in (1, 2, 3):
        x, y, p = rng.normal(size=(6, 2)), rng.normal(size=6), rng.normal(size=2)
        slopes = 2 * x * (x @ p - y)[:, None]
        batches = [slopes[list(drawn)].mean(axis=0) for drawn in product(range(6), repeat=size)]
        farthest = max(farthest, float(np.max(np.abs(np.mean(batches, axis=0) - slopes.mean(axis=0)))))
        assert np.std(batches, axis=0).min() > 0.1
    assert farthest < 1e-12
    return "6 random points (seed 0), every batch of 1, 2 and 3 that can be drawn: their mean is the gradient of all"


@claim(
    "price-answer",
    "Where many points are alike, eight of them tell well enough which way is down.",
    shown="price-reveal",
    holds="many points with inputs spread alike, and a goal well above where small batches hover",
)
def price_of_an_update() -> str:
    points = []
    for seed in range(10):
        above = np.flatnonzero(heights(seed, 8, lambda t: 0.1, 150) >= 0.1)
        points.append((above[-1] + 1) * 8)
    assert max(points) < 200
    return f"10 data sets of 1,000 points (seeds 0 to 9): {min(points)} to {max(points)} points with 8 at a time, 2,000 with all in two updates"


@claim(
    "exact-answer",
    "What makes it hover is not the batch by itself, but data that no line fits exactly.",
    shown="exact-reveal",
    holds="rates at which a batch does not diverge",
)
def exact_data_and_small_batches() -> str:
    for seed in range(5):
        for size in (2, 8, 32):
            assert heights(seed, size, lambda t: 0.1, 400, noise=0.0)[-1] < 1e-6
            assert heights(seed, size, lambda t: 0.1, 400)[-100:].mean() > 1e-3
    return "5 data sets (seeds 0 to 4), batches of 2, 8 and 32, rate 0.1: below 1e-6 in the end where all points are on the line, above 1e-3 where they scatter"


@claim(
    "exact-table-answer",
    "Half the rate, half the height; twice the batch, half the height",
    shown="exact-table",
    holds="batches drawn at random, rates far below the limit; points that are shuffled and each used once an epoch hover lower",
)
def height_by_rate_and_batch() -> str:
    shares = []
    for seed in range(4):
        base, half, twice = (
            heights(seed, size, lambda t, lr=lr: lr, 2500)[500:].mean()
            for size, lr in [(8, 0.03), (8, 0.015), (16, 0.03)]
        )
        shares += [half / base, twice / base]
    assert 0.4 < min(shares) <= max(shares) < 0.6
    return f"4 data sets (seeds 0 to 3): {min(shares):.2f} to {max(shares):.2f} of the height"


@claim(
    "momentum-answer",
    "to the noise it is like a rate $\\frac{1}{1-\\mu}$ times as large",
    shown="momentum-reveal",
    holds="rates far below the limit, batches drawn at random",
)
def momentum_and_noise() -> str:
    shares = []
    for seed in range(3):
        plain = heights(seed, 8, lambda t: 0.01, 3000)[1000:].mean()
        for mu in (0.5, 0.8, 0.9):
            shares.append(heights(seed, 8, lambda t: 0.01, 3000, mu)[1000:].mean() / plain * (1 - mu))
    assert 0.8 < min(shares) <= max(shares) < 1.2
    return f"3 data sets (seeds 0 to 2), $\\mu$ = 0.5, 0.8 and 0.9: {min(shares):.2f} to {max(shares):.2f} times 1/(1 − $\\mu$) as high"


@claim(
    "schedule-answer",
    "The falling one is lowest",
    shown="schedule-reveal",
    holds="300 updates by 8, on the mean of 20 runs; single runs differ",
)
def falling_rates() -> str:
    for seed in range(10):
        plans: list[Callable[[int], float]] = [
            lambda t: 0.1,
            lambda t: 0.005,
            lambda t: 0.05 * (1 + np.cos(np.pi * t / 300)),
        ]
        last = [heights(seed, 8, plan, 300)[-20:].mean() for plan in plans]
        assert min(last) == last[2]
    return "10 data sets (seeds 0 to 9): lowest in all"


@claim(
    "schedule-rmsprop-answer",
    "As the rate goes to 0, so does the jumping about: RMSProp settles, too.",
    shown="schedule-rmsprop-run",
    holds="bowls, cosines that leave time to come down: 4,000 steps for rates from 0.01 on; twelve starts",
)
def rmsprop_settles_as_the_rate_falls() -> str:
    farthest = 0.0
    for lr in (0.1, 0.03, 0.01):
        p, s = around(), np.zeros((12, 2))
        for t in range(4000):
            g = p @ HESSIAN
            s = 0.99 * s + 0.01 * g**2
            p = p - lr * (1 + np.cos(np.pi * t / 4000)) / 2 * g / (np.sqrt(s) + 1e-8)
            if t >= 3900:
                farthest = max(farthest, float(np.max(np.abs(p[:, 0]))))
    assert farthest < 1e-3
    return "12 starts, rates falling from 0.1, 0.03 and 0.01: the weight is within 0.001 in the last 100 of 4,000 steps"


@claim(
    "warm-up-answer",
    "By the time the rate is large, w has left the steep part.",
    shown="warm-up-reveal",
    holds="starts from 2.5 to 3.5, warm-ups of 5 to 30 steps; from farther out even the first steps can leap across",
)
def warming_up() -> str:
    counts = []
    for start in np.linspace(2.5, 3.5, 11):
        w = start
        for _ in range(20):
            w = w - 0.5 * (w**3 - w) if abs(w) < 1e6 else w
        assert abs(w) >= 1e6
        for warmup in (5, 10, 20, 30):
            w, places = start, []
            for t in range(100):
                w = w - 0.5 * min(1, (t + 1) / warmup) * (w**3 - w)
                places.append(abs(abs(w) - 1) >= 1e-3)
            assert not places[-1]
            counts.append(int(np.flatnonzero(places)[-1]) + 2)
    return f"11 starts, 4 warm-ups: constant 0.5 diverges from all, after a warm-up it takes {min(counts)} to {max(counts)} steps"


@claim(
    "saddle-answer",
    "Each time the start is ten times nearer, it takes about 24 steps more, since the distance grows by $1 + \\eta$ in each.",
    shown="saddle-run",
    holds="small starts that are not on the way into the saddle point, $a = -b$; ln 10 / ln(1 + $\\eta$) steps for any small rate",
)
def leaving_a_saddle() -> str:
    found = []
    for lr in (0.05, 0.1, 0.2):
        for way in ((1.0, 0.0), (0.6, 0.8), (1.0, -0.5)):
            counts = []
            for away in (1e-2, 1e-3, 1e-4):
                a, b, t = away * way[0], away * way[1], 0
                while (a * b - 1) ** 2 / 2 >= 0.1:
                    error = a * b - 1
                    a, b, t = a - lr * error * b, b - lr * error * a, t + 1
                counts.append(t)
            found += list(np.diff(counts) - np.log(10) / np.log(1 + lr))
    assert np.max(np.abs(found)) < 1.5
    return f"3 rates, 3 ways, starts from 0.01 to 0.0001: at most {np.max(np.abs(found)):.1f} steps off ln 10 / ln(1 + $\\eta$)"


@claim(
    "rmsprop-asks",
    "steps come to be about $\\eta$ long: the size cancels and only the sign is left",
    shown="rmsprop-lengths",
    holds="gradients that stay the same, of any size that is large beside $\\epsilon$",
)
def only_the_sign() -> str:
    for size in 10.0 ** np.arange(-4, 7):
        for sign in (-1, 1):
            for beta in (0.5, 0.9, 0.99):
                s = 0.0
                for _ in range(2000):
                    s = beta * s + (1 - beta) * size**2
                assert abs(0.01 * sign * size / (s**0.5 + 1e-8) - 0.01 * sign) < 2e-6
    return "gradients from 0.0001 to 1,000,000 in size, of either sign, three values of β: η, with the sign"


@claim(
    "schedule",
    "A large rate comes down fast and hovers high; a small one hovers low and is late.",
    shown="schedule-reveal",
    holds="batches of scattered points, rates below the limit",
)
def fast_and_high() -> str:
    for seed in range(4):
        large, small = (heights(seed, 8, lambda t, rate=rate: rate, 1500) for rate in (0.1, 0.01))
        assert np.argmax(large < 0.3) < np.argmax(small < 0.3) / 3
        assert large[-500:].mean() > 3 * small[-500:].mean()
    return "4 data sets (seeds 0 to 3), rates 0.1 and 0.01: below 0.3 in less than a third of the updates, in the end more than three times as high"


@claim(
    "adagrad-answer",
    "The rate falls by itself, so AdaGrad, unlike RMSProp, settles",
    shown="adagrad-reveal",
    holds="bowls, constant rates that are not small beside the way to go; twelve starts",
)
def adagrad_settles() -> str:
    farthest = 0.0
    for lr in (0.5, 1.0, 2.0, 5.0):
        p, s = around(), np.zeros((12, 2))
        for t in range(4000):
            g = p @ HESSIAN
            s = s + g**2
            p = p - lr * g / (np.sqrt(s) + 1e-10)
            if t >= 3900:
                farthest = max(farthest, float(np.max(np.abs(p[:, 0]))))
    assert farthest < 1e-3
    return "12 starts, rates 0.5, 1, 2 and 5: the weight is within 0.001 in the last 100 of 4,000 steps"


@claim(
    "adagrad-answer",
    "But begun small it gets ever slower: at 0.01 it is still far away after 3,000 epochs.",
    shown="adagrad-reveal",
    holds="the lesson's bowl; twelve starts as far away as the lesson's",
)
def adagrad_begun_small() -> str:
    p, s = around(), np.zeros((12, 2))
    for _ in range(3000):
        g = p @ HESSIAN
        s = s + g**2
        p = p - 0.01 * g / (np.sqrt(s) + 1e-10)
    left = np.linalg.norm(p, axis=1)
    assert left.min() > 0.1
    return (
        f"12 starts at a distance of 1.37, rate 0.01: after 3,000 steps {left.min():.2f} to {left.max():.2f} are left"
    )


@claim(
    "clipping-answer",
    "Near the bottom, gradients are shorter than 1.2, and nothing is clipped.",
    shown="clipping-run",
    holds="this curve, starts from 1.5 to 50, lengths up to 2; clipped at 6, a move from 3 lands on the hill and stays there",
)
def clipping_arrives() -> str:
    counts, clipped_late = [], 0
    for start in np.linspace(1.5, 50, 98):
        for most in (0.3, 0.7, 1.2, 2.0):
            w, steps = float(start), 0
            while abs(abs(w) - 1) >= 1e-3:
                gradient = w**3 - w
                clipped_late += abs(abs(w) - 1) < 0.2 and abs(gradient) > 1.2
                w, steps = w - 0.5 * float(np.clip(gradient, -most, most)), steps + 1
                assert steps < 1000
            counts.append(steps)
    assert clipped_late == 0
    return f"98 starts, 4 lengths, rate 0.5: all reach a bottom, in {min(counts)} to {max(counts)} steps; without clipping, 0.5 diverges from 3"
