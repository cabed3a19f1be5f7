"""The report of a unit of a course on disk: gathered there, written as HTML, CSV or JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from glob import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import nbformat
from nbformat import NotebookNode

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import known_unit, title_of
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.gradebook_recording import recorded_results
from gdcourse.grading.classroom.names_of_students import names_of_students
from gdcourse.grading.classroom.unexplained_groups import unexplained_groups
from gdcourse.grading.pages.course_data import CourseReport, build_course_report
from gdcourse.grading.pages.course_page import as_page as as_course_page
from gdcourse.grading.pages.question_titles import question_titles
from gdcourse.grading.pages.report_data import Asked, Report, Row, build_report
from gdcourse.grading.pages.report_page import as_page
from gdcourse.grading.pages.safe_csv import write_csv
from gdcourse.grading.pages.similar_answers import LONGEST
from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.language import NO_TEXT
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of
from gdcourse.solutions import source_of, variants_of

FORMATS = ("html", "csv", "json")


def class_report(
    course: Course,
    unit: str,
    on_plan: Callable[[int], None] = lambda total: None,
    on_student: Callable[[], None] = lambda: None,
) -> Report:
    """The report on the last grading of a unit.

    Args:
        course, unit: of which class.
        on_plan: called with how many notebooks have been graded.
        on_student: called when what came of one has been read.

    Raises:
        CourseError: where the unit has not been released or not been graded.
    """
    notebooks = len(course.assignments(unit))  # which refuses what has not been released
    with course.gradebook() as gradebook:
        on_plan(notebooks * len(gradebook.assignment_submissions(unit)))
    results = []
    for result in recorded_results(course, unit):
        results.append(result)
        on_student()
    if not results:
        raise CourseError(str(messages.NOT_GRADED.format(unit=unit)))
    asked = _asked(course, unit)
    return build_report(
        results,
        _submitted_answers(course, unit, {question.solution for question in asked if question.solution}),
        asked,
        unit=unit,
        title=title_of(unit),
        names=_names(course),
        unexplained=unexplained_groups(results),
    )


def _submitted_answers(course: Course, unit: str, solutions: set[str]) -> dict[str, NotebookNode | None]:
    """By everyone in the gradebook or with a folder: ``None`` where there is no notebook that can be read.

    Of a notebook the solutions are wanted, as far as they are compared. Those of several notebooks stand in one.
    """
    with course.gradebook() as gradebook:
        found: dict[str, NotebookNode | None] = {student.id: None for student in gradebook.students}
    for assignment in course.assignments(unit):
        for submission in course.submissions(assignment):
            before = found.setdefault(submission.student, None)
            data = submission.read()
            try:
                notebook = read_in_child(data, solutions, LONGEST) if data is not None else None
            except UnreadableNotebookError:
                notebook = None
            if before is not None and notebook is not None:
                notebook.cells = [*before.cells, *notebook.cells]
            found[submission.student] = notebook or before
    return found


def _asked(course: Course, unit: str) -> list[Asked]:
    """The questions, and what of the answers everybody was given or is known to write."""
    common: dict[str, tuple[str, ...]] = {}
    if known := known_unit(unit):
        variants = variants_of(known)
        for exercise in known.exercises:
            common[exercise.id] = tuple(source_of(exercise, v) for v in variants[exercise.id])
    found = []
    for assignment in course.assignments(unit):
        released = course.path(course.coursedir.release_directory, unit) / f"{assignment.notebook}.ipynb"
        cells = nbformat.read(released, as_version=4).cells if released.is_file() else []
        stubs = {grade_id_of(cell): cell.source for cell in cells}
        titles = question_titles(cells)
        for cell in assignment.questions:
            solution = cell.after if cell.is_check else cell.grade_id if cell.cell_type == "code" else None
            given = (stubs.get(solution, ""), *common.get(cell.grade_id, ()))
            found.append(Asked(cell.grade_id, titles.get(cell.grade_id, NO_TEXT), solution, given))
    return found


def feedback_pages(course: Course, unit: str) -> dict[str, Path]:
    """By student, the feedback page on a unit, where one has been written; of several notebooks, the first one's."""
    pages = Path(course.coursedir.format_path(course.coursedir.feedback_directory, "x", "x")).parent.parent
    found: dict[str, Path] = {}
    for path in sorted(pages.glob(f"*/{escape(unit)}/*.html")):
        found.setdefault(path.parent.parent.name, path)
    return found


def links_from(directory: Path, pages: Mapping[str, Path]) -> dict[str, str]:
    """The same pages as links from a page in this directory."""
    base = directory.resolve()
    relative = {student: Path(os.path.relpath(page.resolve(), base)) for student, page in pages.items()}
    return {student: quote(path.as_posix(), errors="surrogatepass") for student, path in relative.items()}


def write_report(
    report: Report,
    directory: Path,
    formats: Iterable[str] = ("html",),
    feedback: Mapping[str, Path] = MappingProxyType({}),
) -> list[Path]:
    """Write the report in these formats (see `FORMATS`) into a directory, and return the files.

    Args:
        report: the data.
        directory: where to.
        formats: of `FORMATS`.
        feedback: by student, the feedback page.
    """
    written: list[Path] = []
    for chosen in formats:
        path = directory / f"{report.unit}.{chosen}"
        if chosen == "csv":
            tables = as_tables(report)
            written += [directory / f"{report.unit}-{name}.csv" for name in tables]
            for name, rows in tables.items():
                write_csv(directory / f"{report.unit}-{name}.csv", rows)
            continue
        html = chosen == "html"
        replace_file(path, as_page(report, links_from(directory, feedback)) if html else as_json(report))
        written.append(path)
    return written


def course_report(
    course: Course,
    on_plan: Callable[[int], None] = lambda total: None,
    on_unit: Callable[[], None] = lambda: None,
) -> CourseReport:
    """The report across all units that have been graded.

    Args:
        course: of which class.
        on_plan: called with how many units there are.
        on_unit: called when one has been read.

    Raises:
        CourseError: where none has been.
    """
    with course.gradebook() as gradebook:
        asked = sorted(assignment.name for assignment in gradebook.assignments if assignment.notebooks)
    names, found = _names(course), []
    on_plan(len(asked))
    for unit in asked:
        on_unit()
        try:
            results = list(recorded_results(course, unit))
        except CourseError:
            continue  # it has been taken out of the course since, or never released
        if results:
            # What was written does not matter here, and to compare it takes the most time.
            found.append(build_report(results, dict.fromkeys(names), unit=unit, title=title_of(unit), names=names))
    if not found:
        if not asked:
            raise CourseError(str(messages.NOTHING_RELEASED))
        units = list(filter(course.is_handed_in, asked)) or asked
        raise CourseError(str(messages.NOTHING_GRADED.format(units=units)))
    return build_course_report(found)


def _names(course: Course) -> dict[str, str]:
    with course.gradebook() as gradebook:
        return names_of_students(gradebook)


def write_course_report(
    report: CourseReport,
    directory: Path,
    formats: Iterable[str] = ("html",),
    feedback: Mapping[str, Mapping[str, Path]] = MappingProxyType({}),
) -> list[Path]:
    """Write the report across units in these formats into a directory, and return the files.

    Args:
        report: the data.
        directory: where to.
        formats: of `FORMATS`.
        feedback: by unit, by student, the feedback page.
    """
    written = []
    for chosen in formats:
        if chosen == "csv":
            for name, rows in as_course_tables(report).items():
                written.append(directory / f"course-{name}.csv")
                write_csv(written[-1], rows)
            continue
        written.append(directory / f"course.{chosen}")
        own = {unit.unit: Path(f"{unit.unit}.html") for unit in report.units}
        links = {unit: quote(path.name) for unit, path in own.items() if (directory / path).is_file()}
        pages = {unit: links_from(directory, of) for unit, of in feedback.items()}
        replace_file(written[-1], as_course_page(report, links, pages) if chosen == "html" else as_json(report))
    return written


def as_course_tables(report: CourseReport) -> dict[str, Sequence[Sequence[Any]]]:
    """The report across units as tables, headings first."""
    units_ = [unit.unit for unit in report.units]
    students = [["student", "name", *units_, "mean", "why"]] + [
        [row.student, row.name, *(one.share for one in row.standings), row.mean, " ".join(row.why)]
        for row in report.rows
    ]
    mistakes = [["diagnosis", *units_, "again", "hint_ko", "hint_en", "students"]] + [
        [one.diagnosis, *one.counts, len(one.again), one.hint.ko, one.hint.en, " ".join(one.again)]
        for one in report.mistakes
    ]
    return {"students": students, "mistakes": mistakes}


def as_json(report: Report | CourseReport) -> str:
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n"


def _scores(row: Row, questions: Sequence[str]) -> list[float | None]:
    return [m.score for m in row.marks] or [None] * len(questions)


def as_tables(report: Report) -> dict[str, Sequence[Sequence[Any]]]:
    """The report as tables, one for each part, headings first."""
    questions = [q.question for q in report.questions]
    marks = [["student", "name", "question", "score", "max_score", "state", "diagnosis"]] + [
        [row.student, row.name, q.question, m.score, q.max_score, m.state, m.diagnosis]
        for row in report.rows
        for q, m in zip(report.questions, row.marks, strict=False)
    ]
    lateness = "late", "seconds_late", "late_penalty"
    totals = [["student", "name", "score", "open_points", "handed_in", *questions, *lateness]] + [
        [
            r.student,
            r.name,
            r.score,
            r.open_points,
            bool(r.marks),
            *_scores(r, questions),
            r.late,
            r.seconds_late,
            r.late_penalty,
        ]
        for r in report.rows
    ]
    items = [["question", "title_ko", "title_en", "max_score", "counted", "difficulty", "discrimination"]] + [
        [q.question, q.title.ko, q.title.en, q.max_score, q.counted, q.difficulty, q.discrimination]
        for q in report.questions
    ]
    mistakes = [["question", "diagnosis", "letter", "count", "hint_ko", "hint_en", "students"]] + [
        [q.question, m.diagnosis, m.letter, m.count, m.hint.ko, m.hint.en, " ".join(m.students)]
        for q in report.questions
        for m in q.mistakes
    ]
    unexplained = [["question", "count", "case_ko", "case_en", "answer", "students"]] + [
        [u.question, len(u.students), u.case.ko, u.case.en, u.text, " ".join(u.students)] for u in report.unexplained
    ]
    unlisted = [["question", "count", "answer", "students"]] + [
        [u.question, len(u.students), u.text, " ".join(u.students)] for u in report.unlisted
    ]
    looks = [["student", "name", "why", "questions", "reason_ko", "reason_en"]] + [
        [look.student, look.name, look.why, " ".join(look.questions), look.reason.ko, look.reason.en]
        for look in report.looks
    ]
    similar = [["question", "first", "second", "alike", "to_the_letter"]] + [
        [pair.question, pair.first, pair.second, round(pair.alike, 4), pair.to_the_letter] for pair in report.pairs
    ]
    modules = [["module", "count", "students"]] + [
        [module, len(students), " ".join(students)] for module, students in report.missing_modules
    ]
    return {
        "marks": marks,
        "students": totals,
        "questions": items,
        "mistakes": mistakes,
        "unexplained": unexplained,
        "unlisted": unlisted,
        "modules": modules,
        "look": looks,
        "similar": similar,
    }
