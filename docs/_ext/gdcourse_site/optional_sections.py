"""Sections of a lesson that may be left out: their heading and what is said of them are seen, the rest is folded."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator

from gdcourse.language import Text
from gdcourse.notebooks.parts_of_lessons import FURTHER
from gdcourse_site.lessons import in_both

_OPEN = in_both(Text("펼쳐 보기", "Open it"))


class OptionalPart(nodes.General, nodes.Element):
    """What of an optional section is folded."""


def open_part(translator: HTML5Translator, node: OptionalPart) -> None:
    translator.body.append(f'<details class="gd-optional"><summary>{_OPEN}</summary>\n')


def close_part(translator: HTML5Translator, node: OptionalPart) -> None:
    translator.body.append("</details>\n")


class OptionalSections(SphinxTransform):
    """Folds them, once titles and blocks carry their languages (``bilingual``)."""

    default_priority = 230

    def apply(self, **kwargs: Any) -> None:
        if not self.env.docname.startswith("lessons/"):
            return
        for section in list(self.document.findall(nodes.section)):
            if FURTHER.en in section[0].astext():
                shown = 1
                while shown < len(section) and "is_div" in section[shown]:
                    shown += 1
                part = OptionalPart("", *section.children[shown:])
                section.children[shown:] = [part]
                part.parent = section


def setup(app: Sphinx) -> None:
    app.add_node(OptionalPart, html=(open_part, close_part))
    app.add_transform(OptionalSections)
