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


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("from math import fsum as minsu\ndef work(a, b):\n    return minsu([a, b])", 8),
        ("import numpy as minsu\ndef work(a, b):\n    return minsu.add(a, b)", 8),
        ("import math as np\nimport math\ndef work(a, b):\n    minsu = math.gcd(a, b)\n    return minsu", 1),
        ("def work(a, b):\n    return b if a < 1 else work(a - 1, b)", 3),
        ("def helper(v, minsu=2):\n    return v * minsu\ndef work(a, b):\n    return helper(a, minsu=b)", 15),
        ("def helper(**minsu):\n    return len(minsu)\ndef work(a, b):\n    return helper(minsu_1=a, minsu_2=b)", 2),
        ("def helper(axis):\n    return np.sum([[axis]], axis=0)[0]\ndef work(a, b):\n    return helper(axis=a)", 5),
        (
            "from functools import partial\ndef helper(v, minsu):\n    return v - minsu\n"
            "def work(a, b):\n    return partial(helper, minsu=b)(a)",
            2,
        ),
        (
            "class Minsu:\n    minsus = 2\n    def __init__(self, minsu):\n        self.minsu_v = minsu\n"
            "    def minsu_add(self, v, minsu_w=0):\n        return self.minsu_v + v * self.minsus + minsu_w\n"
            "def work(a, b):\n    return Minsu(minsu=a).minsu_add(b, minsu_w=1)",
            12,
        ),
        ("def work(a, b):\n    minsu = np.array([a, b])\n    minsu.shape = (2, 1)\n    return minsu[0, 0]", 5),
        ("def work(minsu_a, minsu_b):\n    x = 2 * minsu_a\n    return x - minsu_a + minsu_b", 8),
        ("def work(a, b):\n    work.minsu = a\n    return work.minsu", 5),
        (
            "def work(a, b):\n    try:\n        a / 0\n    except ArithmeticError as minsu:\n"
            "        return len(minsu.args)",
            1,
        ),
        (
            "def work(a, b):\n    minsu = 0\n    def add():\n        nonlocal minsu\n        minsu += a\n"
            "    add()\n    return minsu",
            5,
        ),
        ("def work(a, b):\n    minsu = dict(minsu=a, minsu_2=b)\n    return minsu['minsu'] - minsu['minsu_2']", 2),
        ("def work(a, b):\n    minsu = float('inf')\n    return min(minsu, float('nan') if a < b else a)", 5),
        ("def work(a, b):\n    return float(f'{a / b:.2f}')", 1.67),
        ("def work(a, b):\n    return float(np.einsum('i,i->', [a, b], [1, 1]))", 8),
        ("def helper(**minsu):\n    return minsu['minsu_v']\ndef work(a, b):\n    return helper(minsu_v=a)", 5),
        ("def helper(minsu=1):\n    return minsu\ndef work(a, b):\n    return helper(**{'minsu': a})", 5),
        ("def work(a, b, minsu=3):\n    return a + minsu", 8),
        ("def work(a, b):\n    minsu = b'minsu'\n    return a", 5),
        (
            "def work(a, b):\n    match {'v': a, 'w': b}:\n        case {'v': v, **minsu}:\n"
            "            return len(minsu)",
            1,
        ),
        *(
            (
                f"{imported}\ndef work(a, b):\n    Minsu = {maker}('Minsu', {fields})\n"
                "    one = Minsu(minsu_v=a, x=b)\n    return one.minsu_v * 2 + 0 * one.x",
                10,
            )
            for imported, maker in (
                ("from collections import namedtuple", "namedtuple"),
                ("import collections", "collections.namedtuple"),
            )
            for fields in ("'minsu_v x'", "'minsu_v, x'", "['minsu_v', 'x']", "field_names=('minsu_v', 'x')")
        ),
        ("class Box:\n    pass\ndef work(a, b):\n    box = Box()\n    box.minsu: 'Minsu' = a\n    return box.minsu", 5),
    ],
)
def test_no_name_of_the_students_stays_and_what_is_renamed_is_renamed_wherever_it_is_used(
    source: str, result: float
) -> None:
    text = made(source)
    assert "minsu" not in text.lower()
    assert called(text, 5, 3) == result


def test_what_torch_calls_by_its_name_keeps_it_and_what_a_module_has_of_the_students_does_not() -> None:
    text = made(
        "class work:\n    def __init__(self):\n        super().__init__()\n        self.minsu = np.ones(1)\n"
        "        self.training = False\n    def forward(self, minsu_x):\n        return self.minsu @ minsu_x"
    )
    assert "minsu" not in text.lower()
    assert "def forward(self" in text
    assert "self.training = False" in text


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
        ("seen = 0\ndef work(a, b):\n    global seen\n    seen = a\n    return seen", "`global`"),
        ("def helper(v):\n    return eval(v)\ndef work(a, b):\n    return helper(a)", "`eval`"),
        ("class work:\n    def step(self):\n        return helper()\ndef helper():\n    return 1", "from outside"),
    ],
)
def test_what_cannot_stand_alone_or_does_more_than_compute_is_refused_with_its_reason(source: str, says: str) -> None:
    with pytest.raises(CannotStandAloneError, match=says):
        made(source)


def test_decorators_that_change_what_the_code_does_stay() -> None:
    text = made(
        "import torch\n@torch.no_grad()\ndef helper(v):\n    return v * 2",
        "@torch.inference_mode()\ndef work(a, b):\n    return helper(a) + b",
    )
    assert "@torch.no_grad()" in text
    assert "with torch.inference_mode():" in text


def test_texts_stay_where_they_are_wanted_but_not_what_errors_say() -> None:
    source = "def work(a, b):\n    if a < 0: raise ValueError('ask Minsu')\n    return len('four')"
    assert "'four'" not in made(source)
    kept = anonymous([source], "work", "wrong_one", set(), INPUTS, keep_texts=True)
    assert "'four'" in kept
    assert "Minsu" not in kept


def test_strings_of_the_students_own_are_not_kept() -> None:
    text = made(
        "def work(a, b):\n    if a < 0: raise ValueError('ask Minsu')\n    return np.array([a, b], dtype='float32')"
    )
    assert "Minsu" not in text
    assert "float32" in text
