"""03-chain-rule: the chain rule link by link, gradient checking, and the passes over a graph that autograd makes."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from gdcourse.judging.comparing import as_number
from gdcourse.judging.exercise import Case, Criterion, Exercise, Unit, WrittenQuestion, number, numbers, take_value
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text, signed


def _left_of_zero(rng: np.random.Generator) -> Case:
    return _point(rng, -1, 1)


def _below_zero(rng: np.random.Generator) -> Case:
    return _point(rng, 1, -1)


def _beyond_the_crest(rng: np.random.Generator) -> Case:
    """Where the cosine is below 0."""
    return _point(rng, 1, 1, (2.5, 2.9))


def _point(
    rng: np.random.Generator, sign_of_x: int, sign_of_y: int, squares: tuple[float, float] | None = None
) -> Case:
    # Neither the sine nor the cosine of x² + y² is near 0, nor are the two alike, nor are x and y.
    square = float(rng.choice([rng.uniform(0.3, 0.7), rng.uniform(0.9, 1.2)]))
    square = float(rng.uniform(*squares)) if squares else square
    angle = float(rng.choice([rng.uniform(0.35, 0.65), rng.uniform(0.95, 1.2)]))
    x, y = np.sqrt(square) * np.cos(angle), np.sqrt(square) * np.sin(angle)
    return {"x": round(sign_of_x * float(x), 2), "y": round(sign_of_y * float(y), 2)}


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


def _two_gradients(
    rng: np.random.Generator, place: int | None = None, sign: int = -1, count: int | None = None
) -> Case:
    """A gradient with two tiny components of the wrong sign, and the others right to about a hundredth.

    One of the two is too small and one too large, so that neither size alone is the right one to divide by. They are
    negative where the numerical ones are positive: what passes over signs, or over negative errors, misses them.
    Where ``sign`` is 1, the tiny ones have the right sign and the wrong size alone: the relative error is then not the
    same number by several measures; and the worst is below a thousandth, so that a floor of that size shows.
    ``place`` says which component is the worst by the question's measure: the first, the last, or any.
    """
    n = count or int(rng.integers(5, 8))
    # The largest component is the most exact one, so that it does not stand for all of them.
    by_hand = [number(rng, 7, 12), -number(rng, 1, 5)]
    by_hand += [round(v * int(rng.choice([-1, 1])), 2) for v in numbers(rng, 1, 5, n - 2)]
    exact = [number(rng, 1, 3) / 1000, *(number(rng, 8, 20) / 1000 for _ in range(n - 1))]
    numerical = [round(v * (1 + e), 4) for v, e in zip(by_hand, exact, strict=True)]
    small, large = (int(k) for k in 2 + rng.permutation(n - 2)[:2])
    # Where the first is the worst, the smaller of the two sizes is sometimes the one, sometimes the other.
    too_large, too_small = ((1.4, 1.7), (0.3, 0.45)) if sign > 0 else ((1.4, 3), (0.2, 0.7))
    if place == 0:
        too_large, too_small = (2.5, 3), (0.5, 0.7)
    for wrong, factor in ((small, number(rng, *too_large)), (large, number(rng, *too_small))):
        tiny = number(rng, 3, 9) * 3e-4 if sign < 0 else number(rng, 4, 9) * 1e-4
        # Beside the smallest of them, the 1e-8 with which people guard a division is still within the tolerance.
        by_hand[wrong], numerical[wrong] = round(sign * tiny, 8), round(tiny * factor, 8)
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
    return {name: [-v for v in values] for name, values in _two_gradients(rng, -1, count=12).items()}


def _right_signs(rng: np.random.Generator) -> Case:
    """The worst component is too small by finite differences: n - g is negative there."""
    return _two_gradients(rng, sign=1)


def _all_but_right(rng: np.random.Generator) -> Case:
    """Errors of hundred-thousandths at most: none is too small to be told, and none is rounded away.

    Both gradients are numbers that float32 holds exactly, so that their difference is exact in it as well.
    """
    n = int(rng.integers(9, 12))
    by_hand = rng.integers(64, 640, n) / 64 * rng.choice([-1, 1], n)
    numerical = by_hand + rng.integers(1, 20, n) * rng.choice([-1, 1], n) / 2**20
    return {"by_hand": by_hand.tolist(), "numerical": numerical.tolist()}


def _slopes(rng: np.random.Generator, inputs: list[list[int]]) -> list[list[float]]:
    return [numbers(rng, 0.5, 2.5, len(used)) for used in inputs]


def _renumbered(
    rng: np.random.Generator, inputs: list[list[int]], first: int | None = None, last: int | None = None
) -> tuple[list[int], list[list[int]]]:
    """Other numbers for the nodes of a computation, and the computation with them.

    The result is neither the first nor the last. Node 2 comes behind node 3, which uses it, and that before node 4,
    which uses it in turn: neither counting up nor counting down is an order of the backward pass. ``first`` and ``last``
    say which node gets the first and the last number: one without which another one would never have its turn.
    """
    count = len(inputs)
    new = [int(k) for k in rng.permutation(count)]
    while not (
        new[2] > new[3] < new[4]
        and 0 < new[-1] < count - 1
        and (first is None or new[first] == 0)
        and (last is None or new[last] == count - 1)
    ):
        new = [int(k) for k in rng.permutation(count)]
    renamed: list[list[int]] = [[] for _ in range(count)]
    for old, used in enumerate(inputs):
        renamed[new[old]] = [new[k] for k in used]
    return new, renamed


def _sums_of_equals(rng: np.random.Generator) -> Case:
    """As ``_ordered_graph``; where a number is used twice at once, both derivatives are 1, as in u + u."""
    case = _ordered_graph(rng)
    slopes = [
        [1.0, 1.0] if len(used) > len(set(used)) else local
        for used, local in zip(case["inputs"], case["slopes"], strict=True)
    ]
    return {**case, "slopes": slopes}


def _ordered_graph(rng: np.random.Generator) -> Case:
    """A given number used twice at once, and the result of that again twice; with an order for the backward pass."""
    inputs: list[list[int]] = [[], [], [0, 0], [2, 1], [2, 3]]
    if rng.random() < 0.5:
        inputs.append([4, 1])
    new, renamed = _renumbered(rng, inputs)
    return {"inputs": renamed, "slopes": _slopes(rng, renamed), "order": new[::-1]}


def _one_backward_pass(work: Callable[..., Any], case: Case) -> Any:
    """All gradients after a backward pass that starts from zeros."""
    given = copy.deepcopy(case)
    return _filled(work, (given["inputs"], given["slopes"], given["order"]), [0.0] * len(case["inputs"]))


def _before_another_pass(work: Callable[..., Any], case: Case) -> Any:
    """The gradients from which another backward pass starts."""
    return _filled(work, (copy.deepcopy(case["inputs"]),), case["grads"].copy())


def _filled(work: Callable[..., Any], given: tuple[Any, ...], grads: list[float]) -> Any:
    """What the work returns, or what it has made of ``grads``, its last argument, where it returns nothing."""
    before = grads.copy()
    returned = work(*given, grads)
    if isinstance(returned, str | dict) or (returned is None and grads == before):
        return returned
    found = grads if returned is None else returned
    try:
        return [float(v) for v in found]
    except (TypeError, ValueError, RuntimeError):
        if isinstance(found, list) and len(found) == len(before):
            return {"no_numbers": next(type(v).__name__ for v in found if not isinstance(v, int | float))}
        return {"no_gradients": type(returned).__name__}


_GRADIENTS_ALONE = {
    "no_numbers": Text(
        "돌려준 리스트에 수가 아닌 것({value})이 들어 있어요. 그래디언트는 노드마다 수 하나예요.",
        "Something in the list that came back is no number ({value}). A gradient is one number for each node.",
    ),
    "no_gradients": Text(
        "돌려준 것({value})이 노드마다 하나씩 있는 그래디언트의 리스트가 아니에요. `grads`만 돌려주세요.",
        "What came back ({value}) is no list of gradients, one for each node. Return `grads` alone.",
    ),
}


def _after_a_pass_last_computed(rng: np.random.Generator) -> Case:
    return _after_a_pass(rng, last_is_computed=True)


def _after_a_pass_last_given(rng: np.random.Generator) -> Case:
    return _after_a_pass(rng, last_is_computed=False)


def _after_a_pass(rng: np.random.Generator, *, last_is_computed: bool) -> Case:
    """A graph with gradients of an earlier pass, none of them 0; given and computed nodes stand in no order.

    One is computed from a single other one.
    """
    while True:
        _, inputs = _renumbered(rng, [[], [], [0, 0], [2, 1], [2, 3], [4]])
        if bool(inputs[-1]) == last_is_computed:
            return {"inputs": inputs, "grads": numbers(rng, 0.5, 5, len(inputs))}


def _falling_line(rng: np.random.Generator) -> Case:
    return _line_and_points(rng, -number(rng, 0.3, 3), number(rng, 0.3, 2))


def _low_line(rng: np.random.Generator) -> Case:
    return _line_and_points(rng, number(rng, 0.3, 3), -number(rng, 0.3, 2))


def _line_and_points(rng: np.random.Generator, w: float, b: float) -> Case:
    n = int(rng.integers(3, 7))
    x = numbers(rng, 1.5, 6, n)
    away = [number(rng, 1, 4) * int(rng.choice([-1, 1])) for _ in range(n)]
    return {"w": w, "b": b, "x": x, "y": [round(w * v + b + off, 2) for v, off in zip(x, away, strict=True)]}


_PLACES_TO_NUDGE = (0.9, 1.3, 1.9)
_CLOSE_ENOUGH = {"float64": 1e-9, "float32": 1e-4}


def _how_widths_do(answer: Any, case: Case) -> dict[str, bool]:
    """For each precision, whether its width comes close enough everywhere, and whether it is the width that spoils it;
    and whether there is one width for both, too large for the one and too small for the other.

    The central difference of x³ is off by h², whatever the precision: what is too wide, that tells.
    """
    found = {}
    for (precision, goal), h in zip(_CLOSE_ENOUGH.items(), answer, strict=True):
        made, width = np.dtype(precision).type, abs(as_number(h))
        with np.errstate(all="ignore"):
            errors = [_error_of_width(made(x), made(width)) for x in _PLACES_TO_NUDGE]
        found[f"{precision}_reaches"] = bool(max(errors) < goal)
        found[f"{precision}_too_wide"] = bool(width**2 / (3 * min(_PLACES_TO_NUDGE) ** 2) >= goal)
    between = found["float64_too_wide"] and not found["float32_reaches"] and not found["float32_too_wide"]
    found["one_between"] = bool(between and as_number(answer[0]) == as_number(answer[1]))
    return found


def _error_of_width(x: Any, h: Any) -> float:
    above, below = x + h, x - h
    right = 3 * float(x) ** 2
    error = abs(float((above * above * above - below * below * below) / (h + h)) - right) / right
    return error if math.isfinite(error) else math.inf


def _first_has_another_sign(rng: np.random.Generator) -> Case:
    return _claimed(rng, -1.0, 0)


def _last_is_a_multiple(rng: np.random.Generator) -> Case:
    return _claimed(rng, float(rng.choice([0.5, 2.0])), -1)


def _claimed(rng: np.random.Generator, wrong_by: float, at: int) -> Case:
    """A function with its lowest points in some components, and a gradient that is wrong in two or three others.

    The component ``at`` is off by the factor ``wrong_by``, and another one by a thousandth. Where ``at`` is the first, a
    third is off by much as well, and elsewhere none is: who names the worst one, two or three names neither all that are
    wrong nor all that are off by much.

    Every draw tells the same bounds apart, fixed ones and those that go by the mean, the spread, the largest or the
    length of what is compared: what is off by a thousandth is off by a little less than a thousandth, and what is off by
    more by far more, the third about half as far as the first.
    """
    while True:
        case = _claimed_somehow(rng, wrong_by, at)
        right = _slopes_of_claimed(case)
        apart_by = np.sort(np.abs(right * (np.array(case["factors"]) - 1)))[::-1]
        much, second, little = apart_by[0], apart_by[1], apart_by[2] if at == 0 else apart_by[1]
        half = 0.53 < second / much < 0.58 if at == 0 else True
        if half and 4e-4 < little < 9e-4 and much > 4 and np.linalg.norm(right) > 12:
            return case


def _slopes_of_claimed(case: Case) -> np.ndarray:
    a, off = np.array(case["a"]), np.array(case["off"])
    slopes: np.ndarray = 2 * a * off + 3 * off**2 + 4 * off**3
    return slopes


def _claimed_somehow(rng: np.random.Generator, wrong_by: float, at: int) -> Case:
    """The same, whatever the sizes."""
    n = int(rng.integers(6, 8))
    vanishing = int(rng.integers(2, 4))
    places = [int(k) for k in rng.permutation(n)]
    here = places.index(at % n)
    places[vanishing], places[here] = places[here], places[vanishing]
    off = [number(rng, 0.5, 2) * int(rng.choice([-1, 1])) for _ in range(n)]
    factors = [1.0] * n
    for k in places[:vanishing]:
        off[k] = 0.0
    if at == 0:
        factors[places[vanishing + 1]] = float(rng.choice([0.5, 2.0, -1.0]))
    factors[places[vanishing]] = wrong_by
    factors[places[-1]] = float(rng.choice([1.001, 0.999]))
    for k in places[vanishing:]:
        if factors[k] != 1:
            sizes = (0.1, 0.3) if abs(factors[k] - 1) < 0.01 else (1, 2)
            off[k] = number(rng, *sizes) * int(rng.choice([-1, 1]))
    return {"a": numbers(rng, 1, 3, n), "center": numbers(rng, -2, 2, n), "off": off, "factors": factors}


def _check_claim(work: Callable[..., Any], case: Case) -> Any:
    """Give the work f(v) = Σ a (v − c)² + (v − c)³ + (v − c)⁴, a gradient of it, and a place where some components vanish.

    The cube sees to it that a central difference there is no exact 0, which no relative error would be suspicious of.
    """
    a, center = np.array(case["a"]), np.array(case["center"])

    def f(v: Any) -> Any:
        apart_by = np.asarray(v, dtype=np.float64) - center
        return np.sum(a * apart_by**2 + apart_by**3 + apart_by**4)

    def gradient(v: Any) -> Any:
        apart_by = np.asarray(v, dtype=np.float64) - center
        return (2 * a * apart_by + 3 * apart_by**2 + 4 * apart_by**3) * np.array(case["factors"])

    return work(f, gradient, center + np.array(case["off"]))


def _shuffled_graph(rng: np.random.Generator) -> Case:
    """A computation whose numbering tells nothing, with two inner results that are used early and late.

    The later use comes first among the inputs at one of them, last at the other: going through the inputs in either
    direction, whoever does not wait for the later use passes a gradient on that is not complete. The result stands behind
    a long chain: so many sweeps over all nodes, and no more, are never enough.
    """
    inputs: list[list[int]] = [[], [], [0, 1], [2, int(rng.integers(0, 2))], [3, int(rng.integers(0, 2))]]
    inputs += [[4, int(rng.integers(0, 2))] if rng.random() < 0.5 else [4], [5, 3], [2, 6]]
    inputs += [[k] for k in range(len(inputs) - 1, len(inputs) + 15)]
    new, renamed = _renumbered(rng, inputs, first=6)
    slopes = [numbers(rng, 0.8, 1.25, 1) if len(used) == 1 else numbers(rng, 0.5, 2.5, len(used)) for used in renamed]
    return {"inputs": renamed, "output": new[-1], "slopes": slopes}


def _square_behind_a_long_way(rng: np.random.Generator) -> Case:
    return _graph_with_a_square(rng, [6, 7])


def _square_before_a_long_way(rng: np.random.Generator) -> Case:
    return _graph_with_a_square(rng, [7, 6])


def _graph_with_a_square(rng: np.random.Generator, ways: list[int]) -> Case:
    """As ``_shuffled_graph``, with an inner result (3) that one node (7) uses twice at once and another one much later.

    Who takes the two uses for one is ready with it too early: the way to the later use (4, 5, 6) is so long that it
    does not matter whether what is ready first has its turn first or last. It stands before the other way or behind it.
    """
    inputs: list[list[int]] = [[], [], [0, 1], [2, int(rng.integers(0, 2))], [3], [4], [5], [3, 3], ways, [2, 8]]
    new, renamed = _renumbered(rng, inputs, last=5)
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
    if len(order) < len(inputs):
        return {"given_too": False}
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


# --- what the lesson asks ----------------------------------------------------------------------------------------


class _Number:
    """What the lesson's ``Number`` is, for work to be tried on; how often its links are looked at is counted."""

    def __init__(self, value: float, links: Iterable[tuple[_Number, float]] = ()) -> None:
        self.value, self.grad, self.looked_at = value, 0.0, 0
        self._links = list(links)

    @property
    def links(self) -> list[tuple[_Number, float]]:
        self.looked_at += 1
        return self._links

    def __add__(self, other: _Number) -> _Number:
        return _Number(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other: _Number) -> _Number:
        return _Number(self.value * other.value, [(self, other.value), (other, self.value)])


_OFTEN = 8
"""Whoever looks at the links of a number more often than that goes along every way to it."""


class NumberWithPlainNumber(TypeError):
    """An operation of a ``Number`` and a plain number: under a name of its own, since any slip raises ``TypeError``."""


def _graph(case: Case) -> list[_Number]:
    """The numbers of a computation, each after all that it was computed from; the result is the last."""
    made: list[_Number] = []
    for used, slopes in zip(case["inputs"], case["slopes"], strict=True):
        made.append(_Number(0.0, [(made[k], slope) for k, slope in zip(used, slopes, strict=True)]))
    return made


def _one_operation(work: Callable[..., Any], case: Case) -> Any:
    """The value of the number that the work makes of one number, and its slope with respect to that."""
    u = _Number(case["u"])
    try:
        made = work(u)
    except TypeError as error:
        if "unsupported operand" in str(error) and str(error).count(f"'{_Number.__name__}'") == 1:
            raise NumberWithPlainNumber(str(error)).with_traceback(error.__traceback__) from None
        raise
    if not hasattr(made, "links"):
        return made
    return [made.value, sum(slope for used, slope in made.links if used is u)]


def _gradients_after(work: Callable[..., Any], case: Case) -> Any:
    """All gradients after one backward pass from the result."""
    made = _graph(case)
    work(made[-1])
    return [node.grad for node in made]


def _gradients_without_every_way(work: Callable[..., Any], case: Case) -> Any:
    made = _graph(case)
    work(made[-1])
    if max(node.looked_at for node in made) > _OFTEN:
        return {"each_once": False}
    return [node.grad for node in made]


def _calls_for(work: Callable[..., Any], case: Case) -> Any:
    made = _graph(case)
    calls = work(made[-1])
    return {"along_every_way": calls} if any(node.looked_at > _OFTEN for node in made) else calls


def _with_slopes(rng: np.random.Generator, inputs: list[list[int]]) -> Case:
    return {"inputs": inputs, "slopes": _slopes(rng, inputs)}


def _tree(rng: np.random.Generator) -> Case:
    """No number is used twice: a chain, with a given number beside it at some links."""
    inputs: list[list[int]] = [[]]
    for _ in range(int(rng.integers(2, 5))):
        last = len(inputs) - 1
        if rng.random() < 0.6:
            inputs += [[], [last, last + 1]]
        else:
            inputs += [[last]]
    return _with_slopes(rng, inputs)


def _forks(rng: np.random.Generator) -> Case:
    """A given number and two inner ones are used twice each."""
    inputs: list[list[int]] = [[], [], [0, 1], [2, 0], [3, 2], [3, 4], [5, int(rng.integers(0, 2))]]
    return _with_slopes(rng, inputs)


def _early_and_late(rng: np.random.Generator) -> Case:
    """Inner numbers that are used at once and again later, in either place; and five numbers used twice in a row."""
    inputs: list[list[int]] = [[], [0, 0], [1, 1], [2, 2], [3, 3], [4, 4], [5]]
    for _ in range(int(rng.integers(2, 4))):
        last = len(inputs) - 1
        late = [last, last - 1] if rng.random() < 0.5 else [last - 1, last]
        inputs += [late]
    return _with_slopes(rng, inputs)


def _doublings(rng: np.random.Generator) -> Case:
    """Numbers added to themselves, with another link now and then: more ways than numbers, but fewer than a million.

    Two are used early and late, so that who goes on from a number before all its uses are counted is too early.
    """
    inputs: list[list[int]] = [[], [], [1, 0], [1, 2], [3, 2]]
    for _ in range(int(rng.integers(4, 13))):
        last = len(inputs) - 1
        inputs += [[last, last]] if rng.random() < 0.7 else [[last, int(rng.integers(0, 2))]]
    return {"inputs": inputs, "slopes": [[1.0] * len(used) for used in inputs]}


def _one_error(rng: np.random.Generator) -> Case:
    while True:
        x = number(rng, 2, 6) * int(rng.choice([-1, 1]))
        case = {"w": number(rng, -3, 3), "b": number(rng, -2, 2), "x": x, "y": number(rng, -9, 9)}
        r = case["w"] * x + case["b"] - case["y"]
        if abs(r) > 1 and apart(2 * r * x, 2 * r + x + 2, r * x, 2 * r, -2 * r * x, r * r):
            return case


def _one_number(rng: np.random.Generator) -> Case:
    return {"u": round(number(rng, 2.3, 6) * int(rng.choice([-1, 1])), 2)}


def _checked_gradient(rng: np.random.Generator) -> Case:
    """A gradient by hand and by finite differences: right parts, parts that vanish, and wrong ones large and tiny."""
    noise = float(rng.choice([1e-9, 1e-10, 1e-11]))
    pairs: list[tuple[float, float]] = []
    for _ in range(int(rng.integers(2, 4))):  # right, but for more than the noise
        size = number(rng, 1, 9) * int(rng.choice([-1, 1]))
        pairs.append((size, size * (1 + number(rng, 1, 4) * 1e-8)))
    for _ in range(int(rng.integers(1, 3))):  # right: nothing but noise is left
        pairs.append((0.0, float(rng.choice([0.0, 0.5, -0.7])) * noise))
    pairs.append((noise * 0.3, -noise * 0.4))
    for _ in range(int(rng.integers(1, 4))):  # wrong, and so small that the difference is below a millionth
        tiny = number(rng, 20, 90) * noise * int(rng.choice([-1, 1]))
        pairs.append((tiny, tiny * float(rng.choice([2.0, 0.5]))))
    for _ in range(int(rng.integers(1, 3))):  # wrong by a little
        size = number(rng, 1, 9) * int(rng.choice([-1, 1]))
        pairs.append((size, size * (1 + float(rng.choice([1e-3, -1e-3])))))
    large = number(rng, 200, 900) * int(rng.choice([-1, 1]))  # wrong by more than its millionth, not than its square's
    pairs.append((large, large * (1 + float(rng.choice([4e-6, -4e-6])))))
    order = [int(k) for k in rng.permutation(len(pairs))]
    by_hand, numerical = zip(*(pairs[k] for k in order), strict=True)
    return {"by_hand": list(by_hand), "numerical": [float(f"{v:.12g}") for v in numerical], "noise": noise}


def _small_links(rng: np.random.Generator) -> Case:
    while True:
        case = {"w": int(rng.integers(-3, 4)), "x": int(rng.choice([3, 4, 5])), "y": int(rng.integers(-6, 7))}
        r = case["w"] * case["x"] - case["y"]
        if r and apart(2 * r * case["x"], r * case["x"], 2 * r, 2 * r + case["x"], -2 * r * case["x"], r * r):
            return case


def _ask_links(case: Case) -> Text:
    sign, size = ("−", case["y"]) if case["y"] >= 0 else ("+", -case["y"])
    r = f"r = {case['x']}·w {sign} {size}" if case["y"] else f"r = {case['x']}·w"
    w = signed(case["w"])
    return Text(
        f"{r}, s = r²입니다. w = {w}에서 s를 w로 미분한 값은 얼마일까요?",
        f"With {r} and s = r², what is the derivative of s with respect to w at w = {w}?",
    )


def _small_twice(rng: np.random.Generator) -> Case:
    while True:
        case = {"u": int(rng.integers(-9, 10)), "k": int(rng.integers(3, 13))}
        u, k = case["u"], case["k"]
        if u and apart(2 * u + k, 2 * u, k, 2 * u * k, u * u + k * u, u + k):
            return case


def _ask_twice(case: Case) -> Text:
    u = signed(case["u"])
    return Text(
        f"f = u·u + {case['k']}·u입니다. u = {u}에서 f를 u로 미분한 값은 얼마일까요?",
        f"With f = u·u + {case['k']}·u, what is the derivative of f with respect to u at u = {u}?",
    )


_TWICE: Case = {"inputs": [[], [0, 0]], "slopes": [[], [1.0, 1.0]]}
_HURRY: Case = {"inputs": [[], [0, 0], [1], [1, 2]], "slopes": [[], [2.0, 2.0], [3.0], [1.0, 1.0]]}

LEFT_OUT = ("chain-guess-notes", "chain-guess-off")
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="03-chain-rule",
    title=Text("연쇄 법칙과 계산 그래프", "The chain rule and the computational graph"),
    exercises=(
        Exercise(
            id="sine-gradient",
            name="sine_gradient",
            points=1,
            title=Text("두 변수의 그래디언트", "A gradient in two variables"),
            draw=(_left_of_zero, _below_zero, _beyond_the_crest),
            examples=({"x": 0.8, "y": 0.5},),
        ),
        Exercise(
            id="chain-to-y",
            name="df_dy",
            points=2,
            title=Text("사슬을 따라 y까지", "Along the chain to y"),
            draw=_three,
            examples=({"x": 0.6, "y": 1.0, "z": 0.5},),
        ),
        Exercise(
            id="shares-of-w",
            name="shares",
            points=1,
            title=Text("점마다 보내는 몫", "The share of each point"),
            draw=(_falling_line, _low_line),
            examples=({"w": 0.0, "b": 0.0, "x": [1.0, 2.0, 3.0, 4.0], "y": [4.0, 4.0, 6.0, 10.0]},),
            factors=lambda case: {"N": len(case["x"])},
        ),
        Exercise(
            id="central-difference",
            name="numerical_gradient",
            points=2,
            title=Text("중심 차분", "Central differences"),
            draw=_surface,
            probe=_differentiate_surface,
        ),
        Exercise(
            id="choose-widths",
            name="widths",
            points=2,
            title=Text("h 고르기", "Choosing h"),
            examples=({},),
            observe=Aim(
                _how_widths_do,
                {
                    "float64_reaches": True,
                    "float64_too_wide": False,
                    "float32_reaches": True,
                    "float32_too_wide": False,
                    "one_between": False,
                },
            ),
            findings={
                UNLIKE: Text(
                    "답의 형태가 달라요. 두 수를 `h64, h32` 순서로 돌려주세요. 받은 답: {value}.",
                    "Two numbers are needed, in the order `h64, h32`. What came back: {value}.",
                ),
            },
        ),
        Exercise(
            id="gradient-check",
            name="worst_error",
            points=2,
            title=Text("그래디언트 검사", "Checking a gradient"),
            draw=(_worst_first, _right_signs, _worst_last, _all_but_right),
            # Off by 3/2²⁰ and 2/2²⁰: right to six digits, and not alike.
            examples=({"by_hand": [2.5, -4.0, 8.0], "numerical": [2.500002861022949, -4.0, 8.000001907348633]},),
        ),
        Exercise(
            id="engine-backward",
            name="backward",
            points=2,
            title=Text("역전파", "The backward pass"),
            draw=(_ordered_graph, _sums_of_equals),
            examples=(
                {"inputs": [[1, 1], []], "slopes": [[1.0, 1.0], []], "order": [0, 1]},
                {"inputs": [[], [2], [0]], "slopes": [[], [1.0], [1.0]], "order": [1, 2, 0]},
            ),
            probe=_one_backward_pass,
            findings=_GRADIENTS_ALONE,
        ),
        Exercise(
            id="engine-again",
            name="before_again",
            points=1,
            title=Text("다시 거슬러 가기 전에", "Before going back again"),
            draw=(_after_a_pass_last_computed, _after_a_pass_last_given),
            examples=({"inputs": [[1], [2], []], "grads": [1.0, 1.0, 1.0]},),
            probe=_before_another_pass,
            findings=_GRADIENTS_ALONE,
        ),
        Exercise(
            id="engine-order",
            name="backward_order",
            points=2,
            title=Text("역전파의 순서", "The order of the backward pass"),
            draw=(_shuffled_graph, _square_behind_a_long_way, _square_before_a_long_way),
            examples=({"inputs": [[3], [3, 0], [], [2]], "output": 1, "slopes": [[2.0], [1.0, 1.0], [], [3.0]]},),
            probe=_pass_on_in_order,
            findings={
                "all_nodes": Text(
                    "노드 번호가 아닌 것이 들어 있어요. 0부터 노드 수보다 1 작은 수까지가 노드 번호예요.",
                    "Something in it is no number of a node. Nodes are numbered from 0 up to one less than their count.",
                ),
                "once": Text("두 번 이상 나오는 노드가 있어요.", "Some node is in it more than once."),
                "complete": Text("빠진 노드가 있어요.", "Some node is missing."),
                "given_too": Text(
                    "계산된 노드는 모두 있는데, 주어진 노드 가운데 빠진 것이 있어요. `inputs[k]`가 빈 노드도 적으세요.",
                    "All computed nodes are there, but a given one is missing: nodes whose `inputs[k]` is empty belong in it too.",
                ),
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
        Exercise(
            id="find-the-wrong-one",
            name="wrong_components",
            points=1,
            title=Text("★ 어느 성분이 틀렸을까", "★ Which components are wrong?"),
            draw=(_first_has_another_sign, _last_is_a_multiple),
            probe=_check_claim,
        ),
    ),
    practice=(
        guess(
            "chain-guess-steepest",
            Text("가장 많이 내려가는 방향은?", "Which way is steepest down?"),
            options=(
                Text("0°: 기울기가 더 가파른 w축을 따라", "0°: along the w axis, which is steeper"),
                Text("19°: 그래디언트의 정반대", "19°: straight against the gradient"),
                Text("27°: 바닥 (2, 1)을 향해 곧장", "27°: straight towards the bottom, (2, 1)"),
            ),
        ),
        guess("chain-guess-off", Text("바닥에서 빗나간 각", "The angle off the bottom"), rtol=0.1),
        guess("chain-guess-links", Text("고리 넷을 지난 기울기", "The slope through four links")),
        task(
            "chain-task-links",
            "slope_of_error",
            Text("고리를 따라 곱하기", "Multiplying along the links"),
            draw=_one_error,
            examples=({"w": 0.0, "b": 0.0, "x": 4.0, "y": 10.0},),
        ),
        guess(
            "chain-guess-when",
            Text("그래프는 언제 생겼을까?", "When was the graph made?"),
            options=(
                Text(
                    "아무것도 없습니다. 미분해 달라고 하면 생깁니다.",
                    "Nothing: it is made when a derivative is asked for.",
                ),
                Text("r과 그 고리의 미분 −20이 이미 있습니다.", "Already r, and the derivative of that link, −20."),
                Text("w와 b로 쓴 공식이 있습니다.", "A formula, written in w and b."),
            ),
        ),
        Exercise(
            "chain-task-square",
            "square",
            0,
            Text("제곱하는 연산", "An operation that squares"),
            _one_number,
            ({"u": -10.0},),
            probe=_one_operation,
            parts=(Text("값", "its value"), Text("고리의 미분", "the derivative of its link")),
            kind="task",
        ),
        Exercise(
            "chain-task-back",
            "backward",
            0,
            Text("거꾸로 넘겨주기", "Passing back"),
            _tree,
            ({"inputs": [[], [0], [1]], "slopes": [[], [4.0], [-20.0]]},),
            probe=_gradients_after,
            kind="task",
        ),
        guess("chain-guess-last", Text("점이 넷일 때 w.grad", "w.grad with four points")),
        Exercise(
            "chain-task-add",
            "backward_adding",
            0,
            Text("몫을 모두 더하기", "Adding up all shares"),
            _forks,
            (_TWICE, _HURRY),
            probe=_gradients_after,
            kind="task",
        ),
        guess(
            "chain-guess-calls",
            Text("스무 번 두 배 하면 몇 번 부를까?", "How many calls for twenty doublings?"),
            rtol=0.1,
        ),
        guess("chain-guess-hurry", Text("서두르면 u.grad는?", "What u.grad says in a hurry")),
        Exercise(
            "chain-task-order",
            "backward_in_order",
            0,
            Text("몫을 다 받고 한 번만", "Once, when all shares are there"),
            _early_and_late,
            (_HURRY, _TWICE),
            probe=_gradients_without_every_way,
            findings={
                "each_once": Text(
                    "같은 수를 여러 번 지나가요. 몫이 하나 올 때마다 넘기지 말고, 몫을 다 받은 다음에 한 번만 넘겨주세요.",
                    "It passes the same number many times. Do not pass on share by share: wait until all have come, then pass on once.",
                )
            },
            kind="task",
        ),
        guess(
            "chain-guess-vanish",
            Text("바닥에서의 상대 오차", "The relative error at the bottom"),
            options=(
                Text("0에 가깝습니다. 유도한 값이 맞으니까요.", "Near 0, since the derived values are right."),
                Text("1이거나, 아예 수가 아닙니다.", "It is 1, or no number at all."),
                Text("아주 크지만, 무한대는 아닙니다.", "Very large, but not infinite."),
            ),
        ),
        task(
            "chain-task-suspects",
            "suspects",
            Text("의심할 성분 찾기", "Finding what is suspicious"),
            draw=_checked_gradient,
            examples=(
                {"by_hand": [2.0, 8e-9, 0.0], "numerical": [2.0000001, 4e-9, 2e-11], "noise": 1e-10},
                {"by_hand": [0.0, 0.0, -1.0], "numerical": [2.22e-11, -2.22e-11, -1.001], "noise": 1e-10},
            ),
        ),
        guess(
            "chain-guess-notes",
            Text("−∇를 따라가면 어디에 닿을까?", "Where does −∇ lead?"),
            options=(
                Text("원점으로 갑니다. 거기서 z = 0입니다.", "To the origin, where z = 0."),
                Text("z = −1인 곳으로 갑니다. 사인의 최솟값입니다.", "To where z = −1, the least a sine can be."),
                Text("원점 둘레를 끝없이 돕니다.", "Round and round the origin, for ever."),
            ),
        ),
        Exercise(
            "chain-challenge-calls",
            "count_calls",
            0,
            Text("부르지 않고 세기", "Counting calls without making them"),
            _doublings,
            (
                {"inputs": [[], [0, 0], [1, 1]], "slopes": [[], [1.0, 1.0], [1.0, 1.0]]},
                {"inputs": [[], *([k, k] for k in range(20))], "slopes": [[], *([1.0, 1.0] for _ in range(20))]},
            ),
            probe=_calls_for,
            kind="challenge",
        ),
        drill(
            "chain-drill-links",
            Text("고리 둘을 따라 곱하기", "Two links, multiplied"),
            draw=_small_links,
            ask=_ask_links,
        ),
        drill("chain-drill-twice", Text("두 번 쓰인 수", "A number used twice"), draw=_small_twice, ask=_ask_twice),
    ),
    written=(
        WrittenQuestion(
            "reflection",
            rubric=(
                Criterion(
                    1,
                    Text(
                        "`backward()`에는 `h`가 없다는 것과, 그 대신 무엇을 곱하고 더하는지 썼습니다.",
                        "says that there is no `h` in `backward()`, and what it multiplies and adds instead.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "유한 차분에서 `h`를 너무 줄이면 왜 도리어 나빠지는지 썼습니다.",
                        "says why a finite difference gets worse when `h` is too small.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "그렇다면 유한 차분은 어디에 쓰면 좋은지 썼습니다.",
                        "says what finite differences are good for, then.",
                    ),
                ),
            ),
        ),
    ),
)
