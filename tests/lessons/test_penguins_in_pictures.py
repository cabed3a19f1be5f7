"""Pictures of the penguins show what they are given, and say so to those who cannot see them."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
import torch

from gdcourse.lessons import penguins_in_pictures

KINDS = np.array(["Adelie", "Chinstrap", "Gentoo", "Gentoo", "Adelie", "Chinstrap"])
DEPTH = np.array([18.0, 18.5, 14.0, 15.0, 19.0, 19.5])
MASS = np.array([3500.0, 3600.0, 4900.0, 5300.0, 3900.0, 4000.0])


@pytest.fixture
def shown() -> Any:
    """The figures that are shown, before they become pictures."""
    with patch("gdcourse.lessons.figures.Shown") as shown, patch("IPython.display.display"):
        yield shown


def test_a_network_hits_the_twenty_that_it_has_learnt_and_misses_the_others(shown: Any) -> None:
    state = torch.random.get_rng_state()
    penguins_in_pictures.learnt_by_heart()
    learnt, new = shown.call_args.args[0].axes
    assert [len(ax.lines[1].get_xdata()) for ax in (learnt, new)] == [20, 68]
    off = [float(np.std(ax.lines[1].get_ydata() - ax.lines[1].get_xdata())) for ax in (learnt, new)]
    assert off[0] < 60
    assert off[1] > 400
    missed = new.lines[1].get_ydata() - new.lines[1].get_xdata()
    assert round(float(np.sqrt(np.mean(missed**2)))) == 839  # what the lesson prints of this network
    assert torch.equal(state, torch.random.get_rng_state())  # what the reader draws next is what the lesson has drawn


def test_the_lowest_error_is_marked_and_named(shown: Any) -> None:
    penguins_in_pictures.errors_by_epoch([0, 10, 20], [900.0, 100.0, 10.0], [950.0, 400.0, 700.0])
    drawn, alt = shown.call_args.args
    mark = drawn.axes[0].lines[2]
    assert (list(mark.get_xdata()), list(mark.get_ydata())) == ([10], [400.0])
    assert "epoch 10" in alt.en
    assert "10에폭" in alt.ko


def test_errors_of_one_split_are_joined_and_means_are_told(shown: Any) -> None:
    penguins_in_pictures.errors_by_split({"flipper": [400.0, 300.0], "flipper, bills, species": [310.0, 290.0]})
    drawn, alt = shown.call_args.args
    joined = [list(line.get_ydata()) for line in drawn.axes[0].lines[:2]]
    assert joined == [[400.0, 310.0], [300.0, 290.0]]
    assert "flipper 350 g, + both 300 g" in alt.en
    assert "날개 350 g, + 부리와 종 300 g" in alt.ko


def test_lines_within_species_rise_where_the_line_for_all_falls(shown: Any) -> None:
    penguins_in_pictures.slopes_of_bill_depth(DEPTH, MASS, KINDS)
    together, *within = (
        np.ptp(line.get_ydata()) * np.sign(np.diff(line.get_ydata())[0])
        for line in shown.call_args.args[0].axes[0].lines
    )
    assert together < 0
    assert all(rise > 0 for rise in within)


def test_each_species_has_its_points(shown: Any) -> None:
    penguins_in_pictures.mass_by_flipper(DEPTH, MASS, KINDS)
    drawn = shown.call_args.args[0].axes[0]
    assert [len(points.get_offsets()) for points in drawn.collections] == [2, 2, 2]
