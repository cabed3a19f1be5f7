"""Right answers in submissions that are made for whoever reads them: the grader's own process, pages, terminals."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from .entry import (
    FULL,
    UNGRADABLE,
    Build,
    Hostile,
    answered,
    as_bytes,
    damage,
    only_loses,
    right_but,
    right_with,
    with_cells,
)

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


def _with_heading(release: NotebookNode) -> bytes:
    """The third version of the format, with a heading of a level that would be as many signs in Markdown."""
    heading = {"cell_type": "heading", "level": 10**9, "metadata": {}, "source": "x"}
    sheet = {"metadata": {}, "cells": [heading]}
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}).encode()


def _macros() -> str:
    """``\\b`` is ten times ``\\a``, ``\\c`` ten times ``\\b``, and so on."""
    names = "abcdefghijk"
    return "".join(f"\\newcommand{{\\{b}}}{{{f'{chr(92)}{a} ' * 10}}}" for a, b in pairwise(names))


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
    Hostile("macros-of-macros", "A formula of 600 letters whose macros grow tenfold, ten times.", FULL,
            _at_the_end(f"${_macros()}\\k$")),
    Hostile("shapes-of-shapes", "A drawing of 1 KB in which ten shapes are used ten times each, eight times over.", FULL,
            _last_cell("from IPython.display import SVG, display\nname = 'abcdefghi'\n"
                       "uses = ''.join(f'<g id=\"{b}\">' + f'<use href=\"#{a}\"/>' * 10 + '</g>' for a, b in zip(name, name[1:]))\n"
                       "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><g id=\"a\"><circle r=\"1\"/></g>'\n"
                       "            f'{uses}<use href=\"#i\"/></svg>'))")),
    Hostile("backslashes-without-end", "Markdown of 40,000 openings of a formula that never closes.", FULL,
            _at_the_end("\\\\(" * 40_000)),
    Hostile("a-heading-of-a-level", "The third version of the format with a heading of the level 1e9.", UNGRADABLE,
            _with_heading),
    Hostile("named-as-a-formula", "An error whose name is a formula in spreadsheets that part columns by semicolons.",
            only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "raise type(\"x;=cmd|'/C calc'!A0;\", (Exception,), {})('=1+1')"})),
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
time.sleep(4)
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
