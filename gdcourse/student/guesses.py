"""Guesses of a lesson: what a student thinks will come out, and later beside it what does."""

from __future__ import annotations

import math
from types import EllipsisType
from typing import Any

from gdcourse.exercises import find_exercise
from gdcourse.judging import messages as judging_messages
from gdcourse.judging.answer_encoding import encode
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import as_numbers, same
from gdcourse.judging.exercise import Exercise
from gdcourse.judging.judge import judge
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.practice import letters
from gdcourse.language import NO_TEXT, Text
from gdcourse.student import messages, progress_file
from gdcourse.student.coloured_box import LessonCard, show
from gdcourse.untrusted_text import legible

RESULT_RTOL = 1e-4
"""How far a result may be from the one in the key: other machines give other last digits."""


def guess(exercise_id: str, guessed: Any = ...) -> None:
    """Keep a guess until its result is there. Nothing is said of it yet, and no guess is an error.

    Args:
        exercise_id: what is guessed.
        guessed: a number, or the letter of an option; with ``...`` there is no guess yet.

    Raises:
        LookupError: where there is no such guess in the course.
    """
    exercise = _find(exercise_id)
    if isinstance(guessed, EllipsisType):
        wanted = (
            messages.CHOOSE_FIRST.format(letters=_choice_of(exercise)) if exercise.options else messages.GUESS_FIRST
        )
        show(LessonCard(wanted))
        return
    plain = _plain(exercise, guessed)
    if plain is None:
        wanted = _choice_of(exercise) if exercise.options else judging_messages.A_NUMBER
        show(LessonCard(messages.NO_GUESS.format(guess=legible(repr(guessed), 60), wanted=wanted)))
        return

    def keep(kept: progress_file.Progress) -> None:
        kept.guesses[exercise_id] = plain

    progress_file.change(keep)
    show(LessonCard(messages.GUESS_KEPT.format(guess=_in_words(exercise, plain))))


def reveal(exercise_id: str, value: Any) -> None:
    """Show a result beside the guess, and a sentence for it.

    Args:
        exercise_id: what was guessed.
        value: the result: the number that was measured, or the letter of the option that is right.

    Raises:
        AssertionError: where the lesson has measured something else than its answer key says: naming both. Only where
            it is run for what it shows; students may have changed the code above.
        LookupError: where there is no such guess in the course.
    """
    exercise = _find(exercise_id)
    key = visible_key(find_exercise(exercise_id)[0], exercise)
    encoded, expected = encode(value), key["expected"][0]
    guessed = progress_file.load().guesses.get(exercise_id)
    guessed = None if guessed is None else _plain(exercise, guessed)
    result = messages.RESULT.format(result=_in_words(exercise, value))
    expects = same(encoded, expected, RESULT_RTOL, exercise_id)
    if not expects and progress_file.is_author():
        right = _in_words(exercise, _right_option(exercise, expected) or expected)
        raise AssertionError(
            str(messages.OTHER_THAN_KEY.format(id=exercise_id, result=_in_words(exercise, value), right=right))
        )
    yours = NO_TEXT if guessed is None else messages.YOUR_GUESS.format(guess=_in_words(exercise, guessed))
    if guessed is None or not expects:  # who plays with the code above is not wrong
        show(LessonCard(exercise.title, yours, result, NO_TEXT if expects else messages.OTHER_RESULT))
        return
    is_right, sentence = sentence_for(key, guessed)
    show(LessonCard(exercise.title, yours, result, sentence, kind="right" if is_right else "surprise"))


def sentence_for(key: Key, guessed: float | str) -> tuple[bool, Text]:
    """Whether a guess is right, and what is said of it now that the result is there."""
    verdict = judge([guessed], key)
    if verdict.correct:
        return True, messages.GUESSED_RIGHT
    if any(mistake["id"] == verdict.diagnosis for mistake in key["mistakes"]):
        return False, verdict.hint
    right = as_numbers(key["expected"][0])
    if right is None or isinstance(guessed, str):
        return False, messages.GUESSED_OTHERWISE
    return False, _distance(guessed, float(right))


def _distance(guessed: float, right: float) -> Text:
    if guessed * right < 0:
        return messages.GUESSED_OTHER_SIGN
    if not guessed or not right:
        return messages.GUESSED_OTHERWISE
    times = abs(right / guessed)
    if 0.67 < times < 1.5:
        return messages.GUESSED_CLOSE
    if right < 0:
        # Both are: a ratio of places below 0 says nothing, and of two such slopes it sounds the wrong way round.
        said = messages.GUESSED_BELOW if guessed < right else messages.GUESSED_ABOVE
        return said.format(difference=f"{abs(guessed - right):.2g}")
    if times > 1:
        return messages.GUESSED_TOO_SMALL.format(times=_in_round_figures(times))
    return messages.GUESSED_TOO_LARGE.format(times=_in_round_figures(1 / times))


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _times_power_of_ten(figures: str, power: str) -> str:
    times = "" if float(figures) == 1 else f"{float(figures):g} × "
    return f"{times}10{str(int(power)).translate(_RAISED)}"


def _in_round_figures(number: float) -> str:
    """A number above 1 with two figures, as people write it: 2.5, 250, 25,000, 3 × 10¹⁴."""
    figures, _, power = f"{number:.1e}".partition("e")
    if int(power) >= 6:
        return _times_power_of_ten(figures, power)
    return f"{float(f'{number:.2g}'):,.{1 if number < 9.95 else 0}f}".removesuffix(".0")


def _in_figures(number: float) -> str:
    """A number as people write it (as practice.js does): 0.740937, 10²⁰, and a count to its last digit, 2,097,151."""
    if number.is_integer() and abs(number) < 1e15:
        return f"{number:,.0f}"
    figures, _, power = f"{number:.6g}".partition("e")
    return _times_power_of_ten(figures, power) if power else figures


def _find(exercise_id: str) -> Exercise:
    _, exercise = find_exercise(exercise_id)
    if exercise.kind != "guess":
        raise LookupError(str(messages.NOT_A_GUESS.format(id=exercise_id)))
    return exercise


def _plain(exercise: Exercise, guessed: Any) -> float | str | None:
    """A guess as it is kept, or ``None`` where it can be none."""
    answer = encode(guessed)
    if exercise.options:
        letter = answer.strip(" \t\r\n()'\"`.,").lower() if isinstance(answer, str) else ""
        return letter if letter in letters(exercise) else None
    if isinstance(answer, str):
        try:
            answer = float(answer)
        except ValueError:
            return None
    numbers = as_numbers(answer)
    if numbers is None or numbers.shape != () or not math.isfinite(float(numbers)):
        return None
    return float(numbers)


def _right_option(exercise: Exercise, expected: Any) -> str | None:
    return next((o for o in letters(exercise) if same(o, expected, 0.0, exercise.id)), None)


def _choice_of(exercise: Exercise) -> Text:
    *first, last = [f'`"{letter}"`' for letter in letters(exercise)]
    return Text(", ".join([*first, last]), f"{', '.join(first)} or {last}")


def _in_words(exercise: Exercise, value: Any) -> Text:
    plain = _plain(exercise, value)
    if plain is None:
        return Text(*[legible(repr(value), 60)] * 2)
    if isinstance(plain, float):
        return Text(*[_in_figures(plain)] * 2)
    option = exercise.options[letters(exercise).index(plain)]
    return Text(f"({plain}) {option.ko}", f"({plain}) {option.en}")
