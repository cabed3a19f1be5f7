"""What a student has done is kept in the course's folder, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gdcourse.student import progress_file
from gdcourse.student.progress_file import NAME, Progress, change, forget, load, path


def keep(name: str, guessed: float) -> None:
    change(lambda kept: kept.guesses.update({name: guessed}))


def test_lessons_and_assignments_of_a_course_share_one_file(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("a", 1)
    assignment = course_folder / "assignments" / "06-momentum"
    assignment.mkdir(parents=True)
    (assignment / "06-momentum.ipynb").touch()
    monkeypatch.chdir(assignment)
    keep("b", 2)
    assert load().guesses == {"a": 1, "b": 2}
    assert [p.name for p in course_folder.rglob("*.json")] == [NAME]
    assert [p.name for p in course_folder.iterdir() if p.name.startswith(".")] == []


def test_a_notebook_alone_in_a_folder_has_the_file_beside_it(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = course_folder.parent / "downloads"
    alone.mkdir()
    (alone / "02-manual-gradient.ipynb").touch()
    monkeypatch.chdir(alone)
    assert path() == alone / NAME


def test_where_there_is_no_course_nothing_is_written_and_all_is_remembered(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = course_folder.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    keep("a", 1)
    assert load().guesses == {"a": 1}
    assert list(course_folder.parent.rglob("*.json")) == []


def test_nothing_is_written_into_a_home_directory_or_above_it(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(course_folder))
    monkeypatch.setattr(Path, "home", lambda: course_folder)
    assert path() is None
    below = course_folder / "downloads"
    below.mkdir()
    monkeypatch.chdir(below)
    assert path() is None
    monkeypatch.setattr(Path, "home", lambda: below)
    assert path() is None


@pytest.mark.parametrize(
    "variable", [("NBGRADER_EXECUTION", "autograde"), ("NBGRADER_EXECUTION", "validate"), ("GDCOURSE_PROGRESS", "off")]
)
def test_graders_and_authors_leave_nothing(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    keep("a", 1)
    before = (course_folder / NAME).read_bytes()
    monkeypatch.setenv(*variable)
    assert load() == Progress()
    keep("b", 2)
    assert (course_folder / NAME).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_no_trouble(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    keep("a", 1)
    monkeypatch.setattr(progress_file, "replace_file", refuse)
    keep("b", 2)
    assert load().guesses == {"a": 1, "b": 2}
    forget()
    assert load().guesses == {"a": 1}


@pytest.mark.parametrize("damaged", ["", "{", "[]", "\x00", "[" * 100_000])
def test_a_file_that_cannot_be_read_is_put_aside_and_not_lost(course_folder: Path, damaged: str) -> None:
    (course_folder / NAME).write_text(damaged, encoding="utf-8")
    assert load() == Progress()
    keep("a", 1)
    keep("b", 1)
    assert load().guesses == {"a": 1, "b": 1}
    aside = [p for p in course_folder.glob("*.json") if p.name != NAME]
    assert [p.read_text(encoding="utf-8") for p in aside] == [damaged]


def test_what_makes_no_sense_in_the_file_is_passed_over(course_folder: Path) -> None:
    written = {
        "guesses": {"a": 1, "b": [], "c": None},
        "passed": ["p", 3],
        "drills": {"d": {"at": -1, "streak": "x", "solved": [1, "2", True]}, "e": 4},
        "openings": {"06-momentum": [["d", 3], 4, ["d"]], "x": 1},
    }
    (course_folder / NAME).write_text(json.dumps(written), encoding="utf-8")
    found = load()
    assert found.guesses == {"a": 1}
    assert found.passed == ["p"]
    assert found.drills == {"d": progress_file.Drilled(solved=[1])}
    assert found.openings == {"06-momentum": [("d", 3)], "x": []}
