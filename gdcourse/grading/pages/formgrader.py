"""What formgrader shows of a submission, made safe before nbgrader's template shows it.

The template puts Markdown and outputs into the page as they are, and the page has the instructor's session.
``nbgrader_config.py`` adds `MakeSafe` to ``HTMLExporter.preprocessors``, so formgrader runs it on every notebook.
"""

from __future__ import annotations

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from gdcourse.grading.pages import safe_html
from gdcourse.grading.pages.graded_notebook import SHOWN, joined
from gdcourse.grading.pages.page_budget import PageRoom

_BLANK = NotebookNode()


class MakeSafe(Preprocessor):
    """Leave nothing in a notebook that could act in a page: only plain text, checked images and safe HTML."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        nb.metadata.pop("widgets", None)
        room = PageRoom()
        for cell in nb.cells:
            # Templates put tags and other metadata into attributes; what nbgrader wrote is all that is needed.
            cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "nbgrader"})
            pictures = cell.pop("attachments", None)
            if cell.cell_type == "markdown":
                cell.source = _one_block(room.render(safe_html.markdown, cell.source, pictures))
            elif cell.cell_type == "raw":
                cell.cell_type = "code"
                cell.outputs, cell.execution_count = [], None
            if cell.cell_type == "code":
                count = cell.get("execution_count")
                cell.execution_count = count if isinstance(count, int) else None
                cell.outputs = [_safe_output(output, room) for output in cell.outputs]
                if not room.takes(safe_html.notebook_code, cell.source):
                    # The template colours code by itself; of plain text there is nothing to colour.
                    cell.source, cell.metadata["magics_language"] = safe_html.beginning(cell.source), "text"
        return nb, resources


def _one_block(html: str) -> str:
    """HTML that a Markdown renderer passes on as it is: one block on one line, so that no line of it is Markdown."""
    return safe_html.kept_in_place(html.replace("\r", "").replace("\n", "&#10;"))


def _safe_output(output: NotebookNode, room: PageRoom) -> NotebookNode:
    kind = output.output_type
    if kind == "stream":
        return NotebookNode({**output, "text": safe_html.beginning(joined(output.text))})
    if kind == "error":
        return NotebookNode({**output, "traceback": [safe_html.beginning("\n".join(map(str, output.traceback)))]})
    data = output.get("data", {})
    safe = {"text/plain": safe_html.beginning(joined(data.get("text/plain", "")))}
    best = next((one for one in SHOWN if one in data), None)
    text = joined(data[best]) if best is not None else ""
    if best in ("text/html", "text/markdown"):
        how = safe_html.safe if best == "text/html" else safe_html.markdown
        safe["text/html"] = safe_html.kept_in_place(room.render(how, text))
    elif best == "text/latex":
        safe["text/html"] = room.render(safe_html.latex, text)
    elif best == "image/svg+xml":
        safe["text/html"] = room.render(safe_html.svg_image, text, "", instead="")
    elif best is not None:
        safe["text/html"] = room.render(safe_html.raster_image, best.removeprefix("image/"), text, "", instead="")
    return NotebookNode({**output, "data": NotebookNode(safe), "metadata": _BLANK})
