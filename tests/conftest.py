"""Fixtures of several tests."""

from __future__ import annotations

import nbformat
import pytest
from nbformat import NotebookNode

from support.browser import browser  # noqa: F401 (a fixture)
from support.course import ROOT


@pytest.fixture(scope="session")
def release() -> NotebookNode:
    """The students' version of the first assignment, as committed."""
    return nbformat.read(ROOT / "release" / "02-manual-gradient" / "02-manual-gradient.ipynb", as_version=4)
