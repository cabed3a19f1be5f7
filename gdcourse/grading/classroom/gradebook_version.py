"""The version of nbgrader's tables, which stands in each new gradebook."""

from __future__ import annotations

from functools import cache

import nbgrader.api
from nbgrader.dbutil import ALEMBIC_DIR


@cache
def newest_version() -> str:
    """The newest of nbgrader's revisions of its tables, as ``alembic heads`` says."""
    from alembic.script import ScriptDirectory  # for a new gradebook alone

    found = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    assert found is not None
    return found


def tell_nbgrader() -> None:
    """Let nbgrader ask here. It starts ``alembic`` as a program for every new gradebook, which takes it two seconds."""
    nbgrader.api.get_alembic_version = newest_version
