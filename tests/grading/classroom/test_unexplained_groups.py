"""What a class gets wrong and no known mistake explains: students' wrong answers that do the same are one group."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from gdcourse.exercises import find_exercise, find_unit
from gdcourse.grading.classroom import what_marks_rest_on
from gdcourse.grading.classroom.changed_submissions import changed_submissions
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result, opened_gradebook, recorded_results
from gdcourse.grading.classroom.unexplained_groups import unexplained_groups
from gdcourse.grading.classroom.workers import Job
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.pages.report_data import build_report
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.exercise import Unit
from gdcourse.judging.judge import Verdict
from gdcourse.language import NO_TEXT
from gdcourse.solutions import Variant, variants_of
from support.course import hand_in, make_course
from support.isolation import isolated

pytestmark = pytest.mark.isolation

UNIT = find_unit("02-manual-gradient")
ODD = "def slope(w, a, c):\n    return (2 * a * (w - c)) ** 3 + {more}"
OTHERWISE = "def slope(w, a, c):\n    wrong = 2 * a * w - 2 * a * c\n    return wrong * wrong * wrong + {more}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode) -> Course:
    course = make_course(tmp_path_factory.mktemp("unexplained") / "course")
    answers = {
        "ahn": ODD.format(more="0.25"),
        "baek": OTHERWISE.format(more="1 / 4"),
        "cho": ODD.format(more="(2 * a * (w - c)) ** 3 + 7.5"),
        "da": reference_answers(UNIT)["parabola-slope"],
    }
    for student, text in answers.items():
        given = {**reference_answers(UNIT), "parabola-slope": text}
        hand_in(course, student, submission(release, UNIT, given, "왜냐하면"))
    grade_class(course, UNIT.slug, Options(jobs=2, isolated=isolated()))
    return course


def test_wrong_answers_that_do_the_same_are_one_group_however_they_are_written(course: Course) -> None:
    groups = unexplained_groups(recorded_results(course, UNIT.slug))
    assert [(group.question, group.students) for group in groups] == [
        ("parabola-slope", ("ahn", "baek")),
        ("parabola-slope", ("cho",)),
    ]


def test_a_group_shows_the_first_visible_case_that_is_wrong_and_what_is_right(course: Course) -> None:
    first = unexplained_groups(recorded_results(course, UNIT.slug))[0]
    assert first.case is not None
    names = [name.en for name, _ in first.case.rows]
    assert names[:3] == ["w", "a", "c"]
    assert len(names) == 5


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("why-faster", "Z", "Answered: 'Z'. The answer must be one of"),
        ("why-faster", 3.0, "The answer must be one of"),
    ],
)
def test_what_is_no_option_of_a_choice_is_not_called_right(question: str, answer: object, said: str) -> None:
    verdict = Verdict(question, 0.0, 1.0, "graded", "choice", NO_TEXT, failed=(0,))
    (group,) = unexplained_groups([Result("kim", UNIT.slug, (verdict,), unexplained={question: [answer]})])
    assert said in group.wrong.en
    report = build_report([Result("kim", UNIT.slug, (verdict,))], {"kim": None}, unexplained=[group])
    assert said in report.unexplained[0].case.en


@pytest.mark.parametrize("answer", ["abc", {"type": "dict", "items": {"whole_steps": True, "reached": False}}])
def test_names_that_an_author_gave_to_properties_are_not_shown(answer: object) -> None:
    unit, exercise = find_exercise("autograd-rate")
    count = len(visible_key(unit, exercise)["cases"])
    verdict = Verdict(exercise.id, 0.0, 1.0, "graded", None, NO_TEXT, failed=(0,))
    (group,) = unexplained_groups([Result("kim", unit.slug, (verdict,), unexplained={exercise.id: [answer] * count})])
    assert group.wrong.en.startswith("choose_rate(w=")
    assert "): " in group.wrong.en
    for said in (group.wrong.ko, group.wrong.en):
        assert "whole_steps" not in said
        assert "True" not in said


def _with_one_more_mistake(monkeypatch: pytest.MonkeyPatch, exercise_id: str) -> None:
    def variants(unit: Unit) -> dict[str, tuple[Variant, ...]]:
        known = variants_of(unit)
        more = replace(known["parabola-slope"][-1], id="one-more", exercise=exercise_id)
        return {**known, exercise_id: (*known[exercise_id], more)} if unit is UNIT else known

    monkeypatch.setattr(what_marks_rest_on, "variants_of", variants)
    monkeypatch.setattr(what_marks_rest_on, "_mistakes", what_marks_rest_on._mistakes.__wrapped__)


def test_a_mistake_that_is_known_from_now_on_grades_again_only_those_whose_answer_nothing_explained(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_one_more_mistake(monkeypatch, "parabola-slope")
    assert plan(course) == ["ahn", "baek", "cho"], "no key tells what this mistake gives on the visible cases"


@pytest.mark.parametrize(("learnt_from", "again"), [("ahn", ["ahn", "baek"]), ("cho", ["cho"]), (None, [])])
def test_a_mistake_that_was_learnt_grades_again_only_those_whose_answer_it_may_be(
    course: Course, monkeypatch: pytest.MonkeyPatch, learnt_from: str | None, again: list[str]
) -> None:
    _with_one_more_mistake(monkeypatch, "parabola-slope")
    found = {one.student: one.unexplained for one in recorded_results(course, UNIT.slug)}
    key = visible_key(*find_exercise("parabola-slope"))
    answers = found[learnt_from]["parabola-slope"] if learnt_from else [12345.0] * len(key["cases"])
    with_it = {**key, "mistakes": [*key["mistakes"], {"id": "one-more", "answers": answers}]}
    monkeypatch.setattr(what_marks_rest_on, "_visible_key", lambda unit, exercise: with_it)
    assert plan(course) == again


def test_a_mistake_that_is_right_on_the_visible_cases_may_be_any_answer(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_one_more_mistake(monkeypatch, "parabola-slope")
    key = visible_key(*find_exercise("parabola-slope"))
    with_it = {**key, "mistakes": [*key["mistakes"], {"id": "one-more", "answers": key["expected"]}]}
    monkeypatch.setattr(what_marks_rest_on, "_visible_key", lambda unit, exercise: with_it)
    assert plan(course) == ["ahn", "baek", "cho"]


def test_another_wording_grades_nobody_again(course: Course, tmp_path: Path) -> None:
    shutil.copytree(course.directory, tmp_path / "course")
    own = Course(tmp_path / "course")
    path = own.path("source", UNIT.slug) / f"{UNIT.slug}.ipynb"
    source = nbformat.read(path, as_version=4)
    next(c for c in source.cells if c.source.startswith("## 8.")).source += "\n\nOnce more.\n"
    nbformat.write(source, path)
    own.release(UNIT.slug)
    assert any("Once more." in cell.source for cell in own.assignments(UNIT.slug)[0].released)
    assert plan(own) == []


def test_a_mistake_of_a_question_that_everybody_got_right_grades_nobody_again(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_one_more_mistake(monkeypatch, "update-rule")
    assert plan(course) == []


def test_words_points_and_what_another_question_asks_are_parts_of_their_own(course: Course) -> None:
    asked = course.assignments(UNIT.slug)[0]
    before = what_marks_rest_on.parts_of(asked)
    dearer = tuple(
        replace(c, points=9.0, checksum="another") if c.grade_id == "parabola-slope" else c for c in asked.cells
    )
    reworded = tuple(replace(c, source="…") if c.cell_type == "markdown" and c.locked else c for c in dearer)
    now = what_marks_rest_on.parts_of(replace(asked, cells=reworded))
    of_all = before["assignment"][what_marks_rest_on.OF_ALL], now["assignment"][what_marks_rest_on.OF_ALL]
    assert [one["given"] for one in of_all] == [of_all[0]["given"]] * 2
    other = {q for q, parts in now["assignment"].items() if q and parts != before["assignment"][q]}
    assert other == {"parabola-slope"}
    assert {name: of for name, of in now.items() if name != "assignment"} == {
        name: of for name, of in before.items() if name != "assignment"
    }
    assert what_marks_rest_on.question_parts("no-exercise-of-ours") == {}
    assert what_marks_rest_on.question_parts("parabola-slope") != what_marks_rest_on.question_parts("momentum-velocity")


def plan(course: Course) -> list[str]:
    assignment = course.assignments(UNIT.slug)[0]
    job = Job(assignment, course.secret, course.limits, Isolation(isolated()))
    with opened_gradebook(course) as gradebook:
        return [submission.student for submission in changed_submissions(course, gradebook, job).due]
