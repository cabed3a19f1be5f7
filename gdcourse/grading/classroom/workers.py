"""Where notebooks are graded: in processes of this machine, or on a cluster. Bytes go out, results come in."""

from __future__ import annotations

import hashlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from multiprocessing import forkserver
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import gdcourse
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.bounded_child import ROOM
from gdcourse.grading.submission.grade_submission import GradedNotebook, grade_notebook, grade_ungraded
from gdcourse.grading.submission.isolation import Isolation, found_out, take_over
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels import system_calls
from gdcourse.kernels.environment_variables import THREADS
from gdcourse.kernels.kernel_process import TEMPLATE_VARIABLE, Template, TemplateUnavailableError
from gdcourse.kernels.sandbox import IsolationUnavailableError, Tier

ATTEMPTS = 3


@dataclass(frozen=True)
class Job:
    """What the grading of every submission of an assignment has in common."""

    assignment: Assignment
    secret: bytes
    limits: Limits
    isolation: Isolation


def grade_one(job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> GradedNotebook:
    """Grade one submission. Runs wherever it is sent: it reads no file of the course, and writes none."""
    return grade_notebook(data, job.assignment, student, job.secret, job.limits, job.isolation, files)


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
    """Whatever takes submissions and gives results."""

    @property
    def width(self) -> int: ...

    def submit(
        self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]
    ) -> Future[GradedNotebook]: ...


class LocalPool:
    """Processes of this machine. They are forked from a server that has imported the grader, and share one template."""

    def __init__(self, jobs: int) -> None:
        self.width = jobs
        # The server may be older than the template, and its environment with it.
        template = os.environ.get(TEMPLATE_VARIABLE)
        self._executor = ProcessPoolExecutor(jobs, _context(), initializer=_begin, initargs=(template, found_out()))

    def submit(self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> Future[GradedNotebook]:
        return self._executor.submit(grade_one, job, student, data, files)

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


def _begin(template: str | None, isolation: tuple[Path, dict[Tier, str]]) -> None:
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
def local_pool(jobs: int) -> Iterator[Callable[[], LocalPool]]:
    """A way to make pools that share one template; a pool is replaced when one of its processes has died."""
    before = {name: os.environ.get(name) for name in (*THREADS, TEMPLATE_VARIABLE)}
    os.environ |= THREADS
    pools: list[LocalPool] = []

    def make() -> LocalPool:
        while pools:
            pools.pop().close()
        pools.append(LocalPool(jobs))
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
    make_pool: Callable[[], Pool], job: Job, submissions: Iterator[tuple[Item, str, bytes | None, Mapping[str, bytes]]]
) -> Iterator[tuple[Item, GradedNotebook]]:
    """Grade submissions, and yield each result as soon as it is there. Only a few are in memory at any time.

    Args:
        make_pool: makes the pool, and makes it anew after one of its processes has died.
        submissions: for each an item to know it by, the student, what was handed in, and the files beside it.
    """
    pool = make_pool()
    running: dict[Future[GradedNotebook], _Attempt[Item]] = {}
    again: list[_Attempt[Item]] = []
    doubtful: list[_Attempt[Item]] = []  # when everybody else is done
    while True:
        broken, lost = False, list[_Attempt[Item]]()
        # Who was there when a process died is tried alone, so that nobody shares another's fate twice.
        room = 1 if again or any(a.failures or a.alone for a in running.values()) else 2 * pool.width
        while len(running) < room and not broken:
            attempt = again.pop() if again else _next(submissions)
            if attempt is None and doubtful and not running:
                attempt = doubtful.pop(0)
                attempt.alone, room = True, 1
            if attempt is None:
                break
            attempt.started = time.monotonic()
            try:
                running[pool.submit(job, attempt.student, attempt.data, attempt.files)] = attempt
            except BrokenProcessPool:
                broken = True
                again.append(attempt)  # it was not at work when the process died
        if not running and not broken:
            return
        done, _ = wait(running, timeout=0 if broken else 5, return_when=FIRST_COMPLETED)
        for task in done:
            attempt = running.pop(task)
            try:
                graded = task.result()
                if graded.doubtful and not attempt.alone:
                    doubtful.append(attempt)
                else:
                    yield attempt.item, replace(graded, final=graded.final and not graded.doubtful)
            except BrokenProcessPool:
                broken = True
                lost.append(attempt)
            except IsolationUnavailableError as error:
                # The machine is known to isolate: something else has taken what this sandbox would have needed.
                attempt.failures += 1
                if attempt.failures < ATTEMPTS:
                    again.append(attempt)
                    continue
                reason = messages.NO_SANDBOX.format(times=ATTEMPTS, reason=str(error)[:200])
                yield attempt.item, replace(grade_ungraded(reason, job.assignment), final=False)
            except Exception as error:
                # Whatever a submission does to the grader, it does to nobody else's marks.
                reason = messages.GRADER_FAILED.format(reason=f"{type(error).__name__}: {str(error)[:200]}")
                yield attempt.item, replace(grade_ungraded(reason, job.assignment), final=False)
        # Of what has been handed to the pool, the first are at work, and the others wait for them.
        at_work = list(running.values())[: pool.width]
        overdue = [a for a in at_work if time.monotonic() - a.started > _patience(job.limits)]
        if broken or overdue:
            for attempt in overdue:
                attempt.failures = ATTEMPTS
            # Nobody knows which submission a process died of: all that were at work are tried again, one by one.
            for attempt in [*lost, *(at_work if broken else [])]:
                attempt.failures += 1
            lost += running.values()
            running.clear()
            for attempt in lost:
                if attempt.failures < ATTEMPTS:
                    again.append(attempt)
                    continue
                reason = messages.GRADER_DIED.format(times=ATTEMPTS)
                yield attempt.item, replace(grade_ungraded(reason, job.assignment), final=False)
            pool = make_pool()


@dataclass(eq=False)
class _Attempt(Generic[Item]):
    item: Item
    student: str
    data: bytes | None
    files: Mapping[str, bytes]
    started: float = 0.0
    failures: int = 0
    alone: bool = False


def _next(submissions: Iterator[tuple[Item, str, bytes | None, Mapping[str, bytes]]]) -> _Attempt[Item] | None:
    following = next(submissions, None)
    return None if following is None else _Attempt(*following)


def _patience(limits: Limits) -> float:
    """Seconds from handing a submission to the pool until it must be back: it may wait for one before it."""
    return 2 * (limits.notebook_seconds + limits.cell_seconds) + 180
