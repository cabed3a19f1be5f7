"""06-momentum: a velocity that remembers earlier gradients, what it is good for, and its variants told apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, in_either_precision, number, numbers, take_value
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.language import Text

SEED_GRADIENTS = [-18.3813, 25.1173]
"""The first two gradients of the weight in the lesson's worked example."""


def _signed(rng: np.random.Generator, low: float, high: float) -> float:
    return round(number(rng, low, high) * int(rng.choice([-1, 1])), 2)


def _gradients(rng: np.random.Generator) -> Case:
    """Gradients whose velocity never comes near 0."""
    while True:
        momentum = number(rng, 0.6, 0.95)
        gradients = [_signed(rng, 1, 6) for _ in range(int(rng.integers(3, 7)))]
        v, smallest = 0.0, np.inf
        for g in gradients:
            v = momentum * v + g
            smallest = min(smallest, abs(v))
        if smallest > 0.5:
            return {"gradients": gradients, "momentum": momentum}


def _step(rng: np.random.Generator) -> Case:
    while True:
        w, v, grad = number(rng, 2, 6), _signed(rng, 1, 6), _signed(rng, 1, 6)
        lr, momentum = number(rng, 0.05, 0.4), number(rng, 0.5, 0.95)
        velocity = momentum * v + grad
        if abs(velocity) > 0.5 and abs(velocity - v) > 0.5 and abs(w - lr * velocity) > 0.3:
            return {"w": w, "v": v, "grad": grad, "lr": lr, "momentum": momentum}


def _path(rng: np.random.Generator) -> Case:
    """A stretched bowl, and a path on it that keeps away from the axes."""
    while True:
        curvature = [number(rng, 0.5, 1.5), number(rng, 4, 12)]
        start = [_signed(rng, 2, 5), _signed(rng, 1, 3)]
        lr = round(float(rng.uniform(0.3, 1.6)) / curvature[1], 3)
        momentum, steps = number(rng, 0.5, 0.95), int(rng.integers(3, 6))
        w, v, smallest = np.array(start), np.zeros(2), np.inf
        for _turn in range(steps):
            v = momentum * v + np.array(curvature) * w
            w = w - lr * v
            smallest = min(smallest, float(np.abs(w).min()))
        if smallest > 0.05:
            return {"curvature": curvature, "start": start, "lr": lr, "momentum": momentum, "steps": steps}


def _limit(rng: np.random.Generator) -> Case:
    return {"grad": _signed(rng, 1, 9), "momentum": number(rng, 0.8, 0.99)}


def _two_gradients(rng: np.random.Generator) -> Case:
    while True:
        g1, g2 = _signed(rng, 1, 6), _signed(rng, 1, 6)
        lr, momentum = number(rng, 0.05, 0.4), number(rng, 0.5, 0.95)
        v = momentum * g1 + g2
        if abs(v) > 0.5 and abs(g2 + momentum * v) > 0.5:
            return {"g1": g1, "g2": g2, "lr": lr, "momentum": momentum}


def _parameters(rng: np.random.Generator) -> Case:
    return {
        "a": numbers(rng, 2, 4, 2),
        "b": numbers(rng, -4, -2, 2),
        "c": numbers(rng, 2, 4, 2),
        "lr": number(rng, 0.05, 0.1),
        "momentum": number(rng, 0.8, 0.95),
        "lr_of_c": number(rng, 0.2, 0.4),
        "momentum_of_c": number(rng, 0.4, 0.7),
    }


def _drive(work: Any, case: Case) -> list[list[Any]]:
    """Where three parameters in two groups are after each of four steps; the learning rates fall after the second.

    A fourth parameter takes no part in the cost, so it never has a gradient. ``a`` and ``c`` stand at the same place in
    their groups.
    """
    return in_either_precision(lambda dtype: _drive_in(dtype, work, case))


def _drive_in(dtype: Any, work: Any, case: Case) -> list[list[Any]]:
    import torch

    a, b, c = (torch.tensor(case[name], dtype=dtype, requires_grad=True) for name in "abc")
    unused = torch.ones(2, dtype=dtype, requires_grad=True)
    groups = [
        {"params": [a, unused, b]},
        {"params": [c], "lr": case["lr_of_c"], "momentum": case["momentum_of_c"]},
    ]
    optimizer = work(groups, lr=case["lr"], momentum=case["momentum"])
    places = []
    for turn in range(4):
        if turn == 2:
            for settings in optimizer.param_groups:
                settings["lr"] *= 0.2
        # The tensors .grad stay and are filled with zeros: a velocity that is one of them would lose its memory.
        optimizer.zero_grad(set_to_none=False)
        cost = (a**2 + 1.5 * b**2 + 0.5 * c**2).sum()
        cost.backward()
        optimizer.step()
        places.append([p.detach().clone() for p in (a, b, c)])
    return places


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _velocity(rng: np.random.Generator) -> Case:
    while True:
        case = {"v": _signed(rng, 1, 6), "grad": _signed(rng, 1, 6), "momentum": number(rng, 0.6, 0.95)}
        if abs(case["momentum"] * case["v"] + case["grad"]) > 0.5:
            return case


def _curvature(rng: np.random.Generator) -> Case:
    return {"curvature": number(rng, 0.5, 12), "momentum": number(rng, 0.5, 0.95)}


def _small_velocity(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "g1": int(rng.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6])),
            "g2": int(rng.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6])),
            "momentum": float(rng.choice([0.5, 0.8, 0.9])),
        }
        g1, g2, mu = case["g1"], case["g2"], case["momentum"]
        if apart(mu * g1 + g2, g1 + g2, g1 + mu * g2, mu * (g1 + g2), 0):
            return case


def _ask_velocity(case: Case) -> Text:
    return Text(
        f"처음 두 그래디언트가 {case['g1']}, {case['g2']}이고 μ = {case['momentum']:g}입니다. 속도는 0에서 출발합니다. 둘째 속도는 얼마일까요?",
        f"The first two gradients are {case['g1']} and {case['g2']}, μ = {case['momentum']:g}, and the velocity starts at 0. What is the second velocity?",
    )


def _small_limit(rng: np.random.Generator) -> Case:
    return {"grad": int(rng.choice([-5, -4, -3, 3, 4, 5])), "momentum": float(rng.choice([0.75, 0.8, 0.9, 0.95, 0.98]))}


def _ask_limit(case: Case) -> Text:
    return Text(
        f"그래디언트가 스텝마다 {case['grad']}이고 μ = {case['momentum']:g}이면, 속도는 어떤 값에 다가갈까요?",
        f"If the gradient is {case['grad']} in every step and μ = {case['momentum']:g}, which value does the velocity approach?",
    )


UNIT = Unit(
    slug="06-momentum",
    title=Text("모멘텀", "Momentum"),
    exercises=(
        Exercise(
            id="momentum-velocity",
            name="velocities",
            points=2,
            title=Text("속도를 차례로", "The velocity, step by step"),
            draw=_gradients,
            examples=({"gradients": SEED_GRADIENTS, "momentum": 0.9},),
        ),
        Exercise(
            id="momentum-step",
            name="step",
            points=2,
            title=Text("모멘텀 한 스텝", "One step with momentum"),
            draw=_step,
            examples=({"w": 2.0675, "v": -18.3813, "grad": 25.1173, "lr": 0.1, "momentum": 0.9},),
        ),
        Exercise(
            id="momentum-path",
            name="path",
            points=3,
            title=Text("길쭉한 그릇에서 지나온 길", "The path in a stretched bowl"),
            draw=_path,
            examples=({"curvature": [1.0, 10.0], "start": [3.0, 1.0], "lr": 0.05, "momentum": 0.9, "steps": 3},),
        ),
        Exercise(
            id="momentum-limit",
            name="limit_velocity",
            points=1,
            title=Text("속도의 극한", "The limit of the velocity"),
            draw=_limit,
            examples=({"grad": 1.0, "momentum": 0.9}, {"grad": 2.0, "momentum": 0.99}),
        ),
        Exercise(
            id="nesterov-moves",
            name="nesterov_moves",
            points=2,
            title=Text("Nesterov의 처음 두 걸음", "The first two moves of Nesterov"),
            draw=_two_gradients,
            examples=({"g1": 1.0, "g2": 1.0, "lr": 0.1, "momentum": 0.9},),
        ),
        Exercise(
            id="momentum-optimizer",
            name="NesterovSGD",
            points=4,
            title=Text("직접 만드는 옵티마이저", "An optimizer of your own"),
            draw=_parameters,
            probe=_drive,
            start=lambda case: [[case["a"], case["b"], case["c"]]] * 4,
        ),
        Exercise(
            id="momentum-new-optimizer",
            name="new_optimizer",
            points=1,
            title=Text("반복문 안에서 만든 옵티마이저", "An optimizer made inside the loop"),
            examples=({},),
            probe=take_value,
        ),
    ),
    practice=(
        guess(
            "momentum-guess-overshoot",
            Text("최솟값에서 멈출까?", "Does it stop at the minimum?"),
            options=(
                Text("최솟값에서 멈춥니다.", "It stops at the minimum."),
                Text("최솟값을 지나쳤다가 되돌아옵니다.", "It runs past the minimum and comes back."),
                Text("지나쳐서 돌아오지 않습니다.", "It runs past and does not come back."),
            ),
        ),
        guess(
            "momentum-guess-limit",
            Text("같은 그래디언트가 계속될 때의 속도", "The velocity when the gradient stays the same"),
            rtol=0.02,
        ),
        task(
            "momentum-task-velocity",
            "next_velocity",
            Text("다음 속도", "The next velocity"),
            draw=_velocity,
            examples=({"v": 0.0, "grad": -18.3813, "momentum": 0.9}, {"v": -18.3813, "grad": 25.1173, "momentum": 0.9}),
            start=lambda case: case["v"],
        ),
        task(
            "momentum-challenge-largest-rate",
            "largest_rate",
            Text("모멘텀이 있을 때의 발산의 경계", "The edge of divergence with momentum"),
            draw=_curvature,
            examples=({"curvature": 2.0, "momentum": 0.5},),
            starred=True,
        ),
        drill(
            "momentum-drill-velocity", Text("둘째 속도", "The second velocity"), draw=_small_velocity, ask=_ask_velocity
        ),
        drill(
            "momentum-drill-limit", Text("속도의 극한", "The limit of the velocity"), draw=_small_limit, ask=_ask_limit
        ),
    ),
)
