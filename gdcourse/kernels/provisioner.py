"""A Jupyter kernel provisioner that forks kernels from a template, and puts them into a sandbox where asked to.

Jupyter finds it by its entry point, ``gdcourse-warm``: ``JUPYTER_DEFAULT_PROVISIONER_NAME=gdcourse-warm`` lets nbval,
nbclient and every other client of jupyter_client profit, with no change in any notebook. Where a fork is not to be had,
or fails, an ordinary kernel starts instead; one that is to be in a sandbox starts in a sandbox or not at all.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from gdcourse.kernels.environments import THREADS, for_sandbox
from gdcourse.kernels.linux import unbound_memory
from gdcourse.kernels.process import KernelProcess, Template, TemplateUnavailableError, start_cold
from gdcourse.kernels.sandbox import HOME, SOCKETS, Sandbox

NAME = "gdcourse-warm"


class WarmProvisioner(LocalProvisioner):
    """Starts kernels as children of a template that has done the imports.

    Attributes:
        sandbox: where the kernel is to be put; ``None`` for a kernel like any other.
        warm: whether to fork from the template.
    """

    sandbox: Sandbox | None = None
    warm = True

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        env = {**kwargs.get("env", os.environ), **THREADS}
        cwd = str(Path(kwargs.get("cwd") or Path.cwd()).absolute())  # the template's own place is another
        if self.sandbox is not None:
            self._show_connection(self.sandbox)
            cmd, env = self._inside(cmd), for_sandbox(env, HOME)
        self.process = await asyncio.to_thread(self._start, cmd, env, cwd)
        if self.process is None:
            info = await super().launch_kernel(cmd, **{**kwargs, "env": env})
            kernel: subprocess.Popen[bytes] | None = self.process
            if kernel is not None:
                unbound_memory(kernel.pid)
            return info
        self.pid, self.pgid, self.cwd = self.process.pid, None, cwd
        return self.connection_info

    def _start(self, cmd: list[str], env: dict[str, str], cwd: str) -> KernelProcess | None:
        env.pop("JPY_PARENT_PID", None)
        if self.warm and sys.platform == "linux":
            try:
                return Template.shared().start(cmd, env, cwd, self.sandbox)
            except (TemplateUnavailableError, ChildProcessError) as reason:
                self.log.info("No warm kernel: %s", reason)
        return start_cold(cmd, env, cwd, self.sandbox) if self.sandbox is not None else None

    def _show_connection(self, sandbox: Sandbox) -> None:
        """Put the connection file where the sandbox shows it, with the address that it has there."""
        info = {k: v.decode() if isinstance(v, bytes) else v for k, v in self.connection_info.items()}
        inside = {**info, "ip": f"{SOCKETS}/{Path(str(info['ip'])).name}"}
        Path(sandbox.sockets, "connection.json").write_text(json.dumps(inside))

    @staticmethod
    def _inside(cmd: list[str]) -> list[str]:
        return [f"{SOCKETS}/connection.json" if i and cmd[i - 1] == "-f" else part for i, part in enumerate(cmd)]

    async def wait(self) -> int | None:
        if not isinstance(self.process, KernelProcess):
            return await super().wait()
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        if self.process.poll() is None:
            descriptor = self.process.fileno()
            loop.add_reader(descriptor, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(descriptor)
        code = self.process.wait()
        self.process = None
        return code

    def seal(self) -> None:
        """Call once the kernel is ready: what it has for its sockets is then closed to anything new."""
        if isinstance(self.process, KernelProcess):
            self.process.seal()
