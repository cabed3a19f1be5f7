"""A submission after grading, as it travels to who records it: its notebook is the text of a file by then."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from gdcourse.grading.submission.grade_submission import GradedNotebook
from gdcourse.judging.judge import Verdict


@dataclass(frozen=True)
class GradedSubmission:
    """What is recorded of a ``GradedNotebook``, whose attributes these are.

    Attributes:
        text: the graded notebook, JSON in UTF-8. As objects it takes ten times as long to send and to read.
        written: whether whoever graded it has written it already; ``text`` and ``kept`` have not travelled then.
    """

    text: bytes
    verdicts: tuple[Verdict, ...]
    unanswered: frozenset[str] = frozenset()
    final: bool = True
    missing_modules: tuple[str, ...] = ()
    kept: dict[str, bytes] = field(default_factory=dict)
    unexplained: Mapping[str, list[Any]] = field(default_factory=dict)
    doubtful: bool = False
    written: bool = False
    beneath: Mapping[str, Verdict] = field(default_factory=dict)


def finished(graded: GradedNotebook, steps: Sequence[NbGraderPreprocessor] = ()) -> GradedSubmission:
    """A graded notebook after the steps that nbgrader's configuration puts before writing, as text."""
    return GradedSubmission(
        text_of(graded.notebook, steps),
        graded.verdicts,
        graded.unanswered,
        graded.final,
        graded.missing_modules,
        graded.kept,
        graded.unexplained,
        graded.doubtful,
        beneath=graded.beneath,
    )


def text_of(notebook: NotebookNode, steps: Sequence[NbGraderPreprocessor] = ()) -> bytes:
    """A notebook as it is written, after these steps."""
    resources: dict[str, Any] = {"metadata": {}}
    for step in steps:
        notebook, resources = step.preprocess(notebook, resources)
    # Not nbformat.writes, which indents: that takes longer than all the rest, and nobody reads this as text.
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace")


def can_be_sent(steps: Sequence[NbGraderPreprocessor]) -> bool:
    """Whether another process can have these: not a class that stands in the configuration file itself."""
    try:
        pickle.dumps(steps)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True
