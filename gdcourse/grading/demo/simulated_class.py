"""Make submissions from the unit's own references, mistakes and equivalents: a class to try the grader on."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping

from nbformat import NotebookNode

from gdcourse.exercises import find_unit
from gdcourse.judging.exercise import Unit
from gdcourse.notebooks.reading import grade_id_of
from gdcourse.solutions import Variant, source_of, variants_of

Answers = Mapping[str, Variant | str | None]
"""By exercise id: a variant, or the text of a cell, or ``None`` for no answer."""

UNIT = "02-manual-gradient"
"""Which the demo's class works on."""

# A gradient that is copied from notebook to notebook; its comment promises the 1/N that the code does not have.
COPIED_FROM_THE_WEB = """\
# dJ/dw = 1/N * 2x(w*x - y)
def gradient(x, y, y_pred):
    return np.dot(2*x, y_pred - y).mean()
"""

_FAMILY = ["kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim", "han", "oh"]
_GIVEN = ["minjun", "seoyeon", "doyun", "jiwoo", "haeun", "junseo", "sua", "hajun", "jia", "yejun", "chaewon", "siwoo"]


def submission(release: NotebookNode, unit: Unit, answers: Answers, reflection: str | None = None) -> NotebookNode:
    """The released notebook as a student hands it in.

    Args:
        release: the students' version of the assignment.
        unit: its unit.
        answers: what to answer; an exercise that is not in it stays blank.
        reflection: the text of the hand-graded answers, ``None`` to leave them.
    """
    notebook = copy.deepcopy(release)
    cells = {grade_id_of(cell): cell for cell in notebook.cells}
    for exercise in unit.exercises:
        answer = answers.get(exercise.id)
        if answer is not None:
            text = answer if isinstance(answer, str) else source_of(exercise, answer)
            cells[f"{exercise.id}-solution"].source = text.rstrip()
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if reflection is not None and nbgrader.get("grade") and nbgrader.get("solution"):
            cell.source = reflection
    return notebook


def reference_answers(unit: Unit) -> dict[str, Variant]:
    return {i: next(v for v in found if v.role == "reference") for i, found in _graded_variants(unit).items()}


def _graded_variants(unit: Unit) -> dict[str, tuple[Variant, ...]]:
    """What is known to be answered in the assignment; what the lesson asks is nobody's to hand in."""
    return {exercise.id: variants_of(unit)[exercise.id] for exercise in unit.exercises}


def simulated_class(unit: Unit, size: int = 12) -> dict[str, Answers]:
    """Students and what they answer: one who has all right, one who hands in blank, one who is right in every
    question in another way, and ``size`` who are right here and wrong there. The same class every time."""
    variants = _graded_variants(unit)
    references = reference_answers(unit)
    others = {i: [v for v in found if v.role == "equivalent"] for i, found in variants.items()}
    students: dict[str, Answers] = {
        "all-right": references,
        "right-differently": {i: others[i][0] if others[i] else references[i] for i in references},
        "blank": {},
    }
    for number in range(size):
        # Not numpy's generator: this class must be the same with every version of it.
        rng = random.Random(number)
        name = f"{_FAMILY[number % len(_FAMILY)]}-{_GIVEN[number % len(_GIVEN)]}"
        name += f"-{number // len(_FAMILY) + 1}" if number >= len(_FAMILY) else ""
        answers: dict[str, Variant | None] = {}
        for exercise in unit.exercises:
            found = variants[exercise.id]
            role = rng.choices(["reference", "equivalent", "mistake", None], [5, 2, 4, 0.5])[0]
            candidates = [v for v in found if v.role == role]
            answers[exercise.id] = rng.choice(candidates) if candidates else None
        students[name] = answers
    return students


def demo_class() -> dict[str, Answers]:
    """The class of the demo: a simulated class, and in it one who answers with code copied from the web."""
    unit = find_unit(UNIT)
    copied: Answers = {**reference_answers(unit), "mse-gradient": COPIED_FROM_THE_WEB}
    return {**simulated_class(unit), "copied-from-the-web": copied}
