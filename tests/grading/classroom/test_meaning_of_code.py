"""What counts of a file of exercises for one of them."""

from __future__ import annotations

import pytest

from gdcourse.exercises import units
from gdcourse.grading.classroom.meaning_of_code import meaning, meaning_of_exercise
from gdcourse.grading.classroom.what_marks_rest_on import path_of_exercises

FILE = '''
"""About."""
import numpy as np

LOW = 3


def _number(rng):
    """One."""
    return rng.integers(LOW, 8)


def _pairs(rng):
    return {"n": _number(rng)}


def _triples(rng):
    return {"m": 3}


UNIT = Unit(
    exercises=(
        Exercise(id="one", points=1, title=Text("하나", "One"), draw=_pairs, rtol=1e-4),
        Exercise(id="other", points=2, title=Text("둘", "Two"), draw=_triples),
    )
)
'''


def test_the_meaning_of_code_is_the_same_text_in_every_version_of_python() -> None:
    function = "FunctionDef(name='f', args=arguments(args=[arg(arg='x')]), body=[Return(value=Constant(value=None))])"
    assert meaning("def f(x):\n    return None") == f"Module(body=[{function}])"


def of_one(source: str) -> str:
    return meaning_of_exercise(source, "one", ("points", "rtol", "title"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points=1", "points=5"),
        ("하나", "하나뿐"),
        ("rtol=1e-4", "rtol=1e-2"),
        ('{"m": 3}', '{"m": 4}'),
        ("draw=_triples", "draw=_pairs"),
        ('"""One."""', '"""Another."""'),
        ("LOW = 3", "LOW = 3  # at least"),
        ("import numpy as np", "import math\nimport numpy as np"),
    ],
)
def test_what_another_exercise_says_and_what_is_said_elsewhere_does_not_count(old: str, new: str) -> None:
    assert FILE.count(old) == 1
    assert of_one(FILE.replace(old, new)) == of_one(FILE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("draw=_pairs", "draw=_triples"),
        ('{"n": _number(rng)}', '{"n": 2 * _number(rng)}'),
        ("LOW = 3", "LOW = 2"),
        ("LOW = 3", "LOW = 3\nLOW += 1"),
        ("LOW = 3", "LOW = 3\nif LOW:\n    LOW = 2"),
        ("LOW = 3", "LOW = 3\nnp.seterr(all='raise')"),
        ("rng.integers(LOW, 8)", "rng.integers(LOW, 9)"),
    ],
)
def test_all_that_the_exercise_uses_counts_however_far_away(old: str, new: str) -> None:
    assert FILE.count(old) == 1
    assert of_one(FILE.replace(old, new)) != of_one(FILE)


def test_where_no_one_call_declares_the_exercise_the_whole_file_counts() -> None:
    made = FILE.replace('id="one"', 'id="o" + "ne"')
    assert of_one(made) != of_one(made.replace('{"m": 3}', '{"m": 4}'))


def test_each_graded_exercise_of_the_course_is_declared_by_one_call() -> None:
    for unit in units():
        source = path_of_exercises(unit).read_text(encoding="utf-8")
        for exercise in unit.exercises:
            assert len(meaning_of_exercise(source, exercise.id, ())) < len(meaning(source)), exercise.id


def test_comments_and_docstrings_mean_nothing() -> None:
    assert meaning('"""About."""\nx = 1  # one') == meaning("x = 1")
    assert meaning("x = 2") != meaning("x = 1")
