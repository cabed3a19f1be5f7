"""01-cost: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, mistake, reference

# --- line-prediction: H(x) = W x + b -----------------------------------------------------------------------------


@reference("line-prediction")
def predict(W, b, x):
    return W * x + b


@equivalent("line-prediction")
def predict_one_by_one(W, b, x):
    predictions = []
    for value in x:
        predictions.append(W * value + b)
    return predictions


@equivalent("line-prediction")
def predict_with_polyval(W, b, x):
    return np.polyval([W, b], x)


@equivalent("line-prediction")
def predict_as_column(W, b, x):
    import torch

    column = torch.tensor(x, dtype=torch.float32).reshape(-1, 1)
    return torch.tensor([float(W)]) * column + torch.tensor([float(b)])


@mistake(
    "line-prediction",
    ko="편향 b가 빠졌어요. 이 직선은 언제나 원점을 지나요.",
    en="The bias b is missing: this line always passes through the origin.",
    credit=0.5,
)
def line_without_bias(W, b, x):
    return W * x


@mistake(
    "line-prediction",
    ko="b에도 W를 곱했어요. 괄호를 확인하세요. W는 x에만 곱해요.",
    en="b is multiplied by W as well. Look at the brackets: W multiplies x alone.",
)
def bias_inside_brackets(W, b, x):
    return W * (x + b)


@mistake(
    "line-prediction",
    ko="W와 b의 자리가 바뀌었어요. x에 곱하는 것은 가중치 W예요.",
    en="W and b have changed places. The weight W is what multiplies x.",
)
def weight_and_bias_swapped(W, b, x):
    return b * x + W


@mistake(
    "line-prediction",
    ko="b를 뺐어요. 가설은 W·x에 b를 더한 것이에요.",
    en="b is subtracted. The hypothesis adds b to W·x.",
    credit=0.5,
)
def bias_subtracted(W, b, x):
    return W * x - b


@mistake(
    "line-prediction",
    ko="예측을 모두 더해 수 하나로 만들었어요. 데이터가 N개이면 예측도 N개예요.",
    en="The predictions are added up to one number. N data points have N predictions.",
)
def predictions_added_up(W, b, x):
    return np.sum(W * x + b)


@mistake(
    "line-prediction",
    ko="x를 쓰지 않고 x의 번호 0, 1, 2, …로 예측했어요. `range(len(x))`는 번호이니, 그 자리의 값 `x[i]`를 쓰세요.",
    en="This predicts from the places 0, 1, 2, …, not from x. `range(len(x))` counts places; take the value `x[i]` that stands there.",
)
def places_for_inputs(W, b, x):
    return [W * i + b for i in range(len(x))]


@mistake(
    "line-prediction",
    ko="W를 곱하지 않고 더했어요. x가 1만큼 커질 때 예측은 W만큼 커져야 해요.",
    en="W is added, not multiplied. Where x grows by 1, the prediction has to grow by W.",
)
def weight_added(W, b, x):
    return W + x + b


@mistake(
    "line-prediction",
    ko="W의 부호가 반대예요. b는 맞아요.",
    en="The sign of W is reversed; b is right.",
)
def weight_negated(W, b, x):
    return -W * x + b


# --- mean-squared-error ------------------------------------------------------------------------------------------


@reference("mean-squared-error")
def mse(prediction, y):
    return np.mean((prediction - y) ** 2)


@equivalent("mean-squared-error")
def mse_with_a_loop(prediction, y):
    total = 0
    for i in range(len(y)):
        total += (y[i] - prediction[i]) ** 2
    return total / len(y)


@equivalent("mean-squared-error")
def mse_by_dot(prediction, y):
    error = y - prediction
    return np.dot(error, error) / len(error)


@equivalent("mean-squared-error")
def mse_from_columns(prediction, y):
    error = prediction.reshape(-1, 1) - y.reshape(-1, 1)
    return error.T @ error / len(error)


@equivalent("mean-squared-error")
def mse_in_torch(prediction, y):
    import torch

    prediction, y = torch.FloatTensor(prediction), torch.FloatTensor(y)
    return torch.nn.functional.mse_loss(prediction, y)


@mistake(
    "mean-squared-error",
    ko="제곱한 오차를 더하기만 했어요. N으로 나누지 않아서 정확히 N배 커요.",
    en="The squared errors are only added up. The sum is not divided by N, so it is exactly N times too large.",
    credit=0.5,
)
def sum_of_squares(prediction, y):
    return np.sum((prediction - y) ** 2)


@mistake(
    "mean-squared-error",
    ko="제곱근을 씌웠어요. 이 값은 RMSE라고 하고, MSE에는 제곱근이 없어요.",
    en="This takes the square root. That is called RMSE; MSE has no root.",
    credit=0.5,
)
def root_of_mean_square(prediction, y):
    return np.sqrt(np.mean((prediction - y) ** 2))


@mistake(
    "mean-squared-error",
    ko="제곱하지 않고 절댓값을 썼어요. 이것은 평균 절대 오차(MAE)예요.",
    en="This takes absolute values instead of squares. It is the mean absolute error (MAE).",
)
def mean_absolute_error(prediction, y):
    return np.mean(np.abs(prediction - y))


@mistake(
    "mean-squared-error",
    ko="오차를 제곱하지 않았어요. 양수인 오차와 음수인 오차가 서로 상쇄돼요.",
    en="The errors are not squared, so positive and negative ones cancel.",
)
def mean_of_errors(prediction, y):
    return np.mean(prediction - y)


@mistake(
    "mean-squared-error",
    ko="순서가 바뀌었어요. 평균을 제곱하지 말고, 제곱한 것의 평균을 구하세요. 평균부터 구하면 부호가 다른 오차가 먼저 상쇄돼요.",
    en="The order is reversed: this squares the mean, but the mean of the squares is asked for. Taking the mean first lets errors of opposite sign cancel.",
)
def square_of_mean_error(prediction, y):
    return np.mean(prediction - y) ** 2


@mistake(
    "mean-squared-error",
    ko="N으로 두 번 나누었어요. 평균은 N으로 한 번만 나눈 값이에요. `mean`을 썼다면 그것이 이미 나눈 거예요.",
    en="This divides by N twice; a mean is divided by N once. If `mean` is there, it has done so already.",
    credit=0.5,
)
def mean_divided_again(prediction, y):
    return np.mean((prediction - y) ** 2) / len(y)


@mistake(
    "mean-squared-error",
    ko="절반이에요. 앞에 1/2을 붙인 비용을 쓰는 책도 있지만, 여기서 쓰는 MSE에는 1/2이 없어요.",
    en="This is half of it. Some books put 1/2 in front of the cost, but the MSE used here has none.",
    credit=0.5,
)
def half_of_the_mean(prediction, y):
    return np.mean((prediction - y) ** 2) / 2


@mistake(
    "mean-squared-error",
    ko="N이 아니라 N − 1로 나누었어요. N − 1은 표본 분산을 구할 때 쓰고, 평균은 N으로 나눠요.",
    en="This divides by N − 1, not by N. N − 1 belongs to the sample variance; a mean divides by N.",
    credit=0.5,
)
def divided_by_one_less(prediction, y):
    return np.sum((prediction - y) ** 2) / (len(y) - 1)


@mistake(
    "mean-squared-error",
    ko="(N, 1)과 (N,)이 만나 N×N으로 브로드캐스팅되었어요. 모든 예측을 모든 정답과 짝지어 평균을 구한 셈이에요. 오류가 나지 않으니 `.shape`를 출력해 보세요.",
    en="(N, 1) met (N,) and was broadcast to N×N: this averages over every prediction paired with every right answer. No error is reported, so print the `.shape`.",
)
def column_minus_row(prediction, y):
    return np.mean((prediction.reshape(-1, 1) - y) ** 2)


@mistake(
    "mean-squared-error",
    ko="데이터마다 값이 하나씩 나왔어요. 그 N개의 평균을 구하면 수 하나가 돼요.",
    en="There is one value for each data point here. Their mean is one number.",
    credit=0.25,
)
def squares_not_averaged(prediction, y):
    return (prediction - y) ** 2


@mistake(
    "mean-squared-error",
    ko="다 더한 다음에 제곱했어요. 오차마다 제곱한 다음에 더해야 해요. 더하기부터 하면 부호가 다른 오차가 먼저 상쇄돼요.",
    en="This squares after adding up. Square each error first, then add: the other way round, errors of opposite sign cancel.",
)
def square_of_the_sum(prediction, y):
    return np.sum(prediction - y) ** 2 / len(y)


@mistake(
    "mean-squared-error",
    ko="오차의 분산을 구했어요. 분산은 먼저 오차의 평균을 빼니, 예측이 모두 10씩 빗나가도 0이 나와요.",
    en="This is the variance of the errors. A variance first subtracts their mean, so if every prediction is off by 10, it is still 0.",
    credit=0.25,
)
def variance_of_errors(prediction, y):
    return np.var(prediction - y)


@mistake(
    "mean-squared-error",
    ko="예측의 제곱에서 정답의 제곱을 뺐어요. 먼저 빼서 오차를 구하고, 그 오차를 제곱하세요.",
    en="This subtracts the square of the right answer from the square of the prediction. Subtract first, which gives the error, and square that.",
)
def difference_of_squares(prediction, y):
    return np.mean(prediction**2 - y**2)


@mistake(
    "mean-squared-error",
    ko="첫 데이터의 몫만 나왔어요. `return`이 반복문 안에 있으면 첫 번째 반복에서 함수가 끝나요.",
    en="This is the share of the first data point alone. A `return` inside the loop ends the function in the first round.",
    credit=0.25,
)
def returned_after_one_point(prediction, y):
    total = 0.0
    for i in range(len(y)):
        total += (prediction[i] - y[i]) ** 2
        return total / len(y)
    return total


@mistake(
    "mean-squared-error",
    ko="제곱하지 않고 2를 곱했어요. `* 2`는 두 배이고, 제곱은 `** 2`예요.",
    en="The errors are multiplied by 2, not squared: `* 2` doubles, `** 2` squares.",
    credit=0.25,
)
def doubled_for_squared(prediction, y):
    return np.mean((prediction - y) * 2)


@mistake(
    "mean-squared-error",
    ko="정답만 제곱한 다음 뺐어요. 거듭제곱이 뺄셈보다 먼저 계산되니, `prediction - y`를 괄호로 묶으세요.",
    en="Only the right answer is squared. A power is worked out before a difference, so put `prediction - y` in brackets.",
    credit=0.25,
)
def brackets_forgotten(prediction, y):
    return np.mean(prediction - y**2)


@mistake(
    "mean-squared-error",
    ko="예측에서 정답을 빼지 않고 더했어요. 오차는 둘의 차이예요.",
    en="Prediction and right answer are added. The error is their difference.",
)
def sum_for_difference(prediction, y):
    return np.mean((prediction + y) ** 2)


@mistake(
    "mean-squared-error",
    ko="마지막 데이터의 몫만 남았어요. 반복할 때마다 더하지 않고 새로 넣으면(`+=` 대신 `=`) 앞의 값은 사라져요.",
    en="Only the share of the last data point is left. A total that is set anew in each round, with `=` for `+=`, loses what came before.",
    credit=0.25,
)
def last_square_only(prediction, y):
    total = 0.0
    for i in range(len(y)):
        total = (prediction[i] - y[i]) ** 2
    return total / len(y)


@mistake(
    "mean-squared-error",
    ko="마지막 데이터의 오차가 빠졌어요. N으로는 나누었지만 더한 것은 N − 1개예요.",
    en="The error of the last data point is missing: the sum is divided by N, but has only N − 1 terms.",
    credit=0.5,
)
def last_point_left_out(prediction, y):
    return np.sum((prediction[:-1] - y[:-1]) ** 2) / len(y)


@mistake(
    "mean-squared-error",
    ko="첫 데이터의 오차가 빠졌어요. N으로는 나누었지만 더한 것은 N − 1개예요. 번호는 0부터 세요.",
    en="The error of the first data point is missing: the sum is divided by N, but has only N − 1 terms. Places count from 0.",
    credit=0.5,
)
def first_point_left_out(prediction, y):
    return np.sum((prediction[1:] - y[1:]) ** 2) / len(y)


# --- cost-curve: the cost of H(x) = W x at each W ----------------------------------------------------------------


@reference("cost-curve")
def cost_curve(W, x, y):
    return [np.mean((weight * x - y) ** 2) for weight in W]


@equivalent("cost-curve")
def cost_curve_by_broadcasting(W, x, y):
    return ((W[:, None] * x - y) ** 2).mean(axis=1)


@equivalent("cost-curve")
def cost_curve_from_columns(W, x, y):
    prediction = x.reshape(-1, 1) @ W.reshape(1, -1)
    return np.mean(np.square(prediction - y.reshape(-1, 1)), axis=0)


@equivalent("cost-curve")
def cost_curve_with_two_loops(W, x, y):
    costs = []
    for weight in W:
        total = 0.0
        for i in range(len(x)):
            total += (weight * x[i] - y[i]) ** 2
        costs.append(total / len(x))
    return costs


@equivalent("cost-curve")
def cost_curve_in_torch(W, x, y):
    import torch

    W, x, y = (torch.tensor(v, dtype=torch.float32) for v in (W, x, y))
    return torch.stack([torch.mean((weight * x - y) ** 2) for weight in W])


@mistake(
    "cost-curve",
    ko="두 축 모두에 대해 평균을 구해서 수 하나가 되었어요. 데이터에 대해서만 평균을 구하고, W마다 값을 하나씩 남기세요.",
    en="The mean runs over both axes and leaves one number. Average over the data alone, and keep one value for each W.",
    credit=0.25,
)
def averaged_over_both_axes(W, x, y):
    return np.mean((np.outer(W, x) - y) ** 2)


@mistake(
    "cost-curve",
    ko="다른 축을 따라 평균을 구했어요. 값이 W마다 하나가 아니라 데이터마다 하나씩 나왔어요.",
    en="The mean runs along the other axis: there is one value for each data point, not for each W.",
    credit=0.25,
)
def averaged_over_the_weights(W, x, y):
    return np.mean((np.outer(W, x) - y) ** 2, axis=0)


@mistake(
    "cost-curve",
    ko="첫 값만 맞고 그다음부터는 앞의 값이 쌓여 있어요. 합계를 W마다 0에서 다시 시작하세요.",
    en="Only the first value is right; those after it carry the earlier ones along. Start the total from 0 again for each W.",
    credit=0.5,
)
def total_not_reset(W, x, y):
    costs = []
    total = 0.0
    for weight in W:
        for i in range(len(x)):
            total += (weight * x[i] - y[i]) ** 2
        costs.append(total / len(x))
    return costs


@mistake(
    "cost-curve",
    ko="첫 W의 비용만 나왔어요. `return`이 반복문 안에 있으면 첫 번째 반복에서 함수가 끝나요.",
    en="This is the cost at the first W alone. A `return` inside the loop ends the function in the first round.",
)
def returned_in_the_first_round(W, x, y):
    for weight in W:
        return np.mean((weight * x - y) ** 2)
    return None


@mistake(
    "cost-curve",
    ko="가장 작은 비용 하나만 나왔어요. 곡선을 그리려면 모든 W의 비용이 필요해요.",
    en="This is only the least cost. To draw the curve, the cost at every W is needed.",
)
def least_cost_only(W, x, y):
    return min(np.mean((weight * x - y) ** 2) for weight in W)


@mistake(
    "cost-curve",
    ko="제곱한 오차를 더하기만 했어요. N으로 나누지 않아서 정확히 N배 커요.",
    en="The squared errors are only added up. The sums are not divided by N, so they are exactly N times too large.",
    credit=0.5,
)
def sums_of_squares(W, x, y):
    return [np.sum((weight * x - y) ** 2) for weight in W]


@mistake(
    "cost-curve",
    ko="제곱근을 씌웠어요. 이것은 RMSE의 곡선이에요. MSE에는 제곱근이 없어요.",
    en="This takes the square root, which makes it the curve of RMSE. MSE has no root.",
    credit=0.5,
)
def roots_of_means(W, x, y):
    return [np.sqrt(np.mean((weight * x - y) ** 2)) for weight in W]


@mistake(
    "cost-curve",
    ko="오차를 제곱하지 않았어요. 그러면 포물선이 아니라 직선이 되어 바닥이 없어요.",
    en="The errors are not squared. That makes a straight line, which has no bottom, instead of a parabola.",
)
def errors_not_squared(W, x, y):
    return [np.mean(weight * x - y) for weight in W]


@mistake(
    "cost-curve",
    ko="제곱하지 않고 절댓값을 썼어요. 이것은 평균 절대 오차(MAE)의 곡선이에요.",
    en="This takes absolute values instead of squares, which makes it the curve of the mean absolute error (MAE).",
)
def mean_absolute_errors(W, x, y):
    return [np.mean(np.abs(weight * x - y)) for weight in W]


@mistake(
    "cost-curve",
    ko="순서가 바뀌었어요. 평균을 제곱하지 말고, 제곱한 것의 평균을 구하세요.",
    en="The order is reversed: this squares the mean, but the mean of the squares is asked for.",
)
def squares_of_means(W, x, y):
    return [np.mean(weight * x - y) ** 2 for weight in W]


@mistake(
    "cost-curve",
    ko="데이터의 수 N이 아니라 가중치의 수 K로 나누었어요. 평균은 데이터에 대해서 구해요.",
    en="This divides by K, the number of weights, not by N, the number of data points. The mean is taken over the data.",
    credit=0.5,
)
def divided_by_the_number_of_weights(W, x, y):
    return [np.sum((weight * x - y) ** 2) / len(W) for weight in W]


@mistake(
    "cost-curve",
    ko="첫 값만 맞아요. 반복문 안에서 `x`가 바뀌어서 다음 W는 다른 데이터로 계산했어요. `x *= …`는 받은 배열 자체를 바꿔요.",
    en="Only the first value is right. `x` changes inside the loop, so the next W meets other data: `x *= …` alters the very array that was handed in.",
    credit=0.5,
)
def data_overwritten(W, x, y):
    costs = []
    for weight in W:
        x *= weight
        costs.append(np.mean((x - y) ** 2))
    return costs


@mistake(
    "cost-curve",
    ko="W의 값이 아니라 번호 0, 1, 2, …에서 비용을 쟀어요. `range(len(W))`는 번호이니, 그 자리의 값 `W[i]`를 쓰세요.",
    en="The cost is measured at the places 0, 1, 2, …, not at the values of W. `range(len(W))` counts places; take the value `W[i]` that stands there.",
    credit=0.25,
)
def places_for_weights(W, x, y):
    return [np.mean((i * x - y) ** 2) for i in range(len(W))]


@mistake(
    "cost-curve",
    ko="비용이 아니라 비용의 기울기예요. 비용은 오차를 제곱해서 평균한 값이에요.",
    en="These are slopes of the cost, not costs. The cost is the mean of the squared errors.",
)
def slopes_for_costs(W, x, y):
    return [2 * np.mean((weight * x - y) * x) for weight in W]


@mistake(
    "cost-curve",
    ko="모두 정확히 절반이에요. 앞에 1/2을 붙인 비용을 쓰는 책도 있지만, 여기서 쓰는 MSE에는 1/2이 없어요.",
    en="All are exactly half. Some books put 1/2 in front of the cost, but the MSE used here has none.",
    credit=0.5,
)
def halves_of_means(W, x, y):
    return [np.mean((weight * x - y) ** 2) / 2 for weight in W]


# --- downhill-direction ------------------------------------------------------------------------------------------


@reference("downhill-direction")
def downhill(W, slope, distance):
    return W - np.sign(slope) * distance


@equivalent("downhill-direction")
def downhill_by_where(W, slope, distance):
    return np.where(slope < 0, W + distance, W - distance)


@equivalent("downhill-direction")
def downhill_with_a_loop(W, slope, distance):
    moved = []
    for weight, s in zip(W, slope, strict=True):
        if s > 0:
            moved.append(weight - distance)
        elif s < 0:
            moved.append(weight + distance)
        else:
            moved.append(weight)
    return moved


@equivalent("downhill-direction")
def downhill_by_unit_slope(W, slope, distance):
    return W - distance * slope / abs(slope)


@mistake(
    "downhill-direction",
    ko="모두 오르막으로 갔어요. 기울기가 음수이면 오른쪽이 내리막이니 W를 키워야 해요.",
    en="All of them walked uphill. Where the slope is negative, downhill is to the right, so W has to grow.",
)
def moved_uphill(W, slope, distance):
    return W + np.sign(slope) * distance


@mistake(
    "downhill-direction",
    ko="기울기와 상관없이 모두 왼쪽으로 갔어요. 기울기가 음수인 곳에서는 그쪽이 오르막이에요.",
    en="All of them moved left, whatever the slope. Where the slope is negative, left is uphill.",
)
def always_to_the_left(W, slope, distance):
    return W - distance


@mistake(
    "downhill-direction",
    ko="기울기와 상관없이 모두 오른쪽으로 갔어요. 기울기가 양수인 곳에서는 그쪽이 오르막이에요.",
    en="All of them moved right, whatever the slope. Where the slope is positive, right is uphill.",
)
def always_to_the_right(W, slope, distance):
    return W + distance


@mistake(
    "downhill-direction",
    ko="방향은 맞는데 기울기의 크기까지 곱했어요. 여기서는 W마다 똑같이 `distance`만큼만 움직여요.",
    en="The direction is right, but the size of the slope is multiplied in. Here every W moves by `distance` and no more.",
    credit=0.5,
)
def moved_by_the_slope(W, slope, distance):
    return W - slope * distance


@mistake(
    "downhill-direction",
    ko="방향은 맞는데 움직일 양만 돌려주었어요. 움직인 뒤의 W를 돌려주세요.",
    en="The direction is right, but this is only the move. Return W after it.",
    credit=0.5,
)
def only_the_move(W, slope, distance):
    return -np.sign(slope) * distance


@mistake(
    "downhill-direction",
    ko="방향은 맞는데 `distance`를 쓰지 않고 1만큼 움직였어요.",
    en="The direction is right, but the move is 1: `distance` is not used.",
    credit=0.5,
)
def moved_by_one(W, slope, distance):
    return W - np.sign(slope)


@mistake(
    "downhill-direction",
    ko="기울기의 크기까지 곱했고, 방향도 오르막이에요. 기울기의 부호만 보고 반대쪽으로 `distance`만큼 움직이세요.",
    en="The size of the slope is multiplied in, and the direction is uphill. Look at the sign of the slope alone and move by `distance` the other way.",
)
def moved_uphill_by_the_slope(W, slope, distance):
    return W + slope * distance


@mistake(
    "downhill-direction",
    ko="모두 0 쪽으로 움직였어요. 비용의 바닥이 W = 0에 있는 것은 아니에요. 어느 쪽이 내리막인지는 W가 아니라 기울기의 부호가 알려 줘요.",
    en="All of them moved towards 0. The bottom of the cost is not at W = 0: which way is downhill is told by the sign of the slope, not by that of W.",
)
def towards_zero(W, slope, distance):
    return W - np.sign(W) * distance


@mistake(
    "downhill-direction",
    ko="기울기를 가장 큰 기울기로 나누어 움직였어요. 그러면 가장 가파른 곳만 `distance`만큼 가고 나머지는 덜 가요. 거리는 어디서나 같아야 해요.",
    en="The slopes are divided by the largest of them, so only the steepest place moves by `distance` and all others by less. The distance should be the same everywhere.",
    credit=0.5,
)
def scaled_by_the_steepest(W, slope, distance):
    return W - distance * slope / np.max(np.abs(slope))


@mistake(
    "downhill-direction",
    ko="기울기가 음수인 곳만 움직이고, 양수인 곳은 그대로 두었어요. 그곳에서는 왼쪽이 내리막이에요.",
    en="Only places with a negative slope have moved; those with a positive one stay. There, downhill is to the left.",
    credit=0.5,
)
def only_where_negative(W, slope, distance):
    return [weight + distance if s < 0 else weight for weight, s in zip(W, slope, strict=True)]


@mistake(
    "downhill-direction",
    ko="기울기가 양수인 곳만 움직이고, 음수인 곳은 그대로 두었어요. 그곳에서는 오른쪽이 내리막이에요.",
    en="Only places with a positive slope have moved; those with a negative one stay. There, downhill is to the right.",
    credit=0.5,
)
def only_where_positive(W, slope, distance):
    return [weight - distance if s > 0 else weight for weight, s in zip(W, slope, strict=True)]


# --- best-on-grid: the (W, b) of least cost ----------------------------------------------------------------------


@reference("best-on-grid")
def best(W, b, x, y):
    costs = [[np.mean((weight * x + bias - y) ** 2) for bias in b] for weight in W]
    i, j = np.unravel_index(np.argmin(costs), (len(W), len(b)))
    return W[i], b[j]


@equivalent("best-on-grid")
def best_kept_so_far(W, b, x, y):
    least, found = float("inf"), None
    for weight in W:
        for bias in b:
            cost = sum((weight * xi + bias - yi) ** 2 for xi, yi in zip(x, y, strict=True)) / len(x)
            if cost < least:
                least, found = cost, (weight, bias)
    return found


@equivalent("best-on-grid")
def best_by_min_of_pairs(W, b, x, y):
    pairs = [(weight, bias) for bias in b for weight in W]
    return min(pairs, key=lambda pair: np.sum((pair[0] * x + pair[1] - y) ** 2))


@equivalent("best-on-grid")
def best_by_meshgrid(W, b, x, y):
    weights, biases = np.meshgrid(W, b)
    error = weights[..., None] * x + biases[..., None] - y
    place = np.sqrt(np.mean(error**2, axis=-1)).argmin()
    return np.array([weights.flat[place], biases.flat[place]], dtype=np.float32)


@mistake(
    "best-on-grid",
    ko="W와 b의 값이 아니라 격자에서의 번호를 돌려주었어요. `argmin`은 번호를 알려 주니, 그 번호에 있는 값을 꺼내세요.",
    en="These are places on the grid, not values of W and b. `argmin` tells the place; take out the value that stands there.",
    credit=0.5,
)
def places_for_values(W, b, x, y):
    costs = [[np.mean((weight * x + bias - y) ** 2) for bias in b] for weight in W]
    return np.unravel_index(np.argmin(costs), (len(W), len(b)))


@mistake(
    "best-on-grid",
    ko="수가 하나뿐이고, 이것은 격자를 한 줄로 펼쳤을 때의 번호예요. `argmin`은 축이 둘이어도 번호를 하나만 알려 줘요.",
    en="This is a single number, a place in the grid laid out in one row. `argmin` gives one number even where there are two axes.",
    credit=0.25,
)
def place_in_the_flattened_grid(W, b, x, y):
    costs = [[np.mean((weight * x + bias - y) ** 2) for bias in b] for weight in W]
    return np.argmin(costs)


@mistake(
    "best-on-grid",
    ko="가장 작은 비용을 돌려주었어요. 그 비용이 나오는 `(W, b)`를 돌려주세요.",
    en="This is the least cost. The `(W, b)` at which it occurs is asked for.",
    credit=0.25,
)
def cost_for_parameters(W, b, x, y):
    return min(np.mean((weight * x + bias - y) ** 2) for weight in W for bias in b)


@mistake(
    "best-on-grid",
    ko="순서가 바뀌었어요. `(W, b)` 순서로 돌려주세요.",
    en="The order is swapped: return `(W, b)`.",
    credit=0.5,
)
def bias_first(W, b, x, y):
    costs = [[np.mean((weight * x + bias - y) ** 2) for bias in b] for weight in W]
    i, j = np.unravel_index(np.argmin(costs), (len(W), len(b)))
    return b[j], W[i]


@mistake(
    "best-on-grid",
    ko="b를 고정해 W를 먼저 고르고, 그 W에서 b를 골랐어요. 비용의 등고선이 비스듬해서, b가 달라지면 가장 좋은 W도 달라져요. 모든 짝을 시험하세요.",
    en="This chooses W first, with b held fixed, and then b for that W. The contours of the cost are tilted, so a different b has a different best W. Try every pair.",
)
def one_after_the_other(W, b, x, y):
    weight = min(W, key=lambda v: np.mean((v * x + b[0] - y) ** 2))
    bias = min(b, key=lambda v: np.mean((weight * x + v - y) ** 2))
    return weight, bias


@mistake(
    "best-on-grid",
    ko="편향 없이 가장 좋은 W를 고른 다음, 그 W에서 b를 골랐어요. 편향이 들어오면 가장 좋은 W도 달라져요. 모든 짝을 시험하세요.",
    en="This takes the W that is best without a bias, and then chooses b for it. With a bias, another W is best. Try every pair.",
)
def weight_without_bias_first(W, b, x, y):
    weight = min(W, key=lambda v: np.mean((v * x - y) ** 2))
    return weight, min(b, key=lambda v: np.mean((weight * x + v - y) ** 2))


@mistake(
    "best-on-grid",
    ko="`zip`은 W와 b를 앞에서부터 하나씩만 짝지어요. 모든 W를 모든 b와 짝지어야 격자 전체를 시험한 것이에요.",
    en="`zip` pairs W and b one by one from the front. The whole grid is tried only when every W meets every b.",
)
def pairs_by_zip(W, b, x, y):
    pairs = list(zip(W, b, strict=False))
    return min(pairs, key=lambda pair: np.mean((pair[0] * x + pair[1] - y) ** 2))


@mistake(
    "best-on-grid",
    ko="비용이 가장 큰 곳을 골랐어요. 비용은 작을수록 좋아요.",
    en="This is where the cost is largest. The smaller the cost, the better.",
)
def largest_cost(W, b, x, y):
    pairs = [(weight, bias) for weight in W for bias in b]
    return max(pairs, key=lambda pair: np.mean((pair[0] * x + pair[1] - y) ** 2))


@mistake(
    "best-on-grid",
    ko="오차를 제곱하지 않았어요. 그러면 예측이 정답보다 한참 작은 직선이 가장 좋은 것으로 뽑혀요.",
    en="The errors are not squared. Then a line whose predictions are far too low is chosen as the best.",
)
def lowest_mean_error(W, b, x, y):
    pairs = [(weight, bias) for weight in W for bias in b]
    return min(pairs, key=lambda pair: np.mean(pair[0] * x + pair[1] - y))


@mistake(
    "best-on-grid",
    ko="편향 b를 쓰지 않았어요. 편향이 0인 직선 가운데에서만 골랐어요.",
    en="The bias b is not used: this chooses only among lines whose bias is 0.",
)
def grid_without_bias(W, b, x, y):
    weight = min(W, key=lambda v: np.mean((v * x - y) ** 2))
    return weight, 0.0


@mistake(
    "best-on-grid",
    ko="제곱하지 않고 절댓값을 써서 골랐어요. 평균 절대 오차가 가장 작은 직선은 평균 제곱 오차가 가장 작은 직선과 다를 수 있어요.",
    en="This chooses by absolute values instead of squares. The line of the least mean absolute error need not be that of the least mean squared error.",
    credit=0.25,
)
def least_absolute_error(W, b, x, y):
    pairs = [(weight, bias) for weight in W for bias in b]
    return min(pairs, key=lambda pair: np.mean(np.abs(pair[0] * x + pair[1] - y)))


@mistake(
    "best-on-grid",
    ko="평균부터 구한 다음 크기를 비교했어요. 그러면 양수인 오차와 음수인 오차가 상쇄되어, 한참 빗나간 직선도 좋아 보여요. 오차마다 제곱한 다음 평균을 구하세요.",
    en="This takes the mean first and then compares its size. Positive and negative errors cancel, and even a line that is far off looks good. Square each error, then take the mean.",
    credit=0.25,
)
def mean_error_nearest_zero(W, b, x, y):
    pairs = [(weight, bias) for weight in W for bias in b]
    return min(pairs, key=lambda pair: np.mean(pair[0] * x + pair[1] - y) ** 2)


@mistake(
    "best-on-grid",
    ko="격자의 마지막 짝이 나왔어요. 더 작은 비용을 찾았을 때 그 비용도 새로 적어 두지 않으면, 마지막에 본 짝이 남아요.",
    en="This is the last pair of the grid. Where a smaller cost is found but not written down, the pair seen last remains.",
    credit=0.25,
)
def least_never_updated(W, b, x, y):
    least = float("inf")
    for weight in W:
        for bias in b:
            if np.mean((weight * x + bias - y) ** 2) < least:
                found = weight, bias
    return found


@mistake(
    "best-on-grid",
    ko="격자의 첫 짝이 나왔어요. `return`이 반복문 안에 있지 않은지, 비용을 비교하기는 하는지 살펴보세요.",
    en="This is the first pair of the grid. Is a `return` inside the loop, and are costs compared at all?",
)
def first_pair(W, b, x, y):
    return W[0], b[0]


@mistake(
    "best-on-grid",
    ko="첫 W만 시험했어요. `return`이 바깥 반복문 안에 있으면 첫 W에서 함수가 끝나요.",
    en="Only the first W was tried. A `return` inside the outer loop ends the function at the first W.",
    credit=0.25,
)
def first_weight_only(W, b, x, y):
    for weight in W:
        return weight, min(b, key=lambda bias: np.mean((weight * x + bias - y) ** 2))
    return None


@mistake(
    "best-on-grid",
    ko="짝은 맞지만 비용까지 함께 돌려주었어요. `(W, b)` 두 값만 돌려주세요.",
    en="The pair is right, but its cost came back as well. Return the two values `(W, b)` only.",
    credit=0.5,
)
def cost_and_pair(W, b, x, y):
    return min((np.mean((weight * x + bias - y) ** 2), weight, bias) for weight in W for bias in b)


@mistake(
    "best-on-grid",
    ko="격자와 상관없이 최소제곱해를 구했어요. 여기서는 `W`와 `b`에 들어 있는 값 가운데에서 골라야 해요.",
    en="This is the least-squares line, whatever the grid. The pair has to be chosen from the values in `W` and `b`.",
    credit=0.25,
)
def least_squares_line(W, b, x, y):
    return np.polyfit(x, y, 1)


@mistake(
    "best-on-grid",
    ko="최소제곱해를 구한 다음 W와 b를 각각 격자의 가까운 값으로 옮겼어요. 비용의 등고선이 비스듬해서, 가까운 짝의 비용이 가장 작은 것은 아니에요. 모든 짝을 시험하세요.",
    en="This takes the least-squares line and moves W and b to the nearest values of the grid. The contours of the cost are tilted, so the nearest pair need not have the least cost. Try every pair.",
    credit=0.25,
)
def least_squares_rounded(W, b, x, y):
    weight, bias = np.polyfit(x, y, 1)
    return W[np.argmin(np.abs(W - weight))], b[np.argmin(np.abs(b - bias))]


# --- grid-count: points per axis to the power of the number of parameters ----------------------------------------


@reference("grid-count")
def evaluations(width, per_unit, parameters):
    points = width * per_unit + 1
    return points**parameters


@equivalent("grid-count")
def evaluations_with_a_loop(width, per_unit, parameters):
    count = 1
    for _ in range(parameters):
        count *= 1 + per_unit * width
    return count


@equivalent("grid-count")
def evaluations_by_linspace(width, per_unit, parameters):
    axis = np.linspace(0, width, width * per_unit + 1)
    return float(len(axis)) ** parameters


@equivalent("grid-count")
def evaluations_by_arange(width, per_unit, parameters):
    axis = np.arange(0, width + 0.5 / per_unit, 1 / per_unit)
    return np.prod([len(axis)] * parameters)


@mistake(
    "grid-count",
    ko="한 축의 점의 수에 파라미터의 수를 곱했어요. 한 파라미터의 값마다 다른 파라미터의 모든 값을 시험해야 하니, 파라미터가 하나 늘어날 때마다 점의 수를 한 번 더 곱해요.",
    en="This multiplies the points on an axis by the number of parameters. Each value of one goes with every value of the others, so each further parameter multiplies by the points once more.",
    credit=0.25,
)
def points_times_parameters(width, per_unit, parameters):
    return (width * per_unit + 1) * parameters


@mistake(
    "grid-count",
    ko="축마다 점이 하나씩 모자라요. 간격의 수를 세었는데, 양 끝을 모두 넣으면 점은 간격보다 하나 많아요.",
    en="Each axis is one point short. This counts the gaps; with both ends, there is one point more than there are gaps.",
    credit=0.5,
)
def gaps_for_points(width, per_unit, parameters):
    return (width * per_unit) ** parameters


@mistake(
    "grid-count",
    ko="밑과 지수가 바뀌었어요. 한 축의 점의 수를 파라미터의 수만큼 거듭 곱하세요.",
    en="Base and exponent are swapped. Multiply the points on one axis together, once for each parameter.",
    credit=0.25,
)
def power_the_wrong_way(width, per_unit, parameters):
    return parameters ** (width * per_unit + 1)


@mistake(
    "grid-count",
    ko="한 축의 점만 세었어요. 파라미터가 여럿이면 값의 조합을 모두 시험해야 해요.",
    en="This counts the points on one axis. With several parameters, all combinations of values have to be tried.",
)
def points_on_one_axis(width, per_unit, parameters):
    return width * per_unit + 1


@mistake(
    "grid-count",
    ko="범위의 길이 `width`를 쓰지 않았어요. `per_unit`은 길이 1에 들어가는 간격의 수예요.",
    en="The length of the range, `width`, is not used. `per_unit` is the number of gaps in a length of 1.",
)
def width_forgotten(width, per_unit, parameters):
    return (per_unit + 1) ** parameters


@mistake(
    "grid-count",
    ko="한 축의 점이 하나씩 모자라고, 1은 맨 끝에 더했어요. 축마다 1을 더한 다음 거듭 곱하세요.",
    en="The 1 is added at the very end, so each axis is a point short. Add the 1 on every axis, and then multiply.",
    credit=0.5,
)
def one_added_at_the_end(width, per_unit, parameters):
    return (width * per_unit) ** parameters + 1


@mistake(
    "grid-count",
    ko="`^`를 썼어요. 파이썬에서 거듭제곱은 `**`이고, `^`는 비트마다 비교하는 다른 연산이에요.",
    en="This uses `^`. In Python a power is `**`; `^` is another operation, which compares bits.",
    credit=0.5,
)
def bits_for_power(width, per_unit, parameters):
    return (width * per_unit + 1) ^ parameters


@mistake(
    "grid-count",
    ko="길이 1마다 끝점을 두 번씩 세었어요. 이웃한 두 구간은 끝점을 함께 쓰니, 1은 범위 전체에 한 번만 더해요.",
    en="The ends of every unit of length are counted twice. Neighbouring units share an end, so add 1 only once for the whole range.",
    credit=0.5,
)
def ends_of_every_unit(width, per_unit, parameters):
    return (width * (per_unit + 1)) ** parameters


@mistake(
    "grid-count",
    ko="간격의 수에 파라미터의 수를 곱하고 1을 더했어요. 한 파라미터의 값마다 다른 파라미터의 모든 값을 시험해야 하니, 더하는 것이 아니라 거듭 곱해요.",
    en="This multiplies the gaps by the number of parameters and adds 1. Each value of one parameter goes with every value of the others: take a power.",
)
def one_long_axis(width, per_unit, parameters):
    return width * per_unit * parameters + 1


@mistake(
    "grid-count",
    ko="파라미터의 수를 쓰지 않고 언제나 제곱했어요. 점의 수를 `parameters`번 곱하세요.",
    en="This always squares, whatever the number of parameters. Multiply the points together `parameters` times.",
    credit=0.5,
)
def always_two_parameters(width, per_unit, parameters):
    return (width * per_unit + 1) ** 2


# --- steeper-slope -----------------------------------------------------------------------------------------------

STEEPER = "c"

choice(
    "steeper-slope",
    right=STEEPER,
    wrong={
        "a": Text(
            "기울기는 비용의 높이를 알려 주지 않아요. 수업에서는 비용이 똑같은데 기울기만 열 배인 경우를 보았어요.",
            "The slope does not tell how high the cost is. In the lesson you saw equal costs where one slope was ten times the other.",
        ),
        "b": Text(
            "데이터가 다르면 비용 곡선의 모양도 달라요. 수업에서는 기울기가 열 배 가파른 쪽이 오히려 바닥에 더 가까웠어요.",
            "Different data have cost curves of different shapes. In the lesson, the one with ten times the slope was in fact nearer to its bottom.",
        ),
        "d": Text(
            "기울기가 완만하다고 해서 비용이 0에 가까운 것은 아니에요. 수업에서 본 y = x + 3은 기울기가 0인 바닥에서도 비용이 1.29였어요.",
            "A gentle slope does not mean that the cost is near 0. In the lesson, y = x + 3 still had a cost of 1.29 at the bottom, where the slope is 0.",
        ),
    },
)

# --- cost-drill-residual -----------------------------------------------------------------------------------------


@reference("cost-drill-residual")
def residual_on_paper(w, b, x, y):
    return w * x + b - y


@mistake(
    "cost-drill-residual",
    ko="정답에서 예측을 뺐어요. 여기서는 예측에서 정답을 빼요.",
    en="This is target minus prediction. Here it is prediction minus target.",
)
def residual_of_other_sign(w, b, x, y):
    return y - (w * x + b)


@mistake(
    "cost-drill-residual",
    ko="예측값이에요. 거기서 정답 y를 빼세요.",
    en="That is the prediction. Subtract the target y from it.",
)
def prediction_for_residual(w, b, x, y):
    return w * x + b


@mistake(
    "cost-drill-residual",
    ko="편향 b를 빠뜨렸어요.",
    en="The bias b was left out.",
)
def residual_without_bias(w, b, x, y):
    return w * x - y


@mistake(
    "cost-drill-residual",
    ko="제곱까지 했어요. 잔차는 제곱하기 전의 차이예요.",
    en="This is squared already. The residual is the difference before squaring.",
)
def residual_squared(w, b, x, y):
    return (w * x + b - y) ** 2


# --- cost-drill-mse ----------------------------------------------------------------------------------------------


@reference("cost-drill-mse")
def cost_on_paper(errors):
    return np.mean(errors**2)


@mistake(
    "cost-drill-mse",
    ko="제곱을 더하기만 했어요. 평균이니 점의 수로 나누세요.",
    en="This is the sum of the squares. It is a mean: divide by the number of points.",
)
def sum_of_squares_on_paper(errors):
    return np.sum(errors**2)


@mistake(
    "cost-drill-mse",
    ko="제곱근까지 씌웠어요. 평균 제곱 오차에는 제곱근이 없어요.",
    en="This takes the square root. The mean squared error has none.",
)
def root_on_paper(errors):
    return np.sqrt(np.mean(errors**2))


@mistake(
    "cost-drill-mse",
    ko="제곱이 아니라 절댓값의 평균이에요.",
    en="This is the mean of the absolute values, not of the squares.",
)
def absolute_on_paper(errors):
    return np.mean(np.abs(errors))


@mistake(
    "cost-drill-mse",
    ko="먼저 더하고 나서 제곱했어요. 하나씩 제곱한 다음 더하세요.",
    en="This adds first and squares afterwards. Square each of them, then add.",
)
def square_of_sum_on_paper(errors):
    return np.sum(errors) ** 2 / len(errors)


# --- cost-drill-grid ---------------------------------------------------------------------------------------------


@reference("cost-drill-grid")
def grid_on_paper(values, parameters):
    return values**parameters


@mistake(
    "cost-drill-grid",
    ko="곱했어요. 한 파라미터의 값마다 다른 파라미터의 값을 모두 시험하니 거듭제곱이에요.",
    en="This multiplies. Each value of one parameter meets every value of the others: it is a power.",
)
def grid_as_product(values, parameters):
    return values * parameters


@mistake(
    "cost-drill-grid",
    ko="밑과 지수가 바뀌었어요. 값의 수를 파라미터의 수만큼 곱해요.",
    en="Base and exponent are swapped: the number of values is multiplied by itself once per parameter.",
)
def grid_of_powers_swapped(values, parameters):
    return parameters**values


@mistake(
    "cost-drill-grid",
    ko="파라미터가 두 개일 때의 수예요.",
    en="That is the number for two parameters.",
)
def grid_of_two(values, parameters):
    return values**2
