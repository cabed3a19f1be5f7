"""Unit 6: what momentum makes of the condition number, where it diverges, and what variants do."""

from __future__ import annotations

import itertools
from functools import partial

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from .claim import claim

claim = partial(claim, "06-momentum")
Array = NDArray[np.float64]


def settled(curvatures: Array, lr: Array | float, mu: Array | float, starts: Array, most: int) -> Array:
    """Steps until all distances stay below 0.001 in size, for each of many runs. starts: shape (runs, directions)."""
    w, v = np.broadcast_to(starts, np.broadcast_shapes(starts.shape, np.shape(lr))).copy(), 0.0
    outside = np.zeros(w.shape[0], dtype=int)
    for t in range(1, most):
        v = mu * v + curvatures * w
        w = w - lr * v
        outside[np.abs(w).max(axis=1) >= 1e-3] = t
    return outside + 1


def fitted(smallest: float, largest: float) -> tuple[float, float]:
    low, high = smallest**0.5, largest**0.5
    return (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2


def larger_root(product: float, mu: float, nesterov: bool = False) -> float:
    """The larger size of the two roots, for eta times curvature."""
    middle = (1 + mu) * (1 - product) if nesterov else 1 + mu - product
    return float(np.abs(np.roots([1, -middle, mu * (1 - product) if nesterov else mu])).max())


@claim(
    "twice-answer",
    "Twice the rate, half the epochs: along the floor, too, a step is proportional to the rate.",
    shown="twice-reveal",
    holds="rates far below the limit, and starts that are not on the steep direction alone",
)
def twice_the_rate() -> str:
    curvatures = np.array([0.2994, 16.7006])
    angles = np.random.default_rng(0).uniform(0, 2 * np.pi, 40)
    starts = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    starts = starts[np.abs(starts[:, 0]) > 0.05]
    ratios = []
    for rate in (0.01, 0.02, 0.03):
        once, twice = (settled(curvatures, lr, 0.0, starts, 3000) for lr in (rate, 2 * rate))
        ratios += list(once / twice)
    assert 1.95 < min(ratios) <= max(ratios) < 2.05
    return f"{len(starts)} starts (seed 0), 0.01, 0.02 and 0.03 doubled: {min(ratios):.2f} to {max(ratios):.2f} times as many epochs before"


@claim(
    "best-rate-answer",
    "a step still keeps $\\frac{\\kappa - 1}{\\kappa + 1}$, so the number of steps is proportional to $\\kappa$",
    shown="best-rate-reveal",
    holds="all pairs of curvatures: no rate keeps less; the number of steps, for large $\\kappa$",
)
def best_rate() -> str:
    rng = np.random.default_rng(0)
    for _ in range(100):
        low, high = sorted(rng.uniform(0.1, 50, 2))
        rates = np.linspace(0, 2 / high, 2001)
        kept = np.maximum(np.abs(1 - rates * low), np.abs(1 - rates * high))
        assert kept.min() >= (high - low) / (high + low) - 1e-12
        assert np.isclose(kept.min(), (high - low) / (high + low), atol=2e-2)
    steps = {kappa: np.log(0.001) / np.log((kappa - 1) / (kappa + 1)) for kappa in (10, 100, 1000, 10_000)}
    shares = [count / kappa for kappa, count in steps.items()]
    assert max(shares) / min(shares) < 1.01
    return f"100 pairs of curvatures (seed 0), 2,001 rates each: none keeps less; for $\\kappa$ from 10 to 10,000 the steps to 0.001 are {min(shares):.2f} to {max(shares):.2f} $\\kappa$"


@claim(
    "limit-answer",
    "Gradients that agree pile up; those that alternate leave only $\\frac{g}{1 + \\mu}$.",
    shown="limit-reveal",
    holds="any $\\mu$ from 0 to 1: up to $1/(1 - \\mu)$ times one gradient where they agree, $1/(1 + \\mu)$ where they alternate",
)
def piled_up() -> str:
    for mu in np.linspace(0.05, 0.98, 20):
        agree = alternate = 0.0
        for t in range(2000):
            agree, alternate = mu * agree + 1, mu * alternate + (-1) ** t
        assert np.isclose(agree, 1 / (1 - mu))
        assert np.isclose(abs(alternate), 1 / (1 + mu))
    return "20 values of μ from 0.05 to 0.98, 2,000 steps: both limits reached"


@claim(
    "overshoot-answer",
    "At the minimum the gradient is 0, the velocity is not, so it overshoots.",
    shown="overshoot-reveal",
    holds="complex roots, that is $\\eta\\lambda$ above $(1 - \\sqrt{\\mu})^2$; below that it creeps up from one side",
)
def overshoot() -> str:
    for mu in (0.3, 0.7, 0.9):
        edge = (1 - mu**0.5) ** 2
        lowest = []
        for product in (0.95 * edge, 1.5 * edge):
            w, v, way = 1.0, 0.0, []
            for _ in range(500):
                v = mu * v + product * w
                w = w - v
                way.append(w)
            lowest.append(min(way))
        assert lowest[0] > -1e-12
        assert lowest[1] < -1e-6
    return "μ = 0.3, 0.7, 0.9: no overshoot 5 % below that edge, overshoot 50 % above it"


@claim(
    "stretched-answer",
    "a condition number 100 times as large hardly matters",
    shown="stretched-reveal",
    holds="μ = 0.9 and condition numbers up to about 1,440, where $\\sqrt{\\mu}$ is the fitted factor; beyond, it matters",
)
def fixed_mu() -> str:
    counts = []
    for kappa in (1, 3, 30, 300, 1000, 30_000):
        rates = np.arange(1, 50)[:, None] / 25 * 1.9 / kappa
        counts.append(
            int(
                settled(
                    np.array([1.0, kappa]), rates, 0.9, np.ones((49, 2)), 4 * kappa // (10 if kappa > 1000 else 1) + 300
                ).min()
            )
        )
    assert max(counts[:5]) < 1.2 * min(counts[:5])
    assert counts[5] > 5 * counts[4]
    return "condition numbers 1, 3, 30, 300, 1,000 and 30,000: fewest steps " + ", ".join(map(str, counts))


@claim(
    "roots",
    "Complex roots have equal size, so both are $\\sqrt{\\mu}$: no $\\eta$ in it, and no $\\lambda$!",
    shown="root-picture",
    holds="$\\eta\\lambda$ between $(1 - \\sqrt{\\mu})^2$ and $(1 + \\sqrt{\\mu})^2$, any $\\mu$ from 0 to 1",
)
def flat_floor() -> str:
    rng = np.random.default_rng(0)
    for mu in rng.uniform(0.01, 0.99, 100):
        low, high = (1 - mu**0.5) ** 2, (1 + mu**0.5) ** 2
        inside = [larger_root(product, mu) for product in rng.uniform(low, high, 10)]
        assert np.allclose(inside, mu**0.5)
        assert larger_root(low * 0.9, mu) > mu**0.5
        assert larger_root(high * 1.1, mu) > mu**0.5
    return "100 values of μ, 10 products each (seed 0): $\\sqrt{\\mu}$; larger on both sides"


@claim(
    "boundary-answer",
    "At the boundary one root is $r = -1$.",
    shown="boundary-reveal",
    holds="any μ from 0 to 1: it converges below $\\eta\\lambda = 2(1 + \\mu)$ and diverges above",
)
def boundary() -> str:
    for mu in np.linspace(0, 0.99, 34):
        assert larger_root(2 * (1 + mu) * 0.999, mu) < 1 < larger_root(2 * (1 + mu) * 1.001, mu)
    return "34 values of μ from 0 to 0.99: the larger root is below 1 just below, above 1 just above"


@claim(
    "nesterov-answer",
    "Nesterov's boundary is $\\frac{2 + 2\\mu}{1 + 2\\mu}$, smaller even than the 2 without momentum.",
    shown="nesterov-reveal",
    holds="any μ above 0, as torch computes it",
)
def nesterov() -> str:
    for mu in np.linspace(0.02, 0.99, 34):
        edge = (2 + 2 * mu) / (1 + 2 * mu)
        assert edge < 2
        assert larger_root(edge * 0.999, mu, nesterov=True) < 1 < larger_root(edge * 1.001, mu, nesterov=True)
    for mu in (0.2, 0.6, 0.95):
        ends = []
        for share in (0.95, 1.05):
            w = torch.ones(1, dtype=torch.float64, requires_grad=True)
            optimizer = torch.optim.SGD([w], lr=share * (2 + 2 * mu) / (1 + 2 * mu), momentum=mu, nesterov=True)
            for _ in range(150):
                w.grad = w.detach().clone()
                optimizer.step()
            ends.append(abs(w.item()))
        assert ends[0] < 1 < ends[1]
    return "34 values of μ by the roots; torch with μ = 0.2, 0.6, 0.95: 5 % below it converges, 5 % above it diverges"


@claim(
    "starts-answer",
    "With the fitted $\\mu$ it was never more than 43 epochs, from any of the twelve.",
    shown="starts-run",
    holds="this bowl, starts as far from the answer as ours (1.37)",
)
def wherever_it_starts() -> str:
    x = np.arange(1.0, 5)
    bowl = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])
    low, high = np.linalg.eigvalsh(bowl)
    lr, mu = fitted(low, high)
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    off = 1.37 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    v, outside = np.zeros_like(off), np.zeros(720, dtype=int)
    for t in range(1, 200):
        v = mu * v + off @ bowl
        off = off - lr * v
        outside[np.abs(off[:, 0]) >= 1e-3] = t
    assert outside.max() + 1 <= 43
    return f"720 starts all around: {outside.min() + 1} to {outside.max() + 1} epochs"


@claim(
    "kappa-answer",
    "With a fitted $\\mu$, momentum is ahead even at 2.",
    shown="kappa-table",
    holds="in the long run at every $\\kappa$ above 1; to 0.001, from $(1, 1)$, at all that were tried",
)
def ahead() -> str:
    tried = (1.5, 2, 3, 5, 20, 50, 200, 500, 2000)
    counts = []
    for kappa in tried:
        root = kappa**0.5
        assert (root - 1) / (root + 1) < (kappa - 1) / (kappa + 1)
        lr, mu = fitted(1.0, kappa)
        most = int(5 * kappa) + 100
        pair = [
            int(settled(np.array([1.0, kappa]), rate, m, np.ones((1, 2)), most)[0])
            for rate, m in ((2 / (1 + kappa), 0.0), (lr, mu))
        ]
        counts.append(pair)
    assert all(heavy <= plain for plain, heavy in counts)
    shown = ", ".join(f"{kappa:g}: {plain} and {heavy}" for kappa, (plain, heavy) in zip(tried, counts, strict=True))
    return f"steps with the best rate and with fitted momentum, by condition number: {shown}"


@claim(
    "race-answer",
    "the larger the condition number, the more is gained",
    shown="kappa-table",
    holds="bowls of two curvatures, each with its own best rate and its own fitted $\\eta$ and $\\mu$, to 0.001 from $(1, 1)$ or farther",
)
def gained() -> str:
    tried = (3, 10, 30, 100, 300, 1000)
    for start in (np.ones((1, 2)), np.array([[1.0, -2.0]]), np.array([[3.0, 1.0]])):
        times = []
        for kappa in tried:
            most, curvatures = int(6 * kappa) + 100, np.array([1.0, kappa])
            plain = int(settled(curvatures, 2 / (1 + kappa), 0.0, start, most)[0])
            times.append(plain / int(settled(curvatures, *fitted(1.0, kappa), start, most)[0]))
        assert times == sorted(times)
        last = ", ".join(f"{kappa:g}: {factor:.1f}" for kappa, factor in zip(tried, times, strict=True))
    return f"3 starts: times as few steps, by condition number, from the last one: {last}"


@claim(
    "web-race-answer",
    "The model with momentum reaches the bottom, the one without diverges",
    shown="web-race-run",
    holds="$\\eta\\lambda_{\\max} = 2.366$ and μ = 0.9, from any start that is not the answer; any μ from 0.19 on",
)
def race() -> str:
    x = np.arange(1.0, 6)
    product = 0.1 * np.linalg.eigvalsh(2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])).max()
    for mu in np.linspace(0.19, 0.99, 41):
        assert larger_root(product, mu) < 1
        assert larger_root(product, mu, nesterov=True) > 1
    assert larger_root(product, 0.0) > 1
    return f"$\\eta\\lambda_{{\\max}}$ = {product:.3f}, 41 values of μ from 0.19 to 0.99: classical converges, Nesterov and plain descent diverge"


@claim(
    "directions",
    "A point that is off along one of them stays in it to the end",
    shown="directions-picture",
    holds="any bowl and any rate, with momentum too",
)
def stays_in_its_direction() -> str:
    for seed in range(100):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-4, 4, int(rng.integers(3, 9)))
        hessian = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1.0]])
        curvatures, directions = np.linalg.eigh(hessian)
        for mu in (0.0, 0.9):
            for k in range(2):
                e, v = 3 * directions[:, k], np.zeros(2)
                for _ in range(30):
                    v = mu * v + hessian @ e
                    e = e - v / curvatures.max()
                    assert abs(e @ directions[:, 1 - k]) < 1e-9
    return "100 data sets (seeds 0 to 99), both directions, without and with μ = 0.9: never off it by more than 10⁻⁹"


@claim(
    "tuned",
    "Make $\\sqrt{\\mu}$ as small as possible, as long as both directions are on the flat floor.",
    shown="race-run",
    holds="what a step keeps in the long run, at every pair of curvatures: no rate and no μ from 0 to 1 keep less",
)
def nothing_keeps_less() -> str:
    rng = np.random.default_rng(0)
    for smallest, ratio in zip(rng.uniform(0.1, 3, 20), 10 ** rng.uniform(0.2, 3, 20), strict=True):
        largest = smallest * ratio
        _, best = fitted(smallest, largest)
        lr, mu = np.meshgrid(np.linspace(0.01, 4, 120) / largest, np.linspace(0, 0.999, 120))
        kept = np.zeros(lr.shape)
        for curvature in (smallest, largest):
            middle = (1 + mu - lr * curvature) / 2
            inside = np.sqrt((middle**2 - mu).astype(complex))
            kept = np.maximum(kept, np.maximum(abs(middle + inside), abs(middle - inside)))
        assert kept.min() >= best**0.5 - 1e-9
    return "20 pairs of curvatures (seed 0), 14,400 settings each: none keeps less than the formulas'"


@claim(
    "lost",
    "an optimizer made inside the loop starts each step with an empty memory",
    shown="lost-run",
    holds="any μ and rate: the same as without momentum; Adam, too, makes its first step again and again",
)
def empty_memory() -> str:
    for lr in (0.05, 0.3, 1.2):
        for mu in (0.5, 0.9, 0.99):
            ways = []
            for settings in ({"momentum": mu}, {}):
                w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
                for _ in range(10):
                    optimizer = torch.optim.SGD([w], lr=lr, **settings)
                    optimizer.zero_grad()
                    (w**2 / 2).backward()
                    optimizer.step()
                ways.append(w.item())
            assert ways[0] == ways[1] == pytest.approx((1 - lr) ** 10)
    return "three rates, three values of μ, 10 steps: exactly where descent without momentum is"


def by_conjugate_gradients(curved: Array, slope: Array, steps: int) -> list[Array]:
    """The places on the way to the bottom of x·(curved x)/2 − slope·x, from 0."""
    place, down = np.zeros(len(slope)), slope.copy()
    move, places = down.copy(), []
    for _ in range(steps):
        rate = down @ down / (move @ curved @ move)
        place, left = place + rate * move, down - rate * curved @ move
        move, down = left + left @ left / (down @ down) * move, left
        places.append(place)
    return places


@claim(
    "faster",
    "conjugate gradients, which fit $\\eta$ and $\\mu$ anew in each step, are done in $k$ steps",
    shown="faster-run",
    holds="bowls, up to rounding, which tells in condition numbers of many thousands",
)
def done_in_k_steps() -> str:
    left = []
    for seed in range(50):
        rng = np.random.default_rng(seed)
        k = int(rng.integers(2, 9))
        turn = np.linalg.qr(rng.normal(size=(k, k)))[0]
        curved = turn @ np.diag(np.geomspace(1, 100, k)) @ turn.T
        answer = rng.normal(size=k)
        places = by_conjugate_gradients(curved, curved @ answer, k)
        left.append(np.linalg.norm(places[-1] - answer) / np.linalg.norm(answer))
        assert np.linalg.norm(places[-2] - answer) > 1e-6
    assert max(left) < 1e-8
    return "50 bowls of 2 to 8 parameters, turned at random, condition number 100 (seeds 0 to 49): there after k steps, not after k − 1"


@claim(
    "faster",
    "whatever only adds up gradients needs steps in proportion to $\\sqrt{\\kappa}$",
    shown="kappa-table",
    holds="bowls of many more parameters than steps; tried on the worst, with the best of such ways, conjugate gradients",
)
def as_fast_as_can_be() -> str:
    size, needed = 1500, []
    second = 2 * np.eye(size) - np.eye(size, k=1) - np.eye(size, k=-1)
    for condition in (100, 1000, 10_000):
        kept = (condition**0.5 - 1) / (condition**0.5 + 1)
        slope = np.zeros(size)
        slope[0] = (condition - 1) / 4
        curved = (condition - 1) / 4 * second + np.eye(size)
        answer = np.linalg.solve(curved, slope)
        places = by_conjugate_gradients(curved, slope, 400)
        left = [np.linalg.norm(place - answer) / np.linalg.norm(answer) for place in places]
        assert all(part >= 0.999 * kept ** (t + 1) for t, part in enumerate(left[:100]))
        needed.append(int(np.flatnonzero(np.array(left) < 0.001)[0]) + 1)
    for few, many in itertools.pairwise(needed):
        assert 0.85 < many / few / 10**0.5 < 1.15
    told = ", ".join(map(str, needed))
    return f"1,500 parameters, condition numbers 100, 1,000 and 10,000: even these take {told} steps to 0.001"
