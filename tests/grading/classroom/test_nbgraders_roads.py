"""nbgrader's own ways stay open: its exchange, its autograde beside ours, several notebooks, any folder, any change."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console

from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.classroom.nbgrader_plugins import Grade
from gdcourse.grading.classroom.releasing import kept_unless_replaced
from gdcourse.grading.classroom.terminal_output import show_class
from gdcourse.grading.submission.kernel_languages import OtherLanguageError, check_language
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
from support.course import ROOT

CHECK = {"grade": True, "locked": True, "points": 1, "schema_version": 3, "solution": False, "task": False}


def small_course(directory: Path, *ids: str, settings: str = "", kernel: dict[str, str] | None = None) -> Course:
    """A course with one unit of one notebook, which has an assert for each id; not released yet."""
    (directory / "source/one").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    with (directory / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(settings)
    write_questions(directory / "source/one/one.ipynb", *ids, kernel=kernel)
    return Course(directory)


def write_questions(path: Path, *ids: str, kernel: dict[str, str] | None = None) -> None:
    metadata = {"kernelspec": kernel} if kernel else {}
    cells = [new_code_cell("assert True", metadata={"nbgrader": {**CHECK, "grade_id": grade_id}}) for grade_id in ids]
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)


def handed_in_by(course: Course, student: str) -> None:
    with course.gradebook() as gradebook:
        gradebook.add_student(student)
        gradebook.add_submission("one", student)


def test_a_question_added_after_somebody_handed_in_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", "second")
    released = course.release("one") / "one.ipynb"
    handed_in_by(course, "kim")
    before = released.read_bytes()
    assert course.release("one") == released.parent  # nothing came or went
    write_questions(tmp_path / "course/source/one/one.ipynb", "first", "third")
    with pytest.raises(CourseError, match=r"third.*second"):
        course.release("one")
    assert released.read_bytes() == before
    with course.gradebook() as gradebook:
        assert {cell.name for cell in gradebook.find_notebook("one", "one").source_cells} == {"first", "second"}


def test_a_release_that_fails_leaves_the_one_before_and_says_why_in_a_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    course = small_course(tmp_path / "course", "first")
    released = course.release("one") / "one.ipynb"
    before = released.read_bytes()
    write_questions(tmp_path / "course/source/one/one.ipynb", "twice", "twice")
    with pytest.raises(CourseError) as refused:
        course.release("one")
    assert "ValidationError" in str(refused.value)
    assert "Traceback" not in capfd.readouterr().err
    assert released.read_bytes() == before
    assert [path.name for path in released.parent.parent.iterdir()] == ["one"]


def test_a_release_that_was_killed_is_put_back_by_the_next(tmp_path: Path) -> None:
    release = tmp_path / "one"
    (tmp_path / ".one.before").mkdir()
    (tmp_path / ".one.before/one.ipynb").write_text("old")
    with pytest.raises(RuntimeError), kept_unless_replaced(release):
        raise RuntimeError
    assert (release / "one.ipynb").read_text() == "old"
    with kept_unless_replaced(release):
        release.mkdir()
    assert list(tmp_path.iterdir()) == [release]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    course = small_course(tmp_path / "[2026-1] gd *", "first")
    assert (course.release("one") / "one.ipynb").is_file()
    assert course.coursedir.root == str(tmp_path / "[2026-1] gd *")
    assert course.assignments("one")[0].questions[0].grade_id == "first"


def test_what_is_not_there_is_answered_with_what_is(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first")
    with pytest.raises(CourseError, match="one") as unknown:
        course.assignments("on")
    assert "release" not in str(unknown.value)
    with pytest.raises(CourseError, match="gdcourse release one"):
        course.assignments("one")


@pytest.mark.parametrize(
    "kernelspec",
    [
        {},
        {"name": "python3"},
        {"name": "conda-env-x-py", "language": "python"},
        {"name": "python3", "display_name": "파이썬"},
    ],
)
def test_python_is_graded_whatever_its_kernel_is_called(kernelspec: dict[str, str]) -> None:
    check_language("one.ipynb", kernelspec)


@pytest.mark.parametrize("kernelspec", [{"name": "ir", "language": "R"}, {"name": "julia-1.10"}, {"name": "blah"}])
def test_another_language_is_refused_before_anybody_is_graded(kernelspec: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(OtherLanguageError, match=kernelspec["name"]):
        check_language("one.ipynb", kernelspec)
    full = {"display_name": kernelspec["name"], **kernelspec}
    stubs = "\nc.ClearSolutions.code_stub = {'python': '', 'R': ''}\n"
    course = small_course(tmp_path / "course", kernel=full, settings=stubs)
    course.release("one")
    with pytest.raises(CourseError, match=kernelspec["name"]):
        course.assignments("one")


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ("", (30, 300)),
        ("c.Execute.timeout = 60", (60, 600)),
        ("c.Execute.timeout = 2", (2, 300)),
        ("c.Execute.timeout = None", (300, 300)),
        ("c.Execute.timeout = -1", (300, 300)),
        ("c.Execute.timeout = 60\nc.Grade.notebook_seconds = 90", (60, 90)),
        ("c.Grade.cell_seconds = 10", (10, 300)),
    ],
)
def test_nbgraders_own_timeout_counts_where_it_is_set(settings: str, limits: tuple[int, int], tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", settings=f"\n{settings}\n")
    assert course.limits == Limits(*limits)
    assert course.unheard_settings == []


def test_a_setting_of_nbgraders_that_nothing_follows_is_named(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", settings="\nc.Execute.kernel_name = 'x'\n")
    assert course.unheard_settings == ["Execute.kernel_name"]
    assert Grade(parent=course.app).limits == Limits()


def _result(student: str, notebook: str, count: int) -> Result:
    text = Text("가", "a")
    verdicts = tuple(Verdict(f"q{n}", 1.5, 2.0, "graded", f"{notebook}-slip", text, text) for n in range(count))
    return Result(student, "one", verdicts, notebook=notebook)


@pytest.mark.parametrize("width", [80, 40])
def test_several_notebooks_are_one_row_for_each_student_and_no_score_is_cut(width: int) -> None:
    results = [_result(student, name, 8) for name in ("first", "second") for student in ("kim", "a-long-name-" * 3)]
    console = Console(width=width, file=(written := StringIO()))
    show_class(results, console)
    lines = written.getvalue().splitlines()
    (row,) = [line for line in lines if line.strip().startswith("kim ")]
    assert row.split() == ["kim", *["◐a"] * 16, "24"]
    (head,) = [line for line in lines if "student" in line]
    assert head.split()[-1] == "/32"
    assert sum("first-slip" in line for line in lines) == sum("second-slip" in line for line in lines) == 8
    assert console.width == width


def test_ten_questions_fit_into_eighty_columns() -> None:
    console = Console(width=80, file=(written := StringIO()))
    show_class([_result("2026-12345", "one", 12)], console)
    assert max(map(len, written.getvalue().splitlines()[:6])) <= 80
