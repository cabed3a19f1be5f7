"""Where units of one's own are, beside the package's: a folder with ``exercises``, ``solutions`` and ``keys`` in it.

The settings of a course, ``nbgrader_config.py``, name the folder; what is started finds its name in the environment.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

from gdcourse.judging import messages
from gdcourse.optional_dependencies import extra_with
from gdcourse.place_of_error import place_of_error
from gdcourse.untrusted_text import legible

OWN_UNITS = "GDCOURSE_UNITS"
"""The environment variable that names the folder. An instructor names it in ``nbgrader_config.py``, and what a command
starts inherits it."""
SETTINGS = "nbgrader_config.py"
"""The file that makes a folder a course."""


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
        raise UnusableUnitsError(str(messages.CANNOT_IMPORT.format(**place_and_what(error, path)))) from error


def place_and_what(error: BaseException, path: Path) -> dict[str, str]:
    """For a sentence on a file that Python cannot run: the place, with its line where that is known, and the error."""
    own = place_of_error(error)
    what = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
    return {"place": f"{own[0]}:{own[1]}" if own else str(path), "what": legible(what, 300)}


def folder_in_settings(course: Path) -> str:
    """What the settings of a course call its folder of own units; empty where they name none.

    Raises:
        UnusableUnitsError: where the settings cannot be read, with file, line and what is wrong.
    """
    from traitlets.config.loader import PyFileConfigLoader

    try:
        named = PyFileConfigLoader(SETTINGS, path=str(course)).load_config().Grade.get("units_folder")
    except (Exception, SystemExit) as error:
        told = messages.UNUSABLE_SETTINGS.format(**place_and_what(error, course / SETTINGS))
        raise UnusableUnitsError(str(told)) from error
    return named if isinstance(named, str) else ""


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
