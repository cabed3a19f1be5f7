"""What stands in a feedback page is what nbgrader's own ``GetGrades`` would put there, read for the class at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import GetGrades
from sqlalchemy import event
from sqlalchemy.engine import Engine

from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows
from gdcourse.grading.classroom.verdict_database import create_tables
from gdcourse.grading.pages.feedback_grades import graded_class
from gdcourse.grading.submission.grade_submission import grade_ungraded
from gdcourse.language import Text
from support.course import make_course

UNIT = "02-manual-gradient"
STUDENTS = ["graded-by-hand", "late", "with-extra-credit"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three students, whose grades and comments come from everywhere that nbgrader knows."""
    made = make_course(tmp_path_factory.mktemp("grades") / "course")
    assignment = made.assignments(UNIT)[0]
    with made.gradebook() as book:
        create_tables(book)
        rows = SubmissionRows(book, assignment)
        for student in STUDENTS:
            rows.record(rows.of(student, None)[0], grade_ungraded(Text("이유", "a reason"), assignment), "")
        book.db.commit()
        by_hand = book.find_submission_notebook(UNIT, UNIT, "graded-by-hand")
        by_hand.grades[0].manual_score, by_hand.grades[0].needs_manual_grade = 1.5, False
        by_hand.comments[0].manual_comment = "잘했어요 · well done"
        book.find_submission_notebook(UNIT, UNIT, "late").late_submission_penalty = 2.5
        book.find_assignment(UNIT).duedate = datetime(2026, 3, 1, 12)
        book.find_submission(UNIT, "late").timestamp = datetime(2026, 3, 1, 15)
        book.find_submission(UNIT, "late").extension = timedelta(hours=1)
        credited = book.find_submission_notebook(UNIT, UNIT, "with-extra-credit").grades[1]
        credited.auto_score, credited.extra_credit = 1.0, 0.25
        credited.needs_manual_grade = True
        book.db.commit()
    return made


def resources(course: Course, student: str) -> dict[str, Any]:
    return {"nbgrader": {"db_url": course.coursedir.db_url, "assignment": UNIT, "notebook": UNIT, "student": student}}


def test_scores_and_comments_are_those_of_nbgrader(course: Course, release: NotebookNode) -> None:
    found = graded_class(course.coursedir.db_url, UNIT, UNIT)
    assert set(found) == set(STUDENTS)
    for student, graded in found.items():
        theirs, said = GetGrades().preprocess(deepcopy(release), resources(course, student))
        ours = deepcopy(release)
        graded.write_into(ours)
        assert ours == theirs
        assert graded.score - graded.late_penalty == said["nbgrader"]["score"]
        assert graded.max_score == said["nbgrader"]["max_score"]
        assert graded.late_penalty == said["nbgrader"]["late_penalty"]
        with course.gradebook() as book:
            grades = book.find_submission_notebook(UNIT, UNIT, student).grades
            still_open = {question for question, verdict in graded.stand.items() if verdict.state == "manual"}
            assert still_open == {grade.name for grade in grades if grade.needs_manual_grade}
    assert found["graded-by-hand"].score == 1.5
    assert "잘했어요 · well done" in found["graded-by-hand"].comments.values()
    assert found["late"].late_penalty == 2.5
    assert {student: graded.seconds_late for student, graded in found.items() if graded.seconds_late} == {"late": 7200}
    assert found["with-extra-credit"].score == 1.25


def test_a_cell_that_the_gradebook_does_not_know_is_named(course: Course, release: NotebookNode) -> None:
    graded = graded_class(course.coursedir.db_url, UNIT, UNIT)["late"]
    del graded.scores["mse-gradient"]
    with pytest.raises(MissingEntry, match="mse-gradient"):
        graded.write_into(deepcopy(release))


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of databases meanwhile."""
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_larger_class_asks_the_gradebook_no_more_often(course: Course, tmp_path: Path) -> None:
    small = make_course(tmp_path / "course")
    for each in (small, course):
        graded_class(each.coursedir.db_url, UNIT, UNIT)  # the first time, tables are made
    with statements() as of_nobody:
        assert graded_class(small.coursedir.db_url, UNIT, UNIT) == {}
    with statements() as of_three:
        assert len(graded_class(course.coursedir.db_url, UNIT, UNIT)) == 3
    assert len(of_three) == len(of_nobody) + 1  # the verdicts of nobody are not asked for
