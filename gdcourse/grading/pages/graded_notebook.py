"""What a page needs of a graded notebook, and no more: few of its parts, none of them deep.

A kernel can put a million empty objects into an output, which a reader of notebooks makes gigabytes of. So this runs in
a bounded child (``submission.bounded_child``), and what it gives is small in number.
"""

from __future__ import annotations

import json
from typing import Any

from nbformat import current_nbformat, current_nbformat_minor

from gdcourse.notebooks.reading import pictures_in

SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "text/latex")
"""Kinds of outputs that pages show, the best first; ``text/plain`` goes with each."""
_LONGEST_PLAIN = 200_000
_MOST_OUTPUTS = 5_000


def shown_parts(data: bytes, verdict_kind: str) -> dict[str, Any]:
    """The cells of a notebook in the current format, with those outputs that can be shown.

    Args:
        data: the notebook's file.
        verdict_kind: the MIME type of a verdict among a check cell's outputs.

    Raises:
        ValueError: where the bytes are not a notebook; or whatever its shape makes Python raise.
    """
    found = json.loads(data)
    if found["nbformat"] != current_nbformat:
        raise ValueError(f"nbformat {found['nbformat']!r:.20}")
    cells: list[dict[str, Any]] = []
    outputs = 0
    for cell in found["cells"]:
        metadata = cell["metadata"]
        kept = {"nbgrader": metadata["nbgrader"]} if "nbgrader" in metadata else {}
        new = {"cell_type": cell["cell_type"], "source": joined(cell["source"]), "metadata": kept}
        new["id"] = f"cell-{len(cells)}"
        if cell["cell_type"] == "code":
            own = cell["outputs"][: _MOST_OUTPUTS - outputs]
            outputs += len(own)
            new |= {"execution_count": None, "outputs": [_output(output, verdict_kind) for output in own]}
        elif pictures := pictures_in(cell.get("attachments")):
            new["attachments"] = pictures
        cells.append(new)
    return {"nbformat": current_nbformat, "nbformat_minor": current_nbformat_minor, "metadata": {}, "cells": cells}


def _output(output: dict[str, Any], verdict_kind: str) -> dict[str, Any]:
    kind = output["output_type"]
    if kind == "stream":
        return {"output_type": kind, "name": output["name"], "text": joined(output["text"])[:_LONGEST_PLAIN]}
    if kind == "error":
        text = "\n".join(map(str, output.get("traceback") or [f"{output['ename']}: {output['evalue']}"]))
        ename, evalue = str(output["ename"])[:_LONGEST_PLAIN], str(output["evalue"])[:_LONGEST_PLAIN]
        return {"output_type": kind, "ename": ename, "evalue": evalue, "traceback": [text[:_LONGEST_PLAIN]]}
    data = output["data"]
    shown: dict[str, Any] = {"text/plain": joined(data.get("text/plain", ""))[:_LONGEST_PLAIN]}
    if best := next((one for one in SHOWN if one in data), None):
        shown[best] = joined(data[best])
    if isinstance(data.get(verdict_kind), dict):
        shown[verdict_kind] = _record(data[verdict_kind])
    numbered = {"execution_count": None} if kind == "execute_result" else {}
    return {"output_type": kind, "data": shown, "metadata": {}, **numbered}


def _record(record: dict[str, Any]) -> dict[str, Any]:
    """A verdict, or what claims to be one: its texts and its numbers."""
    message = record.get("message")
    texts = (
        {language: str(message.get(language, ""))[:_LONGEST_PLAIN] for language in ("ko", "en")}
        if isinstance(message, dict)
        else None
    )
    plain = {name: record.get(name) for name in ("question", "state", "score", "diagnosis")}
    return {**{k: v for k, v in plain.items() if v is None or isinstance(v, str | int | float)}, "message": texts}


def joined(value: Any) -> str:
    """Text that nbformat keeps as one string or as lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
