"""Grade one notebook: bytes in, verdicts and the notebook with its feedback out. Nothing is recorded here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode, from_dict
from nbgrader.utils import determine_grade

from gdcourse.exercises import asked_in_assignments, find_exercise
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.grading.submission.cell_matching import Matching, match
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.grading.submission.dropped_questions import DROPPED, excepted
from gdcourse.grading.submission.execution import TIMED_OUT, Ending, Question, Run, run
from gdcourse.grading.submission.hidden_cases import hidden_reference_key
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.key_building import mistakes
from gdcourse.grading.submission.limits import Limits
from gdcourse.grading.submission.unexplained_answers import is_unexplained, on_visible_cases, with_what_check_says
from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.answer_encoding import public_error_name
from gdcourse.judging.exercise import Case
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.messages import CORRECT, MANUAL, MISSING, NO_ANSWERS, NOT_YET, PARTLY, UNGRADABLE
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.probing import observed
from gdcourse.judging.verdict_card import as_html, as_text
from gdcourse.language import Text, paragraphs
from gdcourse.notebooks.cell_text import is_fenced, names_bound, taken_away
from gdcourse.notebooks.reading import (
    UnreadableNotebookError,
    grade_id_of,
    new_notebook,
    read_notebook,
)
from gdcourse.solutions import variants_of
from gdcourse.untrusted_text import legible

VERDICT_MIME = "application/vnd.gdcourse.verdict+json"
_LONGEST_NAME, _LONGEST_MESSAGE = 60, 200  # of a student's error
_MOST_MODULES = 20


@dataclass(frozen=True)
class GradedNotebook:
    """A submission after grading.

    Attributes:
        notebook: the restored and executed notebook; each check cell's output is its verdict and its score.
        verdicts: one for each question, in the order of the assignment.
        unanswered: the ids of cells for answers that are as they were given.
        final: false where it was the grader that failed, and the next run is to try again.
        missing_modules: what cells wanted to import and did not find.
        kept: by name, files that its cells wrote and that are kept beside it.
        unexplained: by question, what a wrong answer that no known mistake explains gives on the visible cases, which
            are the same for everybody.
        doubtful: the machine may be why something took too long or was lost: to be tried again, alone.
        beneath: by question that is an exception, what its answer was judged to be. Of one that is dropped nobody knows
            here what it was worth: it is judged out of one point.
    """

    notebook: NotebookNode
    verdicts: tuple[Verdict, ...]
    unanswered: frozenset[str] = frozenset()
    final: bool = True
    missing_modules: tuple[str, ...] = ()
    kept: dict[str, bytes] = field(default_factory=dict)
    unexplained: dict[str, list[Any]] = field(default_factory=dict)
    doubtful: bool = False
    beneath: dict[str, Verdict] = field(default_factory=dict)


def grade_notebook(
    data: bytes | None,
    assignment: Assignment,
    student: str,
    secret: bytes,
    limits: Limits | None = None,
    isolation: Isolation | None = None,
    files: Mapping[str, bytes] | None = None,
) -> GradedNotebook:
    """Grade what a student handed in.

    Args:
        data: the submitted file, whatever it holds; ``None`` where there is none.
        assignment: what was asked.
        student: the student's id, which the hidden cases depend on.
        secret: the course secret, which the hidden cases depend on.
        limits: what it may take.
        isolation: where it runs; in a sandbox, unless told otherwise.
        files: what the student handed in beside the notebook; the assignment's own files count for more.

    Raises:
        IsolationUnavailableError: where isolation is on, and this machine does not let this user build a sandbox.
    """
    assignment = assignment.with_files(files or {})
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


def grade_unexecuted(notebook: NotebookNode, assignment: Assignment) -> GradedNotebook:
    """Grade a restored notebook by the outputs that it was handed in with, as nbgrader does with ``--no-execute``.

    Answers to a judge are not among them: a person grades those questions.
    """
    matching = match(notebook.cells, assignment)
    verdicts = {}
    for cell in assignment.questions:
        if not cell.is_check:
            verdicts[cell.grade_id] = _manual(cell, matching)
        elif cell.asked is not None:
            verdicts[cell.grade_id] = Verdict(cell.grade_id, None, cell.points, "manual", None, messages.NOT_RUN)
        else:
            check = notebook.cells[matching.at[cell.grade_id]]
            try:
                number, _ = determine_grade(check)
            except (ValueError, KeyError, TypeError):
                number = float("nan")
            verdicts[cell.grade_id] = _classic(cell, check, Ending(passed=True, number=number))
        verdicts[cell.grade_id] = excepted(verdicts[cell.grade_id], cell)
    return GradedNotebook(notebook, tuple(verdicts.values()), _unanswered(notebook, assignment))


def _blank(assignment: Assignment, state: str, message: Text) -> GradedNotebook:
    questions = assignment.questions
    judged = {cell.grade_id: Verdict(cell.grade_id, 0.0, cell.points, state, None, message) for cell in questions}
    blank = restore(new_notebook([]), assignment)
    if state == "missing":  # who handed in nothing is given nothing
        return _finish(blank, assignment, judged)
    verdicts = {cell.grade_id: excepted(judged[cell.grade_id], cell) for cell in questions}
    return replace(_finish(blank, assignment, verdicts), beneath=_beneath(assignment, judged))


def _beneath(assignment: Assignment, judged: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """What the answers to questions that are exceptions were judged to be.

    A cell of asserts that is dropped says a number of points of nobody knows how many.
    """
    questions = [cell for cell in assignment.questions if cell.exception]
    known = [cell for cell in questions if cell.exception != DROPPED or not cell.is_check or cell.asked is not None]
    return {cell.grade_id: judged[cell.grade_id] for cell in known}


def _as_judged(cell: TrustedCell) -> TrustedCell:
    """A question with the points that its answer is judged out of."""
    return replace(cell, points=1.0) if cell.exception == DROPPED else cell


def grade_restored(
    notebook: NotebookNode,
    assignment: Assignment,
    student: str,
    secret: bytes,
    limits: Limits | None = None,
    isolation: Isolation | None = None,
) -> GradedNotebook:
    """Grade a notebook that ``restore`` has put right: run it, judge the answers, write the verdicts into it."""
    asked = {cell.grade_id: cell.asked for cell in assignment.checks if cell.asked is not None}
    known = asked_in_assignments()
    keys = {
        cell.grade_id: {
            **hidden_reference_key(*find_exercise(asked[cell.grade_id][0]), secret, student),
            "points": _as_judged(cell).points,
        }
        for cell in assignment.checks
        if cell.grade_id in asked and asked[cell.grade_id][0] in known
    }
    questions = {i: Question(key["id"], asked[i][1], key["cases"]) for i, key in keys.items()}
    found = match(notebook.cells, assignment)
    judged: dict[str, Verdict] = {}

    def judge_once(grade_id: str, answers: Any) -> Verdict:
        if grade_id not in judged:
            judged[grade_id] = _judge(answers, keys[grade_id])
        return judged[grade_id]

    def further_cases(grade_id: str, answers: Any) -> list[Case]:
        unit, exercise = find_exercise(keys[grade_id]["id"])
        known = {variant.id for variant in variants_of(unit)[exercise.id]}
        return visible_cases(exercise) if is_unexplained(judge_once(grade_id, answers), known) else []

    ran = run(
        notebook,
        questions,
        limits or Limits(),
        assignment.files,
        isolation or Isolation(),
        found.given_again(),
        found.idle(),
        further_cases,
    )
    tried = {i: on_visible_cases(find_exercise(keys[i]["id"])[1], answers) for i, answers in ran.further.items()}
    judgements, verdicts = dict[str, Verdict](), dict[str, Verdict]()
    for cell in assignment.questions:
        verdict = _verdict(_as_judged(cell), keys.get(cell.grade_id), ran, found, judge_once)
        visible = tried.get(cell.grade_id)
        if visible is not None and verdict.state == "graded" and not verdict.correct:
            verdict = with_what_check_says(verdict, *find_exercise(keys[cell.grade_id]["id"]), visible)
        judgements[cell.grade_id], verdicts[cell.grade_id] = verdict, excepted(verdict, cell)
    finished = _finish(notebook, assignment, verdicts, frozenset(keys), _missing_modules(notebook))
    unexplained = {i: given for i, given in tried.items() if given is not None and judgements[i].state == "graded"}
    beneath = _beneath(assignment, judgements)
    return replace(finished, kept=ran.kept, unexplained=unexplained, doubtful=ran.doubtful, beneath=beneath)


_Judge = Callable[[str, Any], Verdict]


def _verdict(cell: TrustedCell, key: Key | None, ran: Run, found: Matching, judge_once: _Judge) -> Verdict:
    verdict = _verdict_where_it_stands(cell, key, ran, found, judge_once)
    if verdict.correct or verdict.state not in ("graded", "missing"):
        return verdict
    places = found.elsewhere(cell, verdict.state == "missing")
    if places:
        cells = ", ".join(str(position + 1) for position in places)
        return _to_look_at(verdict, messages.ELSEWHERE.format(cells=cells))
    if (reason := _why_not_code(cell, found)) is not None:
        return _to_look_at(verdict, reason)
    if verdict.state == "missing" and cell.is_check and cell.after and not found.is_blank(cell.after):
        return _to_look_at(verdict, messages.STUB_LEFT.format(name=key["name"] if key else cell.grade_id))
    return verdict


def _why_not_code(question: TrustedCell, found: Matching) -> Text | None:
    """Why none of an answer in code has run, where text stands around the code; else nothing."""
    position = found.solution_at(question) if question.is_check else -1
    error = _error_in(found.cells[position]) if position >= 0 else None
    if error is None or public_error_name(str(error.ename)) not in ("SyntaxError", "IndentationError"):
        return None
    if is_fenced(found.cells[position].source):
        return messages.CODE_IN_MARKDOWN
    return messages.TEXT_AROUND_CODE if found.holds_text(position) else None


def _to_look_at(verdict: Verdict, reason: Text) -> Verdict:
    """It is not certain which cell holds the answer: before somebody looks, that costs no points and gives none."""
    message = paragraphs(MANUAL, reason, verdict.hint)
    return Verdict(verdict.exercise, None, verdict.max_score, "manual", None, message, reason)


def _verdict_where_it_stands(
    cell: TrustedCell, key: Key | None, ran: Run, found: Matching, judge_once: _Judge
) -> Verdict:
    cells = found.cells
    if not cell.is_check:
        return _manual(cell, found)
    position = next(n for n, c in enumerate(cells) if grade_id_of(c) == cell.grade_id)
    if position >= ran.reached:
        return _ungradable(cell, ran.stopped or NO_ANSWERS)
    if key is None:
        ending = ran.endings.get(cell.grade_id, Ending(passed=True))
        return _classic(cell, cells[position], ending, before=cells[:position])
    if cell.grade_id in ran.failures:
        return _ungradable(cell, ran.failures[cell.grade_id])
    answers = ran.answers[cell.grade_id]
    verdict = replace(judge_once(cell.grade_id, answers), exercise=cell.grade_id)
    if verdict.state == "ungradable":
        return replace(verdict, message=paragraphs(UNGRADABLE, verdict.message))
    solution_at = found.solution_at(cell)
    error = _error_in(cells[solution_at]) if solution_at >= 0 else None
    if verdict.state == "missing" and error is not None and not _is_stub(error, cells[solution_at].source):
        name = public_error_name(legible(error.ename, _LONGEST_NAME))
        reason = messages.EARLIER_ERROR.format(said=_said(error))
        verdict = Verdict(
            cell.grade_id, 0.0, cell.points, "graded", f"error:{name}", paragraphs(NOT_YET, reason), reason
        )
        return _with_first_cause(verdict, error.evalue, cells[:solution_at])
    if verdict.diagnosis == "error:NameError":
        said = next((a["message"] for a in answers if isinstance(a, dict) and a.get("name") == "NameError"), "")
        return _with_first_cause(verdict, said, cells[:position])
    return verdict


def _said(error: NotebookNode) -> Text | str:
    """How a cell ended, for a sentence."""
    if error.ename == TIMED_OUT:
        return messages.NOT_IN_TIME
    said = legible(error.evalue, _LONGEST_MESSAGE)
    name = public_error_name(legible(error.ename, _LONGEST_NAME))
    return f"{name}: {said}" if said.strip() else name


def _is_stub(error: NotebookNode, source: str) -> bool:
    """Whether a cell has stopped at the line that waits for the answer, and not in a library."""
    return error.ename == "NotImplementedError" and not error.evalue and "raise NotImplementedError()" in source


def _with_first_cause(verdict: Verdict, message: object, before: Sequence[NotebookNode]) -> Verdict:
    """A verdict on a name that is missing, with what is to blame for it in an earlier cell, where there is any: the
    failure of the cell that was to make it, or what took it away again."""
    named = re.match(r"name '(\w{1,60})' is not defined", message if isinstance(message, str) else "")
    if named is None:
        return verdict
    for position, cell in enumerate(before):
        error = _error_in(cell)
        if error is not None and named[1] in names_bound(cell.source):
            name = public_error_name(legible(error.ename, _LONGEST_NAME))
            cause = messages.FIRST_CAUSE.format(missing=named[1], cell=position + 1, said=_said(error))
            hint = paragraphs(verdict.hint, cause)
            return replace(verdict, message=paragraphs(verdict.message, cause), hint=hint, diagnosis=f"error:{name}")
    by, at = _taken_away(named[1], before)
    if by:
        cause = messages.TAKEN_AWAY.format(missing=named[1], by=by, cell=at + 1)
        return replace(verdict, message=paragraphs(verdict.message, cause), hint=paragraphs(verdict.hint, cause))
    return verdict


def _taken_away(name: str, cells: Sequence[NotebookNode]) -> tuple[str, int]:
    """What took a name away that had a value, and in which cell; nothing where that is not the last that befell it."""
    made, last = False, ("", -1)
    for position, cell in enumerate(cells):
        source = cell.source if cell.cell_type == "code" else ""
        if made and (by := taken_away(source, name)):
            last = by, position
        elif name in names_bound(source):
            made, last = True, ("", -1)
    return last


_NO_MODULE = re.compile(r"No module named '([\w.]{1,80})'")


def _missing_modules(notebook: NotebookNode) -> tuple[str, ...]:
    """The modules that cells asked for in vain."""
    errors = (o for cell in notebook.cells for o in cell.get("outputs", []) if o.output_type == "error")
    named = (_NO_MODULE.match(str(o.evalue)) for o in errors if o.ename == "ModuleNotFoundError")
    return tuple(dict.fromkeys(found[1].split(".")[0] for found in named if found))[:_MOST_MODULES]


def _judge(answers: Any, key: Key) -> Verdict:
    """The verdict by a key without mistakes: they are run as the judge asks for them, for a wrong answer alone."""
    unit, exercise = find_exercise(key["id"])
    properties = observed(exercise, answers, key["cases"])
    key = {**key, "mistakes": mistakes(exercise, variants_of(unit)[exercise.id], key["cases"])}
    return judge(properties, key, given=answers if exercise.observe is not None else None)


def _error_in(cell: NotebookNode | None) -> NotebookNode | None:
    outputs = cell.get("outputs", []) if cell is not None else []
    for output in outputs:
        # IPython prints what is wrong with a magic, and raises nothing that could be seen from outside.
        if output.output_type == "stream" and (said := re.match(r"UsageError: ([^\n]+)", output.text)):
            return from_dict({"output_type": "error", "ename": "UsageError", "evalue": said[1], "traceback": []})
    return next((output for output in outputs if output.output_type == "error"), None)


def _ungradable(cell: TrustedCell, reason: Text) -> Verdict:
    message = paragraphs(UNGRADABLE, reason)
    return Verdict(cell.grade_id, 0.0, cell.points, "ungradable", None, message)


def _manual(cell: TrustedCell, found: Matching) -> Verdict:
    if not cell.task and found.is_blank(cell.grade_id):
        return Verdict(cell.grade_id, 0.0, cell.points, "missing", None, MISSING)
    return Verdict(cell.grade_id, None, cell.points, "manual", None, MANUAL)


def _classic(cell: TrustedCell, executed: NotebookNode, ending: Ending, before: Sequence[NotebookNode] = ()) -> Verdict:
    """The verdict on a check cell that an instructor wrote with asserts.

    It passed if it ran to its end and shows no error. What an answer writes to standard error, a warning, is none:
    nbgrader takes it for one, since that is where kernels of other languages write theirs. Part of the points is given
    by a number in its last line.
    """
    error = _error_in(executed)
    score = cell.points if ending.number is None else ending.number
    failed = error is not None or not ending.passed
    if failed:
        score = 0.0
    elif not 0 <= score <= cell.points:
        return _ungradable(cell, messages.BAD_PARTIAL_CREDIT.format(reason=f"{score:g} / {cell.points:g}"))
    message = NOT_YET if failed else CORRECT if score == cell.points else PARTLY if score else NOT_YET
    if error is None:
        return Verdict(cell.grade_id, float(score), cell.points, "graded", None, message)
    name = public_error_name(legible(error.ename, _LONGEST_NAME))
    hint = messages.CHECK_FAILED.format(said=_said(error))
    diagnosis = f"error:{name}"
    verdict = Verdict(cell.grade_id, float(score), cell.points, "graded", diagnosis, paragraphs(message, hint), hint)
    return _with_first_cause(verdict, error.evalue, before)


def _finish(
    notebook: NotebookNode,
    assignment: Assignment,
    verdicts: dict[str, Verdict],
    judged: frozenset[str] = frozenset(),
    missing_modules: tuple[str, ...] = (),
) -> GradedNotebook:
    for cell in notebook.cells:
        verdict = verdicts.get(grade_id_of(cell) or "")
        answered_here = bool(cell.metadata.get("nbgrader", {}).get("solution"))
        if verdict is None or cell.cell_type != "code" or (verdict.score is None and answered_here):
            continue
        # nbgrader takes silence for full marks, so every verdict states its score; a classic cell that was graded
        # by nbgrader's rule keeps the outputs that the rule looks at.
        if cell.outputs and verdict.state == "graded" and verdict.exercise not in judged:
            if verdict.score:
                cell.outputs = [_in_ordinary_output(output) for output in cell.outputs]
            continue
        cell.outputs = verdict_outputs(verdict)
    unanswered = _unanswered(notebook, assignment)
    return GradedNotebook(notebook, tuple(verdicts.values()), unanswered, missing_modules=missing_modules)


def _in_ordinary_output(output: NotebookNode) -> NotebookNode:
    """An output in which nbgrader sees no failure: what a cell that passed wrote to standard error is none."""
    return from_dict({**output, "name": "stdout"}) if output.get("name") == "stderr" else output


def _unanswered(notebook: NotebookNode, assignment: Assignment) -> frozenset[str]:
    given = {cell.grade_id: cell.source for cell in assignment.cells}
    found = ((grade_id_of(cell), cell.source) for cell in notebook.cells)
    return frozenset(grade_id for grade_id, source in found if grade_id and given.get(grade_id) == source)


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
