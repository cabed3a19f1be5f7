"""A verdict as people see it: plain text, and HTML for front ends that have it."""

from __future__ import annotations

from html import escape

from gdcourse import messages
from gdcourse.judging import Verdict
from gdcourse.language import Text, current_language

# Colours that hold their contrast on a white and on a near-black page.
_COLOURS = {"right": "#1a8754", "part": "#b06a00", "wrong": "#d1495b", "open": "#767676"}


def mark(verdict: Verdict) -> str:
    """One character: ✓ right, ◐ partly right, ✗ wrong, · nothing to judge."""
    return {"right": "✓", "part": "◐", "wrong": "✗", "open": "·"}[_kind(verdict)]


def _kind(verdict: Verdict) -> str:
    if verdict.state != "graded":
        return "open"
    if verdict.correct:
        return "right"
    return "part" if verdict.score else "wrong"


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
    first = headline(verdict).en if language == "en" else headline(verdict).ko
    return f"{first}\n{verdict.message.in_language(language)}"


def as_html(verdict: Verdict, language: str | None = None) -> str:
    """The verdict as an HTML fragment. Everything that came from outside is escaped."""
    language = language or current_language()
    shown = ("ko", "en") if language == "both" else (language,)
    blocks = "".join(
        f'<div lang="{lang}"><b>{escape(headline(verdict).in_language(lang))}</b><br>'
        f"{escape(verdict.message.in_language(lang)).replace(chr(10), '<br>')}</div>"
        for lang in shown
    )
    colour = _COLOURS[_kind(verdict)]
    return f'<div style="border-left:4px solid {colour};padding:.3em .8em;overflow-wrap:anywhere">{blocks}</div>'
