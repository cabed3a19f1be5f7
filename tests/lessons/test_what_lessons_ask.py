"""What lessons ask belongs to their unit, each guess has its result, and the options of a choice stand in the text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from gdcourse.exercises import find_exercise, may_be_left_out, units
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.notebooks.optional_sections import optional_cells
from support.bilingual_text import english_words
from support.course import ROOT, exercise_name

Call = tuple[int, str, str]
"""The number of the cell, the function that it calls, and the first argument."""
ASKING = {"guess": ("guess",), "drill": ("drill",), "check": ("task", "challenge", "question"), "reveal": ("guess",)}
ACTIONS = 15
"""What a lesson has its reader do: guesses, tasks, drills, pictures to explore, and the questions at its top."""
WORDS_BEFORE_THE_FIRST = 240
"""English words before there is something to do: two minutes of slow reading."""
CHOICES = [(unit, e) for unit in units() for e in unit.practice if e.options]


def lesson(unit: Unit) -> Path:
    return ROOT / "course" / f"{unit.slug}.ipynb"


def calls_in(unit: Unit) -> list[Call]:
    found = []
    for number, cell in enumerate(nbformat.read(lesson(unit), as_version=4).cells):
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            match node:
                case ast.Call(func=ast.Name(name), args=[ast.Constant(str() as first), *_]) if name in ASKING:
                    found.append((number, name, first))
    return found


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_what_a_lesson_asks_is_its_units_or_an_earlier_ones_and_of_the_right_kind(unit: Unit) -> None:
    for _, name, asked in calls_in(unit):
        owner, exercise = find_exercise(asked)
        assert owner.slug <= unit.slug, asked
        assert exercise.kind in ASKING[name], asked


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_each_guess_of_a_lesson_comes_once_and_before_its_result(unit: Unit) -> None:
    calls = calls_in(unit)
    guesses = [(number, asked) for number, name, asked in calls if name == "guess"]
    results = {asked: number for number, name, asked in calls if name == "reveal"}
    assert len({asked for _, asked in guesses}) == len(guesses) == len(results)
    for number, asked in guesses:
        assert number < results[asked], asked


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_what_a_section_that_may_be_left_out_asks_is_named_in_the_unit_s_file(unit: Unit) -> None:
    cells = nbformat.read(lesson(unit), as_version=4).cells
    optional = {cell.id for cell in optional_cells(cells)}
    there = {asked for number, name, asked in calls_in(unit) if cells[number].id in optional and name != "reveal"}
    assert there == may_be_left_out(unit) - {e.id for e in unit.practice_of("challenge")}, "LEFT_OUT says otherwise"


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_guess_is_answered_under_its_own_heading_so_that_the_site_folds_the_answer(unit: Unit) -> None:
    cells = nbformat.read(lesson(unit), as_version=4).cells
    for number, name, asked in calls_in(unit):
        if name == "reveal":
            told = next((cell.source for cell in cells[number + 1 :] if cell.cell_type == "markdown"), "")
            assert told.startswith("<div"), f"{asked}: what is said of the result stands under the next heading"


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_lesson_that_asks_for_guesses_has_the_drills_of_its_unit(unit: Unit) -> None:
    asked = {(name, first) for _, name, first in calls_in(unit)}
    if any(name == "guess" for name, _ in asked):
        assert {e.id for e in unit.practice_of("drill")} <= {first for name, first in asked if name == "drill"}


@pytest.mark.parametrize("unit", units(), ids=exercise_name)
def test_a_lesson_that_asks_for_guesses_is_done_and_not_read(unit: Unit) -> None:
    calls = calls_in(unit)
    asked = [name for _, name, _ in calls]
    if "guess" not in asked:
        pytest.skip("this lesson is read")
    cells = nbformat.read(lesson(unit), as_version=4).cells
    explored = [cell for cell in cells if 'class="gdcourse-explorable"' in str(cell.get("outputs", ""))]
    opened = next(number for number, cell in enumerate(cells) if cell.source.endswith(f'opening("{unit.slug}")'))
    kinds = [find_exercise(first)[1].kind for _, name, first in calls if name == "check"]
    assert asked.count("guess") >= 5
    assert kinds.count("task") >= 4
    assert kinds.count("challenge") >= 1
    assert asked.count("drill") >= 2
    assert len([name for name in asked if name != "reveal"]) + len(explored) + 1 >= ACTIONS
    before = sum(english_words(cell) for cell in cells[:opened] if cell.cell_type == "markdown")
    assert before <= WORDS_BEFORE_THE_FIRST
    assert opened <= min(number for number, _, _ in calls)


@pytest.mark.parametrize(("unit", "exercise"), CHOICES, ids=exercise_name)
def test_the_options_of_a_choice_stand_in_the_text_before_it_in_both_languages(unit: Unit, exercise: Exercise) -> None:
    cells = nbformat.read(lesson(unit), as_version=4).cells
    asking = next((number for number, name, asked in calls_in(unit) if (name, asked) == ("guess", exercise.id)), None)
    if asking is None:
        pytest.skip("no lesson asks it")
    text = next(cell.source for cell in reversed(cells[:asking]) if cell.cell_type == "markdown")

    def plain(written: str) -> str:
        return re.sub(r"[*`$\\{}]|\s", "", written)

    for option in exercise.options:
        for language in ("ko", "en"):
            assert plain(option.in_language(language)).rstrip(".") in plain(text), option


SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)
WITH_CASES = [(unit, e) for unit in units() for e in unit.all_exercises if e.kind in ("question", "task", "challenge")]


def words_before(cells: list[nbformat.NotebookNode], check: int) -> set[str]:
    """Names in what asks for the work of a check, and in what was said of messages before."""
    begins = max((n for n in range(check) if cells[n].source.startswith("check(")), default=0)
    said = [SOLUTION.sub("", cell.source) for cell in cells[begins:check]]
    said += [cell.source for cell in cells[:begins] if cell.cell_type == "markdown" and "essages" in cell.source]
    return set(re.findall(r"[A-Za-z_]\w*", "\n".join(said)))


@pytest.mark.parametrize(("unit", "exercise"), WITH_CASES, ids=exercise_name)
def test_names_that_a_message_shows_of_a_case_are_told_where_the_work_is_asked_for(
    unit: Unit, exercise: Exercise
) -> None:
    path = ROOT / "source" / unit.slug / f"{unit.slug}.ipynb" if exercise.kind == "question" else lesson(unit)
    cells = nbformat.read(path, as_version=4).cells
    check = next(n for n, cell in enumerate(cells) if cell.source.startswith(f'check("{exercise.id}"'))
    shown = {name for case in [*exercise.examples, *exercise.cases(0, 4)] for name in case}
    assert shown <= words_before(cells, check)
