"""Where in a course's own files something went wrong: what a library says of itself tells their author less."""

from __future__ import annotations

import site
import sysconfig
import traceback
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_OF_UNITS = (_PACKAGE / "exercises", _PACKAGE / "solutions")
"""Rooms whose files are a course's own, but for what reads them."""


def place_of_error(error: BaseException) -> tuple[Path, int] | None:
    """The last line of a file of the course's own that has led to an error, or is no Python; ``None`` where none is."""
    places = [(Path(f.filename), f.lineno or 1) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((Path(error.filename), error.lineno or 1))
    return next((place for place in reversed(places) if _is_courses_own(place[0])), None)


def _is_courses_own(path: Path) -> bool:
    if not path.is_file():  # <string>, <frozen importlib._bootstrap>
        return False
    if path.is_relative_to(_PACKAGE):
        return path.parent in _OF_UNITS and path.name != "__init__.py"
    return not any(path.is_relative_to(folder) for folder in _libraries())


@cache
def _libraries() -> frozenset[Path]:
    named = {name: sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return frozenset(map(Path, filter(None, [*named.values(), *site.getsitepackages(), site.getusersitepackages()])))
