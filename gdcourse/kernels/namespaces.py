"""A sandbox in namespaces: users, mounts, processes, network and host name of its own, under Landlock and seccomp.

The layers, from the outside in: a user that owns nothing; mount, process, network, IPC and host name namespaces (and a
user namespace where the grader is not root); Landlock; seccomp; resource limits.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import site
from pathlib import Path

from gdcourse.kernels import landlock, refused_system_calls, system_calls
from gdcourse.kernels.process_tree import collect
from gdcourse.kernels.sandbox import (
    DEVICES,
    HOME_IN_NAMESPACES,
    PACKAGE,
    IsolationUnavailableError,
    Resources,
    Sandbox,
    limit_resources,
    system_paths,
)

_INSIDE_USER = 1000
_PLAIN = system_calls.MS_NOSUID | system_calls.MS_NODEV
_MADE_FILES = {
    "etc/passwd": f"student:x:{_INSIDE_USER}:{_INSIDE_USER}:student:{HOME_IN_NAMESPACES}:/bin/sh\n",
    "etc/group": f"student:x:{_INSIDE_USER}:\n",
    "etc/hosts": "127.0.0.1 localhost\n",
    "etc/hostname": "notebook\n",
}


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
    for name in ("proc", "dev/pts", "dev/shm", "tmp", HOME_IN_NAMESPACES.strip("/"), "var/tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    # One file system for all that can be written: one limit on its size.
    scratch = root / "run/scratch"
    scratch.mkdir(parents=True)
    limits = sandbox.resources
    size = f"size={limits.scratch},nr_inodes={limits.files},mode=700,uid={user},gid={user}"
    system_calls.mount("scratch", scratch, "tmpfs", _PLAIN, size)
    for name, place in (("home", HOME_IN_NAMESPACES), ("tmp", "/tmp"), ("vartmp", "/var/tmp"), ("shm", "/dev/shm")):  # noqa: S108
        (scratch / name).mkdir()
        if name == "home":
            shutil.copytree(sandbox.files, scratch / name / "work")
        if os.geteuid() == 0:
            system_calls.give(scratch / name, user)
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
    for device in DEVICES:
        Path(f"{root}{device}").touch()
        system_calls.mount(device, f"{root}{device}", flags=system_calls.MS_BIND)
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
    hidden = {str(Path(path)) for path in sandbox.hidden}
    if str(PACKAGE.parent) not in site.getsitepackages():
        hidden.add(str(PACKAGE.parent))  # the repository
    wanted: dict[str, str | None] = dict.fromkeys(hidden)
    wanted |= {path: path for path in system_paths()}
    wanted[str(PACKAGE)] = sandbox.package
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


def watch_over(kernel: int) -> int:
    """The first process's work: until the kernel ends, do what the warden's signals say. Returns its status.

    ``SIGUSR1`` interrupts the kernel; ``SIGTSTP`` stops all that there is and ``SIGCONT`` lets it go on.
    """
    stop, go_on = signal.SIGTSTP, signal.SIGCONT
    awaited = {signal.SIGCHLD, signal.SIGUSR1, stop, go_on}
    # Held back but while they are waited for: one that came just before a wait would not end it.
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    while (ended := collect(kernel)) is None:
        number = signal.sigwait(awaited)
        with contextlib.suppress(ProcessLookupError):
            if number == signal.SIGUSR1:
                os.kill(kernel, signal.SIGINT)
            elif number in (stop, go_on):
                os.kill(-1, signal.SIGSTOP if number == stop else go_on)
    return ended


def confine(resources: Resources, user: int) -> None:
    """The last steps, in the process that is to run student code: another user, no privileges, limits and filters."""
    if os.geteuid() == 0:  # in a user namespace there is nobody else to be
        system_calls.become(user)
    limit_resources(resources, resources.processes)
    system_calls.drop_privileges()
    system_calls.show_to_peers()  # the warden has to see what it takes
    system_calls.be_the_first_to_go()
    system_calls.use_no_huge_pages()
    if landlock.landlock_version():
        writable = dict.fromkeys((HOME_IN_NAMESPACES, "/tmp", "/var/tmp", "/dev/shm"), landlock.WRITE)  # noqa: S108
        devices = dict.fromkeys([*DEVICES, "/dev/pts"], landlock.DEVICE)
        landlock.allow_files({"/": landlock.READ, **writable, **devices})
    if refused_system_calls.has_seccomp():
        refused_system_calls.refuse_system_calls("namespaces")
