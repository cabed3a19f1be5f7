"""Environment variables: which ones imports depend on, and which ones a kernel in a sandbox may see."""

from __future__ import annotations

import os
from collections.abc import Mapping

from gdcourse import matplotlib_folder

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Set for the template and for every kernel: one thread, so that a fork is safe and sums come out the same."""

INLINE_BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""What a kernel chooses before anything is drawn. It has to be there when matplotlib is imported."""

UNITS_VARIABLE = "GDCOURSE_UNITS"
"""Names the folder of a course's own units. It stands in ``judging.own_units`` too: neither room may use the other."""

_NAMES = ("LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "MPLBACKEND", UNITS_VARIABLE)
# torch sets variables of its own that begin with TORCHINDUCTOR_.
_PREFIXES = ("LC_", "PYTHON", "OMP_", "OPENBLAS_", "MKL_", "KMP_", "TORCH_")
_NO_MATTER = ("PATH", "VIRTUAL_ENV", "GDCOURSE_LANG", "NBGRADER_EXECUTION")
# Warnings that are errors, assertions that are left out, a debugger at the end: another shell, another mark.
_HABITS = (
    "MPLBACKEND",
    "PYTHONASYNCIODEBUG",
    "PYTHONBREAKPOINT",
    "PYTHONDEBUG",
    "PYTHONDEVMODE",
    "PYTHONINSPECT",
    "PYTHONINTMAXSTRDIGITS",
    "PYTHONOPTIMIZE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONSTARTUP",
    "PYTHONTRACEMALLOC",
    "PYTHONVERBOSE",
    "PYTHONWARNDEFAULTENCODING",
    "PYTHONWARNINGS",
    "TORCH_LOGS",
)
_FILES = ("HOME", matplotlib_folder.VARIABLE, matplotlib_folder.SETTINGS_VARIABLE, "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


def without_habits(environment: Mapping[str, str]) -> dict[str, str]:
    """Without what somebody has set for work at a prompt, and for pictures of their own: what a notebook does is not to
    depend on that."""
    kept = {name: value for name, value in environment.items() if name not in _HABITS}
    return kept | {matplotlib_folder.SETTINGS_VARIABLE: os.devnull}


def for_imports(environment: Mapping[str, str]) -> dict[str, str]:
    """Those that a process needs which only imports, with what a kernel adds to them: no secret is among them."""
    found = {k: v for k, v in environment.items() if k in (*_NAMES, *_FILES) or k.startswith(_PREFIXES)}
    found |= {matplotlib_folder.SETTINGS_VARIABLE: matplotlib_folder.settings(environment)}
    return INLINE_BACKEND | found | THREADS


def for_sandbox(environment: Mapping[str, str], home: str, temporary: str = "/tmp") -> dict[str, str]:  # noqa: S108
    """Those that are no secret and hold in a sandbox too; everything else stays outside."""
    kept = {k: v for k, v in for_imports(without_habits(environment)).items() if k not in _FILES}
    kept |= {k: v for k, v in environment.items() if k in _NO_MATTER}
    return kept | {"HOME": home, "TMPDIR": temporary, "USER": "student", "LOGNAME": "student"}


def same_imports(one: Mapping[str, str], other: Mapping[str, str], sandboxed: bool) -> bool:
    """Whether imports would turn out the same under both.

    A sandbox has none of the user's files to depend on, as little as the template has (``without_habits``), and finds a
    course's own units in its own copy of the package.
    """
    left_out = (*_FILES, UNITS_VARIABLE) if sandboxed else ()
    first, second = (
        {k: v for k, v in for_imports(environment).items() if k not in left_out} for environment in (one, other)
    )
    return first == second
