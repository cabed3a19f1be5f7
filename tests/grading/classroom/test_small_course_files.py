"""What a course remembers beside the gradebook: damaged or gone, it is told in a sentence and never written over."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.releasing import GIVEN_BEFORE
from gdcourse.grading.messages import KEPT_FILES
from support.course import hand_in
from support.written_answers import UNIT, graded_by_hand


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = graded_by_hand(tmp_path_factory.mktemp("kept") / "course", {"kim": "An answer."})
    made.release(UNIT)  # once more: what was given before is remembered from now on
    return made


@pytest.fixture
def course(template: Course, tmp_path: Path) -> Course:
    shutil.copytree(template.directory, tmp_path / "course")
    with zipfile.ZipFile(tmp_path / "canvas.zip", "w") as made:
        made.write(hand_in(template, "kim", b"{}", UNIT), f"leesua_78_902_{UNIT}.ipynb")
    return Course(tmp_path / "course")


def typed(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--course", str(course.directory), "--lang", "en"])


READ_BY = {
    GIVEN_BEFORE: [["grade", UNIT], ["release", UNIT], ["report", UNIT]],
    ".gdcourse-late-marks.json": [["grade", UNIT], ["collect", "../canvas.zip", UNIT]],
    ".gdcourse-platform-names.json": [["feedback", UNIT, "--pack", "canvas"], ["collect", "../canvas.zip", UNIT]],
    "marking-comments.json": [["mark", UNIT]],
    "people.json": [["collect", "../canvas.zip", UNIT], ["feedback", UNIT, "--pack", "moodle"]],
}


def test_each_of_these_files_has_a_sentence_and_a_reader() -> None:
    assert set(KEPT_FILES) == set(READ_BY)


@pytest.mark.parametrize("damage", ['{"half', "3", "\x00"])
@pytest.mark.parametrize("name", READ_BY)
def test_a_damaged_file_is_named_with_what_it_is_for_and_stays_as_it_is(
    course: Course, name: str, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.directory)
    path = course.directory / name
    path.write_text(damage)
    before = {file: file.read_bytes() for file in course.directory.glob("submitted/**/*") if file.is_file()}
    for arguments in READ_BY[name]:
        refused = typed(course, *arguments)
        assert refused.exit_code == 1, (arguments, refused.output)
        assert not isinstance(refused.exception, ValueError)
        what, otherwise = KEPT_FILES[name]
        assert f"{name}', {what.en}, cannot be read and was left as it is" in refused.output
        assert otherwise.en in refused.output
        assert path.read_text() == damage
    now = {file: file.read_bytes() for file in course.directory.glob("submitted/**/*") if file.is_file()}
    assert now == before


def test_what_earlier_releases_said_is_missed_where_it_is_gone_and_may_be_done_without(course: Course) -> None:
    (course.directory / GIVEN_BEFORE).unlink()
    refused = typed(course, "report", UNIT)
    assert refused.exit_code == 1
    assert f"'{UNIT}' was released before, and" in refused.output
    assert f"run `gdcourse release {UNIT}` again" in refused.output
    assert typed(course, "release", UNIT).exit_code == 0
    assert typed(course, "report", UNIT).exit_code == 0
    assert (course.directory / GIVEN_BEFORE).is_file()
