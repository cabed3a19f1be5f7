"""What platforms called the files that were handed in. They take feedback back by these names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from gdcourse.atomic_write import replace_file
from gdcourse.grading.classroom.small_course_files import read_kept
from gdcourse.grading.lms.lms_file_names import gave_name, moodles_folder
from gdcourse.grading.lms.people import FILE as PEOPLE

FILE = ".gdcourse-platform-names.json"
"""In the course: by ``student/unit``, what stood before the name of the file that counts."""


def given_names(course: Path, platform: str, unit: str) -> dict[str, str]:
    """By student, what a platform put before the name of the file of a unit that counts.

    Where only the person is remembered, Moodle's is made of name and number.
    """
    found = {}
    if platform == "moodle":
        for row in read_kept(course / PEOPLE, []):
            if isinstance(row, dict) and (row.get("platform"), row.get("unit")) == ("moodle", unit):
                found[str(row.get("student"))] = moodles_folder(str(row.get("name")), row.get("number"))
    for place, name in remembered_names(course).items():
        student, _, its_unit = place.rpartition("/")
        if its_unit == unit:
            found.pop(student, None)  # what was handed in last may be another platform's
            if name and gave_name(name) == platform:
                found[student] = name
    return found


def remember_names(course: Path, names: Mapping[str, str]) -> None:
    """Keep the names of files that count now; an empty one is of what came by another way."""
    before = remembered_names(course)
    after = {**before, **{place: name for place, name in names.items() if name or place in before}}
    if after != before:
        replace_file(course / FILE, json.dumps(after, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def remembered_names(course: Path) -> dict[str, str]:
    """By ``student/unit``, what stood before the name of the file that counts; empty of what came by another way.

    Raises:
        CourseError: where the file that remembers it cannot be read.
    """
    return {str(place): str(name) for place, name in read_kept(course / FILE, {}).items()}
