"""A class whose written answers wait for a person, as a grading leaves it, without any kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import nbformat

from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_recording import Recorder, ToRecord, opened_gradebook
from gdcourse.grading.classroom.graded_submission import finished
from gdcourse.grading.submission.grade_submission import grade_ungraded
from gdcourse.judging.judge import Verdict
from gdcourse.judging.messages import MANUAL, MISSING
from gdcourse.language import Text
from gdcourse.notebooks.reading import grade_id_of
from support.course import hand_in, make_course

UNIT = "01-cost"
QUESTION = "reflection"
KOREAN = "맞는 점: 파라미터가 두 개뿐이면 격자로도 찾을 수 있어요. 틀린 점: 열 개면 10의 20제곱 번이에요."
ENGLISH = (
    "Right: with two parameters a grid finds the bottom. Wrong: ten of them take 10 to the power of 20 evaluations."
)
HOSTILE = {
    "script": "<script>window.pwned=1</script><img src=x onerror=window.pwned=1> [x](javascript:window.pwned=1)",
    "attribute": '" onmouseover="window.pwned=1" x="\' autofocus onfocus=\'window.pwned=1',
    "closing": "</article></section></main></textarea></title><script>window.pwned=1</script>",
    "huge": "아주 긴 글 " * 30_000 + "😀" * 5_000,
    "rtl": "\u202eevil\u202c مرحبا بالعالم، هذا هو التفكير \u2066x",
    "formula": '=HYPERLINK("http://evil.example","x")\n@SUM(1+1)|cmd',
    "nul": "a\x00b \ud800 {{ 7*7 }} {% raw %}",
}
CLASS = {
    "kim": KOREAN,
    "lee": KOREAN.replace("찾을 수 있어요", "찾을 수가 있어요") + " ",
    "park": ENGLISH,
    "choi": "I have no idea.",
    "blank": None,
    **HOSTILE,
}


def graded_by_hand(directory: Path, answers: Mapping[str, str | None] = CLASS, unit: str = UNIT) -> Course:
    """A released and graded unit; an answer that is ``None`` was left as it was given."""
    course = make_course(directory, unit)
    (course.directory / ".course-secret").write_text("a secret")
    for student, answer in answers.items():
        record_answer(course, student, answer, unit)
    return course


def record_answer(course: Course, student: str, answer: str | None, unit: str = UNIT) -> None:
    """Hand in and record one notebook, as it would be where nothing but the written answer was answered."""
    (assignment,) = course.assignments(unit)
    notebook = nbformat.read(course.path("release", unit) / f"{unit}.ipynb", as_version=4)
    if answer is not None:
        answer_cell = next(cell for cell in notebook.cells if grade_id_of(cell) == QUESTION)
        answer_cell.source = answer.encode("utf-8", "replace").decode()
    hand_in(course, student, notebook, unit)
    graded = grade_ungraded(Text("", ""), assignment)
    verdicts = tuple(_verdict(v, answer) for v in graded.verdicts)
    unanswered = frozenset({QUESTION} if answer is None else ())
    graded = replace(graded, notebook=notebook, verdicts=verdicts, unanswered=unanswered)
    with opened_gradebook(course) as gradebook:
        submission = next(s for s in course.submissions(assignment, student))
        result = ToRecord(submission, finished(graded), {"submission": sha256(ascii(answer).encode()).hexdigest()})
        Recorder(course, gradebook, assignment).record([result])


def _verdict(verdict: Verdict, answer: str | None) -> Verdict:
    if verdict.exercise != QUESTION:
        return replace(verdict, state="missing", score=0.0, message=MISSING)
    if answer is None:
        return replace(verdict, state="missing", score=0.0, message=MISSING)
    return replace(verdict, state="manual", score=None, message=MANUAL)
