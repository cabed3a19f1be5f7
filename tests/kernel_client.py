"""Run code in a kernel that this project starts, and see what comes back. Also a program: see ``main``."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from gdcourse.kernels.provisioner import WarmProvisioner
from gdcourse.kernels.sandbox import Resources, Sandbox, stage_package

T = TypeVar("T")


@asynccontextmanager
async def kernel(
    sandboxed: bool = False, warm: bool = True, hidden: tuple[str, ...] = (), resources: Resources | None = None
) -> AsyncIterator[tuple[AsyncKernelManager, AsyncKernelClient, WarmProvisioner]]:
    """A kernel that is ready, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        package = stage_package(Path(directory, "students"))
        sandbox = Sandbox(directory, str(package), hidden, resources or Resources())
        sandbox.make_directories()
        manager = AsyncKernelManager(kernel_name="python3", kernel_id="test")
        manager.transport, manager.ip = "ipc", str(sandbox.sockets / "s")
        provisioner = WarmProvisioner(kernel_id="test", kernel_spec=manager.kernel_spec, parent=manager)
        provisioner.sandbox, provisioner.warm = (sandbox if sandboxed else None), warm
        manager.provisioner = provisioner
        await manager.start_kernel(cwd=str(sandbox.files))
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            provisioner.seal()
            yield manager, client, provisioner
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)


async def execute(client: AsyncKernelClient, code: str, seconds: float = 60) -> list[dict[str, Any]]:
    """The outputs of a cell, as Jupyter's messages have them."""
    outputs: list[dict[str, Any]] = []
    kinds = ("stream", "display_data", "execute_result", "error")
    await client.execute_interactive(
        code,
        timeout=seconds,
        output_hook=lambda m: (
            outputs.append({"kind": m["msg_type"], **m["content"]}) if m["msg_type"] in kinds else None
        ),
    )
    return outputs


def printed(outputs: list[dict[str, Any]]) -> str:
    return "".join(o.get("text", "") or "\n".join(o.get("traceback", [])) for o in outputs)


def run_in_kernel(code: str, **options: Any) -> str:
    """What a cell prints, in a kernel of its own."""

    async def run() -> str:
        async with kernel(**options) as (_, client, _provisioner):
            return printed(await execute(client, code))

    return run_apart(run())


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` in a thread of its own: a browser of another test may have left its event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def main() -> None:
    """Run the code on standard input in a cold sandbox, and print what it prints: for tests under another user."""
    hidden = tuple(json.loads(sys.argv[1])) if len(sys.argv) > 1 else ()
    print(run_in_kernel(sys.stdin.read(), sandboxed=True, warm=False, hidden=hidden))


if __name__ == "__main__":
    main()
