"""The command ``gdcourse``. What students have is here; instructors' commands join where they are installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from gdcourse import __version__
from gdcourse.extras import extra_with, install_command
from gdcourse.faster_imports import skip_iri_grammar
from gdcourse.student import commands, messages


class _Commands(click.Group):
    """Commands of which some need packages that not everyone installs."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            extra = extra_with(error.name or "")
            if extra is None:
                raise
            told = messages.NEEDS_EXTRA.format(module=error.name, extra=extra, command=install_command(extra))
            raise click.ClickException(str(told)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gdcourse")
def main() -> None:
    """경사 하강법 강의 · A course on gradient descent."""


@main.command()
def units() -> None:
    """단원과 연습 문제 목록 · List the units and their exercises."""
    from gdcourse.exercises import units as all_units

    for unit in all_units():
        click.echo(f"{unit.slug}  {unit.title.ko} · {unit.title.en}")
        for exercise in unit.exercises:
            click.echo(f"  {exercise.id:20} {exercise.points:g}  {exercise.title.ko} · {exercise.title.en}")


skip_iri_grammar()
commands.join(main)
for room in ("grading", "authoring"):
    if find_spec(f"gdcourse.{room}") is not None:
        import_module(f"gdcourse.{room}.commands").join(main)
