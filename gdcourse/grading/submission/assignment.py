"""What the instructor asked: the trusted cells of an assignment notebook, as plain data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook


@dataclass(frozen=True)
class TrustedCell:
    """One cell of the instructor's notebook that nbgrader knows by its ``grade_id``.

    Attributes:
        after: the ``grade_id`` of the last solution cell before this one, or ``None``.
    """

    grade_id: str
    cell_type: str
    source: str
    checksum: str | None
    grade: bool
    solution: bool
    locked: bool
    task: bool
    points: float
    after: str | None

    @property
    def is_check(self) -> bool:
        """Whether this cell is run to decide points."""
        return self.grade and not self.solution and self.cell_type == "code"

    @property
    def nbgrader_metadata(self) -> dict[str, object]:
        metadata: dict[str, object] = {
            "cell_type": self.cell_type,
            "checksum": self.checksum,
            "grade": self.grade,
            "grade_id": self.grade_id,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
        }
        if self.grade or self.task:
            metadata["points"] = self.points
        return metadata


@dataclass(frozen=True)
class Assignment:
    """One notebook of an assignment: its trusted cells in order, its kernel, and the files beside it.

    Attributes:
        unit: the assignment's name, which is the unit's slug.
        notebook: the notebook's name without ``.ipynb``.
        kernelspec: the notebook metadata that names the kernel.
        files: what lies beside the notebook in ``source/``, by relative path.
    """

    unit: str
    notebook: str
    cells: tuple[TrustedCell, ...]
    kernelspec: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[TrustedCell, ...]:
        return tuple(cell for cell in self.cells if cell.grade or cell.task)


def from_course(gradebook: Gradebook, source: Path, unit: str, notebook: str) -> Assignment:
    """The assignment as ``nbgrader generate_assignment`` recorded it.

    Args:
        gradebook: holds the trusted cells.
        source: the assignment's directory under ``source/``: the order of the cells, and the files beside them.
        unit: the assignment's name.
        notebook: the notebook's name without ``.ipynb``.

    Raises:
        nbgrader.api.MissingEntry: where the assignment has not been generated.
    """
    record = gradebook.find_notebook(notebook, unit)
    points = {cell.name: cell.max_score for cell in [*record.grade_cells, *record.task_cells]}
    grades = {cell.name for cell in record.grade_cells}
    solutions = {cell.name for cell in record.solution_cells}
    tasks = {cell.name for cell in record.task_cells}
    # The database keeps no order.
    order = {name: position for position, name in enumerate(_grade_ids_in(source / f"{notebook}.ipynb"))}
    cells, last_solution = [], None
    for cell in sorted(record.source_cells, key=lambda cell: order.get(cell.name, len(order))):
        name = cell.name
        cells.append(
            TrustedCell(
                grade_id=name,
                cell_type=cell.cell_type,
                source=cell.source,
                checksum=cell.checksum,
                grade=name in grades,
                solution=name in solutions,
                locked=bool(cell.locked),
                task=name in tasks,
                points=float(points.get(name, 0)),
                after=last_solution,
            )
        )
        if name in solutions and name not in grades:
            last_solution = name
    return Assignment(unit, notebook, tuple(cells), json.loads(record.kernelspec or "{}"), _files_beside(source))


def _grade_ids_in(path: Path) -> list[str]:
    notebook = nbformat.read(path, as_version=4)
    found = (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells)
    return [grade_id for grade_id in found if grade_id]


def _files_beside(source: Path) -> dict[str, bytes]:
    files = (path for path in sorted(source.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
    found = ((path.relative_to(source), path) for path in files)
    return {
        name.as_posix(): path.read_bytes() for name, path in found if not any(p.startswith(".") for p in name.parts)
    }
