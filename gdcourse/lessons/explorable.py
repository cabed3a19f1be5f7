"""Pictures that answer to the hand: the path of descent in a landscape, computed in the page and without a kernel."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdcourse.language import Text, current_language
from gdcourse.lessons import messages
from gdcourse.lessons.figures import BLUE, GREEN, ORANGE, PURPLE, beside
from gdcourse.lessons.landscapes import Landscape

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Look:
    """How the path of an algorithm is told from the others: colour, dashes (lengths drawn and left out), marks."""

    name: Text
    color: str
    dashes: tuple[float, ...]
    mark: str


ALGORITHMS = {
    "gd": Look(messages.GRADIENT_DESCENT, ORANGE, (5, 3), "s"),
    "momentum": Look(messages.MOMENTUM, BLUE, (), "o"),
    "nesterov": Look(messages.NESTEROV, GREEN, (8, 2, 2, 2), "D"),
    "adam": Look(messages.ADAM, PURPLE, (2, 2), "^"),
}
_SET_BY = {
    "lr": (messages.LEARNING_RATE_SLIDER, ("gd", "momentum", "nesterov", "adam")),
    "momentum": (messages.MOMENTUM_SLIDER, ("momentum", "nesterov")),
    "beta1": (messages.BETA1_SLIDER, ("adam",)),
    "beta2": (messages.BETA2_SLIDER, ("adam",)),
}
# Where a lesson has no slider for them. The others have to be said.
_TORCHS_OWN = {"beta1": 0.9, "beta2": 0.999}
_WORDS = (
    *(
        "STEP_SLIDER",
        "START_SLIDER",
        "START_POINT",
        "VALUE_BY_STEP",
        "PLAY",
        "PAUSE",
        "RESET",
        "DIVERGES",
        "HOW_TO_MOVE",
    ),
    *(
        "GOAL",
        "GOAL_FROM_ANYWHERE",
        "GOAL_REACHED",
        "GOAL_LATER",
        "GOAL_NOT_YET",
        "GOAL_REACHED_BEFORE",
        "GOAL_ELSEWHERE",
        "WHERE_IT_IS",
        "HAS_DIVERGED",
    ),
)

Interval = tuple[float, float]


@dataclass(frozen=True)
class Slider:
    """What the reader sets: ``"lr"``, ``"momentum"`` (both μ), ``"beta1"`` or ``"beta2"``.

    Attributes:
        name: the name that ``torch.optim`` gives it.
        values: what can be chosen, in ascending order.
        at: which of them it stands at first.
    """

    name: str
    values: tuple[float, ...]
    at: float

    def __post_init__(self) -> None:
        if self.name not in _SET_BY:
            raise ValueError(f"there is no slider {self.name!r}: one of {', '.join(_SET_BY)}")
        if self.at not in self.values:
            raise ValueError(f"slider {self.name!r} cannot stand at {self.at}: that is none of its values")
        if list(self.values) != sorted(set(self.values)):
            raise ValueError(f"the values of slider {self.name!r} are not in ascending order")


def evenly(low: float, high: float, step: float) -> tuple[float, ...]:
    """The numbers from ``low`` to ``high``, both included, ``step`` apart and without rounding errors in sight."""
    return tuple(round(low + i * step, 10) for i in range(round((high - low) / step) + 1))


@dataclass(frozen=True)
class Goal:
    """The height falls below ``below`` within so many steps, and stays there.

    Attributes:
        below: the height.
        within: how many steps.
        from_anywhere: whether the reader may move the start to get there; otherwise it counts from the first start.
    """

    below: float
    within: int
    from_anywhere: bool = False


class Explorable:
    """What ``explorable`` displays."""

    def __init__(self, given: dict[str, Any], title: Text, alt: Text, picture: bytes) -> None:
        self._given, self._title, self._alt = given, title, alt
        self._picture = base64.b64encode(picture).decode("ascii")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": f"[{beside(self._alt)}]", "text/html": self._html()}

    def _html(self) -> str:
        # The name comes from words and numbers, so that the same notebook gives the same output everywhere.
        declared = json.dumps(self._given)
        name = "explorable-" + hashlib.sha256(declared.encode()).hexdigest()[:12]
        given = json.dumps({**self._given, "language": current_language()}, ensure_ascii=False, separators=(",", ":"))
        attribute = escape(given, quote=False).replace("'", "&#x27;")
        alt = escape(beside(self._alt), quote=True)
        still = messages.EXPLORABLE_IS_STILL
        blocks = "\n".join(
            f'<div lang="{lang}"><strong>{escape(self._title.in_language(lang))}</strong><br>'
            f"{escape(still.in_language(lang))}</div>"
            for lang in ("ko", "en")
        )
        picture = f'<img alt="{alt}" src="data:image/png;base64,{self._picture}" style="max-width:100%;height:auto">'
        return (
            f'<div class="gdcourse-explorable" id="{name}" data-explorable=\'{attribute}\'>\n{blocks}\n{picture}\n'
            f"</div>\n<script>\n{script()}</script>"
        )


def script() -> str:
    """The script that stands behind each explorable; what is there already, it leaves as it is."""
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def explorable(
    landscape: Landscape,
    *,
    algorithms: Sequence[str],
    sliders: Sequence[Slider],
    start: Sequence[float],
    title: Text,
    alt: Text,
    goal: Goal | None = None,
    steps: int = 60,
    view: Sequence[Interval] | None = None,
) -> None:
    """Show a landscape and the path of descent in it, with sliders, a start that can be moved, and perhaps a goal.

    Args:
        landscape: what is descended in (``gdcourse.lessons.landscapes``), of one or two coordinates.
        algorithms: of ``"gd"``, ``"momentum"``, ``"nesterov"`` and ``"adam"``, as in ``torch.optim``, each a path.
        sliders: what the reader sets. The learning rate has to be among them, and μ where an algorithm has one.
        start: where the path starts, a number for each coordinate.
        title: what there is to try, one line in each language.
        alt: what the picture shows before anything is moved, for those who cannot see it.
        goal: what the reader is to reach, counted for each algorithm that is shown.
        steps: how long the path is.
        view: the lowest and the highest number shown of each coordinate; without it, what fits the start.

    Raises:
        ValueError: where a part does not fit the others; the message says which.
    """
    from IPython.display import display

    display(declared(landscape, algorithms, sliders, start, title, alt, goal, steps, view))


def declared(
    landscape: Landscape,
    algorithms: Sequence[str],
    sliders: Sequence[Slider],
    start: Sequence[float],
    title: Text,
    alt: Text,
    goal: Goal | None,
    steps: int,
    view: Sequence[Interval] | None,
) -> Explorable:
    """The same as ``explorable``, without showing it."""
    start = tuple(float(w) for w in start)
    view = tuple(view) if view else _around(landscape, start)
    _refuse_what_does_not_fit(landscape, algorithms, sliders, start, goal, steps, view)
    settings = _TORCHS_OWN | {slider.name: slider.at for slider in sliders}
    given = {
        "landscape": landscape.as_dict(),
        "view": [list(interval) for interval in view],
        "algorithms": [{"id": a, **asdict(ALGORITHMS[a])} for a in algorithms],
        "sliders": [{**asdict(slider), "label": _SET_BY[slider.name][0].as_dict()} for slider in sliders],
        "settings": settings,
        "start": list(start),
        "steps": steps,
        "goal": asdict(goal) if goal else None,
        "title": title.as_dict(),
        "alt": alt.as_dict(),
        "words": {name: getattr(messages, name).as_dict() for name in _WORDS},
        "star": GREEN,
    }
    paths = {a: torch_path(landscape, a, settings, start, steps) for a in algorithms}
    return Explorable(given, title, alt, _picture(landscape, paths, start, view))


def _around(landscape: Landscape, start: tuple[float, ...]) -> tuple[Interval, ...]:
    """As far on each side of the lowest point as the start is from it, and a little more."""
    apart = [abs(w - lowest) for w, lowest in zip(start, landscape.minimum, strict=False)]
    reach = [1.3 * (distance or max(apart) or 1.0) for distance in apart]
    return tuple((lowest - r, lowest + r) for lowest, r in zip(landscape.minimum, reach, strict=False))


def _refuse_what_does_not_fit(
    landscape: Landscape,
    algorithms: Sequence[str],
    sliders: Sequence[Slider],
    start: tuple[float, ...],
    goal: Goal | None,
    steps: int,
    view: tuple[Interval, ...],
) -> None:
    unknown = [a for a in algorithms if a not in ALGORITHMS]
    if unknown or not algorithms or len(set(algorithms)) < len(algorithms):
        raise ValueError(f"algorithms are one or more of {', '.join(ALGORITHMS)}, each once, not {list(algorithms)}")
    if not len(start) == len(view) == len(landscape.names):
        raise ValueError(f"the landscape has the coordinates {landscape.names}; start is {start}, view {view}")
    if not all(low <= w <= high for w, (low, high) in zip(start, view, strict=True)):
        raise ValueError(f"the start {start} is not in the view {view}")
    names = [slider.name for slider in sliders]
    if len(set(names)) < len(names):
        raise ValueError(f"two sliders set the same: {', '.join(names)}")
    for name, (_, whose) in _SET_BY.items():
        used = any(a in whose for a in algorithms)
        if used and name not in names and name not in _TORCHS_OWN:
            raise ValueError(f"a slider for {name!r} is missing: {', '.join(algorithms)} cannot do without")
        if name in names and not used:
            raise ValueError(f"the slider {name!r} moves nothing: no algorithm here has it")
    if goal and not goal.below > landscape.floor:
        raise ValueError(f"the goal is below {goal.below}, but the landscape is nowhere lower than {landscape.floor}")
    if goal and not 0 < goal.within < steps:
        raise ValueError(f"the goal is to be reached within {goal.within} of {steps} steps: more than 0, and fewer")


def torch_path(
    landscape: Landscape, algorithm: str, settings: dict[str, float], start: Sequence[float], steps: int
) -> list[list[float]]:
    """The start, and where ``torch.optim`` is after each step."""
    import torch

    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    lr, betas = settings["lr"], (settings["beta1"], settings["beta2"])
    optimizer: Any
    if algorithm == "adam":
        optimizer = torch.optim.Adam([w], lr=lr, betas=betas)
    else:
        momentum = 0.0 if algorithm == "gd" else settings["momentum"]
        # Without any momentum Nesterov's rule is plain descent, and torch refuses the word.
        optimizer = torch.optim.SGD([w], lr=lr, momentum=momentum, nesterov=algorithm == "nesterov" and momentum > 0)
    places = [w.tolist()]
    for _ in range(steps):
        optimizer.zero_grad()
        landscape.height(w.unbind()).backward()
        optimizer.step()
        places.append(w.tolist())
    return places


def _picture(
    landscape: Landscape, paths: dict[str, list[list[float]]], start: tuple[float, ...], view: tuple[Interval, ...]
) -> bytes:
    """What stands where scripts do not run: the landscape with the first paths in it, as a PNG."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from gdcourse.lessons.figures import STYLE, png_of, words

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 3.4), dpi=90, layout="constrained")
        ax = figure.subplots()
        canvas = FigureCanvasAgg(figure)
        (_draw_curve if len(view) == 1 else _draw_bowl)(ax, landscape, view)
        for algorithm, places in paths.items():
            look = ALGORITHMS[algorithm]
            seen = [w if len(w) == 2 else [w[0], landscape.height(w)] for w in places]
            line: Any = (0, look.dashes) if look.dashes else "-"
            (drawn,) = ax.plot(*zip(*seen, strict=True), color=look.color, linestyle=line, linewidth=1.2)
            drawn.set(marker=look.mark, markersize=3.5, label=words(look.name))
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
        canvas.draw()
        return png_of(canvas)


def _draw_curve(ax: Axes, landscape: Landscape, view: tuple[Interval, ...]) -> None:
    import numpy as np

    w = np.linspace(*view[0], 300)
    f = landscape.height([w])
    ax.plot(w, f, color="#7a7a7a")
    ax.plot(*landscape.minimum, landscape.floor, "*", color=GREEN, markersize=13)
    room = 0.08 * (f.max() - f.min())
    ax.set(xlim=view[0], ylim=(f.min() - room, f.max() + room), xlabel=landscape.names[0], ylabel=landscape.symbol)


def _draw_bowl(ax: Axes, landscape: Landscape, view: tuple[Interval, ...]) -> None:
    import numpy as np

    grid = np.meshgrid(*(np.linspace(*interval, 90) for interval in view))
    f = landscape.height(grid)
    levels = landscape.floor + (f.max() - landscape.floor) * (np.arange(1, 11) / 11) ** 2
    ax.contour(*grid, f, levels, colors="#7a7a7a", linewidths=0.7)
    ax.plot(*landscape.minimum, "*", color=GREEN, markersize=13)
    ax.set(xlim=view[0], ylim=view[1], xlabel=landscape.names[0], ylabel=landscape.names[1])
