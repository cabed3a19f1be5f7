"""Where a login begins in the names that Blackboard gives.

They begin ``ASSIGNMENT_LOGIN_attempt_TIME``, and both may hold underscores. Beside the files of an attempt lies its
receipt, ``ASSIGNMENT_LOGIN_attempt_TIME.txt``, whose first line ends with the login.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile


def login_in(receipt: bytes) -> str:
    """The login that stands behind the name in a receipt, ``Name: Kim Hana (hkim)``, or nothing."""
    lines = receipt[:2000].decode("utf-8-sig", "replace").strip().splitlines()
    found = re.search(r"\(([^()]+)\)\s*\Z", lines[0]) if lines else None
    return found[1].strip() if found else ""


def logins(named: Mapping[str, Iterable[str]], listed: Collection[str] = ()) -> dict[str, str]:
    """By what stands before ``_attempt_`` in the names of files that lie side by side: the login, where it is certain.

    Args:
        named: what stands there, and what the receipts of it say.
        listed: the logins that a roster has.
    """
    splits = {name: _splits(name) for name in named}
    told = {name: {login.casefold() for login in said} for name, said in named.items()}
    found = {name: [split for split in own if split[1].casefold() in told[name]] for name, own in splits.items()}
    certain = {name: own[0] if own else splits[name][0] for name, own in found.items() if own or len(splits[name]) == 1}
    if not certain:
        certain = _listed(splits, {login.casefold() for login in listed})
    in_front = {front for front, _ in certain.values()} or _in_front_of_all(splits)
    for name in splits.keys() - certain.keys():
        fitting = [split for split in splits[name] if split[0] in in_front]
        if len(fitting) == 1:
            certain[name] = fitting[0]
    return {name: login for name, (_, login) in certain.items()}


_Split = tuple[str, str]
"""The assignment's name with the underscore behind it, and the login."""


def _splits(name: str) -> list[_Split]:
    cuts = [n for n, letter in enumerate(name, 1) if letter == "_" and 1 < n < len(name)]
    return [(name[:n], name[n:]) for n in cuts] or [("", name)]


def _listed(splits: Mapping[str, list[_Split]], listed: Collection[str]) -> dict[str, _Split]:
    """The names of which a roster has one possible login, which is no other name's."""
    found = {name: [split for split in own if split[1].casefold() in listed] for name, own in splits.items()}
    certain = {name: own[0] for name, own in found.items() if len(own) == 1}
    meant = Counter(login.casefold() for _, login in certain.values())
    return {name: split for name, split in certain.items() if meant[split[1].casefold()] == 1}


def _in_front_of_all(splits: Mapping[str, list[_Split]]) -> set[str]:
    """What all names share in front, if that is certainly the assignment's.

    Where it has several underscores, as in ``Unit 2_s_kim`` and ``Unit 2_s_lee``, logins may share their beginning.
    """
    parts = [name.split("_")[:-1] for name in splits]
    shared = [part[0] for part in takewhile(lambda part: len(set(part)) == 1, zip(*parts, strict=False))]
    return {f"{shared[0]}_"} if len(splits) > 1 and len(shared) == 1 else set()
