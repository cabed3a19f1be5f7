"""The switch between languages where the page is not Jupyter's: pages built as VS Code and Colab build theirs."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gdcourse.language import remembered_language
from gdcourse.lessons.language_switch import Switch, language_switch
from support.browser import why_no_browser

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
OUTPUT = Switch()._repr_mimebundle_()["text/html"]
# VS Code's renderer of text cells: an open shadow tree each, with a copy of the style of that id; edits write anew.
VS_CODE = """
<style id="_defaultStyles"></style><div id="before"></div><div id="output"></div><div id="card"></div>
<script>
function renderText(host, heading) {
  const tree = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  if (!tree.getElementById("preview")) {
    tree.appendChild(document.getElementById("_defaultStyles").cloneNode(true));
    tree.appendChild(Object.assign(document.createElement("div"), { id: "preview" }));
  }
  tree.getElementById("preview").innerHTML = `<h2>${heading}</h2><div lang="ko">본문</div><div lang="en">prose</div>`;
}
renderText(document.getElementById("before"), "1. 제목 · Title (3)");
</script>"""


@pytest.fixture
def page(browser: Any) -> Any:
    opened = browser.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    opened.close()
    assert problems == []


def show_output(page: Any) -> None:
    """Put the switch's output where outputs go, its script run once it stands in the page, as front ends do."""
    page.evaluate(
        """html => {
          const place = document.getElementById("output");
          place.innerHTML = html;
          for (const old of place.querySelectorAll("script"))
            old.replaceWith(Object.assign(document.createElement("script"), { text: old.text }));
        }""",
        OUTPUT,
    )


def seen(page: Any, text: str) -> bool:
    return bool(page.get_by_text(text, exact=True).first.is_visible())


@needs_browser
def test_in_vs_code_the_switch_reaches_every_text_cell_present_edited_and_to_come(page: Any) -> None:
    page.set_content(VS_CODE)
    show_output(page)
    page.click("button[value=ko]")
    assert page.locator("button[value=ko]").get_attribute("aria-pressed") == "true"
    assert seen(page, "본문")
    assert not seen(page, "prose")
    assert page.locator("h2").inner_text() == "1. 제목 (3)"

    page.evaluate("renderText(document.getElementById('before'), '2. 다음 · Next')")
    page.wait_for_function("document.getElementById('before').shadowRoot.querySelector('h2').innerText === '2. 다음'")
    assert not seen(page, "prose")

    page.evaluate("""() => {
        const host = document.body.appendChild(document.createElement("div"));
        host.id = "late";
        setTimeout(() => renderText(host, "3. 나중 · Later"), 50);
    }""")
    page.wait_for_function("document.getElementById('late').shadowRoot?.querySelector('h2')?.innerText === '3. 나중'")
    assert not page.locator("#late").get_by_text("prose").is_visible()

    show_output(page)  # the cell is run again
    page.click("button[value=en]")
    assert page.locator("#late h2").inner_text() == "3. Later"
    assert page.locator("#late").get_by_text("prose").is_visible()
    assert not seen(page, "본문")
    page.click("button[value=both]")
    assert page.locator("#before h2").inner_text() == "2. 다음 · Next"
    assert seen(page, "본문")


@needs_browser
def test_in_vs_code_the_switch_chooses_what_a_checks_card_shows(page: Any) -> None:
    page.set_content(VS_CODE)
    show_output(page)
    page.click("button[value=ko]")
    card = '<div class="gdcourse-card"><div lang="ko" style="display:none">카드</div><div lang="en">card</div></div>'
    page.evaluate("html => document.getElementById('card').innerHTML = html", card)
    assert seen(page, "카드")
    assert not seen(page, "card")


COLAB = """<div id="output"></div><script>
window.told = [];
window.google = { colab: { kernel: { accessAllowed: ALLOWED,
  invokeFunction: async (...call) => { told.push(call); } } } };
</script>"""


@needs_browser
def test_in_colab_the_switch_tells_the_kernel_which_language_its_answers_take(page: Any) -> None:
    page.set_content(COLAB.replace("ALLOWED", "true"))
    show_output(page)
    assert "the text stays in both" in page.locator(".gdcourse-language").inner_text()
    page.click("button[value=en]")
    assert page.locator("button[value=en]").get_attribute("aria-pressed") == "true"
    assert page.evaluate("told") == [["gdcourse.remember_language", ["en"], {}]]


@needs_browser
def test_in_colab_a_stored_output_that_reaches_no_kernel_keeps_its_sentence(page: Any) -> None:
    page.set_content(COLAB.replace("ALLOWED", "false"))
    show_output(page)
    assert page.locator("button").count() == 0
    assert "Both languages stand below" in page.locator(".gdcourse-language").inner_text()


def test_a_kernel_in_colab_hears_the_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    heard: dict[str, Any] = {}
    monkeypatch.setitem(sys.modules, "google.colab.output", SimpleNamespace(register_callback=heard.__setitem__))
    language_switch()
    heard["gdcourse.remember_language"]("en")
    assert remembered_language() == "en"
    with pytest.raises(ValueError, match="language is one of"):
        heard["gdcourse.remember_language"]("fr")
