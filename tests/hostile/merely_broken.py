"""Submissions that are merely broken: files, folders, names, formats, cells."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from .entry import (
    FULL,
    MISSING,
    NOTHING,
    SLUG,
    UNGRADABLE,
    Build,
    Hostile,
    Outcome,
    Place,
    answered,
    only_loses,
    right_but,
    right_with,
    solution,
    wrong,
)

FILE = f"{SLUG}.ipynb"


def text_of(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook)


def _as_json(release: NotebookNode) -> dict[str, Any]:
    return json.loads(text_of(answered(release)))


def _bytes(**changes: Any) -> Build:
    """The right answers as JSON with some of the notebook's own fields replaced."""
    return lambda release: json.dumps({**_as_json(release), **changes}).encode()


# --- the file ----------------------------------------------------------------------------------------------------


def truncated(release: NotebookNode) -> bytes:
    data = text_of(answered(release)).encode()
    return data[: len(data) * 2 // 3]


def in_cp949(release: NotebookNode) -> bytes:
    """Saved by an editor that writes the Korean code page."""
    return json.dumps(_as_json(release), ensure_ascii=False).encode("cp949", "replace")


def in_utf16(release: NotebookNode) -> bytes:
    return text_of(answered(release)).encode("utf-16")


def marked_and_crlf(release: NotebookNode) -> bytes:
    return b"\xef\xbb\xbf" + text_of(answered(release)).replace("\n", "\r\n").encode()


def conflicted_file(release: NotebookNode) -> bytes:
    lines = text_of(answered(release)).splitlines()
    half = len(lines) // 2
    return "\n".join([*lines[:half], "<<<<<<< HEAD", *lines[half:], "=======", ">>>>>>> main"]).encode()


def old_format(release: NotebookNode) -> bytes:
    notebook = nbformat.convert(answered(release), 3)
    return nbformat.writes(notebook, version=3).encode()


def cell_fields(**changes: Any) -> Build:
    """The right answers, with the same fields changed in every cell."""

    def build(release: NotebookNode) -> bytes:
        found = _as_json(release)
        found["cells"] = [{**each, **changes} for each in found["cells"]]
        return json.dumps(found).encode()

    return build


def odd_cells(release: NotebookNode) -> bytes:
    """Right answers among cells that are none."""
    found = _as_json(release)
    odd = [None, 5, [], "cell", {}, {"cell_type": "code"}, {"cell_type": "heading", "level": 7, "source": "x"},
           {"cell_type": "code", "source": 5}, {"cell_type": "code", "source": [1, 2]}]  # fmt: skip
    found["cells"] += odd
    return json.dumps(found).encode()


def lines_as_list(release: NotebookNode) -> bytes:
    found = _as_json(release)
    for each in found["cells"]:
        each["source"] = each["source"] if isinstance(each["source"], list) else each["source"].splitlines(True)
    return json.dumps(found).encode()


def crlf_in_cells(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    for each in notebook.cells:
        each.source = each.source.replace("\n", "\r\n")
    return notebook


def duplicate_keys(release: NotebookNode) -> bytes:
    """JSON in which the cells are there twice; the last ones count."""
    return text_of(wrong(release)).rstrip().removesuffix("}").encode() + (
        b', "cells": ' + json.dumps(_as_json(release)["cells"]).encode() + b"}"
    )


FILES = [
    Hostile("empty-file", "An empty file.", UNGRADABLE, lambda release: b""),
    Hostile("truncated", "The upload broke off after two thirds.", UNGRADABLE, truncated),
    Hostile("not-json", "Something else under the notebook's name: a Word document.", UNGRADABLE,
            lambda release: b"PK\x03\x04\x14\x00\x06\x00word/document.xml"),
    Hostile("a-page", "The page of the notebook in place of the notebook.", UNGRADABLE,
            lambda release: b"<!DOCTYPE html><html><body><script>document.title=1</script></body></html>"),
    Hostile("a-script", "The notebook exported as a Python script.", UNGRADABLE,
            lambda release: "\n".join(c.source for c in answered(release).cells if c.cell_type == "code").encode()),
    Hostile("zeros", "A file of zeros, as a full disk leaves behind.", UNGRADABLE, lambda release: b"\0" * 50_000),
    Hostile("cp949", "Saved in the Korean code page.", FULL, in_cp949),
    Hostile("utf-16", "Saved in UTF-16.", FULL, in_utf16),
    Hostile("bom-and-crlf", "With a byte-order mark and Windows line ends.", FULL, marked_and_crlf),
    Hostile("crlf-in-cells", "Windows line ends inside the cells.", FULL, crlf_in_cells),
    Hostile("conflicted-file", "With the conflict markers of a version control system in the file.", UNGRADABLE,
            conflicted_file),
    Hostile("nested-too-deeply", "JSON nested a hundred thousand deep.", UNGRADABLE, lambda release: b"[" * 100_000),
    Hostile("huge-number", "JSON with a number of ten thousand digits in the metadata.", FULL,
            lambda release: text_of(answered(release)).replace('"nbformat_minor":', f'"n": {"9" * 10_000}, "nbformat_minor":')
            .encode()),
    Hostile("old-format", "In format 3, of the year 2012.", FULL, old_format),
    Hostile("later-minor-format", "In a minor version of the format that does not exist yet.", FULL,
            _bytes(nbformat_minor=99)),
    Hostile("future-format", "In a version of the format that does not exist yet.", UNGRADABLE, _bytes(nbformat=99)),
    Hostile("format-of-text", "The version of the format is a text.", NOTHING, _bytes(nbformat="4", cells=5)),
    Hostile("a-list", "JSON that is a list.", UNGRADABLE, lambda release: b"[1, 2, 3]"),
    Hostile("null", "JSON that is nothing.", UNGRADABLE, lambda release: b"null"),
    Hostile("cells-of-the-wrong-kind", "Where the cells should be is a number.", UNGRADABLE, _bytes(cells=5)),
    Hostile("no-cells", "A notebook without cells.", MISSING, _bytes(cells=[])),
    Hostile("odd-cells", "Right answers, and cells that are numbers, lists or nothing.", FULL, odd_cells),
    Hostile("metadata-of-nothing", "The metadata of every cell are null.", FULL, cell_fields(metadata=None)),
    Hostile("no-metadata-at-all", "The notebook has no metadata.", FULL, _bytes(metadata={})),
    Hostile("lines-as-lists", "Sources as lists of lines, as Jupyter saves them.", FULL, lines_as_list),
    Hostile("ids-that-are-numbers", "The ids of cells are numbers, or all the same.", FULL, cell_fields(id=5)),
    Hostile("duplicate-keys", "JSON with the cells there twice: first the wrong ones, then the right ones.", FULL,
            duplicate_keys),
    Hostile("unknown-kernel", "Saved with a kernel that this machine does not have.", FULL,
            _bytes(metadata={"kernelspec": {"name": "my-conda-env", "display_name": "내 환경", "language": "python"}})),
    Hostile("wrong-language", "Saved with the kernel of another language.", FULL,
            _bytes(metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
                             "language_info": {"name": "R"}})),
]  # fmt: skip

# --- the folder --------------------------------------------------------------------------------------------------


def write_right(folder: Path, release: NotebookNode, name: str = FILE) -> None:
    nbformat.write(answered(release), folder / name)


def directory_of_that_name(folder: Path, release: NotebookNode) -> None:
    (folder / FILE).mkdir()
    write_right(folder / FILE, release)


def nothing_at_all(folder: Path, release: NotebookNode) -> None:
    pass


def under_another_name(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release, f"{SLUG} (1).ipynb")


def extra_notebook(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release)
    nbformat.write(wrong(release), folder / f"{SLUG}-Copy1.ipynb")
    (folder / "broken.ipynb").write_bytes(b"{")
    checkpoints = folder / ".ipynb_checkpoints"
    checkpoints.mkdir()
    nbformat.write(wrong(release), checkpoints / f"{SLUG}-checkpoint.ipynb")


def in_a_subfolder(folder: Path, release: NotebookNode) -> None:
    (folder / "과제").mkdir()
    write_right(folder / "과제", release)


def link(target: str) -> Place:
    def place(folder: Path, release: NotebookNode) -> None:
        (folder / FILE).symlink_to(target)

    return place


def link_to_a_neighbour(folder: Path, release: NotebookNode) -> None:
    (folder / FILE).symlink_to(folder.parent.parent / "all-right" / SLUG / FILE)


def link_to_the_source(folder: Path, release: NotebookNode) -> None:
    """To the instructor's own notebook, in which the solution cells import the solutions."""
    (folder / FILE).symlink_to(Path("../../../source") / SLUG / FILE)


def pipe(folder: Path, release: NotebookNode) -> None:
    os.mkfifo(folder / FILE)


def unreadable(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release)
    (folder / FILE).chmod(0)


def two_hundred_megabytes(folder: Path, release: NotebookNode) -> None:
    """Wrong answers, and one output that nobody wanted to save."""
    text = text_of(wrong(release))
    with (folder / FILE).open("w", encoding="utf-8") as file:
        file.write(text.rstrip().removesuffix("}") + ', "padding": "')
        for _ in range(200):
            file.write("x" * 2**20)
        file.write('"}')


def late(stamp: str) -> Place:
    def place(folder: Path, release: NotebookNode) -> None:
        write_right(folder, release)
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")

    return place


def stamp_of_bytes(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release)
    (folder / "timestamp.txt").write_bytes(b"\xff\xfe\x00" * 100)


def stamp_is_a_folder(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release)
    (folder / "timestamp.txt").mkdir()


def much_else(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release)
    for number in range(500):
        (folder / f"{number}.csv").write_text("1,2\n")
    deep = folder
    for _ in range(40):
        deep /= "더-깊이"
        deep.mkdir()
    (folder / "loop").symlink_to(".")
    (folder / "nowhere").symlink_to("/nowhere/at/all")
    (folder / "disk").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")


def right_answers(folder: Path, release: NotebookNode) -> None:
    write_right(folder, release)


FOLDERS = [
    Hostile("directory-of-that-name", "A directory that has the notebook's name, with the notebook in it.", NOTHING,
            place=directory_of_that_name),
    Hostile("empty-folder", "A folder with nothing in it.", MISSING, place=nothing_at_all),
    Hostile("under-another-name", "The notebook under the name that a browser gives to a second download.", FULL,
            place=under_another_name),
    Hostile("in-a-subfolder", "The notebook one folder too deep.", MISSING, place=in_a_subfolder),
    Hostile("extra-notebooks", "The right notebook, its copies, its checkpoints and a broken one.", FULL,
            place=extra_notebook),
    Hostile("link-to-nowhere", "A symbolic link to a file that is not there.", NOTHING, place=link("/nowhere/at/all")),
    Hostile("link-to-itself", "A symbolic link to itself.", NOTHING, place=link(FILE)),
    Hostile("link-to-zeros", "A symbolic link to a device that never ends.", NOTHING, place=link("/dev/zero")),
    Hostile("link-to-a-secret", "A symbolic link to a file of the grader's machine.", NOTHING, place=link("/etc/passwd")),
    Hostile("link-to-a-neighbour", "A symbolic link to the submission of another student.", NOTHING,
            place=link_to_a_neighbour),
    Hostile("link-to-the-source", "A symbolic link to the instructor's own notebook.", NOTHING, place=link_to_the_source),
    Hostile("pipe", "A named pipe in place of the notebook, which never says anything.", NOTHING, place=pipe),
    Hostile("unreadable", "A file that the grader may not read (which an administrator may).",
            {question: Outcome(0, None) for question in ()} if os.name == "nt" or os.geteuid() == 0 else UNGRADABLE,
            place=unreadable),
    Hostile("two-hundred-megabytes", "A notebook of two hundred megabytes.", NOTHING, place=two_hundred_megabytes),
    Hostile("late", "Handed in a year past the deadline.", FULL, place=late("2099-01-01 00:00:00.000000 UTC")),
    Hostile("no-time", "Beside the notebook a timestamp that is no time.", FULL, place=late("어제 밤에")),
    Hostile("time-beyond-numbers", "Beside the notebook a timestamp with a number that no calendar holds.", FULL,
            place=late("9" * 32 + "h")),
    Hostile("time-of-bytes", "Beside the notebook a timestamp of bytes that are no text.", FULL, place=stamp_of_bytes),
    Hostile("time-is-a-folder", "Beside the notebook a folder that has the timestamp's name.", FULL,
            place=stamp_is_a_folder),
    Hostile("much-else", "Hundreds of files, deep folders, links in circles and a pipe beside the notebook.", FULL,
            place=much_else),
]  # fmt: skip

NAMES = [
    Hostile("name-nfd", "A student whose name is Hangul in decomposed form, as macOS writes it.", FULL,
            place=right_answers, student=unicodedata.normalize("NFD", "홍길동")),
    Hostile("name-nfc", "Another student, whose name is the same in composed form, and who is wrong.", NOTHING,
            lambda release: wrong(release), student=unicodedata.normalize("NFC", "홍길동")),
    Hostile("name-spaces-and-quotes", "A name with spaces, quotes, a comma and a semicolon.", FULL,
            place=right_answers, student="O'Neil, \"Kim\" Jr; $(x) `y`"),
    Hostile("name-of-a-pattern", "A name that is a pattern for file names and fits everybody.", FULL,
            place=right_answers, student="[a-z]*?"),
    Hostile("name-leading-dash", "A name that looks like an option.", FULL, place=right_answers, student="--force"),
    Hostile("name-emoji", "A name of emoji and of letters that run from right to left.", FULL, place=right_answers,
            student="🐧‍♀️ \u202eمريم"),
    Hostile("name-of-a-page", "A name that is HTML, and a formula to a spreadsheet.", FULL, place=right_answers,
            student="=1+1<b onmouseover=alert(1)>"),
    Hostile("name-braces", "A name with braces, percent signs and backslashes.", FULL, place=right_answers,
            student="{student_id}%s\\d+{0}"),
    Hostile("name-long", "A name of 200 letters.", FULL, place=right_answers, student="가" * 60 + "x" * 20),
    Hostile("name-dots", "A name with dots, as file names have them.", FULL, place=right_answers, student="..kim..lee.ipynb"),
]  # fmt: skip

# --- the cells ---------------------------------------------------------------------------------------------------


def out_of_order(release: NotebookNode) -> NotebookNode:
    """The cells in reverse; every check cell still comes behind its solution once it is put right."""
    notebook = answered(release)
    imports = next(each for each in notebook.cells if "import numpy" in each.source)
    rest = [each for each in notebook.cells if each is not imports]
    notebook.cells = [imports, *reversed(rest)]
    return notebook


def imports_last(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    notebook.cells.append(notebook.cells.pop(1))
    return notebook


def one_cell(release: NotebookNode) -> NotebookNode:
    """All answers in the first solution cell, and the others deleted."""
    notebook = answered(release)
    questions = [c for c in notebook.cells if str(c.metadata.get("nbgrader", {}).get("grade_id")).endswith("-solution")]
    questions[0].source = "\n\n".join(c.source for c in questions)
    notebook.cells = [c for c in notebook.cells if c not in questions[1:]]
    return notebook


def answers_in_other_cells(release: NotebookNode) -> NotebookNode:
    """The solution cells stay as they were; the answers stand in cells of the student's own behind them."""
    notebook = answered(release)
    cells = []
    for each in notebook.cells:
        cells.append(each)
        if str(each.metadata.get("nbgrader", {}).get("grade_id")).endswith("-solution"):
            own = nbformat.v4.new_code_cell(each.source)
            each.source = "# 여기에 코드를 쓰세요 · YOUR CODE HERE\nraise NotImplementedError()"
            cells.append(own)
    notebook.cells = cells
    return notebook


def renamed(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    own = solution(notebook, "mse-gradient")
    own.source = own.source.replace("def gradient(", "def my_gradient(")
    return notebook


CELLS = [
    Hostile("out-of-order", "All cells in reverse order.", FULL, out_of_order),
    Hostile("imports-last", "The cell of imports at the end.", FULL, imports_last),
    Hostile("one-cell", "All answers in one cell, the other solution cells deleted.", FULL, one_cell),
    Hostile("answers-in-other-cells", "The answers in cells of one's own, the solution cells as released.", FULL,
            answers_in_other_cells),
    Hostile("renamed", "A function with another name than was asked.", only_loses("mse-gradient", state="manual"),
            renamed),
    Hostile("syntax-error", "A syntax error in one cell.", only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "def gradient(x, y, y_pred):\n    return (2 *"})),
    Hostile("conflicted-cell", "Conflict markers of a version control system in one cell.",
            only_loses("one-step", state="graded"),
            right_but({"one-step": "<<<<<<< HEAD\nstep = 1\n=======\nstep = 2\n>>>>>>> main"})),
    Hostile("tabs-and-spaces", "Tabs and spaces mixed in one cell.", only_loses("one-step", state="graded"),
            right_but({"one-step": "def step(w, b, x, y, lr):\n\tw = w\n        return w, b"})),
    Hostile("typographic-quotes", "Quotes and dashes that a word processor made pretty.",
            only_loses("why-faster", "update-rule", state="graded"),
            right_but({"why-faster": "why_faster = “b”", "update-rule": "def update(w, grad, lr):\n    return w – lr * grad"})),
    Hostile("failing-pip", "`!pip install` in a cell, which has no network here.", FULL,
            right_with("!pip install --quiet --timeout 1 --retries 0 no-such-package-of-gdcourse"), needs_isolation=True),
    Hostile("asks-for-input", "`input()` in a cell: it fails, and costs its own question only.",
            only_loses("why-faster", state="graded"), right_but({"why-faster": "why_faster = input('a, b, c, d? ')"})),
    Hostile("missing-module", "Imports a module that is not installed.", only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "import tensorflow_of_my_own as tf\ndef gradient(x, y, y_pred):\n    return 1"})),
    Hostile("missing-file", "Reads a file that is on another computer.", only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "data = open(r'C:\\Users\\kim\\Desktop\\data.csv').read()"})),
    Hostile("shadowed-names", "Calls its own variables np, list, sum and check.", {"parabola-slope": FULL["parabola-slope"]},
            right_but({"update-rule": "def update(w, grad, lr):\n    return w - lr * grad\nnp = list = sum = len = check = 5"})),
    Hostile("prints-instead", "Prints the answers and returns nothing.", only_loses("mse-gradient", state="graded"),
            right_but({"mse-gradient": "def gradient(x, y, y_pred):\n    print(np.mean(2 * x * (y_pred - y)))"})),
    Hostile("debugger", "A breakpoint left in a function; whether the answer behind it counts is left open.",
            {question: outcome for question, outcome in FULL.items() if question != "mse-gradient"},
            right_but({"mse-gradient": "def gradient(x, y, y_pred):\n    breakpoint()\n"
                       "    return np.mean(2 * x * (y_pred - y))"})),
]  # fmt: skip

ENTRIES = [*FILES, *FOLDERS, *NAMES, *CELLS]
