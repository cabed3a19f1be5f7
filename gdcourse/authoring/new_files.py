"""A new unit, or a new exercise in one, as files that run at once: an author changes what is there."""

from __future__ import annotations

import ast
import json
import keyword
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gdcourse.atomic_write import replace_file
from gdcourse.authoring import messages
from gdcourse.exercises import units
from gdcourse.grading.classroom.course import Course, CourseError
from gdcourse.grading.classroom.course_consistency import is_in_both_languages, with_total
from gdcourse.grading.classroom.make_workbooks import lesson_of
from gdcourse.judging.exercise import Unit
from gdcourse.kernels.notebook_client import KERNELSPEC
from gdcourse.language import Text
from gdcourse.notebooks.one_language import SWITCH
from gdcourse.notebooks.parts_of_lessons import ONE_PAGE, TASK, WARMING_UP, title
from gdcourse.notebooks.reading import grade_id_of
from gdcourse.untrusted_text import legible

_EXERCISES = '''"""What unit {slug} asks. Its answers are in the file of the same name in ``solutions``."""

from __future__ import annotations

import numpy as np

from gdcourse.judging.exercise import Case, Exercise, Unit, numbers
from gdcourse.judging.practice import guess, task
from gdcourse.language import Text

{draw}

UNIT = Unit(
    slug="{slug}",
    title={unit_title},
    exercises=(
{exercise}    ),
    practice=(
        guess("{own}-guess-squares", Text("제곱의 평균", "The mean of the squares")),
        task(
            "{own}-task-sum",
            "sum_of_squares",
            Text("제곱의 합", "The sum of the squares"),
            draw=_case_of_{name},
        ),
    ),
)
'''
_DRAW = '''
def _case_of_{name}(rng: np.random.Generator) -> Case:
    """The inputs of one case, in the order in which the work takes them; a list becomes an array."""
    return {{"values": numbers(rng, 1, 5, int(rng.integers(3, 8)))}}
'''
_EXERCISE = """        Exercise(
            id="{id}",
            name="{name}",
            points=1,
            title={title},
            draw=_case_of_{name},
        ),
"""
_SOLUTIONS = '''"""Answers to unit {slug}: right ones, and the mistakes that people make."""

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import equivalent, guesses, mistake, reference

guesses(
    "{own}-guess-squares",
    right=7.5,
    wrong={{
        6.25: Text("이것은 평균의 제곱이에요.", "This is the square of the mean."),
        30: Text("이것은 제곱의 합이에요. 개수로 나누어야 해요.", "This is the sum of the squares. Divide it, too."),
    }},
)


@reference("{own}-task-sum")
def sum_of_squares(values):
    return np.sum(values**2)


@mistake(
    "{own}-task-sum",
    ko="더한 다음에 제곱했어요. 먼저 하나씩 제곱해요.",
    en="This squares the sum. Square each value first.",
)
def square_of_the_sum(values):
    return np.sum(values) ** 2
'''
_ANSWERS = """

@reference("{id}")
def {name}(values):
    return np.mean(values**2)


@equivalent("{id}")
def {name}_by_dot(values):
    return np.dot(values, values) / len(values)


@mistake(
    "{id}",
    ko="제곱을 더하기만 하고 개수로 나누지 않았어요.",
    en="The squares are added up, but not divided by how many there are.",
    credit=0.5,
)
def {name}_as_sum(values):
    return np.sum(values**2)


@mistake(
    "{id}",
    ko="제곱하지 않은 값의 평균이에요.",
    en="This is the mean of the values, not of their squares.",
)
def {name}_without_squares(values):
    return np.mean(values)
"""
_QUESTION = """## {number}. {ko} · {en} (1)

<div lang="ko">

배열 `values`의 값을 제곱해 평균을 돌려주는 `{name}` 함수를 작성하세요.

</div>
<div lang="en">

Write a function `{name}` that returns the mean of the squares of the array `values`.

</div>"""
_SOLUTION = '''def {name}(values):
    """The mean of the squares of an array of numbers."""
    ### BEGIN SOLUTION
    from gdcourse.solutions import {module}

    return {module}.{name}(values)
    ### END SOLUTION'''
_HEAD = """# 과제: {unit_ko} · Assignment: {unit_en}

<div lang="ko">

모두 1점입니다.

- “여기에 코드를 쓰세요”가 있는 줄과 그 아랫줄을 지우고 풀이를 쓴 뒤, 그 셀과 아래의 검사 셀을 실행합니다.
- 채점할 때는 **다른 수**로 다시 확인합니다.

</div>
<div lang="en">

It is worth 1 point in all.

- Delete the line with “YOUR CODE HERE” and the one below it, write your solution, then run that cell and the check.
- When your work is graded, it is tried again on **other numbers**.

</div>"""


_LESSON = """# {unit_ko} · {unit_en}

<div lang="ko">

이 수업은 한 가지를 묻습니다. **제곱의 평균은 평균의 제곱과 같을까요?**

- **미리 알아야 할 것**: NumPy 배열의 합과 평균
- **마치고 나면**: 배열의 제곱을 더하고 평균할 수 있습니다.
- **시간**: 약 10분

</div>
<div lang="en">

This lesson asks one thing: **is the mean of the squares the square of the mean?**

- **What it assumes**: sums and means of NumPy arrays
- **What you can do afterwards**: add up the squares of an array and take their mean
- **Time**: about 10 minutes

</div>"""
_WARMING_UP = f"""## {title(WARMING_UP)}

<div lang="ko">

앞 단원에서 배운 것을 묻는 짧은 문제 셋입니다. 답 없이 다시 실행하면 다른 문제가 나옵니다.

</div>
<div lang="en">

Three short questions about earlier units. Run the cell anew for other questions.

</div>"""
_GUESS = """## 제곱의 평균 · The mean of the squares

<div lang="ko">

1, 2, 3, 4의 평균은 2.5이고, 그 제곱은 6.25입니다.

**예상해 보세요.** 네 수를 먼저 하나씩 제곱하면, 그 평균은 얼마일까요?

</div>
<div lang="en">

The mean of 1, 2, 3 and 4 is 2.5, and its square is 6.25.

**Predict.** Square each of the four first: what is the mean of the squares?

</div>"""
_TASK = f"""### {title(TASK, Text("제곱의 합", "the sum of the squares"), 1)}

<div lang="ko">

배열 `values`의 값을 하나씩 제곱해 더한 값을 돌려주는 함수입니다. 빠진 줄을 채우세요.

</div>
<div lang="en">

A function that squares each value of the array `values` and adds them up. Fill in the missing line.

</div>"""
_TASK_SOLUTION = """def sum_of_squares(values):
    ### BEGIN SOLUTION
    return np.sum(values**2)
    ### END SOLUTION"""
_ONE_PAGE = f"""## {title(ONE_PAGE)}

<div lang="ko">

| 남겨 둘 것 | 한마디로 |
|---|---|
| 제곱의 평균 | `np.mean(values**2)` |
| 평균의 제곱 | `np.mean(values) ** 2`, 값이 모두 같을 때만 같습니다 |

이제 과제 `{{slug}}`를 풀 차례입니다.

</div>
<div lang="en">

| What to keep | In short |
|---|---|
| the mean of the squares | `np.mean(values**2)` |
| the square of the mean | `np.mean(values) ** 2`, the same only where all values are equal |

Now it is your turn: the assignment `{{slug}}`.

</div>"""


_FIRST = Text("제곱의 평균", "The mean of the squares")
"""What the exercise asks that a new unit begins with."""
_IS_HEADING = re.compile(r"[^\n\r·]+(?<!\))").fullmatch
"""One line, without what divides languages and what ends in points in a heading."""


def new_unit(course: Course, home: Path, slug: str, title: Text | None = None) -> list[Path]:
    """Write the files of a unit with one exercise, and a lesson with a guess and a task.

    Args:
        course: whose ``source`` gets the notebook.
        home: the folder whose ``exercises`` and ``solutions`` get the unit's: the course's own, or the package.
        slug: a number of two digits and words, with dashes.
        title: the unit's; if not given, made of the slug.

    Returns:
        What was written: exercises, solutions, the lesson, and last the assignment.

    Raises:
        CourseError: where the slug or the title is none, or something of that name is there.
    """
    if not re.fullmatch(r"\d\d(-[a-z][a-z0-9]*)+", slug):
        raise CourseError(str(messages.NO_SLUG.format(slug=slug)))
    unit = Unit(slug, messages.ITS_TITLE, ())
    _require_free(unit.module)
    exercises, solutions = (home / room / f"{unit.module}.py" for room in ("exercises", "solutions"))
    notebook = _notebook_of(course, slug)
    lesson = lesson_of(course, slug)
    taken = [path for path in (exercises, solutions, lesson, notebook.parent) if path.exists()]
    if (like := next((known.slug for known in units() if known.module == unit.module), slug)) != slug:
        raise CourseError(str(messages.MODULE_IS_ANOTHERS.format(slug=slug, other=like, module=unit.module)))
    if taken or unit.module in {known.module for known in units()}:
        raise CourseError(str(messages.IS_THERE.format(name=slug, path=taken[0] if taken else slug)))
    own = unit.module.replace("_", "-")
    its = title or _made_of(own, messages.UNIT_TITLE)
    _require_title(its)
    of = _names(unit, f"{own}-first", _FIRST) | _titled(its, "unit_")
    of["own"] = own
    made = _notebook([_switch(), new_markdown_cell(_HEAD.format(**of)), _imports("check"), *_cells(of, 1)])
    for folder in (exercises.parent, solutions.parent, home / "keys", lesson.parent, notebook.parent):
        folder.mkdir(parents=True, exist_ok=True)
    replace_file(exercises, _EXERCISES.format(**of, draw=_DRAW.format(**of), exercise=_EXERCISE.format(**of)))
    replace_file(solutions, _SOLUTIONS.format(**of) + _ANSWERS.format(**of))
    _write(lesson, _notebook(_cells_of_lesson(of)))
    _write(notebook, made)
    return [exercises, solutions, lesson, notebook]


def _require_free(name: str) -> None:
    """Raises ``CourseError`` where nothing can have this name, or it would hide what a file of solutions imports."""
    if (
        keyword.iskeyword(name)
        or keyword.issoftkeyword(name)
        or name in ("Text", "equivalent", "guesses", "mistake", "np", "reference")
    ):
        raise CourseError(str(messages.PYTHONS_OWN.format(name=name)))


def new_exercise(course: Course, unit: Unit, exercise_id: str, title: Text | None = None) -> list[Path]:
    """Add an exercise behind the others of a unit: what is asked, its answers, and its cells in the notebook.

    Points that a sentence of the notebook adds up are one more, and what stands behind is numbered anew. Without a
    title, its id makes one.

    Returns:
        What was written.

    Raises:
        CourseError: where the id or the title is none or is taken, or the unit's files are not as they should be;
            nothing has changed then.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", exercise_id):
        raise CourseError(str(messages.NO_ID.format(id=exercise_id)))
    _require_free(exercise_id.replace("-", "_"))
    if exercise_id in {exercise.id for known in units() for exercise in known.all_exercises}:
        raise CourseError(str(messages.IS_THERE.format(name=exercise_id, path=exercise_id)))
    its = title or _made_of(exercise_id, messages.EXERCISE_TITLE)
    _require_title(its)
    of, notebook = _names(unit, exercise_id, its), _notebook_of(course, unit.slug)
    exercises, solutions = (unit.home / room / f"{unit.module}.py" for room in ("exercises", "solutions"))
    if not notebook.is_file():
        raise CourseError(str(messages.NO_NOTEBOOK_OF_UNIT.format(path=notebook)))
    asked = _with_exercise(exercises.read_text(encoding="utf-8"), of)
    if asked is None:
        raise CourseError(str(messages.NO_PLACE_FOR_IT.format(path=exercises)))
    made = nbformat.read(notebook, as_version=4)
    ids = {grade_id_of(cell) for cell in made.cells}
    if taken := next((one for one in map(grade_id_of, _cells(of, 0)) if one and one in ids), None):
        raise CourseError(str(messages.CELL_IS_THERE.format(id=exercise_id, cell=taken, path=notebook)))
    answers = solutions.read_text(encoding="utf-8").rstrip("\n") + "\n" + _ANSWERS.format(**of)
    _insert(made, of)
    replace_file(exercises, asked)
    replace_file(solutions, answers)
    _write(notebook, made)
    return [exercises, solutions, notebook]


def _made_of(name: str, title: Text) -> Text:
    """A title for what nobody has given one, in the words of its name."""
    words = name.replace("-", " ")
    return Text(title.ko.format(words=words), title.en.format(words=words.capitalize()))


def _require_title(title: Text) -> None:
    """Raises ``CourseError`` where a title is not in both languages, or is no line that a heading can hold."""
    if not (is_in_both_languages(title) and _IS_HEADING(title.ko) and _IS_HEADING(title.en)):
        raise CourseError(str(messages.NO_TITLE.format(ko=legible(title.ko, 80), en=legible(title.en, 80))))


def _names(unit: Unit, exercise_id: str, title: Text) -> dict[str, str]:
    known = {"slug": unit.slug, "module": unit.module, "id": exercise_id, "name": exercise_id.replace("-", "_")}
    return known | _titled(title, "")


def _titled(title: Text, of: str) -> dict[str, str]:
    """A title for headings in both languages, and as Python writes it."""
    both = ", ".join(json.dumps(text, ensure_ascii=False) for text in (title.ko, title.en))
    return {f"{of}ko": title.ko, f"{of}en": title.en, f"{of}title": f"Text({both})"}


def _notebook_of(course: Course, slug: str) -> Path:
    folder = course.path(course.coursedir.source_directory, slug)
    return next(iter(sorted(folder.glob("*.ipynb"))), folder / f"{slug}.ipynb")


def _write(path: Path, notebook: NotebookNode) -> None:
    replace_file(path, nbformat.writes(notebook) + "\n")


def _switch() -> NotebookNode:
    return new_code_cell(SWITCH, metadata={"tags": ["remove-cell"]})


def _imports(*names: str) -> NotebookNode:
    return new_code_cell(f"import numpy as np\n\nfrom gdcourse import {', '.join(names)}")


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    made = new_notebook(cells=cells)
    made.metadata = NotebookNode(kernelspec=KERNELSPEC, language_info={"name": "python"})
    return made


def _cells_of_lesson(of: dict[str, str]) -> list[NotebookNode]:
    """Opening, a guess with its result, a task with its check, and one page."""
    squares, total = f"{of['own']}-guess-squares", f"{of['own']}-task-sum"
    result = f'values = np.array([1.0, 2.0, 3.0, 4.0])\nreveal("{squares}", np.mean(values**2))'
    return [
        _switch(),
        new_markdown_cell(_LESSON.format(**of)),
        _imports("check", "guess", "opening", "reveal"),
        new_markdown_cell(_WARMING_UP),
        new_code_cell(f'opening("{of["slug"]}")'),
        new_markdown_cell(_GUESS),
        new_code_cell(f'guess("{squares}", ...)'),
        new_code_cell(result),
        new_markdown_cell(_TASK),
        new_code_cell(_TASK_SOLUTION),
        new_code_cell(f'check("{total}", sum_of_squares)'),
        new_markdown_cell(_ONE_PAGE.format(**of)),
    ]


def _cells(of: dict[str, str], number: int) -> list[NotebookNode]:
    """The three cells of a question: what is asked, the solution, the check."""
    common = {"cell_type": "code", "schema_version": 3, "task": False}
    solution = {**common, "grade": False, "grade_id": f"{of['id']}-solution", "locked": False, "solution": True}
    check = {**common, "grade": True, "grade_id": of["id"], "locked": True, "points": 1, "solution": False}
    return [
        new_markdown_cell(_QUESTION.format(**of, number=number)),
        new_code_cell(_SOLUTION.format(**of), metadata={"nbgrader": solution}),
        new_code_cell(f'check("{of["id"]}", {of["name"]})', metadata={"nbgrader": check}),
    ]


def _with_exercise(source: str, of: dict[str, str]) -> str | None:
    """The text of an exercises file with one more, or ``None`` where there is no ``UNIT = Unit(…, exercises=(…))``."""
    for node in ast.parse(source).body:
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        asked = next((k.value for k in node.value.keywords if k.arg == "exercises"), None)
        if not isinstance(asked, ast.Tuple) or asked.end_lineno is None or asked.end_col_offset is None:
            continue
        lines = source.splitlines(keepends=True)
        last = lines[asked.end_lineno - 1]
        at = len(last.encode()[: asked.end_col_offset - 1].decode())
        before = "".join(lines[: asked.end_lineno - 1]) + last[:at]
        comma = "" if not asked.elts or before.rstrip().endswith((",", "(")) else ",\n"
        indent = " " * (len(last) - len(last.lstrip(" ")))
        before = before.rstrip(" ") if before.endswith("\n" + indent) or last[:at].isspace() else before + "\n"
        inside = before + comma + _EXERCISE.format(**of) + indent + last[at:] + "".join(lines[asked.end_lineno :])
        parted = inside.splitlines(keepends=True)
        return (
            "".join(parted[: node.lineno - 1]).rstrip("\n")
            + "\n\n"
            + _DRAW.format(**of)
            + "\n\n"
            + "".join(parted[node.lineno - 1 :])
        )
    return None


def _insert(notebook: NotebookNode, of: dict[str, str]) -> None:
    graded = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    checks = [n for n, own in enumerate(graded) if own.get("grade") and not own.get("solution")]
    at = checks[-1] + 1 if checks else len(notebook.cells)
    worth = sum(float(own.get("points") or 0) for own in graded if own.get("grade") or own.get("task"))
    numbered = [re.match(r"## (\d+)\.", cell.source) for cell in notebook.cells[:at]]
    number = max((int(found[1]) for found in numbered if found), default=0) + 1
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader"):
            cell.source = with_total(cell.source, worth, worth + 1)
    for cell in notebook.cells[at:]:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"^## (\d+)\.", lambda found: f"## {int(found[1]) + 1}.", cell.source)
    notebook.cells[at:at] = _cells(of, number)
