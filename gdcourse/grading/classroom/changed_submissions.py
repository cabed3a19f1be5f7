"""Which submissions have changed since they were graded: by a digest of all that a result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from gdcourse.atomic_write import remove_unfinished
from gdcourse.grading.classroom.course import Course, Submission
from gdcourse.grading.classroom.files_handed_in import files_beside
from gdcourse.grading.classroom.grounds import engine_version, mistakes_behind, questions_version
from gdcourse.grading.classroom.verdict_database import digests, verdicts_of
from gdcourse.grading.classroom.workers import Job
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.judging.judge import Verdict


@dataclass
class Plan:
    """What is to be graded of one assignment.

    Attributes:
        job: what the grading of all has in common.
        due: what is to be graded → a digest of what went into it.
        unchanged: what stands.
        before: by student, the verdicts that were recorded before, by question.
    """

    job: Job
    due: dict[Submission, str]
    unchanged: list[Submission]
    before: Mapping[str, Mapping[str, Verdict]]

    def digest(self, submission: Submission, verdicts: Iterable[Verdict]) -> str:
        """A digest of all that these verdicts on what was due depend on."""
        return _digest_of_result(self.due[submission], self.job.assignment, verdicts)

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
    known, before = _recorded(gradebook, assignment)
    due: dict[Submission, str] = {}
    unchanged: list[Submission] = []
    for submission in submissions:
        digest = _digest(common, submission)
        stands = _digest_of_result(digest, assignment, before.get(submission.student, {}).values())
        path = course.autograded(assignment, submission.student)
        remove_unfinished(path.parent)
        written = not submission.exists or (path.is_file() and _has_exchange_files(submission, path.parent))
        if known.get(submission.student) == stands and written and not again:
            unchanged.append(submission)
        else:
            due[submission] = digest
    return Plan(job, due, unchanged, before)


def _has_exchange_files(submission: Submission, graded: Path) -> bool:
    return all(content is None or (graded / name).is_file() for name, content in submission.exchange_files().items())


def _recorded(gradebook: Gradebook, assignment: Assignment) -> tuple[dict[str, str], dict[str, dict[str, Verdict]]]:
    """By student: the digest of what the recorded result came from, and its verdicts."""
    students = {
        record.id: record.student.id for record in gradebook.notebook_submissions(assignment.notebook, assignment.unit)
    }
    found = digests(gradebook, list(students))
    known = {students[notebook_id]: digest for notebook_id, digest in found.items()}
    return known, verdicts_of(gradebook, students)


def _common_digest(job: Job) -> bytes:
    cells = [asdict(cell) for cell in job.assignment.cells] + [asdict(cell) for cell in job.assignment.released]
    asked = json.dumps(cells, sort_keys=True)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in job.assignment.files.items()}
    limits = json.dumps([files, asdict(job.limits), job.assignment.notebook], sort_keys=True)
    questions = questions_version(_asked(job.assignment).values())
    parts = [engine_version().encode(), questions.encode(), asked.encode(), limits.encode()]
    parts.append(hashlib.sha256(job.secret).digest())
    return hashlib.sha256(b"\0".join(parts)).digest()


def _digest(common: bytes, submission: Submission) -> str:
    digest = hashlib.sha256(common)
    # Not the time: whether it is late does not change what it is worth, and is looked at every time.
    digest.update(f"{submission.student}\0{submission.exists}\0".encode())
    digest.update(submission.read() or b"")
    for name, content in files_beside(submission.path).items():
        digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _asked(assignment: Assignment) -> dict[str, str]:
    """By question that a judge decides, the id of its exercise."""
    return {cell.grade_id: cell.asked[0] for cell in assignment.checks if cell.asked is not None}


def _digest_of_result(went_in: str, assignment: Assignment, verdicts: Iterable[Verdict]) -> str:
    behind = mistakes_behind(verdicts, _asked(assignment))
    return hashlib.sha256(f"{went_in} {behind}".encode()).hexdigest()
