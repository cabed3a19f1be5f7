"""The test suites of those whose kernels we start, as they come and with warm kernels; what differs is printed.

``make peers``, or ``python tests/kernels/peers.py [--folder FOLDER] [NAME…]``. Each suite is that of the release which
is installed, from its sdist, with what its tests need in an environment of its own. Takes a package index, and minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import os
import signal
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gdcourse.kernels.kernel_process import PROVISIONER

SUITE_SECONDS, TEST_SECONDS = 3600, 300


@dataclass(frozen=True)
class Peer:
    """A project that starts kernels by jupyter_client.

    Attributes:
        name: of its distribution.
        tests: the files and folders in its sdist that start kernels.
        needs: what these want beside what the course installs.
        options: for pytest: of the plug-ins that others need, one may be in the way.
    """

    name: str
    tests: tuple[str, ...]
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


_NO_ASYNCIO = ("-p", "no:asyncio")
_ASYNCIO = ("-o", "asyncio_default_fixture_loop_scope=function")
_SERVER_TESTS = ("tests/services/kernels", "tests/services/sessions")
_PLUGINS = ("pytest-timeout", "pytest-asyncio", "pytest-jupyter[client,server]", "flaky")
PEERS = (
    Peer("jupyter_client", ("tests",), ("anyio", "paramiko"), _NO_ASYNCIO),
    Peer("ipykernel", ("tests",), ("ipyparallel", "trio"), _ASYNCIO),
    Peer("nbclient", ("tests",), ("ipywidgets", "testpath", "xmltodict"), _ASYNCIO),
    Peer("jupyter_server", _SERVER_TESTS, ("pytest-console-scripts",), _NO_ASYNCIO),
    Peer("papermill", ("papermill/tests/test_execute.py", "papermill/tests/test_engines.py"), (), _NO_ASYNCIO),
    Peer("nbval", ("tests",), ("nbdime", "sympy", "coverage"), _NO_ASYNCIO),
)

Outcomes = dict[str, str]


def make_environment(folder: Path, peers: list[Peer]) -> Path:
    """An environment over the one that runs this, which is left as it is; returns its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    purelib = sysconfig.get_path("purelib", vars={"base": str(folder)})
    Path(purelib, "course.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
    kept = folder / "kept.txt"
    installed = {d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}
    installed.pop("gdcourse", None)
    kept.write_text("".join(f"{name}=={version}\n" for name, version in installed.items()))
    names = [peer.name for peer in peers if peer.name not in installed and peer.name.replace("_", "-") not in installed]
    needs = sorted({*_PLUGINS, *names, *(need for peer in peers for need in peer.needs)})
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--constraint", kept, *needs], check=True)
    return python


def unpack(peer: Peer, python: Path, folder: Path) -> Path:
    """The sdist of the release that is installed, unpacked."""
    ask = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    version = subprocess.run([python, "-c", ask, peer.name], capture_output=True, text=True, check=True).stdout.strip()
    download = [python, "-m", "pip", "download", "--quiet", "--no-deps"]
    source = ["--no-binary", peer.name]  # what builds its metadata may come as wheels
    subprocess.run([*download, *source, "--dest", folder, f"{peer.name}=={version}"], check=True)
    (archive,) = folder.glob(f"{peer.name}-{version}*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def _environment(python: Path, warm: bool, home: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER_", "IPYTHON", "GDCOURSE_"))}
    chosen = {"JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER} if warm else {}
    path = os.pathsep.join([str(python.parent), str(Path(sys.executable).parent), kept["PATH"]])
    return {**kept, **chosen, "HOME": home, "PATH": path}


_IS_WARM = """
from jupyter_client.manager import start_new_kernel
from gdcourse.kernels.kernel_process import KernelProcess
manager, client = start_new_kernel()
print(isinstance(manager.provisioner.process, KernelProcess))
client.stop_channels()
manager.shutdown_kernel(now=True)
"""


def has_warm_kernels(python: Path) -> bool:
    """Whether kernels are forked there: where that fails, ordinary ones start, and nothing would be compared."""
    with tempfile.TemporaryDirectory(prefix="gdcourse-peers-") as home:
        asked = {"env": _environment(python, True, home), "cwd": home}
        done = subprocess.run([python, "-c", _IS_WARM], capture_output=True, text=True, check=True, **asked)
    return done.stdout.split()[-1:] == ["True"]


def run_suite(peer: Peer, source: Path, python: Path, warm: bool, folder: Path) -> Outcomes:
    """What came of each test."""
    report = folder / f"{source.name}-{'warm' if warm else 'plain'}.xml"
    report.unlink(missing_ok=True)
    options = [f"--timeout={TEST_SECONDS}", f"--junitxml={report}", "--color=no", *peer.options]
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, *peer.tests]
    with (
        tempfile.TemporaryDirectory(prefix="gdcourse-peers-") as home,
        (folder / f"{report.stem}.log").open("w") as log,
    ):
        environment = _environment(python, warm, home)
        suite = subprocess.Popen(command, cwd=source, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            suite.wait(SUITE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(suite.pid, signal.SIGKILL)
            suite.wait()
    return dict(_outcomes(report)) if report.exists() else {}


def _outcomes(report: Path) -> Iterator[tuple[str, str]]:
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 (it was written here)
        found = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
        yield f"{case.get('classname')}::{case.get('name')}", found


def compared(plain: Outcomes, warm: Outcomes) -> dict[str, tuple[str, str]]:
    """The tests of which something else came, by name."""
    both = {name: (plain.get(name, "not run"), warm.get(name, "not run")) for name in sorted({*plain, *warm})}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(peer.name for peer in PEERS))
    parser.add_argument("--folder", type=Path, help="keep environment, sources and logs here, and use them again")
    asked = parser.parse_args()
    unknown = set(asked.names) - {peer.name for peer in PEERS}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    peers = [peer for peer in PEERS if peer.name in (asked.names or [p.name for p in PEERS])]
    console, differs = Console(), False
    with contextlib.ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gdcourse-peers-")))
        folder = folder.absolute()
        folder.mkdir(parents=True, exist_ok=True)
        python = make_environment(folder / "environment", peers)
        if not has_warm_kernels(python):
            sys.exit("No warm kernel starts here: there is nothing to compare.")
        table = Table("suite", "passed as it comes", "passed with warm kernels", "differs")
        for peer in peers:
            source = unpack(peer, python, folder)
            plain, warm = (run_suite(peer, source, python, warm, folder) for warm in (False, True))
            found = compared(plain, warm)
            passed = [f"{sum(o == 'passed' for o in some.values())} of {len(some)}" for some in (plain, warm)]
            table.add_row(source.name, *passed, str(len(found)))
            for name, (before, after) in found.items():
                console.print(f"{source.name}: {name}: {before} → {after}", soft_wrap=True, markup=False)
            differs = differs or bool(found) or not plain
        console.print(table)
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
