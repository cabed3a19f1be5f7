"""A question that is dropped or given to everyone after grading: the results are mended, and nothing is run again.

What an answer was judged to be does not hang on how its question counts. So where nothing else has changed since,
the recorded verdicts are put as they count now, in the gradebook and in the graded notebook. Where a question counts
as it did before, its verdict is not known any more, and the submission is graded again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.grading.submission.bounded_child import OutOfBoundsError, bounded_child
from gdcourse.grading.submission.dropped_questions import DROPPED, excepted, exception_of
from gdcourse.grading.submission.grade_submission import verdict_outputs
from gdcourse.judging.judge import Verdict
from gdcourse.notebooks.reading import grade_id_of

_SECONDS = 20.0


@dataclass(frozen=True)
class Mending:
    """A result that counts otherwise, and is not yet written.

    Attributes:
        went_in: digests by name of what went into it, as the assignment counts now.
        verdicts: as they count now.
        changed: the questions whose verdict is another one.
    """

    went_in: dict[str, str]
    verdicts: tuple[Verdict, ...]
    changed: frozenset[str]
    missing_modules: tuple[str, ...] = ()
    unexplained: Mapping[str, list[Any]] = field(default_factory=dict)


def as_it_counted(assignment: Assignment, recorded: Mapping[str, Verdict]) -> Assignment | None:
    """The assignment as its questions counted when these verdicts were recorded.

    Returns:
        ``None`` where every question counts as it did then, or one is an exception no more or another one.
    """
    then = [_then(cell, recorded.get(cell.grade_id)) for cell in assignment.cells]
    changed = [before for before, now in zip(then, assignment.cells, strict=True) if before.exception != now.exception]
    if not changed or any(before.exception for before in changed):
        return None
    return replace(assignment, cells=tuple(then))


def _then(cell: TrustedCell, verdict: Verdict | None) -> TrustedCell:
    if verdict is None:
        return cell
    before = exception_of(verdict)
    dropped_since = cell.exception == DROPPED and before != DROPPED
    return replace(cell, exception=before, points=verdict.max_score if dropped_since else cell.points)


def as_they_count(assignment: Assignment, recorded: Iterable[Verdict]) -> tuple[tuple[Verdict, ...], frozenset[str]]:
    """Verdicts as their questions count now, and which questions that changes."""
    cells = {cell.grade_id: cell for cell in assignment.questions}
    now, changed = [], set()
    for verdict in recorded:
        cell = cells[verdict.exercise]
        if cell.exception and exception_of(verdict) != cell.exception:
            now.append(excepted(verdict, cell))
            changed.add(verdict.exercise)
        else:
            now.append(verdict)
    return tuple(now), frozenset(changed)


def mended(mending: Mending, assignment: Assignment, path: Path) -> GradedSubmission | None:
    """Write a graded notebook with the verdicts as they count; ``None`` where it cannot be read or written.

    Args:
        mending: what has changed.
        assignment: as it counts now.
        path: the graded notebook.
    """
    of_cells = {v.exercise: _cell(assignment, v) for v in mending.verdicts if v.exercise in mending.changed}
    given = {cell.grade_id: cell.source for cell in assignment.cells}
    try:
        text, unanswered = bounded_child().call(with_cells, path.read_bytes(), of_cells, given, seconds=_SECONDS)
        replace_file(path, text)
    except (OSError, OutOfBoundsError):
        return None
    return GradedSubmission(
        b"",
        mending.verdicts,
        frozenset(unanswered),
        missing_modules=mending.missing_modules,
        unexplained=mending.unexplained,
        written=True,
    )


def _cell(assignment: Assignment, verdict: Verdict) -> dict[str, Any]:
    """What a question's cell is to hold: plain data."""
    cell = next(cell for cell in assignment.questions if cell.grade_id == verdict.exercise)
    outputs = json.loads(json.dumps(verdict_outputs(verdict)))
    # A cell of asserts keeps the outputs that nbgrader's own rule looks at.
    return {"nbgrader": cell.nbgrader_metadata, "outputs": outputs, "if_empty": cell.asked is None}


def with_cells(data: bytes, of_cells: dict[str, dict[str, Any]], given: dict[str, str]) -> tuple[bytes, list[str]]:
    """What the child does: a graded notebook with these cells, and the ids of those that are as they were given."""
    notebook = json.loads(data)
    unanswered = []
    for cell in notebook["cells"]:
        name = grade_id_of(cell)
        if name and given.get(name) == "".join(cell["source"]):
            unanswered.append(name)
        wanted = of_cells.get(name or "")
        if wanted is None:
            continue
        cell["metadata"]["nbgrader"] = wanted["nbgrader"]
        if cell["cell_type"] == "code" and not (wanted["if_empty"] and cell["outputs"]):
            cell["outputs"] = wanted["outputs"]
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace"), unanswered
