"""The course secret, which hidden cases are drawn from."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from gdcourse.grading import messages
from gdcourse.grading.submission.execution import SECRET_VARIABLE


def course_secret(path: Path) -> bytes:
    """The secret from the environment variable ``GDCOURSE_SECRET``, or from ``path``, made there at its first use.

    Keep it as long as marks may be questioned: the same secret draws the same hidden cases again.

    Raises:
        ValueError: where the secret is there but empty.
    """
    given = os.environ.get(SECRET_VARIABLE)
    if given:
        return given.encode()
    try:
        # O_EXCL: of two graders that start at once, one makes the secret and both use it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        pass
    secret = path.read_text(encoding="ascii").strip().encode()
    if not secret:
        raise ValueError(str(messages.EMPTY_SECRET.format(path=path)))
    return secret


def has_secret(path: Path) -> bool:
    """Whether there is a secret; ``course_secret`` makes one where there is none."""
    return bool(os.environ.get(SECRET_VARIABLE)) or path.exists()
