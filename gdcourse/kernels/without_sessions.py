"""What stands in for sessions in a sandbox that allows none: groups, so that what was started can be ended by itself.

Without, ``os.killpg(os.getpgid(child.pid), …)`` of a child that was to have a session of its own would end the kernel.
Processes that are forked have it; a program that makes sessions itself is told that it has one, and stays where it was.
"""

from __future__ import annotations

import functools
import os
import subprocess
from typing import Any


def stand_in() -> None:
    """Put them into this process, and into all that it forks."""
    os.setsid = lambda: os.setpgid(0, 0)
    ordinary = subprocess.Popen.__init__

    @functools.wraps(ordinary)
    def begin(self: Any, *arguments: Any, start_new_session: bool = False, **options: Any) -> None:
        if start_new_session and options.get("process_group") is None:
            options["process_group"] = 0
        ordinary(self, *arguments, **options)

    setattr(subprocess.Popen, "__init__", begin)  # noqa: B010 (mypy takes no method for one of another kind)
