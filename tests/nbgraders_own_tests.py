"""nbgrader's own tests, which are in its wheel, with our plug-ins in place: ``python tests/nbgraders_own_tests.py``.

Those that the plug-ins touch; with ``--all``, all that need no browser. It fails where a test fails that is not in
``DIFFERENT_ON_PURPOSE``, and where one that is in it passes: the list cannot go stale.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
TOUCHED = ("autograde", "update", "generate_feedback")
ALL = (
    *TOUCHED, "api", "collect", "config", "db", "export", "fetch_assignment", "fetchfeedback", "formgrade",
    "generate_assignment", "generate_solution", "list", "releaseassignment", "releasefeedback", "submit", "validate",
    "zip_collect",
)  # fmt: skip
DIFFERENT_ON_PURPOSE: dict[str, str] = {
    "TestNbGraderAutograde::test_grade_empty_timestamp": (
        "a timestamp.txt that cannot be read costs nobody their marks: it is said, and counts as "
        "Penalty.unreadable_timestamp says, as in `gdcourse grade`"
    ),
}
"""Test → why it fails with our plug-ins, and should."""
_NOT_PLUGGED_IN = ("CourseDirectory.course_id", "ClearSolutions.")  # this course's own, and not the plug-ins'


def write_settings(folder: Path) -> None:
    """The plug-in lines of the course's settings, for every course of the tests."""
    lines = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(name in line for name in _NOT_PLUGGED_IN)]
    (folder / "nbgrader_config.py").write_text("".join(kept), encoding="utf-8")


def run(modules: tuple[str, ...], folder: Path) -> dict[str, bool]:
    """By name of a test: whether it passed. Skipped ones are left out."""
    write_settings(folder)
    beside = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")]),
        "JUPYTER_CONFIG_PATH": str(folder),
        "HOME": str(folder),
        "USER": os.environ.get("USER", "somebody"),
    }
    environment.pop("JUPYTER_DEFAULT_PROVISIONER_NAME", None)
    report = folder / "report.xml"
    names = [
        f"nbgrader.tests.apps.test_nbgrader_{name}" if name != "api" else "nbgrader.tests.apps.test_api"
        for name in modules
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(os.cpu_count() or 1), "-p", "no:cacheprovider"]
    command += [f"--junitxml={report}", "--pyargs", *names]
    subprocess.run(command, cwd=folder, env=environment, check=False)
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 (pytest has just written it)
    found = {f"{case.get('classname', '').split('.')[-1]}::{case.get('name')}": case for case in cases}
    return {
        name: case.find("failure") is None and case.find("error") is None
        for name, case in found.items()
        if case.find("skipped") is None
    }


def main() -> None:
    everything = "--all" in sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="gdc-nbgrader-") as folder:
        passed = run(ALL if everything else TOUCHED, Path(folder))
    failed = {name for name, good in passed.items() if not good}
    unexpected = failed - set(DIFFERENT_ON_PURPOSE)
    stale = {name for name in DIFFERENT_ON_PURPOSE if passed.get(name, not everything)}
    for name in sorted(failed & set(DIFFERENT_ON_PURPOSE)):
        print(f"differs: {name}: {DIFFERENT_ON_PURPOSE[name]}")
    for name in sorted(unexpected):
        print(f"fails: {name}")
    for name in sorted(stale):
        print(f"listed as different, but passes: {name}")
    print(f"{len(passed) - len(failed)} of {len(passed)} of nbgrader's own tests pass")
    if unexpected or stale or not passed:
        sys.exit(1)


if __name__ == "__main__":
    main()
