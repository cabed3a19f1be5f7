"""Each mark's history: when it changed, from what to what, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from sqlalchemy import select

import gdcourse
from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows
from gdcourse.grading.classroom.mark_history import _history, history_of, note_mark_set_aside, see_marks_by_hand
from gdcourse.grading.classroom.verdict_database import create_tables
from gdcourse.grading.classroom.what_marks_rest_on import _DIAGNOSES, OF_ALL, Parts, _code, _decides, digest_of_parts
from gdcourse.grading.messages import WHY
from gdcourse.grading.submission.grade_submission import GradedNotebook, grade_ungraded
from gdcourse.language import Text
from support.course import make_course

UNIT = "02-manual-gradient"
QUESTION = "parabola-slope"
OTHER = "update-rule"
RESTS_ON = {"grader": "a", "mistakes": "b", "submission": "c"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("history") / "course", UNIT)


@pytest.fixture
def book(course: Course) -> Iterator[Gradebook]:
    with course.gradebook() as gradebook:
        create_tables(gradebook)
        yield gradebook
        gradebook.remove_student("kim")


@pytest.fixture
def rows(book: Gradebook, course: Course) -> SubmissionRows:
    return SubmissionRows(book, course.assignments(UNIT)[0])


def with_score(course: Course, score: float, diagnosis: str | None = None) -> GradedNotebook:
    graded = grade_ungraded(Text("이유", "a reason"), course.assignments(UNIT)[0])
    verdicts = tuple(
        replace(v, score=score, state="graded", diagnosis=diagnosis) if v.exercise == QUESTION else v
        for v in graded.verdicts
    )
    return replace(graded, verdicts=verdicts)


def judged(course: Course, score: float, most: float, state: str, diagnosis: str | None) -> GradedNotebook:
    graded = with_score(course, score, diagnosis)
    changed = tuple(replace(v, max_score=most, state=state) if v.exercise == QUESTION else v for v in graded.verdicts)
    return replace(graded, verdicts=changed)


def everything(edition: str, tolerance: str = "0.0001") -> dict[str, Parts]:
    """What stands behind the digests of one edition, which differs from any other's in all but the tolerance."""
    return {
        "assignment": {OF_ALL: {"given": edition, "statement": edition}, QUESTION: {"points": edition}},
        "questions": {QUESTION: {"reference": edition, "asked": edition, "tolerance": tolerance}},
        "mistakes": {QUESTION: {"mistakes": edition}},
        "grader": {OF_ALL: {"torch": edition}},
    }


ALWAYS = ("reference", "asked", "given", "torch")
Judged = tuple[float, float, str, str | None]


def record(rows: SubmissionRows, book: Gradebook, graded: GradedNotebook, **changed: str | Parts) -> None:
    """Record a result that rests on this: digests, of some with what stands behind them."""
    parts = {name: what for name, what in changed.items() if not isinstance(what, str)}
    rows.__dict__["_parts"] = parts
    digests = {name: "as the parts say" if name in parts else str(what) for name, what in changed.items()}
    rows.record(rows.of("kim", None)[0], graded, "digest", {**RESTS_ON, **digests})
    book.db.commit()


def told(book: Gradebook) -> list[tuple[float | None, str | None, tuple[str, ...]]]:
    return [(e.score, e.diagnosis, e.why) for e in history_of(book, "kim") if e.question == QUESTION]


def test_a_change_is_noted_with_what_had_changed_and_what_stays_is_noted_once(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    record(rows, book, with_score(course, 0.0))
    record(rows, book, with_score(course, 0.5, "half-right"), mistakes="b2")
    record(rows, book, with_score(course, 1.0), mistakes="b2", submission="c2", grader="a2")
    assert told(book) == [
        (0.0, None, ("first",)),
        (0.5, "half-right", ("mistakes",)),
        (1.0, None, ("grader", "submission")),
    ]
    assert {e.why for e in history_of(book, "kim") if e.question != QUESTION} == {("first",)}


def test_what_was_graded_with_before_and_changed_no_mark_is_no_reason_later(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0, "some-cases"))
    for _ in range(2):
        record(rows, book, with_score(course, 0.0, "some-cases"), mistakes="b2")
    record(rows, book, with_score(course, 0.5, "half-right"), mistakes="b2", grader="a2")
    assert told(book)[-1] == (0.5, "half-right", ("grader",))
    record(rows, book, with_score(course, 1.0), mistakes="b3", grader="a2", submission="c2")
    assert told(book)[-1] == (1.0, None, ("submission",)), "a right answer rests on no known mistake"


def test_what_changed_for_other_questions_alone_is_no_reason(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    questions = {QUESTION: {"reference": "a", "asked": "b", "tolerance": "0.0001"}, OTHER: {"reference": "a"}}
    exceptions = {"assignment": {OF_ALL: {"given": "a", "statement": "a"}}, "exceptions": {}}
    record(rows, book, with_score(course, 0.0, "one"), questions=questions, **exceptions)
    changed = {QUESTION: {**questions[QUESTION], "reference": "a2"}, OTHER: {"reference": "a2", "asked": "c2"}}
    now = {"assignment": {OF_ALL: {"given": "a", "statement": "a2"}}, "exceptions": {OTHER: {"exceptions": "dropped"}}}
    record(rows, book, with_score(course, 1.0), questions=changed, **now)
    assert told(book)[-1] == (1.0, None, ("reference",))


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        # A score, the points, a state, a diagnosis.
        ((1.0, 1.0, "graded", None), (2.0, 2.0, "graded", None), {"points"}),
        ((0.5, 1.0, "graded", "half"), (1.0, 2.0, "graded", "half"), {"points"}),
        ((0.5, 1.0, "graded", "half"), (0.75, 1.0, "graded", "half"), {"mistakes"}),
        ((0.0, 1.0, "graded", "ratio:2"), (0.5, 1.0, "graded", "half"), {"mistakes", "tolerance", *ALWAYS}),
        ((0.0, 1.0, "graded", "ratio:2"), (1.0, 1.0, "graded", None), {"tolerance", *ALWAYS}),
        ((1.0, 1.0, "graded", None), (0.0, 1.0, "graded", "half"), set(ALWAYS)),
        ((0.0, 1.0, "missing", None), (1.0, 1.0, "graded", None), {*ALWAYS} - {"reference"}),
    ],
)
def test_of_what_changed_together_what_cannot_have_done_it_is_no_reason(
    course: Course, book: Gradebook, rows: SubmissionRows, before: Judged, now: Judged, why: set[str]
) -> None:
    """A tolerance became wider: that makes nothing wrong. Words make no mark; known mistakes none of right ones."""
    record(rows, book, judged(course, *before), submission="c", **everything("1", tolerance="0.0001"))
    record(rows, book, judged(course, *now), submission="c", **everything("2", tolerance="0.01"))
    assert set(told(book)[-1][2]) == why


@pytest.mark.parametrize(
    ("before", "now", "changed", "why"),
    [
        ((0.0, "ratio:2"), (1.0, None), {"wording", "diagnoses"}, {"reference"}),
        ((0.0, "ratio:2"), (0.0, "half"), {"wording"}, {"reference"}),
        ((0.0, "ratio:2"), (0.0, "half"), {"wording", "diagnoses"}, {"reference", "diagnoses"}),
        ((0.0, "ratio:2"), (1.0, None), {"wording", "comparing"}, {"reference", "comparing"}),
    ],
)
def test_an_upgrade_of_what_gives_no_points_is_no_reason_beside_a_reference_that_changed(
    course: Course,
    book: Gradebook,
    rows: SubmissionRows,
    before: tuple[float, str],
    now: tuple[float, str | None],
    changed: set[str],
    why: set[str],
) -> None:
    def of(edition: str) -> dict[str, Parts]:
        code = {part: edition if part in changed else "1" for part in ("wording", "diagnoses", "comparing", "grader")}
        return {"grader": {OF_ALL: code}, "questions": {QUESTION: {"reference": edition}}}

    record(rows, book, with_score(course, *before), **of("1"))
    record(rows, book, with_score(course, *now), **of("2"))
    assert set(told(book)[-1][2]) == why


def test_an_exception_is_the_reason_whatever_else_has_changed(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    given = {"exceptions": {QUESTION: {"exceptions": "full-credit"}}}
    record(rows, book, judged(course, 0.0, 1.0, "graded", "half"), **everything("1"), exceptions={})
    record(rows, book, judged(course, 1.0, 1.0, "graded", None), **everything("2"), **given)
    assert told(book)[-1][2] == ("full-credit",)
    record(rows, book, judged(course, 0.5, 1.0, "graded", "half"), **everything("3"), exceptions={})
    assert told(book)[-1][2] == ("no-exception",)


def test_a_question_that_is_dropped_is_noted_whatever_its_mark_was(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    dropped = {"exceptions": {QUESTION: {"exceptions": "dropped"}}}
    record(rows, book, judged(course, 0.0, 1.0, "graded", "half"), **everything("1"), exceptions={})
    record(rows, book, judged(course, 0.0, 0.0, "graded", "half"), **everything("1"), **dropped)
    record(rows, book, judged(course, 0.0, 0.0, "graded", "half"), **everything("1"), **dropped)
    record(rows, book, judged(course, 0.0, 1.0, "graded", "half"), **everything("1"), exceptions={})
    assert [why for _, _, why in told(book)] == [("first",), ("dropped",), ("no-exception",)]


def test_a_mark_that_is_given_to_a_question_that_was_dropped_before_changes_nothing_but_is_told(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    dropped = {"exceptions": {QUESTION: {"exceptions": "dropped"}}}
    record(rows, book, judged(course, 1.0, 1.0, "graded", None), **everything("1"), exceptions={})
    record(rows, book, judged(course, 0.0, 0.0, "graded", None), **everything("1"), **dropped)
    grade = next(g for g in book.find_submission_notebook(UNIT, UNIT, "kim").grades if g.name == QUESTION)
    grade.manual_score = 0.75
    book.db.commit()
    see_marks_by_hand(book)
    grade.manual_score = None
    note_mark_set_aside(book.db, grade.notebook_id, QUESTION, 0.0, "dropped")
    book.db.commit()
    record(rows, book, judged(course, 0.0, 0.0, "graded", None), **everything("2"), **dropped)
    assert told(book)[1:] == [(0.0, None, ("dropped",)), (0.75, None, ("by-hand",)), (0.0, None, ("dropped",))]


def test_of_a_gradebook_that_does_not_know_what_stood_behind_its_digests_their_names_are_told(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0), questions="q")
    record(rows, book, with_score(course, 1.0), questions={QUESTION: {"reference": "a"}})
    assert told(book)[-1][2] == ("questions",)


def test_a_mark_that_a_person_gave_is_noted_when_it_is_first_seen_and_when_it_changes(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    grade = next(g for g in book.find_submission_notebook(UNIT, UNIT, "kim").grades if g.name == QUESTION)
    for score in (0.75, 0.75, 1.0):
        grade.manual_score = score
        book.db.commit()
        see_marks_by_hand(book)
    assert told(book)[1:] == [(0.75, None, ("by-hand",)), (1.0, None, ("by-hand",))]


def test_a_mark_by_hand_stands_in_the_history_as_it_counts_while_what_was_handed_in_again_waits(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    grade = next(g for g in book.find_submission_notebook(UNIT, UNIT, "kim").grades if g.name == QUESTION)
    grade.manual_score, grade.needs_manual_grade = 0.5, False
    book.db.commit()
    see_marks_by_hand(book)
    record(rows, book, with_score(course, 1.0), submission="d")
    assert grade.needs_manual_grade
    assert grade.score == 0.5
    assert told(book)[1:] == [(0.5, None, ("by-hand",))]


def test_the_command_tells_it_in_lines_and_refuses_who_is_not_there(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    record(rows, book, with_score(course, 0.0))
    record(rows, book, with_score(course, 1.0), submission="c2")
    record(rows, book, with_score(course, 0.0), submission="c3", limits="d2")
    record(rows, book, with_score(course, 0.5), submission="c4", limits="d3")
    runner = CliRunner()
    shown = runner.invoke(main, ["history", "kim", "--course", str(course.directory)])
    assert shown.exit_code == 0, shown.output
    *_, line, _, several = shown.output.splitlines()
    assert f"{QUESTION}  0 → 1 / " in line
    assert f"({WHY['submission'].line})" in line
    assert f"changed together, so nobody can tell which: {WHY['submission'].en}, {WHY['limits'].en})" in several
    config = course.directory / "nbgrader_config.py"
    before = config.read_text("utf-8")
    config.write_text(f'{before}\nc.Exchange.timezone = "Asia/Seoul"\n', "utf-8")
    here = runner.invoke(main, ["history", "kim", "--course", str(course.directory)])
    config.write_text(before, "utf-8")
    utc, korean = (
        [datetime.fromisoformat(at) for at in re.findall(rf"(?m)^(\S+ \S+) {zone}  ", told.output)]
        for zone, told in (("UTC", shown), ("KST", here))
    )
    assert utc
    assert [at - timedelta(hours=9) for at in korean] == utc
    refused = runner.invoke(main, ["history", "lee", "--course", str(course.directory)])
    assert refused.exit_code == 1
    assert "no student 'lee'.\n" in refused.output
    mistyped = runner.invoke(main, ["history", "Kim", "--course", str(course.directory)])
    assert "no student 'Kim'. Close: kim" in mistyped.output
    elsewhere = runner.invoke(main, ["history", "kim", "--unit", "nope", "--course", str(course.directory)])
    assert elsewhere.exit_code == 2
    assert "There is no unit 'nope'. The units are: " in elsewhere.output


@pytest.mark.parametrize("typed", ["민준", "김 민준", "김, 민준"])
@pytest.mark.parametrize("command", [["history"], ["deadline", UNIT, "+1d", "--student"]])
def test_a_name_in_place_of_an_id_is_told_whose_it_is(
    book: Gradebook, course: Course, command: list[str], typed: str
) -> None:
    book.update_or_create_student("kim", last_name="김", first_name="민준")
    for other, first in (("s2", "민준"), ("s3", "민")):
        book.update_or_create_student(other, last_name="이", first_name=first)
    refused = CliRunner().invoke(main, [*command, typed, "--course", str(course.directory), "--lang", "en"])
    for other in ("s2", "s3"):
        book.remove_student(other)
    assert refused.exit_code == 1
    assert f"Close: kim (김 민준){', s2 (이 민준)' if typed == '민준' else ''}\n" in refused.output


def test_a_question_without_an_answer_says_so(course: Course, book: Gradebook, rows: SubmissionRows) -> None:
    record(rows, book, judged(course, 0.0, 1.0, "ungradable", None))
    record(rows, book, judged(course, 0.0, 1.0, "missing", None), submission="c2")
    shown = CliRunner().invoke(main, ["history", "kim", "--course", str(course.directory)]).output.splitlines()
    of_question = [line for line in shown if QUESTION in line]
    assert ["! 채점 불가 · ungradable" in line for line in of_question] == [True, False]
    assert "· 없음 · missing" in of_question[1]


def test_every_file_that_decides_about_marks_is_in_one_part_of_the_grader_and_each_part_can_be_told() -> None:
    parts = _code()
    assert set(parts) == {"wording", "diagnoses", "comparing", "grader"} <= set(WHY)
    package = Path(gdcourse.__file__).parent
    decided = {name: _decides(name) for name in (p.relative_to(package).as_posix() for p in package.rglob("*.py"))}
    assert decided["judging/comparing.py"] == decided["solutions/__init__.py"] == "comparing"
    assert {f"judging/{name}" for name in _DIAGNOSES} == {n for n, part in decided.items() if part == "diagnoses"}
    assert decided["grading/submission/execution.py"] == "grader"


def test_what_marks_rest_on_is_written_once_for_all_that_changed_together(
    course: Course, book: Gradebook, rows: SubmissionRows
) -> None:
    def written() -> list[dict[str, str]]:
        query = select(_history.c.rests_on).where(_history.c.notebook_id == rows.of("kim", None)[0])
        found = [json.loads(one) for one in book.db.scalars(query.order_by(_history.c.id))]
        return [one for one in found if one]

    record(rows, book, with_score(course, 0.0))
    assert written() == [RESTS_ON]
    behind = {OF_ALL: {"grader": "a2"}}
    record(rows, book, with_score(course, 1.0), grader=behind)
    assert written() == [RESTS_ON, {**RESTS_ON, "grader": digest_of_parts(behind)}]
