"""What the text of a cell says."""

from __future__ import annotations

import pytest

from gdcourse.notebooks.cell_text import calls_in


def test_calls_by_a_plain_name_are_found_wherever_they_stand_with_a_text_that_comes_first() -> None:
    source = 'check("a-task", work)\nif True:\n    reveal("a-guess", f(x).mean())\nprint()\nnp.sum("no")'
    assert sorted(calls_in(source), key=str) == [
        ("check", "a-task"),
        ("f", None),
        ("print", None),
        ("reveal", "a-guess"),
    ]


@pytest.mark.parametrize("source", ["", "%matplotlib inline", "!pip install x", "def f(:", "print(1)\0"])
def test_a_cell_that_is_no_python_calls_nothing(source: str) -> None:
    assert calls_in(source) == []
