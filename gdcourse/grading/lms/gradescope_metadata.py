"""Whose Gradescope's folders are: ``submission_112233/``, beside a file that names who handed that in.

The file is ``submission_metadata.yml``. Of each folder it tells everybody who handed it in together, with name, address
and the id that the class's list has, and when. The names are the students' own, so it is read line by line: nothing in
it is more than text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

FILE = "submission_metadata.yml"
FOLDER = re.compile(r"submission_\d+\Z")
_LONGEST = 50_000_000  # characters: results of a whole class's tests may stand there
_ENTRY = re.compile(r"([\"']?)(submission_\d+)\1:\s*\Z")
_FIELD = re.compile(
    r"(?P<indent>\s*)(?P<item>-\s+)?:?(?P<name>name|email|sid|created_at|submitters):(?:\s+(?P<value>.*))?\Z"
)


@dataclass(frozen=True)
class Submitter:
    """One of those who handed something in; what Gradescope does not know is empty."""

    sid: str = ""
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class HandedIn:
    """What stands in one folder: who handed it in, and when in Gradescope's words."""

    submitters: tuple[Submitter, ...]
    when: str = ""


def submissions_in(data: bytes) -> dict[str, HandedIn]:
    """By folder, what the file tells of it."""
    found: dict[str, HandedIn] = {}
    folder, block = "", list[str]()
    for line in [*data.decode("utf-8-sig", "replace")[:_LONGEST].splitlines(), "submission_0:"]:
        if (entry := _ENTRY.match(line)) is None:
            block.append(line)
            continue
        if folder:
            found[folder] = _handed_in(block)
        folder, block = entry[2], []
    return found


def _handed_in(lines: list[str]) -> HandedIn:
    people, when = list[dict[str, str]](), ""
    for name, value, begins_one in _fields(lines):
        if name == "created_at":
            when = when or value
        elif begins_one:
            people.append({name: value})
        elif people:
            people[-1].setdefault(name, value)
    return HandedIn(tuple(Submitter(**person) for person in people if any(person.values())), when)


def _fields(lines: list[str]) -> Iterator[tuple[str, str, bool]]:
    """The fields of a submission and of those who handed it in, each with whether it begins one of these.

    What stands deeper, or below another field, such as the results of tests, is passed over.
    """
    outer = next((len(line) - len(line.lstrip()) for line in lines if line.strip()), 0)
    inside = False
    for line in lines:
        field = _FIELD.match(line)
        indent = len(line) - len(line.lstrip())
        if indent == outer and not line.lstrip().startswith("-"):
            inside = field is not None and field["name"] == "submitters"
        if field is None or field["name"] == "submitters":
            continue
        if inside and field["name"] != "created_at" and indent <= outer + 4:
            yield field["name"], _plain(field["value"] or ""), field["item"] is not None
        elif field["name"] == "created_at" and indent == outer:
            yield "created_at", _plain(field["value"] or ""), False


def _plain(value: str) -> str:
    """A value of YAML that stands on one line, without its marks of quotation."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value)).strip()
        except ValueError:
            return value[1:-1].strip()
    return "" if value in ("~", "null") else value
