"""08-real-data: split, standardise, fit, and say in grams how good it is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, number, numbers, take_value
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text


def _rows(rng: np.random.Generator) -> Case:
    """Some lengths occur twice, as among real penguins; the masses tell the rows apart."""
    n = int(rng.integers(16, 25))
    x = [round(170 + 3 * i + number(rng, 0, 2), 2) for i in range(n)]
    for k in (2, 7, n - 3):
        x[k + 1] = x[k]
    return {
        "x": x,
        "y": [round(3000 + 100 * i + number(rng, 0, 90), 2) for i in range(n)],
        "n_train": int(rng.integers(n - 6, n - 3)),
        "seed": int(rng.integers(1, 1000)),
    }


_SEEDS = (0, 0, 1, 2, 3)  # above the case's: the same one twice, and three others


def _record_splits(split: Any, case: Case) -> Any:
    """What the work gives with one seed twice and with three others: four lists of numbers each time.

    What is not four parts is passed on as it is, or as how many there are. The random state that all share is another
    one before each call, so that a split that comes from it is another one too; afterwards it is as it was.
    """
    splits = []
    with _shared_random_state_kept():
        for call, shift in enumerate(_SEEDS):
            _shake(call)
            returned = split(np.array(case["x"]), np.array(case["y"]), case["n_train"], case["seed"] + shift)
            if not isinstance(returned, list | tuple | np.ndarray):
                return returned
            pairs = len(returned) == 2 and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in returned)
            parts = [part for pair in returned for part in pair] if pairs else returned
            if len(parts) != 4:
                return ["parts", len(returned)]
            try:
                splits.append([np.asarray(part, dtype=float).ravel().tolist() for part in parts])
            except (TypeError, ValueError):
                return ["no numbers", call]
    return ["pairs", *splits] if pairs else splits


@contextmanager
def _shared_random_state_kept() -> Iterator[None]:
    import torch

    before = random.getstate(), np.random.get_state(), torch.get_rng_state()
    try:
        yield
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])
        torch.set_rng_state(before[2])


def _shake(call: int) -> None:
    """Seed what all share, each call otherwise, and with no seed that a case has."""
    import torch

    random.seed(90_001 + call)
    np.random.seed(90_001 + call)
    torch.default_generator.manual_seed(90_001 + call)  # the processor's alone: torch.manual_seed notes who called


def _properties_of_splits(answer: Any, case: Case) -> Any:
    """What must hold of a split, whatever random numbers it uses."""
    if answer[0] == "parts":
        return {"parts": answer[1]}
    if answer[0] == "no numbers":
        return {"no_numbers": True}
    in_pairs = answer[0] == "pairs"
    answer = answer[1:] if in_pairs else answer
    # To two decimals, as they were drawn: float32 is right too, and so is a column.
    first, again, *others = ([[round(_as_float(value), 2) for value in part] for part in parts] for parts in answer)
    if len(others) != 3 or any(len(parts) != 4 for parts in (first, again, *others)):
        raise ValueError("not five splits of four parts")
    x = case["x"]
    x_train, y_train, x_test, y_test = first
    rows = set(zip(x, case["y"], strict=True))
    pairs = [*zip(x_train, y_train, strict=False), *zip(x_test, y_test, strict=False)]
    there: Counter[float] = Counter(x)
    used: Counter[float] = Counter(x_train + x_test)
    return {
        **({"parts": 2} if in_pairs else {}),
        "sizes": [len(part) for part in first],
        "pairs_kept": rows.issuperset(pairs),
        "no_row_twice": all(used[value] <= count for value, count in there.items()),
        "no_row_lost": all(used[value] >= count for value, count in there.items()),
        "same_seed_same_split": first == again,
        "other_seed_other_split": any(other != first for other in others),
        "other_seed_other_rows_held_out": any(set(other[3]) != set(y_test) for other in others),
        "shuffled": any(not _in_order(parts[0] + parts[2], x) for parts in [first, *others]),
    }


def _in_order(rows: list[float], x: list[float]) -> bool:
    """Whether rows follow each other as they came, forwards or backwards, wherever that begins."""
    around = (way[start:] + way[:start] for way in (x, x[::-1]) for start in range(len(x)))
    return any(rows == turned for turned in around)


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


def _two_features(rng: np.random.Generator) -> Case:
    return _features(rng, 2)


def _three_features(rng: np.random.Generator) -> Case:
    return _features(rng, 3)


def _features(rng: np.random.Generator, count: int) -> Case:
    columns = [(number(rng, 3, 6), number(rng, 1, 2)), (number(rng, 1.5, 2.5), number(rng, 0.6, 1.2))]
    columns += [(number(rng, 2, 4), number(rng, 0.8, 1.6))] * (count - 2)
    return {"x": _matrix(rng, int(rng.integers(9, 13)), columns)}


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
    """Masses such that a mean cut to whole grams is not near enough."""
    while True:
        n = int(rng.integers(5, 9))
        y_test = [round(3400 + 2000 * (i + number(rng, 0, 1)) / n, 1) for i in range(n)]
        y_pred = [round(v + number(rng, 300, 800) * int(rng.choice([-1, 1])), 1) for v in y_test]
        y_train = numbers(rng, 3000, 4400, int(rng.integers(9, 13)))
        left = np.sum(np.subtract(y_test, y_pred) ** 2)
        mean = float(np.mean(y_train))
        exact, cut = (1 - left / np.sum(np.subtract(y_test, m) ** 2) for m in (mean, mean // 1))
        if exact > 0.2 and abs(exact - cut) > 3e-4 * exact:
            return {"y_test": y_test, "y_pred": y_pred, "y_train": y_train}


_WHAT_A_SPLIT_LACKS = {
    UNLIKE: Text(
        "답의 형태가 달라요. 배열 네 개를 `x_train, y_train, x_test, y_test` 순서로 돌려주세요. 받은 답: {value}.",
        "Four arrays are needed, in the order `x_train, y_train, x_test, y_test`. What came back: {value}.",
    ),
    "parts": Text(
        "돌려준 것이 {value}개예요. 배열 네 개를 `x_train, y_train, x_test, y_test` 순서로 돌려주세요.",
        "This many things came back: {value}. Return four arrays in the order `x_train, y_train, x_test, y_test`.",
    ),
    "no_numbers": Text(
        "돌려준 네 개 가운데 수의 배열이 아닌 것이 있어요.",
        "Of the four things that came back, one is no array of numbers.",
    ),
    "sizes": Text(
        "네 배열의 길이가 차례로 {value}예요. 학습용은 `n_train`행, 평가용은 나머지 행이어야 해요.",
        "The lengths of the four arrays are {value}. The training part needs `n_train` rows, the held-out part all others.",
    ),
    "pairs_kept": Text(
        "x와 y의 짝이 어긋났어요. 같은 자리에 있는 x와 y가 받은 데이터의 한 행이 아니에요.",
        "The pairs came apart: x and y at the same place are not one row of the data that came in.",
    ),
    "no_row_twice": Text(
        "두 번 이상 들어간 행이 있어요.",
        "Some row is in more than once.",
    ),
    "no_row_lost": Text(
        "빠진 행이 있어요. 모든 행이 학습용이나 평가용 가운데 하나에 들어 있어야 해요.",
        "Some row is missing: each has to be in the training part or in the held-out part.",
    ),
    "same_seed_same_split": Text(
        "같은 시드인데 다르게 나뉘었어요. 섞기 전에 `seed`로 난수 생성기를 만들거나 시드를 정했는지 보세요.",
        "The same seed gave another split. Is the random generator made from `seed`, or seeded with it, before anything is shuffled?",
    ),
    "other_seed_other_split": Text(
        "시드가 달라도 똑같이 나뉘었어요.",
        "Other seeds gave the same split.",
    ),
    "other_seed_other_rows_held_out": Text(
        "시드가 달라도 평가용에 같은 행이 들어 있어요.",
        "Whatever the seed, the same rows are held out.",
    ),
    "shuffled": Text(
        "섞이지 않았어요. 행이 받은 순서대로, 또는 거꾸로 이어져 있어요.",
        "Nothing was shuffled: the rows follow each other as they came, or backwards.",
    ),
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
            findings=_WHAT_A_SPLIT_LACKS,
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
            draw=(_two_features, _three_features),
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
