"""Who is stuck at a task of a lesson is offered one way to write it; what is graded has none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gdcourse.authoring.write_worked_solutions import ways_text
from gdcourse.exercises import find_exercise, units
from gdcourse.judging.answer_keys import way_of, ways_path_of
from gdcourse.judging.exercise import Unit
from gdcourse.language import speaking
from gdcourse.student import worked_solution
from gdcourse.student.check_answer import Card, verdict_of
from support.course import ROOT

TASK = "gradient-task-update"


def not_written(w: float, lr: float) -> float:
    raise NotImplementedError


def wrong(exercise_id: str) -> str | None:
    return worked_solution.after(verdict_of(exercise_id, lambda *inputs: 123.0))


@pytest.fixture
def fresh(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worked_solution, "_wrong", worked_solution.Counter())


@pytest.mark.usefixtures("fresh")
def test_a_way_is_offered_at_the_third_wrong_try_and_no_sooner() -> None:
    assert worked_solution.after(verdict_of(TASK, not_written)) is None
    assert [wrong(TASK) is None for _ in range(worked_solution.TRIES)] == [True, True, False]
    way = wrong(TASK)
    assert way is not None
    made: dict[str, Any] = {}
    exec(way, made)  # noqa: S102
    right = verdict_of(TASK, made["step_down"])
    assert right.correct
    assert worked_solution.after(right) is None
    assert wrong(TASK) is None


@pytest.mark.usefixtures("fresh")
def test_what_is_graded_has_no_way() -> None:
    assert [wrong("update-rule") for _ in range(5)] == [None] * 5
    for unit in units():
        assert all(way_of(unit, exercise) is None for exercise in unit.exercises)


def test_where_notebooks_run_for_what_they_show_no_way_is_offered() -> None:
    assert [wrong(TASK) for _ in range(5)] == [None] * 5


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_card_holds_the_way_folded_in_both_languages_and_as_text_in_the_one_that_is_spoken(language: str) -> None:
    way = "def step_down(w, lr):\n    return w  # 그대로 · as it is"
    with speaking(language):
        card = Card(verdict_of(TASK, lambda w, lr: 123.0), way)
        html, text = card._repr_mimebundle_()["text/html"], repr(card)
    folds = re.findall(
        r'<div lang="(..)" style="([^"]*)"><details class="gdcourse-way"(.*?)</details>', html, re.DOTALL
    )
    assert [lang for lang, _, _ in folds] == ["ko", "en"]
    assert [lang for lang, style, _ in folds if not style] == [language]
    assert "# 그대로" in folds[0][2]
    assert "as it is" not in folds[0][2]
    assert "# as it is" in folds[1][2]
    assert " open" not in html
    assert ("as it is" in text, "그대로" in text) == (language == "en", language == "ko")


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.slug)
def test_ways_are_those_of_the_lesson_and_each_task_that_a_workbook_leaves_open_has_one(unit: Unit) -> None:
    text = ways_path_of(unit).read_text(encoding="utf-8")
    assert text == ways_text(unit, nbformat.read(ROOT / "course" / f"{unit.slug}.ipynb", as_version=4))
    workbook = nbformat.read(ROOT / "release" / "lessons" / f"{unit.slug}.ipynb", as_version=4)
    code = [cell.source for cell in workbook.cells if cell.cell_type == "code"]
    stubs = sum("raise NotImplementedError()" in source for source in code)
    ways = json.loads(text)
    assert len(ways) == stubs
    assert all(find_exercise(task)[1].kind in ("task", "challenge") for task in ways)
