"""nbgrader's rows for a submission, read and written a table at a time.

nbgrader's own interface follows its objects one by one: some thirty statements and three transactions for each
submission. The same rows are here in one transaction, which is the caller's.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Boolean, Table, and_, bindparam, insert, or_, select, update

from gdcourse.grading.classroom.dropped_questions_in_gradebook import look_again_at_set_aside
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.mark_history import remember
from gdcourse.grading.classroom.times_as_written import LATE_AND_NO_MORE
from gdcourse.grading.classroom.verdict_database import Recorded, same_submissions, store
from gdcourse.grading.classroom.what_marks_rest_on import Parts, parts_of
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.grade_submission import GradedNotebook


def new_id() -> str:
    """An id for a row, 32 hexadecimal digits as nbgrader's own, of which a later one is larger.

    So rows are added at the end of an index, where nbgrader's random ones change a page anywhere in it (as version 7 of
    RFC 9562: milliseconds since 1970, then 80 random bits).
    """
    return f"{time.time_ns() // 1_000_000 << 80 | secrets.randbits(80):032x}"


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
        found = gradebook.find_assignment(assignment.unit)
        self._assignment_id, self._due = found.id, found.duedate
        self._cells = {notebook.id: _Cells(notebook) for notebook in found.notebooks}
        self._notebook_id = gradebook.find_notebook(assignment.notebook, assignment.unit).id
        self._assignment = assignment

    @cached_property
    def _parts(self) -> dict[str, Parts]:
        return parts_of(self._assignment)

    def of(self, student: str, timestamp: datetime | None, late: bool | None = None) -> tuple[str, bool]:
        """As ``of_all``, for one student."""
        return self.of_all({student: When(timestamp, late)})[student]

    def of_all(self, handed_in: Mapping[str, When]) -> dict[str, tuple[str, bool]]:
        """By student, the id of the notebook, and whether it is late; where there is none yet, it is made.

        Args:
            handed_in: by the student's id, when; who is not in the gradebook gets into it.
        """
        return self._of_all(handed_in, _Made(to_record=False))

    def of_all_to_record(self, handed_in: Mapping[str, When]) -> tuple[dict[str, tuple[str, bool]], Set[str]]:
        """As ``of_all``, and the ids of what was made: ``record_all`` writes its grades and comments, once.

        It has to follow in the same transaction.
        """
        made = _Made(to_record=True)
        return self._of_all(handed_in, made), made.without_rows

    def _of_all(self, handed_in: Mapping[str, When], made: _Made) -> dict[str, tuple[str, bool]]:
        known = self._find(list(handed_in))
        found = {student: self._one(student, when, known.get(student), made) for student, when in handed_in.items()}
        for table, rows in made.rows.items():
            self._session.execute(insert(table), rows)
        return found

    def _one(self, student: str, when: When, known: _Known | None, made: _Made) -> tuple[str, bool]:
        if known is None:
            made.add(_students, id=student)
        _, submission, notebook, before, extension = known or (student, None, None, None, None)
        due = self._due + (extension or timedelta()) if self._due is not None else None
        if when.late is not None:
            timestamp = due + LATE_AND_NO_MORE if when.late and due is not None and not extension else None
        else:
            timestamp = when.timestamp or before
        if submission is None:
            submission = new_id()
            named = {"assignment_id": self._assignment_id, "student_id": student}
            made.add(_submissions, id=submission, timestamp=timestamp, **named)
            notebooks = {notebook_id: self._make_notebook(submission, notebook_id, made) for notebook_id in self._cells}
            notebook = notebooks[self._notebook_id]
        else:
            if timestamp != before:
                changed = update(_submissions).where(_submissions.c.id == submission)
                self._session.execute(changed.values(timestamp=timestamp))
            if notebook is None:  # the assignment has got another notebook since
                notebook = self._make_notebook(submission, self._notebook_id, made)
        return notebook, timestamp is not None and due is not None and timestamp > due

    def _find(self, students: list[str]) -> dict[str, _Known]:
        a, n = _submissions.c, _notebooks.c
        submitted = and_(a.student_id == _students.c.id, a.assignment_id == self._assignment_id)
        query = (
            select(_students.c.id, a.id, n.id, a.timestamp, a.extension)
            .select_from(_students)
            .outerjoin(_submissions, submitted)
            .outerjoin(_notebooks, and_(n.assignment_id == a.id, n.notebook_id == self._notebook_id))
            .where(_students.c.id.in_(students))
        )
        return {row[0]: tuple(row) for row in self._session.execute(query)}

    def _make_notebook(self, submission: str, notebook_id: str, made: _Made) -> str:
        notebook, cells = new_id(), self._cells[notebook_id]
        made.add(_notebooks, id=notebook, assignment_id=submission, notebook_id=notebook_id)
        if made.to_record and notebook_id == self._notebook_id:
            made.without_rows.add(notebook)
            return notebook
        for table, named in ((_grades, cells.graded), (_comments, cells.commented)):
            for cell in named:
                made.add(table, id=new_id(), notebook_id=notebook, cell_id=cell)
        return notebook

    def record(
        self,
        notebook: str,
        graded: GradedSubmission | GradedNotebook,
        digest: str,
        rests_on: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """As ``record_all``, for one notebook."""
        self.record_all({notebook: Recorded(graded, digest, rests_on)})

    def record_all(self, found: Mapping[str, Recorded], without_rows: Set[str] = frozenset()) -> None:
        """Set nbgrader's grades and comments, and the verdicts beside them.

        Args:
            found: by the id that the submitted notebook has in the gradebook.
            without_rows: the ids of those that have no grades and comments yet.
        """
        cells = self._cells[self._notebook_id]
        # A task has no answer's cell that could be empty: it waits for a person, as in nbgrader.
        answered_in = set(cells.commented.values()) - cells.tasks
        scored, commented, new_grades, new_comments = [], [], [], []
        same = same_submissions(self._session, found)
        for notebook, recorded in found.items():
            scores = {verdict.exercise: verdict.score for verdict in recorded.graded.verdicts}
            unanswered = recorded.graded.unanswered & answered_in
            if notebook in without_rows:
                new_grades += [
                    {
                        "id": new_id(),
                        "notebook_id": notebook,
                        "cell_id": cell,
                        "auto_score": scores[name],
                        "needs_manual_grade": scores[name] is None,
                    }
                    for cell, name in cells.graded.items()
                ]
                new_comments += [
                    {
                        "id": new_id(),
                        "notebook_id": notebook,
                        "cell_id": cell,
                        "auto_comment": _comment(name, unanswered),
                    }
                    for cell, name in cells.commented.items()
                ]
                continue
            scored += [
                {
                    "of": notebook,
                    "cell": cell,
                    "score": scores[name],
                    "open": scores[name] is None,
                    "again": notebook not in same,
                }
                for cell, name in cells.graded.items()
            ]
            commented += [
                {"of": notebook, "cell": cell, "comment": _comment(name, unanswered)}
                for cell, name in cells.commented.items()
            ]
        self._session.execute(
            update(_notebooks).where(_notebooks.c.id.in_(list(found))).values(late_submission_penalty=None)
        )
        written = (
            (insert(_grades), new_grades),
            (insert(_comments), new_comments),
            (_SCORE, scored),
            (_COMMENT, commented),
        )
        for statement, rows in written:
            if rows:
                self._session.execute(statement, rows)
        look_again_at_set_aside(self._session, found.keys() - without_rows - same)
        remember(self._session, found, self._parts)
        store(self._session, found)


def _comment(name: str, unanswered: Set[str]) -> str | None:
    return "No response." if name in unanswered else None


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


class When(NamedTuple):
    """When something was handed in.

    Attributes:
        timestamp: UTC; ``None`` leaves what the gradebook says.
        late: where only that is known, whether it was late. The gradebook has it as ``LATE_AND_NO_MORE``, and an
            extension that somebody was given forgives it.
    """

    timestamp: datetime | None
    late: bool | None = None


_Known = tuple[str, str | None, str | None, datetime | None, timedelta | None]
"""Of a student who is in the gradebook: ids of student, submission and notebook, its time, and an extension."""


class _Made:
    """Rows to be inserted, by their tables, in the order in which they refer to one another.

    Attributes:
        to_record: whether grades and comments are left to who records the notebooks.
        without_rows: the notebooks that have none yet.
    """

    def __init__(self, to_record: bool) -> None:
        self.to_record = to_record
        self.rows: dict[Table, list[dict[str, object]]] = {}
        self.without_rows: set[str] = set()

    def add(self, table: Table, **row: object) -> None:
        self.rows.setdefault(table, []).append(row)


class _Cells:
    """The cells of a notebook that have a grade or a comment: id → name."""

    def __init__(self, notebook: Notebook) -> None:
        tasks = {cell.id: cell.name for cell in notebook.task_cells}
        self.tasks = set(tasks.values())
        self.graded = {cell.id: cell.name for cell in notebook.grade_cells} | tasks
        self.commented = {cell.id: cell.name for cell in notebook.solution_cells} | tasks
