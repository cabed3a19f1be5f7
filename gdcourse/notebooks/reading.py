"""Read a notebook that somebody made, whatever the bytes are: one reader, from ``check`` to grading."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import nbformat
import nbformat.reader
from nbformat import NotebookNode, current_nbformat, current_nbformat_minor, from_dict
from nbformat.warnings import DuplicateCellId

from gdcourse.notebooks.default_limits import MAX_NOTEBOOK_BYTES

_BEGINNING = 4096
_MOST_PARTS = 1_000_000
MOST_CELLS = 10_000
_OF_NO_CELLS = (1, 2, 3)
"""The versions of the format in which cells stand elsewhere."""
_ARCHIVES = {b"PK\x03\x04": "zip", b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7z", b"Rar!": "rar", b"%PDF": "PDF"}
"""What a file may be that has a notebook's name, by its first bytes."""
_LONGEST_NUMBER = 1_000  # digits: no program has any use for one, and Python reads no longer ones
_MOST_TEXT = 64 << 20  # letters: an old notebook can ask for a heading of the 10⁹th level, which is as many signs


def _number(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


_JSON = json.JSONDecoder(strict=False, parse_int=_number)


class UnreadableNotebookError(ValueError):
    """The bytes are not a notebook. The message says why."""


def read_notebook(data: bytes) -> NotebookNode:
    """The cells of a notebook, as one of the current format: type, source, ``grade_id``, pasted pictures.

    Outputs and all other metadata are left behind. What programs get wrong about the format, and a student cannot see,
    is passed over: the encoding, a version that does not fit, fields that are missing.

    Raises:
        UnreadableNotebookError: where the bytes are not a notebook, whatever they are, or more than
            ``MAX_NOTEBOOK_BYTES``.
    """
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise UnreadableNotebookError(f"> {MAX_NOTEBOOK_BYTES >> 20} MiB")
    if (kind := next((kind for magic, kind in _ARCHIVES.items() if data.startswith(magic)), "")) or not data.strip():
        raise UnreadableNotebookError(kind or "0 bytes")
    try:
        found = nbformat.convert(_cells_alone(decoded(data)), 4)
        if len(found.cells) > MOST_CELLS:
            raise ValueError(f"{len(found.cells):,} cells, of at most {MOST_CELLS:,}")
        if sum(len(cell.source) for cell in found.cells) > _MOST_TEXT:
            raise ValueError(f"more than {_MOST_TEXT >> 20} MiB of text")
        return new_notebook([_plain_cell(cell) for cell in found.cells])
    except UnicodeDecodeError as error:
        raise UnreadableNotebookError(f"UTF-8: {error.reason} ({error.start})") from None
    except RecursionError:
        raise UnreadableNotebookError("JSON: nested too deeply") from None
    except Exception as error:
        # Whatever nbformat or the shape of the data raises, to a reader it is one thing: not a notebook.
        first_line = (str(error).splitlines() or [""])[0]
        raise UnreadableNotebookError(f"{type(error).__name__}: {first_line[:200]}") from None


def what_it_claims(data: bytes) -> dict[str, Any]:
    """What a notebook that ``read_notebook`` reads says of itself, metadata and outputs included: none of it is to be
    believed, and any of it may be of another kind than in a notebook.

    Raises:
        ValueError: where it is none.
    """
    return _as_object(decoded(data))


def read_file(path: Path) -> NotebookNode:
    """``read_notebook`` of a file, of which no more is read than a notebook may have.

    Raises:
        UnreadableNotebookError: where it is none.
        OSError: where the file cannot be opened.
    """
    with path.open("rb") as file:
        return read_notebook(file.read(MAX_NOTEBOOK_BYTES + 1))


def read_whole(path: Path) -> NotebookNode:
    """A notebook of the course's own, with all that is in it.

    Raises:
        UnreadableNotebookError: where it is none, with its path.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DuplicateCellId)  # of cells that were copied; nbformat mends it
            return nbformat.read(path, as_version=4)
    except Exception as error:
        # Whatever nbformat raises, to who reads it is one thing; its first line may quote the file.
        raise UnreadableNotebookError(f"{path}: {type(error).__name__}") from error


def looks_like_notebook(beginning: bytes) -> bool:
    """Whether bytes begin as a notebook does, whatever the file is called."""
    text = beginning.decode(json.detect_encoding(beginning), "ignore").lstrip("\ufeff \t\r\n")
    return text.startswith("{") and re.search(r'"(cells|worksheets|nbformat|metadata)"\s*:', text) is not None


def decoded(data: bytes) -> str:
    """The text of a notebook, which front ends write in UTF-8, and editors in UTF-16 or a code page of Windows.

    Raises:
        UnicodeDecodeError: where it is in no encoding that is known.
    """
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        text = _otherwise_decoded(data)
        if not looks_like_notebook(text[:_BEGINNING].encode("utf-8", "replace")):
            raise error from None
    return text.lstrip("\ufeff").rstrip("\0 \r\n\t")  # a crash leaves zeros at the end


def _otherwise_decoded(data: bytes) -> str:
    """Text in a code page of Windows, or in UTF-8 with a few bytes that were damaged: those are lost, and no others."""
    try:
        return data.decode("cp949")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    is_utf8 = re.search(r"[^\x00-\x7f\ufffd]", text) or "\ufffd" not in text
    return text if is_utf8 else data.decode("cp1252", "replace")


def _cells_alone(text: str) -> NotebookNode:
    """The notebook in the format that it has, without outputs and other metadata.

    Not ``nbformat.reads``, which validates besides: slowly, and whatever it finds goes to the log alone. What is not
    needed is left behind before nbformat looks at it: it makes an object of five hundred bytes of every ``{}``, and
    validates every output of an old notebook on its own.
    """
    raw = _as_object(text)
    version = raw["nbformat"], raw["nbformat_minor"] = _version_of(raw)
    if version[0] not in nbformat.versions:
        raise ValueError(f"nbformat {version[0]!r:.20}")
    sheets = raw.get("worksheets")
    if "cells" not in raw and not isinstance(sheets, list):
        raise ValueError("JSON: no cells")  # a link to one, say, which is what a synchronised folder holds
    for sheet in (raw, *(sheets if isinstance(sheets, list) else [])):
        if "cells" in sheet:
            sheet["cells"] = [_put_right(cell, version[0]) for cell in sheet["cells"] or [] if isinstance(cell, dict)]
        sheet["metadata"] = {}
    return nbformat.versions[version[0]].to_notebook_json(raw, minor=version[1])


def _as_object(text: str) -> dict[str, Any]:
    """The JSON of a notebook, as it stands there."""
    if _count_parts(text) > _MOST_PARTS:
        raise ValueError("JSON: too many parts")
    # What is behind its end is of an older and longer file that was not written over as a whole.
    raw, _ = _JSON.raw_decode(text.lstrip())
    if not isinstance(raw, dict):
        raise ValueError("JSON: no notebook")
    return raw


def _put_right(cell: dict[str, Any], major: int) -> dict[str, Any]:
    """A cell in the form that its format has, as far as its text and its ``grade_id`` need."""
    metadata, source = cell.get("metadata"), cell.get("source")
    cell["metadata"] = {k: v for k, v in metadata.items() if k == "nbgrader"} if isinstance(metadata, dict) else {}
    cell["attachments"] = pictures_in(cell.get("attachments"))
    if "outputs" in cell:
        cell["outputs"] = []
    if not isinstance(source, str):
        cell["source"] = _joined(source if isinstance(source, list) else [])
    kind = cell.get("cell_type")
    if major == 4 and kind not in ("code", "markdown", "raw"):
        cell["cell_type"] = "code" if "outputs" in cell or "execution_count" in cell else "markdown"
    elif major < 4 and kind == "code":
        cell.setdefault("input", cell["source"])  # what the format of today calls it
    return cell


def _joined(lines: list[Any]) -> str:
    """The text of a cell that stands there line by line. Each has its end, but for the last; where none of several has
    one, a program has cut them off."""
    texts = [line for line in lines if isinstance(line, str)]
    return ("" if any("\n" in text for text in texts) else "\n").join(texts)


def _version_of(raw: dict[str, Any]) -> tuple[Any, Any]:
    """The format's version; where it is not said, or the parts are another's, the parts tell."""
    major, minor = nbformat.reader.get_version(raw)
    major = int(major) if isinstance(major, str) and major.isdecimal() else major
    if "nbformat" not in raw:
        major, minor = (4, 0) if "cells" in raw else (3, 0)
    elif major in _OF_NO_CELLS and "cells" in raw and "worksheets" not in raw:
        major, minor = 4, 0
    return major, minor


def _count_parts(text: str) -> int:
    """How many objects and lists there are in JSON; where hardly any could be, brackets in its strings count too."""
    if text.count("{") + text.count("[") > _MOST_PARTS:
        text = re.sub('"[^"]*"', "", text.replace("\\\\", "").replace('\\"', ""))
    return text.count("{") + text.count("[")


def _plain_cell(cell: NotebookNode) -> NotebookNode:
    """Type, source, grade_id and pasted pictures of a cell; outputs, tags and all other metadata are left behind."""
    source = cell.get("source") or ""
    source = source if isinstance(source, str) else "".join(source)
    source = source.encode("utf-8", "replace").decode()  # JSON can hold halves of surrogate pairs; nothing else can
    new = with_pictures(new_cell(cell.cell_type, source), cell)
    grade_id = grade_id_of(cell)
    if grade_id is not None:
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
    kept = pictures_in(other.get("attachments")) if cell.cell_type == "markdown" else None
    if kept:
        cell["attachments"] = from_dict(kept)
    return cell


def pictures_in(pasted: object) -> dict[str, dict[str, str]]:
    """The pictures among what was pasted into a cell: name → kind → base64."""
    found = {
        name: {kind: data for kind, data in bundle.items() if kind in _PICTURES and isinstance(data, str)}
        for name, bundle in (pasted.items() if isinstance(pasted, dict) else ())
        if isinstance(bundle, dict)
    }
    return {name: bundle for name, bundle in found.items() if bundle}


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
    """What nbgrader calls the cell, or ``None`` for a cell that it does not know."""
    nbgrader = cell.get("metadata", {}).get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) and grade_id else None
