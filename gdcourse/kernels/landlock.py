"""Which files a kernel in a sandbox may touch, whatever the mounts show it: Landlock's rules.

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
WRITE = tuple(name for name, _ in _RIGHTS if name not in ("make_char", "make_block"))
DEVICE = ("read_file", "read_dir", "write_file", "ioctl_dev", "truncate")


def landlock_version() -> int:
    """The version of the kernel's Landlock interface, 0 where there is none."""
    try:
        return numbered_call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def allow_files(rules: Mapping[str, tuple[str, ...]]) -> None:
    """Let this process and all it starts touch no file but those of ``rules``: path → rights.

    Raises:
        OSError: where the kernel has no Landlock.
    """
    version = landlock_version()
    bits = {name: 1 << bit for bit, (name, since) in enumerate(_RIGHTS) if since <= version}
    handled = sum(bits.values())
    # scoped (abstract sockets, signals) came with version 6. The network is the network namespace's business.
    size, scoped = (24, 3) if version >= 6 else (8, 0)
    attributes = struct.pack("=QQQ", handled, 0, scoped)[:size]
    ruleset = numbered_call(_CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
    files_only = bits["execute"] | bits["write_file"] | bits["read_file"]
    files_only |= bits.get("truncate", 0) | bits.get("ioctl_dev", 0)
    for path, rights in rules.items():
        wanted = sum(bits[name] for name in rights if name in bits)
        if not Path(path).is_dir():
            wanted &= files_only
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", wanted, descriptor)
        numbered_call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))
        os.close(descriptor)
    numbered_call(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)
