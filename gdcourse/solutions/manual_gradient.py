"""02-manual-gradient: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

# --- parabola-slope: f(w) = a (w − c)² ---------------------------------------------------------------------------


@reference("parabola-slope")
def slope(w, a, c):
    return 2 * a * (w - c)


@equivalent("parabola-slope")
def slope_multiplied_out(w, a, c):
    return 2 * a * w - 2 * a * c


@equivalent("parabola-slope")
def slope_by_central_difference(w, a, c):
    def f(v):
        return a * (v - c) ** 2

    h = 1e-3
    return (f(w + h) - f(w - h)) / (2 * h)


@equivalent("parabola-slope")
def slope_by_autograd(w, a, c):
    import torch

    w = torch.tensor(float(w), requires_grad=True)
    (a * (w - c) ** 2).backward()
    return w.grad


@mistake(
    "parabola-slope",
    ko="인수 2가 빠졌어요. 제곱을 미분하면 지수 2가 앞으로 내려와요.",
    en="The factor 2 is missing: the derivative of a square brings the exponent down in front.",
    credit=0.5,
)
def slope_without_two(w, a, c):
    return a * (w - c)


@mistake(
    "parabola-slope",
    ko="이것은 기울기가 아니라 높이 f(w)예요. w에 대해 미분하세요.",
    en="This is the height f(w), not the slope. Take the derivative with respect to w.",
)
def height_for_slope(w, a, c):
    return a * (w - c) ** 2


@mistake(
    "parabola-slope",
    ko="계수 a가 사라졌어요. 앞에 곱한 상수는 미분해도 그대로 남아요.",
    en="The coefficient a is gone. A constant factor stays when you differentiate.",
    credit=0.5,
)
def slope_without_a(w, a, c):
    return 2 * (w - c)


@mistake(
    "parabola-slope",
    ko="부호가 반대예요. w가 c보다 오른쪽에 있으면 포물선은 오르막이고 기울기는 양수예요.",
    en="The sign is reversed. To the right of c the parabola rises, so the slope there is positive.",
)
def slope_with_c_minus_w(w, a, c):
    return 2 * a * (c - w)


@mistake(
    "parabola-slope",
    ko="2는 내려왔는데 (w − c)가 아직 제곱이에요. 미분하면 지수가 1만큼 줄어요.",
    en="The 2 has come down, but (w − c) is still squared. Differentiating lowers the exponent by one.",
    credit=0.5,
)
def slope_still_squared(w, a, c):
    return 2 * a * (w - c) ** 2


@mistake(
    "parabola-slope",
    ko="괄호가 빠졌어요. 2a는 w뿐 아니라 c에도 곱해야 해요.",
    en="The brackets are missing: 2a multiplies not only w but c as well.",
    credit=0.5,
)
def slope_without_brackets(w, a, c):
    return 2 * a * w - c


# --- update-rule -------------------------------------------------------------------------------------------------


@reference("update-rule")
def update(w, grad, lr):
    return w - lr * grad


@equivalent("update-rule")
def update_in_place(w, grad, lr):
    w -= lr * grad
    return w


@equivalent("update-rule")
def update_by_adding_the_negative(w, grad, lr):
    return w + lr * (-grad)


@mistake(
    "update-rule",
    ko="오르막으로 갔어요. 그래디언트는 비용이 커지는 쪽을 가리키니 빼야 해요.",
    en="This walks uphill. The gradient points to where the cost grows, so subtract it.",
)
def update_uphill(w, grad, lr):
    return w + lr * grad


@mistake(
    "update-rule",
    ko="새 값에 지금의 w가 들어 있지 않아요. `w =- lr * grad`라고 쓰면 w에 `-lr * grad`를 넣는 셈이에요. `w -= lr * grad`를 쓰려던 것이 아닌가요?",
    en="The new value does not contain the current w. `w =- lr * grad` sets w to `-lr * grad`. Did you mean `w -= lr * grad`?",
)
def update_with_equals_minus(w, grad, lr):
    w = -lr * grad
    return w


@mistake(
    "update-rule",
    ko="학습률을 곱하지 않았어요. 그래디언트 전체만큼 움직였어요.",
    en="The learning rate is not in it: this moves by the whole gradient.",
)
def update_without_rate(w, grad, lr):
    return w - grad


@mistake(
    "update-rule",
    ko="이것은 움직일 거리예요. w에서 그만큼 뺀 값을 돌려주세요.",
    en="This is only the distance to move. Return w after moving by it.",
)
def update_returns_distance(w, grad, lr):
    return lr * grad


@mistake(
    "update-rule",
    ko="학습률로 나누었어요. 학습률은 곱해야 해요. 작을수록 조금 움직여야 하니까요.",
    en="This divides by the learning rate. Multiply: the smaller it is, the smaller the move.",
)
def update_divides_by_rate(w, grad, lr):
    return w - grad / lr


@mistake(
    "update-rule",
    ko="`w * (1 - lr * grad)`의 값이에요. 뺄 것에 w까지 곱해졌어요. w에서 `lr * grad`만 빼세요.",
    en="This is `w * (1 - lr * grad)`: what is subtracted was multiplied by w. Subtract `lr * grad` alone from w.",
)
def shrunk_by_the_move(w, grad, lr):
    return w * (1 - lr * grad)


# --- mse-gradient: d/dw of mean((ŷ − y)²) with ŷ = w x --------------------------------------------------------------


@reference("mse-gradient")
def gradient(x, y, y_pred):
    return np.mean(2 * x * (y_pred - y))


@equivalent("mse-gradient")
def gradient_divided_by_n(x, y, y_pred):
    return np.dot(2 * x, y_pred - y) / len(x)


@equivalent("mse-gradient")
def gradient_minus_two_over_n(x, y, y_pred):
    n = y.shape[0]
    return -(2 / n) * sum(x * (y - y_pred))


@equivalent("mse-gradient")
def gradient_as_matrix_product(x, y, y_pred):
    features = x.reshape(-1, 1)
    return features.T @ (y_pred - y) / len(y) * 2


@equivalent("mse-gradient")
def gradient_with_a_loop(x, y, y_pred):
    total = 0.0
    for i in range(len(x)):
        total += (y_pred[i] - y[i]) * x[i]
    return 2 * total / len(x)


@equivalent("mse-gradient")
def gradient_in_float32(x, y, y_pred):
    x, y, y_pred = (v.astype(np.float32) for v in (x, y, y_pred))
    return 2 * ((y_pred - y) * x).mean()


@equivalent("mse-gradient")
def gradient_as_tensor(x, y, y_pred):
    import torch

    x, y, y_pred = (torch.as_tensor(v, dtype=torch.float32) for v in (x, y, y_pred))
    return 2 * torch.mean((y_pred - y) * x)


@mistake(
    "mse-gradient",
    ko="그래디언트가 정확히 N배 커요. 더하기만 하고 N으로 나누지 않았어요. `np.dot`을 썼다면 그 결과는 이미 N개를 더한 수 하나라서, `.mean()`을 붙여도 값이 그대로예요.",
    en="The gradient is exactly N times too large: it is a sum that is never divided by N. If you used `np.dot`, its result is already one number, the sum, and `.mean()` of one number does nothing.",
    credit=0.5,
)
def sum_for_mean(x, y, y_pred):
    return np.dot(2 * x, y_pred - y).mean()


@mistake(
    "mse-gradient",
    ko="정확히 절반이에요. 제곱을 미분할 때 앞으로 내려오는 2가 빠졌어요.",
    en="This is exactly half. The 2 that comes down from the square is missing.",
    credit=0.5,
)
def without_two(x, y, y_pred):
    return np.mean(x * (y_pred - y))


@mistake(
    "mse-gradient",
    ko="정확히 그래디언트의 N/2배예요. N으로 나누지 않은 합에 제곱에서 내려오는 2가 빠지면 이 값이 돼요. N 대신 2로 나누어도 그래요.",
    en="This is exactly N/2 times the gradient, as a sum is that is never divided by N and lacks the 2 from the square. Dividing by 2 in place of N gives the same.",
    credit=0.25,
)
def sum_without_two(x, y, y_pred):
    return np.sum(x * (y_pred - y))


@mistake(
    "mse-gradient",
    ko="N으로 두 번 나누었어요. `mean`을 썼다면 이미 나눈 것이니 한 번은 빼세요.",
    en="This divides by N twice. If you use `mean`, it has done so already; leave the other one out.",
    credit=0.5,
)
def divided_twice(x, y, y_pred):
    return np.mean(2 * x * (y_pred - y)) / len(x)


@mistake(
    "mse-gradient",
    ko="부호가 반대예요. 오차를 y − y_pred로 두었다면 안쪽 미분에서 −1이 하나 더 나와요.",
    en="The sign is reversed. If the residual is y − y_pred, its inner derivative brings one more −1.",
    credit=0.25,
)
def sign_flipped(x, y, y_pred):
    return np.mean(2 * x * (y - y_pred))


@mistake(
    "mse-gradient",
    ko="x를 곱하지 않았어요. y_pred = w·x이니 연쇄 법칙에서 x가 하나 나와요.",
    en="The x is missing. Since y_pred = w·x, the chain rule brings out one factor x.",
)
def without_x(x, y, y_pred):
    return np.mean(2 * (y_pred - y))


@mistake(
    "mse-gradient",
    ko="이것은 평균 제곱 오차에 제곱근을 씌운 값(RMSE)의 그래디언트예요. MSE에는 제곱근이 없어요.",
    en="This is the gradient of the root of the mean squared error (RMSE). MSE has no root.",
)
def gradient_of_root(x, y, y_pred):
    residual = y_pred - y
    return np.mean(residual * x) / np.sqrt(np.mean(residual**2))


@mistake(
    "mse-gradient",
    ko="데이터마다 값이 하나씩 나왔어요. 그 N개의 평균이 그래디언트예요.",
    en="There is one value for each data point here. Their mean is the gradient.",
    credit=0.25,
)
def not_averaged(x, y, y_pred):
    return 2 * x * (y_pred - y)


@mistake(
    "mse-gradient",
    ko="(N,)과 (N, 1)이 만나 N×N으로 브로드캐스팅된 것과 같은 값이에요. 모든 예측을 모든 정답과 짝지은 평균이에요. `y.mean()`을 쓰지 않았다면 `.shape`를 출력해 보세요. 오류는 나지 않아요.",
    en="This equals what broadcasting (N,) with (N, 1) to N×N gives: every prediction against every target. Unless you used `y.mean()`, print the `.shape`. Nothing complains.",
)
def column_against_row(x, y, y_pred):
    return np.mean(2 * x * (y_pred - y.reshape(-1, 1)))


@mistake(
    "mse-gradient",
    ko="이것은 비용(평균 제곱 오차) 그 자체예요. w에 대해 미분한 값이 필요해요.",
    en="This is the cost itself, the mean squared error. Its derivative with respect to w is asked for.",
)
def cost_for_gradient(x, y, y_pred):
    return np.mean((y_pred - y) ** 2)


@mistake(
    "mse-gradient",
    ko="이것은 평균 절대 오차의 그래디언트예요. 오차의 부호만 남고 크기가 사라졌어요.",
    en="This is the gradient of the mean absolute error: only the sign of each residual is left, not its size.",
)
def gradient_of_absolute_error(x, y, y_pred):
    return np.mean(np.sign(y_pred - y) * x)


@mistake(
    "mse-gradient",
    ko="첫 데이터의 항만 들어 있어요. `return`이 반복문 안으로 들여쓰기되어, 한 바퀴 만에 함수가 끝난 것은 아닌가요?",
    en="Only the first point's term is in it. Is `return` indented into the loop, so that the function ends after one round?",
    credit=0.25,
)
def return_inside_loop(x, y, y_pred):
    total = 0.0
    for i in range(len(x)):
        total += 2 * x[i] * (y_pred[i] - y[i])
        return total / len(x)


@mistake(
    "mse-gradient",
    ko="마지막 데이터의 항만 남았어요. 반복문에서 `=`로 덮어쓴 것은 아닌가요? `+=`로 더해 나가세요.",
    en="Only the last point's term is left. Does `=` overwrite it in the loop? Add up with `+=`.",
    credit=0.25,
)
def total_overwritten(x, y, y_pred):
    for i in range(len(x)):
        total = 2 * x[i] * (y_pred[i] - y[i])
    return total / len(x)


@mistake(
    "mse-gradient",
    ko="`x`의 합과 오차의 합을 따로 구해서 곱한 것과 같아요. 데이터마다 오차에 `x`를 곱한 다음에 더하거나 평균을 내세요.",
    en="This is as if the sum of `x` and the sum of the residuals had been taken apart and then multiplied. At each point, multiply the residual by `x`; then add up or average.",
)
def product_of_sums(x, y, y_pred):
    return 2 / len(x) * np.sum(x) * np.sum(y_pred - y)


@mistake(
    "mse-gradient",
    ko="이 값은 x의 평균과 오차의 평균을 곱한 것과 같아요. 데이터마다 x와 오차를 먼저 곱하고, 그 곱을 평균해야 해요. 평균을 따로 구하지 않았다면 (N, 1)과 (N,)이 N×N으로 브로드캐스팅된 것이니 `.shape`를 출력해 보세요.",
    en="This equals the mean of x times the mean of the residuals. Multiply point by point first, then average. If you took no separate means, (N, 1) met (N,) and was broadcast to N×N: print the `.shape`.",
)
def product_of_means(x, y, y_pred):
    return 2 * np.mean(x) * np.mean(y_pred - y)


@mistake(
    "mse-gradient",
    ko="잔차가 제곱된 채로 남아 있어요. 제곱을 미분하면 지수 2가 앞으로 나오고, 잔차는 제곱하지 않은 채로 남아요.",
    en="The residual is still squared. Differentiating the square brings the 2 down in front and leaves the residual as it is.",
    credit=0.25,
)
def residual_still_squared(x, y, y_pred):
    return np.mean(2 * x * (y_pred - y) ** 2)


@mistake(
    "mse-gradient",
    ko="x가 두 번 곱해졌어요. 안쪽의 도함수는 x이니 한 번만 곱하세요.",
    en="x is multiplied in twice. The inner derivative is x: multiply by it once.",
    credit=0.25,
)
def x_multiplied_in_twice(x, y, y_pred):
    return np.mean(2 * x**2 * (y_pred - y))


@mistake(
    "mse-gradient",
    ko="잔차가 제곱된 채로 남아 있고, 앞으로 나와야 할 2가 없어요. 제곱을 미분하면 2가 앞으로 나오고 잔차는 제곱하지 않은 채로 남아요.",
    en="The residual is still squared, and the 2 that should come down is missing. Differentiating the square brings the 2 in front and leaves the residual as it is.",
)
def square_not_differentiated(x, y, y_pred):
    return np.mean(x * (y_pred - y) ** 2)


# --- weight-and-bias: H(x) = w x + b -----------------------------------------------------------------------------


@reference("weight-and-bias")
def gradients(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.mean(residual * x), 2 * np.mean(residual)


@equivalent("weight-and-bias")
def gradients_as_array(w, b, x, y):
    features = np.stack([x, np.ones_like(x)], axis=1)
    return 2 / len(x) * features.T @ (features @ np.array([w, b]) - y)


@equivalent("weight-and-bias")
def gradients_with_a_loop(w, b, x, y):
    dw = db = 0.0
    for xi, yi in zip(x, y, strict=True):
        dw += 2 * (w * xi + b - yi) * xi / len(x)
        db += 2 * (w * xi + b - yi) / len(x)
    return [dw, db]


@equivalent("weight-and-bias")
def gradients_by_autograd(w, b, x, y):
    import torch

    parameters = torch.tensor([w, b], dtype=torch.float64, requires_grad=True)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    torch.mean((parameters[0] * x + parameters[1] - y) ** 2).backward()
    return parameters.grad


@mistake(
    "weight-and-bias",
    ko="편향의 그래디언트가 0이에요. 이대로면 b는 처음 값에서 움직이지 않아요.",
    en="The gradient of the bias is 0, so b would never leave its first value.",
    credit=0.5,
)
def bias_frozen(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.mean(residual * x), 0.0


@mistake(
    "weight-and-bias",
    ko="dw가 db와 같아요. w의 그래디언트에는 x를 곱해야 해요.",
    en="dw equals db. The gradient for w takes a factor x.",
    credit=0.5,
)
def weight_without_x(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.mean(residual), 2 * np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="db에도 x를 곱했어요. b 앞에는 1이 곱해져 있으니 x가 나오지 않아요.",
    en="db has a factor x as well. b stands with a factor 1, so no x comes out.",
    credit=0.5,
)
def bias_with_x(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.mean(residual * x), 2 * np.mean(residual * x)


@mistake(
    "weight-and-bias",
    ko="순서가 바뀌었어요. (dw, db) 순서로 돌려주세요.",
    en="The order is swapped: return (dw, db).",
    credit=0.5,
)
def swapped(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.mean(residual), 2 * np.mean(residual * x)


@mistake(
    "weight-and-bias",
    ko="둘 다 정확히 N배 커요. 합만 구하고 N으로 나누지 않았어요.",
    en="Both are exactly N times too large: these are sums that were never divided by N.",
    credit=0.5,
)
def sums_for_means(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.sum(residual * x), 2 * np.sum(residual)


@mistake(
    "weight-and-bias",
    ko="둘 다 정확히 절반이에요. 제곱을 미분할 때 나오는 2가 빠졌어요.",
    en="Both are exactly half. The 2 from the square is missing.",
    credit=0.5,
)
def both_without_two(w, b, x, y):
    residual = w * x + b - y
    return np.mean(residual * x), np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="둘 다 부호가 반대예요. y에서 예측을 뺐다면 안쪽 미분의 −1을 잊지 마세요.",
    en="Both signs are reversed. If you took y minus the prediction, mind the inner derivative −1.",
    credit=0.25,
)
def both_flipped(w, b, x, y):
    residual = y - (w * x + b)
    return 2 * np.mean(residual * x), 2 * np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="예측에 b를 더하지 않았어요. 가설은 H(x) = w·x + b예요.",
    en="The prediction leaves out b. The hypothesis is H(x) = w·x + b.",
)
def prediction_without_bias(w, b, x, y):
    residual = w * x - y
    return 2 * np.mean(residual * x), 2 * np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="db는 맞아요. dw는 정확히 N배 커요. `np.dot`이나 `sum`의 결과는 합이니 N으로 나누세요.",
    en="db is right. dw is exactly N times too large: `np.dot` and `sum` give a sum, so divide it by N.",
    credit=0.5,
)
def weight_as_sum(w, b, x, y):
    residual = w * x + b - y
    return 2 * np.dot(residual, x), 2 * np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="db는 맞아요. dw에서는 모든 예측이 모든 정답과 짝지어졌어요. (N, 1)과 (N,)이 만나 N×N으로 브로드캐스팅된 것 같으니 `.shape`를 출력해 보세요.",
    en="db is right. In dw every prediction is paired with every target: it looks as if (N, 1) met (N,) and was broadcast to N×N. Print the `.shape`.",
)
def line_as_column(w, b, x, y):
    features = x.reshape(-1, 1)
    residual = features * w + b - y
    return 2 * np.mean(residual * features), 2 * np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="데이터마다 값이 하나씩 나왔어요. dw도 db도 그 N개의 평균이에요.",
    en="There is one value for each data point here. dw and db are each the mean of theirs.",
    credit=0.25,
)
def gradients_not_averaged(w, b, x, y):
    residual = w * x + b - y
    return 2 * residual * x, 2 * residual


@mistake(
    "weight-and-bias",
    ko="예측이 (w + b)·x로 되어 있어요. b에는 x를 곱하지 않아요.",
    en="The prediction is (w + b)·x here. b is not multiplied by x.",
)
def bias_times_x_in_the_prediction(w, b, x, y):
    residual = (w + b) * x - y
    return 2 * np.mean(residual * x), 2 * np.mean(residual)


@mistake(
    "weight-and-bias",
    ko="둘 다 마지막 점의 몫만 남았어요. 반복문 안의 `=`는 앞서 구한 몫을 덮어써요. `+=`로 더해 가세요.",
    en="Of both, only the share of the last point is left. Inside a loop, `=` writes over the shares before it: add them up with `+=`.",
)
def gradients_of_the_last_point(w, b, x, y):
    residual = w * x[-1] + b - y[-1]
    return 2 * residual * x[-1] / len(x), 2 * residual / len(x)


# --- one-step ----------------------------------------------------------------------------------------------------


@reference("one-step")
def step(w, b, x, y, lr):
    residual = w * x + b - y
    return w - lr * 2 * np.mean(residual * x), b - lr * 2 * np.mean(residual)


@equivalent("one-step")
def step_with_named_gradients(w, b, x, y, lr):
    prediction = w * x + b
    dw = (2 / len(x)) * np.dot(prediction - y, x)
    db = (2 / len(x)) * np.sum(prediction - y)
    w -= lr * dw
    b -= lr * db
    return np.array([w, b])


@equivalent("one-step")
def step_by_optimizer(w, b, x, y, lr):
    import torch

    w, b = (torch.tensor(float(v), requires_grad=True) for v in (w, b))
    optimizer = torch.optim.SGD([w, b], lr=lr)
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    torch.nn.functional.mse_loss(w * x + b, y).backward()
    optimizer.step()
    return w, b


@mistake(
    "one-step",
    ko="b도 w의 기울기로 움직였어요. b는 b의 기울기로 움직이세요.",
    en="b, too, moves by the slope for w. Move it by its own.",
    credit=0.25,
)
def step_with_one_slope(w, b, x, y, lr):
    slope = 2 * np.mean((w * x + b - y) * x)
    return w - lr * slope, b - lr * slope


@mistake(
    "one-step",
    ko="b를 바꿀 때 이미 바뀐 w를 썼어요. 두 그래디언트를 옛 값에서 먼저 구하고, 그다음 둘을 함께 바꾸세요. 이렇게 해도 수렴하기 때문에, 한 스텝의 값을 비교해야 드러나요.",
    en="b was updated with the w that had already moved. Compute both gradients at the old values, then move both. It converges even so: only the numbers of a single step show it.",
    credit=0.5,
)
def bias_sees_new_weight(w, b, x, y, lr):
    w = w - lr * 2 * np.mean((w * x + b - y) * x)
    b = b - lr * 2 * np.mean(w * x + b - y)
    return w, b


@mistake(
    "one-step",
    ko="w를 바꿀 때 이미 바뀐 b를 썼어요. 두 그래디언트를 옛 값에서 먼저 구하고, 그다음 둘을 함께 바꾸세요.",
    en="w was updated with the b that had already moved. Compute both gradients at the old values, then move both.",
    credit=0.5,
)
def weight_sees_new_bias(w, b, x, y, lr):
    b = b - lr * 2 * np.mean(w * x + b - y)
    w = w - lr * 2 * np.mean((w * x + b - y) * x)
    return w, b


@mistake(
    "one-step",
    ko="b가 그대로예요. b도 자기 그래디언트만큼 움직여야 해요.",
    en="b has not moved. It has a gradient of its own to follow.",
)
def bias_stays(w, b, x, y, lr):
    return w - lr * 2 * np.mean((w * x + b - y) * x), b


@mistake(
    "one-step",
    ko="오르막으로 갔어요. 그래디언트에 학습률을 곱해 빼세요.",
    en="This walks uphill. Subtract the learning rate times the gradient.",
)
def step_uphill(w, b, x, y, lr):
    residual = w * x + b - y
    return w + lr * 2 * np.mean(residual * x), b + lr * 2 * np.mean(residual)


@mistake(
    "one-step",
    ko="N배나 멀리 갔어요. 그래디언트를 합으로 구하고 N으로 나누지 않았어요.",
    en="This moves N times too far: the gradients are sums that were never divided by N.",
    credit=0.5,
)
def step_with_sums(w, b, x, y, lr):
    residual = w * x + b - y
    return w - lr * 2 * np.sum(residual * x), b - lr * 2 * np.sum(residual)


@mistake(
    "one-step",
    ko="절반만 움직였어요. 그래디언트에서 2가 빠졌어요.",
    en="This moves half as far: the 2 is missing from the gradients.",
    credit=0.5,
)
def step_without_two(w, b, x, y, lr):
    residual = w * x + b - y
    return w - lr * np.mean(residual * x), b - lr * np.mean(residual)


@mistake(
    "one-step",
    ko="이것은 그래디언트 (dw, db)예요. 한 스텝 움직인 뒤의 (w, b)를 돌려주세요.",
    en="These are the gradients (dw, db). Return (w, b) after moving by one step.",
)
def step_returns_gradients(w, b, x, y, lr):
    residual = w * x + b - y
    return 2 * np.mean(residual * x), 2 * np.mean(residual)


@mistake(
    "one-step",
    ko="걸음이 정확히 N/2배예요. 그래디언트를 합으로 구하고 N으로 나누지 않았고, 2도 빠졌어요.",
    en="The step is exactly N/2 times as long: the gradients are sums that were never divided by N, and the 2 is missing too.",
    credit=0.25,
)
def step_sums_without_two(w, b, x, y, lr):
    residual = w * x + b - y
    return w - lr * np.sum(residual * x), b - lr * np.sum(residual)


@mistake(
    "one-step",
    ko="점 하나마다 한 걸음씩 움직인 값이에요. 모든 점의 그래디언트를 먼저 평균 내고 한 번만 움직이세요.",
    en="This moves once for each point. Take the mean over all points first, then move once.",
)
def step_point_by_point(w, b, x, y, lr):
    for xi, yi in zip(x, y, strict=True):
        residual = w * xi + b - yi
        w, b = w - lr * 2 * residual * xi, b - lr * 2 * residual
    return w, b


@mistake(
    "one-step",
    ko="학습률을 곱하지 않았어요. 그래디언트 전체를 빼면 걸음이 너무 길어요.",
    en="The learning rate is missing. Subtracting the whole gradient makes the step too long.",
)
def step_without_the_rate(w, b, x, y, lr):
    residual = w * x + b - y
    return w - np.mean(2 * residual * x), b - np.mean(2 * residual)


@mistake(
    "one-step",
    ko="이것은 옮기는 양, 곧 그래디언트에 학습률을 곱한 값이에요. w와 b에서 이만큼 뺀 새 값을 돌려주세요.",
    en="This is how far to move: the gradients times the learning rate. Subtract it from w and b, and return what comes of it.",
    credit=0.5,
)
def moves_alone(w, b, x, y, lr):
    residual = w * x + b - y
    return lr * 2 * np.mean(residual * x), lr * 2 * np.mean(residual)


# --- training-loop -----------------------------------------------------------------------------------------------


@reference("training-loop")
def descend(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@equivalent("training-loop")
def descend_into_an_array(x, y, w, lr, steps):
    weights = np.zeros(steps + 1)
    weights[0] = w
    for t in range(steps):
        gradient = np.dot(2 * x, weights[t] * x - y) / len(x)
        weights[t + 1] = weights[t] - lr * gradient
    return weights


@equivalent("training-loop")
def descend_recording_copies(x, y, w, lr, steps):
    w = np.array([w], dtype=np.float32)
    weights = [w.copy()]
    for _ in range(steps):
        w -= lr * 2 * ((w * x - y) * x).mean()
        weights.append(w.copy())
    return weights


@equivalent("training-loop")
def descend_in_torch(x, y, w, lr, steps):
    import torch

    x, y = torch.tensor(x), torch.tensor(y)
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    weights = [w.item()]
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
        weights.append(w.item())
    return weights


@mistake(
    "training-loop",
    ko="출발점이 기록에 없어요. 반복하기 전의 w도 넣으세요. 값은 모두 steps + 1개예요.",
    en="The starting point is not recorded. Put in the w from before the loop: steps + 1 values in all.",
    credit=0.5,
)
def start_not_recorded(x, y, w, lr, steps):
    weights = []
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="마지막 스텝 뒤의 w가 없어요. 한 스텝을 덜 돌았거나, w를 바꾸기 전에 기록했어요. 스텝이 T번이면 값은 T + 1개예요.",
    en="The w after the last step is missing: one round too few, or w was recorded before it changed. T steps make T + 1 values.",
    credit=0.5,
)
def end_not_recorded(x, y, w, lr, steps):
    weights = []
    for _ in range(steps):
        weights.append(w)
        w = w - lr * 2 * np.mean((w * x - y) * x)
    return weights


@mistake(
    "training-loop",
    ko="스텝을 한 번 더 했어요. 반복이 정확히 `steps`번인지 세어 보세요.",
    en="One step too many. Count: does the loop go round exactly `steps` times?",
    credit=0.5,
)
def one_step_too_many(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps + 1):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="기록이 모두 마지막 w와 같아요. 같은 배열이나 텐서를 여러 번 넣고 `-=`로 그 자리에서 바꾸었기 때문이에요. `w.copy()`(텐서는 `w.item()`)나 새 값을 넣으세요.",
    en="Every entry equals the last w: one array or tensor was put in many times, and `-=` changed it in place. Record `w.copy()` (a tensor: `w.item()`) or a new value.",
    credit=0.5,
)
def history_of_aliases(x, y, w, lr, steps):
    w = np.array([w], dtype=float)
    weights = [w]
    for _ in range(steps):
        w -= lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="그래디언트를 반복문 밖에서 한 번만 구했어요. w가 움직이면 그래디언트도 달라지니 스텝마다 다시 구하세요.",
    en="The gradient is computed once, before the loop. It changes whenever w moves, so compute it anew in each step.",
)
def gradient_computed_once(x, y, w, lr, steps):
    gradient = 2 * np.mean((w * x - y) * x)
    weights = [w]
    for _ in range(steps):
        w = w - lr * gradient
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="걸음이 N배 커요. 그래디언트를 합으로 구하고 N으로 나누지 않았어요.",
    en="The steps are N times too large: the gradient is a sum that is never divided by N.",
    credit=0.5,
)
def descend_with_sums(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * np.dot(2 * x, w * x - y).mean()
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="걸음이 절반이에요. 그래디언트에서 2가 빠졌어요.",
    en="The steps are half as long: the 2 is missing from the gradient.",
    credit=0.5,
)
def descend_without_two(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="오르막으로 가고 있어요. 스텝마다 비용이 커져요. 그래디언트를 빼세요.",
    en="This walks uphill: the cost grows with every step. Subtract the gradient.",
)
def descend_uphill(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w + lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="인자로 받은 w가 아니라 0에서 출발했어요.",
    en="This starts from 0, not from the w that was passed in.",
    credit=0.5,
)
def start_at_zero(x, y, w, lr, steps):
    w = 0.0
    weights = [w]
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="개수는 맞지만 한 칸씩 밀렸어요. 출발점이 빠지고 스텝을 한 번 더 했어요. 출발점의 w를 먼저 넣고 `steps`번만 반복하세요.",
    en="The count is right, but everything is one place early: the start is missing, and there is one step too many. Record the starting w first, then go round just `steps` times.",
    credit=0.5,
)
def shifted_by_one(x, y, w, lr, steps):
    weights = []
    for _ in range(steps + 1):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="출발점이 두 번 들어 있고 마지막 w가 없어요. 첫 w를 이미 넣었으니, 반복문에서는 w를 바꾼 다음에 넣으세요.",
    en="The start is recorded twice and the last w is missing. The first w is in already, so inside the loop append after changing w.",
    credit=0.5,
)
def start_recorded_twice(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        weights.append(w)
        w = w - lr * 2 * np.mean((w * x - y) * x)
    return weights


@mistake(
    "training-loop",
    ko="한 스텝만 하고 끝났어요. `return`이 반복문 안으로 들여쓰기되어 있지 않나요?",
    en="It ends after one step. Is `return` indented into the loop?",
    credit=0.5,
)
def descend_return_inside_loop(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * 2 * np.mean((w * x - y) * x)
        weights.append(w)
        return weights


@mistake(
    "training-loop",
    ko="첫 스텝은 맞는데 그다음부터 그래디언트가 쌓여요. PyTorch라면 스텝마다 `w.grad.zero_()`나 `optimizer.zero_grad()`로 비우세요. 직접 더하고 있다면 스텝마다 0에서 시작하세요.",
    en="The first step is right; from then on the gradients pile up. In PyTorch, clear them in every step with `w.grad.zero_()` or `optimizer.zero_grad()`. If you add them up yourself, start from 0 in every step.",
    credit=0.5,
)
def gradients_pile_up(x, y, w, lr, steps):
    weights, gradient = [w], 0.0
    for _ in range(steps):
        gradient += 2 * np.mean((w * x - y) * x)
        w = w - lr * gradient
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="w가 데이터마다 하나씩, N개가 되었어요. 그래디언트를 평균하지 않았기 때문이에요.",
    en="w has become N values, one for each data point: the gradient was not averaged.",
    credit=0.25,
)
def descend_not_averaged(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * 2 * (w * x - y) * x
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="걸음이 N/2배예요. 그래디언트가 N으로 나누지 않은 합이고 2도 빠지면 이렇게 돼요. N 대신 2로 나누어도 그래요.",
    en="The steps are N/2 times as long, as with a gradient that is a sum, never divided by N, and lacks the 2. Dividing by 2 in place of N gives the same.",
    credit=0.25,
)
def descend_sum_without_two(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        w = w - lr * np.sum((w * x - y) * x)
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="w가 아니라 그 자리의 비용이 들어 있어요. 지나온 w를 기록하세요.",
    en="These are the costs on the way, not the values of w. Record w.",
)
def costs_for_weights(x, y, w, lr, steps):
    costs = []
    for _ in range(steps + 1):
        costs.append(np.mean((w * x - y) ** 2))
        w = w - lr * 2 * np.mean((w * x - y) * x)
    return costs


@mistake(
    "training-loop",
    ko="데이터 하나마다 한 번씩 움직였어요. 한 스텝은 모든 데이터로 구한 그래디언트로 한 번 움직이는 거예요.",
    en="This moves once for each data point. A step is one move, by the gradient of all the data.",
)
def descend_point_by_point(x, y, w, lr, steps):
    weights = [w]
    for _ in range(steps):
        for one, target in zip(x, y, strict=True):
            w = w - lr * 2 * (w * one - target) * one
        weights.append(w)
    return weights


@mistake(
    "training-loop",
    ko="스텝마다 점 하나의 그래디언트만 따라갔어요(첫 스텝은 첫 점, 다음은 둘째 점). 여기서는 스텝마다 모든 점의 평균을 쓰세요.",
    en="Each step follows the gradient of one point alone: the first step that of the first point, the next that of the second. Here every step takes the mean over all points.",
    credit=0.25,
)
def one_point_a_step(x, y, w, lr, steps):
    places = [w]
    for n in range(steps):
        i = n % len(x)
        w = w - lr * 2 * (w * x[i] - y[i]) * x[i]
        places.append(w)
    return places


# --- equal-rates: 2/N Σ(…) at mean_rate takes the same steps as Σ(…) at sum_rate ---------------------------------


@reference("equal-rates")
def sum_rate(mean_rate, n):
    return 2 * mean_rate / n


@equivalent("equal-rates")
def sum_rate_in_two_lines(mean_rate, n):
    ratio = n / 2
    return mean_rate / ratio


@mistake(
    "equal-rates",
    ko="2를 빠뜨렸어요. 한쪽 그래디언트에는 2/N이, 다른 쪽에는 1이 곱해져 있어요.",
    en="The 2 was forgotten: one gradient carries 2/N, the other 1.",
    credit=0.5,
)
def rate_without_two(mean_rate, n):
    return mean_rate / n


@mistake(
    "equal-rates",
    ko="거꾸로예요. 그래디언트가 클수록 학습률은 작아야 같은 걸음이 돼요.",
    en="The wrong way round: the larger the gradient, the smaller the learning rate for an equal step.",
)
def rate_inverted(mean_rate, n):
    return mean_rate * n / 2


@mistake(
    "equal-rates",
    ko="N이 들어 있지 않아요. 합은 평균의 N배예요.",
    en="N is not in it. A sum is N times the mean.",
)
def rate_without_n(mean_rate, n):
    return 2 * mean_rate


@mistake(
    "equal-rates",
    ko="학습률이 같으면 걸음이 N/2배 차이 나요.",
    en="With equal learning rates the steps differ by a factor of N/2.",
)
def rate_unchanged(mean_rate, n):
    return mean_rate


@mistake(
    "equal-rates",
    ko="거꾸로이고 2도 빠졌어요. 합의 그래디언트는 2/N을 곱한 것보다 N/2배 크니, 학습률은 그만큼 작아야 해요.",
    en="The wrong way round, and the 2 is missing. The sum is N/2 times the gradient with 2/N, so its rate is smaller by that factor.",
)
def rate_times_n(mean_rate, n):
    return mean_rate * n


# --- largest-rate: w converges for lr < 2 / (2·mean(x²)) -----------------------------------------------------------


@reference("largest-rate")
def largest_rate(x):
    return 1 / np.mean(x**2)


@equivalent("largest-rate")
def largest_rate_from_curvature(x):
    curvature = 2 * np.dot(x, x) / len(x)
    return 2 / curvature


@equivalent("largest-rate")
def largest_rate_by_count(x):
    return len(x) / sum(v * v for v in x)


@mistake(
    "largest-rate",
    ko="이것은 단 한 스텝에 바닥에 닿는 학습률이에요. 그 두 배까지는 진동하면서 수렴해요.",
    en="This is the learning rate that reaches the bottom in one step. Up to twice as much still converges, swinging.",
    credit=0.5,
)
def one_step_rate(x):
    return 1 / (2 * np.mean(x**2))


@mistake(
    "largest-rate",
    ko="합으로 계산했어요. 비용이 평균이니 곡률도 x²의 평균에서 나와요.",
    en="This uses the sum. The cost is a mean, so its curvature comes from the mean of x².",
    credit=0.5,
)
def rate_from_sum(x):
    return 1 / np.sum(x**2)


@mistake(
    "largest-rate",
    ko="평균의 제곱을 썼어요. 필요한 것은 제곱의 평균이에요.",
    en="This takes the square of the mean. The mean of the squares is needed.",
)
def square_of_mean(x):
    return 1 / np.mean(x) ** 2


@mistake(
    "largest-rate",
    ko="두 배 커요. 곡률은 mean(x²)가 아니라 2·mean(x²)예요.",
    en="Twice too large: the curvature is 2·mean(x²), not mean(x²).",
    credit=0.5,
)
def curvature_without_two(x):
    return 2 / np.mean(x**2)


@mistake(
    "largest-rate",
    ko="이것은 학습률이 아니라 곡률이에요. 곡률이 클수록 학습률은 작아야 해요.",
    en="This is the curvature, not a learning rate. The larger the curvature, the smaller the rate has to be.",
)
def curvature_for_rate(x):
    return 2 * np.mean(x**2)


@mistake(
    "largest-rate",
    ko="2를 가장 큰 x²으로 나눴어요. 데이터 하나가 아니라 x²의 평균이 곡률을 정해요. 그 평균의 두 배가 곡률이에요.",
    en="This is 2 divided by the largest x². Not one point decides the curvature but the mean of all x²: twice that mean is the curvature.",
)
def two_over_the_largest_square(x):
    return 2 / np.max(x**2)


@mistake(
    "largest-rate",
    ko="가장 큰 x 하나만 썼어요. 곡률은 모든 x²의 평균에서 나와요.",
    en="This uses only the largest x. The curvature comes from the mean of all x².",
)
def rate_from_largest_x(x):
    return 1 / np.max(x) ** 2


@mistake(
    "largest-rate",
    ko="x²의 평균 대신 x의 분산을 썼어요. 분산은 먼저 평균을 빼요. 곡률에는 x² 그대로의 평균이 들어가요.",
    en="This uses the variance of x where the mean of x² belongs. A variance subtracts the mean first; in the curvature stands the mean of x² as it is.",
    credit=0.25,
)
def rate_from_the_variance(x):
    return 1 / np.var(x)


# --- shared-rate: one learning rate for two parabolas ---------------------------------------------------------------


@reference("shared-rate")
def one_rate(first, second, most):
    def curvature(f):
        return f(1.0) - 2 * f(0.0) + f(-1.0)

    return 2 / (curvature(first) + curvature(second))


@equivalent("shared-rate")
def rate_by_walking_down_both(first, second, most):
    rates = 1.1 ** np.arange(-75, 45)
    left = []
    for f in (first, second):
        at_zero, at_one = f(0.5) - f(-0.5), f(1.5) - f(0.5)
        w = np.zeros(len(rates))
        for _ in range(most):
            w = np.clip(w - rates * (f(w + 0.5) - f(w - 0.5)), -1e9, 1e9)
        lowest = at_zero / (at_zero - at_one)
        left.append(np.abs((w - lowest) / lowest))
    return rates[np.argmin(np.maximum(*left))]


@equivalent("shared-rate")
def rate_a_little_below(first, second, most):
    slopes = [[(f(w + 1) - f(w - 1)) / 2 for w in (0.0, 1.0)] for f in (first, second)]
    return np.array(1.96 / sum(high - low for low, high in slopes))


@mistake(
    "shared-rate",
    ko="너무 작아요. 가파른 골짜기에서는 바닥 가까이 왔지만, 완만한 골짜기에서는 아직 10분의 1보다 많이 남았어요.",
    en="Too small. In the steep valley it is near the bottom, but in the gentle one more than a tenth is still left.",
)
def best_for_the_steep(first, second, most):
    return 1 / max(f(1.0) - 2 * f(0.0) + f(-1.0) for f in (first, second))


@mistake(
    "shared-rate",
    ko="너무 커요. 완만한 골짜기에는 맞지만, 가파른 골짜기에서는 한계 2/c를 넘어 발산해요.",
    en="Too large. It suits the gentle valley, but in the steep one it is beyond the limit 2/c and diverges.",
)
def best_for_the_gentle(first, second, most):
    return 1 / min(f(1.0) - 2 * f(0.0) + f(-1.0) for f in (first, second))


@mistake(
    "shared-rate",
    ko="가파른 골짜기의 한계에 너무 가까워요. 바닥을 넘나드느라 10분의 1보다 많이 남았어요.",
    en="Too near the limit of the steep valley: it jumps across the bottom, and more than a tenth is left.",
)
def limit_of_the_steep(first, second, most):
    return 2 / max(f(1.0) - 2 * f(0.0) + f(-1.0) for f in (first, second))


@mistake(
    "shared-rate",
    ko="두 골짜기 모두에서 10분의 1보다 많이 남았어요. 학습률이 많이 작아요.",
    en="In both valleys more than a tenth is left. The rate is much too small.",
)
def rate_of_a_timid_walker(first, second, most):
    return 0.02 / max(f(1.0) - 2 * f(0.0) + f(-1.0) for f in (first, second))


# --- rate-each: for inputs whose mean is 0, a rate for w and one for b ----------------------------------------------


@reference("rate-each")
def two_rates(x):
    return 1 / (2 * np.mean(x**2)), 1 / 2


@equivalent("rate-each")
def rates_from_the_sum(x):
    return [len(x) / (2 * np.sum(x * x)), 0.5]


@equivalent("rate-each")
def rates_from_half_the_limit(x):
    limits = 1 / np.mean(x**2), 1.0
    return np.array(limits) / 2


@mistake(
    "rate-each",
    ko="두 배 커요. 이 학습률은 발산의 경계예요. 한 스텝에 바닥에 닿는 것은 ηc = 1일 때예요.",
    en="Twice as large: these are the rates at the edge of divergence. One step reaches the bottom where ηc = 1.",
    credit=0.5,
)
def rates_at_the_limit(x):
    return 1 / np.mean(x**2), 1.0


@mistake(
    "rate-each",
    ko="b에도 w의 학습률을 썼어요. b의 방향에서 곡률은 x와 상관없이 2예요.",
    en="b is given the rate of w. In the direction of b the curvature is 2, whatever x is.",
    credit=0.5,
)
def one_rate_for_both(x):
    rate = 1 / (2 * np.mean(x**2))
    return rate, rate


@mistake(
    "rate-each",
    ko="w의 학습률에서 N으로 나누지 않았어요. 비용은 제곱의 합이 아니라 평균이에요.",
    en="The rate for w lacks the division by N: the cost is the mean of the squares, not their sum.",
    credit=0.5,
)
def rate_of_the_sum(x):
    return 1 / (2 * np.sum(x**2)), 0.5


@mistake(
    "rate-each",
    ko="곡률 자체를 돌려주었어요. 학습률은 곡률의 역수예요.",
    en="These are the curvatures themselves. The rate is the reciprocal of the curvature.",
)
def curvatures_themselves(x):
    return 2 * np.mean(x**2), 2.0


@mistake(
    "rate-each",
    ko="순서가 바뀌었어요. w의 학습률을 먼저 돌려주세요.",
    en="The order is wrong: the rate for w comes first.",
    credit=0.5,
)
def rate_of_the_bias_first(x):
    return 0.5, 1 / (2 * np.mean(x**2))


# --- why-faster --------------------------------------------------------------------------------------------------

WHY_FASTER = "b"

choice(
    "why-faster",
    right=WHY_FASTER,
    wrong={
        "a": Text(
            "`backward()`는 근사가 아니에요. 손으로 구한 그래디언트를 N으로 나누면 그 값과 반올림 오차 안에서 같다는 것을 수업에서 확인했어요.",
            "`backward()` does not approximate. The lesson showed it equal to the manual gradient divided by N, up to rounding.",
        ),
        "c": Text(
            "두 반복문 모두 같은 데이터를 float32로 써요. 정밀도가 다르면 마지막 자리나 달라질 뿐, 걸음이 네 배가 되지는 않아요.",
            "Both loops use the same data in float32. Precision changes the last digits; it does not make the steps four times as long.",
        ),
        "d": Text(
            "에폭 수는 얼마나 오래 도는지를 정할 뿐이에요. 첫 에폭부터 w가 1.2와 0.3으로 달라요.",
            "The number of epochs only says how long it runs. The two differ from the first epoch on: w is 1.2 against 0.3.",
        ),
    },
)

# --- gradient-guess-fall: (w - 3)² from w = 0 to w = 0.1 ---------------------------------------------------------------

guesses(
    "gradient-guess-fall",
    right=0.59,
    wrong={
        6: Text(
            "기울기의 크기예요. 오른쪽으로 1을 갈 때 6쯤 내려간다는 뜻이니, 0.1만 가면 그 10분의 1쯤이에요.",
            "That is the size of the slope: about 6 down for each 1 to the right. For 0.1 it is about a tenth of that.",
        ),
        0.3: Text(
            "2가 빠졌어요. (w−3)²의 기울기는 2(w−3)이라서 w = 0에서 −3이 아니라 −6이에요.",
            "The 2 is missing. The slope of (w−3)² is 2(w−3): at w = 0 it is −6, not −3.",
        ),
        0.01: Text(
            "움직인 거리를 제곱한 값이에요. 그것은 내려간 높이가 아니라, 곡선과 접선이 벌어진 만큼이에요.",
            "That is the move squared. It is how far curve and tangent part, not how far down it goes.",
        ),
    },
)

# --- gradient-task-tangent: f + f′ · move, for (w - 3)² ------------------------------------------------------------


@reference("gradient-task-tangent")
def height_on_tangent(w, move):
    height = (w - 3) ** 2
    slope = 2 * (w - 3)
    return height + slope * move


@equivalent("gradient-task-tangent")
def height_on_tangent_in_one(w, move):
    return (w - 3) * (w - 3 + 2 * move)


@mistake(
    "gradient-task-tangent",
    ko="움직인 쪽의 반대쪽 높이예요. 기울기 곱하기 움직인 거리는 지금 높이에 더해요. 내리막이면 그 곱이 이미 음수예요.",
    en="This is the height on the other side. Slope times move is added to the height; downhill, that product is negative already.",
)
def tangent_the_other_way(w, move):
    return (w - 3) ** 2 - 2 * (w - 3) * move


@mistake(
    "gradient-task-tangent",
    ko="높이가 얼마나 달라지는지만 답했어요. 지금 높이 (w−3)²에 더하세요.",
    en="This is only by how much the height changes. Add it to the height here, (w−3)².",
)
def change_for_height(w, move):
    return 2 * (w - 3) * move


@mistake(
    "gradient-task-tangent",
    ko="이것은 움직인 곳에서 곡선의 높이예요. 물은 것은 접선의 높이이고, 둘은 move의 제곱만큼 달라요.",
    en="This is the height of the curve after the move. The tangent's is asked for; they differ by move squared.",
)
def height_on_curve(w, move):
    return (w + move - 3) ** 2


@mistake(
    "gradient-task-tangent",
    ko="기울기에 2가 빠졌어요. (w−3)²의 기울기는 2(w−3)이에요.",
    en="The slope lacks its factor of 2: that of (w−3)² is 2(w−3).",
)
def tangent_of_half_the_slope(w, move):
    return (w - 3) ** 2 + (w - 3) * move


# --- gradient-guess-steps: (w - 3)² from w = 0 with learning rate 0.1, until w is within 0.01 of 3 -------------------

guesses(
    "gradient-guess-steps",
    right=26,
    wrong={
        5: Text(
            "한 스텝에 남은 거리의 5분의 1만 줄어요. 다섯 스텝이면 닿을 것 같지만, 남은 거리가 줄면 걸음도 줄어요.",
            "Each step covers a fifth of what is left, so five seem enough; but as the distance shrinks, so do the steps.",
        ),
        30: Text(
            "한 걸음이 늘 학습률만큼, 0.1씩이라고 생각한 값이에요. 걸음은 학습률 곱하기 기울기라서 처음에는 0.6이고 점점 짧아져요.",
            "This takes every step to be 0.1 long, the learning rate. A step is the learning rate times the slope: 0.6 at first, then shorter and shorter.",
        ),
        55: Text(
            "스텝마다 남은 거리가 10분의 1씩 줄어든다고 생각한 값이에요. (w−3)²의 기울기에는 2가 붙으니 5분의 1씩 줄어요.",
            "This lets a tenth of the distance go in each step. The slope of (w−3)² has a factor of 2, so it is a fifth.",
        ),
    },
)

# --- gradient-guess-large-rate -----------------------------------------------------------------------------------

choice(
    "gradient-guess-large-rate",
    right="b",
    wrong={
        "a": Text(
            "한 번에 닿는 학습률은 0.5예요. 기울기가 2(w−3)이라서 학습률 1은 남은 거리의 두 배를 가요.",
            "The rate that lands at once is 0.5. The slope is 2(w−3), so a rate of 1 goes twice the distance that is left.",
        ),
        "c": Text(
            "1보다 크면 정말 멀어져요. 1은 그 경계라서, 지나친 만큼만 되돌아와요.",
            "That is what happens above 1. At 1, the boundary, it comes back exactly as far as it went past.",
        ),
    },
)

# --- gradient-task-update: one step down (w - 3)² ----------------------------------------------------------------


@reference("gradient-task-update")
def step_down(w, lr):
    slope = 2 * (w - 3)
    return w - lr * slope


@equivalent("gradient-task-update")
def step_down_in_place(w, lr):
    w -= lr * 2 * (w - 3)
    return w


@equivalent("gradient-task-update")
def step_down_as_average(w, lr):
    return (1 - 2 * lr) * w + 2 * lr * 3


@mistake(
    "gradient-task-update",
    ko="오르막으로 갔어요. 기울기가 양수이면 w를 줄여야 하니, 더하지 말고 빼세요.",
    en="This walks uphill. Where the slope is positive, w has to become smaller: subtract, do not add.",
)
def step_up(w, lr):
    return w + lr * 2 * (w - 3)


@mistake(
    "gradient-task-update",
    ko="기울기에 2가 빠졌어요. (w−3)²의 기울기는 2(w−3)이에요.",
    en="The slope lacks its factor of 2: that of (w−3)² is 2(w−3).",
)
def step_with_half_the_slope(w, lr):
    return w - lr * (w - 3)


@mistake(
    "gradient-task-update",
    ko="기울기가 아니라 비용 (w−3)²만큼 움직였어요.",
    en="This moves by the cost (w−3)² in place of the slope.",
)
def step_by_the_cost(w, lr):
    return w - lr * (w - 3) ** 2


@mistake(
    "gradient-task-update",
    ko="학습률을 곱하지 않고 기울기 전체만큼 움직였어요.",
    en="The learning rate is missing: w moved by the whole slope.",
)
def step_of_the_whole_slope(w, lr):
    return w - 2 * (w - 3)


@mistake(
    "gradient-task-update",
    ko="움직인 거리만 돌려주었어요. 새 자리 w를 돌려주세요.",
    en="This returns the move alone. Return where w is after it.",
)
def move_for_place(w, lr):
    return -lr * 2 * (w - 3)


# --- gradient-task-count: (w - 3)² from w = 0, until w is within `close` of 3 ---------------------------------------


@reference("gradient-task-count")
def count_steps(lr, close):
    w, steps = 0.0, 0
    while abs(w - 3) >= close:
        w = w - lr * 2 * (w - 3)
        steps = steps + 1
    return steps


@equivalent("gradient-task-count")
def count_steps_by_distance(lr, close):
    distance, steps = 3.0, 0
    while distance >= close:
        distance *= abs(1 - 2 * lr)
        steps += 1
    return steps


@equivalent("gradient-task-count")
def count_steps_with_a_bound(lr, close):
    w = 0.0
    for steps in range(1, 100_001):
        w -= lr * 2 * (w - 3)
        if abs(w - 3) < close:
            return steps


@mistake(
    "gradient-task-count",
    ko="모든 경우에 한 스텝 많아요. 출발할 때는 아직 한 번도 움직이지 않았으니 센 수는 0이고, w도 0이에요.",
    en="One too many in every case. At the start nothing has moved yet: the count is 0 there, and so is w.",
)
def count_from_one(lr, close):
    return count_steps(lr, close) + 1


@mistake(
    "gradient-task-count",
    ko="모든 경우에 한 스텝 모자라요. 바닥 가까이에 이르게 한 마지막 스텝도 셌는지, 0부터 세기 시작했는지 보세요.",
    en="One too few in every case. Is the last step counted too, the one that arrives? Does the count begin at 0?",
)
def count_without_the_last(lr, close):
    return count_steps(lr, close) - 1


@mistake(
    "gradient-task-count",
    ko="바닥을 지나치자마자 멈췄어요. w가 3보다 클 수도 있으니 거리는 절댓값 abs(w − 3)이에요.",
    en="This stops as soon as w is past the bottom. w may be larger than 3: the distance is abs(w − 3).",
)
def count_on_one_side(lr, close):
    w, steps = 0.0, 0
    while 3 - w >= close:
        w = w - lr * 2 * (w - 3)
        steps = steps + 1
    return steps


@mistake(
    "gradient-task-count",
    ko="거리가 아니라 높이 (w−3)²이 close보다 작아질 때까지 셌어요.",
    en="This counts until the height (w−3)² is below close, not the distance.",
)
def count_by_height(lr, close):
    w, steps = 0.0, 0
    while (w - 3) ** 2 >= close:
        w = w - lr * 2 * (w - 3)
        steps = steps + 1
    return steps


@mistake(
    "gradient-task-count",
    ko="걸음에 2가 빠졌어요. (w−3)²의 기울기는 2(w−3)이에요.",
    en="The steps lack a factor of 2: the slope of (w−3)² is 2(w−3).",
)
def count_half_steps(lr, close):
    w, steps = 0.0, 0
    while abs(w - 3) >= close:
        w = w - lr * (w - 3)
        steps = steps + 1
    return steps


# --- gradient-guess-by-hand: the slope for w at w = b = 0, from the table of the seedlings ------------------------------

guesses(
    "gradient-guess-by-hand",
    right=-35,
    wrong={
        -140: Text(
            "표의 마지막 줄을 더하기만 했어요. 평균이니 점의 수 4로 나누세요.",
            "This is the sum of the last row. It is a mean: divide by the number of points, 4.",
        ),
        -17.5: Text(
            "맞는 값의 절반이에요. 제곱 하나가 변하는 빠르기는 오차의 두 배라서 앞에 2가 붙어요.",
            "This is half of it. A square changes twice as fast as its error is large, so there is a 2 in front.",
        ),
        35: Text(
            "부호가 반대예요. 오차는 예측에서 정답을 뺀 값이라서, 여기서는 모두 음수예요.",
            "The sign is reversed. An error is prediction minus right answer: here all of them are negative.",
        ),
        -12: Text(
            "x를 곱하지 않은 값이에요. 그것은 b의 기울기예요.",
            "Here the x is missing. That is the slope for b.",
        ),
        -70: Text(
            "2를 곱하지 않고 더하기만 한 값이에요. 2를 곱하고, 점의 수 4로 나누세요.",
            "A sum without the 2. Multiply by 2, and divide by the number of points, 4.",
        ),
    },
)

# --- gradient-task-bias: ∂J/∂b -------------------------------------------------------------------------------------


@reference("gradient-task-bias")
def slope_for_b(w, b, x, y):
    error = w * x + b - y
    return np.mean(2 * error)


@equivalent("gradient-task-bias")
def slope_for_b_with_a_loop(w, b, x, y):
    total = 0
    for i in range(len(x)):
        total += 2 * (w * x[i] + b - y[i])
    return total / len(x)


@equivalent("gradient-task-bias")
def slope_for_b_by_nudging(w, b, x, y):
    def cost(v):
        return np.mean((w * x + v - y) ** 2)

    return (cost(b + 1e-3) - cost(b - 1e-3)) / 2e-3


@mistake(
    "gradient-task-bias",
    ko="이것은 w의 기울기예요. b를 늘리면 예측은 x배가 아니라 꼭 그만큼 늘어요.",
    en="This is the slope for w. When b grows, each prediction grows by just as much, not x times as much.",
)
def slope_for_w_instead(w, b, x, y):
    return np.mean(2 * (w * x + b - y) * x)


@mistake(
    "gradient-task-bias",
    ko="맞는 값의 절반이에요. 제곱이 변하는 빠르기는 오차의 두 배라서 앞에 2가 붙어요.",
    en="This is half of it. A square changes twice as fast as its error is large, so there is a 2 in front.",
)
def slope_for_b_without_two(w, b, x, y):
    return np.mean(w * x + b - y)


@mistake(
    "gradient-task-bias",
    ko="더하기만 하고 점의 수로 나누지 않았어요.",
    en="This is a sum: it was not divided by the number of points.",
)
def slope_for_b_as_sum(w, b, x, y):
    return np.sum(2 * (w * x + b - y))


@mistake(
    "gradient-task-bias",
    ko="부호가 반대예요. 오차는 예측에서 정답을 뺀 값이에요.",
    en="The sign is reversed: an error is prediction minus right answer.",
)
def slope_for_b_of_other_sign(w, b, x, y):
    return np.mean(2 * (y - w * x - b))


@mistake(
    "gradient-task-bias",
    ko="예측에 b가 빠졌어요. 예측은 w·x + b예요.",
    en="The prediction lacks b: it is w·x + b.",
)
def slope_for_b_without_b(w, b, x, y):
    return np.mean(2 * (w * x - y))


@mistake(
    "gradient-task-bias",
    ko="오차를 `y - w * x + b`라고 한 것과 같은 값이에요. y에서 예측 전체를 빼려면 괄호가 있어야 하고(`y - (w * x + b)`), 여기서는 예측에서 y를 빼세요.",
    en="The numbers are those of an error `y - w * x + b`. To subtract the whole prediction from y takes brackets, `y - (w * x + b)`; and here it is y that is subtracted from the prediction.",
)
def bias_slope_without_brackets(w, b, x, y):
    return np.mean(2 * (y - w * x + b))


# --- gradient-task-descend: both parameters at once, from (w, b) -----------------------------------------------------


@reference("gradient-task-descend")
def descend_both(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        dw, db = np.mean(2 * error * x), np.mean(2 * error)
        w, b = w - lr * dw, b - lr * db
    return w, b


@equivalent("gradient-task-descend")
def descend_both_as_vector(w, b, x, y, lr, steps):
    place, columns = np.array([w, b]), np.stack([x, np.ones(len(x))], axis=1)
    for _ in range(steps):
        place = place - lr * 2 * columns.T @ (columns @ place - y) / len(x)
    return place


@equivalent("gradient-task-descend")
def descend_both_in_place(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        w -= lr * 2 * (error * x).mean()
        b -= lr * 2 * error.mean()
    return [w, b]


@mistake(
    "gradient-task-descend",
    ko="w를 먼저 바꾸고 그 새 w로 b의 기울기를 구했어요. 두 기울기를 같은 (w, b)에서 구한 다음 함께 움직이세요.",
    en="w moved first, and the slope for b was taken at the new w. Take both slopes at the same (w, b), then move both.",
)
def descend_one_after_the_other(w, b, x, y, lr, steps):
    for _ in range(steps):
        w = w - lr * np.mean(2 * (w * x + b - y) * x)
        b = b - lr * np.mean(2 * (w * x + b - y))
    return w, b


@mistake(
    "gradient-task-descend",
    ko="걸음이 N배 커요. 기울기를 더하기만 하고 점의 수로 나누지 않았어요.",
    en="The steps are N times too large: the slopes are sums that were not divided by the number of points.",
)
def descend_both_with_sums(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * np.sum(2 * error * x), b - lr * np.sum(2 * error)
    return w, b


@mistake(
    "gradient-task-descend",
    ko="걸음이 절반이에요. 기울기에서 2가 빠졌어요.",
    en="The steps are half as long: the 2 is missing from the slopes.",
)
def descend_both_without_two(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * np.mean(error * x), b - lr * np.mean(error)
    return w, b


@mistake(
    "gradient-task-descend",
    ko="오르막으로 가고 있어요. 기울기에 학습률을 곱해 빼세요.",
    en="This walks uphill. Subtract the learning rate times the slope.",
)
def ascend_both(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        w, b = w + lr * np.mean(2 * error * x), b + lr * np.mean(2 * error)
    return w, b


@mistake(
    "gradient-task-descend",
    ko="기울기를 출발점에서 한 번만 구했어요. w와 b가 움직이면 오차도 달라지니, 스텝마다 다시 구하세요.",
    en="The slopes are taken once, at the start. As w and b move, the errors change: take them anew in each step.",
)
def descend_with_first_slopes(w, b, x, y, lr, steps):
    error = w * x + b - y
    dw, db = np.mean(2 * error * x), np.mean(2 * error)
    for _ in range(steps):
        w, b = w - lr * dw, b - lr * db
    return w, b


@mistake(
    "gradient-task-descend",
    ko="한 스텝만 한 것과 같아요. `return`이 반복문 안으로 들여쓰기되어 있거나, 새 값을 `w`와 `b`에 다시 넣지 않아 스텝마다 출발점에서 움직이면 흔히 이렇게 돼요.",
    en="This is where one step ends. Often `return` is indented into the loop, or the new value is not put back into `w` and `b`, so that every step starts from the beginning.",
)
def descend_both_only_once(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * np.mean(2 * error * x), b - lr * np.mean(2 * error)
        return w, b


@mistake(
    "gradient-task-descend",
    ko="b를 w의 기울기로 움직였어요. b는 b의 기울기로 움직이세요.",
    en="b moved by the slope for w. Let it move by its own.",
)
def descend_both_by_the_slope_for_w(w, b, x, y, lr, steps):
    for _ in range(steps):
        dw = np.mean(2 * (w * x + b - y) * x)
        w, b = w - lr * dw, b - lr * dw
    return w, b


@mistake(
    "gradient-task-descend",
    ko="새 값에 옛 값이 빠졌어요. 지금 있는 자리에서 움직이는 것이니 `w - lr * …`, `b - lr * …`처럼 옛 값에서 빼세요.",
    en="The new values lack the old ones. A step starts from where you are: subtract from the old value, as in `w - lr * …` and `b - lr * …`.",
)
def descend_both_from_zero_each_time(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = w * x + b - y
        w, b = -lr * np.mean(2 * error * x), -lr * np.mean(2 * error)
    return w, b


# --- gradient-guess-limit-with-bias: 0.1333 with w alone, 0.1198 with both --------------------------------------------

choice(
    "gradient-guess-limit-with-bias",
    right="c",
    wrong={
        "a": Text(
            "움직일 방향이 하나 더 생겨 쉬워질 것 같지만, 학습률의 한계는 가장 가파른 방향이 정해요. 방향이 늘면 더 가파른 방향이 생길 수 있어요.",
            "More ways to go sounds easier. But the steepest direction sets the limit, and more directions can only add a steeper one.",
        ),
        "b": Text(
            "w만 따라가면 곡률은 그대로예요. 하지만 w와 b를 함께 늘리는 비스듬한 방향은 그보다 더 가팔라요.",
            "Along w the curvature stays what it was. But the slanted direction, w and b together, is steeper than that.",
        ),
    },
)

# --- gradient-guess-one-after-the-other: at rate 0.13 ------------------------------------------------------------------

choice(
    "gradient-guess-one-after-the-other",
    right="b",
    wrong={
        "a": Text(
            "번갈아 움직이면 걸음마다 한 방향의 곡률만 만나요. 그 두 한계는 0.133과 1이라서 0.13은 아직 안쪽이에요.",
            "One at a time, each step meets the curvature of one direction alone. Those two limits are 0.133 and 1, so 0.13 is still inside.",
        ),
        "c": Text(
            "멈추려면 두 기울기가 모두 0이어야 하고, 그런 곳은 하나뿐이에요. 가는 길은 달라도 도착하는 곳은 같아요.",
            "To stop there, both slopes have to be 0, and there is only one such place. The way differs, the end does not.",
        ),
    },
)

# --- gradient-guess-first-epoch: what the notebook from the web prints --------------------------------------------------

guesses(
    "gradient-guess-first-epoch",
    right=1.2,
    wrong={
        0.3: Text(
            "공식대로라면 그래요. 0 − 0.01 · (−30) = 0.3이니까요. 그런데 이 반복문은 다른 수를 출력했어요. 그래디언트가 −30이 아니라는 뜻이에요.",
            "By the formula, yes: 0 − 0.01 · (−30) = 0.3. But the loop prints something else, so its gradient cannot be −30.",
        ),
        -0.3: Text(
            "빼는 것은 −30의 0.01배예요. 음수를 빼니 w는 커져요.",
            "What is subtracted is 0.01 times −30. Subtracting a negative number makes w grow.",
        ),
        30: Text(
            "학습률을 곱하지 않았어요. 걸음은 그래디언트의 0.01배예요.",
            "The learning rate is not in it: the step is 0.01 times the gradient.",
        ),
    },
)

# --- gradient-guess-sum: the data four times over, learning rate 0.01 -------------------------------------------------

choice(
    "gradient-guess-sum",
    right="b",
    wrong={
        "a": Text(
            "평균은 그래요. 하지만 합은 항이 네 배로 늘어 그래디언트도 네 배가 되고, 한계를 넘어요.",
            "The mean does. A sum has four times as many terms, so its gradient is four times as large, and beyond the limit.",
        ),
        "c": Text(
            "걸음이 네 배가 되는 것은 맞아요. 그런데 그 걸음은 2/c를 넘어서, 빨라지지 않고 발산해요.",
            "Its steps do become four times as long. But that is beyond 2/c: it does not get faster, it diverges.",
        ),
    },
)

# --- gradient-guess-tables -----------------------------------------------------------------------------------------

choice(
    "gradient-guess-tables",
    right="c",
    wrong={
        "a": Text(
            "그래디언트도 학습률도 다르지만, 걸음은 둘의 곱이에요. 한쪽이 2/3배인 만큼 다른 쪽이 3/2배예요.",
            "Gradient and learning rate both differ, but a step is their product: 2/3 of the one, 3/2 of the other.",
        ),
        "b": Text(
            "걸음이 조금이라도 달랐다면 그랬을 거예요. 첫 걸음이 같으니 다음 자리도, 다음 걸음도 같아요.",
            "So it would be if the steps differed a little. The first step is equal, so the next place is, and the next step.",
        ),
    },
)

# --- gradient-challenge-limit: 1 over the larger eigenvalue of [[mean(x²), mean(x)], [mean(x), 1]] --------------------


@reference("gradient-challenge-limit")
def largest_rate_with_bias(x):
    square, mean = np.mean(x**2), np.mean(x)
    return 2 / (square + 1 + np.sqrt((square - 1) ** 2 + 4 * mean**2))


@equivalent("gradient-challenge-limit")
def largest_rate_by_eigenvalues(x):
    columns = np.stack([x, np.ones(len(x))], axis=1)
    return 2 / np.linalg.eigvalsh(2 * columns.T @ columns / len(x)).max()


@equivalent("gradient-challenge-limit")
def largest_rate_by_halving(x):
    square, mean = np.mean(x**2), np.mean(x)

    def grows(lr):
        w = b = 1.0
        for _ in range(800):
            w, b = w - lr * 2 * (w * square + b * mean), b - lr * 2 * (w * mean + b)
            if abs(w) > 10:
                return True
        return False

    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return (low + high) / 2


@mistake(
    "gradient-challenge-limit",
    ko="b가 움직이지 않을 때의 한계예요. w와 b를 함께 움직이는 방향은 이보다 더 가팔라요.",
    en="That is the limit while b stays. The direction in which w and b move together is steeper.",
)
def largest_rate_of_w_alone(x):
    return 1 / np.mean(x**2)


@mistake(
    "gradient-challenge-limit",
    ko="w와 b의 곡률을 더했어요. 그러면 안전하지만 한계보다 작아요. 필요한 것은 가장 가파른 한 방향의 곡률이에요.",
    en="This adds the curvatures of w and b. It is safe, but below the limit: the curvature of the one steepest direction is needed.",
)
def largest_rate_of_the_sum(x):
    return 1 / (np.mean(x**2) + 1)


@mistake(
    "gradient-challenge-limit",
    ko="가장 가파른 방향의 바닥에 한 스텝에 닿는 학습률이에요. 그 두 배까지는 수렴해요.",
    en="This rate reaches the bottom of the steepest direction in one step. Up to twice as much still converges.",
)
def one_step_rate_with_bias(x):
    return largest_rate_with_bias(x) / 2


@mistake(
    "gradient-challenge-limit",
    ko="두 배 커요. 제곱을 미분할 때 나오는 2를 평균 제곱 오차의 곡률에서 빠뜨리면 흔히 그래요.",
    en="Twice too large. Often that is because the 2 from the square is missing in the curvature of the mean squared error.",
)
def largest_rate_without_two(x):
    return 2 * largest_rate_with_bias(x)


@mistake(
    "gradient-challenge-limit",
    ko="가장 완만한 방향의 한계예요. 가장 가파른 방향이 먼저 발산해요.",
    en="That is the limit of the flattest direction. The steepest one diverges first.",
)
def largest_rate_of_the_flattest(x):
    square, mean = np.mean(x**2), np.mean(x)
    return 2 / (square + 1 - np.sqrt((square - 1) ** 2 + 4 * mean**2))


# --- gradient-drill-slope ----------------------------------------------------------------------------------------


@reference("gradient-drill-slope")
def slope_on_paper(w, a, c):
    return 2 * a * (w - c)


@mistake(
    "gradient-drill-slope",
    ko="2가 빠졌어요. 제곱을 미분하면 2가 앞으로 나와요.",
    en="The 2 is missing: it comes down in front when a square is differentiated.",
)
def two_forgotten_on_paper(w, a, c):
    return a * (w - c)


@mistake(
    "gradient-drill-slope",
    ko="제곱 앞의 수를 빠뜨렸어요. 미분해도 그대로 곱해져 있어요.",
    en="The number in front of the square is missing; it stays as a factor.",
)
def slope_without_scale(w, a, c):
    return 2 * (w - c)


@mistake(
    "gradient-drill-slope",
    ko="비용의 값이에요. 기울기는 비용의 높이가 아니라, w가 늘 때 비용이 얼마나 빨리 변하는지예요.",
    en="This is the cost itself. The slope is not how high the cost is but how fast it changes with w.",
)
def cost_for_slope(w, a, c):
    return a * (w - c) ** 2


@mistake(
    "gradient-drill-slope",
    ko="크기는 맞는데 부호가 반대예요. w가 최솟값의 오른쪽에 있으면 기울기는 양수예요.",
    en="The size is right, the sign is not. To the right of the minimum the slope is positive.",
)
def slope_of_other_sign(w, a, c):
    return -2 * a * (w - c)


# --- gradient-drill-update ---------------------------------------------------------------------------------------


@reference("gradient-drill-update")
def update_on_paper(w, grad, lr):
    return w - lr * grad


@mistake(
    "gradient-drill-update",
    ko="더했어요. 그래디언트는 오르막을 가리키니 빼야 해요. 그래디언트가 음수이면 빼서 w가 커져요.",
    en="This adds. The gradient points uphill, so subtract; with a negative gradient, w grows by it.",
)
def update_added_on_paper(w, grad, lr):
    return w + lr * grad


@mistake(
    "gradient-drill-update",
    ko="학습률을 곱하지 않았어요.",
    en="The learning rate is not in it.",
)
def rate_forgotten_on_paper(w, grad, lr):
    return w - grad


@mistake(
    "gradient-drill-update",
    ko="걸음의 크기만 답했어요. 물은 것은 움직인 뒤의 w예요.",
    en="That is the length of the step. The question is where w is after it.",
)
def step_for_place(w, grad, lr):
    return lr * grad


# --- gradient-drill-mse ------------------------------------------------------------------------------------------


@reference("gradient-drill-mse")
def mse_gradient_on_paper(x, y, w):
    return np.mean(2 * (w * x - y) * x)


@mistake(
    "gradient-drill-mse",
    ko="더하기만 하고 점의 수로 나누지 않았어요. 평균이니 점의 수 2로 나누세요.",
    en="This is the sum. It is a mean: divide by the number of points.",
)
def sum_on_paper(x, y, w):
    return np.sum(2 * (w * x - y) * x)


@mistake(
    "gradient-drill-mse",
    ko="앞의 2가 빠졌어요. 제곱을 미분하면 2가 나와요.",
    en="The 2 in front is missing: it comes from differentiating the square.",
)
def mean_without_two(x, y, w):
    return np.mean((w * x - y) * x)


@mistake(
    "gradient-drill-mse",
    ko="x를 곱하지 않았어요. w로 미분하면 안쪽의 w·x에서 x가 나와요.",
    en="The x is missing: differentiating w·x by w leaves x as a factor.",
)
def mean_without_x(x, y, w):
    return np.mean(2 * (w * x - y))


@mistake(
    "gradient-drill-mse",
    ko="부호가 반대예요. 잔차는 예측에서 정답을 뺀 w·x − y예요.",
    en="The sign is reversed: the residual is prediction minus target, w·x − y.",
)
def gradient_of_other_sign(x, y, w):
    return np.mean(2 * (y - w * x) * x)
