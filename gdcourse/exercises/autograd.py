"""04-autograd: the training loop, gradients that add up, leaves and graphs, and the errors that everybody meets."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from gdcourse.exercises.manual_gradient import SEEDLING_HEIGHTS, SEEDLING_WEEKS, in_units
from gdcourse.judging.comparing import as_number
from gdcourse.judging.exercise import (
    Case,
    Criterion,
    Exercise,
    Unit,
    WrittenQuestion,
    in_either_precision,
    number,
    numbers,
    take_value,
)
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text, signed

# --- errors by name ----------------------------------------------------------------------------------------------
# PyTorch raises RuntimeError for nearly everything. A diagnosis needs to tell one from another, so the best known
# ones are passed on under names of their own, with their text and the line of the student's cell.


class NoGraph(RuntimeError):
    """``backward()`` on something that no graph leads to."""


class NotScalar(RuntimeError):
    """``backward()`` on more than one number."""


class GraphUsedTwice(RuntimeError):
    """``backward()`` through a graph that an earlier one has used up."""


class LeafInPlace(RuntimeError):
    """A leaf changed in place while the graph is being recorded."""


class NothingToZero(AttributeError):
    """``None`` asked for ``zero_()``."""


class NoBackward(AttributeError):
    """A plain number asked for ``backward()``."""


class EmptyGrad(TypeError):
    """A calculation with a ``.grad`` that is still ``None``."""


_NAMED: dict[str, type[Exception]] = {
    "does not require grad and does not have a grad_fn": NoGraph,
    "only for scalar outputs": NotScalar,
    "backward through the graph a second time": GraphUsedTwice,
    "leaf Variable that requires grad is being used in an in-place": LeafInPlace,
    "'NoneType' object has no attribute 'zero_'": NothingToZero,
    "'float' object has no attribute 'backward'": NoBackward,
    "unsupported operand type(s) for *: 'float' and 'NoneType'": EmptyGrad,
    "unsupported operand type(s) for *: 'NoneType' and 'float'": EmptyGrad,
}


@contextmanager
def _errors_by_name() -> Iterator[None]:
    """Pass the errors of a student's work on by name, and leave out warnings: the diagnosis says what they say."""
    import torch

    try:
        # Recording is on at the start of every call, and as it was before afterwards: work that switches it off for
        # good spoils nothing but itself.
        with warnings.catch_warnings(), torch.enable_grad():
            warnings.simplefilter("ignore", UserWarning)
            yield
    except (RuntimeError, AttributeError, TypeError) as error:
        for text, kind in _NAMED.items():
            if text in str(error):
                raise kind(str(error)).with_traceback(error.__traceback__) from None
        raise


# --- cases -------------------------------------------------------------------------------------------------------

SEED_X, SEED_Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
"""y = 2x on four points."""


def _count(case: Case) -> dict[str, float]:
    return {"N": len(case["x"])}


def _around_a_line(rng: np.random.Generator, n: int) -> tuple[list[float], list[float]]:
    x = numbers(rng, 0.5, 3, n)
    slope = number(rng, 1, 3)
    return x, [round(slope * v + number(rng, 0.2, 0.8), 2) for v in x]


def _function(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 7))
    return {"w": number(rng, 0.3, 1.5), "a": numbers(rng, 0.5, 3, n), "b": numbers(rng, 0.5, 3, n)}


def _few_batches(rng: np.random.Generator) -> Case:
    return _batches(rng, int(rng.integers(2, 6)))


def _many_batches(rng: np.random.Generator) -> Case:
    """More than usual, and so large that their gradient is some thousands."""
    case = _batches(rng, int(rng.integers(9, 12)))
    return in_units({**case, "w": -number(rng, 1, 2)}, 500, "w", "y")


def _small_batches(rng: np.random.Generator) -> Case:
    return in_units(_batches(rng, int(rng.integers(2, 6))), 0.001, "w", "y")


def _batches(rng: np.random.Generator, count: int) -> Case:
    n = int(rng.integers(3, 5))
    pairs = [_around_a_line(rng, n) for _ in range(count)]
    return {"w": number(rng, -2, 0.5), "x": [x for x, _ in pairs], "y": [y for _, y in pairs]}


def _step(rng: np.random.Generator) -> Case:
    return _step_on(rng, int(rng.integers(3, 7)))


def _step_on(rng: np.random.Generator, n: int) -> Case:
    x, y = _around_a_line(rng, n)
    # lr times the curvature 2·mean(x²) between 0.1 and 0.5: far from the bottom even after several steps.
    lr = round(float(rng.uniform(0.05, 0.25) / np.mean(np.square(x))), 4)
    return {"w": number(rng, -2, 0.5), "x": x, "y": y, "lr": lr}


def _steps_on_three(rng: np.random.Generator) -> Case:
    return {**_step_on(rng, 3), "steps": int(rng.choice([3, 5]))}


def _steps_that_rise(rng: np.random.Generator) -> Case:
    """A rate a little too large, so that the loss rises: who stops there records too few.

    Never as many steps as on three points: no one number of steps fits both.
    """
    case = _step_on(rng, int(rng.integers(5, 7)))
    lr = round(float(rng.uniform(1.1, 1.3) / np.mean(np.square(case["x"]))), 4)
    return {**case, "lr": lr, "steps": int(rng.choice([4, 6]))}


def _steps_to_the_bottom(rng: np.random.Generator) -> Case:
    """All but at the bottom after one step, where the loss is all but 0: who stops there records too few."""
    x, slope = numbers(rng, 0.5, 3, 4), number(rng, 1, 3)
    lr = round(float(0.5 / np.mean(np.square(x))), 4)
    y = [round(slope * v, 4) for v in x]
    return {"w": number(rng, -2, 0.5), "x": x, "y": y, "lr": lr, "steps": int(rng.integers(9, 12))}


def _follower_from_above(rng: np.random.Generator) -> Case:
    v = number(rng, 1, 3)
    return {"w": round(v + number(rng, 0.5, 2), 2), "v": v, "x": numbers(rng, 0.5, 3, int(rng.integers(3, 7)))}


def _follower_from_below(rng: np.random.Generator) -> Case:
    return {**_follower_from_above(rng), "w": -number(rng, 0.3, 2)}


def _start(rng: np.random.Generator) -> Case:
    return {"values": numbers(rng, 0.5, 3, int(rng.integers(2, 6))), "scale": number(rng, 0.05, 0.9)}


def _start_turned_round(rng: np.random.Generator) -> Case:
    """Values of both signs, and a scale below 0: neither sign is to get lost, nor is a scale cut off at 1."""
    values = [round(v * sign, 2) for v, sign in zip(numbers(rng, 0.5, 3, 4), (1, -1, -1, 1), strict=True)]
    return {"values": values, "scale": -number(rng, 2, 9)}


def _tiny_start(rng: np.random.Generator) -> Case:
    """Values of thousandths, of which a few decimals leave hardly a digit, and a scale above 1."""
    values = [round(v / 1000, 5) for v in numbers(rng, 0.5, 3, int(rng.integers(6, 9)))]
    return {"values": values, "scale": number(rng, 2, 9)}


def _valley(rng: np.random.Generator) -> Case:
    """A valley that becomes steeper away from its bottom, a hundred times as steep in one case as in another."""
    while True:
        scale = float(rng.choice([0.02, 0.2, 2.0])) * number(rng, 0.7, 1.4)
        lowest = number(rng, -3, 3)
        away = number(rng, 1, 2) * int(rng.choice([-1, 1]))
        case = {
            "w": round(lowest + away, 2),
            "scale": round(scale, 4),
            "lowest": lowest,
            "most": int(rng.integers(20, 25)),
        }
        if abs(case["w"]) > 0.2:
            return case


def _gentle(rng: np.random.Generator) -> Case:
    def draw() -> Case:
        scale, most = round(float(rng.uniform(0.004, 0.0055)), 5), int(rng.integers(18, 20))
        return {**_valley(rng), "scale": scale, "most": most}

    return _until(_misleads(10), draw)


def _until(holds: Callable[[Case], bool], draw: Callable[[], Case]) -> Case:
    while True:
        case = draw()
        if holds(case):
            return case


def _misleads(base: float) -> Callable[[Case], bool]:
    """Whether trials that go on, each from where the last one ended, find another power of ``base`` to be enough.

    The one that they find is a little too slow from the start, since the trials before it have helped; the next one does.
    """
    rates = [base**power for power in range(-8, 8)]

    def misleads(case: Case) -> bool:
        for n in range(len(rates) - 1):
            if _left(case, rates[: n + 1]) < 0.0105:
                return (
                    _left(case, rates[: n + 1]) < 0.0095
                    and _left(case, [rates[n]]) > 0.0105
                    and _left(case, [rates[n + 1]]) < 0.009
                )
        return False

    return misleads


def _left(case: Case, rates: list[float]) -> float:
    """What part of the first loss is left after ``most`` steps with each of the rates, one after the other."""
    away = first = case["w"] - case["lowest"]
    for lr in rates:
        for _ in range(case["most"]):
            away = _stepped(away, lr * case["scale"])
    return _height(away) / _height(first)


def _height(away: float) -> float:
    """How high it is so far from the bottom of a valley of scale 1; infinite where a descent that diverges comes to."""
    return away**2 + away**4 / 4 if abs(away) < 1e6 else math.inf


def _stepped(away: float, lr: float) -> float:
    """The distance to the bottom after one step in a valley of scale 1."""
    return away - lr * (2 * away + away**3) if abs(away) < 1e6 else away


def _near_the_bottom(rng: np.random.Generator) -> Case:
    """Where the slope is a seventh of the curvature at most: who takes the one for the other leaps far too far."""
    while True:
        valley = _valley(rng)
        w = round(valley["lowest"] + number(rng, 0.1, 0.14) * int(rng.choice([-1, 1])), 2)
        if abs(w) > 0.2:
            return {**valley, "w": w}


def _steep(rng: np.random.Generator) -> Case:
    """A rate of 0.01 does; 0.1 does only near the bottom, where trials that go on from one another begin with it."""

    def parts(case: Case) -> bool:
        return _left(case, [0.01]) < 0.009 and _left(case, [0.1]) > 1 and _left(case, [0.01, 0.1]) < 1e-9

    return _until(parts, lambda: {**_valley(rng), "scale": number(rng, 4, 8)})


# Who measures at 0, at 1 or at the start of the first example measures at the bottom of one of these: much too flat there.


def _left_of_0(rng: np.random.Generator) -> Case:
    return _until(_misleads(5), lambda: {**_valley(rng), "w": -number(rng, 1.9, 2.1), "lowest": 0.0})


def _right_of_1(rng: np.random.Generator) -> Case:
    return _until(_misleads(4), lambda: {**_valley(rng), "w": round(1 + number(rng, 1.9, 2.1), 2), "lowest": 1.0})


def _left_of_3(rng: np.random.Generator) -> Case:
    """Of rates that are powers of 4, the best one takes more than a few steps."""
    return {**_valley(rng), "w": round(3 - number(rng, 1.9, 2.1), 2), "scale": number(rng, 1.55, 1.65), "lowest": 3.0}


def _powers(rng: np.random.Generator) -> Case:
    return {"w": number(rng, 0.6, 1.6), "a": number(rng, 0.5, 2), "b": number(rng, 1, 4)}


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _line(rng: np.random.Generator) -> Case:
    """A line that runs below its points, all of them to the right of 0: no slope is a small difference of large ones."""
    n = int(rng.integers(3, 7))
    x = numbers(rng, 0.5, 3, n)
    return {
        "w": number(rng, -1, 0.5),
        "b": number(rng, -1, -0.2),
        "x": x,
        "y": [round(2 * v + number(rng, 1, 2), 2) for v in x],
    }


def _few_steps(rng: np.random.Generator) -> Case:
    case = _line(rng)
    lr = round(float(rng.uniform(0.1, 0.3) / (np.mean(np.square(case["x"])) + 1)), 4)
    return {"x": case["x"], "y": case["y"], "lr": lr, "steps": int(rng.integers(3, 6))}


def _swing(rng: np.random.Generator) -> Case:
    return {
        "first": round(number(rng, 0.5, 3) * int(rng.choice([-1, 1])), 2),
        "product": float(rng.choice([number(rng, 0.2, 0.8), number(rng, 1.3, 1.8), number(rng, 2.3, 3.7)])),
        "steps": int(rng.integers(3, 8)),
    }


def _table(rng: np.random.Generator) -> Case:
    rows, columns = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    return {
        "table": [numbers(rng, 0, 1, columns) for _ in range(rows)],
        "target": [numbers(rng, 1.5, 3, columns) for _ in range(rows)],
        "lr": number(rng, 0.3, 1),
        "steps": int(rng.integers(3, 7)),
    }


def _places(rng: np.random.Generator, loop: str) -> Case:
    """The first places of a loop that raises no error: right, never emptied, emptied early, or with one old graph."""
    lowest, curvature = number(rng, -3, 3), number(rng, 1, 12)
    # Not near 0, 1 or 2: there two of the loops go the same way for a step or two.
    product = float(rng.choice([number(rng, 0.2, 0.7), number(rng, 1.3, 1.7)]))
    lr, w = round(product / curvature, 4), round(lowest + number(rng, 1, 4) * int(rng.choice([-1, 1])), 2)
    places, kept, first = [w], 0.0, curvature * (w - lowest)
    for _ in range(2):
        slope = curvature * (places[-1] - lowest)
        kept = {"right": slope, "forgotten": kept + slope, "early": 0.0, "stale": first}[loop]
        places.append(places[-1] - lr * kept)
    return {"places": [round(v, 6) for v in places], "lr": lr, "curvature": curvature, "lowest": lowest}


def _right_places(rng: np.random.Generator) -> Case:
    return _places(rng, "right")


def _forgotten_places(rng: np.random.Generator) -> Case:
    return _places(rng, "forgotten")


def _early_places(rng: np.random.Generator) -> Case:
    return _places(rng, "early")


def _stale_places(rng: np.random.Generator) -> Case:
    return _places(rng, "stale")


def _two_gradients(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "w": int(rng.integers(1, 10)),
            "g1": int(rng.choice([-8, -6, -4, 4, 6, 8])),
            "g2": int(rng.choice([-5, -3, -2, 2, 3, 5])),
            "lr": float(rng.choice([0.1, 0.2, 0.5])),
        }
        w, g1, g2, lr = case["w"], case["g1"], case["g2"], case["lr"]
        answers = (w - lr * (2 * g1 + g2), w - lr * (g1 + g2), w + lr * (2 * g1 + g2), w - (2 * g1 + g2), w - lr * g2)
        if apart(*answers, 0):
            return case


def _ask_two_steps(case: Case) -> Text:
    return Text(
        f"w = {case['w']}에서 출발하고 학습률은 {case['lr']:g}입니다. 첫 스텝의 그래디언트는 {signed(case['g1'])}, 둘째 스텝의 "
        f"그래디언트는 {signed(case['g2'])}입니다. `.grad`를 한 번도 비우지 않으면, 두 스텝 뒤의 w는 얼마일까요?",
        f"Start at w = {case['w']} with learning rate {case['lr']:g}. The gradient of the first step is {signed(case['g1'])}, "
        f"that of the second {signed(case['g2'])}. If `.grad` is never emptied, where is w after the two steps?",
    )


def _whole_curvature(rng: np.random.Generator) -> Case:
    tenths = int(rng.choice([1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 64, 80]))  # 4 divided by them ends soon
    return {"curvature": tenths * float(rng.choice([0.1, 1, 10, 100]))}


def _ask_limit(case: Case) -> Text:
    return Text(
        f"곡률이 {case['curvature']:g}인 포물선을, `.grad`를 한 번도 비우지 않는 반복문으로 내려갑니다. 학습률이 얼마를 넘으면 발산할까요?",
        f"A loop that never empties `.grad` descends a parabola of curvature {case['curvature']:g}. Above which learning rate does it diverge?",
    )


# --- probes ------------------------------------------------------------------------------------------------------


def _leaf(value: float) -> Any:
    import torch

    return torch.tensor(value).requires_grad_()


def _differentiate(work: Any, case: Case) -> Any:
    """Give the work a function that it cannot look into, and the place.

    A number that was found without autograd is not passed on, however good it is: instead, how often the work
    called the function. Gradients are seen coming back through it, and tangents of forward mode going through.
    """
    import torch
    from torch.autograd import forward_ad

    a, b = torch.tensor(case["a"]), torch.tensor(case["b"])
    calls, differentiated = 0, False

    def seen(_: Any) -> None:
        nonlocal differentiated
        differentiated = True

    def losses(w: Any) -> Any:
        nonlocal calls, differentiated
        calls += 1
        values = a * torch.exp(torch.as_tensor(w)) + b * w**2
        if values.requires_grad:
            values.register_hook(seen)
        differentiated |= forward_ad.unpack_dual(values).tangent is not None
        return values

    with _errors_by_name():
        answer = work(losses, case["w"])
    if answer is None or differentiated:
        return answer
    return {"differentiated": False, "calls_of_losses": calls if calls < 2 else "several"}


def _with_tensors(work: Any, case: Case) -> Any:
    """Call the work with the inputs of the case: lists as tensors, numbers as they are."""

    def run(precision: str) -> Any:
        import torch

        dtype = getattr(torch, precision)
        with _errors_by_name():
            return work(*(torch.tensor(v, dtype=dtype) if isinstance(v, list) else v for v in case.values()))

    return in_either_precision(run)


def _losses_without_graphs(work: Any, case: Case) -> Any:
    """The losses, and word of it if any of them still holds on to a graph."""
    return _seen_for_graphs(_with_tensors(work, case))


def _choose_for_valley(work: Any, case: Case) -> Any:
    """Give the work a loss that it cannot look into, the place to start from, and the number of steps."""
    import torch

    scale, lowest = case["scale"], case["lowest"]

    def loss(w: Any) -> Any:
        away = w - lowest
        return scale * (away**2 + away**4 / 4)

    with _errors_by_name():
        chosen = work(loss, case["w"], case["most"])
    if isinstance(chosen, list | tuple):  # a rate that was worked out with tensors is one
        return [part.item() if isinstance(part, torch.Tensor) and part.numel() == 1 else part for part in chosen]
    return chosen


_FOLLOWED = 5000


def _where_it_leads(answer: Any, case: Case) -> dict[str, bool]:
    """Any rate is right with which so many steps, no more than asked, leave at most a hundredth of the first loss."""
    lr, steps = map(as_number, answer)
    away, losses = case["w"] - case["lowest"], []
    for _ in range(int(min(max(steps, 0), _FOLLOWED)) + 1):
        losses.append(_height(away))
        away = _stepped(away, lr * case["scale"])
    first, last = losses[0], losses[-1]
    return {
        "whole_steps": steps.is_integer(),
        "within_a_hundredth": last <= first / 100,
        "lower": last < first,
        "higher": last > first,
        "as_few_as_asked": steps <= case["most"],
    }


def _differentiate_twice(work: Any, case: Case) -> Any:
    import torch

    a, b = case["a"], case["b"]

    def curve(w: Any) -> Any:
        return a * torch.exp(w) + b * w**3

    with _errors_by_name():
        return work(curve, case["w"])


def _fitted_table(work: Any, case: Case) -> Any:
    """The table that comes back, or that the one handed in has changed: whoever calls may need it again."""

    def run(precision: str) -> Any:
        import torch

        table, target = (torch.tensor(case[name], dtype=getattr(torch, precision)) for name in ("table", "target"))
        before = table.clone()
        with _errors_by_name():
            fitted = work(table, target, case["lr"], case["steps"])
        return fitted if torch.equal(table.detach(), before) else {"table_changed": True}

    return in_either_precision(run)


def _what_is_in_grad(work: Any, case: Case) -> Any:
    """``w.grad``, or what else the work has changed."""
    import torch

    w = _leaf(case["w"])
    batches = [(torch.tensor(x), torch.tensor(y)) for x, y in zip(case["x"], case["y"], strict=True)]
    with _errors_by_name():
        work(w, [(x, y) for x, y in batches])
    if w.detach().item() != _leaf(case["w"]).item():
        return {"w_changed": True}
    if not w.requires_grad:
        return {"w_can_learn": False}
    kept = [(torch.tensor(x), torch.tensor(y)) for x, y in zip(case["x"], case["y"], strict=True)]
    if not all(torch.equal(x, x0) and torch.equal(y, y0) for (x, y), (x0, y0) in zip(batches, kept, strict=True)):
        return {"data_changed": True}
    return w.grad


def _two_steps(work: Any, case: Case) -> Any:
    """Where two steps lead, or, if one cannot train on what the first returned, what kind of tensor that is."""
    import torch

    w, x, y = _leaf(case["w"]), torch.tensor(case["x"]), torch.tensor(case["y"])
    places = []
    for _ in range(2):
        with _errors_by_name():
            w = work(w, x, y, case["lr"])
        if not isinstance(w, torch.Tensor):
            return None if w is None else {"kind": type(w).__name__}
        if not (w.is_leaf and w.requires_grad):
            return {"is_leaf": w.is_leaf, "requires_grad": w.requires_grad}
        places.append(w.detach().clone())
    return places


def _recorded(work: Any, case: Case) -> Any:
    """The losses, and word of it if any of them still holds on to a graph."""
    import torch

    w, x, y = _leaf(case["w"]), torch.tensor(case["x"]), torch.tensor(case["y"])
    with _errors_by_name():
        losses = work(w, x, y, case["lr"], case["steps"])
    return _seen_for_graphs(losses)


def _seen_for_graphs(losses: Any) -> Any:
    import torch

    if not isinstance(losses, list | tuple | np.ndarray | torch.Tensor):
        return losses
    if any(getattr(loss, "grad_fn", None) is not None for loss in losses):
        return {"losses": losses, "keeps_graph": True}
    return losses


def _who_gets_a_gradient(work: Any, case: Case) -> Any:
    """The loss and the gradient of w, or, if the wrong ones receive one, who does, or what else has changed."""
    import torch

    w, v, x = _leaf(case["w"]), _leaf(case["v"]), torch.tensor(case["x"])
    with _errors_by_name():
        loss = work(w, v, x)
        if not isinstance(loss, torch.Tensor):
            return None if loss is None else {"kind": type(loss).__name__}
        given = {"w": w, "v": v, "x": x}
        before = {"w": _leaf(case["w"]), "v": _leaf(case["v"]), "x": torch.tensor(case["x"])}
        changed = [name for name in given if not torch.equal(given[name], before[name])]
        if changed:
            return {"changed": "-".join(changed)}
        loss.backward()
        w_receives, v_receives = (p.grad is not None and bool(p.grad.any()) for p in (w, v))
        v_can_learn = v.requires_grad and _learns(v)
    if w_receives and not v_receives and v_can_learn:
        return [loss, w.grad]
    return {"loss": loss, "w_receives": w_receives, "v_receives": v_receives, "v_can_learn": v_can_learn}


def _learns(parameter: Any) -> bool:
    """Whether a gradient that some other loss sends to ``parameter`` arrives whole."""
    parameter.grad = None
    (3 * parameter).backward()
    return parameter.grad is not None and parameter.grad.item() == 3


def _ready_to_train(work: Any, case: Case) -> Any:
    """The parameter, and what kind of tensor it is if it cannot be trained."""
    import torch

    with _errors_by_name():
        parameter = work(case["values"], case["scale"])
    if not isinstance(parameter, torch.Tensor):
        return None if parameter is None else {"kind": type(parameter).__name__}
    if parameter.is_leaf and parameter.requires_grad:
        return parameter
    return {"value": parameter, "is_leaf": parameter.is_leaf, "requires_grad": parameter.requires_grad}


_NO_TENSOR = Text(
    "텐서를 돌려주어야 하는데 받은 것은 {value}예요.",
    "A tensor is needed here; what came back is {value}.",
)
_NO_LEAF = Text(
    "돌려준 텐서가 리프인지: {value}. 리프가 아니면 다음 `backward()`가 `.grad`를 채우지 않아요.",
    "Whether the tensor that came back is a leaf: {value}. If it is none, the next `backward()` does not fill its `.grad`.",
)
_NO_RECORDING = Text(
    "돌려준 텐서의 `requires_grad`: {value}.",
    "The `requires_grad` of the tensor that came back: {value}.",
)

_KEEPS_GRAPH = Text(
    "손실이 그래프를 붙들고 있어요. `.item()`으로 수만 꺼내세요.",
    "The losses hold on to their graphs. Take the numbers out with `.item()`.",
)

LEFT_OUT = (
    "autograd-guess-sum",
    "autograd-guess-exact",
    "autograd-guess-version",
    "autograd-guess-visits",
    "autograd-task-table",
)
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="04-autograd",
    title=Text("autograd가 하는 일", "What autograd does"),
    exercises=(
        Exercise(
            id="autograd-derivative",
            name="derivative",
            points=2,
            title=Text("어떤 함수든 미분하기", "The derivative of any function"),
            draw=_function,
            examples=({"w": 1.0, "a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]},),
            probe=_differentiate,
            findings={
                "differentiated": Text(
                    "autograd를 거치지 않고 구한 수예요. `backward()`나 `torch.autograd.grad`로 미분하세요.",
                    "This number was found without autograd. Differentiate with `backward()` or `torch.autograd.grad`.",
                ),
                "calls_of_losses": Text("`losses`를 부른 횟수: {value}.", "How often `losses` was called: {value}."),
            },
            factors=lambda case: {"N": len(case["a"])},
        ),
        Exercise(
            id="autograd-accumulate",
            name="accumulate",
            points=2,
            title=Text("배치마다 모으기", "Collecting batch by batch"),
            draw=(_few_batches, _many_batches, _small_batches),
            examples=({"w": 0.0, "x": [[1.0, 2.0], [3.0, 4.0]], "y": [[2.0, 4.0], [6.0, 8.0]]},),
            probe=_what_is_in_grad,
            findings={
                "w_changed": Text("`w`의 값이 달라졌어요.", "The value of `w` has changed."),
                "w_can_learn": Text("`w`의 `requires_grad`가 꺼졌어요.", "The `requires_grad` of `w` is off."),
                "data_changed": Text("배치의 데이터가 달라졌어요.", "The data of the batches have changed."),
            },
            factors=lambda case: {"k": len(case["x"]), "n": len(case["x"][0])},
        ),
        Exercise(
            id="autograd-step",
            name="train_step",
            points=3,
            title=Text("되풀이할 수 있는 한 스텝", "A step that can be repeated"),
            draw=_step,
            examples=({"w": 0.0, "x": SEED_X, "y": SEED_Y, "lr": 0.01},),
            probe=_two_steps,
            parts=(
                Text("첫 스텝 뒤의 `w`", "`w` after the first step"),
                Text("둘째 스텝 뒤의 `w`", "`w` after the second"),
            ),
            start=lambda case: [case["w"]] * 2,
            findings={"kind": _NO_TENSOR, "is_leaf": _NO_LEAF, "requires_grad": _NO_RECORDING},
        ),
        Exercise(
            id="autograd-losses",
            name="loss_history",
            points=2,
            title=Text("손실 기록", "A record of the loss"),
            draw=(_steps_on_three, _steps_that_rise, _steps_to_the_bottom),
            examples=({"w": 0.0, "x": SEED_X, "y": SEED_Y, "lr": 0.01, "steps": 3},),
            probe=_recorded,
            findings={"keeps_graph": _KEEPS_GRAPH},
        ),
        Exercise(
            id="autograd-stop",
            name="follow_loss",
            points=2,
            title=Text("한쪽으로만 흐르는 그래디언트", "A gradient that flows one way only"),
            draw=(_follower_from_below, _follower_from_above),
            examples=({"w": 0.0, "v": 2.0, "x": SEED_X},),
            probe=_who_gets_a_gradient,
            parts=(Text("손실", "the loss"), Text("`w`의 그래디언트", "the gradient of `w`")),
            findings={
                "kind": _NO_TENSOR,
                "changed": Text("받은 값이 달라졌어요: {value}.", "What was handed in has changed: {value}."),
                "w_receives": Text("`w`가 그래디언트를 받는지: {value}.", "Whether `w` receives a gradient: {value}."),
                "v_receives": Text("`v`가 그래디언트를 받는지: {value}.", "Whether `v` receives a gradient: {value}."),
                "v_can_learn": Text(
                    "`v`가 다른 손실로는 아직 배울 수 있는지: {value}.",
                    "Whether `v` can still learn from another loss: {value}.",
                ),
            },
        ),
        Exercise(
            id="autograd-leaf",
            name="make_parameter",
            points=2,
            title=Text("리프인 파라미터", "A parameter that is a leaf"),
            draw=(_start, _start_turned_round, _tiny_start),
            examples=({"values": [1.0, 2.0, 3.0], "scale": 0.1},),
            probe=_ready_to_train,
            findings={"kind": _NO_TENSOR, "is_leaf": _NO_LEAF, "requires_grad": _NO_RECORDING},
        ),
        Exercise(
            id="autograd-rate",
            name="choose_rate",
            points=2,
            title=Text("학습률 고르기", "Choosing a learning rate"),
            draw=(_near_the_bottom, _gentle, _steep, _left_of_0, _right_of_1, _left_of_3, _valley),
            examples=(
                {"w": 3.0, "scale": 1.0, "lowest": 1.0, "most": 20},
                {"w": -1.0, "scale": 0.03, "lowest": 1.0, "most": 20},
                # A rate of 0.1 converges near the bottom, but not from the start.
                {"w": -1.53, "scale": 5.17, "lowest": -2.99, "most": 20},
            ),
            probe=_choose_for_valley,
            observe=Aim(
                _where_it_leads,
                {
                    "whole_steps": True,
                    "within_a_hundredth": True,
                    "lower": True,
                    "higher": False,
                    "as_few_as_asked": True,
                },
            ),
            findings={
                UNLIKE: Text(
                    "답의 형태가 달라요. 두 수를 `lr, steps` 순서로 돌려주세요. 받은 답: {value}.",
                    "Two numbers are needed, in the order `lr, steps`. What came back: {value}.",
                ),
                "whole_steps": Text(
                    "스텝 수인 둘째 수가 정수가 아니에요. 돌려주는 순서가 `lr, steps`인지 보세요.",
                    "The second number, that of the steps, is not a whole one. Is the order `lr, steps`?",
                ),
                "as_few_as_asked": Text(
                    "스텝이 `most`번보다 많아요. 돌려주는 순서가 `lr, steps`인지도 보세요.",
                    "That is more steps than `most`. Is the order `lr, steps`, too?",
                ),
                **dict.fromkeys(
                    ("within_a_hundredth", "lower", "higher"),
                    Text(
                        "아래의 골짜기에서는 고른 학습률과 스텝 수로 손실이 백분의 일까지 내려가지 않아요. 스텝마다 손실을 출력해, 너무 "
                        "느린지 아니면 커지는지 보세요.",
                        "In the valley below, the rate and the number of steps do not bring the loss down to a hundredth. "
                        "Print the loss of each step: is it too slow, or does it grow?",
                    ),
                ),
            },
        ),
        Exercise(
            id="autograd-twice",
            name="second_derivative",
            points=1,
            title=Text("★ 두 번 미분하기", "★ Differentiating twice"),
            draw=_powers,
            examples=({"w": 1.0, "a": 1.0, "b": 2.0},),
            probe=_differentiate_twice,
        ),
        Exercise(
            id="autograd-exact",
            name="how_it_works",
            points=1,
            title=Text("autograd의 원리", "How autograd works"),
            examples=({},),
            probe=take_value,
        ),
    ),
    practice=(
        guess("autograd-guess-repeats", Text("autograd가 구한 기울기", "The slope that autograd finds")),
        task(
            "autograd-task-slopes",
            "slopes",
            Text("손실만 쓰면", "Only the loss is written"),
            draw=_line,
            examples=({"w": 0.0, "b": 0.0, "x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS},),
            probe=_with_tensors,
            factors=_count,
        ),
        guess("autograd-guess-adds", Text("두 번째 `backward()` 뒤에는?", "After a second `backward()`?")),
        task(
            "autograd-task-empty",
            "train",
            Text("네 줄짜리 반복문", "The loop of four lines"),
            draw=_few_steps,
            examples=(
                {"x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS, "lr": 0.05, "steps": 2},
                {"x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS, "lr": 0.05, "steps": 300},
            ),
            probe=_with_tensors,
            factors=_count,
        ),
        guess(
            "autograd-guess-forgotten",
            Text("한 번도 비우지 않으면?", "What if it is never emptied?"),
            options=(
                Text("바닥에 닿기 전에 멈춥니다.", "It stops before it reaches the bottom."),
                Text("바닥을 지나 끝없이 오갑니다.", "It swings across the bottom for ever."),
                Text("점점 더 멀어져 발산합니다.", "It goes farther and farther away: it diverges."),
                Text("더 빨리 바닥에 닿아 멈춥니다.", "It reaches the bottom sooner, and stays."),
            ),
        ),
        task(
            "autograd-task-swing",
            "swing",
            Text("비우지 않을 때의 점화식", "The recurrence without emptying"),
            draw=_swing,
            examples=({"first": -2.0, "product": 0.15, "steps": 3},),
        ),
        guess(
            "autograd-guess-limit",
            Text("ηc = 3.9이면?", "What happens at ηc = 3.9?"),
            options=(
                Text("둘 다 발산합니다.", "Both diverge."),
                Text("비우는 반복문만 발산합니다.", "Only the loop that empties diverges."),
                Text("비우지 않는 반복문만 발산합니다.", "Only the loop that never empties diverges."),
            ),
        ),
        guess(
            "autograd-guess-update",
            Text("두 스텝을 마치는 것은?", "Which gets through two steps?"),
            options=(
                Text("`in_place`뿐입니다.", "`in_place` alone."),
                Text("`outside`뿐입니다.", "`outside` alone."),
                Text("`inside`뿐입니다.", "`inside` alone."),
                Text("하나도 없습니다.", "None of them."),
            ),
        ),
        guess("autograd-guess-stale", Text("낡은 그래프로 20스텝", "Twenty steps with an old graph"), rtol=0.01),
        guess(
            "autograd-guess-version",
            Text("손실에 w²이 들어가면?", "What if the loss contains w²?"),
            options=(
                Text("이번에도 오류 없이 지나쳐 갑니다.", "Again it walks on, without an error."),
                Text("첫 업데이트에서 오류가 납니다.", "The first update raises an error."),
                Text("둘째 역전파에서 오류가 납니다.", "The second backward pass raises an error."),
            ),
        ),
        guess("autograd-guess-sum", Text("`.sum()`으로 고치면?", "What does `.sum()` give?")),
        task(
            "autograd-task-mend",
            "mended",
            Text("실수 다섯 개 고치기", "Five mistakes to mend"),
            draw=_few_steps,
            examples=({"x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS, "lr": 0.05, "steps": 3},),
            probe=_losses_without_graphs,
            findings={"keeps_graph": _KEEPS_GRAPH},
            factors=_count,
        ),
        guess(
            "autograd-guess-exact",
            Text("autograd의 오차", "The error of autograd"),
            options=(
                Text(
                    "가장 작은 h의 유한 차분과 비슷합니다.", "About that of the finite difference with the smallest h."
                ),
                Text("유한 차분보다 작지만 0은 아닙니다.", "Smaller than those, but not 0."),
                Text("0입니다.", "It is 0."),
            ),
        ),
        guess("autograd-guess-visits", Text("덧셈을 몇 번 지날까?", "How many visits to additions?")),
        task(
            "autograd-task-table",
            "fit",
            Text("표를 통째로 맞추기", "Fitting a whole table"),
            draw=_table,
            examples=({"table": [[0.0, 1.0], [0.5, 0.2]], "target": [[1.0, 2.0], [3.0, 2.5]], "lr": 0.5, "steps": 3},),
            probe=_fitted_table,
            findings={
                "table_changed": Text(
                    "받은 `table`의 값이 달라졌어요. `table.clone()`으로 복사한 표를 바꾸세요.",
                    "The values of the `table` handed in have changed. Change a copy, `table.clone()`.",
                )
            },
            factors=lambda case: {"N": len(case["table"]) * len(case["table"][0])},
        ),
        task(
            "autograd-challenge-detective",
            "detective",
            Text("반복문 탐정", "The detective of loops"),
            draw=(_right_places, _forgotten_places, _early_places, _stale_places),
            examples=(
                {"places": [0.0, 0.3, 0.855], "lr": 0.01, "curvature": 15.0, "lowest": 2.0},
                {"places": [0.0, 0.3, 0.6], "lr": 0.01, "curvature": 15.0, "lowest": 2.0},
                # Of a right loop of small steps: who has a wrong slope takes it for one with an old graph.
                {"places": [3.0, 2.0, 1.25], "lr": 0.025, "curvature": 10.0, "lowest": -1.0},
            ),
            starred=True,
        ),
        drill(
            "autograd-drill-forgotten",
            Text("비우지 않은 두 스텝", "Two steps without emptying"),
            draw=_two_gradients,
            ask=_ask_two_steps,
        ),
        drill(
            "autograd-drill-limit",
            Text("비우지 않을 때의 한계", "The limit without emptying"),
            draw=_whole_curvature,
            ask=_ask_limit,
        ),
    ),
    written=(
        WrittenQuestion(
            "reflection",
            rubric=(
                Criterion(
                    1,
                    Text(
                        "친구의 말에서 맞는 점을 들고, 왜 그런지 썼습니다.",
                        "names what is right in this, and why it is so.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "틀린 점을 들고, 비우지 않을 때 `w`가 실제로 어떻게 움직이는지 썼습니다.",
                        "names what is wrong, and says how `w` really moves without emptying.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "그림이 없어도 이것을 알아낼 방법을 하나 썼습니다.",
                        "gives one way to find out that needs no picture.",
                    ),
                ),
            ),
        ),
    ),
)
