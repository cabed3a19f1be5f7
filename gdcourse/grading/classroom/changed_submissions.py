"""Which submissions have changed since they were graded: by a digest of all that a result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from gdcourse.atomic_write import remove_unfinished
from gdcourse.grading.classroom.course import Course, Submission
from gdcourse.grading.classroom.files_handed_in import files_beside
from gdcourse.grading.classroom.grounds import digest_of, engine_version, mistakes_behind, questions_version
from gdcourse.grading.classroom.verdict_database import digests, verdicts_of
from gdcourse.grading.classroom.workers import Job, Work
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.judging.judge import Verdict


@dataclass
class Plan:
    """What is to be graded of one assignment.

    Attributes:
        job: what the grading of all has in common.
        due: what is to be graded → what goes into it: digests by name.
        unchanged: what stands.
        before: by student, the verdicts that were recorded before, by question.
    """

    job: Job
    due: dict[Submission, dict[str, str]]
    unchanged: list[Submission]
    before: Mapping[str, Mapping[str, Verdict]]

    def rests_on(self, submission: Submission, verdicts: Iterable[Verdict]) -> dict[str, str]:
        """Digests by name of all that these verdicts on what was due depend on."""
        return _with_mistakes(self.due[submission], self.job.assignment, verdicts)

    def to_grade(self) -> Iterator[tuple[Submission, Work]]:
        for submission in self.due:
            yield submission, Work(submission.student, submission.read(), files_beside(submission.path))


def changed_submissions(
    course: Course, gradebook: Gradebook, job: Job, only: str | None = None, again: bool = False
) -> Plan:
    """What a job has to grade: each submission (of student ``only``) whose digest is not that of its recorded result.

    With ``again``, all of them.
    """
    assignment, common = job.assignment, _common(job)
    submissions = course.submissions(assignment, only)
    known, before = _recorded(gradebook, assignment)
    due: dict[Submission, dict[str, str]] = {}
    unchanged: list[Submission] = []
    for submission in submissions:
        went_in = {**common, "submission": _digest(submission)}
        now = digest_of(_with_mistakes(went_in, assignment, before.get(submission.student, {}).values()))
        path = course.autograded(assignment, submission.student)
        remove_unfinished(path.parent)
        written = not submission.exists or (path.is_file() and _has_exchange_files(submission, path.parent))
        if known.get(submission.student) == now and written and not again:
            unchanged.append(submission)
        else:
            due[submission] = went_in
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


def _common(job: Job) -> dict[str, str]:
    """Digests by name of what every result of a job rests on."""
    as_asked = [replace(cell, exception="") for cell in job.assignment.cells]
    cells = [asdict(cell) for cell in as_asked] + [asdict(cell) for cell in job.assignment.released]
    files = {name: hashlib.sha256(content).hexdigest() for name, content in job.assignment.files.items()}
    parts: dict[str, Any] = {
        "assignment": [cells, files, job.assignment.notebook],
        "exceptions": [[cell.grade_id, cell.exception] for cell in job.assignment.cells if cell.exception],
        "limits": asdict(job.limits),
        "secret": job.secret.hex(),
    }
    digests = {name: hashlib.sha256(json.dumps(p, sort_keys=True).encode()).hexdigest() for name, p in parts.items()}
    return {**digests, "grader": engine_version(), "questions": questions_version(_asked(job.assignment).values())}


def _digest(submission: Submission) -> str:
    # Not the time: whether it is late does not change what it is worth, and is looked at every time.
    digest = hashlib.sha256(f"{submission.student}\0{submission.exists}\0".encode())
    digest.update(submission.read() or b"")
    for name, content in files_beside(submission.path).items():
        digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _asked(assignment: Assignment) -> dict[str, str]:
    """By question that a judge decides, the id of its exercise."""
    return {cell.grade_id: cell.asked[0] for cell in assignment.checks if cell.asked is not None}


def _with_mistakes(went_in: Mapping[str, str], assignment: Assignment, verdicts: Iterable[Verdict]) -> dict[str, str]:
    return {**went_in, "mistakes": mistakes_behind(verdicts, _asked(assignment))}
