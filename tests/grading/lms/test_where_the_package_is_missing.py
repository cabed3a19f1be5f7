"""A machine with torch and Jupyter but without the package, as Colab: notebooks of the bundle bring it along.

The machine is an environment of its own that shows the libraries of this one, without ours, JupyterLab and its
language packs. No index is asked: what the package needs beyond itself has to be there already.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat import NotebookNode

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.lms.student_bundle import FOLDER
from support.course import ROOT

pytestmark = pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="pip is not installed")

UNIT = find_unit("02-manual-gradient")
NOT_THERE = ("gdcourse", "_editable_impl_gdcourse", "jupyterlab-", "jupyterlab_language_pack", "jupyterlab_server")
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=600, allow_errors=True, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""
INSTALLED = """
import importlib.metadata, json
print(json.dumps(sorted((d.name, d.version, str(d.locate_file(""))) for d in importlib.metadata.distributions())))
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the course's files are on the web, and their folder."""
    folder = tmp_path_factory.mktemp("web")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()


def notebooks_of(address: tuple[str, Path], language: str) -> dict[str, NotebookNode]:
    """What a student of the course gets: the notebooks of a bundle, by their path there."""
    url, folder = address
    target = folder / f"{language}.zip"
    command = ["bundle", "--course", str(ROOT), "--output", str(target), "--url", url, "--lang", language, UNIT.slug]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(target) as archive:
        return {
            name.removeprefix(f"{FOLDER}/originals/"): nbformat.reads(archive.read(name).decode(), as_version=4)
            for name in archive.namelist()
            if name.endswith(".ipynb")
        }


class Machine:
    """Somebody else's Python, with torch and Jupyter."""

    def __init__(self, folder: Path) -> None:
        self.folder, shown = folder, folder / "shown"
        shown.mkdir(parents=True)
        for libraries in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
            for path in Path(libraries).iterdir():
                left_out = path.name.startswith(NOT_THERE) or path.name == "jupyterlab" or path.suffix == ".pth"
                if not left_out:
                    (shown / path.name).symlink_to(path)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
        (own,) = folder.glob("env/lib/python*/site-packages")
        (own / "shown.pth").write_text(f"{shown}\n", encoding="utf-8")

    def python(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # Only what leads to no other Python, and to no index of packages.
        dropped = ("GDCOURSE_", "JUPYTER_", "PYTHON", "PIP_", "VIRTUAL_ENV", "IPYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(dropped)}
        kept |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        kept["HOME"] = str(self.folder)
        command = [str(self.folder / "env" / "bin" / "python"), *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env=kept, capture_output=True, text=True, check=False)

    def run_all(self, notebook: NotebookNode, name: str) -> NotebookNode:
        path = self.folder / name
        nbformat.write(notebook, path)
        done = self.python("-c", RUN, path)
        assert done.returncode == 0, done.stderr
        return nbformat.read(path, as_version=4)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def installed(machine: Machine) -> list[list[str]]:
    """What was there before any notebook was run."""
    found: list[list[str]] = json.loads(machine.python("-c", INSTALLED).stdout)
    assert "torch" in {name for name, _, _ in found}
    assert not {name for name, _, _ in found} & {"gdcourse", "jupyterlab", "jupyterlab-language-pack-ko-KR"}
    return found


@pytest.fixture(scope="module")
def solved(machine: Machine, address: tuple[str, Path], installed: list[list[str]]) -> NotebookNode:
    """An assignment in Korean, as a student has solved it there: the first notebook that is run."""
    handed_out = notebooks_of(address, "ko")[f"{UNIT.slug}/{UNIT.slug}.ipynb"]
    return machine.run_all(submission(handed_out, UNIT, reference_answers(UNIT)), f"{UNIT.slug}.ipynb")


def errors_of(notebook: NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.ename for output in outputs if output.output_type == "error"]


def test_the_first_cell_brings_the_package_and_every_check_answers(
    solved: NotebookNode, address: tuple[str, Path]
) -> None:
    code = [cell for cell in solved.cells if cell.cell_type == "code"]
    assert address[0] in code[0].source
    assert errors_of(solved) == []
    checks = [json.dumps(c.outputs, ensure_ascii=False) for c in code if c.metadata.get("nbgrader", {}).get("grade")]
    assert len(checks) == len(UNIT.exercises)
    assert [shown for shown in checks if "✓" not in shown] == []


def test_what_the_machine_has_stays_and_nothing_comes_but_the_package(
    machine: Machine, installed: list[list[str]], solved: NotebookNode
) -> None:
    now = json.loads(machine.python("-c", INSTALLED).stdout)
    assert [found for found in installed if found not in now] == []
    assert [name for name, version, place in now if [name, version, place] not in installed] == ["gdcourse"]


def test_a_workbook_in_one_language_runs_there(
    machine: Machine, address: tuple[str, Path], solved: NotebookNode
) -> None:
    workbook = machine.run_all(notebooks_of(address, "en")[f"lessons/{UNIT.slug}.ipynb"], "workbook.ipynb")
    assert set(errors_of(workbook)) == {"CheckFailed"}, "nothing but what is not answered yet"


def test_what_was_solved_there_is_checked_and_packed_there(machine: Machine, solved: NotebookNode) -> None:
    for command in (["check", f"{UNIT.slug}.ipynb"], ["submit", UNIT.slug]):
        done = machine.python("-m", "gdcourse", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(machine.folder / f"{UNIT.slug}.zip") as archive:
        assert f"{UNIT.slug}.ipynb" in {Path(name).name for name in archive.namelist()}
