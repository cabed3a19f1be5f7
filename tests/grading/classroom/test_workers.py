"""The processes that grade on this machine: what happens when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from gdcourse.grading.classroom import workers
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.classroom.workers import ATTEMPTS, Job, grade_all
from gdcourse.grading.demo.demo import demo_class
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.grade_submission import GradedNotebook, grade_ungraded
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels.sandbox import IsolationUnavailableError
from gdcourse.language import Text
from support.graded_class import UNIT, Graded, class_handed_in, content_of, copy_of, using


def test_a_worker_that_is_killed_half_way_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gdcourse.grading.classroom import grade_class as grade_class_module

    course = class_handed_in(tmp_path / "course")
    undisturbed = copy_of(course.directory, tmp_path / "undisturbed")
    killed: list[int] = []
    graded: list[str] = []

    def on_result(result: Result) -> None:
        graded.append(result.student)
        if len(graded) in (3, 7):
            worker = max(multiprocessing.active_children(), key=lambda process: process.pid or 0)
            killed.append(worker.pid or 0)
            worker.kill()

    grade_class(course, UNIT, Options(jobs=2, on_result=on_result))
    assert len(set(killed)) == 2
    assert sorted(graded) == sorted(demo_class())
    monkeypatch.setattr(grade_class_module, "_pool", using(Graded()))
    grade_class(undisturbed, UNIT, Options())
    assert content_of(course) == content_of(undisturbed)


def die_of_one(job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> GradedNotebook:
    if student == "deadly":
        os._exit(1)
    return grade_ungraded(Text(student, student), job.assignment)


class Fragile:
    """A pool whose processes die of one submission."""

    width = 2
    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self._executor = ProcessPoolExecutor(2, workers._context())

    def submit(self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> Future[GradedNotebook]:
        return self._executor.submit(die_of_one, job, student, data, files)


def test_a_submission_that_kills_its_grader_each_time_is_given_up_and_the_others_are_graded(tmp_path: Path) -> None:
    (assignment,) = class_handed_in(tmp_path / "course").assignments(UNIT)
    job = Job(assignment, b"secret", Limits(), Isolation())
    students = ["ann", "bo", "deadly", "cho", "dee", "eun"]

    def submissions() -> Iterator[tuple[str, str, bytes | None]]:
        yield from ((student, student, b"", {}) for student in students)

    found = dict(grade_all(Fragile, job, submissions()))
    assert sorted(found) == sorted(students)
    assert Fragile.made == ATTEMPTS + 1
    for student, graded in found.items():
        reasons = {verdict.message.en for verdict in graded.verdicts}
        given_up = messages.GRADER_DIED.format(times=ATTEMPTS).en
        assert all((given_up in reason) == (student == "deadly") for reason in reasons), student
        assert graded.final == (student != "deadly")


class Loaded(Fragile):
    """A pool on a machine that is short of everything for a while."""

    tried: ClassVar[list[str]] = []

    def submit(self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> Future[GradedNotebook]:
        type(self).tried.append(student)
        result: Future[GradedNotebook] = Future()
        graded = grade_ungraded(Text(student, student), job.assignment)
        if student == "never" or (student == "crowded" and self.tried.count(student) == 1):
            result.set_exception(IsolationUnavailableError("too many open files"))
        else:
            slow = student == "endless" or (student == "slow" and self.tried.count(student) == 1)
            result.set_result(replace(graded, doubtful=slow))
        return result


def test_what_the_load_of_the_machine_may_have_made_is_tried_again_alone_and_ends_nobody_elses_grading(
    tmp_path: Path,
) -> None:
    (assignment,) = class_handed_in(tmp_path / "course").assignments(UNIT)
    job = Job(assignment, b"secret", Limits(), Isolation())
    students = ["slow", "ann", "crowded", "endless", "never", "bo"]
    Loaded.tried = []
    found = dict(grade_all(Loaded, job, iter([(student, student, b"", {}) for student in students])))
    assert sorted(found) == sorted(students)
    tried = Loaded.tried
    assert {student: tried.count(student) for student in students} == {
        "slow": 2, "ann": 1, "crowded": 2, "endless": 2, "never": ATTEMPTS, "bo": 1,
    }  # fmt: skip
    assert set(tried[-2:]) == {"slow", "endless"}  # when everybody else is done
    assert {student for student, graded in found.items() if not graded.final} == {"endless", "never"}
    named = messages.NO_SANDBOX.format(times=ATTEMPTS, reason="too many open files").en
    assert all(named in verdict.message.en for verdict in found["never"].verdicts)


class Broken(Fragile):
    """A pool that is found dead when something is handed to it, the first time after one result."""

    def submit(self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> Future[GradedNotebook]:
        if type(self).made == 1 and student == "cho":
            raise BrokenProcessPool
        result: Future[GradedNotebook] = Future()
        result.set_result(die_of_one(job, student, data, files))
        return result


def test_a_pool_that_is_found_dead_is_made_anew_and_nothing_is_lost(tmp_path: Path) -> None:
    (assignment,) = class_handed_in(tmp_path / "course").assignments(UNIT)
    job = Job(assignment, b"secret", Limits(), Isolation())
    students = ["ann", "bo", "cho", "dee", "eun"]
    Broken.made = 0
    found = dict(grade_all(Broken, job, iter([(student, student, b"", {}) for student in students])))
    assert sorted(found) == students
    assert Broken.made == 2
    assert all(graded.final for graded in found.values())


class Stuck:
    """A pool of one process, which never comes back from one submission."""

    width = 1

    def __init__(self) -> None:
        self._stuck = False

    def submit(self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> Future[GradedNotebook]:
        result: Future[GradedNotebook] = Future()
        self._stuck = self._stuck or student == "endless"
        if not self._stuck:
            result.set_result(grade_ungraded(Text(student, student), job.assignment))
        return result


def test_who_waits_behind_an_endless_submission_does_not_share_its_fate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_patience", lambda limits: 0.5)
    monkeypatch.setattr(workers, "wait", lambda running, **options: wait(running, **{**options, "timeout": 0.1}))
    (assignment,) = class_handed_in(tmp_path / "course").assignments(UNIT)
    job = Job(assignment, b"secret", Limits(), Isolation())
    found = dict(grade_all(Stuck, job, iter([(s, s, b"", {}) for s in ("ann", "endless", "bo", "cho")])))
    assert {student: graded.final for student, graded in found.items()} == {
        "ann": True, "endless": False, "bo": True, "cho": True
    }  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_worker_that_takes_too_much_memory_ends_and_its_kernels_are_not_bounded() -> None:
    script = """
import subprocess, sys
from gdcourse.kernels import system_calls
from gdcourse.grading.submission.bounded_child import ROOM
system_calls.bound_memory(ROOM)
code = "import sys; sys.stdin.read(1); print(len(bytearray(3 << 30)))"
child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
system_calls.unbound_memory(child.pid)
print(child.communicate(b"x")[0].decode().strip())
bytearray(3 << 30)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == f"{3 << 30}\n"
    assert "MemoryError" in done.stderr
