"""A PostgreSQL server of this machine, started for a while and listening to nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def find_server() -> Path | None:
    """The directory of PostgreSQL's programs."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/postgres"), *filter(None, [shutil.which("postgres")])]
    return next((Path(path).parent for path in found if Path(path).with_name("initdb").exists()), None)


@dataclass
class Server:
    """A server that listens at a file in its own directory, and nowhere else."""

    programs: Path
    directory: Path

    def run(self, *command: str) -> None:
        # The server refuses to be run by root.
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*nobody, str(self.programs / command[0]), *command[1:]],
            cwd=self.directory,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()

    def control(self, *order: str) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.directory}"
        log = str(self.directory / "log")
        self.run("pg_ctl", "-D", str(self.directory / "data"), "-w", "-s", "-l", log, "-o", options, *order)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://teacher@/postgres?host={self.directory}"


@contextmanager
def started(programs: Path) -> Iterator[Server]:
    """A new server, for as long as the block runs."""
    directory = Path(tempfile.mkdtemp(prefix="gdpg-"))
    if os.geteuid() == 0:
        os.chown(directory, 65534, 65534)
    server = Server(programs, directory)
    server.run("initdb", "-D", str(directory / "data"), "-U", "teacher", "-A", "trust", "-E", "UTF8", "--no-sync")
    server.control("start")
    try:
        yield server
    finally:
        server.control("stop", "-m", "immediate")
        shutil.rmtree(directory)
