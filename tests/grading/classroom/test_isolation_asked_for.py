"""What is said, and done, where the isolation that is asked for is not to be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gdcourse.grading import messages
from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.classroom.grade_class import Options, Tally, grade_class
from gdcourse.grading.demo.run_demo import formgrader_command, where_it_can_isolated
from gdcourse.grading.demo.simulated_class import UNIT
from gdcourse.grading.submission import isolation
from gdcourse.kernels.sandbox import TIERS
from gdcourse.language import Text
from support.course import make_course


@pytest.fixture(autouse=True)
def nothing_isolates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_obstacles", dict.fromkeys(TIERS, "refused here"))


def test_a_tier_that_is_not_there_is_refused_though_nothing_is_left_to_grade(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", UNIT)
    course.path("submitted", UNIT, "kim").mkdir(parents=True)
    assert grade_class(course, UNIT, Options(jobs=1, isolated=False)) == Tally(1, 0)
    with pytest.raises(CourseError, match="namespaces: refused here") as refused:
        grade_class(course, UNIT, Options(jobs=1, tier="namespaces"))
    assert "--isolation" in str(refused.value)
    assert grade_class(course, UNIT, Options(jobs=1, isolated=False)) == Tally(0, 1)


def test_a_command_to_copy_is_one_in_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = tmp_path / "a course (2026) & co's"
    course.mkdir()
    program = course / "bin" / "jupyter"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\npwd\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    done = subprocess.run(formgrader_command(course), shell=True, capture_output=True, check=True)  # noqa: S602
    assert done.stdout.decode() == f"{course}\n"


def test_the_demo_says_once_why_it_isolates_nothing() -> None:
    told: list[Text] = []
    options = where_it_can_isolated(Options(jobs=1, on_notice=told.append))
    with grade_class_module._pool(options):
        pass
    reason = "; ".join(f"{tier}: refused here" for tier in TIERS)
    assert told == [messages.DEMO_NOT_ISOLATED.format(reason=reason)]
