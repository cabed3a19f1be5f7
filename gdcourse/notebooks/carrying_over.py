"""A newer edition of a notebook with what somebody has written into the older one."""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from itertools import count

from nbformat import NotebookNode

from gdcourse.notebooks.reading import grade_id_of

_ASKS = re.compile(r"""^[ \t]*(guess|drill|check)\(\s*["']([\w-]+)["']""", re.MULTILINE)


def as_given(edition: NotebookNode) -> NotebookNode:
    """A copy to work in: its metadata remembers the text of each cell by a hash, and so what was changed since."""
    made = deepcopy(edition)
    given = {cell.id: _hash(cell.source) for cell in made.cells if "id" in cell}
    made.metadata["gdcourse"] = {**_about(made), "given": given}
    return made


def is_edition(work: NotebookNode, edition: NotebookNode) -> bool:
    """Whether that is the edition that the work was begun in."""
    given = _about(as_given(edition))
    about = _about(work)
    return all(about.get(name) == given.get(name) for name in ("given", "language", "limits"))


def is_untouched(work: NotebookNode) -> bool:
    """Whether nothing has been written into a copy that ``as_given`` made: cells may have run, or be gone."""
    given = _given(work)
    return given is not None and all(_is_given(cell, given) for cell in work.cells)


def carried_over(work: NotebookNode, edition: NotebookNode) -> NotebookNode:
    """The edition, ``as_given``, with what was written into the work.

    Answers are known by their exercise, whatever else has changed around them. Given cells that were edited keep the
    edit where the edition has left them as they were; where it has not, the edit follows the new cell. Cells of one's
    own stand behind the cell that they stood behind. Outputs are left behind.

    Of a work that does not remember what was given, answers alone are taken, and what is in none of its cells.

    Args:
        work: the older notebook; nothing of it changes.
        edition: the newer one.
    """
    made, given = as_given(edition), _given(work)
    by_id = {cell.id: cell for cell in made.cells if "id" in cell}
    texts = {cell.source.strip(): cell for cell in reversed(made.cells)}
    answers, wanted = _answers(work), _answers(made)
    names = (f"own-{number}" for number in count(1) if f"own-{number}" not in by_id)
    written: list[NotebookNode] = []
    last: NotebookNode | None = None
    for position, cell in enumerate(work.cells):
        same = by_id.get(cell.get("id"))
        asked = next(
            (made.cells[wanted[name]] for name, at in answers.items() if at == position and name in wanted), None
        )
        if given is not None and _is_given(cell, given):
            last = same or texts.get(cell.source.strip(), last)
        elif asked is not None and not any(asked is cell for cell in written):
            last = asked
            last.source = cell.source
            written.append(last)
        elif not cell.source.strip() or cell.source.strip() in texts:
            last = texts.get(cell.source.strip(), same or last)
        elif given is not None and same is not None and given.get(cell.id) == _hash(same.source):
            last = same
            last.source = cell.source
            written.append(last)
        elif given is not None:
            own = NotebookNode({**deepcopy(cell), "id": next(names), "metadata": NotebookNode()})
            if own.cell_type == "code":
                own |= {"outputs": [], "execution_count": None}
            behind = same or last
            at = 0 if behind is None else next(i for i, other in enumerate(made.cells) if other is behind) + 1
            made.cells.insert(at, own)
            # Positions of answers move with what is put in before them.
            wanted = {name: place + (place >= at) for name, place in wanted.items()}
            last = own
    return made


def _answers(notebook: NotebookNode) -> dict[str, int]:
    """By exercise, where its answer stands: in nbgrader's cell for it, where it is guessed, or before its check."""
    found: dict[str, int] = {}
    for position, cell in enumerate(notebook.cells):
        if (name := grade_id_of(cell)) and cell.metadata["nbgrader"].get("solution"):
            found[name] = position
        if cell.cell_type != "code":
            continue
        for verb, name in _ASKS.findall(cell.source):
            if verb != "check":
                found.setdefault(name, position)
            elif f"{name}-solution" not in found and _is_a_question(notebook, position):
                found.setdefault(name, position - 1)
    return found


def _is_a_question(notebook: NotebookNode, position: int) -> bool:
    """Whether a check asks for what stands in the cell before it."""
    before = notebook.cells[position - 1] if position else None
    return before is not None and before.cell_type == "code" and not _ASKS.search(before.source)


def _about(notebook: NotebookNode) -> dict[str, object]:
    about = notebook.metadata.get("gdcourse")
    return about if isinstance(about, dict) else {}


def _given(notebook: NotebookNode) -> dict[str, object] | None:
    given = _about(notebook).get("given")
    return given if isinstance(given, dict) else None


def _is_given(cell: NotebookNode, given: dict[str, object]) -> bool:
    """Whether a cell is as it was given. Some front ends leave out the ids of cells: then the text tells."""
    found = _hash(cell.source)
    return found == given[cell.id] if cell.get("id") in given else found in given.values()


def _hash(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:12]
