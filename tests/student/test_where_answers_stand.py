"""``check`` and ``submit`` find questions and answers where grading finds them: by id, by content, by place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

import pytest
from nbformat import NotebookNode

from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.cell_matching import match
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.notebooks.cell_text import plain
from gdcourse.notebooks.given_cells import released_cells
from gdcourse.notebooks.reading import grade_id_of, new_cell, read_notebook
from gdcourse.student.submit import warnings_about
from gdcourse.student.where_answers_stand import as_graded, given_cells, is_blank, places, unit_of
from support.course import ROOT, make_course

UNIT = find_unit("02-manual-gradient")
THOUGHT = "A thought of mine."
STUB = '''def step(w, b, x, y, lr):
    """(w, b) after one step of gradient descent on the mean squared error."""
    # 여기에 코드를 쓰세요 · YOUR CODE HERE
    raise NotImplementedError()'''


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_course(tmp_path_factory.mktemp("course")).assignments(UNIT.slug)[0]


@pytest.fixture
def solved(release: NotebookNode) -> NotebookNode:
    return submission(release, UNIT, reference_answers(UNIT), THOUGHT)


def at(notebook: NotebookNode, grade_id: str) -> int:
    return next(n for n, cell in enumerate(notebook.cells) if grade_id_of(cell) == grade_id)


def without_metadata(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata = NotebookNode()


def without_metadata_of_a_solution_and_its_check(notebook: NotebookNode) -> None:
    for name in ("one-step", "one-step-solution"):
        notebook.cells[at(notebook, name)].metadata = NotebookNode()


def solution_copied_and_the_first_copy_filled(notebook: NotebookNode) -> None:
    place = at(notebook, "one-step-solution")
    blank = copy.deepcopy(notebook.cells[place])
    blank.source = STUB
    notebook.cells.insert(place + 1, blank)


def answer_in_a_cell_below(notebook: NotebookNode) -> None:
    place = at(notebook, "one-step-solution")
    notebook.cells.insert(place + 1, new_cell("code", notebook.cells[place].source))
    notebook.cells[place].source = STUB


def answer_below_its_check(notebook: NotebookNode) -> None:
    place = at(notebook, "one-step-solution")
    notebook.cells.insert(place + 2, new_cell("code", notebook.cells[place].source))
    del notebook.cells[place]


def check_deleted(notebook: NotebookNode) -> None:
    del notebook.cells[at(notebook, "one-step")]


def check_written_over(notebook: NotebookNode) -> None:
    notebook.cells[at(notebook, "one-step")].source = "print('my own')"


def check_above_its_answer(notebook: NotebookNode) -> None:
    notebook.cells.insert(0, notebook.cells.pop(at(notebook, "one-step")))


def answer_in_front_of_its_check_in_one_cell(notebook: NotebookNode) -> None:
    solution, check = (notebook.cells[at(notebook, name)] for name in ("one-step-solution", "one-step"))
    check.source = f"{solution.source}\n\n{check.source}"
    solution.source = STUB


def answer_in_place_of_its_check(notebook: NotebookNode) -> None:
    solution, check = (notebook.cells[at(notebook, name)] for name in ("one-step-solution", "one-step"))
    check.source, solution.source = solution.source, STUB


def comment_of_the_stub_left(notebook: NotebookNode) -> None:
    cell = notebook.cells[at(notebook, "one-step-solution")]
    cell.source = f"# 여기에 코드를 쓰세요 · YOUR CODE HERE\n{cell.source}"


def answer_made_text(notebook: NotebookNode) -> None:
    cell = notebook.cells[at(notebook, "one-step-solution")]
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def ids_changed(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if grade_id := grade_id_of(cell):
            cell.metadata.nbgrader.grade_id = grade_id.upper()


DAMAGES = [
    ids_changed,
    answer_made_text,
    without_metadata,
    without_metadata_of_a_solution_and_its_check,
    solution_copied_and_the_first_copy_filled,
    answer_in_a_cell_below,
    answer_below_its_check,
    check_deleted,
    check_written_over,
    answer_in_front_of_its_check_in_one_cell,
    answer_in_place_of_its_check,
    check_above_its_answer,
    comment_of_the_stub_left,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_what_is_found_and_run_is_what_grading_finds_and_runs(
    damage: Callable[[NotebookNode], None], solved: NotebookNode, assignment: Assignment
) -> None:
    damage(solved)
    cells = read_notebook(_bytes(solved)).cells
    assert unit_of(cells) == UNIT
    matching = match(cells, assignment)
    for place in places(cells, UNIT):
        known = assignment.cell(place.exercise.id)
        assert known is not None
        assert place.answer == matching.solution_at(known)
        assert not matching.is_blank(known.after or "") or place.is_idle or place.own is None
    restored = restore(read_notebook(_bytes(solved)), assignment)
    idle = match(restored.cells, assignment).idle()
    theirs = [plain(c.source) for n, c in enumerate(restored.cells) if c.cell_type == "code" and n not in idle]
    ours = [plain(c.source) for c, _ in as_graded(cells, UNIT) if c.cell_type == "code"]
    # A copy of a blank solution, or a check that is there twice, is run by neither or changes nothing.
    assert [s for s in ours if not is_blank(s)] == [s for s in theirs if not is_blank(s)]
    assert "no answer" not in _told(solved)


@pytest.mark.parametrize("damage", [*DAMAGES[:7], DAMAGES[-1]], ids=lambda damage: damage.__name__)
def test_nothing_is_said_of_what_costs_nothing(damage: Callable[[NotebookNode], None], solved: NotebookNode) -> None:
    damage(solved)
    assert _told(solved) == ""


def given_cell_deleted(notebook: NotebookNode) -> None:
    del notebook.cells[2]


def all_given_cells_deleted(notebook: NotebookNode) -> None:
    del notebook.cells[2], notebook.cells[0]


def given_cell_changed(notebook: NotebookNode) -> None:
    notebook.cells[2].source = "import pandas as pd\n" + notebook.cells[2].source


def given_cell_without_a_name(notebook: NotebookNode) -> None:
    notebook.cells[2].source = notebook.cells[2].source.replace("import numpy as np", "import numpy")


def given_cell_merged_with_an_answer(notebook: NotebookNode) -> None:
    solution = at(notebook, "parabola-slope-solution")
    notebook.cells[solution].source = f"{notebook.cells[2].source}\n{notebook.cells[solution].source}"
    del notebook.cells[2]


def given_cell_changed_and_all_metadata_lost(notebook: NotebookNode) -> None:
    given_cell_changed(notebook)
    without_metadata(notebook)


def given_cell_copied_below(notebook: NotebookNode) -> None:
    notebook.cells.append(copy.deepcopy(notebook.cells[2]))


def own_cells_around_a_deleted_one(notebook: NotebookNode) -> None:
    notebook.cells[2:3] = [new_cell("code", "import math"), new_cell("code", "import random")]


@pytest.mark.parametrize(
    "damage",
    [
        given_cell_deleted,
        all_given_cells_deleted,
        given_cell_changed,
        given_cell_without_a_name,
        given_cell_merged_with_an_answer,
        given_cell_changed_and_all_metadata_lost,
        given_cell_copied_below,
        own_cells_around_a_deleted_one,
        *DAMAGES,
    ],
    ids=lambda damage: damage.__name__,
)
def test_code_that_was_given_is_put_right_as_in_grading(
    damage: Callable[[NotebookNode], None], solved: NotebookNode, release: NotebookNode, assignment: Assignment
) -> None:
    damage(solved)
    cells = read_notebook(_bytes(solved)).cells
    given = given_cells(cells, UNIT, released_cells(release))
    matching = match(cells, assignment)
    assert given.changed == matching.given_again()
    assert given.gone == [(position, cell.source) for position, cell in matching.given_and_gone()]
    runs = [plain(cell.source) for cell, _ in as_graded(cells, UNIT, given) if cell.cell_type == "code"]
    restored = restore(read_notebook(_bytes(solved)), assignment)
    again = [plain(restored.cells[p].source) for p in match(restored.cells, assignment).given_again()]
    theirs = [plain(cell.source) for cell in restored.cells if cell.cell_type == "code" and plain(cell.source)]
    added = [plain(text) for _, text in given.gone]
    assert all(text in theirs and runs.index(text) == theirs.index(text) for text in added)
    assert len(again) == len(given.changed)
    assert [t for t in runs if "last_execution_succeeded" not in t][:2] == theirs[:2]


def test_what_is_said_of_an_answer_is_what_grading_makes_of_it(solved: NotebookNode) -> None:
    solution, reflection = at(solved, "one-step-solution"), at(solved, "reflection")
    solved.cells[solution].source += "\n    raise NotImplementedError()"
    solved.cells[reflection].source = "여기에 답을 쓰세요 · YOUR ANSWER HERE"
    solved.cells.insert(reflection + 1, new_cell("markdown", THOUGHT))
    solved.cells.append(new_cell("code", "def slope(w, a, c):\n    return 0"))
    said = _told(solved)
    assert "`one-step` still has the line" in said
    assert "answer to `reflection` is empty, and other text stands right below it" in said
    assert f"Several cells make `slope` for `parabola-slope` (numbers 5, {len(solved.cells)})" in said
    assert "The one in cell number 5 is graded" in said
    del solved.cells[reflection : reflection + 2], solved.cells[-1]
    assert "친구에게 · To a friend (3)' has no cell for its answer any more" in _told(solved)


def test_of_a_reflection_that_is_there_twice_the_filled_one_counts(solved: NotebookNode) -> None:
    reflection = at(solved, "reflection")
    blank = copy.deepcopy(solved.cells[reflection])
    blank.source = "여기에 답을 쓰세요 · YOUR ANSWER HERE"
    solved.cells.append(blank)
    assert _told(solved) == ""


def _told(notebook: NotebookNode) -> str:
    return "\n".join(text.en for text in warnings_about(notebook, 1000, UNIT))


def _bytes(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook).encode()


def test_a_notebook_whose_checks_are_all_gone_is_known_by_what_it_makes(solved: NotebookNode) -> None:
    code = "\n\n".join(c.source for c in solved.cells if grade_id_of(c) and str(grade_id_of(c)).endswith("-solution"))
    assert unit_of([new_cell("code", code)]) == UNIT
    for path in sorted(ROOT.glob("course/*.ipynb")):
        assert unit_of(read_notebook(path.read_bytes()).cells) is None


def test_an_answer_under_another_name_is_told(solved: NotebookNode) -> None:
    cell = solved.cells[at(solved, "one-step-solution")]
    given = cell.source
    cell.source = given.replace("def step", "def my_step")
    assert (
        _told(solved)
        == "`one-step` asks for `step`, and no cell makes it. If you have given it another name, change that back."
    )
    for made in ("\nstep = my_step", "\nif True:\n    step = my_step", "\n%run mine.py", "\nfrom mine import *"):
        cell.source = given.replace("def step", "def my_step") + made
        assert _told(solved) == ""
