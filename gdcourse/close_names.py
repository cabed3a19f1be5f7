"""Names that were mistyped: which of those that there are come close."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from gdcourse.language import NO_TEXT, Text
from gdcourse.untrusted_text import legible

_CLOSE = Text(" 비슷한 것: {names}", " Close: {names}")


def close_names(name: str, known: Iterable[str]) -> Text:
    """A sentence for the end of a message, which names those that come close; no text where none does."""
    plain: dict[str, list[str]] = {}
    for one in sorted({*known} - {name}):
        plain.setdefault(one.casefold(), []).append(one)
    close = [one for found in difflib.get_close_matches(name.casefold(), plain) for one in plain[found]]
    return _CLOSE.format(names=legible(", ".join(close), 300)) if close else NO_TEXT
