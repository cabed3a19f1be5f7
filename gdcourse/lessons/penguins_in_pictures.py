"""Pictures of the penguins, and of models that predict their mass: what is seen in training and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.data import load_penguins
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KINDS = {
    "Adelie": (BLUE, "o", Text("아델리", "Adelie")),
    "Chinstrap": (PURPLE, "^", Text("턱끈", "Chinstrap")),
    "Gentoo": (GREEN, "s", Text("젠투", "Gentoo")),
}
_MASS = Text("몸무게", "body mass (g)")
_INPUTS = {
    "flipper": Text("날개", "flipper"),
    "flipper, bills": Text("+ 부리", "+ bills"),
    "flipper, species": Text("+ 종", "+ species"),
    "flipper, bills, species": Text("+ 부리와 종", "+ both"),
}


def learnt_by_heart() -> None:
    """Show what a network of 501 parameters says of the twenty penguins that it has learnt, and of 68 others.

    It is trained anew: on the first twenty rows of a split with seed 0, as lesson 8 does.
    """
    import torch
    from torch import nn

    columns = load_penguins()
    names = ("flipper_length_mm", "bill_length_mm", "bill_depth_mm", "body_mass_g")
    table = np.column_stack([columns[name] for name in names])
    table = torch.tensor(table[~np.isnan(table).any(axis=1)], dtype=torch.float64)
    order = np.random.default_rng(0).permutation(len(table))
    learnt, new = table[order[:20]], table[order[206:274]]
    mean, std = learnt[:, :3].mean(0), learnt[:, :3].std(0, correction=0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        # As in the lesson, whose network is made of a linear model: the layer of that is drawn first.
        _, hidden, out = (nn.Linear(*shape, dtype=torch.float64) for shape in ((3, 1), (3, 100), (100, 1)))
        network = nn.Sequential(hidden, nn.ReLU(), out, nn.Flatten(0))
    nn.init.constant_(out.bias, 4.2)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(300):
        optimizer.zero_grad()
        nn.functional.mse_loss(network((learnt[:, :3] - mean) / std), learnt[:, 3] / 1000).backward()
        optimizer.step()
    with torch.no_grad():
        both = [torch.column_stack([1000 * network((t[:, :3] - mean) / std), t[:, 3]]).numpy() for t in (learnt, new)]
    learnt_and_new(*both)


def learnt_and_new(learnt: np.ndarray, new: np.ndarray) -> None:
    """Show what a model predicts against what the balance says, of the penguins it has learnt and of others.

    Args:
        learnt: of shape (n, 2): for each penguin in training, the predicted mass and the true one, in grams.
        new: of shape (m, 2): the same, of penguins that the model has never seen.
    """
    off = [_rmse(each[:, 0] - each[:, 1]) for each in (learnt, new)]
    alt = Text(
        f"예측한 몸무게와 실제 몸무게의 그림 둘. 왼쪽, 모델이 배운 {len(learnt)}마리는 대각선 위에 있다. 오른쪽, "
        f"처음 보는 {len(new)}마리는 대각선의 위아래로 넓게 흩어져 있다.",
        f"Predicted against true mass, two pictures. Left, the {len(learnt)} penguins that the model has learnt lie "
        f"on the diagonal. Right, {len(new)} that it has never seen are scattered widely about it.",
    )
    titles = (Text("배운 펭귄", "learnt"), Text("처음 보는 펭귄", "never seen"))
    with figure(alt, panels=2, height=3.2) as axes:
        for ax, each, error, title, color in zip(axes, (learnt, new), off, titles, (BLUE, ORANGE), strict=True):
            ax.plot([2500, 6500], [2500, 6500], ":", color="#7a7a7a")
            ax.plot(each[:, 1], each[:, 0], "o", color=color, markersize=4, alpha=0.7)
            ax.set(xlim=(2500, 6500), ylim=(1500, 7500), xticks=[3000, 4000, 5000, 6000])
            label(ax, Text("실제", "true (g)"), Text("예측", "predicted (g)") if ax is axes[0] else "", title)
            ax.text(2600, 7000, f"RMSE {error:.0f} g")


def mass_by_flipper(flipper: np.ndarray, mass: np.ndarray, species: np.ndarray) -> None:
    """Show body mass against flipper length, each species in its colour and shape.

    Args:
        flipper: lengths in mm, of shape (N,).
        mass: in grams, of the same shape.
        species: names, of the same shape.
    """
    alt = Text(
        "날개 길이와 몸무게의 산점도. 날개가 길수록 무겁다. 젠투는 오른쪽 위에 따로 모여 있다.",
        "Flipper length against body mass: the longer, the heavier. Gentoo are apart, top right.",
    )
    with figure(alt) as ax:
        _scatter(ax, flipper, mass, species)
        label(ax, Text("날개 길이", "flipper length (mm)"), _MASS)
        ax.legend()


def slopes_of_bill_depth(depth: np.ndarray, mass: np.ndarray, species: np.ndarray) -> None:
    """Show body mass against bill depth, with the line of least squares for all, and for each species.

    Args:
        depth: of bills in mm, of shape (N,).
        mass: in grams, of the same shape.
        species: names, of the same shape.
    """
    alt = Text(
        "부리 두께에 대한 몸무게. 전체에 맞춘 점선은 내려가고, 종마다 맞춘 세 실선은 올라간다. 젠투는 왼쪽 위에 있다.",
        "Body mass against bill depth: the dashed line for all falls, the solid lines within species rise; Gentoo are "
        "top left.",
    )
    with figure(alt, height=3.8) as ax:
        _scatter(ax, depth, mass, species)
        _line(ax, depth, mass, "--", ORANGE)
        for kind, (color, _, _) in _KINDS.items():
            _line(ax, depth[species == kind], mass[species == kind], "-", color)
        label(ax, Text("부리 두께", "bill depth (mm)"), _MASS)
        ax.legend()


def errors_by_epoch(epochs: Sequence[int], training: Sequence[float], validation: Sequence[float]) -> None:
    """Show both errors of a network as it learns, and mark where the one on new penguins is lowest.

    Args:
        epochs: at which the errors were measured.
        training: errors in grams, one for each.
        validation: errors in grams on penguins that are not learnt from.
    """
    lowest = int(np.argmin(validation))
    alt = Text(
        f"에폭에 따른 두 오차. 학습 오차는 0 가까이까지 계속 내려간다. 검증 오차는 {epochs[lowest]}에폭에서 가장 낮고 "
        "그 뒤로 올라간다.",
        f"Both errors by epoch. That of training keeps falling to nearly 0; that of validation is lowest at epoch "
        f"{epochs[lowest]} and rises from there.",
    )
    with figure(alt) as ax:
        ax.plot(epochs, training, color=BLUE, label=words(Text("학습", "training")))
        ax.plot(epochs, validation, "--", color=ORANGE, label=words(Text("검증", "validation")))
        ax.plot(epochs[lowest], validation[lowest], "o", color=ORANGE, markersize=8)
        ax.set(ylim=(0, 1.1 * max(validation)))
        label(ax, Text("에폭", "epoch"), "RMSE (g)")
        ax.legend()


def errors_by_split(errors: Mapping[str, Sequence[float]]) -> None:
    """Show the error of each model on each split, what belongs to one split joined by a line.

    Args:
        errors: in grams, by the inputs of the model, "flipper, bills" say; of each as many as there are splits.
    """
    names = [_INPUTS.get(inputs, Text(inputs, inputs)) for inputs in errors]
    table = np.array(list(errors.values()))
    means = table.mean(axis=1)
    listed = [f"{name.ko} {mean:.0f} g" for name, mean in zip(names, means, strict=True)]
    in_english = [f"{name.en} {mean:.0f} g" for name, mean in zip(names, means, strict=True)]
    alt = Text(
        f"{table.shape[1]}번 나눌 때마다 잰 오차를 점으로, 같은 나누기끼리 선으로 이었다. 평균: {', '.join(listed)}.",
        f"The errors of {table.shape[1]} splits as dots, those of one split joined by a line. Means: "
        f"{', '.join(in_english)}.",
    )
    with figure(alt) as ax:
        ax.plot(table, "-", color="#7a7a7a", linewidth=0.7, alpha=0.6)
        for place, (values, mean, color) in enumerate(zip(table, means, (BLUE, ORANGE, GREEN, PURPLE), strict=False)):
            ax.plot([place] * len(values), values, "o", color=color, markersize=4, alpha=0.7)
            ax.plot([place - 0.15, place + 0.15], [mean, mean], color=color, linewidth=4)
        ax.set(xlim=(-0.5, len(table) - 0.5))
        ax.set_xticks(range(len(table)), [words(name).replace(" · ", "\n") for name in names])
        label(ax, "", "RMSE (g)")


def _rmse(errors: np.ndarray) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def _scatter(ax: Axes, x: np.ndarray, mass: np.ndarray, species: np.ndarray) -> None:
    for kind, (color, marker, name) in _KINDS.items():
        rows = species == kind
        ax.scatter(x[rows], mass[rows], s=20, color=color, marker=marker, alpha=0.6, label=words(name))


def _line(ax: Axes, x: np.ndarray, y: np.ndarray, style: str, color: str) -> None:
    ends: Any = np.array([x.min(), x.max()])
    ax.plot(ends, np.polyval(np.polyfit(x, y, 1), ends), style, color=color)
