"""Grading that is killed, run twice at once, or kept from its gradebook, and then goes on."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from gdcourse.grading.classroom import changed_submissions, gradebook_recording, verdict_database, workers
from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.grade_class import Options, Tally, grade_class
from gdcourse.grading.classroom.gradebook_recording import recorded_results
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.workers import Job, Work
from gdcourse.grading.demo.simulated_class import demo_class
from support.graded_class import UNIT, Graded, class_handed_in, content_of, copy_of, using

KILLS = 24


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, handed_in: Path) -> Graded:
    """All submissions of the class, graded in real kernels."""
    pool = Graded()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade_class_module, "_pool", using(pool))
        course = copy_of(handed_in, tmp_path_factory.mktemp("whole") / "course")
        grade_class(course, UNIT, Options(isolated=False))
    return pool


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which a class has handed in, and nothing has been graded."""
    return class_handed_in(tmp_path_factory.mktemp("resuming") / "course").directory


@pytest.fixture
def course(handed_in: Path, tmp_path: Path, pool: Graded, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setattr(grade_class_module, "_pool", using(pool))
    return copy_of(handed_in, tmp_path / "course")


@pytest.fixture(scope="module")
def whole(handed_in: Path, pool: Graded, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What an uninterrupted run leaves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade_class_module, "_pool", using(pool))
        course = copy_of(handed_in, tmp_path_factory.mktemp("uninterrupted") / "course")
        grade_class(course, UNIT, Options(isolated=False))
        return content_of(course)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a fork is the quickest process to kill")
def test_killed_at_any_moment_and_run_again_it_is_as_if_nothing_had_happened(
    handed_in: Path, course: Course, whole: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_MOST_TOGETHER", 3)  # so that there are many moments between two transactions
    started = time.monotonic()
    assert not grade_and_kill_after(None, course)
    seconds = time.monotonic() - started  # that a run takes on this machine now

    rng = random.Random()
    interrupted = whole_runs = 0
    course = copy_of(handed_in, tmp_path / "course-0")
    for _ in range(6 * KILLS):
        if grade_and_kill_after(rng.uniform(0, seconds / 2), course, again=rng.random() < 0.5):
            interrupted += 1
        else:  # the kills before it have let this run come to its end
            assert content_of(course) == whole
            whole_runs += 1
            course = copy_of(handed_in, tmp_path / f"course-{whole_runs}")
        if interrupted >= KILLS:
            break
    assert interrupted >= KILLS
    grade_class(course, UNIT, Options(isolated=False))
    assert content_of(course) == whole


def grade_and_kill_after(seconds: float | None, course: Course, again: bool = False) -> bool:
    """Grade in a process of its own, which is killed after ``seconds``. Whether it was still at work then."""
    child = os.fork()
    if child == 0:
        try:
            grade_class(Course(course.directory), UNIT, Options(isolated=False, again=again))
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_file_that_a_killed_run_was_writing_is_gone_after_the_next(course: Course, whole: dict[str, object]) -> None:
    grade_class(course, UNIT, Options(isolated=False))
    unfinished = course.path("autograded", UNIT, "all-right") / f".{UNIT}.ipynb.tmp"
    unfinished.write_bytes(b'{"cells": [')
    grade_class(course, UNIT, Options(isolated=False))
    assert not unfinished.exists()
    assert content_of(course) == whole


def test_nothing_is_graded_twice_that_has_not_changed(course: Course, pool: Graded) -> None:
    everyone = len(demo_class())
    before = pool.asked
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(everyone, 0)
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(0, everyone)
    path = course.path("submitted", UNIT, "blank") / f"{UNIT}.ipynb"
    path.write_bytes(path.read_bytes() + b"\n")
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(1, everyone - 1)
    (course.path("autograded", UNIT, "all-right") / f"{UNIT}.ipynb").unlink()
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(1, everyone - 1)
    assert grade_class(course, UNIT, Options(isolated=False, again=True)) == Tally(everyone, 0)
    assert pool.asked - before == 2 * everyone + 2


def test_a_score_given_by_hand_survives_a_regrade_and_counts(course: Course) -> None:
    grade_class(course, UNIT, Options(isolated=False))
    with course.gradebook() as book:
        grade = book.find_grade("reflection", UNIT, UNIT, "all-right")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    grade_class(course, UNIT, Options(isolated=False, again=True, only="all-right"))
    (result,) = recorded_results(course, UNIT, "all-right")
    assert {v.exercise: (v.score, v.state) for v in result.verdicts}["reflection"] == (1.5, "graded")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="two graders are two processes")
def test_a_gradebook_that_was_deleted_is_told_before_everybody_is_graded_as_for_the_first_time(course: Course) -> None:
    told: list[str] = []
    options = Options(isolated=False, on_notice=lambda notice: told.append(notice.en))
    grade_class(course, UNIT, options)
    grade_class(course, UNIT, options)
    assert not [notice for notice in told if "knows nothing" in notice]
    count = len(list((course.directory / "autograded").iterdir()))
    (course.directory / "gradebook.db").unlink()
    with pytest.raises(CourseError, match=r"though it was released to .* put back a copy"):
        grade_class(Course(course.directory), UNIT, options)
    Course(course.directory).release(UNIT)
    tally = grade_class(Course(course.directory), UNIT, options)
    assert tally.changes == []
    (notice,) = [notice for notice in told if "knows nothing" in notice]
    assert f"of {count} students" in notice
    assert "nobody can tell what differs" in notice


def test_two_graders_at_once_do_not_harm_each_other(course: Course, whole: dict[str, object]) -> None:
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                grade_class(Course(course.directory), UNIT, Options(isolated=False))
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert content_of(course) == whole


def test_a_gradebook_that_is_locked_for_a_while_is_waited_for(course: Course, whole: dict[str, object]) -> None:
    import threading

    locker = sqlite3.connect(course.directory / "gradebook.db", check_same_thread=False)
    locker.execute("BEGIN EXCLUSIVE")
    threading.Timer(7, locker.rollback).start()  # SQLite itself gives up after five seconds
    grade_class(course, UNIT, Options(isolated=False))
    locker.close()
    assert content_of(course) == whole


def test_a_gradebook_that_cannot_be_written_is_a_clear_error_and_nothing_is_lost(
    course: Course, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gradebook_recording, "_RETRY_SECONDS", (0.01,))
    with course.gradebook() as book:
        gradebook_recording.create_tables(book)
    database = sqlite3.connect(course.directory / "gradebook.db")
    database.execute("CREATE TRIGGER full BEFORE INSERT ON gdcourse_graded BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    database.commit()
    with pytest.raises(CourseError, match=r"성적부에 쓸 수 없어요.*disk full"):
        grade_class(course, UNIT, Options(isolated=False))
    assert list(recorded_results(course, UNIT)) == []
    database.execute("DROP TRIGGER full")
    database.commit()
    database.close()
    grade_class(course, UNIT, Options(isolated=False))
    assert content_of(course) == whole


def test_a_disk_that_is_full_is_a_clear_error_and_the_earlier_result_stays(
    course: Course, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    grade_class(course, UNIT, Options(isolated=False))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CourseError, match="No space left on device"):
            grade_class(course, UNIT, Options(isolated=False, again=True))
    assert content_of(course) == whole


def test_the_command_is_killed_with_its_workers_and_goes_on(handed_in: Path, tmp_path: Path) -> None:
    course = copy_of(handed_in, tmp_path / "course")
    command = [sys.executable, "-m", "gdcourse", "grade", UNIT, "--json", "--no-isolation"]
    first = subprocess.Popen(command, cwd=course.directory, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(course.directory.glob("autograded/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    first.kill()
    first.wait()
    done = len(list(recorded_results(course, UNIT)))
    second = subprocess.run(command, cwd=course.directory, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stderr
    assert done < len(demo_class())
    assert len({record["student"] for record in json.loads(second.stdout)}) == len(demo_class())


@pytest.mark.parametrize(
    "failure", [BrokenProcessPool("a worker died"), RecursionError("in the grader")], ids=["dies", "raises"]
)
def test_a_submission_that_the_grader_dies_of_costs_itself_and_is_tried_again_in_the_next_run(
    course: Course, pool: Graded, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def breaking(job: Job, work: Work) -> GradedSubmission:
        if work.student == "kim-minjun":
            raise failure
        return pool(job, work)

    with monkeypatch.context() as patch:
        patch.setattr(grade_class_module, "_pool", using(breaking))
        assert grade_class(course, UNIT, Options(isolated=False)) == Tally(len(demo_class()), 0)
    (result,) = recorded_results(course, UNIT, "kim-minjun")
    assert {v.state for v in result.verdicts} == {"ungradable"}
    assert all(len(v.message.en.splitlines()) == 2 for v in result.verdicts)
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(1, len(demo_class()) - 1)
    assert content_of(course) == whole


def test_a_class_that_is_looked_up_in_parts_is_found_whole_and_graded_where_it_has_changed(
    course: Course, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_database, "_MOST_IN_QUERY", 3)
    monkeypatch.setattr(changed_submissions, "_TOGETHER", 4)
    grade_class(course, UNIT, Options(isolated=False))
    assert content_of(course) == whole
    everybody = sorted(demo_class())
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(0, len(everybody))
    (course.path("autograded", UNIT, everybody[-1]) / f"{UNIT}.ipynb").unlink()
    assert grade_class(course, UNIT, Options(isolated=False)) == Tally(1, len(everybody) - 1)
    assert content_of(course) == whole
