"""Grading on a Dask cluster: the same function, on other machines. Needs the extra ``cluster``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from distributed import Client
from distributed import Future as DaskFuture

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.classroom.workers import ATTEMPTS, Job, grade_one, grader_version
from gdcourse.grading.submission.grade_submission import GradedNotebook
from gdcourse.grading.submission.isolation import probe_isolation
from gdcourse.kernels.sandbox import IsolationUnavailableError, Tier
from gdcourse.language import Text

_WAIT_SECONDS = 30


class _ClusterPool:
    """Hands submissions to a scheduler. Bytes go out, results come in: no file system is shared."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._job: tuple[Job, Any] | None = None

    @property
    def width(self) -> int:
        """How many submissions the workers take at once; the head keeps twice as many in flight."""
        return max(1, sum(self._client.nthreads().values()))

    def submit(self, job: Job, student: str, data: bytes | None, files: Mapping[str, bytes]) -> Future[GradedNotebook]:
        result: Future[GradedNotebook] = Future()
        self._send(job, student, data, files, result, ATTEMPTS)
        return result

    def _send(
        self,
        job: Job,
        student: str,
        data: bytes | None,
        files: Mapping[str, bytes],
        result: Future[GradedNotebook],
        attempts: int,
    ) -> None:
        if self._job is None or self._job[0] is not job:
            self._job = (job, self._client.scatter(job, broadcast=True))
        sent = self._job
        # Not pure: two identical submissions are two submissions.
        task = self._client.submit(grade_one, sent[1], student, data, dict(files), pure=False, retries=ATTEMPTS)

        def done(finished: DaskFuture) -> None:
            error = finished.exception() if finished.status == "error" else None
            status = finished.status
            if error is not None:
                result.set_exception(error)
            elif status == "finished":
                result.set_result(finished.result())
            elif attempts > 1:
                # The scheduler cancels what needs data that has gone with a worker: the job is sent out once more.
                if self._job is sent:
                    self._job = None
                self._send(job, student, data, files, result, attempts - 1)
            else:
                result.set_exception(ConnectionError(f"the scheduler gave it up: {status}"))
            finished.release()

        task.add_done_callback(done)

    def close(self) -> None:
        self._client.close()


@contextmanager
def cluster_pool(
    address: str,
    isolated: bool,
    tier: Tier | None = None,
    on_notice: Callable[[Text], None] = lambda notice: None,
) -> Iterator[_ClusterPool]:
    """The pool of a scheduler at ``address``, once its workers are known to be the same and able.

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
        if isolated:
            on_notice(messages.ISOLATED.format(layers=_isolated_everywhere(client, tier)))
        else:
            on_notice(messages.NOT_ISOLATED)
        yield _ClusterPool(client)
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


def _isolated_everywhere(client: Client, tier: Tier | None) -> str:
    """The layers that the workers have. Raises ``CourseError`` where one of them cannot isolate."""
    found: set[str] = set()
    for worker, outcome in client.run(probe_isolation, tier, on_error="return").items():
        if isinstance(outcome, IsolationUnavailableError):
            raise CourseError(str(messages.NO_ISOLATION.format(reason=f"{worker}: {outcome}"))) from outcome
        if isinstance(outcome, BaseException):
            raise outcome
        found.add(str(outcome))
    return "; ".join(sorted(found))
