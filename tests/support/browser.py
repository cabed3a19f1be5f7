"""A real browser for tests: the machine's Chromium, driven by Playwright; where there is none, a reason to skip."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

# The first has no window that nobody sees, and takes half the processor time to load a page.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
# A sandbox is not to be had for root or in containers; only pages of this repository are opened.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}


def find_chromium() -> str | None:
    """The Chromium or Chrome of this machine: what ``GDCOURSE_CHROMIUM`` names, or the first one on the path."""
    return os.environ.get("GDCOURSE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def why_no_browser() -> str | None:
    """The reason to skip, or ``None``."""
    try:
        import axe_playwright_python.sync_playwright  # noqa: F401
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright or axe-playwright-python is not installed"
    return (
        None
        if find_chromium()
        else "there is no Chromium or Chrome on this machine (Debian: apt install chromium-headless-shell)"
    )


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser (``playwright.sync_api.Browser``). Skips the test where there is none to run."""
    reason = why_no_browser()
    if reason:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the tests of one file; Playwright bears one at a time, and no other event loop beside it."""
    with chromium() as started:
        yield started


def what_stood_there(page: Any, name: str) -> str:
    """The text of a page before which a test has failed, and where its picture lies."""
    from playwright.sync_api import Error

    picture = SCREENSHOTS / f"failed-{name}.png"
    try:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
        return f"{picture}\n{page.inner_text('body')}"
    except Error as error:
        return f"It cannot be asked any more: {error}"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """A directory behind a web server of this machine alone; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(directory)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def screenshot(page: Any, name: str, **options: Any) -> Path:
    """A picture of the page in ``build/screenshots``, to be looked at."""
    from playwright.sync_api import Error

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    for left in (2, 1, 0):
        try:
            page.screenshot(**{"path": path, "animations": "disabled", "timeout": 120_000, **options})
            break
        except Error as error:  # on a busy machine Chromium now and then has no picture to give
            if "Unable to capture screenshot" not in str(error) or not left:
                raise
            page.wait_for_timeout(500)
    return path


def problems(page: Any, options: dict[str, Any] | None = None, **more: Any) -> list[str]:
    """What axe finds on the page."""
    return [_told(found) for found in _violations(page, options, **more)]


def serious_problems(page: Any, options: dict[str, Any] | None = None, **more: Any) -> list[str]:
    """What axe calls serious or critical on the page: where the rest of it is not ours."""
    return [_told(v) for v in _violations(page, options, **more) if v["impact"] in ("serious", "critical")]


CONTRAST, LINKS = "color-contrast", "link-in-text-block"
_ALIKE = 4
_MARK_COLOURS = f"""() => {{
  document.querySelectorAll("[data-colours]").forEach((e) => e.removeAttribute("data-colours"));
  const behind = new Map([[null, ""]]);
  const layers = (e) => {{
    if (!behind.has(e)) {{
      const s = getComputedStyle(e);
      const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode].join();
      const clear = own === "rgba(0, 0, 0, 0),none,1,none,normal";
      behind.set(e, layers(e.parentElement) + (clear ? "" : `|${{own}}`));
    }}
    return behind.get(e);
  }};
  const seen = new Map();
  for (const e of document.querySelectorAll("body *")) {{
    const says = e.matches("input, select, textarea, button")
      || [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (!says || !e.checkVisibility({{ checkVisibilityCSS: true }})) continue;
    const s = getComputedStyle(e);
    const look = [layers(e), s.color, s.fontSize, s.fontWeight, s.textShadow, s.position, e.tagName,
      e.getAttribute("class"), e.disabled].join("/");
    seen.set(look, (seen.get(look) || 0) + 1);
    if (seen.get(look) <= {_ALIKE}) e.setAttribute("data-colours", "");
  }}
}}"""

# What axe is not asked about costs it as much as what it is: it lays all elements of a page out in a grid, the twenty
# of a formula and one for each word of code. A formula that is not looked at becomes a box of its size, words text.
_PUT_ASIDE = """() => {
  window.putAside = [];
  const looked = (e) => e.matches("[data-colours]") || e.querySelector("[data-colours]");
  const show = (e, nodes) => { window.putAside.push([e, [...e.childNodes]]); e.replaceChildren(...nodes); };
  for (const formula of document.querySelectorAll("mjx-container")) {
    if (looked(formula)) continue;
    const { width, height } = formula.getBoundingClientRect();
    const box = document.createElement("span");
    box.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
    show(formula, [box]);
  }
  for (const code of document.querySelectorAll("pre")) {
    const plain = code.cloneNode(true);
    for (const word of plain.querySelectorAll("span")) if (!looked(word)) word.replaceWith(...word.childNodes);
    plain.normalize();
    show(code, plain.childNodes);
  }
}"""
_PUT_BACK = "() => window.putAside.forEach(([e, nodes]) => e.replaceChildren(...nodes))"


def _violations(page: Any, options: dict[str, Any] | None, **more: Any) -> list[dict[str, Any]]:
    options = options or {}
    only = options.get("runOnly", {}).get("values")
    if "context" in more or (only and CONTRAST not in only):
        return _found([_run(page, options, **more)])
    # axe takes a millisecond for the contrast of each word of code, and a page has thousands that look alike: what has
    # the same colours, and the same ones behind it, is looked at a few times.
    of_colours = [rule for rule in (CONTRAST, LINKS) if rule in (only or [CONTRAST])]
    rest = [rule for rule in only or () if rule not in of_colours]
    looked_at = [["[data-colours]"], *([["a[href]"]] if LINKS in of_colours else [])]
    page.evaluate(_MARK_COLOURS)
    page.evaluate(_PUT_ASIDE)
    told = [_run(page, _alone(options, of_colours), context={"include": looked_at})]
    page.evaluate(_PUT_BACK)
    if not only:
        told.append(_run(page, {**options, "rules": {CONTRAST: {"enabled": False}}}))
    elif rest:
        told.append(_run(page, _alone(options, rest)))
    return _found(told)


def _alone(options: dict[str, Any], rules: list[str]) -> dict[str, Any]:
    return {**options, "runOnly": {"type": "rule", "values": rules}}


def _run(page: Any, options: dict[str, Any], **more: Any) -> dict[str, Any]:
    from axe_playwright_python.sync_playwright import Axe

    # Of what passes, one node of each rule: to write down thousands takes longer than to look at them.
    return Axe().run(page, options={"resultTypes": ["violations"], **options}, **more).response


def _found(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What axe finds in these runs."""
    assert any(found["passes"] or found["violations"] for found in told), "axe looked at nothing"
    return [violation for found in told for violation in found["violations"]]


def _told(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    return f"{violation['id']}: {violation['help']}: {nodes[0]['html'][:200]} ({len(nodes)})"
