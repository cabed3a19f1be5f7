"""Workers that take their time and give a result that was made before: what is measured is everything else."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from distributed import Client

from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom import workers
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.dask_cluster import ClusterPool
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.workers import Job, Work, grade_one
from gdcourse.grading.submission.isolation import Isolation

_SKIPPED = 0.1  # of a class: what is paid once, whatever its size


@dataclass
class HeadTimes:
    """When each result was recorded, and what the head had taken by then.

    Attributes:
        wall, processor: seconds of the head, at each result.
        mib: its memory, at every hundredth.
    """

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)

    def note(self, result: Result) -> None:
        self.wall.append(time.perf_counter())
        self.processor.append(time.process_time())
        if len(self.wall) % 100 == 0:
            self.mib.append(resident_mib())

    def seconds_each(self) -> tuple[float, float]:
        """Seconds of the wall and of the head's processor for one submission, without what comes first."""
        first = int(len(self.wall) * _SKIPPED)
        count = len(self.wall) - 1 - first
        return tuple((times[-1] - times[first]) / count for times in (self.wall, self.processor))  # type: ignore[return-value]


def resident_mib() -> float:
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]


def one_result(course: Course, slug: str) -> bytes:
    """What came of grading the second student of a class, pickled."""
    (assignment,) = course.assignments(slug)
    isolation = Isolation(True, tuple(course.private_paths))
    job = Job(assignment, course.secret, course.limits, isolation, tuple(course.finishing_preprocessors()))
    submission = course.submissions(assignment)[1]
    return pickle.dumps(grade_one(job, Work(submission.student, submission.read(), {})))


class _Processes:
    """Processes of this machine that sleep."""

    together = 1

    def __init__(self, width: int, result: bytes, seconds: float) -> None:
        self.width = width
        self._executor = ProcessPoolExecutor(width, workers._context(), initializer=_begin, initargs=(result, seconds))

    def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
        return [self._executor.submit(_after_a_while, work) for work in works]


_prepared: tuple[bytes, float] = (b"", 0.0)


def _begin(result: bytes, seconds: float) -> None:
    global _prepared
    _prepared = result, seconds


def _after_a_while(work: Work) -> GradedSubmission:
    time.sleep(_prepared[1])
    return pickle.loads(_prepared[0])  # type: ignore[no-any-return]  # noqa: S301


def _some_after_a_while(job: tuple[bytes, float], works: Sequence[Work]) -> list[GradedSubmission | Exception]:
    _begin(*job)
    return [_after_a_while(work) for work in works]


def head_times(course: Course, slug: str, make: Callable[[Job, int], Any]) -> HeadTimes:
    """Grade a class with pools that ``make`` makes."""

    @contextmanager
    def pool(options: Options) -> Iterator[Callable[[Job, int], Any]]:
        yield make

    times = HeadTimes()
    with patch.object(grade_class_module, "_pool", pool):
        grade_class(course, slug, Options(again=True, on_result=times.note))
    return times


def on_this_machine(course: Course, slug: str, result: bytes, width: int, seconds: float) -> HeadTimes:
    """As many simulated workers on this machine, each of which takes so long for a result."""
    return head_times(course, slug, lambda job, count: _Processes(width, result, seconds))


def on_a_cluster(course: Course, slug: str, result: bytes, address: str, seconds: float) -> HeadTimes:
    """The same on a Dask cluster, as many at once as its workers have threads."""
    with Client(address, set_as_default=False) as client:
        return head_times(
            course, slug, lambda job, count: ClusterPool(client, (result, seconds), count, _some_after_a_while)
        )
