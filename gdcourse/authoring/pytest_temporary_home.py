"""For pytest: all tests, nbval's too, have a home of their own. That of whoever runs them is not read or written.

``pytest -p gdcourse.authoring.pytest_temporary_home``, before any other plugin that reads settings or starts a process.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from gdcourse import matplotlib_folder

_MARK = "GDCOURSE_TEST_HOME"
# What would lead back to the real one, and what Jupyter, IPython, matplotlib, Dask, Git and pip put before it.
_ELSEWHERE = (
    "JUPYTER", "IPYTHONDIR", "IPYTHON_", "MPL", "MATPLOTLIBRC", "XDG_", "PYTHONUSERBASE", "PYTHONSTARTUP", "DASK_",
    "GIT_CONFIG", "PIP_CONFIG_FILE", "GDCOURSE_SECRET", "GDCOURSE_UNITS",
)  # fmt: skip
_OURS = ("JUPYTER_DEFAULT_PROVISIONER_NAME",)


def _remove(home: str, owner: int) -> None:
    if os.getpid() == owner:  # a child that a test has forked is not to take the home away
        shutil.rmtree(home, ignore_errors=True)


def _move_out() -> None:
    if _MARK in os.environ:  # a process of pytest-xdist, or a pytest that a test has started
        return
    for name in [n for n in os.environ if n.startswith(_ELSEWHERE) and n not in _OURS]:
        del os.environ[name]
    home = tempfile.mkdtemp(prefix="gdcourse-home-")
    atexit.register(_remove, home, os.getpid())
    os.environ |= {_MARK: home, "HOME": home, "USERPROFILE": home, matplotlib_folder.VARIABLE: f"{home}/matplotlib"}


_move_out()
# Stored outputs speak both languages, whatever language was chosen last on this machine, and know of no guesses.
os.environ |= {"GDCOURSE_LANG": "both", "GDCOURSE_PROGRESS": "off"}
