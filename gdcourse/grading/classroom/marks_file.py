"""The file in which a marking page saves what somebody marked: read, and refused where it is not as it was saved.

It is one JSON object with a mark a line. Each mark carries a sum over itself, so that a file that was cut, merged or
typed into is told apart from one that is whole, and the place is known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import CourseError
from gdcourse.judging.exercise import Criterion
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

FORMAT = 1
"""Of the file: pages and readers of another one do not understand each other."""
LARGEST = 32 * 2**20
LONGEST_COMMENT = 20_000
MOST_COMMENTS, LONGEST_KEPT = 200, 1_000
"""Of the bank of comments: how many, and letters of each."""
_MOST_SAID = 12
_HEAD = {
    "course": str,
    "unit": str,
    "by": str,
    "saved": int,
    "count": int,
    "asked": dict,
    "comments": list,
    "marks": list,
}


_LATEST = 1 << 53
"""Milliseconds since 1970 that a browser can count exactly."""


@dataclass(frozen=True)
class HandMark:
    """One mark of a file.

    Attributes:
        answer: whose: the code that stands for a student on the page.
        question: the ``grade_id`` of the answer's cell.
        base: what the page knew of it: digests of the answer and of the mark before, as ``base_of`` makes them.
        score: points.
        items: the lines of the rubric that are ticked, from 1 on.
        comment: for the student.
        line: where it stands in the file.
    """

    answer: str
    question: str
    base: str
    score: float
    items: tuple[int, ...]
    comment: str
    line: int


@dataclass(frozen=True)
class MarksFile:
    """What somebody marked on a page.

    Attributes:
        name: of the file.
        course: stands for the course, as ``course_code`` makes it.
        by: stands for the browser in which it was marked.
        saved: when, in milliseconds since 1970.
        asked: by question, a digest of how it was asked.
        comments: the bank of comments.
    """

    name: str
    course: str
    unit: str
    by: str
    saved: int
    asked: Mapping[str, str]
    comments: tuple[Text, ...]
    marks: tuple[HandMark, ...]


def digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def base_of(answer: str, score: float | None, comment: str) -> str:
    """What a page starts from: the answer's text, and the mark and comment that a person gave it before."""
    return f"{digest(answer)}-{digest(None if score is None else float(score), comment)}"


def asked_as(points: float, rubric: Sequence[Criterion]) -> str:
    """How a question was asked: its points and its rubric."""
    return digest(float(points), [[float(one.points), one.text.ko, one.text.en] for one in rubric])


def sum_of(*parts: str) -> str:
    """FNV-1a with 32 bits over the UTF-16 units of these texts: eight hexadecimal digits, as the page computes it."""
    value = 0x811C9DC5
    data = "\0".join(parts).encode("utf-16-le", "surrogatepass")
    for low, high in zip(data[::2], data[1::2], strict=True):
        value = ((value ^ (high << 8 | low)) * 0x01000193) & 0xFFFFFFFF
    return f"{value:08x}"


def read_marks_file(path: Path, course: str, unit: str) -> MarksFile:
    """Read a file of marks.

    Args:
        path: of the file.
        course: stands for the course that it is meant for: where the marks fit it, and not the course that the file
            names, that name was changed.
        unit: the one that it is meant for, likewise.

    Raises:
        CourseError: where it cannot be read, is none, is of another version, or is not as the page saved it.
    """
    shown = legible(path.name, 120)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise CourseError(str(messages.MARKS_UNREADABLE.format(file=shown, reason=error.strerror))) from error
    except UnicodeDecodeError:
        raise CourseError(str(messages.MARKS_ARE_NONE.format(file=shown))) from None
    if len(data) > LARGEST:
        raise CourseError(str(messages.MARKS_ARE_NONE.format(file=shown)))
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        place = messages.MARKS_BROKEN.format(file=shown, line=error.lineno, column=error.colno)
        raise CourseError(str(place)) from None
    except (RecursionError, ValueError):
        raise CourseError(str(messages.MARKS_ARE_NONE.format(file=shown))) from None
    if not isinstance(found, dict) or found.get("gdcourse") != "marks":
        raise CourseError(str(messages.MARKS_ARE_NONE.format(file=shown)))
    if found.get("format") != FORMAT:
        other = legible(str(found.get("format")), 20)
        raise CourseError(str(messages.MARKS_OF_OTHER_FORMAT.format(file=shown, format=other, ours=FORMAT)))
    for name, kind in _HEAD.items():
        if type(found.get(name)) is not kind:
            raise CourseError(str(messages.MARKS_EDITED_HEAD.format(file=shown, field=name)))
    if not 0 <= found["saved"] < _LATEST:
        raise CourseError(str(messages.MARKS_EDITED_HEAD.format(file=shown, field="saved")))
    lines = _lines_of(text, found["marks"])
    head = found["course"], found["unit"], found["by"]
    complaints = list(_complaints(found, lines, _Head(*head), _Head(course, unit, found["by"])))
    if complaints:
        raise refused(shown, complaints)
    marks = tuple(
        HandMark(m["answer"], m["question"], m["base"], float(m["score"]), tuple(m["items"]), m["comment"], line)
        for m, line in zip(found["marks"], lines, strict=True)
    )
    asked = {str(question): str(how) for question, how in found["asked"].items()}
    bank = tuple(Text(one["ko"], one["en"]) for one in found["comments"])
    return MarksFile(shown, *head, found["saved"], asked, bank, marks)


def refused(file: str, complaints: Sequence[Text]) -> CourseError:
    """Nothing is taken of a file, for these reasons."""
    said = [f"- {line}" for text in complaints[:_MOST_SAID] for line in str(text).splitlines()]
    if len(complaints) > _MOST_SAID:
        said.append(f"- … +{len(complaints) - _MOST_SAID}")
    return CourseError("\n".join([str(messages.MARKS_REFUSED.format(file=file)), *said]))


class _Head(NamedTuple):
    """What the sum over each mark holds beside the mark."""

    course: str
    unit: str
    by: str


def _complaints(found: Mapping[str, Any], lines: Sequence[int], head: _Head, meant: _Head) -> Iterator[Text]:
    saved = _as_saved(found["marks"], head, meant)
    if saved is None:
        yield messages.MARKS_FIT_NO_HEAD
    else:
        for field, told in messages.MARKS_HEAD_CHANGED.items():
            named, ours = getattr(head, field), getattr(saved, field)
            if named != ours:
                yield told.format(named=legible(named, 80), ours=legible(ours, 80))
    seen: dict[tuple[str, str], int] = {}
    for mark, line in zip(found["marks"], lines, strict=True):
        if not _is_mark(mark) or (saved is not None and mark["sum"] != _sum_of_mark(mark, saved)):
            yield messages.MARK_EDITED.format(line=line)
            continue
        place = mark["answer"], mark["question"]
        if place in seen:
            yield messages.MARK_TWICE.format(line=line, first=seen[place])
        seen[place] = line
    if found["count"] != len(found["marks"]):
        yield messages.MARKS_MISSING.format(count=found["count"], found=len(found["marks"]))
    if not _is_bank(found["comments"]):
        yield messages.COMMENTS_EDITED


def _as_saved(marks: Sequence[Any], head: _Head, meant: _Head) -> _Head | None:
    """The head that most marks were saved with, as far as it can be told; ``None`` where no mark fits any."""
    whole = [mark for mark in marks if _is_mark(mark)]
    tried = [head, head._replace(course=meant.course), head._replace(unit=meant.unit), meant]
    fits = [sum(mark["sum"] == _sum_of_mark(mark, one) for mark in whole) for one in tried]
    return None if whole and not any(fits) else tried[fits.index(max(fits))]


def _is_mark(mark: Any) -> bool:
    if not isinstance(mark, dict):
        return False
    texts = all(isinstance(mark.get(name), str) for name in ("answer", "question", "base", "comment", "sum"))
    score, items = mark.get("score"), mark.get("items")
    number = (
        isinstance(score, int | float)
        and not isinstance(score, bool)
        and 0 <= score < 1e6
        and abs(100 * score - round(100 * score)) < 1e-6
    )
    listed = isinstance(items, list) and all(type(item) is int and item > 0 for item in items)
    return texts and number and listed and len(mark["comment"]) <= LONGEST_COMMENT


def _sum_of_mark(mark: Mapping[str, Any], head: _Head) -> str:
    items = ",".join(map(str, mark["items"]))
    own = mark["answer"], mark["question"], mark["base"], str(round(100 * mark["score"])), items, mark["comment"]
    return sum_of(*head, *own)


def _is_bank(comments: list[Any]) -> bool:
    return len(comments) <= MOST_COMMENTS and all(
        isinstance(one, dict)
        and all(isinstance(one.get(language), str) and len(one[language]) <= LONGEST_KEPT for language in ("ko", "en"))
        for one in comments
    )


def _lines_of(text: str, marks: Sequence[Any]) -> list[int]:
    """In which line each mark stands: in the file as it was saved, one has a line; else where its answer is named."""
    named = [number for number, line in enumerate(text.splitlines(), start=1) if '"answer"' in line]
    return named if len(named) == len(marks) else [0] * len(marks)
