"""Submissions that are right, in ways that graders stumble over. All of them get all points."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from .entry import FULL, Hostile, answered, cell, full, points, right_but, right_with, with_cells

GRADIENT = "np.mean(2 * x * (y_pred - y))"


def _gradient(before: str, value: str = GRADIENT, ahead: str = "") -> str:
    body = "".join(f"    {line}\n" for line in before.splitlines())
    return f"{ahead}def gradient(x, y, y_pred):\n{body}    return {value}"


def _type(name: str, about: str, value: str, ahead: str = "import torch\n") -> Hostile:
    return Hostile(name, about, FULL, right_but({"mse-gradient": _gradient("", value, ahead)}))


NOISE = [
    Hostile("warns", "Warns on standard error in every call, as libraries do.", FULL,
            right_but({"mse-gradient": _gradient(
                "import sys, warnings, logging\nwarnings.warn('old')\nwarnings.warn('older', DeprecationWarning)\n"
                "logging.warning('careful')\nprint('note', file=sys.stderr)")})),
    Hostile("overflow-warning", "NumPy warns of an overflow on the way to the right answer.", FULL,
            right_but({"mse-gradient": _gradient("np.exp(x * 1000)\nnp.log(x * 0)")})),
    Hostile("warns-from-c", "A library in C writes to the descriptor of standard error.", FULL,
            right_with("import os\nos.write(2, b'OMP: Info #276: deprecated\\n')\nos.write(1, b'hello\\n')")),
    Hostile("slow", "Takes its time: a quarter of a second for every call.", FULL,
            right_but({"mse-gradient": _gradient("import time\ntime.sleep(0.25)"),
                       "update-rule": "import time\ndef update(w, grad, lr):\n    time.sleep(0.25)\n    return w - lr * grad"}), waits=True),
    Hostile("prints", "Prints in every call and shows progress bars with carriage returns.", FULL,
            right_but({"mse-gradient": _gradient("for i in range(50):\n    print(f'\\r{i}/50', end='')")})),
    Hostile("logs", "Sets up logging to standard output and error at level DEBUG.", FULL,
            right_with("import logging, sys\nlogging.basicConfig(level=logging.DEBUG, stream=sys.stderr, force=True)")),
    Hostile("failing-experiments", "Cells of its own that raise, between right answers.", FULL,
            right_with("1 / 0", "undefined", "raise KeyboardInterrupt", "assert False, '실험'", "def (")),
    Hostile("own-checks", "Runs the check many times, also before anything is solved.", FULL,
            right_with("for _ in range(3):\n    try:\n        check('mse-gradient', lambda *a: 0)\n"
                       "    except AssertionError as e:\n        print(e)")),
]  # fmt: skip

TYPES = [
    _type("float32-scalar", "Returns numpy.float32.", f"np.float32({GRADIENT})"),
    _type("float16-and-back", "Returns a longdouble.", f"np.longdouble({GRADIENT})"),
    _type("fraction", "Returns a Fraction.", f"Fraction(float({GRADIENT}))", "from fractions import Fraction\n"),
    _type("decimal", "Returns a Decimal.", f"Decimal(float({GRADIENT}))", "from decimal import Decimal\n"),
    _type("tensor-with-grad", "Returns a tensor that requires grad.",
          f"torch.tensor(float({GRADIENT}), requires_grad=True) * 1"),
    _type("parameter", "Returns a torch Parameter of shape (1, 1).",
          f"torch.nn.Parameter(torch.tensor([[float({GRADIENT})]]))"),
    _type("zero-dimensional", "Returns an array without dimensions.", f"np.array({GRADIENT})"),
    _type("one-by-one", "Returns an array of shape (1, 1, 1).", f"np.array([[[{GRADIENT}]]])"),
    _type("matrix", "Returns a numpy matrix.", f"np.asmatrix({GRADIENT})"),
    _type("masked", "Returns a masked array with nothing masked.", f"np.ma.array([{GRADIENT}])"),
    _type("half-precision", "Calculates in bfloat16 nowhere, but returns a tensor of float64 on its way from it.",
          f"torch.tensor([{GRADIENT}], dtype=torch.float64).to(torch.float64)"),
    _type("nested-tuple", "Returns the number in a tuple in a list.", f"[({GRADIENT},)]"),
    _type("subclass", "Returns a subclass of float with a name and a unit.", f"Metre({GRADIENT})",
          "class Metre(float):\n    def __repr__(self):\n        return f'{float(self)} m'\n"),
    Hostile("several-types", "A named tuple, a deque, an array, a dict's values as a list, a string with spaces.", FULL,
            right_but({
                "weight-and-bias": "from typing import NamedTuple\nclass G(NamedTuple):\n    dw: float\n    db: float\n"
                "def gradients(w, b, x, y):\n    r = w * x + b - y\n    return G(2 * (r * x).mean(), 2 * r.mean())",
                "training-loop": "from collections import deque\ndef descend(x, y, w, lr, steps):\n"
                "    path = deque([w])\n    for _ in range(steps):\n        w = w - lr * 2 * ((w * x - y) * x).mean()\n"
                "        path.append(w)\n    return path",
                "why-faster": "why_faster = ' (B). '",
            })),
    Hostile("callables", "Answers with a lambda, a partial, an object that can be called and a bound method.", FULL,
            right_but({
                "parabola-slope": "slope = lambda w, a, c: 2 * a * (w - c)",
                "update-rule": "import functools\nupdate = functools.partial(lambda s, w, g, lr: w + s * lr * g, -1)",
                "mse-gradient": "class Gradient:\n    def __call__(self, x, y, y_pred):\n        return "
                f"{GRADIENT}\n    def method(self, w, b, x, y):\n        r = w * x + b - y\n"
                "        return 2 * (r * x).mean(), 2 * r.mean()\ngradient = Gradient()",
                "weight-and-bias": "gradients = Gradient().method",
            })),
    Hostile("changes-its-inputs", "Changes the arrays it was given on the way.", FULL,
            right_but({"mse-gradient": _gradient("y_pred -= y\ny_pred *= x\ny_pred *= 2", "y_pred.mean()")})),
]  # fmt: skip

CELLS = [
    Hostile("cell-magics", "`%%time` in front of solutions.", FULL,
            right_but({"mse-gradient": f"%%time\n{_gradient('')}",
                       "update-rule": "%%capture output\ndef update(w, grad, lr):\n    return w - lr * grad"})),
    Hostile("line-magics", "`%timeit`, `%matplotlib inline`, `%precision`, `%who` and `%load_ext autoreload`.", FULL,
            right_with("%matplotlib inline\n%precision 2\n%load_ext autoreload\n%autoreload 2\n%who",
                       "%timeit -n 1 -r 1 sum(range(100))", "%config InlineBackend.figure_format = 'retina'")),
    Hostile("unknown-magics", "Magics that are not installed here fail in their own cells.", FULL,
            right_with("%matplotlib widget", "%%sql\nselect 1", "%tensorboard --logdir .", "%%bash\nls")),
    Hostile("shell", "`!echo` and `!ls` in cells.", FULL, right_with("!echo 안녕\nfiles = !ls\nprint(files)")),
    Hostile("top-level-await", "Top-level `await` in a cell.", FULL,
            right_with("import asyncio\nawait asyncio.sleep(0.01)\nasync def five():\n    return 5\nx = await five()")),
    Hostile("input-elsewhere", "`input()` in a cell of its own, which fails alone.", FULL, right_with("name = input('이름? ')")),
    Hostile("asks-for-a-password", "`getpass` in a cell of its own, which fails alone.", FULL,
            right_with("import getpass\ngetpass.getpass()")),
    Hostile("writefile", "Writes a module with `%%writefile` and imports it.", FULL,
            lambda release: with_cells(
                answered(release, {"mse-gradient": "from my_gradient import gradient"}),
                f"%%writefile my_gradient.py\nimport numpy as np\n{_gradient('')}")),
    Hostile("help", "Asks for help with `?` and `??`.", FULL, right_with("np.mean?", "?len", "sum??")),
    Hostile("extra-cells", "Two hundred cells of its own, half of them text.", FULL,
            lambda release: _padded(answered(release), 100)),
    Hostile("plots", "Draws figures with Hangul titles, shows them and leaves them open.", FULL,
            right_with("import matplotlib.pyplot as plt\nfor i in range(3):\n    plt.figure()\n    plt.plot([1, 2, 3])\n"
                       "    plt.title('기울기 − 손실')\nplt.show()\nplt.figure()")),
    Hostile("interactive-plots", "Makes sliders and a figure that moves.", FULL,
            right_with("import ipywidgets\nfrom IPython.display import display\n"
                       "display(ipywidgets.interactive(lambda w: print(w), w=(0.0, 5.0)))\n"
                       "display(ipywidgets.Output())")),
    Hostile("captured-by-a-widget", "Prints and plots into an output widget.", FULL,
            right_with("import ipywidgets\nfrom IPython.display import display\nout = ipywidgets.Output()\ndisplay(out)\n"
                       "with out:\n    print('안에서')\n    display('값')")),
    Hostile("hangul-names", "Names its variables and helper functions in Hangul.", FULL,
            right_but({"mse-gradient": "def 평균(값들):\n    return sum(값들) / len(값들)\n\n"
                       "def gradient(x, y, y_pred):\n    오차 = y_pred - y\n    return 평균(2 * x * 오차)"})),
    Hostile("annotated", "Type hints, walrus, match and f-strings of new Python.", FULL,
            right_but({"mse-gradient": "from __future__ import annotations\n"
                       "def gradient(x: np.ndarray, y: np.ndarray, y_pred: np.ndarray) -> float:\n"
                       "    match (n := len(x)):\n        case _:\n            return float(2 * (x * (y_pred - y)).sum() / n)"})),
    Hostile("recursive", "Solves the loop by recursion.", FULL,
            right_but({"training-loop": "def descend(x, y, w, lr, steps):\n    if steps == 0:\n        return [w]\n"
                       "    return [w] + descend(x, y, w - lr * 2 * ((w * x - y) * x).mean(), lr, steps - 1)"})),
    Hostile("memoised", "Remembers answers by the bytes of its inputs.", FULL,
            right_but({"mse-gradient": "seen = {}\ndef gradient(x, y, y_pred):\n"
                       "    key = (x.tobytes(), y.tobytes(), y_pred.tobytes())\n"
                       f"    return seen.setdefault(key, {GRADIENT})"})),
    Hostile("defined-twice", "Defines a function wrongly first, and rightly further down in the same cell.", FULL,
            right_but({"mse-gradient": f"def gradient(x, y, y_pred):\n    return 0\n\n{_gradient('')}"})),
    Hostile("corrected-ahead", "A cell of its own in front of the check defines the function rightly.", FULL,
            lambda release: _correct_before_check(release)),
]  # fmt: skip


def _padded(notebook: NotebookNode, pairs: int) -> NotebookNode:
    for number in range(pairs):
        at = 2 + number % (len(notebook.cells) - 2)
        notebook.cells[at:at] = [new_markdown_cell(f"메모 {number}"), new_code_cell(f"{number} + 1")]
    return notebook


def _correct_before_check(release: NotebookNode) -> NotebookNode:
    notebook = answered(release, {"mse-gradient": "def gradient(x, y, y_pred):\n    return 0"})
    at = notebook.cells.index(cell(notebook, "mse-gradient"))
    return with_cells(notebook, _gradient(""), at=at)


MACHINE = [
    Hostile("gpu-if-there-is-one", "Moves its tensors to a GPU where there is one.", FULL,
            right_but({"mse-gradient": _gradient(
                "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\n"
                "x, y, p = (torch.as_tensor(v, device=device) for v in (x, y, y_pred))",
                "torch.mean(2 * x * (p - y))", "import torch\n")})),
    Hostile("gpu-or-else", "Asks for the GPU by name and falls back when that fails.", FULL,
            right_but({"mse-gradient": _gradient(
                "try:\n    x = torch.as_tensor(x, device='cuda:0')\nexcept (RuntimeError, AssertionError):\n"
                "    x = torch.as_tensor(x, device='cpu')\ny, p = torch.as_tensor(y), torch.as_tensor(y_pred)",
                "torch.mean(2 * x.cpu() * (p - y))", "import torch\n")})),
    Hostile("default-dtype", "Sets torch's default dtype to float64, and NumPy to raise on errors.", FULL,
            right_with("import torch, numpy as np\ntorch.set_default_dtype(torch.float64)\nnp.seterr(all='raise')")),
    Hostile("deterministic", "Seeds everything and asks torch for deterministic algorithms.", FULL,
            right_with("import os, random, torch, numpy as np\nrandom.seed(1); np.random.seed(1); torch.manual_seed(1)\n"
                       "torch.use_deterministic_algorithms(True)\ntorch.set_num_threads(1)")),
    Hostile("no-grad-everywhere", "Turns gradients off for the whole notebook.", FULL,
            right_with("import torch\ntorch.set_grad_enabled(False)")),
    Hostile("threads", "Calculates in a pool of threads.", FULL,
            right_but({"mse-gradient": "from concurrent.futures import ThreadPoolExecutor\n"
                       "def gradient(x, y, y_pred):\n    with ThreadPoolExecutor(4) as pool:\n"
                       "        return sum(pool.map(lambda t: 2 * t[0] * (t[2] - t[1]), zip(x, y, y_pred))) / len(x)"})),
    Hostile("processes", "Calculates in a pool of two processes.", FULL,
            right_but({"equal-rates": "from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing, operator\n"
                       "def sum_rate(mean_rate, n):\n"
                       "    with ProcessPoolExecutor(2, multiprocessing.get_context('fork')) as pool:\n"
                       "        return pool.submit(operator.truediv, 2 * mean_rate, n).result()"})),
    Hostile("temporary-files", "Keeps its numbers in a temporary file and in the working directory.", FULL,
            right_but({"mse-gradient": _gradient(
                "import tempfile\nwith tempfile.TemporaryFile() as file:\n    np.save(file, x)\n    file.seek(0)\n"
                "    x = np.load(file)\nnp.savetxt('x.csv', x)\nx = np.loadtxt('x.csv')")})),
    Hostile("gigabyte", "Uses most of a gigabyte on its way, and gives it back.", FULL,
            right_with("import numpy as np\nbig = np.ones((100, 1_000_000))\nbig += 1\ndel big")),
    Hostile("restored-streams", "Redirects standard output to a text and back.", FULL,
            right_with("import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()), "
                       "contextlib.redirect_stderr(io.StringIO()):\n    print('어디로?')")),
]  # fmt: skip


def stale_outputs(release: NotebookNode) -> NotebookNode:
    """Right answers, and saved outputs from when they were not: errors, a traceback, an old verdict."""
    notebook = answered(release)
    for question in points():
        cell(notebook, question).outputs = [
            new_output("error", ename="CheckFailed", evalue="✗", traceback=["✗"]),
            new_output("stream", name="stderr", text="Traceback"),
            new_output("execute_result", data={"text/plain": "0.0"}, execution_count=1),
        ]
    return notebook


def colab(release: NotebookNode) -> NotebookNode:
    """As Google Colab saves it: its own metadata everywhere, and a cell that mounts a drive and fails here."""
    notebook = with_cells(answered(release), "from google.colab import drive\ndrive.mount('/content/drive')")
    notebook.metadata.colab = {"provenance": [], "toc_visible": True}
    notebook.metadata.accelerator = "GPU"
    for each in notebook.cells:
        each.metadata.id = "abc"
        each.metadata.colab = {"base_uri": "https://localhost:8080/", "height": 35}
        each.metadata.outputId = "5e"
    return notebook


def vs_code(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    notebook.metadata.vscode = {"interpreter": {"hash": "31f2"}}
    for each in notebook.cells:
        each.metadata.vscode = {"languageId": "python"}
        each.pop("id", None)
    notebook.nbformat_minor = 2
    return notebook


SAVED = [
    Hostile("stale-outputs", "Saved outputs that say wrong; the answers are right.", FULL, stale_outputs),
    Hostile("colab", "Saved by Google Colab, with a cell that mounts a drive.", FULL, colab),
    Hostile("vs-code", "Saved by VS Code in an older minor format, without ids of cells.", FULL, vs_code),
    Hostile("attachments", "Pictures pasted into the text cells.", FULL, lambda release: _with_pictures(answered(release))),
    Hostile("right-autograd", "Right in the unit on autograd, with float64 as the default dtype and warnings.", full("04-autograd"),
            lambda release: with_cells(answered(release, unit="04-autograd"),
                                       "import warnings\nwarnings.simplefilter('always')\nimport torch\n"
                                       "print(torch.__version__)"), unit="04-autograd"),
]  # fmt: skip


def _with_pictures(notebook: NotebookNode) -> NotebookNode:
    for each in notebook.cells:
        if each.cell_type == "markdown":
            each.attachments = {"image.png": {"image/png": "iVBORw0KGgo="}}
            each.source += "\n\n![](attachment:image.png)"
    return nbformat.from_dict(notebook)


ENTRIES = [*NOISE, *TYPES, *CELLS, *MACHINE, *SAVED]
