"""What the last grading of a unit recorded: the verdicts, and the marks that a person gave since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Grade, Gradebook, MissingEntry

from gdcourse import messages
from gdcourse.grading.assignment import Assignment
from gdcourse.grading.course import Course
from gdcourse.grading.engine import VERDICT_MIME
from gdcourse.grading.recording import Result
from gdcourse.grading.submission import UnreadableSubmissionError, grade_id_of, read_submission
from gdcourse.judging import Verdict
from gdcourse.language import NO_TEXT, Text


def recorded_results(course: Course, unit: str) -> list[Result]:
    """The verdicts of the last grading, in the order of the students' ids; marks given by hand count.

    Raises:
        gdcourse.grading.course.CourseError: where the unit has not been released.
    """
    results = []
    for assignment in course.assignments(unit):
        with course.gradebook() as gradebook:
            for submission in course.submissions(assignment):
                path = course.path(course.coursedir.autograded_directory, unit, submission.student)
                verdicts = _verdicts_in(path / f"{assignment.notebook}.ipynb")
                grades = _grades(gradebook, assignment, submission.student)
                if grades:
                    found = tuple(_verdict(c.grade_id, c.points, verdicts, grades) for c in assignment.questions)
                    results.append(Result(submission.student, unit, found))
    return sorted(results, key=lambda result: result.student)


def submitted_notebooks(course: Course, unit: str) -> dict[str, NotebookNode | None]:
    """What everyone in the gradebook or with a folder handed in: ``None`` where there is no notebook to read.

    The cells of several notebooks of one assignment stand in one.
    """
    with course.gradebook() as gradebook:
        found: dict[str, NotebookNode | None] = {student.id: None for student in gradebook.students}
    for assignment in course.assignments(unit):
        for submission in course.submissions(assignment):
            before = found.setdefault(submission.student, None)
            try:
                notebook = read_submission(submission.path.read_bytes()) if submission.path.is_file() else None
            except UnreadableSubmissionError:
                notebook = None
            if before is not None and notebook is not None:
                notebook.cells = [*before.cells, *notebook.cells]
            found[submission.student] = notebook or before
    return found


def _grades(gradebook: Gradebook, assignment: Assignment, student: str) -> dict[str, Grade]:
    try:
        notebook = gradebook.find_submission_notebook(assignment.notebook, assignment.unit, student)
    except MissingEntry:
        return {}
    return {grade.name: grade for grade in notebook.grades}


def _verdicts_in(path: Path) -> dict[str, Verdict]:
    if not path.is_file():
        return {}
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        # The grader wrote the outputs of check cells; those of other cells are the student's.
        if not cell.metadata.get("nbgrader", {}).get("grade"):
            continue
        for output in cell.get("outputs", []):
            record = output.get("data", {}).get(VERDICT_MIME)
            if record is not None and record["question"] == grade_id_of(cell):
                found[record["question"]] = _from_record(record)
    return found


def _from_record(record: dict[str, Any]) -> Verdict:
    message = Text(**record["message"])
    hint = NO_TEXT
    if record["diagnosis"]:
        # The message is the lead, the hint, the case that failed: a paragraph each.
        ko, en = message.ko.splitlines(), message.en.splitlines()
        hint = Text(ko[1] if len(ko) > 1 else "", en[1] if len(en) > 1 else "")
    return Verdict(
        record["question"], record["score"], record["max_score"], record["state"], record["diagnosis"], message, hint
    )


def _verdict(question: str, points: float, verdicts: dict[str, Verdict], grades: dict[str, Grade]) -> Verdict:
    grade = grades.get(question)
    verdict = verdicts.get(question)
    unreadable = {v.message for v in verdicts.values() if v.state == "ungradable"}
    if verdict is None and len(unreadable) == 1 and all(v.state == "ungradable" for v in verdicts.values()):
        # Nothing of the notebook could be read, so neither could what a person grades.
        verdict = Verdict(question, 0.0, points, "ungradable", None, unreadable.pop())
    elif verdict is None:
        verdict = Verdict(question, 0.0, points, "missing", None, messages.MISSING)
        if grade is not None and grade.needs_manual_grade:
            verdict = Verdict(question, None, points, "manual", None, messages.MANUAL)
        elif grade is not None and grade.score:
            verdict = Verdict(question, float(grade.score), points, "graded", None, messages.MANUAL)
    if grade is not None and grade.manual_score is not None and not grade.needs_manual_grade:
        # What a person gave stands over what the machine gave.
        return replace(verdict, score=float(grade.manual_score + (grade.extra_credit or 0)), state="graded")
    return verdict
