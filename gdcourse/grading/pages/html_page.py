"""Self-contained HTML pages: one file, no other host, nothing in it that acts but the page's own script."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from gdcourse.language import Text, asked_language

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Page:
    """What stands in the head of a page.

    Attributes:
        style: the page's style sheet.
        script: the page's script.
        policy: the Content Security Policy: this style sheet and this script, by their hashes, embedded images, and
            nothing else. What a student wrote cannot act even if it came into the page unescaped.
    """

    style: Markup
    script: Markup
    policy: str


def page(*names: str, inline_styles: bool = False) -> Page:
    """The colours, and the style sheets and scripts of those names, with the policy that allows just them.

    Args:
        names: stems of files in ``templates/``; not each needs a style sheet and a script.
        inline_styles: allow ``style`` attributes, as figures and tables have them; style sheets still only this one.
    """
    style, script = (_together(("colours", *names), suffix) for suffix in (".css", ".js"))
    allowed_style = _hash(style) + ("; style-src-attr 'unsafe-inline'" if inline_styles else "")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {allowed_style}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return Page(Markup(style), Markup(script), policy)  # noqa: S704 (our own files)


def _together(names: tuple[str, ...], suffix: str) -> str:
    paths = [path for name in names if (path := TEMPLATES / f"{name}{suffix}").is_file()]
    return "\n" + "".join(path.read_text(encoding="utf-8") for path in paths)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def environment() -> Environment:
    """Jinja with the templates here; everything is escaped."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.filters["marked_up"] = marked_up
    made.globals["in_asked_language"] = _in_asked_language
    return made


def _in_asked_language(ko: str, en: str) -> str:
    """In the language that a call or the environment asks for; ``한국어 · English`` where neither does."""
    return " · ".join(Text(ko, en).in_language(asked_language() or "both").splitlines())


def marked_up(message: str) -> Markup:
    """A message as HTML: everything escaped, `code` in code font."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(message))))  # noqa: S704 (escaped here)
