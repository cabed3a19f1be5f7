"""Prove a grader: every mutant of every right answer is refused, on visible cases and on twenty students' hidden ones.

What is not refused has to stand in ``solutions/right_mutants.toml`` with the reason why it is right. What came of each
exercise is kept in ``solutions/proofs.json`` by a digest of all that it came from, and proved again when that changes.
"""

from __future__ import annotations

import hashlib
import json
import signal
import sys
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from gdcourse import exercises, solutions
from gdcourse.atomic_write import replace_file
from gdcourse.authoring import mutants
from gdcourse.authoring.mutants import Mutant, mutants_of
from gdcourse.grading.submission.hidden_cases import hidden_cases
from gdcourse.grading.submission.key_building import build_key, reference_key
from gdcourse.grading.submission.visible_keys import visible_cases
from gdcourse.judging import answer_encoding, comparing, probing
from gdcourse.judging import exercise as exercise_module
from gdcourse.judging.comparing import same
from gdcourse.judging.diagnosing import Key
from gdcourse.judging.exercise import Exercise, Unit, call_with_arrays
from gdcourse.judging.judge import judge
from gdcourse.judging.probing import observed, probe
from gdcourse.solutions import Variant, source_of, variants_of

STUDENTS = tuple(f"student-{n}" for n in range(20))
SECRET = b"secret"
SECONDS_FOR_ONE_CASE = 1.0
"""Of processor time. A loop without an end is a wrong answer, not a proof that never comes."""

RIGHT_MUTANTS = Path(solutions.__file__).with_name("right_mutants.toml")
KEPT = Path(solutions.__file__).with_name("proofs.json")
BEGIN, END = "<!-- made by make mutants -->", "<!-- end -->"
UNTOLD = frozenset({None, "some-cases"})
"""Diagnoses that say no more than that something differs."""


class OutOfTime(BaseException):
    """A mutant has had its processor time."""


@dataclass(frozen=True)
class Survivor:
    """A mutant that was not refused everywhere.

    Attributes:
        answer: the id of the right answer that was mutated.
        mutant: what was changed.
        visible: whether it passes the student's check.
        hidden: for how many of the students it passes.
    """

    answer: str
    mutant: Mutant
    visible: bool
    hidden: int

    @property
    def id(self) -> str:
        return f"{self.answer} {self.mutant.id}"

    @property
    def everywhere(self) -> bool:
        """Whether all cases let it pass. One that only some let pass is a hole in the draws, and never right."""
        return self.visible and self.hidden == len(STUDENTS)


@dataclass(frozen=True)
class Proof:
    """What came of the mutants of one exercise.

    Attributes:
        exercise: its id.
        made: how many mutants there are.
        survivors: those that some cases let pass.
        caught: how many the student's check refuses.
        told: of these, how many get a diagnosis that says more than that something differs.
        untold: the others.
    """

    exercise: str
    made: int
    survivors: tuple[Survivor, ...]
    caught: int
    told: int
    untold: tuple[str, ...]

    def unexplained(self) -> list[Survivor]:
        """The survivors without a reason in the reviewed list."""
        return [s for s in self.survivors if not s.everywhere or reason_for(self.exercise, s.id) is None]


@cache
def _reviewed() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """For each exercise, reasons and the mutants that are right for them. A name that ends in ``*`` is a beginning."""
    tables = tomllib.loads(RIGHT_MUTANTS.read_text(encoding="utf-8"))
    return {name: [(group["why"], tuple(group["mutants"])) for group in groups] for name, groups in tables.items()}


def reason_for(exercise: str, mutant: str) -> str | None:
    """Why a mutant is right, or ``None`` where nobody has said so."""
    for why, names in _reviewed().get(exercise, []):
        if any(mutant.startswith(n[:-1]) if n.endswith("*") else mutant == n for n in names):
            return why
    return None


def right_answers(unit: Unit, exercise: Exercise) -> list[Variant]:
    """The reference and the equivalents, where they are code."""
    found = variants_of(unit)[exercise.id]
    return [v for v in found if v.role != "mistake" and callable(v.work)]


def prove(unit: Unit, exercise: Exercise, students: tuple[str, ...] = STUDENTS) -> Proof:
    """Run every mutant of every right answer of an exercise.

    Must run in the main thread: a timer of processor time ends what does not end.
    """
    variants = variants_of(unit)[exercise.id]
    visible = build_key(exercise, variants, visible_cases(exercise))
    hidden = [reference_key(exercise, variants, hidden_cases(exercise, SECRET, student)) for student in students]
    made = told = caught = 0
    survivors, untold = [], []
    with quietly():
        for answer in right_answers(unit, exercise):
            numbers, graph = constants_of(visible["cases"][0]), exercise.probe is not call_with_arrays
            for mutant in mutants_of(source_of(exercise, answer), numbers, graph):
                made += 1
                code = compile(mutant.source, f"<{answer.id}>", "exec")
                passes_check = passes(exercise, code, visible)
                count = sum(passes(exercise, code, key) for key in hidden)
                if passes_check or count:
                    survivors.append(Survivor(answer.id, mutant, passes_check, count))
                if not passes_check:
                    caught += 1
                    if _is_told(exercise, code, visible):
                        told += 1
                    else:
                        untold.append(f"{answer.id} {mutant.id}")
    return Proof(exercise.id, made, tuple(survivors), caught, told, tuple(untold))


def known_answers_misjudged(unit: Unit, exercise: Exercise) -> list[str]:
    """The known answers that the student's check does not judge as it should, each with what it says instead."""
    variants = variants_of(unit)[exercise.id]
    key = build_key(exercise, variants, visible_cases(exercise))
    wrong = []
    for variant in variants:
        verdict = judge(_answers(exercise, variant.work, key["cases"]), key)
        fits = not verdict.correct and verdict.diagnosis == variant.id if variant.role == "mistake" else verdict.correct
        if not fits:
            wrong.append(f"{variant.role} {variant.id}: {'✓' if verdict.correct else verdict.diagnosis}")
    return wrong


def digest_of(unit: Unit, exercise: Exercise) -> str:
    """A digest of all that decides which mutants are refused."""
    deciding = [mutants, answer_encoding, comparing, exercise_module, probing]
    files = [Path(module.__file__ or "") for module in deciding]
    files.append(Path(exercises.__file__).with_name(f"{unit.module}.py"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    texts += [source_of(exercise, answer) for answer in right_answers(unit, exercise)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def provable(exercise: Exercise) -> bool:
    """Whether there is anything to mutate: a choice has no code."""
    return exercise.kind == "question" and exercise.draw is not None


def kept_proofs() -> dict[str, dict[str, Any]]:
    """What is kept of the proofs, by exercise."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def keep(unit: Unit, exercise: Exercise, proof: Proof) -> None:
    """Write down what came of a proof."""
    record = {
        "digest": digest_of(unit, exercise),
        "made": proof.made,
        "pass": [s.id for s in proof.survivors if s.everywhere],
        "holes": [s.id for s in proof.survivors if not s.everywhere],
        "caught": proof.caught,
        "told": proof.told,
    }
    kept = {**kept_proofs(), exercise.id: record}
    lines = [f"{json.dumps(name)}: {json.dumps(kept[name], ensure_ascii=False)}" for name in sorted(kept)]
    replace_file(KEPT, "{\n" + ",\n".join(lines) + "\n}\n")


def open_in(exercise: str, record: dict[str, Any]) -> list[str]:
    """What of a kept proof is still open: mutants that pass without a reason, and holes."""
    return [*record["holes"], *(mutant for mutant in record["pass"] if reason_for(exercise, mutant) is None)]


def table(kept: dict[str, dict[str, Any]], units: tuple[Unit, ...]) -> str:
    """The kept proofs as a table of Markdown."""
    rows, total = [], [0, 0, 0, 0, 0]
    for unit in units:
        for exercise in unit.exercises:
            if (record := kept.get(exercise.id)) is not None:
                left = len(record["pass"]) + len(record["holes"])
                right = left - len(open_in(exercise.id, record))
                counts = [record["made"], record["made"] - left, right, record["told"], record["caught"]]
                total = [a + b for a, b in zip(total, counts, strict=True)]
                rows.append(_row(f"{unit.slug} · `{exercise.id}`", counts))
    head = [
        "| exercise | mutants | refused | right, with a reason | wrong ones with a diagnosis |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, _row("**all**", total)]) + "\n"


def _row(name: str, counts: list[int]) -> str:
    made, refused, right, told, caught = counts
    return f"| {name} | {made} | {refused} | {right} | {100 * told / max(caught, 1):.0f} % |"


def passes(exercise: Exercise, code: CodeType, key: Key) -> bool:
    """Whether work is right in all cases of a key; it is asked until it is wrong in one."""
    work = work_of(exercise, code)
    for case, expected in zip(key["cases"], key["expected"], strict=True):
        (answer,) = _answers(exercise, work, [case])
        if not same(answer, expected, key["rtol"], key["id"]):
            return False
    return True


def _is_told(exercise: Exercise, code: CodeType, key: Key) -> bool:
    """Whether the student's check says what is wrong with work, beyond that it is."""
    verdict = judge(_answers(exercise, work_of(exercise, code), key["cases"]), key, reveal=True)
    return verdict.diagnosis not in UNTOLD


def _answers(exercise: Exercise, work: Any, cases: list[dict[str, Any]]) -> Any:
    with bounded(SECONDS_FOR_ONE_CASE * len(cases)):
        return observed(exercise, probe(exercise, work, cases), cases)


def work_of(exercise: Exercise, code: CodeType) -> Any:
    """What a cell with this code defines; where the cell itself fails, work that does so when it is asked."""
    import numpy as np
    import torch

    namespace: dict[str, Any] = {"np": np, "torch": torch, "nn": torch.nn, "KEPT": {}, "__name__": "mutant"}
    try:
        with bounded(SECONDS_FOR_ONE_CASE):
            exec(code, namespace)  # noqa: S102
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        failed = error

        def work(*_: Any, **__: Any) -> Any:
            raise failed

        return work
    return namespace[exercise.name]


@cache
def _import_for_optimizers() -> None:
    """The first optimizer imports much of torch and SymPy: what is cut off in the middle stays half done for all."""
    import torch

    weight = torch.zeros(1, requires_grad=True)
    (weight * weight).sum().backward()
    torch.optim.SGD([weight], lr=0.1).step()


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """``OutOfTime`` inside, again and again, once this much processor time is used up."""
    _import_for_optimizers()

    def end(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def quietly() -> Iterator[None]:
    """Without the warnings of NumPy and Python about what mutants do."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def constants_of(case: dict[str, Any]) -> list[float]:
    """The plain numbers of a case: what somebody may have written in place of an input."""
    return [value for value in case.values() if isinstance(value, int | float) and not isinstance(value, bool)]


def write_table(path: Path) -> None:
    """Put the kept proofs into the table of a page, between its two marks."""
    from gdcourse.exercises import units

    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    replace_file(path, f"{before}{BEGIN}\n\n{table(kept_proofs(), units())}\n{END}{after}")


if __name__ == "__main__":
    write_table(Path(sys.argv[1]))
