"""The page on which a person marks written answers: one question across all students, in the browser alone."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from markupsafe import Markup

from gdcourse.grading.classroom.hand_marks import HandAnswer, HandQuestion
from gdcourse.grading.classroom.marks_file import FORMAT, LONGEST_COMMENT, LONGEST_KEPT, MOST_COMMENTS
from gdcourse.grading.pages import safe_html
from gdcourse.grading.pages.group_alike_prose import LONGEST, groups_of
from gdcourse.grading.pages.headings import with_headings_divided
from gdcourse.grading.pages.html_page import environment, page
from gdcourse.grading.pages.page_budget import PageRoom, Rendered
from gdcourse.grading.pages.without_annotations import without_annotations
from gdcourse.judging.exercise import Criterion
from gdcourse.language import NO_TEXT, Text

LONGEST_SHOWN = 20_000
"""Letters of an answer on the page: a reflection has a few hundred."""
_ANSWER_SECONDS = 2.0
_HANGUL = re.compile("[가-힣]")

GENERAL_COMMENTS = (
    Text("핵심을 정확히 짚었어요.", "You have named just what matters."),
    Text("왜 그런지 한 문장을 덧붙이면 좋겠어요.", "Add a sentence that says why."),
    Text("말로만 하지 말고 수로 보여 주세요.", "Show it with numbers, not in words alone."),
    Text(
        "물은 것에 답하지 않았어요. 문제를 다시 읽어 보세요.", "This does not answer the question: read it once more."
    ),
)
"""What the bank of comments begins with, behind those for each line of a rubric."""
_MISSING = Text("아직 빠진 것: {what}", "Still missing: {what}")


@dataclass(frozen=True)
class Group:
    """Answers to one question that are nearly the same; or the blank ones."""

    answers: tuple[HandAnswer, ...]
    blank: bool


@dataclass(frozen=True)
class Part:
    """Which part of a class's answers a page shows: ``number`` of ``of``."""

    number: int = 1
    of: int = 1


def grouped(answers: Sequence[HandAnswer]) -> list[Group]:
    """One question's answers, near-equal ones together, blank ones apart at the end."""
    written = [answer for answer in answers if not answer.blank]
    blank = tuple(answer for answer in answers if answer.blank)
    texts = [without_annotations(answer.text[:LONGEST]) for answer in written]
    groups = [Group(tuple(written[i] for i in own), False) for own in groups_of(texts)]
    return groups + ([Group(blank, True)] if blank else [])


def divided(groups: Sequence[Group], among: int) -> list[list[Group]]:
    """The groups in so many parts of about the same number of answers.

    A group is cut only where it has more answers than one of the parts is to have.
    """
    parts: list[list[Group]] = [[] for _ in range(among)]
    share = max(1, math.ceil(sum(_to_read(group) for group in groups) / among))
    pieces = [
        replace(group, answers=group.answers[start : start + (len(group.answers) if group.blank else share)])
        for group in groups
        for start in range(0, 1 if group.blank else len(group.answers), share)
    ]
    for piece in sorted(pieces, key=_to_read, reverse=True):
        least = min(parts, key=lambda part: sum(map(_to_read, part)))
        (parts[0] if piece.blank else least).append(piece)
    return parts


def _to_read(group: Group) -> int:
    return 0 if group.blank else len(group.answers)


def first_comments(questions: Sequence[HandQuestion], kept: Sequence[Text]) -> list[Text]:
    """The bank of comments: what markers have kept, what each line of a rubric may miss, and some that always fit."""
    lines = chain.from_iterable(question.rubric for question in questions)
    return list(dict.fromkeys([*kept, *(_MISSING.format(what=line.text) for line in lines), *GENERAL_COMMENTS]))


def as_page(
    unit: str,
    title: Text,
    questions: Sequence[HandQuestion],
    groups: Mapping[str, Sequence[Group]],
    *,
    titles: Mapping[str, Text],
    course: str,
    comments: Sequence[Text] = (),
    part: Part = Part(),
) -> str:
    """The page as HTML: one file that needs no other.

    Args:
        unit: the assignment's name.
        title: the unit's title.
        questions: in the order of the assignment.
        groups: by question, the answers of this page.
        titles: of questions, as far as they have any.
        course: stands for the course.
        comments: the bank of comments.
        part: which part of the class this is.
    """
    rendered = Rendered()
    shown = [
        {
            "question": question,
            "number": number,
            "title": titles.get(question.id, NO_TEXT),
            "text": _markdown(question.question, rendered),
            "model": _markdown(question.model, rendered) if question.model else "",
            "rubric": [_line(one) for one in question.rubric],
            "groups": [
                [(answer, _shown(answer, question, rendered)) for answer in group.answers]
                for group in groups.get(question.id, ())
            ],
        }
        for number, question in enumerate(questions, start=1)
    ]
    return (
        environment()
        .get_template("marking.html.j2")
        .render(
            unit=unit,
            title=title,
            course=course,
            part=part,
            format=FORMAT,
            longest={"comment": LONGEST_COMMENT, "kept": LONGEST_KEPT, "comments": MOST_COMMENTS},
            questions=shown,
            comments=comments,
            page=page("page", "marking", inline_styles=True),
        )
    )


def language_of(text: str) -> str:
    """The language in which somebody answered, as far as letters tell."""
    return "ko" if _HANGUL.search(text) else "en"


def _line(criterion: Criterion) -> dict[str, object]:
    both = {language: Markup(_inline(text)) for language, text in criterion.text.as_dict().items()}  # noqa: S704 (safe)
    return {"points": criterion.points, **both}


def _inline(source: str) -> str:
    """One line of Markdown without the paragraph around it."""
    html = PageRoom().render(safe_html.markdown, source).strip()
    return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html


def _markdown(source: str, rendered: Rendered) -> Markup:
    text = with_headings_divided(source[:LONGEST_SHOWN])
    return Markup(PageRoom(rendered=rendered).render(safe_html.markdown, text))  # noqa: S704 (safe)


def _shown(answer: HandAnswer, question: HandQuestion, rendered: Rendered) -> Markup:
    """An answer; one of them may not take the room or the time of others."""
    room = PageRoom(seconds=_ANSWER_SECONDS, rendered=rendered)
    text = safe_html.beginning(answer.text)
    if question.cell_type == "markdown":
        return Markup(room.render(safe_html.markdown, text))  # noqa: S704 (safe)
    code = room.render(safe_html.python, text, instead=str(Markup.escape(text)))
    return Markup('<pre class="code" tabindex="0"><code>{}</code></pre>').format(Markup(code))  # noqa: S704 (safe)
