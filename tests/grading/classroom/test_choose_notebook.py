"""Among several notebooks in a student's folder the one with the unit's questions and most answers is graded."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
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


@pytest.fixture
def of_two(course: Course, release: NotebookNode) -> Course:
    """A unit of two notebooks: the second has the first one's questions under other ids."""
    source = course.directory / "source" / UNIT
    text = (source / RIGHT).read_text(encoding="utf-8")
    for grade_id in {grade_id_of(cell) for cell in release.cells} - {None}:
        text = text.replace(f'"{grade_id}"', f'"second-{grade_id}"')
    (source / "second.ipynb").write_text(text, encoding="utf-8")
    return Course(course.directory)


def second(data: bytes) -> bytes:
    return data.replace(b'"grade_id": "', b'"grade_id": "second-')


def taken_of(course: Course) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    found = {}
    for notebook in (UNIT, "second"):
        (submission,) = course.submissions(replace(course.assignments(UNIT)[0], notebook=notebook))
        found[notebook] = (submission.path.name if submission.exists else None, submission.beside)
    return found


def test_two_notebooks_whose_names_were_swapped_are_told_by_their_questions(
    of_two: Course, release: NotebookNode
) -> None:
    path = hand_in(of_two, "kim", second(answered(release, 3)))
    path.with_name("second.ipynb").write_bytes(answered(release, 3))
    found = taken_of(of_two)
    assert {name: taken for name, (taken, _) in found.items()} == {UNIT: "second.ipynb", "second": RIGHT}
    assert found[UNIT][1] == ("second.ipynb",)


def test_of_two_notebooks_the_one_that_was_handed_in_is_not_called_strange(
    of_two: Course, release: NotebookNode
) -> None:
    hand_in(of_two, "kim", answered(release, 3))
    assert taken_of(of_two) == {UNIT: (RIGHT, ()), "second": (None, ())}


def test_of_two_notebooks_one_of_another_name_is_told_where_it_counts(of_two: Course, release: NotebookNode) -> None:
    path = hand_in(of_two, "kim", answered(release, 3))
    path.with_name("second.ipynb").write_bytes(second(path.read_bytes()))
    path.rename(path.with_name("mine (1).ipynb"))
    found = taken_of(of_two)
    assert found == {UNIT: ("mine (1).ipynb", ("mine (1).ipynb",)), "second": ("second.ipynb", ())}
