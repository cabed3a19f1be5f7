"""The student's check: one line under an exercise that says ✓, or what went wrong."""

from __future__ import annotations

from typing import Any

from gdcourse.answer_keys import visible_key
from gdcourse.exercises import find_exercise
from gdcourse.judging import Verdict, judge
from gdcourse.probing import probe
from gdcourse.verdict_view import as_html, as_text


class CheckFailed(AssertionError):
    """An exercise is not solved yet. ``verdict`` holds what the judge found."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(as_text(verdict))
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: the student's error is not in our code.
        first, *rest = str(self).splitlines()
        return [f"\x1b[1m{first}\x1b[0m", *rest]


class Passed:
    """What a notebook shows for a solved exercise."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def __repr__(self) -> str:
        return as_text(self.verdict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": as_html(self.verdict)}


def verdict_of(exercise_id: str, work: Any) -> Verdict:
    """Judge ``work`` on the visible cases of an exercise.

    Raises:
        LookupError: where there is no such exercise.
        FileNotFoundError: where the unit has no answer key.
    """
    unit, exercise = find_exercise(exercise_id)
    key = visible_key(unit, exercise)
    return judge(probe(exercise, work, key["cases"]), key, reveal=True)


def check(exercise_id: str, work: Any) -> None:
    """Try ``work`` on the visible cases of an exercise and show ✓, or raise with what went wrong.

    Raises:
        CheckFailed: where the work is not right yet.
        LookupError: where there is no such exercise.
    """
    verdict = verdict_of(exercise_id, work)
    if not verdict.correct:
        raise CheckFailed(verdict)
    from IPython.display import display

    display(Passed(verdict))
