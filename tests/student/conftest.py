"""Fixtures of the tests of what students use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gdcourse.student import progress_file


@pytest.fixture
def course_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A student's course as it was unpacked; a notebook of its lessons runs in this process."""
    for name in (progress_file.OFF_VARIABLE, "PYTEST_VERSION", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    lessons = tmp_path / "gdcourse" / "lessons"
    lessons.mkdir(parents=True)
    (lessons / "06-momentum.ipynb").touch()
    monkeypatch.chdir(lessons)
    progress_file.forget()
    yield lessons.parent
    progress_file.forget()
