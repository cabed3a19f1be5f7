"""What this machine can isolate. Tests marked ``needs_isolation`` are skipped with the reason where it cannot."""

from __future__ import annotations

from functools import cache

from gdcourse.grading.submission.isolation import probe_isolation
from gdcourse.kernels.sandbox import IsolationUnavailableError


@cache
def why_no_isolation() -> str | None:
    """The reason to skip, or ``None``."""
    try:
        probe_isolation()
    except IsolationUnavailableError as error:
        return f"this machine does not let this user isolate submissions: {error}"
    return None


def isolated() -> bool:
    """Whether submissions can run isolated here. What does not need it runs without where they cannot."""
    return why_no_isolation() is None
