"""Deadlines of units and the extensions that students have: nbgrader's own columns, written as people write time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from sqlalchemy import Column, DateTime, String, Table, delete, insert, select

from gdcourse.close_names import close_names
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.names_of_students import names_of_students
from gdcourse.grading.classroom.times_as_written import (
    AmbiguousZoneError,
    moments_around,
    moments_of,
    read_local_time,
    read_time,
)
from gdcourse.grading.classroom.verdict_database import metadata
from gdcourse.untrusted_text import legible

_meant = Table(
    "gdcourse_deadlines_meant",
    metadata,
    Column("unit", String(128), primary_key=True),
    Column("due", DateTime, nullable=False),
)
"""The deadlines that were written with the zone that they are in: nobody has to ask which was meant."""
_ELSEWHERE = timezone(timedelta(hours=7, minutes=13))
_FIRST_YEAR, _LAST_YEAR = 1970, 9000
"""Of a deadline: at the ends of the calendar there are times that no zone has."""
_ENDS_OF_DAYS = ((0, 0), (23, 59))
_LENGTHS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
}
_LENGTH = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*(?:(weeks?|w|주일?)|(days?|d|일)|(hours?|hrs?|h|시간)|(minutes?|mins?|min|m|분))\s*,?(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Deadline:
    """When a unit is due, UTC and without a zone; ``None`` where it never is. By student, the time beyond that."""

    unit: str
    due: datetime | None
    extensions: Mapping[str, timedelta] = field(default_factory=dict)

    def of(self, student: str) -> datetime | None:
        """When the unit is due for a student."""
        return None if self.due is None else self.due + self.extensions.get(student, timedelta())


def deadline_of(gradebook: Gradebook, unit: str) -> Deadline:
    """What the gradebook says of a unit; there is no deadline where it does not know the unit yet."""
    try:
        assignment = gradebook.find_assignment(unit)
    except MissingEntry:
        return Deadline(unit, None)
    given = {s.student_id: s.extension for s in assignment.submissions if s.extension}
    return Deadline(unit, assignment.duedate, dict(sorted(given.items())))


def set_deadline(gradebook: Gradebook, unit: str, text: str, zone: tzinfo) -> Deadline:
    """Give a unit a deadline: a time, or with ``+`` in front how much later than the present one.

    The tables have to be there (``create_tables``).

    Raises:
        CourseError: where that cannot be read; nothing has changed then.
    """
    before = deadline_of(gradebook, unit)
    due = _read(text, zone, before)
    is_meant = not text.startswith("+") or _is_meant(gradebook, before)
    gradebook.update_or_create_assignment(unit, duedate=due)
    gradebook.db.execute(delete(_meant).where(_meant.c.unit == unit))
    if is_meant:
        gradebook.db.execute(insert(_meant).values(unit=unit, due=due))
    gradebook.db.commit()
    return deadline_of(gradebook, unit)


def _is_meant(gradebook: Gradebook, deadline: Deadline) -> bool:
    return deadline.due == gradebook.db.scalar(select(_meant.c.due).where(_meant.c.unit == deadline.unit))


def extend(
    course: Course, gradebook: Gradebook, unit: str, students: Iterable[str], text: str, zone: tzinfo
) -> Deadline:
    """Give students until a time, or with ``+`` in front that much longer than the unit's deadline.

    Raises:
        CourseError: where the time cannot be read or is before the deadline, there is no deadline, or nobody knows
            one of the students; nothing has changed then.
    """
    before, asked = deadline_of(gradebook, unit), list(students)
    _require_known(course, gradebook, asked)
    if before.due is None:
        raise CourseError(str(messages.NO_DEADLINE_TO_EXTEND.format(unit=unit)))
    until = _read(text, zone, before)
    if until <= before.due:
        values = {"text": legible(text, 60), "due": shown(before.due, zone), "unit": unit}
        raise CourseError(str(messages.NO_EXTENSION.format(**values)))
    for student in asked:
        _give(gradebook, unit, student, until - before.due)
    gradebook.db.commit()
    return deadline_of(gradebook, unit)


def withdraw(course: Course, gradebook: Gradebook, unit: str, students: Iterable[str]) -> Deadline:
    """Take away what students were given beyond the deadline; where none is named, the deadline and all of that.

    Raises:
        CourseError: where nobody knows one of the students; nothing has changed then.
    """
    before, asked = deadline_of(gradebook, unit), list(students)
    _require_known(course, gradebook, asked)
    for student in asked or before.extensions:
        if student in before.extensions:
            _give(gradebook, unit, student, None)
    if not asked and before.due is not None:
        gradebook.find_assignment(unit).duedate = None
    gradebook.db.commit()
    return deadline_of(gradebook, unit)


def shown(moment: datetime, zone: tzinfo) -> str:
    """A moment as the course's zone has it: ``2026-03-01 23:59 KST``."""
    return f"{moment.replace(tzinfo=UTC).astimezone(zone):%Y-%m-%d %H:%M %Z}"


def perhaps_meant(gradebook: Gradebook, deadline: Deadline, zone: tzinfo) -> datetime | None:
    """What a deadline at the end of a day of UTC was perhaps meant to be, the same time by the course's own clocks:
    formgrader takes what is typed there to be UTC's. Both UTC, without a zone; ``None`` for any other deadline, and for
    one that ``set_deadline`` has set. The tables have to be there (``create_tables``).
    """
    due = deadline.due
    if due is None or (due.hour, due.minute) not in _ENDS_OF_DAYS or _is_meant(gradebook, deadline):
        return None
    meant = due.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    return meant if meant != due else None


def record_of(deadline: Deadline) -> dict[str, Any]:
    """One JSON object: times in UTC, ISO 8601; by student, when the unit is due for those who have more time."""
    students = {student: _iso(deadline.of(student)) for student in deadline.extensions}
    return {"unit": deadline.unit, "due": _iso(deadline.due), "students": students}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.isoformat(timespec='seconds')}Z"


def names_no_zone(text: str) -> bool:
    """Whether a time means another moment in another zone, since it names none itself."""
    return not text.startswith("+") and read_time(text, UTC) != read_time(text, _ELSEWHERE)


def _give(gradebook: Gradebook, unit: str, student: str, extension: timedelta | None) -> None:
    try:
        gradebook.find_submission(unit, student).extension = extension
    except MissingEntry:
        # No rows of notebooks: as long as nobody has handed in, the unit may still get other cells.
        gradebook.update_or_create_student(student)
        whose = {"assignment": gradebook.find_assignment(unit), "student": gradebook.find_student(student)}
        gradebook.db.add(SubmittedAssignment(**whose, extension=extension))


def _read(text: str, zone: tzinfo, before: Deadline) -> datetime:
    if text.startswith("+"):
        longer = _length(text.removeprefix("+"))
        if longer is None:
            raise CourseError(str(messages.UNREADABLE_LENGTH.format(text=legible(text, 60))))
        if before.due is None:
            raise CourseError(str(messages.NO_DEADLINE_TO_EXTEND.format(unit=before.unit)))
        return _later(before.due, *longer, zone)
    try:
        local = read_local_time(text, zone)
        if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
            raise ValueError("no year of a course")
    except AmbiguousZoneError as error:
        values = {"text": legible(text, 60), "zone": legible(error.name, 30)}
        raise CourseError(str(messages.UNCLEAR_ZONE.format(**values))) from None
    except ValueError:
        raise CourseError(str(messages.UNREADABLE_DEADLINE.format(text=legible(text, 60)))) from None
    moments = moments_of(local)
    if len(moments) != 1:
        said = messages.DEADLINE_COMES_TWICE if moments else messages.DEADLINE_IS_SKIPPED
        first, second = (f"{one:%Y-%m-%d %H:%M %z}" for one in moments or moments_around(local))
        values = {"text": legible(text, 60), "zone": str(local.tzinfo), "first": first, "second": second}
        raise CourseError(str(said.format(**values)))
    return local.astimezone(UTC).replace(tzinfo=None)


def _later(due: datetime, days: int, rest: timedelta, zone: tzinfo) -> datetime:
    """A moment so many days later by the calendar, at the same time by the course's clocks, and the rest by the clock:
    where clocks are changed in between, a day has 23 or 25 hours."""
    local = due.replace(tzinfo=UTC).astimezone(zone)
    then = (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone)
    return (then.astimezone(UTC) + rest).replace(tzinfo=None)


def _length(text: str) -> tuple[int, timedelta] | None:
    """How long ``2 days 3 h``, ``36h`` or ``2일`` is: whole days, and what is left of hours and minutes."""
    days, rest, at = 0, timedelta(), 0
    while at < len(text.rstrip()):
        found = _LENGTH.match(text, at)
        if found is None:
            return None
        unit = next(size for size, name in zip(_LENGTHS.values(), found.groups()[1:], strict=True) if name)
        part, at = float(found[1]) * unit, found.end()
        whole = part.days if unit >= timedelta(days=1) else 0
        days, rest = days + whole, rest + part - timedelta(days=whole)
    return (days, rest) if timedelta() < timedelta(days=days) + rest < timedelta(days=3660) else None


def _require_known(course: Course, gradebook: Gradebook, students: list[str]) -> None:
    known = {student.id for student in gradebook.students} | course.students_with_folders()
    for student in students:
        if student not in known:
            values = {
                "student": legible(student, 60),
                "close": close_names(student, known, names_of_students(gradebook)),
            }
            raise CourseError(str(messages.UNKNOWN_STUDENT.format(**values)))
