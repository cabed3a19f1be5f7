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
    """The modules of this package that a file imports, wherever in the file and however it says so.

    What the package itself offers stands as ``gdcourse.NAME`` if it is more than the version.
    """
    return imported_by(path.read_text(encoding="utf-8"), module_of(path), path.name == "__init__.py")


def imported_by(code: str, module: str, is_package: bool = False) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: len(module.split(".")) - node.level + is_package] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            names = {f"{source}.{alias.name}" for alias in node.names if alias.name != "__version__"}
            found |= {name if is_module(name) or source == "gdcourse" else source for name in names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            found |= {ast.literal_eval(one) for one in node.args[:1] if isinstance(one, ast.Constant)}
    return {name for name in found if name.split(".")[0] == "gdcourse"}


def wrong_imports(code: str, module: str, is_package: bool = False) -> set[str]:
    """What a file of a room or of the ground imports and may not; the door may import everything."""
    own, used = room_of(module), imported_by(code, module, is_package)
    if own is None and module.split(".")[-1] not in GROUND:
        return set()
    may = {own, *MAY_USE[own]} if own is not None else set()
    if own is not None and own.split(".")[0] in ("grading", "authoring"):
        used -= {FOR_ALL_OF_GRADING}
    return {
        name
        for name in used - {"gdcourse"}
        if (room_of(name) not in may if room_of(name) is not None else name.split(".")[1] not in GROUND)
    }


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
    assert wrong_imports(path.read_text(encoding="utf-8"), module_of(path), path.name == "__init__.py") == set()


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("gdcourse.student.submit", "from gdcourse.grading import messages"),
        ("gdcourse.student.submit", "from gdcourse.solutions import variants_of"),
        ("gdcourse.student.submit", "from ..grading import commands"),
        ("gdcourse.student.submit", "from ..solutions import variants_of"),
        ("gdcourse.student.submit", "importlib.import_module('gdcourse.solutions')"),
        ("gdcourse.student.submit", "def late():\n    import gdcourse.authoring.mutants"),
        ("gdcourse.judging.judge", "from gdcourse import check"),
        ("gdcourse.judging.judge", "from gdcourse import cli"),
        ("gdcourse.grading.classroom.course", "from gdcourse.grading.pages import report"),
        ("gdcourse.language", "from gdcourse.judging import judge"),
    ],
)
def test_a_wrong_import_is_seen_however_it_is_written(module: str, code: str) -> None:
    assert len(wrong_imports(code, module)) == 1


TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_a_test_that_is_named_after_a_module_lies_in_its_room(path: Path) -> None:
    """What is tried of the ground lies in ``project``, with what is tried of the whole."""
    modules = [module for module in FILES if module.stem == path.stem.removeprefix("test_")]
    rooms = [module.parent.relative_to(PACKAGE) if module.parent != PACKAGE else Path("project") for module in modules]
    assert not rooms or path.parent.relative_to(ROOT / "tests") in rooms


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
