"""Answers that do not stand where they should: they are seen, or a person is asked to look."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.cell_matching import match
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.grading.submission.grade_submission import grade_notebook
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.judge import Verdict
from gdcourse.notebooks.cell_text import names_bound, what_is_asked
from gdcourse.notebooks.reading import grade_id_of, read_notebook
from support.course import make_course

UNIT = find_unit("02-manual-gradient")
WORDS = "합은 걸음이 N배 커요. · The steps of the sum are N times as long."


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_course(tmp_path_factory.mktemp("course") / "course").assignments(UNIT.slug)[0]


@pytest.fixture
def solved(release: NotebookNode) -> NotebookNode:
    return submission(copy.deepcopy(release), UNIT, reference_answers(UNIT), WORDS)


def test_a_copy_of_a_wrong_answer_that_says_the_same_is_no_other_answer(
    assignment: Assignment, solved: NotebookNode
) -> None:
    at = place(solved, "update-rule-solution")
    solved.cells[at].source = "def update(w, grad, lr):\n    return w + lr * grad"
    question = assignment.cell("update-rule")
    assert question is not None
    copied = copy.deepcopy(solved.cells[at])
    solved.cells.insert(at + 1, copied)
    assert match(solved.cells, assignment).elsewhere(question, missing=False) == []
    copied.source += "  \n"
    assert match(solved.cells, assignment).elsewhere(question, missing=False) == []
    copied.source = copied.source.replace("+", "-")
    assert match(solved.cells, assignment).elsewhere(question, missing=False) == [at]


def test_who_has_an_earlier_release_has_answered_nothing_where_a_statement_was_changed(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    before = nbformat.read(course.path("release", UNIT.slug) / f"{UNIT.slug}.ipynb", as_version=4)
    source = course.path("source", UNIT.slug) / f"{UNIT.slug}.ipynb"
    changed = nbformat.read(source, as_version=4)
    for one in changed.cells:
        one.source = one.source.replace('<div lang="en">\n\n', '<div lang="en">\n\nRead with care.\n\n')
        if grade_id_of(one) == "update-rule-solution":
            one.source = one.source.replace('    """', '    """Now with another word. ', 1)
    nbformat.write(changed, source)
    course.release(UNIT.slug)
    (assignment,) = course.assignments(UNIT.slug)
    found = match(before.cells, assignment)
    assert {
        q.grade_id: found.elsewhere(q, missing=True) for q in assignment.questions if found.elsewhere(q, True)
    } == {}
    assert all(found.is_blank(check.after) for check in assignment.checks if check.after)
    before.cells.insert(place(before, "update-rule"), new_code_cell("def update(w): return w"))
    assert match(before.cells, assignment).elsewhere(assignment.cell("update-rule"), missing=True)


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if grade_id_of(c) == grade_id)


def place(notebook: NotebookNode, grade_id: str) -> int:
    return next(n for n, c in enumerate(notebook.cells) if grade_id_of(c) == grade_id)


def emptied(notebook: NotebookNode, assignment: Assignment, grade_id: str) -> str:
    """Put the stub back, and return what stood there."""
    found = cell(notebook, grade_id)
    text, found.source = found.source, assignment.given_texts(grade_id)[-1]
    return str(text)


def data_of(notebook: NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode()


def graded(notebook: NotebookNode, assignment: Assignment) -> dict[str, Verdict]:
    limits = Limits(cell_seconds=20, notebook_seconds=60)
    return {v.exercise: v for v in grade_notebook(data_of(notebook), assignment, "kim", b"secret", limits).verdicts}


# --- without a kernel ---------------------------------------------------------------------------------------------


def lose_metadata(nb: NotebookNode, assignment: Assignment) -> None:
    for each in nb.cells:
        each.metadata = NotebookNode()


def change_ids(nb: NotebookNode, assignment: Assignment) -> None:
    for each in nb.cells:
        if "nbgrader" in each.metadata:
            each.metadata.nbgrader.grade_id += "-copy"


def copy_answer_and_blank_the_last(nb: NotebookNode, assignment: Assignment) -> None:
    nb.cells.append(copy.deepcopy(cell(nb, "reflection")))
    nb.cells[-1].source = assignment.given_texts("reflection")[-1]


def turn_text_into_code(nb: NotebookNode, assignment: Assignment) -> None:
    at = place(nb, "reflection")
    nb.cells[at] = new_code_cell(nb.cells[at].source, metadata=nb.cells[at].metadata)


def delete_given_code(nb: NotebookNode, assignment: Assignment) -> None:
    nb.cells = [c for c in nb.cells if not c.source.startswith("import numpy")]


def turn_given_code_into_text(nb: NotebookNode, assignment: Assignment) -> None:
    at = next(n for n, c in enumerate(nb.cells) if c.source.startswith("import numpy"))
    nb.cells[at] = new_markdown_cell(nb.cells[at].source)


@pytest.mark.parametrize(
    "change",
    [
        lose_metadata,
        change_ids,
        copy_answer_and_blank_the_last,
        turn_text_into_code,
        delete_given_code,
        turn_given_code_into_text,
    ],
)
def test_what_front_ends_do_to_cells_loses_no_answer_and_no_given_cell(
    change: Callable[[NotebookNode, Assignment], None], assignment: Assignment, solved: NotebookNode
) -> None:
    before = {grade_id_of(c): c.source for c in solved.cells if grade_id_of(c)}
    change(solved, assignment)
    restored = restore(read_notebook(data_of(solved)), assignment)
    assert {grade_id_of(c): c.source for c in restored.cells if grade_id_of(c)} == before
    assert [c.source for c in restored.cells if c.cell_type == "code" and c.source.startswith("import numpy")]
    again = restore(restored, assignment)
    assert [(c.source, c.metadata) for c in again.cells] == [(c.source, c.metadata) for c in restored.cells]


def a_text_cell_below(nb: NotebookNode, text: str) -> None:
    nb.cells.append(new_markdown_cell(text))


def a_raw_cell_above(nb: NotebookNode, text: str) -> None:
    nb.cells.insert(place(nb, "reflection"), new_raw_cell(text))


def a_comment_in_a_code_cell(nb: NotebookNode, text: str) -> None:
    nb.cells.append(new_code_cell(f"answer = '{text}'"))


def in_the_text_of_the_question(nb: NotebookNode, text: str) -> None:
    nb.cells[place(nb, "reflection") - 1].source += f"\n\n{text}"


def at_the_top(nb: NotebookNode, text: str) -> None:
    nb.cells.insert(0, new_markdown_cell(text))


@pytest.mark.parametrize(
    "write", [a_text_cell_below, a_raw_cell_above, a_comment_in_a_code_cell, in_the_text_of_the_question, at_the_top]
)
def test_a_text_that_stands_beside_its_cell_is_found(
    write: Callable[[NotebookNode, str], None], assignment: Assignment, solved: NotebookNode
) -> None:
    write(solved, emptied(solved, assignment, "reflection"))
    found = match(restore(read_notebook(data_of(solved)), assignment).cells, assignment)
    question = assignment.cell("reflection")
    assert question is not None
    assert found.is_blank("reflection")
    (position,) = found.elsewhere(question, missing=True)
    assert WORDS in found.cells[position].source


def test_nothing_is_found_where_nothing_was_written(assignment: Assignment, release: NotebookNode) -> None:
    found = match(restore(read_notebook(data_of(release)), assignment).cells, assignment)
    assert not any(found.elsewhere(question, missing=True) for question in assignment.questions)
    assert all(found.is_blank(known.grade_id) for known in assignment.cells if not known.locked)
    assert not found.idle()
    assert not found.given_again()


def test_an_import_that_was_added_to_a_given_cell_is_no_answer(assignment: Assignment, release: NotebookNode) -> None:
    notebook = copy.deepcopy(release)
    given = [c for c in notebook.cells if c.cell_type == "code" and grade_id_of(c) is None]
    for each in given:
        each.source = f"import math\n{each.source}"
    found = match(restore(read_notebook(data_of(notebook)), assignment).cells, assignment)
    assert len(found.given_again()) == len(given) == 2
    assert not any(found.elsewhere(question, missing=True) for question in assignment.questions)


def test_what_a_student_wrote_into_an_instructors_cell_is_kept_and_the_cell_is_the_instructors(
    assignment: Assignment, solved: NotebookNode
) -> None:
    cell(solved, "update-rule").source = "mine = 1\ncheck = print"
    restored = restore(read_notebook(data_of(solved)), assignment)
    at = place(restored, "update-rule")
    assert restored.cells[at].source == 'check("update-rule", update)'
    assert "mine = 1" in restored.cells[at - 1].source
    assert grade_id_of(restored.cells[at - 1]) is None


def test_names_are_found_in_text_that_does_not_parse() -> None:
    source = "%%time\nimport numpy as np, os.path\nfrom a import b as c\n(x, y) = z = 1, 2\nu: int = 3\ndef f(:\n"
    assert {"np", "os", "c", "x", "y", "z", "u", "f"} <= names_bound(source)
    assert names_bound("if a == b:\n    c = 1\nprint(d)") == frozenset()
    names_bound("a," * 60_000 + "\n" + "(" * 90_000)


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ('check("one-step", step)', ("one-step", "step")),
        ("assert step(1) == 2", None),
        ('assert check("one-step", step)', None),
        ('check("one-step", step)\nassert step', None),
        ("check(", None),
    ],
)
def test_a_cell_asks_for_an_exercise_because_it_calls_check(source: str, asked: tuple[str, str] | None) -> None:
    assert what_is_asked(source) == asked


# --- in a kernel --------------------------------------------------------------------------------------------------


def test_code_is_seen_where_it_stands(assignment: Assignment, solved: NotebookNode) -> None:
    above = emptied(solved, assignment, "mse-gradient-solution")
    solved.cells.insert(place(solved, "mse-gradient-solution"), new_code_cell(above))
    below = emptied(solved, assignment, "weight-and-bias-solution")
    solved.cells.insert(place(solved, "weight-and-bias") + 2, new_code_cell(below))
    inside = emptied(solved, assignment, "one-step-solution")
    cell(solved, "one-step").source = f'{inside}\n\ncheck("one-step", step)'
    pasted = copy.deepcopy(cell(solved, "training-loop"))
    pasted.source = emptied(solved, assignment, "training-loop-solution")
    solved.cells.append(pasted)
    assert all(v.correct for i, v in graded(solved, assignment).items() if i != "reflection")


@pytest.mark.parametrize("comment", ["", "# the rest\n\n"])
def test_where_it_is_not_certain_which_cell_is_the_answer_a_person_is_asked(
    assignment: Assignment, solved: NotebookNode, comment: str
) -> None:
    cut = cell(solved, "mse-gradient-solution")
    rest = copy.deepcopy(cut)
    cut.source = "def gradient(x, y, y_pred):\n    r = y_pred - y"
    rest.source = f"{comment}    return np.mean(2 * r * x)"
    solved.cells.insert(place(solved, "mse-gradient-solution") + 1, rest)
    right = cell(solved, "one-step-solution")
    solved.cells.append(new_code_cell(right.source))
    right.source = "def step(w, b, x, y, lr):\n    return 0.0, 0.0"
    renamed = cell(solved, "equal-rates-solution")
    renamed.source = renamed.source.replace("sum_rate(", "my_rate(")
    solved.cells.append(new_markdown_cell(emptied(solved, assignment, "reflection")))
    verdicts = graded(solved, assignment)
    looked_at = {i: v for i, v in verdicts.items() if not v.correct}
    assert set(looked_at) == {"mse-gradient", "one-step", "equal-rates", "reflection"}
    assert {(v.state, v.score) for v in looked_at.values()} == {("manual", None)}
    assert all("a teacher looks at it" in v.hint.en for v in looked_at.values())


def test_a_given_cell_that_fails_as_changed_costs_only_what_needs_the_change(
    assignment: Assignment, solved: NotebookNode
) -> None:
    given = next(c for c in solved.cells if c.source.startswith("import numpy"))
    given.source = f"import pandas_of_mine as pd\n{given.source}"
    cell(solved, "update-rule-solution").source = "def update(w, grad, lr):\n    return pd.Series([w - lr * grad])[0]"
    result = grade_notebook(data_of(solved), assignment, "kim", b"secret", Limits(cell_seconds=20))
    wrong = [v for v in result.verdicts if not v.correct and v.state != "manual"]
    assert [v.exercise for v in wrong] == ["update-rule"]
    assert "No module named 'pandas_of_mine'" in wrong[0].hint.en
    assert wrong[0].diagnosis == "error:ModuleNotFoundError"
    assert result.missing_modules == ("pandas_of_mine",)


def test_only_the_stubs_own_line_is_the_stub(assignment: Assignment, solved: NotebookNode) -> None:
    cell(
        solved, "update-rule-solution"
    ).source = "def on_a_device():\n    raise NotImplementedError()\ndef update(w, grad, lr):\n    return on_a_device()"
    cell(solved, "why-faster-solution").source = "raise NotImplementedError('no such device')\nwhy_faster = 'b'"
    verdicts = graded(solved, assignment)
    for i in ("update-rule", "why-faster"):
        assert (verdicts[i].state, verdicts[i].diagnosis) == ("graded", "error:NotImplementedError")
