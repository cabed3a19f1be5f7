"""One reader for student and grader: what programs get wrong about a notebook costs nobody anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gdcourse.grading.classroom.nbgrader_plugins import SubmissionExporter
from gdcourse.notebooks.default_limits import MAX_NOTEBOOK_BYTES
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of, read_notebook, what_it_claims

GOOD: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "경사 하강법"},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {"nbgrader": {"grade_id": "one-step-solution"}, "tags": ["x"]},
            "source": ["a = 1\n", "b = 2"],
            "outputs": [],
            "execution_count": None,
        },
    ],
}


def changed(change: Callable[[dict[str, Any]], Any]) -> bytes:
    raw = json.loads(json.dumps(GOOD))
    change(raw)
    return json.dumps(raw, ensure_ascii=False).encode()


def plain() -> str:
    return json.dumps(GOOD, ensure_ascii=False)


def old_format() -> bytes:
    converted = nbformat.convert(nbformat.from_dict(GOOD), 3)
    return nbformat.writes(converted, version=3).encode()


SLIPS: dict[str, bytes] = {
    "as it should be": plain().encode(),
    "byte-order mark": plain().encode("utf-8-sig"),
    "UTF-16": plain().encode("utf-16"),
    "UTF-16 without a mark": plain().encode("utf-16-le"),
    "UTF-32": plain().encode("utf-32"),
    "a code page of Windows": plain().encode("cp949"),
    "zeros after a crash": plain().encode() + bytes(512),
    "cell ids before their minor version": changed(lambda raw: raw.update(nbformat_minor=4)),
    "a minor version to come": changed(lambda raw: raw.update(nbformat_minor=9)),
    "a kind of cell that there is no more": changed(lambda raw: raw["cells"][0].update(cell_type="heading", level=2)),
    "a kind of cell that nobody knows, with outputs": changed(lambda raw: raw["cells"][1].update(cell_type="sql")),
    "no version": changed(lambda raw: raw.pop("nbformat")),
    "no minor version": changed(lambda raw: raw.pop("nbformat_minor")),
    "the old version beside new cells": changed(lambda raw: raw.update(nbformat=3)),
    "no metadata": changed(lambda raw: raw.pop("metadata")),
    "metadata that is null": changed(lambda raw: raw.update(metadata=None)),
    "a cell without metadata": changed(lambda raw: raw["cells"][0].pop("metadata")),
    "a cell without outputs": changed(lambda raw: raw["cells"][1].pop("outputs")),
    "a cell without a count": changed(lambda raw: raw["cells"][1].pop("execution_count")),
    "equal ids": changed(lambda raw: raw["cells"][1].update(id="a")),
    "an id that is none": changed(lambda raw: raw["cells"][0].update(id="한글 아이디")),
    "fields that nobody knows": changed(lambda raw: raw["cells"][0].update(outputs=[], collapsed=True)),
    "a raw line end in a string": plain().replace("경사 하강법", "경사 하강법", 1).replace('"x"', '"\t"').encode(),
    "the format of 2014": old_format(),
    "the format of 2014 around cells of today": changed(
        lambda raw: raw.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": raw.pop("cells")}])
    ),
    "a version in quotation marks": changed(lambda raw: raw.update(nbformat="4")),
    "cells that are none": changed(lambda raw: raw["cells"].extend([None, "x", 5, []])),
    "metadata that is a list": changed(lambda raw: raw["cells"][0].update(metadata=[])),
    "attachments that are none": changed(lambda raw: raw["cells"][0].update(attachments={"a": None, "b": "x"})),
    "attachments of a cell of code": changed(lambda raw: raw["cells"][1].update(attachments="x")),
    "a number of ten thousand digits": plain()
    .replace('"metadata": {}', f'"metadata": {{"n": {"9" * 10_000}}}', 1)
    .encode(),
    "the end of a longer file that it was written over": plain().encode() + b'"id": "c"}]}\n',
    "empty lines in front": b"\n\n" + plain().encode(),
    "lines without their ends": changed(lambda raw: raw["cells"][1].update(source=["a = 1", "b = 2"])),
}


def test_a_cell_without_a_source_is_empty() -> None:
    for change in (lambda cell: cell.pop("source"), lambda cell: cell.update(source=None)):
        read = read_notebook(changed(lambda raw, change=change: change(raw["cells"][0])))
        assert [cell.source for cell in read.cells] == ["", "a = 1\nb = 2"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (plain().replace("경사 하강법", "pente à café").encode("cp1252"), "pente à café"),
        (plain().encode().replace("하".encode(), b"\xff", 1), "경사 \ufffd강법"),
    ],
    ids=["a code page of Western Europe", "a damaged byte"],
)
def test_a_byte_that_is_in_no_encoding_costs_no_more_than_itself(data: bytes, text: str) -> None:
    assert [cell.source for cell in read_notebook(data).cells] == [text, "a = 1\nb = 2"]


@pytest.mark.parametrize("slip", SLIPS)
def test_what_programs_get_wrong_is_read_all_the_same(slip: str) -> None:
    notebook = read_notebook(SLIPS[slip])
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code"]
    assert [cell.source for cell in notebook.cells] == ["경사 하강법", "a = 1\nb = 2"]
    assert [grade_id_of(cell) for cell in notebook.cells] == [None, "one-step-solution"]
    nbformat.validate(notebook)


@pytest.mark.parametrize("slip", SLIPS)
def test_what_a_notebook_claims_is_read_as_leniently(slip: str, tmp_path: Path) -> None:
    claimed = what_it_claims(SLIPS[slip])
    assert {"cells", "worksheets"} & claimed.keys()
    (tmp_path / "a.ipynb").write_bytes(SLIPS[slip])
    notebook, resources = SubmissionExporter(preprocessors=[]).from_filename(str(tmp_path / "a.ipynb"))
    assert "경사 하강법" in notebook
    assert resources["gdcourse_raw"] == claimed


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"{", b"[]", b'"text"', b"null", b"\x80abc", b'{"nbformat": 99, "cells": []}', b'{"url": "x"}'],
)
def test_what_is_no_notebook_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableNotebookError) as refused:
        read_notebook(data)
    assert 0 < len(str(refused.value).splitlines()) <= 1
    assert "Attribute" not in str(refused.value)


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [(b"PK\x03\x04\x14\0", "zip"), (b"\x1f\x8b\x08\0", "gzip"), (b"%PDF-1.7", "PDF"), (b"\r\n", "0 bytes")],
)
def test_what_has_a_notebooks_name_alone_is_told_by_what_it_is(beginning: bytes, kind: str) -> None:
    with pytest.raises(UnreadableNotebookError, match=kind):
        read_notebook(beginning)


def test_more_bytes_than_grading_takes_are_refused_with_the_bound() -> None:
    with pytest.raises(UnreadableNotebookError, match="64 MiB"):
        read_notebook(b" " * (MAX_NOTEBOOK_BYTES + 1))


@pytest.mark.parametrize("nbgrader", [None, "x", [], {"grade_id": None}, {"grade_id": 3}, {"grade_id": ""}])
def test_a_cell_that_nbgrader_does_not_know_has_no_grade_id(nbgrader: object) -> None:
    data = changed(lambda raw: raw["cells"][1]["metadata"].update(nbgrader=nbgrader))
    assert [grade_id_of(cell) for cell in read_notebook(data).cells] == [None, None]
