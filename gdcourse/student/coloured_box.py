"""What a lesson's cell shows: some lines with a colour at their side, in both languages, as text and as HTML."""

from __future__ import annotations

from typing import Any

from gdcourse.judging.verdict_card import AMBER, GREEN, GREY, marked_up
from gdcourse.language import Text, current_language, paragraphs

COLOURS = {"asked": GREY, "right": GREEN, "surprise": AMBER}


class LessonCard:
    """Lines of a lesson's cell.

    Args:
        title: the first line, in bold.
        lines: the others, each of them on lines of its own; empty ones are left out.
        kind: ``"asked"``, ``"right"`` or ``"surprise"``.
    """

    def __init__(self, title: Text, *lines: Text, kind: str = "asked") -> None:
        self.title, self.lines, self.kind = title, lines, kind

    def __repr__(self) -> str:
        told = paragraphs(self.title, *self.lines)
        language = current_language()
        return "\n\n".join(told.in_language(lang) for lang in (("ko", "en") if language == "both" else (language,)))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # Both languages are in it, so that the switch can show the other one without running the cell again.
        shown = current_language()
        blocks = "".join(
            f'<div lang="{lang}" style="padding:.2em 0{"" if shown in ("both", lang) else ";display:none"}">'
            f"{self._block(lang)}</div>"
            for lang in ("ko", "en")
        )
        html = (
            f'<div class="gdcourse-card" style="border-left:4px solid {COLOURS[self.kind]};'
            "background-color:rgba(127,127,127,.08);border-radius:4px;padding:.4em .9em;"
            f'max-width:46em;overflow-wrap:anywhere">{blocks}</div>'
        )
        return {"text/plain": repr(self), "text/html": html}

    def _block(self, lang: str) -> str:
        told = [marked_up(line.in_language(lang)) for line in self.lines if line.en]
        parts = [f"<strong>{marked_up(self.title.in_language(lang))}</strong>", *told]
        return "".join(f'<div style="margin:.25em 0">{part}</div>' for part in parts)


def show(card: LessonCard) -> None:
    from IPython.display import display

    display(card)
