"""``gdcourse deadline``: what an instructor types, what stands in the gradebook then, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.deadlines import deadline_of
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.mark_history import LATENESS, MarkChange, history_of
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from support.course import hand_in, make_course

UNIT = "02-manual-gradient"
DUE = "2026-03-01 23:59 KST"


@pytest.fixture
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("course") / "course")
    with (made.directory / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Exchange.timezone = "Asia/Seoul"\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with made.gradebook() as gradebook:
        for name in ("kim", "lee"):
            gradebook.add_student(name)
    return Course(made.directory)


@pytest.fixture
def book(course: Course) -> Iterator[Gradebook]:
    with course.gradebook() as gradebook:
        yield gradebook


def typed(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["deadline", *arguments, "--course", str(course.directory)])


@pytest.mark.parametrize(
    "text",
    [
        DUE,
        "2026-03-01 23:59",
        "2026-03-01T14:59Z",
        "March 1, 2026 11:59 PM KST",
        "2026년 3월 1일 오후 11:59",
    ],
)
def test_a_deadline_is_set_as_people_write_times_and_shown_in_the_course_s_zone(course: Course, text: str) -> None:
    result = typed(course, UNIT, *text.split())
    assert result.exit_code == 0, result.output
    assert f"{UNIT}  2026-03-01 23:59 KST" in result.output
    with course.gradebook() as gradebook:
        assert deadline_of(gradebook, UNIT).due == datetime(2026, 3, 1, 14, 59)
    assert ("Asia/Seoul" in result.output) == (text in ("2026-03-01 23:59", "2026년 3월 1일 오후 11:59"))


def test_a_deadline_at_the_end_of_a_day_of_utc_is_asked_about(book: Gradebook, course: Course) -> None:
    """jupyter/nbgrader#1932: formgrader takes what is typed there as UTC."""
    question = f"`gdcourse deadline {UNIT} '2026-03-08 23:59 KST'`"
    assert question not in typed(course, UNIT, "2026-03-08", "23:59", "UTC").output  # which says what is meant
    typed(course, UNIT, "2026-03-01 23:59 KST")
    for due, asked in ((datetime(2026, 3, 8, 23, 59), True), (datetime(2026, 3, 8, 15, 0), False)):
        book.update_or_create_assignment(UNIT, duedate=due)
        told = typed(course, UNIT).output
        assert (question in told) == asked
        assert ("2026-03-09 08:59 KST by the clocks here" in told) == asked


def test_a_deadline_that_was_set_here_is_meant_and_not_asked_about_until_it_is_typed_elsewhere(
    book: Gradebook, course: Course
) -> None:
    asked = "formgrader takes what is typed there as UTC"
    book.update_or_create_assignment(UNIT, duedate=datetime(2026, 3, 2, 0, 0))
    told = typed(course, UNIT).output
    assert asked in told
    assert f"`gdcourse deadline {UNIT} '2026-03-02 09:00 KST'`" in told
    typed(course, UNIT, "+1d")
    assert asked in typed(course, UNIT).output, "put off, it is as it was meant before"
    typed(course, UNIT, "2026-03-02 09:00 KST")
    assert asked not in typed(course, UNIT).output
    typed(course, UNIT, "+1d")
    assert asked not in typed(course, UNIT).output
    book.db.expire_all()
    book.update_or_create_assignment(UNIT, duedate=datetime(2026, 3, 9, 0, 0))
    assert asked in typed(course, UNIT).output


def test_whoever_is_late_by_what_was_perhaps_not_meant_is_told_of(course: Course) -> None:
    """jupyter/nbgrader#1932: west of Greenwich, midnight of UTC comes before midnight."""
    settings = course.directory / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("Asia/Seoul", "America/New_York"))
    course = Course(course.directory)
    path = hand_in(course, "kim", b"{}")
    told: list[str] = []
    options = Options(jobs=1, isolated=False, on_notice=lambda text: told.append(text.en))
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=datetime(2026, 3, 2, 0, 0))
    for stamp, asked in (("2026-03-01 22:00 EST", True), ("2026-03-01 18:59 EST", False)):
        (path.parent / "timestamp.txt").write_text(stamp)
        told.clear()
        grade_class(course, UNIT, options)
        assert any("'2026-03-02 00:00 EST'" in text for text in told) == asked, told


def test_students_get_more_time_by_a_length_or_until_a_moment_and_lose_it_again(course: Course) -> None:
    typed(course, UNIT, DUE)
    assert "  kim  2026-03-03 23:59 KST  (+2 d)" in typed(course, UNIT, "+2d", "--student", "kim").output
    told = typed(course, UNIT, "2026-03-02 12:00 KST", "--student", "lee").output
    assert "  lee  2026-03-02 12:00 KST  (+12 h 1 min)" in told
    shown = json.loads(typed(course, UNIT, "--json").output)
    students = {"kim": "2026-03-03T14:59:00Z", "lee": "2026-03-02T03:00:00Z"}
    assert shown == [{"unit": UNIT, "due": "2026-03-01T14:59:00Z", "students": students}]
    assert "kim" not in typed(course, UNIT, "--withdraw", "--student", "kim").output
    assert "lee" not in typed(course, UNIT, "--withdraw").output
    assert json.loads(typed(course, "--json").output) == [{"unit": UNIT, "due": None, "students": {}}]


def test_a_deadline_is_put_off_for_everybody_by_a_length(course: Course) -> None:
    typed(course, UNIT, DUE)
    for length in ("+1d 12h", "+1일 12시간", "+ 36 hours"):
        typed(course, UNIT, DUE)
        assert f"{UNIT}  2026-03-03 11:59 KST" in typed(course, UNIT, length).output


@pytest.mark.parametrize(
    ("due", "length", "then"),
    [
        ("2026-10-31 20:00", "+1d", "2026-11-01 20:00 EST"),  # that day has 25 hours
        ("2026-03-07 20:00", "+1w", "2026-03-14 20:00 EDT"),
        ("2026-10-31 20:00", "+24h", "2026-11-01 19:00 EST"),
        ("2026-10-31 20:00", "+1d 2h", "2026-11-01 22:00 EST"),
        ("2026-10-31 20:00", "+1.5d", "2026-11-02 08:00 EST"),
    ],
)
def test_days_are_those_of_the_calendar_where_clocks_are_changed(
    course: Course, due: str, length: str, then: str
) -> None:
    with (course.directory / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Exchange.timezone = "America/New_York"\n')
    typed(course, UNIT, due)
    assert f"  kim  {then}" in typed(course, UNIT, length, "--student", "kim").output
    assert f"{UNIT}  {then}" in typed(course, UNIT, length).output


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-29 01:59 Europe/Berlin", "2026-03-29T00:59:00Z"),
        ("2026-03-29 03:00 Europe/Berlin", "2026-03-29T01:00:00Z"),
        ("2026-03-29 02:30 CET", "2026-03-29T01:30:00Z"),
        ("2026-10-25 02:30 +0200", "2026-10-25T00:30:00Z"),
        ("2026-10-25 02:30 +0100", "2026-10-25T01:30:00Z"),
        ("2026-10-25 02:30 CET", "2026-10-25T01:30:00Z"),
        ("2026-10-25 03:00 Europe/Berlin", "2026-10-25T02:00:00Z"),
    ],
)
def test_around_a_change_of_the_clocks_what_means_one_moment_is_taken(course: Course, text: str, utc: str) -> None:
    done = typed(course, UNIT, text, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)[0]["due"] == utc


def test_the_end_of_a_day_may_be_called_24_o_clock(course: Course) -> None:
    for text in ("2026-02-28 24:00", "2026년 2월 28일 24시", "2026-02-28 24:00 KST"):
        assert f"{UNIT}  2026-03-01 00:00 KST" in typed(course, UNIT, text).output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((UNIT, "2026-03-01"), "'2026-03-01' cannot be read"),
        *(
            ((UNIT, f"2026-03-01 23:59 {zone}"), f"'{zone}' may mean several time zones")
            for zone in ("IST", "BST", "CST")
        ),
        (
            (UNIT, "2026-03-29 02:30 Europe/Berlin"),
            "In Europe/Berlin there is no '2026-03-29 02:30 Europe/Berlin': the clocks skip it. Nothing was changed. "
            "Write a time that there is, such as '2026-03-29 01:30 +0100' or '2026-03-29 03:30 +0200'",
        ),
        (
            (UNIT, "2026-10-25 02:30 Europe/Berlin"),
            "comes twice, since the clocks go back. Nothing was changed. "
            "Write '2026-10-25 02:30 +0200' or '2026-10-25 02:30 +0100'",
        ),
        *(((UNIT, text), f"'{text}' cannot be read") for text in ("0001-01-01 00:00", "9999-12-30 23:59")),
        ((UNIT, "tomorrow"), "'tomorrow' cannot be read"),
        ((UNIT, "03/04/2026 10:00"), "'03/04/2026 10:00' cannot be read"),
        ((UNIT, "26. 3. 1. 23:30"), "'26. 3. 1. 23:30' cannot be read"),
        ((UNIT, "1/3/26, 23:30"), "'1/3/26, 23:30' cannot be read"),
        ((UNIT, "2026-03-01 24:30"), "'2026-03-01 24:30' cannot be read"),
        ((UNIT, "+2x"), "'+2x' cannot be read"),
        ((UNIT, "+0d"), "'+0d' cannot be read"),
        (
            (UNIT, "+2d", "--student", "kim", "--student", "kin"),
            "no student 'kin', and nothing was changed. Close: kim",
        ),
        ((UNIT, "2026-02-01 10:00 KST", "--student", "lee"), "not after the deadline"),
        ((UNIT, "--withdraw", "--student", "nobody"), "no student 'nobody', and nothing was changed.\n"),
        ((UNIT, "--withdraw", "--student", "KIM"), "Close: kim"),
        ((UNIT, "--student", "kim"), "either a time (WHEN) or `--withdraw`"),
        (("--withdraw",), "which unit's deadline"),
        (("02-manual", DUE), "02-manual"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_has_changed(
    course: Course, arguments: tuple[str, ...], said: str
) -> None:
    typed(course, UNIT, DUE)
    typed(course, UNIT, "+1d", "--student", "lee")
    before = typed(course, UNIT, "--json").output
    refused = typed(course, *arguments)
    assert refused.exit_code != 0
    assert said in refused.output
    assert typed(course, UNIT, "--json").output == before


def test_more_time_without_a_deadline_is_refused(course: Course) -> None:
    refused = typed(course, UNIT, "+2d", "--student", "kim")
    assert refused.exit_code == 1
    assert "has no deadline" in refused.output


def test_who_has_more_time_and_handed_in_nothing_keeps_no_cell_from_changing_and_gets_no_mark(course: Course) -> None:
    typed(course, UNIT, DUE)
    typed(course, UNIT, "+2d", "--student", "lee")
    with course.gradebook() as gradebook:
        assert not gradebook.find_notebook(UNIT, UNIT).submissions
    written = CliRunner().invoke(
        main, ["export", "--course", str(course.directory), "--output", str(course.directory / "m.csv")]
    )
    assert written.exit_code == 0, written.output
    assert f"{UNIT},2026-03-01 14:59:00,,lee" in (course.directory / "m.csv").read_text("utf-8-sig")
    course.release(UNIT)
    assert "lee" in typed(course, UNIT).output


def test_a_moved_deadline_mends_marks_by_plain_grading_and_says_whose(course: Course, release: NotebookNode) -> None:
    answers = reference_answers(find_unit(UNIT))
    for name in ("kim", "lee"):
        path = hand_in(course, name, submission(release, find_unit(UNIT), answers, "생각"))
        (path.parent / "timestamp.txt").write_text("2026-03-02 10:00 KST")
    typed(course, UNIT, DUE)
    typed(course, UNIT, "+2d", "--student", "lee")
    run = Options(jobs=1, isolated=False)
    assert grade_class(course, UNIT, run).changes == []
    assert typed(course, UNIT, "2026-03-05 23:59 KST").output.count("gdcourse grade") == 2
    tally = grade_class(course, UNIT, run)
    assert (tally.graded, tally.changes) == (0, [MarkChange("kim", LATENESS, -17.0, 0.0)])
    typed(course, UNIT, DUE)
    typed(course, UNIT, "--withdraw", "--student", "lee")
    assert {change.student for change in grade_class(course, UNIT, run).changes} == {"kim", "lee"}
    with course.gradebook() as gradebook:
        marks = [entry.score for entry in history_of(gradebook, "kim") if entry.question == LATENESS]
        assert marks == [-17.0, 0.0, -17.0]
    told = CliRunner().invoke(main, ["history", "kim", "--course", str(course.directory)]).output
    assert "late penalty  0 → -17" in told
    assert "the deadline, the time or the policy changed" in told
