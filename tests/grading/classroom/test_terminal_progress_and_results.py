"""Commands that take long for a large class say on the terminal how far they are, and nothing of it where none is."""

from __future__ import annotations

import contextlib
import os
import pty
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.graded_submission import GradedSubmission, finished
from gdcourse.grading.classroom.workers import Job, Work
from gdcourse.grading.demo.simulated_class import demo_class
from gdcourse.grading.submission.grade_submission import grade_ungraded
from gdcourse.language import Text
from support.forked_python import run_python
from support.graded_class import UNIT, class_handed_in, using


def ungraded(job: Job, work: Work) -> GradedSubmission:
    return finished(grade_ungraded(Text("이유", "a reason"), job.assignment))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = class_handed_in(tmp_path_factory.mktemp("progress") / "course")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(grade_class_module, "_pool", using(ungraded))
        grade_class(course, UNIT, Options())
    with zipfile.ZipFile(course.directory / "from-moodle.zip", "w") as archive:
        for number, path in enumerate(sorted((course.directory / "submitted").glob(f"*/{UNIT}/*.ipynb")), start=100):
            archive.write(path, f"{path.parts[-3]}_{number}_assignsubmission_file_/{path.name}")
    return course


def errors_on_a_terminal(*command: str, cwd: Path) -> str:
    """What a command writes to standard error, where that is a terminal."""
    ours, theirs = pty.openpty()
    with ThreadPoolExecutor(1) as beside:  # a terminal takes no more than somebody reads
        shown = beside.submit(_all_of, ours)
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
        done = run_python(["-m", "gdcourse", *command], cwd, environment, errors=theirs)
        os.close(theirs)
    os.close(ours)
    assert done.returncode == 0, shown.result()
    return shown.result().decode()


def _all_of(terminal: int) -> bytes:
    """What is written there until nobody does any more."""
    parts = []
    with contextlib.suppress(OSError):  # EIO, once the last one who could write has ended
        while part := os.read(terminal, 65536):
            parts.append(part)
    return b"".join(parts)


COMMANDS = [("report", UNIT), ("report",), ("feedback", UNIT), ("export",), ("collect", "from-moodle.zip", UNIT)]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_long_command_shows_how_far_it_is_to_its_end(course: Course, command: tuple[str, ...]) -> None:
    steps = {"report": len(demo_class()) if len(command) > 1 else 1, "collect": 2 * len(demo_class())}
    count = steps.get(command[0], len(demo_class()))
    assert f"{count}/{count}" in errors_on_a_terminal(*command, cwd=course.directory)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_where_there_is_no_terminal_no_bar_is_drawn(course: Course, command: tuple[str, ...]) -> None:
    done = run_python(["-m", "gdcourse", *command], course.directory, os.environ)
    assert done.returncode == 0, done.stderr
    assert "━" not in done.stderr
