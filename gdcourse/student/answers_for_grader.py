"""Answer a grader's question from inside the student's kernel: the work is tried on cases, and its answers leave."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from gdcourse.judging.probing import probe
from gdcourse.student.other_names import missing_but

MIME = "application/vnd.gdcourse.answers+json"


def publish(exercise_id: str, cases: str, find_work: Callable[[], Any]) -> None:
    """Try the student's work on a grader's cases and show what it gives; nothing is judged here.

    Args:
        exercise_id: which exercise.
        cases: a JSON list of cases.
        find_work: returns the student's work, or raises ``NameError`` where there is none.

    The answers leave as one display message of type ``MIME``.
    """
    from IPython.display import publish_display_data

    from gdcourse.exercises import find_exercise

    _, exercise = find_exercise(exercise_id)
    drawn = json.loads(cases)
    try:
        answers = probe(exercise, find_work(), drawn)
    except NameError:
        answers = [missing_but(exercise)] * len(drawn)
    publish_display_data({MIME: answers})
