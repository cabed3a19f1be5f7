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

# A cell that begins so is a formula to a spreadsheet, full-width forms in some locales included.
_FORMULA = re.compile(r"[\s\x00]*[=+\-@\t\r\n|%＝＋－＠]")
_NUMBER = re.compile(r"[+\-]?(\d+(\.\d*)?|\.\d+)([eE][+\-]?\d+)?")


def defused(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; all else as it is.

    Numbers stay numbers, the negative ones too, and so does text that is one.
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


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
