"""Read what a student handed in, whatever the bytes are."""

from __future__ import annotations

import json
import re

import nbformat
import nbformat.reader
from nbformat import NotebookNode, current_nbformat, current_nbformat_minor, from_dict

_MOST_PARTS = 1_000_000


class UnreadableSubmissionError(ValueError):
    """The bytes are not a notebook. The message says why."""


def read_submission(data: bytes) -> NotebookNode:
    """The cells of a submission, as a notebook of the current format.

    Raises:
        UnreadableSubmissionError: where the bytes are not a notebook, whatever they are.
    """
    try:
        found = nbformat.convert(_cells_alone(data.decode("utf-8-sig")), 4)
        return new_notebook([_plain_cell(cell) for cell in found.cells])
    except UnicodeDecodeError as error:
        raise UnreadableSubmissionError(f"UTF-8: {error.reason} ({error.start})") from None
    except RecursionError:
        raise UnreadableSubmissionError("JSON: nested too deeply") from None
    except Exception as error:
        # Whatever nbformat or the shape of the data raises, to the grader it is one thing: not a notebook.
        raise UnreadableSubmissionError(f"{type(error).__name__}: {str(error)[:200]}") from None


def _cells_alone(text: str) -> NotebookNode:
    """The notebook in the format that it has, without outputs and other metadata.

    Not ``nbformat.reads``, which validates besides: slowly, and whatever it finds goes to the log alone. What is not
    needed is left behind before nbformat looks at it: it makes an object of five hundred bytes of every ``{}``, and
    validates every output of an old notebook on its own.
    """
    if _count_parts(text) > _MOST_PARTS:
        raise ValueError("JSON: too many parts")
    raw = json.loads(text)
    version = nbformat.reader.get_version(raw)
    if version[0] not in nbformat.versions:
        raise ValueError(f"nbformat {version[0]!r:.20}")
    sheets = raw.get("worksheets")
    for sheet in (raw, *(sheets if isinstance(sheets, list) else [])):
        for cell in sheet.get("cells") or []:
            metadata = cell.get("metadata")
            cell["metadata"] = {k: v for k, v in metadata.items() if k == "nbgrader"} if metadata else {}
            if "outputs" in cell:
                cell["outputs"] = []
        if "metadata" in sheet:
            sheet["metadata"] = {}
    return nbformat.versions[version[0]].to_notebook_json(raw, minor=version[1])


def _count_parts(text: str) -> int:
    """How many objects and lists there are in JSON; where hardly any could be, brackets in its strings count too."""
    if text.count("{") + text.count("[") > _MOST_PARTS:
        text = re.sub('"[^"]*"', "", text.replace("\\\\", "").replace('\\"', ""))
    return text.count("{") + text.count("[")


def _plain_cell(cell: NotebookNode) -> NotebookNode:
    """Type, source, grade_id and pasted pictures of a cell; outputs, tags and all other metadata are left behind."""
    source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    source = source.encode("utf-8", "replace").decode()  # JSON can hold halves of surrogate pairs; nothing else can
    new = with_pictures(new_cell(cell.cell_type, source), cell)
    nbgrader = cell.get("metadata", {}).get("nbgrader", {})
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if isinstance(grade_id, str):
        new.metadata["nbgrader"] = {"grade_id": grade_id}
    return new


def new_cell(kind: str, source: str, metadata: dict[str, object] | None = None) -> NotebookNode:
    """A cell as nbformat's ``new_code_cell`` and the like make it, but not validated: that takes longer than the rest.

    It has no id; ``new_notebook`` gives it one.

    Raises:
        ValueError: where there is no such kind of cell.
    """
    cell = NotebookNode(cell_type=kind, source=source, metadata=from_dict(metadata or {}))
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif kind not in ("markdown", "raw"):
        raise ValueError(f"no kind of cell: {kind!r:.60}")
    return cell


_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def with_pictures(cell: NotebookNode, other: NotebookNode) -> NotebookNode:
    """``cell``, where it is Markdown with the pictures that were pasted into ``other``: nbformat's attachments."""
    pasted = other.get("attachments")
    if cell.cell_type == "markdown" and isinstance(pasted, dict):
        found = {
            name: {kind: data for kind, data in bundle.items() if kind in _PICTURES and isinstance(data, str)}
            for name, bundle in pasted.items()
            if isinstance(bundle, dict)
        }
        kept = {name: bundle for name, bundle in found.items() if bundle}
        if kept:
            cell["attachments"] = from_dict(kept)
    return cell


def new_notebook(cells: list[NotebookNode], metadata: dict[str, object] | None = None) -> NotebookNode:
    """A notebook of the current format, its cells numbered, not validated either."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return NotebookNode(
        nbformat=current_nbformat,
        nbformat_minor=current_nbformat_minor,
        metadata=from_dict(metadata or {}),
        cells=cells,
    )


def grade_id_of(cell: NotebookNode) -> str | None:
    """What nbgrader calls the cell, or ``None``."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")
