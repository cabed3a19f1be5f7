"""What lessons show: figures, figures that move, computational graphs, the data set, the switch between languages.

Notebooks import what they draw with from here (graphs from ``computational_graph``). It uses the ground alone. Names
are loaded on first use: a lesson that draws nothing does not wait for matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdcourse.language import Text
    from gdcourse.lessons.data import load_penguins
    from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, figure, label
    from gdcourse.lessons.moving_figures import move

__all__ = ["BLUE", "GREEN", "ORANGE", "PURPLE", "Text", "figure", "label", "load_penguins", "move"]

_PLACES = {
    "Text": "gdcourse.language",
    "load_penguins": "gdcourse.lessons.data",
    "move": "gdcourse.lessons.moving_figures",
    **dict.fromkeys(("BLUE", "GREEN", "ORANGE", "PURPLE", "figure", "label"), "gdcourse.lessons.figures"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
