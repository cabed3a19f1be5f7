"""The fold over code that only draws, with words in both languages in place of MyST-NB's."""

from __future__ import annotations

from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from gdcourse.language import Text
from gdcourse_site.lessons import in_both

_FOLDED = in_both(Text("이 그림의 코드", "the code of this figure"))


def open_fold(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    translator.body.append(f'<details class="gd-folded"><summary>{_FOLDED}</summary>\n')


def close_fold(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
