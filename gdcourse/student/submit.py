"""Look a notebook over before it is handed in, and pack it. Whatever is wrong becomes a warning, never a refusal."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from nbformat import NotebookNode

from gdcourse import __version__
from gdcourse.atomic_write import replace_file
from gdcourse.exercises import units
from gdcourse.judging.exercise import Unit
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import is_fenced, line_that_is_no_code, what_is_asked, words
from gdcourse.notebooks.files_of_tools import MANIFEST
from gdcourse.notebooks.given_cells import released_cells
from gdcourse.notebooks.reading import UnreadableNotebookError, read_file
from gdcourse.student import messages
from gdcourse.student.differences_when_graded import differences, files_elsewhere, files_needed, modules_elsewhere
from gdcourse.student.place_workbooks import edition_of, is_given_out
from gdcourse.student.where_answers_stand import (
    GivenCells,
    Place,
    given_cells,
    is_made,
    places,
    still_waits,
    unanswered,
    unit_of,
    without_cell,
)
from gdcourse.untrusted_text import legible

LARGE = 5_000_000


class NoNotebookError(Exception):
    """There is nothing to hand in. The message says what was looked for."""


def find_notebook(unit: Unit, directory: Path) -> tuple[Path, bool]:
    """The student's notebook of a unit in ``directory`` or up to two folders below, and whether there were several.

    Of several, the one changed last, whatever it is called: browsers and front ends number copies. What holds none of
    the unit's questions is passed over, and so are hidden folders and those that students do not work in.

    Raises:
        NoNotebookError: where there is none.
    """
    name = f"{unit.slug}.ipynb"
    found = [p for pattern in ("*.ipynb", "*/*.ipynb", "*/*/*.ipynb") for p in directory.glob(pattern)]
    passed_over = {"source", "autograded", "feedback", "release"}
    candidates = [
        path
        for path in found
        if not any(part.startswith(".") or part in passed_over for part in path.relative_to(directory).parts)
        and not is_given_out(path.relative_to(directory))
        and _may_be_the_assignment(path, unit)
    ]
    if not candidates:
        message = messages.NO_SUBMISSION_FILE.format(unit=unit.slug, name=name, path=directory.resolve())
        raise NoNotebookError(str(message))
    return max(candidates, key=lambda path: path.stat().st_mtime), len(candidates) > 1


def _may_be_the_assignment(path: Path, unit: Unit) -> bool:
    try:
        return unit_of(read_file(path).cells) == unit
    except UnreadableNotebookError:
        return unit == _unit_by_name(path)


def _unit_by_name(path: Path) -> Unit | None:
    """Of a notebook that is damaged, and perhaps the very one: it can still be handed in."""
    named = [unit for unit in units() if path.name.startswith(unit.slug)]
    return max(named, key=lambda unit: len(unit.slug), default=None)


def unit_in(path: Path) -> Unit:
    """The unit that a notebook is handed in for.

    Raises:
        NoNotebookError: where it is none of an assignment's.
    """
    try:
        unit = unit_of(read_file(path).cells)
    except UnreadableNotebookError as error:
        unit = _unit_by_name(path)
        if unit is None:
            raise NoNotebookError(str(messages.NOT_A_NOTEBOOK.format(path=path, reason=str(error)))) from error
    if unit is None:
        raise NoNotebookError(str(messages.NO_QUESTIONS_IN_NOTEBOOK.format(path=path)))
    return unit


def warnings_about(data: NotebookNode | UnreadableNotebookError, size: int, unit: Unit) -> list[Text]:
    """What is missing in a notebook or was altered, in the order of the questions.

    Args:
        data: the notebook, or why it cannot be read.
        size: of the file, in bytes.
        unit: what was asked.
    """
    large = [messages.WARN_LARGE.format(size=size / 1e6)] if size > LARGE else []
    if isinstance(data, UnreadableNotebookError):
        return [messages.WARN_UNREADABLE.format(reason=str(data)), *large]
    cells = data.cells
    told = [text for place in places(cells, unit) for text in _about(place, cells)] + about_code(cells, unit)
    for name, is_below in unanswered(cells):
        told.append((messages.WARN_BELOW if is_below else messages.WARN_BLANK).format(id=legible(name, 80)))
    told += [messages.WARN_CELL_GONE.format(title=legible(title, 80)) for title in without_cell(cells)]
    return told + large


def _about(place: Place, cells: Sequence[NotebookNode]) -> Iterator[Text]:
    exercise = place.exercise
    if place.answer is None:
        yield messages.WARN_SOLUTION_GONE.format(id=exercise.id)
    elif place.is_blank and not place.elsewhere:
        yield messages.WARN_BLANK.format(id=exercise.id)
    elif still_waits(cells[place.answer].source):
        yield messages.WARN_STUB_LEFT.format(id=exercise.id)
    elif not is_made(cells, exercise.name):
        yield messages.WARN_NAME_GONE.format(id=exercise.id, name=exercise.name)
    elif place.elsewhere and not place.is_idle and place.answer not in place.elsewhere:
        where = ", ".join(str(position + 1) for position in sorted({place.answer, *place.elsewhere}))
        values = {"id": exercise.id, "name": exercise.name, "cells": where, "counts": place.answer + 1}
        yield messages.WARN_ANSWERED_TWICE.format(**values)
    if not place.checks:
        yield messages.WARN_CHECK_GONE.format(id=exercise.id)
    elif len(place.checks) > 1:
        yield messages.WARN_CHECK_TWICE.format(id=exercise.id)
    elif what_is_asked(cells[place.checks[0]].source) != (exercise.id, exercise.name):
        yield messages.WARN_CHECK_CHANGED.format(id=exercise.id)


def about_code(cells: Sequence[NotebookNode], unit: Unit) -> list[Text]:
    """Which answers do not run at all: code as a text shows it, or with a text around it."""
    told = []
    for place in places(cells, unit):
        source = cells[place.answer].source if place.answer is not None else ""
        if line := line_that_is_no_code(source):
            said = messages.WARN_FENCED if is_fenced(source) else messages.WARN_NO_CODE
            told.append(said.format(id=place.exercise.id, cell=(place.answer or 0) + 1, line=line))
    return told


def about_given(given: GivenCells, as_well: Collection[int]) -> Iterator[Text]:
    """What is said of code that was given.

    Args:
        given: what became of it.
        as_well: the positions of changed cells behind which the given text runs as well.
    """
    for _, text in given.gone:
        line = next(iter(words(text)), text.strip().split("\n")[0])
        yield messages.WARN_GIVEN_GONE.format(line=legible(line, 60))
    for position in as_well:
        yield messages.WARN_GIVEN_CHANGED.format(cell=position + 1)


def look_over(path: Path, unit: Unit) -> tuple[dict[str, Path], list[Text]]:
    """The files beside a notebook that it needs, and ``warnings_about`` it.

    Raises:
        OSError: where the file cannot be opened.
    """
    size = path.stat().st_size
    try:
        notebook = read_file(path)
    except UnreadableNotebookError as error:
        return {}, warnings_about(error, size, unit)
    files, too_large = files_needed(notebook, path.parent)
    edition = edition_of(unit.slug, path.parent)
    given = given_cells(notebook.cells, unit, released_cells(edition) if edition is not None else ())
    folder = path.parent
    differ = [*differences(notebook), *modules_elsewhere(notebook, folder), *files_elsewhere(notebook, folder)]
    put_right = about_given(given, given.makes_less(notebook.cells))
    return files, [*warnings_about(notebook, size, unit), *put_right, *differ, *too_large]


def pack(path: Path, unit: Unit, target: Path, warned: list[Text], files: Mapping[str, Path] | None = None) -> Path:
    """Write the archive that is handed in: the notebook under the name that nbgrader expects, and a manifest.

    Args:
        path: the notebook.
        unit: what was asked.
        target: the archive.
        warned: what was said of the notebook.
        files: what goes with it, by the paths beside it.

    Raises:
        OSError: where the archive cannot be written.
    """
    contents = {f"{unit.slug}.ipynb": path.read_bytes()}
    contents |= {name: beside.read_bytes() for name, beside in (files or {}).items()}
    manifest = {
        "unit": unit.slug,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "gdcourse": __version__,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in contents.items()
        },
        "warnings": [text.as_dict() for text in warned],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    replace_file(target, packed.getvalue())
    return target
