"""How much of what a student wrote one page shows: rendered in a bounded child, as long as there is time and room."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from gdcourse.grading.pages import messages, safe_html
from gdcourse.grading.submission.bounded_child import SECONDS, OutOfBoundsError, bounded_child

MOST_BYTES = 32 * 2**20
MOST_DRAWN = 200_000
"""Elements of a page, those inside of pictures included."""
MOST_PIXELS = 400_000_000
MOST_TEXTS = 5_000
PAGE_SECONDS = 30.0
"""Processor time for all of a notebook. One of the students' own making takes less than one."""
_TOO_LARGE = (
    f'<div lang="ko">{escape(messages.TOO_LARGE_TO_SHOW.ko)}</div>'
    f'<div lang="en">{escape(messages.TOO_LARGE_TO_SHOW.en)}</div>'
)


class Rendered:
    """Texts that have been rendered, for the next notebook: most cells of a class are the instructor's, and the same.

    It does not grow without end: long pages are not kept, and no more than a thousand others.
    """

    _MOST, _LONGEST = 1_000, 50_000

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[Any, ...]], tuple[str, int, int]] = {}

    def find(self, how: str, what: tuple[Any, ...]) -> tuple[str, int, int] | None:
        return self._known.get((how, what)) if all(isinstance(part, str) for part in what) else None

    def keep(self, how: str, what: tuple[Any, ...], found: tuple[str, int, int]) -> None:
        texts = all(isinstance(part, str) for part in what)
        if texts and len(self._known) < self._MOST and sum(map(len, what)) + len(found[0]) <= self._LONGEST:
            self._known[how, what] = found


class PageRoom:
    """Renders the texts of one page. What takes too much is shown as plain text, or a word says that it is too large.

    Args:
        seconds: processor time for the whole page.
        rendered: texts of other pages.
    """

    def __init__(self, seconds: float = PAGE_SECONDS, rendered: Rendered | None = None) -> None:
        self._seconds, self._known = seconds, rendered or Rendered()
        self._texts, self._bytes, self._drawn, self._pixels = MOST_TEXTS, MOST_BYTES, MOST_DRAWN, MOST_PIXELS

    def render(self, how: Callable[..., str], *what: Any, instead: str | None = None) -> str:
        """``how(*what)``, or else ``instead``; or else a word that it is too large.

        Args:
            how: one of the functions of ``safe_html``.
            what: plain data; a text first.
            instead: HTML that is shown where it takes too much; without it, the text itself.
        """
        self._texts -= 1
        if self._texts < 0:
            return _TOO_LARGE if self._texts == -1 else ""
        rendered = self._rendered(how, what)
        if rendered is not None and self._fits(*rendered):
            return rendered[0]
        plain = safe_html.plain(str(what[0])) if instead is None else instead
        return plain if plain and self._fits(plain, plain.count("<"), 0) else _TOO_LARGE

    def takes(self, how: Callable[..., str], *what: Any) -> bool:
        """Whether a page that renders a text by itself, in the way of this function, has room for it."""
        rendered = self._rendered(how, what)
        return rendered is not None and self._fits(*rendered)

    def _rendered(self, how: Callable[..., str], what: tuple[Any, ...]) -> tuple[str, int, int] | None:
        if what[-1] is None:
            what = what[:-1]  # no pictures
        if known := self._known.find(how.__name__, what):
            return known
        if self._seconds <= 0:
            return None
        child = bounded_child()
        before = child.used
        try:
            found = child.call(weighed, how.__name__, what, seconds=min(SECONDS, self._seconds))
        except OutOfBoundsError:
            return None
        finally:
            self._seconds -= child.used - before
        self._known.keep(how.__name__, what, found)
        return found[0], found[1], found[2]

    def _fits(self, html: str, drawn: int, pixels: int) -> bool:
        left = self._bytes - len(html), self._drawn - drawn, self._pixels - pixels
        if min(left) < 0:
            return False
        self._bytes, self._drawn, self._pixels = left
        return True


def weighed(how: str, what: tuple[Any, ...]) -> tuple[str, int, int]:
    """HTML by a function of ``safe_html``, with the number of its elements and of its pictures' pixels."""
    html = getattr(safe_html, how)(*what)
    return html, safe_html.drawn(html), safe_html.pixels(html)
