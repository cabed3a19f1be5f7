"""What an exercise is: a question about the student's work, asked on cases drawn from a seed.

The right answer and the mistakes people make are not here: they are code in ``gdcourse.solutions``,
and reach students only as numbers, in the answer keys of ``gdcourse/keys``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from gdcourse.language import Text

Case = dict[str, Any]
"""The inputs of one trial, as plain data: numbers, strings, and lists of them."""

Kind = Literal["question", "guess", "task", "challenge", "drill"]
"""What an exercise is for: ``question`` of an assignment; the others are practice in a lesson, and give no points."""


Draw = Callable[[np.random.Generator], Case]
"""Makes one case."""


def call_with_arrays(work: Callable[..., Any], case: Case) -> Any:
    """The usual probe: call the work with the inputs of the case, in their order.

    A list becomes a NumPy array of float64; a number stays a Python number. The arrays are
    made anew for every call, so work that changes its inputs cannot spoil the next trial.
    """
    inputs = [np.array(v, dtype=np.float64) if isinstance(v, list) else v for v in case.values()]
    return work(*inputs)


def take_value(work: Any, case: Case) -> Any:
    """The probe of a question whose answer is a value: the value itself."""
    return work


def answer_on_paper(work: Any, case: Case) -> Any:
    """The probe of what is answered in the head or on paper: a value is the answer, code gives it for the case."""
    return call_with_arrays(work, case) if callable(work) else work


def in_either_precision(run: Callable[[str], Any]) -> Any:
    """What a probe gets with tensors of ``"float64"``, or, where that ends in an error, of ``"float32"``.

    Keys hold numbers of float64, whose last digits are the same on every processor; work that casts to float32, as
    lessons do, is right too.

    Raises:
        Exception: what the work raises with float32, which is what students have in front of them.
    """
    try:
        return run("float64")
    except Exception:
        return run("float32")


@dataclass(frozen=True, eq=False)
class Exercise:
    """One question with a right answer: of an assignment, or of a lesson (``gdcourse.judging.practice``).

    Attributes:
        id: the nbgrader ``grade_id`` of its check cell; unique in the course.
        name: what the student's work is called in the notebook.
        points: the marks for a right answer.
        title: what is asked, in a few words.
        draw: makes one case from a random generator; ``None`` where there is nothing to vary. Several take turns, so
            that every student's cases have each kind in them: what is only likely is missing for somebody.
        examples: cases chosen by hand, tried first in the student's notebook (and never alone in grading).
        probe: runs the work on one case and returns the answer: what the work gave, not what holds of it.
        observe: where any of many answers is right, what is judged of one: its properties, of the answer as it was
            written down and its case. It runs where the judge is, never in the student's process alone.
        rtol: how far a number may be from the right one, relative to it.
        factors: named quantities of a case (such as N) that a wrong answer may be a multiple of.
        start: for work that moves something, where it starts: a wrong move may be a multiple of the right one.
        parts: what the parts of an answer are called, where it has several in a fixed order.
        findings: what is said of something that a probe has found in place of an answer, by the name under which it is
            in the answer's dictionary; ``{value}`` is what it found.
        kind: what it is for.
        options: of a guess that is a choice, what ``"a"``, ``"b"`` and so on say.
        ask: of a drill, the question with the numbers of a case.
    """

    id: str
    name: str
    points: float
    title: Text
    draw: Draw | tuple[Draw, ...] | None = None
    examples: tuple[Case, ...] = ()
    probe: Callable[[Any, Case], Any] = call_with_arrays
    observe: Callable[[Any, Case], Any] | None = None
    rtol: float = 1e-4
    factors: Callable[[Case], dict[str, float]] = lambda case: {}
    start: Callable[[Case], Any] | None = None
    parts: tuple[Text, ...] = ()
    findings: Mapping[str, Text] = field(default_factory=dict)
    kind: Kind = "question"
    options: tuple[Text, ...] = ()
    ask: Callable[[Case], Text] | None = None

    def __post_init__(self) -> None:
        if self.draw is None and not self.examples:
            raise ValueError(f"exercise {self.id!r}: give `draw`, `examples`, or both")

    def cases(self, seed: int, count: int) -> list[Case]:
        """``count`` cases drawn from ``seed``; the same seed gives the same cases."""
        if self.draw is None:
            return list(self.examples)
        rng = np.random.default_rng(seed)
        draws = self.draw if isinstance(self.draw, tuple) else (self.draw,)
        return [draws[turn % len(draws)](rng) for turn in range(count)]


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric: what an answer does, and the points for it."""

    points: float
    text: Text


@dataclass(frozen=True)
class WrittenQuestion:
    """A question that a person marks: the ``grade_id`` of its answer's cell, and the rubric that students see there."""

    id: str
    rubric: tuple[Criterion, ...]


@dataclass(frozen=True, eq=False)
class Unit:
    """One topic of the course: a lesson and an assignment.

    Attributes:
        slug: what its files are called, and its place in the course.
        title: what it is about.
        exercises: what the assignment asks: these are graded.
        practice: what the lesson asks: never graded, and no matter of an instructor's.
        written: what the assignment asks that a person marks, where it has a rubric.
        home: the folder whose ``exercises``, ``solutions`` and ``keys`` hold its files; who finds it there, says so.
    """

    slug: str
    title: Text
    exercises: tuple[Exercise, ...]
    practice: tuple[Exercise, ...] = ()
    written: tuple[WrittenQuestion, ...] = ()
    home: Path = Path(__file__).parents[1]

    @property
    def all_exercises(self) -> tuple[Exercise, ...]:
        """All that has a reference and mistakes: what the lesson asks, then what the assignment asks."""
        return (*self.practice, *self.exercises)

    def practice_of(self, *kinds: Kind) -> list[Exercise]:
        """What the lesson asks of these kinds, in its order."""
        return [exercise for exercise in self.practice if exercise.kind in kinds]

    @property
    def module(self) -> str:
        """The name of the unit's Python modules: the slug without its number, with underscores."""
        return self.slug.split("-", 1)[1].replace("-", "_")

    def __post_init__(self) -> None:
        ids = [exercise.id for exercise in self.all_exercises]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"unit {self.slug!r}: exercise ids used twice: {', '.join(twice)}")
        misplaced = [e.id for e in self.exercises if e.kind != "question"]
        misplaced += [e.id for e in self.practice if e.kind == "question" or e.points]
        if misplaced:
            raise ValueError(
                f"unit {self.slug!r}: {', '.join(misplaced)}: questions with points stand in `exercises`, "
                "guesses, tasks, challenges and drills, which have none, in `practice`"
            )


def number(rng: np.random.Generator, low: float, high: float) -> float:
    """A number in ``[low, high)`` with two decimals, so that a printed case can be checked by hand."""
    return round(float(rng.uniform(low, high)), 2)


def numbers(rng: np.random.Generator, low: float, high: float, count: int) -> list[float]:
    """``count`` numbers in ``[low, high)`` with two decimals."""
    return [number(rng, low, high) for _ in range(count)]
