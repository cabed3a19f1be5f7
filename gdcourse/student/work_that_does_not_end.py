"""A check that takes long says how to stop it, and one that was stopped says where the work had not ended."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gdcourse.judging.judge import Verdict
from gdcourse.judging.messages import NOT_YET
from gdcourse.judging.patterns_in_answers import Key, failed_case
from gdcourse.language import NO_TEXT, paragraphs
from gdcourse.student import messages, progress_file

TOLD_AFTER_SECONDS = 10.0
"""Right answers take well under a second; a laptop that does much else is given some more."""
NOT_ENDED = "not-ended"


@contextmanager
def told_how_to_stop(shell: Any) -> Iterator[None]:
    """Where somebody sits in front of a notebook, say after a while how to stop what runs in this block."""
    if shell is None or progress_file.is_author():
        yield
        return
    from IPython.display import display

    def tell() -> None:
        display({"text/plain": str(messages.STILL_RUNNING.format(seconds=round(TOLD_AFTER_SECONDS)))}, raw=True)

    timer = threading.Timer(TOLD_AFTER_SECONDS, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def verdict_of_stopped(key: Key, index: int, seconds: float) -> Verdict:
    """The verdict on work that somebody stopped.

    Args:
        key: the answer key of the visible cases.
        index: of the case in which the work was stopped.
        seconds: how long that case had taken.
    """
    hint = messages.NOT_ENDED.format(seconds=max(1, math.floor(seconds)))
    tried = [{"type": "error"}] * (index + 1)
    case = failed_case(tried, key, (index,), False, index)
    message = paragraphs(NOT_YET, hint, case.line if case else NO_TEXT)
    return Verdict(key["id"], 0.0, float(key["points"]), "graded", NOT_ENDED, message, hint, (index,), case)
