"""A lesson's workbook: what students open holds no solution, no output, and shows no code that only draws."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdcourse.cli import main
from gdcourse.exercises import find_exercise
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.make_workbooks import LESSONS, WORKBOOKS, only_draws, release_workbook
from gdcourse.judging.answer_keys import visible_key
from support.course import ROOT

UNIT = "02-manual-gradient"
LESSON_FILES = sorted(ROOT.glob("course/*.ipynb"))
TASK = """\
def slope(w):
    two = 2
    ### BEGIN SOLUTION
    return two * (w - 3)
    ### END SOLUTION"""


def course_with(directory: Path, *cells: NotebookNode) -> Course:
    """A course that has one lesson and no assignment."""
    (directory / LESSONS).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    nbformat.write(new_notebook(cells=list(cells)), directory / LESSONS / f"{UNIT}.ipynb")
    return Course(directory)


def made_of(directory: Path, *cells: NotebookNode) -> NotebookNode:
    path = release_workbook(course_with(directory, *cells), UNIT)
    assert path == directory / "release" / WORKBOOKS / f"{UNIT}.ipynb"
    return nbformat.read(path, as_version=4)


# --- how one is made -------------------------------------------------------------------------------------------------


def test_a_solution_becomes_the_stub_in_its_place_and_the_rest_of_the_cell_stays(tmp_path: Path) -> None:
    made = made_of(tmp_path, new_code_cell(TASK), new_code_cell('check("slope", slope)'))
    assert made.cells[0].source == (
        "def slope(w):\n    two = 2\n    # 여기에 코드를 쓰세요 · YOUR CODE HERE\n    raise NotImplementedError()"
    )
    assert made.cells[1].source == 'check("slope", slope)'


def test_a_guess_that_is_a_choice_says_in_its_cell_what_can_be_written(tmp_path: Path) -> None:
    cells = [new_code_cell(f'guess("{i}", ...)') for i in ("momentum-guess-overshoot", "momentum-guess-limit")]
    choice, number = made_of(tmp_path, *cells).cells
    assert choice.source == 'guess("momentum-guess-overshoot", ...)  # "a", "b", "c"'
    assert number.source == 'guess("momentum-guess-limit", ...)'


def test_drills_and_opening_questions_have_places_for_answers(tmp_path: Path) -> None:
    sources = [
        'drill("momentum-drill-limit")',
        'drill("momentum-drill-limit", ...)',
        'import numpy\n\nopening("06-momentum")',
    ]
    drilled, as_it_was, opened = (cell.source for cell in made_of(tmp_path, *map(new_code_cell, sources)).cells)
    assert drilled == as_it_was == 'drill("momentum-drill-limit", ...)'
    assert opened == 'import numpy\n\nopening("06-momentum", ..., ..., ...)'


def test_a_section_that_may_be_left_out_is_folded_under_its_heading_in_each_language(tmp_path: Path) -> None:
    titles = [
        "## 더 알아보려면 · To go further",
        "### To go further",
        "### 뉴턴법 · Newton",
        "## One page",
        "To go further",
    ]
    cells = [*map(new_markdown_cell, titles), new_code_cell("## To go further")]
    folded = [cell.metadata.get("jp-MarkdownHeadingCollapsed") for cell in made_of(tmp_path, *cells).cells]
    assert folded == [True, True, None, None, None, None]


def test_outputs_and_counts_are_left_behind(tmp_path: Path) -> None:
    shown = new_output("stream", name="stdout", text="2\n")
    made = made_of(tmp_path, new_code_cell("print(1 + 1)", outputs=[shown], execution_count=1))
    assert (made.cells[0].outputs, made.cells[0].execution_count) == ([], None)


def test_a_cell_that_only_draws_is_folded_and_one_that_also_says_something_is_not(tmp_path: Path) -> None:
    draws = "with figure(alt) as ax:\n    ax.plot(x)"
    made = made_of(tmp_path, new_code_cell(draws), new_code_cell(f"{draws}\nprint(x)"), new_code_cell("print(x)"))
    assert [cell.metadata.get("jupyter") for cell in made.cells] == [{"source_hidden": True}, None, None]
    said, rest = made.cells[0].source.split("\n", 1)
    assert (said, rest) == ("# 그림을 그리는 코드 · the code that draws", draws), "what one sees of a folded cell"


@pytest.mark.parametrize("marks", ["### BEGIN SOLUTION\n1", "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION"])
def test_marks_that_do_not_pair_up_are_told_in_both_languages(tmp_path: Path, marks: str) -> None:
    course = course_with(tmp_path, new_code_cell(marks))
    with pytest.raises(CourseError, match=r"(?s)02-manual-gradient.*학생용.*No students' version"):
        release_workbook(course, UNIT)
    assert not (tmp_path / "release").exists()


def test_no_assignment_takes_the_place_of_the_workbooks(tmp_path: Path) -> None:
    course = course_with(tmp_path, new_markdown_cell("# 1"))
    shutil.copytree(ROOT / "source" / "01-cost", tmp_path / "source" / WORKBOOKS)
    with pytest.raises(CourseError, match=r"(?s)'lessons'.*No assignment can be called 'lessons'"):
        release_workbook(course, UNIT)


def test_release_makes_the_workbook_beside_the_assignment_and_drops_one_whose_lesson_is_gone(tmp_path: Path) -> None:
    course = course_with(tmp_path, new_code_cell(TASK))
    shutil.copytree(ROOT / "source" / UNIT, tmp_path / "source" / UNIT)
    old = tmp_path / "release" / WORKBOOKS / "99-old.ipynb"
    old.parent.mkdir(parents=True)
    old.write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(main, ["release", "--course", str(tmp_path)])
    assert done.exit_code == 0, done.output
    made = tmp_path / "release" / WORKBOOKS / f"{UNIT}.ipynb"
    assert done.output.splitlines() == [str(tmp_path / "release" / "." / UNIT), str(made)]
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    with course.gradebook() as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == [UNIT]


def test_a_lesson_without_an_assignment_is_released_too(tmp_path: Path) -> None:
    course_with(tmp_path, new_code_cell(TASK))
    done = CliRunner().invoke(main, ["release", UNIT, "--course", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [str(tmp_path / "release" / WORKBOOKS / f"{UNIT}.ipynb")]


# --- those of this course --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    directory = tmp_path_factory.mktemp("lessons")
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    shutil.copytree(ROOT / LESSONS, directory / LESSONS)
    return Course(directory)


def workbook(lesson: Path) -> NotebookNode:
    return nbformat.read(ROOT / "release" / WORKBOOKS / lesson.name, as_version=4)


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("lesson", LESSON_FILES, ids=lambda p: p.stem)
def test_workbooks_are_fresh(lesson: Path, course: Course) -> None:
    made = release_workbook(course, lesson.stem)
    assert made is not None
    assert made.read_bytes() == (ROOT / "release" / WORKBOOKS / lesson.name).read_bytes(), "run: gdcourse release"


def test_there_is_a_workbook_for_each_lesson_and_no_other() -> None:
    found = sorted(path.name for path in (ROOT / "release" / WORKBOOKS).iterdir())
    assert found == [path.name for path in LESSON_FILES]


@pytest.mark.parametrize("lesson", LESSON_FILES, ids=lambda p: p.stem)
def test_a_workbook_holds_no_solution_and_no_output(lesson: Path) -> None:
    made = workbook(lesson)
    text = "\n".join(cell.source for cell in made.cells)
    assert not re.search("BEGIN SOLUTION|END SOLUTION|HIDDEN TESTS|MARK SCHEME|gdcourse.solutions", text)
    assert [cell.id for cell in code(made) if cell.outputs or cell.execution_count is not None] == []
    assert [
        cell.id for cell in made.cells if set(cell.metadata) - {"tags", "jupyter", "jp-MarkdownHeadingCollapsed"}
    ] == []
    assert [cell.id for cell in made.cells if cell.get("attachments")] == []
    kept = "\n".join(line.strip() for line in text.splitlines())
    for cell in code(nbformat.read(lesson, as_version=4)):
        for solution in re.findall(r"### BEGIN SOLUTION\n(.*?)\s*### END SOLUTION", cell.source, re.DOTALL):
            written = "\n".join(line.strip() for line in solution.splitlines())
            assert written not in kept, cell.id


@pytest.mark.parametrize("lesson", LESSON_FILES, ids=lambda p: p.stem)
def test_a_workbook_answers_nothing_that_it_asks(lesson: Path) -> None:
    """What is compared with a guess is measured, and no guess is made beforehand: the key alone holds what is right."""
    for cell in code(workbook(lesson)):
        for call in ast.walk(ast.parse(cell.source)):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id in ("guess", "drill"):
                assert [a for a in call.args[1:] if ast.unparse(a) != "..."] == [], f"{cell.id}: answered"
            if call.func.id in ("check", "reveal"):
                assert not any(isinstance(part, ast.Constant) for a in call.args[1:] for part in [a]), cell.id


@pytest.mark.parametrize("lesson", LESSON_FILES, ids=lambda p: p.stem)
def test_the_code_that_measures_does_not_name_the_number_that_was_guessed(lesson: Path) -> None:
    """It stands below the guess, where it is read before there is one: what it asks of its steps is not the answer."""
    for cell in code(workbook(lesson)):
        nodes = list(ast.walk(ast.parse(cell.source)))
        calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "reveal"]
        asked = [part for node in nodes if isinstance(node, ast.If) for part in ast.walk(node.test)]
        named = [part.value for part in asked if isinstance(part, ast.Constant)]
        for call in calls:
            (expected,) = visible_key(*find_exercise(ast.literal_eval(call.args[0])))["expected"]
            assert expected not in named, f"{cell.id}: {expected}"


@pytest.mark.parametrize("lesson", LESSON_FILES, ids=lambda p: p.stem)
def test_a_cell_of_a_lesson_that_draws_does_nothing_else(lesson: Path) -> None:
    for cell in code(nbformat.read(lesson, as_version=4)):
        calls = [node.func for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
        if {call.id for call in calls if isinstance(call, ast.Name)} & {"figure", "move", "explorable"}:
            assert only_draws(cell.source), f"{cell.id}: put what it prints into a cell of its own"


def test_the_metadata_of_a_workbook_is_that_of_its_lesson() -> None:
    for lesson in LESSON_FILES:
        kept = json.loads((ROOT / "release" / WORKBOOKS / lesson.name).read_text(encoding="utf-8"))["metadata"]
        own = json.loads(lesson.read_text(encoding="utf-8"))["metadata"]
        own.pop("gdcourse", None)  # when it was last run is the author's own
        assert kept == own
