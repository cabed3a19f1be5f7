"""Every link of the reports is clicked in a browser, as somebody does who wants to see a student's work."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from click.testing import CliRunner

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_recording import Recorder, ToRecord, opened_gradebook
from gdcourse.grading.classroom.graded_submission import finished
from gdcourse.grading.submission.grade_submission import grade_ungraded
from gdcourse.judging.answer_keys import visible_key
from gdcourse.language import Text
from gdcourse.notebooks.reading import grade_id_of
from support.browser import DESKTOP, PHONE, screenshot, why_no_browser
from support.course import ROOT, hand_in, make_course

pytestmark = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")

UNITS = {"02-manual-gradient": "parabola-slope", "06-momentum": "momentum-velocity"}
CODE = "def mine():\n    return 'of {student}'  # <b> & more"
STUDENTS = ["kim-minjun", "김 서연", "o'brien #1?", "50% & more", "park"]
KNOWN, GROUPED = STUDENTS[:2], STUDENTS[2:4]
"""Who made a mistake that is known, and whose answers are one group; the last wrote what no list explains."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    first, second = UNITS
    made = make_course(tmp_path_factory.mktemp("links") / "course & more", first)
    shutil.copytree(ROOT / "source" / second, made.directory / "source" / second)
    made.release(second)
    (made.directory / ".course-secret").write_text("a secret")
    for unit, question in UNITS.items():
        for student in STUDENTS:
            record_wrong(made, unit, question, student)
    for arguments in (["feedback", *UNITS], ["report", *UNITS], ["report"]):
        done = CliRunner().invoke(main, [*arguments, "--course", str(made.directory)])
        assert done.exit_code == 0, done.output
    return made


def record_wrong(course: Course, unit: str, question: str, student: str) -> None:
    (assignment,) = course.assignments(unit)
    notebook = nbformat.read(course.path("release", unit) / f"{unit}.ipynb", as_version=4)
    solution = next(cell for cell in notebook.cells if grade_id_of(cell) == f"{question}-solution")
    solution.source = CODE.format(student=student)
    hand_in(course, student, notebook, unit)
    graded = grade_ungraded(Text("", ""), assignment)
    diagnosis = "sum" if student in KNOWN else None
    verdicts = tuple(
        replace(v, state="graded", score=0.0, diagnosis=diagnosis, hint=Text("합", "A sum")) if v.exercise == question
        else replace(v, state="graded", score=v.max_score)
        for v in graded.verdicts
    )  # fmt: skip
    answers = [0 for _ in visible_key(*_exercise(unit, question))["cases"]]
    unexplained = {question: answers} if student in GROUPED else {}
    graded = replace(graded, notebook=notebook, verdicts=verdicts, unexplained=unexplained)
    with opened_gradebook(course) as gradebook:
        submission = next(s for s in course.submissions(assignment, student))
        Recorder(course, gradebook, assignment).record([ToRecord(submission, finished(graded), {})])


def _exercise(unit: str, question: str) -> tuple[Any, Any]:
    found = find_unit(unit)
    return found, next(exercise for exercise in found.exercises if exercise.id == question)


@pytest.fixture(params=[("ko", "dark", PHONE), ("en", "light", DESKTOP), ("en", "dark", PHONE)], ids=str)
def visit(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Opens a page in one language, in a colour, on a screen; anything that it complains of fails."""
    language, theme, screen = request.param
    problems: list[str] = []
    page = browser.new_page(color_scheme=theme, viewport=screen, locale="de")
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda asked: problems.append(f"{asked.url} {asked.failure}"))

    def open_(path: Path) -> Any:
        page.goto(path.as_uri())
        page.locator(f'button[data-set="lang"][value="{language}"]').click()
        return page

    yield open_
    page.close()
    assert problems == []


def clicked(page: Any) -> list[str]:
    """Click each link of the page as a person would, folded parts opened; where each led, from the course on."""
    start, found = page.url, []
    folded = page.locator("main details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    for link in page.locator("main a[href]").all():
        if not link.is_visible():  # in the other language
            continue
        said = re.sub(r"\s+", " ", link.inner_text())
        link.click()
        page.wait_for_url(lambda url: url != start)
        address = urlsplit(page.url)
        path = Path(unquote(address.path))
        assert address.scheme == "file"
        assert path.is_file(), page.url
        assert page.locator("main").is_visible()
        if path.parent.name in UNITS:  # somebody's feedback in the course
            assert path.parent.parent.name in page.locator("header").inner_text()
        if address.fragment:
            assert page.locator(":target").is_visible(), page.url
        found.append(f"{said} → {path.name} {path.parent.parent.name} {unquote(address.fragment)}".strip())
        page.go_back()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return found


def test_from_a_unit_s_report_each_student_leads_to_the_feedback_and_each_group_to_its_code(
    course: Course, visit: Any
) -> None:
    unit = next(iter(UNITS))
    page = visit(course.directory / "reports" / f"{unit}.html")
    led = clicked(page)
    for student in STUDENTS:
        # In the grid, and in the list of a group; a known mistake has a button that shows who is in the grid.
        times = 1 if student in KNOWN else 2
        assert sum(f"{unit}.html {student}" in one for one in led) >= times, (student, led)
    shown = page.locator("main").inner_text()
    assert CODE.format(student=KNOWN[0]) in shown
    assert CODE.format(student=sorted(GROUPED)[0]) in shown
    assert CODE.format(student=STUDENTS[-1]) in shown
    page.locator('button[data-only="1a"]').click()
    assert page.locator("#grid tbody tr:not([hidden])").count() == len(KNOWN)
    screenshot(page, f"links-unit-{page.viewport_size['width']}", full_page=True)


def test_from_the_report_across_units_numbers_lead_to_feedback_and_to_the_code_of_mistakes(
    course: Course, visit: Any
) -> None:
    page = visit(course.directory / "reports" / "course.html")
    led = clicked(page)
    for unit in UNITS:
        for student in STUDENTS:
            assert any(f"{unit}.html {student}" in one for one in led), (student, led)
        assert any(f"{unit}.html" in one and one.endswith("mistake-sum") for one in led), led
        assert sum(one.startswith(("보고서", "report")) and f"{unit}.html" in one for one in led) == 1
    screenshot(page, f"links-course-{page.viewport_size['width']}", full_page=True)


def test_a_report_that_was_written_elsewhere_leads_back_to_the_course(
    course: Course, visit: Any, tmp_path: Path
) -> None:
    unit = next(iter(UNITS))
    elsewhere = tmp_path / "교환 exchange" / "x"
    for arguments in (["report", unit], ["report"]):
        done = CliRunner().invoke(main, [*arguments, "--output", str(elsewhere), "--course", str(course.directory)])
        assert done.exit_code == 0, done.output
    assert len(clicked(visit(elsewhere / f"{unit}.html"))) > len(STUDENTS)
    assert len(clicked(visit(elsewhere / "course.html"))) > 2 * len(STUDENTS)


def test_feedback_that_lies_alone_where_the_exchange_puts_it_needs_nothing_beside_it(
    course: Course, visit: Any, tmp_path: Path
) -> None:
    unit = next(iter(UNITS))
    written = course.path("feedback", unit, STUDENTS[2]) / f"{unit}.html"
    alone = tmp_path / "exchange" / "course101" / "feedback" / "0a1b2c3d.html"
    alone.parent.mkdir(parents=True)
    shutil.copy(written, alone)
    page = visit(alone)
    led = clicked(page)
    assert len(led) == page.locator("ol.questions a").count()
    assert all(alone.name in one for one in led)
