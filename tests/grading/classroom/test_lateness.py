"""Deadlines, extensions and policies change after grading: plain ``gdcourse grade`` mends what follows from them."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader.utils import parse_utc
from rich.console import Console

from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.grade_class import Options, Tally, grade_class
from gdcourse.grading.classroom.gradebook_recording import Lateness, Recorder, opened_gradebook, recorded_results
from gdcourse.grading.classroom.mark_history import FIRST, LATENESS, MARK, history_of, see_marks_by_hand
from gdcourse.grading.classroom.terminal_progress_and_results import show_class
from gdcourse.grading.classroom.times_as_written import remember_marks
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.pages.report_files import class_report
from support.course import hand_in, make_course
from support.written_answers import KOREAN, graded_by_hand
from support.written_answers import UNIT as WRITTEN

UNIT = "02-manual-gradient"
ALL = 17.0


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, release: NotebookNode) -> Course:
    """Kim handed in at half past eleven in the evening, Korean time, of the day that ends with the deadline."""
    course = make_course(tmp_path_factory.mktemp("course") / "course")
    with (course.directory / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    path = hand_in(course, "kim", submission(release, find_unit(UNIT), reference_answers(find_unit(UNIT)), "생각"))
    (path.parent / "timestamp.txt").write_text("2026-03-01 23:30:00 KST")
    due(course, "2026-03-01 23:59 Asia/Seoul")
    assert run(course).graded == 1
    return course


def due(course: Course, text: str) -> None:
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=parse_utc(text))


def run(course: Course, notices: list[str] | None = None) -> Tally:
    told: list[str] = [] if notices is None else notices
    options = Options(jobs=1, isolated=False, on_notice=lambda text: told.append(text.en))
    return grade_class(Course(course.directory), UNIT, options)


def lateness(course: Course) -> Lateness:
    (result,) = recorded_results(Course(course.directory), UNIT)
    assert result.score == ALL
    return result.lateness


def stamp(course: Course, text: str) -> None:
    (course.path("submitted", UNIT, "kim") / "timestamp.txt").write_text(text)


def test_what_changes_after_grading_is_mended_without_running_anything_again(graded: Course) -> None:
    assert lateness(graded) == Lateness("2026-03-01T14:30:00Z")
    due(graded, "2026-03-01 21:30 Asia/Seoul")
    assert run(graded) == Tally(graded=0, unchanged=1, mended=1)
    assert lateness(graded) == Lateness("2026-03-01T14:30:00Z", 7200, ALL)
    told = io.StringIO()
    show_class(list(recorded_results(graded, UNIT)), Console(file=told, width=80))
    assert "kim  +2 h  17 − 17 = 0" in told.getvalue()
    report = class_report(graded, UNIT)
    assert (report.rows[0].seconds_late, report.rows[0].late_penalty) == (7200, ALL)
    with graded.gradebook() as gradebook:
        gradebook.update_or_create_submission(UNIT, "kim", extension=timedelta(hours=3))
    assert run(graded).mended == 1
    assert lateness(graded).penalty == 0
    with graded.gradebook() as gradebook:
        gradebook.update_or_create_submission(UNIT, "kim", extension=None)
    assert run(graded).mended == 1
    config = graded.directory / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before.replace('"zero"', '"none"'))
    assert run(graded).mended == 1
    assert lateness(graded) == Lateness("2026-03-01T14:30:00Z", 7200, 0.0)
    config.write_text(before)
    due(graded, "2026-03-01 23:59 Asia/Seoul")
    run(graded)


def test_a_time_that_cannot_be_read_is_told_and_counts_as_the_instructor_chose(graded: Course) -> None:
    stamp(graded, "one minute before midnight")
    notices: list[str] = []
    assert run(graded, notices).mended == 0
    assert "timestamp.txt of kim cannot be read (one minute before midnight), so it counts as on time" in notices[0]
    config = graded.directory / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(f'{before}\nc.Penalty.unreadable_timestamp = "late"\n')
    assert run(graded, notices).mended == 1
    assert "counts as late" in notices[1]
    config.write_text(before)
    stamp(graded, "2026-03-01 23:30:00 KST")
    assert run(graded).mended == 1


def test_a_platforms_mark_decides_where_there_is_no_time(graded: Course) -> None:
    path: Path = graded.path("submitted", UNIT, "kim") / "timestamp.txt"
    path.unlink()
    remember_marks(graded.directory, {f"kim/{UNIT}": True})
    assert run(graded).mended == 1
    assert lateness(graded) == Lateness(None, 1, ALL)
    told = io.StringIO()
    show_class(list(recorded_results(graded, UNIT)), Console(file=told, width=80))
    assert "after the deadline  17 − 17 = 0" in told.getvalue()
    (result,) = recorded_results(graded, UNIT)
    assert {(record["late"], record["seconds_late"]) for record in result.records()} == {(True, None)}
    report = class_report(graded, UNIT)
    assert (report.rows[0].late, report.rows[0].seconds_late, report.rows[0].late_span) == (True, None, "")
    assert report.summary.late == 1
    remember_marks(graded.directory, {f"kim/{UNIT}": False})
    assert run(graded).mended == 1
    assert lateness(graded) == Lateness()


POLICIES = """\
from nbgrader.plugins import LateSubmissionPlugin

class TenPercentADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.1 * score * -(-total_seconds_late // 86400)

class Fails(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {}["no such key"]

class SaysALot(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return "a lot"
"""


def with_policy(directory: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course of one who is two days late and has two points by hand, with a rule of its own."""
    course = graded_by_hand(directory / "course", {"kim": KOREAN})
    (directory / "own_penalties.py").write_text(POLICIES)
    (directory / "own_mistyped.py").write_text("# a rule\nimport no_such_library\n")
    monkeypatch.syspath_prepend(directory)
    with (course.directory / "nbgrader_config.py").open("a") as file:
        file.write(f'\nc.AssignLatePenalties.plugin_class = "{name}"\n')
    (course.path("submitted", WRITTEN, "kim") / "timestamp.txt").write_text("2026-03-03 09:00 UTC")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(WRITTEN, duedate=parse_utc("2026-03-01 10:00 UTC"))
        grade = gradebook.find_grade("reflection", WRITTEN, WRITTEN, "kim")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        gradebook.db.commit()
    return Course(course.directory)


def mended(course: Course) -> dict[str, tuple[float, float]]:
    (assignment,) = course.assignments(WRITTEN)
    with opened_gradebook(course) as gradebook:
        return Recorder(course, gradebook, assignment).mend_lateness(course.submissions(assignment))


def test_a_rule_of_the_courses_own_takes_off_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = with_policy(tmp_path, "own_penalties.TenPercentADay", monkeypatch)
    mark(course, 2.0, "2026-03-02 09:30 UTC")
    assert mended(course) == {"kim": (0.0, pytest.approx(0.2))}
    mark(course, 1.0)
    assert mended(course) == {"kim": (pytest.approx(0.2), pytest.approx(0.1))}
    assert reasons(course)[1:] == [(MARK,)]
    mark(course, 1.0, "2026-03-01 10:00 UTC")
    assert mended(course) == {"kim": (pytest.approx(0.1), pytest.approx(0.2))}
    assert reasons(course)[2:] == [(LATENESS,)]
    mark(course, 1.0, "2026-03-04 09:30 UTC")
    assert mended(course) == {"kim": (pytest.approx(0.2), 0.0)}
    assert reasons(course)[3:] == [(LATENESS,)]
    mark(course, 2.0)
    assert mended(course) == {"kim": (0.0, 0.0)}
    mark(course, 1.5, "2026-03-02 09:30 UTC")
    assert mended(course) == {"kim": (0.0, pytest.approx(0.15))}
    assert reasons(course)[4:] == [(LATENESS,)]
    mark(course, 2.0, "2026-03-01 10:00 UTC")
    assert mended(course) == {"kim": (pytest.approx(0.15), pytest.approx(0.4))}
    assert reasons(course)[5:] == [(MARK, LATENESS)]


def test_a_penalty_that_follows_a_question_given_to_everyone_has_the_mark_for_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = with_policy(tmp_path, "own_penalties.TenPercentADay", monkeypatch)
    options = Options(jobs=1, isolated=False)
    grade_class(course, WRITTEN, options)
    with (course.directory / "nbgrader_config.py").open("a") as file:
        file.write(f'\nc.Grade.full_credit = {{"{WRITTEN}": ["reflection"]}}\n')
    grade_class(Course(course.directory), WRITTEN, options)
    assert reasons(course)[1:] == [(MARK,)]


@pytest.mark.parametrize(
    ("moved", "why"), [("", [(MARK,)]), ("2026-03-01 10:00 UTC", [(MARK,)]), ("2026-03-05 10:00 UTC", [])]
)
def test_a_penalty_of_what_had_no_points_when_it_was_late_already_has_the_mark_for_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: str, why: list[tuple[str, ...]]
) -> None:
    course = with_policy(tmp_path, "own_penalties.TenPercentADay", monkeypatch)
    mark(course, 0.0, "2026-03-02 09:30 UTC")
    assert mended(course) == {"kim": (0.0, 0.0)}
    before = reasons(course)
    mark(course, 2.0, moved)
    mended(course)
    assert reasons(course) == before + why
    mark(course, 0.0, "2026-03-09 09:30 UTC")
    mended(course)
    mark(course, 2.0, "2026-03-02 09:30 UTC")
    mended(course)
    assert LATENESS in reasons(course)[-1], "it was on time by then"


def mark(course: Course, score: float, deadline: str = "") -> None:
    with opened_gradebook(course) as gradebook:
        if deadline:
            gradebook.update_or_create_assignment(WRITTEN, duedate=parse_utc(deadline))
        gradebook.find_grade("reflection", WRITTEN, WRITTEN, "kim").manual_score = score
        gradebook.db.commit()
        see_marks_by_hand(gradebook)


def test_what_is_late_when_it_is_graded_first_has_that_for_a_reason(graded: Course) -> None:
    due(graded, "2026-03-01 12:00 UTC")
    path = graded.path("submitted", UNIT, "lee") / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes((graded.path("submitted", UNIT, "kim") / f"{UNIT}.ipynb").read_bytes())
    (path.parent / "timestamp.txt").write_text("2026-03-01 23:30:00 UTC")
    run(graded)
    with opened_gradebook(graded) as gradebook:
        penalties = {one.why for one in history_of(gradebook, "lee") if one.question == LATENESS}
    assert penalties == {(FIRST,)}


def reasons(course: Course) -> list[tuple[str, ...]]:
    with opened_gradebook(course) as gradebook:
        return [one.why for one in history_of(gradebook, "kim") if one.question == LATENESS]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("own_penalties.Fails", ["own_penalties.Fails", "'kim'", "KeyError: 'no such key'"]),
        ("own_penalties.SaysALot", ["own_penalties.SaysALot", "'kim'", "TypeError: "]),
        ("no_such_file.Policy", ["'no_such_file.Policy' could not be imported"]),
        ("own_mistyped.Rule", ["ModuleNotFoundError: No module named 'no_such_library'), own_mistyped.py:2"]),
    ],
)
def test_a_rule_that_fails_is_a_sentence_and_no_penalty_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: list[str]
) -> None:
    course = with_policy(tmp_path, name, monkeypatch)
    with pytest.raises(CourseError) as refused:
        mended(course)
    assert all(part in str(refused.value) for part in ["plugin_class", *said]), str(refused.value)
    with course.gradebook() as gradebook:
        assert not gradebook.find_submission(WRITTEN, "kim").late_submission_penalty
