"""07-learning-rate: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, mistake, reference

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
    ko="2를 대각합(trace), 곧 두 고윳값의 합으로 나누었어요. 이 학습률은 경계보다 작아서 수렴은 해요. 경계는 가장 큰 고윳값 하나가 정해요.",
    en="This divides 2 by the trace, the sum of both eigenvalues. That rate is below the boundary, so it does converge. But the largest eigenvalue alone decides the boundary.",
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
    ko="경계의 정확히 두 배예요. 제곱을 두 번 미분하면 2가 남는데, 헤세 행렬에서 그 2가 빠졌어요.",
    en="Exactly twice the boundary. Differentiating a square twice leaves a 2, and the Hessian here has lost it.",
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
        if high - low < 1e-6:
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
    ko="처음 구간의 가운데 값에서 멈추었어요. 구간이 충분히 좁아질 때까지 절반으로 나누기를 반복하세요.",
    en="This stops at the middle of the first interval. Go on halving until the interval is narrow enough.",
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
    ko="`converges`를 부른 횟수가 200번을 넘었어요. 학습률을 조금씩 올려 가며 찾았거나 반복이 끝나지 않는 경우예요. 구간을 절반씩 줄이면 30번이면 충분해요.",
    en="More than 200 calls of `converges`: either the rate creeps up bit by bit, or the loop does not end. By halving the interval, 30 calls are enough.",
)
def fine_walk(converges, low, high):
    lr = low
    while converges(lr):
        lr += 0.00001
    return lr


@mistake(
    "threshold-by-bisection",
    ko="`low`가 그대로 나왔어요. 이 학습률은 수렴하지만 경계는 아니에요. 가운데 값에서 수렴할 때 `low`를 그 값으로 바꾸세요.",
    en="This is `low`, just as it was handed in. It converges, but it is not the boundary. Where the middle converges, `low` has to become the middle.",
)
def low_as_it_was(converges, low, high):
    return low


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
def steps_of_a_small_bowl(kappa, tolerance):
    place, steps = np.array([1.0, 1.0]), 0
    curvatures = np.array([1.0, kappa])
    while np.max(np.abs(place)) > tolerance:
        place = place - 2 / (1 + kappa) * curvatures * place
        steps += 1
    return np.array(steps)


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
    ko="올림하지 않았어요. 스텝은 하나씩 세는 것이니 답은 정수여야 해요.",
    en="Not rounded up. Steps are counted, so the answer is a whole number.",
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
    ko="이것은 매번 0으로 되돌리는 보통의 경사 하강법이에요. 0으로 되돌리지 않으면 두 번째 스텝부터 앞의 그래디언트도 더해져요.",
    en="This is ordinary gradient descent, zeroed every time. Without zeroing, the earlier gradients are added in from the second step on.",
)
def zeroed_after_all(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "forgotten-zeroing",
    ko="바로 앞의 그래디언트 하나만 더했어요. 0으로 되돌린 적이 없으니 첫 그래디언트부터 모두 남아 있어요.",
    en="Only the gradient just before is added. Nothing was ever zeroed, so all of them are still there, from the first on.",
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
    ko="옛 그래디언트를 스텝마다 0.9배로 줄이며 더했어요. 그것은 μ = 0.9인 모멘텀이에요. `.grad`를 0으로 되돌리지 않으면 옛 그래디언트가 줄지 않고 그대로 남으니 μ = 1이에요.",
    en="The old gradients are reduced to 0.9 of themselves in every step. That is momentum with μ = 0.9. In a `.grad` that is never zeroed they stay as large as they were, so μ = 1.",
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
    ko="w가 처음 값에서 움직이지 않아요. 0으로 되돌리지 않아도 학습은 멈추지 않아요. 그래디언트의 합만큼 움직여요.",
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
    en="Every entry is the last value: the same array or tensor was put in each time and then changed in place. Put in a copy, or a plain number.",
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
    ko="오르막으로 갔어요. 그래디언트의 합에 학습률을 곱해 빼세요.",
    en="This walks uphill. Subtract the learning rate times the sum of the gradients.",
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
    en="Every entry is the gradient of the last batch: the same tensor `.grad` was put in each time. Put in `.item()` or `.clone()` instead.",
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
    ko="`np.array_split`은 데이터를 크기가 거의 같은 배치로 나눠요. 여기서는 앞에서부터 `batch_size`개씩 자르고, 남은 것이 마지막 배치예요.",
    en="`np.array_split` makes batches of nearly equal size. Here they are cut from the front, `batch_size` points each, and what is left makes the last.",
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
    ko="편향 보정이 없어요. `m`과 `v`는 0에서 시작해 처음에는 너무 작으니, 각각 1 − βᵗ으로 나누어야 해요.",
    en="The bias correction is missing. `m` and `v` start from 0 and are too small at first, so each has to be divided by 1 − βᵗ.",
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
    ko="0으로 나누었어요. 스텝을 0부터 세면 1 − β⁰ = 0이에요. t는 1부터 세요.",
    en="A division by zero: counting steps from 0 makes 1 − β⁰ = 0. Here t counts from 1.",
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
    ko="제곱근을 구하지 않았어요. `v`는 그래디언트의 제곱에 비례하니, 그 제곱근으로 나누어야 그래디언트의 크기가 상쇄돼요.",
    en="The square root is missing. `v` is proportional to the square of the gradient, so only division by its root cancels the size of the gradient.",
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
    ko="`m`을 스텝마다 새로 시작했어요. 지난 스텝까지의 이동 평균을 이어받아야 해요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="`m` starts anew in every step. It has to carry on the moving average of the steps before. The first step is right all the same; it shows from the second on.",
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
    ko="`m`만 보정하고 `v`는 보정하지 않았어요. `v`도 1 − β₂ᵗ으로 나누세요.",
    en="Only `m` is corrected, not `v`. Divide `v` as well, by 1 − β₂ᵗ.",
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
    ko="`v`만 보정하고 `m`은 보정하지 않았어요. `m`도 1 − β₁ᵗ으로 나누세요.",
    en="Only `v` is corrected, not `m`. Divide `m` as well, by 1 − β₁ᵗ.",
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
    ko="`v`에 그래디언트를 제곱하지 않고 넣었어요.",
    en="The gradient goes into `v` without being squared.",
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
    ko="보정한 값을 `m`과 `v`에 다시 넣어서, 다음 스텝에서 또 보정했어요. 보정한 값은 다른 이름에 넣으세요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="The corrected values went back into `m` and `v`, and are corrected again in the next step. Give them names of their own. The first step is right all the same; it shows from the second on.",
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
    ko="`m`과 `v`를 스텝마다 0에서 새로 시작했어요. 반복문 앞에서 한 번만 0으로 두세요. 첫 스텝은 맞고, 두 번째 스텝부터 달라져요.",
    en="`m` and `v` start from 0 again in every step. Set them to 0 once, before the loop. The first step is right all the same; it shows from the second on.",
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
    ko="보정을 스텝의 길이에 한꺼번에 했어요. 그러면 eps가 보정하지 않은 `v`의 제곱근에 더해져요. 이 문제의 식은 `v`를 보정한 다음 제곱근을 구하고 eps를 더해요.",
    en="Both corrections are made at once, in the length of the step, so eps is added to the root of a `v` that is not corrected. The formula here corrects `v`, takes the root and then adds eps.",
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
            "언제나 발산하지는 않아요. 수업에서 ηλ가 1.5일 때와 3.9일 때는 2000스텝 내내 일정한 범위를 벗어나지 않았고, 4.05일 때만 한없이 커졌어요.",
            "It does not always diverge. In the lesson, with ηλ at 1.5 and at 3.9 it stayed bounded for all 2000 steps, and it grew without limit only at 4.05.",
        ),
        "d": Text(
            "수렴하지 않아요. 옛 그래디언트가 줄지 않고 쌓이니 진동을 잦아들게 하는 것이 없어요. 0으로 되돌리는 반복문과는 다른 길을 가요.",
            "It does not converge. The old gradients add up undiminished, so nothing damps the oscillation. It takes a different path from the loop that zeroes.",
        ),
    },
)
