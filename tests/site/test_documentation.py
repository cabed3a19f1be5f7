"""What the documents say works: their code runs, their links lead somewhere, both READMEs tell the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from benchmarks import performance_page
from gdcourse import solutions
from gdcourse.exercises import units
from gdcourse.grading.submission.key_building import build_key
from gdcourse.judging.exercise import Case, Exercise, numbers
from gdcourse.judging.judge import judge
from gdcourse.judging.probing import probe
from gdcourse.language import Text
from gdcourse.solutions import variants_of
from support.course import ROOT

# The site's first page links to pages that its build makes; tests/site/test_site.py follows those.
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for path in ROOT.glob("docs/*.md") if path.name != "index.md")])


def test_the_exercise_in_contributing_works_as_described() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    asked, answered, *_ = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {"np": np, "Case": Case, "Exercise": Exercise, "Text": Text, "numbers": numbers}
    names |= {"reference": solutions.reference, "mistake": solutions.mistake, "equivalent": solutions.equivalent}
    asked = asked.replace("\nExercise(", "\nexercise = Exercise(")
    try:
        exec(asked + answered, names)  # noqa: S102 (our own document)
        variants = tuple(solutions._registered["mse"])
    finally:
        solutions._registered.pop("mse", None)
    exercise = names["exercise"]
    assert isinstance(exercise, Exercise)
    key = build_key(exercise, variants, exercise.cases(seed=1, count=6))
    assert [v.role for v in variants] == ["reference", "equivalent", "mistake", "mistake"]
    for variant in variants:
        verdict = judge(probe(exercise, variant.work, key["cases"]), key)
        assert verdict.correct == (variant.role != "mistake")
        assert verdict.diagnosis == (variant.id if variant.role == "mistake" else None)


def test_the_page_on_performance_shows_what_was_measured(tmp_path: Path) -> None:
    text = performance_page.PAGE.read_text(encoding="utf-8")
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    copy = tmp_path / "performance.md"
    copy.write_text(re.sub(r"\|.*\|\n", "", text, count=5), encoding="utf-8")
    assert copy.read_text(encoding="utf-8") != text
    performance_page.write(results, copy)
    assert copy.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_links_in_documents_lead_to_files_that_exist(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_both_readmes_have_the_same_sections_commands_and_links() -> None:
    english, korean = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md"))

    def outline(text: str) -> list[object]:
        links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")]
        code = sorted(c for c in re.findall(r"`([^`\n]+)`", text) if not re.search("[\uac00-\ud7a3]|STUDENT", c))
        return [len(re.findall(r"^## ", text, re.MULTILINE)), links, code]

    assert outline(english) == outline(korean)


def test_the_commands_in_the_readme_exist() -> None:
    from gdcourse.cli import main

    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    used = set(re.findall(r"gdcourse (\w+)(?: |$|`)", text)) - {"brings", "gdcourse"}
    assert used <= set(main.commands)
    assert {"release", "grade", "feedback", "demo", "keys", "refresh"} <= used


def test_the_numbers_in_the_readmes_are_those_of_the_course() -> None:
    exercises = [exercise for unit in units() for exercise in unit.exercises]
    known = [v for unit in units() for exercise in unit.exercises for v in variants_of(unit)[exercise.id]]
    mistakes = [v for v in known if v.role == "mistake"]
    english, korean = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md"))
    assert f"{len(exercises)} graded exercises with {len(mistakes)} known" in english
    assert f"연습 문제 {len(exercises)}개와 거기에 딸린 실수 {len(mistakes)}가지" in korean
    for unit in units():
        notebook = nbformat.read(ROOT / "source" / unit.slug / f"{unit.slug}.ipynb", as_version=4)
        points = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in notebook.cells)
        for readme in (english, korean):
            assert re.search(rf"^\| \[{unit.slug}\].* \| {points:g} \|$", readme, re.MULTILINE), unit.slug
