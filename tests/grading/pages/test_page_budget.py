"""A page takes no more than it may, whatever few lines grow into: the rest is plain text, or said to be too large."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdcourse.grading.pages import messages, page_budget, safe_html, safe_svg
from gdcourse.grading.pages.feedback_page import as_page
from gdcourse.grading.pages.formgrader import MakeSafe
from gdcourse.grading.pages.graded_notebook import shown_parts
from gdcourse.grading.pages.page_budget import PageRoom

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
TOO_LARGE = messages.TOO_LARGE_TO_SHOW.en
MACROS = "".join(
    f"\\newcommand{{\\m{new}}}{{{f'{{{old}}}' * 10}}}"
    for old, new in zip((f"\\m{letter}" for letter in "abcdefgh"), "bcdefghi", strict=True)
)
GROWING = {
    "macros": ("markdown", rf"$\newcommand{{\ma}}{{x}}{MACROS}\mi$"),
    "formatting that HTML opens again": (
        "safe",
        "<p>" + "".join(f'<i lang="{n} {"a" * 60}">' for n in range(240)) + "<p>x" * 1000,
    ),
    "parentheses": ("markdown", "\\\\(" * 40_000),
    "environments": ("markdown", r"\begin{a}" * 20_000),
    "names of characters": ("python", '"' + r"\N{" * 60_000),
    "blocks in blocks": ("safe", "<div>" * 160_000),
    "many parts of code": ("python", "+ " * 90_000),
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_budget, "SECONDS", 0.4)


@pytest.mark.parametrize("what", GROWING)
def test_what_grows_is_shown_as_plain_text_and_what_follows_as_it_should(what: str) -> None:
    how, text = GROWING[what]
    room = PageRoom()
    shown = room.render(getattr(safe_html, how), text)
    assert shown == safe_html.plain(text)
    assert len(shown) < 150_000
    assert room.render(safe_html.markdown, "**bold**") == "<p><strong>bold</strong></p>\n"


def _used(levels: int) -> str:
    """A drawing whose elements each use the one before ten times."""
    parts = ['<g id="a0"><rect width="1" height="1"/></g>']
    parts += [f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, levels + 1)]
    return SVG.format("".join(parts))


@pytest.mark.parametrize(
    "drawing",
    [
        _used(8),
        SVG.format('<g id="a"><use href="#a"/><use href="#a"/></g>'),
        SVG.format('<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">x</div></foreignObject>'),
        SVG.format('<filter id="f"><feTurbulence baseFrequency="9"/></filter><rect filter="url(#f)"/>'),
        SVG.format('<image href="data:image/svg+xml;base64,AAAA"/>'),
        SVG.format("<style>*{fill:url(#p)}</style><rect/>"),
        '<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + SVG.format("<text>&c;</text>"),
        SVG.format("<g>" * 5000 + "</g>" * 5000),
        "<svg",
    ],
)
def test_a_drawing_without_a_bound_is_not_shown(drawing: str) -> None:
    shown = PageRoom().render(safe_html.svg_image, drawing, "alt", instead="")
    assert TOO_LARGE in shown
    assert "<img" not in shown


def test_a_drawing_of_matplotlib_is_shown() -> None:
    import io

    from matplotlib.figure import Figure

    figure, file = Figure(), io.StringIO()
    axes = figure.subplots()
    axes.plot([1, 3, 2], marker="o", label="가")
    axes.imshow([[1, 2], [3, 4]])
    figure.savefig(file, format="svg")
    assert 50 < safe_svg.shapes(file.getvalue()) < 2_000
    assert "<img src=" in PageRoom().render(safe_html.svg_image, file.getvalue(), "alt", instead="")
    assert safe_svg.shapes(_used(1)) == 1 + 2 + 1 + 10 * (1 + 2)


def _png(width: int, height: int) -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


def test_a_picture_of_more_pixels_than_a_browser_bears_is_not_shown() -> None:
    room = PageRoom()
    assert TOO_LARGE in room.render(safe_html.raster_image, "png", _png(60_000, 60_000), "alt", instead="")
    assert "<img" in room.render(safe_html.raster_image, "png", _png(6_000, 6_000), "alt", instead="")
    assert "<img" not in safe_html.safe(f'<img src="data:image/png;base64,{_png(60_000, 60_000)}">')
    for _ in range(20):
        last = room.render(safe_html.raster_image, "png", _png(6_000, 6_000), "alt", instead="")
    assert TOO_LARGE in last


def test_a_page_has_a_bound_however_many_texts_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_budget, "MOST_BYTES", 60_000)
    monkeypatch.setattr(page_budget, "MOST_TEXTS", 20)
    large = [new_markdown_cell("x" * 19_000) for _ in range(8)]
    many = [new_code_cell("1", outputs=[new_output("display_data", {"text/plain": "y"})] * 50)]
    for cells in (large, many):
        page = as_page(new_notebook(cells=cells), {})
        assert len(page) < 100_000
        assert TOO_LARGE in page


def test_time_for_a_page_that_is_used_up_leaves_plain_text() -> None:
    room = PageRoom(seconds=0)
    assert room.render(safe_html.markdown, "**a**<b>") == "<pre>**a**&lt;b&gt;</pre>"


def _graded(**output: Any) -> bytes:
    cell = {**new_code_cell("1"), "outputs": [{"output_type": "display_data", "data": {}, "metadata": {}, **output}]}
    return json.dumps({**new_notebook(), "cells": [cell]}).encode()


def test_of_outputs_of_many_parts_only_what_is_shown_is_kept() -> None:
    many = [{}] * 300_000
    data = _graded(data={"application/x+json": many, "text/plain": ["a", "b"]}, metadata={"a": many})
    (cell,) = shown_parts(data, "application/x")["cells"]
    assert cell["outputs"] == [{"output_type": "display_data", "data": {"text/plain": "ab"}, "metadata": {}}]
    forged = _graded(data={"application/x": {"question": many, "score": 1, "message": {"ko": "x" * 10**6, "en": many}}})
    assert len(json.dumps(shown_parts(forged, "application/x"))) < 1_000_000


def test_formgrader_leaves_the_template_nothing_to_stumble_over() -> None:
    outputs = [
        new_output("stream", name="stdout", text="\x1b[1m" * 100_000),
        new_output("error", ename="E", evalue="", traceback=["\x1b[1m" * 100_000]),
        new_output("display_data", {"image/svg+xml": _used(8)}),
        new_output("display_data", {"text/html": GROWING["blocks in blocks"][1]}),
    ]
    notebook = new_notebook(cells=[new_code_cell(GROWING["names of characters"][1], outputs=outputs)])
    (cell,) = MakeSafe().preprocess(from_dict(notebook), {})[0].cells
    assert cell.metadata["magics_language"] == "text"
    assert len(json.dumps(cell)) < 200_000
    assert "<img" not in json.dumps(cell)
