"""Unit 3: where the gradient points, what a graph's backward pass costs, and when a gradient is right."""

from __future__ import annotations

import sys
from functools import partial

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from gdcourse.lessons.computational_graph import Scalar

from .claim import claim

claim = partial(claim, "03-chain-rule")
Array = NDArray[np.float64]


def drawn(seed: int) -> tuple[Array, Array, Array]:
    """Three to eight points, and a place (w, b)."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 9))
    return rng.uniform(-3, 4, size), rng.uniform(-5, 8, size), rng.uniform(-4, 4, 2)


def cost(x: Array, y: Array, places: Array) -> Array:
    return np.mean((places[..., :1] * x + places[..., 1:] - y) ** 2, axis=-1)


def gradient(x: Array, y: Array, place: Array) -> Array:
    error = place[0] * x + place[1] - y
    return np.array([np.mean(2 * error * x), np.mean(2 * error)])


@claim(
    "steepest-why",
    "You come down most along $-\\nabla J$, and the length of the gradient is the slope that way. In other directions it is that times the cosine of the angle between",
    shown="steepest-measured",
    holds="any data, any place where the gradient is not 0, for short ways",
)
def steepest() -> str:
    turns = np.radians(np.arange(0, 360, 0.5))
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for seed in range(200):
        x, y, place = drawn(seed)
        slope = gradient(x, y, place)
        drops = (cost(x, y, place) - cost(x, y, place + 1e-6 * ways)) / 1e-6
        length = np.linalg.norm(slope)
        assert np.allclose(drops, -ways @ slope, atol=1e-3 * length)
        assert np.isclose(drops.max(), length, rtol=1e-3)
    return "200 data sets and places (seeds 0 to 199), 720 directions each: the drop is the length times the cosine, to a thousandth"


@claim(
    "steepest-why",
    "$-\\nabla J$ is the steepest way down from here, nothing more",
    shown="steepest-measured",
    holds="bowls that are not round: how far off it is depends on the condition number",
)
def off_the_bottom() -> str:
    angles = angles_off_the_bottom()
    assert np.median(angles) > 5
    return f"500 data sets and places (seeds 0 to 499): {np.median(angles):.0f}° off in the middle, {max(angles):.0f}° at most"


def angles_off_the_bottom() -> list[float]:
    """Between the way against the gradient and the way to the bottom, in degrees, for 500 data sets and places."""
    angles = []
    for seed in range(500):
        x, y, place = drawn(seed)
        down, toward = -gradient(x, y, place), np.polyfit(x, y, 1) - place
        angles.append(float(np.degrees(np.arccos(down @ toward / np.linalg.norm(down) / np.linalg.norm(toward)))))
    return angles


@claim(
    "off-why",
    "However far off, it stays below 90°; so a short step always brings the bottom a little nearer.",
    shown="off-measured",
    holds="every bowl, round or long; for steps shorter than twice the way to the foot of the perpendicular from the bottom",
)
def nearer_by_a_short_step() -> str:
    assert max(angles_off_the_bottom()) < 90
    for seed in range(500):
        x, y, place = drawn(seed)
        bottom = np.polyfit(x, y, 1)
        down, toward = -gradient(x, y, place), bottom - place
        longest = 2 * (down @ toward) / (down @ down)
        for part in (1e-3, 0.5, 0.99):
            assert np.linalg.norm(bottom - place - part * longest * down) < np.linalg.norm(toward)
    return f"500 data sets and places (seeds 0 to 499): {max(angles_off_the_bottom()):.0f}° at most, and nearer after each of three steps"


@claim(
    "add",
    "A change in $w$ travels along all four ways, so the share that comes along each has to be added.",
    shown="add-picture",
    holds="any data and place: the sum of the shares is the formula of unit 2, and the share that comes last alone is not",
)
def shares() -> str:
    for seed in range(100):
        x, y, place = drawn(seed)
        shares = 2 * (place[0] * x + place[1] - y) * x / len(x)
        assert np.isclose(shares.sum(), gradient(x, y, place)[0])
        assert not np.isclose(shares[-1], shares.sum())
        w, b, total = Scalar(float(place[0])), Scalar(float(place[1])), Scalar(0.0)
        for at, to in zip(x, y, strict=True):
            r = w * float(at) + b + float(-to)
            total = total + r * r
        (total * (1 / len(x))).backward()
        assert np.allclose([w.grad, b.grad], gradient(x, y, place))
    return "100 data sets and places (seeds 0 to 99), by hand and by the engine of the package"


def calls(links: list[list[int]]) -> int:
    """Calls of a recursive backward pass from the last node; links[n] are the nodes that n was made of."""
    made: list[int] = []
    for before in links:
        made.append(1 + sum(made[n] for n in before))
    return made[-1]


def adding(made_of: list[list[tuple[int, float]]]) -> list[float]:
    """The gradients after the lesson's recursive backward pass from the last node; made_of[n] are its links."""
    grads = [0.0] * len(made_of)

    def back(node: int, upstream: float) -> None:
        grads[node] += upstream
        for used, slope in made_of[node]:
            back(used, upstream * slope)

    back(len(made_of) - 1, 1.0)
    return grads


@claim(
    "calls",
    "The mended engine is right on every graph, because it goes along every single way from the result.",
    shown="add-compared",
    holds="graphs shallow enough for recursion, gone back over once from gradients of 0",
)
def every_graph() -> str:
    for seed in range(100):
        rng = np.random.default_rng(seed)
        tensors = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in rng.uniform(0.5, 1.5, 2)]
        links: list[list[tuple[int, float]]] = [[], []]
        for _ in range(12):
            one, other = (int(n) for n in rng.integers(len(tensors), size=2))
            if rng.random() < 0.6:
                slopes = 1.0, 1.0
                tensors.append(tensors[one] + tensors[other])
            else:
                slopes = tensors[other].item(), tensors[one].item()
                tensors.append(tensors[one] * tensors[other])
            links.append([(one, slopes[0]), (other, slopes[1])])
        tensors[-1].backward()
        for grad, tensor in zip(adding(links)[:2], tensors[:2], strict=True):
            assert np.isclose(grad, 0.0 if tensor.grad is None else tensor.grad.item())
    return "100 random graphs of 14 numbers (seeds 0 to 99): as by PyTorch"


@claim(
    "deep",
    "Each doubling doubles the ways: with thirty, there are over two billion calls.",
    shown="calls-measured",
    holds="every graph in which a number is used twice, again and again; a graph that is a tree has as many calls as numbers",
)
def doubling() -> str:
    rng = np.random.default_rng(0)
    counts = {n: calls([[], *[[k, k] for k in range(n)]]) for n in (5, 20, 30)}
    assert counts == {5: 2**6 - 1, 20: 2_097_151, 30: 2**31 - 1}
    for _ in range(50):
        size = int(rng.integers(10, 40))
        used_twice = [[]] + [[n - 1] if rng.random() < 0.5 else [n - 1, n - 1] for n in range(1, size)]
        doublings = sum(len(links) == 2 for links in used_twice)
        assert 2**doublings <= calls(used_twice) <= size * 2**doublings
    assert calls([[], [0], [1], [2]]) == 4
    return "50 random chains, each number used once or twice (seed 0): calls at least 2 to the power of the doublings; 30 doublings: 2,147,483,647"


@claim(
    "order",
    "A number has to wait until all that use it have sent their shares.",
    shown="order-compared",
    holds="every graph: in such an order each number passes on once, and the gradients are right",
)
def waiting() -> str:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        values = rng.uniform(0.5, 1.5, 2)
        mine = [Scalar(float(v)) for v in values]
        tensors = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in values]
        given = (list(mine), list(tensors))
        for _ in range(12):
            one, other = rng.integers(len(mine), size=2)
            add = rng.random() < 0.6
            for numbers in given:
                numbers.append(numbers[one] + numbers[other] if add else numbers[one] * numbers[other] * 0.5)
        given[0][-1].backward()
        given[1][-1].backward()
        for engine, tensor in zip(mine, tensors, strict=True):
            assert np.isclose(engine.grad or 0.0, 0.0 if tensor.grad is None else tensor.grad.item())
    return "50 random graphs of 14 numbers (seeds 0 to 49): the engine agrees with PyTorch"


@claim(
    "vanish-why",
    "All that is left is noise: the rounding error of $J$, a few times $10^{-16}$, divided by $2h$.",
    shown="vanish-measured",
    holds="the bottom of any such bowl whose cost there is about 1; the noise grows with the cost",
)
def noise() -> str:
    largest = 0.0
    for seed in range(100):
        x, y, _ = drawn(seed)
        bottom = np.polyfit(x, y, 1)
        h = 1e-4
        nudged = [
            (cost(x, y, bottom + step) - cost(x, y, bottom - step)) / (2 * h)
            for step in (np.array([h, 0]), np.array([0, h]))
        ]
        largest = max(largest, *(np.abs(nudged) / max(1.0, float(cost(x, y, bottom)))))
    assert largest < 1e-10
    return "100 data sets (seeds 0 to 99), $h = 10^{-4}$, at the bottom: differences up to $10^{-10}$ of the cost, where the gradient is 0"


@claim(
    "case-why",
    "Each step does go down, but the end is a local minimum, as in unit 1: −1 lies beyond a ridge of height 1",
    shown="case-measured",
    holds="starts within the ridge, $x^2 + y^2 < \\pi/2$, and steps small enough; from outside, other valleys are the end",
)
def ridge() -> str:
    rng = np.random.default_rng(0)
    places = rng.uniform(-2, 2, (400, 2))
    far = np.sum(places**2, axis=1)
    keep = (np.abs(far - np.pi / 2) > 0.05) & (far < 4.5)
    places, far = places[keep], far[keep]
    for _ in range(3000):
        places = places - 0.02 * 2 * places * np.cos(np.sum(places**2, axis=1))[:, None]
    ends = np.sum(places**2, axis=1)
    inside = far < np.pi / 2
    assert ends[inside].max() < 1e-6
    assert np.allclose(ends[~inside], 3 * np.pi / 2, atol=1e-4)
    return f"{keep.sum()} starts (seed 0), rate 0.02: all {inside.sum()} within the ridge end at 0, all {(~inside).sum()} outside in the ring where $z = -1$"


@claim(
    "links-why",
    "the derivatives of links in a row are multiplied",
    shown="links-measured",
    holds="links that have a derivative where they are passed",
)
def product_of_links() -> str:
    links = ((np.sin, np.cos), (np.tanh, lambda u: 1 - np.tanh(u) ** 2), (lambda u: u**2 / 2 - u, lambda u: u - 1))
    for seed in range(100):
        rng = np.random.default_rng(seed)
        chain = [links[k] for k in rng.integers(0, 3, int(rng.integers(2, 7)))]
        start = float(rng.uniform(-1, 1))

        def through(u: float, chain: list = chain) -> float:
            for function, _ in chain:
                u = function(u)
            return u

        u, product = start, 1.0
        for function, derivative in chain:
            u, product = function(u), product * derivative(u)
        nudged = (through(start + 1e-6) - through(start - 1e-6)) / 2e-6
        assert np.isclose(product, nudged, rtol=1e-5, atol=1e-8)
    return "100 chains of two to six links of three kinds (seeds 0 to 99): as by central differences"


@claim(
    "steepest-why",
    "So the arrow $-\\nabla J$ stands at a right angle to the contour, the line of equal height.",
    shown="steepest-picture",
    holds="any data, any place where the gradient is not 0",
)
def right_angle() -> str:
    for seed in range(200):
        x, y, place = drawn(seed)
        slope = gradient(x, y, place)
        along = np.array([-slope[1], slope[0]]) / np.linalg.norm(slope)
        rise = abs(float(cost(x, y, place + 1e-5 * along) - cost(x, y, place)))
        assert rise < 1e-3 * float(cost(x, y, place) - cost(x, y, place - 1e-5 * slope / np.linalg.norm(slope)))
    return "200 data sets and places (seeds 0 to 199): a short way across the arrow changes the height by less than a thousandth of what the same way along it does"


@claim(
    "branch",
    "Where a program has an `if`, only the branch that was taken is in the graph.",
    shown="when-branch",
    holds="any program: the graph is what was computed, in PyTorch too",
)
def branch_taken() -> str:
    for value in np.random.default_rng(0).uniform(-3, 3, 50):
        u = torch.tensor(value, requires_grad=True)
        result = u**2 if u > 1 else 3 * u
        assert result.grad_fn is not None
        assert result.grad_fn.name() == ("PowBackward0" if value > 1 else "MulBackward0")
        assert u.grad is None
    return "50 numbers (seed 0) in PyTorch: the one branch, and there before backward()"


@claim(
    "again-why",
    "The gradient of a computed number has to start from 0 each time.",
    shown="again-measured",
    holds="chains of any length: what is left in the k numbers of a chain makes k + 1 of the 2 that it should be",
)
def left_over() -> str:
    for length in range(1, 30):
        kept, emptied = [0.0] * (length + 1), [0.0] * (length + 1)
        for _ in range(2):
            kept[-1] = emptied[-1] = 1.0
            emptied[1:-1] = [0.0] * (length - 1)
            for k in reversed(range(length)):
                kept[k] += kept[k + 1]
                emptied[k] += emptied[k + 1]
        assert kept[0] == length + 1
        assert emptied[0] == 2
    return "chains of 1 to 29 computed numbers, two passes: length + 1 with what was left, 2 without"


@claim(
    "long-chain",
    "Even where there is a single way, a long chain means calls within calls within calls, too deep for Python",
    shown="deep-chain",
    holds="chains longer than Python's limit, whatever that is; the engine that waits has no such limit",
)
def too_deep() -> str:
    def depth(left: int) -> int:
        return 0 if left == 0 else 1 + depth(left - 1)

    before = sys.getrecursionlimit()
    try:
        for limit in (1000, 3000):
            sys.setrecursionlimit(limit)
            assert depth(limit // 2) == limit // 2
            with pytest.raises(RecursionError):
                depth(limit)
    finally:
        sys.setrecursionlimit(before)
    return "limits of 1,000 and 3,000: half as deep goes, as deep as the limit does not"


@claim(
    "suspects-why",
    "`np.allclose`, unless told otherwise, turns a blind eye to differences up to $10^{-8}$.",
    shown="suspects-compared",
    holds="values near 0; larger ones may differ by a hundred-thousandth of themselves as well",
)
def blind_eye() -> str:
    for size in 10.0 ** np.arange(-16, -8):
        assert np.allclose(size, 0.5 * size)
        assert np.allclose(size, -size / 2)
    assert not np.allclose(1e-7, 0.5e-7)
    return "components from 10⁻¹⁶ to 10⁻⁹, wrong by half or of the wrong sign: called equal; 10⁻⁷ is not"


@claim(
    "case-verdict",
    "But once back, PyTorch lets go of the values that the derivatives need, so going back over this graph a second time is an error.",
    shown="case-autograd",
    holds="graphs whose derivatives need values; sums and differences need none, and can be gone over again",
)
def gone_over_twice() -> str:
    for make in (lambda u: u * u, torch.exp, torch.tanh, lambda u: u**3 + u):
        u = torch.tensor(0.7, requires_grad=True)
        result = make(u)
        result.backward()
        with pytest.raises(RuntimeError, match="second time"):
            result.backward()
    u = torch.tensor(0.7, requires_grad=True)
    result = u + u - 1
    result.backward()
    result.backward()
    assert u.grad == 4
    return "products, powers, exponential and tanh refuse; u + u − 1 does not"
