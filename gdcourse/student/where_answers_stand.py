"""Where the questions of a unit and their answers stand in a student's notebook, as grading will see it.

By a cell's ``grade_id`` where it has one, or else by what stands in it: metadata get lost, cells are copied and split,
answers are written beside their cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from gdcourse.exercises import asked_in_assignments, units
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.language import HEADING
from gdcourse.notebooks.cell_text import STUB_TEXTS, names_bound, plain, what_is_asked, words
from gdcourse.notebooks.given_cells import ReleasedCell, by_text, changed, gaps, gone, most_like
from gdcourse.notebooks.reading import grade_id_of, new_cell

# What a release has where the answer was; nbgrader_config.py puts it there.
_STUB_LINE = "raise NotImplementedError()"
_MOST = 0.6  # of what a unit asks for: a lesson makes some of it, too
_DOCSTRING = re.compile(r'"""[\s\S]*?"""')


@dataclass(frozen=True)
class Place:
    """Where one exercise stands in a notebook.

    Attributes:
        checks: the positions of its check cells; the last counts.
        own: the position of its solution cell, or ``None``; of several, the last that is filled.
        elsewhere: the positions of other cells that make what it asks for.
    """

    exercise: Exercise
    checks: tuple[int, ...]
    own: int | None
    elsewhere: tuple[int, ...]
    is_blank: bool

    @property
    def answer(self) -> int | None:
        """Which cell's work is judged: its own, or where that is blank, the last other one that makes it."""
        return self.own if self.own is not None and not self.is_blank else max(self.elsewhere, default=self.own)

    @property
    def is_idle(self) -> bool:
        """Whether its own cell waits for the answer, which stands elsewhere: run, it would undo it."""
        return self.own is not None and self.is_blank and bool(self.elsewhere)


def unit_of(cells: Sequence[NotebookNode]) -> Unit | None:
    """The unit of which a notebook holds the most questions, or ``None`` where it holds none.

    Where there is no check cell left, the one of which it makes most of what is asked for.
    """
    asked = {_asked_in(cell) for cell in cells}
    found = {unit.slug: sum(exercise.id in asked for exercise in unit.exercises) for unit in units()}
    best = max(units(), key=lambda unit: found[unit.slug])
    if found[best.slug]:
        return best
    made = frozenset[str]().union(*(names_bound(cell.source) for cell in cells if cell.cell_type == "code"))
    share = {u.slug: sum(e.name in made for e in u.exercises) / len(u.exercises) for u in units() if u.exercises}
    best = max(units(), key=lambda unit: share.get(unit.slug, 0.0))
    return best if share.get(best.slug, 0.0) > _MOST else None


def is_made(cells: Sequence[NotebookNode], name: str) -> bool:
    """Whether any cell may give a name a value, as far as the text shows; yes where that cannot be known."""
    run = [cell for cell in cells if (cell.cell_type == "code" or grade_id_of(cell)) and _asked_in(cell) is None]
    text = "\n".join(cell.source for cell in run)
    made = (
        rf"\b(?:def|class|as|import|for|global)\s+{name}\b|\b{name}\b\s*(?::[^=\n]*)?:?=(?!=)|\b{name}\s*,|,\s*\*?{name}\b"
        r"|import\s*\*|\bexec\b|\bglobals\b|\bsetattr\b|^\s*%"
    )
    return re.search(made, text, re.MULTILINE) is not None


def places(cells: Sequence[NotebookNode], unit: Unit) -> list[Place]:
    """Where each exercise of a unit stands."""
    return [_place(cells, exercise, unit) for exercise in unit.exercises]


@dataclass(frozen=True)
class GivenCells:
    """What became of the code that was given around the questions.

    Attributes:
        changed: by position, the text as it was given.
        gone: the texts that are not there any more, each with the position that it belongs behind.
    """

    changed: Mapping[int, str] = field(default_factory=dict)
    gone: Sequence[tuple[int, str]] = ()

    def makes_less(self, cells: Sequence[NotebookNode]) -> list[int]:
        """The positions of changed cells that do not make all the names that they made."""
        return [p for p, text in self.changed.items() if not names_bound(text) <= names_bound(cells[p].source)]


def given_cells(cells: Sequence[NotebookNode], unit: Unit, released: Sequence[ReleasedCell]) -> GivenCells:
    """Which of the given code cells a student has changed or deleted, as grading finds out.

    Args:
        cells: of the student's notebook.
        unit: of which it is.
        released: the cells as they were given out; without any, nothing is known.
    """
    number_of = {cell.grade_id: number for number, cell in enumerate(released) if cell.grade_id}
    named = {number_of[name]: p for p, cell in enumerate(cells) if (name := grade_id_of(cell)) in number_of}
    known = {position: number for number, position in named.items()}
    copies = {p for p, cell in enumerate(cells) if grade_id_of(cell) in number_of and p not in known}
    answers = {p for place in places(cells, unit) for p in (place.own, *place.elsewhere, *place.checks)}
    stands_for = by_text(cells, released, known, copies)
    for positions, numbers in list(gaps(len(cells), len(released), stands_for)):
        free = [p for p in positions if p not in copies and p not in answers]
        for number in (n for n in numbers if released[n].is_plain_code):
            if (found := most_like(released[number].source, free, cells)) is not None:
                stands_for[found] = number
                free.remove(found)
    missing = [(position, cell.source) for position, cell in gone(cells, released, stands_for)]
    return GivenCells(changed(cells, released, stands_for), missing)


def as_graded(
    cells: Sequence[NotebookNode], unit: Unit, given: GivenCells | None = None
) -> list[tuple[NotebookNode, str | None]]:
    """The cells in the order in which grading runs them, each with the exercise whose check it is.

    Each check stands there once, as it was given, behind the answer that it judges. What a student wrote in place of a
    check stays, and a cell that only waits for an answer is left out where that stands elsewhere. Code that was given
    and is gone is there again; where it was changed, it runs as well if the change fails or makes less.
    """
    given = given or GivenCells()
    found = places(cells, unit)
    checks = {position for place in found for position in place.checks}
    idle = {place.own for place in found if place.is_idle}
    placed: list[tuple[int, int, NotebookNode, str | None]] = []
    own = {place.own for place in found}
    for position, cell in enumerate(cells):
        if position not in idle and (position not in checks or what_is_asked(cell.source) is None):
            # Grading runs an answer that was made text by a slip of the keyboard.
            is_text = position in own and cell.cell_type != "code"
            placed.append((position, 0, new_cell("code", cell.source) if is_text else cell, None))
    less = given.makes_less(cells)
    for position, text in given.changed.items():
        source = (
            text if position in less else f"get_ipython().last_execution_succeeded or get_ipython().run_cell({text!r})"
        )
        placed.append((position, 1, new_cell("code", source), None))
    for order, place in enumerate(found, start=2):
        known = [p for p in (*place.checks[-1:], place.answer) if p is not None]
        check = new_cell("code", f'check("{place.exercise.id}", {place.exercise.name})')
        placed.append((max(known, default=len(cells)), order, check, place.exercise.id))
    placed += [(position, len(found) + 2, new_cell("code", text), None) for position, text in given.gone]
    placed.sort(key=lambda entry: entry[:2])
    return [(cell, asked) for _, _, cell, asked in placed]


def unanswered(cells: Sequence[NotebookNode]) -> Iterator[tuple[str, bool]]:
    """What waits for an answer that a person reads: its id or heading, and whether something stands right below it."""
    filled = {grade_id_of(cell) for cell in cells if grade_id_of(cell) and not _waits(cell)}
    told: set[str] = set()
    for position, cell in enumerate(cells):
        name = grade_id_of(cell) or ""
        if cell.cell_type == "code" or name in filled or name in told or not (_waits(cell) and (name or cell.source)):
            continue
        told |= {name} - {""}
        following = cells[position + 1] if position + 1 < len(cells) else None
        below = following is not None and grade_id_of(following) is None and _is_own_text(following)
        yield name or _heading_above(cells, position), below


def without_cell(cells: Sequence[NotebookNode]) -> Iterator[str]:
    """The headings of questions, by their points, below which there is nothing: the cell was deleted."""
    if not any(grade_id_of(cell) for cell in cells):
        return
    heading, is_answered = "", True
    for cell in [*cells, new_cell("markdown", "# ·")]:
        title = _heading_in(cell)
        if title is not None:
            if not is_answered:
                yield heading
            both = re.match(HEADING, title)
            heading, is_answered = title, not (both and both[5])
        is_answered = is_answered or (title is None and (bool(plain(cell.source)) or grade_id_of(cell) is not None))


def _place(cells: Sequence[NotebookNode], exercise: Exercise, unit: Unit) -> Place:
    name, solution = exercise.name, f"{exercise.id}-solution"
    checks = tuple(p for p, cell in enumerate(cells) if _asked_in(cell) == exercise.id)
    others = {f"{other.id}-solution" for other in unit.exercises if other.id != exercise.id and other.name == name}
    named = [p for p, cell in enumerate(cells) if grade_id_of(cell) == solution]
    makes = [
        p
        for p, cell in enumerate(cells)
        if cell.cell_type == "code"
        and name in names_bound(cell.source)
        and (p not in checks or what_is_asked(cell.source) is None)  # an answer in place of a check stays
        and grade_id_of(cell) not in others
    ]
    if not named:  # without its metadata: the one that was given, which waits, or the one above the check
        above = [p for p in makes if not checks or p < checks[-1]]
        named = [p for p in above if is_blank(cells[p].source)][:1] or above[-1:]
    filled = [p for p in named if not is_blank(cells[p].source)]
    own = max(filled or named, default=None)
    elsewhere = tuple(p for p in makes if p != own and not is_blank(cells[p].source))
    return Place(exercise, checks, own, elsewhere, own is None or is_blank(cells[own].source))


def _asked_in(cell: NotebookNode) -> str | None:
    """The exercise that a check cell asks about: by its name, or by what stands in it."""
    known = asked_in_assignments()
    if (name := grade_id_of(cell)) in known:
        return name
    asked = what_is_asked(cell.source) if cell.cell_type == "code" else None
    return asked[0] if asked is not None and asked[0] in known else None


def is_blank(source: str) -> bool:
    """Whether nothing stands in the cell of an answer but what was given."""
    lines = [line for line in words(_DOCSTRING.sub("", source)) if line not in STUB_TEXTS]
    given = [line for line in lines if line == _STUB_LINE or re.match(r"(async )?(def|class)\b.*:\s*\Z", line)]
    return not plain(source) or (len(given) == len(lines) and (_STUB_LINE in lines or not lines))


def still_waits(source: str) -> bool:
    """Whether the line stands there that waits for the answer: nothing that is behind it runs."""
    return _STUB_LINE in words(source)


def _waits(cell: NotebookNode) -> bool:
    return not plain(cell.source) or any(cell.source.strip().endswith(stub) for stub in STUB_TEXTS)


def _is_own_text(cell: NotebookNode) -> bool:
    return cell.cell_type != "code" and bool(plain(cell.source)) and _heading_in(cell) is None


def _heading_in(cell: NotebookNode) -> str | None:
    found = re.match(r"#{1,6} +(.+?)\s*$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
    return found[1] if found else None


def _heading_above(cells: Sequence[NotebookNode], position: int) -> str:
    above = (_heading_in(cell) for cell in reversed(cells[:position]))
    return next((title for title in above if title), f"{position + 1}")
