"""What a kernel in a sandbox sees, may use, and may not do.

The layers, from the outside in: a user that owns nothing; mount, process, network, IPC and host name namespaces of its
own (and a user namespace where the grader is not root); Landlock; seccomp; resource limits; and a warden outside, which
watches memory, processor time and the number of processes of everything inside.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import site
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gdcourse.kernels import landlock, refused_system_calls, system_calls

HOME = "/home/student"
WORK = f"{HOME}/work"
NOT_FOR_STUDENTS = ("solutions", "grading", "authoring")
"""Subpackages that are not in what students install; ``pyproject.toml`` leaves the same ones out of the wheel."""

_INSIDE_USER = 1000
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/sys/devices/system/cpu")
_ETC = (
    "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "fonts", "alternatives", "mime.types",
    "nsswitch.conf", "terminfo", "ssl/openssl.cnf",
)  # fmt: skip
# No zero: mapped as shared it is memory that nobody counts.
_DEVICES = ("null", "full", "random", "urandom")
_PLAIN = system_calls.MS_NOSUID | system_calls.MS_NODEV
_MADE_FILES = {
    "etc/passwd": f"student:x:{_INSIDE_USER}:{_INSIDE_USER}:student:{HOME}:/bin/sh\n",
    "etc/group": f"student:x:{_INSIDE_USER}:\n",
    "etc/hosts": "127.0.0.1 localhost\n",
    "etc/hostname": "notebook\n",
}
MIB = 1 << 20


class IsolationUnavailableError(RuntimeError):
    """This machine does not let this user build a sandbox. The message is the kernel's reason."""


@dataclass(frozen=True)
class Resources:
    """What everything in one sandbox may use together, unless it says otherwise.

    Attributes:
        memory: bytes of memory that are really used (not address space, of which torch maps far more), shared
            memory and the scratch directory's files not counted.
        cpu_seconds: processor time.
        wall_seconds: time from start to end, which the warden enforces even where the grader has gone astray.
        processes: processes and threads.
        scratch: bytes of files in the scratch directory, which is memory too.
        file: bytes of one file.
    """

    memory: int = 3072 * MIB
    cpu_seconds: int = 600
    wall_seconds: int = 900
    processes: int = 256
    scratch: int = 256 * MIB
    file: int = 64 * MIB


@dataclass(frozen=True)
class Sandbox:
    """One sandbox, for one kernel.

    Attributes:
        directory: a directory of the grader's, for this kernel alone. ``root`` in it is made here; what lies in
            ``files`` is what the kernel's working directory begins with.
        package: the ``gdcourse`` package as students have it.
        hidden: paths that must not be seen, even where they lie in something that is shown.
        resources: the limits.
    """

    directory: str
    package: str
    hidden: tuple[str, ...] = ()
    resources: Resources = field(default_factory=Resources)

    @property
    def files(self) -> Path:
        return Path(self.directory, "files")

    @property
    def root(self) -> Path:
        return Path(self.directory, "root")

    def make_directories(self) -> None:
        for path in (self.files, self.root):
            path.mkdir(parents=True, exist_ok=True)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Sandbox:
        return cls(data["directory"], data["package"], tuple(data["hidden"]), Resources(**data["resources"]))


def stage_package(target: Path) -> Path:
    """Copy the package as students have it into ``target``, and return where it lies there."""
    here = Path(__file__).parent.parent
    left_out = {here / name for name in NOT_FOR_STUDENTS}

    def ignored(directory: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or Path(directory, name) in left_out}

    package = target / here.name
    shutil.copytree(here, package, ignore=ignored)
    return package


def enter_namespaces() -> None:
    """Leave the machine's namespaces. The next child of this process is the first of a new process namespace.

    Raises:
        IsolationUnavailableError: where the kernel refuses.
    """
    user, group = os.geteuid(), os.getegid()
    try:
        if user == 0:
            system_calls.unshare(system_calls.NAMESPACES)
        else:
            system_calls.unshare(system_calls.NAMESPACES | system_calls.CLONE_NEWUSER)
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{_INSIDE_USER} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{_INSIDE_USER} {group} 1")
        system_calls.mount("none", "/", flags=system_calls.MS_REC | system_calls.MS_PRIVATE)
        with contextlib.suppress(PermissionError):  # a comfort that some containers do not grant
            system_calls.loopback_up()
    except OSError as error:
        raise IsolationUnavailableError(str(error)) from error


def student_user() -> int:
    """The user id that student code runs under, as this process's user namespace counts.

    A grader that is root has ids to spare: each sandbox gets one that nobody else has, so that no limit or signal that
    goes by user reaches another. Any other grader's sandbox is in a user namespace, which has one id.
    """
    return 0x3000_0000 + os.getpid() if os.geteuid() == 0 else _INSIDE_USER


def build_root(sandbox: Sandbox, user: int) -> None:
    """Make the tree of files that the kernel will see, below ``sandbox.root``. Nothing but ``/proc`` is missing then.

    Raises:
        IsolationUnavailableError: where the kernel refuses.
    """
    try:
        _build_root(sandbox, user)
    except OSError as error:
        raise IsolationUnavailableError(str(error)) from error


def _build_root(sandbox: Sandbox, user: int) -> None:
    root = sandbox.root
    system_calls.mount("root", root, "tmpfs", _PLAIN, "size=4m,nr_inodes=4096,mode=755")
    for name in ("proc", "dev/pts", "dev/shm", "tmp", HOME.strip("/"), "var/tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    # One file system for all that can be written: one limit on its size.
    scratch = root / "run/scratch"
    scratch.mkdir(parents=True)
    size = f"size={sandbox.resources.scratch},nr_inodes=65536,mode=700,uid={user},gid={user}"
    system_calls.mount("scratch", scratch, "tmpfs", _PLAIN, size)
    for name, place in (("home", HOME), ("tmp", "/tmp"), ("vartmp", "/var/tmp"), ("shm", "/dev/shm")):  # noqa: S108
        (scratch / name).mkdir()
        if name == "home":
            shutil.copytree(sandbox.files, scratch / name / "work")
        _give(scratch / name, user)
        system_calls.mount(str(scratch / name), f"{root}{place}", flags=system_calls.MS_BIND)
    system_calls.unmount(scratch)

    # What is shown may lie in what can be written: a Python in /tmp, say.
    for path, source in _shown(sandbox):
        target = Path(f"{root}{path}")
        if source is None:
            system_calls.mount("hidden", target, "tmpfs", _PLAIN, "size=1m,mode=755")
        else:
            _bind_at(Path(source), target)
    for name, text in _MADE_FILES.items():
        made = root / name
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text)
    for name in _DEVICES:
        (root / "dev" / name).touch()
        system_calls.mount(f"/dev/{name}", root / "dev" / name, flags=system_calls.MS_BIND)
    for name, place in (("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
                        ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx")):  # fmt: skip
        (root / "dev" / name).symlink_to(place)
    system_calls.mount(
        "devpts",
        root / "dev/pts",
        "devpts",
        system_calls.MS_NOSUID | system_calls.MS_NOEXEC,
        "newinstance,ptmxmode=0666,max=64",
    )


def _shown(sandbox: Sandbox) -> list[tuple[str, str | None]]:
    """What is shown (path, source) and what is hidden (path, ``None``), the outer before the inner."""
    package = Path(__file__).parent.parent
    hidden = {str(Path(path)) for path in sandbox.hidden}
    if str(package.parent) not in site.getsitepackages():
        hidden.add(str(package.parent))  # the repository
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    wanted: dict[str, str | None] = dict.fromkeys(hidden)
    wanted |= {p: p for p in (*_SYSTEM, *(f"/etc/{name}" for name in _ETC), *prefixes) if os.path.lexists(p)}
    wanted[str(package)] = sandbox.package
    plan: list[tuple[str, str | None]] = []
    # Text and not Path: with thirty of each, comparing paths takes longer than mounting them.
    for path in sorted(wanted, key=lambda path: path.count("/")):
        around = [source for other, source in plan if f"{path}/".startswith(f"{other.rstrip('/')}/")]
        visible = bool(around) and around[-1] is not None
        source = wanted[path]
        if (source is None and visible) or (source is not None and not (source == path and visible)):
            plan.append((path, source))
    return plan


def _bind_at(source: Path, target: Path) -> None:
    if source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        place = source.readlink()
        if not place.is_absolute():
            target.symlink_to(place)
            return
        source = source.resolve()
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(exist_ok=True)
    system_calls.bind(source, target)


def _give(path: Path, user: int) -> None:
    if os.geteuid() == 0:
        os.chown(path, user, user)
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(f"{folder}/{name}", user, user, follow_symlinks=False)


def enter_root(root: Path) -> None:
    """In the first process of the new process namespace: mount its ``/proc``, and make ``root`` the root.

    Raises:
        IsolationUnavailableError: where the kernel refuses.
    """
    try:
        flags = _PLAIN | system_calls.MS_NOEXEC
        system_calls.mount("proc", root / "proc", "proc", flags)
        system_calls.seal(root)
        system_calls.pivot_root(root)
    except OSError as error:
        raise IsolationUnavailableError(str(error)) from error


def become(user: int) -> None:
    """Be ``user`` from here on, where this process is root; in a user namespace there is nobody else to be."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def confine(resources: Resources, user: int) -> None:
    """The last steps, in the process that is to run student code: another user, no privileges, limits and filters."""
    import resource  # Windows has none; there a sandbox is refused before this is reached

    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: resources.cpu_seconds,
        resource.RLIMIT_DATA: resources.memory + 1024 * MIB,
        resource.RLIMIT_FSIZE: resources.file,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_NPROC: resources.processes,
    }
    become(user)
    for name, value in limits.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))
    system_calls.drop_privileges()
    if landlock.landlock_version():
        writable = dict.fromkeys((HOME, "/tmp", "/var/tmp", "/dev/shm"), landlock.WRITE)  # noqa: S108
        devices = dict.fromkeys([*(f"/dev/{name}" for name in _DEVICES), "/dev/pts"], landlock.DEVICE)
        landlock.allow_files({"/": landlock.READ, **writable, **devices})
    if refused_system_calls.has_seccomp():
        refused_system_calls.refuse_system_calls()


def layers() -> list[str]:
    """Of the layers that may be missing, those that this machine has."""
    version = landlock.landlock_version()
    return [*([f"Landlock {version}"] if version else []), *(["seccomp"] if refused_system_calls.has_seccomp() else [])]
