"""Training loops, right and wrong: their losses and places by step, the graph that PyTorch has recorded, its errors."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gdcourse.language import Text
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from torch import Tensor

_WIDEST = 92
"""Characters of a line of output that the site shows beside its menus without scrolling."""
_EMPTIED_AFTER, _EMPTIED_BEFORE, _NEVER_EMPTIED = "after the update", "before the update", "never"


def three_losses(x: Tensor, y: Tensor, lr: float, steps: int) -> None:
    """Show the losses of three loops that fit ``w·x + b`` without an error: one is right, one never moves, one swings.

    Args:
        x: inputs, of shape (N,).
        y: right answers, of the same shape.
        lr: the learning rate of all three; they start at ``w = b = 0``.
        steps: how many steps are shown.
    """
    alt = Text(
        f"세 프로그램의 손실을 {steps}스텝까지 그린 세 그림. A는 처음에 뚝 떨어진 뒤 바닥에 머문다. B는 처음 값에서 "
        "조금도 내려가지 않는다. C는 떨어졌다가 다시 오르기를 되풀이한다.",
        f"The losses of three programs over {steps} steps, a panel each. A falls at once and stays low. B stays where "
        "it was. C falls and rises again and again.",
    )
    kinds = (_EMPTIED_AFTER, _EMPTIED_BEFORE, _NEVER_EMPTIED)
    losses = [_losses(x, y, lr, steps, kind) for kind in kinds]
    top = 1.08 * max(map(max, losses))
    with figure(alt, panels=3, height=2.8) as axes:
        for ax, name, each, color in zip(axes, "ABC", losses, (GREEN, PURPLE, ORANGE), strict=True):
            ax.plot(each, color=color)
            ax.set(ylim=(0, top))
            ax.tick_params(labelleft=ax is axes[0])
            label(ax, Text("스텝", "step"), Text("손실", "loss") if ax is axes[0] else "", name)


def _losses(x: Tensor, y: Tensor, lr: float, steps: int, emptied: str) -> list[float]:
    import torch

    parameters = [torch.zeros((), requires_grad=True) for _ in range(2)]
    found = []
    for _ in range(steps + 1):
        loss = ((parameters[0] * x + parameters[1] - y) ** 2).mean()
        loss.backward()
        found.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                if emptied == _EMPTIED_BEFORE:
                    p.grad.zero_()
                p -= lr * p.grad
                if emptied == _EMPTIED_AFTER:
                    p.grad = None
    return found


def places_by_step(forgotten: Sequence[float], emptied: Sequence[float], bottom: float) -> None:
    """Show where ``w`` is after each step of a loop that never empties ``.grad``, and of one that does.

    Args:
        forgotten: places of the first, the start included.
        emptied: places of the second.
        bottom: where the loss is lowest.
    """
    low, high = (f"{place:.2f}".replace("-", "−") for place in (min(forgotten), max(forgotten)))
    alt = Text(
        f"스텝에 따른 w. 비우면 {bottom:g}로 곧 수렴하고, 비우지 않으면 {low}에서 {high} 사이를 거의 같은 폭으로 "
        "계속 오간다.",
        f"w by step. Emptied, it soon settles at {bottom:g}; never emptied, it keeps swinging between {low} and "
        f"{high}, about equally wide every time.",
    )
    with figure(alt) as ax:
        ax.axhline(bottom, linestyle=":", color="#7a7a7a")
        ax.plot(
            forgotten, "o-", color=ORANGE, linewidth=1, markersize=3, label=words(Text("비우지 않음", "never emptied"))
        )
        ax.plot(emptied, "--", color=BLUE, label=words(Text("비움", "emptied")))
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
        label(ax, Text("스텝", "step"), "w")


# --- what PyTorch has recorded ---------------------------------------------------------------------------------------


def recorded_graph(loss: Tensor, parameters: Mapping[str, Tensor]) -> None:
    """Draw the graph behind ``loss`` as PyTorch has recorded it, each node by the name of its operation.

    Args:
        loss: the result of a forward pass, before ``backward()`` or with its graph retained.
        parameters: the leaves that it was computed from, by name.
    """
    named = {id(tensor): name for name, tensor in parameters.items()}
    places = _places(loss.grad_fn)
    called = {node: _called(node, named) for node in places}
    order = " → ".join(called[node][0] for node in sorted(places, key=lambda node: places[node][0]) if _used(node))
    leaves = ", ".join(parameters)
    alt = Text(
        f"PyTorch가 기록한 계산 그래프. 왼쪽 끝에 리프 {leaves}가 있고, 오른쪽으로 {order} 노드를 지나 손실에 이른다.",
        f"The computational graph that PyTorch has recorded: from the leaves {leaves} on the left through the nodes "
        f"{order} to the loss on the right.",
    )
    with figure(alt, height=2.2) as ax:
        _draw(ax, places, called)


def _used(node: Any) -> list[Any]:
    return [before for before, _ in node.next_functions if before is not None]


def _places(output: Any) -> dict[Any, tuple[float, float]]:
    """A column and a row for each node: parameters of the same node one above the other."""
    places, here = {output: (0.0, 0.0)}, [output]
    while here:
        following = []
        for node in here:
            column, row = places[node]
            before = _used(node)
            for k, each in enumerate(before):
                places[each] = (column - 1, row + (len(before) - 1) / 2 - k)
            following += before
        here = following
    return places


def _called(node: Any, named: Mapping[int, str]) -> tuple[str, str]:
    leaf = getattr(node, "variable", None)
    return (type(node).__name__.removesuffix("Backward0"), "" if leaf is None else named.get(id(leaf), ""))


def _draw(ax: Axes, places: dict[Any, tuple[float, float]], called: dict[Any, tuple[str, str]]) -> None:
    from matplotlib.patches import FancyBboxPatch

    wide, high = 0.74, 0.62
    for node, (column, row) in places.items():
        for before in _used(node):
            x, y = places[before]
            ax.annotate(
                "",
                (x + wide / 2, y),
                (column - wide / 2, row),
                arrowprops={"arrowstyle": "->", "color": "#7a7a7a", "lw": 1.5, "shrinkA": 0, "shrinkB": 0},
            )
        operation, name = called[node]
        color = BLUE if name else ORANGE
        box = FancyBboxPatch((column - wide / 2, row - high / 2), wide, high, fill=False, edgecolor=color)
        box.set_linewidth(1.5)
        box.set_boxstyle("round", pad=0, rounding_size=0.1)
        ax.add_patch(box)
        ax.text(column, row, name or operation, ha="center", va="center", fontsize=14 if name else 10)
    columns, rows = zip(*places.values(), strict=True)
    ax.set(xlim=(min(columns) - 0.5, max(columns) + 0.5), ylim=(min(rows) - 0.5, max(rows) + 0.5))
    ax.axis("off")


def nodes_kept(recorded: Sequence[Any]) -> int:
    """How many nodes of graphs are kept by what stands in a list: tensors keep the graphs behind them, numbers none."""
    seen: set[Any] = set()
    todo = [loss.grad_fn for loss in recorded if getattr(loss, "grad_fn", None) is not None]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += _used(node)
    return len(seen)


def attempt(action: Callable[[], Any]) -> bool:
    """Call ``action``, print the first words of the error that it raises, if any, and say whether there was none."""
    try:
        action()
    except (RuntimeError, TypeError, AttributeError) as error:
        said = str(error).split(" (")[0].split(" Hint")[0]
        message = textwrap.TextWrapper(_WIDEST, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
        print(message.fill(f"{type(error).__name__}: {said}"))
        return False
    print("  no error")
    return True
