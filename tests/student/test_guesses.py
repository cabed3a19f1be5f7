"""A guess and its result: kept, shown side by side, with a sentence for those that people make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gdcourse import guess, reveal, set_language
from gdcourse.exercises import units
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.practice import letters
from gdcourse.language import Text
from gdcourse.solutions import variants_of
from gdcourse.student import progress_file
from gdcourse.student.coloured_box import LessonCard
from gdcourse.student.guesses import sentence_for

GUESSES = [(unit, e) for unit in units() for e in unit.practice if e.kind == "guess"]


@pytest.fixture(autouse=True)
def english() -> Any:
    set_language("en")
    yield
    set_language("both")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.usefixtures("course_folder")
def test_dots_ask_for_a_guess_and_say_nothing_of_right_or_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    guess("momentum-guess-limit", ...)
    assert said(capsys).strip() == "Put your guess in place of `...`, run this cell, then go on."


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize("guessed", [10, 0.9, 3])
def test_a_guess_is_noted_and_not_judged(guessed: float, capsys: pytest.CaptureFixture[str]) -> None:
    guess("momentum-guess-limit", guessed)
    assert said(capsys).strip() == f"Noted, now go on. Your guess: {guessed:g}"


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize(
    ("asked", "value", "figures"),
    [
        ("chain-guess-calls", 2097151.0, "2,097,151"),
        ("cost-guess-grid", 1e20, "10²⁰"),
        ("cost-guess-border", -0.352539, "-0.352539"),
    ],
)
def test_numbers_are_shown_as_people_write_them_and_counts_to_the_last_digit(
    asked: str, value: float, figures: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reveal(asked, value)
    assert f"Result: {figures}" in said(capsys).splitlines()


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize(
    ("guessed", "figures"), [(2e6, "2,000,000"), (3.2e18, "3.2 × 10¹⁸"), (2e-7, "2 × 10⁻⁷"), (-12345.5, "-12345.5")]
)
def test_a_guess_comes_back_as_people_write_it(
    guessed: float, figures: str, capsys: pytest.CaptureFixture[str]
) -> None:
    guess("chain-guess-calls", guessed)
    assert said(capsys).strip().endswith(f"Your guess: {figures}")


@pytest.mark.usefixtures("course_folder")
def test_guess_and_result_stand_side_by_side_with_the_sentence_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    guess("momentum-guess-limit", 1.9)
    said(capsys)
    reveal("momentum-guess-limit", 10.0)
    shown = said(capsys)
    assert "Your guess: 1.9" in shown
    assert "Result: 10" in shown
    assert "after two steps" in shown


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize(
    ("guessed", "sentence"),
    [
        (10.1, "saw it coming"),
        (11, "Quite close"),
        (100, "about 10 times the result"),
        (2, "about 5 times your guess"),
        (-3, "other sign"),
    ],
)
def test_a_guess_that_nobody_foresaw_gets_a_kind_word(
    guessed: float, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    guess("momentum-guess-limit", guessed)
    reveal("momentum-guess-limit", 10.0)
    assert sentence in said(capsys)


@pytest.mark.usefixtures("course_folder")
def test_of_places_below_zero_the_difference_is_told_and_no_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    guess("cost-guess-border", -0.8)
    reveal("cost-guess-border", -0.352539)
    assert "0.45 below the result" in said(capsys)


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize(("guessed", "said_of_it"), [(2540, "250"), (1e16, "10¹⁵"), (3.2e15, "3.2 × 10¹⁴")])
def test_a_large_factor_is_written_as_people_write_it(
    guessed: float, said_of_it: str, capsys: pytest.CaptureFixture[str]
) -> None:
    guess("momentum-guess-limit", guessed)
    reveal("momentum-guess-limit", 10.0)
    assert f"about {said_of_it} times the result" in said(capsys)


@pytest.mark.usefixtures("course_folder")
def test_a_choice_is_shown_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    guess("momentum-guess-overshoot", " (A) ")
    assert "(a) It stops at the minimum." in said(capsys)
    reveal("momentum-guess-overshoot", "b")
    shown = said(capsys)
    assert "Result: (b) It runs past the minimum and comes back." in shown
    assert "the velocity is not" in shown


@pytest.mark.usefixtures("course_folder")
def test_without_a_guess_there_is_just_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    reveal("momentum-guess-limit", 10.0)
    shown = said(capsys)
    assert "Result: 10" in shown
    assert "guess" not in shown


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize("guessed", ["many", None, float("nan"), [1, 2], object(), True])
def test_what_is_no_guess_is_refused_with_what_would_be_one(
    guessed: object, capsys: pytest.CaptureFixture[str]
) -> None:
    guess("momentum-guess-limit", guessed)
    assert "one number" in said(capsys)
    guess("momentum-guess-overshoot", guessed)
    assert 'your guess as `"a"`, `"b"` or `"c"`' in said(capsys)
    assert progress_file.load().guesses == {}


@pytest.mark.usefixtures("course_folder")
def test_who_is_asked_to_choose_is_told_how_a_choice_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    guess("momentum-guess-overshoot", ...)
    assert 'Put `"a"`, `"b"` or `"c"`, with the quotation marks, in place of `...`' in said(capsys)


@pytest.mark.usefixtures("course_folder")
def test_what_is_code_in_the_first_line_of_a_card_is_shown_as_code() -> None:
    card = LessonCard(Text("`...` 자리에", "in place of `...`"))._repr_mimebundle_()["text/html"]
    assert "`" not in card
    assert card.count("<code") == 2


def test_an_author_whose_lesson_and_key_disagree_is_told_both_numbers() -> None:
    with pytest.raises(AssertionError, match=r"momentum-guess-limit.* 9\.5.* 10\b"):
        reveal("momentum-guess-limit", 9.5)
    with pytest.raises(AssertionError, match=r"\(a\).*\(b\)"):
        reveal("momentum-guess-overshoot", "a")


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize("guesses", [True, False])
def test_a_student_who_has_changed_the_code_above_is_not_stopped(
    guesses: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    if guesses:
        guess("momentum-guess-limit", 5)
    reveal("momentum-guess-limit", 100.0)
    shown = said(capsys)
    assert "Result: 100" in shown
    assert "not the result of the lesson" in shown


def test_a_guess_is_there_after_the_kernel_is_new(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guess("momentum-guess-limit", 0.9)
    assert (course_folder / progress_file.NAME).is_file()
    progress_file.forget()
    said(capsys)
    reveal("momentum-guess-limit", 10.0)
    assert "Your guess: 0.9" in said(capsys)


def test_a_name_that_is_no_guess_is_answered_with_those_that_are() -> None:
    with pytest.raises(LookupError, match="momentum-guess-limit"):
        guess("momentum-guess-limits", 1)
    with pytest.raises(LookupError, match="not a guess"):
        guess("momentum-step", 1)


@pytest.mark.parametrize(("unit", "exercise"), GUESSES, ids=lambda value: getattr(value, "id", ""))
def test_every_guess_that_is_foreseen_gets_its_sentence_from_the_key(unit: Any, exercise: Any) -> None:
    key = visible_key(unit, exercise)
    for variant in variants_of(unit)[exercise.id]:
        right, sentence = sentence_for(key, variant.work)
        assert right == (variant.role == "reference")
        assert right or sentence == variant.message


@pytest.mark.parametrize(("unit", "exercise"), GUESSES, ids=lambda value: getattr(value, "id", ""))
def test_every_option_of_a_choice_is_right_or_has_a_sentence(unit: Any, exercise: Any) -> None:
    if exercise.options:
        assert sorted(v.work for v in variants_of(unit)[exercise.id]) == list(letters(exercise))
