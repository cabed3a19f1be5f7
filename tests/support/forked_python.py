"""``python -m …`` and ``python -c …`` as they are, but for the seconds in which others' modules are imported.

They are forked from a process that has torch and nbgrader, and nothing of ``gdcourse``: what is tried, its units and
its settings are read anew by each. Where there is no such fork, an ordinary process starts.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
import types
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

_MOST = 1 << 20
_IMPORTED = (
    *("torch", "nbgrader.api", "sqlalchemy.dialects.sqlite", "click", "filelock", "rich.console", "rich.progress"),
    *("rich.table", "PIL.Image", "pygments", "latex2mathml.converter", "nh3"),
)


def run_python(
    arguments: list[str], cwd: Path, environment: Mapping[str, str], errors: int | None = None
) -> subprocess.CompletedProcess[str]:
    """What ``python`` says to these arguments: ``-m`` with a module or ``-c`` with code, then theirs.

    Args:
        errors: the descriptor of a file that is its standard error; what it writes there is not returned.
    """
    command = [sys.executable, *arguments]
    if sys.platform != "linux":
        stderr = subprocess.PIPE if errors is None else errors
        return subprocess.run(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False
        )
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        asked = {"arguments": arguments, "cwd": str(cwd), "environment": dict(environment)}
        server = _server()
        socket.send_fds(
            server, [json.dumps(asked).encode()], [out.fileno(), err.fileno() if errors is None else errors]
        )
        answer = server.recv(_MOST)
        assert answer, "the process that forks has ended"
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode())
    return subprocess.CompletedProcess(command, json.loads(answer), *said)


@functools.cache
def _server() -> socket.socket:
    """The process that forks, for all tests of this one; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, __file__, str(theirs.fileno())]
    subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    theirs.close()
    return ours


def _import_what_is_of_others() -> None:
    from gdcourse.faster_imports import skip_iri_grammar

    skip_iri_grammar()
    for name in _IMPORTED:
        with contextlib.suppress(ImportError):
            import_module(name)

    for name in [name for name in sys.modules if name.split(".")[0] == "gdcourse"]:
        del sys.modules[name]


def _next_request(client: socket.socket) -> dict[str, Any]:
    """In a child: what it is to do. The process that forks does not come back from here."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(client, _MOST, 2)
        if not message:
            os._exit(0)
        child = os.fork()
        if not child:
            client.close()
            for descriptor, standard in zip(descriptors, (1, 2), strict=True):
                os.dup2(descriptor, standard)
                os.close(descriptor)
            return json.loads(message)
        for descriptor in descriptors:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        client.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _become(request: dict[str, Any], installed: list[str]) -> None:
    """Run what was asked for as this process's main module."""
    kind, what, *more = request["arguments"]
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    named = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place]
    sys.path[:] = ["" if kind == "-c" else request["cwd"], *named, *installed]
    sys.path_importer_cache.clear()
    sys.argv[:] = [kind, *more]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.modules["__main__"] = main = types.ModuleType("__main__")
        exec(what, main.__dict__)  # noqa: S102


def _end(code: object) -> NoReturn:
    """What an interpreter does at its end, without taking all modules apart, which takes half a second."""
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    _named = {os.path.realpath(place) for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place}
    _installed = [place for place in sys.path[1:] if os.path.realpath(place) not in _named]
    sys.path[:] = [*sys.path[1:], str(Path(__file__).parents[2])]
    _import_what_is_of_others()
    gc.freeze()
    _request = _next_request(socket.socket(fileno=int(sys.argv[1])))
    try:
        _become(_request, _installed)
    except SystemExit as _ended:
        _end(_ended.code)
    except BaseException:
        traceback.print_exc()
        _end(1)
    _end(None)
