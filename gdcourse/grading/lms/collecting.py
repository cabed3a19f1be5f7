"""Bring what a learning platform gives into ``submitted/``: whose it is, of which unit, and which attempt counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.utils import parse_utc

from gdcourse.atomic_write import replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.lms.archives import Found, read
from gdcourse.grading.lms.lms_file_names import LmsCollector, Place, student_of_path
from gdcourse.grading.lms.roster import Roster
from gdcourse.language import NO_TEXT, Text

EARLIER = "submitted-earlier"
"""Where attempts are kept that do not count."""
_COPY = re.compile(r"(?:-(\d+)|[ _]?\((\d+)\)|[ _-]copy\d*)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Attempt:
    """One notebook that somebody handed in."""

    student: str
    unit: str
    notebook: str
    source: str
    data: bytes
    time: dt.datetime | None
    version: int
    exact: bool
    lms_id: str | None
    note: Text = NO_TEXT


@dataclass
class Collected:
    """What was taken and what was not, and why.

    Attributes:
        taken: the attempts that count.
        earlier: the attempts that do not, and where each is kept.
        left: names of files with the reason for leaving them.
    """

    taken: list[Attempt] = field(default_factory=list)
    earlier: list[tuple[Attempt, Path]] = field(default_factory=list)
    left: list[tuple[str, Text]] = field(default_factory=list)


def collect(
    course: Course, archives: Sequence[Path], unit: str | None = None, roster: Roster | None = None
) -> Collected:
    """Put the notebooks of these archives into the course.

    Args:
        course: where they go; its units say what a notebook can be.
        archives: zip files, folders or notebooks.
        unit: the unit they are of; without it, names and contents decide.
        roster: whom the platform's names and numbers mean.

    Raises:
        CourseError: where an archive cannot be read.
    """
    roster = roster or Roster()
    result = Collected()
    notebooks = {u: _notebooks(course, u) for u in ([unit] if unit else course.units())}
    ids = {u: _grade_ids(course, u) for u in course.units()}
    found: list[tuple[Found, Place, dict[str, str] | None]] = []
    collector = LmsCollector()
    for archive in archives:
        files: list[Found] = []
        try:
            for file in read(archive):
                if file.data is None:
                    result.left.append((file.name, file.why))
                else:
                    files.append(file)
        except zipfile.BadZipFile:
            raise CourseError(str(messages.CANNOT_READ_ARCHIVE.format(path=archive, reason="zip"))) from None
        except OSError as error:
            raise CourseError(str(messages.CANNOT_READ_ARCHIVE.format(path=archive, reason=error.strerror))) from error
        places = Place.of_all([file.name for file in files], archive.is_dir())
        found += [
            (f, place, collector.named(place.parts, place.shared)) for f, place in zip(files, places, strict=True)
        ]
    same_name = _people_by_name(known for *_, known in found)
    attempts: dict[tuple[str, str, str], list[Attempt]] = defaultdict(list)
    for file, place, known in found:
        attempt = _attempt(file, place, known, notebooks, ids, roster, same_name)
        if isinstance(attempt, Text):
            result.left.append((file.name, attempt))
        else:
            attempts[attempt.student, attempt.unit, attempt.notebook].append(attempt)
    for own in attempts.values():
        _keep(course, own, result)
    _remember_numbers(course, result.taken)
    return result


def _notebooks(course: Course, unit: str) -> list[str]:
    return sorted(path.stem for path in course.path(course.coursedir.source_directory, unit).glob("*.ipynb"))


def _grade_ids(course: Course, unit: str) -> set[bytes]:
    """The ids of a unit's graded cells, as they stand in the file of a notebook."""
    found: set[bytes] = set()
    for path in course.path(course.coursedir.source_directory, unit).glob("*.ipynb"):
        found |= set(re.findall(rb'"grade_id"\s*:\s*"([^"\\]{3,})"', path.read_bytes()))
    return found


def _people_by_name(all_known: Iterable[dict[str, str] | None]) -> dict[str, set[str]]:
    people: dict[str, set[str]] = defaultdict(set)
    for known in all_known:
        if known is not None:
            people[known["student_id"]].add(known["number"])
    return people


def _attempt(
    file: Found,
    place: Place,
    known: dict[str, str] | None,
    notebooks: Mapping[str, list[str]],
    ids: Mapping[str, set[bytes]],
    roster: Roster,
    same_name: Mapping[str, set[str]],
) -> Attempt | Text:
    """Whose a file is and what it is, or why it is not taken."""
    data = file.data or b""
    inside = set(re.findall(rb'"grade_id"\s*:\s*"([^"\\]{3,})"', data))
    by_content = max(ids, key=lambda u: len(ids[u] & inside), default=None)
    if by_content is not None and not ids[by_content] & inside:
        by_content = None
    path = PurePosixPath(known["file_id"] if known else file.name)
    by_name = next((u for u in notebooks if u in file.name), None)
    unit = next(iter(notebooks)) if len(notebooks) == 1 else (by_content or by_name)
    if unit is None or unit not in notebooks:
        return messages.UNKNOWN_NOTEBOOK
    if by_content is not None and len(ids[by_content] & inside) > len(ids[unit] & inside):
        return messages.OF_ANOTHER_UNIT.format(unit=by_content)

    stem, version = _without_copy_number(path.stem, notebooks[unit])
    exact = stem in notebooks[unit]
    note = NO_TEXT
    student = known["student_id"] if known else student_of_path(place, unit)
    if student is None:
        return messages.WHOSE
    number = known["number"] if known else None
    meant = roster.find(number, known["name"] if known else student)
    if meant is None and known and known["platform"] == "moodle" and len(same_name[student]) > 1:
        student, note = f"{student}-{number}", messages.SAME_NAME.format(name=student)
    if known and known.get("late"):
        note = messages.MARKED_LATE
    notebook = stem if exact else notebooks[unit][0]
    if not exact and len(notebooks[unit]) > 1:
        return messages.UNKNOWN_NOTEBOOK
    student = _as_folder(meant or student)
    if not student:
        return messages.WHOSE
    lms_id = number if known and known["platform"] == "canvas" else None
    time = file.archived if place.is_in_somebodys(unit) and file.archived else file.modified
    return Attempt(student, unit, notebook, file.name, data, time, version, exact, lms_id, note)


def _without_copy_number(stem: str, names: Sequence[str]) -> tuple[str, int]:
    """A file's name without what Canvas and browsers add to further copies, and the number that they add."""
    if stem in names:
        return stem, 0
    match = _COPY.search(stem)
    if match is None:
        return stem, 0
    return stem[: match.start()], int(match[1] or match[2] or 1)


def _as_folder(student: str) -> str:
    """A student's id that is one plain folder name, and no pattern to nbgrader."""
    name = unicodedata.normalize("NFC", student)
    name = "".join("_" if c in '/\\:*?"<>|[]{}' or unicodedata.category(c)[0] == "C" else c for c in name)
    # A folder's name has room for 255 bytes, of which an emoji takes four.
    return name.strip(" .-_")[:80].encode()[:200].decode(errors="ignore").strip(" .-_")


def _keep(course: Course, attempts: list[Attempt], result: Collected) -> None:
    """Put the latest attempt where it counts and the others where they are kept."""
    # One that has the right name comes before one that has not; then what is later; then the higher copy number.
    beginning = dt.datetime.min.replace(tzinfo=dt.UTC)
    attempts.sort(key=lambda a: (a.exact, a.time or beginning, a.version))
    *others, latest = attempts
    folder = course.path(course.coursedir.submitted_directory, latest.unit, latest.student)
    target, stamp = folder / f"{latest.notebook}.ipynb", folder / "timestamp.txt"
    for other in others:
        if other.data != latest.data:
            result.earlier.append((other, _keep_earlier(course, other.unit, other.student, other.data, other.time)))
    if target.is_file() and target.read_bytes() != latest.data:
        before = target.read_bytes()
        time = _time_in(stamp) or dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC)
        if latest.time is not None and time > latest.time:
            place = _keep_earlier(course, latest.unit, latest.student, latest.data, latest.time)
            result.earlier.append((latest, place))
            return
        _keep_earlier(course, latest.unit, latest.student, before, time)
    replace_file(target, latest.data)
    if latest.time is not None:
        # nbgrader reads this file to find out whether a submission is late.
        replace_file(stamp, latest.time.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC\n").encode())
        os.utime(target, (latest.time.timestamp(), latest.time.timestamp()))
    elif stamp.exists():
        stamp.unlink()
    result.taken.append(latest)


def _time_in(stamp: Path) -> dt.datetime | None:
    try:
        return parse_utc(stamp.read_text(encoding="utf-8").strip()).replace(tzinfo=dt.UTC)
    except (OSError, ArithmeticError, ValueError):
        return None


def _keep_earlier(course: Course, unit: str, student: str, data: bytes, time: dt.datetime | None) -> Path:
    folder = course.directory / EARLIER / student / unit
    stem = time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H%M%SZ") if time else "undated"
    path = folder / f"{stem}.ipynb"
    if path.exists() and path.read_bytes() != data:
        path = folder / f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}.ipynb"
    if not path.exists():
        replace_file(path, data)
    return path


def _remember_numbers(course: Course, taken: Iterable[Attempt]) -> None:
    """Canvas's number of each person, so that marks find their way back."""
    with course.gradebook() as gradebook:
        for attempt in taken:
            if attempt.lms_id is not None:
                gradebook.update_or_create_student(attempt.student, lms_user_id=attempt.lms_id)
