"""Where notebooks are graded: in processes of this machine, or on a cluster. Bytes go out, results come in."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

import gdcourse
from gdcourse import messages
from gdcourse.grading.assignment import Assignment
from gdcourse.grading.engine import GradedNotebook, grade_notebook, grade_ungraded
from gdcourse.grading.running import Isolation, Limits
from gdcourse.kernels.environments import THREADS
from gdcourse.kernels.process import TEMPLATE_VARIABLE, Template, TemplateUnavailableError

ATTEMPTS = 3


@dataclass(frozen=True)
class Job:
    """What the grading of every submission of an assignment has in common."""

    assignment: Assignment
    secret: bytes
    limits: Limits
    isolation: Isolation


def grade_one(job: Job, student: str, data: bytes | None) -> GradedNotebook:
    """Grade one submission. Runs wherever it is sent: it reads no file of the course, and writes none."""
    return grade_notebook(data, job.assignment, student, job.secret, job.limits, job.isolation)


@cache
def grader_version() -> str:
    """A digest of the code, the keys and the libraries that decide about marks: the same here and on every worker."""
    import numpy
    import torch

    digest = hashlib.sha256(f"{numpy.__version__} {torch.__version__}".encode())
    package = Path(gdcourse.__file__).parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("keys/*.json")]):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Pool(Protocol):
    """Whatever takes submissions and gives results."""

    width: int

    def submit(self, job: Job, student: str, data: bytes | None) -> Future[GradedNotebook]: ...


class LocalPool:
    """Processes of this machine. They are forked from a server that has imported the grader, and share one template."""

    def __init__(self, jobs: int) -> None:
        self.width = jobs
        context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
        if hasattr(context, "set_forkserver_preload"):
            context.set_forkserver_preload(["gdcourse.grading.preload"])
        self._executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)

    def submit(self, job: Job, student: str, data: bytes | None) -> Future[GradedNotebook]:
        return self._executor.submit(grade_one, job, student, data)

    def close(self) -> None:
        """End the workers, whatever they are at: their kernels end with them."""
        processes = list((self._executor._processes or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _ignore_interrupts() -> None:
    import signal

    # Ctrl-C in a terminal reaches every process; the head decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
    make_pool: Callable[[], Pool], job: Job, submissions: Iterator[tuple[Item, str, bytes | None]]
) -> Iterator[tuple[Item, GradedNotebook]]:
    """Grade submissions, and yield each result as soon as it is there. Only a few are in memory at any time.

    Args:
        make_pool: makes the pool, and makes it anew after one of its processes has died.
        submissions: for each an item to know it by, the student, and what was handed in.
    """
    pool = make_pool()
    running: dict[Future[GradedNotebook], tuple[Item, str, bytes | None]] = {}
    again: list[tuple[Item, str, bytes | None]] = []
    deaths: dict[str, int] = {}
    while True:
        while len(running) < 2 * pool.width:
            following = again.pop() if again else next(submissions, None)
            if following is None:
                break
            running[pool.submit(job, following[1], following[2])] = following
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        broken = False
        for task in done:
            submission = running.pop(task)
            try:
                yield submission[0], task.result()
            except BrokenProcessPool:
                broken = True
                again.append(submission)
        if broken:
            # Nobody knows which submission the process died of: every one that was at work is tried again, alone
            # with its like, and given up when it has been there too often.
            again += running.values()
            running.clear()
            for _, student, _ in again:
                deaths[student] = deaths.get(student, 0) + 1
            for submission in [s for s in again if deaths[s[1]] >= ATTEMPTS]:
                again.remove(submission)
                yield submission[0], grade_ungraded(messages.GRADER_DIED.format(times=ATTEMPTS), job.assignment)
            pool = make_pool()
