"""Where units of one's own are, beside the package's: a folder with ``exercises``, ``solutions`` and ``keys`` in it."""

from __future__ import annotations

import os
from pathlib import Path

OWN_UNITS = "GDCOURSE_UNITS"
"""The environment variable that names the folder. An instructor names it in ``nbgrader_config.py``, and what a command
starts inherits it."""


class UnusableUnitsError(ValueError):
    """Units that cannot be used as they stand, put into a sentence for who wrote them."""


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
