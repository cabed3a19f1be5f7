"""Marks by hand from files: put where formgrader sees them, checked before anything changes, nobody's overwritten."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.course_error import CourseError
from gdcourse.grading.classroom.gradebook_recording import opened_gradebook, recorded_results
from gdcourse.grading.classroom.hand_marks import (
    COMMENTS,
    HandAnswer,
    course_code,
    hand_answers,
    hand_questions,
    kept_comments,
)
from gdcourse.grading.classroom.mark_history import history_of
from gdcourse.grading.classroom.marks_file import FORMAT, base_of, sum_of
from support.written_answers import KOREAN, QUESTION, UNIT, graded_by_hand, record_answer

STUDENTS = {"kim": KOREAN, "lee": KOREAN + "!", "park": "Another one.", "blank": None}
Given = tuple[float, tuple[int, ...], str]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graded_by_hand(tmp_path_factory.mktemp("graded") / "course", STUDENTS).directory


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Course:
    shutil.copytree(graded, tmp_path / "course")
    return Course(tmp_path / "course")


def answers(course: Course) -> dict[str, HandAnswer]:
    (assignment,) = course.assignments(UNIT)
    questions = hand_questions(assignment, course.path("source", UNIT) / f"{UNIT}.ipynb")
    with opened_gradebook(course) as gradebook:
        return {a.student: a for a in hand_answers(course, gradebook, assignment, questions)}


def asked(course: Course) -> dict[str, str]:
    (assignment,) = course.assignments(UNIT)
    return {q.id: q.asked for q in hand_questions(assignment, course.path("source", UNIT) / f"{UNIT}.ipynb")}


def content(
    course: Course,
    given: Mapping[str, Given],
    by: str = "one",
    saved: int = 1,
    known: Mapping[str, HandAnswer] | None = None,
) -> dict[str, Any]:
    """What the page saves where these marks are given, by student; ``known`` is what the page started from."""
    known, code, marks = known or answers(course), course_code(course), []
    for student, (score, items, comment) in given.items():
        of = known[student]
        listed = ",".join(map(str, items))
        told = sum_of(code, UNIT, by, of.code, of.question, of.base, str(round(100 * score)), listed, comment)
        mark = {"answer": of.code, "question": of.question, "base": of.base, "score": score, "items": list(items)}
        marks.append({**mark, "comment": comment, "sum": told})
    head = {"gdcourse": "marks", "format": FORMAT, "course": code, "unit": UNIT, "by": by, "saved": saved}
    return {**head, "count": len(marks), "asked": asked(course), "comments": [], "marks": marks}


def written(path: Path, made: dict[str, Any]) -> Path:
    marks = ",\n".join(json.dumps(mark, ensure_ascii=False) for mark in made["marks"])
    head = json.dumps({k: v for k, v in made.items() if k != "marks"}, ensure_ascii=False)[:-1]
    path.write_text(f'{head},"marks":[\n{marks}\n]}}\n', encoding="utf-8")
    return path


def take(course: Course, *files: Path) -> Result:
    options = [part for file in files for part in ("--take", str(file))]
    return CliRunner().invoke(main, ["mark", UNIT, "--course", str(course.directory), *options])


def in_gradebook(course: Course) -> dict[str, tuple[float | None, str | None, bool]]:
    with course.gradebook() as book:
        return {s: (*_mark(book, s),) for s in STUDENTS}


def _mark(book: Gradebook, student: str) -> tuple[float | None, str | None, bool]:
    grade = book.find_grade(QUESTION, UNIT, UNIT, student)
    comment = book.find_comment(QUESTION, UNIT, UNIT, student)
    return grade.manual_score, comment.manual_comment, bool(grade.needs_manual_grade)


def test_marks_and_comments_go_where_formgrader_has_them_and_into_the_history(course: Course, tmp_path: Path) -> None:
    done = take(
        course, written(tmp_path / "m.json", content(course, {"kim": (2.5, (1, 2), "수로 보여 주세요.\n=1+1")}))
    )
    assert done.exit_code == 0, done.output
    assert in_gradebook(course)["kim"] == (2.5, "수로 보여 주세요.\n=1+1", False)
    assert in_gradebook(course)["lee"] == (None, None, True)
    assert next(recorded_results(course, UNIT, "kim")).verdicts[-1].score == 2.5
    with opened_gradebook(course) as book:
        marks = [(e.score, e.why) for e in history_of(book, "kim") if e.question == QUESTION]
    assert marks == [(None, ("first",)), (2.5, ("by-hand",))]
    assert (answers(course)["kim"].items, answers(course)["kim"].score) == ((1, 2), 2.5)


def test_a_file_taken_twice_changes_nothing_the_second_time(course: Course, tmp_path: Path) -> None:
    file = written(tmp_path / "m.json", content(course, {"kim": (2, (1, 2), ""), "lee": (0, (), "no")}))
    take(course, file)
    before = in_gradebook(course)
    again = take(course, file)
    assert again.exit_code == 0
    assert "0 marks were put into the gradebook; 2 were there already" in again.output
    assert in_gradebook(course) == before


def test_grading_again_loses_neither_mark_nor_comment_nor_the_lines_that_were_ticked(
    course: Course, tmp_path: Path
) -> None:
    take(course, written(tmp_path / "m.json", content(course, {"kim": (2, (1, 3), "well")})))
    record_answer(course, "kim", KOREAN)
    assert in_gradebook(course)["kim"] == (2, "well", False)  # the same text, which somebody has read
    record_answer(course, "kim", f"{KOREAN} 다시 썼어요.")
    assert in_gradebook(course)["kim"] == (2, "well", True)
    again = answers(course)["kim"]
    assert (again.score, again.before, again.comment, again.items) == (None, 2, "well", (1, 3))


def test_what_formgrader_has_is_what_a_page_starts_from(course: Course) -> None:
    with course.gradebook() as book:
        book.find_grade(QUESTION, UNIT, UNIT, "park").manual_score = 1.5
        book.find_grade(QUESTION, UNIT, UNIT, "park").needs_manual_grade = False
        book.find_comment(QUESTION, UNIT, UNIT, "park").manual_comment = "from formgrader"
        book.db.commit()
    found = answers(course)
    assert (found["park"].score, found["park"].comment, found["park"].items) == (1.5, "from formgrader", ())
    assert [found[s].score for s in ("kim", "lee", "blank")] == [None, None, 0]
    assert {s: a.blank for s, a in found.items()} == {"kim": False, "lee": False, "park": False, "blank": True}
    assert "kim" not in found["kim"].code


def test_a_late_penalty_that_is_mended_with_a_mark_is_told_whose_from_what_to_what(
    course: Course, tmp_path: Path
) -> None:
    with (course.directory / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    for student in ("kim", "lee"):
        (course.path("submitted", UNIT, student) / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    with course.gradebook() as book:
        book.update_or_create_assignment(UNIT, duedate=parse_utc("2026-03-01 11:00:00 UTC"))
    told = take(course, written(tmp_path / "m.json", content(course, {"kim": (2, (1, 2), "")}))).output
    assert "kim  지각 감점 · late penalty  0 → -2" in told
    assert "lee" not in told
    again = take(course, written(tmp_path / "m.json", content(course, {"kim": (2, (1, 2), "")}))).output
    assert "→" not in again


def test_two_people_do_not_overwrite_each_other_and_what_differs_is_told(course: Course, tmp_path: Path) -> None:
    start = answers(course)
    one = content(course, {"kim": (3, (1, 2, 3), ""), "lee": (1, (1,), "한 사람")}, "one", known=start)
    two = content(course, {"park": (2, (1, 2), ""), "lee": (2, (1, 2), "다른 사람")}, "two", known=start)
    done = take(course, written(tmp_path / "1.json", one), written(tmp_path / "2.json", two))
    assert done.exit_code == 0, done.output
    assert {s: mark[:2] for s, mark in in_gradebook(course).items()} == {
        "kim": (3, None),
        "lee": (1, "한 사람"),
        "park": (2, None),
        "blank": (None, None),
    }
    assert (
        "lee · reflection: somebody else has given 1 (“한 사람”) since; this file says 2 (“다른 사람”)" in done.output
    )


def test_a_person_may_save_again_and_what_was_saved_before_does_not_come_back(course: Course, tmp_path: Path) -> None:
    start = answers(course)
    first = written(tmp_path / "1.json", content(course, {"kim": (1, (1,), "")}, saved=1, known=start))
    later = written(tmp_path / "2.json", content(course, {"kim": (2, (1, 2), "more")}, saved=2, known=start))
    assert "1 marks" in take(course, first).output
    assert "1 marks" in take(course, later).output
    assert in_gradebook(course)["kim"][:2] == (2, "more")
    older = take(course, first)
    assert "saved later was taken before" in older.output
    assert in_gradebook(course)["kim"][:2] == (2, "more")


def test_a_mark_of_formgraders_and_a_new_answer_are_not_written_over(course: Course, tmp_path: Path) -> None:
    start = answers(course)
    file = written(tmp_path / "m.json", content(course, {"kim": (1, (1,), ""), "lee": (1, (1,), "")}, known=start))
    with course.gradebook() as book:
        book.find_grade(QUESTION, UNIT, UNIT, "kim").manual_score = 3
        book.db.commit()
    record_answer(course, "lee", "Something else altogether.")
    done = take(course, file)
    assert done.exit_code == 0
    assert "kim · reflection: somebody else has given 3 since; this file says 1" in done.output
    assert "lee · reflection: the answer has changed since the page was made; this file says 1" in done.output
    assert (in_gradebook(course)["kim"][0], in_gradebook(course)["lee"][0]) == (3, None)


def test_the_bank_of_comments_is_kept_for_the_next_page(course: Course, tmp_path: Path) -> None:
    made = content(course, {"kim": (1, (1,), "")}) | {"comments": [{"ko": "좋아요.", "en": "Good."}]}
    take(course, written(tmp_path / "m.json", made))
    take(course, written(tmp_path / "m.json", made))
    assert [comment.en for comment in kept_comments(course)] == ["Good."]
    (course.directory / COMMENTS).write_text("[1, 2")
    with pytest.raises(CourseError, match="the bank of comments, cannot be read"):
        kept_comments(course)


def _edited(change: Callable[[dict[str, Any]], Any]) -> Callable[[Course], str]:
    def make(course: Course) -> str:
        made = content(course, {"kim": (2, (1, 2), "a"), "lee": (1, (1,), "b")})
        change(made)
        return written(course.directory / "made.json", made).read_text(encoding="utf-8")

    return make


def _resummed(**changed: Any) -> Callable[[Course], str]:
    """A file that is whole in itself, and says something else."""

    def make(course: Course) -> str:
        made = content(course, {"kim": (2, (1, 2), "a")})
        head = {k: v for k, v in changed.items() if k in made}
        made |= head
        mark = made["marks"][0] | {k: v for k, v in changed.items() if k not in made}
        parts = (mark["answer"], mark["question"], mark["base"], str(round(100 * mark["score"])))
        items = ",".join(map(str, mark["items"]))
        mark["sum"] = sum_of(made["course"], made["unit"], made["by"], *parts, items, mark["comment"])
        return written(course.directory / "made.json", made | {"marks": [mark]}).read_text(encoding="utf-8")

    return make


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda c: "kim,3\nlee,2\n", "is no JSON from line 1, column 1 on", id="csv"),
        pytest.param(lambda c: "[]", "is no file that a marking page has saved", id="other-json"),
        pytest.param(lambda c: "[" * 100_000, "is no file that a marking page has saved", id="deep"),
        pytest.param(lambda c: _edited(lambda m: 0)(c)[:-40], "is no JSON from line", id="cut"),
        pytest.param(_edited(lambda m: m.update(format=99)), "another version (format 99", id="format"),
        pytest.param(_edited(lambda m: m.pop("by")), '"by" is missing', id="head"),
        pytest.param(
            _edited(lambda m: m.update(saved=10**30)), '"saved" is missing or was changed', id="saved-after-all-time"
        ),
        pytest.param(
            _edited(lambda m: m.update(saved=-5)), '"saved" is missing or was changed', id="saved-before-all-time"
        ),
        pytest.param(_edited(lambda m: m.update(course="0" * 16)), '"course" was changed', id="course-alone"),
        pytest.param(_edited(lambda m: m.update(unit="02-manual-gradient")), '"unit" was changed', id="unit-alone"),
        pytest.param(_edited(lambda m: m.update(by="you")), 'its head ("course", "unit", "by")', id="by-alone"),
        pytest.param(
            _edited(lambda m: m.update(course="0", marks=[m["marks"][0], m["marks"][1] | {"score": 3}])),
            "line 3: it was changed",
            id="course-and-a-score",
        ),
        pytest.param(_edited(lambda m: m["marks"][1].update(score=3)), "line 3: it was changed", id="score"),
        pytest.param(_edited(lambda m: m["marks"][0].update(comment="b")), "line 2: it was changed", id="comment"),
        pytest.param(_edited(lambda m: m["marks"][0].update(score=float("nan"))), "line 2: it was changed", id="nan"),
        pytest.param(_edited(lambda m: m["marks"][0].update(items="1")), "line 2: it was changed", id="items"),
        pytest.param(_edited(lambda m: m["marks"].pop()), "2 marks were saved in it, and it holds 1", id="line-gone"),
        pytest.param(
            _edited(lambda m: m["marks"].append(m["marks"][0])), "line 4: the same answer as in line 2", id="line-twice"
        ),
        pytest.param(_edited(lambda m: m.update(comments=[1])), "bank of comments is not as it was saved", id="bank"),
        pytest.param(_resummed(course="0" * 16), "of another course", id="other-course"),
        pytest.param(_resummed(unit="02-manual-gradient"), "of the assignment '02-manual-gradient'", id="other-unit"),
        pytest.param(_resummed(question="essay"), "no such question", id="no-question"),
        pytest.param(_resummed(asked={"reflection": "0" * 12}), "rubric have changed since", id="asked-otherwise"),
        pytest.param(_resummed(answer="0123456789"), "line 2: the gradebook has no student", id="nobody"),
        pytest.param(_resummed(score=4), "line 2: 4 points, of 3 possible", id="too-high"),
    ],
)
def test_a_file_that_is_not_what_the_page_saved_is_refused_and_nothing_changes(
    course: Course, tmp_path: Path, make: Callable[[Course], str], said: str
) -> None:
    good = written(tmp_path / "good.json", content(course, {"park": (1, (1,), "")}))
    bad = tmp_path / "bad.json"
    bad.write_text(make(course), encoding="utf-8")
    before = in_gradebook(course)
    done = take(course, good, bad)
    assert done.exit_code == 1, done.output
    assert not done.exception or isinstance(done.exception, SystemExit)
    assert said in done.output
    assert "bad.json" in done.output
    assert in_gradebook(course) == before
    assert not (course.directory / COMMENTS).exists()


@pytest.mark.parametrize("change", [{"course": "0" * 16}, {"unit": "02-manual-gradient"}, {"by": "you"}])
def test_a_head_that_was_changed_is_not_told_as_changed_lines(
    course: Course, tmp_path: Path, change: dict[str, str]
) -> None:
    file = written(tmp_path / "m.json", content(course, {"kim": (1, (), ""), "lee": (1, (), "")}) | change)
    assert "line " not in take(course, file).output


@pytest.mark.parametrize(
    ("field", "thing"), [("course", "the course 'elsewhere'"), ("unit", "the assignment 'elsewhere'")]
)
def test_a_head_that_names_another_course_or_unit_is_told_with_both_names(
    course: Course, tmp_path: Path, field: str, thing: str
) -> None:
    saved = content(course, {"kim": (1, (), "")})
    told = take(course, written(tmp_path / "m.json", saved | {field: "elsewhere"})).output
    assert thing in told
    assert f"this one, '{saved[field]}'" in told


def test_a_file_of_another_course_is_told_with_the_names_of_both(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text(_resummed(course="0" * 16)(course), encoding="utf-8")
    told = take(course, file).output
    assert f"of another course ('{'0' * 16}'; this one is '{course_code(course)}')" in told


def test_a_file_of_another_course_under_the_name_of_this_one_is_told_by_its_head(
    course: Course, tmp_path: Path
) -> None:
    made = json.loads(_resummed(course="0" * 16)(course)) | {"course": course_code(course)}
    told = take(course, written(tmp_path / "m.json", made)).output
    assert 'its head ("course", "unit", "by")' in told
    assert "line " not in told


def test_a_student_who_is_gone_is_named_by_line(course: Course, tmp_path: Path) -> None:
    file = written(tmp_path / "m.json", content(course, {"kim": (1, (), ""), "lee": (1, (), "")}))
    with course.gradebook() as book:
        book.remove_submission(UNIT, "lee")
    done = take(course, file)
    assert done.exit_code == 1
    assert "line 3: the gradebook has no student" in done.output


def test_a_base_tells_answer_mark_and_comment_apart() -> None:
    assert base_of("a", None, "") != base_of("a", 0, "")
    assert base_of("a", 1, "") == base_of("a", 1.0, "")
    assert base_of("a", 1, "").split("-")[0] == base_of("a", 2, "x").split("-")[0]


def test_a_question_that_counts_for_nobody_is_nobodys_to_mark(course: Course) -> None:
    with (course.directory / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(f"\nc.Grade.dropped = {{'{UNIT}': ['{QUESTION}']}}\n")
    done = CliRunner().invoke(main, ["mark", UNIT, "--course", str(course.directory), "--lang", "en"])
    assert done.exit_code == 1
    assert f"'{UNIT}' has no answers to mark by hand" in done.output
    assert not re.search("[가-힣]", done.output)


def test_a_student_sees_which_lines_of_the_rubric_are_met_as_long_as_that_mark_stands(
    course: Course, tmp_path: Path
) -> None:
    take(course, written(tmp_path / "m.json", content(course, {"kim": (2, (1, 3), "")})))
    (page,) = course.feedback(UNIT, "kim")
    lines = re.findall(r'<ul class="rubric">(.*?)</ul>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert [re.findall(r"<i>(.)</i>", line) for line in lines] == [["✓", "✗", "✓"]]
    assert "one thing that is right, and why" in lines[0]
    with course.gradebook() as book:
        book.find_grade(QUESTION, UNIT, UNIT, "kim").manual_score = 3
        book.db.commit()
    (page,) = course.feedback(UNIT, "kim")
    assert '<ul class="rubric">' not in page.read_text(encoding="utf-8")
