"""What is wrong with an exercise as its author wrote it, a sentence for each; mutants are another matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from gdcourse.authoring import messages
from gdcourse.authoring.proving import SECRET, STUDENTS
from gdcourse.grading.submission.hidden_cases import hidden_cases
from gdcourse.grading.submission.key_building import build_key
from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.comparing import same, type_of
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.judging.judge import Verdict, judge
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.probing import observed, probe
from gdcourse.language import Text
from gdcourse.solutions import Variant, variants_of
from gdcourse.untrusted_text import legible

_HANGUL = re.compile("[가-힣]")
_LETTER = re.compile("[A-Za-z]")
_OF_CODE_THAT_DOES_NOT_RUN = {
    *("AttributeError", "ImportError", "IndentationError", "ModuleNotFoundError", "NameError", "NotImplementedError"),
    *("SyntaxError", "TypeError", "UnboundLocalError"),
}
"""What a slip of the author's ends in. An error that students really run into gets a name of its own by the probe:
the same error of another cause would get the same sentence."""


def complaints(unit: Unit, exercise: Exercise) -> list[Text]:
    """What an author has to mend, in the order in which it is best done; nothing where all is well.

    Known answers are tried on the visible cases and on those of twenty students.

    Raises:
        ValueError: where the unit's solutions cannot be read at all.
    """
    variants = variants_of(unit)[exercise.id]
    found = [*_missing_words(unit, exercise), *_of_mistakes(variants), *_of_names(exercise)]
    draws = [("check", visible_cases(exercise))]
    draws += [(student, hidden_cases(exercise, SECRET, student)) for student in STUDENTS]
    keys = {name: build_key(exercise, variants, cases) for name, cases in draws}
    reference = next(v for v in variants if v.role == "reference")
    if broken := _error(exercise, reference, keys["check"]):
        return [*found, messages.REFERENCE_FAILS.format(error=broken)]
    told: Counter[Text] = Counter()
    for key in keys.values():
        told.update(_of_known_answers(exercise, variants, key))
    found += [text.format(count=count, of=len(keys)) for text, count in told.items()]
    if exercise.draw is not None:
        # What is judged of an answer, where many are right, may well be the same: the answer is not.
        found += _of_answers([a for key in keys.values() for a in probe(exercise, reference.work, key["cases"])])
    return found


def missing_words(unit: Unit) -> Iterator[tuple[str, Text]]:
    """What a unit, its exercises and its written questions say in one language alone: whose it is, and a sentence.

    Raises:
        UnusableUnitsError: where the unit's solutions cannot be read.
    """
    yield from ((unit.slug, text) for text in _in_one_language([(messages.ITS_TITLE, unit.title)]))
    for exercise in unit.all_exercises:
        yield from ((exercise.id, text) for text in _missing_words(unit, exercise))
    for written in unit.written:
        lines = [(messages.ITS_RUBRIC, criterion.text) for criterion in written.rubric]
        yield from ((written.id, text) for text in _in_one_language(lines))


def _missing_words(unit: Unit, exercise: Exercise) -> Iterator[Text]:
    said = [(messages.ITS_TITLE, exercise.title)]
    known = variants_of(unit)[exercise.id]
    said += [(messages.SENTENCE_OF.format(mistake=v.id), v.message) for v in known if v.message is not None]
    yield from _in_one_language(said)


def _in_one_language(said: list[tuple[Text, Text]]) -> Iterator[Text]:
    for what, text in said:
        if not _HANGUL.search(text.ko):
            yield messages.NO_KOREAN.format(what=what, said=legible(text.ko, 60))
        if not _LETTER.search(text.en) or _HANGUL.search(text.en):
            yield messages.NO_ENGLISH.format(what=what, said=legible(text.en, 60))


def _of_mistakes(variants: tuple[Variant, ...]) -> Iterator[Text]:
    if not any(v.role == "mistake" for v in variants):
        yield messages.NO_MISTAKES


def _of_names(exercise: Exercise) -> Iterator[Text]:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", exercise.id):
        yield messages.NO_ID.format(id=legible(exercise.id, 60))
    if exercise.kind in ("question", "task", "challenge") and not exercise.name.isidentifier():
        yield messages.NO_NAME.format(name=legible(exercise.name, 60))


def _error(exercise: Exercise, variant: Variant, key: Key) -> str:
    for answer in probe(exercise, variant.work, key["cases"]):
        if type_of(answer) == "error":
            return legible(f"{answer.get('name')}: {answer.get('message')}", 200)
    return ""


def _of_known_answers(exercise: Exercise, variants: tuple[Variant, ...], key: Key) -> Iterator[Text]:
    """With ``{count}`` and ``{of}`` still open: in how many of the draws it is so."""
    for variant in variants:
        answers = probe(exercise, variant.work, key["cases"])
        if variant.role == "mistake" and all(_does_not_run(answer) for answer in answers):
            yield _partly(messages.MISTAKE_DOES_NOT_RUN, mistake=variant.id, error=legible(answers[0]["name"], 60))
            continue
        verdict = judge(observed(exercise, answers, key["cases"]), key)
        if variant.role == "mistake" and verdict.diagnosis != variant.id:
            yield _of_mistake(variant, verdict, key)
        elif variant.role != "mistake" and not verdict.correct:
            said = (verdict.hint.ko and verdict.hint) or verdict.message
            first = Text(said.ko.splitlines()[0], said.en.splitlines()[0])
            yield _partly(messages.RIGHT_REFUSED, answer=variant.id, said=first)


def _does_not_run(answer: Any) -> bool:
    return type_of(answer) == "error" and answer.get("name") in _OF_CODE_THAT_DOES_NOT_RUN


def _of_mistake(variant: Variant, verdict: Verdict, key: Key) -> Text:
    if verdict.correct:
        zero = all(_is_zero(answer) for answer in key["expected"])
        return _partly(messages.MISTAKE_IS_ZERO if zero else messages.MISTAKE_IS_RIGHT, mistake=variant.id)
    if any(known["id"] == verdict.diagnosis for known in key["mistakes"]):
        return _partly(messages.MISTAKE_IS_ANOTHER, mistake=variant.id, other=verdict.diagnosis)
    return _partly(messages.MISTAKE_UNTOLD, mistake=variant.id, diagnosis=verdict.diagnosis or verdict.state)


def _partly(text: Text, **values: Any) -> Text:
    return text.format(count="{count}", of="{of}", **values)


def _of_answers(expected: list[Any]) -> Iterator[Text]:
    zeros = sum(map(_is_zero, expected))
    if zeros:
        yield messages.ANSWER_IS_ZERO.format(count=zeros, of=len(expected))
    most = Counter(repr(answer) for answer in expected).most_common(1)[0][1]
    if most >= len(expected) / 4 and most > zeros:
        yield messages.ANSWER_IS_THE_SAME.format(count=most, of=len(expected))


def _is_zero(answer: Any) -> bool:
    """Whether a bare 0 would be right."""
    return same(0.0, answer, 1e-4, "")
