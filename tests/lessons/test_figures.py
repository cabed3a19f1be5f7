"""Figures: Hangul is never an empty box, colours hold on light and dark pages, moving figures work by slider."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.figure import Figure

from gdcourse.language import Text, set_language, speaking
from gdcourse.lessons import figures
from gdcourse.lessons.figures import STYLE, figure, label
from gdcourse.lessons.moving_figures import Player, move
from support.course import ROOT

FONT = ROOT / "gdcourse" / "lessons" / "fonts" / "GDCourseHangul.ttf"
ALT = Text("선 하나", "one line")


def test_the_font_has_every_hangul_syllable_and_everything_the_notebooks_draw() -> None:
    covered = set(TTFont(FONT).getBestCmap())
    assert set(range(0xAC00, 0xD7A4)) <= covered
    drawable = covered | set(TTFont(font_manager.findfont("DejaVu Sans")).getBestCmap()) | {ord("\n")}
    for path in ROOT.glob("course/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                assert {c for c in cell.source if ord(c) not in drawable} == set(), cell.id


def test_hangul_is_drawn_without_any_font_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [f for f in font_manager.fontManager.ttflist if "GDCourse" in f.name or f.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", ours)
    font_manager.fontManager._findfont_cached.cache_clear()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = Figure(figsize=(2, 1))
        drawn.text(0.1, 0.5, "그래디언트 − 학습률 η ŷ → ²")
        drawn.savefig(io.BytesIO(), format="png")
    font_manager.fontManager._findfont_cached.cache_clear()


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    bright, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#111111"], ids=["light", "dark"])
def test_lines_and_words_hold_their_contrast_on_light_and_dark_pages(page: str) -> None:
    for color in (figures.BLUE, figures.ORANGE, figures.GREEN, figures.PURPLE):
        assert contrast(color, page) >= 3
    assert contrast(STYLE["text.color"], page) >= 4


def shown_by(draw: Any) -> dict[str, str]:
    """What ``draw`` displays, as a notebook would store it."""
    with patch("IPython.display.display") as display:
        draw()
    (shown,) = display.call_args.args
    return shown._repr_mimebundle_()


def test_a_figure_is_transparent_and_described_in_both_languages() -> None:
    def draw() -> None:
        with figure(ALT) as ax:
            ax.plot([0, 1], color=figures.BLUE)
            label(ax, Text("스텝", "step"), "w")

    data = shown_by(draw)
    assert 'alt="선 하나 / one line"' in data["text/html"]
    assert data["text/plain"] == "[선 하나 / one line]"
    shown = pixels(re.search(r"base64,([^\"]+)", data["text/html"])[1])  # type: ignore[index]
    assert shown.shape[2] == 4
    assert shown[0, 0, 3] == 0


@pytest.mark.parametrize(("language", "shown"), [("ko", "비용"), ("en", "cost"), ("both", "비용 · cost")])
def test_a_picture_speaks_the_language_that_was_chosen(language: str, shown: str) -> None:
    set_language(language)
    ax = Figure().subplots()
    label(ax, Text("비용", "cost"), "w")
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == (shown, "w", "")


@pytest.mark.parametrize(("language", "other"), [("ko", "[a-z]{4}"), ("en", "[가-힣]")])
def test_where_one_language_was_chosen_a_figure_and_a_player_speak_it_alone(language: str, other: str) -> None:
    def draw() -> None:
        with figure(ALT) as ax:
            ax.plot([0, 1])

    with speaking(language):
        shown = [shown_by(draw), shown_by(lambda: move(lambda ax, i: ax.plot([0, i]), ["1", "2"], ALT))]
    for data in shown:
        spoken = re.findall(r'alt="([^"]*)"|aria-label="([^"]*)"|<button[^>]*>([^<]*)', data["text/html"])
        assert not re.search(other, " ".join("".join(parts) for parts in spoken) + data["text/plain"])


def test_a_moving_figure_has_a_picture_and_a_label_for_every_step_and_stands_at_its_last_without_scripts() -> None:
    def draw(ax: Any, i: int) -> None:
        ax.plot([0, i], color=figures.BLUE)

    html = shown_by(lambda: move(draw, ["시작 <b>", "스텝 1", "스텝 2"], ALT))["text/html"]
    assert len(re.findall(r'<img alt="선 하나 / one line"', html)) == 3
    assert re.findall(r"display:(block|none)", html) == ["none", "none", "block"]
    assert '<input type="range" min="0" max="2" value="2"' in html
    assert "시작 &lt;b&gt;" in html
    assert "<b>" not in html


# What stands around a drawing, and how to set it in one of two ways.
AROUND: dict[str, Callable[[Any, bool], object]] = {
    "limits": lambda ax, other: ax.set_xlim(0, 5 if other else 2),
    "scale": lambda ax, other: ax.set_yscale("log" if other else "linear"),
    "ticks": lambda ax, other: ax.set_xticks([0.5, 1.5] if other else [1]),
    "minor ticks": lambda ax, other: ax.set_xticks([0.1] if other else [0.9], minor=True),
    "names of ticks": lambda ax, other: ax.set_xticks([0, 1], ["zero", "one" if other else "1"]),
    "size of ticks": lambda ax, other: ax.tick_params(labelsize=6 if other else 9),
    "grid": lambda ax, other: ax.grid(other),
    "label": lambda ax, other: ax.set_ylabel("w" if other else "b"),
    "title": lambda ax, other: ax.set_title("two" if other else "one"),
    "title at the side": lambda ax, other: ax.set_title("two" if other else "one", loc="left"),
    "color of a label": lambda ax, other: ax.set_xlabel("x", color="#d55e00" if other else "#2f86c5"),
    "limits by aspect": lambda ax, other: ax.set_aspect("equal" if other else "auto", adjustable="datalim"),
    "spine": lambda ax, other: ax.spines.left.set_visible(other),
    "color": lambda ax, other: ax.set_facecolor("#112233" if other else "none"),
    "axes": lambda ax, other: ax.axis("off" if other else "on"),
    "aspect": lambda ax, other: ax.set_aspect("equal" if other else "auto"),
    "legend": lambda ax, other: ax.legend(["one"]) if other else None,
    "nothing": lambda ax, other: None,
}


@pytest.mark.parametrize("what", AROUND)
def test_a_picture_of_a_moving_figure_is_as_if_drawn_from_nothing(what: str) -> None:
    """Whatever changes around the drawing from one picture to the next, and where nothing does."""

    def draw(ax: Any, i: int) -> None:
        ax.set(xlim=(0, 2), ylim=(1, 2))
        ax.plot([0, 1, 2], [1, 1 + i / 3, 2], "o-")
        ax.contour([0, 1, 2], [1, 2], [[0, i, 2], [1, 2, 3]])
        AROUND[what](ax, i > 0)

    def pictures() -> list[str]:
        html = shown_by(lambda: move(draw, ["a", "b", "c"], ALT))["text/html"]
        return re.findall(r"base64,([^\"]+)", html)

    kept = pictures()
    with patch("gdcourse.lessons.moving_figures._frame", lambda ax: object()):  # never the same twice
        assert kept == pictures()
    assert len(set(kept)) == 3


def test_what_is_the_same_in_all_pictures_is_drawn_once_and_looks_as_if_drawn_for_each() -> None:
    grounds: list[Any] = []

    def ground(ax: Any) -> None:
        grounds.append(ax)
        ax.contour([0.2, 1], [1.2, 1.8], [[0, 1], [1, 2]])
        ax.bar([0.3, 0.6], [0.3, 0.5], 0.1, 1.1, label="data")
        ax.text(0.8, 1.1, "goal")
        ax.legend(loc="center right")
        ax.set(xlim=(0, 2), ylim=(1, 2), title="bowl")

    def draw(ax: Any, i: int) -> None:
        ax.plot([1.2, 1.4, 1.9], [1.2, 1.2 + i / 50, 1.1], "o-", color=figures.BLUE)

    def everything(ax: Any, i: int) -> None:
        ground(ax)
        draw(ax, i)

    def pictures(**how: Any) -> list[str]:
        html = shown_by(lambda: move(labels=["a", "b", "c"], alt=ALT, **how))["text/html"]
        return re.findall(r"base64,([^\"]+)", html)

    apart = pictures(draw=draw, ground=ground)
    assert len(grounds) == 1
    assert len(set(apart)) == 3
    assert apart == pictures(draw=everything)


def pixels(picture: str) -> Any:
    return mpl.image.imread(io.BytesIO(base64.b64decode(picture)))


def test_a_moving_figure_is_the_same_whatever_its_pixels() -> None:
    def without_pictures(picture: bytes) -> str:
        html = Player([picture, picture], ["a", "b"], ALT, 100)._repr_mimebundle_()["text/html"]
        return re.sub(r"base64,[^\"]+", "", html)

    assert without_pictures(b"one") == without_pictures(b"two")


def test_importing_plots_chooses_no_backend_and_changes_no_settings(tmp_path: Path) -> None:

    script = (
        "import matplotlib as m\na = dict(m.rcParams)\nimport gdcourse.lessons.figures\nprint(a == dict(m.rcParams))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert result.stdout.strip() == "True"
