"""The last part of each lesson, all on one page: what to keep, to print."""

from __future__ import annotations

import re
from itertools import dropwhile

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gdcourse.exercises import units
from gdcourse.judging.exercise import Unit
from gdcourse_site.lessons import in_both, lesson

_NEW_PART = re.compile(r"## ")


def last_part(slug: str) -> list[str]:
    """The text of a lesson's last part, cell by cell, without its heading.

    Raises:
        LookupError: where the lesson has no parts.
    """
    cells = [cell.source for cell in nbformat.read(lesson(slug), as_version=4).cells if cell.cell_type == "markdown"]
    begins = [number for number, source in enumerate(cells) if _NEW_PART.match(source)]
    if not begins:
        raise LookupError(f"course/{slug}.ipynb has no part with a heading")
    first, *rest = cells[begins[-1] :]
    _, _, text = first.partition("\n")
    return [text, *rest]


class Sheets(SphinxDirective):
    """``{sheets}``: each unit's title with a link, and below it the last part of its lesson."""

    def run(self) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        for unit in units():
            self.env.note_dependency(str(lesson(unit.slug)))
            try:
                made.append(self._sheet(unit))
            except LookupError as error:
                raise self.error(str(error)) from error
        return made

    def _sheet(self, unit: Unit) -> nodes.Node:
        sheet = nodes.container(classes=["gd-sheet"], is_div=True)
        title = f'<a href="{unit.slug}.html">{int(unit.slug[:2])}. {in_both(unit.title)}</a>'
        sheet.append(nodes.raw("", f'<h2 class="gd-sheet-title">{title}</h2>', format="html"))
        lines = "\n\n".join(last_part(unit.slug)).split("\n")
        kept = list(dropwhile(lambda line: not line.strip(), lines))
        self.state.nested_parse(StringList(kept, source=str(lesson(unit.slug))), self.content_offset, sheet)
        return sheet


def setup(app: Sphinx) -> None:
    app.add_directive("sheets", Sheets)
