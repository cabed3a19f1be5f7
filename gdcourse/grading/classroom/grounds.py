"""What a mark rests on: the code that judges, what was asked, the right answers, and the mistakes that were looked at.

A right answer rests on no known mistake, one that is recognised on those up to it, and only what nothing explains on
all. So a mistake that is written down today grades those again for whom it may change something, and nobody else.
"""

from __future__ import annotations

import ast
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
from gdcourse.exercises import units
from gdcourse.grading.classroom.files_handed_in import files_beside
from gdcourse.grading.classroom.notebook_handed_in import Submission
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import Verdict
from gdcourse.solutions import Variant, variants_of

_DECIDES_NOTHING = ("authoring", "keys", "solutions", "grading/pages", "grading/lms", "grading/demo")
"""What is in these folders changes no mark, or is looked at unit by unit."""


def digest_of(rests_on: Mapping[str, str]) -> str:
    """One digest of all that a result rests on."""
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()


def of_all(assignment: Assignment, limits: Limits, secret: bytes) -> dict[str, str]:
    """Digests by name of what every result of an assignment rests on."""
    as_asked = [replace(cell, exception="") for cell in assignment.cells]
    cells = [asdict(cell) for cell in as_asked] + [asdict(cell) for cell in assignment.released]
    cells += [asdict(cell) for cell in assignment.earlier]
    files = {name: hashlib.sha256(content).hexdigest() for name, content in assignment.files.items()}
    parts: dict[str, Any] = {
        "assignment": [cells, files, assignment.notebook],
        "exceptions": [[cell.grade_id, cell.exception] for cell in assignment.cells if cell.exception],
        "limits": asdict(limits),
        "secret": secret.hex(),
    }
    digests = {name: hashlib.sha256(json.dumps(p, sort_keys=True).encode()).hexdigest() for name, p in parts.items()}
    return {**digests, "grader": engine_version(), "questions": questions_version(_asked(assignment).values())}


def of_submission(submission: Submission) -> str:
    """A digest of what one student handed in."""
    # Not the time: whether it is late does not change what it is worth, and is looked at every time.
    digest = hashlib.sha256(f"{submission.student}\0{submission.exists}\0".encode())
    digest.update(submission.read() or b"")
    for name, content in files_beside(submission.path).items():
        digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def with_mistakes(went_in: Mapping[str, str], assignment: Assignment, verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Digests by name of all that these verdicts rest on: of what went in, and of the mistakes that were looked at."""
    return {**went_in, "mistakes": mistakes_behind(verdicts, _asked(assignment))}


@cache
def engine_version() -> str:
    """A digest of the code and the libraries that decide about marks, whatever the unit."""
    digest = hashlib.sha256(f"{version('numpy')} {version('torch')}".encode())
    package = Path(gdcourse.__file__).parent
    units_own = {path_of_exercises(unit) for unit in units()}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if path not in units_own and not name.startswith(_DECIDES_NOTHING):
            digest.update(f"{name}\0".encode())
            digest.update(path.read_bytes())
    digest.update((package / "solutions" / "__init__.py").read_bytes())
    return digest.hexdigest()


def path_of_exercises(unit: Unit) -> Path:
    """The file that declares a unit's exercises."""
    return unit.home / "exercises" / f"{unit.module}.py"


def questions_version(asked: Iterable[str]) -> str:
    """A digest of how these exercises are drawn, probed and answered rightly. Comments and docstrings do not count."""
    digest = hashlib.sha256()
    for unit, exercise in _known(asked):
        digest.update(_meaning_of_file(path_of_exercises(unit)).encode())
        reference = next(v for v in variants_of(unit)[exercise.id] if v.role == "reference")
        digest.update(_meaning(reference).encode())
    return digest.hexdigest()


def mistakes_behind(verdicts: Iterable[Verdict], asked: Mapping[str, str]) -> str:
    """A digest of the known mistakes that these verdicts rest on.

    Args:
        verdicts: on one notebook.
        asked: by question, the id of its exercise.
    """
    digest = hashlib.sha256()
    for verdict in sorted(verdicts, key=lambda v: v.exercise):
        for unit, exercise in _known([asked.get(verdict.exercise, "")]):
            none = verdict.correct or verdict.state in ("missing", "ungradable")
            looked_at = "" if none else _mistakes_until(unit, exercise, verdict.diagnosis)
            digest.update(f"{verdict.exercise}\0{looked_at}\0".encode())
    return digest.hexdigest()


@cache
def _mistakes_until(unit: Unit, exercise: Exercise, diagnosis: str | None) -> str:
    """A digest of the mistakes that are tried before this one fits, and of it; of all, where none does."""
    ids = [v.id for v in variants_of(unit)[exercise.id] if v.role == "mistake"]
    count = ids.index(diagnosis) + 1 if diagnosis in ids else None
    return hashlib.sha256("".join(_mistakes(unit, exercise)[:count]).encode()).hexdigest()


def _known(asked: Iterable[str]) -> list[tuple[Unit, Exercise]]:
    return [_graded()[one] for one in asked if one in _graded()]


@cache
def _graded() -> dict[str, tuple[Unit, Exercise]]:
    return {exercise.id: (unit, exercise) for unit in units() for exercise in unit.exercises}


@cache
def _mistakes(unit: Unit, exercise: Exercise) -> list[str]:
    found = [v for v in variants_of(unit)[exercise.id] if v.role == "mistake"]
    said = [json.dumps([v.id, v.credit, v.message.as_dict() if v.message else None, _meaning(v)]) for v in found]
    return [hashlib.sha256(text.encode()).hexdigest() for text in said]


def _meaning(variant: Variant) -> str:
    if not callable(variant.work):
        return repr(variant.work)
    return _without_docstrings(textwrap.dedent(inspect.getsource(variant.work)))


@cache
def _meaning_of_file(path: Path) -> str:
    return _without_docstrings(path.read_text(encoding="utf-8"))


def _without_docstrings(source: str) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            node.body = [one for one in node.body if not _is_text(one)]
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _asked(assignment: Assignment) -> dict[str, str]:
    """By question that a judge decides, the id of its exercise."""
    return {cell.grade_id: cell.asked[0] for cell in assignment.checks if cell.asked is not None}
