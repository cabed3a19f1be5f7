"""From release to feedback with a simulated class, in a course directory made anew."""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
from rich.console import Console
from rich.markup import escape

from gdcourse.exercises import find_unit
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Result, recorded_results
from gdcourse.grading.classroom.terminal_progress_and_results import grading_progress, show_class
from gdcourse.grading.demo.simulated_class import COPIED_FROM_THE_WEB, UNIT, Answers, demo_class, submission
from gdcourse.grading.pages.report_files import class_report, write_report
from gdcourse.grading.submission.isolation import probe_isolation
from gdcourse.kernels.sandbox import IsolationUnavailableError
from gdcourse.solutions import Variant

MARKER = ".gdcourse-demo"

REFLECTION = (
    "합이 더 빨리 가는 건 학습률이 N배인 것과 같아서예요. · A sum moves as if the learning rate were N times as large."
)


def run_demo(source: Path, target: Path, jobs: int) -> None:
    """Release, hand in, grade, write feedback, and show what came out.

    Args:
        source: the course whose unit is used.
        target: the directory to make; one that an earlier demo made is replaced.
        jobs: how many notebooks run at once.

    Raises:
        CourseError: where ``source`` is no course, ``target`` is something else than an earlier demo, or a grade is
            not what it should be.
    """
    console = Console()
    unit = find_unit(UNIT)
    _make_course(source.resolve(), target)
    course = Course(target)

    console.rule(f"1 · {messages.DEMO_RELEASE.line}")
    released = course.release(UNIT)
    console.print(escape(str(released)), soft_wrap=True)

    console.rule(f"2 · {messages.DEMO_SUBMISSIONS.line}")
    students = demo_class()
    notebook = nbformat.read(released / f"{UNIT}.ipynb", as_version=4)
    for student, answers in students.items():
        folder = target / "submitted" / student / UNIT
        folder.mkdir(parents=True)
        reflection = REFLECTION if answers else None
        nbformat.write(submission(notebook, unit, answers, reflection), folder / f"{UNIT}.ipynb")
    console.print(messages.DEMO_HANDED_IN.format(count=len(students)).line)

    console.rule(f"3 · {messages.GRADING.line}")
    with grading_progress(quiet=False) as bar:
        options = Options(jobs=jobs, on_plan=bar.plan, on_graded=bar.advance, on_notice=bar.notice)
        grade_class(course, UNIT, where_it_can_isolated(options))
    results = list(recorded_results(course, UNIT))
    show_class(results, console)
    _compare(results, students)

    console.rule(f"4 · {messages.DEMO_FEEDBACK.line}")
    course.feedback(UNIT)
    (report,) = write_report(class_report(course, UNIT), target / "reports")
    console.print(f"{messages.DEMO_LOOK.line}:")
    example = target / "feedback" / "copied-from-the-web" / UNIT / f"{UNIT}.html"
    for path, what in [
        (report, messages.DEMO_REPORT.line),
        (example, messages.DEMO_PAGE.line),
        (released / f"{UNIT}.ipynb", messages.DEMO_NOTEBOOK.line),
        (target / "gradebook.db", messages.DEMO_GRADEBOOK.line),
    ]:
        console.print(f"  {escape(str(path))}  [dim]{what}[/]", soft_wrap=True)
    by_hand = f"[dim]Nbgrader > Formgrader: {messages.DEMO_BY_HAND.line}[/]"
    console.print(f"  {escape(formgrader_command(target))}  {by_hand}", soft_wrap=True)


def formgrader_command(course: Path) -> str:
    """What opens JupyterLab with formgrader on a course, for a shell."""
    jupyter = Path(sys.executable).with_name("jupyter")
    return f"(cd {shlex.quote(str(course))} && {shlex.quote(str(jupyter))} lab)"


def where_it_can_isolated(options: Options) -> Options:
    """These submissions are made here, of the unit's own answers: where there is no sandbox, they run without."""
    try:
        probe_isolation()
    except IsolationUnavailableError as error:
        return replace(options, isolated=False, not_isolated=messages.DEMO_NOT_ISOLATED.format(reason=error))
    return options


def _make_course(source: Path, target: Path) -> None:
    if not (source / "nbgrader_config.py").is_file() or not (source / "source" / UNIT).is_dir():
        raise CourseError(str(messages.NO_COURSE.format(path=source)))
    if target.exists():
        if not (target / MARKER).exists():
            raise CourseError(str(messages.NOT_A_DEMO.format(path=target)))
        shutil.rmtree(target)
    target.mkdir(parents=True)
    (target / MARKER).touch()
    shutil.copy(source / "nbgrader_config.py", target)
    shutil.copytree(source / "source" / UNIT, target / "source" / UNIT)


def _compare(results: list[Result], students: dict[str, Answers]) -> None:
    """Every submission was made from answers that are known: each grade and diagnosis must be the one they call for.

    Raises:
        CourseError: naming the first that is not.
    """
    for result in results:
        for verdict in result.verdicts:
            if verdict.state == "manual":
                continue
            answer = students[result.student].get(verdict.exercise)
            if isinstance(answer, Variant):
                expected = answer.id if answer.role == "mistake" else None
            else:
                expected = "sum-for-mean" if answer == COPIED_FROM_THE_WEB else None
            if verdict.diagnosis != expected or (expected is None and answer is not None and not verdict.correct):
                raise CourseError(f"{result.student}, {verdict.exercise}: {verdict.diagnosis} ≠ {expected}")
