"""Whose Gradescope's folders are: ``submission_112233/``, beside a file that names who handed that in.

The file is ``submission_metadata.yml``. Of each folder it tells everybody who handed it in together, with name, address
and the id that the class's list has, and when. The names are the students' own, and so may be what tests have printed
there: it is read in a bounded child, and nothing in it becomes more than text, lists and tables of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from gdcourse.grading.submission.bounded_child import OutOfBoundsError, bounded_child

FILE = "submission_metadata.yml"
FOLDER = re.compile(r"submission_\d+\Z")
_SECONDS = 120.0
"""Processor time for the file of a whole class, in which results of tests may stand."""
_NOTHING = ("", "~", "null", "Null", "NULL")
_IDS = ("sid", "email", "name")

_Told = dict[str, tuple[str, list[list[str]]]]
"""By folder, when it was handed in, and of each who did: id, address and name. A child gives back plain data alone."""


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


class _Texts(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """YAML of which every value is text: no tag makes anything else of it, and no id loses its zeros."""

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        is_nothing = not node.style and node.value in _NOTHING
        return "" if is_nothing else str(super().construct_scalar(node))


def submissions_in(data: bytes) -> dict[str, HandedIn]:
    """By folder, what the file tells of it; nothing where it cannot be read within bounds."""
    try:
        told: _Told = bounded_child().call(told_in, data, seconds=_SECONDS)
    except OutOfBoundsError:
        return {}
    return {folder: HandedIn(tuple(Submitter(*one) for one in people), when) for folder, (when, people) in told.items()}


def told_in(data: bytes) -> _Told:
    """What the child does.

    Raises:
        yaml.YAMLError: where it is no YAML.
    """
    whole = yaml.load(data.decode("utf-8-sig", "replace"), _Texts)  # noqa: S506 (nothing but text comes of it)
    found: _Told = {}
    for folder, fields in whole.items() if isinstance(whole, dict) else ():
        if FOLDER.match(str(folder)):
            submitters = _field(fields, "submitters")
            people = [[_text(one, name) for name in _IDS] for one in submitters or () if isinstance(one, dict)]
            found[str(folder)] = (_text(fields, "created_at"), [one for one in people if any(one)])
    return found


def _field(fields: object, name: str) -> Any:
    """What stands under a name, which Gradescope writes with a colon in front."""
    table: Mapping[Any, Any] = fields if isinstance(fields, dict) else {}
    return table.get(f":{name}", table.get(name, ""))


def _text(fields: object, name: str) -> str:
    found = _field(fields, name)
    return found.strip() if isinstance(found, str) else ""
