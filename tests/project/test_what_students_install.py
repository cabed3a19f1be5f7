"""What students install and get: everything to check their work, and no solution, no grader, nothing that tells."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from gdcourse.exercises import units
from gdcourse.judging.answer_keys import path_of, way_of
from gdcourse.kernels.sandbox import NOT_FOR_STUDENTS
from gdcourse.solutions import source_of
from support.course import ALL_EXERCISES, ALL_VARIANTS, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that students install, built as a release would build it."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(target.glob("*.whl"))


def bare(text: str) -> str:
    """Text without indentation and empty lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def reference_bodies() -> dict[str, str]:
    """By exercise, the body of its reference, where it is more than a turn of phrase and no way for who is stuck."""
    bodies = {}
    for unit, exercise, variant in ALL_VARIANTS:
        if variant.role == "reference" and callable(variant.work) and way_of(unit, exercise) is None:
            body = bare(source_of(exercise, variant).split("\n", 1)[1])
            if len(body) > 20:
                bodies[exercise.id] = body
    return bodies


def test_the_wheel_holds_no_solutions_and_no_grading(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert any(name.endswith("keys/manual_gradient.json") for name in names)
        assert any(name.endswith("fonts/GDCourseHangul.ttf") for name in names)
        assert [n for n in names if any(f"gdcourse/{part}" in n for part in NOT_FOR_STUDENTS)] == []
        text = "\n".join(archive.read(n).decode("utf-8", "replace") for n in names if not n.endswith(".ttf"))
        ways = [json.loads(archive.read(n)) for n in names if "/keys/ways/" in n]
    text = "\n".join([text, *(way for of_unit in ways for way in of_unit.values())])
    assert len(ways) == len(units())
    assert len(reference_bodies()) >= len(units()) * 4
    assert [exercise for exercise, body in reference_bodies().items() if body in bare(text)] == []


def test_students_check_their_work_with_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    script = (
        f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
        "import gdcourse, importlib.util\n"
        f"assert gdcourse.__file__.startswith({str(tmp_path)!r}), gdcourse.__file__\n"
        "print(importlib.util.find_spec('gdcourse.solutions'), importlib.util.find_spec('gdcourse.grading'))\n"
        "import numpy as np\nfrom gdcourse.student.check_answer import verdict_of\n"
        "print(verdict_of('mse-gradient', lambda x, y, p: np.dot(2 * x, p - y).mean()).diagnosis)\n"
        "print(verdict_of('mse-gradient', lambda x, y, p: np.dot(2 * x, p - y) / len(x)).correct)\n"
        "from gdcourse.cli import main\nprint(sorted(main.commands))\n"
    )
    result = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["None None", "sum-for-mean", "True", "['check', 'lab', 'submit', 'units']"]


@pytest.mark.parametrize("path", sorted(ROOT.glob("release/[0-9]*/*.ipynb")), ids=lambda p: p.stem)
def test_a_release_holds_no_solution_code_and_no_marker(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "gdcourse.solutions", "MARK SCHEME"):
        assert forbidden not in text
    sources = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
    assert [exercise for exercise, body in reference_bodies().items() if body in bare(sources)] == []
    assert all(not cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells)


def strings_in(value: object) -> list[str]:
    """All text in a key, but for what students read: in both languages, or the message of an error."""
    if isinstance(value, dict):
        told = set(value) == {"ko", "en"}
        return [] if told else [*value, *(s for name, v in value.items() if name != "message" for s in strings_in(v))]
    if isinstance(value, list):
        return [s for item in value for s in strings_in(item)]
    return [value] if isinstance(value, str) else []


_NAME = re.compile(r"[\w-]{1,64}( \([\w-]{1,64}\))?")
"""Of an exercise, of what an answer is, and there in brackets of what is in it: ``ndarray (complex128)``."""


def test_keys_hold_numbers_names_and_sentences_but_no_code() -> None:
    for unit in units():
        keys = json.loads(path_of(unit).read_text(encoding="utf-8"))
        assert [text for text in strings_in(keys) if not _NAME.fullmatch(text)] == []
        for exercise in unit.exercises:
            for answer in keys[exercise.id]["expected"]:
                assert not isinstance(answer, str), "text has to be sealed"
                assert not (isinstance(answer, dict) and answer["type"] == "error"), "the reference fails"


def test_every_exercise_has_a_key() -> None:
    for unit, exercise in ALL_EXERCISES:
        assert exercise.id in json.loads(path_of(unit).read_text(encoding="utf-8"))
