"""How long a lesson takes, counted the same way for all, is what the lesson and the READMEs say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import nbformat
import pytest
from nbformat import NotebookNode

from gdcourse.exercises import find_exercise, units
from gdcourse.judging.exercise import Unit
from gdcourse.notebooks.optional_sections import optional_cells
from support.bilingual_text import english_words
from support.course import ROOT, exercise_name

WORDS_A_MINUTE = 120
"""Slow reading, with formulas and pictures among the words."""
LINES_A_MINUTE = 15
"""Code that is read and run; what stands between solution marks counts with its task."""
MINUTES = {"guess": 0.75, "drill": 1, "task": 2, "challenge": 3}
"""To answer once: longer than who knows it needs, shorter than who is stuck."""
BLANK = 2
"""A task of more than one missing line takes so much more."""
PRINTED, PICTURE = 0.3, 0.75
"""To look at what a cell prints, and at a picture, and to compare it with what one expected.

Two readers to whom all was new took 12 to 17 minutes more for a lesson than a count without these three said.
"""
OPENING, EXPLORABLE = 3, 2
SOLUTION = re.compile(r"### BEGIN SOLUTION(.*?)### END SOLUTION", re.DOTALL)


def cells_of(unit: Unit) -> list[NotebookNode]:
    return list(nbformat.read(ROOT / "course" / f"{unit.slug}.ipynb", as_version=4).cells)


def minutes(unit: Unit, cells: Iterable[NotebookNode]) -> float:
    total = 0.0
    for cell in cells:
        asked = re.match(r'(?:guess|drill|check)\("([^"]+)"', cell.source)
        if cell.cell_type == "markdown":
            total += english_words(cell) / WORDS_A_MINUTE
        elif asked:
            total += MINUTES[find_exercise(asked[1])[1].kind]
        elif cell.source.endswith(f'opening("{unit.slug}")'):
            total += OPENING
        elif 'class="gdcourse-explorable"' in str(cell.get("outputs", "")):
            total += EXPLORABLE
        else:
            lines = SOLUTION.sub("", cell.source).splitlines()
            total += sum(bool(line.strip()) for line in lines) / LINES_A_MINUTE + looking(cell)
            total += BLANK * any(written.count("\n") > 2 for written in SOLUTION.findall(cell.source))
    return total


def looking(cell: NotebookNode) -> float:
    """The minutes that the outputs of a cell ask for."""
    outputs = cell.get("outputs", [])
    printed = any(output.get("name") == "stdout" for output in outputs)
    return PRINTED * printed + PICTURE * ("<img" in str(outputs))


def is_starred(cell: NotebookNode) -> bool:
    """Whether it is of a challenge, which is for those who are quick."""
    return cell.id.startswith("challenge")


def said_in(text: str, ko: str, en: str) -> list[int]:
    return [int(a or b) for a, b in re.findall(rf"{ko}|{en}", text)]


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_lesson_and_the_readmes_say_the_minutes_that_it_takes(unit: Unit) -> None:
    cells = cells_of(unit)
    optional = optional_cells(cells)
    assert sum(cell.source.startswith("## ★") for cell in cells if is_starred(cell)) == 1
    needed = minutes(unit, [cell for cell in cells if cell not in optional and not is_starred(cell)])
    assert 40 <= needed <= 60
    counted = 10 * round(needed / 10)
    ko = r"\*\*시간\*\*: 처음 배운다면 ★ 없이 약 (\d+)분"
    en = r"\*\*Time\*\*: about (\d+) minutes if it is new to you, without the ★"
    assert said_in(cells[1].source, ko, en) == [counted, counted]
    for name, minute in (("README.md", " min"), ("README.ko.md", "분")):
        row = next(line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if f"[{unit.slug}]" in line)
        assert f"| {counted}{minute} |" in row, name


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_what_may_be_left_out_stands_at_the_end_and_says_how_long_it_is(unit: Unit) -> None:
    cells = cells_of(unit)
    if not (optional := optional_cells(cells)):
        pytest.skip("all of this lesson is needed")
    behind = cells[cells.index(optional[-1]) + 1 :]
    assert [cell.cell_type for cell in behind] == ["markdown"], "the one page, and nothing that needs what was left out"
    more = max(1, round(minutes(unit, optional)))
    assert said_in(optional[0].source, r"약 (\d+)분", r"about (\d+) minutes?") == [more, more]
