"""Be a direct kernel in a process of its own: ``python -m gdcourse.kernels.start_direct_kernel DESCRIPTOR``."""

from __future__ import annotations

import socket
import sys

from gdcourse.kernels.failed_start import telling_why


def main() -> None:
    """Begin with the socket, so that what fails after that can be told."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.set_inheritable(False)
    with telling_why(channel):
        from gdcourse.kernels import direct_kernel

        direct_kernel.run(channel)


if __name__ == "__main__":
    main()
