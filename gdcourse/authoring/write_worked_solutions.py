"""One way to write what each task of a lesson asks for, for those who are stuck: ``gdcourse/keys/ways/<unit>.json``.

It is what stands in the lesson between the marks of solutions. What is graded is in no lesson, and has no way here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gdcourse.atomic_write import replace_file
from gdcourse.judging.answer_keys import ways_path_of
from gdcourse.judging.exercise import Unit
from gdcourse.notebooks.cell_text import names_bound, what_is_asked

_MARK = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


def ways_text(unit: Unit, lesson: NotebookNode) -> str:
    """The text of a unit's file of ways.

    Args:
        unit: whose tasks and challenges count.
        lesson: as its author keeps it, with the solutions of its tasks.
    """
    tasks = {exercise.id for exercise in unit.practice_of("task", "challenge")}
    latest: dict[str, str] = {}  # by the name that it makes
    ways: dict[str, str] = {}
    for cell in lesson.cells:
        if cell.cell_type != "code":
            continue
        asked = what_is_asked(cell.source.strip())
        if asked is not None and asked[0] in tasks and asked[1] in latest:
            ways[asked[0]] = latest[asked[1]]
        elif _MARK.search(cell.source):
            code = _MARK.sub("", cell.source).rstrip()
            latest |= dict.fromkeys(names_bound(code), code)
    return json.dumps(ways, ensure_ascii=False, indent=1) + "\n"


def write_ways(unit: Unit, lesson: Path) -> Path:
    """Write a unit's file of ways from its lesson."""
    path = ways_path_of(unit)
    replace_file(path, ways_text(unit, nbformat.read(lesson, as_version=4)))
    return path
