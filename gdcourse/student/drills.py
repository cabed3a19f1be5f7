"""Drills: questions to be worked out on paper, with new numbers each time. Three of them open a lesson."""

from __future__ import annotations

import random
from types import EllipsisType
from typing import Any

from gdcourse.exercises import find_exercise, find_unit, may_be_left_out, units
from gdcourse.judging.answer_encoding import encode
from gdcourse.judging.answer_keys import one_case, visible_key
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.practice import IN_A_ROW, OPENING_QUESTIONS
from gdcourse.language import NO_TEXT, Text
from gdcourse.student import messages, progress_file
from gdcourse.student.coloured_box import LessonCard, show
from gdcourse.student.progress_file import Drilled, Progress

_FORMS = ("kind", "shape", "length", "none", "not-finite", "not-callable")
"""Diagnoses of an answer that is no number; the other ones that the judge finds in numbers are about code."""


def drill(exercise_id: str, answer: Any = ...) -> None:
    """Ask a drill's next question, or answer the one that was asked last.

    Three right answers in a row are "I can do this"; the row is kept. A wrong answer gets the sentence of the mistake
    that gives it, and the same question once more.

    Args:
        exercise_id: the drill.
        answer: to the question that was asked last; without it, or with ``...``, the next one is asked.

    Raises:
        LookupError: where there is no such drill in the course.
    """
    exercise, key = _find(exercise_id)
    now = _now(exercise_id, key)
    if isinstance(answer, EllipsisType):
        now = _advanced(now, key) if now.at in now.solved else now
        _keep(exercise_id, now)
        show(LessonCard(exercise.title, _question(exercise, key, now.at), _how_to_answer(exercise_id), _row(now)))
        return
    verdict = _judged(key, now.at, answer)
    if verdict.correct:
        now = _answered(now)
        following = _advanced(now, key)
        _keep(exercise_id, following)
        ahead = messages.NEXT_QUESTION.format(question=_question(exercise, key, following.at))
        show(LessonCard(messages.DRILL_RIGHT, _row(now), ahead, kind="right"))
    elif _is_earlier(key, now, answer):  # the cell was run once more
        again = messages.DRILL_EARLIER.format(question=_question(exercise, key, now.at))
        show(LessonCard(exercise.title, again, _row(now)))
    else:
        _keep(exercise_id, Drilled(now.at, 0, now.best, now.solved))
        asked = messages.SAME_QUESTION.format(question=_question(exercise, key, now.at))
        show(LessonCard(messages.DRILL_NOT_YET, _hint(verdict, key), asked, kind="surprise"))


def opening(slug: str, *answers: Any) -> None:
    """Ask three questions about what a lesson builds on: drills of earlier units, others each time.

    Args:
        slug: the unit, such as ``"06-momentum"``.
        answers: to the questions that were asked last, in their order, ``...`` for those not answered; without any,
            three questions are drawn.

    Raises:
        LookupError: where there is no such unit.
    """
    find_unit(slug)
    has_places = bool(answers)
    if all(isinstance(answer, EllipsisType) for answer in answers):
        asked = _draw(slug)

        def keep(kept: Progress) -> None:
            kept.openings[slug] = asked

        progress_file.change(keep)
        answers = ()
    asked = _known(progress_file.load().openings.get(slug, [])) or _draw(slug)
    given = [*answers, *[...] * len(asked)][: len(asked)]
    told = [_told(n, i, at, answer) for n, ((i, at), answer) in enumerate(zip(asked, given, strict=True), start=1)]
    right = sum(is_right for is_right, _ in told)
    if not answers:
        how = messages.OPENING_HOW.format(slug=slug, dots=", ".join("..." for _ in asked))
        how = messages.OPENING_PLACES if has_places else how
        show(LessonCard(messages.OPENING, *[text for _, text in told], how))
    else:
        head = messages.OPENING_ANSWERED.format(right=right, total=len(asked))
        show(LessonCard(head, *[text for _, text in told], kind="right" if right == len(asked) else "surprise"))


def _told(number: int, exercise_id: str, at: int, answer: Any) -> tuple[bool, Text]:
    """Whether an opening question is answered rightly, and what is said of it."""
    exercise, key = _find(exercise_id)
    question = messages.NUMBERED.format(number=number, question=_question(exercise, key, at))
    if isinstance(answer, EllipsisType):
        return False, question
    verdict = _judged(key, at, answer)
    if verdict.correct:
        return True, _after(question, messages.OPENING_RIGHT)
    practise = messages.PRACTISE_IT.format(id=exercise_id)
    return False, _after(question, messages.OPENING_WRONG.format(hint=_hint(verdict, key)), practise)


def _after(first: Text, *others: Text) -> Text:
    return Text(" ".join([first.ko, *(t.ko for t in others)]), " ".join([first.en, *(t.en for t in others)]))


def drills_for_opening(slug: str) -> tuple[list[Exercise], list[Exercise]]:
    """What may be asked at the top of a unit's lesson: drills of earlier units, and so many of its own as are missing.

    None is of a section that may be left out: who has left it out could not answer.

    Raises:
        LookupError: where there is no such unit.
    """
    unit = find_unit(slug)
    earlier = [e for other in units() if other.slug < slug for e in _drills_for_all(other)]
    return earlier, _drills_for_all(unit)[: max(0, OPENING_QUESTIONS - len(earlier))]


def _drills_for_all(unit: Unit) -> list[Exercise]:
    left_out = may_be_left_out(unit)
    return [e for e in unit.practice_of("drill") if e.id not in left_out]


def _draw(slug: str) -> list[tuple[str, int]]:
    """Which drills are asked at the top of a lesson, each with its variant: the same for authors, others for students.

    Those of earlier units, rather what is not mastered; of the unit itself only where there are too few.
    """
    rng = random.Random(slug if progress_file.is_author() else None)  # noqa: S311
    drilled = progress_file.load().drills
    earlier, own = drills_for_opening(slug)
    rng.shuffle(earlier)
    earlier.sort(key=lambda e: drilled.get(e.id, Drilled()).is_mastered)
    chosen = [*earlier, *own][:OPENING_QUESTIONS]
    return [(e.id, rng.randrange(len(_find(e.id)[1]["cases"]))) for e in chosen]


def _known(asked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """What was asked, if the course still has all of it."""
    drills = {e.id for unit in units() for e in unit.practice_of("drill")}
    return asked if all(i in drills and at < len(_find(i)[1]["cases"]) for i, at in asked) else []


def _find(exercise_id: str) -> tuple[Exercise, Key]:
    unit, exercise = find_exercise(exercise_id)
    if exercise.kind != "drill":
        raise LookupError(str(messages.NOT_A_DRILL.format(id=exercise_id)))
    return exercise, visible_key(unit, exercise)


def _question(exercise: Exercise, key: Key, at: int) -> Text:
    return exercise.ask(key["cases"][at]) if exercise.ask else NO_TEXT


def _judged(key: Key, at: int, answer: Any) -> Verdict:
    return judge([encode(answer)], one_case(key, at))


def _hint(verdict: Verdict, key: Key) -> Text:
    """What a wrong answer shows: the mistake that gives it, or that it is no number, or that it is nearly right."""
    if verdict.diagnosis in ("close", "rounded"):
        return messages.DRILL_CLOSE
    if verdict.diagnosis in _FORMS or any(m["id"] == verdict.diagnosis for m in key["mistakes"]):
        return verdict.hint
    return messages.DRILL_WRONG


def _now(exercise_id: str, key: Key) -> Drilled:
    """How a drill goes, by what is kept; the course may have had other variants when that was written."""
    kept, count = progress_file.load().drills.get(exercise_id, Drilled()), len(key["cases"])
    return Drilled(kept.at % count, kept.streak, kept.best, [n for n in kept.solved if n < count])


def _answered(now: Drilled) -> Drilled:
    return Drilled(now.at, now.streak + 1, max(now.best, now.streak + 1), sorted({*now.solved, now.at}))


def _advanced(now: Drilled, key: Key) -> Drilled:
    """The next variant; when all have been solved, they may be asked again."""
    count = len(key["cases"])
    solved = now.solved if len(now.solved) < count else []
    order = [(now.at + step) % count for step in range(1, count + 1)]
    return Drilled(next((n for n in order if n not in solved), order[0]), now.streak, now.best, solved)


def _is_earlier(key: Key, now: Drilled, answer: Any) -> bool:
    """Whether an answer is right for a variant that was solved before."""
    return any(_judged(key, n, answer).correct for n in now.solved)


def _keep(exercise_id: str, now: Drilled) -> None:
    def keep(kept: Progress) -> None:
        kept.drills[exercise_id] = now

    progress_file.change(keep)


def _how_to_answer(exercise_id: str) -> Text:
    return messages.DRILL_HOW.format(id=exercise_id)


def _row(now: Drilled) -> Text:
    """How many there are in a row."""
    if now.streak >= IN_A_ROW:
        return messages.CAN_DO_THIS.format(streak=now.streak)
    return messages.IN_A_ROW.format(dots="●" * now.streak + "○" * (IN_A_ROW - now.streak), of=IN_A_ROW)
