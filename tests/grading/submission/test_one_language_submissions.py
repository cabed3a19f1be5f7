"""An assignment that was given out in one language is graded like any other."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbformat import NotebookNode

from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.lms.install_cell import with_install
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.cell_matching import match
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.grading.submission.grade_submission import grade_notebook
from gdcourse.grading.submission.limits import Limits
from gdcourse.notebooks.one_language import in_language
from gdcourse.notebooks.reading import read_notebook
from support.course import make_course

UNIT = find_unit("02-manual-gradient")
ADDRESS = "https://courses.example/gdcourse-0.1.0-py3-none-any.whl"


@pytest.fixture(scope="module", params=[None, "ko", "en"], ids=["released in both", "in Korean", "in English"])
def assignment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    course = make_course(tmp_path_factory.mktemp("course") / "course")
    if request.param is not None:
        course.release(UNIT.slug, request.param)
    return course.assignments(UNIT.slug)[0]


def handed_in(notebook: NotebookNode, language: str, installs: bool = False) -> NotebookNode:
    data = nbformat.writes(in_language(notebook, language)).encode()
    return read_notebook(with_install(data, ADDRESS) if installs else data)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("solved", [True, False], ids=["solved", "blank"])
def test_one_language_or_both_it_is_the_same_submission(
    release: NotebookNode, assignment: Assignment, language: str, solved: bool
) -> None:
    given = copy.deepcopy(release)
    written = submission(given, UNIT, reference_answers(UNIT), "mine") if solved else given
    in_both = restore(read_notebook(nbformat.writes(written).encode()), assignment)
    in_one = restore(handed_in(written, language), assignment)
    assert in_one.cells == in_both.cells
    matching = match(in_one.cells, assignment)
    assert [position for position in range(len(in_one.cells)) if matching.is_own(position)] == []
    if not solved:
        assert all(matching.is_blank(cell.grade_id) for cell in assignment.cells if not cell.locked)


def test_the_cell_that_installs_before_a_choice_is_nobodys_answer(
    release: NotebookNode, assignment: Assignment
) -> None:
    restored = restore(handed_in(copy.deepcopy(release), "ko", installs=True), assignment)
    matching = match(restored.cells, assignment)
    first = next(question for question in assignment.questions if question.is_check)
    assert matching.elsewhere(first, missing=True) == []


@pytest.mark.isolation
def test_right_answers_in_one_language_get_all_points(release: NotebookNode, assignment: Assignment) -> None:
    written = submission(copy.deepcopy(release), UNIT, reference_answers(UNIT), "mine")
    data = nbformat.writes(in_language(written, "ko")).encode()
    graded = grade_notebook(data, assignment, "kim", b"secret", Limits(cell_seconds=60, notebook_seconds=300))
    assert {v.state for v in graded.verdicts if v.exercise != "reflection"} == {"graded"}
    assert all(v.correct for v in graded.verdicts if v.exercise != "reflection")
