"""Open JupyterLab on the lessons, interface and messages in one language, the user's own settings untouched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from gdcourse import __version__, matplotlib_folder
from gdcourse.exercises import units
from gdcourse.language import remember_language
from gdcourse.lessons.language_switch import switch_script
from gdcourse.student import messages
from gdcourse.student.place_workbooks import LESSONS

LOCALES = {"ko": "ko_KR", "en": "en"}
# The course works without a network, and a question about news is the first thing JupyterLab would show.
_QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
# Where lessons are: put there by ``workbooks.place``, or right here.
_PLACES = (LESSONS, ".")


class NoLessonsError(Exception):
    """There is nothing to open here. The message says where to go."""


def lessons_in(directory: Path) -> Path:
    """The directory of the lessons, in ``directory`` or just below it.

    Raises:
        NoLessonsError: where there are none.
    """
    names = [f"{unit.slug}.ipynb" for unit in units()]
    for place in _PLACES:
        if any((directory / place / name).is_file() for name in names):
            return directory / place
    raise NoLessonsError(str(messages.NO_LESSONS.format(path=directory.resolve())))


def command(directory: Path, settings: Path, arguments: Sequence[str] = ()) -> list[str]:
    """How JupyterLab is started: ``directory`` can be browsed, and the lessons are what opens.

    ``settings`` is where ``write_extension`` has put the course's part of JupyterLab.

    Raises:
        NoLessonsError: where there are none.
    """
    lessons = lessons_in(directory).relative_to(directory).as_posix()
    opened = "/lab" if lessons == "." else f"/lab/tree/{lessons}"
    root = str(directory.resolve())
    return [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"),
        *(f"--LabServerApp.extra_labextensions_path={settings / 'labextensions'}", f"--LabApp.default_url={opened}"),
        *arguments,
    ]


def environment(language: str | None, settings: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment in which JupyterLab speaks ``language``, or what it spoke before where that is ``None``.

    Jupyter reads defaults from every directory of ``JUPYTER_CONFIG_PATH``; ``settings`` becomes one more, and what
    users have set in JupyterLab themselves still counts for more. With a language, ``GDCOURSE_LANG`` goes: it would
    outvote the switch.
    """
    chosen = {"@jupyterlab/translation-extension:plugin": {"locale": LOCALES[language]}} if language else {}
    defaults = settings / "labconfig" / "default_setting_overrides.json"
    defaults.parent.mkdir(parents=True)
    defaults.write_text(json.dumps(_QUIET | chosen), encoding="utf-8")
    paths = [str(settings), *filter(None, [inherited.get("JUPYTER_CONFIG_PATH")])]
    kept = {name: value for name, value in inherited.items() if name != "GDCOURSE_LANG" or language is None}
    return {**kept, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def write_extension(settings: Path) -> None:
    """Put an extension for JupyterLab into ``settings``: the switch, at work before a cell is run."""
    extension = Path(__file__).with_name("jupyterlab_extension.js").read_text(encoding="utf-8")
    script = extension.replace("// SWITCH", switch_script())
    directory = settings / "labextensions" / "gdcourse"
    (directory / "static").mkdir(parents=True)
    (directory / "static" / "remoteEntry.js").write_text(script, encoding="utf-8")
    about = {"extension": "./extension", "load": "static/remoteEntry.js"}
    package = {"name": "gdcourse", "version": __version__, "jupyterlab": {"extension": True, "_build": about}}
    (directory / "package.json").write_text(json.dumps(package), encoding="utf-8")


def language_pack_is_missing(language: str) -> bool:
    return language == "ko" and find_spec("jupyterlab_language_pack_ko_KR") is None


def open_lab(directory: Path, language: str | None, arguments: Sequence[str] = ()) -> int:
    """Run JupyterLab until it ends, and return its exit code.

    Args:
        directory: the repository, or what a student has unpacked.
        language: ``"ko"`` or ``"en"``; ``None`` leaves interface and messages as they were.
        arguments: passed on to ``jupyter lab``.

    Raises:
        NoLessonsError: where there are no lessons.
    """
    with tempfile.TemporaryDirectory(prefix="gdcourse-lab-", ignore_cleanup_errors=True) as made:
        settings = Path(made)
        started = command(directory, settings, arguments)
        write_extension(settings)
        if language is not None:
            remember_language(language)
        return _run(started, environment(language, settings, matplotlib_folder.without_ours(os.environ)))


def _run(started: list[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(started, env=environment)  # noqa: S603 (our own Python)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl+C reaches JupyterLab too, which asks whether it is meant; it decides when to end.
            continue
