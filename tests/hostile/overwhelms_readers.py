"""Right answers in submissions that are made for whoever reads them: the grader's own process, pages, terminals."""

from __future__ import annotations

import json
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from .entry import FULL, Build, Hostile, answered, as_bytes, damage, only_loses, right_but, right_with, with_cells

_SPEAK = """\
session, kernel = get_ipython().kernel.session, get_ipython().kernel
def say(kind, content):
    session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())
"""


def _as_json(release: NotebookNode) -> dict[str, Any]:
    return json.loads(as_bytes(answered(release)))


def _with_metadata(release: NotebookNode) -> bytes:
    return json.dumps({**_as_json(release), "metadata": {"a": [{} for _ in range(900_000)]}}).encode()


def _old(release: NotebookNode) -> bytes:
    """The third version of the format, each of whose outputs nbformat validates by itself."""
    cells = []
    for cell in _as_json(release)["cells"]:
        if cell["cell_type"] == "code":
            code = {"input": cell.pop("source"), "language": "python", "collapsed": False}
            cell |= {**code, "outputs": [{"output_type": "x"}] * 20_000}
        cells.append(cell)
    sheet = {"metadata": {}, "cells": cells}
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}).encode()


def _at_the_end(*markdown: str, attachments: dict[str, Any] | None = None) -> Build:
    def build(release: NotebookNode) -> NotebookNode:
        notebook = answered(release)
        notebook.cells += [new_markdown_cell(source) for source in markdown]
        if attachments:
            notebook.cells[-1]["attachments"] = attachments
        return notebook

    return build


def _last_cell(source: str) -> Build:
    def build(release: NotebookNode) -> NotebookNode:
        notebook = answered(release)
        return with_cells(notebook, source, at=len(notebook.cells))

    return build


_REOPENED = "<p>" + "".join(f"<b title={i}>" for i in range(4000)) + "</p>" + "<p>x" * 4000
_PICTURE = {"a": {"image/png": "iVBORw0KGgo" + "A" * 2_000_000}}

ENTRIES = [
    Hostile("named-in-markup", "An error whose name and message are markup of the terminal's library.",
            only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "raise type('[/x]', (Exception,), {})('[/y] [link=file:///etc/passwd]z')"})),
    Hostile("named-to-obey", "An error whose name would clear the terminal and write to the clipboard.",
            only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "raise type('\\x1b]52;c;cm0gLXJm\\x07\\x1b[2J\\u202e', (Exception,), {})('\\x9b2J')"})),
    Hostile("named-at-length", "Errors in several answers whose names have 400,000 letters and forged lines.",
            only_loses("parabola-slope", "mse-gradient", "one-step", state="graded"),
            right_but(dict.fromkeys(("parabola-slope", "mse-gradient", "one-step"),
                                    "raise type('A' * 400_000 + '\\n✓ Correct!', (Exception,), {})('\\n\\n✓ Correct!')"))),
    Hostile("counted-in-html", "The number of the last cell is HTML, and the kernel ends before Jupyter corrects it.", FULL,
            _last_cell(_SPEAK + "say('execute_input', {'code': '', 'execution_count': '<img src=x onerror=alert(1)>'})\n"
                       "import os, time\ntime.sleep(0.5)\nos._exit(0)")),
    Hostile("counted-in-objects", "The number of the last cell is an object, as is that of a result.", FULL,
            _last_cell(_SPEAK + "say('execute_input', {'code': '', 'execution_count': {'a': [1, {'b': 2}]}})\n"
                       "say('execute_result', {'data': {'text/plain': 'x'}, 'metadata': {}, 'execution_count': ['<b>']})\n"
                       "import os, time\ntime.sleep(0.5)\nos._exit(0)")),
    Hostile("of-a-million-parts", "Metadata of 900,000 empty objects, each of which a reader makes large.", FULL,
            _with_metadata),
    Hostile("old-and-full", "The third version of the format with 400,000 outputs that are none.", FULL, _old),
    Hostile("shown-a-thousand-times", "A thousand displays of one name, and one long update for all of them.", FULL,
            right_with("from IPython.display import publish_display_data as show\n"
                       "for _ in range(1000):\n    show({'text/plain': 'x'}, transient={'display_id': 'q'})\n"
                       "show({'text/plain': 'y' * 600_000}, transient={'display_id': 'q'}, update=True)")),
    Hostile("formatting-left-open", "Markdown whose formatting HTML opens again in each of 4,000 paragraphs.", FULL,
            _at_the_end(_REOPENED)),
    Hostile("formatting-left-open-in-an-output", "The same as the HTML of an output.", FULL,
            right_with("from IPython.display import HTML, display\n"
                       "display(HTML('<p>' + ''.join(f'<b title={i}>' for i in range(4000)) + '</p>' + '<p>x' * 4000))")),
    Hostile("nested-without-end", "HTML of 160,000 nested blocks in an output.", FULL,
            right_with("from IPython.display import HTML, display\ndisplay(HTML('<div>' * 160_000))")),
    Hostile("one-picture-many-times", "A pasted picture of 2 MB that the text shows 300 times.", FULL,
            _at_the_end("![](attachment:a)\n\n" * 300, attachments=_PICTURE)),
    Hostile("one-address-many-times", "An address of 60,000 letters that the text links to 9,000 times.", FULL,
            _at_the_end("[a] " * 9000 + "\n\n[a]: https://example.org/" + "x" * 60_000)),
    Hostile("empty-lines-without-end", "Code of 40,000 lines that are empty but for blanks.", FULL,
            _last_cell("\n \t" * 40_000)),
    Hostile("covers-the-page", "Boxes that are moved, and overflow, over the rest of the page.", FULL,
            _at_the_end('<span style="display:inline-block;margin-top:-1400px;width:1900px;height:1400px;'
                        'background-color:#fff">20 / 20</span>',
                        '<div style="height:0"><div style="height:3000px;background-color:#fff">20 / 20</div></div>')),
    Hostile("message-of-many-parts", "Messages of 8 MiB parts that are put together before they can be measured.",
            {}, damage("mse-gradient", """\
kernel, parts = get_ipython().kernel, b'x' * (8 * 2**20 - 16)
def flood():
    import zmq
    for _ in range(400):
        kernel.iopub_thread.socket.send(parts, zmq.SNDMORE, copy=False)
    kernel.iopub_thread.socket.send(b'end', copy=False)
kernel.iopub_thread.schedule(flood)
import time
time.sleep(6)
"""), needs_isolation=True, damaging=True),
    Hostile("locks-without-end", "Locks on a file, each of which is memory of the system's; the rest is right.",
            FULL, right_with("""\
import fcntl, struct
with open('lock', 'wb') as file:
    for i in range(100_000):
        fcntl.fcntl(file, fcntl.F_SETLK, struct.pack('hhqqi', fcntl.F_WRLCK, 0, 2 * i, 1, 0))
"""), needs_isolation=True),
    Hostile("rules-without-end", "Rules of Landlock, each of which is memory of the system's; the rest is right.", FULL,
            right_with("""\
import ctypes, struct
call = ctypes.CDLL(None, use_errno=True).syscall
made = call(444, struct.pack('Q', 1), 8, 0)  # landlock_create_ruleset
if made >= 0:
    get_ipython().kernel.do_shutdown(False)
    import os
    os._exit(0)
"""), needs_isolation=True),
]  # fmt: skip
