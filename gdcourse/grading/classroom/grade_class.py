"""Grade a class: what has changed is graded wherever the pool is, and each result is recorded here, by one writer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from nbgrader.api import Gradebook

from gdcourse.close_names import close_names
from gdcourse.grading import messages
from gdcourse.grading.classroom.changed_submissions import Plan, changed_submissions
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.course_consistency import (
    require_agreement,
    require_as_released,
    require_exceptions_exist,
    require_fresh_keys,
)
from gdcourse.grading.classroom.course_error import not_isolated
from gdcourse.grading.classroom.deadlines import deadline_of, perhaps_meant, shown
from gdcourse.grading.classroom.dropped_questions_in_gradebook import (
    marks_by_hand,
    marks_moved,
    put_into_gradebook,
)
from gdcourse.grading.classroom.gradebook_recording import Recorder, Result, ToRecord, course_lock, opened_gradebook
from gdcourse.grading.classroom.graded_submission import GradedSubmission, can_be_sent
from gdcourse.grading.classroom.mark_history import MarkChange, other_penalty, see_marks_by_hand
from gdcourse.grading.classroom.older_releases import older_assignments
from gdcourse.grading.classroom.releasing import notebooks_of_other_limits
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.classroom.verdict_database import was_graded
from gdcourse.grading.classroom.workers import Job, Pool, grade_all, local_pool
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.isolation import Isolation, probe_isolation
from gdcourse.grading.submission.messages import UNHEARD_SETTINGS
from gdcourse.judging.judge import Verdict
from gdcourse.kernels.sandbox import IsolationUnavailableError, Tier
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

_TOGETHER = 100  # submissions to a transaction


@dataclass
class Tally:
    """What came of a run.

    Attributes:
        graded: how many submissions were graded now.
        unchanged: how many stand from before.
        mended: how many of these have another late penalty.
        excepted: how many count otherwise, since questions were dropped or given to everyone, or are so no more, and
            were not run for it.
        tried_again: how many the next run tries again, since the machine may be why no answer could be had.
        changes: whose marks are not what they were, by student.
    """

    graded: int = 0
    unchanged: int = 0
    mended: int = 0
    excepted: int = 0
    tried_again: int = field(default=0, compare=False)
    changes: list[MarkChange] = field(default_factory=list, compare=False)


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        jobs: how many notebooks run at once.
        only: grade this student alone. How questions count that are exceptions is put right for everyone.
        again: also what has not changed since it was graded.
        new_secret: make a course secret where there is none any more, though it has been used.
        isolated: run submissions in a sandbox.
        tier: how the sandbox is built; the best way that there is, if it is not said.
        not_isolated: what is told where there is none.
        scheduler: the address of a Dask scheduler whose workers grade; ``None`` for this machine.
        on_plan: called with the number of submissions that are going to be graded.
        on_graded: called with what came of each submission, which is recorded a little later.
        on_result: called with each result once it is recorded.
        on_notice: called with what the person at the terminal should know.
    """

    jobs: int = os.cpu_count() or 1
    only: str | None = None
    again: bool = False
    new_secret: bool = False
    isolated: bool = True
    tier: Tier | None = None
    not_isolated: Text = messages.NOT_ISOLATED
    scheduler: str | None = None
    on_plan: Callable[[int], None] = lambda total: None
    on_graded: Callable[[GradedSubmission], None] = lambda graded: None
    on_result: Callable[[Result], None] = lambda result: None
    on_notice: Callable[[Text], None] = lambda notice: None


def grade_class(course: Course, unit: str, options: Options | None = None) -> Tally:
    """Grade every submission of a unit that has changed, and record it in the gradebook.

    Results are recorded as they come, those of five seconds in one transaction: whenever this is stopped or killed,
    what has been recorded stays, and the next run goes on with the rest.

    Raises:
        CourseError: where the unit has not been released, or contradicts itself or what was released; where nobody has
            handed anything in, submissions cannot be isolated, or the gradebook cannot be written.
    """
    options = options or Options()
    course.assignments(unit)  # which refuses what has not been released
    if options.tier is not None and options.scheduler is None:
        _layers(options.tier)  # what is asked for and cannot be had is told, though nothing may be left to grade
    with course_lock(course, options.on_notice), opened_gradebook(course) as gradebook:
        require_exceptions_exist(course, unit, gradebook)
        see_marks_by_hand(gradebook)
        by_hand_before = marks_by_hand(gradebook, unit)
        moved = put_into_gradebook(gradebook, unit, course.exceptions(unit))
        by_hand = marks_by_hand(gradebook, unit)
        for (_, student, question), (score, points) in by_hand.items():
            if score > points:
                values = {"student": legible(student, 80), "question": question, "score": score, "points": points}
                options.on_notice(messages.MARK_ABOVE_POINTS.format(**values))
    try:
        assignments = _what_can_be_graded(course, unit, options)
    except CourseError:
        if moved:  # though nothing is graded
            options.on_notice(marks_moved(unit, moved))
        raise
    tally = Tally()
    with course_lock(course, options.on_notice), opened_gradebook(course) as gradebook:
        if not (options.new_secret or course.has_secret) and was_graded(gradebook):
            raise CourseError(str(messages.SECRET_GONE.format(path=course.secret_path)))
        isolation = Isolation(options.isolated, tuple(course.private_paths), options.tier)
        finishing = tuple(course.finishing_preprocessors())
        there, here = (finishing, ()) if can_be_sent(finishing) else ((), finishing)
        jobs = [Job(assignment, course.secret, course.limits, isolation, there) for assignment in assignments]
        plans = [changed_submissions(course, gradebook, job, options.only, options.again) for job in jobs]
        tally.unchanged = sum(len(plan.unchanged) for plan in plans)
        is_known = tally.unchanged or any(any(plan.before.values()) for plan in plans)
        students = {path.parent.parent.name for path in course.graded_before(unit, options.only)}
        if students and not is_known:
            options.on_notice(messages.GRADED_AND_UNKNOWN.format(unit=unit, count=len(students)))
        writers = [Recorder(course, gradebook, plan.job.assignment, here) for plan in plans]
        for plan, writer in zip(plans, writers, strict=True):
            _tell_what_is_odd(plan, writer, options)
            for student, mended in writer.mend_lateness(plan.unchanged).items():
                changed = list(other_penalty(student, *mended))
                tally.mended += len(changed)
                tally.changes += changed
        _tell_of_deadline(course, gradebook, unit, plans, options)

        def note(plan: Plan, results: list[tuple[Submission, GradedSubmission]], penalties: _Penalties) -> None:
            for submission, graded in results:
                before = plan.before.get(submission.student)
                if before:
                    of = plan.job.assignment.notebook, submission.student
                    tally.changes += _changes(of, before, graded, by_hand_before, by_hand)
                    tally.changes += other_penalty(submission.student, *penalties[submission.student])
                options.on_result(Result(submission.student, unit, graded.verdicts))

        told = {submission.student for plan in plans for submission in (*plan.due, *plan.unchanged)}
        for number, (plan, writer) in enumerate(zip(plans, writers, strict=True)):
            coming, left = plan.mend(), list[Submission]()
            while some := list(islice(coming, _TOGETHER)):
                done = [(submission, graded) for submission, graded in some if graded is not None]
                told.update(submission.student for submission, _ in done)
                left += [s for s, graded in some if graded is None and options.only in (None, s.student)]
                if done:
                    note(plan, done, writer.record([ToRecord(s, of, plan.rests_on(s, of)) for s, of in done]))
                tally.excepted += len(done)
            told.update(submission.student for submission in left)
            plans[number] = plan.with_due(left)
        options.on_plan(sum(len(plan.due) for plan in plans))
        if any(plan.due for plan in plans):
            with _pool(options) as make_pool:
                for plan, writer in zip(plans, writers, strict=True):
                    works = plan.to_grade(written_by_workers=not here)
                    for results in grade_all(make_pool, plan.job, works, len(plan.due), options.on_graded):
                        rest_on = [ToRecord(s, graded, plan.rests_on(s, graded)) for s, graded in results]
                        note(plan, results, writer.record(rest_on))
                        tally.graded += len(results)
                        tally.tried_again += sum(not graded.final for _, graded in results)
    tally.changes += [change for change in moved if change.student not in told]
    tally.changes.sort(key=lambda change: change.student)  # results come in the order in which they end
    return tally


def _what_can_be_graded(course: Course, unit: str, options: Options) -> list[Assignment]:
    """The notebooks of a unit, as they count; what is odd about them is told.

    Raises:
        CourseError: as ``grade_class``.
    """
    assignments = course.assignments(unit)
    if not course.is_handed_in(unit, options.only):
        where = course.path(course.coursedir.submitted_directory, unit, options.only or "STUDENT")
        if options.only is None:
            raise CourseError(str(messages.NO_SUBMISSIONS.format(unit=unit, path=where)))
        close = close_names(options.only, course.students_with_folders())
        values = {"student": legible(options.only, 60), "unit": unit, "path": where, "close": close}
        raise CourseError(str(messages.NOT_HANDED_IN.format(**values)))
    if course.unheard_settings:
        options.on_notice(UNHEARD_SETTINGS.format(names=", ".join(course.unheard_settings)))
    released = course.path(course.coursedir.release_directory, unit)
    if untold := notebooks_of_other_limits(released, course.limits):
        values = {"names": ", ".join(path.name for path in untold), "unit": unit}
        options.on_notice(messages.LIMITS_UNTOLD.format(**values))
    require_agreement(course, unit, keys=False)
    require_as_released(course, assignments)
    require_fresh_keys(unit)  # which also tell whom a mistake that was written down since may concern
    for older in older_assignments(course, unit):
        options.on_notice(older)
    for name in course.unusable_folders(unit):
        options.on_notice(messages.UNUSABLE_FOLDER.format(name=legible(name, 80)))
    return assignments


def _changes(
    of: tuple[str, str],
    before: Mapping[str, Verdict],
    graded: GradedSubmission,
    by_hand_before: _ByHand,
    by_hand: _ByHand,
) -> Iterator[MarkChange]:
    """What counts otherwise than before: where a person gave a mark, that is what counts."""
    for verdict in graded.verdicts:
        was = before.get(verdict.exercise)
        if was is None:
            continue
        place = *of, verdict.exercise
        old, _ = by_hand_before.get(place, (was.score, 0.0))
        new, _ = by_hand.get(place, (verdict.score, 0.0))
        if old != new:
            yield MarkChange(of[1], verdict.exercise, old, new)


_Penalties = Mapping[str, tuple[float, float]]
"""By student, the late penalty as it was, and as it is now."""
_ByHand = Mapping[tuple[str, str, str], tuple[float, float]]
"""By notebook, student and question: the mark, and the points."""


def _tell_what_is_odd(plan: Plan, writer: Recorder, options: Options) -> None:
    for submission in [*plan.due, *plan.mendings, *plan.unchanged]:
        if text := submission.handed_in.unreadable:
            counted = messages.LATE if writer.unreadable_is_late else messages.ON_TIME
            student, said = legible(submission.student, 80), legible(text, 60)
            options.on_notice(messages.UNREADABLE_TIME.format(student=student, text=said, counted=counted))
        if submission.beside:
            student, names = legible(submission.student, 80), legible(", ".join(submission.beside), 300)
            taken = legible(submission.path.name, 100) if submission.exists else messages.NONE_TAKEN
            options.on_notice(messages.NOTEBOOKS_BESIDE.format(student=student, names=names, taken=taken))


def _tell_of_deadline(course: Course, gradebook: Gradebook, unit: str, plans: Iterable[Plan], options: Options) -> None:
    """Say so where somebody is late by a deadline that was perhaps meant to be later."""
    deadline, zone = deadline_of(gradebook, unit), course.timezone
    due, meant = deadline.due, perhaps_meant(gradebook, deadline, zone)
    if due is None or meant is None:
        return
    times = [s.handed_in.time for plan in plans for s in (*plan.due, *plan.mendings, *plan.unchanged)]
    if any(time is not None and due < time <= meant for time in times):
        values = {"unit": unit, "due": shown(due, zone), "meant": shown(meant, zone)}
        options.on_notice(messages.PERHAPS_MEANT_HERE.format(**values))


@contextmanager
def _pool(options: Options) -> Iterator[Callable[[Job, int], Pool]]:
    if options.scheduler is not None:
        from gdcourse.grading.classroom.dask_cluster import cluster_pool

        with cluster_pool(options.scheduler, options.isolated, options.tier, options.on_notice) as make:
            yield make
        return
    if options.isolated:
        options.on_notice(messages.ISOLATED.format(layers=_layers(options.tier)))
    else:
        options.on_notice(options.not_isolated)
    with local_pool(options.jobs) as make:
        yield make


def _layers(tier: Tier | None) -> str:
    try:
        return probe_isolation(tier)
    except IsolationUnavailableError as error:
        raise not_isolated(tier, error) from error
