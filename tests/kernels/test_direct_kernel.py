"""The kernel that submissions run in: it shows what Jupyter's own would show, and whoever listens to it is wary."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.grading.submission import execution, kernel_conversation
from gdcourse.grading.submission.execution import Question, Run
from gdcourse.grading.submission.isolation import Isolation, best_tier
from gdcourse.grading.submission.kernel_conversation import Conversation, KernelGoneError, NonsenseError, as_output
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels import kernel_process
from gdcourse.kernels.notebook_client import kernel_config
from gdcourse.kernels.sandbox import TIERS, IsolationUnavailableError, Resources, Tier, stage_package
from support.kernel_client import direct_kernel, parent_of

CELLS = [
    "1 + 1",
    "print('one'); print('two')\n3",
    "import sys; print('err', file=sys.stderr)",
    "1 / 0",
    "def broken(:",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "plt.figure(); plt.plot([2, 1])\n'left to itself'",
    "from IPython.display import HTML, clear_output, display\nshown = display('a', display_id='x')",
    "display('b', display_id='x', update=True)\nprint('gone')\nclear_output()\ndisplay(HTML('<b>c</b>'))",
    "print('first'); clear_output(wait=True); print('second')",
    "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "get_ipython().run_line_magic('matplotlib', 'inline')\n_, Out[1], In[1], get_ipython().execution_count",
    "%%capture caught\nprint('caught')",
    "caught.stdout",
    "!echo shell",
    "input('?')",
    "raise SystemExit",
    "import builtins\nbuiltins.print('x', end=''); builtins.print('y', flush=True)",
    "_undefined",
    "   ",
    "{'a': [1, 2]}, None, 1.5e300, '한글', '\\ud800'",
    "import warnings; warnings.warn('careful')",
    "import logging; logging.getLogger('a').warning('logged')",
    "%who\n%history -n 1-2",
    "%no_such_magic",
    "import torch; torch.tensor([1.0, 2.0])",
    "import os; [n for n in os.listdir('/proc/self/fd') if int(n) > 2 and os.path.exists(f'/proc/self/fd/{n}')\n"
    " and os.get_inheritable(int(n))]",
    "import os, sys\nip = get_ipython()\nip.starting_dir == os.getcwd(), ip.home_dir",
    "ip.ipython_dir == os.environ['IPYTHONDIR']",
    "os.path.relpath(ip.profile_dir.location, ip.ipython_dir), ip.kernel.profile_dir is ip.profile_dir",
    "[place for place in sys.path if place != ip.ipython_dir]  # where IPython before 9 looks for extensions",
    "[str(place) == os.getcwd() for place in _dh], ip.db.keys(), ip.extension_manager.loaded",
    "{name: os.environ.get(name) for name in ('HOME', 'TERM', 'PAGER', 'GIT_PAGER', 'FORCE_COLOR', 'MPLBACKEND')}",
    "sys.stdout is ip._orig_sys_module_state['stdout'], sys.stderr is ip.kernel._stderr, sys.displayhook, __name__",
    "%cd -q ..\nfrom IPython.core.magic import Magics  # ours are all made beforehand\n"
    "len(_dh), [type(c) for c in ip.configurables if c is not ip.parent.parent and not isinstance(c, Magics)]",
    "In[-1]",
]


def _notebook(*cells: str) -> NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in cells])


def _run(notebook: NotebookNode, questions: dict[str, Question] | None = None, **limits: int) -> Run:
    return execution.run(notebook, questions or {}, Limits(**limits), {}, Isolation(on=False))


def _without_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on kernels start in the ordinary way."""

    def none() -> kernel_process.Template:
        raise kernel_process.TemplateUnavailableError("none here")

    monkeypatch.setattr(kernel_process.Template, "shared", none)


def _stable(notebook: NotebookNode) -> list[tuple[int | None, list[NotebookNode]]]:
    """What the cells show, without what differs from run to run: addresses, the kernel's temporary files."""
    text = json.dumps([[cell.execution_count, cell.outputs] for cell in notebook.cells])
    text = re.sub(r"ipykernel_\d+/\d+|0x[0-9a-f]{6,}", "~", text)
    return list(json.loads(text))


def test_cells_show_what_they_show_in_jupyters_own_kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours, jupyters = _notebook(*CELLS), _notebook(*CELLS)
    ran = _run(ours)
    assert (ran.reached, ran.stopped) == (len(CELLS), None)
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))  # where no earlier kernel has left its directories
    with kernel_config() as config:
        NotebookClient(jupyters, kernel_name="python3", config=config, allow_errors=True).execute()
    for cell in jupyters.cells:
        cell.outputs = kernel_conversation.merged(cell.outputs)
    for source, own, other in zip(CELLS, _stable(ours), _stable(jupyters), strict=True):
        assert own == other, source


def test_a_cold_kernel_shows_what_a_forked_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    warm, cold, elsewhere = (_notebook(*CELLS) for _ in range(3))
    _run(warm)

    _without_template(monkeypatch)
    _run(cold)
    assert _stable(cold) == _stable(warm)
    monkeypatch.setattr(kernel_process.sys, "platform", "darwin")  # no wardens there
    _run(elsewhere)
    assert _stable(elsewhere) == _stable(warm)


def test_the_shell_is_made_once_and_each_kernel_has_a_random_state_of_its_own() -> None:
    notebooks = [
        _notebook(
            "get_ipython().kernel.session.session",
            "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1).item()",
        )
        for _ in range(2)
    ]
    for notebook in notebooks:
        _run(notebook)
    (made, drawn), (made_too, drawn_too) = (
        [cell.outputs[0].data["text/plain"] for cell in notebook.cells] for notebook in notebooks
    )
    assert made == made_too
    assert not set(json.loads(f"[{drawn[1:-1]}]")) & set(json.loads(f"[{drawn_too[1:-1]}]"))


def test_where_the_process_that_has_made_the_shell_is_gone_a_kernel_starts_all_the_same_and_the_next_is_forked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A template of this test's own, known as a class's workers know theirs: by its name.
    named = kernel_process.Template.launch()
    monkeypatch.setenv(kernel_process.TEMPLATE_VARIABLE, str(named.directory))
    monkeypatch.setattr(kernel_process.Template, "_shared", None)
    with direct_kernel(sandboxed=False) as (kernel, _):
        os.kill(parent_of(parent_of(kernel.pid)), signal.SIGKILL)
    notebook = _notebook("1 + 1")
    assert _run(notebook).reached == 1
    assert notebook.cells[0].outputs[0].data["text/plain"] == "2"
    monkeypatch.setattr(kernel_process, "start_cold", None)
    assert _run(_notebook("1 + 1")).reached == 1
    assert kernel_process.Template.shared().directory != named.directory


def test_what_programs_write_to_the_descriptors_is_shown_too() -> None:
    notebook = _notebook(
        "import os, subprocess\nsubprocess.run(['echo', 'program'])\nos.write(2, b'bytes \\xff\\n');",
        "open('/dev/stdout', 'w').write('anew\\n');",
        "for fd in (1, 2):\n    os.close(fd)\nprint('closed')",
    )
    _run(notebook)
    shown = [{o.name: o.text for o in cell.outputs if o.output_type == "stream"} for cell in notebook.cells]
    assert shown[0] == {"stdout": "program\n", "stderr": "bytes \ufffd\n"}
    assert shown[1] == {"stdout": "anew\n"}
    assert shown[2] == {"stdout": "closed\n"}


def test_what_a_cell_has_printed_is_kept_when_it_is_interrupted_and_when_its_kernel_dies() -> None:
    notebook = _notebook(
        "print('before')\nwhile True:\n    pass", "import os, time\nprint('last')\ntime.sleep(1)\nos._exit(1)"
    )
    ran = _run(notebook, cell_seconds=2)
    assert [o.get("text") or o.ename for o in notebook.cells[0].outputs] == ["before\n", "CellTimeoutError"]
    assert notebook.cells[1].outputs[0].text == "last\n"
    assert ran.reached == 1
    assert "2" in str(ran.stopped)


def test_a_cell_that_awaits_is_interrupted_wherever_it_is_and_costs_itself() -> None:
    notebook = _notebook(
        "import asyncio\nprint('before')\nawait asyncio.sleep(100)",
        "await asyncio.sleep(0.01)\nwhile True:\n    pass",
        "await asyncio.gather(*[asyncio.sleep(100) for _ in range(3)])",
        "async def busy():\n    while True:\n        pass\nawait asyncio.gather(busy(), asyncio.sleep(100))",
        "print('calm')",
    )
    ran = _run(notebook, cell_seconds=2)
    assert ran.stopped is None
    assert notebook.cells[0].outputs[0].text == "before\n"
    assert [cell.outputs[-1].get("ename") for cell in notebook.cells[:4]] == ["CellTimeoutError"] * 4
    assert notebook.cells[4].outputs[0].text == "calm\n"


def test_an_interrupt_for_too_much_output_does_not_reach_the_next_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    send = kernel_process.KernelProcess.send_signal

    def later(kernel: kernel_process.KernelProcess, number: int) -> None:
        if number == signal.SIGINT:  # as on a machine that is busy with others
            threading.Timer(0.1, send, (kernel, number)).start()
        else:
            send(kernel, number)

    monkeypatch.setattr(kernel_process.KernelProcess, "send_signal", later)
    notebook = _notebook(
        "print('x' * 5_000_000)", "import time\nfor _ in range(30):\n    time.sleep(0.01)\nprint('calm')"
    )
    _run(notebook)
    assert [o.output_type for o in notebook.cells[0].outputs] == ["stream"]
    assert notebook.cells[1].outputs[0].text == "calm\n"


def test_a_question_is_asked_whatever_cells_have_done_to_the_shell() -> None:
    notebook = _notebook(
        "def double(x):\n    print('noise')\n    return 2 * x",
        "get_ipython().input_transformers_post.append(lambda lines: 1 / 0)\n"
        "get_ipython().events.register('pre_run_cell', lambda *_: 1 / 0)\nget_ipython().ast_transformers.append(1)",
        "",
    )
    notebook.cells[2].metadata["nbgrader"] = {"grade_id": "asked"}

    class Asked(Question):
        request = (  # type: ignore[assignment]
            f"__import__('IPython').display.publish_display_data({{{execution.MIME!r}: double(21)}})"
        )

    ran = _run(notebook, {"asked": Asked("asked", "double", [])})
    assert ran.answers == {"asked": 42}
    assert notebook.cells[2].outputs == []


def test_a_kernel_that_ends_at_once_is_dead_and_not_waited_for() -> None:
    started = time.monotonic()
    ran = _run(_notebook("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))
    assert ran.reached == 0
    assert ran.stopped
    assert time.monotonic() - started < 20


@dataclass(frozen=True)
class _RoomForFiles(Limits):
    files: int = 0

    @property
    def resources(self) -> Resources:
        return replace(super().resources, files=self.files)


@pytest.mark.needs_isolation
def test_a_forked_kernel_that_does_not_become_ready_in_its_sandbox_says_why_and_is_tried_again_alone() -> None:
    """No cell has run: whatever is the matter, it is not the student's."""
    _needs_tier("namespaces")
    for files in range(4, 100):  # as many as make a sandbox, and none for what a kernel needs before it is ready
        try:
            ran = execution.run(_notebook("1"), {}, _RoomForFiles(files=files), {}, Isolation(tier="namespaces"))
            break
        except IsolationUnavailableError as error:
            assert "No space left" in str(error)  # noqa: PT017
    assert (ran.reached, ran.doubtful) == (0, True)
    assert ran.stopped
    assert "No usable temporary directory" in ran.stopped.en


@pytest.mark.needs_isolation
@pytest.mark.parametrize("tier", TIERS)
def test_a_cold_kernel_that_does_not_become_ready_in_its_sandbox_says_why_and_is_tried_again_alone(
    tier: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    _needs_tier(tier)
    with tempfile.TemporaryDirectory(prefix="gdk-") as directory:  # which another user's kernel can enter
        Path(directory).chmod(0o755)
        package = stage_package(Path(directory))
        (package / "kernels" / "direct_kernel.py").write_text("raise OSError('a damaged copy')")
        monkeypatch.setattr(execution, "student_package", lambda: package)
        _without_template(monkeypatch)
        ran = execution.run(_notebook("1"), {}, Limits(), {}, Isolation(tier=tier))
    assert (ran.reached, ran.doubtful) == (0, True)
    assert ran.stopped
    assert "OSError: a damaged copy" in ran.stopped.en


def _needs_tier(tier: Tier) -> None:
    try:
        best_tier(tier)
    except IsolationUnavailableError as error:
        pytest.skip(str(error))


def test_a_kernel_whose_libraries_cannot_be_imported_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ipykernel").mkdir()
    (tmp_path / "ipykernel" / "__init__.py").write_text("raise ImportError('this ipykernel is broken')")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    _without_template(monkeypatch)
    ran = _run(_notebook("1"))
    assert (ran.reached, ran.doubtful) == (0, True)
    assert ran.stopped
    assert "this ipykernel is broken" in ran.stopped.en


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "137"),
        ("import sys; sys.exit(3)", "3"),
        ("import time; time.sleep(60)", "not ready after 1 s"),
    ],
    ids=["killed", "ends", "sleeps"],
)
def test_a_kernel_that_ends_or_hangs_without_a_word_before_it_is_ready_is_tried_again_alone(
    program: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "_READY_SECONDS", 1)
    monkeypatch.setattr(kernel_process, "DIRECT_KERNEL", [sys.executable, "-c", program])
    _without_template(monkeypatch)
    ran = _run(_notebook("1"))
    assert (ran.reached, ran.doubtful) == (0, True)
    assert ran.stopped
    assert says in ran.stopped.en


def test_a_cell_does_not_get_to_say_that_its_kernel_has_failed() -> None:
    forged = json.dumps({"type": "failed", "parent": None, "content": {"reason": "not mine"}})
    ran = _run(
        _notebook(
            f"ip = get_ipython(); ip.kernel.session.channel.sendall({forged!r}.encode() + b'\\n')",
            "import os; os._exit(3)",
        )
    )
    assert (ran.reached, ran.doubtful) == (1, False)
    assert ran.stopped
    assert "not mine" not in ran.stopped.en


def test_a_kernel_whose_warden_failed_is_tried_again_alone_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object) -> tuple[kernel_process.KernelProcess, socket.socket]:
        end, owner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kernels, ours = socket.socketpair()
        for message in ({"started": os.getpid()}, {"exit": 125, "reason": "OSError: [Errno 24] too many open files"}):
            end.send(json.dumps(message).encode())
        kernels.send(b'{"type": "ready", "parent": null, "content": {}}\n')
        end.close()
        kernels.close()
        return kernel_process.KernelProcess(owner), ours

    monkeypatch.setattr(execution, "start_direct", start)
    ran = _run(_notebook("1"))
    assert (ran.reached, ran.doubtful) == (0, True)
    assert ran.stopped
    assert "too many open files" in ran.stopped.en


@pytest.fixture
def talk() -> Iterator[tuple[Conversation, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Conversation(ours, lambda: False), theirs


def _line(**changes: object) -> bytes:
    return (
        json.dumps({"type": "stream", "parent": "1", "content": {"name": "stdout", "text": "x"}, **changes}).encode()
        + b"\n"
    )


def _next(talk: Conversation, seconds: float = 5) -> dict[str, object]:
    return talk.next_message(time.monotonic() + seconds)


NONSENSE = [
    b"\n", b"{}\n", b"[]\n", b"\xff\xfe\n", b'"x"\n', b"[" * 100_000 + b"\n", b"9" * 5000 + b"\n",
    _line(type=1), _line(parent=[]), _line(content=[]), _line(content=json.loads('{"x":' * 70 + "1" + "}" * 70)),
]  # fmt: skip


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_what_is_no_message_is_passed_over(talk: tuple[Conversation, socket.socket], nonsense: bytes) -> None:
    ours, theirs = talk
    theirs.sendall(nonsense + _line())
    assert _next(ours)["content"] == {"name": "stdout", "text": "x"}


def test_nothing_but_nonsense_ends_the_conversation(talk: tuple[Conversation, socket.socket]) -> None:
    ours, theirs = talk
    theirs.sendall(b"{}\n" * (kernel_conversation.MAX_NONSENSE + 1))
    with pytest.raises(NonsenseError):
        _next(ours)


def test_of_a_line_that_is_too_long_only_the_size_is_kept(
    talk: tuple[Conversation, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_conversation, "MAX_LINE", 10_000)
    ours, theirs = talk
    theirs.sendall(b"x" * 40_000 + b"\n" + _line())
    found = _next(ours)
    assert (found["type"], found["size"], found["content"]) == ("too long", 40_000, {})
    assert _next(ours)["type"] == "stream"


def test_a_message_that_comes_in_pieces_is_one_message(talk: tuple[Conversation, socket.socket]) -> None:
    ours, theirs = talk
    line = _line(content={"name": "stdout", "text": "가나다" * 1000})
    theirs.sendall(line[:7])
    with pytest.raises(TimeoutError):
        _next(ours, 0.05)
    theirs.sendall(line[7:] + _line(type="error"))
    assert [_next(ours)["type"], _next(ours)["type"]] == ["stream", "error"]


def test_messages_without_end_do_not_stop_the_clock(talk: tuple[Conversation, socket.socket]) -> None:
    ours, theirs = talk
    theirs.sendall(_line() * 500)
    deadline = time.monotonic() + 0.01
    time.sleep(0.02)
    with pytest.raises(TimeoutError):
        ours.next_message(deadline)
    assert _next(ours)["type"] == "stream"


def test_who_has_gone_is_gone_even_if_a_child_still_holds_the_socket() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with pytest.raises(KernelGoneError):
            _next(Conversation(ours, lambda: True))
        theirs.close()
        with pytest.raises(KernelGoneError):
            _next(Conversation(ours, lambda: False))


def test_a_kernel_that_takes_no_request_is_given_up(talk: tuple[Conversation, socket.socket]) -> None:
    ours, _ = talk
    with pytest.raises(KernelGoneError):
        ours.ask({"id": "1", "cell": "x" * 10_000_000}, time.monotonic() + 0.2)


BAD_OUTPUTS = [
    ("stream", {}), ("stream", {"name": "stdout", "text": 1}), ("stream", {"name": "/etc/passwd", "text": ""}),
    ("error", {"ename": "x", "evalue": "y", "traceback": "z"}), ("display_data", {"data": [], "metadata": {}}),
    ("error", {"ename": [], "evalue": "y", "traceback": []}), ("status", {"execution_state": "idle"}),
    ("display_data", {"data": {}, "metadata": []}), ("execute_result", {"data": {"image/png": {}}, "metadata": {}}),
    ("display_data", {"data": {"text/plain": 1}, "metadata": {}}), ("", {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content"), BAD_OUTPUTS)
def test_what_no_notebook_may_hold_is_no_output(kind: str, content: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        as_output(kind, content)


def test_a_cells_number_is_a_number() -> None:
    result = {"data": {"text/plain": "1", "application/json": {"a": [None]}}, "metadata": {}}
    for count, kept in ((3, 3), ("<b>", None), (True, None), (-1, None), (2**40, None), (None, None)):
        assert as_output("execute_result", {**result, "execution_count": count}).execution_count == kept
