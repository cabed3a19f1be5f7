"""Files that a submission's cells wrote are kept beside it, within bounds, and none of them can act."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.grading.classroom.files_in_autograded import write_kept_files
from gdcourse.grading.submission.execution import run
from gdcourse.grading.submission.files_written import kept_files
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.limits import Limits
from gdcourse.student.files_for_grader import MOST_BYTES, MOST_FILES

WRITES = """\
import os
os.makedirs('plots/last')
for name in ('a.txt', 'plots/last/loss.png', 'data.csv', 'timestamp.txt', '.hidden', 'page.html'):
    with open(name, 'w') as file:
        file.write(name)
with open('large.bin', 'wb') as file:
    file.write(b'x' * 3_000_000)
os.symlink('/etc/hostname', 'link.txt')
os.mkfifo('pipe.txt')
os.getenv('NBGRADER_EXECUTION')"""


def test_what_a_cell_writes_is_kept_and_the_cell_knows_that_it_is_graded() -> None:
    notebook = new_notebook(cells=[new_code_cell(WRITES)])
    ran = run(notebook, {}, Limits(), {"data.csv": b"1,2"}, Isolation(on=False))
    assert ran.kept == {
        "a.txt": b"a.txt",
        "plots/last/loss.png": b"plots/last/loss.png",
        "page.html.txt": b"page.html",
    }
    assert ran.stopped is None
    assert notebook.cells[0].outputs[-1].data["text/plain"] == "'autograde'"


def _told(**files: bytes) -> dict[str, str]:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


@pytest.mark.parametrize(
    "name",
    ["../a.txt", "/etc/a.txt", "a/../../b.txt", ".git/config", "a//b.txt", "a\\b.txt", "a\n.txt", "Timestamp.txt",
     "x" * 200, "data.csv", "data.csv/x.txt", "work.ipynb/x.txt", "timestamp.txt/x.txt", "a/b/c/d/e.txt", " a.txt", ""],
)  # fmt: skip
def test_no_name_leads_anywhere_else(name: str) -> None:
    assert kept_files(_told(**{name: b"x"}), {"data.csv"}) == {}


@pytest.mark.parametrize("told", [None, 3, [], "text", {"a.txt": 3}, {"a.txt": "no base64!"}, {3: "eA=="}])
def test_nonsense_is_no_file(told: object) -> None:
    assert kept_files(told, ()) == {}


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xml", "a.js", "a.ipynb", "a.pdf", "a", "a.png.htm"])
def test_what_a_browser_could_run_is_kept_as_text(name: str) -> None:
    assert list(kept_files(_told(**{name: b"x"}), ())) == [f"{name}.txt"]


def test_a_file_and_a_folder_of_one_name_are_not_both_kept() -> None:
    assert list(kept_files(_told(**{"a.txt": b"1", "a.txt/b.txt": b"2", "A.txt/c.txt": b"3"}), ())) == ["a.txt"]
    assert list(kept_files(_told(**{"a.txt/b.txt": b"2", "a.txt": b"1"}), ())) == ["a.txt/b.txt"]


def test_a_file_in_whose_place_something_else_stands_costs_no_other(tmp_path: Path) -> None:
    notebook = tmp_path / "work.ipynb"
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b").touch()
    write_kept_files(notebook, {"a.txt": b"1", "b/c.txt": b"2", "d.txt": b"3"})
    assert (tmp_path / "d.txt").read_bytes() == b"3"
    write_kept_files(notebook, {})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b"]


def test_there_are_bounds_on_number_and_size() -> None:
    many = kept_files(_told(**{f"{n}.txt": b"x" for n in range(100)}), ())
    assert len(many) == MOST_FILES
    large = kept_files(_told(**{f"{n}.txt": b"x" * (MOST_BYTES // 3) for n in range(10)}), ())
    assert sum(map(len, large.values())) <= MOST_BYTES


def test_a_later_grading_takes_away_what_an_earlier_one_had_put_there(tmp_path: Path) -> None:
    notebook = tmp_path / "unit.ipynb"
    (tmp_path / "given.txt").write_text("the instructor's")
    write_kept_files(notebook, {"a.txt": b"1", "plots/b.png": b"2"})
    write_kept_files(notebook, {"a.txt": b"3"})
    assert {p.name for p in tmp_path.rglob("*") if p.is_file()} == {"given.txt", "a.txt", ".unit.kept.json"}
    assert (tmp_path / "a.txt").read_bytes() == b"3"
