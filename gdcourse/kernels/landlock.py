"""What a process may touch whatever else lets it: files, TCP, and who it may send signals to. Landlock's rules.

Sources: landlock(7), Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping
from pathlib import Path

from gdcourse.kernels.system_calls import numbered_call

# Landlock's calls have the same numbers on every architecture.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
# Rights by name, in the order of their bits, with the version of its interface that brought them.
_RIGHTS = [
    ("execute", 1), ("write_file", 1), ("read_file", 1), ("read_dir", 1), ("remove_dir", 1), ("remove_file", 1),
    ("make_char", 1), ("make_dir", 1), ("make_reg", 1), ("make_sock", 1), ("make_fifo", 1), ("make_block", 1),
    ("make_sym", 1), ("refer", 2), ("truncate", 3), ("ioctl_dev", 5),
]  # fmt: skip
READ = ("execute", "read_file", "read_dir")
READ_WITHOUT_LISTING = ("execute", "read_file")
WRITE = tuple(name for name, _ in _RIGHTS if name not in ("make_char", "make_block"))
DEVICE = ("read_file", "read_dir", "write_file", "ioctl_dev", "truncate")

NETWORK_VERSION, SIGNALS_VERSION, _QUIET_VERSION = 4, 6, 7
"""The versions since which TCP can be refused, and signals and abstract sockets be kept inside."""
_BIND_AND_CONNECT_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3
_WITHOUT_A_LOG = 1


def landlock_version() -> int:
    """The version of the kernel's Landlock interface, 0 where there is none."""
    try:
        return numbered_call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def ruleset(version: int, files: bool = True, tcp: bool = False, signals: bool = True) -> bytes:
    """``struct landlock_ruleset_attr``: what is refused unless a rule allows it, as far as ``version`` knows it.

    Args:
        version: of the kernel's interface.
        files: everything that can be done with files.
        tcp: to bind and to connect. (Of a process in a network namespace that is the namespace's business.)
        signals: signals to, and abstract sockets of, whoever is not under the same rules.
    """
    handled = sum(1 << bit for bit, (_, since) in enumerate(_RIGHTS) if since <= version) if files else 0
    parts = [handled]
    if version >= NETWORK_VERSION:
        parts.append(_BIND_AND_CONNECT_TCP if tcp else 0)
    if version >= SIGNALS_VERSION:
        parts.append(_ABSTRACT_SOCKETS_AND_SIGNALS if signals else 0)
    return struct.pack(f"={len(parts)}Q", *parts)


def keep_signals_inside() -> None:
    """Let this process and all it starts send signals to nobody else, as from version 6 on.

    Raises:
        OSError: where the kernel has no Landlock, or an older one.
    """
    _restrict(_create(ruleset(landlock_version(), files=False)))


def allow_files(rules: Mapping[str, tuple[str, ...]], tcp: bool = True) -> None:
    """Let this process and all it starts touch no file but those of ``rules``: path → rights.

    Args:
        rules: of a path that is a folder, for all that is in it.
        tcp: whether TCP stays as it is.

    Raises:
        OSError: where the kernel has no Landlock, or a path is not there.
    """
    version = landlock_version()
    bits = {name: 1 << bit for bit, (name, since) in enumerate(_RIGHTS) if since <= version}
    descriptor = _create(ruleset(version, tcp=not tcp))
    files_only = bits["execute"] | bits["write_file"] | bits["read_file"]
    files_only |= bits.get("truncate", 0) | bits.get("ioctl_dev", 0)
    for path, rights in rules.items():
        wanted = sum(bits[name] for name in rights if name in bits)
        if not Path(path).is_dir():
            wanted &= files_only
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        numbered_call(_ADD_RULE, ctypes.c_int(descriptor), ctypes.c_int(1), struct.pack("=Qi", wanted, place), 0)
        if path.startswith("/proc/self/"):
            os.set_inheritable(place, True)  # the rule lasts as long as the system remembers the file
        else:
            os.close(place)
    _restrict(descriptor)


def _create(attributes: bytes) -> int:
    return numbered_call(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))


def _restrict(descriptor: int) -> None:
    flags = _WITHOUT_A_LOG if landlock_version() >= _QUIET_VERSION else 0
    numbered_call(_RESTRICT, ctypes.c_int(descriptor), ctypes.c_uint32(flags))
    os.close(descriptor)
