"""One question has one state, whoever tells it."""

from __future__ import annotations

from nbgrader.api import Grade

from gdcourse.grading.classroom.question_state import standing
from gdcourse.judging.judge import Verdict
from gdcourse.judging.verdict_card import mark
from gdcourse.language import NO_TEXT, Text

WRONG = Verdict("q", 0.0, 3.0, "graded", "sign", Text("아직", "Not yet."), Text("부호", "The sign."), (1, 2))
OPEN = Verdict("q", None, 3.0, "manual", None, Text("직접", "By hand."))
BLANK = Verdict("q", 0.0, 3.0, "missing", None, Text("없음", "No answer."))


def grade(
    manual: float | None = None, *, still_open: bool = False, auto: float | None = 0.0, extra: float | None = None
) -> Grade:
    return Grade(manual_score=manual, auto_score=auto, needs_manual_grade=still_open, extra_credit=extra)


def test_what_nobody_has_looked_at_is_what_the_judge_said() -> None:
    assert standing(WRONG, None) == WRONG
    assert standing(WRONG, grade()) == WRONG
    assert standing(OPEN, grade(still_open=True, auto=None)) == OPEN


def test_a_mark_by_hand_changes_the_points_and_not_what_the_answer_does() -> None:
    for score, sign in ((1.0, "◐"), (0.0, "✗")):
        found = standing(WRONG, grade(score))
        assert (found.score, found.state, mark(found), found.by_hand) == (score, "graded", sign, True)
        assert (found.diagnosis, found.hint, found.failed) == ("sign", WRONG.hint, (1, 2))
        assert "by hand" in found.message.en


def test_who_gives_all_points_by_hand_says_that_nothing_was_wrong() -> None:
    found = standing(WRONG, grade(3.0))
    assert (found.score, mark(found), found.diagnosis, found.hint, found.failed) == (3.0, "✓", None, NO_TEXT, ())


def test_what_was_handed_in_again_is_open_and_keeps_its_mark() -> None:
    for verdict in (BLANK, OPEN, WRONG):
        found = standing(verdict, grade(3.0, still_open=True))
        assert (found.score, found.state, mark(found)) == (3.0, "manual", "✎")
        assert "that mark stays" in found.message.en


def test_extra_credit_is_in_the_score() -> None:
    assert standing(WRONG, grade(extra=0.5)).score == 0.5
    found = standing(OPEN, grade(3.0, auto=None, extra=1.0))
    assert (found.score, mark(found)) == (4.0, "✓")
