"""What became of each mark: when it changed, from what to what, and why. Kept beside the verdicts, never rewritten."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import JSON, Column, Float, Integer, String, Table, Text, delete, func, insert, select
from sqlalchemy.orm import Session

from gdcourse.grading.classroom.verdict_database import Recorded, belongs_to_notebook, metadata, without_nul
from gdcourse.grading.classroom.what_marks_rest_on import DIAGNOSES, OF_ALL, WORDING, Parts, digest_of_parts
from gdcourse.grading.submission.dropped_questions import DROPPED, FULL_CREDIT, Exceptions
from gdcourse.judging.judge import Verdict

FIRST, BY_HAND, UNKNOWN, MARK = "first", "by-hand", "unknown", "mark"
"""Why there is a mark: it is the first; a person gave it; nobody noted why, as after nbgrader's own command."""
EXCEPTIONS, NO_EXCEPTION = "exceptions", "no-exception"
"""Why a question counts otherwise: it is an exception where nobody noted which, or is none any more. Where it is known
which, ``DROPPED`` or ``FULL_CREDIT`` says so."""
MARK_BACK = "mark-back"
"""Why there is a mark by hand that was there before: its question is no exception any more."""
STANDS = "stands"
"""Why a mark by hand is noted once more: the grader has noted its own just before, and this one counts all the same."""
_OF_PERSONS = (BY_HAND, MARK_BACK, STANDS)
_OF_EXCEPTIONS = (EXCEPTIONS, NO_EXCEPTION, DROPPED, FULL_CREDIT)
LATENESS = "lateness"
"""Why a late penalty is another one, and in place of a question's name in its rows: points below 0."""
LATE_FOR_NOTHING = "late-for-nothing"
"""The state of such a row for what is late and has no points that anything could be taken off. It tells why there is a
penalty once it has some; nobody is shown it."""

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
_grounds = Table(
    "gdcourse_grounds",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("parts", JSON, nullable=False),
)
"""What stands behind digests that marks of a whole class rest on, so that it is written once for all of them."""


_rested_on = Table(
    "gdcourse_rested_on",
    metadata,
    belongs_to_notebook(),
    Column("rests_on", Text, nullable=False),
)
"""What the last result of a notebook rests on, where it has changed no mark: what changed before it is no reason."""
_noted = Table(
    "gdcourse_exception_reason",
    metadata,
    Column("unit", String(128), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("exception", String(16), primary_key=True),
    Column("reason", Text, nullable=False),
)
"""Why a question is an exception, as the instructor noted it. It stays when the question is none any more."""


@dataclass(frozen=True)
class Entry:
    """One mark of one question, as it was from some time on.

    Attributes:
        at: from when on, UTC, in ISO 8601. Marks by hand: when they were first seen.
        why: what had changed: names of what a mark rests on, or one of the constants above. Several
            had changed together, and nobody can tell which of them it was.
        noted: why the question became an exception, where that is the reason and the instructor has noted it.
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
    noted: str = ""


@dataclass(frozen=True)
class MarkChange:
    """A mark of somebody who had one before; ``None`` is one that a person has still to give.

    In place of a question, ``LATENESS`` has points below 0: the late penalty.
    """

    student: str
    question: str
    before: float | None
    after: float | None

    @property
    def shown(self) -> str:
        """``1 → 0.5``"""
        return " → ".join(map(mark_shown, (self.before, self.after)))


def mark_shown(score: float | None) -> str:
    """A mark, or what stands for one that a person has still to give."""
    return "✎" if score is None else f"{score:g}"


def remember(session: Session, found: Mapping[str, Recorded], parts: Mapping[str, Parts]) -> None:
    """Note those of new verdicts that differ from the last, in the gradebook's present transaction.

    Args:
        session: the gradebook's.
        found: what is about to be stored, by the id of the submitted notebook.
        parts: by name of a digest, what stands behind it (``what_marks_rest_on.parts_of``).
    """
    marks = _last(session, list(found))
    digests = {name: digest_of_parts(of) for name, of in parts.items()}
    before = {rested_on[name] for _, rested_on in marks.values() for name in parts if name in rested_on}
    behind = _remember_parts(session, {digests[name]: of for name, of in parts.items()}, before)
    rows, without_rows = list[dict[str, object]](), list[dict[str, object]]()
    for notebook, (graded, _, went_in) in found.items():
        last, rested_on = marks.get(notebook, ({}, {}))
        rests_on = {name: digests.get(name, digest) for name, digest in went_in.items()}
        new = [v for v in graded.verdicts if v.exercise not in last or last[v.exercise].differs_from(v)]
        if not new and rests_on != rested_on:
            without_rows.append({"notebook_id": notebook, "rests_on": json.dumps(rests_on)})
        # What they rest on stands with the first of them: it is longer than all the rest.
        because = [json.dumps(rests_on), *[_AS_BEFORE] * len(new)]
        for v, on in zip(new, because, strict=False):
            why = FIRST
            if last:
                changed = _changed(rested_on, rests_on, behind, v.exercise)
                why = ",".join(_reasons(changed, v, last.get(v.exercise)) or [UNKNOWN])
            rows.append(_row(notebook, v.exercise, v.score, v.max_score, v.state, v.diagnosis, why, on))
    told = {str(row["notebook_id"]) for row in [*rows, *without_rows]}
    session.execute(delete(_rested_on).where(_rested_on.c.notebook_id.in_(sorted(told))))
    if without_rows:
        session.execute(insert(_rested_on), without_rows)
    if rows:
        rows += _what_stands(session, {(row["notebook_id"], row["question"]) for row in rows})
        _note(session, rows)


def _remember_parts(session: Session, now: Mapping[str, Parts], before: Set[str]) -> dict[str, Parts]:
    """Keep what stands behind the digests of now; what stands behind these, and those of before that are known."""
    query = select(_grounds).where(_grounds.c.digest.in_(sorted({*now, *before})))
    known = {row.digest: row.parts for row in session.execute(query)}
    if new := [{"digest": digest, "parts": parts} for digest, parts in now.items() if digest not in known]:
        session.execute(insert(_grounds), new)
    return {**known, **now}


def _changed(
    before: Mapping[str, str], now: Mapping[str, str], behind: Mapping[str, Parts], question: str
) -> dict[str, tuple[str, str] | None]:
    """What has changed of what a question's mark rests on: by name, what it was and is, where that is known.

    Where nobody knows what stood behind a digest, its own name stands for it.
    """
    found: dict[str, tuple[str, str] | None] = {}
    for name, digest in now.items():
        old = before.get(name)
        if old is None or old == digest:
            continue
        if old not in behind or digest not in behind:
            found[name] = None
            continue
        was, is_ = (_of_question(behind[one], question) for one in (old, digest))
        for part in sorted(was.keys() | is_.keys()):
            if was.get(part) != is_.get(part):
                found[part] = was.get(part, ""), is_.get(part, "")
    return found


def _of_question(parts: Parts, question: str) -> dict[str, str]:
    return {**parts.get(OF_ALL, {}), **parts.get(question, {})}


def _what_stands(session: Session, anew: Set[tuple[object, object]]) -> list[dict[str, object]]:
    """Rows for the marks by hand, which count whatever the grader says now, also until somebody has looked again."""
    of = Grade.notebook_id.in_(sorted({str(notebook) for notebook, _ in anew}))
    return [
        _row(notebook, question, score, most, "graded", None, STANDS, _AS_BEFORE)
        for notebook, question, score, most in session.execute(_BY_HAND.where(of))
        if (notebook, question) in anew
    ]


def _reasons(changed: Mapping[str, tuple[str, str] | None], verdict: Verdict, before: _Mark | None) -> list[str]:
    """Of what has changed: what may be why a question's mark is another one.

    Where several are left, nobody can tell which of them it was.
    """
    if exceptions := changed.get(EXCEPTIONS):
        return [exceptions[1] or NO_EXCEPTION]
    none = {"points", "statement", WORDING}  # these make no judgement
    if before is not None:
        if "points" in changed and before.judged_as(verdict):
            return ["points"]
        if "mistakes" in changed and before.diagnosis and before.named_as(verdict):
            return ["mistakes"]  # the same mistake is worth something else
        none.update(_no_reasons(changed, verdict, before))
    return [name for name in changed if name not in none] or list(changed)


def _no_reasons(changed: Mapping[str, tuple[str, str] | None], verdict: Verdict, before: _Mark) -> Iterator[str]:
    """What cannot have made this judgement of that one."""
    if verdict.correct or (verdict.score or 0.0) != (before.score or 0.0):
        yield DIAGNOSES
    if verdict.state != before.state:
        # Whether there is an answer, or can be had, does not hang on what is right.
        yield from ("reference", "tolerance", "mistakes")
        return
    if verdict.correct or before.correct:
        yield "mistakes"
    if (both := changed.get("tolerance")) and verdict.correct != before.correct:
        wider = float(both[1]) > float(both[0])
        if wider != verdict.correct:
            yield "tolerance"


def noted_before(session: Session, notebooks: Iterable[str]) -> set[str]:
    """Of these notebooks those that have a history."""
    of_these = _history.c.notebook_id.in_(list(notebooks))
    return set(session.scalars(select(_history.c.notebook_id).where(of_these).distinct()))


def remember_penalties(
    session: Session,
    penalties: Mapping[str, float],
    of_score: Callable[[str, float], float],
    first: Collection[str] = (),
) -> None:
    """Note late penalties, by the id of the notebook, that differ from the last, in the present transaction.

    Args:
        session: the gradebook's.
        penalties: what they are now.
        of_score: the penalty that a notebook would have now, had it this score.
        first: the notebooks that are graded for the first time.
    """
    query = select(_history).where(_history.c.notebook_id.in_(list(penalties))).order_by(_history.c.id)
    before = {notebook: _Penalised() for notebook in penalties}
    for row in session.execute(query):
        before[row.notebook_id].see(row)

    def why(notebook: str, now: float) -> str:
        if notebook in first:
            return FIRST
        return ",".join(before[notebook].reasons(now, lambda score: of_score(notebook, score)))

    for_nothing = {
        notebook: not penalty and before[notebook].has_no_points and of_score(notebook, before[notebook].most) > 0
        for notebook, penalty in penalties.items()
    }
    new = [
        _row(notebook, LATENESS, 0.0 - penalty, 0.0, state, None, why(notebook, penalty), _AS_BEFORE)
        for notebook, penalty in penalties.items()
        for state in [LATE_FOR_NOTHING if for_nothing[notebook] else "graded"]
        if penalty != before[notebook].penalty or for_nothing[notebook] != before[notebook].late_for_nothing
    ]
    _note(session, new)


@dataclass
class _Penalised:
    """The last late penalty of a notebook that is known, and the marks that it was for and that there are now."""

    penalty: float = 0.0
    late_for_nothing: bool = False
    then: dict[str, float] = field(default_factory=dict)
    now: dict[str, float] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)

    def see(self, row: Any) -> None:
        """Take in a row of the history; they come in their order."""
        score = row.score or 0.0
        if row.question == LATENESS:
            self.penalty, self.late_for_nothing = 0.0 - score, row.state == LATE_FOR_NOTHING
            self.then = dict(self.now)
            return
        self.now[row.question], self.points[row.question] = score, row.max_score
        if row.why == FIRST:  # no penalty was noted with these: there was none
            self.then[row.question] = score

    @property
    def has_no_points(self) -> bool:
        """Whether there is nothing that could be taken off."""
        return not any(self.now.values())

    @property
    def most(self) -> float:
        """The points that there are to be had."""
        return sum(self.points.values())

    def reasons(self, penalty: float, of_score: Callable[[float], float]) -> tuple[str, ...]:
        """Why it is this penalty now: the mark, what makes it late, or either.

        Args:
            penalty: what it is now.
            of_score: what it would be now, had the notebook that score.
        """
        score, score_now = sum(self.then.values()), sum(self.now.values())
        if math.isclose(score, score_now):
            return (LATENESS,)
        otherwise = of_score(score)
        if self.late_for_nothing and not score:  # it was late already, and nothing was there to be taken off
            return (MARK,)
        if score and math.isclose(otherwise, self.penalty):  # of no points nothing is taken off, late or not
            return (MARK,)
        if math.isclose(otherwise, penalty) or (otherwise and not self.penalty):
            return (LATENESS,)
        return MARK, LATENESS


def other_penalty(student: str, before: float, now: float) -> Iterator[MarkChange]:
    """The change of a late penalty, where it is another one."""
    if before != now:
        yield MarkChange(student, LATENESS, 0.0 - before, 0.0 - now)


def remember_reasons(session: Session, unit: str, exceptions: Exceptions) -> None:
    """Keep why questions are exceptions, where it is noted; the caller commits."""
    for question, reason in exceptions.reasons.items():
        of = {"unit": unit, "question": question, "exception": exceptions.of_question(question)}
        session.execute(delete(_noted).filter_by(**of))
        session.execute(insert(_noted), [{**of, "reason": reason}])


def note_mark_set_aside(session: Session, notebook: str, question: str, max_score: float, exception: str) -> None:
    """Note that a mark by hand counts no more, since the question is this exception; the caller commits.

    Where it was one before the mark was given, the grader's own counts, as it did then.
    """
    query = select(_history).where(_history.c.notebook_id == notebook, _history.c.question == question)
    graders = query.where(_history.c.why.not_in(_OF_PERSONS)).order_by(_history.c.id.desc()).limit(1)
    last = session.execute(graders).first()
    of = (None, max_score, "manual", None)
    if last is not None and last.why == exception and last.state != "manual":
        of = (last.score, last.max_score, last.state, last.diagnosis)
    _note(session, [_row(notebook, question, *of, exception, _AS_BEFORE)])


def note_mark_back(session: Session, notebook: str, question: str, score: float, max_score: float) -> None:
    """Note that a mark by hand counts again; the caller commits."""
    _note(session, [_row(notebook, question, score, max_score, "graded", None, MARK_BACK, _AS_BEFORE)])


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
    return {
        "notebook_id": notebook,
        "question": question,
        "score": score,
        "max_score": max_score,
        "state": state,
        "diagnosis": without_nul(diagnosis),
        "why": why[:256],
        "rests_on": rests_on,
    }


def _note(session: Session, rows: list[dict[str, object]]) -> None:
    """Add rows to the history, from now on."""
    if rows:
        session.execute(insert(_history).values(at=datetime.now(UTC).isoformat(timespec="seconds")), rows)


_BY_HAND = (
    select(Grade.notebook_id, BaseCell.name, Grade.manual_score, Grade.max_score)
    .join(BaseCell, BaseCell.id == Grade.cell_id)
    .where(Grade.manual_score.is_not(None))
)


class _Mark(NamedTuple):
    """A mark that the grader gave."""

    score: float | None
    max_score: float
    state: str
    diagnosis: str | None

    @property
    def correct(self) -> bool:
        return self.state == "graded" and bool(self.score) and self.diagnosis is None

    def differs_from(self, verdict: Verdict) -> bool:
        counts = bool(self.max_score), bool(verdict.max_score)  # a question that is dropped, whatever its mark was
        both = (self.score, self.state, self.diagnosis), (verdict.score, verdict.state, verdict.diagnosis)
        return counts[0] != counts[1] or both[0] != both[1]

    def named_as(self, verdict: Verdict) -> bool:
        """Whether the same is said of the answer."""
        return (self.state, self.diagnosis) == (verdict.state, verdict.diagnosis)

    def judged_as(self, verdict: Verdict) -> bool:
        """Whether the answer is as right as it was, whatever that is worth."""
        shares = (verdict.score or 0) * self.max_score, (self.score or 0) * verdict.max_score
        return self.named_as(verdict) and math.isclose(*shares)


def _last(session: Session, notebooks: list[str]) -> dict[str, tuple[dict[str, _Mark], Mapping[str, str]]]:
    """By notebook: by question the last mark that the grader gave, and what the last of all rested on."""
    query = select(_history).where(_history.c.notebook_id.in_(notebooks), _history.c.why.not_in(_OF_PERSONS))
    last: dict[str, dict[str, _Mark]] = {}
    rested_on: dict[str, str] = {}
    for row in session.execute(query.order_by(_history.c.id)):
        last.setdefault(row.notebook_id, {})[row.question] = _Mark(row.score, row.max_score, row.state, row.diagnosis)
        if row.rests_on != _AS_BEFORE:
            rested_on[row.notebook_id] = row.rests_on
    query = select(_rested_on).where(_rested_on.c.notebook_id.in_(list(last)))
    rested_on |= {row.notebook_id: row.rests_on for row in session.execute(query)}
    return {notebook: (marks, json.loads(rested_on.get(notebook, _AS_BEFORE))) for notebook, marks in last.items()}


def see_marks_by_hand(gradebook: Gradebook) -> None:
    """Note the marks that persons have given since this was last called. nbgrader keeps no time of them."""
    newest = select(func.max(_history.c.id)).where(_history.c.why.in_(_OF_PERSONS))
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
    _note(gradebook.db, rows)
    gradebook.db.commit()


def history_of(gradebook: Gradebook, student: str) -> Iterator[Entry]:
    """What became of the marks of a student that count, unit by unit, the oldest first."""
    whose = (
        gradebook.db.query(SubmittedNotebook.id, Assignment.name)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .filter(Student.id == student)
    )
    for notebook, unit in sorted(whose, key=lambda one: one[1]):
        rows = gradebook.db.execute(select(_history).where(_history.c.notebook_id == notebook).order_by(_history.c.id))
        noted = {(r.question, r.exception): r.reason for r in gradebook.db.execute(select(_noted).filter_by(unit=unit))}
        entries = []
        for r in rows:
            of = r.question, r.at, r.score, r.max_score, r.state, r.diagnosis, tuple(r.why.split(","))
            entries.append(Entry(student, unit, *of, noted.get((r.question, r.why), "")))
        entries = _with_other_penalties(entries)
        of_questions = [_that_count([e for e in entries if e.question == q]) for q in {e.question for e in entries}]
        counts = {id(entry) for some in of_questions for entry in some}
        yield from (entry for entry in entries if id(entry) in counts)


def _with_other_penalties(entries: list[Entry]) -> list[Entry]:
    """Without the rows for late penalties that are what they were."""
    found, last = list[Entry](), 0.0
    for entry in entries:
        if entry.question == LATENESS:
            before, last = last, entry.score or 0.0
            if before == last:
                continue
        found.append(entry)
    return found


def _that_count(entries: list[Entry]) -> list[Entry]:
    """Of the rows of one question, those after which another mark counted.

    The grader notes its own mark also where a person's stands, and then that this one stands.
    """
    found: list[Entry] = []
    for number, entry in enumerate(entries):
        after, grader = next(iter(entries[number + 1 :]), None), entries[number - 1] if number else None
        if after is not None and (after.why == (STANDS,) or (_is_set_aside(entry) and after.why == entry.why)):
            continue  # what counts in its place follows
        if not found or grader is None or entry.why != (STANDS,) or entry.score != found[-1].score:
            found.append(entry)
        elif entry.max_score != found[-1].max_score:
            found.append(replace(entry, why=grader.why))
    return found


def _is_set_aside(entry: Entry) -> bool:
    return entry.state == "manual" and entry.why[0] in _OF_EXCEPTIONS
