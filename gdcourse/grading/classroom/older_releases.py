"""What students get is what its author has written: where the two differ, a sentence says which notebook and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from pathlib import Path

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearSolutions,
    ComputeChecksums,
    InstantiateTests,
    LockCells,
    SaveCells,
)
from traitlets.utils.importstring import import_item

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.course_consistency import refuse
from gdcourse.grading.classroom.make_workbooks import lesson_of, workbook, workbook_of
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import plain
from gdcourse.notebooks.one_language import in_language, language_of
from gdcourse.notebooks.reading import grade_id_of, read_whole
from gdcourse.untrusted_text import legible

_CHANGES_NO_TEXT = (CheckCellMetadata, ComputeChecksums, LockCells, SaveCells, InstantiateTests)
"""Of nbgrader's steps those that record, lock or sum up, and the one that runs cells to write tests."""
_WRITES_TESTS = "AUTOTEST"
_SHOWN = 3
_LONGEST_SHOWN = 60


def require_released_as_written(course: Course, unit: str) -> None:
    """Refuse to give out a unit of which something else is written by now.

    Raises:
        CourseError: with a sentence for each notebook.
    """
    refuse(unit, [*older_assignments(course, unit), *older_workbook(course, unit)])


def older_assignments(course: Course, unit: str) -> Iterator[Text]:
    """A sentence for each notebook of a unit that is not released as it is written; none of what was never released.

    Raises:
        CourseError: where no release could be made of it.
    """
    written = course.path(course.coursedir.source_directory, unit)
    released = course.path(course.coursedir.release_directory, unit)
    if not any(released.glob("*.ipynb")):
        return
    for name in sorted({path.name for folder in (written, released) for path in folder.glob("*.ipynb")}):
        path, now = written / name, None
        if path.is_file():
            now = _made(lambda path=path: _as_students_get_it(course, read_whole(path)), path)  # type: ignore[misc]
        yield from _difference(course, unit, now, path, released / name)


def older_workbook(course: Course, unit: str) -> Iterator[Text]:
    """A sentence where the workbook of a unit's lesson is not what the lesson gives now.

    Raises:
        CourseError: where no workbook could be made of it.
    """
    lesson, released = lesson_of(course, unit), workbook_of(course, unit)
    if lesson.is_file() and released.is_file():
        made = _made(lambda: workbook(read_whole(lesson), ClearSolutions(parent=course.app)), lesson)
        yield from _difference(course, unit, made, lesson, released)


def _made(make: Callable[[], NotebookNode], path: Path) -> NotebookNode:
    try:
        return make()
    except (RuntimeError, ValueError) as error:  # marks of solutions that do not pair up
        raise CourseError(str(messages.NO_WORKBOOK.format(path=path, reason=str(error)))) from error


def _as_students_get_it(course: Course, notebook: NotebookNode) -> NotebookNode:
    """What nbgrader makes of a notebook, as far as its texts go; nothing is recorded."""
    made = deepcopy(notebook)
    for step in GenerateAssignment(coursedir=course.coursedir, parent=course.app).preprocessors:
        kind: type[Preprocessor] = import_item(step) if isinstance(step, str) else step
        if not issubclass(kind, _CHANGES_NO_TEXT):
            made, _ = kind(parent=course.app).preprocess(made, {})
    return made


def _difference(course: Course, unit: str, now: NotebookNode | None, written: Path, released: Path) -> Iterator[Text]:
    before = read_whole(released) if released.is_file() else None
    if now is not None and before is not None and (language := language_of(before)) is not None:
        now = in_language(now, language)
    by_running = {grade_id_of(cell) for cell in _cells(now) if _WRITES_TESTS in cell.source}
    ours, theirs = _texts(now, by_running), _texts(before, by_running)
    if ours == theirs:
        return
    lines = dict.fromkeys([*_only_in(ours, theirs), *_only_in(theirs, ours)])
    shown = "; ".join([*list(lines)[:_SHOWN], *(["…"] if len(lines) > _SHOWN else [])]) or "–"
    paths = {"released": course.place_of(released), "written": course.place_of(written)}
    yield messages.OLDER_RELEASE.format(unit=unit, cells=shown, **paths)


def _cells(notebook: NotebookNode | None) -> list[NotebookNode]:
    return notebook.cells if notebook is not None else []


def _texts(notebook: NotebookNode | None, by_running: Collection[str | None]) -> list[tuple[str, str]]:
    """The kinds and texts of the cells, but for those that nbgrader writes by running the notebook."""
    cells = [cell for cell in _cells(notebook) if grade_id_of(cell) not in by_running]
    return [(cell.cell_type, plain(cell.source)) for cell in cells]


def _only_in(texts: list[tuple[str, str]], others: list[tuple[str, str]]) -> Iterator[str]:
    """By cell that is in the one notebook alone, the first line that no cell of the other has."""
    known = {line for _, text in others for line in text.splitlines()}
    for _, text in Counter(texts) - Counter(others):
        line = next((line for line in text.splitlines() if line.strip() and line not in known), "")
        if line:
            yield legible(line.strip(), _LONGEST_SHOWN)
