"""Grade one notebook: bytes in, verdicts and the notebook with its feedback out. Nothing is recorded here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode, from_dict
from nbgrader.utils import determine_grade

from gdcourse.exercises import find_exercise, units
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.grading.submission.execution import Question, Run, run
from gdcourse.grading.submission.hidden_cases import hidden_reference_key
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.key_building import mistakes
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.answer_encoding import public_error_name
from gdcourse.judging.card import as_html, as_text
from gdcourse.judging.diagnosing import Key
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.messages import CORRECT, MANUAL, MISSING, NO_ANSWERS, NOT_YET, PARTLY, UNGRADABLE
from gdcourse.language import Text, legible, paragraphs
from gdcourse.notebooks.reading import (
    UnreadableNotebookError,
    grade_id_of,
    new_notebook,
    read_notebook,
)
from gdcourse.solutions import variants_of

VERDICT_MIME = "application/vnd.gdcourse.verdict+json"
_LONGEST_NAME, _LONGEST_MESSAGE = 60, 200  # of a student's error


@dataclass(frozen=True)
class GradedNotebook:
    """A submission after grading.

    Attributes:
        notebook: the restored and executed notebook; each check cell's output is its verdict and its score.
        verdicts: one for each question, in the order of the assignment.
        final: false where it was the grader that failed, and the next run is to try again.
    """

    notebook: NotebookNode
    verdicts: tuple[Verdict, ...]
    final: bool = True


def grade_notebook(
    data: bytes | None,
    assignment: Assignment,
    student: str,
    secret: bytes,
    limits: Limits | None = None,
    isolation: Isolation | None = None,
) -> GradedNotebook:
    """Grade what a student handed in.

    Args:
        data: the submitted file, whatever it holds; ``None`` where there is none.
        assignment: what was asked.
        student: the student's id, which the hidden cases depend on.
        secret: the course secret, which the hidden cases depend on.
        limits: what it may take.
        isolation: where it runs; in a sandbox, unless told otherwise.

    Raises:
        IsolationUnavailableError: where isolation is on, and this machine does not let this user build a sandbox.
    """
    if data is None:
        return _blank(assignment, "missing", messages.NO_NOTEBOOK)
    try:
        submitted = read_notebook(data)
    except UnreadableNotebookError as error:
        return grade_unreadable(str(error), assignment)
    return grade_restored(restore(submitted, assignment), assignment, student, secret, limits, isolation)


def grade_unreadable(reason: str, assignment: Assignment) -> GradedNotebook:
    """A blank notebook whose every question says that the submission could not be read, and why."""
    return grade_ungraded(messages.UNREADABLE.format(reason=reason), assignment)


def grade_ungraded(reason: Text, assignment: Assignment) -> GradedNotebook:
    """A blank notebook whose every question says that it could not be graded, and why."""
    return _blank(assignment, "ungradable", paragraphs(UNGRADABLE, reason))


def _blank(assignment: Assignment, state: str, message: Text) -> GradedNotebook:
    questions = assignment.questions
    verdicts = {cell.grade_id: Verdict(cell.grade_id, 0.0, cell.points, state, None, message) for cell in questions}
    return _finish(restore(new_notebook([]), assignment), verdicts)


def grade_restored(
    notebook: NotebookNode,
    assignment: Assignment,
    student: str,
    secret: bytes,
    limits: Limits | None = None,
    isolation: Isolation | None = None,
) -> GradedNotebook:
    """Grade a notebook that ``restore`` has put right: run it, judge the answers, write the verdicts into it."""
    known = {exercise.id for unit in units() for exercise in unit.exercises}
    keys = {
        cell.grade_id: hidden_reference_key(*find_exercise(cell.grade_id), secret, student)
        for cell in assignment.questions
        if cell.is_check and cell.grade_id in known
    }
    questions = {i: Question(key["id"], key["name"], key["cases"]) for i, key in keys.items()}
    ran = run(notebook, questions, limits or Limits(), assignment.files, isolation or Isolation())
    verdicts = {cell.grade_id: _verdict(cell, keys.get(cell.grade_id), ran, notebook) for cell in assignment.questions}
    return _finish(notebook, verdicts, frozenset(keys))


def _verdict(cell: TrustedCell, key: Key | None, ran: Run, notebook: NotebookNode) -> Verdict:
    if not cell.is_check:
        return _manual(cell, _find(notebook, cell.grade_id))
    position = next(n for n, c in enumerate(notebook.cells) if grade_id_of(c) == cell.grade_id)
    if position >= ran.reached:
        return _ungradable(cell, ran.stopped or NO_ANSWERS)
    if key is None:
        return _classic(cell, notebook.cells[position])
    if cell.grade_id in ran.failures:
        return _ungradable(cell, ran.failures[cell.grade_id])
    verdict = _judge(ran.answers[cell.grade_id], key)
    if verdict.state == "ungradable":
        return replace(verdict, message=paragraphs(UNGRADABLE, verdict.message))
    error = _error_in(_find(notebook, cell.after)) if cell.after else None
    if verdict.state == "missing" and error is not None and error.ename != "NotImplementedError":
        name = public_error_name(legible(error.ename, _LONGEST_NAME))
        reason = messages.EARLIER_ERROR.format(name=name, message=legible(error.evalue, _LONGEST_MESSAGE))
        message = paragraphs(NOT_YET, reason)
        return Verdict(cell.grade_id, 0.0, cell.points, "graded", f"error:{name}", message, reason)
    return verdict


def _judge(answers: Any, key: Key) -> Verdict:
    """The verdict by a key without mistakes: they are run as the judge asks for them, for a wrong answer alone."""
    unit, exercise = find_exercise(key["id"])
    return judge(answers, {**key, "mistakes": mistakes(exercise, variants_of(unit)[exercise.id], key["cases"])})


def _find(notebook: NotebookNode, grade_id: str) -> NotebookNode | None:
    return next((cell for cell in notebook.cells if grade_id_of(cell) == grade_id), None)


def _error_in(cell: NotebookNode | None) -> NotebookNode | None:
    outputs = cell.get("outputs", []) if cell is not None else []
    return next((output for output in outputs if output.output_type == "error"), None)


def _ungradable(cell: TrustedCell, reason: Text) -> Verdict:
    message = paragraphs(UNGRADABLE, reason)
    return Verdict(cell.grade_id, 0.0, cell.points, "ungradable", None, message)


def _manual(cell: TrustedCell, answer: NotebookNode | None) -> Verdict:
    if answer is None or answer.source == cell.source:
        return Verdict(cell.grade_id, 0.0, cell.points, "missing", None, MISSING)
    return Verdict(cell.grade_id, None, cell.points, "manual", None, MANUAL)


def _classic(cell: TrustedCell, executed: NotebookNode) -> Verdict:
    """The verdict on a check cell that an instructor wrote with asserts: nbgrader's own rule decides."""
    try:
        score, _ = determine_grade(executed)
    except (ValueError, KeyError, TypeError) as problem:
        return _ungradable(cell, messages.BAD_PARTIAL_CREDIT.format(reason=str(problem)))
    error = _error_in(executed)
    message = CORRECT if score == cell.points else PARTLY if score else NOT_YET
    if error is None:
        return Verdict(cell.grade_id, float(score), cell.points, "graded", None, message)
    name = public_error_name(legible(error.ename, _LONGEST_NAME))
    hint = messages.CHECK_FAILED.format(name=name, message=legible(error.evalue, _LONGEST_MESSAGE))
    diagnosis = f"error:{name}"
    return Verdict(cell.grade_id, float(score), cell.points, "graded", diagnosis, paragraphs(message, hint), hint)


def _finish(
    notebook: NotebookNode, verdicts: dict[str, Verdict], judged: frozenset[str] = frozenset()
) -> GradedNotebook:
    for cell in notebook.cells:
        verdict = verdicts.get(grade_id_of(cell) or "")
        if verdict is None or cell.cell_type != "code" or verdict.score is None:
            continue
        # nbgrader takes silence for full marks, so every verdict states its score; a classic cell that was graded
        # by nbgrader's rule keeps the outputs that the rule looks at.
        if cell.outputs and verdict.state == "graded" and verdict.exercise not in judged:
            continue
        cell.outputs = verdict_outputs(verdict)
    return GradedNotebook(notebook, tuple(verdicts.values()))


def verdict_outputs(verdict: Verdict) -> list[NotebookNode]:
    """A verdict as the outputs of its check cell: for people, for programs, and for nbgrader one plain number."""
    data = {
        "text/plain": as_text(verdict, "both"),
        "text/html": as_html(verdict, "both"),
        VERDICT_MIME: verdict_record(verdict),
    }
    score = min(max(verdict.score or 0.0, 0.0), verdict.max_score)
    number = {"text/plain": repr(float(score))}
    return [
        from_dict({"output_type": "display_data", "data": data, "metadata": {}}),
        from_dict({"output_type": "execute_result", "data": number, "metadata": {}, "execution_count": None}),
    ]


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON."""
    return {
        "question": verdict.exercise,
        "score": verdict.score,
        "max_score": verdict.max_score,
        "state": verdict.state,
        "diagnosis": verdict.diagnosis,
        "message": verdict.message.as_dict(),
    }
