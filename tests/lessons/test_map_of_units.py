"""Who follows the arrows of the READMEs' map never needs a name that no unit on the way has shown."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise

import nbformat
import numpy as np
import pytest

from gdcourse.exercises import find_unit, units
from gdcourse.judging.exercise import Unit
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


@cache
def shown(slug: str) -> frozenset[str]:
    """Names that the lesson or a question of the assignment shows, but for what is to be written."""
    words: set[str] = set()
    for path in (ROOT / "course" / f"{slug}.ipynb", ROOT / "source" / slug / f"{slug}.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            text = SOLUTION.sub("", cell.source)
            spans = [text] if cell.cell_type == "code" else re.findall(r"`([^`]+)`", text)
            words.update(word for span in spans for word in re.findall(r"\w+", span))
    return frozenset(words)


@cache
def needed(slug: str) -> frozenset[str]:
    """Names in the right answers of the unit: of the tasks in its lesson and of its assignment."""
    unit = find_unit(slug)
    references = [
        source_of(exercise, variant)
        for exercise in unit.all_exercises
        for variant in variants_of(unit)[exercise.id]
        if variant.role == "reference" and callable(variant.work) and exercise.kind != "drill"
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
    assert needed(unit.slug) - GIVEN <= frozenset().union(*map(shown, way))


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_lesson_recalls_only_units_on_the_way(unit: Unit) -> None:
    opening = nbformat.read(ROOT / "course" / f"{unit.slug}.ipynb", as_version=4).cells[1].source
    assumed = re.search(r"\*\*What it assumes\*\*(.*)", opening)
    assert assumed
    way = {int(slug[:2]) for slug in on_the_way(unit.slug, arrows("README.md"))}
    assert {int(number) for number in re.findall(r"[Uu]nits? (\d)", assumed[1])} <= way
