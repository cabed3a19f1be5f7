"""A new gradebook is of the version that nbgrader would have written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbgrader.api
import pytest
from nbgrader.dbutil import write_alembic_ini
from sqlalchemy import text

from gdcourse.grading.classroom.gradebook_version import newest_version
from support.course import make_course


def test_it_is_the_one_that_alembic_tells(tmp_path: Path) -> None:
    write_alembic_ini(str(tmp_path / "alembic.ini"), "sqlite://")
    command = [sys.executable, "-m", "alembic.config", "-c", str(tmp_path / "alembic.ini"), "heads"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert newest_version() == told.stdout.split()[0]


def test_a_new_gradebook_has_it_and_starts_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(tmp_path / "course")
    (course.directory / "gradebook.db").unlink()
    monkeypatch.setattr(nbgrader.api.sp, "check_output", None)
    with course.gradebook() as gradebook:
        assert gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest_version()
