"""What an instructor wants to know of a graded unit, as plain data. A pure function of results and submissions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median, quantiles, stdev
from typing import Any

from nbformat import NotebookNode

from gdcourse.grading.classroom.gradebook_recording import Lateness, Result
from gdcourse.grading.classroom.mistake_letters import letters
from gdcourse.grading.classroom.times_as_written import seconds_if_known, span_if_known
from gdcourse.grading.classroom.unexplained_groups import Group
from gdcourse.grading.messages import LATE_BY, LATE_BY_SOMETHING
from gdcourse.grading.pages.item_analysis import difficulty, discrimination
from gdcourse.grading.pages.similar_answers import Pair, groups, near_identical
from gdcourse.judging.judge import Verdict
from gdcourse.judging.verdict_card import mark
from gdcourse.language import NO_TEXT, Text
from gdcourse.notebooks.reading import grade_id_of
from gdcourse.untrusted_text import legible

BINS = 10
"""Bars of the distribution."""


@dataclass(frozen=True)
class Asked:
    """One question as it was asked.

    Attributes:
        question: its id.
        title: for people.
        solution: the ``grade_id`` of the cell with the student's answer, or ``None``.
        given: texts of that cell that are no sign of copying: the release's own, and answers known to be common.
    """

    question: str
    title: Text = NO_TEXT
    solution: str | None = None
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One verdict in the grid: its sign, and the letter of its diagnosis."""

    sign: str
    letter: str
    score: float | None
    state: str
    diagnosis: str | None


@dataclass(frozen=True)
class Row:
    """One student in the grid.

    Attributes:
        marks: empty where nothing was handed in.
        counts: whether it counts in the statistics: not where nothing was answered, or nothing could be graded.
        late: whether it came after the deadline.
        seconds_late: after the deadline; ``None`` where nobody knows more than that it was late.
        late_penalty: points that are taken off for that; ``score`` is before.
    """

    student: str
    name: str
    score: float
    open_points: float
    marks: tuple[Mark, ...]
    late: bool = False
    seconds_late: float | None = 0.0
    late_penalty: float = 0.0
    counts: bool = True

    @property
    def late_span(self) -> str:
        """How late it came; empty where nobody knows more than that it was."""
        return span_if_known(self.seconds_late or 0.0)


@dataclass(frozen=True)
class Mistake:
    """One diagnosis of one question: how many have it, and the sentence that most of them saw.

    Attributes:
        wordings: how many different sentences there were: an error message differs from student to student.
        text: the answer of one of them.
    """

    letter: str
    diagnosis: str
    count: int
    hint: Text
    wordings: int
    students: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class QuestionReport:
    """One question: how it went, and what went wrong.

    Attributes:
        difficulty: the mean share of its points, of those who could be graded.
        discrimination: the corrected item-total correlation.
        signs: how many students have each sign of the grid.
    """

    question: str
    title: Text
    max_score: float
    counted: int
    difficulty: float | None
    discrimination: float | None
    signs: dict[str, int]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Look:
    """A student whom somebody should look at, for one reason, in some questions."""

    student: str
    name: str
    why: str
    questions: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class SimilarAnswer:
    """An answer that is nearly the same in a group: who wrote it, and the text."""

    students: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class SimilarGroup:
    """Students with nearly identical answers, and the answers by question."""

    students: tuple[str, ...]
    questions: tuple[tuple[str, float, tuple[SimilarAnswer, ...]], ...]


@dataclass(frozen=True)
class Unexplained:
    """Wrong answers to a question that do the same, and that no known mistake explains.

    Attributes:
        question: its id.
        students: whose.
        text: the answer of one of them.
        case: a visible case that is wrong, or what else is wrong there; empty where only hidden ones are.
    """

    question: str
    students: tuple[str, ...]
    text: str
    case: Text


@dataclass(frozen=True)
class Unlisted:
    """Wrong answers to a question that stand in no other list, by what was written: no mistake fits, and no group.

    Their cells did not come so far as to be tried on the visible cases, or were judged by an instructor's own tests.
    """

    question: str
    students: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Summary:
    """The marks of a class, in numbers. Late penalties are not in it.

    Mean, median, deviation, quartiles, bars and the difficulty of questions are all of the same students: of those who
    answered something that could be graded. A blank notebook says nothing of the questions.

    Attributes:
        counted: how many these are.
    """

    students: int
    handed_in: int
    counted: int
    max_score: float
    mean: float | None
    median: float | None
    deviation: float | None
    quartiles: tuple[float, float] | None
    full: int
    open: int
    late: int
    bins: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True)
class Report:
    """All of it."""

    unit: str
    title: Text
    summary: Summary
    questions: tuple[QuestionReport, ...]
    rows: tuple[Row, ...]
    missing_modules: tuple[tuple[str, tuple[str, ...]], ...]
    looks: tuple[Look, ...]
    unexplained: tuple[Unexplained, ...]
    unlisted: tuple[Unlisted, ...]
    similar: tuple[SimilarGroup, ...]
    pairs: tuple[Pair, ...]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def build_report(
    results: Iterable[Result],
    submissions: Mapping[str, NotebookNode | None],
    asked: Sequence[Asked] = (),
    *,
    unit: str = "",
    title: Text = NO_TEXT,
    names: Mapping[str, str] | None = None,
    unexplained: Iterable[Group] = (),
) -> Report:
    """Put a class's verdicts together.

    Args:
        results: the verdicts; several results of one student (several notebooks) count as one.
        submissions: what each student handed in, ``None`` for who did not: all who are expected.
        asked: the questions as they were asked, for titles and for comparing answers.
        unit: the unit's slug.
        title: the unit's title.
        names: people's names by student id.
        unexplained: wrong answers that no known mistake explains, by what they do.
    """
    names = names or {}
    verdicts: dict[str, dict[str, Verdict]] = {student: {} for student in submissions}
    late: defaultdict[str, list[Lateness]] = defaultdict(list)
    modules: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for result in results:
        late[result.student].append(result.lateness)
        for module in result.missing_modules:
            modules[module][result.student] = None
        unit = unit or result.unit
        verdicts.setdefault(result.student, {}).update({v.exercise: v for v in result.verdicts})
    verdicts = dict(sorted(verdicts.items()))
    order = list(dict.fromkeys(question for own in verdicts.values() for question in own))
    known = {a.question: a for a in asked}
    order.sort(key=lambda question: list(known).index(question) if question in known else len(known))
    answers = {a.question: _answers(submissions, a.solution) for a in asked if a.solution is not None}
    mistakes = {question: _mistakes(question, verdicts, answers.get(question, {})) for question in order}
    unexplained = tuple(unexplained)
    letters = {(q, m.diagnosis): m.letter for q, found in mistakes.items() for m in found}
    rows = tuple(_row(s, names.get(s, ""), own, order, letters, late[s]) for s, own in verdicts.items())
    pairs = _similar_pairs(submissions, asked)
    return Report(
        unit,
        title,
        _summary(rows, verdicts),
        tuple(_question(known.get(q, Asked(q)), verdicts, mistakes[q]) for q in order),
        rows,
        tuple(sorted(((m, tuple(who)) for m, who in modules.items()), key=lambda found: (-len(found[1]), found[0]))),
        tuple(
            look
            for student, own in verdicts.items()
            for look in _looks(student, names.get(student, ""), own, late[student])
        ),
        tuple(_unexplained(group, answers.get(group.question, {})) for group in unexplained),
        tuple(_unlisted(order, verdicts, unexplained, answers)),
        _similar_groups(pairs, submissions, asked),
        tuple(pairs),
    )


def _unexplained(group: Group, answers: Mapping[str, str]) -> Unexplained:
    return Unexplained(group.question, group.students, _one_of(group.students, answers), group.wrong)


def _one_of(students: Iterable[str], answers: Mapping[str, str]) -> str:
    return next((answers[student] for student in students if student in answers), "")


def _unlisted(
    order: Sequence[str],
    verdicts: Mapping[str, dict[str, Verdict]],
    unexplained: Sequence[Group],
    answers: Mapping[str, Mapping[str, str]],
) -> Iterator[Unlisted]:
    listed = {(group.question, student) for group in unexplained for student in group.students}
    for question in order:
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for student, own in verdicts.items():
            v = own.get(question)
            if v is not None and _unnamed(v) and (question, student) not in listed and question in answers:
                texts[answers[question].get(student, "").strip()].append(student)
        for text, students in sorted(texts.items(), key=lambda found: (-len(found[1]), found[1])):
            yield Unlisted(question, tuple(students), text)


def _unnamed(v: Verdict) -> bool:
    """Whether an answer is wrong and no diagnosis says how.

    A person may have given part of the points to what no judge found wrong, or never saw: that is no wrong answer.
    """
    return v.state == "graded" and not v.correct and not v.diagnosis and (bool(v.failed) or not v.by_hand)


def _row(
    student: str,
    name: str,
    own: dict[str, Verdict],
    order: list[str],
    letters: dict[tuple[str, str], str],
    late: Sequence[Lateness],
) -> Row:
    marks = []
    for question in order if own else ():
        v = own.get(question)
        if v is None:
            marks.append(Mark("·", "", 0.0, "missing", None))
        else:
            letter = letters.get((question, v.diagnosis or ""), "")
            marks.append(Mark(mark(v), letter, v.score, v.state, v.diagnosis))
    score = sum(v.score or 0.0 for v in own.values())
    still_open = sum(v.max_score for v in own.values() if v.state == "manual")
    seconds, penalty = max((one.seconds for one in late), default=0.0), sum(one.penalty for one in late)
    lateness = seconds > 0, seconds_if_known(seconds), penalty
    return Row(student, name, score, still_open, tuple(marks), *lateness, _counts(own))


def _mistakes(
    question: str, verdicts: Mapping[str, dict[str, Verdict]], answers: Mapping[str, str]
) -> tuple[Mistake, ...]:
    """The diagnoses of a question, the most frequent first, each with a letter."""
    having: defaultdict[str, list[tuple[str, Verdict]]] = defaultdict(list)
    for student, own in verdicts.items():
        if question in own and (diagnosis := own[question].diagnosis):
            having[diagnosis].append((student, own[question]))
    found = []
    for diagnosis, letter in letters({diagnosis: len(cases) for diagnosis, cases in having.items()}).items():
        cases = having[diagnosis]
        hints = Counter(v.hint if v.hint.ko else v.message for _, v in cases)
        students = tuple(student for student, _ in cases)
        hint, text = hints.most_common(1)[0][0], _one_of(students, answers)
        found.append(Mistake(letter, diagnosis, len(cases), hint, len(hints), students, text))
    return tuple(found)


def _share(verdict: Verdict | None) -> float | None:
    """What counts in the statistics of questions: not what is open, and not what could not be graded."""
    if verdict is None or verdict.score is None or verdict.state in ("ungradable", "manual") or not verdict.max_score:
        return None
    return verdict.score / verdict.max_score


def _counts(own: dict[str, Verdict]) -> bool:
    """Whether a student answered something that could be graded: an empty submission says nothing of the questions."""
    return any(v.state in ("graded", "manual") for v in own.values())


def _question(
    asked: Asked, verdicts: Mapping[str, dict[str, Verdict]], mistakes: tuple[Mistake, ...]
) -> QuestionReport:
    those = [own for own in verdicts.values() if _counts(own)]
    shares = [_share(own.get(asked.question)) for own in those]
    rests = []
    for own in those:
        others = [v for q, v in own.items() if q != asked.question and _share(v) is not None]
        possible = sum(v.max_score for v in others)
        rests.append(sum(v.score or 0.0 for v in others) / possible if possible else None)
    signs = Counter(mark(own[asked.question]) for own in verdicts.values() if asked.question in own)
    return QuestionReport(
        asked.question,
        asked.title,
        max((own[asked.question].max_score for own in verdicts.values() if asked.question in own), default=0.0),
        sum(share is not None for share in shares),
        difficulty(shares),
        discrimination(shares, rests),
        dict(signs),
        mistakes,
    )


def _looks(student: str, name: str, own: dict[str, Verdict], late: Sequence[Lateness]) -> list[Look]:
    if not own:
        return [Look(student, name, "not-handed-in", (), NO_TEXT)]
    # One line for one reason: a kernel that died is one thing to look at, not nine.
    found: dict[tuple[str, Text], list[str]] = {}
    for question, v in own.items():
        if v.state == "ungradable":
            found.setdefault(("ungradable", v.message), []).append(question)
        elif v.state == "manual":
            found.setdefault(("by-hand", v.hint), []).append(question)
        elif v.state == "missing":
            found.setdefault(("missing", NO_TEXT), []).append(question)
    for one in late:
        if one.unreadable:
            found.setdefault(("time", Text(*[legible(one.unreadable, 80)] * 2)), [])
        elif one.seconds:
            length = span_if_known(one.seconds)
            late_by = LATE_BY.format(span=length, penalty=one.penalty) if length else None
            found.setdefault(("late", late_by or LATE_BY_SOMETHING.format(penalty=one.penalty)), [])
    return [Look(student, name, why, tuple(questions), reason) for (why, reason), questions in found.items()]


def _summary(rows: Sequence[Row], verdicts: Mapping[str, dict[str, Verdict]]) -> Summary:
    possible = max((sum(v.max_score for v in own.values()) for own in verdicts.values()), default=0.0)
    scores = [row.score for row in rows if row.counts]
    bins = []
    for number in range(BINS):
        low, high = possible * number / BINS, possible * (number + 1) / BINS
        last = number == BINS - 1
        bins.append((low, high, sum(low <= s < high or (last and s >= high) for s in scores)))
    cut = quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else None
    return Summary(
        students=len(rows),
        handed_in=sum(bool(row.marks) for row in rows),
        counted=len(scores),
        max_score=possible,
        mean=mean(scores) if scores else None,
        median=median(scores) if scores else None,
        deviation=stdev(scores) if len(scores) > 1 else None,
        quartiles=(cut[0], cut[2]) if cut else None,
        full=sum(row.score >= possible for row in rows if row.marks),
        open=sum(row.open_points > 0 for row in rows),
        late=sum(row.late for row in rows),
        bins=tuple(bins),
    )


def _answers(submissions: Mapping[str, NotebookNode | None], solution: str) -> dict[str, str]:
    found = {}
    for student, notebook in submissions.items():
        for cell in notebook.cells if notebook is not None else ():
            # Of several copies the last is what was graded.
            if grade_id_of(cell) == solution:
                found[student] = cell.source
    return found


def _similar_pairs(submissions: Mapping[str, NotebookNode | None], asked: Sequence[Asked]) -> list[Pair]:
    found = []
    for question in asked:
        if question.solution is not None:
            found += near_identical(question.question, _answers(submissions, question.solution), question.given)
    return found


def _similar_groups(
    pairs: Sequence[Pair], submissions: Mapping[str, NotebookNode | None], asked: Sequence[Asked]
) -> tuple[SimilarGroup, ...]:
    solutions = {a.question: a.solution for a in asked}
    by_question: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_question[pair.question].append(pair)
    # A group is alike in one question; groups of the same students are shown together.
    together: defaultdict[tuple[str, ...], list[tuple[str, float, tuple[SimilarAnswer, ...]]]] = defaultdict(list)
    for question, own in by_question.items():
        answers = _answers(submissions, solutions[question] or "")
        for students in groups(own):
            writers: defaultdict[str, list[str]] = defaultdict(list)
            for student in students:
                writers[answers[student].strip()].append(student)
            alike = max(pair.alike for pair in own if pair.first in students)
            texts = tuple(SimilarAnswer(tuple(who), text) for text, who in writers.items())
            together[students].append((question, alike, texts))
    found = [SimilarGroup(students, tuple(questions)) for students, questions in together.items()]
    return tuple(sorted(found, key=lambda g: (-len(g.questions), -max(q[1] for q in g.questions), g.students)))
