"""What is generated and committed is what would be generated now."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from gdcourse.authoring.rerun_notebooks import normalised
from gdcourse.authoring.write_answer_keys import visible_keys_text
from gdcourse.exercises import units
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.exercise import Unit
from support.course import ROOT, make_course

NOTEBOOKS = sorted([*ROOT.glob("course/*.ipynb"), *ROOT.glob("source/*/*.ipynb")])


@pytest.mark.parametrize("unit", units(), ids=lambda u: u.slug)
def test_answer_keys_are_fresh(unit: Unit) -> None:
    assert path_of(unit).read_text(encoding="utf-8") == visible_keys_text(unit), "run: gdcourse keys"


@pytest.mark.parametrize("unit", units(), ids=lambda u: u.slug)
def test_releases_are_fresh(unit: Unit, tmp_path: Path) -> None:
    released = make_course(tmp_path / "course", unit.slug).path("release", unit.slug)
    committed = ROOT / "release" / unit.slug
    assert sorted(p.name for p in released.iterdir()) == sorted(p.name for p in committed.iterdir())
    for path in released.iterdir():
        assert path.read_bytes() == (committed / path.name).read_bytes(), "run: gdcourse release"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_notebooks_are_stored_as_refresh_writes_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1)), "run: gdcourse refresh"
    assert nbformat.writes(normalised(notebook)) + "\n" == text, "run: gdcourse refresh"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_output_is_skipped_by_nbval(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"NBVAL_|nbval-|skip-execution|raises-exception", text)


def test_the_nbval_sanitizer_touches_pictures_only() -> None:
    config = (ROOT / "tests" / "nbval_sanitize.cfg").read_text(encoding="ascii")
    assert re.findall(r"^regex: (.*)$", config, re.MULTILINE) == ["data:image/png;base64,[A-Za-z0-9+/=]+"]


@pytest.mark.parametrize("unit", units(), ids=lambda u: u.slug)
def test_check_cells_are_one_line_and_agree_with_the_exercises(unit: Unit) -> None:
    notebook = nbformat.read(ROOT / "source" / unit.slug / f"{unit.slug}.ipynb", as_version=4)
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    checks = [i for i, c in cells.items() if c.metadata.nbgrader.grade and not c.metadata.nbgrader.solution]
    assert checks == [exercise.id for exercise in unit.exercises]
    for exercise in unit.exercises:
        assert cells[exercise.id].source == f'check("{exercise.id}", {exercise.name})'
        assert cells[exercise.id].metadata.nbgrader.points == exercise.points
        assert cells[exercise.id].metadata.nbgrader.locked
        solution = cells[f"{exercise.id}-solution"]
        assert solution.metadata.nbgrader.solution
        assert "gdcourse.solutions" in solution.source
        assert exercise.name in solution.source
    manual = [c for c in cells.values() if c.metadata.nbgrader.grade and c.metadata.nbgrader.solution]
    assert len(manual) >= 1
    total = sum(exercise.points for exercise in unit.exercises) + sum(c.metadata.nbgrader.points for c in manual)
    title = next(cell.source for cell in notebook.cells if cell.id == "title")
    assert f"{total:g}점" in title
    assert f"{total:g} points" in title


def test_every_way_to_install_uses_the_same_list() -> None:
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "-c requirements.lock" in requirements
    assert "-e .[lab,instructor,dev,docs,cluster,postgresql]" in requirements
    assert "- -r requirements.txt" in (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "--requirement requirements.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")
