"""Marking pages of a course on disk: gathered there, and written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import title_of
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.gradebook_recording import opened_gradebook, recorded_results
from gdcourse.grading.classroom.hand_marks import (
    HandAnswer,
    course_code,
    hand_answers,
    hand_questions,
    kept_comments,
)
from gdcourse.grading.pages.marking_page import Part, as_page, divided, first_comments, grouped
from gdcourse.grading.pages.question_titles import question_titles
from gdcourse.language import Text
from gdcourse.notebooks.reading import read_whole


@dataclass(frozen=True)
class Written:
    """The pages that were written, and what is on them.

    Attributes:
        answers: how many; ``blank`` and ``open`` of them are blank, and still to be marked.
        elsewhere: by question, how many wait for a person that no page shows.
    """

    pages: tuple[Path, ...]
    answers: int
    blank: int
    open: int
    elsewhere: Counter[str]


def write_marking_pages(course: Course, unit: str, directory: Path, among: int = 1) -> Written:
    """Write the page of a unit, or one for each of several people.

    Raises:
        CourseError: where the unit has not been released, or holds nothing to be marked by hand.
    """
    questions, titles, answers = [], dict[str, Text](), list[HandAnswer]()
    with opened_gradebook(course) as gradebook:
        for assignment in course.assignments(unit):
            source = course.path(course.coursedir.source_directory, unit) / f"{assignment.notebook}.ipynb"
            own = hand_questions(assignment, source)
            titles |= question_titles(read_whole(source).cells)
            answers += hand_answers(course, gradebook, assignment, own)
            questions += own
    if not answers:
        raise CourseError(str(messages.NOTHING_TO_MARK.format(unit=unit)))
    groups = {q.id: divided(grouped([a for a in answers if a.question == q.id]), among) for q in questions}
    title = title_of(unit)
    paths = []
    for number in range(among):
        path = directory / (f"{unit}.html" if among == 1 else f"{unit}-{number + 1}-of-{among}.html")
        made = as_page(
            unit,
            title,
            questions,
            {name: parts[number] for name, parts in groups.items()},
            titles=titles,
            course=course_code(course),
            comments=first_comments(questions, kept_comments(course)),
            part=Part(number + 1, among),
        )
        replace_file(path, made)
        paths.append(path)
    shown = {question.id for question in questions}
    waiting = (v.exercise for r in recorded_results(course, unit) for v in r.verdicts if v.state == "manual")
    return Written(
        tuple(paths),
        len(answers),
        sum(answer.blank for answer in answers),
        sum(answer.score is None for answer in answers),
        Counter(name for name in waiting if name not in shown),
    )
