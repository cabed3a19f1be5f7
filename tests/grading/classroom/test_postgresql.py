"""The gradebook in PostgreSQL: a real server of this machine, started for these tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, Tally, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.demo.demo import demo_class
from support.graded_class import UNIT, Graded, class_handed_in, content_of, using

pytest.importorskip("psycopg", reason="the extra `postgresql` is not installed")


def find_server() -> Path | None:
    """The directory of PostgreSQL's programs."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/postgres"), *filter(None, [shutil.which("postgres")])]
    return next((Path(path).parent for path in found if Path(path).with_name("initdb").exists()), None)


@dataclass
class Server:
    """A server that listens at a file in its own directory, and nowhere else."""

    programs: Path
    directory: Path

    def run(self, *command: str) -> None:
        # The server refuses to be run by root.
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*nobody, str(self.programs / command[0]), *command[1:]],
            cwd=self.directory,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()

    def control(self, *order: str) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.directory}"
        log = str(self.directory / "log")
        self.run("pg_ctl", "-D", str(self.directory / "data"), "-w", "-s", "-l", log, "-o", options, *order)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://teacher@/postgres?host={self.directory}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    programs = find_server()
    if programs is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
    directory = Path(tempfile.mkdtemp(prefix="gdpg-"))
    if os.geteuid() == 0:
        os.chown(directory, 65534, 65534)
    server = Server(programs, directory)
    server.run("initdb", "-D", str(directory / "data"), "-U", "teacher", "-A", "trust", "-E", "UTF8", "--no-sync")
    server.control("start")
    yield server
    server.control("stop", "-m", "immediate")
    shutil.rmtree(directory)


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
