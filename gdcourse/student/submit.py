"""Look a notebook over before it is handed in, and pack it. Whatever is wrong becomes a warning, never a refusal."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from nbformat import NotebookNode

from gdcourse import __version__
from gdcourse.atomic_write import replace_file
from gdcourse.judging.exercise import Unit
from gdcourse.language import Text
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of, read_file
from gdcourse.student import messages
from gdcourse.student.as_graded import differences, files_needed

LARGE = 5_000_000
# What a release has where the solution was; nbgrader_config.py puts it there.
STUBS = ("YOUR CODE HERE", "YOUR ANSWER HERE")


class NoNotebookError(Exception):
    """There is nothing to hand in. The message says what was looked for."""


def find_notebook(unit: Unit, directory: Path) -> tuple[Path, bool]:
    """The student's notebook of a unit in ``directory`` or up to two folders below, and whether there were several.

    Of several, the one changed last. Lessons have the same names; what holds none of the unit's questions is passed
    over, and so are hidden folders and those of nbgrader that students do not work in.

    Raises:
        NoNotebookError: where there is none.
    """
    name = f"{unit.slug}.ipynb"
    found = [p for pattern in (name, f"*/{name}", f"*/*/{name}") for p in directory.glob(pattern)]
    passed_over = {"source", "autograded", "feedback"}
    candidates = [
        path
        for path in found
        if not any(part.startswith(".") or part in passed_over for part in path.relative_to(directory).parts)
        and _may_be_the_assignment(path, unit)
    ]
    if not candidates:
        message = messages.NO_SUBMISSION_FILE.format(unit=unit.slug, name=name, path=directory.resolve())
        raise NoNotebookError(str(message))
    return max(candidates, key=lambda path: path.stat().st_mtime), len(candidates) > 1


def _may_be_the_assignment(path: Path, unit: Unit) -> bool:
    try:
        found = {grade_id_of(cell) for cell in read_file(path).cells}
    except UnreadableNotebookError:
        # Damaged, and perhaps the very one: it can still be handed in.
        return True
    return any(exercise.id in found for exercise in unit.exercises)


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
    told = []
    sources = {grade_id_of(cell): cell.source for cell in data.cells}
    count = Counter(grade_id_of(cell) for cell in data.cells)
    for exercise in unit.exercises:
        solution = sources.get(f"{exercise.id}-solution")
        if solution is None:
            told.append(messages.WARN_SOLUTION_GONE.format(id=exercise.id))
        elif _is_blank(solution):
            told.append(messages.WARN_BLANK.format(id=exercise.id))
        if exercise.id not in sources:
            told.append(messages.WARN_CHECK_GONE.format(id=exercise.id))
        elif count[exercise.id] > 1:
            told.append(messages.WARN_CHECK_TWICE.format(id=exercise.id))
        elif sources[exercise.id].strip() != f'check("{exercise.id}", {exercise.name})':
            told.append(messages.WARN_CHECK_CHANGED.format(id=exercise.id))
    known = {name for exercise in unit.exercises for name in (exercise.id, f"{exercise.id}-solution")}
    told += [
        messages.WARN_BLANK.format(id=name)
        for name, source in sources.items()
        if name and name not in known and _is_blank(source)
    ]
    return told + large


def _is_blank(source: str) -> bool:
    return not source.strip() or any(stub in source for stub in STUBS)


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
    return files, [*warnings_about(notebook, size, unit), *differences(notebook), *too_large]


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
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    replace_file(target, packed.getvalue())
    return target
