"""Two languages on one page: blocks and headings carry their language, and the theme's own words come in both.

Which language is shown is decided in the browser (``site.js``, ``site.css``); without scripts, both are.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from gdcourse.language import HEADING

logger = logging.getLogger(__name__)

_TAG = re.compile(r'<div lang="(ko|en)">|</div>')

# Every text that the theme shows or reads out on the pages of this site.
THEME_TEXTS = {
    "Skip to main content": "본문으로 건너뛰기",
    "Site navigation": "사이트 메뉴",
    "Section Navigation": "차례",
    "On this page": "이 쪽의 내용",
    "Breadcrumb": "지금 위치",
    "Home": "처음",
    "Search": "검색",
    "Color mode": "화면 밝기",
    "Light": "밝게",
    "Dark": "어둡게",
    "System Settings": "기기 설정대로",
    "previous": "이전",
    "next": "다음",
    "previous page": "이전 쪽",
    "next page": "다음 쪽",
    "Back to top": "맨 위로",
    "Collapse Sidebar": "차례 접기",
    "Expand Sidebar": "차례 펼치기",
    "Loading": "여는 중",
    "Error": "오류",
}


def split_heading(text: str) -> int | None:
    """Where what is between the languages of a heading stands (``gdcourse.language.HEADING``)."""
    found = re.match(HEADING, text)
    return found.start(3) if found else None


class LanguageBlocks(SphinxTransform):
    """Makes a container with a language of everything between ``<div lang="ko">`` and ``</div>``.

    To Markdown the two tags are separate pieces of HTML; here they become one node around what stands between.
    """

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        for parent in {id(raw.parent): raw.parent for raw in self.document.findall(nodes.raw)}.values():
            self._fold(parent)

    def _fold(self, parent: nodes.Element) -> None:
        folded: list[nodes.Node] = []
        block: nodes.container | None = None
        for child in parent.children:
            tags = _language_tags(child)
            if tags is None:
                (folded if block is None else block.children).append(child)
                continue
            for language in tags:
                if (block is None) == (language is None):
                    logger.warning("<div lang> blocks do not pair up", location=child, type="gdcourse")
                if language is not None:
                    # MyST writes `is_div` as a bare <div>, docutils the class as lang="…".
                    block = nodes.container(classes=[f"language-{language}"], is_div=True)
                    folded.append(block)
                else:
                    block = None
        if block is not None:
            logger.warning("a <div lang> block is not closed", location=block, type="gdcourse")
        if folded != parent.children:
            parent.children = folded
            for child in folded:
                child.parent = parent
                if isinstance(child, nodes.container):
                    for inner in child.children:
                        inner.parent = child


def _language_tags(node: nodes.Node) -> list[str | None] | None:
    """The language tags of a piece of HTML that is nothing else: a language where one opens, ``None`` where it ends."""
    if not isinstance(node, nodes.raw) or _TAG.sub("", node.astext()).strip():
        return None
    return [match[1] for match in _TAG.finditer(node.astext())] or None


class Headings(SphinxTransform):
    """Gives both halves of a heading "Korean · English" their language, so that menus follow it too."""

    default_priority = 210

    def apply(self, **kwargs: Any) -> None:
        for title in list(self.document.findall(nodes.title)):
            at = split_heading(title.astext())
            if at is not None:
                title.children = _in_languages(title, at)
                for child in title.children:
                    child.parent = title


def _in_languages(title: nodes.title, at: int) -> list[nodes.Node]:
    seen = 0
    for index, child in enumerate(title.children):
        text = child.astext()
        if isinstance(child, nodes.Text) and seen <= at < seen + len(text):
            left, right = text[: at - seen], text[at - seen + 3 :]
            korean = [*title.children[:index], *([nodes.Text(left)] if left else [])]
            english = [*([nodes.Text(right)] if right else []), *title.children[index + 1 :]]
            return [
                nodes.inline("", "", *korean, classes=["language-ko"]),
                nodes.inline("", " · ", classes=["gd-both"]),
                nodes.inline("", "", *english, classes=["language-en"]),
            ]
        seen += len(text)
    return title.children


def speak_both(app: Sphinx) -> None:
    """Let the theme say "Korean · English" where it has words of its own; ``site.js`` shows the part that is wanted."""

    def both(text: str) -> str:
        return f"{THEME_TEXTS[text]} · {text}" if text in THEME_TEXTS else text

    environment = app.builder.templates.environment  # type: ignore[attr-defined]
    environment.install_gettext_callables(both, lambda one, many, n: one if n == 1 else many, newstyle=False)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(LanguageBlocks)
    app.add_transform(Headings)
    app.connect("builder-inited", speak_both)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
