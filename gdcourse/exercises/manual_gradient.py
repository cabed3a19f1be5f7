"""02-manual-gradient: from a parabola to the update rule, with every gradient worked out by hand."""

from __future__ import annotations

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.language import Text

SEED_X, SEED_Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
"""y = 2x on four points."""


def _count(case: Case) -> dict[str, float]:
    return {"N": len(case["x"])}


def _parabola(rng: np.random.Generator) -> Case:
    center = number(rng, -3, 3)
    away = number(rng, 0.5, 3) * int(rng.choice([-1, 1]))
    return {"w": round(center + away, 2), "a": number(rng, 1.2, 4), "c": center}


def _update(rng: np.random.Generator) -> Case:
    return {
        "w": number(rng, -3, 3),
        "grad": round(number(rng, 1, 9) * int(rng.choice([-1, 1])), 2),
        "lr": number(rng, 0.05, 0.9),
    }


def _data(rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Points around a line, all x on one side of 0, so that no gradient is a small difference of large numbers."""
    n = int(rng.integers(3, 8))
    x = numbers(rng, 0.5, 4, n)
    w, b = number(rng, 1, 3), number(rng, 0.5, 2)
    return x, [round(w * v + b + number(rng, -0.3, 0.3), 2) for v in x]


def _slope_above_or_below(rng: np.random.Generator) -> float:
    """A first slope for which the line runs above all the points, or below all of them."""
    return number(rng, 8, 10) if rng.integers(2) else number(rng, -2, 0.5)


def _predictions(rng: np.random.Generator) -> Case:
    x, y = _data(rng)
    w = _slope_above_or_below(rng)
    return {"x": x, "y": y, "y_pred": [round(w * v, 4) for v in x]}


def _line(rng: np.random.Generator) -> Case:
    x, y = _data(rng)
    above = bool(rng.integers(2))
    w, b = (number(rng, 3.5, 5), number(rng, 2.3, 3.5)) if above else (number(rng, -2, 0.5), number(rng, -1.5, -0.2))
    return {"w": w, "b": b, "x": x, "y": y}


def _line_step(rng: np.random.Generator) -> Case:
    return {**_line(rng), "lr": number(rng, 0.02, 0.2)}


def _descent(rng: np.random.Generator) -> Case:
    x, y = _data(rng)
    # lr times the curvature 2·mean(x²) between 0.3 and 1.6: quick, now and then swinging, never diverging.
    lr = round(float(rng.uniform(0.15, 0.8) / np.mean(np.square(x))), 4)
    return {"x": x, "y": y, "w": _slope_above_or_below(rng), "lr": lr, "steps": int(rng.integers(3, 7))}


def _rates(rng: np.random.Generator) -> Case:
    return {"mean_rate": number(rng, 0.05, 0.9), "n": int(rng.integers(3, 20))}


def _inputs(rng: np.random.Generator) -> Case:
    return {"x": numbers(rng, 0.5, 4, int(rng.integers(3, 8)))}


UNIT = Unit(
    slug="02-manual-gradient",
    title=Text("손으로 구하는 그래디언트", "The gradient by hand"),
    exercises=(
        Exercise(
            id="parabola-slope",
            name="slope",
            points=1,
            title=Text("포물선의 기울기", "The slope of a parabola"),
            draw=_parabola,
            examples=({"w": 0.0, "a": 2.0, "c": 3.0},),
        ),
        Exercise(
            id="update-rule",
            name="update",
            points=1,
            title=Text("업데이트 한 번", "One update"),
            draw=_update,
            examples=({"w": 2.0, "grad": 5.0, "lr": 0.1}, {"w": 0.5, "grad": 2.0, "lr": 0.4}),
            start=lambda case: case["w"],
        ),
        Exercise(
            id="mse-gradient",
            name="gradient",
            points=3,
            title=Text("평균 제곱 오차의 그래디언트", "The gradient of the mean squared error"),
            draw=_predictions,
            examples=({"x": SEED_X, "y": SEED_Y, "y_pred": [0.0, 0.0, 0.0, 0.0]},),
            factors=_count,
        ),
        Exercise(
            id="weight-and-bias",
            name="gradients",
            points=3,
            title=Text("가중치와 편향의 그래디언트", "The gradient for weight and bias"),
            draw=_line,
            factors=_count,
        ),
        Exercise(
            id="one-step",
            name="step",
            points=2,
            title=Text("두 파라미터를 동시에", "Two parameters at once"),
            draw=_line_step,
            factors=_count,
            start=lambda case: [case["w"], case["b"]],
        ),
        Exercise(
            id="training-loop",
            name="descend",
            points=3,
            title=Text("경사 하강법 반복문", "The loop of gradient descent"),
            draw=_descent,
            examples=({"x": SEED_X, "y": SEED_Y, "w": 0.0, "lr": 0.01, "steps": 3},),
            factors=_count,
            start=lambda case: case["w"],
        ),
        Exercise(
            id="equal-rates",
            name="sum_rate",
            points=1,
            title=Text("같은 걸음을 만드는 학습률", "The learning rate for equal steps"),
            draw=_rates,
            examples=({"mean_rate": 0.15, "n": 3},),
            factors=lambda case: {"n": case["n"]},
        ),
        Exercise(
            id="largest-rate",
            name="largest_rate",
            points=2,
            title=Text("발산의 경계가 되는 학습률", "The learning rate at the edge of divergence"),
            draw=_inputs,
            examples=({"x": [1.0, 2.0, 3.0]}, {"x": SEED_X}),
            factors=_count,
        ),
        Exercise(
            id="why-faster",
            name="why_faster",
            points=1,
            title=Text("왜 더 빨라 보였을까", "Why it looked faster"),
            examples=({},),
            probe=take_value,
        ),
    ),
)
