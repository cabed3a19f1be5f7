"""Who is meant by a platform's numbers, names and addresses: the roster that an instructor gives."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import CourseError


class Roster:
    """Who is meant by a number, a name or an address: a CSV with a column ``student`` and any others."""

    def __init__(self, rows: Iterable[Mapping[str, str]] = ()) -> None:
        self._known: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            cells = {k.strip().lower(): (v or "").strip() for k, v in row.items() if k and not isinstance(v, list)}
            student = next((cells[k] for k in ("student", "student_id", "id") if cells.get(k)), "")
            first, last = cells.get("first_name", ""), cells.get("last_name", "")
            whole_names = [first + last, last + first] if first and last else []
            apart = {"first_name", "last_name"}
            for alias in [*(v for k, v in cells.items() if k not in apart), *whole_names]:
                if student and _key(alias):
                    self._known[_key(alias)].add(student)

    @classmethod
    def from_file(cls, path: Path) -> Roster:
        """Read a roster in UTF-8 or, as Excel on Korean Windows writes it, in code page 949.

        Raises:
            CourseError: where it has no column ``student``.
        """
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp949", "replace")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        headings = {(heading or "").strip().lower() for heading in reader.fieldnames or ()}
        if not headings & {"student", "student_id", "id"}:
            raise CourseError(str(messages.NOT_A_ROSTER.format(path=path, found=", ".join(sorted(headings)))))
        return cls(reader)

    def find(self, *aliases: str | None) -> str | None:
        """The student, if one of these, in this order, means exactly one."""
        for alias in aliases:
            students = self._known.get(_key(alias or ""), set())
            if len(students) == 1:
                return next(iter(students))
        return None


def _key(alias: str) -> str:
    """Names without what platforms change in them: case, spaces, punctuation, Unicode's form."""
    return "".join(c for c in unicodedata.normalize("NFC", alias).casefold() if c.isalnum())
