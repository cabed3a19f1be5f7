"""Grading on a Dask cluster: the same function, on other machines. Needs the extra ``cluster``."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from distributed import Client
from distributed import Future as DaskFuture

from gdcourse import matplotlib_folder
from gdcourse.exercises import use_own_units
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.classroom.course_error import not_isolated
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.workers import ATTEMPTS, Job, Work, grade_one, grader_version
from gdcourse.grading.submission.isolation import probe_isolation
from gdcourse.judging.own_units import own_folder
from gdcourse.kernels.sandbox import IsolationUnavailableError, Tier
from gdcourse.language import Text

_WAIT_SECONDS = 30
_LOOK_SECONDS = 2.0
_MOST_IN_TASK = 8
"""Submissions: half a second's work of a worker."""


Grade = Callable[[Any, Sequence[Work]], list[GradedSubmission | Exception]]


def grade_some(job: Job, works: Sequence[Work]) -> list[GradedSubmission | Exception]:
    """Grade submissions one after the other; what one fails with is its own result."""
    have_units(job.own_units)
    matplotlib_folder.provide()
    results: list[GradedSubmission | Exception] = []
    for work in works:
        try:
            results.append(grade_one(job, work))
        except Exception as error:
            results.append(error)
    return results


class ClusterPool:
    """Hands submissions of one job to a scheduler. Bytes go out, results come in: no file system is shared.

    Args:
        client: of the scheduler.
        job: what they have in common.
        count: how many there are.
        grade: what the workers do: with a job, some submissions in order, and a result for each.
    """

    def __init__(self, client: Client, job: Any, count: int, grade: Grade = grade_some) -> None:
        self._client, self._job, self._grade = client, job, grade
        self._sent: Any = None
        self._width, self._looked = 1, -_LOOK_SECONDS
        # A task costs client and scheduler some milliseconds, whatever it holds. Each worker gets several, so that
        # none is left with much when the others have nothing more to do.
        self.together = min(_MOST_IN_TASK, max(1, count // (4 * self.width)))

    @property
    def width(self) -> int:
        """How many submissions the workers take at once. Workers come and go; who is there takes a message to learn."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._width, self._looked = max(1, sum(self._client.nthreads().values())), time.monotonic()
        return self._width

    def submit(self, works: Sequence[Work]) -> list[Future[GradedSubmission]]:
        results = [Future[GradedSubmission]() for _ in works]
        pairs = [(work._replace(place=None), result) for work, result in zip(works, results, strict=True)]
        for start in range(0, len(pairs), self.together):
            self._send(pairs[start : start + self.together], ATTEMPTS)
        return results

    def _send(self, pairs: Sequence[tuple[Work, Future[GradedSubmission]]], attempts: int) -> None:
        if self._sent is None:
            self._sent = self._client.scatter(self._job, broadcast=True)
        sent, works = self._sent, [work for work, _ in pairs]
        # Not pure: two identical submissions are two submissions.
        task = self._client.submit(self._grade, sent, works, pure=False, retries=ATTEMPTS)

        def done(ended: DaskFuture) -> None:
            status = ended.status
            if status == "finished":
                for (_, result), outcome in zip(pairs, ended.result(), strict=True):
                    if isinstance(outcome, Exception):
                        result.set_exception(outcome)
                    else:
                        result.set_result(outcome)
            elif status == "error" and len(pairs) > 1:
                # A worker died of one of them, again and again, and nobody knows of which.
                for pair in pairs:
                    self._send([pair], ATTEMPTS)
            elif status == "error":
                pairs[0][1].set_exception(ended.exception())
            elif attempts > 1:
                # The scheduler cancels what needs data that has gone with a worker: the job is sent out once more.
                if self._sent is sent:
                    self._sent = None
                self._send(pairs, attempts - 1)
            else:
                for _, result in pairs:
                    result.set_exception(ConnectionError(f"the scheduler gave it up: {status}"))
            ended.release()

        task.add_done_callback(done)


@contextmanager
def cluster_pool(
    address: str,
    isolated: bool,
    tier: Tier | None = None,
    on_notice: Callable[[Text], None] = lambda notice: None,
) -> Iterator[Callable[[Job, int], ClusterPool]]:
    """A way to make pools of a scheduler at ``address``, once its workers are known to be the same and able.

    Raises:
        CourseError: where nobody answers there, no worker comes, a worker has another version of the grader, or
            cannot isolate submissions although that is asked for.
    """
    try:
        client = Client(address, timeout=_WAIT_SECONDS, set_as_default=False)
        client.wait_for_workers(1, timeout=_WAIT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise CourseError(str(messages.NO_SCHEDULER.format(address=address, reason=error))) from error
    try:
        _same_everywhere(client)
        client.run(matplotlib_folder.provide)  # before the first kernel starts there; who joins later does it himself
        units = own_units()
        _have_units_everywhere(client, units)
        if isolated:
            on_notice(messages.ISOLATED.format(layers=_isolated_everywhere(client, tier)))
        else:
            on_notice(messages.NOT_ISOLATED)
        yield lambda job, count: ClusterPool(client, replace(job, own_units=units), count)
    finally:
        client.close()


def _same_everywhere(client: Client) -> None:
    """Raises ``CourseError`` where a worker would judge by other code, keys or libraries than the head."""
    ours = grader_version()
    other = {
        worker: version for worker, version in client.run(grader_version, on_error="return").items() if version != ours
    }
    if other:
        workers = ", ".join(f"{worker} ({str(version)[:80]})" for worker, version in other.items())
        raise CourseError(str(messages.VERSION_SKEW.format(workers=workers, ours=ours[:12])))


def own_units() -> dict[str, bytes]:
    """The course's own units, as files by their place in their folder; none, where there are none."""
    own = own_folder()
    rooms = [own / room for room in ("exercises", "solutions", "keys")] if own is not None else []
    paths = sorted(path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".json"))
    return {path.relative_to(own or "").as_posix(): path.read_bytes() for path in paths}


def have_units(files: Mapping[str, bytes]) -> None:
    """On a worker: take a course's own units, whose folder it does not see. Those that it has, it keeps.

    Raises:
        ValueError: where it has others.
    """
    if not files or own_units() == files:
        return
    folder = Path(tempfile.mkdtemp(prefix="gdcourse-units-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    use_own_units(folder)


def _have_units_everywhere(client: Client, files: Mapping[str, bytes]) -> None:
    """Raises ``CourseError`` where a worker has units of another course, or an older edition of this one's."""
    came = client.run(have_units, files, on_error="return")
    if failed := {worker: error for worker, error in came.items() if error is not None}:
        workers = ", ".join(f"{worker} ({str(error)[:200]})" for worker, error in failed.items())
        raise CourseError(str(messages.OTHER_UNITS.format(workers=workers)))


def _isolated_everywhere(client: Client, tier: Tier | None) -> str:
    """The layers that the workers have. Raises ``CourseError`` where one of them cannot isolate."""
    found: set[str] = set()
    for worker, outcome in client.run(probe_isolation, tier, on_error="return").items():
        if isinstance(outcome, IsolationUnavailableError):
            raise not_isolated(tier, f"{worker}: {outcome}") from outcome
        if isinstance(outcome, BaseException):
            raise outcome
        found.add(str(outcome))
    return "; ".join(sorted(found))
