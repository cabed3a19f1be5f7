"""The rows that a submission gets in the gradebook are those that nbgrader itself would make."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from nbgrader.api import Gradebook, Notebook, SubmittedNotebook
from sqlalchemy import event

from gdcourse.grading.classroom import verdict_database
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows, When, new_id
from gdcourse.grading.classroom.nbgrader_plugins import Penalty
from gdcourse.grading.classroom.verdict_database import Recorded, create_tables
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.grade_submission import GradedNotebook, grade_ungraded
from gdcourse.language import Text
from support.course import make_course

UNIT = "02-manual-gradient"
NOON = datetime(2026, 3, 2, 12)  # UTC, as the gradebook has it


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("rows") / "course", UNIT)


@pytest.fixture
def assignment(released: Course) -> Assignment:
    return released.assignments(UNIT)[0]


@pytest.fixture
def book(released: Course) -> Any:
    with released.gradebook() as gradebook:
        create_tables(gradebook)
        yield gradebook
        gradebook.db.rollback()
        if "kim" in {student.id for student in gradebook.students}:
            gradebook.remove_student("kim")
        gradebook.update_or_create_assignment(UNIT, duedate=None)


def test_tables_that_somebody_else_makes_meanwhile_are_no_failure(
    book: Gradebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, looks = verdict_database.metadata.create_all, []

    def looking_too_early(*arguments: Any, **options: Any) -> None:
        looks.append("a look")
        make(*arguments, **options, checkfirst=len(looks) > 1)

    monkeypatch.setattr(verdict_database.metadata, "create_all", looking_too_early)
    create_tables(book)
    assert looks == ["a look", "a look"]


@pytest.fixture
def graded(assignment: Assignment) -> GradedNotebook:
    return grade_ungraded(Text("이유", "a reason"), assignment)


def _columns(row: Any) -> dict[str, Any]:
    """All that a row holds but its own names, which are drawn at random."""
    return {c.name: getattr(row, c.name) for c in row.__table__.columns if not c.name.endswith("id")}


def _rows(book: Gradebook, student: str) -> Any:
    book.db.expire_all()
    submission = book.find_submission(UNIT, student)
    return [
        _columns(submission),
        [_columns(notebook) | {"name": notebook.name} for notebook in submission.notebooks],
        sorted((g.name, sorted(_columns(g).items(), key=str)) for n in submission.notebooks for g in n.grades),
        sorted((c.name, sorted(_columns(c).items(), key=str)) for n in submission.notebooks for c in n.comments),
    ]


def test_a_new_submission_has_the_rows_that_nbgrader_makes(book: Gradebook, assignment: Assignment) -> None:
    SubmissionRows(book, assignment).of("kim", NOON)
    ours = _rows(book, "kim")
    student = _columns(book.find_student("kim"))
    book.remove_student("kim")
    book.update_or_create_student("kim")
    book.update_or_create_submission(UNIT, "kim", timestamp=NOON.isoformat())
    assert ours == _rows(book, "kim")
    assert student == _columns(book.find_student("kim"))
    assert len(ours[2]) > 5
    assert ours[3]


def test_rows_that_nbgrader_has_made_are_found(book: Gradebook, assignment: Assignment) -> None:
    book.update_or_create_student("kim", first_name="Minji")
    made = book.update_or_create_submission(UNIT, "kim", timestamp=NOON.isoformat()).notebooks[0].id
    rows = SubmissionRows(book, assignment)
    assert rows.of("kim", None) == (made, False)
    assert book.find_submission(UNIT, "kim").timestamp == NOON
    assert rows.of("kim", NOON + timedelta(hours=1)) == (made, False)
    book.db.expire_all()
    assert book.find_submission(UNIT, "kim").timestamp == NOON + timedelta(hours=1)
    assert book.find_student("kim").first_name == "Minji"


def test_a_notebook_that_the_assignment_has_got_since_gets_its_rows(book: Gradebook, assignment: Assignment) -> None:
    rows = SubmissionRows(book, assignment)
    rows.of("kim", None)
    whole = _rows(book, "kim")
    notebook = book.find_submission_notebook(UNIT, UNIT, "kim")
    for row in (*notebook.grades, *notebook.comments, notebook):
        book.db.delete(row)
    book.db.commit()
    rows.of("kim", None)
    assert _rows(book, "kim") == whole


@pytest.mark.parametrize(
    ("minutes", "extension", "late"), [(-1, 0, False), (1, 0, True), (1, 5, False), (6, 5, True)], ids=str
)
def test_late_is_who_hands_in_after_the_due_date_and_any_extension(
    book: Gradebook, assignment: Assignment, minutes: int, extension: int, late: bool
) -> None:
    book.update_or_create_assignment(UNIT, duedate=NOON.isoformat())
    rows = SubmissionRows(book, assignment)
    rows.of("kim", NOON + timedelta(minutes=minutes))
    book.db.commit()
    if extension:
        book.grant_extension(UNIT, "kim", minutes=extension)
    assert rows.of("kim", None)[1] is late
    assert (book.find_submission(UNIT, "kim").total_seconds_late > 0) is late


def test_a_late_submission_gets_the_penalty_of_the_configured_rule_and_loses_it_with_more_time(
    book: Gradebook, assignment: Assignment, graded: GradedNotebook, released: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    penalty = Penalty(parent=released.app)
    penalty.init_plugin()
    monkeypatch.setattr(penalty.plugin_inst, "late_submission_penalty", lambda student, score, late: late / 60)
    monkeypatch.setattr(penalty, "init_plugin", lambda: None)
    monkeypatch.setattr(SubmittedNotebook, "score", 17.0)
    book.update_or_create_assignment(UNIT, duedate=NOON.isoformat())
    notebook, late = SubmissionRows(book, assignment).of("kim", NOON + timedelta(minutes=3))
    assert late
    assert penalty.mend_all(book, {notebook: True}) == {notebook: 3}
    book.db.commit()
    assert book.find_submission_notebook(UNIT, UNIT, "kim").late_submission_penalty == 3
    SubmissionRows(book, assignment).record(notebook, graded, "digest")
    book.db.expire_all()
    assert book.find_submission_notebook(UNIT, UNIT, "kim").late_submission_penalty is None


def test_recording_twice_leaves_what_recording_once_does_and_a_score_by_hand(
    book: Gradebook, assignment: Assignment, graded: GradedNotebook
) -> None:
    rows = SubmissionRows(book, assignment)
    notebook, _ = rows.of("kim", NOON)
    rows.record(notebook, graded, "digest")
    once = _rows(book, "kim")
    rows.record(notebook, graded, "digest")
    assert _rows(book, "kim") == once
    assert {dict(columns)["auto_score"] for _, columns in once[2]} == {0.0}
    # Of a blank notebook only cells with a grade are restored: one that is not there has got no comment.
    assert {dict(columns)["auto_comment"] for _, columns in once[3]} == {"No response.", None}
    grade = book.find_submission_notebook(UNIT, UNIT, "kim").grades[0]
    grade.manual_score = 1.5
    book.db.commit()
    rows.record(notebook, graded, "digest")
    book.db.expire_all()
    assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (1.5, 0.0, True)


def test_a_new_submission_that_is_recorded_at_once_has_the_rows_that_one_made_before_has(
    book: Gradebook, assignment: Assignment, graded: GradedNotebook
) -> None:
    rows = SubmissionRows(book, assignment)
    rows.record(rows.of("kim", NOON)[0], graded, "digest")
    made_before = _rows(book, "kim")
    book.remove_student("kim")
    made, without_rows = rows.of_all_to_record({"kim": When(NOON)})
    notebook, _ = made["kim"]
    rows.record_all({notebook: Recorded(graded, "digest", {})}, without_rows)
    assert _rows(book, "kim") == made_before
    rows.record(notebook, graded, "digest")
    assert _rows(book, "kim") == made_before


def test_the_database_is_asked_for_marks_set_aside_only_where_something_else_was_handed_in(
    book: Gradebook, assignment: Assignment, graded: GradedNotebook
) -> None:
    asked: list[str] = []
    event.listen(book.db.get_bind(), "before_cursor_execute", lambda c, cursor, text, *_: asked.append(text))
    rows = SubmissionRows(book, assignment)
    made, without_rows = rows.of_all_to_record({"kim": When(NOON)})
    notebook, _ = made["kim"]
    for submission, is_new in (("first", True), ("first", False), ("second", False)):
        asked.clear()
        recorded = Recorded(graded, "digest", {"submission": submission})
        rows.record_all({notebook: recorded}, without_rows if is_new else frozenset())
        is_asked = any("gdcourse_set_aside_open" in text for text in asked)
        assert is_asked == (submission == "second")


def test_an_id_has_the_form_of_nbgraders_and_is_above_those_of_earlier_times(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = []
    for milliseconds in (1, 2, 1_800_000_000_000, 1_800_000_000_001):
        monkeypatch.setattr(time, "time_ns", lambda now=milliseconds: now * 1_000_000)
        ids.append(new_id())
    assert ids == sorted(ids)
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)
    assert new_id() != new_id()


def test_every_notebook_of_an_assignment_gets_rows(book: Gradebook, assignment: Assignment) -> None:
    other = Notebook(name="second", assignment=book.find_assignment(UNIT))
    book.db.add(other)
    book.db.commit()
    book.update_or_create_grade_cell("extra", "second", UNIT, max_score=1, cell_type="code")
    try:
        SubmissionRows(book, assignment).of("kim", None)
        book.db.commit()
        assert [g.name for g in book.find_submission_notebook("second", UNIT, "kim").grades] == ["extra"]
    finally:
        book.remove_student("kim")
        book.remove_notebook("second", UNIT)
