"""The table of the documentation: what plain nbgrader makes of each submission, and what this grader makes of it.

From the root of the repository::

    python -m tests.hostile.outcome_table measure                # plain nbgrader, once; each result is kept beside this file
    GDCOURSE_HOSTILE_RESULTS=ours.json pytest tests/hostile
    python -m tests.hostile.outcome_table render ours.json       # writes docs/hostile-table.md

Plain nbgrader has its stock settings, and the same assignment with check cells of the classic kind: asserts, some of
them hidden. Each submission is graded alone, in a course of its own. Nothing damaging is measured.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import reference_answers
from gdcourse.judging.exercise import Exercise

from .corpus import CORPUS, FAMILIES
from .entry import ROOT, SLUG, Hostile, cell, hand_in, points

MEASURED = Path(__file__).with_name("outcomes_of_plain_nbgrader.json")
PAGE = ROOT / "docs" / "hostile-table.md"
SECONDS = 240
"""How long plain nbgrader may take for one submission."""

Outcome = dict[str, Any]


# --- plain nbgrader ----------------------------------------------------------------------------------------------


def classic_check(exercise: Exercise) -> str:
    """The check of an exercise as nbgrader's manual writes them: one assert to see, two hidden."""
    work = reference_answers(find_unit(SLUG))[exercise.id].work
    if not callable(work):
        return f"### BEGIN HIDDEN TESTS\nassert {exercise.name} == {work!r}\n### END HIDDEN TESTS"
    lines = []
    for case in exercise.cases(seed=1, count=3):
        inputs = [np.array(v) if isinstance(v, list) else v for v in case.values()]
        call = ", ".join(f"np.array({v})" if isinstance(v, list) else repr(v) for v in case.values())
        lines.append(f"assert np.allclose({exercise.name}({call}), {np.asarray(work(*inputs)).tolist()})")
    return "\n".join([lines[0], "### BEGIN HIDDEN TESTS", *lines[1:], "### END HIDDEN TESTS"])


def classic_course(directory: Path) -> NotebookNode:
    """A course with stock settings, released; returns what students get."""
    source = directory / "source" / SLUG
    shutil.copytree(ROOT / "source" / SLUG, source)
    path = source / f"{SLUG}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for exercise in find_unit(SLUG).exercises:
        cell(notebook, exercise.id).source = classic_check(exercise)
    nbformat.write(notebook, path)
    (directory / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'classic'\n")
    done = _nbgrader(directory, "generate_assignment", SLUG)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return nbformat.read(directory / "release" / SLUG / f"{SLUG}.ipynb", as_version=4)


def _nbgrader(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    binaries = Path(sys.executable).parent
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))},
        "HOME": str(directory / "home"),
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [str(binaries / "nbgrader"), *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=SECONDS,
        check=False,
    )


def measure_one(entry: Hostile, template: Path, release: NotebookNode) -> Outcome:
    """What ``nbgrader autograde`` makes of one submission: its points, or why there are none."""
    with tempfile.TemporaryDirectory(prefix="plain-", ignore_cleanup_errors=True) as scratch:
        course = Path(scratch, "course")
        shutil.copytree(template, course)
        hand_in(entry, course / "submitted" / entry.id / SLUG, release)
        try:
            done = _nbgrader(course, "autograde", SLUG)
        except subprocess.TimeoutExpired:
            return {"ended": f"not within {SECONDS} s"}
        outcome: Outcome = {"ended": "with an error" if done.returncode else "well"}
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "classic") as book:
            try:
                found = book.find_submission(SLUG, entry.id)
            except MissingEntry:
                return outcome
            grades = [grade for notebook in found.notebooks for grade in notebook.grades if grade.name in points()]
            if grades:
                outcome["score"] = sum(grade.score or 0.0 for grade in grades)
                outcome["by_hand"] = sum(bool(grade.needs_manual_grade) for grade in grades)
        return outcome


def measure(names: list[str]) -> None:
    """Measure what has not been measured, and keep each result at once."""
    kept = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {"outcomes": {}}
    kept["about"] = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        **{package: version(package) for package in ("nbgrader", "nbclient", "nbformat", "ipykernel")},
    }
    wanted = [e for e in CORPUS if not e.damaging and e.unit == SLUG and (not names or e.name in names)]
    with tempfile.TemporaryDirectory(prefix="plain-", ignore_cleanup_errors=True) as scratch:
        template = Path(scratch, "course")
        template.mkdir()
        release = classic_course(template)
        for entry in wanted:
            if entry.name in kept["outcomes"] and not names:
                continue
            kept["outcomes"][entry.name] = measure_one(entry, template, release)
            print(entry.name, kept["outcomes"][entry.name], flush=True)
            replace_file(MEASURED, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


# --- the page ----------------------------------------------------------------------------------------------------


def theirs_in_words(entry: Hostile, outcome: Outcome | None) -> str:
    if entry.damaging:
        return "not run: damaging"
    if entry.unit != SLUG:
        return "not run: another unit"
    if outcome is None:
        return "not measured"
    if "score" not in outcome:
        return {"well": "no mark, no word", "with an error": "no mark: error"}.get(outcome["ended"], "no mark: no end")
    words = [f"{outcome['score']:g} of {sum(points().values()):g}"]
    if outcome["by_hand"]:
        words.append(f"{outcome['by_hand']} left to a person")
    if outcome["ended"] != "well":
        words.append("the run ends with an error")
    return ", ".join(words)


def ours_in_words(entry: Hostile, outcome: dict[str, list[Any]] | None) -> str:
    """Points, and how many questions could not be graded or were missing."""
    if outcome is None:
        return "not run: no isolation here"
    scores = [score for score, _ in outcome.values() if score is not None]
    words = [f"{sum(scores):g} of {sum(points(entry.unit).values()):g}"]
    for state in ("missing", "ungradable", "manual"):
        count = sum(found == state for question, (_, found) in outcome.items() if question in points(entry.unit))
        if count:
            words.append(f"{count} {'to look at' if state == 'manual' else state}")
    return ", ".join(words)


def page(ours: dict[str, dict[str, list[Any]]], measured: dict[str, Any]) -> str:
    about = ", ".join(f"{name} {value}" for name, value in measured.get("about", {}).items())
    lines = [
        "# Hostile and broken submissions",
        "",
        "Generated by `python -m tests.hostile.outcome_table render`; do not edit. The submissions are in `tests/hostile/`.",
        f"Plain nbgrader: stock settings, the same assignment with asserts, each submission alone ({about}).",
        "",
    ]
    for family, entries in FAMILIES.items():
        lines += [f"## A submission that {family}", "", "| submission | what it does | plain nbgrader | gdcourse |"]
        lines += ["|---|---|---|---|"]
        for entry in entries:
            theirs = theirs_in_words(entry, measured["outcomes"].get(entry.name))
            about = entry.about.replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| `{entry.name}` | {about} | {theirs} | {ours_in_words(entry, ours.get(entry.name))} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("measure").add_argument(
        "name", nargs="*", help="measure these again (default: what is missing)"
    )
    commands.add_parser("render").add_argument("ours", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "measure":
        measure(arguments.name)
    else:
        measured = json.loads(MEASURED.read_text(encoding="utf-8"))
        PAGE.write_text(page(json.loads(arguments.ours.read_text(encoding="utf-8")), measured), encoding="utf-8")
        print(PAGE)


if __name__ == "__main__":
    main()
