"""Workers that take their time and give a result that was made before: what is measured is everything else."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from distributed import Client

from gdcourse.grading.classroom import grade_class as grade_class_module
from gdcourse.grading.classroom import workers
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.dask_cluster import ClusterPool
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.workers import Job, Work, grade_one
from gdcourse.grading.submission.isolation import Isolation

from .result_times import ResultTimes


def graded_first(course: Course, slug: str, count: int) -> list[GradedSubmission]:
    """What comes of grading the first submissions to a unit, in this process."""
    (assignment,) = course.assignments(slug)
    isolation = Isolation(True, tuple(course.private_paths))
    job = Job(assignment, course.secret, course.limits, isolation, tuple(course.finishing_preprocessors()))
    first = course.submissions(assignment)[:count]
    return [grade_one(job, Work(one.student, one.read(), {})) for one in first]


def one_result(course: Course, slug: str) -> GradedSubmission:
    """What came of grading the second student of a class."""
    return graded_first(course, slug, 2)[1]


class _Processes:
    """Processes of this machine that sleep."""

    together = 1

    def __init__(self, width: int, job: Job, result: GradedSubmission, seconds: float, writing: bool) -> None:
        self.width = width
        if writing:
            self._task, given = _written_after_a_while, job.assignment.files
        else:
            # What a worker writes it writes on a core of its own, and only the rest comes to the head.
            self._task, given, result = _after_a_while, {}, replace(result, text=b"", kept={}, written=True)
        self._executor = ProcessPoolExecutor(
            width, workers._context(), initializer=_begin, initargs=(result, seconds, given)
        )

    def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
        return [self._executor.submit(self._task, work) for work in works]


_prepared: tuple[Any, float, Mapping[str, bytes]]


def _begin(result: Any, seconds: float, given: Mapping[str, bytes] = MappingProxyType({})) -> None:
    global _prepared
    _prepared = result, seconds, given
    # The head is to have a processor when it wants one, as it has where the workers have their own.
    os.setpriority(os.PRIO_PROCESS, 0, 19)


@dataclass(frozen=True)
class _Pickled:
    """A result that its sender has pickled before, and its receiver reads as any other."""

    result: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        return pickle.loads, (self.result,)


def _written_after_a_while(work: Work) -> GradedSubmission:
    result, seconds, given = _prepared
    time.sleep(seconds)
    return workers.written_here(work, result, given)


def _after_a_while(work: Work) -> GradedSubmission:
    result, seconds, _ = _prepared
    time.sleep(seconds)
    return result


def _some_after_a_while(job: tuple[bytes, float], works: Sequence[Work]) -> list[Any]:
    result, seconds = job
    _begin(_Pickled(result), seconds)
    return [_after_a_while(work) for work in works]


def head_times(course: Course, slug: str, make: Callable[[Job, int], Any]) -> ResultTimes:
    """Grade a class with pools that ``make`` makes: when its results are told, and this process's processor time then."""

    @contextmanager
    def pool(options: Options) -> Iterator[Callable[[Job, int], Any]]:
        yield make

    times = ResultTimes(time.process_time)
    with patch.object(grade_class_module, "_pool", pool):
        grade_class(course, slug, Options(again=True, on_result=times.note))
    return times


def on_this_machine(
    course: Course, slug: str, result: GradedSubmission, width: int, seconds: float, *, writing: bool
) -> ResultTimes:
    """As many simulated workers on this machine, each of which takes so long for a result.

    Args:
        writing: whether they write the graded notebook, too, as workers of a machine do, on the head's cores.
    """
    return head_times(course, slug, lambda job, count: _Processes(width, job, result, seconds, writing))


def on_a_cluster(course: Course, slug: str, result: GradedSubmission, address: str, seconds: float) -> ResultTimes:
    """The same on a Dask cluster, as many at once as its workers have threads."""

    def make(job: Job, count: int) -> ClusterPool:
        return ClusterPool(client, (pickle.dumps(result), seconds), count, _some_after_a_while)

    with Client(address, set_as_default=False) as client:
        return head_times(course, slug, make)
