"""What the parts are called that every lesson has: a reader who knows one lesson finds them in the next."""

from __future__ import annotations

from gdcourse.language import Text

WARMING_UP = Text("몸 풀기", "Warming up")
TASK = Text("해 보기", "Task")
CHALLENGE = Text("★ 도전", "★ A challenge")
CASE = Text("사례", "A case")
FURTHER = Text("더 알아보려면", "To go further")
"""What may be left out: see ``optional_sections``."""
ONE_PAGE = Text("한 장으로", "One page")


def title(part: Text, about: Text | None = None, number: int | None = None) -> str:
    """What stands after the ``#`` of a heading, in both languages: the part, its number, and what it is about here."""
    named = [f"{name} {number}" if number else name for name in (part.ko, part.en)]
    if about:
        named = [f"{name}: {what}" for name, what in zip(named, (about.ko, about.en), strict=True)]
    return " · ".join(named)
