"""A student's answer becomes code of nobody's, which stands alone and does the same."""

from __future__ import annotations

import numpy as np
import pytest

from gdcourse.authoring.anonymous_code import CannotStandAloneError, anonymous

INPUTS = ("x", "y")


def made(*cells: str, inputs: tuple[str, ...] = INPUTS) -> str:
    return anonymous(cells, "work", "wrong_one", {"mean", "float32"}, inputs)


def called(text: str, *arguments: object) -> object:
    space: dict[str, object] = {"np": np}
    exec(text, space)  # noqa: S102
    return space["wrong_one"](*arguments)  # type: ignore[operator]


def test_comments_docstrings_prints_annotations_and_own_names_are_gone_and_the_result_is_the_same() -> None:
    text = made(
        'def work(minsu_x: "Kim", minsu_y) -> float:\n    """By Minsu Kim."""\n    # minsu\n'
        '    print("minsu")\n    minsu: float = minsu_x - minsu_y  # Kim\n    return minsu * 2'
    )
    assert "minsu" not in text.lower()
    assert "kim" not in text.lower()
    assert text.startswith("def wrong_one(x, y):")
    assert called(text, 5, 2) == 6


def test_helpers_constants_and_imports_of_the_notebook_go_inside_in_the_order_of_need() -> None:
    text = made(
        "import math\nFACTOR = 3\ndef base(v):\n    return math.sqrt(v) * FACTOR",
        "def helper(v):\n    return base(v) + 1",
        "def work(a, b):\n    return helper(a) + b",
    )
    assert called(text, 4, 1) == 8


def test_a_lambda_and_another_name_for_a_function_are_functions() -> None:
    assert called(made("work = lambda a, b: a * b"), 3, 4) == 12
    assert called(made("def other(a, b):\n    return a * b", "work = other"), 3, 4) == 12


def test_arguments_keep_their_names_where_they_are_given_by_name() -> None:
    text = made(
        "def helper(first, second=1):\n    return first - second\ndef work(a, b):\n    return helper(a, second=b)"
    )
    assert called(text, 5, 2) == 3


def test_a_helper_that_calls_itself_stays_whole() -> None:
    text = made(
        "def steps(count):\n    return 0 if count == 0 else 1 + steps(count - 1)",
        "def work(a, b):\n    return steps(a) + b",
    )
    assert called(text, 3, 1) == 4


def test_numpy_and_torch_need_no_definition() -> None:
    assert called(made("import numpy as np\ndef work(a, b):\n    return float(np.mean([a, b]))"), 1, 3) == 2.0
    assert "import torch" in made("import torch\ndef work(a, b):\n    return torch.tensor(a) + b")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("work = 3", "no function or class"),
        ("def work(a, b):\n    return elsewhere(a)", "`elsewhere`"),
        ("def work(a, b):\n    return open('answers').read()", "`open`"),
        ("import os\ndef work(a, b):\n    return os.environ", "`os`"),
        ("def work(a, b):\n    return ().__class__.__bases__", "`__bases__`"),
        ("def work(a, b):\n    return np.load(a)", "`load`"),
        ("def helper(v):\n    return eval(v)\ndef work(a, b):\n    return helper(a)", "`eval`"),
        ("class work:\n    def step(self):\n        return helper()\ndef helper():\n    return 1", "from outside"),
    ],
)
def test_what_cannot_stand_alone_or_does_more_than_compute_is_refused_with_its_reason(source: str, says: str) -> None:
    with pytest.raises(CannotStandAloneError, match=says):
        made(source)


def test_strings_of_the_students_own_are_not_kept() -> None:
    text = made(
        "def work(a, b):\n    if a < 0: raise ValueError('ask Minsu')\n    return np.array([a, b], dtype='float32')"
    )
    assert "Minsu" not in text
    assert "float32" in text
