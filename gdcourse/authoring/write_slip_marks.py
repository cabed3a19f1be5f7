"""The answers of right solutions with one slip in them, for the visible cases: ``gdcourse/keys/slips/<unit>.json``.

A mutant of a right answer is such a solution, and so is a right answer on changed inputs. They are kept by a digest of
all that they come from, and run again when that changes.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file
from gdcourse.authoring import changed_inputs, kinds_of_slips, mutants, mutants_moved
from gdcourse.authoring.kinds_of_slips import Slip, slip_between
from gdcourse.authoring.mutants import mutants_of
from gdcourse.authoring.proving import OutOfTime, bounded, constants_of, quietly, right_answers, work_of
from gdcourse.judging.answer_keys import slips_path_of, visible_key
from gdcourse.judging.exercise import Exercise, Unit, call_with_arrays
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.probing import observed, probe
from gdcourse.judging.slip_marks import HOW_MARKED, MARK_DIGITS, alike, marks
from gdcourse.solutions import source_of

SECONDS_FOR_ALL_CASES = 0.3
"""Of processor time. A slip that takes longer is told so by the clock, not by its numbers."""

_COMMON = (
    *("input-fixed", "input-other", "inputs-exchanged", "input-headless", "input-tailless", "input-more", "input-less"),
    *(
        "input-negated",
        "term-missing",
        "factor-missing",
        "division-missing",
        "square-missing",
        "minus",
        "brackets",
        "exchanged",
    ),
    *("operator", "function", "number", "fixed", "other-input"),
)
"""Kinds of slips that are said first where several give the same answers."""


def slips_of(unit: Unit, exercise: Exercise, key: Key) -> list[dict[str, Any]]:
    """The slips of an exercise that its visible cases tell from one another, each with its marks.

    Must run in the main thread: a timer of processor time ends what does not end.
    """
    right = marks(key["expected"], key)
    if right is None:
        return []
    found: list[tuple[Slip, list[float]]] = []
    with quietly():
        for slip, answers in _tried(unit, exercise, key):
            its = marks(answers, key)
            if its is not None and len(set(its)) > 1 and not alike(its, right):
                found.append((slip, [float(f"{mark:.{MARK_DIGITS}g}") for mark in its]))
    found.sort(key=lambda pair: _COMMON.index(pair[0].kind) if pair[0].kind in _COMMON else len(_COMMON))
    kept: dict[tuple[str, ...], dict[str, Any]] = {}
    for slip, its in found:
        record = {"kind": slip.kind, "names": slip.names, "right": slip.right, "there": slip.there, "marks": its}
        kept.setdefault(tuple(f"{mark:.4g}" for mark in its), record)
    return list(kept.values())


def _tried(unit: Unit, exercise: Exercise, key: Key) -> Iterator[tuple[Slip, list[Any]]]:
    """Each slip with the answers that come of it, where it comes to an end."""
    cases, (reference, *_) = key["cases"], right_answers(unit, exercise)
    probe(exercise, reference.work, cases)  # what is imported on the way takes its time before any is measured
    for slip, change in changed_inputs.changes_of(cases):
        try:
            changed = [change(case) for case in cases]
            with bounded(SECONDS_FOR_ALL_CASES):
                answers = observed(exercise, probe(exercise, reference.work, changed), changed)
        except (OutOfTime, ValueError, OverflowError, IndexError):
            continue
        yield slip, answers
    for answer in right_answers(unit, exercise):
        source = source_of(exercise, answer)
        for mutant in mutants_of(
            source, constants_of(exercise, source, cases[0]), exercise.probe is not call_with_arrays
        ):
            slip = slip_between(source, mutant.source, tuple(cases[0]))
            if slip.kind == "one-place":
                continue
            try:
                work = work_of(exercise, compile(mutant.source, f"<{answer.id}>", "exec"))
                with bounded(SECONDS_FOR_ALL_CASES):
                    answers = observed(exercise, probe(exercise, work, cases), cases)
            except OutOfTime:
                continue
            yield slip, answers


def digest_of(unit: Unit, exercise: Exercise, key: Key) -> str:
    """A digest of all that the slips of an exercise come from."""
    modules = (mutants, mutants_moved, kinds_of_slips, changed_inputs)
    texts = [_code(Path(module.__file__ or "")) for module in modules]
    texts.append(json.dumps([key["cases"], key["expected"], exercise.name, HOW_MARKED]))
    texts += [source_of(exercise, answer) for answer in right_answers(unit, exercise)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


@cache
def _code(path: Path) -> str:
    """What a module does, however it is laid out."""
    return ast.unparse(ast.parse(path.read_text(encoding="utf-8")))


def having_slips(unit: Unit) -> list[Exercise]:
    """The exercises in which there is code to slip in, and numbers that vary."""
    return [e for e in unit.all_exercises if e.draw is not None and e.kind not in ("guess", "drill")]


def write_slip_marks(unit: Unit) -> Path:
    """Write a unit's file of slips; those of which nothing has changed stay as they are."""
    path = slips_path_of(unit)
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    lines = []
    for exercise in having_slips(unit):
        key = visible_key(unit, exercise)
        kept = before.get(exercise.id, {})
        digest = digest_of(unit, exercise, key)
        if kept.get("digest") != digest:
            kept = {"digest": digest, "slips": slips_of(unit, exercise, key)}
        lines.append(f"{json.dumps(exercise.id)}: {json.dumps(kept, ensure_ascii=False)}")
    path.parent.mkdir(exist_ok=True)
    replace_file(path, "{\n" + ",\n".join(lines) + "\n}\n")
    return path
