"""All units at a glance in a notebook: one line under a check, which opens into a table."""

from __future__ import annotations

from html import escape

from gdcourse.judging.verdict_card import marked_up
from gdcourse.student import messages
from gdcourse.student.progress_file import Progress
from gdcourse.student.progress_overview import UnitGlance, glance, shown
from gdcourse.student.what_to_do_next import in_all_units


def as_html(kept: Progress, language: str) -> str:
    """The line, and folded behind it a row for each unit. It holds both languages, for the switch.

    Args:
        kept: what a student has done.
        language: what is to be seen until the switch says otherwise: ``"ko"``, ``"en"`` or ``"both"``.
    """
    line, seen = in_all_units(kept), glance(kept)
    return "".join(
        f'<div lang="{lang}" style="{"" if language in ("both", lang) else "display:none"}">'
        '<details class="gdcourse-glance" style="margin:.3em 0 .3em 1.1em;font-size:.9em">'
        f'<summary style="cursor:pointer">{marked_up(line.in_language(lang))}</summary>{_table(seen, lang)}'
        "</details></div>"
        for lang in ("ko", "en")
    )


def _table(seen: tuple[UnitGlance, ...], lang: str) -> str:
    cell = "text-align:left;padding:.15em .9em .15em 0;border:0;white-space:nowrap"
    head = "".join(
        f'<th scope="col" style="{cell}">{escape(heading.in_language(lang))}</th>'
        for heading in messages.GLANCE_HEADINGS.values()
    )
    rows = "".join(
        f'<tr style="background-color:transparent"><th scope="row" style="{cell};font-weight:normal">'
        f"{escape(one.unit.slug)}</th>"
        + "".join(f'<td style="{cell}">{shown(count)}</td>' for count in one.counts.values())
        + "</tr>"
        for one in seen
    )
    return (
        '<div style="overflow-x:auto" tabindex="0"><table style="table-layout:auto;border:0;font-size:inherit">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
