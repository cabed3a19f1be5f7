"""What ``check`` and ``submit`` say before handing in of what will be different where it is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcourse.notebooks.default_limits import CELL_SECONDS, MEMORY, NOTEBOOK_SECONDS
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded
from gdcourse.notebooks.reading import new_cell, new_notebook
from gdcourse.student.differences_when_graded import (
    differences,
    files_elsewhere,
    files_needed,
    modules_elsewhere,
    slow_cells,
    too_much_memory,
)
from gdcourse.student.progress import _most_memory


def told(source: str) -> str:
    return " ".join(text.en for text in differences(new_notebook([new_cell("code", source)])))


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ('torch.set_default_device("mps")', 'device `"mps"`'),
        ("x = torch.zeros(3, device='cuda:0')", "device"),
        ("model.cuda()", "device"),
        ("f = torch.compile(f)", "torch.compile"),
        ("n = int(input('how many? '))", "Nobody can type"),
        ("torch.manual_seed(torch.get_num_threads())", "one thread"),
        ("workers = os.cpu_count()", "one thread"),
        ("!pip install pandas", "network"),
        ("d = pd.read_csv('https://example.org/a.csv')", "network"),
        ("from urllib.request import urlopen", "network"),
        ("x = np.loadtxt('https://example.org/a.csv')", "network"),
        ("!git clone https://example.org/repository", "`!git clone`"),
        ("!sudo apt-get install -y fonts-nanum", "network"),
        ("%%bash\nmkdir data\ngit clone https://example.org/repository", "network"),
        ("import winsound", "`winsound`"),
        ("import math, msvcrt as m", "`msvcrt`"),
        ("from turtle import *", "`turtle`"),
        ("import tkinter.filedialog", "Linux without one"),
        ("os.startfile('plot.png')", "`os.startfile`"),
        ("%%cmd\ndir", "`%%cmd`"),
        ("import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', 'x'])", "network"),
        ("s = socket.create_connection(('example.org', 80))", "network"),
        ("here = datetime.now().astimezone()", "time zone (`.astimezone()`)"),
        ("zone = time.tzname[0]", "time zone (`time.tzname`)"),
        ("password = getpass.getpass()", "`getpass(...)`"),
        ("locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')", "locale `de_DE.UTF-8`"),
    ],
)
def test_what_is_not_there_when_it_is_graded_is_said_with_its_cell(source: str, part: str) -> None:
    assert part in told(source)
    assert "Cell number 1" in told(source)


@pytest.mark.parametrize(
    "source",
    [
        "device = 'cuda' if torch.cuda.is_available() else 'cpu'",
        "def f(input): return input",
        "x = user.input(3)",
        "loss.backward()",
        "# see https://example.org",
        "locale.setlocale(locale.LC_ALL, '')",
        "begun = time.time()",
        "now.astimezone(ZoneInfo('Asia/Seoul'))",
        "user = getpass.getuser()",
        "if sys.platform == 'win32':\n    import winsound",
        "try:\n    import msvcrt\nexcept ImportError:\n    msvcrt = None",
        "x = turtle + 1  # import turtle",
        "!git status",
        'if not find_spec("gdcourse"):\n    %pip install --quiet "https://example.org/gdcourse.whl"',
    ],
)
def test_what_is_the_same_there_is_not_warned_of(source: str) -> None:
    assert told(source) == ""


@pytest.mark.parametrize(
    "source", ['os.environ["A_KEY"]', "os.environ.get('A_KEY', 'x')", 'getenv("A_KEY")', "environ [ 'A_KEY' ]"]
)
def test_a_variable_of_this_machine_that_code_reads_is_named(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(source) == ""  # it is not set here either
    monkeypatch.setenv("A_KEY", "secret")
    assert "variable `A_KEY`" in told(source)
    assert "secret" not in told(source)
    assert told(f"{source} = '1'") == "" or "getenv" in source or ".get(" in source
    assert told("os.environ['HOME']; os.environ['OMP_NUM_THREADS']") == ""


def test_a_file_that_lies_elsewhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    for path in (tmp_path / "above.csv", folder / "beside.csv", folder / "own.ipynb"):
        path.write_text("1", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))

    def told_of(source: str) -> str:
        return " ".join(text.en for text in files_elsewhere(new_notebook([new_cell("code", source)]), folder))

    for named in (str(tmp_path / "above.csv"), "~/above.csv", "../above.csv", "own.ipynb"):
        assert f"`{named}`" in told_of(f"%matplotlib inline\ndata = open({named!r})")
    for fine in ("beside.csv", "../nothing.csv", "/dev/null", "x" * 5000, "a\0b", str(folder / "out.csv"), "", "~"):
        assert told_of(f"open({fine!r})") == ""
    assert told_of("this is no Python (") == ""
    assert f"`{folder / 'beside.csv'}`" in told_of(f"open({str(folder / 'beside.csv')!r})")


@pytest.mark.parametrize(
    ("source", "files"),
    [
        ("n = 'my'\nopen(f'{n}.csv')", ["my.csv", "other.csv"]),
        ("glob.glob('*.csv')", ["my.csv", "other.csv"]),
        ("[p for p in Path().iterdir() if p.suffix == '.csv']", ["my.csv", "other.csv"]),
        ("open('data/' + name + '.csv')", ["my.csv", "other.csv"]),
        ("open('my.csv')", ["my.csv"]),
        ("%run tool.py", ["tool.py"]),
        ("!python tool.py --fast", ["tool.py"]),
        ("importlib.import_module('tool')", ["tool.py"]),
        ("__import__('tool')", ["tool.py"]),
        ("x = 1  # tool.py", []),
    ],
)
def test_files_whose_names_are_made_while_it_runs_go_with_it(tmp_path: Path, source: str, files: list[str]) -> None:
    for name in ("my.csv", "other.csv", "tool.py", "notes.txt"):
        (tmp_path / name).touch()
    needed, warnings = files_needed(new_notebook([new_cell("code", source)]), tmp_path)
    assert (sorted(needed), warnings) == (files, [])


def test_a_module_that_does_not_come_with_the_course_is_named(tmp_path: Path) -> None:
    (tmp_path / "helper.py").touch()
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "mine.py").touch()
    source = (
        "%matplotlib inline\nimport math, numpy.linalg, helper, tools.mine\nfrom gdcourse import check\nimport sympy"
    )
    source += '\n"""\nimport nonsense\n"""'
    assert modules_elsewhere(new_notebook([new_cell("code", source)]), tmp_path) == []
    cells = [new_cell("code", "x = 1"), new_cell("code", "def f():\n    from pandas.core import base as b, pytest\n")]
    cells.append(new_cell("code", "import pandas, torch, pytest"))
    told = modules_elsewhere(new_notebook(cells), tmp_path)
    assert sorted(text.en[: text.en.index(",")] for text in told) == [
        "Cell number 2 imports `pandas`",
        "Cell number 3 imports `pytest`",
    ]


def test_a_cell_that_takes_longer_than_grading_gives_it_is_named() -> None:
    usual = LimitsWhenGraded()
    assert slow_cells([1.0, CELL_SECONDS - 1], usual) == []
    (text,) = slow_cells([1.0, CELL_SECONDS + 10], usual)
    assert "number 2 took 40 s" in text.en
    (text,) = slow_cells([CELL_SECONDS - 1.0] * 12, usual)
    assert str(NOTEBOOK_SECONDS) in text.en
    (text,) = slow_cells([1.0, 12.0], LimitsWhenGraded(cell_seconds=10))
    assert "usually has 10 s" in text.en


def test_the_files_that_code_imports_or_names_go_with_it(tmp_path: Path) -> None:
    contents = {
        "helper.py": "from tools import x\nopen('data/points.csv')",
        "tools/__init__.py": "",
        "tools/more.py": "",
        "data/points.csv": "1,2",
        "unused.py": "",
        "notes.txt": "",
        "other.ipynb": "{}",
    }
    for name, text in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    notebook = new_notebook([new_cell("code", "import numpy as np, helper as h"), new_cell("markdown", "'notes.txt'")])
    needed, warnings = files_needed(notebook, tmp_path)
    assert sorted(needed) == ["data/points.csv", "helper.py", "tools/__init__.py", "tools/more.py"]
    assert warnings == []
    with (tmp_path / "unused.py").open("wb") as file:
        file.truncate(30 << 20)
    needed, (warning,) = files_needed(new_notebook([new_cell("code", "import unused")]), tmp_path)
    assert needed == {}
    assert "'unused.py'" in warning.en


def test_more_memory_than_grading_gives_is_said() -> None:
    assert too_much_memory(MEMORY, LimitsWhenGraded()) == []
    (text,) = too_much_memory(5 << 30, LimitsWhenGraded())
    assert "took up to 5120 MiB" in text.en
    assert "usually has 3072 MiB" in text.en
    (text,) = too_much_memory(2 << 30, LimitsWhenGraded(memory=1 << 30))
    assert "usually has 1024 MiB" in text.en


def test_a_kernel_tells_how_much_memory_it_took() -> None:
    taken = bytearray(50 << 20)
    assert _most_memory() > len(taken)
