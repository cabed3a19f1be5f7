"""02-manual-gradient: from a parabola to the update rule, with every gradient worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdcourse.judging.comparing import as_number
from gdcourse.judging.exercise import Case, Criterion, Exercise, Unit, WrittenQuestion, number, numbers, take_value
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text, signed

SEED_X, SEED_Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
"""y = 2x on four points."""
SEEDLING_WEEKS, SEEDLING_HEIGHTS = [1.0, 2.0, 3.0, 4.0], [4.0, 4.0, 6.0, 10.0]
"""The lesson's data: the best line is 2x + 1, and each point is 1 away from it."""


def _count(case: Case) -> dict[str, float]:
    return {"N": len(case["x"])}


def _parabola(rng: np.random.Generator) -> Case:
    center = number(rng, -3, 3)
    away = number(rng, 0.5, 3) * int(rng.choice([-1, 1]))
    return {"w": round(center + away, 2), "a": number(rng, 1.2, 4), "c": center}


def _parabola_opening_downwards(rng: np.random.Generator) -> Case:
    """Far left of 0, and with slopes of thousands: neither a sign nor a size is taken for granted."""
    center = -number(rng, 20, 40)
    away = number(rng, 11, 19) * int(rng.choice([-1, 1]))
    return {"w": round(center + away, 2), "a": -number(rng, 60, 120), "c": round(center, 2)}


def _nearly_flat_parabola(rng: np.random.Generator) -> Case:
    """Slopes of ten-thousandths, on both sides of 0: who rounds them, or takes them for 0, is wrong."""
    center = number(rng, 0.02, 0.09) * int(rng.choice([-1, 1]))
    away = round(float(rng.uniform(0.011, 0.09)), 4) * int(rng.choice([-1, 1]))
    return {"w": round(center + away, 4), "a": round(float(rng.uniform(0.0011, 0.0049)), 5), "c": center}


def _from_the_right(rng: np.random.Generator) -> Case:
    return {"w": -number(rng, 0.3, 3), "grad": number(rng, 1, 9), "lr": number(rng, 0.05, 0.9)}


def _from_the_left(rng: np.random.Generator) -> Case:
    return {"w": number(rng, -3, 3), "grad": -number(rng, 1, 9), "lr": number(rng, 0.05, 0.9)}


def in_units(case: Case, unit: float, *names: str) -> Case:
    """The same case with some of its inputs so many times as large: answers of thousands, or of thousandths.

    Who cuts off, rounds or floors what is small or large is wrong in one of them.
    """
    scaled = {name: np.multiply(case[name], unit).round(6).tolist() for name in names}
    return {name: scaled.get(name, value) for name, value in case.items()}


def _data(rng: np.random.Generator, count: int | None = None) -> tuple[list[float], list[float]]:
    """Points around a line, all x on one side of 0, so that no gradient is a small difference of large numbers."""
    n = count or int(rng.integers(3, 8))
    x = numbers(rng, 0.5, 4, n)
    w, b = number(rng, 1, 3), number(rng, 0.5, 2)
    return x, [round(w * v + b + number(rng, -0.3, 0.3), 2) for v in x]


def _slope(rng: np.random.Generator, *, above: bool) -> float:
    """A first slope for which the line runs above all the points, or below all of them."""
    return number(rng, 8, 10) if above else -number(rng, 0.3, 2)


def _predictions_above(rng: np.random.Generator) -> Case:
    return _predictions(rng, above=True)


def _predictions_below(rng: np.random.Generator) -> Case:
    return _predictions(rng, above=False)


def _predictions_in_large_units(rng: np.random.Generator) -> Case:
    """The gradient of more points than usual is larger than a thousand, and above 0 or below."""
    return in_units(_predictions(rng, above=bool(rng.integers(2)), count=12), 40, "x", "y", "y_pred")


def _predictions_in_small_units(rng: np.random.Generator) -> Case:
    """The gradient is smaller than a hundredth, and x on both sides of 0."""
    case = _predictions(rng, above=bool(rng.integers(2)))
    case["x"][0] = -case["x"][0]
    return in_units(case, 0.01, "x", "y", "y_pred")


def _predictions(rng: np.random.Generator, *, above: bool, count: int | None = None) -> Case:
    x, y = _data(rng, count)
    w = _slope(rng, above=above)
    return {"x": x, "y": y, "y_pred": [round(w * v, 4) for v in x]}


def _line_above(rng: np.random.Generator, count: int | None = None) -> Case:
    x, y = _data(rng, count)
    return {"w": number(rng, 3.5, 5), "b": number(rng, 2.3, 3.5), "x": x, "y": y}


def _line_below(rng: np.random.Generator, count: int | None = None) -> Case:
    x, y = _data(rng, count)
    return {"w": -number(rng, 0.3, 2), "b": -number(rng, 0.2, 1.5), "x": x, "y": y}


def _line_above_in_large_units(rng: np.random.Generator) -> Case:
    return in_units(_line_above(rng, 12), 500, "w", "b", "y")


def _line_below_in_small_units(rng: np.random.Generator) -> Case:
    return in_units(_line_below(rng), 0.001, "w", "b", "y")


_LINES = (_line_below, _line_above)
_LINES_IN_UNITS = (_line_below_in_small_units, _line_above_in_large_units, _line_below, _line_above)


def _step_from_above(rng: np.random.Generator) -> Case:
    return {**_line_above(rng), "lr": number(rng, 0.02, 0.2)}


def _step_from_below(rng: np.random.Generator) -> Case:
    return {**_line_below(rng), "lr": number(rng, 0.02, 0.2)}


def _small_step_in_large_units(rng: np.random.Generator) -> Case:
    """So small that both parameters stay below 0, and yet thousands move."""
    return {**in_units(_line_below(rng, 12), 500, "w", "b", "y"), "lr": round(float(rng.uniform(0.0005, 0.001)), 5)}


def _step_in_small_units(rng: np.random.Generator) -> Case:
    return in_units(_step_from_above(rng), 0.001, "w", "b", "y")


def _descent_from_above(rng: np.random.Generator) -> Case:
    return _descent(rng, above=True)


def _descent_from_below(rng: np.random.Generator) -> Case:
    return _descent(rng, above=False)


def _descent(rng: np.random.Generator, *, above: bool) -> Case:
    x, y = _data(rng)
    # lr times the curvature 2·mean(x²) between 0.3 and 1.6: quick, now and then swinging, never diverging.
    lr = round(float(rng.uniform(0.15, 0.8) / np.mean(np.square(x))), 4)
    return {"x": x, "y": y, "w": _slope(rng, above=above), "lr": lr, "steps": int(rng.integers(3, 7))}


def _descent_that_arrives(rng: np.random.Generator) -> Case:
    """A rate that all but reaches the bottom in one step: who stops where little moves stops before the last step."""
    x, y = _data(rng)
    lr = round(float(0.5 / np.mean(np.square(x))), 4)
    return {"x": x, "y": y, "w": _slope(rng, above=bool(rng.integers(2))), "lr": lr, "steps": int(rng.integers(9, 12))}


def _descent_in_large_units(rng: np.random.Generator) -> Case:
    return in_units(_descent_from_below(rng), 500, "y", "w")


def _rates(rng: np.random.Generator) -> Case:
    return {"mean_rate": number(rng, 0.05, 0.9), "n": int(rng.integers(3, 20))}


def _inputs(rng: np.random.Generator) -> Case:
    return {"x": numbers(rng, 0.5, 4, int(rng.integers(3, 8)))}


def _small_inputs(rng: np.random.Generator) -> Case:
    """A bowl so shallow that rates above 1 converge."""
    return {"x": numbers(rng, 0.2, 0.8, int(rng.integers(3, 8)))}


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _downhill(rng: np.random.Generator) -> Case:
    while True:
        case = {"w": number(rng, -2, 8), "lr": number(rng, 0.05, 0.45)}
        if abs(case["w"] - 3) > 0.5 and abs(case["w"]) > 0.3:
            return case


def _small_parabola(rng: np.random.Generator) -> Case:
    away = int(rng.choice([-5, -4, -3, 3, 4, 5]))  # at 2 the cost would be the slope
    center = int(rng.integers(-4, 5))
    return {"w": center + away, "a": int(rng.choice([3, 4, 5])), "c": center}


def _ask_slope(case: Case) -> Text:
    inner = f"w {'-' if case['c'] >= 0 else '+'} {abs(case['c'])}" if case["c"] else "w"
    cost = f"cost(w) = {case['a']} * ({inner})**2" if case["c"] else f"cost(w) = {case['a']} * w**2"
    return Text(
        f"`{cost}`일 때, w = {signed(case['w'])}에서 기울기는 얼마일까요?",
        f"With `{cost}`, what is the slope at w = {signed(case['w'])}?",
    )


def _small_update(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "w": int(rng.integers(1, 10)),
            "grad": int(rng.choice([-8, -6, -5, -4, -3, 3, 4, 5, 6, 8])),
            "lr": float(rng.choice([0.1, 0.2, 0.5])),
        }
        w, step = case["w"], case["lr"] * case["grad"]
        if apart(w - step, w + step, w - case["grad"], step, 0):
            return case


def _ask_update(case: Case) -> Text:
    return Text(
        f"w = {case['w']}에서 그래디언트가 {signed(case['grad'])}이고 학습률은 {case['lr']:g}입니다. 한 번 업데이트하면 w는 얼마가 될까요?",
        f"At w = {case['w']} the gradient is {signed(case['grad'])}, and the learning rate is {case['lr']:g}. Where is w after one update?",
    )


def _two_points(rng: np.random.Generator) -> Case:
    while True:
        x = [int(v) for v in rng.choice([1, 2, 3, 4], 2, replace=False)]
        y = [int(v) for v in rng.integers(1, 10, 2)]
        w = int(rng.integers(1, 5))
        residuals = [w * x[i] - y[i] for i in (0, 1)]
        right = sum(residuals[i] * x[i] for i in (0, 1))
        if 0 not in residuals and apart(right, 2 * right, right / 2, sum(residuals), -right):
            return {"x": x, "y": y, "w": w}


def _ask_mse_gradient(case: Case) -> Text:
    points = ", ".join(f"({x}, {y})" for x, y in zip(case["x"], case["y"], strict=True))
    return Text(
        f"점은 {points}이고 직선은 w·x입니다. w = {case['w']}에서 평균 제곱 오차의 그래디언트는 얼마일까요?",
        f"The line w·x is to describe the points {points}. What is the gradient of the mean squared error at w = {case['w']}?",
    )


def _move_on_tangent(rng: np.random.Generator) -> Case:
    while True:
        case = {"w": number(rng, -3, 9), "move": number(rng, 0.4, 1.6) * int(rng.choice([-1, 1]))}
        away = case["w"] - 3
        if min(abs(away), abs(away + case["move"]), abs(away + 2 * case["move"])) > 0.4:
            return case


def _count_down(rng: np.random.Generator) -> Case:
    """Rates at which w jumps across the bottom: who forgets about sides counts only one step."""
    return {"lr": number(rng, 0.6, 0.95), "close": float(rng.choice([0.5, 0.1, 0.01, 0.001]))}


def _both_from_above(rng: np.random.Generator) -> Case:
    return _descent_of_both(rng, _line_above(rng))


def _both_from_below(rng: np.random.Generator) -> Case:
    return _descent_of_both(rng, _line_below(rng))


def _descent_of_both(rng: np.random.Generator, case: Case) -> Case:
    # The two curvatures add up to 2 (mean(x²) + 1): rates from a seventh to four fifths of the least possible limit.
    lr = round(float(rng.uniform(0.15, 0.8) / (np.mean(np.square(case["x"])) + 1)), 4)
    return {**case, "lr": lr, "steps": int(rng.integers(2, 6))}


def _uneven_inputs(rng: np.random.Generator) -> Case:
    """Inputs for which the limits with and without a bias, and that by the sum of the curvatures, are far apart."""
    while True:
        x = [round(float(v), 1) for v in rng.uniform(-1.5, 3, int(rng.integers(3, 8)))]
        square, mean = float(np.mean(np.square(x))), float(np.mean(x))
        steepest = float(np.linalg.eigvalsh([[square, mean], [mean, 1]])[1])
        if steepest > 1.05 * max(square, 1) and square + 1 > 1.05 * steepest:
            return {"x": x}


# --- the assignment's choice and its challenge -----------------------------------------------------------------


def _first_is_steep(rng: np.random.Generator) -> Case:
    return _two_valleys(rng, (0.05, 0.5), steep_first=True)


def _second_is_steep(rng: np.random.Generator) -> Case:
    return _two_valleys(rng, (2, 20), steep_first=False)


def _two_valleys(rng: np.random.Generator, flattest: tuple[float, float], *, steep_first: bool) -> Case:
    """Two parabolas, one five to eight times as steep, and few more steps than the best common rate takes.

    The steep one is near 0, the gentle one far away: who measures what is left by its length, and not by the way that
    there was, takes a rate too large for the steep one. ``flattest`` is where the curvature of the gentle one lies.
    """
    ratio = float(rng.uniform(5, 8))
    gentle = round(float(np.exp(rng.uniform(*np.log(flattest)))), 3)
    curvatures, away = [round(ratio * gentle, 3), gentle], [number(rng, 0.5, 0.6), number(rng, 8, 9)]
    kept = (ratio - 1) / (ratio + 1)
    first, second = away if steep_first else away[::-1]
    return {
        "curvatures": curvatures if steep_first else curvatures[::-1],
        "lowest": [first, -second],
        "least": [number(rng, 0, 3), number(rng, 0, 3)],
        "most": int(np.ceil(1.3 * np.log(0.1) / np.log(kept))),
    }


def _look_at_two_valleys(work: Any, case: Case) -> Any:
    """Give the work two functions that it cannot look into, and the number of steps."""

    def valley(n: int) -> Any:
        curvature, lowest, least = (case[name][n] for name in ("curvatures", "lowest", "least"))
        return lambda w: curvature / 2 * (w - lowest) ** 2 + least

    return [work(valley(0), valley(1), case["most"])]


def _what_is_left_in_both(answer: Any, case: Case) -> dict[str, bool]:
    """Any rate is right that leaves less than a tenth of the distance in both valleys."""
    (rate,) = map(as_number, answer)
    steep, gentle = (min(abs(1 - rate * c), 1e6) ** case["most"] for c in sorted(case["curvatures"], reverse=True))
    return {
        "steep_is_near": steep < 0.1,
        "gentle_is_near": gentle < 0.1,
        "steep_ran_away": steep > 1.01,
        "gentle_came_nearer": gentle < 0.99,
    }


def _centred(rng: np.random.Generator) -> Case:
    """Inputs whose mean is exactly 0, and whose squares have a mean apart from 1."""
    while True:
        first = [int(v) / 4 for v in rng.integers(-12, 13, int(rng.integers(2, 6)))]
        x = [*first, -sum(first)]
        square = float(np.mean(np.square(x)))
        if square > 0.3 and abs(square - 1) > 0.2 and abs(square - 0.5) > 0.1 and max(map(abs, x)) <= 6:
            return {"x": x}


LEFT_OUT = ("gradient-guess-one-after-the-other", "gradient-guess-tables")
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="02-manual-gradient",
    title=Text("손으로 구하는 그래디언트", "The gradient by hand"),
    exercises=(
        Exercise(
            id="parabola-slope",
            name="slope",
            points=1,
            title=Text("포물선의 기울기", "The slope of a parabola"),
            draw=(_parabola, _parabola_opening_downwards, _nearly_flat_parabola),
            examples=({"w": 0.0, "a": 2.0, "c": 3.0},),
        ),
        Exercise(
            id="update-rule",
            name="update",
            points=1,
            title=Text("업데이트 한 번", "One update"),
            draw=(_from_the_left, _from_the_right),
            examples=({"w": 2.0, "grad": 5.0, "lr": 0.1}, {"w": 0.5, "grad": 2.0, "lr": 0.4}),
            start=lambda case: case["w"],
        ),
        Exercise(
            id="mse-gradient",
            name="gradient",
            points=3,
            title=Text("평균 제곱 오차의 그래디언트", "The gradient of the mean squared error"),
            draw=(_predictions_below, _predictions_in_large_units, _predictions_in_small_units, _predictions_above),
            examples=({"x": SEED_X, "y": SEED_Y, "y_pred": [0.0, 0.0, 0.0, 0.0]},),
            factors=_count,
        ),
        Exercise(
            id="weight-and-bias",
            name="gradients",
            points=2,
            title=Text("가중치와 편향", "Weight and bias"),
            draw=_LINES_IN_UNITS,
            factors=_count,
        ),
        Exercise(
            id="one-step",
            name="step",
            points=1,
            title=Text("두 파라미터를 동시에", "Two parameters at once"),
            draw=(_small_step_in_large_units, _step_in_small_units, _step_from_below, _step_from_above),
            factors=_count,
            start=lambda case: [case["w"], case["b"]],
        ),
        Exercise(
            id="training-loop",
            name="descend",
            points=2,
            title=Text("경사 하강법 반복문", "The loop of gradient descent"),
            draw=(_descent_in_large_units, _descent_from_above, _descent_that_arrives),
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
            title=Text("발산의 경계", "The edge of divergence"),
            draw=(_inputs, _small_inputs),
            examples=({"x": [1.0, 2.0, 3.0]}, {"x": SEED_X}),
            factors=_count,
        ),
        Exercise(
            id="shared-rate",
            name="one_rate",
            points=2,
            title=Text("두 골짜기에 학습률 하나", "One rate for two valleys"),
            draw=(_first_is_steep, _second_is_steep),
            examples=({"curvatures": [2.0, 10.0], "lowest": [3.0, -2.0], "least": [0.0, 1.0], "most": 8},),
            probe=_look_at_two_valleys,
            observe=Aim(
                _what_is_left_in_both,
                {"steep_is_near": True, "gentle_is_near": True, "steep_ran_away": False, "gentle_came_nearer": True},
            ),
            findings={
                UNLIKE: Text("수 하나, 곧 학습률을 돌려주세요.", "One number is needed: the learning rate."),
                **dict.fromkeys(
                    ("steep_is_near", "steep_ran_away"),
                    Text(
                        "아래의 경우에 가파른 골짜기의 바닥 가까이 가지 못해요. 2/c에 너무 가깝거나 그보다 큰지 보세요.",
                        "In the case below, the bottom of the steep valley is not near. Is the rate too close to 2/c, or above?",
                    ),
                ),
                **dict.fromkeys(
                    ("gentle_is_near", "gentle_came_nearer"),
                    Text(
                        "아래의 경우에 완만한 골짜기의 바닥 가까이 가지 못해요. 스텝마다 남는 거리의 비 1 - lr·c를 계산해 보세요.",
                        "In the case below, the bottom of the gentle valley is not near. Work out what each step leaves: 1 - lr·c.",
                    ),
                ),
            },
        ),
        Exercise(
            id="rate-each",
            name="two_rates",
            points=1,
            title=Text("★ 한 스텝에 바닥까지", "★ To the bottom in one step"),
            draw=_centred,
            examples=({"x": [-2.0, 0.0, 2.0]},),
            factors=_count,
            parts=(Text("w의 학습률", "the rate for w"), Text("b의 학습률", "the rate for b")),
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
    practice=(
        guess("gradient-guess-fall", Text("발밑에서 얼마나 내려갈까?", "How far down does it go?"), rtol=0.02),
        task(
            "gradient-task-tangent",
            "height_on_tangent",
            Text("접선으로 본 높이", "The height by the tangent"),
            draw=_move_on_tangent,
            examples=({"w": 0.0, "move": 0.1}, {"w": 5.0, "move": 1.0}),
        ),
        guess(
            "gradient-guess-steps",
            Text("최솟값까지 몇 스텝?", "How many steps to the minimum?"),
            rtol=0.1,
        ),
        guess(
            "gradient-guess-large-rate",
            Text("학습률이 1이면?", "What happens with a learning rate of 1?"),
            options=(
                Text("한 번에 최솟값에 닿습니다.", "One step lands on the minimum."),
                Text("0과 6 사이를 끝없이 오갑니다.", "It jumps between 0 and 6 for ever."),
                Text("점점 더 멀어집니다.", "It moves farther and farther away."),
            ),
        ),
        task(
            "gradient-task-update",
            "step_down",
            Text("포물선에서 한 걸음", "One step down the parabola"),
            draw=_downhill,
            examples=({"w": 0.0, "lr": 0.1},),
            start=lambda case: case["w"],
        ),
        task(
            "gradient-task-count",
            "count_steps",
            Text("몇 스텝이 걸리는지 세기", "Counting the steps"),
            draw=_count_down,
            examples=({"lr": 0.1, "close": 0.01}, {"lr": 0.9, "close": 0.01}),
        ),
        guess("gradient-guess-by-hand", Text("표에서 얻은 기울기", "The slope from the table")),
        task(
            "gradient-task-bias",
            "slope_for_b",
            Text("편향의 기울기", "The slope for the bias"),
            draw=_LINES,
            examples=(
                {"w": 0.0, "b": 0.0, "x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS},
                {"w": 0.0, "b": 1.0, "x": SEEDLING_WEEKS[:3], "y": SEEDLING_HEIGHTS[:3]},
            ),
            factors=_count,
        ),
        task(
            "gradient-task-descend",
            "descend_both",
            Text("w와 b로 내려가기", "Descending with w and b"),
            draw=(_both_from_below, _both_from_above),
            examples=(
                {"w": 0.0, "b": 0.0, "x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS, "lr": 0.05, "steps": 1},
                {"w": 0.0, "b": 0.0, "x": SEEDLING_WEEKS, "y": SEEDLING_HEIGHTS, "lr": 0.05, "steps": 100},
            ),
            factors=_count,
            start=lambda case: [case["w"], case["b"]],
        ),
        guess(
            "gradient-guess-limit-with-bias",
            Text("b도 움직이면 학습률의 한계는?", "What happens to the limit when b moves too?"),
            options=(
                Text("커집니다.", "It grows."),
                Text("그대로입니다.", "It stays the same."),
                Text("작아집니다.", "It shrinks."),
            ),
        ),
        guess(
            "gradient-guess-one-after-the-other",
            Text("w와 b를 번갈아 움직이면?", "What if w and b move one after the other?"),
            options=(
                Text("마찬가지로 발산합니다.", "It diverges as well."),
                Text("같은 바닥으로 수렴합니다.", "It converges, to the same bottom."),
                Text("수렴하지만 다른 곳으로 갑니다.", "It converges, but elsewhere."),
            ),
        ),
        guess("gradient-guess-first-epoch", Text("첫 에폭 뒤의 w", "w after the first epoch")),
        guess(
            "gradient-guess-sum",
            Text("점이 16개가 되면?", "What happens with 16 points?"),
            options=(
                Text("둘 다 점이 4개일 때와 똑같이 갑니다.", "Both go as they did with 4 points."),
                Text("합은 발산하고, 평균은 전과 똑같이 갑니다.", "The sum diverges; the mean goes as before."),
                Text(
                    "합은 네 배 빨리 수렴하고, 평균은 전과 똑같이 갑니다.",
                    "The sum converges four times as fast; the mean goes as before.",
                ),
            ),
        ),
        guess(
            "gradient-guess-tables",
            Text("두 표는 얼마나 다를까?", "How much do the tables differ?"),
            options=(
                Text("첫 스텝부터 다릅니다.", "They differ from the first step on."),
                Text("같이 시작해서 점점 벌어집니다.", "They start alike and drift apart."),
                Text("반올림 말고는 같습니다.", "They agree, but for rounding."),
            ),
        ),
        task(
            "gradient-challenge-limit",
            "largest_rate_with_bias",
            Text("파라미터가 둘일 때의 한계", "The limit with two parameters"),
            draw=_uneven_inputs,
            examples=({"x": SEEDLING_WEEKS}, {"x": [-1.0, 0.0, 2.0]}),
            starred=True,
            rtol=0.005,
            factors=_count,
        ),
        drill(
            "gradient-drill-slope",
            Text("포물선의 기울기", "The slope of a parabola"),
            draw=_small_parabola,
            ask=_ask_slope,
        ),
        drill("gradient-drill-update", Text("업데이트 한 번", "One update"), draw=_small_update, ask=_ask_update),
        drill(
            "gradient-drill-mse",
            Text("두 점의 그래디언트", "The gradient for two points"),
            draw=_two_points,
            ask=_ask_mse_gradient,
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
                        "틀린 점을 들고, 합과 평균에서 학습률이 어떤 관계인지 썼습니다.",
                        "names what is wrong, and how the learning rates of sum and mean are related.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "데이터가 두 배가 되면 합과 평균이 각각 어떻게 되는지 썼습니다.",
                        "says what becomes of the sum and what of the mean when the data double.",
                    ),
                ),
            ),
        ),
    ),
)
