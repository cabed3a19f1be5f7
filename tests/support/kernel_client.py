"""Run code in a kernel that this project starts, and see what comes back. Also a program: see ``main``."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from gdcourse.grading.submission.isolation import best_tier
from gdcourse.grading.submission.kernel_conversation import Conversation, KernelGoneError
from gdcourse.kernels.kernel_process import TEMPLATE_VARIABLE, KernelProcess, start_direct
from gdcourse.kernels.provisioner import WarmProvisioner
from gdcourse.kernels.sandbox import PACKAGE, Resources, Sandbox, Tier, stage_package, temporary_directory

T = TypeVar("T")
KINDS = ("stream", "display_data", "execute_result", "error")


@asynccontextmanager
async def kernel(warm: bool = True) -> AsyncIterator[tuple[AsyncKernelManager, AsyncKernelClient, WarmProvisioner]]:
    """A kernel as Jupyter's programs start it, that is ready, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        manager = AsyncKernelManager(kernel_name="python3", kernel_id="test")
        manager.transport, manager.ip = "ipc", str(Path(directory, "s"))
        provisioner = WarmProvisioner(kernel_id="test", kernel_spec=manager.kernel_spec, parent=manager)
        provisioner.warm = warm
        manager.provisioner = provisioner
        await manager.start_kernel(cwd=directory)
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            yield manager, client, provisioner
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)


@contextmanager
def direct_kernel(
    sandboxed: bool = True,
    warm: bool = True,
    hidden: tuple[str, ...] = (),
    resources: Resources | None = None,
    tier: Tier | None = None,
) -> Iterator[tuple[KernelProcess, Conversation]]:
    """A kernel as submissions have it, that is ready, for as long as the block runs."""
    with temporary_directory() as directory:
        package = stage_package(Path(directory, "students"))
        sandbox = Sandbox(directory, str(package), hidden, resources or Resources(), tier or best_tier())
        sandbox.make_directories()
        process, channel = start_direct(dict(os.environ), str(sandbox.files), sandbox if sandboxed else None, warm)
        assert isinstance(process, KernelProcess)
        with channel:
            talk = Conversation(channel, lambda: process.poll() is not None)
            try:
                while talk.next_message(time.monotonic() + 60)["type"] != "ready":
                    continue  # what it has to say of its own start
                yield process, talk
            finally:
                process.kill()
                process.wait()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def ask(talk: Conversation, code: str, request: str = "1") -> None:
    """Begin a cell."""
    talk.ask({"id": request, "cell": code}, time.monotonic() + 60)


def answered(talk: Conversation, request: str = "1", seconds: float = 60) -> list[dict[str, Any]]:
    """The outputs of a cell that has been begun, when it has come to its end."""
    outputs, deadline = [], time.monotonic() + seconds
    while True:
        message = talk.next_message(deadline)
        if (message["type"], message["parent"]) == ("execute_reply", request):
            return outputs
        if message["parent"] == request and message["type"] in KINDS:
            outputs.append({"kind": message["type"], **message["content"]})


async def execute(client: AsyncKernelClient, code: str, seconds: float = 60) -> list[dict[str, Any]]:
    """The outputs of a cell, as Jupyter's messages have them."""
    outputs: list[dict[str, Any]] = []
    await client.execute_interactive(
        code,
        timeout=seconds,
        output_hook=lambda m: (
            outputs.append({"kind": m["msg_type"], **m["content"]}) if m["msg_type"] in KINDS else None
        ),
    )
    return outputs


def printed(outputs: list[dict[str, Any]]) -> str:
    return "".join(o.get("text", "") or "\n".join(o.get("traceback", [])) for o in outputs)


def run_in_kernel(code: str, warm: bool = True) -> str:
    """What a cell prints, in a kernel of its own."""

    async def run() -> str:
        async with kernel(warm) as (_, client, _provisioner):
            return printed(await execute(client, code))

    return run_apart(run())


def run_directly(code: str, **options: Any) -> str:
    """What a cell prints, in a kernel of its own as submissions have it: in a sandbox, unless told otherwise."""
    with direct_kernel(**options) as (_, talk):
        ask(talk, code)
        return printed(answered(talk))


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` in a thread of its own: a browser of another test may have left its event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


_OTHER_LANDLOCK = "from gdcourse.kernels import landlock\nlandlock.landlock_version = lambda: {version}\n"


class GraderElsewhere:
    """A grader in a program of its own: another user, other rights. It runs one cell after the other."""

    def __init__(self, command: list[str], landlock: int | None = None) -> None:
        """
        Args:
            command: what goes before the program.
            landlock: the version of it that the program is to find, if not this machine's. Its rules are those of that
                version then, as the kernel takes them from a program that knows no newer one.
        """
        program = [*command, sys.executable, str(Path(__file__))]
        # A template of ours would have our rights.
        environment = {k: v for k, v in os.environ.items() if k != TEMPLATE_VARIABLE}
        self._first = tempfile.TemporaryDirectory(prefix="gdo-")
        if landlock is not None:
            environment["PYTHONPATH"] = os.pathsep.join([self._first.name, str(PACKAGE.parent)])
            first = Path(self._first.name, "sitecustomize.py")  # imported by each Python before anything else
            first.write_text(_OTHER_LANDLOCK.format(version=landlock))
            first.parent.chmod(0o755)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(program, text=True, env=environment, **pipes)

    def run(self, code: str, **options: Any) -> tuple[str, Any]:
        """What a cell prints, in a kernel of its own, and why that was ended: ``None`` if it was not.

        Args:
            code: the cell.
            options: of ``direct_kernel``; ``resources`` as a dictionary.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"code": code, **options}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the grader has ended"
        text, reason = json.loads(line)
        return text, reason

    def end(self) -> None:
        self._process.communicate()
        self._first.cleanup()


def main() -> None:
    """Run cells, each in a sandbox of its own: a line of JSON for each, and one for what came of it."""
    for line in sys.stdin:
        options = json.loads(line)
        code, resources = options.pop("code"), Resources(**options.pop("resources", {}))
        with direct_kernel(resources=resources, **options) as (process, talk):
            ask(talk, code)
            try:
                outcome = [printed(answered(talk)), None]
            except KernelGoneError:
                process.wait(60)
                outcome = ["", process.reason or process.returncode]
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main()
