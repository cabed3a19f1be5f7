"""A question that was wrong is dropped, or gives everyone its points: marks, gradebook, export and pages follow."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Grade
from nbgrader.converters import Autograde

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom import what_marks_rest_on
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.grade_class import Options, Tally, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result, recorded_results
from gdcourse.grading.classroom.mark_history import MarkChange, history_of
from gdcourse.grading.classroom.mend_exceptions import as_they_count
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.pages.report_files import class_report
from gdcourse.grading.submission.assignment import Assignment, TrustedCell
from gdcourse.grading.submission.dropped_questions import DROPPED, excepted
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
from gdcourse.notebooks.reading import read_whole
from support.course import ROOT, hand_in, make_course

UNIT = "02-manual-gradient"
WRONG, TEXT = "largest-rate", "reflection"
ALL = 20.0
LEFT = 15.0
MARKS = {"kim": 19.0, "lee": 16.0, "park": 0.0}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode) -> Course:
    """Kim is right everywhere, lee wrong in one question; park's folder holds no notebook. Texts are graded by hand."""
    made = make_course(tmp_path_factory.mktemp("course") / "course")
    unit = find_unit(UNIT)
    right = reference_answers(unit)
    hand_in(made, "kim", submission(release, unit, right, "생각"))
    hand_in(made, "lee", submission(release, unit, {**right, WRONG: "largest_rate = 1e6"}, "생각"))
    made.path("submitted", UNIT, "park").mkdir(parents=True)
    run(made)
    for student, mark in (("kim", 2.0), ("lee", 1.0)):
        give(made, student, TEXT, mark)
    return made


def autograde(course: Course, student: str = "*", log: pytest.LogCaptureFixture | None = None) -> None:
    """As `nbgrader autograde` does, with the settings as they are now."""
    opened = Course(course.directory, "WARN")
    opened.app.config.Grade.isolated = False
    autograder = Autograde(coursedir=opened.coursedir, parent=opened.app, force=True)
    if log is None:
        opened.run_converter(autograder, UNIT, student)
        return
    opened.app.log.addHandler(log.handler)
    opened.coursedir.assignment_id, opened.coursedir.student_id = UNIT, student
    autograder.start()


def scores_in_nbgrader(course: Course) -> dict[str, tuple[float, float]]:
    """By student: the score and what it is out of, as formgrader shows them."""
    with course.gradebook() as gradebook:
        return {found.student.id: (found.score, found.max_score) for found in gradebook.assignment_submissions(UNIT)}


def run(course: Course, notices: list[str] | None = None) -> Tally:
    told: list[str] = [] if notices is None else notices
    options = Options(jobs=1, isolated=False, on_notice=lambda text: told.append(text.en))
    return grade_class(Course(course.directory), UNIT, options)


def give(course: Course, student: str, question: str, mark: float | None) -> None:
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(question, UNIT, UNIT, student)
        grade.manual_score, grade.needs_manual_grade = mark, False
        gradebook.db.commit()


def by_hand(course: Course, student: str) -> tuple[float | None, bool]:
    with course.gradebook() as gradebook:
        grade: Grade = gradebook.find_grade(TEXT, UNIT, UNIT, student)
        return grade.manual_score, grade.needs_manual_grade


def settings(course: Course, text: str) -> None:
    path: Path = course.directory / "nbgrader_config.py"
    before = path.read_text().split("# exceptions")[0]
    path.write_text(f"{before}# exceptions\n{text}\n")


def results(course: Course) -> dict[str, Result]:
    return {result.student: result for result in recorded_results(Course(course.directory), UNIT)}


def exported(course: Course) -> str:
    path = course.directory / "marks.csv"
    done = CliRunner().invoke(main, ["export", "--course", str(course.directory), "--output", str(path)])
    assert done.exit_code == 0, done.output
    return path.read_text("utf-8-sig")


def test_what_is_graded_again_keeps_a_mark_by_hand_and_asks_nobody_to_look_at_the_same_text(course: Course) -> None:
    settings(course, "c.Grade.cell_seconds = 29")
    assert run(course).graded == 3
    assert by_hand(course, "lee") == (1.0, False)
    assert results(course)["lee"].verdicts[-1].state == "graded"
    settings(course, "")
    run(course)


def test_full_credit_is_everyones_who_handed_in_and_ends_with_the_setting(course: Course) -> None:
    settings(course, f'c.Grade.full_credit = {{"{UNIT}": ["{WRONG}", "{TEXT}"]}}')
    changes = run(course).changes
    assert MarkChange("lee", WRONG, 0.0, 2.0) in changes
    of_text = [change for change in changes if (change.student, change.question) == ("lee", TEXT)]
    assert [change.before for change in of_text] == [1.0]
    found = results(course)
    assert {student: result.score for student, result in found.items()} == {"kim": ALL, "lee": ALL, "park": 0.0}
    assert "Everyone who handed in" in next(v for v in found["lee"].verdicts if v.exercise == WRONG).message.en
    assert f"lee,,,,{ALL},0.0,{ALL},{ALL}" in exported(course)
    settings(course, "")
    assert MarkChange("lee", TEXT, of_text[0].after, 1.0) in run(course).changes
    assert {student: result.score for student, result in results(course).items()} == MARKS
    assert by_hand(course, "lee") == (1.0, False)
    with course.gradebook() as gradebook:
        entries = list(history_of(gradebook, "lee"))
    marks = {q: [(entry.score, entry.why) for entry in entries if entry.question == q] for q in (WRONG, TEXT)}
    assert marks[WRONG][-2:] == [(2.0, ("full-credit",)), (0.0, ("no-exception",))]
    points = of_text[0].after
    assert marks[TEXT][-3:] == [(1.0, ("by-hand",)), (points, ("full-credit",)), (1.0, ("mark-back",))]


def test_a_dropped_question_counts_nowhere_and_comes_back_with_all_marks(course: Course) -> None:
    settings(course, f'c.Grade.dropped = {{"{UNIT}": {{"{WRONG}": "no number fits", "{TEXT}": ""}}}}')
    run(course)
    found = results(course)
    assert {(result.score, result.max_score) for result in found.values()} == {(LEFT, LEFT), (0.0, LEFT)}
    assert f"lee,,,,{LEFT},0.0,{LEFT},{LEFT}" in exported(course)
    report = class_report(Course(course.directory), UNIT)
    assert report.summary.max_score == LEFT
    (page,) = Course(course.directory).feedback(UNIT, "lee")
    text = page.read_text("utf-8")
    assert "This question does not count." in text
    assert f"<b>{LEFT:g}</b> / {LEFT:g}" in text
    assert run(course) == Tally(graded=0, unchanged=3)
    settings(course, "")
    run(course)
    assert {student: result.score for student, result in results(course).items()} == MARKS
    told = CliRunner().invoke(main, ["history", "lee", "--course", str(course.directory)]).output
    assert "(점수에서 뺌 · the question was dropped)" in told  # the one without a reason
    of_kim = CliRunner().invoke(main, ["history", "kim", "--course", str(course.directory)]).output
    assert "(점수에서 뺌 · the question was dropped: no number fits)" in of_kim
    assert "neither dropped nor given to everyone any more" in told


@pytest.mark.parametrize(
    "exceptions",
    [
        f'c.Grade.full_credit = {{"{UNIT}": ["{WRONG}", "{TEXT}"]}}',
        f'c.Grade.dropped = {{"{UNIT}": ["{WRONG}", "{TEXT}"]}}',
        f'c.Grade.dropped = {{"{UNIT}": ["{WRONG}"]}}\nc.Grade.full_credit = {{"{UNIT}": ["{TEXT}"]}}',
    ],
)
def test_what_counts_otherwise_is_mended_without_running_and_is_what_grading_again_gives(
    course: Course, exceptions: str
) -> None:
    def all_that_is_there() -> tuple[object, ...]:
        found = {
            s: replace(r, verdicts=tuple(replace(v, case=None) for v in r.verdicts)) for s, r in results(course).items()
        }
        cells = {
            student: [
                (cell.metadata.get("nbgrader"), cell.source, [o.get("text/plain") for o in cell.get("outputs", [])])
                for cell in read_whole(course.path("autograded", UNIT, student) / f"{UNIT}.ipynb").cells
            ]
            for student in ("kim", "lee")
        }
        return found, cells, scores_in_nbgrader(course), exported(course)

    settings(course, exceptions)
    done = run(course)
    assert (done.graded, done.excepted, done.unchanged) == (1, 2, 0), "who handed in nothing, and the others"
    mended = all_that_is_there()
    gained = [change for change in done.changes if (change.student, change.question) == ("lee", WRONG)]
    assert [change.after for change in gained] == ([2.0] if "full" in exceptions[:20] else [])
    assert run(course) == Tally(0, 3)
    again = grade_class(Course(course.directory), UNIT, Options(jobs=1, isolated=False, again=True))
    assert again.graded == 3
    assert all_that_is_there() == mended
    assert run(course) == Tally(0, 3)
    settings(course, f"{exceptions}\nc.Grade.cell_seconds = 29")
    run(course)
    settings(course, "c.Grade.cell_seconds = 29")
    back = run(course)
    assert (back.graded, back.excepted) == (1, 2), "what was judged under the exception counts again without a run"
    mended = all_that_is_there()
    grade_class(Course(course.directory), UNIT, Options(jobs=1, isolated=False, again=True))
    assert all_that_is_there() == mended
    settings(course, exceptions)
    assert (run(course).graded, run(course).unchanged) == (3, 3), "the limits have changed, too"
    settings(course, "")
    run(course)
    assert {student: result.score for student, result in results(course).items()} == MARKS


def test_an_exception_that_becomes_another_or_ends_runs_nothing_and_a_mistake_learnt_meanwhile_does(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, dropped = (f'c.Grade.{kind} = {{"{UNIT}": ["{WRONG}", "{TEXT}"]}}' for kind in ("full_credit", "dropped"))
    counts = []
    for setting in (full, dropped, full, ""):
        settings(course, setting)
        done = run(course)
        counts.append((done.graded, done.excepted))
    assert counts == [(1, 2)] * 4
    assert {student: result.score for student, result in results(course).items()} == MARKS
    assert by_hand(course, "lee") == (1.0, False)
    settings(course, full)
    run(course)
    monkeypatch.setattr(what_marks_rest_on, "_mistakes_looked_at", lambda *of: "others are known by now")
    assert (run(course).graded, run(course).unchanged) == (1, 3), "lee alone was wrong"
    monkeypatch.undo()
    settings(course, "")
    run(course)
    assert {student: result.score for student, result in results(course).items()} == MARKS


def test_what_was_judged_while_its_question_was_dropped_is_worth_its_share_of_the_points_afterwards() -> None:
    cell = TrustedCell("q", "code", 'check("q", q)', None, True, False, True, False, 4.0, None)
    judged = Verdict("q", 0.5, 1.0, "graded", "half", Text("반", "half"))
    counted = excepted(judged, replace(cell, exception=DROPPED, points=0.0))
    assignment = Assignment("u", "u", (cell,), {})
    ((now,), beneath, changed) = as_they_count(assignment, [counted], {"q": judged})
    assert (now.score, now.max_score, now.diagnosis, now.message) == (2.0, 4.0, "half", judged.message)
    assert (beneath, changed) == ({}, {"q"})


def test_marks_that_come_back_for_others_than_who_is_graded_are_named(
    course: Course, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDCOURSE_LANG", "en")
    full = f'c.Grade.full_credit = {{"{UNIT}": ["{TEXT}"]}}'
    settings(course, full)
    run(course)
    settings(course, "")
    with caplog.at_level("WARNING"):
        autograde(course, "kim", caplog)
    assert f"lee  {TEXT}  3 → 1" in caplog.text
    assert f"gdcourse grade {UNIT}" in caplog.text
    settings(course, full)
    run(course)
    settings(course, "")
    options = Options(jobs=1, isolated=False, only="kim")
    changes = grade_class(Course(course.directory), UNIT, options).changes
    assert [(c.student, c.before, c.after) for c in changes] == [("kim", 3.0, 2.0), ("lee", 3.0, 1.0)]
    settings(course, full)
    changes = grade_class(Course(course.directory), UNIT, options).changes
    assert [(c.student, c.before, c.after) for c in changes] == [("kim", 2.0, 3.0), ("lee", 1.0, 3.0)]
    settings(course, "")
    run(course)


def test_asserts_and_code_that_a_person_grades_show_after_an_exception_what_they_showed_before(tmp_path: Path) -> None:
    made = tmp_path / "course"
    (made / "source/one").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", made)
    told = {"schema_version": 3, "task": False, "points": 2}
    check = {**told, "grade": True, "solution": False, "locked": True}
    written = {**told, "grade": True, "solution": True, "locked": False}
    cells = [
        new_code_cell("1", metadata={"nbgrader": {**check, "grade_id": "half"}}),
        new_code_cell("assert True", metadata={"nbgrader": {**check, "grade_id": "silent"}}),
        new_code_cell("assert False", metadata={"nbgrader": {**check, "grade_id": "wrong"}}),
        new_code_cell("pass", metadata={"nbgrader": {**written, "grade_id": "quiet"}}),
        new_code_cell("print('seen')", metadata={"nbgrader": {**written, "grade_id": "printed"}}),
    ]
    nbformat.write(new_notebook(cells=cells), made / "source/one/one.ipynb")
    shutil.copytree(Course(made).release("one"), made / "submitted/kim/one")
    options = Options(jobs=1, isolated=False)
    everything = ["half", "silent", "wrong", "quiet", "printed"]

    def outputs() -> list[object]:
        cells = read_whole(made / "autograded/kim/one/one.ipynb").cells
        return [[(o.get("text"), o.get("data", {}).get("text/plain")) for o in c.get("outputs", [])] for c in cells]

    def graded_with(text: str) -> Tally:
        settings(Course(made), text)
        return grade_class(Course(made), "one", options)

    graded_with("")
    before = outputs()
    for kind in ("full_credit", "dropped"):
        assert graded_with(f'c.Grade.{kind} = {{"one": {everything}}}').excepted == 1
        assert graded_with("").excepted == 1
        assert outputs() == before
    graded_with(f'c.Grade.cell_seconds = 29\nc.Grade.full_credit = {{"one": {everything}}}')
    assert graded_with("c.Grade.cell_seconds = 29").excepted == 1
    assert outputs() == before
    graded_with(f'c.Grade.dropped = {{"one": {everything}}}')
    assert graded_with("").graded == 1, "of how many points the asserts said one is not known"
    assert outputs() == before


def test_a_task_that_a_person_marks_is_dropped_and_comes_back_and_its_history_tells_it(tmp_path: Path) -> None:
    made = tmp_path / "course"
    (made / "source/one").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", made)
    told = {"schema_version": 3, "points": 2, "grade": False, "solution": False, "locked": True, "task": True}
    task = new_markdown_cell("Draw it.", metadata={"nbgrader": {**told, "grade_id": "drawn"}})
    nbformat.write(new_notebook(cells=[task]), made / "source/one/one.ipynb")
    shutil.copytree(Course(made).release("one"), made / "submitted/kim/one")

    def graded_with(text: str) -> list[MarkChange]:
        settings(Course(made), text)
        return grade_class(Course(made), "one", Options(jobs=1, isolated=False)).changes

    graded_with("")
    with Course(made).gradebook() as gradebook:
        grade = gradebook.find_grade("drawn", "one", "one", "kim")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    assert graded_with('c.Grade.dropped = {"one": ["drawn"]}') == [MarkChange("kim", "drawn", 1.5, 0.0)]
    assert graded_with("") == [MarkChange("kim", "drawn", 0.0, 1.5)]
    with Course(made).gradebook() as gradebook:
        entries = [(one.score, one.max_score, one.why) for one in history_of(gradebook, "kim")]
    assert entries == [
        (None, 2.0, ("first",)),
        (1.5, 2.0, ("by-hand",)),
        (0.0, 0.0, ("dropped",)),
        (1.5, 2.0, ("mark-back",)),
    ]


def test_nbgraders_autograde_drops_and_gives_the_same_and_takes_it_back(course: Course) -> None:
    handed_in = {"kim", "lee"}

    def marks() -> dict[str, tuple[float, float]]:
        return {name: found for name, found in scores_in_nbgrader(course).items() if name in handed_in}

    settings(course, f'c.Grade.full_credit = {{"{UNIT}": ["{WRONG}", "{TEXT}"]}}')
    autograde(course)
    assert marks() == dict.fromkeys(handed_in, (ALL, ALL))
    settings(course, f'c.Grade.dropped = {{"{UNIT}": ["{WRONG}", "{TEXT}"]}}')
    autograde(course)
    assert marks() == dict.fromkeys(handed_in, (LEFT, LEFT))
    settings(course, "")
    autograde(course)
    assert marks() == {name: (MARKS[name], ALL) for name in handed_in}
    run(course)
    assert marks() == {name: (MARKS[name], ALL) for name in handed_in}
    assert by_hand(course, "lee")[0] == 1.0
    give(course, "lee", TEXT, 1.0)
    give(course, "kim", TEXT, 2.0)


@pytest.mark.parametrize(("kind", "worth"), [("dropped", 0.0), ("full_credit", 3.0)])
def test_who_is_graded_alone_leaves_nobody_with_a_question_that_counts_half(
    course: Course, kind: str, worth: float
) -> None:
    options = Options(jobs=1, isolated=False, only="kim")
    for question in (TEXT, WRONG):
        settings(course, f'c.Grade.{kind} = {{"{UNIT}": ["{question}"]}}')
        changes = grade_class(Course(course.directory), UNIT, options).changes
        if question == TEXT:
            assert [(c.student, c.before, c.after) for c in changes] == [("kim", 2.0, worth), ("lee", 1.0, worth)]
        with course.gradebook() as gradebook:
            counted = {s.student.id: (s.score, s.max_score) for s in gradebook.assignment_submissions(UNIT)}
        alone = {student: (result.score, result.max_score) for student, result in results(course).items()}
        assert alone["lee"] == counted["lee"]
        run(course)
        assert {student: (result.score, result.max_score) for student, result in results(course).items()} == {
            **alone,
            "park": (0.0, alone["lee"][1]),
        }
    settings(course, "")
    run(course)


def handed_in_again(course: Course, release: NotebookNode, student: str, text: str) -> None:
    unit = find_unit(UNIT)
    hand_in(course, student, submission(release, unit, reference_answers(unit), text))


@pytest.mark.parametrize("kind", ["dropped", "full_credit"])
@pytest.mark.parametrize("by_nbgrader", [False, True])
def test_what_waited_for_a_second_look_waits_again_after_an_exception_and_what_came_meanwhile_does_too(
    course: Course, release: NotebookNode, kind: str, by_nbgrader: bool
) -> None:
    def go(setting: str) -> None:
        settings(course, setting)
        autograde(course) if by_nbgrader else run(course)

    exception = f'c.Grade.{kind} = {{"{UNIT}": ["{TEXT}"]}}'
    settings(course, "")
    run(course)
    give(course, "kim", TEXT, 2.0)
    handed_in_again(course, release, "kim", f"{kind} {by_nbgrader}")
    run(course)
    assert by_hand(course, "kim") == (2.0, True)
    go(exception)
    assert by_hand(course, "kim") == (None, False)
    go(exception)
    go("")
    assert by_hand(course, "kim") == (2.0, True), "it was open before"
    assert results(course)["kim"].verdicts[-1].state == "manual"
    give(course, "kim", TEXT, 2.0)
    go(exception)
    go("")
    assert by_hand(course, "kim") == (2.0, False)
    go(exception)
    handed_in_again(course, release, "kim", "또 다른 생각")
    go(exception)
    go("")
    assert by_hand(course, "kim") == (2.0, True), "it came while nobody marked it"
    give(course, "kim", TEXT, 2.0)
    handed_in_again(course, release, "kim", "생각")
    go(exception)
    go("")
    assert by_hand(course, "kim") == (2.0, True), "it came together with the exception"
    give(course, "kim", TEXT, 2.0)
    go("")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (f'c.Grade.dropped = {{"{UNIT}": ["largest-rat"]}}', "no such question. Its questions are: "),
        (
            f'c.Grade.dropped = c.Grade.full_credit = {{"{UNIT}": ["{WRONG}"]}}',
            "both in `c.Grade.dropped` and in `c.Grade.full_credit`",
        ),
        (f'c.Grade.dropped = {{"02-manual": ["{WRONG}"]}}', "'02-manual', and the course has no such unit"),
        (f'c.Grade.full_credit = {{"{UNIT}": "{WRONG}"}}', f"of '{UNIT}' has to be a list of questions"),
        (f'c.Grade.dropped = {{"{UNIT}": [3]}}', f"of '{UNIT}' has to be a list of questions"),
        (f'c.Grade.dropped = {{"{UNIT}": None}}', f"of '{UNIT}' has to be a list of questions"),
        (f'c.Grade.dropped = {{"{UNIT}": {{"{WRONG}": 3}}}}', "with a text for each that says why"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_before_anything_changes(
    course: Course, setting: str, said: str
) -> None:
    settings(course, setting)
    with pytest.raises(CourseError) as refused:
        run(course)
    assert said in str(refused.value)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", UNIT], cwd=course.directory, capture_output=True, text=True
    )
    assert done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    settings(course, "")
    assert run(course) == Tally(graded=0, unchanged=3)


def test_a_mark_by_hand_that_is_more_than_the_points_now_is_named_and_stays(course: Course) -> None:
    give(course, "kim", TEXT, 5.0)
    notices: list[str] = []
    run(course, notices)
    assert "kim was given by hand for 'reflection' (5) is more than its points now (3)" in notices[0]
    assert by_hand(course, "kim") == (5.0, False)
    give(course, "kim", TEXT, 2.0)
