"""`gdcourse check` shows all units at a glance, and names one thing to practise."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from gdcourse.cli import main
from gdcourse.exercises import find_unit, may_be_left_out, units
from gdcourse.judging.practice import IN_A_ROW
from gdcourse.student import progress_file
from gdcourse.student.check_answer import Card, verdict_of
from gdcourse.student.place_workbooks import place
from gdcourse.student.progress_file import Drilled, Progress
from gdcourse.student.progress_overview import glance, glance_at
from gdcourse.student.what_to_do_next import what_to_do_next
from support.course import ROOT

UNIT = find_unit("06-momentum")
DRILLS = [e.id for e in UNIT.practice if e.kind == "drill"]
TASKS = [e.id for e in UNIT.practice if e.kind == "task"]


def test_a_glance_counts_what_is_done_of_each_unit() -> None:
    kept = Progress(
        guesses={"momentum-guess-limit": 1.0, "no-such-guess": 2.0},
        passed=[TASKS[0], UNIT.exercises[0].id],
        drills={DRILLS[0]: Drilled(best=IN_A_ROW), DRILLS[1]: Drilled(best=IN_A_ROW - 1, streak=1)},
    )
    seen = {found.unit.slug: found for found in glance(kept)}
    assert list(seen) == [unit.slug for unit in units()]
    here = seen["06-momentum"]
    assert [done for done, _ in (here.guesses, here.tasks, here.drills, here.questions)] == [1, 1, 1, 1]
    assert here.questions[1] == len(UNIT.exercises)
    assert not seen["05-nn-module"].is_begun


def test_what_may_be_left_out_is_missed_by_nobody_and_counts_for_who_has_done_it() -> None:
    left_out = may_be_left_out(UNIT)
    challenges, guesses = ({e.id for e in UNIT.practice_of(kind)} for kind in ("challenge", "guess"))
    assert challenges < left_out
    assert left_out & guesses
    needed = {"passed": TASKS, "guesses": dict.fromkeys(guesses - left_out, 1.0)}
    here = glance_at(UNIT, Progress(**needed))
    assert here.tasks == (len(TASKS), len(TASKS))
    assert here.guesses == (len(guesses - left_out),) * 2
    here = glance_at(UNIT, Progress(passed=[*TASKS, *challenges], guesses=dict.fromkeys(guesses, 1.0)))
    assert here.tasks == (len(TASKS) + len(challenges),) * 2
    assert here.guesses == (len(guesses),) * 2


def test_a_task_that_may_be_left_out_is_not_what_to_do_next() -> None:
    unit = find_unit("04-autograd")
    (optional,) = [e.id for e in unit.practice_of("task") if e.id in may_be_left_out(unit)]
    others = [e.id for e in unit.practice_of("task") if e.id != optional]
    assert optional not in what_to_do_next(Progress(passed=others)).en


def test_what_to_do_next_is_the_lesson_then_what_went_wrong_then_what_is_open_then_the_next_unit() -> None:
    assert "01-cost" in what_to_do_next(Progress()).en
    slipped = Progress(drills={DRILLS[0]: Drilled(streak=0, best=1)})
    assert TASKS[0] in what_to_do_next(slipped).en
    slipped = Progress(drills={DRILLS[0]: Drilled(streak=0, best=1)}, passed=TASKS)
    assert f'drill("{DRILLS[0]}")' in what_to_do_next(slipped).en
    begun = Progress(guesses={"momentum-guess-limit": 1.0})
    assert TASKS[0] in what_to_do_next(begun).en
    done = [e.id for unit in units()[:1] for e in unit.all_exercises]
    assert "02-manual-gradient" in what_to_do_next(Progress(passed=done)).en
    everything = [e.id for unit in units() for e in unit.all_exercises]
    assert "Everything is done" in what_to_do_next(Progress(passed=everything)).en


@pytest.mark.parametrize("language", ["ko", "en"])
def test_check_in_a_course_without_assignments_shows_the_glance(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    nbformat.write(nbformat.v4.new_notebook(), course_folder / "lessons" / "06-momentum.ipynb")
    monkeypatch.chdir(course_folder)
    monkeypatch.setenv("GDCOURSE_LANG", language)
    monkeypatch.setattr("gdcourse.language._chosen", None)  # nobody has said anything in a notebook
    progress_file.change(lambda kept: kept.passed.append(TASKS[0]))
    shown = CliRunner().invoke(main, ["check"])
    assert shown.exit_code == 0, shown.output
    assert "06-momentum" in shown.output
    assert {"ko": "무엇을 연습할까요?", "en": "What should I practise?"}[language] in shown.output
    assert not re.search({"ko": "guesses|tasks|drills", "en": "[가-힣]"}[language], shown.output)


def card() -> dict[str, str]:
    """What a check in a lesson shows, whatever it says of the answer."""
    return Card(verdict_of(TASKS[0], lambda curvature, lr, steps: 0.0))._repr_mimebundle_()


@pytest.mark.usefixtures("course_folder")
def test_below_a_check_stands_what_is_done_of_all_units_and_what_is_next() -> None:
    kept = Progress(passed=[TASKS[0], UNIT.exercises[0].id], drills={DRILLS[0]: Drilled(streak=0, best=1)})
    progress_file.change(lambda now: now.__dict__.update(kept.__dict__))
    shown = card()
    needed = [e for unit in units() for e in unit.practice if e.id not in may_be_left_out(unit)]
    tasks, guesses = ([e.kind for e in needed].count(kind) for kind in ("task", "guess"))
    for language, line in (
        ("en", f"In all units: guesses 0/{guesses}"),
        ("ko", "모든 단원에서: "),
    ):
        block = BeautifulSoup(shown["text/html"], "html.parser").select_one(f'div[lang="{language}"] > details')
        assert block.select_one("summary").get_text().startswith(line)
        assert f"1/{tasks}" in block.select_one("summary").get_text()
        assert block.select_one("summary code").get_text() == TASKS[1]
        assert [row.select_one("th").get_text() for row in block.select("tbody tr")] == [u.slug for u in units()]
        assert "open" not in block.attrs
        assert line in shown["text/plain"] or language == "ko"


@pytest.mark.usefixtures("course_folder")
def test_a_notebook_that_is_run_for_what_it_shows_tells_of_no_other_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(progress_file.OFF_VARIABLE, "off")
    shown = card()
    assert "details" not in shown["text/html"]
    assert "In all units" not in shown["text/plain"]


def test_check_outside_of_a_course_still_says_that_there_is_nothing(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = course_folder.parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert CliRunner().invoke(main, ["check"]).exit_code == 1


def test_check_runs_no_assignment_that_nobody_has_written_into(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("it was run")

    monkeypatch.setattr("gdcourse.student.check_notebook.run", never)
    shutil.copytree(ROOT / "release" / "06-momentum", course_folder / "originals" / "06-momentum")
    (course_folder / "originals" / "lessons").mkdir()
    place(course_folder)
    monkeypatch.chdir(course_folder)
    assert (course_folder / "assignments" / "06-momentum" / "06-momentum.ipynb").is_file()
    shown = CliRunner().invoke(main, ["check"])
    assert shown.exit_code == 1
    assert "06-momentum" in shown.output
