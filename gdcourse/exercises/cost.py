"""01-cost: what makes one line better than another, and why not every line can be tried."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdcourse.judging.comparing import as_number, as_numbers
from gdcourse.judging.exercise import (
    Case,
    Criterion,
    Draw,
    Exercise,
    Unit,
    WrittenQuestion,
    number,
    numbers,
    take_value,
)
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text, signed

SEED_X = [1.0, 2.0, 3.0]
"""Input and output are the same: y = x on three points."""
WEEKS, HEIGHTS = [1.0, 2.0, 3.0, 4.0], [4.0, 4.0, 6.0, 10.0]
"""The lesson's seedlings: the best line is 2x + 1, and each point is 1 away from it."""
BUDGET = 200
"""How often the lesson's challenge may measure its curve."""


def _count(case: Case) -> dict[str, float]:
    return {"N": len(case["x"])}


def _falling_line(rng: np.random.Generator) -> Case:
    return _line(rng, -1)


def _rising_line(rng: np.random.Generator) -> Case:
    return _line(rng, 1)


def _line_in_large_units(rng: np.random.Generator) -> Case:
    """Predictions of hundreds for more points than usual; the bias has another sign than the weight."""
    return {"W": number(rng, 150, 400), "b": -number(rng, 20, 60), "x": numbers(rng, 0.5, 4, 12)}


def _line(rng: np.random.Generator, sign: int) -> Case:
    """Both parameters of one sign, so that no prediction comes near 0."""
    w, b = sign * number(rng, 1.5, 4), sign * number(rng, 0.3, 1.2)
    return {"W": w, "b": b, "x": numbers(rng, 0.5, 4, int(rng.integers(3, 8)))}


def _first_below(rng: np.random.Generator) -> Case:
    return _predictions(rng, 0)


def _second_below(rng: np.random.Generator) -> Case:
    return _predictions(rng, 1)


def _predictions(rng: np.random.Generator, below: int) -> Case:
    """Errors of both signs, larger on one side, so that neither signs nor roots are without effect.

    ``below`` is the place of the one that is negative: another place in another case, so that who passes over it passes
    over no end.
    """
    n = int(rng.integers(4, 8))
    error = [number(rng, 1.5, 3) for _ in range(n)]
    error[below] = -number(rng, 0.6, 1.2)
    y = [round(float(v), 2) for v in np.arange(n) * 1.5 + rng.uniform(0.1, 0.5, n)]
    return {"prediction": [round(v + e, 2) for v, e in zip(y, error, strict=True)], "y": y}


def _few_points(rng: np.random.Generator) -> Case:
    return _several_weights(rng, 3)


def _more_points(rng: np.random.Generator) -> Case:
    return _several_weights(rng, int(rng.integers(4, 6)))


def _many_weights_in_large_units(rng: np.random.Generator) -> Case:
    """Costs of millions, at more weights and for more points than usual."""
    case = _several_weights(rng, 11)
    return {**case, **{name: [round(500 * v, 2) for v in case[name]] for name in ("W", "y")}}


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


def _grid(
    rng: np.random.Generator,
    misses: tuple[_Choice, ...],
    place: tuple[int | None, int | None] = (None, None),
    biases: int = 5,
) -> Case:
    """A grid in no order, and points far enough from any line that other choices than the least MSE are other pairs.

    Those of ``_OTHER_CHOICES`` are so in every case, ``misses`` in this one. ``place`` says where in W and in b the best
    pair is: first (0), last (-1), or anywhere (``None``). ``biases`` says how many there are to try in b: not as many for
    every case.
    """
    many, j = 200, biases - 2  # hardly one in three hundred will do, so that many are tried at once
    while True:
        i = int(rng.integers(1, 4))
        w, b = rng.uniform(2.1, 3, (many, 1)).round(2), rng.uniform(0.5, 1.9, (many, 1)).round(2)
        # In no order: of points from left to right, y in order hardly differs from y as it is.
        x = rng.permuted(np.arange(1, 6) + rng.uniform(-0.3, 0.3, (many, 5)), axis=1).round(2)
        y = (w * x + b + rng.uniform(-2.5, 2.5, (many, 5))).round(2)
        grid_w = (w + 0.5 * (np.arange(i + 5) - i)).round(2)
        grid_b = (b + 1.0 * (np.arange(j + 2) - j)).round(2)
        mse = _mse(grid_w, grid_b, x, y)
        best_w, best_b = np.divmod(_argmin(mse), grid_b.shape[1])
        order_w, order_b = _order(rng, grid_w, best_w, place[0]), _order(rng, grid_b, best_b, place[1])
        tries = _Tries(
            np.take_along_axis(grid_w, order_w, axis=1),
            np.take_along_axis(grid_b, order_b, axis=1),
            x,
            y,
            np.take_along_axis(np.take_along_axis(mse, order_w[:, :, None], axis=1), order_b[:, None], axis=2),
        )
        tries = tries.where(np.partition(mse.reshape(many, -1), 1, axis=1)[:, 1] > 1.02 * mse.min(axis=(1, 2)))
        # A search that begins where the best pair is goes right.
        allowed: dict[_Choice, bool] = {_least_for_first_b: place[1] == 0, _least_for_first_w: place[0] == 0}
        for other in (*_OTHER_CHOICES, *misses):  # each is tried on what the one before has left
            if not allowed.get(other):
                tries = tries.where(other(tries) != _argmin(tries.mse))
        # Two mistakes that would otherwise often look alike.
        tries = tries.where(_of_least_mean_error(tries) != _least_without_b(tries))
        if len(tries.x):
            return {name: getattr(tries, name)[0].tolist() for name in ("W", "b", "x", "y")}


class _Tries(NamedTuple):
    """Grids and points, one in each row; ``mse`` has the axes of the try, W and b."""

    W: np.ndarray
    b: np.ndarray
    x: np.ndarray
    y: np.ndarray
    mse: np.ndarray

    def where(self, good: np.ndarray) -> _Tries:
        return _Tries(*(values[good] for values in self))

    @property
    def error(self) -> np.ndarray:
        """Axes: the try, w, b, the point."""
        w, b, x, y = self.W[:, :, None, None], self.b[:, None, :, None], self.x[:, None, None], self.y[:, None, None]
        return w * x + b - y


def _least_for_first_b(tries: _Tries) -> np.ndarray:
    return _with_least_b(tries, tries.mse[:, :, 0].argmin(1))


def _least_without_b(tries: _Tries) -> np.ndarray:
    return _with_least_b(tries, _mse(tries.W, np.zeros((len(tries.W), 1)), tries.x, tries.y)[:, :, 0].argmin(1))


def _with_least_b(tries: _Tries, at_w: np.ndarray) -> np.ndarray:
    return at_w * tries.mse.shape[2] + tries.mse[np.arange(len(at_w)), at_w].argmin(1)


def _least_for_first_w(tries: _Tries) -> np.ndarray:
    at_b = tries.mse[:, 0].argmin(1)
    return tries.mse[np.arange(len(at_b)), :, at_b].argmin(1) * tries.mse.shape[2] + at_b


def _of_least_absolute_error(tries: _Tries) -> np.ndarray:
    return _argmin(np.abs(tries.error).mean(axis=3))


def _of_least_mean_error(tries: _Tries) -> np.ndarray:
    means = tries.W[:, :, None] * _mean(tries.x) + tries.b[:, None] - _mean(tries.y)
    return _argmin(np.abs(means))


def _of_least_largest_error(tries: _Tries) -> np.ndarray:
    return _argmin(np.abs(tries.error).max(axis=3))


def _nearest_to_least_squares(tries: _Tries) -> np.ndarray:
    x, y = tries.x, tries.y
    slope = ((x - x.mean(1, keepdims=True)) * y).sum(1) / x.var(1) / x.shape[1]
    offset = y.mean(1) - slope * x.mean(1)
    return _argmin(np.hypot((tries.W - slope[:, None])[:, :, None], (tries.b - offset[:, None])[:, None]))


def _of_least_whole_cost(tries: _Tries) -> np.ndarray:
    return _argmin(np.floor(tries.mse))


def _of_least_fourth_powers(tries: _Tries) -> np.ndarray:
    return _argmin((tries.error**4).mean(axis=3))


def _least_without_first_point(tries: _Tries) -> np.ndarray:
    return _argmin(_mse(tries.W, tries.b, tries.x[:, 1:], tries.y[:, 1:]))


def _least_without_last_point(tries: _Tries) -> np.ndarray:
    return _argmin(_mse(tries.W, tries.b, tries.x[:, :-1], tries.y[:, :-1]))


def _least_for_sorted_y(tries: _Tries) -> np.ndarray:
    return _argmin(_mse(tries.W, tries.b, tries.x, np.sort(tries.y)))


_Choice = Callable[[_Tries], np.ndarray]
"""Which pair somebody takes of each grid, counted flat."""

# The cheapest first.
_OTHER_CHOICES = (
    _least_for_first_b, _least_for_first_w, _of_least_mean_error, _least_without_b, _least_for_sorted_y,
    _nearest_to_least_squares, _of_least_absolute_error, _of_least_largest_error,
)  # fmt: skip


def _mse(grid_w: np.ndarray, grid_b: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Axes: the try, w, b. Multiplied out, so that the points are gone through once for a whole grid."""
    w, b = grid_w[:, :, None], grid_b[:, None]
    of_w = w**2 * _mean(x * x) - 2 * w * _mean(x * y)
    of_b = b**2 - 2 * b * _mean(y)
    return of_w + of_b + 2 * w * b * _mean(x) + _mean(y * y)


def _mean(values: np.ndarray) -> np.ndarray:
    """Of each try, with axes for w and b."""
    return values.mean(axis=1)[:, None, None]


def _order(rng: np.random.Generator, grid: np.ndarray, best: np.ndarray, place: int | None) -> np.ndarray:
    """For each row of ``grid`` its indices in no order, but for ``best``, which is put at ``place``."""
    order = rng.permuted(np.tile(np.arange(grid.shape[1]), (len(grid), 1)), axis=1)
    if place is not None:
        every = np.arange(len(grid))
        order[every, (order == best[:, None]).argmax(axis=1)] = order[:, place]
        order[:, place] = best
    return order


def _argmin(costs: np.ndarray) -> np.ndarray:
    """For each of the first axis, where in the rest the least cost is, counted flat."""
    return costs.reshape(len(costs), math.prod(costs.shape[1:])).argmin(axis=1)


def _counts(rng: np.random.Generator) -> Case:
    return {
        "width": int(rng.integers(2, 5)),
        "per_unit": int(rng.integers(2, 7)),
        "parameters": int(rng.integers(3, 5)),
    }


def _many_parameters(rng: np.random.Generator) -> Case:
    """More parameters than anybody writes one after the other, and a range wider than usual."""
    return {"width": int(rng.integers(11, 15)), "per_unit": int(rng.integers(2, 5)), "parameters": 6}


def _fine_counts(rng: np.random.Generator) -> Case:
    """A fine grid, on which a step too many at the end of ``np.arange`` is always one point too many."""
    while True:
        width, per_unit = int(rng.integers(2, 5)), int(rng.integers(21, 31))
        if len(np.arange(0, width + 1 / per_unit, 1 / per_unit)) != width * per_unit + 1:
            return {"width": width, "per_unit": per_unit, "parameters": 1}


def _first_row(rng: np.random.Generator) -> Case:
    return _grid(rng, (_least_without_first_point,), (0, None))


def _first_column(rng: np.random.Generator) -> Case:
    return _grid(rng, (_least_without_last_point, _of_least_whole_cost), (None, 0))


def _anywhere(rng: np.random.Generator) -> Case:
    return _grid(rng, (_of_least_fourth_powers, _of_least_whole_cost))


def _last_of_both(rng: np.random.Generator) -> Case:
    """With W, b and y in small units: a search that begins at a fixed cost of 10¹⁰ or less finds nothing below it."""
    while True:
        case = _grid(rng, (_of_least_fourth_powers,), (-1, -1), biases=4)
        w, b, x, y = (np.array(case[name]) for name in ("W", "b", "x", "y"))
        cost = np.mean((w[:, None, None] * x + b[:, None] - y) ** 2, axis=2)
        # The first pair is what such a search may begin with: nobody who leaves out the last of W or of b ends there.
        if cost[:-1].argmin() > 0 and cost[:, :-1].argmin() > 0:
            unit = math.ceil((2e10 / cost.min()) ** 0.5 / 100) * 100
            return {**case, **{name: [float(round(v * unit)) for v in case[name]] for name in ("W", "b", "y")}}


def _from_the_left(rng: np.random.Generator) -> Case:
    return _two_places(rng, (-1, 1, 1, -1))


def _from_the_right(rng: np.random.Generator) -> Case:
    return _two_places(rng, (1, -1, -1, -1))


def _two_places(rng: np.random.Generator, signs: tuple[int, int, int, int]) -> Case:
    """Two points, on a line whose parameters are apart from one another and from their wrong versions."""
    while True:
        x1, y1, x2, y2 = (round(sign * float(v), 1) for sign, v in zip(signs, rng.uniform(0.5, 6, 4), strict=True))
        if abs(x2 - x1) > 1 and abs(y2 - y1) > 1 and abs(abs(x2 - x1) - abs(y2 - y1)) > 0.4:
            slope = (y2 - y1) / (x2 - x1)
            if abs(y1 - slope * x1) > 0.4 and abs(y1 - slope * x1 - slope) > 0.3 and abs(x1) > 0.5:
                return {"x1": x1, "y1": y1, "x2": x2, "y2": y2}


def _small_inputs(rng: np.random.Generator) -> Case:
    return _budgeted(rng, 1 / 2, (0.53, 0.6))


def _large_inputs(rng: np.random.Generator) -> Case:
    return _budgeted(rng, 1 / 32, (0.55, 0.85))


def _usual_inputs(rng: np.random.Generator) -> Case:
    """Of the powers of three none does either, and the rate that does is near the limit."""
    return _budgeted(rng, 1 / 4, (0.81, 0.84))


def _budgeted(rng: np.random.Generator, right: float, shares: tuple[float, float]) -> Case:
    """Points near a line, a cost to reach from (0, 0), and about twice the evaluations that a good rate takes.

    Of the powers of two, ``right`` alone does for them: half of it comes a step too late, and twice as much diverges. So a
    search that measures anything else than what is asked ends at another. It is a share between ``shares`` of the limit.
    The way down is long in the flat direction, and shorter from (1, 1); the goal is below the mean absolute error of the
    best line.
    """
    while True:
        steepest = 2 * float(rng.uniform(*shares)) / right
        x = rng.uniform(-2, 4, 6)
        a, m = np.mean(x**2), np.mean(x)
        x = np.round(np.sqrt((steepest**2 - 2 * steepest) / (2 * a * (steepest - 2) + 4 * m**2)) * x, 3)
        columns = np.stack([x, np.ones(6)], axis=1)
        curvatures, directions = np.linalg.eigh(2 * columns.T @ columns / 6)
        directions = directions * np.sign(directions.sum(axis=0))
        lowest = directions @ (np.array([rng.uniform(2.5, 4), rng.uniform(0.3, 0.9)]) / np.sqrt(curvatures / 2))
        y = np.round(columns @ lowest + rng.uniform(-0.7, 0.7, 6), 3)
        lowest = np.linalg.lstsq(columns, y, rcond=None)[0]
        errors = columns @ lowest - y
        least = float(np.mean(errors**2))
        goal = round(least + 0.004 * (float(np.mean(y**2)) - least), 4)
        excess = curvatures * (directions.T @ lowest) ** 2 / 2
        shrinking = (1 - np.array([right / 2, right])[:, None] * curvatures) ** 2
        above = shrinking[:, None] ** np.arange(121)[:, None] @ excess
        too_slow, enough = (above <= goal - least).argmax(axis=1)
        allowed = int(too_slow) - 1
        if 12 <= allowed <= 110 and allowed // 2 < enough <= 0.8 * allowed and goal < np.mean(np.abs(errors)):
            return {"x": x.tolist(), "y": y.tolist(), "goal": goal, "most": 4 * allowed + int(rng.integers(1, 4))}


def _costs_on_the_way(x: np.ndarray, y: np.ndarray, lr: float, steps: int) -> list[float]:
    """The cost at (0, 0) and after each step. A slope measured to both sides is exact, since the cost is a parabola."""
    place, costs = np.zeros(2), []
    columns = np.stack([x, np.ones(len(x))], axis=1)
    for _ in range(steps + 1):
        errors = columns @ place - y
        costs.append(float(errors @ errors) / len(x))
        if costs[-1] > 1e12:
            break
        place = place - lr * 2 * columns.T @ errors / len(x)
    return costs


_FOLLOWED = 5000


def _what_the_choice_costs(answer: Any, case: Case) -> dict[str, bool]:
    """Any rate is right with which that many steps reach the cost, and take no more evaluations than allowed."""
    lr, steps = map(as_number, answer)
    followed = int(min(max(steps, 0), _FOLLOWED))
    costs = _costs_on_the_way(np.array(case["x"]), np.array(case["y"]), lr, followed)
    return {
        "whole_steps": steps.is_integer(),
        "reached": costs[-1] <= case["goal"],
        "lower": costs[-1] < costs[0],
        "higher": costs[-1] > costs[0],
        "within_the_evaluations": 4 * steps <= case["most"],
    }


def _narrow_parabola(rng: np.random.Generator) -> Case:
    return {"a": number(rng, 1.5, 4), "lowest": -number(rng, 2.2, 8), "least": number(rng, 0.5, 4)}


def _wide_parabola(rng: np.random.Generator) -> Case:
    return {"a": number(rng, 0.2, 0.45), "lowest": number(rng, 2.2, 8), "least": number(rng, 0.5, 4)}


MEASUREMENTS = 3
"""How often the work may measure the parabola of the assignment."""


def _measure_three_times(work: Any, case: Case) -> Any:
    """What the work returns for a curve that it cannot look into.

    In place of that, how often it has measured, where that is too often; or that it is the lowest place of those measured,
    where the bottom is elsewhere.
    """
    measured: list[float] = []

    def f(v: Any) -> Any:
        places = np.asarray(v, dtype=float)
        measured.extend(places.ravel())
        heights = case["a"] * (places - case["lowest"]) ** 2 + case["least"]
        return heights if places.ndim else float(heights)

    answer = work(f)
    if len(measured) > MEASUREMENTS:
        return {"measured": len(measured)}
    if len(measured) > 1 and isinstance(answer, int | float) and answer != case["lowest"]:
        lowest = min(measured, key=lambda place: abs(place - case["lowest"]))
        return {"lowest_measured": float(answer)} if answer == lowest else answer
    return answer


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _line_in_data(rng: np.random.Generator) -> Case:
    """A line far from the best one, and errors that do not cancel."""
    n = int(rng.integers(3, 7))
    x = [round(float(v), 2) for v in np.arange(1, n + 1) + rng.uniform(-0.3, 0.3, n)]
    w, b = number(rng, 1, 3), number(rng, 0.5, 2)
    y = [round(w * v + b + number(rng, -0.8, 0.8), 2) for v in x]
    off_w, off_b = number(rng, 0.6, 1.4), number(rng, 0.6, 1.4)
    return {"W": round(w + off_w, 2), "b": round(b + off_b, 2), "x": x, "y": y}


def _descent(rng: np.random.Generator) -> Case:
    case = _line_in_data(rng)
    # The two curvatures add up to 2 (mean(x²) + 1): rates from a seventh to four fifths of the least possible limit.
    lr = round(float(rng.uniform(0.15, 0.8) / (np.mean(np.square(case["x"])) + 1)), 4)
    return {**case, "lr": lr, "steps": int(rng.integers(2, 6))}


def _start_in_a_valley(rng: np.random.Generator) -> Case:
    """Starts on both sides of the hill, which is at -0.35, and not near it."""
    start = number(rng, -3.2, -1) if rng.integers(2) else number(rng, 0.3, 2.7)
    return {"W": start, "lr": round(float(rng.uniform(0.002, 0.007)), 4), "steps": int(rng.integers(3, 30))}


def _wavy(side: int, beside: int) -> Draw:
    """A curve on [-5, 5] with several valleys, of which one is clearly the deepest and not at an end.

    Args:
        side: on which side of 0 that valley is, 1 or -1.
        beside: on which side of the nearest tenth its bottom is: a step of 0.1 does not meet it.
    """

    def draw(rng: np.random.Generator) -> Case:
        while True:
            case = {
                "tilt": number(rng, 0.02, 0.08),
                "center": number(rng, -3, 3),
                "waves": number(rng, 2, 3.5),
                "phase": number(rng, 0, 6.28),
            }
            valleys = _valleys(case)
            if len(valleys) >= 4 and valleys[1][0] - valleys[0][0] > 0.08:
                lowest = valleys[0][1]
                if 0 < lowest * side < 4.5 and 0.036 < (lowest - round(lowest, 1)) * beside < 0.046:
                    return case

    return draw


def wavy_curve(case: Case) -> Callable[[Any], Any]:
    """The challenge's curve: waves on a shallow bowl."""
    return lambda v: case["tilt"] * (v - case["center"]) ** 2 + np.sin(case["waves"] * v + case["phase"])


def _valleys(case: Case) -> list[tuple[float, float]]:
    """Height and place of each valley of a wavy curve, the deepest first, to about a millionth."""
    places = np.linspace(-5, 5, 10001)
    heights = wavy_curve(case)(places)
    low = np.flatnonzero((heights[1:-1] < heights[:-2]) & (heights[1:-1] < heights[2:])) + 1
    return sorted((float(heights[i]), float(places[i])) for i in low)


def _look_for_the_lowest(work: Any, case: Case) -> Any:
    """The probe of the challenge: where the work ends, and how often it has measured."""
    curve, measured = wavy_curve(case), 0

    def f(v: Any) -> float:
        nonlocal measured
        measured += 1
        return float(curve(float(v)))

    return [work(f), measured]


def _how_low(answer: Any, case: Case) -> dict[str, bool]:
    """Any search is right that ends within 0.001 of the lowest height and keeps to its budget."""
    given = [as_numbers(value) for value in answer]
    if len(given) != 2 or any(number is None or number.size != 1 for number in given):
        raise ValueError("not a place and how often it was measured")
    place, measured = np.array(given, dtype=float).ravel()
    above = float(wavy_curve(case)(place)) - _valleys(case)[0][0]
    within = bool(-5 <= place <= 5)
    return {
        "in_the_deepest_valley": within and above < 0.05,
        "at_its_bottom": within and above < 0.001,
        "at_most_200_measurements": bool(measured <= BUDGET),
    }


def _two_points(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "x1": int(rng.integers(-3, 3)),
            "y1": int(rng.integers(-5, 6)),
            "dx": int(rng.integers(2, 5)),
            "dy": int(rng.choice([-9, -8, -6, -5, -3, 3, 5, 6, 8, 9])),
        }
        dx, dy = case["dx"], case["dy"]
        if apart(dy / dx, dx / dy, dy, -dy / dx):
            return case


def _ask_slope(case: Case) -> Text:
    first = f"({signed(case['x1'])}, {signed(case['y1'])})"
    second = f"({signed(case['x1'] + case['dx'])}, {signed(case['y1'] + case['dy'])})"
    return Text(
        f"두 점이 {first}, {second}일 때, 두 점을 지나는 직선의 기울기는 얼마일까요?",
        f"What is the slope of the line through the points {first} and {second}?",
    )


def _signed(rng: np.random.Generator) -> Case:
    while True:
        values = [int(v) for v in rng.choice([-6, -5, -4, -3, -2, 1, 2, 3, 4, 5, 7], 4)]
        if apart(sum(values) / 4, sum(values), sum(map(abs, values)) / 4, sum(values) / 3):
            return {"values": values}


def _ask_mean(case: Case) -> Text:
    listed = ", ".join(map(signed, case["values"]))
    return Text(f"네 수 {listed}의 평균은 얼마일까요?", f"What is the mean of the four numbers {listed}?")


def _two_arrays(rng: np.random.Generator) -> Case:
    while True:
        a = [int(v) for v in rng.integers(1, 5, 3)]
        b = [int(v) for v in rng.choice([-3, -2, -1, 0, 2, 3, 4], 3)]
        products = [a[i] * b[i] for i in range(3)]
        if apart(sum(products) / 3, sum(products), sum(a) * sum(b) / 9, sum(a + b) / 3):
            return {"a": a, "b": b}


def _ask_arrays(case: Case) -> Text:
    given = f"a = np.array({case['a']})", f"b = np.array({case['b']})"
    return Text(
        f"`{given[0]}`이고 `{given[1]}`일 때 `np.mean(a * b)`는 얼마일까요?",
        f"With `{given[0]}` and `{given[1]}`, what is `np.mean(a * b)`?",
    )


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
        f"직선은 {line}이고 점은 ({case['x']}, {case['y']})입니다. 예측에서 정답을 뺀 잔차는 얼마일까요?",
        f"The line is {line} and the point ({case['x']}, {case['y']}). What is the residual, prediction minus target?",
    )


def _three_errors(rng: np.random.Generator) -> Case:
    while True:
        errors = [int(v) for v in rng.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], 3)]
        squares = sum(e**2 for e in errors)
        if apart(squares / 3, squares, (squares / 3) ** 0.5, sum(map(abs, errors)) / 3, sum(errors) ** 2 / 3):
            return {"errors": errors}


def _ask_cost(case: Case) -> Text:
    listed = ", ".join(map(signed, case["errors"]))
    return Text(
        f"세 점의 잔차가 {listed}입니다. 평균 제곱 오차는 얼마일까요?",
        f"The residuals of three points are {listed}. What is the mean squared error?",
    )


def _small_grid(rng: np.random.Generator) -> Case:
    values = rng.choice([6, 7, 8, 9, 10, 11, 12, 15, 20, 25, 30, 40, 50, 100])
    return {"values": int(values), "parameters": int(rng.integers(3, 6))}


def _ask_grid(case: Case) -> Text:
    return Text(
        f"파라미터가 {case['parameters']}개이고, 하나마다 {case['values']}가지 값을 시험합니다. 비용을 모두 몇 번 계산할까요?",
        f"There are {case['parameters']} parameters, and {case['values']} values to try for each. How many times is the cost computed?",
    )


def _small_central(rng: np.random.Generator) -> Case:
    while True:
        case = {"a": int(rng.integers(1, 7)), "x": int(rng.integers(1, 7)), "h": int(rng.choice([1, 2, 3]))}
        a, x, h = case["a"], case["x"], case["h"]
        above, here, below = a * (x + h) ** 3, a * x**3, a * (x - h) ** 3
        found = (above - below) / (2 * h)
        if apart(found, (above - here) / h, 2 * found, 3 * a * x * x, above - below):
            return case


def _ask_central(case: Case) -> Text:
    a, x, h = ("" if case["a"] == 1 else case["a"]), case["x"], case["h"]
    return Text(
        f"f(x) = {a}x³입니다. x = {x}에서 h = {h}인 중심 차분은 얼마일까요?",
        f"With f(x) = {a}x³, what is the central difference at x = {x} with h = {h}?",
    )


LEFT_OUT = (
    "cost-guess-outlier",
    "cost-guess-tenfold",
    "cost-guess-shapes",
    "cost-guess-one-at-a-time",
    "chain-guess-width",
)
"""What the lesson asks in a section that may be left out."""

UNIT = Unit(
    slug="01-cost",
    title=Text("비용: 모델이 얼마나 좋은지 재기", "Cost: how good is a model?"),
    exercises=(
        Exercise(
            id="line-through",
            name="line_through",
            points=1,
            title=Text("두 점을 지나는 직선", "The line through two points"),
            draw=(_from_the_left, _from_the_right),
            examples=({"x1": 1.0, "y1": 3.0, "x2": 3.0, "y2": 7.0},),
            parts=(Text("W", "W"), Text("b", "b")),
        ),
        Exercise(
            id="line-prediction",
            name="predict",
            points=1,
            title=Text("직선으로 예측하기", "Predicting with a line"),
            draw=(_falling_line, _rising_line, _line_in_large_units),
            examples=({"W": 2.0, "b": 1.0, "x": SEED_X},),
            factors=_count,
        ),
        Exercise(
            id="mean-squared-error",
            name="mse",
            points=2,
            title=Text("평균 제곱 오차", "The mean squared error"),
            draw=(_first_below, _second_below),
            examples=({"prediction": [0.0, 0.0, 0.0], "y": SEED_X},),
            factors=lambda case: {"N": len(case["y"])},
        ),
        Exercise(
            id="cost-curve",
            name="cost_curve",
            points=2,
            title=Text("여러 W의 비용", "The cost at several W"),
            draw=(_few_points, _many_weights_in_large_units, _more_points),
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
            draw=(_first_row, _first_column, _last_of_both, _anywhere),
        ),
        Exercise(
            id="grid-count",
            name="evaluations",
            points=2,
            title=Text("비용을 몇 번 재야 할까", "How many evaluations?"),
            draw=(_counts, _fine_counts, _many_parameters),
            examples=({"width": 4, "per_unit": 10, "parameters": 2}, {"width": 4, "per_unit": 10, "parameters": 1}),
        ),
        Exercise(
            id="affordable-descent",
            name="choose",
            points=2,
            title=Text("학습률과 스텝 수 고르기", "Choosing a rate and a number of steps"),
            draw=(_small_inputs, _large_inputs, _usual_inputs),
            # Of the powers of ten none does: 0.1 takes 24 evaluations. So who counts one a step goes over it here too.
            examples=({"x": WEEKS, "y": HEIGHTS, "goal": 1.5, "most": 20},),
            observe=Aim(
                _what_the_choice_costs,
                {
                    "whole_steps": True,
                    "reached": True,
                    "lower": True,
                    "higher": False,
                    "within_the_evaluations": True,
                },
            ),
            findings={
                UNLIKE: Text(
                    "답의 형태가 달라요. 두 수를 `lr, steps` 순서로 돌려주세요. 받은 답: {value}.",
                    "Two numbers are needed, in the order `lr, steps`. What came back: {value}.",
                ),
                "whole_steps": Text(
                    "스텝 수인 둘째 수가 정수가 아니에요. 돌려주는 순서가 `lr, steps`인지 보세요.",
                    "The second number, that of the steps, is not a whole one. Is the order `lr, steps`?",
                ),
                **dict.fromkeys(
                    ("reached", "lower", "higher"),
                    Text(
                        "고른 학습률과 스텝 수로는 아래 데이터에서 비용이 `goal`까지 내려가지 않아요. 스텝마다 비용을 출력해, "
                        "너무 느린지 아니면 커지는지 보세요.",
                        "On the data below, the rate and the number of steps do not bring the cost down to `goal`. Print "
                        "the cost of each step: is it too slow, or does it grow?",
                    ),
                ),
                "within_the_evaluations": Text(
                    "비용을 `most`번보다 많이 재요. 한 스텝에 몇 번 재는지 세어 보세요.",
                    "The cost is measured more than `most` times. Count how often one step measures it.",
                ),
            },
        ),
        Exercise(
            id="three-measurements",
            name="bottom",
            points=1,
            title=Text("★ 세 번만 재고 바닥 찾기", "★ The bottom from three measurements"),
            draw=(_narrow_parabola, _wide_parabola),
            examples=({"a": 2.0, "lowest": 3.0, "least": 1.0},),
            probe=_measure_three_times,
            findings={
                "measured": Text(
                    "`f`를 세 번보다 많이 불렀어요: {value}번.", "`f` was called more than three times: {value}."
                ),
                "lowest_measured": Text(
                    "{value}: 잰 곳 가운데 가장 낮은 곳이에요. 바닥은 그 사이나 바깥에 있어요. 높이의 차이로 기울기를 재고, 기울기가 얼마나 빨리 변하는지 보세요.",
                    "{value} is the lowest of the places measured. The bottom is between or beyond them: take slopes from the differences in height, and look at how fast the slope changes.",
                ),
            },
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
        guess("cost-guess-flat", Text("H(x) = 6의 오차의 평균", "The mean error of H(x) = 6")),
        task(
            "cost-task-mse",
            "cost",
            Text("비용 함수", "The cost, as a function"),
            draw=_line_in_data,
            examples=({"W": 0.0, "b": 6.0, "x": WEEKS, "y": HEIGHTS}, {"W": 2.0, "b": 1.0, "x": WEEKS, "y": HEIGHTS}),
            factors=_count,
        ),
        guess("cost-guess-outlier", Text("새싹 하나가 14cm라면?", "What if one seedling is 14 cm tall?")),
        guess("cost-guess-parabola", Text("W = 4의 비용", "The cost at W = 4")),
        guess(
            "cost-guess-one-at-a-time",
            Text("하나씩 고르면 어디까지 갈까?", "How far does one at a time get?"),
            options=(
                Text("한 바퀴 만에 바닥에 닿습니다.", "One round is enough to reach the bottom."),
                Text("점점 다가가 결국 바닥에 닿습니다.", "It comes nearer and reaches the bottom in the end."),
                Text("점점 다가가다가 바닥에 닿기 전에 멈춥니다.", "It comes nearer, but stops before the bottom."),
            ),
        ),
        guess("cost-guess-grid", Text("파라미터 10개의 격자", "A grid over 10 parameters")),
        guess("cost-guess-slope", Text("W = 1에서 잰 기울기", "The slope measured at W = 1")),
        guess(
            "chain-guess-width",
            Text("어느 h가 가장 정확할까?", "Which h is most exact?"),
            options=(
                Text("10⁻⁵", "10⁻⁵"),
                Text("10⁻¹⁰", "10⁻¹⁰"),
                Text("10⁻¹⁵", "10⁻¹⁵"),
            ),
        ),
        task(
            "cost-task-slopes",
            "slopes",
            Text("두 방향의 기울기", "The slopes in two directions"),
            draw=_line_in_data,
            examples=({"W": 0.0, "b": 0.0, "x": WEEKS, "y": HEIGHTS}, {"W": 1.0, "b": 1.0, "x": WEEKS, "y": HEIGHTS}),
            factors=_count,
        ),
        task(
            "cost-task-descend",
            "descend",
            Text("잰 기울기로 내려가기", "Descending by measured slopes"),
            draw=_descent,
            examples=(
                {"W": 0.0, "b": 0.0, "x": WEEKS, "y": HEIGHTS, "lr": 0.1, "steps": 1},
                {"W": 0.0, "b": 0.0, "x": WEEKS, "y": HEIGHTS, "lr": 0.1, "steps": 100},
            ),
            factors=_count,
            start=lambda case: [case["W"], case["b"]],
        ),
        guess("cost-guess-evaluations", Text("100스텝에 비용을 몇 번 재나?", "How many evaluations in 100 steps?")),
        task(
            "cost-task-end",
            "where_it_ends",
            Text("출발점에서 끝까지", "From the start to the end"),
            draw=_start_in_a_valley,
            examples=(
                {"W": -2.0, "lr": 0.005, "steps": 100},
                {"W": 0.5, "lr": 0.005, "steps": 100},
                # After one step a constant factor can be told from others.
                {"W": 1.0, "lr": 0.005, "steps": 1},
                {"W": -2.0, "lr": 0.01, "steps": 1},
            ),
            start=lambda case: case["W"],
        ),
        guess("cost-guess-border", Text("갈라지는 출발점", "The start where the ways part"), rtol=0.15),
        guess(
            "cost-guess-tenfold",
            Text("입력을 열 배로 바꾸면 기울기는?", "The slope with inputs ten times as large"),
            rtol=0.01,
        ),
        guess(
            "cost-guess-shapes",
            Text("모양이 다른 정답", "Targets of another shape"),
            options=(
                Text("비용은 그대로 0입니다.", "The cost is still 0."),
                Text("오류 메시지가 나옵니다.", "There is an error message."),
                Text("오류 없이 다른 비용이 나옵니다.", "It gives another cost, and no error message."),
            ),
        ),
        Exercise(
            "cost-challenge-lowest",
            "lowest",
            0,
            Text("200번 안에 가장 낮은 곳 찾기", "The lowest place within 200 measurements"),
            draw=(_wavy(1, 1), _wavy(-1, -1), _wavy(-1, 1)),
            probe=_look_for_the_lowest,
            observe=Aim(
                _how_low, {"in_the_deepest_valley": True, "at_its_bottom": True, "at_most_200_measurements": True}
            ),
            findings={
                UNLIKE: Text(
                    "수 하나가 필요해요. 가장 낮은 곳의 W를 돌려주세요.",
                    "One number is needed: the W where the curve is lowest.",
                ),
            },
            kind="challenge",
        ),
        drill(
            "cost-drill-slope",
            Text("두 점을 지나는 직선", "The line through two points"),
            draw=_two_points,
            ask=_ask_slope,
        ),
        drill(
            "cost-drill-mean", Text("부호가 있는 수의 평균", "The mean of signed numbers"), draw=_signed, ask=_ask_mean
        ),
        drill(
            "cost-drill-array",
            Text("배열의 곱과 평균", "Product and mean of arrays"),
            draw=_two_arrays,
            ask=_ask_arrays,
        ),
        drill("cost-drill-residual", Text("잔차 하나", "One residual"), draw=_on_a_line, ask=_ask_residual),
        drill("cost-drill-mse", Text("평균 제곱 오차", "The mean squared error"), draw=_three_errors, ask=_ask_cost),
        drill("cost-drill-grid", Text("격자의 크기", "The size of a grid"), draw=_small_grid, ask=_ask_grid),
        drill("chain-drill-central", Text("중심 차분", "A central difference"), draw=_small_central, ask=_ask_central),
    ),
    written=(
        WrittenQuestion(
            "reflection",
            rubric=(
                Criterion(
                    1,
                    Text(
                        "맞는 점을 하나 들고, 왜 그런지 썼습니다.", "names one thing that is right, and why it is so."
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "틀린 점을 하나 들고, 파라미터가 10개일 때 비용을 몇 번 재는지 수로 썼습니다.",
                        "names one thing that is wrong, with the number of evaluations for 10 parameters.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "기울기를 따라가면 몇 번 재는지 견주어 썼습니다.",
                        "compares that with how many evaluations it takes to follow slopes.",
                    ),
                ),
            ),
        ),
    ),
)
