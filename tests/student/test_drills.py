"""Drills as a student meets them: new numbers each time, a row that is kept, three questions at the top of a lesson."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gdcourse import drill, opening, set_language
from gdcourse.exercises import find_exercise, may_be_left_out, units
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import as_numbers
from gdcourse.student import progress_file
from gdcourse.student.drills import drills_for_opening

ID = "momentum-drill-velocity"
_, EXERCISE = find_exercise(ID)
KEY = visible_key(*find_exercise(ID))


@pytest.fixture(autouse=True)
def english() -> Any:
    set_language("en")
    yield
    set_language("both")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def now() -> progress_file.Drilled:
    return progress_file.load().drills[ID]


def question() -> str:
    assert EXERCISE.ask is not None
    return EXERCISE.ask(KEY["cases"][now().at]).en


def right() -> float:
    return KEY["expected"][now().at]


@pytest.mark.usefixtures("course_folder")
def test_three_right_answers_in_a_row_with_new_numbers_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    drill(ID)
    questions = [question()]
    shown = said(capsys)
    assert questions[0] in shown
    assert f'drill("{ID}", ...)' in shown
    assert "○○○" in shown
    for row in ("●○○", "●●○", "3 in a row: you can do this"):
        drill(ID, right())
        shown = said(capsys)
        assert row in shown
        questions.append(question())
        assert questions[-1] in shown
    assert len(set(questions)) == 4
    assert (now().streak, now().best) == (3, 3)


@pytest.mark.usefixtures("course_folder")
def test_a_wrong_answer_gets_its_sentence_the_same_question_and_ends_the_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drill(ID)
    drill(ID, right())
    said(capsys)
    before = question()
    drill(ID, KEY["mistakes"][0]["answers"][now().at])
    shown = said(capsys)
    assert KEY["mistakes"][0]["message"]["en"] in shown
    assert before in shown
    assert f"{right():g}" not in shown.replace(before, "").split()
    assert question() == before
    assert (now().streak, now().best) == (0, 1)


@pytest.mark.usefixtures("course_folder")
def test_a_cell_that_is_run_once_more_does_not_end_the_row(capsys: pytest.CaptureFixture[str]) -> None:
    drill(ID)
    answer = right()
    drill(ID, answer)
    said(capsys)
    drill(ID, answer)
    assert "earlier question" in said(capsys)
    assert now().streak == 1


@pytest.mark.usefixtures("course_folder")
@pytest.mark.parametrize("answer", ["x", None, [1, 2], object(), float("nan"), 1e300, True])
def test_whatever_is_answered_something_sensible_is_said(answer: object, capsys: pytest.CaptureFixture[str]) -> None:
    drill(ID, answer)
    shown = said(capsys)
    assert "Not yet" in shown
    assert "`round`" not in shown
    assert "solution cell" not in shown


@pytest.mark.usefixtures("course_folder")
def test_a_rounded_answer_is_right_and_a_coarse_one_is_asked_for_more_digits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drill(ID)
    drill(ID, right() * 1.004)
    assert "Correct" in said(capsys)


def test_the_row_is_there_after_the_kernel_is_new(course_folder: Path) -> None:
    drill(ID)
    drill(ID, right())
    progress_file.forget()
    assert now().streak == 1
    assert (course_folder / progress_file.NAME).is_file()


@pytest.mark.usefixtures("course_folder")
def test_a_drill_never_ends(capsys: pytest.CaptureFixture[str]) -> None:
    drill(ID)
    for _ in range(len(KEY["cases"]) + 2):
        drill(ID, right())
    assert now().streak == len(KEY["cases"]) + 2
    assert "22 in a row" in said(capsys)


def asked() -> list[tuple[str, int]]:
    return progress_file.load().openings["06-momentum"]


@pytest.mark.usefixtures("course_folder")
def test_an_opening_asks_three_drills_of_earlier_units_and_others_next_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    earlier = {e.id for unit in units() if unit.slug < "06" for e in unit.practice if e.kind == "drill"}
    seen = set()
    for _ in range(8):
        opening("06-momentum")
        assert len(asked()) == 3
        assert {i for i, _ in asked()} <= earlier
        seen.add(tuple(asked()))
    assert len(seen) > 1
    assert 'opening("06-momentum", ..., ..., ...)' in said(capsys)


@pytest.mark.usefixtures("course_folder")
def test_an_opening_asks_nothing_that_an_earlier_lesson_lets_its_readers_leave_out() -> None:
    left_out = frozenset().union(*map(may_be_left_out, units()))
    assert any(e.id in left_out for unit in units() for e in unit.practice_of("drill"))
    for unit in units():
        earlier, own = drills_for_opening(unit.slug)
        assert not left_out & {e.id for e in [*earlier, *own]}, unit.slug


def test_an_opening_is_answered_in_its_own_cell(capsys: pytest.CaptureFixture[str]) -> None:
    opening("06-momentum", ..., ..., ...)
    told = said(capsys)
    assert "in place of `...`" in told
    assert "Change the line" not in told, "the places are there"
    keys = [visible_key(*find_exercise(i)) for i, _ in asked()]
    answers = [float(as_numbers(key["expected"][at])) for key, (_, at) in zip(keys, asked(), strict=True)]
    before = asked()
    opening("06-momentum", *answers)
    assert "3 of 3 right" in said(capsys)
    wrong = keys[0]["mistakes"][0]
    opening("06-momentum", float(as_numbers(wrong["answers"][asked()[0][1]])), answers[1])
    shown = said(capsys)
    assert "1 of 3 right" in shown
    assert wrong["message"]["en"] in shown
    assert f'drill("{asked()[0][0]}")' in shown
    assert asked() == before


def test_an_author_sees_the_same_questions_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    shown = set()
    for _ in range(4):
        opening("06-momentum")
        progress_file.forget()
        shown.add(said(capsys))
    assert len(shown) == 1


def test_what_is_no_drill_or_no_unit_is_refused() -> None:
    with pytest.raises(LookupError, match="not a drill"):
        drill("momentum-guess-limit", 1)
    with pytest.raises(LookupError, match=ID):
        drill("momentum-drill-velocit")
    with pytest.raises(LookupError, match="06-momentum"):
        opening("06-momentun")


@pytest.mark.usefixtures("course_folder")
def test_a_file_of_another_version_of_the_course_does_not_stop_a_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    def write(kept: progress_file.Progress) -> None:
        kept.drills[ID] = progress_file.Drilled(at=500, solved=[499])
        kept.openings["06-momentum"] = [("gone", 3)]

    progress_file.change(write)
    drill(ID)
    drill(ID, 1)
    opening("06-momentum", 1, 2, 3)
    assert "of 3 right" in said(capsys)
