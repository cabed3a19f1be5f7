"""SECURITY.md says what keeps each promise: the tests that it names are there."""

from __future__ import annotations

import re

import pytest

from support.course import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"^\| .*$", PAGE.split("## What is promised")[1].split("\n## ")[0], re.MULTILINE)[1:]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[\w/.]+)`", PAGE))))
def test_a_test_that_the_page_names_is_there(path: str) -> None:
    place = ROOT / path
    assert (
        any(place.glob("test_*.py"))
        if place.is_dir()
        else "def test_" in place.read_text("utf-8")
        or (place.parent == ROOT / "tests" / "hostile" and "ENTRIES" in place.read_text("utf-8"))
    )


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[2:40])
def test_every_promise_says_what_keeps_it_which_test_holds_it_and_what_is_not_promised(row: str) -> None:
    _, against, promise, kept_by, tests, not_promised, _ = (cell.strip() for cell in row.split("|"))
    assert all((against, promise, kept_by, not_promised))
    assert re.search(r"`tests/[\w/]+test_\w+\.py`", tests)
