"""Claims of lessons hold on other data, stand in their lessons as they are quoted, and docs/claims.md is fresh."""

from __future__ import annotations

import re

import nbformat
import pytest

from gdcourse.exercises import units
from support.course import ROOT

from . import UNIT_FILES, Claim, claims_of
from .page import PAGE, page, row, rows_of

ALL = [claim for unit in units() for claim in claims_of(unit.slug)]


def name(claim: Claim) -> str:
    return f"{claim.unit}-{claim.id}"


def plain(text: str) -> str:
    return " ".join(text.replace("**", "").split())


@pytest.mark.parametrize("claim", ALL, ids=name)
def test_a_claim_holds_on_other_data_and_its_row_says_what_was_found(claim: Claim) -> None:
    assert row(claim, claim.tried()) in rows_of(PAGE.read_text(encoding="utf-8"), claim.unit), "run: make claims"


@pytest.mark.parametrize("claim", ALL, ids=name)
def test_a_claim_stands_in_its_lesson_and_a_cell_with_an_output_shows_it(claim: Claim) -> None:
    cells = {c.id: c for c in nbformat.read(ROOT / "course" / f"{claim.unit}.ipynb", as_version=4).cells}
    english = cells[claim.cell].source.split('<div lang="en">')[-1]
    assert plain(claim.says) in plain(english)
    assert cells[claim.shown].outputs


def test_the_page_holds_the_rows_of_claims_that_there_are_and_nothing_else() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = {unit.slug: rows_of(text, unit.slug) for unit in units()}
    assert {slug: len(lines) for slug, lines in rows.items()} == {u.slug: len(claims_of(u.slug)) for u in units()}
    assert page(rows) == text, "run: make claims"


def test_each_file_of_claims_is_about_the_unit_that_it_is_named_after() -> None:
    named = {re.sub(r"^\d+-", "", claim.unit).replace("-", "_") for claim in ALL}
    assert named == UNIT_FILES
    for claim in ALL:
        assert claim.tried.__module__.endswith("." + re.sub(r"^\d+-", "", claim.unit).replace("-", "_"))
