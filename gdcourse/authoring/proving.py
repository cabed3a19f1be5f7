"""Prove a grader: every mutant of every right answer is refused, on visible cases and on twenty students' hidden ones.

What is not refused has to stand in ``solutions/right_mutants.toml`` with the reason why it is right. What came of each
exercise is kept in ``solutions/proofs.json`` by a digest of all that it came from, and proved again when that changes.

A mutant whose numbers are those of a known mistake gets that mistake's sentence, which has to be true of it too.
A person has to read that: what was read is kept in ``solutions/read_sentences.json``, by a digest of both.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import signal
import sys
import textwrap
import tokenize
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from gdcourse import solutions
from gdcourse.atomic_write import replace_file
from gdcourse.authoring import messages, mutants, mutants_moved
from gdcourse.authoring.mutants import Mutant, mutants_of
from gdcourse.exercises import units
from gdcourse.grading.submission.hidden_cases import HIDDEN_COUNT, hidden_cases
from gdcourse.grading.submission.key_building import build_key, mistakes, reference_key
from gdcourse.grading.submission.visible_cases import VISIBLE_COUNT, visible_cases
from gdcourse.judging import answer_encoding, comparing, patterns_in_answers, practice, probing
from gdcourse.judging import exercise as exercise_module
from gdcourse.judging.answer_keys import Slips, slips_path_of
from gdcourse.judging.comparing import same
from gdcourse.judging.exercise import Exercise, Unit, call_with_arrays
from gdcourse.judging.judge import judge
from gdcourse.judging.own_units import UnusableUnitsError
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.probing import observed, probe
from gdcourse.solutions import Variant, source_of, variants_of

STUDENTS = tuple(f"student-{n}" for n in range(20))
SECRET = b"secret"
SECONDS_FOR_ONE_CASE = 0.25
"""Of processor time. A loop without an end is a wrong answer, not a proof that never comes."""
ENDLESS = 2
"""On the cases of so many students a mutant may run out of time before no others are tried: it would cost minutes."""

RIGHT_MUTANTS = Path(solutions.__file__).with_name("right_mutants.toml")
KEPT = Path(solutions.__file__).with_name("proofs.json")
READ = Path(solutions.__file__).with_name("read_sentences.json")
BEGIN, END = "<!-- made by make mutants -->", "<!-- end -->"
UNTOLD = frozenset({None, "some-cases"})
"""Diagnoses that say no more than that something differs."""


_RECORDS = re.compile(r"\b(grad|backward|requires_grad_?|Parameter|Module|autograd|optim)\b")
"""What an answer says in which gradients matter."""


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
        shares: the shares of the points that it gets, from one student's draw or another's.
    """

    answer: str
    mutant: Mutant
    visible: bool
    hidden: int
    shares: tuple[float, ...]

    @property
    def id(self) -> str:
        return f"{self.answer} {self.mutant.id}"

    @property
    def everywhere(self) -> bool:
        """Whether all cases let it pass. One that only some let pass is a hole in the draws, and never right.

        So is one that is worth more to one student than to another.
        """
        return self.visible and self.hidden == len(STUDENTS)


@dataclass(frozen=True)
class Proof:
    """What came of the mutants of one exercise.

    Attributes:
        exercise: its id.
        made: how many mutants there are.
        survivors: those that some cases let pass, or give different shares of the points.
        caught: how many the student's check refuses.
        told: of these, how many get a diagnosis that says more than that something differs.
        untold: the others.
        named: for each known mistake, the mutants that somebody's draw, or the check, takes for it.
    """

    exercise: str
    made: int
    survivors: tuple[Survivor, ...]
    caught: int
    told: int
    untold: tuple[str, ...]
    named: dict[str, tuple[str, ...]]

    def unexplained(self) -> list[Survivor]:
        """The survivors without a reason in the reviewed list.

        Raises:
            UnusableUnitsError: where that list cannot be read.
        """
        return [s for s in self.survivors if not s.everywhere or reason_for(self.exercise, s.id) is None]


@cache
def _reviewed() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """For each exercise, reasons and the mutants that are right for them. A name that ends in ``*`` is a beginning."""
    paths = dict.fromkeys(path_of_right_mutants(unit) for unit in units())
    return {name: groups for path in paths if path.is_file() for name, groups in _groups_in(path)}


def _groups_in(path: Path) -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    try:
        for name, groups in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield name, [(group["why"], tuple(group["mutants"])) for group in groups]
    except (ValueError, TypeError) as error:
        raise _no_list(path, str(error)) from error
    except KeyError as error:
        raise _no_list(path, f"{name}: {error}") from error


def _no_list(path: Path, what: str) -> UnusableUnitsError:
    return UnusableUnitsError(str(messages.NO_LIST_OF_RIGHT_MUTANTS.format(path=path, what=what)))


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

    Of what a lesson asks, the check has to refuse each. Whether one that it lets pass is right, other cases tell.

    Must run in the main thread: a timer of processor time ends what does not end.
    """
    variants = variants_of(unit)[exercise.id]
    slips = Slips(slips_path_of(unit), exercise.id)  # a check looks through them, too
    visible = {**build_key(exercise, variants, visible_cases(exercise)), "slips": slips}
    hidden = [_known(exercise, variants, hidden_cases(exercise, SECRET, student)) for student in students]
    in_check = _known(exercise, variants, visible["cases"])
    graded = exercise.kind == "question"  # what a lesson asks is checked and never graded
    made = told = caught = 0
    survivors, untold = [], []
    named: dict[str, list[str]] = {}
    with quietly():
        for answer in right_answers(unit, exercise):
            source = source_of(exercise, answer)
            graph = exercise.probe is not call_with_arrays and _RECORDS.search(source) is not None
            for mutant in mutants_of(source, constants_of(exercise, source, visible["cases"][0]), graph):
                made += 1
                code = compile(mutant.source, f"<{answer.id}>", "exec")
                found = _taken_for(exercise, code, [in_check])
                passes_check = found[0] is not None and not found[0].mistake
                if graded or passes_check:
                    found += _taken_for(exercise, code, hidden)
                shares = [one.share if one else 0.0 for one in found[1:]]
                count = shares.count(1.0)
                for mistake in sorted({one.mistake for one in found if one and one.mistake}):
                    named.setdefault(mistake, []).append(f"{answer.id} {mutant.id}")
                if passes_check or count or len(set(shares)) > 1:
                    survivors.append(Survivor(answer.id, mutant, passes_check, count, tuple(sorted(set(shares)))))
                if not passes_check:
                    caught += 1
                    if _is_told(exercise, code, visible):
                        told += 1
                    else:
                        untold.append(f"{answer.id} {mutant.id}")
    takes = {mistake: tuple(named[mistake]) for mistake in sorted(named)}
    return Proof(exercise.id, made, tuple(survivors), caught, told, tuple(untold), takes)


def digest_of(unit: Unit, exercise: Exercise) -> str:
    """A digest of all that decides which mutants are refused, and what they are worth. No wording does."""
    deciding = [mutants, mutants_moved, answer_encoding, comparing, exercise_module, probing]
    deciding += [practice] if exercise.kind != "question" else []
    texts = [_module_without_words(module.__file__ or "") for module in deciding]
    texts.append(_definition_of(unit, exercise))
    variants = variants_of(unit)[exercise.id]
    texts += [_without_words(source_of(exercise, answer)) for answer in right_answers(unit, exercise)]
    texts += [f"{v.credit} {_without_words(source_of(exercise, v))}" for v in variants if v.credit]
    return _digest([*texts, *map(str, (HIDDEN_COUNT, VISIBLE_COUNT, *STUDENTS))])


def digest_of_mistakes(unit: Unit, exercise: Exercise) -> str:
    """A digest of what decides, beside that, for which mistake a mutant is taken."""
    known = [v for v in variants_of(unit)[exercise.id] if v.role == "mistake"]
    return _digest([f"{mistake.id} {_without_words(source_of(exercise, mistake))}" for mistake in known])


def digest_of_diagnoses() -> str:
    """A digest of what decides, beside that, which other mutants get a diagnosis."""
    return _digest([_module_without_words(patterns_in_answers.__file__ or "")])


def is_fresh(unit: Unit, exercise: Exercise, record: dict[str, Any]) -> bool:
    """Whether a kept proof is of the exercise as it is now, its diagnoses too."""
    now = _digests(unit, exercise)
    return {name: record.get(name) for name in now} == now


def _digests(unit: Unit, exercise: Exercise) -> dict[str, str]:
    return {
        "digest": digest_of(unit, exercise),
        "digest_of_mistakes": digest_of_mistakes(unit, exercise),
        "digest_of_diagnoses": digest_of_diagnoses(),
    }


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def _definition_of(unit: Unit, exercise: Exercise) -> str:
    """What defines an exercise in its file: its own lines, and all that they use."""
    text = (unit.home / "exercises" / f"{unit.module}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    own = next(node for node in ast.walk(tree) if isinstance(node, ast.Call) and _id_of(node) == exercise.id)
    there = {name: statement for statement in tree.body for name in _defined_by(statement)}
    used: dict[str, ast.stmt] = {}
    reached: list[ast.AST] = [own]
    while reached:
        names = {node.id for node in ast.walk(reached.pop()) if isinstance(node, ast.Name)}
        for name in names & there.keys() - used.keys():
            used[name] = there[name]
            reached.append(there[name])
    parts: list[ast.AST] = [own, *(used[name] for name in sorted(used))]
    return "\0".join(_without_words(ast.get_source_segment(text, part) or "") for part in parts)


def _id_of(call: ast.Call) -> object:
    ids = [keyword.value for keyword in call.keywords if keyword.arg == "id"] or call.args[:1]
    return ids[0].value if ids and isinstance(ids[0], ast.Constant) else None


def _defined_by(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name) | ast.ClassDef(name) | ast.AnnAssign(target=ast.Name(name)):
            return [name]
        case ast.Assign(targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


@cache
def _module_without_words(path: str) -> str:
    return _without_words(Path(path).read_text(encoding="utf-8"))


def _without_words(source: str) -> str:
    """The text of code without comments, docstrings, ``Text`` and line breaks: what people read and nothing runs."""
    source = textwrap.dedent(source)
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    lines = source.splitlines(keepends=True)
    spans = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(ast.Constant(str())) | ast.Call(func=ast.Name("Text")):
                begin = starts[node.lineno - 1] + len(lines[node.lineno - 1].encode()[: node.col_offset].decode())
                last = (node.end_lineno or node.lineno) - 1
                end = starts[last] + len(lines[last].encode()[: node.end_col_offset].decode())
                spans.append((begin, end))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            begin = starts[token.start[0] - 1] + token.start[1]
            spans.append((begin, begin + len(token.string)))
    kept, at = [], 0
    for begin, end in sorted(spans):
        if begin >= at:
            kept.append(source[at:begin])
        at = max(at, end)
    return " ".join("".join([*kept, source[at:]]).split())


def provable(exercise: Exercise) -> bool:
    """Whether there is code of students to mutate: a choice has none, and a drill is answered on paper."""
    return exercise.draw is not None and exercise.name.isidentifier()


def kept_proofs(path: Path = KEPT) -> dict[str, dict[str, Any]]:
    """What is kept of the proofs, by exercise."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def path_of_right_mutants(unit: Unit) -> Path:
    """Where reasons stand why mutants of a unit are right."""
    return unit.home / "solutions" / RIGHT_MUTANTS.name


def path_of_proofs(unit: Unit) -> Path:
    """Where the proofs of a unit are kept."""
    return unit.home / "solutions" / KEPT.name


def keep(unit: Unit, exercise: Exercise, proof: Proof) -> None:
    """Write down what came of a proof."""
    record = {
        **_digests(unit, exercise),
        "made": proof.made,
        "pass": [s.id for s in proof.survivors if s.everywhere],
        "holes": [s.id for s in proof.survivors if not s.everywhere],
        "caught": proof.caught,
        "told": proof.told,
        "named": proof.named,
    }
    path = path_of_proofs(unit)
    _write(path, {**kept_proofs(path), exercise.id: record})


def _write(path: Path, kept: dict[str, dict[str, Any]]) -> None:
    """A line for each exercise, so that what has changed is seen."""
    lines = [f"{json.dumps(name)}: {json.dumps(kept[name], ensure_ascii=False)}" for name in sorted(kept)]
    replace_file(path, "{\n" + ",\n".join(lines) + "\n}\n")


def open_in(exercise: str, record: dict[str, Any]) -> list[str]:
    """What of a kept proof is still open: mutants that pass without a reason, and holes."""
    return [*record["holes"], *(mutant for mutant in record["pass"] if reason_for(exercise, mutant) is None)]


def is_settled(unit: Unit, exercise: Exercise, record: dict[str, Any]) -> bool:
    """Whether a kept proof is fresh and leaves nothing open."""
    return is_fresh(unit, exercise, record) and not open_in(exercise.id, record)


def unread_in(unit: Unit, exercise: Exercise, record: dict[str, Any]) -> list[tuple[Variant, list[str]]]:
    """The mistakes whose sentences nobody has read with the mutants that get them, each with its mutants."""
    read = kept_proofs(_path_of_read(unit)).get(exercise.id, {})
    known = {v.id: v for v in variants_of(unit)[exercise.id]}
    got = [(known[name], mutants) for name, mutants in record["named"].items()]
    return [(mistake, mutants) for mistake, mutants in got if read.get(mistake.id) != _sentence(mistake, mutants)]


def keep_read(unit: Unit, exercise: Exercise, record: dict[str, Any]) -> None:
    """Write down that the sentences of an exercise were read with the mutants that get them, and are true of them."""
    known = {v.id: v for v in variants_of(unit)[exercise.id]}
    read = {name: _sentence(known[name], mutants) for name, mutants in record["named"].items()}
    path = _path_of_read(unit)
    _write(path, {**kept_proofs(path), exercise.id: read})


def _path_of_read(unit: Unit) -> Path:
    return unit.home / "solutions" / READ.name


def _sentence(mistake: Variant, mutants: Iterable[str]) -> str:
    """A digest of what a mistake is told, and of the mutants that are told so too."""
    said = mistake.message.as_dict() if mistake.message else {}
    return _digest([json.dumps(said, ensure_ascii=False, sort_keys=True), *sorted(mutants)])


def table(kept: dict[str, dict[str, Any]], units: tuple[Unit, ...]) -> str:
    """The kept proofs as a table of Markdown."""
    rows, total, missing = [], [0, 0, 0, 0, 0], []
    for unit in units:
        for exercise in (*unit.exercises, *unit.practice):
            if (record := kept.get(exercise.id)) is not None:
                left = len(record["pass"]) + len(record["holes"])
                right = left - len(open_in(exercise.id, record))
                counts = [record["made"], record["made"] - left, right, record["told"], record["caught"]]
                total = [a + b for a, b in zip(total, counts, strict=True)]
                rows.append(_row(f"{unit.slug} · `{exercise.id}`", counts))
            elif provable(exercise):
                missing.append(f"`{exercise.id}`")
    head = [
        "| exercise | mutants | refused | right, with a reason | wrong ones with a diagnosis |",
        "|---|---|---|---|---|",
    ]
    unproved = f"\nNot proved yet: {', '.join(missing)}.\n" if missing else ""
    return "\n".join([*head, *rows, _row("**all**", total)]) + "\n" + unproved


def _row(name: str, counts: list[int]) -> str:
    made, refused, right, told, caught = counts
    return f"| {name} | {made} | {refused} | {right} | {100 * told / max(caught, 1):.0f} % |"


class Known:
    """Answers that the grader knows: right ones, or those of a mistake. They are worked out when they are needed."""

    def __init__(self, mistake: str, share: float, cases: list[dict[str, Any]], answers: Iterator[Any]) -> None:
        self.mistake, self.share, self.cases = mistake, share, cases
        self._coming, self._there = answers, list[Any]()

    def answer(self, number: int) -> Any:
        while len(self._there) <= number:
            self._there.append(next(self._coming))
        return self._there[number]


def _known(exercise: Exercise, variants: tuple[Variant, ...], cases: list[dict[str, Any]]) -> list[Known]:
    """What the grader knows on these cases, in the order in which the judge asks."""
    right = Known("", 1.0, cases, iter(reference_key(exercise, variants, cases)["expected"]))
    return [right, *(Known(m["id"], m["credit"], cases, m["answers"]) for m in mistakes(exercise, variants, cases))]


def _taken_for(exercise: Exercise, code: CodeType, draws: list[list[Known]]) -> list[Known | None]:
    """What work is taken for, of each draw."""
    found: list[Known | None] = []
    endless = 0
    for known in draws:
        one = None
        if endless < ENDLESS:
            try:
                one = taken_for(exercise, code, known)
            except OutOfTime:
                endless += 1
        found.append(one)
    return found


def taken_for(exercise: Exercise, code: CodeType, known: list[Known]) -> Known | None:
    """The first of what is known whose answers are those of the work, which is asked until none can be any more.

    Raises:
        OutOfTime: where it has had the processor time of one case.
    """
    work = work_of(exercise, code)
    left = known
    for number, case in enumerate(known[0].cases):
        (answer,) = _answers(exercise, work, [case])
        left = [one for one in left if same(answer, one.answer(number), exercise.rtol, exercise.id)]
        if not left:
            return None
    return left[0]


def _is_told(exercise: Exercise, code: CodeType, key: Key) -> bool:
    """Whether the student's check says what is wrong with work, beyond that it is. What does not end says so."""
    work = work_of(exercise, code)
    try:
        answers = [answer for case in key["cases"] for answer in _answers(exercise, work, [case])]
    except OutOfTime:  # in the first case that does not end: the others would take as long
        return True
    return judge(answers, key, reveal=True).diagnosis not in UNTOLD


def _answers(exercise: Exercise, work: Any, cases: list[dict[str, Any]]) -> Any:
    with bounded(SECONDS_FOR_ONE_CASE * len(cases)) as ran_out:
        answers = observed(exercise, probe(exercise, work, cases), cases)
    if ran_out:
        raise OutOfTime
    return answers


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
def bounded(seconds: float) -> Iterator[list[bool]]:
    """``OutOfTime`` inside, again and again, once this much processor time is used up: then the list is not empty."""
    ran_out: list[bool] = []
    _import_for_optimizers()

    def end(number: int, frame: FrameType | None) -> None:
        ran_out.append(True)
        raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)
    try:
        yield ran_out
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


def constants_of(exercise: Exercise, source: str, case: dict[str, Any]) -> list[float]:
    """The plain numbers of a case that work is given: what somebody may have written in place of an input."""
    given = case if exercise.probe is call_with_arrays else {n: v for n, v in case.items() if n in source}
    return [value for value in given.values() if isinstance(value, int | float) and not isinstance(value, bool)]


def with_table(page: str, units: tuple[Unit, ...]) -> str:
    """A page with the kept proofs in its table, between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table(kept_proofs(), units)}\n{END}{after}"


def write_table(path: Path) -> None:
    """Put the kept proofs into the table of a page."""
    replace_file(path, with_table(path.read_text(encoding="utf-8"), units()))


if __name__ == "__main__":
    write_table(Path(sys.argv[1]))
