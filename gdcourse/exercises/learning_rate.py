"""07-learning-rate: rounder bowls, steps that fit each coordinate, the noise of mini-batches, rates that change."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcourse.exercises.manual_gradient import in_units
from gdcourse.judging.comparing import as_number
from gdcourse.judging.exercise import Case, Criterion, Exercise, Unit, WrittenQuestion, number, numbers, take_value
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text, signed

SEED_X, SEED_Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
"""y = 2x on four points."""

MOST_RUNS = 200
"""How often a search may ask whether a learning rate converges: eight times what a bisection needs."""


def _little_spread(rng: np.random.Generator) -> Case:
    return _spread(rng, 0.5)


def _much_spread(rng: np.random.Generator) -> Case:
    return _spread(rng, 1)


def _spread(rng: np.random.Generator, scale: float) -> Case:
    # Around 1 or 2 with some spread: a bias that matters, and neither curvature negligible beside the other.
    while True:
        center, more = number(rng, 0.8, 2), rng.choice([-1, 1], int(rng.integers(2, 7)))
        x = [round(scale * (center + side * number(rng, 0.6, 1.8)), 2) for side in [-1, 1, *map(int, more)]]
        # Some of them small: then the bias has the larger curvature, and stands last in the Hessian all the same. In the
        # others it has not, even where the mean is subtracted.
        if np.mean(x) > 0.5 * scale and (np.mean(np.square(x)) < 0.9 if scale < 1 else np.var(x) > 1.1):
            return {"x": x}


def _search_from_below(rng: np.random.Generator) -> Case:
    return _search(rng, number(rng, 0.05, 0.2))


def _search_from_above(rng: np.random.Generator) -> Case:
    return _search(rng, number(rng, 0.8, 0.95))


def _search(rng: np.random.Generator, place: float) -> Case:
    """The edge is at no simple part of the interval, so that a search that stops early or goes astray misses it.

    Twenty halvings leave 1.8e-6, too much for what is asked, and the edge stands near an end of that: there, who stops
    one halving early and gives the other end is wrong in every such case, not by chance.
    """
    low = number(rng, 0.01, 0.03)
    high = round(low + number(rng, 1.85, 1.95), 2)
    left = (high - low) / 2**20
    halvings = int(rng.integers(int(0.26 * 2**20), int(0.3 * 2**20)))
    return {"diverges_from": round(low + (halvings + place) * left, 9), "low": low, "high": high}


def _probe_search(work: Callable[..., Any], case: Case) -> Any:
    runs = 0

    def converges(lr: float) -> bool:
        nonlocal runs
        runs += 1
        if runs > MOST_RUNS:
            raise RuntimeError(f"converges was called more than {MOST_RUNS} times")
        return bool(lr < case["diverges_from"])

    return work(converges, case["low"], case["high"])


# The exact answer lies well between two whole numbers, so that a last digit cannot decide.


def _steps_in_a_stretched_bowl(rng: np.random.Generator) -> Case:
    """Rounding to the nearest is right here, and dropping the decimals is a step short."""
    while True:
        case = {"kappa": number(rng, 6, 60), "tolerance": float(10.0 ** -int(rng.integers(2, 7)))}
        if 0.55 < _exact_steps(case) % 1 < 0.85:
            return case


def _steps_in_a_long_valley(rng: np.random.Generator) -> Case:
    """More than a thousand steps: nobody may stop at a round number that seems enough."""
    while True:
        case = {"kappa": number(rng, 150, 300), "tolerance": 1e-6}
        if 0.55 < _exact_steps(case) % 1 < 0.85:
            return case


def _steps_in_a_round_bowl(rng: np.random.Generator) -> Case:
    """Rounding to the nearest is a step short, and the approximation -ln(tolerance)·kappa/2 a step too long."""
    while True:
        case = {"kappa": number(rng, 1.5, 4), "tolerance": float(10.0 ** -int(rng.integers(2, 7)))}
        approximate = -math.log(case["tolerance"]) * case["kappa"] / 2
        exact = _exact_steps(case)
        if 0.15 < exact % 1 < 0.45 and math.ceil(approximate) > math.ceil(exact):
            return case


def _exact_steps(case: Case) -> float:
    return math.log(case["tolerance"]) / math.log((case["kappa"] - 1) / (case["kappa"] + 1))


def _many_unzeroed(rng: np.random.Generator) -> Case:
    """More points and more steps than usual, in small units: nothing is cut off, in number or in size.

    In large ones, many a wrong answer would grow beyond all bounds, and nothing else could be said of it.
    """
    return in_units({**_unzeroed(rng, 10), "steps": int(rng.integers(9, 12))}, 0.01, "y", "w")


def _unzeroed(rng: np.random.Generator, count: int | None = None) -> Case:
    n = count or int(rng.integers(3, 7))
    x, w_true = numbers(rng, 0.5, 3, n), number(rng, 2, 4)
    y = [round(w_true * v + number(rng, -0.3, 0.3), 2) for v in x]
    # lr times the curvature 2·mean(x²) between 0.2 and 0.5: the swing takes more steps than are asked for.
    lr = round(float(rng.uniform(0.1, 0.25) / np.mean(np.square(x))), 4)
    return {"x": x, "y": y, "w": number(rng, -2, -0.5), "lr": lr, "steps": int(rng.integers(4, 7))}


def _unzeroed_at_the_bottom(rng: np.random.Generator) -> Case:
    """It starts at the bottom and stays: who stops where nothing moves returns too few."""
    case = _unzeroed(rng)
    w = number(rng, 2, 4)
    return case | {"w": w, "y": [round(w * v, 4) for v in case["x"]]}


def _one_left_over(rng: np.random.Generator) -> Case:
    return _batches(rng, 3, 1)


def _two_left_over(rng: np.random.Generator) -> Case:
    return _batches(rng, int(rng.integers(4, 6)), 2)


def _full_batches(rng: np.random.Generator) -> Case:
    """More of them than anybody cuts one by one."""
    return _batches(rng, int(rng.integers(2, 5)), 0, int(rng.integers(6, 8)))


def _batches(rng: np.random.Generator, size: int, left_over: int, full: int | None = None) -> Case:
    """Batches of some size, and what is left over.

    At least two are missing in a last batch that is not full: of nearly equal batches, some would be smaller in its
    place. Where one is left over, batches are of another size than where two are: no fixed number is the size of both.
    """
    n = size * (full or int(rng.integers(2, 4))) + left_over
    x, w_true = numbers(rng, 0.5, 3, n), number(rng, 1, 3)
    y = [round(w_true * v + number(rng, -0.3, 0.3), 2) for v in x]
    return {"w": number(rng, -2, 0.5), "x": x, "y": y, "batch_size": size}


def _moments(rng: np.random.Generator) -> Case:
    """Never as many gradients as where they fade: no fixed number is right for both."""
    return _moments_of(rng, numbers(rng, 2, 9, int(rng.choice([3, 5]))))


def _moments_of_both_signs(rng: np.random.Generator) -> Case:
    """Gradients of both signs, and a weight that stays below 0."""
    case = _moments_of(rng, [sign * v for sign, v in zip((1, -1, 1, 1, -1, 1, 1), numbers(rng, 3, 9, 7), strict=True)])
    return case | {"w": -number(rng, 2, 4)}


def _fading_moments(rng: np.random.Generator) -> Case:
    """The first gradient is so much larger than the others that the mean of the squares falls again."""
    case = _moments_of(rng, [number(rng, 8, 9), *numbers(rng, 0.3, 0.6, 3)])
    # Long moves beside a small weight: what little is wrong with them shows.
    return case | {"w": number(rng, 0.5, 1), "lr": number(rng, 0.2, 0.3), "beta2": number(rng, 0.97, 0.99)}


def _moments_of(rng: np.random.Generator, hundredths: list[float]) -> Case:
    # Small gradients beside a visible eps, so that it matters where eps stands.
    return {
        "w": number(rng, 1, 3),
        "gradients": [round(v / 100, 4) for v in hundredths],
        "lr": number(rng, 0.05, 0.3),
        "beta1": number(rng, 0.7, 0.9),
        "beta2": number(rng, 0.95, 0.99),
        "eps": round(number(rng, 0.2, 0.8) / 100, 4),
    }


_AWAY = 100.0
"""How far from the bottom the noisy descent of ``choose-schedule`` starts."""
_CONSTANTS = np.linspace(0.005, 0.3, 296)
"""Constant rates that a schedule is compared with, each times the curvature."""


def _in_few_updates(rng: np.random.Generator) -> Case:
    """So flat that every good schedule begins above 1."""
    return _noisy_valley(rng, int(rng.integers(150, 166)), (-2, -1.6))


def _in_many_updates(rng: np.random.Generator) -> Case:
    """So steep that every good schedule ends below a thousandth."""
    return _noisy_valley(rng, int(rng.integers(280, 301)), (1.6, 2))


def _noisy_valley(rng: np.random.Generator, steps: int, powers: tuple[float, float]) -> Case:
    return {"steps": steps, "curvature": round(float(10.0 ** rng.uniform(*powers)), 4)}


def _rates_by_update(work: Callable[..., Any], case: Case) -> list[Any]:
    rates = [work(t, case["steps"], case["curvature"]) for t in range(case["steps"])]
    return [rate.item() if getattr(rate, "ndim", None) == 0 else rate for rate in rates]


def _what_is_left(products: Any) -> tuple[Any, Any]:
    """The mean square of the distance after the last update, and the part of it that is left of the first distance.

    An update multiplies the distance by 1 − a and adds noise of standard deviation a, where a is the rate times the
    curvature: so a valley of any curvature is the same. ``products`` holds a for each update, along its first axis.
    """
    left, of_the_start = _AWAY**2, _AWAY**2
    with np.errstate(all="ignore"):
        for a in products:
            kept = (1 - a) ** 2
            left, of_the_start = kept * left + a**2, kept * of_the_start
    return left, of_the_start


def _with_second_half(products: list[float], other: Callable[[float], float]) -> Any:
    """What is left with other rates in the second half."""
    half = len(products) // 2
    return _what_is_left([*products[:half], *map(other, products[half:])])[0]


def _how_a_schedule_does(answer: Any, case: Case) -> dict[str, bool]:
    """Any schedule is right that leaves at most two thirds of what the best constant rate leaves."""
    products = [as_number(rate) * case["curvature"] for rate in answer]
    left, of_the_start = _what_is_left(products)
    best = _what_is_left(np.tile(_CONSTANTS, (case["steps"], 1)))[0].min()
    enough, about = left <= 2 / 3 * best, left <= 2 * best
    falls_from_too_high = max(products) > 2 * products[-1] and of_the_start < left / 2
    later_smaller = _with_second_half(products, lambda a: a / 2)
    later_larger = _with_second_half(products, lambda a: max(2 * a, 0.01))
    return {
        "two_thirds_of_the_best_constant": bool(enough),
        "about_the_best_constant": bool(about),
        "not_large_for_too_long": bool(enough or not about or not falls_from_too_high or later_smaller >= left),
        "not_small_too_soon": bool(enough or not about or not falls_from_too_high or later_larger >= left),
        "has_arrived": bool(of_the_start <= 1),
        "nearer_than_at_first": bool(left < _AWAY**2),
    }


def _growing_together(rng: np.random.Generator) -> Case:
    return _two_features(rng, -1)


def _growing_apart(rng: np.random.Generator) -> Case:
    return _two_features(rng, 1)


def _two_features(rng: np.random.Generator, sign: int) -> Case:
    """Two features in units of their own, the second turned round once more."""
    while True:
        n = int(rng.integers(6, 12))
        first = np.array(numbers(rng, -2, 2, n))
        second = sign * first + np.array(numbers(rng, -1, 1, n))
        r = abs(np.corrcoef(first, second)[0, 1])
        scaled = [round(float(5 + 3 * v), 2) for v in first], [round(float(20 - 0.5 * v), 3) for v in second]
        if 0.5 < r < 0.95:
            return {"x1": scaled[0], "x2": scaled[1]}


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _inputs(rng: np.random.Generator) -> Case:
    """Inputs whose mean matters, and is not the same as their median."""
    while True:
        x = numbers(rng, 0.5, 6, int(rng.integers(4, 8)))
        if abs(np.mean(x) - np.median(x)) > 0.15 and np.std(x) > 0.8 and abs(np.std(x) - 1) > 0.15:
            return {"x": x}


def _gradients_by_step(rng: np.random.Generator) -> list[float]:
    return [round(number(rng, 1, 6) * int(rng.choice([-1, 1])), 2) for _ in range(int(rng.integers(3, 6)))]


def _scaled_moves(rng: np.random.Generator) -> Case:
    return {"gradients": _gradients_by_step(rng), "lr": number(rng, 0.05, 0.4), "beta": number(rng, 0.6, 0.95)}


def _averaged(rng: np.random.Generator) -> Case:
    """Gradients whose means, corrected or not, keep away from 0 and from the last gradient."""
    while True:
        gradients, beta = _gradients_by_step(rng), number(rng, 0.6, 0.95)
        t = len(gradients)
        powers = beta ** np.arange(t)[::-1]
        mean = float(powers @ np.array(gradients)) * (1 - beta)
        if abs(mean) > 0.3 and apart(mean, mean / (1 - beta**t), float(np.mean(gradients)), gradients[-1]):
            return {"gradients": gradients, "beta": beta}


def _moment_of_a_schedule(rng: np.random.Generator, share: float) -> Case:
    steps, warmup = int(rng.integers(80, 200)), int(rng.integers(15, 30))
    t = round(share * warmup) if share < 1 else int(warmup + (share - 1) * (steps - warmup))
    return {"t": t, "steps": steps, "peak": number(rng, 0.1, 0.9), "warmup": warmup}


def _while_warming(rng: np.random.Generator) -> Case:
    return _moment_of_a_schedule(rng, number(rng, 0.7, 0.9))


def _at_the_peak(rng: np.random.Generator) -> Case:
    return _moment_of_a_schedule(rng, 1)


def _while_falling(rng: np.random.Generator) -> Case:
    return _moment_of_a_schedule(rng, 1 + number(rng, 0.15, 0.85))


_FIRST_ERROR = (0.7268984 - 2, -0.51319387)
_SECOND_DERIVATIVES = np.array([[15.0, 5.0], [5.0, 2.0]])
_MOST = 400
"""As many epochs as the lesson trains."""


def _epochs_of_adam(lr: float, beta1: float, beta2: float) -> int:
    """Epochs until the weight of unit 5's model, from its start, stays within 0.001 of 2; at most ``_MOST``."""
    error, m, s, outside = np.array(_FIRST_ERROR), np.zeros(2), np.zeros(2), 0
    for epoch in range(1, _MOST):
        g = _SECOND_DERIVATIVES @ error
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g**2
        error = error - lr * (m / (1 - beta1**epoch)) / (np.sqrt(s / (1 - beta2**epoch)) + 1e-8)
        if not np.abs(error).max() < 1e6:
            return _MOST
        if abs(error[0]) >= 1e-3:
            outside = epoch
    return outside + 1


def _how_few_epochs(answer: Any, case: Case) -> dict[str, bool]:
    """Any settings are right that need at most 70 epochs; what else there is to say depends on how many they need."""
    lr, beta1, beta2 = map(as_number, answer)
    if not (0 <= beta1 < 1 and 0 <= beta2 < 1):
        raise ValueError("torch refuses such a beta")
    needed = _epochs_of_adam(lr, beta1, beta2)
    return {"at_most_70_epochs": needed <= 70, "at_most_140_epochs": needed <= 140, "arrives": needed < _MOST}


def _related(rng: np.random.Generator) -> Case:
    return {"correlation": int(rng.integers(15, 50)) / 50}


def _ask_related(case: Case) -> Text:
    return Text(
        f"특성 둘을 표준화했고, 둘의 상관계수는 {case['correlation']:g}입니다. 조건수는 얼마일까요?",
        f"Two features are standardised, and their correlation is {case['correlation']:g}. What is the condition number?",
    )


def _two_gradients(rng: np.random.Generator) -> Case:
    while True:
        signs = [-1, 1]
        g1, g2 = int(rng.integers(2, 9)) * int(rng.choice(signs)), int(rng.integers(2, 9)) * int(rng.choice(signs))
        beta = float(rng.choice([0.5, 0.6, 0.8, 0.9]))
        mean = (1 - beta) * (beta * g1 + g2)
        if apart(mean / (1 - beta**2), mean, mean / (1 - beta), (g1 + g2) / 2, 0):
            return {"g1": g1, "g2": g2, "beta": beta}


def _ask_corrected(case: Case) -> Text:
    return Text(
        f"처음 두 그래디언트가 {signed(case['g1'])}, {signed(case['g2'])}이고 β = {case['beta']:g}입니다. 둘째 스텝에서 보정한 평균은 얼마일까요?",
        f"The first two gradients are {signed(case['g1'])} and {signed(case['g2'])}, and β = {case['beta']:g}. What is the corrected mean in the second step?",
    )


def _hovering(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "height": float(rng.choice([0.01, 0.02, 0.04, 0.06])),
            "rate": float(rng.choice([0.25, 0.5, 2])),
            "batch": int(rng.choice([2, 4, 8])),
            "momentum": float(rng.choice([0.5, 0.75, 0.8, 0.9])),
        }
        factor, parts = case["rate"] / case["batch"], 1 - case["momentum"]
        if apart(*(100 * f for f in (factor / parts, factor, factor * parts, case["rate"] / parts))):
            return case


def _ask_hovering(case: Case) -> Text:
    return Text(
        f"바닥 위를 떠도는 평균 높이가 {case['height']:g}입니다. 학습률을 {case['rate']:g}배로, 배치를 {case['batch']}배로 바꾸고 "
        f"모멘텀(μ = {case['momentum']:g})을 더하면 대략 얼마나 높이 떠돌까요?",
        f"It hovers {case['height']:g} above the bottom on average. Make the learning rate {case['rate']:g} times and the "
        f"batch {case['batch']} times as large, and add momentum with μ = {case['momentum']:g}. About how high does it hover?",
    )


LEFT_OUT = (
    "rate-guess-momentum",
    "rate-drill-hovering",
    "rate-guess-warm-up",
    "rate-guess-turned",
    "rate-guess-adagrad",
)
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="07-learning-rate",
    title=Text("학습률", "The learning rate"),
    exercises=(
        Exercise(
            id="threshold-of-line",
            name="threshold",
            points=2,
            title=Text("파라미터가 둘일 때 발산의 경계", "The boundary of divergence with two parameters"),
            draw=(_little_spread, _much_spread),
            examples=({"x": SEED_X}, {"x": [1.0, 2.0, 3.0]}),
            factors=lambda case: {"N": len(case["x"])},
        ),
        Exercise(
            id="threshold-by-bisection",
            name="find_threshold",
            points=2,
            title=Text("돌려 보고 경계 찾기", "The boundary found by running"),
            draw=(_search_from_below, _search_from_above),
            probe=_probe_search,
            rtol=1.1e-6,  # and 1e-6 as everywhere: at the lowest boundary, the 1e-6 that is asked
        ),
        Exercise(
            id="steps-to-tolerance",
            name="steps_needed",
            points=2,
            title=Text("허용 오차까지의 스텝 수", "The number of steps to a tolerance"),
            draw=(_steps_in_a_round_bowl, _steps_in_a_stretched_bowl, _steps_in_a_long_valley),
            examples=({"kappa": 2.0, "tolerance": 0.0001}, {"kappa": 19.0, "tolerance": 0.01}),
        ),
        Exercise(
            id="forgotten-zeroing",
            name="descend_unzeroed",
            points=2,
            title=Text("그래디언트를 비우지 않는 반복문", "The loop that never empties its gradient"),
            draw=(_unzeroed, _many_unzeroed, _unzeroed_at_the_bottom),
            examples=({"x": SEED_X, "y": SEED_Y, "w": 0.0, "lr": 0.01, "steps": 5},),
            start=lambda case: case["w"],
        ),
        Exercise(
            id="last-batch",
            name="batch_gradients",
            points=3,
            title=Text("미니배치의 그래디언트", "The gradients of the mini-batches"),
            draw=(_one_left_over, _full_batches, _two_left_over),
        ),
        Exercise(
            id="adam-steps",
            name="adam",
            points=3,
            title=Text("Adam의 처음 몇 스텝", "The first steps of Adam"),
            draw=(_moments, _fading_moments, _moments_of_both_signs),
        ),
        Exercise(
            id="choose-schedule",
            name="rate",
            points=2,
            title=Text("학습률 일정 고르기", "Choosing a schedule"),
            draw=(_in_few_updates, _in_many_updates),
            examples=({"steps": 200, "curvature": 1.0}, {"steps": 200, "curvature": 50.0}),
            probe=_rates_by_update,
            observe=Aim(
                _how_a_schedule_does,
                {
                    "two_thirds_of_the_best_constant": True,
                    "about_the_best_constant": True,
                    "not_large_for_too_long": True,
                    "not_small_too_soon": True,
                    "has_arrived": True,
                    "nearer_than_at_first": True,
                },
            ),
            findings={
                UNLIKE: Text(
                    "업데이트마다 수 하나가 필요해요. 받은 답: {value}.",
                    "One number is needed for each update. What came back: {value}.",
                ),
                **dict.fromkeys(
                    (
                        "two_thirds_of_the_best_constant",
                        "about_the_best_constant",
                        "not_large_for_too_long",
                        "not_small_too_soon",
                        "has_arrived",
                        "nearer_than_at_first",
                    ),
                    Text(
                        "아래의 골짜기에서는 가장 좋은 상수 학습률이 남기는 것의 3분의 2보다 많이 남아요. 멀리 있는 동안 거리를 얼마나 줄이는지, "
                        "끝에 가서 잡음이 얼마나 남는지 따로 보세요.",
                        "In the valley below, more is left than two thirds of what the best constant rate leaves. Look at two "
                        "things: how far the distance falls at first, and how much noise is left in the end.",
                    ),
                ),
            },
        ),
        Exercise(
            id="related-features",
            name="condition_number",
            points=1,
            title=Text("★ 서로 얽힌 두 특성", "★ Two related features"),
            draw=(_growing_together, _growing_apart),
        ),
        Exercise(
            id="never-zeroed",
            name="never_zeroed",
            points=1,
            title=Text("그래디언트를 비우지 않으면", "If the gradient is never emptied"),
            examples=({},),
            probe=take_value,
        ),
    ),
    practice=(
        guess("rate-guess-centred", Text("평균을 뺀 다음의 에폭 수", "Epochs after subtracting the mean"), rtol=0.02),
        guess(
            "rate-guess-related", Text("표준화한 두 특성의 조건수", "The condition number of two features"), rtol=0.02
        ),
        guess(
            "rate-guess-rmsprop",
            Text("RMSProp은 바닥에 닿을까?", "Does RMSProp reach the bottom?"),
            options=(
                Text("모멘텀처럼 바닥에 닿습니다.", "It reaches the bottom, as momentum does."),
                Text("바닥 둘레를 오가며 머뭅니다.", "It keeps jumping about the bottom."),
                Text("발산합니다.", "It diverges."),
            ),
        ),
        guess("rate-guess-adagrad", Text("AdaGrad의 백 번째 걸음", "Step number 100 of AdaGrad"), rtol=0.02),
        guess("rate-guess-first-step", Text("Adam의 첫걸음", "The first step of Adam"), rtol=0.02),
        guess("rate-guess-adam", Text("Adam의 에폭 수", "The epochs of Adam"), rtol=0.05),
        guess(
            "rate-guess-turned",
            Text("돌려 놓은 그릇에서의 Adam", "Adam in a bowl that is turned"),
            options=(
                Text("그대로 123스텝입니다.", "It stays at 123 steps."),
                Text("두 배 넘게 늘어납니다.", "It more than doubles."),
                Text("오히려 줄어듭니다.", "It even falls."),
            ),
        ),
        guess(
            "rate-guess-price",
            Text("8개씩 볼 때 드는 점의 수", "Points seen by batches of 8"),
            options=(
                Text("8,192개보다 많습니다.", "More than 8,192."),
                Text("절반쯤인 4,096개입니다.", "About half, 4,096."),
                Text("200개도 안 됩니다.", "Not even 200."),
            ),
        ),
        guess(
            "rate-guess-exact",
            Text("직선 위의 데이터와 작은 배치", "Small batches of data on a line"),
            options=(
                Text("바닥 위를 떠돕니다.", "It hovers above the bottom."),
                Text("바닥에 닿습니다.", "It reaches the bottom."),
                Text("이 직선이 아닌 다른 직선에 멈춥니다.", "It stops at another line."),
            ),
        ),
        guess("rate-guess-momentum", Text("모멘텀과 잡음", "Momentum and noise"), rtol=0.15),
        guess(
            "rate-guess-schedule",
            Text("300번 뒤에 가장 낮은 곳", "The lowest after 300 updates"),
            options=(
                Text("일정하게 0.1", "constant, 0.1"),
                Text("일정하게 0.005", "constant, 0.005"),
                Text("0.1에서 0으로 줄이기", "falling from 0.1 to 0"),
            ),
        ),
        guess(
            "rate-guess-warm-up",
            Text("예열하고 0.5까지", "Up to 0.5 after a warm-up"),
            options=(
                Text("늦게 발산할 뿐입니다.", "It diverges, only later."),
                Text("바닥에 닿습니다.", "It reaches the bottom."),
                Text("출발점에서 거의 움직이지 않습니다.", "It hardly leaves the start."),
            ),
        ),
        task(
            "rate-task-curvatures",
            "curvatures_of",
            Text("데이터가 정하는 두 곡률", "Two curvatures, set by the data"),
            draw=_inputs,
            examples=({"x": SEED_X},),
        ),
        task(
            "rate-task-standardised",
            "standardised",
            Text("표준화", "Standardising"),
            draw=_inputs,
            examples=({"x": SEED_X},),
        ),
        task(
            "rate-task-rmsprop",
            "moves",
            Text("크기로 나눈 걸음", "Steps divided by their size"),
            draw=_scaled_moves,
            examples=({"gradients": [3.0, 3.0, 3.0], "lr": 0.1, "beta": 0.9},),
        ),
        task(
            "rate-task-corrected",
            "corrected",
            Text("보정한 평균", "The corrected mean"),
            draw=_averaged,
            examples=({"gradients": [2.0], "beta": 0.9}, {"gradients": [1.0, 2.0], "beta": 0.9}),
        ),
        task(
            "rate-task-schedule",
            "rate",
            Text("예열하고 줄이는 학습률", "A rate that warms up and falls"),
            draw=(_while_warming, _while_falling, _at_the_peak),
            examples=(
                {"t": 0, "steps": 110, "peak": 0.5, "warmup": 10},
                {"t": 10, "steps": 110, "peak": 0.5, "warmup": 10},
                {"t": 60, "steps": 110, "peak": 0.5, "warmup": 10},
            ),
        ),
        Exercise(
            "rate-challenge-adam",
            "settings",
            0,
            Text("기본값보다 빠른 Adam", "An Adam faster than its defaults"),
            examples=({},),
            observe=Aim(_how_few_epochs, {"at_most_70_epochs": True, "at_most_140_epochs": True, "arrives": True}),
            findings={
                UNLIKE: Text(
                    "답의 형태가 달라요. 세 수를 `lr, beta1, beta2` 순서로 돌려주세요. 두 β는 0 이상 1 미만이에요. 받은 답: {value}.",
                    "Three numbers are needed, in the order `lr, beta1, beta2`; both β from 0 up to but not 1. What came back: {value}.",
                ),
            },
            kind="challenge",
        ),
        drill(
            "rate-drill-related",
            Text("얽힌 특성의 조건수", "The condition number of related features"),
            draw=_related,
            ask=_ask_related,
        ),
        drill(
            "rate-drill-corrected", Text("보정한 평균", "The corrected mean"), draw=_two_gradients, ask=_ask_corrected
        ),
        drill(
            "rate-drill-hovering", Text("얼마나 높이 떠돌까", "How high it hovers"), draw=_hovering, ask=_ask_hovering
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
                        "틀린 점을 수업에서 잰 수와 함께 들고, 무엇을 먼저 해 보면 좋을지 썼습니다.",
                        "names what is wrong, with a number measured in the lesson, and says what is worth trying first.",
                    ),
                ),
            ),
        ),
    ),
)
