"""The judge: pure, safe with any JSON, lenient in form, strict in value, and helpful when it says no."""

from __future__ import annotations

import json
import math
import warnings
from collections import deque
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcourse.exercises import find_exercise
from gdcourse.grading.submission.hidden_cases import hidden_key
from gdcourse.judging.answer_encoding import encode
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import as_numbers, same, seal
from gdcourse.judging.judge import STATES, judge
from gdcourse.judging.probing import probe
from gdcourse.untrusted_text import legible

GRADIENT = visible_key(*find_exercise("mse-gradient"))
KEYS = [visible_key(*find_exercise(i)) for i in ("mse-gradient", "weight-and-bias", "training-loop", "why-faster")]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=30,
)
answer_shapes = st.fixed_dictionaries(
    {"type": st.sampled_from(["array", "number", "dict", "error", "missing", "other", "large", "sealed"])},
    optional={
        "shape": json_values,
        "data": json_values,
        "value": json_values,
        "items": json_values,
        "name": json_values,
        "message": json_values,
        "line": json_values,
        "sha256": json_values,
    },
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(KEYS), json_values | st.lists(json_values | answer_shapes, min_size=1, max_size=6), st.booleans()
)
def test_arbitrary_json_never_raises_and_never_scores(key: dict[str, Any], answers: Any, reveal: bool) -> None:
    verdict = judge(answers, key, reveal)
    assert verdict.state in STATES
    assert verdict.score == 0
    assert verdict.message.ko
    assert verdict.message.en
    json.dumps(verdict.message.as_dict())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KEYS), st.data())
def test_arbitrary_json_in_place_of_one_right_answer_does_not_score(key: dict[str, Any], data: st.DataObject) -> None:
    if len(key["expected"]) < 2:
        return
    answers = list(key["expected"])
    place = data.draw(st.integers(0, len(answers) - 1))
    answers[place] = data.draw(json_values | answer_shapes)
    if not same(answers[place], key["expected"][place], key["rtol"]):
        assert not judge(answers, key).correct


@pytest.mark.parametrize(
    "form",
    [
        float,
        int,
        np.float32,
        np.float64,
        np.int64,
        np.array,
        lambda v: np.array([[v]]),
        lambda v: [v],
        lambda v: (v,),
        torch.tensor,
        lambda v: torch.tensor(v, requires_grad=True) * 1,
        lambda v: Fraction(int(v)),
        lambda v: Decimal(int(v)),
        lambda v: np.array([Fraction(int(v))]),
        lambda v: np.array(v, dtype=np.float16),
    ],
)
def test_it_does_not_matter_in_which_form_a_number_comes(form: Any) -> None:
    assert same(encode(form(-30.0)), -30.0, 1e-4)
    assert not same(encode(form(-31.0)), -30.0, 1e-4)


@pytest.mark.parametrize("form", [list, tuple, deque, np.array, torch.tensor, lambda v: np.array(v).reshape(-1, 1)])
def test_it_does_not_matter_in_which_form_several_numbers_come(form: Any) -> None:
    assert same(encode(form([1.0, 2.0, 3.0])), [1.0, 2.0, 3.0], 1e-4)
    assert not same(encode(form([1.0, 3.0, 2.0])), [1.0, 2.0, 3.0], 1e-4)
    assert not same(encode(form([1.0, 2.0])), [1.0, 2.0, 3.0], 1e-4)


@pytest.mark.parametrize("value", [True, "−30", None, math.nan, math.inf, -math.inf, {}, [], 1j, object()])
def test_what_is_no_number_is_not_the_right_number(value: Any) -> None:
    assert not same(encode(value), -30.0, 1e-4)


def test_a_small_number_is_compared_relative_to_itself() -> None:
    assert not same(1.1e-6, 1.0e-6, 1e-4)
    assert same(1.00001e-6, 1.0e-6, 1e-4)


def test_numbers_of_float32_agree_and_a_wrong_fourth_digit_does_not() -> None:
    assert same(float(np.float32(0.1)), 0.1, 1e-4)
    assert not same(0.1001, 0.1, 1e-4)


def test_an_array_that_contradicts_its_shape_is_not_read() -> None:
    assert as_numbers({"type": "array", "shape": [3], "data": [1.0]}) is None
    assert as_numbers({"type": "array", "shape": [-1, -1], "data": [1.0]}) is None
    assert as_numbers({"type": "array", "shape": [10**9], "data": [1.0]}) is None


def answer_of(work: Any, exercise_id: str = "mse-gradient") -> Any:
    unit, exercise = find_exercise(exercise_id)
    key = visible_key(unit, exercise)
    return judge(probe(exercise, work, key["cases"]), key, reveal=True)


@pytest.mark.parametrize(
    ("work", "diagnosis", "ko", "en"),
    [
        (lambda x, y, p: -np.sum(x * (p - y)), "ratio:-N/2", "-N/2배", "-N/2 times"),
        (lambda x, y, p: 4 * np.mean(x * (p - y)), "ratio:2", "2배", "2 times"),
        (lambda x, y, p: 6 * np.mean(x * (p - y)), "ratio:3", "3배", "3 times"),
        (lambda x, y, p: 2 * np.mean(x * (p - y)) + 5, "offset", "+5", "+5"),
        (lambda x, y, p: 7.0, "constant", "모두 똑같았어요", "gave the same answer"),
        (lambda x, y, p: int(0.9), "zero", "늘 0이 나왔어요", "this is 0"),
        (lambda x, y, p: 2 * np.mean(x * (p - y)) * 1.0005, "close", "1% 이내", "within 1 %"),
        (3.5, "not-callable", "함수가 아닌", "is not a function"),
        (lambda x, y, p: exit(), "error:SystemExit", "SystemExit", "SystemExit"),
        (lambda x, y, p: None, "none", "return", "return"),
        (lambda x, y, p: p - y, "shape", "값 4개", "4 values"),
        (lambda x, y, p: x[:, None] * (p - y), "shape", "(4, 4)", "(4, 4)"),
        (lambda x, y, p: x / 0.0, "shape", "값 4개", "4 values"),
        (lambda x, y, p: np.sum(x) * math.inf, "not-finite", "inf", "inf"),
        (lambda x, y, p: "−30", "kind", "문자열", "a string"),
        (lambda x, y, p: [p, "a"], "kind", "(값 4개, 문자열)", "(4 values, a string)"),
        (lambda x, y, p: np.linalg.norm(x, "wrong"), "error:ValueError", "ValueError", "ValueError"),
        (lambda x, y: 0, "error:TypeError", "TypeError", "TypeError"),
    ],
)
def test_a_wrong_answer_that_nobody_foresaw_gets_a_message_that_helps(
    work: Any, diagnosis: str, ko: str, en: str
) -> None:
    with np.errstate(divide="ignore"):
        verdict = answer_of(work)
    assert not verdict.correct
    assert verdict.score == 0
    assert verdict.diagnosis == diagnosis
    assert ko in verdict.message.ko
    assert en in verdict.message.en


def test_of_two_values_it_says_which_one_is_wrong() -> None:
    verdict = answer_of(lambda w, b, x, y: (2 * np.mean((w * x + b - y) * x), b), "weight-and-bias")
    assert verdict.diagnosis == "some-values"
    assert "Only this is wrong: value number 2" in verdict.message.en


def test_more_values_than_were_asked_for_are_counted() -> None:
    verdict = answer_of(lambda w, b, x, y: (1.0, 2.0, 3.0), "weight-and-bias")
    assert "Return just the values that are asked for" in verdict.message.en


def test_of_two_values_it_says_by_what_factor_the_wrong_one_is_off() -> None:
    def three_times_the_first(w: Any, b: Any, x: Any, y: Any) -> Any:
        return np.array([6 * np.mean((w * x + b - y) * x), 2 * np.mean(w * x + b - y)])

    verdict = answer_of(three_times_the_first, "weight-and-bias")
    assert verdict.diagnosis == "some-values"
    assert "value number 1: In every case tried, this is 3 times the right value." in verdict.message.en


@pytest.mark.parametrize(
    ("work", "exercise_id", "diagnosis", "en"),
    [
        (lambda w, grad, lr: w - 2 * lr * grad, "update-rule", "move:2", "the move itself is 2 times"),
        (
            lambda x, y, w, lr, n: [w + t for t in range(n + 1)],
            "training-loop",
            "prefix",
            "value number 2 is the first that is wrong",
        ),
    ],
)
def test_a_move_of_the_wrong_length_is_measured_from_where_it_starts(
    work: Any, exercise_id: str, diagnosis: str, en: str
) -> None:
    verdict = answer_of(work, exercise_id)
    assert verdict.diagnosis == diagnosis
    assert en in verdict.message.en


def test_values_left_over_from_an_earlier_call_are_recognised() -> None:
    kept: list[float] = []

    def descend(x: Any, y: Any, w: float, lr: float, steps: int) -> list[float]:
        kept.append(w)
        for _ in range(steps):
            w = w - lr * 2 * np.mean((w * x - y) * x)
            kept.append(w)
        return list(kept)

    assert answer_of(descend, "training-loop").diagnosis == "stale-values"


def test_residuals_of_both_signs_are_drawn_so_that_an_absolute_value_does_not_pass() -> None:
    unit, exercise = find_exercise("mse-gradient")
    for student in range(40):
        key = hidden_key(unit, exercise, b"secret", str(student))
        work = lambda x, y, p: -2 * np.mean(x * np.abs(p - y))  # noqa: E731
        assert not judge(probe(exercise, work, key["cases"]), key).correct


def test_the_judge_is_not_disturbed_by_a_students_settings() -> None:
    unit, exercise = find_exercise("training-loop")
    key = visible_key(unit, exercise)
    answers = probe(exercise, lambda x, y, w, lr, n: [1e300 * 10**t for t in range(n + 1)], key["cases"])
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not judge(answers, key).correct


def test_where_only_some_cases_fail_it_says_how_many() -> None:
    def right_for_five_points(x: Any, y: Any, p: Any) -> float:
        return 2 * np.sum(x * (p - y)) / 5 if len(x) == 5 else 0.1

    verdict = answer_of(right_for_five_points)
    assert verdict.diagnosis == "kind-of-case"
    assert "different cases, " in verdict.message.en


def test_a_list_of_the_wrong_length_is_counted() -> None:
    verdict = answer_of(lambda x, y, w, lr, steps: [w] * steps, "training-loop")
    assert verdict.diagnosis == "shape"
    assert "There should be 4 values, but there are 3" in verdict.message.en


def test_seed_gradient_is_named_n_times_too_large_in_both_languages() -> None:
    def gradient(x: Any, y: Any, y_pred: Any) -> Any:
        return np.dot(2 * x, y_pred - y).mean()

    verdict = answer_of(gradient)
    assert verdict.diagnosis == "sum-for-mean"
    assert "정확히 N배 커요" in verdict.message.ko
    assert "exactly N times too large" in verdict.message.en
    assert verdict.score == 1.5


def test_the_expected_value_is_shown_for_visible_cases_only() -> None:
    unit, exercise = find_exercise("mse-gradient")
    key = hidden_key(unit, exercise, b"secret", "kim")
    answers = probe(exercise, lambda x, y, p: float(np.sum(x)), key["cases"])
    hidden, shown = judge(answers, key), judge(answers, key, reveal=True)
    for expected in key["expected"]:
        value = f"{float(as_numbers(expected)):.6g}"  # type: ignore[arg-type]
        assert value not in hidden.message.ko + hidden.message.en
    assert f"{float(as_numbers(key['expected'][0])):.6g}" in shown.message.en  # type: ignore[arg-type]


def test_the_answer_to_a_question_of_choice_cannot_be_read_in_the_key() -> None:
    key = visible_key(*find_exercise("why-faster"))
    assert key["expected"] == [seal("b", "why-faster")]
    for form in (" B ", "(b)", "b.", "ｂ", ["b"]):
        assert judge([form], key).correct, form
    assert judge(["c"], key).diagnosis == "option-c"
    assert '`"a"`, `"b"`, `"c"`, `"d"`' in judge(["the second"], key).message.en


@pytest.mark.parametrize("answers", [None, [], {}, "b", [1.0], list(range(99))])
def test_answers_that_do_not_fit_the_cases_are_ungradable(answers: Any) -> None:
    verdict = judge(answers, GRADIENT)
    assert (verdict.state, verdict.score) == ("ungradable", 0)


def test_no_answer_is_missing_and_says_what_to_define() -> None:
    verdict = judge([{"type": "missing"}] * len(GRADIENT["expected"]), GRADIENT)
    assert (verdict.state, verdict.score, verdict.diagnosis) == ("missing", 0, None)
    assert "`gradient`" in verdict.message.ko
    assert "`gradient`" in verdict.message.en


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("\x1b]52;c;cm0=\x07\x1b[2J", "�]52;c;cm0=��[2J"),
        ("no\n\n✓ Correct!\r", "no ✓ Correct!"),
        ("\u202ereversed", "�reversed"),
        ("가족 👩\u200d👧", "가족 👩\u200d👧"),
        ("x" * 400_000, "x" * 59 + "…"),
        (None, "?"),
        ("\udc80", "�"),
    ],
)
def test_text_from_elsewhere_is_one_line_that_no_terminal_obeys(foreign: Any, shown: str) -> None:
    assert legible(foreign, 60) == shown
