"""03-chain-rule: the chain rule link by link, gradient checking, and the passes over a graph that autograd makes."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.language import Text


def _point(rng: np.random.Generator) -> Case:
    # Neither the sine nor the cosine of x² + y² is near 0, nor are the two alike, nor are x and y.
    square = float(rng.choice([rng.uniform(0.3, 0.7), rng.uniform(0.9, 1.2), rng.uniform(2.5, 2.9)]))
    angle = float(rng.choice([rng.uniform(0.35, 0.65), rng.uniform(0.95, 1.2)]))
    x, y = np.sqrt(square) * np.cos(angle), np.sqrt(square) * np.sin(angle)
    return {"x": round(float(x) * int(rng.choice([-1, 1])), 2), "y": round(float(y) * int(rng.choice([-1, 1])), 2)}


def _three(rng: np.random.Generator) -> Case:
    return {"x": number(rng, 0.5, 1.5), "y": number(rng, 0.5, 1.2), "z": number(rng, 0.3, 0.9)}


def _surface(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 6))
    return {"a": numbers(rng, 1, 2, n), "v": numbers(rng, 0.5, 2, n), "h": number(rng, 0.1, 0.3)}


def _differentiate_surface(work: Callable[..., Any], case: Case) -> Any:
    """Give the work a function of a vector in which neighbours multiply, so that a moved component is felt by others.

    f(v) = Σ a_i v_i³ + Σ v_i v_(i+1), the last component beside the first.
    """
    a = np.array(case["a"])

    def f(v: Any) -> Any:
        v = np.asarray(v, dtype=np.float64)
        return np.sum(a * v * v * v) + np.sum(v * np.roll(v, 1))

    return work(f, np.array(case["v"]), case["h"])


def _two_gradients(rng: np.random.Generator, place: int | None = None, sign: int = -1) -> Case:
    """A gradient with two tiny components of the wrong sign, and the others right to about a hundredth.

    One of the two is too small and one too large, so that neither size alone is the right one to divide by. They are
    negative where the numerical ones are positive: what passes over signs, or over negative errors, misses them.
    Where ``sign`` is 1, the tiny ones have the right sign and the wrong size alone: the relative error is then not the
    same number by several measures. ``place`` says which component is the worst by the question's measure: the first,
    the last, or any.
    """
    n = int(rng.integers(5, 8))
    # The largest component is the most exact one, so that it does not stand for all of them.
    by_hand = [number(rng, 7, 12), -number(rng, 1, 5)]
    by_hand += [round(v * int(rng.choice([-1, 1])), 2) for v in numbers(rng, 1, 5, n - 2)]
    exact = [number(rng, 1, 3) / 1000, *(number(rng, 8, 20) / 1000 for _ in range(n - 1))]
    numerical = [round(v * (1 + e), 4) for v, e in zip(by_hand, exact, strict=True)]
    small, large = (int(k) for k in 2 + rng.permutation(n - 2)[:2])
    for wrong, factor in (
        (small, number(rng, 1.4, 3)),
        (large, number(rng, 0.2, 0.7) if sign < 0 else number(rng, 0.15, 0.3)),
    ):
        tiny = number(rng, 3, 9)
        by_hand[wrong], numerical[wrong] = round(sign * tiny * 1e-4, 8), round(tiny * factor * 1e-4, 8)
    order = [int(k) for k in rng.permutation(n)]
    if place is not None:
        errors = [abs(a - b) / max(abs(a), abs(b)) for a, b in zip(by_hand, numerical, strict=True)]
        worst = order.index(int(np.argmax(errors)))
        order[worst], order[place] = order[place], order[worst]
    return {"by_hand": [by_hand[k] for k in order], "numerical": [numerical[k] for k in order]}


def _worst_first(rng: np.random.Generator) -> Case:
    return _two_gradients(rng, 0)


def _worst_last(rng: np.random.Generator) -> Case:
    # Turned round: without absolute values, a size that is negative is never the larger one.
    return {name: [-v for v in values] for name, values in _two_gradients(rng, -1).items()}


def _right_signs(rng: np.random.Generator) -> Case:
    """The worst component is too small by finite differences: n - g is negative there."""
    return _two_gradients(rng, sign=1)


def _slopes(rng: np.random.Generator, inputs: list[list[int]]) -> list[list[float]]:
    return [numbers(rng, 0.5, 2.5, len(used)) for used in inputs]


def _renumbered(rng: np.random.Generator, inputs: list[list[int]]) -> tuple[list[int], list[list[int]]]:
    """Other numbers for the nodes of a computation, and the computation with them.

    The result is neither the first nor the last. Node 2 comes behind node 3, which uses it, and that before node 4,
    which uses it in turn: neither counting up nor counting down is an order of the backward pass.
    """
    count = len(inputs)
    new = [int(k) for k in rng.permutation(count)]
    while not (new[2] > new[3] < new[4] and 0 < new[-1] < count - 1):
        new = [int(k) for k in rng.permutation(count)]
    renamed: list[list[int]] = [[] for _ in range(count)]
    for old, used in enumerate(inputs):
        renamed[new[old]] = [new[k] for k in used]
    return new, renamed


def _ordered_graph(rng: np.random.Generator) -> Case:
    """A given number used twice at once, and the result of that again twice; with an order for the backward pass."""
    inputs: list[list[int]] = [[], [], [0, 0], [2, 1], [2, 3]]
    if rng.random() < 0.5:
        inputs.append([4, 1])
    new, renamed = _renumbered(rng, inputs)
    return {"inputs": renamed, "slopes": _slopes(rng, renamed), "order": new[::-1]}


def _two_backward_passes(work: Callable[..., Any], case: Case) -> Any:
    """All gradients after one backward pass, and after a second one that starts from them."""
    answers, grads = [], [0.0] * len(case["inputs"])
    for _ in range(2):
        given, before = copy.deepcopy(case), grads.copy()
        returned = work(given["inputs"], given["slopes"], given["order"], grads)
        if isinstance(returned, str | dict) or (returned is None and grads == before):
            return returned
        numbers_of = grads if returned is None else returned
        try:
            grads = [float(v) for v in numbers_of]
        except (TypeError, ValueError, RuntimeError):
            return {"no_gradients": type(returned).__name__}
        if len(grads) != len(before):
            return grads
        answers.append(grads.copy())
    return answers


def _shuffled_graph(rng: np.random.Generator) -> Case:
    """A computation whose numbering tells nothing, with two inner results that are used early and late.

    The later use comes first among the inputs at one of them, last at the other: going through the inputs in either
    direction, whoever does not wait for the later use passes a gradient on that is not complete.
    """
    inputs: list[list[int]] = [[], [], [0, 1], [2, int(rng.integers(0, 2))], [3, int(rng.integers(0, 2))]]
    inputs += [[4, int(rng.integers(0, 2))] if rng.random() < 0.5 else [4], [5, 3], [2, 6]]
    new, renamed = _renumbered(rng, inputs)
    return {"inputs": renamed, "output": new[-1], "slopes": _slopes(rng, renamed)}


def _pass_on_in_order(work: Callable[..., Any], case: Case) -> Any:
    """The gradients that come out when the nodes pass theirs on in the order that the work gives."""
    inputs, output, slopes = case["inputs"], case["output"], case["slopes"]
    returned = work([used.copy() for used in inputs], output)
    if isinstance(returned, str | dict) or not isinstance(returned, Iterable):
        return returned
    order = _node_numbers(returned, len(inputs))
    if order is None:
        return {"all_nodes": False}
    once, complete = len(set(order)) == len(order), all(node in order for node, used in enumerate(inputs) if used)
    if not (once and complete):
        return {name: False for name, holds in (("once", once), ("complete", complete)) if not holds}
    found = [0.0] * len(inputs)
    found[output] = 1.0
    for node in order:
        for k, local in zip(inputs[node], slopes[node], strict=True):
            found[k] += local * found[node]
    return found


def _node_numbers(values: Iterable[Any], count: int) -> list[int] | None:
    """The values as numbers of nodes, or ``None`` where one of them is none."""
    try:
        found = [math.nan if isinstance(v, str) else float(v) for v in values]
    except (TypeError, ValueError):
        return None
    return [int(v) for v in found] if all(v in range(count) for v in found) else None


UNIT = Unit(
    slug="03-chain-rule",
    title=Text("연쇄 법칙과 계산 그래프", "The chain rule and the computational graph"),
    exercises=(
        Exercise(
            id="sine-gradient",
            name="sine_gradient",
            points=2,
            title=Text("두 변수의 그래디언트", "A gradient in two variables"),
            draw=_point,
            examples=({"x": 0.8, "y": 0.5},),
        ),
        Exercise(
            id="chain-to-y",
            name="df_dy",
            points=3,
            title=Text("사슬을 따라 y까지", "Along the chain to y"),
            draw=_three,
            examples=({"x": 0.6, "y": 1.0, "z": 0.5},),
        ),
        Exercise(
            id="central-difference",
            name="numerical_gradient",
            points=3,
            title=Text("중심 차분", "Central differences"),
            draw=_surface,
            probe=_differentiate_surface,
        ),
        Exercise(
            id="gradient-check",
            name="worst_error",
            points=2,
            title=Text("그래디언트 검사", "Checking a gradient"),
            draw=(_worst_first, _right_signs, _worst_last),
        ),
        Exercise(
            id="engine-backward",
            name="backward",
            points=3,
            title=Text("역전파", "The backward pass"),
            draw=_ordered_graph,
            examples=(
                {"inputs": [[1, 1], []], "slopes": [[1.0, 1.0], []], "order": [0, 1]},
                {"inputs": [[], [2], [0]], "slopes": [[], [1.0], [1.0]], "order": [1, 2, 0]},
            ),
            probe=_two_backward_passes,
            parts=(
                Text("첫 번째 역전파 뒤", "after the first pass"),
                Text("두 번째 역전파 뒤", "after the second pass"),
            ),
            findings={
                "no_gradients": Text(
                    "돌려준 것({value})이 노드마다 하나씩 있는 그래디언트의 리스트가 아니에요. `grads`만 돌려주세요.",
                    "What came back ({value}) is no list of gradients, one for each node. Return `grads` alone.",
                )
            },
        ),
        Exercise(
            id="engine-order",
            name="backward_order",
            points=3,
            title=Text("역전파의 순서", "The order of the backward pass"),
            draw=_shuffled_graph,
            examples=({"inputs": [[3], [3, 0], [], [2]], "output": 1, "slopes": [[2.0], [1.0, 1.0], [], [3.0]]},),
            probe=_pass_on_in_order,
            findings={
                "all_nodes": Text(
                    "노드 번호가 아닌 것이 들어 있어요. 0부터 노드 수보다 1 작은 수까지가 노드 번호예요.",
                    "Something in it is no number of a node. Nodes are numbered from 0 up to one less than their count.",
                ),
                "once": Text("두 번 이상 나오는 노드가 있어요.", "Some node is in it more than once."),
                "complete": Text("빠진 노드가 있어요.", "Some node is missing."),
            },
        ),
        Exercise(
            id="graph-built",
            name="graph_built",
            points=1,
            title=Text("그래프는 언제 만들어질까", "When the graph is built"),
            examples=({},),
            probe=take_value,
        ),
    ),
)
