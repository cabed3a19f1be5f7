"""A folder in which this user may not write is named in a sentence, as in a container that runs as another user."""

from __future__ import annotations

import errno
import os

import click
import pytest

from gdcourse.grading.commands import or_fail
from gdcourse.language import speaking


def refused(number: int, place: str | None) -> None:
    raise OSError(number, os.strerror(number), place)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_the_system_refuses_the_place_and_the_reason_are_told(number: int) -> None:
    with speaking("en"), pytest.raises(click.ClickException) as told:
        or_fail(refused, number, "/course/my\ndemo")
    assert told.value.message.startswith(f"/course/my demo: the system refuses ({os.strerror(number)}). Whoever")


@pytest.mark.parametrize(("number", "place"), [(errno.ENOSPC, "/course"), (errno.EPERM, None)])
def test_what_is_no_matter_of_rights_to_a_file_is_not_taken_for_one(number: int, place: str | None) -> None:
    with pytest.raises(OSError, match=os.strerror(number)):
        or_fail(refused, number, place)
