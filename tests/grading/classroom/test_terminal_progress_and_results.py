"""Commands that take long for a large class say on the terminal how far they are, and nothing of it where none is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import zipfile
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
    process = subprocess.Popen([sys.executable, "-m", "gdcourse", *command], cwd=cwd, stdout=subprocess.DEVNULL,
                               stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # nobody writes there any more (EIO)
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0, shown
    return shown.decode()


COMMANDS = [("report", UNIT), ("report",), ("feedback", UNIT), ("export",), ("collect", "from-moodle.zip", UNIT)]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_long_command_shows_how_far_it_is_to_its_end(course: Course, command: tuple[str, ...]) -> None:
    steps = {"report": len(demo_class()) if len(command) > 1 else 1, "collect": 2 * len(demo_class())}
    count = steps.get(command[0], len(demo_class()))
    assert f"{count}/{count}" in errors_on_a_terminal(*command, cwd=course.directory)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_where_there_is_no_terminal_no_bar_is_drawn(course: Course, command: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", "gdcourse", *command], cwd=course.directory, capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert "━" not in done.stderr
