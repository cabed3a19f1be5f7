"""Run the student's work on cases: what it gives, and what it raises, is written down (``answer_encoding``)."""

from __future__ import annotations

import builtins
import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from gdcourse.judging.answer_encoding import (
    MISSING,
    NO_VALUE,
    Answer,
    bounded_text,
    encode,
    public_error_name,
    type_name,
)
from gdcourse.judging.comparing import as_numbers, bounded, type_of
from gdcourse.judging.exercise import Case, Exercise, call_with_arrays

UNLIKE = "unlike"
"""The finding that says what an answer should be whose properties are judged, where it is something else."""
NOBODY_TYPES = "input(): nobody can type here"
"""What an ``EOFError`` says where work has asked for something to be typed."""


def probe(exercise: Exercise, work: Any, cases: list[Case]) -> list[Answer]:
    """The answers of ``work`` on each of ``cases``. What the work raises is an answer too.

    Raises:
        KeyboardInterrupt: passed on, so that a student can stop a loop that does not end.
    """
    with _nobody_types():
        return [_probe_one(exercise, work, case) for case in cases]


@contextmanager
def _nobody_types() -> Iterator[None]:
    """Nobody sits in front of what is graded, so nobody is asked where it is checked either."""

    def refuse(*_: object) -> str:
        raise EOFError(NOBODY_TYPES)

    before = builtins.input
    builtins.input = refuse
    try:
        yield
    finally:
        builtins.input = before


def _probe_one(exercise: Exercise, work: Any, case: Case) -> Answer:
    if exercise.probe is call_with_arrays and not callable(work):
        return {"type": "not-callable", "name": type_name(work)}
    try:
        answer = exercise.probe(work, _fresh(case))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # SystemExit, and whatever else the work may raise: it is this question's answer, and the next one is asked.
        return MISSING if _is_stub(error, work) else _describe_error(error, work)
    return encode(answer)


def _is_stub(error: BaseException, work: Any) -> bool:
    """Whether it is the line that waits for the answer: libraries, and other answers, raise the same error."""
    try:
        where = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
        return type(error) is NotImplementedError and not error.args and where[-1] in _codes_of(work)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return False


def observed(exercise: Exercise, answers: Any, cases: list[Case]) -> Any:
    """What is judged of answers: themselves, or their properties, where the exercise has any of many right answers.

    Args:
        exercise: what was asked.
        answers: what ``probe`` returned, or any other JSON, whoever sent it.
        cases: the cases of the answers.
    """
    if exercise.observe is None or not isinstance(answers, list) or len(answers) != len(cases):
        return answers
    return [_observe_one(exercise.observe, answer, case) for answer, case in zip(answers, cases, strict=True)]


def _observe_one(observe: Callable[[Any, Case], Any], answer: Answer, case: Case) -> Answer:
    answer = bounded(answer)
    numbers = as_numbers(answer) if type_of(answer) == "array" else None
    given = answer if numbers is None or not numbers.ndim else numbers.tolist()
    if isinstance(given, list):
        try:
            return encode(observe(_plain(given), _fresh(case)))
        except Exception:
            # Any JSON can be sent as an answer; what cannot be looked at has no properties.
            return _unlike("list")
    if given is None or type_of(given) in NO_VALUE - {"other"}:
        return given
    # Properties that the work states itself are no answer.
    said = given.get("name") or given.get("type") if isinstance(given, dict) else type(given).__name__
    return _unlike(said)


def _plain(answer: Answer) -> Answer:
    """A list whose numbers are plain ones: NumPy's and torch's were written down as arrays without axes."""
    if isinstance(answer, list):
        return [item if type(item) is float else _plain(item) for item in answer]
    number = as_numbers(answer) if type_of(answer) == "array" and answer.get("shape") == [] else None
    return answer if number is None else number.item()


def _unlike(name: Any) -> Answer:
    """In place of properties: the answer is no such thing as has them, but one of this type."""
    return encode({UNLIKE: bounded_text(str(name))})


def _fresh(value: Any) -> Any:
    """A copy of a case, or of a part of one: work that changes its inputs is not to spoil the next trial."""
    if isinstance(value, dict):
        return {name: _fresh(item) for name, item in value.items()}
    if isinstance(value, list):
        return [item if type(item) is float else _fresh(item) for item in value]
    return value


def _describe_error(error: BaseException, work: Any) -> Answer:
    try:
        message = bounded_text(str(error))
    except KeyboardInterrupt:
        raise
    except BaseException:
        message = ""
    return {
        "type": "error",
        "name": public_error_name(type_name(error)),
        "message": message,
        "line": _line_of(error, work),
    }


def _line_of(error: BaseException, work: Any) -> int | None:
    """Where in the cell of the work the error arose: the student looks there, and another line would mislead."""
    try:
        home = next((code.co_filename for code in _codes_of(work)), None)
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == home]
    except KeyboardInterrupt:
        raise
    except BaseException:
        # The work need not be a function, nor tell the truth about itself.
        return None
    return lines[-1] if lines else None


def _codes_of(work: Any) -> list[CodeType]:
    """The code of a function, or of the methods of a class."""
    works = [work, *(vars(work).values() if isinstance(work, type) else ())]
    codes = (getattr(inspect.unwrap(part), "__code__", None) for part in works if callable(part))
    return [code for code in codes if isinstance(code, CodeType)]
