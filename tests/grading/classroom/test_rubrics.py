"""The rubric of a written question: read of the notebook, and held to the exercise file."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from gdcourse.grading.classroom.rubrics import criteria_in, rubric_disagreements, rubric_of, written_questions
from gdcourse.judging.exercise import Criterion
from gdcourse.language import Text
from support.course import ROOT

SOURCES = sorted(ROOT.glob("source/*/*.ipynb"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_courses_own_notebooks_repeat_the_rubric_of_the_exercises(path: Path) -> None:
    assert list(rubric_disagreements(nbformat.read(path, as_version=4), path.stem)) == []


def test_a_rubric_is_read_in_both_languages_or_in_the_one_there_is() -> None:
    korean, english = (
        "- 1점: `h`가 없다\n- **2점**: 까닭을 썼다",
        "- 1 point: there is no `h`\n- **2 points**: says why",
    )
    both = (Criterion(1, Text("`h`가 없다", "there is no `h`")), Criterion(2, Text("까닭을 썼다", "says why")))
    assert criteria_in(f"## 8\n\n{korean}\n\n{english}\n") == both
    assert criteria_in(english)[1] == Criterion(2, Text("says why", "says why"))
    assert criteria_in(f"{korean}\n- 1 point: alone") == ()
    assert criteria_in("1점: not a list, and 3 points in all") == ()


@pytest.mark.parametrize(("old", "new"), [("no `h`", "an `h`"), ("1점", "2점"), ("- **1 point**", "**1 point**")])
def test_another_rubric_in_the_notebook_is_named_with_both_texts(old: str, new: str) -> None:
    notebook = nbformat.read(ROOT / "source/03-chain-rule/03-chain-rule.ipynb", as_version=4)
    question = next(cell for cell in notebook.cells if "- **1 point**:" in cell.source)
    question.source = question.source.replace(old, new, 1)
    (said,) = rubric_disagreements(notebook, "03-chain-rule")
    assert "'reflection'" in said.en
    assert "gdcourse/exercises/" in said.ko


def test_lines_that_do_not_add_up_to_the_points_are_named() -> None:
    answer = new_markdown_cell(
        "", metadata={"nbgrader": {"grade": True, "solution": True, "grade_id": "w", "points": 3}}
    )
    notebook = new_notebook(cells=[new_markdown_cell("- 1점: a\n- 1 point: a"), answer])
    (said,) = rubric_disagreements(notebook, "a-unit-of-ones-own")
    assert "worth 3" in said.en
    assert rubric_of("a-unit-of-ones-own", "w", "- 1점: a")[0].text.ko == "a"
    assert [question for _, question in written_questions(notebook)] == ["- 1점: a\n- 1 point: a"]
