"""What an answer imports and reads beside the notebook is there when it is graded."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest

from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.files_beside_notebook import files_beside
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import recorded_results
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.notebooks.default_limits import MOST_FILES_BESIDE
from support.course import hand_in, make_course
from support.isolation import isolated

UNIT = "02-manual-gradient"
USES_HELPER = (
    "import helper\n\n\ndef update(w, grad, lr):\n"
    "    return helper.step(w, grad, lr) + float(open('data/zero.txt').read())"
)
HELPER = b"def step(w, grad, lr):\n    return w - lr * grad\n"


def test_files_of_the_student_are_found_and_no_others(tmp_path: Path) -> None:
    notebook = tmp_path / f"{UNIT}.ipynb"
    wanted = {"helper.py": b"1", "data/a.csv": b"2"}
    others = [f"{UNIT}.ipynb", "other.ipynb", "timestamp.txt", ".hidden", ".git/config", "__pycache__/helper.pyc"]
    for name, content in {**wanted, **dict.fromkeys(others, b"x")}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    assert files_beside(notebook) == wanted
    for number in range(MOST_FILES_BESIDE):
        (tmp_path / f"z{number}.py").touch()
    assert len(files_beside(notebook)) == MOST_FILES_BESIDE
    assert files_beside(tmp_path / "absent" / "x.ipynb") == {}


def test_no_file_of_a_student_takes_the_place_of_the_assignments() -> None:
    own = Assignment(UNIT, UNIT, (), {}, {"data/points.csv": b"ours", "tool.py": b"ours"})
    theirs = {"data/points.csv": b"x", "data": b"x", "tool.py/x": b"x", "helper.py": b"theirs", "data/more.csv": b"y"}
    assert own.with_files(theirs).files == {**own.files, "helper.py": b"theirs", "data/more.csv": b"y"}


@pytest.mark.isolation
def test_an_answer_that_imports_a_file_beside_the_notebook_is_graded_with_it(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    release = nbformat.read(course.path("release", UNIT) / f"{UNIT}.ipynb", as_version=4)
    answers = {**reference_answers(find_unit(UNIT)), "update-rule": USES_HELPER}
    folder = hand_in(course, "kim", submission(release, find_unit(UNIT), answers, "…")).parent
    (folder / "helper.py").write_bytes(HELPER)
    (folder / "data").mkdir()
    (folder / "data" / "zero.txt").write_text("0.0", encoding="utf-8")
    options = Options(jobs=1, isolated=isolated())

    def mark() -> float | None:
        grade_class(course, UNIT, options)
        (result,) = recorded_results(course, UNIT)
        return {verdict.exercise: verdict.score for verdict in result.verdicts}["update-rule"]

    assert mark() == 1.0
    (folder / "helper.py").write_bytes(HELPER.replace(b"-", b"+"))
    assert mark() == 0.0
