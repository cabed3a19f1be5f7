"""Two languages in one text: where each stands, and whether both say the same as far as a machine can tell."""

from __future__ import annotations

import re
from collections import Counter

from nbformat import NotebookNode

from support.course import ROOT

BLOCKS = re.compile(r'<div lang="ko">\n\n(.*?)\n\n</div>\n<div lang="en">\n\n(.*?)\n\n</div>', re.DOTALL)
HANGUL = re.compile(r"[\uac00-\ud7a3]")


def english_words(cell: NotebookNode) -> int:
    """Words of the English block; a formula counts as one. Tables and lists at the ends are for looking up."""
    block = cell.source.split('<div lang="en">')[-1]
    block = re.sub(r"^\|.*$", "", block, flags=re.MULTILINE)
    block = re.sub(r"\$\$.*?\$\$|\$[^$]+\$", "x", block, flags=re.DOTALL)
    return len(re.findall(r"[A-Za-z][\w'’-]*", re.sub(r"<[^>]+>", "", block)))


def glossary() -> list[tuple[str, list[str], list[str], bool]]:
    """Rows of docs/glossary.md: English term, Korean terms, forms to avoid, whether the pair is not checked."""
    rows = []
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[0] not in ("English", "---"):
            korean, avoid = ([w.strip() for w in c.split(",") if w.strip()] for c in cells[1:3])
            rows.append((cells[0], korean, avoid, cells[3].startswith("loose")))
    return rows


def without_formulas_and_code(text: str) -> str:
    text = re.sub(r"\$\$.*?\$\$|\$[^$]+\$", " ", text, flags=re.DOTALL)
    return re.sub(r"`[^`]*`|\{\w+\}", " ", text)


def shape(text: str) -> dict[str, object]:
    """What must be the same in both languages: formulas, code, links, and the build of the text."""
    lines = text.splitlines()
    return {
        "formulas": Counter(re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL))
        + Counter(re.findall(r"(?<!\$)\$([^$]+)\$(?!\$)", re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL))),
        "code": Counter(re.findall(r"`([^`]+)`", text)),
        "links": Counter(re.findall(r"\]\(([^)]+)\)", text)),
        "list items": sum(bool(re.match(r"\s*(-|\d+\.) ", line)) for line in lines),
        "table rows": sum(line.startswith("|") for line in lines),
        "bold": len(re.findall(r"\*\*[^*]+\*\*", text)) > 0,
        "paragraphs": len([p for p in re.split(r"\n\s*\n", text) if p.strip()]),
    }


def missing_terms(ko: str, en: str) -> list[str]:
    """English terms of the glossary in ``en`` without their Korean term in ``ko``."""
    plain = re.sub(r"\b\w+\.\w+", " ", without_formulas_and_code(en).lower())  # nn.Parameter is a name, no term
    missing = []
    # Longest first: "gradient descent" is not a use of "gradient".
    for english, korean, _, loose in sorted(glossary(), key=lambda row: -len(row[0])):
        plain, uses = re.subn(rf"\b{english}(s|d|es|ed|ing)?\b", " ", plain)
        if uses and not loose and not any(term in ko for term in korean):
            missing.append(english)
    return missing
