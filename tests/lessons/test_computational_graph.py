"""The computational graph: right gradients, the accumulation rules of a backward pass, a picture one can read."""

from __future__ import annotations

import random

import matplotlib as mpl
import pytest
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gdcourse.lessons.computational_graph import Scalar, draw, formula, history, log1p, names, sin, tanh
from gdcourse.lessons.figures import STYLE


def example() -> tuple[Scalar, list[Scalar]]:
    x, y, z = Scalar(0.6, "x"), Scalar(1.0, "y"), Scalar(0.5, "z")
    return tanh(log1p(z * ((2 * x) / sin(y)))), [x, y, z]


def random_graph(seed: int) -> Scalar:
    rng = random.Random(seed)
    numbers = [Scalar(round(rng.uniform(0.3, 2), 1), name) for name in "xyz"[: rng.randint(1, 3)]]
    for _ in range(rng.randint(2, 5)):
        p, q = rng.choice(numbers), rng.choice(numbers)
        numbers.append(rng.choice([p + q, p * q, sin(p), tanh(q), p - q, p**2]))
    return numbers[-1]


def test_the_gradients_are_those_of_autograd() -> None:
    f, inputs = example()
    f.backward()
    x, y, z = (torch.tensor(s.value, dtype=torch.float64, requires_grad=True) for s in inputs)
    torch.tanh(torch.log(1 + z * 2 * x / torch.sin(y))).backward()
    assert [s.grad for s in inputs] == pytest.approx([v.grad.item() for v in (x, y, z)], rel=1e-12)


def recompute(output: Scalar, nudged: Scalar, by: float) -> float:
    """The output if one given number were a little larger, from the graph alone, to first order in each link."""
    change = dict.fromkeys(history(output), 0.0)
    change[nudged] = by
    for scalar in history(output):
        if scalar.links:
            change[scalar] = sum(local * change[used] for used, local in scalar.links)
    return change[output]


@pytest.mark.parametrize("seed", range(25))
def test_going_backward_gives_what_going_forward_gives(seed: int) -> None:
    output = random_graph(seed)
    output.backward()
    for given in (s for s in history(output) if not s.links):
        assert given.grad == pytest.approx(recompute(output, given, 1.0), abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_inputs_come_before_what_uses_them(seed: int) -> None:
    order = list(history(random_graph(seed)))
    places = {scalar: n for n, scalar in enumerate(order)}
    assert all(places[used] < places[scalar] for scalar in order for used, _ in scalar.links)


def test_a_number_used_twice_collects_both_ways() -> None:
    a = Scalar(3.0, "a")
    (a + a).backward()
    assert a.grad == 2
    b = Scalar(3.0, "b")
    (b * b * b).backward()
    assert b.grad == pytest.approx(27)


def test_a_second_backward_adds_to_what_was_given_and_starts_inner_numbers_anew() -> None:
    a = Scalar(2.0, "a")
    inner = a * 3
    output = inner + 1
    output.backward()
    output.backward()
    assert (a.grad, inner.grad) == (6, 1)


def test_names_and_formulas_tell_how_a_number_was_made() -> None:
    f, _ = example()
    called = names(f)
    assert sorted(called.values()) == sorted(["x", "y", "z", "a", "b", "c", "d", "e", "f"])
    assert [formula(s, called) for s in history(f) if s.links][:2] == ["2 · x", "sin y"]


@pytest.mark.parametrize("graph", [example()[0], *map(random_graph, range(12))], ids=lambda s: f"{s.value:.3f}")
def test_in_the_picture_no_words_overlap(graph: Scalar) -> None:
    if len(list(history(graph))) < 3:
        pytest.skip("too small a graph to overlap")
    graph.backward()
    with mpl.rc_context(STYLE):
        drawn = Figure(figsize=(7.2, 2.7), layout="constrained")
        canvas = FigureCanvasAgg(drawn)
        ax = drawn.subplots()
        draw(ax, graph)
        canvas.draw()
        boxes = [(text.get_text(), text.get_window_extent()) for text in ax.texts]
    assert len(boxes) >= 6
    for n, (one, box) in enumerate(boxes):
        for other, beside in boxes[:n]:
            wide = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            high = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert wide < 1 or high < 1.5, (one, other)


def test_a_picture_half_way_shows_the_gradients_that_are_known_so_far() -> None:
    f, _ = example()
    f.backward()
    shown = []
    for reached in (1, 3, None):
        ax = Figure(figsize=(7.2, 2.7)).subplots()
        draw(ax, f, reached)
        shown.append(sum(text.get_text().startswith("∇") for text in ax.texts))
    assert shown == [1, 3, 9]
