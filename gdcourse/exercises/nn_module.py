"""05-nn-module: models as nn.Module, their parameters, and the training loop around them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, in_either_precision, number, numbers, take_value
from gdcourse.language import Text

Rows = list[list[float]]

# Probes compute in float64: the keys hold the numbers, and the last digits of float32 differ between processors.


class SuperInitMissing(Exception):
    """The work is a module whose ``__init__`` does not start with ``super().__init__()``."""


class ForwardMissing(Exception):
    """The work is a module without a ``forward``."""


class NoDerivative(Exception):
    """The work returned something from which nothing can be differentiated."""


class PartCutOff(Exception):
    """The work is a module in which the graph leads to some parameters, but not to all."""


class LinearUsed(Exception):
    """The work was to do without ``nn.Linear``, and has one inside."""


def _rows(rng: np.random.Generator, count: int, width: int, low: float, high: float) -> Rows:
    return [numbers(rng, low, high, width) for _ in range(count)]


def _signed(rng: np.random.Generator, low: float, high: float, count: int) -> list[float]:
    return (rng.uniform(low, high, count) * rng.choice([-1, 1], count)).round(2).tolist()


def _build(work: Any, dtype: Any, *sizes: Any) -> Any:
    """Make a module of ``dtype``, and say so plainly where what is missing is ``super().__init__()``."""
    import torch

    try:
        module = work(*sizes)
        if isinstance(module, torch.nn.Module):
            return module.to(dtype)
    except AttributeError as error:
        raise _explained(error) from error
    raise TypeError(f"an nn.Module is needed here, not {type(module).__name__}")


def _call(module: Any, *inputs: Any) -> Any:
    """Call a module, and say so plainly where it has no ``forward`` or no ``super().__init__()``."""
    try:
        return module(*inputs)
    except NotImplementedError as error:
        # Torch raises what a blank answer raises too.
        if 'missing the required "forward"' in str(error):
            raise ForwardMissing(str(error)) from error
        raise
    except AttributeError as error:
        raise _explained(error) from error


def _call_to_learn(module: Any, *inputs: Any) -> Any:
    """The output of a module that is meant to be trained. Each parameter that the graph leads to has a gradient then.

    Raises:
        NoDerivative: where no graph leads from the output to the parameters.
    """
    import torch

    output = _call(module, *inputs)
    if not isinstance(output, torch.Tensor):
        return output
    if not output.requires_grad:
        raise NoDerivative("no graph leads from the output to the parameters")
    # Another share for each number, so that each has a gradient of its own.
    shares = torch.arange(1, output.numel() + 1, dtype=output.dtype).reshape(output.shape)
    (output * shares).sum().backward()
    return output


def _explained(error: AttributeError) -> Exception:
    signs = ("before Module.__init__() call", "'_modules'", "'_parameters'", "'_backward_hooks'")
    return SuperInitMissing(str(error)) if any(sign in str(error) for sign in signs) else error


# --- dense-layer -------------------------------------------------------------------------------------------------


def _dense_wider(rng: np.random.Generator) -> Case:
    return _dense(rng, int(rng.integers(2, 4)), int(rng.integers(4, 6)))


def _dense_narrower(rng: np.random.Generator) -> Case:
    return _dense(rng, int(rng.integers(4, 6)), int(rng.integers(2, 4)))


def _dense(rng: np.random.Generator, n_in: int, n_out: int) -> Case:
    """Weights and inputs of both signs, and outputs of both, so that an activation in the layer would show."""
    while True:
        weight, bias = [_signed(rng, 0.2, 2, n_in) for _ in range(n_out)], _signed(rng, 0.3, 2, n_out)
        x = [_signed(rng, 0.2, 2, n_in) for _ in range(2)]
        output = np.array(x) @ np.array(weight).T + np.array(bias)
        if np.all(np.abs(output) > 0.1) and output.min() < -0.3 and output.max() > 0.3:
            return {"n_in": n_in, "n_out": n_out, "weight": weight, "bias": bias, "x": x}


def _use_dense(work: Any, case: Case) -> Any:
    """Shape of weight, shape of bias, how many numbers ``parameters()`` finds, and for a given weight and bias the
    output and the gradients, the input's too (``None`` where these do not fit)."""
    return in_either_precision(lambda precision: _use_dense_in(precision, work, case))


def _use_dense_in(precision: str, work: Any, case: Case) -> Any:
    import torch

    dtype = getattr(torch, precision)
    layer = _build(work, dtype, case["n_in"], case["n_out"])
    if any(isinstance(module, torch.nn.Linear) for module in layer.modules()):
        raise LinearUsed("there is an nn.Linear in this module")
    weight, bias = (torch.tensor(case[name], dtype=dtype) for name in ("weight", "bias"))
    found = sum(p.numel() for p in layer.parameters())
    shapes = [list(layer.weight.shape), list(layer.bias.shape)]
    if shapes != [list(weight.shape), list(bias.shape)] or found != weight.numel() + bias.numel():
        return [*shapes, found, None, None, None, None]
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    x = torch.tensor(case["x"], dtype=dtype, requires_grad=True)  # a layer before this one learns through it
    output = _call_to_learn(layer, x)
    return None if output is None else [*shapes, found, output, layer.weight.grad, layer.bias.grad, x.grad]


# --- mse-module --------------------------------------------------------------------------------------------------


def _pairs(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 8))
    return {"y_pred": numbers(rng, -5, -1, n), "y": numbers(rng, 1, 5, n)}


def _use_mse(work: Any, case: Case) -> Any:
    """The loss, and what backward() leaves at the prediction."""
    return in_either_precision(lambda precision: _use_mse_in(precision, work, case))


def _use_mse_in(precision: str, work: Any, case: Case) -> Any:
    import torch

    dtype = getattr(torch, precision)
    y_pred, y = (torch.tensor(case[name], dtype=dtype).reshape(-1, 1) for name in ("y_pred", "y"))
    y_pred.requires_grad_()
    loss = _call(_build(work, dtype), y_pred, y)
    if loss is None:
        return None
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        raise NoDerivative(f"the loss is a {type(loss).__name__} without a graph behind it")
    loss.sum().backward()
    return [loss, y_pred.grad]


# --- prepare-data ------------------------------------------------------------------------------------------------


def _raw_data(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 8))
    return {"x": numbers(rng, 0.5, 4, n), "y": [int(v) for v in rng.integers(1, 9, n)]}


def _use_prepare(work: Any, case: Case) -> Any:
    """Shapes, what the numbers are stored as (1 for float, and bytes for each), the numbers themselves."""
    import torch

    prepared = work(np.array(case["x"], dtype=np.float64), np.array(case["y"], dtype=np.int64))
    if not isinstance(prepared, list | tuple):
        return None if prepared is None else {"alone": type(prepared).__name__}
    if len(prepared) != 2:
        return {"count": len(prepared)}
    x, y = prepared
    for tensor in (x, y):
        if not isinstance(tensor, torch.Tensor):
            return {"no_tensor": type(tensor).__name__}
    kinds = [[int(tensor.is_floating_point()), tensor.element_size()] for tensor in (x, y)]
    return [[list(x.shape), list(y.shape)], kinds, x.flatten(), y.flatten()]


# --- layer-list --------------------------------------------------------------------------------------------------


def _relu_chain(sizes: list[int], values: list[float], x: Rows) -> list[np.ndarray]:
    """What each layer gives before the relu, for parameters filled with ``values`` in their order."""
    rest, given, outputs = np.array(values), np.array(x), []
    for n_in, n_out in pairwise(sizes):
        weight, rest = rest[: n_in * n_out].reshape(n_out, n_in), rest[n_in * n_out :]
        bias, rest = rest[:n_out], rest[n_out:]
        outputs.append(given @ weight.T + bias)
        given = np.maximum(outputs[-1], 0)
    return outputs


def _stack_of_one(rng: np.random.Generator) -> Case:
    return _stack(rng, 2)


def _stack_of_any(rng: np.random.Generator) -> Case:
    return _stack(rng, int(rng.integers(3, 6)))


def _stack(rng: np.random.Generator, count_of_sizes: int) -> Case:
    """One to four layers, with parameters and inputs such that every relu changes something, also one before the
    first layer or behind the last."""
    while True:
        sizes = [int(n) for n in rng.integers(2, 4, count_of_sizes)]
        count = sum(a * b + b for a, b in pairwise(sizes))
        values, x = _signed(rng, 0.3, 1.5, count), [_signed(rng, 0.5, 2, sizes[0]) for _ in range(2)]
        if not all(min(row) < 0 < max(row) for row in x):
            continue
        outputs = _relu_chain(sizes, values, x)
        # Each row of each layer has something that passes, and something that is cut.
        if all(np.all(o.max(axis=1) > 0.3) and np.all(o.min(axis=1) < -0.3) for o in outputs):
            return {"sizes": sizes, "values": values, "x": x}


def _use_stack(work: Any, case: Case) -> Any:
    """How many parameters are found, how many numbers in them, the output and all gradients (``None`` where they are
    too few)."""
    return in_either_precision(lambda precision: _use_stack_in(precision, work, case))


def _use_stack_in(precision: str, work: Any, case: Case) -> Any:
    import torch

    dtype = getattr(torch, precision)
    model = _build(work, dtype, list(case["sizes"]))
    parameters = list(model.parameters())
    count = sum(p.numel() for p in parameters)
    if count != len(case["values"]):
        return [len(parameters), count, None, None]
    torch.nn.utils.vector_to_parameters(torch.tensor(case["values"], dtype=dtype), parameters)
    output = _call_to_learn(model, torch.tensor(case["x"], dtype=dtype))
    if output is None:
        return None
    if any(p.grad is None for p in parameters):
        raise PartCutOff("no graph leads from the output to some of the parameters")
    return [len(parameters), count, output, torch.cat([p.grad.flatten() for p in parameters])]


# --- train-module ------------------------------------------------------------------------------------------------


def _training(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 7))
    x = numbers(rng, 0.5, 3, n)
    w, b = number(rng, 1, 3), number(rng, 0.5, 2)
    features = np.stack([x, np.ones(n)], axis=1)
    curvature = float(np.linalg.eigvalsh(2 / n * features.T @ features)[-1])
    return {
        "x": x,
        "y": [round(w * v + b + number(rng, -0.3, 0.3), 2) for v in x],
        "w": number(rng, -1.5, 0),
        "b": number(rng, -1, -0.2),
        # Quick, and far from diverging even for a sum over the data.
        "lr": round(float(rng.uniform(0.1, 0.25)) / curvature, 4),
        "momentum": number(rng, 0.5, 0.8),
        "steps": int(rng.integers(3, 6)),
    }


def _use_train(work: Any, case: Case) -> Any:
    """The losses, weight and bias afterwards, and 1; but where these have not moved, in place of the 1, how many
    gradients have piled up, negative. Losses that hold on to their graphs are named as such."""
    return in_either_precision(lambda precision: _use_train_in(precision, work, case))


def _use_train_in(precision: str, work: Any, case: Case) -> Any:
    import torch

    dtype = getattr(torch, precision)
    model = torch.nn.Linear(1, 1, dtype=dtype)
    start = {name: torch.tensor(v, dtype=dtype) for name, v in (("weight", [[case["w"]]]), ("bias", [case["b"]]))}
    model.load_state_dict(start)
    x, y = (torch.tensor(case[name], dtype=dtype).reshape(-1, 1) for name in ("x", "y"))
    losses = work(model, x, y, case["lr"], case["momentum"], case["steps"])
    if losses is None:
        return None
    kept = losses if isinstance(losses, list | tuple) else [losses]
    if any(getattr(loss, "grad_fn", None) is not None for loss in kept):
        return {"losses": losses, "keeps_graph": True}
    weight, bias = model.weight.detach().clone(), model.bias.detach().clone()
    if not torch.equal(weight, start["weight"]) or not torch.equal(bias, start["bias"]):
        return [losses, weight, bias, 1]
    left = model.weight.grad
    model.weight.grad = None
    torch.nn.functional.mse_loss(model(x), y).backward()
    return [losses, weight, bias, 0 if left is None else -left / model.weight.grad]


# --- equal-start -------------------------------------------------------------------------------------------------


def _two_layers(rng: np.random.Generator) -> Case:
    return _two_models(rng, [2, 2, 1])


def _three_layers(rng: np.random.Generator) -> Case:
    return _two_models(rng, [1, 2, 2, 1])


def _two_models(rng: np.random.Generator, sizes: list[int]) -> Case:
    """Two models of the same layers, each an ``nn.Linear``."""
    count = sum(a * b + b for a, b in pairwise(sizes))
    return {"sizes": sizes, "source": numbers(rng, 0.5, 2, count), "target": numbers(rng, -2, -0.5, count)}


def _use_equal_start(work: Any, case: Case) -> Any:
    """All parameters of the target and of the source after the call, and of the target once the source has moved.

    Or, where one of the models cannot learn any more, which, and why.
    """
    import torch
    from torch.nn.utils import parameters_to_vector, vector_to_parameters

    def model(values: list[float]) -> Any:
        made = torch.nn.Sequential(*(torch.nn.Linear(a, b) for a, b in pairwise(case["sizes"])))
        vector_to_parameters(torch.tensor(values), made.parameters())
        # Each its own storage: vector_to_parameters hands out views.
        for parameter in made.parameters():
            parameter.data = parameter.data.clone()
        return made

    source, target = model(case["source"]), model(case["target"])
    with torch.enable_grad():  # work that switches recording off for good spoils nothing but itself
        work(source, target)
    models = {"source": source, "target": target}
    for trait in ("is_leaf", "requires_grad"):
        lacking = [name for name, made in models.items() if not all(getattr(p, trait) for p in made.parameters())]
        if lacking:
            return {"without": trait, "models": "-".join(lacking)}
    after = [parameters_to_vector(m.parameters()).detach().clone() for m in (target, source)]
    with torch.no_grad():
        for parameter in source.parameters():
            parameter += 1
    return [*after, parameters_to_vector(target.parameters()).detach()]


UNIT = Unit(
    slug="05-nn-module",
    title=Text("nn.Module과 torch.optim", "nn.Module and torch.optim"),
    exercises=(
        Exercise(
            id="dense-layer",
            name="Dense",
            points=3,
            title=Text("nn.Parameter로 만드는 층", "A layer from nn.Parameter"),
            draw=(_dense_wider, _dense_narrower),
            probe=_use_dense,
            parts=(
                Text("`weight`의 모양", "the shape of `weight`"),
                Text("`bias`의 모양", "the shape of `bias`"),
                Text("`parameters()`가 찾은 수의 개수", "how many numbers `parameters()` finds"),
                Text("출력", "the output"),
                Text("`weight`의 그래디언트", "the gradient of `weight`"),
                Text("`bias`의 그래디언트", "the gradient of `bias`"),
                Text("`x`의 그래디언트", "the gradient of `x`"),
            ),
        ),
        Exercise(
            id="mse-module",
            name="MSE",
            points=2,
            title=Text("평균 제곱 오차 모듈", "A module for the mean squared error"),
            draw=_pairs,
            examples=({"y_pred": [0.0, 0.0, 0.0, 0.0], "y": [2.0, 4.0, 6.0, 8.0]},),
            probe=_use_mse,
            parts=(Text("손실", "the loss"), Text("예측의 그래디언트", "the gradient of the prediction")),
            factors=lambda case: {"N": len(case["y"])},
        ),
        Exercise(
            id="prepare-data",
            name="prepare",
            points=2,
            title=Text("nn.Linear가 받는 데이터", "Data that nn.Linear accepts"),
            draw=_raw_data,
            probe=_use_prepare,
            parts=(
                Text("두 텐서의 모양", "the shapes of the two tensors"),
                Text("dtype", "their dtypes"),
                Text("`x`의 값", "the values of `x`"),
                Text("`y`의 값", "the values of `y`"),
            ),
            findings={
                "alone": Text(
                    "하나만 돌려주었어요({value}). 텐서 두 개를 `x, y` 순서로 돌려주세요.",
                    "Only one thing came back ({value}). Return two tensors, `x` and then `y`.",
                ),
                "count": Text(
                    "돌려준 것이 {value}개예요. 텐서 두 개를 `x, y` 순서로 돌려주세요.",
                    "This many things came back: {value}. Return two tensors, `x` and then `y`.",
                ),
                "no_tensor": Text(
                    "텐서가 아닌 것을 돌려주었어요: {value}. `torch.tensor(...)`나 `torch.from_numpy(...)`로 바꾸세요.",
                    "This is no tensor: {value}. Make it one with `torch.tensor(...)` or `torch.from_numpy(...)`.",
                ),
            },
        ),
        Exercise(
            id="layer-list",
            name="Stack",
            points=3,
            title=Text("층을 리스트로 쌓기", "A list of layers"),
            draw=(_stack_of_any, _stack_of_one, _stack_of_any),
            probe=_use_stack,
            parts=(
                Text("`parameters()`가 찾은 파라미터의 개수", "how many parameters `parameters()` finds"),
                Text("그 안에 든 수의 개수", "how many numbers are in them"),
                Text("출력", "the output"),
                Text("파라미터의 그래디언트", "the gradients of the parameters"),
            ),
        ),
        Exercise(
            id="train-module",
            name="train",
            points=4,
            title=Text("모델을 학습시키는 함수", "A function that trains a model"),
            draw=_training,
            probe=_use_train,
            parts=(
                Text("손실", "the losses"),
                Text("학습한 뒤의 weight", "the weight after training"),
                Text("학습한 뒤의 bias", "the bias after training"),
                Text("모델이 움직였는지", "whether the model has moved"),
            ),
            findings={
                "keeps_graph": Text(
                    "돌려준 손실이 그래프를 붙들고 있어요. `.item()`으로 수만 꺼내세요.",
                    "The losses that came back hold on to their graphs. Take the numbers out with `.item()`.",
                ),
            },
        ),
        Exercise(
            id="equal-start",
            name="equal_start",
            points=2,
            title=Text("같은 출발점", "Equal starts"),
            draw=(_two_layers, _three_layers),
            probe=_use_equal_start,
        ),
        Exercise(
            id="seed-and-order",
            name="seed_and_order",
            points=1,
            title=Text("시드가 정하는 것", "What a seed fixes"),
            examples=({},),
            probe=take_value,
        ),
    ),
)
