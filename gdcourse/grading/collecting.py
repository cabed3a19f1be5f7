"""Bring what a learning platform gives into ``submitted/``: whose it is, of which unit, and which attempt counts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from nbgrader.utils import parse_utc

from gdcourse import messages
from gdcourse.files import replace_file
from gdcourse.grading.archives import Found, read
from gdcourse.grading.course import Course, CourseError
from gdcourse.language import NO_TEXT, Text

EARLIER = "submitted-earlier"
"""Where attempts are kept that do not count."""

_MOODLE = r"(?:.*/)?(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_file(?:_|/)+(?P<file_id>.+)$"
_CANVAS = r"(?:.*/)?(?P<name>[^/_]+?)_(?P<late>LATE_)?(?P<number>\d+)_(?P<attempt>\d+)_(?P<file_id>[^/]+(?:/.+)?)$"
_COPY = re.compile(r"(?:-(\d+)|[ _]?\((\d+)\)|[ _-]copy\d*)$", re.IGNORECASE)


class LmsCollector(FileNameCollectorPlugin):
    """nbgrader's collector of file names, for the names that Moodle and Canvas give.

    Works in ``nbgrader zip_collect --collector=gdcourse.grading.collecting.LmsCollector`` too.
    """

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose a file is, by its path: ``None`` where the path is not Moodle's or Canvas's."""
        for platform, pattern in (("moodle", _MOODLE), ("canvas", _CANVAS)):
            self.named_regexp = pattern
            if re.match(pattern, submitted_file):
                found = super().collect(submitted_file)
                if found:
                    # Moodle's number belongs to one assignment, Canvas's to the person.
                    name = found["name"] if platform == "moodle" else f"{found['name']}-{found['number']}"
                    return {**found, "platform": platform, "student_id": name}
        return None


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
    found: list[tuple[Found, dict[str, str] | None]] = []
    collector = LmsCollector()
    for archive in archives:
        try:
            for file in read(archive):
                if file.data is None:
                    result.left.append((file.name, file.why))
                else:
                    found.append((file, collector.collect(file.name)))
        except zipfile.BadZipFile:
            raise CourseError(str(messages.CANNOT_READ_ARCHIVE.format(path=archive, reason="zip"))) from None
        except OSError as error:
            raise CourseError(str(messages.CANNOT_READ_ARCHIVE.format(path=archive, reason=error.strerror))) from error
    same_name = _people_by_name(known for _, known in found)
    attempts: dict[tuple[str, str, str], list[Attempt]] = defaultdict(list)
    for file, known in found:
        attempt = _attempt(file, known, notebooks, ids, roster, same_name)
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
    student = known["student_id"] if known else _student_of_path(PurePosixPath(file.name), unit)
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
    return Attempt(student, unit, notebook, file.name, data, file.modified, version, exact, lms_id, note)


def _without_copy_number(stem: str, names: Sequence[str]) -> tuple[str, int]:
    """A file's name without what Canvas and browsers add to further copies, and the number that they add."""
    if stem in names:
        return stem, 0
    match = _COPY.search(stem)
    if match is None:
        return stem, 0
    return stem[: match.start()], int(match[1] or match[2] or 1)


def _student_of_path(path: PurePosixPath, unit: str) -> str | None:
    """Whose a file is in a folder tree: the last folder that is not the unit's, or else what its name adds to it."""
    folders = [part for part in path.parts[:-1] if part != unit and not part.lower().endswith(".zip")]
    if folders:
        return folders[-1]
    archives = [part[:-4] for part in path.parts[:-1] if part.lower().endswith(".zip")]
    for stem in [*archives, path.stem]:
        rest = re.sub(rf"^{re.escape(unit)}[-_ ]+|[-_ ]+{re.escape(unit)}$", "", stem)
        if rest not in (stem, ""):
            return rest
    return None


def _as_folder(student: str) -> str:
    """A student's id that is one plain folder name, and no pattern to nbgrader."""
    name = unicodedata.normalize("NFC", student)
    name = "".join("_" if c in '/\\:*?"<>|[]{}' or unicodedata.category(c)[0] == "C" else c for c in name)
    return name.strip(" .-_")[:80]


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
    except (OSError, ValueError):
        return None


def _keep_earlier(course: Course, unit: str, student: str, data: bytes, time: dt.datetime | None) -> Path:
    folder = course.directory / EARLIER / student / unit
    stem = time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H%M%SZ") if time else "undated"
    number = 1
    while True:
        path = folder / (f"{stem}.ipynb" if number == 1 else f"{stem}-{number}.ipynb")
        if not path.exists():
            replace_file(path, data)
            return path
        if path.read_bytes() == data:
            return path
        number += 1


def _remember_numbers(course: Course, taken: Iterable[Attempt]) -> None:
    """Canvas's number of each person, so that marks find their way back."""
    with course.gradebook() as gradebook:
        for attempt in taken:
            if attempt.lms_id is not None:
                gradebook.update_or_create_student(attempt.student, lms_user_id=attempt.lms_id)
