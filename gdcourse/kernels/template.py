"""The template: a process that imports what the course imports, then forks a kernel for each request.

Nothing happens here but imports, and that what all kernels share is written down. A thread, a ZMQ context, an event
loop, autograd or a parallel computation before the fork would be broken, or stuck, after it; this process counts its
threads and refuses to serve with more than one.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import select
import shutil
import signal
import socket
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

from gdcourse.kernels import linux
from gdcourse.kernels.direct import DirectKernelApp
from gdcourse.kernels.process import SOCKET_NAME
from gdcourse.kernels.sandbox import Sandbox
from gdcourse.kernels.warden import receive_request, stand_over

# The second group is what a kernel, or torch at the first optimizer, would import later. Not among them is
# matplotlib_inline.backend_inline: what it does when it is imported, it does to the shell, which comes after the fork.
_MODULES = """
    numpy torch torch.nn torch.optim matplotlib matplotlib.pyplot
    gdcourse gdcourse.checking gdcourse.probing gdcourse.plots gdcourse.motion gdcourse.graph gdcourse.switch
    gdcourse.exercises

    torch._dynamo torch.utils.data ipykernel.kernelapp ipykernel.ipkernel ipykernel.debugger ipykernel.datapub
    IPython.core.completer IPython.core.completerlib IPython.core.debugger IPython.core.history IPython.core.oinspect
    IPython.display IPython.extensions.storemagic IPython.utils.wildcard zmq.asyncio tornado.platform.asyncio debugpy
    IPython.core.logger comm ipykernel.comm ipykernel_launcher ipywidgets jedi pdb faulthandler sqlite3 psutil resource
""".split()  # noqa: SIM905


def _import_all() -> None:
    from gdcourse.exercises import units

    for name in _MODULES:
        try:
            import_module(name)
        except ImportError:
            continue  # a kernel that needs it will say so
    units()


class _Sys:
    """``sys`` as ipykernel sees it while it makes a kernel, and notes for its debugger where all modules lie.

    To ask each of them would be to write to 4,000 pages of memory, which the system would have to copy for every
    kernel. Here one text answers for them, written down before the fork; nothing where there will be no debugger.
    """

    def __init__(self, debugged: bool) -> None:
        files = _module_files().split("\0") if debugged else []
        self.modules = {file: SimpleNamespace(__file__=file) for file in files}

    def __getattr__(self, name: str) -> object:
        return getattr(sys, name)


@cache
def _module_files() -> str:
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return "\0".join(file for file in files if file)


def _prepare() -> None:
    """Write down what is the same for each kernel."""
    _module_files()
    if linux.has_seccomp():
        with contextlib.suppress(OSError):  # a kernel's own start will meet it again, and report it
            linux.seccomp_filter()


def _thread_count() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def _serve(owner: socket.socket, listener: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for wardens: they report to whoever asked
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([owner, listener], [], [])
        if owner in ready:
            return
        connection, _ = listener.accept()
        child = None
        # Where no process is to be had, whoever asked sees the connection close, and starts in the ordinary way.
        with contextlib.suppress(OSError):
            child = os.fork()
        if child == 0:
            try:
                _answer(connection)
            finally:
                os._exit(1)
        connection.close()


def _answer(connection: socket.socket) -> NoReturn:
    request, channel = receive_request(connection)
    if request is None:  # somebody only wanted to know whether there is a template
        os._exit(0)
    sandbox = Sandbox.from_json(request["sandbox"]) if request["sandbox"] else None
    stand_over(connection, sandbox, request["cwd"], lambda: _be_a_kernel(request, channel), channel)


def _be_a_kernel(request: dict[str, object], channel: socket.socket | None) -> None:
    """Become, from here on, what the command of the request would have become."""
    import numpy as np
    import torch

    environment, command = request["environment"], request["command"]
    assert isinstance(environment, dict)
    assert isinstance(command, list)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Both were seeded when they were imported; a fresh process would have another state. (Python's own random is
    # seeded anew by every fork.)
    np.random.seed()
    torch.default_generator.seed()

    from ipykernel import ipkernel

    arguments = [str(part) for part in command[3:]]
    sys.argv = [str(Path(import_module(command[2]).__file__ or "")), *arguments]
    if channel is None:
        from ipykernel.kernelapp import IPKernelApp

        app = IPKernelApp.instance(parent_handle=os.getppid())
        history = "--HistoryManager.hist_file"
        if not any(argument.startswith(history) for argument in arguments):
            arguments.append(f"{history}=:memory:")
    else:
        app = DirectKernelApp.instance()
        app.channel = channel
    vars(ipkernel)["sys"] = _Sys(debugged=channel is None)
    app.initialize(arguments)
    vars(ipkernel)["sys"] = sys
    app.start()


def main() -> None:
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]  # as ipykernel_launcher does
    owner = socket.socket(fileno=os.dup(0))
    blank = os.open(os.devnull, os.O_RDWR)
    os.dup2(blank, 0)
    _import_all()
    _prepare()
    if _thread_count() != 1:
        owner.sendall(f"an import has started {_thread_count() - 1} threads".encode())
        return
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    place = Path(sys.argv[1], SOCKET_NAME)
    listener.bind(f"{place}.new")
    listener.listen(64)
    gc.collect()
    gc.freeze()
    linux.use_huge_pages()
    Path(f"{place}.new").rename(place)  # where it is seen, it is served
    owner.sendall(b"ready")
    _serve(owner, listener)
    shutil.rmtree(place.parent, ignore_errors=True)  # an owner that was killed cannot


if __name__ == "__main__":
    main()
