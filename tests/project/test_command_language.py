"""Every command speaks one language where it is asked to: by ``--lang``, wherever it stands, or by the environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import nbformat
import pytest
from click.testing import CliRunner, Result

from gdcourse.cli import main
from gdcourse.exercises import find_unit
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.language import current_language
from gdcourse.solutions import variants_of
from support.course import ROOT, hand_in, make_course

UNIT = "02-manual-gradient"
HANGUL = re.compile("[가-힣]")
COMMANDS = sorted(main.commands)


def run(language: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--lang", language])


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kim is right, lee has made a known mistake and is late; a file came in that is no notebook."""
    made = make_course(tmp_path_factory.mktemp("spoken") / "course")
    released = nbformat.read(ROOT / "release" / UNIT / f"{UNIT}.ipynb", as_version=4)
    unit = find_unit(UNIT)
    mistake = next(v for v in variants_of(unit)["mse-gradient"] if v.role == "mistake")
    answers = reference_answers(unit)
    hand_in(made, "kim", submission(released, unit, answers, "thoughts"))
    path = hand_in(made, "lee", submission(released, unit, {**answers, "mse-gradient": mistake}, "thoughts"))
    (path.parent / "timestamp.txt").write_text("2026-03-03 10:00 UTC")
    (made.directory / "archive").mkdir()
    (made.directory / "archive" / "essay.docx").write_bytes(b"no notebook")
    return made.directory


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_in_one_language(name: str) -> None:
    arguments = [*([name] if name else []), "--help"]
    korean, english = (run(language, *arguments).output for language in ("ko", "en"))
    assert not HANGUL.search(english), english
    assert HANGUL.search(korean.split("옵션:")[0])
    for parameter in (main.commands[name] if name else main).params:
        told = getattr(parameter, "help", None)
        if told and parameter.name not in ("help", "version"):
            assert HANGUL.search(told), parameter.name
    assert current_language() == "both"


def test_the_option_may_stand_anywhere_and_the_environment_does_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdcourse.language._chosen", None)  # nobody has said anything in a notebook
    runner = CliRunner()
    for line in (["--lang", "en", "units"], ["units", "--lang=en"], ["units", "--lang", "en"]):
        assert not HANGUL.search(runner.invoke(main, line).output)
    monkeypatch.setenv("GDCOURSE_LANG", "ko")
    assert "The slope" not in runner.invoke(main, ["units"]).output
    monkeypatch.setenv("GDCOURSE_LANG", "de")
    refused = runner.invoke(main, ["units"])
    assert refused.exit_code == 2
    assert "GDCOURSE_LANG" in refused.output
    assert refused.exception is None or isinstance(refused.exception, SystemExit)


LINES = [
    ["units"],
    ["deadline", UNIT, "2026-03-01 23:59"],
    ["grade", UNIT, "--no-isolation", "--jobs", "1"],
    ["grade", "no-unit"],
    ["history", "kim"],
    ["history", "nobody"],
    ["history", "kim", "--unit", "no-unit"],
    ["grade", UNIT, "--student", "kim", "--student", "lee"],
    ["feedback", UNIT, "--student", "kim", "--student", "lee"],
    ["deadline", UNIT, "some day"],
    ["deadline", UNIT, "+2d", "--student", "nobody"],
    ["export", "--output", "marks.csv"],
    ["export", "no-unit"],
    ["collect", "archive"],
    ["collect", "nowhere.zip"],
    ["learn", UNIT],
    ["mark", UNIT],
    ["mark", UNIT, "--take", "archive/essay.docx"],
    ["report", "no-unit"],
    ["feedback", "no-unit"],
    ["release", "no-unit"],
    ["bundle", "--url", "ftp://nowhere"],
    ["demo", "--directory", "archive"],
    ["keys", "no-unit"],
    ["prove", "no-exercise"],
    ["new", "unit", "means"],
    ["new", "exercise", "another-one"],
    ["check"],
    ["check", f"submitted/kim/{UNIT}/{UNIT}.ipynb"],
    ["submit", f"submitted/kim/{UNIT}/{UNIT}.ipynb"],
    ["submit", "archive/essay.docx"],
    ["lab"],
]
WITHOUT_SENTENCES = [["export", "--output", "marks.csv"]]
ABOUT_NO_COURSE = ("units", "keys", "prove", "check", "submit", "lab")


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_commands_say_is_in_one_language(line: list[str], course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    monkeypatch.setenv("COLUMNS", "200")
    told = {language: run(language, *line) for language in ("en", "ko")}
    for language, result in told.items():
        assert result.exception is None or isinstance(result.exception, SystemExit), (language, result.exception)
    assert not HANGUL.search(told["en"].output), told["en"].output
    if line not in WITHOUT_SENTENCES:
        assert HANGUL.search(told["ko"].output), told["ko"].output


MISTYPED = [
    ["no-such-command"],
    ["grad"],
    ["grade"],
    ["grade", UNIT, "--no-such-option"],
    ["grade", UNIT, "--jobs", "many"],
    ["grade", UNIT, "--jobs", "0"],
    ["grade", UNIT, "--isolation", "none"],
    ["grade", UNIT, "--json=1"],
    ["mark", UNIT, "--take"],
    ["mark", UNIT, "--take", "nowhere.json"],
    ["mark", UNIT, "--output", f"source/{UNIT}/{UNIT}.ipynb"],
    ["history", "kim", "lee"],
    ["history"],
    ["deadline", UNIT, "-1d"],
    ["report", UNIT, "--format", "pdf"],
    ["learn", UNIT, "--credit", "2"],
    ["learn", UNIT, "--credit", "nan"],
    ["learn", UNIT, "--name", "a-name"],
    ["learn", UNIT, "1", "--ko", "글"],
    ["refresh", "nowhere.ipynb"],
    ["new", "lesson", "x"],
    ["grade", UNIT, "--course", "nowhere"],
]


@pytest.mark.parametrize("line", MISTYPED, ids=" ".join)
def test_what_is_wrong_with_a_line_is_told_in_one_language(
    line: list[str], course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    monkeypatch.setenv("COLUMNS", "200")
    english, korean = run("en", *line), run("ko", *line)
    assert (english.exit_code, korean.exit_code) == (2, 2), english.output + korean.output
    assert not HANGUL.search(english.output), english.output
    assert re.search(r"^오류: .*[가-힣]", korean.output, re.MULTILINE), korean.output
    assert not re.search("Usage:|Error:|Try ", korean.output)
    assert re.search(r"^Error: .*[a-z]", english.output, re.MULTILINE), english.output
    both = CliRunner().invoke(main, line).output
    assert HANGUL.search(both), both
    assert re.search("[a-z]{2} [a-z]{2}", both), both


def test_help_that_was_asked_in_both_languages_is_in_one_when_that_is_asked_next() -> None:
    both = CliRunner().invoke(main, ["grade", "--help"]).output
    assert "이 도움말을 보이고 끝냄 · Show this message and exit." in both
    assert not HANGUL.search(run("en", "grade", "--help").output)
    assert "Show this message" not in run("ko", "grade", "--help").output


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_korean_help_names_no_kind_of_value_in_english(name: str) -> None:
    told = run("ko", *([name] if name else []), "--help").output
    assert not re.search(r"OPTIONS|ARGS|COMMAND|INTEGER|FLOAT|RANGE|TEXT|FILE|DIRECTORY|ADDRESS|PATH", told), told


def test_what_a_command_refuses_begins_with_the_error(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    assert run("en", "grade", "no-unit").output.startswith("Error: ")


def test_a_zone_may_stand_behind_a_time_without_quotes(course: Path) -> None:
    line = ["deadline", UNIT, "2026-03-01", "23:59", "-0500", "--course", str(course)]
    assert "2026-03-02 04:59 UTC" in run("en", *line).output


def test_every_command_that_people_type_is_tried() -> None:
    tried = {line[0] for line in LINES}
    assert tried >= set(COMMANDS) - {"refresh"}, set(COMMANDS) - tried
    assert all(isinstance(main.commands[name], click.Command) for name in tried)


@pytest.mark.parametrize(
    ("variables", "encoding"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8"),
        ({"PYTHONIOENCODING": "ascii"}, "utf-8"),
        ({"PYTHONIOENCODING": "cp949"}, "cp949"),
        ({"PYTHONIOENCODING": "latin-1"}, "latin-1"),
    ],
)
def test_a_command_speaks_wherever_it_is_read(variables: dict[str, str], encoding: str) -> None:
    command = [sys.executable, "-c", "from gdcourse.cli import main; main()", "units"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    korean = "비용"
    assert (korean if encoding != "latin-1" else "\\ube44") in done.stdout.decode(encoding)
