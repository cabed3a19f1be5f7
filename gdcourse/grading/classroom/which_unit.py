"""What of a unit a notebook holds: its questions, and how many have an answer. By the cells, not by the file's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.notebooks.cell_text import STUB_TEXTS
from gdcourse.notebooks.reading import UnreadableNotebookError, decoded, grade_id_of, read_file, read_whole

_GRADE_ID = re.compile(r'"grade_id"\s*:\s*"([^"\\]{3,})"')
_CHECK = re.compile(r"""check\(\s*\\?["']([\w-]+)\\?["']""")


def ids_in(data: bytes) -> frozenset[str]:
    """The ids of the questions in the bytes of a notebook, whole or not: of the cells, or else of what checks ask."""
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    return frozenset(_GRADE_ID.findall(text)) or frozenset(_CHECK.findall(text))


@dataclass(frozen=True)
class UnitCells:
    """The cells of a unit that an instructor asks.

    Attributes:
        notebooks: by name of a notebook, the ids of its cells.
        solutions: the ids of the cells that answers stand in.
        given: what stands in the cells that students get.
    """

    notebooks: Mapping[str, frozenset[str]]
    solutions: frozenset[str]
    given: frozenset[str]

    @classmethod
    def of(cls, coursedir: CourseDirectory, unit: str) -> UnitCells:
        """The cells of a unit, from ``source/`` and, where it is released, from ``release/``."""
        notebooks, solutions, given = {}, set(), set()
        steps = (coursedir.source_directory, coursedir.release_directory)
        source, release = (Path(coursedir.format_path(step, ".", unit)) for step in steps)
        for path in sorted(source.glob("*.ipynb")):
            known = [cell.metadata.get("nbgrader", {}) for cell in read_whole(path).cells]
            notebooks[path.stem] = frozenset(cell["grade_id"] for cell in known if cell.get("grade_id"))
            solutions |= {cell["grade_id"] for cell in known if cell.get("solution") and cell.get("grade_id")}
            if (released := release / path.name).is_file():
                given |= {cell.source.strip() for cell in read_file(released).cells}
        return cls(notebooks, frozenset(solutions), frozenset(given))

    @property
    def ids(self) -> frozenset[str]:
        return frozenset().union(*self.notebooks.values())

    def answers(self, data: bytes) -> int:
        """How many cells hold an answer; none where the bytes are not a notebook."""
        try:
            cells = read_in_child(data).cells
        except UnreadableNotebookError:
            return 0
        if any(grade_id_of(cell) in self.ids for cell in cells):
            cells = [cell for cell in cells if grade_id_of(cell) in self.solutions]
        return sum(self._is_answer(cell.source.strip()) for cell in cells)

    def _is_answer(self, source: str) -> bool:
        return (
            bool(source) and source not in self.given and (bool(self.given) or not any(s in source for s in STUB_TEXTS))
        )
