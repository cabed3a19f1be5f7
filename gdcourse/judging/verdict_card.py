"""A verdict as people see it: plain text, and HTML for front ends that have it."""

from __future__ import annotations

import re
from html import escape

from gdcourse.judging import messages
from gdcourse.judging.judge import Verdict
from gdcourse.judging.patterns_in_answers import FailedCase
from gdcourse.language import NO_TEXT, Text, current_language, paragraphs

# White stands on them with a contrast of 4.5:1 and more, and they on a white and on a near-black page with 3.8:1.
GREEN, AMBER, RED, GREY = "#1a8754", "#a86200", "#c73e52", "#6f6f6f"
_COLOURS = {"✓": GREEN, "◐": AMBER, "✗": RED, "·": GREY, "✎": GREY, "!": AMBER}


def mark(verdict: Verdict) -> str:
    """One character: ✓ right, ◐ partly right, ✗ wrong, · no answer, ✎ to be graded by hand, ! ungradable."""
    if verdict.state != "graded":
        return {"missing": "·", "manual": "✎", "ungradable": "!"}[verdict.state]
    if verdict.correct:
        return "✓"
    return "◐" if verdict.score else "✗"


def headline(verdict: Verdict) -> Text:
    if verdict.score is None or not verdict.max_score:
        return Text(f"{mark(verdict)} {verdict.exercise}", f"{mark(verdict)} {verdict.exercise}")
    points = messages.POINTS.format(score=round(verdict.score, 2), max_score=verdict.max_score)
    return Text(
        f"{mark(verdict)} {verdict.exercise} · {points.ko}", f"{mark(verdict)} {verdict.exercise} · {points.en}"
    )


def as_text(verdict: Verdict, language: str | None = None, advice: Text = NO_TEXT, progress: Text = NO_TEXT) -> str:
    """The verdict in plain text: one headline, then the message in the language asked for (or both)."""
    language = language or current_language()
    step = messages.NEXT_STEP.format(step=advice) if advice.en else NO_TEXT
    told = paragraphs(headline(verdict), verdict.message, step, progress)
    shown = ("ko", "en") if language == "both" else (language,)
    return "\n\n".join(told.in_language(lang) for lang in shown)


def as_html(
    verdict: Verdict,
    language: str | None = None,
    shown: str = "both",
    advice: Text = NO_TEXT,
    progress: Text = NO_TEXT,
) -> str:
    """The verdict as an HTML fragment, a card. Everything that came from outside is escaped.

    Args:
        verdict: what the judge found.
        language: what the card holds: ``"ko"``, ``"en"`` or ``"both"``; without it, the language of messages.
        shown: of a card that holds both, what is to be seen until the reader's switch says otherwise.
        advice: the next thing to try.
        progress: how far the student has come.
    """
    language = language or current_language()
    held = ("ko", "en") if language == "both" else (language,)
    blocks = "".join(
        f'<div lang="{lang}" style="padding:.2em 0{"" if shown in ("both", lang) else ";display:none"}">'
        f"{_block(verdict, lang, advice, progress)}</div>"
        for lang in held
    )
    name = escape(f"{mark(verdict)} {verdict.exercise}", quote=True)
    return (
        f'<div class="gdcourse-card" role="group" aria-label="{name}" style="border-left:4px solid '
        f"{_COLOURS[mark(verdict)]};background-color:rgba(127,127,127,.08);border-radius:4px;padding:.4em .9em;"
        f'max-width:46em;overflow-wrap:anywhere">{blocks}</div>'
    )


def _block(verdict: Verdict, lang: str, advice: Text, progress: Text) -> str:
    """The card in one language."""
    head = headline(verdict).in_language(lang).removeprefix(mark(verdict)).strip()
    badge = (
        f'<span style="display:inline-block;min-width:1.5em;text-align:center;border-radius:1em;color:#fff;'
        f'background-color:{_COLOURS[mark(verdict)]}">{mark(verdict)}</span>'
    )
    message = verdict.message.in_language(lang)
    if verdict.case:
        message = message.removesuffix(verdict.case.line.in_language(lang)).rstrip("\n")
    parts = [f"{badge} <strong>{escape(head)}</strong>", marked_up(message)]
    if verdict.case:
        parts.append(_table(verdict.case, lang))
    if advice.en:
        parts.append(
            f"<strong>{escape(messages.NEXT.in_language(lang))}</strong>: {marked_up(advice.in_language(lang))}"
        )
    if progress.en:
        parts.append(f'<span style="font-size:.9em;opacity:.85">{escape(progress.in_language(lang))}</span>')
    return "".join(f'<div style="margin:.25em 0">{part}</div>' for part in parts)


def _table(case: FailedCase, lang: str) -> str:
    """The case that went wrong: a row for each input, for what came, and for what is right."""
    cell = "text-align:left;vertical-align:top;padding:.15em .8em .15em 0;border:0;white-space:normal;max-width:none"
    rows = "".join(
        f'<tr style="background-color:transparent"><th scope="row" style="{cell};width:1%;white-space:nowrap">'
        f'{escape(name.in_language(lang))}</th><td style="{cell};font-family:var(--jp-code-font-family,monospace)">'
        f"{escape(value.in_language(lang))}</td></tr>"
        for name, value in case.rows
    )
    template = messages.FAILED_ONLY if case.tried == 1 else messages.FAILED_CASE
    caption = template.format(wrong=case.wrong, tried=case.tried).in_language(lang)
    return (
        # JupyterLab fixes the layout of tables, and long names would run into the numbers.
        f'<table style="margin:.2em 0;width:100%;table-layout:auto;border:0;font-size:inherit">'
        f'<caption style="text-align:left;padding:0 0 .2em">{escape(caption)}</caption><tbody>{rows}</tbody></table>'
    )


def marked_up(message: str) -> str:
    """A message as HTML: everything escaped, lines kept, `code` in code font."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(message)).replace("\n", "<br>")
