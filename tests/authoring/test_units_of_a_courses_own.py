"""Units of a course's own, made by ``gdcourse new``: they run at once, and are treated like the package's."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest

from gdcourse.judging.own_units import OWN_UNITS, files_for_students, own_folder
from gdcourse.kernels.environment_variables import UNITS_VARIABLE
from gdcourse.kernels.kernel_process import Template
from support.course import ROOT
from support.forked_python import run_python
from support.isolation import isolated

UNIT = "21-own-means"
AS_STUDENT = """\
import nbformat, sys
from pathlib import Path
path = Path("release/21-own-means/21-own-means.ipynb")
notebook = nbformat.read(path, as_version=4)
answers = {"own-means-first": "return np.mean(values**2)", "second-one": "return np.sum(values**2)"}
for cell in notebook.cells:
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-solution")
    if cell.metadata.get("nbgrader", {}).get("solution"):
        cell.source = f"def {name.replace('-', '_')}(values):\\n    {answers[name]}"
folder = Path("submitted/kim/21-own-means")
folder.mkdir(parents=True)
nbformat.write(notebook, folder / path.name)
"""


ON_A_WORKER = """\
import json, os, sys
from pathlib import Path
from gdcourse.exercises import find_unit
from gdcourse.grading.classroom.dask_cluster import have_units, own_units
from gdcourse.solutions import variants_of
files = {name: Path(os.environ["OF_COURSE"], name).read_bytes() for name in json.loads(os.environ["NAMES"])}
have_units({})
have_units(files)
have_units(files)
print(len(variants_of(find_unit("21-own-means"))), own_units() == files)
try:
    have_units({**files, "exercises/own_means.py": b"# of another course"})
except ValueError:
    print("refused")
"""
GRADED_COLD = """\
from pathlib import Path
from gdcourse.grading.commands import open_course
from gdcourse.grading.submission.grade_submission import grade_notebook
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels.kernel_process import Template, TemplateUnavailableError

def unavailable():
    raise TemplateUnavailableError("none")

Template.shared = unavailable
(assignment,) = open_course(Path()).assignments("21-own-means")
data = Path("submitted/kim/21-own-means/21-own-means.ipynb").read_bytes()
limits = Limits(cell_seconds=120, notebook_seconds=240)  # a kernel that is not forked has its imports before it
graded = grade_notebook(data, assignment, "kim", b"secret", limits, Isolation())
print([(verdict.exercise, verdict.score) for verdict in graded.verdicts])
"""


def run(course: Path, *arguments: str, code: str = "", **variables: str) -> str:
    """A command in a process of its own: units that are there once stay as long as a process."""
    environment = {**os.environ, "GDCOURSE_LANG": "en", **variables}
    done = run_python(["-c", code] if code else ["-m", "gdcourse", *arguments], course, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def at_hand() -> list[str]:
    """How a kernel for these units is there at once: for a sandbox, any template may be forked."""
    return [] if isolated() else ["--no-isolation"]


def marks(course: Path) -> dict[str, float]:
    """The points that the one submission got, by question."""
    with sqlite3.connect(course / "gradebook.db") as database:
        return dict(
            database.execute(
                "select base_cell.name, auto_score from grade join base_cell on base_cell.id = grade.cell_id"
            )
        )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own") / "course"
    made.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", made)
    with (made / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Grade.units_folder = "units"\n')
    run(made, "new", "unit", UNIT)
    run(made, "new", "exercise", "second-one")
    run(made, "keys", UNIT)
    run(made, "refresh", f"course/{UNIT}.ipynb", f"source/{UNIT}/{UNIT}.ipynb")
    run(made, "release", UNIT)
    return made


def test_what_is_made_is_found_passes_its_own_checks_and_adds_up(course: Path) -> None:
    assert f"{UNIT}  Own means\n  own-means-first" in run(course, "units")
    notebook = nbformat.read(course / "source" / UNIT / f"{UNIT}.ipynb", as_version=4)
    checks = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [cell.outputs[0].data["text/plain"][:1] for cell in checks] == ["✓", "✓"]
    assert "It is worth 2 points in all." in notebook.cells[1].source
    assert [cell.source[:5] for cell in notebook.cells if cell.source.startswith("## ")] == ["## 1.", "## 2."]


def test_each_exercise_has_a_title_of_its_own_from_its_id_or_as_it_was_given(course: Path, tmp_path: Path) -> None:
    mine = shutil.copytree(course, tmp_path / "course")
    run(mine, "new", "exercise", "third-one", "--unit", UNIT, "--ko", '"셋째" 합', "--en", 'A "third" {sum}')
    exercises = (mine / "units" / "exercises" / "own_means.py").read_text("utf-8")
    titles = re.findall(r"^            title=Text\((.*)\),$", exercises, flags=re.MULTILINE)
    assert [ast.literal_eval(f"[{title}]") for title in titles] == [
        ["제곱의 평균", "The mean of the squares"],
        ["새 문제: second one", "Second one"],
        ['"셋째" 합', 'A "third" {sum}'],
    ]
    notebook = nbformat.read(mine / "source" / UNIT / f"{UNIT}.ipynb", as_version=4)
    heads = [cell.source.splitlines()[0] for cell in notebook.cells if cell.source.startswith("## ")]
    assert heads[1:] == ["## 2. 새 문제: second one · Second one (1)", '## 3. "셋째" 합 · A "third" {sum} (1)']


def test_its_lesson_opens_asks_for_a_guess_and_a_task_and_is_released_without_solutions(course: Path) -> None:
    lesson = nbformat.read(course / "course" / f"{UNIT}.ipynb", as_version=4)
    (opening,) = [cell for cell in lesson.cells if cell.source.startswith("opening(")]
    assert opening.outputs
    (check,) = [cell for cell in lesson.cells if cell.source.startswith("check(")]
    assert check.outputs[0].data["text/plain"].startswith("✓")
    assert lesson.cells[-1].source.startswith("## 한 장으로 · One page")
    workbook = (course / "release" / "lessons" / f"{UNIT}.ipynb").read_text("utf-8")
    assert "guess(" in workbook
    assert "np.sum(values**2)" not in workbook


def test_students_get_its_exercises_and_all_its_keys_and_no_solutions(course: Path) -> None:
    found = files_for_students(course / "units")
    rooms = ("exercises/own_means.py", "keys/own_means.json", "keys/slips/own_means.json", "keys/ways/own_means.json")
    assert sorted(found) == sorted(rooms)
    assert all(path == course / "units" / name for name, path in found.items())


def test_kernels_and_judge_name_the_folder_by_the_same_variable() -> None:
    assert UNITS_VARIABLE == OWN_UNITS


def test_a_notebook_finds_them_by_a_name_without_a_root_wherever_in_the_course_it_lies(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_UNITS, "units")
    for place in (course, course / "source" / UNIT):
        monkeypatch.chdir(place)
        assert own_folder() == (course / "units").resolve()


def test_it_is_graded_with_its_mistakes_named_and_proved(course: Path) -> None:
    run(course, code=AS_STUDENT)
    told = run(course, "grade", UNIT, "--no-isolation", "--jobs", "1")
    assert "second-one-as-sum" in told
    assert "The squares are added up" in told
    (report,) = run(course, "report", UNIT).split()
    assert "The squares are added up" in Path(report).read_text("utf-8")
    assert "✓ second-one" in run(course, "prove", "second-one")


def named_template(environment: dict[str, str]) -> Path:
    """A template for kernels that is there already, as that of an open JupyterLab is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(OWN_UNITS, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        return Template.launch().directory


@pytest.fixture(scope="module")
def another_course(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit in a file of the same name, which asks for something else."""
    made = shutil.copytree(course / "units", tmp_path_factory.mktemp("other") / "units")
    exercises = made / "exercises" / "own_means.py"
    exercises.write_text(exercises.read_text("utf-8").replace('id="', 'id="another-'), "utf-8")
    return made


@pytest.mark.needs_isolation
@pytest.mark.parametrize("knows", ["the package's units", "units of another course", "nothing any more"])
def test_they_are_graded_in_a_sandbox_whatever_the_template_of_its_kernel_knows(
    course: Path, another_course: Path, tmp_path: Path, knows: str
) -> None:
    mine = shutil.copytree(course, tmp_path / "course")
    shutil.rmtree(mine / "submitted", ignore_errors=True)
    run(mine, code=AS_STUDENT)
    named = {
        "the package's units": lambda: named_template({}),
        "units of another course": lambda: named_template({OWN_UNITS: str(another_course)}),
        "nothing any more": lambda: tmp_path / "gone",
    }[knows]()
    run(mine, "grade", UNIT, "--jobs", "1", GDCOURSE_TEMPLATE=str(named))
    assert marks(mine) == {"own-means-first": 1.0, "second-one": 0.5}


@pytest.mark.needs_isolation
def test_they_are_graded_in_a_sandbox_where_no_kernel_can_be_forked(course: Path, tmp_path: Path) -> None:
    mine = shutil.copytree(course, tmp_path / "course")
    shutil.rmtree(mine / "submitted", ignore_errors=True)
    run(mine, code=AS_STUDENT)
    assert run(mine, code=GRADED_COLD) == "[('own-means-first', 1.0), ('second-one', 0.5)]\n"


def test_a_worker_of_a_cluster_gets_them_as_bytes_and_refuses_those_of_another_course(course: Path) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    units = course / "units"
    names = [path.relative_to(units).as_posix() for path in units.rglob("*") if path.suffix in (".py", ".json")]
    told = run(course.parent, code=ON_A_WORKER, OF_COURSE=str(units), NAMES=json.dumps(names))
    assert told == "4 True\nrefused\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("unit", "means"), "A unit cannot be called 'means'"),
        (("unit", UNIT), f"'{UNIT}' is there already"),
        (("unit", "22-cost"), "The unit '01-cost' has the files called `cost.py` already"),
        (("exercise", "Second One"), "cannot be an id"),
        (("exercise", "second-one"), "'second-one' is there already"),
        (("exercise", "second-one-solution"), "the cell 'second-one-solution' of"),
        (("exercise", "lambda"), "'lambda' is a name that Python"),
        (("exercise", "mistake"), "'mistake' is a name that Python"),
        (("unit", "22-class"), "'class' is a name that Python"),
        (("exercise", "third", "--unit", "no-unit"), "no-unit"),
        (("exercise", "third", "--ko", "합"), "'합', '' cannot be a title"),
        (("exercise", "third", "--ko", "sum", "--en", "sum"), "cannot be a title"),
        (("exercise", "third", "--ko", "합", "--en", "a\nb"), "cannot be a title"),
        (("unit", "22-thirds", "--ko", "합", "--en", "A sum (2)"), "cannot be a title"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    course: Path, arguments: tuple[str, ...], said: str
) -> None:
    def files() -> dict[Path, bytes]:
        places = [course / "units" / "exercises", course / "units" / "solutions", course / "source", course / "course"]
        return {path: path.read_bytes() for place in places for path in place.rglob("*.[ip]*y*") if path.is_file()}

    before = files()
    with pytest.raises(AssertionError) as refused:
        run(course, "new", *arguments)
    assert said in str(refused.value)
    assert files() == before


@pytest.mark.parametrize(
    "command", [("release", UNIT), ("prove", "second-one"), ("keys", UNIT), ("grade", UNIT), ("units",)]
)
def test_an_id_that_another_unit_has_is_a_sentence_and_no_traceback(
    course: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    mine = tmp_path / "course"
    shutil.copytree(course, mine)
    for path in (mine / "units").rglob("own_means.py"):
        path.write_text(path.read_text("utf-8").replace('"second-one"', '"mse-gradient"'), encoding="utf-8")
    with pytest.raises(AssertionError) as refused:
        run(mine, *command)
    said = str(refused.value)
    assert "'mse-gradient'" in said
    assert "02-manual-gradient" in said
    assert UNIT in said
    assert "Traceback" not in said


NBGRADER = "import sys; from nbgrader.apps.nbgraderapp import main"
BROKEN = {
    "a line that is no Python": ("def (:\n", "solutions/own_means.py:1", "SyntaxError: "),
    "an import of what is not there": ("import numpy\nimport no_such_thing\n", "own_means.py:2", "'no_such_thing'"),
    "a name that is not there": ("\n\nundefined + 1\n", "own_means.py:3", "'undefined'"),
    "the end of the process": ("exit('done')\n", "own_means.py:1", "SystemExit: done"),
    "nothing at all": ("", "own_means.py", "`@reference`"),
}


def broken(course: Path, to: Path, room: str, text: str) -> Path:
    """The course with another text in the file of its own unit in that room, beside a unit of the package."""
    mine = shutil.copytree(course, to / "course", ignore=shutil.ignore_patterns("submitted"))
    shutil.copytree(ROOT / "source" / "01-cost", mine / "source" / "01-cost")
    (mine / "units" / room / "own_means.py").write_text(text, "utf-8")
    return mine


@pytest.mark.parametrize("what", BROKEN)
def test_solutions_that_cannot_be_imported_are_a_sentence_with_file_line_and_what(
    course: Path, tmp_path: Path, what: str
) -> None:
    text, place, said = BROKEN[what]
    mine = broken(course, tmp_path, "solutions", text)
    with pytest.raises(AssertionError) as refused:
        run(mine, "keys", UNIT)
    told = str(refused.value)
    assert place in told
    assert said in told
    assert "Traceback" not in told


def test_solutions_that_cannot_be_imported_cost_no_other_unit_anything(course: Path, tmp_path: Path) -> None:
    mine = broken(course, tmp_path, "solutions", "def (:\n")
    run(mine, code=AS_STUDENT)
    run(mine, "release", "01-cost")
    shutil.copytree(mine / "release" / "01-cost", mine / "submitted" / "kim" / "01-cost")
    with pytest.raises(AssertionError) as refused:
        run(mine, "grade", UNIT, "01-cost", *at_hand(), "--jobs", "1")
    assert "1 graded" in str(refused.value)
    assert "solutions/own_means.py:1" in str(refused.value)
    assert "Traceback" not in str(refused.value)


UNUSABLE = [("import numpy\nimport no_such_thing\n", "exercises/own_means.py:2"), ("", "has no `UNIT`")]


@pytest.mark.parametrize(("text", "place"), UNUSABLE)
@pytest.mark.parametrize(
    "command",
    [
        ("units",),
        ("keys", UNIT),
        ("prove", "second-one"),
        ("release",),
        ("release", UNIT),
        ("grade", UNIT),
        ("bundle",),
    ],
    ids=" ".join,
)
def test_exercises_that_cannot_be_imported_are_a_sentence_with_file_line_and_what(
    course: Path, tmp_path: Path, command: tuple[str, ...], text: str, place: str
) -> None:
    mine = broken(course, tmp_path, "exercises", text)
    shutil.copytree(mine / "source" / UNIT, mine / "submitted" / "kim" / UNIT)  # for grade, which is told it first else
    with pytest.raises(AssertionError) as refused:
        run(mine, *command)
    told = str(refused.value)
    assert place in told
    assert "Traceback" not in told
    if command == ("units",):
        assert "02-manual-gradient" in told
    if command == ("release",):
        assert "release/01-cost" in told


def test_exercises_that_cannot_be_imported_cost_no_other_unit_anything(course: Path, tmp_path: Path) -> None:
    mine = broken(course, tmp_path, "exercises", "def (:\n")
    run(mine, "release", "01-cost")
    shutil.copytree(mine / "release" / "01-cost", mine / "submitted" / "kim" / "01-cost")
    assert "1 graded" in run(mine, "grade", "01-cost", *at_hand(), "--jobs", "1")
    assert "line-through" in run(mine, "history", "kim")
    run(mine, "report", "01-cost")
    run(mine, "feedback", "01-cost")


@pytest.mark.parametrize("room", ["exercises", "solutions"])
def test_keys_are_made_of_all_units_but_the_one_that_is_broken(course: Path, tmp_path: Path, room: str) -> None:
    mine = broken(course, tmp_path, room, "def (:\n")
    for where in ("exercises", "solutions"):
        text = (course / "units" / where / "own_means.py").read_text("utf-8")
        text = text.replace(UNIT, "22-sums").replace("own-means", "sums").replace("second-one", "third")
        (mine / "units" / where / "sums.py").write_text(text, "utf-8")
    with pytest.raises(AssertionError) as refused:
        run(mine, "keys", UNIT, "22-sums")
    assert f"{room}/own_means.py:1" in str(refused.value)
    assert (mine / "units" / "keys" / "sums.json").is_file()


def test_keys_name_what_is_said_in_one_language_alone_and_release_the_file_of_the_units_own(
    course: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "course"
    shutil.copytree(course, mine)
    for room, line, other in (
        ("solutions", 'ko="제곱하지 않은 값의 평균이에요."', 'ko=""'),
        ("exercises", 'title=Text("제곱의 평균", "The mean of the squares")', 'title=Text("", "A mean")'),
    ):
        path = mine / "units" / room / "own_means.py"
        path.write_text(path.read_text("utf-8").replace(line, other), "utf-8")
    done = run_python(["-m", "gdcourse", "keys", UNIT], mine, {**os.environ, "GDCOURSE_LANG": "en"})
    assert done.returncode == 0, done.stderr
    assert "! own-means-first: the title has no Korean" in done.stderr
    assert "! second-one: the sentence of the mistake 'second-one-without-squares' has no Korean" in done.stderr
    with pytest.raises(AssertionError) as refused:
        run(mine, "release", UNIT)
    assert "in units/exercises/own_means.py" in str(refused.value)


def test_nbgraders_autograder_says_in_a_sentence_that_solutions_cannot_be_imported(
    course: Path, tmp_path: Path
) -> None:
    mine = broken(course, tmp_path, "solutions", "def (:\n")
    run(mine, code=AS_STUDENT)
    with pytest.raises(AssertionError) as refused:
        run(mine, code=f"{NBGRADER}; sys.argv[1:] = ['autograde', '{UNIT}']; main()")
    assert "solutions/own_means.py:1" in str(refused.value)
    assert "Traceback" not in str(refused.value)


def solved_by_author(mine: Path) -> Path:
    """The assignment with its right answers, where `gdcourse lab` puts what is worked on."""
    path = mine / "assignments" / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(mine / "source" / UNIT / f"{UNIT}.ipynb", path)
    return path


@pytest.mark.parametrize("below", ["", f"assignments/{UNIT}"], ids=["course", "a folder in it"])
def test_who_writes_a_unit_checks_and_packs_its_assignment_in_the_course_as_students_do(
    course: Path, tmp_path: Path, below: str
) -> None:
    mine = tmp_path / "course"
    shutil.copytree(course, mine)
    path = solved_by_author(mine)
    told = run(mine / below, "check", str(path))
    assert "second-one" in told
    assert "2/2" in told
    assert "Nothing is missing." in run(mine / below, "submit", UNIT)
    assert (mine / below / f"{UNIT}.zip").is_file()
    assert "second-one" in run(mine / below, "units")


def test_settings_that_a_student_has_handed_in_are_run_by_no_command(course: Path, tmp_path: Path) -> None:
    mine, ran = tmp_path / "course", tmp_path / "ran"
    shutil.copytree(course, mine)
    theirs = mine / "submitted" / "lee" / UNIT
    theirs.mkdir(parents=True)
    for folder in (theirs.parent, theirs):
        (folder / "nbgrader_config.py").write_text(f"open({str(ran)!r}, 'w')")
    assert "second-one" in run(theirs, "units")
    run(
        theirs,
        code="from click.testing import CliRunner\nfrom gdcourse.cli import main\nCliRunner().invoke(main, ['check'])",
    )
    assert not ran.exists()


def test_lab_puts_the_lessons_of_a_courses_own_units_where_they_are_worked_on(course: Path, tmp_path: Path) -> None:
    mine = tmp_path / "course"
    shutil.copytree(course, mine)
    run(mine, "lab", "--no-lab")
    assert (mine / "lessons" / f"{UNIT}.ipynb").is_file()
    there = run(tmp_path, code=f"{IN_LAB}print(environment('en', Path('settings'), os.environ)[OWN_UNITS])")
    assert Path(there.strip()) == mine / "units"


IN_LAB = """\
import os
from pathlib import Path
from click.testing import CliRunner
from gdcourse.cli import main
from gdcourse.judging.own_units import OWN_UNITS
from gdcourse.student.jupyterlab import environment
CliRunner().invoke(main, ["lab", "--no-lab", "--directory", "course"])
"""


UNUSABLE_SETTINGS = {
    "x = 1 / 0": (
        "nbgrader_config.py:{last}: ZeroDivisionError",
        [("check",), ("grade", UNIT), ("new", "unit", "22-b")],
    ),
    "x = (": ("nbgrader_config.py:{last}: SyntaxError", [("units",), ("deadline",)]),
    "raise SystemExit": ("nbgrader_config.py:{last}: SystemExit", [("submit", UNIT), ("deadline",)]),
    "c.Grade.dropped = 5": ("nbgrader_config.py: TraitError: The 'dropped' trait", [("deadline",)]),
    "c.CourseDirectory.db_url = 5": ("nbgrader_config.py: TraitError: The 'db_url' trait", [("deadline",)]),
    'c.Grade.units_folder = "other"': ("other/exercises', which `c.Grade.units_folder`", [("check",), ("deadline",)]),
}


@pytest.mark.parametrize("line", UNUSABLE_SETTINGS)
def test_settings_that_cannot_be_used_are_a_sentence_and_nothing_goes_on_without_them(
    course: Path, tmp_path: Path, line: str
) -> None:
    mine = tmp_path / "course"
    shutil.copytree(course, mine)
    with (mine / "nbgrader_config.py").open("a") as file:
        file.write(f"{line}\n")
    said, commands = UNUSABLE_SETTINGS[line]
    for command in commands:
        with pytest.raises(AssertionError) as refused:
            run(mine, *command)
        last = len((mine / "nbgrader_config.py").read_text("utf-8").splitlines())
        assert said.format(last=last) in str(refused.value)
        assert "Traceback" not in str(refused.value)
