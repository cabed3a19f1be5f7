"""Unit 5: what is found and moved, what two layers learn from zero, and how long the slow tail is."""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from torch import nn

from .claim import claim

claim = partial(claim, "05-nn-module")


def points(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Three to eight points beside a line."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, (int(rng.integers(3, 9)), 1))
    return torch.tensor(x), torch.tensor(rng.uniform(1, 3) * x + rng.uniform(-3, 3) + rng.normal(0, 0.3, x.shape))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, steps: int, lr: float = 0.05) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


@claim(
    "zero-why",
    "Only the last bias has moved: it answers 6, the mean, for every seedling.",
    shown="zero-measured",
    holds="any data, with their mean for 6, any number of layers from two on, and any learning rate below 1",
)
def from_zero() -> str:
    for seed in range(30):
        x, y = points(seed)
        model = nn.Sequential(*(nn.Linear(1, 1) for _ in range(2 + seed % 3))).double()
        for p in model.parameters():
            nn.init.zeros_(p)
        train(model, x, y, 200)
        *rest, last = model.parameters()
        assert all(p.item() == 0 for p in rest)
        assert torch.isclose(last.squeeze(), y.mean())
    return "30 data sets (seeds 0 to 29), two to four layers: all others stay exactly 0"


@claim(
    "shapes-why",
    "Then the mean, 6, is best at every point",
    shown="shapes-measured",
    holds="any data, with the mean of their targets for 6",
)
def broadcast() -> str:
    for seed in range(30):
        x, y = points(seed)
        features = torch.cat([x, torch.ones_like(x)], dim=1)
        # All pairs at once: the least squares of every prediction with every target.
        pairs, targets = features.repeat_interleave(len(x), dim=0), y.repeat(len(x), 1)
        w, b = torch.linalg.lstsq(pairs, targets).solution.flatten().tolist()
        assert abs(w) < 1e-9
        assert abs(b - y.mean().item()) < 1e-9
    return "30 data sets (seeds 0 to 29), solved exactly: slope 0, and the mean"


@claim(
    "race-end",
    "It was a lucky start, if anything: what is slow are these data at this rate.",
    shown="race-twelve",
    holds="starts as nn.Linear draws them, these data and this rate; a start along the steep direction alone has no tail",
)
def slow_tail() -> str:
    rng, counts = np.random.default_rng(0), []
    for w, b in rng.uniform(-1, 1, (300, 2)):
        last = 0
        for epoch in range(3000):
            if abs(w - 2) >= 0.001:
                last = epoch + 1
            w, b = w - 0.01 * (15 * (w - 2) + 5 * b), b - 0.01 * (5 * (w - 2) + 2 * b)
        counts.append(last)
    share = np.mean(np.array(counts) > 1067)
    assert min(counts) > 100
    assert share > 0.5
    return (
        f"300 starts between −1 and 1 (seed 0): {min(counts):,} to {max(counts):,} epochs, {np.median(counts):,.0f} in "
        f"the middle; {share:.0%} take longer than 1,067"
    )
