"""nbgrader's rows for a submission, read and written a table at a time.

nbgrader's own interface follows its objects one by one: some thirty statements and three transactions for each
submission. The same rows are here in one transaction, which is the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from sqlalchemy import Boolean, Table, and_, bindparam, insert, or_, select, update

from gdcourse.grading.classroom.mark_history import remember
from gdcourse.grading.classroom.verdict_database import remember_submission, same_submission, store
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.grade_submission import GradedNotebook
from gdcourse.notebooks.reading import grade_id_of


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table


_students, _submissions, _notebooks = _table(Student), _table(SubmittedAssignment), _table(SubmittedNotebook)
_grades, _comments = _table(Grade), _table(Comment)

# A score that a person has given stays. It asks for review, as it does in nbgrader, where something else has been
# handed in since; not where the same was graded again.
_SCORE = (
    update(_grades)
    .where(_grades.c.notebook_id == bindparam("of"), _grades.c.cell_id == bindparam("cell"))
    .values(
        auto_score=bindparam("score"),
        needs_manual_grade=or_(
            and_(
                _grades.c.manual_score.is_not(None),
                or_(_grades.c.needs_manual_grade, bindparam("again", type_=Boolean)),
            ),
            and_(_grades.c.manual_score.is_(None), bindparam("open", type_=Boolean)),
        ),
    )
)
_COMMENT = (
    update(_comments)
    .where(_comments.c.notebook_id == bindparam("of"), _comments.c.cell_id == bindparam("cell"))
    .values(auto_comment=bindparam("comment"))
)


class SubmissionRows:
    """The rows that the submissions of one assignment have in a gradebook. The caller commits."""

    def __init__(self, gradebook: Gradebook, assignment: Assignment) -> None:
        """Raises ``nbgrader.api.MissingEntry`` where the assignment is not in the gradebook."""
        self._session = gradebook.db
        self._blank = {cell.grade_id: cell.source for cell in assignment.cells}
        found = gradebook.find_assignment(assignment.unit)
        self._assignment_id, self._due = found.id, found.duedate
        self._cells = {notebook.id: _Cells(notebook) for notebook in found.notebooks}
        self._notebook_id = gradebook.find_notebook(assignment.notebook, assignment.unit).id

    def of(self, student: str, timestamp: datetime | None, late: bool | None = None) -> tuple[str, bool]:
        """The id of a student's notebook, and whether it is late; where there is none yet, it is made.

        Args:
            student: the student's id; who is not in the gradebook gets into it.
            timestamp: when it was handed in, UTC; ``None`` leaves what the gradebook says.
            late: where only that is known, whether it was late. The gradebook has it as a second after the deadline,
                and an extension that somebody was given forgives it.
        """
        known, submission, notebook, before, extension = self._find(student)
        due = self._due + (extension or timedelta()) if self._due is not None else None
        if late is not None:
            timestamp = due + timedelta(seconds=1) if late and due is not None and not extension else None
        else:
            timestamp = timestamp or before
        if known is None:
            self._session.execute(insert(_students), [{"id": student}])
        if submission is None:
            submission = new_uuid()
            row = {"id": submission, "assignment_id": self._assignment_id, "student_id": student}
            self._session.execute(insert(_submissions), [row | {"timestamp": timestamp}])
            made = {notebook_id: self._make_notebook(submission, notebook_id) for notebook_id in self._cells}
            notebook = made[self._notebook_id]
        else:
            if timestamp != before:
                changed = update(_submissions).where(_submissions.c.id == submission)
                self._session.execute(changed.values(timestamp=timestamp))
            if notebook is None:  # the assignment has got another notebook since
                notebook = self._make_notebook(submission, self._notebook_id)
        return notebook, timestamp is not None and due is not None and timestamp > due

    def _find(self, student: str) -> tuple[str | None, str | None, str | None, datetime | None, timedelta | None]:
        a, n = _submissions.c, _notebooks.c
        submitted = and_(a.student_id == _students.c.id, a.assignment_id == self._assignment_id)
        query = (
            select(_students.c.id, a.id, n.id, a.timestamp, a.extension)
            .select_from(_students)
            .outerjoin(_submissions, submitted)
            .outerjoin(_notebooks, and_(n.assignment_id == a.id, n.notebook_id == self._notebook_id))
            .where(_students.c.id == student)
        )
        row = self._session.execute(query).one_or_none()
        return (None, None, None, None, None) if row is None else tuple(row)

    def _make_notebook(self, submission: str, notebook_id: str) -> str:
        made, cells = new_uuid(), self._cells[notebook_id]
        row = {"id": made, "assignment_id": submission, "notebook_id": notebook_id}
        self._session.execute(insert(_notebooks), [row])
        for table, named in ((_grades, cells.graded), (_comments, cells.commented)):
            rows = [{"notebook_id": made, "cell_id": cell} for cell in named]
            if rows:
                self._session.execute(insert(table), rows)
        return made

    def record(
        self, notebook: str, graded: GradedNotebook, digest: str, rests_on: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Set nbgrader's grades and comments, and the verdicts beside them.

        Args:
            notebook: the id that the submitted notebook has in the gradebook.
            graded: what came of it.
            digest: of everything that it came from.
            rests_on: the same as digests by name.
        """
        cells = self._cells[self._notebook_id]
        scores = {verdict.exercise: verdict.score for verdict in graded.verdicts}
        answers = {grade_id_of(cell): cell.source for cell in graded.notebook.cells}
        self._session.execute(
            update(_notebooks).where(_notebooks.c.id == notebook).values(late_submission_penalty=None)
        )
        again = not same_submission(self._session, notebook, rests_on.get("submission", ""))
        scored = [
            {"of": notebook, "cell": cell, "score": scores[name], "open": scores[name] is None, "again": again}
            for cell, name in cells.graded.items()
        ]
        # A task has no answer's cell that could be empty: it waits for a person, as in nbgrader.
        answered_in = set(cells.commented.values()) - cells.tasks
        unanswered = {name for name in answered_in if answers.get(name) == self._blank.get(name)}
        commented = [
            {"of": notebook, "cell": cell, "comment": "No response." if name in unanswered else None}
            for cell, name in cells.commented.items()
        ]
        for statement, rows in ((_SCORE, scored), (_COMMENT, commented)):
            if rows:
                self._session.execute(statement, rows)
        remember(self._session, notebook, graded.verdicts, rests_on)
        store(self._session, notebook, graded.verdicts, digest, graded.missing_modules, graded.unexplained)
        remember_submission(self._session, notebook, rests_on.get("submission", ""))


def complete_rows(gradebook: Gradebook, unit: str, student: str) -> None:
    """Give a submission the rows that nbgrader's autograder looks for, where an extension has made none but its own."""
    try:
        submission = gradebook.find_submission(unit, student)
    except MissingEntry:
        return
    there = {notebook.notebook_id for notebook in submission.notebooks}
    for notebook in submission.assignment.notebooks:
        if notebook.id in there:
            continue
        made = SubmittedNotebook(notebook=notebook, assignment=submission)
        for graded in (*notebook.grade_cells, *notebook.task_cells):
            Grade(cell_id=graded.id, notebook=made)
        for commented in (*notebook.solution_cells, *notebook.task_cells):
            Comment(cell_id=commented.id, notebook=made)
    gradebook.db.commit()


class _Cells:
    """The cells of a notebook that have a grade or a comment: id → name."""

    def __init__(self, notebook: Notebook) -> None:
        tasks = {cell.id: cell.name for cell in notebook.task_cells}
        self.tasks = set(tasks.values())
        self.graded = {cell.id: cell.name for cell in notebook.grade_cells} | tasks
        self.commented = {cell.id: cell.name for cell in notebook.solution_cells} | tasks
