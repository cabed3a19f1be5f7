"""What others' graders were reported for: each report is handed in here, graded and recorded."""

from __future__ import annotations

import copy
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.utils import determine_grade

from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.course_error import CourseError
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result, recorded_results
from gdcourse.notebooks.reading import grade_id_of
from support.course import ROOT

UNIT = "lab (1) v2$."
"""jupyter/nbgrader#1738: names that mean something in a pattern."""
POINTS = 20.0
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def cell(source: str, grade_id: str, points: float | None = None, kind: str = "") -> NotebookNode:
    """A cell as nbgrader's panel marks it; ``kind`` is ``"task"``, ``"test"`` or what is answered, ``""``."""
    known: dict[str, object] = {"grade_id": grade_id, "schema_version": 3, "task": kind == "task"}
    known |= {"locked": kind in ("task", "test"), "solution": kind == ""}
    known |= {"grade": points is not None and kind != "task"} | ({} if points is None else {"points": points})
    make = new_code_cell if kind == "test" or "SOLUTION" in source else new_markdown_cell
    return make(source, metadata={"nbgrader": known})


TASK = "Write as many cells as you need.\n=== BEGIN MARK SCHEME ===\nx\n=== END MARK SCHEME ==="


def first() -> NotebookNode:
    cells = [
        new_markdown_cell("# First"),
        cell("def f(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION", "f"),
        cell("assert f(1) == 2", "f-test", 4, "test"),
        cell("assert f(2) == 3", "f-more", 0, "test"),
        cell("YOUR ANSWER HERE", "why", 3),
        cell("### BEGIN SOLUTION\nplot = 1\n### END SOLUTION", "plot", 2),
        cell(TASK, "task", 5, "task"),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def second() -> NotebookNode:
    cells = [
        cell("def g(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "g"),
        cell("assert g(1) == 2", "g-test", 6, "test"),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


ANSWERS = {
    "f": "def f(x):\n    return x + 1",
    "g": "def g(x):\n    return 2 * x",
    "why": "One is added.",
    "plot": "plot = 2",
}


def without(*ids: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if grade_id_of(cell) not in ids]

    return change


def without_metadata(notebook: NotebookNode) -> None:
    for own in notebook.cells:
        own.metadata = NotebookNode()


def as_given(notebook: NotebookNode) -> None:
    for own in notebook.cells:
        if grade_id_of(own) in ANSWERS:
            own.source = "raise NotImplementedError()" if own.cell_type == "code" else "YOUR ANSWER HERE"


def split(notebook: NotebookNode) -> None:
    """An import is split off, and JupyterLab gives it the metadata of the cell, Colab's id included."""
    at = next(n for n, own in enumerate(notebook.cells) if grade_id_of(own) == "f")
    notebook.cells[at].metadata["id"] = "aBcD1234"
    part = copy.deepcopy(notebook.cells[at])
    part.source = "import math"
    notebook.cells.insert(at, part)


def emptied(notebook: NotebookNode) -> None:
    next(own for own in notebook.cells if grade_id_of(own) == "why").source = ""


def as_type(cell_type: str | None) -> Callable[[NotebookNode], None]:
    """Every cell of this type, or of the other one of Markdown and code."""

    def change(notebook: NotebookNode) -> None:
        for own in notebook.cells:
            own.cell_type = cell_type or ("markdown" if own.cell_type == "code" else "code")
            for key in ("outputs", "execution_count"):
                own.pop(key, None)
            if own.cell_type == "code":
                own.outputs, own.execution_count = [], None

    return change


def cells_between(notebook: NotebookNode) -> None:
    notebook.cells = [
        each
        for own in notebook.cells
        for each in (new_code_cell("1 / 0"), own, new_raw_cell("?"), new_markdown_cell("A note"))
    ]


def metadata_of_their_own(notebook: NotebookNode) -> None:
    worth_much = cell("raise ValueError", "mine", 50, "test").metadata
    for metadata in ({"nbgrader": {"grade_id": "mine"}}, worth_much, {"nbgrader": {}}, {"nbgrader": "yes"}):
        notebook.cells.insert(0, new_code_cell("x = 1", metadata=metadata))


def answered(source: str) -> Callable[[NotebookNode], None]:
    """This in the place of the answer."""

    def change(notebook: NotebookNode) -> None:
        next(own for own in notebook.cells if grade_id_of(own) == "f").source = source

    return change


def first_of_all(*sources: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.cells[:0] = [new_code_cell(source) for source in sources]

    return change


def last_of_all(*sources: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        notebook.cells += [new_code_cell(source) for source in sources]

    return change


CHANGES: dict[str, Callable[[NotebookNode], None]] = {
    "kim (a)": lambda notebook: None,
    "no[1]test": without("f-test"),
    "no+why": without("why"),
    "no.plot": without("plot"),
    "no-task": without("task"),
    "nothing": without(*ANSWERS, "f-test", "f-more", "task"),
    "split": split,
    "bare": without_metadata,
    "bare$blank": lambda notebook: (as_given(notebook), without_metadata(notebook))[0],
    "empty": emptied,
    "types": as_type(None),
    "raw": as_type("raw"),
    "between": cells_between,
    "own-ids": metadata_of_their_own,
    "warns": answered(
        "import sys, warnings\ndef f(x):\n    warnings.warn('old')\n    print('x', file=sys.stderr)\n    return x + 1"
    ),
    "window": answered(f"%matplotlib widget\n{ANSWERS['f']}"),
    "another window": first_of_all(
        "%matplotlib qt", "%matplotlib widget", "import matplotlib.pyplot as plt\nplt.plot([1])"
    ),
    "widgets": answered(f"from ipywidgets import interact\n{ANSWERS['f']}\ninteract(f, x=(1, 5));"),
    "asks": first_of_all("name = input('Who? ')", "%no_such_magic", "!pip install nothing", "exit()"),
    "spaces": answered("def f(x):\n\xa0\xa0\xa0\xa0return x + 1"),
    "module": answered(f"import no_such_module\n{ANSWERS['f']}"),
    "AD\\kim": lambda notebook: None,
    "ad\\Kim": as_given,
    "taken up": last_of_all("f = 3", "def f(x):\n    return x"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    directory = tmp_path_factory.mktemp("reports") / "course"
    (directory / "source" / UNIT).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    for name, notebook in (("first", first()), ("second", second())):
        nbformat.write(notebook, directory / "source" / UNIT / f"{name}.ipynb")
    course = Course(directory)
    course.release(UNIT)
    for student, change in CHANGES.items():
        hand_in(course, student, "first", change)
        hand_in(course, student, "second", lambda notebook: None)
    (course.path("submitted", UNIT, "kim (a)") / "timestamp.txt").write_text("2026-03-01 12:00 UTC")
    assert grade(course) == 2 * len(CHANGES)
    return course


def hand_in(course: Course, student: str, name: str, change: Callable[[NotebookNode], None]) -> Path:
    notebook = nbformat.read(course.path("release", UNIT) / f"{name}.ipynb", as_version=4)
    for own in notebook.cells:
        own.source = ANSWERS.get(grade_id_of(own) or "", own.source)
    change(notebook)
    path = course.path("submitted", UNIT, student) / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def grade(course: Course) -> int:
    return grade_class(course, UNIT, Options(jobs=1, isolated=False)).graded


def states(course: Course, student: str) -> dict[str, str]:
    """By question its state, with the points that count where it was graded."""
    found: list[Result] = list(recorded_results(course, UNIT, student))
    shown = {v.exercise: f"{v.state} {v.score:g}" if v.score else v.state for r in found for v in r.verdicts}
    assert sum(v.max_score for r in found for v in r.verdicts) == POINTS
    return shown


RIGHT = {"f-test": "graded 4", "f-more": "graded", "why": "manual", "plot": "manual", "task": "manual"}


@pytest.mark.parametrize(
    ("student", "otherwise"),
    [
        ("kim (a)", {}),
        ("no[1]test", {}),
        ("no+why", {"why": "missing"}),
        ("no.plot", {"plot": "missing"}),
        ("no-task", {}),
        ("nothing", {"f-test": "graded", "why": "missing", "plot": "missing"}),
    ],
)
def test_a_deleted_cell_comes_back_and_costs_what_was_asked_in_it_alone(
    course: Course, student: str, otherwise: dict[str, str]
) -> None:
    """jupyter/nbgrader#1682, where nobody could grade it then; TU-Wien-dataLAB/grader-service#169, where the maximum
    became less; jupyter/nbgrader#993, where what was left empty waited for ever."""
    assert states(course, student) == RIGHT | otherwise | {"g-test": "graded 6"}
    with course.gradebook() as gradebook:
        handed_in = gradebook.find_submission(UNIT, student)
        assert handed_in.max_score == POINTS
        grades = [one for notebook in handed_in.notebooks for one in notebook.grades]
        open_ = {one.name for one in grades if one.needs_manual_grade}
    assert open_ == {name for name, state in (RIGHT | otherwise).items() if state == "manual"}
    graded = nbformat.read(course.path("autograded", UNIT, student) / "first.ipynb", as_version=4)
    fields = {grade_id_of(own) for own in graded.cells if own.metadata.get("nbgrader", {}).get("points") is not None}
    assert fields == set(RIGHT), "where formgrader shows a field"


def test_what_is_empty_is_missing_and_waits_for_nobody(course: Course) -> None:
    """jupyter/nbgrader#993."""
    assert states(course, "empty")["why"] == "missing"


def test_a_split_cell_with_the_same_metadata_twice_costs_nothing(course: Course) -> None:
    """jupyter/nbgrader#1083, jeflem/ananke#12, and googlecolab/colabtools#581, where a cell vanished."""
    assert states(course, "split") == RIGHT | {"g-test": "graded 6"}
    graded = nbformat.read(course.path("autograded", UNIT, "split") / "first.ipynb", as_version=4)
    assert "import math" in [own.source for own in graded.cells]


def test_a_notebook_without_any_of_nbgraders_metadata_is_graded_like_the_others(course: Course) -> None:
    """jupyter/nbgrader#424 and #1398."""
    assert states(course, "bare") == RIGHT | {"g-test": "graded 6"}
    assert states(course, "bare$blank") == states(course, "nothing") | {"f-test": "graded"}


@pytest.mark.parametrize("student", ["types", "raw", "between", "own-ids"])
def test_another_type_of_cell_cells_between_and_ids_of_ones_own_cost_nothing(course: Course, student: str) -> None:
    """jupyter/nbgrader#1941, where 15 of 300 broke the batch; jupyter/nbgrader#377."""
    assert states(course, student) == RIGHT | {"g-test": "graded 6"}


@pytest.mark.parametrize("student", ["warns", "window", "another window", "widgets", "asks"])
def test_what_needs_a_person_at_a_screen_or_only_warns_costs_nothing(course: Course, student: str) -> None:
    """sagemathinc/cocalc#6137 and ucbds-infra/otter-grader#755, where widgets never ended; jupyter/nbgrader#1070;
    RussTedrake/manipulation#194."""
    assert states(course, student) == RIGHT | {"g-test": "graded 6"}
    graded = nbformat.read(course.path("autograded", UNIT, student) / "first.ipynb", as_version=4)
    check = next(own for own in graded.cells if grade_id_of(own) == "f-test")
    assert determine_grade(check) == (4, 4), "as nbgrader reads it"


def test_students_whose_ids_hold_a_backslash_or_differ_in_case_are_graded_each(course: Course) -> None:
    """jupyter/nbgrader#912; RunestoneInteractive/RunestoneServer#1158; openwebwork/webwork2#1514."""
    assert states(course, "AD\\kim") == RIGHT | {"g-test": "graded 6"}
    assert states(course, "ad\\Kim")["f-test"] == "graded"


def test_a_name_that_is_used_again_further_down_is_asked_for_where_it_stood(course: Course) -> None:
    """ucbds-infra/otter-grader#793."""
    assert states(course, "taken up") == RIGHT | {"g-test": "graded 6"}


def test_a_drawing_for_a_window_is_drawn_where_nobody_has_one(course: Course) -> None:
    """jupyter/nbgrader#1070."""
    graded = nbformat.read(course.path("autograded", UNIT, "another window") / "first.ipynb", as_version=4)
    assert any("image/png" in output.get("data", {}) for output in graded.cells[2].outputs)


@pytest.mark.parametrize(
    ("student", "cause"), [("spaces", "SyntaxError"), ("module", "No module named 'no_such_module'")]
)
def test_a_check_that_misses_a_name_tells_why_the_cell_that_makes_it_had_stopped(
    course: Course, student: str, cause: str
) -> None:
    assert states(course, student) == RIGHT | {"f-test": "graded", "g-test": "graded 6"}
    verdict = next(v for r in recorded_results(course, UNIT, student) for v in r.verdicts if v.exercise == "f-test")
    assert cause in verdict.message.en
    assert "cell number 2" in verdict.message.en


def test_what_a_system_leaves_beside_a_notebook_is_nobodys_work(course: Course) -> None:
    """jupyter/nbgrader#1234."""
    folder = hand_in(course, "windows", "first", lambda notebook: None).parent
    hand_in(course, "windows", "second", lambda notebook: None)
    for place in (folder, folder.parent, folder.parent.parent):
        (place / "desktop.ini").write_bytes("[.ShellClassInfo]".encode("utf-16"))
    (folder / "._first.ipynb").write_bytes(b"\0\5\26\7")
    (folder / ".ipynb_checkpoints").mkdir()
    shutil.copy(folder / "first.ipynb", folder / ".ipynb_checkpoints" / "first-checkpoint.ipynb")
    assert grade(course) == 2
    assert states(course, "windows") == RIGHT | {"g-test": "graded 6"}


def test_questions_are_not_exchanged_under_those_who_have_handed_in(course: Course) -> None:
    """TU-Wien-dataLAB/grader-service#341, where such submissions could not be graded any more."""
    source = course.directory / "source" / UNIT / "first.ipynb"
    before = source.read_bytes()
    notebook = nbformat.read(source, as_version=4)
    notebook.cells = [own for own in notebook.cells if grade_id_of(own) != "plot"]
    nbformat.write(notebook, source)
    try:
        with pytest.raises(CourseError, match=f"remove {re.escape(shlex.quote(UNIT))} --force"):
            course.release(UNIT)
    finally:
        source.write_bytes(before)


def test_a_mark_by_hand_outlives_a_newer_attempt_which_is_looked_at(course: Course) -> None:
    """RunestoneInteractive/RunestoneServer#1013, where it was replaced by nothing."""
    hand_in(course, "again", "first", lambda notebook: None)
    hand_in(course, "again", "second", lambda notebook: None)
    assert grade(course) == 2
    with course.gradebook() as gradebook:
        for question, score in (("why", 2.5), ("f-test", 1)):
            given = gradebook.find_grade(question, "first", UNIT, "again")
            given.manual_score, given.needs_manual_grade = score, False
        gradebook.db.commit()
    for change in (emptied, lambda notebook: None):
        hand_in(course, "again", "first", change)
        assert grade(course) == 1
        assert states(course, "again") == RIGHT | {"why": "manual 2.5", "f-test": "manual 1", "g-test": "graded 6"}


def test_a_cell_of_no_points_is_told_right_or_wrong_and_changes_no_mark(course: Course) -> None:
    """jupyter/nbgrader#1353."""
    verdicts = {
        (result.student, v.exercise): v.correct for result in recorded_results(course, UNIT) for v in result.verdicts
    }
    assert verdicts["kim (a)", "f-more"]
    assert not verdicts["nothing", "f-more"]


def test_the_second_notebook_of_a_newer_attempt_is_graded_too(course: Course) -> None:
    """jupyter/nbgrader#724."""
    hand_in(course, "two", "first", lambda notebook: None)
    hand_in(course, "two", "second", as_given)
    assert grade(course) == 2
    assert states(course, "two")["g-test"] == "graded"
    hand_in(course, "two", "second", lambda notebook: None)
    assert grade(course) == 1
    assert states(course, "two") == RIGHT | {"g-test": "graded 6"}


@pytest.mark.parametrize(
    ("stamp", "late"),
    [
        ("2026-03-01 23:59:00 KST", 0),
        ("2026-03-01 14:59:00.000000 UTC", 0),
        ("2026-03-01T09:59:00-05:00", 0),
        ("2026-03-01 23:59:01 KST", 10),
        ("2026-03-01T09:59:01-05:00", 10),
    ],
)
def test_the_second_at_which_it_is_due_is_on_time_in_whatever_zone_it_was_handed_in(
    course: Course, stamp: str, late: float
) -> None:
    """NatTuck/bottlenose-classic#15 and RunestoneInteractive/RunestoneServer#1003; and jupyter/nbgrader#723, where a
    penalty stayed whatever was moved since."""
    settings = course.directory / "nbgrader_config.py"
    before = settings.read_text()
    settings.write_text(f'{before}\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=datetime(2026, 3, 1, 14, 59))
    written = course.path("submitted", UNIT, "kim (a)") / "timestamp.txt"
    try:
        written.write_text(stamp)
        assert grade(Course(course.directory)) == 0
        results = recorded_results(course, UNIT, "kim (a)")
        assert sum(result.lateness.penalty for result in results) == late
    finally:
        settings.write_text(before)
        with course.gradebook() as gradebook:
            gradebook.update_or_create_assignment(UNIT, duedate=None)
        grade(Course(course.directory))


def test_a_mark_by_hand_stands_in_the_records_and_what_is_open_beside_it(course: Course) -> None:
    """sagemathinc/cocalc#5454."""
    with course.gradebook() as gradebook:
        given = gradebook.find_grade("why", "first", UNIT, "split")
        given.manual_score, given.needs_manual_grade = 2.5, False
        gradebook.db.commit()
    records = {record["question"]: record for r in recorded_results(course, UNIT, "split") for record in r.records()}
    assert (records["why"]["score"], records["why"]["state"]) == (2.5, "graded")
    assert (records["plot"]["score"], records["plot"]["state"]) == (None, "manual")
