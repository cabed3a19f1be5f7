"""How long a frame of a picture that answers to the hand takes in a real browser, for each landscape and algorithm."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdcourse.language import Text
from gdcourse.lessons.explorable import ALGORITHMS, Slider, declared
from gdcourse.lessons.landscapes import (
    Landscape,
    parabola,
    squared_error,
    stretched_bowl,
    two_layers,
    two_valleys,
    weight_used_twice,
)
from support.browser import DESKTOP, chromium

X, Y = [1.0, 2.0, 3.0, 4.0], [4.0, 4.0, 6.0, 10.0]
LANDSCAPES: dict[str, tuple[Landscape, tuple[float, ...], float]] = {
    "parabola": (parabola(2, minimum=3), (0.0,), 0.9),
    "parabola of data": (squared_error(X, Y), (0.0,), 0.13),
    "bowl of data": (squared_error(X, Y, bias=True), (3.0, -3.0), 0.1),
    "stretched bowl": (stretched_bowl(1, 100), (-9.0, 1.0), 0.019),
    "a weight used twice": (weight_used_twice(X, Y), (-2.0,), 0.01),
    "two layers": (two_layers(X, Y), (1.0, -0.9), 0.01),
    "two valleys": (two_valleys(-1, 0, 2), (-1.8,), 0.2),
}
"""Each with a start and the largest learning rate of its slider."""
STEPS = 120
"""As many as the longest path of a lesson has."""

_FRAMES = """async (frames) => {
  const input = document.querySelector(".gdx-slider input"), native = window.requestAnimationFrame.bind(window);
  const drawn = [], painted = [], at = [];
  window.requestAnimationFrame = (draw) => native((now) => {
    const begun = performance.now(), after = new MessageChannel();
    draw(now);
    at.push(now);
    drawn.push(performance.now() - begun);
    after.port1.onmessage = () => painted.push(performance.now() - begun);
    after.port2.postMessage(0);
  });
  for (let n = 0; n < frames; n++) {
    input.value = n % (Number(input.max) + 1);
    input.dispatchEvent(new Event("input"));
    await new Promise((done) => native(() => setTimeout(done)));
  }
  await new Promise((done) => setTimeout(done, 50));
  return { drawn, painted, between: at.slice(1).map((time, n) => time - at[n]) };
}"""


def measure(frames: int) -> dict[str, Any]:
    """Move the learning rate, a place each frame, and take the time.

    Returns:
        ``milliseconds`` by landscape and algorithm: of the script alone (``drawn``), to the end of the frame's style,
        layout and paint (``painted``), and from one frame to the next (``between``), each as median and 95th percentile.
    """
    found: dict[str, dict[str, dict[str, list[float]]]] = {}
    text = Text("재기", "measured")
    with chromium() as browser:
        page = browser.new_page(viewport=DESKTOP)
        for name, (landscape, start, most) in LANDSCAPES.items():
            rates = tuple(round(most * n / 50, 6) for n in range(1, 51))
            sliders = [Slider("lr", rates, rates[0]), Slider("momentum", (0.0, 0.9), 0.9)]
            found[name] = {}
            for algorithm in ALGORITHMS:
                used = sliders if algorithm in ("momentum", "nesterov") else sliders[:1]
                shown = declared(landscape, [algorithm], used, start, text, text, None, STEPS, None)
                page.set_content(f"<!doctype html>{shown._repr_mimebundle_()['text/html']}")
                page.locator(".gdx-slider input").first.wait_for()
                page.evaluate(_FRAMES, 10)  # what is compiled at the first frames is not what is asked
                times = page.evaluate(_FRAMES, frames)
                found[name][algorithm] = {
                    what: [round(float(np.percentile(spent, part)), 2) for part in (50, 95)]
                    for what, spent in times.items()
                }
        made = browser.version
    return {"what": "milliseconds of a frame while the learning rate moves", "frames": frames, "steps": STEPS,
            "chromium": made, "milliseconds": found}  # fmt: skip
