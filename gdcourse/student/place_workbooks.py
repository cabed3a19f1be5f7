"""Put lessons and assignments where a student works on them. A newer edition takes over what is written there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gdcourse.atomic_write import replace_file
from gdcourse.language import Text
from gdcourse.notebooks.carrying_over import as_given, carried_over, is_edition, is_untouched
from gdcourse.student import messages, progress_file

LESSONS, ASSIGNMENTS, EARLIER = "lessons", "assignments", "earlier"
EDITIONS = ("originals", "release")
"""Where notebooks come from: in what students unpack, and in the repository. Nobody works there."""


@dataclass(frozen=True)
class Placed:
    """What became of a notebook.

    Attributes:
        path: where it is worked on.
        earlier: what stood there before, where somebody had written into it.
        unreadable: why what stands there was left alone, if it was.
    """

    path: Path
    earlier: Path | None = None
    unreadable: str | None = None

    @property
    def told(self) -> Text | None:
        """What a student should know of it."""
        if self.unreadable is not None:
            return messages.LEFT_ALONE.format(path=self.path, reason=self.unreadable)
        if self.earlier is not None:
            return messages.CARRIED_OVER.format(path=self.path, earlier=self.earlier)
        return None


def editions_in(directory: Path) -> Path | None:
    """The folder of the notebooks as they are given out, if there is one with lessons."""
    return next((directory / name for name in EDITIONS if (directory / name / LESSONS).is_dir()), None)


def edition_of(slug: str, folder: Path) -> NotebookNode | None:
    """The assignment of a unit as it was given out, where that lies in the course around a folder."""
    for directory in (folder.resolve(), *folder.resolve().parents):
        editions = editions_in(directory)
        if editions is not None:
            try:
                return _read(editions / slug / f"{slug}.ipynb")
            except (OSError, ValueError):
                return None
    return None


def is_given_out(path: Path) -> bool:
    """Whether a path, relative to a student's folder, is of what is given out or was put aside: no work of today."""
    return path.parts[:1] in [(name,) for name in (*EDITIONS, EARLIER)]


def place(directory: Path) -> list[Placed]:
    """Bring lessons and assignments up to date, from where they are given out to where they are worked on.

    What nobody has written into becomes the newer edition. What somebody has is kept whole in ``earlier``, and the
    newer edition takes its place with all that was written (``carried_over``).

    Args:
        directory: the repository, or what a student has unpacked.

    Returns:
        The notebooks that are new there or have changed.

    Raises:
        OSError: where the folder cannot be written.
    """
    editions = editions_in(directory)
    if editions is None:
        return []
    placed = []
    for source, target in _files(editions, directory):
        if source.suffix != ".ipynb":
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        elif (done := _place_one(source, target, directory)) is not None:
            placed.append(done)
    return placed


def take_from(older: Path, directory: Path) -> list[Path]:
    """Copy the work of another folder here, as far as there is none here yet, and what is remembered of it.

    ``place`` then brings it up to date.

    Args:
        older: what was unpacked before.
        directory: what is unpacked now.

    Returns:
        What was not copied, because something is written here already.

    Raises:
        OSError: where a file cannot be read or written.
    """
    kept = []
    for place_of in (LESSONS, ASSIGNMENTS, progress_file.NAME):
        for source in sorted([older / place_of, *(older / place_of).rglob("*")]):
            target = directory / source.relative_to(older)
            if not source.is_file() or ".ipynb_checkpoints" in source.parts:
                continue
            if target.exists() and not (source.suffix == ".ipynb" and is_untouched(_read(target))):
                if target.read_bytes() != source.read_bytes():
                    kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, source.read_bytes())
    return kept


def _files(editions: Path, directory: Path) -> Iterator[tuple[Path, Path]]:
    """Each file that is given out, and where it is worked on."""
    for path in sorted(editions.rglob("*")):
        inside = path.relative_to(editions)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts) and len(inside.parts) > 1:
            yield path, directory / inside if inside.parts[0] == LESSONS else directory / ASSIGNMENTS / inside


def _place_one(source: Path, target: Path, directory: Path) -> Placed | None:
    edition = _read(source)
    if not target.exists():
        _write(target, as_given(edition))
        return Placed(target)
    try:
        work = _read(target)
    except ValueError as error:
        return Placed(target, unreadable=str(error).splitlines()[0][:200])
    if is_edition(work, edition):
        return None
    if is_untouched(work):
        _write(target, as_given(edition))
        return Placed(target)
    earlier = _aside(target, directory)
    _write(target, carried_over(work, edition))
    return Placed(target, earlier)


def _aside(path: Path, directory: Path) -> Path:
    """A copy of a file in ``earlier``, under a name that is free."""
    day = datetime.fromtimestamp(path.stat().st_mtime).astimezone().strftime("%Y-%m-%d")
    folder = directory / EARLIER / path.relative_to(directory).parent
    names = (f"{path.stem} {day}{f' ({number})' if number > 1 else ''}{path.suffix}" for number in count(1))
    target = next(folder / name for name in names if not (folder / name).exists())
    replace_file(target, path.read_bytes())
    return target


def _read(path: Path) -> NotebookNode:
    """A notebook with ids for its cells, in the format of today.

    Raises:
        ValueError: where it is none.
    """
    try:
        read = nbformat.reads(path.read_bytes().decode("utf-8"), as_version=4)
        if not all(isinstance(cell.source, str) for cell in read.cells):
            raise ValueError("source")
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None
    return read


def _write(path: Path, notebook: NotebookNode) -> None:
    replace_file(path, nbformat.writes(notebook) + "\n")
