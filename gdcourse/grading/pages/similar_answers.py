"""Answers that are nearly the same as another student's, found by fingerprints. A hint to look, not a finding.

Each text becomes a sequence of tokens without comments, white space and the student's own names; its fingerprints are
the runs of `RUN` tokens (as in Schleimer, Wilkerson, Aiken: *Winnowing*, SIGMOD 2003, without the winnowing, which
texts as short as these do not need). What the instructor gave, what is known to be written, and what many in the
class write says nothing. Pairs are found through an index of the rare fingerprints, so a class of hundreds is quick.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, String, Whitespace

from gdcourse.grading.pages.safe_html import without_blank_runs
from gdcourse.grading.pages.without_annotations import without_annotations
from gdcourse.grading.submission.bounded_child import OutOfBoundsError, bounded_child

RUN = 6
"""Tokens in a fingerprint: about one operation with its operands."""
LEAST_TOKENS = 40
"""Shorter answers are too alike by nature: a one-line formula has 25 to 35 tokens."""
LEAST_RARE = 8
"""Rare fingerprints two answers must share."""
ALIKE = 0.8
"""How much of their fingerprints, taken together, two answers must share."""
COMMON_SHARE, COMMON_LEAST = 0.05, 4
"""What more than this share of the class (and more than so many) wrote is common."""
LONGEST = 50_000
"""Letters of an answer that are looked at."""
_SECONDS = 2.0

Fingerprints = frozenset[tuple[str, ...]]
_LEXER = PythonLexer()


@dataclass(frozen=True)
class Pair:
    """Two students' answers to one question that are nearly the same.

    Attributes:
        alike: the share of their fingerprints that both have, 0 to 1.
        to_the_letter: whether the texts are equal, comments and names included.
    """

    question: str
    first: str
    second: str
    alike: float
    to_the_letter: bool


def tokens(text: str) -> list[str]:
    """The code as it matters: no comments, docstrings, annotations or white space, every name of one's own the same.

    Names after a dot and built-in names stay, since they are what is done. Any text will do, broken code too.
    """
    found: list[str] = []
    for kind, value in _LEXER.get_tokens(without_blank_runs(without_annotations(text[:LONGEST]))):
        if kind in Comment or kind in Whitespace or kind in String.Doc or not value.strip():
            continue
        if kind in Name:
            after_a_dot = bool(found) and found[-1] == "."
            found.append(value if after_a_dot or kind in Name.Builtin else "name")
        elif kind in Number:
            found.append(_number(value))
        elif kind in String:
            if not found or found[-1] != "text":
                found.append("text")
        elif kind in Keyword:
            found.append(value)
        else:
            found.extend(value.split())
    return found


def bounded_tokens(texts: list[str]) -> list[list[str]]:
    """``tokens`` of each text, found in a bounded child: a lexer's time grows with the square of some texts' length.

    Where they take too much, none has any.
    """
    try:
        return bounded_child().call(tokens_of_all, texts, seconds=_SECONDS)
    except OutOfBoundsError:
        return [[] for _ in texts]


def tokens_of_all(texts: list[str]) -> list[list[str]]:
    """What the child does."""
    return [tokens(text) for text in texts]


def _number(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def fingerprints(found: list[str]) -> Fingerprints:
    """The runs of these tokens."""
    return frozenset(tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1))


def near_identical(question: str, answers: Mapping[str, str], given: Iterable[str] = ()) -> list[Pair]:
    """The pairs of students whose answers to a question are nearly the same, the most alike first.

    Args:
        question: its id.
        answers: the text of each student's answer.
        given: texts that are no sign of copying: what the instructor gave, answers that are known to be common.
    """
    # Under the names they would have in an answer, what was given has the same fingerprints there.
    known = frozenset[tuple[str, ...]]().union(*(fingerprints(tokens(text)) for text in given))
    own: dict[str, Fingerprints] = {}
    # Many answers are equal to the letter; each text is read once.
    read: dict[str, tuple[int, Fingerprints]] = {}
    for student, text in answers.items():
        if text not in read:
            (found,) = bounded_tokens([text])
            read[text] = (len(found), fingerprints(found))
        length, prints = read[text]
        if length >= LEAST_TOKENS:
            own[student] = prints - known
    count = Counter(print_ for prints in own.values() for print_ in prints)
    too_many = max(COMMON_LEAST, COMMON_SHARE * len(answers))
    having: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for student in sorted(own):
        for print_ in own[student]:
            if 2 <= count[print_] <= too_many:
                having[print_].append(student)
    shared = Counter(pair for students in having.values() for pair in combinations(students, 2))
    pairs = []
    for (first, second), rare in shared.items():
        alike = len(own[first] & own[second]) / len(own[first] | own[second])
        if rare >= LEAST_RARE and alike >= ALIKE:
            equal = answers[first].split() == answers[second].split()
            pairs.append(Pair(question, first, second, alike, equal))
    return sorted(pairs, key=lambda pair: (-pair.alike, not pair.to_the_letter, pair.first, pair.second))


def groups(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Students who are linked by pairs, the largest group first."""
    group_of: dict[str, set[str]] = {}
    for pair in pairs:
        together = group_of.get(pair.first, {pair.first}) | group_of.get(pair.second, {pair.second})
        for student in together:
            group_of[student] = together
    found = {tuple(sorted(group)) for group in group_of.values()}
    return sorted(found, key=lambda group: (-len(group), group))
