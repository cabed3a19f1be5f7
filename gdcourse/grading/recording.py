"""Grade a class: run the engine over all submissions, and record each result through nbgrader, one at a time."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import Autograde

from gdcourse import messages
from gdcourse.grading.assignment import Assignment
from gdcourse.grading.course import Course, CourseError, Submission
from gdcourse.grading.engine import GradedNotebook, grade_notebook, verdict_record
from gdcourse.grading.nbgrader_plugins import Grade
from gdcourse.judging import Verdict


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


def grade_class(
    course: Course, unit: str, jobs: int = 1, on_result: Callable[[Result], None] | None = None, only: str | None = None
) -> list[Result]:
    """Grade every submission of a unit and record it in the gradebook.

    Args:
        course: where the submissions are.
        unit: the unit's slug.
        jobs: how many notebooks run at once.
        on_result: called with each result once it is recorded.
        only: grade this student alone.

    Raises:
        CourseError: where the unit has not been released, or nobody has handed anything in.
    """
    results = []
    for assignment in course.assignments(unit):
        submissions = course.submissions(assignment, only)
        if not submissions:
            where = course.path(course.coursedir.submitted_directory, unit, only or "STUDENT")
            raise CourseError(str(messages.NO_SUBMISSIONS.format(unit=unit, path=where)))
        for submission, graded in _grade_all(course, assignment, submissions, jobs):
            _record(course, assignment, submission, graded)
            result = Result(submission.student, unit, graded.verdicts)
            results.append(result)
            if on_result:
                on_result(result)
    return sorted(results, key=lambda result: result.student)


def _grade_all(
    course: Course, assignment: Assignment, submissions: list[Submission], jobs: int
) -> Iterator[tuple[Submission, GradedNotebook]]:
    """Results in the order in which they are ready; few submissions are in memory at any time."""
    secret, limits = course.secret, course.limits
    waiting = iter(submissions)
    running: dict[Future[GradedNotebook], Submission] = {}
    with ThreadPoolExecutor(jobs) as pool:
        while True:
            for submission in waiting:
                data = submission.path.read_bytes() if submission.path.is_file() else None
                task = pool.submit(grade_notebook, data, assignment, submission.student, secret, limits)
                running[task] = submission
                if len(running) >= 2 * jobs:
                    break
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for task in done:
                yield running.pop(task), task.result()


class _Recorded:
    """Stands where ``Grade`` stands in nbgrader's autograder, with a result that is there already."""

    def __init__(self, graded: GradedNotebook) -> None:
        self.graded = graded

    def __call__(self, notebook: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        return self.graded.notebook, resources


def _record(course: Course, assignment: Assignment, submission: Submission, graded: GradedNotebook) -> None:
    if not submission.path.is_file():
        _record_missing(course, assignment, submission)
        return
    converter = Autograde(coursedir=course.coursedir, parent=course.app, force=True)
    name = f"{Grade.__module__}.{Grade.__name__}"
    converter.autograde_preprocessors = [
        _Recorded(graded) if step == name else step for step in converter.autograde_preprocessors
    ]
    course.run_converter(converter, assignment.unit, glob.escape(submission.student))


def _record_missing(course: Course, assignment: Assignment, submission: Submission) -> None:
    """A folder without the notebook: nbgrader passes it over, but the student has a mark all the same."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(submission.student)
        gradebook.update_or_create_submission(assignment.unit, submission.student)
        notebook = gradebook.find_submission_notebook(assignment.notebook, assignment.unit, submission.student)
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = 0, False
        gradebook.db.commit()
