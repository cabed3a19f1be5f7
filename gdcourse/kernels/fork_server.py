"""The template: a process that imports what the course imports, then forks a kernel for each request.

Nothing happens here but imports, and that what all kernels share is written down. A thread, a ZMQ context, an event
loop, autograd or a parallel computation before the fork would be broken, or stuck, after it; this process counts its
threads and refuses to serve with more than one.

Direct kernels (``gdcourse.kernels.direct_kernel``) are forked from a child of it, the first time that one is asked for:
that has made their shell too, which Jupyter's kernels make for themselves.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import logging
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

from gdcourse.kernels import confined_process, refused_system_calls, supervised_calls, system_calls
from gdcourse.kernels.direct_kernel import DirectKernelApp, leave_working_directory
from gdcourse.kernels.kernel_process import DIRECT_SOCKET_NAME, SOCKET_NAME
from gdcourse.kernels.sandbox import TIERS, Sandbox
from gdcourse.kernels.warden import owner_at_standard_input, receive_request, stand_over

Request = dict[str, Any]
# To put memory into huge pages takes as long as the starts of twenty kernels are longer without it. As nobody knows how
# many will be asked for, it is done when so many have been, in the first pause after that.
_FORKS, _PAUSE_SECONDS = 20, 0.2

# The second group is what a kernel, or torch at the first optimizer, would import later. Not among them is
# matplotlib_inline.backend_inline: what it does when it is imported, it does to the shell, which comes after the fork.
_MODULES = """
    numpy torch torch.nn torch.optim matplotlib matplotlib.pyplot
    gdcourse gdcourse.student.imports_before_fork

    torch._dynamo torch.utils.data ipykernel.kernelapp ipykernel.ipkernel ipykernel.debugger ipykernel.datapub
    IPython.core.completer IPython.core.completerlib IPython.core.debugger IPython.core.history IPython.core.oinspect
    IPython.display IPython.extensions.storemagic IPython.utils.wildcard zmq.asyncio tornado.platform.asyncio debugpy
    IPython.core.logger comm ipykernel.comm ipykernel_launcher jedi pdb faulthandler sqlite3 psutil resource
    multiprocessing.heap multiprocessing.synchronize
""".split()  # noqa: SIM905


def _import_all() -> None:
    for name in _MODULES:
        try:
            import_module(name)
        except ImportError:
            continue  # a kernel that needs it will say so


class _Sys:
    """``sys`` as ipykernel sees it while it makes a kernel, and notes for its debugger where all modules lie.

    To ask each of them would be to write to 4,000 pages of memory, which the system would have to copy for every
    kernel. Here one text answers for them, written down before the fork.
    """

    def __init__(self) -> None:
        self.modules = {file: SimpleNamespace(__file__=file) for file in _module_files().split("\0")}

    def __getattr__(self, name: str) -> object:
        return getattr(sys, name)


@cache
def _module_files() -> str:
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return "\0".join(file for file in files if file)


def _prepare() -> None:
    """Write down what is the same for each kernel."""
    _module_files()
    if refused_system_calls.has_seccomp():
        with contextlib.suppress(OSError):  # a kernel's own start will meet it again, and report it
            for tier in TIERS:
                refused_system_calls.seccomp_filter(tier)
            if confined_process.asks(None):
                supervised_calls.supervising_filter()


def _thread_count() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def _listen(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(path))
    listener.listen(64)
    return listener


def _serve(owner: socket.socket, kernels: socket.socket, direct: socket.socket) -> None:
    """Until the owner ends: a kernel for each who comes. Direct ones are another process's business from the first."""
    listeners = [kernels, direct]
    forks, settled = 0, False
    while True:
        patience = _PAUSE_SECONDS if forks >= _FORKS and not settled else None
        ready, _, _ = select.select([owner, *listeners], [], [], patience)
        if owner in ready:
            return
        if kernels in ready:
            _fork_for(kernels, _be_a_kernel)
            forks += 1
        if direct in ready:
            if _fork() == 0:
                kernels.close()
                _serve_direct(owner, direct)
            listeners.remove(direct)
            direct.close()
        if not ready:  # a pause: nobody waits for this
            system_calls.use_huge_pages()
            settled = True


def _serve_direct(owner: socket.socket, listener: socket.socket) -> NoReturn:
    try:
        system_calls.die_with_parent(signal.SIGKILL)
        _prepare_direct(Path(sys.argv[1]))
        if _thread_count() == 1:
            while owner not in select.select([owner, listener], [], [])[0]:
                _fork_for(listener, _be_a_direct_kernel)
    except BaseException:
        traceback.print_exc()
    os._exit(0)


def _prepare_direct(home: Path) -> None:
    # IPython makes directories at home. The kernel will be at home elsewhere, and finds that out when it begins.
    os.environ |= {"HOME": str(home), "IPYTHONDIR": str(home / "ipython")}
    app = DirectKernelApp.instance()
    app.prepare()
    _ = app.kernel.shell.display_formatter.formatters  # made when it is first asked for
    gc.freeze()
    system_calls.use_huge_pages()


def _fork() -> int | None:
    # Where no process is to be had, whoever asked sees the connection close, and starts in the ordinary way.
    with contextlib.suppress(OSError):
        return os.fork()
    return None


def _fork_for(listener: socket.socket, become: Callable[[Request, socket.socket | None], None]) -> None:
    connection, _ = listener.accept()
    if _fork() == 0:
        try:
            _answer(connection, become)
        finally:
            os._exit(1)
    connection.close()


def _answer(connection: socket.socket, become: Callable[[Request, socket.socket | None], None]) -> NoReturn:
    request, channel = receive_request(connection)
    if request is None:  # somebody only wanted to know whether there is a template
        os._exit(0)
    sandbox = Sandbox.from_json(request["sandbox"]) if request["sandbox"] else None
    if sandbox is not None:
        request["environment"] = sandbox.environment(request["environment"])
    stand_over(connection, sandbox, request["cwd"], lambda: become(request, channel), channel)


def _be_a_kernel(request: Request, _: socket.socket | None) -> None:
    """Become, from here on, what the command of the request would have become."""
    from ipykernel import ipkernel
    from ipykernel.kernelapp import IPKernelApp

    arguments = _be_fresh(request)
    app = IPKernelApp.instance(parent_handle=os.getppid())
    history = "--HistoryManager.hist_file"
    if not any(argument.startswith(history) for argument in arguments):
        arguments.append(f"{history}=:memory:")
    vars(ipkernel)["sys"] = _Sys()
    app.initialize(arguments)
    vars(ipkernel)["sys"] = sys
    app.start()


def _be_a_direct_kernel(request: Request, channel: socket.socket | None) -> None:
    assert channel is not None
    _be_fresh(request)
    app = DirectKernelApp.instance()
    app.begin(channel)
    app.start()


def _be_fresh(request: Request) -> list[str]:
    """Take on the environment and the arguments of the request, which are returned, and another random state."""
    import numpy as np
    import torch

    os.environ.clear()
    os.environ.update(request["environment"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    tempfile.tempdir = None  # found out by an import, where the environment was another
    # Both were seeded when they were imported; a fresh process would have another state. (Python's own random is
    # seeded anew by every fork.)
    np.random.seed()
    torch.default_generator.seed()
    command = request["command"]
    arguments = [str(part) for part in command[3:]]
    sys.argv = [str(Path(import_module(command[2]).__file__ or "")), *arguments]
    return arguments


def _tell(owner: socket.socket, message: str) -> None:
    with contextlib.suppress(BrokenPipeError):  # it has gone meanwhile
        owner.sendall(message.encode())


@contextlib.contextmanager
def ending_with(owner: socket.socket, directory: Path) -> Iterator[None]:
    """Let this process end as soon as its owner does, though nobody listens: an import takes seconds.

    An owner that was killed leaves standard error to this process, and whoever waits for the end of that would wait.

    Args:
        owner: its socket, which is told of by a signal meanwhile. (A thread would be one too many.)
        directory: what goes with it.
    """

    def look(*_: object) -> None:
        listening = select.poll()
        listening.register(owner, 0)
        if any(event & select.POLLHUP for _, event in listening.poll(0)):
            shutil.rmtree(directory, ignore_errors=True)
            os._exit(0)

    before, flags = signal.signal(signal.SIGIO, look), fcntl.fcntl(owner, fcntl.F_GETFL)
    fcntl.fcntl(owner, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(owner, fcntl.F_SETFL, flags | os.O_ASYNC)
    try:
        look()  # it may have ended before
        yield
    finally:
        fcntl.fcntl(owner, fcntl.F_SETFL, flags)
        signal.signal(signal.SIGIO, before)


def main() -> None:
    leave_working_directory()
    owner = owner_at_standard_input()
    directory = Path(sys.argv[1])
    gc.disable()  # or a quarter of the time of the imports would go into looking for garbage among what stays
    with ending_with(owner, directory):
        _import_all()
        _prepare()
    if _thread_count() != 1:
        _tell(owner, f"an import has started {_thread_count() - 1} threads")
        return
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    direct, kernels = (_listen(directory / name) for name in (DIRECT_SOCKET_NAME, f"{SOCKET_NAME}.new"))
    gc.freeze()  # nor is it to be gone through in every kernel
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for wardens: they report to whoever asked
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    (directory / f"{SOCKET_NAME}.new").rename(directory / SOCKET_NAME)  # where it is seen, it is served
    _tell(owner, "ready")
    _serve(owner, kernels, direct)
    shutil.rmtree(directory, ignore_errors=True)  # an owner that was killed cannot


if __name__ == "__main__":
    main()
