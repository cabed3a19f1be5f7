"""Of texts that look alike, axe is shown a few: none that differs escapes it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from support.browser import problems

GOOD = "color: #222; background: #fff"
WORDS = "".join(f'<span class="n">word{n}</span> ' for n in range(200))
PAGE = '<!doctype html><html lang="en"><title>words</title><main style="{}"><h1>Words</h1><p>{}</p></main>'
ODD = {
    "its own colour": '<span class="n" style="color: #ddd">odd</span>',
    "a class of its own": '<style>.pale { color: #ddd }</style><span class="n pale">odd</span>',
    "what is behind it": '<span style="background: #333"><i><span class="n">odd</span></i></span>',
    "how much shines through": '<span style="opacity: 0.2"><span class="n">odd</span></span>',
    "code that is struck out": '<pre><span>for</span> <s><span class="n" style="color: #ddd">odd</span></s></pre>',
    "one word of a formula": "<mjx-container><mjx-c>a</mjx-c><mjx-c style='color: #ddd'>right</mjx-c></mjx-container>",
    "a button": '<button style="color: #ddd; background: #eee">odd</button>',
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_one_word_among_many_that_is_hard_to_read_is_found(browser: Any, odd: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(GOOD, WORDS))
    assert problems(page) == []
    page.set_content(PAGE.format(GOOD, WORDS + odd))
    assert [found.split(":")[0] for found in problems(page)] == ["color-contrast"]
    page.close()


def test_words_that_are_all_hard_to_read_are_found_whatever_else_is_asked(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format("color: #ddd; background: #fff", WORDS))
    rules = ["color-contrast", "link-in-text-block"]
    for options in ({}, {"runOnly": {"type": "rule", "values": rules}}):
        assert [found.split(":")[0] for found in problems(page, options)] == ["color-contrast"]
    assert problems(page, {"runOnly": {"type": "rule", "values": ["document-title"]}}) == []
    page.close()


def test_a_page_is_afterwards_as_it_was(browser: Any) -> None:
    page = browser.new_page()
    formulas = "<mjx-container><mjx-c>x</mjx-c></mjx-container>" * 20
    code = "<pre>" + '<span class="k">for</span> <span class="n">x</span>\n' * 20 + "</pre>"
    page.set_content(PAGE.format(GOOD, formulas) + code)
    page.evaluate("document.querySelector('mjx-c').onclick = () => { document.title = 'heard'; }")
    words, size = page.locator("pre").inner_html(), page.locator("main").bounding_box()
    assert problems(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}) == []
    unmarked = re.sub(' data-colours=""', "", page.locator("pre").inner_html())
    assert (unmarked, page.locator("main").bounding_box()) == (words, size)
    page.locator("mjx-c").first.click()
    assert page.title() == "heard"
    page.close()
