"""When something was handed in, as people and platforms write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser

from gdcourse.atomic_write import replace_file
from gdcourse.grading.classroom.small_course_files import read_kept
from gdcourse.notebooks.files_of_tools import TIMESTAMP

PLATFORM_MARKS = ".gdcourse-late-marks.json"
"""In the course, not in what was handed in: a student may have put anything there."""
_LONGEST_STAMP = 200

# Abbreviations that mean one thing; the others (IST, CST, BST, …) mean what they mean in the course's own zone.
_HOURS = (
    {"UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}
    | {"MEZ": 1, "MESZ": 2}
    | {"KST": 9, "JST": 9, "HKT": 8, "AWST": 8, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}
    | {"EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "MST": -7, "AKST": -9, "HST": -10}
)
_OFFSET = re.compile(r"\s*(?:\(?(?:UTC|GMT)\s*)?([+\-−])(\d{1,2}):?(\d{2})?(?::?\d{2})?\)?\s*\Z", re.IGNORECASE)
_ZONE = re.compile(r"\s*[\[(]?([A-Za-z]+(?:[/_+\-][A-Za-z0-9]+)*)[\])]?\s*\Z")
_NO_ZONES = {"AM", "PM", "A", "P", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
_KOREAN_DATE = re.compile(r"(\d{4})\s*[년.]\s*(\d{1,2})\s*[월.]\s*(\d{1,2})\s*[일.]?")
_KOREAN_TIME = re.compile(r"(\d{1,2})\s*시\s*(?:(\d{1,2})\s*분)?\s*(?:(\d{1,2})\s*초)?")
# By a time of the day, the hours that it may have and the half that they are in. At "밤 12시" and "자정" a day may
# begin or end: they are not guessed.
_KOREAN_HALVES = {
    "오전": dict.fromkeys(range(13), "AM"),
    "오후": dict.fromkeys(range(13), "PM"),
    "새벽": dict.fromkeys((12, *range(1, 7)), "AM"),
    "아침": dict.fromkeys(range(5, 12), "AM"),
    "낮": {11: "AM"} | dict.fromkeys((12, *range(1, 6)), "PM"),
    "저녁": dict.fromkeys(range(5, 12), "PM"),
    "밤": dict.fromkeys(range(7, 12), "PM"),
}
_KOREAN_HALF = re.compile("|".join(_KOREAN_HALVES))
_NOON = re.compile(r"정오(?!\s*\d)|\bnoon\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\(?[월화수목금토일]요일\)?|\([월화수목금토일]\)")
_KOREAN_ZONE = re.compile(r"\(?(?:한국\s*)?(?:대한민국\s*)?표준시\)?|한국\s*시간")
_GERMAN_MONTHS = (
    {"januar": "January", "jänner": "January", "februar": "February", "feber": "February"}
    | {"märz": "March", "mär": "March", "mrz": "March", "mai": "May", "juni": "June", "juli": "July"}
    | {"oktober": "October", "okt": "October", "dezember": "December", "dez": "December"}
)
_GERMAN_MONTH = re.compile(rf"(?<![^\W\d_])({'|'.join(_GERMAN_MONTHS)})(?![^\W\d_])", re.IGNORECASE)
_GERMAN_WEEKDAY = re.compile(
    r"\A(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|mo|di|mi|do|fr|sa|so)\b[.,]*\s+(?=\d)",
    re.IGNORECASE,
)
_GERMAN_CLOCK = re.compile(r"(?<![\d.:])(\d{1,2})(?:\.(\d{2}))?\s*Uhr\b(?:\s*(\d{2})(?!\d))?", re.IGNORECASE)
_GERMAN_WORDS = re.compile(r"\b(?:um|uhr)\b", re.IGNORECASE)
_DAY_WITH_DOT = re.compile(r"\b(\d{1,2})\.\s*(?=[^\W\d_])")


@dataclass(frozen=True)
class HandedIn:
    """When something was handed in, as far as that is known.

    Attributes:
        time: UTC, without a zone.
        late: where nothing but that is known: whether it was late, as the platform says it.
        unreadable: what stands in ``timestamp.txt``, where it cannot be read.
    """

    time: datetime | None = None
    late: bool | None = None
    unreadable: str = ""


UNKNOWN_TIME = HandedIn()

LATE_AND_NO_MORE = timedelta(seconds=1)
"""How much after the deadline the gradebook has what is late by nobody knows how much."""


class AmbiguousZoneError(ValueError):
    """The letters of a zone that several have, as ``IST``, or that nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__(f"a time zone that may be several: {name!r}")
        self.name = name


def handed_in(folder: Path, zone: tzinfo, mark: bool | None = None) -> HandedIn:
    """When what is in a student's folder was handed in.

    Args:
        folder: nbgrader and ``gdcourse collect`` leave a ``timestamp.txt`` there.
        zone: the course's.
        mark: whether it was late, where a platform has said so.
    """
    path = folder / TIMESTAMP
    if not path.is_file():
        return HandedIn(late=mark)
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST_STAMP)
    except (OSError, ValueError) as error:
        return HandedIn(unreadable=type(error).__name__)
    if not text.strip():
        return HandedIn(late=mark)
    try:
        return HandedIn(read_time(text, zone))
    except ValueError:
        return HandedIn(unreadable=text.strip())


def course_zone(config: Mapping[str, Any]) -> tzinfo:
    """nbgrader's ``c.Exchange.timezone``, by which its exchange writes times; UTC without it.

    Raises:
        ValueError: with its name, where there is no such zone.
    """
    name = str(config.get("Exchange", {}).get("timezone", "UTC"))
    try:
        return UTC if name.upper() == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(name) from None


def platform_marks(course: Path) -> dict[str, bool]:
    """By ``student/unit``: whether a platform marked it as late. What it does not mark has a time of its own."""
    return {str(place): bool(late) for place, late in read_kept(course / PLATFORM_MARKS, {}).items()}


def remember_marks(course: Path, marks: dict[str, bool | None]) -> None:
    """Keep what a platform says of submissions; ``None`` for those that have a time instead."""
    known = platform_marks(course)
    kept = {k: v for k, v in {**known, **marks}.items() if v is not None}
    if kept != known:
        replace_file(course / PLATFORM_MARKS, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def span(seconds: float) -> str:
    """A length of time in words short enough for a table: ``2 d 3 h``, ``15 min``, ``1 s``."""
    units = [("d", 86400), ("h", 3600), ("min", 60), ("s", 1)]
    left, parts = int(seconds), []
    for name, size in units:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "0 s"


def seconds_if_known(seconds: float) -> float | None:
    """How late something was; ``None`` where nobody knows more than that it was (``LATE_AND_NO_MORE``)."""
    return None if seconds == LATE_AND_NO_MORE.total_seconds() else seconds


def span_if_known(seconds: float) -> str:
    """How late something was, in words; nothing where it was not, or where nobody knows more than that it was."""
    known = seconds_if_known(seconds)
    return span(max(known, 1.0)) if known else ""


def read_time(text: str, zone: tzinfo = UTC) -> datetime:
    """A moment, in UTC and without a zone, as nbgrader keeps it.

    What platforms and people have stamped is taken as it stands: a time that the clocks skip is read by
    those of before the change, and of one that comes twice it is the first.

    Args:
        text: a date with a time, in one of the many ways to write it in English, Korean, German or ISO 8601; at its end
            the zone: an offset, a name such as ``Asia/Seoul``, an abbreviation such as ``KST``, or nothing.
        zone: the course's: of a time that names none, and of abbreviations that mean several.

    Raises:
        AmbiguousZoneError: where the letters of its zone mean several, or none.
        ValueError: where it cannot be read, or does not mean one moment.
    """
    return read_local_time(text, zone).astimezone(UTC).replace(tzinfo=None)


def moments_of(local: datetime) -> list[datetime]:
    """What a time by the clocks of its zone means: one moment, none where the clocks skip it, or two where it comes
    twice. Where there is none, ``moments_around`` has those that there are."""
    either = [local.replace(fold=fold) for fold in (0, 1)]
    found = [
        one for one in either if one.astimezone(UTC).astimezone(one.tzinfo).replace(tzinfo=None, fold=0) == _clock(one)
    ]
    return found[:1] if len({one.utcoffset() for one in found}) == 1 else found


def moments_around(local: datetime) -> tuple[datetime, datetime]:
    """What the clocks show instead of a time that they skip: as much before the change, and as much after it."""
    earlier, later = (local.replace(fold=fold).astimezone(UTC).astimezone(local.tzinfo) for fold in (1, 0))
    return earlier, later


def _clock(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None, fold=0)


def read_local_time(text: str, zone: tzinfo = UTC) -> datetime:
    """The same as its zone's clocks show it, with that zone.

    Raises:
        AmbiguousZoneError: where the letters of its zone mean several, or none.
        ValueError: where it cannot be read.
    """
    text = text.strip().lstrip("\ufeff").strip()
    if not 8 <= len(text) <= 100:
        raise ValueError(f"no time: {text[:40]!r}")
    if _KOREAN_ZONE.search(text):
        text, zone = _KOREAN_ZONE.sub("", text).strip(), ZoneInfo("Asia/Seoul")
    try:
        date, found = _without_zone(_in_english(text), zone)
        moment = _parsed(date, zone)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=found)
        moment.astimezone(UTC)  # which the first and last days of the calendar have not
        return moment
    except AmbiguousZoneError:
        raise
    except (ValueError, ArithmeticError, AttributeError, TypeError) as error:
        raise ValueError(f"no time: {text!r}") from error


def _in_english(text: str) -> str:
    text = _GERMAN_CLOCK.sub(lambda m: f" {m[1]}:{m[2] or m[3] or '00'} ", _GERMAN_WEEKDAY.sub("", text))
    text = _GERMAN_WORDS.sub(" ", text)
    text = _DAY_WITH_DOT.sub(r"\1 ", _GERMAN_MONTH.sub(lambda m: _GERMAN_MONTHS[m[1].lower()], text))
    text = _WEEKDAY.sub(" ", text)
    text = _KOREAN_DATE.sub(r"\1-\2-\3 ", text)
    text = _KOREAN_TIME.sub(lambda m: f"{m[1]}:{m[2] or '00'}:{m[3] or '00'}", text)
    if _NOON.search(text) and ":" not in text:
        text = _NOON.sub("12:00", text)
    named, clock = _KOREAN_HALF.search(text), re.search(r"(\d{1,2}):", text)
    if named is not None and clock is not None:
        text, half = text.replace(named[0], " "), _half_of_day(named[0], int(clock[1]))
        text = re.sub(r"(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)", rf"\1 {half} ", text, count=1)
    return " ".join(text.split())


def _half_of_day(name: str, hour: int) -> str:
    """``AM`` or ``PM``; nothing where the hour is one of 24 and says it.

    Raises:
        ValueError: where that hour is in no such part of a day, or it is not certain of which day.
    """
    hours = _KOREAN_HALVES[name]
    if 12 < hour < 24 and hours.get(hour - 12) == "PM":
        return ""
    if hour not in hours:
        raise ValueError(f"no such time of the day: {name} {hour}")
    return hours[hour]


def _without_zone(text: str, zone: tzinfo) -> tuple[str, tzinfo]:
    """A date without the zone at its end, and that zone."""
    named = re.sub(r"\s*\([^()]*\)\s*\Z", "", text) if re.search(r"[+\-−]\d{2}:?\d{2}\s*\([^()]*\)\Z", text) else text
    # An offset stands behind a time: the hyphens of a date look like one.
    offset = _OFFSET.search(named)
    if offset is not None and (":" in named[: offset.start()] or re.search(r"T\d{4,6}\Z", named[: offset.start()])):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14 or minutes > 59:
            raise ValueError(f"no offset: {offset[0].strip()!r}")
        sign = 1 if offset[1] == "+" else -1
        return _keep_half_day(named[: offset.start()]), timezone(sign * timedelta(hours=hours, minutes=minutes))
    match = _ZONE.search(named)
    if (
        match is None
        or match[1].upper() in _NO_ZONES
        or not re.search(r"[\s\d(\[]", match[0] + named[: match.start()][-1:])
    ):
        return named, zone
    return named[: match.start()], _zone_named(match[1], named[: match.start()], zone)


def _keep_half_day(text: str) -> str:
    """What stands before an offset, without the zone's name as in ``23:30 KST+0900``; but ``11:30 PM`` stays whole."""
    match = _ZONE.search(text)
    return text if match is None or match[1].upper() in _NO_ZONES else text[: match.start()]


def _zone_named(name: str, date: str, zone: tzinfo) -> tzinfo:
    local = _parsed(date, zone).replace(tzinfo=zone).tzname() if isinstance(zone, ZoneInfo) else None
    if local is not None and name.upper() == local.upper():
        return zone
    if name.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[name.upper()]))
    if "/" not in name:
        raise AmbiguousZoneError(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no such zone: {name!r}") from error


def _parsed(text: str, zone: tzinfo) -> datetime:
    """A date and a time, both written out: what is left out would be filled in with today's."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)|\d{8}T", text):
        raise ValueError(f"which of the numbers is the year: {text!r}")
    order = re.search(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}", text)
    if order is not None and order[1] != order[2] and int(order[1]) <= 12 and int(order[2]) <= 12:
        raise ValueError(f"day and month may be either: {text!r}")

    def inside(name: str | None, seconds: int | None) -> tzinfo | None:
        """The zone in the middle of a date, as in ``23:30 KST 2026``. Left to itself, dateutil passes over it."""
        if seconds is not None:
            return timezone(timedelta(seconds=seconds))
        return _zone_named(name, "2000-01-01 00:00", UTC) if name else None

    # The end of a day has two names.
    text, ends = re.subn(r"(?<!\d)24:00(?::00)?(?![:\d])", "00:00", text)
    tried = [
        parser.parse(text, default=datetime(year, month, day), tzinfos=inside)
        for year, month, day in ((2000, 1, 1), (2001, 2, 2))
    ]
    if tried[0] != tried[1] or not re.search(r"\d:\d\d|T\d{4}", text):
        raise ValueError(f"no full date with a time: {text!r}")
    return tried[0] + timedelta(days=ends)
