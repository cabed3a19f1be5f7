"""Notebooks that grow in whoever reads them cost a message, not the class; what a kernel sends is counted in parts."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gdcourse.grading.pages import similar_answers
from gdcourse.grading.pages.similar_answers import bounded_tokens, tokens
from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.grading.submission.kernel_conversation import PART_BYTES, Conversation
from gdcourse.notebooks.reading import MOST_CELLS, UnreadableNotebookError, read_notebook


def _old(level: float) -> bytes:
    cells = [{"cell_type": "heading", "level": level, "source": "x", "metadata": {}}]
    sheet = {"metadata": {}, "cells": cells}
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}).encode()


GROWING = {
    "a heading of the hundred millionth level": _old(10**8),
    "a heading of the ten billionth level": _old(10**10),
    "depth": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ' + b"[" * 100_000,
    "cells": json.dumps({**new_notebook(), "cells": [{"cell_type": "raw", "source": ""}] * (MOST_CELLS + 1)}).encode(),
}


@pytest.mark.parametrize("what", GROWING)
def test_a_notebook_that_grows_is_unreadable_and_the_next_is_read(what: str) -> None:
    with pytest.raises(UnreadableNotebookError) as problem:
        read_in_child(GROWING[what])
    assert "Unreadable" not in str(problem.value)
    assert 0 < len(str(problem.value)) < 250
    assert read_in_child(_old(2)).cells[0].source == "## x"


def test_a_child_reads_what_the_reader_reads() -> None:
    own = {"nbgrader": {"grade_id": "own"}}
    cells = [new_code_cell("가 = 1", metadata=own), new_markdown_cell("text")]
    cells[1]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    data = json.dumps(new_notebook(cells=cells)).encode()
    assert read_in_child(data) == read_notebook(data)
    (cell,) = read_in_child(data, {"own"}, 3).cells
    assert cell.source == "가 ="
    with pytest.raises(UnreadableNotebookError, match="no notebook"):
        read_in_child(b"[]")


def test_a_lexer_that_does_not_end_finds_no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_answers, "_SECONDS", 0.3)
    assert bounded_tokens(['"' + r"\N{" * 16_000]) == [[]]
    assert bounded_tokens(["a = b + 1", "c"]) == [tokens("a = b + 1"), tokens("c")]


def _heard(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    """What the grader's end makes of messages."""
    ours, theirs = socket.socketpair()
    conversation, found = Conversation(ours, lambda: True), []
    for message in messages:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[theirs.send(data[: 1 << 15]) :]
            if data:
                conversation._hear(time.monotonic() + 1)
        found.append(conversation.next_message(time.monotonic() + 5))
    ours.close()
    theirs.close()
    return found


def test_what_a_kernel_sends_is_counted_in_parts_as_well_as_in_bytes() -> None:
    def shown(metadata: Any) -> dict[str, Any]:
        return {"type": "display_data", "parent": "1", "content": {"data": {}, "metadata": {"a": metadata}}}

    empty, many, text, too_many = _heard(shown([]), shown([{}] * 10_000), shown("[" * 10_000), shown([{}] * 300_000))
    assert empty["size"] < 1_000
    assert many["size"] > PART_BYTES * 10_000
    assert text["size"] < 20_000
    assert too_many["type"] == "too long"
    assert too_many["content"] == {}
    assert too_many["size"] > 30_000_000
