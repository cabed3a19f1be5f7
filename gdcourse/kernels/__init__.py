"""How this package starts Jupyter kernels."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from traitlets.config import Config

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"name": "python", "pygments_lexer": "ipython3", "file_extension": ".py", "mimetype": "text/x-python"}
"""What a notebook says of its language after it has run, for those who colour its code."""


@contextmanager
def kernel_config() -> Iterator[Config]:
    """Settings for ``NotebookClient``: talk to the kernel through files where the system can, not over the network.

    The files live as long as the block.
    """
    config = Config()
    if sys.platform == "win32":
        yield config
        return
    # jupyter_client would put the sockets into the current directory, which is not the kernel's.
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        config.KernelManager.transport = "ipc"
        config.KernelManager.ip = f"{directory}/s"
        yield config
