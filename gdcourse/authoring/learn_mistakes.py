"""A class teaches the grader: wrong answers that do the same become a known mistake in the solutions file."""

from __future__ import annotations

import ast
import builtins
import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from gdcourse.atomic_write import replace_file
from gdcourse.authoring import messages
from gdcourse.authoring.anonymous_code import CannotStandAloneError, anonymous
from gdcourse.exercises import find_exercise, find_unit
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.gradebook_recording import Result, recorded_results
from gdcourse.grading.classroom.unexplained_groups import Group, agree, unexplained_groups
from gdcourse.grading.classroom.workers import ATTEMPTS
from gdcourse.grading.demo.simulated_class import submission
from gdcourse.grading.messages import NOT_GRADED
from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.grading.submission.grade_submission import grade_notebook
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.judging.comparing import type_of
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.language import Text
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of
from gdcourse.solutions import source_of, variants_of

ENOUGH = 5
"""Of so many answers that do the same the shortest is taken: to read all takes long in a large class."""
TRIED_AS = 20
"""Students whose hidden cases a new mistake is tried on."""
_HOMES_OF_ERRORS = (builtins, np.exceptions, np.linalg)
"""Where errors come from that a probe has not named."""


@dataclass(frozen=True)
class Candidate:
    """A group of a class, and the code that would stand for it.

    Attributes:
        number: by which the person at the terminal knows it.
        group: who, and what their answers give.
        code: the answer of one of them, anonymous, called as the notebook calls it; ``None`` where it cannot be.
        reason: why it cannot.
        keeps_texts: whether strings stand in the code as the student wrote them.
    """

    number: int
    group: Group
    code: str | None
    reason: Text | None = None
    keeps_texts: bool = False


@dataclass(frozen=True)
class Change:
    """What a mistake with a credit would change for somebody: points of one question."""

    student: str
    before: float
    after: float


def candidates(course: Course, unit: str) -> Iterator[Candidate]:
    """What the last grading of a unit has left unexplained, the largest groups of each question first.

    Raises:
        CourseError: where the unit has not been released or not been graded.
    """
    results = list(recorded_results(course, unit))
    if not results:
        raise CourseError(str(NOT_GRADED.format(unit=unit)))
    for number, group in enumerate(unexplained_groups(results), start=1):
        try:
            yield Candidate(number, group, code_of(course, unit, group))
        except CannotStandAloneError as error:
            yield Candidate(number, group, None, error.reason)


def code_of(course: Course, unit: str, group: Group, called: str | None = None, keeps_texts: bool = False) -> str:
    """One answer of a group as code of nobody's: the shortest of some, since whoever reads it has to understand it.

    Raises:
        CannotStandAloneError: where none of the answers can be.
    """
    its_unit, exercise = find_exercise(group.question)
    refused = CannotStandAloneError(messages.NO_FUNCTION.format(name=exercise.name))
    found: list[str] = []
    for student in group.students:
        try:
            cells = _cells_before(course, unit, student, group.question)
            names = _names_of_the_task(its_unit, exercise)
            found.append(anonymous(cells, exercise.name, called or exercise.name, *names, keeps_texts))
        except CannotStandAloneError as error:
            refused = error
        if len(found) == ENOUGH:
            break
    if not found:
        raise refused
    return min(found, key=len)


def _cells_before(course: Course, unit: str, student: str, question: str) -> list[str]:
    """The code of a graded notebook, up to the check cell of a question."""
    for assignment in course.assignments(unit):
        path = course.autograded(assignment, student)
        try:
            cells = read_in_child(path.read_bytes()).cells
        except (OSError, UnreadableNotebookError):
            continue
        at = next((n for n, cell in enumerate(cells) if grade_id_of(cell) == question), None)
        if at is not None:
            return [cell.source for cell in cells[:at] if cell.cell_type == "code"]
    return []


def _names_of_the_task(unit: Unit, exercise: Exercise) -> tuple[set[str], tuple[str, ...]]:
    """The words of the known answers, and what the reference calls its inputs."""
    known = [v for v in variants_of(unit)[exercise.id] if callable(v.work)]
    words = {word for variant in known for word in re.findall(r"\w+", source_of(exercise, variant))}
    reference = next((v for v in known if v.role == "reference"), None)
    tree = ast.parse(source_of(exercise, reference)).body[0] if reference else None
    inputs = tuple(one.arg for one in tree.args.args) if isinstance(tree, ast.FunctionDef) else ()
    return words, inputs


def tried(course: Course, unit: str, candidate: Candidate, isolation: Isolation) -> tuple[Candidate, list[Text]]:
    """A candidate and what speaks against it; with the student's strings in its code where it works only with them.

    Raises:
        IsolationUnavailableError: as ``refusals`` does.
    """
    against = refusals(course, unit, candidate, isolation)
    if not against or candidate.code is None:
        return candidate, against
    code = code_of(course, unit, candidate.group, keeps_texts=True)
    with_texts = replace(candidate, code=code, keeps_texts=True)
    if code == candidate.code or refusals(course, unit, with_texts, isolation):
        return candidate, against
    return with_texts, []


def refusals(course: Course, unit: str, candidate: Candidate, isolation: Isolation) -> list[Text]:
    """Why a candidate is no new mistake, as far as anything speaks against it.

    It is graded as a submission of twenty students with cases of their own: a student's code runs nowhere else.

    Raises:
        IsolationUnavailableError: where isolation is on, and this machine does not let this user build a sandbox.
    """
    if candidate.code is None:
        return [candidate.reason or messages.NO_FUNCTION]
    group = candidate.group
    if said := _error_of_many_causes(group.answers):
        return [said]
    its_unit, exercise = find_exercise(group.question)
    assignment = next(a for a in course.assignments(unit) if any(c.grade_id == group.question for c in a.checks))
    released = course.path(course.coursedir.release_directory, unit) / f"{assignment.notebook}.ipynb"
    tried = submission(
        nbformat.read(released, as_version=4), its_unit, {exercise.id: f"import numpy as np\n{candidate.code}"}
    )
    data, secret = nbformat.writes(tried).encode(), secrets.token_bytes()
    known = {v.id for v in variants_of(its_unit)[exercise.id] if v.role == "mistake"}
    right, equal, other, untried = 0, dict[str, int](), 0, 0
    for number in range(TRIED_AS):
        for _ in range(ATTEMPTS):
            graded = grade_notebook(data, assignment, f"student-{number}", secret, course.limits, isolation)
            if not graded.doubtful:
                break
        verdict = next(v for v in graded.verdicts if v.exercise == group.question)
        if graded.doubtful or not graded.final:
            untried += 1
        elif verdict.correct:
            right += 1
        elif verdict.diagnosis in known:
            equal[str(verdict.diagnosis)] = equal.get(str(verdict.diagnosis), 0) + 1
        elif not agree(graded.unexplained.get(group.question, []), group.answers, exercise.rtol):
            other += 1
    found = [messages.RIGHT_FOR_SOME.format(count=right, of=TRIED_AS)] if right else []
    found += [messages.EQUALS_A_KNOWN_ONE.format(mistake=name, count=n, of=TRIED_AS) for name, n in equal.items()]
    found += [messages.DOES_SOMETHING_ELSE.format(count=other, of=TRIED_AS)] if other else []
    return found + ([messages.UNTRIED.format(count=untried, of=TRIED_AS)] if untried else [])


def _error_of_many_causes(answers: list[Any]) -> Text | None:
    """What is said of answers that are errors and nothing else, unless the exercise's probe has named one of them.

    As a mistake they would explain each other answer that fails with the same error, whatever it comes from.
    """
    names = [str(answer.get("name")) if type_of(answer) == "error" else "" for answer in answers]
    if not names or not all(map(_is_of_a_library, names)):
        return None
    return messages.ERROR_OF_MANY_CAUSES.format(error=", ".join(dict.fromkeys(names)))


def _is_of_a_library(error: str) -> bool:
    """NumPy's and torch's errors of types without a loop or matrices without an inverse have private names."""
    return error.startswith("_") or any(hasattr(home, error) for home in _HOMES_OF_ERRORS)


def changes(results: list[Result], group: Group, credit: float) -> list[Change]:
    """What the group's marks would be: the others' stay as they are."""
    found = []
    for result in results:
        for verdict in result.verdicts:
            if verdict.exercise == group.question and result.student in group.students:
                found.append(Change(result.student, verdict.score or 0.0, verdict.max_score * credit))
    return found


def path_of_solutions(unit: Unit) -> Path:
    """The file with the answers and the known mistakes of a unit."""
    return unit.home / "solutions" / f"{unit.module}.py"


def require_good(slug: str, exercise_id: str, name: str, said: Text) -> None:
    """Refuse what a mistake cannot be called, or what says nothing to students.

    Raises:
        CourseError: where the name is taken or no name, or a sentence is missing in its language.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", name):
        raise CourseError(str(messages.NAME_OF_WORDS.format(name=name)))
    if any(v.id == name for v in variants_of(find_unit(slug))[exercise_id]):
        raise CourseError(str(messages.NAME_IS_TAKEN.format(name=name, exercise=exercise_id)))
    if not re.search(r"[가-힣]", said.ko) or not re.search(r"[A-Za-z]", said.en):
        raise CourseError(str(messages.BOTH_SENTENCES))


def write_mistake(slug: str, exercise_id: str, code: str, said: Text, credit: float) -> Path:
    """Put a mistake behind the other answers of its exercise, and make the unit's keys anew.

    Args:
        slug: of the unit.
        exercise_id: of the exercise.
        code: the definition, called by the mistake's id with underscores.
        said: what a student is told.
        credit: the part of the points that it is still worth.

    Raises:
        CourseError: where the keys cannot be made; the file is then as it was.
    """
    path = path_of_solutions(find_unit(slug))
    before = path.read_text(encoding="utf-8")
    replace_file(path, with_mistake(before, exercise_id, code, said, credit))
    # A new process: this one has read the solutions as they were.
    command = [sys.executable, "-m", "gdcourse", "keys", slug]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    if made.returncode:
        replace_file(path, before)
        raise CourseError(str(messages.NO_KEYS_WITH_IT.format(said=made.stderr.strip()[-500:])))
    return path


def with_mistake(source: str, exercise_id: str, code: str, said: Text, credit: float) -> str:
    """The text of a solutions file with one more mistake, behind the last answer to its exercise."""
    ends = [node.end_lineno or 0 for node in ast.parse(source).body if _is_about(node, exercise_id)]
    lines = source.splitlines()
    texts = [json.dumps(text, ensure_ascii=False) for text in (exercise_id, said.ko, said.en)]
    decorator = f"@mistake(\n    {texts[0]},\n    ko={texts[1]},\n    en={texts[2]},\n"
    decorator += f"    credit={credit:g},\n)" if credit else ")"
    at = max(ends, default=len(lines))
    return "\n".join([*lines[:at], "", "", decorator, code.rstrip("\n"), *lines[at:]]) + "\n"


def _is_about(node: ast.stmt, exercise_id: str) -> bool:
    calls = list(node.decorator_list) if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    if isinstance(node, ast.Expr):
        calls.append(node.value)
    named = [call.args[0] for call in calls if isinstance(call, ast.Call) and call.args]
    return any(isinstance(first, ast.Constant) and first.value == exercise_id for first in named)
