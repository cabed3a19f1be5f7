"""What a class gets wrong and no known mistake explains: answers that agree on the visible cases are one group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gdcourse.exercises import find_exercise
from gdcourse.grading import messages
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import same
from gdcourse.judging.judge import judge
from gdcourse.judging.patterns_in_answers import FailedCase, Key, failed_case
from gdcourse.language import NO_TEXT, Text
from gdcourse.untrusted_text import legible


@dataclass(frozen=True)
class Group:
    """Students whose wrong answers do the same.

    Attributes:
        question: the id of the exercise.
        students: at least one, in the order of their ids.
        answers: what their answers give on the visible cases.
        case: the first visible case that is wrong, with the right answer; ``None`` where all are right there, and only
            hidden ones are wrong, or where there are no numbers to show.
        wrong: what is wrong on the visible cases, in words; empty where nothing is.
    """

    question: str
    students: tuple[str, ...]
    answers: list[Any]
    case: FailedCase | None
    wrong: Text = NO_TEXT


def unexplained_groups(results: Iterable[Result]) -> list[Group]:
    """The groups of a class, question by question, the largest first."""
    wrong: defaultdict[str, list[tuple[str, list[Any]]]] = defaultdict(list)
    for result in results:
        lost = {v.exercise for v in result.verdicts if v.state == "graded" and not v.correct}
        for question, answers in result.unexplained.items():
            if question in lost:  # and nobody has given it its points since
                wrong[question].append((result.student, answers))
    return [group for question, answers in wrong.items() for group in _groups(question, answers)]


def _groups(question: str, answers: list[tuple[str, list[Any]]]) -> list[Group]:
    unit, exercise = find_exercise(question)
    key = visible_key(unit, exercise)
    alike: list[tuple[list[Any], list[str]]] = []
    for student, own in answers:
        for first, students in alike:
            if agree(own, first, exercise.rtol):
                students.append(student)
                break
        else:
            alike.append((own, [student]))
    found = []
    for first, students in sorted(alike, key=lambda group: (-len(group[1]), group[1])):
        pairs = zip(first, key["expected"], strict=True)
        failed = tuple(n for n, (answer, right) in enumerate(pairs) if not same(answer, right, exercise.rtol, question))
        case = failed_case(first, key, failed, reveal=True, index=failed[0]) if failed else None
        wrong = case.line if case else _without_inputs(first[failed[0]], first, key) if failed else NO_TEXT
        if case is not None and exercise.observe is not None:
            wrong = _of_properties(first, key)
        found.append(Group(question, tuple(sorted(students)), first, case, wrong))
    return found


def _without_inputs(answer: Any, answers: list[Any], key: Key) -> Text:
    """What is wrong of an answer that was given to no numbers, such as a choice that is none of the options."""
    hint = judge(answers, key).hint
    return messages.ANSWERED.format(answer=legible(repr(answer), 60), hint=hint) if isinstance(answer, str) else hint


def _of_properties(answers: list[Any], key: Key) -> Text:
    """What is wrong where properties of an answer are judged: their names are the author's own."""
    verdict = judge(answers, key, reveal=True)
    if verdict.case is None:
        return verdict.hint
    inputs = verdict.case.rows[: len(key["cases"][0])]
    call = f"{key['name']}({', '.join(f'{name.en}={value.en}' for name, value in inputs)})"
    return messages.OF_CALL.format(call=call, hint=verdict.hint)


def agree(one: list[Any], other: list[Any], rtol: float) -> bool:
    """Whether two answers give the same on every case."""
    return len(one) == len(other) and all(same(a, b, rtol) for a, b in zip(one, other, strict=True))
