"""07-learning-rate: where divergence begins, how long convergence takes, batches, and Adam in its own words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.language import Text

SEED_X, SEED_Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
"""y = 2x on four points."""

MOST_RUNS = 200
"""How often a search may ask whether a learning rate converges: eight times what a bisection needs."""


def _spread(rng: np.random.Generator) -> Case:
    # Around 1 or 2 with some spread: a bias that matters, and neither curvature negligible beside the other.
    while True:
        center, more = number(rng, 0.8, 2), rng.choice([-1, 1], int(rng.integers(2, 7)))
        x = [round(center + side * number(rng, 0.6, 1.8), 2) for side in [-1, 1, *map(int, more)]]
        # Some of them small: then the bias has the larger curvature, and stands last in the Hessian all the same.
        small = [round(0.5 * v, 2) for v in x]
        if np.mean(x) > 0.5 and np.mean(np.square(small)) < 0.9:
            return {"x": small if rng.random() < 0.6 else x}


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


def _tolerance(rng: np.random.Generator) -> Case:
    """The exact answer lies well between two whole numbers, so that a last digit cannot decide.

    Half of the bowls are nearly round: there, rounding to the nearest is a step short, and the approximation
    -ln(tolerance)·kappa/2 a step too long.
    """
    stretched = rng.random() < 0.5
    while True:
        kappa = number(rng, 6, 60) if stretched else number(rng, 1.5, 4)
        tolerance = float(10.0 ** -int(rng.integers(2, 7)))
        exact = math.log(tolerance) / math.log((kappa - 1) / (kappa + 1))
        approximate = -math.log(tolerance) * kappa / 2
        if stretched and 0.55 < exact % 1 < 0.85:
            return {"kappa": kappa, "tolerance": tolerance}
        if not stretched and 0.15 < exact % 1 < 0.45 and math.ceil(approximate) > math.ceil(exact):
            return {"kappa": kappa, "tolerance": tolerance}


def _unzeroed(rng: np.random.Generator) -> Case:
    n = int(rng.integers(3, 7))
    x, w_true = numbers(rng, 0.5, 3, n), number(rng, 2, 4)
    y = [round(w_true * v + number(rng, -0.3, 0.3), 2) for v in x]
    # lr times the curvature 2·mean(x²) between 0.2 and 0.5: the swing takes more steps than are asked for.
    lr = round(float(rng.uniform(0.1, 0.25) / np.mean(np.square(x))), 4)
    return {"x": x, "y": y, "w": number(rng, -2, -0.5), "lr": lr, "steps": int(rng.integers(4, 7))}


def _batches(rng: np.random.Generator, remainder: bool = True) -> Case:
    # At least two are missing in the last batch: of nearly equal batches, some would be smaller in its place.
    size = int(rng.integers(3, 5))
    n = size * int(rng.integers(2, 4)) + (int(rng.integers(1, size - 1)) if remainder else 0)
    x, w_true = numbers(rng, 0.5, 3, n), number(rng, 1, 3)
    y = [round(w_true * v + number(rng, -0.3, 0.3), 2) for v in x]
    return {"w": number(rng, -2, 0.5), "x": x, "y": y, "batch_size": size}


def _full_batches(rng: np.random.Generator) -> Case:
    return _batches(rng, remainder=False)


def _moments(rng: np.random.Generator) -> Case:
    # Small gradients beside a visible eps, so that it matters where eps stands.
    return {
        "w": number(rng, 1, 3),
        "gradients": [round(v / 100, 4) for v in numbers(rng, 2, 9, int(rng.integers(3, 6)))],
        "lr": number(rng, 0.05, 0.3),
        "beta1": number(rng, 0.7, 0.9),
        "beta2": number(rng, 0.95, 0.99),
        "eps": round(number(rng, 0.2, 0.8) / 100, 4),
    }


UNIT = Unit(
    slug="07-learning-rate",
    title=Text("학습률", "The learning rate"),
    exercises=(
        Exercise(
            id="threshold-of-line",
            name="threshold",
            points=3,
            title=Text("파라미터가 둘일 때 발산의 경계", "The boundary of divergence with two parameters"),
            draw=_spread,
            examples=({"x": SEED_X}, {"x": [1.0, 2.0, 3.0]}),
            factors=lambda case: {"N": len(case["x"])},
        ),
        Exercise(
            id="threshold-by-bisection",
            name="find_threshold",
            points=3,
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
            draw=_tolerance,
            examples=({"kappa": 2.0, "tolerance": 0.0001}, {"kappa": 19.0, "tolerance": 0.01}),
        ),
        Exercise(
            id="forgotten-zeroing",
            name="descend_unzeroed",
            points=3,
            title=Text("그래디언트를 0으로 되돌리지 않는 반복문", "The loop that never zeroes its gradient"),
            draw=_unzeroed,
            examples=({"x": SEED_X, "y": SEED_Y, "w": 0.0, "lr": 0.01, "steps": 5},),
        ),
        Exercise(
            id="last-batch",
            name="batch_gradients",
            points=3,
            title=Text("미니배치의 그래디언트", "The gradients of the mini-batches"),
            draw=(_batches, _full_batches),
        ),
        Exercise(
            id="adam-steps",
            name="adam",
            points=3,
            title=Text("Adam의 처음 몇 스텝", "The first steps of Adam"),
            draw=_moments,
        ),
        Exercise(
            id="never-zeroed",
            name="never_zeroed",
            points=1,
            title=Text("그래디언트를 0으로 되돌리지 않으면", "If the gradient is never zeroed"),
            examples=({},),
            probe=take_value,
        ),
    ),
)
