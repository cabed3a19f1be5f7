"""Korean and English say the same thing: in every cell of every notebook, and in every message."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from string import Formatter

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune as markdown2html

from gdcourse.language import Text, set_language
from support.bilingual_text import BLOCKS, HANGUL, glossary, missing_terms, shape
from support.course import ALL_EXERCISES, ALL_VARIANTS, ROOT

NOTEBOOKS = sorted([*ROOT.glob("course/*.ipynb"), *ROOT.glob("source/*/*.ipynb")])
MESSAGES = [
    import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for path in sorted((ROOT / "gdcourse").rglob("messages.py"))
]
TEXTS = [
    *[(name, text) for room in MESSAGES for name, text in vars(room).items() if isinstance(text, Text)],
    *[(exercise.id, exercise.title) for _, exercise in ALL_EXERCISES],
    *[(f"{exercise.id}/{v.id}", v.message) for _, exercise, v in ALL_VARIANTS if v.message],
]


def prose_cells() -> list[tuple[str, str, str]]:
    """Every Markdown cell with both blocks: where it is, Korean, English."""
    found = []
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, as_version=4).cells:
            match = BLOCKS.search(cell.source) if cell.cell_type == "markdown" else None
            if match:
                found.append((f"{path.parent.name}/{path.stem}#{cell.id}", match[1], match[2]))
    return found


PROSE = prose_cells()


def test_there_are_notebooks_and_cells_to_look_at() -> None:
    assert len(NOTEBOOKS) >= 2
    assert len(PROSE) >= 30
    assert len(glossary()) >= 35


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_prose_cell_holds_both_languages_and_a_heading_in_both(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "markdown" or nbgrader.get("solution"):
            continue
        match = BLOCKS.search(cell.source)
        assert match, f"{cell.id}: no pair of language blocks"
        heading = cell.source[: match.start()].strip()
        if heading:
            assert re.fullmatch(r"#+ .*[\uac00-\ud7a3].* · .*[A-Za-z].*", heading), f"{cell.id}: {heading!r}"
        assert not cell.source[match.end() :].strip(), f"{cell.id}: text behind the blocks"


@pytest.mark.parametrize(("where", "ko", "en"), PROSE, ids=[where for where, _, _ in PROSE])
def test_both_blocks_of_a_cell_have_the_same_formulas_code_links_and_build(where: str, ko: str, en: str) -> None:
    assert shape(ko) == shape(en)
    assert HANGUL.search(ko)
    assert not HANGUL.search(en)


@pytest.mark.parametrize(("where", "ko", "en"), PROSE, ids=[where for where, _, _ in PROSE])
def test_prose_keeps_to_the_glossary(where: str, ko: str, en: str) -> None:
    assert missing_terms(ko, en) == []
    assert [form for _, _, avoid, _ in glossary() for form in avoid if form in ko] == []


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_messages_keep_to_the_glossary_and_carry_the_same_values(name: str, text: Text) -> None:
    assert missing_terms(text.ko, text.en) == []
    assert [form for _, _, avoid, _ in glossary() for form in avoid if form in text.ko] == []
    fields = [sorted(f for _, f, _, _ in Formatter().parse(t) if f) for t in (text.ko, text.en)]
    if any(name in vars(room) for room in MESSAGES):
        assert fields[0] == fields[1]
    assert Counter(re.findall(r"`([^`]+)`", text.ko)) == Counter(re.findall(r"`([^`]+)`", text.en))
    assert HANGUL.search(text.ko) or text.ko == text.en
    assert not HANGUL.search(text.en)


def test_messages_to_students_are_in_the_polite_informal_style() -> None:
    for name, text in TEXTS:
        assert not re.search(r"(습니다|ㅂ니다|합니다|하라|한다)[.\n]", text.ko + "\n"), name


def test_the_language_can_be_chosen_and_a_wrong_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Text("안녕", "hello")
    monkeypatch.setenv("GDCOURSE_LANG", "ko")
    assert str(text) == "안녕"
    set_language("en")
    assert str(text) == "hello"
    set_language("both")
    assert str(text) == "안녕\nhello"
    with pytest.raises(ValueError, match="ko, en, both"):
        set_language("fr")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_emphasis_is_rendered_and_not_left_as_stars(path: Path) -> None:
    # CommonMark does not close bold between a bracket and Hangul: **용어(term)**이 keeps its stars.
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            html = markdown2html(cell.source)
            assert "**" not in re.sub(r"<code>.*?</code>|\$[^$]*\$", "", html, flags=re.DOTALL), cell.id


def test_no_message_takes_the_name_of_another() -> None:
    texts = [Path(room.__file__).read_text(encoding="utf-8") for room in MESSAGES if room.__file__]
    names = [name for text in texts for name in re.findall(r"^([A-Z_]+) = Text\(", text, re.MULTILINE)]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


def test_what_is_no_part_of_a_command_is_filled_in_as_it_is() -> None:
    assert Text("`{shape}`", "`{shape}`").format(shape=(3, 2)).en == "`(3, 2)`"
    assert Text("{name}", "{name}").format(name="two words").en == "two words"


def test_a_command_in_a_message_can_be_copied_into_a_shell_whatever_it_names() -> None:
    said = Text("'{unit}': `gdcourse grade {unit}`", "'{unit}': `gdcourse report {units}` and `{unit}`")
    filled = said.format(unit="lab (1) v2$.", units=["01-cost", "lab (1) v2$."])
    assert filled.ko == "'lab (1) v2$.': `gdcourse grade 'lab (1) v2$.'`"
    assert filled.en == "'lab (1) v2$.': `gdcourse report 01-cost 'lab (1) v2$.'` and `lab (1) v2$.`"
    for name, text in TEXTS:
        for template in (text.ko, text.en):
            in_quotes = re.search(r"`(gdcourse|nbgrader) [^`]*[\"']\{[^`]*`", template)
            assert not in_quotes, f"{name}: is quoted when it is filled in: {template!r}"
