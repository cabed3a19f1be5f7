"""The roster that an instructor gives: who is meant by a platform's number and name."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import CourseError
from gdcourse.grading.lms.student_folder_name import as_folder
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

# What columns are called, without case, spaces and punctuation. Of several ids the first one here is the student's.
_STUDENT = (
    *("orgdefinedid", "registrationnumber", "sid", "mtknr", "codeétudiant", "dni"),
    *("student", "studentid", "학번", "학생번호", "학생id", "studentnumber", "studentno", "sisloginid", "sisuserid"),
    *(
        "username",
        "사용자명",
        "사용자아이디",
        "아이디",
        "login",
        "loginid",
        "idnumber",
        "id번호",
        "matriculationnumber",
    ),
    *("matrikelnummer", "matrikelnr", "matrnr", "idnummer", "studentnummer", "numéroétudiant", "numérodétudiant"),
    *("numérodidentification", "matrícula", "númerodematrícula", "númerodeid", "númerodeidentificação", "matricola"),
    *("codicematricola", "numeroid", "学号", "學號", "学籍番号", "idナンバー"),
    *("nralbumu", "numeralbumu", "nrindeksu", "osobníčíslo", "neptunkód", "öğrencino", "öğrencinumarası"),
    *("studienummer", "opiskelijanumero", "номерзачётки", "номерзачетнойкнижки", "номерстуденческогобилета"),
    *("табельныйномер", "mãsinhviên", "mãsốsinhviên", "mssv", "nim"),
    *("id", "학생", "rosteridentifier"),
)
_NUMBER = ("number", "moodle", "canvas", "lms", "participant", "참가자", "identifier", "식별자", "플랫폼번호")
_MOODLES = ("moodle", "participant", "참가자", "identifier", "식별자")
_PARTICIPANT = (
    r"(?:participante?|participant/e|참가자|참여자|teilnehmer(?:[/_:*]?in)?|partecipante|deelnemer|deltagare|deltager|deltaker"
    r"|osallistuja|uczestnik|účastník|участник|учасник|参加者|参与者|參與者)\s*\d*"
)
"""What Moodle writes in place of a name, in its languages, and before the number in its worksheet."""
_NUMBER_ENDINGS = ("", "id", "number", "no", "userid", "번호")
_GITHUBS = "githubusername"
"""Of GitHub Classroom's list, whose "identifier" is the student's id."""
_GITHUBS_GRADES = {"studentrepositoryname": "repository", "submissiontimestamp": "pushed"}
"""Of its table of an assignment's grades."""
_NAME = (
    "name",
    "fullname",
    "전체이름",
    "이름",
    "성명",
    "학생명",
    "학생이름",
    "한글이름",
    "영문이름",
    "영문성명",
    "englishname",
    "displayname",
    *("vollständigername", "nomcomplet", "nometprénom", "nombrecompleto", "nombreyapellidos", "nomecompleto"),
    *("nomecognome", "volledigenaam", "姓名", "全名", "氏名", "imięinazwisko", "nazwiskoiimię", "jménoapříjmení"),
    *("příjmeníajméno", "név", "teljesnév", "adısoyadı", "adsoyad", "фио", "имяифамилия", "họvàtên", "họtên", "nama"),
    *("namalengkap", "navn", "namn", "nimi"),
)
_FIRST = (
    *("firstname", "givenname", "forename", "이름", "vorname", "prénom", "nombre", "nombres", "nome", "voornaam"),
    *("imię", "imiona", "jméno", "keresztnév", "utónév", "adı", "ad", "имя", "fornavn", "förnamn", "etunimi"),
)
_LAST = (
    *("lastname", "surname", "familyname", "성", "nachname", "familienname", "apellido", "apellidos", "cognome"),
    *("sobrenome", "achternaam", "nazwisko", "příjmení", "vezetéknév", "családnév", "soyadı", "soyad", "фамилия"),
    *("efternavn", "etternavn", "efternamn", "sukunimi"),
)
_EMAIL = (
    *(
        "email",
        "emailaddress",
        "mail",
        "이메일",
        "이메일주소",
        "전자우편",
        "메일",
        "메일주소",
        "emailadresse",
        "courriel",
    ),
    *("adressedecourriel", "correo", "correoelectrónico", "direccióndecorreo", "メールアドレス", "邮箱", "電子郵件"),
)

_TEAM = (
    "group",
    "team",
    "모둠",
    "팀",
    "조",
    "그룹",
    "groupname",
    "gruppe",
    "groupe",
    "grupo",
    "gruppo",
    "グループ",
    "小组",
)
_NOT_BOTH = {"nom": "prénom", "name": "vorname", "naam": "voornaam"}
"""A last name's heading, where the other stands beside it."""
_OF_STUDENT = re.compile(r"student(?=(?:full|first|last|given|family)?name|e?mail)|ofstudent\Z")
"""What headings add to say whose name or address it is."""
_BRIGHTSPACES_LAST = "endoflineindicator"
"""The heading of a column that only Brightspace writes; its ids have the sign of that column in front."""

_CANVAS_POINTS = "Points Possible"
"""In the first column of Canvas's gradebook, in a line that is nobody's."""
_CANVAS_TEST_STUDENT = ("Student, Test", "Test Student")
# What stands in front of sums, as letters alone; the second only where nothing of a person stands beside it.
_TOTALS = {"합계", "총계", "소계", "총합", "누계", "평균", "총원", "총인원", "전체평균"}
_TOTALS |= {"total", "totals", "subtotal", "grandtotal", "average", "classaverage", "overall"}
_PERHAPS_TOTALS = {
    "계",
    "총",
    "전체",
    "총점",
    "인원",
    "최고",
    "최저",
    "최대",
    "최소",
    "중앙값",
    "표준편차",
    "sum",
    "mean",
}
_PERHAPS_TOTALS |= {"median", "min", "max", "minimum", "maximum", "count", "stdev", "std", "avg"}
_REMARK = re.compile(r"\W.*|.*[\s:].*", re.DOTALL)
_SEPARATORS = (",", ";", "\t", "|")
_CODE_PAGES = ("cp949", "cp1252", "cp932", "gb18030", "big5", "cp1250", "cp1251", "cp1254")
_TELL_CODE_PAGE = {
    "cp1252": (
        *(
            "nachname",
            "familienname",
            "vorname",
            "matrikelnummer",
            "matrikelnr",
            "nom",
            "prénom",
            "apellido",
            "apellidos",
        ),
        *("nombre", "nombres", "cognome", "nome", "matricola", "sobrenome", "achternaam", "voornaam", "efternavn"),
        *("etternavn", "fornavn", "efternamn", "förnamn", "sukunimi", "etunimi"),
    ),
    "cp1250": (
        *("nazwisko", "imię", "imiona", "nralbumu", "numeralbumu", "nrindeksu", "příjmení", "jméno", "osobníčíslo"),
        *("vezetéknév", "családnév", "keresztnév", "utónév", "név", "neptunkód"),
    ),
    "cp1254": ("soyadı", "soyad", "adı", "ad", "adısoyadı", "adsoyad", "öğrencino", "öğrencinumarası"),
    "cp1251": ("фамилия", "имя", "фио"),
}
"""Headings of languages that are written in one code page, also where they are ASCII themselves."""
_ROWS_ABOVE_HEADINGS = 20
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<")
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|(?:janv|févr|avr|juil|sept|oct|nov|déc)\.?|mars|mai|juin|août|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|dez"
)
_GERMAN_MONTHS = "jan|feb|mrz|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez"
# What a spreadsheet makes of long numbers, of numbers with a hyphen, and of cells that it could not compute.
_MANGLED = re.compile(
    r"[+-]?\d+([.,]\d+)?E[+-]?\d+|\d+[.,]0+|\d{1,3}([.,]\d{3}){2,}|\d{1,3}(?:['’\xa0\u2009\u202f]\d{3})+|#+|#\S*[!?]|#N/A|#NV"
    rf"|\d{{1,2}}-(?:{_MONTHS})|(?:{_MONTHS})-\d{{2}}"
    rf"|\d{{1,2}}\. ?(?:{_GERMAN_MONTHS})|(?:{_GERMAN_MONTHS}) \d{{2}}"
    r"|\d{1,2}월 ?\d{1,2}일|\d{4}([-/])\d{1,2}\3\d{1,2}|\d{1,2}([-/])\d{1,2}\4\d{4}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Listed:
    """One line of a roster.

    Attributes:
        student: the id, which is the name of the folder.
        names: all forms of the name that are known.
        numbers: each with its platform, or nothing where any is meant.
        team: with whom something is handed in together.
        repository: where GitHub Classroom has what was handed in.
        pushed: when that was, as it stands there.
    """

    student: str
    names: tuple[str, ...] = ()
    numbers: frozenset[tuple[str, str]] = frozenset()
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    team: str = ""
    repository: str = ""
    pushed: str = ""

    def numbers_on(self, platform: str) -> list[str]:
        """The person's numbers on a platform."""
        return sorted(number for of, number in self.numbers if of in ("", platform))


class Roster:
    """Whom a number and a name mean."""

    def __init__(
        self,
        listed: Iterable[Listed] = (),
        nobody: Iterable[tuple[int, str]] = (),
        without_id: Iterable[tuple[int, Listed]] = (),
        guessed_encoding: str = "",
    ) -> None:
        """Take a list of people.

        Args:
            listed: who is in it.
            nobody: the lines of a file that are no people, each with what stands there.
            without_id: the lines of people who have no id: nobody else is taken for one of them.
            guessed_encoding: the one that a file was taken to have, where nothing tells it.
        """
        self.listed = tuple(listed)
        self.guessed_encoding = guessed_encoding
        self.nobody = tuple(nobody)
        self.without_id = tuple(without_id)
        self._by_id = {person.student.casefold(): person for person in self.listed}
        self._by_account = {
            account.casefold(): person for person in self.listed for of, account in person.numbers if of == "github"
        }
        self._by_name: dict[str, list[Listed]] = defaultdict(list)
        self._by_letters: dict[str, list[Listed]] = defaultdict(list)
        self._by_id_and_name: dict[tuple[str, ...], list[Listed]] = defaultdict(list)
        for person in (*self.listed, *(person for _, person in self.without_id)):
            for key in {_exact(name) for name in person.names}:
                self._by_name[key].append(person)
            for key in {letters(form) for name in person.names for form in (name, _turned(name))} - {""}:
                self._by_letters[key].append(person)
        for person in self.listed:
            for words in {tuple(sorted(_parts(f"{person.student} {name}"))) for name in person.names}:
                self._by_id_and_name[words].append(person)

    def __bool__(self) -> bool:
        return bool(self.listed)

    @property
    def students(self) -> frozenset[str]:
        return frozenset(person.student for person in self.listed)

    def of_folder(self, name: str) -> Listed | None:
        """Who is meant by a folder's name: an id, an account on GitHub, an address, the name of exactly one, or id and
        name of one, also with other words beside them; or the id behind a name, as Sakai and ILIAS write it."""
        if name.casefold() in self._by_id:
            return self._by_id[name.casefold()]
        if name.casefold() in self._by_account:
            return self._by_account[name.casefold()]
        by_address = [p for p in self.listed if p.email and p.email.casefold() == name.casefold()]
        found = by_address or self._named(name) or self._by_id_and_name.get(tuple(sorted(_parts(name))), [])
        if not found and (behind := self._behind_name(name)) is not None:
            return behind
        found = found or self._with_id_and_name_among(_parts(name))
        return found[0] if len(found) == 1 and found[0].student else None

    def of_account(self, account: str) -> Listed | None:
        """Who has this account on GitHub, which minds no case."""
        return self._by_account.get(account.casefold())

    def pushed_to(self, repository: str) -> dict[str, str]:
        """By account, when something was pushed to a repository of GitHub Classroom's, as it stands there."""
        own = [person for person in self.listed if repository and person.repository == repository]
        return {account: person.pushed for person in own for account in person.numbers_on("github")}

    def lacks_id(self, platform: str, number: str, name: str) -> int:
        """The line of the person that a platform's number, or name, means, where no id stands in it; 0 where one does,
        or where it may be somebody else."""
        named = [] if _is_hidden(name) else self._named(name)
        for line, person in self.without_id:
            if number in person.numbers_on(platform) or (person in named and not any(p.student for p in named)):
                return line
        return 0

    def _with_id_and_name_among(self, words: Collection[str]) -> list[Listed]:
        """Those whose id and name are both among the words of a name, as in ``[2026001] Kim Hana - unit 2``.

        A number alone beside them is no such word: ``Kim Hana(2026001)2`` may be another.
        """
        ids = [self._by_id[word] for word in {*words} & self._by_id.keys()]
        if len(ids) != 1:
            return []
        names = ({*own} for own in map(_parts, ids[0].names) if own)
        others = ({*words} - own - {ids[0].student.casefold()} for own in names if own <= {*words})
        return ids if any(not all(map(str.isdigit, rest)) for rest in others) else []

    def _behind_name(self, folder: str) -> Listed | None:
        """Whose id stands behind a name, ``Kim, Hana(hkim)`` or ``Kim_Hana_hkim_4711``; where the name, as far as it
        was not put into other letters, is not another's."""
        ends = [(person, f"({person.student})", folder) for person in self.listed]
        if unnumbered := re.fullmatch(r"(.+)_\d+", folder):
            ends += [(person, f"_{person.student}", unnumbered[1]) for person in self.listed]
        behind = [(person, whole[: -len(end)]) for person, end, whole in ends if whole.endswith(end)]
        person, name = max(behind, key=lambda found: len(found[0].student), default=(None, ""))
        if person is None or not all(map(str.isascii, person.names)):
            return person
        known = {part for own in person.names for part in _parts(own)}
        return person if not known or not known.isdisjoint(re.split(r"[\W_]+", name.casefold())) else None

    def of_platform(self, platform: str, number: str, name: str) -> Listed | Text | None:
        """Who is meant by a platform's number and name, which have to agree: or why it is nobody."""
        numbered = next((person for person in self.listed if number in person.numbers_on(platform)), None)
        named = [] if _is_hidden(name) else self._named(name)
        if numbered is not None:
            if numbered in named or not numbered.names or _is_hidden(name):
                return numbered
            return messages.NUMBER_OF_ANOTHER.format(number=number, listed=_shown(numbered), name=legible(name, 80))
        if len(named) != 1 or not named[0].student:
            return None
        if known := ", ".join(named[0].numbers_on(platform)):
            values = {"name": legible(name, 80), "known": known, "number": number, "platform": platform}
            return messages.NAME_OF_ANOTHER.format(**values)
        return named[0]

    def of_team(self, name: str) -> tuple[Listed, ...]:
        """Who is in the team that a platform calls so; nobody, where there is none or it may be one of several."""
        teams = {person.team for person in self.listed if person.team}
        called = {team for team in teams if _exact(team) == _exact(name)}
        called = called or {team for team in teams if letters(team) == letters(name)}
        return tuple(person for person in self.listed if person.team in called) if len(called) == 1 else ()

    def names(self, name: str) -> bool:
        """Whether anybody is called so."""
        return bool(self._named(name))

    def has_number(self, platform: str, number: str) -> bool:
        """Whether anybody has this number there."""
        return any(number in person.numbers_on(platform) for person in self.listed)

    def _named(self, name: str) -> list[Listed]:
        return self._by_name.get(_exact(name)) or self._by_letters.get(letters(name), [])

    def behind_groups(self, names: Iterable[str]) -> dict[str, str]:
        """By name as Moodle writes it where a class has groups, ``Group A-Kim Hana``: the name in the roster.

        A name may hold a hyphen, too. So there are groups where what is in front of a hyphen is shared by several, all
        of them listed by what is behind it and none by the whole; then a group may be of one, if nobody else is meant.
        """
        tails: dict[str, dict[str, str]] = defaultdict(dict)
        for name in {name for name in names if not self._named(name)}:
            for cut in (position for position, letter in enumerate(name) if letter == "-"):
                if len(self._by_name.get(_exact(name[cut + 1 :]), [])) == 1:
                    tails[name[:cut]][name] = name[cut + 1 :].strip()
        if not any(len(own) > 1 for own in tails.values()):
            return {}
        found = {name: tail for own in tails.values() for name, tail in own.items()}
        meant = Counter(found.values())
        return {name: tail for name, tail in found.items() if meant[tail] == 1}

    @classmethod
    def from_file(cls, path: Path) -> Roster:
        """Read a roster as spreadsheets write it: separators, encodings and headings of many countries.

        Raises:
            CourseError: where it is no such file, names no student, or names one twice; where half of the people have
                no id, or a column holds what a spreadsheet has made of one.
        """
        data = path.read_bytes()
        if data.lstrip().startswith(_NO_TEXT):
            raise CourseError(str(messages.ROSTER_IS_NO_CSV.format(path=path)))
        text, encoding = _decoded(data)
        headings, below, separator = _table(text)
        rows = list(below)
        if _BRIGHTSPACES_LAST in map(_plain, headings):
            rows = [(line, [cell.removeprefix("#") for cell in row]) for line, row in rows]
        columns = _columns(headings, [row for _, row in rows])
        if not columns.get("student") and all(_cells(row, columns, "email") for _, row in rows):
            columns["student"] = columns.get("email", [])[:1]
        if not columns.get("student"):
            shown = ", ".join(filter(None, (legible(h, 40) for h in headings)))
            raise CourseError(str(messages.NOT_A_ROSTER.format(path=path, found=shown)))
        named = any(_cells(row, columns, *_NAMES) for _, row in rows)
        ids_are_text = all(_is_text(cell) for _, row in rows for cell in _cells(row, columns, "student"))
        listed: dict[Listed, None] = {}
        nobody, without_id = [], []
        said: dict[str, tuple[int, str]] = {}
        for line, row in rows:
            if _holds_lines(row, separator, columns, len(headings)):
                raise CourseError(str(messages.ROSTER_OPEN_QUOTE.format(path=path, line=line)))
            if row[0] == _CANVAS_POINTS:
                continue
            if _is_nobody(row, columns, named, ids_are_text):
                nobody.append((line, next(cell for cell in row if cell)))
                continue
            person, student = _listed(path, line, row, columns, ids_are_text)
            if not person.student:
                without_id.append((line, person))
                continue
            if person in listed:  # a line for each group of a class, say, and nothing else in them differs
                continue
            for key, shown in [
                (person.student.casefold(), student),
                *((f"\0{p}\0{n}", f"{n}: {student}") for p, n in person.numbers),
            ]:
                if key in said:
                    first, other = said[key]
                    ids = " / ".join(legible(name, 80) for name in dict.fromkeys((other, shown)))
                    raise CourseError(str(messages.ROSTER_REPEATS.format(path=path, first=first, second=line, ids=ids)))
                said[key] = (line, shown)
            listed[person] = None
        if without_id and len(without_id) >= len(listed):
            raise CourseError(str(messages.ROSTER_WITHOUT_ID.format(path=path, line=without_id[0][0])))
        return cls(listed, nobody, without_id, encoding)


_NAMES = ("name", "first", "last")


def _cells(row: Sequence[str], columns: Mapping[str, Sequence[int]], *of: str) -> list[str]:
    """What a row has in columns of a kind."""
    return [row[n] for kind in of for n in columns.get(kind, ()) if n < len(row) and row[n]]


def _is_text(cell: str) -> bool:
    """Whether an apostrophe stands in front, by which a spreadsheet is told to leave a cell as it was typed."""
    return cell.startswith("'")


def _as_typed(student: str, ids_are_text: bool) -> str:
    """An id without that apostrophe; where not all ids have one, it may be a name's, as in ``'t Hooft``."""
    marked = _is_text(student) and (ids_are_text or student[1:2].isdigit())
    return student[1:].removesuffix("'") if marked else student


def _is_nobody(
    row: Sequence[str], columns: Mapping[str, Sequence[int]], others_named: bool, ids_are_text: bool
) -> bool:
    """Whether a row is no person: a total, a remark beside the table, or what a platform keeps for itself."""
    ids = [_as_typed(cell, ids_are_text) for cell in _cells(row, columns, "student")]
    names = _cells(row, columns, *_NAMES)
    if any(_word(name) in _TOTALS for name in names):
        return True
    if "number canvas" in columns and any(name in _CANVAS_TEST_STUDENT for name in names):
        return True
    if any(map(letters, map(_word, names))):
        return False
    if ids and _word(ids[0]) in _TOTALS:
        return True
    if len(_cells(row, columns, *columns)) > len(ids):
        return False
    return not ids or (others_named and (_word(ids[0]) in _PERHAPS_TOTALS or _REMARK.fullmatch(ids[0]) is not None))


def _word(cell: str) -> str:
    """A cell without what is counted in it."""
    return letters(re.sub(r"\d+([.,]\d+)*\s*명?", "", cell))


def _shown(person: Listed) -> str:
    return legible(f"{person.names[0] if person.names else ''} ({person.student})", 120)


def _exact(name: str) -> str:
    """A name as it stands, but for Unicode's form."""
    return unicodedata.normalize("NFC", name).strip()


def letters(name: str) -> str:
    """What platforms leave of a name: its letters, with their marks, and digits, of any script; no case."""
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return "".join(c for c in whole if unicodedata.category(c)[0] in "LMN")


def _parts(text: str) -> list[str]:
    """The words and numbers of a text, without case."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())


def _turned(name: str) -> str:
    """A name as platforms sort people, ``Hana Kim`` as ``Kim Hana``; one that is sorted so already, the other way."""
    if "," in name:
        last, _, first = name.partition(",")
        return f"{first} {last}"
    first, _, last = name.strip().rpartition(" ")
    return f"{last} {first}"


def _is_hidden(name: str) -> bool:
    """Whether a platform says nothing but that somebody takes part: Moodle's anonymous submissions."""
    return re.fullmatch(_PARTICIPANT, name.strip(), re.IGNORECASE) is not None


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and its encoding where that is a guess.

    Nothing tells code pages apart but what is read: the first in which most headings are known.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data.decode(json.detect_encoding(data), "replace").lstrip("\ufeff"), ""
    if b"\0" in data:
        # UTF-16 without its mark: the zero bytes of separators and line ends stand on one side.
        return data.decode("utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le", "replace"), ""
    found = []
    for encoding in ("utf-8", *_CODE_PAGES, "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return text, ""
        headings = _table(text)[0]
        known, telling = sum(map(len, _columns(headings).values())), _TELL_CODE_PAGE.get(encoding, ())
        found.append(((known, sum(_plain(heading) in telling for heading in headings)), encoding, text))
    _, encoding, text = max(found, key=lambda one: one[0])
    return text, encoding


def _table(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]], str]:
    """Headings, the rows below with the numbers of their lines, and the separator: of the reading that knows most
    headings."""
    lines = text.splitlines(keepends=True)
    separators: tuple[str, ...] = _SEPARATORS
    above = 0
    if lines and (said := re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE)):
        separators, above = (said[1],), 1
    best: tuple[int, int, list[list[str]], str] = (-1, 0, [], ",")
    for separator in separators:
        rows = [[_cell(cell) for cell in row] for row in csv.reader(lines[above:], delimiter=separator)]
        for start, row in enumerate(rows[:_ROWS_ABOVE_HEADINGS]):
            columns = _columns(row)
            score = sum(map(len, columns.values())) if columns.get("student") else 0
            if score > best[0] or (score == best[0] == 0 and len(row) > len(best[2][best[1]])):
                best = (score, start, rows, separator)
    _, start, rows, separator = best
    below = ((above + start + 1 + n, row) for n, row in enumerate(rows[start + 1 :], start=1) if any(row))
    return (rows[start] if rows else []), below, separator


def _holds_lines(row: Sequence[str], separator: str, columns: Mapping[str, Sequence[int]], width: int) -> bool:
    """Whether a cell has swallowed lines below its own, since a quotation mark is not closed: one may hold line ends,
    but a name no separators behind them, and a text of any kind no whole line of a roster."""
    used = {position for positions in columns.values() for position in positions}
    return any(
        separator in line and (position in used or line.count(separator) == width - 1)
        for position, cell in enumerate(row)
        for line in cell.splitlines()[1:]
    )


def _cell(cell: str) -> str:
    text = unicodedata.normalize("NFC", cell.strip().strip("\u200b\ufeff"))
    formula = re.fullmatch(r'="(.*)"', text)  # how spreadsheets are told that digits are text
    return formula[1] if formula else text


def _plain(heading: str) -> str:
    return _OF_STUDENT.sub("", "".join(c for c in heading.casefold() if c.isalnum()))


def _columns(headings: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, list[int]]:
    """Which columns hold what; ``rows`` tell Moodle's numbers, whatever their heading is in its languages."""
    plain = [_plain(heading) for heading in headings]
    for position in range(len(plain)):
        cells = [row[position] for row in rows if position < len(row) and row[position]]
        if cells and all(re.fullmatch(_PARTICIPANT, cell, re.IGNORECASE) and cell[-1].isdigit() for cell in cells):
            plain[position] = "participant"
    for heading, other in _NOT_BOTH.items():
        if heading in plain and other in plain:
            plain[plain.index(heading)] = _LAST[0]
    if "canvasuserid" in plain:  # the list of Canvas's groups: its "user_id" is the id that the school gave
        plain = [{"userid": "sisuserid", "loginid": "sisloginid", "id": ""}.get(h, h) for h in plain]
    elif "sisloginid" in plain or "sisuserid" in plain:  # Canvas's own list: its "Student" is a name, its "ID" a number
        plain = [{"student": "name", "id": "canvas"}.get(h, h) for h in plain]
    if _GITHUBS in plain:
        plain = [{"identifier": "student"}.get(h, h) for h in plain]
    found: dict[str, list[int]] = defaultdict(list)
    student = next((name for name in _STUDENT if name in plain), None)
    if student is not None:
        found["student"] = [plain.index(student)]
    numbers = {f"{of}{ending}" for of in _NUMBER for ending in _NUMBER_ENDINGS}
    for position, heading in enumerate(plain):
        if position in found["student"]:
            continue
        if heading == _GITHUBS:
            found["account"].append(position)
        elif heading in _GITHUBS_GRADES and _GITHUBS in plain:
            found[_GITHUBS_GRADES[heading]].append(position)
        elif heading in numbers or (
            re.match(r"(moodle|canvas)", heading) and not re.search(r"name|이름|group", heading)
        ):
            platform = "canvas" if heading.startswith("canvas") else "moodle" if heading.startswith(_MOODLES) else ""
            found[f"number {platform}"].append(position)
        elif heading in _LAST:
            found["last"].append(position)
        elif heading in _FIRST and (heading != "이름" or "성" in plain):
            found["first"].append(position)
        elif heading in _NAME or heading == "학생":
            found["name"].append(position)
        elif heading in _EMAIL:
            found["email"].append(position)
        elif heading in _TEAM:
            found["team"].append(position)
    if student is None and found["number moodle"]:  # Moodle's own worksheet may know people by nothing but their names
        found["student"] = found["name"][:1]
    return found


def _listed(
    path: Path, line: int, row: Sequence[str], columns: Mapping[str, Sequence[int]], ids_are_text: bool
) -> tuple[Listed, str]:
    """A line of a roster, and its id as it stands there, which may be empty."""

    student = "".join(_cells(row, columns, "student")[:1])
    said = [(of, cell) for of in ("", "moodle", "canvas") for cell in _cells(row, columns, f"number {of}")]
    for cell in (student, *(cell for _, cell in said)):
        if _MANGLED.fullmatch(cell):
            raise CourseError(str(messages.ROSTER_MANGLED.format(path=path, line=line, cell=legible(cell, 40))))
    first, last = ("".join(_cells(row, columns, kind)[:1]) for kind in ("first", "last"))
    names = _cells(row, columns, "name")
    if not first and not last and names:
        last, _, first = (part.strip() for part in names[0].partition(","))
    if first and last:
        names = [*names, f"{first} {last}", f"{last} {first}", f"{last}, {first}", f"{last}{first}", f"{first}{last}"]
    numbers = frozenset((of, re.sub(r"\A\D+(?=\d+\Z)", "", cell)) for of, cell in said)
    numbers |= {("github", account) for account in _cells(row, columns, "account")[:1]}
    rest = ("".join(_cells(row, columns, column)[:1]) for column in ("email", "team", "repository", "pushed"))
    every_name = tuple(names or filter(None, [first, last]))
    # What is marked as text was not made into a number or a date: the mark goes when that has been looked at.
    return Listed(as_folder(_as_typed(student, ids_are_text)), every_name, numbers, first, last, *rest), student
