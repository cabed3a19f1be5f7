"""What stands in ``autograded/``: a graded notebook, what its unit gives, what nbgrader's exchange looks for again, and
the files that its cells wrote, so that a person who grades sees the picture.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gdcourse.atomic_write import replace_file
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.submission_on_disk import Submission


class Place(NamedTuple):
    """Where a submission's graded notebook goes, on a machine that sees the course's folder."""

    submission: Submission
    path: Path


def write_graded(place: Place, graded: GradedSubmission, given: Mapping[str, bytes]) -> None:
    """Write a graded notebook and all that goes beside it. Of what was not handed in nothing is written.

    Args:
        place: where.
        graded: what.
        given: the files of the unit, by name.

    Raises:
        OSError: where something cannot be written.
    """
    submission, path = place
    if not submission.exists:
        return
    write_kept_files(path, graded.kept)
    for name, content in given.items():
        replace_file(path.parent / name, content)
    for name, left in submission.exchange_files().items():
        if left is None:
            (path.parent / name).unlink(missing_ok=True)
        else:
            replace_file(path.parent / name, left)
    replace_file(path, graded.text)


def keep_pages_as_text(folder: Path, given: Collection[str]) -> None:
    """Rename what nbgrader has copied from a submission and a browser would show as a page: formgrader hands it out.

    Args:
        folder: of the graded notebook.
        given: the instructor's files, by their paths from there.
    """
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        kind = mimetypes.guess_type(path.name)[0] or ""
        if re.search("html|xml|script", kind) and path.relative_to(folder).as_posix() not in given:
            path.replace(path.with_name(f"{path.name}.txt"))


_NO_PLACE = (IsADirectoryError, NotADirectoryError, FileExistsError)
"""A file of the submission stands where the folder of another is to be, or the other way round."""


def write_kept_files(notebook: Path, kept: Mapping[str, bytes]) -> None:
    """Put ``kept``, by name, beside a graded notebook, in place of what an earlier grading of it had put there.

    Raises:
        OSError: where something cannot be written.
    """
    listed = notebook.with_name(f".{notebook.stem}.kept.json")
    for name in _names_in(listed):
        if name not in kept:
            with suppress(*_NO_PLACE):
                (notebook.parent / name).unlink(missing_ok=True)
    if kept:
        replace_file(listed, json.dumps(sorted(kept)))
    else:
        listed.unlink(missing_ok=True)
    for name, content in kept.items():
        with suppress(*_NO_PLACE):
            replace_file(notebook.parent / name, content)


def _names_in(listed: Path) -> list[str]:
    try:
        return [str(name) for name in json.loads(listed.read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []
