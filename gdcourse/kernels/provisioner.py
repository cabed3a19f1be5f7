"""A Jupyter kernel provisioner that forks kernels from a template.

Jupyter finds it by its entry point, ``gdcourse-warm``: ``JUPYTER_DEFAULT_PROVISIONER_NAME=gdcourse-warm`` lets nbval,
nbclient and every other client of jupyter_client profit, with no change in any notebook. Where a fork is not to be had,
or fails, an ordinary kernel starts instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets.utils.importstring import import_item

from gdcourse.kernels.environment_variables import THREADS
from gdcourse.kernels.kernel_process import KernelProcess, Template, TemplateUnavailableError
from gdcourse.kernels.system_calls import unbound_memory

try:
    from gdcourse.kernels.quickly_ready_clients import QUICKLY_READY_CLIENTS
except ImportError:  # before 8.0 jupyter_client's channels were others: its clients wait, and their kernels are warm
    QUICKLY_READY_CLIENTS = {}

_LISTEN_SECONDS, _KILL_SECONDS = 5, 1


class WarmProvisioner(LocalProvisioner):
    """Starts kernels as children of a template that has done the imports.

    Attributes:
        warm: whether to fork from the template.
    """

    warm = True

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        env = {**kwargs.get("env", os.environ), **THREADS}
        cwd = str(Path(kwargs.get("cwd") or Path.cwd()).absolute())  # the template's own place is another
        # Not the loop's own executor: where a process forks, its child has a copy of that without the threads.
        with ThreadPoolExecutor(1) as apart:
            self.process = await asyncio.get_running_loop().run_in_executor(apart, self._start, cmd, env, cwd)
        if self.process is None:
            info = await super().launch_kernel(cmd, **{**kwargs, "env": env})
            kernel: subprocess.Popen[bytes] | None = self.process
            if kernel is not None:
                unbound_memory(kernel.pid)
            return info
        self.pid, self.pgid, self.cwd = self.process.pid, None, cwd
        await self._listens()
        if isinstance(self.parent, KernelManager):
            _let_clients_be_quick(self.parent)
        return self.connection_info

    async def _listens(self) -> None:
        """Until somebody listens at the port that a kernel opens last: ZeroMQ would look again after 100 ms only."""
        info, deadline = self.connection_info, time.monotonic() + _LISTEN_SECONDS
        while info["transport"] == "tcp" and time.monotonic() < deadline and await self.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((info["ip"], info["hb_port"]), 1):
                return
            await asyncio.sleep(0.005)

    def _start(self, cmd: list[str], env: dict[str, str], cwd: str) -> KernelProcess | None:
        env.pop("JPY_PARENT_PID", None)
        if self.warm and sys.platform == "linux":
            try:
                return Template.shared().start(cmd, env, cwd)
            except (TemplateUnavailableError, ChildProcessError) as reason:
                self.log.info("No warm kernel: %s", reason)
        return None

    async def wait(self) -> int | None:
        if not isinstance(self.process, KernelProcess):
            return await super().wait()
        await self._end_of(self.process)
        code = self.process.wait()
        self.process = None
        return code

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and come back once it has ended: jupyter_client would look again after 100 ms only."""
        await super().kill(restart)
        if isinstance(self.process, KernelProcess):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._end_of(self.process), _KILL_SECONDS)

    async def _end_of(self, process: KernelProcess) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        if process.poll() is None:
            descriptor = process.fileno()
            loop.add_reader(descriptor, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(descriptor)


def _let_clients_be_quick(manager: KernelManager) -> None:
    """Give a kernel's manager clients that do not wait for silence, unless its user has chosen others."""
    usual = manager.client_class
    if usual in QUICKLY_READY_CLIENTS and manager.client_factory is import_item(usual):
        manager.client_class = QUICKLY_READY_CLIENTS[usual]
