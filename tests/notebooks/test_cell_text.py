"""What the text of a cell says."""

from __future__ import annotations

import pytest

from gdcourse.notebooks.cell_text import calls_in, line_that_is_no_code


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


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("", 0),
        ("def f(x):\n    return x", 0),
        ("%matplotlib inline\nx = !ls\ny = %sql select\nx?\nawait z", 0),
        ("# answer\n%%time\nnot python at all", 0),
        ("def f(x):\n    %time g()\n    return x", 0),
        ("x = 7 % 3\nif x != 1:\n    print('%d' % x, 'why?')", 0),
        ("Write a function that returns x.\ndef f(x):\n    return x", 1),
        ("def f(x):\n    return x\n```", 3),
        ("x = 1\0", 1),
    ],
)
def test_where_a_cell_stops_being_code(source: str, line: int) -> None:
    assert line_that_is_no_code(source) == line
