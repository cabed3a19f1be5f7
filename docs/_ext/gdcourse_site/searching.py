"""Search in both languages: Pagefind's index of every section, once in Korean and once in English.

Sphinx's own search cuts Korean at spaces and then looks for whole words, so "그래디언트" does not find "그래디언트를".
Pagefind looks for beginnings of words, and needs nothing but files.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup, Tag
from pagefind.index import PagefindIndex
from sphinx.application import Sphinx

from gdcourse_site.lessons import ROOT

OTHER = {"ko": "en", "en": "ko"}
_NOT_TEXT = (
    "script, style, img, button, input, output, summary, .headerlink, .gd-downloads, .gd-one-language, .gd-next-step, "
    ".gd-both, .gd-units, .gd-practice, .gd-sheet"  # what is on the sheet is found in the lessons
)
_BLOCKS = re.compile("^(p|li|td|th|pre|div|h[1-6]|dt|dd|section)$")
_KEPT = re.compile(r"pagefind(-worker)?\.js|pagefind-entry\.json|.+\.pf_(meta|index|fragment)|wasm\..+\.pagefind")


@dataclass(frozen=True)
class Section:
    """What the search finds: a section of a page, in one language."""

    url: str
    page: str
    title: str
    text: str


def sections(url: str, html: str, language: str) -> list[Section]:
    """Every section of a page in one language; code and outputs belong to both.

    Args:
        url: where the page stands, relative to the root of the site.
        html: the page.
        language: ``"ko"`` or ``"en"``.
    """
    # Menus and pictures are most of a page, and parsing them most of the time.
    main = re.search(r'<article class="bd-article">.*</article>', html, re.DOTALL)
    if main is None:
        return []
    article = BeautifulSoup(re.sub(r"data:image/[^\"']+", "", main[0]), "html.parser")
    for element in article.select(f'[lang="{OTHER[language]}"], {_NOT_TEXT}'):
        element.decompose()
    for formula in article.select(".math"):
        formula.string = _in_a_line(formula.get_text())
    for block in article.find_all(_BLOCKS):
        block.append(" ")
    found = []
    for section in reversed(article.select("section[id]")):  # inner ones first, so that no text is taken twice
        heading = section.find(re.compile("^h[1-6]$"))
        title = _text(heading.extract()) if isinstance(heading, Tag) else ""
        found.append((str(section["id"]), title, _text(section)))
        section.decompose()
    found.reverse()
    top = found[0][1] if found else ""
    return [
        Section(url if number == 0 else f"{url}#{anchor}", top, title, text)
        for number, (anchor, title, text) in enumerate(found)
    ]


def _in_a_line(formula: str) -> str:
    """A formula as an excerpt can show it: as it is where it is simple, else as an ellipsis."""
    formula = re.sub(r"^\\[(\[]|\\[)\]]$", "", formula.strip()).strip()
    return formula if len(formula) <= 20 and not re.search(r"[\\{}]", formula) else "…"


def _text(element: Tag) -> str:
    return " ".join(element.get_text().split())


async def _index(target: Path, language: str, records: list[Section]) -> None:
    # A small page per section: Pagefind answers one request for a directory much sooner than one for each record.
    with TemporaryDirectory() as directory:
        for number, record in enumerate(records):
            meta = "".join(
                f'<span data-pagefind-meta="{name}">{escape(value)}</span>'
                for name, value in (("title", record.title), ("page", record.page), ("address", record.url))
            )
            body = (
                f"<body><div hidden>{meta}</div><main data-pagefind-body>{escape(record.text or record.title)}</main>"
            )
            page = f'<!doctype html><html lang="{language}"><meta charset="utf-8">{body}</body></html>'
            (Path(directory) / f"{number:04}.html").write_text(page, encoding="utf-8")
        async with PagefindIndex({"force_language": language, "output_path": str(target)}) as index:
            await index.add_directory(directory)
    for file in target.rglob("*"):  # Pagefind also writes a user interface of its own
        if file.is_file() and not _KEPT.fullmatch(file.name):
            file.unlink()


def other_spellings() -> dict[str, str]:
    """Spellings that the glossary advises against, which people search for all the same, and what stands instead."""
    found = {}
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4:
            korean = cells[1].split(",")[0].strip()
            found |= {word.strip(): korean for word in cells[2].split(",") if re.search("[\uac00-\ud7a3]", word)}
            if " " in korean:
                found[korean.replace(" ", "")] = korean
    return found


def write_index(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    shutil.rmtree(site / "pagefind", ignore_errors=True)
    pages = {page.relative_to(site).as_posix(): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    for language in OTHER:
        records = [section for url, html in sorted(pages.items()) for section in sections(url, html, language)]
        asyncio.run(_index(site / "pagefind" / language, language, records))
    spellings = json.dumps(other_spellings(), ensure_ascii=False)
    (site / "pagefind" / "spellings.json").write_text(spellings, encoding="utf-8")


def replace_sphinx_search(app: Sphinx) -> None:
    """Sphinx makes no index and no search page of its own; ``html_additional_pages`` has the one of this site."""
    app.builder.search = False  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", replace_sphinx_search)
    app.connect("build-finished", write_index, priority=900)
