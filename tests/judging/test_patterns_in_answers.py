"""What is said of wrong answers that no known mistake explains: slips, relations to inputs, where they are wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.slip_marks import marks

CASES = [
    {"w": 2.0, "lr": 0.1, "x": [1.0, 2.0, 4.0]},
    {"w": -1.0, "lr": 0.3, "x": [2.0, 5.0]},
    {"w": 0.5, "lr": 0.2, "x": [3.0, 1.0, 2.0, 7.0]},
    {"w": 4.0, "lr": 0.7, "x": [-1.5]},
]
CASES = [*CASES, CASES[0]]


def right(w: float, lr: float, x: Any) -> Any:
    return w - lr * np.sum(x)


def verdict_on(work: Any, right: Any = right, cases: Any = CASES, **more: Any) -> Verdict:
    def answers(function: Any) -> list[Any]:
        found = [function(**{n: np.array(v) if isinstance(v, list) else v for n, v in case.items()}) for case in cases]
        return [np.asarray(a, dtype=float).tolist() for a in found]

    key = {
        "id": "f",
        "name": "f",
        "points": 1,
        "rtol": 1e-4,
        "options": [],
        "cases": cases,
        "starts": None,
        "parts": [],
        "findings": {},
        "mistakes": [],
        "factors": [{} for _ in cases],
        "expected": answers(right),
        **more,
    }
    return judge(answers(work), key)


@pytest.mark.parametrize(
    ("work", "diagnosis", "ko", "en"),
    [
        (lambda w, lr, x: w, "input", "답이 이 값과 같아요: `w`", "your answer equals `w`"),
        (lambda w, lr, x: 2 * np.sum(x), "input", "2 × (`x`의 합)", "equals 2 × (the sum of `x`)"),
        (lambda w, lr, x: -lr * np.sum(x), "off-by", "−(`w`)", "minus the right one is −(`w`)"),
        (lambda w, lr, x: right(w, lr, x) * len(x), "times", "`x`의 개수", "times the number of values in `x`"),
        (lambda w, lr, x: right(w, lr, x) / lr, "times", "이것으로 나눈 값이에요: `lr`", "divided by `lr`"),
        (lambda w, lr, x: 1 / right(w, lr, x), "function:reciprocal", "역수", "1 divided by the right value"),
    ],
)
def test_a_relation_to_the_inputs_is_told(work: Any, diagnosis: str, ko: str, en: str) -> None:
    verdict = verdict_on(work)
    assert verdict.diagnosis == diagnosis
    assert ko in verdict.message.ko
    assert en in verdict.message.en


def test_a_relation_that_fails_in_one_case_is_not_told() -> None:
    verdict = verdict_on(lambda w, lr, x: right(w, lr, x) * (len(x) + 1 if w > 0 else 5))
    assert verdict.diagnosis == "tendency"


def test_a_relation_is_not_told_of_two_different_cases() -> None:
    verdict = verdict_on(lambda w, lr, x: right(w, lr, x) / lr, cases=[*CASES[:2], CASES[0]])
    assert verdict.diagnosis is None


ANY_SIGN = [{"x": x} for x in ([1.0, -2.0, 3.0], [-4.0, 5.0, 6.0, -7.0], [8.0, -9.0, 2.0])]


@pytest.mark.parametrize(
    ("wrong", "en"),
    [
        (lambda x: np.where(np.arange(len(x)) == len(x) - 1, 0.5, 3 * x), "only the last value is wrong"),
        (lambda x: np.where(x < 0, 0.5, 3 * x), "Wrong are the values where `x` < 0"),
        (lambda x: np.cumsum(3 * x), "added up one after the other"),
    ],
)
def test_of_many_values_it_says_where_they_are_wrong(wrong: Any, en: str) -> None:
    assert en in verdict_on(wrong, lambda x: 3 * x, ANY_SIGN).message.en


@pytest.mark.parametrize(
    ("wrong", "en"),
    [
        (lambda w, lr, x: 0.0 if len(x) == 1 else right(w, lr, x), "wrong are those with only one value in `x`"),
        (lambda w, lr, x: right(w, lr, x) if w == 2 else 0.5, "only that with `w` = 2, `lr` = 0.1, 3 values in `x`"),
        (lambda w, lr, x: right(w, lr, x) if len(x) % 2 == 0 else 0.5, "those with an even number of values in `x`"),
    ],
)
def test_what_sets_right_cases_apart_is_told(wrong: Any, en: str) -> None:
    verdict = verdict_on(wrong)
    assert verdict.diagnosis == "kind-of-case"
    assert en in verdict.message.en


def test_cases_with_nothing_in_common_get_no_made_up_feature() -> None:
    cases = [{"x": [float(n), 2.0 * n, 5.0]} for n in range(1, 6)]
    verdict = verdict_on(lambda x: x.sum() if x[0] in (1, 3, 4) else 0.5, lambda x: x.sum(), cases)
    assert verdict.diagnosis == "some-cases"


def slip_for(work: Any, **what: Any) -> dict[str, Any]:
    expected = [float(right(**case)) for case in CASES]
    key = {"expected": expected}
    return {**what, "marks": marks([float(work(**case)) for case in CASES], key)}


def test_answers_of_a_right_solution_with_one_slip_are_told_so() -> None:
    def wrong(w: float, lr: float, x: Any) -> Any:
        return w + lr * np.sum(x)

    slip = slip_for(wrong, kind="operator", names=["lr", "x"], right="-", there="+")
    verdict = verdict_on(wrong, slips=[slip])
    assert verdict.diagnosis == "slip"
    assert "one `-` is a `+` (near `lr`, `x`)" in verdict.message.en
    assert "`lr`, `x` 부분의 `-` 기호 하나를 `+` 기호로 바꾸면" in verdict.message.ko
    assert verdict_on(lambda w, lr, x: w + lr * np.sum(x) + 1e-3, slips=[slip]).diagnosis != "slip"


def test_slips_are_not_looked_through_where_the_form_is_wrong() -> None:
    assert verdict_on(lambda w, lr, x: [w, w], slips=[]).diagnosis == "shape"


def test_an_empty_answer_is_told_so() -> None:
    verdict = verdict_on(lambda x: [], lambda x: 3 * x, ANY_SIGN)
    assert verdict.diagnosis == "empty"
    assert "답이 비어 있어요" in verdict.message.ko


def test_a_length_that_is_that_of_another_input_is_named() -> None:
    cases = [{"a": [1.0, 2.0, 3.0], "b": [4.0, 5.0, 6.0, 7.0]}, {"a": [1.0, 2.0], "b": [3.0, 4.0, 8.0, 9.0, 1.0]}]
    verdict = verdict_on(lambda a, b: a * 7.5, lambda a, b: 2 * b, cases)
    assert "as many as there are in `a`" in verdict.message.en


STEPS = [
    {"w": w, "g": g, "lr": lr} for w, g, lr in ((2.0, 5.0, 0.1), (-1.0, -4.0, 0.3), (3.0, 2.0, 0.2), (1.0, -7.0, 0.5))
]


def step(w: float, g: float, lr: float) -> float:
    return w - lr * g


@pytest.mark.parametrize(
    ("work", "diagnosis", "en"),
    [
        (lambda w, g, lr: lr * (w - g), "input", "your answer equals `lr`·(`w` − `g`)"),
        (lambda w, g, lr: w - lr * np.sign(g), "move:length", "Every move goes the right way"),
        (lambda w, g, lr: w - lr * g * np.sign(w - 1.5), "move:way", "Every move has the right length"),
    ],
)
def test_of_a_step_it_says_what_of_the_move_is_right(work: Any, diagnosis: str, en: str) -> None:
    verdict = verdict_on(work, step, STEPS, starts=[case["w"] for case in STEPS])
    assert verdict.diagnosis == diagnosis
    assert en in verdict.message.en


MANY = [{"x": x} for x in ([1.0, 2.0, 4.0], [3.0, 5.0, 6.0, 7.0], [8.0, 9.0, 2.0], [5.0, 1.5, 2.5])]


@pytest.mark.parametrize(
    ("wrong", "diagnosis", "en"),
    [
        (lambda x: 3 * x * x, "times", "times the value of `x` at its place"),
        (lambda x: np.full(len(x), 7.7 * len(x) ** 0.5), "all-alike", "one and the same number"),
        (lambda x: 3 * x / (x @ x - 1), "proportional", "the right ones times one number"),
        (lambda x: 3 * x**1.5 + 1, "tendency", "always too large"),
        (lambda x: 3 * x + (-1) ** np.arange(len(x)), "tendency", "now too large, now too small"),
        (lambda x: np.where(x > 4.5, 0.5, 3 * x), "places:below", "right are the values number 1, 2, 3"),
    ],
)  # fmt: skip
def test_of_many_values_it_says_what_holds_of_all_or_of_some(wrong: Any, diagnosis: str, en: str) -> None:
    cases = MANY if diagnosis != "places:below" else [{"x": [1.0, 2.0, 4.0, 9.0]}, {"x": [7.0, 3.0, 1.0]}]
    verdict = verdict_on(wrong, lambda x: 3 * x, cases)
    assert verdict.diagnosis == diagnosis
    assert en in verdict.message.en


def test_a_sign_that_is_right_now_and_then_is_told_so() -> None:
    assert "right now and then" in verdict_on(lambda x: x[0] - 4 + 0.1 * x[1], lambda x: 3 * x[0], MANY).message.en


def walk(w: float, c: float, lr: float, steps: int) -> float:
    for _ in range(steps):
        w = w - lr * c * (w - 3)
    return w


WALKS = [
    {"w": w, "c": c, "lr": lr, "steps": steps}
    for w, c, lr, steps in ((-2.0, 2.0, 0.1, 9), (1.0, 3.0, 0.2, 4), (5.0, 1.0, 0.3, 1), (-1.0, 4.0, 0.15, 1))
]


@pytest.mark.parametrize("starts", [[case["w"] for case in WALKS], None])
def test_of_a_loop_it_is_not_said_that_no_constant_mends_it(starts: Any) -> None:
    verdict = verdict_on(
        lambda w, c, lr, steps: walk(w, c, 1.3 * lr, steps), walk, WALKS[:2] * 2, starts=starts and [-2.0, 1.0] * 2
    )
    for message in (verdict.message.ko, verdict.message.en):
        assert "상수" not in message
        assert "constant" not in message


def test_of_a_loop_it_says_the_factor_that_holds_of_one_step() -> None:
    verdict = verdict_on(
        lambda w, c, lr, steps: walk(w, c, lr / 3, steps), walk, WALKS, starts=[case["w"] for case in WALKS]
    )
    assert verdict.diagnosis == "one-step:move:0.3333"
    assert "`steps` = 1인 경우만 보면" in verdict.message.ko
    assert "the move itself is 0.3333 times the right one" in verdict.message.en


def test_two_numbers_of_one_case_with_one_step_are_enough() -> None:
    def both(w: float, c: float, lr: float, steps: int) -> Any:
        return [walk(w, c, lr, steps), walk(w + 1, 0.5, lr, steps)]

    verdict = verdict_on(
        lambda w, c, lr, steps: both(w, c, lr / 3, steps),
        both,
        WALKS[:3],
        starts=[[case["w"], case["w"] + 1] for case in WALKS[:3]],
    )
    assert verdict.diagnosis == "one-step:move:0.3333"


def test_where_no_case_has_one_step_a_loop_is_advised_to_be_tried_with_one() -> None:
    cases = [{**case, "steps": steps} for case, steps in zip(WALKS, (9, 4, 7, 3), strict=True)]
    verdict = verdict_on(lambda w, c, lr, steps: walk(w, c, lr / 3, steps), walk, cases)
    assert verdict.diagnosis == "tendency"
    assert "`steps` = 1" in verdict.message.en


def test_what_misses_by_a_little_only_is_said_to_look_like_an_approximation() -> None:
    def in_few_digits(x: Any) -> Any:
        return 3 * x * (1 + 0.03 * np.sin(50 * x))

    verdict = verdict_on(in_few_digits, lambda x: 3 * x, MANY)
    assert verdict.diagnosis == "tendency"
    assert "Approximations often look like this" in verdict.message.en
    assert "Approximations" not in verdict_on(lambda x: in_few_digits(x) * 1.2, lambda x: 3 * x, MANY).message.en
    of_both_signs = verdict_on(lambda x: in_few_digits(x) * (-1) ** np.arange(len(x)), lambda x: 3 * x, MANY)
    assert "Approximations" not in of_both_signs.message.en


def test_a_walk_that_ends_early_now_and_then_is_told_to_go_on() -> None:
    def path(w: float, c: float, lr: float, steps: int, least: float = 0.0) -> list[float]:
        places = [walk(w, c, lr, turn) for turn in range(steps + 1)]
        return [v for v in places if abs(v - 3) > least] if least else places

    cases = [{**case, "steps": steps} for case, steps in zip(WALKS, (9, 4, 7, 3), strict=True)]
    early = verdict_on(lambda **case: path(**case, least=0.8), path, cases)
    assert early.diagnosis == "ended-early"
    assert "they end too early" in early.message.en
    always_one_short = verdict_on(lambda **case: path(**case)[:-1], path, cases)
    assert always_one_short.diagnosis != "ended-early"


def test_what_is_near_but_for_the_first_value_of_a_walk_is_told_to_come_in_step_by_step() -> None:
    def path(w: float, c: float, lr: float, steps: int) -> list[float]:
        return [walk(w, c, lr, turn) for turn in range(steps + 1)]

    cases = [{**case, "steps": steps} for case, steps in zip(WALKS, (9, 4, 7, 3), strict=True)]

    def shrunken(**case: Any) -> list[float]:
        return [v * 0.999**turn for turn, v in enumerate(path(**case))]

    shrunk = verdict_on(shrunken, path, cases)
    assert shrunk.diagnosis == "close"
    assert "The first value is exact" in shrunk.message.en
    from_the_first = verdict_on(lambda w, c, lr, steps: [v * 0.995 for v in path(w, c, lr, steps)], path, cases)
    assert "The first value is exact" not in from_the_first.message.en


def test_some_of_what_is_to_be_picked_is_told_so_though_it_be_none_now_and_then() -> None:
    cases = [{"x": x} for x in ([1, -2, 3, -4], [-4, -3, -2], [-2, -5], [4, -5, -6, 7, 8])]

    def negative(x: Any, least: float = -9) -> Any:
        return [n for n, v in enumerate(x) if least < v < 0]

    assert verdict_on(lambda x: negative(x, -3), negative, cases).diagnosis == "too-few"
    assert verdict_on(lambda x: negative(x, -4.5), negative, cases).diagnosis == "too-few"
    assert verdict_on(lambda x: [], negative, cases).diagnosis == "empty"


FIVE = [{"g": g, "mu": mu} for g, mu in ((2.0, 0.9), (-3.0, 0.8), (5.0, 0.95), (1.0, 0.85), (4.0, 0.6))]


def test_an_input_with_which_the_ratio_grows_or_falls_is_named() -> None:
    def short(g: float, mu: float) -> float:
        return sum(g * mu**turn for turn in range(10))

    def limit(g: float, mu: float) -> float:
        return g / (1 - mu)

    assert "the larger `mu`, the smaller the ratio" in verdict_on(short, limit, FIVE).message.en
    grows = verdict_on(lambda g, mu: mu**3 * limit(g, mu) + g / 9, limit, FIVE)
    assert "the larger `mu`, the larger" in grows.message.en
    # Of four cases, that one in twelve would do so by chance is too many.
    assert "the larger" not in verdict_on(short, limit, FIVE[:4]).message.en


def test_what_was_chosen_from_an_input_is_told_so() -> None:
    verdict = verdict_on(lambda x: [np.sort(x)[1], x.mean()], lambda x: [x.min(), x.mean()], MANY)
    assert "value number 1: This is always one of the values of `x`" in verdict.message.en


def test_what_only_one_case_has_is_said_to_be_perhaps_chance() -> None:
    cases = [{"x": [0.0, 2.0, 3.0]}, *MANY]
    assert (
        "Is that why, or is it chance?"
        in verdict_on(lambda x: 3 * x[1:].sum() if x[0] == 0 else 0.1 * x[2], lambda x: 3 * x.sum(), cases).message.en
    )


def test_what_has_no_properties_is_told_what_is_needed_whatever_it_is() -> None:
    expected = [{"type": "dict", "items": {"holds": True}}]
    said = {"ko": "수 하나. 받은 것: {value}.", "en": "One number. What came back: {value}."}
    key = {"id": "f", "name": "f", "points": 1, "rtol": 1e-4, "options": [], "cases": [{"n": 1}], "expected": expected,
           "starts": None, "parts": [], "mistakes": [], "factors": [{}], "findings": {"unlike": said}}  # fmt: skip
    verdict = judge([{"type": "large", "name": "list"}], key)
    assert verdict.hint.en == "One number. What came back: a list that is too large."


def test_a_case_that_is_asked_twice_counts_once() -> None:
    verdict = verdict_on(lambda x: 0.5 if len(x) == 3 else 3 * x.sum(), lambda x: 3 * x.sum(), [*MANY, MANY[0]])
    assert verdict.case is not None
    assert (verdict.case.wrong, verdict.case.tried) == (3, 4)


COLUMNS = [{"k": k, "x": x} for k, x in ((2, [1.0, 2.0, 4.0]), (3, [2.0, 5.0]), (2, [3.0, 1.0]))]
PICKED = {(2, 3): [2, 4], (3, 2): [1, 3, 5], (2, 2): [3, 6]}


def picked(k: int, x: Any) -> list[int]:
    return PICKED[k, len(x)]


@pytest.mark.parametrize(
    "others", [lambda k, x: np.array(picked(k, x)) * len(x), lambda k, x: range(k)], ids=["multiples", "the first"]
)
def test_of_numbers_that_were_picked_no_factor_is_told_and_no_place(others: Any) -> None:
    verdict = verdict_on(others, right=picked, cases=COLUMNS)
    assert verdict.diagnosis == "others-picked"
    assert "번호의 크기나 차례에는 뜻이 없어요" in verdict.message.ko


def test_numbers_that_were_picked_and_counted_from_1_are_told_so() -> None:
    assert verdict_on(lambda k, x: np.array(picked(k, x)) + 1, right=picked, cases=COLUMNS).diagnosis == "offset"


def value_and_gradient(w: float, lr: float, x: Any) -> list[Any]:
    return [w, [w, w * lr + np.sum(x), w - lr, w * np.sum(x**2)]]


def with_a_gradient_wrong_behind_the_first(w: float, lr: float, x: Any) -> list[Any]:
    return [w, [w, w - np.sum(x**3), lr * np.sum(x), w + lr * len(x) ** 2]]


@pytest.mark.parametrize("repeated", [False, True])
def test_only_of_what_is_repeated_a_part_goes_wrong_on_the_way(repeated: bool) -> None:
    cases = [{**case, **({"steps": 3} if repeated else {})} for case in CASES]

    def answers(function: Any) -> list[Any]:
        return [function(case["w"], case["lr"], np.array(case["x"])) for case in cases]

    key = {
        "id": "f", "name": "f", "points": 1, "rtol": 1e-4, "options": [], "cases": cases, "starts": None,
        "parts": [{"ko": "값", "en": "the value"}, {"ko": "그래디언트", "en": "the gradient"}], "findings": {},
        "mistakes": [], "factors": [{} for _ in cases], "expected": answers(value_and_gradient),
    }  # fmt: skip
    verdict = judge(answers(with_a_gradient_wrong_behind_the_first), key)
    assert verdict.diagnosis == "some-values"
    assert ("From the second value on" in verdict.message.en) is repeated
