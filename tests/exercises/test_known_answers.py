"""The grader is right about every answer it knows: each mistake is named, each equivalent accepted."""

from __future__ import annotations

import builtins
import json
from collections import Counter
from typing import Any

import numpy as np
import pytest

from gdcourse.exercises import find_exercise, find_unit, units
from gdcourse.grading.submission.hidden_cases import hidden_cases, hidden_key, hidden_reference_key
from gdcourse.grading.submission.key_building import reference_key
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import type_of
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.goals_of_choices import Aim
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.probing import observed, probe
from gdcourse.solutions import Variant, mistake, variants_of
from gdcourse.student.check_answer import verdict_of
from support.course import ALL_EXERCISES, ALL_VARIANTS, exercise_name

STUDENTS = [f"student-{n}" for n in range(20)]


def assert_verdict_fits(variant: Variant, verdict: Verdict) -> None:
    if variant.role == "mistake":
        assert not verdict.correct
        assert verdict.diagnosis == variant.id
        assert verdict.score == pytest.approx(variant.credit * verdict.max_score)
        assert variant.message is not None
        assert variant.message.ko in verdict.message.ko
        assert variant.message.en in verdict.message.en
    else:
        assert verdict.correct, verdict.message


@pytest.mark.parametrize(("unit", "exercise", "variant"), ALL_VARIANTS, ids=exercise_name)
def test_a_known_answer_gets_its_verdict_in_the_students_check(
    unit: Unit, exercise: Exercise, variant: Variant
) -> None:
    assert_verdict_fits(variant, verdict_of(exercise.id, variant.work))


@pytest.mark.parametrize(("unit", "exercise"), ALL_EXERCISES, ids=exercise_name)
def test_known_answers_get_their_verdicts_on_every_students_hidden_cases(unit: Unit, exercise: Exercise) -> None:
    for student in STUDENTS:
        key = hidden_key(unit, exercise, b"secret", student)
        # To build the key, each mistake was run on these cases; what it gave then is what a student would give.
        given = {m["id"]: m["answers"] for m in key["mistakes"]}
        for variant in variants_of(unit)[exercise.id]:
            known = given.get(variant.id) if callable(variant.work) else None
            given_now = known or observed(exercise, probe(exercise, variant.work, key["cases"]), key["cases"])
            assert_verdict_fits(variant, judge(given_now, key))


VARYING = [pair for pair in ALL_EXERCISES if pair[1].draw is not None]


@pytest.mark.parametrize(("unit", "exercise"), VARYING, ids=exercise_name)
def test_no_answer_is_right_whatever_the_case_is(unit: Unit, exercise: Exercise) -> None:
    reference = next(v for v in variants_of(unit)[exercise.id] if v.role == "reference")
    cases = [case for student in STUDENTS for case in hidden_cases(exercise, b"secret", student)]
    answers = Counter(json.dumps(answer, sort_keys=True) for answer in probe(exercise, reference.work, cases))
    assert max(answers.values()) < len(cases) / 4


OBSERVED = [pair for pair in ALL_EXERCISES if pair[1].observe is not None]


@pytest.mark.parametrize(("unit", "exercise"), OBSERVED, ids=exercise_name)
def test_properties_that_the_work_states_itself_are_no_answer(unit: Unit, exercise: Exercise) -> None:
    key = hidden_key(unit, exercise, b"secret", "kim")

    def lies(*_: object) -> object:
        return dict(key["expected"][0]["items"])

    for answers in (key["expected"], probe(exercise, lies, key["cases"]), [[1]] * 8, [[[["x"]] * 4] * 5] * 8):
        assert judge(observed(exercise, answers, key["cases"]), key).score == 0


ONE_NUMBER = ["cost-challenge-lowest", "shared-rate", "choose-schedule"]
IN_PARTS = [pair for pair in OBSERVED if pair[1].id not in {*ONE_NUMBER, "module-curve"}]


@pytest.mark.parametrize(("unit", "exercise"), IN_PARTS, ids=exercise_name)
@pytest.mark.parametrize(
    "given",
    [{"a": 1}, 5, True, "x", object(), [["x"], 1, 2, 3, 4], (n for n in "abc")],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_properties_is_told_what_is_wanted_and_not_what_is_judged(
    unit: Unit, exercise: Exercise, given: object
) -> None:
    verdict = verdict_of(exercise.id, lambda *_: given)
    assert verdict.score == 0
    assert "in the order `" in verdict.hint.en
    assert ("dictionary" in verdict.hint.en) == isinstance(given, dict)


@pytest.mark.parametrize("given", [{"a": 1}, 5, "x", object(), [1, 2]], ids=lambda value: type(value).__name__)
def test_where_a_module_is_wanted_anything_else_is_told_so(given: object) -> None:
    verdict = verdict_of("module-curve", lambda *_: given)
    assert verdict.score == 0
    assert "Return the trained module" in verdict.hint.en


@pytest.mark.parametrize("asked", ONE_NUMBER)
@pytest.mark.parametrize(
    "given", [{"a": 1}, "x", object(), ["x"], [1, 2], None], ids=lambda value: type(value).__name__
)
def test_where_one_number_is_wanted_anything_else_is_told_so(given: object, asked: str) -> None:
    verdict = verdict_of(asked, lambda *_: given)
    assert verdict.score == 0
    assert "One number is needed" in verdict.hint.en


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("affordable-descent", lambda x, y, goal, most: (0.01, most)), ("affordable-descent", lambda *_: (0.1, 10)),
     ("shared-rate", lambda *_: 0.05), ("momentum-choice", lambda *_: (0.05, 0.3))],
)  # fmt: skip
def test_a_choice_that_no_known_mistake_explains_is_not_told_of_what_is_judged(asked: str, answer: Any) -> None:
    verdict = verdict_of(asked, answer)
    assert not verdict.correct
    assert verdict.diagnosis
    assert verdict.diagnosis.startswith("found:")
    assert "dict" not in verdict.hint.en


def test_rows_in_turn_are_not_shuffled_wherever_they_begin() -> None:
    def by_turning(x, y, n_train, seed):  # type: ignore[no-untyped-def]
        x, y = (np.roll(values, seed % len(x)) for values in (x, y))
        return x[:n_train], y[:n_train], x[n_train:], y[n_train:]

    unit, exercise = find_exercise("split-rows")
    key = hidden_key(unit, exercise, b"secret", "kim")
    for work in (by_turning, lambda x, y, n, seed: by_turning(x[::-1], y[::-1], n, seed)):
        verdict = judge(observed(exercise, probe(exercise, work, key["cases"]), key["cases"]), key)
        assert verdict.score == 0
        assert "Nothing was shuffled" in verdict.message.en


ANY_SUCH_ERROR = {"left-out-by-in", "fine-walk", "steps-from-zero"}
"""Mistakes that are still taken for whatever ends in an error of that kind."""


@pytest.mark.parametrize(("unit", "exercise"), ALL_EXERCISES, ids=exercise_name)
def test_a_mistake_that_ends_in_an_error_ends_in_one_with_a_name_of_its_own(unit: Unit, exercise: Exercise) -> None:
    """Errors are compared by name: under one of Python's own, any slip of the pen would be told its sentence."""
    for known in visible_key(unit, exercise)["mistakes"]:
        if known["id"] not in ANY_SUCH_ERROR:
            errors = {answer["name"] for answer in known["answers"] if type_of(answer) == "error"}
            assert not [name for name in errors if hasattr(builtins, name)], known["id"]


@pytest.mark.parametrize(("unit", "exercise"), ALL_EXERCISES, ids=exercise_name)
def test_every_exercise_knows_at_least_two_mistakes(unit: Unit, exercise: Exercise) -> None:
    assert sum(v.role == "mistake" for v in variants_of(unit)[exercise.id]) >= 2


@pytest.mark.parametrize(("unit", "exercise"), ALL_EXERCISES, ids=exercise_name)
def test_hidden_cases_depend_on_student_and_secret_and_on_nothing_else(unit: Unit, exercise: Exercise) -> None:
    def cases(secret: bytes, student: str) -> list[dict[str, object]]:
        return hidden_reference_key(unit, exercise, secret, student)["cases"]

    assert cases(b"secret", "kim") == cases(b"secret", "kim")
    if exercise.draw is not None:
        assert cases(b"secret", "kim") != cases(b"secret", "lee")
        assert cases(b"secret", "kim") != cases(b"other", "kim")


@pytest.mark.parametrize(
    ("unit", "exercise"), [(u, e) for u, e in ALL_EXERCISES if isinstance(e.observe, Aim)], ids=exercise_name
)
def test_the_reference_does_what_is_stated_of_every_right_answer(unit: Unit, exercise: Exercise) -> None:
    for student in ("kim", "lee", "park"):
        stated = hidden_reference_key(unit, exercise, b"secret", student)
        assert (
            stated["expected"] == reference_key(exercise, variants_of(unit)[exercise.id], stated["cases"])["expected"]
        )


def is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(is_plain(item) for item in value)
    return type(value) in (int, float, str, bool)


@pytest.mark.parametrize(("unit", "exercise"), ALL_EXERCISES, ids=exercise_name)
def test_cases_are_plain_data(unit: Unit, exercise: Exercise) -> None:
    for case in [*exercise.examples, *exercise.cases(seed=1, count=20)]:
        assert all(is_plain(value) for value in case.values()), case


def test_exercise_ids_are_unique_in_the_course() -> None:
    ids = [exercise.id for _, exercise in ALL_EXERCISES]
    assert len(ids) == len(set(ids))


def test_units_are_found_by_slug_and_name_their_modules() -> None:
    unit = find_unit("02-manual-gradient")
    assert unit.module == "manual_gradient"
    assert unit in units()


def test_an_unknown_unit_or_exercise_is_answered_with_what_there_is() -> None:
    with pytest.raises(LookupError, match="02-manual-gradient"):
        find_unit("02-manual")
    with pytest.raises(LookupError, match="mse-gradient"):
        find_exercise("mse-gradien")


def test_an_exercise_without_cases_is_refused() -> None:
    _, exercise = find_exercise("mse-gradient")
    with pytest.raises(ValueError, match="no-cases"):
        Exercise(id="no-cases", name="f", points=1, title=exercise.title)


def test_two_variants_of_one_name_are_refused() -> None:
    def sum_for_mean() -> None: ...

    with pytest.raises(ValueError, match="sum-for-mean"):
        mistake("mse-gradient", ko="", en="")(sum_for_mean)


def test_a_mistake_worth_all_points_is_refused() -> None:
    def free_points() -> None: ...

    with pytest.raises(ValueError, match="credit"):
        mistake("mse-gradient", ko="", en="", credit=1)(free_points)
