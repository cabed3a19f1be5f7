"""The rooms of the package: each uses those that it may, and starting loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from support.course import ROOT

PACKAGE = ROOT / "gdcourse"
GROUND = (
    *("language", "close_names", "atomic_write", "optional_dependencies", "faster_imports", "matplotlib_folder"),
    *("click_translation", "untrusted_text", "place_of_error"),
)
"""Files beside the rooms that everything stands on."""
DOOR = ("__init__", "__main__", "cli")
"""Files beside the rooms that lead into them: nothing inside uses more of them than the version."""

_JUDGED = ("judging", "exercises", "solutions", "kernels", "notebooks")
_GRADING = ("grading.submission", "grading.classroom", "grading.pages", "grading.lms", "grading.demo")
MAY_USE: dict[str, tuple[str, ...]] = {
    "judging": (),
    "lessons": (),
    "kernels": (),
    "notebooks": (),
    "exercises": ("judging",),
    "solutions": ("judging",),
    "student": ("judging", "exercises", "lessons", "kernels", "notebooks"),
    "grading.submission": (*_JUDGED, "student"),
    "grading.classroom": (*_JUDGED, *_GRADING[:1]),
    "grading.pages": (*_JUDGED, *_GRADING[:2]),
    "grading.lms": (*_JUDGED, *_GRADING[:3]),
    "grading.demo": (*_JUDGED, *_GRADING[:4]),
    "grading": (*_JUDGED, *_GRADING),
    "authoring": (*_JUDGED, "grading", *_GRADING),
}
"""Which rooms each room may use, beside itself and the ground."""
FOR_ALL_OF_GRADING = "gdcourse.grading.messages"
"""What stands in ``grading`` itself for its rooms: what is said at the terminal. Its commands are not theirs to use."""

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
    used = {room_of(name): name for name in imports_of(path) if name != FOR_ALL_OF_GRADING}
    beside = {name.split(".")[1] for name in imports_of(path) if room_of(name) is None and name != "gdcourse"}
    if own is not None:
        assert beside <= set(GROUND), beside
        assert set(used) <= {None, own, *MAY_USE[own]}, used
    elif path.stem in GROUND:
        assert set(used) <= {None}
        assert beside <= set(GROUND)


def test_no_two_rooms_use_each_other() -> None:
    uses: dict[str, set[str]] = {room: set() for room in MAY_USE}
    for path in FILES:
        if own := room_of(module_of(path)):
            uses[own] |= {room for name in imports_of(path) if name != FOR_ALL_OF_GRADING and (room := room_of(name))}
    assert {(a, b) for a, others in uses.items() for b in others if a != b and a in uses[b]} == set()


def test_solutions_are_used_by_graders_and_authors_alone() -> None:
    for room in ("judging", "exercises", "lessons", "kernels", "notebooks", "student", "solutions"):
        assert not {"solutions", "grading", "authoring", *_GRADING} & set(MAY_USE[room])


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
        "from gdcourse.student.check_answer import verdict_of\n"
        "print(verdict_of('update-rule', lambda w, grad, lr: w - lr * grad).correct)\n"
        "import sys\nprint([m for m in ('torch', 'matplotlib', 'nbgrader') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["True", "[]"]
