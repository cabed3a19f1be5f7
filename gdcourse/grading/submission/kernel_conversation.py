"""Reading what a kernel says that student code may have taken over: what makes no sense is passed over, and counted."""

from __future__ import annotations

import json
import math
import re
import socket
import time
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode

MAX_NONSENSE = 1000
MAX_DEPTH = 60
MAX_LINE = 8 << 20
MAX_PARTS = 250_000
"""Objects and lists in one message: three bytes of JSON are hundreds in the reader, and more in whoever shows them."""
PART_BYTES = 128
"""What an object or a list counts for beside its letters."""
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_LOOK_SECONDS = 0.5  # until the next look at whether the kernel is still there


class NonsenseError(Exception):
    """The kernel sends hardly anything else than what makes no sense."""


class KernelGoneError(Exception):
    """The kernel has ended."""


class Conversation:
    """Requests to a kernel (see ``gdcourse.kernels.direct_kernel``), and what it says, as far as it is a message."""

    def __init__(self, channel: socket.socket, ended: Callable[[], bool]) -> None:
        """``ended`` says whether the kernel's process has."""
        self._channel, self._ended = channel, ended
        self._heard = bytearray()
        self._looked = 0  # how much of it holds no end of a line
        self._skipped = 0  # bytes of a line that is too long
        self._nonsense = 0

    def ask(self, request: dict[str, Any], deadline: float) -> None:
        """Send a request.

        Raises:
            KernelGoneError: where nobody takes it.
        """
        self._channel.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            self._channel.sendall(json.dumps(request).encode() + b"\n")
        except OSError:
            raise KernelGoneError from None

    def next_message(self, deadline: float) -> dict[str, Any]:
        """The next message: its ``type``, its ``parent`` and its ``content``; and its ``size``, in bytes and parts.

        Of a line that is longer than any output may be only the size is told, as a message of type ``"too long"``.

        Raises:
            TimeoutError: where none comes before ``deadline`` (of the monotonic clock).
            KernelGoneError: where none will come.
            NonsenseError: where what comes is no message, again and again.
        """
        while True:
            if time.monotonic() >= deadline:  # also where there is no end of messages
                raise TimeoutError
            end = self._heard.find(b"\n", self._looked)
            if end < 0:
                self._looked = len(self._heard)
                if self._looked > MAX_LINE:
                    self._skipped += self._looked
                    self._heard.clear()
                    self._looked = 0
                self._hear(deadline)
                continue
            line, size = bytes(self._heard[:end]), end + self._skipped
            del self._heard[: end + 1]
            self._looked = 0
            if self._skipped or end > MAX_LINE:
                self._skipped = 0
                return {"type": "too long", "parent": None, "content": {}, "size": size}
            parts = _count_parts(line)
            size += PART_BYTES * parts
            if parts > MAX_PARTS:
                return {"type": "too long", "parent": None, "content": {}, "size": size}
            try:
                return {**_checked(json.loads(line)), "size": size}
            except Exception as error:
                self._nonsense += 1
                if self._nonsense > MAX_NONSENSE:
                    raise NonsenseError(f"{type(error).__name__}: {str(error)[:200]}") from None

    def _hear(self, deadline: float) -> None:
        """Take what the kernel has said, or come back with nothing when it is time to look at the clock."""
        self._channel.settimeout(min(max(0.001, deadline - time.monotonic()), _LOOK_SECONDS))
        try:
            data = self._channel.recv(1 << 18)
        except TimeoutError:
            if self._ended():  # and what it has started may still hold the other end
                raise KernelGoneError from None
            return
        except OSError:
            raise KernelGoneError from None
        if not data:
            raise KernelGoneError
        self._heard += data


def _count_parts(line: bytes) -> int:
    """How many objects and lists there are in JSON, before it is read; brackets in strings count where they are few."""
    parts = line.count(b"{") + line.count(b"[")
    if parts > 1000:
        line = _STRINGS.sub(b"", line)
        parts = line.count(b"{") + line.count(b"[")
    return parts


def _checked(message: dict[str, Any]) -> dict[str, Any]:
    """The message, where it is one; raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is not."""
    kind, parent, content = message["type"], message["parent"], storable(message["content"])
    if not (isinstance(kind, str) and (parent is None or isinstance(parent, str)) and isinstance(content, dict)):
        raise TypeError("not the shape of a message")
    return {"type": kind, "parent": parent, "content": content}


def as_output(kind: str, content: dict[str, Any]) -> NotebookNode:
    """What a message of this type shows, as an output of a cell.

    Raises:
        ValueError: where it is not what Jupyter's format of notebooks knows (nbformat, version 4.5).
    """
    if kind == "stream":
        shown = {"name": content.get("name"), "text": content.get("text")}
        if shown["name"] not in ("stdout", "stderr") or not isinstance(shown["text"], str):
            raise ValueError("not a stream")
    elif kind == "error":
        shown = {name: content.get(name) for name in ("ename", "evalue", "traceback")}
        lines = shown["traceback"]
        if not (isinstance(lines, list) and all(isinstance(text, str) for text in [*lines, *list(shown.values())[:2]])):
            raise ValueError("not an error")
    elif kind in ("display_data", "execute_result"):
        shown = {"data": NotebookNode(_bundle(content.get("data"))), "metadata": content.get("metadata")}
        if not isinstance(shown["metadata"], dict):
            raise ValueError("no metadata")
        shown["metadata"] = NotebookNode(shown["metadata"])
        if kind == "execute_result":
            shown["execution_count"] = as_count(content.get("execution_count"))
    else:
        raise ValueError(f"no output: {kind:.60}")
    return NotebookNode({"output_type": kind, **shown})  # an answer is large, and nobody looks into it by attribute


def _bundle(data: Any) -> dict[str, Any]:
    """By MIME type what is shown: text, or lines of it; JSON where the type says so."""
    if not isinstance(data, dict):
        raise ValueError("nothing to show")
    for kind, value in data.items():
        text = isinstance(value, str) or (isinstance(value, list) and all(isinstance(line, str) for line in value))
        if not (text or kind == "application/json" or kind.endswith("+json")):
            raise ValueError(f"not {kind:.60}")
    return data


def as_count(value: Any) -> int | None:
    """A cell's number, where it is one: templates put it into pages as it is."""
    return value if type(value) is int and 0 <= value < 2**31 else None


def storable(value: Any, depth: int = 0) -> Any:
    """Plain data with text that UTF-8 has, and numbers that JSON has.

    Raises:
        ValueError: where it is nested more deeply than any output.
        TypeError: where it is no plain data.
    """
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    kind = type(value)  # what comes out of JSON is of these types, and of no subclass
    if kind is str:
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if kind is float:
        return value if math.isfinite(value) else None
    if value is None or kind is int or kind is bool:
        return value
    if kind is dict:
        return {storable(k): storable(v, depth + 1) for k, v in value.items()}
    if kind is list:
        # An answer is thousands of numbers.
        return [item if type(item) is float and math.isfinite(item) else storable(item, depth + 1) for item in value]
    raise TypeError(kind.__name__)


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
