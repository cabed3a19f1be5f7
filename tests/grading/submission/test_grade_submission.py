"""Grading one notebook: bytes in, verdicts out. Every submission here is run in a real kernel."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.course_secret import course_secret
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.demo.simulated_class import COPIED_FROM_THE_WEB, Answers, reference_answers, submission
from gdcourse.grading.lms.install_cell import with_install
from gdcourse.grading.submission.assignment import Assignment
from gdcourse.grading.submission.execution import Question
from gdcourse.grading.submission.grade_submission import VERDICT_MIME, GradedNotebook, grade_notebook
from gdcourse.grading.submission.hidden_cases import HIDDEN_COUNT
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.kernel_conversation import merged, storable
from gdcourse.grading.submission.limits import Limits
from gdcourse.grading.submission.visible_cases import visible_cases
from gdcourse.judging.judge import Verdict
from gdcourse.kernels import kernel_process
from support.course import make_course
from support.isolation import isolated

pytestmark = pytest.mark.isolation

UNIT = find_unit("02-manual-gradient")
RIGHT = reference_answers(UNIT)
FULL = {exercise.id: exercise.points for exercise in UNIT.exercises}
SECRET = b"a secret for tests"


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_course(tmp_path_factory.mktemp("course") / "course").assignments(UNIT.slug)[0]


def graded(
    assignment: Assignment, notebook: NotebookNode | bytes | None, limits: Limits | None = None, student: str = "kim"
) -> dict[str, Verdict]:
    return {v.exercise: v for v in grade(assignment, notebook, limits, student).verdicts}


def grade(
    assignment: Assignment, notebook: NotebookNode | bytes | None, limits: Limits | None = None, student: str = "kim"
) -> GradedNotebook:
    data = nbformat.writes(notebook).encode() if isinstance(notebook, NotebookNode) else notebook
    limits = limits or Limits(cell_seconds=20, notebook_seconds=60)
    return grade_notebook(data, assignment, student, SECRET, limits, Isolation(on=isolated()))


def scores(verdicts: dict[str, Verdict]) -> dict[str, float | None]:
    return {i: v.score for i, v in verdicts.items() if v.state != "manual"}


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def answered(release: NotebookNode, **changed: str | None) -> NotebookNode:
    """The release with right answers, but for those given, with dashes for underscores."""
    answers: Answers = {**RIGHT, **{name.replace("_", "-"): text for name, text in changed.items()}}
    return submission(release, UNIT, answers, reflection="제 생각은 이래요. · This is what I think.")


def test_right_answers_get_all_points_and_the_reflection_waits_for_a_person(
    assignment: Assignment, release: NotebookNode
) -> None:
    result = grade(assignment, answered(release))
    verdicts = {v.exercise: v for v in result.verdicts}
    assert scores(verdicts) == FULL
    assert (verdicts["reflection"].state, verdicts["reflection"].score) == ("manual", None)
    for exercise_id, points in FULL.items():
        shown, number = cell(result.notebook, exercise_id).outputs
        assert shown.data[VERDICT_MIME]["score"] == points
        assert number.data["text/plain"] == repr(float(points))


def test_a_first_cell_that_would_install_the_package_installs_nothing_where_it_is_and_costs_nothing(
    assignment: Assignment, release: NotebookNode
) -> None:
    data = with_install(nbformat.writes(answered(release)).encode(), "https://courses.example/gdcourse.whl")
    result = grade_notebook(data, assignment, "kim", SECRET, Limits(cell_seconds=20, notebook_seconds=60))
    assert scores({v.exercise: v for v in result.verdicts}) == FULL
    first = next(cell for cell in result.notebook.cells if cell.cell_type == "code")
    assert "%pip install" in first.source
    assert "pip" not in str(first.outputs)


def test_a_blank_release_scores_nothing_and_every_question_is_missing(
    assignment: Assignment, release: NotebookNode
) -> None:
    verdicts = graded(assignment, release)
    assert {v.state for v in verdicts.values()} == {"missing"}
    assert sum(v.score or 0 for v in verdicts.values()) == 0
    assert len(verdicts) == len(FULL) + 1


def test_code_copied_from_the_web_is_told_that_it_is_n_times_too_large(
    assignment: Assignment, release: NotebookNode
) -> None:
    result = grade(assignment, answered(release, mse_gradient=COPIED_FROM_THE_WEB))
    verdicts = {v.exercise: v for v in result.verdicts}
    assert scores(verdicts) == {**FULL, "mse-gradient": 1.5}
    assert verdicts["mse-gradient"].diagnosis == "sum-for-mean"
    shown = cell(result.notebook, "mse-gradient").outputs[0].data["text/html"]
    assert "정확히 N배 커요" in shown
    assert "exactly N times too large" in shown


def test_an_answer_that_fits_only_the_visible_cases_earns_nothing(
    assignment: Assignment, release: NotebookNode
) -> None:
    looked_up = """\
import json
import gdcourse
from pathlib import Path
key = json.loads((Path(gdcourse.__file__).with_name("keys") / "manual_gradient.json").read_text())["mse-gradient"]
def gradient(x, y, y_pred):
    for case, expected in zip(key["cases"], key["expected"]):
        if case["x"] == list(x):
            return expected["data"][0]
    return 0.0
"""
    verdicts = graded(assignment, answered(release, mse_gradient=looked_up))
    assert scores(verdicts) == {**FULL, "mse-gradient": 0}


def delete(nb: NotebookNode, i: str) -> None:
    nb.cells.remove(cell(nb, i))


def duplicate(nb: NotebookNode, i: str) -> None:
    nb.cells.append(copy.deepcopy(cell(nb, i)))


def move_to_top(nb: NotebookNode, i: str) -> None:
    found = cell(nb, i)
    nb.cells.remove(found)
    nb.cells.insert(0, found)


def edit(nb: NotebookNode, i: str) -> None:
    cell(nb, i).source = "print('nothing to see')"


def skip(nb: NotebookNode, i: str) -> None:
    cell(nb, i).metadata["tags"] = ["skip-execution", "raises-exception"]


def raise_points(nb: NotebookNode, i: str) -> None:
    cell(nb, i).metadata.nbgrader["points"] = 1000


def turn_into_markdown(nb: NotebookNode, i: str) -> None:
    found = cell(nb, i)
    nb.cells[nb.cells.index(found)] = nbformat.v4.new_markdown_cell("no check", metadata=found.metadata)


def strip_metadata(nb: NotebookNode, i: str) -> None:
    cell(nb, i).metadata = NotebookNode()


def call_it_a_solution(nb: NotebookNode, i: str) -> None:
    cell(nb, i).metadata.nbgrader.update(grade=False, solution=True, locked=False)


CHANGES: list[Callable[[NotebookNode, str], None]] = [
    delete,
    duplicate,
    move_to_top,
    edit,
    skip,
    raise_points,
    turn_into_markdown,
    strip_metadata,
    call_it_a_solution,
]


# Who has answered nothing, but has written into a check cell, may have meant it to be the answer: a person looks.
BLANK = {i: 0.0 for i in FULL if i not in ("weight-and-bias", "equal-rates")}


@pytest.mark.parametrize(("answers", "expected"), [(RIGHT, FULL), ({}, BLANK)], ids=["right", "blank"])
def test_changes_to_check_cells_change_no_score(
    assignment: Assignment, release: NotebookNode, answers: Answers, expected: dict[str, float]
) -> None:
    notebook = submission(release, UNIT, answers, reflection="…")
    for change, exercise in zip(CHANGES, UNIT.exercises, strict=False):
        change(notebook, exercise.id)
    result = grade(assignment, notebook)
    assert scores({v.exercise: v for v in result.verdicts}) == expected
    ids = [c.metadata.nbgrader.grade_id for c in result.notebook.cells if "nbgrader" in c.metadata]
    assert len(ids) == len(set(ids))


def test_a_deleted_reflection_is_missing_and_not_open(assignment: Assignment, release: NotebookNode) -> None:
    notebook = answered(release)
    delete(notebook, "reflection")
    verdict = graded(assignment, notebook)["reflection"]
    assert (verdict.state, verdict.score) == ("missing", 0)


def test_one_broken_cell_costs_its_own_question_only(assignment: Assignment, release: NotebookNode) -> None:
    broken = {
        "mse_gradient": "def gradient(x, y, y_pred):\n    return (2 *",
        "update_rule": "def update(w, grad, lr):\n    return undefined_name",
        "one_step": "raise RuntimeError('고장')",
        "largest_rate": "largest_rate = 5",
        "training_loop": "def descend(x, y, w, lr, steps):\n    print('loud')\n    import sys; sys.exit()",
        "why_faster": "why_faster = 'B '",
    }
    verdicts = graded(assignment, answered(release, **broken))
    zeros = dict.fromkeys(["mse-gradient", "update-rule", "one-step", "largest-rate", "training-loop"], 0.0)
    assert scores(verdicts) == {**FULL, **zeros}
    assert verdicts["mse-gradient"].diagnosis == "error:SyntaxError"
    assert verdicts["update-rule"].diagnosis == "error:NameError"
    assert verdicts["one-step"].diagnosis == "error:RuntimeError"
    assert "고장" in verdicts["one-step"].message.ko
    assert "line 2" in verdicts["update-rule"].message.en


def test_an_unfinished_line_is_a_syntax_error_whatever_python_calls_it_inside(
    assignment: Assignment, release: NotebookNode
) -> None:
    inside = "class _IncompleteInputError(SyntaxError): pass\nraise _IncompleteInputError('incomplete input')"
    work = f"def update(w, grad, lr):\n    {inside.replace(chr(10), chr(10) + '    ')}"
    verdicts = graded(assignment, answered(release, mse_gradient=inside, update_rule=work))
    assert {verdicts[i].diagnosis for i in ("mse-gradient", "update-rule")} == {"error:SyntaxError"}
    assert "_Incomplete" not in verdicts["mse-gradient"].message.en + verdicts["update-rule"].message.en


def test_a_dead_kernel_keeps_what_was_answered_and_says_why_the_rest_is_not(
    assignment: Assignment, release: NotebookNode
) -> None:
    notebook = answered(release, one_step="import os\nos._exit(1)")
    verdicts = graded(assignment, notebook)
    assert [v.state for v in verdicts.values()] == ["graded"] * 4 + ["ungradable"] * 7 + ["manual"]
    assert verdicts["weight-and-bias"].score == 2
    assert "kernel died" in verdicts["one-step"].message.en
    assert verdicts["why-faster"].score == 0


def test_a_kernel_that_fails_before_its_first_cell_is_to_be_looked_at_and_no_mark_for_good(
    assignment: Assignment, release: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> kernel_process.Template:
        raise kernel_process.TemplateUnavailableError("none here")

    monkeypatch.setattr(kernel_process.Template, "shared", none)
    monkeypatch.setattr(kernel_process, "DIRECT_KERNEL", [sys.executable, "-c", "raise SystemExit(3)"])
    failed = grade(assignment, answered(release))
    assert failed.doubtful
    assert [v.state for v in failed.verdicts] == ["ungradable"] * 11 + ["manual"]
    assert "The submission is not the cause" in failed.verdicts[0].message.en
    assert "exit code 3" in failed.verdicts[0].message.en


def test_a_person_looks_at_a_code_answer_that_was_made_text_and_does_not_run(
    assignment: Assignment, release: NotebookNode
) -> None:
    notebook = answered(release)
    for grade_id, kind in (("update-rule-solution", "markdown"), ("one-step-solution", "raw")):
        solution = cell(notebook, grade_id)
        solution.cell_type = kind
        solution.source = f"내 답:\n```python\n{solution.source}\n```"
        solution.pop("outputs"), solution.pop("execution_count")
    cell(notebook, "mse-gradient-solution").cell_type = "markdown"  # a slip of the keyboard, and runs as it stands
    verdicts = graded(assignment, notebook)
    assert [verdicts[i].state for i in ("update-rule", "one-step", "mse-gradient")] == ["manual", "manual", "graded"]
    assert "between marks of Markdown" in verdicts["update-rule"].message.en
    assert scores(verdicts) == {i: p for i, p in FULL.items() if i not in ("update-rule", "one-step")}


@pytest.mark.parametrize("kind", ["markdown", "code"])
def test_a_person_looks_at_an_answer_that_was_merged_with_the_text_of_its_question(
    assignment: Assignment, release: NotebookNode, kind: str
) -> None:
    notebook = answered(release)
    own = cell(notebook, "mse-gradient-solution")
    question = notebook.cells[notebook.cells.index(own) - 1]
    merged = question if kind == "markdown" else own
    merged.source = f"{question.source}\n\n{own.source}"
    notebook.cells.remove(own if kind == "markdown" else question)
    verdict = graded(assignment, notebook)["mse-gradient"]
    assert verdict.state == "manual"
    assert ("text of the question" if kind == "code" else "outside of its cell") in verdict.message.en


def test_a_person_looks_at_a_written_answer_that_was_merged_into_code(
    assignment: Assignment, release: NotebookNode
) -> None:
    notebook = answered(release)
    texts = [
        c.source if c.cell_type == "code" else "\n".join(f"# {line}" for line in c.source.splitlines())
        for c in notebook.cells
    ]
    notebook.cells = [new_code_cell("\n\n".join(texts))]
    verdicts = graded(assignment, notebook)
    assert verdicts["reflection"].state == "manual"
    assert sum(scores(verdicts).values()) == 17  # type: ignore[arg-type]
    notebook = answered(release)
    notebook.cells = [new_code_cell("\n\n".join([*texts[:-1], "# 여기에 답을 쓰세요 · YOUR ANSWER HERE"]))]
    assert graded(assignment, notebook)["reflection"].state == "missing"


@pytest.mark.parametrize(("away", "by"), [("%reset -f", "%reset"), ("x = 1; y = 2\ndel x, np", "del np")])
def test_a_name_that_a_cell_has_taken_away_is_told_with_the_cell(
    assignment: Assignment, release: NotebookNode, away: str, by: str
) -> None:
    notebook = answered(release)
    at = notebook.cells.index(cell(notebook, "mse-gradient-solution"))
    notebook.cells.insert(at, new_code_cell(away))
    verdicts = graded(assignment, notebook)
    assert verdicts["update-rule"].correct
    assert f"`np` was taken away by `{by}` in cell number {at + 1}" in verdicts["mse-gradient"].message.en
    notebook.cells[at].source += "\nimport numpy as np"
    notebook.cells.insert(at + 1, new_code_cell("import numpy as np"))
    assert graded(assignment, notebook)["mse-gradient"].correct


def test_arguments_that_do_not_fit_may_be_those_of_another_function(
    assignment: Assignment, release: NotebookNode
) -> None:
    notebook = answered(release, update_rule="def update(w, grad, lr):\n    return (lambda a, b: a)(w)")
    assert "the calls of other functions" in graded(assignment, notebook)["update-rule"].message.en


@pytest.mark.parametrize(
    "leaving",
    [
        "quit()",
        "exit",
        "exit(keep_kernel=False)",
        "raise SystemExit(1)",
        "import IPython\nIPython.Application.instance().kernel.do_shutdown(True)",
        "import asyncio\nasyncio.get_event_loop().stop()",
    ],
)
def test_who_leaves_the_shell_loses_nothing_that_comes_after(
    assignment: Assignment, release: NotebookNode, leaving: str
) -> None:
    notebook = answered(release)
    notebook.cells.insert(3, new_code_cell(f"{leaving}\n"))
    notebook.cells.insert(4, new_code_cell("import time\ntime.sleep(0.3)"))
    assert scores(graded(assignment, notebook)) == FULL


def test_what_the_instructor_has_set_for_a_shell_of_their_own_makes_no_other_mark(
    assignment: Assignment, release: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    notebook = answered(release)
    harmless = "import warnings\nwarnings.warn('it will be gone', DeprecationWarning)"
    held = "try:\n    assert False\nexcept AssertionError:\n    pass\nelse:\n    raise RuntimeError('no assertion')"
    for answer in ("update-rule-solution", "mse-gradient-solution"):
        cell(notebook, answer).source = f"{harmless}\n{held}\n{cell(notebook, answer).source}"
    assert scores(graded(assignment, notebook)) == FULL


def test_a_loop_that_does_not_end_costs_its_own_question_only(assignment: Assignment, release: NotebookNode) -> None:
    notebook = answered(
        release,
        update_rule="while True:\n    pass",
        mse_gradient="def gradient(x, y, y_pred):\n    while True:\n        pass",
    )
    verdicts = graded(assignment, notebook, Limits(cell_seconds=2, notebook_seconds=60))
    assert scores(verdicts) == {**FULL, "update-rule": 0, "mse-gradient": 0}
    assert verdicts["mse-gradient"].state == "ungradable"
    assert "2 s" in verdicts["mse-gradient"].message.en
    assert verdicts["update-rule"].diagnosis == "error:CellTimeoutError"
    assert "ended with an error: it did not finish in time" in verdicts["update-rule"].message.en


def test_a_cell_that_goes_on_when_it_is_interrupted_is_interrupted_again(
    assignment: Assignment, release: NotebookNode
) -> None:
    """As figures do, which are drawn when a cell has ended, however it ended."""
    stubborn = (
        "import time\nfor _ in range(2):\n    try:\n        time.sleep(60)\n    except KeyboardInterrupt:\n        pass"
    )
    notebook = answered(release)
    notebook.cells.insert(3, new_code_cell(stubborn))
    assert scores(graded(assignment, notebook, Limits(cell_seconds=2, notebook_seconds=60))) == FULL


def test_a_notebook_that_takes_too_long_is_stopped(assignment: Assignment, release: NotebookNode) -> None:
    notebook = answered(release, equal_rates="import time\ntime.sleep(3)")
    verdicts = graded(assignment, notebook, Limits(cell_seconds=10, notebook_seconds=2))
    assert verdicts["training-loop"].score == 2
    assert {verdicts[i].state for i in ("equal-rates", "largest-rate", "why-faster")} == {"ungradable"}
    assert "2 s" in verdicts["largest-rate"].message.en


CHEATS = {
    "patched comparisons": "import numpy as np\nnp.isclose = np.allclose = np.array_equal = lambda *a, **k: True",
    "patched check": (
        "import gdcourse, gdcourse.student.check_answer\n"
        "gdcourse.check = gdcourse.student.check_answer.check = lambda *a: None"
    ),
    "patched encoder": "import gdcourse.judging.probing\ngdcourse.judging.probing.encode = lambda *a, **k: 1.0",
    "patched publish": (
        "import gdcourse.student.answers_for_grader\ngdcourse.student.answers_for_grader.publish = lambda *a: None"
    ),
    "patched publish with lies": (
        "import gdcourse.student.answers_for_grader\nfrom IPython.display import publish_display_data\n"
        "def lie(i, cases, work):\n"
        "    publish_display_data({gdcourse.student.answers_for_grader.MIME: {'correct': True, 'score': 3}})\n"
        "gdcourse.student.answers_for_grader.publish = lie"
    ),
    "emptied cells": "get_ipython().input_transformers_cleanup.append(lambda lines: [])",
    "printed verdicts": "print('2.0')\n2.0",
    "display hook": "import sys\nsys.displayhook = lambda *a: None",
}


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS.keys())
def test_a_cheat_earns_no_points_for_a_wrong_answer(assignment: Assignment, release: NotebookNode, cheat: str) -> None:
    wrong = {e.id: f"{e.name} = lambda *a: 1e9" for e in UNIT.exercises}
    notebook = submission(release, UNIT, wrong, reflection="…")
    notebook.cells.insert(1, new_code_cell(cheat))
    verdicts = graded(assignment, notebook)
    assert sum(v.score or 0 for v in verdicts.values()) == 0


def test_what_goes_to_standard_error_costs_nothing(assignment: Assignment, release: NotebookNode) -> None:
    notebook = answered(
        release,
        update_rule=(
            "import sys, warnings\n"
            "def update(w, grad, lr):\n"
            "    warnings.warn('old'); print('note', file=sys.stderr)\n"
            "    return w - lr * grad"
        ),
    )
    notebook.cells.insert(2, new_code_cell("%matplotlib inline\nimport sys\nprint('hello', file=sys.stderr)"))
    assert scores(graded(assignment, notebook)) == FULL


BROKEN_FILES: dict[str, bytes] = {
    "empty": b"",
    "not json": b"hello",
    "truncated": b'{"cells": [{"cell_type": "code", "sou',
    "not utf-8": b"\xff\xfe\x00\x01",
    "a list": b"[1, 2, 3]",
    "cells of the wrong kind": b'{"cells": 5, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "format of the future": b'{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 0}',
    "nested too deeply": b"[" * 100_000,
}


@pytest.mark.parametrize("data", BROKEN_FILES.values(), ids=BROKEN_FILES.keys())
def test_a_file_that_is_no_notebook_is_ungradable_and_says_why(assignment: Assignment, data: bytes) -> None:
    verdicts = graded(assignment, data)
    assert {v.state for v in verdicts.values()} == {"ungradable"}
    assert sum(v.score or 0 for v in verdicts.values()) == 0
    assert all("cannot be read as a notebook" in v.message.en for v in verdicts.values())


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(assignment: Assignment, release: NotebookNode) -> None:
    data = b"\xef\xbb\xbf" + nbformat.writes(answered(release)).replace("\n", "\r\n").encode()
    assert scores(graded(assignment, data)) == FULL


def test_no_notebook_and_a_notebook_without_cells_score_nothing(assignment: Assignment) -> None:
    assert {v.state for v in graded(assignment, None).values()} == {"missing"}
    assert {v.state for v in graded(assignment, new_notebook()).values()} == {"missing"}


def test_the_same_submission_gets_the_same_verdicts_again(assignment: Assignment, release: NotebookNode) -> None:
    wrong = answered(release, mse_gradient="def gradient(x, y, y_pred):\n    return float(x.sum())")
    first, again = graded(assignment, wrong), graded(assignment, wrong)
    assert first == again
    other = graded(assignment, wrong, student="lee")
    assert other["mse-gradient"].message != first["mse-gradient"].message
    assert scores(other) == scores(first)


@pytest.mark.needs_isolation
def test_the_students_kernel_sees_neither_the_secret_nor_the_course(
    assignment: Assignment, release: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDCOURSE_SECRET", "do not tell")
    spy = "import os\nwhy_faster = 'b' if 'GDCOURSE_SECRET' not in os.environ and os.listdir('.') == [] else 'a'"
    assert graded(assignment, answered(release, why_faster=spy))["why-faster"].correct


def test_what_is_sent_into_the_kernel_is_the_cases_and_nothing_else() -> None:
    question = Question("update-rule", "update", [{"w": 1.0, "grad": 2.0, "lr": 0.1}])
    sent: dict[str, Any] = {}
    code = question.request.replace(
        "__import__('gdcourse.student.answers_for_grader').student.answers_for_grader.publish", "record"
    )
    exec(code, {"record": lambda *a: sent.update(zip(("id", "cases", "find"), a, strict=True)), "update": 5})  # noqa: S102
    assert sent["id"] == "update-rule"
    assert sent["cases"] == '[{"w": 1.0, "grad": 2.0, "lr": 0.1}]'
    assert sent["find"]() == 5


def test_the_secret_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GDCOURSE_SECRET", raising=False)
    path = tmp_path / ".course-secret"
    first = course_secret(path)
    assert len(first) == 64
    assert course_secret(path) == first
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("GDCOURSE_SECRET", "given")
    assert course_secret(path) == b"given"
    monkeypatch.delenv("GDCOURSE_SECRET")
    path.write_text("")
    with pytest.raises(ValueError, match="empty"):
        course_secret(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


@given(JSON)
def test_whatever_a_kernel_says_is_kept_in_a_form_that_can_be_written(value: object) -> None:
    kept = storable(value)
    assert json.loads(json.dumps(kept, allow_nan=False, ensure_ascii=False).encode("utf-8")) == kept


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}], ids=["bytes", "object", "set"])
def test_what_is_no_plain_data_is_not_kept(value: object) -> None:
    with pytest.raises(TypeError):
        storable([value])
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(ValueError, match="too deeply"):
        storable(deep)


def test_what_was_written_to_one_stream_in_a_row_is_one_output() -> None:
    def said(name: str, text: str) -> NotebookNode:
        return new_output("stream", name=name, text=text)

    outputs = [said("stdout", "a"), said("stdout", "b"), said("stderr", "c"), said("stdout", "d"), said("stdout", "e")]
    assert [(o.name, o.text) for o in merged(outputs)] == [("stdout", "ab"), ("stderr", "c"), ("stdout", "de")]
    assert len(merged([said("stdout", "\b" * 10)] * 10_000)[0].text) == 100_000


@pytest.mark.parametrize("name", ["\udcb1\udcea", "kim\nlee"])
def test_a_folder_whose_name_no_gradebook_can_keep_is_named_and_costs_nobody_else(tmp_path: Path, name: str) -> None:
    course = make_course(tmp_path / "course")
    for student in ("kim", name):
        (course.path("submitted", UNIT.slug, student)).mkdir(parents=True)
    notices: list[str] = []
    options = Options(jobs=1, isolated=False, on_notice=lambda text: notices.append(text.en))
    assert grade_class(course, UNIT.slug, options).graded == 1
    assert [line for line in notices if "Rename it" in line]
    "".join(notices).encode()


@pytest.mark.parametrize("then", ["while True: pass", "__import__('os')._exit(1)", "print('x' * 10_000_000)"])
def test_what_a_work_does_when_it_is_tried_for_the_report_costs_nobody_anything(
    assignment: Assignment, release: NotebookNode, then: str
) -> None:
    text = f"""calls = []
def slope(w, a, c):
    calls.append(w)
    if len(calls) > {HIDDEN_COUNT}:
        {then}
    return 123.25 + len(calls) * w"""
    limits = Limits(cell_seconds=2, notebook_seconds=60)
    result = grade(assignment, answered(release, parabola_slope=text), limits)
    marks = scores({v.exercise: v for v in result.verdicts})
    assert marks == {**FULL, "parabola-slope": 0.0}
    assert not result.doubtful


def test_a_wrong_answer_that_no_mistake_explains_is_kept_by_what_it_does_on_everybodys_cases(
    assignment: Assignment, release: NotebookNode
) -> None:
    odd = "def slope(w, a, c):\n    return 123.25 + w"
    result = grade(assignment, answered(release, parabola_slope=odd))
    cases = visible_cases(UNIT.exercises[0])
    assert result.unexplained == {"parabola-slope": [123.25 + case["w"] for case in cases]}
    assert grade(assignment, answered(release)).unexplained == {}


def test_feedback_says_what_check_would_have_said_of_a_slip(assignment: Assignment, release: NotebookNode) -> None:
    """Of slips only a check has a list; hidden cases alone say no more than a formula that fits."""
    exchanged = "def slope(w, a, c):\n    return 2 * c * (w - a)"
    said = graded(assignment, answered(release, parabola_slope=exchanged))["parabola-slope"]
    assert "`a`, `c` have changed places" in said.message.en
    assert said.case is not None
    assert said.message.en.endswith(said.case.line.en)
    assert said.message.en.count("your answer equals") == 1  # both say so
    assert "`a`, `c` have changed places" not in said.hint.en  # which a class's report counts by diagnosis
