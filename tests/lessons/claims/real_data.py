"""Unit 8: what is luck in a measured error and what is not, what leaks, and what the species change."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from gdcourse.lessons.data import load_penguins

from .claim import claim

claim = partial(claim, "08-real-data")
Array = NDArray[np.float64]
KINDS = ("Adelie", "Chinstrap", "Gentoo")


@cache
def penguins() -> dict[str, Array]:
    columns = load_penguins()
    names = ("flipper_length_mm", "bill_length_mm", "bill_depth_mm", "body_mass_g")
    complete = ~np.any([np.isnan(columns[name]) for name in names], axis=0)
    flipper, bill_length, bill_depth, mass = (columns[name][complete] for name in names)
    species = columns["species"][complete]
    known = np.column_stack([species == "Chinstrap", species == "Gentoo"])
    bills = np.column_stack([flipper, bill_length, bill_depth])
    return {
        "flipper": flipper[:, None],
        "bills": bills,
        "flipper, species": np.column_stack([flipper, known]),
        "bills, species": np.column_stack([bills, known]),
        "depth": bill_depth,
        "mass": mass,
        "species": species,
    }


def with_ones(x: Array) -> Array:
    return np.column_stack([x, np.ones(len(x))])


def least_squares(x: Array, y: Array) -> Array:
    return np.asarray(np.linalg.lstsq(with_ones(x), y, rcond=None)[0])


def rmse(errors: Array) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def error_of(x: Array, fitted: Array, measured: Array) -> float:
    mass = penguins()["mass"]
    return rmse(with_ones(x[measured]) @ least_squares(x[fitted], mass[fitted]) - mass[measured])


@cache
def over_a_thousand_splits(name: str) -> Array:
    """Errors on 68 of all penguins, the others fitted; seeds 1000 to 1999, which no lesson uses."""
    orders = [np.random.default_rng(seed).permutation(342) for seed in range(1000, 2000)]
    return np.array([error_of(penguins()[name], order[:274], order[274:]) for order in orders])


@claim(
    "once-answer",
    "A single one, since what is left, $1 - \\eta\\lambda$, is 0 in both directions.",
    shown="once-reveal",
    holds="any data with one feature, once it is standardised; several features that are correlated take more",
)
def one_step() -> str:
    rng = np.random.default_rng(0)
    for _ in range(200):
        n = int(rng.integers(3, 60))
        x, y = rng.normal(rng.uniform(-200, 200), rng.uniform(0.1, 50), n), rng.normal(4000, 800, n)
        A = with_ones((x - x.mean()) / x.std())
        place = 0.5 * 2 / n * A.T @ y
        assert np.allclose(place, least_squares(A[:, 0], y))
    return "200 data sets of 3 to 59 points (seed 0), any mean and spread: least squares after one step in all"


@claim(
    "defaults-answer",
    "A move of Adam is about as long as its rate, however large the gradient.",
    shown="defaults-reveal",
    holds="gradients that keep their sign, as on a long way to the bottom; where they change it, moves are shorter",
)
def moves_of_adam() -> str:
    lengths = []
    for size in 10.0 ** np.arange(-3, 4):
        w = torch.zeros(1, requires_grad=True)
        optimizer = torch.optim.Adam([w], lr=0.001)
        rng = np.random.default_rng(0)
        for _ in range(140):
            w.grad = torch.tensor([float(size * rng.uniform(0.5, 1.5))])
            optimizer.step()
        lengths.append(abs(w.item()) / 140 / 0.001)
    assert 0.9 < min(lengths) <= max(lengths) < 1.1
    return f"gradients from a thousandth to a thousand, 140 steps (seed 0): {min(lengths):.2f} to {max(lengths):.2f} of the rate a step"


@cache
def errors_by_heart(seed: int, decay: float = 0.0, width: int = 100) -> list[tuple[float, float]]:
    """Training and validation error of the lesson's network every ten epochs, on another split of all penguins."""
    data = penguins()
    features, kilograms = torch.tensor(data["bills"]), torch.tensor(data["mass"]) / 1000
    order = np.random.default_rng(seed).permutation(342)
    few, others = order[:20], order[206:]
    mean, std = features[few].mean(0), features[few].std(0, correction=0)
    torch.manual_seed(seed)
    network = nn.Sequential(nn.Linear(3, width), nn.ReLU(), nn.Linear(width, 1), nn.Flatten(0)).double()
    nn.init.constant_(network[2].bias, 4.2)
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.03, weight_decay=decay)

    def off(rows: Any) -> float:
        with torch.no_grad():
            missed = network((features[rows] - mean) / std) - kilograms[rows]
        return 1000 * missed.square().mean().sqrt().item()

    errors = []
    for step in range(301):
        if step % 10 == 0:
            errors.append((off(few), off(others)))
        optimizer.zero_grad()
        nn.functional.mse_loss(network((features[few] - mean) / std), kilograms[few]).backward()
        optimizer.step()
    return errors


@claim(
    "overfit-answer",
    "to learn by heart even what is mere chance in the twenty, it misses other penguins by more",
    shown="overfit-twenty",
    holds="this network and twenty penguins; with all 206 the rise comes much later",
)
def learnt_by_heart() -> str:
    rises = []
    for seed in range(100, 112):
        on_others = [others for _, others in errors_by_heart(seed)]
        rises.append(on_others[-1] - min(on_others) > 20)
    assert sum(rises) >= 11
    return f"12 other splits (seeds 100 to 111) of all penguins: the error on others rises by more than 20 g in {sum(rises)}"


@claim(
    "decay-answer",
    "The stronger the decay, the less is learnt by heart and the larger the training error.",
    shown="decay-reveal",
    holds="this network and twenty penguins, after 300 epochs, decays that are ten times apart",
)
def decay_keeps_from_learning_by_heart() -> str:
    larger = smaller = 0
    for seed in range(100, 108):
        (weak, others), (strong, others_strong) = errors_by_heart(seed, 0.0)[-1], errors_by_heart(seed, 1.0)[-1]
        larger += strong > weak
        smaller += others_strong < others
    assert larger == 8
    assert smaller >= 7
    return f"8 other splits: with a decay of 1 the training error is larger in {larger}, the error on others smaller in {smaller}"


@claim(
    "decay-answer",
    "where the decay is too strong, it rises again",
    shown="decay-reveal",
    holds="this network and twenty penguins, after 300 epochs, decays of 3 and 10",
)
def decay_can_be_too_strong() -> str:
    worse = sum(errors_by_heart(seed, 10.0)[-1][1] > errors_by_heart(seed, 3.0)[-1][1] for seed in range(100, 108))
    assert worse >= 7
    return f"8 other splits: with a decay of 10 the error on others is larger than with 3 in {worse}"


@claim(
    "spread-answer",
    "A number measured once may be some 60 g higher or lower.",
    shown="spread-reveal",
    holds="68 of these penguins; with more rows to measure on, it moves less",
)
def spread_of_one_number() -> str:
    errors = over_a_thousand_splits("flipper")
    low, high = np.percentile(errors, [2.5, 97.5])
    assert 40 < (high - low) / 2 < 80
    return f"1,000 other splits of all penguins (seeds 1000 to 1999): {errors.mean():.0f} g, 95 % of them from {low:.0f} to {high:.0f} g"


@claim(
    "bills-answer",
    "It is like tossing a coin.",
    shown="bills-reveal",
    holds="these penguins, a model that does not know the species: with many splits, a little more often than not",
)
def bills_alone() -> str:
    helped = np.mean(over_a_thousand_splits("bills") < over_a_thousand_splits("flipper"))
    assert 0.4 < helped < 0.65
    return f"1,000 other splits (seeds 1000 to 1999): bills help in {100 * helped:.0f} %"


@claim(
    "noise-answer",
    "Picked on the 206 alone, they make it worse in all twenty.",
    shown="noise-reveal",
    holds="20 of 2,000 random columns beside 206 rows; the fewer columns to pick from, the weaker both effects",
)
def picked_noise() -> str:
    data = penguins()
    flipper, mass = data["flipper"], data["mass"]
    peeked, honest = [], []
    for seed in range(100, 130):
        order, noise = (
            np.random.default_rng(seed).permutation(342)[:274],
            np.random.default_rng(5000 + seed).normal(size=(342, 2000)),
        )
        alone = error_of(flipper, order[:206], order[206:])
        for rows, better in ((order, peeked), (order[:206], honest)):
            left = mass[rows] - with_ones(flipper[rows]) @ least_squares(flipper[rows], mass[rows])
            centred = noise[rows] - noise[rows].mean(axis=0)
            chosen = np.argsort(np.abs(left @ centred) / centred.std(axis=0))[-20:]
            x = np.column_stack([flipper, noise[:, chosen]])
            better.append(error_of(x, order[:206], order[206:]) < alone)
    assert sum(peeked) >= 29
    assert sum(honest) <= 2
    return f"30 other splits and columns (seeds 100 to 129): picked on all rows, better in {sum(peeked)}; on the 206 alone, in {sum(honest)}"


@claim(
    "sign-answer",
    "the difference **between** species reverses the relation **within** them",
    shown="sign-reveal",
    holds="these penguins, whichever of them are in training",
)
def reversed_slopes() -> str:
    data = penguins()
    for seed in range(100, 300):
        rows = np.random.default_rng(seed).permutation(342)[:206]
        depth, mass, species = (data[name][rows] for name in ("depth", "mass", "species"))
        assert least_squares(depth, mass)[0] < 0
        assert all(least_squares(depth[species == kind], mass[species == kind])[0] > 0 for kind in KINDS)
    return "200 other choices of 206 penguins (seeds 100 to 299): negative together, positive in each species, in all"


@claim(
    "species-asks",
    "On these training data, Chinstrap are predicted 245 g too heavy on average.",
    shown="residuals-run",
    holds="the sign for any 206 of these penguins; how many grams differs from split to split",
)
def heavy_chinstrap() -> str:
    data = penguins()
    over = []
    for seed in range(100, 300):
        rows = np.random.default_rng(seed).permutation(342)[:206]
        flipper, mass, species = (data[name][rows] for name in ("flipper", "mass", "species"))
        missed = with_ones(flipper) @ least_squares(flipper, mass) - mass
        over.append(missed[species == "Chinstrap"].mean())
    assert min(over) > 100
    return f"200 other choices of 206 penguins (seeds 100 to 299): {min(over):.0f} to {max(over):.0f} g too heavy"


def best_by_validation(seed: int) -> list[float]:
    """The lowest of five rates' validation errors after 20 epochs, for SGD, momentum and Adam, on another split."""
    data = penguins()
    order = np.random.default_rng(seed).permutation(342)[:274]
    learnt, others = order[:206], order[206:]
    bills = data["bills"]
    inputs = torch.tensor(with_ones((bills - bills[learnt].mean(0)) / bills[learnt].std(0)))
    kilograms = torch.tensor(data["mass"]) / 1000
    best = []
    for kind, settings in ((torch.optim.SGD, {}), (torch.optim.SGD, {"momentum": 0.9}), (torch.optim.Adam, {})):
        torch.manual_seed(seed)
        models = [torch.zeros(4, dtype=torch.float64, requires_grad=True) for _ in range(5)]
        groups = [{"params": [p], "lr": lr} for p, lr in zip(models, (0.003, 0.01, 0.03, 0.1, 0.3), strict=True)]
        optimizer = kind(groups, **settings)
        for _ in range(20):
            for batch in torch.randperm(206).split(32):
                rows = learnt[batch.numpy()]
                optimizer.zero_grad()
                missed = inputs[rows] @ torch.stack(models, dim=1) - kilograms[rows, None]
                (missed**2).mean(dim=0).sum().backward()
                optimizer.step()
        with torch.no_grad():
            missed = inputs[others] @ torch.stack(models, dim=1) - kilograms[others, None]
        best.append(1000 * min(rmse(column) for column in missed.T.numpy()))
    return best


@claim(
    "choose-answer",
    "Once each has its rate, the three are within 5 g here",
    shown="choose-run",
    holds="this split, 20 epochs, the best of five rates each; on others a few grams more",
)
def three_optimizers() -> str:
    apart = [max(best) - min(best) for best in map(best_by_validation, range(100, 106))]
    assert max(apart) < 20
    return f"6 other splits (seeds 100 to 105): {min(apart):.0f} to {max(apart):.0f} g apart"


@claim(
    "species-answer",
    "the bills now help in **all twenty**",
    shown="species-reveal",
    holds="nearly all splits of these penguins, once the model knows the species",
)
def bills_and_species() -> str:
    helped = np.mean(over_a_thousand_splits("bills, species") < over_a_thousand_splits("flipper, species"))
    assert helped > 0.98
    return f"1,000 other splits (seeds 1000 to 1999): bills help in {100 * helped:.1f} %"


@claim(
    "thousand-answer",
    "the **difference** is about 75 g either way",
    shown="thousand-run",
    holds="means of twenty splits and of a thousand; a single split may differ by less",
)
def difference_of_means() -> str:
    apart = over_a_thousand_splits("flipper") - over_a_thousand_splits("bills, species")
    by_twenty = apart.reshape(50, 20).mean(axis=1)
    assert 65 < by_twenty.min() <= by_twenty.max() < 85
    return (
        f"1,000 other splits (seeds 1000 to 1999): {apart.mean():.0f} g; in 50 sets of twenty {by_twenty.min():.0f} to "
        f"{by_twenty.max():.0f} g"
    )


@claim(
    "choice-again",
    "If the choice is the same each time, the 310 g stand.",
    shown="choice-again-run",
    holds="these penguins and these four inputs, which are far apart; where candidates are close, or many, it is a leak",
)
def the_choice_is_no_luck() -> str:
    for seed in range(1000, 1100):
        order = np.random.default_rng(seed).permutation(342)[:274]
        means = {}
        for name in ("flipper", "bills", "flipper, species", "bills, species"):
            inner = [np.random.default_rng(again).permutation(order) for again in range(10)]
            means[name] = np.mean([error_of(penguins()[name], rows[:206], rows[206:]) for rows in inner])
        assert min(means, key=lambda name: means[name]) == "bills, species"
    return "100 other splits (seeds 1000 to 1099), the choice made within the 274 by ten splits each: the same in all"


@claim(
    "bills-answer",
    "“The more features, the better” is always true of the training error alone.",
    shown="bills-reveal",
    holds="least squares on any rows, features of any kind: another column never raises the training error",
)
def training_error_falls() -> str:
    mass, rows = penguins()["mass"], len(penguins()["mass"])
    for seed in range(100):
        rng = np.random.default_rng(3000 + seed)
        learnt = rng.permutation(rows)[: int(rng.integers(40, 274))]
        x = penguins()["flipper"]
        errors = []
        for _ in range(6):
            errors.append(error_of(x, learnt, learnt))
            x = np.column_stack([x, rng.normal(size=rows)])
        assert (np.diff(errors) < 1e-6).all()
    assert len(mass) == rows
    return "100 choices of 40 to 273 penguins (seeds 3000 to 3099), five columns of noise one by one: never larger"


@claim(
    "spread-answer",
    "So to compare two models, measure both on the same split, and repeat it.",
    shown="report-run",
    holds="these penguins and models: on the same split the difference of two errors moves less than either error",
)
def on_the_same_split() -> str:
    one, other = over_a_thousand_splits("flipper"), over_a_thousand_splits("bills, species")
    same, apart = np.std(one - other), np.std(one - np.roll(other, 1))
    assert same < min(np.std(one), np.std(other))
    assert same < 0.7 * apart
    return f"1,000 other splits (seeds 1000 to 1999): the difference has a standard deviation of {same:.0f} g on the same split, {apart:.0f} g on two"


@claim(
    "state",
    "Move the `state_dict` into a model that was made with other penguins, and the scale goes with it.",
    shown="state-run",
    holds="buffers that are registered; plain attributes stay behind",
)
def scale_goes_along() -> str:
    class Scaled(nn.Module):
        def __init__(self, x: torch.Tensor, registered: bool) -> None:
            super().__init__()
            if registered:
                self.register_buffer("mean", x.mean(0))
            else:
                self.mean = x.mean(0)
            self.linear = nn.Linear(3, 1)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.linear(x - self.mean)

    features = torch.tensor(penguins()["bills"], dtype=torch.float32)
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(len(features))
        for registered in (True, False):
            one, other = (Scaled(features[rows], registered) for rows in (order[:100], order[100:]))
            other.load_state_dict(one.state_dict())
            assert torch.equal(one(features), other(features)) == registered
    return "20 pairs of 100 and 242 penguins (seeds 0 to 19): equal with a buffer, different with a plain attribute"


@claim(
    "reading",
    "with many more parameters than data, the training error gets nearer to 0 in the same epochs",
    shown="overfit-reveal",
    holds="twenty penguins and networks with one hidden layer, in the mean over splits; single runs of Adam end a little higher or lower",
)
def more_parameters_learn_by_heart() -> str:
    ends = {
        width: np.mean([errors_by_heart(seed, 0.0, width)[-1][0] for seed in range(100, 103)]) for width in (2, 20, 100)
    }
    assert ends[2] > 2 * ends[20] > 3 * ends[100]
    told = ", ".join(f"{5 * width + 1} parameters: {end:.0f} g" for width, end in ends.items())
    return f"3 other splits, 300 epochs; {told}"
