"""What dropped questions and those that give everyone their points are in nbgrader's gradebook, and back.

nbgrader sums up what its tables say: a dropped question is worth 0 there, and where a question gives everyone its
points, no mark by hand stands against them. Points and marks are kept beside, and come back with the question.
"""

from __future__ import annotations

from collections.abc import Collection

from nbformat import from_dict
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.utils import compute_checksum
from sqlalchemy import Column, Float, String, Table, delete, insert, select
from sqlalchemy.orm import Session

from gdcourse.grading import messages
from gdcourse.grading.classroom.mark_history import MarkChange, note_mark_back, note_mark_set_aside, remember_reasons
from gdcourse.grading.classroom.verdict_database import metadata
from gdcourse.grading.submission.dropped_questions import Exceptions
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

_points = Table(
    "gdcourse_dropped",
    metadata,
    Column("cell_id", String(32), primary_key=True),
    Column("points", Float, nullable=False),
)
_marks = Table(
    "gdcourse_set_aside",
    metadata,
    Column("grade_id", String(32), primary_key=True),
    Column("manual_score", Float, nullable=False),
)
_to_look_at = Table("gdcourse_set_aside_open", metadata, Column("grade_id", String(32), primary_key=True))
"""The marks set aside that wait for a second look, since something else was handed in after they were given."""


def questions_of(gradebook: Gradebook, unit: str) -> set[str]:
    """The questions of a unit, of all its notebooks; none where it has not been released."""
    try:
        notebooks = gradebook.find_assignment(unit).notebooks
    except MissingEntry:
        return set()
    return {cell.name for notebook in notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)}


def unknown_questions(unit: str, exceptions: Exceptions, questions: set[str]) -> list[Text]:
    """What is said of exceptions that are no questions of a unit, or both; nothing where all can be meant."""
    found = []
    for setting, named in (("dropped", exceptions.dropped), ("full_credit", exceptions.full_credit)):
        for question in sorted(named - questions):
            values = {"setting": setting, "unit": unit, "question": question, "known": ", ".join(sorted(questions))}
            found.append(messages.NO_SUCH_QUESTION.format(**values))
    both = sorted(exceptions.dropped & exceptions.full_credit)
    return found + [messages.DROPPED_AND_GIVEN.format(question=question) for question in both]


def put_into_gradebook(gradebook: Gradebook, unit: str, exceptions: Exceptions) -> list[MarkChange]:
    """Make the gradebook of a unit count as the exceptions say, and nothing else.

    It has no effect where it has been done before. The tables have to be there (``create_tables``).

    Returns:
        The marks by hand that count again, and those that count no more, by student; what counts in place of these is
        what the question is worth to everyone.
    """
    try:
        notebooks = gradebook.find_assignment(unit).notebooks
    except MissingEntry:
        return []
    session, moved = gradebook.db, list[MarkChange]()
    remember_reasons(session, unit, exceptions)
    for cell in [cell for notebook in notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)]:
        _points_of(gradebook, cell, cell.name in exceptions.dropped)
    session.flush()
    kept = {row.grade_id: row.manual_score for row in session.execute(select(_marks))}
    waiting = set(session.scalars(select(_to_look_at.c.grade_id)))
    query = (
        select(Grade, BaseCell.name, BaseCell.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(Notebook, BaseCell.notebook_id == Notebook.id)
        .where(Notebook.id.in_([notebook.id for notebook in notebooks]))
        .where(Grade.manual_score.is_not(None) | Grade.id.in_(list(kept)))
    )
    for grade, question, _ in session.execute(query).all():
        most = float(grade.max_score or 0.0)
        if question in exceptions.questions and grade.manual_score is not None:
            _forget(session, grade.id)
            session.execute(insert(_marks), [{"grade_id": grade.id, "manual_score": grade.manual_score}])
            if grade.needs_manual_grade:
                session.execute(insert(_to_look_at), [{"grade_id": grade.id}])
            note_mark_set_aside(session, grade.notebook_id, question, most, exceptions.of_question(question))
            before, grade.manual_score, grade.needs_manual_grade = grade.manual_score, None, False
            grade.auto_score = 0.0 if question in exceptions.dropped else most  # what was marked was handed in
            moved.append(MarkChange(grade.notebook.student.id, question, before, grade.auto_score))
        elif question not in exceptions.questions and grade.id in kept:
            _forget(session, grade.id)
            if grade.manual_score is None:
                moved.append(MarkChange(grade.notebook.student.id, question, grade.auto_score, kept[grade.id]))
                grade.manual_score, grade.needs_manual_grade = kept[grade.id], grade.id in waiting
                note_mark_back(session, grade.notebook_id, question, kept[grade.id], most)
    session.commit()
    return sorted(moved, key=lambda change: (change.student, change.question))


def _forget(session: Session, grade: str) -> None:
    for table in (_marks, _to_look_at):
        session.execute(delete(table).where(table.c.grade_id == grade))


def look_again_at_set_aside(session: Session, notebooks: Collection[str]) -> None:
    """Note that something else was handed in as these notebooks, by their ids; the caller commits.

    Their marks that are set aside wait for a second look when they come back, as those do that count.
    """
    if not notebooks:
        return
    own = select(Grade.id).where(Grade.notebook_id.in_(list(notebooks)))
    new = select(_marks.c.grade_id).where(_marks.c.grade_id.in_(own))
    new = new.where(_marks.c.grade_id.not_in(select(_to_look_at.c.grade_id)))
    session.execute(insert(_to_look_at).from_select(["grade_id"], new))


def marks_moved(unit: str, moved: list[MarkChange]) -> Text:
    """What is said of marks by hand that count again or no more, where nothing else tells of them."""
    lines = [f"  {legible(one.student, 60)}  {one.question}  {one.shown}" for one in moved]
    return messages.MARKS_MOVED.format(unit=unit, changes="\n".join(lines))


def marks_by_hand(gradebook: Gradebook, unit: str) -> dict[tuple[str, str, str], tuple[float, float]]:
    """The marks by hand that count, and what their questions are worth by now: by notebook, student and question."""
    query = (
        select(Notebook.name, SubmittedAssignment.student_id, BaseCell.name, Grade)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(Notebook, BaseCell.notebook_id == Notebook.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == unit, Grade.manual_score.is_not(None))
        .order_by(SubmittedAssignment.student_id, BaseCell.name)
    )
    return {
        (notebook, student, question): (grade.manual_score, grade.max_score or 0.0)
        for notebook, student, question, grade in gradebook.db.execute(query)
    }


def _points_of(gradebook: Gradebook, cell: GradeCell | TaskCell, is_dropped: bool) -> None:
    kept = gradebook.db.execute(select(_points.c.points).where(_points.c.cell_id == cell.id)).scalar()
    if is_dropped and (kept is None or cell.max_score):
        gradebook.db.execute(delete(_points).where(_points.c.cell_id == cell.id))
        gradebook.db.execute(insert(_points), [{"cell_id": cell.id, "points": cell.max_score or 0.0}])
        cell.max_score = 0.0
    elif not is_dropped and kept is not None:
        gradebook.db.execute(delete(_points).where(_points.c.cell_id == cell.id))
        cell.max_score = cell.max_score or kept
    if (is_dropped or kept is not None) and isinstance(cell, GradeCell):
        _mend_checksum(gradebook, cell)


def _mend_checksum(gradebook: Gradebook, cell: GradeCell) -> None:
    """Points are part of nbgrader's checksum of a locked cell: where the two disagree, `nbgrader autograde` refuses."""
    source = gradebook.find_source_cell(cell.name, cell.notebook.name, cell.notebook.assignment.name)
    if source.locked:
        told = {"grade_id": cell.name, "grade": True, "solution": False, "locked": True, "points": cell.max_score}
        as_read = {"cell_type": source.cell_type, "source": source.source, "metadata": {"nbgrader": told}}
        source.checksum = compute_checksum(from_dict(as_read))
