"""A question that is dropped or given to everyone after grading, or is so no more: nothing is run again for it.

What an answer was judged to be does not hang on how its question counts, and is kept beneath what counts. So where
nothing else has changed since, verdicts are put as they count now, in the gradebook and in the graded notebook.
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
from gdcourse.grading.submission.dropped_questions import DROPPED, excepted, exception_of, worth
from gdcourse.grading.submission.grade_submission import VERDICT_MIME, verdict_outputs
from gdcourse.judging.judge import Verdict
from gdcourse.notebooks.reading import grade_id_of

_SECONDS = 20.0


@dataclass(frozen=True)
class Mending:
    """A result that counts otherwise, and is not yet written.

    Attributes:
        went_in: digests by name of what went into it, as the assignment counts now.
        verdicts: as they count now.
        beneath: by question that is an exception, what its answer was judged to be.
        changed: the questions whose verdict is another one.
    """

    went_in: dict[str, str]
    verdicts: tuple[Verdict, ...]
    beneath: Mapping[str, Verdict]
    changed: frozenset[str]
    missing_modules: tuple[str, ...] = ()
    unexplained: Mapping[str, list[Any]] = field(default_factory=dict)


def as_it_counted(
    assignment: Assignment, recorded: Mapping[str, Verdict], beneath: Mapping[str, Verdict]
) -> Assignment | None:
    """The assignment as its questions counted when these verdicts were recorded.

    Args:
        assignment: as it counts now.
        recorded: by question, the verdicts.
        beneath: by question that was an exception, what its answer was judged to be, where that is known.

    Returns:
        ``None`` where every question counts as it did then, or nobody knows what an answer is worth now.
    """
    then = [_then(cell, recorded.get(cell.grade_id)) for cell in assignment.cells]
    changed = [one for one in zip(then, assignment.cells, strict=True) if one[0].exception != one[1].exception]
    if not changed or any(before.exception and not _is_known(now, beneath) for before, now in changed):
        return None
    return replace(assignment, cells=tuple(then))


def _is_known(cell: TrustedCell, beneath: Mapping[str, Verdict]) -> bool:
    """Whether what a question's answer was judged to be can be put as it counts now."""
    verdict = beneath.get(cell.grade_id)
    # Asserts say a number of points, which is no share of others.
    return verdict is not None and (not _is_of_asserts(cell) or cell.points in (0.0, verdict.max_score))


def _is_of_asserts(cell: TrustedCell) -> bool:
    return cell.is_check and cell.asked is None


def _then(cell: TrustedCell, verdict: Verdict | None) -> TrustedCell:
    if verdict is None:
        return cell
    before = exception_of(verdict)
    if before == DROPPED:
        return replace(cell, exception=before, points=0.0)
    return replace(cell, exception=before, points=verdict.max_score if cell.exception == DROPPED else cell.points)


def as_they_count(
    assignment: Assignment, recorded: Iterable[Verdict], beneath: Mapping[str, Verdict]
) -> tuple[tuple[Verdict, ...], dict[str, Verdict], frozenset[str]]:
    """Verdicts as their questions count now, what is beneath them, and which questions that changes.

    Args:
        assignment: as it counts now.
        recorded: the verdicts.
        beneath: by question that was an exception, what its answer was judged to be, where that is known.
    """
    cells = {cell.grade_id: cell for cell in assignment.questions}
    now, left, changed = list[Verdict](), dict[str, Verdict](), set[str]()
    for verdict in recorded:
        cell, before = cells[verdict.exercise], exception_of(verdict)
        judged = beneath.get(verdict.exercise, verdict) if before else verdict
        if cell.exception and (not before or verdict.exercise in beneath):
            left[verdict.exercise] = judged
        if before == cell.exception:
            now.append(verdict)
            continue
        changed.add(verdict.exercise)
        now.append(excepted(judged, cell) if cell.exception else worth(judged, cell.points))
    return tuple(now), left, frozenset(changed)


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
        beneath=mending.beneath,
    )


def _cell(assignment: Assignment, verdict: Verdict) -> dict[str, Any]:
    """What a question's cell is to hold: plain data."""
    cell = next(cell for cell in assignment.questions if cell.grade_id == verdict.exercise)
    outputs = json.loads(json.dumps(verdict_outputs(verdict)))
    # What a person grades shows what it does, and a cell of asserts the outputs that nbgrader's own rule looks at.
    if verdict.score is None and cell.solution:
        outputs = []
    keeps_its_own = cell.asked is None and (verdict.state == "graded" or not outputs)
    return {"nbgrader": cell.nbgrader_metadata, "outputs": outputs, "keeps_its_own": keeps_its_own}


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
        if cell["cell_type"] == "code":
            own = [] if any(VERDICT_MIME in output.get("data", {}) for output in cell["outputs"]) else cell["outputs"]
            cell["outputs"] = own if own and wanted["keeps_its_own"] else wanted["outputs"]
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace"), unanswered
