"""08-real-data: split before looking, fit, choose on other rows than one reports, and say in grams how good it is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

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
from gdcourse.judging.practice import apart, drill, guess, task
from gdcourse.judging.probing import UNLIKE
from gdcourse.language import Text


def _rows(rng: np.random.Generator) -> Case:
    """Some lengths occur twice, as among real penguins; the masses tell the rows apart.

    There are so many ways to hold out rows that two seeds never give the same by chance.
    """
    n = int(rng.integers(26, 33))
    x = [round(170 + 3 * i + number(rng, 0, 2), 2) for i in range(n)]
    for k in (2, 7, n - 3):
        x[k + 1] = x[k]
    return {
        "x": x,
        "y": [round(3000 + 100 * i + number(rng, 0, 90), 2) for i in range(n)],
        "n_train": int(rng.integers(n - 11, n - 8)),
        "seed": int(rng.integers(1001, 10_000)),
    }


_SEEDS = (0, 0, 1, 60, 1000)
"""Above the case's: the same one twice, and three others. What is left of them divided by a small number is the same."""


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
        "every_seed_another_split": all(other != first for other in others),
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
    return _tables_as_wide_as(rng, 3, 6)


def _narrow_tables(rng: np.random.Generator) -> Case:
    """Columns with standard deviations below 1, which have to be divided by all the same."""
    return _tables_as_wide_as(rng, 0.2, 0.6)


def _tables_as_wide_as(rng: np.random.Generator, narrowest: float, widest: float) -> Case:
    columns = [(number(rng, 10, 20), number(rng, narrowest, widest)) for _ in range(int(rng.integers(3, 5)))]
    shifted = [(centre + 2, spread) for centre, spread in columns]
    return {
        "x": _matrix(rng, int(rng.integers(3, 5)), shifted),
        "x_train": _matrix(rng, int(rng.integers(6, 9)), columns),
    }


def _two_features(rng: np.random.Generator) -> Case:
    return _features(rng, 2)


def _three_features(rng: np.random.Generator) -> Case:
    return _features(rng, 3)


def _four_features(rng: np.random.Generator) -> Case:
    """Among so many eigenvalues that nobody has sorted, the largest seldom comes first and the smallest last."""
    return _features(rng, 4)


def _features(rng: np.random.Generator, count: int) -> Case:
    """Features whose condition number, cut to a whole one, is too far off."""
    while True:
        columns = [(number(rng, 2, 3), number(rng, 1.2, 1.8)), (number(rng, 0.8, 1.4), number(rng, 0.6, 1.1))]
        columns += [(number(rng, 1, 2), number(rng, 0.8, 1.4))] * (count - 2)
        x = _matrix(rng, int(rng.integers(9, 13)), columns)
        condition = np.linalg.cond(np.column_stack([x, np.ones(len(x))])) ** 2
        if condition % 1 > 2e-3 * condition:
            return {"x": x}


def _two_fitted(rng: np.random.Generator) -> Case:
    return _fitted(rng, 2)


def _three_fitted(rng: np.random.Generator) -> Case:
    return _fitted(rng, 3)


def _narrow_fitted(rng: np.random.Generator) -> Case:
    """Standard deviations below a tenth, which have to be divided by all the same; weights of both signs."""
    std = [round(v / 100, 4) for v in sorted(numbers(rng, 1, 9, 4), reverse=True)]
    sizes, signs = numbers(rng, 30, 80, 4), (-1, 1, -1, -1)
    return {
        "w": [sign * size for sign, size in zip(signs, sizes, strict=True)],
        "b": float(rng.integers(100, 400)),
        "mean": [round(s * number(rng, 8, 15), 4) for s in std],
        "std": std,
    }


def _fitted(rng: np.random.Generator, d: int) -> Case:
    std = sorted(numbers(rng, 2, 14, d), reverse=True)  # so that who sorts them goes wrong
    return {
        "w": numbers(rng, 30, 80, d),
        "b": float(rng.integers(100, 400)),  # whole: beside the bias, decimals would be within the tolerance
        # At least eight standard deviations: the bias at x = 0 is then far below 0, never a small difference.
        "mean": [round(s * number(rng, 8, 15), 2) for s in std],
        "std": std,
    }


def _penguins(rng: np.random.Generator) -> Case:
    """Penguins whose mean mass, or what the flippers add to it, is too far off once it is cut to whole grams."""
    while True:
        n = int(rng.integers(6, 11))
        within, slope = rng.uniform(0, 1, n).tolist(), number(rng, 40, 50)
        x = [round(180 + 45 * (i + round(part, 2)) / n, 1) for i, part in enumerate(within)]
        apart = rng.uniform(-200, 200, n).tolist()
        y = [round(4200 + slope * (v - 200) + round(own, 2), 1) for v, own in zip(x, apart, strict=True)]
        if np.mean(y) % 1 > 0.8 and np.polyfit(x, y, 1)[0] * np.mean(x) % 1 > 0.8:
            return {"x": x, "y": y}


MOST_CALLS = 30
"""So often, at most, may ``slopes`` be asked for a whole descent."""


def _descend_with_slopes(work: Any, case: Case) -> Any:
    """Give the work the lengths and a function for the slopes, which alone has the masses.

    In place of an answer that took more than ``MOST_CALLS`` calls, or none, word of it.
    """
    x, y = np.array(case["x"]), np.array(case["y"])
    calls = 0

    def slopes(w: Any, b: Any, z: Any) -> tuple[float, float]:
        nonlocal calls
        calls += 1
        z = np.asarray(z, dtype=float).ravel()
        if z.shape != y.shape:
            raise ValueError(f"z needs a number for each of {len(y)} penguins, and has {z.size}")
        error = float(w) * z + float(b) - y
        return 2 * float(np.mean(error * z)), 2 * float(np.mean(error))

    with np.errstate(over="ignore", invalid="ignore"):
        answer = work(x, slopes)
    if not calls:
        return {"never_asked": True}
    return answer if calls <= MOST_CALLS else {"asked_too_often": True}


def _validation(rng: np.random.Generator) -> Case:
    """Errors that fall, then jump, dip and rise for longer than the patience, and at last fall lower than ever."""
    patience, falling = int(rng.integers(2, 5)), int(rng.integers(3, 7))
    errors = [round(900 - 80 * i - number(rng, 0, 30), 1) for i in range(falling)]
    lowest = errors[-1]
    errors += [round(lowest + number(rng, 40, 50), 1)]
    errors += [round(lowest + 12 * (i + 1) + number(rng, 0, 5), 1) for i in range(patience + 2)]
    errors += [round(min(errors) - 20 - 10 * i - number(rng, 0, 5), 1) for i in range(int(rng.integers(2, 4)))]
    return {"errors": errors, "patience": patience}


def _short_rises(rng: np.random.Generator) -> Case:
    """Errors that rise for shorter than the patience, fall to little below their lowest, and end before it is used up.

    Both rises together use it up: who does not begin to count anew, or only where much is gained, stops too early.
    """
    patience = int(rng.integers(3, 5))
    errors = [round(900 - 70 * i - number(rng, 0, 30), 1) for i in range(int(rng.integers(2, 5)))]
    # So little that cut or rounded to a few decimals, or with a thousandth for nothing, they are equal.
    errors[-1] = int(errors[-1]) + 0.9
    errors += [round(errors[-1] + number(rng, 5, 30), 1) for _ in range(patience - 1)]
    errors += [round(min(errors) - float(rng.choice([0.0004, 0.0006])), 4)]
    errors += [round(errors[-1] + number(rng, 5, 30), 1) for _ in range(patience - 1)]
    return {"errors": errors, "patience": patience}


def _risen_at_once(rng: np.random.Generator) -> Case:
    """Errors of which the first is the lowest until patience is used up, and all after that are lower."""
    patience = 2
    errors = [number(rng, 500, 600)]
    errors += [round(errors[0] + 10 * (i + 1) + number(rng, 0, 5), 1) for i in range(patience + 1)]
    errors += [round(errors[0] - 20 - 7 * i, 1) for i in range(int(rng.integers(6, 9)))]
    return {"errors": errors, "patience": patience}


def _still_falling(rng: np.random.Generator) -> Case:
    """Errors of which the last is the lowest, and one as low as the lowest before: it is no better."""
    patience = int(rng.integers(3, 5))
    errors = [round(900 - 70 * i - number(rng, 0, 30), 1) for i in range(int(rng.integers(3, 6)))]
    return {"errors": [*errors, errors[-1], round(errors[-1] - 20, 1)], "patience": patience}


def _as_low_again(rng: np.random.Generator) -> Case:
    """Errors that come down to the lowest once more, but not below it, before patience is used up."""
    patience = int(rng.integers(3, 5))
    errors = [round(900 - 70 * i - number(rng, 0, 30), 1) for i in range(int(rng.integers(2, 5)))]
    lowest = errors[-1]
    errors += [round(lowest + 20, 1), lowest]
    errors += [round(lowest + 25 + 10 * i, 1) for i in range(patience)]
    return {"errors": [*errors, round(lowest - 30, 1)], "patience": patience}


def _two_of_many_columns(rng: np.random.Generator) -> Case:
    return _many_columns(rng, 2, first=True)


def _three_of_many_columns(rng: np.random.Generator) -> Case:
    return _many_columns(rng, 3, first=False)


def _many_columns(rng: np.random.Generator, k: int, first: bool) -> Case:
    """Columns of which other ones agree best with y on the rows of training, on those held out, and on all.

    No number is the largest of its kind by little; some agree best by falling where y rises. The first column,
    or else the last, is among those to choose.
    """
    while True:
        n, count = int(rng.integers(14, 19)), int(rng.integers(7, 11))
        places = rng.permutation(n).tolist()
        within = rng.uniform(0, 1, n).tolist()
        y = np.array([round(3200 + 2400 * (i + round(part, 2)) / n, 1) for i, part in zip(places, within, strict=True)])
        table = np.round((rng.normal(size=(n, count)) + rng.uniform(-1, 1, count)) * rng.uniform(0.5, 4, count), 2)
        order = rng.permutation(n)
        train, held_out = np.sort(order[: n - 6]), np.sort(order[n - 6 :])
        agreement = _agreement(table[train], y[train])
        if _lead(agreement, k) <= 0.03 or _lead(leaked := _agreement(table, y), k) <= 0.03:
            continue  # most end here, before all that a choice can go by has been reckoned
        product = table[train].T @ (y[train] - y[train].mean())
        wrong = (np.abs(_agreement(table[held_out], y[held_out])), np.abs(leaked), agreement, np.abs(product))
        choices = [frozenset(np.argsort(-size)[:k].tolist()) for size in (np.abs(agreement), *wrong)]
        if len(set(choices)) == 5:
            one = min(choices[0]) if first else max(choices[0])
            remaining = [j for j in range(count) if j != one]
            table = table[:, [one, *remaining] if first else [*remaining, one]]
            return {"X": table.tolist(), "y": y.tolist(), "train": train.tolist(), "k": k}


def _lead(agreement: np.ndarray, k: int) -> float:
    """How far the ``k``-th largest is from the next one, signs aside."""
    sizes = np.sort(np.abs(agreement))[::-1]
    return float(sizes[k - 1] - sizes[k])


def _agreement(table: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pearson's correlation coefficient of each column with ``y``."""
    columns, aims = table - table.mean(axis=0), y - y.mean()
    correlation: np.ndarray = aims @ columns / np.sqrt((columns**2).sum(axis=0) * (aims**2).sum())
    return correlation


def _choose_columns(work: Any, case: Case) -> Any:
    """Which columns the work chooses, in ascending order: they are a set, whatever order they came in.

    In place of numbers that no column has, word of it.
    """
    train = np.array(case["train"], dtype=int)
    chosen = work(np.array(case["X"]), np.array(case["y"]), train, case["k"])
    chosen = np.asarray(sorted(chosen) if isinstance(chosen, set | frozenset) else chosen)
    if chosen.dtype.kind not in "iuf":
        return chosen.tolist()
    numbers = np.sort(chosen.ravel())
    return numbers.tolist() if np.array_equal(numbers, np.round(numbers)) else {"no_column": float(numbers[0])}


def _standardised(rng: np.random.Generator) -> Case:
    return _standardised_with(rng, int(rng.integers(4, 9)), (0.1, 1.2))


def _far_off(rng: np.random.Generator) -> Case:
    """More penguins than usual, whose standardised errors are all far above 1."""
    return _standardised_with(rng, 14, (1.5, 4))


def _standardised_with(rng: np.random.Generator, n: int, off: tuple[float, float]) -> Case:
    z_true = numbers(rng, -2, 2, n)
    errors = [number(rng, *off) * int(rng.choice([-1, 1])) for _ in range(n)]
    return {
        "z_pred": [round(z + e, 2) for z, e in zip(z_true, errors, strict=True)],
        "z_true": z_true,
        "mean": number(rng, 3500, 5000),
        "std": number(rng, 400, 900),
    }


def _held_out(rng: np.random.Generator) -> Case:
    """A model that is better than the mean."""
    return _predicted(rng, (300, 800), lambda r2: r2 > 0.2)


def _worse_than_the_mean(rng: np.random.Generator) -> Case:
    """A model with a negative R², below -1: none is cut off at either."""
    return _predicted(rng, (1100, 1900), lambda r2: -4 < r2 < -1.2)


def _predicted(rng: np.random.Generator, off: tuple[float, float], fits: Callable[[float], bool]) -> Case:
    """Masses such that a mean cut to whole grams is not near enough, and predictions that are off by so many grams."""
    while True:
        n = int(rng.integers(5, 9))
        y_test = [round(3400 + 2000 * (i + number(rng, 0, 1)) / n, 1) for i in range(n)]
        y_pred = [round(v + number(rng, *off) * int(rng.choice([-1, 1])), 1) for v in y_test]
        y_train = numbers(rng, 3000, 4400, int(rng.integers(9, 13)))
        left = np.sum(np.subtract(y_test, y_pred) ** 2)
        mean = float(np.mean(y_train))
        exact, cut = (1 - left / np.sum(np.subtract(y_test, m) ** 2) for m in (mean, mean // 1))
        if fits(exact) and abs(exact - cut) > 3e-4 * abs(exact):
            return {"y_test": y_test, "y_pred": y_pred, "y_train": y_train}


# --- what the lesson asks ----------------------------------------------------------------------------------------


def _three_sizes(rng: np.random.Generator) -> Case:
    n_validation, n_test = rng.choice(np.arange(3, 9), 2, replace=False)
    return {
        "n": int(rng.integers(24, 40)),
        "n_validation": int(n_validation),
        "n_test": int(n_test),
        "seed": int(rng.integers(1, 1000)),
    }


def _record_three_parts(work: Any, case: Case) -> Any:
    """The rows of three parts with one seed twice and with two others: each time three lists of numbers."""
    recorded = []
    with _shared_random_state_kept():
        for call, shift in enumerate((0, 0, 1, 60)):
            _shake(call)
            parts = work(case["n"], case["n_validation"], case["n_test"], case["seed"] + shift)
            if not isinstance(parts, list | tuple):
                return parts
            recorded.append([np.asarray(part).ravel().tolist() for part in parts])
    return recorded


def _properties_of_three_parts(answer: Any, case: Case) -> Any:
    first, again, *others = ([[int(_as_float(row)) for row in part] for part in parts] for parts in answer)
    if len(others) != 2 or any(len(parts) != 3 for parts in (first, again, *others)):
        raise ValueError("not three parts")
    rows = [row for part in first for row in part]
    everything = list(range(case["n"]))
    return {
        "sizes": [len(part) for part in first],
        "no_row_twice": len(set(rows)) == len(rows),
        "no_row_lost": set(rows) == set(everything),
        "same_seed_same_parts": first == again,
        "other_seed_other_parts": all(first != other for other in others),
        "shuffled": rows != everything,
    }


_WHAT_THREE_PARTS_LACK = {
    UNLIKE: Text(
        "답의 형태가 달라요. 행 번호의 배열 세 개를 `train, validation, test` 순서로 돌려주세요. 받은 답: {value}.",
        "Three arrays of row numbers are needed, in the order `train, validation, test`. What came back: {value}.",
    ),
    "sizes": Text(
        "세 배열의 길이가 차례로 {value}예요. 검증용은 `n_validation`행, 평가용은 `n_test`행, 학습용은 나머지예요.",
        "The lengths of the three arrays are {value}. Validation needs `n_validation` rows, test `n_test`, training the rest.",
    ),
    "no_row_twice": Text("두 부분에 함께 들어 있는 행이 있어요.", "Some row is in two parts."),
    "no_row_lost": Text("어느 부분에도 없는 행이 있어요.", "Some row is in no part."),
    "same_seed_same_parts": Text("같은 시드인데 다르게 나뉘었어요.", "The same seed gave other parts."),
    "other_seed_other_parts": Text("시드가 달라도 똑같이 나뉘었어요.", "Another seed gave the same parts."),
    "shuffled": Text(
        "섞이지 않았어요. 행이 차례대로 이어져 있어요.", "Nothing was shuffled: the rows follow each other in order."
    ),
}


def _masses(rng: np.random.Generator) -> Case:
    """Masses of two parts whose means, medians and spreads are all different."""
    while True:
        train = numbers(rng, 3000, 4200, int(rng.integers(5, 9)))
        new = numbers(rng, 4000, 6200, int(rng.integers(5, 9)))
        if abs(np.mean(train) - np.median(train)) > 40:
            return {"mass_train": train, "mass_new": new}


def _flippers_and_bills(rng: np.random.Generator) -> Case:
    columns = [(number(rng, 195, 205), number(rng, 10, 20)), (number(rng, 40, 48), number(rng, 4, 8))]
    shifted = [(centre + number(rng, 4, 8), spread) for centre, spread in columns]
    return {
        "x_train": _matrix(rng, int(rng.integers(6, 10)), columns),
        "x": _matrix(rng, int(rng.integers(3, 6)), shifted),
        "w": [number(rng, 0.4, 0.9), number(rng, -0.5, -0.2)],
        "b": number(rng, 3, 5),
    }


def _predict_with_model(work: Any, case: Case) -> Any:
    """What a model with given weights says of several penguins and of one by itself, and the gradients of the weights."""

    def run(precision: str) -> Any:
        import torch

        before, dtype = torch.get_default_dtype(), getattr(torch, precision)
        torch.set_default_dtype(dtype)
        try:
            model = work(torch.tensor(case["x_train"]))
            with torch.no_grad():
                model.linear.weight.copy_(torch.tensor([case["w"]]))
                model.linear.bias.fill_(case["b"])
            x = torch.tensor(case["x"])
            several, one = model(x), model(x[:1])
            if not isinstance(several, torch.Tensor):
                return several
            if not several.requires_grad:
                return {"no_graph": True}
            several.square().sum().backward()
            return [several, one, model.linear.weight.grad, model.linear.bias.grad]
        finally:
            torch.set_default_dtype(before)

    return in_either_precision(run)


def _batches(rng: np.random.Generator) -> Case:
    n, size = int(rng.integers(7, 12)), int(rng.integers(3, 5))
    return {
        "x": numbers(rng, -1.5, 1.5, n),
        "y": numbers(rng, 3, 6, n),
        "size": size,
        "lr": number(rng, 0.05, 0.12),
        "momentum": number(rng, 0.3, 0.6),
        "epochs": int(rng.integers(2, 4)),
    }


def _train_a_line(work: Any, case: Case) -> Any:
    """Weight and bias of a line that the work has trained on batches that come in the same order each time."""

    def run(precision: str) -> Any:
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        class Line(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.linear = torch.nn.Linear(1, 1, dtype=dtype)
                torch.nn.init.zeros_(self.linear.weight)
                torch.nn.init.zeros_(self.linear.bias)

            def forward(self, x: Any) -> Any:
                return self.linear(x).squeeze(1)

        dtype = getattr(torch, precision)
        x, y = torch.tensor(case["x"], dtype=dtype)[:, None], torch.tensor(case["y"], dtype=dtype)
        loader = DataLoader(TensorDataset(x, y), batch_size=case["size"])
        line = Line()
        optimizer = torch.optim.SGD(line.parameters(), lr=case["lr"], momentum=case["momentum"])
        work(line, optimizer, loader, case["epochs"])
        return [line.linear.weight.item(), line.linear.bias.item()]

    return in_either_precision(run)


def _kinds(rng: np.random.Generator) -> Case:
    """Three kinds that lie the other way round than the penguins within each of them."""
    while True:
        slope, x, y, group = number(rng, 150, 350), [], [], []
        for kind in range(3):
            centre, height = 19 - 2.5 * kind + number(rng, -0.5, 0.5), 3400 + 900 * kind + number(rng, -200, 200)
            for _ in range(int(rng.integers(3, 7))):
                depth = number(rng, -1.2, 1.2)
                x.append(round(centre + depth, 2))
                y.append(round(height + slope * depth + number(rng, -80, 80), 1))
                group.append(kind)
        xs, ys, gs = np.array(x), np.array(y), np.array(group)
        each = [np.polyfit(xs[gs == k], ys[gs == k], 1)[0] for k in range(3)]
        right = sum(np.sum((xs[gs == k] - xs[gs == k].mean()) * ys[gs == k]) for k in range(3))
        right /= sum(np.sum((xs[gs == k] - xs[gs == k].mean()) ** 2) for k in range(3))
        centred = xs - np.array([xs[gs == k].mean() for k in range(3)])[gs]
        no_kind = np.abs(centred[:, None] - np.arange(3)).min() > 1e-6  # no x is taken for the number of a kind
        if no_kind and abs(np.mean(each) - right) > 0.03 * right and np.polyfit(xs, ys, 1)[0] < -50:
            return {"x": x, "y": y, "group": group}


def _weight_of_flipper(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "w": int(rng.choice([300, 400, 500, 600, 700])),
            "b": int(rng.choice([3800, 4000, 4200, 4400])),
            "mean": int(rng.choice([195, 200, 205])),
            "std": int(rng.choice([10, 14, 20])),
            "x": int(rng.choice([175, 180, 185, 215, 220, 225])),
        }
        w, b, m, s, x = case.values()
        z = (x - m) / s
        if abs(z) != 1 and apart(w * z + b, w * z, b - w * z, w * x / s + b, w * (x - m) + b):
            return case


def _ask_prediction(case: Case) -> Text:
    w, b, m, s, x = (f"{v:g}" for v in case.values())
    return Text(
        f"표준화한 날개 길이로 학습했더니 w = {w}, b = {b}입니다(g). 학습 데이터의 평균은 {m} mm, 표준편차는 {s} mm입니다. "
        f"날개가 {x} mm인 새 펭귄의 몸무게는 몇 g으로 예측될까요?",
        f"Trained on standardised flippers, a line has w = {w} and b = {b} (in g). The training data have mean {m} mm "
        f"and standard deviation {s} mm. How many grams does it predict for a new penguin whose flipper is {x} mm long?",
    )


def _two_errors(rng: np.random.Generator) -> Case:
    while True:
        case = {"model": 20 * int(rng.integers(10, 36)), "baseline": 50 * int(rng.integers(14, 18))}
        ratio = case["model"] / case["baseline"]
        if ratio < 0.9 and apart(1 - ratio**2, 1 - ratio, ratio**2, ratio):
            return case


def _ask_share(case: Case) -> Text:
    return Text(
        f"같은 펭귄들에서 기준 모델의 RMSE는 {case['baseline']} g, 모델의 RMSE는 {case['model']} g입니다. R²은 얼마일까요?",
        f"On the same penguins the RMSE of the baseline is {case['baseline']} g, that of the model {case['model']} g. What is R²?",
    )


def _few_batches(rng: np.random.Generator) -> Case:
    while True:
        case = {
            "n": int(rng.integers(30, 120)),
            "size": int(rng.choice([16, 20, 32])),
            "epochs": int(rng.integers(2, 11)),
        }
        n, size, epochs = case.values()
        if n % size and apart(-(-n // size) * epochs, n // size * epochs, n / size * epochs, -(-n // size), n * epochs):
            return case


def _ask_updates(case: Case) -> Text:
    return Text(
        f"펭귄 {case['n']}마리를 `batch_size={case['size']}`인 `DataLoader`로 {case['epochs']}에폭 학습합니다. 업데이트는 모두 몇 번일까요?",
        f"{case['n']} penguins go through a `DataLoader` with `batch_size={case['size']}` for {case['epochs']} epochs. How many updates are made in all?",
    )


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
    "every_seed_another_split": Text(
        "시드가 다른데 똑같이 나뉜 경우가 있어요. `seed`를 받은 그대로 쓰세요.",
        "Some other seed gave the same split. Use `seed` just as it comes.",
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

LEFT_OUT = (
    "real-data-guess-noise",
    "real-data-guess-sign",
    "real-data-guess-once",
    "real-data-guess-decay",
)
"""What the lesson asks in a section that may be left out."""

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
            draw=(_tables, _narrow_tables),
        ),
        Exercise(
            id="feature-condition",
            name="condition_number",
            points=1,
            title=Text("조건수", "The condition number"),
            draw=(_two_features, _four_features, _three_features, _four_features),
            rtol=1e-3,  # the smallest eigenvalue in float32
        ),
        Exercise(
            id="fit-by-descent",
            name="fit",
            points=3,
            title=Text("끝까지 내려가기", "All the way down"),
            draw=_penguins,
            probe=_descend_with_slopes,
            parts=(Text("`w`", "`w`"), Text("`b`", "`b`")),
            findings={
                "never_asked": Text("`slopes`를 한 번도 부르지 않았어요.", "`slopes` was never called."),
                "asked_too_often": Text(
                    f"`slopes`를 {MOST_CALLS}번 넘게 불렀어요.", f"`slopes` was called more than {MOST_CALLS} times."
                ),
            },
        ),
        Exercise(
            id="original-scale",
            name="original_scale",
            points=2,
            title=Text("원래 단위로", "Back to the original scale"),
            draw=(_two_fitted, _three_fitted, _narrow_fitted),
        ),
        Exercise(
            id="rmse-in-grams",
            name="rmse_in_grams",
            points=1,
            title=Text("g 단위의 오차", "The error in grams"),
            draw=(_standardised, _far_off),
            factors=lambda case: {"std": case["std"]},
        ),
        Exercise(
            id="held-out-r2",
            name="r_squared",
            points=2,
            title=Text("평가 데이터의 R²", "R² on held-out data"),
            draw=(_held_out, _worse_than_the_mean),
        ),
        Exercise(
            id="early-stopping",
            name="early_stopping",
            points=2,
            title=Text("언제 멈출까", "When to stop"),
            draw=(_validation, _short_rises, _risen_at_once, _still_falling, _as_low_again),
            examples=(
                {"errors": [812.0, 655.0, 590.0, 604.0, 598.0, 601.0, 607.0, 570.0], "patience": 2},
                {"errors": [812.0, 655.0, 590.0, 590.0, 604.0, 560.0], "patience": 3},
                {"errors": [700.0, 640.0, 660.0, 640.0, 655.0, 663.0, 610.0], "patience": 3},
                {"errors": [800.0, 700.0, 720.0, 650.0, 670.0, 640.0, 655.0, 660.0, 600.0], "patience": 2},
            ),
            parts=(
                Text("오차가 가장 작은 에폭", "the epoch of the lowest error"),
                Text("멈춘 에폭", "the epoch of the stop"),
            ),
        ),
        Exercise(
            id="honest-columns",
            name="best_columns",
            points=1,
            title=Text("★ 보지 않고 고르기", "★ Choosing without looking"),
            draw=(_two_of_many_columns, _three_of_many_columns),
            probe=_choose_columns,
            findings={
                "no_column": Text(
                    "{value}번 열은 없어요. 상관계수나 열의 값이 아니라, 열의 번호 `k`개를 0부터 세어 돌려주세요.",
                    "There is no column number {value}. Return neither correlations nor values of columns but the numbers "
                    "of `k` columns, counted from 0.",
                )
            },
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
    practice=(
        guess("real-data-guess-dropped", Text("버릴 행의 수", "How many rows are dropped")),
        Exercise(
            "real-data-task-parts",
            "three_parts",
            0,
            Text("세 부분으로 나누기", "Three parts"),
            draw=_three_sizes,
            examples=({"n": 342, "n_validation": 68, "n_test": 68, "seed": 0},),
            probe=_record_three_parts,
            observe=_properties_of_three_parts,
            findings=_WHAT_THREE_PARTS_LACK,
            kind="task",
        ),
        guess("real-data-guess-slope", Text("날개 10 mm에 몇 g?", "How many grams for 10 mm of flipper?"), rtol=0.2),
        task(
            "real-data-task-baseline",
            "baseline",
            Text("기준 모델의 오차", "The error of the baseline"),
            draw=_masses,
            examples=({"mass_train": [3500.0, 3900.0, 4900.0], "mass_new": [4000.0, 4600.0]},),
        ),
        guess("real-data-guess-once", Text("표준화하면 몇 스텝?", "How many steps once it is standardised?")),
        Exercise(
            "real-data-task-model",
            "MassModel",
            0,
            Text("척도를 지닌 모델", "A model that carries its scale"),
            draw=_flippers_and_bills,
            probe=_predict_with_model,
            parts=(
                Text("여러 마리의 예측", "what is predicted for several"),
                Text("한 마리의 예측", "what is predicted for one alone"),
                Text("가중치의 그래디언트", "the gradient of the weights"),
                Text("편향의 그래디언트", "the gradient of the bias"),
            ),
            findings={
                "no_graph": Text(
                    "예측에서 파라미터로 그래디언트가 흐르지 않아, 이 모델은 학습할 수 없어요. `detach()`나 `torch.no_grad()`로 끊지 않았는지 보세요.",
                    "No gradient flows from the predictions back to the parameters: this model cannot be trained. Is the "
                    "graph cut, as by `detach()` or `torch.no_grad()`?",
                ),
            },
            kind="task",
        ),
        guess("real-data-guess-batches", Text("한 에폭의 업데이트", "Updates in one epoch")),
        task(
            "real-data-task-train",
            "train",
            Text("배치로 학습하기", "Training on batches"),
            draw=_batches,
            examples=(
                {
                    "x": [1.0, -1.0, 0.5, 0.0, -0.5],
                    "y": [5.0, 3.0, 4.5, 4.0, 3.5],
                    "size": 2,
                    "lr": 0.1,
                    "momentum": 0.5,
                    "epochs": 2,
                },
            ),
            probe=_train_a_line,
        ),
        guess(
            "real-data-guess-defaults",
            Text("기본 학습률로 20에폭", "Twenty epochs at customary rates"),
            options=(
                Text("SGD가 가장 뒤처집니다.", "SGD is farthest behind."),
                Text("모멘텀이 가장 뒤처집니다.", "Momentum is farthest behind."),
                Text("Adam이 가장 뒤처집니다.", "Adam is farthest behind."),
            ),
        ),
        guess(
            "real-data-guess-overfit",
            Text("검증 오차는 어떻게 될까?", "What does the validation error do?"),
            options=(
                Text("학습 오차를 따라 0 가까이 내려갑니다.", "It follows the training error down to nearly 0."),
                Text("내려가다가 멈추고 그대로 있습니다.", "It falls, stops and stays."),
                Text("내려가다가 다시 올라갑니다.", "It falls, then rises again."),
            ),
        ),
        guess(
            "real-data-guess-decay",
            Text("가중치 감쇠를 더하면", "With weight decay"),
            options=(
                Text("둘 다 작아집니다.", "Both are smaller."),
                Text(
                    "학습 오차는 커지고 검증 오차는 작아집니다.",
                    "That of training is larger, that of validation smaller.",
                ),
                Text("둘 다 커집니다.", "Both are larger."),
            ),
        ),
        guess(
            "real-data-guess-spread",
            Text("스무 번 나누었을 때의 폭", "From the smallest to the largest of twenty"),
            rtol=0.3,
        ),
        guess("real-data-guess-bills", Text("부리가 도움이 된 횟수", "In how many splits the bills help")),
        guess(
            "real-data-guess-noise",
            Text("난수 2,000열에서 고른 20열", "Twenty columns chosen from 2,000 random ones"),
            options=(
                Text("410 g보다 작아집니다.", "It comes out below 410 g."),
                Text("410 g 그대로입니다.", "It stays at 410 g."),
                Text("410 g보다 커집니다.", "It comes out above 410 g."),
            ),
        ),
        guess(
            "real-data-guess-sign",
            Text("부리가 두꺼우면 더 무거울까?", "Is a deeper bill a heavier penguin?"),
            options=(
                Text("전체에서도 종 안에서도 양수입니다.", "Positive for all together and within each species."),
                Text(
                    "전체에서는 음수, 종 안에서는 양수입니다.",
                    "Negative for all together, positive within each species.",
                ),
                Text("전체에서도 종 안에서도 음수입니다.", "Negative for all together and within each species."),
            ),
        ),
        guess("real-data-guess-species", Text("종을 알면 부리는 몇 번?", "How many once the species is known?")),
        task(
            "real-data-challenge-within",
            "slope_within",
            Text("종 안의 기울기 하나", "One slope within species"),
            draw=_kinds,
            starred=True,
        ),
        drill(
            "real-data-drill-prediction",
            Text("새 펭귄의 몸무게", "The mass of a new penguin"),
            draw=_weight_of_flipper,
            ask=_ask_prediction,
            rtol=0.005,
        ),
        drill(
            "real-data-drill-updates",
            Text("업데이트의 수", "The number of updates"),
            draw=_few_batches,
            ask=_ask_updates,
        ),
        drill(
            "real-data-drill-r2",
            Text("오차 두 개로 R²", "R² from two errors"),
            draw=_two_errors,
            ask=_ask_share,
            rtol=0.02,
        ),
    ),
    written=(
        WrittenQuestion(
            "reflection",
            rubric=(
                Criterion(
                    1,
                    Text(
                        "몇 g쯤 빗나가는지, 그 수를 어떤 펭귄에서 어떻게 재었는지, 무엇과 견주어 그런지 썼습니다.",
                        "says by about how many grams it misses, how and on which penguins that was measured, and compared with what.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "새 펭귄에 쓸 때 함께 써야 하는 수와, 그 수를 어디에서 구했는지 썼습니다.",
                        "says which numbers must be used with it on a new penguin, and where they come from.",
                    ),
                ),
                Criterion(
                    1,
                    Text(
                        "모델이 말해 주지 않는 것을 하나, 그것을 보여 주는 수와 함께 썼습니다.",
                        "says one thing that the model does not tell, with a number that shows it.",
                    ),
                ),
            ),
        ),
    ),
)
