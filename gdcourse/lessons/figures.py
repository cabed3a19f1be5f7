"""Figures that read on light and dark pages, speak both languages, and never show empty boxes for Hangul."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.image
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from gdcourse.language import Text, current_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Four colours that people with the common forms of colour blindness tell apart (Okabe and Ito, 2008),
# each of at least 3:1 contrast on white and on JupyterLab's dark #111111.
BLUE, ORANGE, GREEN, PURPLE = "#2f86c5", "#d55e00", "#009e73", "#b5658f"
INK = "#7a7a7a"
_DPI = 120

font_manager.fontManager.addfont(Path(__file__).parent / "fonts" / "GDCourseHangul.ttf")

STYLE: Any = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.axisbelow": True,
    "font.family": ["DejaVu Sans", "GDCourse Hangul"],
    "font.size": 11,
    "axes.unicode_minus": False,
    "text.color": INK,
    "text.hinting": "none",  # sharp enough at this size, and a tenth of the time of a figure
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titley": 1.0,  # to find a place for a title takes as long as to draw the rest
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": INK,
    "grid.alpha": 0.25,
    "lines.linewidth": 2,
    "legend.frameon": False,
}


def png_of(canvas: FigureCanvasAgg) -> bytes:
    """What has been drawn on a canvas, as a PNG without the name of what made it."""
    buffer = io.BytesIO()
    # Runs of equal pixels are nearly all there is to compress in a figure, and looking for no more halves the time.
    options = {"compress_type": zlib.Z_RLE, "pnginfo": None}
    image, dpi = canvas.buffer_rgba(), canvas.figure.dpi
    mpl.image.imsave(buffer, image, format="png", origin="upper", dpi=dpi, pil_kwargs=options)
    return buffer.getvalue()


class Shown:
    """A finished figure: picture, description for those who cannot see it, and a caption under it."""

    def __init__(self, figure: Figure, alt: Text) -> None:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        self._png = base64.b64encode(png_of(canvas)).decode("ascii")
        self._alt = alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        alt = escape(beside(self._alt), quote=True)
        html = f'<img alt="{alt}" src="data:image/png;base64,{self._png}" style="max-width:100%;height:auto">'
        return {"text/plain": f"[{beside(self._alt)}]", "text/html": html}


@contextmanager
def figure(alt: Text, panels: int = 1, height: float = 3.4) -> Iterator[Any]:
    """Draw in the course's style; the figure is shown when the block ends.

    Args:
        alt: what the figure shows, in both languages, for those who cannot see it.
        panels: how many axes side by side.
        height: inches.

    Yields:
        The axes: one ``Axes``, or an array of them where ``panels`` is more than one.
    """
    from IPython.display import display

    with mpl.rc_context(STYLE):
        drawn = Figure(figsize=(7.2, height), dpi=_DPI, layout="constrained")
        yield drawn.subplots(1, panels)
        without_minor_ticks(drawn)
        display(Shown(drawn, alt))


def without_minor_ticks(figure: Figure) -> None:
    """Leave only the powers of ten on logarithmic axes that show two or more: the others take long, and say no more."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            if axis.get_scale() == "log" and sum(low <= place <= high for place in axis.get_majorticklocs()) > 1:
                axis.set_minor_locator(NullLocator())


def label(ax: Axes, x: Text | str, y: Text | str, title: Text | str = "") -> None:
    """Name the axes, a ``Text`` in the language of messages, where both are shown as "Korean · English"."""
    ax.set_xlabel(words(x))
    ax.set_ylabel(words(y))
    ax.set_title(words(title))


def beside(text: Text) -> str:
    """What describes a picture or a button: in the language of messages, where both are shown "Korean / English"."""
    language = current_language()
    return f"{text.ko} / {text.en}" if language == "both" else text.in_language(language)


def words(text: Text | str) -> str:
    """What stands in a picture, on one line: in the language of messages, where both are shown "Korean · English"."""
    if not isinstance(text, Text):
        return text
    language = current_language()
    return f"{text.ko} · {text.en}" if language == "both" and text.ko != text.en else text.in_language(language)
