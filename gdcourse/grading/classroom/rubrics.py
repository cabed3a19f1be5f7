"""The rubric of a written question: of its exercise file, which the notebook repeats; or of the notebook alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from nbformat import NotebookNode

from gdcourse.exercises import file_of_exercises, known_unit
from gdcourse.grading import messages
from gdcourse.judging.exercise import Criterion
from gdcourse.language import Text
from gdcourse.notebooks.reading import grade_id_of
from gdcourse.untrusted_text import legible

_LINE = re.compile(
    r"^ *[-*+] +\**(?P<points>\d+(?:\.\d+)?) ?(?:(?P<ko>점)|points?|marks?)\** *:\** *(?P<text>.+?) *$",
    re.MULTILINE | re.IGNORECASE,
)


def criteria_in(source: str) -> tuple[Criterion, ...]:
    """The lines of a rubric in a question's text, ``- 1점: …`` and ``- 1 point: …``, the languages side by side.

    What stands in one language alone is said in that one. Where the two differ in number or points, there is none.
    """
    lines: dict[str, list[tuple[float, str]]] = {"ko": [], "en": []}
    for found in _LINE.finditer(source):
        lines["ko" if found["ko"] else "en"].append((float(found["points"]), found["text"]))
    korean, english = lines["ko"] or lines["en"], lines["en"] or lines["ko"]
    if [points for points, _ in korean] != [points for points, _ in english]:
        return ()
    return tuple(Criterion(points, Text(ko, en)) for (points, ko), (_, en) in zip(korean, english, strict=True))


def rubric_of(unit: str, grade_id: str, question: str) -> tuple[Criterion, ...]:
    """The rubric by which a written question is marked; none where it has none.

    Args:
        unit: the assignment's name.
        grade_id: of the answer's cell.
        question: the text above it, which says it where no exercise file does.
    """
    return _declared(unit).get(grade_id) or criteria_in(question)


def rubric_disagreements(notebook: NotebookNode, unit: str) -> Iterator[Text]:
    """Where a notebook of ``source/`` does not repeat a rubric of the exercises, or points are not its sum."""
    declared, known = _declared(unit), known_unit(unit)
    for cell, question in written_questions(notebook):
        name, points = grade_id_of(cell), float(cell.metadata["nbgrader"].get("points") or 0)
        rubric = rubric_of(unit, name or "", question)
        worth = sum(one.points for one in rubric)
        if rubric and worth != points:
            yield messages.RUBRIC_WORTH.format(cell=name, points=points, worth=worth)
        if known is None or name not in declared:
            continue
        for one, other in zip_longest(criteria_in(question), rubric):
            if one != other:
                values = {"cell": name, "said": _shown(one), "right": _shown(other), "file": file_of_exercises(known)}
                yield messages.OTHER_RUBRIC.format(**values)
                break


def written_questions(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """The cells whose answers a person marks, each with the text of the question above it."""
    question = ""
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("grade") and nbgrader.get("solution"):
            yield cell, question
        elif cell.cell_type == "markdown":
            question = cell.source


def _declared(unit: str) -> dict[str, tuple[Criterion, ...]]:
    known = known_unit(unit)
    return {one.id: one.rubric for one in known.written} if known else {}


def _shown(criterion: Criterion | None) -> str:
    if criterion is None:
        return "–"
    return f"{criterion.points:g}: {legible(criterion.text.ko, 60)} · {legible(criterion.text.en, 60)}"
