"""Small files in which a course remembers something beside the gradebook: read whole, or refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from gdcourse.grading import messages
from gdcourse.grading.classroom.course_error import CourseError

T = TypeVar("T", dict[str, Any], list[Any])


def read_kept(path: Path, otherwise: T) -> T:
    """What such a file holds; ``otherwise`` where there is none.

    What cannot be read is never taken for nothing: the next to write would lose what stands there.

    Raises:
        CourseError: where it cannot be read, or holds something of another kind than ``otherwise``.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return otherwise
    except (OSError, ValueError) as error:
        raise unreadable(path, f"{type(error).__name__}: {error}") from None
    if not isinstance(found, type(otherwise)):
        raise unreadable(path, f"JSON: {type(found).__name__}")
    return found


def unreadable(path: Path, reason: str) -> CourseError:
    """What to raise where one of these files holds what it cannot hold."""
    what, otherwise = messages.KEPT_FILES[path.name]
    values = {"path": path, "what": what, "reason": reason, "otherwise": otherwise}
    return CourseError(str(messages.CANNOT_READ_KEPT.format(**values)))
