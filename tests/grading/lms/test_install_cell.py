"""A notebook that is opened where the package is not installs it from the course's own address."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gdcourse.cli import main
from gdcourse.exercises import units
from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.lms.install_cell import wheel_address, with_install
from gdcourse.notebooks.one_language import in_language
from support.bilingual_text import HANGUL
from support.course import ROOT

WHEEL = "gdcourse-0.1.0-py3-none-any.whl"
ADDRESS = f"https://courses.example/gd/{WHEEL}"


def made(notebook: NotebookNode) -> NotebookNode:
    return nbformat.reads(with_install(nbformat.writes(notebook).encode(), ADDRESS).decode(), as_version=4)


# --- the address ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://courses.example/gd", ADDRESS),
        (" https://courses.example/gd/ ", ADDRESS),
        (ADDRESS, ADDRESS),
        (f"{ADDRESS}?download=1&v=2", f"{ADDRESS}?download=1&v=2"),
        (f"{ADDRESS}#sha256=0", ADDRESS),
        ("https://courses.example", f"https://courses.example/{WHEEL}"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:8000/{WHEEL}"),
        (
            "https://강의.example/경사 하강",
            f"https://xn--939a003c.example/%EA%B2%BD%EC%82%AC%20%ED%95%98%EA%B0%95/{WHEEL}",
        ),
        ("https://courses.example/a%20b", f"https://courses.example/a%20b/{WHEEL}"),
    ],
)
def test_a_folder_or_the_wheels_own_address_becomes_the_wheels_address(given: str, address: str) -> None:
    assert wheel_address(given, WHEEL) == address


@pytest.mark.parametrize(
    "given",
    [
        *("", "courses.example/gd", "ftp://courses.example/gd", "file:///home/kim/gd", "https://", "https:///gd"),
        *("http://courses.example/gd", "https://kim:secret@courses.example/gd", "https://[::1/gd", "https://a:b/gd"),
        *('https://a".example/', "https://a$HOME.example/", "https://a;b.example/", "https://a b.example/"),
        *("https://courses.example/gd?folder=1", "https://courses.example/other-1.0-py3-none-any.whl"),
    ],
)
def test_what_is_no_address_of_the_wheel_is_refused_in_both_languages(given: str) -> None:
    with pytest.raises(CourseError, match=r"(?s)주소.*[Gg]ive"):
        wheel_address(given, WHEEL)


@pytest.mark.parametrize("character", list("\"'`$;&|<>(){}\\!*\n\t "))
def test_nothing_in_an_address_is_more_than_text_to_a_shell_or_to_ipython(character: str) -> None:
    address = wheel_address(f"https://courses.example/a{character}b/c", WHEEL)
    assert address.isascii()
    assert not set(address) & set("\"'`$;&|<>(){}\\!*\n\t ")


# --- the cell ------------------------------------------------------------------------------------------------------


def test_the_first_code_cell_installs_and_goes_on_as_before() -> None:
    switch = "from gdcourse import language_switch\n\nlanguage_switch()"
    before = new_notebook(cells=[new_markdown_cell("# 1"), new_code_cell(switch), new_code_cell("1")])
    after = made(before)
    assert [cell.id for cell in after.cells] == [cell.id for cell in before.cells]
    source = after.cells[1].source
    assert source.endswith(f"\n\n{switch}")
    assert f'    %pip install --quiet "{ADDRESS}"\n' in source
    assert after.cells[2].source == "1"


def test_in_a_notebook_in_english_the_cell_speaks_english() -> None:
    notebook = new_notebook(cells=[new_code_cell("import gdcourse")])
    assert HANGUL.search(made(notebook).cells[0].source)
    source = made(in_language(notebook, "en")).cells[0].source
    assert not HANGUL.search(source)
    assert "# where the package is missing" in source


@pytest.mark.parametrize(
    "first",
    [
        new_code_cell("import gdcourse", metadata={"nbgrader": {"grade_id": "x", "locked": True}}),
        new_code_cell("%%time\nimport gdcourse"),
    ],
)
def test_a_first_cell_that_has_to_stay_as_it_is_gets_one_before_it(first: NotebookNode) -> None:
    for minor in (4, 5):
        cells = [dict(cell) for cell in (new_markdown_cell("# 1"), first)]
        if minor == 4:
            cells = [{name: value for name, value in cell.items() if name != "id"} for cell in cells]
        after = made(nbformat.from_dict({"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": cells}))
        nbformat.validate(after)
        assert ADDRESS in after.cells[0].source
        assert after.cells[2].source == first.source
        assert after.cells[2].metadata == first.metadata


def test_a_notebook_that_does_not_use_the_package_stays_byte_for_byte() -> None:
    data = nbformat.writes(new_notebook(cells=[new_code_cell("x = 'from gdcourse'")])).encode()
    assert with_install(data, ADDRESS) == data


# --- the bundle ----------------------------------------------------------------------------------------------------


def bundle(target: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["bundle", "--course", str(ROOT), "--output", str(target), *options])


def test_every_notebook_of_the_bundle_installs_from_the_given_address_and_the_wheel_lies_beside(tmp_path: Path) -> None:
    told = bundle(tmp_path / "b.zip", "--url", "https://courses.example/gd")
    assert told.exit_code == 0, told.output
    (wheel,) = tmp_path.glob("*.whl")
    assert str(wheel) in told.output
    assert f"https://courses.example/gd/{wheel.name}" in told.output
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        notebooks = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".ipynb")}
        (packed,) = [archive.read(name) for name in archive.namelist() if name.endswith(".whl")]
    assert packed == wheel.read_bytes()
    assert len(notebooks) == 2 * len(units())
    for name, text in notebooks.items():
        folder = "release/lessons" if "/lessons/" in name else f"release/{Path(name).stem}"
        before = nbformat.read(ROOT / folder / Path(name).name, as_version=4)
        after = nbformat.reads(text, as_version=4)
        nbformat.validate(after)
        code = [i for i, cell in enumerate(after.cells) if cell.cell_type == "code"]
        assert f'"https://courses.example/gd/{wheel.name}"' in after.cells[code[0]].source
        before.cells[code[0]].source = after.cells[code[0]].source
        assert after == before


def test_a_wrong_address_packs_nothing(tmp_path: Path) -> None:
    told = bundle(tmp_path / "b.zip", "--url", "courses.example")
    assert told.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_the_cell_calls_pip_where_the_package_is_missing_and_nowhere_else() -> None:
    script = (
        "import importlib, sys\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell, called = InteractiveShell.instance(), []\n"
        "def pip(line):\n"
        "    called.append(line); sys.modules.pop('gdcourse')\n"
        "shell.register_magic_function(pip, 'line', 'pip')\n"
        "source = sys.stdin.read()\n"
        "shell.run_cell(source).raise_error(); print(called)\n"
        "sys.modules['gdcourse'] = None\n"
        "shell.run_cell(source).raise_error(); print(called)\n"
    )
    source = made(new_notebook(cells=[new_code_cell("import gdcourse\nassert gdcourse.__version__")])).cells[0].source
    done = subprocess.run([sys.executable, "-c", script], input=source, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["[]", str([f'install --quiet "{ADDRESS}"'])], done.stderr
