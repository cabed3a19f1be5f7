"""A lesson's other readings, from its author's own: the workbook for students, the textbook for the site."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import units
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.judging.practice import OPENING_QUESTIONS, letters
from gdcourse.notebooks.cell_text import calls_in
from gdcourse.notebooks.last_run import forget_run
from gdcourse.notebooks.one_language import in_language
from gdcourse.notebooks.optional_sections import begins_optional_section
from gdcourse.notebooks.reading import read_whole

LESSONS = "course"
WORKBOOKS = "lessons"
"""The folder of the workbooks, among the releases. nbgrader takes folders for assignments where it is told their
names, or finds them in ``source/``; so no unit may have this one's."""

_FOLDED = "# 그림을 그리는 코드 · the code that draws"
"""Of a folded cell, JupyterLab shows the first line."""
_DRAWS = {"figure", "move", "explorable"}
_SAYS = {"print", "check", "guess", "reveal", "drill", "opening", "display"}


def lessons_in(course: Course) -> list[str]:
    """The units that have a lesson."""
    return sorted(path.stem for path in (course.directory / LESSONS).glob("*.ipynb"))


def lesson_of(course: Course, unit: str) -> Path:
    """Where a unit's lesson is kept, if it has one."""
    return course.directory / LESSONS / f"{unit}.ipynb"


def workbook_of(course: Course, unit: str) -> Path:
    """Where a unit's workbook is released to."""
    return course.path(course.coursedir.release_directory, WORKBOOKS) / f"{unit}.ipynb"


def release_workbook(course: Course, unit: str, language: str | None = None) -> Path | None:
    """Make the workbook of a unit's lesson; ``None`` where it has no lesson.

    Args:
        course: its lessons are in the folder ``course``.
        unit: the lesson's name.
        language: ``"ko"`` or ``"en"`` for a workbook in one language.

    Raises:
        CourseError: where the lesson cannot be read or its solution marks do not pair up, or an assignment has the
            name of the workbooks' folder.
    """
    if WORKBOOKS in course.units():
        raise CourseError(str(messages.NAME_OF_WORKBOOKS.format(name=WORKBOOKS)))
    lesson, target = lesson_of(course, unit), workbook_of(course, unit)
    if not lesson.is_file():
        return None
    try:
        made = workbook(read_whole(lesson), ClearSolutions(parent=course.app))
    except (RuntimeError, ValueError) as error:
        raise CourseError(str(messages.NO_WORKBOOK.format(path=lesson, reason=str(error)))) from error
    if language is not None:
        made = in_language(made, language)
    replace_file(target, nbformat.writes(made) + "\n")
    return target


def drop_old_workbooks(course: Course) -> None:
    """Remove the workbooks whose lessons are gone."""
    folder = course.path(course.coursedir.release_directory, WORKBOOKS)
    for path in folder.glob("*.ipynb"):
        if not lesson_of(course, path.stem).is_file():
            path.unlink()


def workbook(lesson: NotebookNode, clear: ClearSolutions) -> NotebookNode:
    """What a student opens: no solution, no output; what only draws is folded, and so is what may be left out.

    Args:
        lesson: as its author keeps it.
        clear: puts the course's stub where the solutions were.

    Raises:
        RuntimeError: where marks of solutions do not pair up.
    """
    made = without_solutions(lesson, clear)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.source = _with_places(cell.source) + _what_can_be_chosen(cell.source)
            if only_draws(cell.source):
                cell.metadata["jupyter"] = {"source_hidden": True}
                cell.source = f"{_FOLDED}\n{cell.source}"
        elif begins_optional_section(cell):
            cell.metadata["jp-MarkdownHeadingCollapsed"] = True
    return made


def textbook(lesson: NotebookNode, clear: ClearSolutions) -> NotebookNode:
    """What the site shows: the outputs as they are stored, but for those of checks, whose answers are not there.

    Raises:
        RuntimeError: where marks of solutions do not pair up.
    """
    made = without_solutions(lesson, clear)
    for cell in made.cells:
        if cell.cell_type == "code" and "check" in _called(cell.source):
            cell.outputs = []
        if cell.cell_type == "code" and only_draws(cell.source):
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]
    return made


def without_solutions(lesson: NotebookNode, clear: ClearSolutions) -> NotebookNode:
    """A lesson with the stub in place of each solution. The tasks of a lesson are not nbgrader's: they have no ids.

    Raises:
        RuntimeError: where marks of solutions do not pair up.
    """
    clear.enforce_metadata = False
    made, _ = clear.preprocess(deepcopy(lesson), {})
    forget_run(made)
    return made


def _with_places(source: str) -> str:
    """A drill with a place for its answer, and the questions at the top of a lesson with one for each."""
    source = re.sub(r'^(drill\("[\w-]+")\)', r"\1, ...)", source, flags=re.MULTILINE)
    places = ", ..." * OPENING_QUESTIONS
    return re.sub(r'^(opening\("[\w-]+")\)', rf"\1{places})", source, flags=re.MULTILINE)


def _what_can_be_chosen(source: str) -> str:
    """Behind a guess that is a choice: how its options are written. Nothing behind other cells."""
    match calls_in(source):
        case [("guess", str() as asked)] if asked in (choices := _choices()):
            return f"  # {', '.join(choices[asked])}"
    return ""


def _choices() -> dict[str, list[str]]:
    asked = [exercise for unit in units() for exercise in unit.practice_of("guess") if exercise.options]
    return {exercise.id: [f'"{letter}"' for letter in letters(exercise)] for exercise in asked}


def only_draws(source: str) -> bool:
    """Whether a code cell is there for its figure alone: it draws, and neither prints, asks nor answers."""
    called = _called(source)
    return bool(called & _DRAWS) and not called & _SAYS


def _called(source: str) -> set[str]:
    return {name for name, _ in calls_in(source)}
