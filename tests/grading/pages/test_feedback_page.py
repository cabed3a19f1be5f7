"""A student's feedback: the diagnosis in their language, safe to open whatever the notebook holds."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.pages import safe_html
from gdcourse.grading.pages.feedback_page import as_page
from gdcourse.grading.pages.formgrader import MakeSafe
from gdcourse.grading.pages.page_budget import PageRoom, Rendered
from gdcourse.grading.pages.question_titles import question_titles
from gdcourse.grading.submission.bounded_child import BoundedChild
from gdcourse.grading.submission.grade_submission import VERDICT_MIME, verdict_outputs
from gdcourse.judging.judge import Verdict
from gdcourse.judging.verdict_card import as_html
from gdcourse.language import Text
from gdcourse.notebooks.reading import read_notebook
from gdcourse.solutions import variants_of
from gdcourse.student.check_answer import verdict_of
from support.browser import screenshot, serious_problems, why_no_browser
from support.course import ROOT, hand_in, make_course

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
UNIT = find_unit("02-manual-gradient")
UNISOLATED = Options(jobs=1, isolated=False)
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

ATTACKS = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1><script>window.pwned=1</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1></style></mglyph></table></mtext></math>",
    "<math href='javascript:window.pwned=1'><mi>x</mi></math>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<iframe src='javascript:parent.pwned=1'></iframe>",
    "<a href='javascript:window.pwned=1' class=bait>bait</a>",
    "<a href='java\tscript:window.pwned=1'>bait</a>",
    "<a href='data:text/html,<script>opener.pwned=1</script>'>bait</a>",
    "<form action='javascript:window.pwned=1'><button>bait</button></form>",
    "<object data='javascript:window.pwned=1'></object><embed src='javascript:window.pwned=1'>",
    "<details open ontoggle=window.pwned=1>x</details>",
    "<input autofocus onfocus=window.pwned=1>",
    "<style>@import 'http://evil.example/x.css'; body{display:none}</style>",
    "<link rel=stylesheet href=http://evil.example/x.css><base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<div style='position:fixed;inset:0;background:url(http://evil.example/x)'>cover</div>",
    "<img src='http://evil.example/track.png'><video src=http://evil.example/v autoplay></video>",
    "</pre></code></main></body><script>window.pwned=1</script>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>",
    "<template><script>window.pwned=1</script></template>",
    "<textarea></textarea><img src=x onerror=window.pwned=1>",
    "<body onload=window.pwned=1 id=main name=querySelector>",
    "<!--><img src=x onerror=window.pwned=1>-->",
    "<a id=localStorage></a><img name=querySelectorAll>",
]
MARKDOWN = [
    "[bait](javascript:window.pwned=1)",
    "[bait](JaVaScRiPt&colon;window.pwned=1)",
    "![x](javascript:window.pwned=1)",
    '![$\\text{" onerror=window.pwned=1 x="}$](x)',
    "$\\text{<img src=x onerror=window.pwned=1>}$",
    "$$\\href{javascript:window.pwned=1}{bait}$$",
    "$\\text{&lt;script&gt;window.pwned=1&lt;/script&gt;}$",
    "\\begin{align}<script>window.pwned=1</script>\\end{align}",
    "```mermaid\n<img src=x onerror=window.pwned=1>\n```",
    "```<img src=x onerror=window.pwned=1>\nx\n```",
    "`<script>window.pwned=1</script>`",
    "<javascript:window.pwned=1>",
    "[x]: javascript:window.pwned=1\n[x]",
    "| a |\n|---|\n| <img src=x onerror=window.pwned=1> |",
]


def hostile() -> NotebookNode:
    """Every attack as Markdown, code, HTML, SVG, LaTeX, plain text, stream, error, and as scripts and widgets."""
    cells = [new_markdown_cell(text) for text in [*ATTACKS, *MARKDOWN]]
    for attack in ATTACKS:
        data = [
            {"text/html": attack, "text/plain": "x"},
            {"text/markdown": attack},
            {"image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg">{attack}</svg>', "text/plain": attack},
            {"image/png": f'{PNG}"><script>window.pwned=1</script>', "text/plain": attack},
            {"text/latex": f"$\\text{{{attack}}}$"},
            {"text/plain": attack},
            {"application/javascript": "window.pwned=1", "text/plain": attack},
            {"application/vnd.jupyter.widget-view+json": {"model_id": attack}, "text/plain": attack},
        ]
        outputs = [new_output("display_data", data=d) for d in data]
        outputs.append(new_output("stream", name="stdout", text=f"\x1b[31m{attack}\x1b[0m"))
        outputs.append(new_output("error", ename=attack, evalue=attack, traceback=[f"\x1b[1m{attack}"]))
        cells.append(new_code_cell(f"# {attack}\nx = '''{attack}'''", outputs=outputs))
    for number, attack in enumerate(ATTACKS):
        verdict = Verdict(f"q{number}{attack}", 0.0, 1.0, "graded", attack, Text(f"x\n{attack}", f"x\n`{attack}`"))
        nbgrader = {"grade": True, "solution": False, "grade_id": verdict.exercise, "points": 1, "score": 0}
        outputs = verdict_outputs(verdict)
        cells.append(new_code_cell("check()", outputs=outputs, metadata={"nbgrader": {**nbgrader, "comment": attack}}))
    forged = {"question": "f", "state": "graded", "score": {"x": 1}, "message": [ATTACKS[0]]}
    nbgrader = {"grade": True, "solution": False, "grade_id": "f", "points": 1, "score": 0}
    output = new_output("display_data", data={VERDICT_MIME: forged, "text/html": ATTACKS[1]})
    cells.append(new_code_cell("assert False", outputs=[output], metadata={"nbgrader": nbgrader}))
    return new_notebook(cells=cells)


GRADED = {"assignment": UNIT.slug, "student": ATTACKS[1], "score": 1.5, "max_score": 20.0, "late_penalty": 0.5}


@pytest.mark.parametrize(
    ("seconds", "penalty", "said"),
    [
        (7200, 2.5, ["Handed in 2 h after the deadline.", "A late penalty of 2.5 is taken off."]),
        (90000, 0, ["Handed in 1 d 1 h after the deadline.", "Nothing is taken off for it."]),
        (1, 0, ["Handed in after the deadline.", "Nothing is taken off for it."]),
        (0, 0, []),
    ],
)
def test_lateness_is_told_with_its_penalty_and_without_one(seconds: float, penalty: float, said: list[str]) -> None:
    page = as_page(new_notebook(cells=[]), {**GRADED, "seconds_late": seconds, "late_penalty": penalty})
    soup = BeautifulSoup(page, "html.parser")
    assert [e.get_text() for e in soup.select(".total .wrong [lang=en]")] == said


def test_nothing_that_acts_is_in_a_page_of_attacks() -> None:
    page = as_page(hostile(), GRADED)
    soup = BeautifulSoup(page, "html.parser")
    assert len(soup.find_all("script")) == 1
    forbidden = "iframe object embed form base link video input template details noscript svg textarea"
    assert soup.find_all(forbidden.split()) == []
    for tag in soup.main.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.startswith("on"), tag
            if name in ("href", "src", "action"):
                assert re.match(r"#q\d+$|https?://(?!evil)|data:image/(png|svg\+xml);base64,", value), tag
            assert name not in ("style",) or "position" not in value


@needs_browser
def test_attacks_do_not_act_in_a_browser(browser: Any, tmp_path: Path) -> None:
    page, problems = opened(browser, tmp_path / "f.html", as_page(hostile(), GRADED))
    for link in page.query_selector_all("main a"):
        if not (link.get_attribute("href") or "").startswith("http"):
            link.dispatch_event("click")
    for element in page.query_selector_all("main *"):
        element.dispatch_event("mouseover")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    assert page.locator("button[value=ko]").is_visible()
    assert [p for p in problems if "Refused to load the image" not in p] == []


@needs_browser
def test_a_box_that_a_student_makes_tall_moves_nothing_out_of_sight(browser: Any, tmp_path: Path) -> None:
    tall = '<div style="height:33554400px">x</div>'
    output = new_output("display_data", {"text/html": tall})
    notebook = new_notebook(cells=[new_markdown_cell(tall), new_code_cell("1", outputs=[output])])
    page, _ = opened(browser, tmp_path / "f.html", as_page(notebook, GRADED))
    assert page.evaluate("document.documentElement.scrollHeight") < 20_000


@needs_browser
def test_the_policy_stops_a_script_that_slipped_through(browser: Any, tmp_path: Path) -> None:
    html = as_page(hostile(), GRADED)
    html = html.replace("<main", "<script>window.pwned=1</script><img src=x onerror=window.pwned=1><main", 1)
    page, problems = opened(browser, tmp_path / "f.html", html)
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in problem for problem in problems)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/='\" \\$`[](){}&;:!ab\nscriptonerrorimgsvgstylemath", max_size=120))
def test_any_markdown_comes_out_without_tags_that_act(text: str) -> None:
    html = safe_html.markdown(text)
    for tag in re.findall(r"<[a-z][^<>]*>", html, re.IGNORECASE):
        assert not re.match(r"<(script|iframe|svg|style|object|embed|form|input|link|meta|base)\b", tag, re.IGNORECASE)
        assert not re.search(r"\son\w+=|javascript:", re.sub(r"\"[^\"]*\"", '""', tag), re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(ROOT.glob("release/[0-9]*/*.ipynb")), ids=lambda p: p.stem)
def test_the_mathematics_of_every_assignment_is_shown_as_mathematics(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            formulas = re.findall(r"(?<!\\)\$\$?(.+?)\$\$?", cell.source, re.DOTALL)
            html = safe_html.markdown(cell.source)
            assert html.count("<math") == len(formulas), cell.source
            assert "\\" not in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL), html
            assert html.count('lang="ko"') == cell.source.count('lang="ko"')


def test_mathematics_that_cannot_be_read_is_shown_as_it_was_written() -> None:
    assert "<code>" in safe_html.mathematics("\\frac{")
    assert "<code>" in safe_html.mathematics("x" * 100_000)
    assert "<code>" in safe_html.mathematics("{" * 3_900)


@pytest.mark.parametrize(
    "source",
    [
        "<!-- 합은 N배예요 -->",
        "[//]: # (합은 N배예요)",
        '[note]: http://x.example "합은 N배예요"',
        "<script>합은 N배예요</script>",
    ],
)
def test_an_answer_that_markdown_shows_nothing_of_is_shown_as_it_was_written(source: str) -> None:
    assert "합은 N배예요" in BeautifulSoup(safe_html.markdown(source), "html.parser").get_text()
    assert "합은" not in BeautifulSoup(safe_html.markdown("글\n\n<!-- 합은 -->"), "html.parser").get_text()


@pytest.mark.parametrize("other", ["attachment:gone.png", "attachment:", "attachment:drawn.svg", "attachment:odd.png"])
def test_a_pasted_picture_is_shown_and_one_that_is_not_there_costs_nothing(other: str) -> None:
    written = new_markdown_cell(f"before ![mine](attachment:a.png) between ![other]({other}) after")
    written["attachments"] = {
        "a.png": {"image/png": PNG, "text/html": "<script>alert(1)</script>"},
        "drawn.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"},
        "odd.png": {"image/png": 5},
    }
    notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [written]})
    (cell,) = read_notebook(json.dumps(notebook).encode()).cells
    assert cell.attachments == {"a.png": {"image/png": PNG}}
    feedback = as_page(new_notebook(cells=[cell]), {})
    formgrader = MakeSafe().preprocess(new_notebook(cells=[cell]), {})[0].cells[0].source
    for shown in (feedback, formgrader):
        found = BeautifulSoup(shown, "html.parser")
        pictures = [image["src"] for image in found.find_all("img") if "alert" not in image["src"]]
        assert pictures == [f"data:image/png;base64,{PNG}"]
        assert "before" in found.text
        assert "other after" in " ".join(found.text.split())


def test_a_card_keeps_every_style_when_it_is_made_safe() -> None:
    # Without its background the badge's white sign would stand on white.
    wrong = verdict_of("mse-gradient", lambda x, y, y_pred: x.sum())
    card = as_html(wrong, "both", advice=Text("다음", "next"), progress=Text("1/9", "1/9"))
    assert _styles(card)
    assert _styles(safe_html.safe(card)) == _styles(card)


def _styles(html: str) -> list[set[str]]:
    """The names of the properties that each styled tag has."""
    tags = BeautifulSoup(html, "html.parser").find_all(style=True)
    return [{part.split(":")[0].strip() for part in tag["style"].split(";") if part.strip()} for tag in tags]


def test_what_is_the_same_for_the_class_is_rendered_once_and_only_so_much_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    call, rendered = BoundedChild.call, Rendered()
    monkeypatch.setattr(BoundedChild, "call", lambda *a, **k: asked.append(a) or call(*a, **k))

    def calls(text: str, pictures: dict[str, dict[str, str]] | None = None) -> int:
        before = len(asked)
        assert text[:10] in PageRoom(rendered=rendered).render(safe_html.markdown, text, pictures)
        return len(asked) - before

    # A picture of one's own makes another text of it.
    assert [calls("the question", pictures) for pictures in (None, None, {"a.png": {"image/png": PNG}})] == [1, 0, 1]
    assert [calls("x" * 60_000) for _ in range(2)] == [1, 1]
    for number in range(2_000):
        rendered.keep("markdown", (str(number),), ("", 0, 0))
    assert 900 < sum(rendered.find("markdown", (str(number),)) is not None for number in range(2_000)) < 1_000


def test_a_heading_in_an_answer_is_no_title() -> None:
    own = {"nbgrader": {"grade": True, "solution": True, "grade_id": "essay"}}
    cells = [new_markdown_cell("# 3. 왜? · Why? (2)"), new_markdown_cell("# 만점 · Full marks", metadata=own)]
    assert question_titles(cells) == {"essay": Text("왜?", "Why?")}
    assert question_titles(cells[1:]) == {}


def test_what_is_harmless_stays() -> None:
    figure = f'<img alt="그림 / figure" src="data:image/png;base64,{PNG}" style="max-width:100%;height:auto">'
    kept = safe_html.safe(figure)
    assert PNG in kept
    assert "그림 / figure" in kept
    assert "max-width:100%" in kept
    assert "<table" in safe_html.safe("<table><tr><td colspan=2>1</td></tr></table>")
    assert 'href="https://example.org"' in safe_html.safe('<a href="https://example.org">x</a>')
    assert base64.b64decode(PNG)[:4] == b"\x89PNG"
    assert safe_html.raster_image("png", PNG, "") != ""
    assert safe_html.raster_image("png", "no base64!", "") == ""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode) -> Course:
    """A course with feedback written by nbgrader's own converter, for one student with a known mistake."""
    course = make_course(tmp_path_factory.mktemp("feedback") / "course")
    mistake = next(v for v in variants_of(UNIT)["mse-gradient"] if v.id == "sum-for-mean")
    notebook = submission(release, UNIT, {**reference_answers(UNIT), "mse-gradient": mistake}, "합은 $N$배예요.")
    figure = (
        "from gdcourse.lessons import Text, figure\nwith figure(Text('곡선', 'a curve')) as ax:\n    ax.plot([1, 3, 2])"
    )
    notebook.cells.append(new_code_cell(figure))
    hostile_code = "from IPython.display import HTML, Javascript, display\n" + "\n".join(
        f"display(HTML({attack!r}))" for attack in ATTACKS
    )
    notebook.cells.append(new_code_cell(f"{hostile_code}\ndisplay(Javascript('window.pwned=1'))"))
    hand_in(course, "kim", notebook)
    grade_class(course, UNIT.slug, UNISOLATED)
    course.feedback(UNIT.slug)
    return course


@pytest.fixture(scope="module")
def feedback(course: Course) -> str:
    return (course.directory / "feedback" / "kim" / UNIT.slug / f"{UNIT.slug}.html").read_text(encoding="utf-8")


def test_feedback_says_where_the_mark_was_lost_and_why_in_both_languages(feedback: str) -> None:
    summary = feedback.split("<ol", 1)[1].split("</ol>", 1)[0]
    items = re.findall(r"<li.*?</li>", summary, re.DOTALL)
    assert len(items) == len(UNIT.exercises) + 1  # and the reflection
    lost = [item for item in items if 'class="hint"' in item]
    assert len(lost) == 2
    assert "1.5/3" in lost[0]
    assert '<div lang="ko">그래디언트가 정확히 N배 커요.' in lost[0]
    assert '<div lang="en">The gradient is exactly N times too large' in lost[0]
    assert "선생님이 직접 채점해요" in lost[1]
    # A question without an exercise has the heading above it for a title.
    assert "친구에게" in lost[1]
    assert "To a friend" in lost[1]
    assert "(3)" not in lost[1]


def test_headings_can_be_shown_in_one_language(feedback: str) -> None:
    headings = BeautifulSoup(feedback, "html.parser").find_all("h2")
    both = [heading for heading in headings if re.search("[가-힣]", heading.text)]
    assert len(both) >= 10
    for heading in both:
        korean, english = (heading.find("span", lang=language) for language in ("ko", "en"))
        assert re.search("[가-힣]", korean.text)
        assert not re.search("[가-힣]", english.text)
        assert not re.search("[가-힣a-z]", heading.text.replace(korean.text, "").replace(english.text, ""))


def test_feedback_shows_figures_and_no_other_host(feedback: str) -> None:
    soup = BeautifulSoup(feedback, "html.parser")
    (figure,) = soup.find_all("img", alt="곡선 / a curve")
    assert figure["src"].startswith("data:image/png;base64,")
    loading = [tag.get("src") or tag.get("href") for tag in soup.find_all(["img", "script", "link", "iframe"])]
    assert [address for address in loading if address and not address.startswith("data:")] == []
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "'unsafe" not in re.sub(r"style-src-attr 'unsafe-inline'", "", policy)


def test_a_hand_given_mark_and_a_comment_reach_the_student(course: Course) -> None:
    with course.gradebook() as book:
        grade = book.find_grade("reflection", UNIT.slug, UNIT.slug, "kim")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        comment = book.find_comment("reflection", UNIT.slug, UNIT.slug, "kim")
        comment.manual_comment = "**좋아요** <img src=x onerror=window.pwned=1>"
        book.db.commit()
    (page,) = course.feedback(UNIT.slug)
    text = page.read_text(encoding="utf-8")
    assert "<strong>좋아요</strong>" in text
    assert BeautifulSoup(text, "html.parser").find_all("img", src="x") == []
    assert "2/3" in text
    assert ">17.5<" in text


def test_feedback_of_one_student_leaves_the_others_pages_as_they_are(course: Course, release: NotebookNode) -> None:
    hand_in(course, "lee", submission(release, UNIT, reference_answers(UNIT), "평균이라서요."))
    grade_class(course, UNIT.slug, UNISOLATED)
    before = {page: page.read_bytes() for page in course.feedback(UNIT.slug)}
    kim, lee = sorted(before)
    kim.write_bytes(b"kept")
    runner = CliRunner()
    done = runner.invoke(main, ["feedback", UNIT.slug, "--student", "lee", "--course", str(course.directory)])
    assert done.output.splitlines() == [str(lee)]
    assert kim.read_bytes() == b"kept"


def test_a_notebook_that_nobody_has_graded_is_named_and_costs_no_feedback(course: Course, tmp_path: Path) -> None:
    mine = Course(Path(shutil.copytree(course.directory, tmp_path / "course")))
    own = mine.path("autograded", UNIT.slug, "kim") / f"{UNIT.slug}.ipynb"
    strays = [own.with_name("copy.ipynb"), mine.path("autograded", UNIT.slug, "stranger") / own.name]
    for stray in strays:
        stray.parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(own, stray)
    done = CliRunner().invoke(main, ["feedback", UNIT.slug, "--course", str(mine.directory)])
    assert done.exit_code == 0, done.output
    assert str(mine.directory / "feedback" / "kim" / UNIT.slug / f"{UNIT.slug}.html") in done.stdout.splitlines()
    assert not (mine.directory / "feedback" / "stranger").exists()
    for stray in strays:
        assert f"'{stray}' is in no gradebook" in done.output
    alone = CliRunner().invoke(main, ["feedback", UNIT.slug, "--student", "stranger", "--course", str(mine.directory)])
    assert alone.exit_code == 1


def test_a_page_that_a_student_has_handed_in_is_no_feedback_and_does_not_act(course: Course) -> None:
    graded = course.path("autograded", UNIT.slug, "kim")  # where nbgrader's own autograder copies it to
    (graded / "plots").mkdir(exist_ok=True)
    for name in ("x.html", f"{UNIT.slug}.html", "extra.html", "plots/a.svg", "data.csv"):
        (graded / name).write_text("<script>window.pwned=1</script>", encoding="utf-8")
    told = course.feedback(UNIT.slug, "kim")
    folder = course.directory / "feedback" / "kim" / UNIT.slug
    assert [path.name for path in told] == [f"{UNIT.slug}.html"]
    assert "window.pwned=1</script>" not in told[0].read_text(encoding="utf-8")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {f"{UNIT.slug}.html", "x.html.txt", "extra.html.txt", "plots/a.svg.txt", "data.csv"}


@pytest.mark.parametrize("command", ["report", "feedback"])
def test_a_name_of_no_unit_is_refused_before_anything_is_written(course: Course, tmp_path: Path, command: str) -> None:
    def written() -> dict[Path, int]:
        folders = (course.directory / name for name in ("reports", "feedback"))
        return {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*") if path.is_file()}

    before = written()
    done = CliRunner().invoke(main, [command, UNIT.slug, "21-nounit", "--course", str(course.directory)])
    assert done.exit_code == 2
    assert "There is no unit '21-nounit'" in done.output
    assert written() == before


def opened(browser: Any, path: Path, html: str, **options: Any) -> tuple[Any, list[str]]:
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(**options)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.on("popup", lambda popup: problems.append(popup.url))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else problems.append(r.url))
    page.goto(path.as_uri())
    return page, problems


@needs_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 375])
def test_feedback_is_accessible_and_fits(browser: Any, tmp_path: Path, feedback: str, theme: str, width: int) -> None:
    look = {"color_scheme": theme, "viewport": {"width": width, "height": 900}, "locale": "ko"}
    page, problems = opened(browser, tmp_path / "f.html", feedback, **look)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"feedback-{theme}-{width}")
    assert serious_problems(page) == []
    assert page.evaluate("window.pwned") is None
    assert problems == []


@needs_browser
def test_feedback_speaks_the_students_language(browser: Any, tmp_path: Path, feedback: str) -> None:
    page, _ = opened(browser, tmp_path / "f.html", feedback, locale="en-US")
    summary = page.locator("ol.questions")
    assert "exactly N times too large" in summary.inner_text()
    assert "정확히 N배" not in summary.inner_text()
    page.focus("button[value=ko]")
    page.keyboard.press("Enter")
    assert "정확히 N배" in summary.inner_text()
    assert "exactly N times" not in page.locator("main").inner_text()
    page.click("button[value=both]")
    assert "정확히 N배" in summary.inner_text()
    assert "exactly N times too large" in summary.inner_text()
