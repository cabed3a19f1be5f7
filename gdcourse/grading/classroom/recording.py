"""Grade a class: what has changed is graded wherever the pool is, and each result is recorded here, by one writer."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from filelock import FileLock, Timeout
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from gdcourse.files import remove_unfinished, replace_file
from gdcourse.grading.classroom.course import Course, CourseError, Submission
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows
from gdcourse.grading.classroom.nbgrader_plugins import Penalty
from gdcourse.grading.classroom.verdict_tables import create_tables, digests, stored_verdicts
from gdcourse.grading.classroom.workers import Job, Pool, grade_all, grader_version, local_pool
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.execution import Isolation, probe_isolation
from gdcourse.grading.submission.grade_submission import GradedNotebook, verdict_record
from gdcourse.judging import messages
from gdcourse.judging.judge import Verdict
from gdcourse.kernels.sandbox import IsolationUnavailableError
from gdcourse.language import Text, legible

_RETRY_SECONDS = (0.5, 1, 2, 4, 8)


@dataclass(frozen=True)
class Result:
    """The verdicts on one student's notebook."""

    student: str
    unit: str
    verdicts: tuple[Verdict, ...]

    def records(self) -> list[dict[str, Any]]:
        """One JSON object for each question."""
        return [{"student": self.student, "unit": self.unit, **verdict_record(v)} for v in self.verdicts]

    @property
    def score(self) -> float:
        """Points given so far; what a person has still to grade counts nothing."""
        return sum(v.score or 0.0 for v in self.verdicts)

    @property
    def max_score(self) -> float:
        return sum(v.max_score for v in self.verdicts)


@dataclass
class Tally:
    """What came of a run: how many submissions were graded now, and how many stand from before."""

    graded: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        jobs: how many notebooks run at once.
        only: grade this student alone.
        again: also what has not changed since it was graded.
        isolated: run submissions in a sandbox.
        scheduler: the address of a Dask scheduler whose workers grade; ``None`` for this machine.
        on_plan: called with the number of submissions that are going to be graded.
        on_result: called with each result once it is recorded.
        on_notice: called with what the person at the terminal should know.
    """

    jobs: int = os.cpu_count() or 1
    only: str | None = None
    again: bool = False
    isolated: bool = True
    scheduler: str | None = None
    on_plan: Callable[[int], None] = lambda total: None
    on_result: Callable[[Result], None] = lambda result: None
    on_notice: Callable[[Text], None] = lambda notice: None


def grade_class(course: Course, unit: str, options: Options | None = None) -> Tally:
    """Grade every submission of a unit that has changed, and record it in the gradebook.

    Each result is recorded as soon as it is there, in one transaction: whenever this is stopped or killed, what has
    been recorded stays, and the next run goes on with the rest.

    Raises:
        CourseError: where the unit has not been released, nobody has handed anything in, submissions cannot be
            isolated, or the gradebook cannot be written.
    """
    options = options or Options()
    assignments = course.assignments(unit)
    if not any(course.submissions(assignment, options.only) for assignment in assignments):
        where = course.path(course.coursedir.submitted_directory, unit, options.only or "STUDENT")
        raise CourseError(str(messages.NO_SUBMISSIONS.format(unit=unit, path=where)))
    for name in course.unusable_folders(unit):
        options.on_notice(messages.UNUSABLE_FOLDER.format(name=legible(name, 80)))
    tally = Tally()
    with _alone(course, options.on_notice), _opened(course) as gradebook:
        plans = [_plan(course, gradebook, assignment, options) for assignment in assignments]
        tally.unchanged = sum(plan.unchanged for plan in plans)
        options.on_plan(sum(len(plan.due) for plan in plans))
        if not any(plan.due for plan in plans):
            return tally
        with _pool(options) as make_pool:
            for plan in plans:
                writer = _Writer(course, gradebook, plan.job.assignment)
                for submission, graded in grade_all(make_pool, plan.job, plan.to_grade()):
                    writer.record(submission, graded, plan.due[submission] if graded.final else "")
                    tally.graded += 1
                    options.on_result(Result(submission.student, unit, graded.verdicts))
    return tally


@contextmanager
def _pool(options: Options) -> Iterator[Callable[[], Pool]]:
    if options.scheduler is not None:
        from gdcourse.grading.classroom.dask_cluster import cluster_pool

        with cluster_pool(options.scheduler, options.isolated, options.on_notice) as pool:
            yield lambda: pool
        return
    if options.isolated:
        try:
            options.on_notice(messages.ISOLATED.format(layers=probe_isolation()))
        except IsolationUnavailableError as error:
            raise CourseError(str(messages.NO_ISOLATION.format(reason=error))) from error
    else:
        options.on_notice(messages.NOT_ISOLATED)
    with local_pool(options.jobs) as make:
        yield make


@dataclass
class _Plan:
    """What is to be graded of one assignment: submission → digest of all that its result depends on."""

    job: Job
    due: dict[Submission, str]
    unchanged: int

    def to_grade(self) -> Iterator[tuple[Submission, str, bytes | None]]:
        for submission in self.due:
            yield submission, submission.student, submission.read()


def _plan(course: Course, gradebook: Gradebook, assignment: Assignment, options: Options) -> _Plan:
    isolation = Isolation(options.isolated, tuple(course.private_paths))
    job = Job(assignment, course.secret, course.limits, isolation)
    common = _common_digest(job)
    submissions = course.submissions(assignment, options.only)
    known = {} if options.again else _known_digests(gradebook, assignment)
    due, unchanged = {}, 0
    for submission in submissions:
        digest = _digest(common, submission)
        path = course.autograded(assignment, submission.student)
        remove_unfinished(path.parent)
        written = path.is_file() or not submission.exists
        if known.get(submission.student) == digest and written:
            unchanged += 1
        else:
            due[submission] = digest
    return _Plan(job, due, unchanged)


def _known_digests(gradebook: Gradebook, assignment: Assignment) -> dict[str, str]:
    """By student: the digest of what the recorded result came from."""
    students = {
        record.id: record.student.id for record in gradebook.notebook_submissions(assignment.notebook, assignment.unit)
    }
    found = digests(gradebook, list(students))
    return {students[notebook_id]: digest for notebook_id, digest in found.items()}


def _common_digest(job: Job) -> bytes:
    asked = json.dumps([asdict(cell) for cell in job.assignment.cells], sort_keys=True)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in job.assignment.files.items()}
    limits = json.dumps([files, asdict(job.limits), job.assignment.notebook], sort_keys=True)
    parts = [grader_version().encode(), asked.encode(), limits.encode(), hashlib.sha256(job.secret).digest()]
    return hashlib.sha256(b"\0".join(parts)).digest()


def _digest(common: bytes, submission: Submission) -> str:
    digest = hashlib.sha256(common)
    digest.update(f"{submission.student}\0{submission.timestamp}\0{submission.exists}\0".encode())
    digest.update(submission.read() or b"")
    return digest.hexdigest()


@contextmanager
def _alone(course: Course, on_notice: Callable[[Text], None]) -> Iterator[None]:
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
def _opened(course: Course) -> Iterator[Gradebook]:
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


class _Writer:
    """Puts results where nbgrader has them: the gradebook, and ``autograded/``."""

    def __init__(self, course: Course, gradebook: Gradebook, assignment: Assignment) -> None:
        self.course, self.gradebook, self.assignment = course, gradebook, assignment
        self._finishing = course.finishing_preprocessors()
        self._penalty = Penalty(parent=course.app)
        self._rows = SubmissionRows(gradebook, assignment)

    def record(self, submission: Submission, graded: GradedNotebook, digest: str) -> None:
        """Write the notebook first and the gradebook last: a digest stands for a result that is there in full.

        Raises:
            CourseError: where a file or the gradebook cannot be written, after several attempts.
        """
        try:
            if submission.exists:
                self._write_notebook(submission, graded.notebook)
        except OSError as error:
            raise CourseError(str(messages.GRADEBOOK_UNAVAILABLE.format(reason=error))) from error
        for seconds in (*_RETRY_SECONDS, None):
            try:
                self._record(submission, graded, digest)
                break
            except DBAPIError:
                # A database that was locked, or went away for a moment, or another grader that was a little faster.
                self.gradebook.db.rollback()
                if seconds is None:
                    raise
                time.sleep(seconds)
        self.gradebook.db.expunge_all()

    def _record(self, submission: Submission, graded: GradedNotebook, digest: str) -> None:
        notebook, late = self._rows.of(submission.student, submission.timestamp)
        self._rows.record(notebook, graded, digest)
        if late:
            self._penalty.apply(self.gradebook, notebook)
        self.gradebook.db.commit()

    def _write_notebook(self, submission: Submission, notebook: NotebookNode) -> None:
        resources: dict[str, Any] = {"metadata": {}}
        for preprocessor in self._finishing:
            notebook, resources = preprocessor.preprocess(notebook, resources)
        path = self.course.autograded(self.assignment, submission.student)
        for name, content in self.assignment.files.items():
            replace_file(path.parent / name, content)
        # Not nbformat.writes, which indents: that takes longer than all the rest, and nobody reads this as text.
        replace_file(path, json.dumps(notebook, ensure_ascii=False))


def recorded_results(course: Course, unit: str, only: str | None = None) -> Iterator[Result]:
    """What has been recorded for a unit, by student in the order of their ids.

    A question that a person has graded since has that person's score.

    Raises:
        CourseError: where the unit has not been released.
    """
    for assignment in course.assignments(unit):
        with course.gradebook() as gradebook:
            create_tables(gradebook)
            try:
                records = gradebook.notebook_submissions(assignment.notebook, unit)
            except MissingEntry:
                records = []
            for student, record in sorted((record.student.id, record) for record in records):
                if only in (None, student):
                    verdicts = stored_verdicts(gradebook, record.id)
                    if verdicts:
                        yield Result(student, unit, _with_hand_scores(verdicts, record))


def _with_hand_scores(verdicts: tuple[Verdict, ...], record: SubmittedNotebook) -> tuple[Verdict, ...]:
    by_hand = {grade.name: grade.score for grade in record.grades if grade.manual_score is not None}
    return tuple(
        replace(verdict, score=by_hand[verdict.exercise], state="graded") if verdict.exercise in by_hand else verdict
        for verdict in verdicts
    )
