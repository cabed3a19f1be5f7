"""Clients of jupyter_client that take a kernel's word for it that it is ready.

A client waits for a kernel's first answer, and then until its channel for outputs has been silent for 0.2 seconds. But
a kernel that has answered says so on that channel, and what it had to say comes before that: these do not wait longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel, ZMQSocketChannel
from traitlets import Type


def _says_idle(message: dict[str, Any]) -> bool:
    return bool(message["msg_type"] == "status" and message["content"]["execution_state"] == "idle")


class _Attentive:
    """What both channels for outputs do: while ``wait_for_ready`` listens, an idle kernel has no more to say."""

    starting = idle = False

    def patience(self, timeout: float | None) -> float | None:
        return 0 if self.starting and self.idle else timeout

    def noted(self, message: dict[str, Any]) -> dict[str, Any]:
        self.idle = _says_idle(message)
        return message


class _Outputs(_Attentive, ZMQSocketChannel):
    def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        return self.noted(super().get_msg(self.patience(timeout)))


class _AsyncOutputs(_Attentive, AsyncZMQSocketChannel):
    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        return self.noted(await super().get_msg(self.patience(timeout)))


@contextmanager
def _starting(outputs: _Outputs | _AsyncOutputs) -> Iterator[None]:
    outputs.starting, outputs.idle = True, False
    try:
        yield
    finally:
        outputs.starting = False


class QuicklyReadyClient(BlockingKernelClient):
    """``jupyter_client.blocking.BlockingKernelClient``, ready as soon as the kernel is."""

    iopub_channel_class = Type(_Outputs)

    def wait_for_ready(self, timeout: float | None = None) -> None:
        with _starting(self.iopub_channel):
            super().wait_for_ready(timeout)


class AsyncQuicklyReadyClient(AsyncKernelClient):
    """``jupyter_client.asynchronous.AsyncKernelClient``, ready as soon as the kernel is."""

    iopub_channel_class = Type(_AsyncOutputs)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        with _starting(self.iopub_channel):
            await super().wait_for_ready(timeout)


# Under the names of those that a kernel manager uses unless it is told otherwise.
QUICKLY_READY_CLIENTS = {
    f"{usual.__module__.rpartition('.')[0]}.{usual.__name__}": f"{__name__}.{prompt.__name__}"
    for usual, prompt in [(BlockingKernelClient, QuicklyReadyClient), (AsyncKernelClient, AsyncQuicklyReadyClient)]
}
