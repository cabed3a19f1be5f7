"""What an entry of the corpus is, and the few ways in which most of them are built."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import Answers, reference_answers, submission
from gdcourse.solutions import source_of

SLUG = "02-manual-gradient"
ROOT = Path(__file__).resolve().parents[2]
THOUGHTS = "합은 N배예요. · The sum is N times as large."


class Outcome(NamedTuple):
    """The score of a question and its state; ``None`` for the state where any will do that gives no other points."""

    score: float | None
    state: str | None = None


Expected = Mapping[str, Outcome]
Build = Callable[[NotebookNode], NotebookNode | bytes | None]
Place = Callable[[Path, NotebookNode], None]


@dataclass(frozen=True)
class Hostile:
    """One submission.

    Attributes:
        name: what it is called: the id of the test, and of the student unless ``student`` says another.
        about: one sentence that says what it does.
        expected: by exercise id, what it has to get. Questions that are not in it may get anything.
        build: makes the file from the released notebook; ``None`` in place of a file where none is handed in.
        place: puts the submission into its folder, where a file is not enough; in place of ``build``.
        needs_isolation: what is expected holds only where student code is isolated.
        damaging: it may harm the machine; it must never run outside the isolation. Has a fuse (see ``damage``).
        slow: it lasts until a time limit stops it.
        waits: and asks for no processor while it lasts.
        student: the student's id, where the name of the folder is the matter.
        unit: the unit it is handed in for.
    """

    name: str
    about: str
    expected: Expected
    build: Build | None = None
    place: Place | None = None
    needs_isolation: bool = False
    damaging: bool = False
    slow: bool = False
    waits: bool = False
    student: str | None = None
    unit: str = SLUG

    def __post_init__(self) -> None:
        if (self.build is None) == (self.place is None):
            raise ValueError(f"{self.name}: give `build` or `place`")
        if self.damaging and not self.needs_isolation:
            raise ValueError(f"{self.name}: what is damaging needs isolation")

    @property
    def id(self) -> str:
        """The id of the student who hands it in."""
        return self.student if self.student is not None else self.name


# --- what is expected --------------------------------------------------------------------------------------------


def points(unit: str = SLUG) -> dict[str, float]:
    """The points of every question that is graded automatically, in order."""
    return {exercise.id: float(exercise.points) for exercise in find_unit(unit).exercises}


def all_of(score: float, state: str | None, unit: str = SLUG) -> Expected:
    return {question: Outcome(score, state) for question in points(unit)}


def full(unit: str = SLUG) -> Expected:
    return {question: Outcome(most, "graded") for question, most in points(unit).items()}


NOTHING = all_of(0, None)
"""No points for any question, whatever its state."""
MISSING = all_of(0, "missing")
UNGRADABLE = all_of(0, "ungradable")
FULL = full()


def only_loses(*questions: str, state: str | None = None) -> Expected:
    """All points but for ``questions``, which get none."""
    return {**FULL, **{question: Outcome(0, state) for question in questions}}


def keeps_before(question: str, state: str | None = "ungradable", attacked: str | None = None) -> Expected:
    """All points for what was answered before ``question``; nothing for it and all that follow.

    ``attacked`` is the state of ``question`` itself, where it is not that of those that follow.
    """
    order = list(points())
    cut = order.index(question)
    later = {q: Outcome(0, state) for q in order[cut:]}
    return {**FULL, **later, **({question: Outcome(0, attacked)} if attacked else {})}


def as_bytes(content: NotebookNode | bytes) -> bytes:
    """What stands in the file. Not by nbformat, which would put right what is meant to be wrong."""
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def hand_in(entry: Hostile, folder: Path, release: NotebookNode) -> None:
    """Put the submission into its folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    if entry.place is not None:
        entry.place(folder, release)
    elif entry.build is not None:
        content = entry.build(release)
        if content is not None:
            (folder / f"{entry.unit}.ipynb").write_bytes(as_bytes(content))


# --- how it is built ---------------------------------------------------------------------------------------------


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def solution(notebook: NotebookNode, question: str) -> NotebookNode:
    return cell(notebook, f"{question}-solution")


def answered(release: NotebookNode, changed: Mapping[str, str | None] | None = None, unit: str = SLUG) -> NotebookNode:
    """The release with the right answers, but for those in ``changed``."""
    found = find_unit(unit)
    answers: Answers = {**reference_answers(found), **(changed or {})}
    return submission(release, found, answers, THOUGHTS)


def wrong(release: NotebookNode, unit: str = SLUG) -> NotebookNode:
    """The release with an answer to every question, and none that is right."""
    answers: Answers = {e.id: f"{e.name} = lambda *a, **k: 1e9" for e in find_unit(unit).exercises}
    return submission(release, find_unit(unit), answers, THOUGHTS)


def with_cells(notebook: NotebookNode, *sources: str, at: int = 2) -> NotebookNode:
    """``notebook`` with more code cells, behind the cell of imports unless ``at`` says otherwise."""
    notebook = copy.deepcopy(notebook)
    notebook.cells[at:at] = [new_code_cell(source) for source in sources]
    return notebook


def cheat(*sources: str, unit: str = SLUG) -> Build:
    """Wrong answers everywhere, and a cell ahead of them that wants points all the same."""
    return lambda release: with_cells(wrong(release, unit), *sources)


def right_with(*sources: str) -> Build:
    """Right answers everywhere, and cells ahead of them that should make no difference."""
    return lambda release: with_cells(answered(release), *sources)


def right_but(changed: Mapping[str, str]) -> Build:
    """Right answers, but for the solution cells in ``changed``."""
    return lambda release: answered(release, changed)


def functions(body: str) -> str:
    """Every function of the assignment with the same body, which can use ``args``, and ``why_faster``."""
    names = [e.name for e in find_unit(SLUG).exercises if e.draw is not None]
    defined = "\n".join(f"def {name}(*args):\n    return _answer({name!r}, args)" for name in names)
    return f"def _answer(name, args):\n{_indented(body)}\n{defined}\nwhy_faster = _answer('why_faster', ())"


def unanswered_with(*sources: str) -> Build:
    """Solution cells that are left as released, but emptied, and a cell ahead of them that defines everything."""

    def build(release: NotebookNode) -> NotebookNode:
        notebook = copy.deepcopy(release)
        for question in points():
            solution(notebook, question).source = "pass"
        return with_cells(notebook, *sources)

    return build


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip("\n").splitlines())


def right_source() -> str:
    """The text of all right answers."""
    unit = find_unit(SLUG)
    references = reference_answers(unit)
    return "\n\n\n".join(source_of(e, references[e.id]) for e in unit.exercises)


def if_it_leaks(attempt: str) -> Build:
    """All answers are right if ``attempt`` sets ``leaked`` to something true, and none of them otherwise.

    So an attack that only looks, and could use what it sees, shows in the marks.
    """
    code = (
        "leaked = False\ntry:\n" + _indented(attempt) + "\nexcept Exception as problem:\n    print(problem)\n"
        f"if leaked:\n    import numpy as np\n    exec({right_source()!r})"
    )
    return unanswered_with(code)


FUSE = f"""\
class NotIsolated(BaseException):
    pass

import os
try:
    os.listdir({str(ROOT / "gdcourse" / "solutions")!r})
except OSError:
    pass
else:
    raise NotIsolated("the repository can be read: this must not run here")
"""
"""What a damaging submission does first: it stops where it sees the repository, so that no mistake of ours harms a
machine. The test looks for ``NotIsolated`` in what was run, since an attack that did not take place proves nothing."""


def damage(question: str, source: str, answer: bool = False) -> Build:
    """Right answers, but for the solution cell of ``question``, which does harm.

    Args:
        answer: whether the cell answers its question rightly before it does so.
    """

    def build(release: NotebookNode) -> NotebookNode:
        before = source_of(_exercise(question), reference_answers(find_unit(SLUG))[question]) if answer else ""
        return answered(release, {question: "\n".join([FUSE, before, source])})

    return build


def _exercise(question: str):  # type: ignore[no-untyped-def]
    return next(e for e in find_unit(SLUG).exercises if e.id == question)


def cheat_with_damage(*sources: str) -> Build:
    return cheat(*(FUSE + source for source in sources))


def no_duplicates(entries: Iterable[Hostile]) -> tuple[Hostile, ...]:
    """The entries, once it is sure that no name and no student is there twice."""
    found = tuple(entries)
    for what in ([e.name for e in found], [(e.unit, e.id) for e in found]):
        twice = {x for x in what if what.count(x) > 1}
        if twice:
            raise ValueError(f"twice in the corpus: {twice}")
    return found
