"""A class that has been graded once in real kernels, to try what comes after: recording, resuming, databases."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import nbformat

from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options
from gdcourse.grading.classroom.gradebook_recording import recorded_results
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.workers import Job, Work, grade_one
from gdcourse.grading.demo.simulated_class import demo_class, submission
from support.course import hand_in, make_course

UNIT = "02-manual-gradient"


class Graded:
    """Grades everything once, and hands it out again: what is tried here is what comes after."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, bytes | None], GradedSubmission] = {}
        self.asked = 0

    def __call__(self, job: Job, work: Work) -> GradedSubmission:
        self.asked += 1
        if work[:2] not in self.known:
            self.known[work[:2]] = grade_one(job, work)
        return self.known[work[:2]]


class PoolOf:
    """A pool of one job, which grades at once with what it is given."""

    width, together = 2, 1

    def __init__(self, job: Job, graded: Callable[[Job, Work], GradedSubmission]) -> None:
        self._job, self._graded = job, graded

    def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
        return [self._result(work) for work in works]

    def _result(self, work: Work) -> Future[GradedSubmission]:
        result: Future[GradedSubmission] = Future()
        try:
            result.set_result(self._graded(self._job, work))
        except Exception as error:
            result.set_exception(error)
        return result


def class_handed_in(directory: Path) -> Course:
    """A course in which a class has handed in, and nothing has been graded."""
    course = make_course(directory)
    release = nbformat.read(course.path("release", UNIT) / f"{UNIT}.ipynb", as_version=4)
    for student, answers in demo_class().items():
        hand_in(course, student, submission(release, find_unit(UNIT), answers, "생각 · thoughts"))
    (course.directory / ".course-secret").write_text("one secret for all copies")
    return course


def copy_of(directory: Path, to: Path) -> Course:
    shutil.copytree(directory, to)
    return Course(to)


def using(graded: Callable[[Job, Work], GradedSubmission]) -> object:
    """What stands in for the pools of a run: whatever is asked is graded with this."""

    @contextmanager
    def make(options: Options) -> Iterator[object]:
        yield lambda job, count: PoolOf(job, graded)

    return make


def content_of(course: Course) -> dict[str, object]:
    """All that there is to know of the marks: the gradebook, and the graded notebooks."""
    with course.gradebook() as book:
        grades = {
            f"{s.student.id}/{g.name}": (g.auto_score, g.manual_score, g.needs_manual_grade)
            for s in book.assignment_submissions(UNIT)
            for notebook in s.notebooks
            for g in notebook.grades
        }
    results = [record for result in recorded_results(course, UNIT) for record in result.records()]
    notebooks = {
        path.relative_to(course.directory).as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(course.directory.glob("autograded/**/*"))
        if path.is_file()
    }
    for notebook in notebooks.values():
        for cell in notebook["cells"]:
            cell.pop("id", None)
    return {"grades": grades, "results": results, "notebooks": notebooks}
