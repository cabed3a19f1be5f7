"""What became of each mark: when it changed, from what to what, and why. Kept beside the verdicts, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from nbgrader.api import Assignment, Grade, Gradebook, GradeCell, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, Float, Integer, String, Table, Text, func, insert, select
from sqlalchemy.orm import Session

from gdcourse.grading.classroom.verdict_database import Recorded, metadata, without_nul
from gdcourse.grading.submission.question_exceptions import is_excepted
from gdcourse.judging.judge import Verdict

FIRST, BY_HAND, UNKNOWN = "first", "by-hand", "unknown"
"""Why there is a mark: it is the first; a person gave it; nobody noted why, as after nbgrader's own command."""
EXCEPTIONS = "exceptions"
"""Why a question counts otherwise: it was dropped, or gives everyone its points, or no more."""
LATENESS = "lateness"
"""Why a late penalty is another one, and in place of a question's name in its rows: points below 0."""

_AS_BEFORE = "{}"
"""What a mark rests on, where the one before it in time says so, or nobody knows."""

_history = Table(
    "gdcourse_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notebook_id", String(32), nullable=False, index=True),
    Column("question", String(128), nullable=False),
    Column("at", String(32), nullable=False),
    Column("score", Float),
    Column("max_score", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("diagnosis", Text),
    Column("why", String(256), nullable=False),
    Column("rests_on", Text, nullable=False),
)


@dataclass(frozen=True)
class Entry:
    """One mark of one question, as it was from some time on.

    Attributes:
        at: from when on, UTC, in ISO 8601. Marks by hand: when they were first seen.
        why: what had changed: names of what a mark rests on (``grounds``), or one of the constants above.
    """

    student: str
    unit: str
    question: str
    at: str
    score: float | None
    max_score: float
    state: str
    diagnosis: str | None
    why: tuple[str, ...]


def remember(session: Session, found: Mapping[str, Recorded]) -> None:
    """Note those of new verdicts that differ from the last, in the gradebook's present transaction.

    Args:
        session: the gradebook's.
        found: what is about to be stored, by the id of the submitted notebook.
    """
    marks = _last(session, list(found))
    rows = []
    for notebook, (graded, _, rests_on) in found.items():
        last, rested_on = marks.get(notebook, ({}, {}))
        changed = [name for name, digest in rests_on.items() if rested_on.get(name) not in (None, digest)]
        new = [v for v in graded.verdicts if last.get(v.exercise, ())[:3] != (v.score, v.state, v.diagnosis)]
        # What they rest on stands with the first of them: it is longer than all the rest.
        because = [json.dumps(dict(rests_on)), *[_AS_BEFORE] * len(new)]
        rows += [
            _row(
                notebook,
                v.exercise,
                v.score,
                v.max_score,
                v.state,
                v.diagnosis,
                ",".join(_reasons(changed, v, last.get(v.exercise)) or [UNKNOWN]) if last else FIRST,
                on,
            )
            for v, on in zip(new, because, strict=False)
        ]
    if rows:
        session.execute(insert(_history), rows)
        _note_what_stands(session, {(row["notebook_id"], row["question"]) for row in rows})


def _note_what_stands(session: Session, anew: Set[tuple[object, object]]) -> None:
    """Note behind what the grader says now the marks by hand that stand all the same, and are not to be looked at."""
    rows = [
        _row(notebook, question, score, most, "graded", None, BY_HAND, _AS_BEFORE)
        for notebook, question, score, most in session.execute(
            _BY_HAND.where(
                Grade.notebook_id.in_(sorted({str(notebook) for notebook, _ in anew})),
                Grade.needs_manual_grade.is_(False),
            )
        )
        if (notebook, question) in anew
    ]
    if rows:
        session.execute(insert(_history), rows)


def _reasons(changed: list[str], verdict: Verdict, before: _Mark | None) -> list[str]:
    """Of all that has changed of what a notebook rests on: what may be why this question's mark is another one."""
    none = set()
    excepted = is_excepted(verdict) or (before is not None and EXCEPTIONS in before[3].split(","))
    if not excepted:
        none.add(EXCEPTIONS)
    # Which were looked at follows from the verdict: they are a reason where the same answer is named otherwise.
    # Of an answer that was right none was.
    was_right = before is not None and before[2] is None and bool(before[0])
    named_anew = before is not None and not was_right and verdict.diagnosis not in (None, before[2])
    if excepted or "submission" in changed or not named_anew:
        none.add("mistakes")
    return [name for name in changed if name not in none] or changed


def remember_penalties(session: Session, penalties: Mapping[str, float]) -> None:
    """Note late penalties, by the id of the notebook, that differ from the last, in the present transaction."""
    of_these = _history.c.notebook_id.in_(list(penalties)), _history.c.question == LATENESS
    rows = session.execute(select(_history.c.notebook_id, _history.c.score).where(*of_these).order_by(_history.c.id))
    before: dict[str, float | None] = {row.notebook_id: row.score for row in rows}
    new = [
        _row(notebook, LATENESS, 0.0 - penalty, 0.0, "graded", None, LATENESS, _AS_BEFORE)
        for notebook, penalty in penalties.items()
        if penalty != -(before.get(notebook) or 0.0)
    ]
    if new:
        session.execute(insert(_history), new)


def note_mark_set_aside(session: Session, notebook: str, question: str, max_score: float) -> None:
    """Note that a mark by hand counts no more, since the question is an exception; the caller commits."""
    session.execute(
        insert(_history), [_row(notebook, question, None, max_score, "manual", None, EXCEPTIONS, _AS_BEFORE)]
    )


def note_mark_back(session: Session, notebook: str, question: str, score: float, max_score: float) -> None:
    """Note that a mark by hand counts again; the caller commits."""
    row = _row(notebook, question, score, max_score, "graded", None, BY_HAND, _AS_BEFORE)
    session.execute(insert(_history), [row])


def _row(
    notebook: str,
    question: str,
    score: float | None,
    max_score: float,
    state: str,
    diagnosis: str | None,
    why: str,
    rests_on: str,
) -> dict[str, object]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "notebook_id": notebook,
        "question": question,
        "at": now,
        "score": score,
        "max_score": max_score,
        "state": state,
        "diagnosis": without_nul(diagnosis),
        "why": why[:256],
        "rests_on": rests_on,
    }


_BY_HAND = (
    select(Grade.notebook_id, GradeCell.name, Grade.manual_score, GradeCell.max_score)
    .join(GradeCell, GradeCell.id == Grade.cell_id)
    .where(Grade.manual_score.is_not(None))
)
_Mark = tuple[float | None, str, str | None, str]
"""Score, state, diagnosis, and why it became so."""


def _last(session: Session, notebooks: list[str]) -> dict[str, tuple[dict[str, _Mark], Mapping[str, str]]]:
    """By notebook: by question the last mark that the grader gave, and what the last of all rested on."""
    query = select(_history).where(_history.c.notebook_id.in_(notebooks), _history.c.why != BY_HAND)
    last: dict[str, dict[str, _Mark]] = {}
    rested_on: dict[str, str] = {}
    for row in session.execute(query.order_by(_history.c.id)):
        last.setdefault(row.notebook_id, {})[row.question] = (row.score, row.state, row.diagnosis, row.why)
        if row.rests_on != _AS_BEFORE:
            rested_on[row.notebook_id] = row.rests_on
    return {notebook: (marks, json.loads(rested_on.get(notebook, _AS_BEFORE))) for notebook, marks in last.items()}


def see_marks_by_hand(gradebook: Gradebook) -> None:
    """Note the marks that persons have given since this was last called. nbgrader keeps no time of them."""
    newest = select(func.max(_history.c.id)).where(_history.c.why == BY_HAND)
    newest = newest.group_by(_history.c.notebook_id, _history.c.question)
    known = {
        (row.notebook_id, row.question): row.score
        for row in gradebook.db.execute(select(_history).where(_history.c.id.in_(newest)))
    }
    rows = [
        _row(notebook, question, score, most, "graded", None, BY_HAND, _AS_BEFORE)
        for notebook, question, score, most in gradebook.db.execute(_BY_HAND)
        if known.get((notebook, question)) != score
    ]
    if rows:
        gradebook.db.execute(insert(_history), rows)
    gradebook.db.commit()


def history_of(gradebook: Gradebook, student: str) -> Iterator[Entry]:
    """What became of the marks of a student, unit by unit, the oldest first."""
    whose = (
        gradebook.db.query(SubmittedNotebook.id, Assignment.name)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .filter(Student.id == student)
    )
    for notebook, unit in sorted(whose, key=lambda one: one[1]):
        rows = gradebook.db.execute(select(_history).where(_history.c.notebook_id == notebook).order_by(_history.c.id))
        for row in rows:
            why = tuple(row.why.split(","))
            of = (row.question, row.at, row.score, row.max_score, row.state, row.diagnosis)
            yield Entry(student, unit, *of, why)
