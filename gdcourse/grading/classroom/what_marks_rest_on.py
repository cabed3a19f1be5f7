"""What a mark rests on: the code that judges, what was asked, the right answers, and the mistakes that were looked at.

A right answer rests on no known mistake, one that is recognised on those up to it, and what nothing explains on those
that it might be, by what it gives on the visible cases. So a mistake that is written down today grades those again for
whom it may change something, and nobody else. Statements decide nothing: to reword one grades nobody again.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import gdcourse
from gdcourse.exercises import asked_in_assignments, path_of_exercises, units
from gdcourse.grading.classroom.files_beside_notebook import files_beside
from gdcourse.grading.classroom.meaning_of_code import meaning, meaning_of_exercise
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import same
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import Verdict
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.notebooks.given_cells import ReleasedCell
from gdcourse.solutions import Variant, variants_of

_DECIDES_NOTHING = ("authoring", "keys", "solutions", "grading/pages", "grading/lms", "grading/demo")
"""What is in these folders changes no mark, or is looked at unit by unit."""
_OF_SOLUTIONS = "solutions/__init__.py"
_OF_KEYS = (_OF_SOLUTIONS, "grading/submission/key_building.py", "grading/submission/hidden_cases.py")
_DIAGNOSES = ("patterns_in_answers.py", "relations.py", "where_wrong.py", "slip_marks.py")
WORDING, DIAGNOSES = "wording", "diagnoses"
"""Parts of the grader: its sentences, which make no judgement; and what finds a diagnosis for a wrong answer that no
known mistake explains, which gives no points."""
_SAID_ELSEWHERE = ("title", "points", "rtol")
"""Of an exercise: words, what the assignment says, and what is a part of its own."""


OF_ALL = ""
"""In the place of a question, all of them."""
Parts = Mapping[str, Mapping[str, str]]
"""By question what a digest is made of: by name, digests or values. ``OF_ALL`` has what every question rests on."""
Unexplained = Mapping[str, list[Any]]
"""By question, what a wrong answer that no known mistake explains gives on the visible cases."""


def digest_of(rests_on: Mapping[str, str]) -> str:
    """One digest of all that a result rests on."""
    return _digest(dict(rests_on))


def parts_of(assignment: Assignment) -> dict[str, Parts]:
    """By name of a digest, what of an assignment stands behind it. Of the mistakes it is all, whoever rests on them."""
    cells, questions, asked = assignment.cells, assignment.questions, _asked(assignment)
    mistakes = {
        question: [[*_mistakes(*one).values()] for one in _known([exercise])] for question, exercise in asked.items()
    }
    given: list[TrustedCell | ReleasedCell] = [*cells, *assignment.released, *assignment.earlier]
    # nbgrader's checksum of a cell is made of what is here already, and of the points.
    as_asked: list[TrustedCell | ReleasedCell] = [
        replace(cell, exception="", points=0.0, checksum=None) if isinstance(cell, TrustedCell) else cell
        for cell in given
        if not _is_statement(cell)
    ]
    files = {name: hashlib.sha256(content).hexdigest() for name, content in assignment.files.items()}
    return {
        "assignment": {
            OF_ALL: {"given": _digest([[asdict(cell) for cell in as_asked], files, assignment.notebook])},
            **{cell.grade_id: {"points": repr(cell.points)} for cell in questions},
        },
        "exceptions": {cell.grade_id: {"exceptions": cell.exception} for cell in questions if cell.exception},
        "grader": {OF_ALL: {**_code(), "numpy": _series("numpy"), "torch": _series("torch")}},
        "questions": {question: question_parts(exercise) for question, exercise in asked.items()},
        "mistakes": {question: {"mistakes": _digest(known)} for question, known in mistakes.items()},
    }


def of_all(assignment: Assignment, limits: Limits, secret: bytes) -> dict[str, str]:
    """Digests by name of what every result of an assignment rests on."""
    parts = parts_of(assignment)
    del parts["mistakes"]  # how many of them a result rests on, its verdicts say
    digests = {name: digest_of_parts(of) for name, of in parts.items()}
    return {**digests, "limits": _digest(asdict(limits)), "secret": _digest(secret.hex())}


def digest_of_parts(parts: Parts) -> str:
    return _digest(parts)


def _digest(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _is_statement(cell: TrustedCell | ReleasedCell) -> bool:
    """Whether a cell is words alone, which decide no mark."""
    if isinstance(cell, TrustedCell) and (cell.grade or cell.solution or cell.task):
        return False
    return cell.cell_type == "markdown"


def of_submission(submission: Submission) -> str:
    """A digest of what one student handed in."""
    # Not the time: whether it is late does not change what it is worth, and is looked at every time.
    digest = hashlib.sha256(f"{submission.student}\0{submission.exists}\0".encode())
    digest.update(submission.read() or b"")
    for name, content in files_beside(submission.path).items():
        digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def with_mistakes(
    went_in: Mapping[str, str], assignment: Assignment, verdicts: Iterable[Verdict], unexplained: Unexplained
) -> dict[str, str]:
    """Digests by name of all that these verdicts rest on: of what went in, and of the mistakes that were looked at.

    Args:
        went_in: digests by name.
        assignment: what was asked.
        verdicts: on one notebook.
        unexplained: what its wrong answers that no known mistake explains give on the visible cases.
    """
    return {**went_in, "mistakes": mistakes_behind(verdicts, _asked(assignment), unexplained)}


def _series(package: str) -> str:
    """The release series that is installed: ``2.13`` of ``2.13.1+cpu``.

    A patch release mends errors and another build has other processors in mind: neither is a reason to grade a class
    anew in the middle of a term. Whoever thinks otherwise grades with ``--again``.
    """
    return ".".join(version(package).split(".")[:2])


@cache
def _code() -> dict[str, str]:
    """Digests of the code that decides about marks, whatever the unit, by what it decides."""
    found: dict[str, Any] = {}
    package = Path(gdcourse.__file__).parent
    units_own = {path_of_exercises(unit) for unit in units()}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if path not in units_own and (name == _OF_SOLUTIONS or not name.startswith(_DECIDES_NOTHING)):
            digest = found.setdefault(_decides(name), hashlib.sha256())
            digest.update(f"{name}\0".encode())
            digest.update(path.read_bytes())
    return {part: digest.hexdigest() for part, digest in found.items()}


def _decides(name: str) -> str:
    """What a file of the package decides: words alone, what is said of a wrong answer, what is right, or anything."""
    if name.endswith("messages.py"):
        return WORDING
    if name.removeprefix("judging/") in _DIAGNOSES:
        return DIAGNOSES
    return "comparing" if name.startswith("judging/") or name in _OF_KEYS else "grader"


def question_parts(exercise_id: str) -> dict[str, str]:
    """How an exercise is drawn and probed, its tolerance and its right answer; nothing of one that is not ours.

    What is drawn is a digest of its declaration with all that this uses of the file: what another exercise says, and
    comments and docstrings, do not count.
    """
    if exercise_id not in _graded():
        return {}
    unit, exercise = _graded()[exercise_id]
    source = _text_of(path_of_exercises(unit))
    reference = next(v for v in variants_of(unit)[exercise.id] if v.role == "reference")
    return {
        "asked": _digest(meaning_of_exercise(source, exercise.id, _SAID_ELSEWHERE)),
        "reference": _digest(_meaning(reference)),
        "tolerance": repr(exercise.rtol),
    }


def mistakes_behind(verdicts: Iterable[Verdict], asked: Mapping[str, str], unexplained: Unexplained) -> str:
    """A digest of the known mistakes that these verdicts rest on.

    Args:
        verdicts: on one notebook.
        asked: by question, the id of its exercise.
        unexplained: what wrong answers that no known mistake explains give on the visible cases.
    """
    digest = hashlib.sha256()
    for verdict in sorted(verdicts, key=lambda v: v.exercise):
        for unit, exercise in _known([asked.get(verdict.exercise, "")]):
            none = verdict.correct or verdict.state in ("missing", "ungradable")
            given = unexplained.get(verdict.exercise)
            looked_at = "" if none else _mistakes_looked_at(unit, exercise, verdict.diagnosis, given)
            digest.update(f"{verdict.exercise}\0{looked_at}\0".encode())
    return digest.hexdigest()


def _mistakes_looked_at(unit: Unit, exercise: Exercise, diagnosis: str | None, given: list[Any] | None) -> str:
    """A digest of the mistakes that are tried before this one fits, and of it.

    Where none fits, it is of those that may: all, where nobody knows what the answer gives on the visible cases.
    """
    known = _mistakes(unit, exercise)
    ids = list(known)
    tried = ids[: ids.index(diagnosis) + 1] if diagnosis in known else ids
    if given is not None and diagnosis not in known:
        tried = [mistake for mistake in ids if _may_be(unit, exercise, mistake, given)]
    return hashlib.sha256("".join(known[mistake] for mistake in tried).encode()).hexdigest()


def _may_be(unit: Unit, exercise: Exercise, mistake: str, given: list[Any]) -> bool:
    """Whether an answer may be this mistake: it agrees with it in any visible case in which that is wrong.

    One that is wrong in none of them is known by the hidden cases alone, and may be any answer's.
    """
    key = _visible_key(unit, exercise)
    known = next((one["answers"] for one in key["mistakes"] if one["id"] == mistake), None) if key else None
    if key is None or known is None or len(given) != len(known):
        return True
    wrong = [
        (own, theirs)
        for own, theirs, right in zip(given, known, key["expected"], strict=True)
        if not same(theirs, right, exercise.rtol, exercise.id)
    ]
    return not wrong or any(same(own, theirs, exercise.rtol, exercise.id) for own, theirs in wrong)


@cache
def _visible_key(unit: Unit, exercise: Exercise) -> Key | None:
    try:
        return visible_key(unit, exercise)
    except FileNotFoundError:
        return None


def _known(asked: Iterable[str]) -> list[tuple[Unit, Exercise]]:
    return [_graded()[one] for one in asked if one in _graded()]


@cache
def _graded() -> dict[str, tuple[Unit, Exercise]]:
    return asked_in_assignments()


@cache
def _mistakes(unit: Unit, exercise: Exercise) -> dict[str, str]:
    """By id, in the order in which they are tried, a digest of each known mistake."""
    found = [v for v in variants_of(unit)[exercise.id] if v.role == "mistake"]
    said = {v.id: [v.id, v.credit, v.message.as_dict() if v.message else None, _meaning(v)] for v in found}
    return {id_: hashlib.sha256(json.dumps(of).encode()).hexdigest() for id_, of in said.items()}


def _meaning(variant: Variant) -> str:
    if not callable(variant.work):
        return repr(variant.work)
    return meaning(textwrap.dedent(inspect.getsource(variant.work)))


@cache
def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _asked(assignment: Assignment) -> dict[str, str]:
    """By question that a judge decides, the id of its exercise."""
    return {cell.grade_id: cell.asked[0] for cell in assignment.checks if cell.asked is not None}
