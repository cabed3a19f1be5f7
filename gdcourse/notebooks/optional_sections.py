"""Sections of a lesson that may be left out. Their heading tells, so that they are known in any copy and front end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nbformat import NotebookNode

from gdcourse.notebooks.parts_of_lessons import FURTHER

_BEGINS = re.compile(rf"#{{1,6}} +(?:{FURTHER.ko}|{FURTHER.en})\b")
_LEVEL = re.compile(r"#{1,6}(?= )")


def begins_optional_section(cell: NotebookNode) -> bool:
    """Whether the cell is text and begins with the heading of a section that may be left out, in either language."""
    return cell.cell_type == "markdown" and bool(_BEGINS.match(cell.source))


def optional_cells(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """The cells of such sections: each reaches up to the next heading of its level or of a higher one."""
    found, level = [], 0
    for cell in cells:
        heading = _LEVEL.match(cell.source) if cell.cell_type == "markdown" else None
        if begins_optional_section(cell):
            level = len(heading[0]) if heading else 0
        elif heading and len(heading[0]) <= level:
            level = 0
        if level:
            found.append(cell)
    return found
