"""Squared errors, and a formula from the web, as computational graphs: forward, and backward box by box."""

from __future__ import annotations

from collections.abc import Sequence

from gdcourse.language import Text
from gdcourse.lessons.computational_graph import Scalar, draw, history, log1p, mean, names, sin, tanh
from gdcourse.lessons.figures import figure, words
from gdcourse.lessons.moving_figures import move

_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def error_of_a_line(x: Sequence[float], y: Sequence[float], w: float, b: float, backward: bool) -> None:
    """Show the mean squared error of ``w·x + b`` as the graph that computing it makes: every point uses w and b.

    Args:
        x: inputs; about four make a picture that can be read.
        y: right answers, as many.
        w: the weight.
        b: the bias.
        backward: whether the local derivatives and the gradients are written in, or the values alone.
    """
    weight, bias = Scalar(w, "w"), Scalar(b, "b")
    squares = [_squared_error(weight, bias, at, to, str(n)) for n, (at, to) in enumerate(zip(x, y, strict=True), 1)]
    cost = mean(*squares)
    cost.name = "J"
    found = Text("", "")
    if backward:
        cost.backward()
        found = Text(
            f" 선마다 고리의 미분이, 상자마다 그래디언트가 적혀 있다: w에 {_said(weight)}, b에 {_said(bias)}.",
            f" Each line has its local derivative, each box its gradient: {_said(weight)} at w, {_said(bias)} at b.",
        )
    alt = Text(
        f"점 {len(x)}개의 평균 제곱 오차를 계산한 그래프. w와 b에서 점마다 한 줄씩 예측, 오차, 제곱을 거쳐 오른쪽의 "
        f"J = {cost.value:g}에 모인다.{found.ko}",
        f"The graph of the mean squared error of {len(x)} points: from w and b a row for each point, through "
        f"prediction, error and square, to J = {cost.value:g} at the right.{found.en}",
    )
    with figure(alt, height=4.9) as ax:
        draw(ax, cost, slopes=backward)


def error_of_one_point(x: float, y: float, w: float, b: float) -> None:
    """Show the squared error of ``w·x + b`` at one point, and the backward pass through it, box by box."""
    square = _squared_error(Scalar(w, "w"), Scalar(b, "b"), x, y)
    square.backward()
    behind, called = list(history(square)), names(square)
    given = ", ".join(f"{called[s]} {_said(s)}" for s in behind if not s.links)
    alt = Text(
        f"점 ({x:g}, {y:g})의 제곱 오차를 계산한 그래프. 그래디언트가 오른쪽에서 왼쪽으로 한 상자씩 적힌다. "
        f"맨 끝에는 {given}.",
        f"The graph of the squared error at ({x:g}, {y:g}). Gradients are written box by box from right to left, and "
        f"at the end there are {given}.",
    )
    labels = [words(Text("순전파", "forward")), *(f"∇ {called[scalar]}" for scalar in reversed(behind))]
    move(lambda ax, i: draw(ax, square, reached=i), labels, alt, height=2.3, interval=900)


def number_used_early_and_late(u: float) -> None:
    """Show ``a + 3a`` with ``a = u·u``: an inner number that is used at once, and again later."""
    given = Scalar(u, "u")
    square = given * given
    square.name = "a"
    tripled = 3 * square
    tripled.name = "c"
    total = square + tripled
    total.name = "f"
    total.backward()
    alt = Text(
        f"a = u · u가 f = a + c에 바로도 쓰이고 c = 3 · a를 거쳐서도 쓰이는 그래프. a의 그래디언트는 두 몫을 더한 "
        f"{_said(square)}, u의 그래디언트는 {_said(given)}.",
        f"A graph where a = u · u is used in f = a + c directly and by way of c = 3 · a. The gradient of a is "
        f"{_said(square)}, the sum of both shares; that of u is {_said(given)}.",
    )
    with figure(alt, height=2.4) as ax:
        draw(ax, total)


def formula_from_the_web(x: float, y: float, z: float) -> None:
    """Show ``tanh(ln(1 + z·2x/sin y))`` as a graph with its gradients."""
    inputs = Scalar(x, "x"), Scalar(y, "y"), Scalar(z, "z")
    f = tanh(log1p(inputs[2] * (2 * inputs[0] / sin(inputs[1]))))
    f.backward()
    given = ", ".join(f"{scalar.name} {_said(scalar)}" for scalar in inputs)
    alt = Text(
        f"f = tanh(ln(1 + z·2x/sin y))의 계산 그래프. 상자마다 값과 그래디언트가 있다: {given}.",
        f"The computational graph of f = tanh(ln(1 + z·2x/sin y)), with value and gradient in each box: {given}.",
    )
    with figure(alt, height=2.7) as ax:
        draw(ax, f)


def _squared_error(weight: Scalar, bias: Scalar, x: float, y: float, number: str = "") -> Scalar:
    product = weight * x
    prediction = product + bias
    error = prediction - y
    square = error**2
    for scalar, name in ((product, "p"), (prediction, "ŷ"), (error, "r"), (square, "s")):
        scalar.name = name + number.translate(_BELOW)
    return square


def _said(scalar: Scalar) -> str:
    return f"{scalar.grad:.3g}".replace("-", "−")
