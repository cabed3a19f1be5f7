"""Put the instructor's cells back into what a student handed in."""

from __future__ import annotations

from nbformat import NotebookNode

from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.notebooks.reading import grade_id_of, new_cell, new_notebook, with_pictures


def restore(submitted: NotebookNode, assignment: Assignment) -> NotebookNode:
    """The submission with the instructor's cells put right.

    Each check cell stands in it once, with the instructor's source, after the solution it belongs to: where the
    student had it, or behind the solution cell, or at the end. Graded cells that were deleted come back.
    All else that nbgrader knows of a cell comes from the assignment; the student's own cells stay as they are.
    """
    trusted = {cell.grade_id: cell for cell in assignment.cells}
    last = {grade_id_of(cell): position for position, cell in enumerate(submitted.cells)}
    end = len(submitted.cells)

    placed: list[tuple[int, int, NotebookNode]] = []
    for position, cell in enumerate(submitted.cells):
        known = trusted.get(grade_id_of(cell) or "")
        if known is None or (last[known.grade_id] != position and not known.locked):
            # An extra cell, or an earlier copy of a solution: it runs, but nbgrader does not see it.
            placed.append((position, 0, with_pictures(new_cell(cell.cell_type, cell.source), cell)))
        elif not known.locked:
            placed.append((position, 0, with_pictures(_trusted_node(known, cell.source), cell)))
        elif not known.is_check and last[known.grade_id] == position:
            placed.append((position, 0, _trusted_node(known, known.source)))
    for order, known in enumerate(assignment.cells, start=1):
        solution_at = last.get(known.after, -1) if known.after else -1
        if known.locked and known.is_check:
            own = last.get(known.grade_id)
            position = max(own, solution_at) if own is not None else (solution_at if solution_at >= 0 else end)
            placed.append((position, order, _trusted_node(known, known.source)))
        elif (known.grade or known.task) and known.grade_id not in last:
            placed.append((solution_at if solution_at >= 0 else end, order, _trusted_node(known, known.source)))
    placed.sort(key=lambda entry: entry[:2])
    return new_notebook([cell for _, _, cell in placed], {"kernelspec": dict(assignment.kernelspec)})


def _trusted_node(known: TrustedCell, source: str) -> NotebookNode:
    metadata: dict[str, object] = {"nbgrader": known.nbgrader_metadata}
    if known.locked:
        metadata |= {"deletable": False, "editable": False}
    return new_cell(known.cell_type, source, metadata)
