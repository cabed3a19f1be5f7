"""How long a kernel has been ready to run while others had the processor."""

from __future__ import annotations

from pathlib import Path


def processor_wait(pid: int) -> float:
    """Seconds for which the main thread of a kernel has waited for a processor since it began, as Linux counts them.

    Args:
        pid: of the kernel, or of the process above it in its sandbox.

    Returns:
        The seconds (second number of ``schedstat``, Documentation/scheduler/sched-stats.rst); 0 where nobody counts.
    """
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(Path(f"/proc/{below[0] if below else pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
