"""01-cost: what makes one line better than another, and why not every line can be tried."""

from __future__ import annotations

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.judging.practice import apart, drill
from gdcourse.language import Text

SEED_X = [1.0, 2.0, 3.0]
"""Input and output are the same: y = x on three points."""


def _count(case: Case) -> dict[str, float]:
    return {"N": len(case["x"])}


def _line(rng: np.random.Generator) -> Case:
    """Both parameters of one sign, so that no prediction comes near 0."""
    sign = int(rng.choice([-1, 1]))
    w, b = sign * number(rng, 1.5, 4), sign * number(rng, 0.3, 1.2)
    return {"W": w, "b": b, "x": numbers(rng, 0.5, 4, int(rng.integers(3, 8)))}


def _predictions(rng: np.random.Generator) -> Case:
    """Errors of both signs, larger on one side, so that neither signs nor roots are without effect."""
    n = int(rng.integers(4, 8))
    error = [number(rng, 1.5, 3) for _ in range(n - 1)] + [-number(rng, 0.6, 1.2)]
    y = [round(float(v), 2) for v in np.arange(n) * 1.5 + rng.uniform(0.5, 1.5, n)]
    return {"prediction": [round(v + e, 2) for v, e in zip(y, error, strict=True)], "y": y}


def _few_points(rng: np.random.Generator) -> Case:
    return _several_weights(rng, 3)


def _more_points(rng: np.random.Generator) -> Case:
    return _several_weights(rng, int(rng.integers(4, 6)))


def _several_weights(rng: np.random.Generator, n: int) -> Case:
    """As many weights as points would hide which axis a mean is taken over, so there are more weights."""
    w = number(rng, 1, 3)
    x = numbers(rng, 0.5, 4, n)
    y = [round(w * v + number(rng, 0.4, 1.2), 2) for v in x]
    away = [-number(rng, 2, 3), -number(rng, 1, 1.5), number(rng, 0, 0.3), *numbers(rng, 1, 3, n - 1)]
    return {"W": [round(w + a, 2) for a in away], "x": x, "y": y}


def _slopes(rng: np.random.Generator) -> Case:
    """Guesses on both sides of the bottom, and of 0: the sign of W says nothing about that of the slope.

    Some slopes are smaller than the distance, so that it is not the lesser of the two by which a guess moves.
    """
    n = int(rng.integers(4, 7))
    distance = number(rng, 0.2, 0.9)
    size, w = [*numbers(rng, 0.1, 0.8, 2), *numbers(rng, 1.5, 9, n - 2)], numbers(rng, 2, 5, n)
    size[:2] = [round(distance * v, 3) for v in size[:2]]
    sign = [-1, 1, -1, 1, *(int(s) for s in rng.choice([-1, 1], n - 4))]
    side = [1, -1, -1, 1, *(int(s) for s in rng.choice([-1, 1], n - 4))]
    order = rng.permutation(n)
    return {
        "W": [side[k] * w[k] for k in order],
        "slope": [sign[k] * size[k] for k in order],
        "distance": distance,
    }


def _grid(rng: np.random.Generator, place: tuple[int | None, int | None] = (None, None)) -> Case:
    """A grid in no order, and points far enough from any line that other costs than MSE have another best pair.

    ``place`` says where in W and in b the best pair is: first (0), last (-1), or anywhere (``None``). The other costs are
    the mean absolute error, the size of the mean error and the largest error; the pair nearest to the least-squares line
    is another one too, and so are those that a search along one axis after the other finds.
    """
    many = np.arange(200)  # hardly one in two hundred will do, so that many are tried at once
    while True:
        i, j = int(rng.integers(1, 4)), int(rng.integers(2, 4))
        w, b = rng.uniform(2.1, 3, (many.size, 1)).round(2), rng.uniform(0.5, 1.9, (many.size, 1)).round(2)
        x = (np.arange(1, 6) + rng.uniform(-0.3, 0.3, (many.size, 5))).round(2)
        y = (w * x + b + rng.uniform(-2.5, 2.5, (many.size, 5))).round(2)
        grid_w = (w + 0.5 * (np.arange(i + 5) - i)).round(2)
        grid_b = (b + 1.0 * (np.arange(j + 2) - j)).round(2)
        best_w, best_b = np.divmod(_argmin(np.mean(_errors(grid_w, grid_b, x, y) ** 2, axis=3)), grid_b.shape[1])
        grid_w, grid_b = _reordered(rng, grid_w, best_w, place[0]), _reordered(rng, grid_b, best_b, place[1])
        error = _errors(grid_w, grid_b, x, y)
        mse = np.mean(error**2, axis=3)
        best = _argmin(mse)
        slope = ((x - x.mean(1, keepdims=True)) * y).sum(1) / x.var(1) / x.shape[1]
        offset = y.mean(1) - slope * x.mean(1)
        nearest = np.hypot((grid_w - slope[:, None])[:, :, None], (grid_b - offset[:, None])[:, None])
        others = [np.abs(error).mean(axis=3), np.abs(error.mean(axis=3)), np.abs(error).max(axis=3), nearest]
        at_w, at_b = mse[:, :, 0].argmin(1), mse[:, 0].argmin(1)
        without_b = np.mean((grid_w[:, :, None] * x[:, None] - y[:, None]) ** 2, axis=2).argmin(1)
        astray = [
            at_w * mse.shape[2] + mse[many, at_w].argmin(1),
            without_b * mse.shape[2] + mse[many, without_b].argmin(1),
            mse[many, :, at_b].argmin(1) * mse.shape[2] + at_b,
        ]
        good = np.partition(mse.reshape(many.size, -1), 1, axis=1)[:, 1] > 1.02 * mse.min(axis=(1, 2))
        wrong = [*map(_argmin, others), *astray]
        # A search that begins where the best pair is goes right.
        allowed = {4 if place[1] == 0 else None, 6 if place[0] == 0 else None}
        for number_of, other in enumerate(wrong):
            if number_of not in allowed:
                good &= other != best
        good &= wrong[1] != wrong[5]  # two mistakes that would otherwise often look alike
        if good.any():
            n = good.argmax()
            return {"W": grid_w[n].tolist(), "b": grid_b[n].tolist(), "x": x[n].tolist(), "y": y[n].tolist()}


def _errors(grid_w: np.ndarray, grid_b: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Axes: the try, w, b, the point."""
    return grid_w[:, :, None, None] * x[:, None, None] + grid_b[:, None, :, None] - y[:, None, None]


def _reordered(rng: np.random.Generator, grid: np.ndarray, best: np.ndarray, place: int | None) -> np.ndarray:
    """Each row of ``grid`` in no order, but for its entry ``best``, which is put at ``place``."""
    order = rng.permuted(np.tile(np.arange(grid.shape[1]), (len(grid), 1)), axis=1)
    if place is not None:
        every = np.arange(len(grid))
        order[every, (order == best[:, None]).argmax(axis=1)] = order[:, place]
        order[:, place] = best
    return np.take_along_axis(grid, order, axis=1)


def _argmin(costs: np.ndarray) -> np.ndarray:
    """For each of the first axis, where in the rest the least cost is, counted flat."""
    return costs.reshape(len(costs), -1).argmin(axis=1)


def _counts(rng: np.random.Generator) -> Case:
    return {
        "width": int(rng.integers(2, 5)),
        "per_unit": int(rng.integers(2, 7)),
        "parameters": int(rng.integers(2, 5)),
    }


def _fine_counts(rng: np.random.Generator) -> Case:
    """A fine grid, on which a step too many at the end of ``np.arange`` is always one point too many."""
    while True:
        width, per_unit = int(rng.integers(2, 5)), int(rng.integers(21, 31))
        if len(np.arange(0, width + 1 / per_unit, 1 / per_unit)) != width * per_unit + 1:
            return {"width": width, "per_unit": per_unit, "parameters": 2}


def _first_row(rng: np.random.Generator) -> Case:
    return _grid(rng, (0, None))


def _first_column(rng: np.random.Generator) -> Case:
    return _grid(rng, (None, 0))


def _last_of_both(rng: np.random.Generator) -> Case:
    return _grid(rng, (-1, -1))


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _on_a_line(rng: np.random.Generator) -> Case:
    while True:
        w, b, x = int(rng.integers(2, 6)), int(rng.choice([-3, -2, -1, 1, 2, 3])), int(rng.integers(2, 6))
        y = w * x + b + int(rng.choice([-4, -3, -2, 2, 3, 4]))
        right = w * x + b - y
        if apart(right, -right, w * x + b, w * x - y, right**2):
            return {"w": w, "b": b, "x": x, "y": y}


def _ask_residual(case: Case) -> Text:
    line = f"{case['w']}·x {'+' if case['b'] > 0 else '−'} {abs(case['b'])}"
    return Text(
        f"직선 {line}로 점 ({case['x']}, {case['y']})을 예측합니다. 예측에서 정답을 뺀 잔차는 얼마일까요?",
        f"The line {line} predicts the point ({case['x']}, {case['y']}). What is the residual, prediction minus target?",
    )


def _three_errors(rng: np.random.Generator) -> Case:
    while True:
        errors = [int(v) for v in rng.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], 3)]
        squares = sum(e**2 for e in errors)
        if apart(squares / 3, squares, (squares / 3) ** 0.5, sum(map(abs, errors)) / 3, sum(errors) ** 2 / 3):
            return {"errors": errors}


def _ask_cost(case: Case) -> Text:
    listed = ", ".join(str(e).replace("-", "−") for e in case["errors"])
    return Text(
        f"세 점의 잔차가 {listed}입니다. 평균 제곱 오차는 얼마일까요?",
        f"The residuals of three points are {listed}. What is the mean squared error?",
    )


def _small_grid(rng: np.random.Generator) -> Case:
    return {"values": int(rng.integers(6, 21)), "parameters": int(rng.integers(3, 6))}


def _ask_grid(case: Case) -> Text:
    return Text(
        f"파라미터가 {case['parameters']}개이고, 하나마다 {case['values']}가지 값을 시험합니다. 비용을 모두 몇 번 계산할까요?",
        f"There are {case['parameters']} parameters, and {case['values']} values to try for each. How many times is the cost computed?",
    )


UNIT = Unit(
    slug="01-cost",
    title=Text("비용: 모델이 얼마나 좋은지 재기", "Cost: how good is a model?"),
    exercises=(
        Exercise(
            id="line-prediction",
            name="predict",
            points=1,
            title=Text("직선으로 예측하기", "Predicting with a line"),
            draw=_line,
            examples=({"W": 2.0, "b": 1.0, "x": SEED_X},),
            factors=_count,
        ),
        Exercise(
            id="mean-squared-error",
            name="mse",
            points=3,
            title=Text("평균 제곱 오차", "The mean squared error"),
            draw=_predictions,
            examples=({"prediction": [0.0, 0.0, 0.0], "y": SEED_X},),
            factors=lambda case: {"N": len(case["y"])},
        ),
        Exercise(
            id="cost-curve",
            name="cost_curve",
            points=3,
            title=Text("여러 W의 비용", "The cost at several W"),
            draw=(_few_points, _more_points),
            examples=({"W": [0.0, 0.5, 1.4, 2.0], "x": SEED_X, "y": SEED_X},),
            factors=_count,
        ),
        Exercise(
            id="downhill-direction",
            name="downhill",
            points=2,
            title=Text("어느 쪽으로 움직일까", "Which way to move"),
            draw=_slopes,
            examples=({"W": [0.0, 0.5, 1.4, 2.0], "slope": [-9.33, -4.67, 3.73, 9.33], "distance": 0.1},),
            start=lambda case: case["W"],
        ),
        Exercise(
            id="best-on-grid",
            name="best",
            points=3,
            title=Text("격자에서 가장 좋은 직선", "The best line on a grid"),
            draw=(_first_row, _first_column, _last_of_both, _grid),
        ),
        Exercise(
            id="grid-count",
            name="evaluations",
            points=2,
            title=Text("비용을 몇 번 재야 할까", "How many evaluations?"),
            draw=(_counts, _fine_counts),
            examples=({"width": 4, "per_unit": 10, "parameters": 2},),
        ),
        Exercise(
            id="steeper-slope",
            name="steeper",
            points=1,
            title=Text("가파르면 비용이 클까", "Is steeper costlier?"),
            examples=({},),
            probe=take_value,
        ),
    ),
    practice=(
        drill("cost-drill-residual", Text("잔차 하나", "One residual"), draw=_on_a_line, ask=_ask_residual),
        drill("cost-drill-mse", Text("평균 제곱 오차", "The mean squared error"), draw=_three_errors, ask=_ask_cost),
        drill("cost-drill-grid", Text("격자의 크기", "The size of a grid"), draw=_small_grid, ask=_ask_grid),
    ),
)
