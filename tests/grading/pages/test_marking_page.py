"""Marking by hand in a real browser: from the keyboard, kept there, saved as a file that the gradebook takes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gdcourse.cli import main
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.hand_marks import HandAnswer, code_of
from gdcourse.grading.pages.group_alike_prose import groups_of, runs_of
from gdcourse.grading.pages.headings import with_headings_divided
from gdcourse.grading.pages.marking_page import divided, grouped
from support.browser import screenshot, serious_problems, why_no_browser
from support.written_answers import CLASS, HOSTILE, QUESTION, UNIT, graded_by_hand

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
WRITTEN = len(CLASS) - 1


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graded_by_hand(tmp_path_factory.mktemp("graded") / "course").directory


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Course:
    shutil.copytree(graded, tmp_path / "course")
    return Course(tmp_path / "course")


def mark(course: Course, *options: str) -> list[str]:
    done = CliRunner().invoke(main, ["mark", UNIT, "--course", str(course.directory), *options])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def opened(browser: Any, path: str | Path, **options: Any) -> tuple[Any, list[str]]:
    page = browser.new_context(**options).new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "blob:")) else problems.append(request.url)
    )
    page.goto(Path(path).as_uri())
    return page, problems


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Any, folder: Path) -> Path:
    with page.expect_download() as download:
        page.keyboard.press("s")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def marks_of(course: Course) -> dict[str, tuple[float | None, str | None]]:
    with course.gradebook() as book:
        return {
            student: (
                book.find_grade(QUESTION, UNIT, UNIT, student).manual_score,
                book.find_comment(QUESTION, UNIT, UNIT, student).manual_comment,
            )
            for student in CLASS
        }


def answer(text: str, blank: bool = False) -> HandAnswer:
    return HandAnswer("s", "c", QUESTION, text, blank, None, None, "", ())


def test_code_that_differs_in_annotations_alone_is_one_group() -> None:
    plain = "def gradient(x, y):\n    total = 0.0\n    return total + x @ y"
    hinted = (
        "def gradient(x: np.ndarray, y: 'Sequence[float]') -> float:\n    total: float = 0.0\n    return total + x @ y"
    )
    assert [len(group.answers) for group in grouped([answer(plain), answer(hinted)])] == [2]
    prose = [answer("답: 있음"), answer("답: 없음")]
    assert [len(group.answers) for group in grouped(prose)] == [1, 1]


def test_near_equal_texts_are_one_group_and_blank_ones_stand_apart() -> None:
    texts = [
        "맞는 점: 두 개뿐이면 찾을 수 있어요.",
        "b",
        "맞는 점 — 두 개뿐이면 찾을 수 있어요!",
        "Right: a grid finds it.",
    ]
    assert groups_of(texts) == [[0, 2], [1], [3]]
    assert [*runs_of(" A b!")] == [*runs_of("ab")] == ["ab"]
    groups = grouped([*map(answer, texts), answer("", blank=True)])
    assert [(len(group.answers), group.blank) for group in groups] == [(2, False), (1, False), (1, False), (1, True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "맞는 점: 학습률이 같으면 합이 더 빨라요. 틀린 점: 학습률을 N배 한 것과 같아요.",
            "맞는 점: 학습률이 같으면 합이 빨라요. 틀린 점: 학습률을 N배 한 것과 같아요.",
        ),
        (
            "Right: with the same rate the sum is even faster. Wrong: it is the same as N times the rate.",
            "Right: with the same rate the sum is faster. Wrong: it is the same as N times the rate.",
        ),
    ],
)
def test_answers_that_differ_by_a_word_are_one_group_in_both_languages(one: str, other: str) -> None:
    assert groups_of([one, other]) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("합이 더 빠르다", "합이 더 느리다"),
        ("학습률이 같으면 합이 더 빨라요", "학습률이 같으면 합이 더 느려요"),
        ("기울기가 커진다", "기울기가 작아진다"),
        ("모르겠어요", "잘 모르겠어요"),
        ("the sum is faster", "the sum is slower"),
        ("맞는 점: 합이 빠르다. 틀린 점: 없다.", "맞는 점: 없다. 틀린 점: 합이 빠르다."),
        (
            "Right is that the sum goes down faster, and wrong is that the rate is the same.",
            "Right is that the rate is the same, and wrong is that the sum goes down faster.",
        ),
    ],
)
def test_short_answers_that_say_something_else_or_the_same_in_another_order_stand_apart(one: str, other: str) -> None:
    assert len(groups_of([one, other])) == 2


@pytest.mark.parametrize(
    ("alike", "among", "sizes"), [(31, 2, [16, 16]), (30, 3, [11, 11, 9]), (3, 5, [1, 1, 1, 1, 0])]
)
def test_a_group_that_is_more_than_a_fair_share_is_cut(alike: int, among: int, sizes: list[int]) -> None:
    groups = grouped([answer(text) for text in ["the same words here"] * alike + ["something else 7919"]])
    parts = divided(groups, among)
    assert [sum(len(group.answers) for group in part) for part in parts] == sizes
    assert len({one for part in parts for group in part for one in map(id, group.answers)}) == alike + 1


def test_parts_of_a_class_are_about_as_large_and_no_group_is_cut() -> None:
    groups = grouped([answer(text) for text in ["the same words here"] * 5 + [f"{n} {n * 7919}" for n in range(5)]])
    parts = divided(groups, 2)
    assert [sum(len(group.answers) for group in part) for part in parts] == [5, 5]
    assert [len(part) for part in parts] == [1, 5]


def test_a_heading_in_both_languages_is_divided_and_code_is_not() -> None:
    assert with_headings_divided("## 2. 손실 · The loss (3)") == (
        '## 2. <span lang="ko">손실</span><span lang="en">The loss</span> (3)'
    )
    for text in ("## 손실", "## The loss · twice", "```\n# 손실 · The loss\n```"):
        assert with_headings_divided(text) == text


def test_a_page_names_nobody_and_two_people_get_different_answers(course: Course) -> None:
    first, second, counted, *_ = mark(course, "--markers", "2")
    codes = [set(re.findall(r'data-code="(\w+)"', Path(path).read_text(encoding="utf-8"))) for path in (first, second)]
    assert not codes[0] & codes[1]
    assert codes[0] | codes[1] == {code_of(course, UNIT, student) for student in CLASS}
    assert abs(len(codes[0]) - len(codes[1])) <= 2
    assert counted.startswith(f"답 {len(CLASS)}개(빈 답 1개)")
    whole = Path(mark(course)[0]).read_text(encoding="utf-8")
    assert not [student for student in ("kim", "park", "choi") if student in whole]


@needs_browser
def test_a_class_is_marked_from_the_keyboard_alone_and_the_file_is_taken(
    browser: Any, course: Course, tmp_path: Path
) -> None:
    page, problems = opened(browser, mark(course)[0], locale="en-GB")
    press(page, "1", "3", "Shift+Digit2")  # the first group: two near-equal answers in Korean
    assert page.locator("#score").input_value() == "2"
    assert page.locator("#comment").input_value().startswith("아직 빠진 것: ")
    press(page, "g", "n", "f", "u", "0", "c")
    page.keyboard.type("왜요?\n=1+1")
    press(page, "Escape", "n", "p")
    page.keyboard.type("1.25")
    press(page, "Escape", "j", "2")
    assert page.locator("#count").inner_text() == "6"
    press(page, "u")
    assert page.locator("#count").inner_text() == "5"
    file = saved(page, tmp_path)
    assert file.name == f"{UNIT}-marks.json"
    assert "4 marks were put" in " ".join(mark(course, "--take", str(file)))
    found = marks_of(course)
    missing = "아직 빠진 것: 틀린 점을 하나 들고, 파라미터가 10개일 때 비용을 몇 번 재는지 수로 썼습니다."
    assert found["kim"] == found["lee"] == (2, missing)
    others = sorted(
        (score, said) for s, (score, said) in found.items() if s not in ("kim", "lee") and score is not None
    )
    assert others == [(0, "왜요?\n=1+1"), (1.25, None)]
    assert problems == []


@needs_browser
def test_a_mark_that_cannot_be_given_is_told_beside_its_field_whatever_comes_next(
    browser: Any, course: Course, tmp_path: Path
) -> None:
    page, problems = opened(browser, mark(course)[0], locale="en-GB")
    press(page, "1", "p")
    before = page.locator("#score").input_value()
    for typed in ("9", "-1", "1e"):
        page.locator("#score").select_text()
        page.keyboard.type(typed)
        page.click("#save", no_wait_after=True)  # which says something of its own
        told = page.locator("#not-taken").inner_text()
        assert page.locator("#not-taken").is_visible(), typed
        assert f"not taken: {'?' if typed == '1e' else typed}" in told
        assert f"still {before}" in told
        assert page.locator("#score").input_value() == before
    press(page, "p")
    page.keyboard.type("2")
    press(page, "Escape")
    assert not page.locator("#not-taken").is_visible()
    assert problems == []


@needs_browser
def test_what_was_marked_stays_in_the_browser_and_a_new_page_knows_what_was_taken(
    browser: Any, course: Course, tmp_path: Path
) -> None:
    path = mark(course)[0]
    page, problems = opened(browser, path, locale="ko-KR")
    press(page, "f", "j", "1")
    page.reload()
    assert page.locator("#count").inner_text() == "3"  # the blank one has its 0 already
    assert page.locator("#score").input_value() == "3"
    mark(course, "--take", str(saved(page, tmp_path)))
    with course.gradebook() as book:
        first = page.locator("article:visible").get_attribute("data-code")
        student = next(s for s in CLASS if code_of(course, UNIT, s) == first)
        book.find_grade(QUESTION, UNIT, UNIT, student).manual_score = 0.5
        book.db.commit()
    mark(course)
    page.reload()
    assert page.locator("#score").input_value() == "0.5"
    assert page.locator("#earlier").is_visible()
    page.click("#use-earlier")
    assert page.locator("#score").input_value() == "3"
    press(page, "j")
    assert (page.locator("#score").input_value(), page.locator("#earlier").is_visible()) == ("1", False)
    assert page.locator("fieldset input:checked").count() == 1
    mark(course, "--take", str(saved(page, tmp_path)))
    assert marks_of(course)[student][0] == 3
    assert problems == []


@needs_browser
def test_a_mark_that_was_made_by_another_rubric_counts_only_once_it_is_used_again_and_without_its_ticks(
    browser: Any, course: Course
) -> None:
    path = Path(mark(course)[0])
    page, problems = opened(browser, path, locale="en-GB")
    press(page, "1")
    page.fill("#comment", "Look at the sign.")
    assert page.locator("fieldset input:checked").count() == 1
    path.write_text(re.sub('data-asked="[^"]*"', 'data-asked="another"', path.read_text(encoding="utf-8")), "utf-8")
    page.reload()
    assert (page.locator("#is-marked").is_visible(), page.locator("fieldset input:checked").count()) == (False, 0)
    assert page.locator("#other-rubric").is_visible()
    assert not page.locator("#other-answer").is_visible()
    page.click("#use-earlier")
    assert page.locator("#is-marked").is_visible()
    assert page.locator("fieldset input:checked").count() == 0
    assert (page.locator("#score").input_value(), page.locator("#comment").input_value()) == ("1", "Look at the sign.")
    assert problems == []


@needs_browser
def test_a_mark_put_back_after_it_was_saved_is_put_back_in_the_gradebook(
    browser: Any, course: Course, tmp_path: Path
) -> None:
    path = mark(course)[0]
    page, problems = opened(browser, path, locale="en-GB")
    codes = [page.locator("article[data-code]").nth(n).get_attribute("data-code") for n in range(2)]
    first, second = (next(s for s in CLASS if code_of(course, UNIT, s) == code) for code in codes)
    with course.gradebook() as book:
        book.find_grade(QUESTION, UNIT, UNIT, first).manual_score = 2
        book.find_grade(QUESTION, UNIT, UNIT, first).needs_manual_grade = False
        book.db.commit()
    mark(course)
    page.reload()
    press(page, "f", "j", "f")
    mark(course, "--take", str(saved(page, tmp_path)))
    assert [marks_of(course)[one][0] for one in (first, second)] == [3, 3]
    press(page, "u", "u")
    assert page.locator("#score").input_value() == "2"
    page.reload()
    again = saved(page, tmp_path)
    assert "without a mark are not in the file: 1" in page.locator("#notice").inner_text()
    assert "1 marks were put" in " ".join(mark(course, "--take", str(again)))
    assert [marks_of(course)[one][0] for one in (first, second)] == [2, 3]
    assert problems == []


@needs_browser
@pytest.mark.parametrize("parts", [(0, 1), (0, 0)])
def test_pages_that_are_open_side_by_side_keep_what_was_marked_on_each(
    browser: Any, course: Course, tmp_path: Path, parts: tuple[int, int]
) -> None:
    paths = mark(course, "--markers", "2")
    context = browser.new_context(locale="en-GB")
    one, other = (context.new_page() for _ in parts)
    for page, part in zip((one, other), parts, strict=True):
        page.goto(Path(paths[part]).as_uri())
    done = {page: int(page.locator("#count").inner_text()) for page in (one, other)}
    press(one, "n", "f", "n", "f")
    one.fill("#new-en", "Well seen.")
    one.click("#keep")
    if parts[0] == parts[1]:
        other.wait_for_function("n => document.getElementById('count').textContent === n", arg=str(done[other] + 2))
        done = {page: before + 1 for page, before in done.items()}
    press(other, "n", "f")
    other.fill("#new-ko", "더 써 보세요.")
    other.click("#keep")
    for page, more in ((one, 2), (other, 1 if parts[0] != parts[1] else 2)):
        page.reload()
        assert page.locator("#count").inner_text() == str(done[page] + more)
        bank = page.locator("#bank").inner_text()
        assert ("Well seen." in bank, "더 써 보세요." in bank) == (True, True)
    one.click("#answer")
    assert '"en":"Well seen."' in saved(one, tmp_path).read_text("utf-8")


@needs_browser
def test_an_answer_without_a_mark_takes_none_from_those_that_are_nearly_the_same(browser: Any, course: Course) -> None:
    page, problems = opened(browser, mark(course)[0], locale="en-GB")
    press(page, "f")  # the first of two near-equal answers
    before = page.locator("#count").inner_text()
    press(page, "j", "g")
    assert page.locator("#count").inner_text() == before
    assert "Mark this answer first" in page.locator("#notice").inner_text()
    press(page, "k")
    assert page.locator("#score").input_value() == "3"
    assert problems == []


@needs_browser
@pytest.mark.parametrize(("language", "lines"), [("en", ["en"]), ("ko", ["ko"]), ("both", ["ko", "en"])])
def test_a_comment_on_a_blank_answer_is_in_the_language_of_the_page(
    browser: Any, course: Course, language: str, lines: list[str]
) -> None:
    page, problems = opened(browser, mark(course)[0], locale="en-GB")
    page.click(f"button[value={language}]")
    press(page, *["j"] * len(CLASS))
    assert page.locator("#is-blank").is_visible()
    press(page, "Shift+Digit1")
    first = page.locator("#bank button").first
    texts = [first.locator(f"[lang={line}]").text_content() for line in lines]
    assert page.locator("#comment").input_value().split("\n") == texts
    assert problems == []


@needs_browser
def test_what_students_wrote_does_not_act_and_costs_nobody_the_page(browser: Any, course: Course) -> None:
    path = mark(course)[0]
    page, problems = opened(browser, path)
    page.evaluate("document.querySelectorAll('article').forEach(a => { a.hidden = false; })")
    links = page.locator("article a[href]")
    assert {links.nth(n).get_attribute("target") for n in range(links.count())} == {"_blank"}
    for part in page.query_selector_all("article, article *:not(a[href])"):
        part.dispatch_event("mouseover")
        part.dispatch_event("click")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert problems == []
    assert page.locator("article[data-code]").count() == len(CLASS)
    assert page.locator("article script, article img[onerror], article a[href^=javascript]").count() == 0
    text = Path(path).read_text(encoding="utf-8")
    assert len(text) < 2_000_000
    assert len(re.findall("<script", text)) == 1
    assert "{{ 7*7 }}" in text
    rtl = page.locator(f"article[data-code='{code_of(course, UNIT, 'rtl')}']")
    assert rtl.get_attribute("dir") == "auto"
    assert HOSTILE["rtl"].split()[1] in rtl.inner_text()


@needs_browser
def test_a_korean_keyboard_and_both_languages_work(browser: Any, course: Course) -> None:
    page, _ = opened(browser, mark(course)[0], locale="ko-KR")
    assert page.locator("#only option").first.inner_text() == "모두"
    assert "채점 기준" in page.locator("legend").first.inner_text()
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㄹ', code: 'KeyF', bubbles: true}))")
    assert page.locator("#score").input_value() == "3"
    page.click("button[value=en]")
    assert page.locator("#only option").first.inner_text() == "all"
    assert page.locator("legend").first.inner_text().strip() == "Rubric"
    page.click("button[value=both]")
    assert page.locator("#only option").first.inner_text() == "모두 · all"
    page.locator("#only").select_option("open")
    assert page.locator("#position").inner_text() == f"1 / {WRITTEN - 1}"


@needs_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_accessible_and_fits(browser: Any, course: Course, theme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    page, problems = opened(browser, mark(course)[0], color_scheme=theme, viewport=size, locale="ko")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background))) < 300) == (theme == "dark")
    press(page, "1", "j", "0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"marking-{theme}-{width}", full_page=width < 500)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious_problems(page) == []
    assert problems == []
