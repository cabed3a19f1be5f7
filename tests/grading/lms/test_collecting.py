"""Taking in what learning platforms give: whose, of which unit, which attempt; and nothing that does harm."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import re
import shutil
import struct
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from traitlets.config import Configurable

from gdcourse.cli import main
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.times_as_written import HandedIn, handed_in, platform_marks
from gdcourse.grading.lms import archives
from gdcourse.grading.lms.collecting import collect
from gdcourse.grading.lms.gradescope_metadata import submissions_in, told_in
from gdcourse.grading.lms.lms_file_names import LmsCollector
from gdcourse.grading.lms.original_file_names import given_names
from gdcourse.grading.lms.roster import Roster
from gdcourse.grading.lms.student_folder_name import as_folder
from gdcourse.grading.submission.bounded_child import OutOfBoundsError
from support.course import make_course

UNIT = "02-manual-gradient"
NOON = (2026, 3, 2, 12, 0, 0)
ONE, TWO, THREE = (b'{"cells": [%d]}' % n for n in (1, 2, 3))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("collect") / "course")


@pytest.fixture
def course(template: Course, tmp_path: Path) -> Course:
    """A course of two units that nobody has handed in to yet."""
    shutil.copytree(template.directory, tmp_path / "course")
    shutil.copytree(template.directory / "source" / UNIT, tmp_path / "course" / "source" / "01-cost")
    old = tmp_path / "course" / "source" / "01-cost" / f"{UNIT}.ipynb"
    text = old.read_text(encoding="utf-8")
    for grade_id in ("parabola-slope", "update-rule", "mse-gradient"):
        text = text.replace(grade_id, f"cost-{grade_id}")
    old.with_name("01-cost.ipynb").write_text(text, encoding="utf-8")
    old.unlink()
    return Course(tmp_path / "course")


def packed(path: Path, files: dict[str, bytes], time: tuple[int, ...] = NOON) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, time), data)  # type: ignore[arg-type]
    return path


def submitted(course: Course) -> dict[str, bytes]:
    root = course.directory / "submitted"
    found = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.ipynb")}
    return {unicodedata.normalize("NFC", name): data for name, data in found.items()}


def run(course: Course, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["collect", *map(str, arguments), "--course", str(course.directory)])


def test_moodle_with_folders_and_with_flat_names(course: Course, tmp_path: Path) -> None:
    files = {
        f"홍길동_101_assignsubmission_file_/{UNIT}.ipynb": ONE,
        f"Ann O'Neil_102_assignsubmission_file_/sub/{UNIT}.ipynb": TWO,
        f"De_La_Cruz_103_assignsubmission_file_{UNIT}.ipynb": THREE,
        "홍길동_101_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello",
    }
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {
        f"홍길동/{UNIT}/{UNIT}.ipynb": ONE,
        f"Ann O'Neil/{UNIT}/{UNIT}.ipynb": TWO,
        f"De_La_Cruz/{UNIT}/{UNIT}.ipynb": THREE,
    }
    assert done.output.count("✓") == 3


WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Group,Grade\n"
    "Participant 101,Kim Hana,2026001,kim@x,Submitted,Team_1,\n"
    "Participant 102,Lee Duri,2026002,lee@x,Submitted,Team_1,\n"
    "Participant 103,Park Sena,2026003,park@x,Submitted,Default group,\n"
    "Participant 104,Team 3,2026004,three@x,Submitted,Team 4,\n"
    "Participant 105,Choi Net,2026005,choi@x,Submitted,Team 3,\n"
    "Participant 106,Jung Da,2026006,jung@x,Submitted,Twins,\n"
)
"""Of a team submission: as Moodle writes it, each person with the group that hands in together."""


def test_what_a_team_of_moodles_hands_in_counts_for_each_member_that_the_worksheet_names(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8")
    files = {
        f"Team 1_345_assignsubmission_file_/{UNIT}.ipynb": ONE,
        "Team 1_345_assignsubmission_file_/data.csv": b"1,2",
        f"Default group_assignsubmission_file/{UNIT}.ipynb": TWO,
    }
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT, "--roster", tmp_path / "worksheet.csv")
    assert done.exit_code == 0, done.output
    assert submitted(course) == {
        f"2026001/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026002/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026003/{UNIT}/{UNIT}.ipynb": TWO,
    }
    assert (course.directory / "submitted" / "2026002" / UNIT / "data.csv").read_bytes() == b"1,2"
    assert "by the team 'Team 1'" in done.output
    assert given_names(course.directory, "moodle", UNIT)["2026002"] == "Lee Duri_102_assignsubmission_file_"
    with course.gradebook() as book:
        assert "Team 1" not in {student.last_name for student in book.students}


@pytest.mark.parametrize(
    ("folders", "roster", "said"),
    [
        (["Default group_assignsubmission_file"], "student,name\n2026001,Kim Hana\n", "who is in 'Default group'"),
        (["Default group_assignsubmission_file_"], "", "who is in 'Default group'"),
        (["Default group_assignsubmission_file_", "Team 1_345_assignsubmission_file_"], "", "who is in 'Team 1'"),
        (["Team 1_345_assignsubmission_file_"], "", "who is in 'Team 1'"),
        (["3조_345_assignsubmission_file_"], "student,name\n2026001,Kim Hana\n", "who is in '3조'"),
        (["Gruppe Grün_345_assignsubmission_file_"], "", "who is in 'Gruppe Grün'"),
        (["Team 1_345_assignsubmission_file_", "Team 9_346_assignsubmission_file_"], WORKSHEET, "who is in 'Team 9'"),
        (["Team 3_347_assignsubmission_file_"], WORKSHEET, "a person and a team called 'Team 3'"),
        (["Twins_348_assignsubmission_file_", "Twins_349_assignsubmission_file_"], WORKSHEET, "called 'Twins'"),
        (["Team 1_345_assignsubmission_file_", "Team 9_105_assignsubmission_file_"], WORKSHEET, "who is in 'Team 9'"),
        (["Team 3_106_assignsubmission_file_"], WORKSHEET, "a person and a team called 'Team 3'"),
        (
            ["Team 1_345_assignsubmission_file_", "Team 3_104_assignsubmission_file_"],
            WORKSHEET,
            "a person and a team called 'Team 3'",
        ),
    ],
)
def test_what_a_team_hands_in_is_nobodys_where_no_table_says_who_is_in_it(
    course: Course, tmp_path: Path, folders: list[str], roster: str, said: str
) -> None:
    files = {f"{folder}/{UNIT}.ipynb": ONE for folder in folders}
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    given = ("--roster", tmp_path / "roster.csv") if roster else ()
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT, *given)
    assert said in done.output
    assert not {name.split("/")[0] for name in submitted(course)} - {"2026001", "2026002"}


def test_a_person_of_the_roster_may_be_called_like_a_team(course: Course, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("student,name\n2026001,Team 1\n", encoding="utf-8")
    files = {f"Team 1_345_assignsubmission_file_/{UNIT}.ipynb": ONE, f"조팀_9_assignsubmission_file_/{UNIT}.ipynb": TWO}
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT, "--roster", tmp_path / "roster.csv")
    assert submitted(course) == {f"2026001/{UNIT}/{UNIT}.ipynb": ONE, f"조팀/{UNIT}/{UNIT}.ipynb": TWO}, done.output


def test_a_teams_number_says_nothing_of_the_person_who_has_the_same(course: Course, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(WORKSHEET, encoding="utf-8")
    files = {
        f"Team 1_106_assignsubmission_file_/{UNIT}.ipynb": ONE,
        f"Twins_101_assignsubmission_file_/{UNIT}.ipynb": TWO,
    }
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT, "--roster", tmp_path / "roster.csv")
    assert submitted(course) == {
        f"2026001/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026002/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026006/{UNIT}/{UNIT}.ipynb": TWO,
    }, done.output
    assert done.exit_code == 0


def test_a_person_of_a_class_with_teams_is_known_by_number_and_by_name(course: Course, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(WORKSHEET, encoding="utf-8")
    files = {
        f"Team 3_104_assignsubmission_file_/{UNIT}.ipynb": ONE,
        f"Kim Hana_101_assignsubmission_file_/{UNIT}.ipynb": TWO,
    }
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT, "--roster", tmp_path / "roster.csv")
    assert submitted(course) == {f"2026004/{UNIT}/{UNIT}.ipynb": ONE, f"2026001/{UNIT}/{UNIT}.ipynb": TWO}, done.output


def test_canvas_names_with_late_marks_and_copy_numbers(course: Course, tmp_path: Path) -> None:
    files = {
        f"kimminjun_1234_5678_{UNIT}.ipynb": ONE,
        f"leeseoyeon_LATE_1235_5679_{UNIT}-2.ipynb": TWO,
        f"parkdoyun_1236_5680_{UNIT}.ipynb": ONE,
        f"parkdoyun_1236_5681_{UNIT}-1.ipynb": THREE,
    }
    done = run(course, packed(tmp_path / "canvas.zip", files))
    assert done.exit_code == 0, done.output
    assert submitted(course)[f"kimminjun-1234/{UNIT}/{UNIT}.ipynb"] == ONE
    assert submitted(course)[f"leeseoyeon-1235/{UNIT}/{UNIT}.ipynb"] == TWO
    assert submitted(course)[f"parkdoyun-1236/{UNIT}/{UNIT}.ipynb"] == THREE
    assert "marked late" in done.output
    assert not re.search(r"\d\d:\d\d", done.output), "that is when Canvas made its zip file"
    with course.gradebook() as book:
        assert book.find_student("kimminjun-1234").lms_user_id == "1234"
    kept = list((course.directory / "submitted-earlier").rglob("*.ipynb"))
    assert [path.read_bytes() for path in kept] == [ONE]


@pytest.mark.parametrize(
    ("before", "newest"),
    [
        (f"{UNIT}.ipynb", f"{UNIT}-1.ipynb"),
        (f"{UNIT}-9.ipynb", f"{UNIT}-10.ipynb"),
        (f"{UNIT} (1).ipynb", f"{UNIT} (1)-1.ipynb"),
        (f"{UNIT}.ipynb.txt", f"{UNIT}-1.ipynb.txt"),
        (f"{UNIT}.ipynb.txt", f"{UNIT}.ipynb-1.txt"),
        (f"{UNIT}-1.v2.ipynb", f"{UNIT}-2.v2.ipynb"),
    ],
)
def test_of_what_canvas_has_counted_the_newest_with_answers_counts(
    before: str, newest: str, course: Course, tmp_path: Path
) -> None:
    """IIC1253/IIC1253-2024-1#64, and instructure/canvas-lms#2310: where the number stands."""
    one, two = answered(course, "parabola-slope", "update-rule"), answered(course, "update-rule")
    files = {f"kim_7_101_{before}": one, f"kim_7_100_{newest}": two, "kim_7_102_other.ipynb": answered(course)}
    done = run(course, packed(tmp_path / "canvas.zip", files), UNIT)
    assert submitted(course) == {f"kim-7/{UNIT}/{UNIT}.ipynb": two}, done.output
    assert f"kim_7_101_{before}: 먼저 낸 것" in done.output
    assert "have a look" not in done.output


OTHER_PLATFORMS = {
    "brightspace": {
        f"101-7001 - Kim Minjun - Mar 1, 2026 1130 PM/{UNIT}.ipynb": ("Kim Minjun-101", "2026-03-01 14:30:00 UTC"),
        f"102-7002 - Ann-Marie Lee - Mar 2, 2026 905 AM/{UNIT}.ipynb": (
            "Ann-Marie Lee-102",
            "2026-03-02 00:05:00 UTC",
        ),
        "index.html": ("", "It is not a notebook"),
    },
    "blackboard": {
        f"Unit 2_kim01_attempt_2026-03-01-23-30-00_{UNIT}.ipynb": ("kim01", "2026-03-01 14:30:00 UTC"),
        "Unit 2_kim01_attempt_2026-03-01-23-30-00.txt": ("", "the platform's own record"),
        f"Unit 2_lee02_attempt_2026-03-02-09-05-00_{UNIT}.ipynb": ("lee02", "2026-03-02 00:05:00 UTC"),
    },
    "google": {
        f"Takeout/Classroom/Classes/Gradients/Unit 2/Kim Minjun - {UNIT}.ipynb": ("Kim Minjun", ""),
        f"Takeout/Classroom/Classes/Gradients/Unit 2/이서연 - {UNIT}.ipynb": ("이서연", ""),
    },
}


@pytest.mark.parametrize("platform", OTHER_PLATFORMS)
def test_other_platforms_names_tell_whose_and_when_and_what_is_left_is_listed(
    platform: str, course: Course, tmp_path: Path
) -> None:
    with (course.directory / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Exchange.timezone = "Asia/Seoul"\n')
    wanted = OTHER_PLATFORMS[platform]
    files = {name: ONE if name.endswith(".ipynb") else b"written by the platform" for name in wanted}
    result = run(Course(course.directory), packed(tmp_path / "class.zip", files), UNIT)
    assert result.exit_code == 0, result.output
    for student, said in wanted.values():
        folder = course.directory / "submitted" / student / UNIT
        if not student:
            assert said in result.output
            continue
        assert (folder / f"{UNIT}.ipynb").is_file(), result.output
        assert not said or (folder / "timestamp.txt").read_text().strip() == said
        assert [path.name for path in folder.iterdir() if path.suffix == ".txt"] == ["timestamp.txt"]
    assert len(submitted(course)) == sum(bool(student) for student, _ in wanted.values())


@pytest.mark.parametrize("names", [("김하나", "이두리"), ("김하나",)])
def test_teams_gives_a_folder_to_each_version(course: Course, tmp_path: Path, names: tuple[str, ...]) -> None:
    files = {f"Submitted files/{name}/2주차 과제/Version 1/{UNIT}.ipynb": ONE for name in names}
    files |= {f"Submitted files/{name}/2주차 과제/Version 2/{UNIT}.ipynb": TWO for name in names}
    done = run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {f"{name}/{UNIT}/{UNIT}.ipynb": TWO for name in names}
    assert "Version 1" in done.output


@pytest.mark.parametrize(
    "attempt",
    [
        "U_kim_attempt_2026-03-0{}-11-00-00_{}",
        "101-7001 - Kim - Mar {}, 2026 1130 AM/{}",
        "Submitted files/Kim/Unit 2/Version {}/{}",
    ],
)
def test_a_file_counts_with_the_attempt_that_it_came_with(course: Course, tmp_path: Path, attempt: str) -> None:
    files = {attempt.format(n, f"{UNIT}.ipynb"): data for n, data in ((1, ONE), (2, TWO))}
    files |= {attempt.format(n, "helper.py"): f"x = {n}".encode() for n in (1, 2)}
    done = run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert list(submitted(course).values()) == [TWO]
    (helper,) = (course.directory / "submitted").rglob("helper.py")
    assert helper.read_text() == "x = 2"
    assert "handed in at another time" in done.output


@pytest.mark.parametrize(
    "attempt",
    [
        "U_kim_attempt_2026-03-0{}-11-00-00_{}",
        "101-7001 - Kim - Mar {}, 2026 1130 AM/{}",
        "Submitted files/Kim/Unit 2/Version {}/{}",
    ],
)
def test_the_last_of_several_attempts_in_an_archive_counts_whatever_an_earlier_one_answers(
    course: Course, tmp_path: Path, attempt: str
) -> None:
    much, little, blank = answered(course, "mse-gradient", "one-step"), answered(course, "one-step"), answered(course)
    files = {attempt.format(n, f"{UNIT}.ipynb"): data for n, data in ((1, much), (2, little), (3, blank))}
    files[attempt.format(2, f"{UNIT}-1.ipynb")] = LESSON
    found = collect(course, [packed(tmp_path / "class.zip", files)], UNIT)
    assert list(submitted(course).values()) == [little]
    why = {kept.source: kept.why.en for kept in found.earlier}
    assert "an earlier attempt" in why[attempt.format(1, f"{UNIT}.ipynb")]
    assert "no answers" in why[attempt.format(3, f"{UNIT}.ipynb")]
    assert "handed in together" in why[attempt.format(2, f"{UNIT}-1.ipynb")]


_RECEIPT = b"Name: Kim (Minjun) (%s)\r\nAssignment: Unit 2 (x)\r\n"


@pytest.mark.parametrize(
    ("names", "receipts", "listed", "students"),
    [
        (("G_2_s1001", "G_2_kim_01", "G_2_lee_01"), {}, "", set()),
        (("G_2_s1001", "G_2_kim_01", "G_2_lee_01"), {"G_2_s1001": b"s1001"}, "", {"s1001", "kim_01", "lee_01"}),
        (("G_s_kim", "G_s_lee"), {}, "", set()),
        (("G_1001", "G_1002"), {}, "", {"1001", "1002"}),
        (("G_2_s_1003", "G_2_s_1004"), {"G_2_s_1004": b"s_1004"}, "", {"s_1003", "s_1004"}),
        (("G_2_s_1003", "G_2_s_1004"), {}, "", set()),
        (("G_2_s_1003", "G_2_s_1004"), {}, "s_1003", {"s_1003", "s_1004"}),
        (("G_2_kim_01", "G_2_lee_01"), {}, "01", set()),
        (("G_2_kim_01",), {}, "", set()),
        (("G_2_kim_01",), {"G_2_kim_01": b"kim_01"}, "01", {"kim_01"}),
        (("G_2_kim_01",), {"G_2_kim_01": b"lee"}, "", set()),
        (("G_2_kim_01",), {}, "kim_01", {"kim_01"}),
        (("G_kim", "G_lee_01"), {}, "", {"kim", "lee_01"}),
        (("G_2_kim", "H_3_lee"), {"G_2_kim": b"kim"}, "", {"kim"}),
        (("G_2_kim", "H_3_lee"), {}, "kim\nlee", {"kim", "lee"}),
        (("kim",), {}, "", {"kim"}),
    ],
)
def test_a_login_of_blackboards_stays_whole_or_is_nobodys(
    course: Course,
    tmp_path: Path,
    names: tuple[str, ...],
    receipts: dict[str, bytes],
    listed: str,
    students: set[str],
) -> None:
    files = {f"{name}_attempt_2026-03-01-11-00-00_{UNIT}.ipynb": ONE for name in names}
    files |= {f"{name}_attempt_2026-03-01-11-00-00.txt": _RECEIPT % login for name, login in receipts.items()}
    (tmp_path / "roster.csv").write_text(f"student\n{listed or 'x'}\n")
    roster = Roster.from_file(tmp_path / "roster.csv")
    found = collect(course, [packed(tmp_path / "class.zip", files)], UNIT, roster)
    assert {attempt.student for attempt in found.taken} == students
    left = [name for name, why in found.left if "where the login begins" in why.en and name.endswith(".ipynb")]
    assert len(left) == len(names) - len(students)


def test_what_a_student_calls_a_file_does_not_say_whose_it_is_on_blackboard(course: Course, tmp_path: Path) -> None:
    name = f"U_eve_attempt_2026-03-01-11-00-00_U_kim_attempt_2026-03-01-11-00-00_{UNIT}.ipynb"
    run(course, packed(tmp_path / "class.zip", {name: ONE}), UNIT)
    assert submitted(course) == {f"eve/{UNIT}/{UNIT}.ipynb": ONE}


def test_nbgraders_own_collecting_finds_blackboards_logins_by_what_lies_beside(tmp_path: Path) -> None:
    file = tmp_path / f"G_2_kim_01_attempt_2026-03-01-11-00-00_{UNIT}.ipynb"
    file.write_bytes(ONE)
    assert LmsCollector().collect(str(file)) is None
    (tmp_path / "G_2_kim_01_attempt_2026-03-01-11-00-00.txt").write_bytes(_RECEIPT % b"kim_01")
    assert (LmsCollector().collect(str(file)) or {}).get("student_id") == "kim_01"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("U_kim_attempt_{}_{}", "2026-13-12-23-59-59"),
        ("101-7001 - Kim - {}/{}", "10 Hornung, 2026 930"),
        ("101-7001 - Kim - {}/{}", "2026년 13월 10일 0930"),
    ],
)
def test_a_time_in_a_name_that_cannot_be_read_is_told_and_no_other_takes_its_place(
    course: Course, tmp_path: Path, name: str, text: str
) -> None:
    path = packed(tmp_path / "class.zip", {name.format(text, f"{UNIT}.ipynb"): ONE})
    for _ in range(2):
        (taken,) = collect(course, [path], UNIT).taken
        assert text in taken.note.en
        assert text in taken.note.ko
        folder = course.directory / "submitted" / taken.student / UNIT
        assert handed_in(folder, dt.UTC) == HandedIn(unreadable=text)


def test_an_attempt_whose_time_cannot_be_read_counts_after_those_that_have_one(course: Course, tmp_path: Path) -> None:
    files = {f"U_kim_attempt_2026-13-01-11-00-00_{UNIT}.ipynb": answered(course, "mse-gradient", "one-step")}
    files[f"U_kim_attempt_2026-01-01-11-00-00_{UNIT}.ipynb"] = answered(course, "one-step")
    found = collect(course, [packed(tmp_path / "class.zip", files)], UNIT)
    assert list(submitted(course).values()) == [answered(course, "one-step")]
    (kept,) = found.earlier
    assert "2026-13-01-11-00-00" in kept.why.en


@pytest.mark.parametrize(
    ("said", "name", "time"),
    [
        ("박 지우 - 2026년 2월 10일 0930", "박 지우", "09:30:00"),
        ("박 지우 - 2026년 2월 10일 오후 930", "박 지우", "21:30:00"),
        ("박 지우 - 2026. 2. 10. 오후 0930", "박 지우", "21:30:00"),
        ("박 지우 - 2026-02-10 2130", "박 지우", "21:30:00"),
        ("박 지우 - 2월 10, 2026 930 오후", "박 지우", "21:30:00"),
        ("Ann - Marie Lee - Feb 10, 2026 930 AM", "Ann - Marie Lee", "09:30:00"),
        ("Lee 2 - 10 February, 2026 2130", "Lee 2", "21:30:00"),
        ("Hana Choi- Feb 10, 2026 0930 PM", "Hana Choi", "21:30:00"),
        ("Ann-Marie Lee- Feb 10, 2026 930 AM", "Ann-Marie Lee", "09:30:00"),
        ("Jörg Groß - 10. Februar 2026 2130", "Jörg Groß", "21:30:00"),
    ],
)
def test_brightspaces_names_are_split_before_the_date_in_whatever_form(
    course: Course, tmp_path: Path, said: str, name: str, time: str
) -> None:
    files = {f"12-77 - {said}/{UNIT}.ipynb": ONE, f"13-77 - Z - Feb 9, 2026 930 AM/{UNIT}.ipynb": TWO}
    found = collect(course, [packed(tmp_path / "class.zip", files)], UNIT)
    taken = {attempt.student: attempt.time for attempt in found.taken}
    assert taken[f"{name}-12"] == dt.datetime.fromisoformat(f"2026-02-10T{time}+00:00")


def test_a_folder_that_sakai_makes_in_everybodys_is_nobody(course: Course, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {f"HW/Kim, Hana(hkim)/Submission attachment(s)/{UNIT}.ipynb": ONE})
    assert run(course, path, UNIT).exit_code == 0
    assert submitted(course) == {f"Kim, Hana(hkim)/{UNIT}/{UNIT}.ipynb": ONE}


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        (b"20260301143000123", "2026-03-01 14:30:00 UTC"),
        (b"2026-03-01T14:30:00.123Z", "2026-03-01 14:30:00 UTC"),
        (b"sometime", ""),
        (None, ""),
    ],
)
def test_sakai_tells_when_in_a_file_of_its_own_and_its_archives_time_says_nothing(
    course: Course, tmp_path: Path, stamp: bytes | None, time: str
) -> None:
    files = {"HW/Kim, Hana(hkim)/Submission attachment(s)/my work.ipynb": ONE, "HW/grades.csv": b"-"}
    if stamp is not None:
        files["HW/Kim, Hana(hkim)/timestamp.txt"] = stamp
    done = run(course, packed(tmp_path / "bulk_download.zip", files), UNIT)
    assert submitted(course) == {f"Kim, Hana(hkim)/{UNIT}/{UNIT}.ipynb": ONE}
    written = course.directory / "submitted" / "Kim, Hana(hkim)" / UNIT / "timestamp.txt"
    assert (written.read_text().strip() if written.is_file() else "") == time
    assert bool(time) != ("does not tell when" in done.output)


def test_sakai_without_folders_tells_whose_and_not_when(course: Course, tmp_path: Path) -> None:
    names = ("Kim, Hana(hkim)", "Lee, Duri(dlee)")
    files = {f"HW/{name}_Submission attachment(s)_x.ipynb": ONE for name in names}
    done = run(course, packed(tmp_path / "bulk_download.zip", files), UNIT)
    assert submitted(course) == {f"{name}/{UNIT}/{UNIT}.ipynb": ONE for name in names}
    assert not list((course.directory / "submitted").rglob("timestamp.txt"))
    assert done.output.count("does not tell when") == 2


def test_a_students_own_timestamp_is_not_sakais(course: Course, tmp_path: Path) -> None:
    """Only beside everybody's folders does the platform write it."""
    early = b"2020-01-01T00:00:00Z"
    inside = {f"x(x)/Submission attachment(s)/{UNIT}.ipynb": ONE, "x(x)/timestamp.txt": early}
    zipped = packed(tmp_path / "own.zip", inside).read_bytes()
    files = {
        "kim_1_assignsubmission_file_/own.zip": zipped,
        f"lee_2_assignsubmission_file_/x(x)/Submission attachment(s)/{UNIT}.ipynb": TWO,
        "lee_2_assignsubmission_file_/x(x)/timestamp.txt": early,
    }
    run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert submitted(course).keys() == {f"kim/{UNIT}/{UNIT}.ipynb", f"lee/{UNIT}/{UNIT}.ipynb"}
    stamps = [path.read_text() for path in (course.directory / "submitted").rglob("timestamp.txt")]
    assert len(stamps) == 2
    assert not any(stamp.startswith("2020") for stamp in stamps)


METADATA = b"""---
submission_7001:
  :submitters:
  - :name: Kim Hana
    :email: hana@x.kr
    :sid: '2026001'
  - :name: "\\uBC15 \\uC9C0\\uC6B0"
    :email: jiwoo@x.kr
    :sid:
  :created_at: 2026-03-01 14:30:00.123456789 Z
  :results:
    :tests:
    - :name: somebody else
submission_7002:
  :submitters:
  - :name: Lee Duri
    :sid: "2026003"
  :created_at: 2026-03-01 23:59:00 +0900
"""


@pytest.mark.parametrize("around", ["", "assignment_55_export/"])
def test_gradescope_tells_whose_and_when_in_a_file_beside_the_folders(
    course: Course, tmp_path: Path, around: str
) -> None:
    files = {
        f"{around}submission_metadata.yml": METADATA,
        f"{around}submission_7001/my work.ipynb": ONE,
        f"{around}submission_7001/helper.py": b"x = 1",
        f"{around}submission_7002/{UNIT}.ipynb": TWO,
        f"{around}submission_7002/submission_metadata.yml": METADATA.replace(b"7001", b"7002"),
        f"{around}submission_7003/{UNIT}.ipynb": THREE,
    }
    (tmp_path / "roster.csv").write_text("student,email\n2026001,\n2026002,jiwoo@x.kr\n", encoding="utf-8")
    done = run(course, packed(tmp_path / "export.zip", files), UNIT, "--roster", tmp_path / "roster.csv")
    assert submitted(course) == {
        f"2026001/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026002/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026003/{UNIT}/{UNIT}.ipynb": TWO,
    }, done.output
    stamps = {
        s: (course.directory / "submitted" / s / UNIT / "timestamp.txt").read_text() for s in ("2026001", "2026003")
    }
    assert stamps == {"2026001": "2026-03-01 14:30:00 UTC\n", "2026003": "2026-03-01 14:59:00 UTC\n"}
    assert (course.directory / "submitted" / "2026002" / UNIT / "helper.py").is_file()
    assert f"submission_7003/{UNIT}.ipynb: " in done.output
    assert "does not tell whose it is" in done.output
    assert "the platform's own record" in done.output


@pytest.mark.parametrize("own", ["{}.zip", f"{UNIT}-{{}}.zip"])
@pytest.mark.parametrize("listed", ["", "student\n2026003\nkim\n"])
def test_nobody_hands_in_as_somebody_else_by_a_file_of_gradescopes(
    course: Course, tmp_path: Path, own: str, listed: str
) -> None:
    (tmp_path / "class").mkdir()
    packed(
        tmp_path / "class" / own.format("kim"),
        {"submission_metadata.yml": METADATA, f"submission_7002/{UNIT}.ipynb": ONE},
    )
    packed(tmp_path / "class" / own.format("2026003"), {f"{UNIT}.ipynb": TWO})
    roster = ()
    if listed:
        (tmp_path / "roster.csv").write_text(listed, encoding="utf-8")
        roster = ("--roster", tmp_path / "roster.csv")
    done = run(course, tmp_path / "class", UNIT, *roster)
    assert ONE not in [data for name, data in submitted(course).items() if name.startswith("2026003/")], done.output
    stamps = [path.read_text() for path in (course.directory / "submitted").rglob("timestamp.txt")]
    assert not any(stamp.startswith("2026-03-01 14:59") for stamp in stamps)


def test_a_file_of_gradescopes_that_tells_nothing_changes_nobodys_name(course: Course, tmp_path: Path) -> None:
    files = {"submission_metadata.yml": b"\xff{[", f"submission_7002/{UNIT}.ipynb": TWO}
    assert run(course, packed(tmp_path / "export.zip", files), UNIT).exit_code == 0
    assert submitted(course) == {f"submission_7002/{UNIT}/{UNIT}.ipynb": TWO}


@given(st.text("submission_7:\n -'\"nameidsl\\u&*!", max_size=200))
def test_any_text_is_read_as_gradescopes_file_or_is_no_yaml(text: str) -> None:
    with contextlib.suppress(yaml.YAMLError):
        for _, people in told_in(text.encode()).values():
            assert all(any(one) for one in people)


BEGINNING = "submission_1:\n  :created_at: 2026-03-01 14:30:00 Z\n  :submitters:\n"


@pytest.mark.parametrize(
    ("written", "sid", "name"),
    [
        ('  - {":name": Kim Hana, ":sid": 0012}\n', "0012", "Kim Hana"),
        ("  - :name: >-\n      Kim\n      Hana\n    :sid: 1_0\n", "1_0", "Kim Hana"),
        ("  - &a\n    :name: Kim Hana\n    :sid: yes\nsubmission_2:\n  :submitters:\n  - *a\n", "yes", "Kim Hana"),
        (
            "  - !ruby/hash:Hash\n    :name: !ruby/object:X Kim Hana\n    :sid: !!python/name:os.system x\n",
            "x",
            "Kim Hana",
        ),
        ("  - :name: 'null'\n    :sid: ~\n", "", "null"),
        ("  - ? :name\n    : Kim Hana\n    :email:\n    :sid: 2026-03-01\n", "2026-03-01", "Kim Hana"),
    ],
)
def test_gradescopes_file_may_be_any_yaml_and_every_value_is_text(written: str, sid: str, name: str) -> None:
    told = submissions_in((BEGINNING + written).encode())
    assert {(s.submitters[0].sid, s.submitters[0].name) for s in told.values()} == {(sid, name)}
    assert told["submission_1"].when == "2026-03-01 14:30:00 Z"


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "[" * 100_000,
        "a: &a\n  b: *a\n",
    ],
    ids=["aliases of aliases", "deep", "in itself"],
)
def test_gradescopes_file_takes_no_more_than_its_bounds(bomb: str) -> None:
    assert submissions_in((BEGINNING + "  - :sid: '1'\n" + bomb).encode()).keys() <= {"submission_1"}


@pytest.mark.parametrize(
    ("folder", "late"),
    [("Soumissions", "Remise tardive"), ("Entregas", "Entrega con retraso"), ("Consegne", "In ritardo")],
)
def test_ilias_in_other_languages_tells_who_is_late_and_no_time(
    course: Course, tmp_path: Path, folder: str, late: str
) -> None:
    files = {
        f"Unit 2/{folder}/Kim_Hana_hkim_4711/{late} - {UNIT}.ipynb": ONE,
        f"Unit 2/{folder}/Lee_Duri_dlee_4712/{UNIT}.ipynb": TWO,
    }
    assert run(course, packed(tmp_path / "ilias.zip", files), UNIT).exit_code == 0
    marks = platform_marks(course.directory)
    assert marks == {f"Kim_Hana_hkim_4711/{UNIT}": True, f"Lee_Duri_dlee_4712/{UNIT}": False}
    assert not list((course.directory / "submitted").rglob("timestamp.txt"))


def test_whose_name_the_roster_has_twice_is_told_what_to_write_into_it(course: Course, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("student,name\n2026001,김민지\n2026002,김민지\n", encoding="utf-8")
    files = {f"김민지_{n}_assignsubmission_file_/{UNIT}.ipynb": data for n, data in ((101, ONE), (102, TWO))}
    done = run(course, packed(tmp_path / "moodle.zip", files), UNIT, "--roster", tmp_path / "roster.csv")
    assert "not in the roster" not in done.output
    assert "write the platform's number 102" in done.output


@pytest.mark.parametrize("around", ["Unit 2/Submissions/", "Blatt 02/Abgaben/", "Abgaben/Team 3/"])
def test_ilias_names_tell_whose_and_late_and_its_archives_time_says_nothing(
    course: Course, tmp_path: Path, around: str
) -> None:
    files = {
        f"{around}Kim_Hana_hkim_4711/Late Submission - {UNIT}.ipynb": ONE,
        f"{around}Lee_Duri_d_lee_4712/{UNIT}.ipynb": TWO,
        f"{around}Lee_Duri_d_lee_4712/helper.py": b"x = 1",
        f"{around}_________park_4713/Verspatete Abgabe - x.ipynb": THREE,
    }
    done = run(course, packed(tmp_path / "ilias.zip", files), UNIT)
    assert done.exit_code == 0, done.output
    names = {"Kim_Hana_hkim_4711": ONE, "Lee_Duri_d_lee_4712": TWO, "park_4713": THREE}
    assert submitted(course) == {f"{name}/{UNIT}/{UNIT}.ipynb": data for name, data in names.items()}
    assert not list((course.directory / "submitted").rglob("timestamp.txt"))
    marks = json.loads((course.directory / ".gdcourse-late-marks.json").read_text())
    assert marks == {f"{name}/{UNIT}": not name.startswith("Lee") for name in names}
    assert (course.directory / "submitted" / "Lee_Duri_d_lee_4712" / UNIT / "helper.py").is_file()


def test_a_file_named_after_somebody_of_the_roster_is_theirs(course: Course, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name\nS1,김하나\nS2,이두리\nS3,박세찬\n", encoding="utf-8")
    alone, both = tmp_path / "김하나.ipynb", tmp_path / "all"
    both.mkdir()
    alone.write_bytes(ONE)
    (both / "이두리 (1).ipynb").write_bytes(TWO)
    packed(both / "S3.zip", {"x.ipynb": THREE})
    refused = run(course, alone, UNIT)
    assert refused.exit_code == 1
    assert f"{UNIT}-김하나.ipynb" in refused.output
    assert "--roster" in refused.output
    done = run(course, alone, both, UNIT, "--roster", roster)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {f"S{n}/{UNIT}/{UNIT}.ipynb": data for n, data in enumerate((ONE, TWO, THREE), 1)}


def test_files_named_after_people_in_one_folder_around_them_all_are_theirs(course: Course, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name\n20260001,김하나\n20260002,이두리\n20260003,박세찬\n", encoding="utf-8")
    files = {"과제2/20260001 김하나.ipynb": ONE, "과제2/20260002 이두리.ipynb": TWO}
    done = run(course, packed(tmp_path / "class.zip", files), UNIT, "--roster", roster)
    assert submitted(course) == {f"2026000{n}/{UNIT}/{UNIT}.ipynb": data for n, data in enumerate((ONE, TWO), 1)}, (
        done.output
    )


def test_in_a_folder_of_somebodys_a_file_named_after_another_is_not_the_other_s(course: Course, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name\nS1,김하나\nS2,이두리\n", encoding="utf-8")
    done = run(course, packed(tmp_path / "one.zip", {"김하나/이두리.ipynb": ONE}), UNIT, "--roster", roster)
    assert submitted(course) == {f"S1/{UNIT}/{UNIT}.ipynb": ONE}, done.output


def test_a_folder_that_names_the_unit_and_somebody_is_that_one_s(course: Course, tmp_path: Path) -> None:
    around = f"{UNIT}-submissions/{UNIT}"
    files = {f"{around}-hkim/{UNIT}.ipynb": ONE, f"{around}-dlee/{UNIT}.ipynb": TWO, f"{around}-hkim/helper.py": b"x"}
    files |= {f"{around}-hkim/.git/objects/{n:02}": b"x" for n in range(60)}
    done = run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert submitted(course) == {f"hkim/{UNIT}/{UNIT}.ipynb": ONE, f"dlee/{UNIT}/{UNIT}.ipynb": TWO}, done.output
    own = course.directory / "submitted" / "hkim" / UNIT
    assert sorted(path.name for path in own.iterdir()) == [f"{UNIT}.ipynb", "helper.py", "timestamp.txt"]
    assert "60 files: left behind by systems, editors and tools" in done.output


def test_a_file_named_after_a_student_whose_folder_is_there_is_theirs(course: Course, tmp_path: Path) -> None:
    run(course, packed(tmp_path / "class.zip", {"김하나/x.ipynb": ONE, "이두리/x.ipynb": ONE}), UNIT)
    (tmp_path / "김하나.ipynb").write_bytes(TWO)
    done = run(course, tmp_path / "김하나.ipynb", UNIT)
    assert submitted(course)[f"김하나/{UNIT}/{UNIT}.ipynb"] == TWO, done.output


def test_the_summary_names_the_rosters_rows_that_are_no_people(course: Course, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name\nS1,김하나\n합계,1\n", encoding="utf-8")
    (tmp_path / "S1.ipynb").write_bytes(ONE)
    done = run(course, tmp_path / "S1.ipynb", UNIT, "--roster", roster)
    assert "line 3 ('합계')" in done.output
    with course.gradebook() as book:
        assert [student.id for student in book.students] == ["S1"]


def test_a_checkpoint_counts_where_somebody_has_handed_in_nothing_else(course: Course, tmp_path: Path) -> None:
    kept = f".ipynb_checkpoints/{UNIT}-checkpoint.ipynb"
    files = {
        f"kim_1_assignsubmission_file_/{kept}": ONE,
        f"lee_2_assignsubmission_file_/{kept}": ONE,
        f"lee_2_assignsubmission_file_/{UNIT}.ipynb": TWO,
    }
    done = run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": ONE, f"lee/{UNIT}/{UNIT}.ipynb": TWO}
    assert "1 files: left behind" in done.output
    (told,) = (line for line in done.output.splitlines() if line.startswith("✓ kim"))
    assert "checkpoint" in told.partition("(")[2]
    alone = tmp_path / "handed-in" / "park" / ".ipynb_checkpoints"
    alone.mkdir(parents=True)
    (alone / f"{UNIT}-checkpoint.ipynb").write_bytes(THREE)
    run(course, tmp_path / "handed-in", UNIT)
    assert submitted(course)[f"park/{UNIT}/{UNIT}.ipynb"] == THREE


def test_plain_trees_and_zip_files_inside(course: Course, tmp_path: Path) -> None:
    tree = tmp_path / "handed-in"
    for name in (f"kim/{UNIT}.ipynb", f"lee/{UNIT}/my work.ipynb", f".ipynb_checkpoints/x/{UNIT}.ipynb"):
        (tree / name).parent.mkdir(parents=True)
        (tree / name).write_bytes(ONE)
    inner = packed(tmp_path / "inner.zip", {f"{UNIT}.ipynb": TWO}).read_bytes()
    (tree / "park").mkdir()
    (tree / "park" / "work.zip").write_bytes(inner)
    outer = packed(
        tmp_path / "outer.zip", {"최_1_assignsubmission_file_/w.zip": inner, f"__MACOSX/a/{UNIT}.ipynb": ONE}
    )
    done = run(course, tree, outer, UNIT)
    assert done.exit_code == 0, done.output
    expected = {"kim": ONE, "lee": ONE, "park": TWO, "최": TWO}
    assert submitted(course) == {f"{s}/{UNIT}/{UNIT}.ipynb": data for s, data in expected.items()}


def test_without_a_unit_names_and_contents_decide(course: Course, tmp_path: Path) -> None:
    cost = (course.directory / "source" / "01-cost" / "01-cost.ipynb").read_bytes()
    gradient = (course.directory / "source" / UNIT / f"{UNIT}.ipynb").read_bytes()
    files = {"kim/01-cost.ipynb": cost, "kim/Untitled.ipynb": gradient, "lee/what.ipynb": ONE}
    archive = packed(tmp_path / "all.zip", files)
    done = run(course, archive)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {"kim/01-cost/01-cost.ipynb": cost, f"kim/{UNIT}/{UNIT}.ipynb": gradient}
    assert "✗ lee/what.ipynb" in done.output
    done = run(course, packed(tmp_path / "wrong.zip", {"park/x.ipynb": cost}), UNIT)
    assert done.exit_code == 1
    assert "01-cost" in done.output
    assert not (course.directory / "submitted" / "park").exists()


def test_the_latest_attempt_counts_and_no_other_is_lost(course: Course, tmp_path: Path) -> None:
    name = f"kim/{UNIT}.ipynb"
    first = packed(tmp_path / "1.zip", {name: ONE}, (2026, 3, 1, 9, 0, 0))
    third = packed(tmp_path / "3.zip", {name: THREE}, (2026, 3, 3, 9, 0, 0))
    second = packed(tmp_path / "2.zip", {name: TWO}, (2026, 3, 2, 9, 0, 0))
    for archive in (first, third, second, second, third):
        assert run(course, archive, UNIT).exit_code == 0
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": THREE}
    kept = {p.read_bytes() for p in (course.directory / "submitted-earlier").rglob("*.ipynb")}
    assert kept == {ONE, TWO}
    assert len(list((course.directory / "submitted-earlier").rglob("*.ipynb"))) == 2


def test_what_takes_the_place_of_a_hand_in_of_the_exchange_has_none_of_its_secret(
    course: Course, tmp_path: Path
) -> None:
    """By the secret a student fetches the page on that very hand-in, which the page on another one would replace."""
    folder = course.directory / "submitted" / "kim" / UNIT
    folder.mkdir(parents=True)
    by_exchange = {f"{UNIT}.ipynb": TWO, "timestamp.txt": b"2026-03-02 09:00:00 UTC", "submission_secret.txt": b"two"}
    for name, data in by_exchange.items():
        (folder / name).write_bytes(data)
    secret = folder / "submission_secret.txt"
    name = f"kim/{UNIT}.ipynb"
    run(course, packed(tmp_path / "older.zip", {name: ONE}, (2026, 3, 1, 9, 0, 0)), UNIT)
    run(course, packed(tmp_path / "same.zip", {name: TWO}, (2026, 3, 3, 9, 0, 0)), UNIT)
    assert secret.read_bytes() == b"two"
    run(course, packed(tmp_path / "newer.zip", {name: THREE}, (2026, 3, 4, 9, 0, 0)), UNIT)
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": THREE}
    assert not secret.exists()


def loose(folder: Path, data: bytes, time: float, beside: bytes = b"x", student: str = "kim") -> Path:
    """A folder of students' folders, as somebody may have copied it."""
    own = folder / student / UNIT
    own.mkdir(parents=True, exist_ok=True)
    (own / f"{UNIT}.ipynb").write_bytes(data)
    (own / "helper.py").write_bytes(beside)
    os.utime(own / f"{UNIT}.ipynb", (time, time))
    return folder


def test_what_is_the_same_to_the_byte_keeps_its_earlier_time_and_the_summary_says_so(
    course: Course, tmp_path: Path
) -> None:
    early, late = 1772200800, 1772460000
    stamp = course.directory / "submitted" / "kim" / UNIT / "timestamp.txt"
    run(course, loose(tmp_path / "first", ONE, early), UNIT)
    first = stamp.read_text()
    again = run(course, loose(tmp_path / "again", ONE, late), UNIT)
    assert stamp.read_text() == first
    assert "2026-02-27 14:00" in again.output
    assert "the time of the earlier stays" in again.output
    assert "stays" not in run(course, tmp_path / "first", UNIT).output  # nothing is new
    run(course, loose(tmp_path / "earlier", ONE, early - 3600), UNIT)
    assert stamp.read_text() == "2026-02-27 13:00:00 UTC\n"
    run(course, loose(tmp_path / "again", ONE, late, beside=b"y"), UNIT)  # another file beside it: handed in anew
    assert stamp.read_text() == "2026-03-02 14:00:00 UTC\n"


@pytest.mark.parametrize("marked", [False, True])
def test_what_a_platform_said_of_being_late_stays_where_the_same_comes_from_a_loose_folder(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marked: bool
) -> None:
    late = "LATE_" if marked else ""
    (tmp_path / "roster.csv").write_text("student,name,canvas\nkim,kim,7\n")
    files, of = {f"kim_{late}7_11_{UNIT}.ipynb": ONE, f"kim_{late}7_12_helper.py": b"x"}, ("--roster", "roster.csv")
    monkeypatch.chdir(tmp_path)
    run(course, packed(tmp_path / "canvas.zip", files), UNIT, *of)
    said = run(course, loose(tmp_path / "again", ONE, 1772460000), UNIT, *of)
    assert platform_marks(course.directory) == {f"kim/{UNIT}": marked}
    assert not (course.directory / "submitted" / "kim" / UNIT / "timestamp.txt").exists()
    assert "the time of the earlier stays" in said.output


def test_the_timestamp_is_kept_where_nbgrader_looks(course: Course, tmp_path: Path) -> None:
    from nbgrader.utils import parse_utc

    assert run(course, packed(tmp_path / "a.zip", {f"kim/{UNIT}.ipynb": ONE}), UNIT).exit_code == 0
    stamp = course.directory / "submitted" / "kim" / UNIT / "timestamp.txt"
    expected = dt.datetime(*NOON).astimezone(dt.UTC).replace(tzinfo=None)
    assert parse_utc(stamp.read_text(encoding="utf-8").strip()) == expected


def test_a_time_in_utc_counts_more_than_a_local_one(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("kim/a.ipynb", NOON)
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_772_409_600)
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr(info, ONE)
        archive.writestr(zipfile.ZipInfo("lee/a.ipynb"), ONE)
    times = [found.modified for found in archives.read(tmp_path / "t.zip")]
    assert times == [dt.datetime.fromtimestamp(1_772_409_600, dt.UTC), None]


def test_a_time_that_names_no_zone_is_the_courses_and_shown_with_its_zone(course: Course, tmp_path: Path) -> None:
    with (course.directory / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Exchange.timezone = "Asia/Seoul"\n')
    inner = packed(tmp_path / "inner.zip", {f"{UNIT}.ipynb": ONE}).read_bytes()
    files = {
        f"김하나_1_assignsubmission_file_/{UNIT}.ipynb": TWO,
        "이두리_2_assignsubmission_file_/all.zip": inner,
    }
    done = run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert done.output.count("2026-03-02 12:00 KST") == 2
    stamps = sorted((course.directory / "submitted").rglob("timestamp.txt"))
    assert [stamp.read_text() for stamp in stamps] == ["2026-03-02 03:00:00 UTC\n"] * 2


def test_hangul_names_however_they_are_encoded_are_one_student(course: Course, tmp_path: Path) -> None:
    name = f"김민준_7_assignsubmission_file_/{UNIT}.ipynb"
    windows = tmp_path / "windows.zip"
    with zipfile.ZipFile(windows, "w") as archive:
        info = zipfile.ZipInfo(name.encode("cp949").decode("cp437"), (2026, 3, 1, 0, 0, 0))
        archive.writestr(info, ONE)
    data = windows.read_bytes()
    # zipfile writes UTF-8 and says so; Korean Windows writes code page 949 and does not.
    utf8, legacy = name.encode("cp949").decode("cp437").encode(), name.encode("cp949")
    with zipfile.ZipFile(windows, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x" * len(legacy), (2026, 3, 1, 0, 0, 0)), ONE)
    windows.write_bytes(windows.read_bytes().replace(b"x" * len(legacy), legacy))
    assert utf8 in data
    mac = packed(tmp_path / "mac.zip", {unicodedata.normalize("NFD", name): TWO}, (2026, 3, 2, 0, 0, 0))
    done = run(course, windows, mac, UNIT)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {f"김민준/{UNIT}/{UNIT}.ipynb": TWO}
    assert len(list((course.directory / "submitted").iterdir())) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_roster_says_who_is_meant(course: Course, tmp_path: Path, encoding: str) -> None:
    roster = tmp_path / "roster.csv"
    lines = ["student,last_name,first_name,canvas,email", '"s1",김,민준,1234,kim@example.org', "s2,Lee,Seo-yeon,1235,"]
    roster.write_bytes("\r\n".join(lines).encode(encoding))
    files = {
        f"김 민준_55_assignsubmission_file_/{UNIT}.ipynb": ONE,
        f"leeseoyeon_1235_9_{UNIT}.ipynb": TWO,
        f"strange_999_9_{UNIT}.ipynb": THREE,
    }
    done = run(course, packed(tmp_path / "a.zip", files), UNIT, "--roster", roster)
    assert done.exit_code == 0, done.output
    expected = {"s1": ONE, "s2": TWO, "strange-999": THREE}
    assert submitted(course) == {f"{s}/{UNIT}/{UNIT}.ipynb": data for s, data in expected.items()}


def test_a_name_that_two_students_share_is_told_apart(course: Course, tmp_path: Path) -> None:
    files = {
        f"김민준_1_assignsubmission_file_/{UNIT}.ipynb": ONE,
        f"김민준_2_assignsubmission_file_/{UNIT}.ipynb": TWO,
    }
    done = run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert set(submitted(course).values()) == {ONE, TWO}
    assert "Several students share this name" in done.output


def test_a_roster_without_students_says_what_it_needs(course: Course, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("name,number\nKim,1\n", encoding="utf-8")
    done = run(course, packed(tmp_path / "a.zip", {f"kim/{UNIT}.ipynb": ONE}), UNIT, "--roster", tmp_path / "r.csv")
    assert done.exit_code == 1
    assert "'student'" in done.output
    assert not (course.directory / "submitted").exists()


@pytest.mark.parametrize(
    "name",
    [
        f"../../evil/{UNIT}.ipynb",
        f"/etc/{UNIT}.ipynb",
        f"C:\\Windows\\{UNIT}.ipynb",
        f"kim\\..\\..\\evil\\{UNIT}.ipynb",
        f"..\\{UNIT}.ipynb",
    ],
)
def test_paths_that_lead_out_are_left_and_said(course: Course, tmp_path: Path, name: str) -> None:
    before = {p for p in tmp_path.rglob("*") if not p.is_relative_to(course.directory / "submitted")}
    archive = packed(tmp_path / "evil.zip", {name: ONE, f"good/{UNIT}.ipynb": TWO})
    done = run(course, archive, UNIT)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {f"good/{UNIT}/{UNIT}.ipynb": TWO}
    assert "leads out of the archive" in done.output
    after = {p for p in tmp_path.rglob("*") if not p.is_relative_to(course.directory / "submitted")}
    assert {p for p in after - before if p.name not in ("gradebook.db", "people.json")} == {archive}


VICTIM = f"Victim Kim_200_assignsubmission_file_/{UNIT}.ipynb"


def _zip(files: dict[str, bytes], time: tuple[int, ...] = NOON, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, time)  # type: ignore[arg-type]
            info.compress_type = how
            archive.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("outer", "inner", "honest"),
    [
        ("Eve_100_assignsubmission_file_work.zip", "Victim Kim_200_assignsubmission_file_/{}.ipynb", VICTIM),
        ("Eve_100_assignsubmission_file_work.zip", "Victim Kim_999_assignsubmission_file_/{}.ipynb", VICTIM),
        ("Eve_100_assignsubmission_file_/w.zip", "Victim Kim/{}.ipynb", VICTIM),
        ("Eve_100_assignsubmission_file_/w.zip", "Victim Kim_200_12_{}.ipynb", VICTIM),
        ("Eve_100_assignsubmission_file_/w.zip", "Victim Kim/{}-1\n.ipynb", VICTIM),
        ("Eve_1_11_work.zip", "Victim Kim_200_12_{}.ipynb", f"Victim Kim_200_13_{UNIT}.ipynb"),
        ("Eve_1_11_work.zip", "Victim Kim_200_assignsubmission_file_/{}.ipynb", f"Victim Kim_200_13_{UNIT}.ipynb"),
        ("Eve/work.zip", "Victim Kim/{}.ipynb", f"Victim Kim/{UNIT}.ipynb"),
        ("Eve/Victim Kim_200_12_work.zip", "{}.ipynb", f"Victim Kim/{UNIT}.ipynb"),
    ],
)
@pytest.mark.parametrize("with_roster", [True, False])
def test_nobody_hands_in_as_somebody_else(
    course: Course, tmp_path: Path, outer: str, inner: str, honest: str, with_roster: bool
) -> None:
    later = (2026, 3, 3, 12, 0, 0)
    files = {outer: _zip({inner.format(UNIT): THREE}, later), honest: ONE}
    files[honest.replace("Victim Kim_200", "Zoe_300").replace("Victim Kim/", "Zoe/")] = TWO
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name,number\nvictim,Victim Kim,200\neve,Eve,\n", encoding="utf-8")
    archive = packed(tmp_path / "class.zip", files)
    run(course, archive, UNIT, *(["--roster", str(roster)] if with_roster else []))
    of_victim = [data for name, data in submitted(course).items() if "ictim" in name]
    assert of_victim == [ONE]
    assert not (course.directory / "submitted-earlier").exists()


def test_folders_around_everybody_are_nobody(course: Course, tmp_path: Path) -> None:
    names = ["CS101_2026_2_hw/spring/kim/week 2/x.ipynb", f"CS101_2026_2_hw/spring/lee/{UNIT}/{UNIT}.ipynb"]
    run(course, packed(tmp_path / "tree.zip", dict.fromkeys(names, ONE)), UNIT)
    assert set(submitted(course)) == {f"{student}/{UNIT}/{UNIT}.ipynb" for student in ("kim", "lee")}


_TAKEOUT = "Takeout/Classroom/Classes/GD/Assignments/Unit 2"


@pytest.mark.parametrize(
    ("names", "beside"),
    [
        ({f"{_TAKEOUT}/{who} - {UNIT}.ipynb": who for who in ("Kim", "Lee")}, "Takeout/archive_browser.html"),
        ({f"{_TAKEOUT}/{who} - {UNIT}.ipynb": who for who in ("Kim", "Lee")}, "Drive/notes.txt"),
        ({f"{_TAKEOUT}/Kim - {UNIT}.ipynb": "Kim", f"{_TAKEOUT} again/Lee - {UNIT}.ipynb": "Lee"}, "Takeout/a.html"),
        ({f"{_TAKEOUT}/Kim - {UNIT}.ipynb": "Kim"}, "Takeout/Classroom/Classes/GD/Unit 2.json"),
        ({f"class/week 2/{who}/{UNIT}.ipynb": who for who in ("kim", "lee")}, "class/readme.txt"),
        ({f"class/w/{who}_{n}_assignsubmission_file_/x.ipynb": who for n, who in enumerate("KL")}, "class/list.csv"),
        ({f"class/w/{who}_{n}_1_{UNIT}.ipynb": f"{who}-{n}" for n, who in enumerate("KL")}, "class/grades.csv"),
        ({f"HW/Submissions/{who}_1_x_4/{UNIT}.ipynb": f"{who}_1_x_4" for who in "KL"}, "HW/grades.xlsx"),
        ({f"HW/1/{who}(h)/Submission attachment(s)/x.ipynb": f"{who}(h)" for who in "KL"}, "HW/grades.csv"),
        ({f"Submitted files/{who}/HW/Version 1/{UNIT}.ipynb": who for who in "KL"}, "readme.txt"),
    ],
)
def test_what_lies_higher_up_beside_a_class_changes_nobodys_name(
    course: Course, tmp_path: Path, names: dict[str, str], beside: str
) -> None:
    files = {**dict.fromkeys(names, ONE), beside: b"of nobody"}
    told = run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert set(submitted(course)) == {f"{student}/{UNIT}/{UNIT}.ipynb" for student in names.values()}
    assert beside in told.output


def test_what_bears_nobodys_name_in_googles_archive_is_nobodys(course: Course, tmp_path: Path) -> None:
    files = {
        f"{_TAKEOUT}/{UNIT}.ipynb": TWO,
        f"{_TAKEOUT}/Kim Minjun - {UNIT}.ipynb": ONE,
        f"{_TAKEOUT}/Lee Ann - work.zip": _zip({f"Kim Minjun - {UNIT}.ipynb": THREE}),
        "Takeout/archive_browser.html": b"<html>",
    }
    found = collect(course, [packed(tmp_path / "class.zip", files)], UNIT)
    assert submitted(course) == {f"Kim Minjun/{UNIT}/{UNIT}.ipynb": ONE, f"Lee Ann/{UNIT}/{UNIT}.ipynb": THREE}
    assert f"'{UNIT}-STUDENT.ipynb'" in dict(found.left)[f"{_TAKEOUT}/{UNIT}.ipynb"].en


def test_a_file_beside_one_students_folder_does_not_make_the_folders_in_it_students(
    course: Course, tmp_path: Path
) -> None:
    files = {"class/syllabus.pdf": b"%PDF", f"class/kim/hw/{UNIT}.ipynb": ONE, "class/lee/hw/report.pdf": b"%PDF"}
    run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": ONE}


def test_archives_in_a_folder_are_of_a_class_or_of_one_person(course: Course, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    packed(downloads / "all.zip", {f"all/kim/{UNIT}.ipynb": ONE, f"all/lee/{UNIT}.ipynb": TWO})
    packed(downloads / f"{UNIT}-park.zip", {f"lee/{UNIT}.ipynb": THREE})
    packed(downloads / "choi_7_8_work.zip", {f"lee/{UNIT}.ipynb": THREE})
    packed(downloads / "Yoon_9_assignsubmission_file_work.zip", {f"lee/{UNIT}.ipynb": THREE})
    run(course, downloads, UNIT)
    expected = {"kim": ONE, "lee": TWO, "park": THREE, "choi-7": THREE, "Yoon": THREE}
    assert submitted(course) == {f"{student}/{UNIT}/{UNIT}.ipynb": data for student, data in expected.items()}


def test_the_times_inside_of_what_somebody_handed_in_are_not_believed(course: Course, tmp_path: Path) -> None:
    early = _zip({f"{UNIT}.ipynb": ONE}, (2020, 1, 1, 0, 0, 0))
    run(course, packed(tmp_path / "class.zip", {"Eve_100_assignsubmission_file_w.zip": early}), UNIT)
    stamp = (course.directory / "submitted" / "Eve" / UNIT / "timestamp.txt").read_text(encoding="utf-8")
    assert stamp.startswith("2026-03-0")
    folder = tmp_path / "downloads"
    (folder / "Mal").mkdir(parents=True)
    (folder / "Mal" / "w.zip").write_bytes(early)
    run(course, folder, UNIT)
    stamp = (course.directory / "submitted" / "Mal" / UNIT / "timestamp.txt").read_text(encoding="utf-8")
    assert not stamp.startswith("2020")


def _damaged() -> dict[str, bytes]:
    whole = _zip({f"{UNIT}.ipynb": ONE * 50})
    start = 30 + len(f"{UNIT}.ipynb")
    central = whole.rfind(b"PK\1\2")
    lzma = _zip({f"{UNIT}.ipynb": ONE * 50}, how=zipfile.ZIP_LZMA)
    return {
        "zlib": whole[:start] + b"\xff" * 8 + whole[start + 8 :],
        "lzma": lzma[:start] + b"\0" * 9 + lzma[start + 9 :],
        "version": whole[: central + 6] + struct.pack("<H", 99) + whole[central + 8 :],
        "name": _zip({f"가나{UNIT}.ipynb": ONE}).replace("가나".encode(), b"\xff\xfe\xff\xfe\xff\xfe"),
    }


@pytest.mark.parametrize("kind", sorted(_damaged()))
def test_a_damaged_archive_of_one_costs_nobody_else(course: Course, tmp_path: Path, kind: str) -> None:
    files = {"Eve_100_assignsubmission_file_w.zip": _damaged()[kind], VICTIM: ONE}
    done = run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert "Traceback" not in done.output
    assert submitted(course) == {f"Victim Kim/{UNIT}/{UNIT}.ipynb": ONE}
    assert "✗ Eve_100" in done.output


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_archive_inside_an_archive_raises(data: st.DataObject) -> None:
    how = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
    inner = bytearray(_zip({f"{UNIT}.ipynb": ONE * 9, f"가/{UNIT}.ipynb": TWO}, how=how))
    for _ in range(data.draw(st.integers(1, 4))):
        inner[data.draw(st.integers(0, len(inner) - 1))] = data.draw(st.integers(0, 255))
    with zipfile.ZipFile(io.BytesIO(_zip({"w.zip": bytes(inner)}, how=zipfile.ZIP_STORED))) as archive:
        budget = archives._Budget(archives.LARGEST_ARCHIVE, archives.MOST_FILES)
        for found in archives._read_zip(archive, "", budget):
            assert (found.data is None) == bool(found.why.ko)


@pytest.mark.parametrize("name", ["", "a/\0b.ipynb", "week 1/"])
def test_a_file_without_a_name_is_listed_and_a_folder_is_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    written = name.replace("\0", "X")  # zipfile writes no NUL
    path.write_bytes(_zip({written: b"", "kim.ipynb": ONE}).replace(written.encode(), name.encode()))
    by_name = {found.name: found for found in archives.read(path)}
    assert by_name.pop("kim.ipynb").data == ONE
    assert [found.why for found in by_name.values()] == ([] if name.endswith("/") else [messages.UNSAFE_PATH])


def test_an_archive_of_one_does_not_use_up_what_is_meant_for_all(course: Course, tmp_path: Path) -> None:
    flood = _zip({f"{n}.ipynb": b"%d" % n for n in range(archives.MOST_INNER_FILES + 50)})
    done = run(
        course, packed(tmp_path / "class.zip", {"Eve_100_assignsubmission_file_w.zip": flood, VICTIM: ONE}), UNIT
    )
    assert f"Victim Kim/{UNIT}/{UNIT}.ipynb" in submitted(course)
    assert "too many files" in done.output
    assert len(list((course.directory / "submitted-earlier").rglob("*.ipynb"))) == archives.MOST_INNER_FILES - 1


@pytest.mark.parametrize("name", ["😀" * 80, "-" * 60_000, "가" * 300])
def test_a_name_of_any_length_costs_nobody_else(course: Course, tmp_path: Path, name: str) -> None:
    files = {f"{name}_1_assignsubmission_file_/{UNIT}.ipynb": TWO, VICTIM: ONE}
    done = run(course, packed(tmp_path / "class.zip", files), UNIT)
    assert "Traceback" not in done.output
    assert submitted(course)[f"Victim Kim/{UNIT}/{UNIT}.ipynb"] == ONE


def test_links_are_not_followed(course: Course, tmp_path: Path) -> None:
    link = zipfile.ZipInfo(f"kim/{UNIT}.ipynb", NOON)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, b"/etc/passwd")
    tree = tmp_path / "tree"
    (tree / "lee").mkdir(parents=True)
    (tree / "lee" / f"{UNIT}.ipynb").symlink_to("/etc/passwd")
    (tree / "park").symlink_to(course.directory / "source" / UNIT, target_is_directory=True)
    done = run(course, tmp_path / "a.zip", tree, UNIT)
    assert done.exit_code == 1
    assert done.output.count("symbolic link") >= 2
    assert submitted(course) == {}


class InThisProcess:
    """In place of the child, where a test changes its bounds or measures it."""

    def __init__(self, too_much: str = "") -> None:
        self.too_much = too_much

    def call(self, function: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
        found = function(*arguments)
        if function is archives.read_some and any(row[0] == self.too_much for row in found[0]):
            raise OutOfBoundsError("> 60 s")
        return found


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> InThisProcess:
    child = InThisProcess()
    monkeypatch.setattr(archives, "bounded_child", lambda: child)
    return child


def test_what_takes_too_much_to_be_read_is_left_alone(here: InThisProcess, tmp_path: Path) -> None:
    here.too_much = "lee/x.ipynb"
    many = packed(tmp_path / "a.zip", {f"{s}/x.ipynb": ONE for s in ("kim", "lee", "park")} | {"park/b.csv": b"1"})
    found = {f.name: f for f in archives.read(many)}
    assert "> 60 s" in found.pop("lee/x.ipynb").why.en
    assert {name: f.data for name, f in found.items()} == {"kim/x.ipynb": ONE, "park/x.ipynb": ONE, "park/b.csv": b"1"}


def test_a_decompressor_that_asks_for_gigabytes_costs_one_file(course: Course, tmp_path: Path) -> None:
    greedy = zipfile.ZipInfo(f"kim/{UNIT}.ipynb", NOON)
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(greedy, ONE * 100, zipfile.ZIP_LZMA)
        archive.writestr(zipfile.ZipInfo(f"lee/{UNIT}.ipynb", NOON), ONE)
    data = bytearray(path.read_bytes())
    properties = data.index(f"kim/{UNIT}.ipynb".encode()) + len(greedy.filename) + 4
    data[properties + 1 : properties + 5] = b"\xff\xff\xff\xff"  # the size of the dictionary
    path.write_bytes(data)
    done = run(course, path, UNIT)
    assert submitted(course) == {f"lee/{UNIT}/{UNIT}.ipynb": ONE}
    assert f"✗ kim/{UNIT}.ipynb" in done.output


@pytest.mark.usefixtures("here")
def test_bombs_are_read_only_up_to_a_bound(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_FILE", 1000)
    bomb = packed(tmp_path / "bomb.zip", {f"kim/{UNIT}.ipynb": b"0" * 10_000_000, f"lee/{UNIT}.ipynb": ONE})
    # The archive claims that the file is small.
    data = bomb.read_bytes().replace(struct.pack("<I", 10_000_000), struct.pack("<I", 10))
    bomb.write_bytes(data)
    done = run(course, bomb, UNIT)
    assert submitted(course) == {f"lee/{UNIT}/{UNIT}.ipynb": ONE}
    assert f"✗ kim/{UNIT}.ipynb" in done.output


@pytest.mark.usefixtures("here")
def test_a_bomb_takes_no_more_memory_than_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_FILE", 1_000_000)
    bomb = packed(tmp_path / "bomb.zip", {"kim/a.ipynb": bytes(60_000_000)})
    tracemalloc.start()
    try:
        (found,) = archives.read(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.data is None
    assert peak < 20_000_000


@pytest.mark.usefixtures("here")
def test_the_whole_archive_is_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_ARCHIVE", 100)
    many = packed(tmp_path / "a.zip", {f"s{n}/x.ipynb": b"0" * 30 for n in range(10)})
    found = list(archives.read(many))
    assert sum(len(f.data or b"") for f in found) <= 100
    assert len(found) == 10
    assert all(f.data is not None or "too large" in f.why.en for f in found)
    monkeypatch.setattr(archives, "LARGEST_ARCHIVE", 10**6)
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    assert sum(f.data is not None for f in archives.read(many)) == 3


def test_what_is_no_archive_or_not_there_says_so(course: Course, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not really")
    done = run(course, tmp_path / "broken.zip", UNIT)
    assert done.exit_code == 1
    assert "broken.zip" in done.output
    assert "Traceback" not in done.output
    absent = run(course, tmp_path / "absent.zip", "99-nothing")
    assert absent.exit_code == 2
    assert "99-nothing" in absent.output
    assert UNIT in absent.output


def test_a_broken_notebook_is_taken_for_the_grader_to_say_so(course: Course, tmp_path: Path) -> None:
    assert run(course, packed(tmp_path / "a.zip", {f"kim/{UNIT}.ipynb": b"\xff\xfe"}), UNIT).exit_code == 0
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": b"\xff\xfe"}


def _zipped(**files: bytes) -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return inner.getvalue()


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["timestamp.txt/x.csv"], []),
        ([f"{UNIT}.ipynb/x.csv"], []),
        (["Manifest.json/x.csv"], []),
        (["a", "a/b"], ["a"]),
        (["a/b", "a"], ["a/b"]),
        (["A", "a/b", "a"], ["A"]),
        (["x" * 255, "가" * 85], ["x" * 255, "가" * 85]),
    ],
)
def test_files_that_cannot_stand_together_cost_themselves(
    course: Course, tmp_path: Path, names: list[str], kept: list[str]
) -> None:
    mine = _zipped(**{f"{UNIT}.ipynb": ONE, **dict.fromkeys(names, b"1")})
    files = {"kim_1_assignsubmission_file_/a.zip": mine, f"lee_2_assignsubmission_file_/{UNIT}.ipynb": TWO}
    done = run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert done.exit_code == 0, done.output
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": ONE, f"lee/{UNIT}/{UNIT}.ipynb": TWO}
    folder = course.directory / "submitted" / "kim" / UNIT
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {unicodedata.normalize("NFC", name) for name in found} == {f"{UNIT}.ipynb", "timestamp.txt", *kept}
    assert ("name of another file" in done.output) == (kept != names)


def test_a_file_that_cannot_be_put_where_it_belongs_is_listed_and_ends_nothing(course: Course, tmp_path: Path) -> None:
    for name in (f"kim/{UNIT}/helper.py", f"lee/{UNIT}/{UNIT}.ipynb", f"park/{UNIT}/timestamp.txt"):
        (course.directory / "submitted" / name).mkdir(parents=True)
    names = ("kim", "lee", "park", "zoe")
    files = {f"{name}_{n}_assignsubmission_file_/{UNIT}.ipynb": ONE for n, name in enumerate(names)}
    files["kim_0_assignsubmission_file_/helper.py"] = b"x = 1"
    done = run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert done.exit_code == 0, done.output
    notebooks = [course.directory / "submitted" / name / UNIT / f"{UNIT}.ipynb" for name in names]
    assert [path.is_file() for path in notebooks] == [True, False, True, True]
    for name in ("helper.py", f"lee_1_assignsubmission_file_/{UNIT}.ipynb", "timestamp.txt"):
        assert any(name in line and "Is a directory" in line for line in done.output.splitlines()), done.output


def test_a_damaged_file_in_an_archive_harms_no_other(course: Course, tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", {f"kim/{UNIT}.ipynb": os.urandom(400), f"lee/{UNIT}.ipynb": ONE})
    data = bytearray(archive.read_bytes())
    data[100] ^= 0xFF
    archive.write_bytes(bytes(data))
    done = run(course, archive, UNIT)
    assert submitted(course) == {f"lee/{UNIT}/{UNIT}.ipynb": ONE}
    assert "✗ kim" in done.output


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_name_makes_one_plain_folder(name: str) -> None:
    folder = as_folder(name)
    assert not set(folder) & set('/\\:*?"<>|[]{}\n\x00')
    assert folder not in (".", "..")
    assert not folder.startswith((".", "-"))
    assert len(folder.encode()) < 256 * 2


def test_nbgraders_own_collecting_can_use_the_names(tmp_path: Path) -> None:
    collector = LmsCollector()
    found = collector.collect(f"/x/홍길동_12_assignsubmission_file_/{UNIT}.ipynb")
    assert found is not None
    assert (found["student_id"], found["file_id"]) == ("홍길동", f"{UNIT}.ipynb")
    assert collector.collect("/x/kim/a.ipynb") is None


class Unpacking(Configurable):
    """What nbgrader's ``zip_collect`` is to its collector."""

    extracted_directory = "extracted"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def _format_collect_path(self, step: str) -> str:
        return str(self.folder / step)


@pytest.mark.parametrize(
    ("path", "beside", "student"),
    [
        ("class/Kim_1_assignsubmission_file_/{}", "", "Kim"),
        ("Kim_1_assignsubmission_file_/{}", "", "Kim"),
        ("class/kim_LATE_1_22_{}", "", "kim-1"),
        ("class/Eve_3_assignsubmission_file_/Kim_1_assignsubmission_file_/{}", "", "Eve"),
        ("class/eve_3_44_work/kim_1_22_{}", "", "eve-3"),
        ("class/eve/Kim_1_assignsubmission_file_/{}", "", None),
        ("class/eve/deeper/kim_1_22_{}", "", None),
        ("eve/Kim_1_assignsubmission_file_{}", "Lee_2_assignsubmission_file_work.ipynb", None),
        ("eve/Kim_1_assignsubmission_file_/{}", "Lee_2_assignsubmission_file_", None),
        ("eve/kim_1_22_{}", "lee_2_33_work.ipynb", None),
        ("eve/kim_1_22_{}", "notes", "kim-1"),
    ],
)
def test_nbgraders_own_collecting_trusts_no_name_that_a_student_gave(
    path: str, beside: str, student: str | None, tmp_path: Path
) -> None:
    folder = tmp_path / "x_1_assignsubmission_file_" / "downloaded" / UNIT
    file = folder / "extracted" / f"{path.format(UNIT)}.ipynb"
    file.parent.mkdir(parents=True)
    (folder / "extracted" / beside).mkdir(exist_ok=True)
    found = LmsCollector(parent=Unpacking(folder)).collect(str(file))
    assert (found or {}).get("student_id") == student


def test_an_archive_beside_the_platforms_own_names_is_one_persons(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    packed(folder / "Lee_2_assignsubmission_file_.zip", {f"{UNIT}.ipynb": ONE})
    packed(folder / "work.zip", {f"Kim_1_assignsubmission_file_/{UNIT}.ipynb": TWO})
    found = collect(course, [folder], UNIT)
    assert [attempt.student for attempt in found.taken] == ["Lee"]
    assert [name for name, _ in found.left] == [f"work.zip/Kim_1_assignsubmission_file_/{UNIT}.ipynb"]


def test_collecting_leaves_no_half_written_file(course: Course, tmp_path: Path) -> None:
    collect(course, [packed(tmp_path / "a.zip", {f"kim/{UNIT}.ipynb": ONE})], UNIT)
    names = sorted(p.name for p in (course.directory / "submitted" / "kim" / UNIT).iterdir())
    assert names == [f"{UNIT}.ipynb", "timestamp.txt"]


def answered(course: Course, *questions: str) -> bytes:
    """The released notebook with something written in the cells of these questions."""
    path = course.directory / "release" / UNIT / f"{UNIT}.ipynb"
    raw = json.loads(path.read_text(encoding="utf-8"))
    for cell in raw["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in {f"{q}-solution" for q in questions}:
            cell["source"] = ["def work(*given):\n", "    return 1"]
    return json.dumps(raw).encode()


LESSON = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode()


def test_of_several_notebooks_the_one_with_the_questions_and_most_answers_counts(
    course: Course, tmp_path: Path
) -> None:
    done, begun, blank = answered(course, "mse-gradient", "one-step"), answered(course, "one-step"), answered(course)
    bundle = {
        f"gdcourse-0.1/assignments/{UNIT}/{UNIT}.ipynb": done,
        f"gdcourse-0.1/lessons/{UNIT}.ipynb": LESSON,
        f"gdcourse-0.1/old/{UNIT}.ipynb": begun,
        "gdcourse-0.1/START.html": b"<html>",
    }
    files = {
        "김하나_101_assignsubmission_file/gdcourse.zip": _zip(bundle),
        f"이두리_102_assignsubmission_file/{UNIT}.ipynb": blank,
        "이두리_102_assignsubmission_file/again.zip": _zip({"inner.zip": _zip({f"{UNIT} (1).ipynb": begun})}),
    }
    told = run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert submitted(course) == {f"김하나/{UNIT}/{UNIT}.ipynb": done, f"이두리/{UNIT}/{UNIT}.ipynb": begun}
    kept = {p.read_bytes() for p in (course.directory / "submitted-earlier").rglob("*.ipynb")}
    assert kept == {LESSON, begun, blank}
    for name in (
        f"lessons/{UNIT}.ipynb",
        f"old/{UNIT}.ipynb",
        "START.html",
        f"이두리_102_assignsubmission_file/{UNIT}",
    ):
        assert name in told.output


def test_of_notebooks_with_as_many_answers_that_came_together_both_are_to_be_looked_at(
    course: Course, tmp_path: Path
) -> None:
    one, other = answered(course, "one-step"), answered(course, "mse-gradient")
    files = {f"김_1_assignsubmission_file_/{UNIT}_{name}.ipynb": data for name, data in (("v2", one), ("v1", other))}
    found = collect(course, [packed(tmp_path / "a.zip", files)], UNIT)
    (taken,), (kept,) = found.taken, found.earlier
    assert kept.source in taken.note.en
    assert "as many answers" in taken.note.en
    assert "as many answers" in kept.why.en


def test_a_blank_notebook_does_not_take_the_place_of_an_answered_one(course: Course, tmp_path: Path) -> None:
    name = f"kim/{UNIT}.ipynb"
    run(course, packed(tmp_path / "1.zip", {name: answered(course, "one-step")}), UNIT)
    told = run(course, packed(tmp_path / "2.zip", {name: answered(course)}, (2026, 3, 9, 0, 0, 0)), UNIT)
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": answered(course, "one-step")}
    assert "no answers" in told.output


def test_what_a_resubmission_replaces_is_counted_and_named(course: Course, tmp_path: Path) -> None:
    name = f"kim/{UNIT}.ipynb"
    run(course, packed(tmp_path / "1.zip", {name: ONE, "kim/helper.py": b"a = 1"}), UNIT)
    files = {name: TWO, "kim/helper.py": b"a = 2"}
    told = run(course, packed(tmp_path / "2.zip", files, (2026, 3, 9, 0, 0, 0)), UNIT)
    assert "2 earlier attempts kept apart" in told.output
    assert f"submitted/kim/{UNIT}/{UNIT}.ipynb" in told.output
    kept = {p.read_bytes() for p in (course.directory / "submitted-earlier").rglob("*") if p.is_file()}
    assert kept == {ONE, b"a = 1"}


@pytest.mark.parametrize(
    "ending", [".ipynb.txt", ".json", ".ipynb.json", ".pdf", ".py", "", ".docx", ".IPYNB", " (1).ipynb", ".txt"]
)
def test_a_notebook_is_one_by_what_is_in_it(course: Course, tmp_path: Path, ending: str) -> None:
    data = answered(course, "one-step")
    run(course, packed(tmp_path / "a.zip", {f"Kim_1_assignsubmission_file_/{UNIT}{ending}": data}), UNIT)
    assert submitted(course) == {f"Kim/{UNIT}/{UNIT}.ipynb": data}


def test_every_file_is_taken_or_listed_with_its_reason(course: Course, tmp_path: Path) -> None:
    person = "Kim_1_assignsubmission_file_"
    files = {
        f"{person}/{UNIT}.ipynb": answered(course, "one-step"),
        f"{person}/helper.py": b"x = 1",
        f"{person}/data/points.csv": b"1,2",
        f"{person}/__MACOSX/._x": b"",
        "Lee_2_assignsubmission_file_/report.pdf": b"%PDF-1.7",
        "Lee_2_assignsubmission_file_/photo.png": b"\x89PNG",
        "Park_3_assignsubmission_file_/work.7z": b"7z\xbc\xaf",
        "Choi_4_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello",
    }
    for number in (5, 6):
        files[f"P{number}_{number}_assignsubmission_file_/{UNIT}.zip"] = _zip(
            {f"{UNIT}.ipynb": answered(course, "one-step"), "manifest.json": b"{}", "submission_secret.txt": b""}
        )
    told = run(course, packed(tmp_path / "a.zip", files), UNIT)
    for name in ("report.pdf", "photo.png", "work.7z", "onlinetext.html", "helper.py", "data/points.csv"):
        assert name in told.output
    assert "· 5 files" in told.output
    assert (course.directory / "submitted" / "Kim" / UNIT / "helper.py").read_bytes() == b"x = 1"
    assert (course.directory / "submitted" / "Kim" / UNIT / "data" / "points.csv").read_bytes() == b"1,2"
    assert "3 taken, 0 earlier attempts kept apart, 9 left" in told.output
    assert not list((course.directory / "submitted").rglob("submission_secret.txt"))


def test_files_beside_the_notebook_of_one_are_nobody_elses(course: Course, tmp_path: Path) -> None:
    files = {f"{s}_{n}_assignsubmission_file_{UNIT}.ipynb": ONE for n, s in enumerate(("kim", "lee"))}
    files |= {"kim_0_assignsubmission_file_helper.py": b"k", "lee_1_assignsubmission_file_helper.py": b"l"}
    run(course, packed(tmp_path / "a.zip", files), UNIT)
    run(course, packed(tmp_path / "b.zip", {f"{UNIT}-park.ipynb": ONE, f"{UNIT}-cho.ipynb": TWO, "x.py": b"x"}), UNIT)
    root = course.directory / "submitted"
    found = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.py")}
    assert found == {f"kim/{UNIT}/helper.py": b"k", f"lee/{UNIT}/helper.py": b"l"}


def test_a_platforms_name_counts_only_where_the_platform_writes_it(course: Course, tmp_path: Path) -> None:
    files = {f"bob/{UNIT}.ipynb": ONE, f"eve/bob_11_assignsubmission_file_{UNIT}.ipynb": TWO}
    run(course, packed(tmp_path / "a.zip", files), UNIT)
    assert submitted(course) == {f"bob/{UNIT}/{UNIT}.ipynb": ONE, f"eve/{UNIT}/{UNIT}.ipynb": TWO}
    # Alone in the archive, and known from before.
    run(
        course,
        packed(tmp_path / "b.zip", {f"eve/bob_11_assignsubmission_file_{UNIT}.ipynb": THREE}, (2027, 1, 1, 0, 0, 0)),
        UNIT,
    )
    assert submitted(course) == {f"bob/{UNIT}/{UNIT}.ipynb": ONE, f"eve/{UNIT}/{UNIT}.ipynb": THREE}
    disguised = {"Eve_1_11_work.txt": _zip({f"Victim Kim_200_12_{UNIT}.ipynb": TWO}), f"Zoe_3_13_{UNIT}.ipynb": ONE}
    run(course, packed(tmp_path / "c.zip", disguised), UNIT)
    assert {"Eve-1", "Zoe-3"} == {name.split("/")[0] for name in submitted(course)} - {"bob", "eve"}


def test_a_download_among_others_is_not_taken_for_one_person(course: Course, tmp_path: Path) -> None:
    files = {f"week1/{s}_{n}_assignsubmission_file_/{UNIT}.ipynb": ONE for n, s in enumerate(("kim", "lee"))}
    told = run(course, packed(tmp_path / "a.zip", {**files, f"park/{UNIT}.ipynb": TWO}), UNIT)
    assert submitted(course) == {f"park/{UNIT}/{UNIT}.ipynb": TWO}
    assert "names as the platform gives them" in told.output


def test_two_who_would_become_one_are_named_and_nobodys_work_is_lost(course: Course, tmp_path: Path) -> None:
    bob = f"Bob Lee_11_assignsubmission_file_/{UNIT}.ipynb"
    run(course, packed(tmp_path / "a.zip", {bob: ONE}), UNIT)
    files = {bob: ONE, f"Bob Lee._12_assignsubmission_file_/{UNIT}.ipynb": TWO}
    told = run(course, packed(tmp_path / "b.zip", files, (2027, 1, 1, 0, 0, 0)), UNIT)
    assert submitted(course) == {f"Bob Lee/{UNIT}/{UNIT}.ipynb": ONE}
    assert "'Bob Lee.' (Moodle 12), 'Bob Lee' (Moodle 11)" in told.output


def test_whose_id_in_the_roster_is_the_one_they_were_given_is_in_the_roster(course: Course, tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", {f"doejane_101_5001_{UNIT}.ipynb": ONE})
    run(course, archive, UNIT)
    roster = tmp_path / "roster.csv"
    roster.write_text("student,email\ndoejane-101,jane@example.org\n", encoding="utf-8")
    told = run(course, archive, UNIT, "--roster", roster)
    assert "doejane-101" in told.output
    assert "not in the roster" not in told.output
    with course.gradebook() as book:
        assert [(s.id, s.email) for s in book.students] == [("doejane-101", "jane@example.org")]


def test_the_roster_is_in_the_gradebook_with_names_and_addresses(course: Course, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student;name;email\ns1;김하나;hana@example.org\ns2;Lee, Duri;\n", encoding="utf-8")
    files = {f"김하나_1_assignsubmission_file_/{UNIT}.ipynb": ONE, f"박세찬_2_assignsubmission_file_/{UNIT}.ipynb": ONE}
    told = run(course, packed(tmp_path / "a.zip", files), UNIT, "--roster", roster)
    assert "not in the roster" in told.output
    with course.gradebook() as book:
        people = {s.id: (s.first_name, s.last_name, s.email) for s in book.students}
    assert people == {
        "s1": (None, "김하나", "hana@example.org"),
        "s2": ("Duri", "Lee", None),
        "박세찬": (None, "박세찬", None),
    }


def test_canvas_says_who_is_late_and_its_archives_time_says_nothing(tmp_path: Path, release: NotebookNode) -> None:
    course, data = make_course(tmp_path / "course"), nbformat.writes(release).encode()
    archive = tmp_path / "submissions.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"kimhana_LATE_11_901_{UNIT}.ipynb", data)
        file.writestr(f"leeduri_12_902_{UNIT}.ipynb", data)
    assert len(collect(course, [archive], UNIT).taken) == 2
    (assignment,) = course.assignments(UNIT)
    came = {s.student: s.handed_in for s in course.submissions(assignment)}
    assert sorted((student[:3], when.time, when.late) for student, when in came.items()) == [
        ("kim", None, True),
        ("lee", None, False),
    ]


CLASSROOMS_LIST = (
    '"identifier","github_username","github_id","name"\n"2026001","octocat","583231","Kim Hana"\n'
    '"2026002","Hu-Bot","480938","Lee Duri"\n"2026003","","",""\n"2026004","bot","7",""\n'
)
"""As GitHub Classroom writes it: who has not accepted an invitation has no account."""


@pytest.mark.parametrize("unit_on_github", ["unit-02", UNIT])
@pytest.mark.parametrize("is_zip", [False, True], ids=["folder", "zip"])
def test_what_was_cloned_from_github_classroom_is_whose_the_account_is(
    unit_on_github: str, is_zip: bool, course: Course, tmp_path: Path
) -> None:
    """github-education-resources/classroom-assistant#118 and #174."""
    (tmp_path / "classroom_roster.csv").write_text(CLASSROOMS_LIST)
    files: dict[str, bytes] = {}
    for account, notebook in {"octocat": ONE, "hu-bot": TWO, "stranger": THREE}.items():
        clone = f"{unit_on_github}-submissions/{unit_on_github}-{account}"
        files |= {f"{clone}/.git/config": b"[core]", f"{clone}/{UNIT}.ipynb": notebook, f"{clone}/data.csv": b"1,2"}
    archive = packed(tmp_path / "clones.zip", files)
    if not is_zip:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(tmp_path / "clones")
        archive = tmp_path / "clones"
    done = run(course, archive, UNIT, "--roster", tmp_path / "classroom_roster.csv")
    assert submitted(course) == {
        f"2026001/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026002/{UNIT}/{UNIT}.ipynb": TWO,
        f"stranger/{UNIT}/{UNIT}.ipynb": THREE,
    }, done.output
    assert (course.directory / "submitted/2026002" / UNIT / "data.csv").is_file()
    assert not list(course.directory.rglob("timestamp.txt")), "a clone bears the time of the download"
    assert done.output.count("bears the time of the download") == 3
    assert done.output.count("not in the roster") == 1
    with course.gradebook() as book:
        assert {student.id for student in book.students} == {*(f"202600{n}" for n in range(1, 5)), "stranger"}


def test_one_students_own_git_hides_no_time_and_one_clone_alone_is_of_the_account_that_the_list_has(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "classroom_roster.csv").write_text(CLASSROOMS_LIST)
    mine = {f"kim/{UNIT}.ipynb": ONE, "kim/.git/config": b"", f"lee/{UNIT}.ipynb": TWO}
    assert "bears the time of the download" not in run(course, packed(tmp_path / "mine.zip", mine), UNIT).output
    assert len(list(course.directory.rglob("timestamp.txt"))) == 2
    alone = packed(tmp_path / "alone.zip", {f"unit-02-hu-bot/{UNIT}.ipynb": THREE, "unit-02-hu-bot/.git/x": b""})
    done = run(course, alone, UNIT, "--roster", tmp_path / "classroom_roster.csv")
    assert f"unit-02-hu-bot/{UNIT}/{UNIT}.ipynb" in submitted(course), done.output  # or it is bot's
    assert "not in the roster" in done.output
    alone = packed(tmp_path / "one.zip", {f"unit-02-octocat/{UNIT}.ipynb": THREE, "unit-02-octocat/.git/x": b""})
    done = run(course, alone, UNIT, "--roster", tmp_path / "classroom_roster.csv")
    assert submitted(course)[f"2026001/{UNIT}/{UNIT}.ipynb"] == THREE, done.output
    assert "bears the time of the download" in done.output
    one_folder = packed(tmp_path / "folder.zip", {f"unit-02/bot/{UNIT}.ipynb": TWO})
    run(course, one_folder, UNIT, "--roster", tmp_path / "classroom_roster.csv")
    assert submitted(course)[f"2026004/{UNIT}/{UNIT}.ipynb"] == TWO


GITHUBS_GRADES = (
    "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,student_repository_name,"
    "student_repository_url,submission_timestamp,points_awarded,points_available\n"
    "hw,u,u,octocat,2026001,hw-team-a,u,2026-03-01 14:59:00 UTC,0,0\n"
    "hw,u,u,bot,2026002,hw-team-a,u,2026-03-01 14:59:00 UTC,0,0\n"
    "hw,u,u,hubot,2026003,hw-hubot,u,2026-03-02 15:00:00 UTC,0,0\n"
)


def test_githubs_table_of_grades_tells_whose_a_repository_is_and_when_it_was_pushed(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "grades.csv").write_text(GITHUBS_GRADES)
    files: dict[str, bytes] = {}
    for folder, notebook in {"hw-team-a": ONE, "hw-hubot": TWO, "hw-stranger": THREE}.items():
        files |= {f"{folder}/.git/HEAD": b"", f"{folder}/{UNIT}.ipynb": notebook}
    done = run(course, packed(tmp_path / "clones.zip", files), UNIT, "--roster", tmp_path / "grades.csv")
    assert submitted(course) == {
        f"2026001/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026002/{UNIT}/{UNIT}.ipynb": ONE,
        f"2026003/{UNIT}/{UNIT}.ipynb": TWO,
        f"stranger/{UNIT}/{UNIT}.ipynb": THREE,
    }, done.output
    came = {s: handed_in(course.directory / "submitted" / s / UNIT, dt.UTC).time for s in ("2026001", "2026003")}
    assert came == {"2026001": dt.datetime(2026, 3, 1, 14, 59), "2026003": dt.datetime(2026, 3, 2, 15)}
    assert done.output.count("bears the time of the download") == 1


GROUPS_OF_CANVAS = (
    "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
    "Kim Hana,88,2026001,kim,A,Project-Group 3,5,\nLee Duri,90,2026002,lee,A,Project-Group 3,5,\n"
    "Park Sena,91,2026003,park,A,,,\n"
)
"""The list of a set of groups, as Canvas writes it."""


def test_what_a_group_of_canvass_hands_in_counts_for_each_member_that_the_list_of_groups_names(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "groups.csv").write_text(GROUPS_OF_CANVAS)
    files = {f"projectgroup3_LATE_88_4401_{UNIT}.ipynb": ONE, f"parksena_91_4402_{UNIT}.ipynb": TWO}
    done = run(course, packed(tmp_path / "canvas.zip", files), UNIT, "--roster", tmp_path / "groups.csv")
    assert submitted(course) == {f"{s}/{UNIT}/{UNIT}.ipynb": n for s, n in (("kim", ONE), ("lee", ONE), ("park", TWO))}
    assert "by the team 'projectgroup3', with 2 in the roster" in done.output, done.output
    assert platform_marks(course.directory) == {f"kim/{UNIT}": True, f"lee/{UNIT}": True, f"park/{UNIT}": False}
    with course.gradebook() as book:
        assert {s.id: s.lms_user_id for s in book.students} == {"kim": "88", "lee": "90", "park": "91"}
    assert list(given_names(course.directory, "canvas", UNIT)) == ["kim", "park"], "Canvas gives it back to all"


def test_of_two_files_of_canvass_with_as_many_answers_that_count_for_one_nobody_knows_which_was_first(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "groups.csv").write_text(GROUPS_OF_CANVAS)
    own, of_group = answered(course, "one-step"), answered(course, "update-rule")
    archive = tmp_path / "canvas.zip"
    with zipfile.ZipFile(archive, "w") as file:  # an archive of Canvas's bears the times of its making
        file.writestr(zipfile.ZipInfo(f"kimhana_88_4409_{UNIT}.ipynb", (2026, 3, 2, 12, 0, 0)), own)
        file.writestr(zipfile.ZipInfo(f"projectgroup3_90_4401_{UNIT}.ipynb", (2026, 3, 2, 12, 0, 2)), of_group)
    done = run(course, archive, UNIT, "--roster", tmp_path / "groups.csv")
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": own, f"lee/{UNIT}/{UNIT}.ipynb": of_group}, done.output
    assert "먼저 낸 것" not in done.output
    assert done.output.count("as many answers") == 2


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "0 bytes"), (b"%PDF-1.7", "PDF"), (b'{"cells": [', "JSON"), (b"\xff\xfe\x00", "UTF-")]
)
def test_what_is_no_notebook_is_told_so_when_it_is_collected(
    data: bytes, reason: str, course: Course, tmp_path: Path
) -> None:
    done = run(course, packed(tmp_path / "a.zip", {f"kim/{UNIT}.ipynb": data}), UNIT)
    (line,) = [line for line in done.output.splitlines() if "cannot be read as a notebook" in line]
    assert reason in line
    assert "holds none of the questions" not in done.output


@pytest.mark.parametrize(
    ("roster", "number", "said", "taken"),
    [
        ("", "88", "if this is a group of Canvas's", ["projectgroup3-88"]),
        ("Student,ID,SIS Login ID\nKim Hana,88,kim\n", "88", "nothing tells who is in the group", []),
        (GROUPS_OF_CANVAS, "91", "in the roster is park, who is not in it", []),
        (GROUPS_OF_CANVAS.replace("Park Sena", "Project Group 3"), "88", "a person and a team", []),
    ],
)
def test_a_group_of_canvass_of_which_nobody_knows_who_is_in_it_is_told(
    roster: str, number: str, said: str, taken: list[str], course: Course, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_text(roster)
    archive = packed(tmp_path / "canvas.zip", {f"projectgroup3_{number}_4401_{UNIT}.ipynb": ONE})
    done = run(course, archive, UNIT, *(("--roster", tmp_path / "roster.csv") if roster else ()))
    assert said in " ".join(done.output.split()), done.output
    assert [name.partition("/")[0] for name in submitted(course)] == taken


def test_what_canvas_has_made_anonymous_has_its_own_name_and_is_late_where_canvas_says_so(
    course: Course, tmp_path: Path
) -> None:
    files = {f"anon_dQ5kd_4401_{UNIT}.ipynb": ONE, f"anon_LATE_Xy9aB_4402_{UNIT}.ipynb": TWO}
    done = run(course, packed(tmp_path / "canvas.zip", files), UNIT)
    assert set(submitted(course)) == {f"anon-{n}/{UNIT}/{UNIT}.ipynb" for n in ("dQ5kd", "Xy9aB")}, done.output
    assert platform_marks(course.directory) == {f"anon-dQ5kd/{UNIT}": False, f"anon-Xy9aB/{UNIT}": True}


@pytest.mark.parametrize("version", ["Versión {}", "버전 {}", "版本 {}", "Version {}", "Versie {}"])
def test_teams_calls_a_version_in_any_language(version: str, course: Course, tmp_path: Path) -> None:
    files = {
        f"Hana Kim/02/{version.format(9)}/{UNIT}.ipynb": ONE,
        f"Hana Kim/02/{version.format(10)}/{UNIT}.ipynb": TWO,
    }
    done = run(course, packed(tmp_path / "teams.zip", files), UNIT)
    assert submitted(course) == {f"Hana Kim/{UNIT}/{UNIT}.ipynb": TWO}, done.output


@pytest.mark.parametrize(
    "name",
    [
        *("{} (1)", "{} 2", "{}-Copy1", "{} - Copy (2)", "Copy of {}", "Kopie von {}", "{} - 복사본"),
        *("{} (Kim's conflicted copy 2026-03-01)", "{}-DESKTOP-A1B2C3"),
        *("{}-final", "{}_v2", "{}_final_v2 (1)", "final_{}", "{}-최종", "{} - 제출용", "{}_solution", "수정본 {}"),
    ],
)
def test_a_copy_is_nobody(name: str, course: Course, tmp_path: Path) -> None:
    (tmp_path / "in" / "kim").mkdir(parents=True)
    (tmp_path / "in" / f"{name.format(UNIT)}.ipynb").write_bytes(ONE)
    (tmp_path / "in" / "kim" / f"{UNIT}.ipynb").write_bytes(TWO)
    done = run(course, tmp_path / "in", UNIT)
    assert submitted(course) == {f"kim/{UNIT}/{UNIT}.ipynb": TWO}
    assert f"Call it '{UNIT}-STUDENT.ipynb'" in done.output


@pytest.mark.parametrize("added", [" (1)", "-final", "_v2", " - Copy", " - 최종", "-Copy1", "_final (2)"])
@pytest.mark.parametrize("known_by", ["file beside it", "roster", "unit before"])
def test_what_a_name_adds_to_that_of_somebody_known_makes_nobody_else(
    added: str, known_by: str, course: Course, tmp_path: Path
) -> None:
    folder, own = tmp_path / "in", answered(course, "one-step")
    folder.mkdir()
    (folder / f"{UNIT}-kim{added}.ipynb").write_bytes(own)
    (folder / f"{UNIT}-group (1).ipynb").write_bytes(TWO)
    (folder / f"{UNIT}-group (2).ipynb").write_bytes(THREE)
    of = []
    if known_by == "file beside it":
        (folder / f"{UNIT}-kim.ipynb").write_bytes(answered(course))
    elif known_by == "roster":
        (tmp_path / "roster.csv").write_text("student,name\nkim,Kim Hana\n")
        of = ["--roster", tmp_path / "roster.csv"]
    else:
        (course.directory / "submitted" / "kim" / "01-cost").mkdir(parents=True)
    done = run(course, folder, UNIT, *of)
    assert submitted(course) == {
        f"kim/{UNIT}/{UNIT}.ipynb": own,
        f"group (1)/{UNIT}/{UNIT}.ipynb": TWO,
        f"group (2)/{UNIT}/{UNIT}.ipynb": THREE,
    }, done.output


@pytest.mark.parametrize("folder", ["Kim, Hana(2026009)", "Kim Hana (123)"])
def test_a_number_behind_a_name_may_be_the_id_of_a_namesake(folder: str, course: Course, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("student,name\n2026001,Kim Hana\n")
    archive = packed(tmp_path / "all.zip", {f"{folder}/{UNIT}.ipynb": ONE, f"2026001/{UNIT}.ipynb": TWO})
    done = run(course, archive, UNIT, "--roster", tmp_path / "roster.csv")
    assert submitted(course)[f"2026001/{UNIT}/{UNIT}.ipynb"] == TWO, done.output
    assert len(submitted(course)) == 2


def test_ids_of_a_roster_that_have_lost_their_zeros_are_told(course: Course, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("student,name\n123,Kim Hana\n")
    archive = packed(tmp_path / "all.zip", {f"00123/{UNIT}.ipynb": ONE, f"00124/{UNIT}.ipynb": TWO})
    done = run(course, archive, UNIT, "--roster", tmp_path / "roster.csv")
    assert done.output.count("which has '123': if zeros were lost") == 1, done.output


def test_a_clock_with_a_letter_ends_a_name_of_brightspaces(course: Course, tmp_path: Path) -> None:
    files = {f"12-56 - A B - dimanche 1 mars 2026 23{h}59/{UNIT}.ipynb": ONE for h in ("h", " h ")}
    done = run(course, packed(tmp_path / "brightspace.zip", files), UNIT)
    assert set(submitted(course)) == {f"A B-12/{UNIT}/{UNIT}.ipynb"}, done.output


def test_a_line_of_a_roster_without_an_id_costs_nobody_else(course: Course, tmp_path: Path) -> None:
    worksheet = (
        "Identifier,Full name,ID number,Email address\nParticipant 101,Kim Hana,2026001,kim@x\n"
        "Participant 102,Lee Duri,,lee@x\nParticipant 103,Park Sena,2026003,park@x\nParticipant 104,Kim Hana,,k@x\n"
        "Participant 105,Choi Net,2026005,choi@x\n"
    )
    (tmp_path / "worksheet.csv").write_text(worksheet)
    files = {
        f"Kim Hana_101_assignsubmission_file_/{UNIT}.ipynb": ONE,
        f"Lee Duri_102_assignsubmission_file_/{UNIT}.ipynb": TWO,
        f"Kim Hana_104_assignsubmission_file_/{UNIT}.ipynb": TWO,
        f"Park Sena_103_assignsubmission_file_/{UNIT}.ipynb": THREE,
    }
    archive = packed(tmp_path / "moodle.zip", files)
    done = run(course, archive, UNIT, "--roster", tmp_path / "worksheet.csv")
    assert submitted(course) == {f"2026001/{UNIT}/{UNIT}.ipynb": ONE, f"2026003/{UNIT}/{UNIT}.ipynb": THREE}
    assert done.output.count("which has no id") == 2
    assert "line 3 ('Lee Duri')" in done.output
    assert "line 5 ('Kim Hana')" in done.output
    (tmp_path / "worksheet.csv").write_text(
        worksheet.replace("Duri,,", "Duri,2026002,").replace("Hana,,", "Hana,2026004,")
    )
    done = run(course, archive, UNIT, "--roster", tmp_path / "worksheet.csv")
    assert len(submitted(course)) == 4, done.output
    assert "no id" not in done.output


def test_blackboards_logins_need_be_no_numbers_and_a_receipt_without_files_is_no_hand_in(
    course: Course, tmp_path: Path
) -> None:
    """CodeGra-de/CodeGra.de#280; and the grade that stands in a receipt is nobody's."""
    start = "Unit 2_{}_attempt_2026-03-01-23-30-00"
    receipt = "Name: {0} ({0})\nAssignment: Unit 2\nCurrent Grade: 12\n\nSubmission Field:\n{1}\n\nFiles:\n{2}\n"
    files = {
        f"{start.format('x12ab')}_{UNIT}.ipynb": ONE,
        f"{start.format('x12ab')}.txt": receipt.format("x12ab", "There is no text.", "\tFilename: 02.ipynb").encode(),
        f"{start.format('j.lee-2')}.txt": receipt.format(
            "j.lee-2", "See my mail.", "\tNo files were attached."
        ).encode(),
    }
    done = run(course, packed(tmp_path / "gradebook.zip", files), UNIT)
    assert submitted(course) == {f"x12ab/{UNIT}/{UNIT}.ipynb": ONE}, done.output
    assert f"{start.format('j.lee-2')}.txt" in done.output
    assert f"{start.format('x12ab')}.txt" not in done.output
    assert "1 files: the platform's own records" in done.output
    with course.gradebook() as book:
        assert [student.id for student in book.students] == ["x12ab"]
        assert not book.assignment_submissions(UNIT)
