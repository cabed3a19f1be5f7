"""What lessons show: figures, those that move or answer to the hand, graphs, the data set, the switch of languages.

Notebooks import what they draw with from here (graphs from ``computational_graph``). It uses the ground alone. Names
are loaded on first use: a lesson that draws nothing does not wait for matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdcourse.language import Text
    from gdcourse.lessons.data import load_penguins
    from gdcourse.lessons.explorable import Goal, Slider, evenly, explorable
    from gdcourse.lessons.explorables_of_lessons import (
        adam_in_a_bowl,
        gradients_kept_on_a_parabola,
        learning_rate_in_a_bowl,
        learning_rate_on_a_parabola,
        momentum_for_penguins,
        momentum_in_a_stretched_bowl,
        momentum_over_a_hill,
        start_on_a_curve_with_two_valleys,
        zigzag_in_a_stretched_bowl,
    )
    from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label, words
    from gdcourse.lessons.landscapes import parabola, squared_error, stretched_bowl, two_valleys
    from gdcourse.lessons.moving_figures import move

__all__ = [
    "BLUE",
    "GREEN",
    "ORANGE",
    "PURPLE",
    "Goal",
    "Slider",
    "Text",
    "adam_in_a_bowl",
    "evenly",
    "explorable",
    "figure",
    "gradients_kept_on_a_parabola",
    "label",
    "learning_rate_in_a_bowl",
    "learning_rate_on_a_parabola",
    "load_penguins",
    "momentum_for_penguins",
    "momentum_in_a_stretched_bowl",
    "momentum_over_a_hill",
    "move",
    "parabola",
    "squared_error",
    "start_on_a_curve_with_two_valleys",
    "stretched_bowl",
    "two_valleys",
    "words",
    "zigzag_in_a_stretched_bowl",
]

_PLACES = {
    "Text": "gdcourse.language",
    "load_penguins": "gdcourse.lessons.data",
    "move": "gdcourse.lessons.moving_figures",
    **dict.fromkeys(("BLUE", "GREEN", "ORANGE", "PURPLE", "figure", "label", "words"), "gdcourse.lessons.figures"),
    **dict.fromkeys(("Goal", "Slider", "evenly", "explorable"), "gdcourse.lessons.explorable"),
    **dict.fromkeys(("parabola", "squared_error", "stretched_bowl", "two_valleys"), "gdcourse.lessons.landscapes"),
    **dict.fromkeys(
        (
            "adam_in_a_bowl",
            "gradients_kept_on_a_parabola",
            "learning_rate_in_a_bowl",
            "learning_rate_on_a_parabola",
            "momentum_for_penguins",
            "momentum_in_a_stretched_bowl",
            "momentum_over_a_hill",
            "start_on_a_curve_with_two_valleys",
            "zigzag_in_a_stretched_bowl",
        ),
        "gdcourse.lessons.explorables_of_lessons",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
