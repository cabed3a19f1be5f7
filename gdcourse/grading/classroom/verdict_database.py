"""The verdicts in the gradebook: tables beside nbgrader's own, in the same database and the same transactions.

nbgrader keeps a score for each question. What it has no place for stands here: the state of the question with its
reason, the diagnosis, and the digest of everything that the verdict came from, by which a later run knows that nothing
has changed. Wrong answers that no mistake explains are kept too, for who wants to know what a class believes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from nbgrader.api import Gradebook
from sqlalchemy import (
    JSON,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.submission.grade_submission import GradedNotebook
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text as Bilingual

_MOST_IN_QUERY = 10_000
"""Values in one statement: SQLite takes 32,766 as it is built, PostgreSQL 65,535."""
_MOST_SAID = 1000
"""Of what is said of answers, how many are kept as they are written."""

metadata = MetaData()
# nbgrader's table, as far as it is referred to: its own metadata is not ours to add to.
Table("submitted_notebook", metadata, Column("id", String(32), primary_key=True))


def belongs_to_notebook() -> Column[str]:
    """The key of what is said of a submitted notebook: where nbgrader removes the submission, it goes too."""
    reference = ForeignKey("submitted_notebook.id", ondelete="CASCADE")
    return Column("notebook_id", String(32), reference, primary_key=True)


_graded = Table(
    "gdcourse_graded",
    metadata,
    belongs_to_notebook(),
    Column("digest", String(64), nullable=False),
)


class _Said(TypeDecorator[Any]):
    """What is said of many answers in the same words, as JSON that is made of it once: a ``Text`` or a tuple."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, Bilingual):
            return {language: without_nul(words) or "" for language, words in value.as_dict().items()}
        return list(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        as_json = super().bind_processor(dialect)
        return as_json and lru_cache(_MOST_SAID)(as_json)


def _table_of_verdicts(name: str) -> Table:
    return Table(
        name,
        metadata,
        belongs_to_notebook(),
        Column("question", String(128), primary_key=True),
        Column("position", Integer, nullable=False),
        Column("state", String(16), nullable=False),
        Column("score", Float),
        Column("max_score", Float, nullable=False),
        Column("diagnosis", Text),
        Column("message", _Said, nullable=False),
        Column("hint", _Said, nullable=False),
        Column("failed", _Said, nullable=False),
    )


_verdicts = _table_of_verdicts("gdcourse_verdict")
_beneath = _table_of_verdicts("gdcourse_beneath_exception")
"""What answers were judged to be whose questions are exceptions: it counts again once they are none."""


_modules = Table(
    "gdcourse_missing_module",
    metadata,
    belongs_to_notebook(),
    Column("module", String(128), primary_key=True),
)
_submissions = Table(
    "gdcourse_submission",
    metadata,
    belongs_to_notebook(),
    Column("digest", String(64), nullable=False),
)
_unexplained = Table(
    "gdcourse_unexplained",
    metadata,
    belongs_to_notebook(),
    Column("question", String(128), primary_key=True),
    Column("answers", Text, nullable=False),
)


def create_tables(gradebook: Gradebook) -> None:
    """Add the tables where they are not there yet; the gradebook is nbgrader's otherwise, and stays so."""
    ours = [table for table in metadata.sorted_tables if table.name.startswith("gdcourse_")]
    try:
        metadata.create_all(gradebook.db.get_bind(), tables=ours)
    except DBAPIError:
        # Somebody else has made one between the look and the statement: the second look sees it.
        metadata.create_all(gradebook.db.get_bind(), tables=ours)


class Recorded(NamedTuple):
    """What is recorded of one submitted notebook.

    Attributes:
        graded: what came of it.
        digest: of everything that it came from.
        rests_on: the same as digests by name; empty where nobody knows.
    """

    graded: GradedSubmission | GradedNotebook
    digest: str
    rests_on: Mapping[str, str]


def store(session: Session, found: Mapping[str, Recorded]) -> None:
    """Put verdicts in the place of earlier ones, in the gradebook's present transaction; the caller commits.

    Args:
        session: the gradebook's.
        found: by the id of the submitted notebook.
    """
    ours = (_verdicts, _beneath, _graded, _modules, _unexplained, _submissions)
    rows: dict[Table, list[dict[str, object]]] = {table: [] for table in ours}
    for notebook, recorded in found.items():
        graded, digest, _ = recorded
        for table, verdicts in ((_verdicts, graded.verdicts), (_beneath, graded.beneath.values())):
            rows[table] += [_row(notebook, position, verdict) for position, verdict in enumerate(verdicts)]
        rows[_graded].append({"notebook_id": notebook, "digest": digest})
        rows[_submissions].append({"notebook_id": notebook, "digest": _submitted(recorded)})
        rows[_modules] += [{"notebook_id": notebook, "module": module} for module in graded.missing_modules]
        for question, answers in graded.unexplained.items():
            text = json.dumps(answers).replace("\\u0000", "\\ufffd")
            rows[_unexplained].append({"notebook_id": notebook, "question": question, "answers": text})
    for table, new in rows.items():
        session.execute(delete(table).where(table.c.notebook_id.in_(list(found))))
        if new:
            session.execute(insert(table), new)


def same_submissions(session: Session, found: Mapping[str, Recorded]) -> set[str]:
    """The ids of those whose last result came from the same submission; none of which nobody knows."""
    query = select(_submissions).where(_submissions.c.notebook_id.in_(list(found)))
    last = {row.notebook_id: row.digest for row in session.execute(query)}
    return {notebook for notebook in found if last.get(notebook) and last[notebook] == _submitted(found[notebook])}


def _submitted(recorded: Recorded) -> str:
    return recorded.rests_on.get("submission", "")


def _row(notebook_id: str, position: int, verdict: Verdict) -> dict[str, object]:
    return {
        "notebook_id": notebook_id,
        "question": verdict.exercise,
        "position": position,
        "state": verdict.state,
        "score": verdict.score,
        "max_score": verdict.max_score,
        "diagnosis": without_nul(verdict.diagnosis),
        "message": verdict.message,
        "hint": verdict.hint,
        "failed": tuple(verdict.failed),
    }


def without_nul(text: str | None) -> str | None:
    """Text that PostgreSQL takes: student code may well put a NUL into an error message."""
    return None if text is None else text.replace("\x00", "\ufffd")


def digests(gradebook: Gradebook, notebook_ids: list[str]) -> dict[str, str]:
    """By id of a submitted notebook: what its verdicts came from."""
    query = select(_graded.c.notebook_id, _graded.c.digest).where(_graded.c.notebook_id.in_(notebook_ids))
    return {row.notebook_id: row.digest for row in gradebook.db.execute(query)}


def graded_submissions(gradebook: Gradebook, notebook_ids: list[str]) -> dict[str, str]:
    """By id of a submitted notebook: a digest of what had been handed in when it was graded, where that is known."""
    query = select(_submissions).where(_submissions.c.notebook_id.in_(notebook_ids))
    return {row.notebook_id: row.digest for row in gradebook.db.execute(query)}


def missing_modules(gradebook: Gradebook, notebook_id: str) -> tuple[str, ...]:
    """What a submitted notebook wanted to import and did not find."""
    query = select(_modules.c.module).where(_modules.c.notebook_id == notebook_id).order_by(_modules.c.module)
    return tuple(gradebook.db.scalars(query))


def unexplained_answers(gradebook: Gradebook, notebook_id: str) -> dict[str, list[Any]]:
    """By question of a submitted notebook: what a wrong answer that no mistake explains gives on the visible cases."""
    return unexplained_of(gradebook, {notebook_id: notebook_id}).get(notebook_id, {})


def unexplained_of(gradebook: Gradebook, notebooks: Mapping[str, str]) -> dict[str, dict[str, list[Any]]]:
    """The same of many submitted notebooks.

    Args:
        gradebook: that has them.
        notebooks: the ids of the notebooks, each with what is to stand for it in the result.
    """
    found: dict[str, dict[str, list[Any]]] = {}
    ids = list(notebooks)
    for start in range(0, len(ids), _MOST_IN_QUERY):
        wanted = _unexplained.c.notebook_id.in_(ids[start : start + _MOST_IN_QUERY])
        for row in gradebook.db.execute(select(_unexplained).where(wanted)):
            found.setdefault(notebooks[row.notebook_id], {})[row.question] = json.loads(row.answers)
    return found


def was_graded(gradebook: Gradebook) -> bool:
    """Whether anything in the course has been graded with the course's secret."""
    return gradebook.db.execute(select(_graded.c.notebook_id).limit(1)).first() is not None


def stored_verdicts(gradebook: Gradebook, notebook_id: str) -> tuple[Verdict, ...]:
    """The verdicts on a submitted notebook, in the order of the assignment; none where it was never graded."""
    return tuple(verdicts_of(gradebook, {notebook_id: notebook_id}).get(notebook_id, {}).values())


def verdicts_of(gradebook: Gradebook, notebooks: Mapping[str, str]) -> dict[str, dict[str, Verdict]]:
    """The verdicts on submitted notebooks, by question, in the order of the assignment.

    Args:
        gradebook: that has them.
        notebooks: the ids of the notebooks, each with what is to stand for it in the result.
    """
    return _verdicts_in(_verdicts, gradebook, notebooks)


def beneath_exceptions(gradebook: Gradebook, notebooks: Mapping[str, str]) -> dict[str, dict[str, Verdict]]:
    """As ``verdicts_of``, of questions that are exceptions: what the answers were judged to be, where that is known."""
    return _verdicts_in(_beneath, gradebook, notebooks)


def _verdicts_in(table: Table, gradebook: Gradebook, notebooks: Mapping[str, str]) -> dict[str, dict[str, Verdict]]:
    found: dict[str, dict[str, Verdict]] = {}
    ids = list(notebooks)
    for start in range(0, len(ids), _MOST_IN_QUERY):
        wanted = table.c.notebook_id.in_(ids[start : start + _MOST_IN_QUERY])
        for row in gradebook.db.execute(select(table).where(wanted).order_by(table.c.position)):
            found.setdefault(notebooks[row.notebook_id], {})[row.question] = Verdict(
                row.question,
                row.score,
                row.max_score,
                row.state,
                row.diagnosis,
                Bilingual(**row.message),
                Bilingual(**row.hint),
                tuple(row.failed),
            )
    return found
