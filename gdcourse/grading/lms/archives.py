"""Read what learning platforms give, zip files and folders, without trusting anything in it.

Nothing is unpacked: files are read one at a time, up to a bound, and whoever takes one decides where it goes. Archives
are opened in a bounded child: a table of contents or a decompressor that takes too much costs the file that it is at.
"""

from __future__ import annotations

import datetime as dt
import io
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO
from zoneinfo import ZoneInfo

from gdcourse.grading import messages
from gdcourse.grading.classroom.files_beside_notebook import LEFT_BY_TOOLS
from gdcourse.grading.submission.bounded_child import BoundedChild, OutOfBoundsError, bounded_child
from gdcourse.language import NO_TEXT, Text
from gdcourse.notebooks.default_limits import MAX_NOTEBOOK_BYTES
from gdcourse.notebooks.reading import looks_like_notebook
from gdcourse.untrusted_text import is_text, legible

LARGEST_FILE = MAX_NOTEBOOK_BYTES
LARGEST_BESIDE = 8 * 2**20
"""Of what is neither a notebook nor an archive: what an answer may need beside the notebook."""
LARGEST_ARCHIVE = 4 * 2**30
MOST_FILES = 100_000
# An archive inside the archive is one person's: it must not use up what is meant for all.
LARGEST_INNER_ARCHIVE = 128 * 2**20
MOST_INNER_FILES = 100
DEEPEST = 4
"""Archives in archives: what a platform gives, in it somebody's bundle, in that what was packed to be handed in."""
_LONGEST_NAME, _LONGEST_PATH = 255, 1_000  # bytes, characters
_ENCRYPTED, _UTF8 = 0x1, 0x800
# What zipfile raises for an archive whose table of contents it cannot read.
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, IndexError, struct.error)
_EXTENDED_TIME = 0x5455
_HEAD = 4096
_AT_ONCE = 16 * 2**20
_SECONDS = 60.0
"""Processor time for what is read at once, an archive inside of the archive at most."""
_CHECKPOINTS = ".ipynb_checkpoints"
_ZIP_MAGIC = b"PK\x03\x04"
# An office document is a zip file, too, and called so by nobody.
_CALLED_ZIP = (".zip", ".ipynb", ".txt", ".json", "")
_OTHER_ARCHIVES = (".7z", ".rar", ".egg", ".alz", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")


@dataclass(frozen=True)
class Found:
    """One file in an archive or a folder.

    Attributes:
        name: its path there, with forward slashes, in Unicode's composed form (NFC).
        data: what is in it; ``None`` where it was not read, for the reason in ``why``.
        modified: when it was last changed, as far as the archive knows.
        why: why it was not read.
        archived: when the archives that it is in were themselves put where they were found, the outermost first.
    """

    name: str
    data: bytes | None
    modified: dt.datetime | None
    why: Text = NO_TEXT
    archived: tuple[dt.datetime | None, ...] = ()


class _Budget:
    """How much may still be read of an archive."""

    def __init__(self, size: int, files: int, whole: _Budget | None = None) -> None:
        self.bytes, self.files, self._whole = size, files, whole

    def inner(self) -> _Budget:
        """For an archive inside: what it takes is taken from the whole, and it is little."""
        return _Budget(min(LARGEST_INNER_ARCHIVE, self.bytes), MOST_INNER_FILES, self)

    def take(self, size: int) -> None:
        self.bytes -= size
        if self._whole is not None:
            self._whole.take(size)


def read(path: Path, zone: str = "") -> Iterator[Found]:
    """All files in a zip file (and in zip files inside it) or a folder; or the file itself.

    What a file is, its beginning tells, whatever it is called. What was not read has the reason in ``why``.

    Args:
        path: of the zip file, folder or file.
        zone: the name of the zone of times in archives that name none; this machine's, if it is empty.

    Raises:
        zipfile.BadZipFile: where a zip file is none, or its table of contents cannot be read.
        OSError: where the path cannot be read.
    """
    budget = _Budget(LARGEST_ARCHIVE, MOST_FILES)
    if path.is_dir():
        yield from _read_folder(path, budget, zone)
    elif path.suffix.lower() == ".zip":
        with path.open("rb"):
            pass  # what cannot be opened is told apart from what is no archive
        yield from _read_in_child(path, "", budget, zone)
    else:
        yield _read_file(path, path.name, budget)


def _read_folder(folder: Path, budget: _Budget, zone: str) -> Iterator[Found]:
    for path in sorted(folder.rglob("*")):
        name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        if path.is_dir() and not path.is_symlink():
            continue
        if _is_clutter(name):
            yield Found(name, None, None, messages.CLUTTER)
            continue
        if _leads_astray(name):
            yield Found(name, None, None, messages.UNSAFE_PATH)
            continue
        if path.is_symlink() or any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(folder)):
            yield Found(name, None, None, messages.IS_A_LINK)
            continue
        if not path.is_file():
            yield Found(name, None, None, messages.NO_FILE)
            continue
        try:
            with path.open("rb") as file:
                is_zip = _is_zip(name, file.read(_HEAD))
            if not is_zip:
                yield _read_file(path, name, budget)
                continue
        except OSError as error:
            yield Found(name, None, None, messages.DAMAGED_FILE.format(reason=error.strerror))
            continue
        try:
            # Directly in the folder, it may be everybody's.
            own = budget.inner() if "/" in name else budget
            yield from _read_in_child(path, _as_folder(name), own, zone, _time_of(path))
        except zipfile.BadZipFile:
            yield Found(name, None, None, messages.NOT_A_ZIP)


def _read_file(path: Path, name: str, budget: _Budget) -> Found:
    name = unicodedata.normalize("NFC", name)
    with path.open("rb") as file:
        return _bounded(file, file.read(_HEAD), name, _time_of(path), budget)


def _is_zip(name: str, head: bytes) -> bool:
    ending = PurePosixPath(name).suffix.lower()
    return ending == ".zip" or (ending in _CALLED_ZIP and head.startswith(_ZIP_MAGIC))


def _time_of(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)


def _as_folder(name: str) -> str:
    """The path of an archive that files lie in: it ends as archives do, whatever it was called."""
    return f"{name}/" if name.lower().endswith(".zip") else f"{name}.zip/"


def _read_in_child(
    path: Path, inside: str, budget: _Budget, zone: str, archived: dt.datetime | None = None
) -> Iterator[Found]:
    """The files of an archive, some at a time; where one takes too much, it alone is left.

    Raises:
        zipfile.BadZipFile: where it is none, or its table of contents cannot be read.
    """
    child, where = bounded_child(), str(path.absolute())
    names = _names(child, where)
    outer = [archived.timestamp()] if archived is not None else []
    at, alone = 0, False
    while at < len(names):
        size = 0 if alone else _AT_ONCE
        try:
            rows, after, left = child.call(
                read_some, where, inside, outer, at, size, [budget.bytes, budget.files], zone, seconds=_SECONDS
            )
        except OutOfBoundsError as error:
            if alone:
                yield Found(inside + names[at], None, None, messages.DAMAGED_FILE.format(reason=str(error)))
                at += 1
            alone = not alone
            continue
        budget.take(budget.bytes - left[0])
        budget.files = left[1]
        at, alone = after, False
        yield from map(_found, rows)


def _names(child: BoundedChild, path: str) -> list[str]:
    """The names in an archive. Asked for twice: on a busy machine a child may be lost that would have answered."""
    try:
        found: list[str] = child.call(names_in, path, seconds=_SECONDS)
    except OutOfBoundsError:
        try:
            found = child.call(names_in, path, seconds=_SECONDS)
        except OutOfBoundsError as error:
            raise zipfile.BadZipFile(str(error)) from None
    return found


_Row = tuple[str, bytes | None, float | None, tuple[str, str], list[float | None]]


def _row(found: Found) -> _Row:
    """What a child may give back: nothing but plain data."""
    times = [time.timestamp() if time is not None else None for time in found.archived]
    modified = found.modified.timestamp() if found.modified is not None else None
    return found.name, found.data, modified, (found.why.ko, found.why.en), times


def _found(row: _Row) -> Found:
    name, data, modified, why, archived = row
    return Found(name, data, _moment(modified), Text(*why), tuple(map(_moment, archived)))


def _moment(timestamp: float | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(timestamp, dt.UTC) if timestamp is not None else None


def _in_order(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is in an archive, notebooks first: they are what the budget is for."""
    return sorted(archive.infolist(), key=lambda info: not info.filename.lower().endswith(".ipynb"))


def names_in(path: str) -> list[str]:
    """What the child does first: the names of all that is in an archive, in the order in which it is read."""
    with zipfile.ZipFile(path) as archive:
        return [_name_of(info) for info in _in_order(archive)]


def read_some(
    path: str, inside: str, archived: list[float | None], start: int, size: int, left: list[int], zone: str
) -> tuple[list[_Row], int, list[int]]:
    """What the child does then: read some files of an archive.

    Args:
        path: the archive.
        inside: its own path, for names.
        archived: when it was put where it was found.
        start: the first that is wanted.
        size: bytes after which it is enough; at least one is read.
        left: bytes and files that may still be read.
        zone: of times that name none; this machine's, if it is empty.

    Returns:
        what was found, the first that was not looked at, and what is left.
    """
    budget = _Budget(left[0], left[1])
    rows: list[_Row] = []
    with zipfile.ZipFile(path) as archive:
        infos = _in_order(archive)
        end = start
        while end < len(infos) and (end == start or left[0] - budget.bytes <= size):
            rows += map(_row, _read_entry(archive, infos[end], inside, budget, zone, tuple(map(_moment, archived))))
            end += 1
            if budget.files <= 0 and end < len(infos):
                name = inside + _name_of(infos[end])
                rows.append(_row(Found(name, None, None, messages.TOO_MANY_FILES)))
                return rows, len(infos), [budget.bytes, budget.files]
    return rows, end, [budget.bytes, budget.files]


def _read_zip(
    archive: zipfile.ZipFile,
    inside: str,
    budget: _Budget,
    zone: str = "",
    archived: tuple[dt.datetime | None, ...] = (),
) -> Iterator[Found]:
    """The files of an archive.

    Args:
        archive: is read file by file.
        inside: the path of the archive itself, with a slash at its end.
        budget: what may still be read.
        zone: of times that name none; this machine's, if it is empty.
        archived: when the archive itself, and those around it, were put where they were found.
    """
    for info in _in_order(archive):
        if budget.files <= 0:
            yield Found(inside + _name_of(info), None, None, messages.TOO_MANY_FILES)
            return
        yield from _read_entry(archive, info, inside, budget, zone, archived)


def _read_entry(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    inside: str,
    budget: _Budget,
    zone: str,
    archived: tuple[dt.datetime | None, ...],
) -> Iterator[Found]:
    """One file of an archive; or all files in it, where it is an archive."""
    own = _name_of(info)
    name = inside + own
    if own.endswith("/"):  # a folder
        return
    if _is_clutter(name):
        yield Found(name, None, None, messages.CLUTTER)
        return
    refused = _refused(info, name)
    if refused is not None:
        yield Found(name, None, None, refused)
        return
    try:
        with archive.open(info) as file:
            head = file.read(_HEAD)
            is_zip = _is_zip(name, head)
            found = replace(_bounded(file, head, name, _modified(info, zone), budget, is_zip), archived=archived)
    except Exception as error:
        # zipfile and the decompressors raise a dozen things for damaged or unknown data; none may cost the others.
        reason = legible(f"{type(error).__name__}: {error}", 200)
        yield Found(name, None, None, messages.DAMAGED_FILE.format(reason=reason))
        return
    if not is_zip or found.data is None:
        yield found
        return
    if len(archived) >= DEEPEST:
        yield Found(name, None, None, messages.ZIP_TOO_DEEP)
        return
    try:
        inner = zipfile.ZipFile(io.BytesIO(found.data))
    except _NO_ZIP:
        yield Found(name, None, None, messages.NOT_A_ZIP)
        return
    with inner:
        yield from _read_zip(inner, _as_folder(name), budget.inner(), zone, (*archived, found.modified))


def _bounded(
    file: IO[bytes], head: bytes, name: str, time: dt.datetime | None, b: _Budget, is_zip: bool = False
) -> Found:
    """Read what is really there: the sizes that an archive states are a claim.

    Args:
        file: stands behind ``head``, its beginning.
        head: what it is, notebook or other, this tells.
        name: its path.
        time: when it was changed.
        b: what may still be read.
        is_zip: whether it is an archive.
    """
    b.files -= 1
    suffix = PurePosixPath(name).suffix.lower()
    own = LARGEST_FILE if is_zip or suffix == ".ipynb" or looks_like_notebook(head) else LARGEST_BESIDE
    if own == LARGEST_BESIDE and suffix in _OTHER_ARCHIVES:
        return Found(name, None, time, messages.OTHER_ARCHIVE)
    bound = min(own, b.bytes)
    data = None
    if b.files >= 0 and bound > 0:
        data = head + file.read(max(0, bound + 1 - len(head)))
    if data is None or len(data) > bound:
        b.take(bound if data is not None else 0)
        return Found(name, None, time, messages.TOO_MUCH.format(megabytes=bound // 2**20))
    b.take(len(data))
    return Found(name, data, time)


def _refused(info: zipfile.ZipInfo, name: str) -> Text | None:
    if _leads_astray(name):
        return messages.UNSAFE_PATH
    if stat.S_ISLNK(info.external_attr >> 16):
        return messages.IS_A_LINK
    return messages.ENCRYPTED if info.flag_bits & _ENCRYPTED else None


def _leads_astray(name: str) -> bool:
    """Whether a path leads out of where it is, or is none that a person would write."""
    parts = name.split("/")
    return (
        name.startswith("/")
        or not parts[-1]
        or ".." in parts
        or (len(parts[0]) > 1 and parts[0][1] == ":")
        or len(name) > _LONGEST_PATH
        or any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in parts)
        or not is_text(name)
    )


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant. Zip files of Korean Windows hold code page 949 and do not say so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp949"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def without_checkpoints(name: str) -> str:
    """The path of what Jupyter has saved before, as if it lay where it belongs; any other path as it is."""
    *above, folder, own = ["", "", *name.split("/")]
    is_one = folder == _CHECKPOINTS and own.lower().endswith(".ipynb")
    return "/".join([*above[2:], own]) if is_one else name


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(without_checkpoints(name)).parts
    return any(p in LEFT_BY_TOOLS or p == ".DS_Store" or p.startswith("._") for p in parts)


def _modified(info: zipfile.ZipInfo, zone: str) -> dt.datetime | None:
    """When the file was changed: in UTC where the archive says so, or else in ``zone``, or by this machine's clock."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _EXTENDED_TIME and len(field) >= 5 and field[0] & 1:
            return dt.datetime.fromtimestamp(struct.unpack_from("<i", field, 1)[0], dt.UTC)
    # Programs that keep no time write the first one there is.
    if info.date_time[:3] == (1980, 1, 1):
        return None
    try:
        return dt.datetime(*info.date_time, tzinfo=ZoneInfo(zone) if zone else None).astimezone(dt.UTC)
    except ValueError:
        return None
