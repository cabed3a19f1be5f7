"""The course in a real JupyterLab: the switch, a wrong and then a right answer, Validate, sliders, menus in Korean."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gdcourse.kernels.notebook_client import KERNELSPEC
from gdcourse.notebooks.one_language import in_language
from gdcourse.student.progress_file import OFF_VARIABLE
from support.bilingual_text import HANGUL
from support.browser import SCREENSHOTS, serious_problems
from support.course import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

BIN = Path(sys.executable).parent
KOREAN_PACK = importlib.util.find_spec("jupyterlab_language_pack_ko_KR") is not None
RELEASE = ROOT / "release" / "02-manual-gradient" / "02-manual-gradient.ipynb"
WRONG = "def gradient(x, y, y_pred):\n    return np.dot(2 * x, y_pred - y).mean()"
RIGHT = "def gradient(x, y, y_pred): return np.mean(2 * x * (y_pred - y))"
PLAYER = """\
from gdcourse.language import Text
from gdcourse.lessons.moving_figures import move

move(lambda ax, i: ax.plot([0, i], [0, 1]), ["step 0", "step 1", "step 2"], Text("선분", "a line"))"""

FIGURE = """\
from gdcourse.language import Text
from gdcourse.lessons.figures import figure

with figure(Text("선분", "a line")) as ax:
    ax.plot([0, 1], [0, 1])"""

EXPLORABLE = """\
from gdcourse.lessons import momentum_in_a_stretched_bowl

momentum_in_a_stretched_bowl()"""


@dataclass
class Server:
    url: str
    config: Path
    files: Path

    def remembered(self) -> str:
        return json.loads((self.config / "serverconfig" / "gdcourse.json").read_text(encoding="utf-8"))["language"]

    def set_theme(self, name: str) -> None:
        path = self.config / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
        path.mkdir(parents=True, exist_ok=True)
        (path / "themes.jupyterlab-settings").write_text(json.dumps({"theme": name}), encoding="utf-8")


def short_assignment(answer: str) -> nbformat.NotebookNode:
    """The release cut down to one question, with an answer written in."""
    notebook = nbformat.read(RELEASE, as_version=4)
    kept = ("language", "title", "imports", "mse-gradient-question", "mse-gradient-solution", "mse-gradient")
    notebook.cells = [cell for cell in notebook.cells if cell.id in kept]
    assert len(notebook.cells) == len(kept)
    for cell in notebook.cells:
        if cell.id == "mse-gradient-solution":
            cell.source = answer
    return notebook


def write_files(directory: Path) -> None:
    directory.mkdir()
    shutil.copy(ROOT / "course" / "01-cost.ipynb", directory)
    nbformat.write(short_assignment(WRONG), directory / "wrong.ipynb")
    nbformat.write(short_assignment(RIGHT), directory / "right.ipynb")
    nbformat.write(picture_notebook(), directory / "picture.ipynb")
    nbformat.write(in_language(short_assignment(WRONG), "en"), directory / "english.ipynb")
    moving = [new_code_cell(source) for source in (PLAYER, EXPLORABLE, FIGURE)]
    nbformat.write(new_notebook(cells=moving, metadata={"kernelspec": KERNELSPEC}), directory / "player.ipynb")


def picture_notebook() -> nbformat.NotebookNode:
    """A right and a wrong answer, one after the other, for the picture in the README."""
    notebook = nbformat.read(RELEASE, as_version=4)
    written = {
        "update-rule-solution": "def update(w, grad, lr):\n    return w - lr * grad",
        "mse-gradient-solution": f"# dJ/dw = 1/N * 2x(w*x - y)\n{WRONG}",
    }
    kept = ("language", "imports", "update-rule-solution", "update-rule", "mse-gradient-solution", "mse-gradient")
    notebook.cells = [cell for cell in notebook.cells if cell.id in kept]
    for cell in notebook.cells:
        cell.source = written.get(cell.id, cell.source)
    return notebook


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(tmp: Path, *command: str, **variables: str) -> Iterator[Server]:
    """Run a Jupyter server with settings of its own until the tests are done; its kernels are those of other tests."""
    port, config = free_port(), tmp / "config"
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(tmp / "data"),
        "IPYTHONDIR": str(tmp / "ipython"),
        **variables,
    }
    for name in ("GDCOURSE_LANG", "PYTEST_VERSION", OFF_VARIABLE):  # a student has none of these
        environment.pop(name, None)
    settings = ["--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    log = tmp / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, *settings, f"--ServerApp.port={port}"],
            env=environment,
            cwd=tmp,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"{url}/api", timeout=2).close()  # noqa: S310 (our own server)
                    break
                except (urllib.error.URLError, OSError):
                    assert process.poll() is None, log.read_text()
                    time.sleep(0.25)
            else:
                pytest.fail(log.read_text())
            yield Server(url, config, tmp / "files")
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Server]:
    """What a student starts with ``gdcourse lab --lang ko``."""
    tmp = tmp_path_factory.mktemp("lab")
    write_files(tmp / "files")
    yield from start(tmp, str(BIN / "gdcourse"), "lab", "--lang", "ko", "--directory", str(tmp / "files"), "--")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1180, "height": 860})
    opened = context.new_page()
    # On a busy machine JupyterLab may ask about a kernel that is slow to start.
    kernel = opened.locator(".jp-Dialog").filter(has_text=re.compile("커널 선택|Select Kernel"))
    opened.add_locator_handler(kernel, answer_dialog)
    yield opened
    context.close()


def answer_dialog(dialog: Locator) -> None:
    dialog.locator("button.jp-mod-accept").last.click()


def open_notebook(page: Page, lab: Server, name: str, width: int = 1180, height: int = 860) -> None:
    """Open a fresh copy of a notebook, with a kernel of its own."""
    copy = f"{name.removesuffix('.ipynb')}-{time.monotonic_ns()}.ipynb"
    shutil.copy(lab.files / name, lab.files / copy)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{lab.url}/lab/tree/{copy}?reset")
    wait_for_notebook(page)


def wait_for_notebook(page: Page) -> None:
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=90_000, state="attached")


def prose(page: Page, language: str) -> Locator:
    """The first block of prose in a language, as it is rendered."""
    return page.locator(f".jp-MarkdownOutput div[lang={language}]").first


def cell(page: Page, text: str) -> Locator:
    """The code cell whose source holds ``text``."""
    return page.locator(".jp-Notebook .jp-CodeCell").filter(
        has=page.locator(".jp-InputArea .cm-content", has_text=text)
    )


def run_cell(page: Page, text: str) -> Locator:
    """Put the cursor into a cell, press Shift+Enter as people do, and wait until it ran; returns its outputs."""
    found = cell(page, text).first
    prompt = found.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    now, since = before, -math.inf
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        # A kernel that was not connected yet has taken nothing. What waits for its turn ([*]) must not be sent twice:
        # when a check fails, Jupyter drops what waits behind it.
        if "*" not in now and time.monotonic() > since + 10:
            found.locator(".cm-content").click()
            page.keyboard.press("Shift+Enter")
            since = time.monotonic()
        page.wait_for_timeout(100)
        now = prompt.inner_text()
        if re.fullmatch(r"\[\d+\]:", now.strip()) and now != before:
            return found.locator(".jp-OutputArea")
    pytest.fail(f"the cell did not run: {text}")


def choose(page: Page, language: str) -> None:
    page.locator(f".gdcourse-language button[value={language}]").first.click()


def picture(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def serious(page: Page, *selectors: str) -> list[str]:
    """What axe finds in our own outputs that is serious or worse."""
    return serious_problems(page, context={"include": [[selector] for selector in selectors]})


def test_a_notebook_in_english_alone_is_answered_in_english_where_korean_was_chosen(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "english.ipynb")
    for text in ("set_language", "import numpy", "def gradient"):
        run_cell(page, text)
    told = run_cell(page, "check(").locator(".gdcourse-card").inner_text()
    assert "N" in told
    assert not HANGUL.search(told)
    page.locator(".jp-DirListing-item").filter(has_text=re.compile("^wrong.ipynb")).dblclick()
    page.wait_for_function("document.documentElement.dataset.gdcourseLanguage === 'ko'", timeout=90_000)


@pytest.mark.skipif(not KOREAN_PACK, reason="jupyterlab-language-pack-ko-KR is not installed")
def test_the_menus_are_korean_and_the_users_own_settings_are_untouched(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "wrong.ipynb")
    assert page.locator(".lm-MenuBar-itemLabel").all_inner_texts()[:2] == ["파일", "편집"]
    assert not list((lab.config / "lab").rglob("*translation*"))
    assert not (lab.config / "labconfig").exists()


def test_the_switch_acts_at_once_on_prose_and_cards_and_survives_a_reload(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "wrong.ipynb")
    korean, english = prose(page, "ko"), prose(page, "en")
    run_cell(page, "language_switch()")
    page.wait_for_selector(".gdcourse-language button")
    choose(page, "both")
    korean.wait_for(state="visible")
    english.wait_for(state="visible")
    for text in ("import numpy", "def gradient"):
        run_cell(page, text)
    card = run_cell(page, 'check("mse-gradient"').locator(".gdcourse-card")
    card.locator("div[lang=ko]").wait_for(state="visible")
    assert card.locator("div[lang=en]").is_visible()

    heading = page.locator(".jp-RenderedMarkdown h2", has_text="mean squared error")
    assert heading.inner_text().startswith(
        "3. 평균 제곱 오차의 그래디언트 · The gradient of the mean squared error (3)"
    )
    choose(page, "en")
    assert heading.inner_text().startswith("3. The gradient of the mean squared error (3)")
    assert english.is_visible()
    assert not korean.is_visible()
    assert card.locator("div[lang=en]").is_visible()
    assert not card.locator("div[lang=ko]").is_visible()
    choose(page, "ko")
    assert heading.inner_text().startswith("3. 평균 제곱 오차의 그래디언트 (3)")
    assert korean.is_visible()
    assert not english.is_visible()
    assert card.locator("div[lang=ko]").is_visible()
    assert not card.locator("div[lang=en]").is_visible()
    choose(page, "en")

    page.keyboard.press("Control+s")
    page.wait_for_selector(".jp-mod-dirty", state="detached")
    page.reload()
    page.wait_for_selector(".gdcourse-language button[value=en][aria-pressed=true]", timeout=90_000)
    prose(page, "en").wait_for(state="visible")
    assert not prose(page, "ko").is_visible()


def test_a_click_reaches_the_next_message_of_the_kernel(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "right.ipynb")
    run_cell(page, "language_switch()")
    page.wait_for_selector(".gdcourse-language button")
    for language in ("en", "ko"):
        with page.expect_response(lambda r: "api/config/gdcourse" in r.url and r.request.method == "PATCH") as saved:
            choose(page, language)
        assert saved.value.ok
        assert lab.remembered() == language
    asked = "from gdcourse.language import Text; print(Text('안녕', 'hello'))"
    page.locator(".jp-Notebook .jp-CodeCell").first.locator(".cm-content").click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(asked)
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea-output pre", has_text="안녕").wait_for()


def test_no_answer_yet_then_a_wrong_and_then_a_right_one(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "wrong.ipynb")
    for text in ("language_switch()", "import numpy"):
        run_cell(page, text)
    choose(page, "both")
    output = run_cell(page, 'check("mse-gradient"')
    card = output.locator(".gdcourse-card")
    card.wait_for()
    assert "아직 답이 없어요" in output.inner_text()
    assert "NameError" not in output.inner_text()

    run_cell(page, "def gradient")
    run_cell(page, 'check("mse-gradient"')
    page.get_by_text("exactly N times too large").wait_for()
    told = card.inner_text()
    assert "정확히 N배 커요" in told
    assert "exactly N times too large" in told
    assert re.search(r"your answer\s+-120", told)
    assert re.search(r"right answer\s+-30", told)
    assert "Next: Once you have changed it" in told
    assert "0 of 11 exercises solved, 1.5/17 points" in told
    # The cell has failed, and says so in one line.
    error = output.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert error.inner_text().strip() == "◐ mse-gradient ↑"
    card.scroll_into_view_if_needed()
    picture(page, "lab-wrong")

    cell(page, "def gradient").locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(RIGHT)
    page.keyboard.press("Shift+Enter")
    run_cell(page, 'check("mse-gradient"')
    page.get_by_text("1 of 11 exercises solved, 3/17 points").wait_for()
    assert output.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert "✓" in card.inner_text()
    picture(page, "lab-right")


def test_validate_tells_the_diagnosis_and_then_success(page: Page, lab: Server) -> None:
    (lab.config / "serverconfig" / "gdcourse.json").write_text('{"language": "en"}', encoding="utf-8")
    for name, expected in (("wrong.ipynb", "exactly N times too large"), ("right.ipynb", "Success!")):
        open_notebook(page, lab, name)
        page.get_by_text("Validate", exact=True).first.click()
        dialog = page.locator(".jp-Dialog-content")
        dialog.get_by_text(expected).first.wait_for(timeout=120_000)
        picture(page, f"lab-validate-{name.removesuffix('.ipynb')}")
        page.keyboard.press("Escape")


def test_a_slider_and_the_switch_obey_the_keyboard(page: Page, lab: Server) -> None:
    from playwright.sync_api import expect

    open_notebook(page, lab, "player.ipynb")
    output = run_cell(page, "move(lambda")
    slider = output.locator("input[type=range]")
    slider.wait_for()
    assert output.locator("output").inner_text() == "step 0", "a figure that moves gives nothing away when it appears"
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(output.locator("output")).to_have_text("step 1")
    page.keyboard.press("Home")
    expect(output.locator("output")).to_have_text("step 0")
    assert serious(page, ".jp-OutputArea-output [id^=player-]") == []

    output = run_cell(page, "momentum_in_a_stretched_bowl()")
    rate = output.get_by_role("slider", name=re.compile("learning rate|학습률"))
    rate.wait_for()
    rate.focus()
    page.keyboard.press("ArrowRight")
    # An explorable draws anew with the next frame.
    expect(rate).to_have_js_property("ariaValueText", "0.016")
    expect(rate).to_be_focused()
    start = output.get_by_role("slider", name=re.compile("start w₁|출발점 w₁"))
    start.focus()
    page.keyboard.press("ArrowRight")
    expect(start).not_to_have_js_property("ariaValueText", "−9.00")
    assert serious(page, ".jp-OutputArea-output .gdcourse-explorable") == []
    output.scroll_into_view_if_needed()
    picture(page, "lab-explorable")

    open_notebook(page, lab, "right.ipynb")
    run_cell(page, "language_switch()")
    first = page.locator(".gdcourse-language button[value=ko]")
    first.wait_for()
    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-gdcourse-language", "en")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-gdcourse-language", "ko")
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 4


@pytest.mark.parametrize(("theme", "name"), [("JupyterLab Light", "light"), ("JupyterLab Dark", "dark")])
def test_switch_and_card_read_in_both_themes_and_on_a_phone(page: Page, lab: Server, theme: str, name: str) -> None:
    lab.set_theme(theme)
    open_notebook(page, lab, "wrong.ipynb", 1180, 860)
    page.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")
    for text in ("language_switch()", "import numpy", "def gradient"):
        run_cell(page, text)
    choose(page, "both")
    card = run_cell(page, 'check("mse-gradient"').locator(".gdcourse-card")
    card.wait_for()
    for width, height in ((1180, 860), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if width < 600:
            # JupyterLab keeps its sidebar open; on a phone there is room for one.
            page.keyboard.press("Control+b")
            page.locator("#jp-left-stack").wait_for(state="hidden")
        card.scroll_into_view_if_needed()
        assert card.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        names = card.locator("th").filter(visible=True)
        assert names.count() == 10
        assert names.evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)") == [0] * 10
        assert serious(page, ".gdcourse-card", ".gdcourse-language") == []
        picture(page, f"lab-{name}-{width}")


def test_on_a_phone_a_notebook_that_is_opened_has_the_screen_for_itself(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "player.ipynb", 390, 844)
    page.locator("#jp-left-stack").wait_for(state="hidden")
    assert page.locator(".jp-Notebook").bounding_box()["width"] > 250
    figure = run_cell(page, "with figure").locator("img")
    assert figure.bounding_box()["width"] > 500, "what is written in it can be read"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    open_notebook(page, lab, "wrong.ipynb")
    page.locator("#jp-left-stack").wait_for(state="visible")


def test_all_units_open_below_a_check_by_keyboard(page: Page, lab: Server) -> None:
    open_notebook(page, lab, "right.ipynb")
    for text in ("language_switch()", "import numpy", "def gradient"):
        run_cell(page, text)
    choose(page, "en")
    output = run_cell(page, 'check("mse-gradient"')
    line = output.locator("summary:visible")
    assert line.inner_text().startswith("In all units: guesses 0/")
    line.focus()
    page.keyboard.press("Enter")
    output.get_by_role("rowheader", name="06-momentum").wait_for()
    page.keyboard.press("Space")
    output.get_by_role("rowheader", name="06-momentum").wait_for(state="hidden")
    page.keyboard.press("Space")
    assert serious(page, ".gdcourse-glance") == []


def test_a_lesson_that_was_never_run_obeys_the_switch_and_the_last_choice(page: Page, lab: Server) -> None:
    (lab.config / "serverconfig" / "gdcourse.json").write_text('{"language": "en"}', encoding="utf-8")
    open_notebook(page, lab, "01-cost.ipynb")
    page.wait_for_selector(".gdcourse-language button[value=en][aria-pressed=true]")
    prose(page, "en").wait_for(state="visible")
    assert not prose(page, "ko").is_visible()
    choose(page, "both")
    prose(page, "ko").wait_for(state="visible")
    assert prose(page, "en").is_visible()
    choose(page, "ko")
    assert not prose(page, "en").is_visible()
    picture(page, "lab-lesson-ko")


def test_cards_of_a_right_and_a_wrong_answer_stand_in_one_notebook(page: Page, lab: Server) -> None:
    lab.set_theme("JupyterLab Light")
    open_notebook(page, lab, "picture.ipynb", 880, 1460)
    page.keyboard.press("Control+b")
    for text in ("language_switch()", "import numpy", "def update"):
        run_cell(page, text)
    choose(page, "both")
    right = run_cell(page, 'check("update-rule"').locator(".gdcourse-card")
    run_cell(page, "def gradient")
    wrong = run_cell(page, 'check("mse-gradient"').locator(".gdcourse-card")
    wrong.wait_for()
    assert right.get_attribute("aria-label") == "✓ update-rule"
    assert wrong.get_attribute("aria-label") == "◐ mse-gradient"
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    top, end = cells.nth(2).bounding_box(), cells.nth(5).bounding_box()
    assert top
    assert end
    area = {"x": top["x"], "y": top["y"], "width": top["width"], "height": end["y"] + end["height"] - top["y"]}
    page.screenshot(path=SCREENSHOTS / "lab-check.png", clip=area)


def test_in_notebook_7_the_switch_works_once_its_cell_has_run(page: Page, tmp_path: Path) -> None:
    write_files(tmp_path / "files")
    command = (sys.executable, "-m", "notebook", f"--ServerApp.root_dir={tmp_path / 'files'}")
    # Here a kernel starts as students' do.
    for server in start(tmp_path, *command, JUPYTER_DEFAULT_PROVISIONER_NAME="local-provisioner"):
        page.goto(f"{server.url}/notebooks/01-cost.ipynb")
        wait_for_notebook(page)
        # Not trusted yet: no script runs, both languages stand there, and a sentence says what to do.
        assert "run this cell to choose one" in page.locator(".gdcourse-language").inner_text()
        prose(page, "ko").wait_for(state="visible")
        prose(page, "en").wait_for(state="visible")
        run_cell(page, "language_switch()")
        page.wait_for_selector(".gdcourse-language button")
        choose(page, "en")
        assert prose(page, "en").is_visible()
        assert not prose(page, "ko").is_visible()
        picture(page, "notebook-7")


def test_the_switch_works_on_a_page_from_nbconvert(page: Page, tmp_path: Path) -> None:
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter().from_filename(str(ROOT / "course" / "01-cost.ipynb"))
    # The page looks for its mathematics on the network, where tests do not go.
    page.route(re.compile("^https?://"), lambda route: route.abort())
    (tmp_path / "lesson.html").write_text(html, encoding="utf-8")
    page.goto((tmp_path / "lesson.html").as_uri(), wait_until="domcontentloaded")
    choose(page, "ko")
    korean, english = page.locator("div[lang=ko]").first, page.locator("div[lang=en]").first
    assert korean.is_visible()
    assert not english.is_visible()
    assert page.locator("h1").first.inner_text().startswith("비용: 모델이 얼마나 좋은지 재기")
    assert "Cost" not in page.locator("h1").first.inner_text()
    page.reload(wait_until="domcontentloaded")
    assert korean.is_visible()
    assert not english.is_visible()
    slider = page.locator("[id^=player-] input[type=range]").first
    before = slider.input_value()
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == int(before) + 1


def test_where_the_page_is_not_jupyters_the_sentence_stays(page: Page) -> None:
    from gdcourse.lessons.language_switch import Switch

    page.set_content(f'<div class="other">{Switch()._repr_mimebundle_()["text/html"]}</div><div lang="ko">한국어</div>')
    assert page.locator("button").count() == 0
    assert "Both languages stand below" in page.locator(".gdcourse-language").inner_text()
    assert page.get_by_text("한국어", exact=True).is_visible()
