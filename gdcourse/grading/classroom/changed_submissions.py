"""Which submissions have changed since they were graded: by a digest of all that a result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from gdcourse.atomic_write import remove_unfinished
from gdcourse.grading.classroom.course import Course, Submission
from gdcourse.grading.classroom.files_handed_in import files_beside
from gdcourse.grading.classroom.verdict_database import digests
from gdcourse.grading.classroom.workers import Job, grader_version
from gdcourse.grading.submission.assignment import Assignment


@dataclass
class Plan:
    """What is to be graded of one assignment: submission → digest of all that its result depends on."""

    job: Job
    due: dict[Submission, str]
    unchanged: list[Submission]

    def to_grade(self) -> Iterator[tuple[Submission, str, bytes | None, dict[str, bytes]]]:
        for submission in self.due:
            yield submission, submission.student, submission.read(), files_beside(submission.path)


def changed_submissions(
    course: Course, gradebook: Gradebook, job: Job, only: str | None = None, again: bool = False
) -> Plan:
    """What a job has to grade: each submission (of student ``only``) whose digest is not that of its recorded result.

    With ``again``, all of them.
    """
    assignment, common = job.assignment, _common_digest(job)
    submissions = course.submissions(assignment, only)
    known = {} if again else _known_digests(gradebook, assignment)
    due: dict[Submission, str] = {}
    unchanged: list[Submission] = []
    for submission in submissions:
        digest = _digest(common, submission)
        path = course.autograded(assignment, submission.student)
        remove_unfinished(path.parent)
        written = not submission.exists or (path.is_file() and _has_exchange_files(submission, path.parent))
        if known.get(submission.student) == digest and written:
            unchanged.append(submission)
        else:
            due[submission] = digest
    return Plan(job, due, unchanged)


def _has_exchange_files(submission: Submission, graded: Path) -> bool:
    return all(content is None or (graded / name).is_file() for name, content in submission.exchange_files().items())


def _known_digests(gradebook: Gradebook, assignment: Assignment) -> dict[str, str]:
    """By student: the digest of what the recorded result came from."""
    students = {
        record.id: record.student.id for record in gradebook.notebook_submissions(assignment.notebook, assignment.unit)
    }
    found = digests(gradebook, list(students))
    return {students[notebook_id]: digest for notebook_id, digest in found.items()}


def _common_digest(job: Job) -> bytes:
    cells = [asdict(cell) for cell in job.assignment.cells] + [asdict(cell) for cell in job.assignment.released]
    asked = json.dumps(cells, sort_keys=True)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in job.assignment.files.items()}
    limits = json.dumps([files, asdict(job.limits), job.assignment.notebook], sort_keys=True)
    parts = [grader_version().encode(), asked.encode(), limits.encode(), hashlib.sha256(job.secret).digest()]
    return hashlib.sha256(b"\0".join(parts)).digest()


def _digest(common: bytes, submission: Submission) -> str:
    digest = hashlib.sha256(common)
    # Not the time: whether it is late does not change what it is worth, and is looked at every time.
    digest.update(f"{submission.student}\0{submission.exists}\0".encode())
    digest.update(submission.read() or b"")
    for name, content in files_beside(submission.path).items():
        digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
