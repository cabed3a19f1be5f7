"""The right function under another name: what is said names it."""

from __future__ import annotations

from typing import Any

import pytest

from gdcourse.exercises import find_exercise
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.judge import judge
from gdcourse.student.other_names import missing_but


def defined(name: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(  # noqa: S102
        f"import math\nfrom statistics import mean as gradients\ndef {name}(x): return x", namespace
    )
    return namespace


@pytest.mark.parametrize("name", ["Gradient", "grad", "my_gradient", "gradeint"])
def test_a_function_under_nearly_the_right_name_is_named(name: str) -> None:
    unit, exercise = find_exercise("mse-gradient")
    key = visible_key(unit, exercise)
    verdict = judge([missing_but(exercise, defined(name))] * len(key["cases"]), key)
    assert (verdict.state, verdict.score) == ("missing", 0)
    assert f"there is `{name}`" in verdict.message.en
    assert f"`{name}`는 있어요" in verdict.message.ko


@pytest.mark.parametrize("name", ["plot", "slope", "_gradient"])
def test_another_function_is_not_taken_for_the_answer(name: str) -> None:
    _, exercise = find_exercise("mse-gradient")
    assert missing_but(exercise, defined(name)) == {"type": "missing"}
