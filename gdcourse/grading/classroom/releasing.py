"""What keeps a release from doing harm: questions that have answers stay, and so does what was released before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from sqlalchemy import Column, String, Table, insert, select

from gdcourse.atomic_write import move_aside, move_back, replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.course_error import CourseError
from gdcourse.grading.classroom.small_course_files import read_kept, unreadable
from gdcourse.grading.classroom.verdict_database import create_tables, metadata
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.language import Text
from gdcourse.notebooks.given_cells import ReleasedCell, released_cells
from gdcourse.notebooks.last_run import forget_run
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, note_limits, noted_limits
from gdcourse.notebooks.one_language import in_language
from gdcourse.notebooks.reading import read_whole

GIVEN_BEFORE = ".gdcourse-given-before.json"
"""In the course: what students have got of each unit, cell by cell, in all releases but the present one."""
_released_before = Table("gdcourse_released_before", metadata, Column("unit", String(128), primary_key=True))
"""Of which units that file has to know something."""


class ForgetRun(NbGraderPreprocessor):
    """Takes out of a release what its author's notebook says of when it was last run."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        forget_run(nb)
        return nb, resources


def cells_that_changed(gradebook: Gradebook, source: Path, unit: str) -> Text | None:
    """What was added to a unit or taken out of it since people handed it in: nbgrader has no place for that.

    Args:
        source: the unit's directory under ``source/``.

    Returns:
        A sentence that says so and what to do, or ``None`` where nobody has handed it in, or no cell came or went.
    """
    try:
        recorded = gradebook.find_assignment(unit)
    except MissingEntry:
        return None
    handed_in = [submission for submission in recorded.submissions if submission.notebooks]  # not an extension alone
    if not handed_in:
        return None
    before = {(n.name, cell.name) for n in recorded.notebooks for cell in n.source_cells}
    before |= {(n.name, "") for n in recorded.notebooks}
    now = {(path.stem, grade_id) for path in source.glob("*.ipynb") for grade_id in ("", *_recorded_in(path))}
    if now == before:
        return None
    added, gone = (", ".join(sorted({i or f"{n}.ipynb" for n, i in part})) for part in (now - before, before - now))
    count = len({submission.student_id for submission in handed_in})
    return messages.HAS_SUBMISSIONS.format(unit=unit, count=count, added=added or "–", gone=gone or "–")


def _recorded_in(path: Path) -> Iterator[str]:
    """The ids of the cells that nbgrader records."""
    for cell in read_whole(path).cells:
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell):
            yield str(cell.metadata.nbgrader.get("grade_id"))


@contextmanager
def kept_unless_replaced(release: Path) -> Iterator[None]:
    """What stands in ``release`` stands there again if the block fails, or leaves nothing; also after a crash."""
    aside = release.with_name(f".{release.name}.before")
    move_back(aside, release)  # of a release that was killed
    move_aside(release, aside)
    try:
        yield
    finally:
        move_back(aside, release)


def remember_release(gradebook: Gradebook, course: Path, release: Path) -> None:
    """Keep what students have got of a unit, before something else is released: they may hand it in all the same.

    Raises:
        CourseError: where what was kept before cannot be read.
    """
    known = read_kept(course / GIVEN_BEFORE, {})
    of_unit = known.setdefault(release.name, {})
    for path in sorted(release.glob("*.ipynb")):
        try:
            found = [asdict(cell) for cell in released_cells(read_whole(path))]
        except (OSError, ValueError):
            continue  # it was damaged since, and is about to be made anew
        cells = of_unit.setdefault(path.stem, [])
        cells += [cell for cell in found if cell["source"].strip() and cell not in cells]
    if of_unit:
        replace_file(course / GIVEN_BEFORE, json.dumps(known, ensure_ascii=False, indent=1) + "\n")
        create_tables(gradebook)
        if not _was_released_before(gradebook, release.name):
            gradebook.db.execute(insert(_released_before).values(unit=release.name))
            gradebook.db.commit()


def with_earlier(asked: Assignment, gradebook: Gradebook, course: Path) -> Assignment:
    """An assignment that knows what students have got of it before.

    Raises:
        CourseError: where that cannot be read, or is not there any more.
    """
    path = course / GIVEN_BEFORE
    kept = read_kept(path, {})
    if asked.unit not in kept:
        create_tables(gradebook)
        if _was_released_before(gradebook, asked.unit):
            raise CourseError(str(messages.GIVEN_BEFORE_GONE.format(unit=asked.unit, path=path)))
    try:
        cells = [ReleasedCell(**cell) for cell in kept.get(asked.unit, {}).get(asked.notebook, [])]
    except (AttributeError, TypeError) as error:
        raise unreadable(path, f"{type(error).__name__}: {error}") from None
    return replace(asked, earlier=tuple(cell for cell in cells if cell not in asked.released))


def _was_released_before(gradebook: Gradebook, unit: str) -> bool:
    query = select(_released_before).where(_released_before.c.unit == unit)
    return gradebook.db.execute(query).first() is not None


def put_limits(release: Path, limits: LimitsWhenGraded) -> None:
    """Let the notebooks of a release say what they may take, where that is not the usual."""
    for path in notebooks_of_other_limits(release, limits):
        notebook = read_whole(path)
        note_limits(notebook, LimitsWhenGraded.of(limits))
        replace_file(path, nbformat.writes(notebook) + "\n")


def notebooks_of_other_limits(release: Path, limits: LimitsWhenGraded) -> list[Path]:
    """The notebooks of a release that tell students other limits than these."""
    return [p for p in sorted(release.glob("*.ipynb")) if noted_limits(read_whole(p)) != LimitsWhenGraded.of(limits)]


def put_into_language(release: Path, language: str) -> None:
    """Leave one language in the notebooks of a release."""
    for path in release.glob("*.ipynb"):
        made = in_language(read_whole(path), language)
        replace_file(path, nbformat.writes(made) + "\n")
