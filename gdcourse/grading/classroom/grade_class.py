"""Grade a class: what has changed is graded wherever the pool is, and each result is recorded here, by one writer."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from nbgrader.api import Gradebook

from gdcourse.files import remove_unfinished
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError, Submission
from gdcourse.grading.classroom.recording import Recorder, Result, course_lock, opened_gradebook
from gdcourse.grading.classroom.verdict_tables import digests
from gdcourse.grading.classroom.workers import Job, Pool, grade_all, grader_version, local_pool
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.isolation import Isolation, probe_isolation
from gdcourse.kernels.sandbox import IsolationUnavailableError
from gdcourse.language import Text, legible


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
    with course_lock(course, options.on_notice), opened_gradebook(course) as gradebook:
        plans = [_plan(course, gradebook, assignment, options) for assignment in assignments]
        tally.unchanged = sum(plan.unchanged for plan in plans)
        options.on_plan(sum(len(plan.due) for plan in plans))
        if not any(plan.due for plan in plans):
            return tally
        with _pool(options) as make_pool:
            for plan in plans:
                writer = Recorder(course, gradebook, plan.job.assignment)
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
