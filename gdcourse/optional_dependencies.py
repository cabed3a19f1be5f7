"""What the package installs only where it is asked for: which extra a module comes with, and how to add it."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

_IN_EXTRA = re.compile(r"""^(?P<requirement>[^;]+?)\s*;.*\bextra\s*==\s*['"](?P<extra>[\w-]+)['"]""")


def extra_with(module: str) -> str | None:
    """The extra that brings a module, or ``None`` where none does."""
    return next((extra for extra, parts in _extras().items() if _as_module(module) in map(_as_module, parts)), None)


def install_command(extra: str) -> str:
    """What to type at a terminal so that this Python has the packages of an extra."""
    # The packages by name: this one is in no index, and its own name there would be somebody else's.
    packages = " ".join(f'"{requirement}"' for requirement in _extras()[extra])
    return f"{sys.executable} -m pip install {packages}"


def need(module: str) -> None:
    """Nothing, where a module is there.

    Raises:
        ModuleNotFoundError: where it is not.
    """
    if find_spec(module) is None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)


@cache
def _extras() -> dict[str, list[str]]:
    """The requirements of each extra, as the package declares them."""
    try:
        declared = requires("gdcourse") or []
    except PackageNotFoundError:  # run from a folder that was never installed
        declared = []
    extras: dict[str, list[str]] = {}
    for found in filter(None, map(_IN_EXTRA.match, declared)):
        extras.setdefault(found["extra"], []).append(found["requirement"])
    return extras


def _as_module(name: str) -> str:
    """A requirement or a module as one spelling: ``psycopg[binary]>=3.2`` and ``psycopg.errors`` as ``psycopg``."""
    return re.split(r"[^\w-]", name, maxsplit=1)[0].replace("-", "_").lower()
