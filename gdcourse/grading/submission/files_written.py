"""The files that a submission's cells wrote, as its kernel tells of them: names and sizes are believed to nobody."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from typing import Any

from gdcourse.grading.submission.file_name_clashes import NamesTogether
from gdcourse.notebooks.files_of_tools import EXCHANGE_FILES
from gdcourse.student.files_for_grader import MOST_BYTES, MOST_FILES
from gdcourse.untrusted_text import is_text

_LONGEST_PATH, _DEEPEST = 120, 4
_INERT = (
    ".txt", ".csv", ".tsv", ".json", ".jsonl", ".md", ".log", ".dat", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp",
    ".npy", ".npz", ".pt", ".pth", ".pkl", ".pickle", ".h5", ".parquet", ".zip", ".gz", ".wav", ".mp3", ".mp4",
)  # fmt: skip
"""What no browser runs. Everything else is kept as text: formgrader shows what lies beside a notebook."""


def kept_files(told: Any, given: Collection[str]) -> dict[str, bytes]:
    """By the name that a file is kept under: what it holds.

    Args:
        told: what the kernel said, whatever it is.
        given: names of the files that the instructor put beside the notebook: no file takes their place.
    """
    kept: dict[str, bytes] = {}
    room, taken = MOST_BYTES, NamesTogether(given)
    for name, content in told.items() if isinstance(told, Mapping) else ():
        safe = _safe_name(name)
        if safe is None or not taken.has_room_for(safe) or not isinstance(content, str) or len(content) > 2 * room:
            continue
        try:
            data = base64.b64decode(content, validate=True)
        except ValueError:
            continue
        if len(data) <= room and len(kept) < MOST_FILES:
            kept[safe] = data
            taken.take(safe)
            room -= len(data)
    return kept


def _safe_name(name: Any) -> str | None:
    """A relative path that stays below its folder, hides nothing and takes nobody's place; or ``None``."""
    if not isinstance(name, str) or not is_text(name) or len(name.encode()) > _LONGEST_PATH or "\\" in name:
        return None
    parts = name.split("/")
    if len(parts) > _DEEPEST or any(not part or part.startswith(".") or part != part.strip() for part in parts):
        return None
    folders = [part.casefold() for part in parts[:-1]]
    if {name.casefold(), *folders} & set(EXCHANGE_FILES) or any(folder.endswith(".ipynb") for folder in folders):
        return None
    return inert_name(name)


def inert_name(name: str) -> str:
    """The name under which no browser runs a file."""
    return name if name.casefold().endswith(_INERT) else f"{name}.txt"
