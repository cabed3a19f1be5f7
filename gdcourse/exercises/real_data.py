"""08-real-data: split, standardise, fit, and say in grams how good it is."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.language import Text


def _rows(rng: np.random.Generator) -> Case:
    n = int(rng.integers(16, 25))
    return {
        "x": [round(170 + 3 * i + number(rng, 0, 2), 2) for i in range(n)],
        "y": [round(3000 + 100 * i + number(rng, 0, 90), 2) for i in range(n)],
        "n_train": int(rng.integers(n - 6, n - 3)),
        "seed": int(rng.integers(1, 1000)),
    }


_SEEDS = (0, 0, 1, 2, 3)  # above the case's: the same one twice, and three others


def _record_splits(split: Any, case: Case) -> Any:
    """What the work gives with one seed twice and with three others: four lists of numbers each time.

    What is not four parts is passed on as it is, or as how many there are.
    """
    splits = []
    for shift in _SEEDS:
        returned = split(np.array(case["x"]), np.array(case["y"]), case["n_train"], case["seed"] + shift)
        if not isinstance(returned, list | tuple | np.ndarray):
            return returned
        if len(returned) != 4:
            return ["parts", len(returned)]
        splits.append([np.asarray(part, dtype=float).ravel().tolist() for part in returned])
    return splits


def _properties_of_splits(answer: Any, case: Case) -> Any:
    """What must hold of a split, whatever random numbers it uses."""
    if answer[0] == "parts":
        return {"parts": answer[1]}
    # To two decimals, as they were drawn: float32 is right too, and so is a column.
    first, again, *others = ([[round(_as_float(value), 2) for value in part] for part in parts] for parts in answer)
    if len(others) != 3 or any(len(parts) != 4 for parts in (first, again, *others)):
        raise ValueError("not five splits of four parts")
    x, n_train = case["x"], case["n_train"]
    x_train, y_train, x_test, y_test = first
    partner = dict(zip(x, case["y"], strict=True))
    pairs = [*zip(x_train, y_train, strict=False), *zip(x_test, y_test, strict=False)]
    used = x_train + x_test
    return {
        "sizes": [len(part) for part in first],
        "pairs_kept": all(partner.get(a) == b for a, b in pairs),
        "no_row_twice": len(set(used)) == len(used),
        "no_row_lost": set(x) <= set(used),
        "same_seed_same_split": first == again,
        "other_seed_other_split": any(other != first for other in others),
        "other_seed_other_rows_held_out": any(set(other[2]) != set(x_test) for other in others),
        "shuffled": any(parts[0] != x[:n_train] for parts in [first, *others]),
    }


def _as_float(value: Any) -> float:
    """A number of an answer; JSON has no name for some, which are written as objects."""
    return float(value["value"] if isinstance(value, dict) else value)


def _matrix(rng: np.random.Generator, count: int, columns: list[tuple[float, float]]) -> list[list[float]]:
    """``count`` rows; each column uniform around its centre."""
    return [[number(rng, centre - spread, centre + spread) for centre, spread in columns] for _ in range(count)]


def _tables(rng: np.random.Generator) -> Case:
    columns = [(number(rng, 10, 20), number(rng, 3, 6)) for _ in range(int(rng.integers(3, 5)))]
    shifted = [(centre + 2, spread) for centre, spread in columns]
    return {
        "x": _matrix(rng, int(rng.integers(3, 5)), shifted),
        "x_train": _matrix(rng, int(rng.integers(6, 9)), columns),
    }


def _features(rng: np.random.Generator) -> Case:
    columns = [(number(rng, 3, 6), number(rng, 1, 2)), (number(rng, 1.5, 2.5), number(rng, 0.6, 1.2))]
    return {"x": _matrix(rng, int(rng.integers(7, 11)), columns)}


def _fitted(rng: np.random.Generator) -> Case:
    d = int(rng.integers(2, 4))
    std = numbers(rng, 2, 14, d)
    return {
        "w": numbers(rng, 300, 800, d),
        "b": number(rng, 1000, 4000),
        # At least eight standard deviations: the bias at x = 0 is then far below 0, never a small difference.
        "mean": [round(s * number(rng, 8, 15), 2) for s in std],
        "std": std,
    }


def _penguins(rng: np.random.Generator) -> Case:
    n = int(rng.integers(6, 11))
    x = [round(180 + 45 * (i + number(rng, 0, 1)) / n, 1) for i in range(n)]
    slope = number(rng, 40, 60)
    return {"x": x, "y": [round(4200 + slope * (v - 200) + number(rng, -200, 200), 1) for v in x]}


def _standardised(rng: np.random.Generator) -> Case:
    n = int(rng.integers(4, 9))
    z_true = numbers(rng, -2, 2, n)
    errors = [number(rng, 0.1, 1.2) * int(rng.choice([-1, 1])) for _ in range(n)]
    return {
        "z_pred": [round(z + e, 2) for z, e in zip(z_true, errors, strict=True)],
        "z_true": z_true,
        "mean": number(rng, 3500, 5000),
        "std": number(rng, 400, 900),
    }


def _held_out(rng: np.random.Generator) -> Case:
    n = int(rng.integers(5, 9))
    y_test = [round(3400 + 2000 * (i + number(rng, 0, 1)) / n, 1) for i in range(n)]
    return {
        "y_test": y_test,
        "y_pred": [round(v + number(rng, 100, 400) * int(rng.choice([-1, 1])), 1) for v in y_test],
        "y_train": numbers(rng, 3000, 4400, int(rng.integers(9, 13))),
    }


UNIT = Unit(
    slug="08-real-data",
    title=Text("실제 데이터", "Real data"),
    exercises=(
        Exercise(
            id="split-rows",
            name="split",
            points=2,
            title=Text("학습 데이터와 평가 데이터", "Training data and held-out data"),
            draw=_rows,
            probe=_record_splits,
            observe=_properties_of_splits,
        ),
        Exercise(
            id="standardise-with",
            name="standardise",
            points=2,
            title=Text("표준화", "Standardising"),
            draw=_tables,
        ),
        Exercise(
            id="feature-condition",
            name="condition_number",
            points=2,
            title=Text("조건수", "The condition number"),
            draw=_features,
            rtol=1e-3,  # the smallest eigenvalue in float32
        ),
        Exercise(
            id="fit-by-descent",
            name="fit",
            points=3,
            title=Text("끝까지 내려가기", "All the way down"),
            draw=_penguins,
        ),
        Exercise(
            id="original-scale",
            name="original_scale",
            points=3,
            title=Text("원래 단위로", "Back to the original scale"),
            draw=_fitted,
        ),
        Exercise(
            id="rmse-in-grams",
            name="rmse_in_grams",
            points=2,
            title=Text("g 단위의 오차", "The error in grams"),
            draw=_standardised,
            factors=lambda case: {"std": case["std"]},
        ),
        Exercise(
            id="held-out-r2",
            name="r_squared",
            points=2,
            title=Text("평가 데이터의 R²", "R² on held-out data"),
            draw=_held_out,
        ),
        Exercise(
            id="opposite-slopes",
            name="opposite_slopes",
            points=1,
            title=Text("부호가 뒤집힌 기울기", "Slopes of opposite sign"),
            examples=({},),
            probe=take_value,
        ),
    ),
)
