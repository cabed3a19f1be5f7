"""03-chain-rule: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

# --- sine-gradient: z = sin(x² + y²) -----------------------------------------------------------------------------


@reference("sine-gradient")
def sine_gradient(x, y):
    outer = np.cos(x**2 + y**2)
    return outer * 2 * x, outer * 2 * y


@equivalent("sine-gradient")
def sine_gradient_as_array(x, y):
    return 2 * np.cos(x * x + y * y) * np.array([x, y])


@equivalent("sine-gradient")
def sine_gradient_by_math(x, y):
    import math

    r = x * x + y * y
    return [2 * x * math.cos(r), 2 * y * math.cos(r)]


@equivalent("sine-gradient")
def sine_gradient_by_autograd(x, y):
    import torch

    v = torch.tensor([x, y], dtype=torch.float32, requires_grad=True)
    torch.sin((v**2).sum()).backward()
    return v.grad


@equivalent("sine-gradient")
def sine_gradient_by_central_difference(x, y):
    def f(x, y):
        return np.sin(x**2 + y**2)

    h = 1e-5
    return (f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)


@mistake(
    "sine-gradient",
    ko="안쪽 미분이 빠졌어요. 바깥의 sin만 미분했으니, x² + y²을 x와 y로 미분한 값도 각각 곱해야 해요.",
    en="The inner derivative is missing. Only the outer sin was differentiated; the derivatives of x² + y² with respect to x and to y are factors too.",
    credit=0.5,
)
def sine_gradient_outer_only(x, y):
    return np.cos(x**2 + y**2), np.cos(x**2 + y**2)


@mistake(
    "sine-gradient",
    ko="안쪽만 미분했어요. 바깥의 sin을 미분한 값도 곱해야 해요.",
    en="Only the inner part was differentiated. The derivative of the outer sin is a factor too.",
    credit=0.5,
)
def sine_gradient_inner_only(x, y):
    return 2 * x, 2 * y


@mistake(
    "sine-gradient",
    ko="두 성분 모두 맞는 값의 정확히 절반이에요. 제곱을 미분할 때 나오는 2가 빠졌어요.",
    en="Both components are exactly half of what they should be. The 2 from the derivative of the squares is missing.",
    credit=0.5,
)
def sine_gradient_without_two(x, y):
    return x * np.cos(x**2 + y**2), y * np.cos(x**2 + y**2)


@mistake(
    "sine-gradient",
    ko="바깥의 sin을 미분하지 않고 그대로 곱했어요.",
    en="The outer sin was multiplied in as it is, without being differentiated.",
)
def sine_gradient_sine_kept(x, y):
    return np.sin(x**2 + y**2) * 2 * x, np.sin(x**2 + y**2) * 2 * y


@mistake(
    "sine-gradient",
    ko="안쪽을 미분해서 cos 안에 넣었어요. cos 안에는 원래의 x² + y²을 그대로 두고, 안쪽을 미분한 값은 밖에서 곱해요.",
    en="The differentiated inner part was put inside the cosine. What belongs inside is x² + y² as it was; the inner derivative is multiplied outside.",
)
def sine_gradient_derivative_inside(x, y):
    return np.cos(2 * x), np.cos(2 * y)


@mistake(
    "sine-gradient",
    ko="부호가 반대예요. sin의 도함수는 cos이고, −가 붙는 것은 cos을 미분할 때예요.",
    en="The signs are reversed. The derivative of sin is cos; the minus belongs to the derivative of cos.",
    credit=0.5,
)
def sine_gradient_sign_flipped(x, y):
    return -np.cos(x**2 + y**2) * 2 * x, -np.cos(x**2 + y**2) * 2 * y


@mistake(
    "sine-gradient",
    ko="순서가 바뀌었어요. x로 미분한 값을 먼저, y로 미분한 값을 그다음에 돌려주세요.",
    en="The order is swapped: first the derivative with respect to x, then the one with respect to y.",
    credit=0.5,
)
def sine_gradient_swapped(x, y):
    return np.cos(x**2 + y**2) * 2 * y, np.cos(x**2 + y**2) * 2 * x


@mistake(
    "sine-gradient",
    ko="두 성분이 모두 x로 미분한 값이에요. 둘째 성분에서는 안쪽을 y로 미분한 2y를 곱하세요.",
    en="Both components are the derivative with respect to x. In the second, the inner derivative with respect to y is 2y.",
    credit=0.5,
)
def sine_gradient_x_twice(x, y):
    return np.cos(x**2 + y**2) * 2 * x, np.cos(x**2 + y**2) * 2 * x


@mistake(
    "sine-gradient",
    ko="sin의 도함수로 −sin을 쓴 것과 같아요. sin을 미분하면 cos이에요. sin이 아니라 cos을 미분하지는 않았나요?",
    en="This is as if the derivative of sin were −sin. It is cos. Or was cos differentiated in place of sin?",
)
def sine_gradient_minus_sine(x, y):
    return -np.sin(x**2 + y**2) * 2 * x, -np.sin(x**2 + y**2) * 2 * y


@mistake(
    "sine-gradient",
    ko="안쪽 미분이 2x + 2y예요. 편미분에서는 다른 변수를 상수로 보니, x로는 2x만, y로는 2y만 남아요.",
    en="The inner derivative here is 2x + 2y. A partial derivative holds the other variable fixed: with respect to x only 2x remains, and with respect to y only 2y.",
    credit=0.25,
)
def sine_gradient_total(x, y):
    return np.cos(x**2 + y**2) * (2 * x + 2 * y), np.cos(x**2 + y**2) * (2 * x + 2 * y)


@mistake(
    "sine-gradient",
    ko="cos 안에서 다른 변수가 사라졌어요. 상수로 본다는 것은 미분하지 않는다는 뜻이지, 지운다는 뜻이 아니에요. cos 안은 x² + y² 그대로예요.",
    en="The other variable has gone from inside the cosine. Holding it fixed means not differentiating it; it is not dropped. Inside stays x² + y².",
    credit=0.25,
)
def sine_gradient_other_dropped(x, y):
    return np.cos(x**2) * 2 * x, np.cos(y**2) * 2 * y


@mistake(
    "sine-gradient",
    ko="(x + y)²의 코사인이에요. (x + y)²에는 2xy가 더 들어 있어요. cos 안은 x² + y²이에요.",
    en="This is the cosine of (x + y)², which holds 2xy besides. Inside of it belongs x² + y².",
)
def sine_gradient_of_the_squared_sum(x, y):
    return np.cos((x + y) ** 2) * 2 * x, np.cos((x + y) ** 2) * 2 * y


@mistake(
    "sine-gradient",
    ko="각을 도(°)로 여긴 값이에요. `cos`는 라디안을 받고, 미분 공식도 라디안에서만 맞아요. `np.radians`나 `* np.pi / 180`을 빼세요.",
    en="This is as if the angle were in degrees. `cos` takes radians, and the rule for its derivative holds in radians alone. Take out `np.radians`, or `* np.pi / 180`.",
)
def cosine_of_degrees(x, y):
    c = np.cos(np.radians(x**2 + y**2))
    return 2 * x * c, 2 * y * c


@mistake(
    "sine-gradient",
    ko="안쪽의 x² + y²가 사라졌어요. 연쇄 법칙에서 바깥 함수의 도함수는 안쪽의 값 x² + y²에서 구하고, 안쪽의 도함수 2x나 2y를 곱해요.",
    en="The inside, x² + y², has gone. In the chain rule the derivative of the outside is taken at the inside, x² + y², and multiplied by the derivative of the inside, 2x or 2y.",
)
def sine_gradient_without_the_inside(x, y):
    return 2 * np.cos(x), 2 * np.cos(y)


# --- chain-to-y: f = tanh(ln(1 + z·2x/sin y)) --------------------------------------------------------------------


@reference("chain-to-y")
def df_dy(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * (a / b)
    e = np.log(d + 1)
    return (1 - np.tanh(e) ** 2) * (1 / (d + 1)) * z * (-a / b**2) * np.cos(y)


@equivalent("chain-to-y")
def df_dy_backwards_link_by_link(x, y, z):
    a = 2 * x
    b = np.sin(y)
    c = a / b
    d = z * c
    e = np.log(1 + d)
    grad = 1.0
    for local in [1 / np.cosh(e) ** 2, 1 / (1 + d), z, -c / b, np.cos(y)]:
        grad = grad * local
    return grad


@equivalent("chain-to-y")
def df_dy_in_one_formula(x, y, z):
    # tanh(ln u) = (u² − 1) / (u² + 1)
    u = 1 + 2 * x * z / np.sin(y)
    return 4 * u / (u * u + 1) ** 2 * (-2 * x * z * np.cos(y) / np.sin(y) ** 2)


@equivalent("chain-to-y")
def df_dy_by_autograd(x, y, z):
    import torch

    y = torch.tensor(float(y), requires_grad=True)
    torch.tanh(torch.log(1 + z * 2 * x / torch.sin(y))).backward()
    return y.grad.item()


@equivalent("chain-to-y")
def df_dy_by_central_difference(x, y, z):
    def f(y):
        return np.tanh(np.log(1 + z * 2 * x / np.sin(y)))

    return (f(y + 1e-5) - f(y - 1e-5)) / 2e-5


@mistake(
    "chain-to-y",
    ko="마지막 고리 b = sin y의 미분이 빠졌어요. 이대로면 y가 아니라 b로 미분한 값이에요.",
    en="The last link, the derivative of b = sin y, is missing. As it stands this is the derivative with respect to b, not y.",
    credit=0.5,
)
def df_dy_stops_at_b(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * z * (-a / b**2)


@mistake(
    "chain-to-y",
    ko="맨 바깥 고리 f = tanh(e)의 미분이 빠진 것과 같아요. 그 미분이 1이 되었어요.",
    en="It is as if the outermost link, the derivative of f = tanh(e), were missing: it comes out as 1.",
    credit=0.5,
)
def df_dy_without_tanh(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return 1 / (d + 1) * z * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="고리 e = ln(d + 1)의 미분이 빠졌어요.",
    en="The derivative of the link e = ln(d + 1) is missing.",
    credit=0.5,
)
def df_dy_without_log(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) * z * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="고리 d = z·c를 c로 미분한 값이 빠졌어요.",
    en="The derivative of the link d = z·c with respect to c is missing.",
    credit=0.5,
)
def df_dy_without_z(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="부호가 반대예요. c = a/b의 미분에서 빼기 부호를 빠뜨린 경우가 많아요. b는 분모에 있으니, b가 커지면 c는 작아져요.",
    en="The sign is reversed. Often the minus of c = a/b is lost: b is the denominator, so when b grows, c shrinks.",
    credit=0.5,
)
def df_dy_without_minus(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * z * (a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="고리 c = a/b를 b가 아니라 a로 미분했어요. y로 가는 길은 b를 지나요.",
    en="The link c = a/b was differentiated with respect to a, not b. The way to y leads through b.",
)
def df_dy_by_way_of_a(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * z * (1 / b) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="tanh의 미분에 e가 아니라 d를 넣었어요. tanh에 들어간 값은 e이니 e에서 구해야 해요.",
    en="The derivative of tanh was taken at d, not at e. What went into tanh is e, so that is where to take it.",
    credit=0.5,
)
def df_dy_tanh_at_d(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(d) ** 2) / (d + 1) * z * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="이것은 x로 미분한 값이에요. 여기서는 y로 미분해야 해요.",
    en="This is the derivative with respect to x. What is wanted here is the one with respect to y.",
)
def df_dx_for_df_dy(x, y, z):
    b = np.sin(y)
    d = z * 2 * x / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * z / b * 2


@mistake(
    "chain-to-y",
    ko="tanh의 미분에서 제곱이 빠졌어요. 1 − tanh이 아니라 1 − tanh²이에요.",
    en="The square is missing in the derivative of tanh: it is 1 − tanh², not 1 − tanh.",
    credit=0.5,
)
def df_dy_tanh_not_squared(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1))) / (d + 1) * z * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="tanh의 미분에 f가 아니라 e를 썼어요. 1 − e²이 아니라 1 − tanh(e)²이에요.",
    en="The derivative of tanh was written with e in place of f: it is 1 − tanh(e)², not 1 − e².",
    credit=0.5,
)
def df_dy_square_of_e(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.log(d + 1) ** 2) / (d + 1) * z * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="ln의 미분에서 1이 빠졌어요. e = ln(d + 1)을 미분하면 1/d이 아니라 1/(d + 1)이에요.",
    en="The 1 is missing in the derivative of the logarithm: that of e = ln(d + 1) is 1/(d + 1), not 1/d.",
    credit=0.5,
)
def df_dy_log_without_one(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / d * z * (-a / b**2) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="c = a/b의 미분에서 b를 제곱하지 않았어요. b로 미분하면 −a/b²이에요.",
    en="In the derivative of c = a/b, b is not squared: with respect to b it is −a/b².",
    credit=0.5,
)
def df_dy_b_not_squared(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * z * (-a / b) * np.cos(y)


@mistake(
    "chain-to-y",
    ko="마지막 고리에서 sin y를 미분하지 않고 그대로 곱했어요. sin을 미분하면 cos이에요.",
    en="In the last link, sin y was multiplied in without being differentiated. The derivative of sin is cos.",
    credit=0.5,
)
def df_dy_sine_kept(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) / (d + 1) * z * (-a / b**2) * np.sin(y)


@mistake(
    "chain-to-y",
    ko="고리의 미분을 곱하지 않고 더했어요. 한 줄로 이어진 사슬에서는 모두 곱해요.",
    en="The derivatives of the links were added. Along a single chain they are multiplied.",
)
def df_dy_links_added(x, y, z):
    a, b = 2 * x, np.sin(y)
    d = z * a / b
    return (1 - np.tanh(np.log(d + 1)) ** 2) + 1 / (d + 1) + z + (-a / b**2) + np.cos(y)


@mistake(
    "chain-to-y",
    ko="이것은 미분한 값이 아니라 함수 f의 값이에요.",
    en="This is the value of the function f, not its derivative.",
)
def value_of_f(x, y, z):
    return np.tanh(np.log(1 + z * 2 * x / np.sin(y)))


@mistake(
    "chain-to-y",
    ko="이것은 z로 미분한 값이에요. 여기서는 y로 미분해야 해요.",
    en="This is the derivative with respect to z. What is wanted here is the one with respect to y.",
)
def df_dz_for_df_dy(x, y, z):
    c = 2 * x / np.sin(y)
    return (1 - np.tanh(np.log(z * c + 1)) ** 2) / (z * c + 1) * c


# --- shares-of-w: what each point sends to w --------------------------------------------------------------------


@reference("shares-of-w")
def shares(w, b, x, y):
    return 2 * (w * x + b - y) * x / len(x)


@equivalent("shares-of-w")
def shares_with_a_loop(w, b, x, y):
    found = []
    for i in range(len(x)):
        r = w * x[i] + b - y[i]
        found.append(1 / len(x) * 2 * r * x[i])
    return found


@equivalent("shares-of-w")
def shares_in_torch(w, b, x, y):
    import torch

    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    return 2 * (w * x + b - y) * x / len(x)


@mistake(
    "shares-of-w",
    ko="맞는 몫의 정확히 N배예요. 평균을 구하는 고리의 미분 1/N이 빠졌어요.",
    en="Exactly N times the right shares: the link of the mean, 1/N, is missing.",
    credit=0.5,
)
def shares_of_the_sum(w, b, x, y):
    return 2 * (w * x + b - y) * x


@mistake(
    "shares-of-w",
    ko="정확히 절반이에요. 제곱하는 고리의 미분은 2r이에요.",
    en="Exactly half: the derivative of the link that squares is 2r.",
    credit=0.5,
)
def shares_without_two(w, b, x, y):
    return (w * x + b - y) * x / len(x)


@mistake(
    "shares-of-w",
    ko="x를 곱하지 않았어요. 이것은 점마다 b에 보내는 몫이에요.",
    en="The x is missing: these are the shares that the points send to b.",
    credit=0.25,
)
def shares_of_b(w, b, x, y):
    return 2 * (w * x + b - y) / len(x)


@mistake(
    "shares-of-w",
    ko="몫을 이미 더했어요. 더하기 전의 몫을 점마다 하나씩 돌려주세요.",
    en="The shares have been added up already. Return them one by one, before that.",
    credit=0.5,
)
def shares_added_up(w, b, x, y):
    return np.sum(2 * (w * x + b - y) * x) / len(x)


@mistake(
    "shares-of-w",
    ko="부호가 반대예요. 오차는 예측에서 정답을 뺀 값이에요.",
    en="The signs are reversed: the error is prediction minus target.",
    credit=0.25,
)
def shares_turned_round(w, b, x, y):
    return 2 * (y - w * x - b) * x / len(x)


@mistake(
    "shares-of-w",
    ko="예측에 b를 더하지 않았어요.",
    en="The prediction leaves out b.",
    credit=0.25,
)
def shares_without_bias(w, b, x, y):
    return 2 * (w * x - y) * x / len(x)


@mistake(
    "shares-of-w",
    ko="이것은 점마다 비용에 더하는 항 그대로예요. w로 보내는 몫은 그 항을 w에 대해 미분한 값이에요.",
    en="These are the terms that the points add to the cost. The share sent to w is the derivative of such a term with respect to w.",
)
def terms_of_the_cost(w, b, x, y):
    return (w * x + b - y) ** 2 / len(x)


@mistake(
    "shares-of-w",
    ko="이것은 점마다의 오차예요. 항 (오차)²/N을 w에 대해 미분하세요: 제곱에서 2가, 안쪽에서 x가 나와요.",
    en="These are the errors of the points. Differentiate the terms (error)²/N with respect to w: a 2 comes from the square, an x from the inside.",
)
def errors_of_the_points(w, b, x, y):
    return w * x + b - y


# --- central-difference ------------------------------------------------------------------------------------------


@reference("central-difference")
def numerical_gradient(f, v, h):
    gradient = np.zeros(len(v))
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient[i] = (f(v + move) - f(v - move)) / (2 * h)
    return gradient


@equivalent("central-difference")
def numerical_gradient_in_place(f, v, h):
    gradient = []
    for i in range(len(v)):
        before = v[i]
        v[i] = before + h
        above = f(v)
        v[i] = before - h
        below = f(v)
        v[i] = before
        gradient.append((above - below) / (2 * h))
    return gradient


@equivalent("central-difference")
def numerical_gradient_with_copies(f, v, h):
    gradient = []
    for i in range(len(v)):
        above, below = v.copy(), v.copy()
        above[i] += h
        below[i] -= h
        gradient.append((f(above) - f(below)) / h / 2)
    return np.array(gradient)


@equivalent("central-difference")
def numerical_gradient_from_a_list(f, v, h):
    result = []
    for i in range(len(v)):
        above, below = list(v), list(v)
        above[i], below[i] = v[i] + h, v[i] - h
        result.append(0.5 * (f(above) - f(below)) / h)
    return tuple(result)


@equivalent("central-difference")
def numerical_gradient_by_identity(f, v, h):
    steps = h * np.eye(len(v))
    return np.array([f(v + step) - f(v - step) for step in steps]) / (2 * h)


@mistake(
    "central-difference",
    ko="이것은 전진 차분이에요. 한쪽으로만 움직여 비교했기 때문에 h에 비례하는 오차가 남아요. 양쪽으로 h만큼 움직인 두 값을 비교하세요.",
    en="This is the forward difference. It moves to one side only, which leaves an error in proportion to h. Compare the two values at h to either side.",
    credit=0.5,
)
def forward_difference(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append((f(v + move) - f(v)) / h)
    return gradient


@mistake(
    "central-difference",
    ko="이것은 후진 차분이에요. 아래쪽으로만 움직여 비교했기 때문에 h에 비례하는 오차가 남아요.",
    en="This is the backward difference. It moves downwards only, which leaves an error in proportion to h.",
    credit=0.5,
)
def backward_difference(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append((f(v) - f(v - move)) / h)
    return gradient


@mistake(
    "central-difference",
    ko="맞는 값의 두 배예요. 비교한 두 점은 h가 아니라 2h만큼 떨어져 있어요.",
    en="This is twice the right value. The two points compared lie 2h apart, not h.",
    credit=0.5,
)
def central_divided_by_h(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append((f(v + move) - f(v - move)) / h)
    return gradient


@mistake(
    "central-difference",
    ko="첫 성분만 맞고 나머지는 조금씩 틀려요. 움직였던 성분을 제자리로 돌려놓지 않아 다음 성분을 다른 자리에서 구했을 때 나오는 값이에요.",
    en="The first component is right, later ones are a little off, as if the component that was moved had not been put back and the next one were measured somewhere else.",
    credit=0.5,
)
def component_not_put_back(f, v, h):
    gradient = []
    for i in range(len(v)):
        v[i] += h
        above = f(v)
        v[i] -= 2 * h
        below = f(v)
        gradient.append((above - below) / (2 * h))
    return gradient


@mistake(
    "central-difference",
    ko="모두 0이에요. 같은 자리에서 구한 두 값을 서로 뺀 것 같아요. `=`로는 배열이 복사되지 않고(`v.copy()`가 복사해요), 정수 배열에 넣은 h는 0이 돼요.",
    en="All are 0, as if the value at one place were taken from itself. Often because `=` does not copy an array (`v.copy()` does), or because h became 0 in an array of integers.",
)
def two_names_for_one_array(f, v, h):
    gradient = []
    for i in range(len(v)):
        above = v
        below = v
        above[i] += h
        below[i] -= h
        gradient.append((f(above) - f(below)) / (2 * h))
    return gradient


@mistake(
    "central-difference",
    ko="수가 하나만 나왔어요. 모든 성분을 한꺼번에 움직였거나, 성분마다 구한 값을 모두 더했어요. 한 번에 한 성분만 움직이고, 값을 성분마다 하나씩 돌려주세요.",
    en="There is only one number: either all components were moved at once, or the values of the components were added up. Move one component at a time, and return one value for each.",
)
def all_components_at_once(f, v, h):
    return (f(v + h) - f(v - h)) / (2 * h)


@mistake(
    "central-difference",
    ko="인자로 받은 h 대신 아주 작은 수를 썼을 때 나오는 값이에요. h가 너무 작으면 두 값이 거의 같아져서, 둘의 차이에서 반올림 오차가 눈에 띄게 커져요.",
    en="These are the values for a tiny number in place of the h that was passed in. With h too small the two values nearly agree, and rounding error becomes noticeable in their difference.",
    credit=0.5,
)
def tiny_step_of_its_own(f, v, h):
    h = 1e-13
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append((f(v + move) - f(v - move)) / (2 * h))
    return gradient


@mistake(
    "central-difference",
    ko="나눗셈의 괄호가 빠졌어요. `/ 2 * h`는 2로 나눈 다음 h를 곱해요. `/ (2 * h)`로 쓰세요.",
    en="The brackets of the division are missing: `/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`.",
    credit=0.5,
)
def brackets_of_the_divisor(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append((f(v + move) - f(v - move)) / 2 * h)
    return gradient


@mistake(
    "central-difference",
    ko="차이만 구하고 두 점 사이의 거리로 나누지 않았어요.",
    en="This is the difference alone, not divided by the distance between the two points.",
    credit=0.25,
)
def difference_not_divided(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append(f(v + move) - f(v - move))
    return gradient


@mistake(
    "central-difference",
    ko="뒤의 값만 2h로 나누었어요. 나눗셈이 뺄셈보다 먼저 계산되니, 차이를 괄호로 묶으세요.",
    en="Only the second value is divided by 2h. A division comes before a difference, so put the difference in brackets.",
    credit=0.25,
)
def brackets_of_the_difference(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append(f(v + move) - f(v - move) / (2 * h))
    return gradient


@mistake(
    "central-difference",
    ko="전진 차분을 2h로 나누었어요. 위로 h, 아래로 h, 이렇게 양쪽으로 움직인 두 값을 비교해야 두 점 사이의 거리가 2h가 돼요.",
    en="A forward difference was divided by 2h. The two points lie 2h apart only if one is h above and the other h below.",
    credit=0.25,
)
def forward_divided_by_two_h(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient.append((f(v + move) - f(v)) / (2 * h))
    return gradient


@mistake(
    "central-difference",
    ko="첫 성분만 맞아요. 다음 성분부터는 앞의 성분들도 함께 움직인 값이에요. 움직임 벡터를 0으로 되돌리지 않은 것은 아닌가요?",
    en="Only the first component is right: from the next one on, the values are those where earlier components move along. Is the vector of the move not set back to 0?",
    credit=0.5,
)
def move_not_reset(f, v, h):
    gradient = []
    move = np.zeros(len(v))
    for i in range(len(v)):
        move[i] = h
        gradient.append((f(v + move) - f(v - move)) / (2 * h))
    return gradient


@mistake(
    "central-difference",
    ko="첫 성분만 맞고 나머지는 0이에요. `return`이 반복문 안에 있어서 첫 번째 반복에서 함수가 끝난 것은 아닌가요?",
    en="Only the first component is right; the others are 0. Is `return` inside the loop, so that the function ends in the first round?",
    credit=0.5,
)
def returned_after_one_component(f, v, h):
    gradient = np.zeros(len(v))
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        gradient[i] = (f(v + move) - f(v - move)) / (2 * h)
        return gradient
    return gradient


@mistake(
    "central-difference",
    ko="h가 0에 한없이 가까울 때의 값, 곧 정확한 그래디언트예요. 받은 h 대신 더 작은 수를 썼거나, 점을 더 많이 쓰는 공식이거나, 손으로 미분한 경우가 많아요. 이 문제는 주어진 h의 중심 차분을 물어요.",
    en="This is the exact gradient, what comes out as h goes to 0. Often a smaller number stands in place of the h that was passed in, or the formula takes more points, or it was differentiated by hand. The question asks for the central difference with the given h.",
    credit=0.5,
)
def exact_gradient(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = 1e-5
        gradient.append((f(v + move) - f(v - move)) / 2e-5)
    return gradient


@mistake(
    "central-difference",
    ko="양쪽으로 h가 아니라 h/2만큼만 움직였어요. 성분마다 h만큼 움직이고 2h로 나누세요.",
    en="The moves are h/2 to either side, not h. Move each component by h and divide by 2h.",
    credit=0.5,
)
def half_a_step_to_either_side(f, v, h):
    gradient = []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h / 2
        gradient.append((f(v + move) - f(v - move)) / h)
    return gradient


@mistake(
    "central-difference",
    ko="모든 성분을 한꺼번에 움직였을 때의 값이 자리마다 똑같이 들어 있어요. 한 번에 성분 하나만 움직이세요. `v + h`는 배열의 모든 성분에 h를 더해요.",
    en="Each value is what comes out when all components move at once. Move one at a time: `v + h` adds h to every component of the array.",
)
def all_at_once_in_each_place(f, v, h):
    return [(f(v + h) - f(v - h)) / (2 * h) for _ in v]


@mistake(
    "central-difference",
    ko="성분을 h만큼 옮긴 것이 아니라 성분의 값이 h와 -h로 바뀐 것과 같아요. 있던 값에 더하고 빼세요: `up[i] = v[i] + h`.",
    en="This is as if the component were replaced by h and by -h, not moved by h. Add to what is there, and subtract from it: `up[i] = v[i] + h`.",
    credit=0.25,
)
def component_replaced_by_the_width(f, v, h):
    gradient = np.zeros(len(v))
    for i in range(len(v)):
        above, below = v.copy(), v.copy()
        above[i], below[i] = h, -h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


# --- choose-widths: central differences of x³, off by less than 1e-9 in float64 and 1e-4 in float32 -----------------


@reference("choose-widths")
def widths():
    return 1e-5, 1e-2


@equivalent("choose-widths")
def widths_as_list():
    return [2e-6, 5e-3]


@equivalent("choose-widths")
def widths_as_array():
    return np.array([2e-5, 8e-3])


@mistake(
    "choose-widths",
    ko="float64의 h는 좋아요. float32의 h는 너무 작아요. 자릿수가 7개뿐이라서, 두 값을 빼면 맞는 자리가 거의 남지 않아요.",
    en="The h for float64 is fine. The one for float32 is too small: with some 7 digits, hardly one is right after subtracting.",
    credit=0.5,
)
def float32_too_narrow():
    return 1e-5, 1e-5


@mistake(
    "choose-widths",
    ko="float64의 h는 좋아요. float32의 h는 너무 커요. 반올림이 아니라 h² 때문에 빗나갔어요.",
    en="The h for float64 is fine. The one for float32 is too large: what puts it off is h², not rounding.",
    credit=0.5,
)
def float32_too_wide():
    return 1e-5, 0.1


@mistake(
    "choose-widths",
    ko="float32의 h는 좋아요. float64의 h는 너무 커요. 이 정밀도에서는 더 줄여도 맞는 자리가 남아요.",
    en="The h for float32 is fine. The one for float64 is too large: in that precision, digits are left even with a much smaller one.",
    credit=0.5,
)
def float64_too_wide():
    return 1e-2, 1e-2


@mistake(
    "choose-widths",
    ko="float32의 h는 좋아요. float64의 h는 너무 작아요. V자의 왼쪽에 있어요.",
    en="The h for float32 is fine. The one for float64 is too small: it is on the left arm of the V.",
    credit=0.5,
)
def float64_too_narrow():
    return 1e-12, 1e-2


@mistake(
    "choose-widths",
    ko="두 수가 같아요. 이 h는 float64에는 너무 크고 float32에는 너무 작아요. 정밀도마다 h를 따로 고르세요. 자릿수가 적을수록 h는 커야 해요.",
    en="The two numbers are the same: this h is too large for float64 and too small for float32. Choose one for each precision. The fewer the digits, the larger h has to be.",
)
def one_width_between():
    return 1e-4, 1e-4


@mistake(
    "choose-widths",
    ko="둘의 순서가 바뀐 것 같아요. float64의 h가 너무 크고 float32의 h가 너무 작아요. 자릿수가 적을수록 h는 커야 해요.",
    en="These look swapped: the h for float64 is too large, the one for float32 too small. The fewer the digits, the larger h has to be.",
)
def widths_swapped():
    return 1e-2, 1e-5


@mistake(
    "choose-widths",
    ko="둘 다 너무 작아요. 거의 같은 두 수를 빼면 맞는 자리가 사라져요.",
    en="Both are too small: where two nearly equal numbers are subtracted, the right digits are lost.",
)
def both_too_narrow():
    return 1e-13, 1e-6


@mistake(
    "choose-widths",
    ko="둘 다 너무 커요. x³의 중심 차분은 h²만큼 빗나가요.",
    en="Both are too large: the central difference of x³ is off by h².",
)
def both_too_wide():
    return 0.1, 0.1


@mistake(
    "choose-widths",
    ko="float64의 h는 너무 작고, float32의 h는 너무 커요.",
    en="The h for float64 is too small, the one for float32 too large.",
)
def narrow_and_wide():
    return 1e-13, 0.1


# --- gradient-check ----------------------------------------------------------------------------------------------


@reference("gradient-check")
def worst_error(by_hand, numerical):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.max(np.abs(by_hand - numerical) / size)


@equivalent("gradient-check")
def worst_error_with_a_loop(by_hand, numerical):
    worst = 0.0
    for g, n in zip(by_hand, numerical, strict=True):
        worst = max(worst, abs(g - n) / max(abs(g), abs(n)))
    return worst


@equivalent("gradient-check")
def worst_error_in_torch(by_hand, numerical):
    import torch

    g, n = torch.tensor(by_hand, dtype=torch.float32), torch.tensor(numerical, dtype=torch.float32)
    return ((n - g).abs() / torch.maximum(g.abs(), n.abs())).max()


@equivalent("gradient-check")
def worst_error_guarded_against_zero(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical) / (np.maximum(np.abs(by_hand), np.abs(numerical)) + 1e-8))


@mistake(
    "gradient-check",
    ko="이것은 가장 큰 절대 오차예요. 어떤 성분이 아주 작으면, 그 성분은 크게 틀려도 절대 오차가 작아요. 차이를 성분의 크기로 나누세요.",
    en="This is the largest absolute error. Where a component is tiny, its absolute error is tiny even if it is far off. Divide the difference by the size of the component.",
    credit=0.5,
)
def largest_absolute_error(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical))


@mistake(
    "gradient-check",
    ko="벡터 전체의 길이로 나누었어요. 그러면 큰 성분에 가려 작은 성분의 잘못이 보이지 않아요. 성분마다 나누세요.",
    en="This divides by the length of the whole vector. Large components then hide what is wrong with a small one. Divide component by component.",
    credit=0.5,
)
def error_of_the_whole_vector(by_hand, numerical):
    longer = max(np.linalg.norm(by_hand), np.linalg.norm(numerical))
    return np.linalg.norm(by_hand - numerical) / longer


@mistake(
    "gradient-check",
    ko="평균을 냈어요. 성분 하나가 크게 틀려도 나머지가 맞으면 평균은 작아져요. 가장 큰 값을 돌려주세요.",
    en="This takes the mean. One component may be far off, and the right ones beside it still make the mean small. Return the largest.",
    credit=0.5,
)
def mean_relative_error(by_hand, numerical):
    return np.mean(np.abs(by_hand - numerical) / np.maximum(np.abs(by_hand), np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="차이에 절댓값을 씌우지 않았어요. 그러면 음수인 오차는 크기가 클수록 오히려 작은 수가 되어 최댓값에서 밀려나요.",
    en="The difference was taken without its absolute value. The larger the size of a negative error, the smaller it is as a number, so the maximum passes it over.",
    credit=0.5,
)
def signed_error(by_hand, numerical):
    return np.max((by_hand - numerical) / np.maximum(np.abs(by_hand), np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="두 크기의 합으로 나누었어요. 이 문제에서는 두 크기 가운데 큰 쪽으로 나눠요.",
    en="This divides by the sum of the two sizes. In this exercise, divide by the larger of the two.",
    credit=0.5,
)
def divided_by_the_sum(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical) / (np.abs(by_hand) + np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="두 성분의 크기(절댓값)끼리 뺐어요. 그러면 부호가 반대인 성분도 같아 보여요. 먼저 빼고, 그 차이에 절댓값을 씌우세요.",
    en="This subtracts one size from the other, so a component of the wrong sign looks right. Subtract first, then take the absolute value of the difference.",
    credit=0.25,
)
def sizes_compared(by_hand, numerical):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.max(np.abs(np.abs(by_hand) - np.abs(numerical)) / size)


@mistake(
    "gradient-check",
    ko="손으로 구한 성분의 크기로만 나누었어요. 두 크기 가운데 큰 쪽으로 나누세요. 손으로 구한 값이 0에 가까우면 이 수는 한없이 커져요.",
    en="This divides by the size of the component by hand only. Divide by the larger of the two sizes; where the one by hand is near 0, this grows without limit.",
    credit=0.5,
)
def divided_by_hand(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical) / np.abs(by_hand))


@mistake(
    "gradient-check",
    ko="유한 차분으로 구한 성분의 크기로만 나누었어요. 두 크기 가운데 큰 쪽으로 나누세요. 절댓값 없이 `max(g, n)`으로 고르면, g가 음수이고 n이 양수일 때 언제나 n이 골라져요.",
    en="This divides by the size of the numerical component only. Divide by the larger of the two sizes. Without absolute values, `max(g, n)` always picks n where g is negative and n positive.",
    credit=0.5,
)
def divided_by_numerical(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical) / np.abs(numerical))


@mistake(
    "gradient-check",
    ko="두 크기 가운데 작은 쪽으로 나누었어요. 큰 쪽으로 나누세요.",
    en="This divides by the smaller of the two sizes. Divide by the larger.",
    credit=0.5,
)
def divided_by_the_smaller(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical) / np.minimum(np.abs(by_hand), np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="가장 큰 값이 아니라 그 자리의 번호예요. `argmax`는 번호를 알려 줘요.",
    en="This is the place of the largest error, not its value: `argmax` tells the place.",
    credit=0.5,
)
def place_of_the_worst(by_hand, numerical):
    return np.argmax(np.abs(by_hand - numerical) / np.maximum(np.abs(by_hand), np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="가장 작은 상대 오차예요. 검사에는 가장 나쁜 성분, 곧 가장 큰 값이 필요해요.",
    en="This is the smallest relative error. A check needs the worst component, the largest.",
    credit=0.5,
)
def best_component(by_hand, numerical):
    return np.min(np.abs(by_hand - numerical) / np.maximum(np.abs(by_hand), np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="성분마다 나누지 않고, 가장 큰 차이를 가장 큰 성분의 크기로 나누었어요. 그러면 큰 성분에 가려 작은 성분의 잘못이 보이지 않아요.",
    en="The largest difference was divided by the size of the largest component. Large components then hide what is wrong with a small one. Divide component by component.",
    credit=0.5,
)
def divided_by_the_largest_component(by_hand, numerical):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.max(np.abs(by_hand - numerical)) / np.max(size)


@mistake(
    "gradient-check",
    ko="차이 벡터의 길이를 두 벡터의 길이를 더한 것으로 나누었어요. 이렇게 검사하는 강의도 있지만, 큰 성분이 작은 성분의 잘못을 가려요. 여기서는 성분마다 나눈 다음 가장 큰 것을 고르세요.",
    en="The length of the difference is divided by the sum of the two lengths. Some courses check this way, but large components then hide what is wrong with a small one. Here, divide component by component and take the largest.",
    credit=0.5,
)
def lengths_compared(by_hand, numerical):
    return np.linalg.norm(by_hand - numerical) / (np.linalg.norm(by_hand) + np.linalg.norm(numerical))


@mistake(
    "gradient-check",
    ko="첫 성분의 오차만 나왔어요. 모든 성분의 오차 가운데 가장 큰 것을 고르세요.",
    en="This is the error of the first component alone. Take the largest of all of them.",
)
def first_component_only(by_hand, numerical):
    return abs(by_hand[0] - numerical[0]) / max(abs(by_hand[0]), abs(numerical[0]))


@mistake(
    "gradient-check",
    ko="차이를 두 크기의 평균으로 나누었어요. 여기서는 둘 가운데 큰 것으로 나눠요.",
    en="The difference is divided by the mean of the two sizes. Here, divide by the larger of them.",
    credit=0.5,
)
def divided_by_the_mean_size(by_hand, numerical):
    return np.max(2 * np.abs(by_hand - numerical) / (np.abs(by_hand) + np.abs(numerical)))


@mistake(
    "gradient-check",
    ko="나누는 수에 절댓값이 빠졌어요. 음수인 성분에서는 `max(g, n)`이 크기가 작은 쪽을 고르고, 오차까지 음수가 되어 최댓값에서 밀려나요. 두 크기, 곧 절댓값 가운데 큰 쪽으로 나누세요.",
    en="What is divided by has no absolute values. Of negative components `max(g, n)` picks the smaller size, and the error becomes negative, so the maximum passes it over. Divide by the larger of the two sizes, that is, of the absolute values.",
)
def divided_without_absolute_values(by_hand, numerical):
    return np.max(np.abs(by_hand - numerical) / np.maximum(by_hand, numerical))


@mistake(
    "gradient-check",
    ko="차이(뺀 값)가 가장 큰 성분의 상대 오차예요. 차이가 가장 크다고 상대 오차도 가장 큰 것은 아니에요. 성분마다 먼저 나누고, 그다음 가장 큰 값을 고르세요.",
    en="This is the relative error of the component with the largest difference. The largest difference need not be the largest relative error: divide each component first, then take the largest.",
)
def relative_error_of_the_largest_difference(by_hand, numerical):
    place = np.argmax(np.abs(by_hand - numerical))
    return abs(by_hand[place] - numerical[place]) / max(abs(by_hand[place]), abs(numerical[place]))


# --- engine-backward ---------------------------------------------------------------------------------------------


@reference("engine-backward")
def backward(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@equivalent("engine-backward")
def backward_that_resets(inputs, slopes, order, grads):
    for node in order:
        if len(inputs[node]) > 0:
            grads[node] = 0.0
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@equivalent("engine-backward")
def backward_on_a_copy(inputs, slopes, order, grads):
    result = [0.0 if inputs[k] else grads[k] for k in range(len(grads))]
    result[order[0]] = 1.0
    for k in order:
        for j in range(len(inputs[k])):
            i = inputs[k][j]
            result[i] = result[i] + result[k] * slopes[k][j]
    return result


@equivalent("engine-backward")
def backward_with_new_gradients_added(inputs, slopes, order, grads):
    new = np.zeros(len(grads))
    new[order[0]] = 1
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            new[source] += slope * new[node]
    given = np.array([len(used) == 0 for used in inputs])
    return np.where(given, np.array(grads) + new, new)


@equivalent("engine-backward")
def backward_in_place(inputs, slopes, order, grads):
    grads[order[0]] = 1
    for node in order:
        for position, source in enumerate(inputs[node]):
            grads[source] += grads[node] * slopes[node][position]


@equivalent("engine-backward")
def backward_using_up_the_order(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    while order:
        node = order.pop(0)
        while inputs[node]:
            grads[inputs[node].pop()] += slopes[node].pop() * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="`+=`가 아니라 `=`로 넣었어요. 한 노드가 여러 번 쓰이면 마지막 쓰임의 몫만 남아요. 그래서 a + a를 a로 미분한 값이 2가 아니라 1이 돼요.",
    en="This writes with `=`, not `+=`. Where a node is used more than once, only the share of its last use remains, so the derivative of a + a with respect to a comes out as 1 and not 2.",
    credit=0.5,
)
def shares_overwritten(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] = slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="결과 쪽에서 전해진 그래디언트를 곱하지 않았어요. 연쇄 법칙은 지금까지의 곱에 이 고리의 미분을 곱하는 거예요.",
    en="The gradient passed on from the side of the result was not multiplied in. The chain rule takes the product so far times the derivative of this link.",
)
def local_slopes_added(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope
    return grads


@mistake(
    "engine-backward",
    ko="그래디언트가 모두 0이에요. 결과를 자기 자신으로 미분한 값 1에서 시작해야 해요.",
    en="All gradients are 0. The pass has to start from 1, the derivative of the result with respect to itself.",
    credit=0.0,
)
def output_without_one(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="결과가 아니라 번호가 가장 큰 노드에 1을 넣은 것과 같아요. 결과는 `order`의 맨 앞에 있는 노드예요.",
    en="This is as if the 1 were put into the node with the largest number, not into the result. The result is the node at the front of `order`.",
    credit=0.5,
)
def one_at_the_last_number(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    grads[-1] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="받은 `order`가 아니라 번호가 큰 노드부터 처리한 것과 같아요. 그러면 어떤 노드는 몫이 다 모이기 전에 그래디언트를 넘겨줘요.",
    en="This is as if the nodes were taken from the largest number down, not in the `order` given: some pass their gradient on before all their shares have come.",
    credit=0.5,
)
def order_not_used(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    grads[order[0]] = 1.0
    for node in reversed(range(len(inputs))):
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="결과를 계산할 때 바로 쓰인 노드까지만 그래디언트가 전해졌어요. 반복이 첫 번째에서 끝났거나(`return`이 반복문 안에 있나요?), 노드를 `order`의 끝에서부터 거꾸로 처리해서 제 몫을 받기 전에 넘겨준 거예요. `order`는 벌써 결과에서 입력 쪽으로 가는 순서예요.",
    en="Gradients have come to the inputs of the result itself, and no further. Either the loop ends after its first round (is a `return` inside it?), or the nodes are taken from the end of `order` to its front, and pass theirs on before it has come. `order` leads from the result to the inputs already.",
)
def order_reversed(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in reversed(order):
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="`order`의 맨 끝에 있는 노드에 1을 넣은 것과 같아요. 그 노드는 결과가 아니라 입력 쪽 끝이라 아무 데도 넘겨줄 것이 없어요. 결과는 `order`의 맨 앞에 있고, 거기서부터 적힌 순서대로 가세요.",
    en="This is as if the 1 were put into the node at the end of `order`. That is not the result but the far end, with nothing to pass on to. The result is at the front of `order`: start there, and take the nodes as they come.",
)
def one_at_the_end_of_order(inputs, slopes, order, grads):
    grads[order[-1]] = 1.0
    for node in reversed(order):
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="0번 노드에 1을 넣은 것과 같아요. 결과의 번호가 언제나 0인 것은 아니에요. 결과는 `order`의 맨 앞에 있는 노드예요.",
    en="This is as if the 1 were put into node 0. The result does not always have number 0: it is the node at the front of `order`.",
    credit=0.5,
)
def one_at_number_zero(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    grads[0] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="고리의 미분을 곱하지 않고 더했어요. 연쇄 법칙에서는 지금까지의 곱에 이 고리의 미분을 곱해요.",
    en="The derivative of the link was added, not multiplied. The chain rule takes the product so far times the derivative of this link.",
)
def slope_added_to_gradient(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope + grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="`slopes`를 쓰지 않았어요. 받은 그래디언트를 그대로 넘기지 말고, 고리의 미분을 곱해서 넘기세요.",
    en="`slopes` is not used. Do not pass the gradient on as it is: multiply it by the derivative of the link.",
)
def slopes_not_used(inputs, slopes, order, grads):
    for node in order:
        if inputs[node]:
            grads[node] = 0.0
    grads[order[0]] = 1.0
    for node in order:
        for source in inputs[node]:
            grads[source] += grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="결과의 1이 아무 데도 전해지지 않았어요. 미분에 그 입력의 그래디언트를 곱한 경우가 많은데, 그것은 아직 0이에요. 처리하고 있는 노드의 그래디언트(`grads[node]`)를 곱하세요. 결과 자신을 반복에서 빼거나, 결과의 1을 반복이 끝난 뒤에 넣어도 이렇게 돼요.",
    en="The 1 of the result has gone nowhere. Often the derivative is multiplied by the gradient of the input itself, which is still 0: multiply by that of the node at hand, `grads[node]`. It looks the same where the loop leaves out the result, or where the 1 is put in only after the loop.",
)
def nothing_passed_on(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[source]
    return grads


@mistake(
    "engine-backward",
    ko="한 노드가 한 번에 두 번 쓰인 곳에서 몫이 하나만 더해졌어요. 혹시 번호의 배열로 더했나요? NumPy의 `g[n] += …`는 번호 `n`에 같은 것이 여럿 있어도 한 번만 더해요.",
    en="Where a node is used twice at once, only one of its shares was added. Was an array of numbers used as the index? NumPy's `g[n] += …` adds once, however often a number is among those in `n`.",
)
def repeated_numbers_once(inputs, slopes, order, grads):
    grads = np.array(grads)
    grads[order[0]] = 1.0
    for node in order:
        if inputs[node]:
            grads[inputs[node]] += np.array(slopes[node]) * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="노드를 `order`의 순서가 아니라 번호 0, 1, 2, …의 순서로 지나갔을 때의 값이에요. `order`에 들어 있는 번호를 차례로 쓰세요.",
    en="This is what comes out when the nodes are gone through by number, 0, 1, 2 and so on, and not as `order` lists them. Take the numbers in `order`, one after the other.",
)
def nodes_by_number(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in range(len(order)):
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="한 노드가 같은 노드를 한 번에 두 번 쓴 곳에서, 첫째 쓰임의 미분을 두 번 더했어요. `index`는 같은 번호가 둘 있어도 첫째 자리만 찾아요. `inputs[k]`와 `slopes[k]`를 나란히 지나가세요.",
    en="Where a node uses another one twice at once, the derivative of the first use was taken both times. `index` finds the first place alone, even where a number stands there twice. Go through `inputs[k]` and `slopes[k]` side by side.",
    credit=0.5,
)
def slopes_by_index(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for source in inputs[node]:
            grads[source] += slopes[node][inputs[node].index(source)] * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="한 노드가 한 번에 두 번 쓰인 곳에서 첫째 쓰임의 몫만 더해졌어요. `k in inputs[j]`와 `index`는 같은 번호가 둘 있어도 하나로 봐요. `inputs[j]`의 자리마다 몫을 하나씩 더하세요.",
    en="Where a node is used twice at once, only the share of its first use was added. `k in inputs[j]` and `index` take a number that stands there twice for one. Add a share for each place in `inputs[j]`.",
    credit=0.5,
)
def first_use_alone(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order[1:]:
        for user in order:
            if node in inputs[user]:
                grads[node] += slopes[user][inputs[user].index(node)] * grads[user]
    return grads


@mistake(
    "engine-backward",
    ko="노드의 번호 대신 그 번호가 `order`에서 몇 번째인지를 쓴 것과 같아요. `order`에 들어 있는 것이 곧 번호예요: `inputs[k]`, `slopes[k]`.",
    en="This is as if the place of a node in `order` were taken for its number. What stands in `order` is the number itself: `inputs[k]`, `slopes[k]`.",
)
def places_in_order_for_numbers(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for place, node in enumerate(order):
        for source, slope in zip(inputs[place], slopes[place], strict=True):
            grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="몫이 `inputs[k]`에 적힌 번호의 노드가 아니라 0번, 1번 노드로 갔어요. `inputs[k]` 안에서의 자리를 노드의 번호로 쓴 것과 같아요. `grads[inputs[k][j]]`에 더하세요.",
    en="The shares went to nodes 0 and 1, not to those whose numbers stand in `inputs[k]`, as if the place in `inputs[k]` were the number of a node. Add to `grads[inputs[k][j]]`.",
)
def shares_to_places(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for place in range(len(inputs[node])):
            grads[place] += slopes[node][place] * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="번호가 자기보다 큰 입력에만 몫이 갔어요. 번호는 계산한 순서와 상관없어요. `inputs[k]`에 있는 모든 노드에 넘기세요.",
    en="Shares went only to inputs with a larger number than the node's own. The numbers have nothing to do with the order of computation: pass a share to every node in `inputs[k]`.",
)
def shares_to_larger_numbers(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            if source > node:
                grads[source] += slope * grads[node]
    return grads


@mistake(
    "engine-backward",
    ko="번호가 자기보다 작은 입력에만 몫이 갔어요. 번호는 계산한 순서와 상관없어요. `inputs[k]`에 있는 모든 노드에 넘기세요.",
    en="Shares went only to inputs with a smaller number than the node's own. The numbers have nothing to do with the order of computation: pass a share to every node in `inputs[k]`.",
)
def shares_to_smaller_numbers(inputs, slopes, order, grads):
    grads[order[0]] = 1.0
    for node in order:
        for source, slope in zip(inputs[node], slopes[node], strict=True):
            if source < node:
                grads[source] += slope * grads[node]
    return grads


# --- engine-again: computed nodes start from 0, given ones keep what they have ------------------------------------


@reference("engine-again")
def before_again(inputs, grads):
    for node in range(len(grads)):
        if len(inputs[node]) > 0:
            grads[node] = 0.0
    return grads


@equivalent("engine-again")
def before_again_as_new_list(inputs, grads):
    return [0.0 if used else grad for used, grad in zip(inputs, grads, strict=True)]


@equivalent("engine-again")
def before_again_in_place(inputs, grads):
    for node, used in enumerate(inputs):
        if used:
            grads[node] = 0.0


@mistake(
    "engine-again",
    ko="주어진 노드까지 0으로 되돌렸어요. 주어진 노드에는 지난번 값이 남아 있어야 더해져 쌓여요.",
    en="The given nodes were set back to 0 as well. They have to keep what they hold, so that it adds up.",
)
def everything_set_back(inputs, grads):
    return [0.0] * len(grads)


@mistake(
    "engine-again",
    ko="0으로 되돌릴 노드를 거꾸로 골랐어요. `inputs[k]`가 비어 있는 노드가 주어진 노드예요.",
    en="The wrong nodes were set back to 0. Those whose `inputs[k]` is empty are the given ones.",
    credit=0.5,
)
def given_set_back(inputs, grads):
    return [grad if used else 0.0 for used, grad in zip(inputs, grads, strict=True)]


@mistake(
    "engine-again",
    ko="아무것도 되돌리지 않았어요. 계산된 노드에 남은 값이 다시 전해져서, 1 다음에 2가 아니라 3이 돼요.",
    en="Nothing was set back. What is left in computed nodes is passed on again, so that 1 is followed by 3, not 2.",
)
def nothing_set_back(inputs, grads):
    return list(grads)


@mistake(
    "engine-again",
    ko="0번 노드만 되돌렸어요. 계산된 노드는 그 밖에도 있어요.",
    en="Only node 0 was set back. There are other computed nodes.",
)
def only_node_zero_set_back(inputs, grads):
    return [0.0, *grads[1:]]


@mistake(
    "engine-again",
    ko="계산된 노드를 1로 두었어요. 1은 역전파를 시작할 때 결과에만 적어요.",
    en="Computed nodes were set to 1. Only the result gets a 1, when the backward pass begins.",
)
def computed_set_to_one(inputs, grads):
    return [1.0 if used else grad for used, grad in zip(inputs, grads, strict=True)]


# --- engine-order ------------------------------------------------------------------------------------------------


@reference("engine-order")
def backward_order(inputs, output):
    finished = []

    def visit(node):
        if node not in finished:
            for source in inputs[node]:
                visit(source)
            finished.append(node)

    visit(output)
    return finished[::-1]


@equivalent("engine-order")
def order_by_counting_uses(inputs, output):
    waiting = [0] * len(inputs)
    for used in inputs:
        for source in used:
            waiting[source] += 1
    ready, order = [output], []
    while ready:
        node = ready.pop()
        order.append(node)
        for source in inputs[node]:
            waiting[source] -= 1
            if waiting[source] == 0:
                ready.append(source)
    return order


@equivalent("engine-order")
def order_by_longest_way(inputs, output):
    way = {output: 0}
    for _ in inputs:
        for node in list(way):
            for source in inputs[node]:
                way[source] = max(way.get(source, 0), way[node] + 1)
    return np.array(sorted(way, key=lambda node: way[node]))


@equivalent("engine-order")
def order_by_removing_the_unused(inputs, output):
    left, order = set(range(len(inputs))), []
    while left:
        node = next(k for k in left if all(k not in inputs[other] for other in left))
        left.remove(node)
        order.append(node)
    return order


@equivalent("engine-order")
def order_by_the_standard_library(inputs, output):
    from graphlib import TopologicalSorter

    return reversed(list(TopologicalSorter(dict(enumerate(inputs))).static_order()))


@mistake(
    "engine-order",
    ko="다른 길에서도 쓰이는 노드가 그 길의 몫을 받기 전에 그래디언트를 넘겨줘요. 노드를 처음 만난 차례로 적으면 이렇게 돼요. 어떤 노드든 그 노드를 쓰는 노드들이 모두 앞에 와야 해요.",
    en="A node that is used on another way as well passes its gradient on before the share of that way has come, as when nodes are listed when first met. All nodes that use a node have to stand before it.",
    credit=0.5,
)
def order_of_first_meeting(inputs, output):
    order = []

    def visit(node):
        if node not in order:
            order.append(node)
            for source in inputs[node]:
                visit(source)

    visit(output)
    return order


@mistake(
    "engine-order",
    ko="짧은 길로도 긴 길로도 닿는 노드가 긴 길의 몫을 받기 전에 그래디언트를 넘겨줘요. 노드를 결과에서 가까운 차례로 적으면 이렇게 돼요.",
    en="A node that is reached by a short way and a long one passes its gradient on before the share of the long way has come, as when nodes are listed by how near they are to the result.",
    credit=0.5,
)
def order_by_shortest_way(inputs, output):
    order = [output]
    for node in order:
        for source in inputs[node]:
            if source not in order:
                order.append(source)
    return order


@mistake(
    "engine-order",
    ko="한 노드가 다른 노드를 두 번 쓰면(`[3, 3]`) 쓰임은 두 번이에요. 한 번만 세고 두 번 빼면, 다른 길의 몫이 오기 전에 그래디언트를 넘겨주게 돼요. 셀 때와 뺄 때 같은 횟수로 하세요.",
    en="Where a node uses another one twice (`[3, 3]`), that is two uses. Counted once and taken off twice, they let it pass its gradient on before the share of the other way has come. Count and take off the same number.",
)
def order_with_double_uses_counted_once(inputs, output):
    waiting = [0] * len(inputs)
    for used in inputs:
        for source in set(used):
            waiting[source] += 1
    ready, order = [output], []
    while ready:
        node = ready.pop(0)
        order.append(node)
        for source in inputs[node]:
            waiting[source] -= 1
            if waiting[source] == 0:
                ready.append(source)
    return order


@mistake(
    "engine-order",
    ko="순전파의 차례예요. 역전파는 결과에서 시작해 거꾸로 가야 해요. 이대로면 결과의 1이 바로 앞의 노드까지만 전해져요.",
    en="This is the order of the forward pass. The backward pass starts from the result and goes the other way; as it is, the 1 of the result gets no further than one link.",
    credit=0.5,
)
def order_of_the_forward_pass(inputs, output):
    order = []

    def visit(node):
        if node not in order:
            for source in inputs[node]:
                visit(source)
            order.append(node)

    visit(output)
    return order


@mistake(
    "engine-order",
    ko="번호가 큰 노드부터 적은 것과 같아요. 여기서 번호는 계산된 차례가 아니에요. 무엇이 무엇을 쓰는지는 `inputs`에 있어요.",
    en="This is as if nodes were listed from the largest number down. Here numbers do not follow the computation; what uses what stands in `inputs`.",
)
def order_by_number(inputs, output):
    return list(range(len(inputs)))[::-1]


@mistake(
    "engine-order",
    ko="같은 노드가 여러 번 들어 있어요. 그래서 그래디언트를 여러 번 넘겨줘요. 노드는 한 번씩만 적으세요.",
    en="Some nodes are listed more than once, and pass their gradient on each time. List every node once.",
    credit=0.25,
)
def order_with_repeats(inputs, output):
    order = [output]
    for node in order:
        order.extend(inputs[node])
    return order


@mistake(
    "engine-order",
    ko="노드 번호가 아닌 것이 들어 있어요. 번호는 0부터 `len(inputs) - 1`까지의 정수예요.",
    en="There is something in the list that is no number of a node. They are whole numbers from 0 to `len(inputs) - 1`.",
)
def numbers_from_one(inputs, output):
    return [node + 1 for node in range(len(inputs))]


@mistake(
    "engine-order",
    ko="계산된 노드가 빠져 있어요. 그 노드를 거쳐 가는 그래디언트는 더 내려가지 못해요. 모든 노드를 적으세요.",
    en="A computed node is missing, and gradients that pass through it get no further. List every node.",
)
def result_alone(inputs, output):
    return [output]


@mistake(
    "engine-order",
    ko="결과를 맨 앞에 놓았지만 나머지는 번호 순서예요. 번호는 계산된 차례가 아니니, 무엇이 무엇을 쓰는지 `inputs`에서 찾으세요.",
    en="The result comes first, but the others follow by number. Numbers do not follow the computation; what uses what stands in `inputs`.",
)
def result_first_then_by_number(inputs, output):
    return [output] + [node for node in range(len(inputs)) if node != output]


@mistake(
    "engine-order",
    ko="번호가 작은 노드부터 적은 것과 같아요. 여기서 번호는 계산된 차례가 아니에요. 무엇이 무엇을 쓰는지는 `inputs`에 있어요.",
    en="This is as if nodes were listed from the smallest number up. Here numbers do not follow the computation; what uses what stands in `inputs`.",
)
def order_by_rising_number(inputs, output):
    return list(range(len(inputs)))


@mistake(
    "engine-order",
    ko="어떤 노드는 자기를 쓰는 노드보다 앞에 있어서, 그 몫을 받기 전에 그래디언트를 넘겨요. 한 곳에서 만나자마자 줄에 넣으면 흔히 이렇게 돼요. 자기를 쓰는 노드가 모두 나온 다음에 넣으세요.",
    en="Some node stands before one that uses it, and passes its gradient on before that share has come. Often a node is put in line as soon as it is met once: put it there only after all nodes that use it.",
)
def order_by_a_stack_without_counting(inputs, output):
    order, ready = [], [output]
    while ready:
        node = ready.pop()
        order.append(node)
        for source in inputs[node]:
            if source not in ready and source not in order:
                ready.append(source)
    return order


# --- graph-built -------------------------------------------------------------------------------------------------

GRAPH_BUILT = "a"

choice(
    "graph-built",
    right=GRAPH_BUILT,
    wrong={
        "b": Text(
            "`backward()`는 이미 있는 그래프를 거슬러 갈 뿐이에요. 수업에서는 `backward()`를 부르기 전에 `grad_fn`에 이미 마지막 연산이 적혀 있었어요.",
            "`backward()` only goes back over a graph that is there already. In the lesson, `grad_fn` named the last operation before `backward()` was called.",
        ),
        "c": Text(
            "`requires_grad=True`는 이 텐서로 하는 계산을 기록하라는 표시일 뿐이에요. 그때는 아직 기록할 계산이 없어요.",
            "`requires_grad=True` only says that computations with this tensor are to be recorded. At that moment there is none to record.",
        ),
        "d": Text(
            "`.grad`에서 읽는 것은 역전파가 이미 적어 둔 수예요. 그 역전파가 지나간 그래프는 더 먼저 있었어요.",
            "What is read from `.grad` has been written by a backward pass, and the graph that this went over was there before.",
        ),
    },
)


# --- find-the-wrong-one: by central differences, where some components vanish ---------------------------------------


@reference("find-the-wrong-one")
def wrong_components(f, gradient, v):
    h, claimed, wrong = 1e-5, gradient(v), []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        found = (f(v + move) - f(v - move)) / (2 * h)
        if abs(found - claimed[i]) > 1e-7 + 1e-5 * max(abs(found), abs(claimed[i])):
            wrong.append(i)
    return wrong


@equivalent("find-the-wrong-one")
def wrong_components_by_isclose(f, gradient, v):
    steps = 1e-4 * np.eye(len(v))
    found = np.array([f(v + step) - f(v - step) for step in steps]) / 2e-4
    return np.flatnonzero(~np.isclose(found, gradient(v), rtol=1e-5, atol=1e-6))


@mistake(
    "find-the-wrong-one",
    ko="그래디언트가 사라지는 성분까지 의심했어요. 거기에는 반올림 오차만 남아서, 맞아도 상대 오차가 커요.",
    en="It suspects components where the gradient vanishes as well. Only rounding is left there, so that even a right one has a large relative error.",
    credit=0.5,
)
def wrong_by_relative_error_alone(f, gradient, v):
    h, claimed, wrong = 1e-5, gradient(v), []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        found = (f(v + move) - f(v - move)) / (2 * h)
        if abs(found - claimed[i]) > 1e-5 * max(abs(found), abs(claimed[i])):
            wrong.append(i)
    return wrong


@mistake(
    "find-the-wrong-one",
    ko="틀린 성분을 놓쳤어요. 여기서 놓친 것은 0.1%만 틀린 성분이에요. 허용하는 차이를 줄이고, 차이는 `abs`를 씌운 크기로 비교하세요.",
    en="It misses wrong components, here those that are wrong by a thousandth only. Allow for less, and compare the size of the difference, with `abs`.",
    credit=0.5,
)
def wrong_by_a_tenth(f, gradient, v):
    steps = 1e-5 * np.eye(len(v))
    found = np.array([f(v + step) - f(v - step) for step in steps]) / 2e-5
    return np.flatnonzero(~np.isclose(found, gradient(v), rtol=0.1, atol=0.01))


@mistake(
    "find-the-wrong-one",
    ko="번호가 1씩 커요. 첫 성분의 번호는 0이에요.",
    en="Each place is one too large: the first component is number 0.",
    credit=0.5,
)
def places_from_one(f, gradient, v):
    steps = 1e-5 * np.eye(len(v))
    found = np.array([f(v + step) - f(v - step) for step in steps]) / 2e-5
    return np.flatnonzero(~np.isclose(found, gradient(v), rtol=1e-5, atol=1e-6)) + 1


@mistake(
    "find-the-wrong-one",
    ko="맞는 성분의 번호예요. 틀린 성분의 번호를 돌려주세요.",
    en="These are the places of the right components. Return those of the wrong ones.",
)
def places_of_the_right_ones(f, gradient, v):
    steps = 1e-5 * np.eye(len(v))
    found = np.array([f(v + step) - f(v - step) for step in steps]) / 2e-5
    return np.flatnonzero(np.isclose(found, gradient(v), rtol=1e-5, atol=1e-6))


@mistake(
    "find-the-wrong-one",
    ko="번호 대신 참과 거짓이 나왔어요. `np.flatnonzero`는 참인 자리의 번호를 알려 줘요.",
    en="These are true and false, not places. `np.flatnonzero` tells where it is true.",
    credit=0.5,
)
def wrong_as_a_mask(f, gradient, v):
    steps = 1e-5 * np.eye(len(v))
    found = np.array([f(v + step) - f(v - step) for step in steps]) / 2e-5
    return ~np.isclose(found, gradient(v), rtol=1e-5, atol=1e-6)


@mistake(
    "find-the-wrong-one",
    ko="맞는 성분까지 모두 틀렸다고 했어요. 잰 값을 `gradient(v)`와 나란히 출력해 보세요. 거의 모두 멀리 떨어져 있으면 유한 차분을 구하는 식이 틀렸고, 거의 같으면 무엇을 무엇과 비교하는지, 허용하는 차이가 너무 작지는 않은지 보세요. 유한 차분은 언제나 조금 빗나가요.",
    en="Every component is named, the right ones too. Print what you measure beside `gradient(v)`. If most are far apart, the difference is not taken as it should be; if they nearly agree, see what is compared with what, and whether too little is allowed for: a finite difference is always a little off.",
)
def every_component(f, gradient, v):
    return list(range(len(v)))


@mistake(
    "find-the-wrong-one",
    ko="성분마다 `True`나 `False`를 돌려주었어요. 필요한 것은 틀린 성분의 번호예요: `np.flatnonzero(...)`.",
    en="This is a `True` or `False` for each component. What is needed are the numbers of the wrong ones: `np.flatnonzero(...)`.",
)
def a_truth_value_for_each(f, gradient, v):
    given, measured = np.array(gradient(v)), []
    for i in range(len(v)):
        e = np.zeros(len(v))
        e[i] = 1e-5
        measured.append((f(v + e) - f(v - e)) / 2e-5)
    return list(np.abs(np.array(measured) - given) > 1e-6)


@mistake(
    "find-the-wrong-one",
    ko="허용 오차가 너무 커요. 값이 천분의 1만 다른 성분을 놓쳤고, 사라지는 성분에서는 0에 가까운 두 수를 나누어 맞는 것을 틀렸다고 했어요. 차이를 더 작은 수와 비교하세요.",
    en="The tolerance is wrong twice over: a component that is off by a thousandth is missed, and of one that vanishes two numbers near 0 are compared by their ratio, so that a right one is named. Compare the difference itself with a smaller number.",
)
def within_a_hundredth_of_the_size(f, gradient, v):
    given, found = gradient(v), []
    for i in range(len(v)):
        e = np.zeros(len(v))
        e[i] = 1e-5
        measured = (f(v + e) - f(v - e)) / 2e-5
        if abs(measured - given[i]) > 0.01 * max(abs(measured), abs(given[i])):
            found.append(i)
    return found


@mistake(
    "find-the-wrong-one",
    ko="그래디언트가 0이 아닌 성분은 맞는 것까지 모두 틀렸다고 했어요. 잰 값을 `gradient(v)`와 나란히 출력해 보세요. 서로 다르면 유한 차분의 식이 틀린 거예요. 괄호가 빠진 `/ 2 * h`는 2로 나눈 다음 h를 곱하니 `/ (2 * h)`로 쓰세요. 서로 같으면 무엇을 허용하는 차이와 비교하는지 보세요.",
    en="Every component whose gradient is not 0 is named, the right ones too. Print what you measure beside `gradient(v)`. Where they differ, the finite difference is not taken as it should be: without brackets, `/ 2 * h` divides by 2 and then multiplies by h, so write `/ (2 * h)`. Where they agree, look at what is compared with the tolerance.",
)
def every_component_that_does_not_vanish(f, gradient, v):
    h, claimed, wrong = 1e-5, gradient(v), []
    for i in range(len(v)):
        move = np.zeros(len(v))
        move[i] = h
        measured = (f(v + move) - f(v - move)) / 2 * h
        if abs(measured - claimed[i]) > 1e-5:
            wrong.append(i)
    return wrong


@mistake(
    "find-the-wrong-one",
    ko="차이가 가장 큰 성분 하나만 찾았어요. 틀린 성분은 여럿일 수 있으니, 가장 큰 것을 고르는 대신(`argmax`) 성분마다 허용 오차와 비교하세요.",
    en="Only the component with the largest difference was found. There may be several wrong ones: compare each with what you allow, rather than take the largest (`argmax`).",
)
def only_the_worst_component(f, gradient, v):
    claimed, found = np.asarray(gradient(v)), []
    for move in 1e-5 * np.eye(len(v)):
        found.append((f(v + move) - f(v - move)) / 2e-5)
    return [int(np.argmax(np.abs(claimed - np.array(found))))]


# --- chain-guess-steepest: from (0, 0), where the gradient is (−35, −12) -----------------------------------------

choice(
    "chain-guess-steepest",
    right="b",
    wrong={
        "a": Text(
            "w의 기울기가 더 크니 w축을 따라가는 것도 꽤 좋아요. 하지만 b 쪽으로도 조금 가면 12의 기울기가 더해져 더 내려가요.",
            "Along w it is steep indeed. But turn a little towards b as well, and the slope of 12 adds to it.",
        ),
        "c": Text(
            "거기에 바닥이 있지만, 발밑의 기울기는 바닥이 어디인지 몰라요. 가장 가파른 쪽과 바닥 쪽은 다른 방향이에요.",
            "The bottom is that way, but the slopes under your feet do not know where it is. The steepest way is another one.",
        ),
    },
)

# --- chain-guess-off: at (0, 4), between (15, 4) and the way to (2, 1) -------------------------------------------

guesses(
    "chain-guess-off",
    right=71.24134965,
    wrong={
        0: Text(
            "−∇가 바닥을 가리킨다면 0°일 거예요. 하지만 −∇는 이 자리에서 가장 가파른 내리막일 뿐이에요.",
            "It would be 0° if −∇ pointed at the bottom. It is only the steepest way down from here.",
        ),
        15: Text(
            "이것은 −∇가 w축과 이루는 각이에요. 바닥 (2, 1)은 오른쪽 아래에 있어서, 반대편으로 56°를 더해야 해요.",
            "That is the angle of −∇ to the w axis. The bottom, (2, 1), is below to the right: another 56° on the other side.",
        ),
        56: Text(
            "이것은 바닥으로 가는 길이 w축과 이루는 각이에요. −∇는 축의 반대편에 있어서 15°가 더해져요.",
            "That is the angle between the way to the bottom and the w axis. −∇ is on its other side, which adds 15°.",
        ),
        90: Text(
            "직각이라면 바닥에 조금도 가까워지지 않아요. 이런 그릇에서는 언제나 90°보다 작아요.",
            "At a right angle, it would come no nearer to the bottom. In a bowl like this the angle is always below 90°.",
        ),
    },
)

# --- chain-guess-links: the derivative of (4w + b − 10)² with respect to w at (0, 0) -----------------------------

guesses(
    "chain-guess-links",
    right=-80,
    wrong={
        -20: Text(
            "마지막 고리의 미분이에요. w에서 그 고리까지 오는 동안 변화가 이미 4배가 되었어요.",
            "That is the derivative of the last link. On its way there from w, the change has grown fourfold already.",
        ),
        -14: Text(
            "고리의 미분을 더했어요. 변화는 고리를 지날 때마다 몇 배가 되는 것이니 곱해야 해요.",
            "This adds the links. Each link makes the change so many times as large: multiply.",
        ),
        80: Text(
            "크기는 맞아요. 오차가 −10이라서 마지막 고리는 −20이에요. w를 늘리면 제곱은 줄어요.",
            "The size is right. The error is −10, which makes the last link −20: the square falls when w grows.",
        ),
        -40: Text(
            "제곱에서 내려오는 2가 빠졌어요. r²의 미분은 2r이에요.",
            "The 2 of the square is missing: the derivative of r² is 2r.",
        ),
        100: Text("이것은 제곱 오차의 값이에요.", "That is the squared error itself."),
    },
)

# --- chain-task-links: (w x + b − y)² ----------------------------------------------------------------------------


@reference("chain-task-links")
def slope_of_error(w, b, x, y):
    r = w * x + b - y
    links = [2 * r, 1, 1, x]
    slope = 1.0
    for link in links:
        slope = slope * link
    return slope


@equivalent("chain-task-links")
def slope_of_error_in_one_line(w, b, x, y):
    return 2 * (w * x + b - y) * x


@mistake(
    "chain-task-links",
    ko="고리의 미분을 더했어요. 변화는 고리를 지날 때마다 몇 배가 되니, 곱해야 해요.",
    en="This adds the derivatives of the links. Each link makes the change so many times as large: multiply.",
)
def slope_of_error_added(w, b, x, y):
    return 1 + 2 * (w * x + b - y) + 1 + 1 + x


@mistake(
    "chain-task-links",
    ko="고리의 미분을 0에서부터 더했어요. 1에서 시작해 곱해야 해요.",
    en="This adds the derivatives of the links, starting from 0. Start from 1 and multiply.",
)
def slope_of_error_summed(w, b, x, y):
    return 2 * (w * x + b - y) + 1 + 1 + x


@mistake(
    "chain-task-links",
    ko="마지막 고리 x가 빠졌어요. 이것은 w가 아니라 b로 미분한 값이에요.",
    en="The last link, x, is missing: this is the derivative with respect to b.",
)
def slope_of_error_without_x(w, b, x, y):
    return 2 * (w * x + b - y)


@mistake(
    "chain-task-links",
    ko="2가 빠졌어요. r²의 미분은 2r이에요.",
    en="The 2 is missing: the derivative of r² is 2r.",
)
def slope_of_error_without_two(w, b, x, y):
    return (w * x + b - y) * x


@mistake(
    "chain-task-links",
    ko="언제나 0이에요. 곱은 0에서 시작하거나 0인 인수가 있으면 늘 0이에요. 1에서 시작하세요.",
    en="It is 0 whatever comes: a product that starts from 0, or has a factor 0, stays 0. Start from 1.",
)
def slope_of_error_from_zero(w, b, x, y):
    return 0.0 * (2 * (w * x + b - y) * x)


@mistake(
    "chain-task-links",
    ko="부호가 반대예요. 오차는 예측에서 정답을 뺀 값이에요.",
    en="The sign is reversed: the error is prediction minus target.",
)
def slope_of_error_turned(w, b, x, y):
    return 2 * (y - w * x - b) * x


# --- chain-guess-when --------------------------------------------------------------------------------------------

choice(
    "chain-guess-when",
    right="b",
    wrong={
        "a": Text(
            "미분은 아직 아무도 부탁하지 않았는데, 계산하면서 이미 다 적어 두었어요.",
            "Nobody has asked for one yet, and all of it was noted down while computing.",
        ),
        "c": Text(
            "공식은 어디에도 없어요. 방금 계산한 수와, 그 수로 구한 고리의 미분뿐이에요.",
            "There is no formula anywhere: only the number just computed, and the derivative of that one link as a number.",
        ),
    },
)

# --- chain-task-square: an operation of the lesson's engine -------------------------------------------------------


@reference("chain-task-square")
def square(u):
    return type(u)(u.value**2, [(u, 2 * u.value)])


@equivalent("chain-task-square")
def square_as_product(u):
    return u * u


@equivalent("chain-task-square")
def square_with_two_links(u):
    return type(u)(u.value * u.value, [(u, u.value), (u, u.value)])


@mistake(
    "chain-task-square",
    ko="값은 맞아요. 고리의 미분에서 2가 빠졌어요. u²의 미분은 2u예요.",
    en="The value is right. The derivative of the link misses the 2: that of u² is 2u.",
)
def square_without_two(u):
    return type(u)(u.value**2, [(u, u.value)])


@mistake(
    "chain-task-square",
    ko="값은 맞아요. 그런데 고리에도 제곱한 값을 적었어요. 고리에는 u²을 u로 미분한 값이 들어가요.",
    en="The value is right. But the link holds the square as well; what belongs there is the derivative of u².",
)
def square_with_its_value(u):
    return type(u)(u.value**2, [(u, u.value**2)])


@mistake(
    "chain-task-square",
    ko="값은 맞아요. 고리의 미분이 2뿐이에요. 2에 지금의 u를 곱해야 해요.",
    en="The value is right. The derivative of the link is 2 alone: times u, as it is now.",
)
def square_with_two_alone(u):
    return type(u)(u.value**2, [(u, 2.0)])


@mistake(
    "chain-task-square",
    ko="값은 맞아요. 고리의 미분이 1이에요. 그것은 더하기의 고리예요.",
    en="The value is right. The derivative of the link is 1, which is that of a sum.",
)
def square_with_one(u):
    return type(u)(u.value**2, [(u, 1.0)])


@mistake(
    "chain-task-square",
    ko="값은 맞아요. 고리의 미분이 0이에요. `u.grad`를 썼다면 그것은 역전파 전이라 아직 0이에요. 고리의 미분은 지금의 값 `u.value`로 구해요.",
    en="The value is right. The derivative of the link is 0. If it comes from `u.grad`: before a backward pass that is still 0. The link needs the value, `u.value`.",
)
def square_with_its_grad(u):
    return type(u)(u.value**2, [(u, 2 * u.grad)])


@mistake(
    "chain-task-square",
    ko="`u`는 `Number`라서 `2 * u`나 `u ** 2`처럼 보통의 수와 함께 계산할 수 없어요. 고리의 미분은 보통의 수이니 `u.value`를 쓰세요.",
    en="`u` is a `Number`, and does not go with a plain number, as in `2 * u` or `u ** 2`. The derivative of a link is a plain number: use `u.value`.",
)
def square_of_the_object(u):
    slope = 2 * u
    return type(u)(u.value**2, [(u, slope)])


# --- chain-task-back: no number is used twice ---------------------------------------------------------------------


@reference("chain-task-back")
def backward_through_a_tree(result):
    def visit(node, upstream):
        node.grad = upstream
        for used, slope in node.links:
            visit(used, upstream * slope)

    visit(result, 1.0)


@equivalent("chain-task-back")
def backward_adding_already(result):
    def visit(node, upstream):
        node.grad += upstream
        for used, slope in node.links:
            visit(used, slope * upstream)

    visit(result, 1.0)


@equivalent("chain-task-back")
def backward_with_a_list(result):
    result.grad = 1.0
    for_now = [result]
    while for_now:
        node = for_now.pop()
        for used, slope in node.links:
            used.grad = node.grad * slope
            for_now.append(used)


@mistake(
    "chain-task-back",
    ko="앞에서 온 `upstream`을 곱하지 않았어요. 그러면 마지막 고리만 남아요.",
    en="The `upstream` that came in is not multiplied in, so only the last link is left.",
)
def backward_slope_alone(result):
    def visit(node, upstream):
        node.grad = upstream
        for used, slope in node.links:
            visit(used, slope)

    visit(result, 1.0)


@mistake(
    "chain-task-back",
    ko="고리의 미분 `slope`를 곱하지 않았어요. 모두 1이 돼요.",
    en="The derivative of the link, `slope`, is not multiplied in: everything becomes 1.",
)
def backward_upstream_alone(result):
    def visit(node, upstream):
        node.grad = upstream
        for used, _slope in node.links:
            visit(used, upstream)

    visit(result, 1.0)


@mistake(
    "chain-task-back",
    ko="더했어요. 연쇄 법칙은 지금까지의 곱에 이 고리의 미분을 곱해요.",
    en="This adds. The chain rule takes the product so far times the derivative of this link.",
)
def backward_links_added(result):
    def visit(node, upstream):
        node.grad = upstream
        for used, slope in node.links:
            visit(used, upstream + slope)

    visit(result, 1.0)


@mistake(
    "chain-task-back",
    ko="한 고리만 갔어요. `used`에서도 다시 자기 자신을 불러 계속 거슬러 가야 해요.",
    en="It goes one link back and stops. From `used`, the function has to call itself to go on.",
)
def backward_one_link(result):
    result.grad = 1.0
    for used, slope in result.links:
        used.grad = slope


@mistake(
    "chain-task-back",
    ko="수마다 첫 고리만 따라갔어요. 반복문 안에 `return`이 있으면 첫 고리에서 함수가 끝나요.",
    en="Of each number, only the first link is followed, as where a `return` in the loop ends the function.",
)
def backward_first_link_alone(result):
    def visit(node, upstream):
        node.grad = upstream
        for used, slope in node.links[:1]:
            visit(used, upstream * slope)

    visit(result, 1.0)


@mistake(
    "chain-task-back",
    ko="결과만 1이고, 거기에서 아무것도 넘겨주지 않았어요.",
    en="The result has its 1, but nothing is passed on from there.",
)
def backward_stays_at_the_result(result):
    result.grad = 1.0


# --- chain-guess-last: the engine that overwrites, on the cost of four points -------------------------------------

guesses(
    "chain-guess-last",
    right=-20,
    wrong={
        -35: Text(
            "그래야 맞지만, 이 엔진은 올 때마다 덮어써요. 마지막 점에서 온 −20만 남았어요.",
            "That is what it should be. But this engine overwrites each time: only the −20 of the last point is left.",
        ),
        -80: Text(
            "마지막 점의 몫인 것은 맞아요. 평균을 구하며 곱한 0.25가 빠졌어요.",
            "The last point's share, yes, but without the 0.25 of the mean.",
        ),
        -140: Text(
            "네 몫의 합이에요. 평균의 0.25도 빠졌고, 이 엔진은 더하지도 않아요.",
            "That is the sum of four. The 0.25 of the mean is missing, and this engine does not add.",
        ),
        -2: Text(
            "처음 온 몫이 아니라 마지막에 온 몫이 남아요. 올 때마다 앞의 것을 덮어쓰니까요.",
            "What stays is not the first share but the last: each one overwrites the one before.",
        ),
    },
)

# --- chain-task-add: every use gives a share ----------------------------------------------------------------------


@reference("chain-task-add")
def backward_adding_shares(result):
    def visit(node, upstream):
        node.grad += upstream
        for used, slope in node.links:
            visit(used, upstream * slope)

    visit(result, 1.0)


@equivalent("chain-task-add")
def backward_adding_in_full(result):
    ways = [(result, 1.0)]
    while ways:
        node, upstream = ways.pop(0)
        node.grad = node.grad + upstream
        ways += [(used, slope * upstream) for used, slope in node.links]


@mistake(
    "chain-task-add",
    ko="`=`로 덮어써서 마지막 몫만 남았어요. u + u의 미분이 2가 아니라 1이 돼요.",
    en="Writing with `=` keeps the last share only: the derivative of u + u becomes 1, not 2.",
)
def backward_overwriting(result):
    def visit(node, upstream):
        node.grad = upstream
        for used, slope in node.links:
            visit(used, upstream * slope)

    visit(result, 1.0)


@mistake(
    "chain-task-add",
    ko="방금 온 몫이 아니라 지금까지 쌓인 `node.grad`를 넘겼어요. 먼저 온 몫이 두 번 넘어가요. `upstream`에 고리의 미분을 곱해 넘기세요.",
    en="It passes on `node.grad`, all that has come so far, so early shares are passed on twice. Pass on `upstream` times the link.",
)
def backward_passing_all_so_far(result):
    def visit(node, upstream):
        node.grad += upstream
        for used, slope in node.links:
            visit(used, node.grad * slope)

    visit(result, 1.0)


@mistake(
    "chain-task-add",
    ko="`upstream`을 곱하지 않았어요. 고리의 미분만 더해졌어요.",
    en="The `upstream` is not multiplied in: only the derivatives of single links are added.",
)
def backward_adding_slopes(result):
    def visit(node, upstream):
        node.grad += upstream
        for used, slope in node.links:
            visit(used, slope)

    visit(result, 1.0)


@mistake(
    "chain-task-add",
    ko="고리의 미분을 곱하지 않았어요. 길의 수만 세어졌어요.",
    en="The derivative of the link is not multiplied in: what comes out is how many ways there are.",
)
def backward_counting_ways(result):
    def visit(node, upstream):
        node.grad += upstream
        for used, _slope in node.links:
            visit(used, upstream)

    visit(result, 1.0)


# --- chain-guess-calls: twenty doublings --------------------------------------------------------------------------

guesses(
    "chain-guess-calls",
    right=2097151,
    wrong={
        21: Text(
            "수는 21개예요. 하지만 이 엔진은 수마다가 아니라 길마다 가요. 두 배를 할 때마다 길이 두 배가 돼요.",
            "There are 21 numbers. But this engine goes along every way, and each doubling doubles the ways.",
        ),
        41: Text(
            "고리가 40개이니, 고리마다 한 번이라면 그래요. 하지만 아래의 수를 부를 때마다 그 아래를 다시 다 가요.",
            "With 40 links, once along each would be that. But each call goes down all the rest once more.",
        ),
        400: Text(
            "수의 제곱이 아니에요. 한 번 두 배 할 때마다 부르는 횟수도 두 배가 돼요.",
            "It is not the square: each doubling doubles the number of calls.",
        ),
        1048576: Text(
            "u에 닿는 길의 수, 2의 20제곱이에요. 도중의 수를 부른 것까지 세면 거의 두 배예요.",
            "That is the number of ways to u, 2 to the 20. Counting the calls on the way makes it nearly twice as many.",
        ),
    },
)

# --- chain-guess-hurry: a + 3a, a = u·u at u = 2, each number passing on as soon as it is found -------------------

guesses(
    "chain-guess-hurry",
    right=4,
    wrong={
        16: Text(
            "기다렸다면 그래요. 하지만 a는 c의 몫 3이 오기 전에 1만 가지고 u에 넘겨주었어요.",
            "So it would be if a had waited. But a passed on to u with 1 alone, before the 3 from c came.",
        ),
        12: Text(
            "c를 지나온 몫만 남는다면 그래요. 서두른 a가 넘긴 것은 f에서 바로 온 몫이에요.",
            "That would be the share by way of c. What a passed on in its hurry is the share straight from f.",
        ),
        2: Text(
            "u도 두 번 쓰였어요. a = u·u에서 2씩 두 번 와요.",
            "u is used twice itself: a = u·u sends 2 two times.",
        ),
    },
)

# --- chain-task-order: each number passes on once, when it has all its shares -------------------------------------


@reference("chain-task-order")
def backward_when_complete(result):
    waiting, found = {result: 0}, [result]
    for node in found:
        for used, _ in node.links:
            if used not in waiting:
                waiting[used] = 0
                found.append(used)
            waiting[used] += 1
    result.grad = 1.0
    ready = [result]
    while ready:
        node = ready.pop()
        for used, slope in node.links:
            used.grad += slope * node.grad
            waiting[used] -= 1
            if waiting[used] == 0:
                ready.append(used)


@equivalent("chain-task-order")
def backward_over_finished(result):
    finished = []

    def visit(node):
        if node not in finished:
            for used, _ in node.links:
                visit(used)
            finished.append(node)

    visit(result)
    result.grad = 1.0
    for node in reversed(finished):
        for used, slope in node.links:
            used.grad += slope * node.grad


@mistake(
    "chain-task-order",
    ko="어떤 수가 몫을 다 받기 전에 넘겨주었어요. `waiting`이 0이 되었을 때만 `ready`에 넣으세요.",
    en="Some number passed on before all its shares had come. Put it into `ready` only when its `waiting` is down to 0.",
)
def backward_as_found(result):
    seen, ready = {result}, [result]
    result.grad = 1.0
    for node in ready:
        for used, slope in node.links:
            used.grad += slope * node.grad
            if used not in seen:
                seen.add(used)
                ready.append(used)


@mistake(
    "chain-task-order",
    ko="두 번 쓰인 수에 마지막 몫만 남았어요. `=`로 덮어쓰거나 마지막 몫이 왔을 때만 더하지 말고, 고리마다 `+=`로 더하세요.",
    en="A number used twice keeps its last share only. Add at every link with `+=`: neither overwrite with `=`, nor add only when the last share has come.",
)
def backward_in_order_overwriting(result):
    waiting, found = {result: 0}, [result]
    for node in found:
        for used, _ in node.links:
            if used not in waiting:
                waiting[used] = 0
                found.append(used)
            waiting[used] += 1
    result.grad = 1.0
    ready = [result]
    while ready:
        node = ready.pop()
        for used, slope in node.links:
            used.grad = slope * node.grad
            waiting[used] -= 1
            if waiting[used] == 0:
                ready.append(used)


@mistake(
    "chain-task-order",
    ko="넘겨받은 `node.grad`를 곱하지 않고 고리의 미분만 더했어요.",
    en="Only the derivatives of the links are added: `node.grad` is not multiplied in.",
)
def backward_in_order_slopes_alone(result):
    waiting, found = {result: 0}, [result]
    for node in found:
        for used, _ in node.links:
            if used not in waiting:
                waiting[used] = 0
                found.append(used)
            waiting[used] += 1
    result.grad = 1.0
    ready = [result]
    while ready:
        node = ready.pop()
        for used, slope in node.links:
            used.grad += slope
            waiting[used] -= 1
            if waiting[used] == 0:
                ready.append(used)


@mistake(
    "chain-task-order",
    ko="결과에서 한 고리만 가고 멈췄어요. 몫을 다 받은 수를 `ready`에 넣어야 계속돼요.",
    en="It stops one link behind the result. Numbers that have all their shares have to go into `ready`.",
)
def backward_never_ready(result):
    result.grad = 1.0
    for used, slope in result.links:
        used.grad += slope


@mistake(
    "chain-task-order",
    ko="몫이 하나 올 때마다 그 수가 다시 넘겨줘요. 기다리는 개수를 하나 줄이고, 0이 되었을 때만 `ready`에 넣으세요.",
    en="A number passes on anew with each share that comes. Lower the count by one, and put it into `ready` only at 0.",
)
def backward_ready_at_each_share(result):
    result.grad = 1.0
    ready = [result]
    while ready:
        node = ready.pop()
        for used, slope in node.links:
            used.grad += slope * node.grad
            ready.append(used)


# --- chain-guess-vanish: relative error at the minimum --------------------------------------------------------------

choice(
    "chain-guess-vanish",
    right="b",
    wrong={
        "a": Text(
            "유도한 값은 맞아요. 그런데 나누는 수도 거의 0이라서, 반올림 오차를 반올림 오차로 나누게 돼요.",
            "They are right. But what is divided by is nearly 0 too: rounding error over rounding error.",
        ),
        "c": Text(
            "두 크기 가운데 큰 쪽으로 나누니, 한쪽이 0이면 꼭 1이에요. 둘 다 0이면 0/0이라서 수가 아니에요.",
            "The divisor is the larger of the two sizes: with one of them 0, it is exactly 1. With both 0 it is 0/0, no number.",
        ),
    },
)

# --- chain-task-suspects ---------------------------------------------------------------------------------------------


@reference("chain-task-suspects")
def suspects(by_hand, numerical, noise):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.flatnonzero(np.abs(by_hand - numerical) > noise + 1e-6 * size)


@equivalent("chain-task-suspects")
def suspects_with_a_loop(by_hand, numerical, noise):
    found = []
    for k in range(len(by_hand)):
        g, n = by_hand[k], numerical[k]
        if abs(g - n) > noise + 1e-6 * max(abs(g), abs(n)):
            found.append(k)
    return found


@equivalent("chain-task-suspects")
def suspects_by_isclose(by_hand, numerical, noise):
    return [k for k, close in enumerate(np.isclose(by_hand, numerical, rtol=1e-6, atol=noise)) if not close]


@mistake(
    "chain-task-suspects",
    ko="반올림 오차만 남은 성분까지 골랐어요. 차이가 `noise`보다 작으면 의심하지 않아요.",
    en="It picks components that are nothing but rounding. A difference below `noise` is no reason for suspicion.",
)
def suspects_by_relative_error_alone(by_hand, numerical, noise):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.flatnonzero(np.abs(by_hand - numerical) > 1e-6 * size)


@mistake(
    "chain-task-suspects",
    ko="큰 성분 가운데 맞는 것까지 골랐어요. 차이가 `noise`를 조금 넘더라도 성분 크기의 백만분의 1보다 작으면 괜찮아요. 두 수의 차이를 비교하고 있는지도 보세요.",
    en="It picks large components that are right, too. Above `noise`, a difference below a millionth of their size is fine. Is it the difference of both that is compared?",
)
def suspects_by_noise_alone(by_hand, numerical, noise):
    return np.flatnonzero(np.abs(by_hand - numerical) > noise)


@mistake(
    "chain-task-suspects",
    ko="아주 작은 성분의 잘못을 놓쳤어요. 허용하는 차이가 성분의 크기와 상관없이 커요. `np.allclose`와 `np.isclose`에 `noise`를 주지 않아도 그래요.",
    en="It misses what is wrong with tiny components: the difference it allows is large whatever their size, as in `np.allclose` and `np.isclose` without `noise`.",
)
def suspects_by_absolute_error(by_hand, numerical, noise):
    return np.flatnonzero(np.abs(by_hand - numerical) > 1e-6 + 1e-6 * np.abs(numerical))


@mistake(
    "chain-task-suspects",
    ko="차이의 절댓값을 씌우지 않아서, 음수인 차이를 모두 놓쳤어요.",
    en="Without the absolute value of the difference, every negative one is missed.",
)
def suspects_of_one_sign(by_hand, numerical, noise):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.flatnonzero(by_hand - numerical > noise + 1e-6 * size)


@mistake(
    "chain-task-suspects",
    ko="괜찮은 성분을 골랐어요. 의심할 성분의 번호를 돌려주세요.",
    en="It picks the components that are fine. Return the places of those that are suspicious.",
)
def suspects_turned_round(by_hand, numerical, noise):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.flatnonzero(np.abs(by_hand - numerical) <= noise + 1e-6 * size)


@mistake(
    "chain-task-suspects",
    ko="번호 대신 참과 거짓이 나왔어요. `np.flatnonzero`는 참인 자리의 번호를 알려 줘요.",
    en="These are true and false, not places. `np.flatnonzero` tells where it is true.",
)
def suspects_as_a_mask(by_hand, numerical, noise):
    size = np.maximum(np.abs(by_hand), np.abs(numerical))
    return np.abs(by_hand - numerical) > noise + 1e-6 * size


# --- chain-guess-notes: −∇ of sin(x² + y²) from (0.8, 0.5) ---------------------------------------------------------

choice(
    "chain-guess-notes",
    right="a",
    wrong={
        "b": Text(
            "가장 낮은 곳은 z = −1이지만, 그 사이에 z = 1인 언덕이 있어요. −∇는 발밑에서 내려가는 쪽만 알아요.",
            "That is the lowest there is, but a ridge of height 1 lies between. −∇ knows only what goes down from here.",
        ),
        "c": Text(
            "돌기만 하면 높이가 그대로예요. 이 함수의 등고선은 원이고, −∇는 등고선에 수직이에요.",
            "Going round would keep the height: the contours are circles, and −∇ is at a right angle to them.",
        ),
    },
)

# --- chain-challenge-calls: 1 + the number of ways from the result to each number ----------------------------------


@reference("chain-challenge-calls")
def count_calls(result):
    waiting, found = {result: 0}, [result]
    for node in found:
        for used, _ in node.links:
            if used not in waiting:
                waiting[used] = 0
                found.append(used)
            waiting[used] += 1
    ways = dict.fromkeys(found, 0)
    ways[result] = 1
    ready = [result]
    while ready:
        node = ready.pop()
        for used, _ in node.links:
            ways[used] += ways[node]
            waiting[used] -= 1
            if waiting[used] == 0:
                ready.append(used)
    return sum(ways.values())


@equivalent("chain-challenge-calls")
def count_calls_remembering(result):
    known = {}

    def calls(node):
        if node not in known:
            known[node] = 1 + sum(calls(used) for used, _ in node.links)
        return known[node]

    return calls(result)


@mistake(
    "chain-challenge-calls",
    ko="수의 개수예요. 한 수에 길이 여럿이면 길마다 한 번씩 불러요.",
    en="This is how many numbers there are. A number with several ways to it is called once for each.",
)
def calls_once_each(result):
    found = [result]
    for node in found:
        for used, _ in node.links:
            if used not in found:
                found.append(used)
    return len(found)


@mistake(
    "chain-challenge-calls",
    ko="고리의 수예요. 아래의 수를 부를 때마다 그 아래를 다시 다 부르니 더 많아요.",
    en="This is the number of links. Each call goes down all the rest once more, which makes it more.",
)
def calls_once_a_link(result):
    found = [result]
    for node in found:
        for used, _ in node.links:
            if used not in found:
                found.append(used)
    return 1 + sum(len(node.links) for node in found)


@mistake(
    "chain-challenge-calls",
    ko="1이 모자라요. 결과에서 처음 부른 것도 한 번이에요.",
    en="One is missing: the first call, for the result itself.",
)
def calls_without_the_first(result):
    known = {}

    def calls(node):
        if node not in known:
            known[node] = sum(1 + calls(used) for used, _ in node.links)
        return known[node]

    return calls(result)


@mistake(
    "chain-challenge-calls",
    ko="같은 수를 몇 번이고 다시 들여다봐요. 길을 하나하나 다 가 보며 세면 그렇게 되고, `doubled(40)`이면 끝나지 않아요. 한 번 센 것을 적어 두거나, 역전파처럼 수마다 한 번만 지나가세요.",
    en="It looks at the same number again and again, as when every single way is counted: with `doubled(40)` that never ends. Write down what is counted, or pass each number once, as a backward pass does.",
)
def calls_along_every_way(result):
    return 1 + sum(calls_along_every_way(used) for used, _ in result.links)


# --- chain-drill-links -----------------------------------------------------------------------------------------------


@reference("chain-drill-links")
def links_on_paper(w, x, y):
    return 2 * (w * x - y) * x


@mistake(
    "chain-drill-links",
    ko="안쪽 고리를 빠뜨렸어요. r을 w로 미분한 값도 곱해야 해요.",
    en="The inner link is missing: the derivative of r with respect to w is a factor too.",
)
def inner_link_forgotten(w, x, y):
    return 2 * (w * x - y)


@mistake(
    "chain-drill-links",
    ko="2가 빠졌어요. r²의 미분은 2r이에요.",
    en="The 2 is missing: the derivative of r² is 2r.",
)
def two_of_the_square_forgotten(w, x, y):
    return (w * x - y) * x


@mistake(
    "chain-drill-links",
    ko="고리의 미분을 더했어요. 곱해야 해요.",
    en="The derivatives of the links were added. Multiply them.",
)
def links_added_on_paper(w, x, y):
    return 2 * (w * x - y) + x


@mistake(
    "chain-drill-links",
    ko="s의 값이에요. 물은 것은 s를 w로 미분한 값이에요.",
    en="That is s itself. The question is its derivative.",
)
def value_for_derivative(w, x, y):
    return (w * x - y) ** 2


# --- chain-drill-twice -----------------------------------------------------------------------------------------------


@reference("chain-drill-twice")
def twice_on_paper(u, k):
    return 2 * u + k


@mistake(
    "chain-drill-twice",
    ko="마지막 쓰임의 몫만 남았어요. u·u에서 오는 몫 2u도 더하세요.",
    en="Only the share of the last use is left. Add the 2u that comes by way of u·u.",
)
def last_share_on_paper(u, k):
    return k


@mistake(
    "chain-drill-twice",
    ko="u·u의 몫뿐이에요. 뒤의 항에서 오는 몫도 더하세요.",
    en="That is the share of u·u alone. Add the one of the other term.",
)
def first_share_on_paper(u, k):
    return 2 * u


@mistake(
    "chain-drill-twice",
    ko="u·u에서 u는 두 번 쓰였어요. 몫도 두 번이에요.",
    en="In u·u, u is used twice, and gives two shares.",
)
def product_counted_once(u, k):
    return u + k


@mistake(
    "chain-drill-twice",
    ko="몫을 곱했어요. 한 길을 따라가며 곱하고, 길끼리는 더해요.",
    en="The shares were multiplied. Multiply along a way; add the ways.",
)
def shares_multiplied(u, k):
    return 2 * u * k
