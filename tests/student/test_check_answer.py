"""The check cell as a student meets it: ✓ for right work, an error that explains for wrong work, in their language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode

from gdcourse import check, set_language
from gdcourse.exercises import find_unit, units
from gdcourse.grading.demo.simulated_class import COPIED_FROM_THE_WEB, reference_answers, submission
from gdcourse.judging.exercise import Unit, take_value
from gdcourse.judging.judge import Verdict
from gdcourse.judging.verdict_card import as_html, mark
from gdcourse.language import Text
from gdcourse.student import progress
from gdcourse.student.check_answer import Card, CheckFailed, answer_missing_names, verdict_of
from support.course import ROOT


def wrong(x: Any, y: Any, y_pred: Any) -> Any:
    return np.dot(2 * x, y_pred - y).mean()


def right(x: Any, y: Any, y_pred: Any) -> Any:
    return np.dot(2 * x, y_pred - y) / len(x)


@pytest.fixture
def in_both_languages() -> None:
    set_language("both")


@pytest.mark.usefixtures("in_both_languages")
def test_a_wrong_answer_raises_with_the_diagnosis_in_both_languages() -> None:
    with pytest.raises(CheckFailed) as failed:
        check("mse-gradient", wrong)
    assert "정확히 N배 커요" in str(failed.value)
    assert "exactly N times too large" in str(failed.value)
    assert "→ -120 (right: -30)" in str(failed.value)
    assert failed.value.verdict.diagnosis == "sum-for-mean"


@pytest.mark.usefixtures("in_both_languages")
@pytest.mark.parametrize(("language", "there", "not_there"), [("ko", "N배", "times"), ("en", "times", "N배")])
def test_in_one_language_there_is_nothing_of_the_other(language: str, there: str, not_there: str) -> None:
    set_language(language)
    with pytest.raises(CheckFailed) as failed:
        check("mse-gradient", wrong)
    set_language("both")
    assert there in str(failed.value)
    assert not_there not in str(failed.value)


def test_a_right_answer_shows_a_tick_as_text_and_as_html(capsys: pytest.CaptureFixture[str]) -> None:
    check("mse-gradient", right)
    assert "✓ mse-gradient" in capsys.readouterr().out
    bundle = Card(verdict_of("mse-gradient", right))._repr_mimebundle_()
    assert "맞았어요!" in bundle["text/html"]
    assert "Correct!" in bundle["text/html"]


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    made = InteractiveShell.instance()
    answer_missing_names(made)
    made.run_cell("from gdcourse import check")
    yield made
    InteractiveShell.clear_instance()


def run_in(shell: InteractiveShell, source: str) -> tuple[Any, str, list[dict[str, str]]]:
    """Run a cell: its error, what it printed, and what it displayed."""
    with capture_output() as shown:
        result = shell.run_cell(source)
    return result.error_in_exec, shown.stdout, [output.data for output in shown.outputs]


@pytest.mark.parametrize("given", [1e-3, (1e-3, 3), "fast", None, {"rate": 0.1}, [[1.0, 2.0], [3.0, 4.0]]], ids=repr)
def test_of_a_choice_the_card_shows_what_was_chosen_and_no_property_of_it(given: Any) -> None:
    choices = [exercise for unit in units() for exercise in unit.exercises if exercise.observe is not None]
    assert len(choices) >= 8
    for exercise in choices:
        verdict = verdict_of(exercise.id, given if exercise.probe is take_value else lambda *_, **__: given)
        assert not verdict.correct, exercise.id
        shown = {name.en: value.en for name, value in verdict.case.rows} if verdict.case else {}
        assert "right answer" not in shown, exercise.id
        assert not re.search(r"\b(True|False|unlike)\b", shown.get("your answer", "")), (exercise.id, shown)
        assert not re.search(r"came back: a dictionary", verdict.message.en) or isinstance(given, dict), exercise.id


@pytest.mark.usefixtures("in_both_languages")
def test_in_a_notebook_a_card_explains_and_the_error_is_one_line(shell: InteractiveShell) -> None:
    shell.user_ns["wrong"] = wrong
    error, printed, displayed = run_in(shell, "check('mse-gradient', wrong)")
    assert isinstance(error, CheckFailed)
    assert printed.strip() == "◐ mse-gradient ↑"
    assert len(displayed) == 1
    for told in displayed[0].values():
        assert "정확히 N배 커요" in told
        assert "exactly N times too large" in told
        assert "Next" in told
        assert "check_answer.py" not in told
    assert "→ -120 (right: -30)" in displayed[0]["text/plain"]
    assert re.search(r'<th scope="row"[^>]*>right answer</th><td[^>]*>-30</td>', displayed[0]["text/html"])


def test_a_card_holds_both_languages_and_shows_the_kernels(shell: InteractiveShell) -> None:
    shell.user_ns["wrong"] = wrong
    set_language("ko")
    _, _, displayed = run_in(shell, "check('mse-gradient', wrong)")
    set_language("both")
    assert re.search(r'<div lang="en" style="[^"]*display:none', displayed[0]["text/html"])
    assert re.search(r'<div lang="ko" style="(?![^"]*display:none)', displayed[0]["text/html"])
    assert "times too large" not in displayed[0]["text/plain"]


@pytest.mark.usefixtures("in_both_languages")
def test_a_name_that_was_never_defined_is_no_answer_yet(shell: InteractiveShell) -> None:
    stub = "class Dense:\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    run_in(shell, stub)
    error, printed, displayed = run_in(shell, 'check("dense-layer", Dense)')
    assert error is not None
    assert printed.strip() == "· dense-layer ↑"
    assert "아직 답이 없어요." in displayed[0]["text/plain"]
    assert "Write `Dense` in the solution cell above" in displayed[0]["text/plain"]


@pytest.mark.parametrize(
    "source", ["undefined_name", 'check("dense-layer", Dense + 1)', "check(x, Dense)", "[Dense for _ in range(2)]"]
)
def test_any_other_missing_name_stays_pythons_error(source: str, shell: InteractiveShell) -> None:
    error, printed, displayed = run_in(shell, source)
    assert isinstance(error, NameError)
    assert "NameError" in printed
    assert displayed == []


@pytest.mark.usefixtures("in_both_languages")
def test_progress_counts_what_stands_now(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdcourse.student.progress._latest", {})
    shell.user_ns.update(wrong=wrong, right=right)
    for work, counted in (("right", "1 of 11 exercises solved, 3/17"), ("wrong", "0 of 11 exercises solved, 1.5/17")):
        _, _, displayed = run_in(shell, f"check('mse-gradient', {work})")
        assert counted in displayed[0]["text/plain"]


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.slug)
def test_what_the_card_counts_and_what_a_person_marks_are_the_points_in_the_title(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdcourse.student.progress._latest", {})
    told = progress.line(unit, unit.exercises[0])
    title = nbformat.read(ROOT / "source" / unit.slug / f"{unit.slug}.ipynb", as_version=4).cells[1].source
    for text, said in (
        (told.ko, r"0/([\d.]+)점 \(글로 쓰는 답의 ([\d.]+)점"),
        (told.en, r"0/([\d.]+) points \(.* for ([\d.]+) more"),
    ):
        counted, by_hand = map(float, re.search(said, text).groups())  # type: ignore[union-attr]
        assert f"{counted + by_hand:g}" in re.findall(r"\d+", title)


def test_work_that_is_not_there_yet_is_missing_and_not_wrong() -> None:
    def stub(x: Any, y: Any, y_pred: Any) -> Any:
        raise NotImplementedError

    with pytest.raises(CheckFailed) as failed:
        check("mse-gradient", stub)
    assert failed.value.verdict.state == "missing"


def test_a_name_that_is_no_exercise_is_answered_with_those_that_are() -> None:
    with pytest.raises(LookupError, match="mse-gradient"):
        check("mse-gradients", right)


def test_a_verdict_escapes_what_the_student_wrote() -> None:
    hostile = Text("<script>`<b>`</script>", "<img src=x onerror=alert(1)>")
    html = as_html(Verdict("mse-gradient", 0.0, 1.0, "graded", None, hostile), "both")
    assert "<script" not in html
    assert "<img" not in html
    assert "<code>&lt;b&gt;</code>" in html


@pytest.mark.parametrize(
    ("state", "score", "expected"),
    [
        ("graded", 2.0, "✓"),
        ("graded", 1.0, "◐"),
        ("graded", 0.0, "✗"),
        ("missing", 0.0, "·"),
        ("manual", None, "✎"),
        ("ungradable", 0.0, "!"),
    ],
)
def test_every_verdict_has_a_mark_of_its_own(state: str, score: float | None, expected: str) -> None:
    assert mark(Verdict("x", score, 2.0, state, None, Text("", ""))) == expected


def validate(notebook: NotebookNode, directory: Path) -> str:
    path = directory / "notebook.ipynb"
    nbformat.write(notebook, path)
    command = [str(Path(sys.executable).parent / "nbgrader"), "validate", str(path)]
    return subprocess.run(
        command, cwd=directory, capture_output=True, text=True, check=False, env={**os.environ}
    ).stdout


def test_nbgrader_validate_passes_right_work_and_explains_wrong_work(release: NotebookNode, tmp_path: Path) -> None:
    unit = find_unit("02-manual-gradient")
    answers = reference_answers(unit)
    assert "Success" in validate(submission(release, unit, answers, "…"), tmp_path)
    told = validate(submission(release, unit, {**answers, "mse-gradient": COPIED_FROM_THE_WEB}, "…"), tmp_path)
    assert "VALIDATION FAILED ON 1 CELL" in told
    assert "exactly N times too large" in told


def test_a_cell_that_did_not_run_is_told_with_what_ipython_said_of_it(shell: InteractiveShell) -> None:
    asks = 'check("parabola-slope", slope)'
    run_in(shell, "def slope(w, a, c):\n    raise NotImplementedError()")
    assert "There is no answer yet" in str(run_in(shell, asks)[0])
    run_in(shell, "# answer\n%%time\ndef slope(w, a, c):\n    return 2 * a * (w - c)")
    said = str(run_in(shell, asks)[0])
    assert "%%time" in said
    assert "There is no answer yet" not in said
    run_in(shell, "def slope(w, a, c):\n    return 2 * a * (w - c")
    assert "SyntaxError" in str(run_in(shell, asks)[0])
    run_in(shell, "def slope(w, a, c):\n    return 2 * a * (w - c)")
    assert run_in(shell, asks)[0] is None
