"""The units with all that is known to be answered, and a course on disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
from filelock import FileLock
from nbformat import NotebookNode

from gdcourse.exercises import units
from gdcourse.grading.classroom.course import Course
from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.solutions import Variant, variants_of

ROOT = Path(__file__).parents[2]
ALL_EXERCISES = [(unit, exercise) for unit in units() for exercise in unit.all_exercises]
"""Of lessons and of assignments."""
ALL_VARIANTS = [(u, e, v) for u, e in ALL_EXERCISES for v in variants_of(u)[e.id]]


def exercise_name(value: object) -> str | None:
    """Test ids: the ids of exercises and variants."""
    return value.id if isinstance(value, Exercise | Variant) else value.slug if isinstance(value, Unit) else None


def make_course(directory: Path, unit: str = "02-manual-gradient") -> Course:
    """A course directory with one unit, released in this run of the tests.

    It is a copy: to release takes a while, and each time it is the same.
    """
    kept = Path(os.environ["GDCOURSE_TEST_HOME"], "released", unit)
    with FileLock(f"{kept.parent}-{unit}.lock"):
        if not kept.exists():
            made = kept.parent / f".{unit}"
            _release(made, unit)
            made.rename(kept)
    shutil.copytree(kept, directory, dirs_exist_ok=True)
    return Course(directory)


def _release(directory: Path, unit: str) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    shutil.copytree(ROOT / "source" / unit, directory / "source" / unit)
    Course(directory).release(unit)


def hand_in(course: Course, student: str, content: NotebookNode | bytes, unit: str = "02-manual-gradient") -> Path:
    """Put a submission where nbgrader looks for it."""
    path = course.path("submitted", unit, student) / f"{unit}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else nbformat.writes(content).encode())
    return path
