"""One fact, one place: where two places disagree, nothing is released, packed or graded, and a sentence says why."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from gdcourse import exercises
from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom import course_consistency
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.course_consistency import disagreements, require_as_released
from gdcourse.grading.classroom.gradebook_recording import opened_gradebook
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.make_workbooks import workbook
from gdcourse.grading.classroom.verdict_database import Recorded, store
from gdcourse.grading.submission import visible_cases
from gdcourse.grading.submission.visible_cases import stale_keys
from gdcourse.judging.answer_keys import path_of
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.language import Text
from gdcourse.notebooks.last_run import note_run
from support.course import ROOT, hand_in, make_course

UNIT = "02-manual-gradient"
SOURCE = ROOT / "source" / UNIT / f"{UNIT}.ipynb"


@pytest.fixture
def source() -> NotebookNode:
    return nbformat.read(SOURCE, as_version=4)


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def said(notebook: NotebookNode) -> list[str]:
    return [text.en for text in disagreements(notebook)]


@pytest.mark.parametrize("path", sorted(ROOT.glob("source/*/*.ipynb")), ids=lambda path: path.stem)
def test_the_courses_own_assignments_agree_with_themselves(path: Path) -> None:
    assert said(nbformat.read(path, as_version=4)) == []


@pytest.mark.parametrize("points", [None, "", "four", "4", -1, float("nan"), float("inf"), True])
def test_a_graded_cell_without_a_number_of_points_is_told(source: NotebookNode, points: object) -> None:
    """jupyter/nbgrader#64."""
    cell(source, "mse-gradient").metadata.nbgrader.points = points
    (told,) = said(source)
    assert "'mse-gradient'" in told
    assert "Create Assignment" in told
    del cell(source, "mse-gradient").metadata.nbgrader["points"]
    assert "(–)" in said(source)[0]


@pytest.mark.parametrize("points", [0, 0.5])
def test_a_cell_may_have_no_points_or_half_of_one(source: NotebookNode, points: float) -> None:
    """jupyter/nbgrader#1353."""
    cell(source, "reflection").metadata.nbgrader.points = points
    assert not [text for text in said(source) if "Create Assignment" in text]


def test_points_are_compared_with_the_exercise_in_the_cell_and_in_the_heading(source: NotebookNode) -> None:
    cell(source, "mse-gradient").metadata.nbgrader.points = 8
    heading = next(c for c in source.cells if c.source.startswith("## 8."))
    heading.source = heading.source.replace("(2)", "(5)", 1)
    assert [text.split(". ")[0] for text in said(source) if "together" not in text] == [
        "'mse-gradient' is worth 8 in its check cell, and 3 in gdcourse/exercises/manual_gradient.py",
        "'largest-rate' is worth 5 in the heading above it, and 2 in gdcourse/exercises/manual_gradient.py",
    ]


def test_a_solution_that_did_not_pass_when_the_notebook_was_last_run_is_not_released(
    source: NotebookNode, tmp_path: Path
) -> None:
    course = make_course(tmp_path)
    path = course.path("source", UNIT) / f"{UNIT}.ipynb"
    cell(source, "update-rule").outputs = [
        nbformat.v4.new_output("display_data", {"text/plain": "✗ update-rule · 0/1점"}),
        nbformat.v4.new_output("error", ename="CheckFailed", evalue="", traceback=[]),
    ]
    cell(source, "mse-gradient").outputs = []  # nobody ran it
    nbformat.write(source, path)
    refused = CliRunner().invoke(main, ["release", UNIT, "--course", str(tmp_path)])
    assert refused.exit_code == 1
    assert "the solution did not pass the check 'update-rule'" in refused.output
    assert "mse-gradient" not in refused.output
    course_consistency.require_agreement(course, UNIT, keys=False)  # nor does it keep anybody from grading


def test_a_solution_that_was_changed_and_not_run_again_is_not_released(source: NotebookNode, tmp_path: Path) -> None:
    course = make_course(tmp_path)
    path = course.path("source", UNIT) / f"{UNIT}.ipynb"
    note_run(source)
    solution = cell(source, "update-rule-solution")
    solution.source = f"# as in the lesson\n{solution.source}\n"
    nbformat.write(source, path)
    command = ["release", UNIT, "--course", str(tmp_path)]
    assert CliRunner().invoke(main, command).exit_code == 0  # a comment makes no output older
    release = course.path("release", UNIT) / f"{UNIT}.ipynb"
    assert "gdcourse" not in nbformat.read(release, as_version=4).metadata
    solution.source = solution.source.replace("grad, lr)\n    ###", "grad, -lr)\n    ###")
    nbformat.write(source, path)
    before = release.read_bytes()
    refused = CliRunner().invoke(main, command)
    assert refused.exit_code == 1
    assert f"the code of '{UNIT}/{UNIT}.ipynb' has changed since it was last run" in refused.output
    assert release.read_bytes() == before
    course_consistency.require_agreement(course, UNIT, keys=False)  # nor does it keep anybody from grading


def test_a_lesson_whose_code_was_changed_and_not_run_again_is_not_released(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    lesson = nbformat.read(ROOT / "course" / f"{UNIT}.ipynb", as_version=4)
    note_run(lesson)
    (tmp_path / "course").mkdir()
    nbformat.write(lesson, tmp_path / "course" / f"{UNIT}.ipynb")
    course_consistency.require_agreement(course, UNIT)
    assert "gdcourse" not in workbook(lesson, ClearSolutions(parent=course.app)).metadata
    next(c for c in lesson.cells if c.cell_type == "code").source += "\nlr = 0.1"
    nbformat.write(lesson, tmp_path / "course" / f"{UNIT}.ipynb")
    with pytest.raises(CourseError, match="has changed since it was last run"):
        course_consistency.require_agreement(course, UNIT)


def test_a_cell_that_lacks_one_of_two_languages_is_not_released(source: NotebookNode, tmp_path: Path) -> None:
    make_course(tmp_path)
    path = tmp_path / "source" / UNIT / f"{UNIT}.ipynb"
    source.cells[9].source = source.cells[9].source.split('<div lang="en">')[0]
    source.cells[12].source = source.cells[12].source.split("<div")[0] + '<div lang="en">\n\nOne.\n\n</div>'
    nbformat.write(source, path)
    (tmp_path / "course").mkdir()
    halves = '<div lang="en">\n\nOne.\n\n</div>', '<div lang="ko">\n\n하나.\n\n</div>'
    lesson = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(half) for half in halves])
    nbformat.write(lesson, tmp_path / "course" / f"{UNIT}.ipynb")
    refused = CliRunner().invoke(main, ["release", UNIT, "--course", str(tmp_path)])
    assert refused.exit_code == 1
    for part in (
        f"cell 10 of '{UNIT}/{UNIT}.ipynb' has no English",
        f"cell 13 of '{UNIT}/{UNIT}.ipynb' has no Korean",
        f"cell 1 of 'course/{UNIT}.ipynb' has no Korean",
        f"cell 2 of 'course/{UNIT}.ipynb' has no English",
    ):
        assert part in refused.output
    nbformat.write(nbformat.v4.new_notebook(cells=lesson.cells[:1]), tmp_path / "course" / f"{UNIT}.ipynb")
    refused = CliRunner().invoke(main, ["release", UNIT, "--course", str(tmp_path)])
    assert f"course/{UNIT}" not in refused.output, "a lesson in one language is its author's"


@pytest.mark.parametrize("mark", ["(5)", "(5점)", "(5 points)", "(5 pts)", "[5]", "(5.0)"])
def test_points_of_a_heading_are_seen_in_any_form(source: NotebookNode, mark: str) -> None:
    heading = next(c for c in source.cells if c.source.startswith("## 8."))
    heading.source = heading.source.replace("(2)", mark, 1)
    assert [text.split(",")[0] for text in said(source)] == ["'largest-rate' is worth 5 in the heading above it"]


def test_titles_are_compared_in_both_languages_or_in_one(source: NotebookNode) -> None:
    heading = next(c for c in source.cells if c.source.startswith("## 8."))
    whole = heading.source.splitlines()[0]
    for title in (
        "## 8. 발산의 경계 (2)",
        "## 8. The edge of divergence",
        "# The edge of divergence (2)",
        "# Part two",
    ):
        heading.source = heading.source.replace(whole, title, 1)
        assert said(source) == []
        heading.source = heading.source.replace(title, whole, 1)
    for title in ("## 8. 발산의 경계 · The edge of convergence (2)", "## 8. Edges", "## Edges (2)"):
        heading.source = heading.source.replace(whole, title, 1)
        (found,) = said(source)
        assert "'largest-rate' is called" in found
        assert "'발산의 경계 · The edge of divergence' in gdcourse/exercises" in found
        heading.source = heading.source.replace(title, whole, 1)


@pytest.mark.parametrize(
    "sentence",
    ["모두 25점입니다", "총 25점", "25점 만점", "25 points in all", "a total of 25 points", "out of 25 points"],
)
def test_what_a_sentence_says_of_all_points_is_compared(source: NotebookNode, sentence: str) -> None:
    source.cells[1].source += f"\n\n{sentence}.\n"
    (found,) = said(source)
    assert "its questions are worth 20 together" in found
    assert [text.en for text in disagreements(source, whole=25.0)] == []
    source.cells[1].source = source.cells[1].source.replace("25", "20")
    assert said(source) == []


def test_ids_names_and_exercises_are_compared(source: NotebookNode) -> None:
    cell(source, "mse-gradient").source = 'check("mse-gradients", gradient)'
    cell(source, "one-step").metadata.nbgrader.grade_id = "step"
    cell(source, "update-rule").source = 'check("update-rule", gradient)'
    cell(source, "equal-rates").source += "\nassert sum_rate"
    cell(source, "largest-rate-solution").metadata.nbgrader.grade_id = "equal-rates-solution"
    found = "\n".join(said(source))
    for part in (
        "two cells have the id 'equal-rates-solution'",
        "and there is no such exercise. Write it, or mend the name. Close: mse-gradient",
        "has the id 'step' and calls `check(\"one-step\", …)`",
        "asks for `gradient`, the exercise for `update`",
        "'equal-rates' holds more than `check(…)`",
    ):
        assert part in found


@pytest.mark.parametrize(
    "line",
    [
        'check(f"equal-rates", sum_rate)',
        'import gdcourse\ngdcourse.check("equal-rates", sum_rate)',
        'for work in (sum_rate,):\n    check("equal-rates", work)',
    ],
)
def test_a_check_in_another_form_than_the_one_that_is_judged_outside_is_refused(
    source: NotebookNode, line: str
) -> None:
    cell(source, "equal-rates").source = line
    assert "'equal-rates' holds more than `check(…)`" in "\n".join(said(source))


def test_a_check_that_is_not_graded_is_named(source: NotebookNode) -> None:
    asked = cell(source, "equal-rates")
    source.cells.append(nbformat.v4.new_code_cell(asked.source))  # once more, for whoever goes on at the end
    assert said(source) == []
    del asked.metadata["nbgrader"]
    found = "\n".join(said(source))
    assert 'calls `check("equal-rates", …)` and is not graded' in found


@pytest.mark.parametrize("title", [Text("", "The edge of divergence"), Text("발산의 경계", "")])
def test_a_title_in_one_language_alone_is_refused(
    source: NotebookNode, title: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = find_unit(UNIT)
    changed = tuple(dataclasses.replace(e, title=title) if e.id == "largest-rate" else e for e in unit.exercises)
    monkeypatch.setattr(exercises, "units", lambda: (dataclasses.replace(unit, exercises=changed),))
    assert "the title of the exercise 'largest-rate' is in one language alone" in "\n".join(said(source))


@pytest.mark.parametrize("title", [Text("", "Gradients"), Text("기울기", " "), Text("Gradients", "Gradients")])
def test_a_unit_or_a_lessons_question_with_a_title_in_one_language_alone_is_not_released(
    tmp_path: Path, title: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    unit = find_unit(UNIT)
    asked = unit.practice[0]
    practice = (dataclasses.replace(asked, title=title), *unit.practice[1:])
    mute = dataclasses.replace(unit, title=title, practice=practice)
    monkeypatch.setattr(exercises, "units", lambda: (mute,))
    monkeypatch.setattr(course_consistency, "known_unit", lambda slug: mute)
    with pytest.raises(CourseError) as told:
        course_consistency.require_agreement(course, UNIT)
    assert f"the title of the unit '{UNIT}' is in one language alone" in str(told.value)
    assert f"the title of the exercise '{asked.id}' is in one language alone" in str(told.value)
    course_consistency.require_agreement(course, UNIT, keys=False)  # nor does it keep anybody from grading


@pytest.mark.parametrize("content", [b"", b"<<<<<<< HEAD\n{}"])
@pytest.mark.parametrize("command", ["release", "grade", "bundle", "collect"])
def test_a_notebook_of_the_course_that_is_damaged_is_named_in_a_sentence(
    tmp_path: Path, command: str, content: bytes
) -> None:
    course = make_course(tmp_path / "course")
    hand_in(course, "kim", b"{}")
    damaged = course.path("source", UNIT) / f"{UNIT}.ipynb"
    damaged.write_bytes(content)
    handed_in = tmp_path / "handed-in"
    (handed_in / "kim").mkdir(parents=True)
    (handed_in / "kim" / f"{UNIT}.ipynb").write_bytes(b"{}")
    arguments = {"collect": [str(handed_in), UNIT], "bundle": [UNIT, "--output", str(tmp_path / "made.zip")]}
    told = CliRunner().invoke(main, [command, *arguments.get(command, [UNIT]), "--course", str(course.directory)])
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert str(damaged) in told.output
    assert "put back a copy" in told.output


def test_a_cell_of_asserts_may_be_called_like_an_exercise(source: NotebookNode) -> None:
    own = cell(source, "one-step")
    own.source, own.metadata.nbgrader.points = "assert step(1) == 2", 5
    source.cells = [c for c in source.cells if not c.source.startswith("## 5.")]
    source.cells[1].source = source.cells[1].source.replace("20", "24")
    assert said(source) == []


def test_keys_are_stale_where_a_reference_a_mistake_or_points_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = find_unit(UNIT)
    assert stale_keys(unit) == []
    keys = json.loads(path_of(unit).read_text(encoding="utf-8"))
    keys["one-step"]["expected"][0]["data" if isinstance(keys["one-step"]["expected"][0], dict) else 0] = [1.0, 2.0]
    keys["mse-gradient"]["points"] = 8
    keys["update-rule"]["mistakes"][0]["credit"] = 0.9
    del keys["why-faster"]
    changed = tmp_path / "keys.json"
    changed.write_text(json.dumps(keys))
    monkeypatch.setattr(visible_cases, "path_of", lambda unit: changed)
    assert stale_keys(unit) == ["update-rule", "mse-gradient", "one-step", "why-faster"]


@pytest.mark.parametrize("said", [Text("", "The sign."), Text("부호", ""), Text("The sign.", "The sign.")])
def test_a_mistake_that_says_nothing_in_one_language_is_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Text
) -> None:
    course = make_course(tmp_path)
    known = course_consistency.variants_of(find_unit(UNIT))
    mute = tuple(dataclasses.replace(v, message=said) if v.role == "mistake" else v for v in known["update-rule"])
    monkeypatch.setattr(course_consistency, "variants_of", lambda unit: {**known, "update-rule": mute})
    with pytest.raises(CourseError, match="of the exercise 'update-rule' lacks its Korean or its English sentence"):
        course_consistency.require_agreement(course, UNIT)
    course_consistency.require_agreement(course, UNIT, keys=False)  # nor does it keep anybody from grading


def test_a_mistake_that_equals_the_reference_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(tmp_path)
    known = course_consistency.visible_key

    def with_a_right_one(unit: Unit, exercise: Exercise) -> dict[str, Any]:
        key = known(unit, exercise)
        more = {"id": "no-mistake", "credit": 0.0, "message": {"ko": "가", "en": "a"}, "answers": key["expected"]}
        return {**key, "mistakes": [*key["mistakes"], more]} if exercise.id == "update-rule" else key

    course_consistency.require_agreement(course, UNIT)
    monkeypatch.setattr(course_consistency, "visible_key", with_a_right_one)
    with pytest.raises(CourseError, match="'no-mistake' of the exercise 'update-rule' equals the reference") as told:
        course_consistency.require_agreement(course, UNIT)
    # Keys say what a mistake gave when they were made: it may have been mended since.
    assert f"and then run `gdcourse keys {UNIT}`" in str(told.value)


def test_release_bundle_and_grade_refuse_before_anything_is_done(tmp_path: Path, release: NotebookNode) -> None:
    course = make_course(tmp_path / "course")
    hand_in(course, "kim", release)
    path = course.path("source", UNIT) / f"{UNIT}.ipynb"
    changed = nbformat.read(path, as_version=4)
    cell(changed, "mse-gradient").metadata.nbgrader.points = 8
    nbformat.write(changed, path)
    before = (course.path("release", UNIT) / f"{UNIT}.ipynb").read_bytes()
    packed = ["bundle", "--output", str(tmp_path / "b.zip")]
    for command in (["release", UNIT], packed, ["grade", UNIT, "--no-isolation"]):
        done = CliRunner().invoke(main, [*command, "--course", str(course.directory)])
        assert done.exit_code == 1
        assert "'mse-gradient' is worth 8 in its check cell, and 3 in gdcourse/exercises" in done.output
    assert (course.path("release", UNIT) / f"{UNIT}.ipynb").read_bytes() == before
    assert not (course.directory / "autograded").exists()
    assert not (tmp_path / "b.zip").exists()


def test_an_assignment_that_has_changed_since_its_release_is_not_graded_by(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    assignments = course.assignments(UNIT)
    require_as_released(course, assignments)
    path = course.path("source", UNIT) / f"{UNIT}.ipynb"
    changed = nbformat.read(path, as_version=4)
    changed.cells.remove(cell(changed, "one-step"))
    cell(changed, "reflection").metadata.nbgrader.points = 4
    nbformat.write(changed, path)
    with pytest.raises(CourseError, match=r"has changed since it was released \(one-step, reflection\)"):
        require_as_released(course, assignments)


def test_a_course_secret_that_is_gone_is_not_made_anew_without_a_word(tmp_path: Path, release: NotebookNode) -> None:
    course = make_course(tmp_path / "course")
    hand_in(course, "kim", release)
    with opened_gradebook(course) as gradebook:
        gradebook.update_or_create_student("kim")
        made = gradebook.update_or_create_submission(UNIT, "kim").notebooks[0].id
        store(gradebook.db, {made: Recorded(GradedSubmission(b"", ()), "a digest", {})})
        gradebook.db.commit()
    done = CliRunner().invoke(main, ["grade", UNIT, "--no-isolation", "--course", str(course.directory)])
    assert done.exit_code == 1
    assert "--new-secret" in done.output
    assert not (course.directory / ".course-secret").exists()


def test_keys_are_compared_before_grading_where_a_file_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = find_unit(UNIT)
    for room in ("exercises", "solutions", "keys"):
        (tmp_path / room).mkdir()
    for room in ("exercises", "solutions"):
        shutil.copy(ROOT / "gdcourse" / room / f"{unit.module}.py", tmp_path / room)
    monkeypatch.setattr(course_consistency, "path_of", lambda unit: tmp_path / "keys" / "k.json")
    monkeypatch.setattr(visible_cases, "path_of", lambda unit: tmp_path / "keys" / "k.json")
    with pytest.raises(CourseError, match="gdcourse keys 02-manual-gradient"):
        course_consistency.require_fresh_keys(UNIT)


def test_courses_can_be_opened_without_a_secret(tmp_path: Path) -> None:
    course = Course(make_course(tmp_path / "course").directory)
    assert not course.has_secret
    assert course.secret
    assert course.has_secret
