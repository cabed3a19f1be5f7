"""The rooms of the package: each uses those that it may, and starting loads nothing heavy."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from gdcourse.exercises import units
from gdcourse.judging.answer_keys import path_of
from gdcourse.kernels.sandbox import NOT_FOR_STUDENTS as INSTRUCTORS_ONLY
from gdcourse.solutions import source_of
from support.course import ALL_EXERCISES, ALL_VARIANTS, ROOT

PACKAGE = ROOT / "gdcourse"
GROUND = ("language", "files", "faster_imports")
"""Files beside the rooms that everything stands on."""
DOOR = ("__init__", "__main__", "cli")
"""Files beside the rooms that lead into them: nothing inside uses more of them than the version."""

_FOR_STUDENTS = ("judging", "exercises", "lessons", "kernels", "student")
_ALL_GRADING = ("grading.submission", "grading.classroom", "grading.pages", "grading.lms", "grading.demo")
MAY_USE = {
    "judging": (),
    "lessons": (),
    "kernels": (),
    "exercises": ("judging",),
    "solutions": ("judging",),
    "student": ("judging", "exercises", "lessons", "kernels"),
    "grading.submission": (*_FOR_STUDENTS, "solutions", "grading"),
    "grading.classroom": (*_FOR_STUDENTS, "solutions", "grading", *_ALL_GRADING[:1]),
    "grading.pages": (*_FOR_STUDENTS, "solutions", "grading", *_ALL_GRADING[:2]),
    "grading.lms": (*_FOR_STUDENTS, "solutions", "grading", *_ALL_GRADING[:3]),
    "grading.demo": (*_FOR_STUDENTS, "solutions", "grading", *_ALL_GRADING[:4]),
    "grading": (*_FOR_STUDENTS, "solutions", *_ALL_GRADING),
    "authoring": (*_FOR_STUDENTS, "solutions", "grading", *_ALL_GRADING),
}
"""Which rooms each room may use, beside itself and the ground."""

FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: str) -> str | None:
    """The room that a module of this package lies in, ``None`` for the files beside the rooms."""
    parts = module.split(".")[1:]
    inner = ".".join(parts[:2])
    return inner if inner in MAY_USE else parts[0] if parts and parts[0] in MAY_USE else None


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def imports_of(path: Path) -> set[str]:
    """The modules of this package that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if is_module(name) else node.module for name in names}
    return {name for name in found if name.split(".")[0] == "gdcourse"}


def test_every_folder_is_a_room_and_says_who_lives_there_and_who_may_use_it() -> None:
    folders = {module_of(path.parent).removeprefix("gdcourse.") for path in FILES if path.parent != PACKAGE}
    assert folders - {"lessons.data"} == set(MAY_USE)
    for room in MAY_USE:
        text = ast.get_docstring(ast.parse(PACKAGE.joinpath(*room.split("."), "__init__.py").read_text("utf-8"))) or ""
        assert len(text) > 60, room
        assert " use" in text or " Use" in text or "uses" in text.lower(), room


def test_beside_the_rooms_there_are_the_ground_and_the_door_alone() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == {*GROUND, *DOOR}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way_between_rooms(path: Path) -> None:
    own = room_of(module_of(path))
    used = {room_of(name): name for name in imports_of(path)}
    beside = {name.split(".")[1] for name in imports_of(path) if room_of(name) is None and name != "gdcourse"}
    if own is not None:
        assert beside <= set(GROUND), beside
        assert set(used) <= {None, own, *MAY_USE[own]}, used
    elif path.stem in GROUND:
        assert set(used) <= {None}
        assert beside <= set(GROUND)


def test_no_two_rooms_use_each_other() -> None:
    uses: dict[str, set[str]] = {}
    for path in FILES:
        own = room_of(module_of(path))
        if own is not None and path.stem != "commands":
            uses.setdefault(own, set()).update(room for name in imports_of(path) if (room := room_of(name)))
    # What stands in `grading` itself beside its commands is for all of its rooms: the messages of the terminal.
    pairs = {(a, b) for a, others in uses.items() for b in others if a != b and a in uses.get(b, ())}
    assert pairs == set()


def test_solutions_are_used_by_graders_and_authors_alone() -> None:
    for room in (*_FOR_STUDENTS, "solutions"):
        assert not {"solutions", "grading", "authoring", *_ALL_GRADING} & set(MAY_USE[room])


HEAVY = {"torch", "matplotlib", "IPython", "nbgrader", "nbformat", "nbclient", "click", "rich"}


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("judging/*.py")), ids=lambda path: path.name)
def test_the_judge_imports_neither_torch_nor_jupyter(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} & HEAVY == set()


@pytest.mark.parametrize(
    "code",
    ["import gdcourse", "from gdcourse.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"],
    ids=["import gdcourse", "gdcourse --help"],
)
def test_starting_loads_nothing_heavy(code: str) -> None:
    heavy = ["torch", "matplotlib", "nbgrader", "IPython", "nbclient", "sqlalchemy", "rich"]
    script = f"{code}\nimport sys\nprint([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_check_of_numpy_work_loads_neither_torch_nor_matplotlib() -> None:
    script = (
        "from gdcourse.student.check_cell import verdict_of\n"
        "print(verdict_of('update-rule', lambda w, grad, lr: w - lr * grad).correct)\n"
        "import sys\nprint([m for m in ('torch', 'matplotlib', 'nbgrader') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["True", "[]"]


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
    """By exercise, the body of its reference, where it is more than a turn of phrase."""
    bodies = {}
    for _, exercise, variant in ALL_VARIANTS:
        if variant.role == "reference" and callable(variant.work):
            body = bare(source_of(exercise, variant).split("\n", 1)[1])
            if len(body) > 20:
                bodies[exercise.id] = body
    return bodies


def test_the_wheel_holds_no_solutions_and_no_grading(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert any(name.endswith("keys/manual_gradient.json") for name in names)
        assert any(name.endswith("fonts/GDCourseHangul.ttf") for name in names)
        assert [n for n in names if any(f"gdcourse/{part}" in n for part in INSTRUCTORS_ONLY)] == []
        text = "\n".join(archive.read(n).decode("utf-8", "replace") for n in names if not n.endswith(".ttf"))
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
        "import numpy as np\nfrom gdcourse.student.check_cell import verdict_of\n"
        "print(verdict_of('mse-gradient', lambda x, y, p: np.dot(2 * x, p - y).mean()).diagnosis)\n"
        "print(verdict_of('mse-gradient', lambda x, y, p: np.dot(2 * x, p - y) / len(x)).correct)\n"
        "from gdcourse.cli import main\nprint(sorted(main.commands))\n"
    )
    result = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["None None", "sum-for-mean", "True", "['check', 'lab', 'submit', 'units']"]


@pytest.mark.parametrize("path", sorted(ROOT.glob("release/*/*.ipynb")), ids=lambda p: p.stem)
def test_a_release_holds_no_solution_code_and_no_marker(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "gdcourse.solutions", "MARK SCHEME"):
        assert forbidden not in text
    sources = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
    assert [exercise for exercise, body in reference_bodies().items() if body in bare(sources)] == []
    assert all(not cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells)


def strings_in(value: object) -> list[str]:
    """All text in a key, but for the messages to students."""
    if isinstance(value, dict):
        return [*value, *(s for name, v in value.items() if name != "message" for s in strings_in(v))]
    if isinstance(value, list):
        return [s for item in value for s in strings_in(item)]
    return [value] if isinstance(value, str) else []


def test_keys_hold_numbers_names_and_sentences_but_no_code() -> None:
    for unit in units():
        keys = json.loads(path_of(unit).read_text(encoding="utf-8"))
        assert [text for text in strings_in(keys) if not re.fullmatch(r"[\w-]{1,64}", text)] == []
        for exercise in unit.exercises:
            for answer in keys[exercise.id]["expected"]:
                assert not isinstance(answer, str), "text has to be sealed"
                assert not (isinstance(answer, dict) and answer["type"] == "error"), "the reference fails"


def test_every_exercise_has_a_key() -> None:
    for unit, exercise in ALL_EXERCISES:
        assert exercise.id in json.loads(path_of(unit).read_text(encoding="utf-8"))
