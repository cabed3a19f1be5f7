"""An environment that starts in every locale, wherever it lies: ``python -m gdcourse.authoring.environment_anywhere``.

What is installed to be edited is found by a file in the environment that names its folder (``.pth``, site). Python
before 3.13 reads that in the letters of the locale before it does anything else, in UTF-8 mode, too: below a folder
like ``/home/kim/내 과정`` no Python of the environment starts under ``LC_ALL=C``. From where the file lies, the way is
told in dots.
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tell_the_way_from_there(packages: Path, folder: Path) -> None:
    """Let the files of an environment name ``folder`` from where they are.

    Args:
        packages: where they lie.
        folder: what was installed to be edited.
    """
    for path in packages.glob("*.pth"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if str(folder) in lines:
            way = os.path.relpath(folder, packages)
            path.write_text("".join(f"{way if line == str(folder) else line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    tell_the_way_from_there(Path(sysconfig.get_path("purelib")), ROOT)
