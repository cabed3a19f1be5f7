"""Who follows the arrows of the READMEs' map never needs a name that no unit on the way has shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode

from gdcourse.exercises import find_unit, units
from gdcourse.judging.exercise import Unit
from gdcourse.notebooks.optional_sections import optional_cells
from gdcourse.solutions import source_of, variants_of
from support.course import ROOT, exercise_name

GIVEN = {*dir(np), *dir(np.ndarray), *dir(np.random), *dir(list), *dir(dict), *dir(str), "cat"}
"""What Python and NumPy have by that name every unit assumes, and torch.cat, which is np.concatenate; not np.linalg."""
SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)


def arrows(readme: str) -> dict[str, set[str]]:
    """For each unit, those whose arrow leads to it. The map is rows of units with arrows between them."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    drawn = next(block for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL) if "──►" in block)
    leading: dict[str, set[str]] = {unit.slug: set() for unit in units()}
    names = [part.strip().replace(" ", "-") for part in drawn.split("──►")]
    for before, after in pairwise(names):
        leading[after].add(before)
    return leading


def on_the_way(unit: str, leading: dict[str, set[str]]) -> set[str]:
    """All units before this one, by the arrows."""
    return leading[unit].union(*(on_the_way(before, leading) for before in leading[unit]))


def attributes(code: str) -> set[str]:
    """Names after a dot: of modules, methods and settings, but for those that the code itself gives."""
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute)]
    return {node.attr for node in found} - {node.attr for node in found if isinstance(node.ctx, ast.Store)}


def words_of(cells: Iterable[NotebookNode]) -> frozenset[str]:
    """Names in cells, but for what is to be written."""
    words: set[str] = set()
    for cell in cells:
        text = SOLUTION.sub("", cell.source)
        spans = [text] if cell.cell_type == "code" else re.findall(r"`([^`]+)`", text)
        words.update(word for span in spans for word in re.findall(r"\w+", span))
    return frozenset(words)


@cache
def cells_of(slug: str) -> tuple[list[NotebookNode], list[NotebookNode]]:
    """The cells of the lesson that everybody reads, with those of the assignment; and those that may be left out."""
    lesson, assignment = (
        nbformat.read(path, as_version=4).cells
        for path in (ROOT / "course" / f"{slug}.ipynb", ROOT / "source" / slug / f"{slug}.ipynb")
    )
    optional = optional_cells(lesson)
    return [*(cell for cell in lesson if cell not in optional), *assignment], optional


@cache
def shown(slug: str) -> frozenset[str]:
    """Names that the lesson shows to everybody, or a question of the assignment."""
    return words_of(cells_of(slug)[0])


def calls_in(cells: Iterable[NotebookNode]) -> set[str]:
    """Names after a dot that code calls: functions and classes of libraries, and methods."""
    codes = [ast.parse(SOLUTION.sub("pass", cell.source)) for cell in cells if cell.cell_type == "code"]
    calls = [node.func for code in codes for node in ast.walk(code) if isinstance(node, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


@cache
def needed(slug: str, optional: bool) -> frozenset[str]:
    """Names in the right answers of the unit: of lesson and assignment, or of what may be left out of the lesson."""
    unit = find_unit(slug)
    left_out = {cell.source.split('"')[1] for cell in cells_of(slug)[1] if cell.source.startswith('check("')}
    references = [
        source_of(exercise, variant)
        for exercise in unit.all_exercises
        for variant in variants_of(unit)[exercise.id]
        if variant.role == "reference" and callable(variant.work) and exercise.kind != "drill"
        if (exercise.id in left_out) == optional
    ]
    return frozenset(set().union(*map(attributes, references)))


def test_the_map_has_every_unit_and_is_the_same_in_both_readmes() -> None:
    assert arrows("README.md") == arrows("README.ko.md")
    leading = arrows("README.md")
    first = [unit for unit, before in leading.items() if not before]
    assert first == ["01-cost"]
    assert set(leading) == {unit.slug for unit in units()}


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_right_answers_need_no_name_that_no_unit_on_the_way_has_shown(unit: Unit) -> None:
    way = {unit.slug} | on_the_way(unit.slug, arrows("README.md"))
    known = frozenset().union(*map(shown, way)) | GIVEN
    assert needed(unit.slug, optional=False) <= known
    assert needed(unit.slug, optional=True) <= known | words_of(cells_of(unit.slug)[1])


def test_a_call_that_only_an_optional_section_has_shown_is_explained_where_a_later_lesson_makes_it() -> None:
    everybody_knows: set[str] = set()
    left_out: set[str] = set()
    for unit in units():
        cells, optional = cells_of(unit.slug)
        told = words_of(cell for cell in cells if cell.cell_type == "markdown")
        assert calls_in(cells) & left_out - everybody_knows - GIVEN <= told, unit.slug
        everybody_knows |= calls_in(cells)
        left_out |= calls_in(optional)


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_lesson_recalls_only_units_on_the_way(unit: Unit) -> None:
    opening = nbformat.read(ROOT / "course" / f"{unit.slug}.ipynb", as_version=4).cells[1].source
    assumed = re.search(r"\*\*What it assumes\*\*(.*)", opening)
    assert assumed
    way = {int(slug[:2]) for slug in on_the_way(unit.slug, arrows("README.md"))}
    assert {int(number) for number in re.findall(r"[Uu]nits? (\d)", assumed[1])} <= way
