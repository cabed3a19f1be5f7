"""Run a command where the system makes no namespaces, as in containers and on Ubuntu 24.04.

``python tests/support/without_namespaces.py user|root COMMAND…``. As ``user``, root becomes ``nobody``, and whoever is
no root stays who he is; as ``root``, root keeps the rights that a container gives by default. Either way it is for
good: nothing that the command starts gets a right or a namespace back.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from gdcourse.kernels import system_calls
from gdcourse.kernels.refused_system_calls import (
    ENOSYS,
    EPERM,
    MASKED_EQUAL,
    Comparison,
    Refuse,
    filter_of,
    install,
)

NOBODY = 65534
# Docker's and Podman's: chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service,
# sys_chroot, setfcap. (https://docs.docker.com/engine/security/#linux-kernel-capabilities)
_OF_A_CONTAINER = (0, 1, 3, 4, 5, 6, 7, 8, 10, 18, 31)
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 24, 38


def refuse_namespaces() -> None:
    """Let this process and all it starts make no namespace.

    Raises:
        OSError: where libseccomp is not installed, or the kernel refuses the filter.
    """
    namespaces = system_calls.NAMESPACES | system_calls.CLONE_NEWUSER

    def rules(refuse: Refuse) -> None:
        for flag in (1 << bit for bit in range(32) if namespaces >> bit & 1):
            for name in ("unshare", "clone"):
                refuse(name, EPERM, Comparison(0, MASKED_EQUAL, flag, flag))
        refuse("setns")
        # A filter cannot look behind clone3's pointer; told that there is none, the C library takes clone.
        refuse("clone3", ENOSYS)

    install(filter_of(rules))


def make_readable(paths: list[Path]) -> None:
    """Show ``paths`` to every user, in a mount namespace of this process, where a folder above is closed to others.

    The Python of root's own home is one such. What else lies in that folder is not shown.

    Raises:
        OSError: where something is closed, and root may not mount.
    """
    closed = {path: _closed_folder(path) for path in paths}
    if not any(closed.values()):
        return
    system_calls.unshare(system_calls.CLONE_NEWNS)
    system_calls.mount("none", "/", flags=system_calls.MS_REC | system_calls.MS_PRIVATE)
    kept = {path: os.open(path, os.O_PATH) for path, folder in closed.items() if folder}
    for folder in {folder for folder in closed.values() if folder}:
        system_calls.mount("shown", folder, "tmpfs", options="size=1m,mode=755")
    for path, descriptor in kept.items():
        path.mkdir(parents=True, exist_ok=True)
        system_calls.mount(f"/proc/self/fd/{descriptor}", path, flags=system_calls.MS_BIND | system_calls.MS_REC)
        os.close(descriptor)


def _closed_folder(path: Path) -> Path | None:
    """The outermost folder around ``path`` that others may not enter."""
    around = [folder for folder in reversed(path.parents) if not folder.stat().st_mode & stat.S_IXOTH]
    return around[0] if around else None


def without_namespaces(identity: str) -> list[str]:
    """What goes before a command that is to run so; skips the test where that cannot be had."""
    if os.geteuid() != 0 or not system_calls.has_capabilities(21):  # CAP_SYS_ADMIN
        pytest.skip("only root with all its rights can give them up")
    return [sys.executable, __file__, identity]


def give_up(identity: str) -> None:
    """Be an ordinary user, or root as in a container, who may make no namespaces, from here on."""
    if os.geteuid() == 0:
        make_readable([Path(p).resolve() for p in (sys.prefix, sys.base_prefix, Path(__file__).parents[2])])
    if identity == "root":
        for capability in range(64):
            if capability not in _OF_A_CONTAINER:
                with contextlib.suppress(OSError):  # past the last one
                    system_calls.call("prctl", _PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
        system_calls.call("prctl", _PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), 0, 0, 0)
    else:
        if os.geteuid() == 0:
            system_calls.become(NOBODY)
        system_calls.drop_privileges()
    refuse_namespaces()


if __name__ == "__main__":
    give_up(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606
