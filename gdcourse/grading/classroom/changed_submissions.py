"""Which submissions have changed since they were graded: by a digest of all that a result depends on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook

from gdcourse.atomic_write import remove_unfinished
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.files_beside_notebook import files_beside
from gdcourse.grading.classroom.files_in_autograded import Place
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.mend_exceptions import Mending, as_it_counted, as_they_count, mended
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.classroom.verdict_database import (
    beneath_exceptions,
    digests,
    missing_modules,
    unexplained_of,
    verdicts_of,
)
from gdcourse.grading.classroom.what_marks_rest_on import Unexplained, digest_of, of_all, of_submission, with_mistakes
from gdcourse.grading.classroom.workers import Job, Work
from gdcourse.grading.submission.assignment import TrustedCell
from gdcourse.grading.submission.dropped_questions import as_judged
from gdcourse.judging.judge import Verdict

_TOGETHER = 500  # submissions


@dataclass(frozen=True)
class Plan:
    """What is to be graded of one assignment.

    Attributes:
        course: whose.
        job: what the grading of all has in common.
        due: what is to be graded → what goes into it: digests by name.
        unchanged: what stands.
        mendings: what counts otherwise, since questions were dropped or given to everyone, or are so no more, and need
            not be run.
        before: by student of what is due or to be mended, the verdicts that were recorded before, by question.
    """

    course: Course
    job: Job
    due: Mapping[Submission, dict[str, str]]
    unchanged: list[Submission]
    mendings: Mapping[Submission, Mending]
    before: Mapping[str, Mapping[str, Verdict]]

    def rests_on(self, submission: Submission, graded: GradedSubmission) -> dict[str, str]:
        """Digests by name of all that this result on what was due, or to be mended, depends on."""
        mending = self.mendings.get(submission)
        went_in = self.due[submission] if mending is None else mending.went_in
        judged = as_judged(graded.verdicts, graded.beneath)
        return with_mistakes(went_in, self.job.assignment, judged, graded.unexplained)

    def mend(self) -> Iterator[tuple[Submission, GradedSubmission | None]]:
        """Mend what counts otherwise; ``None`` stands for what cannot be mended."""
        assignment = self.job.assignment
        for submission, mending in self.mendings.items():
            path = self.course.autograded(assignment, submission.student)
            yield submission, mended(mending, assignment, path)

    def with_due(self, submissions: Collection[Submission]) -> Plan:
        """The plan with these of the mendings due, since they could not be mended."""
        return replace(self, due={**self.due, **{one: self.mendings[one].went_in for one in submissions}})

    def to_grade(self, written_by_workers: bool) -> Iterator[tuple[Submission, Work]]:
        for submission in self.due:
            path = self.course.autograded(self.job.assignment, submission.student)
            place = Place(submission, path) if written_by_workers else None
            yield submission, Work(submission.student, submission.read(), files_beside(submission.path), place)


def changed_submissions(
    course: Course, gradebook: Gradebook, job: Job, only: str | None = None, again: bool = False
) -> Plan:
    """What a job has to grade: each submission (of student ``only``) whose digest is not that of its recorded result.

    With ``again``, all of them. What counts otherwise is to be mended whose ever it is: the points of a question are
    everyone's.
    """
    assignment = job.assignment
    common = of_all(assignment, job.limits, job.secret)
    counted: dict[tuple[TrustedCell, ...], dict[str, str]] = {}

    def as_then(
        recorded: Mapping[str, Verdict], beneath: Mapping[str, Verdict], went_in: dict[str, str], odd: Unexplained
    ) -> str | None:
        """The digest of a result as its questions counted when it was recorded, where that may be mended."""
        then = as_it_counted(assignment, recorded, beneath)
        if then is None:
            return None
        if then.cells not in counted:
            counted[then.cells] = of_all(then, job.limits, job.secret)
        judged = as_judged(recorded.values(), beneath)
        return digest_of(with_mistakes({**went_in, **counted[then.cells]}, then, judged, odd))

    notebooks = {
        record.student.id: record.id for record in gradebook.notebook_submissions(assignment.notebook, assignment.unit)
    }
    due: dict[Submission, dict[str, str]] = {}
    unchanged: list[Submission] = []
    mendings: dict[Submission, Mending] = {}
    before: dict[str, Mapping[str, Verdict]] = {}
    submissions = course.submissions(assignment)
    # Not all at once: a large class has a million verdicts.
    for start in range(0, len(submissions), _TOGETHER):
        some = submissions[start : start + _TOGETHER]
        students = [submission.student for submission in some]
        of = {notebooks[student]: student for student in students if student in notebooks}
        known = {of[notebook]: digest for notebook, digest in digests(gradebook, list(of)).items()}
        verdicts, unexplained = verdicts_of(gradebook, of), unexplained_of(gradebook, of)
        excepted = beneath_exceptions(gradebook, of)
        for submission in some:
            recorded, beneath = verdicts.get(submission.student, {}), excepted.get(submission.student, {})
            is_asked = only in (None, submission.student)
            if not is_asked and as_it_counted(assignment, recorded, beneath) is None:
                continue
            went_in = {**common, "submission": of_submission(submission)}
            odd = unexplained.get(submission.student, {})
            now = digest_of(with_mistakes(went_in, assignment, as_judged(recorded.values(), beneath), odd))
            path = course.autograded(assignment, submission.student)
            remove_unfinished(path.parent)
            written = not submission.exists or (path.is_file() and _has_exchange_files(submission, path.parent))
            was = known.get(submission.student)
            if was == now and written and not again:
                unchanged.append(submission)
                continue
            stands = was and written and submission.exists and not (again and is_asked)
            is_mended = stands and as_then(recorded, beneath, went_in, odd) == was
            if not (is_asked or is_mended):
                continue
            before[submission.student] = recorded
            if is_mended:
                notebook = notebooks[submission.student]
                count = as_they_count(assignment, recorded.values(), beneath)
                modules = missing_modules(gradebook, notebook)
                mendings[submission] = Mending(went_in, *count, modules, odd)
            else:
                due[submission] = went_in
    return Plan(course, job, due, unchanged, mendings, before)


def _has_exchange_files(submission: Submission, graded: Path) -> bool:
    return all(content is None or (graded / name).is_file() for name, content in submission.exchange_files().items())
