"""Whose the folders are into which the repositories of GitHub Classroom are cloned: ``unit-02-octocat``.

In front of the account stands what the assignment is called on GitHub, which is the same in all folders side by side;
both may hold hyphens. Whose an account is, the class's own list tells, ``classroom_roster.csv``. The table of an
assignment's grades tells more: each one's repository, as the folder is called, and when something was pushed there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import PurePosixPath

_ENOUGH = 2
"""Accounts behind one name: behind that of ``unit-02-hu-bot`` alone, ``hu-bot`` may stand or ``bot``."""


def accounts_in(folders: Collection[str], is_account: Callable[[str], bool], is_cloned: bool) -> dict[str, str]:
    """By the name of a folder, the account in it; nothing where no name in front is certainly the assignment's.

    That is the one behind which most accounts stand that the class's list has.

    Args:
        folders: those that lie side by side.
        is_account: whether the list has it.
        is_cloned: whether all of them are clones of git's: then one account of the list is enough, if it can be no
            other.
    """
    fronts = {folder[: cut + 1] for folder in folders for cut, letter in enumerate(folder) if letter == "-"}
    behind = {front: [f.removeprefix(front) for f in folders if f.startswith(front)] for front in fronts}
    listed = {front: sum(map(is_account, accounts)) for front, accounts in behind.items()}
    best = max(listed.values(), default=0)
    found = [front for front, count in listed.items() if count == best]
    if best < (1 if is_cloned else _ENOUGH) or len(found) > 1:
        return {}
    return {folder: folder.removeprefix(found[0]) for folder in folders if folder.startswith(found[0])}


def clones_among(names: Iterable[str]) -> set[str]:
    """The folders that git has cloned something into, by the paths of all files; not those inside of archives."""
    parts = (PurePosixPath(name).parts for name in names)
    inside = ((own, own.index(".git")) for own in parts if ".git" in own[:-1])
    found = ("/".join(own[:at]) for own, at in inside if not any(p.lower().endswith(".zip") for p in own[:at]))
    return set(found) - {""}
