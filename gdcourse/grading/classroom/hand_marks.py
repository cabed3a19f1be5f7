"""Answers that a person marks: with the marks they have, and new marks put into nbgrader's gradebook.

They are written as formgrader writes them: a manual score, a manual comment, and no more need to be graded by hand.
What nbgrader has no place for, whose mark it is and which lines of the rubric are met, stands in a table of ours.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
from sqlalchemy import BigInteger, Column, Float, ForeignKey, String, Table, Text, delete, insert, select

from gdcourse.atomic_write import replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_recording import Recorder, course_lock, opened_gradebook
from gdcourse.grading.classroom.mark_history import MarkChange, other_penalty, see_marks_by_hand
from gdcourse.grading.classroom.marks_file import (
    LONGEST_KEPT,
    MOST_COMMENTS,
    HandMark,
    MarksFile,
    asked_as,
    base_of,
    digest,
    refused,
)
from gdcourse.grading.classroom.nbgrader_plugins import Penalty
from gdcourse.grading.classroom.rubrics import rubric_of
from gdcourse.grading.classroom.small_course_files import read_kept, unreadable
from gdcourse.grading.classroom.verdict_database import metadata, without_nul
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.judging.exercise import Criterion
from gdcourse.language import Text as Bilingual
from gdcourse.notebooks.cell_text import plain
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of
from gdcourse.untrusted_text import legible

LONGEST = 100_000
"""Letters of an answer that are looked at."""
COMMENTS = "marking-comments.json"
"""In the course: the bank of comments."""

_marked = Table(
    "gdcourse_marked",
    metadata,
    Column("notebook_id", String(32), ForeignKey("submitted_notebook.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("saved", BigInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("comment", Text, nullable=False),
    Column("items", Text, nullable=False),
)


@dataclass(frozen=True)
class HandQuestion:
    """A question that a person marks.

    Attributes:
        question: the text that students see above their answer.
        model: the instructor's own answer, where there is one.
    """

    id: str
    points: float
    cell_type: str
    question: str
    model: str
    rubric: tuple[Criterion, ...]

    @property
    def asked(self) -> str:
        return asked_as(self.points, self.rubric)


@dataclass(frozen=True)
class HandAnswer:
    """A student's answer to such a question, and what it has been given.

    Attributes:
        code: stands for the student where no name is to be seen.
        blank: nothing was written into what was given.
        score: what counts now; ``None`` where it is still to be marked, or to be looked at again.
        before: the mark that a person gave it.
        items: the lines of the rubric that were ticked for it, from 1 on.
    """

    student: str
    code: str
    question: str
    text: str
    blank: bool
    score: float | None
    before: float | None
    comment: str
    items: tuple[int, ...]

    @property
    def base(self) -> str:
        return base_of(self.text, self.before, self.comment)


@dataclass
class Taken:
    """What became of a file of marks: written, there already, older than what is there, and what was not written."""

    written: int = 0
    same: int = 0
    older: int = 0
    conflicts: list[Bilingual] = field(default_factory=list)


def course_code(course: Course) -> str:
    """Stands for a course on its pages and in its files of marks."""
    return hmac.new(course.secret, b"marking", hashlib.sha256).hexdigest()[:16]


def code_of(course: Course, unit: str, student: str) -> str:
    """Stands for a student in a unit, for those who do not have the course secret."""
    return hmac.new(course.secret, f"marking\0{unit}\0{student}".encode(), hashlib.sha256).hexdigest()[:10]


def hand_questions(assignment: Assignment, source: Path) -> list[HandQuestion]:
    """The questions of an assignment that are answered in a cell of their own and marked by a person.

    Args:
        assignment: as it was released.
        source: its notebook in ``source/``: the instructor's answers.
    """
    wanted = {cell.grade_id for cell in assignment.questions if cell.solution}
    models = {grade_id_of(c): c.source for c in read_in_child(source.read_bytes(), wanted).cells if wanted}
    found, question = [], ""
    for cell in assignment.released:
        trusted = assignment.cell(cell.grade_id)
        # A question that counts for nobody, or gives everyone its points, is nobody's to mark.
        if trusted is not None and trusted.grade and trusted.solution and not trusted.exception:
            rubric = rubric_of(assignment.unit, trusted.grade_id, question)
            model = _without_marks(models.get(trusted.grade_id, ""))
            own = HandQuestion(trusted.grade_id, trusted.points, trusted.cell_type, question, model, rubric)
            found.append(own)
        elif cell.cell_type == "markdown":
            question = cell.source
    return found


def _without_marks(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if "### BEGIN" not in line and "### END" not in line).strip()


def hand_answers(
    course: Course, gradebook: Gradebook, assignment: Assignment, questions: Sequence[HandQuestion]
) -> Iterator[HandAnswer]:
    """The answers of everybody whose notebook was graded, in the order of their codes."""
    wanted = [one.id for one in questions]
    records = {code_of(course, assignment.unit, r.student.id): r for r in _records(gradebook, assignment)}
    ticked = lines_met(gradebook)
    for code, record in sorted(records.items()):
        texts = _texts(course, assignment, record.student.id, wanted)
        for name in wanted:
            if name in texts:
                given = {plain(text) for text in assignment.given_texts(name)} | {""}
                yield _answer(record, code, name, texts[name], given, ticked)


def _records(gradebook: Gradebook, assignment: Assignment) -> list[SubmittedNotebook]:
    try:
        return list(gradebook.notebook_submissions(assignment.notebook, assignment.unit))
    except MissingEntry:
        return []


def _texts(course: Course, assignment: Assignment, student: str, wanted: Sequence[str]) -> dict[str, str]:
    try:
        data = course.autograded(assignment, student).read_bytes()
        cells = read_in_child(data, wanted, LONGEST).cells
    except (OSError, UnreadableNotebookError):
        return {}
    return {str(grade_id_of(cell)): cell.source for cell in cells}


def _answer(
    record: SubmittedNotebook,
    code: str,
    name: str,
    text: str,
    given: set[str],
    ticked: Mapping[tuple[str, str], tuple[float, tuple[int, ...]]],
) -> HandAnswer:
    grade, comment = _grade(record, name), _comment(record, name)
    score = None if grade is None or grade.needs_manual_grade else grade.score
    before = grade.manual_score if grade is not None else None
    said = (comment.manual_comment or "") if comment is not None else ""
    of_mark, lines = ticked.get((record.id, name), (None, ()))
    items = lines if before is not None and of_mark == before else ()
    return HandAnswer(record.student.id, code, name, text, plain(text) in given, score, before, said, items)


def _grade(record: SubmittedNotebook, name: str) -> Grade | None:
    return next((grade for grade in record.grades if grade.name == name), None)


def _comment(record: SubmittedNotebook, name: str) -> Comment | None:
    return next((comment for comment in record.comments if comment.name == name), None)


def lines_met(gradebook: Gradebook) -> dict[tuple[str, str], tuple[float, tuple[int, ...]]]:
    """By submitted notebook and question, the mark taken from a file, and the lines of the rubric ticked for it.

    They say something as long as that mark still stands.
    """
    rows = gradebook.db.execute(select(_marked))
    return {(r.notebook_id, r.question): (r.score, tuple(json.loads(r.items))) for r in rows}


def take_marks(
    course: Course, unit: str, files: Sequence[MarksFile], on_notice: Callable[[Bilingual], None]
) -> tuple[list[Taken], list[MarkChange]]:
    """Put the marks of these files into the gradebook. All are checked before the first is written.

    A mark that somebody else has given since its page was made stays, and so does one whose answer has changed since.

    Returns:
        What became of each file; and the late penalties of whoever got a mark that are others now.

    Raises:
        CourseError: where a file is not of this course, this unit and its questions as they are, or is of somebody who
            is not there. Nothing has been written then.
    """
    assignments = course.assignments(unit)
    # What cannot be read or used is told before anything has changed.
    kept_comments(course)
    Penalty.of_course(course.app)
    with course_lock(course, on_notice), opened_gradebook(course) as gradebook:
        desks = [_Desk(course, gradebook, assignment) for assignment in assignments]
        for file in files:
            complaints = list(_complaints(course, unit, file, desks))
            if complaints:
                raise refused(file.name, complaints)
        see_marks_by_hand(gradebook)
        taken = [_take(file, desks) for file in files]
        see_marks_by_hand(gradebook)  # commits
        keep_comments(course, [comment for file in files for comment in file.comments])
        penalties = [change for desk in desks for change in desk.mend_lateness()]
    return taken, penalties


def _complaints(course: Course, unit: str, file: MarksFile, desks: Sequence[_Desk]) -> Iterator[Bilingual]:
    if file.course != (ours := course_code(course)):
        yield messages.MARKS_OF_ANOTHER_COURSE.format(named=legible(file.course, 80), ours=ours)
        return
    if file.unit != unit:
        yield messages.MARKS_OF_ANOTHER_UNIT.format(other=legible(file.unit, 80))
        return
    questions = {name: question for desk in desks for name, question in desk.questions.items()}
    for name in dict.fromkeys([*file.asked, *(mark.question for mark in file.marks)]):
        if name not in questions:
            yield messages.MARKS_OF_NO_QUESTION.format(question=legible(name, 80))
        elif file.asked.get(name) != questions[name].asked:
            yield messages.MARKS_ASKED_OTHERWISE.format(question=name, unit=unit)
    for mark in file.marks:
        if mark.question not in questions:
            continue
        if not any(mark.answer in desk.records and mark.question in desk.questions for desk in desks):
            yield messages.MARK_OF_NOBODY.format(line=mark.line, answer=legible(mark.answer, 40))
        elif mark.score > questions[mark.question].points:
            points = questions[mark.question].points
            yield messages.MARK_TOO_HIGH.format(line=mark.line, score=mark.score, points=points)


def _take(file: MarksFile, desks: Sequence[_Desk]) -> Taken:
    taken = Taken()
    for mark in file.marks:
        next(desk for desk in desks if mark.question in desk.questions).take(mark, file, taken)
    return taken


class _Desk:
    """A notebook of an assignment, as far as persons mark it."""

    def __init__(self, course: Course, gradebook: Gradebook, assignment: Assignment) -> None:
        self._course, self._gradebook, self._assignment = course, gradebook, assignment
        source = course.path(course.coursedir.source_directory, assignment.unit) / f"{assignment.notebook}.ipynb"
        self.questions = {one.id: one for one in hand_questions(assignment, source)}
        self.records = {
            code_of(course, assignment.unit, record.student.id): record for record in _records(gradebook, assignment)
        }
        self._changed: set[str] = set()

    def take(self, mark: HandMark, file: MarksFile, taken: Taken) -> None:
        """Write one mark, or note why it is not written. The caller commits."""
        record = self.records[mark.answer]
        grade, comment = _grade(record, mark.question), _comment(record, mark.question)
        if grade is None:
            return
        student = record.student.id
        before = grade.manual_score
        said = (comment.manual_comment or "") if comment is not None else ""
        new = without_nul(mark.comment) or ""
        ours = _said(mark.score, new)
        row = self._row(record.id, mark.question)
        text = _texts(self._course, self._assignment, student, [mark.question]).get(mark.question, "")
        of = {"student": legible(student, 80), "question": mark.question, "ours": ours}
        if (before, said) == (mark.score, new) and not grade.needs_manual_grade:
            taken.same += 1
        elif mark.base.split("-")[0] != digest(text):
            taken.conflicts.append(messages.ANSWERED_ANEW.format(**of))
            return
        elif row is not None and row.by == file.by and row.saved > file.saved:
            taken.older += 1
            return
        elif mark.base != base_of(text, before, said) and not _is_own(row, file, before, said):
            taken.conflicts.append(messages.MARKED_BY_ANOTHER.format(theirs=_said(before, said), **of))
            return
        else:
            grade.manual_score, grade.needs_manual_grade = mark.score, False
            if comment is not None:
                comment.manual_comment = new or None
            self._changed.add(student)
            taken.written += 1
        self._note(record.id, mark, file, new)

    def mend_lateness(self) -> list[MarkChange]:
        """Where a penalty is a share of the score, it is another one now; or where a deadline has moved since."""
        recorder = Recorder(self._course, self._gradebook, self._assignment)
        everybody = self._course.submissions(self._assignment)
        mended = recorder.mend_lateness([s for s in everybody if s.student in self._changed])
        return [change for student, penalty in mended.items() for change in other_penalty(student, *penalty)]

    def _row(self, notebook: str, question: str) -> _Row | None:
        query = select(_marked).where(_marked.c.notebook_id == notebook, _marked.c.question == question)
        row = self._gradebook.db.execute(query).one_or_none()
        return None if row is None else _Row(row.by, row.saved, row.score, row.comment)

    def _note(self, notebook: str, mark: HandMark, file: MarksFile, comment: str) -> None:
        of = _marked.c.notebook_id == notebook, _marked.c.question == mark.question
        self._gradebook.db.execute(delete(_marked).where(*of))
        values = {"notebook_id": notebook, "question": mark.question, "by": file.by[:64], "saved": file.saved}
        values |= {"score": mark.score, "comment": comment, "items": json.dumps(mark.items)}
        self._gradebook.db.execute(insert(_marked), [values])


@dataclass(frozen=True)
class _Row:
    by: str
    saved: int
    score: float
    comment: str


def _is_own(row: _Row | None, file: MarksFile, score: float | None, comment: str) -> bool:
    """Whether what stands in the gradebook is what the same person has saved before."""
    return row is not None and (row.by, row.score, row.comment) == (file.by, score, comment)


def _said(score: float | None, comment: str) -> Bilingual:
    points = messages.NO_MARK_SAID if score is None else messages.POINTS_SAID.format(score=score)
    note = f" (“{legible(comment, 60)}”)" if comment else ""
    return Bilingual(points.ko + note, points.en + note)


def kept_comments(course: Course) -> list[Bilingual]:
    """The bank of comments that markers have saved."""
    path = course.directory / COMMENTS
    found = read_kept(path, [])
    try:
        kept = [Bilingual(str(one["ko"])[:LONGEST_KEPT], str(one["en"])[:LONGEST_KEPT]) for one in found]
    except (KeyError, TypeError) as error:
        raise unreadable(path, f"{type(error).__name__}: {error}") from None
    return kept[:MOST_COMMENTS]


def keep_comments(course: Course, comments: Sequence[Bilingual]) -> None:
    """Add to the bank what is not there yet."""
    before = kept_comments(course)
    after = list(dict.fromkeys([*before, *comments]))[:MOST_COMMENTS]
    if after != before:
        rows = [json.dumps(one.as_dict(), ensure_ascii=False) for one in after]
        replace_file(course.directory / COMMENTS, "[\n" + ",\n".join(rows) + "\n]\n")
