"""Mutants of right answers: what is made, and that what is kept of the proofs is fresh and leaves nothing open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdcourse.authoring import proving
from gdcourse.authoring.mutants import mutants_of
from gdcourse.authoring.proving import (
    digest_of,
    digest_of_mistakes,
    kept_proofs,
    open_in,
    provable,
    prove,
    unread_in,
)
from gdcourse.exercises import find_exercise, units
from gdcourse.judging.exercise import Case, Exercise, Unit
from gdcourse.judging.own_units import UnusableUnitsError
from gdcourse.language import Text
from gdcourse.solutions import Variant
from support.course import ALL_EXERCISES, ROOT, exercise_name

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


@pytest.mark.parametrize(
    ("right", "changed"),
    [
        ("return a * (b + c)", "return a * b + c"),
        ("return (a + b) / 2", "return a + b / 2"),
        ("return -(a - b)", "return -a - b"),
        ("return a - (b - c)", "return a - b - c"),
        ("return a / (2 * b)", "return a / 2 * b"),
        ("return (-a) ** 3", "return -a ** 3"),
        ("return (a - b).sum()", "return a - b.sum()"),
        ("return (a if c else b) * 2", "return a if c else b * 2"),
        ("return not (a or b)", "return not a or b"),
        ("return np.mean(a * b)", "return np.mean(a) * b"),
        ("return np.mean(a) * b", "return np.mean(a * b)"),
        ("return a ** 2", "return abs(a)"),
        ("return abs(a - b)", "return (a - b) ** 2"),
        ("return a @ b", "return a * b"),
        ("return a", "a"),
        ("a, b = (b, a + b)", "a = b\n    b = a + b"),
        ("a = a - b\n    c.append(a)", "c.append(a)\n    a = a - b"),
        ("a.backward()\n    b = c.grad", "b = c.grad\n    a.backward()"),
        (
            "for i in a:\n        for j in b:\n            c(i, j)",
            "for j in b:\n        for i in a:\n            c(i, j)",
        ),
        ("return [i - j for i in a for j in b]", "return [i - j for j in b for i in a]"),
        ("for i in a:\n        b = i\n        c.append(b)", "for i in a:\n        b = i\n    c.append(b)"),
        ("for i in a:\n        b += i\n    return b", "for i in a:\n        b += i\n        return b"),
    ],
)
def test_brackets_lines_and_loops_are_put_elsewhere(right: str, changed: str) -> None:
    made = [mutant.source for mutant in mutants_of(f"def f(a, b, c):\n    {right}")]
    assert f"def f(a, b, c):\n    {changed}" in made


@pytest.mark.parametrize(
    ("right", "changed"),
    [
        ("return float(a * b)", "return float(a) * b"),  # the form alone
        ("a = c\n    b = c", "b = c\n    a = c"),  # neither needs the other
        ("for i in a:\n        for j in i:\n            c(j)", "for j in i:\n        for i in a:\n            c(j)"),
    ],
)
def test_what_cannot_come_to_something_else_is_left_where_it_is(right: str, changed: str) -> None:
    made = [mutant.source for mutant in mutants_of(f"def f(a, b, c):\n    {right}")]
    assert f"def f(a, b, c):\n    {changed}" not in made


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


SUMMING = """
def total(x):
    result = 0.0
    for _ in range(3):
        result += x
    return result
"""


def test_of_a_loop_that_only_counts_no_mutant_counts_from_elsewhere() -> None:
    assert not any("range(1, 3 + 1)" in mutant.source for mutant in mutants_of(SUMMING))
    assert any("range(3 + 1)" in mutant.source for mutant in mutants_of(SUMMING))


MODULE = """
def Layer(n):
    class Layer(nn.Module):
        def __init__(self, n):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n))

        @torch.no_grad()
        def step(self, rate):
            self.weight -= rate * self.weight.grad

        def forward(self, x):
            return x @ self.weight
    return Layer(n)
"""


def test_a_graph_is_cut_only_where_one_is_made() -> None:
    made = [mutant.source for mutant in mutants_of(MODULE, graph=True)]
    assert any("return (x @ self.weight).detach()" in source for source in made)
    assert not any("torch.zeros(n).detach()" in source or "self.weight.grad).detach()" in source for source in made)
    assert not any("with torch.no_grad():\n            super()" in source for source in made)


def _a_proof(monkeypatch: pytest.MonkeyPatch, draw: Any, *variants: Variant) -> proving.Proof:
    exercise = Exercise(id="halves", name="half", points=1, title=Text("", ""), draw=draw)
    unit = Unit(slug="99-halves", title=Text("", ""), exercises=(exercise,))
    monkeypatch.setattr(proving, "variants_of", lambda _: {"halves": variants})
    return prove(unit, exercise)


def half(x: float) -> float:
    return x / 2


def rounded_half(x: float) -> float:
    return round(x / 2)


REFERENCE = Variant("half", "halves", "reference", half)


def test_a_draw_that_now_and_then_misses_the_difference_is_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole halves come from ``//`` too: for some students every number is even."""

    def mostly_even(rng: np.random.Generator) -> Case:
        return {"x": int(rng.integers(1, 9)) * 2 + int(rng.random() < 0.1)}

    holes = [s for s in _a_proof(monkeypatch, mostly_even, REFERENCE).unexplained() if not s.everywhere]
    assert "half 2: x / 2 → x // 2" in [hole.id for hole in holes]
    assert all(0 < hole.hidden < 20 for hole in holes if "//" in hole.id)


def test_credit_that_depends_on_the_draw_is_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of halves of 1, 5 and 9, rounding gives what ``//`` gives; of 3 it does not."""

    def rarely_three(rng: np.random.Generator) -> Case:
        return {"x": 3 if rng.random() < 0.1 else int(rng.choice([1, 5, 9]))}

    mistake = Variant("rounded", "halves", "mistake", rounded_half, Text("", ""), 0.5)
    left = {s.id: s for s in _a_proof(monkeypatch, rarely_three, REFERENCE, mistake).unexplained()}
    assert left["half 2: x / 2 → x // 2"].shares == (0.0, 0.5)


def test_what_does_not_end_is_refused_without_trying_every_student(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "SECONDS_FOR_ONE_CASE", 0.02)
    unit, exercise = find_exercise("update-rule")
    tried: list[object] = []
    taken_for = proving.taken_for
    monkeypatch.setattr(proving, "taken_for", lambda *a: tried.append(a) or taken_for(*a))
    endless = compile("def update(w, grad, lr):\n    while True: pass", "mutant", "exec")
    variants = proving.variants_of(unit)[exercise.id]
    draws = [proving._known(exercise, variants, exercise.cases(seed, 2)) for seed in range(20)]
    assert proving._taken_for(exercise, endless, draws) == [None] * 20
    assert len(tried) == proving.ENDLESS


def test_a_mutant_that_one_draw_alone_takes_for_a_mistake_gets_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of even numbers, a half that is rounded down is right: only for who has another is it the mistake."""

    def mostly_even(rng: np.random.Generator) -> Case:
        return {"x": int(rng.integers(1, 9)) * 2 + int(rng.random() < 0.1)}

    mistake = Variant("rounded-down", "halves", "mistake", lambda x: x // 2, Text("", ""))
    named = _a_proof(monkeypatch, mostly_even, REFERENCE, mistake).named
    assert named == {"rounded-down": ("half 2: x / 2 → x // 2",)}


def test_a_sentence_is_read_with_the_mutants_that_get_it_and_again_where_either_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    exercise = Exercise(id="halves", name="half", points=1, title=Text("", ""), examples=({},))
    unit = Unit(slug="99-halves", title=Text("", ""), exercises=(exercise,), home=tmp_path)
    (tmp_path / "solutions").mkdir()

    def unread(said: str, *mutants: str, read: bool = False) -> list[str]:
        mistake = Variant("rounded", "halves", "mistake", rounded_half, Text(said, said))
        monkeypatch.setattr(proving, "variants_of", lambda _: {"halves": (REFERENCE, mistake)})
        record = {"named": {"rounded": list(mutants)}}
        if read:
            proving.keep_read(unit, exercise, record)
        return [found.id for found, _ in proving.unread_in(unit, exercise, record)]

    assert unread("It was rounded.", "2: x / 2 → x // 2") == ["rounded"]
    assert unread("It was rounded.", "2: x / 2 → x // 2", read=True) == []
    assert unread("It was rounded.", "2: x / 2 → x // 2", "2: x / 2 → 1") == ["rounded"]
    assert unread("It is rounded.", "2: x / 2 → x // 2") == ["rounded"]


def test_what_a_check_says_of_slips_counts_as_a_diagnosis() -> None:
    unit, exercise = find_exercise("honest-columns")
    proof = prove(unit, exercise, students=("kim",))
    assert proof.untold == ()
    assert proof.told > 0


WORDED = """
def draw(rng):  # a comment
    \"\"\"A docstring.\"\"\"
    return {"x": 1, "said": Text("가", "a")}
"""


def test_wording_does_not_make_a_proof_stale_and_numbers_do() -> None:
    plain = proving._without_words(WORDED)
    assert plain == proving._without_words(
        WORDED.replace("comment", "word").replace("docstring", "text").replace('"가"', '"나"')
    )
    assert plain != proving._without_words(WORDED.replace("1", "2"))


PROVABLE = [pair for pair in ALL_EXERCISES if provable(pair[1])]


@pytest.mark.parametrize(("unit", "exercise"), PROVABLE, ids=exercise_name)
def test_every_exercise_has_a_fresh_proof_that_leaves_nothing_open(unit: Unit, exercise: Exercise) -> None:
    kept = kept_proofs().get(exercise.id)
    assert kept is not None, f"run: gdcourse prove {exercise.id}"
    assert kept["digest"] == digest_of(unit, exercise), f"run: gdcourse prove {exercise.id}"
    assert open_in(exercise.id, kept) == []


@pytest.mark.parametrize(("unit", "exercise"), PROVABLE, ids=exercise_name)
def test_every_sentence_was_read_with_the_mutants_that_get_it(unit: Unit, exercise: Exercise) -> None:
    kept = kept_proofs()[exercise.id]
    assert kept["digest_of_mistakes"] == digest_of_mistakes(unit, exercise), f"run: gdcourse prove {exercise.id}"
    unread = [mistake.id for mistake, _ in unread_in(unit, exercise, kept)]
    assert unread == [], f"run: gdcourse prove {exercise.id} --changed, read, then --read"


def test_proofs_and_reasons_are_of_exercises_that_there_are() -> None:
    ids = {exercise.id for _, exercise in PROVABLE}
    assert not kept_proofs().keys() - ids
    assert not proving._reviewed().keys() - ids
    assert not kept_proofs(proving.READ).keys() - kept_proofs().keys()


def test_every_reason_is_of_a_mutant_that_passes() -> None:
    """A reason that outlives its mutant would excuse another one of that name."""
    for exercise_id, groups in proving._reviewed().items():
        there = kept_proofs()[exercise_id]["pass"]
        for _, names in groups:
            for name in names:
                assert any(m.startswith(name[:-1]) if name.endswith("*") else m == name for m in there), (
                    exercise_id,
                    name,
                )


def test_the_page_of_mutants_holds_what_is_kept() -> None:
    page = (ROOT / "docs/mutants.md").read_text(encoding="utf-8")
    assert page == proving.with_table(page, units()), "run: make mutants"


LISTS = {
    "[[mean]]\nwhy = 'equal'\nmutants = ['mean 1: a → b']\n": None,
    "[[mean]]\nwhy = 'equal'\n": "mean: 'mutants'",
    "[mean]\nwhy = 'equal'\n": "string indices",
    "[[mean]\n": "line 1",
}


@pytest.mark.parametrize("text", LISTS)
def test_a_course_notes_beside_its_units_why_a_mutant_is_right_and_is_told_what_keeps_that_from_being_read(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "solutions" / "right_mutants.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    own = replace(units()[0], home=tmp_path)
    monkeypatch.setattr(proving, "units", lambda: [own])
    proving._reviewed.cache_clear()
    try:
        if LISTS[text] is None:
            assert proving.reason_for("mean", "mean 1: a → b") == "equal"
            assert proving.path_of_right_mutants(own) == path
        else:
            with pytest.raises(UnusableUnitsError, match=f"right_mutants.toml .*{LISTS[text]}"):
                proving.reason_for("mean", "mean 1: a → b")
    finally:
        proving._reviewed.cache_clear()
