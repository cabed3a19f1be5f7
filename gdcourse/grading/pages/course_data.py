"""What an instructor wants to know of a course across its units, as plain data: who falls behind, what comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any, Literal

from gdcourse.grading.pages.report_data import Mistake, Report
from gdcourse.language import Text

RECENT = 2
"""The last units, in which somebody may fall behind; of two units, the last one."""
FALLS = 0.2
"""By how much of the points somebody comes to stand lower, against the class's median, than in the units before."""
LOW = 0.25
"""How far below the class's median, of the points, somebody stands in all units."""

Reason = Literal["absent", "falls", "low"]


@dataclass(frozen=True)
class UnitColumn:
    """One unit: the median of what those whose answers count have of its points, and how many handed in."""

    unit: str
    title: Text
    median: float | None
    handed_in: int


@dataclass(frozen=True)
class Standing:
    """One student in one unit: the share of the points, late penalty taken off; ``None`` for nothing handed in.

    Attributes:
        is_open: a person has still to mark something.
    """

    share: float | None
    is_late: bool
    is_open: bool


@dataclass(frozen=True)
class StudentRow:
    """One student in all units.

    Attributes:
        mean: of the shares, where something was handed in.
        why: the reasons to think that this one falls behind.
    """

    student: str
    name: str
    standings: tuple[Standing, ...]
    mean: float | None
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class ComesBack:
    """A mistake that was made in several units.

    Attributes:
        counts: how many made it in each unit, at least once.
        again: who made it in more than one.
        hint: what was said of it the last time.
    """

    diagnosis: str
    counts: tuple[int, ...]
    again: tuple[str, ...]
    hint: Text


@dataclass(frozen=True)
class CourseReport:
    """All of it."""

    units: tuple[UnitColumn, ...]
    rows: tuple[StudentRow, ...]
    mistakes: tuple[ComesBack, ...]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def build_course_report(reports: Sequence[Report]) -> CourseReport:
    """Put the reports on several units, in the order of the course, together."""
    standings: defaultdict[str, dict[int, Standing]] = defaultdict(dict)
    names: dict[str, str] = {}
    columns = []
    for number, report in enumerate(reports):
        most = report.summary.max_score
        for row in report.rows:
            names[row.student] = row.name or names.get(row.student, "")
            share = max(0.0, row.score - row.late_penalty) / most if row.marks and most else None
            standings[row.student][number] = Standing(share, row.late, row.open_points > 0)
        shares = [standings[row.student][number].share for row in report.rows if row.counts]
        given = [share for share in shares if share is not None]
        handed_in = report.summary.handed_in
        columns.append(UnitColumn(report.unit, report.title, median(given) if given else None, handed_in))
    rows = []
    for student, own in sorted(standings.items()):
        all_of = tuple(own.get(number, Standing(None, False, False)) for number in range(len(reports)))
        known = [one.share for one in all_of if one.share is not None]
        why = falls_behind([one.share for one in all_of], [column.median for column in columns])
        rows.append(StudentRow(student, names[student], all_of, mean(known) if known else None, why))
    return CourseReport(tuple(columns), tuple(rows), come_back(reports))


def falls_behind(shares: Sequence[float | None], medians: Sequence[float | None]) -> tuple[Reason, ...]:
    """Why to think that somebody falls behind; nothing where there is no reason.

    ``absent``: nothing handed in in the last units, or in half of all units. ``falls``: in the last units lower against
    the class's median than before, by `FALLS`. ``low``: in all units below the median, by `LOW` on average.

    Args:
        shares: of the points, unit by unit; ``None`` for nothing handed in.
        medians: of the class; ``None`` for a unit in which nobody answered anything, which does not count.
    """
    known = [(share, middle) for share, middle in zip(shares, medians, strict=True) if middle is not None]
    recent = known[-RECENT:] if len(known) > RECENT else known[-1:]
    lacking = sum(share is None for share, _ in known)
    found: list[Reason] = []
    if recent and (all(share is None for share, _ in recent) or 2 * lacking >= len(known)):
        found.append("absent")
    below = [share - middle for share, middle in known if share is not None]
    latest = [share - middle for share, middle in recent if share is not None]
    before = [share - middle for share, middle in known[: len(known) - len(recent)] if share is not None]
    if before and latest and mean(latest) <= mean(before) - FALLS:
        found.append("falls")
    if len(below) > 1 and mean(below) <= -LOW:
        found.append("low")
    return tuple(found)


def come_back(reports: Sequence[Report]) -> tuple[ComesBack, ...]:
    """The mistakes that were made in more than one unit, those first that most people have made again.

    What option somebody chose is no such mistake: it has the same name in every question.
    """
    having: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    hints: dict[str, Text] = {}
    for number, report in enumerate(reports):
        for found in _mistakes(report):
            having[found.diagnosis][number].update(found.students)
            hints[found.diagnosis] = found.hint
    made = []
    for diagnosis, by_unit in having.items():
        if len(by_unit) > 1:
            counts = tuple(len(by_unit.get(number, ())) for number in range(len(reports)))
            again = _in_several(by_unit)
            made.append(ComesBack(diagnosis, counts, again, hints[diagnosis]))
    return tuple(sorted(made, key=lambda one: (-len(one.again), -sum(one.counts), one.diagnosis)))


def _mistakes(report: Report) -> Iterable[Mistake]:
    for question in report.questions:
        for found in question.mistakes:
            if not found.diagnosis.startswith("option-") and found.diagnosis != "choice":
                yield found


def _in_several(by_unit: Mapping[int, set[str]]) -> tuple[str, ...]:
    everyone = set().union(*by_unit.values())
    return tuple(sorted(one for one in everyone if sum(one in students for students in by_unit.values()) > 1))
