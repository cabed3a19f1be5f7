"""Among several notebooks in a student's folder the one with the unit's questions and most answers is graded."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbformat import NotebookNode

from gdcourse.grading.classroom.course import Course
from gdcourse.notebooks.reading import grade_id_of
from support.course import ROOT, hand_in, make_course

UNIT = "02-manual-gradient"
RIGHT = f"{UNIT}.ipynb"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture
def course(released: Course, tmp_path: Path) -> Course:
    return Course(shutil.copytree(released.directory, tmp_path / "course"))


def answered(release: NotebookNode, count: int) -> bytes:
    notebook = json.loads(json.dumps(release))
    cells = [c for c in notebook["cells"] if str(grade_id_of(NotebookNode(c))).endswith("-solution")]
    for cell in cells[:count]:
        cell["source"] = "answer = 1"
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({RIGHT: 0, f"{UNIT} (1).ipynb": 3}, f"{UNIT} (1).ipynb"),
        ({RIGHT: 3, f"{UNIT}-Copy1.ipynb": 3}, RIGHT),
        ({RIGHT: 3, "draft.ipynb": 1}, RIGHT),
        ({"김하나_과제.ipynb": 2, "draft.ipynb": 1, "lesson.ipynb": None}, "김하나_과제.ipynb"),
        ({f"{RIGHT}.txt": 2, "lesson.ipynb": None}, f"{RIGHT}.txt"),
        ({f"{UNIT}": 2}, UNIT),
        ({f"{RIGHT}.json": 1, "notes.txt": b"call mother"}, f"{RIGHT}.json"),
        ({RIGHT: b"{", f"{UNIT} (1).ipynb": 1}, f"{UNIT} (1).ipynb"),
    ],
)
def test_the_notebook_with_the_questions_and_most_answers_is_taken_and_the_others_are_named(
    course: Course, release: NotebookNode, files: dict[str, int | bytes | None], taken: str
) -> None:
    folder = hand_in(course, "kim", b"").parent
    (folder / RIGHT).unlink()
    for name, content in files.items():
        lesson = (ROOT / "course" / RIGHT).read_bytes() if content is None else content
        (folder / name).write_bytes(answered(release, lesson) if isinstance(lesson, int) else lesson)
    (submission,) = course.submissions(course.assignments(UNIT)[0])
    assert submission.path == folder / taken
    assert set(submission.beside) == set(files) - {RIGHT, "notes.txt"}


def test_what_cannot_be_graded_is_named_too(course: Course) -> None:
    folder = hand_in(course, "kim", b"").parent
    (folder / RIGHT).rename(folder / "answers.pdf")
    (folder / UNIT).mkdir()
    (folder / UNIT / RIGHT).write_text("{}")
    (folder / f"{UNIT}.zip").write_bytes(b"PK")
    (folder / "timestamp.txt").write_text("2026-03-01 12:00 UTC")
    (submission,) = course.submissions(course.assignments(UNIT)[0])
    assert not submission.exists
    assert submission.beside == (f"{UNIT}/{RIGHT}", f"{UNIT}.zip", "answers.pdf")
