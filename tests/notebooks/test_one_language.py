"""A notebook in one language: text, headings and stubs are divided; names, code and formulas stay."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gdcourse.notebooks.one_language import SWITCH, in_language, language_of, text_in_language
from support.bilingual_text import HANGUL
from support.course import ROOT

NOTEBOOKS = sorted(ROOT.glob("release/*/*.ipynb"))
BOTH = """\
## 2. 평균 · The mean (3)

<div lang="ko">

더합니다.

- 하나

</div>
<div lang="en">

Add.

- one

</div>"""
STUB = "여기에 답을 쓰세요 · YOUR ANSWER HERE"
LINES = "    # 여기에 코드를 쓰세요 · YOUR CODE HERE\n    raise NotImplementedError()"
PLAIN = "내 답입니다. · 점이 있습니다."
TRACES = re.compile(r"언어|한국어|영어|[Ll]anguage|Korean|English")
"""What speaks of the other language, or of the switch between them."""


@pytest.mark.parametrize(
    ("kind", "source", "ko", "en"),
    [
        ("markdown", BOTH, "## 2. 평균 (3)\n\n더합니다.\n\n- 하나", "## 2. The mean (3)\n\nAdd.\n\n- one"),
        ("markdown", "# 비용 · Cost", "# 비용", "# Cost"),
        ("markdown", PLAIN, PLAIN, PLAIN),
        ("markdown", STUB, "여기에 답을 쓰세요", "YOUR ANSWER HERE"),
        (
            "code",
            LINES,
            "    # 여기에 코드를 쓰세요\n    raise NotImplementedError()",
            "    # YOUR CODE HERE\n    raise NotImplementedError()",
        ),
        ("code", "f(2)  # 둘 · two", "f(2)  # 둘", "f(2)  # two"),
        ("code", '    print("다 됐어요. · Done.")', '    print("다 됐어요.")', '    print("Done.")'),
        ("code", 'label("가중치 · weight")', 'label("가중치 · weight")', 'label("가중치 · weight")'),
    ],
)
def test_a_text_in_one_language(kind: str, source: str, ko: str, en: str) -> None:
    assert text_in_language(source, kind, "ko") == ko
    assert text_in_language(source, kind, "en") == en
    for language in ("ko", "en"):
        once = text_in_language(source, kind, language)
        assert text_in_language(once, kind, language) == once


@pytest.mark.parametrize("switch", [SWITCH, "from gdcourse import language_switch\n\nlanguage_switch()"])
def test_the_switch_becomes_the_choice_of_that_language(switch: str) -> None:
    made = in_language(new_notebook(cells=[new_code_cell(switch)]), "ko")
    assert made.cells[0].source == 'from gdcourse import set_language\n\nset_language("ko")'
    assert language_of(made) == "ko"


def test_a_notebook_in_one_language_is_not_put_into_the_other() -> None:
    made = in_language(new_notebook(cells=[new_markdown_cell(BOTH)]), "ko")
    assert in_language(made, "ko") == made
    with pytest.raises(ValueError, match="ko only"):
        in_language(made, "en")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_each_notebook_of_the_course_is_whole_in_either_language(path: Path) -> None:
    both = nbformat.read(path, as_version=4)
    ko, en = in_language(both, "ko"), in_language(both, "en")
    for made in (ko, en):
        assert [(cell.id, cell.cell_type, cell.metadata) for cell in made.cells] == [
            (cell.id, cell.cell_type, cell.metadata) for cell in both.cells
        ]
        assert not re.search(r"</?div|language_switch", "\n".join(cell.source for cell in made.cells))
        nbformat.validate(made)
    for korean, english in zip(ko.cells, en.cells, strict=True):
        assert not HANGUL.search(english.source), english.id
        if korean.cell_type == "markdown":
            assert HANGUL.search(korean.source), korean.id
        assert not re.search(r"[가-힣].* · [A-Za-z]", korean.source), korean.id
        if "set_language" not in korean.source:
            assert not TRACES.search(korean.source + english.source), korean.id
