"""Run a notebook from top to bottom with nbclient, in a kernel as this package starts them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class OwnKernelManager(AsyncKernelManager):
    """Starts this Python's ipykernel, whatever kernels somebody has installed at home under its name."""

    @default("kernel_spec_manager")
    def _this_python(self) -> KernelSpecManager:
        return KernelSpecManager(parent=self, kernel_dirs=[])


@contextmanager
def kernel_config() -> Iterator[Config]:
    """Settings for ``NotebookClient``: talk to the kernel through files where the system can, not over the network.

    The files live as long as the block, and lie in nobody's home.
    """
    config = Config()
    config.NotebookClient.kernel_manager_class = OwnKernelManager
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        config.KernelManager.connection_file = f"{directory}/kernel.json"
        if sys.platform != "win32":
            # jupyter_client would put the sockets into the current directory, which is not the kernel's.
            config.KernelManager.transport = "ipc"
            config.KernelManager.ip = f"{directory}/s"
        yield config


def run_notebook(
    notebook: NotebookNode, directory: Path, cell_seconds: int, environment: Mapping[str, str], **options: Any
) -> None:
    """Run every cell of a notebook in a kernel of its own, and put the outputs into it.

    IPython's settings, start-up files and history at home are left alone: the notebook is to show the same anywhere.

    Args:
        directory: where the kernel works.
        cell_seconds: what one cell may take.
        environment: the kernel's variables.
        options: traits of nbclient's ``NotebookClient``.

    Raises:
        nbclient.exceptions.CellExecutionError: where a cell fails, unless ``allow_errors``.
        nbclient.exceptions.DeadKernelError: where the kernel ends on the way.
    """
    with kernel_config() as config, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as ipython:
        client = NotebookClient(
            notebook,
            timeout=cell_seconds,
            config=config,
            kernel_name=KERNELSPEC["name"],
            resources={"metadata": {"path": str(directory)}},
            **options,
        )
        client.execute(env={**environment, "IPYTHONDIR": ipython})
