"""Mutants of right answers: what is made, and that what is kept of the proofs is fresh and leaves nothing open."""

from __future__ import annotations

import pytest

from gdcourse.authoring.mutants import mutants_of
from gdcourse.authoring.proving import digest_of, kept_proofs, open_in, prove
from gdcourse.exercises import find_exercise

MEAN = """
def mean_of(x, n):
    total = 0.0
    for i in range(len(x)):
        total += x[i]
    return total / n
"""


@pytest.mark.parametrize(
    "changed",
    [
        "range(1, len(x))",
        "range(len(x) - 1)",
        "list(range(len(x)))[1:]",
        "total -= x[i]",
        "total = x[i]",
        "return total * n",
        "return -(total / n)",
        "return total / x",
        "return total / 1",
        "total = 1.0",
        "range(3)",
        "KEPT.get('total', total)",
    ],
)
def test_what_people_get_wrong_is_made(changed: str) -> None:
    assert any(changed in mutant.source for mutant in mutants_of(MEAN))


def test_mutants_differ_from_the_answer_and_from_one_another() -> None:
    made = mutants_of(MEAN)
    assert len({mutant.source for mutant in made}) == len({mutant.id for mutant in made}) == len(made)


def test_gradients_are_cut_off_where_they_matter() -> None:
    layer = "def f(self, x):\n    return x @ self.weight.T"
    assert any("self.weight.detach()" in mutant.source for mutant in mutants_of(layer, graph=True))
    assert not any("detach" in mutant.source for mutant in mutants_of(layer))


def test_a_grader_with_a_hole_is_found_out_and_an_endless_loop_is_refused() -> None:
    unit, exercise = find_exercise("update-rule")
    assert not prove(unit, exercise, students=("kim",)).survivors


@pytest.mark.parametrize("exercise_id", sorted(kept_proofs()))
def test_a_kept_proof_is_fresh_and_leaves_nothing_open(exercise_id: str) -> None:
    unit, exercise = find_exercise(exercise_id)
    kept = kept_proofs()[exercise_id]
    assert kept["digest"] == digest_of(unit, exercise), "run: make mutants"
    assert open_in(exercise_id, kept) == []
