"""Text in two languages, and the choice between them."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file

LANGUAGES = ("ko", "en", "both")
_chosen: str | None = None


def set_language(language: str) -> None:
    """Choose the language of messages in this kernel: ``"ko"``, ``"en"`` or ``"both"``.

    Without a call, the environment variable ``GDCOURSE_LANG`` decides, then the choice that the switch at the top of a
    notebook has remembered, and without either both are shown.

    Raises:
        ValueError: for any other language.
    """
    global _chosen
    _chosen = _valid(language)


def current_language() -> str:
    """The language of messages: ``"ko"``, ``"en"`` or ``"both"``.

    Raises:
        ValueError: where ``GDCOURSE_LANG`` holds anything else.
    """
    return asked_language() or _valid(remembered_language() or "both")


def asked_language() -> str | None:
    """What a call or ``GDCOURSE_LANG`` asks for; ``None`` where neither does.

    Raises:
        ValueError: where ``GDCOURSE_LANG`` holds no language.
    """
    asked = _chosen or os.environ.get("GDCOURSE_LANG")
    return _valid(asked) if asked else None


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Messages in this language as long as the block runs; in the one that they had, where it is ``None``.

    Raises:
        ValueError: for any other than ``"ko"``, ``"en"`` and ``"both"``.
    """
    global _chosen
    before = _chosen
    _chosen = before if language is None else _valid(language)
    try:
        yield
    finally:
        _chosen = before


def _valid(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(
            f"언어는 {', '.join(LANGUAGES)} 중 하나예요 (받은 값: {language!r}). · "
            f"The language is one of {', '.join(LANGUAGES)} (got {language!r})."
        )
    return language


def memory() -> Path:
    """The file that remembers the choice. Jupyter's server keeps it, so a click in the browser needs no kernel."""
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir()) / "serverconfig" / "gdcourse.json"


def remembered_language() -> str | None:
    """What was chosen last, or ``None`` where nothing was, or where the file cannot be read or makes no sense."""
    try:
        found = json.loads(memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    language = found.get("language") if isinstance(found, dict) else None
    return language if language in LANGUAGES else None


def remember_language(language: str) -> None:
    """Keep the choice for the next kernel and the next notebook.

    Raises:
        ValueError: for anything but ``"ko"``, ``"en"`` and ``"both"``.
    """
    replace_file(memory(), json.dumps({"language": _valid(language)}))


def signed(number: float) -> str:
    """A number as it stands in a sentence: with a minus sign, which a hyphen is not."""
    return f"{number:g}".replace("-", "−")


_COMMANDS = ("gdcourse ", "nbgrader ")
"""What a command in a message begins with."""


def _as_shell_words(values: dict[str, Any]) -> dict[str, Any]:
    """Text, paths, and lists of such as a shell reads them; what stands in no command need not be text at all."""
    words: dict[str, Any] = {name: shlex.quote(str(v)) for name, v in values.items() if isinstance(v, (str, Path))}
    words |= {name: shlex.join(map(str, v)) for name, v in values.items() if isinstance(v, (list, tuple))}
    return values | words


@dataclass(frozen=True)
class Text:
    """One message in Korean and in English. ``str()`` gives the current language."""

    ko: str
    en: str

    def __str__(self) -> str:
        return self.in_language(current_language())

    def in_language(self, language: str) -> str:
        if language == "both":
            return self.ko if self.ko == self.en else f"{self.ko}\n{self.en}"
        return self.ko if language == "ko" else self.en

    @property
    def line(self) -> str:
        """The message in the current language as one line: in both, ``한국어 · English``."""
        return " · ".join(str(self).splitlines())

    def format(self, **values: Any) -> Text:
        """Fill the ``{placeholders}`` of both languages; a ``Text`` among the values gives each its own.

        What stands in a command between backticks is filled in as a shell reads it, a list word by word.
        """

        def fill(template: str, language: str) -> str:
            own = {k: v.in_language(language) if isinstance(v, Text) else v for k, v in values.items()}
            return "`".join(
                part.format(**(_as_shell_words(own) if part.startswith(_COMMANDS) else own))
                for part in template.split("`")
            )

        return Text(fill(self.ko, "ko"), fill(self.en, "en"))

    def as_dict(self) -> dict[str, str]:
        return {"ko": self.ko, "en": self.en}


def in_current_language(text: str) -> str:
    """Text that holds both languages, in the one that is spoken now: ``한국어 · English``, or a paragraph for each.

    A paragraph in one language alone stays where the other has none.
    """
    language = current_language()
    paragraphs = text.split("\n\n")
    if language == "both":
        return text
    halves = [re.match(HEADING, " ".join(paragraph.split())) for paragraph in paragraphs]
    spoken = [
        (half[2] if language == "ko" else half[4]) if half else paragraph
        for paragraph, half in zip(paragraphs, halves, strict=True)
    ]
    fits = [(re.search("[가-힣]", paragraph) is None) == (language == "en") for paragraph in spoken]
    return "\n\n".join(paragraph for paragraph, fit in zip(spoken, fits, strict=True) if fit) or text


_BOTH = r"^(\d+\. )?(.*?[가-힣].*?)({between})([^가-힣]*?)( \(\d+\))?$"
HEADING = _BOTH.format(between=" · ")
"""A heading in both languages, "2. 한국어 · English (3)": number, Korean, what is between, English, points.

It is divided at the first separator with Hangul before it and none after it. Python, the notebooks' switch and the site
all go by this pattern, which means the same in Python and in JavaScript.
"""
LABEL = _BOTH.format(between=" [·/] ")
"""What names a button or describes a picture, divided as a heading is, but also "한국어 / English"."""

NO_TEXT = Text("", "")


def paragraphs(*texts: Text) -> Text:
    """Several messages as one, a line each."""
    return Text("\n".join(t.ko for t in texts if t.ko), "\n".join(t.en for t in texts if t.en))
