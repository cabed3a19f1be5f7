"""Where matplotlib finds its settings and keeps its list of fonts: for our commands beside temporary files, in no home.

It takes a second to make that list, so it stays for the next command. Where there is no folder to write to, matplotlib
makes one in each process, says so in four lines, and reads all fonts anew.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
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
    """Give this process and all it starts a folder of ours, where the environment names none."""
    global _provided
    if not os.environ.get(VARIABLE):
        os.environ[VARIABLE] = _provided = _kept() or _for_this_process()


_provided: str | None = None


def without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of what is the user's own, as their JupyterLab is: matplotlib keeps its files where it always does,
    if it can."""
    own = {name: value for name, value in environment.items() if name != VARIABLE or value != _provided}
    return dict(environment) if is_missing(own) else own


def _kept() -> str | None:
    """A folder that stays, this user's alone; ``None`` where somebody else has taken its name."""
    user = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    folder = Path(tempfile.gettempdir(), f"gdcourse-matplotlib{user}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    ours = not user or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
    return str(folder) if stat.S_ISDIR(found.st_mode) and ours else None


def _for_this_process() -> str:
    folder = tempfile.mkdtemp(prefix="gdcourse-matplotlib-")
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
