"""Marks for learning platforms: right whatever a name holds, and never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Student

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_recording import Recorder, ToRecord, opened_gradebook
from gdcourse.grading.classroom.graded_submission import finished
from gdcourse.grading.classroom.what_marks_rest_on import of_submission
from gdcourse.grading.lms.marks_export import HandedIn, MoodleExport
from gdcourse.grading.pages.safe_csv import as_csv, defused
from gdcourse.grading.submission.grade_submission import grade_ungraded
from gdcourse.language import Text
from support.course import ROOT, hand_in, make_course
from support.written_answers import ENGLISH, KOREAN, graded_by_hand
from support.written_answers import UNIT as WRITTEN

UNIT = "02-manual-gradient"
PEOPLE = {
    "plain": ("길동", "홍", "hong@example.org", "1001"),
    "comma": ('Anna "Ann"', "O'Neil, Jr.", "a@example.org", "1002"),
    "newline": ("two\nlines", "tab\there", "n@example.org", None),
    "formula": ('=HYPERLINK("http://evil","x")', "@SUM(1)", "+evil@example.org", "1004"),
    "absent": ("결석", "김", None, None),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with marks of its own, one late, one open, one missing."""
    course = make_course(tmp_path_factory.mktemp("export") / "course")
    with course.gradebook() as book:
        due = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
        book.update_or_create_assignment(UNIT, duedate=due.replace(tzinfo=None))
        for number, (student, (first, last, email, lms)) in enumerate(PEOPLE.items()):
            book.add_student(student, first_name=first, last_name=last, email=email, lms_user_id=lms)
            if student == "absent":
                continue
            submitted = book.add_submission(UNIT, student, timestamp=due.replace(tzinfo=None))
            notebook = submitted.notebooks[0]
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0.1 * number, student == "plain"
            notebook.late_submission_penalty = {"comma": 0.25, "newline": 100.0}.get(student, 0.0)
        book.db.commit()
    return course


def exported(course: Course, to: str, *arguments: str) -> tuple[list[list[str]], str, bytes]:
    path = course.directory / f"{to}.csv"
    command = ["export", "--to", to, "--course", str(course.directory), "--output", str(path), *arguments]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    data = path.read_bytes()
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))), done.output, data


def test_canvas_gets_its_columns_and_the_points_possible(course: Course) -> None:
    rows, output, data = exported(course, "canvas")
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", UNIT]
    assert rows[1] == ["    Points Possible", "", "", "", "", "20.0"]
    by_login = {row[3]: row for row in rows[2:]}
    assert by_login["plain"] == ["홍, 길동", "1001", "", "plain", "", "0.0"]
    assert by_login["comma"][0] == 'O\'Neil, Jr., Anna "Ann"'
    assert by_login["newline"][0] == "tab\there, two\nlines"
    assert by_login["formula"][0].startswith("'@SUM(1)")
    assert data.startswith(b"\xef\xbb\xbf")
    assert "1" in output.splitlines()[-1]


@pytest.mark.parametrize(("to", "column"), [("canvas", -1), ("moodle", -1), ("csv", -2)])
def test_work_that_was_not_graded_has_no_mark_and_is_named(course: Course, to: str, column: int) -> None:
    path = course.path("submitted", UNIT, "absent") / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    rows, output, _ = exported(course, to)
    (marked,) = [row for row in rows if "absent" in row or "김, 결석" in row]
    assert marked[column] == ""
    assert f"absent ({UNIT})" in output
    path.unlink()
    rows, output, _ = exported(course, to)
    (marked,) = [row for row in rows if "absent" in row or "김, 결석" in row]
    assert marked[column] == "0"
    assert f"absent ({UNIT})" not in output
    path.parent.rmdir()


@pytest.mark.parametrize(("to", "column"), [("canvas", 5), ("moodle", 5), ("csv", 9)])
def test_what_was_handed_in_again_has_no_mark_until_it_is_graded(tmp_path: Path, to: str, column: int) -> None:
    course = graded_by_hand(tmp_path / "course", {"kim": KOREAN, "lee": ENGLISH})
    (assignment,) = course.assignments(WRITTEN)
    with opened_gradebook(course) as gradebook:
        for submission in course.submissions(assignment):
            graded = finished(grade_ungraded(Text("", ""), assignment))
            recorded = ToRecord(submission, graded, {"submission": of_submission(submission)})
            Recorder(course, gradebook, assignment).record([recorded])
    rows, said, _ = exported(course, to)
    assert "not graded" not in said
    before = rows[-1][column]
    assert before
    hand_in(course, "kim", b"another notebook", WRITTEN)
    rows, said, _ = exported(course, to)
    assert "1 submissions were handed in" in said
    assert f"kim ({WRITTEN})" in said
    marks = {("kim" if "kim" in row else "lee"): row[column] for row in rows if "kim" in row or "lee" in row}
    assert marks == {"kim": "", "lee": before}


def test_late_penalties_are_taken_off_and_no_mark_is_below_zero(course: Course) -> None:
    rows, _, _ = exported(course, "canvas")
    marks = {row[3]: float(row[5]) for row in rows[2:]}
    with course.gradebook() as book:
        questions = len(book.find_submission_notebook(UNIT, UNIT, "comma").grades)
    raw = {student: 0.1 * number * questions for number, student in enumerate(PEOPLE) if student != "absent"}
    wanted = {**raw, "comma": raw["comma"] - 0.25, "newline": 0.0, "absent": 0.0}
    assert marks == {student: pytest.approx(mark) for student, mark in wanted.items()}
    with course.gradebook() as book:
        penalty = book.find_submission(UNIT, "comma").late_submission_penalty
    assert penalty == 0.25


def test_moodle_gets_what_it_can_find_people_by(course: Course) -> None:
    rows, _, _ = exported(course, "moodle", UNIT)
    assert rows[0] == ["Username", "ID number", "Email address", "First name", "Last name", UNIT]
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["plain"] == ["plain", "1001", "hong@example.org", "길동", "홍", "0.0"]
    assert by_name["formula"][2:5] == ["'+evil@example.org", '\'=HYPERLINK("http://evil","x")', "'@SUM(1)"]


def test_canvass_number_of_a_student_is_none_of_moodles(course: Course) -> None:
    (course.directory / "people.json").write_text(
        json.dumps([{"platform": "canvas", "number": "1001", "name": "hong", "unit": "", "student": "plain"}])
    )
    rows, _, _ = exported(course, "moodle", UNIT)
    canvas, _, _ = exported(course, "canvas", UNIT)
    (course.directory / "people.json").unlink()
    assert {row[3]: row[1] for row in canvas[2:]}["plain"] == "1001"
    numbers = {row[4]: row[1] for row in rows[1:]}
    assert numbers["홍"] == ""
    assert numbers["'@SUM(1)"] == "1004", "which an instructor has given"


@pytest.mark.parametrize(
    ("student", "first", "last", "expected"),
    [
        ("김하나", None, "김하나", ("", "")),
        ("김하나-202", None, "김하나", ("", "")),
        ("Bob Lee", "Bob", "Lee", ("", "")),
        ("madonna", None, "madonna", ("", "")),
        ("kim.hana", "하나", "김", ("kim.hana", "")),
        ("S2024001", "하나", "김", ("", "S2024001")),
        ("20240001", None, None, ("20240001", "")),
    ],
)
def test_a_full_name_is_nobodys_username(
    student: str, first: str | None, last: str | None, expected: tuple[str, str]
) -> None:
    people = [Student(id=student, first_name=first, last_name=last)]
    _, row = MoodleExport().rows(HandedIn(people, [], {}))
    assert (row[0], row[1]) == expected


def test_csv_has_the_columns_of_nbgraders_own_export_and_its_scores(course: Course) -> None:
    rows, _, _ = exported(course, "csv")
    ours = {row[3]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    bin_ = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"}
    for exporter in ([], ["--exporter=gdcourse.grading.lms.marks_export.CsvExport"]):
        command = ["nbgrader", "export", "--to", "theirs.csv", "--student", '["plain"]', *exporter]
        done = subprocess.run(
            command, cwd=course.directory, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        text = (course.directory / "theirs.csv").read_text(encoding="utf-8-sig")
        (theirs,) = csv.DictReader(io.StringIO(text))
        assert list(theirs) == rows[0]
        for column in ("assignment", "student_id", "raw_score", "late_submission_penalty", "score", "max_score"):
            assert ours["plain"][column] == theirs[column], column
    assert ours["newline"]["first_name"] == "two\nlines"


def test_an_unknown_unit_is_named(course: Course) -> None:
    done = CliRunner().invoke(main, ["export", "--course", str(course.directory), "99-nothing"])
    assert done.exit_code == 2
    assert "99-nothing" in done.output


@pytest.mark.parametrize(("to", "name"), [("canvas", "in row 0"), ("moodle", "in row 0"), ("csv", "in column 0")])
def test_a_unit_that_has_nothing_but_a_deadline_is_no_column_and_exported_alone_refused(
    tmp_path: Path, to: str, name: str
) -> None:
    course = make_course(tmp_path / "course")
    with course.gradebook() as book:
        book.add_student("kim")
        book.update_or_create_assignment("03-chain-rule", duedate=dt.datetime(2026, 4, 1))
    (course.directory / "source" / "03-chain-rule").mkdir()
    (course.directory / "source" / "03-chain-rule" / "03-chain-rule.ipynb").write_text("{}")
    rows, _, _ = exported(course, to)
    named = rows[0] if name == "in row 0" else [row[0] for row in rows]
    assert UNIT in named
    assert "03-chain-rule" not in named
    path = course.directory / "alone.csv"
    command = ["export", "--to", to, "--course", str(course.directory), "--output", str(path), "03-chain-rule"]
    refused = CliRunner().invoke(main, command)
    assert refused.exit_code == 1
    assert "gdcourse release 03-chain-rule" in refused.output
    assert not path.exists()


def test_where_nothing_is_released_no_empty_file_is_written(tmp_path: Path) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    path = tmp_path / "marks.csv"
    refused = CliRunner().invoke(main, ["export", "--course", str(tmp_path), "--output", str(path)])
    assert refused.exit_code == 1
    assert "gdcourse release" in refused.output
    assert not path.exists()


def cells(line: str) -> list[str]:
    """What any spreadsheet may take for cells of a text, whatever it takes for a separator."""
    return [cell for separator in (";", ",", "\t", "|", "\n", "\r") for cell in line.split(separator)]


@given(st.text(st.sampled_from("=+-@;,\t|\n\r\"' a1.％＝＋－＠%\x00\u2028")))
def test_no_text_begins_a_formula_after_any_separator_and_all_of_it_is_still_there(text: str) -> None:
    made = defused(text)
    parts = iter(made)
    assert all(character in parts for character in text)
    assert made.replace("'", "") == text.replace("'", "")
    for cell in cells(made):
        if cell.strip(' \x00"')[:1] in {*"=@＝＋－＠", "+", "-"}:
            assert float(cell.replace(",", ".")) is not None


def test_a_name_or_an_error_does_not_become_a_formula_where_semicolons_separate() -> None:
    row = ["kim;=1+1", "x;=cmd|'/C calc'!A0;", 'a";"=1', "b\t+2+3", "c|@d", "e\n=f", "g; =h", 'i;"=j"', -3, "k;-2;l"]
    line = as_csv([row])
    for cell in cells(line.replace('"', "")):
        assert cell.strip()[:1] not in {"=", "+", "@"}
    assert "k;-2;l" in line


@pytest.mark.parametrize("value", [-1.5, 0, "-3", "+2.5e-7", "-.5", "김", "a=b", "", None, "3.14"])
def test_numbers_and_plain_text_stay_as_they_are(value: object) -> None:
    assert defused(value) == value


@pytest.mark.parametrize("value", ["=1+1", "+cmd|x", "-2+3", "@a", "\t=1", "\r=1", " =1", "＝1", "-", "-1-1", "\n=1"])
def test_formulas_are_defused(value: str) -> None:
    made = defused(value)
    assert made.startswith("'")
    assert made.replace("'", "") == value


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1)))
def test_csv_reads_back_as_it_was(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(rows), newline="")))
    assert read == [[defused(value) for value in row] for row in rows]
