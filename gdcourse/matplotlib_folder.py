"""Where matplotlib finds its settings and keeps what it makes: a folder where the home is not to be written to.

Without one it makes one in each process, says so in four lines, and reads all fonts anew.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "MPLCONFIGDIR"
SETTINGS_VARIABLE = "MATPLOTLIBRC"


def is_missing(environment: Mapping[str, str]) -> bool:
    """Whether a process with these variables has nowhere to keep it (matplotlib.get_configdir, get_cachedir)."""
    if environment.get(VARIABLE):
        return False
    return not all(map(_can_be_made, [_usual(environment, *one) for one in _USUAL]))


def settings(environment: Mapping[str, str]) -> str:
    """The file of settings that a process with these variables takes (matplotlib.matplotlib_fname); an empty one where
    it takes none."""
    folder = environment.get(VARIABLE) or _usual(environment, *_USUAL[0])
    places = (environment.get(SETTINGS_VARIABLE), Path(folder, "matplotlibrc"))
    return next((str(path) for path in places if path and Path(path).exists()), os.devnull)


_USUAL = (("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache"))


def _usual(environment: Mapping[str, str], name: str, below_home: str) -> Path:
    home = Path(environment.get("HOME") or Path.home())
    return Path(environment.get(name) or home / below_home, "matplotlib")


def _can_be_made(folder: Path) -> bool:
    there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def provide() -> None:
    """Where none is to be had, make one for this process and all it starts; it goes with this process."""
    if is_missing(os.environ):
        os.environ[VARIABLE] = folder = tempfile.mkdtemp(prefix="gdcourse-matplotlib-")
        atexit.register(_remove, folder, os.getpid())


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
