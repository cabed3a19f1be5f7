"""Which of the files in a student's folder is the notebook, where there is more than the one of the right name."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from gdcourse.grading.classroom.which_unit import UnitCells, ids_in
from gdcourse.notebooks.default_limits import MAX_NOTEBOOK_BYTES
from gdcourse.notebooks.files_of_tools import FILES_OF_TOOLS
from gdcourse.notebooks.reading import looks_like_notebook

_ENDINGS = (".ipynb", ".txt", ".json", ".py", "")
_ARCHIVES = (".zip", ".7z", ".rar", ".alz", ".egg", ".tar", ".gz", ".tgz")
_HEAD = 4096


class NotebookChoice:
    """Chooses among what students have handed in of a unit, as it is in a course now."""

    def __init__(self, coursedir: CourseDirectory, unit: str) -> None:
        self._coursedir, self._unit = coursedir, unit
        source = Path(coursedir.format_path(coursedir.source_directory, ".", unit))
        self._known = frozenset(path.name for path in source.glob("*.ipynb"))

    @cached_property
    def _cells(self) -> UnitCells:
        return UnitCells.of(self._coursedir, self._unit)

    def __call__(self, folder: Path, name: str) -> tuple[Path, tuple[str, ...]]:
        """The file in a student's folder that is graded as the notebook of that name, and what else might be meant."""
        return notebook_of_student(folder, name, {*self._known, f"{name}.ipynb"}, lambda: self._cells)


def notebook_of_student(
    folder: Path, name: str, known: Collection[str], cells: Callable[[], UnitCells]
) -> tuple[Path, tuple[str, ...]]:
    """The file that is graded as a notebook of a unit, and the names of what else might have been meant.

    It is the one that holds the notebook's questions and the most answers, then the one of the right name, then the
    one changed last; the only one of another name is taken, whatever it holds.

    Args:
        folder: of the student and the unit.
        name: of the notebook, without ``.ipynb``.
        known: the files' names of all notebooks of the unit.
        cells: of the unit; asked for only where it is not clear which file it is.
    """
    right = folder / f"{name}.ipynb"
    files = sorted(_files(folder))
    others = [path for path in files if path.name not in known and _may_be_one(path)]
    beside = tuple(path.relative_to(folder).as_posix() for path in others)
    candidates = [path for path in others if path.parent == folder and path.suffix.lower() not in _ARCHIVES]
    has_right = os.path.lexists(right)
    swapped = _swapped(right, known, cells) if len(known) > 1 else []
    candidates += swapped
    beside += tuple(path.name for path in swapped)
    if not candidates:
        usual = {*FILES_OF_TOOLS, *(folder / name for name in known)}
        strange = (path for path in files if usual.isdisjoint((path, path.name)))
        return right, beside if has_right else tuple(path.relative_to(folder).as_posix() for path in strange)
    if not has_right and len(candidates) == len(known) == 1:
        return candidates[0], beside
    of_unit = cells()
    own = of_unit.notebooks.get(name, frozenset())
    rest = frozenset().union(*(ids for other, ids in of_unit.notebooks.items() if other != name)) - own
    ranked, theirs = [], set()
    for path in [*candidates, *([right] if has_right and right.is_file() and not right.is_symlink() else [])]:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_NOTEBOOK_BYTES)
            inside = ids_in(data)
            is_others = len(inside & rest) > len(inside & own)
            if is_others and path in others:
                theirs.add(path.relative_to(folder).as_posix())
            if path == right or (inside & own and not is_others):
                has_questions = bool(inside & own)
                rank = (has_questions, of_unit.answers(data) if has_questions else 0, path == right)
                ranked.append((rank, path.stat().st_mtime, path))
        except OSError:
            continue  # it cannot be read, and is listed
    return (max(ranked)[2] if ranked else right), tuple(name for name in beside if name not in theirs)


def _swapped(right: Path, known: Collection[str], cells: Callable[[], UnitCells]) -> list[Path]:
    """What is called as another notebook of the unit and holds this one's questions, where the right one does not."""
    own = cells().notebooks.get(right.stem, frozenset())
    if own & _ids_in(right):
        return []
    return [path for name in sorted(known) if (path := right.with_name(name)) != right and own & _ids_in(path)]


def _ids_in(path: Path) -> frozenset[str]:
    try:
        if path.is_symlink() or not path.is_file():
            return frozenset()
        with path.open("rb") as file:
            return ids_in(file.read(MAX_NOTEBOOK_BYTES))
    except OSError:
        return frozenset()


def _files(folder: Path) -> list[Path]:
    """What lies in a folder and one below, which is where an archive that somebody unpacked has it."""
    found = [*folder.glob("*"), *folder.glob("*/*")]
    hidden = [any(part.startswith((".", "__")) for part in path.relative_to(folder).parts) for path in found]
    return [path for path, is_hidden in zip(found, hidden, strict=True) if not is_hidden and path.is_file()]


def _may_be_one(path: Path) -> bool:
    ending = path.suffix.lower()
    if path.is_symlink() or ending not in (*_ENDINGS, *_ARCHIVES):
        return False
    if ending in (".ipynb", *_ARCHIVES):
        return True
    try:
        with path.open("rb") as file:
            return looks_like_notebook(file.read(_HEAD))
    except OSError:
        return False
