"""What students get is what its author has written, or a sentence says where the two differ."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat import NotebookNode

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.older_releases import older_assignments, older_workbook
from support.course import ROOT, hand_in, make_course

UNIT = "02-manual-gradient"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def add_a_sentence(path: Path, start: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.source.startswith(start)]
    cell.source += "\n\nOnce more.\n"
    nbformat.write(notebook, path)


def whole_course(directory: Path) -> None:
    for folder in ("course", "release", "source"):
        shutil.copytree(ROOT / folder, directory / folder)
    shutil.copy(ROOT / "nbgrader_config.py", directory)


@pytest.mark.parametrize("language", [None, "ko", "en"])
def test_a_release_of_what_is_written_is_not_older_in_any_language(course: Course, language: str | None) -> None:
    course.release(UNIT, language)
    assert list(older_assignments(course, UNIT)) == []


def test_a_word_of_the_text_that_was_changed_is_shown_where_it_stands(course: Course) -> None:
    path = course.path("source", UNIT) / f"{UNIT}.ipynb"
    add_a_sentence(path, "## 8.")
    (said,) = older_assignments(course, UNIT)
    assert f"'release/{UNIT}/{UNIT}.ipynb'" in said.en
    assert "Once more." in said.en
    assert f"gdcourse release {UNIT}" in said.ko
    course.release(UNIT)
    assert list(older_assignments(course, UNIT)) == []


def test_another_solution_is_no_other_release_and_a_notebook_that_came_or_went_is(course: Course) -> None:
    path = course.path("source", UNIT) / f"{UNIT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    solution = next(c for c in notebook.cells if "### BEGIN SOLUTION" in c.source)
    solution.source = solution.source.replace("### BEGIN SOLUTION", "### BEGIN SOLUTION\n    # as in the lesson", 1)
    nbformat.write(notebook, path)
    assert list(older_assignments(course, UNIT)) == []
    shutil.copy(path, path.with_name("more.ipynb"))
    (said,) = older_assignments(course, UNIT)
    assert "more.ipynb" in said.en


def test_grading_goes_on_by_what_was_released_and_says_so(course: Course, release: NotebookNode) -> None:
    hand_in(course, "kim", release)
    add_a_sentence(course.path("source", UNIT) / f"{UNIT}.ipynb", "## 8.")
    done = CliRunner().invoke(main, ["grade", UNIT, "--no-isolation", "--course", str(course.directory)])
    assert done.exit_code == 0, done.output
    assert "is not what" in done.output
    assert "Once more." in done.output


def test_neither_an_older_assignment_nor_an_older_lesson_is_packed(tmp_path: Path) -> None:
    whole_course(tmp_path)
    add_a_sentence(tmp_path / "source" / "01-cost" / "01-cost.ipynb", "## 1.")
    lesson = nbformat.read(tmp_path / "course" / "03-chain-rule.ipynb", as_version=4)
    next(
        c for c in lesson.cells if c.cell_type == "markdown"
    ).source += '\n\n<div lang="ko">\n\n더.\n\n</div>\n\n<div lang="en">\n\nMore.\n\n</div>'
    nbformat.write(lesson, tmp_path / "course" / "03-chain-rule.ipynb")
    for unit in ("01-cost", "03-chain-rule"):
        archive = tmp_path / "made.zip"
        done = CliRunner().invoke(main, ["bundle", unit, "--course", str(tmp_path), "--output", str(archive)])
        assert done.exit_code == 1
        assert f"gdcourse release {unit}" in done.output
        assert not archive.exists()
    course = Course(tmp_path)
    assert [said.en for said in older_workbook(course, "01-cost")] == []
    (said,) = older_workbook(course, "03-chain-rule")
    assert "release/lessons/03-chain-rule.ipynb" in said.en


def test_the_workbook_of_a_lesson_that_is_gone_is_not_packed(tmp_path: Path) -> None:
    whole_course(tmp_path)
    (tmp_path / "course" / "01-cost.ipynb").unlink()
    shutil.rmtree(tmp_path / "source" / "01-cost")
    archive = tmp_path / "made.zip"
    done = CliRunner().invoke(main, ["bundle", "--course", str(tmp_path), "--output", str(archive)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(archive) as found:
        names = [name for name in found.namelist() if name.endswith(".ipynb")]
    assert len(names) > 10
    assert not [name for name in names if "01-cost" in name]
