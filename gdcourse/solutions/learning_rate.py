"""07-learning-rate: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

# --- threshold-of-line: H = 2/N XᵀX with a column of ones, lr < 2/λmax -------------------------------------------


@reference("threshold-of-line")
def threshold(x):
    columns = np.column_stack([x, np.ones(len(x))])
    hessian = 2 / len(x) * columns.T @ columns
    return 2 / np.linalg.eigvalsh(hessian).max()


@equivalent("threshold-of-line")
def threshold_by_trace_and_determinant(x):
    a, b = np.mean(x**2), np.mean(x)
    largest = (a + 1) + np.sqrt((a + 1) ** 2 - 4 * (a - b**2))
    return 2 / largest


@equivalent("threshold-of-line")
def threshold_by_singular_values(x):
    design = np.stack([np.ones_like(x), x], axis=1)
    return len(x) / np.linalg.norm(design, 2) ** 2


@equivalent("threshold-of-line")
def threshold_by_autograd(x):
    import torch

    x = torch.tensor(x, dtype=torch.float32)
    H = torch.autograd.functional.hessian(lambda p: ((p[0] * x + p[1]) ** 2).mean(), torch.zeros(2))
    return 2 / torch.linalg.eigvalsh(H)[-1]


@equivalent("threshold-of-line")
def threshold_by_power_iteration(x):
    direction = np.array([1.0, 1.0])
    hessian = np.array([[2 * np.mean(x**2), 2 * np.mean(x)], [2 * np.mean(x), 2.0]])
    for _ in range(500):
        direction = hessian @ direction
        direction = direction / np.linalg.norm(direction)
    return 2 / (direction @ hessian @ direction)


@mistake(
    "threshold-of-line",
    ko="2를 대각합(trace), 곧 두 고윳값의 합으로 나눈 값이에요. 이 학습률은 경계보다 작아서 수렴은 해요. 경계는 가장 큰 고윳값 하나가 정해요.",
    en="This is 2 divided by the trace, the sum of both eigenvalues. That rate is below the boundary, so it does converge. But the largest eigenvalue alone decides the boundary.",
    credit=0.5,
)
def trace_for_largest(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 2 / np.trace(2 / len(x) * columns.T @ columns)


@mistake(
    "threshold-of-line",
    ko="가장 작은 고윳값으로 나누었어요. 완만한 방향에서는 이 학습률까지 견디지만, 가파른 방향에서는 훨씬 전에 이미 발산해요.",
    en="This divides by the smallest eigenvalue. The flat direction would bear rates up to this one; the steep direction diverges long before.",
    credit=0.5,
)
def smallest_for_largest(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 2 / np.linalg.eigvalsh(2 / len(x) * columns.T @ columns).min()


@mistake(
    "threshold-of-line",
    ko="경계의 정확히 절반이에요. 학습률이 1/λmax이면 가파른 방향에서는 한 스텝에 바닥에 닿고, 그 두 배가 되기 전까지는 진동하면서 수렴해요.",
    en="Exactly half of the boundary. At the learning rate 1/λmax the steep direction arrives in one step; up to twice as much it still converges, oscillating.",
    credit=0.5,
)
def one_over_largest(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 1 / np.linalg.eigvalsh(2 / len(x) * columns.T @ columns).max()


@mistake(
    "threshold-of-line",
    ko="경계의 정확히 두 배예요. 제곱을 미분할 때 나오는 2가 헤세 행렬에서 빠지면 이렇게 돼요.",
    en="Exactly twice the boundary, as if the Hessian had lost the 2 that comes from differentiating a square.",
    credit=0.5,
)
def hessian_without_two(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 2 / np.linalg.eigvalsh(columns.T @ columns / len(x)).max()


@mistake(
    "threshold-of-line",
    ko="경계를 정확히 N으로 나눈 값이에요. 비용이 평균이니 헤세 행렬도 N으로 나누어야 하는데, 나누지 않았어요.",
    en="Exactly the boundary divided by N. The cost is a mean, so its Hessian has to be divided by N too, and here it was not.",
    credit=0.5,
)
def hessian_without_n(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 2 / np.linalg.eigvalsh(2 * columns.T @ columns).max()


@mistake(
    "threshold-of-line",
    ko="파라미터가 w 하나뿐일 때의 경계예요. 편향이 빠졌거나, 헤세 행렬에서 대각선 밖의 성분 2·mean(x)가 빠졌어요. b가 더해지면 가장 큰 고윳값이 커져서 경계는 작아져요.",
    en="This is the boundary for w alone. Either the bias is missing, or the entries 2·mean(x) off the diagonal of the Hessian are. With b, the largest eigenvalue grows and the boundary comes down.",
    credit=0.5,
)
def threshold_without_bias(x):
    return 1 / np.mean(x**2)


@mistake(
    "threshold-of-line",
    ko="이것은 학습률이 아니라 가장 큰 고윳값, 곧 가장 가파른 방향의 곡률이에요. 곡률이 클수록 학습률은 작아야 해요.",
    en="This is the largest eigenvalue, the curvature in the steepest direction, not a learning rate. The larger it is, the smaller the rate has to be.",
)
def eigenvalue_for_rate(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return np.linalg.eigvalsh(2 / len(x) * columns.T @ columns).max()


@mistake(
    "threshold-of-line",
    ko="x에서 평균을 뺀 데이터의 경계예요. 평균을 빼면 그릇이 둥글어지지만, 여기서는 받은 x를 그대로 써요.",
    en="This is the boundary for x with its mean subtracted. That rounds the bowl, but here x is used as it is.",
    credit=0.25,
)
def threshold_of_centred_data(x):
    centred = x - np.mean(x)
    return 2 / max(2 * np.mean(centred**2), 2.0)


@mistake(
    "threshold-of-line",
    ko="고윳값이 아니라 행렬의 성분을 모두 제곱해 더한 것의 제곱근(`np.linalg.norm`)으로 나누었어요. 가깝지만 같지는 않아요.",
    en="This divides by the root of the sum of all squared entries (`np.linalg.norm`), not by an eigenvalue. It is close, but not the same.",
    credit=0.5,
)
def norm_for_eigenvalue(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 2 / np.linalg.norm(2 / len(x) * columns.T @ columns)


@mistake(
    "threshold-of-line",
    ko="행렬식으로 나누었어요. 행렬식은 두 고윳값의 곱이고, 경계는 가장 큰 고윳값 하나가 정해요.",
    en="This divides by the determinant, the product of both eigenvalues. The largest alone decides the boundary.",
)
def determinant_for_largest(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return 2 / np.linalg.det(2 / len(x) * columns.T @ columns)


@mistake(
    "threshold-of-line",
    ko="가장 큰 x 하나만 보았어요. 곡률은 데이터 모두의 평균이고, 편향도 거기에 들어가요.",
    en="This looks at the largest x alone. The curvature is a mean over all data, and the bias is part of it.",
)
def threshold_of_the_largest_x(x):
    return 1 / np.max(x**2)


@mistake(
    "threshold-of-line",
    ko="헤세 행렬의 첫 항목에 x²의 평균이 아니라 평균의 제곱이 있어요.",
    en="The first entry of the Hessian has the square of the mean where the mean of x² belongs.",
    credit=0.5,
)
def threshold_with_the_square_of_the_mean(x):
    hessian = 2 * np.array([[np.mean(x) ** 2, np.mean(x)], [np.mean(x), 1]])
    return 2 / np.linalg.eigvalsh(hessian).max()


@mistake(
    "threshold-of-line",
    ko="헤세 행렬의 대각 성분만 봤어요. w와 b가 섞인 성분 2·mean(x)가 있어서, 가장 가파른 방향은 비스듬하고 대각 성분보다 더 휘어 있어요. 가장 큰 고윳값을 쓰세요.",
    en="This looks at the diagonal of the Hessian alone. With the entry that mixes w and b, 2·mean(x), the steepest direction is oblique and bends more than any entry of the diagonal. Take the largest eigenvalue.",
    credit=0.25,
)
def threshold_from_the_diagonal(x):
    return 2 / max(2 * np.mean(x**2), 2)


# --- threshold-by-bisection: converges(low) is true, converges(high) is false ------------------------------------


@reference("threshold-by-bisection")
def find_threshold(converges, low, high):
    while high - low > 1e-7:
        middle = (low + high) / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


@equivalent("threshold-by-bisection")
def fifty_halvings(converges, low, high):
    for _ in range(50):
        middle = low + (high - low) / 2
        low, high = (middle, high) if converges(middle) else (low, middle)
    return low


@equivalent("threshold-by-bisection")
def bisection_by_recursion(converges, low, high):
    def search(low, high):
        if high - low < 1e-12:
            return high
        middle = (low + high) / 2
        return search(middle, high) if converges(middle) else search(low, middle)

    return search(low, high)


@equivalent("threshold-by-bisection")
def bisection_of_exponents(converges, low, high):
    while high / low > 1 + 1e-6:
        middle = (low * high) ** 0.5
        if converges(middle):
            low = middle
        else:
            high = middle
    return low


@mistake(
    "threshold-by-bisection",
    ko="발산하는 쪽 끝인 `high`가 나왔어요. 두 갈래가 뒤바뀌면 이렇게 돼요. 가운데 값에서 수렴하면 경계는 그보다 위에 있으니 `low`를 올려야 해요.",
    en="This is `high`, the end that diverges. Swapped branches lead there: if the middle converges, the boundary is above it, so `low` has to go up.",
)
def branches_swapped(converges, low, high):
    while high - low > 1e-7:
        middle = (low + high) / 2
        if converges(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


@mistake(
    "threshold-by-bisection",
    ko="남은 구간의 너비를 돌려주었어요. 구해야 하는 것은 그 구간의 위치예요.",
    en="This returns the width of the interval that is left. What is asked for is where it lies.",
    credit=0.5,
)
def width_for_place(converges, low, high):
    while high - low > 1e-7:
        middle = (low + high) / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return high - low


@mistake(
    "threshold-by-bisection",
    ko="처음 구간의 가운데 값 그대로예요. 구간이 충분히 좁아질 때까지 절반으로 나누기를 반복하세요. `return`이 반복문 안에 있거나, 두 끝이 한꺼번에 움직이지는 않나요?",
    en="This is the middle of the first interval, and goes no further. Go on halving until the interval is narrow enough. Is a `return` inside the loop, or do both ends move at once?",
)
def one_halving(converges, low, high):
    return (low + high) / 2


@mistake(
    "threshold-by-bisection",
    ko="아직 정밀하지 않아요. 0.01 간격으로 올라가다가 처음으로 발산한 학습률을 골랐어요. 이렇게 하면 오차가 0.01에 가까울 수도 있어요.",
    en="Still coarse: this goes up in steps of 0.01 to the first rate that diverges, so the error can be close to 0.01.",
    credit=0.5,
)
def coarse_walk(converges, low, high):
    lr = low
    while converges(lr):
        lr += 0.01
    return lr


@mistake(
    "threshold-by-bisection",
    ko="아직 정밀하지 않아요. 구간을 200곳으로 고르게 나누어 처음으로 발산한 학습률을 골랐어요. 오차가 그 간격만큼 남아요. 좁혀진 구간만 다시 나누세요.",
    en="Still coarse: this tries 200 rates evenly spaced and takes the first that diverges, so the error can be as large as the spacing. Divide only the interval in question again.",
    credit=0.5,
)
def coarse_grid(converges, low, high):
    return next(lr for lr in np.linspace(low, high, 200) if not converges(lr))


@mistake(
    "threshold-by-bisection",
    ko="`converges`를 부른 횟수가 200번을 넘었어요. 학습률을 조금씩 올려 가며 찾았거나 반복이 끝나지 않는 경우예요. 구간을 절반씩 줄이면 30번이면 충분해요. 절반으로 줄이는데도 끝나지 않으면 가운데의 식(괄호로 묶은 `(low + high) / 2`), 반복의 조건, 두 끝이 가운데로 옮겨 가는지를 보세요.",
    en="More than 200 calls of `converges`: either the rate creeps up bit by bit, or the loop does not end. By halving the interval, 30 calls are enough. If it is halved and yet does not end, look at the middle (`(low + high) / 2`, brackets and all), at the condition of the loop, and whether the ends move to the middle.",
)
def fine_walk(converges, low, high):
    lr = low
    while converges(lr):
        lr += 0.00001
    return lr


@mistake(
    "threshold-by-bisection",
    ko="가운데 값이 수렴해도 발산해도 `high`를 그리로 옮긴 것과 같아요. 그러면 처음으로 수렴하는 가운데 값에서 구간이 닫혀요. 수렴하면 `low`만, 발산하면 `high`만 옮기세요. 혹시 `else`가 빠졌나요?",
    en="This is as if `high` moved to the middle whether that converges or not: the interval closes at the first middle that converges. Where it converges, only `low` should move; where it diverges, only `high`. Is an `else` missing?",
)
def high_always_moved(converges, low, high):
    while high - low > 1e-7:
        middle = (low + high) / 2
        if converges(middle):
            low = middle
        high = middle
    return (low + high) / 2


@mistake(
    "threshold-by-bisection",
    ko="`low`가 그대로 나왔어요. 이 학습률은 수렴하지만 경계는 아니에요. 가운데 값에서 수렴할 때 `low`를 그 값으로 바꾸세요.",
    en="This is `low`, just as it was handed in. It converges, but it is not the boundary. Where the middle converges, `low` has to become the middle.",
)
def low_as_it_was(converges, low, high):
    return low


@mistake(
    "threshold-by-bisection",
    ko="여기까지 온 구간은 더 줄지 않아요. 가운데 값이 `low + high / 2`이면 `high`만 절반이 돼요. `(low + high) / 2`처럼 괄호로 묶으세요.",
    en="The interval stops getting narrower, as where the middle is `low + high / 2`, which halves `high` alone. Put brackets: `(low + high) / 2`.",
)
def halves_high_alone(converges, low, high):
    for _ in range(60):
        middle = low + high / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


@mistake(
    "threshold-by-bisection",
    ko="여기까지 온 구간은 더 줄지 않아요. 가운데 값이 `low + high / 2`이면 `high`만 절반이 돼요. `(low + high) / 2`처럼 괄호로 묶으세요.",
    en="The interval stops getting narrower, as where the middle is `low + high / 2`, which halves `high` alone. Put brackets: `(low + high) / 2`.",
)
def halves_high_alone_and_returns_low(converges, low, high):
    for _ in range(60):
        middle = low + high / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return low


@mistake(
    "threshold-by-bisection",
    ko="여기까지 온 구간은 더 줄지 않아요. 가운데 값이 `low + high / 2`이면 `high`만 절반이 돼요. `(low + high) / 2`처럼 괄호로 묶으세요.",
    en="The interval stops getting narrower, as where the middle is `low + high / 2`, which halves `high` alone. Put brackets: `(low + high) / 2`.",
)
def halves_high_alone_and_returns_the_middle(converges, low, high):
    for _ in range(60):
        middle = low + high / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return middle


@mistake(
    "threshold-by-bisection",
    ko="경계의 1.5배예요. 마지막의 `low + high / 2`는 `high`만 절반으로 해요. `(low + high) / 2`처럼 괄호로 묶으세요.",
    en="This is 1.5 times the boundary: at the end, `low + high / 2` halves `high` alone. Put brackets: `(low + high) / 2`.",
    credit=0.5,
)
def half_of_high_at_the_end(converges, low, high):
    while high - low > 1e-7:
        middle = (low + high) / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return low + high / 2


@mistake(
    "threshold-by-bisection",
    ko="구간의 가운데가 아니라 너비의 절반에서 시험한 것과 같아요. 가운데는 `(low + high) / 2`예요.",
    en="This tries half the width of the interval, not its middle. The middle is `(low + high) / 2`.",
)
def half_the_width_for_the_middle(converges, low, high):
    for _ in range(60):
        middle = (high - low) / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return middle


# --- steps-to-tolerance: the smallest whole n with ((κ − 1)/(κ + 1))ⁿ ≤ tolerance --------------------------------


@reference("steps-to-tolerance")
def steps_needed(kappa, tolerance):
    rate = (kappa - 1) / (kappa + 1)
    return int(np.ceil(np.log(tolerance) / np.log(rate)))


@equivalent("steps-to-tolerance")
def steps_by_counting(kappa, tolerance):
    distance, steps = 1.0, 0
    while distance > tolerance:
        distance *= (kappa - 1) / (kappa + 1)
        steps += 1
    return steps


@equivalent("steps-to-tolerance")
def steps_by_common_logarithms(kappa, tolerance):
    import math

    return math.ceil(-math.log10(tolerance) / math.log10((kappa + 1) / (kappa - 1)))


@equivalent("steps-to-tolerance")
def steps_of_the_steepest_direction(kappa, tolerance):
    place, steps = 1.0, 0
    while abs(place) > tolerance:
        place = place - 2 / (1 + kappa) * kappa * place
        steps += 1
    return steps


@mistake(
    "steps-to-tolerance",
    ko="한 스텝 모자라요. 소수점 아래를 버리면 마지막 한 스텝을 남기고 멈추니, 거리가 아직 허용 오차보다 커요.",
    en="One step short. Dropping the decimals stops before the last step, where the distance is still larger than the tolerance.",
    credit=0.5,
)
def rounded_down(kappa, tolerance):
    return int(np.log(tolerance) / np.log((kappa - 1) / (kappa + 1)))


@mistake(
    "steps-to-tolerance",
    ko="한 스텝 많아요. 올림한 수만큼만 움직여도 이미 허용 오차 안에 들어와요.",
    en="One step too many: the number rounded up is already enough to be within the tolerance.",
    credit=0.5,
)
def one_more(kappa, tolerance):
    return int(np.ceil(np.log(tolerance) / np.log((kappa - 1) / (kappa + 1)))) + 1


@mistake(
    "steps-to-tolerance",
    ko="정수가 아니에요. 스텝은 하나씩 세는 것이니, 나눈 값을 마지막에 올림하세요.",
    en="This is no whole number. Steps are counted: round up at the end, what comes of the division.",
    credit=0.5,
)
def not_rounded(kappa, tolerance):
    return np.log(tolerance) / np.log((kappa - 1) / (kappa + 1))


@mistake(
    "steps-to-tolerance",
    ko="두 로그의 밑이 달라요. 하나는 10이고 하나는 e예요. 분자와 분모에 밑이 같은 로그를 쓰세요.",
    en="The two logarithms have different bases, one 10 and one e. Use the same base in the numerator and the denominator.",
    credit=0.5,
)
def mixed_bases(kappa, tolerance):
    return int(np.ceil(np.log10(tolerance) / np.log((kappa - 1) / (kappa + 1))))


@mistake(
    "steps-to-tolerance",
    ko="약 두 배예요. 1 − 1/κ는 학습률이 1/λmax일 때 더 느린 방향의 배율이에요. 가장 좋은 학습률 2/(λmax + λmin)에서는 두 방향의 배율이 같아요.",
    en="About twice as many. 1 − 1/κ is the factor of the slower direction at the learning rate 1/λmax. At the best one, 2/(λmax + λmin), both directions have the same factor.",
    credit=0.5,
)
def rate_of_half_the_threshold(kappa, tolerance):
    return int(np.ceil(np.log(tolerance) / np.log(1 - 1 / kappa)))


@mistake(
    "steps-to-tolerance",
    ko="스텝마다의 배율을 1/κ로 썼어요. 그러면 조건수가 클수록 빨라져야 하는데, 실제로는 느려져요.",
    en="This takes 1/κ for the factor per step. Then a larger condition number would be faster, when really it is slower.",
)
def one_over_kappa(kappa, tolerance):
    return int(np.ceil(np.log(tolerance) / np.log(1 / kappa)))


@mistake(
    "steps-to-tolerance",
    ko="반올림했어요. 소수점 아래가 0.5보다 작을 때는 한 스텝 모자라요. 언제나 올리세요.",
    en="Rounded to the nearest whole number, which is one step short where the decimals are below 0.5. Always round up.",
    credit=0.5,
)
def rounded_to_nearest(kappa, tolerance):
    return round(np.log(tolerance) / np.log((kappa - 1) / (kappa + 1)))


@mistake(
    "steps-to-tolerance",
    ko="조건수가 클 때만 맞는 어림식 κ/2·ln(1/tolerance)을 썼어요. 그릇이 둥글면 한 스텝 넘게 틀리기도 해요. 정확한 배율의 로그를 쓰세요.",
    en="This uses κ/2·ln(1/tolerance), an approximation for large condition numbers. In a rounder bowl it is off by a step or more. Use the logarithm of the exact factor.",
    credit=0.5,
)
def approximation_for_large_kappa(kappa, tolerance):
    return int(np.ceil(-np.log(tolerance) * kappa / 2))


@mistake(
    "steps-to-tolerance",
    ko="조건수의 제곱근을 썼어요. 그것은 가장 좋은 계수를 쓴 모멘텀의 배율이고, 경사 하강법의 배율에는 κ가 그대로 들어가요.",
    en="This takes the square root of the condition number. That belongs to momentum at its best; in the factor of gradient descent stands κ itself.",
    credit=0.25,
)
def rate_of_momentum(kappa, tolerance):
    root = np.sqrt(kappa)
    return int(np.ceil(np.log(tolerance) / np.log((root - 1) / (root + 1))))


@mistake(
    "steps-to-tolerance",
    ko="배율을 제곱했어요. 스텝마다 제곱으로 줄어드는 것은 비용이에요. 여기서 묻는 것은 거리예요.",
    en="The factor is squared. That is how the cost falls in each step; what is asked for is the distance.",
)
def rate_of_the_cost(kappa, tolerance):
    return int(np.ceil(np.log(tolerance) / np.log(((kappa - 1) / (kappa + 1)) ** 2)))


@mistake(
    "steps-to-tolerance",
    ko="어림식 κ·ln(1/tolerance)을 썼어요. 약 두 배가 나와요. 학습률이 1/λmax일 때의 어림이에요. 가장 좋은 학습률에서의 정확한 배율은 (κ − 1)/(κ + 1)이에요.",
    en="This uses κ·ln(1/tolerance), about twice as many: an approximation at the learning rate 1/λmax. At the best one, the exact factor is (κ − 1)/(κ + 1).",
)
def approximation_at_half_the_threshold(kappa, tolerance):
    return int(np.ceil(np.log(1 / tolerance) * kappa))


@mistake(
    "steps-to-tolerance",
    ko="스텝마다 거리에서 배율만큼을 빼서, 남는 것이 1 − 배율이 되었어요. 배율은 스텝 뒤에 남는 몫이니, 거리에 그대로 곱하세요.",
    en="In each step the factor was taken off the distance, which leaves 1 minus the factor. The factor is what remains after a step: multiply the distance by it.",
    credit=0.25,
)
def factor_taken_off(kappa, tolerance):
    distance, steps = 1.0, 0
    while distance > tolerance:
        distance -= distance * (kappa - 1) / (kappa + 1)
        steps += 1
    return steps


# --- forgotten-zeroing: every w of a loop that adds its gradients up -----------------------------------------------


@reference("forgotten-zeroing")
def descend_unzeroed(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = total + 2 * np.mean((w * x - y) * x)
        w = w - lr * total
        weights.append(w)
    return weights


@equivalent("forgotten-zeroing")
def really_unzeroed(x, y, w, lr, steps):
    import torch

    x, y = torch.tensor(x), torch.tensor(y)
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    weights = [w.item()]
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
        weights.append(w.item())
    return weights


@equivalent("forgotten-zeroing")
def momentum_of_one(x, y, w, lr, steps):
    import torch

    x, y = torch.tensor(x), torch.tensor(y)
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=1)
    weights = [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(w * x, y).backward()
        optimizer.step()
        weights.append(w.detach().clone())
    return torch.stack(weights)


@equivalent("forgotten-zeroing")
def from_two_places(x, y, w, lr, steps):
    weights = np.full(steps + 1, float(w))
    before = w
    for t in range(steps):
        gradient = np.dot(2 * x, weights[t] * x - y) / len(x)
        weights[t + 1] = weights[t] + (weights[t] - before) - lr * gradient
        before = weights[t]
    return weights


@equivalent("forgotten-zeroing")
def sum_of_a_list(x, y, w, lr, steps):
    weights, gradients = [w], []
    for _ in range(steps):
        gradients.append(2 * np.mean((weights[-1] * x - y) * x))
        weights.append(weights[-1] - lr * sum(gradients))
    return weights


@mistake(
    "forgotten-zeroing",
    ko="이것은 스텝마다 비우는 보통의 경사 하강법이에요. 비우지 않으면 둘째 스텝부터 앞의 그래디언트도 더해져요.",
    en="This is ordinary gradient descent, which empties in every step. Without emptying, the earlier gradients are added in from the second step on.",
)
def zeroed_after_all(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="바로 앞의 그래디언트 하나만 더했어요. 비운 적이 없으니 첫 그래디언트부터 모두 남아 있어요.",
    en="Only the gradient just before is added. Nothing was ever emptied, so all of them are still there, from the first on.",
    credit=0.5,
)
def only_the_last_two(x, y, w, lr, steps):
    weights, before = [w], 0.0
    for _ in range(steps):
        gradient = 2 * np.mean((w * x - y) * x)
        w = w - lr * (gradient + before)
        before = gradient
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="지금까지의 그래디언트를 평균해서 움직였어요. `.grad`에는 평균이 아니라 합이 쌓여요.",
    en="This moves by the mean of the gradients so far. What builds up in `.grad` is their sum.",
    credit=0.5,
)
def mean_of_gradients(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for t in range(1, steps + 1):
        total = total + 2 * np.mean((w * x - y) * x)
        w = w - lr * total / t
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="옛 그래디언트를 스텝마다 0.9배로 줄이며 더했어요. 그것은 μ = 0.9인 모멘텀이에요. `.grad`를 비우지 않으면 옛 그래디언트가 줄지 않고 그대로 남으니 μ = 1이에요.",
    en="The old gradients are reduced to 0.9 of themselves in every step. That is momentum with μ = 0.9. In a `.grad` that is never emptied they stay as large as they were, so μ = 1.",
    credit=0.5,
)
def momentum_of_nine_tenths(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = 0.9 * total + 2 * np.mean((w * x - y) * x)
        w = w - lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="먼저 움직이고 나중에 더했어요. `backward()`를 업데이트보다 먼저 부르니, 이번 그래디언트도 이번 스텝의 합에 들어가요.",
    en="This moves first and adds afterwards. `backward()` is called before the update, so the gradient of this step is in the sum for this step.",
    credit=0.5,
)
def moved_before_adding(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        gradient = 2 * np.mean((w * x - y) * x)
        w = w - lr * total
        total = total + gradient
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="w가 처음 값에서 움직이지 않아요. 비우지 않아도 학습은 멈추지 않아요. 그래디언트의 합만큼 움직여요.",
    en="w stays where it began. Without zeroing, learning does not stop: it moves by the sum of the gradients.",
)
def frozen(x, y, w, lr, steps):
    return [w] * (steps + 1)


@mistake(
    "forgotten-zeroing",
    ko="출발점이 빠졌어요. 반복하기 전의 w도 넣으세요. 값은 모두 steps + 1개예요.",
    en="The starting point is missing. Put in the w from before the loop: steps + 1 values in all.",
    credit=0.5,
)
def unzeroed_without_start(x, y, w, lr, steps):
    total, weights = 0.0, []
    for _ in range(steps):
        total = total + 2 * np.mean((w * x - y) * x)
        w = w - lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="합을 미분했어요. 비용은 평균이니 그래디언트를 N으로 나누세요.",
    en="This differentiates the sum. The cost is a mean, so divide the gradient by N.",
    credit=0.5,
)
def unzeroed_sum(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = total + 2 * np.sum((w * x - y) * x)
        w = w - lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="그래디언트에서 2가 빠졌어요. 제곱을 미분하면 2가 나와요.",
    en="The 2 is missing from the gradient: it comes from differentiating the square.",
    credit=0.5,
)
def unzeroed_without_two(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = total + np.mean((w * x - y) * x)
        w = w - lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="그래디언트에서 x를 곱하지 않았어요. w x를 w로 미분하면 x가 나와요.",
    en="The gradient lacks the factor x: it comes from differentiating w x with respect to w.",
    credit=0.25,
)
def unzeroed_without_x(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = total + 2 * np.mean(w * x - y)
        w = w - lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="그래디언트를 언제나 출발점에서 구했어요. 스텝마다 새로운 `w`에서 다시 구하세요.",
    en="The gradient is always taken at the starting point. Take it anew in each step, at the new `w`.",
    credit=0.25,
)
def gradient_at_the_start(x, y, w, lr, steps):
    total, start, weights = 0.0, w, [w]
    for _ in range(steps):
        total = total + 2 * np.mean((start * x - y) * x)
        w = w - lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="업데이트한 값을 `w`에 다시 넣지 않아서, 스텝마다 출발점에서 움직였어요.",
    en="The updated value is not put back into `w`, so every step sets out from the starting point.",
    credit=0.25,
)
def w_not_updated(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = total + 2 * np.mean((w * x - y) * x)
        weights.append(w - lr * total)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="항목이 모두 마지막 값이에요. 같은 배열이나 텐서를 거듭 넣고 제자리에서 바꾸면 이렇게 돼요. 넣을 때마다 복사하거나 수로 바꾸세요.",
    en="Every entry is the last value, as where the same array or tensor is put in each time and then changed in place. Put in a copy, or a plain number.",
    credit=0.5,
)
def one_array_put_in_again(x, y, w, lr, steps):
    total, w = 0.0, np.array(w)
    weights = [w]
    for _ in range(steps):
        total = total + 2 * np.mean((w * x - y) * x)
        w -= lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="오르막으로 갔어요. 부호 하나가 반대예요. 그래디언트는 w x − y에서 나오고, 그 합에 학습률을 곱해서 빼요.",
    en="This walks uphill: one sign is the other way round. Each gradient comes from w x − y, and the learning rate times their sum is subtracted.",
)
def unzeroed_uphill(x, y, w, lr, steps):
    total, weights = 0.0, [w]
    for _ in range(steps):
        total = total + 2 * np.mean((w * x - y) * x)
        w = w + lr * total
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="`w`가 아니라 지금까지 쌓인 그래디언트를 모았어요.",
    en="These are the gradients that have built up, not the values of `w`.",
    credit=0.25,
)
def sums_for_weights(x, y, w, lr, steps):
    total, weights = 0.0, [0.0]
    for _ in range(steps):
        total = total + 2 * np.mean((w * x - y) * x)
        w = w - lr * total
        weights.append(total)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="스텝마다 그 스텝의 그래디언트만 두 배로 움직인 것과 같아요. 비우지 않으면 지금의 그래디언트가 두 번이 아니라, 앞선 스텝의 그래디언트가 모두 더해져요.",
    en="This is as if each step moved by its own gradient twice. Without emptying it is not the present gradient that counts again, but all those of the steps before.",
)
def present_gradient_twice(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * 4 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="`w`가 아니라 스텝마다의 손실을 모았어요.",
    en="These are the losses at each step, not the values of `w`.",
)
def losses_for_weights(x, y, w, lr, steps):
    total, losses = 0.0, []
    for _ in range(steps + 1):
        losses.append(np.mean((w * x - y) ** 2))
        total = total + 2 * np.mean((w * x - y) * x)
        w = w - lr * total
    return losses


# --- last-batch: the gradient of each mini-batch, the last of which is smaller -------------------------------------


@reference("last-batch")
def batch_gradients(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        x_part, y_part = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(2 * np.mean((w * x_part - y_part) * x_part))
    return gradients


@equivalent("last-batch")
def batch_gradients_by_splitting(w, x, y, batch_size):
    cuts = list(range(batch_size, len(x), batch_size))
    pairs = zip(np.split(x, cuts), np.split(y, cuts), strict=True)
    return np.array([2 / len(a) * np.dot(a, w * a - b) for a, b in pairs])


@equivalent("last-batch")
def batch_gradients_by_loader(w, x, y, batch_size):
    import torch

    data = torch.utils.data.TensorDataset(torch.tensor(x), torch.tensor(y))
    gradients = []
    for a, b in torch.utils.data.DataLoader(data, batch_size=batch_size):
        weight = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
        torch.nn.functional.mse_loss(weight * a, b).backward()
        gradients.append(weight.grad)
    return gradients


@equivalent("last-batch")
def batch_gradients_counted_by_hand(w, x, y, batch_size):
    gradients, total, count = [], 0.0, 0
    for i in range(len(x)):
        total += 2 * (w * x[i] - y[i]) * x[i]
        count += 1
        if count == batch_size or i == len(x) - 1:
            gradients.append(total / count)
            total, count = 0.0, 0
    return gradients


@mistake(
    "last-batch",
    ko="마지막 배치의 그래디언트만 크기(절댓값)가 작아요. 남은 데이터가 `batch_size`개보다 적은데도 `batch_size`로 나누었어요. 앞의 배치는 모두 맞아요.",
    en="Only the gradient of the last batch is too small in size. Fewer than `batch_size` points are left in it, and yet it was divided by `batch_size`. All batches before it are right.",
    credit=0.5,
)
def nominal_size(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(2 * np.sum((w * a - b) * a) / batch_size)
    return gradients


@mistake(
    "last-batch",
    ko="전체 데이터의 수로 나누었어요. 미니배치에서는 그 배치에 든 데이터에 대해서만 평균을 내요.",
    en="Divided by the number of all data. In a mini-batch, the mean is taken over the points of that batch only.",
    credit=0.5,
)
def divided_by_all(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(2 * np.sum((w * a - b) * a) / len(x))
    return gradients


@mistake(
    "last-batch",
    ko="배치마다 합만 구하고 그 배치의 데이터 수로 나누지 않았어요.",
    en="Each of these is the sum over its batch, not divided by the number of points in it.",
    credit=0.5,
)
def sums_of_batches(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(np.dot(2 * a, w * a - b).mean())
    return gradients


@mistake(
    "last-batch",
    ko="마지막 배치가 빠졌어요. `batch_size`개를 채우지 못한 나머지도 한 배치예요.",
    en="The last batch is missing. What is left over makes a batch too, even if it does not fill `batch_size`.",
    credit=0.5,
)
def remainder_dropped(w, x, y, batch_size):
    gradients = []
    for k in range(len(x) // batch_size):
        a = x[k * batch_size : (k + 1) * batch_size]
        b = y[k * batch_size : (k + 1) * batch_size]
        gradients.append(2 * np.mean((w * a - b) * a))
    return gradients


@mistake(
    "last-batch",
    ko="배치의 시작점을 한 칸씩만 옮겨서 배치가 서로 겹쳐요. 한 에폭에서는 각 데이터를 한 번만 써야 해요.",
    en="Each batch starts only one point after the one before, so they overlap. In one epoch each point is used only once.",
)
def overlapping(w, x, y, batch_size):
    gradients = []
    for start in range(len(x) - batch_size + 1):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(2 * np.mean((w * a - b) * a))
    return gradients


@mistake(
    "last-batch",
    ko="모두 정확히 절반이에요. 제곱을 미분할 때 나오는 2가 빠졌어요.",
    en="All are exactly half. The 2 from differentiating the square is missing.",
    credit=0.5,
)
def batches_without_two(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(np.mean((w * a - b) * a))
    return gradients


@mistake(
    "last-batch",
    ko="첫 배치만 맞고, 다음부터는 앞 배치의 그래디언트까지 더해졌어요. `.grad`를 배치마다 비우지 않으면 이렇게 돼요.",
    en="Only the first batch is right; from the next on, the gradients of earlier batches are added in. That happens where `.grad` is not emptied between batches.",
    credit=0.5,
)
def gradients_added_up(w, x, y, batch_size):
    total, gradients = 0.0, []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        total = total + 2 * np.mean((w * a - b) * a)
        gradients.append(total)
    return gradients


@mistake(
    "last-batch",
    ko="모든 항목이 마지막 배치의 그래디언트예요. 같은 텐서 `.grad`를 거듭 넣으면 이렇게 돼요. 넣을 때마다 `.item()`이나 `.clone()`을 쓰세요.",
    en="Every entry is the gradient of the last batch, as where the same tensor `.grad` is put in each time. Put in `.item()` or `.clone()` instead.",
    credit=0.25,
)
def last_gradient_everywhere(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients = [2 * np.mean((w * a - b) * a)] * (start // batch_size + 1)
    return gradients


@mistake(
    "last-batch",
    ko="x를 곱하지 않았어요. w x를 w로 미분하면 x가 나와요.",
    en="The factor x is missing: it comes from differentiating w x with respect to w.",
    credit=0.25,
)
def batches_without_x(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(2 * np.mean(w * a - b))
    return gradients


@mistake(
    "last-batch",
    ko="그래디언트가 아니라 배치마다의 손실이에요.",
    en="These are the losses of the batches, not their gradients.",
)
def losses_of_batches(w, x, y, batch_size):
    gradients = []
    for start in range(0, len(x), batch_size):
        a, b = x[start : start + batch_size], y[start : start + batch_size]
        gradients.append(np.mean((w * a - b) ** 2))
    return gradients


@mistake(
    "last-batch",
    ko="배치가 언제나 데이터의 처음부터 시작해요. 배치마다 다음 데이터부터 잘라야 해요.",
    en="Every batch begins at the first point of the data. Each has to begin where the one before ended.",
)
def batches_from_the_front(w, x, y, batch_size):
    gradients = []
    for stop in range(batch_size, len(x) + batch_size, batch_size):
        a, b = x[:stop], y[:stop]
        gradients.append(2 * np.mean((w * a - b) * a))
    return gradients


@mistake(
    "last-batch",
    ko="데이터를 크기가 거의 같은 배치로 나누었어요. `np.array_split`이 그렇게 나눠요. 여기서는 앞에서부터 `batch_size`개씩 자르고, 남은 것이 마지막 배치예요.",
    en="These are batches of nearly equal size, as `np.array_split` makes them. Here they are cut from the front, `batch_size` points each, and what is left makes the last.",
    credit=0.25,
)
def evenly_split(w, x, y, batch_size):
    count = -(-len(x) // batch_size)
    pairs = zip(np.array_split(x, count), np.array_split(y, count), strict=True)
    return [2 * np.mean((w * a - b) * a) for a, b in pairs]


@mistake(
    "last-batch",
    ko="전체 데이터의 그래디언트 하나예요. 배치마다 하나씩 필요해요.",
    en="This is one gradient, that of all the data. One for each batch is needed.",
)
def gradient_of_all(w, x, y, batch_size):
    return 2 * np.mean((w * x - y) * x)


@mistake(
    "last-batch",
    ko="앞에서부터 자르지 않고 몇 칸씩 건너뛰며 골랐어요. 첫 배치는 맨 앞의 `batch_size`개예요.",
    en="The points of a batch were taken at intervals, not cut from the front. The first batch is the first `batch_size` points.",
)
def batches_at_intervals(w, x, y, batch_size):
    count = -(-len(x) // batch_size)
    return [2 * np.mean((w * x[i::count] - y[i::count]) * x[i::count]) for i in range(count)]


@mistake(
    "last-batch",
    ko="`batch_size`개씩 나누지 않고 `batch_size`묶음으로 나누었어요. `np.array_split(x, n)`의 n은 한 묶음의 크기가 아니라 묶음의 개수예요.",
    en="The data are split into `batch_size` batches, not into batches of `batch_size`. In `np.array_split(x, n)`, n is how many parts there are, not how large each is.",
)
def as_many_batches_as_their_size(w, x, y, batch_size):
    parts = zip(np.array_split(x, batch_size), np.array_split(y, batch_size), strict=True)
    return [2 * np.mean((w * a - b) * a) for a, b in parts]


# --- adam-steps --------------------------------------------------------------------------------------------------


@reference("adam-steps")
def adam(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
        weights.append(w)
    return weights


@equivalent("adam-steps")
def adam_of_torch(w, gradients, lr, beta1, beta2, eps):
    import torch

    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=lr, betas=(beta1, beta2), eps=eps)
    weights = []
    for g in gradients:
        w.grad = torch.tensor(float(g), dtype=torch.float64)
        optimizer.step()
        weights.append(w.item())
    return weights


@equivalent("adam-steps")
def adam_with_running_powers(w, gradients, lr, beta1, beta2, eps):
    m, v, power1, power2 = 0.0, 0.0, 1.0, 1.0
    weights = np.zeros(len(gradients))
    for i in range(len(gradients)):
        power1, power2 = power1 * beta1, power2 * beta2
        m += (1 - beta1) * (gradients[i] - m)
        v += (1 - beta2) * (gradients[i] ** 2 - v)
        w -= lr * (m / (1 - power1)) / ((v / (1 - power2)) ** 0.5 + eps)
        weights[i] = w
    return weights


@equivalent("adam-steps")
def adam_as_weighted_means(w, gradients, lr, beta1, beta2, eps):
    weights = []
    for t in range(1, len(gradients) + 1):
        g = np.array(gradients[:t], dtype=float)
        age = np.arange(t)[::-1]
        mean = np.average(g, weights=beta1**age)
        square = np.average(g**2, weights=beta2**age)
        w = w - lr * mean / (np.sqrt(square) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="편향 보정이 없어요. `m`과 `s`는 0에서 시작해 처음에는 너무 작으니, 각각 1 − βᵗ으로 나누어야 해요.",
    en="The bias correction is missing. `m` and `s` start from 0 and are too small at first, so each has to be divided by 1 − βᵗ.",
    credit=0.5,
)
def no_correction(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for g in gradients:
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * m / (np.sqrt(v) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="eps를 제곱근 안에 넣었어요. Adam에서는 제곱근을 구한 다음에 eps를 더해요.",
    en="eps stands inside the root. Adam takes the root first and adds eps afterwards.",
    credit=0.5,
)
def eps_inside(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="두 β가 뒤바뀌었어요. `beta1`은 그래디언트의 평균에, `beta2`는 제곱의 평균에 써요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="The two β are swapped: `beta1` belongs to the mean of the gradients, `beta2` to that of their squares. The first step is right all the same; it shows from the second on.",
    credit=0.5,
)
def betas_swapped(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta2 * m + (1 - beta2) * g
        v = beta1 * v + (1 - beta1) * g**2
        w = w - lr * (m / (1 - beta2**t)) / (np.sqrt(v / (1 - beta1**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="0으로 나누었어요. 스텝을 0부터 세어 1 − β⁰ = 0이 된 경우가 많아요. t는 1부터 세요.",
    en="A division by zero. Often steps are counted from 0, which makes 1 − β⁰ = 0; here t counts from 1.",
    credit=0.0,
)
def steps_from_zero(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients):
        m = beta1 * m + (1 - beta1) * float(g)
        v = beta2 * v + (1 - beta2) * float(g) ** 2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="모두 `nan`이에요. 0을 0으로 나누거나 음수의 제곱근을 구하면 이렇게 돼요. 스텝을 0부터 세어 1 − β⁰ = 0이 된 경우가 많아요. t는 1부터 세요. 그것이 맞다면 1 − β₂와 1 − β₂ᵗ이 양수인지 보세요.",
    en="All of it is `nan`, as after 0 divided by 0 or the root of a negative number. Often steps are counted from 0, which makes 1 − β⁰ = 0; here t counts from 1. Where that holds, look whether 1 − β₂ and 1 − β₂ᵗ are positive.",
    credit=0.0,
)
def steps_from_zero_in_numpy(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    with np.errstate(all="ignore"):
        for t, g in enumerate(np.asarray(gradients)):
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
            weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="제곱근을 구하지 않았어요. `s`는 그래디언트의 제곱에 비례하니, 그 제곱근으로 나누어야 그래디언트의 크기가 상쇄돼요.",
    en="The square root is missing. `s` is proportional to the square of the gradient, so only division by its root cancels the size of the gradient.",
)
def without_root(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (v / (1 - beta2**t) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="`m`이 스텝마다 새로 시작하는 것과 같아요. 지난 스텝까지의 이동 평균을 이어받아야 해요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="It is as if `m` started anew in every step. It has to carry on the moving average of the steps before. The first step is right all the same; it shows from the second on.",
    credit=0.5,
)
def no_memory_of_gradients(w, gradients, lr, beta1, beta2, eps):
    v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * g / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="오르막으로 가고 있어요. 그래디언트가 양수이면 w는 작아져야 해요.",
    en="This walks uphill. Where the gradient is positive, w has to become smaller.",
)
def adam_uphill(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w + lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="`m`만 보정하고 `s`는 보정하지 않았어요. `s`도 1 − β₂ᵗ으로 나누세요.",
    en="Only `m` is corrected, not `s`. Divide `s` as well, by 1 − β₂ᵗ.",
    credit=0.5,
)
def only_m_corrected(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="`s`만 보정하고 `m`은 보정하지 않았어요. `m`도 1 − β₁ᵗ으로 나누세요.",
    en="Only `s` is corrected, not `m`. Divide `m` as well, by 1 − β₁ᵗ.",
    credit=0.5,
)
def only_v_corrected(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="받은 eps가 분모에 들어가지 않은 값이에요. eps를 빠뜨렸거나, `1e-8`처럼 다른 수를 쓴 경우가 많아요.",
    en="The eps that was handed in is not in the denominator. Often it is left out, or another number, such as `1e-8`, stands in its place.",
    credit=0.5,
)
def eps_left_out(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t))
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="eps가 분수 밖에 있어요. 제곱근과 eps의 합을 괄호로 묶고 그것으로 나누세요.",
    en="eps stands outside the fraction. Put the root and eps in brackets and divide by their sum.",
    credit=0.5,
)
def eps_outside_the_fraction(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t)) + eps
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="새 그래디언트에 1 − β를 곱하지 않고 그대로 더했어요.",
    en="The new gradient is added as it is, without the factor 1 − β.",
    credit=0.5,
)
def without_one_minus_beta(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + g
        v = beta2 * v + g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="`s`에 그래디언트를 제곱하지 않고 넣었어요.",
    en="The gradient goes into `s` without being squared.",
    credit=0.5,
)
def v_without_square(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * abs(g)
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="보정한 값이 `m`과 `s`에 다시 들어가서 다음 스텝에서 또 보정되는 것과 같아요. 보정한 값은 다른 이름에 넣으세요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="It is as if the corrected values went back into `m` and `s` and were corrected again in the next step. Give them names of their own. The first step is right all the same; it shows from the second on.",
    credit=0.5,
)
def corrections_kept(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m, v = m / (1 - beta1**t), v / (1 - beta2**t)
        w = w - lr * m / (np.sqrt(v) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="보정할 때 언제나 1 − β로 나누었어요. t제곱을 빠뜨렸거나, t가 스텝마다 커지지 않는 경우가 많아요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="The correction divides by 1 − β in every step. Often the power t is missing, or t does not grow from step to step. The first step is right all the same; it shows from the second on.",
    credit=0.5,
)
def power_left_out(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for g in gradients:
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1)) / (np.sqrt(v / (1 - beta2)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="보정에 t가 아니라 t + 1을 썼어요. 첫 스텝의 t는 1이에요.",
    en="The correction uses t + 1 in place of t. In the first step, t is 1.",
    credit=0.5,
)
def one_step_ahead(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1 ** (t + 1))) / (np.sqrt(v / (1 - beta2 ** (t + 1))) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="`m`과 `s`가 스텝마다 0에서 새로 시작하는 것과 같아요. 반복문 앞에서 한 번만 0으로 두세요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="It is as if `m` and `s` started from 0 again in every step. Set them to 0 once, before the loop. The first step is right all the same; it shows from the second on.",
    credit=0.5,
)
def both_started_anew(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m, v = (1 - beta1) * g, (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="업데이트한 값을 `w`에 다시 넣지 않아서, 스텝마다 출발점에서 움직였어요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="The updated value is not put back into `w`, so every step sets out from the starting point. The first step is right all the same; it shows from the second on.",
    credit=0.25,
)
def always_from_the_start(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        moved = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(moved)
    return weights


@mistake(
    "adam-steps",
    ko="받은 `beta1`, `beta2`, `eps` 대신 흔히 쓰는 값을 썼어요. 인자로 받은 값을 쓰세요.",
    en="The usual values were used in place of the `beta1`, `beta2` and `eps` that were handed in.",
    credit=0.25,
)
def usual_values(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w = w - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="보정을 스텝의 길이에 한꺼번에 했어요. 그러면 eps가 보정하지 않은 `s`의 제곱근에 더해져요. 이 문제의 식은 `s`를 보정한 다음 제곱근을 구하고 eps를 더해요.",
    en="Both corrections are made at once, in the length of the step, so eps is added to the root of an `s` that is not corrected. The formula here corrects `s`, takes the root and then adds eps.",
    credit=0.5,
)
def eps_before_the_correction(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="출발점까지 들어 있어요. 스텝 뒤의 값만 넣으세요. 값의 개수는 그래디언트의 개수와 같아요.",
    en="The starting point is in the list as well. Put in only values after a step: as many as there are gradients.",
    credit=0.5,
)
def adam_with_start(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = [w]
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="Adam이 아니라 RMSprop의 걸음이에요. 그래디언트의 평균 m이 없고, 보정도 하지 않았어요.",
    en="These are the steps of RMSprop, not of Adam: there is no mean m of the gradients, and nothing is corrected.",
)
def steps_of_rmsprop(w, gradients, lr, beta1, beta2, eps):
    v, weights = 0.0, []
    for g in gradients:
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * g / (np.sqrt(v) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="보정할 때 1−βᵗ로 나누지 않고 곱했어요.",
    en="The corrections multiply by 1−βᵗ where they should divide by it.",
)
def corrections_multiplied(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * m * (1 - beta1**t) / (np.sqrt(v * (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="s를 줄지 않게 했어요. AMSGrad라는 다른 알고리즘이에요. 여기서는 지금의 s를 그대로 쓰세요.",
    en="s is kept from falling: that is another algorithm, AMSGrad. Here, use s as it is now.",
)
def largest_square_so_far(w, gradients, lr, beta1, beta2, eps):
    m = v = largest = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = max(largest, v)
        w = w - lr * m / (1 - beta1**t) / (np.sqrt(largest / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="스텝마다의 걸음이에요. 걸음을 더한 자리 `w`를 모으세요.",
    en="These are the moves. Collect `w`, the place where each move ends.",
    credit=0.5,
)
def moves_for_weights(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    moves = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        moves.append(-lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps))
    return moves


@mistake(
    "adam-steps",
    ko="AdaMax의 스텝이에요. 제곱의 평균 대신 지금까지의 가장 큰 크기로 나누었어요.",
    en="These are the steps of AdaMax: it divides by the largest size so far, not by the root of a mean of squares.",
    credit=0.25,
)
def steps_of_adamax(w, gradients, lr, beta1, beta2, eps):
    m = largest = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        largest = max(beta2 * largest, abs(g))
        w = w - lr * m / (1 - beta1**t) / (largest + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="`s`에 그래디언트의 제곱이 아니라 `m`의 제곱이 들어갔어요.",
    en="What goes into `s` is the square of `m`. It should be that of the gradient.",
    credit=0.5,
)
def s_of_the_mean(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * m**2
        w = w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="제곱근을 `s`에만 씌우고 나서 1−β₂ᵗ로 나누었어요. `s`를 먼저 보정하고 그 전체에 제곱근을 씌우세요.",
    en="The root is taken of `s` alone and divided by 1−β₂ᵗ afterwards. Correct `s` first, and take the root of all of that.",
    credit=0.5,
)
def root_before_the_correction(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v) / (1 - beta2**t) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="보정에서 (1−β)ᵗ으로 나누었어요. t제곱은 β에만 붙어요: `1 - beta**t`. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="The corrections divide by (1−β)ᵗ. The power t belongs to β alone: `1 - beta**t`. The first step is right all the same; it shows from the second on.",
    credit=0.5,
)
def power_of_the_difference(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1) ** t) / (np.sqrt(v / (1 - beta2) ** t) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="제곱근을 `s`에만 씌우고, `s`를 보정하는 1−β₂ᵗ에는 씌우지 않았어요. 걸음의 길이에 한꺼번에 넣으려면 그것도 제곱근 안에 있어야 해요.",
    en="The root is taken of `s` alone, and 1−β₂ᵗ, which corrects `s`, has none. If both corrections go into the length of the step, this one belongs under the root, too.",
    credit=0.5,
)
def corrections_in_the_step_without_a_root(w, gradients, lr, beta1, beta2, eps):
    m = v = 0.0
    weights = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
        weights.append(w)
    return weights


@mistake(
    "adam-steps",
    ko="β와 1 − β의 자리가 바뀌었어요. 지금까지의 평균에 β를, 새 그래디언트에 1 − β를 곱해요.",
    en="β and 1 − β have changed places. The mean so far is multiplied by β, the new gradient by 1 − β.",
    credit=0.5,
)
def betas_on_the_new_gradient(w, gradients, lr, beta1, beta2, eps):
    m = s = 0.0
    path = []
    for t, g in enumerate(gradients, start=1):
        m = (1 - beta1) * m + beta1 * g
        s = (1 - beta2) * s + beta2 * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
        path.append(w)
    return path


@mistake(
    "adam-steps",
    ko="모든 스텝을 마지막 스텝의 번호로 보정했어요. t는 1부터 시작해 스텝마다 하나씩 커져요.",
    en="Every step is corrected with the number of the last step. t starts from 1 and grows by one with each step.",
    credit=0.5,
)
def corrected_by_the_last_step(w, gradients, lr, beta1, beta2, eps):
    m = s = 0.0
    t = len(gradients)
    path = []
    for g in gradients:
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
        path.append(w)
    return path


# --- choose-schedule: a rate for each update of a noisy descent --------------------------------------------------------


@reference("choose-schedule")
def rate(t, steps, curvature):
    return 0.05 / curvature * (1 + np.cos(np.pi * t / steps))


@equivalent("choose-schedule")
def rate_that_falls_in_a_line(t, steps, curvature):
    return 0.1 * (1 - t / steps) / curvature


@equivalent("choose-schedule")
def rate_over_the_count(t, steps, curvature):
    return 1 / (1 + t) / curvature


@equivalent("choose-schedule")
def rate_that_falls_by_a_factor(t, steps, curvature):
    return 0.3 * 0.01 ** (t / steps) / curvature


@mistake(
    "choose-schedule",
    ko="일정한 학습률로 가장 낮게 갈 수 있는 만큼은 내려갔어요. 그 3분의 2 이하로 가려면, 멀리 있을 때는 크게 걷고 바닥 가까이에서는 학습률을 줄여야 해요.",
    en="About as low as a constant rate can get. For two thirds of that or less, take large steps while far away, and let the rate fall near the bottom.",
)
def a_good_constant(t, steps, curvature):
    return 8 / steps / curvature


@mistake(
    "choose-schedule",
    ko="학습률이 줄기는 하지만, 일정한 학습률로도 갈 수 있는 만큼만 내려갔어요. 처음의 거리는 이미 거의 없어졌고, 남은 것은 대부분 잡음이에요. 학습률이 너무 오래 컸던 거예요. 더 작게 시작하거나, 더 일찍 줄이거나, 끝에서 0에 더 가까워지게 해 보세요.",
    en="The rate falls, and yet it gets about as low as a constant one can. Little is left of the first distance; the rest is mostly noise: the rate was too large for too long. Begin with a smaller one, let it fall sooner, or end nearer to 0.",
)
def a_fall_from_too_high(t, steps, curvature):
    return 0.3 * (1 + np.cos(np.pi * t / steps)) / curvature


@mistake(
    "choose-schedule",
    ko="학습률이 줄기는 하지만, 일정한 학습률로도 갈 수 있는 만큼만 내려갔어요. 너무 일찍 작아져서, 처음 스텝들의 잡음이 그대로 남았어요. 뒤쪽 절반의 학습률이 더 크면 덜 남아요. 더 천천히 줄이거나, 더 작게 시작하세요.",
    en="The rate falls, and yet it gets about as low as a constant one can. It fell too soon, so that the noise of the first steps has stayed: with larger rates in the second half, less would be left. Let it fall more slowly, or begin with a smaller one.",
)
def a_fall_too_soon(t, steps, curvature):
    return (0.2 if t < 40 else 0.005) / curvature


@mistake(
    "choose-schedule",
    ko="출발할 때보다는 훨씬 가깝지만, 마지막에 바닥에서 남은 거리가 상수 학습률로 남길 수 있는 것의 두 배가 넘어요. 끝에서 학습률이 아직 너무 커서 잡음 때문에 떠돌거나, 학습률이 너무 일찍 작아져서 처음의 거리나 첫 스텝들의 잡음이 그대로 남은 거예요. 마지막 학습률을 출력해 보세요.",
    en="Much nearer than at the start, but more than twice as much is left in the end as a constant rate could leave. Either the rate is still too large at the end, so that it hovers because of the noise; or the rate fell too soon, and what was left of the start, or of the noise of the first steps, has stayed. Print the last rates.",
)
def a_large_constant(t, steps, curvature):
    return 0.9 / curvature


@mistake(
    "choose-schedule",
    ko="다가가기는 했지만 아직 바닥에서 멀어요. 학습률이 너무 작거나, 너무 일찍 줄거나 0보다 작아지거나, 곡률에 맞추지 않으면 이렇게 돼요.",
    en="It has come nearer and is still far from the bottom, as with a rate that is too small, falls too soon or below 0, or does not go by the curvature.",
)
def a_small_constant(t, steps, curvature):
    return 0.001 / curvature


@mistake(
    "choose-schedule",
    ko="출발할 때보다 가까워지지 않았어요. 학습률이 2/c를 넘으면 발산하니, 곡률이 클수록 학습률은 작아야 해요. 학습률이 0이거나 음수여도 바닥으로 가지 못해요.",
    en="No nearer than at the start. Beyond 2/c it diverges: the larger the curvature, the smaller the rate has to be. A rate of 0 or below does not lead to the bottom either.",
)
def rate_that_diverges(t, steps, curvature):
    return 3 / curvature


# --- related-features: (1 + |r|) / (1 − |r|) ---------------------------------------------------------------------------


@reference("related-features")
def condition_number(x1, x2):
    r = abs(np.corrcoef(x1, x2)[0, 1])
    return (1 + r) / (1 - r)


@equivalent("related-features")
def condition_by_linalg(x1, x2):
    return np.linalg.cond(np.corrcoef(x1, x2))


@mistake(
    "related-features",
    ko="표준화하지 않은 특성의 조건수예요. 평균을 빼고 표준편차로 나눈 다음에 구하세요.",
    en="This is the condition number of the features as they are. Subtract the mean and divide by the standard deviation first.",
)
def condition_without_standardising(x1, x2):
    columns = np.column_stack([x1, x2])
    curvatures = np.linalg.eigvalsh(2 / len(x1) * columns.T @ columns)
    return curvatures[-1] / curvatures[0]


@mistake(
    "related-features",
    ko="표준편차로 나누지 않은 특성의 조건수예요. 평균만 뺐거나 분산으로 나누면 이렇게 돼요. 단위가 다르니 표준편차(`std`)로 나누어야 해요.",
    en="The features are not divided by their standard deviations: only the means are subtracted, or each is divided by its variance. The units differ, so divide by `std`.",
)
def condition_of_centred(x1, x2):
    curvatures = np.linalg.eigvalsh(np.cov(x1, x2))
    return curvatures[-1] / curvatures[0]


@mistake(
    "related-features",
    ko="상관계수가 음수일 때 1보다 작은 값이 나와요. 조건수는 큰 곡률을 작은 곡률로 나눈 값이라 1보다 작을 수 없어요.",
    en="Where the correlation is negative, this comes out below 1. A condition number divides the larger curvature by the smaller, so it never is.",
)
def condition_with_a_sign(x1, x2):
    r = np.corrcoef(x1, x2)[0, 1]
    return (1 + r) / (1 - r)


@mistake(
    "related-features",
    ko="언제나 1, 곧 둥근 그릇이에요. 서로 얽힌 특성은 표준화해도 그릇이 둥글어지지 않아요. 분수로 구했다면 분자와 분모에 괄호가 있는지 보세요. 괄호가 없으면 나눗셈을 먼저 해요.",
    en="This is always 1, a round bowl, and related features leave it stretched even when they are standardised. If you wrote a fraction, look for the brackets around its numerator and its denominator: without them the division comes first.",
)
def condition_of_one(x1, x2):
    return 1.0


@mistake(
    "related-features",
    ko="상관계수를 제곱했어요. 두 고윳값은 1 + |r|과 1 − |r|이에요.",
    en="The correlation is squared. The two eigenvalues are 1 + |r| and 1 − |r|.",
)
def condition_by_r_squared(x1, x2):
    share = np.corrcoef(x1, x2)[0, 1] ** 2
    return (1 + share) / (1 - share)


@mistake(
    "related-features",
    ko="상관계수 대신 곱의 평균을 쓴 것과 같아요. 평균을 빼고 표준편차로 나눈 다음에 곱해야 상관계수가 돼요.",
    en="This is as if the mean of the products were the correlation. It is so only after each feature has lost its mean and was divided by its standard deviation.",
)
def mean_of_products_for_correlation(x1, x2):
    r = abs(np.mean(x1 * x2))
    return (1 + r) / (1 - r)


@mistake(
    "related-features",
    ko="상관계수 대신 공분산을 넣었어요. 두 특성의 표준편차로 나눈 것이 상관계수예요.",
    en="This takes the covariance where the correlation belongs: divide it by both standard deviations.",
)
def condition_by_covariance(x1, x2):
    covariance = abs(np.cov(x1, x2)[0, 1])
    return (1 + covariance) / (1 - covariance)


@mistake(
    "related-features",
    ko="`np.cov`는 N − 1로 나누고 `std()`는 N으로 나누어서, 상관계수가 아니라 그 N/(N − 1)배를 썼어요. 1을 넘으면 조건수가 음수까지 돼요. 둘을 같은 수로 나누거나 `np.corrcoef`를 쓰세요.",
    en="`np.cov` divides by N − 1 and `std()` by N, so this used N/(N − 1) times the correlation. Beyond 1 it even makes the condition number negative. Divide both by the same, or use `np.corrcoef`.",
)
def covariance_by_one_less(x1, x2):
    z1, z2 = (x1 - x1.mean()) / x1.std(), (x2 - x2.mean()) / x2.std()
    r = abs(np.cov(z1, z2)[0, 1])
    return (1 + r) / (1 - r)


@mistake(
    "related-features",
    ko="두 특성을 함께 놓고 평균과 표준편차를 하나씩만 구했어요. 특성마다 따로 표준화하세요. 2차원 배열이면 `axis=0`이에요.",
    en="Both features were standardised by one mean and one standard deviation. Each has its own: with a two-dimensional array, `axis=0`.",
    credit=0.25,
)
def condition_standardised_together(x1, x2):
    features = np.column_stack([x1, x2])
    z = (features - features.mean()) / features.std()
    return np.linalg.cond(z.T @ z)


@mistake(
    "related-features",
    ko="특성을 최솟값과 최댓값으로 0에서 1까지 맞췄어요. 표준화는 평균을 빼고 표준편차로 나눠요.",
    en="The features were scaled by minimum and maximum to run from 0 to 1. Standardising subtracts the mean and divides by the standard deviation.",
)
def condition_scaled_by_range(x1, x2):
    z = np.column_stack([(v - v.min()) / (v.max() - v.min()) for v in (x1, x2)])
    return np.linalg.cond(z.T @ z)


@mistake(
    "related-features",
    ko="표준편차로 나누기만 하고 평균을 빼지 않았어요. 표준화는 둘 다 해요.",
    en="The features were divided by their standard deviations, but their means were not subtracted. Standardising does both.",
)
def condition_of_uncentred(x1, x2):
    z = np.column_stack([x1 / x1.std(), x2 / x2.std()])
    return np.linalg.cond(z.T @ z)


# --- never-zeroed ------------------------------------------------------------------------------------------------

NEVER_ZEROED = "c"

choice(
    "never-zeroed",
    right=NEVER_ZEROED,
    wrong={
        "a": Text(
            "멈추지 않아요. 그래디언트의 합이 속도와 같은 구실을 해서, w는 바닥을 지나 반대편까지 갔다가 돌아와요.",
            "It does not freeze. The sum of the gradients acts as a velocity: w passes the bottom, reaches the other side and comes back.",
        ),
        "b": Text(
            "언제나 발산하지는 않아요. 4단원에서 보았듯이 ηλ가 4보다 작으면 일정한 범위 안에서 오가고, 4를 넘어야 한없이 커져요.",
            "It does not always diverge. As unit 4 showed, while ηλ is below 4 it swings within bounds; only beyond 4 does it grow without limit.",
        ),
        "d": Text(
            "수렴하지 않아요. 옛 그래디언트가 줄지 않고 쌓이니 진동을 잦아들게 하는 것이 없어요. 비우는 반복문과는 다른 길을 가요.",
            "It does not converge. The old gradients add up undiminished, so nothing damps the oscillation. It takes a different path from the loop that empties.",
        ),
    },
)

# --- rate-guess-centred: x minus its mean has the curvatures 2.5 and 2 -----------------------------------------------

guesses(
    "rate-guess-centred",
    right=4,
    wrong={
        1: Text(
            "조건수가 1이면 그래요. 평균을 빼면 1.25가 되니, 한 스텝이 거리의 9분의 1을 남겨요.",
            "That would be so at condition number 1. Without the mean it is 1.25, and a step leaves a ninth of the distance.",
        ),
        24: Text(
            "1,067을 45로 나눈 값이에요. 1,067은 η = 0.01일 때예요. 새 그릇에서는 학습률도 훨씬 크게 잡을 수 있어요.",
            "This divides 1,067 by 45. But 1,067 was at η = 0.01; in the new bowl the rate can be much larger, too.",
        ),
        43: Text(
            "모멘텀의 기록 그대로예요. 그 기록은 조건수 55.8인 그릇의 것이고, 이제 그릇이 바뀌었어요.",
            "That is the record of momentum, in a bowl of condition number 55.8. Now it is another bowl.",
        ),
        200: Text(
            "평균을 빼도 달라지지 않는다고 본 값이에요. 직선은 같지만 w와 b가 서로 얽히지 않게 돼요.",
            "This takes it that the mean makes no difference. The line is the same, but w and b are no longer tied together.",
        ),
    },
)

# --- rate-guess-related: (1 + 0.9) / (1 − 0.9) -----------------------------------------------------------------------

guesses(
    "rate-guess-related",
    right=19,
    wrong={
        1: Text(
            "두 축의 곡률은 같지만, 그릇은 두 축 사이의 대각선을 따라 늘어나 있어요.",
            "Along both axes the curvature is the same, but the bowl is stretched along the diagonals between them.",
        ),
        10: Text(
            "1/(1 − 0.9)예요. 작은 곡률만 줄어든 것이 아니라 큰 곡률도 1.9배로 커졌어요.",
            "That is 1/(1 − 0.9). Not only has the smaller curvature shrunk, the larger one has grown to 1.9 times.",
        ),
        1.9: Text(
            "큰 쪽의 곡률만 본 값이에요. 그것을 작은 쪽 0.1로 나누세요.",
            "This looks at the larger curvature alone. Divide it by the smaller, 0.1.",
        ),
    },
)

# --- rate-guess-rmsprop: a constant rate of 0.01 ---------------------------------------------------------------------

choice(
    "rate-guess-rmsprop",
    right="b",
    wrong={
        "a": Text(
            "바닥 가까이에서 그래디언트가 작아지면 나누는 값도 함께 작아져요. 그래서 걸음이 줄지 않아요.",
            "Near the bottom the gradient gets smaller, and so does what it is divided by: the steps do not shrink.",
        ),
        "c": Text(
            "걸음의 길이가 대략 η로 정해져 있으니 멀리 갈 수 없어요.",
            "Its steps are about η long, so it cannot get far away.",
        ),
    },
)

# --- rate-guess-adagrad: the gradient is always 30, η = 0.01 -----------------------------------------------------------

guesses(
    "rate-guess-adagrad",
    right=0.001,
    wrong={
        0.01: Text(
            "RMSProp이라면 그래요. AdaGrad의 s는 평균이 아니라 합이라서 계속 커져요.",
            "So it is for RMSProp. The s of AdaGrad is a sum, not an average, and keeps growing.",
        ),
        0.0001: Text(
            "s는 백 배가 되지만, 나누는 것은 그 제곱근이에요.",
            "s becomes a hundred times as large, but it is its root that divides.",
        ),
        0.3: Text(
            "경사 하강법의 걸음이에요. AdaGrad는 √s로 나누어요.",
            "That is a step of gradient descent. AdaGrad divides by √s.",
        ),
        0.003: Text(
            "30² 대신 30을 더하면 그보다도 길어져요. s = 100 · 30²의 제곱근은 300이에요.",
            "The root of s = 100 · 30² is 300, and 0.01 · 30 / 300 is less than that.",
        ),
    },
)

# --- rate-guess-first-step: η = 0.01, the gradient is 30000 ------------------------------------------------------------

guesses(
    "rate-guess-first-step",
    right=0.01,
    wrong={
        300: Text(
            "경사 하강법이라면 그래요. Adam은 그래디언트를 그 크기로 나누어요.",
            "So it would be for gradient descent. Adam divides the gradient by its size.",
        ),
        0.03162: Text(
            "RMSProp(β = 0.9)의 첫걸음이에요. 보정하지 않은 Adam도 0.1/√0.001배라 같아요.",
            "That is the first step of RMSProp at β = 0.9; Adam without any correction makes the same, 0.1/√0.001 times η.",
        ),
        0.1: Text(
            "torch의 `RMSprop`(β의 기본값 0.99)이라면 그래요. Adam은 `s`를 보정해요.",
            "So it would be for torch's `RMSprop`, whose β is 0.99. Adam corrects `s`.",
        ),
        0.001: Text(
            "`m`을 보정하지 않은 값이에요. 첫 `m`은 그래디언트의 10분의 1이지만 0.1로 나누어요.",
            "That leaves `m` as it is. The first `m` is a tenth of the gradient, but it is divided by 0.1.",
        ),
    },
)

# --- rate-guess-adam: unit 5's 1,067 epochs, the best of eight learning rates --------------------------------------------

guesses(
    "rate-guess-adam",
    right=125,
    wrong={
        4: Text(
            "그릇이 축과 나란하다면 좌표마다 나누는 것으로 둥글어지겠지만, 이 그릇은 비스듬해요.",
            "A bowl lined up with the axes would become round by dividing each coordinate. This one lies at an angle.",
        ),
        43: Text(
            "그릇에 맞춘 모멘텀의 기록이에요. Adam의 β₁ = 0.9는 이 그릇에는 커요.",
            "That is the record of momentum fitted to the bowl. Adam's β₁ = 0.9 is too much for this one.",
        ),
        200: Text(
            "모멘텀이 없을 때의 기록이에요. Adam에도 모멘텀이 있어서 그보다는 빨라요.",
            "That is the record without momentum. Adam has it too, and is faster than that.",
        ),
        20: Text(
            "모멘텀보다 두 배쯤 빠르다고 본 값이에요. 맞춘 모멘텀은 이미 이 그릇에서 최선에 가까워요.",
            "This makes it about twice as fast as momentum. Fitted momentum is nearly the best there is in this bowl.",
        ),
    },
)

# --- rate-guess-turned: condition number 100, learning rate 0.1, turned by 30° ------------------------------------------

choice(
    "rate-guess-turned",
    right="b",
    wrong={
        "a": Text(
            "Adam은 좌표마다 따로 나누어요. 축과 나란하지 않으면 어느 좌표로 나누어도 골짜기가 펴지지 않아요.",
            "Adam divides each coordinate by itself. Where the valley is not lined up with an axis, that does not straighten it.",
        ),
        "c": Text(
            "돌린 그릇에서는 좌표 둘이 다 가파른 방향의 크기를 가져요. 그 크기로 나누면 느린 방향은 더 느려져요.",
            "In the turned bowl both coordinates have the size of the steep direction. Divided by that, the slow one gets slower.",
        ),
    },
)

# --- rate-guess-price: batches of 8 out of 4,096 points -----------------------------------------------------------------

choice(
    "rate-guess-price",
    right="c",
    wrong={
        "a": Text(
            "잡음이 있어 스텝은 더 필요하지만, 한 스텝에 보는 점이 512분의 1이에요.",
            "Because of the noise it takes more steps, but each step sees a 512th of the points.",
        ),
        "b": Text(
            "스텝 수는 몇 배밖에 늘지 않는데 점은 512분의 1만 봐요. 훨씬 더 줄어요.",
            "There are only a few times as many steps, and each sees a 512th of the points. It falls much further.",
        ),
    },
)

# --- rate-guess-exact: every point lies on the line ----------------------------------------------------------------------

choice(
    "rate-guess-exact",
    right="b",
    wrong={
        "a": Text(
            "바닥에서 오차가 점마다 0이면 어느 배치를 뽑아도 그래디언트가 0이에요. 떠돌게 할 잡음이 없어요.",
            "If every point's error is 0 at the bottom, so is the gradient of any batch. Nothing is left to make it hover.",
        ),
        "c": Text(
            "다른 직선에서는 오차가 남은 점이 있어서, 그 점이 배치에 뽑히면 다시 움직여요.",
            "On any other line some points have errors left; as soon as one of them is drawn, it moves on.",
        ),
    },
)

# --- rate-guess-momentum: the same rate, μ = 0.9 in place of 0 -----------------------------------------------------------

guesses(
    "rate-guess-momentum",
    right=10.23,
    wrong={
        1: Text(
            "잡음은 학습률만이 정한다고 본 값이에요. 속도에는 지난 그래디언트의 잡음도 쌓여요.",
            "This takes it that the rate alone decides. But the velocity gathers the noise of earlier gradients too.",
        ),
        0.1: Text(
            "속도가 평균이라면 잡음이 줄겠지만, 이 속도는 합이에요. 걸음이 1/(1−μ)배로 길어진 것과 같아요.",
            "An average would damp the noise, but this velocity is a sum: it is as if the rate were 1/(1−μ) times as large.",
        ),
        3.16: Text(
            "거리라면 √10배가 맞아요. 높이는 거리의 제곱을 따라가요.",
            "True of the distance, √10 times. The height goes with its square.",
        ),
        100: Text(
            "거리가 10배라고 본 값이에요. 높이가 10배이고, 거리는 √10배예요.",
            "This makes the distance ten times as large. It is the height that is ten times; the distance is √10 times.",
        ),
    },
)

# --- rate-guess-schedule: 300 updates by batches of 8 --------------------------------------------------------------------

choice(
    "rate-guess-schedule",
    right="c",
    wrong={
        "a": Text(
            "가장 빨리 내려가지만 그만큼 높은 곳을 떠돌아요.",
            "It comes down fastest, and then hovers the highest.",
        ),
        "b": Text(
            "낮은 곳을 떠돌 학습률이지만, 300번으로는 아직 다 내려오지 못해요.",
            "Its hovering is low, but after 300 updates it is still on its way down.",
        ),
    },
)

# --- rate-guess-warm-up: (w² − 1)²/4 from w = 3 ---------------------------------------------------------------------------

choice(
    "rate-guess-warm-up",
    right="b",
    wrong={
        "a": Text(
            "학습률이 0.5에 이를 때는 이미 곡률이 작은 곳에 와 있어요. 거기에서는 0.5가 알맞아요.",
            "By the time the rate is 0.5, w is where the curvature is small. There, 0.5 is just right.",
        ),
        "c": Text(
            "출발점은 아주 가팔라서 0.05로도 크게 움직여요.",
            "The start is so steep that even 0.05 moves it a long way.",
        ),
    },
)

# --- rate-task-curvatures: of the mean squared error of w·x + b -------------------------------------------------------------


@reference("rate-task-curvatures")
def curvatures_of(x):
    hessian = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])
    return np.linalg.eigvalsh(hessian)


@equivalent("rate-task-curvatures")
def curvatures_by_columns(x):
    columns = np.column_stack([x, np.ones(len(x))])
    return np.linalg.eigvalsh(2 / len(x) * columns.T @ columns)


@mistake(
    "rate-task-curvatures",
    ko="앞의 2가 빠졌어요. 제곱을 두 번 미분하면 2가 남아요.",
    en="The 2 in front is missing: a square differentiated twice leaves a 2.",
)
def curvatures_without_two(x):
    return np.linalg.eigvalsh(np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]]))


@mistake(
    "rate-task-curvatures",
    ko="대각선 밖의 평균이 빠졌어요. w와 b는 그 평균만큼 서로 얽혀 있어요.",
    en="The mean off the diagonal is missing. It is what ties w and b together.",
)
def curvatures_without_the_mean(x):
    return np.linalg.eigvalsh(2 * np.array([[np.mean(x**2), 0], [0, 1]]))


@mistake(
    "rate-task-curvatures",
    ko="x²의 평균 자리에 평균의 제곱을 썼어요.",
    en="This has the square of the mean where the mean of x² belongs.",
)
def curvatures_with_the_square_of_the_mean(x):
    return np.linalg.eigvalsh(2 * np.array([[np.mean(x) ** 2, np.mean(x)], [np.mean(x), 1]]))


# --- rate-task-standardised ---------------------------------------------------------------------------------------------


@reference("rate-task-standardised")
def standardised(x):
    centred = x - np.mean(x)
    return centred / np.std(x)


@equivalent("rate-task-standardised")
def standardised_by_squares(x):
    centred = x - x.mean()
    return centred / np.sqrt(np.mean(centred**2))


@mistake(
    "rate-task-standardised",
    ko="평균만 뺐어요. 표준편차로도 나누어야 두 곡률이 같아져요.",
    en="Only the mean is subtracted. Divided by the standard deviation as well, both curvatures become the same.",
)
def only_centred(x):
    return x - np.mean(x)


@mistake(
    "rate-task-standardised",
    ko="표준편차가 아니라 분산으로 나누었어요. 제곱근을 씌우세요.",
    en="This divides by the variance. Take its square root.",
)
def divided_by_the_variance(x):
    return (x - np.mean(x)) / np.var(x)


@mistake(
    "rate-task-standardised",
    ko="평균을 뺀 값이 아니라 처음 값을 나누었어요.",
    en="This divides the values as they were, with their mean still in them.",
)
def divided_without_centring(x):
    return x / np.std(x)


@mistake(
    "rate-task-standardised",
    ko="N − 1로 나눈 표준편차를 썼어요. 비용은 N으로 나눈 평균이니 여기에서도 N으로 나누어야 곡률이 꼭 2가 돼요.",
    en="This is the standard deviation with N − 1. The cost divides by N, so the curvature comes to exactly 2 only with N here too.",
)
def standardised_by_the_sample(x):
    return (x - np.mean(x)) / np.std(x, ddof=1)


# --- rate-task-rmsprop: s = β s + (1 − β) g², and a step of η g / √s -------------------------------------------------------


@reference("rate-task-rmsprop")
def moves(gradients, lr, beta):
    s, lengths = 0.0, []
    for g in gradients:
        s = beta * s + (1 - beta) * g**2
        lengths.append(lr * g / (np.sqrt(s) + 1e-8))
    return lengths


@equivalent("rate-task-rmsprop")
def moves_by_torch(gradients, lr, beta):
    import torch

    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer, lengths = torch.optim.RMSprop([w], lr=lr, alpha=beta), []
    for g in gradients:
        before, w.grad = w.item(), torch.tensor([float(g)], dtype=torch.float64)
        optimizer.step()
        lengths.append(before - w.item())
    return lengths


@mistake(
    "rate-task-rmsprop",
    ko="그래디언트를 제곱하지 않고 그 크기를 평균했어요.",
    en="This averages the size of the gradient in place of its square.",
)
def moves_by_the_size(gradients, lr, beta):
    s, lengths = 0.0, []
    for g in gradients:
        s = beta * s + (1 - beta) * abs(g)
        lengths.append(lr * g / (np.sqrt(s) + 1e-8))
    return lengths


@mistake(
    "rate-task-rmsprop",
    ko="그래디언트를 제곱하지 않았어요. 부호가 남아서 s가 음수가 되면 제곱근이 `nan`이에요.",
    en="The gradient is not squared. Its sign stays, and where s is negative, the root is `nan`.",
)
def moves_without_a_square(gradients, lr, beta):
    s, lengths = 0.0, []
    for g in gradients:
        s = beta * s + (1 - beta) * g
        lengths.append(lr * g / (s**0.5 + 1e-8) if s >= 0 else float("nan"))
    return lengths


@mistake(
    "rate-task-rmsprop",
    ko="제곱을 그대로 더하기만 했어요. 지난 것에는 β를, 새것에는 1 − β를 곱하세요.",
    en="The squares are only added up. The past takes the factor β, what is new takes 1 − β.",
)
def moves_by_a_sum(gradients, lr, beta):
    s, lengths = 0.0, []
    for g in gradients:
        s = s + g**2
        lengths.append(lr * g / (np.sqrt(s) + 1e-8))
    return lengths


@mistake(
    "rate-task-rmsprop",
    ko="새 제곱에 1 − β를 곱하지 않았어요. 그러면 평균이 아니라 속도처럼 쌓이는 합이에요.",
    en="The new square lacks the factor 1 − β: that is a sum like a velocity, not an average.",
)
def moves_by_a_velocity(gradients, lr, beta):
    s, lengths = 0.0, []
    for g in gradients:
        s = beta * s + g**2
        lengths.append(lr * g / (np.sqrt(s) + 1e-8))
    return lengths


@mistake(
    "rate-task-rmsprop",
    ko="β와 1 − β가 뒤바뀌었어요. 오래 기억하려면 지난 것에 큰 쪽 β를 곱해야 해요.",
    en="β and 1 − β are swapped. To remember long, the past takes the larger one, β.",
)
def moves_with_factors_swapped(gradients, lr, beta):
    s, lengths = 0.0, []
    for g in gradients:
        s = (1 - beta) * s + beta * g**2
        lengths.append(lr * g / (np.sqrt(s) + 1e-8))
    return lengths


# --- rate-task-corrected: the mean of gradients, as if it had not started at 0 ---------------------------------------------


@reference("rate-task-corrected")
def corrected(gradients, beta):
    m = 0.0
    for g in gradients:
        m = beta * m + (1 - beta) * g
    return m / (1 - beta ** len(gradients))


@equivalent("rate-task-corrected")
def corrected_as_weighted_mean(gradients, beta):
    return np.average(gradients, weights=beta ** np.arange(len(gradients))[::-1])


@mistake(
    "rate-task-corrected",
    ko="보정하지 않았어요. 0에서 시작해 아직 작으니 1 − βᵗ으로 나누세요.",
    en="Not corrected. It started from 0 and is still too small: divide by 1 − βᵗ.",
)
def not_corrected(gradients, beta):
    m = 0.0
    for g in gradients:
        m = beta * m + (1 - beta) * g
    return m


@mistake(
    "rate-task-corrected",
    ko="1 − β로 나누었어요. 스텝 수 t만큼 거듭제곱한 1 − βᵗ이어야 해요.",
    en="This divides by 1 − β. It has to be 1 − βᵗ, with the number of steps for a power.",
)
def corrected_without_power(gradients, beta):
    m = 0.0
    for g in gradients:
        m = beta * m + (1 - beta) * g
    return m / (1 - beta)


@mistake(
    "rate-task-corrected",
    ko="모든 그래디언트를 똑같이 평균했어요. 오래된 것일수록 β를 더 여러 번 곱해야 해요.",
    en="A plain average. The older a gradient is, the more often it takes the factor β.",
)
def plain_average(gradients, beta):
    return np.mean(gradients)


@mistake(
    "rate-task-corrected",
    ko="반복문 안에서 보정한 값을 다시 `m`에 넣어서 여러 번 보정됐어요. 보정은 마지막에 한 번이에요.",
    en="The corrected value goes back into `m` inside the loop and is corrected again and again. Once, at the end, is enough.",
)
def corrected_in_the_loop(gradients, beta):
    m = 0.0
    for t, g in enumerate(gradients, start=1):
        m = (beta * m + (1 - beta) * g) / (1 - beta**t)
    return m


@mistake(
    "rate-task-corrected",
    ko="반복문 안에서, 그것도 1 − β로 나누어 `m`에 다시 넣었어요. 보정은 마지막에 한 번, 스텝 수 t로 거듭제곱한 1 − βᵗ으로 나누세요.",
    en="It is divided inside the loop, by 1 − β, and goes back into `m`. Correct once, at the end, by 1 − βᵗ, with the number of steps for a power.",
)
def corrected_in_the_loop_without_power(gradients, beta):
    m = 0.0
    for g in gradients:
        m = (beta * m + (1 - beta) * g) / (1 - beta)
    return m


# --- rate-task-schedule: up in a line, then down along half a cosine --------------------------------------------------------


@reference("rate-task-schedule")
def warm_up_and_fall(t, steps, peak, warmup):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak / 2 * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))


@equivalent("rate-task-schedule")
def warm_up_and_fall_by_shares(t, steps, peak, warmup):
    done = (t - warmup) / (steps - warmup)
    return peak * (t + 1) / warmup if t < warmup else peak * np.cos(np.pi / 2 * done) ** 2


@mistake(
    "rate-task-schedule",
    ko="줄어드는 부분이 t를 처음부터 세요. 예열이 끝난 다음부터 세어야 꼭대기에서 시작해요.",
    en="The falling part counts t from the very beginning. It has to count from the end of the warm-up, to begin at the peak.",
)
def fall_from_the_beginning(t, steps, peak, warmup):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak / 2 * (1 + np.cos(np.pi * t / steps))


@mistake(
    "rate-task-schedule",
    ko="예열이 없어요. 처음 `warmup`번은 조금씩 키우세요.",
    en="There is no warm-up. In the first `warmup` updates the rate goes up bit by bit.",
)
def fall_without_warm_up(t, steps, peak, warmup):
    return peak / 2 * (1 + np.cos(np.pi * max(t - warmup, 0) / (steps - warmup)))


@mistake(
    "rate-task-schedule",
    ko="첫 업데이트의 학습률이 0이에요. t는 0부터 세니 t + 1을 쓰세요.",
    en="The first update has rate 0. t counts from 0, so use t + 1.",
)
def warm_up_from_zero(t, steps, peak, warmup):
    if t < warmup:
        return peak * t / warmup
    return peak / 2 * (1 + np.cos(np.pi * (t - warmup) / (steps - warmup)))


@mistake(
    "rate-task-schedule",
    ko="예열한 다음 줄이지 않아요. 끝까지 꼭대기에 머물러요.",
    en="After the warm-up it never falls: it stays at the peak to the end.",
)
def warm_up_and_stay(t, steps, peak, warmup):
    return peak * min(1, (t + 1) / warmup)


@mistake(
    "rate-task-schedule",
    ko="직선으로 줄였어요. 식의 코사인을 쓰세요.",
    en="It falls in a straight line. Use the cosine of the formula.",
)
def fall_in_a_line(t, steps, peak, warmup):
    if t < warmup:
        return peak * (t + 1) / warmup
    return peak * (1 - (t - warmup) / (steps - warmup))


# --- rate-challenge-adam: at most 70 epochs --------------------------------------------------------------------------------


@reference("rate-challenge-adam")
def settings():
    return 0.4, 0.8, 0.999


@equivalent("rate-challenge-adam")
def settings_as_list():
    return [0.6, 0.8, 0.999]


@mistake(
    "rate-challenge-adam",
    ko="71~140에폭이에요. torch의 기본값은 가장 좋은 학습률로도 125예요. 6단원에서 μ = 0.9가 이 그릇에 너무 컸던 것을 떠올려 보세요.",
    en="Between 71 and 140 epochs; torch's own values take 125 at their best rate. Remember that μ = 0.9 was too much for this bowl in unit 6.",
)
def settings_of_torch():
    return 0.3, 0.9, 0.999


@mistake(
    "rate-challenge-adam",
    ko="140에폭보다 많이 걸려요. 학습률이 작으면 걸음도 작아요. 위의 슬라이더로 먼저 찾아보세요.",
    en="More than 140 epochs. With a small rate the steps are small, too. Try the sliders above first.",
)
def settings_too_slow():
    return 0.1, 0.9, 0.999


@mistake(
    "rate-challenge-adam",
    ko="400에폭 안에 자리를 잡지 못해요. 학습률이 너무 작거나, β₂가 작아서 걸음이 줄지 않고 바닥 둘레를 오가는 거예요.",
    en="It has not settled within 400 epochs. Either the rate is too small, or β₂ is so small that the steps do not shrink and it keeps jumping about the bottom.",
)
def settings_that_never_settle():
    return 0.3, 0.0, 0.5


# --- rate-drill-related: (1 + r) / (1 − r) ---------------------------------------------------------------------------------


@reference("rate-drill-related")
def condition_on_paper(correlation):
    return (1 + correlation) / (1 - correlation)


@mistake(
    "rate-drill-related",
    ko="작은 곡률만 보았어요. 큰 곡률도 1 + r배로 커져요.",
    en="This looks at the smaller curvature alone. The larger one has grown to 1 + r times.",
)
def one_over_what_is_left(correlation):
    return 1 / (1 - correlation)


@mistake(
    "rate-drill-related",
    ko="큰 곡률만 보았어요. 작은 곡률 1 − r로 나누세요.",
    en="This looks at the larger curvature alone. Divide by the smaller, 1 − r.",
)
def only_the_larger(correlation):
    return 1 + correlation


@mistake(
    "rate-drill-related",
    ko="조건수는 큰 것을 작은 것으로 나눈 값이에요. 1보다 작을 수 없어요.",
    en="A condition number divides the larger by the smaller: it is never below 1.",
)
def condition_upside_down(correlation):
    return (1 - correlation) / (1 + correlation)


# --- rate-drill-corrected: (β g₁ + g₂) / (1 + β) ----------------------------------------------------------------------------


@reference("rate-drill-corrected")
def corrected_on_paper(g1, g2, beta):
    return (beta * g1 + g2) / (1 + beta)


@mistake(
    "rate-drill-corrected",
    ko="보정하지 않은 값이에요. 1 − β²으로 나누세요.",
    en="That is without the correction. Divide by 1 − β².",
)
def paper_without_correction(g1, g2, beta):
    return (1 - beta) * (beta * g1 + g2)


@mistake(
    "rate-drill-corrected",
    ko="1 − β로 나누었어요. 둘째 스텝이니 1 − β²이에요.",
    en="This divides by 1 − β. It is the second step, so 1 − β².",
)
def paper_without_power(g1, g2, beta):
    return beta * g1 + g2


@mistake(
    "rate-drill-corrected",
    ko="둘을 똑같이 평균했어요. 첫 그래디언트에는 β를 한 번 더 곱해요.",
    en="A plain average. The first gradient takes the factor β once more.",
)
def paper_average(g1, g2, beta):
    return (g1 + g2) / 2


# --- rate-drill-hovering: height ∝ η / (B (1 − μ)) -------------------------------------------------------------------------


@reference("rate-drill-hovering")
def new_height(height, rate, batch, momentum):
    return height * rate / batch / (1 - momentum)


@mistake(
    "rate-drill-hovering",
    ko="모멘텀을 빠뜨렸어요. 학습률이 1/(1−μ)배로 커진 것과 같아요.",
    en="The momentum is left out. It acts like a learning rate 1/(1−μ) times as large.",
)
def height_without_momentum(height, rate, batch, momentum):
    return height * rate / batch


@mistake(
    "rate-drill-hovering",
    ko="모멘텀이 잡음을 줄인다고 본 값이에요. 반대로 1/(1−μ)배로 커져요.",
    en="This has momentum damp the noise. On the contrary, it makes it 1/(1−μ) times as large.",
)
def height_damped_by_momentum(height, rate, batch, momentum):
    return height * rate / batch * (1 - momentum)


@mistake(
    "rate-drill-hovering",
    ko="배치를 빠뜨렸어요. 배치가 크면 잡음은 그만큼 작아져요.",
    en="The batch is left out. The larger it is, the less noise there is.",
)
def height_without_batch(height, rate, batch, momentum):
    return height * rate / (1 - momentum)
