"""Fixtures of several tests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import nbformat
import pytest
import torch
from nbformat import NotebookNode

from gdcourse.kernels.environment_variables import THREADS
from gdcourse.language import speaking
from support.browser import browser, what_stood_there  # noqa: F401 (a fixture)
from support.course import ROOT
from support.isolation import why_no_isolation

# There is a process for each core already. Threads of one that wait for each other spin, the longer the more is going
# on beside them: a descent that takes 2.5 s of processor time took 33.
torch.set_num_threads(1)
os.environ |= THREADS


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """A language that a test chooses is not chosen for the tests that come after it in the same process."""
    with speaking(None):
        yield


@pytest.fixture(scope="session")
def release() -> NotebookNode:
    """The students' version of the first assignment, as committed."""
    return nbformat.read(ROOT / "release" / "02-manual-gradient" / "02-manual-gradient.ipynb", as_version=4)


LONGEST = [
    "site/test_site.py",
    "exercises/test_known_answers.py",
    "student/test_jupyterlab.py",
    "hostile/test_hostile.py",
    "kernels/test_confined_process.py",
    "authoring/test_units_of_a_courses_own.py",
    "authoring/test_learn_mistakes.py",
    "kernels/test_warm_kernels.py",
    "lessons/claims/test_claims.py",
    "project/test_own_home.py",
    "grading/classroom/test_resuming.py",
    "exercises/test_known_answers_in_kernels.py",
    "grading/lms/test_where_the_package_is_missing.py",
    "grading/pages/test_report.py",
    "site/test_practice_on_pages.py",
    "grading/classroom/test_course.py",
    "lessons/test_explorable.py",
    "grading/classroom/test_dask_cluster.py",
    "kernels/test_sandbox.py",
    "grading/pages/test_marking_page.py",
    "grading/pages/test_feedback_page.py",
    "grading/classroom/test_hand_marks.py",
    "grading/classroom/test_nbgraders_roads.py",
    "kernels/test_direct_kernel.py",
]
"""The files that take longest begin first: a process that began one of them last would be waited for by all others."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture is made: what needs the isolation is skipped where there is none."""
    if item.get_closest_marker("needs_isolation") and (reason := why_no_isolation()):
        pytest.skip(reason)


def pytest_exception_interact(
    node: pytest.Item | pytest.Collector, report: pytest.CollectReport | pytest.TestReport
) -> None:
    """A test that fails before a page tells what stood there, and leaves a picture of it."""
    page = getattr(node, "funcargs", {}).get("page")
    if page is not None:
        report.sections.append(("The page", what_stood_there(page, re.sub(r"\W+", "-", node.name))))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {ROOT / "tests" / name: position for position, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
