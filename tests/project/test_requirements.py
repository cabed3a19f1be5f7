"""What is installed: ranges for whoever installs the package, exact versions for whoever works on it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from gdcourse.kernels.sandbox import NOT_FOR_STUDENTS
from support.course import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BASE = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {name: [Requirement(line) for line in lines] for name, lines in PROJECT["optional-dependencies"].items()}
ALL = [*BASE, *(requirement for extra in EXTRAS.values() for requirement in extra)]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = [Requirement(line) for line in LOCK.splitlines() if re.match(r"[A-Za-z0-9]", line)]


@pytest.mark.parametrize("requirement", ALL, ids=str)
def test_a_declared_requirement_is_a_range_with_a_lowest_version(requirement: Requirement) -> None:
    operators = [specifier.operator for specifier in requirement.specifier]
    assert operators.count(">=") == 1
    assert set(operators) <= {">=", "<", "!="}


@pytest.mark.parametrize("requirement", ALL, ids=str)
def test_the_lock_pins_a_version_within_the_range(requirement: Requirement) -> None:
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(requirement.name)]
    assert pins
    for pin in pins:
        (exactly,) = pin.specifier
        assert exactly.operator == "=="
        assert Version(exactly.version) in requirement.specifier, pin


def test_the_lock_names_no_host() -> None:
    assert "://" not in LOCK


def test_whoever_only_checks_exercises_installs_no_jupyterlab() -> None:
    assert [r.name for r in BASE if re.search(r"jupyter(lab|$)|notebook|nbgrader", r.name)] == []
    assert {r.name for r in EXTRAS["lab"]} == {"jupyterlab", "jupyterlab-language-pack-ko-KR"}


def test_what_students_rooms_import_is_declared_and_no_more() -> None:
    imported: set[str] = set()
    for path in (ROOT / "gdcourse").rglob("*.py"):
        if path.relative_to(ROOT / "gdcourse").parts[0] in NOT_FOR_STUDENTS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported |= {name.split(".")[0] for name in names}
    # The plug-in for pytest is loaded by pytest alone.
    foreign = imported - sys.stdlib_module_names - {"gdcourse", "pytest"}
    distributions = packages_distributions()
    assert {canonicalize_name(distributions[name][0]) for name in foreign} == {canonicalize_name(r.name) for r in BASE}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(("in_an_image", "installs"), [("1", False), ("", True)])
def test_a_repository_that_is_later_than_its_environment_installs_anew_but_in_an_image(
    in_an_image: str, installs: bool, tmp_path: Path
) -> None:
    made = tmp_path / ".installed"
    made.touch()
    os.utime(made, (1, 1))
    command = ["make", "--dry-run", "demo", f"VENV={tmp_path}"]
    told = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"VENV_AS_IT_IS": in_an_image}, capture_output=True, text=True, check=True
    ).stdout
    assert ("pip install" in told, "gdcourse demo" in told) == (installs, True)
