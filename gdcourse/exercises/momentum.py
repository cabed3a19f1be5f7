"""06-momentum: a velocity that remembers earlier gradients, what it is good for, and its variants told apart."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

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

SEED_GRADIENTS = [-18.3813, 25.1173]
"""The first two gradients of the weight in the lesson's worked example."""


def _signed(rng: np.random.Generator, low: float, high: float) -> float:
    return round(number(rng, low, high) * int(rng.choice([-1, 1])), 2)


def _gradients(rng: np.random.Generator) -> Case:
    return _some_gradients(rng, int(rng.integers(3, 7)), 1)


def _many_large_gradients(rng: np.random.Generator) -> Case:
    return _some_gradients(rng, int(rng.integers(10, 13)), 300)


def _small_gradients(rng: np.random.Generator) -> Case:
    return _some_gradients(rng, int(rng.integers(3, 7)), 0.001)


def _some_gradients(rng: np.random.Generator, count: int, unit: float) -> Case:
    """Gradients whose velocity never comes near 0."""
    while True:
        momentum = number(rng, 0.6, 0.95)
        gradients = [_signed(rng, 1, 6) for _ in range(count)]
        v, smallest = 0.0, np.inf
        for g in gradients:
            v = momentum * v + g
            smallest = min(smallest, abs(v))
        if smallest > 0.5:
            return {"gradients": [round(unit * g, 5) for g in gradients], "momentum": momentum}


def _slowing_down(rng: np.random.Generator) -> Case:
    return _step(rng, 1, -1)


def _turning_back(rng: np.random.Generator) -> Case:
    return _step(rng, -1, 1)


def _going_on(rng: np.random.Generator) -> Case:
    return _step(rng, -1, -1)


def _step(rng: np.random.Generator, sign_of_v: int, sign_of_grad: int) -> Case:
    while True:
        w, v, grad = number(rng, 2, 6), sign_of_v * number(rng, 1, 6), sign_of_grad * number(rng, 1, 6)
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


def _path_near_the_bottom(rng: np.random.Generator) -> Case:
    """So near that every gradient is small: who stops where one is returns too few places."""
    case = _path(rng)
    return case | {"start": [round(v * 1e-7, 10) for v in case["start"]]}


def _limit(rng: np.random.Generator) -> Case:
    return {"grad": _signed(rng, 1, 9), "momentum": number(rng, 0.8, 0.95)}


def _far_limit(rng: np.random.Generator) -> Case:
    """A limit that some hundred steps do not reach."""
    return {"grad": _signed(rng, 1, 9), "momentum": number(rng, 0.97, 0.99)}


def _falling_first(rng: np.random.Generator) -> Case:
    return _two_gradients(rng, (-1, 1))


def _rising_first(rng: np.random.Generator) -> Case:
    return _two_gradients(rng, (1, -1))


def _falling_on(rng: np.random.Generator) -> Case:
    return _two_gradients(rng, (-1, -1))


def _two_gradients(rng: np.random.Generator, signs: tuple[int, int]) -> Case:
    while True:
        g1, g2 = (sign * number(rng, 1, 6) for sign in signs)
        lr, momentum = number(rng, 0.05, 0.4), number(rng, 0.5, 0.95)
        v = momentum * g1 + g2
        if abs(v) > 0.5 and abs(g2 + momentum * v) > 0.5:
            return {"g1": g1, "g2": g2, "lr": lr, "momentum": momentum}


def _parameters(rng: np.random.Generator) -> Case:
    return {
        "a": numbers(rng, 2, 4, 2),
        "b": numbers(rng, -4, -2, 2),
        "c": numbers(rng, 2, 4, 2),
        "d": numbers(rng, -4, -2, 2),
        "lr": number(rng, 0.05, 0.1),
        "momentum": number(rng, 0.8, 0.95),
        "lr_of_c": number(rng, 0.2, 0.4),
        "momentum_of_c": number(rng, 0.4, 0.7),
    }


def _drive(work: Any, case: Case) -> list[list[Any]]:
    """Where four parameters in three groups are after each of four steps; the learning rates fall after the second.

    Two others take no part in the cost, so they never have a gradient. ``a``, ``c`` and ``d`` stand at the same place
    in their groups, and ``b`` behind three others.
    """
    return in_either_precision(lambda precision: _drive_in(precision, work, case))


def _drive_in(precision: str, work: Any, case: Case) -> list[list[Any]]:
    import torch

    dtype = getattr(torch, precision)
    a, b, c, d = (torch.tensor(case[name], dtype=dtype, requires_grad=True) for name in "abcd")
    unused = [torch.ones(2, dtype=dtype, requires_grad=True) for _ in range(2)]
    groups = [
        {"params": [a, *unused, b]},
        {"params": [c], "lr": case["lr_of_c"], "momentum": case["momentum_of_c"]},
        {"params": [d]},
    ]
    optimizer = work(groups, lr=case["lr"], momentum=case["momentum"])
    places = []
    for turn in range(4):
        if turn == 2:
            for settings in optimizer.param_groups:
                settings["lr"] *= 0.2
        # The tensors .grad stay and are filled with zeros: a velocity that is one of them would lose its memory.
        optimizer.zero_grad(set_to_none=False)
        cost = (a**2 + 1.5 * b**2 + 0.5 * c**2 + 2 * d**2).sum()
        cost.backward()
        optimizer.step()
        places.append([p.detach().clone() for p in (a, b, c, d)])
    return places


def _limits(rng: np.random.Generator) -> Case:
    return {"curvature": number(rng, 2, 9), "momentum": number(rng, 0.2, 0.8)}


def _limits_in_a_flat_valley(rng: np.random.Generator) -> Case:
    """Boundaries far above 1."""
    return {"curvature": round(float(rng.uniform(0.01, 0.09)), 4), "momentum": number(rng, 0.2, 0.8)}


def _limits_in_a_steep_valley(rng: np.random.Generator) -> Case:
    """Boundaries far below a hundredth."""
    return {"curvature": number(rng, 1000, 9000), "momentum": number(rng, 0.2, 0.8)}


def _two_curvatures(rng: np.random.Generator) -> Case:
    return _stretched(rng, 2, float(rng.uniform(20, 32)))


def _four_curvatures(rng: np.random.Generator) -> Case:
    return _stretched(rng, 4, float(rng.uniform(245, 320)))


def _stretched(rng: np.random.Generator, count: int, ratio: float) -> Case:
    """Curvatures in no order, and an eighth more steps than the formulas take.

    What is nearly right does for some condition numbers and not for others: so every student has small ones, in which a
    square too many fails, and large ones, in which a search does that looks at as many steps as the example has. With a
    quarter more steps, what leaves out a square would do now and then; with curvatures near 0, what begins with a
    velocity.
    """
    smallest = float(np.exp(rng.uniform(np.log(0.5), np.log(5))))
    inner = [smallest * ratio ** float(rng.uniform(0.2, 0.8)) for _ in range(count - 2)]
    curvatures = [round(float(c), 4) for c in rng.permutation([smallest, *inner, smallest * ratio])]
    low, high = min(curvatures) ** 0.5, max(curvatures) ** 0.5
    left = _largest_left(curvatures, (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2, 400)
    needed = int(np.flatnonzero(left > 0.01)[-1]) + 1
    return {"curvatures": curvatures, "most": int(1.125 * needed) + 1}


def _largest_left(curvatures: list[float], lr: float, momentum: float, steps: int) -> np.ndarray:
    """The largest distance in any direction, at the start, where each is 1, and after each of some steps."""
    # Number by number: NumPy takes longer to begin with an array of four than Python does with all of them.
    ways = []
    for c in curvatures:
        w, v, way = 1.0, 0.0, [1.0]
        for _ in range(steps):
            v = momentum * v + c * w
            w = min(max(w - lr * v, -1e9), 1e9)
            way.append(w)
        ways.append(way)
    largest: np.ndarray = np.abs(ways).max(axis=0)
    return largest


_AFTERWARDS = 30
"""For so many more steps than allowed it has to stay near: it may not merely pass by."""


def _how_near_it_stays(answer: Any, case: Case) -> dict[str, bool]:
    """Any pair is right with which every direction is within a hundredth after so many steps, and stays there."""
    lr, momentum = map(as_number, answer)
    left = _largest_left(case["curvatures"], lr, momentum, case["most"] + _AFTERWARDS)[case["most"] :]
    return {
        "came_nearer": bool(left[-1] < 1),
        "stays_within_a_hundredth": bool(left.max() <= 0.01),
        "without_momentum": momentum == 0,
    }


def _four_places(rng: np.random.Generator) -> Case:
    """Four places in a row, from the middle of a walk with momentum down a parabola whose bottom is at 0."""
    while True:
        product, momentum = number(rng, 0.2, 2.4), number(rng, 0.2, 0.9)
        places = [number(rng, 1, 4), _signed(rng, 1, 4)]
        for _ in range(2):
            places.append((1 + momentum - product) * places[-1] - momentum * places[-2])
        if (
            min(map(abs, places)) > 0.3
            and abs(places[1] - places[0]) > 0.3
            and abs(places[1] ** 2 - places[0] * places[2]) > 1
            and abs(product - momentum) > 0.1
        ):
            return {"places": places}


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _decay(rng: np.random.Generator) -> Case:
    """A valley where a step leaves a part of the distance that is neither near 0 nor near 1, and may be negative."""
    while True:
        curvature, product, steps = number(rng, 0.5, 8), number(rng, 0.1, 1.8), int(rng.integers(2, 7))
        if abs(product - 1) > 0.3:
            return {"curvature": curvature, "lr": round(product / curvature, 3), "steps": steps}


def _curvatures(rng: np.random.Generator) -> Case:
    """Three or four curvatures in no order: with two alone, their mean would do for their ends."""
    while True:
        curvatures = numbers(rng, 0.5, 12, int(rng.integers(3, 5)))
        middle = (min(curvatures) + max(curvatures)) / 2
        if abs(middle - np.mean(curvatures)) > 0.5 and max(curvatures) > 2 * min(curvatures):
            return {"curvatures": curvatures}


def _valley(rng: np.random.Generator) -> Case:
    """A walk whose places and velocities keep away from 0."""
    while True:
        curvature, momentum, steps = number(rng, 0.5, 6), number(rng, 0.5, 0.95), int(rng.integers(3, 6))
        lr = round(number(rng, 0.2, 1.8) / curvature, 3)
        w, v, smallest = 1.0, 0.0, np.inf
        for _ in range(steps):
            v = momentum * v + curvature * w
            w -= lr * v
            smallest = min(smallest, abs(w), abs(v))
        if smallest > 0.05:
            return {"curvature": curvature, "lr": lr, "momentum": momentum, "steps": steps}


def _root(rng: np.random.Generator, part: int) -> Case:
    """A learning rate between (0), below (1) or above (2) the two at which both roots are the same."""
    momentum, curvature = number(rng, 0.3, 0.9), number(rng, 0.5, 10)
    low, high = (1 - momentum**0.5) ** 2, (1 + momentum**0.5) ** 2
    products = (number(rng, low + 0.3, high - 0.3), low * number(rng, 0.2, 0.7), high * number(rng, 1.02, 1.2))
    return {"lr": round(products[part] / curvature, 4), "curvature": curvature, "momentum": momentum}


def _ends(rng: np.random.Generator) -> Case:
    return {"smallest": number(rng, 0.2, 2), "largest": number(rng, 6, 60)}


_FIRST_ERROR = (0.7268984 - 2, -0.51319387)
_SECOND_DERIVATIVES = np.array([[15.0, 5.0], [5.0, 2.0]])
_MOST = 2000


def _epochs(lr: float, momentum: float) -> int:
    """Epochs until the weight of unit 5's model, from its start, stays within 0.001 of 2; at most ``_MOST``."""
    error, v, outside = np.array(_FIRST_ERROR), np.zeros(2), 0
    for epoch in range(1, _MOST):
        v = momentum * v + _SECOND_DERIVATIVES @ error
        error = error - lr * v
        if not np.abs(error).max() < 1e6:
            return _MOST
        if abs(error[0]) >= 1e-3:
            outside = epoch
    return outside + 1


def _how_few_epochs(answer: Any, case: Case) -> dict[str, bool]:
    """Any settings are right that need at most 30 epochs; what else there is to say depends on how many they need."""
    lr, momentum = map(as_number, answer)
    needed = _epochs(lr, momentum)
    return {"at_most_30_epochs": needed <= 30, "at_most_60_epochs": needed <= 60, "arrives": needed < _MOST}


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
        f"처음 두 그래디언트가 {signed(case['g1'])}, {signed(case['g2'])}이고 μ = {case['momentum']:g}입니다. 속도는 0에서 출발합니다. 둘째 속도는 얼마일까요?",
        f"The first two gradients are {signed(case['g1'])} and {signed(case['g2'])}, μ = {case['momentum']:g}, and the velocity starts at 0. What is the second velocity?",
    )


def _small_limit(rng: np.random.Generator) -> Case:
    size, momentum = int(rng.integers(2, 10)), float(rng.choice([0.75, 0.8, 0.9, 0.95, 0.98]))
    return {"grad": size * int(rng.choice([-1, 1])), "momentum": momentum}


def _ask_limit(case: Case) -> Text:
    return Text(
        f"그래디언트가 스텝마다 {signed(case['grad'])}이고 μ = {case['momentum']:g}이면, 속도는 어떤 값에 다가갈까요?",
        f"If the gradient is {signed(case['grad'])} in every step and μ = {case['momentum']:g}, which value does the velocity approach?",
    )


def _small_curvature(rng: np.random.Generator) -> Case:
    return {
        "curvature": int(rng.choice([1, 2, 4, 5, 8, 10, 20, 25, 40, 50])),
        "momentum": float(rng.choice([0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 0.9])),
    }


def _ask_largest_rate(case: Case) -> Text:
    return Text(
        f"곡률이 {case['curvature']}인 골짜기를 고전적인 모멘텀(μ = {case['momentum']:g})으로 내려갑니다. 학습률이 얼마를 넘으면 발산할까요?",
        f"You descend a valley of curvature {case['curvature']} with classical momentum, μ = {case['momentum']:g}. Above which learning rate does it diverge?",
    )


def _square_condition(rng: np.random.Generator) -> Case:
    smallest = float(rng.choice([0.1, 0.25, 0.5, 1, 2, 3, 4, 5]))
    return {"smallest": smallest, "largest": smallest * int(rng.integers(2, 16)) ** 2}


def _ask_factor(case: Case) -> Text:
    return Text(
        f"가장 작은 곡률은 {case['smallest']:g}, 가장 큰 곡률은 {case['largest']:g}입니다. η와 μ를 공식대로 맞추면 모멘텀은 스텝마다 거리를 대략 몇 배로 줄일까요?",
        f"The smallest curvature is {case['smallest']:g}, the largest {case['largest']:g}. With η and μ tuned by the formulas, by about which factor does momentum multiply the distance in each step?",
    )


LEFT_OUT = ("momentum-guess-nesterov", "momentum-guess-slip")
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="06-momentum",
    title=Text("모멘텀", "Momentum"),
    exercises=(
        Exercise(
            id="momentum-velocity",
            name="velocities",
            points=2,
            title=Text("속도를 차례로", "The velocity, step by step"),
            draw=(_gradients, _many_large_gradients, _small_gradients),
            examples=({"gradients": SEED_GRADIENTS, "momentum": 0.9},),
        ),
        Exercise(
            id="momentum-step",
            name="step",
            points=2,
            title=Text("모멘텀 한 스텝", "One step with momentum"),
            draw=(_slowing_down, _turning_back, _going_on),
            examples=({"w": 2.0675, "v": -18.3813, "grad": 25.1173, "lr": 0.1, "momentum": 0.9},),
        ),
        Exercise(
            id="momentum-path",
            name="path",
            points=2,
            title=Text("길쭉한 그릇에서 지나온 길", "The path in a stretched bowl"),
            draw=(_path, _path, _path_near_the_bottom),
            examples=({"curvature": [1.0, 10.0], "start": [3.0, 1.0], "lr": 0.05, "momentum": 0.9, "steps": 3},),
            start=lambda case: case["start"],
        ),
        Exercise(
            id="momentum-limit",
            name="limit_velocity",
            points=1,
            title=Text("속도의 극한", "The limit of the velocity"),
            draw=(_limit, _far_limit),
            examples=({"grad": 1.0, "momentum": 0.9}, {"grad": 2.0, "momentum": 0.99}),
        ),
        Exercise(
            id="momentum-edges",
            name="edges",
            points=1,
            title=Text("발산의 경계 세 가지", "Three boundaries of divergence"),
            draw=(_limits, _limits_in_a_flat_valley, _limits_in_a_steep_valley),
            examples=({"curvature": 2.0, "momentum": 0.5},),
            parts=(
                Text("비우는 반복문", "the loop that empties"),
                Text("비우지 않는 반복문", "the loop that never empties"),
                Text("모멘텀", "momentum"),
            ),
        ),
        Exercise(
            id="nesterov-moves",
            name="nesterov_moves",
            points=2,
            title=Text("Nesterov의 처음 두 걸음", "The first two moves of Nesterov"),
            draw=(_falling_first, _rising_first, _falling_on),
            examples=({"g1": 1.0, "g2": 1.0, "lr": 0.1, "momentum": 0.9},),
        ),
        Exercise(
            id="momentum-optimizer",
            name="NesterovSGD",
            points=3,
            title=Text("직접 만드는 옵티마이저", "An optimizer of your own"),
            draw=_parameters,
            probe=_drive,
            start=lambda case: [[case[name] for name in "abcd"]] * 4,
        ),
        Exercise(
            id="momentum-choice",
            name="choose",
            points=2,
            title=Text("η와 μ 고르기", "Choosing η and μ"),
            draw=(_two_curvatures, _four_curvatures),
            examples=({"curvatures": [1.0, 100.0], "most": 51},),
            observe=Aim(
                _how_near_it_stays, {"came_nearer": True, "stays_within_a_hundredth": True, "without_momentum": False}
            ),
            findings={
                UNLIKE: Text(
                    "답의 형태가 달라요. 두 수를 `lr, momentum` 순서로 돌려주세요. 받은 답: {value}.",
                    "Two numbers are needed, in the order `lr, momentum`. What came back: {value}.",
                ),
                "came_nearer": Text(
                    "아래의 경우에 정해진 스텝 뒤에도 출발할 때보다 가까워지지 않은 방향이 있어요. 점점 멀어지는지, 거의 움직이지 "
                    "않는지 보세요. μ가 1 이상이거나 가장 큰 곡률에서 ηλ가 2(1 + μ)를 넘으면 멀어져요.",
                    "In the case below, after so many steps some direction is no nearer than at the start. Does it move away, or "
                    "hardly move? It moves away where μ is 1 or more, or ηλ above 2(1 + μ) at the largest curvature.",
                ),
                **dict.fromkeys(
                    ("stays_within_a_hundredth", "without_momentum"),
                    Text(
                        "아래의 경우에 정해진 스텝 뒤에도 거리가 백분의 일보다 많이 남는 방향이 있어요. 방향마다 얼마나 남는지 보세요.",
                        "In the case below, a direction still has more than a hundredth left after so many steps. Look at what "
                        "is left in each direction.",
                    ),
                ),
            },
        ),
        Exercise(
            id="momentum-traces",
            name="read_off",
            points=1,
            title=Text("★ 발자국 네 개", "★ Four footprints"),
            draw=_four_places,
            examples=({"places": [1.0, 2.0, 0.5, -0.75]},),
            parts=(Text("ηλ", "ηλ"), Text("μ", "μ")),
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
        guess("momentum-guess-twice", Text("학습률을 두 배로", "Twice the learning rate"), rtol=0.02),
        guess("momentum-guess-record", Text("몇 에폭까지 줄일 수 있을까?", "How few epochs?"), rtol=0.1),
        guess("momentum-guess-slow", Text("느린 방향에 남는 거리", "What is left in the slow direction"), rtol=0.02),
        guess("momentum-guess-best-rate", Text("가장 좋은 학습률", "The best learning rate"), rtol=0.006),
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
        guess(
            "momentum-guess-stretched",
            Text("조건수가 100이면 몇 스텝?", "How many steps at condition number 100?"),
            rtol=0.03,
        ),
        guess(
            "momentum-guess-boundary",
            Text("모멘텀이 있을 때의 발산의 경계", "The boundary of divergence with momentum"),
            options=(
                Text("0.2로 작아집니다.", "It falls to 0.2."),
                Text("2에서 변하지 않습니다.", "It stays at 2."),
                Text("3.8로 커집니다.", "It rises to 3.8."),
            ),
        ),
        guess("momentum-guess-nesterov", Text("Nesterov의 경계", "The boundary of Nesterov"), rtol=0.02),
        guess(
            "momentum-guess-slip",
            Text("틀린 수 하나", "The one wrong number"),
            options=(Text("25.1173", "25.1173"), Text("0.857413", "0.857413"), Text("−0.44423", "−0.44423")),
        ),
        task(
            "momentum-task-left",
            "left",
            Text("한 방향에 남는 거리", "What is left in one direction"),
            draw=_decay,
            examples=({"curvature": 0.2994, "lr": 0.01, "steps": 100},),
        ),
        task(
            "momentum-task-best-rate",
            "best_rate",
            Text("가장 좋은 학습률", "The best learning rate"),
            draw=_curvatures,
            examples=({"curvatures": [0.2994, 16.7006]},),
        ),
        task(
            "momentum-task-velocity",
            "walk",
            Text("속도가 있는 걸음", "Walking with a velocity"),
            draw=_valley,
            examples=({"curvature": 1.0, "lr": 0.1, "momentum": 0.9, "steps": 3},),
        ),
        task(
            "momentum-task-root",
            "larger_root",
            Text("더 큰 근의 크기", "The size of the larger root"),
            draw=tuple(partial(_root, part=part) for part in range(3)),
            examples=(
                {"lr": 0.1, "curvature": 1.0, "momentum": 0.9},
                {"lr": 0.001, "curvature": 1.0, "momentum": 0.9},
                {"lr": 3.9, "curvature": 1.0, "momentum": 0.9},
            ),
        ),
        task(
            "momentum-task-tuned",
            "tuned",
            Text("η와 μ를 함께 맞추기", "Tuning η and μ together"),
            draw=_ends,
            examples=({"smallest": 1.0, "largest": 100.0},),
        ),
        Exercise(
            "momentum-challenge-faster",
            "faster",
            0,
            Text("공식보다 빠르게", "Faster than the formulas"),
            examples=({},),
            observe=Aim(_how_few_epochs, {"at_most_30_epochs": True, "at_most_60_epochs": True, "arrives": True}),
            findings={
                UNLIKE: Text(
                    "답의 형태가 달라요. 두 수를 `lr, momentum` 순서로 돌려주세요. 받은 답: {value}.",
                    "Two numbers are needed, in the order `lr, momentum`. What came back: {value}.",
                ),
            },
            kind="challenge",
        ),
        drill(
            "momentum-drill-velocity", Text("둘째 속도", "The second velocity"), draw=_small_velocity, ask=_ask_velocity
        ),
        drill(
            "momentum-drill-limit", Text("속도의 극한", "The limit of the velocity"), draw=_small_limit, ask=_ask_limit
        ),
        drill(
            "momentum-drill-largest-rate",
            Text("모멘텀이 있을 때의 가장 큰 학습률", "The largest rate with momentum"),
            draw=_small_curvature,
            ask=_ask_largest_rate,
        ),
        drill(
            "momentum-drill-factor",
            Text("조건수와 빠르기", "Condition number and speed"),
            draw=_square_condition,
            ask=_ask_factor,
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
                        "틀린 점을 들고, 발산의 경계가 실제로 어떻게 되는지 썼습니다.",
                        "names what is wrong, and says what really becomes of the boundary of divergence.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "모멘텀이 도움이 되는 경우와 해가 되는 경우를 하나씩, 수업에서 잰 수와 함께 썼습니다.",
                        "gives one case where momentum helps and one where it does harm, each with a number measured in the lesson.",
                    ),
                ),
            ),
        ),
    ),
)
