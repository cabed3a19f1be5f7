"""What has been graded is recorded: the notebook, nbgrader's gradebook, our verdicts. One process at a time writes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from filelock import FileLock, Timeout
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from gdcourse.atomic_write import replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError, Submission
from gdcourse.grading.classroom.files_in_autograded import write_kept_files
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows
from gdcourse.grading.classroom.grounds import digest_of
from gdcourse.grading.classroom.mark_history import remember_penalty
from gdcourse.grading.classroom.nbgrader_plugins import Penalty
from gdcourse.grading.classroom.question_state import standings
from gdcourse.grading.classroom.submission_time import UNKNOWN_TIME, HandedIn
from gdcourse.grading.classroom.verdict_database import create_tables, missing_modules, unexplained_answers
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.grade_submission import GradedNotebook, verdict_record
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text

_RETRY_SECONDS = (0.5, 1, 2, 4, 8)


@dataclass(frozen=True)
class Lateness:
    """How late something was handed in, and what that costs.

    Attributes:
        time: when it was handed in, UTC, in ISO 8601; ``None`` where nobody knows.
        seconds: after the deadline, an extension included; 0 for what was on time. 1 where nothing is known but that
            it was late.
        penalty: points taken off.
        unreadable: what stands in ``timestamp.txt``, where it cannot be read.
    """

    time: str | None = None
    seconds: float = 0.0
    penalty: float = 0.0
    unreadable: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"handed_in": self.time, "seconds_late": self.seconds, "late_penalty": self.penalty}


@dataclass(frozen=True)
class Result:
    """The verdicts on one student's notebook, which may be one of several of a unit.

    Attributes:
        unexplained: by question, what a wrong answer that no mistake explains gives on the visible cases.
    """

    student: str
    unit: str
    verdicts: tuple[Verdict, ...]
    lateness: Lateness = Lateness()
    missing_modules: tuple[str, ...] = ()
    notebook: str = ""
    unexplained: Mapping[str, list[Any]] = field(default_factory=dict)

    def records(self) -> list[dict[str, Any]]:
        """One JSON object for each question."""
        when, of = self.lateness.as_dict(), {"student": self.student, "unit": self.unit}
        if self.notebook not in ("", self.unit):  # ids are unique within a notebook
            of["notebook"] = self.notebook
        return [{**of, **verdict_record(v), **when} for v in self.verdicts]

    @property
    def score(self) -> float:
        """Points given so far; what a person has still to grade counts nothing."""
        return sum(v.score or 0.0 for v in self.verdicts)

    @property
    def max_score(self) -> float:
        return sum(v.max_score for v in self.verdicts)


@contextmanager
def course_lock(course: Course, on_notice: Callable[[Text], None]) -> Iterator[None]:
    """Hold the course's lock, so that one process at a time records; wait where another holds it."""
    path = course.directory / ".gdcourse-grading.lock"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_notice(messages.BUSY_COURSE.format(holder=path))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def opened_gradebook(course: Course) -> Iterator[Gradebook]:
    with course.gradebook() as gradebook:
        engine = gradebook.db.get_bind()
        if engine.dialect.name == "sqlite":
            # nbgrader's own programs write too; SQLite would give up on a lock after five seconds.
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 60000"))
            engine.dispose()
        try:
            create_tables(gradebook)
            yield gradebook
        except DBAPIError as error:
            gradebook.db.rollback()
            reason = str(getattr(error, "orig", None) or error)
            raise CourseError(str(messages.GRADEBOOK_UNAVAILABLE.format(reason=reason))) from error


class Recorder:
    """Puts results where nbgrader has them: the gradebook, and ``autograded/``."""

    def __init__(self, course: Course, gradebook: Gradebook, assignment: Assignment) -> None:
        self.course, self.gradebook, self.assignment = course, gradebook, assignment
        self._finishing = course.finishing_preprocessors()
        self._penalty = Penalty(parent=course.app)
        self._rows = SubmissionRows(gradebook, assignment)

    def record(
        self, submission: Submission, graded: GradedNotebook, rests_on: Mapping[str, str]
    ) -> tuple[float, float]:
        """Write the notebook first and the gradebook last: a digest stands for a result that is there in full.

        Args:
            submission: whose.
            graded: what came of it.
            rests_on: digests by name of what that came from.

        Returns:
            The late penalty as it was, and as it is now.

        Raises:
            CourseError: where a file or the gradebook cannot be written, after several attempts.
        """
        try:
            if submission.exists:
                self._write_notebook(submission, graded)
        except OSError as error:
            raise CourseError(str(messages.GRADEBOOK_UNAVAILABLE.format(reason=error))) from error
        for seconds in (*_RETRY_SECONDS, None):
            try:
                penalties = self._record(submission, graded, rests_on)
                break
            except DBAPIError:
                # A database that was locked, or went away for a moment, or another grader that was a little faster.
                self.gradebook.db.rollback()
                if seconds is None:
                    raise
                time.sleep(seconds)
        self.gradebook.db.expunge_all()
        return penalties

    @property
    def unreadable_is_late(self) -> bool:
        """Whether what has a time that cannot be read counts as late."""
        return bool(self._penalty.unreadable_timestamp == "late")

    def mend_lateness(self, submission: Submission) -> tuple[float, float]:
        """Look again at whether a submission that stands is late: its penalty as it was, and as it is now.

        Raises:
            DBAPIError: where the gradebook cannot be written.
        """
        notebook, late = self._rows.of(submission.student, *self._when(submission))
        penalties = self._penalty.mend(self.gradebook, notebook, late)
        remember_penalty(self.gradebook.db, notebook, penalties[1])
        self.gradebook.db.commit()
        self.gradebook.db.expunge_all()
        return penalties

    def _when(self, submission: Submission) -> tuple[datetime | None, bool | None]:
        found = submission.handed_in
        return found.time, self.unreadable_is_late if found.unreadable else found.late

    def _record(
        self, submission: Submission, graded: GradedNotebook, rests_on: Mapping[str, str]
    ) -> tuple[float, float]:
        notebook, late = self._rows.of(submission.student, *self._when(submission))
        # What is not final is graded again by the next run: no digest says that it stands.
        before = self._penalty.of(self.gradebook, notebook)
        self._rows.record(notebook, graded, digest_of(rests_on) if graded.final else "", rests_on)
        _, now = self._penalty.mend(self.gradebook, notebook, late)
        remember_penalty(self.gradebook.db, notebook, now)
        self.gradebook.db.commit()
        return before, now

    def _write_notebook(self, submission: Submission, graded: GradedNotebook) -> None:
        notebook, resources = graded.notebook, {"metadata": dict[str, Any]()}
        for preprocessor in self._finishing:
            notebook, resources = preprocessor.preprocess(notebook, resources)
        path = self.course.autograded(self.assignment, submission.student)
        write_kept_files(path, graded.kept)
        for name, content in self.assignment.files.items():
            replace_file(path.parent / name, content)
        for name, left in submission.exchange_files().items():
            if left is None:
                (path.parent / name).unlink(missing_ok=True)
            else:
                replace_file(path.parent / name, left)
        # Not nbformat.writes, which indents: that takes longer than all the rest, and nobody reads this as text.
        replace_file(path, json.dumps(notebook, ensure_ascii=False))


def recorded_results(course: Course, unit: str, only: str | None = None) -> Iterator[Result]:
    """What has been recorded for a unit, by student in the order of their ids.

    Raises:
        CourseError: where the unit has not been released.
    """
    for assignment in course.assignments(unit):
        came = {submission.student: submission.handed_in for submission in course.submissions(assignment, only)}
        with course.gradebook() as gradebook:
            create_tables(gradebook)
            try:
                records = gradebook.notebook_submissions(assignment.notebook, unit)
            except MissingEntry:
                records = []
            for student, record in sorted((record.student.id, record) for record in records):
                if only in (None, student):
                    verdicts = standings(gradebook, record)
                    if verdicts:
                        when = _lateness(record, came.get(student, UNKNOWN_TIME))
                        missed = missing_modules(gradebook, record.id)
                        odd = unexplained_answers(gradebook, record.id)
                        yield Result(student, unit, verdicts, when, missed, assignment.notebook, odd)


def _lateness(record: SubmittedNotebook, came: HandedIn) -> Lateness:
    time = came.time.isoformat(timespec="seconds") + "Z" if came.time is not None else None
    penalty = float(record.late_submission_penalty or 0.0)
    return Lateness(time, float(record.assignment.total_seconds_late), penalty, came.unreadable)
