"""Which files can stand in one folder: a name cannot be a file and a folder at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath


class NamesTogether:
    """The names that are taken in a folder, as a file system sees them that makes no difference of case."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for name in names:
            self.take(name)

    def has_room_for(self, name: str) -> bool:
        """Whether a file of that path can stand beside all others, in nobody's place."""
        own, *above = _with_folders(name)
        return own not in self._files | self._folders and self._files.isdisjoint(above)

    def take(self, name: str) -> None:
        """Note that a file of that path stands there."""
        own, *above = _with_folders(name)
        self._files.add(own)
        self._folders.update(above)


def _with_folders(name: str) -> list[str]:
    path = PurePosixPath(name.casefold())
    return [str(part) for part in (path, *path.parents)][:-1]
