"""The processes that grade on this machine: what happens when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.context import ForkServerProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from gdcourse.grading.classroom import workers
from gdcourse.grading.classroom.files_in_autograded import Place
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.classroom.graded_submission import GradedSubmission, finished
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.classroom.workers import ATTEMPTS, Job, Pool, Work, grade_all
from gdcourse.grading.demo.simulated_class import demo_class
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.grade_submission import grade_ungraded
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels.sandbox import IsolationUnavailableError
from gdcourse.language import Text
from support.graded_class import UNIT, Graded, PoolOf, class_handed_in, content_of, copy_of, using


def is_of_a_pool(process: BaseProcess) -> bool:
    """Not the child that reads for this process: that one is forked from here, and every test after needs it."""
    return isinstance(process, ForkServerProcess)


def test_a_worker_that_is_killed_half_way_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gdcourse.grading.classroom import grade_class as grade_class_module

    course = class_handed_in(tmp_path / "course")
    undisturbed = copy_of(course.directory, tmp_path / "undisturbed")
    killed: list[int] = []
    graded: list[str] = []
    monkeypatch.setattr(workers, "_GATHER_SECONDS", 0.0)  # each result is told before the next

    def on_result(result: Result) -> None:
        graded.append(result.student)
        if len(graded) in (3, 7):
            running = [process for process in multiprocessing.active_children() if is_of_a_pool(process)]
            worker = max(running, key=lambda process: process.pid or 0)
            killed.append(worker.pid or 0)
            worker.kill()

    grade_class(course, UNIT, Options(jobs=2, on_result=on_result))
    assert len(set(killed)) == 2
    assert sorted(graded) == sorted(demo_class())
    monkeypatch.setattr(grade_class_module, "_pool", using(Graded()))
    grade_class(undisturbed, UNIT, Options())
    assert content_of(course) == content_of(undisturbed)


def die_of_one(job: Job, work: Work) -> GradedSubmission:
    if work.student == "deadly":
        os._exit(1)
    return graded(job, work.student)


def graded(job: Job, student: str) -> GradedSubmission:
    return finished(grade_ungraded(Text(student, student), job.assignment))


def handed_in(students: Iterable[str]) -> Iterator[tuple[str, Work]]:
    yield from ((student, Work(student, b"", {})) for student in students)


def graded_by(pool: Callable[[Job, int], Pool], job: Job, students: list[str]) -> dict[str, GradedSubmission]:
    found = [one for results in grade_all(pool, job, handed_in(students), len(students)) for one in results]
    assert sorted(student for student, _ in found) == sorted(students)
    return dict(found)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    (assignment,) = class_handed_in(tmp_path_factory.mktemp("pools") / "course").assignments(UNIT)
    return Job(assignment, b"secret", Limits(), Isolation())


def test_what_was_graded_here_is_written_here_and_does_not_travel(job: Job, tmp_path: Path) -> None:
    (handed_in := tmp_path / "handed-in.ipynb").write_text("{}")
    place = Place(Submission("ann", handed_in), tmp_path / "autograded" / "ann" / "unit.ipynb")
    result = replace(graded(job, "ann"), kept={"figure.png": b"a picture"})
    told = workers.written_here(Work("ann", b"", {}, place), result, {"data.csv": b"1,2"})
    assert told == replace(result, text=b"", kept={}, written=True)
    written = {path.name: path.read_bytes() for path in place.path.parent.glob("[!.]*")}
    assert written == {"unit.ipynb": result.text, "figure.png": b"a picture", "data.csv": b"1,2"}


@pytest.mark.parametrize("why", ["no place", "doubtful", "unwritable"])
def test_what_is_not_written_where_it_was_graded_travels_whole(job: Job, tmp_path: Path, why: str) -> None:
    (handed_in := tmp_path / "handed-in.ipynb").write_text("{}")
    (full := tmp_path / "a file, and no folder").touch()
    place = Place(Submission("ann", handed_in), (full if why == "unwritable" else tmp_path / "ann") / "unit.ipynb")
    result = replace(graded(job, "ann"), doubtful=why == "doubtful")
    work = Work("ann", b"", {}, None if why == "no place" else place)
    assert workers.written_here(work, result, {}) == result
    assert not place.path.exists()


def test_who_interrupts_loses_nothing_that_has_come(job: Job) -> None:
    came: list[GradedSubmission] = []

    def interrupted(students: list[str]) -> Iterator[tuple[str, Work]]:
        yield from handed_in(students)
        while len(came) < len(students):  # what is taken from here is handed to the pool at once
            yield from handed_in(["more"])
        raise KeyboardInterrupt

    def pool(job: Job, count: int) -> Pool:
        return PoolOf(job, lambda job, work: graded(job, work.student))

    results = grade_all(pool, job, interrupted(["ann", "bo"]), 9, came.append)
    told = next(results)
    assert {"ann", "bo"} <= {student for student, _ in told}
    assert [one for _, one in told] == came
    with pytest.raises(KeyboardInterrupt):
        next(results)


def test_a_submission_that_kills_its_grader_each_time_is_given_up_and_the_others_are_graded(job: Job) -> None:
    made: list[ProcessPoolExecutor] = []

    class Fragile:
        """A pool whose processes die of one submission."""

        width, together = 2, 1

        def __init__(self, job: Job, count: int) -> None:
            made.append(ProcessPoolExecutor(2, workers._context()))

        def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
            return [made[-1].submit(die_of_one, job, work) for work in works]

    found = graded_by(Fragile, job, ["ann", "bo", "deadly", "cho", "dee", "eun"])
    assert len(made) == ATTEMPTS + 1
    for student, result in found.items():
        reasons = {verdict.message.en for verdict in result.verdicts}
        given_up = messages.GRADER_DIED.format(times=ATTEMPTS).en
        assert all((given_up in reason) == (student == "deadly") for reason in reasons), student
        assert result.final == (student != "deadly")


def test_what_the_load_of_the_machine_may_have_made_is_tried_again_alone_and_ends_nobody_elses_grading(
    job: Job,
) -> None:
    tried: list[str] = []

    def loaded(job: Job, work: Work) -> GradedSubmission:
        """On a machine that is short of everything for a while."""
        tried.append(work.student)
        first = tried.count(work.student) == 1
        if work.student == "never" or (work.student == "crowded" and first):
            raise IsolationUnavailableError("too many open files")
        slow = work.student == "endless" or (work.student == "slow" and first)
        return replace(graded(job, work.student), doubtful=slow)

    students = ["slow", "ann", "crowded", "endless", "never", "bo"]
    found = graded_by(lambda job, count: PoolOf(job, loaded), job, students)
    assert {student: tried.count(student) for student in students} == {
        "slow": 2, "ann": 1, "crowded": 2, "endless": 2, "never": ATTEMPTS, "bo": 1,
    }  # fmt: skip
    assert set(tried[-2:]) == {"slow", "endless"}  # when everybody else is done
    assert {student for student, result in found.items() if not result.final} == {"endless", "never"}
    named = messages.NO_SANDBOX.format(times=ATTEMPTS, reason="too many open files").en
    assert all(named in verdict.message.en for verdict in found["never"].verdicts)


def test_a_pool_that_is_found_dead_is_made_anew_and_nothing_is_lost(job: Job) -> None:
    made: list[PoolOf] = []

    class Broken(PoolOf):
        """Found dead when something is handed to it, the first time after some results."""

        def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
            if len(made) == 1 and any(work.student == "eun" for work in works):
                raise BrokenProcessPool
            return super().submit(works)

    def make(job: Job, count: int) -> Broken:
        made.append(Broken(job, lambda job, work: graded(job, work.student)))
        return Broken(job, lambda job, work: graded(job, work.student))

    found = graded_by(make, job, ["ann", "bo", "cho", "dee", "eun"])
    assert len(made) == 2
    assert all(result.final for result in found.values())


@pytest.mark.parametrize("together", [1, 3])
def test_who_waits_behind_an_endless_submission_does_not_share_its_fate(
    job: Job, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stuck(PoolOf):
        """A pool of one process, which never comes back from one submission."""

        width = 1

        def _result(self, work: Work) -> Future[GradedSubmission]:
            self.stuck = getattr(self, "stuck", False) or work.student == "endless"
            return Future() if self.stuck else super()._result(work)

    monkeypatch.setattr(Stuck, "together", together)
    monkeypatch.setattr(workers, "_patience", lambda limits: 0.5 / together)
    monkeypatch.setattr(workers, "_LOOK_SECONDS", 0.1)
    make = lambda job, count: Stuck(job, lambda job, work: graded(job, work.student))  # noqa: E731
    found = graded_by(make, job, ["ann", "endless", "bo", "cho"])
    assert {student: result.final for student, result in found.items()} == {
        "ann": True, "endless": False, "bo": True, "cho": True
    }  # fmt: skip


def test_results_that_come_one_after_the_other_are_recorded_together_and_do_not_wait_for_who_is_slow(job: Job) -> None:
    slow: list[Future[GradedSubmission]] = []

    class OneIsSlow(PoolOf):
        width = 4

        def _result(self, work: Work) -> Future[GradedSubmission]:
            if work.student == "slow":
                slow.append(Future())
                return slow[0]
            return super()._result(work)

    students = ["slow", *(f"quick-{n}" for n in range(20))]
    make = lambda job, count: OneIsSlow(job, lambda job, work: graded(job, work.student))  # noqa: E731
    coming = grade_all(make, job, handed_in(students), len(students))
    first = [student for student, _ in next(coming)]
    assert sorted(first) == sorted(students[1:])
    slow[0].set_result(graded(job, "slow"))
    assert [student for student, _ in next(coming)] == ["slow"]
    assert list(coming) == []


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
