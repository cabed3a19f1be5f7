"""Where units of one's own are, beside the package's: a folder with ``exercises``, ``solutions`` and ``keys`` in it."""

from __future__ import annotations

import os
from pathlib import Path

OWN_UNITS = "GDCOURSE_UNITS"
"""The environment variable that names the folder. An instructor names it in ``nbgrader_config.py``, and what a command
starts inherits it."""


def own_folder() -> Path | None:
    """The folder with units of one's own, where there is one."""
    named = os.environ.get(OWN_UNITS)
    return Path(named).resolve() if named else None
