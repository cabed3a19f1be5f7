"""A student's folder: notebooks are put where one works, and a newer edition never costs what was written."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.student import progress_file
from gdcourse.student.place_workbooks import place
from gdcourse.student.submit import find_notebook
from support.course import ROOT

UNIT = "02-manual-gradient"
NAME = f"{UNIT}.ipynb"
ANSWER = "def gradient(x, y, y_pred):\n    return np.mean(2 * x * (y_pred - y))"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a student has unpacked, with one unit."""
    for place_of in ("lessons", UNIT):
        target = tmp_path / "originals" / place_of / NAME
        target.parent.mkdir(parents=True)
        shutil.copy(ROOT / "release" / place_of / NAME, target)
    (tmp_path / "originals" / UNIT / "data.csv").write_text("1,2\n")
    return tmp_path


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def write_into(path: Path, cell_id: str, source: str) -> None:
    notebook = read(path)
    next(cell for cell in notebook.cells if cell.id == cell_id).source = source
    nbformat.write(notebook, path)


def newer(folder: Path, inside: str) -> None:
    """A newer edition, unpacked over the older one."""
    write_into(folder / "originals" / inside / NAME, "title", "# 새 판 · Newer")


def sources(path: Path) -> dict[str, str]:
    return {cell.id: cell.source for cell in read(path).cells}


def lab(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["lab", "--no-lab", "--directory", str(folder), *options])


def test_notebooks_and_what_lies_beside_them_are_put_where_one_works(folder: Path) -> None:
    assert {placed.path for placed in place(folder)} == {
        folder / "lessons" / NAME,
        folder / "assignments" / UNIT / NAME,
    }
    assert (folder / "assignments" / UNIT / "data.csv").read_text() == "1,2\n"
    assert sources(folder / "lessons" / NAME) == sources(ROOT / "release" / "lessons" / NAME)
    assert place(folder) == []


def test_what_was_answered_is_in_the_newer_edition_and_the_file_as_it_was_is_kept(folder: Path) -> None:
    place(folder)
    mine = folder / "assignments" / UNIT / NAME
    write_into(mine, "mse-gradient-solution", ANSWER)
    before = mine.read_bytes()
    newer(folder, UNIT)
    told = lab(folder)
    assert told.exit_code == 0, told.output
    assert sources(mine)["mse-gradient-solution"] == ANSWER
    assert sources(mine)["title"] == "# 새 판 · Newer"
    (kept,) = (folder / "earlier").rglob("*.ipynb")
    assert kept.read_bytes() == before
    assert str(kept) in told.output
    assert "with all that you had written" in told.output
    assert lab(folder).output == ""


def test_what_nobody_has_written_into_becomes_the_newer_edition_without_a_word(folder: Path) -> None:
    place(folder)
    newer(folder, "lessons")
    assert lab(folder).output == ""
    assert sources(folder / "lessons" / NAME)["title"] == "# 새 판 · Newer"
    assert not (folder / "earlier").exists()


def test_earlier_files_of_one_day_do_not_take_each_others_places(folder: Path) -> None:
    mine = folder / "lessons" / NAME
    for number in range(3):
        place(folder)
        write_into(mine, "imports", f"w = {number}")
        write_into(folder / "originals" / "lessons" / NAME, "title", f"# {number}")
    place(folder)
    assert len(list((folder / "earlier" / "lessons").iterdir())) == 3
    assert sources(mine)["imports"] == "w = 2"


def test_a_damaged_notebook_is_left_alone_and_told(folder: Path) -> None:
    mine = folder / "lessons" / NAME
    mine.parent.mkdir()
    mine.write_bytes(b'{"cells": [')
    told = lab(folder)
    assert told.exit_code == 0
    assert str(mine) in told.output
    assert "left alone" in told.output
    assert mine.read_bytes() == b'{"cells": ['


def test_work_of_another_folder_is_taken_where_none_is_here(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place(folder)
    write_into(folder / "lessons" / NAME, "imports", "w = 1")
    write_into(folder / "assignments" / UNIT / NAME, "mse-gradient-solution", ANSWER)
    (folder / progress_file.NAME).write_text("{}", encoding="utf-8")
    fresh = tmp_path_factory.mktemp("fresh")
    shutil.copytree(folder / "originals", fresh / "originals")
    newer(fresh, UNIT)
    lab(fresh)  # who forgets it the first time
    write_into(fresh / "lessons" / NAME, "imports", "w = 2")
    told = lab(fresh, "--from", str(folder))
    assert told.exit_code == 0, told.output
    assert "was not taken" in told.output
    assert sources(fresh / "lessons" / NAME)["imports"] == "w = 2"
    assert sources(fresh / "assignments" / UNIT / NAME)["mse-gradient-solution"] == ANSWER
    assert sources(fresh / "assignments" / UNIT / NAME)["title"] == "# 새 판 · Newer"
    assert (fresh / progress_file.NAME).read_text(encoding="utf-8") == "{}"


def test_what_is_handed_in_is_what_was_worked_on(folder: Path) -> None:
    place(folder)
    write_into(folder / "assignments" / UNIT / NAME, "mse-gradient-solution", ANSWER)
    newer(folder, UNIT)
    place(folder)
    found, several = find_notebook(find_unit(UNIT), folder)
    assert (found, several) == (folder / "assignments" / UNIT / NAME, False)


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("gdcourse.student.place_workbooks.replace_file", refuse)
    told = lab(folder)
    assert told.exit_code == 1
    assert "Copy the folder to where you can write" in told.output
