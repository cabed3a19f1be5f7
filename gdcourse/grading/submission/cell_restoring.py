"""Put the instructor's cells back into what a student handed in."""

from __future__ import annotations

from nbformat import NotebookNode

from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.grading.submission.cell_matching import Matching, match
from gdcourse.notebooks.cell_text import plain
from gdcourse.notebooks.reading import new_cell, new_notebook, with_pictures


def restore(submitted: NotebookNode, assignment: Assignment) -> NotebookNode:
    """The submission with the instructor's cells put right.

    Each check cell stands in it once, with the instructor's source, after the answer it belongs to: where the
    student had it, or behind the answer, or at the end. Graded cells and given code that were deleted come back.
    Nothing that a student wrote is left out: what stood in an instructor's cell stays as a cell of the student's own.
    What was given in one language is in both again. To restore a second time changes nothing.
    """
    cells = [
        with_pictures(new_cell(cell.cell_type, assignment.in_both_languages(cell.source), cell.metadata), cell)
        for cell in submitted.cells
    ]
    matching = match(cells, assignment)
    placed: list[tuple[int, int, NotebookNode]] = [
        (position, 0, node) for position, cell in enumerate(cells) for node in _in_its_place(position, cell, matching)
    ]
    end = len(submitted.cells)
    for order, known in enumerate(assignment.cells, start=1):
        own = matching.at.get(known.grade_id)
        solution_at = matching.solution_at(known)
        if known.locked and known.is_check:
            position = max(own, solution_at) if own is not None else (solution_at if solution_at >= 0 else end)
            placed.append((position, order, _trusted_node(known, known.source)))
        elif (known.grade or known.task) and own is None:
            placed.append((solution_at if solution_at >= 0 else end, order, _trusted_node(known, known.source)))
    behind_all = len(assignment.cells) + 1
    for position, given in matching.given_and_gone():
        placed.append((position, behind_all, new_cell(given.cell_type, given.source)))
    placed.sort(key=lambda entry: entry[:2])
    # A kernelspec that is empty is none, and makes the notebook invalid.
    metadata: dict[str, object] = {"kernelspec": dict(assignment.kernelspec)} if assignment.kernelspec else {}
    return new_notebook([cell for _, _, cell in placed], metadata)


def _in_its_place(position: int, cell: NotebookNode, matching: Matching) -> list[NotebookNode]:
    """What stands where a submission has a cell; a check cell is placed apart."""
    assignment = matching.assignment
    number = matching.stands_for.get(position)
    known = next((assignment.cell(i) for i, at in matching.at.items() if at == position), None)
    own = with_pictures(new_cell(cell.cell_type, cell.source), cell)
    if known is not None and not known.locked:
        return [with_pictures(_trusted_node(known, cell.source), cell)]
    kept = [own] if matching.is_own(position) else []
    if known is not None:
        return kept if known.is_check else [*kept, _trusted_node(known, known.source)]
    if position in matching.copies:
        return kept  # another copy of an answer, or of a check that was written over
    if number is not None and plain(cell.source) == plain(assignment.released[number].source):
        return [new_cell(assignment.released[number].cell_type, cell.source)]
    return [own]


def _trusted_node(known: TrustedCell, source: str) -> NotebookNode:
    metadata: dict[str, object] = {"nbgrader": known.nbgrader_metadata}
    if known.locked:
        metadata |= {"deletable": False, "editable": False}
    return new_cell(known.cell_type, source, metadata)
