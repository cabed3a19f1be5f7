"""Which cell of a submission is which of the instructor's, and what of it a student wrote.

People split cells and merge them, copy them with nbgrader's metadata or lose it, write beside the cell that waits for
the answer. So a cell is known by its ``grade_id`` where it has one, else by what stands in it, else by its place. The
same matching decides what is restored, what is run, and where a person has to look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.notebooks.cell_text import names_bound, plain, spoken_lines, words
from gdcourse.notebooks.given_cells import ReleasedCell, by_text, changed, gaps, gone, most_like
from gdcourse.notebooks.reading import grade_id_of


@dataclass(frozen=True)
class Matching:
    """What each cell of a submission is.

    Attributes:
        assignment: what was asked.
        cells: of the submission.
        stands_for: by position in it, the position among the released cells; nothing for a cell of the student's own.
        copies: by position in it, the ``grade_id`` that it shares with the cell that counts.
        at: by ``grade_id``, the position of the cell that counts.
    """

    assignment: Assignment
    cells: Sequence[NotebookNode]
    stands_for: dict[int, int]
    copies: dict[int, str]
    at: dict[str, int]

    def is_blank(self, grade_id: str) -> bool:
        """Whether an answer's cell is gone, empty or as it was given."""
        position = self.at.get(grade_id)
        return position is None or self._is_given(self.cells[position].source, grade_id)

    def _is_given(self, source: str, grade_id: str) -> bool:
        """Whether nothing of a student's stands in a cell."""
        return not plain(source) or self.assignment.says_nothing_new(source, grade_id)

    def is_own(self, position: int) -> bool:
        """Whether a student wrote something there that is no answer's cell."""
        cell = self.cells[position]
        if not plain(cell.source):
            return False
        if position in self.copies:
            return not self._is_given(cell.source, self.copies[position])
        if position in self.stands_for:
            released = self.assignment.released[self.stands_for[position]]
            known = self.assignment.cell(released.grade_id)
            if known is not None:
                return known.locked and not self._is_given(cell.source, known.grade_id)
            given = {*words(released.source), *self.assignment.lines_given_before}
            return any(line not in given for line in words(cell.source))
        return plain(cell.source) not in self.assignment.all_given

    # --- answers to what is asked of a name -----------------------------------------------------------------------

    def names_of(self, check: TrustedCell) -> frozenset[str]:
        """What the work is called that a check cell asks for."""
        if check.asked is not None:
            return frozenset({check.asked[1]})
        stub = self.assignment.cell(check.after)
        return names_bound(stub.source) if stub is not None else frozenset()

    def binding(self, check: TrustedCell) -> list[int]:
        """The cells other than the solution's in which a student made what a check cell asks for."""
        wanted, others = self.names_of(check), self._answered_elsewhere(check)
        if not wanted:
            return []
        return [
            position
            for position, cell in enumerate(self.cells)
            if cell.cell_type == "code"
            and position not in others
            and wanted <= names_bound(cell.source)
            and (self.is_own(position) or position in self._filled())
        ]

    def _answered_elsewhere(self, check: TrustedCell) -> set[int]:
        """The solution's own cell, and those of questions that ask for the same name."""
        same = [c.after for c in self.assignment.questions if c.is_check and self.names_of(c) == self.names_of(check)]
        return {self.at[name] for name in same if name in self.at}

    def _filled(self) -> set[int]:
        """The cells of answers that are not blank."""
        answers = (c.grade_id for c in self.assignment.cells if not c.locked and c.grade_id in self.at)
        return {self.at[name] for name in answers if not self.is_blank(name)}

    def idle(self) -> set[int]:
        """The solution cells that were left as given while their work stands elsewhere: run, they would undo it."""
        found = set()
        for check in self.assignment.checks:
            if check.after in self.at and self.is_blank(check.after) and self.binding(check):
                found.add(self.at[check.after])
        return found

    def solution_at(self, check: TrustedCell) -> int:
        """Where the answer to a check cell stands: in its cell, or else in the last that made it; −1 for nowhere."""
        own = self.at.get(check.after or "", -1)
        if check.after is None or (own >= 0 and not self.is_blank(check.after)):
            return own
        return max([own, *self.binding(check)])

    # --- where a person has to look -------------------------------------------------------------------------------

    def elsewhere(self, question: TrustedCell, missing: bool) -> list[int]:
        """The cells, other than its own, in which the answer to a question may stand.

        Args:
            question: one that has not been answered, or answered wrongly.
            missing: whether it has not been answered at all.
        """
        own = [position for position in range(len(self.cells)) if self.is_own(position)]
        # Who adds an import to a given cell of code has not answered a question there.
        given = {p for p, number in self.stands_for.items() if self.assignment.released[number].is_plain_code}
        beside = [p for p in own if p not in given and self._question_at(p) == question.grade_id]
        if not question.is_check:
            text = [p for p in own if self.cells[p].cell_type != "code" and p not in self.stands_for]
            written = [p for p in text if not self._is_hand_graded(self._question_at(p))]
            return sorted({*beside, *written, *self._merged_with(question)}) if missing else []
        found = {p for p, name in self.copies.items() if name in (question.after, question.grade_id) and self.is_own(p)}
        main = self.solution_at(question)
        found |= {p for p in self.binding(question) if p != main}
        if main >= 0:  # a copy that says the same is no other answer
            found = {p for p in found if plain(self.cells[p].source) != plain(self.cells[main].source)}
        if missing:
            found |= set(beside)
        else:
            found |= {p for p in beside if self.cells[p].cell_type == "code" and _is_fragment(self.cells[p].source)}
        return sorted(found)

    def _merged_with(self, question: TrustedCell) -> list[int]:
        """The code cells that hold the text of a question, and behind it something that a student wrote."""
        asking, given = self.assignment.lines_asking(question.grade_id), self.assignment.lines_given
        found = []
        for position, cell in enumerate(self.cells):
            lines = spoken_lines(cell.source) if cell.cell_type == "code" else []
            behind = max((n for n, line in enumerate(lines, start=1) if line in asking), default=len(lines))
            if any(line not in given for line in lines[behind:]):
                found.append(position)
        return found

    def holds_text(self, position: int) -> bool:
        """Whether text that was given stands in the cell of an answer in code."""
        given = {line for cell in self.assignment.released if cell.cell_type != "code" for line in words(cell.source)}
        return any(line in given for line in words(self.cells[position].source))

    def _is_hand_graded(self, grade_id: str | None) -> bool:
        known = self.assignment.cell(grade_id)
        return known is not None and not known.is_check

    def _question_at(self, position: int) -> str | None:
        """The question that a cell stands at: the one just above it, or else the one whose cells are around it."""
        before = [self.stands_for[p] for p in range(position + 1) if p in self.stands_for]
        last = max(before, default=-1)
        released = self.assignment.released
        asked = {cell.grade_id for cell in self.assignment.questions}
        if last >= 0 and released[last].grade_id in asked:
            return released[last].grade_id
        following = [cell.grade_id for cell in released[last + 1 :] if cell.grade_id in asked]
        earlier = [cell.grade_id for cell in released[: last + 1] if cell.grade_id in asked]
        return following[0] if following else earlier[-1] if earlier else None

    # --- what was given -------------------------------------------------------------------------------------------

    def given_again(self) -> dict[int, str]:
        """By position of a given code cell that a student has changed: the instructor's own text."""
        return changed(self.cells, self.assignment.released, self.stands_for)

    def given_and_gone(self) -> Iterator[tuple[int, ReleasedCell]]:
        """The given code cells that are not there any more, each with the position that it belongs behind."""
        return gone(self.cells, self.assignment.released, self.stands_for)


def _is_fragment(source: str) -> bool:
    """Whether a code cell begins in the middle of something: a function that was cut in two."""
    first = next((line for line in source.splitlines() if line.strip() and not line.startswith("#")), "")
    return first[:1] in " \t" or bool(re.match(r"(return|yield|elif|else|except|finally)\b", first))


def match(cells: Sequence[NotebookNode], assignment: Assignment) -> Matching:
    """Find out what each cell of a submission is."""
    by_id: dict[str, list[int]] = defaultdict(list)
    for position, cell in enumerate(cells):
        grade_id = grade_id_of(cell)
        if assignment.cell(grade_id) is not None:
            by_id[grade_id or ""].append(position)
    number_of = {cell.grade_id: number for number, cell in enumerate(assignment.released) if cell.grade_id}
    at: dict[str, int] = {}
    copies: dict[int, str] = {}
    stands_for: dict[int, int] = {}
    for name, positions in by_id.items():
        known = assignment.cell(name)
        filled = [
            p for p in positions if plain(cells[p].source) and not assignment.says_nothing_new(cells[p].source, name)
        ]
        at[name] = filled[-1] if filled and known is not None and not known.locked else positions[-1]
        copies |= {p: name for p in positions if p != at[name]}
        if name in number_of:
            stands_for[at[name]] = number_of[name]
    stands_for = by_text(cells, assignment.released, stands_for, copies)
    _match_by_place(cells, assignment, stands_for, copies)
    for position, number in stands_for.items():
        if grade_id := assignment.released[number].grade_id:
            at.setdefault(grade_id, position)
    return Matching(assignment, cells, stands_for, copies, at)


def _match_by_place(
    cells: Sequence[NotebookNode], assignment: Assignment, stands_for: dict[int, int], copies: dict[int, str]
) -> None:
    """Between two cells that are known: a given cell that was changed, an answer that has lost its name."""
    for positions, numbers in list(gaps(len(cells), len(assignment.released), stands_for)):
        free = [p for p in positions if p not in copies and plain(cells[p].source) not in assignment.all_given]
        for number in numbers:
            found = _most_like(assignment, number, free, cells)
            if found is not None:
                stands_for[found] = number
                free.remove(found)


def _most_like(assignment: Assignment, number: int, free: list[int], cells: Sequence[NotebookNode]) -> int | None:
    released = assignment.released[number]
    known = assignment.cell(released.grade_id)
    if known is None or known.locked:
        return most_like(released.source, free, cells)
    if known.grade:
        return free[-1] if free else None
    check = next((c for c in assignment.checks if c.after == known.grade_id), None)
    names = {check.asked[1]} if check is not None and check.asked else names_bound(known.source)
    return next((p for p in reversed(free) if names and names <= names_bound(cells[p].source)), None)
