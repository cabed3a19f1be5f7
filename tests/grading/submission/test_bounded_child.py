"""What reads students' texts does so in a child with bounds: what reaches one costs itself."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdcourse.grading.submission import bounded_child as module
from gdcourse.grading.submission.bounded_child import BoundedChild, OutOfBoundsError
from support import child_work
from support.child_work import died, kept, killed, nested, plain, slow_in_c, slow_in_python, too_much, wrong

ROOM = 256 << 20  # less to fill than what a grader gives


@pytest.fixture(scope="module", params=["forked", "spawned"])
def child(request: pytest.FixtureRequest) -> Iterator[BoundedChild]:
    with pytest.MonkeyPatch.context() as patch:
        here = str(Path(child_work.__file__).parents[1])
        patch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]))
        if request.param == "spawned":
            patch.setattr(module, "_may_fork", lambda: False)
        own = BoundedChild(ROOM)
        yield own
        own.close()


def test_a_function_runs_in_another_process_and_plain_data_comes_back(child: BoundedChild) -> None:
    data, pid = child.call(plain, {"a": [1, 2.5, None, "가\ud800", b"\0"]})
    assert data == {"a": [1, 2.5, None, "가\ud800", b"\0"]}
    assert pid != os.getpid()


@pytest.mark.parametrize("slow", [slow_in_c, slow_in_python])
def test_what_takes_too_long_ends_and_the_next_call_is_answered(child: BoundedChild, slow: object) -> None:
    before = child.used
    with pytest.raises(OutOfBoundsError, match=r"> 0\.2 s"):
        child.call(slow, seconds=0.2)
    assert child.used - before == pytest.approx(0.2)
    assert child.call(plain, 1)[0] == 1


def test_memory_has_a_bound_that_the_parent_does_not_feel(child: BoundedChild) -> None:
    with pytest.raises(OutOfBoundsError, match="MiB"):
        child.call(too_much)
    assert child.call(plain, 1)[0] == 1


def test_what_comes_back_has_a_bound(child: BoundedChild) -> None:
    with pytest.raises(OutOfBoundsError, match="MiB"):
        child.call(bytes, module.MOST_OUT + 1)
    assert child.call(plain, 1)[0] == 1


def test_a_child_that_dies_is_replaced(child: BoundedChild) -> None:
    with pytest.raises(OutOfBoundsError):
        child.call(died)
    assert child.call(plain, 1)[0] == 1


def test_a_child_that_was_ended_from_outside_between_two_calls_costs_no_call(child: BoundedChild) -> None:
    first = child.call(plain, 1)[1]
    os.kill(first, signal.SIGKILL)
    assert child.call(plain, 1)[1] != first


def test_a_child_that_is_ended_from_outside_again_and_again_is_told_as_that(child: BoundedChild) -> None:
    with pytest.raises(OutOfBoundsError, match="SIGKILL"):
        child.call(killed)
    assert child.call(plain, 1)[0] == 1


def test_an_error_is_told_in_words_and_too_deep_a_thing_is_one(child: BoundedChild) -> None:
    with pytest.raises(OutOfBoundsError, match="ValueError: wrong"):
        child.call(wrong)
    with pytest.raises(OutOfBoundsError, match="RecursionError"):
        child.call(nested)


def test_a_child_that_has_become_large_is_replaced_and_no_call_fails(child: BoundedChild) -> None:
    first = child.call(plain, 1)[1]
    assert child.call(kept, (ROOM // 2) + (16 << 20)) > 0
    second = child.call(plain, 1)[1]
    assert first != second


def test_an_object_is_no_plain_data(child: BoundedChild) -> None:
    with pytest.raises(OutOfBoundsError, match=re.escape("re._compile")):
        child.call(re.compile, "a")


def test_a_process_with_threads_starts_its_child_anew() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    child = BoundedChild()
    try:
        assert child.call(len, [1, 2]) == 2
        with pytest.raises(OutOfBoundsError, match=r"> 0\.2 s"):
            child.call(re.match, "(a|aa)+$", "a" * 60 + "b", seconds=0.2)
        assert child.call(len, [1, 2]) == 2
    finally:
        done.set()
        thread.join()
        child.close()


def test_closing_ends_the_child() -> None:
    child = BoundedChild()
    pid = child.call(plain, 1)[1]
    child.close()
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
