"""An answer that is not there under its name may be there under another one."""

from __future__ import annotations

import difflib
from typing import Any

from gdcourse.exercises import units
from gdcourse.judging.answer_encoding import MISSING, Answer
from gdcourse.judging.exercise import Exercise


def missing_but(exercise: Exercise, namespace: dict[str, Any] | None = None) -> Answer:
    """The answer of an exercise whose name is not defined, with the name that was probably meant for it.

    Args:
        exercise: what was asked.
        namespace: the names of the notebook; without it, those of this kernel.
    """
    there = _likely(exercise, _names_of_this_kernel() if namespace is None else namespace)
    return {**MISSING, "instead": there} if there else MISSING


def _names_of_this_kernel() -> dict[str, Any]:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return {} if shell is None else shell.user_ns


def _likely(exercise: Exercise, namespace: dict[str, Any]) -> str | None:
    """A function or class of the notebook whose name is nearly that of the exercise, or the only one of its own."""
    taken = {other.name for unit in units() for other in unit.exercises}
    own = [
        name
        for name, value in namespace.items()
        if callable(value)
        and not name.startswith("_")
        and name not in taken
        # What the notebook itself defines; the rest is imported, or IPython's.
        and getattr(value, "__module__", None) == "__main__"
        and hasattr(value, "__qualname__")
    ]
    plain = {name.lower().replace("_", ""): name for name in own}
    close = difflib.get_close_matches(exercise.name.lower().replace("_", ""), plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else None
