"""The report across units as one HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gdcourse.grading.pages.course_data import FALLS, LOW, CourseReport
from gdcourse.grading.pages.html_page import environment, page

REASONS = (
    ("absent", "최근 단원이나 절반 이상의 단원을 내지 않음", "Nothing handed in lately, or in half of the units"),
    (
        "falls",
        f"전보다 {FALLS:.0%}포인트 이상 내려감",
        f"Lower than before by {100 * FALLS:.0f} percentage points or more",
    ),
    (
        "low",
        f"단원 평균이 {LOW:.0%}포인트 이상 낮음",
        f"Lower in all units by {100 * LOW:.0f} percentage points or more, on average",
    ),
)
MISTAKES_SHOWN = 40


def as_page(
    report: CourseReport,
    links: Mapping[str, str] = MappingProxyType({}),
    feedback: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> str:
    """The report as HTML: one file that needs no other.

    Args:
        report: the data.
        links: by unit, where its own report lies, as seen from this page.
        feedback: by unit, by student, where the feedback page lies.
    """
    return (
        environment()
        .get_template("course.html.j2")
        .render(
            report=report,
            mistakes=report.mistakes[:MISTAKES_SHOWN],
            reasons=REASONS,
            kind=_kind,
            links=links,
            feedback=feedback,
            page=page("page", "report"),
        )
    )


def _kind(share: float | None) -> str:
    """The colour of a share of the points."""
    return "none" if share is None else "right" if share >= 0.8 else "part" if share >= 0.5 else "wrong"
