"""Whose a file is that Moodle's team submissions hold once for a whole group.

Moodle calls such a folder by the group, ``Team 1_345_assignsubmission_file_``, in the form in which it calls those of
persons, and that of everybody who is in no group by no number at all. Who is in a group, the archive does not say: the
assignment's grading worksheet does, in its column "Group". Without it nobody is taken for a member, and no team for a
person: a name such as ``Team 1`` is a person's only where the roster says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from gdcourse.grading import messages
from gdcourse.grading.lms.roster import Listed, Roster
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

_LIKE_A_TEAM = re.compile(
    r"\A(?:\d+|[A-Z]) ?조\Z|\A조 ?\d+\Z"
    r"|(?<![^\W\d_])(?:team|group|gruppe|groupe|grupo|equipo|équipe|squad|모둠|그룹|팀)(?![^\W\d_])",
    re.IGNORECASE,
)
"""A word for it: nobody is called so."""


class Teams:
    """Which of an archive's Moodle folders are a team's, and who is in them."""

    def __init__(self, roster: Roster, folders: Iterable[Mapping[str, str]]) -> None:
        """See what the folders of one archive are.

        Args:
            roster: the table of people, with their teams where it has such a column.
            folders: what Moodle's names tell, as ``named_by_platform`` has it.
        """
        self._roster = roster
        self._numbers: dict[str, set[str]] = defaultdict(set)
        for known in folders:
            self._numbers[known["name"]].add(known["number"])
        # All that is handed in for an assignment is of teams, or nothing is.
        self._is_of_teams = any("" in numbers for numbers in self._numbers.values()) or any(
            roster.of_team(name) and not roster.names(name) for name in self._numbers
        )

    def members(self, known: Mapping[str, str]) -> tuple[Listed, ...] | Text:
        """Who handed a file in together: nobody, where it is one person's; or why nobody can tell."""
        name, number, team = known["name"], known["number"], legible(known["name"], 120)
        members = self._roster.of_team(name)
        # Teams and people are numbered apart: only with the name does a person's number mean the person.
        if self._is_a_persons(number, name) and not (members and self._is_of_teams):
            return ()
        if members and self._roster.names(name):
            return messages.TEAM_OR_PERSON.format(team=team)
        if members and len(self._numbers[name]) > 1:
            return messages.TEAM_TWICE.format(team=team)
        is_of_teams = self._is_of_teams or _LIKE_A_TEAM.search(name) is not None
        if not members and (not number or (is_of_teams and not self._roster.names(name))):
            return messages.TEAM_OF_NOBODY.format(team=team)
        return members

    def _is_a_persons(self, number: str, name: str) -> bool:
        known = self._roster.has_number("moodle", number)
        return known and isinstance(self._roster.of_platform("moodle", number, name), Listed)
