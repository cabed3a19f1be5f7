"""Kernels that are forked from a template: as good as fresh ones, and gone when they should be."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import ZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.kernels import kernel_process
from gdcourse.kernels.kernel_process import PROVISIONER, KernelProcess, Template, TemplateUnavailableError
from gdcourse.kernels.notebook_client import kernel_config
from gdcourse.kernels.provisioner import WarmProvisioner
from gdcourse.kernels.quickly_ready_clients import AsyncQuicklyReadyClient, QuicklyReadyClient
from support.course import ROOT
from support.kernel_client import execute, kernel, printed, run_apart, run_in_kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def test_the_provisioner_is_registered_where_jupyter_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", PROVISIONER)
    code = (
        "from jupyter_client.provisioning import KernelProvisionerFactory as F;"
        "from jupyter_client.kernelspec import get_kernel_spec;"
        "print(type(F().create_provisioner_instance('x', get_kernel_spec('python3'), None)).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == WarmProvisioner.__name__


SAME = """
import os, random, sys, threading, warnings
import numpy as np
import torch
import matplotlib
x = torch.tensor([1.0, 2.0], requires_grad=True)
(x * x).sum().backward()
opt = torch.optim.SGD([x], lr=0.1)
opt.step()
print(x, torch.manual_seed(1) and torch.rand(2), torch.get_num_threads(), torch.get_default_dtype())
print(matplotlib.get_backend(), matplotlib.rcParams["figure.figsize"], len(warnings.filters))
print(__name__, sys.argv[0].rsplit("/")[-1], sys.flags, sys.path)
print(sorted(t.name for t in threading.enumerate() if t.name.isidentifier() and "History" not in t.name))
print(get_ipython().execution_count, In[-1][:20], Out, [n for n in dir() if not n.startswith("_")])
print(os.getcwd() != "/", os.environ.get("MPLBACKEND"), os.environ.get("OMP_NUM_THREADS"))
"""


IN_TURN = {
    "imported": "import sys; print(all(m in sys.modules for m in ('torch', 'torch._dynamo', 'matplotlib.pyplot')))",
    "same": SAME,
    "no answer yet": "from gdcourse import check\nprint(get_ipython().custom_exceptions)",
    "known files": (
        "import sys\n"
        "known = set(get_ipython().kernel._kernel_modules)\n"
        "print({n: sys.modules[n].__file__ in known for n in ('json', 'zmq', 'ipykernel.ipkernel')})\n"
        "print(sys.modules['ipykernel.ipkernel'].sys is sys)"
    ),
}


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, str], dict[str, str]]:
    """What the same cells print, one after the other, in a forked kernel and in a fresh one, which takes seconds."""

    async def run(warm: bool) -> dict[str, str]:
        async with kernel(warm) as (_, client, _provisioner):
            return {name: printed(await execute(client, code)) for name, code in IN_TURN.items()}

    return run_apart(run(warm=True)), run_apart(run(warm=False))


def test_a_forked_kernel_answers_as_a_fresh_one_does(both: tuple[dict[str, str], dict[str, str]]) -> None:
    forked, fresh = (said["same"] for said in both)
    assert forked == fresh
    assert "tensor([0.8000, 1.6000], requires_grad=True)" in forked


def test_a_forked_kernel_says_that_there_is_no_answer_yet_as_a_fresh_one_does(
    both: tuple[dict[str, str], dict[str, str]],
) -> None:
    assert [said["no answer yet"] for said in both] == ["(<class 'NameError'>,)\n"] * 2


def test_a_forked_kernels_debugger_knows_the_files_of_the_modules_as_a_fresh_ones_does(
    both: tuple[dict[str, str], dict[str, str]],
) -> None:
    known = "{'json': True, 'zmq': True, 'ipykernel.ipkernel': True}\nTrue\n"
    assert [said["known files"] for said in both] == [known] * 2


def test_every_forked_kernel_has_a_random_state_of_its_own() -> None:
    code = (
        "import random, torch, uuid, numpy as np\n"
        "print(random.random(), np.random.rand(), torch.rand(1).item(), uuid.uuid4())"
    )
    drawn = [run_in_kernel(code).split() for _ in range(3)]
    assert all(len(set(column)) == 3 for column in zip(*drawn, strict=True))


def test_kernels_fork_from_one_template_and_do_not_import_again(both: tuple[dict[str, str], dict[str, str]]) -> None:
    assert [said["imported"] for said in both] == ["True\n", "False\n"]
    assert run_in_kernel("import sys; print([m for m in sys.modules if m.startswith('gdcourse.sol')])") == "[]\n"


def test_an_endless_cell_is_interrupted_and_the_kernel_lives_on() -> None:
    async def run() -> tuple[str, str]:
        async with kernel() as (manager, client, _):
            task = asyncio.ensure_future(execute(client, "print('on'); import time\nwhile True: time.sleep(0.01)"))
            await asyncio.sleep(1)
            await manager.interrupt_kernel()
            return printed(await task), printed(await execute(client, "print(6 * 7)"))

    interrupted, after = run_apart(run())
    assert "KeyboardInterrupt" in interrupted
    assert after == "42\n"


def test_a_kernel_listens_once_it_is_started_and_has_ended_once_it_is_killed() -> None:
    """Or jupyter_client would look again 100 ms later, twice for each notebook."""

    async def seen() -> tuple[list[str], int | None]:
        manager = AsyncKernelManager(kernel_name="python3")
        manager.provisioner = provisioner = WarmProvisioner(
            kernel_id="test", kernel_spec=manager.kernel_spec, parent=manager
        )
        await manager.start_kernel()
        info = provisioner.connection_info
        ports = [name for name in info if name.endswith("_port")]
        for name in ports:
            socket.create_connection((info["ip"], info[name]), 1).close()
        await provisioner.kill()
        ended = provisioner.process.poll()
        await manager.cleanup_resources()
        return ports, ended

    ports, ended = asyncio.run(seen())
    assert len(ports) == 5
    assert ended == 128 + signal.SIGKILL


@pytest.mark.parametrize("warm", [True, False])
def test_a_client_of_a_warm_kernel_does_not_wait_for_silence_once_the_kernel_has_said_that_it_is_idle(
    warm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_msg, waited, fetched = ZMQSocketChannel.get_msg, [], []

    def recorded(channel: ZMQSocketChannel, timeout: float | None = None) -> dict[str, Any]:
        waited.append(timeout)
        message = get_msg(channel, timeout)
        fetched.append(message["msg_type"])
        return message

    monkeypatch.setattr(ZMQSocketChannel, "get_msg", recorded)
    manager = KernelManager(kernel_name="python3")
    provisioner = WarmProvisioner(kernel_id="test", kernel_spec=manager.kernel_spec, parent=manager)
    provisioner.warm, manager.provisioner = warm, provisioner
    manager.start_kernel(cwd=str(ROOT))
    client = manager.client()
    try:
        assert isinstance(client, QuicklyReadyClient) is warm
        client.start_channels()
        client.wait_for_ready(timeout=60)
        assert "kernel_info_reply" in fetched
        assert waited[-1] == (0 if warm else 0.2)
        seen: list[str] = []
        client.execute_interactive("print(6 * 7)", output_hook=lambda m: seen.append(m["content"].get("text", "")))
        assert "42\n" in seen
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_restart_gives_a_new_kernel_and_shutdown_leaves_none() -> None:
    async def run() -> tuple[int, str, int]:
        async with kernel() as (manager, client, provisioner):
            first = provisioner.pid
            await execute(client, "x = 1")
            await manager.restart_kernel()
            await client.wait_for_ready(timeout=60)
            output = printed(await execute(client, "print('x' in globals())"))
            return first, output, provisioner.pid

    first, output, second = run_apart(run())
    assert output == "False\n"
    assert first != second
    deadline = time.monotonic() + 10
    while (_runs(first) or _runs(second)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(first)
    assert not _runs(second)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_kernel_has_started_ends_with_its_owner() -> None:
    code = (
        "import asyncio, os, sys; sys.path.insert(0, 'tests')\n"
        "from support.kernel_client import kernel, execute, printed\n"
        "async def run():\n"
        "    async with kernel() as (_, client, p):\n"
        "        print(p.pid, flush=True)\n"
        "        os.kill(os.getpid(), 9)\n"
        "asyncio.run(run())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(pid)


def test_a_template_that_is_still_importing_is_waited_for_and_one_that_fails_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    directory = Template.begin()
    assert not (directory / kernel_process.SOCKET_NAME).exists()
    assert Template(directory).directory == directory
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    broken, started = Template.begin(), time.monotonic()
    with pytest.raises(TemplateUnavailableError):
        Template(broken)
    assert time.monotonic() - started < 20
    assert not broken.exists()


def test_a_template_that_has_gone_costs_one_ordinary_start_and_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernel_process.TEMPLATE_VARIABLE, raising=False)
    monkeypatch.setattr(Template, "_shared", None)
    code = "import sys; print('torch' in sys.modules)"
    first = Template.shared()
    shutil.rmtree(first.directory)
    assert [run_in_kernel(code), run_in_kernel(code)] == ["False\n", "True\n"]
    assert Template.shared().directory != first.directory


@pytest.mark.parametrize(("provisioner", "templates"), [(PROVISIONER, 1), ("local-provisioner", 0)])
def test_all_processes_of_a_test_run_share_one_template(tmp_path: Path, provisioner: str, templates: int) -> None:
    code = "import os\n\ndef test_it():\n    open({!r}, 'w').write(os.environ.get('GDCOURSE_TEMPLATE', ''))\n"
    for name in ("a", "b"):
        (tmp_path / f"test_{name}.py").write_text(code.format(str(tmp_path / name)))
    options = ("-n", "2", "-q", "-p", "gdcourse.kernels.pytest_plugin", "-p", "no:cacheprovider", "--dist", "loadfile")
    environment = {k: v for k, v in os.environ.items() if k != kernel_process.TEMPLATE_VARIABLE}
    environment["JUPYTER_DEFAULT_PROVISIONER_NAME"] = provisioner
    command = [sys.executable, "-m", "pytest", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {(tmp_path / name).read_text() for name in ("a", "b")} - {""}
    assert len(found) == templates
    assert not any(Path(directory).exists() for directory in found)


@pytest.mark.parametrize(
    ("environment", "why"), [({"PYTHONHASHSEED": "1"}, "PYTHON*"), ({"OMP_PROC_BIND": "true"}, "threads")]
)
def test_an_environment_that_imports_depend_on_gets_an_ordinary_start(environment: dict[str, str], why: str) -> None:
    template = Template.shared()
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "x.json"]
    with pytest.raises(TemplateUnavailableError, match="environment"):
        template.start(command, {**os.environ, **environment}, "/", None)
    with pytest.raises(TemplateUnavailableError, match="not a kernel of this Python"):
        template.start(["/usr/bin/env", "R"], dict(os.environ), "/", None)


def test_who_was_started_with_other_variables_than_the_template_that_is_named_has_one_of_its_own() -> None:
    code = "from gdcourse.kernels.kernel_process import Template; print(Template.shared().directory)"
    named = str(Template.shared().directory)
    for own, is_named in (({}, True), ({"PYTHONHASHSEED": "1"}, False)):
        environment = {**os.environ, kernel_process.TEMPLATE_VARIABLE: named, **own}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
        assert (done.stdout.strip() == named) == is_named


def test_without_a_template_an_ordinary_kernel_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Template:
        raise TemplateUnavailableError("none here")

    monkeypatch.setattr(Template, "shared", none)
    notebook = new_notebook(cells=[new_code_cell("import sys; print('torch' in sys.modules)")])
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", PROVISIONER)
    with kernel_config() as config:
        NotebookClient(notebook, kernel_name="python3", config=config).execute()
    assert notebook.cells[0].outputs[0].text == "False\n"


def test_a_warden_that_cannot_start_its_kernel_says_so() -> None:
    import socket

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.send(json.dumps({"exit": 125, "reason": "isolation: refused"}).encode())
    from gdcourse.kernels.sandbox import IsolationUnavailableError

    with pytest.raises(IsolationUnavailableError, match=r"^refused$"):
        KernelProcess(ours)
    theirs.close()


FORKS_AFTER_A_KERNEL = """
import concurrent.futures, faulthandler, multiprocessing, os, sys
import nbformat
from nbclient import NotebookClient

def ran(code):
    faulthandler.dump_traceback_later(600, exit=True)  # who hangs says where
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    faulthandler.cancel_dump_traceback_later()  # its thread does not come with a fork, which would wait for it
    return notebook.cells[0].outputs[0].text.strip()

print(ran("print(1 + 1)"), flush=True)
with concurrent.futures.ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
    print(*pool.map(ran, ["print(2 + 2)", "print(3 + 3)"]), flush=True)
"""


def test_a_process_that_forks_after_its_first_kernel_starts_kernels_in_its_children_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in (kernel_process.TEMPLATE_VARIABLE, "TMPDIR")}
    # Their own folder for temporary files tells their templates from those of other tests.
    environment = {**kept, "JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", FORKS_AFTER_A_KERNEL]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.split() == ["2", "4", "6"], done.stderr
    deadline = time.monotonic() + 10
    while (left := templates_in(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def templates_in(directory: Path) -> list[str]:
    """The command lines of templates that serve below a directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has ended meanwhile
        if "gdcourse.kernels.fork_server" in line and str(directory) in line:
            found.append(line)
    return found


def test_a_template_whose_owner_ends_before_it_is_ready_goes_without_a_word(tmp_path: Path) -> None:
    directory = tmp_path / "template"
    directory.mkdir()
    ours, its = socket.socketpair()
    ours.close()
    command = [sys.executable, "-m", "gdcourse.kernels.fork_server", str(directory)]
    done = subprocess.run(command, stdin=its, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


IMPORTS_FOR_EVER = """
import sys
from pathlib import Path
from gdcourse.kernels.fork_server import ending_with
from gdcourse.kernels.warden import owner_at_standard_input
with ending_with(owner_at_standard_input(), Path(sys.argv[1])):
    print("importing", flush=True)
    while True:
        pass
"""


def test_a_template_whose_owner_ends_while_it_imports_ends_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    directory = tmp_path / "template"
    directory.mkdir()
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-c", IMPORTS_FOR_EVER, str(directory)]
    with its, subprocess.Popen(command, stdin=its, stdout=subprocess.PIPE, text=True) as template:
        assert template.stdout is not None
        assert template.stdout.readline() == "importing\n"
        ours.close()
        try:
            assert template.wait(60) == 0
        finally:
            template.kill()
    assert not directory.exists()


def test_an_older_jupyter_client_has_warm_kernels_and_its_own_clients() -> None:
    code = """
import jupyter_client.channels
del jupyter_client.channels.AsyncZMQSocketChannel  # there since 8.0
from gdcourse.kernels import provisioner
print(provisioner.QUICKLY_READY_CLIENTS, provisioner.WarmProvisioner.__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "{} WarmProvisioner\n"


def test_a_client_that_a_user_has_chosen_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", PROVISIONER)

    class Chosen(AsyncKernelClient):
        pass

    async def run() -> tuple[type, type]:
        found: list[type] = []
        for options in ({"client_factory": Chosen}, {}):
            manager = AsyncKernelManager(kernel_name="python3", **options)
            await manager.start_kernel()
            found.append(type(manager.client()))
            await manager.shutdown_kernel(now=True)
        return found[0], found[1]

    # Whoever has asked this process's factory before may have had another default.
    KernelProvisionerFactory.clear_instance()
    try:
        chosen, usual = run_apart(run())
    finally:
        KernelProvisionerFactory.clear_instance()
    assert chosen is Chosen
    assert usual is AsyncQuicklyReadyClient
