"""Make answer keys by running the references and the mistakes."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gdcourse.files import replace_file
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.comparing import seal
from gdcourse.judging.diagnosing import Key
from gdcourse.judging.exercise import Case, Exercise, Unit
from gdcourse.judging.probing import probe
from gdcourse.solutions import Variant, variants_of

VISIBLE_COUNT = 3
HIDDEN_COUNT = 8


def build_key(exercise: Exercise, variants: tuple[Variant, ...], cases: list[Case]) -> Key:
    """The answer key of an exercise for these cases."""
    key = reference_key(exercise, variants, cases)
    known = [{**m, "answers": list(m["answers"])} for m in mistakes(exercise, variants, cases)]
    return {**key, "mistakes": known}


def reference_key(exercise: Exercise, variants: tuple[Variant, ...], cases: list[Case]) -> Key:
    """The answer key of an exercise for these cases, without the mistakes: it tells right from wrong, not why."""
    reference = next(v for v in variants if v.role == "reference")
    return {
        "id": exercise.id,
        "name": exercise.name,
        "points": exercise.points,
        "rtol": exercise.rtol,
        "options": sorted({v.work for v in variants if isinstance(v.work, str)}),
        "cases": cases,
        "expected": list(_answers(exercise, reference, cases)),
        "factors": [exercise.factors(case) for case in cases],
        "starts": [exercise.start(case) for case in cases] if exercise.start else None,
        "mistakes": [],
    }


def mistakes(exercise: Exercise, variants: tuple[Variant, ...], cases: list[Case]) -> Iterator[dict[str, Any]]:
    """The known mistakes with the answers that they give; each is run on a case when its answer is asked for."""
    for variant in variants:
        if variant.role == "mistake":
            yield {
                "id": variant.id,
                "credit": variant.credit,
                "message": variant.message.as_dict() if variant.message else None,
                "answers": _answers(exercise, variant, cases),
            }


def _answers(exercise: Exercise, variant: Variant, cases: list[Case]) -> Iterator[Any]:
    for case in cases:
        for answer in probe(exercise, variant.work, [case]):
            yield seal(answer, exercise.id) if isinstance(answer, str) else answer


def visible_cases(exercise: Exercise) -> list[Case]:
    """The cases of the student's check: the examples, then some drawn from a public seed."""
    if exercise.draw is None:
        return list(exercise.examples)
    public = int.from_bytes(hashlib.sha256(exercise.id.encode()).digest()[:8], "big")
    return [*exercise.examples, *exercise.cases(public, VISIBLE_COUNT)]


def hidden_seed(secret: bytes, student: str, exercise_id: str) -> int:
    """The seed of one student's hidden cases: HMAC-SHA256 of student and exercise under the course secret."""
    message = json.dumps([student, exercise_id]).encode()
    return int.from_bytes(hmac.digest(secret, message, "sha256")[:16], "big")


def hidden_cases(exercise: Exercise, secret: bytes, student: str) -> list[Case]:
    """One student's hidden cases."""
    return exercise.cases(hidden_seed(secret, student, exercise.id), HIDDEN_COUNT)


def hidden_key(unit: Unit, exercise: Exercise, secret: bytes, student: str) -> Key:
    """The answer key of one student's hidden cases. The same secret, student and exercise give the same key."""
    return build_key(exercise, variants_of(unit)[exercise.id], hidden_cases(exercise, secret, student))


def hidden_reference_key(unit: Unit, exercise: Exercise, secret: bytes, student: str) -> Key:
    """The key of ``hidden_key`` without the mistakes, which take most of its time."""
    return reference_key(exercise, variants_of(unit)[exercise.id], hidden_cases(exercise, secret, student))


def visible_keys_text(unit: Unit) -> str:
    """The text of a unit's key file."""
    variants = variants_of(unit)
    keys = {e.id: build_key(e, variants[e.id], visible_cases(e)) for e in unit.exercises}
    return json.dumps(_rounded(keys), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _rounded(value: Any) -> Any:
    """Numbers to 12 digits: the last ones differ from processor to processor."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return value


def write_visible_keys(unit: Unit) -> Path:
    """Write a unit's key file."""
    path = path_of(unit)
    replace_file(path, visible_keys_text(unit))
    return path
