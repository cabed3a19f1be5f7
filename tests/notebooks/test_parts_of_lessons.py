"""The parts that every lesson has are called the same in each of them."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from gdcourse.language import Text
from gdcourse.notebooks.parts_of_lessons import CASE, CHALLENGE, FURTHER, ONE_PAGE, TASK, WARMING_UP, title
from support.course import ROOT

LESSONS = sorted(ROOT.glob("course/*.ipynb"))


def headings(path: Path) -> list[tuple[str, str]]:
    """For each heading the id of its cell, and its line."""
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.id, cell.source.splitlines()[0]) for cell in cells if cell.source.startswith("#")]


def test_a_title_has_the_part_its_number_and_what_it_is_about_in_both_languages() -> None:
    assert title(ONE_PAGE) == "한 장으로 · One page"
    assert title(TASK, Text("두 방향", "two directions"), 2) == "해 보기 2: 두 방향 · Task 2: two directions"


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_a_lesson_has_its_parts_in_their_order_under_their_names(path: Path) -> None:
    lines = [line for _, line in headings(path)]
    places = [lines.index(f"## {title(WARMING_UP)}")]
    places += [n for n, line in enumerate(lines) if re.match(rf"## {CHALLENGE.ko}: .+ · {CHALLENGE.en}: ", line)]
    places += [n for n, line in enumerate(lines) if line == f"## {title(FURTHER)}"]
    places.append(lines.index(f"## {title(ONE_PAGE)}"))
    assert places == sorted(places)
    assert len(places) in (3, 4)
    assert places[-1] == len(lines) - 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_what_is_called_as_a_part_is_called_so_in_both_languages(path: Path) -> None:
    for _, line in headings(path):
        for part in (TASK, CHALLENGE, CASE, FURTHER, WARMING_UP, ONE_PAGE):
            ko, _, en = line.lstrip("# ").partition(" · ")
            assert ko.startswith(part.ko) == en.startswith(part.en), line


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_tasks_are_numbered_in_their_order(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    said = [re.findall(rf"{TASK.ko} (\d+)[^\n]*?(?: · |\*\*)", cell.source) for cell in cells if "#" in cell.source]
    numbers = [int(number) for found in said for number in found]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 4
