"""Rosters as spreadsheets of any country write them; and what they made of an id is refused, not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.lms.roster import Listed, Roster
from gdcourse.language import Text

TABLE = [["학번", "이름", "이메일"], ["2024001", "김하나", "hana@example.org"], ["2024002", 'Lee, "Duri"', ""]]


def written(separator: str, encoding: str, before: str = "", end: str = "\r\n") -> bytes:
    lines = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in TABLE]
    return (before + end.join(lines) + end).encode(encoding)


FORMS = {
    **{f"separated by {s!r}": written(s, "utf-8") for s in (",", ";", "\t", "|")},
    **{f"in {encoding}": written(";", encoding) for encoding in ("utf-8-sig", "utf-16", "cp949")},
    "Excel's Unicode text": written("\t", "utf-16"),
    "UTF-16 without a mark": written(",", "utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + written(",", "utf-16-be"),
    "Excel's line that names the separator": written(";", "utf-8-sig", "sep=;\r\n"),
    "a title above the headings": written(",", "utf-8", "2026년 1학기 출석부,,\r\n\r\n"),
    "line ends of old": written(",", "utf-8", end="\r"),
    "empty lines at the end": written(",", "utf-8") + b",,\r\n,,\r\n",
}


def read(tmp_path: Path, data: bytes | str) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Roster.from_file(path)


@pytest.mark.parametrize("form", FORMS)
def test_a_roster_is_read_in_any_form(tmp_path: Path, form: str) -> None:
    roster = read(tmp_path, FORMS[form])
    assert [(p.student, p.first_name, p.last_name, p.email) for p in roster.listed] == [
        ("2024001", "", "김하나", "hana@example.org"),
        ("2024002", '"Duri"', "Lee", ""),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "student,name,canvas",
        "Student ID;Full Name;Canvas ID",
        "no,student,name,lms_user_id".replace("no,", ""),
        "학번\t성명\t번호\t플랫폼 번호".replace("번호\t플랫폼", "플랫폼"),
        "ID,이름,number",
        "SIS Login ID,Student,ID",
    ],
)
def test_headings_in_both_languages_say_what_a_column_holds(tmp_path: Path, headings: str) -> None:
    separator = next(s for s in ",;\t" if s in headings)
    roster = read(tmp_path, f"{headings}\ns1{separator}김하나{separator}77\n")
    assert roster.of_platform("canvas", "77", "김하나") == roster.listed[0]
    assert roster.listed[0].student == "s1"


def test_a_running_number_is_not_the_platforms(tmp_path: Path) -> None:
    roster = read(tmp_path, "no,student,name\n1,S1,김하나\n2,S2,이두리\n3,S3,박세찬\n")
    found = [roster.of_platform("moodle", number, name) for number, name in [("2", "김하나"), ("3", "이두리")]]
    assert [person.student for person in found if isinstance(person, Listed)] == ["S1", "S2"]


def test_number_and_name_have_to_agree(tmp_path: Path) -> None:
    roster = read(tmp_path, "student,name,number\nS1,김하나,11\nS2,이두리,12\nS3,박세찬,\n")

    def found(number: str, name: str) -> str | None:
        person = roster.of_platform("moodle", number, name)
        return "refused" if isinstance(person, Text) else person and person.student

    assert found("11", "김하나") == "S1"
    assert found("12", "김하나") == "refused"
    assert found("11", "아무개") == "refused"
    assert found("99", "김하나") == "refused"
    assert found("99", "박세찬") == "S3"
    assert found("99", "아무개") is None
    assert found("11", "Participant") == "S1"


def test_a_number_of_one_platform_says_nothing_on_another(tmp_path: Path) -> None:
    roster = read(tmp_path, "student,name,canvas\nS1,김하나,11\n")
    assert roster.of_platform("moodle", "55", "김하나") == roster.listed[0]
    assert isinstance(roster.of_platform("canvas", "55", "김하나"), Text)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Bob Lee", "Bob Lee."), ("กำ", "กา"), ("राम", "रम"), ("김하나", "김하"), ("Zoe", "Zoë"), ("בָּר", "בר")],
)
def test_names_that_differ_in_a_letter_or_a_mark_are_two(first: str, second: str) -> None:
    roster = Roster([Listed("a", (first,)), Listed("b", (second,))])
    assert roster.of_platform("moodle", "1", first) == roster.listed[0]
    assert roster.of_platform("moodle", "1", second) == roster.listed[1]


@pytest.mark.parametrize("folder", ["2024001_김하나", "김하나(2024001)", "김하나 2024001", "2024001 - 김하나"])
def test_a_folder_may_name_id_and_name_of_one_person(folder: str) -> None:
    roster = Roster([Listed("2024001", ("김하나",)), Listed("2024002", ("김하나",))])
    assert roster.of_folder(folder) == roster.listed[0]
    assert roster.of_folder(f"{folder}2") is None
    assert roster.of_folder("2024003_김하나") is None


@pytest.mark.parametrize("name", ["[2024002]이두리_과제", "2024002 이두리 - 과제 1", "이두리_2024002_최종"])
def test_a_name_may_have_the_id_and_the_name_of_one_person_among_other_words(name: str) -> None:
    roster = Roster([Listed("2024001", ("김하나",)), Listed("2024002", ("이두리",))])
    found = roster.of_folder(name)
    assert found is not None
    assert found.student == "2024002"


@pytest.mark.parametrize(
    "name", ["2024002 과제", "2024001 이두리", "2024001_이두리_2024002 과제", "2024001 김하나 2024002 이두리"]
)
def test_a_name_that_tells_nobody_or_two_is_nobodys(name: str) -> None:
    roster = Roster([Listed("2024001", ("김하나",)), Listed("2024002", ("이두리",))])
    assert roster.of_folder(name) is None


def test_names_are_found_in_the_form_that_platforms_give_them() -> None:
    roster = Roster([Listed("a", ("Seo-yeon Lee", "Lee Seo-yeon")), Listed("b", ("김 민준",))])
    assert roster.of_platform("canvas", "1", "leeseoyeon") == roster.listed[0]
    assert roster.of_platform("moodle", "1", "김민준") == roster.listed[1]


@pytest.mark.parametrize(
    ("written", "given"),
    [("Seo-yeon Lee", "leeseoyeon"), ("Jan van der Berg", "bergjanvander"), ("Lee, Seo-yeon", "Seo-yeon Lee")],
)
def test_a_platform_that_puts_the_last_name_first_means_the_same_person(written: str, given: str) -> None:
    roster = Roster([Listed("a", (written,), frozenset({("canvas", "1")})), Listed("b", ("Lee Duri",))])
    assert roster.of_platform("canvas", "1", given) == roster.listed[0]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("student,name\n2.024E+11,김\n", "2.024E+11"),
        ("student;name\n2,024E+11;김\n", "2,024E+11"),
        ("student,name\n20240001.0,김\n", "20240001.0"),
        ("student,name\n#######,김\n", "#######"),
        ("student,name\n#NAME?,김\n", "#NAME?"),
        ("student,name,number\nS1,김,1.2E+05\n", "1.2E+05"),
        ("student,name\nS1,김\nMar-15,이\n", "Mar-15"),
        ("student,name\n15-Mar,이\n", "15-Mar"),
        ("student,name\n15. Mrz,이\n", "15. Mrz"),
        ("student,name\nDez 15,이\n", "Dez 15"),
        ("student,name\n03. Mär,이\n", "03. Mär"),
        ("student,name\n3월 15일,이\n", "3월 15일"),
        ("student,name\n2026-03-15,이\n", "2026-03-15"),
        ("student,name\n3/15/2026,이\n", "3/15/2026"),
        ('student,name\n"2,024,001",이\n', "2,024,001"),
        ("student;name\n2.024.001;이\n", "2.024.001"),
        ('student,name\nS1,"Kim\nS2,Lee\nS3,Park\n', "In line 2"),
        ('student;name;email\nS1;Kim;"k@x.kr\nS2;Lee;l@x.kr\n', "In line 2"),
        ("student,name\nS1,김\nS1,이\n", "Lines 2 and 3"),
        ("student,name\nA/B,김\nA:B,이\n", "A/B / A:B"),
        ("student,name\nkim,김\nKIM,이\n", "kim / KIM"),
        ("student,name,number\nS1,김,7\nS2,이,7\n", "Lines 2 and 3"),
        ("student,name\n,김\n", "Line 2"),
        ("name,number\n김,1\n", "its columns: name, number"),
        ("PK\x03\x04...", "no CSV"),
        ("<html><table>", "no CSV"),
        ("", "no column"),
    ],
)
def test_a_roster_that_is_not_what_it_seems_is_refused_with_the_place(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(CourseError) as refused:
        read(tmp_path, table)
    assert told in str(refused.value)


def test_a_name_on_two_lines_in_quotes_is_one_name(tmp_path: Path) -> None:
    listed = read(tmp_path, 'student,name\nS1,"김\n하나"\nS2,이두리\n').listed
    assert [person.student for person in listed] == ["S1", "S2"]


def test_the_line_of_points_in_canvas_own_gradebook_is_nobody(tmp_path: Path) -> None:
    table = 'Student,ID,SIS Login ID,HW\n    Points Possible,,,20\n"Kim, Hana",501,hkim,17\n'
    assert [person.student for person in read(tmp_path, table).listed] == ["hkim"]


NOBODIES = {
    "a total": "S9,합계,,\n",
    "a total in front": "합계,,,\n",
    "a total with the number of people": "총 35명,,,\n",
    "an average of a column": "Average,,,17.5\n",
    "a total in English": "Grand Total,35,,\n",
    "a mean beside empty names": "mean,,,17.5\n",
    "a remark below the table": "* 휴학생 2명 포함,,,\n",
    "a date below the table": "출력일: 2026-03-02,,,\n",
    "Canvas's line of postings": ",,,Manual Posting\n",
}


@pytest.mark.parametrize("row", NOBODIES)
def test_rows_that_are_no_people_are_left_out_and_said(tmp_path: Path, row: str) -> None:
    roster = read(tmp_path, f"student,name,email,HW\nS1,김하나,h@x.kr,17\nS2,이두리,,18\n{NOBODIES[row]}")
    assert [person.student for person in roster.listed] == ["S1", "S2"]
    ((line, told),) = roster.nobody
    assert line == 4
    assert told in NOBODIES[row]


def test_canvas_own_test_student_is_nobody(tmp_path: Path) -> None:
    table = 'Student,ID,SIS Login ID,HW\n"Kim, Hana",501,hkim,17\n"Student, Test",502,b1d6f0a3,\n'
    roster = read(tmp_path, table)
    assert [person.student for person in roster.listed] == ["hkim"]
    assert roster.nobody == ((3, "Student, Test"),)


@pytest.mark.parametrize(
    "row", ["max,Max Kim", "total,Tom Otal", "mean,", "2024009,", "S3,계성민", "S3,Min", "kim hana,", "S3,Total Kim"]
)
def test_people_with_short_or_odd_names_are_people(tmp_path: Path, row: str) -> None:
    roster = read(tmp_path, f"student,name\n{row}\n")
    assert [person.student for person in roster.listed] == [row.partition(",")[0]]
    assert not roster.nobody


def test_ids_that_are_told_to_be_text_are_ids(tmp_path: Path) -> None:
    assert read(tmp_path, 'student,name\n="202400000001",김\n').listed[0].student == "202400000001"


@pytest.mark.parametrize(
    ("ids", "meant"),
    [
        (["'0012", "'0013"], ["0012", "0013"]),
        (["'0012", "B-14"], ["0012", "B-14"]),
        (["'0012", "'hkim"], ["0012", "hkim"]),
        (["'1E5", "'2026-01-02"], ["1E5", "2026-01-02"]),
        (["'0012'", "'0013'"], ["0012", "0013"]),
        (["'t Hooft", "Kim"], ["'t Hooft", "Kim"]),
    ],
)
def test_the_apostrophe_by_which_spreadsheets_know_text_is_no_part_of_an_id(
    ids: list[str], meant: list[str], tmp_path: Path
) -> None:
    roster = read(tmp_path, "student,name\n" + "".join(f"{i},'t Hooft {n}\n" for n, i in enumerate(ids)))
    assert [person.student for person in roster.listed] == meant
    assert [person.names for person in roster.listed] == [("'t Hooft 0",), ("'t Hooft 1",)]


def test_an_id_with_an_apostrophe_and_without_a_name_is_no_remark(tmp_path: Path) -> None:
    roster = read(tmp_path, "student,name\n'0012,Kim Hana\n'0013,\n")
    assert (len(roster.listed), roster.nobody) == (2, ())


def test_an_id_with_and_without_the_apostrophe_is_one_id(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="'0012 / 0012"):
        read(tmp_path, "student,name\n'0012,Kim Hana\n0012,Lee Duri\n")


def test_what_moodle_puts_in_front_of_names_in_groups_is_no_part_of_them() -> None:
    names = ("Kim Hana", "Lee-Ann Duri", "Paul", "Jean-Paul Roux", "Marc")
    roster = Roster([Listed(str(number), (name,)) for number, name in enumerate(names)])
    group = {"Group A-Kim Hana": "Kim Hana", "Group A-Lee-Ann Duri": "Lee-Ann Duri"}
    others = ["B-Paul", "Jean-Paul", "Jean-Marc Roux", "Jean-Paul Roux"]
    assert roster.behind_groups([*group, *others]) == group
    assert roster.behind_groups([*group, "Group B-Marc"]) == {**group, "Group B-Marc": "Marc"}
    assert roster.behind_groups(["Group A-Kim Hana", *others]) == {}


def test_lines_that_say_the_same_of_somebody_count_once(tmp_path: Path) -> None:
    lines = ["id,name,lab group", "kim,김하나,A", "kim,김하나,B", "lee,이두리,A"]
    assert [person.student for person in read(tmp_path, "\n".join(lines)).listed] == ["kim", "lee"]
    with pytest.raises(CourseError, match="kim"):
        read(tmp_path, "\n".join([*lines, "kim,김한나,A"]))


@pytest.mark.parametrize("headings", ["Identifier,Full name,Email address,Status", "식별자,전체 이름,이메일 주소,상태"])
def test_moodles_worksheet_may_know_people_by_nothing_but_their_names(tmp_path: Path, headings: str) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text(f"{headings}\nParticipant 101,Kim Hana,hana@x,Submitted\n", encoding="utf-8")
    (person,) = Roster.from_file(path).listed
    assert (person.student, person.names, person.numbers_on("moodle")) == ("Kim Hana", ("Kim Hana",), ["101"])
    path.write_text(f"{headings}\nParticipant 101,Kim Hana,,\nParticipant 102,Kim Hana,,\n", encoding="utf-8")
    with pytest.raises(CourseError):
        Roster.from_file(path)


@pytest.mark.parametrize(
    ("worksheet", "encoding"),
    [
        ("ID;Vollständiger Name;ID-Nummer;E-Mail-Adresse\nTeilnehmer/in101;Hana Kim;2026001;k@x\n", "cp1252"),
        ("Identifiant,Nom complet,Numéro d’identification,Statut\nParticipant101,Hana Kim,2026001,Remis\n", "utf-8"),
        ("Identificador,Nombre completo,Número de ID\nParticipante 101,Hana Kim,2026001\n", "utf-8"),
        ("ID,氏名,IDナンバー\n参加者 101,Hana Kim,2026001\n", "cp932"),
        ("识别号,全名,学号\n参与者 101,Hana Kim,2026001\n", "gbk"),
    ],
)
def test_moodles_worksheet_is_known_by_its_participants_in_whatever_language(
    worksheet: str, encoding: str, tmp_path: Path
) -> None:
    (tmp_path / "worksheet.csv").write_bytes(worksheet.encode(encoding))
    roster = Roster.from_file(tmp_path / "worksheet.csv")
    assert roster.students == {"2026001"}
    for shown in ("Hana Kim", "Teilnehmer_in 101", "Participante 101", "参加者 101"):
        found = roster.of_platform("moodle", "101", shown)
        assert isinstance(found, Listed), shown


@pytest.mark.parametrize(
    "table",
    [
        "Numéro étudiant;Nom;Prénom;Courriel\n2026001;Kim;Hana;k@x\n",
        "Matrikelnummer;Nachname;Vorname\n2026001;Kim;Hana\n",
        "Matrícula;Apellidos;Nombre\n2026001;Kim;Hana\n",
        "Matricola;Cognome;Nome\n2026001;Kim;Hana\n",
        "Matrikel-Nr.;Name;Vorname\n2026001;Kim;Hana\n",
        "mtknr;nachname;vorname;stg\n2026001;Kim;Hana;88\n",
        "Code étudiant;Nom;Prénom\n2026001;Kim;Hana\n",
        "DNI;Apellidos;Nombre\n2026001;Kim;Hana\n",
        "Studentnummer;Naam;Voornaam\n2026001;Kim;Hana\n",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_headings_of_other_countries_say_what_a_column_holds(table: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(table.encode(encoding))
    (person,) = Roster.from_file(tmp_path / "roster.csv").listed
    assert (person.student, person.first_name, person.last_name) == ("2026001", "Hana", "Kim")


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ("Nr albumu;Nazwisko;Imię\n2026001;Żółć;Łukasz\n", "cp1250"),
        ("Osobní číslo;Příjmení;Jméno\n2026001;Dvořák;Jiří\n", "cp1250"),
        ("Neptun-kód;Vezetéknév;Keresztnév\n2026001;Nagy;Ödön\n", "cp1250"),
        ("Öğrenci No;Soyadı;Adı\n2026001;Yılmaz;Işık\n", "cp1254"),
        ("Номер зачётки;Фамилия;Имя\n2026001;Иванова;Юля\n", "cp1251"),
        ("Studienummer;Efternavn;Fornavn\n2026001;Sørensen;Åse\n", "cp1252"),
        ("Studentnummer;Efternamn;Förnamn\n2026001;Åberg;Örjan\n", "cp1252"),
        ("Opiskelijanumero;Sukunimi;Etunimi\n2026001;Mäki;Päivi\n", "cp1252"),
    ],
)
def test_a_code_page_is_that_of_the_headings_language(table: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(table.encode(encoding))
    roster = Roster.from_file(tmp_path / "roster.csv")
    student, last, first = table.splitlines()[1].split(";")
    assert [(p.student, p.last_name, p.first_name) for p in roster.listed] == [(student, last, first)]
    assert roster.guessed_encoding == encoding


@pytest.mark.parametrize(
    "table",
    [
        "Mã sinh viên,Họ và tên,Email\n2026001,Nguyễn Thị Hoa,h@x\n",
        "NIM,Nama,Kelas\n2026001,Nguyễn Thị Hoa,A\n",
        "Номер студенческого билета,ФИО\n2026001,Nguyễn Thị Hoa\n",
        "Nr albumu,Nazwisko i imię\n2026001,Nguyễn Thị Hoa\n",
        "Öğrenci Numarası,Adı Soyadı\n2026001,Nguyễn Thị Hoa\n",
    ],
)
def test_a_name_may_stand_in_one_column_in_any_language(table: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(table, encoding="utf-8")
    (person,) = Roster.from_file(tmp_path / "roster.csv").listed
    assert (person.student, person.names) == ("2026001", ("Nguyễn Thị Hoa",))


@pytest.mark.parametrize(
    "table",
    [
        "REGISTRATION_NUMBER;CODE_OF_STUDY_PROGRAMME;FAMILY_NAME_OF_STUDENT;FIRST_NAME_OF_STUDENT;GUEST\n2026001;163;Kim;Hana;N\n",
        "First Name,Last Name,SID,Email,Sections\nHana,Kim,2026001,k@x,A\n",
        'Name,SID,Email\n"Kim, Hana",2026001,k@x\n',
        'Record Number,Student Name,ID,Reg Status\n1,"Kim, Hana",2026001,Registered\n',
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n#2026001,#hkim,Kim,Hana,k@x,#\n",
    ],
    ids=["CampusOnline", "Gradescope", "Gradescope's short", "Banner", "Brightspace"],
)
def test_what_systems_give_as_the_list_of_a_class_is_a_roster(table: str, tmp_path: Path) -> None:
    """ls1intum/Artemis#4939."""
    (tmp_path / "roster.csv").write_text(table)
    (person,) = Roster.from_file(tmp_path / "roster.csv").listed
    assert (person.student, person.first_name, person.last_name) == ("2026001", "Hana", "Kim")


def test_a_class_may_be_known_by_nothing_but_addresses(tmp_path: Path) -> None:
    """What Google Classroom gives."""
    (tmp_path / "roster.csv").write_text("Last Name,First Name,Email Address\nKim,Hana,k@x.org\nLee,Duri,l@x.org\n")
    roster = Roster.from_file(tmp_path / "roster.csv")
    assert [person.student for person in roster.listed] == ["k@x.org", "l@x.org"]
    assert roster.of_folder("Hana Kim") == roster.listed[0]


def test_an_address_is_no_id_where_somebody_has_none(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("Last Name,First Name,Email Address\nKim,Hana,k@x\nLee,Duri,\n")
    with pytest.raises(CourseError, match="has no column 'student'"):
        Roster.from_file(tmp_path / "roster.csv")


@pytest.mark.parametrize(
    ("table", "encoding"),
    [("学籍番号,氏名\n1,金 花\n", "cp932"), ("学号,姓名\n1,金花\n", "gbk"), ("학번,이름\n1,김하나\n", "cp949")],
)
def test_a_code_page_is_the_one_in_which_headings_are_known_and_is_told(
    table: str, encoding: str, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_bytes(table.encode(encoding))
    roster = Roster.from_file(tmp_path / "roster.csv")
    assert roster.listed[0].names[0] == table.split(",")[-1].strip()
    assert roster.guessed_encoding
    (tmp_path / "roster.csv").write_text(table, encoding="utf-8")
    assert not Roster.from_file(tmp_path / "roster.csv").guessed_encoding


@pytest.mark.parametrize("cell", ["2\u202f026\u202f001", "2'026'001", "2\xa0026", "01-mars", "02-févr", "3-ago"])
def test_what_spreadsheets_of_other_countries_make_of_ids_is_refused(cell: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(f"student;name\n{cell};Hana Kim\n", encoding="utf-8")
    with pytest.raises(CourseError, match="spreadsheet"):
        Roster.from_file(tmp_path / "roster.csv")


def test_a_number_that_is_to_be_added_is_named_by_its_platform(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("Student,ID,SIS Login ID\nHana Kim,88,hkim\n")
    assert "'canvas 2'" in str(Roster.from_file(tmp_path / "roster.csv").of_platform("canvas", "99", "kimhana"))
    (tmp_path / "roster.csv").write_text("Student,ID,SIS Login ID,canvas 2\nHana Kim,88,hkim,99\n")
    assert isinstance(Roster.from_file(tmp_path / "roster.csv").of_platform("canvas", "99", "kimhana"), Listed)
