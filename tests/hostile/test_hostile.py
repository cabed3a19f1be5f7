"""A class with everything in it that nobody wants to get, graded once together with honest students."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from rich.console import Console

from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result, recorded_results
from gdcourse.grading.classroom.terminal_progress_and_results import show_class
from gdcourse.grading.demo.simulated_class import Answers, demo_class, reference_answers, submission
from gdcourse.grading.pages.report_files import class_report
from gdcourse.grading.pages.report_page import as_page
from gdcourse.judging.judge import STATES, Verdict
from support.course import ROOT, make_course
from support.course import hand_in as hand_in_file
from support.isolation import isolated

from .corpus import CORPUS, FAMILIES
from .entry import SLUG, THOUGHTS, Hostile, Outcome, hand_in, points

ISOLATED = isolated()
"""Whether this machine can isolate what is run. Where it cannot, the entries that need it are left out."""

LIMITS = "\nc.Grade.cell_seconds = {}\nc.Grade.notebook_seconds = 30\n"

RESULTS_VARIABLE = "GDCOURSE_HOSTILE_RESULTS"
"""Names a file to write the outcomes to, for ``tests.hostile.outcome_table``."""

FAMILY_VARIABLE = "GDCOURSE_HOSTILE_FAMILY"
"""Names the family to grade, where it is to be one alone."""

CHOSEN = FAMILIES[os.environ[FAMILY_VARIABLE]] if FAMILY_VARIABLE in os.environ else CORPUS
ENTRIES = [entry for entry in CHOSEN if ISOLATED or not entry.needs_isolation]


class Part(NamedTuple):
    """What is graded together: the submissions of a unit, but for those that do nothing until a limit is met.

    These need no processor, and so no machine for themselves: all at once, beside the other tests, they take no longer
    than one of them.
    """

    unit: str
    waits: bool = False

    @property
    def entries(self) -> list[Hostile]:
        return [entry for entry in ENTRIES if part_of(entry) == self]


def part_of(entry: Hostile) -> Part:
    return Part(entry.unit, entry.waits)


def _parameter(part: Part, value: object, name: str) -> object:
    return pytest.param(value, marks=pytest.mark.isolation if part.waits else pytest.mark.alone, id=name)


PARTS = [_parameter(p, p, p.unit + "-waiting" * p.waits) for p in sorted({part_of(entry) for entry in ENTRIES})]


def each(entries: list[Hostile]) -> list[object]:
    return [_parameter(part_of(entry), entry, entry.name) for entry in entries]


@dataclass(frozen=True)
class Graded:
    """A class after grading."""

    course: Course
    results: dict[str, Result]

    def verdicts(self, student: str) -> dict[str, Verdict]:
        return {verdict.exercise: verdict for verdict in self.results[student].verdicts}


def honest(part: Part) -> dict[str, Answers]:
    """Students who mean well: a whole class for the first unit, and one of them for any other."""
    return demo_class() if part == Part(SLUG) else {"all-right": reference_answers(find_unit(part.unit))}


def grade(directory: Path, part: Part, entries: list[Hostile]) -> Graded:
    """A course with the honest students and ``entries``, graded once."""
    unit = part.unit
    course = make_course(directory, unit)
    with (directory / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LIMITS.format(10 if part.waits else 5))
    course = Course(directory)
    release = nbformat.read(ROOT / "release" / unit / f"{unit}.ipynb", as_version=4)
    for student, answers in honest(part).items():
        hand_in_file(
            course, student, submission(release, find_unit(unit), answers, THOUGHTS if answers else None), unit
        )
    for entry in entries:
        hand_in(entry, Path(course.directory, "submitted", entry.id, unit), release)
    # No more at once than there are cores: what had to wait for one when it met its limit is graded once more, alone.
    jobs = len(entries) if part.waits else os.cpu_count() or 1
    grade_class(course, unit, Options(isolated=ISOLATED, jobs=max(jobs, 1)))
    found = Graded(course, {result.student: result for result in recorded_results(course, unit)})
    keep_results(found, entries)
    return found


def keep_results(graded: Graded, entries: list[Hostile]) -> None:
    """Add what came of ``entries`` to the file that the environment names."""
    if not os.environ.get(RESULTS_VARIABLE) or not entries:
        return
    path = Path(os.environ[RESULTS_VARIABLE])
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for entry in entries:
        kept[entry.name] = {question: (v.score, v.state) for question, v in graded.verdicts(entry.id).items()}
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Part], Graded]:
    """The class of a part, with the hostile submissions; graded when it is first asked for."""
    return _once(tmp_path_factory, lambda part: part.entries, "together")


@pytest.fixture(scope="session")
def graded_alone(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Part], Graded]:
    """The honest students of a part among themselves."""
    return _once(tmp_path_factory, lambda part: [], "alone")


def _once(
    factory: pytest.TempPathFactory, entries: Callable[[Part], list[Hostile]], name: str
) -> Callable[[Part], Graded]:
    kept: dict[Part, Graded | BaseException] = {}

    def get(part: Part) -> Graded:
        if part not in kept:
            try:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setenv("GDCOURSE_SECRET", "known to this test")
                    kept[part] = grade(factory.mktemp(name) / "course", part, entries(part))
            except Exception as error:
                kept[part] = error
        found = kept[part]
        if isinstance(found, BaseException):
            # One submission has broken the run: that fails every test, but need not be waited for every time.
            raise AssertionError(f"the run of {part.unit} was aborted") from found
        return found

    return get


@pytest.mark.parametrize("entry", each(ENTRIES))
def test_gets_what_it_should(graded: Callable[[Part], Graded], entry: Hostile) -> None:
    verdicts = graded(part_of(entry)).verdicts(entry.id)
    got = {question: (verdicts[question].score, verdicts[question].state) for question in entry.expected}
    wanted = {question: _wanted(outcome, verdicts[question]) for question, outcome in entry.expected.items()}
    assert got == wanted
    looked_at = {question for question in points(entry.unit) if verdicts[question].state == "manual"}
    assert not {question for question in looked_at & set(entry.expected) if entry.expected[question].score}


def _wanted(outcome: Outcome, verdict: Verdict) -> tuple[float | None, str]:
    """No points, and nothing more said: then it may as well be for a person to look at, which gives none either."""
    state = outcome.state or verdict.state
    return (None if state == "manual" and outcome.score == 0 else outcome.score), state


@pytest.mark.parametrize("part", PARTS)
def test_honest_students_are_graded_as_if_they_were_alone(
    graded: Callable[[Part], Graded], graded_alone: Callable[[Part], Graded], part: Part
) -> None:
    together, alone = graded(part), graded_alone(part)
    assert set(alone.results) == set(honest(part))
    for student in honest(part):
        assert together.results[student].records() == alone.results[student].records()
        assert _in_the_gradebook(together.course, part.unit, student) == _in_the_gradebook(
            alone.course, part.unit, student
        )


@pytest.mark.parametrize("part", PARTS)
def test_every_question_of_every_student_has_a_state_and_a_reason(graded: Callable[[Part], Graded], part: Part) -> None:
    found = graded(part)
    assert set(found.results) == {entry.id for entry in part.entries} | set(honest(part))
    questions = {cell.grade_id for cell in found.course.assignments(part.unit)[0].questions}
    for student in found.results:
        verdicts = found.verdicts(student)
        assert set(verdicts) == questions, student
        for verdict in verdicts.values():
            assert verdict.state in STATES
            assert (verdict.score is None) == (verdict.state == "manual")
            assert verdict.score is None or 0 <= verdict.score <= verdict.max_score
            for text in (verdict.message.ko, verdict.message.en):
                # The first line says that the question could not be graded; what follows says why.
                assert len(text.splitlines()) > (verdict.state == "ungradable"), (student, verdict)
            json.dumps(verdict.message.as_dict()).encode()


@pytest.mark.parametrize("part", PARTS)
def test_the_class_can_be_shown_in_the_terminal(graded: Callable[[Part], Graded], part: Part) -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=False)
    show_class(list(graded(part).results.values()), console)
    text = console.file.getvalue()
    assert all(student in text for student in honest(part))
    assert not [c for c in text if not c.isprintable() and c not in "\n\u200c\u200d"]
    assert max(map(len, text.splitlines())) < 2_000


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_feedback_and_the_class_a_report_of_bounded_size(
    graded: Callable[[Part], Graded], part: Part
) -> None:
    found = graded(part)
    pages = {page.parent.parent.name: page for page in found.course.feedback(part.unit)}
    graded_notebooks = found.course.path("autograded", part.unit, "x").parent.parent
    everybody = {path.parent.parent.name for path in graded_notebooks.glob(f"*/{part.unit}/*.ipynb")}
    # nbgrader takes the one name for a pattern, and passes over folders whose names begin with a dot.
    assert everybody - set(pages) <= {"[a-z]*?", "..kim..lee.ipynb"}
    sizes = {student: page.stat().st_size for student, page in pages.items()}
    assert {student: size for student, size in sizes.items() if size > 45 * 2**20} == {}
    assert len(as_page(class_report(found.course, part.unit))) < 20 * 2**20


def _in_the_gradebook(course: Course, unit: str, student: str) -> dict[str, tuple[float | None, bool]]:
    with course.gradebook() as book:
        return {
            grade.name: (grade.auto_score, grade.needs_manual_grade)
            for notebook in book.find_submission(unit, student).notebooks
            for grade in notebook.grades
        }


@pytest.mark.parametrize("part", PARTS)
def test_the_gradebook_agrees(graded: Callable[[Part], Graded], part: Part) -> None:
    found = graded(part)
    for student in found.results:
        verdicts = found.verdicts(student)
        expected = {question: (v.score, v.state == "manual") for question, v in verdicts.items()}
        assert _in_the_gradebook(found.course, part.unit, student) == expected, student


@pytest.mark.needs_isolation
@pytest.mark.parametrize("entry", each([e for e in ENTRIES if e.damaging]))
def test_what_is_damaging_took_place(graded: Callable[[Part], Graded], entry: Hostile) -> None:
    autograded = graded(part_of(entry)).course.path("autograded", entry.unit, entry.id)
    notebook = nbformat.read(autograded / f"{entry.unit}.ipynb", as_version=4)
    errors = [o.ename for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "error"]
    assert "NotIsolated" not in errors


def test_the_corpus_is_large_and_every_entry_says_what_it_does() -> None:
    assert len(CORPUS) >= 80
    for family, entries in FAMILIES.items():
        assert len(entries) >= 15, family
    for entry in CORPUS:
        assert entry.about.endswith("."), entry.name
        assert set(entry.expected) <= {*points(entry.unit), "reflection"}, entry.name
