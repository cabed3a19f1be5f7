"""Marks for a learning platform, as export plug-ins of nbgrader.

``gdcourse export --to canvas`` is nbgrader's ``export --exporter=gdcourse.grading.lms.marks_export.CanvasExport``.
Each writes UTF-8 with a byte-order mark, which Excel needs and the platforms accept. The mark is what nbgrader
computes: the score, what a person gave included, less the late penalty, never below 0. Students who handed in nothing
have 0, as in nbgrader's own export, unless ``absent`` says otherwise; work that waits to be graded has no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins.export import ExportPlugin
from traitlets import Unicode

from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.verdict_database import create_tables, graded_submissions
from gdcourse.grading.classroom.what_marks_rest_on import of_submission
from gdcourse.grading.lms.student_folder_name import as_folder
from gdcourse.grading.pages.safe_csv import write_csv
from gdcourse.notebooks.files_of_tools import TIMESTAMP

DECIMALS = 6
"""Enough for any mark, and few enough to hide how floating-point numbers add up."""


@dataclass(frozen=True)
class HandedIn:
    """Students, assignments, and what of the one came from the other."""

    students: Sequence[Student]
    assignments: Sequence[Assignment]
    submissions: dict[tuple[str, str], SubmittedAssignment]

    def of(self, student: Student, assignment: Assignment) -> SubmittedAssignment | None:
        return self.submissions.get((student.id, assignment.name))


class MarksExport(ExportPlugin):
    """What the exports have in common: whom, which assignments, where to."""

    file_name = "grades.csv"
    on_plan: Callable[[int], None] = staticmethod(lambda total: None)
    on_mark: Callable[[], None] = staticmethod(lambda: None)
    waiting: Collection[tuple[str, str]] = ()
    """Students and assignments whose work is there and was not graded: what stands for them is of earlier work."""
    numbers_of_canvas: Collection[tuple[str, str]] = ()
    """Students with the number that Canvas knows them by, where work of theirs came from there."""
    absent = Unicode("0", help="The mark of who handed in nothing; may be empty.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file (``self.to``, or this export's usual name)."""
        students = [s for s in gradebook.students if not self.student or s.id in map(str, self.student)]
        names = list(map(str, self.assignment))
        assignments = sorted(
            (a for a in released_in(gradebook) if not names or a.name in names), key=lambda assignment: assignment.name
        )
        submissions = {
            (submission.student.id, assignment.name): submission
            for assignment in assignments
            for submission in gradebook.assignment_submissions(assignment.name)
            if submission.notebooks  # not an extension alone
        }
        self.on_plan(len(students) * len(assignments))
        rows = self.rows(HandedIn(students, assignments, submissions))
        write_csv(Path(self.to or self.file_name), rows)

    def rows(self, handed_in: HandedIn) -> Iterable[Sequence[Any]]:
        """The lines of the file, headings first."""
        raise NotImplementedError

    def without_submission(self, student: Student, assignment: Assignment) -> str:
        """What stands in the place of the mark of who is not in the gradebook with it."""
        return "" if (student.id, assignment.name) in self.waiting else self.absent

    def mark(self, handed_in: HandedIn, student: Student, assignment: Assignment) -> float | str:
        """A student's mark, late penalty taken off."""
        self.on_mark()
        submission = handed_in.of(student, assignment)
        if submission is None or (student.id, assignment.name) in self.waiting:
            return self.without_submission(student, assignment)
        return round(max(0.0, submission.score - (submission.late_submission_penalty or 0.0)), DECIMALS)


def released_in(gradebook: Gradebook) -> list[Assignment]:
    """The assignments that have questions: of one that nobody has yet, the gradebook may know the deadline."""
    return [assignment for assignment in gradebook.assignments if assignment.notebooks]


class CanvasExport(MarksExport):
    """For Canvas: Grades > Import. Canvas finds people by ``ID`` (nbgrader's ``lms_user_id``) or SIS login.

    Name the assignments in Canvas as they are here, or let the import make them: it asks.
    """

    file_name = "canvas.csv"
    section = Unicode("", help="The section that Canvas shows beside every student; may be empty.").tag(config=True)

    def rows(self, handed_in: HandedIn) -> Iterable[Sequence[Any]]:
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(a.name for a in handed_in.assignments)]
        # Canvas knows this line by its first words, the indentation included.
        yield ["    Points Possible", "", "", "", "", *(round(a.max_score, DECIMALS) for a in handed_in.assignments)]
        for student in handed_in.students:
            full = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
            marks = (self.mark(handed_in, student, a) for a in handed_in.assignments)
            yield [full, student.lms_user_id, "", student.id, self.section, *marks]


_MOODLE_USERNAME = re.compile(r"[a-z0-9._@-]+")


class MoodleExport(MarksExport):
    """For Moodle: Grades > Import > CSV file. Map one of the first three columns to the user.

    Each holds what it says or nothing: where a student is known by name alone, Moodle has no column to find them by
    but the address, and a roster gives that.
    """

    file_name = "moodle.csv"

    def rows(self, handed_in: HandedIn) -> Iterable[Sequence[Any]]:
        yield [
            "Username",
            "ID number",
            "Email address",
            "First name",
            "Last name",
            *(a.name for a in handed_in.assignments),
        ]
        for student in handed_in.students:
            marks = (self.mark(handed_in, student, a) for a in handed_in.assignments)
            own = "" if _is_name(student) else student.id
            username = own if _MOODLE_USERNAME.fullmatch(own) else ""
            known = student.lms_user_id if (student.id, student.lms_user_id) not in self.numbers_of_canvas else None
            number = known or ("" if username else own)
            yield [username, number, student.email, student.first_name, student.last_name, *marks]


def _is_name(student: Student) -> bool:
    """Whether a student's id is their full name, with the platform's number or without it."""
    first, last = student.first_name or "", student.last_name or ""
    names = {as_folder(f"{a} {b}") for a, b in ((first, last), (last, first))} | {
        as_folder(first + last),
        as_folder(last + first),
    }
    return student.id in names or re.sub(r"-\d+\Z", "", student.id) in names


class CsvExport(MarksExport):
    """nbgrader's own columns, a line for each assignment and student, right whatever a name holds."""

    def rows(self, handed_in: HandedIn) -> Iterable[Sequence[Any]]:
        yield [
            *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
            *("raw_score", "late_submission_penalty", "score", "max_score"),
        ]
        for a in handed_in.assignments:
            for s in handed_in.students:
                submission = handed_in.of(s, a)
                who = [a.name, a.duedate, submission and submission.timestamp, s.id, s.last_name, s.first_name, s.email]
                counts = submission is not None and (s.id, a.name) not in self.waiting
                raw = round(submission.score, DECIMALS) if submission and counts else self.without_submission(s, a)
                penalty = round(submission.late_submission_penalty or 0.0, DECIMALS) if submission and counts else 0.0
                yield [*who, raw, penalty, self.mark(handed_in, s, a), round(a.max_score, DECIMALS)]


def waiting_to_be_graded(course: Course, units: Iterable[str]) -> set[tuple[str, str]]:
    """Students and units: what was handed in and is not in the gradebook, or not as it is now."""
    found: set[tuple[str, str]] = set()
    with course.gradebook() as gradebook:
        for unit in units:
            graded = {s.student.id for s in gradebook.assignment_submissions(unit) if s.notebooks}
            folders = course.path(course.coursedir.submitted_directory, unit, "x").parent.parent.glob("*")
            found |= {
                (folder.name, unit)
                for folder in folders
                if folder.name not in graded and any(p.name != TIMESTAMP for p in (folder / unit).glob("*"))
            }
            found |= {(student, unit) for student in _handed_in_again(course, gradebook, unit)}
    return found


def _handed_in_again(course: Course, gradebook: Gradebook, unit: str) -> Iterator[str]:
    """The students whose marks are of something else than what lies there now."""
    create_tables(gradebook)
    try:
        assignments = course.assignments(unit)
    except CourseError:
        return  # it has been taken out of the course since
    for assignment in assignments:
        graded = {r.student.id: r.id for r in gradebook.notebook_submissions(assignment.notebook, unit)}
        known = graded_submissions(gradebook, list(graded.values()))
        for submission in course.submissions(assignment):
            digest = known.get(graded.get(submission.student, ""))
            if digest and digest != of_submission(submission):
                yield submission.student


EXPORTS = {"canvas": CanvasExport, "moodle": MoodleExport, "csv": CsvExport}
