"""A notebook of two languages in one, for where the switch between them cannot act: Colab, Kaggle, GitHub."""

from __future__ import annotations

import re
from copy import deepcopy

from nbformat import NotebookNode

from gdcourse.language import HEADING

# What is divided, in each kind of cell. Notebooks of the course hold both languages in these four ways and no other.
_BLOCK = re.compile(r'<div lang="(ko|en)">\n*(.*?)\n*</div>\n*', re.DOTALL)
_TITLE = re.compile(r"^(#{1,6} +)(.+?)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^([ \t]*# |.*  # )(.+?)[ \t]*$", re.MULTILINE)
_PRINTED = re.compile(r"""^([ \t]*print\((["']))([^"'\\\n]+)(\2\))""", re.MULTILINE)
SWITCH = """\
# 언어를 고르려면 이 셀을 실행하세요 · to choose a language, run this cell
from gdcourse import language_switch

language_switch()"""
_WITHOUT_COMMENT = SWITCH.partition("\n")[2]
_CHOICE = 'from gdcourse import set_language\n\nset_language("{language}")'
_CHOSEN = re.compile(r"""^set_language\((["'])(?P<language>ko|en)\1\)""", re.MULTILINE)


def in_language(notebook: NotebookNode, language: str) -> NotebookNode:
    """The notebook in one language: text, headings, comments and what is printed. The switch becomes that choice.

    Names, ids and code stay, and so does text that is not in two languages. What figures and checks say follows the
    choice when the cells run, or holds both.

    Args:
        notebook: with both languages.
        language: ``"ko"`` or ``"en"``.

    Raises:
        ValueError: where the notebook is in the other language alone.
    """
    if language_of(notebook) not in (None, language):
        raise ValueError(f"{language_of(notebook)} only")
    made = deepcopy(notebook)
    made.metadata["gdcourse"] = {**made.metadata.get("gdcourse", {}), "language": language}
    for cell in made.cells:
        cell.source = text_in_language(cell.source, cell.cell_type, language)
    return made


def language_of(notebook: NotebookNode) -> str | None:
    """The one language of a notebook that ``in_language`` made; ``None`` for both."""
    about = notebook.metadata.get("gdcourse")
    language = about.get("language") if isinstance(about, dict) else None
    return language if language in ("ko", "en") else None


def language_chosen_in(notebook: NotebookNode) -> str | None:
    """What the first cell of a notebook in one language chooses, whatever a front end has made of its metadata."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return next((found["language"] for text in texts if (found := _CHOSEN.search(text))), None)


def missing_halves(notebook: NotebookNode) -> list[tuple[int, str]]:
    """The cells that say something in one language alone, by number from 1, with the language that is missing.

    In a notebook that has blocks of both languages, that is; one that has none, or one language's, is its author's.
    """
    of_cells = {
        number: {block[1] for block in _BLOCK.finditer(cell.source) if block[2].strip()}
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "markdown"
    }
    if set().union(*of_cells.values()) != {"ko", "en"}:
        return []
    return [(number, "en" if "ko" in has else "ko") for number, has in of_cells.items() if len(has) == 1]


def text_in_language(source: str, kind: str, language: str) -> str:
    """A cell's text in one language.

    Args:
        source: with both languages.
        kind: ``"markdown"`` or ``"code"``, of the cell.
        language: ``"ko"`` or ``"en"``.
    """
    if source.strip() in (SWITCH, _WITHOUT_COMMENT):
        return _CHOICE.format(language=language)
    if kind == "code":
        source = _PRINTED.sub(lambda line: line[1] + _half(line[3], language) + line[4], source)
        return _COMMENT.sub(lambda line: line[1] + _half(line[2], language), source)
    parts, last = list[str](), 0
    for block in [*_BLOCK.finditer(source), None]:
        outside = source[last : block.start() if block else None]
        parts.append(_TITLE.sub(lambda line: line[1] + _half(line[2], language), outside))
        if block and block[1] == language:
            parts.append(block[2] + "\n\n")
        last = block.end() if block else last
    if len(parts) > 1:
        return "".join(parts).rstrip("\n")
    return "\n".join(_half(line, language) for line in parts[0].split("\n"))


def with_switch(source: str) -> str:
    """The code of a first cell with the switch where ``in_language`` has put a choice, whatever stands before it."""
    for choice in (_CHOICE.format(language=language) for language in ("ko", "en")):
        if source.rstrip().endswith(choice):
            return source.rstrip().removesuffix(choice) + SWITCH
    return source


def _half(text: str, language: str) -> str:
    """Of "한국어 · English" what is wanted, number and points with it; other text as it is."""
    found = re.match(HEADING, text)
    if found is None:
        return text
    number, korean, _, english, points = (part or "" for part in found.groups())
    return f"{number}{korean if language == 'ko' else english}{points}"
