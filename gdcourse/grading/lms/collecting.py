"""Bring what a learning platform gives into ``submitted/``: whose it is, of which unit, and which file counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath

from gdcourse.atomic_write import replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.times_as_written import platform_marks, read_time, remember_marks
from gdcourse.grading.classroom.which_unit import UnitCells, ids_in
from gdcourse.grading.lms import canvas_groups
from gdcourse.grading.lms.archives import Found, read, without_checkpoints
from gdcourse.grading.lms.blackboard_logins import login_in, logins
from gdcourse.grading.lms.github_accounts import accounts_in, clones_among
from gdcourse.grading.lms.gradescope_metadata import FILE as METADATA
from gdcourse.grading.lms.gradescope_metadata import FOLDER, HandedIn, submissions_in
from gdcourse.grading.lms.lms_file_names import (
    MARKS_LATE,
    Place,
    moodles_folder,
    name_given,
    named_by_platform,
    names_people,
    sakais_stamp,
    student_of_path,
    time_named,
    time_stamped,
    without_what_copies_add,
)
from gdcourse.grading.lms.moodle_teams import Teams
from gdcourse.grading.lms.original_file_names import remember_names, remembered_names
from gdcourse.grading.lms.people import Identity, People, Person
from gdcourse.grading.lms.roster import Listed, Roster
from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.grading.submission.file_name_clashes import NamesTogether
from gdcourse.grading.submission.messages import UNREADABLE
from gdcourse.language import NO_TEXT, Text, paragraphs
from gdcourse.notebooks.default_limits import MOST_BYTES_BESIDE, MOST_FILES_BESIDE
from gdcourse.notebooks.files_of_tools import EXCHANGE_SECRET, FILES_OF_TOOLS, TIMESTAMP
from gdcourse.notebooks.reading import UnreadableNotebookError, looks_like_notebook
from gdcourse.untrusted_text import is_text, legible

EARLIER = "submitted-earlier"
"""Where attempts are kept that do not count."""
_COPY = re.compile(r"(?:-(\d+)|[ _]?\((\d+)\)|[ _-]copy\d*)\Z", re.IGNORECASE)
_CANVAS_COPY = re.compile(r"(.+?)-(\d+)(\..*)?\Z", re.DOTALL)
"""Canvas counts files of one name in front of a dot of it, of old the last, of late the first."""
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_NUMBERS_UPLOADS = ("teams", "canvas")
"""The platforms that say what was uploaded after what: Teams for each person, Canvas for everybody."""
_NAMES_FOLDERS = ("sakai", "ilias")
"""The platforms whose folders bear name and login at once: they are people as any folder is."""


@dataclass(frozen=True)
class Attempt:
    """One notebook that somebody handed in.

    Attributes:
        inner: its path in what was handed in.
        unreadable: what the platform has written of when it was handed in, where it cannot be read; ``time`` is the
            archive's then.
        late: where the platform marks it: an archive of Canvas's bears the time at which it was made.
        given_name: what the platform put before the file's name.
        beside: the files that lie beside it, by their paths from there.
        occasion: which of somebody's attempts it belongs to, where the platform tells.
        member: where a team handed it in, as whose this one counts; ``person`` is the team then.
        copied: what it was called when it was handed in to Canvas, which counts files of one name, and which of them it
            is.
    """

    person: Person
    unit: str
    notebook: str
    source: str
    inner: PurePosixPath
    data: bytes
    time: dt.datetime | None
    version: int
    exact: bool
    student: str = ""
    note: Text = NO_TEXT
    unreadable: str = ""
    late: bool | None = None
    given_name: str = ""
    occasion: str = ""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    member: Listed | None = None
    copied: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class Kept:
    """Something that does not count: what it was called, where it is now, and why."""

    source: str
    path: Path
    why: Text


@dataclass
class Collected:
    """What was taken and what was not, and why.

    Attributes:
        taken: the attempts that count.
        earlier: the attempts that do not, and where each is kept.
        left: names of files with the reason for leaving them.
    """

    taken: list[Attempt] = field(default_factory=list)
    earlier: list[Kept] = field(default_factory=list)
    left: list[tuple[str, Text]] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    """A file, where it lay, in which of the archives that were given, and what the platform says of it.

    Attributes:
        named_after: the student whose name it bears, or the archive that it came in, where nothing else tells.
        stamp: what the platform has written beside it of when it was handed in.
        is_cloned: whether git has put it there, and what its time is.
    """

    found: Found
    place: Place
    archive: int
    known: dict[str, str] | None
    named_after: str = ""
    stamp: bytes | None = None
    is_cloned: bool = False

    @property
    def is_checkpoint(self) -> bool:
        """Whether it is what Jupyter has saved before: somebody may have handed in nothing else."""
        return self.found.name != without_checkpoints(self.found.name)

    @property
    def is_notebook(self) -> bool:
        return self.found.name.lower().endswith(".ipynb") or looks_like_notebook((self.found.data or b"")[:4096])

    @property
    def is_receipt(self) -> bool:
        """Whether the platform made it to record what was handed in."""
        return bool(self.known and self.known.get("receipt")) and not self.is_notebook

    def person(self, unit: str) -> Person | None:
        """Who handed it in."""
        if self.known is not None and self.platform not in _NAMES_FOLDERS:
            return Person(self.platform, self.known["number"], self.known["name"])
        name = self.known["name"] if self.known is not None else self.named_after or student_of_path(self.place, unit)
        return Person("", "", name) if name else None

    @property
    def platform(self) -> str:
        return self.known["platform"] if self.known is not None else ""

    @property
    def occasion(self) -> str:
        """Which of somebody's attempts it came with. Canvas numbers files, not attempts."""
        if self.known is None or self.platform == "canvas":
            return ""
        return f"{self.known.get('attempt', '')} {self.known.get('when', '')}"

    @property
    def inner(self) -> PurePosixPath:
        return PurePosixPath(self.known["file_id"] if self.known else without_checkpoints(self.found.name))


def collect(
    course: Course,
    archives: Sequence[Path],
    unit: str | None = None,
    roster: Roster | None = None,
    on_plan: Callable[[int], None] = lambda total: None,
    on_file: Callable[[], None] = lambda: None,
) -> Collected:
    """Put the notebooks of these archives into the course.

    Args:
        course: where they go; its units say what a notebook can be.
        archives: zip files, folders or notebooks.
        unit: the unit they are of; without it, names and contents decide.
        roster: whom the platform's names and numbers mean.
        on_plan: called with how many files are going to be read and written, again when more is known.
        on_file: called when one is.

    Raises:
        CourseError: where an archive, or what is remembered of earlier times, cannot be read.
    """
    roster = roster or Roster()
    result = Collected()
    cells = {u: UnitCells.of(course.coursedir, u) for u in course.units()}
    everyone = Path(course.coursedir.format_path(course.coursedir.submitted_directory, "x", "x")).parent.parent
    folders = {path.name for path in everyone.glob("*") if path.is_dir() and is_text(path.name)}
    people = People(course.directory, folders)
    # What is written at the end is read now: what cannot be read is told before anything has changed.
    marks = platform_marks(course.directory)
    remembered_names(course.directory)
    files = [
        file
        for number, archive in enumerate(archives)
        for file in _files(archive, number, folders, roster, result, course.zone_set)
    ]
    moodles = [file for file in files if file.platform == "moodle"]
    teams = {n: Teams(roster, [f.known or {} for f in moodles if f.archive == n]) for n in range(len(archives))}
    attempts: list[tuple[int, Attempt]] = []
    before: list[tuple[int, Attempt]] = []
    on_plan(2 * len(files))
    for file in files:
        on_file()
        if file.is_notebook:
            attempt = _attempt(file, [unit] if unit else list(cells), cells, course.timezone)
            each = attempt if isinstance(attempt, Text) else _of_everybody(attempt, file, teams[file.archive], roster)
            if isinstance(each, Text):
                result.left.append((file.found.name, messages.CLUTTER if file.is_checkpoint else each))
            else:
                (before if file.is_checkpoint else attempts).extend((file.archive, one) for one in each)
    named = {attempt.person.name for _, attempt in (*attempts, *before) if not attempt.person.platform}
    attempts, before = (_as_whose_they_are(own, named, folders, roster) for own in (attempts, before))
    handed_in = {(archive, attempt.person, attempt.unit) for archive, attempt in attempts}
    for archive, attempt in before:
        if (archive, attempt.person, attempt.unit) in handed_in:
            result.left.append((attempt.source, messages.CLUTTER))
        else:
            attempts.append((archive, replace(attempt, note=paragraphs(attempt.note, messages.FROM_CHECKPOINT))))
    identities = people.identify(((a.person, a.unit) for _, a in attempts if a.member is None), roster)
    people.remember(identities)
    together: dict[tuple[int, str, str, str], list[Attempt]] = defaultdict(list)
    for archive_number, attempt in attempts:
        member, key = attempt.member, (attempt.person, attempt.unit)
        identity = identities[key] if member is None else Identity(member.student)
        if not identity.student:
            result.left.append((attempt.source, identity.note))
            continue
        own = replace(attempt, student=identity.student, note=paragraphs(attempt.note, identity.note))
        together[archive_number, own.student, own.unit, own.notebook].append(own)
    chosen = [(key[0], _choose(course, own, cells[key[2]], result)) for key, own in together.items()]
    _leave_receipts(files, result)
    others = [file for file in files if not (file.is_notebook or file.is_receipt)]
    with_files = _with_files_beside(chosen, others, result)
    on_plan(len(files) + len(with_files))
    for attempt in sorted(with_files, key=_time_order):
        on_file()
        _keep(course, attempt, cells[attempt.unit], result, marks.get(f"{attempt.student}/{attempt.unit}"))
    _record_people(course, roster, result.taken)
    remember_marks(course.directory, {f"{a.student}/{a.unit}": a.late for a in result.taken})
    remember_names(course.directory, {f"{a.student}/{a.unit}": a.given_name for a in result.taken})
    return result


def _files(
    archive: Path, number: int, students: Collection[str], roster: Roster, result: Collected, zone: str
) -> list[_File]:
    """What is in an archive; what was not read is left."""
    files: list[Found] = []
    names: list[str] = []
    try:
        for one in read(archive, zone):
            names.append(one.name)
            if one.data is None:
                result.left.append((one.name, one.why))
            else:
                files.append(one)
    except zipfile.BadZipFile as error:
        reason = legible(f"zip: {error}", 200)
        raise CourseError(str(messages.CANNOT_READ_ARCHIVE.format(path=archive, reason=reason))) from None
    except OSError as error:
        raise CourseError(str(messages.CANNOT_READ_ARCHIVE.format(path=archive, reason=error.strerror))) from error
    known = {*students, *roster.students}

    @cache
    def is_known(name: str) -> bool:
        return name in known or roster.of_folder(name) is not None

    places = Place.of_all([without_checkpoints(file.name) for file in files], archive.is_dir(), is_known)
    stamps = {(place.archive, place.parts): file.data for file, place in zip(files, places, strict=True)}
    given = "" if archive.is_dir() else archive.name
    found = []
    for one, place in zip(files, places, strict=True):
        named, student = named_by_platform(place.parts, place.shared), ""
        if named is None:
            stems = (_without_copy_number(PurePosixPath(name), ())[0] for name in place.outermost_names(given))
            student = next(filter(is_known, stems), "")
        stamp = stamps.get((place.archive, sakais_stamp(place.parts) or ()))
        found.append(_File(one, place, number, named, student, stamp))
    found = _with_githubs_accounts(found, clones_among(names), roster)
    found = _with_logins(_with_gradescopes_names(found, roster, result), roster, result)
    crowded = _crowded(found)
    # Where the platform's own names lie side by side, an archive beside them is one person's.
    one_by_one = archive.is_dir() and names_people(file.name for file in files)
    refused = [
        (f.known is not None and bool(f.place.archive) and one_by_one) or (f.known is None and _top(f) in crowded)
        for f in found
    ]
    for file, is_refused in zip(found, refused, strict=True):
        if is_refused:
            where = legible(file.place.archive if file.known is not None else _top(file), 120)
            result.left.append((file.found.name, messages.PLATFORM_NAMES_INSIDE.format(folder=where)))
    return [file for file, is_refused in zip(found, refused, strict=True) if not is_refused]


def _with_githubs_accounts(files: Sequence[_File], clones: set[str], roster: Roster) -> list[_File]:
    """The files, those of GitHub Classroom's with the account that each folder is of, and those of clones marked.

    What several have pushed to one repository is there once for each of them.
    """
    depths = [_depth_of_clone(file, clones) for file in files]
    tops = {"/".join(f.place.parts[:n]): f.place.parts[n - 1] for f, n in zip(files, depths, strict=True) if n}
    # One person's own ``.git`` tells nothing: where somebody has cloned a class, it lies in all folders.
    is_cloned = bool(tops) and set(tops) <= clones
    accounts = accounts_in(set(tops.values()), lambda name: roster.of_account(name) is not None, is_cloned)
    # And where there is one folder, it may be a person's own.
    is_cloned = is_cloned and (len(tops) > 1 or bool(accounts) or any(map(roster.pushed_to, tops.values())))
    found = []
    for file, depth in zip(files, depths, strict=True):
        own = file.place.parts[depth - 1] if depth and file.known is None and not file.place.archive else ""
        pushed = roster.pushed_to(own) or ({accounts[own]: ""} if own in accounts else {})
        file = replace(file, is_cloned=is_cloned and bool(own))
        for account, when in pushed.items():
            told = {"platform": "github", "name": account, "number": account, "when": when, "receipt": ""}
            inner = "/".join(file.place.parts[depth:])
            found.append(replace(file, known={**told, "file_id": inner}, named_after=""))
        if not pushed:
            found.append(file)
    return found


def _depth_of_clone(file: _File, clones: set[str]) -> int:
    """How many parts of a path lead to the folder that a repository may be in: the one that may be somebody's, or where
    there is but one, that of a clone; 0 where there is none."""
    parts, shared = file.place.parts, file.place.shared
    if len(parts) > shared + 1:
        return shared + 1
    return shared if "/".join(parts[:shared]) in clones else 0


def _with_gradescopes_names(files: Sequence[_File], roster: Roster, result: Collected) -> list[_File]:
    """The files, those of Gradescope's folders with whose they are: once for each of those who share a submission."""
    told: dict[tuple[str, tuple[str, ...]], Mapping[str, HandedIn]] = {}
    for file in files:
        *above, name = file.place.parts
        # In an archive among others, which may be one person's, the file may be that person's, too.
        if (
            name == METADATA
            and not file.place.archive
            and len(above) <= file.place.shared
            and (told_here := submissions_in(file.found.data or b""))
        ):
            told[file.place.archive, tuple(above)] = told_here
    if not told:
        return list(files)
    found = []
    for file in files:
        archive, parts = file.place.archive, file.place.parts
        # The outermost tells; what lies deeper may be a student's.
        depth = next((n for n in range(len(parts)) if (archive, parts[:n]) in told), None)
        if depth is None or file.known is not None:
            found.append(file)
        elif parts[depth:] == (METADATA,):
            found.append(replace(file, known=_gradescopes("", "", "", receipt=METADATA)))
        elif (handed_in := told[archive, parts[:depth]].get(parts[depth])) is not None and handed_in.submitters:
            inner = "/".join(parts[depth + 1 :])
            for one in handed_in.submitters:
                ids = [own for own in (one.sid, one.email, one.name) if own]
                whose = next((own for own in ids if roster.of_folder(own) is not None), ids[0])
                found.append(replace(file, known=_gradescopes(whose, handed_in.when, inner), named_after=""))
        elif FOLDER.match(parts[depth]):
            result.left.append((file.found.name, messages.NOT_IN_METADATA.format(file=METADATA)))
        else:
            found.append(file)
    return found


def _gradescopes(name: str, when: str, file_id: str, receipt: str = "") -> dict[str, str]:
    """What Gradescope tells, in the form in which the names of files tell it."""
    return {"platform": "gradescope", "name": name, "number": "", "when": when, "file_id": file_id, "receipt": receipt}


def _with_logins(files: Sequence[_File], roster: Roster, result: Collected) -> list[_File]:
    """The files, those of Blackboard's with whose they are; where nobody can tell, they are left."""
    named: dict[tuple[str, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in files:
        if file.known is not None and file.platform == "blackboard":
            said = named[file.place.folder][file.known["name"]]
            if file.known["receipt"]:
                said.append(login_in(file.found.data or b""))
    listed = {login for person in roster.listed for login in (person.student, *person.numbers_on("blackboard"))}
    found = {folder: logins(own, listed) for folder, own in named.items()}
    with_logins = []
    for file in files:
        if file.known is None or file.platform != "blackboard":
            with_logins.append(file)
        elif login := found[file.place.folder].get(file.known["name"]):
            with_logins.append(replace(file, known={**file.known, "name": login, "number": login}))
        else:
            name = legible(file.known["name"], 120)
            result.left.append((file.found.name, messages.WHERE_LOGIN_BEGINS.format(name=name)))
    return with_logins


def _top(file: _File) -> str:
    """The folder that would be somebody's, where no platform says whose a file is."""
    return "/".join((file.place.archive, *file.place.parts[: file.place.shared + 1])).strip("/")


def _crowded(files: Iterable[_File]) -> set[str]:
    """The folders in which a platform's names of several people lie, though the platform did not put them there."""
    names: dict[str, set[str]] = defaultdict(set)
    for file in files:
        before_archives = file.place.parts[
            : next((n for n, p in enumerate(file.place.parts) if p.endswith(".zip")), 99)
        ]
        inside = named_by_platform(file.place.parts) if file.known is None and len(before_archives) > 1 else None
        if inside is not None:
            names[_top(file)].add(f"{inside['name']}_{inside['number']}")
    return {folder for folder, found in names.items() if len(found) > 1}


def _attempt(file: _File, units: Sequence[str], cells: Mapping[str, UnitCells], zone: dt.tzinfo) -> Attempt | Text:
    """Who handed a notebook in and what it is, or why it is not taken. Times that a platform wrote are the course's."""
    data = file.found.data or b""
    inside = ids_in(data)
    by_content = max(cells, key=lambda u: len(cells[u].ids & inside), default=None)
    if by_content is not None and not cells[by_content].ids & inside:
        by_content = None
    by_name = next((u for u in units if u in file.found.name), None)
    unit = units[0] if len(units) == 1 else (by_content or by_name)
    if unit is None or unit not in units:
        return messages.UNKNOWN_NOTEBOOK
    if by_content is not None and len(cells[by_content].ids & inside) > len(cells[unit].ids & inside):
        return messages.OF_ANOTHER_UNIT.format(unit=by_content)

    notebooks = cells[unit].notebooks
    copied = _as_counted_by_canvas(file.inner, list(notebooks)) if file.platform == "canvas" else ("", 0)
    stem, version = _without_copy_number(PurePosixPath(copied[0] or file.inner.name), list(notebooks))
    if file.known and file.platform in _NUMBERS_UPLOADS:
        version = int(file.known["attempt"])
    exact = stem in notebooks
    best = max(notebooks, key=lambda name: len(notebooks[name] & inside))
    if not exact and len(notebooks) > 1 and not notebooks[best] & inside:
        return messages.UNKNOWN_NOTEBOOK
    person = file.person(unit)
    if person is None:
        student = "STUDENT" if unit in stem or stem in notebooks else legible(stem, 60)
        return messages.SAY_WHOSE.format(name=f"{unit}-{student}.ipynb")
    note = messages.MARKED_LATE if file.known and file.known.get("late") else NO_TEXT
    late = bool(file.known.get("late")) if file.known and file.platform in MARKS_LATE else None
    named = time_named(file.known, zone) if file.known else None
    unreadable = file.known.get("when", "") if file.known and named is None else ""
    if unreadable:
        note = messages.NAME_TELLS_NO_TIME.format(text=legible(unreadable, 60))
    time = named or file.place.time_of_archive(unit, file.found.archived) or file.found.modified
    if file.platform == "sakai":
        time = time_stamped((file.stamp or b"")[:200].decode(errors="replace"), zone)
        note = note if time else messages.TELLS_NO_TIME
    if file.is_cloned and named is None:
        whose = NO_TEXT if file.known is not None else messages.CLONE_TELLS_NO_ACCOUNT
        time, note = None, paragraphs(messages.CLONE_TELLS_NO_TIME, whose)
    notebook = stem if exact and (notebooks[stem] & inside or not notebooks[best] & inside) else best
    given = name_given(file.known) if file.known else ""
    where = file.found.name, file.inner
    said = {"note": note, "late": late, "given_name": given, "occasion": file.occasion, "unreadable": unreadable}
    return Attempt(person, unit, notebook, *where, data, time, version, exact, copied=copied, **said)  # type: ignore[arg-type]


def _of_everybody(attempt: Attempt, file: _File, teams: Teams, roster: Roster) -> list[Attempt] | Text:
    """An attempt as whose it counts: of each member, where a team handed it in; or why nobody can tell."""
    if file.known is None or file.platform not in ("moodle", "canvas"):
        return [attempt]
    is_moodles = file.platform == "moodle"
    members = teams.members(file.known) if is_moodles else canvas_groups.members(file.known, roster)
    if isinstance(members, Text):
        return members
    name = legible(attempt.person.name, 120)
    without = sum(not person.team for person in roster.listed)
    of_team = messages.OF_TEAM.format(team=name, count=len(members))
    note = paragraphs(attempt.note, of_team, messages.WITHOUT_TEAM.format(count=without) if without else NO_TEXT)
    own = []
    for member in members:
        numbers = member.numbers_on(file.platform)
        # Moodle takes feedback back for each member by the member's own number, Canvas for all by that of one.
        given = moodles_folder(member.names[0], numbers[0]) if member.names and len(numbers) == 1 else ""
        if not is_moodles:
            given = attempt.given_name if attempt.person.number in numbers else ""
        own.append(replace(attempt, member=member, note=note, given_name=given))
    is_perhaps_group = not is_moodles and not roster.names(attempt.person.name)
    if not own and is_perhaps_group and canvas_groups.looks_like_group(attempt.person.name):
        return [replace(attempt, note=paragraphs(attempt.note, messages.PERHAPS_CANVAS_GROUP))]
    return own or [attempt]


def _as_whose_they_are(
    attempts: Iterable[tuple[int, Attempt]], named: Collection[str], students: Collection[str], roster: Roster
) -> list[tuple[int, Attempt]]:
    """The attempts, one whose name adds "(1)" or "final" to that of somebody known, or named beside it, as that one's.

    Nobody else's name says whether a group's is "group" or "group (1)".
    """

    def whose(person: Person) -> Person:
        bare = without_what_copies_add(person.name)
        if person.platform or person.name in students or roster.of_folder(person.name) is not None:
            return person
        is_known = bare in named or bare in students or roster.of_folder(bare) is not None
        return replace(person, name=bare) if is_known else person

    return [(archive, replace(attempt, person=whose(attempt.person))) for archive, attempt in attempts]


def _as_counted_by_canvas(path: PurePosixPath, names: Sequence[str]) -> tuple[str, int]:
    """What a file was called when it was handed in to Canvas, and which of the files of that name it is."""
    found = _CANVAS_COPY.match(path.name)
    # A unit may be called so itself.
    if found is None or _without_ending(path.name) in names:
        return path.name, 0
    return f"{found[1]}{found[3] or ''}", int(found[2])


def _without_ending(name: str) -> str:
    while PurePosixPath(name).suffix.lower() in (".ipynb", ".txt", ".json", ".zip"):
        name = PurePosixPath(name).stem
    return name


def _without_copy_number(path: PurePosixPath, names: Sequence[str]) -> tuple[str, int]:
    """A file's name without what Canvas and browsers add to further copies, and the number that they add."""
    stem = _without_ending(path.name)
    if stem in names:
        return stem, 0
    match = _COPY.search(stem)
    if match is None:
        return stem, 0
    return stem[: match.start()], int(match[1] or match[2] or 1)


def _time_order(attempt: Attempt) -> dt.datetime:
    return attempt.time or _FIRST


_Rank = tuple[bool, bool, tuple[dt.datetime, int], int, bool, dt.datetime, int]


def _rank(attempt: Attempt, answers: int, cells: UnitCells, is_written_over: bool) -> _Rank:
    """What says whether an attempt counts before another, which has a lower rank.

    Args:
        attempt: one of those that one person handed in together.
        answers: how many it has.
        cells: of its unit.
        is_written_over: whether one of the same name with answers was handed in after it.
    """
    # Where a platform only marks who is late, the times are of the download.
    time = _time_order(attempt) if attempt.late is None else _FIRST
    # Teams numbers attempts, others name their time. Where a platform does not tell them apart, all is of one.
    of_attempt = _FIRST, attempt.version if attempt.person.platform == "teams" else int(not is_written_over)
    if attempt.occasion and attempt.person.platform != "teams" and not attempt.unreadable:
        of_attempt = time, 0
    has_questions = bool(ids_in(attempt.data) & cells.ids)
    return has_questions, answers > 0, of_attempt, answers, attempt.exact, time, attempt.version


def _choose(course: Course, together: Sequence[Attempt], cells: UnitCells, result: Collected) -> Attempt:
    """Of the notebooks that one person handed in together, the one that counts; the others are kept.

    It is the one with the unit's questions; of several attempts, and of Canvas's files of one name, the last that has
    answers; of what came with one attempt that with the most answers; then one that has the right name, then what is
    later, then the higher copy number.
    """
    answered = [cells.answers(attempt.data) if len(together) > 1 else 0 for attempt in together]
    last_of: dict[str, int] = defaultdict(int)
    for attempt, count in zip(together, answered, strict=True):
        name, number = attempt.copied
        if name and count:
            last_of[name] = max(last_of[name], number)
    ranked = [
        (_rank(attempt, count, cells, attempt.copied[1] < last_of[attempt.copied[0]]), attempt)
        for attempt, count in zip(together, answered, strict=True)
    ]
    ranked.sort(key=lambda r: r[0])
    *others, ((has_questions, has_answers, last, answers, _, time, _), best) = ranked
    note = best.note
    for (_, is_answered, of_attempt, fewer, _, its_time, _), other in others:
        if other.data != best.data:
            path = _keep_earlier(course, other.unit, other.student, other.data, other.time)
            why = messages.KEPT_LESS if fewer < answers else messages.KEPT_EARLIER
            is_counted = other.copied[0] == best.copied[0] and other.copied[1] != best.copied[1]
            if (of_attempt, fewer, its_time) == (last, answers, time) and not is_counted:
                why = messages.KEPT_EQUAL
                note = paragraphs(note, messages.AS_MANY_ANSWERS.format(name=legible(other.source, 300)))
            if of_attempt != last:
                why = messages.KEPT_BLANK if of_attempt > last and has_answers > is_answered else messages.KEPT_EARLIER
            if other.unreadable and not best.unreadable:
                why = messages.KEPT_UNREADABLE
            text = legible(other.unreadable, 60)
            result.earlier.append(Kept(other.source, path, why.format(path=path, text=text)))
        else:
            result.left.append((other.source, messages.SAME_AS.format(name=legible(best.source, 300))))
    return replace(best, note=note if has_questions else paragraphs(note, _why_without_questions(best.data)))


def _why_without_questions(data: bytes) -> Text:
    try:
        read_in_child(data, only=())
    except UnreadableNotebookError as error:
        return UNREADABLE.format(reason=legible(str(error), 200))
    return messages.NO_QUESTIONS


def _leave_receipts(files: Iterable[_File], result: Collected) -> None:
    """Leave the platform's records.

    One without files is named by itself: what somebody wrote into a field in place of a file stands nowhere else.
    """
    handed_in, receipts = set(), []
    for file in files:
        if file.known is not None:
            hand_in = (file.archive, file.known["name"], file.occasion)
            if file.is_receipt:
                receipts.append((hand_in, file.found.name))
            else:
                handed_in.add(hand_in)
    for hand_in, name in receipts:
        why = messages.RECEIPTS_OF_HAND_INS if hand_in in handed_in else messages.PLATFORMS_RECEIPT
        result.left.append((name, why))


def _with_files_beside(
    chosen: Iterable[tuple[int, Attempt]], files: Iterable[_File], result: Collected
) -> list[Attempt]:
    """The attempts with what lies beside them, in the same folder or below; what is beside none is left."""
    attempts: dict[tuple[int, Person], list[Attempt]] = defaultdict(list)
    for number, attempt in chosen:
        attempts[number, attempt.person].append(attempt)
    units = {attempt.unit for own in attempts.values() for attempt in own}
    beside: dict[int, dict[str, bytes]] = defaultdict(dict)
    names: dict[int, NamesTogether] = {}
    for file in files:
        data, taken = file.found.data or b"", False
        why = messages.NO_NOTEBOOK_INSIDE
        if file.inner.name in FILES_OF_TOOLS:
            result.left.append((file.found.name, messages.CLUTTER))
            continue
        for person in {file.person(unit) for unit in units} - {None}:
            for attempt in attempts.get((file.archive, person), ()):  # type: ignore[arg-type]
                if file.occasion != attempt.occasion:
                    why = messages.OF_ANOTHER_ATTEMPT
                    continue
                if not file.inner.is_relative_to(attempt.inner.parent):
                    why = messages.NOT_BESIDE
                    continue
                own, name = beside[id(attempt)], file.inner.relative_to(attempt.inner.parent).as_posix()
                there = names.setdefault(id(attempt), NamesTogether((f"{attempt.notebook}.ipynb", *FILES_OF_TOOLS)))
                if not there.has_room_for(name):
                    why = messages.NAME_TAKEN
                    continue
                if len(own) >= MOST_FILES_BESIDE or sum(map(len, own.values())) + len(data) > MOST_BYTES_BESIDE:
                    why = messages.TOO_MUCH_BESIDE.format(files=MOST_FILES_BESIDE, megabytes=MOST_BYTES_BESIDE >> 20)
                    continue
                own[name] = data
                there.take(name)
                taken = True
        if not taken:
            result.left.append((file.found.name, why))
    return [replace(a, beside=beside[id(a)]) for own in attempts.values() for a in own]


def _keep(course: Course, latest: Attempt, cells: UnitCells, result: Collected, mark: bool | None) -> None:
    """Put an attempt where it counts, and what was there where it is kept; or the attempt, where it is the older.

    What cannot be written costs nobody else: it is left, with the reason. ``mark`` is what a platform has said of
    being late.
    """
    folder = course.path(course.coursedir.submitted_directory, latest.unit, latest.student)
    target, stamp = folder / f"{latest.notebook}.ipynb", folder / TIMESTAMP
    is_the_same = _is_there(target, latest)
    if is_the_same:
        latest = _with_earlier_time(latest, stamp, mark)
    if target.is_file() and (before := target.read_bytes()) != latest.data:
        time = _time_in(stamp) or dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC)
        is_older = latest.time is not None and time > latest.time
        if is_older or (not cells.answers(latest.data) and cells.answers(before)):
            path = _keep_earlier(course, latest.unit, latest.student, latest.data, latest.time)
            why = messages.KEPT_EARLIER if is_older else messages.KEPT_BLANK
            result.earlier.append(Kept(latest.source, path, why.format(path=path)))
            result.left += [(name, messages.NOT_BESIDE) for name in latest.beside]
            return
        path = _keep_earlier(course, latest.unit, latest.student, before, time)
        result.earlier.append(Kept(course.place_of(target), path, messages.KEPT_EARLIER.format(path=path)))
    if not _written(target, latest.data, latest.source, result):
        result.left += [(name, messages.NOT_BESIDE) for name in latest.beside]
        return
    if not is_the_same:  # by its secret, a student fetches the page on what was here before
        (folder / EXCHANGE_SECRET).unlink(missing_ok=True)
    kept = {}
    for name, data in latest.beside.items():
        own = folder / name
        if own.is_file() and (old := own.read_bytes()) != data:
            path = course.directory / EARLIER / latest.student / latest.unit / time_in_name(latest.time) / name
            replace_file(path, old)
            result.earlier.append(Kept(course.place_of(own), path, messages.KEPT_EARLIER.format(path=path)))
        if _written(own, data, f"{latest.student}/{latest.unit}/{name}", result):
            kept[name] = data
    if latest.time is not None and latest.late is None:
        # nbgrader reads this file to find out whether a submission is late; what cannot be read it says, as we do.
        when = latest.unreadable or latest.time.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        _written(stamp, f"{when}\n".encode(), f"{latest.student}/{latest.unit}/{stamp.name}", result)
    elif stamp.is_file():
        stamp.unlink()
    if latest.time is not None:
        os.utime(target, (latest.time.timestamp(), latest.time.timestamp()))
    result.taken.append(replace(latest, beside=kept))


def _is_there(target: Path, latest: Attempt) -> bool:
    """Whether what was handed in lies there already, to the byte."""
    wanted = {target: latest.data, **{target.parent / name: data for name, data in latest.beside.items()}}
    return all(path.is_file() and path.read_bytes() == data for path, data in wanted.items())


def _with_earlier_time(latest: Attempt, stamp: Path, mark: bool | None) -> Attempt:
    """What is the same as what is there was handed in when that was: copying a file makes nobody late."""
    known, now = _time_in(stamp), _whole_seconds(latest.time)
    if known is not None and now is not None and latest.late is None and (now > known or latest.unreadable):
        return replace(latest, time=known, unreadable="", note=paragraphs(latest.note, messages.SAME_AS_BEFORE))
    if mark is not None and latest.late is None:
        return replace(latest, late=mark, note=paragraphs(latest.note, messages.SAME_AS_BEFORE))
    return latest


def _whole_seconds(time: dt.datetime | None) -> dt.datetime | None:
    return time.replace(microsecond=0) if time is not None else None


def _written(path: Path, data: bytes, source: str, result: Collected) -> bool:
    """Whether a file could be written; where it could not, it is left."""
    try:
        replace_file(path, data)
    except OSError as error:
        result.left.append((source, messages.CANNOT_BE_PUT.format(path=path, reason=error.strerror)))
        return False
    return True


def _time_in(stamp: Path) -> dt.datetime | None:
    try:
        return read_time(stamp.read_text(encoding="utf-8")).replace(tzinfo=dt.UTC)
    except (OSError, ArithmeticError, ValueError):
        return None


def _keep_earlier(course: Course, unit: str, student: str, data: bytes, time: dt.datetime | None) -> Path:
    folder = course.directory / EARLIER / student / unit
    stem = time_in_name(time)
    path = folder / f"{stem}.ipynb"
    if path.exists() and path.read_bytes() != data:
        path = folder / f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}.ipynb"
    if not path.exists():
        replace_file(path, data)
    return path


def time_in_name(time: dt.datetime | None) -> str:
    """A time as what was handed in then is called where it is kept."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H%M%SZ") if time else "undated"


def _record_people(course: Course, roster: Roster, taken: Iterable[Attempt]) -> None:
    """Everybody of the roster and who handed in, with what is known of them: names, addresses, Canvas's number."""
    wanted: dict[str, dict[str, str]] = {}
    for person in roster.listed:
        known = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
        wanted[person.student] = {name: value for name, value in known.items() if value}
    for attempt in taken:
        own = wanted.setdefault(attempt.student, {})
        if attempt.person.platform == "canvas":
            number = (
                attempt.person.number if attempt.member is None else "".join(attempt.member.numbers_on("canvas")[:1])
            )
            own |= {"lms_user_id": number} if number else {}
        elif attempt.person.platform == "moodle" and attempt.member is None and not own:
            own["last_name"] = attempt.person.name
    with course.gradebook() as gradebook:
        there = {student.id: student for student in gradebook.students}
        for student, values in wanted.items():
            if student not in there or any(getattr(there[student], n) != v for n, v in values.items()):
                gradebook.update_or_create_student(student, **values)
