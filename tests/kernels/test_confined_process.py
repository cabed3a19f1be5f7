"""Isolation without namespaces: what it holds back, what still works in it, and what ends with it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gdcourse.kernels import landlock
from gdcourse.kernels.confined_process import obstacle
from gdcourse.kernels.sandbox import MIB
from gdcourse.kernels.without_shared_memory import PipeSemaphore
from support.kernel_client import GraderElsewhere
from support.without_namespaces import NOBODY, without_namespaces

Run = Callable[..., tuple[str, Any]]


@pytest.mark.parametrize(
    ("version", "seccomp", "own_user", "holds"),
    [
        (0, True, True, False),
        (1, True, True, True),
        (4, True, True, True),
        (2, True, False, False),
        (3, True, False, True),
        (5, True, False, True),
        (6, True, False, True),
        (7, True, False, True),
        (7, False, True, False),
        (7, False, False, False),
    ],
)
def test_a_tier_counts_only_where_all_that_it_stands_on_is_there(
    version: int, seccomp: bool, own_user: bool, holds: bool
) -> None:
    assert (obstacle(version, seccomp, own_user) is None) == holds


def test_landlocks_rules_are_those_that_its_version_knows() -> None:
    files = {version: int.from_bytes(landlock.ruleset(version)[:8], sys.byteorder) for version in range(1, 8)}
    assert [files[version].bit_count() for version in range(1, 8)] == [13, 14, 15, 15, 16, 16, 16]
    assert [len(landlock.ruleset(version)) for version in (1, 3, 4, 5, 6, 7)] == [8, 8, 16, 16, 24, 24]
    tcp = landlock.ruleset(4, tcp=True)
    assert int.from_bytes(tcp[8:16], sys.byteorder) == 0b11
    only_signals = landlock.ruleset(6, files=False)
    assert [int.from_bytes(only_signals[at : at + 8], sys.byteorder) for at in (0, 8, 16)] == [0, 0, 0b11]


@pytest.fixture(scope="module", params=["user", "user, Landlock 3", "root"])
def grader(request: pytest.FixtureRequest) -> str:
    """Who grades, and what the machine has, if not what this one has."""
    return str(request.param)


@pytest.fixture(scope="module")
def identity(grader: str) -> str:
    return grader.partition(",")[0]


@pytest.fixture(scope="module")
def run(grader: str, identity: str) -> Iterator[Run]:
    """Runs a cell where there are no namespaces: what it prints, and why its kernel was ended, if it was."""
    version = int(grader[-1]) if grader[-1].isdigit() else None
    grader_elsewhere = GraderElsewhere(without_namespaces(identity), version)
    yield partial(grader_elsewhere.run, tier="process")
    grader_elsewhere.end()


@pytest.fixture
def belongings(identity: str) -> Iterator[Path]:
    """A directory of the grader's, for whoever the grader is, with a file in it."""
    with tempfile.TemporaryDirectory(prefix="gdg-") as name:
        place = Path(name)
        (place / "gradebook").write_text("marks")
        for path in (place, place / "gradebook"):
            with contextlib.suppress(OSError):  # not every file system keeps them
                os.setxattr(path, "user.origin", b"https://gradebook.example/?key=1")
        if identity == "user":
            for path in (place, place / "gradebook"):
                os.chown(path, NOBODY, NOBODY)
        yield place


ATTACKS = """
import ctypes, errno, fcntl, json, mmap, os, socket, subprocess, sys, time
home = os.getcwd()
LIBC = ctypes.CDLL(None, use_errno=True)
def attempt(work):
    try:
        return repr(work())[:80]
    except BaseException as error:
        return type(error).__name__
def call(name, *arguments):
    result = getattr(LIBC, name)(*arguments)
    return errno.errorcode[ctypes.get_errno()] if result < 0 else "done"
def in_a_child(work):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) < 0:
        raise ChildProcessError
def by_the_gate_of_32_bits():
    memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
    # push rbx; mov ebx, victim; mov ecx, 9; mov eax, kill; int 0x80; pop rbx; ret
    memory.write(bytes.fromhex("53bb") + victim.to_bytes(4, "little") + bytes.fromhex("b909000000b825000000cd805bc3"))
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
victim, place = {victim}, {place!r}
TGKILL = {{"x86_64": 234, "aarch64": 131}}.get(os.uname().machine, -1)
CALLS = {{"x86_64": (222, 228, 230), "aarch64": (107, 113, 115)}}.get(os.uname().machine, (-1, -1, -1))
TIMER_CREATE, CLOCK_GETTIME, CLOCK_NANOSLEEP = CALLS
its_clock = ctypes.c_int(~victim << 3 | 2)
a_moment = (ctypes.c_long * 2)(0, 1)
file = place + "/gradebook"
python = os.open(os.__file__, os.O_RDONLY)
pair = socket.socketpair()
print(json.dumps({{
    "read": attempt(lambda: open(file).read()),
    "list": attempt(lambda: os.listdir(place)),
    "write": attempt(lambda: open(file, "w")),
    "unlink": attempt(lambda: os.unlink(file)),
    "rename": attempt(lambda: os.rename(file, "mine")),
    "link": attempt(lambda: os.link(file, "mine")),
    "truncate": attempt(lambda: os.truncate(file, 0)),
    "chown": attempt(lambda: os.chown(file, os.getuid(), os.getgid())),
    "attribute": attempt(lambda: os.setxattr(file, "user.x", b"y")),
    "what an attribute says": attempt(lambda: os.getxattr(file, "user.origin")),
    "what an attribute of a folder says": attempt(lambda: os.getxattr(place, "user.origin", follow_symlinks=False)),
    "which attributes there are": attempt(lambda: os.listxattr(file)),
    "read from where it lies": attempt(lambda: [os.chdir(place), open("gradebook").read()][1]),
    "write from where it lies": attempt(lambda: [os.chdir(place), open("gradebook", "r+")][1]),
    "back again": attempt(lambda: os.chdir(home)),
    "rights of root": attempt(lambda: subprocess.check_output(["su", "-c", "id"], stdin=-3, stderr=-3)),
    "who may be killed first": attempt(lambda: open("/proc/self/oom_score_adj", "w").write("0")),
    "processors switched off": attempt(lambda: open("/sys/devices/system/cpu/cpu1/online", "w")),
    "open by its path alone": attempt(lambda: os.pread(os.open(file, os.O_PATH), 1, 0)),
    "open anew": attempt(lambda: os.open(f"/proc/self/fd/{{os.open(file, os.O_PATH)}}", os.O_RDONLY)),
    "file without a name": attempt(lambda: os.open(place, os.O_TMPFILE | os.O_RDWR)),
    "pipe with a name": attempt(lambda: os.mkfifo(place + "/pipe")),
    "lease": attempt(lambda: fcntl.fcntl(python, 1024, 1)),
    "notify": attempt(lambda: fcntl.fcntl(os.open(os.environ["TMPDIR"], os.O_RDONLY), 1026, 2)),
    "owner of signals": attempt(lambda: fcntl.fcntl(pair[0], 8, victim)),
    "signal": attempt(lambda: os.kill(victim, 9)),
    "signal zero": attempt(lambda: os.kill(victim, 0)),
    "queued signal": attempt(lambda: call("sigqueue", victim, 9, 0)),
    "signal by descriptor": attempt(lambda: __import__("signal").pidfd_send_signal(os.pidfd_open(victim), 9)),
    "everybody": attempt(lambda: [__import__("signal").signal(15, 1), os.kill(-1, 15)][1]),
    "signal to a group": attempt(lambda: os.killpg(os.getpgid(victim), 9)),
    "signal to a thread": attempt(lambda: call("syscall", TGKILL, victim, victim, 9)),
    "signal as if to one's own thread": attempt(lambda: call("syscall", TGKILL, os.getpid(), victim, 9)),
    "signal by the gate of 32 bits": attempt(lambda: in_a_child(by_the_gate_of_32_bits)),
    "signal by a number of x32": attempt(lambda: in_a_child(lambda: call("syscall", 0x40000000 | 62, victim, 9))),
    "into its group": attempt(lambda: os.setpgid(0, os.getpgid(victim))),
    "into the group of the one above": attempt(lambda: os.setpgid(0, os.getpgid(os.getppid()))),
    "the one above into its own": attempt(lambda: os.setpgid(os.getppid(), os.getpid())),
    "priority of its group": attempt(lambda: os.setpriority(os.PRIO_PGRP, 0, 19)),
    "stop the one above": attempt(lambda: os.kill(os.getppid(), 19)),
    "limits of another": attempt(lambda: __import__("resource").prlimit(victim, 7, (1, 1))),
    "priority of another": attempt(lambda: os.setpriority(os.PRIO_PROCESS, victim, 19)),
    "processors of another": attempt(lambda: os.sched_setaffinity(victim, {{0}})),
    "class of another": attempt(lambda: os.sched_setscheduler(victim, os.SCHED_IDLE, os.sched_param(0))),
    "timer of its clock": attempt(lambda: call("syscall", TIMER_CREATE, its_clock, None, ctypes.byref(a_moment))),
    "wait for its clock": attempt(lambda: call("syscall", CLOCK_NANOSLEEP, its_clock, 1, a_moment, None)),
    "processor time of another": attempt(lambda: call("syscall", CLOCK_GETTIME, its_clock, ctypes.byref(a_moment))),
    "program of another": attempt(lambda: os.readlink(f"/proc/{{victim}}/exe")),
    "what another has open": attempt(lambda: os.readlink(f"/proc/{{victim}}/fd/0")),
    "memory of another": attempt(lambda: open(f"/proc/{{victim}}/mem", "rb")),
    "environment of another": attempt(lambda: open(f"/proc/{{victim}}/environ", "rb")),
    "sockets of the machine": attempt(lambda: open("/proc/self/net/unix").read()),
    "tcp": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
    "udp": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
    "mptcp": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)),
    "netlink": attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "unix": attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)),
    "pair of datagrams": attempt(lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)),
    "descriptor under way": attempt(lambda: socket.send_fds(pair[0], [b"x"], [0])),
    "shared memory": attempt(lambda: open("/dev/shm/x", "w")),
    "semaphores of the system": attempt(lambda: call("semget", 1, 1, 0o1600)),
    "nameless memory": attempt(lambda: os.memfd_create("x")),
    "terminal": attempt(lambda: os.open("/dev/ptmx", os.O_RDWR)),
    "dumpable": attempt(lambda: call("prctl", 4, 0, 0, 0, 0)),
    "flags of a file": attempt(lambda: fcntl.ioctl(os.open("own", os.O_CREAT | os.O_RDWR), 0x40086602, bytes(8))),
    "watches": attempt(lambda: call("inotify_init1", 0)),
    "a newer call": attempt(lambda: call("syscall", 463, 0, 0, 0, 0, 0, 0)),
    "secret": attempt(lambda: open(os.path.expanduser("~root") + "/.bashrc")),
    "accounts": attempt(lambda: open("/etc/passwd").read()),
}}))
"""


def test_nothing_of_the_graders_is_reached_by_any_road(run: Run, identity: str, belongings: Path) -> None:
    user = {"user": NOBODY} if identity == "user" else {}
    victim = subprocess.Popen(["sleep", "600"], **user)
    try:
        text, reason = run(ATTACKS.format(victim=victim.pid, place=str(belongings)))
        outcomes = json.loads(text.strip().splitlines()[-1])
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()
    succeeded = {name: outcome for name, outcome in outcomes.items() if not _refused(outcome)}
    # Of "everybody" nobody but the submission itself, which does not mind.
    assert succeeded == {"everybody": "None", "back again": "None"}
    assert reason is None
    assert (belongings / "gradebook").read_text() == "marks"


def _refused(outcome: str) -> bool:
    return outcome.endswith("Error") or outcome in ("'EPERM'", "'ESRCH'", "'ENOSYS'", "'EINVAL'")


COUNTED_BY_USER = """
import ctypes, os, signal, threading, time
LIBC = ctypes.CDLL(None, use_errno=True)
signal.pthread_sigmask(signal.SIG_BLOCK, range(34, 65))
timer, value = ctypes.c_void_p(), ctypes.c_void_p()
def queued():
    return next(line.split()[1] for line in open("/proc/self/status") if line.startswith("SigQ:")).split("/")[0]
before = queued()
for attempt in (
    lambda: LIBC.timer_create(0, None, ctypes.byref(timer)),
    lambda: LIBC.timer_create(time.CLOCK_PROCESS_CPUTIME_ID, None, ctypes.byref(timer)),
    lambda: LIBC.kill(os.getpid(), 34),
    lambda: LIBC.kill(os.getpid(), 64),
    lambda: LIBC.kill(os.getpid(), 40),
    lambda: LIBC.pthread_kill(ctypes.c_ulong(threading.get_ident()), 50),
    lambda: LIBC.sigqueue(os.getpid(), 35, value),
    lambda: LIBC.pthread_sigqueue(ctypes.c_ulong(threading.get_ident()), 63, value),
    lambda: signal.pidfd_send_signal(os.pidfd_open(os.getpid()), 36),
):
    for _ in range(300):
        try:
            attempt()
        except OSError:
            pass
print(int(queued()) - int(before))
"""


def test_a_submission_queues_nothing_that_linux_counts_for_all_of_its_user(run: Run) -> None:
    assert run(COUNTED_BY_USER) == ("0\n", None)


CLOCKS_AND_SIGNALS = """
import os, signal, subprocess, sys, threading, time
said = []
signal.signal(signal.SIGUSR1, lambda *_: said.append("signal"))
os.kill(os.getpid(), signal.SIGUSR1)
signal.signal(signal.SIGALRM, lambda *_: said.append("alarm"))
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.1)
own = [time.process_time(), time.thread_time(), time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident()))]
said.append(min(own) > 0)
ended = subprocess.run(["timeout", "0.2", "sleep", "20"], capture_output=True, text=True)
said += [ended.returncode, ended.stderr]
print(said)
"""


def test_clocks_of_its_own_alarms_and_timeout_work(run: Run) -> None:
    assert run(CLOCKS_AND_SIGNALS) == ("['signal', 'alarm', True, 124, '']\n", None)


def test_python_is_found_where_the_course_that_is_hidden_holds_it(run: Run) -> None:
    around = str(Path(sys.prefix).resolve().parent)
    code = f"""
import os
try:
    print(os.listdir({around!r}))
except PermissionError:
    import email.mime.audio, torch.fft
    print("found")
"""
    assert run(code, hidden=[around]) == ("found\n", None)


NOT_SHOWN = """
import pathlib
from gdcourse.kernels import confined_process
from gdcourse.kernels.sandbox import Sandbox
confined_process.PACKAGE = pathlib.Path({closed!r})
shown = confined_process.readable_files(Sandbox("/nowhere", "/nowhere/students/gdcourse"))
print("/nowhere/students" in shown, any(path.startswith({closed!r}) for path in shown))
"""


def test_a_package_that_only_the_grader_may_read_does_not_stop_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    code = NOT_SHOWN.format(closed=str(tmp_path))
    command = [*without_namespaces("user"), sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True False\n"


ABSTRACT_NAMES = """
import socket
def given():
    sender, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    sender.send(b"x")
    return sender.getsockname()
for attempt in (lambda: socket.socketpair()[0].bind("\\0x"), given):
    try:
        print(attempt())
    except PermissionError:
        print("refused")
"""


def test_an_abstract_name_is_nobodys(run: Run) -> None:
    assert run(ABSTRACT_NAMES) == ("refused\nrefused\n", None)


PRETENDED = """
import os, shutil, time
file = {file!r}
os.chmod(file, 0o777); os.utime(file, (1, 1))
open("one", "w").write("x"); shutil.copy("one", "two"); shutil.copytree(".", os.environ["TMPDIR"] + "/three")
print(open("two").read())
"""


def test_what_is_pretended_changes_nothing_and_copying_files_works(run: Run, belongings: Path) -> None:
    file = belongings / "gradebook"
    before = file.stat()
    text, _ = run(PRETENDED.format(file=str(file)))
    assert text.strip() == "x"
    after = file.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_uid) == (before.st_mode, before.st_mtime_ns, before.st_uid)


WORKS = """
import concurrent.futures, ctypes, multiprocessing, os, subprocess, sys, tempfile, threading
from multiprocessing import shared_memory
import numpy as np, torch
def double(x):
    return 2 * x
def put(queue, lock, value):
    with lock:
        value.value += 1
    queue.put(torch.ones(3))
found = {}
with multiprocessing.Pool(2) as pool:
    found["pool"] = pool.map(double, range(5))
with concurrent.futures.ProcessPoolExecutor(2) as pool:
    found["executor"] = list(pool.map(double, [1, 2]))
queue, lock, value = multiprocessing.Queue(), multiprocessing.Lock(), multiprocessing.Value("i", 0)
children = [multiprocessing.Process(target=put, args=(queue, lock, value)) for _ in range(3)]
[child.start() for child in children]
found["queue"] = [float(queue.get().sum()) for _ in children]
[child.join() for child in children]
found["value"] = value.value
event = multiprocessing.Event()
found["event"] = [event.wait(0.01), event.set(), event.wait(1)]
semaphore = multiprocessing.BoundedSemaphore(2)
found["semaphore"] = [semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.get_value()]
semaphore.release(); semaphore.release()
try:
    semaphore.release()
except ValueError:
    found["semaphore"].append("bounded")
memory = shared_memory.SharedMemory(create=True, size=8)
memory.buf[0] = 7
child = multiprocessing.Process(target=lambda: memory.buf.__setitem__(0, 8))
child.start(); child.join()
again = shared_memory.SharedMemory(memory.name)
found["memory"] = [memory.buf[0], again.buf[0]]
again.close(); memory.close(); memory.unlink()
class Data(torch.utils.data.Dataset):
    def __len__(self):
        return 8
    def __getitem__(self, at):
        return torch.full((2,), float(at)), at
loader = torch.utils.data.DataLoader(Data(), batch_size=4, num_workers=2)
found["loader"] = [[float(x.sum()), y.tolist()] for x, y in loader]
thread = threading.Thread(target=found.setdefault, args=("thread", 1))
thread.start(); thread.join()
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("x"); file.flush()
    found["file"] = open(file.name).read()
found["program"] = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout
print("before")
get_ipython().system("echo between")
print("after")
found["captured"] = list(get_ipython().getoutput("echo caught"))
get_ipython().run_cell_magic("bash", "", "echo from bash")
import psutil
found["psutil"] = psutil.Process().memory_info().rss > 0
import json
print(json.dumps(found))
"""
EXPECTED = {
    "pool": [0, 2, 4, 6, 8],
    "executor": [2, 4],
    "queue": [3.0, 3.0, 3.0],
    "value": 3,
    "event": [False, None, True],
    "semaphore": [True, True, False, 0, "bounded"],
    "memory": [8, 8],
    "loader": [[12.0, [0, 1, 2, 3]], [44.0, [4, 5, 6, 7]]],
    "thread": 1,
    "file": "x",
    "program": "42\n",
    "captured": ["caught"],
    "psutil": True,
}


def test_what_a_lesson_needs_works(run: Run) -> None:
    text, reason = run(WORKS)
    lines = text.strip().splitlines()
    assert json.loads(lines[-1]) == EXPECTED
    assert [line for line in lines if line in ("before", "between", "after", "from bash")] == [
        "before", "between", "after", "from bash",
    ]  # fmt: skip
    assert reason is None


def test_a_semaphore_has_as_much_as_fits_where_other_processes_have_the_users_pipes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def small_pipe(ordinary: Callable[[], tuple[int, int]] = os.pipe) -> tuple[int, int]:
        ends = ordinary()
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, 4096)
        return ends

    monkeypatch.setattr(os, "pipe", small_pipe)
    most = PipeSemaphore.SEM_VALUE_MAX  # what multiprocessing.Queue begins with
    semaphore = PipeSemaphore(1, most, most, "", True)
    assert semaphore._get_value() == most
    for _ in range(4096):
        assert semaphore.acquire(block=False)
    assert not semaphore.acquire(block=False)
    assert semaphore._is_zero()
    semaphore.release()
    assert semaphore.acquire(block=False)
    assert semaphore._get_value() == most - 4096


LEFT_BEHIND = """
import os, signal, sys, time
for number in (1, 2, 15):
    signal.signal(number, signal.SIG_IGN)
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            import ctypes
            ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
            if os.fork() == 0:
                os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", {mark!r}])
            time.sleep(600)
        os._exit(0)
for _ in range(5):
    daemon()
time.sleep(1)
{end}
"""


@pytest.mark.parametrize("end", ["", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_nothing_outlives_the_kernel_however_it_ends(run: Run, grader: str, end: str) -> None:
    mark = f"left-behind-{os.getpid()}-{grader}-{len(end)}"
    run(LEFT_BEHIND.format(mark=mark, end=end))
    assert _running(mark) == []


def _running(mark: str) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found


HIDES = """
import ctypes, os, signal, subprocess, sys, threading, time
libc = ctypes.CDLL(None)
SIGCHLD, CLONE_PARENT, CLONE_VFORK, CLONE = 17, 0x8000, 0x4000, {{"x86_64": 56}}.get(os.uname().machine, 220)
hidden = os.pipe()
def hide(work, flags=0, signal_at_end=SIGCHLD):
    child = libc.syscall(CLONE, flags | signal_at_end, 0, 0, 0, 0)
    if child < 0:                                                 # it is refused
        os.write(hidden[1], b"!")
    if child == 0:
        libc.prctl(15, {mark!r}.encode(), 0, 0, 0)
        os.write(hidden[1], b"!")
        work()
        time.sleep(600)
        os._exit(0)
def of_nobody():
    hide(lambda: hide(time.sleep, CLONE_PARENT))
    os._exit(0)
hide(lambda: None, CLONE_PARENT)                              # the agent's own child
hide(of_nobody)
hide(lambda: None, 0, 0)                                      # whose end tells nobody
hide(lambda: None, CLONE_PARENT, 9)                           # whose end would end the agent
hide(lambda: os.kill(os.getpid(), signal.SIGSTOP))
hide(lambda: hide(lambda: None, CLONE_VFORK))                 # who waits without being woken
hide(lambda: [libc.prctl(36, 1, 0, 0, 0), hide(of_nobody)])   # who adopts what is left
hide(lambda: libc.prctl(1, signal.SIGCONT, 0, 0, 0))
hide(lambda: [os.setpgid(0, 0), hide(lambda: os.setpgid(0, 0))])
hide(lambda: [signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)), hide(os.abort)])
hide(lambda: [threading.Thread(target=time.sleep, args=(600,)).start(), libc.syscall(60, 0)])
subprocess.Popen(["setsid", sys.executable, "-c", "import time; time.sleep(600)", {mark!r}])
for _ in range(18):
    os.read(hidden[0], 1)
print("all there")
{end}
"""


@pytest.mark.parametrize("end", ["", "os._exit(3)"])
def test_nothing_is_left_of_who_hides(run: Run, end: str) -> None:
    mark = f"gdh{os.getpid()}"
    outcome = run(HIDES.format(mark=mark, end=end))
    assert outcome == ("", 3) if end else ("all there\n", None)
    assert _running(mark) == []
    assert _named(mark) == []


RUNS_AWAY = """
import os, time
for number in (1, 2, 15):
    __import__("signal").signal(number, 1)
def run_away():
    while True:
        if os.fork():
            os._exit(0)
        {step}
for _ in range(8):
    if os.fork() == 0:
        libc = __import__("ctypes").CDLL(None)
        libc.prctl(15, {mark!r}.encode(), 0, 0, 0)
        run_away()
time.sleep(0.5)
{end}
"""


@pytest.mark.parametrize(("step", "end"), [("pass", ""), ("os.setpgid(0, 0)", "os._exit(3)")])
def test_processes_that_fork_and_end_faster_than_anybody_looks_do_not_get_away(run: Run, step: str, end: str) -> None:
    mark = f"gda{os.getpid()}"  # of the 15 letters that a process's name may have
    run(RUNS_AWAY.format(mark=mark, step=step, end=end))
    assert _named(mark) == []


def _named(mark: str) -> list[Path]:
    return [name for name in Path("/proc").glob("[0-9]*/comm") if _text(name).strip() == mark]


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


LOSES_ITS_AGENT = """
import os
libc = __import__("ctypes").CDLL(None)
libc.prctl(15, f"gdb{os.getppid()}".encode(), 0, 0, 0)
def fork():  # however many have ended that nobody has collected yet
    while True:
        try:
            return os.fork()
        except BlockingIOError:
            pass
for _ in range(4):
    if fork() == 0:
        while True:
            if fork():
                os._exit(0)
__import__("time").sleep(60)
"""


def test_the_warden_ends_what_an_agent_that_has_ended_has_not(run: Run) -> None:
    found: list[int] = []

    def end_the_agent() -> None:
        while not found:
            names = map(_text, Path("/proc").glob("[0-9]*/comm"))
            found.extend(int(name[3:]) for name in names if name.startswith("gdb"))
        os.kill(found[0], signal.SIGKILL)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(end_the_agent)
        assert run(LOSES_ITS_AGENT) == ("", 128 + 9)
    assert _named(f"gdb{found[0]}") == []


PIPES = """
import subprocess
words = [subprocess.run(["sh", "-c", "echo x | cat | wc -l"], capture_output=True, text=True) for _ in range(25)]
print({(done.stdout.strip(), done.stderr) for done in words})
"""


def test_a_shell_can_start_one_program_after_the_other(run: Run) -> None:
    assert run(PIPES) == ("{('1', '')}\n", None)


@pytest.mark.parametrize("grader", ["user, Landlock 5", "root, Landlock 1"], indirect=True, scope="module")
def test_so_it_can_with_other_versions_of_landlock(run: Run) -> None:
    assert run(PIPES) == ("{('1', '')}\n", None)


GROUPS = """
import os, signal, subprocess, sys, time
found = []
for options in ({"process_group": 0}, {"start_new_session": True}, {"preexec_fn": os.setsid}):
    child = subprocess.Popen(["sh", "-c", "sleep 60 & sleep 60"], **options)
    found.append(os.getpgid(child.pid) == child.pid)
    time.sleep(0.2)
    os.killpg(os.getpgid(child.pid), signal.SIGTERM)
    found.append(child.wait(20))
first = subprocess.Popen(["sleep", "60"], process_group=0)
second = subprocess.Popen(["sleep", "60"], process_group=first.pid)
os.killpg(first.pid, signal.SIGKILL)
found += [first.wait(20), second.wait(20)]
for attempt in (lambda: os.killpg(first.pid, 0), lambda: os.setpgid(0, 0), lambda: os.setpgid(os.getppid(), 0)):
    try:
        found.append(attempt())
    except OSError as error:
        found.append(type(error).__name__)
# By itself, and by what it has started: not by the kernel, whose group it has left.
found.append(subprocess.run(["timeout", "0.1", "sh", "-c", "sleep 60 | sleep 60"]).returncode)
found.append(os.getpgrp() == os.getpid())
print(found)
"""


def test_a_group_is_ended_by_itself(run: Run) -> None:
    refused = ["ProcessLookupError", "PermissionError", "ProcessLookupError"]
    expected = [*[True, -15] * 3, -9, -9, *refused, 124, True]
    assert run(GROUPS) == (f"{expected}\n", None)


SIGNALS_INSIDE = """
import os, signal, subprocess, sys, threading
found = []
signal.signal(signal.SIGUSR1, lambda *_: found.append("mine"))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
def ended(act, command=("sleep", "60"), **options):
    child = subprocess.Popen(command, **options)
    act(child)
    return child.wait(20)
found.append(ended(lambda child: child.terminate()))
found.append(ended(lambda child: os.killpg(child.pid, 9), process_group=0))
found.append(ended(lambda child: None, [sys.executable, "-S", "-c", "import os; os.abort()"]))
found.append(ended(lambda child: None, ["bash", "-c", "sleep 60 & kill $!; timeout 0.1 sleep 60; kill -9 $$"]))
try:
    os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt:
    found.append("interrupted")
# The C library tells all threads by a signal, and waits for each.
threading.Thread(target=__import__("time").sleep, args=(60,), daemon=True).start()
try:
    os.setuid(os.getuid() + 1)
except PermissionError:
    found.append("nobody else")
print(found)
"""


def test_signals_go_where_they_are_meant_to_inside(run: Run) -> None:
    assert run(SIGNALS_INSIDE) == ("['mine', 'mine', 'mine', -15, -9, -6, -9, 'interrupted', 'nobody else']\n", None)


CALLS_AND_A_TIMER = """
import ctypes, errno, signal, subprocess
libc, child = ctypes.CDLL(None, use_errno=True), subprocess.Popen(["sleep", "60"])
signal.signal(signal.SIGALRM, lambda *_: None)
signal.siginterrupt(signal.SIGALRM, False)
calls = {"kill": (child.pid, 0), "getpgid": (child.pid,), "getpgrp": (), "setpgid": (child.pid, 0), "raise": (0,)}
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
def interrupted(name, arguments):
    return getattr(libc, name)(*arguments) < 0 and ctypes.get_errno() == errno.EINTR
found = [name for name, arguments in calls.items() for _ in range(300) if interrupted(name, arguments)]
signal.setitimer(signal.ITIMER_REAL, 0)
child.kill()
print(found)
"""


def test_a_signal_whose_handler_lets_calls_go_on_interrupts_none(run: Run) -> None:
    assert run(CALLS_AND_A_TIMER) == ("[]\n", None)


EXCESS = {
    "memory": ("kept = []\nwhile True:\n    kept.append(bytearray(b'x') * 10_000_000)", "memory"),
    "processor": ("while True:\n    pass", "cpu"),
    "many files": (
        "for n in range(400):\n    open(f'f{n}', 'wb').write(bytes(1_000_000))\nimport time; time.sleep(30)",
        "disk",
    ),
    "files without a name": (
        "import os, time\nkept = []\nfor n in range(400):\n    kept.append(open('f', 'wb'))\n"
        "    kept[-1].write(bytes(1_000_000)), kept[-1].flush(), os.unlink('f')\ntime.sleep(30)",
        "disk",
    ),
    "files without a name, open for nothing": (
        "import os, time\nkept = []\nfor n in range(8):\n    with open('f', 'wb') as file:\n"
        "        file.write(bytes(60_000_000))\n    kept.append(os.open('f', os.O_PATH))\n    os.unlink('f')\n"
        "time.sleep(30)",
        "disk",
    ),
    "memory of processes that call themselves ended": (
        "import ctypes, os, time\nfor _ in range(3):\n    if os.fork() == 0:\n"
        "        ctypes.CDLL(None).prctl(15, b') Z 1 1\\n', 0, 0, 0)\n        kept = bytearray(b'x') * 250_000_000\n"
        "        time.sleep(30)\ntime.sleep(30)",
        "memory",
    ),
    "files that are mapped and nowhere else": (
        "import mmap, os, time\nkept = []\nfor n in range(8):\n    with open('f', 'wb+') as file:\n"
        "        file.write(bytes(60_000_000)), file.flush()\n        kept.append(mmap.mmap(file.fileno(), 0))\n"
        "    os.unlink('f')\ntime.sleep(30)",
        "disk",
    ),
    "files deep down": (
        "import os, time\nfor n in range(300):\n    os.mkdir('d' * 200), os.chdir('d' * 200)\n"
        "for n in range(400):\n    open(f'f{n}', 'wb').write(bytes(1_000_000))\ntime.sleep(30)",
        "disk",
    ),
    "files without a name, in a folder too deep to be named": (
        "import os, time\nfor n in range(25):\n    os.mkdir('d' * 200), os.chdir('d' * 200)\nkept = []\n"
        "for n in range(8):\n    kept.append(os.open('f', os.O_CREAT | os.O_WRONLY))\n"
        "    os.write(kept[-1], bytes(60_000_000)), os.unlink('f')\ntime.sleep(30)",
        "disk",
    ),
    "files in a folder that changes its name all the time": (
        "import itertools, os, time\nos.mkdir('d0')\nfolder = os.open('d0', os.O_RDONLY)\nif os.fork() == 0:\n"
        "    for n in itertools.count():\n        os.rename(f'd{n}', f'd{n + 1}')\n"
        "for n in range(8):\n    file = os.open(str(n), os.O_CREAT | os.O_WRONLY, dir_fd=folder)\n"
        "    os.write(file, bytes(60_000_000)), os.close(file)\ntime.sleep(30)",
        "disk",
    ),
    "files that change places all the time": (
        "import os, time\nfor name in 'ab':\n    os.mkdir(name)\nfor n in range(8):\n"
        "    with open(f'a/{n}', 'wb') as file:\n        if os.fork() == 0:\n            while True:\n"
        "                for one, other in 'ab', 'ba':\n                    try:\n"
        "                        os.rename(f'{one}/{n}', f'{other}/{n}')\n"
        "                    except OSError:\n                        pass\n"
        "        file.write(bytes(60_000_000))\ntime.sleep(30)",
        "disk",
    ),
    "memory that processes hand on, and the stopped wake one another": (
        "import mmap, os, signal, time\nfor _ in range(2):\n    if os.fork() == 0:\n        while True:\n"
        "            os.kill(-1, signal.SIGCONT)\nif os.fork() == 0:\n"
        "    kept = mmap.mmap(-1, 800_000_000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n"
        "    for at in range(0, len(kept), 2**12):\n        kept[at] = 1\n"
        "        if at % 2**25 == 0 and os.fork():\n            os._exit(0)\n"
        "    while True:\n        if os.fork():\n            os._exit(0)\ntime.sleep(30)",
        "memory",
    ),
    "links whose targets are long": (
        "import os, time\nfor n in range(1500):\n    os.symlink('x' * 4000, str(n))\ntime.sleep(30)",
        "disk",
    ),
    "a folder that nobody may look into": (
        "import os, time\nos.mkdir('closed', 0o300)\nfor n in range(9):\n    open(f'closed/{n}', 'w').write('x')\n"
        "time.sleep(30)",
        "hidden",
    ),
    "a program that nobody may look at": (
        "import os, subprocess, time\nwith open('/bin/sleep', 'rb') as file:\n"
        "    handle = os.open('sleep', os.O_CREAT | os.O_WRONLY, 0o111)\n    os.write(handle, file.read())\n"
        "    os.close(handle)\nsubprocess.run(['./sleep', '30'])",
        "hidden",
    ),
    "mappings whose list is longer than memory": (
        "import ctypes, os, time\nfor _ in range(40):\n    os.mkdir('\\n' * 250), os.chdir('\\n' * 250)\n"
        "file, libc = os.open('f', os.O_CREAT | os.O_RDWR), ctypes.CDLL(None)\n"
        "for n in range(20_000):\n    libc.mmap(None, ctypes.c_size_t(4096), 1, 2, file, ctypes.c_long(n % 2 * 8192))\n"
        "time.sleep(30)",
        "hidden",
    ),
    "pipes": (
        "import os, time\nfor _ in range(40):\n    if os.fork() == 0:\n        kept = [os.pipe() for _ in range(220)]\n"
        "        time.sleep(30)\ntime.sleep(30)",
        "memory",
    ),
}


@pytest.mark.parametrize(("code", "reason"), EXCESS.values(), ids=EXCESS.keys())
def test_who_takes_too_much_is_ended_and_the_reason_is_told(run: Run, code: str, reason: str) -> None:
    limits = {"memory": 500 * MIB, "cpu_seconds": 3 if reason == "cpu" else 6, "wall_seconds": 60}
    _, found = run(code, resources=limits)
    # The kernel itself ends a process that has used up its processor time, at about the same moment as the warden.
    assert found == reason or (reason == "cpu" and found == 128 + 9)
