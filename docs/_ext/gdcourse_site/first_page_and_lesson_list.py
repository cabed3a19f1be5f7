"""What the first page and the list of lessons show, taken from the course itself: figures, a diagnosis, the units."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import nbformat
import numpy as np
from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gdcourse.exercises import units
from gdcourse.judging.verdict_card import as_html
from gdcourse.language import Text
from gdcourse.student.check_answer import verdict_of
from gdcourse_site.lessons import ROOT, SLUGS, in_both, lesson


def stored_figure(slug: str, cell_id: str) -> str:
    """The HTML that a cell of a lesson has stored as its output.

    Raises:
        LookupError: where there is no such cell, or it shows nothing.
    """
    for cell in nbformat.read(lesson(slug), as_version=4).cells:
        if cell.id == cell_id:
            for output in cell.get("outputs", []):
                if "text/html" in output.get("data", {}):
                    return str(output.data["text/html"])
    raise LookupError(f"course/{slug}.ipynb has no cell {cell_id!r} with a figure")


class LessonFigure(SphinxDirective):
    """``{lesson-figure} SLUG CELL``: the stored figure of that cell."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        slug, cell = self.arguments
        self.env.note_dependency(str(lesson(slug)))
        try:
            html = stored_figure(slug, cell)
        except LookupError as error:
            raise self.error(str(error)) from error
        return [nodes.raw("", f'<div class="gd-figure">{html}</div>', format="html")]


class Diagnosis(SphinxDirective):
    """``{diagnosis} EXERCISE NAME``: code as its content, and what the check of that exercise says of it.

    The code is run and judged while the site is built, just as in a student's notebook.
    """

    required_arguments = 2
    has_content = True

    def run(self) -> list[nodes.Node]:
        exercise, name = self.arguments
        code = "\n".join(self.content)
        names: dict[str, Any] = {"np": np}
        exec(code, names)  # noqa: S102 (our own page)
        verdict = verdict_of(exercise, names[name])
        shown = highlight(f'{code}\n\ncheck("{exercise}", {name})', PythonLexer(), HtmlFormatter())
        html = f'<div class="gd-diagnosis">{shown}<div class="gd-verdict">{as_html(verdict, "both")}</div></div>'
        return [nodes.raw("", html, format="html")]


def _table(readme: str) -> dict[str, list[str]]:
    """By slug, the cells of the table of units in a README."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\d\d-[\w-]+)\]\([^)]*\) \| (.*) \| (.*) \| (.*) \|$", text, re.MULTILINE)
    return {slug: cells for slug, *cells in rows}


def needs(slug: str) -> list[str]:
    """The units that a lesson says it assumes, in its first cell of text."""
    cells = nbformat.read(lesson(slug), as_version=4).cells
    first = next(cell.source for cell in cells if cell.cell_type == "markdown")
    said = re.search(r"- \*\*What it assumes\*\*: (.*)", first)
    if said is None:
        raise LookupError(f"course/{slug}.ipynb does not say what it assumes")
    before = SLUGS[: SLUGS.index(slug)]
    if "units before this one" in said[1]:
        return before
    return [s for s in before if s in said[1] or re.search(rf"\bunit {int(s[:2])}\b", said[1])]


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def unit_map(to_lessons: str) -> str:
    korean, english = _table("README.ko.md"), _table("README.md")
    cards = []
    for unit in units():
        about = Text(_code(korean[unit.slug][0]), _code(english[unit.slug][0]))
        first = needs(unit.slug)
        numbers = ", ".join(str(int(slug[:2])) for slug in first)
        if len(first) > 2 and len(first) == SLUGS.index(unit.slug):
            numbers = f"1–{len(first)}"
        before = f"<span>{in_both(Text(f'선수 단원 {numbers}', f'after {numbers}'))}</span>" if numbers else ""
        time = in_both(Text(korean[unit.slug][1], english[unit.slug][1]))
        asked = in_both(Text(f"문제 {len(unit.exercises)}개", f"{len(unit.exercises)} exercises"))
        title = Text(escape(unit.title.ko), escape(unit.title.en))
        cards.append(
            f'<li class="gd-unit"><a href="{to_lessons}{unit.slug}.html">'
            f'<span class="gd-number" aria-hidden="true">{int(unit.slug[:2])}</span>'
            f'<span class="gd-unit-title">{in_both(title)}</span></a>'
            f'<div class="gd-about"><div lang="ko">{about.ko}</div><div lang="en">{about.en}</div></div>'
            f'<p class="gd-facts"><span>{time}</span><span>{asked}</span>{before}</p></li>'
        )
    return f'<ol class="gd-units">{"".join(cards)}</ol>'


class Units(SphinxDirective):
    """``{units}``: every unit with what it is about, how long it takes and what it builds on."""

    def run(self) -> list[nodes.Node]:
        for file in [ROOT / "README.md", ROOT / "README.ko.md", *(lesson(slug) for slug in SLUGS)]:
            self.env.note_dependency(str(file))
        to_lessons = "" if self.env.docname.startswith("lessons/") else "lessons/"
        return [nodes.raw("", unit_map(to_lessons), format="html")]


def setup(app: Sphinx) -> None:
    app.add_directive("lesson-figure", LessonFigure)
    app.add_directive("diagnosis", Diagnosis)
    app.add_directive("units", Units)
