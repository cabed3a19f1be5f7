"""A class that was never there: verdicts and answers made directly, as many as one likes, the same every time."""

from __future__ import annotations

import math
import random

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.pages.report_data import Asked, Report, build_report
from gdcourse.grading.submission.messages import KERNEL_DIED
from gdcourse.judging import messages
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text, paragraphs
from gdcourse.solutions import variants_of

UNIT = find_unit("02-manual-gradient")
STUB = "# 여기에 코드를 쓰세요 · YOUR CODE HERE\nraise NotImplementedError()"
FAMILY = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "Kim", "O'Brien", "van der Berg", "Nguyễn"]
GIVEN = ["민준", "서연", "도윤", "지우", "하은", "준서", "수아", "하준", "지아", "예준", "Alex", "María", "Seo-yeon"]
_NAMES = ["total", "grad", "value", "err", "diff", "result", "acc", "tmp", "slope", "delta"]
_CALLS = ["sum", "len", "abs", "max", "min", "round"]
_METHODS = ["mean", "sum", "dot", "copy", "reshape", "max", "min", "ravel"]


def program(rng: random.Random, statements: int = 8) -> str:
    """Code as somebody might write it: no two alike but by chance."""
    lines = ["def descend(x, y, w, lr, steps):"]
    for _ in range(statements):
        a, b, c = (rng.choice(_NAMES) for _ in range(3))
        kind = rng.randrange(5)
        if kind == 0:
            lines.append(f"    {a} = {rng.choice(_CALLS)}({b}) {rng.choice('+-*/')} {c}")
        elif kind == 1:
            lines.append(f"    for {a} in range({rng.choice(['steps', 'len(x)', 'len(y)'])}):")
            lines.append(f"        {b} {rng.choice('+-*')}= {c} {rng.choice('*/')} {rng.randrange(1, 9)}")
        elif kind == 2:
            lines.append(f"    {a} = np.{rng.choice(_METHODS)}({b} {rng.choice('+-*')} {c})")
        elif kind == 3:
            lines.append(f"    if {a} {rng.choice(['<', '>', '=='])} {rng.randrange(9)}:")
            lines.append(f"        {b} = [{c}, {rng.choice(_CALLS)}({a})]")
        else:
            lines.append(f"    {a} = {b}.{rng.choice(_METHODS)}() {rng.choice('+-')} {rng.random():.2f}")
    return "\n".join([*lines, "    return w"])


def disguised(text: str) -> str:
    """The same code with other names, comments and spaces."""
    for name in _NAMES:
        text = text.replace(name, f"my_{name[::-1]}")
    return "\n".join(f"{line}  # 내가 직접 씀" for line in text.splitlines()).replace(" = ", "  =  ")


def notebook(cells: dict[str, str]) -> NotebookNode:
    """A submission with these cells, by ``grade_id``."""
    return new_notebook(
        cells=[
            new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id}}) for grade_id, source in cells.items()
        ]
    )


def simulated(size: int = 500, copies: int = 3) -> tuple[list[Result], dict[str, NotebookNode | None]]:
    """A class: verdicts by ability, answers of their own, and some who copied the training loop in disguise.

    Students ``s0000`` and ``s0001`` wrote the same, and so on for ``copies`` pairs. The last student handed in
    nothing, the one before a notebook that kills its kernel.
    """
    rng = random.Random(7)
    variants = variants_of(UNIT)
    results, submissions = [], {}
    for number in range(size):
        student = f"s{number:04d}"
        if number == size - 1:
            submissions[student] = None
            continue
        ability = rng.gauss(1.1, 2.0)
        verdicts = []
        for position, exercise in enumerate(UNIT.exercises):
            mistakes = [v for v in variants[exercise.id] if v.role == "mistake"]
            right = rng.random() < 1 / (1 + math.exp(-(ability - (position % 5 - 2) * 0.7)))
            if position == 7:  # a question that tells nothing of anybody
                right = rng.random() < 0.6
            if number == size - 2:
                reason = paragraphs(messages.UNGRADABLE, KERNEL_DIED.format(cell=7))
                verdicts.append(Verdict(exercise.id, 0.0, exercise.points, "ungradable", None, reason))
            elif right:
                verdicts.append(
                    Verdict(exercise.id, exercise.points, exercise.points, "graded", None, messages.CORRECT)
                )
            elif rng.random() < 0.06:
                verdicts.append(Verdict(exercise.id, 0.0, exercise.points, "missing", None, messages.MISSING))
            else:
                wrong = mistakes[min(int(rng.expovariate(0.8)), len(mistakes) - 1)]
                hint = Text(wrong.message.ko, wrong.message.en)
                score = exercise.points * wrong.credit
                message = paragraphs(messages.NOT_YET, hint)
                verdicts.append(Verdict(exercise.id, score, exercise.points, "graded", wrong.id, message, hint))
        done = rng.random() < 0.9
        verdicts.append(
            Verdict("reflection", float(rng.randrange(4)), 3.0, "graded", None, messages.MANUAL)
            if done
            else Verdict("reflection", None, 3.0, "manual", None, messages.MANUAL)
        )
        results.append(Result(student, UNIT.slug, tuple(verdicts)))
        own = program(rng)
        if number % 2 and number < 2 * copies:
            before = submissions[f"s{number - 1:04d}"]
            assert before is not None
            own = disguised(before.cells[0].source)
        cells = {"training-loop-solution": own}
        cells |= {f"{e.id}-solution": STUB for e in UNIT.exercises if e.id != "training-loop"}
        submissions[student] = notebook(cells)
    return results, submissions


def asked() -> list[Asked]:
    """The questions of the unit."""
    reflection = Asked("reflection", Text("친구에게", "To a friend"))
    return [*(Asked(e.id, e.title, f"{e.id}-solution", (STUB,)) for e in UNIT.exercises), reflection]


def names(size: int) -> dict[str, str]:
    """People's names."""
    rng = random.Random(3)
    return {f"s{n:04d}": f"{rng.choice(FAMILY)} {rng.choice(GIVEN)}" for n in range(size)}


def report(size: int = 500) -> Report:
    """The report on such a class."""
    results, submissions = simulated(size)
    return build_report(results, submissions, asked(), title=UNIT.title, names=names(size))
