"""What the instructor asked: the trusted cells of an assignment notebook, as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from nbgrader.api import Gradebook

from gdcourse.grading.submission.file_name_clashes import NamesTogether
from gdcourse.notebooks.cell_text import plain, spoken_lines, what_is_asked, words
from gdcourse.notebooks.given_cells import ReleasedCell, released_cells
from gdcourse.notebooks.one_language import language_of, text_in_language, with_switch
from gdcourse.notebooks.reading import read_whole


@dataclass(frozen=True)
class TrustedCell:
    """One cell of the instructor's notebook that nbgrader knows by its ``grade_id``.

    Attributes:
        after: the ``grade_id`` of the last solution cell before this one, or ``None``.
        exception: whether the question is dropped, or gives everyone its points (``dropped_questions``).
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
    exception: str = ""

    @property
    def is_check(self) -> bool:
        """Whether this cell is run to decide points."""
        return self.grade and not self.solution and self.cell_type == "code"

    @cached_property
    def asked(self) -> tuple[str, str] | None:
        """What the cell's ``check("id", name)`` asks: the exercise's id and the name of the work.

        ``None`` where it holds anything else: asserts that an instructor wrote, whatever the cell is called.
        """
        return what_is_asked(self.source) if self.is_check else None

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
        released: all cells in order, with the texts that students get.
        earlier: cells of earlier releases: who has one of those has written nothing into them either.
        kernelspec: the notebook metadata that names the kernel.
        files: what lies beside the notebook in ``source/``, by relative path.
    """

    unit: str
    notebook: str
    cells: tuple[TrustedCell, ...]
    kernelspec: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    released: tuple[ReleasedCell, ...] = ()
    earlier: tuple[ReleasedCell, ...] = ()

    def with_files(self, students: Mapping[str, bytes]) -> Assignment:
        """The assignment with a student's files beside its own, which none of them replaces."""
        own = NamesTogether(self.files)
        kept = {name: content for name, content in students.items() if own.has_room_for(name)}
        return replace(self, files={**kept, **self.files}) if kept else self

    @property
    def questions(self) -> tuple[TrustedCell, ...]:
        return tuple(cell for cell in self.cells if cell.grade or cell.task)

    @cached_property
    def checks(self) -> tuple[TrustedCell, ...]:
        return tuple(cell for cell in self.questions if cell.is_check)

    def cell(self, grade_id: str | None) -> TrustedCell | None:
        """The cell of that ``grade_id``, if there is one."""
        return self._by_id.get(grade_id or "")

    @cached_property
    def _by_id(self) -> dict[str, TrustedCell]:
        return {cell.grade_id: cell for cell in self.cells}

    def given_texts(self, grade_id: str) -> list[str]:
        """What stands in a cell of which a student has changed nothing."""
        known = self._by_id.get(grade_id)
        texts = [cell.source for cell in (*self.earlier, *self.released) if cell.grade_id == grade_id]
        return [*([known.source] if known is not None else []), *texts]

    def says_nothing_new(self, source: str, grade_id: str) -> bool:
        """Whether a text differs from what stands in a cell as students get it in comments, empty lines and indentation
        alone."""
        texts, sayings = self._given.get(grade_id, (frozenset(), frozenset()))
        return plain(source) in texts or tuple(words(source)) in sayings

    @cached_property
    def _given(self) -> dict[str, tuple[frozenset[str], frozenset[tuple[str, ...]]]]:
        """By ``grade_id``, what stands there: the texts, and the lines of them that say something."""
        ids = {cell.grade_id for cell in self.cells} | {cell.grade_id for cell in self.released if cell.grade_id}
        texts = {grade_id: self.given_texts(grade_id) for grade_id in ids}
        return {
            grade_id: (frozenset(map(plain, given)), frozenset(tuple(words(text)) for text in given) - {()})
            for grade_id, given in texts.items()
        }

    @cached_property
    def all_given(self) -> frozenset[str]:
        """The texts of all cells as students get them, without spaces at the ends."""
        texts = [cell.source for cell in (*self.earlier, *self.released)] + [cell.source for cell in self.cells]
        return frozenset(plain(text) for text in texts)

    @cached_property
    def lines_given_before(self) -> frozenset[str]:
        """What a line of an earlier release's cell says."""
        return frozenset(line for cell in self.earlier for line in words(cell.source))

    @cached_property
    def lines_given(self) -> frozenset[str]:
        """What the lines of all cells say as students get them, in both languages and in either."""
        texts = [cell.source for cell in (*self.earlier, *self.released)] + [cell.source for cell in self.cells]
        return frozenset(line for text in (*texts, *self._both) for line in spoken_lines(text))

    def lines_asking(self, grade_id: str) -> frozenset[str]:
        """What the lines of the text right above a question say, as students get it."""
        number = next((n for n, cell in enumerate(self.released) if cell.grade_id == grade_id), 0)
        above = takewhile(lambda cell: cell.grade_id is None, reversed(self.released[:number]))
        return frozenset(line for cell in above if cell.cell_type != "code" for line in spoken_lines(cell.source))

    def in_both_languages(self, source: str) -> str:
        """The text that students get, of a cell of a notebook in one language; any other text as it is."""
        return self._both.get(plain(source)) or with_switch(source)

    @cached_property
    def _both(self) -> dict[str, str]:
        """By a cell's text in one language, the text in both."""
        cells = [(cell.source, cell.cell_type) for cell in self.released]
        cells += [(cell.source, cell.cell_type) for cell in self.cells]
        halves = ((text_in_language(text, kind, lang), text) for lang in ("ko", "en") for text, kind in cells)
        return {plain(half): text for half, text in halves if plain(half) not in self.all_given}


def from_course(gradebook: Gradebook, source: Path, release: Path, unit: str, notebook: str) -> Assignment:
    """The assignment as ``nbgrader generate_assignment`` recorded it, in both languages.

    Args:
        gradebook: holds the trusted cells.
        source: the assignment's directory under ``source/``: the order of the cells, and the files beside them.
        release: the one under ``release/``: what students got. Where it is gone, or in one language, ``source`` and
            the gradebook say it as well.
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
    original = released_cells(read_whole(source / f"{notebook}.ipynb"))
    order = {cell.grade_id: position for position, cell in enumerate(original) if cell.grade_id}
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
    as_given = release / f"{notebook}.ipynb"
    # Of a release in one language, the other is in the source.
    edition = read_whole(as_given) if as_given.is_file() else None
    if edition is not None and language_of(edition) is None:
        released = released_cells(edition)
    else:
        blank = {cell.grade_id: cell.source for cell in cells}
        released = tuple(replace(cell, source=blank.get(cell.grade_id or "", cell.source)) for cell in original)
    kernelspec = json.loads(record.kernelspec or "{}")
    return Assignment(unit, notebook, tuple(cells), kernelspec, _files_beside(source), released)


def _files_beside(source: Path) -> dict[str, bytes]:
    files = (path for path in sorted(source.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
    found = ((path.relative_to(source), path) for path in files)
    return {
        name.as_posix(): path.read_bytes() for name, path in found if not any(p.startswith(".") for p in name.parts)
    }
