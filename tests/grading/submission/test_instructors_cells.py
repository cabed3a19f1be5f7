"""An instructor's asserts pass where they ran to their end, whatever a student has hung into the kernel."""

from __future__ import annotations

import pytest
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from gdcourse.grading.submission.assignment import TrustedCell
from gdcourse.grading.submission.execution import Ending, run
from gdcourse.grading.submission.grade_submission import _classic
from gdcourse.grading.submission.instructors_cells import as_python
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.messages import CORRECT, NOT_YET

CHECK = "assert answer == 2\nassert abs(answer) == 2 and all([answer == 2])"

HUNG_INTO_THE_KERNEL = {
    "showtraceback": "from IPython.core.interactiveshell import InteractiveShell\n"
    "InteractiveShell.showtraceback = lambda *a, **k: None",
    "showtraceback of this shell": "get_ipython().showtraceback = lambda *a, **k: None",
    "_showtraceback": "get_ipython()._showtraceback = lambda *a, **k: None",
    "exceptions": "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)",
    "syntax trees": "import ast\nclass Pass(ast.NodeTransformer):\n    visit_Assert = lambda self, node: ast.Pass()\n"
    "get_ipython().ast_transformers.append(Pass())",
    "lines": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "lines at the end": "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
    "cells": "get_ipython().transform_cell = lambda cell: 'pass'",
    "the running of cells": "get_ipython().kernel.do_execute = get_ipython().run_cell_async = None",
    "events": "def pretend():\n    kernel = get_ipython().kernel\n    of = kernel.get_parent()['header']['msg_id']\n"
    "    kernel.session.tell('execute_reply', of, {'status': 'ok'})\n"
    "for event in ('pre_execute', 'pre_run_cell', 'post_execute', 'post_run_cell'):\n"
    "    get_ipython().events.register(event, lambda *a: pretend())",
    "set_parent": "kernel = get_ipython().kernel\nkernel.set_parent = lambda i, p, *a: kernel.session.tell(\n"
    "    'execute_reply', p['header']['msg_id'], {'status': 'ok'})",
    "the answer to requests": "from gdcourse.kernels import direct_kernel\n"
    "type(get_ipython().kernel).answer = lambda self, request: None",
    "messages": "session = get_ipython().kernel.session\ntold = session.tell\n"
    "session.tell = lambda kind, *a: None if kind == 'error' else told(kind, *a)",
    "the packing of messages": "import gdcourse.kernels.direct_kernel as kernel\npack = kernel.json_packer\n"
    "kernel.json_packer = lambda m: pack({**m, 'content': {**m['content'], 'status': 'ok'}})",
    "the reading of requests": "import json\n"
    "json.loads = json.JSONDecoder.decode = lambda *a, **k: {'id': '1', 'cell': ''}",
    "the socket": "import socket\nsocket.socket.recv = lambda *a: b''\nsocket.socket.sendall = lambda *a: None",
    "compile and exec": "import builtins\ntrue = builtins.compile\n"
    "builtins.compile = lambda source, *a, **k: true('pass' if 'assert' in str(source) else source, *a, **k)\n"
    "builtins.exec = builtins.eval = lambda *a, **k: None",
    "builtins": "import builtins\nbuiltins.abs = lambda x: 2\nbuiltins.all = lambda x: True\n"
    "answer = type('', (), {})()\ntype(answer).__eq__ = lambda self, other: NotImplemented",
    "builtins of these globals": "import builtins\n__builtins__ = {**vars(builtins), 'abs': lambda x: 2}\nanswer = -1",
    "tracing": "import sys\ndef over(frame, event, arg):\n"
    "    if event == 'line' and frame.f_code.co_name == '<module>':\n"
    "        frame.f_lineno = 2\n    return over\nsys.settrace(over)",
    "the hooks of Python": "import sys\nsys.excepthook = sys.displayhook = sys.unraisablehook = lambda *a: None",
    "streams": "import sys, io\nsys.stdout = sys.stderr = io.StringIO()",
    "warnings": "import warnings\nwarnings.simplefilter('ignore')",
    "getattr": "from IPython.core.interactiveshell import InteractiveShell\n"
    "InteractiveShell.__getattribute__ = lambda self, name: lambda *a, **k: None",
    "ends of processes": "import os\nclass Answer:\n"
    "    def __eq__(self, other):\n        os._exit(0)\nanswer = Answer()",
    "a fork": "import os\nclass Answer:\n"
    "    def __eq__(self, other):\n        return os.fork() == 0\nanswer = Answer()",
    "system exit": "class Answer:\n    def __eq__(self, other):\n        raise SystemExit(0)\nanswer = Answer()",
    "an exception of all": "class Any(BaseException):\n    pass\n"
    "class Answer:\n    def __eq__(self, other):\n        raise Any\nanswer = Answer()",
}


def _locked(source: str, grade_id: str = "check") -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, "locked": True}})


def ending(*cells: str, check: str = CHECK, seconds: int = 20) -> tuple[Ending | None, NotebookNode]:
    """How ``check`` ends behind ``cells``."""
    notebook = new_notebook(cells=[*(new_code_cell(source) for source in cells), _locked(check)])
    ran = run(notebook, {}, Limits(cell_seconds=seconds), {}, Isolation(on=False))
    return ran.endings.get("check"), notebook.cells[-1]


MAGICS = ("", "%%capture\n", "%%time\n", "%%timeit -n1 -r1\n", "%run -i test")
MAGICS_TAKEN = """\
from IPython.core.magic import register_cell_magic, register_line_magic
for name in ('capture', 'time', 'timeit'):
    register_cell_magic(name)(lambda line, cell: None)
register_line_magic('run')(lambda line: None)"""


@pytest.mark.parametrize("hung", HUNG_INTO_THE_KERNEL)
def test_no_wrong_answer_passes_by_what_hangs_in_the_kernel(hung: str) -> None:
    """Nor where the check is run by a magic."""
    checks = [f"{magic}{'' if magic.startswith('%run') else CHECK}" for magic in MAGICS]
    written = f"answer = 1\nopen('test.py', 'w').write({CHECK!r})"
    notebook = new_notebook(
        cells=[
            *(new_code_cell(source) for source in (written, MAGICS_TAKEN, HUNG_INTO_THE_KERNEL[hung])),
            *(_locked(check, f"check-{number}") for number, check in enumerate(checks)),
        ]
    )
    ran = run(notebook, {}, Limits(), {}, Isolation(on=False))
    assert len(ran.endings) == len(checks) or ran.stopped is not None
    assert not any(ended.passed for ended in ran.endings.values())


PATCH = "numpy.allclose = lambda *a, **k: True"
CLOSE = "import numpy\nx = [[] for _ in range(10_000)]\nassert numpy.allclose(answer, 2)"
ACTS_LATER = {
    "another numpy": (
        f"import sys, types\nnumpy = types.ModuleType('n')\n{PATCH}\nsys.modules['numpy'] = numpy",
        CLOSE,
    ),
    "another math": (
        "import sys, types\nsys.modules['math'] = m = types.ModuleType('m')\nm.isclose = lambda *a: True",
        "import math\nassert math.isclose(answer, 2)",
    ),
    "no collections": (
        "import sys, collections\nsys.modules.pop('collections')\n"
        "open('collections.py', 'w').write('Counter = lambda x: 0')\nsys.path.insert(0, '')",
        "from collections import Counter\nassert Counter([answer]) == Counter([2])",
    ),
    "a finder": (
        "import sys, importlib.machinery\nclass F:\n    def find_spec(self, name, *a):\n"
        "        return importlib.machinery.ModuleSpec(name, self) if name == 'wave' else None\n"
        "    create_module = lambda self, spec: None\n"
        "    def exec_module(self, module):\n        module.open = lambda *a: 2\n"
        "sys.meta_path.insert(0, F())\nsys.modules.pop('wave', None)",
        "import wave\nassert wave.open(answer) == 2",
    ),
    "an audit hook": (
        f"import sys, numpy\ndef hook(event, arguments):\n    if event in ('exec', 'import'):\n        {PATCH}\n"
        "sys.addaudithook(hook)",
        CLOSE,
    ),
    "the garbage collector": (
        f"import gc, numpy\ndef hook(*a):\n    {PATCH}\ngc.callbacks.append(hook)\ngc.set_threshold(1)",
        CLOSE,
    ),
    "a timer": (
        f"import signal, numpy\ndef hook(*a):\n    {PATCH}\nsignal.signal(signal.SIGALRM, hook)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)",
        f"import time\ntime.sleep(0.2)\n{CLOSE}",
    ),
    "unittest": (
        "import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None",
        "import unittest\nunittest.TestCase().assertEqual(answer, 2)",
    ),
    "copies": ("import copy\ncopy.deepcopy = lambda x: 2", "import copy\nassert copy.deepcopy(answer) == 2"),
}


@pytest.mark.parametrize("hung", ACTS_LATER)
def test_no_wrong_answer_passes_by_what_acts_while_a_check_runs(hung: str) -> None:
    source, check = ACTS_LATER[hung]
    passed, _ = ending("answer = 1", source, check=check)
    assert passed
    assert not passed.passed


def test_a_handler_of_signals_is_the_students_again_after_a_check() -> None:
    own = "import signal\nsignal.signal(signal.SIGUSR1, lambda *a: print('mine'))"
    after = new_code_cell("import os\nos.kill(os.getpid(), signal.SIGUSR1)")
    notebook = new_notebook(cells=[new_code_cell(own), _locked("import signal\nassert True"), after])
    ran = run(notebook, {}, Limits(), {}, Isolation(on=False))
    assert ran.endings["check"] == Ending(passed=True)
    assert [output.text for output in notebook.cells[-1].outputs] == ["mine\n"]


@pytest.mark.parametrize("used", ["", "%time 1", "%%time\n1", "%run -i test", MAGICS_TAKEN])
def test_a_right_answer_passes_in_every_check_that_a_magic_runs_whatever_magics_were_used_before(used: str) -> None:
    checks = [f"{magic}{'' if magic.startswith('%run') else CHECK}" for magic in MAGICS * 2]
    written = f"answer = 2\nopen('test.py', 'w').write({CHECK!r})"
    locked = [_locked(check, f"check-{number}") for number, check in enumerate(checks)]
    notebook = new_notebook(cells=[new_code_cell(written), new_code_cell(used), *locked])
    ran = run(notebook, {}, Limits(), {}, Isolation(on=False))
    assert [ended.passed for ended in ran.endings.values()] == [True] * len(checks)


@pytest.mark.parametrize("code", ["raise SystemExit", "import sys\nsys.exit(0)", "import os\nos.abort", "1 +"])
@pytest.mark.parametrize("magic", ["%run asks", "%run -i asks", "%run -m asks"])
def test_a_file_that_is_run_has_passed_only_where_it_has_come_to_its_end(magic: str, code: str) -> None:
    passed, _ = ending(f"open('asks.py', 'w').write({code!r})", check=magic)
    assert passed
    assert passed.passed == code.startswith("import os")


def test_a_right_answer_passes_whatever_hangs_in_the_kernel() -> None:
    hung = [source for name, source in HUNG_INTO_THE_KERNEL.items() if "answer" not in source and name != "the socket"]
    passed, cell = ending(*hung, "import builtins\nbuiltins.eval", check="answer = 2\n" + CHECK)
    assert passed == Ending(passed=True)
    assert cell.outputs == []


def test_what_hung_in_the_kernel_hangs_there_again_for_the_students_own_cells() -> None:
    hook = "get_ipython().set_custom_exc((ValueError,), lambda *a, **k: print('mine'))\n"
    hook += "import builtins\nbuiltins.abs = str"
    own = new_code_cell("print(abs(-1))\nint('x')")
    notebook = new_notebook(cells=[new_code_cell(hook), _locked("assert abs(-1) == 1"), own])
    ran = run(notebook, {}, Limits(), {}, Isolation(on=False))
    assert ran.endings["check"] == Ending(passed=True)
    assert [output.text for output in notebook.cells[-1].outputs] == ["-1\nmine\n"]


@pytest.mark.parametrize(
    ("last", "number"),
    [
        ("0.5", 0.5), ("1", 1.0), ("None", None), ("True", None), ("'text'", None), ("0.5;", None), ("x = 0.5", None),
        ("__import__('numpy').float64(0.5)", 0.5), ("__import__('torch').tensor(0.25)", 0.25), ("[0.5]", None),
        ("-1", -1.0),
               ("float('inf')", float("inf")), ("%time 0.5", 0.5),
    ],
)  # fmt: skip
def test_part_of_the_points_is_a_number_in_the_last_line(last: str, number: float | None) -> None:
    assert ending(check=f"answer = 2\n{last}")[0] == Ending(passed=True, number=number)


def test_it_shows_what_it_would_show_in_ipython() -> None:
    shows = "import matplotlib.pyplot as plt, asyncio\nprint('one')\nplt.plot([1, 2])\nawait asyncio.sleep(0.01)\n'two'"
    passed, cell = ending(check=shows)
    assert passed == Ending(passed=True)
    assert [output.output_type for output in cell.outputs] == ["stream", "execute_result", "display_data"]
    assert cell.execution_count == 1
    failed, cell = ending("answer = 1", check=CHECK)
    assert failed == Ending(passed=False)
    (error,) = cell.outputs
    assert error.ename == "AssertionError"
    shown = strip_ansi("".join(error.traceback))
    assert "----> 1 assert answer == 2" in shown
    assert "instructors_code" not in shown
    failed, cell = ending(check="def broken(:")
    assert failed == Ending(passed=False)
    assert cell.outputs[0].ename == "SyntaxError"


def test_what_a_check_captures_is_there_for_the_next() -> None:
    notebook = new_notebook(
        cells=[
            new_code_cell("def hello():\n    print('hello')"),
            _locked("%%capture said\nhello()", "first"),
            _locked("assert said.stdout == 'hello\\n'", "second"),
        ]
    )
    ran = run(notebook, {}, Limits(), {}, Isolation(on=False))
    assert ran.endings == {"first": Ending(passed=True), "second": Ending(passed=True)}


def test_what_was_interrupted_did_not_pass_and_the_next_cell_runs() -> None:
    notebook = new_notebook(cells=[_locked("while True: pass", "first"), _locked("assert True", "second")])
    ran = run(notebook, {}, Limits(cell_seconds=2), {}, Isolation(on=False))
    assert ran.endings == {"first": Ending(passed=False), "second": Ending(passed=True)}
    assert notebook.cells[0].outputs[-1].ename == "CellTimeoutError"


def test_plain_python_is_left_as_it_is_and_what_ipython_adds_is_written_out() -> None:
    for source in ("assert x % y", "await f()", "# %time"):
        assert as_python(source) == source
    assert as_python("%time f()") == "get_ipython().run_line_magic('time', 'f()')\n"
    assert as_python("def broken(:") == "def broken(:\n" or as_python("def broken(:") == "def broken(:"


def test_a_check_that_is_worth_nothing_and_fails_is_not_called_right() -> None:
    cell = TrustedCell("q", "code", "assert False", None, True, False, True, False, 0.0, None)
    failed = new_code_cell(outputs=[new_output("error", ename="AssertionError", evalue="", traceback=[])])
    verdict = _classic(cell, failed, Ending(passed=False))
    assert (verdict.score, verdict.correct, verdict.message.en.splitlines()[0]) == (0.0, False, NOT_YET.en)
    verdict = _classic(cell, new_code_cell(), Ending(passed=True))
    assert (verdict.score, verdict.correct, verdict.message) == (0.0, True, CORRECT)
