"""Courses full of submissions, for the benchmarks."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from sqlalchemy import create_engine, text

from gdcourse.exercises import find_unit, units
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.demo.simulated_class import Answers, reference_answers, submission
from gdcourse.notebooks.reading import grade_id_of
from gdcourse.solutions import Variant, variants_of

ROOT = Path(__file__).parent.parent
SLUGS = [unit.slug for unit in units()]


def make_course(directory: Path, slugs: list[str] = SLUGS, database: str | None = None) -> Course:
    """A course with these units, released.

    Args:
        database: the address of the gradebook's database, where it is not a file of the course; nothing is left in it.
    """
    directory.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    if database is not None:
        engine = create_engine(database)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        with (directory / "nbgrader_config.py").open("a") as file:
            file.write(f"c.CourseDirectory.db_url = {database!r}\n")
    for slug in slugs:
        shutil.copytree(ROOT / "source" / slug, directory / "source" / slug)
    course = Course(directory)
    for slug in slugs:
        course.release(slug)
    return course


def all_or_nothing(slug: str, number: int) -> Answers:
    """Answers that get all points or none for each question: right ones, and mistakes without credit, in turn.

    nbgrader's own scoring knows no credit for a mistake, and the marks are to be the same.
    """
    variants = variants_of(find_unit(slug))
    answers: dict[str, Variant | None] = dict(reference_answers(find_unit(slug)))
    for place, (question, found) in enumerate(variants.items()):
        wrong = [v for v in found if v.role == "mistake" and not v.credit]
        if wrong and (place + number) % 4 == 0 and number % 2:
            answers[question] = wrong[number % len(wrong)]
    return answers


def fill(course: Course, slug: str, count: int) -> list[str]:
    """Hand in ``count`` submissions to a unit; returns the students."""
    release = nbformat.read(course.path("release", slug) / f"{slug}.ipynb", as_version=4)
    students = [f"student-{number:04d}" for number in range(count)]
    for number, student in enumerate(students):
        path = course.path("submitted", slug, student) / f"{slug}.ipynb"
        path.parent.mkdir(parents=True)
        # A comment of their own makes every submission another one.
        notebook = submission(release, find_unit(slug), all_or_nothing(slug, number), "생각 · thoughts")
        notebook.cells[-1].source += f"\n{student}"
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return students


def marks(course: Course, slug: str) -> dict[str, float | None]:
    """By student and question: the automatic score in the gradebook."""
    with course.gradebook() as book:
        return {
            f"{s.student.id}/{grade.name}": grade.auto_score
            for s in book.assignment_submissions(slug)
            for notebook in s.notebooks
            for grade in notebook.grades
        }


def code_cells(notebook: NotebookNode) -> list[tuple[str | None, str]]:
    """The code of a notebook, each cell with its grade id."""
    return [(grade_id_of(cell), cell.source) for cell in notebook.cells if cell.cell_type == "code"]
