"""Work that does not end: the notebook says how to stop it, and what was stopped gets a verdict that says where."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from jupyter_client.manager import KernelManager

from gdcourse import set_language
from gdcourse.student import work_that_does_not_end
from gdcourse.student.check_answer import Card, verdict_of
from gdcourse.student.work_that_does_not_end import told_how_to_stop

ENDLESS = """
from gdcourse import check
def slope(w, a, c):
    while w < 10**9:
        a += 0
check("parabola-slope", slope)
"""


def stopped(w: float, a: float, c: float) -> float:
    if w < -2:
        raise KeyboardInterrupt
    return 2 * a * (w - c)


@pytest.fixture
def shell(course_folder: Path) -> Iterator[InteractiveShell]:
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_work_that_was_stopped_is_wrong_and_the_card_shows_the_call_that_had_not_ended() -> None:
    set_language("en")
    verdict = verdict_of("parabola-slope", stopped)
    assert (verdict.state, verdict.score, verdict.diagnosis) == ("graded", 0.0, "not-ended")
    assert "had not ended after 1 s" in str(verdict.message)
    assert verdict.case is not None
    assert verdict.case.line.en.startswith("Input: slope(w=-10")
    card = Card(verdict)._repr_mimebundle_()
    assert "inside the loop" in card["text/plain"]
    assert "반복문 안" in card["text/html"]


def test_a_check_that_takes_long_says_how_to_stop_it_and_a_quick_one_says_nothing(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("en")
    monkeypatch.setattr(work_that_does_not_end, "TOLD_AFTER_SECONDS", 0.1)
    with capture_output() as shown, told_how_to_stop(shell):
        time.sleep(1)
    assert [output.data["text/plain"] for output in shown.outputs] == [
        "This has been running for 0 s. If a loop does not seem to end, stop it with ■ (interrupt the kernel)."
    ]
    with capture_output() as shown:
        with told_how_to_stop(shell):
            pass
        time.sleep(0.5)
    assert shown.outputs == []


@pytest.mark.parametrize("who", ["PYTEST_VERSION", "NBGRADER_EXECUTION"])
def test_where_nobody_sits_in_front_nothing_is_said(
    who: str, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(who, "1")
    monkeypatch.setattr(work_that_does_not_end, "TOLD_AFTER_SECONDS", 0.1)
    with capture_output() as shown, told_how_to_stop(shell):
        time.sleep(0.5)
    assert shown.outputs == []


def test_in_a_kernel_a_loop_without_an_end_is_told_of_and_interrupted_with_a_card(course_folder: Path) -> None:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(course_folder))
    client = manager.client()
    client.start_channels()
    shown: list[dict[str, Any]] = []
    try:
        client.wait_for_ready(timeout=60)
        early = "from gdcourse.student import work_that_does_not_end as w; w.TOLD_AFTER_SECONDS = 0.3\n"
        asked = client.execute(early + ENDLESS)
        while True:
            message = client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "display_data":
                shown.append(content["data"])
                if len(shown) == 1:
                    manager.interrupt_kernel()
            if kind == "error":
                shown.append(content)
            if kind == "status" and content["execution_state"] == "idle":
                break
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    running, card, error = shown
    assert "■" in running["text/plain"]
    assert "slope(w=" in card["text/plain"]
    assert "`while`" in card["text/plain"]
    assert error["ename"] == "CheckFailed"
