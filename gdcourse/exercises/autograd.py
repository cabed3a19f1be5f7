"""04-autograd: leaves, accumulation, no_grad and detach, and the errors that everybody meets."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.language import Text

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


def _batches(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 5))
    pairs = [_around_a_line(rng, n) for _ in range(int(rng.integers(2, 6)))]
    return {"w": number(rng, -2, 0.5), "x": [x for x, _ in pairs], "y": [y for _, y in pairs]}


def _step(rng: np.random.Generator) -> Case:
    x, y = _around_a_line(rng, int(rng.integers(3, 7)))
    # lr times the curvature 2·mean(x²) between 0.1 and 0.5: far from the bottom even after several steps.
    lr = round(float(rng.uniform(0.05, 0.25) / np.mean(np.square(x))), 4)
    return {"w": number(rng, -2, 0.5), "x": x, "y": y, "lr": lr}


def _steps(rng: np.random.Generator) -> Case:
    return {**_step(rng), "steps": int(rng.integers(3, 6))}


def _follower(rng: np.random.Generator) -> Case:
    v = number(rng, 1, 3)
    return {
        "w": round(v + number(rng, 0.5, 2) * int(rng.choice([-1, 1])), 2),
        "v": v,
        "x": numbers(rng, 0.5, 3, int(rng.integers(3, 7))),
    }


def _start(rng: np.random.Generator) -> Case:
    return {"values": numbers(rng, 0.5, 3, int(rng.integers(2, 6))), "scale": number(rng, 0.05, 0.9)}


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

UNIT = Unit(
    slug="04-autograd",
    title=Text("autograd가 하는 일", "What autograd does"),
    exercises=(
        Exercise(
            id="autograd-derivative",
            name="derivative",
            points=3,
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
            draw=_batches,
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
            points=4,
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
            points=3,
            title=Text("손실 기록", "A record of the loss"),
            draw=_steps,
            examples=({"w": 0.0, "x": SEED_X, "y": SEED_Y, "lr": 0.01, "steps": 3},),
            probe=_recorded,
            findings={
                "keeps_graph": Text(
                    "손실이 그래프를 붙들고 있어요. `.item()`으로 수만 꺼내세요.",
                    "The losses hold on to their graphs. Take the numbers out with `.item()`.",
                )
            },
        ),
        Exercise(
            id="autograd-stop",
            name="follow_loss",
            points=2,
            title=Text("한쪽으로만 흐르는 그래디언트", "A gradient that flows one way only"),
            draw=_follower,
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
            draw=_start,
            examples=({"values": [1.0, 2.0, 3.0], "scale": 0.1},),
            probe=_ready_to_train,
            findings={"kind": _NO_TENSOR, "is_leaf": _NO_LEAF, "requires_grad": _NO_RECORDING},
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
)
