"""The archive that a student gets: workbooks, assignments, the package without its answers, and how to start.

Notebooks lie in a folder of their own, where nobody works: a newer archive, unpacked over this one, overwrites no work.
``gdcourse lab`` puts them where they are worked on.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import nbformat

import gdcourse
from gdcourse.atomic_write import replace_file
from gdcourse.exercises import units
from gdcourse.grading import messages
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.course_consistency import require_agreement
from gdcourse.grading.classroom.make_workbooks import LESSONS, WORKBOOKS, lessons_in, workbook_of
from gdcourse.grading.classroom.older_releases import require_released_as_written
from gdcourse.grading.lms.install_cell import wheel_address, with_install
from gdcourse.grading.pages.html_page import environment, page
from gdcourse.judging.own_units import files_for_students, own_folder
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, note_limits, noted_limits
from gdcourse.notebooks.one_language import in_language

FOLDER = "gradient-descent"
"""The same in every edition, so that a newer one may be unpacked over it; not the package's name, which Python would
take it for."""
ORIGINALS = "originals"
TORCH_CPU = "https://pytorch.org/get-started/locally/"
_PROJECT = Path(gdcourse.__file__).parent.parent
_INSTRUCTORS_ONLY = re.compile(r"gdcourse/(solutions|grading|authoring)/")
_ANSWERS = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "gdcourse.solutions", "MARK SCHEME")


@dataclass(frozen=True)
class Bundle:
    """What was packed.

    Attributes:
        archive: the zip file.
        wheel: the package beside it, to be put at ``address``; both only where notebooks install it from there.
    """

    archive: Path
    wheel: Path | None = None
    address: str | None = None


def make_bundle(
    course: Course,
    target: Path,
    url: str | None = None,
    language: str | None = None,
    chosen: Collection[str] | None = None,
) -> Bundle:
    """Write the archive.

    Args:
        course: its releases go in.
        target: the zip file.
        url: where the package will be on the web, if notebooks are to install it from there.
        language: ``"ko"`` or ``"en"`` for notebooks in one language.
        chosen: the units whose notebooks go in; all of them, if it is not said. The package is whole.

    Raises:
        CourseError: where something is missing, contradicts itself, or would tell answers, or the address is none.
    """
    known = {*course.units(), *lessons_in(course)}
    slugs = sorted(known if chosen is None else known.intersection(chosen))
    for unit in slugs:
        if unit in course.units():
            require_agreement(course, unit)
        require_released_as_written(course, unit)
    wheel, data = build_wheel()
    data = with_own_units(data)
    address = None if url is None else wheel_address(url, wheel)
    found = {
        name: _as_asked(name, file, address, language, course.limits)
        for name, file in _files(course, wheel, data, slugs, address).items()
    }
    files = {f"{FOLDER}/{name}": content for name, content in found.items()}
    replace_file(target, _zip(files, _last_change(course)))
    if address is None:
        return Bundle(target)
    replace_file(target.with_name(wheel), data)
    return Bundle(target, target.with_name(wheel), address)


def build_wheel() -> tuple[str, bytes]:
    """The students' wheel, its name and what is in it.

    Raises:
        CourseError: where it cannot be built, or holds what students must not have.
    """
    if not (_PROJECT / "pyproject.toml").is_file() or importlib.util.find_spec("build") is None:
        raise CourseError(str(messages.NO_WHEEL.format(reason=f"{_PROJECT}: pyproject.toml, build")))
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", directory, str(_PROJECT)]
        epoch = {"SOURCE_DATE_EPOCH": "315532800"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **epoch})
        found = sorted(Path(directory).glob("*.whl"))
        if done.returncode or not found:
            raise CourseError(str(messages.NO_WHEEL.format(reason=(done.stderr or done.stdout)[-1000:])))
        name, data = found[0].name, found[0].read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(_INSTRUCTORS_ONLY.match(member) for member in archive.namelist()):
            raise CourseError(str(messages.WOULD_TELL.format(path=name)))
    return name, data


def with_own_units(wheel: bytes) -> bytes:
    """The wheel with the exercises and keys of the course's own units, where it has any, among the package's."""
    own = own_folder()
    if own is None:
        return wheel
    added = {f"gdcourse/{name}": path.read_bytes() for name, path in files_for_students(own).items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.endswith(".dist-info/RECORD"):
                content += "".join(map(_recorded, added, added.values())).encode()
            new.writestr(member, content)
        for name, content in added.items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _recorded(name: str, content: bytes) -> str:
    """A file's line in the RECORD of a wheel (packaging.python.org, "Recording installed projects")."""
    digest = urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def _files(course: Course, wheel: str, data: bytes, slugs: Collection[str], address: str | None) -> dict[str, bytes]:
    """What goes into the archive, by its path there."""
    files = {
        "START.html": start_page(wheel, slugs, address).encode(),
        "environment.yml": conda_environment(wheel).encode(),
        "requirements.txt": requirements(wheel).encode(),
        "constraints.txt": _constraints().encode(),
        wheel: data,
    }
    for name in ("LICENSE", "LICENSE-TEXT"):
        files[name] = (_PROJECT / name).read_bytes()
    lessons = [unit for unit in lessons_in(course) if unit in slugs]
    assignments = [unit for unit in course.units() if unit in slugs]
    if not lessons and not assignments:
        raise CourseError(str(messages.NOTHING_TO_PACK.format(path=course.directory / LESSONS)))
    for unit in lessons:
        if not workbook_of(course, unit).is_file():
            raise CourseError(str(messages.NOT_RELEASED.format(unit=unit)))
    of_lessons = dict(
        _notebooks(course.path(course.coursedir.release_directory, WORKBOOKS), f"{ORIGINALS}/{WORKBOOKS}")
    )
    packed = {f"{ORIGINALS}/{WORKBOOKS}/{unit}.ipynb" for unit in lessons}  # a lesson may be gone since its release
    files |= {name: data for name, data in of_lessons.items() if name in packed or not name.endswith(".ipynb")}
    for unit in assignments:
        released = dict(_notebooks(course.path(course.coursedir.release_directory, unit), f"{ORIGINALS}/{unit}"))
        if not released:
            raise CourseError(str(messages.NOT_RELEASED.format(unit=unit)))
        files |= released
    return files


def _as_asked(name: str, data: bytes, address: str | None, language: str | None, limits: LimitsWhenGraded) -> bytes:
    """A file as it goes into the archive: a notebook in the language that is asked for, with a cell that installs.

    An assignment tells the limits as they are now, whenever it was released.

    Raises:
        CourseError: where it is released in the other language alone.
    """
    if not name.endswith(".ipynb"):
        return data
    if not name.startswith(f"{ORIGINALS}/{WORKBOOKS}/"):
        notebook = nbformat.reads(data.decode("utf-8"), as_version=4)
        if noted_limits(notebook) != LimitsWhenGraded.of(limits):
            note_limits(notebook, LimitsWhenGraded.of(limits))
            data = (nbformat.writes(notebook) + "\n").encode()
    if language is not None:
        try:
            made = in_language(nbformat.reads(data.decode("utf-8"), as_version=4), language)
        except ValueError:
            raise CourseError(str(messages.OTHER_LANGUAGE_ALONE.format(path=name, language=language))) from None
        data = (nbformat.writes(made) + "\n").encode()
    return with_install(data, address) if address is not None else data


def _notebooks(folder: Path, inside: str) -> Iterator[tuple[str, bytes]]:
    """The notebooks of a folder and what lies beside them.

    Raises:
        CourseError: where one of them holds answers.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or path.is_symlink() or any(part.startswith((".", "__")) for part in name.parts):
            continue
        data = path.read_bytes()
        if path.suffix == ".ipynb" and any(marker.encode() in data for marker in _ANSWERS):
            raise CourseError(str(messages.WOULD_TELL.format(path=path)))
        yield f"{inside}/{name.as_posix()}", data


def _constraints() -> str:
    """The versions that the course is tested with, without comments."""
    lines = (_PROJECT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if re.match(r"[A-Za-z0-9]", line))


def requirements(wheel: str) -> str:
    """What pip installs into a new environment, from inside the unpacked folder."""
    return f"-c constraints.txt\n./{wheel}[lab]\n"


def conda_environment(wheel: str) -> str:
    """What conda makes; the wheel lies beside it."""
    return (
        "# conda env create -f environment.yml && conda activate gdcourse\n"
        "name: gdcourse\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - pip\n  - pip:\n"
        f"      - -c constraints.txt\n      - ./{wheel}[lab]\n"
    )


def start_page(wheel: str, slugs: Collection[str], address: str | None) -> str:
    """How to start, in both languages, with a list of these units.

    Args:
        wheel: the package's file.
        slugs: of the units.
        address: where notebooks install the package from, if they do.
    """
    template = environment().get_template("start.html.j2")
    chosen = [unit for unit in units() if unit.slug in slugs]
    return template.render(wheel=wheel, units=chosen, address=address, torch=TORCH_CPU, page=page("page", "start"))


def _last_change(course: Course) -> date:
    """The day of the last change to a release: so the same course makes the same archive on any day.

    ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) overrides it.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return datetime.fromtimestamp(int(given), UTC).date()
    folders = [course.path("release", unit) for unit in (WORKBOOKS, *course.units())]
    changes = [path.stat().st_mtime for folder in folders for path in folder.glob("*.ipynb")]
    return datetime.fromtimestamp(max(changes), UTC).date()


def _zip(files: Mapping[str, bytes], day: date) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            # On every system the same: made on Unix, readable by all.
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name], compresslevel=9)
    return out.getvalue()
