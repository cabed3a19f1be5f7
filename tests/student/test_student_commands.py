"""``gdcourse lab``, ``check`` and ``submit`` as a student types them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse import language
from gdcourse.cli import main
from gdcourse.exercises import find_exercise, find_unit
from gdcourse.grading.demo.simulated_class import COPIED_FROM_THE_WEB, reference_answers, submission
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, note_limits
from gdcourse.notebooks.one_language import in_language
from gdcourse.notebooks.reading import UnreadableNotebookError
from gdcourse.student import check_notebook, jupyterlab
from gdcourse.student.advice_after_wrong_answer import next_step
from gdcourse.student.check_answer import verdict_of
from gdcourse.student.submit import warnings_about
from support.bilingual_text import HANGUL
from support.course import ROOT

UNIT = find_unit("02-manual-gradient")
NAME = f"{UNIT.slug}.ipynb"
ALL_RIGHT = reference_answers(UNIT)


def gdcourse(directory: Path, *arguments: str) -> Result:
    here = Path.cwd()
    os.chdir(directory)
    try:
        return CliRunner().invoke(main, list(arguments))
    finally:
        os.chdir(here)


def store(notebook: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def find(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


# --- check -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("of", "asked", "spoken"), [("en", None, "en"), ("ko", None, "ko"), ("en", "ko", "ko")])
def test_who_has_a_notebook_in_one_language_is_answered_in_it_unless_another_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str, asked: str | None, spoken: str
) -> None:
    monkeypatch.delenv("GDCOURSE_LANG", raising=False)
    release = nbformat.read(ROOT / "release" / UNIT.slug / NAME, as_version=4)
    store(in_language(submission(release, UNIT, ALL_RIGHT, "thoughts"), of), tmp_path / NAME)
    lang = ["--lang", asked] if asked else []
    for command in (["check", NAME], ["check"], ["submit", UNIT.slug]):
        said = gdcourse(tmp_path, *command, *lang).output
        assert bool(HANGUL.search(said)) == (spoken == "ko"), said
        assert bool(re.search("Upload|no answer", said)) == (spoken == "en"), said


def marks(output: str) -> dict[str, str]:
    """The mark in front of each exercise."""
    return {e.id: m[1] for e in UNIT.exercises if (m := re.search(rf"([✓◐✗·]) +{e.id} ", output))}


def test_check_shows_which_exercises_stand_and_fails_until_all_do(release: NotebookNode, tmp_path: Path) -> None:
    answers = {**ALL_RIGHT, "mse-gradient": COPIED_FROM_THE_WEB}
    del answers["one-step"]
    store(submission(release, UNIT, answers, "…"), tmp_path / "some" / NAME)
    before = (tmp_path / "some" / NAME).read_bytes()
    told = gdcourse(tmp_path, "check")
    assert told.exit_code == 1, told.output
    shown = marks(told.output)
    assert shown.pop("mse-gradient") == "◐"
    assert shown.pop("one-step") == "·"
    assert set(shown.values()) == {"✓"}
    assert len(shown) == len(UNIT.exercises) - 2
    assert (tmp_path / "some" / NAME).read_bytes() == before

    store(submission(release, UNIT, ALL_RIGHT, "…"), tmp_path / "all" / NAME)
    assert gdcourse(tmp_path, "check", f"all/{NAME}").exit_code == 0


def test_check_tells_of_the_limits_that_the_course_gives(release: NotebookNode, tmp_path: Path) -> None:
    notebook = submission(release, UNIT, ALL_RIGHT, "thoughts")
    notebook.cells.append(nbformat.v4.new_code_cell("import time; time.sleep(2.5)"))
    note_limits(notebook, LimitsWhenGraded(cell_seconds=1, notebook_seconds=300))
    store(notebook, tmp_path / NAME)
    told = gdcourse(tmp_path, "check", NAME)
    assert f"Cell number {len(notebook.cells)} took" in told.output
    assert "usually has 1 s" in told.output
    store(release, tmp_path / "originals" / "lessons" / NAME)
    store(release, tmp_path / "originals" / UNIT.slug / NAME)
    assert "usually has 1 s" not in gdcourse(tmp_path, "check", NAME).output, "the edition says that it has more"


def test_an_answer_that_does_not_end_is_wrong_and_not_taken_for_none(
    release: NotebookNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than the imports of the cell before it take on a busy machine.
    monkeypatch.setattr(check_notebook, "_AT_LEAST", 20)
    endless = "import time\n\ndef step(w, *rest, **more):\n    while True:\n        time.sleep(0.1)\n"
    notebook = submission(release, UNIT, {**ALL_RIGHT, "one-step": endless}, "thoughts")
    note_limits(notebook, LimitsWhenGraded(cell_seconds=20))
    store(notebook, tmp_path / NAME)
    told = gdcourse(tmp_path, "check", NAME, "--lang", "en").output
    assert marks(told)["one-step"] == "✗"
    assert set(marks(told).values()) == {"✓", "✗"}


def test_check_puts_given_code_right_as_grading_does_and_says_so(release: NotebookNode, tmp_path: Path) -> None:
    notebook = submission(release, UNIT, ALL_RIGHT, "because")
    notebook.cells[2].source = "import a_module_that_is_nowhere\n" + notebook.cells[2].source
    notebook.cells.insert(3, nbformat.v4.new_code_cell("check = 5"))  # which grading does not mind
    del notebook.cells[0]
    store(notebook, tmp_path / "assignments" / UNIT.slug / NAME)
    (tmp_path / "originals" / "lessons").mkdir(parents=True)
    store(release, tmp_path / "originals" / UNIT.slug / NAME)
    told = gdcourse(tmp_path, "check")
    assert told.exit_code == 0, told.output
    assert "Cell number 2 was given. As it was changed it fails" in told.output
    assert "The code cell `from gdcourse import language_switch` that was given is gone" in told.output

    packed = gdcourse(tmp_path, "submit", UNIT.slug)
    assert "language_switch` that was given is gone" in packed.output

    find(notebook, "one-step-solution").source = "def step("  # so that the name is never made
    store(notebook, tmp_path / "elsewhere.ipynb")
    shutil.rmtree(tmp_path / "originals")
    told = gdcourse(tmp_path, "check", "elsewhere.ipynb")
    assert told.exit_code == 1
    assert marks(told.output)["one-step"] == "✗"
    assert "it ran here as it stands; grading puts it right" in " ".join(told.output.split())


def test_check_and_submit_say_that_code_in_marks_of_markdown_does_not_run_and_who_looks_at_it(
    release: NotebookNode, tmp_path: Path
) -> None:
    notebook = submission(release, UNIT, ALL_RIGHT, "because")
    position = notebook.cells.index(solution := find(notebook, "update-rule-solution"))
    notebook.cells[position] = nbformat.v4.new_markdown_cell(
        f"내 답:\n```python\n{solution.source}\n```", metadata=solution.metadata
    )
    store(notebook, tmp_path / NAME)
    for arguments in (("check", NAME), ("submit", UNIT.slug)):
        told = " ".join(gdcourse(tmp_path, *arguments).output.split())
        assert f"The answer to `update-rule`, cell {position + 1}, stands between marks of Markdown" in told
        assert "a teacher looks at it" in told


def test_submit_says_that_text_of_the_question_around_code_keeps_it_from_running(
    release: NotebookNode, tmp_path: Path
) -> None:
    notebook = submission(release, UNIT, ALL_RIGHT, "because")
    position = notebook.cells.index(solution := find(notebook, "update-rule-solution"))
    solution.source = f"{notebook.cells.pop(position - 1).source}\n\n{solution.source}"
    find(notebook, "one-step-solution").source += "\n%timeit pass\nhere = !pwd"
    store(notebook, tmp_path / NAME)
    told = " ".join(gdcourse(tmp_path, "submit", UNIT.slug).output.split())
    assert f"The answer to `update-rule`, cell {position}, does not run at all" in told
    assert told.count("does not run at all") == 1


def test_a_kernel_that_dies_keeps_the_verdicts_before_it(release: NotebookNode, tmp_path: Path) -> None:
    notebook = submission(release, UNIT, ALL_RIGHT, "…")
    find(notebook, "mse-gradient-solution").source = "import os\nos._exit(1)"
    store(notebook, tmp_path / NAME)
    told = gdcourse(tmp_path, "check", NAME)
    assert told.exit_code == 1
    assert "The kernel died" in told.output
    assert marks(told.output)["parabola-slope"] == "✓"
    assert marks(told.output)["mse-gradient"] == "·"


def test_who_leaves_the_shell_loses_nothing_that_comes_after_as_in_grading(
    release: NotebookNode, tmp_path: Path
) -> None:
    notebook = submission(release, UNIT, ALL_RIGHT, "…")
    find(notebook, "update-rule-solution").source += "\nquit()"
    find(notebook, "mse-gradient-solution").source += "\nimport time\ntime.sleep(0.5)"
    store(notebook, tmp_path / NAME)
    told = gdcourse(tmp_path, "check", NAME)
    assert set(marks(told.output).values()) == {"✓"}
    assert told.exit_code == 0


def test_check_says_what_is_no_notebook_and_where_there_is_nothing_to_check(tmp_path: Path) -> None:
    nothing = gdcourse(tmp_path, "check")
    assert nothing.exit_code == 1
    assert "gdcourse check 02-manual-gradient.ipynb" in nothing.output
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    broken = gdcourse(tmp_path, "check", "broken.ipynb")
    assert broken.exit_code == 1
    assert "cannot be read as a notebook" in broken.output


# --- submit ------------------------------------------------------------------------------------------------------


def test_submit_packs_the_notebook_under_nbgraders_name_with_its_digest(release: NotebookNode, tmp_path: Path) -> None:
    path = tmp_path / "assignments" / UNIT.slug / NAME
    store(submission(release, UNIT, ALL_RIGHT, "because"), path)
    store(nbformat.read(ROOT / "course" / NAME, as_version=4), tmp_path / "lessons" / NAME)
    told = gdcourse(tmp_path, "submit", UNIT.slug)
    assert told.exit_code == 0, told.output
    assert "Nothing is missing." in told.output
    with zipfile.ZipFile(tmp_path / f"{UNIT.slug}.zip") as archive:
        assert sorted(archive.namelist()) == [NAME, "manifest.json"]
        packed, manifest = archive.read(NAME), json.loads(archive.read("manifest.json"))
    assert packed == path.read_bytes()
    assert manifest["unit"] == UNIT.slug
    assert manifest["files"] == {NAME: {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)}}
    assert manifest["warnings"] == []


def test_submit_names_what_is_missing_and_packs_all_the_same(release: NotebookNode, tmp_path: Path) -> None:
    answers = dict(ALL_RIGHT)
    del answers["update-rule"]
    notebook = submission(release, UNIT, answers, None)
    find(notebook, "mse-gradient").source = "print('all right')"
    notebook.cells.remove(find(notebook, "parabola-slope"))
    notebook.cells.remove(find(notebook, "training-loop-solution"))
    store(notebook, tmp_path / NAME)
    told = gdcourse(tmp_path, "submit", UNIT.slug, "--output", "out/mine.zip")
    assert told.exit_code == 0, told.output
    for sentence in (
        "`update-rule` has no answer yet.",
        "`reflection` has no answer yet.",
        "The check cell of `mse-gradient` was changed.",
        "The check cell of `parabola-slope` is gone.",
        "The solution cell of `training-loop` is gone.",
        "hand it in as it is",
    ):
        assert sentence in told.output
    assert told.output.count("! ") == 2 * 5
    with zipfile.ZipFile(tmp_path / "out" / "mine.zip") as archive:
        assert len(json.loads(archive.read("manifest.json"))["warnings"]) == 5


def test_a_fresh_release_is_blank_in_every_question(release: NotebookNode) -> None:
    told = [text.en for text in warnings_about(release, 1000, UNIT)]
    assert told == [f"`{i}` has no answer yet." for i in [*(e.id for e in UNIT.exercises), "reflection"]]


def test_a_damaged_or_large_notebook_is_packed_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"cells": [', encoding="utf-8")
    told = gdcourse(tmp_path, "submit", UNIT.slug)
    assert told.exit_code == 0
    assert "will not be graded as it is" in told.output
    assert (tmp_path / f"{UNIT.slug}.zip").is_file()
    large = warnings_about(UnreadableNotebookError("x"), 9_000_000, UNIT)
    assert "9.0 MB" in large[-1].en


def test_submit_without_a_notebook_or_unit_says_what_to_do(tmp_path: Path) -> None:
    assert "--notebook FILE" in gdcourse(tmp_path, "submit", UNIT.slug).output
    assert "--notebook FILE" in gdcourse(tmp_path, "submit", NAME).output
    assert "01-cost" in gdcourse(tmp_path, "submit", "nonsense").output


@pytest.mark.parametrize(
    "named",
    [
        NAME,
        f"assignments/{UNIT.slug}/mine (1).ipynb",
        f"./assignments/{UNIT.slug}/mine (1).ipynb",
        f"assignments/{UNIT.slug}",
        f"assignments/{UNIT.slug}/",
    ],
)
def test_submit_takes_a_notebook_or_its_folder_for_the_unit_that_it_is(
    release: NotebookNode, tmp_path: Path, named: str
) -> None:
    path = tmp_path / "assignments" / UNIT.slug / "mine (1).ipynb"
    store(submission(release, UNIT, ALL_RIGHT, "because"), path)
    told = gdcourse(tmp_path, "submit", named)
    assert told.exit_code == 0, told.output
    with zipfile.ZipFile(tmp_path / f"{UNIT.slug}.zip") as archive:
        assert archive.read(NAME) == path.read_bytes()


def test_submit_of_a_notebook_that_is_no_assignment_s_says_so(tmp_path: Path) -> None:
    store(new_notebook(cells=[new_code_cell("1 + 1")]), tmp_path / "notes.ipynb")
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    for name in ("notes.ipynb", "broken.ipynb"):
        told = gdcourse(tmp_path, "submit", name)
        assert told.exit_code == 1
        assert name in told.output
        assert "01-cost" not in told.output
    assert "cannot be read as a notebook" in gdcourse(tmp_path, "submit", "broken.ipynb").output
    (tmp_path / NAME).write_text("{", encoding="utf-8")
    assert gdcourse(tmp_path, "submit", NAME).exit_code == 0


# --- lab ---------------------------------------------------------------------------------------------------------


def test_lab_opens_the_lessons_where_one_works_on_them(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / NAME).touch()
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / NAME).touch()
    assert jupyterlab.lessons_in(tmp_path) == tmp_path / "lessons", "an author's own are not what students open"
    assert "--LabApp.default_url=/lab/tree/lessons" in jupyterlab.command(tmp_path, tmp_path)
    assert jupyterlab.command(tmp_path, tmp_path, ["--no-browser"])[-1] == "--no-browser"
    assert jupyterlab.lessons_in(tmp_path / "lessons") == tmp_path / "lessons" / "."


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "압축을 푼 폴더로 옮겨 가서"), ("en", "Run this in the folder that you unpacked")]
)
def test_lab_where_there_are_no_lessons_says_where_to_go(tmp_path: Path, language: str, said: str) -> None:
    told = gdcourse(tmp_path, "lab", "--lang", language)
    assert told.exit_code == 1
    assert said in told.output


def test_the_language_of_the_menus_is_a_default_beside_the_users_settings(tmp_path: Path) -> None:
    inherited = {"JUPYTER_CONFIG_PATH": "/elsewhere", "GDCOURSE_LANG": "en", "HOME": "/home/student"}
    found = jupyterlab.environment("ko", tmp_path / "a", inherited)
    assert found["JUPYTER_CONFIG_PATH"] == f"{tmp_path / 'a'}{os.pathsep}/elsewhere"
    assert "GDCOURSE_LANG" not in found
    assert found["HOME"] == "/home/student"
    read = "import json, jupyterlab_server.settings_utils as s; print(json.dumps(s._get_overrides('')[0]))"
    command, environment = [sys.executable, "-c", read], {**os.environ, **found}
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(shown.stdout)["@jupyterlab/translation-extension:plugin"] == {"locale": "ko_KR"}
    assert jupyterlab.environment(None, tmp_path / "b", inherited)["GDCOURSE_LANG"] == "en"


# --- what was chosen last ----------------------------------------------------------------------------------------


def test_the_choice_is_remembered_and_the_environment_outvotes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("GDCOURSE_LANG", raising=False)
    monkeypatch.setattr("gdcourse.language._chosen", None)
    assert language.current_language() == "both"
    language.remember_language("ko")
    assert language.current_language() == "ko"
    monkeypatch.setenv("GDCOURSE_LANG", "en")
    assert language.current_language() == "en"
    with pytest.raises(ValueError, match="ko, en, both"):
        language.remember_language("fr")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"language": 3}', '{"language": "fr"}'])
def test_a_damaged_memory_counts_as_none(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    language.memory().parent.mkdir()
    language.memory().write_text(content, encoding="utf-8")
    assert language.remembered_language() is None


# --- the next thing to try ---------------------------------------------------------------------------------------


def test_the_next_thing_to_try_goes_with_what_went_wrong() -> None:
    import numpy as np

    _, exercise = find_exercise("mse-gradient")

    def advice(work: object) -> str:
        return next_step(verdict_of("mse-gradient", work), exercise).en

    assert advice(lambda x, y, p: np.mean(2 * x * (p - y))) == ""
    reversed_sign = replace(verdict_of("mse-gradient", lambda x, y, p: 1), diagnosis="ratio:-1")
    assert "every sign" in next_step(reversed_sign, exercise).en
    assert "factor" in advice(lambda x, y, p: 7 * np.mean(2 * x * (p - y)))
    assert "a term that is missing" in advice(lambda x, y, p: 7 + np.mean(2 * x * (p - y)))
    assert "`print` before the line" in advice(lambda x, y, p: x / "a")
    assert "cell that makes it" in advice(lambda x, y, p: undefined_name)  # type: ignore[name-defined]  # noqa: F821
    assert "call `gradient` with the inputs above" in advice(lambda x, y, p: {"a": 1})
    assert "run the solution cell first" in advice(lambda x, y, p: np.dot(2 * x, p - y))


def test_submit_packs_the_files_that_the_notebook_uses_and_warns_of_what_differs(
    release: NotebookNode, tmp_path: Path
) -> None:
    answers = {**ALL_RIGHT, "update-rule": "from helper import update\nimport torch\ntorch.set_default_device('mps')"}
    store(submission(release, UNIT, answers, "because"), tmp_path / NAME)
    (tmp_path / "helper.py").write_text("def update(w, grad, lr):\n    return w - lr * grad\n", encoding="utf-8")
    told = gdcourse(tmp_path, "submit", UNIT.slug)
    assert "Packed with it: helper.py" in told.output
    assert "uses the device" in told.output
    with zipfile.ZipFile(tmp_path / f"{UNIT.slug}.zip") as archive:
        assert sorted(archive.namelist()) == [NAME, "helper.py", "manifest.json"]
        assert "helper.py" in json.loads(archive.read("manifest.json"))["files"]


def test_submit_says_nothing_of_slips_of_the_format_that_grading_passes_over(
    release: NotebookNode, tmp_path: Path
) -> None:
    raw = json.loads(nbformat.writes(submission(release, UNIT, ALL_RIGHT, "because")))
    raw["nbformat_minor"] = 4
    (tmp_path / NAME).write_bytes(json.dumps(raw).encode("utf-16"))
    told = gdcourse(tmp_path, "submit", UNIT.slug)
    assert "Nothing is missing." in told.output
