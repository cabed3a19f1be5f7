"""Figures that move: one slider over pictures drawn beforehand, which works with a kernel and without one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from gdcourse.language import Text
from gdcourse.lessons import messages
from gdcourse.lessons.figures import STYLE, beside, png_of, without_minor_ticks

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_DPI = 90

# The pictures lie on top of each other; the slider shows one. It opens on the first, so that nothing is given away;
# without scripts the last picture stays to be seen.
_PLAYER = """\
<div id="{id}" style="max-width:100%">
{pictures}
<div style="display:flex;gap:.6em;align-items:center">
<button type="button" aria-label="{play}" style="min-width:2.6em;min-height:2em">▶</button>
<input type="range" min="0" max="{last}" value="{last}" aria-label="{slider}" style="flex:1">
<output style="min-width:7em;color:{ink}">{shown}</output>
</div>
</div>
<script>
(() => {{
  const box = document.getElementById("{id}"), slider = box.querySelector("input");
  const pictures = box.querySelectorAll("img"), labels = {labels};
  const button = box.querySelector("button"), output = box.querySelector("output");
  let timer = null;
  const show = () => {{
    pictures.forEach((picture, i) => {{ picture.style.display = i === +slider.value ? "block" : "none"; }});
    output.textContent = labels[+slider.value];
  }};
  const stop = () => {{ clearInterval(timer); timer = null; button.textContent = "▶"; }};
  // JupyterLab takes arrow keys at the document; the slider needs them. Ctrl+S and the like pass.
  window.addEventListener("keydown", (e) => {{
    if (box.contains(e.target) && !e.ctrlKey && !e.metaKey) e.stopImmediatePropagation();
  }}, true);
  slider.addEventListener("input", () => {{ stop(); show(); }});
  button.addEventListener("click", () => {{
    if (timer) {{ stop(); return; }}
    if (+slider.value === +slider.max) slider.value = 0;
    button.textContent = "⏸"; show();
    timer = setInterval(() => {{
      if (+slider.value === +slider.max) {{ stop(); return; }}
      slider.value = +slider.value + 1; show();
    }}, {interval});
  }});
  slider.value = 0; show();
}})();
</script>
"""


class Player:
    """Pictures under a slider with a play button."""

    def __init__(self, pictures: list[bytes], labels: list[str], alt: Text, interval: int) -> None:
        self._alt = alt
        encoded = [base64.b64encode(picture).decode("ascii") for picture in pictures]
        described = escape(beside(alt), quote=True)
        # The id comes from the words, not the pixels, so that the same notebook gives the same output everywhere.
        name = "player-" + hashlib.sha256("\n".join([alt.ko, alt.en, *labels]).encode()).hexdigest()[:12]
        last = len(pictures) - 1
        images = "\n".join(
            f'<img alt="{described}" src="data:image/png;base64,{data}" '
            f'style="max-width:100%;height:auto;display:{"block" if i == last else "none"}">'
            for i, data in enumerate(encoded)
        )
        quoted = "[" + ", ".join('"' + escape(label).replace("\\", "\\\\") + '"' for label in labels) + "]"
        self._html = _PLAYER.format(
            id=name,
            pictures=images,
            last=last,
            shown=escape(labels[-1]),
            labels=quoted,
            interval=interval,
            play=beside(messages.PLAY),
            slider=beside(messages.CHOOSE_A_PICTURE),
            ink=STYLE["text.color"],
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": f"[{beside(self._alt)}]", "text/html": self._html}


def move(
    draw: Callable[[Any, int], None],
    labels: Sequence[str],
    alt: Text,
    ground: Callable[[Any], None] | None = None,
    panels: int = 1,
    height: float = 3.4,
    interval: int = 400,
) -> None:
    """Show a figure that moves: ``draw(axes, i)`` draws picture ``i`` of ``len(labels)`` into empty axes.

    Args:
        draw: draws one picture into the axes (an array of them where ``panels`` is more than one). The axes are the
            same each time: what it sets for one picture (limits, ticks, a title) holds for the next, unless it is set
            again. Axes within axes, and text outside of all axes, are not drawn anew for each.
        labels: one short label per picture, shown beside the slider, such as ``"step 3"``.
        alt: what the figure shows, in both languages, for those who cannot see it.
        ground: draws, once, what is the same in all pictures and lies beneath the rest. Here, or in ``draw``, the
            limits of the axes should be fixed, or they jump from picture to picture.
        panels: how many axes side by side.
        height: inches.
        interval: milliseconds from picture to picture when it plays.
    """
    from IPython.display import display

    with mpl.rc_context(STYLE):
        stage = _Stage(draw, ground, panels, height)
        stage.lay_out(0, len(labels) - 1)
        pictures = [stage.picture(i) for i in range(len(labels))]
    display(Player(pictures, list(labels), alt, interval))


class _Stage:
    """One figure for all pictures, emptied in between: to make axes and their ticks takes longer than to draw them."""

    def __init__(
        self,
        draw: Callable[[Any, int], None],
        ground: Callable[[Any], None] | None,
        panels: int,
        height: float,
    ) -> None:
        self._figure = Figure(figsize=(7.2, height), dpi=_DPI, layout="constrained")
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.subplots(1, panels)
        self._draw = draw
        self._frames: list[Any] = []
        if ground is not None:
            ground(self._axes)
        self._ground = {artist for ax in self._figure.axes for artist in _artists(ax)}
        self._containers = {ax: len(ax.containers) for ax in self._figure.axes}

    def lay_out(self, first: int, last: int) -> None:
        """Place the axes for the last picture and, where that needs other room, the first.

        What fits both is kept, which holds the axes still.
        """
        self._stand(first)
        outline = self._outline()
        self._stand(last)
        boxes = [self._boxes()]
        if outline != self._outline():
            self._stand(first)
            boxes.append(self._boxes())
        self._figure.set_layout_engine(None)
        for ax, places in zip(self._figure.axes, zip(*boxes, strict=True), strict=True):
            ax.set_position(Bbox([np.max([box.min for box in places], 0), np.min([box.max for box in places], 0)]))

    def picture(self, i: int) -> bytes:
        """Picture ``i`` as a PNG."""
        self._stand(i)
        moving = [artist for ax in self._figure.axes for artist in self._moving(ax)]
        # What stands around the drawing, and beneath it, takes three quarters of the time, and is mostly the same from
        # picture to picture: it is drawn when it changes.
        if self._frames != (frames := [_frame(ax) for ax in self._figure.axes]):
            for artist in moving:
                artist.set_animated(True)
            self._canvas.draw()
            self._around = self._canvas.copy_from_bbox(self._figure.bbox)
            self._frames = frames
        self._canvas.restore_region(self._around)
        for artist in moving:
            artist.draw(self._canvas.get_renderer())
        return png_of(self._canvas)

    def _stand(self, i: int) -> None:
        """Put what is drawn for picture ``i`` in place of the last; what has been set for the axes stays."""
        for ax in self._figure.axes:
            for artist in _artists(ax):
                if artist not in self._ground:
                    artist.remove()
            del ax.containers[self._containers[ax] :]
            ax.set_prop_cycle(None)
            ax.relim()
        self._draw(self._axes, i)
        without_minor_ticks(self._figure)
        for ax in self._figure.axes:
            ax.apply_aspect()  # which may change the limits

    def _moving(self, ax: Axes) -> list[Artist]:
        """What is drawn anew for each picture, from back to front."""
        drawn = [artist for artist in [*_artists(ax), ax.title] if artist not in self._ground]
        return sorted(drawn, key=lambda artist: artist.get_zorder())

    def _boxes(self) -> list[Bbox]:
        """Where the axes stand once what is drawn has been laid out."""
        engine = self._figure.get_layout_engine()
        assert engine is not None
        engine.execute(self._figure)
        return [ax.get_position() for ax in self._figure.axes]

    def _outline(self) -> list[Any]:
        """What takes its place around the axes."""
        return [(_frame(ax), ax.get_title() == "", ax.get_legend() is None) for ax in self._figure.axes]


def _artists(ax: Axes) -> list[Artist]:
    legend = ax.get_legend()
    drawn = [*ax.lines, *ax.collections, *ax.patches, *ax.images, *ax.texts, *ax.tables, *ax.artists]
    return [*drawn, legend] if legend else drawn


def _frame(ax: Axes) -> list[Any]:
    """All that what stands around the drawing depends on: spines, ticks, their grid and labels, titles at the sides."""
    parts: list[Any] = [ax.axison, ax.get_facecolor(), ax.get_aspect(), ax.bbox.bounds]
    parts += [ax.get_title("left"), ax.get_title("right")]
    for spine in ax.spines.values():
        parts += [spine.get_visible(), spine.get_edgecolor(), spine.get_linewidth(), spine.get_position()]
    for axis in (ax.xaxis, ax.yaxis):
        major, minor = axis.get_majorticklocs().tolist(), axis.get_minorticklocs().tolist()
        parts += [axis.get_tick_params("major"), major, axis.get_major_formatter().format_ticks(major)]
        parts += [axis.get_tick_params("minor"), minor, axis.get_minor_formatter().format_ticks(minor)]
        parts += [axis.get_scale(), tuple(axis.get_view_interval())]
        parts += [axis.get_label_text(), axis.label.get_color(), axis.label.get_fontsize(), axis.label.get_visible()]
    return parts
