"""The titles of an assignment's questions: an exercise has one; any other question has the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat import NotebookNode

from gdcourse.exercises import asked_in_assignments
from gdcourse.language import HEADING, Text

_MARKDOWN_HEADING = re.compile(r"#{1,6} +(.+?)\s*$", re.MULTILINE)


def question_titles(cells: Iterable[NotebookNode]) -> dict[str, Text]:
    """The titles of the questions in these cells, by ``grade_id``; a question without a heading has none."""
    exercises = {name: exercise.title for name, (_, exercise) in asked_in_assignments().items()}
    titles: dict[str, Text] = {}
    heading: Text | None = None
    for cell in cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        own = nbgrader.get("solution")  # what stands there is an answer
        if cell.cell_type == "markdown" and not own and (found := _MARKDOWN_HEADING.match(cell.source)):
            heading = _title(found[1])
        if not (nbgrader.get("grade") or nbgrader.get("task")):
            continue
        grade_id = str(nbgrader.get("grade_id"))
        if title := exercises.get(grade_id, heading):
            titles[grade_id] = title
    return titles


def _title(heading: str) -> Text:
    """A heading without its number and its points, which are no part of the title."""
    if both := re.match(HEADING, heading):
        return Text(both[2], both[4])
    title = re.sub(r"^\d+\. +| +\(\d+\)$", "", heading)
    return Text(title, title)
