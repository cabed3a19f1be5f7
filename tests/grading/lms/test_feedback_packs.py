"""Feedback in the form in which platforms take files back: by the names that they gave what was handed in."""

from __future__ import annotations

import email
import email.policy
import json
import re
import shutil
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.lms.collecting import collect
from gdcourse.grading.lms.feedback_packs import pack_feedback
from gdcourse.grading.lms.original_file_names import FILE, given_names
from support.course import make_course
from support.written_answers import graded_by_hand

UNIT = "02-manual-gradient"
PAGE = "<!doctype html><p>피드백</p>"
MOODLE = {
    "홍길동": f"홍길동_101_assignsubmission_file_/{UNIT}.ipynb",
    "Ann O'Neil": f"Ann O'Neil_102_assignsubmission_file_{UNIT}.ipynb",
    "조 A-Kim Lee": f"조 A-Kim Lee_103_assignsubmission_file_/{UNIT}.ipynb",
}
CANVAS = {"kimminjun-77": f"kimminjun_77_901_{UNIT}.ipynb", "leesua-78": f"leesua_LATE_78_902_{UNIT}-1.ipynb"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("packs") / "course")


@pytest.fixture
def course(template: Course, tmp_path: Path) -> Course:
    shutil.copytree(template.directory, tmp_path / "course")
    return Course(tmp_path / "course")


def collected(course: Course, names: dict[str, str], archive: str = "downloads.zip") -> None:
    path = course.directory.parent / archive
    with zipfile.ZipFile(path, "w") as made:
        for number, name in enumerate(names.values()):
            made.writestr(name, b'{"cells": [%d]}' % number)
    collect(course, [path], UNIT)


def pages(course: Course, *students: str) -> list[Path]:
    made = [course.directory / "feedback" / student / UNIT / f"{UNIT}.html" for student in students]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    return made


def moodles_user(path: str, participants: set[int]) -> tuple[int, str] | None:
    """Whose a file of a zip is and what it is called, by the rules of Moodle's importer.

    ``is_valid_filename_for_import`` in ``mod/assign/feedback/file/importziplib.php`` (Moodle 4, 5): folders, and names
    that begin with a dot or a tilde, are passed over; each part of the path is divided at its first four underscores;
    the second piece has to be a number of a participant, the third and fourth a plugin of the assignment. The rest of
    the part and the parts behind it are the file's name.
    """
    *_, last = parts = path.split("/")
    if not last or last.startswith((".", "~")):
        return None
    while parts:
        info = parts.pop(0).split("_", 4)
        is_numeric = len(info) >= 4 and re.fullmatch(r"\s*\d+\s*", info[1])
        if is_numeric and int(info[1]) in participants and tuple(info[2:4]) in MOODLES_PLUGINS:
            return int(info[1]), "/".join([*(info[4:] or [""]), *parts]).strip("/")
    return None


MOODLES_PLUGINS = {("assignsubmission", "file"), ("assignsubmission", "onlinetext"), ("assignfeedback", "file")}


def canvass_user(path: str) -> tuple[int, int] | None:
    """User and attachment of a file of a zip, by the rules of Canvas's importer.

    ``infer_comment_context_from_filename`` in canvas-lms (``app/models/assignment.rb``): of the name without folders,
    the first two of the pieces between underscores that are digits alone; nothing where the last piece begins with
    "link", which stands for a submitted address, or the name with "._".
    """
    name = path.rpartition("/")[2]
    pieces = name.split("_")
    numbers = [int(piece) for piece in pieces if re.fullmatch(r"[0-9]+", piece)]
    if len(numbers) < 2 or pieces[-1].startswith("link") or name.startswith("._"):
        return None
    return numbers[0], numbers[1]


def test_moodle_finds_everybody_by_the_name_of_the_folder(course: Course) -> None:
    collected(course, MOODLE)
    packed = pack_feedback(course, UNIT, "moodle", pages(course, *MOODLE, "by-hand"))
    assert packed.path.name == f"{UNIT}-moodle.zip"
    with zipfile.ZipFile(packed.path) as archive:
        found = [moodles_user(name, {101, 102, 103}) for name in archive.namelist()]
        assert archive.read(archive.namelist()[0]).decode() == PAGE
    assert sorted(filter(None, found)) == [(number, f"{UNIT}.html") for number in (101, 102, 103)]
    assert [(who, "did not come from Moodle" in why.en) for who, why in packed.left] == [("by-hand", True)]


ILIAS = {
    "Kim_Hana_hkim_4711": f"Blatt 02/Abgaben/Kim_Hana_hkim_4711/{UNIT}.ipynb",
    "Lee_Duri_d_lee_4712": f"Blatt 02/Abgaben/Team 3/Lee_Duri_d_lee_4712/Verspaetet - {UNIT}.ipynb",
}


def ilias_user(path: str) -> tuple[int, str] | None:
    """Whose a file of a zip is and what it is called, by the rules of ILIAS's importer.

    ``getMultiFeedbackFiles`` in ILIAS (``Modules/Exercise/classes/class.ilExAssignment.php``): files in the folders of
    people, in a folder whose name begins with ``multi_feedback``; the number behind the last underscore is the user's.
    """
    parts = path.split("/")
    if len(parts) != 3 or not parts[0].startswith("multi_feedback"):
        return None
    number = parts[1].rpartition("_")[2]
    return (int(number), parts[2]) if number.isdigit() else None


def test_ilias_finds_everybody_by_the_number_at_the_end_of_the_folders_name(course: Course) -> None:
    collected(course, {**ILIAS, **{f"x{n}": f"Blatt 02/Abgaben/x_y_z_{n}/a.txt" for n in range(2)}})
    packed = pack_feedback(course, UNIT, "ilias", pages(course, *ILIAS, "by-hand"))
    with zipfile.ZipFile(packed.path) as archive:
        found = [ilias_user(name) for name in archive.namelist()]
    assert sorted(filter(None, found)) == [(4711, f"{UNIT}.html"), (4712, f"{UNIT}.html")]
    assert [(who, "ILIAS" in why.en) for who, why in packed.left] == [("by-hand", True)]
    assert given_names(course.directory, "canvas", UNIT) == given_names(course.directory, "moodle", UNIT) == {}


def test_canvas_finds_everybody_by_the_numbers_in_the_name_of_the_file(course: Course) -> None:
    collected(course, CANVAS)
    packed = pack_feedback(course, UNIT, "canvas", pages(course, *CANVAS))
    with zipfile.ZipFile(packed.path) as archive:
        names = sorted(archive.namelist())
    assert names == [f"kimminjun_77_901_{UNIT}.html", f"leesua_LATE_78_902_{UNIT}.html"]
    assert [canvass_user(name) for name in names] == [(77, 901), (78, 902)]
    assert packed.left == []


@pytest.mark.parametrize(
    "folder",
    [
        "Ann_102_assignsubmission_file_/",  # Moodle 3.1 to 4.0
        "Ann_102_assignsubmission_file/",  # from 4.1 on (mod/assign/classes/downloader.php)
        "Ann_102_assignsubmission_file_",  # without folders, as a teacher may choose
        "De_La_Cruz_102_assignsubmission_file_/",  # made by hand: Moodle itself writes no underscore into a name
        "참가자 Participant_102_assignsubmission_file/",  # marked blindly
    ],
)
def test_feedback_goes_back_whatever_moodle_it_came_from(course: Course, folder: str) -> None:
    collected(course, {"who": f"{folder}{UNIT}.ipynb"})
    (student,) = given_names(course.directory, "moodle", UNIT)
    for _ in ("by the name that was kept", "by the person alone"):
        packed = pack_feedback(course, UNIT, "moodle", pages(course, student))
        with zipfile.ZipFile(packed.path) as archive:
            assert [moodles_user(name, {102}) for name in archive.namelist()] == [(102, f"{UNIT}.html")]
        (course.directory / FILE).unlink(missing_ok=True)


def test_a_notebook_that_is_called_like_a_link_goes_back_to_canvas(course: Course) -> None:
    collected(course, {"kim-77": f"kim_77_901_{UNIT}.ipynb"})
    page = pages(course, "kim-77")[0]
    named = page.rename(page.with_name("part_link.html"))
    packed = pack_feedback(course, UNIT, "canvas", [named])
    with zipfile.ZipFile(packed.path) as archive:
        assert [canvass_user(name) for name in archive.namelist()] == [(77, 901)]


def test_what_was_handed_in_last_is_what_counts(course: Course) -> None:
    collected(course, CANVAS)
    collected(course, {"leesua-78": f"leesua_78_999_{UNIT}-2.ipynb"}, "again.zip")
    assert given_names(course.directory, "canvas", UNIT)["leesua-78"] == "leesua_78_999_"
    assert given_names(course.directory, "canvas", "01-cost") == {}
    assert given_names(course.directory, "moodle", UNIT) == {}


def test_feedback_goes_back_to_a_platform_whatever_came_by_another_way_since(course: Course) -> None:
    collected(course, CANVAS)
    collected(course, MOODLE)
    folder = course.directory.parent / "by-mail"
    for student in (*CANVAS, *MOODLE):
        shutil.copytree(next(course.path("submitted", UNIT, student).glob("*.ipynb")).parent, folder / student / UNIT)
    collect(course, [folder], UNIT)
    for platform, students in (("canvas", CANVAS), ("moodle", MOODLE)):
        assert given_names(course.directory, platform, UNIT).keys() == students.keys()
        assert pack_feedback(course, UNIT, platform, pages(course, *students)).left == []


@pytest.mark.parametrize("kept", ["leesua_78_902_", ""])
def test_a_name_that_an_earlier_version_kept_is_read(course: Course, kept: str) -> None:
    (course.directory / FILE).write_text(json.dumps({f"leesua-78/{UNIT}": kept}))
    assert given_names(course.directory, "canvas", UNIT) == ({"leesua-78": kept} if kept else {})


def test_moodles_folders_are_made_of_people_who_were_met_before_names_were_kept(course: Course) -> None:
    collected(course, MOODLE)
    (course.directory / FILE).unlink()
    assert given_names(course.directory, "moodle", UNIT)["홍길동"] == "홍길동_101_assignsubmission_file_"


def test_a_mail_is_unsent_and_addressed_and_has_the_page_in_it(course: Course) -> None:
    with course.gradebook() as book:
        book.add_student("kim", first_name="민준", last_name="김", email="kim@example.org")
        book.add_student("lee", email="lee@example.org\r\nBcc: all@example.org")
        book.add_student("park", first_name="x\r\nBcc: all@example.org", email="park@example.org")
        book.add_student("choi")
    packed = pack_feedback(course, UNIT, "mail", pages(course, "kim", "lee", "park", "choi", "nobody"))
    assert sorted(path.name for path in packed.path.iterdir()) == ["kim.eml", "park.eml"]
    assert [who for who, _ in packed.left] == ["lee", "choi", "nobody"]
    assert all("gdcourse collect … --roster" in why.en for _, why in packed.left)
    mail = email.message_from_bytes((packed.path / "kim.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert (mail["To"].addresses[0].addr_spec, mail["X-Unsent"], mail["From"]) == ("kim@example.org", "1", None)
    assert mail["To"].addresses[0].display_name == "김 민준"
    assert UNIT in mail["Subject"]
    (attachment,) = mail.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content().strip()) == (f"{UNIT}.html", PAGE)
    other = email.message_from_bytes((packed.path / "park.eml").read_bytes(), policy=email.policy.default)
    assert other["Bcc"] is None


def test_mails_of_the_last_time_are_gone(course: Course) -> None:
    with course.gradebook() as book:
        book.add_student("kim", email="kim@example.org")
        book.add_student("lee", email="lee@example.org")
    pack_feedback(course, UNIT, "mail", pages(course, "kim", "lee"))
    packed = pack_feedback(course, UNIT, "mail", pages(course, "lee"))
    assert [path.name for path in packed.path.iterdir()] == ["lee.eml"]
    assert [path.name for path in packed.path.parent.iterdir()] == [packed.path.name]


def test_where_nothing_can_be_packed_the_pack_of_before_stays(course: Course) -> None:
    before = course.directory / "packs" / f"{UNIT}-canvas.zip"
    before.parent.mkdir()
    before.write_bytes(b"before")
    with pytest.raises(CourseError, match="kim"):
        pack_feedback(course, UNIT, "canvas", pages(course, "kim"))
    assert before.read_bytes() == b"before"


def test_the_command_writes_the_pages_and_packs_them(tmp_path: Path) -> None:
    course = graded_by_hand(tmp_path / "course", {"kim": "An answer.", "lee": "Another."}, UNIT)
    with course.gradebook() as book:
        book.update_or_create_student("kim", email="kim@example.org")
    done: Result = CliRunner().invoke(main, ["feedback", UNIT, "--pack", "mail", "--course", str(course.directory)])
    assert done.exit_code == 0, done.output
    assert "✗ lee: " in done.output
    assert b"kim@example.org" in (course.directory / "packs" / f"{UNIT}-mail" / "kim.eml").read_bytes()
    refused = CliRunner().invoke(main, ["feedback", UNIT, "--pack", "canvas", "--course", str(course.directory)])
    assert refused.exit_code == 1
    assert "✗ kim: " in refused.output
    told: list[int] = []
    written = course.feedback(UNIT, on_plan=told.append, on_page=lambda: told.append(1))
    assert told == [2, 1, 1]
    assert len(written) == 2


def test_all_packs_that_are_asked_are_made_and_one_that_cannot_be_is_named_as_an_error(course: Course) -> None:
    collected(course, MOODLE)
    own = pages(course, *MOODLE)
    made = course.directory / "packs"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Course, "feedback", lambda *_: own)
        command = ["feedback", UNIT, "--course", str(course.directory)]
        done = CliRunner().invoke(main, [*command, "--pack", "mail", "--pack", "canvas", "--pack", "moodle"])
        assert done.exit_code == 1
        assert (made / f"{UNIT}-moodle.zip").is_file()
        assert not (made / f"{UNIT}-mail").exists()
        assert "`--pack mail`" in done.output
        assert "`--pack canvas`" in done.output
        assert "Packed: 3" in done.output
        with course.gradebook() as book:
            book.update_or_create_student("홍길동", email="hong@example.org")
        done = CliRunner().invoke(main, [*command, "--pack", "moodle", "--pack", "mail"])
        assert done.exit_code == 0, done.output
        assert "Packed: 3" in done.output
        assert "Mails: 1" in done.output
