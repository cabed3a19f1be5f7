"""Whose home it is does not matter: no test touches the real one, and no command of ours takes settings from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from gdcourse import matplotlib_folder
from gdcourse.authoring.rerun_notebooks import refresh
from gdcourse.grading.classroom.course import Course
from support.course import ROOT, hand_in, make_course
from support.forked_python import run_python
from support.isolation import isolated
from support.kernel_client import answered, ask, direct_kernel

TRAPPED = {
    ".ipython/profile_default/startup/00-mine.py": "print('a start-up file')\n",
    ".ipython/profile_default/ipython_config.py": "",
    ".ipython/profile_default/ipython_kernel_config.py": "",
    ".jupyter/jupyter_config.py": "",
    ".jupyter/nbgrader_config.py": "c = get_config()\nc.CourseDirectory.root = c.CourseDirectory.db_url = 'x'\n",
    ".jupyter/jupyter_server_config.py": "",
    ".pythonstartup.py": "print('at every prompt')\n",
    ".config/matplotlib/matplotlibrc": "font.size: 30\ntext.usetex: True\n",
    ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["/nowhere/python"], "language": "python"}',
}
"""Files of a user's own. Those of Python leave a mark where they are run."""


def a_lived_in_home(home: Path) -> Path:
    """A home with settings that change everything, each of which says that it was read."""
    for name, content in TRAPPED.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        noted = f"open({str(home / 'READ')!r}, 'a').write({name!r} + chr(10))\n" if path.suffix == ".py" else ""
        path.write_text(noted + content, encoding="utf-8")
    return home


def all_of(home: Path) -> dict[str, int]:
    """Everything there, and when it was changed."""
    return {str(path.relative_to(home)): path.lstat().st_mtime_ns for path in home.rglob("*")}


def environment_at(home: Path) -> dict[str, str]:
    others = ("GDCOURSE_TEST_", "GDCOURSE_TEMPLATE", "PYTEST_", "MPLCONFIGDIR")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(others)}
    own = {
        "IPYTHONDIR": home / ".ipython",
        "JUPYTER_CONFIG_DIR": home / ".jupyter",
        "JUPYTERLAB_SETTINGS_DIR": home / ".jupyter/lab/user-settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / ".jupyter/lab/workspaces",
        "XDG_CACHE_HOME": home / ".cache",
        "PYTHONSTARTUP": home / ".pythonstartup.py",
    }
    return {**kept, "HOME": str(home), "MPLBACKEND": "TkAgg", **{name: str(path) for name, path in own.items()}}


def test_this_test_is_at_home_nowhere() -> None:
    pwd = pytest.importorskip("pwd")
    real = Path(pwd.getpwuid(os.getuid()).pw_dir)
    assert Path.home() != real
    assert Path.home().is_relative_to(Path(os.environ["GDCOURSE_TEST_HOME"]))
    leading_back = [f"{k}={v}" for k, v in os.environ.items() if k.startswith(("JUPYTER_", "IPYTHON", "XDG_", "MPL"))]
    assert [one for one in leading_back if str(real) in one and str(real) != "/"] == []


LEADING_BACK = (
    "JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR", "MPLCONFIGDIR",
    "MATPLOTLIBRC", "XDG_CONFIG_HOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "DASK_CONFIG", "GIT_CONFIG_GLOBAL",
    "PIP_CONFIG_FILE", "GDCOURSE_SECRET", "GDCOURSE_UNITS",
)  # fmt: skip


def test_no_variable_of_somebodys_own_leads_a_test_back_to_their_home(tmp_path: Path) -> None:
    told = "import gdcourse.authoring.pytest_temporary_home, json, os; print(json.dumps(dict(os.environ)))"
    environment = environment_at(tmp_path) | dict.fromkeys(LEADING_BACK, str(tmp_path / "own"))
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, check=True)
    left = json.loads(done.stdout)
    assert [name for name, value in left.items() if str(tmp_path) in value] == []


def test_tests_run_in_a_lived_in_home_leave_it_as_it_was_and_read_nothing_there(tmp_path: Path) -> None:
    home = a_lived_in_home(tmp_path / "home")
    before = all_of(home)
    some = [
        "tests/kernels/test_warm_kernels.py::test_a_forked_kernel_answers_as_a_fresh_one_does",
        "tests/kernels/test_direct_kernel.py::test_cells_show_what_they_show_in_jupyters_own_kernel",
        "tests/kernels/test_direct_kernel.py::test_a_cold_kernel_shows_what_a_forked_one_does",
        "tests/student/test_check_answer.py::test_nbgrader_validate_passes_right_work_and_explains_wrong_work",
        "source/01-cost/01-cost.ipynb",
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some]
    done = subprocess.run(command, cwd=ROOT, env=environment_at(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert all_of(home) == before


def test_a_course_is_where_it_is_whatever_settings_its_teacher_has_at_home_or_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = a_lived_in_home(tmp_path / "home")
    here = tmp_path / "another course"
    here.mkdir()
    (here / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = '/nowhere/else'\n")
    make_course(tmp_path / "course")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    course = Course(tmp_path / "course")
    assert course.path("source", "02-manual-gradient").is_dir()
    assert course.coursedir.root == str(tmp_path / "course")
    assert str(tmp_path / "course") in course.coursedir.db_url
    assert course.release("02-manual-gradient").is_relative_to(tmp_path / "course")
    assert not (home / "READ").exists()


def test_notebooks_are_refreshed_without_their_authors_own_start_up_files_and_kernels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = a_lived_in_home(tmp_path / "home")
    monkeypatch.delenv(matplotlib_folder.VARIABLE)
    for name, value in environment_at(home).items():
        monkeypatch.setenv(name, value)
    before = all_of(home)
    path = tmp_path / "01-cost.ipynb"
    path.write_bytes((ROOT / "source" / "01-cost" / "01-cost.ipynb").read_bytes())
    stored = [cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells]
    refresh(path)
    assert [cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells] == stored
    assert all_of(home) == before


@pytest.mark.parametrize("warm", [True, False])
def test_what_a_submission_draws_is_in_its_notebook_whatever_the_grader_draws_on(
    warm: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = a_lived_in_home(tmp_path / "home")
    monkeypatch.delenv(matplotlib_folder.VARIABLE)
    for name, value in environment_at(home).items():
        monkeypatch.setenv(name, value)
    with direct_kernel(sandboxed=False, warm=warm) as (_, talk):
        ask(
            talk,
            "import matplotlib.pyplot as plt\nassert plt.rcParams['font.size'] == 10\nplt.plot([1, 2])\nplt.show()",
        )
        shown = [output["data"] for output in answered(talk) if output["kind"] == "display_data"]
    assert ["image/png" in data for data in shown] == [True]
    assert not (home / "READ").exists()


DRAWN = """
from support.kernel_client import run_directly
print(run_directly("import matplotlib.pyplot as plt; print([plt.rcParams[k] for k in ('font.size', 'text.usetex')])"))
"""


@pytest.mark.needs_isolation
def test_a_sandbox_draws_as_matplotlib_does_by_itself_whatever_the_graders_own_pictures_look_like(
    tmp_path: Path,
) -> None:
    environment = environment_at(a_lived_in_home(tmp_path / "home"))
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run([sys.executable, "-c", DRAWN], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[10.0, False]"


DRAWS = "import matplotlib.pyplot as plt\nprint(plt.rcParams['font.size'])"


def test_commands_whose_kernels_draw_leave_no_list_of_fonts_at_home_and_find_it_again(tmp_path: Path) -> None:
    home, unit = a_lived_in_home(tmp_path / "home"), "01-cost"
    before = all_of(home)
    environment = environment_at(home) | {"TMPDIR": str(tmp_path), "GDCOURSE_LANG": "en"}
    notebook = nbformat.read(ROOT / "release" / unit / f"{unit}.ipynb", as_version=4)
    notebook.cells = [nbformat.v4.new_code_cell(DRAWS)]
    nbformat.write(notebook, tmp_path / f"{unit}.ipynb")

    def fonts_after(*command: str) -> dict[Path, int]:
        done = run_python(["-m", "gdcourse", *command, f"{unit}.ipynb"], tmp_path, environment)
        assert "Traceback" not in done.stderr, done.stderr
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("fontlist*")}

    fonts = fonts_after("refresh")
    assert nbformat.read(tmp_path / f"{unit}.ipynb", as_version=4).cells[0].outputs[0].text == "10.0\n"
    assert [path.parent.name for path in fonts] == [f"gdcourse-matplotlib-{os.getuid()}"]
    assert fonts_after("check") == fonts
    assert all_of(home) == before


def test_nor_does_nbgraders_own_autograde(tmp_path: Path) -> None:
    home, unit = a_lived_in_home(tmp_path / "home"), "02-manual-gradient"
    (home / ".jupyter/nbgrader_config.py").unlink()  # which nbgrader follows, as it should
    course = make_course(tmp_path / "course")
    notebook = nbformat.read(course.release(unit) / f"{unit}.ipynb", as_version=4)
    notebook.cells[2:2] = [nbformat.v4.new_code_cell(DRAWS)]
    hand_in(course, "kim", notebook)
    environment = environment_at(home) | {"TMPDIR": str(tmp_path), "GDCOURSE_SECRET": "a secret"}
    command = [sys.executable, "-m", "nbgrader", "autograde", unit, f"--Grade.isolated={isolated()}"]
    done = subprocess.run(command, cwd=tmp_path / "course", env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    graded = course.path("autograded", unit, "kim") / f"{unit}.ipynb"
    assert "10.0\n" in [o.text for c in nbformat.read(graded, 4).cells for o in c.get("outputs", []) if "text" in o]
    fonts = [path.parent.name for path in tmp_path.rglob("fontlist*")]
    assert fonts == [f"gdcourse-matplotlib-{os.getuid()}"]


def test_the_folder_that_stays_is_this_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def provided() -> Path:
        monkeypatch.delenv(matplotlib_folder.VARIABLE, raising=False)
        matplotlib_folder.provide()
        return Path(os.environ[matplotlib_folder.VARIABLE])

    first = provided()
    assert first.stat().st_mode & 0o777 == 0o700
    assert provided() == first
    first.chmod(0o777)
    assert provided() != first
    first.rename(tmp_path / "elsewhere")
    first.symlink_to(tmp_path / "elsewhere")
    assert provided() != first


def test_a_students_jupyterlab_keeps_its_own_folder_where_it_can_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(matplotlib_folder.VARIABLE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    matplotlib_folder.provide()
    (tmp_path / "file").touch()
    for home, keeps in (("home", True), ("file", False)):
        environment = {"HOME": str(tmp_path / home), "MPLCONFIGDIR": os.environ["MPLCONFIGDIR"]}
        assert ("MPLCONFIGDIR" not in matplotlib_folder.without_ours(environment)) == keeps
    assert matplotlib_folder.without_ours({"MPLCONFIGDIR": "/chosen"}) == {"MPLCONFIGDIR": "/chosen"}


@pytest.mark.parametrize(("name", "is_missing"), [("home", False), ("file", True), ("file/home", True)])
def test_matplotlib_gets_a_folder_where_the_home_cannot_have_one(tmp_path: Path, name: str, is_missing: bool) -> None:
    (tmp_path / "file").touch()
    home = {"HOME": str(tmp_path / name)}
    assert matplotlib_folder.is_missing(home) == is_missing
    assert not matplotlib_folder.is_missing(home | {"MPLCONFIGDIR": "/chosen"})
    there = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    assert not matplotlib_folder.is_missing(home | there)
    assert matplotlib_folder.is_missing(home | there | {"XDG_CACHE_HOME": str(tmp_path / "file")})


COMMAND = """
from gdcourse import cli
from support.kernel_client import run_directly
@cli.main.command()
def draw():
    import matplotlib
    drawn = run_directly("import matplotlib.pyplot as plt; print(plt.plot([1])[0].get_xdata())")
    print(matplotlib.get_configdir(), drawn)
cli.main(["draw"])
"""
PROGRAM = """
from support.kernel_client import run_in_kernel
print(run_in_kernel("import matplotlib.pyplot; print(1)"))
"""


@pytest.fixture
def without_home(tmp_path: Path) -> dict[str, str]:
    """Variables of somebody whose home is a file."""
    (tmp_path / "file").touch()
    variables = ("MPLCONFIGDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "GDCOURSE_TEMPLATE")
    kept = {name: value for name, value in os.environ.items() if name not in variables}
    elsewhere = dict.fromkeys(("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "TMPDIR"), str(tmp_path))
    places = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return kept | elsewhere | {"HOME": str(tmp_path / "file"), "PYTHONPATH": places}


def test_a_command_and_its_kernels_draw_where_the_home_cannot_be_written_to(without_home: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", COMMAND], env=without_home, capture_output=True, text=True, check=True)
    folder, drawn = done.stdout.split(maxsplit=1)
    assert (drawn.split("\n")[0], done.stderr) == ("[0.]", "")
    assert Path(folder).is_relative_to(without_home["TMPDIR"])


def test_kernels_of_other_programs_draw_there_too(without_home: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=without_home, capture_output=True, text=True, check=True)
    assert "atplotlib" not in done.stderr
    assert done.stdout.strip() == "1"
