"""Where the time of one submission goes, phase by phase: one worker, one submission after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import torch

import gdcourse.grading.classroom.worker_imports  # noqa: F401 (what a grading process has imported)
from gdcourse.grading.classroom import gradebook_recording
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.gradebook_recording import ToRecord
from gdcourse.grading.classroom.graded_submission import finished
from gdcourse.grading.submission import execution, grade_submission
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.kernels.kernel_process import Template

PHASES: dict[str, list[tuple[Any, str]]] = {
    "read, restore": [(grade_submission, "read_notebook"), (grade_submission, "restore")],
    "right answers of this student's cases": [(grade_submission, "hidden_reference_key")],
    "kernel: fork and sandbox": [(execution, "start_direct")],
    "kernel: ipykernel's own start": [(execution._Running, "_wait_until_ready")],
    "cells and questions": [(execution._Running, "_execute")],
    "kernel: end": [(execution, "_end")],
    "judging, diagnosis": [(grade_submission, "_judge")],
    "gradebook and files": [(gradebook_recording.Recorder, "record")],
}


class _Spent:
    """Seconds of one phase: wall, processor of this process, processor of the whole machine."""

    def __init__(self, busy: Callable[[], float]) -> None:
        self._clocks = (time.perf_counter, time.process_time, busy)
        self.seconds = [0.0, 0.0, 0.0]

    @contextmanager
    def counted(self) -> Iterator[None]:
        before = [clock() for clock in self._clocks]
        try:
            yield
        finally:
            self.seconds = [s + clock() - b for s, clock, b in zip(self.seconds, self._clocks, before, strict=True)]


def _counting(function: Callable[..., Any], spent: _Spent) -> Callable[..., Any]:
    def counting(*args: Any, **kw: Any) -> Any:
        with spent.counted():
            return function(*args, **kw)

    return counting


def measure(course: Course, slugs: list[str], busy: Callable[[], float]) -> dict[str, dict[str, float]]:
    """By phase: milliseconds per submission, over every submission of these units but the first of each.

    Args:
        busy: processor seconds of the whole machine so far; nothing else should run on it.
    """
    torch.set_num_threads(1)  # as grading processes do, which are told so before they import it
    Template.shared()
    spent = {phase: _Spent(busy) for phase in PHASES}
    whole, count = _Spent(busy), 0
    for slug in slugs:
        (assignment,) = course.assignments(slug)
        isolation = Isolation(True, tuple(course.private_paths))
        first, *rest = course.submissions(assignment, None)
        with gradebook_recording.opened_gradebook(course) as gradebook:
            writer = gradebook_recording.Recorder(course, gradebook, assignment)

            def grade(
                submission: Any, assignment: Any = assignment, writer: Any = writer, iso: Any = isolation
            ) -> None:
                data, student = submission.read(), submission.student
                graded = grade_submission.grade_notebook(data, assignment, student, course.secret, course.limits, iso)
                writer.record([ToRecord(submission, finished(graded, course.finishing_preprocessors()), {})])

            grade(first)
            with ExitStack() as patches:
                for phase, places in PHASES.items():
                    for owner, name in places:
                        counting = _counting(getattr(owner, name), spent[phase])
                        patches.enter_context(patch.object(owner, name, counting))
                with whole.counted():
                    for submission in rest:
                        grade(submission)
            count += len(rest)
    names = ("wall", "worker_cpu", "machine_cpu")
    found = {
        phase: {name: round(1000 * value / count, 1) for name, value in zip(names, s.seconds, strict=True)}
        for phase, s in {**spent, "all": whole}.items()
    }
    return {phase: found[phase] for phase in [*PHASES, "all"]}
