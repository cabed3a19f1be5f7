"""What will be different where a notebook is graded: files beside it and elsewhere, time, devices, network,
variables, somebody who types."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from nbformat import NotebookNode

from gdcourse.kernels.environment_variables import for_sandbox
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import LONGEST_READ
from gdcourse.notebooks.default_limits import (
    MOST_BYTES_BESIDE,
    MOST_FILES_BESIDE,
)
from gdcourse.notebooks.files_of_tools import FILES_OF_TOOLS
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded
from gdcourse.student import messages
from gdcourse.untrusted_text import is_text, legible

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w., \t]+))"
    r"""|\b(?:import_module|__import__)\s*\(\s*["']([\w.]+)["']""",
    re.MULTILINE,
)
_VARIABLE = re.compile(
    r"""\benviron\s*\[\s*["'](\w+)["']\s*\](?!\s*=[^=])|\b(?:environ\s*\.\s*get|getenv)\s*\(\s*["'](\w+)["']"""
)
_LONGEST_PATH = 300
_TELLS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"""["'](?:mps|cuda|xpu)(?::\d+)?["']|\.(?:cuda|mps)\(\)"""), messages.WARN_DEVICE),
    (re.compile(r"torch\s*\.\s*compile\b"), messages.WARN_COMPILE),
    (re.compile(r"(?<![\w.])input\s*\(|\bgetpass\s*\("), messages.WARN_INPUT),
    (re.compile(r"""\bsetlocale\s*\([^()"']*["'](?!C\b|POSIX\b)([^"']+)"""), messages.WARN_LOCALE),
    (re.compile(r"\.astimezone\(\s*\)|\btime\.(?:localtime|tzname|timezone)\b"), messages.WARN_ZONE),
    (re.compile(r"\bget_num_(?:interop_)?threads\b|\bcpu_count\s*\(|\bsched_getaffinity\b"), messages.WARN_THREADS),
    (
        re.compile(r"""^\s*(?:[!%]\s*(?:sudo\s+)?(?:pip3?|conda|mamba|uv|wget|curl|apt(?:-get)?)\b|!\s*git\s+clone\b)"""
                   r"""|\A\s*%%(?:bash|sh|script)\b[\s\S]*?^\s*(?:sudo\s+)?(?:pip3?|wget|curl|apt(?:-get)?|git\s+clone)\b"""
                   r"""|\b(?:loadtxt|genfromtxt)\(\s*["']https?://|["']pip["']\s*,\s*["']install|\bsocket\.\w*connect"""
                   r"|urlopen|urlretrieve|requests\s*\.|torch\.hub|download\s*=\s*True"
                   r"""|read_\w+\(\s*["']https?://""", re.MULTILINE),
        messages.WARN_NETWORK,
    ),
    (
        re.compile(r"^[ \t]*(?:import|from)[ \t][^#\n]*?\b(winsound|msvcrt|winreg|tkinter|turtle)\b"
                   r"|\bos\s*\.\s*startfile\b|\A\s*%%cmd\b", re.MULTILINE),
        messages.WARN_DESKTOP,
    ),
)  # fmt: skip
_SAFE_WITH: tuple[tuple[Text, re.Pattern[str]], ...] = (
    (messages.WARN_DEVICE, re.compile("is_available")),
    (messages.WARN_NETWORK, re.compile("gdcourse")),  # the cell that installs the course
    (
        messages.WARN_DESKTOP,
        re.compile(r"\bplatform\b|\bos\.name\b|\bexcept\s*\(?\s*(?:ImportError|ModuleNotFoundError|Exception)\b"),
    ),
)
"""What stands in cells that fail nowhere: they ask where they run, or go on without."""


def differences(notebook: NotebookNode) -> list[Text]:
    """What code of a notebook asks for that is not there when it is graded, each with the number of the cell."""
    told = []
    for number, source in _code(notebook):
        for pattern, message in _TELLS:
            asks = pattern.search(source)
            is_safe = any(message is of and safe.search(source) for of, safe in _SAFE_WITH)
            if asks and not is_safe:
                what = next(filter(None, asks.groups()), asks[0]).split("\n")[-1]
                told.append(message.format(cell=number, what=legible(what.strip(), 40)))
        variables = {name for pair in _VARIABLE.findall(source) for name in pair if name in os.environ}
        for name in sorted(variables - for_sandbox(os.environ, "").keys()):
            told.append(messages.WARN_VARIABLE.format(cell=number, what=legible(name, 40)))
    return told


def files_elsewhere(notebook: NotebookNode, folder: Path) -> list[Text]:
    """Which files code names that are there here and are not handed in: they lie elsewhere, or are notebooks.

    Args:
        notebook: its code is read.
        folder: where the notebook lies.
    """
    told: dict[str, Text] = {}
    for number, source in _code(notebook):
        texts = [
            node.value for node in _nodes(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        for text in texts:
            if text not in told and _is_file_elsewhere(text, folder):
                told[text] = messages.WARN_FILE_ELSEWHERE.format(cell=number, what=legible(text, _LONGEST_PATH))
    return list(told.values())


def _is_file_elsewhere(text: str, folder: Path) -> bool:
    if not 3 <= len(text) <= _LONGEST_PATH or not is_text(text) or not text.strip():
        return False
    path = Path(text)
    is_elsewhere = text.startswith("~") or path.is_absolute() or ".." in path.parts or path.suffix == ".ipynb"
    try:
        return is_elsewhere and (folder / path.expanduser()).is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def modules_elsewhere(notebook: NotebookNode, folder: Path) -> list[Text]:
    """Which modules code imports that come neither with Python or the course, nor lie beside the notebook."""
    beside = {Path(name).with_suffix("").parts[0] for name in _beside(folder)}
    told: dict[str, Text] = {}
    for number, source in _code(notebook):
        for module in _modules(source) - beside - sys.stdlib_module_names - set(told):
            if not _comes_with_course(module):
                told[module] = messages.WARN_MODULE.format(cell=number, what=legible(module, 40))
    return list(told.values())


def _modules(source: str) -> set[str]:
    """The modules that a cell imports, by their first names; none where it is no Python."""
    nodes = _nodes(source)
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in names} - {""}


def _nodes(source: str) -> list[ast.AST]:
    """What a cell is made of; nothing where it is no Python."""
    lines = ("pass" if line.startswith(("%", "!", "?")) else line for line in source[:LONGEST_READ].splitlines())
    try:
        return list(ast.walk(ast.parse("\n".join(lines))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _comes_with_course(module: str) -> bool:
    """Whether a module is of this package or of one that it needs; yes where that is not known."""
    if module == "gdcourse" or not (needed := _needed_by_course()):
        return True
    return any(re.sub(r"[-_.]+", "-", name).lower() in needed for name in _distributions().get(module, ()))


@cache
def _distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


@cache
def _needed_by_course() -> frozenset[str]:
    """The names of all distributions that this package needs, and of those that they need."""
    found, waiting = set[str](), ["gdcourse"]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            required = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        waiting += [m[0] for text in required if "extra ==" not in text and (m := re.match(r"[\w.-]+", text))]
    return frozenset(found)


def slow_cells(seconds: Sequence[float], limits: LimitsWhenGraded) -> list[Text]:
    """Which cells take longer than grading gives them, by what each took here."""
    told = [
        messages.WARN_SLOW_CELL.format(cell=number, seconds=round(took), limit=limits.cell_seconds)
        for number, took in enumerate(seconds, start=1)
        if took > limits.cell_seconds
    ]
    if not told and sum(seconds) > limits.notebook_seconds:
        told.append(messages.WARN_SLOW_NOTEBOOK.format(seconds=round(sum(seconds)), limit=limits.notebook_seconds))
    return told


def too_much_memory(most: int, limits: LimitsWhenGraded) -> list[Text]:
    """Whether a notebook takes more memory than grading gives it, by what it took here, in bytes."""
    values = {"took": most >> 20, "limit": limits.memory >> 20}
    return [messages.WARN_MEMORY.format(**values)] if most > limits.memory else []


def files_needed(notebook: NotebookNode, folder: Path) -> tuple[dict[str, Path], list[Text]]:
    """The files beside a notebook that its code imports or names, and what keeps one from being handed in.

    Args:
        notebook: its code is read, and that of the modules that it imports.
        folder: where the notebook lies.
    """
    beside = _beside(folder)
    texts = [source for _, source in _code(notebook)]
    needed: dict[str, Path] = {}
    told: list[Text] = []
    size = 0
    while texts:
        text = texts.pop()
        modules = _imported(text)
        for name, path in beside.items():
            parts = Path(name).with_suffix("").parts
            is_module = path.suffix == ".py" and parts[0] in modules
            if name in needed or not (is_module or _is_named(path, text)):
                continue
            size += path.stat().st_size
            if len(needed) >= MOST_FILES_BESIDE or size > MOST_BYTES_BESIDE:
                most = {"megabytes": MOST_BYTES_BESIDE >> 20, "files": MOST_FILES_BESIDE}
                told.append(messages.WARN_FILE_TOO_LARGE.format(name=name, **most))
                continue
            needed[name] = path
            if path.suffix == ".py":
                texts.append(path.read_text(encoding="utf-8", errors="replace"))
    return needed, told


def _is_named(path: Path, text: str) -> bool:
    """Whether code names a file: as it is, behind a command, or by its ending, where its name is made meanwhile."""
    name, ending = re.escape(path.name), re.escape(path.suffix)
    by_ending = rf"""(?:[}}*][\w-]*|["']){ending}["']""" if path.suffix not in ("", ".py") else r"(?!)"
    named = rf"""["'/]{name}["']|^[ \t]*[!%][^\n]*[\s/]{name}(?=\s|\Z)|{by_ending}"""
    return re.search(named, text, re.MULTILINE) is not None


def _code(notebook: NotebookNode) -> list[tuple[int, str]]:
    return [(n, cell.source) for n, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]


def _imported(text: str) -> set[str]:
    found: set[str] = set()
    for whole, several, called in _IMPORT.findall(text):
        found |= {part.strip().split(".")[0].split(" ")[0] for part in (whole or several or called).split(",")}
    return found


def _beside(folder: Path) -> dict[str, Path]:
    """The files in a folder and one below, which is as far as anybody looks."""
    found = sorted([*folder.glob("*"), *folder.glob("*/*")])
    return {
        path.relative_to(folder).as_posix(): path
        for path in found
        if path.is_file()
        and not path.is_symlink()
        and path.suffix.lower() not in (".ipynb", ".zip")
        and path.name not in FILES_OF_TOOLS
        and not any(part.startswith((".", "__")) and part != "__init__.py" for part in path.relative_to(folder).parts)
    }
