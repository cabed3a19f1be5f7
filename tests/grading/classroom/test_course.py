"""A whole class, from release to feedback: nbgrader's commands and ours, side by side on the same submissions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbgrader.converters import Autograde

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.gradebook_recording import recorded_results
from gdcourse.grading.demo.simulated_class import COPIED_FROM_THE_WEB, reference_answers, simulated_class, submission
from gdcourse.grading.submission.hidden_cases import hidden_key
from gdcourse.judging.comparing import as_numbers
from support.course import ROOT, hand_in, make_course

UNIT = find_unit("02-manual-gradient")
SECRET = "known to this test"  # noqa: S105
BIN = Path(sys.executable).parent


def run(course: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GDCOURSE_SECRET": SECRET, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)


def run_here(course: Path, *arguments: str) -> Result:
    """``gdcourse`` in this process: to start Python and import everything takes longer than most of what is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        patch.setenv("GDCOURSE_SECRET", SECRET)
        return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def graded_twice(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode) -> tuple[Course, Course, list[Any]]:
    """Two courses with the same submissions: one graded by nbgrader alone, one by gdcourse, and what that printed."""
    ours = make_course(tmp_path_factory.mktemp("ours") / "course")
    answers = dict(list(simulated_class(UNIT, size=4).items()))
    answers["copied"] = {**reference_answers(UNIT), "mse-gradient": COPIED_FROM_THE_WEB}
    for student, given in answers.items():
        hand_in(
            ours,
            student,
            submission(release, UNIT, given, "합은 N배예요. · The sum is N times as large." if given else None),
        )
    hand_in(ours, "kernel-killer", submission(release, UNIT, {"update-rule": "import os\nos._exit(1)"}, "…"))
    hand_in(ours, "not-a-notebook", b"PK\x03\x04 this is a zip")
    plain = tmp_path_factory.mktemp("plain") / "course"
    shutil.copytree(ours.directory, plain)

    graded = run(ours.directory, "gdcourse", "grade", UNIT.slug, "--json", "--jobs", "2")
    assert graded.returncode == 0, graded.stderr
    by_nbgrader = run(plain, "nbgrader", "autograde", UNIT.slug)
    assert by_nbgrader.returncode == 0, by_nbgrader.stderr
    return ours, Course(plain), json.loads(graded.stdout)


def gradebook(course: Course) -> dict[tuple[str, str], tuple[float | None, bool]]:
    """By student and question: the automatic score, and whether a person has to grade."""
    with course.gradebook() as book:
        return {
            (submitted.student.id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submitted in book.assignment_submissions(UNIT.slug)
            for notebook in submitted.notebooks
            for grade in notebook.grades
        }


@pytest.mark.needs_isolation
def test_nbgrader_autograde_and_gdcourse_grade_give_the_same_marks(
    graded_twice: tuple[Course, Course, list[Any]],
) -> None:
    ours, plain, _ = graded_twice
    assert gradebook(ours) == gradebook(plain)
    assert len(gradebook(ours)) == 10 * (len(UNIT.exercises) + 1)  # and the reflection


@pytest.mark.needs_isolation
def test_nbgrader_autograde_and_gdcourse_grade_say_the_same_of_every_answer(
    graded_twice: tuple[Course, Course, list[Any]],
) -> None:
    said = [
        {(r.student, v.exercise): (v.state, v.score, v.diagnosis, v.message) for r in results for v in r.verdicts}
        for results in (recorded_results(course, UNIT.slug) for course in graded_twice[:2])
    ]
    assert said[0] == said[1]
    assert said[1]["not-a-notebook", "reflection"][0] == "ungradable"


def test_the_records_hold_what_the_gradebook_holds(graded_twice: tuple[Course, Course, list[Any]]) -> None:
    ours, _, records = graded_twice
    book = gradebook(ours)
    assert {(r["student"], r["question"]) for r in records} == set(book)
    for record in records:
        score, open_for_a_person = book[record["student"], record["question"]]
        assert record["score"] == score
        assert open_for_a_person == (record["state"] == "manual")
        told = {"student", "unit", "question", "score", "max_score", "state", "diagnosis", "message"}
        assert set(record) == told | {"handed_in", "late", "seconds_late", "late_penalty"}
        assert record["message"]["ko"]
        assert record["message"]["en"]


@pytest.mark.needs_isolation
def test_every_simulated_answer_is_graded_and_diagnosed_as_it_was_made(
    graded_twice: tuple[Course, Course, list[Any]],
) -> None:
    _, _, records = graded_twice
    students = simulated_class(UNIT, size=4)
    looked_at = 0
    for record in records:
        answer = students.get(record["student"], {}).get(record["question"])
        if answer is None or isinstance(answer, str) or record["state"] == "manual":
            continue
        looked_at += 1
        if answer.role == "mistake":
            assert record["diagnosis"] == answer.id
        else:
            assert record["score"] == record["max_score"]
    assert looked_at > 40


@pytest.mark.needs_isolation
def test_code_copied_from_the_web_is_named_in_the_record_in_both_languages(
    graded_twice: tuple[Course, Course, list[Any]],
) -> None:
    _, _, records = graded_twice
    record = next(r for r in records if (r["student"], r["question"]) == ("copied", "mse-gradient"))
    assert record["diagnosis"] == "sum-for-mean"
    assert "정확히 N배 커요" in record["message"]["ko"]
    assert "exactly N times too large" in record["message"]["en"]


@pytest.mark.needs_isolation
def test_one_broken_submission_harms_no_other(graded_twice: tuple[Course, Course, list[Any]]) -> None:
    _, _, records = graded_twice
    states = {(r["student"], r["question"]): r["state"] for r in records}
    assert {states["not-a-notebook", e.id] for e in UNIT.exercises} == {"ungradable"}
    assert states["kernel-killer", "parabola-slope"] == "missing"
    assert states["kernel-killer", "why-faster"] == "ungradable"
    assert sum(r["score"] or 0 for r in records if r["student"] == "all-right") == 17


@pytest.mark.needs_isolation
def test_feedback_shows_the_diagnosis_and_no_hidden_expected_value(
    graded_twice: tuple[Course, Course, list[Any]],
) -> None:
    ours, _, _ = graded_twice
    written = run_here(ours.directory, "feedback", UNIT.slug)
    assert written.exit_code == 0, written.stderr
    pages = [Path(line) for line in written.stdout.splitlines()]
    assert len(pages) == 10
    copied = next(page for page in pages if "copied" in page.parts)
    assert "정확히 N배 커요" in copied.read_text(encoding="utf-8")
    looked_for = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "BEGIN SOLUTION" not in text
        assert "gdcourse.solutions" not in text
        assert "맞는 값:" not in text
        assert "(right:" not in text
        for exercise in UNIT.exercises:
            key = hidden_key(UNIT, exercise, SECRET.encode(), page.parts[-3])
            for expected in key["expected"]:
                number = as_numbers(expected)
                said = f"{float(number):.6g}" if number is not None and number.shape == () else ""
                if len(re.sub(r"^[0.]+|[-.]", "", said)) < 3:
                    continue  # one as short as 0.14 may be an input of another question
                looked_for += 1
                # The whole number, with its sign: a student may well have given its negative.
                assert not re.search(rf"(?<![\d.\-]){re.escape(said)}(?![\d.])", text), exercise.id
    assert looked_for > 100


@pytest.mark.needs_isolation
def test_grading_again_changes_no_mark_and_keeps_what_a_person_gave(
    graded_twice: tuple[Course, Course, list[Any]],
) -> None:
    ours, _, _ = graded_twice
    with ours.gradebook() as book:
        grade = book.find_grade("reflection", UNIT.slug, UNIT.slug, "all-right")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.db.commit()
    before = gradebook(ours)
    again = run_here(ours.directory, "grade", UNIT.slug, "--student", "all-right")
    assert again.exit_code == 0, again.stderr
    assert "all-right" in again.stdout
    after = gradebook(ours)
    assert {k: v[0] for k, v in after.items()} == {k: v[0] for k, v in before.items()}
    with ours.gradebook() as book:
        assert book.find_grade("reflection", UNIT.slug, UNIT.slug, "all-right").manual_score == 2.5


@pytest.mark.needs_isolation
def test_a_folder_without_the_notebook_scores_zero_and_is_missing(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    course.path("submitted", UNIT.slug, "forgetful").mkdir(parents=True)
    graded = run_here(course.directory, "grade", UNIT.slug, "--json")
    assert graded.exit_code == 0, graded.stderr
    assert {(r["state"], r["score"]) for r in json.loads(graded.stdout)} == {("missing", 0.0)}
    assert {score for score, _ in gradebook(course).values()} == {0.0}


CLASSIC_CHECK = """\
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(-3) == -6
### END HIDDEN TESTS"""


def add_classic_cells(path: Path) -> None:
    """Cells in nbgrader's own style: asserts, hidden tests, and partial credit as a number."""
    notebook = nbformat.read(path, as_version=4)

    def cell(grade_id: str, source: str, **metadata: object) -> NotebookNode:
        common = {"schema_version": 3, "task": False, "cell_type": "code", "grade_id": grade_id}
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": {**common, **metadata}})

    solution = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    checked = {"grade": True, "solution": False, "locked": True}
    notebook.cells += [
        cell("double-solution", solution, grade=False, solution=True, locked=False),
        cell("double", CLASSIC_CHECK, points=2, **checked),
        cell("double-partly", "1.5 if double(1) == 2 else 0.5", points=2, **checked),
    ]
    introduction = notebook.cells[1]
    introduction.source = introduction.source.replace("20점", "24점").replace("20 points", "24 points")
    nbformat.write(notebook, path)


@pytest.mark.needs_isolation
def test_classic_check_cells_keep_working_with_both_graders(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    add_classic_cells(course.path("source", UNIT.slug) / f"{UNIT.slug}.ipynb")
    released = course.release(UNIT.slug) / f"{UNIT.slug}.ipynb"
    assert "double(-3)" not in released.read_text(encoding="utf-8")
    answers = {
        "right": "def double(x):\n    return x + x",
        "visible-only": "def double(x):\n    return 4 if x == 2 else 2",
        "dead": "import os\nos._exit(1)",
    }
    for student, source in answers.items():
        notebook = nbformat.read(released, as_version=4)
        next(
            c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "double-solution"
        ).source = source
        hand_in(course, student, notebook)
    expected = {"right": (2.0, 1.5), "visible-only": (0.0, 1.5), "dead": (0.0, 0.0)}
    for grader in (grade_with_gdcourse, grade_with_nbgrader):
        grader(course)
        book = gradebook(course)
        assert {s: (book[s, "double"][0], book[s, "double-partly"][0]) for s in answers} == expected, grader


def grade_with_gdcourse(course: Course) -> None:
    done = run_here(course.directory, "grade", UNIT.slug)
    assert done.exit_code == 0, done.stderr


def grade_with_nbgrader(course: Course) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GDCOURSE_SECRET", SECRET)
        course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), UNIT.slug)


def test_commands_say_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    nowhere = run(tmp_path, "gdcourse", "grade", UNIT.slug)
    assert nowhere.returncode == 1
    assert "nbgrader_config.py" in nowhere.stderr
    assert "Traceback" not in nowhere.stderr
    demo = run(tmp_path, "gdcourse", "demo")
    assert demo.returncode == 1
    assert "Traceback" not in demo.stderr
    assert list(tmp_path.iterdir()) == []
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "source" / UNIT.slug, tmp_path / "source" / UNIT.slug)
    unreleased = run_here(tmp_path, "grade", UNIT.slug)
    assert unreleased.exit_code == 1
    assert f"gdcourse release {UNIT.slug}" in unreleased.output
    unknown = run_here(tmp_path, "release", "99-nothing")
    assert unknown.exit_code == 2
    assert UNIT.slug in unknown.output
    assert run_here(tmp_path, "release", UNIT.slug).exit_code == 0
    nobody = run_here(tmp_path, "grade", UNIT.slug)
    assert nobody.exit_code == 1
    assert "submitted" in nobody.output
    (tmp_path / "precious").mkdir()
    refused = run_here(tmp_path, "demo", "--directory", "precious")
    assert refused.exit_code == 1
    assert "precious" in refused.output


def test_refresh_stores_outputs_and_leaves_a_failing_notebook_as_it_was(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ipynb", tmp_path / "bad.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(6 * 7)")]), good)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), bad)
    before = bad.read_bytes()
    assert run_here(tmp_path, "refresh", "good.ipynb").exit_code == 0
    assert nbformat.read(good, as_version=4).cells[0].outputs[0].text == "42\n"
    again = run_here(tmp_path, "refresh", "good.ipynb")
    assert "unchanged" in again.stdout
    failed = run_here(tmp_path, "refresh", "bad.ipynb")
    assert failed.exit_code == 1
    assert "cell 1 ended in an error, so no outputs were stored. ZeroDivisionError: division by zero" in failed.output
    assert bad.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.ipynb", "good.ipynb"]


@pytest.mark.parametrize(
    ("language", "said", "unsaid"), [("en", "has no answer", "답이"), ("ko", "답이 없어요", "has no")]
)
def test_an_error_that_a_notebook_tells_in_both_languages_is_told_in_the_one_asked_for(
    tmp_path: Path, language: str, said: str, unsaid: str
) -> None:
    path = tmp_path / "one.ipynb"
    code = 'raise LookupError("답이 없어요.\\n다시.\\nIt has no answer.\\nAgain.")'
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
    failed = CliRunner().invoke(main, ["refresh", str(path), "--lang", language])
    assert (failed.exit_code, said in failed.output, unsaid in failed.output) == (1, True, False), failed.output


def test_refresh_names_every_solution_that_does_not_pass_its_check_and_stores_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wrong.ipynb"
    sources = [
        "from gdcourse import check",
        "def slope(w, a, c):\n    return a * (w - c)",
        'check("parabola-slope", slope)',
        "1 / 0",
        "def update(w, grad, lr):\n    return w + lr * grad",
        'check("update-rule", update)',
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[3].metadata.tags = ["raises-exception"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    before = path.read_bytes()
    failed = run_here(tmp_path, "refresh", "wrong.ipynb")
    assert failed.exit_code == 1
    for exercise in ("parabola-slope", "update-rule"):
        assert f"wrong.ipynb: the solution in the notebook does not pass the check of '{exercise}'" in failed.output
        assert f"노트북의 풀이가 '{exercise}' 검사를 통과하지 못해서" in failed.output
    assert path.read_bytes() == before


def test_who_takes_out_a_question_that_was_wrong_is_told_how_it_is_dropped(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    with course.gradebook() as book:
        book.add_student("kim")
        book.add_submission(UNIT.slug, "kim")
    path = course.path("source", UNIT.slug) / f"{UNIT.slug}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    gone = {"one-step", "one-step-solution"}
    notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in gone]
    for cell in notebook.cells:
        cell.source = re.sub(r"\b20(?=점| points)", "19", cell.source)
    nbformat.write(notebook, path)
    released = (course.path("release", UNIT.slug) / f"{UNIT.slug}.ipynb").read_bytes()
    with pytest.raises(CourseError) as told:
        course.release(UNIT.slug)
    for said in ("gone: one-step, one-step-solution", "name it in `c.Grade.dropped`", "`c.Grade.dropped`에 적고"):
        assert said in str(told.value)
    assert (course.path("release", UNIT.slug) / f"{UNIT.slug}.ipynb").read_bytes() == released


def test_a_unit_that_is_not_there_keeps_those_beside_it_from_being_graded(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    hand_in(course, "kim", b"{}")
    options = ["--no-isolation", "--course", str(course.directory)]
    told = CliRunner().invoke(main, ["grade", UNIT.slug, "03-chian-rule", *options])
    assert told.exit_code == 1
    assert "There is no unit '03-chian-rule'" in told.output
    assert "kim" not in told.output
    with course.gradebook() as book:
        assert book.assignment_submissions(UNIT.slug) == []
