"""Text that somebody else wrote: whether it is text, and what of it may stand in a message."""

from __future__ import annotations

from typing import Any
from unicodedata import category


def is_text(name: str) -> bool:
    """Whether a name is of characters alone: no control characters, no bytes that are none in its encoding."""
    return not any(category(c) in ("Cc", "Cs") for c in name)


def legible(foreign: Any, longest: int) -> str:
    """Text that somebody else wrote as one line for a message: no longer than that, and nothing that a terminal obeys.

    Line ends become spaces and control characters "�", so that it can neither look like a message of its own nor
    clear a screen, set a title or write to the clipboard. What is not text is "?".
    """
    text = foreign[: 4 * longest] if isinstance(foreign, str) else "?"
    text = "".join("�" if category(c) in _UNSEEN and c not in _JOINERS else c for c in " ".join(text.split()))
    return text if len(text) <= longest else text[: longest - 1] + "…"


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"  # emoji and some scripts need them
