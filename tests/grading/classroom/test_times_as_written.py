"""Times as people and platforms write them, and what of a submission's lateness is known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gdcourse.grading.classroom.times_as_written import (
    LATE_AND_NO_MORE,
    HandedIn,
    handed_in,
    platform_marks,
    read_time,
    remember_marks,
    seconds_if_known,
    span,
    span_if_known,
)
from support.course import make_course

SEOUL = ZoneInfo("Asia/Seoul")
MOMENT = datetime(2026, 3, 1, 14, 30)
WRITTEN = """\
2026-03-01 23:30:00 KST
2026-03-01 23:30:00.000000 KST
2026-03-01 23:30:00 +0900
2026-03-01 23:30:00+09:00
2026-03-01 23:30:00 +09
2026-03-01T23:30:00+09:00
2026-03-01T23:30:00+09:00[Asia/Seoul]
2026-03-01T14:30:00.000Z
20260301T233000+0900
2026-03-01 14:30:00.000000 UTC
2026-03-01 14:30:00
2026-03-01 23:30 Asia/Seoul
2026-03-01 08:30:00 America/Chicago
2026-03-01 09:30:00 EST
2026-03-01 23:30:00 KST+0900
2026-03-01 23:30:00 (UTC+09:00)
2026-03-01 23:30:00 GMT+9
Sun Mar 01 2026 23:30:00 GMT+0900 (Korean Standard Time)
Sun Mar  1 23:30:00 KST 2026
Sun, 01 Mar 2026 23:30:00 +0900
March 1, 2026 11:30 PM KST
Mar 1, 2026 at 11:30pm KST
2026년 3월 1일 오후 11시 30분 KST
2026년 3월 1일 (일) 오후 11:30 KST
2026. 3. 1. 오후 11:30:00 KST
2026-03-01 오후 11:30 KST
2026/03/01 23:30 한국 표준시
1. März 2026 15:30 MEZ
Sonntag, 1. März 2026, 15:30 Uhr CET
So., 1. Mrz. 2026 um 15:30:00 Uhr +01:00
01-Mär-2026 14:30 UTC
1. März 2026, 15.30 Uhr MEZ
2026년 3월 1일 밤 11:30 KST
2026년 3월 1일(일) 밤 11시 30분 KST
2026년 3월 1일 밤 23:30 KST
2026년 3월 1일 오후 23시 30분 KST
"""


@pytest.mark.parametrize(
    ("written", "month"),
    [
        *[("Jan.", 1), ("Januar", 1), ("Jänner", 1), ("Feb.", 2), ("Februar", 2), ("April", 4), ("Mai", 5)],
        *[("Mai.", 5), ("Juni", 6), ("Juli", 7), ("Aug.", 8), ("Sept.", 9), ("Okt.", 10), ("Oktober", 10)],
        *[("November", 11), ("Dez.", 12), ("Dezember", 12)],
    ],
)
def test_months_may_be_german(written: str, month: int) -> None:
    assert read_time(f"7. {written} 2026 12:00") == datetime(2026, month, 7, 12)
    assert read_time("1. Juli 2026 16:30 MESZ") == datetime(2026, 7, 1, 14, 30)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", WRITTEN.splitlines())
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    assert read_time(text) == MOMENT


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        *[("새벽 12시", 0), ("새벽 1시", 1), ("아침 9시", 9), ("낮 11시", 11), ("낮 12시", 12), ("정오", 12)],
        *[("낮 3시", 15), ("저녁 6시", 18), ("밤 11시", 23), ("noon", 12), ("18 Uhr", 18), ("9.00 Uhr", 9)],
    ],
)
def test_a_time_of_the_day_tells_which_half_it_is(written: str, hour: int) -> None:
    assert read_time(f"2026-03-13 {written}") == datetime(2026, 3, 13, hour)


def test_a_time_that_names_no_zone_is_the_courses() -> None:
    assert read_time("2026-03-01 23:30:00", SEOUL) == MOMENT
    assert read_time("2026년 3월 1일 오후 11:30", SEOUL) == MOMENT
    assert read_time("2026-03-01 20:00:00 IST", ZoneInfo("Asia/Kolkata")) == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "23:30 KST", "2026-03-01", "2026-03 10:00", "2026-13-45 10:00:00", "03/04/2026 10:00"),
        *(
            f"2026년 3월 1일 {at}"
            for at in ("밤 12시", "밤 3시", "자정", "저녁 3시", "아침 23:30", "정오 12시", "오전 23:30")
        ),
        *("2026-03-01 noon 3:00", "2026-03-01 midnight"),
        *("2026-03-01 23:30:00 IST", "2026-03-01 23:30 Asia/Nowhere", "2026-03-01 23:30 +99:00", "9" * 99, "\0" * 30),
    ],
)
def test_what_does_not_mean_one_moment_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        read_time(text)


def test_a_folder_says_when_or_that_it_cannot_be_read(tmp_path: Path) -> None:
    stamp = tmp_path / "timestamp.txt"
    assert handed_in(tmp_path, UTC) == HandedIn()
    assert handed_in(tmp_path, UTC, mark=True) == HandedIn(late=True)
    for text, found in (("2026-03-01 23:30:00 KST\n", HandedIn(MOMENT)), ("soon", HandedIn(unreadable="soon"))):
        stamp.write_text(text)
        assert handed_in(tmp_path, UTC) == found
    stamp.write_bytes(b"\xff\xfe\x00")
    assert handed_in(tmp_path, UTC).unreadable


def test_a_platforms_marks_are_kept_apart_from_what_students_hand_in(tmp_path: Path) -> None:
    remember_marks(tmp_path, {"kim/u": True, "lee/u": False})
    remember_marks(tmp_path, {"kim/u": None})
    assert platform_marks(tmp_path) == {"lee/u": False}


def test_a_length_of_time_is_short() -> None:
    assert [span(s) for s in (1, 900, 7800, 200_000)] == ["1 s", "15 min", "2 h 10 min", "2 d 7 h"]


@pytest.mark.parametrize("seconds", [0.0, 0.4, LATE_AND_NO_MORE.total_seconds(), 1.5, 900.0])
def test_how_late_something_was_is_told_where_it_is_known_and_was_late(seconds: float) -> None:
    is_told = span_if_known(seconds) not in ("", "0 s")
    assert is_told == (seconds > 0 and seconds_if_known(seconds) is not None)


def test_a_notebook_of_another_name_is_taken_where_it_is_the_only_one_and_named_in_any_case(tmp_path: Path) -> None:
    course, unit = make_course(tmp_path / "course"), "02-manual-gradient"
    (assignment,) = course.assignments(unit)
    folder = course.path("submitted", unit, "kim")
    folder.mkdir(parents=True)

    def found() -> tuple[str, bool, tuple[str, ...]]:
        (submission,) = course.submissions(assignment)
        return submission.path.name, submission.exists, submission.beside

    right, copy, other = f"{unit}.ipynb", f"{unit} (1).ipynb", "Untitled.ipynb"
    (folder / copy).write_text("{}")
    assert found() == (copy, True, (copy,))
    (folder / other).write_text("{}")
    assert found() == (right, False, (copy, other))
    (folder / right).write_text("{}")
    assert found() == (right, True, (copy, other))
