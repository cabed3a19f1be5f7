"""The website: built once from the stored notebooks, read as files and, where there is a browser, as a reader does."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

from gdcourse.cli import main
from gdcourse.exercises import units
from gdcourse.grading.classroom.make_workbooks import only_draws
from gdcourse.language import LABEL
from gdcourse.solutions import source_of
from support.bilingual_text import BLOCKS, HANGUL, missing_terms, shape
from support.browser import DESKTOP, PHONE, problems, screenshot, served
from support.course import ALL_VARIANTS, ROOT

SLUGS = [unit.slug for unit in units()]
LESSONS = [f"lessons/{slug}.html" for slug in SLUGS]
OF_HAND = [
    "index.html",
    "lessons/index.html",
    "lessons/sheet.html",
    *(f"guides/{p.stem}.html" for p in ROOT.glob("docs/guides/*.md")),
]
PAGES = [*LESSONS, *sorted(OF_HAND), "reference/index.html", "reference/notebooks.html", "reference/authors.html"]
PROSE = sorted(p for p in ROOT.glob("docs/**/*.md") if '\n<div lang="ko">\n' in p.read_text(encoding="utf-8"))
SHOWN = ["index.html", "lessons/07-learning-rate.html", "guides/student.html", "lessons/sheet.html"]


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """What ``make site`` runs, into another directory."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", "auto"]
    return subprocess.run(
        [*command, "-d", str(target / "doctrees"), str(source), str(target / "site")],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    started = time.monotonic()
    result = build(ROOT / "docs", target)
    print(f"built in {time.monotonic() - started:.0f} s")
    assert result.returncode == 0, result.stderr
    return target / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page, without the bytes of its pictures."""
    found = {}
    for path in site.rglob("*.html"):
        text = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "data:", path.read_text(encoding="utf-8"))
        found[path.relative_to(site).as_posix()] = BeautifulSoup(text, "html.parser")
    return found


def bare(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


# What is on it


def test_make_site_treats_warnings_as_errors() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^site: env\n\t.*sphinx-build -W .* docs build/site$", makefile, re.MULTILINE)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_shows_its_stored_outputs(pages: dict[str, BeautifulSoup], slug: str) -> None:
    page = pages[f"lessons/{slug}.html"]
    shown = bare(page.select_one("article").get_text())
    notebook = nbformat.read(ROOT / "course" / f"{slug}.ipynb", as_version=4)
    asking = re.compile(r"^check\(", re.MULTILINE)  # the answers are not there, and so nothing is said of them
    outputs = [o for cell in notebook.cells if not asking.search(cell.source) for o in cell.get("outputs", [])]
    streams = [bare(output.text) for output in outputs if output.output_type == "stream"]
    assert len(streams) >= 10
    assert [text for text in streams if text not in shown] == []
    pictures = sum(str(output.get("data", {}).get("text/html", "")).count("<img") for output in outputs)
    assert len(page.select("article img")) == pictures >= 2
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    text = re.sub(r"`[^`]*`", "", "\n".join(sources))
    formulas = len(re.findall(r"\$\$.*?\$\$|\$[^$]+\$", text, re.DOTALL))
    assert len(page.select("article .math")) == formulas > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_and_its_assignment_can_be_downloaded_from_its_page(
    site: Path, pages: dict[str, BeautifulSoup], slug: str
) -> None:
    links = [a["href"] for a in pages[f"lessons/{slug}.html"].select(":not(.gd-in-notebook) > a[download]")]
    lesson, assignment = f"../downloads/lessons/{slug}.ipynb", f"../downloads/assignments/{slug}.ipynb"
    alone = [f"../downloads/{kind}/{lang}/{slug}.ipynb" for lang in ("ko", "en") for kind in ("lessons", "assignments")]
    assert links == [lesson, assignment, *alone, assignment]
    for link, folder in ((lesson, "lessons"), (assignment, slug)):
        released = ROOT / "release" / folder / f"{slug}.ipynb"
        assert (site / "lessons" / link).read_bytes() == released.read_bytes()
    for link in alone:
        notebook = nbformat.read(site / "lessons" / link, as_version=4)
        said = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert bool(HANGUL.search(said)) == ("/ko/" in link)


@pytest.mark.parametrize("slug", SLUGS)
def test_code_that_only_draws_is_folded(pages: dict[str, BeautifulSoup], slug: str) -> None:
    page = pages[f"lessons/{slug}.html"]
    folded = [bare(fold.get_text()) for fold in page.select("details.gd-folded")]
    cells = nbformat.read(ROOT / "course" / f"{slug}.ipynb", as_version=4).cells
    draw = [bare(cell.source) for cell in cells if cell.cell_type == "code" and only_draws(cell.source)]
    assert len(folded) == len(draw)
    assert all(code in fold for fold, code in zip(folded, draw, strict=True))
    assert all(fold.select_one('summary > span[lang="ko"]') for fold in page.select("details.gd-folded"))


def test_one_sheet_holds_the_last_part_of_every_lesson(pages: dict[str, BeautifulSoup]) -> None:
    sheets = pages["lessons/sheet.html"].select(".gd-sheet")
    assert [sheet.select_one("h2 a")["href"] for sheet in sheets] == [f"{slug}.html" for slug in SLUGS]
    for sheet, slug in zip(sheets, SLUGS, strict=True):
        last = pages[f"lessons/{slug}.html"].select("article section section")[-1]
        for language in ("ko", "en"):
            kept, said = (
                [bare(block.get_text()) for block in part.select(f'div[lang="{language}"]')] for part in (sheet, last)
            )
            assert kept == said
            assert kept


def test_every_page_is_there_and_speaks_both_languages(pages: dict[str, BeautifulSoup]) -> None:
    assert set(PAGES) | {"search.html"} == set(pages)
    for name in [*LESSONS, *OF_HAND, "reference/index.html"]:
        article = pages[name].select_one("article")
        korean, english = (article.select(f'div[lang="{language}"]') for language in ("ko", "en"))
        assert len(korean) == len(english) >= 1, name
        assert all(HANGUL.search(block.get_text()) for block in korean), name
        assert not any(HANGUL.search(block.get_text()) for block in english), name


@pytest.mark.parametrize("name", LESSONS)
def test_markdown_inside_language_blocks_is_rendered(pages: dict[str, BeautifulSoup], name: str) -> None:
    article = pages[name].select_one("article")
    korean, english = (article.select(f'div[lang="{language}"]') for language in ("ko", "en"))
    for tag in ("li", "table", "td", "strong", "code", ".math"):
        count = [sum(len(block.select(tag)) for block in blocks) for blocks in (korean, english)]
        assert count[0] == count[1], tag
    assert all(sum(len(block.select(tag)) for block in korean) > 0 for tag in ("li", "table", ".math"))
    for element in article.select("pre, code, .math"):
        element.decompose()
    assert re.findall(r"\*\*|\$|&lt;div|<div|\]\(", article.get_text()) == []


@pytest.mark.parametrize("name", LESSONS)
def test_headings_and_menus_carry_their_language(pages: dict[str, BeautifulSoup], name: str) -> None:
    page = pages[name]
    headings = page.select("article :is(h1, h2, h3)")
    assert len(headings) >= 5
    for heading in headings:
        assert heading.select_one('span[lang="ko"]'), heading
        assert heading.select_one('span[lang="en"]'), heading
    for menu in ("#pst-primary-sidebar", "#pst-page-toc-nav"):
        links = page.select(f"{menu} .nav-link, {menu} .toctree-l1 > a")
        links = [link for link in links if " · " in link.get_text()]
        assert len(links) >= 5
        bilingual = [link for link in links if link.select_one('span[lang="ko"]') and link.select_one('[lang="en"]')]
        assert len(bilingual) >= len(links) - 2, "the header's two links have no markup in the theme"


def test_pages_say_how_what_holds_both_languages_is_divided_and_their_script_has_no_rule_of_its_own(
    pages: dict[str, BeautifulSoup],
) -> None:
    assert {page.select_one('meta[name="gd-label"]')["content"] for page in pages.values()} == {LABEL}
    script = (ROOT / "docs" / "_static" / "site.js").read_text(encoding="utf-8")
    assert not re.search(r"가-힣|ac00| · |\[·", script)


def test_every_picture_is_described(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        for image in page.select("img"):
            assert HANGUL.search(image.get("alt", "")), name
            assert re.search("[a-z]{3}", image["alt"]), name
            assert "No description" not in image["alt"], name


# Links, and what is loaded


def test_every_link_leads_somewhere(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    anchors = {name: {e["id"] for e in page.select("[id]")} for name, page in pages.items()}
    checked = 0
    for name, page in pages.items():
        for element in page.select("[href], [src]"):
            target = urlsplit(element.get("href") or element.get("src"))
            if target.scheme or target.netloc:
                continue
            path = (site / name).parent / unquote(target.path) if target.path else site / name
            assert path.is_file(), f"{name}: {target.geturl()}"
            where = path.resolve().relative_to(site.resolve()).as_posix()
            if target.fragment and where in anchors:
                assert unquote(target.fragment) in anchors[where] or target.fragment == "", f"{name}: {target.geturl()}"
            checked += 1
    assert checked > 500


def test_no_page_loads_anything_from_another_host(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    outside = re.compile(r"^\s*(https?:)?//")
    for name, page in pages.items():
        for element in page.select("[src], [srcset], [data], [poster], [action], link[href], use[href], base[href]"):
            for attribute in ("src", "srcset", "data", "poster", "action", "href"):
                assert not outside.match(element.get(attribute, "")), f"{name}: {element}"
        for style in [*page.select("style"), *page.select("[style]")]:
            assert not re.search(r"url\(|@import", style.get("style") or style.get_text()), name
    styles = list(site.rglob("*.css"))
    assert styles
    for path in styles:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(url\(|@import)\s*["']?\s*(https?:)?//""", text), path.name


# Hosts that scripts name without loading anything from them on these pages, and why.
NAMED_IN_SCRIPTS = {
    "www.w3.org": "names of XML languages",
    "getbootstrap.com": "a comment on where Bootstrap comes from",
    "github.com": "comments on where code comes from",
    "fontawesome.com": "a comment on where the icons come from",
    "docs.mathjax.org": "MathJax's menu, which is off",
    "www.mathjax.org": "MathJax's menu, which is off",
    "pydata-sphinx-theme.readthedocs.io": "an example in a message of the theme",
    "example.com": "Pagefind's name for a page without an address",
    "cdn.jsdelivr.net": "speech for formulas, part of MathJax's menu, which is off",
}


def test_scripts_name_only_hosts_that_are_known_not_to_be_loaded_from(site: Path) -> None:
    named: dict[str, set[str]] = {}
    for path in site.rglob("*.js"):
        for host in re.findall(r"https?://([\w.-]+\.\w+)", path.read_text(encoding="utf-8")):
            named.setdefault(host, set()).add(path.name)
    assert {host: files for host, files in named.items() if host not in NAMED_IN_SCRIPTS} == {}


# No answers

# Two lessons teach these in the open, before the assignment asks for them again.
TAUGHT = {"line-prediction", "mse-gradient"}


def answers() -> dict[str, str]:
    """Everything that must not be on the site: bodies of right answers, and what is written into solution cells."""
    found = {}
    for _, exercise, variant in ALL_VARIANTS:
        graded = exercise.kind == "question"  # what a lesson asks, it answers
        if graded and variant.role != "mistake" and callable(variant.work) and exercise.id not in TAUGHT:
            body = bare(source_of(exercise, variant).split("\n", 1)[1])
            if len(body) > 20:
                found[f"{exercise.id}/{variant.id}"] = body
    for path in ROOT.glob("source/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                inside = "\n".join(re.findall(r"### BEGIN SOLUTION(.*?)### END SOLUTION", cell.source, re.DOTALL))
                for number, line in enumerate(inside.splitlines()):
                    if len(line.strip()) > 20 and not line.strip().startswith("from gdcourse.solutions"):
                        found[f"{path.stem}#{cell.id}:{number}"] = line.strip()
    return found


def texts(site: Path, pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, str]]:
    """The text of every file of the site: pages as read, notebooks by their cells, the search's pieces unpacked."""
    for name, page in pages.items():
        yield name, page.get_text()
    for path in site.rglob("*"):
        if path.suffix == ".ipynb":
            cells = nbformat.read(path, as_version=4).cells
            outputs = [str(output) for cell in cells for output in cell.get("outputs", [])]
            yield path.name, "\n".join([*(cell.source for cell in cells), *outputs])
        elif path.suffix == ".pf_fragment":
            yield path.name, gzip.decompress(path.read_bytes()).decode("utf-8")
        elif path.suffix in (".js", ".json", ".txt", ".inv") and path.is_file():
            yield path.name, path.read_bytes().decode("utf-8", "replace")


def test_no_answer_to_an_exercise_is_on_the_site(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    forbidden = answers()
    assert len(forbidden) >= 150
    folded = {name: " ".join(text.split()) for name, text in forbidden.items()}
    read = 0
    for where, text in texts(site, pages):
        read += 1
        joined = " ".join(text.split())
        assert [name for name, answer in folded.items() if answer in joined] == [], where
        assert not re.search(r"BEGIN SOLUTION|END SOLUTION|HIDDEN TESTS|import \w+ *# *answer", text), where
        if where != "guides/author.html":
            assert "from gdcourse.solutions" not in text, where
    assert read > 300


# The guides


def shown(fence: re.Match[str]) -> str:
    """Of what stands between fences, the prose of a note or a warning; code is neither language."""
    return fence[2] if fence[1].startswith("{admonition}") else ""


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.relative_to(ROOT / "docs").as_posix())
def test_both_languages_of_a_page_say_the_same_with_the_course_s_words(path: Path) -> None:
    text = re.sub(r"^```(.*)\n((?:.*\n)*?)```$", shown, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = BLOCKS.findall(text)
    assert len(blocks) == text.count('<div lang="ko">') == text.count('<div lang="en">') >= 1
    for korean, english in blocks:
        same = re.compile("여기에 코드를 쓰세요|YOUR CODE HERE|<단원>|<unit>")
        assert shape(same.sub("…", korean)) == shape(same.sub("…", english))
        assert HANGUL.search(korean)
        assert not HANGUL.search(english)
        assert missing_terms(korean, re.sub(r"\]\([^)]*\)", "]", english)) == []
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        assert heading in ("API", "Slurm") or re.fullmatch(r".*[\uac00-\ud7a3].* · .*[A-Za-z].*", heading), heading


def test_the_commands_in_the_guides_exist_with_their_options() -> None:
    used = 0
    for path in PROSE:
        for command, rest in re.findall(
            r"(?<!from )gdcourse ([a-z]+)((?: [^\n`]*)?)", path.read_text(encoding="utf-8")
        ):
            assert command in main.commands, f"{path.name}: gdcourse {command}"
            known = {name for option in main.commands[command].params for name in option.opts}
            assert set(re.findall(r"(?<= )--[a-z-]+", rest)) <= known | {"--help"}, f"{path.name}: {command}{rest}"
            used += 1
    assert used >= 10


def test_a_language_block_left_open_stops_the_build(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    extensions = f"import sys; sys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
    extensions += "extensions = ['myst_parser', 'gdcourse_site.bilingual']\n"
    (source / "conf.py").write_text(extensions, encoding="utf-8")
    page = '# 하나 · One\n\n<div lang="ko">\n\n하나\n\n{}<div lang="en">\n\none\n\n</div>\n'
    (source / "index.md").write_text(page.format("</div>\n"), encoding="utf-8")
    assert build(source, tmp_path / "whole").returncode == 0
    (source / "index.md").write_text(page.format(""), encoding="utf-8")
    broken = build(source, tmp_path / "broken")
    assert broken.returncode != 0
    assert "<div lang> blocks do not pair up" in broken.stderr


# In a browser


class Reader:
    """Someone who reads the site: opens pages, and notes what goes wrong while they do."""

    def __init__(self, context: Any, address: str) -> None:
        self.context = context
        self.address = address
        self.troubles: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda m: self.troubles.append(f"{m.text} {m.location}") if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"loads {request.url}")

    def open(self, path: str) -> Any:
        self.page.goto(f"{self.address}/{path}")
        self.page.wait_for_function(
            "window.MathJax?.startup?.promise ? MathJax.startup.promise.then(() => true) : true"
        )
        return self.page

    def choose(self, language: str) -> None:
        self.page.locator(f'.gd-language button[data-choose="{language}"]:visible').click()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as where:
        yield where


@contextmanager
def readers(browser: Any, address: str) -> Iterator[Callable[..., Reader]]:
    """Makes readers; at the end none of them may have met an error or a request to another host."""
    made = []

    def make(locale: str = "ko-KR", theme: str = "light", **size: int) -> Reader:
        viewport = size or DESKTOP
        context = browser.new_context(locale=locale, color_scheme=theme, viewport=viewport, reduced_motion="reduce")
        made.append(Reader(context, address))
        return made[-1]

    yield make
    for reader in made:
        reader.context.close()
    assert [trouble for reader in made for trouble in reader.troubles] == []


@pytest.fixture
def read(browser: Any, address: str) -> Iterator[Callable[..., Reader]]:
    with readers(browser, address) as make:
        yield make


def visible(page: Any, language: str) -> int:
    return page.locator(f'article div[lang="{language}"]:visible').count()


@pytest.mark.parametrize(
    ("locale", "shown", "hidden"), [("ko-KR", "ko", "en"), ("en-GB", "en", "ko"), ("fr", "en", "ko")]
)
def test_a_first_visit_is_in_the_language_of_the_browser(read: Any, locale: str, shown: str, hidden: str) -> None:
    page = read(locale).open("lessons/02-manual-gradient.html")
    assert visible(page, shown) > 10
    assert visible(page, hidden) == 0
    assert page.locator("html").get_attribute("lang") == shown
    assert bool(HANGUL.search(page.locator("h1").inner_text())) == (shown == "ko")
    assert bool(HANGUL.search(page.locator("#pst-primary-sidebar").inner_text())) == (shown == "ko")
    assert bool(HANGUL.search(page.title())) == (shown == "ko")
    for alt in page.locator("article img").evaluate_all("images => images.map((image) => image.alt)"):
        assert bool(HANGUL.search(alt)) == (shown == "ko")


IN_BOTH = {
    "언어 · Language": ("언어", "Language"),
    "2. 기울기 · 경사 · The slope (3)": ("2. 기울기 · 경사 (3)", "2. The slope (3)"),
    "비용 · 경사 / 골짜기 / A valley · its\nbottom": ("비용 · 경사 / 골짜기", "A valley · its\nbottom"),
    "한국어만 · 있는 글": ("한국어만 · 있는 글",) * 2,
    "English · only": ("English · only",) * 2,
}


@pytest.mark.parametrize("language", ["ko", "en", "both"])
def test_labels_are_shown_in_the_language_that_is_chosen(browser: Any, language: str) -> None:
    page = browser.new_page()
    label = BeautifulSoup("", "html.parser").new_tag("meta", attrs={"name": "gd-label", "content": LABEL})
    page.set_content(f'<html data-language="{language}"><head>{label}</head><body></body></html>')
    page.evaluate(
        "all => all.forEach((title) => document.body.append(Object.assign(document.createElement('p'), { title })))",
        list(IN_BOTH),
    )
    page.add_script_tag(path=ROOT / "docs" / "_static" / "site.js")
    shown = page.locator("p").evaluate_all("all => all.map((one) => one.title)")
    page.close()
    assert shown == [{"ko": ko, "en": en, "both": both}[language] for both, (ko, en) in IN_BOTH.items()]


def test_the_switch_acts_at_once_and_is_remembered_on_other_pages(read: Any) -> None:
    reader = read()
    page = reader.open("lessons/02-manual-gradient.html")
    for language, seen in (("en", {"en"}), ("both", {"ko", "en"}), ("ko", {"ko"}), ("en", {"en"})):
        reader.choose(language)
        assert {other for other in ("ko", "en") if visible(page, other)} == seen
        pressed = page.locator('.gd-language button[aria-pressed="true"]:visible')
        assert [button.get_attribute("data-choose") for button in pressed.all()] == [language]
    page = reader.open("guides/student.html")
    assert (visible(page, "ko"), visible(page, "en") > 3) == (0, True)


def test_an_address_can_ask_for_a_language(read: Any) -> None:
    reader = read("en")
    page = reader.open("lessons/01-cost.html?lang=ko")
    assert (visible(page, "ko") > 10, visible(page, "en")) == (True, 0)
    reader.choose("en")
    page.reload()
    assert (visible(page, "ko"), visible(page, "en") > 10) == (0, True)


def test_switching_keeps_the_place_one_reads(read: Any) -> None:
    page = read().open("lessons/06-momentum.html")
    heading = page.locator("article h2").nth(5)
    heading.evaluate(
        "h => window.scrollTo({ top: h.getBoundingClientRect().top + scrollY - 150, behavior: 'instant' })"
    )
    before = heading.bounding_box()["y"]
    for language in ("en", "both", "ko"):
        # Playwright's own click scrolls the page first.
        page.locator(f'.gd-language button[data-choose="{language}"]:visible').evaluate("button => button.click()")
        assert abs(heading.bounding_box()["y"] - before) < 3


def test_the_keyboard_alone_changes_the_language(read: Any) -> None:
    page = read().open("lessons/01-cost.html")
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.choose") == "en":
            break
    page.keyboard.press("Enter")
    assert (visible(page, "ko"), visible(page, "en") > 10) == (0, True)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "one sees where the focus is"


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_keyboard_reaches_everything_that_can_be_used(read: Any, name: str, size: dict[str, int]) -> None:
    page = read(**size).open(name)
    page.evaluate(
        """() => {
          const usable = "a[href], button, input, select, textarea, summary";
          const groups = new Set();  // Tab comes to one of several radio buttons, the arrows to the others
          const first = (e) => e.type !== "radio" || (!groups.has(e.name) && groups.add(e.name));
          window.waiting = new Set([...document.querySelectorAll(usable)].filter((e) => e.checkVisibility({
            checkVisibilityCSS: true }) && !e.disabled && first(e)));
          document.addEventListener("focusin", (e) => window.waiting.delete(e.target));
        }"""
    )
    count = page.evaluate("window.waiting.size")
    assert count >= 8
    for _ in range(6):  # what scrolls sideways is a stop, too
        for _ in range(count):
            page.keyboard.press("Tab")
        if page.evaluate("window.waiting.size") == 0:
            break
    assert page.evaluate("[...window.waiting].map((e) => e.outerHTML.slice(0, 120))") == []


def test_formulas_are_set_and_players_play(read: Any) -> None:
    page = read().open("lessons/07-learning-rate.html")
    assert page.locator("mjx-container").count() == page.locator("article .math").count() > 20
    assert page.locator("mjx-merror").count() == 0
    player = page.locator('div[id^="player-"]').first
    shown = player.locator("output")
    first = shown.inner_text()
    assert player.locator("input").input_value() == "0", "it opens on its first picture"
    player.locator("input").focus()
    page.keyboard.press("ArrowRight")
    assert shown.inner_text() != first
    page.keyboard.press("Home")
    player.locator("button").click()
    page.wait_for_function("([o, text]) => o.textContent !== text", arg=[shown.element_handle(), first])
    assert player.locator("img:visible").count() == 1


def test_the_dark_theme_is_the_readers_choice_and_figures_have_no_white_box(read: Any) -> None:
    page = read(theme="dark").open("lessons/02-manual-gradient.html")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    for selector in ("article img", ".cell_output", ".cell_output .output"):
        colours = page.locator(selector).evaluate_all("es => es.map((e) => getComputedStyle(e).backgroundColor)")
        assert set(colours) <= {"rgba(0, 0, 0, 0)"} | ({"rgb(20, 24, 30)"} if selector != "article img" else set())
    page.locator(".theme-switch-button:visible").click()
    page.locator('.theme-change-button[data-mode="light"]:visible').click()
    assert page.locator("html").get_attribute("data-theme") == "light"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "light"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_ways_to_the_lessons_before_and_after_are_read_whole_on_a_phone(read: Any, language: str) -> None:
    reader = read(**PHONE)
    for name in LESSONS:
        page = reader.open(name)
        reader.choose(language)
        boxes = page.locator(".prev-next-info").evaluate_all(
            "all => all.map((e) => [e.getBoundingClientRect().left, e.getBoundingClientRect().left + e.scrollWidth])"
        )
        assert boxes
        assert all(left >= 0 and right <= PHONE["width"] for left, right in boxes), (name, boxes)


def test_a_players_picture_is_not_made_smaller_than_can_be_read_on_a_phone(read: Any) -> None:
    page = read(**PHONE).open("lessons/03-chain-rule.html")
    page.locator("details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
    assert page.locator('div[id^="player-"] img:visible').first.bounding_box()["width"] >= 540


@pytest.mark.parametrize(
    ("locale", "query", "found"),
    [
        ("ko", "그래디언트", "그래디언트를"),  # with a particle behind it
        ("ko", "경사하강법", "경사 하강법"),  # in a spelling that the course does not use
        ("ko", "펭귄", "펭귄"),
        ("en", "momentum", "Momentum"),
        ("en", "zero_grad", "zero_grad"),
    ],
)
def test_search_finds_words_of_both_languages(read: Any, locale: str, query: str, found: str) -> None:
    reader = read(locale)
    page = reader.open("index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type(query)
    page.keyboard.press("Enter")
    results = page.locator("#gd-search-results li")
    results.first.wait_for()
    assert found in page.locator("#gd-search-results").inner_text()
    assert {result.get_attribute("lang") for result in results.all()} == {locale}
    results.first.locator("a").click()
    page.wait_for_url(re.compile(r"(lessons|guides|reference|index)"))
    assert page.locator("article h1:visible").count() == 1


def test_search_says_so_when_there_is_nothing(read: Any) -> None:
    page = read("ko").open("search.html?q=쿼크글루온")
    page.wait_for_function("document.getElementById('gd-search-status').textContent.includes('없습니다')")
    assert page.locator("#gd-search-results li").count() == 0


@pytest.mark.parametrize("name", ["lessons/sheet.html", "lessons/06-momentum.html"])
def test_print_cuts_nothing_off(read: Any, name: str) -> None:
    page = read().open(name)
    page.set_viewport_size({"width": 690, "height": 980})  # what stands on a sheet of A4
    page.emulate_media(media="print")
    around = page.evaluate(
        """() => {
          const found = [];
          for (let e = document.querySelector("article"); e; e = e.parentElement) {
            const { display, overflowY } = getComputedStyle(e);
            if (display !== "block" || overflowY !== "visible") found.push(`${e.className}: ${display} ${overflowY}`);
          }
          return found;
        }"""
    )
    assert around == [], "of a box that scrolls or stretches, the first pages are printed only"
    code = page.locator("article pre").evaluate_all("all => all.map((e) => e.scrollWidth - e.clientWidth)")
    assert max(code, default=0) <= 1, "lines of code are cut off"


# Between the themes nothing differs but colours; on a phone, what scrolls by itself and what the menus are.
COLOURS = ["color-contrast", "link-in-text-block"]
MENUS = ["scrollable-region-focusable", "aria-hidden-focus", "button-name", "link-name"]
LOOKS = {
    DESKTOP["width"]: [("light", []), ("dark", COLOURS)],
    PHONE["width"]: [("light", MENUS), ("dark", COLOURS)],
}


def open_everything(page: Any) -> None:
    """Unfold what is folded, and answer what is asked, so that all is there to be looked at."""
    page.evaluate(
        """() => {
          for (const fold of document.querySelectorAll("details")) fold.open = true;
          for (const form of document.querySelectorAll("form.gd-practice")) {
            for (const option of form.querySelectorAll("input[type=radio]")) option.checked = true;
            for (const field of form.querySelectorAll("input[type=text]")) field.value = "1";
            for (const button of form.querySelectorAll("button")) if (!button.matches(".gd-again")) button.click();
          }
        }"""
    )


@pytest.mark.parametrize("name", [*PAGES, "search.html?q=gradient"], scope="class")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"], scope="class")
class TestEveryPage:
    """Opened once for what is tried of it: to load a lesson takes as long as that."""

    @pytest.fixture(scope="class")
    def reader(self, browser: Any, address: str, name: str, size: dict[str, int]) -> Iterator[Reader]:
        with readers(browser, address) as make:
            reader = make(**size)
            page = reader.open(name)
            if name.startswith("search"):  # a page that is left while its index loads complains
                page.locator("#gd-search-results li").first.wait_for()
            yield reader

    def test_nothing_is_wider_than_the_screen(self, reader: Reader, size: dict[str, int]) -> None:
        page = reader.page
        for language in ("ko", "en", "both"):
            reader.choose(language)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], language
            assert page.locator(".gd-language:visible").bounding_box()["x"] > 0, language
            right = page.locator("#pst-header :is(button, a):visible").evaluate_all(
                "all => Math.max(...all.map((e) => e.getBoundingClientRect().right))"
            )
            assert right <= size["width"], f"{language}: the header is cut off"
            cut = page.locator(".bd-article :is(p, li) > code:visible").evaluate_all(
                "all => all.filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.textContent)"
            )
            assert cut == [], language

    def test_axe_finds_nothing(self, reader: Reader, size: dict[str, int]) -> None:
        reader.choose("both")
        open_everything(reader.page)
        for theme, rules in LOOKS[size["width"]]:
            reader.page.emulate_media(color_scheme=theme)
            reader.page.wait_for_selector(f"html[data-theme={theme}]")
            only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
            assert problems(reader.page, options={"preload": False, **only}) == [], theme


@pytest.mark.parametrize("name", [*SHOWN, "lessons/index.html", "reference/authors.html", "search.html?q=momentum"])
def test_screenshots_to_look_at(read: Any, name: str) -> None:
    reader = read()
    page = reader.open(name)
    page.wait_for_function("document.readyState === 'complete' && document.fonts.status === 'loaded'", timeout=120_000)
    short = re.sub(r"\W+", "-", name.split(".html")[0])
    for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size)
        for language in ("ko", "en"):
            reader.choose(language)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                page.wait_for_selector(f"html[data-theme={theme}]")
                picture = screenshot(page, f"site-{short}-{language}-{theme}-{device}")
                assert picture.stat().st_size > 10_000
