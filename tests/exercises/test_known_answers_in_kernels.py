"""Every unit, as students hand it in: each known answer, as text in a notebook, run in a real kernel and graded."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from gdcourse.exercises import units
from gdcourse.grading.demo.simulated_class import Answers, submission
from gdcourse.grading.submission.grade_submission import grade_notebook
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.exercise import Unit
from gdcourse.judging.judge import Verdict
from gdcourse.solutions import Variant, variants_of
from support.course import ROOT, make_course


def sheets(unit: Unit) -> list[dict[str, Variant]]:
    """As few submissions as hold every known answer of a unit: the n-th answers each exercise in its n-th way."""
    variants = {exercise.id: variants_of(unit)[exercise.id] for exercise in unit.exercises}
    most = max(len(known) for known in variants.values())
    return [{i: known[n % len(known)] for i, known in variants.items()} for n in range(most)]


def assert_fits(verdict: Verdict, variant: Variant) -> None:
    if variant.role == "mistake":
        assert verdict.diagnosis == variant.id, (verdict, variant.id)
        assert verdict.score == pytest.approx(variant.credit * verdict.max_score)
    else:
        assert verdict.correct, (verdict, variant.id)


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.slug)
def test_every_known_answer_gets_its_verdict_in_a_real_kernel(unit: Unit, tmp_path: Path) -> None:
    assignment = make_course(tmp_path / "course", unit.slug).assignments(unit.slug)[0]
    released = nbformat.read(ROOT / "release" / unit.slug / f"{unit.slug}.ipynb", as_version=4)

    def graded(answers: Answers, reflection: str | None) -> dict[str, Verdict]:
        data = nbformat.writes(submission(released, unit, answers, reflection)).encode()
        verdicts = grade_notebook(data, assignment, "kim", b"secret", Limits(60, 300)).verdicts
        return {verdict.exercise: verdict for verdict in verdicts}

    blank = graded({}, None)
    assert {verdict.state for verdict in blank.values()} == {"missing"}
    assert sum(verdict.score or 0 for verdict in blank.values()) == 0

    for sheet in sheets(unit):
        verdicts = graded(sheet, "…")
        for exercise in unit.exercises:
            assert_fits(verdicts[exercise.id], sheet[exercise.id])
        assert [v.state for v in verdicts.values() if v.exercise not in sheet] == ["manual"]
    references = sheets(unit)[0]
    assert all(variant.role == "reference" for variant in references.values())
