"""Authors' commands. Each imports what it needs when it runs, so that ``gdcourse --help`` stays quick."""

from __future__ import annotations

from pathlib import Path

import click

from gdcourse.grading.commands import chosen_units


def join(main: click.Group) -> None:
    """Add the authors' commands to ``main``."""
    for command in (keys, refresh):
        main.add_command(command)


@click.command()
@click.argument("unit", nargs=-1)
def keys(unit: tuple[str, ...]) -> None:
    """정답 키 만들기 · Make the answer keys that students have, for all units or those named."""
    from gdcourse.authoring.write_answer_keys import write_visible_keys
    from gdcourse.exercises import find_unit, units

    for slug in chosen_units([u.slug for u in units()], unit):
        click.echo(write_visible_keys(find_unit(slug)))


@click.command()
@click.argument("notebook", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def refresh(notebook: tuple[Path, ...]) -> None:
    """노트북을 다시 실행해 출력을 저장 · Re-execute notebooks and store their outputs."""
    from nbclient.exceptions import CellExecutionError

    from gdcourse.authoring.rerun_notebooks import refresh as refresh_one

    for path in notebook:
        try:
            changed = refresh_one(path)
        except CellExecutionError as error:
            raise click.ClickException(f"{path}: {error}") from error
        click.echo(f"{path}: {'바뀜 · changed' if changed else '그대로 · unchanged'}")
