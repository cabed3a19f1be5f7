"""Answer keys, built by running the references and the mistakes on cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gdcourse.judging.comparing import seal
from gdcourse.judging.exercise import Case, Exercise
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.probing import observed, probe
from gdcourse.solutions import Variant


def build_key(
    exercise: Exercise, variants: tuple[Variant, ...], cases: list[Case], expected: list[Any] | None = None
) -> Key:
    """The answer key of an exercise for these cases; ``expected`` as in ``reference_key``."""
    key = reference_key(exercise, variants, cases, expected)
    known = [{**m, "answers": list(m["answers"])} for m in mistakes(exercise, variants, cases)]
    return {**key, "mistakes": known}


def reference_key(
    exercise: Exercise, variants: tuple[Variant, ...], cases: list[Case], expected: list[Any] | None = None
) -> Key:
    """The answer key of an exercise for these cases, without the mistakes: it tells right from wrong, not why.

    Args:
        expected: the right answers, where they are known without running the reference.
    """
    reference = next(v for v in variants if v.role == "reference")
    return {
        "id": exercise.id,
        "name": exercise.name,
        "points": exercise.points,
        "rtol": exercise.rtol,
        "options": sorted({v.work for v in variants if isinstance(v.work, str)}),
        "cases": cases,
        "expected": list(_answers(exercise, reference, cases)) if expected is None else expected,
        "factors": [exercise.factors(case) for case in cases],
        "starts": [exercise.start(case) for case in cases] if exercise.start else None,
        "parts": [part.as_dict() for part in exercise.parts],
        "findings": {name: said.as_dict() for name, said in exercise.findings.items()},
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
        for answer in observed(exercise, probe(exercise, variant.work, [case]), [case]):
            yield seal(answer, exercise.id) if isinstance(answer, str) else answer
