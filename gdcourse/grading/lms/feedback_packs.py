"""Feedback pages in the form in which learning platforms take files back, or as mails.

Moodle ("Upload multiple feedback files in a zip", ``mod/assign/feedback/file/importziplib.php``) goes by the names of
folders, ``Name_number_assignsubmission_file_``, as it gives them when submissions are downloaded. Canvas ("Re-Upload
Submissions", ``generate_comments_from_files``) goes by the numbers of user and attachment in the names of files,
``name_user_attachment_…``, takes only those of an attachment that is on the submission, and shows each under that
attachment's name (instructure/canvas-lms#2406). ILIAS ("Multi-Feedback",
``getMultiFeedbackFiles``) goes by the number that ends the folder's name, in a folder called ``multi_feedback…``.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from nbgrader.api import Student

from gdcourse.atomic_write import move_aside, move_back, replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.lms.original_file_names import given_names
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

FOLDER = "packs"
"""In the course."""


@dataclass
class Packed:
    """What was packed.

    Attributes:
        path: the zip file, or the folder of mails.
        count: of how many students.
        left: whose feedback is not in it, and why.
    """

    path: Path
    count: int = 0
    left: list[tuple[str, Text]] = field(default_factory=list)


def pack_feedback(course: Course, unit: str, kind: str, pages: Sequence[Path]) -> Packed:
    """Pack feedback pages (``feedback/STUDENT/UNIT/….html``) for ``moodle``, ``canvas``, ``ilias`` or ``mail``.

    Raises:
        CourseError: where there is nothing that can be packed, with the reasons. What was packed before stays then.
    """
    by_student: dict[str, list[Path]] = {}
    for page in pages:
        by_student.setdefault(page.parent.parent.name, []).append(page)
    packed = Packed(course.directory / FOLDER / f"{unit}-{kind}{'' if kind == 'mail' else '.zip'}")
    files = dict(
        _mails(course, unit, by_student, packed) if kind == "mail" else _named(course, unit, kind, by_student, packed)
    )
    if not files:
        reasons = [f"✗ {legible(who, 80)}: {why}" for who, why in packed.left]
        raise CourseError("\n".join([str(messages.NOTHING_TO_TRAVEL.format(unit=unit, kind=kind)), *reasons]))
    if kind == "mail":
        _replace_folder(packed.path, files)
    else:
        replace_file(packed.path, _as_zip(files))
    return packed


_PLACES: Mapping[str, Callable[[str, str], str]] = {
    "moodle": lambda given, name: f"{given}/{name}",
    # Canvas passes over a file whose last word between underscores begins with "link".
    "canvas": lambda given, name: f"{given}{name.replace('_', '-')}",
    "ilias": lambda given, name: f"multi_feedback/{given}{name}",
}
"""Where in its zip file each platform looks for a page, by what it put before the name of what was handed in."""


def _named(
    course: Course, unit: str, platform: str, by_student: Mapping[str, Sequence[Path]], packed: Packed
) -> Iterator[tuple[str, bytes]]:
    names = given_names(course.directory, platform, unit)
    for student, pages in by_student.items():
        if student not in names:
            packed.left.append((student, messages.NO_GIVEN_NAME[platform]))
            continue
        packed.count += 1
        for page in pages:
            yield _PLACES[platform](names[student], page.name), page.read_bytes()


def _mails(
    course: Course, unit: str, by_student: Mapping[str, Sequence[Path]], packed: Packed
) -> Iterator[tuple[str, bytes]]:
    with course.gradebook() as gradebook:
        known = {student.id: student for student in gradebook.students}
        addresses = {student: _address(known.get(student)) for student in by_student}
    for student, pages in by_student.items():
        address = addresses[student]
        if address is None:
            packed.left.append((student, messages.NO_ADDRESS_OF_STUDENT))
            continue
        packed.count += 1
        yield f"{student}.eml", _mail(unit, address, pages)


def _address(student: Student | None) -> Address | None:
    if student is None or not student.email:
        return None
    name = " ".join(filter(None, (student.last_name, student.first_name)))
    try:
        made = Address(legible(name, 100), addr_spec=str(student.email).strip())
    except (ValueError, HeaderParseError, IndexError):  # which of them depends on what is wrong with it
        return None
    return made if made.username and made.domain else None


def _mail(unit: str, address: Address, pages: Sequence[Path]) -> bytes:
    """A mail that mail programs open as one that is still to be sent, by nobody yet."""
    mail = EmailMessage(policy=SMTP)
    mail["To"] = address
    subject, body = messages.MAIL_SUBJECT.format(unit=unit), messages.MAIL_BODY.format(unit=unit)
    mail["Subject"] = subject.line
    mail["X-Unsent"] = "1"
    mail.set_content(f"{body}\n")
    for page in pages:
        content, in_utf8 = page.read_bytes(), {"charset": "utf-8"}
        mail.add_attachment(content, maintype="text", subtype="html", filename=page.name, params=in_utf8)
    return bytes(mail)


def _as_zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder anew: who is not in it any more gets no old mail."""
    beside, aside = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.before")
    move_back(aside, folder)
    shutil.rmtree(beside, ignore_errors=True)
    for name, content in files.items():
        replace_file(beside / name, content)
    move_aside(folder, aside)
    try:
        beside.rename(folder)
    finally:
        move_back(aside, folder)
