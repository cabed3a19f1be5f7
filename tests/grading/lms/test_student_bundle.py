"""The archive for students: all that they need, nothing that they must not have, the same every time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from click.testing import CliRunner
from packaging.requirements import Requirement

from gdcourse.cli import main
from gdcourse.exercises import units
from gdcourse.grading.lms.student_bundle import FOLDER
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, noted_limits
from support.browser import screenshot, serious_problems, why_no_browser
from support.course import ROOT

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "out" / "gdcourse.zip"
    done = CliRunner().invoke(main, ["bundle", "--course", str(ROOT), "--output", str(path)])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as found:
        found.extractall(folder)
    return folder / FOLDER


@pytest.fixture(scope="module")
def package(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the wheel."""
    folder = tmp_path_factory.mktemp("package")
    (wheel,) = unpacked.glob("*.whl")
    with zipfile.ZipFile(wheel) as found:
        found.extractall(folder)
    return folder


def test_files_are_as_old_as_the_last_change_to_the_course_and_not_of_1980(archive: Path) -> None:
    changed = max(path.stat().st_mtime for folder in ("release",) for path in (ROOT / folder).rglob("*.ipynb"))
    day = datetime.fromtimestamp(changed, UTC)
    with zipfile.ZipFile(archive) as found:
        assert {info.date_time for info in found.infolist()} == {(day.year, day.month, day.day, 0, 0, 0)}


def test_every_lesson_and_every_assignment_is_in_it_as_released(unpacked: Path) -> None:
    for unit in units():
        lesson = unpacked / "originals" / "lessons" / f"{unit.slug}.ipynb"
        assert lesson.read_bytes() == (ROOT / "release" / "lessons" / f"{unit.slug}.ipynb").read_bytes()
        assignment = unpacked / "originals" / unit.slug / f"{unit.slug}.ipynb"
        assert assignment.read_bytes() == (ROOT / "release" / unit.slug / f"{unit.slug}.ipynb").read_bytes()
    assert {p.name for p in unpacked.iterdir() if p.suffix != ".whl"} == {
        *("START.html", "environment.yml", "requirements.txt", "constraints.txt", "LICENSE", "LICENSE-TEXT"),
        "originals",
    }


def test_nothing_that_students_must_not_have_is_in_it(unpacked: Path, package: Path) -> None:
    for path in [*unpacked.rglob("*"), *package.rglob("*")]:
        assert not {"solutions", "grading", "authoring"} & set(path.parts[len(unpacked.parts) :])
        if path.is_file() and path.suffix in (".ipynb", ".py", ".json"):
            text = path.read_text(encoding="utf-8")
            assert "BEGIN SOLUTION" not in text
            assert "gdcourse.solutions" not in text or path.suffix == ".py", path
    names = {p.name for p in unpacked.rglob("*")}
    assert not names & {".course-secret", "gradebook.db", "nbgrader_config.py"}


def test_pip_takes_the_requirement_files(unpacked: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--no-index", "--quiet"]
    command += ["--disable-pip-version-check", "--ignore-installed", "-r", "requirements.txt"]
    done = subprocess.run(command, cwd=unpacked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    constraints = [Requirement(line) for line in (unpacked / "constraints.txt").read_text().splitlines()]
    assert [str(r.specifier) for r in constraints if r.name == "torch"] == ["==2.13.0"]
    assert "/" not in (unpacked / "constraints.txt").read_text().replace(" ; ", "")


def test_the_wheel_takes_the_torch_that_is_there_and_conda_installs_the_wheel_beside_it(
    unpacked: Path, package: Path
) -> None:
    (metadata,) = distributions(path=[str(package)])
    required = [Requirement(line) for line in metadata.requires or []]
    (torch,) = [r for r in required if r.name == "torch"]
    assert all(version in torch.specifier for version in ("2.6.0", "2.11.0+cpu", "2.15.0", "2.99"))
    assert {str(r.marker) for r in required if r.name.startswith("jupyterlab")} == {'extra == "lab"'}
    environment = yaml.safe_load((unpacked / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [d["pip"] for d in environment["dependencies"] if isinstance(d, dict)]
    (wheel,) = [line.removesuffix("[lab]") for line in pip if line.endswith(".whl[lab]")]
    assert (unpacked / wheel).is_file()
    assert not Path(wheel).is_absolute()


SCRIPT = """
import importlib.util, json, os, sys
sys.path.insert(0, sys.argv[1])
import gdcourse, nbformat
assert gdcourse.__file__.startswith(sys.argv[1]), gdcourse.__file__
assert importlib.util.find_spec("gdcourse.solutions") is None
assert importlib.util.find_spec("gdcourse.grading") is None
import matplotlib.pyplot, numpy, torch
from gdcourse.student.check_answer import CheckFailed

def checked_in(notebook):
    names, checked = {}, 0
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        nbgrader = cell.metadata.get("nbgrader", {})
        try:
            exec(cell.source, names)
            assert not nbgrader.get("grade"), "a blank notebook passed " + nbgrader["grade_id"]
        except NotImplementedError:
            assert nbgrader.get("solution"), cell.source
        except CheckFailed as failed:
            assert failed.verdict.state == "missing", failed
            checked += 1
        except NameError:
            # A check of a name that the blank solution cell never made.
            assert nbgrader.get("grade"), cell.source
            checked += 1
    return checked

for notebook in sys.argv[2:]:
    sys.stdout.flush()
    if os.fork() == 0:  # each notebook in a process of its own, and one import for all
        print("\\n", json.dumps([notebook, checked_in(notebook)]), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def checked(unpacked: Path, package: Path) -> tuple[dict[str, int], str]:
    """How many checks of each notebook were run with the wheel alone, and what went wrong."""
    notebooks = [str(unpacked / "originals" / unit.slug / f"{unit.slug}.ipynb") for unit in units()]
    done = subprocess.run(
        [sys.executable, "-I", "-c", SCRIPT, str(package), *notebooks],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith(' ["')), done.stderr


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.slug)
def test_the_checks_of_an_assignment_run_with_the_wheel_alone(
    unit: Any, unpacked: Path, checked: tuple[dict[str, int], str]
) -> None:
    notebook = unpacked / "originals" / unit.slug / f"{unit.slug}.ipynb"
    counts, problems = checked
    assert str(notebook) in counts, problems
    asked = [c for c in nbformat.read(notebook, as_version=4).cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert counts[str(notebook)] == len([c for c in asked if c.cell_type == "code"])


def test_the_same_course_makes_the_same_archive(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    done = CliRunner().invoke(main, ["bundle", "--course", str(ROOT), "--output", str(again)])
    assert done.exit_code == 0, done.output
    assert again.read_bytes() == archive.read_bytes()


def test_of_named_units_alone_notebooks_are_packed_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "first-weeks.zip"
    command = ["bundle", "--course", str(ROOT), "--output", str(path)]
    done = CliRunner().invoke(main, [*command, "01-cost", "no-unit"])
    assert done.exit_code == 2
    assert "no-unit" in done.output
    assert not path.exists()
    chosen = {"01-cost", "03-chain-rule"}
    done = CliRunner().invoke(main, [*command, *chosen])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(path) as found:
        names = [Path(name) for name in found.namelist() if name.endswith(".ipynb")]
    assert {name.stem for name in names} == chosen
    assert len(names) == 2 * len(chosen), "a lesson and an assignment of each"


def test_a_course_s_own_limits_are_told_in_the_assignments_whenever_they_were_released(tmp_path: Path) -> None:
    course, path = tmp_path / "course", tmp_path / "b.zip"
    for folder in ("course", "release", "source"):
        shutil.copytree(ROOT / folder, course / folder)
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(f"{settings}\nc.Grade.cell_seconds = 7\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["bundle", "--course", str(course), "--output", str(path), "01-cost"])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(path) as found:
        read = {name: found.read(name).decode() for name in found.namelist() if name.endswith(".ipynb")}
    told = {Path(name).parent.name: noted_limits(nbformat.reads(text, as_version=4)) for name, text in read.items()}
    assert told == {"lessons": LimitsWhenGraded(), "01-cost": LimitsWhenGraded(cell_seconds=7)}


def test_answers_in_a_release_stop_the_packing(tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for folder in ("course", "release", "source"):
        shutil.copytree(ROOT / folder, course / folder)
    shutil.copy(ROOT / "source" / "01-cost" / "01-cost.ipynb", course / "release" / "01-cost" / "01-cost.ipynb")
    done = CliRunner().invoke(main, ["bundle", "--course", str(course), "--output", str(tmp_path / "b.zip")])
    assert done.exit_code == 1
    assert "01-cost.ipynb" in done.output
    assert not (tmp_path / "b.zip").exists()
    shutil.rmtree(course / "release" / "01-cost")
    done = CliRunner().invoke(main, ["bundle", "--course", str(course), "--output", str(tmp_path / "b.zip")])
    assert done.exit_code == 1
    assert "gdcourse release 01-cost" in done.output


def test_the_start_page_names_files_that_are_there(unpacked: Path) -> None:
    text = (unpacked / "START.html").read_text(encoding="utf-8")
    for name in ("requirements.txt", "environment.yml", "originals"):
        assert name in text
        assert (unpacked / name).exists()
    for name in ("lessons", "assignments", "earlier"):
        assert name in text
        assert not (unpacked / name).exists(), "a newer archive, unpacked over this one, must find nothing to overwrite"
    assert not re.search(r"(src=|@import|url\()", text)


def test_the_start_page_tells_of_colab_where_notebooks_install_the_package_themselves(
    unpacked: Path, installing: Path
) -> None:
    told = installing.read_text(encoding="utf-8")
    for sentence in ("%pip install", "File → Upload notebook", "File → Download", "Kaggle"):
        assert sentence in told
    assert "Colab" not in (unpacked / "START.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The start page of an archive whose notebooks install the package from the web."""
    folder = tmp_path_factory.mktemp("installing")
    command = ["bundle", "--course", str(ROOT), "--output", str(folder / "b.zip"), "--url", "https://course.example/x"]
    done = CliRunner().invoke(main, [*command, "02-manual-gradient"])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(folder / "b.zip") as found:
        return Path(found.extract(f"{FOLDER}/START.html", folder))


@needs_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 375])
def test_the_start_page_is_accessible_and_fits(browser: Any, installing: Path, theme: str, width: int) -> None:
    page = browser.new_page(color_scheme=theme, viewport={"width": width, "height": 900}, locale="ko")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(installing.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"start-{theme}-{width}")
    assert serious_problems(page) == []
    assert problems == []
    page.click("button[value=en]")
    assert "경사 하강법" not in page.locator("main").inner_text()
