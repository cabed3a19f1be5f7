"""Pictures that answer to the hand: their paths are torch's, their goals can be reached, everybody can use them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
import numpy as np
import pytest
import torch
from bs4 import BeautifulSoup

from gdcourse.language import Text
from gdcourse.lessons import explorables_of_lessons
from gdcourse.lessons.explorable import Explorable, Goal, Slider, declared, evenly, script
from gdcourse.lessons.landscapes import (
    Landscape,
    parabola,
    squared_error,
    stretched_bowl,
    two_layers,
    two_valleys,
    weight_used_twice,
)
from support.browser import DESKTOP, serious_problems, served, why_no_browser
from support.course import ROOT

needs_browser = pytest.mark.skipif(why_no_browser() is not None, reason=why_no_browser() or "")
TITLE, ALT = Text("바닥까지", "To the bottom"), Text("골짜기 하나", "one valley")
PHONE = {"width": 390, "height": 844}
X, Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
X5, Y5 = [1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 3.0, 2.0, 5.0, 4.0]


@dataclass(frozen=True)
class Known:
    """A landscape, the same as a formula that torch differentiates, and where and how fast to descend in it."""

    landscape: Landscape
    formula: Callable[..., Any]
    start: tuple[float, ...]
    rates: tuple[float, ...]


def mean_squared_error(x: list[float], y: list[float]) -> Callable[..., Any]:
    inputs, targets = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
    return lambda w, b=0.0: ((w * inputs + b - targets) ** 2).mean()


KNOWN = {
    "parabola": Known(parabola(2, minimum=3), lambda w: (w - 3) ** 2, (0.0,), (0.1, 0.9, 1.01)),
    "parabola of data": Known(squared_error(X, Y), mean_squared_error(X, Y), (0.0,), (0.01, 0.06, 0.135)),
    "bowl of data": Known(squared_error(X5, Y5, bias=True), mean_squared_error(X5, Y5), (3.0, -3.0), (0.01, 0.08)),
    "stretched bowl": Known(stretched_bowl(1, 100), lambda a, b: (a**2 + 100 * b**2) / 2, (-9.0, 1.0), (0.015, 0.033)),
    "weight used twice": Known(
        weight_used_twice(X, [4.0, 4.0, 6.0, 10.0]),
        lambda w: mean_squared_error(X, [4.0, 4.0, 6.0, 10.0])(w**2 / 2, w - 1),
        (-2.0,),
        (0.001, 0.005, 0.01),
    ),
    "two layers": Known(
        two_layers(X, [4.0, 4.0, 6.0, 10.0]),
        lambda u, v: mean_squared_error(X, [4.0, 4.0, 6.0, 10.0])(u * v),
        (1.0, -0.9),
        (0.002, 0.01),
    ),
    "two valleys": Known(
        two_valleys(-1, 0, 2), lambda w: w**4 / 4 - w**3 / 3 - w**2 + 8 / 3, (-1.8,), (0.02, 0.1, 0.2)
    ),
}
OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "gd": lambda w, lr: torch.optim.SGD(w, lr=lr),
    "momentum": lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9),
    "nesterov": lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9, nesterov=True),
    "adam": lambda w, lr: torch.optim.Adam(w, lr=lr),
}
SETTINGS = {"momentum": 0.9, "beta1": 0.9, "beta2": 0.999}


def shown(known: Known, goal: Goal | None = None) -> Explorable:
    sliders = [Slider("lr", (*known.rates,), known.rates[0]), Slider("momentum", evenly(0, 0.99, 0.01), 0.9)]
    return declared(known.landscape, [*OPTIMIZERS], sliders, known.start, TITLE, ALT, goal, 60, None)


def html(one: Explorable) -> str:
    return one._repr_mimebundle_()["text/html"]


def of_lessons() -> dict[str, str]:
    """Everything that lessons can or do show: what stands ready, and what notebooks have stored."""
    found = {}
    ready: dict[str, tuple[Any, ...]] = {
        "learning_rate_on_a_parabola": (squared_error(X, Y),),
        "learning_rate_in_a_bowl": (X, [4.0, 4.0, 6.0, 10.0]),
        "momentum_for_penguins": ([0.3, 1.4, 2.0, 3.6, 4.2], [3.4, 3.8, 3.9, 5.2, 5.3]),
        "momentum_in_a_stretched_bowl": (),
        "zigzag_in_a_stretched_bowl": (),
        "adam_in_a_bowl": (X, Y),
        "momentum_over_a_hill": (),
        "start_on_a_curve_with_two_valleys": (X, [4.0, 4.0, 6.0, 10.0]),
        "start_of_two_layers": (X, [4.0, 4.0, 6.0, 10.0]),
    }
    for name, arguments in ready.items():
        with patch("IPython.display.display") as display:
            getattr(explorables_of_lessons, name)(*arguments)
        found[name] = html(display.call_args.args[0])
    for path in sorted(ROOT.glob("course/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                stored = output.get("data", {}).get("text/html", "")
                if 'class="gdcourse-explorable"' in stored:
                    found[f"{path.stem}#{cell.id}"] = stored
    return found


OF_LESSONS = of_lessons()


# Declared in Python


@pytest.mark.parametrize("name", KNOWN)
def test_a_landscape_is_as_high_as_its_formula_says(name: str) -> None:
    known = KNOWN[name]
    for place in np.random.default_rng(1).uniform(-4, 4, (20, len(known.start))):
        assert known.landscape.height(place) == pytest.approx(float(known.formula(*torch.tensor(place))), rel=1e-12)
    assert known.landscape.height(known.landscape.minimum) == known.landscape.floor


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: parabola(0), "positive curvature"),
        (lambda: stretched_bowl(1, 2, 3), "two positive curvatures"),
        (lambda: stretched_bowl(1, -2), "two positive curvatures"),
        (lambda: squared_error([1, 2], [1]), "2 and 1"),
        (lambda: squared_error([], []), "at least one"),
        (lambda: squared_error([0, 0], [1, 2]), "all x are 0"),
        (lambda: squared_error([2, 2], [1, 2], bias=True), "all x are equal"),
        (lambda: two_valleys(0, 0, 1), "between the valleys"),
        (lambda: weight_used_twice(X, Y), "for any W"),
    ],
)
def test_what_is_no_landscape_is_refused(make: Callable[[], Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


LR, MU = Slider("lr", (0.1, 0.2), 0.1), Slider("momentum", (0.5, 0.9), 0.9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"algorithms": ["sgd"]}, "gd, momentum, nesterov, adam"),
        ({"algorithms": []}, "one or more"),
        ({"algorithms": ["gd", "gd"]}, "each once"),
        ({"start": [1, 2]}, "coordinates"),
        ({"view": [(1, 2)]}, "not in the view"),
        ({"sliders": []}, "'lr' is missing"),
        ({"sliders": [LR, LR]}, "two sliders"),
        ({"sliders": [LR, MU]}, "moves nothing"),
        ({"algorithms": ["momentum"]}, "'momentum' is missing"),
        ({"goal": Goal(0.0, 5)}, "nowhere lower"),
        ({"goal": Goal(0.1, 10)}, "within 10 of 10"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_a_sentence(change: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"algorithms": ["gd"], "sliders": [LR], "start": [0], "goal": None, "view": None}
    with pytest.raises(ValueError, match=said):
        declared(landscape=parabola(2, 3), title=TITLE, alt=ALT, steps=10, **(given | change))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mu", (0.1,), 0.1), "no slider 'mu'"),
        (("lr", (0.1,), 0.2), "none of its values"),
        (("lr", (2, 1), 1), "order"),
    ],
)
def test_a_slider_that_cannot_stand_is_refused(arguments: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Slider(*arguments)


def test_what_is_stored_depends_on_words_and_numbers_and_not_on_pixels() -> None:
    known = KNOWN["parabola"]
    with patch("gdcourse.lessons.explorable._picture", lambda *_: b"other pixels"):
        other = html(shown(known))
    bare = [re.sub(r"base64,[^\"]+", "", text) for text in (html(shown(known)), other)]
    assert bare[0] == bare[1]
    assert html(shown(known)) != other


def test_the_script_is_small_and_asks_no_other_host() -> None:
    assert len(script().encode()) <= 40 * 1024
    assert set(re.findall(r"https?://[^\"']+", script())) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|url\(|sendBeacon|WebSocket|</script|<img", script())


@pytest.mark.parametrize("name", OF_LESSONS)
def test_a_still_picture_is_described_in_both_languages(name: str) -> None:
    page = BeautifulSoup(OF_LESSONS[name], "html.parser")
    assert re.search(r"[\uac00-\ud7a3].* / .*[a-z]{3}", page.select_one("img")["alt"])
    assert [block["lang"] for block in page.select("div[lang]")] == ["ko", "en"]
    assert json.loads(page.select_one(".gdcourse-explorable")["data-explorable"])["language"] == "both"


# In a browser


def document(*outputs: str, language: str = "ko", dark: bool = False) -> str:
    colours = "background:#14181e;color:#ced6dd" if dark else "background:#fff;color:#222"
    return (
        f'<!doctype html><html lang="en" data-language="{language}"><meta charset="utf-8"><title>test</title>'
        f'<body style="{colours};margin:8px;font-family:sans-serif"><main>{"".join(outputs)}</main></body></html>'
    )


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=DESKTOP)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert problems == []


def torch_path(known: Known, algorithm: str, lr: float, steps: int) -> Any:
    w = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in known.start]
    optimizer = OPTIMIZERS[algorithm](w, lr)
    places = [[v.item() for v in w]]
    for _ in range(steps):
        optimizer.zero_grad()
        known.formula(*w).backward()
        optimizer.step()
        places.append([v.item() for v in w])
    return np.array(places)


@needs_browser
def test_every_path_is_that_of_torch_step_by_step(page: Any) -> None:
    page.set_content(document(*(html(shown(known)) for known in KNOWN.values())))
    asked = [(box, a, lr) for box, known in enumerate(KNOWN.values()) for a in OPTIMIZERS for lr in known.rates]
    paths = page.evaluate(
        """asked => asked.map(([box, algorithm, settings, steps]) => {
          const { pathOf, given } = document.querySelectorAll(".gdcourse-explorable")[box].explorable;
          return pathOf(algorithm, settings, given.start, steps);
        })""",
        [[box, a, {**SETTINGS, "lr": lr}, 200] for box, a, lr in asked],
    )
    worst = {}
    for (box, algorithm, lr), path in zip(asked, paths, strict=True):
        name, known = list(KNOWN.items())[box]
        expected = torch_path(known, algorithm, lr, 200)
        assert np.shape(path) == expected.shape == (201, len(known.start))
        apart = np.linalg.norm(np.array(path, dtype=float) - expected, axis=1) / np.linalg.norm(expected, axis=1).clip(
            1e-300
        )
        worst[name, algorithm, lr] = np.nan_to_num(apart, nan=np.inf).max()
    assert len(worst) == 4 * sum(len(known.rates) for known in KNOWN.values())
    print(f"largest relative difference {max(worst.values()):.1e}")
    assert {how: apart for how, apart in worst.items() if apart > 1e-9} == {}


@needs_browser
def test_goals_can_be_reached_but_are_not_at_first(page: Any) -> None:
    page.set_content(document(*OF_LESSONS.values()))
    reached = page.evaluate(
        """() => [...document.querySelectorAll(".gdcourse-explorable")].map(({ explorable }) => {
          const { given, height, pathOf, settledFrom } = explorable;
          const all = given.sliders.reduce((some, { name, values }) =>
            some.flatMap((settings) => values.map((value) => ({ ...settings, [name]: value }))), [{}]);
          const reaches = (settings, start = given.start) => given.algorithms.some(({ id }) => settledFrom(
            pathOf(id, settings, start, given.steps).map(height), given.goal.below) <= given.goal.within);
          if (given.goal?.from_anywhere) {
            const starts = given.view.reduce((some, [low, high]) =>
              some.flatMap((w) => [...Array(51).keys()].map((i) => [...w, low + i / 50 * (high - low)])), [[]]);
            return [reaches({}), starts.filter((w) => reaches({}, w)).length, starts.length, 0];
          }
          const reaching = all.filter((settings) => reaches(settings));
          const without = reaching.filter(({ momentum }) => momentum === 0).length;
          return given.goal && [reaches({}), reaching.length, all.length, without];
        })"""
    )
    for name, found in zip(OF_LESSONS, reached, strict=True):
        if found:
            first, count, tried, without_momentum = found
            assert not first, name
            assert not without_momentum, f"{name}: a goal that is met without momentum teaches nothing of it"
            assert 0 < count < 0.6 * tried, f"{name}: {count} of {tried} settings reach the goal"
    assert sum(found is not None for found in reached) >= 2


def box_of(page: Any, name: str = "learning_rate_on_a_parabola", **how: Any) -> Any:
    page.set_content(document(OF_LESSONS[name], **how))
    box = page.locator(".gdcourse-explorable[role=group]")
    box.locator(".gdx-pictures > svg ellipse, .gdx-pictures > svg polygon").first.wait_for(state="attached")
    return box


@needs_browser
def test_by_keyboard_alone_the_goal_is_reached_and_told_to_those_who_listen(page: Any) -> None:
    box = box_of(page, language="en")
    state, live = box.locator(".gdx-state"), box.locator("[role=status]")
    assert state.inner_text() == "Not yet: gradient descent takes 25 steps"
    assert live.inner_text() == ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "start w"
    page.keyboard.press("Tab")
    assert box.get_by_label("learning rate η").evaluate("e => e === document.activeElement")
    for _ in range(50):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.textContent.startsWith('✓')", arg=state.element_handle())
    assert state.inner_text() == "✓ Done! gradient descent, in step 2"
    assert box.get_by_label("learning rate η").evaluate("e => e.ariaValueText") == "0.060"
    page.wait_for_function("e => e.textContent", arg=live.element_handle())
    told = r"gradient descent after 30 steps: w = 2\.000, J = [\d.e-]+\. ✓ Done! gradient descent, in step 2"
    assert re.fullmatch(told, live.text_content())


@needs_browser
def test_a_goal_that_was_reached_is_remembered_when_the_page_is_opened_again(browser: Any, tmp_path: Path) -> None:
    shown_twice = document(OF_LESSONS["learning_rate_on_a_parabola"], language="en")
    (tmp_path / "page.html").write_text(shown_twice, encoding="utf-8")
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}/page.html")
        before, rate = page.locator(".gdx-before"), page.get_by_label("learning rate η")
        assert before.inner_text() == ""
        rate.fill("59")  # the sixtieth value
        page.locator(".gdx-reached").wait_for()
        assert before.inner_text() == ""
        page.reload()
        before.get_by_text("✓ Reached before, in step 2").wait_for()
        assert page.locator(".gdx-state").inner_text().startswith("Not yet")
        page.close()


@needs_browser
def test_the_start_is_moved_by_hand_and_by_keyboard_and_the_goal_counts_from_the_first_one(page: Any) -> None:
    box = box_of(page, "momentum_in_a_stretched_bowl", language="en")
    handle, state = box.locator(".gdx-handle circle").last, box.locator(".gdx-state")
    before = handle.bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 30, steps=4)
    page.mouse.up()
    page.wait_for_function("e => e.textContent.includes('moved')", arg=state.element_handle())
    after = handle.bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((90, 30), abs=4)
    box.get_by_text("reset").click()
    page.wait_for_function("e => e.textContent.includes('momentum takes')", arg=state.element_handle())
    assert handle.bounding_box() == before
    box.get_by_label("start w₂").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("e => e.textContent.includes('moved')", arg=state.element_handle())
    assert handle.bounding_box()["y"] > before["y"]
    assert box.get_by_label("start w₁").evaluate("e => e.ariaValueText") == "−9.00"


@needs_browser
def test_a_goal_that_counts_from_anywhere_is_reached_by_moving_the_start(page: Any) -> None:
    box = box_of(page, "start_on_a_curve_with_two_valleys", language="en")
    state = box.locator(".gdx-state")
    assert state.inner_text() == "Not yet: not there after 60 steps"
    start = box.get_by_label("start W")
    start.evaluate("e => { e.value = 0.5; e.dispatchEvent(new Event('input')); }")
    page.wait_for_function("e => e.textContent.startsWith('✓ Done!')", arg=state.element_handle())
    start.evaluate("e => { e.value = -1; e.dispatchEvent(new Event('input')); }")
    page.wait_for_function("e => e.textContent.startsWith('Not yet')", arg=state.element_handle())


@needs_browser
def test_lines_of_equal_height_are_where_the_landscape_is_as_high(page: Any) -> None:
    page.set_content(document(html(shown(KNOWN["two layers"]))))
    page.locator(".gdx-pictures > svg polygon").first.wait_for(state="attached")
    spread = page.evaluate(
        """() => {
          const box = document.querySelector(".gdcourse-explorable"), { height, given } = box.explorable;
          const svg = box.querySelector(".gdx-pictures > svg"), inside = svg.querySelector("svg");
          const [left, top, wide, high] = inside.getAttribute("viewBox").split(" ").map(Number);
          const at = ([low, end], part) => low + part * (end - low);
          return [...inside.querySelectorAll("path[stroke-opacity='0.35']")].map((path) => {
            const points = path.getAttribute("d").split(/[ML]/).slice(1).map((p) => p.split(" ").map(Number));
            const heights = points.map(([x, y]) =>
              height([at(given.view[0], (x - left) / wide), at(given.view[1], 1 - (y - top) / high)]));
            return [points.length, Math.min(...heights), Math.max(...heights)];
          });
        }"""
    )
    assert len(spread) == 11
    for count, lowest, highest in spread:
        assert count >= 4
        assert highest - lowest < 0.1 * spread[-1][2]
    assert [lowest for _, lowest, _ in spread] == sorted(lowest for _, lowest, _ in spread)


@needs_browser
def test_words_follow_the_switch_of_the_site_and_of_notebooks(page: Any) -> None:
    box = box_of(page, "momentum_in_a_stretched_bowl", language="ko")
    labels = box.locator(".gdx-slider label")
    assert labels.all_inner_texts() == ["학습률 η", "모멘텀 μ", "스텝"]
    page.evaluate("document.documentElement.dataset.language = 'en'")
    assert labels.all_inner_texts() == ["learning rate η", "momentum μ", "step"]
    page.evaluate("document.documentElement.dataset.gdcourseLanguage = 'both'")
    assert labels.all_inner_texts() == ["학습률 η · learning rate η", "모멘텀 μ · momentum μ", "스텝 · step"]
    assert box.locator(".gdx-start").first.evaluate("e => e.ariaLabel") == "출발점 w₁ · start w₁"
    for language, other in (("ko", r"[A-Za-z]{4}"), ("en", r"[가-힣]")):
        page.evaluate(f"document.documentElement.dataset.gdcourseLanguage = '{language}'")
        assert not re.search(other, box.inner_text().replace("Tab", "")), language


@needs_browser
def test_an_algorithm_can_be_left_out_and_no_longer_counts(page: Any) -> None:
    box = box_of(page, "momentum_in_a_stretched_bowl", language="en")
    box.get_by_label("momentum", exact=True).uncheck()
    page.wait_for_function(
        "e => e.textContent.startsWith('Not yet: not there')", arg=box.locator(".gdx-state").element_handle()
    )


@needs_browser
def test_the_script_of_another_output_builds_nothing_twice(page: Any) -> None:
    page.set_content(document(*(html(shown(known)) for known in list(KNOWN.values())[:2])))
    page.evaluate(
        "text => { const s = document.createElement('script'); s.text = text; document.body.append(s); }", script()
    )
    assert page.locator(".gdcourse-explorable").count() == 2
    assert page.locator(".gdx-title").count() == 2
    ids = page.locator("[id]").evaluate_all("all => all.map((e) => e.id).filter((id) => id.startsWith('gdx'))")
    assert len(ids) == len(set(ids)) >= 8


@needs_browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Any, dark: bool) -> None:
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        page.set_content(document(*OF_LESSONS.values(), language="both", dark=dark))
        page.locator(".gdx-pictures > svg polygon").first.wait_for(state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert serious_problems(page) == []
    page.set_viewport_size(DESKTOP)


@needs_browser
def test_print_has_the_settings_in_place_of_sliders_and_calm_pages_play_nothing(page: Any) -> None:
    box = box_of(page, language="en")
    assert box.get_by_text("play").is_visible()
    page.emulate_media(media="print")
    assert not box.locator(".gdx-controls").is_visible()
    assert box.locator(".gdx-settings").inner_text() == "learning rate η = 0.010"
    assert box.locator(".gdx-pictures > svg").first.is_visible()
    page.emulate_media(media="screen", reduced_motion="reduce")
    assert not box.get_by_text("play").is_visible()
    step = box.get_by_role("slider", name="step")
    assert step.is_visible()
    page.emulate_media(media="screen", reduced_motion="no-preference")
    box.get_by_text("play").click()
    page.wait_for_function("e => +e.value > 0 && +e.value < 30", arg=step.element_handle())
    box.get_by_text("pause").click()


@needs_browser
def test_without_scripts_the_still_picture_stands_with_its_description(browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.set_content(document(OF_LESSONS["momentum_in_a_stretched_bowl"]))
    assert still.locator("img").is_visible()
    assert still.locator("img").bounding_box()["width"] > 300
    assert still.locator("div[lang=en]").inner_text().startswith("Tune momentum")
    context.close()
