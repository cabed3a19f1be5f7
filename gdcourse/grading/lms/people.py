"""Who is who: a person is the platform's number and name; decided before folders are made, and remembered."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gdcourse.atomic_write import replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.small_course_files import read_kept, unreadable
from gdcourse.grading.lms.lms_file_names import NUMBERS_PEOPLE
from gdcourse.grading.lms.roster import Listed, Roster
from gdcourse.grading.lms.student_folder_name import as_folder
from gdcourse.language import NO_TEXT, Text
from gdcourse.untrusted_text import legible

FILE = "people.json"
"""In the course: whom ``collect`` has met so far, one line each."""


@dataclass(frozen=True)
class Person:
    """Who handed something in, in the words of a platform, or of folders where there is none.

    Attributes:
        platform: ``"moodle"``, ``"canvas"``, ``"brightspace"``, ``"blackboard"``, ``"google"``, ``"teams"``,
            ``"gradescope"`` or ``"github"``, or nothing.
        number: the platform's. Moodle gives a new one for each assignment; Canvas's and Brightspace's are the person's,
            Blackboard's is the name with which one logs in, and GitHub's the account. Google, Teams and Gradescope
            write none.
        name: as the platform writes it.
    """

    platform: str
    number: str
    name: str

    def __str__(self) -> str:
        number = f" ({self.platform.capitalize()} {self.number})" if self.number else ""
        return f"'{legible(self.name, 120)}'{number}"


@dataclass(frozen=True)
class Known:
    """One who was met: which student that is, and in which unit, where a number holds in one unit alone."""

    person: Person
    unit: str
    student: str


@dataclass(frozen=True)
class Identity:
    """Which student a person is, or why nobody is taken for that person.

    Attributes:
        student: the name of the folder; empty where it is refused.
        note: what to know about it; the reason, where it is refused.
    """

    student: str
    note: Text = NO_TEXT


def _differ_in_case(one: str, other: str) -> bool:
    return one != other and one.casefold() == other.casefold()


class People:
    """Everybody whom ``collect`` has met in a course."""

    def __init__(self, course: Path, folders: Iterable[str] = ()) -> None:
        """Read what is remembered.

        Args:
            course: the course's directory.
            folders: the students' folders that are there already.

        Raises:
            CourseError: where the file cannot be read.
        """
        self._path = course / FILE
        self._folders = set(folders)
        self._known: list[Known] = []
        self._without_group: dict[str, str] = {}
        self._perhaps: dict[str, Known] = {}
        try:
            for row in read_kept(self._path, []):
                person = Person(row["platform"], row["number"], row["name"])
                self._known.append(Known(person, row["unit"], row["student"]))
        except (KeyError, TypeError) as error:
            raise unreadable(self._path, f"{type(error).__name__}: {error}") from None

    def numbers_of(self, platform: str) -> set[tuple[str, str]]:
        """The students whom a platform has named, each with the number that it gave them."""
        return {(known.student, known.person.number) for known in self._known if known.person.platform == platform}

    def identify(self, met: Iterable[tuple[Person, str]], roster: Roster) -> dict[tuple[Person, str], Identity]:
        """Which student each person is who handed in a unit.

        Nobody is taken for somebody else: where two would become one student, neither is taken, or only the one who
        has been so before.
        """
        everyone = sorted(set(met), key=lambda m: (m[1], m[0].platform, m[0].name, m[0].number))
        names = {person.name for person, _ in everyone if person.platform == "moodle"}
        self._without_group = roster.behind_groups(names)
        self._perhaps = self._behind_groups(names - set(self._without_group))
        found: dict[tuple[Person, str], Identity] = {}
        wanted: dict[tuple[Person, str], str] = {}
        for person, unit in everyone:
            meant = self._meant(person, unit, roster, [other for other, its in everyone if its == unit])
            if isinstance(meant, Text):
                found[person, unit] = Identity("", meant)
            else:
                wanted[person, unit] = meant
        listed = {m for m in wanted if isinstance(self._in_roster(m[0], roster), Listed) or self._is_id(m[0])}
        claims: dict[str, list[tuple[Person, str]]] = defaultdict(list)
        for claim, name in wanted.items():
            claims[as_folder(name).casefold()].append(claim)
        for claimants in claims.values():
            for claim in claimants:
                found[claim] = self._identity(claim, as_folder(wanted[claim]), wanted, claimants, listed, roster)
        return found

    def _behind_groups(self, names: Collection[str]) -> dict[str, Known]:
        """By name, whom it may mean whom Moodle has called so before, with or without the name of a group in front."""
        known = {k.person.name: k for k in self._known if k.person.platform == "moodle"}
        before = Roster(Listed(k.student, (name,)) for name, k in known.items() if name not in names)
        found = {name: known[tail] for name, tail in before.behind_groups(set(names) - set(known)).items()}
        now = Roster(Listed(name, (name,)) for name in names if name not in known)
        return {tail: known[name] for name, tail in now.behind_groups(set(known) - set(names)).items()} | found

    def _meant(self, person: Person, unit: str, roster: Roster, beside: list[Person]) -> str | Text:
        """The id that a person should have, not yet as a folder; or why there is none."""
        listed = self._in_roster(person, roster)
        if isinstance(listed, Text):
            return listed
        before = self._before(person, unit)
        if before is not None and before.person.name != person.name and listed is None:
            return messages.ANOTHER_NAME.format(
                now=str(person), before=str(before.person), student=before.student, path=self._path.name
            )
        if listed is not None:
            return listed.student
        if before is not None:
            return before.student
        if person.platform in NUMBERS_PEOPLE:
            return f"{person.name}-{person.number}"
        if person.platform != "moodle":
            return person.name
        namesakes = {p.number for p in beside if p.platform == "moodle" and p.name == person.name}
        alike = [k for k in self._known if k.person.platform == "moodle" and k.person.name == person.name]
        namesakes |= {k.person.number for k in alike if k.unit == unit}
        students = {k.student for k in alike}
        if len(namesakes) > 1 or len(students) > 1:
            return f"{person.name}-{person.number}"
        return students.pop() if students else person.name

    def _in_roster(self, person: Person, roster: Roster) -> Listed | Text | None:
        name = self._without_group.get(person.name, person.name)
        if line := roster.lacks_id(person.platform, person.number, name):
            return messages.LINE_WITHOUT_ID.format(line=line)
        if person.platform in ("moodle", *NUMBERS_PEOPLE):
            return roster.of_platform(person.platform, person.number, name)
        return roster.of_account(person.number) if person.platform == "github" else roster.of_folder(person.name)

    def _is_id(self, person: Person) -> bool:
        """Whether a folder has the very id that a roster has given somebody before."""
        if person.platform or person.number:
            return False
        return any(
            k.student == person.name
            and k.student not in (as_folder(k.person.name), f"{as_folder(k.person.name)}-{k.person.number}")
            for k in self._known
            if k.person.platform
        )

    def _before(self, person: Person, unit: str) -> Known | None:
        """The record of this very person, by the platform's number where there is one."""
        same = [k for k in self._known if k.person.platform == person.platform]
        if not person.number:
            return next((k for k in same if k.person.name == person.name), None)
        numbered = [k for k in same if k.person.number == person.number]
        own_unit = [k for k in numbered if k.unit == unit] or [k for k in numbered if k.person.name == person.name]
        return next(iter(own_unit or (numbered if person.platform in NUMBERS_PEOPLE else [])), None)

    def _identity(
        self,
        claim: tuple[Person, str],
        folder: str,
        wanted: Mapping[tuple[Person, str], str],
        claimants: list[tuple[Person, str]],
        listed: set[tuple[Person, str]],
        roster: Roster,
    ) -> Identity:
        person, unit = claim
        if not folder:
            return Identity("", messages.WHOSE)
        remembered = [k for k in self._known if k.student == folder]
        is_own = any(self._is_one(person, unit, k.person, k.unit) and k.person.name == person.name for k in remembered)
        # On a disk without case, two folders would be one.
        alike = [] if is_own else [k for k in self._known if _differ_in_case(k.student, folder)]
        fitting = [k for k in remembered if self._fits(claim, (k.person, k.unit), listed)]
        # Whom its own platform has called so before is that student, whatever another platform calls the same one.
        was_here = any(k.person.platform == person.platform for k in fitting)
        others = [
            str(k.person)
            for k in remembered
            if k not in fitting and not (was_here and k.person.platform != person.platform)
        ]
        if not is_own:
            others += [
                str(other[0])
                for other in claimants
                if other != claim
                and (claim not in listed or other in listed)
                and (not self._fits(claim, other, listed) or wanted[other] != wanted[claim])
            ]
            others += [str(k.person) for k in alike]
            if claim not in listed:
                others += [f"'{id_}' (roster)" for id_ in roster.students if id_.casefold() == folder.casefold()]
            if not remembered and folder in self._folders and unicodedata.normalize("NFC", wanted[claim]) != folder:
                others.append(f"'{folder}' (submitted/)")
            if folder not in self._folders:
                others += [
                    f"'{there}' (submitted/)" for there in sorted(self._folders) if _differ_in_case(there, folder)
                ]
        if others:
            both = ", ".join(dict.fromkeys([str(person), *others]))
            return Identity("", messages.COLLISION.format(people=both, student=folder))
        return Identity(folder, self._note(person, unit, folder, wanted[claim], claim in listed, roster))

    def _is_one(self, person: Person, unit: str, other: Person, other_unit: str) -> bool:
        """Whether two are one by their number; without numbers, by their name."""
        if person.platform != other.platform:
            return False
        return (person.number or person.name) == (other.number or other.name)

    def _fits(self, claim: tuple[Person, str], other: tuple[Person, str], listed: set[tuple[Person, str]]) -> bool:
        """Whether two may be one student: the roster says so, or the name is the same; and never twice in one unit."""
        (person, unit), (them, their_unit) = claim, other
        if self._is_one(person, unit, them, their_unit):
            return True
        number_holds = person.platform == them.platform and (unit == their_unit or person.platform in NUMBERS_PEOPLE)
        if number_holds:
            return False
        return claim in listed or self._is_id(them) or person.name == them.name

    def _note(self, person: Person, unit: str, folder: str, wanted: str, listed: bool, roster: Roster) -> Text:
        before = self._before(person, unit)
        if before is not None and before.student != folder:
            return messages.ANOTHER_STUDENT_BEFORE.format(student=before.student)
        if roster and not listed and folder not in roster.students:
            if roster.names(person.name):
                return messages.NAMESAKES_IN_ROSTER.format(number=legible(person.number, 40))
            alike = [id_ for id_ in sorted(roster.students) if id_.lstrip("0") == folder.lstrip("0") != ""]
            return messages.ZEROS_LOST.format(student=legible(alike[0], 80)) if alike else messages.NOT_IN_ROSTER
        if (perhaps := self._perhaps.get(person.name)) and not listed and perhaps.student != folder:
            name, student = legible(perhaps.person.name, 120), legible(perhaps.student, 120)
            return messages.BEHIND_GROUP.format(name=name, student=student)
        if person.platform == "moodle" and not listed and wanted == f"{person.name}-{person.number}":
            return messages.SAME_NAME.format(name=legible(person.name, 120))
        return NO_TEXT

    def remember(self, identities: Mapping[tuple[Person, str], Identity]) -> None:
        """Keep who was who, for the next time."""
        known = {self._key(k): k for k in self._known}
        for (person, unit), identity in identities.items():
            if identity.student:
                new = Known(person, unit if person.platform == "moodle" else "", identity.student)
                known[self._key(new)] = new
        self._known = [replace(k) for k in known.values()]
        rows = [
            json.dumps(
                {
                    "student": k.student,
                    "name": k.person.name,
                    "platform": k.person.platform,
                    "number": k.person.number,
                    "unit": k.unit,
                },
                ensure_ascii=False,
            )
            for k in self._known
        ]
        if rows:
            replace_file(self._path, "[\n" + ",\n".join(rows) + "\n]\n")

    @staticmethod
    def _key(known: Known) -> tuple[str, ...]:
        person = known.person
        return (person.platform, known.unit, person.number, "" if person.number else person.name)
