"""Bring what a learning platform gives into ``submitted/``: whose it is, of which unit, and which attempt counts."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path, PurePosixPath

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from nbgrader.utils import parse_utc

from gdcourse.files import replace_file
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.lms.archives import Found, read
from gdcourse.judging import messages
from gdcourse.language import NO_TEXT, Text

EARLIER = "submitted-earlier"
"""Where attempts are kept that do not count."""

# Of one part of a path and what is below it. The name is the platform's; whatever is below may be the student's.
_MOODLE = r"(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_file(?:_|/)+(?P<file_id>.+)\Z"
_CANVAS = r"(?P<name>[^/_]+?)_(?P<late>LATE_)?(?P<number>\d+)_(?P<attempt>\d+)_(?P<file_id>[^/]+(?:/.+)?)\Z"
_COPY = re.compile(r"(?:-(\d+)|[ _]?\((\d+)\)|[ _-]copy\d*)\Z", re.IGNORECASE)


class LmsCollector(FileNameCollectorPlugin):
    """nbgrader's collector of file names, for the names that Moodle and Canvas give.

    Works in ``nbgrader zip_collect --collector=gdcourse.grading.lms.collecting.LmsCollector`` too.
    """

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose a file is, by its path: ``None`` where the path is not Moodle's or Canvas's."""
        return self.named(submitted_file.split("/"))

    def named(self, parts: Sequence[str], shared: int | None = None) -> dict[str, str] | None:
        """Whose a file is, by the parts of its path, of which the first ``shared`` are those of every file.

        Whatever is inside of what a person handed in, folders and archives, bears names of that person's choice, which
        may be anybody's. So the outermost part in Moodle's form decides; Canvas's files lie side by side.
        """
        file = _handed_in(parts)
        places = [(_MOODLE, "moodle", start) for start in range(file + 1)]
        if shared is None or file <= shared:
            places.append((_CANVAS, "canvas", file))
        for pattern, platform, start in places:
            path = "/".join(parts[start:])
            self.named_regexp = pattern
            if re.match(pattern, path) and (found := super().collect(path)):
                # Moodle's number belongs to one assignment, Canvas's to the person.
                name = found["name"] if platform == "moodle" else f"{found['name']}-{found['number']}"
                return {**found, "platform": platform, "student_id": name}
        return None


def _of_platform(path: str) -> bool:
    return bool(re.match(_MOODLE, path) or re.match(_CANVAS, path))


def _is_zip(part: str) -> bool:
    return part.lower().endswith(".zip")


def _handed_in(parts: Sequence[str]) -> int:
    """Which part of a path is the file that a person handed in: the first archive, or else the file itself."""
    return next((i for i, part in enumerate(parts) if _is_zip(part)), len(parts) - 1)


@dataclass(frozen=True)
class Place:
    """Where a file was found.

    Attributes:
        parts: the parts of its path in the archive.
        archive: the name of the archive, where it lay directly in the folder that was given; or else nothing.
        shared: how many parts, from the first on, all files of the archive have in common: folders around everybody.
    """

    parts: tuple[str, ...]
    archive: str = ""
    shared: int = 0

    def is_in_somebodys(self, unit: str) -> bool:
        """Whether it lies in an archive that one person handed in: names and times in there are that person's."""
        return _handed_in(self.parts) < len(self.parts) - 1 or _beside_unit(self.archive[:-4], unit) is not None

    @classmethod
    def of_all(cls, names: Sequence[str], in_folder: bool) -> list[Place]:
        """The places of all files that were found together, in a folder or an archive."""
        places = []
        for name in names:
            head, _, rest = name.partition("/")
            everybodys = in_folder and bool(rest) and _is_zip(head) and not _of_platform(name)
            places.append(cls(tuple((rest if everybodys else name).split("/")), head if everybodys else ""))
        folders: dict[str, list[str]] = {}
        for place in places:
            around = list(takewhile(lambda part: not _is_zip(part), place.parts[:-1]))
            if around:
                both = zip(folders.get(place.archive, around), around, strict=False)
                folders[place.archive] = [part for part, _ in takewhile(lambda pair: pair[0] == pair[1], both)]
        return [replace(place, shared=len(folders.get(place.archive, []))) for place in places]


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
    student = known["student_id"] if known else _student_of_path(place, unit)
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


def _student_of_path(place: Place, unit: str) -> str | None:
    """Whose a file is where no platform says so: the outermost name that tells, since what is inside is the student's.

    That is the folder below those around everybody; or what the name of an archive or a notebook adds to the unit's;
    or at last a folder inside an archive.
    """
    folders, own = place.parts[:-1], _handed_in(place.parts)
    if place.archive and (student := _beside_unit(place.archive[:-4], unit)):
        return student
    if student := _folder_of_student(folders[:own], place.shared, unit):
        return student
    for stem in [*(part[:-4] for part in folders if _is_zip(part)), PurePosixPath(place.parts[-1]).stem]:
        if student := _beside_unit(stem, unit):
            return student
    return _folder_of_student(folders[own:], 0, unit)


def _folder_of_student(folders: Sequence[str], shared: int, unit: str) -> str | None:
    """The first folder below the shared ones, or else the last of those; the unit's own folder is nobody's."""
    named = [(i, part) for i, part in enumerate(folders) if part != unit and not _is_zip(part)]
    below = [part for i, part in named if i >= shared]
    return below[0] if below else named[-1][1] if named else None


def _beside_unit(stem: str, unit: str) -> str | None:
    """What a name adds to the unit's."""
    rest = re.sub(rf"^{re.escape(unit)}[-_ ]+|[-_ ]+{re.escape(unit)}\Z", "", stem)
    return None if rest in (stem, "") else rest


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
