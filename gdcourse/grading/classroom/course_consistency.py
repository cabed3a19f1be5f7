"""What is said in two places is the same there, or nothing is released, packed or graded."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook

from gdcourse.close_names import close_names
from gdcourse.exercises import asked_in_assignments, file_of_exercises, known_unit, require_usable
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.make_workbooks import lesson_of
from gdcourse.grading.classroom.rubrics import rubric_disagreements
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.dropped_questions import DROPPED
from gdcourse.judging.answer_keys import path_of, visible_key
from gdcourse.judging.comparing import same
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import plain, what_is_asked
from gdcourse.notebooks.last_run import has_changed_since_run
from gdcourse.notebooks.one_language import missing_halves
from gdcourse.notebooks.reading import read_whole
from gdcourse.solutions import variants_of
from gdcourse.untrusted_text import legible

_FIRST_HEADING = re.compile(r"#{1,6} +(.+?)\s*$", re.MULTILINE)
_NUMBER = re.compile(r"^\d+[.)] +")
_POINTS = re.compile(r" *[(\[] *(\d+(?:\.\d+)?) *(?:점|points?|pts?\.?|marks?)? *[)\]] *\Z", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:모두|총|총점은?|합계|합쳐서?|전부|전체) *:? *(\d+(?:\.\d+)?) *점|(\d+(?:\.\d+)?) *점 *만점"
    r"|(\d+(?:\.\d+)?) +(?:points?|marks?) +(?:in all|in total|altogether|overall|in sum)\b"
    r"|\b(?:total of|in all|total:|total is|out of) +(\d+(?:\.\d+)?) +(?:points?|marks?)\b",
    re.IGNORECASE,
)


def require_agreement(course: Course, unit: str, *, keys: bool = True) -> None:
    """Refuse an assignment that contradicts itself, its exercises or, where ``keys``, its outputs and the answer keys.

    Raises:
        CourseError: with a sentence for each contradiction.
    """
    require_usable(unit)
    paths = sorted(course.path(course.coursedir.source_directory, unit).glob("*.ipynb"))
    notebooks = [read_whole(path) for path in paths]
    whole = sum(_worth(notebook) for notebook in notebooks)
    found = [text for notebook in notebooks for text in disagreements(notebook, whole)]
    found += [text for notebook in notebooks for text in rubric_disagreements(notebook, unit)]
    if keys:
        found += [text for notebook in notebooks for text in _checks_not_passed(notebook)] + _stale(unit)
        found += [*_titles_in_one_language(unit), *_mistakes_in_one_language(unit), *_mistakes_that_are_right(unit)]
        lesson = lesson_of(course, unit)
        paths += [lesson] if lesson.is_file() else []
        found += [*_older_outputs(paths), *_missing_halves(paths)]
    refuse(unit, found)


def require_as_released(course: Course, assignments: list[Assignment]) -> None:
    """Refuse to grade by an assignment that is not what students got.

    Raises:
        CourseError: with a sentence for each notebook whose graded cells have changed since.
    """
    for unit in {assignment.unit for assignment in assignments}:
        found = []
        for assignment in assignments:
            path = course.path(course.coursedir.source_directory, unit) / f"{assignment.notebook}.ipynb"
            changed = _changed(read_whole(path), assignment) if path.is_file() else []
            if changed:
                values = {"notebook": assignment.notebook, "cells": ", ".join(changed), "unit": unit}
                found.append(messages.CHANGED_SINCE_RELEASE.format(**values))
        refuse(unit, found)


def require_exceptions_exist(course: Course, unit: str, gradebook: Gradebook) -> None:
    """Refuse settings that drop a question, or give everyone its points, that the unit or the course does not have.

    Raises:
        CourseError: naming the setting, and the unit or the question.
    """
    refuse(unit, course.odd_exceptions(gradebook, unit))


def require_fresh_keys(unit: str) -> None:
    """Refuse to grade a unit whose solutions were changed after the students' keys were made.

    Raises:
        CourseError: naming the exercises.
    """
    known = _unit(unit)
    # To compare them takes the time of loading torch: only where a file is newer than the keys.
    if known is not None and _is_newer(known):
        refuse(unit, _stale(unit))


def refuse(unit: str, found: list[Text]) -> None:
    """Stop where anything was found.

    Raises:
        CourseError: with each sentence on a line.
    """
    if found:
        lines = [f"- {line}" for text in found for line in str(text).splitlines()]
        raise CourseError("\n".join([str(messages.DISAGREEMENT.format(unit=unit)), *lines]))


def disagreements(notebook: NotebookNode, whole: float | None = None) -> Iterator[Text]:
    """What in a notebook of ``source/`` does not agree with itself or with the exercises that it asks for.

    Args:
        notebook: the instructor's.
        whole: points of all notebooks of the unit; without it, of this one.
    """
    known = asked_in_assignments()
    named = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    for name, count in Counter(filter(None, named)).items():
        if count > 1:
            yield messages.TWICE.format(cell=name)
    if without := list(_without_points(notebook)):
        yield from without
        return  # what there is to compare
    yield from _totals(notebook, whole)
    heading, is_first = _Heading(""), False
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and (found := _FIRST_HEADING.match(cell.source)):
            heading, is_first = _Heading(found[1]), True
        if cell.cell_type != "code" or not nbgrader.get("grade") or nbgrader.get("solution"):
            continue
        name, asked = nbgrader.get("grade_id", ""), what_is_asked(cell.source)
        if asked is None:
            if _calls_check(cell.source):
                yield messages.NOT_ALONE.format(cell=name)
        elif asked[0] not in known:
            yield messages.NOT_OF_THE_COURSE.format(cell=name, id=asked[0], close=close_names(asked[0], known))
        else:
            unit, exercise = known[asked[0]]
            file = file_of_exercises(unit)
            points = [(messages.IN_THE_CELL, float(nbgrader.get("points") or 0))]
            if heading.points is not None:
                points.append((messages.IN_THE_HEADING, heading.points))
            yield from _against(exercise, file, name, asked, points)
            if is_first and not heading.names(exercise.title):
                values = {"cell": name, "title": heading.title, "right": _both(exercise.title), "file": file}
                yield messages.OTHER_TITLE.format(**values)
        is_first = False
    yield from _not_graded(notebook, known)


class _Heading:
    """A question's heading in a notebook, in both languages or in one: ``3. 기울기 · The slope (2)``."""

    def __init__(self, text: str) -> None:
        points = _POINTS.search(text)
        self.points = float(points[1]) if points else None
        self.title = _NUMBER.sub("", text[: points.start()] if points else text).strip()
        self._is_questions = points is not None or _NUMBER.match(text) is not None

    def names(self, title: Text) -> bool:
        """Whether it is this title, in one language or both; and so is a heading that is no question's own."""
        return not self._is_questions or self.title in (title.ko, title.en, _both(title))


def _both(title: Text) -> str:
    return f"{title.ko} · {title.en}"


def _without_points(notebook: NotebookNode) -> Iterator[Text]:
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        points = nbgrader.get("points")
        if (nbgrader.get("grade") or nbgrader.get("task")) and not _is_worth(points):
            said = "–" if points is None else legible(repr(points), 40)
            yield messages.NO_POINTS.format(cell=nbgrader.get("grade_id", ""), points=said)


def _is_worth(points: object) -> bool:
    """Whether this is a number of points."""
    return isinstance(points, int | float) and not isinstance(points, bool) and 0 <= points < math.inf


def _worth(notebook: NotebookNode) -> float:
    graded = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    worth = [cell.get("points") for cell in graded if cell.get("grade") or cell.get("task")]
    return sum(points for points in worth if _is_worth(points))


def with_total(text: str, before: float, after: float) -> str:
    """A text with another number where a sentence says what all questions are worth together."""

    def other(found: re.Match[str]) -> str:
        number = next(filter(None, found.groups()))
        if float(number) != before:
            return found[0]
        said = found[0].replace(number, f"{after:g}", 1)
        return said if after == 1 else re.sub(r"\b(point|mark)\b", r"\1s", said)

    return _TOTAL.sub(other, text)


def _totals(notebook: NotebookNode, whole: float | None) -> Iterator[Text]:
    """What sentences say of the points of all questions together: of the notebook, or of the unit."""
    own = _worth(notebook)
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or cell.metadata.get("nbgrader", {}).get("solution"):
            continue
        for found in _TOTAL.finditer(cell.source):
            if float(next(filter(None, found.groups()))) not in (own, own if whole is None else whole):
                yield messages.OTHER_TOTAL.format(said=legible(found[0], 60), right=own)


def _against(
    exercise: Exercise, file: str, cell: str, asked: tuple[str, str], points: list[tuple[Text, float]]
) -> Iterator[Text]:
    if not is_in_both_languages(exercise.title):
        yield messages.TITLE_IN_BOTH.format(cell=cell, file=file)
    if cell != asked[0]:
        yield messages.OTHER_ID.format(cell=cell, id=asked[0])
    if asked[1] != exercise.name:
        yield messages.OTHER_NAME.format(cell=cell, name=asked[1], right=exercise.name)
    for where, worth in points:
        if worth != exercise.points:
            values = {"cell": cell, "where": where, "points": worth, "right": exercise.points, "file": file}
            yield messages.OTHER_POINTS.format(**values)


def _checks_not_passed(notebook: NotebookNode) -> Iterator[Text]:
    """The graded checks that the solutions had not passed when the author last ran the notebook."""
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not nbgrader.get("grade") or what_is_asked(cell.source) is None:
            continue
        said = ["".join(output.get("data", {}).get("text/plain", "")) for output in cell.outputs]
        if cell.outputs and not any(text.startswith("✓") for text in said):
            yield messages.SOLUTION_NOT_PASSED.format(cell=nbgrader.get("grade_id", ""))


def _older_outputs(paths: Iterable[Path]) -> Iterator[Text]:
    for path in paths:
        if has_changed_since_run(read_whole(path)):
            yield messages.OUTPUTS_ARE_OLDER.format(notebook="/".join(path.parts[-2:]), path=str(path))


def _missing_halves(paths: Iterable[Path]) -> Iterator[Text]:
    for path in paths:
        for number, language in missing_halves(read_whole(path)):
            where = "/".join(path.parts[-2:])
            yield messages.LANGUAGE_MISSING[language].format(notebook=where, number=number)


def _not_graded(notebook: NotebookNode, known: Collection[str]) -> Iterator[Text]:
    """The exercises that a notebook checks without any cell that is graded by it."""
    asked: dict[str, bool] = {}
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        found = what_is_asked(cell.source) if cell.cell_type == "code" else None
        if found is not None and found[0] in known:
            asked[found[0]] = asked.get(found[0], False) or bool(nbgrader.get("grade"))
    for exercise, is_graded in asked.items():
        if not is_graded:
            yield messages.CHECK_NOT_GRADED.format(id=exercise)


def _calls_check(source: str) -> bool:
    """Whether a cell calls `check` for an exercise, in whatever form."""
    known = asked_in_assignments()
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError):
        return False
    return any(
        isinstance(part, ast.Constant) and part.value in known
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", None)) == "check"
        for argument in call.args[:1]
        for part in ast.walk(argument)
    )


def _unit(slug: str) -> Unit | None:
    require_usable(slug)
    return known_unit(slug)


def _stale(slug: str) -> list[Text]:
    from gdcourse.grading.submission.visible_cases import stale_keys

    unit = _unit(slug)
    stale = stale_keys(unit) if unit is not None else []
    return [messages.STALE_KEYS.format(exercises=", ".join(stale), unit=slug)] if stale else []


def is_in_both_languages(said: Text) -> bool:
    """Whether the Korean half of a text has Hangul in it, and the English one Latin letters."""
    return re.search("[가-힣]", said.ko) is not None and re.search("[A-Za-z]", said.en) is not None


def _titles_in_one_language(slug: str) -> Iterator[Text]:
    """A sentence for the unit, and for each question of its lesson, that has no title in one language; those of the
    assignment are looked at beside their cells."""
    unit = _unit(slug)
    if unit is None:
        return
    file = file_of_exercises(unit)
    if not is_in_both_languages(unit.title):
        yield messages.UNIT_TITLE_IN_BOTH.format(unit=slug, file=file)
    for exercise in unit.practice:
        if not is_in_both_languages(exercise.title):
            yield messages.TITLE_IN_BOTH.format(cell=exercise.id, file=file)


def _mistakes_in_one_language(slug: str) -> Iterator[Text]:
    """A sentence for each known mistake of which students of one language would be told nothing."""
    unit = _unit(slug)
    for exercise, variants in variants_of(unit).items() if unit is not None else ():
        for variant in variants:
            said = variant.message
            if said is not None and not is_in_both_languages(said):
                yield messages.MISTAKE_IN_ONE_LANGUAGE.format(exercise=exercise, mistake=variant.id, unit=slug)


def _mistakes_that_are_right(slug: str) -> Iterator[Text]:
    """A sentence for each known mistake that no student is ever told of, since what it gives is right."""
    unit = _unit(slug)
    if unit is None:
        return
    for exercise in unit.all_exercises:
        try:
            key = visible_key(unit, exercise)
        except FileNotFoundError:
            continue  # which stale keys are told as
        for mistake in key["mistakes"]:
            pairs = zip(mistake["answers"], key["expected"], strict=True)
            if all(same(given, right, exercise.rtol, exercise.id) for given, right in pairs):
                values = {"exercise": exercise.id, "mistake": mistake["id"], "unit": slug}
                yield messages.MISTAKE_SAYS_WHAT_IS_RIGHT.format(**values)


def _is_newer(unit: Unit) -> bool:
    package = path_of(unit).parents[1]
    made_from = [package / room / f"{unit.module}.py" for room in ("exercises", "solutions")]
    keys = path_of(unit)
    return not keys.is_file() or any(p.is_file() and p.stat().st_mtime > keys.stat().st_mtime for p in made_from)


def _changed(original: NotebookNode, assignment: Assignment) -> list[str]:
    """The graded and locked cells that are not as they were recorded at the release."""
    now = {}
    for cell in original.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("grade_id") and (nbgrader.get("grade") or nbgrader.get("task")):
            now[nbgrader["grade_id"]] = (cell.source, float(nbgrader.get("points") or 0))
    recorded = {cell.grade_id: cell for cell in assignment.questions}
    changed = now.keys() ^ recorded.keys()
    for name in now.keys() & recorded.keys():
        source, points = now[name]
        known = recorded[name]
        # nbgrader writes tests of its own into some cells, and takes solutions out of others.
        made_by_nbgrader = re.search("AUTOTEST|BEGIN SOLUTION", source)
        same_source = made_by_nbgrader or not known.is_check or plain(source) == plain(known.source)
        # Of a question that is dropped, the gradebook says 0, whatever it is worth where it is asked.
        if (points != known.points and known.exception != DROPPED) or not same_source:
            changed.add(name)
    return sorted(changed)
