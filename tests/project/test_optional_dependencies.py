"""A command whose packages are not installed says which, and how to install them."""

from __future__ import annotations

import builtins
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from gdcourse import optional_dependencies
from gdcourse.cli import main
from project.test_requirements import EXTRAS


@pytest.fixture(autouse=True)
def _as_declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The metadata as it would be built now, not as it was when the package was installed."""
    lines = [f'{requirement}; extra == "{extra}"' for extra, parts in EXTRAS.items() for requirement in parts]
    monkeypatch.setattr(optional_dependencies, "requires", lambda _: ["click>=8.1", *lines])
    optional_dependencies._extras.cache_clear()
    yield
    optional_dependencies._extras.cache_clear()


def hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    usual = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == module:
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    find = optional_dependencies.find_spec
    monkeypatch.setattr(optional_dependencies, "find_spec", lambda name: None if name == module else find(name))


@pytest.mark.parametrize(
    ("arguments", "module", "extra"),
    [(["lab"], "jupyterlab", "lab"), (["release"], "nbgrader", "instructor")],
)
def test_a_command_without_its_extra_says_in_both_languages_what_to_type(
    arguments: list[str], module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, module)
    monkeypatch.delitem(sys.modules, "gdcourse.grading.classroom.course", raising=False)
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 1
    assert f"필요한 `{module}`" in told.output
    assert f"needs the package `{module}`" in told.output
    for requirement in EXTRAS[extra]:
        assert f'"{requirement}"' in told.output


def test_a_module_that_no_extra_brings_is_an_error_like_any_other() -> None:
    code = "import sys; sys.modules['nbformat'] = None; from gdcourse.cli import main; main(['submit', 'nothing'])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "ModuleNotFoundError: import of nbformat" in told.stderr


@pytest.mark.parametrize(
    ("module", "extra"),
    [
        ("nbgrader", "instructor"),
        ("psycopg", "postgresql"),
        ("psycopg.errors", "postgresql"),
        ("torch", None),
        ("", None),
    ],
)
def test_the_extra_of_a_module(module: str, extra: str | None) -> None:
    assert optional_dependencies.extra_with(module) == extra


def test_no_command_to_install_names_this_package() -> None:
    # It is in no index, and its name there would be somebody else's.
    for extra in EXTRAS:
        assert "gdcourse" not in optional_dependencies.install_command(extra).split("pip install")[1]
