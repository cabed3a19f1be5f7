"""Grading on a Dask cluster, over TCP: a scheduler and workers that are processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result, recorded_results
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.workers import Work
from gdcourse.grading.demo.simulated_class import demo_class
from support.course import ROOT
from support.graded_class import UNIT, class_handed_in
from support.isolation import isolated

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.isolation


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        [sys.executable, "-P", "-m", "dask", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def scheduler(directory: Path) -> Iterator[str]:
    found = directory / "scheduler.json"
    with process("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(found)):
        deadline = time.monotonic() + 60
        while not found.exists() or not found.read_text():
            assert time.monotonic() < deadline, "the scheduler did not come up"
            time.sleep(0.1)
        yield str(json.loads(found.read_text())["address"])


def worker(address: str, directory: Path, **environment: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(directory))
    return process("worker", address, *options, **environment)


def test_kernels_of_a_worker_leave_no_list_of_fonts_at_its_home(tmp_path: Path) -> None:
    from distributed import Client

    from gdcourse.grading.classroom.dask_cluster import cluster_pool

    with (
        scheduler(tmp_path) as address,
        worker(address, tmp_path, MPLCONFIGDIR="", TMPDIR=str(tmp_path)),
        cluster_pool(address, isolated=False),
        Client(address, set_as_default=False) as client,
    ):
        told = client.run(os.getenv, "MPLCONFIGDIR")
    assert [Path(folder).parent for folder in told.values()] == [tmp_path]


def test_two_workers_one_killed_half_way_give_the_marks_that_this_machine_gives(tmp_path: Path) -> None:
    course = class_handed_in(tmp_path / "course")
    alone = Course(shutil.copytree(course.directory, tmp_path / "alone"))
    grade_class(alone, UNIT, Options(isolated=isolated()))
    with ExitStack() as stack:
        address = stack.enter_context(scheduler(tmp_path))
        first, _ = (stack.enter_context(worker(address, tmp_path / f"w{n}")) for n in range(2))
        come: list[GradedSubmission] = []
        graded: list[str] = []

        def on_graded(result: GradedSubmission) -> None:
            come.append(result)
            if len(come) == 4:
                first.kill()

        def on_result(result: Result) -> None:
            graded.append(result.student)

        told = Options(isolated=isolated(), scheduler=address, on_graded=on_graded, on_result=on_result)
        grade_class(course, UNIT, told)
        assert first.wait(timeout=60) < 0
    assert len(graded) == len(set(graded)) == len(demo_class())
    assert [r.records() for r in recorded_results(course, UNIT)] == [r.records() for r in recorded_results(alone, UNIT)]


def test_a_worker_with_another_version_of_the_grader_is_an_error_that_says_so(tmp_path: Path) -> None:
    course = class_handed_in(tmp_path / "course")
    ignored = shutil.ignore_patterns("__pycache__")
    changed = shutil.copytree(ROOT / "gdcourse", tmp_path / "other" / "gdcourse", ignore=ignored)
    with (changed / "judging" / "judge.py").open("a", encoding="utf-8") as file:
        file.write("\n# more generous\n")
    with (
        scheduler(tmp_path) as address,
        worker(address, tmp_path / "w", PYTHONPATH=str(tmp_path / "other")),
        pytest.raises(CourseError, match="other grading code or libraries"),
    ):
        grade_class(course, UNIT, Options(isolated=isolated(), scheduler=address))
    assert list(recorded_results(course, UNIT)) == []


def test_an_address_where_nobody_answers_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    from gdcourse.grading.classroom import dask_cluster

    monkeypatch.setattr(dask_cluster, "_WAIT_SECONDS", 2)
    course = class_handed_in(tmp_path / "course")
    with pytest.raises(CourseError, match=r"tcp://127\.0\.0\.1:9"):
        grade_class(course, UNIT, Options(scheduler="tcp://127.0.0.1:9"))


class _Task:
    """What Dask's client gives for a task that has come to its end already."""

    def __init__(self, status: str, works: list[Work]) -> None:
        self.status, self._works = status, works

    def add_done_callback(self, call: Callable[[_Task], None]) -> None:
        call(self)

    def exception(self) -> Exception:
        return RuntimeError("a worker died")

    def result(self) -> list[object]:
        return [ValueError("odd") if work.student == "odd" else f"graded {work.student}" for work in self._works]

    def release(self) -> None: ...


class _Client:
    """A client of one worker whose tasks end as they are told, one after the other."""

    def __init__(self, *statuses: str) -> None:
        self.statuses, self.scattered = list(statuses), 0
        self.sent: list[list[str]] = []

    def nthreads(self) -> dict[str, int]:
        return {"a worker": 1}

    def scatter(self, job: object, broadcast: bool) -> int:
        self.scattered += 1
        return self.scattered

    def submit(self, _function: object, _job: object, works: list[Work], **_: object) -> _Task:
        self.sent.append([work.student for work in works])
        return _Task(self.statuses.pop(0), works)


def pool_of(client: _Client, count: int) -> Any:
    from gdcourse.grading.classroom.dask_cluster import ClusterPool

    return ClusterPool(client, object(), count)


def works(*students: str) -> list[Work]:
    return [Work(student, b"", {}) for student in students]


def test_what_a_scheduler_cancels_because_a_worker_took_its_data_along_is_sent_out_anew_and_not_for_ever() -> None:
    client = _Client("cancelled", "lost", "finished")
    (result,) = pool_of(client, 1).submit(works("kim"))
    assert result.result() == "graded kim"
    assert client.scattered == 3
    (result,) = pool_of(_Client(*["cancelled"] * 9), 1).submit(works("kim"))
    with pytest.raises(ConnectionError, match="cancelled"):
        result.result()


def test_small_tasks_travel_together_and_what_one_fails_with_is_its_own() -> None:
    client = _Client("finished", "finished")
    pool = pool_of(client, 12)
    results = pool.submit(works("ann", "odd", "bo", "cho"))
    assert client.sent == [["ann", "odd", "bo"], ["cho"]]
    assert [r.result() for r in results if r.exception() is None] == ["graded ann", "graded bo", "graded cho"]
    assert isinstance(results[1].exception(), ValueError)


def test_a_task_that_kills_its_workers_is_taken_apart() -> None:
    client = _Client("error", "finished", "error", "finished")
    results = pool_of(client, 12).submit(works("ann", "deadly", "bo"))
    assert client.sent == [["ann", "deadly", "bo"], ["ann"], ["deadly"], ["bo"]]
    assert [r.exception() is not None for r in results] == [False, True, False]


def test_each_worker_gets_a_share_of_a_small_class() -> None:
    assert [pool_of(_Client(), count).together for count in (1, 7, 8, 1000)] == [1, 1, 2, 8]
