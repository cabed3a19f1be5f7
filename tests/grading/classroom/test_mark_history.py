"""Each mark's history: when it changed, from what to what, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from sqlalchemy import select

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows
from gdcourse.grading.classroom.mark_history import _history, history_of, see_marks_by_hand
from gdcourse.grading.classroom.verdict_database import create_tables
from gdcourse.grading.messages import WHY
from gdcourse.grading.submission.grade_submission import GradedNotebook, grade_ungraded
from gdcourse.grading.submission.messages import DROPPED
from gdcourse.language import Text
from support.course import make_course

UNIT = "02-manual-gradient"
QUESTION = "parabola-slope"
RESTS_ON = {"grader": "a", "mistakes": "b", "submission": "c"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("history") / "course", UNIT)


@pytest.fixture
def book(course: Course) -> Iterator[Gradebook]:
    with course.gradebook() as gradebook:
        create_tables(gradebook)
        yield gradebook
        gradebook.remove_student("kim")


@pytest.fixture
def rows(book: Gradebook, course: Course) -> SubmissionRows:
    return SubmissionRows(book, course.assignments(UNIT)[0])


def with_score(course: Course, score: float, diagnosis: str | None = None) -> GradedNotebook:
    graded = grade_ungraded(Text("이유", "a reason"), course.assignments(UNIT)[0])
    verdicts = tuple(
        replace(v, score=score, state="graded", diagnosis=diagnosis) if v.exercise == QUESTION else v
        for v in graded.verdicts
    )
    return replace(graded, verdicts=verdicts)


def record(rows: SubmissionRows, book: Gradebook, graded: GradedNotebook, **changed: str) -> None:
    rows.record(rows.of("kim", None)[0], graded, "digest", {**RESTS_ON, **changed})
    book.db.commit()


def told(book: Gradebook) -> list[tuple[float | None, str | None, tuple[str, ...]]]:
    return [(e.score, e.diagnosis, e.why) for e in history_of(book, "kim") if e.question == QUESTION]


def test_a_change_is_noted_with_what_had_changed_and_what_stays_is_noted_once(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    record(rows, book, with_score(course, 0.0))
    record(rows, book, with_score(course, 0.5, "half-right"), mistakes="b2")
    record(rows, book, with_score(course, 1.0), mistakes="b2", submission="c2", grader="a2")
    assert told(book) == [
        (0.0, None, ("first",)),
        (0.5, "half-right", ("mistakes",)),
        (1.0, None, ("grader", "submission")),
    ]
    assert {e.why for e in history_of(book, "kim") if e.question != QUESTION} == {("first",)}


def test_a_reason_is_told_where_it_may_be_one(course: Course, book: Gradebook, rows: SubmissionRows) -> None:
    """Not that another question was dropped; and that a mistake was learned, whatever else has changed."""
    before = {**RESTS_ON, "exceptions": "d"}
    record(rows, book, with_score(course, 0.0), **before)
    learned = with_score(course, 0.5, "half-right")
    dropped = tuple(
        replace(v, score=0.0, max_score=0.0, message=DROPPED, state="graded") if v.exercise == "update-rule" else v
        for v in learned.verdicts
    )
    record(rows, book, replace(learned, verdicts=dropped), mistakes="b2", exceptions="d2", grader="a2")
    assert told(book)[-1] == (0.5, "half-right", ("grader", "mistakes"))
    last = [e.why for e in history_of(book, "kim") if e.question == "update-rule"][-1]
    assert last == ("grader", "exceptions")


def test_a_right_answer_that_is_wrong_now_is_not_so_for_the_mistakes_that_are_tried_since(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 1.0), questions="q")
    record(rows, book, with_score(course, 0.0, "move:-1"), questions="q2", mistakes="b2")
    assert told(book)[-1] == (0.0, "move:-1", ("questions",))


def test_a_mark_that_a_person_gave_is_noted_when_it_is_first_seen_and_when_it_changes(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    grade = next(g for g in book.find_submission_notebook(UNIT, UNIT, "kim").grades if g.name == QUESTION)
    for score in (0.75, 0.75, 1.0):
        grade.manual_score = score
        book.db.commit()
        see_marks_by_hand(book)
    assert told(book)[1:] == [(0.75, None, ("by-hand",)), (1.0, None, ("by-hand",))]


def test_the_command_tells_it_in_lines_and_refuses_who_is_not_there(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    record(rows, book, with_score(course, 1.0), submission="c2")
    runner = CliRunner()
    shown = runner.invoke(main, ["history", "kim", "--course", str(course.directory)])
    assert shown.exit_code == 0, shown.output
    line = shown.output.splitlines()[-1]
    assert f"{QUESTION}  0 → 1 / " in line
    assert WHY["submission"].en in line
    refused = runner.invoke(main, ["history", "lee", "--course", str(course.directory)])
    assert refused.exit_code == 1
    assert "lee" in refused.output


def test_what_marks_rest_on_is_written_once_for_all_that_changed_together(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    def written() -> list[dict[str, str]]:
        query = select(_history.c.rests_on).where(_history.c.notebook_id == rows.of("kim", None)[0])
        found = [json.loads(one) for one in book.db.scalars(query.order_by(_history.c.id))]
        return [one for one in found if one]

    record(rows, book, with_score(course, 0.0))
    assert written() == [RESTS_ON]
    record(rows, book, with_score(course, 1.0), grader="a2")
    assert written() == [RESTS_ON, {**RESTS_ON, "grader": "a2"}]
