"""Whose a file is, by the path that a learning platform gave it.

Moodle and D2L Brightspace give a folder to each submission, Sakai and ILIAS one to each person, Microsoft Teams one to
each version of it, Canvas and Blackboard put what says whose it is before the name of each file; in Google's archive of
a class, files bear the student's name where Classroom made the copies. Whose Gradescope's folders are, a file beside
them tells (`gradescope_metadata`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

from gdcourse.grading.classroom.times_as_written import read_time
from gdcourse.grading.lms.blackboard_logins import login_in, logins

# Of one part of a path and what is below it. The name is the platform's; whatever is below may be the student's.
_MOODLE = r"(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_file(?:_|/)+(?P<file_id>.+)\Z"
_MOODLES_TEAM_OF_ALL_OTHERS = r"(?P<name>[^/]+?)_assignsubmission_file(?:_|/)+(?P<file_id>.+)\Z"
"""Of a team submission: the folder of everybody who is in no group. It has no number."""
_CANVAS = r"(?P<name>[^/_]+?)_(?P<late>LATE_)?(?P<number>\d+)_(?P<attempt>\d+)_(?P<file_id>[^/]+(?:/.+)?)\Z"
_CANVAS_ANONYMOUS = (
    r"(?P<name>anon)_(?P<late>LATE_)?(?P<number>[A-Za-z0-9]{5})_(?P<attempt>\d+)_(?P<file_id>[^/]+(?:/.+)?)\Z"
)
"""Of an assignment that is graded anonymously: the number is of what was handed in."""
_HALF_DAY = r"(?: ?(?:[AP]M|오전|오후))?"
_DAY_AND_CLOCK = rf"(?=[^/]*(?<!\d)\d{{4}}\D)(?:(?!- )[^/])*[^\d/](?:\d{{3,4}}{_HALF_DAY}|\d{{1,2}} ?h ?\d{{2}})"
"""A date with a year, in the words of any language, and a clock that has lost its colon; a name may hold hyphens."""
_BRIGHTSPACE = rf"(?P<number>\d+)-(?P<attempt>\d+) - (?P<name>[^/]+?) ?- (?P<when>{_DAY_AND_CLOCK})/(?P<file_id>.+)\Z"
"""Older folders have no blank behind the name."""
# The first that looks so: what is behind it is the name that a student gave.
_ATTEMPT = r"(?P<name>[^/]+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})"
_BLACKBOARD = rf"{_ATTEMPT}(?P<receipt>\.txt)?(?:_(?P<file_id>[^/]+(?:/.+)?))?\Z"
_TEAMS = (
    r"(?P<name>[^/]+)/[^/]+/(?:Versi[oóò]n|Versione?|Versão|Versie|Versiunea|Versjon|Wersja|Verze|Verzi[aoó]|Версия|Версія"
    r"|Sürüm|Phiên bản|버전|版本|バージョン) ?(?P<attempt>\d+)/(?P<file_id>.+)\Z"
)
"""As the languages of its users call a version."""
_GOOGLE = r"(?P<name>[^/]+?) - (?P<file_id>[^/]+(?:/.+)?)\Z"
_GOOGLES, _GOOGLES_CLASSES = "Takeout", ("Classroom", "클래스룸")
"""Folders around everything that Google gives, and around classes."""
_SAKAIS = "Submission attachment(s)"
"""What Sakai makes in the folder of each student."""
_SAKAI = rf"(?P<name>[^/]+\([^()/]+\))/{re.escape(_SAKAIS)}/(?P<file_id>.+)\Z"
_SAKAI_FLAT = rf"(?P<name>[^/]+\([^()/]+\))_{re.escape(_SAKAIS)}_(?P<file_id>[^/]+(?:/.+)?)\Z"
_ILIAS = (
    r"(?:Submissions|Abgaben|Soumissions|Remises|Travaux|Rendus|Entregas|Env(?:i|í|_)os|Consegne|Invii|Elaborati)/"
    r"(?:Team \d+/)?(?P<name>[^/]*_[^/]*_[^/]+_\d+)/"
    r"(?P<late>(?:[^/]*[^\w/])?(?i:late|versp|tard|retard|atras|retras|fuera de plazo|ritardo)[^/]* - )?"
    r"(?P<file_id>.+)\Z"
)
"""The folder around everybody, too, as five languages call it: what it holds would not tell. Letters that are not ASCII
are underscores there."""
_BESIDE_ALL_OTHERS = ((_MOODLE, "moodle"), (_BRIGHTSPACE, "brightspace"), (_TEAMS, "teams"), (_SAKAI, "sakai"))
"""Folders, side by side with those of all others."""
_BEFORE_THE_NAME = (
    *((_BLACKBOARD, "blackboard"), (_CANVAS, "canvas"), (_CANVAS_ANONYMOUS, "canvas")),
    (_SAKAI_FLAT, "sakai"),
)
"""What stands before the names of files, which lie side by side."""
MARKS_LATE = ("canvas", "ilias")
"""The platforms that say who is late, and whose archives' times are those of the download."""
NUMBERS_PEOPLE = ("canvas", "brightspace")
"""The platforms whose number is a person's, whatever was handed in."""


class LmsCollector(FileNameCollectorPlugin):
    """nbgrader's collector of file names, for the names that platforms give.

    Works in ``nbgrader zip_collect --collector=gdcourse.grading.lms.lms_file_names.LmsCollector`` too.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._logins: dict[Path, dict[str, str]] = {}

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose a file is, by its path: ``None`` where the path is no platform's.

        nbgrader unpacks everything into one folder, an archive in it into a folder of its own. Below that, names are
        the students': they tell nothing.
        """
        if PurePosixPath(submitted_file).suffix not in self.valid_ext:
            return None
        parts = PurePosixPath(submitted_file).parts
        around = self._unpacked_into()
        if around and parts[: len(around)] == around:
            # A folder there is a platform's archive, or one person's where the platform's names lie beside it.
            deepest = 0 if names_people(f"{path.name}/_" for path in Path(*around).iterdir()) else 1
            return self._with_login(_outermost(parts[len(around) :], deepest), Path(submitted_file))
        return self._with_login(_outermost(parts, len(parts) - 1), Path(submitted_file))

    def _with_login(self, known: dict[str, str] | None, path: Path) -> dict[str, str] | None:
        """What a name tells; with the login, if it is Blackboard's: what lies beside says where that begins."""
        if known is None or known["platform"] != "blackboard":
            return known
        start = f"{known['name']}_attempt_{known['when']}"
        folder = next(own.parent for own in (path, *path.parents) if own.name.startswith(start))
        if folder not in self._logins:  # a class lies in one folder: it is read once, not for each file
            self._logins[folder] = _logins_in(folder)
        login = self._logins[folder].get(known["name"]) or logins({known["name"]: ()}).get(known["name"])
        return {**known, "name": login, "number": login, "student_id": login} if login else None

    def _unpacked_into(self) -> tuple[str, ...]:
        app = self.parent
        where = getattr(app, "_format_collect_path", None)
        return PurePosixPath(where(app.extracted_directory)).parts if where is not None else ()


def _outermost(parts: Sequence[str], deepest: int) -> dict[str, str] | None:
    """The outermost part in a platform's form, of the first ``deepest`` + 1, and what it tells."""
    for start in range(min(deepest + 1, len(parts))):
        for pattern, platform in (*_BESIDE_ALL_OTHERS, *_BEFORE_THE_NAME):
            if match := re.match(pattern, "/".join(parts[start:])):
                return _told(match, platform)
    return None


def _logins_in(folder: Path) -> dict[str, str]:
    """The logins of Blackboard's names in a folder, as far as names and receipts there tell them."""
    named: dict[str, list[str]] = {}
    for beside in folder.iterdir() if folder.is_dir() else ():
        if (match := re.match(_BLACKBOARD, beside.name)) is not None:
            said = named.setdefault(match["name"], [])
            if match["receipt"] and beside.is_file():
                said.append(login_in(beside.read_bytes()))
    return logins(named)


def named_by_platform(parts: Sequence[str], shared: int | None = None) -> dict[str, str] | None:
    """Whose a file is, by the parts of its path, of which the first ``shared`` are those of every file.

    Whatever is inside of what a person handed in, folders and archives, bears names of that person's choice, which
    may be anybody's. So the outermost part in Moodle's form decides, where Moodle puts it: side by side with those
    of all others. Canvas's files lie so, too. Without ``shared`` that is not known, and any place will do.
    """
    file = _handed_in(parts)
    deepest = file if shared is None else min(file, shared)
    places = [
        (*form, start)
        for start in range(deepest + 1)
        for form in (*_BESIDE_ALL_OTHERS, *([(_ILIAS, "ilias")] if start < deepest else []))
    ]
    if shared is None or file <= shared:
        places += [(*form, file) for form in _BEFORE_THE_NAME]
    if shared is not None and _is_googles(parts, shared):
        places.append((_GOOGLE, "google", file))
    places += [(_MOODLES_TEAM_OF_ALL_OTHERS, "moodle", start) for start in range(deepest + 1)]
    for pattern, platform, start in places:
        if match := re.match(pattern, "/".join(parts[start:])):
            return _told(match, platform)
    return None


def _is_googles(parts: Sequence[str], shared: int) -> bool:
    """Whether a file lies in Google's archive of a class, in which no folder is a person's."""
    around = parts[: _handed_in(parts)]
    at = next((n for n, part in enumerate(around) if part in _GOOGLES_CLASSES), len(parts))
    return at < shared or (at < len(around) and _GOOGLES in around[: min(at, shared + 1)])


def _told(match: re.Match[str], platform: str) -> dict[str, str]:
    found = {name: value or "" for name, value in match.groupdict().items()}
    # Blackboard knows people by one name, with which they log in; where it begins, others' names tell. Google and Teams
    # write no number.
    number = found.get("number", found["name"] if platform == "blackboard" else "")
    file_id = found["file_id"] or match[0].rpartition("/")[2]
    # Moodle's number belongs to one assignment, Canvas's and Brightspace's to the person.
    name = f"{found['name']}-{number}" if platform in NUMBERS_PEOPLE else found["name"]
    return {**found, "number": number, "file_id": file_id, "platform": platform, "student_id": name}


def time_named(known: Mapping[str, str], zone: dt.tzinfo) -> dt.datetime | None:
    """When a platform says that something was handed in, in the name that it gave; ``None`` where it does not.

    Args:
        known: what the name tells.
        zone: the course's, which the platform is taken to have, too.
    """
    when = known.get("when", "")
    if not when:
        return None
    if known["platform"] == "blackboard":
        date, clock = when[:10], when[11:].replace("-", ":")
        when = f"{date} {clock}"
    else:
        when = re.sub(rf"(\d{{1,2}})(\d{{2}})({_HALF_DAY})\Z", r"\1:\2\3", when)
        when = re.sub(r"(\d{1,2})월 (\d{1,2}), (\d{4})", r"\3년 \1월 \2일", when)
    try:
        return read_time(when, zone).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def sakais_stamp(parts: Sequence[str]) -> tuple[str, ...] | None:
    """Where Sakai writes when something was handed in: in a person's folder, if there are any."""
    return (*parts[: parts.index(_SAKAIS)], "timestamp.txt") if _SAKAIS in parts else None


def time_stamped(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """What Sakai has written there: of old a row of digits in UTC; ``None`` where it is no time."""
    text = re.sub(r"(\d{8})(\d{6})\d{0,3}", r"\1T\2Z", text.strip())
    try:
        return read_time(text, zone).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _of_platform(path: str) -> bool:
    return any(re.match(pattern, path) for pattern, _ in (*_BESIDE_ALL_OTHERS, *_BEFORE_THE_NAME))


def name_given(known: Mapping[str, str]) -> str:
    """What a platform put before the name of a file that somebody handed in: by it the platform takes files back.

    Nothing for those that take none back.
    """
    if known["platform"] == "moodle":
        return moodles_folder(known["name"], known["number"])
    if known["platform"] == "ilias":
        return f"{known['name']}/"
    if known["platform"] != "canvas":
        return ""
    return f"{known['name']}_{known.get('late') or ''}{known['number']}_{known['attempt']}_"


def gave_name(given: str) -> str:
    """Which platform ``name_given`` tells of."""
    if given.endswith("/"):
        return "ilias"
    return "moodle" if "_assignsubmission_file_" in given else "canvas"


def moodles_folder(name: str, number: object) -> str:
    """What Moodle calls the folder of a participant, whom it finds again by the number alone.

    That is what stands behind the first underscore, so Moodle writes names without any.
    """
    return f"{name.replace('_', ' ')}_{number}_assignsubmission_file_"


def names_people(paths: Iterable[str]) -> bool:
    """Whether a platform has named any of these, which lie side by side."""
    return any(map(_of_platform, paths))


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

    @property
    def folder(self) -> tuple[str, ...]:
        """Where what a person handed in lies."""
        return (self.archive, *self.parts[: _handed_in(self.parts)])

    def is_in_somebodys(self, unit: str) -> bool:
        """Whether it lies in an archive that one person handed in: names and times in there are that person's."""
        return _handed_in(self.parts) < len(self.parts) - 1 or self._archive_is_somebodys(unit)

    def outermost_names(self, given: str) -> tuple[str, ...]:
        """The names that may say whose it is where no folder does, the outermost first: of the archive that it came in,
        and its own, where nobody's folder is around it.

        Args:
            given: what the file is called that was given itself; nothing for a folder.
        """
        if self.archive:
            return (self.archive,)
        own = _handed_in(self.parts)
        return (*([given] if _is_zip(given) else []), *([self.parts[own]] if own <= self.shared else []))

    def time_of_archive(self, unit: str, archived: Sequence[dt.datetime | None]) -> dt.datetime | None:
        """When the archive was handed in that it lies in: of all around it, the one that is not inside a person's."""
        outer = 1 if self.archive and not self._archive_is_somebodys(unit) else 0
        return archived[outer] if len(archived) > outer and self.is_in_somebodys(unit) else None

    def _archive_is_somebodys(self, unit: str) -> bool:
        return _beside_unit(self.archive[:-4], unit) is not None

    @classmethod
    def of_all(
        cls, names: Sequence[str], in_folder: bool, is_known: Callable[[str], bool] = lambda folder: False
    ) -> list[Place]:
        """The places of all files that were found together, in a folder or an archive.

        Args:
            names: their paths.
            in_folder: whether it is a folder.
            is_known: whether a folder's name is that of somebody who is known already: it is not one around everybody.
        """
        places = []
        for name in names:
            head, _, rest = name.partition("/")
            everybodys = in_folder and bool(rest) and _is_zip(head) and not _of_platform(name)
            places.append(cls(tuple((rest if everybodys else name).split("/")), head if everybodys else ""))
        paths: dict[str, list[tuple[str, ...]]] = {}
        for place in places:
            paths.setdefault(place.archive, []).append(place.parts)
        shared = {archive: _around_everybody(own, is_known) for archive, own in paths.items()}
        return [replace(place, shared=shared[place.archive]) for place in places]


def _around_everybody(paths: Sequence[tuple[str, ...]], is_known: Callable[[str], bool]) -> int:
    """How many folders, from the first on, are around everybody in an archive.

    What lies by itself in one of those and is nobody's work, a list or a page of the platform's, changes nothing.
    """

    works = [parts for parts in paths if _is_work(parts)]
    around = _in_common([parts[: _handed_in(parts)] for parts in works])
    below = {"/".join(parts[len(around) :]) for parts in works}
    several = {path.partition("/")[0] for path in below if "/" in path or _of_platform(path)}
    folders = [parts[: _handed_in(parts)] for parts in paths]
    if len(several) > 1:
        higher = {around[:length] for length in range(len(around))}
        folders = [own for own, parts in zip(folders, paths, strict=True) if own not in higher or _is_work(parts)]
    return len(_in_common([tuple(takewhile(lambda part: not is_known(part), own)) for own in folders if own]))


def _is_work(parts: Sequence[str]) -> bool:
    return parts[_handed_in(parts)].lower().endswith((".ipynb", ".zip"))


def _in_common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The parts, from the first on, that all of these begin with."""
    return tuple(parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*paths, strict=False)))


def student_of_path(place: Place, unit: str) -> str | None:
    """Whose a file is where no platform says so: the outermost name that tells, since what is inside is the student's.

    That is the folder below those around everybody; or what the name of an archive or a notebook adds to the unit's;
    or at last a folder inside an archive.
    """
    folders, own = place.parts[:-1], _handed_in(place.parts)
    if place.archive and (student := _beside_unit(place.archive[:-4], unit)):
        return student
    googles = _is_googles(place.parts, place.shared)
    if not googles and (student := _folder_of_student(folders[:own], place.shared, unit)):
        return student
    for stem in [*(part[:-4] for part in folders if _is_zip(part)), PurePosixPath(place.parts[-1]).stem]:
        if student := _beside_unit(stem, unit):
            return student
    return None if googles else _folder_of_student(folders[own:], 0, unit)


def _folder_of_student(folders: Sequence[str], shared: int, unit: str) -> str | None:
    """The first folder below the shared ones, or else the last of those; the unit's own folder is nobody's."""
    named = [(i, part) for i, part in enumerate(folders) if part not in (unit, _SAKAIS) and not _is_zip(part)]
    told = [(i, _beside_unit(part, unit) or part) for i, part in named]
    below = [name for i, name in told if i >= shared]
    return below[0] if below else told[-1][1] if told else None


_COUNT = r"\(\d{1,2}\)"
"""Of copies; a longer number in brackets may be somebody's id."""
_CONFLICT = r"\([^()]*\bconflicted copy\b[^()]*\)"
_COPY = (
    rf"{_COUNT}|(?:a )?copy ?(?:of|\d*|{_COUNT})|kopie ?(?:von|av|\d*|{_COUNT})|cop(?:ie|ia) ?(?:de|di|da|\d*|{_COUNT})"
    rf"|(?:의 ?)?(?:사본|복사본) ?(?:\d*|{_COUNT})|(?:desktop|laptop)-[a-z0-9]{{6,8}}"
)
"""What systems and synchronised folders add to a further copy."""
_VERSION = (
    r"(?:v|ver|version) ?\.?\d+|final(?: ?version)?|fixed|updated|edited|completed|submi(?:ssion|tted)|solutions?"
    r"|answers?|abgabe|lösung(?:en)?|endversion|(?:최종|완성|수정|제출|정답|풀이)(?:본|용|물)?"
)
"""What people add to the one that they hand in."""
_ADDED = rf"(?:{_COPY}|{_VERSION})"
_NOBODY = re.compile(rf"(?:\d|{_ADDED})(?:[-_ ]*{_ADDED})*|{_CONFLICT}", re.IGNORECASE)
_ADDED_AT_END = re.compile(rf"(?:[-_ ]+{_ADDED}|{_COUNT}| *{_CONFLICT})+\Z", re.IGNORECASE)


def without_what_copies_add(name: str) -> str:
    """A name without what systems and people add to copies and versions: it may be that of a person, or of a group."""
    return _ADDED_AT_END.sub("", name) or name


def _beside_unit(stem: str, unit: str) -> str | None:
    """What a name adds to the unit's."""
    rest = re.sub(rf"^{re.escape(unit)}[-_ ]+|[-_ ]+{re.escape(unit)}\Z", "", stem)
    return None if rest in (stem, "") or _NOBODY.fullmatch(rest) else rest
