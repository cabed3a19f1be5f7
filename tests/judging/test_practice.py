"""What lessons ask is held to the same proof as what is graded, and stays out of grading."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.exercises import find_exercise, find_unit, units
from gdcourse.grading.classroom.course_consistency import disagreements
from gdcourse.grading.demo.simulated_class import simulated_class
from gdcourse.grading.pages.question_titles import question_titles
from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.answer_keys import one_case, visible_key
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import judge
from gdcourse.judging.practice import VARIANTS, drill, guess
from gdcourse.judging.probing import probe
from gdcourse.language import Text
from gdcourse.solutions import variants_of
from support.course import exercise_name

PRACTICE = [(unit, exercise) for unit in units() for exercise in unit.practice]
DRILLS = [(unit, exercise) for unit, exercise in PRACTICE if exercise.kind == "drill"]


@pytest.mark.parametrize(("unit", "exercise"), PRACTICE, ids=exercise_name)
def test_every_mistake_of_practice_has_a_sentence_and_gives_no_part_of_points(unit: Unit, exercise: Exercise) -> None:
    mistakes = [v for v in variants_of(unit)[exercise.id] if v.role == "mistake"]
    assert len(mistakes) >= 2
    assert all(v.message is not None and v.message.ko and v.message.en and not v.credit for v in mistakes)


@pytest.mark.parametrize(("unit", "exercise"), DRILLS, ids=exercise_name)
def test_each_variant_of_a_drill_tells_every_known_answer_apart(unit: Unit, exercise: Exercise) -> None:
    key = visible_key(unit, exercise)
    assert len(key["cases"]) == VARIANTS
    for index, case in enumerate(key["cases"]):
        for variant in variants_of(unit)[exercise.id]:
            verdict = judge(probe(exercise, variant.work, [case]), one_case(key, index))
            assert verdict.diagnosis == (variant.id if variant.role == "mistake" else None), (case, variant.id)
            assert verdict.correct == (variant.role != "mistake"), (case, variant.id)


@pytest.mark.parametrize(("unit", "exercise"), DRILLS, ids=exercise_name)
def test_a_drill_writes_negative_numbers_with_a_minus_sign_but_for_code(unit: Unit, exercise: Exercise) -> None:
    assert exercise.ask is not None
    for case in visible_key(unit, exercise)["cases"]:
        sentence = re.sub("`[^`]*`", "", exercise.ask(case).line)
        assert not re.search(r"(?<!\w)-\d", sentence)


@pytest.mark.parametrize(("unit", "exercise"), DRILLS, ids=exercise_name)
def test_a_drill_asks_with_the_numbers_of_its_case_in_both_languages(unit: Unit, exercise: Exercise) -> None:
    assert exercise.ask is not None
    asked = [exercise.ask(case) for case in visible_key(unit, exercise)["cases"]]
    for language in ("ko", "en"):
        assert len({text.in_language(language) for text in asked}) == VARIANTS


def test_a_drill_that_would_repeat_its_questions_is_refused_and_one_that_only_draws_them_again_is_not() -> None:
    def with_numbers_below(end: int) -> Exercise:
        return drill(
            "x-drill",
            Text("가", "a"),
            draw=lambda rng: {"a": int(rng.integers(end))},
            ask=lambda case: Text(f"{case['a']}의 두 배는?", f"What is twice {case['a']}?"),
        )

    assert {case["a"] for case in visible_cases(with_numbers_below(VARIANTS))} == set(range(VARIANTS))
    with pytest.raises(ValueError, match=f"x-drill.*{VARIANTS - 1}"):
        visible_cases(with_numbers_below(VARIANTS - 1))


def test_practice_is_found_like_any_exercise_and_is_no_part_of_the_assignment() -> None:
    unit, exercise = find_exercise("momentum-guess-limit")
    assert exercise in unit.practice
    assert exercise not in unit.exercises
    assert exercise.points == 0


def test_practice_without_points_is_right_only_where_it_is_right() -> None:
    unit, exercise = find_exercise("momentum-task-velocity")
    key = visible_key(unit, exercise)
    right = judge(key["expected"], key)
    wrong = judge(key["mistakes"][0]["answers"], key)
    unknown = judge([123.0] * len(key["cases"]), key)
    assert [v.correct for v in (right, wrong, unknown)] == [True, False, False]
    assert "Not yet" in wrong.message.en


def test_practice_among_graded_questions_and_the_reverse_are_refused() -> None:
    unit, practice = find_exercise("momentum-guess-limit")
    title = Text("가", "a")
    with pytest.raises(ValueError, match="momentum-guess-limit"):
        Unit("09-x", title, (practice,))
    with pytest.raises(ValueError, match=unit.exercises[0].id):
        Unit("09-x", title, (), (unit.exercises[0],))
    with pytest.raises(ValueError, match="twice"):
        Unit("09-x", title, (), (guess("a", title), guess("a", title)))


def test_a_simulated_class_answers_what_is_graded_alone() -> None:
    unit = find_unit("06-momentum")
    graded = {exercise.id for exercise in unit.exercises}
    for answers in simulated_class(unit, 2).values():
        assert set(answers) <= graded


def test_practice_in_an_assignment_is_a_disagreement_and_has_no_title_in_reports() -> None:
    check = new_code_cell('check("momentum-guess-limit", answer)')
    check.metadata["nbgrader"] = {"grade": True, "solution": False, "grade_id": "momentum-guess-limit", "points": 2}
    assert ["momentum-guess-limit" in text.en for text in disagreements(new_notebook(cells=[check]))] == [True]
    assert question_titles([check]) == {}
