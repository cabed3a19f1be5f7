"""The titles of an assignment's questions: an exercise has one; any other question has the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat import NotebookNode

from gdcourse.exercises import units
from gdcourse.language import Text

# "## 10. 친구에게 · To a friend (3)": the number and the points are no part of the title.
_HEADING = re.compile(r"#{1,6} +(?:\d+\. +)?(?P<title>.+?)(?: +\(\d+\))?\s*$", re.MULTILINE)


def question_titles(cells: Iterable[NotebookNode]) -> dict[str, Text]:
    """The titles of the questions in these cells, by ``grade_id``; a question without a heading has none."""
    exercises = {e.id: e.title for unit in units() for e in unit.exercises}
    titles: dict[str, Text] = {}
    heading: Text | None = None
    for cell in cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        own = nbgrader.get("solution")  # what stands there is an answer
        if cell.cell_type == "markdown" and not own and (found := _HEADING.match(cell.source)):
            korean, _, english = found["title"].partition(" · ")
            heading = Text(korean, english or korean)
        if not (nbgrader.get("grade") or nbgrader.get("task")):
            continue
        grade_id = str(nbgrader.get("grade_id"))
        if title := exercises.get(grade_id, heading):
            titles[grade_id] = title
    return titles
