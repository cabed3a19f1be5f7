"""Students' commands. Each imports what it needs when it runs, so that ``gdcourse --help`` stays quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gdcourse.language import asked_language, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from nbformat import NotebookNode

    from gdcourse.judging.exercise import Unit
    from gdcourse.language import Text
    from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded
    from gdcourse.student.check_notebook import Outcome

_STYLES = {"✓": "green", "◐": "yellow", "✗": "red", "·": "dim"}


def join(main: click.Group) -> None:
    """Add the students' commands to ``main``."""
    for command in (lab, check, submit):
        main.add_command(command)


@click.command()
@click.option("--lang", type=click.Choice(["ko", "en"]), help="화면과 메시지의 언어 · Language of menus and messages.")
@click.option(
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="수업이 있는 폴더 · Where the lessons are (default: here).",
)
@click.option(
    "--from",
    "older",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="전에 쓰던 폴더의 답을 가져옴 · Take your work from a folder that you used before.",
)
@click.option("--no-lab", is_flag=True, help="노트북만 놓고 열지 않음 · Only put the notebooks in their places.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(lang: str | None, directory: Path, older: Path | None, no_lab: bool, arguments: tuple[str, ...]) -> None:
    """수업을 JupyterLab에서 열기 · Open the lessons in JupyterLab. What follows -- goes to jupyter lab.

    노트북은 `lessons`와 `assignments` 폴더에 놓이고, 새 판은 여러분이 쓴 것을 이어받아요. -- 뒤의 것은
    jupyter lab에 전해요.

    Notebooks are put into the folders `lessons` and `assignments`; a newer edition takes over what you have written.
    """
    from gdcourse.exercises import use_units_of_course_around
    from gdcourse.optional_dependencies import need
    from gdcourse.student import messages
    from gdcourse.student.jupyterlab import NoLessonsError, language_pack_is_missing, open_lab

    use_units_of_course_around(directory)
    _place(directory, older)
    if no_lab:
        return
    need("jupyterlab")
    if lang is not None and language_pack_is_missing(lang):
        install = f"{sys.executable} -m pip install jupyterlab-language-pack-ko-KR"
        click.echo(messages.NO_LANGUAGE_PACK.format(command=install), err=True)
    try:
        sys.exit(open_lab(directory, lang, arguments))
    except NoLessonsError as error:
        raise click.ClickException(str(error)) from error


def _place(directory: Path, older: Path | None) -> None:
    """Bring the notebooks up to date, and tell what became of those that are written in."""
    from gdcourse.student import messages
    from gdcourse.student.place_workbooks import place, take_from

    try:
        for path in take_from(older, directory) if older is not None else ():
            click.echo(messages.NOT_TAKEN.format(path=path), err=True)
        for placed in place(directory):
            if placed.told is not None:
                click.echo(placed.told, err=True)
    except OSError as error:
        message = messages.NOWHERE_TO_WORK.format(path=directory.resolve(), reason=error.strerror)
        raise click.ClickException(str(message)) from error


@click.command()
@click.argument("notebook", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(notebook: tuple[Path, ...]) -> None:
    """과제를 실행해 어느 문제가 풀렸는지 보기 · Run assignments and see which exercises are solved.

    NOTEBOOK이 없으면 이 폴더와 그 안의 폴더에서 쓰고 있는 노트북을 모두 보고, 모든 단원과 다음에 연습할 것을
    보여 줘요. 모두 맞을 때만 종료 코드가 0이에요.

    Without NOTEBOOK: those of this folder and of the folders in it that are written in, then all units at a glance and
    what to practise next. The exit code is 0 only where all stand.
    """
    from gdcourse.exercises import use_units_of_course_around
    from gdcourse.notebooks.given_cells import released_cells
    from gdcourse.notebooks.one_language import language_chosen_in
    from gdcourse.notebooks.reading import UnreadableNotebookError, read_file
    from gdcourse.student import messages, progress_file
    from gdcourse.student.check_notebook import run
    from gdcourse.student.differences_when_graded import (
        differences,
        files_elsewhere,
        files_needed,
        modules_elsewhere,
        slow_cells,
        too_much_memory,
    )
    from gdcourse.student.place_workbooks import edition_of, is_given_out
    from gdcourse.student.submit import about_code, about_given
    from gdcourse.student.where_answers_stand import given_cells, unit_of

    use_units_of_course_around(Path())
    everything_stands, found, languages = True, False, set[str | None]()
    here = sorted(path for depth in ("", "*/", "*/*/") for path in Path().glob(f"{depth}*.ipynb"))
    for path in notebook or [path for path in here if not is_given_out(path)]:
        try:
            read_one = read_file(path)
        except UnreadableNotebookError as error:
            found, everything_stands = True, False
            click.echo(messages.NOT_A_NOTEBOOK.format(path=path, reason=str(error)), err=True)
            continue
        languages.add(language_chosen_in(read_one))
        unit = unit_of(read_one.cells)
        if unit is None:
            if notebook:
                raise click.ClickException(str(messages.NO_CHECKS_HERE.format(path=path)))
            continue
        found = True
        edition = edition_of(unit.slug, path.parent)
        released = released_cells(edition) if edition is not None else ()
        texts, released_texts = ([cell.source for cell in cells] for cells in (read_one.cells, released))
        if not notebook and progress_file.path() is not None and texts == released_texts:  # the glance says so
            everything_stands = False
            continue
        with _speaking_as(language_chosen_in(read_one)):
            given = given_cells(read_one.cells, unit, released)
            limits = _limits(path, edition)
            outcome = run(read_one, unit, path.parent, given, limits.cell_seconds)
            _show(path, outcome)
            needed, too_large = files_needed(read_one, path.parent)
            elsewhere = files_elsewhere(read_one, path.parent)
            files = [messages.NEEDS_FILES.format(names=", ".join(needed))] if needed else []
            if edition is None and not outcome.all_stand:
                files.append(messages.EDITION_UNKNOWN)
            as_run = [
                *about_given(given, outcome.given_as_well),
                *about_code(read_one.cells, unit),
                *slow_cells(outcome.seconds, limits),
                *too_much_memory(outcome.memory, limits),
            ]
            _warn(
                [*as_run, *differences(read_one), *modules_elsewhere(read_one, path.parent), *elsewhere, *too_large],
                files,
            )
        everything_stands = everything_stands and outcome.all_stand
    with _speaking_as(languages.pop() if len(languages) == 1 else None):
        seen = not notebook and _glance()
    if not found and not seen:
        raise click.ClickException(str(messages.NO_CHECKS_HERE.format(path=Path.cwd())))
    sys.exit(0 if everything_stands else 1)


def _limits(path: Path, edition: NotebookNode | None) -> LimitsWhenGraded:
    """What a notebook may take where it is graded, as its edition says: not every front end keeps that in a copy."""
    from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded, noted_limits
    from gdcourse.notebooks.reading import UnreadableNotebookError, read_whole

    if edition is not None:
        return noted_limits(edition)
    try:
        return noted_limits(read_whole(path))
    except UnreadableNotebookError:
        return LimitsWhenGraded()  # of a format that only the lenient reader takes


def _speaking_as(language: str | None) -> AbstractContextManager[None]:
    """Messages in the one language of a notebook, where it has one and nobody asks for another."""
    return speaking(None if asked_language() else language)


def _glance() -> bool:
    """Show all units at a glance, where this is a student's course."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from gdcourse.student import messages, progress_file
    from gdcourse.student.progress_overview import glance, shown
    from gdcourse.student.what_to_do_next import what_to_do_next

    if progress_file.path() is None:
        return False
    kept = progress_file.load()
    table = Table(title=str(messages.GLANCE), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    for kind, heading in messages.GLANCE_HEADINGS.items():
        names = kind == "unit"
        table.add_column(" ".join(str(heading).splitlines()), justify="left" if names else "right", no_wrap=names)
    for seen in glance(kept):
        table.add_row(seen.unit.slug, *map(shown, seen.counts.values()), style="" if seen.is_begun else "dim")
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print(str(what_to_do_next(kept)), soft_wrap=True)
    return True


def _warn(warnings: list[Text], notes: Sequence[Text] = ()) -> None:
    for text in warnings:
        click.secho("\n".join(f"! {line}" for line in str(text).splitlines()), fg="yellow")
    for text in notes:
        click.echo(text)


def _show(path: Path, outcome: Outcome) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Line

    from gdcourse.student import messages

    console = Console(highlight=False, markup=False)
    total = sum(standing.exercise.points for standing in outcome.standings)
    reached = sum(standing.score for standing in outcome.standings)
    table = Table(title=str(path), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column("")
    table.add_column(" ".join(str(messages.EXERCISE).splitlines()), no_wrap=True)
    table.add_column("")
    table.add_column(f"{reached:g}/{total:g}", justify="right", no_wrap=True)
    for standing in outcome.standings:
        exercise = standing.exercise
        mark = Line(standing.mark, style=_STYLES.get(standing.mark, ""))
        table.add_row(mark, exercise.id, str(exercise.title), f"{standing.score:g}/{exercise.points:g}")
    console.print(table)
    console.print(str(messages.LEGEND), style="dim", soft_wrap=True)
    if outcome.stopped is not None:
        console.print(str(outcome.stopped), style="red", soft_wrap=True)


@click.command()
@click.argument("unit")
@click.option(
    "--notebook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="제출할 노트북 · The notebook to hand in (default: UNIT.ipynb here or in a folder here).",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="만들 파일 · The file to make (default: UNIT.zip here).",
)
def submit(unit: str, notebook: Path | None, output: Path | None) -> None:
    """과제를 살펴보고 제출할 파일로 묶기 · Look an assignment over and pack it to hand in.

    UNIT은 `02-manual-gradient` 같은 단원 이름이고, 노트북 파일이나 그것이 있는 폴더를 써도 돼요.

    UNIT is a unit's name, such as `02-manual-gradient`; a notebook, or the folder that it lies in, will do.
    """
    from gdcourse.exercises import use_units_of_course_around
    from gdcourse.student.submit import NoNotebookError, find_notebook, unit_in

    use_units_of_course_around(Path())
    named, several = Path(unit), False
    try:
        if named.suffix == ".ipynb" and named.is_file():
            asked, notebook = unit_in(named), notebook or named
        else:
            # Of a file that lies elsewhere, and of a folder, the name is the unit's.
            asked = _unit(named.name.removesuffix(".ipynb"))
        if notebook is None:
            notebook, several = find_notebook(asked, named if named.is_dir() else Path())
    except NoNotebookError as error:
        raise click.ClickException(str(error)) from error
    with _speaking_as(_language_of(notebook)):
        _submit(asked, notebook, several, output)


def _language_of(notebook: Path) -> str | None:
    from gdcourse.notebooks.one_language import language_chosen_in
    from gdcourse.notebooks.reading import UnreadableNotebookError, read_file

    try:
        return language_chosen_in(read_file(notebook))
    except UnreadableNotebookError:
        return None  # which is said where it is looked over


def _submit(asked: Unit, notebook: Path, several: bool, output: Path | None) -> None:
    from gdcourse.student import messages
    from gdcourse.student.submit import look_over, pack

    click.echo(f"{notebook}")
    if several:
        click.secho(str(messages.SEVERAL_FILES.format(path=notebook)), fg="yellow")
    files, warned = look_over(notebook, asked)
    _warn(warned)
    if not warned:
        click.secho(str(messages.NOTHING_AMISS), fg="green")
    target = output or Path(f"{asked.slug}.zip")
    try:
        pack(notebook, asked, target, warned, files)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}") from error
    if files:
        click.echo(messages.PACKED_TOO.format(names=", ".join(files)))
    click.echo(messages.PACKED.format(path=target))
    if warned:
        click.echo(messages.PACKED_ANYWAY)


def _unit(slug: str) -> Unit:
    from gdcourse.exercises import find_unit

    try:
        return find_unit(slug)
    except LookupError as error:
        raise click.BadParameter(error.args[0]) from error
