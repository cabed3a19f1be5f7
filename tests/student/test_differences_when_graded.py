"""What ``check`` and ``submit`` say before handing in of what will be different where it is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcourse.notebooks.default_limits import CELL_SECONDS, MEMORY, NOTEBOOK_SECONDS
from gdcourse.notebooks.reading import new_cell, new_notebook
from gdcourse.student.differences_when_graded import (
    differences,
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
        'if not find_spec("gdcourse"):\n    %pip install --quiet "https://example.org/gdcourse.whl"',
    ],
)
def test_what_is_the_same_there_is_not_warned_of(source: str) -> None:
    assert told(source) == ""


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
    assert slow_cells([1.0, CELL_SECONDS - 1]) == []
    (text,) = slow_cells([1.0, CELL_SECONDS + 10])
    assert "number 2 took 40 s" in text.en
    (text,) = slow_cells([CELL_SECONDS - 1.0] * 12)
    assert str(NOTEBOOK_SECONDS) in text.en


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
    assert too_much_memory(MEMORY) == []
    (text,) = too_much_memory(5 << 30)
    assert "took up to 5120 MiB" in text.en
    assert "usually has 3072 MiB" in text.en


def test_a_kernel_tells_how_much_memory_it_took() -> None:
    taken = bytearray(50 << 20)
    assert _most_memory() > len(taken)
