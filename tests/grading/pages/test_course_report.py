"""The report across units: who falls behind and which mistakes come back, on a page where nothing acts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gdcourse.cli import main
from gdcourse.grading.classroom.gradebook_recording import Lateness, Result
from gdcourse.grading.pages.course_data import CourseReport, build_course_report, falls_behind
from gdcourse.grading.pages.course_page import as_page
from gdcourse.grading.pages.report_data import build_report
from gdcourse.grading.pages.report_files import as_course_tables
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
from support.browser import screenshot, serious_problems, why_no_browser
from support.written_answers import UNIT, graded_by_hand

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
HINT = Text("`N`으로 나누지 않았어요.", "Nothing divided by `N`.")
EVIL = "<img src=x onerror=window.pwned=1>"


def verdict(share: float | None, diagnosis: str | None = None) -> Verdict:
    state = "graded" if share is not None else "manual"
    score = None if share is None else 10 * share
    return Verdict("q", score, 10.0, state, diagnosis, HINT, HINT if diagnosis else Text("", ""))


def course(marks: dict[str, list[float | None]], diagnoses: dict[str, list[str]] | None = None) -> CourseReport:
    """By student, the share of the points unit by unit; ``None`` for nothing handed in."""
    reports = []
    for number in range(len(next(iter(marks.values())))):
        unit = f"0{number + 1}-unit"
        results = []
        for student, shares in marks.items():
            share = shares[number]
            if share is not None:
                diagnosis = (diagnoses or {}).get(student, [""] * 9)[number] or None
                results.append(Result(student, unit, (verdict(share, diagnosis),)))
        reports.append(build_report(results, dict.fromkeys(marks), unit=unit, title=Text(f"단원 {number + 1}", unit)))
    return build_course_report(reports)


@pytest.mark.parametrize(
    ("shares", "why"),
    [
        ([0.8, 0.8, 0.8, 0.8], ()),
        ([0.8, 0.8, None, None], ("absent",)),
        ([None, None, None, None], ("absent",)),
        ([0.8, None, 0.8, 0.8], ()),
        ([0.9, 0.9, 0.6, 0.6], ("falls",)),
        ([0.9, 0.9, 0.6, None], ("falls",)),
        ([0.9, 0.6, 0.9, 0.8], ()),
        ([0.5, 0.5, 0.5, 0.5], ("low",)),
        ([0.7, 0.7, 0.2, 0.2], ("falls", "low")),
        ([None, None, None, 0.1], ("absent",)),
        ([None, None, 0.8, 0.8], ("absent",)),
    ],
)
def test_somebody_falls_behind_the_class_in_the_last_units(shares: list[float | None], why: tuple[str, ...]) -> None:
    assert falls_behind(shares, [0.8, 0.8, 0.8, 0.8]) == why


@pytest.mark.parametrize(
    ("shares", "why"),
    [
        ([None, 0.8], ("absent",)),
        ([0.8, None], ("absent",)),
        ([None], ("absent",)),
        ([None, 0.8, 0.8], ()),
        ([None, None, 0.8], ("absent",)),
    ],
)
def test_who_handed_in_nothing_of_half_of_the_units_falls_behind(
    shares: list[float | None], why: tuple[str, ...]
) -> None:
    assert falls_behind(shares, [0.8] * len(shares)) == why


def test_a_hard_unit_makes_nobody_fall_and_one_that_nobody_handed_in_does_not_count() -> None:
    assert falls_behind([0.9, 0.9, 0.5], [0.9, 0.9, 0.5]) == ()
    assert falls_behind([0.9, 0.5, None], [0.9, 0.9, None]) == ("falls",)
    assert falls_behind([None], [None]) == ()


def test_marks_stand_without_the_penalty_and_medians_are_of_those_who_handed_in() -> None:
    late = Result("a", "01-unit", (verdict(1.0),), Lateness(None, 60, 2.5))
    report = build_course_report([build_report([late, Result("b", "01-unit", (verdict(None),))], dict.fromkeys("abc"))])
    assert [[(one.share, one.is_late, one.is_open) for one in row.standings] for row in report.rows] == [
        [(0.75, True, False)],
        [(0.0, False, True)],
        [(None, False, False)],
    ]
    assert (report.units[0].median, report.units[0].handed_in) == (0.375, 2)


def test_a_blank_notebook_is_handed_in_and_counts_in_no_median() -> None:
    blank = Verdict("q", 0.0, 10.0, "missing", None, HINT)
    results = [Result("a", "01-unit", (blank,)), Result("b", "01-unit", (verdict(0.8),))]
    report = build_course_report([build_report(results, dict.fromkeys("ab"))])
    assert [row.standings[0].share for row in report.rows] == [0.0, 0.8]
    assert (report.units[0].median, report.units[0].handed_in) == (0.8, 2)


def test_a_mistake_comes_back_where_it_is_made_in_two_units_and_options_do_not() -> None:
    made = {"a": ["sum", "sum"], "b": ["sum", "option-a"], "c": ["option-a", "other"]}
    report = course({s: [0.0, 0.0] for s in made}, made)
    assert [(one.diagnosis, one.counts, one.again) for one in report.mistakes] == [("sum", (2, 1), ("a",))]
    assert as_course_tables(report)["mistakes"][1] == ["sum", 2, 1, 1, HINT.ko, HINT.en, "a"]


def test_the_command_without_a_unit_writes_it_and_links_the_reports_that_there_are(tmp_path: Path) -> None:
    made = graded_by_hand(tmp_path / "course", {"kim": "An answer.", "lee": None})
    where = ["--course", str(made.directory)]
    empty = CliRunner().invoke(main, ["report", "--format", "json", "--format", "csv", *where])
    assert empty.exit_code == 0, empty.output
    assert [Path(line).name for line in empty.output.splitlines()] == [
        "course.json",
        "course-students.csv",
        "course-mistakes.csv",
    ]
    rows = json.loads((made.directory / "reports" / "course.json").read_text(encoding="utf-8"))["rows"]
    assert [row["student"] for row in rows] == ["kim", "lee"]
    CliRunner().invoke(main, ["report", UNIT, *where])
    (page,) = CliRunner().invoke(main, ["report", *where]).output.splitlines()
    assert f'<a href="{UNIT}.html">' in Path(page).read_text(encoding="utf-8")


def test_a_course_without_anything_graded_says_what_to_do(tmp_path: Path) -> None:
    made = graded_by_hand(tmp_path / "course", {})
    done = CliRunner().invoke(main, ["report", "--course", str(made.directory)])
    assert done.exit_code == 1
    assert f"gdcourse grade {UNIT}" in done.output


def large() -> CourseReport:
    marks: dict[str, list[float | None]] = {
        f"s{n:03d}": [n % 11 / 10, n % 7 / 6, None if n % 9 == 0 else n % 5 / 4] for n in range(60)
    }
    marks["falls"], marks["absent"], marks[EVIL] = [1.0, 0.2, 0.1], [0.9, None, None], [0.0, 0.0, 0.0]
    return course(marks, {s: ["sum", "sum", "mean"] for s in list(marks)[:20]} | {EVIL: [EVIL, EVIL, EVIL]})


@needs_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_accessible_and_fits_and_nothing_acts(browser: Any, tmp_path: Path, theme: str, width: int) -> None:
    path = tmp_path / "course.html"
    path.write_text(as_page(large(), {"01-unit": "01-unit.html"}), encoding="utf-8")
    page = browser.new_page(color_scheme=theme, viewport={"width": width, "height": 900}, locale="en-GB")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(path.as_uri())
    assert not re.search("[가-힣]", page.locator("main").inner_text())
    page.locator("#only").select_option("falls")
    assert page.locator("#grid tbody tr:not([hidden])").count() >= 1
    page.locator("#only").select_option("")
    assert page.locator("#grid tbody tr:not([hidden])").count() == 63
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"course-{theme}-{width}", full_page=True)
    assert page.evaluate("window.pwned") is None
    assert serious_problems(page) == []
    assert problems == []
