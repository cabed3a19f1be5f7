"""nbgrader's own ways stay open: its exchange, its autograde beside ours, several notebooks, any folder, any change."""

from __future__ import annotations

import logging
import os
import shutil
import time
from dataclasses import replace
from datetime import datetime
from getpass import getuser
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.auth import Authenticator
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.exchange import ExchangeFactory
from nbgrader.exchange.default import (
    Exchange,
    ExchangeCollect,
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeReleaseAssignment,
    ExchangeReleaseFeedback,
    ExchangeSubmit,
)
from rich.console import Console

from gdcourse.grading.classroom import nbgrader_plugins
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Lateness, Result, opened_gradebook
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.mark_history import FIRST, LATENESS, MARK, history_of
from gdcourse.grading.classroom.nbgrader_plugins import Grade, SubmissionExporter
from gdcourse.grading.classroom.releasing import kept_unless_replaced
from gdcourse.grading.classroom.terminal_progress_and_results import show_class
from gdcourse.grading.classroom.times_as_written import remember_marks
from gdcourse.grading.classroom.verdict_database import Recorded, create_tables, store
from gdcourse.grading.submission.grade_submission import grade_restored
from gdcourse.grading.submission.kernel_languages import OtherLanguageError, check_language
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, noted_limits
from support.course import ROOT
from support.isolation import why_no_isolation
from support.written_answers import graded_by_hand

CHECK = {"grade": True, "locked": True, "points": 1, "schema_version": 3, "solution": False, "task": False}


def small_course(directory: Path, *ids: str, settings: str = "", kernel: dict[str, str] | None = None) -> Course:
    """A course with one unit of one notebook, which has an assert for each id; not released yet."""
    (directory / "source/one").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", directory)
    with (directory / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(settings)
    write_questions(directory / "source/one/one.ipynb", *ids, kernel=kernel)
    return Course(directory)


def write_questions(path: Path, *ids: str, kernel: dict[str, str] | None = None) -> None:
    metadata = {"kernelspec": kernel} if kernel else {}
    cells = [new_code_cell("assert True", metadata={"nbgrader": {**CHECK, "grade_id": grade_id}}) for grade_id in ids]
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)


def handed_in_by(course: Course, student: str) -> None:
    with course.gradebook() as gradebook:
        gradebook.add_student(student)
        gradebook.add_submission("one", student)


def test_a_question_added_after_somebody_handed_in_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", "second")
    released = course.release("one") / "one.ipynb"
    handed_in_by(course, "kim")
    before = released.read_bytes()
    assert course.release("one") == released.parent  # nothing came or went
    write_questions(tmp_path / "course/source/one/one.ipynb", "first", "third")
    with pytest.raises(CourseError, match=r"third.*second"):
        course.release("one")
    assert released.read_bytes() == before
    with course.gradebook() as gradebook:
        assert {cell.name for cell in gradebook.find_notebook("one", "one").source_cells} == {"first", "second"}


def test_a_release_that_fails_leaves_the_one_before_and_says_why_in_a_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    course = small_course(tmp_path / "course", "first")
    released = course.release("one") / "one.ipynb"
    before = released.read_bytes()
    write_questions(tmp_path / "course/source/one/one.ipynb", "twice", "twice")
    with pytest.raises(CourseError) as refused:
        course.release("one")
    assert "ValidationError" in str(refused.value)
    assert "Traceback" not in capfd.readouterr().err
    assert released.read_bytes() == before
    assert [path.name for path in released.parent.parent.iterdir()] == ["one"]


def test_a_release_that_was_killed_is_put_back_by_the_next(tmp_path: Path) -> None:
    release = tmp_path / "one"
    (tmp_path / ".one.before").mkdir()
    (tmp_path / ".one.before/one.ipynb").write_text("old")
    with pytest.raises(RuntimeError), kept_unless_replaced(release):
        raise RuntimeError
    assert (release / "one.ipynb").read_text() == "old"
    with kept_unless_replaced(release):
        release.mkdir()
    assert list(tmp_path.iterdir()) == [release]


@pytest.mark.parametrize("name", ["lab [v2]", "lab*", "lab?", "a+b", " lab"])
def test_a_unit_whose_name_nbgrader_takes_for_a_pattern_is_refused_at_once(name: str, tmp_path: Path) -> None:
    """jupyter/nbgrader#1738."""
    course = small_course(tmp_path / "course", "first")
    (tmp_path / "course/source/one").rename(tmp_path / "course/source" / name)
    with pytest.raises(CourseError, match="another name"):
        course.release(name)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    course = small_course(tmp_path / "[2026-1] gd *", "first")
    assert (course.release("one") / "one.ipynb").is_file()
    assert course.coursedir.root == str(tmp_path / "[2026-1] gd *")
    assert course.assignments("one")[0].questions[0].grade_id == "first"


@pytest.mark.parametrize("name", ["one+two", " one", "one "])
def test_a_name_that_nbgrader_takes_for_no_assignment_is_refused_in_words(tmp_path: Path, name: str) -> None:
    course = small_course(tmp_path / "course", "first")
    (tmp_path / "course/source/one").rename(tmp_path / "course/source" / name)
    with pytest.raises(CourseError, match="another name") as refused:
        course.release(name)
    assert f"'{name}'" in str(refused.value)


def test_what_is_not_there_is_answered_with_what_is(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first")
    with pytest.raises(CourseError, match="one") as unknown:
        course.assignments("on")
    assert "release" not in str(unknown.value)
    with pytest.raises(CourseError, match="gdcourse release one"):
        course.assignments("one")


def test_feedback_where_nothing_was_graded_says_so_and_of_whom(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first")
    course.release("one")
    with pytest.raises(CourseError, match="'one' has not been graded"):
        course.feedback("one")
    with pytest.raises(CourseError, match="Nothing of the student 'kim' has been graded in 'one'"):
        course.feedback("one", "kim")


@pytest.mark.parametrize("student", ["[20260001] 김하나", "kim [2]", "[!a]", "x?y", "a*b", "a\\b", "-rf", "50%"])
def test_feedback_is_written_for_a_student_of_any_name(tmp_path: Path, student: str) -> None:
    course = graded_by_hand(
        tmp_path / "course", {student: "Because.", "ab": "Why not?", "x": None}, "02-manual-gradient"
    )
    for only in (None, student):
        pages = course.feedback("02-manual-gradient", only)
        assert {page.parent.parent.name for page in pages} == ({student} if only else {student, "ab", "x"})
        shutil.rmtree(course.directory / "feedback")


def test_of_a_student_who_is_mistyped_it_is_not_said_that_nobody_has_handed_in(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first")
    course.release("one")
    with pytest.raises(CourseError, match="Nobody has handed in 'one'"):
        grade_class(course, "one", Options(isolated=False))
    (course.directory / "submitted" / "kim-minjun" / "one").mkdir(parents=True)
    (course.directory / "submitted" / "kim-minjun" / "one" / "first.ipynb").write_text("{}")
    with pytest.raises(
        CourseError, match=r"The student 'kim-minjn' has handed in nothing of 'one'\..* Close: kim-minjun"
    ):
        grade_class(course, "one", Options(isolated=False, only="kim-minjn"))
    with pytest.raises(CourseError, match="Close: kim-minjun"):
        course.feedback("one", "kim-minjn")
    with pytest.raises(CourseError, match="first") as refused:
        course.feedback("one", "kim-minjun")
    assert "Close" not in str(refused.value), "whoever was asked for is no other name"


@pytest.mark.parametrize(
    "kernelspec",
    [
        {},
        {"name": "python3"},
        {"name": "conda-env-x-py", "language": "python"},
        {"name": "python3", "display_name": "파이썬"},
    ],
)
def test_python_is_graded_whatever_its_kernel_is_called(kernelspec: dict[str, str]) -> None:
    check_language("one.ipynb", kernelspec)


@pytest.mark.parametrize("kernelspec", [{"name": "ir", "language": "R"}, {"name": "julia-1.10"}, {"name": "blah"}])
def test_another_language_is_refused_before_anybody_is_graded(kernelspec: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(OtherLanguageError, match=kernelspec["name"]):
        check_language("one.ipynb", kernelspec)
    full = {"display_name": kernelspec["name"], **kernelspec}
    stubs = "\nc.ClearSolutions.code_stub = {'python': '', 'R': ''}\n"
    course = small_course(tmp_path / "course", kernel=full, settings=stubs)
    course.release("one")
    with pytest.raises(CourseError, match=kernelspec["name"]):
        course.assignments("one")


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ("", (30, 300)),
        ("c.Execute.timeout = 60", (60, 600)),
        ("c.Execute.timeout = 2", (2, 300)),
        ("c.Execute.timeout = None", (300, 300)),
        ("c.Execute.timeout = -1", (300, 300)),
        ("c.Execute.timeout = 60\nc.Grade.notebook_seconds = 90", (60, 90)),
        ("c.Grade.cell_seconds = 10", (10, 300)),
    ],
)
def test_nbgraders_own_timeout_counts_where_it_is_set(settings: str, limits: tuple[int, int], tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", settings=f"\n{settings}\n")
    assert course.limits == Limits(*limits)
    assert course.unheard_settings == []


def test_a_setting_of_nbgraders_that_nothing_follows_is_named(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", settings="\nc.Execute.kernel_name = 'x'\n")
    assert course.unheard_settings == ["Execute.kernel_name"]
    assert Grade(parent=course.app).limits == Limits()


def _result(student: str, notebook: str, count: int) -> Result:
    text = Text("가", "a")
    verdicts = tuple(Verdict(f"q{n}", 1.5, 2.0, "graded", f"{notebook}-slip", text, text) for n in range(count))
    return Result(student, "one", verdicts, notebook=notebook)


@pytest.mark.parametrize("width", [80, 40])
def test_several_notebooks_are_one_row_for_each_student_and_no_score_is_cut(width: int) -> None:
    results = [_result(student, name, 8) for name in ("first", "second") for student in ("kim", "a-long-name-" * 3)]
    console = Console(width=width, file=(written := StringIO()))
    show_class(results, console)
    lines = written.getvalue().splitlines()
    (row,) = [line for line in lines if line.strip().startswith("kim ")]
    assert row.split() == ["kim", *["◐a"] * 16, "24"]
    (head,) = [line for line in lines if "student" in line]
    assert head.split()[-1] == "/32"
    assert sum("first-slip" in line for line in lines) == sum("second-slip" in line for line in lines) == 8
    assert console.width == width


def test_who_hands_in_several_notebooks_late_is_told_once() -> None:
    late = Lateness("2026-03-01T00:00:00Z", 7200.0, 1.0)
    results = [replace(_result("kim", name, 2), lateness=late) for name in ("first", "second")]
    console = Console(width=100, file=(written := StringIO()))
    show_class([*results, _result("lee", "first", 2)], console)
    (line,) = [line for line in written.getvalue().splitlines() if "2 h" in line]
    assert line.split() == ["kim", "+2", "h", "6", "−", "2", "=", "4"]


def test_a_sentence_that_one_student_was_told_does_not_stand_for_all() -> None:
    def told(student: str, said: str) -> Result:
        text = Text(said, said)
        return Result(student, "one", (Verdict("q", 0.0, 2.0, "graded", "odd-steps", text, text),), notebook="one")

    console = Console(width=100, file=(written := StringIO()))
    show_class([told("kim", "from 1 to 3"), told("lee", "from 4 to 9"), told("park", "from 1 to 3")], console)
    assert "from 1 to 3" in written.getvalue()
    assert "told 2 so; other wordings for others: 1" in written.getvalue()


def test_ten_questions_fit_into_eighty_columns() -> None:
    console = Console(width=80, file=(written := StringIO()))
    show_class([_result("2026-12345", "one", 12)], console)
    assert max(map(len, written.getvalue().splitlines()[:6])) <= 80


def autograder(course: Course) -> Autograde:
    course.coursedir.assignment_id = "one"
    return Autograde(coursedir=course.coursedir, parent=course.app)


def test_pages_that_nbgraders_autograde_copies_are_text_where_formgrader_would_show_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDCOURSE_SECRET", "a secret")
    course = small_course(tmp_path / "course", "first")
    (tmp_path / "course/source/one/given.html").write_text("the instructor's")
    student = course.path("submitted", "one", "kim")
    shutil.copytree(course.release("one"), student)
    for name in ("evil.html", "pictures/evil.SVG", "a.xhtml", "b.xml", "data.csv", "helper.py", "plot.png"):
        (student / name).parent.mkdir(exist_ok=True)
        (student / name).write_text("<script>")
    course.app.config.Grade.isolated = why_no_isolation() is None
    course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), "one")
    folder = course.path("autograded", "one", "kim")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = {"evil.html.txt", "pictures/evil.SVG.txt", "a.xhtml.txt", "b.xml.txt"}
    assert there == {"one.ipynb", "given.html", "data.csv", "helper.py", "plot.png"} | pages


def test_nbgraders_autograde_makes_no_new_secret_where_one_was_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GDCOURSE_SECRET", raising=False)
    course = small_course(tmp_path / "course", "first")
    course.release("one")
    SubmissionExporter(parent=autograder(course))  # nobody was graded yet
    with course.gradebook() as gradebook:
        gradebook.add_student("kim")
        gradebook.add_submission("one", "kim")
        create_tables(gradebook)
        notebook = gradebook.find_submission_notebook("one", "one", "kim").id
        store(gradebook.db, {notebook: Recorded(GradedSubmission(b"", ()), "", {})})
        gradebook.db.commit()
    with pytest.raises(NbGraderException, match=r"course-secret' is gone"):
        SubmissionExporter(parent=autograder(course))
    assert not course.secret_path.exists()
    monkeypatch.setenv("GDCOURSE_SECRET", "kept elsewhere")
    SubmissionExporter(parent=autograder(course))


def test_nbgraders_autograde_reads_times_as_gdcourse_grade_does(tmp_path: Path) -> None:
    course = small_course(tmp_path / "course", "first", settings="\nc.Exchange.timezone = 'Asia/Seoul'\n")
    course.release("one")
    SubmissionExporter(parent=autograder(course))
    stamp = tmp_path / "timestamp.txt"
    for text, moment in (("2026-03-01 23:30", datetime(2026, 3, 1, 14, 30)), ("yesterday night", None)):
        stamp.write_text(text)
        assert course.coursedir.get_existing_timestamp(str(tmp_path)) == moment


def test_nbgraders_autograde_names_the_notebooks_that_it_passes_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    course = small_course(tmp_path / "course", "first")
    course.release("one")
    exporter = SubmissionExporter(parent=autograder(course))
    exporter.log = logging.getLogger("of-the-test")
    folder = tmp_path / "kim" / "one"
    folder.mkdir(parents=True)
    for name in ("one.ipynb", "one (1).ipynb"):
        (folder / name).write_text("{}")
    course.coursedir.get_existing_timestamp(str(folder))
    assert "The folder of kim holds notebooks" in caplog.text
    assert "one (1).ipynb. Graded: one.ipynb" in caplog.text
    (folder / "one (1).ipynb").unlink()
    caplog.clear()
    course.coursedir.get_existing_timestamp(str(folder))
    assert not caplog.text
    (folder / "one.ipynb").rename(folder / "mine.ipynb")
    course.coursedir.get_existing_timestamp(str(folder))
    assert "mine.ipynb: `nbgrader autograde` grades nothing where one.ipynb is not there" in caplog.text


@pytest.mark.isolation
def test_nbgraders_autograde_takes_the_notebook_that_gdcourse_grade_takes(tmp_path: Path) -> None:
    """Two whose names were swapped, and of two of the same questions the one with the answers."""
    isolated = why_no_isolation() is None
    course = small_course(tmp_path / "course", settings=f"\nc.Grade.isolated = {isolated}\n")
    cell = {**CHECK, "grade": False, "locked": False, "solution": True, "points": 0}
    for name in ("one", "two"):
        cells = [
            new_code_cell(
                f"### BEGIN SOLUTION\n{name} = 1\n### END SOLUTION", metadata={"nbgrader": {**cell, "grade_id": name}}
            ),
            new_code_cell(f"assert {name} == 1", metadata={"nbgrader": {**CHECK, "grade_id": f"{name}-check"}}),
        ]
        nbformat.write(new_notebook(cells=cells), course.path("source", "one") / f"{name}.ipynb")
    released = course.release("one")
    answered = {}
    for name in ("one", "two"):
        notebook = nbformat.read(released / f"{name}.ipynb", as_version=4)
        notebook.cells[0].source = f"{name} = 1"
        answered[name] = nbformat.writes(notebook)
    for student in ("swapped", "copied"):
        shutil.copytree(released, course.path("submitted", "one", student))
    swapped, copied = (course.path("submitted", "one", student) for student in ("swapped", "copied"))
    (swapped / "one.ipynb").write_text(answered["two"])
    (swapped / "two.ipynb").write_text(answered["one"])
    (copied / "one (1).ipynb").write_text(answered["one"])
    (copied / "two.ipynb").write_text(answered["two"])
    course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), "one")
    with course.gradebook() as gradebook:
        found = {s.student.id: [n.score for n in s.notebooks] for s in gradebook.assignment_submissions("one")}
    assert found == {"swapped": [1.0, 1.0], "copied": [1.0, 1.0]}
    assert grade_class(course, "one", Options(jobs=1, isolated=isolated)).graded == 0


@pytest.mark.isolation
def test_a_release_tells_the_limits_of_the_course_and_grading_says_where_it_tells_others(tmp_path: Path) -> None:
    isolated = why_no_isolation() is None
    course = small_course(tmp_path / "course", "first", settings="\nc.Grade.memory_mib = 1024\n")
    released = course.release("one") / "one.ipynb"
    assert noted_limits(nbformat.read(released, as_version=4)) == LimitsWhenGraded(memory=1 << 30)
    shutil.copytree(released.parent, course.path("submitted", "one", "kim"))
    told: list[Text] = []
    grade_class(course, "one", Options(jobs=1, isolated=isolated, on_notice=told.append))
    assert not any("other limits" in text.en for text in told)
    with (course.directory / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.Grade.cell_seconds = 10\n")
    grade_class(Course(course.directory), "one", Options(jobs=1, isolated=isolated, on_notice=told.append))
    assert any("(one.ipynb) tell other limits" in text.en for text in told)


@pytest.mark.isolation
def test_nbgraders_autograde_notes_what_gdcourse_grade_does(tmp_path: Path) -> None:
    """A mark by hand on what has not changed asks for no second look; history and lateness are the same."""
    isolated = why_no_isolation() is None
    settings = f"\nc.Grade.isolated = {isolated}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    course = small_course(tmp_path / "course", "first", settings=settings)
    source = course.path("source", "one") / "one.ipynb"
    notebook = nbformat.read(source, as_version=4)
    text = {**CHECK, "locked": False, "solution": True, "grade_id": "text"}
    notebook.cells.append(new_markdown_cell("Why?", metadata={"nbgrader": text}))
    nbformat.write(notebook, source)
    released = course.release("one")
    student = course.path("submitted", "one", "kim")
    shutil.copytree(released, student)
    remember_marks(course.directory, {"kim/one": True})
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("one", duedate="2026-03-01 12:00 UTC")

    def nbgrader() -> None:
        course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), "one")

    def asks_for_a_look() -> bool:
        with course.gradebook() as gradebook:
            return bool(gradebook.find_grade("text", "one", "one", "kim").needs_manual_grade)

    def noted() -> list[tuple[str, float | None, tuple[str, ...]]]:
        with opened_gradebook(course) as gradebook:
            return [(e.question, e.score, e.why) for e in history_of(gradebook, "kim")]

    nbgrader()
    assert (LATENESS, -1.0, (FIRST,)) in noted()
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("text", "one", "one", "kim")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    nbgrader()
    assert not asks_for_a_look()
    (path,) = student.glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "Because."
    nbformat.write(notebook, path)
    nbgrader()
    assert asks_for_a_look()
    options = Options(jobs=1, isolated=isolated)
    assert grade_class(course, "one", options).graded == 0
    course.path("autograded", "one", "kim").joinpath("one.ipynb").unlink()
    assert grade_class(course, "one", options).graded == 1
    assert {why for _, _, why in noted()} <= {(FIRST,), (MARK,), ("by-hand",), ("submission",)}


@pytest.mark.isolation
@pytest.mark.parametrize("why", ["not-executed", "lost", "doubtful"])
def test_what_nbgraders_autograde_could_not_grade_for_good_is_graded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    isolated = why_no_isolation() is None
    course = small_course(tmp_path / "course", "first", settings=f"\nc.Grade.isolated = {isolated}\n")
    shutil.copytree(course.release("one"), course.path("submitted", "one", "kim"))
    with monkeypatch.context() as patch:
        if why == "not-executed":
            course.app.config.Execute.enabled = False
        else:
            flaw = {"lost": {"final": False}, "doubtful": {"doubtful": True}}[why]
            patch.setattr(nbgrader_plugins, "grade_restored", lambda *given: replace(grade_restored(*given), **flaw))
        course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), "one")
    options = Options(jobs=1, isolated=isolated)
    assert [grade_class(Course(course.directory), "one", options).graded for _ in range(2)] == [1, 0]


def test_nbgraders_autograde_that_executes_nothing_misses_no_secret_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GDCOURSE_SECRET", raising=False)
    course = small_course(tmp_path / "course", "first", settings="\nc.Execute.enabled = False\n")
    shutil.copytree(course.release("one"), course.path("submitted", "one", "kim"))
    for _ in range(2):
        course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), "one")
    assert course.has_secret


def test_feedback_of_those_who_came_by_the_exchange_is_released_though_others_came_by_a_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GDCOURSE_LANG", "en")
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    course = small_course(
        tmp_path / "course",
        "first",
        settings=f'\nc.CourseDirectory.course_id = "gd"\nc.Exchange.root = {str(exchange)!r}\n',
    )
    for student in ("ahn", "by-mail", "kim"):
        folder = course.path("feedback", "one", student)
        folder.mkdir(parents=True)
        (folder / "one.html").write_text(student)
        (folder / "timestamp.txt").write_text("2026-03-01 09:00:00 UTC")
        if student != "by-mail":
            (folder / "submission_secret.txt").write_text(f"secret of {student}")
    course.coursedir.assignment_id = "one"
    factory = ExchangeFactory(config=course.app.config)
    authenticator = Authenticator(parent=course.app)
    course.app.log.addHandler(caplog.handler)
    factory.release_feedback(coursedir=course.coursedir, authenticator=authenticator, parent=course.app).start()
    assert sorted(page.read_text() for page in (exchange / "gd" / "feedback").iterdir()) == ["ahn", "kim"]
    assert "did not hand in by the exchange was not released by it (1: by-mail)" in caplog.text
    assert course.coursedir.student_id_exclude == ""


def test_what_came_by_a_platform_is_kept_and_named_where_the_exchange_has_something_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GDCOURSE_LANG", "en")
    inbound = tmp_path / "exchange/gd/inbound"
    inbound.mkdir(parents=True)
    root = str(tmp_path / "exchange")
    settings = f'\nc.CourseDirectory.course_id = "gd"\nc.Exchange.root = {root!r}\nc.ExchangeCollect.update = True\n'
    course = small_course(tmp_path / "course", "first", settings=settings)

    def is_there(student: str, stamp: str | None, archive: str, secret: bool = False) -> None:
        folder = course.path("submitted", "one", student)
        folder.mkdir(parents=True)
        (folder / "one.ipynb").write_text(f"of {student} before")
        (folder / "data.csv").write_text("1")
        if stamp is not None:
            (folder / "timestamp.txt").write_text(stamp)
        if secret:
            (folder / "submission_secret.txt").write_text("secret")
        when = datetime.fromisoformat(f"{archive}+00:00").timestamp()
        os.utime(folder / "one.ipynb", (when, when))

    def came(student: str, time: str) -> None:
        folder = inbound / f"{student}+one+{time} UTC+x"
        folder.mkdir()
        (folder / "one.ipynb").write_text(f"of {student} by the exchange")
        (folder / "timestamp.txt").write_text(f"{time} UTC")

    is_there("moodle", "2026-03-02 09:00:00 UTC", "2026-03-02 09:00")
    is_there("korean", "2026년 3월 2일 18:00 KST", "2026-03-02 09:00")
    is_there("canvas", None, "2026-03-02 09:00")
    is_there("older", None, "2026-03-02 11:00")
    is_there("exchange", "2026-03-02 09:00:00 UTC", "2026-03-02 09:00", secret=True)
    for student in ("moodle", "korean", "canvas", "older", "exchange", "new"):
        came(student, "2026-03-02 10:00:00")
    course.coursedir.assignment_id = "one"
    factory = ExchangeFactory(config=course.app.config)
    course.app.log.addHandler(caplog.handler)
    course.app.log.setLevel("WARN")
    authenticator = Authenticator(parent=course.app)
    factory.collect(coursedir=course.coursedir, authenticator=authenticator, parent=course.app).start()

    kept = course.directory / "submitted-earlier"
    for student in ("moodle", "korean", "canvas", "older", "exchange", "new"):
        now = (course.path("submitted", "one", student) / "one.ipynb").read_text()
        assert now == f"of {student} " + ("before" if student == "older" else "by the exchange")
        earlier = kept / student / "one/2026-03-02T090000Z"
        if student in ("moodle", "korean", "canvas"):
            assert (earlier / "one.ipynb").read_text() == f"of {student} before"
            assert (earlier / "data.csv").read_text() == "1"
            assert f"What {student} handed in by the exchange (2026-03-02 10:00:00 UTC) takes the place" in caplog.text
        else:
            assert not earlier.exists()
    assert "What older handed in of 'one' by the exchange (2026-03-02 10:00:00 UTC) is not taken" in caplog.text
    assert caplog.text.count("takes the place") == 3


@pytest.mark.isolation
def test_the_whole_exchange_works_twice_with_either_grader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Release, fetch, submit, collect, grade, feedback, release and fetch feedback; then again with a resubmission."""
    monkeypatch.setenv("USER", getuser())
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    for folder in (exchange, home):
        folder.mkdir()
        folder.chmod(0o777)
    settings = f"""
c.CourseDirectory.course_id = "gd"
c.Exchange.root = {str(exchange)!r}
c.Exchange.cache = {str(tmp_path / "cache")!r}
c.Exchange.assignment_dir = {str(home)!r}
c.Exchange.timezone = "Asia/Seoul"
c.Grade.isolated = {why_no_isolation() is None}
"""
    course = small_course(tmp_path / "course", "first", settings=settings)
    source = course.path("source", "one") / "one.ipynb"
    solution = {**CHECK, "grade": False, "locked": False, "solution": True, "grade_id": "work"}
    notebook = nbformat.read(source, as_version=4)
    notebook.cells[0].source = "assert x == 1"
    notebook.cells.insert(
        0, new_code_cell("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", metadata={"nbgrader": solution})
    )
    nbformat.write(notebook, source)
    course.release("one")
    course.coursedir.assignment_id = "one"

    def step(kind: type[Exchange]) -> None:
        with monkeypatch.context() as patch:
            patch.chdir(home)
            kind(coursedir=course.coursedir, authenticator=Authenticator(parent=course.app), parent=course.app).start()

    def score() -> float:
        with course.gradebook() as gradebook:
            return float(gradebook.find_submission("one", getuser()).score)

    step(ExchangeReleaseAssignment)
    step(ExchangeFetchAssignment)
    work = home / "one" / "one.ipynb"
    pages = []
    for answer, grader in (("x = 2", "gdcourse"), ("x = 1", "nbgrader"), ("x = 1 ", "gdcourse")):
        notebook = nbformat.read(work, as_version=4)
        notebook.cells[0].source = answer
        nbformat.write(notebook, work)
        time.sleep(1.1)  # nbgrader names a submission by its second
        course.coursedir.assignment_id, course.coursedir.student_id = "one", "*"
        step(ExchangeSubmit)
        course.app.config.ExchangeCollect.update = True
        step(ExchangeCollect)
        if grader == "gdcourse":
            grade_class(course, "one", Options(jobs=1, isolated=why_no_isolation() is None))
        else:
            course.run_converter(Autograde(coursedir=course.coursedir, parent=course.app, force=True), "one")
        assert score() == (answer.strip() == "x = 1")
        (page,) = course.feedback("one")
        assert page.parent.parent.name == getuser()
        course.coursedir.assignment_id, course.coursedir.student_id = "one", "*"
        step(ExchangeReleaseFeedback)
        step(ExchangeFetchFeedback)
        pages.append(sorted((home / "one" / "feedback").rglob("*.html")))
    assert [len(found) for found in pages] == [1, 2, 3]
