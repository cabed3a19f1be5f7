"""The report as one HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gdcourse.grading.pages.html_page import environment, page
from gdcourse.grading.pages.report_data import Report, Row, SimilarAnswer
from gdcourse.grading.pages.similar_answers import bounded_tokens

SIGNS = (
    ("✓", "right", "맞음", "right"),
    ("◐", "part", "일부", "in part"),
    ("✗", "wrong", "틀림", "wrong"),
    ("·", "none", "답 없음", "no answer"),
    ("✎", "hand", "직접 채점", "by hand"),
    ("!", "cannot", "채점 불가", "ungradable"),
)
"""The signs of the grid: their class in the page and what they mean."""

REASONS = (
    ("ungradable", "채점할 수 없음", "Ungradable"),
    ("by-hand", "직접 채점할 것", "To be graded by hand"),
    ("late", "늦게 냄", "Late"),
    ("time", "읽을 수 없는 제출 시각(timestamp.txt)", "Times that cannot be read (timestamp.txt)"),
    ("not-handed-in", "제출하지 않음", "Nothing handed in"),
    ("missing", "답하지 않은 문제", "Questions without an answer"),
)

GROUPS_SHOWN = 40
"""More groups of answers than anybody reads make a page slow; the data has them all."""

_LONGEST_SHOWN, _LONGEST_CODE = 20_000, 4_000
_KIND_OF = {sign: kind for sign, kind, _, _ in SIGNS}


def as_page(report: Report, feedback: Mapping[str, str] = MappingProxyType({})) -> str:
    """The report as HTML: one file that needs no other.

    Args:
        report: the data.
        feedback: by student, where the feedback page lies, as a link from this page.
    """
    similar = [
        {"students": group.students, "questions": [(q, alike, _lines(texts)) for q, alike, texts in group.questions]}
        for group in report.similar[:GROUPS_SHOWN]
    ]
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            similar=similar,
            unexplained=[(group, group.text[:_LONGEST_SHOWN]) for group in report.unexplained[:GROUPS_SHOWN]],
            unlisted=[(found, found.text[:_LONGEST_SHOWN]) for found in report.unlisted[:GROUPS_SHOWN]],
            longest=_LONGEST_CODE,
            feedback=feedback,
            page=page("page", "report"),
            signs=SIGNS,
            reasons=REASONS,
            kind_of=_KIND_OF,
            has=_has,
        )
    )


def _has(row: Row) -> str:
    """What the grid's filter can ask of a row: kinds of marks, and mistakes by number and letter."""
    kinds = {_KIND_OF[m.sign] for m in row.marks}
    mistakes = [f"{number}{m.letter}" for number, m in enumerate(row.marks, start=1) if m.letter]
    return " ".join([*sorted(kinds or {"none"}), *mistakes])


def _lines(texts: tuple[SimilarAnswer, ...]) -> list[tuple[tuple[str, ...], list[tuple[str, bool]]]]:
    """Each text line by line, and of every line whether it says something that one of the other texts does not."""
    lines = [answer.text[:_LONGEST_SHOWN].splitlines() for answer in texts]
    known = {
        line: tuple(found or [line]) for own in lines for line, found in zip(own, bounded_tokens(own), strict=True)
    }
    having = [{known[line] for line in own} for own in lines]
    return [
        (answer.students, [(line, any(known[line] not in other for other in having)) for line in own])
        for answer, own in zip(texts, lines, strict=True)
    ]
