"""05-nn-module: models as nn.Module, their parameters, and the training loop around them."""

from __future__ import annotations

import copy
import math
from itertools import pairwise
from typing import Any

import numpy as np

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


class MadeAnew(Exception):
    """The work is a module whose ``forward`` makes its parameters once more, so that no optimizer knows them."""


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
    output and the gradients, the input's too.

    Where a shape is wrong, or other parameters are found, the output alone: what ``forward`` makes of as much of the
    weight and the bias as fits. It is ``None`` where nothing comes of that.
    """
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
        return [*shapes, found, _output_of_what_fits(layer, weight, bias, case), None, None, None]
    known = (layer.weight, layer.bias)  # an optimizer that is made now holds these, whatever ``forward`` does
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    x = torch.tensor(case["x"], dtype=dtype, requires_grad=True)  # a layer before this one learns through it
    output = _call_to_learn(layer, x)
    if output is None:
        return None
    if layer.weight is not known[0] or layer.bias is not known[1]:
        raise MadeAnew("`forward` has put other parameters into the place of those that were there")
    gradients = [parameter.grad for parameter in known]
    if gradients == [None, None]:
        raise NoDerivative("no graph leads from the output to the parameters")
    return [*shapes, found, output, *gradients, x.grad]


def _output_of_what_fits(layer: Any, weight: Any, bias: Any, case: Case) -> Any:
    import torch

    try:
        with torch.no_grad():
            layer.weight.copy_(_fitted(weight, layer.weight.shape))
            layer.bias.copy_(_fitted(bias, layer.bias.shape))
            return layer(torch.tensor(case["x"], dtype=weight.dtype)).clone()
    except Exception:
        return None


def _fitted(values: Any, shape: Any) -> Any:
    """The values in another shape: a matrix the other way round, or as many from the front as there is room for."""
    if values.dim() == 2 and values.T.shape == shape:
        return values.T
    return values.ravel()[: shape.numel()].reshape(shape)


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


def _stack_of_one(rng: np.random.Generator) -> Case:
    return _stack(rng, 2)


def _stack_of_two(rng: np.random.Generator) -> Case:
    return _stack(rng, 3)


def _stack_of_more(rng: np.random.Generator) -> Case:
    return _stack(rng, int(rng.integers(6, 8)))


def _stack(rng: np.random.Generator, count_of_sizes: int) -> Case:
    """One layer, two, or five and more, with parameters and inputs such that every relu changes something, also one
    before the first layer or behind the last, and that between layers something is above 6, where another relu ends.

    Sizes side by side differ, so that who passes over a layer never finds one that fits all the same.
    """
    first = int(rng.integers(2, 4))
    sizes = [first if place % 2 == 0 else 5 - first for place in range(count_of_sizes)]
    x = _mixed_rows(rng, first)
    given, values = np.array(x), list[float]()
    for n_in, n_out in pairwise(sizes):
        while True:  # each layer by itself: of all at once hardly one in a million would do
            layer = _signed(rng, 0.3, 3, n_in * n_out + n_out)
            output = given @ np.reshape(layer[: n_in * n_out], (n_out, n_in)).T + layer[n_in * n_out :]
            # Each row has something that passes, and something that is cut; and no number is far beyond the others.
            passes = np.all(output.max(axis=1) > 0.3) and np.all(output.min(axis=1) < -0.3)
            if passes and output.max() > 6.5 and np.abs(output).max() < 20:
                break
        values, given = [*values, *layer], np.maximum(output, 0)
    return {"sizes": sizes, "values": values, "x": x}


def _mixed_rows(rng: np.random.Generator, width: int) -> Rows:
    """Two rows with numbers of both signs in each."""
    while True:
        x = [_signed(rng, 0.5, 2, width) for _ in range(2)]
        if all(min(row) < 0 < max(row) for row in x):
            return x


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
        "steps": int(rng.integers(3, 6)),
    }


def _training_that_arrives(rng: np.random.Generator) -> Case:
    """Both curvatures are 2 and no point is off the line, so that one step reaches the bottom, where the loss is 0.

    Who stops where it hardly falls records too few.
    """
    near = number(rng, 0.4, 0.8)
    far = round(math.sqrt(2 - near**2), 4)
    x, w, b = [-far, -near, near, far], number(rng, 1, 3), number(rng, 0.5, 2)
    y = [round(w * v + b, 6) for v in x]
    start = {"w": number(rng, -1.5, 0), "b": number(rng, -1, -0.2)}
    return {"x": x, "y": y, **start, "lr": 0.5, "steps": int(rng.integers(4, 7))}


def _line_and_points(precision: str, case: Case) -> tuple[Any, Any, Any]:
    """An ``nn.Linear(1, 1)`` that starts where the case says, and the points, two tensors of shape (N, 1)."""
    import torch

    dtype = getattr(torch, precision)
    model = torch.nn.Linear(1, 1, dtype=dtype)
    with torch.no_grad():
        model.weight.fill_(case["w"])
        model.bias.fill_(case["b"])
    x, y = (torch.tensor(case[name], dtype=dtype).reshape(-1, 1) for name in ("x", "y"))
    return model, x, y


def _use_train(work: Any, case: Case) -> Any:
    """The losses, weight and bias afterwards, and 1; but where these have not moved, in place of the 1, how many
    gradients have piled up, negative. Losses that hold on to their graphs are named as such."""
    return in_either_precision(lambda precision: _use_train_in(precision, work, case))


def _use_train_in(precision: str, work: Any, case: Case) -> Any:
    import torch

    model, x, y = _line_and_points(precision, case)
    start = copy.deepcopy(model.state_dict())
    losses = work(model, x, y, case["lr"], case["steps"])
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
    return _two_models(rng, [2, 2, 1], 0)


def _three_layers(rng: np.random.Generator) -> Case:
    return _two_models(rng, [1, 2, 2, 1], 0)


def _layers_inside(rng: np.random.Generator) -> Case:
    """Who looks at the layers of a model, and not into what is no layer itself, misses some."""
    return _two_models(rng, [1, 2, 2, 1], 2)


def _two_models(rng: np.random.Generator, sizes: list[int], inside: int) -> Case:
    """Two models of the same layers, each an ``nn.Linear``; so many of the last in an ``nn.Sequential`` of their own."""
    count = sum(a * b + b for a, b in pairwise(sizes))
    values = {"source": numbers(rng, 0.5, 2, count), "target": numbers(rng, -2, -0.5, count)}
    return {"sizes": sizes, "inside": inside, **values}


def _use_equal_start(work: Any, case: Case) -> Any:
    """All parameters of the target and of the source after the call, and of the target once the source has moved.

    Or, where one of the models cannot learn any more, which, and why; or, where both have new values and the same, so.
    """
    import torch
    from torch.nn.utils import parameters_to_vector, vector_to_parameters

    def model(values: list[float]) -> Any:
        layers = [torch.nn.Linear(a, b) for a, b in pairwise(case["sizes"])]
        if inside := case["inside"]:
            layers = [*layers[:-inside], torch.nn.Sequential(*layers[-inside:])]
        made = torch.nn.Sequential(*layers)
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
    if torch.equal(*after) and not any(torch.equal(after[0], torch.tensor(case[name])) for name in models):
        return {"alike": True, "as_before": "neither"}
    with torch.no_grad():
        for parameter in source.parameters():
            parameter += 1
    return [*after, parameters_to_vector(target.parameters()).detach()]


# --- module-curve ------------------------------------------------------------------------------------------------


def _bent(rng: np.random.Generator) -> Case:
    """Points beside a curve ``a x² + b x + c`` that no straight line follows."""
    n = int(rng.integers(9, 13))
    a, b = (number(rng, low, high) * int(rng.choice([-1, 1])) for low, high in ((2.5, 4), (0.8, 1.2)))
    c = number(rng, 2, 4)
    x = [round(float(v), 2) for v in np.linspace(-1, 1, n)]
    return {"x": x, "y": [round(a * v * v + b * v + c + number(rng, -0.02, 0.02), 2) for v in x], "curve": [a, b, c]}


def _between(case: Case) -> np.ndarray:
    x = np.array(case["x"])
    return (x[1:] + x[:-1]) / 2


def _use_curve(work: Any, case: Case) -> Any:
    """What the trained model says halfway between the points, where it was not trained."""
    import torch

    x, y = (torch.tensor(case[name], dtype=torch.float32).reshape(-1, 1) for name in ("x", "y"))
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(0)  # where layers start is nobody's luck
        model = work(x, y)
    if not isinstance(model, torch.nn.Module):
        return None if model is None else {UNLIKE: type(model).__name__}
    with torch.no_grad():
        said = _call(model, torch.tensor(_between(case), dtype=torch.float32).reshape(-1, 1))
    return said.flatten() if isinstance(said, torch.Tensor) else {UNLIKE: type(said).__name__}


def _how_near_to_the_curve(answer: Any, case: Case) -> dict[str, bool]:
    """Any model is right whose mean squared error between the points is a twentieth of the variance, or less."""
    x, (a, b, c) = _between(case), case["curve"]
    said, truth = np.array(answer, dtype=float), a * x**2 + b * x + c
    if said.shape != truth.shape:
        raise ValueError("not one number for each place")
    error = float(np.mean((said - truth) ** 2)) if np.all(np.isfinite(said)) else np.inf
    line = np.polynomial.Polynomial.fit(x, truth, 1)(x)
    return {
        "within_a_twentieth": bool(error <= np.var(truth) / 20),
        "half_as_far_as_a_line": bool(error <= np.mean((line - truth) ** 2) / 2),
        "farther_than_the_mean": bool(error > np.var(truth)),
    }


# --- module-batches ----------------------------------------------------------------------------------------------


def _unequal_batches(rng: np.random.Generator) -> Case:
    sizes = [int(n) for n in rng.permutation([1, 2, 4])[: int(rng.integers(2, 4))]]
    x = [numbers(rng, 0.5, 3, n) for n in sizes]
    w = number(rng, 1, 3)
    everything = np.concatenate(x)
    return {
        "x": x,
        "y": [[round(w * v + number(rng, 1, 3), 2) for v in part] for part in x],
        "w": number(rng, -1.5, -0.2),
        "b": number(rng, -1, -0.2),
        "lr": round(float(rng.uniform(0.05, 0.12) / (np.mean(everything**2) + 1)), 4),
    }


def _use_batches(work: Any, case: Case) -> Any:
    """Weight and bias after one call and after a second one; word of it where all batches were computed at once."""
    return in_either_precision(lambda precision: _use_batches_in(precision, work, case))


def _use_batches_in(precision: str, work: Any, case: Case) -> Any:
    import torch

    dtype = getattr(torch, precision)
    model, _, _ = _line_and_points(precision, case | {"x": [], "y": []})
    optimizer = torch.optim.SGD(model.parameters(), lr=case["lr"])
    places, rows = [], [0]
    model.register_forward_pre_hook(lambda _, given: rows.append(len(given[0])))
    for _ in range(2):
        batches = [
            tuple(torch.tensor(part, dtype=dtype).reshape(-1, 1) for part in pair)
            for pair in zip(case["x"], case["y"], strict=True)
        ]
        with torch.enable_grad():
            work(model, optimizer, batches)
        places += [model.weight.item(), model.bias.item()]
    return places if max(rows) <= max(map(len, case["x"])) else {"value": places, "rows_at_once": max(rows)}


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _line_somewhere(rng: np.random.Generator) -> Case:
    return {
        "w": number(rng, 0.5, 3),
        "b": round(number(rng, 0.3, 2) * int(rng.choice([-1, 1])), 2),
        "x": numbers(rng, 0.5, 3, int(rng.integers(2, 5))),
    }


def _use_line(work: Any, case: Case) -> Any:
    """How many numbers ``parameters()`` finds, and for given ``w`` and ``b`` the output and their gradients."""
    import torch

    line = _build(work, torch.float64)
    found = sum(p.numel() for p in line.parameters())
    if found != 2:
        return [found, None, None, None]
    with torch.no_grad():
        for name in ("w", "b"):
            getattr(line, name).fill_(case[name])
    output = _call_to_learn(line, torch.tensor(case["x"], dtype=torch.float64).reshape(-1, 1))
    return None if output is None else [found, output, line.w.grad, line.b.grad]


def _use_fit(work: Any, case: Case) -> Any:
    """What comes back: weight and bias."""
    return in_either_precision(lambda precision: work(*_line_and_points(precision, case), case["lr"], case["steps"]))


def _layers_and_scale(rng: np.random.Generator) -> Case:
    count = int(rng.integers(2, 5))
    values = _signed(rng, 0.5, 1.5, 2 * count + 1)
    return {"count": count, "values": values, "x": _signed(rng, 0.5, 2, 3)}


def _use_mended(work: Any, case: Case) -> Any:
    """How many parameters are found, and the output and all gradients for given values (``None`` where too few)."""
    import torch

    model = _build(work, torch.float64, case["count"])
    parameters = list(model.parameters())
    if sum(p.numel() for p in parameters) != len(case["values"]):
        return [len(parameters), None, None]
    # The scale by its name: who makes it a module's own or a layer's, has it in another place of the row.
    rest = [p for p in parameters if p is not model.scale]
    with torch.no_grad():
        for parameter, value in zip([model.scale, *rest], case["values"], strict=True):
            parameter.fill_(value)
    output = _call_to_learn(model, torch.tensor(case["x"], dtype=torch.float64).reshape(-1, 1))
    if output is None:
        return None
    if any(p.grad is None for p in parameters):
        raise PartCutOff("no graph leads from the output to some of the parameters")
    return [len(parameters), output, [model.scale.grad.item(), *(p.grad.item() for p in rest)]]


_LITTLE, _FAR = (0.02, 0.1), (1.5, 3)


def _too_fast(rng: np.random.Generator) -> Case:
    """A rate a little beyond the limit: the loss falls for some steps, then rises."""
    while True:
        case = _on_the_way(rng, (1.1, 1.25), flat=_FAR, steep=_LITTLE, steps=(7, 12))
        losses = _losses_of_line(case)
        best = int(np.argmin(losses))
        if 2 <= best <= len(losses) - 4 and sorted(losses)[1] > 1.05 * losses[best]:
            return case


def _slow_enough(rng: np.random.Generator) -> Case:
    """The loss falls to the end: of those before a step, that of the last one is the lowest.

    More steps than in the other cases: with any number written in their place, one of them comes out otherwise.
    """
    return _on_the_way(rng, (0.03, 0.06), flat=_LITTLE, steep=_FAR, steps=(12, 15))


def _rising_at_once(rng: np.random.Generator) -> Case:
    """The loss rises from the start on: the first is the lowest."""
    return _on_the_way(rng, (1.1, 1.25), flat=_LITTLE, steep=_FAR, steps=(7, 12))


def _on_the_way(
    rng: np.random.Generator,
    rates: tuple[float, float],
    *,
    flat: tuple[float, float],
    steep: tuple[float, float],
    steps: tuple[int, int],
) -> Case:
    """A line, away from the best one in both directions, and a rate: so many times the largest that converges."""
    n = int(rng.integers(3, 6))
    x = numbers(rng, 0.5, 3, n)
    features = np.stack([x, np.ones(n)], axis=1)
    w, b = number(rng, 1, 3), number(rng, 0.5, 2)
    curvatures, directions = np.linalg.eigh(2 / n * features.T @ features)
    away = directions @ [number(rng, *flat), number(rng, *steep)]
    return {
        "x": x,
        "y": [round(w * v + b, 2) for v in x],
        "w": round(float(w + away[0]), 2),
        "b": round(float(b + away[1]), 2),
        "lr": round(float(2 / curvatures[-1] * rng.uniform(*rates)), 4),
        "steps": int(rng.integers(*steps)),
    }


def _losses_of_line(case: Case) -> list[float]:
    """The loss before each step of gradient descent, and after the last."""
    x, y = np.array(case["x"]), np.array(case["y"])
    w, b, losses = case["w"], case["b"], []
    for _ in range(case["steps"] + 1):
        r = w * x + b - y
        losses.append(float(np.mean(r**2)))
        w, b = w - case["lr"] * 2 * np.mean(r * x), b - case["lr"] * 2 * np.mean(r)
    return losses


def _use_keeping_best(work: Any, case: Case) -> Any:
    """Weight and bias of the state that comes back."""
    return in_either_precision(lambda precision: _use_keeping_best_in(precision, work, case))


def _use_keeping_best_in(precision: str, work: Any, case: Case) -> Any:
    kept = work(*_line_and_points(precision, case), case["lr"], case["steps"])
    if not isinstance(kept, dict):
        return None if kept is None else {"no_state": type(kept).__name__}
    if sorted(kept) != ["bias", "weight"]:
        return {"names": ", ".join(map(str, kept)) or "-"}
    return [kept["weight"], kept["bias"]]


def _one_group(rng: np.random.Generator) -> Case:
    return _held(rng, (0, 1))


def _two_groups(rng: np.random.Generator) -> Case:
    return _held(rng, (0, 1, 2))


def _all_held(rng: np.random.Generator) -> Case:
    return _held(rng, (1, 2))


def _copy_held(rng: np.random.Generator) -> Case:
    return _all_held(rng) | {"of_a_copy": 1}


def _held(rng: np.random.Generator, groups: tuple[int, ...]) -> Case:
    """Each parameter in one of these groups of the optimizer's, 0 for none, and none of these without any."""
    while True:
        sizes = [int(n) for n in rng.integers(1, 3, int(rng.integers(3, 5)))]
        group = [int(v) for v in rng.choice(groups, 2 * (len(sizes) - 1))]
        if set(group) == set(groups):
            return {"sizes": sizes, "group": group, "of_a_copy": 0}


def _use_left_out(work: Any, case: Case) -> Any:
    """For each parameter of the model, whether it is named; and how many names are no parameter's."""
    import torch

    layers = [torch.nn.Linear(a, b) for a, b in pairwise(case["sizes"])]
    model = torch.nn.Sequential(*layers)
    with torch.no_grad():
        for parameter in model.parameters():  # of equal values: who compares values, takes one for another
            parameter.fill_(0.5)
    owner = copy.deepcopy(model) if case["of_a_copy"] else model
    placed = list(zip(owner.parameters(), case["group"], strict=True))
    groups = [{"params": [p for p, at in placed if at == k]} for k in sorted(set(case["group"]) - {0})]
    named = work(model, torch.optim.SGD(groups, lr=0.1))
    if named is None or isinstance(named, str) or not all(isinstance(name, str) for name in named):
        return None if named is None else {"no_names": type(named).__name__}
    names = [name for name, _ in model.named_parameters()]
    return [*(int(name in named) for name in names), len(set(named) - set(names))]


def _two_layers_on_paper(rng: np.random.Generator) -> Case:
    while True:
        case = {name: int(rng.integers(2, 13)) for name in ("inputs", "hidden", "outputs")}
        i, h, o = case.values()
        if apart(i * h + h + h * o + o, i * h + h * o, i * h + h * o + 2, i * o + o, i * h + h, i * h + h + h * o):
            return case


def _ask_numbers(case: Case) -> Text:
    i, h, o = case.values()
    return Text(
        f"`nn.Linear({i}, {h})` 다음에 `nn.Linear({h}, {o})` 층이 오는 모델입니다. 학습할 수는 모두 몇 개일까요?",
        f"A model has `nn.Linear({i}, {h})` and then `nn.Linear({h}, {o})`. How many numbers are there to train?",
    )


def _piled(rng: np.random.Generator) -> Case:
    while True:
        case: Case = {"g": int(rng.integers(2, 31)) * int(rng.choice([-1, 1])), "steps": int(rng.integers(3, 10))}
        g, n = case["g"], case["steps"]
        if apart(g * n, g, 0, g * (n - 1), g * (n + 1)):
            return case


def _ask_piled(case: Case) -> Text:
    return Text(
        f"옵티마이저가 예전 모델의 파라미터를 쥐고 있습니다. 지금 모델의 첫 그래디언트는 {signed(case['g'])}입니다. 반복문을 "
        f"{case['steps']}번 돈 뒤 지금 모델의 `.grad`는 얼마일까요?",
        f"The optimizer holds the parameters of an earlier model. The first gradient of the present model is "
        f"{signed(case['g'])}. What is in its `.grad` after {case['steps']} rounds of the loop?",
    )


def _flat_targets(rng: np.random.Generator) -> Case:
    return {"n": int(rng.integers(3, 61))}


def _ask_squares(case: Case) -> Text:
    n = case["n"]
    return Text(
        f"예측의 모양은 ({n}, 1), 정답의 모양은 ({n},)입니다. `nn.MSELoss()`는 제곱 몇 개의 평균을 낼까요?",
        f"Predictions have the shape ({n}, 1), targets ({n},). Of how many squares does `nn.MSELoss()` take the mean?",
    )


LEFT_OUT = (
    "module-guess-squares",
    "module-drill-squares",
    "module-guess-device",
    "module-guess-spread",
)
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="05-nn-module",
    title=Text("nn.Module과 torch.optim", "nn.Module and torch.optim"),
    exercises=(
        Exercise(
            id="dense-layer",
            name="Dense",
            points=2,
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
            points=1,
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
            draw=(_stack_of_two, _stack_of_one, _stack_of_more),
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
            points=3,
            title=Text("모델을 학습시키는 함수", "A function that trains a model"),
            draw=(_training, _training, _training_that_arrives),
            probe=_use_train,
            rtol=1e-5,  # of losses this large, three decimals would be within the usual 1e-4
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
            draw=(_two_layers, _three_layers, _layers_inside),
            probe=_use_equal_start,
        ),
        Exercise(
            id="module-curve",
            name="fit_curve",
            points=2,
            title=Text("무엇이든 골라서", "Everything is yours to choose"),
            draw=_bent,
            probe=_use_curve,
            observe=Aim(
                _how_near_to_the_curve,
                {"within_a_twentieth": True, "half_as_far_as_a_line": True, "farther_than_the_mean": False},
            ),
            findings={
                UNLIKE: Text(
                    "학습을 마친 모듈을 돌려주세요. (N, 1)인 텐서를 넣으면 (N, 1)인 텐서가 나와야 해요.",
                    "Return the trained module: given a tensor of shape (N, 1), it returns one of shape (N, 1).",
                ),
                **dict.fromkeys(
                    ("within_a_twentieth", "half_as_far_as_a_line", "farther_than_the_mean"),
                    Text(
                        "아래의 곡선에서는 아직 충분히 가깝지 않아요. 학습하는 동안 손실을 몇 번 출력해 보세요. 계속 줄고 있으면 스텝을 늘리거나 "
                        "학습률을 키우고, 일찍 멈춰 있으면 모델을 바꾸세요.",
                        "On the curve below it is not near enough yet. Print the loss a few times: if it is still falling, take more "
                        "steps or a larger rate; if it stands still, change the model.",
                    ),
                ),
            },
        ),
        Exercise(
            id="seed-and-order",
            name="seed_and_order",
            points=1,
            title=Text("시드가 정하는 것", "What a seed fixes"),
            examples=({},),
            probe=take_value,
        ),
        Exercise(
            id="module-batches",
            name="one_step",
            points=1,
            title=Text("★ 나누어 담은 데이터로 한 스텝", "★ One step from many batches"),
            draw=_unequal_batches,
            examples=(
                {"x": [[1.0, 2.0, 3.0], [4.0]], "y": [[4.0, 4.0, 6.0], [10.0]], "w": -1.0, "b": -0.5, "lr": 0.02},
            ),
            probe=_use_batches,
            parts=(
                Text("첫 스텝 뒤의 weight", "the weight after the first step"),
                Text("첫 스텝 뒤의 bias", "the bias after the first step"),
                Text("둘째 스텝 뒤의 weight", "the weight after the second step"),
                Text("둘째 스텝 뒤의 bias", "the bias after the second step"),
            ),
            start=lambda case: [case["w"], case["b"]] * 2,
            findings={
                "rows_at_once": Text(
                    "모델이 한꺼번에 {value}행을 계산했어요. 가장 큰 배치보다 많아요. 배치를 이어 붙이지 말고 하나씩 계산하세요.",
                    "The model computed this many rows at once: {value}, more than the largest batch has. Do not join the "
                    "batches: compute one at a time.",
                ),
            },
        ),
    ),
    practice=(
        task(
            "module-task-line",
            "Line",
            Text("직선 하나를 모듈로", "A line as a module"),
            draw=_line_somewhere,
            examples=({"w": 2.0, "b": 1.0, "x": [1.0, 2.0, 3.0, 4.0]},),
            probe=_use_line,
        ),
        guess(
            "module-guess-numbers", Text("`nn.Linear(5, 3)`에서 학습할 수", "The numbers to train in `nn.Linear(5, 3)`")
        ),
        drill(
            "module-drill-numbers",
            Text("학습할 수의 개수", "How many numbers to train"),
            draw=_two_layers_on_paper,
            ask=_ask_numbers,
        ),
        guess("module-guess-first-step", Text("첫 스텝 뒤의 `w`", "`w` after the first step"), rtol=0.01),
        guess(
            "module-guess-nothing",
            Text("비운 다음 바로 `step()`", "`step()` right after emptying"),
            options=(
                Text("지난 그래디언트로 한 번 더 움직입니다.", "It moves once more, by the last gradient."),
                Text("오류 없이 아무것도 움직이지 않습니다.", "Nothing moves, and there is no error."),
                Text("`None`이라서 오류가 납니다.", "It raises an error because of the `None`."),
            ),
        ),
        task(
            "module-task-fit",
            "fit",
            Text("옵티마이저 만들기", "Making the optimizer"),
            draw=_training,
            examples=(
                {"x": [1.0, 2.0, 3.0, 4.0], "y": [4.0, 4.0, 6.0, 10.0], "w": 0.0, "b": 0.0, "lr": 0.05, "steps": 3},
            ),
            probe=_use_fit,
        ),
        guess("module-guess-found", Text("`parameters()`가 찾는 수", "What `parameters()` finds")),
        task(
            "module-task-mend",
            "Mended",
            Text("모듈 고치기", "A module to mend"),
            draw=_layers_and_scale,
            examples=({"count": 2, "values": [2.0, 1.5, -1.0, 0.5, 1.0], "x": [1.0, 2.0]},),
            probe=_use_mended,
        ),
        guess("module-guess-rerun", Text("넷째 스텝의 `.grad`", "`.grad` in the fourth step")),
        drill(
            "module-drill-piled",
            Text("닿지 않는 옵티마이저", "An optimizer that does not reach"),
            draw=_piled,
            ask=_ask_piled,
        ),
        guess("module-guess-zero", Text("두 층을 모두 0에서", "Both layers from zero"), rtol=0.01),
        guess(
            "module-guess-spread",
            Text("열 층을 지난 뒤의 표준편차", "The standard deviation after ten layers"),
            rtol=0.1,
        ),
        guess(
            "module-guess-kept",
            Text("담아 둔 가중치", "The weight that was kept"),
            options=(
                Text("담아 둘 때의 값 그대로입니다.", "It is the value from when it was kept."),
                Text("학습한 뒤의 값으로 바뀌어 있습니다.", "It has become the value after training."),
                Text("옛 값과 새 값의 중간입니다.", "It is halfway between old and new."),
            ),
        ),
        task(
            "module-task-keep",
            "train_keeping_best",
            Text("가장 좋은 값 남기기", "Keeping the best values"),
            draw=(_too_fast, _slow_enough, _rising_at_once),
            probe=_use_keeping_best,
            findings={
                "no_state": Text(
                    "`state_dict()`처럼 이름과 값이 든 딕셔너리를 돌려주세요. 받은 것: {value}.",
                    "Return names with values, as `state_dict()` gives them. What came back: {value}.",
                ),
                "names": Text(
                    "딕셔너리에는 `weight`와 `bias`가 있어야 해요. 있는 이름: {value}.",
                    "The dict needs `weight` and `bias`. The names in it: {value}.",
                ),
            },
        ),
        guess("module-guess-squares", Text("제곱 몇 개의 평균일까?", "The mean of how many squares?")),
        drill(
            "module-drill-squares",
            Text("브로드캐스팅된 손실", "A loss that is broadcast"),
            draw=_flat_targets,
            ask=_ask_squares,
        ),
        guess(
            "module-guess-device",
            Text("없는 장치의 이름", "The name of a missing device"),
            options=(
                Text("`torch.device(...)`에서 바로 멈춥니다.", "It stops at `torch.device(...)`."),
                Text("모델을 그 장치로 옮길 때 멈춥니다.", "It stops when the model moves there."),
                Text("멈추지 않고 CPU를 씁니다.", "It does not stop, and uses the CPU."),
            ),
        ),
        guess("module-guess-epochs", Text("0.001 안에 머물기까지", "To stay within 0.001"), rtol=0.1),
        task(
            "module-challenge-left-out",
            "left_out",
            Text("빠진 파라미터 찾기", "Which parameters are left out"),
            draw=(_two_groups, _copy_held, _one_group, _all_held),
            examples=(
                {"sizes": [1, 2, 1], "group": [1, 1, 0, 0], "of_a_copy": 0},
                {"sizes": [1, 1, 1], "group": [1, 1, 1, 1], "of_a_copy": 1},
            ),
            probe=_use_left_out,
            findings={
                "no_names": Text(
                    "이름(문자열)의 리스트를 돌려주세요. 받은 것: {value}.",
                    "Return a list of names, which are strings. What came back: {value}.",
                ),
            },
            starred=True,
        ),
    ),
    written=(
        WrittenQuestion(
            "reflection",
            rubric=(
                Criterion(
                    1,
                    Text(
                        "수업에서 본 원인 하나를 들고, 왜 손실이 그대로인지 썼습니다.",
                        "names one cause from the lesson, and says why the loss stays flat.",
                    ),
                ),
                Criterion(
                    1,
                    Text("다른 원인을 하나 더 들고, 왜 그런지 썼습니다.", "names another, and says why."),
                ),
                Criterion(
                    1,
                    Text(
                        "무엇을 출력하면 둘을 구별할 수 있는지, 그때 무엇이 보이는지 썼습니다.",
                        "says what to print in order to tell the two apart, and what one sees then.",
                    ),
                ),
            ),
        ),
    ),
)
