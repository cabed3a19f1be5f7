"""What has been graded is recorded: the notebook, nbgrader's gradebook, our verdicts. One process at a time writes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from sqlite3 import Connection
from typing import Any, NamedTuple

from filelock import FileLock, Timeout
from nbformat import from_dict
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.files_in_autograded import Place, write_graded
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows, When
from gdcourse.grading.classroom.graded_submission import GradedSubmission, text_of
from gdcourse.grading.classroom.mark_history import noted_before, remember_penalties
from gdcourse.grading.classroom.nbgrader_plugins import Penalty
from gdcourse.grading.classroom.question_state import standings
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.classroom.times_as_written import UNKNOWN_TIME, HandedIn, seconds_if_known
from gdcourse.grading.classroom.verdict_database import Recorded, create_tables, missing_modules, unexplained_answers
from gdcourse.grading.classroom.what_marks_rest_on import digest_of
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.grade_submission import verdict_record
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text

_RETRY_SECONDS = (0.5, 1, 2, 4, 8)
_WRITERS = 8
_CACHE_KIB = 32 * 1024
_TOGETHER = 100  # submissions to a transaction


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
        known = {"late": bool(self.seconds), "seconds_late": seconds_if_known(self.seconds)}
        return {"handed_in": self.time, **known, "late_penalty": self.penalty}


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
            event.listen(engine, "connect", _set_up_sqlite)
            engine.dispose()
        try:
            create_tables(gradebook)
            yield gradebook
        except DBAPIError as error:
            gradebook.db.rollback()
            reason = str(getattr(error, "orig", None) or error)
            raise CourseError(str(messages.GRADEBOOK_UNAVAILABLE.format(reason=reason))) from error


def _set_up_sqlite(connection: Connection, _: object) -> None:
    # A class that is graded again changes rows anywhere: with the 2 MB that SQLite keeps unasked, most pages of a large
    # gradebook are read and written more than once.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


class Recorder:
    """Puts results where nbgrader has them: the gradebook, and ``autograded/``.

    Args:
        finishing: what notebooks have still to go through, where that could not be done where they were graded.
    """

    def __init__(
        self,
        course: Course,
        gradebook: Gradebook,
        assignment: Assignment,
        finishing: Sequence[NbGraderPreprocessor] = (),
    ) -> None:
        self.course, self.gradebook, self.assignment = course, gradebook, assignment
        self._finishing = finishing
        self._penalty = Penalty.of_course(course.app)
        self._rows = SubmissionRows(gradebook, assignment)

    def record(self, results: Sequence[ToRecord]) -> dict[str, tuple[float, float]]:
        """Write notebooks first and the gradebook last: a digest stands for a result that is there in full.

        All that is written of them into the gradebook is one transaction.

        Returns:
            By student, the late penalty as it was, and as it is now.

        Raises:
            CourseError: where a file or the gradebook cannot be written, after several attempts.
        """
        try:
            # At once, since most of it is waiting for the disk.
            with ThreadPoolExecutor(_WRITERS) as writers:
                list(writers.map(self._write_notebook, [result for result in results if not result.graded.written]))
        except OSError as error:
            raise CourseError(str(messages.GRADEBOOK_UNAVAILABLE.format(reason=error))) from error
        for seconds in (*_RETRY_SECONDS, None):
            try:
                penalties = self._record(results)
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
        return self._penalty.unreadable_is_late

    def mend_lateness(self, submissions: Sequence[Submission]) -> dict[str, tuple[float, float]]:
        """Look again at whether submissions that stand are late: each student's penalty as it was, and as it is now.

        Raises:
            DBAPIError: where the gradebook cannot be written.
        """
        penalties: dict[str, tuple[float, float]] = {}
        for start in range(0, len(submissions), _TOGETHER):
            some = submissions[start : start + _TOGETHER]
            notebooks = self._rows.of_all({submission.student: self._when(submission) for submission in some})
            before = self._penalty.of_all(self.gradebook, [notebook for notebook, _ in notebooks.values()])
            penalties |= self._commit_penalties(notebooks, before)
            self.gradebook.db.expunge_all()
        return penalties

    def _when(self, submission: Submission) -> When:
        found = submission.handed_in
        return When(found.time, self.unreadable_is_late if found.unreadable else found.late)

    def _record(self, results: Sequence[ToRecord]) -> dict[str, tuple[float, float]]:
        handed_in = {submission.student: self._when(submission) for submission, _, _ in results}
        notebooks, without_rows = self._rows.of_all_to_record(handed_in)
        found = {}
        for submission, graded, rests_on in results:
            # What is not final is graded again by the next run: no digest says that it stands.
            digest = digest_of(rests_on) if graded.final else ""
            found[notebooks[submission.student][0]] = Recorded(graded, digest, rests_on)
        before = self._penalty.of_all(self.gradebook, list(found))
        first = found.keys() - noted_before(self.gradebook.db, found)
        self._rows.record_all(found, without_rows)
        return self._commit_penalties(notebooks, before, first)

    def _commit_penalties(
        self, notebooks: Mapping[str, tuple[str, bool]], before: Mapping[str, float], first: Collection[str] = ()
    ) -> dict[str, tuple[float, float]]:
        late = dict(notebooks.values())
        now = self._penalty.mend_all(self.gradebook, late)
        # Who is graded for the first time, and was on time, has no penalty that could be noted.
        noted = {notebook: penalty for notebook, penalty in now.items() if late[notebook] or notebook not in first}
        if noted:
            remember_penalties(self.gradebook.db, noted, self._penalty.of_scores(self.gradebook, late), first)
        self.gradebook.db.commit()
        return {student: (before[notebook], now[notebook]) for student, (notebook, _) in notebooks.items()}

    def _write_notebook(self, result: ToRecord) -> None:
        submission, graded, _ = result
        if self._finishing:
            graded = replace(graded, text=text_of(from_dict(json.loads(graded.text)), self._finishing))
        path = self.course.autograded(self.assignment, submission.student)
        write_graded(Place(submission, path), graded, self.assignment.files)


class ToRecord(NamedTuple):
    """A result to be recorded: whose, what came of it, and digests by name of what that came from."""

    submission: Submission
    graded: GradedSubmission
    rests_on: Mapping[str, str]


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
