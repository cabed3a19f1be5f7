"""Guesses, drills and opening questions on the site: answered in the browser, without a kernel, in both languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gdcourse.exercises import find_exercise
from gdcourse.judging.answer_keys import visible_key
from support.browser import DESKTOP, problems, screenshot, served
from support.course import ROOT

SETTINGS = f"""
from runpy import run_path
settings = run_path({str(ROOT / "docs" / "conf.py")!r})
globals().update({{name: value for name, value in settings.items() if not name.startswith("__")}})
extensions = ["myst_nb", "sphinx.ext.mathjax", "gdcourse_site.bilingual", "gdcourse_site.practice"]
extensions += ["gdcourse_site.optional_sections", "gdcourse_site.vendoring"]
html_static_path = [{str(ROOT / "docs" / "_static")!r}]
templates_path = [{str(ROOT / "docs" / "_templates")!r}]
html_additional_pages = {{}}
html_favicon = None
"""
LESSON = "lessons/06-momentum.html"
DRILL = "momentum-drill-velocity"
BELOW = "momentum-drill-limit"
PHONE = {"width": 390, "height": 844}


def text(heading: str, ko: str, en: str) -> Any:
    return new_markdown_cell(f'## {heading}\n\n<div lang="ko">\n\n{ko}\n\n</div>\n<div lang="en">\n\n{en}\n\n</div>')


def code(source: str, printed: str = "") -> Any:
    return new_code_cell(source, outputs=[new_output("stream", name="stdout", text=printed)] if printed else [])


def options(language: int) -> str:
    words = [
        ("멈춥니다.", "It stops."),
        ("되돌아옵니다.", "It comes back."),
        ("돌아오지 않습니다.", "It does not come back."),
    ]
    return "\n".join(f"- ({letter}) {both[language]}" for letter, both in zip("abc", words, strict=True))


def lesson() -> Any:
    """A short lesson with everything that is answered on a page."""
    revealed = code('reveal("momentum-guess-limit", v)', "REVEALED-LIMIT")
    revealed.outputs.append(new_output("display_data", {"text/html": '<div class="gdcourse-card">RESULT-CARD</div>'}))
    cells = [
        text("모멘텀 · Momentum", "처음", "first"),
        code('opening("06-momentum")', "STORED-OPENING"),
        text(
            "최솟값에서 · At the minimum", f"공이 내려갑니다.\n\n{options(0)}", f"The ball rolls down.\n\n{options(1)}"
        ),
        code('guess("momentum-guess-overshoot", ...)', "STORED-GUESS"),
        code("print(path)", "MEASURED-PATH"),
        code('reveal("momentum-guess-overshoot", "b")', "REVEALED-PATH"),
        text("속도 · Velocity", "그래디언트가 늘 1입니다.", "The gradient is 1 in every step."),
        code('guess("momentum-guess-limit", ...)', "STORED-GUESS"),
        text("재어 보기 · Measuring", "잽니다.", "Now we measure."),
        code("print(v)", "MEASURED-LIMIT"),
        revealed,
        text("해 보기 · Your turn", "채우세요.", "Fill it in."),
        code("next_velocity = 1"),
        code('check("momentum-task-velocity", next_velocity)'),
        text("연습 · Practice", "연습하세요.", "Practise."),
        code(f'drill("{DRILL}")\ndrill("{BELOW}")', "STORED-DRILL"),
        text("더 알아보려면 · To go further", "건너뛰어도 됩니다.", "You may leave this out."),
        text("뉴턴법 · Newton", "곡률로 나눕니다.", "Divide by the curvature."),
        code("print(newton)", "MEASURED-NEWTON"),
        text("한 장으로 · One page", "남겨 둘 것", "What to keep"),
    ]
    cells[-3].source = "#" + cells[-3].source
    cells[0].source = cells[0].source.replace("## ", "# ", 1)
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


def build(directory: Path, notebook: Any) -> subprocess.CompletedProcess[str]:
    source = directory / "source"
    (source / "lessons").mkdir(parents=True)
    (source / "conf.py").write_text(SETTINGS, encoding="utf-8")
    (source / "index.md").write_text("# 하나 · One\n\n```{toctree}\nlessons/06-momentum\n```\n", encoding="utf-8")
    nbformat.write(notebook, source / "lessons" / "06-momentum.ipynb")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(source), str(directory / "site")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("practice")
    made = build(directory, lesson())
    assert made.returncode == 0, made.stderr
    return directory / "site"


@pytest.fixture(scope="module")
def page_source(site: Path) -> BeautifulSoup:
    return BeautifulSoup((site / LESSON).read_text(encoding="utf-8"), "html.parser")


def test_what_follows_a_guess_is_folded_and_so_is_a_result_under_a_later_heading(page_source: BeautifulSoup) -> None:
    near, far = (page_source.select_one(f'details[data-after="momentum-guess-{n}"]') for n in ("overshoot", "limit"))
    assert near.get("open") is far.get("open") is None
    for shown, fold in (
        ("MEASURED-PATH", near),
        ("REVEALED-PATH", near),
        ("MEASURED-LIMIT", far),
        ("REVEALED-LIMIT", far),
    ):
        assert shown in fold.get_text()
    assert "그래디언트가 늘 1입니다" in page_source.get_text().replace(far.get_text(), "")
    assert "채우세요" not in far.get_text()
    assert page_source.select("#measuring > h2") + page_source.select("#measuring > h1")


def test_of_a_section_that_may_be_left_out_all_but_its_first_words_is_folded(page_source: BeautifulSoup) -> None:
    (fold,) = page_source.select("details.gd-optional")
    assert fold.get("open") is None
    section = fold.parent
    assert "To go further" in section.select_one("h1, h2").get_text()
    folded, said = fold.get_text(), section.get_text()
    for words in ("Newton", "Divide by the curvature.", "MEASURED-NEWTON"):
        assert words in folded
    for words in ("건너뛰어도 됩니다.", "You may leave this out."):
        assert words in said
        assert words not in folded
    assert "What to keep" not in said


def test_forms_stand_in_the_place_of_the_cells_that_ask(page_source: BeautifulSoup) -> None:
    assert len(page_source.select("form.gd-practice")) == 5
    for stored in ("STORED-GUESS", "STORED-DRILL", "STORED-OPENING"):
        assert stored not in page_source.get_text()


def test_of_a_cell_that_shows_a_result_the_result_is_shown(page_source: BeautifulSoup) -> None:
    assert "print(path)" in page_source.get_text()
    assert "reveal(" not in page_source.get_text()


def test_a_guess_that_is_not_of_the_course_stops_the_build(tmp_path: Path) -> None:
    made = build(tmp_path, new_notebook(cells=[text("가 · A", "가", "a"), code('guess("momentum-guess-limits", ...)')]))
    assert made.returncode != 0
    assert "momentum-guess-limit" in made.stderr


@pytest.fixture
def read(browser: Any, site: Path) -> Iterator[Any]:
    """Opens the lesson; nothing may go wrong in the browser meanwhile, and nothing may be sent."""
    contexts, troubles = [], []
    with served(site) as address:

        def make(language: str = "en", theme: str = "light", **more: Any) -> Any:
            context = browser.new_context(color_scheme=theme, **{"viewport": DESKTOP, **more})
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("request", lambda r: troubles.append(r.url) if r.method != "GET" or address not in r.url else None)
            page.goto(f"{address}/{LESSON}?lang={language}")
            return page

        yield make
        for context in contexts:
            context.close()
    assert troubles == []


def form(page: Any, kind: str) -> Any:
    return page.locator("form.gd-practice").nth(["opening", "choice", "number", "drill"].index(kind))


@pytest.mark.parametrize(
    ("typed", "figures"), [("2097151", "2,097,151"), ("1e20", "10²⁰"), ("2e-7", "2 × 10⁻⁷"), ("-12345.5", "-12345.5")]
)
def test_a_guessed_number_is_shown_as_in_a_notebook(read: Any, typed: str, figures: str) -> None:
    page = read()
    asked = form(page, "number")
    asked.locator("input").fill(typed)
    asked.locator("button").click()
    assert f"Your guess: {figures}" in asked.locator("[role=status]").inner_text().splitlines()
    page.reload()
    assert f"Your guess: {figures}" in asked.locator("[role=status]").inner_text().splitlines()


@pytest.mark.parametrize(("language", "said"), [("ko", "속도는 0이 아니에요"), ("en", "the velocity is not")])
def test_a_choice_opens_what_is_folded_and_gets_its_sentence(read: Any, language: str, said: str) -> None:
    page = read(language)
    asked = form(page, "choice")
    assert not page.get_by_text("MEASURED-PATH").is_visible()
    asked.locator("button").click()
    assert not page.get_by_text("MEASURED-PATH").is_visible()
    asked.locator('input[value="a"]').check()
    asked.locator("button").click()
    assert page.get_by_text("MEASURED-PATH").is_visible()
    status = asked.locator("[role=status]")
    assert said in status.inner_text()
    page.reload()
    assert page.get_by_text("MEASURED-PATH").is_visible()
    assert said in asked.locator("[role=status]").inner_text()
    asked.locator('input[value="b"]').check()
    asked.locator("button").click()
    assert {"ko": "예상이 맞았어요", "en": "saw it coming"}[language] in status.inner_text()


def test_options_are_listed_once_where_there_is_a_form_to_choose_in(read: Any) -> None:
    page = read()
    assert form(page, "choice").get_by_text("(c)").is_visible()
    assert page.locator("li:visible", has_text="(c) It does not come back.").count() == 0


def test_a_task_leads_to_the_notebook_in_which_it_is_done(page_source: BeautifulSoup) -> None:
    (told,) = page_source.select(".gd-in-notebook")
    assert told.select_one("a")["href"] == "../downloads/lessons/06-momentum.ipynb"
    assert "In the notebook" in told.get_text()
    assert 'check("momentum-task-velocity"' in told.find_previous(class_="cell").get_text()


def test_a_reader_is_told_where_answers_are_kept_and_can_have_them_forgotten(read: Any) -> None:
    page = read()
    asked = form(page, "number")
    told = page.locator(".gd-kept")
    assert "stays in this browser" in told.inner_text()
    assert "notebook keeps its own" in told.inner_text()
    asked.locator("input").fill("10")
    asked.locator("button").click()
    page.reload()
    assert asked.locator("input").input_value() == "10"
    told.locator("button").click()
    page.wait_for_load_state()
    assert asked.locator("input").input_value() == ""
    assert not page.get_by_text("MEASURED-LIMIT").is_visible()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.9", "after two steps"),
        ("10", "saw it coming"),
        ("10,1", "saw it coming"),
        ("20/2", "saw it coming"),
        ("11", "Quite close"),
        ("100", "10 times the result"),
        ("2", "5 times your guess"),
        ("−3", "other sign"),
        ("many", "Write a number"),
        ("", "Write a number"),
    ],
)
def test_a_number_gets_the_sentence_that_the_notebook_gives(read: Any, written: str, said: str) -> None:
    page = read()
    asked = form(page, "number")
    asked.locator("input").fill(written)
    asked.locator("input").press("Enter")
    assert said in asked.locator("[role=status]").inner_text()
    assert page.get_by_text("MEASURED-LIMIT").is_visible() == ("Write a number" not in said)


def test_a_result_that_stands_beside_the_guess_is_not_shown_again_below(read: Any) -> None:
    page = read("ko")
    page.evaluate("document.querySelectorAll('details.gd-fold').forEach((fold) => { fold.open = true; })")
    card = page.get_by_text("RESULT-CARD")
    assert card.is_visible()
    asked = form(page, "number")
    asked.locator("input").fill("5")
    asked.locator("input").press("Enter")
    assert "결과: 10" in asked.locator("[role=status]").inner_text()
    assert not card.is_visible()
    assert page.get_by_text("REVEALED-LIMIT").is_visible()


def test_show_me_opens_without_a_guess_by_keyboard_alone(read: Any) -> None:
    page = read()
    for fold in page.locator("details[data-after] summary").all():
        fold.focus()
        page.keyboard.press("Enter")
    assert page.get_by_text("REVEALED-PATH").is_visible()
    assert page.get_by_text("REVEALED-LIMIT").is_visible()
    assert form(page, "choice").locator("[role=status]").inner_text() == ""


def test_without_scripts_all_can_be_read(browser: Any, site: Path) -> None:
    with served(site) as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}/{LESSON}")
        assert not form(page, "choice").is_visible()
        assert page.locator("li:visible", has_text="(c) It does not come back.").count() == 1
        assert not page.locator(".gd-kept").is_visible()
        for fold in page.locator("details[data-after] summary").all():
            fold.click()
        assert page.get_by_text("REVEALED-PATH").is_visible()
        assert page.get_by_text("REVEALED-LIMIT").is_visible()
        context.close()


def test_a_drill_counts_right_answers_in_a_row_and_explains_wrong_ones(read: Any) -> None:
    page = read()
    key, (_, exercise) = visible_key(*find_exercise(DRILL)), find_exercise(DRILL)
    assert exercise.ask is not None
    questions = [exercise.ask(case).en for case in key["cases"]]
    asked = form(page, "drill")

    def at() -> int:
        return questions.index(asked.locator(".gd-question").inner_text().strip())

    def answer(value: float) -> str:
        asked.locator("input").fill(f"{value:.6g}")
        asked.locator("button").click()
        return asked.inner_text()

    assert "●○○" in answer(key["expected"][at()])
    assert "●●○" in answer(key["expected"][at()])
    now, mistake = at(), key["mistakes"][0]
    wrong = answer(mistake["answers"][now])
    assert mistake["message"]["en"] in wrong
    assert "○○○" in wrong
    assert at() == now
    for _ in range(3):
        shown = answer(key["expected"][at()])
    assert "3 in a row: you can do this" in shown


def test_an_opening_asks_three_questions_that_are_answered_one_by_one(read: Any) -> None:
    page = read()
    asked = form(page, "opening")
    assert asked.locator(".gd-one").count() == 3
    questions = asked.locator(".gd-question").all_inner_texts()
    assert len(set(questions)) == 3
    second = asked.locator(".gd-one").nth(1)
    second.locator("input").fill("123456")
    second.locator("input").press("Enter")
    assert [bool(t.strip()) for t in asked.locator("[role=status]").all_inner_texts()] == [False, True, False]


def test_an_opening_asks_other_questions_on_demand(read: Any) -> None:
    page = read()
    asked = form(page, "opening")
    asked.locator("input").first.fill("123456")
    asked.locator("button").first.click()
    before = asked.locator(".gd-question").all_inner_texts()
    for _ in range(5):
        asked.get_by_role("button", name="Other questions").click()
        assert asked.locator("input").first.input_value() == asked.locator("[role=status]").first.inner_text() == ""
        if asked.locator(".gd-question").all_inner_texts() != before:
            return
    pytest.fail("five times the same questions")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(read: Any, theme: str, size: dict[str, int]) -> None:
    page = read("both", theme, viewport=size)
    form(page, "choice").locator('input[value="a"]').check()
    form(page, "choice").locator("button").click()
    form(page, "number").locator("input").fill("10")
    form(page, "number").locator("button").click()
    form(page, "drill").locator("input").fill("1")
    form(page, "drill").locator("button").click()
    assert problems(page, options={"preload": False}) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for language in ("ko", "en"):
        page.locator(f'.gd-language button[data-choose="{language}"]:visible').click()
        screenshot(page, f"practice-{language}-{theme}-{size['width']}", full_page=True)
