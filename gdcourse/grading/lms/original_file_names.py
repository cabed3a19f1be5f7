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
"""In the course: by ``student/unit`` and platform, what stood before the name of what that had last."""


def given_names(course: Path, platform: str, unit: str) -> dict[str, str]:
    """By student, what a platform put before the name of what it had of a unit last.

    Feedback goes back by it whatever was handed in since by another way. Where only the person is remembered, Moodle's
    is made of name and number.
    """
    found = {}
    if platform == "moodle":
        for row in read_kept(course / PEOPLE, []):
            if isinstance(row, dict) and (row.get("platform"), row.get("unit")) == ("moodle", unit):
                found[str(row.get("student"))] = moodles_folder(str(row.get("name")), row.get("number"))
    for place, names in remembered_names(course).items():
        student, _, its_unit = place.rpartition("/")
        if its_unit == unit and platform in names:
            found[student] = names[platform]
    return found


def remember_names(course: Path, names: Mapping[str, str]) -> None:
    """Keep the names of files that were taken, by ``student/unit``; an empty one is of what came by no platform."""
    before = remembered_names(course)
    new = {place: {**before.get(place, {}), gave_name(name): name} for place, name in names.items() if name}
    if {**before, **new} != before:
        text = json.dumps({**before, **new}, ensure_ascii=False, indent=1, sort_keys=True)
        replace_file(course / FILE, text + "\n")


def remembered_names(course: Path) -> dict[str, dict[str, str]]:
    """By ``student/unit`` and platform, what stood before the name of what that had last.

    Raises:
        CourseError: where the file that remembers it cannot be read.
    """
    found = {}
    for place, names in read_kept(course / FILE, {}).items():
        # Earlier versions kept one name alone.
        each = names.values() if isinstance(names, dict) else [names]
        found[str(place)] = {gave_name(str(name)): str(name) for name in each if name}
    return found
