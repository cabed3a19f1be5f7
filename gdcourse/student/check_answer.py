"""The student's check: one line under an exercise that says ✓, or what went wrong."""

from __future__ import annotations

import ast
import os
import re
import textwrap
import time
import traceback
from dataclasses import replace
from types import TracebackType
from typing import Any

from gdcourse.exercises import find_exercise
from gdcourse.judging.answer_encoding import public_error_name
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.messages import NOT_YET
from gdcourse.judging.probing import observed, probe
from gdcourse.judging.verdict_card import as_html, as_text, mark
from gdcourse.language import NO_TEXT, current_language, paragraphs
from gdcourse.student import messages, progress, progress_file, progress_table, worked_solution
from gdcourse.student.advice_after_wrong_answer import next_step
from gdcourse.student.other_names import missing_but
from gdcourse.student.what_to_do_next import in_all_units
from gdcourse.student.work_that_does_not_end import told_how_to_stop, verdict_of_stopped
from gdcourse.untrusted_text import legible


class CheckFailed(AssertionError):
    """An exercise is not solved yet. ``verdict`` holds what the judge found.

    Where the card stands above already, the error itself is one line; elsewhere it says everything.
    """

    def __init__(self, verdict: Verdict, told: bool = False) -> None:
        super().__init__(as_text(verdict))
        self.verdict = verdict
        self.told = told

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: the student's error is not in our code.
        if self.told:
            return [f"{mark(self.verdict)} {self.verdict.exercise} ↑"]
        # Validate's dialog does not wrap lines; a Hangul syllable is two columns wide.
        wrapped = (
            textwrap.wrap(line, 60 if re.search("[가-힣]", line) else 100) or [""] for line in str(self).splitlines()
        )
        first, *rest = [part for parts in wrapped for part in parts]
        return [f"\x1b[1m{first}\x1b[0m", *rest]


class Card:
    """What a notebook shows for a check: the verdict, the next thing to try, and how far the student has come.

    Args:
        verdict: what the judge found.
        way: code that does what was asked, for a student who is stuck.
    """

    def __init__(self, verdict: Verdict, way: str | None = None) -> None:
        unit, exercise = find_exercise(verdict.exercise)
        self.verdict = verdict
        self._advice = next_step(verdict, exercise)
        self._progress = progress.line(unit, exercise)
        # Notebooks that are run for what they show show the same, whatever else was done.
        self._kept = None if progress_file.is_author() else progress_file.load()
        self._way = way

    def __repr__(self) -> str:
        everywhere = NO_TEXT if self._kept is None else in_all_units(self._kept)
        told = as_text(self.verdict, None, self._advice, paragraphs(self._progress, everywhere))
        return told if self._way is None else f"{told}\n\n{worked_solution.as_text(self._way)}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # The card holds both languages, so that the switch can show the other one without running the cell again.
        shown = current_language()
        html = as_html(self.verdict, "both", shown, self._advice, self._progress)
        html += "" if self._way is None else worked_solution.as_html(self._way, shown)
        html += "" if self._kept is None else progress_table.as_html(self._kept, shown)
        return {"text/plain": repr(self), "text/html": html}


def verdict_of(exercise_id: str, work: Any) -> Verdict:
    """Judge ``work`` on the visible cases of an exercise. Work that is interrupted has not come to an end.

    Raises:
        LookupError: where there is no such exercise.
        FileNotFoundError: where the unit has no answer key.
    """
    unit, exercise = find_exercise(exercise_id)
    key = visible_key(unit, exercise)
    answers: list[Any] = []
    for index, case in enumerate(key["cases"]):
        started = time.monotonic()
        try:
            answers += probe(exercise, work, [case])
        except KeyboardInterrupt:
            return verdict_of_stopped(key, index, time.monotonic() - started)
    properties = observed(exercise, answers, key["cases"])
    return judge(properties, key, reveal=True, given=answers if exercise.observe is not None else None)


def check(exercise_id: str, work: Any) -> None:
    """Try ``work`` on the visible cases of an exercise and show ✓, or show what went wrong and raise.

    Raises:
        CheckFailed: where the work is not right yet.
        LookupError: where there is no such exercise.
    """
    with told_how_to_stop(_shell()):
        verdict = verdict_of(exercise_id, work)
    failure = _tell(verdict)
    if failure is not None:
        raise failure


def _tell(verdict: Verdict) -> CheckFailed | None:
    """Show a verdict where there is somewhere to show it, and return what is to be raised."""
    verdict = _with_what_failed(verdict)
    progress.record(verdict)
    # nbgrader's Validate shows the error and nothing else; a plain script shows the error anyway.
    if not verdict.correct and (_shell() is None or os.environ.get("NBGRADER_EXECUTION") == "validate"):
        return CheckFailed(verdict)
    from IPython.display import display

    display(Card(verdict, worked_solution.after(verdict)))
    return None if verdict.correct else CheckFailed(verdict, told=True)


def _shell() -> Any:
    from IPython.core.getipython import get_ipython

    return get_ipython()


# --- a cell with an answer that did not run --------------------------------------------------------------------------

_DEFINES = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=(?!=)", re.MULTILINE)
_failed: dict[str, BaseException] = {}


def _remember_what_failed(result: Any) -> None:
    """After each cell: which names it was to define, and what kept it from doing so."""
    error = result.error_before_exec or result.error_in_exec
    for name in {a or b for a, b in _DEFINES.findall(result.info.raw_cell or "")}:
        if error is not None and not isinstance(error, NotImplementedError):
            _failed[name] = error
        else:
            _failed.pop(name, None)


def _with_what_failed(verdict: Verdict) -> Verdict:
    """A verdict on an answer that is not there; where its cell ended with an error, that is what is said."""
    error = _failed.get(find_exercise(verdict.exercise)[1].name) if verdict.state == "missing" else None
    if error is None:
        return verdict
    name = public_error_name(type(error).__name__)
    reason = (
        messages.CELL_STOPPED
        if isinstance(error, KeyboardInterrupt)
        else messages.CELL_FAILED.format(name=legible(name, 60), message=legible(str(error), 200))
    )
    return replace(verdict, state="graded", diagnosis=f"error:{name}", message=paragraphs(NOT_YET, reason), hint=reason)


# --- a check cell whose name does not exist ----------------------------------------------------------------------


def answer_missing_names(shell: Any = None) -> None:
    """In ``shell``, let ``check("id", name)`` say that there is no answer yet where ``name`` was never defined.

    Without ``shell`` it is the one of this process, if there is one.
    Python stops at the name, before ``check`` is called: a class without a body, a solution cell that was not run.
    """
    shell = shell or _shell()
    if shell is not None and not shell.custom_exceptions:
        shell.set_custom_exc((NameError,), _on_missing_name)
        shell.events.register("post_run_cell", _remember_what_failed)


def _on_missing_name(
    shell: Any, kind: type[NameError], error: NameError, trace: TracebackType, tb_offset: int | None = None
) -> None:
    asked = _asked_for(traceback.extract_tb(trace)[-1].line or "", error.name)
    if asked is None:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    unit, exercise = find_exercise(asked)
    key = visible_key(unit, exercise)
    failure = _tell(judge([missing_but(exercise)] * len(key["cases"]), key, reveal=True))
    if failure is not None:
        shell.showtraceback((CheckFailed, failure, trace), tb_offset=tb_offset)


def _asked_for(line: str, missing: str | None) -> str | None:
    """The exercise that a line ``check("id", name)`` asks about, if ``name`` is what is missing."""
    try:
        called = ast.parse(line.strip(), mode="eval").body
    except SyntaxError:
        return None
    match called:
        case ast.Call(func=ast.Name("check"), args=[ast.Constant(str() as exercise_id), ast.Name(name)]):
            return exercise_id if name == missing else None
    return None
