"""How long a lesson takes, counted the same way for all, is what the lesson and the READMEs say of it."""

from __future__ import annotations

import re

import nbformat
import pytest

from gdcourse.exercises import find_exercise, units
from gdcourse.judging.exercise import Unit
from support.bilingual_text import english_words
from support.course import ROOT, exercise_name

WORDS_A_MINUTE = 120
"""Slow reading, with formulas and pictures among the words."""
LINES_A_MINUTE = 15
"""Code that is read and run; what stands between solution marks counts with its task."""
MINUTES = {"guess": 0.75, "drill": 1, "task": 2, "challenge": 3}
"""To answer once: longer than who knows it needs, shorter than who is stuck."""
OPENING, EXPLORABLE = 3, 2
SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)


def minutes(unit: Unit) -> float:
    total = 0.0
    for cell in nbformat.read(ROOT / "course" / f"{unit.slug}.ipynb", as_version=4).cells:
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
            total += sum(bool(line.strip()) for line in lines) / LINES_A_MINUTE
    return total


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_lesson_and_the_readmes_say_the_minutes_that_it_takes(unit: Unit) -> None:
    assert 40 <= minutes(unit) <= 60
    counted = 10 * round(minutes(unit) / 10)
    title = nbformat.read(ROOT / "course" / f"{unit.slug}.ipynb", as_version=4).cells[1].source
    said = re.findall(r"\*\*시간\*\*: 약 (\d+)분|\*\*Time\*\*: about (\d+) minutes", title)
    assert [int(ko or en) for ko, en in said] == [counted, counted]
    for name, minute in (("README.md", " min"), ("README.ko.md", "분")):
        row = next(line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if f"[{unit.slug}]" in line)
        assert f"| {counted}{minute} |" in row, name
