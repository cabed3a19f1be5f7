"""Answers that no list of mistakes knew: right ones pass, wrong ones do not, and what is said of them is true."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from numpy.linalg import norm
from torch import nn

from gdcourse.exercises import find_exercise
from gdcourse.grading.submission.hidden_cases import hidden_key
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.probing import observed, probe
from gdcourse.student.check_answer import verdict_of

STUDENTS = [f"student-{n}" for n in range(5)]


def hidden_verdict(exercise_id: str, work: Any, student: str) -> Verdict:
    unit, exercise = find_exercise(exercise_id)
    key = hidden_key(unit, exercise, b"secret", student)
    return judge(observed(exercise, probe(exercise, work, key["cases"]), key["cases"]), key)


def verdicts_of(exercise_id: str, work: Any) -> list[Verdict]:
    return [verdict_of(exercise_id, work), *(hidden_verdict(exercise_id, work, student) for student in STUDENTS)]


# --- right -------------------------------------------------------------------------------------------------------


def dense(forward: Any, n_in: int, n_out: int) -> nn.Module:
    class Layer(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x: torch.Tensor) -> Any:
            return forward(self, x)

    return Layer()


def dense_with_einsum(n_in: int, n_out: int) -> nn.Module:
    return dense(lambda m, x: torch.einsum("ni,oi->no", x.to(torch.float32), m.weight) + m.bias, n_in, n_out)


def dense_in_double(n_in: int, n_out: int) -> nn.Module:
    return dense(lambda m, x: x.double() @ m.weight.double().T + m.bias.double(), n_in, n_out)


def train_on_floats(model: Any, x: Any, y: Any, lr: float, steps: int) -> list[float]:
    x, y = x.float(), y.float()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def condition_as_complex(x: Any) -> Any:
    design = np.column_stack([x, np.ones(len(x))])
    values = np.linalg.eigvals(design.T @ design).astype(complex)
    return values[np.abs(values).argmax()] / values[np.abs(values).argmin()]


def rate_by_measured_slopes(x: Any, y: Any, goal: float, most: int) -> Any:
    def cost(W: float, b: float) -> float:
        return float(np.mean((W * x + b - y) ** 2))

    steps = most // 4
    for lr in 2.0 ** np.arange(-7, 0):
        W = b = 0.0
        for _ in range(steps):
            slope_W = (cost(W + 0.01, b) - cost(W - 0.01, b)) / 0.02
            slope_b = (cost(W, b + 0.01) - cost(W, b - 0.01)) / 0.02
            W, b = W - lr * slope_W, b - lr * slope_b
        if cost(W, b) <= goal:
            return lr, steps
    return None


def fit_with_hidden_numbers(x: torch.Tensor, y: torch.Tensor) -> nn.Module:
    model = nn.Sequential(nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    loss_function = nn.MSELoss()
    for _ in range(80):
        optimizer.zero_grad()
        loss_function(model(x), y).backward()
        optimizer.step()
    return model


RIGHT: dict[str, tuple[str, Any]] = {
    "einsum of a cast input": ("dense-layer", dense_with_einsum),
    "a layer that casts to double": ("dense-layer", dense_in_double),
    "training on floats": ("train-module", train_on_floats),
    "an object array of tensors": ("line-prediction", lambda W, b, x: _objects([torch.tensor(W * v + b) for v in x])),
    "an object array of arrays": ("line-prediction", lambda W, b, x: _objects([np.array([W * v + b]) for v in x])),
    "the values of a dictionary": ("line-prediction", lambda W, b, x: {i: W * v + b for i, v in enumerate(x)}.values()),
    "complex numbers without an imaginary part": ("feature-condition", condition_as_complex),
    "the first rate that a search finds": ("affordable-descent", rate_by_measured_slopes),
    "a model of hidden numbers": ("module-curve", fit_with_hidden_numbers),
    "columns in a set": ("honest-columns", lambda X, y, train, k: set(_agreeing(X, y, train)[-k:])),
}  # fmt: skip


def _agreeing(X: Any, y: Any, train: Any) -> list[int]:
    return np.argsort([abs(np.corrcoef(X[train, j], y[train])[0, 1]) for j in range(X.shape[1])]).tolist()


def _objects(values: list[Any]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


@pytest.mark.parametrize(("exercise_id", "work"), RIGHT.values(), ids=RIGHT.keys())
def test_a_right_answer_of_an_unusual_kind_is_right(exercise_id: str, work: Any) -> None:
    for verdict in verdicts_of(exercise_id, work):
        assert verdict.correct, verdict.message.en


# --- wrong -------------------------------------------------------------------------------------------------------


def _stepped(w: float, b: float, x: Any, y: Any, lr: float, change: Any) -> Any:
    residual = w * x + b - y
    return w - lr * 2 * np.mean(residual * x), change(b - lr * 2 * np.mean(residual))


def best_but_for_the_first(W: Any, b: Any, x: Any, y: Any) -> Any:
    found, least = (W[0], b[0]), np.mean((W[0] * x + b[0] - y) ** 2)
    for weight in W[1:]:
        for bias in b[1:]:
            cost = np.mean((weight * x + bias - y) ** 2)
            if cost < least:
                found, least = (weight, bias), cost
    return found


def worst_error_from(first: int) -> Any:
    def worst_error(g: Any, n: Any) -> Any:
        worst = 0.0
        for i in range(first, len(g)):
            worst = max(worst, abs(g[i] - n[i]) / max(abs(g[i]), abs(n[i])))
        return worst

    return worst_error


def one_batch_more(w: float, x: Any, y: Any, batch_size: int) -> Any:
    gradients = []
    for k in range(len(x) // batch_size + 1):
        a, b = x[k * batch_size : (k + 1) * batch_size], y[k * batch_size : (k + 1) * batch_size]
        gradients.append(2 * np.mean((w * a - b) * a))
    return gradients


def dense_from_data(n_in: int, n_out: int) -> nn.Module:
    return dense(lambda m, x: x @ m.weight.data.T + m.bias, n_in, n_out)


def stack_of(between: Any) -> Any:
    def stack(sizes: list[int]) -> nn.Module:
        class Stack(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

            def forward(self, x: torch.Tensor) -> Any:
                for layer in self.layers[:-1]:
                    x = between(layer(x))
                return self.layers[-1](x)

        return Stack()

    return stack


def stack_with_ends_of_its_own(sizes: list[int]) -> nn.Module:
    class Stack(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.input_layer = nn.Linear(sizes[0], sizes[1])
            self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[1:-2], sizes[2:-1], strict=True))
            self.output_layer = nn.Linear(sizes[-2], sizes[-1])

        def forward(self, x: torch.Tensor) -> Any:
            x = torch.relu(self.input_layer(x))
            for layer in self.hidden:
                x = torch.relu(layer(x))
            return self.output_layer(x)

    return Stack()


def train_returning_a_tensor(model: Any, x: Any, y: Any, lr: float, steps: int) -> Any:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return torch.stack(losses)


class VelocitiesByPlace(torch.optim.Optimizer):
    def __init__(self, params: Any, lr: float, momentum: float = 0.0) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})
        self.v: dict[int, torch.Tensor] = {}

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for i, p in enumerate(group["params"]):
                if p.grad is None:
                    continue
                v = self.v.get(i, torch.zeros_like(p)) * group["momentum"] + p.grad
                self.v[i] = v
                p -= group["lr"] * (p.grad + group["momentum"] * v)


def shuffled_before_the_seed(x: Any, y: Any, n_train: int, seed: int) -> Any:
    order = np.random.permutation(len(x))
    np.random.seed(seed)
    return x[order[:n_train]], y[order[:n_train]], x[order[n_train:]], y[order[n_train:]]


def rows_by_value(x: Any, y: Any, n_train: int, seed: int) -> Any:
    chosen = np.isin(x, np.random.default_rng(seed).choice(x, n_train, replace=False))
    return x[chosen], y[chosen], x[~chosen], y[~chosen]


def condition_of_two(x: Any) -> Any:
    A = np.column_stack([x[:, 0], x[:, 1], np.ones(len(x))])
    return np.linalg.cond(A.T @ A)


def never_counted_anew(errors: Any, patience: int) -> Any:
    lowest, best, waited = math.inf, 0, 0
    for epoch, error in enumerate(errors):
        if error < lowest:
            lowest, best = error, epoch
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(errors) - 1


def losses_rounded(model: Any, x: Any, y: Any, lr: float, steps: int) -> list[float]:
    return [round(loss, 3) for loss in train_on_floats(model.float(), x, y, lr, steps)]


def little_gained_is_nothing(errors: Any, patience: int) -> Any:
    lowest, best, waited = math.inf, 0, 0
    for epoch, error in enumerate(errors):
        if error < lowest - 5:
            lowest, best, waited = error, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return best, epoch
    return best, len(errors) - 1


def order_by_counting_neighbours(which: int) -> Any:
    """Uses are counted by node that uses, and taken off one by one; what is ready first has its turn first, or last."""

    def order(inputs: list[list[int]], output: int) -> list[int]:
        waiting = [sum(k in used for used in inputs) for k in range(len(inputs))]
        ready, found = [output], []
        while ready:
            found.append(ready.pop(which))
            for source in inputs[found[-1]]:
                waiting[source] -= 1
                if waiting[source] == 0:
                    ready.append(source)
        return found

    return order


def rate_by_the_slope(loss: Any, w: float, most: int) -> tuple[float, int]:
    place = torch.tensor(w, requires_grad=True)
    (slope,) = torch.autograd.grad(loss(place), place)
    return 1 / abs(slope.item()), most


def net_with_small_steps(x: torch.Tensor, y: torch.Tensor) -> nn.Module:
    model = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return model


def rate_by_trials_that_go_on(rates: list[float], *, lowest: bool = False) -> Any:
    """Each trial begins where the last one ended; the rate is the first that is enough, or that of the lowest loss."""

    def choose_rate(loss: Any, w: float, most: int) -> tuple[float, int]:
        place = torch.tensor(w, requires_grad=True)
        first, ends = loss(place).item(), []
        for lr in rates:
            for _ in range(most):
                loss(place).backward()
                with torch.no_grad():
                    place -= lr * place.grad
                place.grad = None
            ends.append(loss(place).item())
            if not lowest and ends[-1] <= first / 100:
                return lr, most
        return rates[int(np.nanargmin(ends))], most

    return choose_rate


def best_below(cost_at_first: float, found: Any) -> Any:
    def best(W: Any, b: Any, x: Any, y: Any) -> Any:
        least, pair = cost_at_first, found
        for weight in W:
            for bias in b:
                cost = np.mean((weight * x + bias - y) ** 2)
                if cost < least:
                    least, pair = cost, (weight, bias)
        return pair

    return best


def parameters_put_in_anew(m: Any, x: torch.Tensor) -> Any:
    m.weight, m.bias = nn.Parameter(m.weight), nn.Parameter(m.bias)
    return x @ m.weight.T + m.bias


def dense_transposed(forward: Any) -> Any:
    def made(n_in: int, n_out: int) -> nn.Module:
        layer = dense(forward, n_in, n_out)
        layer.weight = nn.Parameter(torch.zeros(n_in, n_out))
        return layer

    return made


def descent_that_breaks_below(least: float) -> Any:
    def descend(x: Any, y: Any, w: float, lr: float, steps: int) -> list[float]:
        places = [w]
        for _ in range(steps):
            slope = 2 * np.mean((w * x - y) * x)
            if abs(slope) < least:
                break
            w = w - lr * slope
            places.append(w)
        return places

    return descend


def losses_that_break_below(least: float) -> Any:
    def loss_history(w: Any, x: Any, y: Any, lr: float, steps: int) -> list[float]:
        losses: list[float] = []
        for _ in range(steps):
            w = w.detach().requires_grad_()
            loss = ((w * x - y) ** 2).mean()
            loss.backward()
            losses.append(loss.item())
            if losses[-1] < least:
                break
            w = w - lr * w.grad
        return losses

    return loss_history


def train_until_it_falls_no_more(model: Any, x: Any, y: Any, lr: float, steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses: list[float] = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        if losses and abs(losses[-1] - loss.item()) < 1e-4:
            break
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def path_that_breaks_below(least: float) -> Any:
    def path(curvature: Any, start: Any, lr: float, momentum: float, steps: int) -> list[Any]:
        w, v, places = start, 0.0, [start]
        for _ in range(steps):
            if norm(curvature * w) < least:
                break
            v = momentum * v + curvature * w
            w = w - lr * v
            places.append(w)
        return places

    return path


def unzeroed_that_breaks(x: Any, y: Any, w: float, lr: float, steps: int) -> list[float]:
    places, gradient = [w], 0.0
    for _ in range(steps):
        gradient += 2 * np.mean((w * x - y) * x)
        if abs(gradient) < 1e-6:
            break
        w = w - lr * gradient
        places.append(w)
    return places


def only_the_worst(f: Any, gradient: Any, v: Any) -> list[int]:
    measured = np.array([(f(v + move) - f(v - move)) / 2e-5 for move in 1e-5 * np.eye(len(v))])
    return [int(np.argmax(np.abs(gradient(v) - measured)))]


def r_squared_from_0(y_test: Any, y_pred: Any, y_train: Any) -> Any:
    return max(0.0, 1 - np.sum((y_test - y_pred) ** 2) / np.sum((y_test - np.mean(y_train)) ** 2))


def stopping_where_little_is_gained(errors: Any, patience: int) -> Any:
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best] - 1e-3:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch


def worst_error_by(change: Any) -> Any:
    """The largest relative error, with each one changed before."""
    return lambda g, n: np.max(change(np.abs(g - n) / np.maximum(np.abs(g), np.abs(n))))


def stack_of_the_first(count: int) -> Any:
    return lambda sizes: stack_of(torch.relu)(sizes[: count + 1])


def nesterov_of(groups: Any = lambda all_of_them: all_of_them, params: Any = lambda all_of_them: all_of_them) -> Any:
    """An optimizer that moves those groups alone, and of each those parameters."""

    class Some(torch.optim.Optimizer):
        def __init__(self, params: Any, lr: float, momentum: float = 0.0) -> None:
            super().__init__(params, {"lr": lr, "momentum": momentum})

        @torch.no_grad()
        def step(self) -> None:  # type: ignore[override]
            for group in groups(self.param_groups):
                for p in params(group["params"]):
                    if p.grad is not None:
                        v = group["momentum"] * self.state[p].get("v", 0) + p.grad
                        self.state[p]["v"] = v
                        p -= group["lr"] * (p.grad + group["momentum"] * v)

    return Some


def one_step_of_all_at_once(model: Any, optimizer: Any, batches: Any) -> None:
    x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()


def starts_of_its_layers(source: Any, target: Any) -> None:
    for theirs, ours in zip(source, target, strict=True):
        if isinstance(theirs, nn.Linear):
            ours.load_state_dict(theirs.state_dict())


def split_by(seed_of: Any) -> Any:
    def split(x: Any, y: Any, n_train: int, seed: int) -> Any:
        order = np.random.default_rng(seed_of(seed)).permutation(len(x))
        return x[order[:n_train]], y[order[:n_train]], x[order[n_train:]], y[order[n_train:]]

    return split


def losses_until_they_rise(w: Any, x: Any, y: Any, lr: float, steps: int) -> list[float]:
    losses: list[float] = []
    for _ in range(steps):
        w = w.detach().requires_grad_()
        loss = ((w * x - y) ** 2).mean()
        if losses and loss.item() > losses[-1]:
            break
        loss.backward()
        losses.append(loss.item())
        w = w - lr * w.grad
    return losses


def back_to_scale_with(floor: float) -> Any:
    def original_scale(w: Any, b: float, mean: Any, std: Any) -> Any:
        wide = np.maximum(std, floor)
        return w / wide, b - np.sum(w * mean / wide)

    return original_scale


def wrong_beyond(bound: Any) -> Any:
    """The components whose differences are beyond what the function makes of all of them."""

    def wrong_components(f: Any, gradient: Any, v: Any) -> list[int]:
        ends = np.array([(f(v + h) - f(v - h)) / 2e-5 for h in 1e-5 * np.eye(len(v))])
        apart = np.abs(gradient(v) - ends)
        return [int(i) for i in np.flatnonzero(apart > bound(apart))]

    return wrong_components


def the_first_batches(count: int) -> Any:
    def batch_gradients(w: float, x: Any, y: Any, batch_size: int) -> list[float]:
        cuts = [slice(k * batch_size, (k + 1) * batch_size) for k in range(count)]
        return [2 * np.mean((w * x[cut] - y[cut]) * x[cut]) for cut in cuts if len(x[cut])]

    return batch_gradients


def order_by_sweeps(count: int) -> Any:
    def backward_order(inputs: list[list[int]], output: int) -> list[int]:
        order: list[int] = []
        for _ in range(count):
            for node in range(len(inputs)):
                if node not in order and all(n in order for n, used in enumerate(inputs) if node in used):
                    order.append(node)
        return order

    return backward_order


def steps_up_to(most: int) -> Any:
    def steps_needed(kappa: float, tolerance: float) -> int:
        left, steps = 1.0, 0
        while left > tolerance and steps < most:
            left, steps = left * (kappa - 1) / (kappa + 1), steps + 1
        return steps

    return steps_needed


def steps_that_a_power_of_ten_needs(x: Any, y: Any, goal: float, most: int) -> tuple[float, int]:
    """Counts one evaluation for a step."""
    found = (0.01, most)
    for lr in 10.0 ** np.arange(-5, 1):
        W = b = 0.0
        for step in range(most + 1):
            errors = W * x + b - y
            if np.mean(errors**2) <= goal:
                found = lr, step
                break
            W, b = W - lr * 2 * np.mean(errors * x), b - lr * 2 * np.mean(errors)
    return found


WRONG: dict[str, tuple[str, Any]] = {
    "a parabola that always opens upwards": ("parabola-slope", lambda w, a, c: 2 * abs(a) * (w - c)),
    "a slope of at most a hundred": ("parabola-slope", lambda w, a, c: float(np.clip(2 * a * (w - c), -100, 100))),
    "a slope rounded to three digits": ("parabola-slope", lambda w, a, c: round(2 * a * (w - c), 3)),
    "a gradient of at most a hundred": ("mse-gradient", lambda x, y, p: np.clip(np.mean(2 * x * (p - y)), -100, 100)),
    "a gradient of six points": ("mse-gradient", lambda x, y, p: np.mean((2 * x * (p - y))[:6])),
    "a bias that stays above 0": ("one-step", lambda w, b, x, y, lr: _stepped(w, b, x, y, lr, abs)),
    "a scale without its sign": ("autograd-leaf", lambda v, s: (torch.tensor(v) * abs(s)).requires_grad_()),
    "a scale of at most 1": ("autograd-leaf", lambda v, s: (torch.tensor(v) * min(s, 1)).requires_grad_()),
    "losses until they rise": ("autograd-losses", losses_until_they_rise),
    "errors below a hundredth that count for nothing": (
        "gradient-check",
        worst_error_by(lambda error: np.where(error < 0.01, 0, error)),
    ),
    "an error of a thousandth at least": ("gradient-check", worst_error_by(lambda error: np.maximum(error, 1e-3))),
    "errors of four decimals": ("gradient-check", worst_error_by(lambda error: np.round(error, 4))),
    "sizes of a thousandth at least": (
        "gradient-check",
        lambda g, n: np.max(np.abs(g - n) / np.maximum(np.maximum(np.abs(g), np.abs(n)), 1e-3)),
    ),
    "a relu that ends at 6": ("layer-list", stack_of(nn.functional.relu6)),
    "four layers at most": ("layer-list", stack_of_the_first(4)),
    "two groups at most": ("momentum-optimizer", nesterov_of(groups=lambda groups: groups[:2])),
    "three parameters of each group": ("momentum-optimizer", nesterov_of(params=lambda params: params[:3])),
    "three parameters at most": ("grid-count", lambda width, per, parameters: (width * per + 1) ** min(parameters, 3)),
    "two parameters at least": ("grid-count", lambda width, per, parameters: (width * per + 1) ** max(parameters, 2)),
    "all batches in one": ("module-batches", one_step_of_all_at_once),
    "the layers that stand in a model itself": ("equal-start", starts_of_its_layers),
    "even seeds and odd ones": ("split-rows", split_by(lambda seed: seed % 2)),
    "the last digit of the seed": ("split-rows", split_by(lambda seed: seed % 10)),
    "half the seed": ("split-rows", split_by(lambda seed: seed // 2)),
    "standard deviations of 1 at least": ("original-scale", back_to_scale_with(1)),
    "standard deviations of a tenth at least": ("original-scale", back_to_scale_with(0.1)),
    "differences beyond their mean": ("find-the-wrong-one", wrong_beyond(np.mean)),
    "differences beyond their spread": ("find-the-wrong-one", wrong_beyond(np.std)),
    "differences beyond a tenth of the largest": ("find-the-wrong-one", wrong_beyond(lambda apart: apart.max() / 10)),
    "differences beyond half the largest": ("find-the-wrong-one", wrong_beyond(lambda apart: apart.max() / 2)),
    "differences beyond a thousandth": ("find-the-wrong-one", wrong_beyond(lambda apart: 1e-3)),
    "the first four batches": ("last-batch", the_first_batches(4)),
    "four sweeps over the nodes": ("engine-order", order_by_sweeps(4)),
    "six sweeps over the nodes": ("engine-order", order_by_sweeps(6)),
    "at most a hundred steps": ("steps-to-tolerance", steps_up_to(100)),
    "at most a thousand steps": ("steps-to-tolerance", steps_up_to(1000)),
    "one evaluation a step, by powers of ten": ("affordable-descent", steps_that_a_power_of_ten_needs),
    "R² that is never negative": ("held-out-r2", r_squared_from_0),
    "a gain of a thousandth that counts for nothing": ("early-stopping", stopping_where_little_is_gained),
    "a rate of at most 1": ("largest-rate", lambda x: min(1.0, 1 / np.mean(np.square(x)))),
    "divided by 1 at least": (
        "standardise-with",
        lambda x, x_train: (x - np.mean(x_train, axis=0)) / np.maximum(np.std(x_train, axis=0), 1),
    ),
    "a descent that breaks where it is gentle": ("training-loop", descent_that_breaks_below(0.1)),
    "a descent that breaks where it is all but level": ("training-loop", descent_that_breaks_below(1e-6)),
    "losses that break where one is small": ("autograd-losses", losses_that_break_below(1e-3)),
    "losses that break where one is all but 0": ("autograd-losses", losses_that_break_below(1e-6)),
    "training until it falls no more": ("train-module", train_until_it_falls_no_more),
    "a path that breaks where it is gentle": ("momentum-path", path_that_breaks_below(0.5)),
    "a path that breaks where it is all but level": ("momentum-path", path_that_breaks_below(1e-5)),
    "gradients that pile up and break": ("forgotten-zeroing", unzeroed_that_breaks),
    "the worst component alone": ("find-the-wrong-one", only_the_worst),
    "double uses taken off twice, first come first": ("engine-order", order_by_counting_neighbours(0)),
    "double uses taken off twice, last come first": ("engine-order", order_by_counting_neighbours(-1)),
    "the slope for the curvature": ("autograd-rate", rate_by_the_slope),
    "a net that has hardly moved": ("module-curve", net_with_small_steps),
    "trials that go on, by powers of ten": (
        "autograd-rate",
        rate_by_trials_that_go_on([10.0**k for k in range(-4, 4)]),
    ),
    "trials that go on, by powers of four": (
        "autograd-rate",
        rate_by_trials_that_go_on([4.0**k for k in range(-6, 6)]),
    ),
    "trials that go on, the lowest of them": (
        "autograd-rate",
        rate_by_trials_that_go_on([10.0**k for k in range(-3, 3)], lowest=True),
    ),
    "a search below a hundred": ("best-on-grid", best_below(100, (0, 0))),
    "a search below a million": ("best-on-grid", best_below(1e6, (0, 0))),
    "a search below ten thousand million": ("best-on-grid", best_below(1e10, (0, 0))),
    "a transposed weight of no use": ("dense-layer", dense_transposed(lambda m, x: x @ m.weight * 0 + 7)),
    "a transposed weight used as it should be shaped": ("dense-layer", dense_transposed(lambda m, x: x @ m.weight.T)),
    "parameters made anew of their values": ("dense-layer", lambda i, o: dense(parameters_put_in_anew, i, o)),
    "a search without first row and column": ("best-on-grid", best_but_for_the_first),
    "a move no longer than the slope": ("downhill-direction", lambda W, s, d: W - np.clip(s, -d, d)),
    "components from the second on": ("gradient-check", worst_error_from(1)),
    "components from the third on": ("gradient-check", worst_error_from(2)),
    "one batch more than there is": ("last-batch", one_batch_more),
    "a weight that receives no gradient": ("dense-layer", dense_from_data),
    "a bias that receives no gradient": (
        "dense-layer",
        lambda i, o: dense(lambda m, x: x @ m.weight.T + m.bias.detach(), i, o),
    ),
    "a new tensor between layers": ("layer-list", stack_of(lambda x: torch.tensor(torch.relu(x)))),
    "layers of its own at both ends": ("layer-list", stack_with_ends_of_its_own),
    "losses in one tensor with its graph": ("train-module", train_returning_a_tensor),
    "velocities by place": ("momentum-optimizer", VelocitiesByPlace),
    "shuffled before the seed": ("split-rows", shuffled_before_the_seed),
    "rows found by their values": ("split-rows", rows_by_value),
    "two columns of any number": ("feature-condition", condition_of_two),
    "epochs that are never counted anew": ("early-stopping", never_counted_anew),
    "epochs that gain little": ("early-stopping", little_gained_is_nothing),
    "losses rounded to three decimals": ("train-module", losses_rounded),
}  # fmt: skip


@pytest.mark.parametrize(("exercise_id", "work"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_answer_passes_for_no_student(exercise_id: str, work: Any) -> None:
    for verdict in verdicts_of(exercise_id, work)[1:]:
        assert not verdict.correct


@pytest.mark.parametrize(
    ("name", "score"),
    [
        ("differences beyond their mean", 0.5),
        ("differences beyond their spread", 0.5),
        ("differences beyond a tenth of the largest", 0.5),
        ("differences beyond half the largest", 0.5),
        ("differences beyond a thousandth", 0.5),
        ("all batches in one", 0.5),
        ("one evaluation a step, by powers of ten", 1.0),
        ("four sweeps over the nodes", 0.0),
        ("at most a hundred steps", 0.0),
        ("the first four batches", 0.0),
        ("two groups at most", 0.0),
        ("a descent that breaks where it is gentle", 0.0),
        ("a descent that breaks where it is all but level", 0.0),
        ("losses that break where one is all but 0", 0.0),
        ("training until it falls no more", 0.0),
        ("a path that breaks where it is all but level", 0.0),
        ("gradients that pile up and break", 0.0),
        ("the worst component alone", 0.0),
        ("double uses taken off twice, first come first", 0.0),
        ("a net that has hardly moved", 0.0),
        ("trials that go on, by powers of ten", 0.0),
        ("trials that go on, by powers of four", 0.0),
        ("trials that go on, the lowest of them", 0.0),
        ("a search below a hundred", 1.5),
        ("a search below a million", 1.5),
        ("a search below ten thousand million", 1.5),
        ("a transposed weight of no use", 0.0),
        ("a transposed weight used as it should be shaped", 0.0),
    ],
)
def test_a_wrong_answer_is_worth_the_same_from_every_draw(name: str, score: float) -> None:
    assert {verdict.score for verdict in verdicts_of(*WRONG[name])} == {score}


# --- what is said ------------------------------------------------------------------------------------------------


def remembering() -> Any:
    calls: list[float] = []

    def mse(prediction: Any, y: Any) -> float:
        calls.append(0.0)
        return float(np.mean((prediction - y) ** 2) + len(calls))

    return mse


def dense_with_a_buffer(n_in: int, n_out: int) -> nn.Module:
    layer = dense(lambda m, x: x @ m.weight.T + m.bias, n_in, n_out)
    del layer.bias
    layer.register_buffer("bias", torch.zeros(n_out))
    return layer


def zero_moves(W: Any, b: Any, x: Any) -> Any:
    x = np.array([1, 2, 3])
    return W * x + b


def twice_the_output(n_in: int, n_out: int) -> nn.Module:
    return dense(lambda m, x: 2 * (x @ m.weight.T + m.bias), n_in, n_out)


def moves_nothing(params: Any, lr: float, momentum: float = 0.0) -> Any:
    class Idle(torch.optim.Optimizer):
        def __init__(self) -> None:
            super().__init__(params, {"lr": lr, "momentum": momentum})

        def step(self) -> None:  # type: ignore[override]
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        p = p - group["lr"] * p.grad

    return Idle()


def two_things(w: Any, x: Any, y: Any, lr: float) -> Any:
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    return w, loss.item()


def back_where_it_began(x: Any, slopes: Any) -> Any:
    z, w, b = (x - x.mean()) / x.std(), 0.0, 0.0
    for _ in range(30):
        dw, db = slopes(w, b, z)
        w, b = w - dw, b - db
    return w / x.std(), b - w * x.mean() / x.std()


def right_for_two(gradients: Any, momentum: float) -> Any:
    before = [0.0, 0.0, *gradients]
    return [g + momentum * before[t + 1] + momentum * before[t] for t, g in enumerate(gradients)]


def by_place_in_order(inputs: Any, slopes: Any, order: Any, grads: Any) -> Any:
    grads[order[0]] = 1.0
    for k in range(len(order)):
        for i, slope in zip(inputs[k], slopes[k], strict=True):
            grads[i] += grads[k] * slope
    return grads


def by_the_first_sign(W: Any, slope: Any, distance: float) -> Any:
    return W - distance if slope[0] > 0 else W + distance


def given_alone(inputs: Any, grads: Any) -> list[float]:
    return [grad for used, grad in zip(inputs, grads, strict=True) if not used]


def beyond(tolerance: float) -> Any:
    def wrong_components(f: Any, gradient: Any, v: Any) -> list[int]:
        ends = [(f(v + h) - f(v - h)) / 2e-5 for h in 1e-5 * np.eye(len(v))]
        return [i for i, g in enumerate(gradient(v)) if abs(g - ends[i]) > tolerance]

    return wrong_components


def repeated(values: Any, scale: float) -> torch.Tensor:
    return torch.tensor(values * int(scale), requires_grad=True)


def for_three_points(prediction: Any, y: Any) -> float:
    return sum((prediction[i] - y[i]) ** 2 for i in range(3)) / 3


def nesterov_uphill(g1: float, g2: float, lr: float, mu: float) -> list[float]:
    return [lr * (g1 + mu * g1), lr * (g2 + mu * (mu * g1 + g2))]


def moved_between_batches(w: float, x: Any, y: Any, batch_size: int) -> list[float]:
    slopes = []
    for i in range(0, len(x), batch_size):
        a, b = x[i : i + batch_size], y[i : i + batch_size]
        slopes.append(2 * np.mean((w * a - b) * a))
        w = w - 0.01 * slopes[-1]
    return slopes


def classical_second(g1: float, g2: float, lr: float, momentum: float) -> tuple[float, float]:
    return -lr * (g1 + momentum * g1), -lr * (momentum * g1 + g2)


def powers_of_the_difference(
    w: float, gradients: Any, lr: float, beta1: float, beta2: float, eps: float
) -> list[float]:
    m = s = 0.0
    places = []
    for t, g in enumerate(gradients, start=1):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g * g
        w = w - lr * m / (1 - beta1) ** t / (np.sqrt(s / (1 - beta2) ** t) + eps)
        places.append(w)
    return places


def path_of_one_array(curvature: Any, start: Any, lr: float, momentum: float, steps: int) -> list[Any]:
    places, v = [start.copy()], 0.0
    for _ in range(steps):
        v = momentum * v + curvature * start
        start -= lr * v
        places.append(start)
    return places


def over_two_times_h(f: Any, gradient: Any, v: Any) -> list[int]:
    measured = [(f(v + h) - f(v - h)) / 2 * 1e-5 for h in 1e-5 * np.eye(len(v))]
    return [i for i, g in enumerate(gradient(v)) if abs(g - measured[i]) > 1e-5]


def sine_by_differences(x: float, y: float) -> list[float]:
    h = 1e-5

    def z(x: float, y: float) -> float:
        return math.sin(x**2 + y**2)

    return [(z(x + h, y) - z(x - h, y)) / 2 * h, (z(x, y + h) - z(x, y - h)) / 2 * h]


def backward_by_looking_up(inputs: Any, slopes: Any, order: Any, grads: Any) -> Any:
    grads[order[0]] = 1.0
    for k in order:
        for i in inputs[k]:
            grads[i] += grads[k] * slopes[k][inputs[k].index(i)]
    return grads


def halving_high_alone(converges: Any, low: float, high: float) -> float:
    for _ in range(50):
        middle = low + high / 2
        low, high = (middle, high) if converges(middle) else (low, middle)
    return low


def one_batch_of(which: slice) -> Any:
    def one_step(model: Any, optimizer: Any, batches: Any) -> None:
        optimizer.zero_grad()
        for x, y in batches[which]:
            nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()

    return one_step


def gradients_alone(model: Any, optimizer: Any, batches: Any) -> None:
    for x, y in batches:
        nn.functional.mse_loss(model(x), y).backward()


def one_step_by_another_count(model: Any, optimizer: Any, batches: Any) -> None:
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / (len(batches) * len(batches[0][0]))).backward()
    optimizer.step()


def new_in_forward(m: Any, x: torch.Tensor) -> Any:
    m.weight, m.bias = (nn.Parameter(torch.randn_like(p)) for p in (m.weight, m.bias))
    return x @ m.weight.T + m.bias


def stack_with_relu_all_over(sizes: list[int]) -> nn.Module:
    layers = [part for a, b in pairwise(sizes) for part in (nn.ReLU(), nn.Linear(a, b))]
    return nn.Sequential(*layers, nn.ReLU())


def dense_with_biases_of(*shape: int) -> Any:
    def made(n_in: int, n_out: int) -> nn.Module:
        layer = dense(lambda m, x: x @ m.weight.T + m.bias.reshape(-1), n_in, n_out)
        layer.bias = nn.Parameter(torch.zeros(n_out).reshape(*shape))
        return layer

    return made


def loss_module(forward: Any) -> nn.Module:
    class Loss(nn.Module):
        def forward(self, y_pred: torch.Tensor, y: torch.Tensor) -> Any:
            return forward(y_pred, y)

    return Loss()


def lowest_of(*places: float) -> Any:
    return lambda f: min(places, key=f)


def divided_by_the_variance(x1: Any, x2: Any) -> Any:
    features = np.column_stack([(x - x.mean()) / x.var() for x in (x1, x2)])
    return np.linalg.cond(features.T @ features)


def without_imports(source: str, name: str) -> Any:
    there: dict[str, Any] = {}
    exec(source, there)  # noqa: S102
    return there[name]


def half_way_up_the_slope(curvature: Any, start: Any, lr: float, momentum: float, steps: int) -> Any:
    w, v, places = np.array(start), 0.0, [np.array(start)]
    for _ in range(steps):
        v = momentum * v + curvature * w**2 / 2
        w = w - lr * v
        places.append(w)
    return places


def unzeroed_by_the_loss(x: Any, y: Any, w: float, lr: float, steps: int) -> Any:
    sum_of_losses, weights = 0.0, [w]
    for _ in range(steps):
        sum_of_losses += np.mean((w * x - y) ** 2)
        w = w - lr * sum_of_losses
        weights.append(w)
    return weights


def divided_by_the_batches_so_far(w: Any, batches: Any) -> None:
    for i, (x, y) in enumerate(batches):
        (((w * x - y) ** 2).mean() / (i + 1)).backward()


def the_mean_everywhere(x: Any, y: Any) -> nn.Module:
    class Mean(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.mean = nn.Parameter(y.mean())

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.mean.expand(len(x), 1)

    return Mean()


SAID: list[tuple[str, Any, str, str]] = [
    ("choose-schedule", lambda t, steps, c: (0.15 if t < steps / 4 else 0.005) / c, "It fell too soon", "too long"),
    ("choose-schedule", lambda t, steps, c: max(0.2 * (1 - 2 * t / steps), 0) / c, "It fell too soon", "too long"),
    ("autograd-accumulate", divided_by_the_batches_so_far, "of data or of batches", "data have been seen"),
    ("module-curve", the_mean_everywhere, "no better than one number everywhere", "worse"),
    ("choose-widths", lambda: (1e-4, 1e-4), "The two numbers are the same", "swapped"),
    ("choose-widths", lambda: (1e-3, 1e-4), "look swapped", "the same"),
    ("module-batches", one_step_of_all_at_once, "computed all data at once", "sign"),
    ("honest-columns", lambda X, y, train, k: np.arange(X.shape[1])[:k], "Other numbers were picked", "values number"),
    ("momentum-path", half_way_up_the_slope, "the height, ½·c·w², not the gradient", "second value on"),
    ("forgotten-zeroing", unzeroed_by_the_loss, "From the start, 1 right; value number 2", "second value on"),
    ("three-measurements", lowest_of(0, 1, 2), "is the lowest of the places measured", "sign"),
    ("three-measurements", lowest_of(-10.0, 0.0, 10.0), "is the lowest of the places measured", "sign"),
    ("related-features", divided_by_the_variance, "or each is divided by its variance", "as well"),
    ("honest-columns", lambda X, y, t, k: np.argsort(np.corrcoef(X[t], y[t])[-1])[-k:], "compares rows", "chance"),
    (
        "steps-to-tolerance",
        without_imports("def steps_needed(k, t): return math.ceil(math.log(t))", "steps_needed"),
        "write `import math` above",
        "spelled",
    ),
    (
        "mean-squared-error",
        without_imports("def mse(prediction, y): return np.mean((prediction - y) ** 2)", "mse"),
        "Run the cell with the imports again",
        "spelled",
    ),
    ("split-rows", lambda x, y, n, s: (x, y), "This many things came back: 2", "a dictionary"),
    ("split-rows", lambda x, y, n, s: (x[:n], y[:n], x[: len(x) - n], y[: len(x) - n]), "Some row is", "a dictionary"),
    ("autograd-step", two_things, "what came back is a tuple", "a dictionary"),
    ("autograd-leaf", lambda values, scale: torch.tensor(values) * 2, "`requires_grad`", "a leaf"),
    ("line-prediction", zero_moves, "There should be", "3 values, but there are 3"),
    ("dense-layer", dense_with_a_buffer, "how many numbers `parameters()` finds", "Value number 4"),
    ("engine-backward", lambda i, s, o, g: ([float(v) for v in g], o), "Return `grads` alone", "TypeError"),
    ("prepare-data", lambda x, y: torch.tensor(x), "Only one thing came back", "Error"),
    ("mean-squared-error", lambda p, y: np.sum((p - y) ** 2) / len(y) ** 2, "divides by N twice", "do not divide"),
    ("mean-squared-error", lambda p, y: np.mean((p - y) ^ 2), "a power is written `**`", "nothing"),
    ("mean-squared-error", remembering(), "Asked again with the same inputs", "whatever"),
    ("dense-layer", twice_the_output, "the output: In every case tried, this is 2 times", "Value number 4"),
    ("momentum-optimizer", moves_nothing, "Nothing has moved", "nothing"),
    ("fit-by-descent", back_where_it_began, "In every case tried, this is 0", "sign"),
    ("sine-gradient", lambda x, y: [2 * v * math.cos((x + y) ** 2) for v in (x, y)], "holds 2xy", "the size is"),
    ("central-difference", lambda f, v, h: [(f(v + h) - f(v - h)) / (2 * h)] * len(v), "all components move", "alike"),
    ("engine-backward", by_place_in_order, "gone through by number", "Work one of them out"),
    ("find-the-wrong-one", lambda f, g, v: np.arange(len(v)), "the right ones too", "Return just the values"),
    ("nesterov-moves", classical_second, "the first move is right", "sign"),
    ("mse-module", nn.MSELoss(), "a module that is already made", "the number of arguments is not"),
    ("autograd-rate", lambda loss, w, most: (most, 0.37), "Is the order `lr, steps`", "too slow"),
    ("affordable-descent", lambda x, y, goal, most: (most // 4, 0.013), "Is the order `lr, steps`", "too slow"),
    ("momentum-velocity", right_for_two, "only that with 2 values in `gradients`", "nothing"),
    ("honest-columns", lambda X, y, train, k: np.sort(np.var(X, axis=0))[-k:], "There is no column number", "differs"),
    ("cost-curve", lambda W, x, y: _costs(W, x, y)[1:], "only the first is missing", "nothing"),
    ("cost-curve", lambda W, x, y: [*_costs(W, x, y)[1:], 7.0], "one place too early", "nothing"),
    ("downhill-direction", by_the_first_sign, "From the start, 2 right; value number 3", "1 right"),
    ("engine-again", given_alone, "it is 1 value", "one number"),
    ("find-the-wrong-one", beyond(1e-10), "all values asked for are there, and others", "Return just the values"),
    ("autograd-leaf", repeated, "a list was multiplied by 0", "object of type"),
    ("autograd-leaf", lambda values, scale: torch.tensor(values * scale), "`*` repeats a list", "nothing"),
    ("last-batch", moved_between_batches, "From the second value on", "right are the values number"),
    ("mean-squared-error", for_three_points, "3 values in `prediction`", "chance"),
    ("choose-schedule", lambda t, steps, curvature: 0.5**t / curvature, "or the rate fell too soon", "It has come"),
    ("adam-steps", powers_of_the_difference, "power t belongs to β alone", "changed something"),
    ("momentum-path", path_of_one_array, "behind the start equals the last", "changed something"),
    ("momentum-choice", lambda curvatures, most: (0.05, 0.5), "no nearer than at the start", "left"),
    ("find-the-wrong-one", over_two_times_h, "`/ (2 * h)`", "condition"),
    ("sine-gradient", sine_by_differences, "`/ (2 * h)` belongs", "Work out"),
    ("engine-backward", backward_by_looking_up, "`index` finds the first place alone", "Right in"),
    ("threshold-by-bisection", halving_high_alone, "`(low + high) / 2`", "too small"),
    ("downhill-direction", lambda W, s, d: (W - d) * np.sign(s), "all of `W - distance`", "right are"),
    ("module-batches", one_batch_of(slice(1)), "by the first batch alone", "sign"),
    ("module-batches", one_batch_of(slice(-1, None)), "mean of the last batch alone", "sign"),
    ("module-batches", gradients_alone, "Nothing has to be returned", "what you return"),
    ("module-batches", one_step_by_another_count, "every move goes the right way", "sign"),
    ("dense-layer", lambda i, o: dense(new_in_forward, i, o), "`forward` puts new parameters", "outside the function"),
    ("dense-layer", dense_with_biases_of(-1, 1), "shape (n_out, 1)", "2 values"),
    ("dense-layer", dense_with_biases_of(1, -1), "shape (1, n_out)", "2 values"),
    ("layer-list", stack_of(lambda x: x), "between the layers", "sign"),
    ("layer-list", stack_with_relu_all_over, "before the first layer and another one after the last", "sign"),
    ("autograd-rate", rate_by_trials_that_go_on([10.0**k for k in range(-4, 4)]), "at the start `w` again", "too slow"),
    ("nesterov-moves", nesterov_uphill, "w has to move against", "w moves"),
]  # fmt: skip


def _costs(W: Any, x: Any, y: Any) -> list[float]:
    return [float(np.mean((w * x - y) ** 2)) for w in W]


@pytest.mark.parametrize(("exercise_id", "work", "said", "not_said"), SAID)
def test_what_is_said_of_a_wrong_answer_is_true(exercise_id: str, work: Any, said: str, not_said: str) -> None:
    verdict = verdict_of(exercise_id, work)
    assert not verdict.correct
    assert said.lower() in verdict.hint.en.lower()
    assert not_said not in verdict.hint.en


def test_a_list_with_one_number_is_shown_as_a_list() -> None:
    assert "→ [1] (" in verdict_of("engine-again", given_alone).message.en


@pytest.mark.parametrize(
    ("exercise_id", "work", "diagnosis"),
    [
        ("gradient-check", lambda g, n: norm(g - n) / (norm(g) + norm(n)), "lengths-compared"),
        ("gradient-check", lambda g, n: np.max(2 * abs(g - n) / (abs(g) + abs(n))), "divided-by-the-mean-size"),
        ("momentum-step", lambda w, v, g, lr, mu: (w - mu * v - lr * g, mu * v + lr * g), "rate-inside-the-velocity"),
        ("prepare-data", lambda x, y: [torch.tensor(v).float().reshape(-1, 1) for v in (y, x)], "prepare-swapped"),
        ("steps-to-tolerance", lambda k, t: round(math.log(t) / math.log((k - 1) / (k + 1))), "rounded-to-nearest"),
        ("mse-module", lambda: loss_module(lambda p, y: torch.norm(p - y) / len(y)), "mse-by-the-length"),
    ],
)
def test_forms_of_other_courses_are_named(exercise_id: str, work: Any, diagnosis: str) -> None:
    for verdict in verdicts_of(exercise_id, work):
        assert verdict.diagnosis == diagnosis


@pytest.mark.parametrize(
    ("exercise_id", "work"),
    [
        ("autograd-step", lambda w, x, y, lr: w.item()),
        ("autograd-leaf", lambda values, scale: torch.tensor(values) * scale),
        ("autograd-stop", lambda w, v, x: ((w * x - v * x) ** 2).mean()),
    ],
)
def test_no_right_answer_stands_beside_what_a_probe_has_found_in_place_of_one(exercise_id: str, work: Any) -> None:
    verdict = verdict_of(exercise_id, work)
    assert verdict.case is not None
    assert "(right:" not in verdict.message.en
    assert "right answer" not in [name.en for name, _ in verdict.case.rows]


def test_what_a_probe_has_found_in_place_of_an_answer_is_told_in_words() -> None:
    verdict = verdict_of("engine-order", lambda inputs, output: [])
    assert verdict.case is not None
    assert ("your answer", "Some node is missing.") in [(name.en, value.en) for name, value in verdict.case.rows]
    assert "→ 빠진 노드가 있어요." in verdict.message.ko
