"""CSV that a spreadsheet opens as it was meant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gdcourse.atomic_write import replace_file

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for a local code page, and Hangul becomes nonsense."""

# Text that begins so is a formula to a spreadsheet, full-width forms in some locales included.
_FORMULA = re.compile(r"""[\s\x00"']*[=+\-@\t\r\n|%＝＋－＠]""")
_NUMBER = re.compile(r"[+\-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+\-]?\d+)?")
# Where a spreadsheet may begin another cell, whatever this file means by it: many locales separate by semicolons.
_SEPARATOR = re.compile(r"([;,\t|\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+)")


def defused(value: Any) -> Any:
    """Text with an apostrophe before whatever a spreadsheet would run as a formula; all else as it is.

    That can be its beginning, or what follows a separator. Numbers stay numbers, the negative ones too, and so does
    text that is one.
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    parts = _SEPARATOR.split(value)  # text, separator, text, …
    quoted = [p if n % 2 or not _begins_formula(parts, n) else f"'{p}" for n, p in enumerate(parts)]
    made = "".join(quoted)
    return f"'{made}" if _FORMULA.match(value) and not made.startswith("'") else made


def _begins_formula(parts: list[str], position: int) -> bool:
    text = parts[position]
    if _FORMULA.match(text) is None:
        return False
    # A number is one only where every spreadsheet ends it here: between two separators of one kind, or at the end.
    ends_alike = position + 1 == len(parts) or (position > 0 and parts[position - 1] == parts[position + 1])
    return not (_NUMBER.fullmatch(text.strip()) and ends_alike)


def as_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV, quoted where it has to be, formulas defused. ``None`` is an empty cell."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([defused(value) for value in row] for row in rows)
    return out.getvalue()


def write_csv(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows beside, then replace what is at ``path``; Excel takes it for what it is.

    Raises:
        OSError: where it cannot be written.
    """
    replace_file(path, BOM + as_csv(rows))
