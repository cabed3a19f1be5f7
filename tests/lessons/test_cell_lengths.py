"""How the notebooks read: short cells, prose before code, a prediction before a result, few words at a time."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import nbformat
import pytest
from nbformat import NotebookNode

from gdcourse.notebooks.one_language import SWITCH
from support.bilingual_text import english_words
from support.course import ROOT

LESSONS = sorted(ROOT.glob("course/*.ipynb"))
NOTEBOOKS = [*LESSONS, *sorted(ROOT.glob("source/*/*.ipynb"))]
WIDEST = 88
"""Characters of a line of code that the site shows beside its menus without scrolling."""


def cells_of(path: Path) -> list[NotebookNode]:
    return nbformat.read(path, as_version=4).cells


def lines_of_code(cell: NotebookNode) -> int:
    return len([line for line in cell.source.splitlines() if line.strip()])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_cells_are_short(path: Path) -> None:
    code = [lines_of_code(cell) for cell in cells_of(path) if cell.cell_type == "code"]
    prose = [english_words(cell) for cell in cells_of(path) if "lang=" in cell.source]
    assert max(code) <= 20
    assert median(code) <= 12
    # A question of an assignment has to say what goes in and what comes out; a lesson makes one point at a time.
    longest, middle = (115, 60) if path in LESSONS else (140, 95)
    assert max(prose) <= longest
    assert 15 <= median(prose) <= middle


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_code_can_be_read_without_scrolling(path: Path) -> None:
    lines = [line for cell in cells_of(path) if cell.cell_type == "code" for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > WIDEST] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_notebook_begins_with_the_choice_of_language(path: Path) -> None:
    first = cells_of(path)[0]
    assert first.source == SWITCH
    # A website has a switch of its own: the tag is how MyST-NB and Jupyter Book are told to leave the cell out.
    assert first.metadata.tags == ["remove-cell"]
    assert "Both languages stand below" in first.outputs[0].data["text/plain"]


def goes_on(cell: NotebookNode, before: NotebookNode) -> bool:
    """Whether a code cell needs no prose of its own: it answers the guess above it, or checks the task above it."""
    return before.source.startswith("guess(") or cell.source.startswith("check(")


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_almost_every_code_cell_comes_after_prose(path: Path) -> None:
    cells = cells_of(path)
    pairs = [(cells[n - 1], cell) for n, cell in enumerate(cells) if cell.cell_type == "code" and n > 0]
    before = [earlier.cell_type for earlier, cell in pairs if not goes_on(cell, earlier)]
    assert before.count("markdown") / len(before) >= 0.85


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_a_lesson_asks_for_predictions_before_results(path: Path) -> None:
    cells = cells_of(path)
    asked = [n for n, cell in enumerate(cells) if "**Predict.**" in cell.source or "**Predict:**" in cell.source]
    assert len(asked) >= 6
    for n in asked:
        assert "**예상해 보세요." in cells[n].source
        assert cells[n + 1].cell_type == "code", "the answer comes next"


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_a_lesson_says_what_it_assumes_and_ends_with_the_beliefs_it_removed(path: Path) -> None:
    first, last = cells_of(path)[1].source, cells_of(path)[-1].source
    for part in ("미리 알아야 할 것", "마치고 나면", "시간", "What it assumes", "What you can do afterwards", "Time"):
        assert f"**{part}**" in first
    assert "| A common belief | What we measured |" in last
    assert "| 흔한 믿음 | 오늘 잰 것 |" in last


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_outputs_hold_no_warning_no_address_and_no_error(path: Path) -> None:
    for cell in cells_of(path):
        for output in cell.get("outputs", []):
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", cell.id
            assert not re.search(r"0x[0-9a-f]{6,}|\.py:\d+: \w*Warning", str(output.get("text", ""))), cell.id


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_every_picture_has_an_alternative_text_in_both_languages(path: Path) -> None:
    pictures = 0
    for cell in cells_of(path):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            assert "image/png" not in data, f"{cell.id}: show figures with gdcourse.lessons.figures.figure"
            for alt in re.findall(r'<img alt="([^"]*)"', data.get("text/html", "")):
                pictures += 1
                assert re.search(r"[\uac00-\ud7a3].* / .*[a-z]{3}", alt), cell.id
    assert pictures >= 2
