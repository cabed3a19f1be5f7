"""Where units of one's own are, beside the package's: a folder with ``exercises``, ``solutions`` and ``keys`` in it."""

from __future__ import annotations

import os
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType

from gdcourse.judging import messages
from gdcourse.optional_dependencies import extra_with
from gdcourse.untrusted_text import legible

OWN_UNITS = "GDCOURSE_UNITS"
"""The environment variable that names the folder. An instructor names it in ``nbgrader_config.py``, and what a command
starts inherits it."""


class UnusableUnitsError(ValueError):
    """Units that cannot be used as they stand, put into a sentence for who wrote them."""


def imported(name: str, path: Path) -> ModuleType:
    """The module of that name, which lies at this path.

    Raises:
        UnusableUnitsError: where it cannot be imported, with file, line and what is wrong.
    """
    try:
        return import_module(name)
    except UnusableUnitsError:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, ModuleNotFoundError) and extra_with(error.name or ""):
            raise  # which is said of the installation, whatever the unit
        what = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
        values = {"place": _place_of(error, path), "what": legible(what, 300)}
        raise UnusableUnitsError(str(messages.CANNOT_IMPORT.format(**values))) from error


def _place_of(error: BaseException, path: Path) -> str:
    """The file with what went wrong, and where the line is known, the line: what that calls says less to its author."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_file():
        return f"{error.filename}:{error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{path}:{lines[-1]}" if lines else str(path)


def own_folder() -> Path | None:
    """The folder with units of one's own, where there is one.

    A name without a root is a folder around the one that this is: a notebook runs where it lies, in the course.
    """
    named = os.environ.get(OWN_UNITS)
    if not named:
        return None
    here = Path.cwd()
    around = [] if Path(named).is_absolute() else [here, *here.parents]
    found = (folder / named for folder in around if (folder / named / "exercises").is_dir())
    return next(found, Path(named)).resolve()


def files_for_students(folder: Path) -> dict[str, Path]:
    """What students get of a folder of own units, by its place in that folder or in the package: no solutions."""
    found = [*folder.glob("exercises/*.py"), *folder.glob("keys/**/*.json")]
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}
