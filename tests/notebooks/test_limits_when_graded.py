"""A course's own limits on time and memory travel in its notebooks, so that students are told theirs."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_notebook

from gdcourse.grading.submission.limits import Limits
from gdcourse.notebooks.carrying_over import as_given, is_edition
from gdcourse.notebooks.last_run import forget_run, note_run
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, note_limits, noted_limits

SHORT = LimitsWhenGraded(10, 60, 1 << 30)


def test_the_usual_limits_leave_no_trace_and_others_are_found_again() -> None:
    notebook = new_notebook()
    note_limits(notebook, LimitsWhenGraded.of(Limits()))
    assert notebook.metadata == {}
    note_run(notebook)
    note_limits(notebook, LimitsWhenGraded.of(Limits(10, 60, 1 << 30)))
    assert noted_limits(notebook) == SHORT
    forget_run(notebook)
    assert noted_limits(notebook) == SHORT
    note_limits(notebook, LimitsWhenGraded())
    assert notebook.metadata == {}


@pytest.mark.parametrize(
    "said", [None, 3, [], {"limits": 3}, {"limits": {"cell_seconds": "10", "memory": -1, "notebook_seconds": True}}]
)
def test_what_cannot_be_limits_counts_as_the_usual(said: object) -> None:
    assert noted_limits(new_notebook(metadata={"gdcourse": said})) == LimitsWhenGraded()


def test_other_limits_are_another_edition() -> None:
    old, new = new_notebook(), new_notebook()
    note_limits(new, SHORT)
    assert not is_edition(as_given(old), new)
    assert is_edition(as_given(new), new)
    assert noted_limits(as_given(new)) == SHORT
