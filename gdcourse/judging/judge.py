"""The judge: answers and an answer key go in, a verdict comes out. Pure, and safe with any JSON.

An answer key of one exercise is plain data::

    {"id", "name", "points", "rtol", "options", "cases", "expected", "factors", "starts", "parts", "findings",
     "mistakes": [{"id", "credit", "message": {"ko", "en"}, "answers"}]}

``mistakes`` may be anything that yields them, and their ``answers`` too: they are gone through once, only for a wrong
answer, and each mistake's answers only until one differs.
``cases``, ``expected``, ``factors``, ``starts`` and each mistake's ``answers`` run in parallel. Text among the
expected answers is sealed (see ``gdcourse.judging.comparing.seal``).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcourse.judging import messages
from gdcourse.judging.comparing import bounded, same, type_of
from gdcourse.judging.patterns_in_answers import FailedCase, Key, diagnose, failed_case
from gdcourse.language import NO_TEXT, Text, paragraphs
from gdcourse.untrusted_text import legible

STATES = ("graded", "missing", "ungradable", "manual")


@dataclass(frozen=True)
class Verdict:
    """What the judge says of one question.

    Attributes:
        exercise: the id of the exercise.
        score: points given, ``None`` only where a person has still to grade and has given none before.
        max_score: points possible.
        state: ``"graded"``; ``"missing"`` where nothing was answered; ``"ungradable"`` where no answer could be
            had, with the reason in ``message``; ``"manual"`` where a person grades.
        diagnosis: the id of the known mistake, or ``"ratio:N"``, ``"error:TypeError"``, ``"shape"`` and the like,
            or ``None``.
        message: for the student, in both languages.
        hint: of the message, the sentence that says what went wrong; empty where nothing did.
        failed: the numbers (from 0) of the cases that were wrong.
        case: one of them, with its numbers; ``None`` where there is nothing to show.
        by_hand: whether a person gave the score; ``diagnosis``, ``hint`` and ``failed`` are of what the answer does.
    """

    exercise: str
    score: float | None
    max_score: float
    state: str
    diagnosis: str | None
    message: Text
    hint: Text = NO_TEXT
    failed: tuple[int, ...] = ()
    case: FailedCase | None = None
    by_hand: bool = False

    @property
    def correct(self) -> bool:
        if self.state != "graded" or self.score is None or self.score < self.max_score:
            return False
        return self.max_score > 0 or not (self.failed or self.diagnosis)  # where nothing is given for it, look why


def judge(answers: Any, key: Key, reveal: bool = False, given: Any = None) -> Verdict:
    """Compare ``answers`` with ``key``.

    Args:
        answers: what the probe returned, or any other JSON: whatever it is, this function does not raise.
        key: the answer key for the same cases.
        reveal: whether the message may name the right value. True only for the visible cases.
        given: where ``answers`` are properties of what was given, that: it is shown in their place, and no right value,
            since any of many is right.
    """
    # A student may have told NumPy or Python to turn what overflows into errors; the judge is not concerned.
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _judge(answers, key, reveal, given)


def _judge(answers: Any, key: Key, reveal: bool, given: Any) -> Verdict:
    expected = key["expected"]
    if not isinstance(answers, list) or len(answers) != len(expected):
        return _verdict(key, 0.0, "ungradable", "no-answer", messages.NO_ANSWERS)
    answers = [bounded(answer) for answer in answers]
    if all(_is_missing(answer) for answer in answers):
        hint = messages.DEFINE_FIRST.format(name=key["name"])
        there = answers[0].get("instead")
        if isinstance(there, str) and there:
            hint = messages.NAME_THAT_IS_THERE.format(name=key["name"], there=legible(there, 60))
        return _verdict(key, 0.0, "missing", None, paragraphs(messages.MISSING, hint))

    failed = tuple(i for i, e in enumerate(expected) if not same(answers[i], e, key["rtol"], key["id"]))
    if not failed:
        return _verdict(key, key["points"], "graded", None, messages.CORRECT)

    mistake = _known_mistake(answers, key)
    if mistake is not None:
        diagnosis, hint, credit, shown = mistake["id"], Text(**mistake["message"]), mistake["credit"], failed[0]
    else:
        (diagnosis, hint, shown), credit = diagnose(answers, key, failed), 0.0
    score = float(key["points"] * credit)
    lead = messages.PARTLY if score else messages.NOT_YET
    if isinstance(given, list) and len(given) == len(answers):
        case = failed_case([bounded(answer) for answer in given], key, failed, False, shown)
    else:
        case = failed_case(answers, key, failed, reveal, shown)
    message = paragraphs(lead, hint, case.line if case else NO_TEXT)
    return Verdict(key["id"], score, float(key["points"]), "graded", diagnosis, message, hint, failed, case)


def _verdict(key: Key, score: float, state: str, diagnosis: str | None, message: Text) -> Verdict:
    return Verdict(key["id"], float(score), float(key["points"]), state, diagnosis, message)


def _is_missing(answer: Any) -> bool:
    return type_of(answer) == "missing"


def _known_mistake(answers: list[Any], key: Key) -> dict[str, Any] | None:
    for mistake in key["mistakes"]:
        pairs = zip(answers, mistake["answers"], strict=True)
        if all(same(answer, wrong, key["rtol"], key["id"]) for answer, wrong in pairs):
            return mistake
    return None
