"""The command ``gdcourse``. What students have is here; instructors' commands join where they are installed."""

from __future__ import annotations

import codecs
import inspect
import io
import os
import sys
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import click

from gdcourse import __version__, matplotlib_folder
from gdcourse.click_translation import metavar, translate_click
from gdcourse.faster_imports import skip_iri_grammar
from gdcourse.judging.own_units import UnusableUnitsError
from gdcourse.language import LANGUAGES, current_language, in_current_language, speaking
from gdcourse.optional_dependencies import extra_with, install_command
from gdcourse.student import commands, messages

_Command = TypeVar("_Command", bound=click.Command)


class _Commands(click.Group):
    """Commands of which some need packages that not everyone installs. Each speaks one language where it is asked to.

    ``--lang`` may stand anywhere: help and what is wrong with a line are told in it, too.
    """

    def main(self, args: Sequence[str] | None = None, *further: Any, **settings: Any) -> Any:
        given = sys.argv[1:] if args is None else list(args)
        _write_every_letter()
        try:
            with speaking(_language_asked(given)):
                current_language()
                translate_click()
                return super().main(given, *further, **settings)
        except ValueError as error:
            if os.environ.get("GDCOURSE_LANG") in (None, "", *LANGUAGES):
                raise
            click.echo(f"GDCOURSE_LANG: {error}", err=True)
            sys.exit(2)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        return None if command is None else _in_one_language(command)

    def get_help(self, ctx: click.Context) -> str:
        return super(_Commands, _in_one_language(self)).get_help(ctx)

    def invoke(self, ctx: click.Context) -> Any:
        matplotlib_folder.provide()
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            extra = extra_with(error.name or "")
            if extra is None:
                raise
            told = messages.NEEDS_EXTRA.format(module=error.name, extra=extra, command=install_command(extra))
            raise click.ClickException(str(told)) from error
        except UnusableUnitsError as error:
            raise click.ClickException(str(error)) from error


def _write_every_letter() -> None:
    """Messages are in Korean, too, wherever they are read.

    A locale without any letters but ASCII's says nothing about the terminal: it gets UTF-8. Another keeps its own
    encoding, and gets codes in place of the letters that this does not have.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            name = codecs.lookup(stream.encoding).name
            if name != "utf-8":
                stream.reconfigure(encoding="utf-8" if name == "ascii" else name, errors="backslashreplace")


def _language_asked(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` says, wherever it stands; ``None`` where it says nothing that could be meant."""
    asked = None
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or next(iter(arguments[number + 1 :]), None)
    return asked if asked in LANGUAGES else None


def _in_one_language(command: _Command) -> _Command:
    """The command with its help in the language that is spoken."""
    if current_language() == "both":
        return command
    told, told.params = copy(command), [copy(parameter) for parameter in command.params]
    told._help_option = None  # which click keeps in the language in which it was asked first
    told.help = in_current_language(inspect.cleandoc(told.help or ""))
    for option in (parameter for parameter in told.params if isinstance(parameter, click.Option)):
        option.help = in_current_language(option.help or "") or None
        named = option.metavar or option.type.name.upper()
        if not option.is_flag and metavar(named) != named:
            option.metavar = metavar(named)
    told.options_metavar = metavar(told.options_metavar or "") or None
    if isinstance(told, click.Group):
        told.subcommand_metavar = metavar(told.subcommand_metavar)
    return told


def _let_choose_language(group: click.Group) -> None:
    """Give each command ``--lang``, where it has none that means more."""
    for command in (group, *group.commands.values()):
        if not any("--lang" in parameter.opts for parameter in command.params):
            command.params.append(
                click.Option(
                    ["--lang"],
                    type=click.Choice(LANGUAGES[:2]),
                    expose_value=False,
                    help="메시지와 도움말의 언어 · The language of messages and help.",
                )
            )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gdcourse", help="판을 보이고 끝냄 · Show the version and exit.")
def main() -> None:
    """경사 하강법 강의 · A course on gradient descent."""


@main.command()
def units() -> None:
    """단원과 연습 문제 목록 · List the units and their exercises."""
    from gdcourse.exercises import units as all_units
    from gdcourse.exercises import unusable_units, use_units_of_course_around

    use_units_of_course_around(Path())
    for unit in all_units():
        click.echo(f"{unit.slug}  {unit.title.line}")
        for exercise in unit.exercises:
            click.echo(f"  {exercise.id:20} {exercise.points:g}  {exercise.title.line}")
    if unusable := unusable_units():
        raise click.ClickException("\n".join(map(str, unusable)))


skip_iri_grammar()
commands.join(main)
for room in ("grading", "authoring"):
    if find_spec(f"gdcourse.{room}") is not None:
        import_module(f"gdcourse.{room}.commands").join(main)
_let_choose_language(main)
