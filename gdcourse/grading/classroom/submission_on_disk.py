"""One notebook as a student handed it in: where it lies, when it came, and its bytes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gdcourse.grading.classroom.times_as_written import UNKNOWN_TIME, HandedIn
from gdcourse.notebooks.default_limits import MAX_NOTEBOOK_BYTES
from gdcourse.notebooks.files_of_tools import EXCHANGE_FILES

_LARGEST_SMALL_FILE = 4096


@dataclass(frozen=True)
class Submission:
    """One notebook that a student handed in, or should have: ``path`` may not exist.

    Attributes:
        handed_in: when, as far as that is known.
        beside: the names of other notebooks in the folder, and of archives; ``path`` is one of these where it holds
            more answers than the one of the right name, or where there is none of that name.
    """

    student: str
    path: Path
    handed_in: HandedIn = UNKNOWN_TIME
    beside: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether there is anything of the notebook's name: a file, or whatever stands in its place."""
        return os.path.lexists(self.path)

    def exchange_files(self) -> dict[str, bytes | None]:
        """What nbgrader's exchange puts beside a submission and looks for again when it releases feedback."""
        return {name: _small_file(self.path.parent / name) for name in EXCHANGE_FILES}

    def read(self) -> bytes | None:
        """What was handed in: ``None`` for nothing, and no bytes for what cannot be read as a file of this folder."""
        if not self.exists:
            return None
        if self.path.is_symlink() or not self.path.is_file():
            return b""
        try:
            with self.path.open("rb") as file:
                return file.read(MAX_NOTEBOOK_BYTES + 1)  # whoever reads it as a notebook says that it is too large
        except OSError:
            return b""


def _small_file(path: Path) -> bytes | None:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_SMALL_FILE:
            return None
        return path.read_bytes()
    except OSError:
        return None
