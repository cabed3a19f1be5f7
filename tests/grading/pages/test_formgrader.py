"""nbgrader's formgrader in a real browser: a person grades the reflection, and what a student wrote does not act."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import recorded_results
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from support.browser import screenshot, why_no_browser
from support.course import hand_in, make_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
UNIT = find_unit("02-manual-gradient")
UNISOLATED = Options(jobs=1, isolated=False)
REFLECTION = "합은 N배예요. <img src=x onerror=window.pwned=1> [x](javascript:window.pwned=1)"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode) -> Course:
    """A graded submission with an open reflection, and in it what would act in the grader's browser."""
    course = make_course(tmp_path_factory.mktemp("formgrader") / "course")
    notebook = submission(release, UNIT, reference_answers(UNIT), REFLECTION)
    notebook.cells.append(new_markdown_cell("<script>window.pwned=1</script><img src=x onerror=window.pwned=1>"))
    attack = "display(HTML('<script>window.pwned=1</script><img src=x onerror=window.pwned=1>'))"
    script = "display(Javascript('window.pwned=1'))"
    notebook.cells.append(new_code_cell(f"from IPython.display import HTML, Javascript, display\n{attack}\n{script}"))
    hand_in(course, "kim", notebook)
    grade_class(course, UNIT.slug, UNISOLATED)
    return course


@pytest.fixture(scope="module")
def server(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Jupyter server with nbgrader's extension in the course's directory; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    bin_ = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_DATA_DIR": str(home / "data"),
    }
    command = [str(bin_ / "jupyter"), "server", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0"]
    log = (home / "log").open("w")
    process = subprocess.Popen(command, cwd=course.directory, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert process.poll() is None, (home / "log").read_text()
            try:
                urllib.request.urlopen(f"{address}/api", timeout=2).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail((home / "log").read_text())
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def test_a_person_grades_a_reflection_in_formgrader(course: Course, server: str, browser: Browser) -> None:
    before = next(recorded_results(course, UNIT.slug)).verdicts[-1]
    assert before.state == "manual"
    with course.gradebook() as book:
        submission_id = book.find_submission_notebook(UNIT.slug, UNIT.slug, "kim").id
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(server) else route.abort())
    page.goto(f"{server}/formgrader/gradebook/{UNIT.slug}/{UNIT.slug}")
    page.wait_for_selector("text=Submission #1", timeout=60_000)
    screenshot(page, "formgrader-submissions")
    page.goto(f"{server}/formgrader/submissions/{submission_id}", wait_until="domcontentloaded")
    score = page.locator(".nbgrader_cell .score").last
    score.wait_for(timeout=60_000)
    # Scores of the machine are placeholders, which the page fetches.
    page.wait_for_function("document.querySelector('.score').placeholder !== ''", timeout=60_000)
    text = page.locator("body").inner_text()
    assert "합은 N배예요" in text
    assert "맞았어요" in text
    assert "Correct!" in text
    score.fill("2.5")
    score.press("Tab")
    page.wait_for_timeout(1500)
    screenshot(page, "formgrader-reflection")
    for link in page.query_selector_all("#notebook a[href^='javascript']"):
        link.dispatch_event("click")
    assert page.evaluate("window.pwned") is None
    assert page.query_selector_all("#notebook a[href^='javascript']") == []
    after = next(recorded_results(course, UNIT.slug)).verdicts[-1]
    assert (after.score, after.state) == (2.5, "graded")


def test_marks_of_the_page_without_a_server_stand_in_formgrader_and_its_own_on_the_page(
    course: Course, server: str, browser: Browser, tmp_path: Path
) -> None:
    """Both ways: whoever marks in one place finds there what was given in the other."""
    where = ["mark", UNIT.slug, "--course", str(course.directory)]
    desk = browser.new_page(accept_downloads=True)
    desk.goto(Path(CliRunner().invoke(main, where).output.splitlines()[0]).as_uri())
    desk.locator("#answer").focus()
    desk.keyboard.press("f")
    desk.fill("#comment", "Why N times? · 왜 N배죠?")
    desk.keyboard.press("Escape")
    with desk.expect_download() as download:
        desk.keyboard.press("s")
    download.value.save_as(tmp_path / "marks.json")
    taken = CliRunner().invoke(main, [*where, "--take", str(tmp_path / "marks.json")])
    assert "1 marks were put" in taken.output, taken.output

    with course.gradebook() as book:
        submission_id = book.find_submission_notebook(UNIT.slug, UNIT.slug, "kim").id
    page = browser.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(server) else route.abort())
    page.goto(f"{server}/formgrader/submissions/{submission_id}", wait_until="domcontentloaded")
    page.wait_for_function("document.querySelector('.score')?.placeholder !== ''", timeout=60_000)
    score, comment = page.locator(".nbgrader_cell .score").last, page.locator("textarea.comment").last
    page.wait_for_function("[...document.querySelectorAll('.score')].at(-1).value !== ''", timeout=60_000)
    assert (score.input_value(), comment.input_value()) == ("3", "Why N times? · 왜 N배죠?")
    score.fill("1.25")
    score.press("Tab")
    comment.fill("Said in formgrader.")
    comment.press("Tab")
    page.wait_for_timeout(1500)

    desk.goto(Path(CliRunner().invoke(main, where).output.splitlines()[0]).as_uri())
    assert (desk.input_value("#score"), desk.input_value("#comment")) == ("1.25", "Said in formgrader.")
    verdict = next(recorded_results(course, UNIT.slug)).verdicts[-1]
    assert (verdict.score, verdict.by_hand) == (1.25, True)
