"""What a sandbox for one kernel is: what the kernel is shown, what it may use, and which of two tiers it is built in.

``namespaces`` (``gdcourse.kernels.namespaces``): a user, mounts, processes, network and host name of its own, under
Landlock and seccomp. It needs root or user namespaces.

``process`` (``gdcourse.kernels.confined_process``): an ordinary process under Landlock and a narrower seccomp filter,
in a directory of its own, and under a user id of its own where the grader may give one. It needs no privilege.

Both have resource limits, and a warden outside that watches what everything in the sandbox uses together.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from gdcourse.kernels import system_calls
from gdcourse.kernels.environment_variables import UNITS_VARIABLE

Tier = Literal["namespaces", "process"]
TIERS: tuple[Tier, ...] = ("namespaces", "process")
"""From the one that keeps the most promises to the one that keeps the fewest."""

TIER_VARIABLE = "GDCOURSE_SANDBOX"
"""Names the tier to the kernel in it."""

NOT_FOR_STUDENTS = ("solutions", "grading", "authoring")
"""Subpackages that are not in what students install; ``pyproject.toml`` leaves the same ones out of the wheel."""

_UNITS_FOLDER = "own_units"
"""Where in the package a sandbox has the course's own units, whose folder it does not see."""

HOME_IN_NAMESPACES = "/home/student"
PACKAGE = Path(__file__).parent.parent
# No zero: mapped as shared it is memory that nobody counts.
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/sys/devices/system/cpu")
_ETC = (
    "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "fonts", "alternatives", "mime.types",
    "nsswitch.conf", "terminfo", "ssl/openssl.cnf",
)  # fmt: skip
MIB = 1 << 20


class IsolationUnavailableError(RuntimeError):
    """This machine does not let this user build a sandbox. The message is the reason."""


@dataclass(frozen=True)
class Resources:
    """What everything in one sandbox may use together, unless it says otherwise.

    Attributes:
        memory: bytes of memory that are really used (not address space, of which torch maps far more), shared
            memory and what the system keeps for open files included; files in the scratch directory are not.
        cpu_seconds: processor time.
        wall_seconds: time from start to end, which the warden enforces even where the grader has gone astray.
        processes: processes and threads.
        scratch: bytes of files in the scratch directory.
        file: bytes of one file.
        files: how many files and folders in the scratch directory.
    """

    memory: int = 3072 * MIB
    cpu_seconds: int = 600
    wall_seconds: int = 900
    processes: int = 256
    scratch: int = 256 * MIB
    file: int = 64 * MIB
    files: int = 65536


@dataclass(frozen=True)
class Sandbox:
    """One sandbox, for one kernel.

    Attributes:
        directory: a directory of the grader's, for this kernel alone. What lies in ``files`` in it is what the
            kernel's working directory begins with.
        package: the ``gdcourse`` package as students have it.
        hidden: paths that must not be seen, even where they lie in something that is shown.
        resources: the limits.
        tier: how it is built.
    """

    directory: str
    package: str
    hidden: tuple[str, ...] = ()
    resources: Resources = field(default_factory=Resources)
    tier: Tier = "namespaces"

    @property
    def files(self) -> Path:
        return Path(self.directory, "files")

    @property
    def root(self) -> Path:
        """Where the tree of files of a mount namespace is built."""
        return Path(self.directory, "root")

    @property
    def scratch(self) -> Path:
        """Without a mount namespace: the directory that the kernel may write in."""
        return Path(self.directory, "scratch")

    @property
    def home(self) -> str:
        """The home directory, as the kernel sees it."""
        return HOME_IN_NAMESPACES if self.tier == "namespaces" else str(self.scratch)

    @property
    def work(self) -> str:
        """The working directory, as the kernel sees it."""
        return f"{self.home}/work"

    @property
    def temporary(self) -> str:
        """The directory for temporary files, as the kernel sees it."""
        return "/tmp" if self.tier == "namespaces" else f"{self.scratch}/tmp"  # noqa: S108

    def environment(self, environment: dict[str, str]) -> dict[str, str]:
        """The variables of a kernel in it, made from those that it is asked to have."""
        added: dict[str, str] = {TIER_VARIABLE: self.tier}
        if self.tier == "process":  # nothing is mounted where the package lies, so it has to be found elsewhere
            found = [str(Path(self.package).parent), environment.get("PYTHONPATH", "")]
            added["PYTHONPATH"] = os.pathsep.join(filter(None, found))
        if environment.get(UNITS_VARIABLE):
            package = PACKAGE if self.tier == "namespaces" else Path(self.package)
            added[UNITS_VARIABLE] = str(package / _UNITS_FOLDER)
        return environment | added

    def make_directories(self) -> None:
        for path in (self.files, self.root) if self.tier == "namespaces" else (self.files,):
            path.mkdir(parents=True, exist_ok=True)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Sandbox:
        resources = Resources(**data["resources"])
        return cls(data["directory"], data["package"], tuple(data["hidden"]), resources, data["tier"])


@contextmanager
def temporary_directory() -> Iterator[str]:
    """A directory for one kernel, for as long as the block runs; it goes whatever student code has made in it."""
    directory = tempfile.mkdtemp(prefix="gdk-")
    try:
        yield directory
    finally:
        with suppress(OSError, RecursionError):
            shutil.rmtree(directory)
        if os.path.lexists(directory):
            # Folders that may not be read, or thousands in one another.
            for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
                subprocess.run([*command, "--", directory], stderr=subprocess.DEVNULL, check=False)  # noqa: S603


def stage_package(target: Path, own_units: Mapping[str, Path] = MappingProxyType({})) -> Path:
    """Copy the package as students have it into ``target``, for everybody to read, and return where it lies there.

    Args:
        target: a folder.
        own_units: what students get of the course's own units, by its place in their folder.
    """
    left_out = {PACKAGE / name for name in NOT_FOR_STUDENTS}

    def ignored(directory: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or Path(directory, name) in left_out}

    package = target / PACKAGE.name
    shutil.copytree(PACKAGE, package, ignore=ignored)
    for name, path in own_units.items():
        (package / _UNITS_FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, package / _UNITS_FOLDER / name)
    for folder, _, names in os.walk(target):  # a sandbox's user is not the one whose files these are
        Path(folder).chmod(0o755)
        for name in names:
            Path(folder, name).chmod(0o644)
    return package


def system_paths() -> list[str]:
    """What every program needs to read, and Python itself."""
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    return [p for p in (*_SYSTEM, *(f"/etc/{name}" for name in _ETC), *sorted(prefixes)) if os.path.lexists(p)]


def limit_resources(resources: Resources, processes: int) -> None:
    """Set this process's limits, which all that it starts has too.

    Args:
        resources: the limits.
        processes: how many processes and threads its user may have.
    """
    import resource  # Windows has none; there a sandbox is refused before this is reached

    # Descriptors that are under way in a socket count for a user, and whoever sends one more is measured by his own
    # limit: half of the grader's leaves the grader his half (unix(7), ETOOMANYREFS).
    _, descriptors = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits = {
        resource.RLIMIT_CORE: 1,  # 0 says nothing to a program that cores are piped to (core(5)); see the filter
        resource.RLIMIT_CPU: resources.cpu_seconds,
        # What is mapped already is nobody's: a PyTorch that knows of GPUs has 900 MiB of it, used or not.
        resource.RLIMIT_DATA: system_calls.data_space() + resources.memory + 1024 * MIB,
        resource.RLIMIT_FSIZE: resources.file,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NOFILE: min(512, descriptors // 2),
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_SIGPENDING: 256,
    }
    for name, value in limits.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))
