"""What dropped questions and those that give everyone their points are in nbgrader's gradebook, and back.

nbgrader sums up what its tables say: a dropped question is worth 0 there, and where a question gives everyone its
points, no mark by hand stands against them. Points and marks are kept beside, and come back with the question.
"""

from __future__ import annotations

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


def questions_of(gradebook: Gradebook, unit: str) -> set[str]:
    """The questions of a unit, of all its notebooks; none where it has not been released."""
    try:
        notebooks = gradebook.find_assignment(unit).notebooks
    except MissingEntry:
        return set()
    return {cell.name for notebook in notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)}


def put_into_gradebook(gradebook: Gradebook, unit: str, exceptions: Exceptions) -> list[MarkChange]:
    """Make the gradebook of a unit count as the exceptions say, and nothing else.

    It has no effect where it has been done before. The tables have to be there (``create_tables``).

    Returns:
        The marks by hand that count again, and those that count no more, by student; what counts in place of these is
        what the grader has said last.
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
            session.execute(delete(_marks).where(_marks.c.grade_id == grade.id))
            session.execute(insert(_marks), [{"grade_id": grade.id, "manual_score": grade.manual_score}])
            moved.append(MarkChange(grade.notebook.student.id, question, grade.manual_score, grade.auto_score))
            note_mark_set_aside(session, grade.notebook_id, question, most, exceptions.of_question(question))
            grade.manual_score, grade.needs_manual_grade = None, False
        elif question not in exceptions.questions and grade.id in kept:
            session.execute(delete(_marks).where(_marks.c.grade_id == grade.id))
            if grade.manual_score is None:
                moved.append(MarkChange(grade.notebook.student.id, question, grade.auto_score, kept[grade.id]))
                grade.manual_score = kept[grade.id]
                note_mark_back(session, grade.notebook_id, question, kept[grade.id], most)
    session.commit()
    return sorted(moved, key=lambda change: (change.student, change.question))


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
