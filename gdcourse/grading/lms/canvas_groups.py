"""Whose a file is that Canvas's group assignments hold once for a whole group.

Canvas calls such a file by the group, ``projectgroup3_345_6789_unit.ipynb``, in the form in which it calls those of
persons, with the number of one member. Who is in a group, the archive does not say: the list of the groups does
(People, the menu of the set of groups, "Download Course Roster CSV"), in its column "group_name".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gdcourse.grading import messages
from gdcourse.grading.lms.roster import Listed, Roster
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

_LIKE_A_GROUP = re.compile(r"\d\Z|team|group|gruppe|groupe|grupo|gruppo|모둠|그룹|팀|조\Z", re.IGNORECASE)
"""Canvas leaves nothing of a name but letters and digits, and few people have digits in theirs."""


def members(known: Mapping[str, str], roster: Roster) -> tuple[Listed, ...] | Text:
    """Who handed a file in together: nobody, where it is one person's; or why nobody can tell."""
    name, number = known["name"], known["number"]
    numbered = [person for person in roster.listed if number in person.numbers_on("canvas")]
    found, shown = roster.of_team(name), legible(name, 120)
    if roster.names(name):
        is_certain = not found or isinstance(roster.of_platform("canvas", number, name), Listed)
        return () if is_certain else messages.TEAM_OR_PERSON.format(team=shown)
    if found and numbered and numbered[0] not in found:
        return messages.NUMBER_OUTSIDE_OF_GROUP.format(team=shown, number=number, student=numbered[0].student)
    if not found and numbered and looks_like_group(name):
        return messages.CANVAS_GROUP_OF_NOBODY.format(team=shown, number=number, student=numbered[0].student)
    return found


def looks_like_group(name: str) -> bool:
    """Whether what Canvas has made of a name is rather a group's than a person's."""
    return _LIKE_A_GROUP.search(name) is not None
