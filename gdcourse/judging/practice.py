"""What a lesson asks: guesses, tasks, challenges and drills. Exercises like all others, but worth no points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from string import ascii_lowercase
from typing import Any

import numpy as np

from gdcourse.judging.exercise import Case, Draw, Exercise, Kind, answer_on_paper, call_with_arrays
from gdcourse.language import Text

VARIANTS = 20
"""How many variants of a drill the answer key holds."""
IN_A_ROW = 3
"""So many right answers to a drill, one after the other, are "I can do this"."""
OPENING_QUESTIONS = 3
"""How many drills are asked at the top of a lesson."""


def guess(id: str, title: Text, *, options: tuple[Text, ...] = (), rtol: float = 1e-4) -> Exercise:  # noqa: A002
    """What will come out, asked before it does: a number, or one of some options.

    Args:
        id: of the exercise.
        title: what is guessed, in a few words: it stands above guess and result.
        options: what ``"a"``, ``"b"`` and so on say, where it is a choice. The lesson's text has them too.
        rtol: how far a number may be from the result and still be right; wide where "about" is right.
    """
    return Exercise(id, id, 0, title, examples=({},), probe=answer_on_paper, rtol=rtol, kind="guess", options=options)


def task(
    id: str,  # noqa: A002
    name: str,
    title: Text,
    *,
    draw: Draw | tuple[Draw, ...],
    examples: tuple[Case, ...] = (),
    starred: bool = False,
    rtol: float = 1e-4,
    factors: Callable[[Case], dict[str, float]] = lambda case: {},
    start: Callable[[Case], float | list[float]] | None = None,
    probe: Callable[[Any, Case], Any] = call_with_arrays,
    findings: Mapping[str, Text] | None = None,
) -> Exercise:
    """Code that the student completes; ``starred`` makes it a challenge. The rest is as for any exercise."""
    kind: Kind = "challenge" if starred else "task"
    return Exercise(
        id,
        name,
        0,
        title,
        draw,
        examples,
        probe,
        rtol=rtol,
        factors=factors,
        start=start,
        findings=findings or {},
        kind=kind,
    )


def drill(
    id: str,  # noqa: A002
    title: Text,
    *,
    draw: Callable[[np.random.Generator], Case],
    ask: Callable[[Case], Text],
    rtol: float = 0.01,
) -> Exercise:
    """A question that is worked out on paper, with new numbers each time.

    Args:
        id: of the exercise.
        title: what is practised, in a few words.
        draw: makes the numbers: such that no two known answers come out alike (``apart``).
        ask: the question with these numbers.
        rtol: how far an answer may be from the right one: people round.
    """
    return Exercise(id, id, 0, title, draw, probe=answer_on_paper, rtol=rtol, kind="drill", ask=ask)


def apart(*answers: float) -> bool:
    """Whether no two answers could be taken for one another, however people round. For a drill's ``draw``."""
    return all(abs(a - b) > 0.05 * max(abs(a), abs(b), 0.1) for a, b in combinations(answers, 2))


def letters(exercise: Exercise) -> tuple[str, ...]:
    """What a guess that is a choice can be: ``"a"``, ``"b"`` and so on; empty where it is a number."""
    return tuple(ascii_lowercase[: len(exercise.options)])
