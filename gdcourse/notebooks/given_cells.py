"""Which cells of a notebook are those that were given, and which of these were changed or are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nbformat import NotebookNode

from gdcourse.notebooks.cell_text import LONGEST_READ, plain, words
from gdcourse.notebooks.reading import grade_id_of

_ENOUGH = 0.5  # of the lines of a given cell: what has fewer of them is another cell


@dataclass(frozen=True)
class ReleasedCell:
    """One cell of the notebook as students get it; ``grade_id`` is ``None`` where nbgrader does not know it."""

    cell_type: str
    source: str
    grade_id: str | None

    @property
    def is_plain_code(self) -> bool:
        """Whether it is code that was given: neither an answer's cell nor a check."""
        return self.grade_id is None and self.cell_type == "code"


def released_cells(notebook: NotebookNode) -> tuple[ReleasedCell, ...]:
    """The cells of a notebook as it is given out."""
    return tuple(ReleasedCell(cell.cell_type, cell.source, grade_id_of(cell)) for cell in notebook.cells)


def by_text(
    cells: Sequence[NotebookNode],
    released: Sequence[ReleasedCell],
    known: Mapping[int, int],
    passed_over: Collection[int] = (),
) -> dict[int, int]:
    """By position, which released cell stands there to the letter; in order, and those that are known already.

    Args:
        cells: of somebody's notebook.
        released: as it was given out.
        known: by position, the number of the released cell.
        passed_over: positions of what is none.
    """
    found = dict(known)
    position_of = {number: position for position, number in known.items()}
    ours = [n if n in position_of else plain(cell.source) for n, cell in enumerate(released)]
    theirs = [
        known[p] if p in known else -1 - p if p in passed_over else plain(cell.source) for p, cell in enumerate(cells)
    ]
    for start, other, size in SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks():
        for step in range(size):
            found.setdefault(start + step, other + step)
    return found


def gaps(count: int, of: int, stands_for: Mapping[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """The unknown cells of a notebook and those of the released one that stand between the same known ones.

    Args:
        count: how many cells the notebook has.
        of: how many the released one has.
        stands_for: by position, the number of the released cell.
    """
    taken, positions, last = set(stands_for.values()), list[int](), -1
    for position in range(count + 1):
        number = stands_for.get(position, -1) if position < count else of
        if position < count and position not in stands_for:
            positions.append(position)
        elif number > last:
            yield positions, [n for n in range(last + 1, number) if n not in taken]
            positions, last = [], number


def most_like(source: str, free: Collection[int], cells: Sequence[NotebookNode]) -> int | None:
    """Which of the cells has most of the lines of a given one, where one has enough of them."""
    lines = set(words(source))
    shares = {p: len(lines & set(words(cells[p].source[:LONGEST_READ]))) for p in free}
    best = max(shares, key=lambda p: shares[p], default=None)
    return best if best is not None and lines and shares[best] >= _ENOUGH * len(lines) else None


def changed(
    cells: Sequence[NotebookNode], released: Sequence[ReleasedCell], stands_for: Mapping[int, int]
) -> dict[int, str]:
    """By position of a given code cell that somebody has changed: the text as it was given."""
    return {
        position: released[number].source
        for position, number in stands_for.items()
        if released[number].is_plain_code
        and cells[position].cell_type == "code"
        and plain(cells[position].source) != plain(released[number].source)
    }


def gone(
    cells: Sequence[NotebookNode], released: Sequence[ReleasedCell], stands_for: Mapping[int, int]
) -> Iterator[tuple[int, ReleasedCell]]:
    """The given code cells that are not there any more, each with the position that it belongs behind."""
    there = {number: position for position, number in stands_for.items()}
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    lines = {line.strip() for line in text[: 10 * LONGEST_READ].splitlines()}
    for number, cell in enumerate(released):
        # A cell that was merged with another is there.
        if cell.is_plain_code and number not in there and not set(words(cell.source)) <= lines:
            before = [there[n] for n in range(number) if n in there]
            yield (before[-1] if before else -1), cell
