"""The sandbox, looked at and attacked from inside. Runs before anything that could do damage is let loose in it."""

from __future__ import annotations

import ast
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.submission import execution, isolation
from gdcourse.grading.submission.isolation import Isolation, best_tier
from gdcourse.grading.submission.kernel_conversation import KernelGoneError
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels import refused_system_calls
from gdcourse.kernels.environment_variables import for_sandbox
from gdcourse.kernels.sandbox import (
    MIB,
    NOT_FOR_STUDENTS,
    TIERS,
    IsolationUnavailableError,
    Resources,
    Tier,
    stage_package,
)
from support.course import ROOT, make_course
from support.isolation import isolated
from support.kernel_client import GraderElsewhere, answered, ask, direct_kernel, parent_of, run_directly
from support.without_namespaces import without_namespaces

pytestmark = pytest.mark.needs_isolation


def _tier() -> Tier | None:
    return best_tier() if isolated() else None


SPY = f"""
import ctypes, errno, json, os, socket, sys, pathlib, gdcourse
def attempt(work):
    try:
        return repr(work())[:200]
    except BaseException as error:
        return type(error).__name__
def see(path):
    return attempt(lambda: os.listdir(path)) if os.path.isdir(path) else attempt(lambda: open(path).read()[:20])
def syscall(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    return errno.errorcode[ctypes.get_errno()] if libc.syscall(number, *arguments) < 0 else "allowed"
def connect(host, port):
    with socket.create_connection((host, port), 2):
        return "connected"
def status(name):
    return next(l.split()[1] for l in open("/proc/self/status") if l.startswith(name))
print(json.dumps({{
    "root": see("/"),
    "repository": see({str(ROOT)!r}),
    "solutions": see({str(ROOT / "gdcourse" / "solutions")!r}),
    "packages": sorted(p.name for p in pathlib.Path(gdcourse.__path__[0]).iterdir() if p.is_dir()),
    "processes": attempt(lambda: sorted(int(n) for n in os.listdir("/proc") if n.isdigit())),
    "me": os.getpid(),
    "users": [os.getuid(), os.getgid(), os.getgroups()],
    "capabilities": [status("CapEff"), status("CapPrm"), status("NoNewPrivs"), status("Seccomp")],
    "environment": sorted(os.environ),
    "cwd": [os.getcwd(), os.listdir(".")],
    "keeper": [see(f"/proc/{{os.getppid()}}/environ"), see(f"/proc/{{os.getppid()}}/root"),
               attempt(lambda: os.readlink(f"/proc/{{os.getppid()}}/fd/2"))],
    "write": {{path: attempt(lambda: open(path + "/x", "w").write("x")) for path in
              ("/", "/usr", sys.prefix, os.path.dirname(gdcourse.__file__), gdcourse.__path__[0],
               "/etc", "/tmp", os.environ["TMPDIR"], ".", "/dev/shm")}},
    "link out": attempt(lambda: [os.symlink("/etc", "out"), open("out/x", "w")]),
    "loopback of the machine": attempt(lambda: connect("127.0.0.1", {{port}})),
    "internet": attempt(lambda: connect("1.1.1.1", 53)),
    "vsock": attempt(lambda: socket.socket(40, socket.SOCK_STREAM)),
    "descriptors": __import__("resource").getrlimit(7)[0],
    "interfaces": attempt(lambda: [name for _, name in socket.if_nameindex()]),
    "ptrace": attempt(lambda: syscall({{ptrace}}, 0, 0, 0, 0)),
    "unshare": attempt(lambda: syscall({{unshare}}, 0x10000000)),
    "parent": attempt(lambda: os.kill(os.getppid(), 9)),
    "everybody": attempt(lambda: os.kill(1, 9)),
}}))
"""
_NUMBERS = {"x86_64": (101, 272), "aarch64": (117, 97)}


@dataclass(frozen=True)
class Seen:
    """What a kernel in the sandbox sees and may do."""

    tier: Tier
    what: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.what[name]


@pytest.fixture(
    scope="module",
    params=["as here, warm", "as here, cold", "a user without rights", "no namespaces: user", "no namespaces: root"],
)
def seen(request: pytest.FixtureRequest) -> Seen:
    """What a kernel in the sandbox sees and may do, however the sandbox was built."""
    numbers = _NUMBERS.get(os.uname().machine)
    if numbers is None:
        pytest.skip(f"the numbers of system calls on {os.uname().machine} are not in this test")
    tier, command = best_tier(), []
    if request.param.startswith("a user"):
        if tier != "namespaces" or shutil.which("unshare") is None:
            pytest.skip("a user without rights is made with namespaces, by util-linux's unshare")
        command = ["unshare", "--user", "--map-user=1001", "--map-group=1001"] if os.geteuid() == 0 else []
    elif request.param.startswith("no namespaces"):
        tier, command = "process", without_namespaces(request.param.rpartition(" ")[2])
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = SPY.replace("{port}", str(server.getsockname()[1]))
        code = code.replace("{ptrace}", str(numbers[0])).replace("{unshare}", str(numbers[1]))
        grader = GraderElsewhere(command)
        text, _ = grader.run(code, warm=request.param.endswith("warm"))
        grader.end()
    return Seen(tier, json.loads(text.strip().splitlines()[-1]))


def test_nothing_of_the_course_is_in_sight_but_what_students_install(seen: Seen) -> None:
    if seen.tier == "namespaces":
        assert {"gdcourse"} <= set(ast.literal_eval(seen["repository"])) <= {"gdcourse", ".venv"}
        assert seen["solutions"] == "FileNotFoundError"
    else:
        assert (seen["repository"], seen["solutions"]) == ("PermissionError", "PermissionError")
        assert seen["root"] == "PermissionError"
    assert not set(NOT_FOR_STUDENTS) & set(seen["packages"])
    assert {"exercises", "keys", "kernels"} <= set(seen["packages"])


def test_no_other_process_is_in_sight_and_the_one_above_tells_nothing(seen: Seen) -> None:
    own = repr(sorted({1, seen["me"]}))
    assert seen["processes"] == (own if seen.tier == "namespaces" else "PermissionError")
    assert seen["keeper"] == ["PermissionError"] * 3
    # The first process of a process namespace is not reached by a signal, and nobody is told.
    allowed = ("None", "PermissionError") if seen.tier == "namespaces" else ("PermissionError",)
    assert seen["everybody"] in allowed
    assert seen["parent"] in allowed


def test_it_is_nobody_and_may_do_nothing(seen: Seen) -> None:
    user, group, groups = seen["users"]
    assert user != 0
    assert group != 0
    assert 0 not in groups
    assert seen["capabilities"] == ["0" * 16, "0" * 16, "1", "2" if refused_system_calls.has_seccomp() else "0"]
    assert (seen["ptrace"], seen["unshare"]) == ("'EPERM'", "'EPERM'")


def test_half_of_the_graders_descriptors_are_left_to_the_grader(seen: Seen) -> None:
    # Those that are under way in sockets are counted for a user, and measured by the limit of whoever sends.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert seen["descriptors"] == min(512, most // 2)


def test_only_the_scratch_directory_can_be_written(seen: Seen) -> None:
    writable = {path for path, outcome in seen["write"].items() if outcome == "1"}
    where, found = seen["cwd"]
    assert found == []
    assert str(seen["link out"]).endswith("Error")
    if seen.tier == "namespaces":
        assert writable == {"/tmp", ".", "/dev/shm"}  # noqa: S108
        assert where == "/home/student/work"
    else:
        assert {Path(path).name for path in writable} == {"tmp", ""}
        assert where.endswith("/scratch/work")


def test_there_is_no_network_not_even_the_machines_own(seen: Seen) -> None:
    assert seen["interfaces"] == ("['lo']" if seen.tier == "namespaces" else "PermissionError")
    assert str(seen["loopback of the machine"]).endswith("Error")
    assert str(seen["internet"]).endswith("Error")
    assert seen["vsock"] == "PermissionError"


def test_the_environment_holds_no_secret(seen: Seen) -> None:
    assert "GDCOURSE_SECRET" not in seen["environment"]
    kept = for_sandbox({"AWS_SECRET": "x", "PATH": "/bin", "GDCOURSE_SECRET": "y", "DB_URL": "z"}, "/home")
    assert not {"AWS_SECRET", "GDCOURSE_SECRET", "DB_URL"} & set(kept)
    assert kept["PATH"] == "/bin"


def test_what_is_hidden_is_not_seen_even_inside_of_what_is_shown() -> None:
    inside = str(Path(sys.prefix, "share"))
    shown = (
        f"import os\ntry:\n    print(os.path.isdir({inside!r}) and os.listdir({inside!r}))\n"
        "except PermissionError:\n    print([])"
    )
    assert run_directly(shown) not in ("[]\n", "False\n")
    assert run_directly(shown, hidden=(inside,)) == "[]\n"


SHOWN_IN_TMP = """
import os, shutil, sys, tempfile
from gdcourse.kernels import namespaces, sandbox
place, other = tempfile.mkdtemp(prefix="gdk-python-"), tempfile.mkdtemp(prefix="gdk-other-")
open(place + "/module.py", "w").write("found")
sandbox._SYSTEM = (*sandbox._SYSTEM, place)
box = sandbox.Sandbox(tempfile.mkdtemp(prefix="gdk-"), os.path.dirname(sandbox.__file__))
box.make_directories()
if os.fork() == 0:
    user = namespaces.student_user()
    namespaces.enter_namespaces()
    namespaces.build_root(box, user)
    inside = f"{box.root}{place}/module.py"
    print(open(inside).read(), os.statvfs(inside).f_flag & os.ST_RDONLY, os.path.exists(f"{box.root}{other}"))
    sys.stdout.flush()
    os._exit(0)
os.wait()
for made in (place, other, box.directory):
    shutil.rmtree(made)
"""


@pytest.mark.skipif(_tier() != "namespaces", reason="this machine has no namespaces")
def test_a_python_that_lies_in_tmp_is_seen_and_nothing_else_there_is() -> None:
    environment = {**os.environ, "TMPDIR": "/tmp"}  # noqa: S108
    done = subprocess.run(
        [sys.executable, "-c", SHOWN_IN_TMP], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == "found 1 False\n"


LIMITED = {
    "memory": ("kept = []\nwhile True:\n    kept.append(bytearray(b'x') * 10_000_000)", "memory"),
    "memory of many": (
        "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
        "        kept = bytearray(b'x') * 90_000_000\n        time.sleep(60)\ntime.sleep(60)",
        "memory",
    ),
    "memory of threads without a main one": (
        "import ctypes, os, platform, threading, time\n"
        "def grow():\n    time.sleep(1)\n    kept = bytearray(b'x') * 300_000_000\n    time.sleep(60)\n"
        "for _ in range(3):\n    if os.fork() == 0:\n        threading.Thread(target=grow).start()\n"
        "        time.sleep(0.2)\n        ctypes.CDLL(None).syscall({'x86_64': 60}.get(platform.machine(), 93), 0)\n"
        "time.sleep(60)",
        "memory",
    ),
    "processor": ("while True:\n    pass", "cpu"),
    "time": ("import time\ntime.sleep(60)", "time"),
}


@pytest.mark.parametrize(("code", "reason"), LIMITED.values(), ids=LIMITED.keys())
def test_who_takes_too_much_is_ended_and_the_warden_says_why(code: str, reason: str) -> None:
    small = Resources(memory=700 * MIB, cpu_seconds=20, wall_seconds=180)
    small = {
        "cpu": Resources(memory=700 * MIB, cpu_seconds=4, wall_seconds=180),
        "time": Resources(memory=700 * MIB, cpu_seconds=20, wall_seconds=5),
    }.get(reason, small)

    with direct_kernel(resources=small) as (process, talk):
        ask(talk, code)
        process.wait(200)
        found = process.reason
    # The kernel itself ends a process that has used up its processor time, at about the same moment as the warden.
    assert found == reason or (reason == "cpu" and found is None)


OUT_OF_IT = """
import ctypes, os, sys, threading
ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
program = "import time\\nwhile True:\\n    time.sleep(1)"
thread = threading.Thread(target=os.execv, args=[sys.executable, [sys.executable, "-c", program]])
thread.start()
thread.join()
"""


def test_a_kernel_ends_with_its_warden_even_one_that_does_not_want_to() -> None:
    with direct_kernel() as (process, talk):
        ask(talk, OUT_OF_IT)
        with pytest.raises(KernelGoneError):  # another program is in its place
            answered(talk)
        before = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        warden = parent_of(process.pid)
        os.kill(warden, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{number}").exists() for number in before) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert before
        assert not any(Path(f"/proc/{number}").exists() for number in before)


def test_what_a_kernels_programs_leave_behind_is_collected() -> None:
    left = "import subprocess\nprint(len([subprocess.run('true &', shell=True, check=True) for _ in range(300)]))"
    assert run_directly(left) == "300\n"


REFUSED = {
    "threads": "import threading as t, time\nfor n in range(9999):\n    t.Thread(target=time.sleep, args=[9]).start()",
    "processes": "import os, time\nfor n in range(9999):\n    if os.fork() == 0:\n        time.sleep(20), os._exit(0)",
    "a large file": "with open('big', 'wb') as file:\n    for _ in range(1000):\n        file.write(bytes(1_000_000))",
    "many files": "for n in range(400):\n    open(f'f{n}', 'wb').write(bytes(1_000_000))",
    "a billion zeros": "import numpy as np\nx = np.zeros(10**9)",
    "memory without a name": "import os\nos.memfd_create('x')",
    "pages in a pipe": "import ctypes, os\nlibc, libc_errno = ctypes.CDLL(None, use_errno=True), ctypes.get_errno\n"
    "r, w = os.pipe()\nstring = ctypes.create_string_buffer(b'x')\n"
    "vector = (ctypes.c_size_t * 2)(ctypes.addressof(string), 1)\n"
    "if libc.vmsplice(w, vector, ctypes.c_size_t(1), 0) < 0:\n    raise OSError(libc_errno(), 'refused')",
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED.keys())
def test_what_goes_beyond_a_limit_is_an_error_in_the_cell(code: str) -> None:
    if _tier() == "process" and "range(400)" in code:
        pytest.skip("without a file system of its own the kernel is ended instead: test_confined_process.py")
    attempt = f"try:\n{indent(code, '    ')}\nexcept Exception as error:\n    print('refused', type(error).__name__)"
    assert run_directly(attempt).startswith("refused")


def test_nothing_of_a_sandbox_is_left_when_it_ends() -> None:
    daemon = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        import signal\n        [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]\n"
        "        time.sleep(600)\n    os._exit(0)\nos.wait()\nprint(1)"
    )
    before = _descendants()
    assert run_directly(daemon) == "1\n"
    deadline = time.monotonic() + 20
    while _descendants() - before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _descendants() - before


def _descendants() -> set[int]:
    """Processes of sandboxes: those whose process namespace is not ours."""
    own = Path("/proc/self/ns/pid").readlink()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "ns" / "pid").readlink() != own:
                found.add(int(process.name))
        except OSError:
            continue
    return found


def test_the_staged_package_is_the_package_without_what_students_do_not_get(tmp_path: Path) -> None:
    staged = stage_package(tmp_path)
    names = {p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file()}
    whole = {
        p.relative_to(ROOT / "gdcourse").as_posix()
        for p in (ROOT / "gdcourse").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert names == {name for name in whole if name.split("/")[0] not in NOT_FOR_STUDENTS}


def test_without_isolation_grading_refuses_and_names_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path / "course")
    path = course.path("submitted", "02-manual-gradient", "kim") / "02-manual-gradient.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes((ROOT / "release" / "02-manual-gradient" / "02-manual-gradient.ipynb").read_bytes())
    monkeypatch.setattr(isolation.sys, "platform", "darwin")
    monkeypatch.setattr(isolation, "_obstacles", {})  # what this machine has was found out by another test
    with pytest.raises(CourseError, match="--no-isolation"):
        grade_class(course, "02-manual-gradient", Options(jobs=1))
    with course.gradebook() as gradebook:
        assert gradebook.students == []


MANY_PIECES = (
    "import ctypes, os, time\nlibc, first = ctypes.CDLL(None), os.getpid()\nlibc.mmap.restype = ctypes.c_void_p\n"
    "place = libc.mmap(None, ctypes.c_size_t(16000 << 12), 3, 0x22, -1, ctypes.c_long(0))\n"
    "for at in range(0, 16000, 2):\n"
    "    ctypes.memset(ctypes.c_void_p(place + (at << 12)), 1, 1)\n"
    "    libc.mprotect(ctypes.c_void_p(place + (at + 1 << 12)), ctypes.c_size_t(4096), 0)\n"
)
HIDDEN_USE = {
    "page tables": (
        "import mmap, time\nkeep = []\nfor _ in range(12):\n"
        "    keep.append(mmap.mmap(-1, 32 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ))\n"
        "    keep[-1].madvise(mmap.MADV_NOHUGEPAGE)\n    [keep[-1][at] for at in range(0, 32 << 30, 2 << 20)]\n"
        "time.sleep(20)",
        "memory",
    ),
    "buffers of sockets": (
        "import os, socket, time\nfor _ in range(8):\n    if os.fork() == 0:\n        keep = []\n        try:\n"
        "            while True:\n                keep += socket.socketpair()\n        except OSError:\n"
        "            time.sleep(20)\n            os._exit(0)\ntime.sleep(20)",
        "memory",
    ),
    "address spaces in many pieces": (
        "import ctypes, os, time\nlibc = ctypes.CDLL(None)\nlibc.mmap.restype = ctypes.c_void_p\n"
        "place = libc.mmap(None, ctypes.c_size_t(60000 << 12), 0, 0x22, -1, ctypes.c_long(0))\n"
        "for at in range(0, 60000, 2):\n"
        "    libc.mprotect(ctypes.c_void_p(place + (at << 12)), ctypes.c_size_t(4096), 1)\n"
        "for _ in range(30):\n    if os.fork() == 0:\n        time.sleep(100)\n        os._exit(0)\ntime.sleep(100)",
        "memory",
    ),
    # Of each process that it was forked from, a piece of a process's address space keeps something.
    "forks of forks": (
        f"{MANY_PIECES}def go_on(depth):\n    if os.fork() == 0:\n        if depth < 20:\n"
        "            go_on(depth + 1)\n        time.sleep(100)\n        os._exit(0)\ngo_on(1)\ntime.sleep(100)",
        "memory",
    ),
    "forks of forks that have ended": (
        f"{MANY_PIECES}for _ in range(20):\n    if os.fork() == 0:\n        time.sleep(100)\n        os._exit(0)\n"
        "    if os.fork() > 0:\n        if os.getpid() == first:\n            break\n        os._exit(0)\n"
        "time.sleep(100)",
        "memory",
    ),
    "children that nobody waits for": (
        "import os, signal, time\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nwhile True:\n    if os.fork() == 0:\n"
        "        end = time.process_time() + 0.4\n        while time.process_time() < end:\n            pass\n"
        "        os._exit(0)\n    time.sleep(0.5)",
        "cpu",
    ),
}


@pytest.mark.parametrize(("code", "reason"), HIDDEN_USE.values(), ids=HIDDEN_USE.keys())
def test_what_no_process_is_charged_for_is_counted_too(code: str, reason: str) -> None:
    # An ordinary PyTorch, which knows of GPUs, has most of 400 MiB itself, and a child has its own pages.
    memory = (400 if reason == "memory" else 1500) * MIB
    with direct_kernel(resources=Resources(memory=memory, cpu_seconds=5, wall_seconds=180)) as (process, talk):
        ask(talk, code)
        process.wait(200)
        assert process.reason == reason


BOUNDED = """
import mmap
from gdcourse.kernels.sandbox import MIB, Resources, limit_resources
def take(size):
    return mmap.mmap(-1, size * MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
there = take(2000)
limit_resources(Resources(memory=500 * MIB), 256)
within = take(1400)
try:
    take(400)
except OSError:
    print("refused")
"""


def test_what_a_process_has_mapped_before_its_limits_is_not_counted_against_them() -> None:
    done = subprocess.run([sys.executable, "-c", BOUNDED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("refused\n", "")


UNCOUNTED = {
    # Whose child a process is tells what it may have been forked with.
    "somebody else's children": (  # PR_SET_CHILD_SUBREAPER
        "import ctypes\nif ctypes.CDLL(None).prctl(36, ctypes.c_ulong(1), 0, 0, 0) < 0:\n    raise OSError"
    ),
    "children for somebody else": (  # CLONE_PARENT
        "import ctypes, os\nnumber = {'x86_64': 56, 'aarch64': 220}[os.uname().machine]\n"
        "found = ctypes.CDLL(None).syscall(ctypes.c_long(number), ctypes.c_ulong(0x8000 | 17), 0, 0, 0, 0)\n"
        "if found < 0:\n    raise OSError\nif found == 0:\n    os._exit(0)"
    ),
    "places for memory": (  # mbind: each piece of an address space may have one, of 300 bytes
        "import ctypes, os\nnumber = {'x86_64': 237, 'aarch64': 235}[os.uname().machine]\n"
        "libc, nodes = ctypes.CDLL(None), ctypes.c_ulong(1)\nlibc.mmap.restype = ctypes.c_void_p\n"
        "place = libc.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))\n"
        "size, preferred, most = ctypes.c_size_t(4096), 1, ctypes.c_ulong(64)\n"
        "number, place = ctypes.c_long(number), ctypes.c_void_p(place)\n"
        "if libc.syscall(number, place, size, preferred, ctypes.byref(nodes), most, 0):\n    raise OSError"
    ),
    "shared memory without a name": "import mmap\nmmap.mmap(-1, 4096)",
    "shared memory of a device": "import mmap, os\nmmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096)",
    "larger buffers of sockets": (
        "import socket\na, b = socket.socketpair()\nbefore = a.getsockopt(1, 7)\na.setsockopt(1, 7, 1 << 20)\n"
        "if a.getsockopt(1, 7) == before:\n    raise OSError"
    ),
    "a filter for its own system calls": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nprogram = (ctypes.c_uint64 * 2)(1, 0)\n"
        "rule = ctypes.create_string_buffer(b'\\6\\0\\0\\0\\0\\0\\xff\\x7f', 8)\nprogram[1] = ctypes.addressof(rule)\n"
        "if libc.prctl(22, ctypes.c_ulong(2), program, 0, 0) < 0:\n    raise OSError"
    ),
    "a thread with descriptors of its own": (  # CLONE_THREAD, CLONE_SIGHAND: without CLONE_VM it would be EINVAL
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "number = {'x86_64': 56, 'aarch64': 220}[os.uname().machine]\n"
        "libc.syscall(ctypes.c_long(number), ctypes.c_ulong(0x10800), 0, 0, 0, 0)\n"
        "if ctypes.get_errno() == 1:\n    raise OSError"
    ),
    "descriptors of its own for a thread": (
        "import ctypes\nif ctypes.CDLL(None).syscall(ctypes.c_long(436), 900, 900, 2) < 0:\n    raise OSError"
    ),
    "a table of futexes": (  # PR_FUTEX_HASH, PR_FUTEX_HASH_SET_SLOTS
        "import ctypes\nif ctypes.CDLL(None).prctl(78, 1, ctypes.c_ulong(1 << 20), 0, 0) < 0:\n    raise OSError"
    ),
    "pages of a file in a pipe": (
        "import os\nopen('f', 'w').write('x')\nr, w = os.pipe()\nos.splice(os.open('f', os.O_RDONLY), w, 1)"
    ),
    "pages of a file in a pipe, sent": (
        "import os\nopen('f', 'w').write('x')\nr, w = os.pipe()\nos.sendfile(w, os.open('f', os.O_RDONLY), 0, 1)"
    ),
    "pages of a file in a socket": (
        "import os, socket\nopen('f', 'w').write('x')\na, b = socket.socketpair()\n"
        "os.sendfile(a.fileno(), os.open('f', os.O_RDONLY), 0, 1)"
    ),
    "pages that were set aside for others": (  # where there are none of them, the error is another one
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "libc.mmap(None, ctypes.c_size_t(2 << 20), 3, 0x40022, -1, ctypes.c_long(0))\n"
        "if ctypes.get_errno() == 1:\n    raise OSError"
    ),
    # Of a huge page that is given back but for a piece, all stays, and the piece alone counts.
    "huge pages": (
        "import ctypes, mmap\nkept = mmap.mmap(-1, 1 << 25, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n"
        "kept.madvise(mmap.MADV_HUGEPAGE)\nresident = lambda: int(open('/proc/self/statm').read().split()[1])\n"
        "before = resident()\nfor at in range(0, len(kept), 1 << 21):\n    kept[at] = 1\n"
        "if resident() - before < 4096:\n    raise OSError"
    ),
    "huge pages of what is there": (  # MADV_COLLAPSE
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.mmap.restype = ctypes.c_void_p\n"
        "place = libc.mmap(None, ctypes.c_size_t(4 << 20), 3, 0x22, -1, ctypes.c_long(0)) + (1 << 21) - 1 >> 21 << 21\n"
        "ctypes.memset(place, 1, 4096)\nif libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(1 << 21), 25) < 0:\n"
        "    raise OSError"
    ),
    "huge pages again": (  # PR_SET_THP_DISABLE
        "import ctypes\nif ctypes.CDLL(None).prctl(41, 0, 0, 0, 0) < 0:\n    raise OSError"
    ),
    "all terminals of the machine": "import os\nfor _ in range(65):\n    os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY)",
}


@pytest.mark.parametrize("code", UNCOUNTED.values(), ids=UNCOUNTED.keys())
@pytest.mark.skipif(not refused_system_calls.has_seccomp(), reason="libseccomp is not installed")
def test_what_cannot_be_counted_is_not_to_be_had(code: str) -> None:
    attempt = f"try:\n{indent(code, '    ')}\nexcept Exception as error:\n    print('refused', type(error).__name__)"
    assert run_directly(attempt).startswith("refused")


# To a program that a core is piped to (core(5)), a limit of 0 says nothing: it gets all that the process has in memory,
# outside of the sandbox. Only 1 says no.
CORES = f"""
import ctypes, resource, subprocess
CORE, libc = resource.RLIMIT_CORE, ctypes.CDLL(None)
for lower in (
    lambda: resource.setrlimit(CORE, (0, 0)),
    lambda: resource.setrlimit(CORE, (0, 1)),
    lambda: resource.prlimit(0, CORE, (0, 1)),
    lambda: libc.syscall({{"x86_64": 160}}.get({os.uname().machine!r}, 164), ctypes.c_ulong(1 << 32 | CORE), bytes(16)),
    lambda: subprocess.run("ulimit -c 0", shell=True, check=True),
):
    try:
        lower()
    except (OSError, ValueError) as error:
        print(error)
    print(resource.getrlimit(CORE))
resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
print(resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(not refused_system_calls.has_seccomp(), reason="libseccomp is not installed")
@pytest.mark.parametrize("tier", TIERS)
def test_the_memory_of_a_process_that_crashes_goes_to_no_program_outside(tier: Tier) -> None:
    try:
        best_tier(tier)
    except IsolationUnavailableError as error:
        pytest.skip(str(error))
    assert run_directly(CORES, tier=tier).splitlines() == ["(1, 1)"] * 5 + ["(100, 100)"]


def test_who_has_most_of_its_memory_may_start_programs() -> None:
    code = (
        "import os, subprocess, time\nkept = b'x' * (250 << 20)\nend = time.monotonic() + 4\n"
        "while time.monotonic() < end:\n    os.system('true')\n    subprocess.run(['true'], check=True)\nprint('alive')"
    )
    assert run_directly(code, resources=Resources(memory=400 * MIB)) == "alive\n"


def test_a_process_whose_name_is_no_text_disturbs_nobody() -> None:
    code = "import ctypes, time\nctypes.CDLL(None).prctl(15, b'\\xff\\n) 1', 0, 0, 0)\ntime.sleep(0.5)\nprint('alive')"
    assert run_directly(code) == "alive\n"


def test_the_output_of_a_notebook_has_a_limit_however_many_cells_it_comes_from() -> None:
    notebook = new_notebook(cells=[new_code_cell("print('x' * 1_000_000)") for _ in range(8)])
    limits = Limits(notebook_output=3 * MIB)
    ran = execution.run(notebook, {}, limits, {}, Isolation())
    assert ran.reached == 8
    assert len(nbformat.writes(notebook)) < 4 * MIB
