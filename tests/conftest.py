"""Fixtures of several tests."""

from __future__ import annotations

import nbformat
import pytest
from nbformat import NotebookNode

from support.browser import browser  # noqa: F401 (a fixture)
from support.course import ROOT
from support.isolation import why_no_isolation


@pytest.fixture(scope="session")
def release() -> NotebookNode:
    """The students' version of the first assignment, as committed."""
    return nbformat.read(ROOT / "release" / "02-manual-gradient" / "02-manual-gradient.ipynb", as_version=4)


LONGEST = [
    "site/test_site.py",
    "student/test_jupyterlab.py",
    "kernels/test_confined_process.py",
    "authoring/test_learning.py",
    "exercises/test_known_answers.py",
    "kernels/test_warm_kernels.py",
    "site/test_practice_on_pages.py",
    "grading/classroom/test_course.py",
    "grading/classroom/test_resuming.py",
    "grading/classroom/test_dask_cluster.py",
    "grading/pages/test_report.py",
    "exercises/test_known_answers_in_kernels.py",
    "project/test_own_home.py",
    "grading/pages/test_feedback_page.py",
    "grading/classroom/test_nbgraders_roads.py",
]
"""The files that take longest begin first: a process that began one of them last would be waited for by all others."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture is made: what needs the isolation is skipped where there is none."""
    if item.get_closest_marker("needs_isolation") and (reason := why_no_isolation()):
        pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {ROOT / "tests" / name: position for position, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
