"""What formgrader shows of a submission, made safe before nbgrader's template shows it.

The template puts Markdown and outputs into the page as they are, and the page has the instructor's session.
``nbgrader_config.py`` adds `MakeSafe` to ``HTMLExporter.preprocessors``, so formgrader runs it on every notebook.
"""

from __future__ import annotations

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from gdcourse.grading.pages import safe_html

_BLANK = NotebookNode()


class MakeSafe(Preprocessor):
    """Leave nothing in a notebook that could act in a page: only plain text, checked images and safe HTML."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        nb.metadata.pop("widgets", None)
        patience = safe_html.Patience()
        for cell in nb.cells:
            # Templates put tags and other metadata into attributes; what nbgrader wrote is all that is needed.
            cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "nbgrader"})
            pictures = cell.pop("attachments", None)
            if cell.cell_type == "markdown":
                cell.source = _one_block(patience.render(safe_html.markdown, cell.source, pictures))
            elif cell.cell_type == "raw":
                cell.cell_type = "code"
                cell.outputs, cell.execution_count = [], None
            if cell.cell_type == "code":
                count = cell.get("execution_count")
                cell.execution_count = count if isinstance(count, int) else None
                cell.outputs = [_safe_output(output, patience) for output in cell.outputs]
        return nb, resources


def _one_block(html: str) -> str:
    """HTML that a Markdown renderer passes on as it is: one block on one line, so that no line of it is Markdown."""
    return safe_html.kept_in_place(html.replace("\r", "").replace("\n", "&#10;"))


def _safe_output(output: NotebookNode, patience: safe_html.Patience) -> NotebookNode:
    if output.output_type in ("stream", "error"):
        return output
    data, safe = output.get("data", {}), {}
    for kind, value in data.items():
        text = "".join(map(str, value)) if isinstance(value, list) else str(value)
        if kind == "text/plain":
            safe[kind] = text
        elif kind == "text/html":
            safe[kind] = safe_html.kept_in_place(patience.render(safe_html.safe, text))
        elif kind == "text/markdown":
            safe["text/html"] = safe_html.kept_in_place(patience.render(safe_html.markdown, text))
        elif kind == "text/latex":
            safe.setdefault("text/html", safe_html.safe(safe_html.mathematics(text.strip().strip("$"), block=True)))
        elif kind == "image/svg+xml":
            safe["text/html"] = safe_html.svg_image(text, "")
        elif kind in ("image/png", "image/jpeg") and safe_html.raster_image("png", text, ""):
            safe[kind] = "".join(text.split())
    return NotebookNode({**output, "data": NotebookNode(safe), "metadata": _BLANK})
