"""The way on for a student who is stuck at a task of a lesson: after some wrong tries, one way to write it, folded.

Never for what is graded: of that, students have no solutions.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from html import escape

from gdcourse.exercises import find_exercise
from gdcourse.judging.answer_keys import way_of
from gdcourse.judging.judge import Verdict
from gdcourse.language import current_language
from gdcourse.notebooks.one_language import text_in_language
from gdcourse.student import messages, progress_file

TRIES = 3
"""So many wrong tries before a way is offered."""
_wrong: Counter[str] = Counter()


def after(verdict: Verdict) -> str | None:
    """Count a verdict of this kernel; the way on where that was the third wrong try at a task, or a later one."""
    if verdict.correct:
        _wrong.pop(verdict.exercise, None)
        return None
    _wrong[verdict.exercise] += verdict.state == "graded"
    if _wrong[verdict.exercise] < TRIES or progress_file.is_author():
        return None
    return way_of(*find_exercise(verdict.exercise))


def as_text(way: str) -> str:
    """The way for front ends without HTML, in the language of messages."""
    return f"{messages.STUCK}\n\n{textwrap.indent(_spoken(way, current_language()), '    ')}"


def as_html(way: str, language: str) -> str:
    """The way, folded. It holds both languages, for the switch.

    Args:
        way: code.
        language: what is to be seen until the switch says otherwise: ``"ko"``, ``"en"`` or ``"both"``.
    """
    return "".join(
        f'<div lang="{lang}" style="{"" if language in ("both", lang) else "display:none"}">'
        '<details class="gdcourse-way" style="margin:.3em 0 .3em 1.1em">'
        f'<summary style="cursor:pointer">{escape(messages.STUCK.in_language(lang))}</summary>'
        f'<pre tabindex="0" style="overflow-x:auto;margin:.4em 0">{escape(_spoken(way, lang))}</pre></details></div>'
        for lang in ("ko", "en")
    )


def _spoken(way: str, language: str) -> str:
    return way if language == "both" else text_in_language(way, "code", language)
