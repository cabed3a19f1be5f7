"""The page of all claims: ``make claims``, or for one unit, whose part alone is made anew, ``make claims unit=01-cost``.

A claim that fails is named, with what it asserts, and the page stays as it was.
"""

from __future__ import annotations

import argparse
import re
import sys

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import find_unit, units
from support.course import ROOT

from . import Claim, claims_of

PAGE = ROOT / "docs" / "claims.md"
OPENING = """\
# What the lessons claim

Every claim of a lesson that is more than arithmetic is tried on other data than the lesson shows: other seeds, starts,
curvatures. A row for each: the sentence as it stands in the lesson, with the id of its cell and of the one that shows
it; for what it holds; what was tried, and what was found. Where a sentence is true for the lesson's own numbers alone,
the second column says so. The code that tries them is in `tests/lessons/claims/`; a claim that fails, fails the tests.

Made by `make claims`; do not edit.
"""


def row(claim: Claim, found: str) -> str:
    """The line of the table for a claim and what its function returned."""
    says, holds, found = (re.sub(r"(?<!\\)\|", r"\\|", part) for part in (claim.says, claim.holds, found))
    return f"| {says} (`{claim.cell}`, `{claim.shown}`) | {holds} | {found} |"


def rows_of(page: str, unit: str) -> list[str]:
    """The lines about claims in that unit's part of a page."""
    part = re.search(rf"^## {re.escape(unit)}\n\n.*\n\|[-|]+\|\n((?:\|.*\n)*)", page, re.MULTILINE)
    return part[1].splitlines() if part else []


def page(rows: dict[str, list[str]]) -> str:
    """The whole page, from the rows of each unit."""
    parts = [OPENING]
    for unit, lines in rows.items():
        if lines:
            table = ["| claim | where it holds | what was tried |", "|---|---|---|", *lines]
            parts.append(f"## {unit}\n\n" + "\n".join(table) + "\n")
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("unit", nargs="*", help="the units to try anew (default: all)")
    wanted = parser.parse_args().unit or [unit.slug for unit in units()]
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    rows = {unit.slug: rows_of(before, unit.slug) for unit in units()}
    failed = 0
    for slug in wanted:
        found = []
        for claim in claims_of(find_unit(slug).slug):
            try:
                found.append(row(claim, claim.tried()))
            except AssertionError as error:
                print(f"✗ {slug} {claim.id}: {error or 'an assertion fails'}")
                failed += 1
        rows[slug] = found
        print(f"{slug}: {len(found)}")
    if failed:
        sys.exit(1)
    replace_file(PAGE, page(rows))
    print(PAGE)


if __name__ == "__main__":
    main()
