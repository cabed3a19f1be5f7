"""Who is who: by the platform's number and name, remembered, and never two in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.lms.people import FILE, People, Person
from gdcourse.grading.lms.roster import Listed, Roster

U, V = "02-manual-gradient", "03-chain-rule"


def moodle(number: int, name: str) -> Person:
    return Person("moodle", str(number), name)


def canvas(number: int, name: str) -> Person:
    return Person("canvas", str(number), name)


def folder(name: str) -> Person:
    return Person("", "", name)


def met(
    course: Path, *persons: Person, unit: str = U, roster: Roster | None = None, there: tuple[str, ...] = ()
) -> list[str]:
    """The students that these persons are, as one ``collect`` after the other would say it."""
    people = People(course, there)
    identities = people.identify([(person, unit) for person in persons], roster or Roster())
    people.remember(identities)
    for person in persons:
        identity = identities[person, unit]
        if not identity.student:
            assert " ".join(person.name.split())[:40] in identity.note.en
    return [identities[person, unit].student for person in persons]


def test_the_same_name_with_another_number_is_another_person(tmp_path: Path) -> None:
    assert met(tmp_path, moodle(101, "김민지")) == ["김민지"]
    assert met(tmp_path, moodle(202, "김민지")) == ["김민지-202"]
    assert met(tmp_path, moodle(101, "김민지"), moodle(202, "김민지")) == ["김민지", "김민지-202"]


def test_who_was_one_student_on_two_platforms_by_a_roster_is_so_again_without_it(tmp_path: Path) -> None:
    roster = Roster([Listed("2026001", ("김민지", "kim_minji_2026001_7"))])
    ilias = Person("ilias", "", "kim_minji_2026001_7")
    assert met(tmp_path, moodle(101, "김민지"), unit=U, roster=roster) == ["2026001"]
    assert met(tmp_path, ilias, unit=V, roster=roster) == ["2026001"]
    assert met(tmp_path, moodle(101, "김민지"), unit=U) == ["2026001"]
    assert met(tmp_path, moodle(500, "김민지"), unit=V) == ["2026001"]
    assert met(tmp_path, ilias, unit=U) == ["2026001"]
    assert met(tmp_path, moodle(102, "김민지"), unit=U) == ["김민지-102"]


def test_namesakes_who_come_together_are_both_kept(tmp_path: Path) -> None:
    assert met(tmp_path, moodle(1, "김민준"), moodle(2, "김민준")) == ["김민준-1", "김민준-2"]


def test_a_platform_that_numbers_each_assignment_anew_does_not_make_new_people(tmp_path: Path) -> None:
    assert met(tmp_path, moodle(101, "홍길동"), unit=U) == ["홍길동"]
    assert met(tmp_path, moodle(333, "홍길동"), unit=V) == ["홍길동"]
    assert met(tmp_path, moodle(334, "홍길동"), unit=V) == ["홍길동-334"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob Lee", "Bob Lee."),
        ("Bob?Lee", "Bob*Lee"),
        ("B" * 80, "B" * 81),
        ("B" * 80 + "x", "B" * 80 + "y"),
        ("😀" * 60, "😀" * 61),
    ],
)
@pytest.mark.parametrize("platform", ["moodle", ""])
def test_two_who_would_become_one_are_refused_and_the_first_stays(
    tmp_path: Path, one: str, other: str, platform: str
) -> None:
    first = Person(platform, "1" if platform else "", one)
    second = Person(platform, "2" if platform else "", other)
    assert met(tmp_path / "together", first, second) == ["", ""]
    assert met(tmp_path, first) != [""]
    assert met(tmp_path, second) == [""]
    assert met(tmp_path, first, second)[1] == ""
    assert met(tmp_path, first, second)[0] != ""


@pytest.mark.parametrize("platform", ["moodle", ""])
def test_folders_that_a_disk_without_case_takes_for_one_are_refused_with_both_names(
    tmp_path: Path, platform: str
) -> None:
    small, large = Person(platform, "1" if platform else "", "Kim"), Person(platform, "2" if platform else "", "KIM")
    people = People(tmp_path)
    together = people.identify([(small, U), (large, U)], Roster())
    assert all("'Kim'" in i.note.en and "'KIM'" in i.note.en and not i.student for i in together.values())
    assert met(tmp_path, small) == ["Kim"]
    assert met(tmp_path, small, large) == ["Kim", ""]
    assert met(tmp_path / "x", large, there=("kim",)) == [""]


def test_who_was_there_already_stays_whatever_the_disk_thinks_of_case(tmp_path: Path) -> None:
    rows = [f'{{"student": "{n}", "name": "{n}", "platform": "", "number": "", "unit": ""}}' for n in ("Kim", "KIM")]
    (tmp_path / FILE).write_text("[" + ", ".join(rows) + "]", encoding="utf-8")
    assert met(tmp_path, folder("Kim"), folder("KIM"), there=("Kim", "KIM")) == ["Kim", "KIM"]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Kim_Hana_hkim_4711", "hkim"),
        ("Mueller_Juerg_jmueller_12", "jmueller"),
        ("__________h_lee_9", "h_lee"),
        ("Lee, Duri(lee)", "lee"),
        ("lee_hkim_4711", "lee_hkim_4711"),
        ("Kim_Hana_xhkim_4711", "Kim_Hana_xhkim_4711"),
    ],
)
def test_a_folder_that_ends_in_a_login_and_a_number_is_that_ones_whose_id_it_is(
    tmp_path: Path, name: str, student: str
) -> None:
    listed = [("hkim", "Hana Kim"), ("jmueller", "Jürg Müller"), ("h_lee", "이하나"), ("lee", "")]
    roster = Roster([Listed(login, (own,) if own else ()) for login, own in listed])
    assert met(tmp_path, folder(name), roster=roster) == [student]


@pytest.mark.parametrize("name", ["bob  lee", "Bob\u00a0Lee", "Bob Lee", "BOB LEE"])
def test_with_a_roster_two_participants_are_not_one_student(tmp_path: Path, name: str) -> None:
    roster = Roster([Listed("b1", ("Bob Lee",))])
    assert met(tmp_path, moodle(1, "Bob Lee"), moodle(2, name), roster=roster) == ["", ""]
    assert met(tmp_path / "x", moodle(1, "Bob Lee"), roster=roster) == ["b1"]
    assert met(tmp_path / "x", moodle(2, name), roster=roster) == [""]
    numbered = Roster([Listed("b1", ("Bob Lee",), frozenset({("", "1")}))])
    assert met(tmp_path / "y", moodle(1, "Bob Lee"), moodle(2, name), roster=numbered) == ["b1", ""]


def test_a_name_that_is_anothers_id_is_not_that_student(tmp_path: Path) -> None:
    roster = Roster([Listed("b1", ("Bob Lee",))])
    assert met(tmp_path, moodle(9, "b1"), roster=roster) == [""]
    assert met(tmp_path, moodle(1, "Bob Lee"), moodle(9, "b1"), roster=roster) == ["b1", ""]


def test_folders_mean_ids_addresses_and_names_of_the_roster(tmp_path: Path) -> None:
    roster = Roster([Listed("b1", ("Bob Lee",), email="bob@example.org"), Listed("c1", ("Cho",))])
    assert met(tmp_path, folder("b1"), folder("Cho"), folder("strange"), roster=roster) == ["b1", "c1", "strange"]
    assert met(tmp_path / "x", folder("bob@example.org"), roster=roster) == ["b1"]
    assert met(tmp_path / "y", folder("B1"), roster=roster) == ["b1"]
    assert met(tmp_path / "z", moodle(9, "B1"), roster=roster) == [""]


def test_a_number_that_has_another_name_now_is_a_question(tmp_path: Path) -> None:
    assert met(tmp_path, canvas(7, "kimhana")) == ["kimhana-7"]
    assert met(tmp_path, canvas(7, "leeduri")) == [""]
    assert met(tmp_path, canvas(7, "leeduri"), roster=Roster([Listed("s", ("Lee Duri",))])) == ["s"]


def test_a_folder_that_was_made_by_hand_is_only_its_names(tmp_path: Path) -> None:
    assert met(tmp_path, folder("kim"), there=("kim",)) == ["kim"]
    assert met(tmp_path / "x", moodle(1, "kim."), there=("kim",)) == [""]


def test_a_folder_with_the_id_that_a_roster_gave_somebody_before_is_that_one_s(tmp_path: Path) -> None:
    roster = Roster([Listed("s004", ("Greta Smith",))])
    assert met(tmp_path, moodle(7003, "Greta Smith"), roster=roster) == ["s004"]
    assert met(tmp_path, folder("s004"), unit=V, there=("s004",)) == ["s004"]
    assert met(tmp_path, folder("s004"), moodle(8001, "Greta Smith"), unit=V, there=("s004",)) == ["s004", "s004"]
    assert met(tmp_path, folder("S004"), unit=V, there=("s004",)) == [""]
    assert met(tmp_path, moodle(1, "s004"), unit=V, there=("s004",)) == [""]


def test_a_roster_that_comes_later_decides(tmp_path: Path) -> None:
    assert met(tmp_path, moodle(1, "김하나")) == ["김하나"]
    roster = Roster([Listed("S1", ("김하나",))])
    people = People(tmp_path, ["김하나"])
    identity = people.identify([(moodle(1, "김하나"), U)], roster)[moodle(1, "김하나"), U]
    assert identity.student == "S1"
    assert "김하나" in identity.note.en


def test_what_is_remembered_and_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[{]", encoding="utf-8")
    with pytest.raises(CourseError, match=FILE):
        People(tmp_path)


@pytest.mark.parametrize("first", [("Kim Hana", "Lee Duri"), ("Group A-Kim Hana", "Group A-Lee Duri")])
def test_without_a_roster_a_name_that_may_have_a_group_in_front_is_told(first: tuple[str, str], tmp_path: Path) -> None:
    then = tuple(f"Group A-{name}" for name in first) if "-" not in first[0] else ("Kim Hana", "Lee Duri")
    assert met(tmp_path, *(moodle(n, name) for n, name in enumerate(first))) == list(first)
    claims = [(moodle(10 + n, name), V) for n, name in enumerate((*then, "Jean-Paul"))]
    found = People(tmp_path).identify(claims, Roster())
    for claim, name in zip(claims[:2], first, strict=True):
        assert f"this is '{name}'" in found[claim].note.en
    assert not found[claims[2]].note.en
