"""Whether submissions run in a sandbox, in which tier and with which layers, and the package that they find in it."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gdcourse.judging.own_units import files_for_students, own_folder
from gdcourse.kernels.environment_variables import for_sandbox
from gdcourse.kernels.kernel_process import start_cold
from gdcourse.kernels.landlock import landlock_version
from gdcourse.kernels.refused_system_calls import has_seccomp
from gdcourse.kernels.sandbox import TIERS, IsolationUnavailableError, Sandbox, Tier, stage_package

_READY_SECONDS = 60
# Writes a file, and starts a program that ends well only if it can read Python and the file.
_TRIAL = """
import pathlib, subprocess, sys
pathlib.Path("trial").write_text("1")
subprocess.run([sys.executable, "-S", "-c", "open('trial').read()"], check=True)
"""


@dataclass(frozen=True)
class Isolation:
    """Where submissions run: in a sandbox, or, where ``on`` is false, with all that the grader's user may do.

    Attributes:
        hidden: paths that no submission may see, wherever they lie.
        tier: how the sandbox is built; the best way that the machine has, if it is not said.
    """

    on: bool = True
    hidden: tuple[str, ...] = ()
    tier: Tier | None = None


def probe_isolation(wanted: Tier | None = None) -> str:
    """The tier that submissions will run in, and its layers, in words.

    Raises:
        IsolationUnavailableError: where this machine does not let this user build the sandbox that is wanted, or any.
    """
    tier = best_tier(wanted)
    layers = [f"Landlock {landlock_version()}"] if landlock_version() else []
    layers += ["seccomp"] if has_seccomp() else []
    return " · ".join([tier, *layers, "rlimits", "watch"])


def best_tier(wanted: Tier | None = None) -> Tier:
    """The first tier that holds on this machine, or the one that is wanted.

    Raises:
        IsolationUnavailableError: where none does; its message has the reason of each.
    """
    tiers = [wanted] if wanted else TIERS
    for tier in tiers:
        if tier not in _obstacles:
            _obstacles[tier] = _obstacle(tier)
        if not _obstacles[tier]:
            return tier
    raise IsolationUnavailableError("; ".join(f"{tier}: {_obstacles[tier]}" for tier in tiers))


_obstacles: dict[Tier, str] = {}
"""Why a tier does not hold here, empty where it does: found out once for as long as this process lives."""


def _obstacle(tier: Tier) -> str:
    """One is built, and something run in it: what can be made need not hold."""
    if sys.platform != "linux":
        return f"not on {sys.platform}"
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        sandbox = Sandbox(directory, str(student_package()), tier=tier)
        sandbox.make_directories()
        try:
            environment = for_sandbox(os.environ, sandbox.home, sandbox.temporary)
            process = start_cold([sys.executable, "-S", "-c", _TRIAL], environment, "/", sandbox)
        except (IsolationUnavailableError, ChildProcessError) as error:
            return str(error)
        code = process.wait(_READY_SECONDS)
        return f"a program in the sandbox ended with {process.reason or code}" if code else ""


def student_package() -> Path:
    """A copy of the package as students have it, with the course's own units, for as long as this process lives."""
    return _shared_package or _copy_with(own_folder())


@cache
def _copy_with(own: Path | None) -> Path:
    directory = tempfile.mkdtemp(prefix="gdcourse-students-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return stage_package(Path(directory), files_for_students(own) if own else {})


_shared_package: Path | None = None


def found_out() -> tuple[Path, dict[Tier, str]]:
    """What this process has found out and made, for another to ``take_over``."""
    return student_package(), dict(_obstacles)


def take_over(found: tuple[Path, dict[Tier, str]]) -> None:
    """Use what another process has found out, and its copy, which it removes: this one may be killed first."""
    global _shared_package
    _shared_package, obstacles = found
    _obstacles.update(obstacles)
