"""What the gradebook says of a class's notebooks, for their feedback: three statements for all, not thirty for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import is_grade, is_solution, is_task
from sqlalchemy import Select, select

from gdcourse.grading.classroom.hand_marks import lines_met
from gdcourse.grading.classroom.question_state import standing
from gdcourse.grading.classroom.verdict_database import create_tables, verdicts_of
from gdcourse.judging.judge import Verdict
from gdcourse.language import NO_TEXT


@dataclass
class Graded:
    """One student's notebook in the gradebook.

    Attributes:
        score: points of the notebook, without the penalty.
        max_score: points possible.
        late_penalty: points taken off.
        seconds_late: how long after the deadline it came, an extension included; 1 where a platform says no more than
            that it was late.
        scores: by the id of a cell, its points and those possible.
        comments: by the id of a cell, what was written on it.
        stand: by the id of a question, how it stands.
        met: by the id of a question that a person marked by a rubric, the lines of it that are met, from 1 on.
    """

    score: float
    max_score: float
    late_penalty: float
    seconds_late: float = 0.0
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    stand: dict[str, Verdict] = field(default_factory=dict)
    met: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def write_into(self, notebook: NotebookNode) -> None:
        """Put scores and comments into the metadata of the cells, where nbgrader's ``GetGrades`` puts them.

        Raises:
            MissingEntry: where the gradebook does not know a graded cell.
        """
        for cell in notebook.cells:
            try:
                if is_grade(cell) or is_task(cell):
                    graded = self.scores[cell.metadata.nbgrader.grade_id]
                    cell.metadata.nbgrader["score"], cell.metadata.nbgrader["points"] = graded
                if is_solution(cell) or is_task(cell):
                    cell.metadata.nbgrader["comment"] = self.comments[cell.metadata.nbgrader.grade_id]
            except KeyError as unknown:
                raise MissingEntry(f"No such cell in the gradebook: {unknown}") from None


def graded_class(db_url: str, assignment: str, notebook: str) -> dict[str, Graded]:
    """What the gradebook says of a notebook of an assignment, by student."""

    def of_notebook(query: Select[tuple]) -> Select[tuple]:
        return (
            query.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == assignment, Notebook.name == notebook)
        )

    student, of = SubmittedAssignment.student_id, SubmittedNotebook
    ids = select(student, of.id).select_from(of)
    notebooks = select(student, of.score, of.max_score, of.late_submission_penalty).select_from(of)
    grades = (
        select(student, BaseCell.name, Grade.score, Grade.max_score, Grade)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(of, Grade.notebook_id == of.id)
    )
    comments = (
        select(student, BaseCell.name, Comment.comment)
        .select_from(Comment)
        .join(BaseCell, Comment.cell_id == BaseCell.id)
        .join(of, Comment.notebook_id == of.id)
    )
    with Gradebook(db_url) as gradebook:
        create_tables(gradebook)
        read = gradebook.db.execute
        found = {who: Graded(score, most, late or 0.0) for who, score, most, late in read(of_notebook(notebooks))}
        whose = {notebook_id: who for who, notebook_id in read(of_notebook(ids))}
        verdicts = verdicts_of(gradebook, whose)
        marked = {(whose[of_], name): met for (of_, name), met in lines_met(gradebook).items() if of_ in whose}
        times = select(student, SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension)
        for who, came, due, extension in read(of_notebook(times.select_from(of))):
            if came is not None and due is not None:
                found[who].seconds_late = max(0.0, (came - due - (extension or timedelta())).total_seconds())
        for who, cell, score, most, grade in read(of_notebook(grades)):
            found[who].scores[cell] = (score, most)
            verdict = verdicts.get(who, {}).get(cell)
            if verdict is None and (grade.needs_manual_grade or grade.manual_score is not None):
                verdict = Verdict(cell, grade.auto_score, most, "graded", None, NO_TEXT)  # nbgrader alone has graded it
            if verdict is not None:
                found[who].stand[cell] = standing(verdict, grade)
            if (who, cell) in marked and marked[who, cell][0] == grade.manual_score and marked[who, cell][1]:
                found[who].met[cell] = marked[who, cell][1]
        for who, cell, comment in read(of_notebook(comments)):
            found[who].comments[cell] = comment
    return found
