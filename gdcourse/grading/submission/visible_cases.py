"""The cases that students have for their own checks, the same for everybody, and the answer keys made of them."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from gdcourse.grading.submission import messages
from gdcourse.grading.submission.key_building import build_key, reference_key
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.exercise import Case, Exercise, Unit
from gdcourse.judging.own_units import UnusableUnitsError
from gdcourse.judging.practice import VARIANTS
from gdcourse.language import Text
from gdcourse.solutions import variants_of

VISIBLE_COUNT = 3
_DRAWN_AT_MOST = 32 * VARIANTS
"""So many variants of a drill are drawn before it is said that it has too few."""


def visible_cases(exercise: Exercise) -> list[Case]:
    """The cases of a check, or the variants of a drill: the examples, then some drawn from a public seed.

    Where code is asked for, the first comes once more at the end. No two variants of a drill ask the same question.

    Raises:
        UnusableUnitsError: for a drill whose ``draw`` makes too few questions.
    """
    if exercise.draw is None:
        return list(exercise.examples)
    public = int.from_bytes(hashlib.sha256(exercise.id.encode()).digest()[:8], "big")
    if exercise.kind == "drill":
        return _variants(exercise, public)
    cases = [*exercise.examples, *exercise.cases(public, VISIBLE_COUNT)]
    return cases if exercise.kind == "guess" else [*cases, cases[0]]


def _variants(drill: Exercise, seed: int) -> list[Case]:
    """Twenty cases of a drill whose questions differ: what is asked twice in Korean or in English counts once."""
    drawn, found = VARIANTS, list[Case]()
    while len(found) < VARIANTS:
        if drawn > _DRAWN_AT_MOST:
            said = messages.TOO_FEW_QUESTIONS.format(id=drill.id, found=len(found), wanted=VARIANTS)
            raise UnusableUnitsError(str(said))
        found, asked = [], set[str]()
        for case in [*drill.examples, *drill.cases(seed, drawn)]:
            question = drill.ask(case) if drill.ask else Text(repr(case), repr(case))
            if not asked & {question.ko, question.en}:
                found.append(case)
            asked |= {question.ko, question.en}
        drawn *= 2
    return found[:VARIANTS]


def visible_keys(unit: Unit) -> dict[str, Any]:
    """The keys of a unit's exercises, by id."""
    variants = variants_of(unit)
    return {e.id: build_key(e, variants[e.id], visible_cases(e)) for e in unit.all_exercises}


def stale_keys(unit: Unit) -> list[str]:
    """The exercises of a unit whose stored keys are not those of now: other numbers, points, names or mistakes.

    The mistakes are not run, which would take long: they are compared by what is said of them.
    """
    try:
        stored = json.loads(path_of(unit).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [exercise.id for exercise in unit.all_exercises]
    return [exercise.id for exercise in unit.all_exercises if not _is_fresh(unit, exercise, stored.get(exercise.id))]


def _is_fresh(unit: Unit, exercise: Exercise, stored: Any) -> bool:
    variants = variants_of(unit)[exercise.id]
    said = [
        {"id": v.id, "credit": v.credit, "message": v.message.as_dict() if v.message else None}
        for v in variants
        if v.role == "mistake"
    ]
    now = json.loads(json.dumps({**reference_key(exercise, variants, visible_cases(exercise)), "mistakes": said}))
    if not isinstance(stored, dict):
        return False
    then = [{name: m.get(name) for name in ("id", "credit", "message")} for m in stored.get("mistakes", [])]
    return _alike(now, {**stored, "mistakes": then})


def _alike(one: Any, other: Any) -> bool:
    """Equal, but for the last digits of numbers, which differ from processor to processor."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) or isinstance(other, float):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        return numbers and math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return bool(one == other)
