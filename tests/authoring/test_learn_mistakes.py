"""A class teaches the grader: wrong answers that nothing explains become a known mistake."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import cast

import pytest
from nbformat import NotebookNode

from gdcourse.authoring import learn_mistakes
from gdcourse.authoring.learn_mistakes import with_mistake
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.unexplained_groups import Group
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.grade_submission import GradedNotebook
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
from support.course import ROOT, hand_in, make_course
from support.forked_python import run_python
from support.isolation import isolated

UNIT = find_unit("02-manual-gradient")
CUBED = (
    "def slope(w, minsu_a, c):\n    '''Minsu Kim'''\n    minsu = 2 * minsu_a * (w - c)\n    return minsu ** 3 + 0.25"
)
ALSO_CUBED = "def slope(w, a, c):\n    return 0.25 + (2 * a * (w - c)) ** 3"
OTHER = "def slope(w, a, c):\n    return 2 * (2 * a * (w - c)) ** 3 + 7.5 + len('Cho')"
SENTENCES = ("--ko", "기울기를 세제곱하고 0.25를 더했어요.", "--en", "The slope is cubed, and 0.25 is added.")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, whose solutions may be written."""
    copy = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "gdcourse", copy / "gdcourse", ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode, package: Path) -> Course:
    course = make_course(tmp_path_factory.mktemp("learning") / "course")
    for student, text in {"ahn": CUBED, "baek": ALSO_CUBED, "cho": OTHER, "da": None}.items():
        given = {**reference_answers(UNIT), **({"parabola-slope": text} if text else {})}
        hand_in(course, student, submission(release, UNIT, given, "왜냐하면"))
    ours(package, course, "grade", UNIT.slug, *([] if isolated() else ["--no-isolation"]))
    return course


def ours(package: Path, course: Course, command: str, *arguments: str, fails: bool = False) -> str:
    """What a command of the copied package says."""
    asked = ["-m", "gdcourse", command, *arguments, "--course", str(course.directory)]
    done = run_python(asked, package, os.environ | {"PYTHONPATH": str(package)})
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def learn(package: Path, course: Course, *arguments: str, fails: bool = False) -> str:
    tried = [] if isolated() else ["--no-isolation"]
    return ours(package, course, "learn", UNIT.slug, *arguments, *tried, fails=fails)


@pytest.mark.isolation
def test_groups_are_listed_with_their_students_a_failed_case_and_anonymous_code(package: Path, course: Course) -> None:
    told = learn(package, course)
    first, second = told.split("\n2  parabola-slope")
    assert "ahn, baek" in first
    assert "cho" in second
    assert "minsu" not in told.lower()
    assert "return 0.25 + (2 * a * (w - c)) ** 3" in first


@pytest.mark.isolation
def test_a_group_that_is_written_down_is_named_from_then_on_and_only_its_students_are_graded_again(
    package: Path, course: Course
) -> None:
    grade = (UNIT.slug, *([] if isolated() else ["--no-isolation"]))
    half = UNIT.exercises[0].points / 2
    assert f"ahn: 0 → {half:g}" in learn(package, course, "1", "--credit", "0.5")
    assert "lower-case words" in learn(package, course, "1", "--name", "Cubed!", *SENTENCES, fails=True)
    only_korean = ("--name", "cubed-slope", "--ko", "한국어만")
    assert "in both languages" in learn(package, course, "1", *only_korean, fails=True)
    learn(package, course, "1", "--name", "cubed-slope", "--credit", "0.5", *SENTENCES)
    assert "def cubed_slope(w, a, c):" in (package / "gdcourse" / "solutions" / "manual_gradient.py").read_text()
    assert "2 graded; 2 unchanged" in ours(package, course, "grade", *grade)
    assert "ahn, baek" not in learn(package, course)
    assert "Give it another" in learn(package, course, "1", "--name", "cubed-slope", *SENTENCES, fails=True)


@pytest.mark.isolation
def test_who_reads_the_code_is_told_of_texts_that_stay_in_it(package: Path, course: Course) -> None:
    number = "2" if "\n2  parabola-slope" in (listed := learn(package, course)) else "1"
    assert "Cho" not in listed
    told = learn(package, course, number, "--name", "with-a-text", *SENTENCES)
    assert "so they stay" in told
    assert "len('Cho')" in told.split("so they stay")[1]
    assert "len('Cho')" in (package / "gdcourse" / "solutions" / "manual_gradient.py").read_text()


@pytest.mark.parametrize(
    ("lost", "said", "tried"), [(1, [], 2), (9, ["too busy to grade it with the cases of 1 of 20"], 3)]
)
def test_a_trial_that_a_busy_machine_has_lost_is_made_again_and_is_no_difference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lost: int, said: list[str], tried: int
) -> None:
    group = Group("parabola-slope", ("kim", "lee"), [1.0], None)
    trials = []

    def grade(data: bytes, assignment: Assignment, student: str, *_: object) -> GradedNotebook:
        trials.append(student)
        is_lost = student == "student-7" and trials.count(student) <= lost
        verdict = Verdict(group.question, 0, 1, "ungradable" if is_lost else "graded", None, Text("", ""))
        unexplained = {} if is_lost else {group.question: group.answers}
        return GradedNotebook(NotebookNode(), (verdict,), unexplained=unexplained, doubtful=is_lost)

    monkeypatch.setattr(learn_mistakes, "grade_notebook", grade)
    candidate = learn_mistakes.Candidate(1, group, "def slope(w, a, c):\n    return 1")
    refused = learn_mistakes.refusals(make_course(tmp_path / "course"), UNIT.slug, candidate, Isolation())
    assert [wanted in text.en for text, wanted in zip(refused, said, strict=True)] == [True] * len(said)
    assert trials.count("student-7") == tried


@pytest.mark.parametrize("name", ["AttributeError", "ValueError", "LinAlgError", "_UFuncNoLoopError"])
def test_an_error_that_other_slips_end_in_too_is_no_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setattr(learn_mistakes, "grade_notebook", lambda *_: pytest.fail("nothing is to be tried"))
    group = Group("parabola-slope", ("kim", "lee", "park"), [_error(name), _error(name)], None)
    candidate = learn_mistakes.Candidate(1, group, "def slope(w, a, c):\n    return w.todo")
    refused = learn_mistakes.refusals(make_course(tmp_path / "course"), UNIT.slug, candidate, Isolation())
    assert [f"error of Python or a library ({name})" in text.en for text in refused] == [True]


@pytest.mark.parametrize("answers", [["NotScalar", "NotScalar"], ["ValueError", 1.0]])
def test_an_error_that_the_probe_has_named_or_that_some_cases_do_not_meet_may_be_a_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answers: list[object]
) -> None:
    given = [_error(one) if isinstance(one, str) else one for one in answers]
    group = Group("parabola-slope", ("kim", "lee"), given, None)

    def grade(*_: object) -> GradedNotebook:
        verdict = Verdict(group.question, 0, 1, "graded", None, Text("", ""))
        return GradedNotebook(NotebookNode(), (verdict,), unexplained={group.question: given})

    monkeypatch.setattr(learn_mistakes, "grade_notebook", grade)
    candidate = learn_mistakes.Candidate(1, group, "def slope(w, a, c):\n    return w.backward()")
    assert learn_mistakes.refusals(make_course(tmp_path / "course"), UNIT.slug, candidate, Isolation()) == []


def _error(name: str) -> dict[str, object]:
    return {"type": "error", "name": name, "message": "", "line": 1}


@pytest.mark.parametrize("what_helps", ["the texts", "nothing"])
def test_a_text_that_the_code_needs_stays_and_others_do_not(monkeypatch: pytest.MonkeyPatch, what_helps: str) -> None:
    answer = "def slope(w, a, c):\n    minsu = {'minsu': 1}\n    return len('minsu') * minsu['minsu']"
    monkeypatch.setattr(learn_mistakes, "_cells_before", lambda *_: [answer])
    group = Group("parabola-slope", ("kim",), [5.0], None)
    no_course = cast(Course, None)
    without = learn_mistakes.Candidate(1, group, learn_mistakes.code_of(no_course, UNIT.slug, group))
    asked = []

    def refusals(course: Course, unit: str, candidate: learn_mistakes.Candidate, isolation: Isolation) -> list[Text]:
        asked.append(candidate)
        return [] if what_helps == "the texts" and "len('minsu')" in str(candidate.code) else [Text("다름", "differs")]

    monkeypatch.setattr(learn_mistakes, "refusals", refusals)
    chosen, against = learn_mistakes.tried(no_course, UNIT.slug, without, Isolation())
    assert "minsu" not in str(asked[0].code)
    assert "len('minsu')" in str(asked[1].code)
    assert chosen.keeps_texts == (what_helps == "the texts")
    assert bool(against) != chosen.keeps_texts


def test_of_answers_that_do_the_same_the_shortest_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "def gradient(x, y, y_pred):\n    return np.median(x)"
    longer = "def gradient(x, y, y_pred):\n    middle = np.median(x)\n    return middle + 0 * middle"
    answers = {"kim": longer, "lee": shown, "park": "gradient = open"}
    monkeypatch.setattr(learn_mistakes, "_cells_before", lambda course, unit, student, question: [answers[student]])
    group = Group("mse-gradient", ("kim", "lee", "park"), [], None)
    code = learn_mistakes.code_of(cast(Course, None), "02-manual-gradient", group)
    assert "median(x)" in code
    assert "0 *" not in code


def test_a_mistake_is_put_behind_the_other_answers_of_its_exercise() -> None:
    source = '@reference("one")\ndef a():\n    return 1\n\n\n@reference("two")\ndef b():\n    return 2\n'
    text = with_mistake(source, "one", "def c():\n    return 3", Text("틀려요.", 'A "wrong" one.'), 0.5)
    assert text.index("def a") < text.index("def c") < text.index("def b")
    registered: list[tuple[object, ...]] = []

    def mark(*arguments: object, **more: object) -> object:
        registered.append((*arguments, more))
        return lambda function: function

    exec(text, {"reference": mark, "mistake": mark})  # noqa: S102
    assert registered[1] == ("one", {"ko": "틀려요.", "en": 'A "wrong" one.', "credit": 0.5})
