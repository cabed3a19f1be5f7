"""A command that is forked says and does what an ordinary process of Python does, and finds nothing of ours there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.forked_python import run_python

PROGRAMS = {
    "arguments, place and path": "import os, sys; print(sys.argv, sys.path[0], os.getcwd(), os.environ['MARK'])",
    "a code": "raise SystemExit(3)",
    "a reason": "raise SystemExit('because')",
    "an end that others have asked for": "import atexit; atexit.register(print, 'at the end'); print('before')",
    "a thread": "import threading as t, time; t.Thread(target=lambda: (time.sleep(0.1), print(1))).start()",
    "other processes": "import subprocess; subprocess.run(['echo', 'other'])",
    "a module of one's own": "import beside; print(beside.__file__)",
    "nothing of ours": "import sys; print([name for name in sys.modules if name.startswith('gdcourse')])",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_it_says_what_an_ordinary_process_says(program: str, tmp_path: Path) -> None:
    (tmp_path / "beside.py").touch()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "MARK": "here"}
    arguments = ["-c", program, "one", "two"]
    plain = subprocess.run(
        [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    forked = run_python(arguments, tmp_path, environment)
    assert (forked.returncode, forked.stdout, forked.stderr) == (plain.returncode, plain.stdout, plain.stderr)


def test_a_module_is_run_from_the_place_that_is_named_and_its_error_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import sys\nprint(__name__, sys.argv[1:])\nsys.stdout.flush()\n1 / 0\n")
    done = run_python(["-m", "mine", "x"], tmp_path, os.environ)
    assert (done.returncode, done.stdout) == (1, "__main__ ['x']\n")
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
