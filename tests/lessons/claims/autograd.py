"""Unit 4: what autograd gives, what forgotten emptying does, and what an error depends on."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch

from gdcourse.lessons.training_loops import nodes_kept

from .claim import claim

claim = partial(claim, "04-autograd")


def drawn(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Two to eight points."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 9))
    return torch.tensor(rng.uniform(-4, 4, size)), torch.tensor(rng.uniform(-8, 8, size))


def leaf(value: float) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


@claim(
    "forgotten",
    "`None` would raise an error",
    shown="record-forward",
    holds="a loop that sets `.grad` to None between the backward pass and the update; `zero_()` there makes a move of 0",
)
def none_before_the_update() -> str:
    for seed in range(100):
        x, y = drawn(seed)
        w = leaf(float(np.random.default_rng(seed).uniform(-3, 3)))
        before = w.item()
        for empty in ("zero", "none"):
            ((w * x - y) ** 2).mean().backward()
            assert w.grad is not None
            if empty == "zero":
                w.grad.zero_()
            else:
                w.grad = None
            with torch.no_grad():
                if w.grad is None:
                    with pytest.raises(TypeError, match="NoneType"):
                        w -= 0.01 * w.grad
                else:
                    w -= 0.01 * w.grad
            assert w.item() == before
    return "100 data sets and starts (seeds 0 to 99): a TypeError with None, and no move with zero_(), in all"


@claim(
    "repeats-why",
    "Autograd was not given the derived formulas: writing the loss is enough.",
    shown="repeats-measured",
    holds="any data and place",
)
def as_by_hand() -> str:
    for seed in range(100):
        x, y = drawn(seed)
        w, b = (leaf(v) for v in np.random.default_rng(seed).uniform(-3, 3, 2))
        ((w * x + b - y) ** 2).mean().backward()
        with torch.no_grad():
            r = w * x + b - y
            assert torch.isclose(w.grad, (2 * r * x).mean())
            assert torch.isclose(b.grad, (2 * r).mean())
    return "100 data sets and places (seeds 0 to 99): as by the formulas of unit 2"


@claim(
    "adds-why",
    "`backward()` does not overwrite `.grad`, it adds to it. That is handy for collecting the gradient over several batches.",
    shown="adds-measured",
    holds="any loss; batches of equal size add up to the gradient of all data once divided by their number",
)
def adds() -> str:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        batches, size = int(rng.integers(2, 5)), int(rng.integers(1, 4))
        x, y = torch.tensor(rng.normal(size=(2, batches, size)))
        w, v = leaf(0.5), leaf(0.5)
        for k in range(batches):
            (((w * x[k] - y[k]) ** 2).mean() / batches).backward()
        ((v * x - y) ** 2).mean().backward()
        assert torch.isclose(w.grad, v.grad)
    return "50 data sets in 2 to 4 batches (seeds 0 to 49)"


def never_emptied(product: float, start: float, steps: int) -> np.ndarray:
    away, gathered = [start], 0.0
    for _ in range(steps):
        gathered += product * away[-1]
        away.append(away[-1] - gathered)
    return np.array(away)


@claim(
    "limit-why",
    "The nearer to 4 the wider the swing, and from 4 on it diverges.",
    shown="limit-measured",
    holds="every parabola and start; which product of rate and curvature decides",
)
def wider_near_the_limit() -> str:
    for start in np.random.default_rng(0).uniform(0.5, 5, 50):
        widths = [np.abs(never_emptied(product, start, 3000)).max() for product in (1.0, 2.5, 3.5, 3.9, 3.99)]
        assert widths == sorted(widths)
        assert widths[-1] < 21 * start
        assert np.abs(never_emptied(4.0, start, 3000)).max() > 5000 * start
    return "50 starts (seed 0), 3,000 steps: wider each time at 1, 2.5, 3.5, 3.9 and 3.99, below 21 times the start; at 4 it runs away"


@claim(
    "cosine",
    "There, $w$ never gets farther from the bottom than the width below.",
    shown="cosine-measured",
    holds="every parabola, start and rate; below 4 it neither comes to rest nor runs away",
)
def swing() -> str:
    rng = np.random.default_rng(0)
    for _ in range(200):
        product, start = rng.uniform(0.01, 3.99), rng.uniform(0.5, 5)
        away = np.abs(never_emptied(product, start, 3000))
        width = start / (1 - product / 4) ** 0.5
        assert away.max() <= width * (1 + 1e-9)
        assert away[-500:].max() > 0.9 * away[:500].max()
        assert np.abs(never_emptied(4.0, start, 300)).max() > 500 * start
        assert np.abs(never_emptied(4.05, start, 300)).max() > 1000 * start
    return "200 products from 0.01 to 3.99 and starts (seed 0), 3,000 steps: within that width, and as wide at the end; at 4 and 4.05 it runs away"


@claim(
    "stale-why",
    "The gradient of the old graph is for ever the −30 of $w = 0$, so $w$ walks through the bottom and never stops.",
    shown="stale-measured",
    holds="losses whose derivatives need no parameter that the update changes (lines); otherwise there is an error",
)
def old_graph() -> str:
    for seed in range(30):
        x, y = drawn(seed)
        w = leaf(float(np.random.default_rng(seed).uniform(-3, 3)))
        first, loss = w.item(), ((w * x + 1 - y) ** 2).mean()
        moves = []
        for _ in range(20):
            loss.backward(retain_graph=True)
            moves.append(-0.01 * w.grad.item())
            with torch.no_grad():
                w -= 0.01 * w.grad
            w.grad = None
        assert np.allclose(moves, moves[0])
        assert np.isclose(w.item(), first + 20 * moves[0])
    return "30 data sets and starts (seeds 0 to 29), 20 steps: 20 equal moves each"


@claim(
    "version-why",
    "Whether there is an error depends on the loss",
    shown="version-measured",
    holds="an error where a derivative needs the changed parameter ($w^2$, products of parameters), none where it does not",
)
def version_counter() -> str:
    x, y = drawn(0)
    losses = {
        "line": (lambda w: ((w * x + 1 - y) ** 2).mean(), False),
        "sum": (lambda w: (w + x).sum(), False),
        "squared": (lambda w: w**2, True),
        "exponential": (lambda w: torch.exp(w * x).mean(), False),
        "cube": (lambda w: w**3 + w, True),
        "product": (lambda w: w * (w + 1), True),
    }
    for name, (loss_of, stops) in losses.items():
        w = leaf(0.3)
        loss = loss_of(w)
        stopped = False
        try:
            for _ in range(3):
                loss.backward(retain_graph=True)
                with torch.no_grad():
                    w -= 0.01 * w.grad
                w.grad = None
        except RuntimeError as error:
            stopped = "modified by an inplace operation" in str(error)
        assert stopped == stops, name
    return "a line, a sum and $e^{wx}$ go on; $w^2$, $w^3 + w$ and $w(w + 1)$ stop at the second backward pass"


@claim(
    "sum-why",
    "The `.sum()` silences the error and makes the steps $N$ times as long",
    shown="sum-measured",
    holds="any data and place",
)
def sums() -> str:
    for seed in range(50):
        x, y = drawn(seed)
        w, v = leaf(0.7), leaf(0.7)
        ((w * x - y) ** 2).sum().backward()
        ((v * x - y) ** 2).mean().backward()
        assert torch.isclose(w.grad, len(x) * v.grad)
    return "50 data sets of 2 to 8 points (seeds 0 to 49): exactly $N$ times"


@claim(
    "exact-why",
    "Autograd uses an exact rule at each step; all that remains is rounding.",
    shown="exact-measured",
    holds="functions made of torch's operations: the error is 0 only where no rounding happens, as with $w^3$ at 2",
)
def exact() -> str:
    largest = 0.0
    functions = [
        (lambda w: w**3, lambda w: 3 * w**2),
        (torch.exp, torch.exp),
        (lambda w: torch.sin(w**2), lambda w: 2 * w * torch.cos(w**2)),
        (
            lambda w: torch.tanh(w) / (1 + w**2),
            lambda w: (1 - torch.tanh(w) ** 2) / (1 + w**2) - 2 * w * torch.tanh(w) / (1 + w**2) ** 2,
        ),
    ]
    for f, slope in functions:
        w = torch.tensor(np.random.default_rng(0).uniform(-2, 2, 200), requires_grad=True)
        f(w).sum().backward()
        exactly = slope(w.detach())
        largest = max(largest, ((w.grad - exactly).abs() / (1e-3 + exactly.abs())).max().item())
    assert largest < 1e-12
    return "4 functions at 200 places (seed 0): relative error below $10^{-12}$"


@claim(
    "visits-why",
    "Like `backward_in_order` of unit 3, PyTorch waits until all the shares of a node are there, then passes it once.",
    shown="visits-measured",
    holds="any graph; tried on doublings and on random graphs",
)
def one_visit() -> str:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        visits: list[torch.Tensor] = []
        numbers = [torch.tensor(1.0, requires_grad=True)]
        for _ in range(25):
            one, other = rng.integers(max(0, len(numbers) - 3), len(numbers), size=2)
            numbers.append(numbers[one] + numbers[other])
            numbers[-1].register_hook(visits.append)
        numbers[-1].backward()
        assert len(visits) <= 25
    for doublings in (3, 10, 30):
        visits = []
        v = torch.tensor(1.0, requires_grad=True)
        for _ in range(doublings):
            v = v + v
            v.register_hook(visits.append)
        v.backward()
        assert len(visits) == doublings
    return "20 random graphs of 25 additions (seeds 0 to 19): none passed twice; 3, 10 and 30 doublings: 3, 10 and 30 visits"


@claim(
    "table-why",
    "It is a new tensor each time, so its `.grad` is empty by itself.",
    shown="table-compare",
    holds="any table: the same places as with our four lines",
)
def two_forms() -> str:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        target, start = torch.tensor(rng.uniform(size=(2, 3, 3)))
        one, other = start.clone().requires_grad_(), start.clone().requires_grad_()
        for _ in range(15):
            ((one - target) ** 2).mean().backward()
            one = (one - 1.0 * one.grad).detach().requires_grad_()
            ((other - target) ** 2).mean().backward()
            with torch.no_grad():
                other -= 1.0 * other.grad
            other.grad = None
        assert torch.allclose(one, other)
        assert torch.allclose(other - target, (start - target) * (1 - 2 / 9) ** 15)
    return "20 tables (seeds 0 to 19), 15 steps: the same, and each step keeps $1 - 2/9$"


@claim(
    "empty-why",
    "The optimizer's `zero_grad()` makes it `None`",
    shown="empty-ways",
    holds="every optimizer of torch, unless it is told set_to_none=False; before PyTorch 2.0 it was 0",
)
def emptied_to_none() -> str:
    names = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "NAdam")
    for name in names:
        w = leaf(1.0)
        optimizer = getattr(torch.optim, name)([w], lr=0.1)
        (w**2).backward()
        optimizer.zero_grad()
        assert w.grad is None
        (w**2).backward()
        optimizer.zero_grad(set_to_none=False)
        assert w.grad == 0
    return f"{', '.join(names)}: None, and 0 with set_to_none=False"


@claim(
    "recurrence",
    "Subtract: the sums cancel, and only $g_t$ is left.",
    shown="forgotten-measured",
    holds="every parabola, start and rate",
)
def recurrence() -> str:
    rng = np.random.default_rng(0)
    for first, product in zip(rng.uniform(-5, 5, 50), rng.uniform(0.01, 3.9, 50), strict=True):
        w, away = leaf(float(first)), [float(first)]
        for _ in range(40):
            (product * w**2 / 2).backward()
            with torch.no_grad():
                w -= w.grad
            away.append(w.item())
        e = np.array(away)
        assert np.allclose(e[2:], (2 - product) * e[1:-1] - e[:-2], atol=1e-9)
    return "50 starts and products from 0.01 to 3.9 (seed 0), 40 steps of a loop that never empties"


@claim(
    "errors-why",
    "With `w -= …` under `no_grad`, only the value of the same leaf changes.",
    shown="loop-run",
    holds="leaves of any shape",
)
def same_leaf() -> str:
    for shape in ((), (1,), (3,), (2, 3), (2, 3, 4)):
        w = torch.ones(shape, dtype=torch.float64, requires_grad=True)
        same, storage = w, w.data_ptr()
        for _ in range(3):
            w.grad = None
            (w**2).sum().backward()
            with torch.no_grad():
                w -= 0.1 * w.grad
        assert w is same
        assert (w.data_ptr(), w.is_leaf, w.requires_grad) == (storage, True, True)
        assert torch.allclose(w, torch.full(shape, 0.8**3, dtype=torch.float64))
    return "five shapes, three steps: the same tensor, at the same storage, still a recorded leaf"


@claim(
    "cut-why",
    "Recorded as tensors, the losses keep every graph so far in memory.",
    shown="cut-run",
    holds="any loss that has a graph: what is kept grows in proportion to the number of steps",
)
def graphs_kept() -> str:
    x, y = drawn(0)
    for make in (lambda w: ((w * x - y) ** 2).mean(), lambda w: (torch.exp(w * x) - y).abs().sum()):
        w = leaf(0.1)
        kept = [nodes_kept([make(w) for _ in range(steps)]) for steps in (10, 100, 1000)]
        assert np.allclose(np.diff(kept) / [90, 900], (kept[1] - kept[0]) / 90)
        assert nodes_kept([make(w).item() for _ in range(100)]) == 0
    return "two losses, 10, 100 and 1,000 steps: nodes in proportion; numbers keep none"


@claim(
    "version-decay",
    "the larger the penalty, the farther it pulls towards 0",
    shown="version-mended",
    holds="parabolas: with curvature $c$ and the bottom at $w^*$, the end is $w^* c / (c + 2\\alpha)$",
)
def decay_pulls_to_zero() -> str:
    for seed in range(10):
        x, y = drawn(seed)
        ends = []
        for penalty in (0.0, 0.1, 1.0, 10.0):
            w = leaf(1.0)
            for _ in range(2000):
                (((w * x - y) ** 2).mean() + penalty * w**2).backward()
                with torch.no_grad():
                    w -= 0.5 / (float((x**2).mean()) + penalty) * w.grad
                w.grad = None
            ends.append(w.item())
            assert np.isclose(w.item(), float((x * y).mean()) / (float((x**2).mean()) + penalty), rtol=1e-3, atol=1e-4)
        assert list(np.abs(ends)) == sorted(np.abs(ends), reverse=True)
    return "10 data sets (seeds 0 to 9), penalties 0, 0.1, 1 and 10: nearer to 0 each time, as the formula says"
