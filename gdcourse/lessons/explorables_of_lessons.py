"""What lessons let their readers explore, each named by what it shows; a lesson's cell is one line."""

from __future__ import annotations

from collections.abc import Sequence

from gdcourse.language import Text
from gdcourse.lessons.explorable import Goal, Slider, evenly, explorable
from gdcourse.lessons.landscapes import (
    Landscape,
    squared_error,
    stretched_bowl,
    two_layers,
    two_valleys,
    weight_used_twice,
)


def learning_rate_on_a_parabola(landscape: Landscape) -> None:
    """Gradient descent on a parabola from ``w = 0``; the learning rate is set, up to beyond its limit.

    Args:
        landscape: of one coordinate and one term, such as ``parabola(2, minimum=3)`` or ``squared_error(x, y)``.
    """
    curvature = 2 * landscape.terms[0][0]
    step = 0.001 if curvature > 5 else 0.01
    explorable(
        landscape,
        algorithms=("gd",),
        sliders=(Slider("lr", evenly(step, round(2.25 / curvature / step) * step, step), at=10 * step),),
        start=(0.0,),
        steps=30,
        goal=Goal(below=0.01, within=4),
        title=Text("학습률을 바꾸어 네 스텝 안에 바닥까지", "To the bottom in four steps, by the learning rate alone"),
        alt=Text(
            f"{landscape.symbol}(w)는 포물선이다. w = 0에서 출발한 경사 하강법이 바닥을 향해 작은 걸음으로 내려간다.",
            f"{landscape.symbol}(w) is a parabola; gradient descent goes down from w = 0 in small steps.",
        ),
    )


def learning_rate_in_a_bowl(x: Sequence[float], y: Sequence[float]) -> None:
    """Gradient descent on the mean squared error of ``w·x + b`` from ``(1, 4)``, down a long valley; the rate is set.

    Args:
        x: the inputs; start and learning rates suit ``x = 1, 2, 3, 4``.
        y: the targets, as many; the least cost has to be 1.
    """
    explorable(
        squared_error(x, y, bias=True),
        algorithms=("gd",),
        sliders=(Slider("lr", evenly(0.005, 0.13, 0.001), at=0.05),),
        start=(1.0, 4.0),
        view=((-1.0, 4.0), (-3.0, 5.0)),
        steps=120,
        goal=Goal(below=1.01, within=90),
        title=Text(
            "골짜기를 따라 바닥까지, 너무 느리지도 너무 빠르지도 않게",
            "Along the valley: neither too slow nor too fast",
        ),
        alt=Text(
            "w와 b의 평면에 놓인 길쭉한 골짜기. 경사 하강법이 (1, 4)에서 골짜기를 따라 느리게 내려가고, 120스텝 뒤에도 "
            "바닥에 못 미친다.",
            "A long valley over w and b; from (1, 4) gradient descent goes slowly along it and is not at the bottom "
            "after 120 steps.",
        ),
    )


def zigzag_in_a_stretched_bowl() -> None:
    """Gradient descent in ``½ (w₁² + 10 w₂²)`` from ``(6, 2)``, with axes of nearly the same scale; the rate is set."""
    explorable(
        stretched_bowl(1, 10),
        algorithms=("gd",),
        sliders=(Slider("lr", evenly(0.01, 0.22, 0.001), at=0.05),),
        start=(6.0, 2.0),
        view=((-2.0, 7.5), (-2.9, 2.9)),
        steps=40,
        goal=Goal(below=0.01, within=22),
        title=Text("늘어난 그릇에서 지그재그로 바닥까지", "Zigzag to the bottom of a stretched bowl"),
        alt=Text(
            "가로와 세로의 눈금이 거의 같은 타원 등고선. 경사 하강법이 (6, 2)에서 등고선에 수직으로 출발해 휘어지고, "
            "40스텝 뒤에도 바닥에 못 미친다.",
            "Elliptic contours with axes of nearly the same scale. Gradient descent leaves (6, 2) at a right angle to "
            "the contour, bends, and is not at the bottom after 40 steps.",
        ),
    )


def gradients_kept_on_a_parabola(landscape: Landscape) -> None:
    """Gradients that pile up on a parabola from ``w = 0``: learning rate and the part of the pile that is kept are set.

    Args:
        landscape: of one coordinate and a curvature of 15, such as ``squared_error(x, y)`` for ``x = 1, 2, 3, 4``.
    """
    explorable(
        landscape,
        algorithms=("momentum",),
        sliders=(
            # Beyond 2/c a loop that empties diverges: the goal is not met by emptying, at any rate.
            Slider("lr", evenly(0.14, 0.28, 0.005), at=0.14),
            Slider("momentum", evenly(0, 1, 0.05), at=1.0),
        ),
        start=(0.0,),
        steps=30,
        goal=Goal(below=landscape.floor + 0.01, within=15),
        title=Text("옛 그래디언트를 얼마나 남길까", "How much of the old gradients to keep"),
        alt=Text(
            f"{landscape.symbol}(w)는 포물선이다. w = 0에서 출발한 점이 바닥의 양쪽을 끝없이 오가며, "
            "멈추지도 멀어지지도 않는다.",
            f"{landscape.symbol}(w) is a parabola; from w = 0 a point jumps from one side of the bottom to the other, "
            "again and again, and neither comes to rest nor gets away.",
        ),
    )


def start_on_a_curve_with_two_valleys(x: Sequence[float], y: Sequence[float]) -> None:
    """Gradient descent on the mean squared error of ``½W²·x + W − 1``; the start is moved, and decides where it ends.

    Args:
        x: the inputs; start and learning rates suit ``x = 1, 2, 3, 4``.
        y: the targets, as many; the least cost has to be 1, at ``W = 2``.
    """
    explorable(
        weight_used_twice(x, y, symbol="cost"),
        algorithms=("gd",),
        sliders=(Slider("lr", evenly(0.001, 0.012, 0.001), at=0.005),),
        start=(-2.0,),
        view=((-3.7, 2.9),),
        steps=60,
        goal=Goal(below=1.01, within=30, from_anywhere=True),
        title=Text("출발점을 옮겨 더 깊은 골짜기로", "Move the start: into the deeper valley"),
        alt=Text(
            "골짜기가 둘인 곡선. W = −2에서 출발한 경사 하강법이 왼쪽의 덜 깊은 골짜기로 내려간다. "
            "더 깊은 골짜기의 바닥은 W = 2이다.",
            "A curve with two valleys; from W = −2 gradient descent goes down into the left one, which is less deep. "
            "The bottom of the deeper one is at W = 2.",
        ),
    )


def start_of_two_layers(x: Sequence[float], y: Sequence[float]) -> None:
    """Gradient descent on the mean squared error of ``v·(u·x)`` from ``(1, −1)``, into a saddle; the start is moved.

    Args:
        x: the inputs; view and learning rates suit ``x = 1, 2, 3, 4``.
        y: the targets, as many; the best ``u·v`` has to be 7/3, the least cost 7/6.
    """
    explorable(
        two_layers(x, y, symbol="loss"),
        algorithms=("gd",),
        sliders=(Slider("lr", evenly(0.001, 0.02, 0.001), at=0.005),),
        start=(1.0, -1.0),
        view=((-3.0, 3.5), (-3.0, 3.0)),
        steps=60,
        goal=Goal(below=1.2, within=8, from_anywhere=True),
        title=Text("출발점을 옮겨 안장에서 벗어나기", "Move the start: away from the saddle"),
        alt=Text(
            "두 층의 가중치 u와 v의 평면. 손실이 가장 낮은 곳은 오른쪽 위와 왼쪽 아래의 두 굽은 골짜기이고, 가운데 "
            "(0, 0)은 안장점이다. (1, −1)에서 출발한 경사 하강법이 안장점으로 가서 멈춘다.",
            "The plane of u and v, the weights of two layers. The loss is lowest in two curved valleys, upper right "
            "and lower left, with a saddle at (0, 0). From (1, −1) gradient descent runs to the saddle and stops.",
        ),
    )


def momentum_in_a_stretched_bowl() -> None:
    """Gradient descent and momentum in ``½ (w₁² + 100 w₂²)`` from ``(−9, 1)``; learning rate and μ are set."""
    explorable(
        stretched_bowl(1, 100),
        algorithms=("gd", "momentum"),
        sliders=(
            Slider("lr", evenly(0.001, 0.06, 0.001), at=0.015),
            Slider("momentum", evenly(0, 0.99, 0.01), at=0.9),
        ),
        start=(-9.0, 1.0),
        view=((-10, 6), (-1.7, 1.7)),
        steps=100,
        goal=Goal(below=0.01, within=50),
        title=Text("길쭉한 그릇에서 모멘텀을 맞추기", "Tune momentum in a stretched bowl"),
        alt=Text(
            "길쭉한 그릇 위의 두 길. 경사 하강법은 몇 번 튄 다음 바닥을 향해 느리게 기어가고, "
            "모멘텀은 크게 출렁이며 바닥을 지나쳤다가 돌아온다.",
            "Two paths in a stretched bowl: gradient descent bounces a few times, then creeps towards the "
            "bottom; momentum swings widely, passes the bottom and comes back.",
        ),
    )


def adam_in_a_bowl(x: Sequence[float], y: Sequence[float]) -> None:
    """Adam on the mean squared error of ``w·x + b`` from ``(0.73, −0.51)``; learning rate and β₁ are set.

    Args:
        x: the inputs; start and learning rates suit ``x = 1, 2, 3, 4``.
        y: the targets, as many; the least cost has to be 0.
    """
    explorable(
        squared_error(x, y, bias=True),
        algorithms=("adam",),
        sliders=(Slider("lr", evenly(0.02, 1, 0.02), at=0.1), Slider("beta1", evenly(0, 0.95, 0.05), at=0.9)),
        start=(0.73, -0.51),
        view=((0.2, 3.4), (-1.9, 1.5)),
        steps=120,
        goal=Goal(below=0.001, within=45),
        title=Text("Adam을 그릇에 맞추기", "Fit Adam to the bowl"),
        alt=Text(
            "w와 b의 평면에 놓인 비스듬한 골짜기. Adam이 두 축 방향으로 같은 길이씩 걸으며 출발해, 골짜기를 오가다가 "
            "바닥에 다가간다.",
            "A slanting valley over w and b. Adam sets out with steps of equal length along both axes, swings across "
            "the valley and comes near the bottom.",
        ),
    )


def momentum_over_a_hill() -> None:
    """Gradient descent and momentum on a curve with two valleys, from the shallow side; learning rate and μ are set."""
    explorable(
        two_valleys(-1, 0, 2),
        algorithms=("gd", "momentum"),
        sliders=(Slider("lr", evenly(0.01, 0.2, 0.01), at=0.05), Slider("momentum", evenly(0, 0.95, 0.05), at=0.3)),
        start=(-1.8,),
        view=((-2.2, 3.2),),
        steps=60,
        goal=Goal(below=0.01, within=30),
        title=Text("언덕을 넘어 더 깊은 골짜기로", "Over the hill into the deeper valley"),
        alt=Text(
            "골짜기가 둘인 곡선. w = −1.8에서 출발한 두 길이 모두 왼쪽의 얕은 골짜기로 내려가 머문다. 더 깊은 골짜기는 "
            "언덕 너머 w = 2에 있다.",
            "A curve with two valleys. From w = −1.8 both paths go down into the shallow one on the left and stay. The "
            "deeper one is beyond the hill, at w = 2.",
        ),
    )


def momentum_for_penguins(centimetres: Sequence[float], kilograms: Sequence[float]) -> None:
    """Gradient descent and momentum on the mean squared error of a line through the penguins; both settings are set.

    Args:
        centimetres: by how much each flipper is longer than 180 mm.
        kilograms: the mass of each penguin; start and learning rates suit what lengths and masses penguins have.
    """
    bowl = squared_error(centimetres, kilograms, bias=True)
    explorable(
        bowl,
        algorithms=("gd", "momentum"),
        sliders=(
            Slider("lr", evenly(0.005, 0.24, 0.005), at=0.05),
            Slider("momentum", evenly(0, 0.95, 0.05), at=0.9),
        ),
        start=(0.0, 0.0),
        view=((-0.8, 2.4), (-0.8, 5.2)),
        steps=60,
        goal=Goal(below=round(bowl.floor + 0.01, 4), within=15),
        title=Text("펭귄의 그릇에서 열다섯 스텝 안에", "In the bowl of the penguins, within fifteen steps"),
        alt=Text(
            "w와 b의 평면에 놓인 길쭉한 그릇 위의 두 길. (0, 0)에서 출발한 경사 하강법은 골짜기로 떨어진 뒤 바닥을 "
            "따라 느리게 가고, 모멘텀은 크게 출렁이며 간다.",
            "Two paths in a long bowl over w and b. From (0, 0) gradient descent falls into the valley and goes slowly "
            "along its floor; momentum goes there with wide swings.",
        ),
    )
