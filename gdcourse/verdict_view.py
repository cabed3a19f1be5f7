"""A verdict as people see it: plain text, and HTML for front ends that have it."""

from __future__ import annotations

import re
from html import escape

from gdcourse import messages
from gdcourse.judging import Verdict
from gdcourse.language import Text, current_language

# Colours that hold their contrast on a white and on a near-black page.
_GREEN, _AMBER, _RED, _GREY = "#1a8754", "#b06a00", "#d1495b", "#767676"
_COLOURS = {"✓": _GREEN, "◐": _AMBER, "✗": _RED, "·": _GREY, "✎": _GREY, "!": _AMBER}


def mark(verdict: Verdict) -> str:
    """One character: ✓ right, ◐ partly right, ✗ wrong, · no answer, ✎ to be graded by hand, ! ungradable."""
    if verdict.state != "graded":
        return {"missing": "·", "manual": "✎", "ungradable": "!"}[verdict.state]
    if verdict.correct:
        return "✓"
    return "◐" if verdict.score else "✗"


def headline(verdict: Verdict) -> Text:
    if verdict.score is None:
        return Text(f"{mark(verdict)} {verdict.exercise}", f"{mark(verdict)} {verdict.exercise}")
    points = messages.POINTS.format(score=round(verdict.score, 2), max_score=verdict.max_score)
    return Text(
        f"{mark(verdict)} {verdict.exercise} · {points.ko}", f"{mark(verdict)} {verdict.exercise} · {points.en}"
    )


def as_text(verdict: Verdict, language: str | None = None) -> str:
    """The verdict in plain text: one headline, then the message in the language asked for (or both)."""
    language = language or current_language()
    shown = ("ko", "en") if language == "both" else (language,)
    return "\n\n".join(f"{headline(verdict).in_language(lang)}\n{verdict.message.in_language(lang)}" for lang in shown)


def as_html(verdict: Verdict, language: str | None = None) -> str:
    """The verdict as an HTML fragment. Everything that came from outside is escaped."""
    language = language or current_language()
    shown = ("ko", "en") if language == "both" else (language,)
    blocks = "".join(
        f'<div lang="{lang}"><b>{escape(headline(verdict).in_language(lang))}</b><br>'
        f"{_marked_up(verdict.message.in_language(lang))}</div>"
        for lang in shown
    )
    colour = _COLOURS[mark(verdict)]
    return f'<div style="border-left:4px solid {colour};padding:.3em .8em;overflow-wrap:anywhere">{blocks}</div>'


def _marked_up(message: str) -> str:
    """A message as HTML: everything escaped, lines kept, `code` in code font."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(message)).replace("\n", "<br>")
