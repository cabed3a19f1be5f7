"""An environment in a folder with Korean letters starts in a locale that knows none."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from gdcourse.authoring.environment_anywhere import tell_the_way_from_there


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder that was installed to be edited, with the environment in it."""
    folder = tmp_path / "내 과정"
    venv.create(folder / ".venv", symlinks=True)
    (folder / "taught.py").write_text("")
    (packages(folder) / "_editable_impl_course.pth").write_text(f"import sys\n{folder}\n", encoding="utf-8")
    return folder


def packages(folder: Path) -> Path:
    return Path(sysconfig.get_path("purelib", vars={"base": str(folder / ".venv")}))


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    """A Python of that environment, asked for what was installed."""
    command = [folder / ".venv" / "bin" / "python", "-c", "import taught"]
    return subprocess.run(command, env={"LC_ALL": "C"}, cwd="/", capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="reads it as UTF-8 in every locale")
def test_python_itself_does_not_start_where_a_folder_is_named_in_letters_that_the_locale_has_not(course: Path) -> None:
    assert "UnicodeDecodeError" in start(course).stderr


def test_an_environment_that_names_its_folder_from_where_it_is_starts_in_every_locale(course: Path) -> None:
    tell_the_way_from_there(packages(course), course)
    told = (packages(course) / "_editable_impl_course.pth").read_text(encoding="utf-8")
    assert told.isascii()
    assert told.startswith("import sys\n")
    done = start(course)
    assert (done.returncode, done.stderr) == (0, "")
