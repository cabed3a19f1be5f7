"""Names that were mistyped: which of those that there are come close."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gdcourse.language import NO_TEXT, Text
from gdcourse.untrusted_text import legible

_CLOSE = Text(" 비슷한 것: {names}", " Close: {names}")


def close_names(name: str, known: Iterable[str], called: Mapping[str, str] = MappingProxyType({})) -> Text:
    """A sentence for the end of a message, which names those that come close; no text where none does.

    Args:
        name: what was typed.
        known: what it may have meant.
        called: what some of those are called otherwise, too: whoever is called what was typed comes first.
    """
    plain: dict[str, list[str]] = {}
    for one in sorted({*known} - {name}):
        plain.setdefault(one.casefold(), []).append(one)
    words = _words(name)
    meant = {one: f"{one} ({other})" for one, other in sorted(called.items()) if words and words <= _words(other)}
    close = [one for found in difflib.get_close_matches(name.casefold(), plain) for one in plain[found]]
    names = [*meant.values(), *(one for one in close if one not in meant)]
    return _CLOSE.format(names=legible(", ".join(names), 300)) if names else NO_TEXT


def _words(name: str) -> set[str]:
    return set(unicodedata.normalize("NFC", name).casefold().replace(",", " ").split())
