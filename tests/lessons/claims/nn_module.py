"""Unit 5: what is found and moved, what two layers learn from zero, and how long the slow tail is."""

from __future__ import annotations

import copy
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
    "race-starts-answer",
    "It was a lucky start, if anything.",
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


def losses_and_moves(layers: nn.ModuleList | list[nn.Linear], first: nn.Linear, seed: int) -> tuple[bool, bool]:
    """Whether the loss fell, and whether the second layer moved, when what a module of these finds is trained."""
    x, y = points(seed)

    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.rest = first, layers

        def forward(self, values: torch.Tensor) -> torch.Tensor:
            return self.rest[0](self.first(values))

    model = Two().double()
    layers[0].double()
    before = nn.functional.mse_loss(model(x), y).item(), layers[0].weight.item()
    train(model, x, y, 200, lr=0.01)
    return nn.functional.mse_loss(model(x), y).item() < before[0], layers[0].weight.item() != before[1]


@claim(
    "hidden-answer",
    "The loss fell in both: the first layer alone can bring the line nearer to the data.",
    shown="hidden-twelve",
    holds="other data and starts, rates that are not too large for them",
)
def falls_in_both() -> str:
    for seed in range(40):
        torch.manual_seed(1000 + seed)
        first, second = nn.Linear(1, 1), nn.Linear(1, 1)
        assert losses_and_moves([second], first, seed) == (True, False)
        assert losses_and_moves(nn.ModuleList([nn.Linear(1, 1)]), nn.Linear(1, 1), seed) == (True, True)
    return "40 data sets and starts (seeds 0 to 39): in a list, the loss fell and the layer stayed 40 times; in a ModuleList both moved"


@claim(
    "hidden-why",
    "It does not look into lists.",
    shown="hidden-measured",
    holds="Python's lists, tuples and dictionaries; ModuleList, ModuleDict and ParameterList are modules",
)
def containers() -> str:
    def found(value: object) -> int:
        module = nn.Module()
        module.inside = value
        return len(list(module.parameters()))

    layer = nn.Linear(2, 3)
    assert [found(v) for v in ([layer], (layer,), {"a": layer}, [layer.weight])] == [0, 0, 0, 0]
    assert [found(v) for v in (nn.ModuleList([layer]), nn.ModuleDict({"a": layer}))] == [2, 2]
    assert found(nn.ParameterList([layer.weight])) == 1
    return "list, tuple and dict: nothing found; ModuleList, ModuleDict and ParameterList: all"


@claim(
    "first-step-why",
    "It is a loop that makes the same update to all parameters in its care.",
    shown="first-step-measured",
    holds="torch.optim.SGD without momentum, models of any layers",
)
def as_a_loop() -> str:
    for seed in range(20):
        x, y = points(seed)
        torch.manual_seed(seed)
        one = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        other = copy.deepcopy(one)
        train(one, x, y, 20)
        for _ in range(20):
            other.zero_grad()
            nn.functional.mse_loss(other(x), y).backward()
            with torch.no_grad():
                for p in other.parameters():
                    p -= 0.05 * p.grad
        assert all(torch.allclose(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    return "20 models of two layers, 20 steps (seeds 0 to 19): the same values"


@claim(
    "nothing-why",
    "An optimizer silently passes over parameters whose `.grad` is `None`.",
    shown="nothing-measured",
    holds="every optimizer of torch, whatever it remembers",
)
def passed_over() -> str:
    made = {
        "SGD": {"lr": 0.1},
        "SGD with momentum": {"lr": 0.1, "momentum": 0.9},
        "Adam": {"lr": 0.1},
        "RMSprop": {"lr": 0.1},
        "AdamW": {"lr": 0.1},
    }
    for name, settings in made.items():
        w = torch.ones(2, requires_grad=True)
        optimizer = getattr(torch.optim, name.split()[0])([w], **settings)
        (w**2).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        before = w.detach().clone()
        optimizer.step()
        assert torch.equal(w, before)
    return f"{', '.join(made)}: not moved, not even by what they remember"


@claim(
    "rerun-why",
    "So the loss is flat, and gradients that nobody empties pile up, as in unit 4.",
    shown="rerun-measured",
    holds="any model and data, as long as no other optimizer has the model",
)
def piled_up() -> str:
    for seed in range(20):
        x, y = points(seed)
        torch.manual_seed(seed)
        earlier, model = nn.Linear(1, 1).double(), nn.Linear(1, 1).double()
        optimizer = torch.optim.SGD(earlier.parameters(), lr=0.05)
        losses, grads = [], []
        for _ in range(5):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            grads.append(model.weight.grad.item())
        assert len(set(losses)) == 1
        assert np.allclose(grads, grads[0] * np.arange(1, 6))
    return "20 data sets and starts (seeds 0 to 19): one loss, and 1 to 5 times the first gradient"


@claim(
    "nothing-why",
    "In a loop that calls `step()` before `backward()`, this happens in every step.",
    shown="order-measured",
    holds="loops that empty first and then step; with momentum or Adam nothing moves either",
)
def step_before_backward() -> str:
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
        for seed in range(10):
            x, y = points(seed)
            model = nn.Linear(1, 1).double()
            before = copy.deepcopy(model.state_dict())
            optimizer = kind(model.parameters(), lr=0.1)
            for _ in range(4):
                optimizer.zero_grad()
                loss = nn.functional.mse_loss(model(x), y)
                optimizer.step()
                loss.backward()
            assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    return "SGD, Adam and RMSprop, 10 data sets each: after 4 rounds nothing has moved"


@claim(
    "seed-answer",
    "Run again, each is as before, but the two differ.",
    shown="seed-two",
    holds="any seed, layers of any size, on one machine",
)
def after_a_seed() -> str:
    def two(seed: int, n: int) -> list[torch.Tensor]:
        torch.manual_seed(seed)
        return [nn.Linear(n, 2).weight.detach() for _ in range(2)]

    for seed in range(100):
        (a, b), (c, d) = two(seed, 1 + seed % 5), two(seed, 1 + seed % 5)
        assert torch.equal(a, c)
        assert torch.equal(b, d)
        assert not torch.equal(a, b)
    return "100 seeds, layers of 1 to 5 inputs: the same again, and no two alike"


@claim(
    "kept-why",
    "`state_dict()` is no copy: it refers to the same storage.",
    shown="kept-measured",
    holds="parameters and buffers of any module; a deep copy and a file have storage of their own",
)
def same_storage() -> str:
    for model in (nn.Linear(3, 2), nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)), nn.LSTM(2, 3)):
        held = {t.data_ptr() for t in (*model.parameters(), *model.buffers())}
        assert {t.data_ptr() for t in model.state_dict().values()} == held
        assert not {t.data_ptr() for t in copy.deepcopy(model.state_dict()).values()} & held
    return "a linear layer, a row with batch normalisation, an LSTM: the same storage; deep copies: none of it"


@claim(
    "race-why",
    "Raise both instead, and for a move of the same length the loss is twenty times as large.",
    shown="race-directions",
    holds="these inputs, moves of any length from any line that fits exactly; other inputs, other factors",
)
def twenty_times() -> str:
    x = np.array([1.0, 2.0, 3.0, 4.0])
    for move in np.random.default_rng(0).uniform(0.001, 10, 50):
        assert np.isclose(np.mean((move * x + 3 * move) ** 2) / np.mean((move * x - 3 * move) ** 2), 21)
    return "50 lengths (seed 0): 21 times"


def through_layers(seed: int, width: int, std: float, between: nn.Module, depth: int = 8) -> tuple[float, float]:
    """By how much the root of the mean square grows through layers with such weights, and that of the gradient back."""
    torch.manual_seed(seed)
    given = torch.randn(500, width, requires_grad=True)
    h = given
    for _ in range(depth):
        layer = nn.Linear(width, width, bias=False)
        nn.init.normal_(layer.weight, std=std)
        h = between(layer(h))
    h.backward(torch.randn_like(h))
    assert given.grad is not None
    return h.square().mean().sqrt().item(), given.grad.square().mean().sqrt().item()


@claim(
    "spread-why",
    "so a layer multiplies the standard deviation by $s\\sqrt{n}$, where $s$ is that of the weights",
    shown="spread-measured",
    holds="linear layers of many numbers, independent weights of mean 0, no biases; the fewer numbers, the rougher",
)
def a_layer_multiplies_the_spread() -> str:
    off = []
    for seed, (width, factor) in enumerate((w, f) for w in (64, 128, 256) for f in (0.5, 0.9, 1.0, 1.5, 3.0)):
        ahead, back = through_layers(seed + 1, width, factor / width**0.5, nn.Identity())
        off += [ahead ** (1 / 8) / factor, back ** (1 / 8) / factor]
    assert 0.94 < min(off) <= max(off) < 1.06
    return "3 widths, 5 sizes of weights, 8 layers: forward and backward, a layer multiplies by 0.94 to 1.06 times $s\\sqrt{n}$"


@claim(
    "spread-why",
    "Gradients, on their way back, grow or vanish just so.",
    shown="spread-measured",
    holds="layers with as many numbers out as in; where they differ, it is the number that goes out that counts",
)
def gradients_grow_alike() -> str:
    for seed in range(20):
        for factor in (0.5, 1.0, 2.0):
            ahead, back = through_layers(100 + seed, 100, factor / 10, nn.Identity())
            assert 0.7 < ahead / back < 1.4
    return "20 seeds, 3 sizes of weights, 8 layers of 100: the two factors within 40 % of each other, from 0.004 to 256"


@claim(
    "spread-why",
    "What `nn.Linear` draws is smaller than that.",
    shown="spread-measured",
    holds="any width: drawn evenly from $-1/\\sqrt{n}$ to $1/\\sqrt{n}$, of standard deviation $1/\\sqrt{3n}$",
)
def smaller_than_keeps_the_size() -> str:
    for seed, width in enumerate((10, 50, 200, 1000)):
        torch.manual_seed(seed)
        weight = nn.Linear(width, 400).weight
        assert weight.abs().max() <= width**-0.5
        assert abs(weight.std().item() * (3 * width) ** 0.5 - 1) < 0.03
    return (
        "layers of 10, 50, 200 and 1,000: all within $1/\\sqrt{n}$, the standard deviation within 3 % of $1/\\sqrt{3n}$"
    )


@claim(
    "spread-why",
    "A `torch.relu` in between, which puts 0 for what is negative, cuts off about half; so one takes $\\sqrt{2/n}$",
    shown="spread-measured",
    holds="on average over seeds; a single network of ten layers may be off by half",
)
def relu_takes_the_root_of_two() -> str:
    kept, lost = [], []
    for seed in range(20):
        kept.append(through_layers(seed, 100, 0.02**0.5, nn.ReLU())[0])
        lost.append(through_layers(seed, 100, 0.1, nn.ReLU())[0])
    assert 0.8 < float(np.mean(kept)) < 1.2
    assert float(np.mean(lost)) < 0.1
    return f"20 seeds, 8 layers of 100: of the size are left {np.mean(kept):.1f} with $\\sqrt{{2/n}}$, {np.mean(lost):.2f} with $1/\\sqrt{{n}}$"


@claim(
    "spread-why",
    "its slope is nowhere above 1/4: forward all looks well; gradients vanish",
    shown="spread-measured",
    holds="weights of Xavier's size, several layers; larger weights make up for the slope, and then it depends on chance",
)
def sigmoids_let_gradients_vanish() -> str:
    at = torch.linspace(-20, 20, 4001, dtype=torch.float64, requires_grad=True)
    torch.sigmoid(at).sum().backward()
    assert at.grad is not None
    assert at.grad.max() <= 0.25
    ways = [through_layers(200 + seed, 100, 0.1, nn.Sigmoid()) for seed in range(20)]
    ahead, back = (np.array(each) for each in zip(*ways, strict=True))
    assert ahead.min() > 0.05
    assert back.max() < 1e-4
    return "4,001 places from −20 to 20; 20 seeds, 8 layers of 100: forward above 0.05, backward below 0.0001 in all"
