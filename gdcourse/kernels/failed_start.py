"""What a kernel says that fails before it is ready: until then nobody listens to its streams.

Light, since a process has this before it begins with the imports that may be what fails.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LONGEST = 1000  # characters
_SECONDS = 1.0  # what the owner may take to read it


@contextmanager
def telling_why(channel: socket.socket | None) -> Iterator[None]:
    """Where the block fails, say why at the socket that the kernel was to talk through, and raise the same again.

    It is a message like all others of ``gdcourse.kernels.direct_kernel``: ``{"type": "failed", "parent": null,
    "content": {"reason": …}}``. Whoever waits for ``"ready"`` hears it; once that was said, nobody does.

    Args:
        channel: the kernel's end, if it has one.
    """
    try:
        yield
    except BaseException as error:
        if channel is not None:
            content = {"reason": f"{type(error).__name__}: {error}"[:_LONGEST]}
            with suppress(OSError, ValueError):  # the owner has gone; a text that JSON does not have
                channel.settimeout(_SECONDS)
                channel.sendall(json.dumps({"type": "failed", "parent": None, "content": content}).encode() + b"\n")
        raise
