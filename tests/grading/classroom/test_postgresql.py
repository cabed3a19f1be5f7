"""The gradebook in PostgreSQL: a real server of this machine, started for these tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, Tally, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.demo.simulated_class import demo_class
from support.graded_class import UNIT, Graded, class_handed_in, content_of, using
from support.postgresql import Server, find_server, started

pytest.importorskip("psycopg", reason="the extra `postgresql` is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    programs = find_server()
    if programs is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
    with started(programs) as server:
        yield server


def test_the_gradebook_in_postgresql_is_that_in_sqlite_though_the_server_goes_away_half_way(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Graded()
    monkeypatch.setattr(grade_class_module, "_pool", using(pool))
    sqlite = class_handed_in(tmp_path / "sqlite")
    grade_class(sqlite, UNIT, Options(isolated=False))

    directory = tmp_path / "postgresql"
    shutil.copytree(sqlite.directory, directory, ignore=shutil.ignore_patterns("gradebook.db", "autograded"))
    with (directory / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server.url!r}\n")
    course = Course(directory)
    course.release(UNIT)
    recorded: list[str] = []

    def on_result(result: Result) -> None:
        recorded.append(result.student)
        if len(recorded) == 5:
            server.control("restart", "-m", "immediate")

    grade_class(course, UNIT, Options(isolated=False, on_result=on_result))
    assert len(recorded) == len(demo_class())
    assert content_of(course) == content_of(sqlite)
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(0, len(demo_class()))
