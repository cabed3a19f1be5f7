"""The report on a class: the numbers, the hints at copying, and a page on which nothing a student wrote can act."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from click.testing import CliRunner
from nbformat import NotebookNode
from nbgrader.api import Grade
from rich.console import Console

from gdcourse.cli import main
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.grading.classroom.gradebook_recording import Lateness, Result
from gdcourse.grading.classroom.question_state import standing
from gdcourse.grading.classroom.terminal_progress_and_results import show_class
from gdcourse.grading.classroom.unexplained_groups import Group
from gdcourse.grading.demo.simulated_class import reference_answers, submission
from gdcourse.grading.pages.item_analysis import difficulty, discrimination
from gdcourse.grading.pages.report_data import Asked, Report, build_report
from gdcourse.grading.pages.report_files import as_tables, class_report, links_from
from gdcourse.grading.pages.report_page import as_page
from gdcourse.grading.pages.safe_csv import as_csv
from gdcourse.grading.pages.similar_answers import groups, near_identical, tokens
from gdcourse.judging.judge import Verdict
from gdcourse.language import Text, speaking
from support import invented_class
from support.browser import screenshot, serious_problems, why_no_browser
from support.course import ROOT, hand_in, make_course

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
UNISOLATED = Options(jobs=1, isolated=False)
HINT = Text("N으로 나누지 않았어요.", "Nothing divided by N.")


def verdict(question: str, share: float | None, state: str = "graded", diagnosis: str | None = None) -> Verdict:
    score = None if share is None else 2 * share
    return Verdict(question, score, 2.0, state, diagnosis, Text("글", "text"), HINT if diagnosis else Text("", ""))


def result(student: str, *verdicts: Verdict) -> Result:
    return Result(student, "02-manual-gradient", verdicts)


def test_a_module_that_the_class_misses_is_one_line_and_lateness_stands_beside_the_marks() -> None:
    late = Lateness(None, 7200, 1.5)
    results = [
        Result("a", "u", (verdict("q", 1),), late, ("pandas",)),
        Result("b", "u", (verdict("q", 1),), Lateness(unreadable="soon"), ("pandas", "seaborn")),
        Result("c", "u", (verdict("q", 1),), Lateness(None, 1, 1.0)),
    ]
    report = build_report(results, {})
    assert report.missing_modules == (("pandas", ("a", "b")), ("seaborn", ("b",)))
    assert (report.rows[0].seconds_late, report.rows[0].late_penalty, report.rows[0].late_span) == (7200, 1.5, "2 h")
    assert [(look.student, look.why, look.reason.en) for look in report.looks] == [
        ("a", "late", "2 h after the deadline, penalty 1.5"),
        ("b", "time", "soon"),
        ("c", "late", "after the deadline, penalty 1"),
    ]
    assert report.rows[2].late_span == ""
    assert "<code>pandas</code> ×2" in as_page(report)


@pytest.fixture(scope="module")
def large() -> Report:
    return invented_class.report(500)


def test_marks_questions_and_mistakes_are_counted() -> None:
    results = [
        result("b", verdict("q1", 1), verdict("q2", 0, diagnosis="sum")),
        result("a", verdict("q1", 0.5, diagnosis="half"), verdict("q2", 0, diagnosis="sum")),
        result("c", verdict("q1", 1), verdict("q2", None, "manual")),
    ]
    report = build_report(results, {"a": None, "b": None, "c": None, "d": None})
    assert [row.student for row in report.rows] == ["a", "b", "c", "d"]
    assert [row.score for row in report.rows] == [1, 2, 2, 0]
    assert ["".join(m.sign + m.letter for m in row.marks) for row in report.rows] == ["◐a✗a", "✓✗a", "✓✎", ""]
    assert (report.summary.students, report.summary.handed_in, report.summary.open) == (4, 3, 1)
    assert report.summary.mean == pytest.approx(5 / 3)
    assert report.summary.max_score == 4
    assert sum(count for _, _, count in report.summary.bins) == 3
    assert report.questions[0].difficulty == pytest.approx(2.5 / 3)
    assert report.questions[1].mistakes[0].count == 2
    assert report.questions[1].mistakes[0].hint == HINT
    assert [(look.student, look.why, look.questions) for look in report.looks] == [
        ("c", "by-hand", ("q2",)),
        ("d", "not-handed-in", ()),
    ]


def test_the_highest_mark_is_in_the_last_bar() -> None:
    report = build_report([result("a", verdict("q", 1)), result("b", verdict("q", 0))], {})
    assert [count for _, _, count in report.summary.bins] == [1, *[0] * 8, 1]


def test_several_notebooks_of_one_student_are_one_row() -> None:
    report = build_report([result("a", verdict("q1", 1)), result("a", verdict("q2", 1))], {})
    assert len(report.rows) == 1
    assert report.rows[0].score == 4


def test_what_could_not_be_graded_counts_in_no_statistic_and_says_why_once() -> None:
    dead = [verdict("q1", 0, "ungradable"), verdict("q2", 0, "ungradable")]
    report = build_report([result("a", verdict("q1", 1), verdict("q2", 1)), result("dead", *dead)], {})
    assert report.questions[0].difficulty == 1
    assert report.questions[0].counted == 1
    assert [(look.why, look.questions) for look in report.looks] == [("ungradable", ("q1", "q2"))]


def test_a_blank_notebook_and_one_that_cannot_be_graded_count_nowhere_alike() -> None:
    results = [
        result("a", verdict("q1", 1), verdict("q2", 0.5)),
        result("b", verdict("q1", 0), verdict("q2", 0, "missing")),
        result("blank", verdict("q1", 0, "missing"), verdict("q2", 0, "missing")),
        result("dead", verdict("q1", 0, "ungradable"), verdict("q2", 0, "ungradable")),
    ]
    report = build_report(results, {})
    s = report.summary
    assert (s.students, s.handed_in, s.counted) == (4, 4, 2)
    assert (s.mean, sum(count for _, _, count in s.bins)) == (1.5, 2)
    assert sum((q.difficulty or 0) * q.max_score for q in report.questions) == s.mean
    page = as_page(report)
    assert ">Blank or not gradable</span></dt><dd>2</dd>" in page
    assert "The 2 who answered something" in page


def test_a_class_of_nobody_makes_a_report_and_a_page() -> None:
    report = build_report([], {"a": None})
    assert report.summary.mean is None
    assert "아직 채점한 답이 없어요" in as_page(report)


def test_discrimination_is_the_correlation_with_the_rest_without_the_question_itself() -> None:
    rng = np.random.default_rng(1)
    ability = rng.normal(size=200)
    results = []
    for n in range(200):
        shares = [float(ability[n] + rng.normal() > 0) for _ in range(3)]
        noise = float(rng.integers(2))
        verdicts = [verdict(f"q{i}", share) for i, share in enumerate(shares)]
        results.append(result(f"s{n}", *verdicts, verdict("noise", noise)))
    report = build_report(results, {})
    scores = np.array([[v.score for v in r.verdicts] for r in results])
    for position, question in enumerate(report.questions):
        rest = np.delete(scores, position, axis=1).sum(axis=1)
        assert question.discrimination == pytest.approx(np.corrcoef(scores[:, position], rest)[0, 1])
    assert report.questions[0].discrimination > 0.3  # type: ignore[operator]
    assert abs(report.questions[3].discrimination) < 0.2  # type: ignore[operator]


def test_statistics_that_would_say_nothing_are_not_given() -> None:
    assert discrimination([1.0] * 9, [0.5] * 9) is None
    assert discrimination([1.0] * 20, [n / 20 for n in range(20)]) is None
    assert discrimination([float(n % 2) for n in range(20)], [None] * 20) is None
    assert difficulty([None, None]) is None
    assert difficulty([1.0, None, 0.0]) == 0.5


def test_tokens_hide_neither_names_nor_comments_nor_white_space_but_what_is_done() -> None:
    one = 'def f(x, y):\n    """What it does."""\n    total = np.dot(x, y)  # sum\n    return total / len(x)\n'
    two = "def other(first,second):\n\n\n  z=np.dot( first , second )\n  return z/len(first)"
    assert tokens(one) == tokens(two)
    assert tokens(one) != tokens(two.replace("dot", "mean"))
    assert tokens(one) != tokens(two.replace("len", "sum"))


def test_annotations_are_no_difference() -> None:
    plain = "async def f(x, /, *y, z=(1), **k):\r\n    a = 1\n    글, b.c = lambda q: q, {1: 2}\n    b.c = a"
    hinted = (
        "async def f(x: (int), /, *y: 'a:b', z: int=(1), **k: dict[str, (1)]) -> (\n  int):\r\n    a: (int) = 1\n"
        "    글, b.c = lambda q: q, {1: 2}\n    b.c: list[int] = a"
    )
    assert tokens(hinted) == tokens(plain)
    assert tokens("x: int") != tokens("")


@pytest.mark.parametrize("text", ["", "def f(:\n  'abc", "%magic\n!ls", "\x00\ud800", "(" * 5000, "글" * 99, "'''"])
def test_tokens_take_any_text(text: str) -> None:
    assert isinstance(tokens(text), list)


def test_disguised_copies_are_found_and_nobody_else(large: Report) -> None:
    assert [(p.first, p.second) for p in large.pairs] == [("s0000", "s0001"), ("s0002", "s0003"), ("s0004", "s0005")]
    assert all(pair.alike > 0.95 and not pair.to_the_letter for pair in large.pairs)


def test_what_was_given_what_is_common_and_what_is_short_is_no_sign_of_copying() -> None:
    rng = random.Random(5)
    own = {f"s{n}": invented_class.program(rng) for n in range(40)}
    shared = invented_class.program(rng)
    assert near_identical("q", own) == []
    assert len(near_identical("q", {**own, "s1": shared, "s2": shared})) == 1
    assert near_identical("q", {**own, "s1": shared, "s2": invented_class.disguised(shared)}, given=[shared]) == []
    assert near_identical("q", {**own, **{f"s{n}": shared for n in range(10)}}) == []
    short = "def f(x, y):\n    return np.mean((x - y) ** 2)"
    assert near_identical("q", {**own, "s1": short, "s2": short}) == []


def answers_of(texts: dict[str, str]) -> dict[str, NotebookNode | None]:
    return {student: invented_class.notebook({"q-solution": text}) for student, text in texts.items()}


def test_a_mistake_has_the_code_of_one_who_made_it_and_students_lead_to_their_feedback() -> None:
    results = [result("a", verdict("q", 1)), result("b & c", verdict("q", 0, diagnosis="sum"))]
    submissions = answers_of({"a": "right = 1", "b & c": "wrong < 2"})
    report = build_report(results, submissions, [Asked("q", solution="q-solution")])
    assert report.questions[0].mistakes[0].text == "wrong < 2"
    page = as_page(report, links_from(Path("/c/reports"), {"b & c": Path("/c/feedback/b & c/u/u.html")}))
    assert ">wrong &lt; 2</pre>" in page
    assert '<a href="../feedback/b%20%26%20c/u/u.html"><bdi>b &amp; c</bdi></a>' in page
    assert "<bdi>a</bdi>" in page
    assert "<a href" not in as_page(report).split("<main")[1]


def test_every_wrong_answer_stands_in_some_list() -> None:
    wrong = {"named": "1", "grouped": "2", "lost": "3", "lost-too": "3 ", "other": "4"}
    results = [result(s, verdict("q", 0, diagnosis="sum" if s == "named" else None)) for s in wrong]
    results += [result("right", verdict("q", 1)), result("open", verdict("q", None, "manual"))]
    group = Group("q", ("grouped",), [1], None)
    asked = [Asked("q", solution="q-solution")]
    report = build_report(results, answers_of(wrong), asked, unexplained=iter([group]))
    assert [(found.students, found.text) for found in report.unlisted] == [
        (("lost", "lost-too"), "3"),
        (("other",), "4"),
    ]
    assert as_tables(report)["unlisted"][1:] == [["q", 2, "3", "lost lost-too"], ["q", 1, "4", "other"]]
    assert 'id="unlisted"' in as_page(report)
    assert 'id="unlisted"' not in as_page(build_report(results[:1], answers_of(wrong), asked))


def test_a_mark_by_hand_takes_no_wrong_answer_out_of_its_list_and_puts_no_right_one_in() -> None:
    named = Verdict("q", 0.0, 2.0, "graded", "sum", Text("아직", "Not yet."), HINT, (0,))
    unknown, right = replace(named, diagnosis=None, hint=Text("", "")), verdict("q", 1)
    own = {"named": named, "unknown": unknown, "right": right, "text": verdict("q", None, "manual")}
    given = Grade(manual_score=1.0, auto_score=0.0, needs_manual_grade=False)
    results = [result(student, standing(judged, given)) for student, judged in own.items()]
    report = build_report(results, answers_of({s: s for s in own}), [Asked("q", solution="q-solution")])
    (sum_for_mean,) = report.questions[0].mistakes
    assert (sum_for_mean.diagnosis, sum_for_mean.students, sum_for_mean.hint) == ("sum", ("named",), HINT)
    assert [found.students for found in report.unlisted] == [("unknown",)]
    assert {row.student: row.marks[0].sign + row.marks[0].letter for row in report.rows}["named"] == "◐a"


def test_how_many_were_late_stands_at_the_top() -> None:
    report = build_report(
        [Result("a", "u", (verdict("q", 1),), Lateness(None, 60, 0)), result("b", verdict("q", 1))], {}
    )
    assert report.summary.late == 1
    assert ">Late</span></dt><dd>1</dd>" in as_page(report)


def test_students_who_are_linked_are_one_group() -> None:
    rng = random.Random(5)
    shared = invented_class.program(rng)
    own = {f"s{n}": invented_class.program(rng) for n in range(80)}
    pairs = near_identical("q", {**own, "s1": shared, "s2": shared, "s3": invented_class.disguised(shared)})
    assert groups(pairs) == [("s1", "s2", "s3")]
    assert [pair.to_the_letter for pair in pairs] == [True, False, False]


def test_comparing_five_hundred_students_takes_seconds() -> None:
    rng = random.Random(11)
    answers = {f"s{n}": invented_class.program(rng, statements=16) for n in range(500)}
    start = time.process_time()
    near_identical("q", answers)
    assert time.process_time() - start < 10


def test_the_report_of_a_course_on_disk_counts_what_a_person_gave(tmp_path: Path, release: NotebookNode) -> None:
    course = make_course(tmp_path / "course")
    unit = invented_class.UNIT
    references = reference_answers(unit)
    hand_in(course, "all-right", submission(release, unit, references, "합은 N배예요."))
    hand_in(course, "broken", b"not a notebook")
    grade_class(course, unit.slug, UNISOLATED)
    with course.gradebook() as book:
        book.add_student("absent", first_name="없는", last_name="사람")
    before = class_report(course, unit.slug)
    assert [(row.student, row.score, row.open_points) for row in before.rows] == [
        ("absent", 0, 0),
        ("all-right", 17, 3),
        ("broken", 0, 0),
    ]
    assert before.rows[0].name == "사람 없는"
    assert before.questions[-1].title == Text("친구에게", "To a friend")
    assert {look.why for look in before.looks if look.student == "broken"} == {"ungradable"}
    assert "노트북으로 읽을 수 없었어요" in next(x for x in before.looks if x.student == "broken").reason.ko
    with course.gradebook() as book:
        grade = book.find_grade("reflection", unit.slug, unit.slug, "all-right")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.db.commit()
    after = class_report(course, unit.slug)
    assert (after.rows[1].score, after.rows[1].open_points) == (19.5, 0)
    command = ["report", unit.slug, "--course", str(course.directory)]
    done = CliRunner().invoke(main, [*command, "--format", "html", "--format", "csv", "--format", "json"])
    assert done.exit_code == 0, done.output
    written = [Path(line) for line in done.output.splitlines()]
    assert [path.suffix for path in written] == [".html", *[".csv"] * 9, ".json"]
    assert json.loads(written[-1].read_text(encoding="utf-8"))["rows"][1]["score"] == 19.5


def test_a_unit_that_was_not_graded_says_what_to_do(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    done = CliRunner().invoke(main, ["report", invented_class.UNIT.slug, "--course", str(course.directory)])
    assert done.exit_code == 1
    assert f"gdcourse grade {invented_class.UNIT.slug}" in done.output


def test_a_course_of_which_nothing_was_graded_says_what_to_do(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    done = CliRunner().invoke(main, ["report", "--course", str(course.directory)])
    assert done.exit_code == 1
    assert f"Nothing of this course has been graded. Run `gdcourse grade {invented_class.UNIT.slug}`" in done.output
    (course.directory / "gradebook.db").unlink()
    for command in ("report", "export"):
        done = CliRunner().invoke(main, [command, "--course", str(course.directory)])
        assert done.exit_code == 1
        assert "Nothing of this course has been released" in done.output


def test_of_a_course_of_which_nothing_was_graded_the_units_are_named_that_somebody_handed_in(
    tmp_path: Path, release: NotebookNode
) -> None:
    course = make_course(tmp_path / "course")
    shutil.copytree(ROOT / "source" / "01-cost", course.directory / "source" / "01-cost")
    course.release("01-cost")
    hand_in(course, "kim", release)
    done = CliRunner().invoke(main, ["report", "--course", str(course.directory)])
    assert f"Run `gdcourse grade {invented_class.UNIT.slug}` first" in done.output


@pytest.mark.parametrize(("asked", "title"), [("ko", "보고서"), ("en", "report"), (None, "보고서 · report")])
def test_the_title_is_in_the_language_that_was_asked_for(
    large: Report, monkeypatch: pytest.MonkeyPatch, asked: str | None, title: str
) -> None:
    monkeypatch.delenv("GDCOURSE_LANG", raising=False)
    with speaking(asked):
        assert f">{large.unit} · {title}</title>" in as_page(large)


@pytest.mark.parametrize(("asked", "other"), [("ko", "[a-z]{3}"), ("en", "[가-힣]")])
def test_what_is_read_out_is_in_the_language_that_was_asked_for(large: Report, asked: str, other: str) -> None:
    with speaking(asked):
        page = as_page(large)
    named = re.findall(r'(?:aria-label|title)="([^"]*)" data-ko="([^"]*)" data-en="([^"]*)" data-named', page)
    assert len(named) > 20
    assert [said for said, *_ in named if re.search(other, said)] == []
    assert {said for said, *_ in named} <= {both[asked == "en"] for _, *both in named}
    assert re.findall(r'(?:aria-label|title)="[^"]*[가-힣][^"]* · [^"]*"', page) == []


def test_tables_hold_every_mark_and_no_formula() -> None:
    evil = '=HYPERLINK("http://x","y")'
    report = build_report([result(evil, verdict("q", 1))], {}, names={evil: "+1, \n-2"})
    rows = list(csv.reader(io.StringIO(as_csv(as_tables(report)["marks"]))))
    assert rows[1] == [f"'{evil}", "'+1, \n-2", "q", "2", "2.0", "graded", ""]


ATTACKS = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '" autofocus onfocus="window.pwned=1" x="',
    "' onmouseover='window.pwned=1",
    "</title></style></textarea></pre></script><script>window.pwned=1</script>",
    '<a href="javascript:window.pwned=1">click</a>',
    "<svg onload=window.pwned=1><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "{{ 7*7 }}{% for x in y %}",
    "\u202e</td><td onclick=window.pwned=1>",
]


def attacked() -> Report:
    """A class whose names, code, questions and messages are attacks."""
    rng = random.Random(2)
    results, submissions = [], {}
    for n, attack in enumerate(ATTACKS):
        student = f"{n}{attack}"
        message = Text(attack, attack)
        wrong = Verdict("training-loop", 0.0, 3.0, "graded", f"error:{attack}", message, message)
        dead = Verdict("why-faster", 0.0, 1.0, "ungradable", None, message)
        results.append(result(student, wrong, dead))
        if n % 2 == 0:
            code = invented_class.program(rng)
        submissions[student] = invented_class.notebook(
            {"training-loop-solution": f"{code}\n# {attack}\nx = '''{attack}'''"}
        )
    names = dict(zip(submissions, reversed(ATTACKS), strict=True))
    return build_report(results, submissions, invented_class.asked(), names=names, title=Text(ATTACKS[0], ATTACKS[1]))


def test_what_students_wrote_is_escaped_everywhere() -> None:
    text = as_page(attacked())
    assert len(re.findall(r"<script", text)) == 1
    assert not re.search(r"<(img|iframe|svg on|a href=.?javascript)", text)
    assert not re.search(r"<[^>]*\s(onerror|onfocus|onload|onclick|onmouseover)\s*=", re.sub(r'"[^"]*"', '""', text))
    assert "{{ 7*7 }}" in text


def test_the_page_names_no_other_host_and_allows_only_its_own_script(large: Report) -> None:
    text = as_page(large)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//|@import|url\(", text)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert "unsafe" not in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]


def opened(browser: Any, path: Path, html: str, **options: Any) -> tuple[Any, list[str]]:
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(**options)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else problems.append(request.url))
    page.goto(path.as_uri())
    return page, problems


@needs_browser
def test_attacks_do_not_act_in_a_browser(browser: Any, tmp_path: Path) -> None:
    page, problems = opened(browser, tmp_path / "r.html", as_page(attacked()))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for cell in page.query_selector_all("bdi, pre, td"):
        cell.dispatch_event("mouseover")
        cell.dispatch_event("click")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert problems == []
    assert page.locator("h1").inner_text().startswith(("<script>", "<img"))


@needs_browser
def test_the_policy_stops_a_script_even_if_it_came_into_the_page(browser: Any, tmp_path: Path) -> None:
    html = as_page(attacked()).replace("<main", "<script>window.pwned=1</script><img src=x onerror=pwned=1><main", 1)
    page, problems = opened(browser, tmp_path / "r.html", html)
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in problem for problem in problems)


@needs_browser
def test_the_page_speaks_one_language_or_both(browser: Any, tmp_path: Path, large: Report) -> None:
    page, problems = opened(browser, tmp_path / "r.html", as_page(large), locale="ko-KR")
    assert page.locator("h1").inner_text().strip() == large.title.ko
    assert page.locator("#only option").first.inner_text() == "– 모두 –"
    page.click("button[value=en]")
    assert page.locator("h1").inner_text().strip() == large.title.en
    assert not re.search("[가-힣]", page.locator("#only").inner_text())
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == f"{large.unit} · report"
    page.click("button[value=both]")
    assert large.title.ko in page.locator("h1").inner_text()
    assert large.title.en in page.locator("h1").inner_text()
    page.reload()
    assert page.locator("button[value=both]").get_attribute("aria-pressed") == "true"
    assert problems == []


@needs_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_is_accessible_and_fits(browser: Any, tmp_path: Path, theme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    page, problems = opened(
        browser, tmp_path / "r.html", as_page(invented_class.report(60)), color_scheme=theme, viewport=size, locale="ko"
    )
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background))) < 300) == (theme == "dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"report-{theme}-{width}", full_page=width < 500)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert serious_problems(page) == []
    assert problems == []


@needs_browser
def test_the_grid_is_filtered_and_sorted_from_the_keyboard(browser: Any, tmp_path: Path, large: Report) -> None:
    page, _ = opened(browser, tmp_path / "r.html", as_page(large), locale="en-GB")
    shown = "#grid tbody tr:not([hidden])"
    assert page.locator(shown).count() == 500
    mistake = next(m for q in large.questions for m in q.mistakes)
    button = page.locator("button[data-only]").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(shown).count() == mistake.count
    page.locator("#only").select_option("")
    page.locator("#find").focus()
    page.keyboard.type("s0123")
    assert page.locator(shown).count() == 1
    page.locator("#find").fill("")
    page.locator("#grid thead button").last.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator(f"{shown} td.number").first.inner_text() == f"{max(r.score for r in large.rows):.4g}"
    top = page.evaluate(
        "document.querySelector('.grid').scrollTop = 3000, "
        "document.querySelector('#grid thead').getBoundingClientRect().top"
        " - document.querySelector('.grid').getBoundingClientRect().top"
    )
    page.screenshot()
    head = page.evaluate(
        "document.querySelector('#grid thead th').getBoundingClientRect().top"
        " - document.querySelector('.grid').getBoundingClientRect().top"
    )
    assert abs(head) < 3, (head, top)


@needs_browser
def test_the_keyboard_alone_reaches_every_control_and_region(browser: Any, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path / "r.html", as_page(invented_class.report(40)))
    expected = page.evaluate(
        "[...document.querySelectorAll('button, input, select, summary, [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    reached = set()
    for _ in range(expected + 20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    controls = page.evaluate(
        "[...document.querySelectorAll('button, input, select, summary, [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).map(e => [...document.querySelectorAll('*')].indexOf(e))"
    )
    assert set(controls) <= reached


def test_the_notebook_format_is_the_one_submissions_have(large: Report) -> None:
    assert nbformat.validate(invented_class.notebook({"a": "1"})) is None
    assert large.summary.students == 500


def test_more_mistakes_than_letters_have_a_name_each_the_same_in_the_terminal_and_in_the_report() -> None:
    results = [result(f"s{n:02}", verdict("q", 0, diagnosis=f"mistake {n:02}")) for n in range(30)]
    show_class(results, Console(file=(told := io.StringIO()), width=200))
    (question,) = build_report(results, {}).questions
    assert [mistake.letter for mistake in question.mistakes][24:28] == ["y", "z", "aa", "ab"]
    for mistake in question.mistakes:
        assert f"  {mistake.letter} ×1  {mistake.diagnosis}\n" in told.getvalue()
