"""A look at what is used, and how it ends early."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gdcourse.kernels import resource_watch
from gdcourse.kernels.resource_watch import Meter
from gdcourse.kernels.sandbox import Resources

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


def test_a_look_ends_when_its_owner_calls_and_the_next_one_finds_what_there_is() -> None:
    seen = []

    def processes() -> list[int]:
        return [os.getpid()] * 3

    def called() -> bool:
        seen.append(1)
        return len(seen) == 2

    meter = Meter(Resources(memory=1, cpu_seconds=10**6), keeper=1, processes=processes)
    assert meter.excess(0.0, called) is None
    assert len(seen) == 2, "it looks no further"
    assert meter.excess(0.0, called) == "memory"


KEEPER, LIMIT = 2, 500
"""A process, and MiB."""


class Machine:
    """What ``/proc`` tells, where processes end just when they are looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.newest = folder, 10
        folder.mkdir()
        self.put(KEEPER, 1, 1)

    def put(self, pid: int, parent: int, mib: int) -> int:
        place = self.folder / str(pid)
        place.mkdir()
        behind_the_name = [parent, *[0] * 17, pid, *[0] * 5]
        (place / "stat").write_text(f"{pid} (x) S {' '.join(map(str, behind_the_name))}")
        (place / "status").write_text(f"Name:\tx\nPPid:\t{parent}\nRssAnon:\t{mib * 1024} kB\nThreads:\t1\n")
        (place / "smaps_rollup").write_text(f"Pss_Anon: {mib * 1024} kB\n")
        for folder in ("fd", "task"):
            (place / folder).mkdir()
        return pid

    def end(self, pid: int) -> None:
        shutil.rmtree(self.folder / str(pid))

    def looks(self, monkeypatch: pytest.MonkeyPatch, between: Callable[[int], None], number: int) -> list[str | None]:
        """What so many looks find, where ``between`` happens to each process once its memory was read."""
        monkeypatch.setattr(resource_watch, "_PROC", self.folder)
        read = resource_watch._stat

        def stat(process: str) -> list[bytes]:
            found = read(process)
            between(int(Path(process).name))
            return found

        monkeypatch.setattr(resource_watch, "_stat", stat)

        def processes() -> list[int]:
            return sorted(int(path.name) for path in self.folder.iterdir())

        scratch = self.folder.parent / "scratch"
        scratch.mkdir()
        meter = Meter(Resources(memory=LIMIT * 2**20), KEEPER, processes, scratch)
        return [meter.excess(0.0) for _ in range(number)]


@pytest.mark.parametrize(("chains", "mib", "found"), [(1, 900, "memory"), (3, 300, "memory"), (1, 400, None)])
def test_memory_that_goes_from_process_to_process_is_somebodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chains: int, mib: int, found: str | None
) -> None:
    machine = Machine(tmp_path / "proc")
    holders = [machine.put(10 + chain, KEEPER, mib) for chain in range(chains)]

    def hand_on(pid: int) -> None:
        if pid in holders:
            machine.newest = max(machine.newest, *holders) + 1
            holders[holders.index(pid)] = machine.put(machine.newest, KEEPER, mib)
            machine.end(pid)

    outcomes = machine.looks(monkeypatch, hand_on, 20)
    assert outcomes[0] is None, "one look may count what has changed hands meanwhile twice"
    assert (found in outcomes) if found else set(outcomes) == {None}


def test_children_that_share_their_parents_memory_and_end_all_the_time_are_nobodys_but_its(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path / "proc")
    parent = machine.put(10, KEEPER, 400)
    children = [machine.put(11, parent, 400)]

    def end(pid: int) -> None:
        if pid in children:
            machine.end(children.pop())
            children.append(machine.put(pid + 1, parent, 400))

    assert set(machine.looks(monkeypatch, end, 50)) == {None}
