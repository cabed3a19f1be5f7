"""What somebody has written is in the newer edition, whatever has changed around it."""

from __future__ import annotations

import copy

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdcourse.notebooks.carrying_over import as_given, carried_over, is_edition, is_untouched

STUB = "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
MINE = "def f(x):\n    return 2 * x"


def edition(**changes: str) -> NotebookNode:
    """A lesson: a guess, what shows it, a task and its check; ``changes`` puts other texts in, by cell."""
    texts = {
        "title": "# One",
        "guess": 'guess("far", ...)',
        "measured": 'far = 3\nreveal("far", far)',
        "task": STUB,
        "task-check": 'check("slope", f)',
        "closing": "## Page",
    } | changes
    kinds = {"title": new_markdown_cell, "closing": new_markdown_cell}
    return new_notebook(cells=[kinds.get(i, new_code_cell)(text, id=i) for i, text in texts.items() if text])


def work(**written: str) -> NotebookNode:
    """A copy of the first edition in which somebody has written."""
    made = as_given(edition())
    for cell in made.cells:
        cell.source = written.get(cell.id, cell.source)
    return made


def texts(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_a_copy_knows_its_edition_and_whether_anything_was_written_into_it() -> None:
    mine = work()
    assert is_edition(mine, edition())
    assert not is_edition(mine, edition(title="# Two"))
    assert is_untouched(mine)
    mine.cells[2].outputs = [new_output("stream", text="3")]
    assert is_untouched(mine), "to run a cell is not to write into it"
    assert not is_untouched(work(guess='guess("far", 2)'))
    assert not is_untouched(edition()), "of a notebook that does not remember, nobody knows"


def test_answers_are_in_the_newer_edition_and_given_text_is_the_newer() -> None:
    mine = work(guess='guess("far", 2)', task=MINE)
    newer = edition(title="# Two", closing="## New page", task=STUB.replace("f(x)", "f(x, y)"))
    made = carried_over(mine, newer)
    assert texts(made) == [
        "# Two",
        'guess("far", 2)',
        'far = 3\nreveal("far", far)',
        MINE,
        'check("slope", f)',
        "## New page",
    ]
    assert is_edition(made, newer)
    assert not is_untouched(made)


def test_an_answer_is_known_by_its_exercise_where_all_cells_have_other_names_and_places() -> None:
    newer = edition()
    newer.cells = [newer.cells[i] for i in (0, 3, 4, 1, 2, 5)]
    for number, cell in enumerate(newer.cells):
        cell.id = f"new-{number}"
    made = carried_over(work(guess='guess("far", 2)', task=MINE), newer)
    assert texts(made)[1:4] == [MINE, 'check("slope", f)', 'guess("far", 2)']


def test_an_answer_of_an_assignment_is_known_by_nbgraders_name() -> None:
    newer, mine = edition(), work(task=MINE)
    for notebook in (newer, mine):
        notebook.cells[3].metadata["nbgrader"] = {"grade_id": "slope-solution", "solution": True}
    newer.cells[3].id = "other"
    newer.cells.insert(4, new_code_cell("between = 1", id="between"))
    made = carried_over(mine, newer)
    assert texts(made)[3:6] == [MINE, "between = 1", 'check("slope", f)']
    assert made.cells[3].metadata["nbgrader"] == {"grade_id": "slope-solution", "solution": True}


def test_cells_of_ones_own_and_edits_of_given_cells_are_kept_where_they_were() -> None:
    mine = work(measured="far = 4")
    mine.cells.insert(3, new_code_cell("print(far)", id="x1", outputs=[new_output("stream", text="4")]))
    mine.cells.insert(4, new_markdown_cell("my note", id="x2"))
    made = carried_over(mine, edition(title="# Two"))
    assert texts(made)[1:6] == ['guess("far", ...)', "far = 4", "print(far)", "my note", STUB]
    assert made.cells[3].outputs == []
    changed = carried_over(mine, edition(measured="far = 5"))
    assert texts(changed)[2:4] == ["far = 5", "far = 4"], "both have changed: the edit follows what it was an edit of"


def test_an_answer_in_two_cells_is_kept_whole() -> None:
    mine = work(task="half = 2")
    mine.cells.insert(4, new_code_cell("def f(x):\n    return half * x", id="x1"))
    made = carried_over(mine, edition(title="# Two"))
    assert set(texts(mine)[3:5]) <= set(texts(made))


def test_what_the_newer_edition_does_not_ask_any_more_is_kept() -> None:
    made = carried_over(work(guess='guess("far", 2)'), edition(guess="", measured=""))
    assert texts(made)[:2] == ["# One", 'guess("far", 2)']


def test_a_front_end_that_leaves_out_the_ids_of_cells_costs_nothing() -> None:
    mine = work(guess='guess("far", 2)', measured="far = 4")
    mine.cells.insert(3, new_markdown_cell("my note"))
    for cell in mine.cells:
        del cell["id"]
    made = carried_over(mine, edition(title="# Two"))
    assert texts(made)[:2] == ["# Two", 'guess("far", 2)']
    assert {"far = 4", "my note"} < set(texts(made))
    assert "# One" not in texts(made)
    untouched = work()
    for cell in untouched.cells:
        del cell["id"]
    assert is_untouched(untouched)


def test_a_notebook_that_does_not_remember_gives_its_answers() -> None:
    mine = work(guess='guess("far", 2)', task=MINE, title="# One, older")
    del mine.metadata["gdcourse"]
    made = carried_over(mine, edition(title="# Two"))
    assert texts(made)[:2] == ["# Two", 'guess("far", 2)']
    assert MINE in texts(made)


@pytest.mark.parametrize("written", [{}, {"guess": 'guess("far", 2)'}, {"measured": "far ="}, {"task": "   "}])
def test_to_carry_over_twice_is_to_carry_over_once_and_changes_neither_notebook(written: dict[str, str]) -> None:
    mine, newer = work(**written), edition(title="# Two")
    before = copy.deepcopy([mine, newer])
    once = carried_over(mine, newer)
    assert [mine, newer] == before
    assert carried_over(once, newer) == once
