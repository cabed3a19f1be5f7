"""Instructors' commands. Each imports what it needs when it runs, so that ``gdcourse --help`` stays quick."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gdcourse.kernels.sandbox import TIERS, Tier

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from gdcourse.grading.classroom.course import Course
    from gdcourse.grading.classroom.grade_class import Tally
    from gdcourse.grading.classroom.mark_history import MarkChange
    from gdcourse.language import Text

course_option = click.option(
    "--course",
    "course_directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="과목 폴더 · The course's directory (default: here).",
)

_language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["ko", "en"]),
    help="한 언어로만; 없으면 두 언어 · In one language; in both if not given.",
)


def _the_only(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> str | None:
    """The one student that was named. Left to itself, click takes the last of several without a word."""
    from gdcourse.grading import messages

    if len(set(given)) > 1:
        raise click.BadParameter(str(messages.ONE_STUDENT), ctx, parameter)
    return given[0] if given else None


_student_option = click.option("--student", multiple=True, callback=_the_only, help="이 학생만 · This student alone.")


def join(main: click.Group) -> None:
    """Add the instructors' commands to ``main``."""
    for command in (release, grade, deadline, mark, history, feedback, demo, report, export, collect, bundle):
        main.add_command(command)


def open_course(directory: Path) -> Course:
    """The course in a directory; what is wrong with it becomes a message without a traceback."""
    from gdcourse.grading.classroom.course import Course, CourseError

    try:
        return Course(directory)
    except CourseError as error:
        raise click.ClickException(str(error)) from error


def make_units_folder(directory: Path) -> None:
    """Make the folder for units of the course's own, where its settings name one that is not there yet."""
    from gdcourse.judging.own_units import SETTINGS, folder_in_settings

    if (directory / SETTINGS).is_file() and (named := folder_in_settings(directory)):
        (directory / named / "exercises").mkdir(parents=True, exist_ok=True)


def chosen_units(known: list[str], asked: tuple[str, ...]) -> list[str]:
    """Those that were asked for, all of them where none was; what is not known is a mistake of whoever typed it."""
    from gdcourse.exercises import require_usable
    from gdcourse.judging.messages import UNKNOWN_UNIT

    for slug in asked:
        if slug not in known:
            require_usable(slug)
            raise click.BadParameter(str(UNKNOWN_UNIT.format(slug=slug, known=", ".join(known))))
    return list(asked) or known


def units_of(course: Course, gradebook: Gradebook) -> list[str]:
    """The units that a course has, and those that it had when they were graded."""
    return sorted({*course.units(), *(assignment.name for assignment in gradebook.assignments)})


def require_units(course: Course, asked: tuple[str, ...]) -> None:
    """Refuse names of units that the course never had, before anything is written for the others."""
    if asked:
        with course.gradebook() as gradebook:
            chosen_units(units_of(course, gradebook), asked)


@click.command()
@click.argument("unit", nargs=-1)
@_language_option
@course_option
def release(unit: tuple[str, ...], language: str | None, course_directory: Path) -> None:
    """학생용 과제와 수업 노트북 만들기 · Make the students' version of assignments and lessons."""
    from gdcourse.grading.classroom.course_consistency import require_agreement
    from gdcourse.grading.classroom.make_workbooks import drop_old_workbooks, lessons_in, release_workbook
    from gdcourse.judging.own_units import UnusableUnitsError

    course = open_course(course_directory)
    assignments, usable = course.units(), []
    unusable: list[str] = []
    for slug in chosen_units(sorted({*assignments, *lessons_in(course)}), unit):
        try:
            or_fail(require_agreement, course, slug)
            usable.append(slug)
        except UnusableUnitsError as error:
            unusable.append(str(error))  # which costs no other unit anything
    for slug in usable:
        if slug in assignments:
            click.echo(or_fail(course.release, slug, language))
        if (workbook := or_fail(release_workbook, course, slug, language)) is not None:
            click.echo(workbook)
    if not unit:
        drop_old_workbooks(course)
    if unusable:
        raise click.ClickException("\n".join(unusable))


@click.command()
@click.argument("unit", nargs=-1, required=True)
@_student_option
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True)
@click.option("--again", is_flag=True, help="바뀌지 않은 것도 다시 · Also what has not changed since it was graded.")
@click.option(
    "--new-secret",
    is_flag=True,
    help="없어진 과목 비밀값을 새로 · Make a new course secret where it is gone; everybody is graded anew.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask 스케줄러 주소 · A Dask scheduler whose workers grade.")
@click.option(
    "--isolation",
    type=click.Choice(TIERS),
    help="격리 방식; 없으면 가장 나은 것 · How to isolate; the best there is if not given.",
)
@click.option(
    "--no-isolation",
    is_flag=True,
    help="격리 없이, 학생 코드가 여러분의 권한으로 실행됨 · Without a sandbox: students' code has all your rights.",
)
@click.option("--json", "as_json", is_flag=True, help="학생·문제마다 한 레코드 · One record per student and question.")
@course_option
def grade(
    unit: tuple[str, ...],
    student: str | None,
    jobs: int,
    again: bool,
    new_secret: bool,
    scheduler: str | None,
    isolation: Tier | None,
    no_isolation: bool,
    as_json: bool,
    course_directory: Path,
) -> None:
    """제출물 채점 · Grade what was handed in for units, and record it in nbgrader's gradebook."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.grade_class import Options, grade_class
    from gdcourse.grading.classroom.gradebook_recording import recorded_results
    from gdcourse.grading.classroom.terminal_progress_and_results import grading_progress, show_class
    from gdcourse.judging.own_units import UnusableUnitsError

    if isolation and no_isolation:
        raise click.UsageError(str(messages.ISOLATION_TWICE))
    course = open_course(course_directory)
    records: list[dict[str, Any]] = []
    unusable: list[str] = []
    for slug in unit:  # a name that was mistyped is told before the others are graded, which may take long
        with suppress(UnusableUnitsError):
            or_fail(course.assignments, slug)
    for slug in dict.fromkeys(unit):
        with grading_progress(quiet=as_json) as bar:
            options = Options(
                jobs=jobs,
                only=student,
                again=again,
                new_secret=new_secret,
                isolated=not no_isolation,
                tier=isolation,
                scheduler=scheduler,
                on_plan=bar.plan,
                on_graded=bar.advance,
                on_notice=bar.notice,
            )
            try:
                tally = or_fail(grade_class, course, slug, options)
            except UnusableUnitsError as error:
                unusable.append(str(error))  # which costs no other unit anything
                continue
            except KeyboardInterrupt:
                raise click.ClickException(str(messages.INTERRUPTED.format(unit=slug))) from None
        results = list(recorded_results(course, slug, student))
        records += [record for result in results for record in result.records()]
        if not as_json:
            show_class(results)
            _say_what_came_of_it(tally)
    if as_json:
        click.echo(json.dumps(records, ensure_ascii=False, indent=1))
    if unusable:
        raise click.ClickException("\n".join(unusable))


def _say_what_came_of_it(tally: Tally) -> None:
    from gdcourse.grading import messages

    click.echo(str(messages.GRADED.format(graded=tally.graded, unchanged=tally.unchanged)))
    if tally.excepted:
        click.echo(str(messages.COUNTED_OTHERWISE.format(count=tally.excepted)))
    if tally.tried_again:
        click.echo(str(messages.TO_BE_TRIED_AGAIN.format(count=tally.tried_again)))
    if tally.mended:
        click.echo(str(messages.MENDED.format(count=tally.mended)))
    _show_changes(messages.MARKS_CHANGED, tally.changes)


def _show_changes(heading: Text, changes: list[MarkChange]) -> None:
    from gdcourse.untrusted_text import legible

    if changes:
        click.echo(str(heading))
    for change in changes:
        click.echo(f"  {legible(change.student, 60)}  {_named(change.question)}  {change.shown}")


def _named(question: str) -> str:
    """A question's id, or what stands in its place for a late penalty."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.mark_history import LATENESS

    return messages.LATE_PENALTY.line if question == LATENESS else question


def _why(reasons: tuple[str, ...]) -> str:
    """Why a mark changed; where several things changed together, that nobody can tell which it was."""
    from gdcourse.grading import messages
    from gdcourse.language import Text

    said = [messages.WHY[name] for name in reasons]
    if len(said) == 1:
        return said[0].line
    return messages.ONE_OF.format(
        reasons=Text(", ".join(one.ko for one in said), ", ".join(one.en for one in said))
    ).line


@click.command()
@click.argument("unit")
@click.option(
    "--take",
    "taken",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="채점 페이지가 저장한 파일을 성적부에; 여러 번 쓸 수 있음 · Put what the page saved into the gradebook.",
)
@click.option(
    "--markers",
    type=click.IntRange(min=1, max=50),
    default=1,
    show_default=True,
    help="나누어 채점할 사람의 수, 한 사람에 한 쪽 · How many people share the work: a page for each.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="페이지를 둘 폴더 · Where to put the pages (default: marking, in the course).",
)
@course_option
def mark(unit: str, taken: tuple[Path, ...], markers: int, output: Path | None, course_directory: Path) -> None:
    """서술형 직접 채점 · Mark written answers by hand: makes a page for the browser, and takes in what it saved."""
    from gdcourse.grading import messages
    from gdcourse.grading.pages.marking_files import write_marking_pages

    course = open_course(course_directory)
    if taken:
        _take_marks(course, unit, taken)
        return
    written = or_fail(write_marking_pages, course, unit, output or course.directory / "marking", markers)
    for path in written.pages:
        click.echo(path)
    click.echo(str(messages.TO_MARK.format(answers=written.answers, blank=written.blank, open=written.open)))
    if written.elsewhere:
        values = {"count": written.elsewhere.total(), "questions": ", ".join(sorted(written.elsewhere))}
        click.echo(str(messages.OPEN_ELSEWHERE.format(**values)))


def _take_marks(course: Course, unit: str, paths: tuple[Path, ...]) -> None:
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.hand_marks import course_code, take_marks
    from gdcourse.grading.classroom.marks_file import read_marks_file

    code = course_code(course)
    files = [or_fail(read_marks_file, path, code, unit) for path in dict.fromkeys(paths)]
    results, penalties = or_fail(take_marks, course, unit, files, lambda notice: click.echo(str(notice), err=True))
    for file, result in zip(files, results, strict=True):
        click.echo(str(messages.MARKS_TAKEN.format(file=file.name, taken=result.written, same=result.same)))
        if result.older:
            click.echo(str(messages.MARKS_OLDER.format(count=result.older)))
        if result.conflicts:
            click.echo(str(messages.MARKS_IN_CONFLICT.format(count=len(result.conflicts), unit=unit)))
        for conflict in result.conflicts:
            for line in str(conflict).splitlines():
                click.echo(f"  {line}")
    _show_changes(messages.PENALTIES_CHANGED, penalties)


@click.command()
@click.argument("student")
@click.option("--unit", "units", multiple=True, help="이 단원만; 여러 번 쓸 수 있음 · These units alone.")
@click.option("--json", "as_json", is_flag=True, help="점수가 바뀔 때마다 한 레코드 · One record for each change.")
@course_option
def history(student: str, units: tuple[str, ...], as_json: bool, course_directory: Path) -> None:
    """학생의 점수가 언제 왜 바뀌었나 · When each mark of STUDENT became what it is, and why."""
    from dataclasses import asdict
    from datetime import datetime

    from gdcourse.close_names import close_names
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.deadlines import shown
    from gdcourse.grading.classroom.gradebook_recording import opened_gradebook
    from gdcourse.grading.classroom.mark_history import history_of, mark_shown, see_marks_by_hand
    from gdcourse.grading.classroom.names_of_students import names_of_students
    from gdcourse.untrusted_text import legible

    course = open_course(course_directory)
    zone = or_fail(lambda: course.timezone)
    with opened_gradebook(course) as gradebook:
        if student not in (known := {one.id for one in gradebook.students}):
            close = close_names(student, known, names_of_students(gradebook))
            values = {"student": legible(student, 60), "close": close}
            raise click.ClickException(str(messages.NO_SUCH_STUDENT.format(**values)))
        if units:
            chosen_units(units_of(course, gradebook), units)
        see_marks_by_hand(gradebook)
        entries = [one for one in history_of(gradebook, student) if not units or one.unit in units]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in entries], ensure_ascii=False, indent=1))
        return
    if not entries:
        click.echo(str(messages.NO_HISTORY.format(student=student)))
    before: dict[tuple[str, str], str] = {}
    for one in entries:
        now, place = mark_shown(one.score), (one.unit, one.question)
        marks = f"{before[place]} → {now}" if place in before else now
        before[place] = now
        said = f"  {one.diagnosis}" if one.diagnosis else ""
        if sign := {"ungradable": "!", "missing": "·"}.get(one.state):
            said = f"  {sign} {messages.LEGEND[sign].line}"
        why = _why(one.why) + (f": {legible(one.noted, 200)}" if one.noted else "")
        when = shown(datetime.fromisoformat(one.at), zone)
        most = f" / {one.max_score:g}" if one.max_score else ""
        click.echo(f"{when}  {one.unit}  {_named(one.question)}  {marks}{most}{said}  ({why})")


class _TakesTimes(click.Command):
    """A command with a time among its arguments, where a hyphen begins no option: ``23:59 -0500``, or ``-1d``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        from gdcourse.grading import messages
        from gdcourse.untrusted_text import legible

        for argument in args:
            if re.match(r"[-−]\d", argument) and not _OFFSET.fullmatch(argument):
                raise click.UsageError(str(messages.NO_TIME_BEFORE.format(text=legible(argument, 60))), ctx)
        return super().parse_args(ctx, [f" {one}" if _OFFSET.fullmatch(one) else one for one in args])


_OFFSET = re.compile(r"[-−]\d{2}:?\d{2}")


@click.command(cls=_TakesTimes)
@click.argument("unit", required=False)
@click.argument("when", nargs=-1)
@click.option("--student", "students", multiple=True, help="이 학생만; 여러 번 쓸 수 있음 · These alone.")
@click.option("--withdraw", "takes_away", is_flag=True, help="마감이나 학생에게 더 준 시간을 없앰 · Take it away.")
@click.option("--json", "as_json", is_flag=True, help="단원마다 한 레코드 · One record for each unit.")
@course_option
def deadline(
    unit: str | None,
    when: tuple[str, ...],
    students: tuple[str, ...],
    takes_away: bool,
    as_json: bool,
    course_directory: Path,
) -> None:
    """마감을 보고, 정하고, 늦추기 · Show, set, put off or withdraw deadlines.

    WHEN은 사람이 쓰는 대로 적은 시각("2026-03-01 23:59 KST")이나, 마감에서 이틀 뒤라면 +2d예요. WHEN이 없으면
    마감을 보여 주고, --student가 있으면 그 학생들만의 마감이에요.

    WHEN is a time as people write it, "2026-03-01 23:59 KST", or +2d for two days after the deadline. Without WHEN,
    deadlines are shown; with --student, it is for these students alone.
    """
    from gdcourse.grading import messages
    from gdcourse.grading.classroom import deadlines
    from gdcourse.grading.classroom.gradebook_recording import course_lock, opened_gradebook
    from gdcourse.grading.classroom.times_as_written import span
    from gdcourse.untrusted_text import legible

    course = open_course(course_directory)
    zone, text = or_fail(lambda: course.timezone), " ".join(when)
    if (students and not (text or takes_away)) or (text and takes_away):
        raise click.UsageError(str(messages.WHEN_OR_WITHDRAW))
    with opened_gradebook(course) as gradebook:
        known = sorted({*course.units(), *(assignment.name for assignment in gradebook.assignments)})
        if takes_away and not unit:
            raise click.UsageError(str(messages.WITHDRAW_WHICH.format(unit=next(iter(known), "UNIT"))))
        units = chosen_units(known, (unit,) if unit else ())
        if unit and (text or takes_away):
            with course_lock(course, lambda notice: click.echo(str(notice), err=True)):
                if takes_away:
                    or_fail(deadlines.withdraw, course, gradebook, unit, students)
                elif students:
                    or_fail(deadlines.extend, course, gradebook, unit, students, text, zone)
                else:
                    or_fail(deadlines.set_deadline, gradebook, unit, text, zone)
        found = [deadlines.deadline_of(gradebook, slug) for slug in units]
        perhaps = {one.unit: deadlines.perhaps_meant(gradebook, one, zone) for one in found}
        is_graded = any(gradebook.assignment_submissions(unit)) if unit and (text or takes_away) else False
    if as_json:
        click.echo(json.dumps([deadlines.record_of(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        due = deadlines.shown(one.due, zone) if one.due else messages.NO_DEADLINE.line
        click.echo(f"{one.unit}  {due}")
        for student, longer in one.extensions.items():
            until = one.of(student)
            if until is not None:
                length = span(longer.total_seconds())
                click.echo(f"  {legible(student, 60)}  {deadlines.shown(until, zone)}  (+{length})")
        if not text and (meant := perhaps[one.unit]):
            values = {"unit": one.unit, "due": due, "meant": deadlines.shown(meant, zone)}
            click.echo(str(messages.PERHAPS_MEANT_HERE.format(**values)), err=True)
    if text and deadlines.names_no_zone(text):
        click.echo(str(messages.ZONE_ASSUMED.format(zone=zone)), err=True)
    if is_graded:
        click.echo(str(messages.GRADE_TO_MEND.format(unit=unit)))


@click.command()
@click.argument("unit", nargs=-1, required=True)
@_student_option
@click.option(
    "--pack",
    "packs",
    type=click.Choice(["moodle", "canvas", "ilias", "mail"]),
    multiple=True,
    help="LMS에 올릴 zip이나 메일로; 여러 번 쓸 수 있음 · Packed for a platform to take back, or as mails; "
    "may be given several times.",
)
@course_option
def feedback(unit: tuple[str, ...], student: str | None, packs: tuple[str, ...], course_directory: Path) -> None:
    """학생별 피드백 쓰기 · Write a feedback page for every student of units."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.terminal_progress_and_results import progress

    course = open_course(course_directory)
    or_fail(require_units, course, unit)
    failed: list[str] = []
    for slug in dict.fromkeys(unit):
        stray: list[Text] = []
        with progress(messages.WRITING_FEEDBACK) as (on_plan, on_page):
            pages = or_fail(course.feedback, slug, student, on_plan, on_page, stray.append)
        for notice in stray:
            click.echo(str(notice), err=True)
        for kind in dict.fromkeys(packs):
            try:
                _pack(course, slug, kind, pages)
            except click.ClickException as error:
                failed.append(error.message)
        for page in pages if not packs else ():
            click.echo(page)
    if failed:
        raise click.ClickException("\n".join(failed))


def _pack(course: Course, unit: str, kind: str, pages: list[Path]) -> None:
    """Make one pack and tell of it, or say why it cannot be made, as an error that others need not stop at."""
    from gdcourse.grading import messages
    from gdcourse.grading.lms.feedback_packs import pack_feedback
    from gdcourse.untrusted_text import legible

    packed = or_fail(pack_feedback, course, unit, kind, pages)
    click.echo(packed.path)
    click.echo(str(messages.PACKED[kind].format(count=packed.count)))
    for who, why in packed.left:
        click.echo(f"✗ {legible(who, 80)}: {why}")


@click.command()
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="결과를 둘 폴더, 새로 만듦 · Where to put the results; made anew.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True)
@course_option
def demo(directory: Path, jobs: int, course_directory: Path) -> None:
    """가상의 학급으로 처음부터 끝까지 · From release to feedback with a simulated class."""
    from gdcourse.grading.demo.run_demo import run_demo

    or_fail(run_demo, course_directory, directory, jobs)


@click.command()
@click.argument("unit", nargs=-1)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="결과를 둘 폴더 · Where to put the files (default: reports, in the course).",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(["html", "csv", "json"]),
    multiple=True,
    default=["html"],
    help="여러 번 쓸 수 있음 · May be given several times (default: html).",
)
@course_option
def report(unit: tuple[str, ...], output: Path | None, formats: tuple[str, ...], course_directory: Path) -> None:
    """학급 보고서 쓰기 · Write the report on the class in each unit; without a unit, the one across all."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.terminal_progress_and_results import progress
    from gdcourse.grading.pages.report_files import (
        class_report,
        course_report,
        feedback_pages,
        write_course_report,
        write_report,
    )

    course = open_course(course_directory)
    or_fail(require_units, course, unit)
    directory = output or course.directory / "reports"
    if not unit:
        with progress(messages.WRITING_REPORT) as (on_plan, on_unit):
            across = or_fail(course_report, course, on_plan, on_unit)
        pages = {unit.unit: feedback_pages(course, unit.unit) for unit in across.units}
        for path in write_course_report(across, directory, formats, pages):
            click.echo(path)
    for slug in dict.fromkeys(unit):
        with progress(messages.WRITING_REPORT) as (on_plan, on_student):
            found = or_fail(class_report, course, slug, on_plan, on_student)
        for path in write_report(found, directory, formats, feedback_pages(course, slug)):
            click.echo(path)


@click.command()
@click.argument("unit", nargs=-1)
@click.option("--to", type=click.Choice(["canvas", "moodle", "csv"]), default="csv", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="파일 · The file to write (default: canvas.csv, moodle.csv or grades.csv, here).",
)
@course_option
def export(unit: tuple[str, ...], to: str, output: Path | None, course_directory: Path) -> None:
    """LMS에 올릴 성적 파일 쓰기 · Write marks for a learning platform, for all units or those named."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.terminal_progress_and_results import progress
    from gdcourse.grading.lms.marks_export import EXPORTS, released_in, waiting_to_be_graded
    from gdcourse.grading.lms.people import People
    from gdcourse.untrusted_text import legible

    course = open_course(course_directory)
    plugin = EXPORTS[to](parent=course.app)
    with course.gradebook() as gradebook, progress(messages.WRITING_MARKS) as (plugin.on_plan, plugin.on_mark):
        known = sorted(assignment.name for assignment in released_in(gradebook))
        if not known:
            raise click.ClickException(str(messages.NOTHING_RELEASED))
        for slug in unit:
            if slug not in known and slug in course.units():
                raise click.ClickException(str(messages.NOT_RELEASED.format(unit=slug)))
        plugin.assignment = chosen_units(known, unit)
        plugin.waiting = waiting_to_be_graded(course, plugin.assignment or known)
        plugin.numbers_of_canvas = or_fail(People, course.directory).numbers_of("canvas")
        plugin.to = str(output or plugin.file_name)
        plugin.export(gradebook)
        open_ = [
            s for name in plugin.assignment for s in gradebook.assignment_submissions(name) if s.needs_manual_grade
        ]
    click.echo(plugin.to)
    if plugin.waiting:
        names = legible(", ".join(f"{student} ({slug})" for student, slug in sorted(plugin.waiting)), 500)
        click.echo(str(messages.STILL_TO_GRADE.format(count=len(plugin.waiting), names=names)), err=True)
    if open_:
        click.echo(str(messages.STILL_OPEN.format(count=len(open_))), err=True)


@click.command()
@click.argument("archive", nargs=-1, required=True, metavar="ARCHIVE... [UNIT]")
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="명단 CSV: student 열과 LMS 번호·이름 열 · CSV with a column student, and the LMS's numbers or names.",
)
@course_option
def collect(archive: tuple[str, ...], roster: Path | None, course_directory: Path) -> None:
    """LMS에서 받은 제출물 가져오기 · Take in what a learning platform gives: zip files or folders."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.terminal_progress_and_results import progress
    from gdcourse.grading.lms.collecting import collect as collect_all
    from gdcourse.grading.lms.exchange_settings import lines_that_lack
    from gdcourse.grading.lms.roster import Roster
    from gdcourse.untrusted_text import legible

    course = open_course(course_directory)
    *paths, last = archive
    unit = last if paths and last in course.units() else None
    if unit is None:
        paths.append(last)
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise click.BadParameter(
            str(messages.NO_ARCHIVE.format(path=", ".join(missing), known=", ".join(course.units())))
        )
    people = or_fail(Roster.from_file, roster) if roster else None
    with progress(messages.COLLECTING) as (on_plan, on_file):
        found = or_fail(collect_all, course, [Path(path) for path in paths], unit, people, on_plan, on_file)
    zone = course.timezone if course.zone_set else None
    for attempt in found.taken:
        time = attempt.time if attempt.late is None else None  # else it is when the platform made its zip file
        when = f"{time.astimezone(zone):%Y-%m-%d %H:%M %Z}" if time else "–"
        note = attempt.note.line
        source = " + ".join(legible(name, 300) for name in (attempt.source, *attempt.beside))
        click.echo(f"✓ {attempt.student}  {attempt.unit}  {when}  ← {source}{f'  ({note})' if note else ''}")
    for kept in found.earlier:
        click.echo(f"· {legible(kept.source, 300)}: {kept.why}")
    for row in _left(found.left):
        click.echo(row)
    if people and people.guessed_encoding:
        foreign = (name for person in people.listed for name in person.names if not name.isascii())
        if name := next(foreign, ""):
            values = {"encoding": people.guessed_encoding, "name": legible(name, 60)}
            click.echo(str(messages.ROSTER_ENCODING.format(**values)))
    for line, person in people.without_id if people else ():
        name = legible(next(iter((*person.names, *person.numbers_on("moodle"), "–"))), 60)
        click.echo(str(messages.ROSTER_LINE_WITHOUT_ID.format(line=line, name=name)))
    for line, cell in people.nobody if people else ():
        click.echo(str(messages.ROSTER_NOBODY.format(line=line, cell=legible(cell, 60))))
    counts = {"taken": len(found.taken), "earlier": len(found.earlier), "left": len(found.left)}
    click.echo(str(messages.TAKEN.format(**counts)))
    if lacking := lines_that_lack(course.app.config):
        click.echo("\n".join([str(messages.EXCHANGE_UNSET), *(f"  {line}" for line in lacking)]), err=True)
    if not found.taken and not found.earlier:
        raise click.ClickException(str(messages.NOTHING_TAKEN))


def _left(left: list[tuple[str, Text]]) -> Iterator[str]:
    """What was not taken, a line for each reason in each folder; what no person has made, by its number alone."""
    from gdcourse.grading import messages
    from gdcourse.untrusted_text import legible

    groups: dict[tuple[str, str], list[str]] = {}
    by_number = {messages.CLUTTER: 0, messages.RECEIPTS_OF_HAND_INS: 0}
    for name, why in left:
        if why in by_number:
            by_number[why] += 1
            continue
        folder, _, own = name.rpartition("/")
        groups.setdefault((folder, str(why)), []).append(own)
    for (folder, reason), names in groups.items():
        inside = f"{legible(folder, 300)}/" if folder else ""
        yield f"✗ {inside}{', '.join(legible(name, 300) for name in names)}: {reason}"
    for what, count in by_number.items():
        if count:
            yield str(messages.COUNTED_ALONE.format(count=count, what=what))


@click.command()
@click.argument("unit", nargs=-1)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("gdcourse.zip"),
    show_default=True,
    help="만들 zip 파일 · The zip file to make.",
)
@click.option(
    "--url",
    metavar="ADDRESS",
    help="Colab 등에서 첫 셀이 패키지를 설치할 주소 · Where the first cell finds the package, for Colab and the like.",
)
@_language_option
@course_option
def bundle(unit: tuple[str, ...], output: Path, url: str | None, language: str | None, course_directory: Path) -> None:
    """학생에게 줄 묶음 만들기 · Pack lessons, assignments and the package for students, of all units or those named."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.make_workbooks import lessons_in
    from gdcourse.grading.lms.student_bundle import make_bundle

    course = open_course(course_directory)
    chosen = chosen_units(sorted({*course.units(), *lessons_in(course)}), unit)
    made = or_fail(make_bundle, course, output, url, language, chosen)
    click.echo(made.archive)
    if made.wheel is not None:
        click.echo(str(messages.PUT_THE_WHEEL.format(path=made.wheel, address=made.address)))


def or_fail(work: Callable[..., Any], *arguments: Any) -> Any:
    """Call ``work``; what is wrong with the course, or whose it is, becomes a message without a traceback."""
    from gdcourse.grading import messages
    from gdcourse.grading.classroom.course import CourseError
    from gdcourse.notebooks.reading import UnreadableNotebookError
    from gdcourse.untrusted_text import legible

    try:
        return work(*arguments)
    except CourseError as error:
        raise click.ClickException(str(error)) from error
    except UnreadableNotebookError as error:
        raise click.ClickException(str(messages.CANNOT_READ_OWN_NOTEBOOK.format(reason=str(error)))) from error
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS) or error.filename is None:
            raise
        place = legible(str(Path(os.fsdecode(error.filename)).absolute()), 300)
        told = messages.NOT_ALLOWED_THERE.format(place=place, reason=error.strerror)
        raise click.ClickException(str(told)) from error
