"""What everybody handed in for a unit, as far as it can be read."""

from __future__ import annotations

from nbformat import NotebookNode

from gdcourse.grading.course import Course
from gdcourse.grading.submission import UnreadableSubmissionError, read_submission


def submitted_notebooks(course: Course, unit: str) -> dict[str, NotebookNode | None]:
    """By everyone in the gradebook or with a folder: ``None`` where there is no notebook that can be read.

    The cells of several notebooks of one assignment stand in one.
    """
    with course.gradebook() as gradebook:
        found: dict[str, NotebookNode | None] = {student.id: None for student in gradebook.students}
    for assignment in course.assignments(unit):
        for submission in course.submissions(assignment):
            before = found.setdefault(submission.student, None)
            data = submission.read()
            try:
                notebook = read_submission(data) if data is not None else None
            except UnreadableSubmissionError:
                notebook = None
            if before is not None and notebook is not None:
                notebook.cells = [*before.cells, *notebook.cells]
            found[submission.student] = notebook or before
    return found
