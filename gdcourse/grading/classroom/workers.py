"""Where notebooks are graded: in processes of this machine, which write them, or on a cluster, whose results travel."""

from __future__ import annotations

import hashlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from itertools import islice
from multiprocessing import forkserver
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple, Protocol, TypeVar

from nbgrader.preprocessors import NbGraderPreprocessor

import gdcourse
from gdcourse.grading.classroom.files_in_autograded import Place, write_graded
from gdcourse.grading.classroom.graded_submission import GradedSubmission, finished
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.bounded_child import ROOM
from gdcourse.grading.submission.grade_submission import grade_notebook, grade_ungraded
from gdcourse.grading.submission.isolation import Isolation, found_out, take_over
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels import system_calls
from gdcourse.kernels.environment_variables import THREADS
from gdcourse.kernels.kernel_process import TEMPLATE_VARIABLE, Template, TemplateUnavailableError
from gdcourse.kernels.sandbox import IsolationUnavailableError, Tier
from gdcourse.language import Text

ATTEMPTS = 3
_LOOK_SECONDS = 1.0
"""How often somebody looks for what does not come back, and for what has waited long enough."""
_GATHER_SECONDS, _MOST_TOGETHER = 5.0, 50
"""How long a result waits for others to be recorded with, and for how many: nobody hands out work meanwhile, and to
record these takes no longer than the workers have some left."""


@dataclass(frozen=True)
class Job:
    """What the grading of every submission of an assignment has in common.

    Attributes:
        finishing: what a graded notebook goes through before it is written; empty where that cannot be sent.
        own_units: the course's own units, for workers that do not see their folder: files by their place in it.
    """

    assignment: Assignment
    secret: bytes
    limits: Limits
    isolation: Isolation
    finishing: tuple[NbGraderPreprocessor, ...] = ()
    own_units: Mapping[str, bytes] = field(default_factory=dict)


class Work(NamedTuple):
    """One submission to grade.

    Attributes:
        student: the student's id.
        data: what was handed in.
        files: the files beside it.
        place: where a worker of this machine writes what comes of it; ``None`` leaves that to the head.
    """

    student: str
    data: bytes | None
    files: Mapping[str, bytes]
    place: Place | None = None


def grade_one(job: Job, work: Work) -> GradedSubmission:
    """Grade one submission. Runs wherever it is sent: it reads no file of the course, and writes none."""
    student, data, files, _ = work
    graded = grade_notebook(data, job.assignment, student, job.secret, job.limits, job.isolation, files)
    return finished(graded, job.finishing)


@cache
def grader_version() -> str:
    """A digest of the code, the keys and the libraries that decide about marks: the same here and on every worker."""
    # Not from the packages themselves: the head imports torch for nothing else, which takes seconds.
    digest = hashlib.sha256(f"{version('numpy')} {version('torch')}".encode())
    package = Path(gdcourse.__file__).parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("keys/*.json")]):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Pool(Protocol):
    """Whatever takes submissions of one job and gives results.

    Attributes:
        width: how many submissions are at work at once.
        together: how many travel at once, to one worker, which takes them one after the other.
    """

    @property
    def width(self) -> int: ...
    @property
    def together(self) -> int: ...

    def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
        """A result to come for each, in their order. Raises ``BrokenProcessPool`` where the pool has died."""
        ...


class LocalPool:
    """Processes of this machine. They are forked from a server that has imported the grader, and share one template."""

    together = 1

    def __init__(self, jobs: int, job: Job) -> None:
        self.width = jobs
        # The server may be older than the template, and its environment with it.
        template = os.environ.get(TEMPLATE_VARIABLE)
        self._executor = ProcessPoolExecutor(
            jobs, _context(), initializer=_begin, initargs=(job, template, found_out())
        )

    def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
        return [self._executor.submit(_grade_here, work) for work in works]

    def close(self) -> None:
        """End the workers, whatever they are at: their kernels end with them."""
        processes = list((self._executor._processes or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def _context() -> multiprocessing.context.BaseContext:
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if hasattr(context, "set_forkserver_preload"):
        context.set_forkserver_preload(["gdcourse.grading.classroom.worker_imports"])
    return context


_job: Job | None = None
"""Of this worker process: it comes once, and not with every submission."""


def _grade_here(work: Work) -> GradedSubmission:
    if _job is None:
        raise RuntimeError("this process is no worker of a pool")
    return written_here(work, grade_one(_job, work), _job.assignment.files)


def written_here(work: Work, graded: GradedSubmission, given: Mapping[str, bytes]) -> GradedSubmission:
    """A result whose files are written where it was made, so that they need not travel.

    What is graded once more is left to the head, and so is what cannot be written: the head tries again, and says why.
    """
    if work.place is None or graded.doubtful:
        return graded
    try:
        write_graded(work.place, graded, given)
    except OSError:
        return graded
    return replace(graded, text=b"", kept={}, written=True)


def _begin(job: Job, template: str | None, isolation: tuple[Path, dict[Tier, str]]) -> None:
    global _job
    _job = job
    if template is not None:
        os.environ[TEMPLATE_VARIABLE] = template
    take_over(isolation)
    if sys.platform == "linux":
        # A few megabytes of JSON can be gigabytes of objects, before anybody can see how many they are. Where there is
        # no room for them this process ends, and not the machine.
        system_calls.bound_memory(ROOM)
    # Ctrl-C in a terminal reaches every process; the head decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    head = multiprocessing.parent_process()
    if head is not None:
        threading.Thread(target=_end_with, args=(head.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """A head that was killed can tell nobody: its workers see for themselves."""
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


@contextmanager
def local_pool(jobs: int) -> Iterator[Callable[[Job, int], LocalPool]]:
    """A way to make pools that share one template, for a job and a number of submissions that does not matter here.

    A pool is replaced when one of its processes has died.
    """
    before = {name: os.environ.get(name) for name in (*THREADS, TEMPLATE_VARIABLE)}
    os.environ |= THREADS
    pools: list[LocalPool] = []

    def make(job: Job, count: int) -> LocalPool:
        while pools:
            pools.pop().close()
        pools.append(LocalPool(jobs, job))
        return pools[0]

    try:
        if _context().get_start_method() == "forkserver":
            forkserver.ensure_running()  # its imports take seconds, as the template's do: both at once
        try:
            os.environ[TEMPLATE_VARIABLE] = str(Template.shared().directory)
        except TemplateUnavailableError:
            os.environ.pop(TEMPLATE_VARIABLE, None)  # each kernel is started in the ordinary way
        yield make
    finally:
        for pool in pools:
            pool.close()
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


Item = TypeVar("Item")


def grade_all(
    make_pool: Callable[[Job, int], Pool],
    job: Job,
    submissions: Iterable[tuple[Item, Work]],
    count: int,
    on_graded: Callable[[GradedSubmission], None] = lambda graded: None,
) -> Iterator[list[tuple[Item, GradedSubmission]]]:
    """Grade submissions, and yield their results as they come. Only a few are in memory at any time.

    What comes within five seconds comes together: to record many takes little more than to record one. Who interrupts
    this gets what has come so far before the interruption is raised.

    Args:
        make_pool: makes a pool for a job and a number of submissions, and makes it anew after one of its processes has
            died.
        job: what they have in common.
        submissions: for each an item to know it by, and the work.
        count: how many there are.
        on_graded: called with each result when it comes.
    """
    gathered: list[tuple[Item, GradedSubmission]] = []
    since = 0.0
    try:
        for results in _as_they_come(make_pool, job, submissions, count):
            for _, graded in results:
                on_graded(graded)
            if not gathered:
                since = time.monotonic()
            gathered += results
            waited = time.monotonic() - since >= _GATHER_SECONDS
            if len(gathered) >= _MOST_TOGETHER or (gathered and waited):
                yield gathered
                gathered = []
    except KeyboardInterrupt:
        if gathered:
            yield gathered
        raise
    if gathered:
        yield gathered


def _as_they_come(
    make_pool: Callable[[Job, int], Pool], job: Job, submissions: Iterable[tuple[Item, Work]], count: int
) -> Iterator[list[tuple[Item, GradedSubmission]]]:
    """What has come, about once a second at least, though it be nothing."""
    pool, coming = make_pool(job, count), iter(submissions)
    running: dict[Future[GradedSubmission], _Attempt[Item]] = {}
    ended: SimpleQueue[Future[GradedSubmission]] = SimpleQueue()
    again: list[_Attempt[Item]] = []
    doubtful: list[_Attempt[Item]] = []  # when everybody else is done
    while True:
        results: list[tuple[Item, GradedSubmission]] = []
        broken, lost = False, list[_Attempt[Item]]()
        # Who was there when a process died is tried alone, so that nobody shares another's fate twice.
        one_by_one = bool(again) or any(a.failures or a.alone for a in running.values())
        room = (1 if one_by_one else 2 * pool.width * pool.together) - len(running)
        attempts = [again.pop()] if again and room > 0 else [_Attempt(*one) for one in islice(coming, max(room, 0))]
        if not attempts and not running and doubtful:
            attempts = [doubtful.pop(0)]
            attempts[0].alone = True
        try:
            for task, attempt in zip(pool.submit([a.work for a in attempts]), attempts, strict=True):
                attempt.started = time.monotonic()
                running[task] = attempt
                task.add_done_callback(ended.put)
        except BrokenProcessPool:
            broken = True
            again += attempts  # they were not at work when the process died
        if not running and not broken:
            return
        for task in _taken_from(ended, 0.0 if broken else _LOOK_SECONDS):
            if task not in running:  # of a pool that is no more
                continue
            attempt = running.pop(task)
            try:
                graded = task.result()
                if graded.doubtful and not attempt.alone:
                    doubtful.append(attempt)
                    continue
                graded = replace(graded, final=graded.final and not graded.doubtful)
            except BrokenProcessPool:
                broken = True
                lost.append(attempt)
                continue
            except IsolationUnavailableError as error:
                # The machine is known to isolate: something else has taken what this sandbox would have needed.
                attempt.failures += 1
                if attempt.failures < ATTEMPTS:
                    again.append(attempt)
                    continue
                graded = _given_up(messages.NO_SANDBOX.format(times=ATTEMPTS, reason=str(error)[:200]), job)
            except Exception as error:
                # Whatever a submission does to the grader, it does to nobody else's marks.
                reason = f"{type(error).__name__}: {str(error)[:200]}"
                graded = _given_up(messages.GRADER_FAILED.format(reason=reason), job)
            results.append((attempt.item, graded))
        # Of what has been handed to the pool, the first are at work, and the others wait for them.
        at_work = list(islice(running.values(), pool.width * pool.together))
        limit = _patience(job.limits) * pool.together
        overdue = [a for a in at_work if time.monotonic() - a.started > limit]
        if broken or overdue:
            for attempt in overdue:
                # Of those that travel together nobody knows which does not come back.
                attempt.failures = ATTEMPTS if pool.together == 1 or attempt.failures else 1
            # Nobody knows which submission a process died of: all that were at work are tried again, one by one.
            for attempt in [*lost, *(at_work if broken else [])]:
                attempt.failures += 1
            lost += running.values()
            running.clear()
            for attempt in lost:
                if attempt.failures < ATTEMPTS:
                    again.append(attempt)
                    continue
                results.append((attempt.item, _given_up(messages.GRADER_DIED.format(times=ATTEMPTS), job)))
            pool = make_pool(job, count)
        yield results


def _given_up(reason: Text, job: Job) -> GradedSubmission:
    return replace(finished(grade_ungraded(reason, job.assignment), job.finishing), final=False)


def _taken_from(ended: SimpleQueue[Future[GradedSubmission]], seconds: float) -> Iterator[Future[GradedSubmission]]:
    """What has ended, and if nothing has, what ends first within this time, if anything does."""
    try:
        yield ended.get(timeout=seconds) if seconds else ended.get_nowait()
        while True:
            yield ended.get_nowait()
    except Empty:
        return


@dataclass(eq=False)
class _Attempt(Generic[Item]):
    item: Item
    work: Work
    started: float = 0.0
    failures: int = 0
    alone: bool = False


def _patience(limits: Limits) -> float:
    """Seconds from handing a submission to the pool until it must be back: it may wait for one before it."""
    return 2 * (limits.notebook_seconds + limits.cell_seconds) + 180
