"""Whether submissions run in a sandbox, which layers it has, and the package that they find in it."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gdcourse.kernels.kernel_process import start_cold
from gdcourse.kernels.sandbox import IsolationUnavailableError, Sandbox, layers, stage_package

_READY_SECONDS = 60


@dataclass(frozen=True)
class Isolation:
    """Where submissions run: in a sandbox, or, where ``on`` is false, with all that the grader's user may do.

    Attributes:
        hidden: paths that no submission may see, wherever they lie.
    """

    on: bool = True
    hidden: tuple[str, ...] = ()


@cache
def probe_isolation() -> str:
    """Build a sandbox, run nothing in it, and name the layers that it has: once for as long as this process lives.

    Raises:
        IsolationUnavailableError: where this machine does not let this user build one.
    """
    if sys.platform != "linux":
        raise IsolationUnavailableError(f"{sys.platform} has no namespaces")
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        sandbox = Sandbox(directory, str(student_package()))
        sandbox.make_directories()
        process = start_cold([sys.executable, "-S", "-c", ""], {}, "/", sandbox)
        if process.wait(_READY_SECONDS) != 0:
            raise IsolationUnavailableError(f"a program in the sandbox ended with {process.returncode}")
    return " · ".join(["namespaces", *layers(), "rlimits", "memory watch"])


@cache
def student_package() -> Path:
    """A copy of the package as students have it, for as long as this process lives."""
    if _shared_package is not None:
        return _shared_package
    directory = tempfile.mkdtemp(prefix="gdcourse-students-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return stage_package(Path(directory))


_shared_package: Path | None = None


def share_package(package: Path) -> None:
    """Use the copy that another process has made, and will remove: this one may be killed before it could."""
    global _shared_package
    _shared_package = package
