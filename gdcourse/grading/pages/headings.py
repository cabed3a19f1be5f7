"""Headings in both languages, divided so that a page can show one."""

from __future__ import annotations

import re

from gdcourse.language import HEADING

_MARKDOWN_HEADING = re.compile(r"^(#{1,6} +)([^\n]+?)[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def with_headings_divided(markdown: str) -> str:
    """Markdown in which a heading such as ``## 2. 한국어 · English (3)`` says of each half what language it is in."""
    if _FENCE.search(markdown):
        return markdown  # what looks like a heading in code is a comment
    return _MARKDOWN_HEADING.sub(lambda found: found[1] + _divided(found[2]), markdown)


def _divided(heading: str) -> str:
    both = re.match(HEADING, heading)
    if both is None:
        return heading
    number, korean, _, english, points = (part or "" for part in both.groups())
    return f'{number}<span lang="ko">{korean}</span><span lang="en">{english}</span>{points}'
