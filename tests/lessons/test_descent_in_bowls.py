"""Pictures of descent in a bowl: each is one figure, described in both languages, of what it is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gdcourse.lessons import descent_in_bowls, figures

HESSIAN = np.array([[15.0, 5.0], [5.0, 2.0]])
PATH = np.array([[0.7, -0.5], [2.2, 0.1], [1.9, 0.05]])
PICTURES: list[Callable[[], None]] = [
    lambda: descent_in_bowls.path_and_distance(PATH),
    lambda: descent_in_bowls.two_directions(np.linalg.eigh(HESSIAN).eigenvectors, PATH),
    lambda: descent_in_bowls.kept_by_rate([0.3, 16.7], [0.0], 0.13),
    lambda: descent_in_bowls.kept_by_rate([0.3, 16.7], [0.0, 0.9], 0.25),
    lambda: descent_in_bowls.swings({mu: [1.0, 0.5, -0.1] for mu in (0.0, 0.7, 0.9)}),
    lambda: descent_in_bowls.distances(dict.fromkeys("abcd", PATH)),
    lambda: descent_in_bowls.record(dict.fromkeys("abcdef", PATH[:, 0])),
    lambda: descent_in_bowls.bowls({"x": HESSIAN, "z": np.diag([2.0, 2.0])}),
]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is displayed, and the axes as they were when they were drawn."""
    found: list[Any] = []
    monkeypatch.setattr("IPython.display.display", found.append)
    monkeypatch.setattr(figures, "Shown", lambda drawn, alt: (drawn, alt))
    return found


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_one_figure_with_named_axes_described_in_both_languages(
    picture: Callable[[], None], shown: list[Any]
) -> None:
    picture()
    ((drawn, alt),) = shown
    assert re.search("[가-힣]", alt.ko)
    assert re.fullmatch(r"[^가-힣]{80,}", alt.en)
    assert all(ax.get_xlabel() and ax.get_ylabel() for ax in drawn.axes)


def test_directions_are_drawn_at_a_right_angle(shown: list[Any]) -> None:
    descent_in_bowls.two_directions(np.linalg.eigh(HESSIAN).eigenvectors, PATH)
    (ax,) = shown[0][0].axes
    ways = [np.subtract(arrow.xy, (2.0, 0.0)) for arrow in ax.texts if hasattr(arrow, "xy")]
    assert len(ways) == 2
    assert np.dot(*ways) == pytest.approx(0, abs=1e-12)
    assert ax.get_aspect() == 1


def test_a_step_keeps_what_the_formulas_say(shown: list[Any]) -> None:
    descent_in_bowls.kept_by_rate([0.3, 16.7], [0.0, 0.9], 0.25)
    plain, heavy = shown[0][0].axes
    rates, kept = plain.lines[1].get_data()
    assert kept == pytest.approx(np.abs(1 - rates * 16.7))
    rates, kept = heavy.lines[1].get_data()
    on_the_floor = (rates * 16.7 > 0.01) & (rates * 16.7 < 3.75)
    assert kept[on_the_floor] == pytest.approx(0.9**0.5)
    assert kept[rates * 16.7 > 3.81].min() > 1


def test_a_bowl_is_called_by_its_condition_number_and_drawn_with_equal_axes(shown: list[Any]) -> None:
    descent_in_bowls.bowls({"x": HESSIAN, "z": np.diag([2.0, 2.0])})
    drawn, alt = shown[0]
    assert [ax.get_title() for ax in drawn.axes] == ["x\nκ = 55.8", "z\nκ = 1.0"]
    assert [ax.get_aspect() for ax in drawn.axes] == [1, 1]
    assert "55.8, 1.0" in alt.en


def test_a_record_holds_every_line_it_is_given_up_to_200_epochs(shown: list[Any]) -> None:
    descent_in_bowls.record({"slow": np.full(500, 2.5), "fast": np.array([1.0, 2.0])})
    (ax,) = shown[0][0].axes
    slow, fast = (line.get_ydata() for line in ax.lines[:2])
    assert len(slow) == 201
    assert slow == pytest.approx(0.5)
    assert fast == pytest.approx([1.0, 0.0], abs=1e-6)


def test_the_player_says_from_which_rate_on_the_cost_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[Any] = []
    monkeypatch.setattr(descent_in_bowls, "move", lambda *given, **how: moved.append(given))
    descent_in_bowls.rates_in_a_bowl([0.12, 0.122])
    draw, labels, alt, ground = moved[0]
    assert labels == ["η = 0.12", "η = 0.122"]
    costs = []
    for turn in range(2):
        axes = figures.Figure().subplots(1, 2)
        ground(axes)
        draw(axes, turn)
        costs.append(axes[1].lines[-1].get_ydata())
    assert costs[0][-1] < costs[0][0]
    assert costs[1][-1] > costs[1][0]
    assert "from 0.122 on" in alt.en


def test_steps_of_adam_are_counted_until_the_distance_stays_small_and_none_where_it_does_not() -> None:
    bowl, start = np.diag([10.0, 1.0]), np.array([1.0, 1.0])
    needed = descent_in_bowls.steps_of_adam(bowl, start)
    assert needed == descent_in_bowls.steps_of_adam(100 * bowl, start)
    assert descent_in_bowls.steps_of_adam(bowl, start, most=needed) is None
    assert descent_in_bowls.steps_of_adam(bowl, start, most=needed + 1) == needed
