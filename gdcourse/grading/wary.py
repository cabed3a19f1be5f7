"""Reading what a kernel says that student code may have taken over: what makes no sense is passed over, and counted."""

from __future__ import annotations

import asyncio
import math
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from nbformat import NotebookNode
from traitlets import Type

MAX_NONSENSE = 1000
MAX_DEPTH = 60


class NonsenseError(Exception):
    """The kernel sends hardly anything else than what makes no sense."""


class _WaryChannel(AsyncZMQSocketChannel):
    """A channel that hands on only what has the shape of a message, with text and numbers that can be stored."""

    nonsense = 0

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        while True:
            try:
                # The base class asks first whether there is something, and then for it: that takes twice as long.
                async with asyncio.timeout(timeout):
                    return _checked(await self._recv())
            except TimeoutError:
                raise Empty from None
            except Exception as error:
                self.nonsense += 1
                if self.nonsense > MAX_NONSENSE:
                    raise NonsenseError(f"{type(error).__name__}: {str(error)[:200]}") from None


class WaryClient(AsyncKernelClient):
    """A client of a kernel that may say anything."""

    shell_channel_class = Type(_WaryChannel)
    iopub_channel_class = Type(_WaryChannel)


def _checked(message: dict[str, Any]) -> dict[str, Any]:
    """The message, where it is one; raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is not."""
    kind = message["header"]["msg_type"]
    parent = message["parent_header"]
    content = storable(message["content"])
    if not (isinstance(kind, str) and isinstance(parent, dict) and isinstance(content, dict)):
        raise TypeError("not the shape of a message")
    if kind == "execute_reply" and not isinstance(content.get("status"), str):
        raise ValueError("a reply without a status")
    return {**message, "msg_type": kind, "content": content, "buffers": []}


def storable(value: Any, depth: int = 0) -> Any:
    """Plain data with text that UTF-8 has, and numbers that JSON has.

    Raises:
        ValueError: where it is nested more deeply than any output.
        TypeError: where it is no plain data.
    """
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dict):
        return {storable(str(k)): storable(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [storable(item, depth + 1) for item in value]
    raise TypeError(type(value).__name__)


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs of a cell, with what was written to one stream in a row as one output."""
    found: list[NotebookNode] = []
    parts: list[str] = []
    for output in outputs:
        if output.output_type == "stream" and found and found[-1].get("name") == output.name:
            parts.append(output.text)
            continue
        if parts:
            found[-1].text += "".join(parts)
            parts = []
        found.append(output)
    if parts:
        found[-1].text += "".join(parts)
    return found
