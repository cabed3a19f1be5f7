"""A look at what is used, and how it ends early."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
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

    meter = Meter(Resources(memory=1, cpu_seconds=10**6), keeper=1, halt=lambda everything: None, processes=processes)
    assert meter.excess(0.0, called) is None
    assert len(seen) == 2, "it looks no further"
    assert meter.excess(0.0, called) == "memory"


KEEPER, LIMIT = 2, 500
"""A process, and MiB."""


class Machine:
    """What ``/proc`` tells, where something may happen just when it is looked at, unless all is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.newest = folder / "proc", 10
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.folder.mkdir()
        self.halts: list[bool] = []
        self.put(KEEPER, 1, 1)

    @property
    def halted(self) -> bool:
        return bool(self.halts) and self.halts[-1]

    def put(self, pid: int, parent: int, mib: int, own_mib: int | None = None) -> int:
        """Add a process with so much memory, and so much of it when what it shares is shared out."""
        place = self.folder / str(pid)
        place.mkdir()
        behind_the_name = [parent, *[0] * 17, pid, *[0] * 5]
        (place / "stat").write_text(f"{pid} (x) S {' '.join(map(str, behind_the_name))}")
        (place / "status").write_text(f"Name:\tx\nPPid:\t{parent}\nRssAnon:\t{mib * 1024} kB\nThreads:\t1\n")
        (place / "smaps_rollup").write_text(f"Pss_Anon: {(mib if own_mib is None else own_mib) * 1024} kB\n")
        (place / "fd").mkdir()
        (place / "maps").write_text("7f00-7f01 r--p 00000000 08:01 7 /usr/lib/x.so\n")
        (place / "task" / str(pid)).mkdir(parents=True)
        self.run(pid, "S", 0)
        return pid

    def run(self, pid: int, state: str, times: int) -> None:
        """Say that its only thread is in a state, and has had the processor so often."""
        text = f"State:\t{state} (x)\nvoluntary_ctxt_switches:\t{times}\nnonvoluntary_ctxt_switches:\t0\n"
        (self.folder / str(pid) / "task" / str(pid) / "status").write_text(text)

    def end(self, pid: int) -> None:
        shutil.rmtree(self.folder / str(pid))

    def processes(self) -> list[int]:
        return sorted(int(path.name) for path in self.folder.iterdir())

    def looks(
        self,
        monkeypatch: pytest.MonkeyPatch,
        number: int,
        between: Callable[[int], None] = lambda pid: None,
        limits: Resources = Resources(memory=LIMIT * 2**20),  # noqa: B008
        missed: bool = False,
        though_halted: bool = False,
    ) -> list[str | None]:
        """What so many looks find, where ``between`` happens to each process once its memory was read."""
        monkeypatch.setattr(resource_watch, "_PROC", self.folder)
        read = resource_watch._stat

        def stat(process: str) -> list[bytes]:
            found = read(process)
            if though_halted or not self.halted:
                between(int(Path(process).name))
            return found

        monkeypatch.setattr(resource_watch, "_stat", stat)
        meter = Meter(limits, KEEPER, self.halts.append, self.processes, self.scratch, lambda: missed)
        outcomes = [meter.excess(0.0) for _ in range(number)]
        assert not self.halted, "whoever was stopped goes on"
        return outcomes


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(("chains", "mib", "found"), [(1, 900, "memory"), (3, 300, "memory"), (1, 400, None)])
def test_memory_that_goes_from_process_to_process_is_somebodys(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, chains: int, mib: int, found: str | None
) -> None:
    holders = [machine.put(10 + chain, KEEPER, mib) for chain in range(chains)]

    def hand_on(pid: int) -> None:
        if pid in holders:
            machine.newest = max(machine.newest, *holders) + 1
            holders[holders.index(pid)] = machine.put(machine.newest, KEEPER, mib)
            machine.end(pid)

    assert set(machine.looks(monkeypatch, 20, hand_on)) == ({found, None} if found else {None})


def test_children_that_share_their_parents_memory_and_end_all_the_time_are_nobodys_but_its(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = machine.put(10, KEEPER, 400)
    children = [machine.put(11, parent, 400, own_mib=0)]

    def end(pid: int) -> None:
        if pid in children:
            machine.end(children.pop())
            children.append(machine.put(pid + 1, parent, 400, own_mib=0))

    assert set(machine.looks(monkeypatch, 50, end)) == {None}


def test_who_starts_a_program_does_not_have_its_memory_twice(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = machine.put(10, KEEPER, 300)
    machine.put(11, parent, 300)
    machine.run(parent, "D", 0)
    assert set(machine.looks(monkeypatch, 5)) == {None}
    machine.put(12, parent, 300)  # it waits for one of them
    assert "memory" in machine.looks(monkeypatch, 5)


def test_a_fork_that_has_copied_all_its_parent_has_counts_as_much(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.put(11, machine.put(10, KEEPER, 300), 300)
    assert machine.looks(monkeypatch, 1) == ["memory"]


def test_nobody_is_stopped_where_nothing_moves(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.put(10, KEEPER, 400)
    (machine.scratch / "folder").mkdir()
    (machine.scratch / "folder" / "file").write_bytes(bytes(10_000))
    time.sleep(0.05)  # the folder's times are as fine as the clock's ticks
    assert machine.looks(monkeypatch, 30) == [None] * 30
    assert machine.halts == []


def test_a_look_while_somebody_still_runs_does_not_count(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = machine.put(10, KEEPER, 900, own_mib=900)
    looks = []

    def use_less(pid: int) -> None:
        """It does so in the second look at it while all is stopped: what it asked of the system before took a while."""
        if pid == slow:
            looks.append(machine.halted)
            times = min(sum(looks), 2)
            machine.run(slow, "T" if times == 2 else "D", times)
            if times == 2:
                (machine.folder / str(slow) / "smaps_rollup").write_text(f"Pss_Anon: {400 * 1024} kB\n")

    assert machine.looks(monkeypatch, 1, use_less, missed=True, though_halted=True) == [None]
    assert looks == [False, True, True, True]


@pytest.mark.parametrize(("then", "seconds"), [("T", 0.1), ("S", 60)], ids=["stopped again", "still awake"])
def test_who_wakes_what_was_stopped_is_ended_in_a_while(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, then: str, seconds: float
) -> None:
    monkeypatch.setattr(resource_watch, "_STILL_SECONDS", seconds)
    woken = machine.put(10, KEEPER, 100)
    machine.run(woken, "T", 0)
    times = itertools.count(1)

    def run(pid: int) -> None:
        machine.run(woken, then if machine.halted else "T", next(times))

    outcomes = machine.looks(monkeypatch, 30, run, missed=True, though_halted=True)
    assert outcomes[:24] == [None] * 24
    assert outcomes[24] == "hidden"


@pytest.mark.parametrize(
    ("road", "room", "found"), [("to where was looked", 150_000, "disk"), ("from where was looked", 300_000, None)]
)
def test_a_file_that_changes_its_folder_meanwhile_counts_once(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, road: str, room: int, found: str | None
) -> None:
    for name in ("a", "b"):
        (machine.scratch / name).mkdir()
    second, first = machine.scratch.iterdir()  # what was found last is looked at first
    source, target = (second, first) if road.startswith("to") else (first, second)
    (source / "large").write_bytes(bytes(200_000))
    time.sleep(0.05)  # the times of folders are as fine as the ticks of a clock
    scandir = os.scandir

    def moving(folder: int | Path) -> Iterator[os.DirEntry[str]]:
        if not isinstance(folder, int):  # since Python 3.13 pathlib asks, too
            return scandir(folder)
        looked_at = Path(f"/proc/self/fd/{folder}").readlink()
        if looked_at == second and (source / "large").exists() and not machine.halted:
            (source / "large").rename(target / "large")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", moving)
    assert machine.looks(monkeypatch, 1, limits=Resources(scratch=room)) == [found]
    assert (target / "large").exists()
    assert machine.halts, "the first look does not count"


def test_a_program_that_runs_and_a_file_that_is_open_count_when_they_are_in_no_folder_any_more(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "program (deleted)"
    gone.write_bytes(bytes(200_000))
    for pid in (10, 11):  # two that run one program
        (machine.folder / str(machine.put(pid, KEEPER, 1)) / "exe").symlink_to(gone)
    assert machine.looks(monkeypatch, 1, limits=Resources(scratch=250_000)) == [None]
    assert machine.looks(monkeypatch, 1, limits=Resources(scratch=150_000)) == ["disk"]
    (machine.folder / "11" / "fd" / "3").symlink_to(tmp_path / "open (deleted)")
    (tmp_path / "open (deleted)").write_bytes(b"")
    assert machine.looks(monkeypatch, 1, limits=Resources(files=2)) == [None]
    assert machine.looks(monkeypatch, 1, limits=Resources(files=1)) == ["disk"]


@pytest.mark.parametrize(("length", "found"), [(4000, "disk"), (20, None)])
def test_a_link_with_a_block_of_its_own_counts_as_what_its_end_costs(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, length: int, found: str | None
) -> None:
    for number in range(20):
        (machine.scratch / str(number)).symlink_to("x" * length)
    assert machine.looks(monkeypatch, 1, limits=Resources(scratch=1_000_000)) == [found]


def test_what_files_of_proc_keep_for_whoever_has_them_open_is_memory(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.put(10, KEEPER, 1)
    for number, found in ((8, None), (16, "memory")):
        for descriptor in range(number):
            link = machine.folder / "10" / "fd" / str(descriptor)
            link.unlink(missing_ok=True)
            link.symlink_to("/proc/10/maps")
        assert machine.looks(monkeypatch, 1) == [found]


def test_a_list_of_mappings_is_read_piece_by_piece_however_long_it_is(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    maps = machine.folder / str(machine.put(10, KEEPER, 1)) / "maps"
    line = "7f00-7f01 r--s 00000000 08:01 7 " + "/d" * 5000 + "\n"
    maps.write_text(line * 2000)
    tracemalloc.start()
    assert machine.looks(monkeypatch, 1) == [None]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2**20
    maps.write_text("7f00-7f01 r--s 00000000 08:01 7 " + "/d" * 50_000 + "\n")  # no program has such a path
    assert machine.looks(monkeypatch, 1) == ["hidden"]


@pytest.mark.parametrize("in_pieces_of", [10, 100, 1000])
def test_what_is_mapped_and_in_no_folder_is_found_wherever_a_piece_ends(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, in_pieces_of: int
) -> None:
    maps = machine.folder / str(machine.put(10, KEEPER, 1)) / "maps"
    maps.write_text("".join(f"7f00-7f01 r--s 00000000 08:01 {n} {machine.scratch}/f (deleted)\n" for n in range(5)))
    monkeypatch.setattr(resource_watch, "_LONGEST_LINE", max(in_pieces_of, 500))
    monkeypatch.setattr(resource_watch, "_PIECE", in_pieces_of)
    assert machine.looks(monkeypatch, 1, limits=Resources(scratch=5000, file=1000)) == [None]
    assert machine.looks(monkeypatch, 1, limits=Resources(scratch=4999, file=1000)) == ["disk"]
