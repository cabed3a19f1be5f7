"""01-cost: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

# --- line-through: W and b of the line through two points -----------------------------------------------------------


@reference("line-through")
def line_through(x1, y1, x2, y2):
    W = (y2 - y1) / (x2 - x1)
    return W, y1 - W * x1


@equivalent("line-through")
def line_from_the_other_point(x1, y1, x2, y2):
    W = (y1 - y2) / (x1 - x2)
    b = y2 - W * x2
    return [W, b]


@equivalent("line-through")
def line_by_solving(x1, y1, x2, y2):
    return np.linalg.solve([[x1, 1], [x2, 1]], [y1, y2])


@mistake(
    "line-through",
    ko="기울기가 뒤집혔어요. y가 변한 양을 x가 변한 양으로 나누세요.",
    en="The slope is upside down. Divide the change in y by the change in x.",
)
def run_over_rise(x1, y1, x2, y2):
    W = (x2 - x1) / (y2 - y1)
    return W, y1 - W * x1


@mistake(
    "line-through",
    ko="기울기의 부호가 반대예요. y와 x를 같은 순서로 빼세요.",
    en="The sign of the slope is wrong. Subtract the y and the x in the same order.",
)
def slope_of_mixed_order(x1, y1, x2, y2):
    W = (y2 - y1) / (x1 - x2)
    return W, y1 - W * x1


@mistake(
    "line-through",
    ko="기울기에서 괄호가 빠졌어요. `y2 - y1 / x2 - x1`은 나눗셈 `y1 / x2`를 먼저 해요. `(y2 - y1) / (x2 - x1)`로 쓰세요.",
    en="The slope has lost its brackets: in `y2 - y1 / x2 - x1` the division `y1 / x2` comes first. Write `(y2 - y1) / (x2 - x1)`.",
    credit=0.5,
)
def rise_over_run_without_brackets(x1, y1, x2, y2):
    W = y2 - y1 / x2 - x1
    return W, y1 - W * x1


@mistake(
    "line-through",
    ko="b가 첫째 점의 y예요. 직선이 x = 0에서 지나는 높이는 거기서 W·x1을 뺀 값이에요.",
    en="b is the y of the first point. The height of the line at x = 0 is that minus W·x1.",
    credit=0.5,
)
def bias_is_first_answer(x1, y1, x2, y2):
    return (y2 - y1) / (x2 - x1), y1


@mistake(
    "line-through",
    ko="b에서 W·x1을 뺀 것이 아니라 더했어요.",
    en="W·x1 is added in b; it should be subtracted.",
    credit=0.5,
)
def bias_with_plus(x1, y1, x2, y2):
    W = (y2 - y1) / (x2 - x1)
    return W, y1 + W * x1


@mistake(
    "line-through",
    ko="순서가 바뀌었어요. (W, b) 순서로 돌려주세요.",
    en="The order is wrong: return (W, b).",
    credit=0.5,
)
def bias_before_weight(x1, y1, x2, y2):
    W = (y2 - y1) / (x2 - x1)
    return y1 - W * x1, W


@mistake(
    "line-through",
    ko="연립방정식의 행과 열이 바뀌었어요. 점마다 식이 하나라서, 계수 행렬의 한 행은 `[x1, 1]`이고 다음 행은 `[x2, 1]`이에요.",
    en="Rows and columns of the system of equations have changed places. Each point is one equation: the rows of the matrix are `[x1, 1]` and `[x2, 1]`.",
    credit=0.5,
)
def line_by_solving_the_transposed(x1, y1, x2, y2):
    return np.linalg.solve([[x1, x2], [1, 1]], [y1, y2])


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
    ko="첫 데이터의 몫만 나왔어요. `return`이 반복문 안에 있어서 첫 번째 반복에서 함수가 끝난 것은 아닌가요?",
    en="This is the share of the first data point alone. Is `return` inside the loop, so that the function ends in the first round?",
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
    ko="마지막 데이터의 몫만 남았어요. 반복할 때마다 더하지 않고 새로 넣은 것은(`+=` 대신 `=`) 아닌가요? 그러면 앞의 값은 사라져요.",
    en="Only the share of the last data point is left. Is the total set anew in each round, with `=` for `+=`? That loses what came before.",
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


@mistake(
    "mean-squared-error",
    ko="예측마다 모든 정답과 짝지어서 제곱 오차를 더한 것과 같아요. 겹친 반복문이라면 하나만 있으면 돼요. 예측은 같은 번호의 정답하고만 짝지어요.",
    en="This is as if every prediction were paired with every right answer, and the squares added up. If there are two loops, one inside the other, one is enough: a prediction goes with the right answer of its own number.",
)
def every_pair_added(prediction, y):
    return sum((p - t) ** 2 for p in prediction for t in y) / len(y)


@mistake(
    "mean-squared-error",
    ko="오차를 벡터로 본 길이예요. 제곱의 합에 제곱근을 씌웠고, N으로 나누지 않았어요. `np.linalg.norm`이 이 길이를 줘요.",
    en="This is the length of the errors as a vector: the root of the sum of their squares, not divided by N. `np.linalg.norm` gives this length.",
)
def length_of_the_errors(prediction, y):
    return np.linalg.norm(prediction - y)


@mistake(
    "mean-squared-error",
    ko="제곱의 합에 제곱근을 씌운 길이를 N으로 나누었어요. `np.linalg.norm`은 제곱근까지 구하니, N으로 나누기 전에 다시 제곱하세요.",
    en="This is the root of the sum of the squares, divided by N. `np.linalg.norm` takes the root: square what it gives before you divide by N.",
    credit=0.25,
)
def length_of_the_errors_divided(prediction, y):
    return np.linalg.norm(prediction - y) / len(y)


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
    ko="첫 W의 비용만 나왔어요. `return`이 반복문 안에 있어서 첫 번째 반복에서 함수가 끝난 것은 아닌가요?",
    en="This is the cost at the first W alone. Is `return` inside the loop, so that the function ends in the first round?",
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


@mistake(
    "cost-curve",
    ko="예측을 저마다의 값이 아니라 `y`의 평균과 견주었어요.",
    en="The predictions were compared with the mean of `y`, not each with its own value.",
)
def compared_with_the_mean(W, x, y):
    return [np.mean((w * x - y.mean()) ** 2) for w in W]


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


@mistake(
    "downhill-direction",
    ko="거리를 기울기로 나누어서, 완만한 곳일수록 멀리 가요. 어디서나 같은 거리를 가야 하니 기울기에서는 부호만 쓰세요: `np.sign`.",
    en="The distance is divided by the slope, so that it goes the farther the gentler the slope is. The distance is to be the same everywhere: of the slope, use the sign alone (`np.sign`).",
)
def distance_over_slope(W, slope, distance):
    return W - distance / slope


@mistake(
    "downhill-direction",
    ko="기울기의 부호를 `distance`가 아니라 `W - distance` 전체에 곱했어요. 기울기가 음수이면 W의 부호까지 바뀌어요. `W - distance * np.sign(slope)`처럼 `distance`에만 곱하세요.",
    en="The sign of the slope is multiplied with all of `W - distance`, not with `distance`: where the slope is negative, W itself changes its sign. Multiply `distance` alone: `W - distance * np.sign(slope)`.",
)
def sign_of_everything(W, slope, distance):
    return (W - distance) * np.sign(slope)


@mistake(
    "downhill-direction",
    ko="`W - distance * slope` 전체를 기울기의 크기로 나누었어요. 괄호를 옮겨 기울기만 그 크기로 나누세요: `W - distance * (slope / abs(slope))`.",
    en="All of `W - distance * slope` is divided by the size of the slope. Move the brackets, so that only the slope is divided by its size: `W - distance * (slope / abs(slope))`.",
)
def everything_over_the_size(W, slope, distance):
    return (W - distance * slope) / abs(slope)


@mistake(
    "downhill-direction",
    ko="방향은 맞지만, 기울기를 모든 기울기의 길이(`np.linalg.norm`)로 나누어서 가파른 곳일수록 멀리 가요. W마다 따로 움직이니, 기울기마다 자기 크기로 나누거나 `np.sign`을 쓰세요.",
    en="The direction is right, but the slopes are divided by the length of all of them together (`np.linalg.norm`), so that a steep place goes farther. Each W moves by itself: divide each slope by its own size, or use `np.sign`.",
    credit=0.5,
)
def over_the_length_of_all(W, slope, distance):
    return W - distance * slope / np.linalg.norm(slope)


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
    ko="첫 b에서 가장 좋은 W와 그 W에서 가장 좋은 b예요. b를 고정해 W를 먼저 고르고 b를 나중에 고르면 이렇게 돼요. 비용의 등고선이 비스듬해서, b가 달라지면 가장 좋은 W도 달라져요. 모든 짝을 시험하세요.",
    en="This W is the best at the first b, and this b is the best for that W, as if one were chosen after the other. The contours of the cost are tilted, so a different b has a different best W. Try every pair.",
)
def one_after_the_other(W, b, x, y):
    weight = min(W, key=lambda v: np.mean((v * x + b[0] - y) ** 2))
    bias = min(b, key=lambda v: np.mean((weight * x + v - y) ** 2))
    return weight, bias


@mistake(
    "best-on-grid",
    ko="편향 없이 가장 좋은 W와 그 W에서 가장 좋은 b예요. 하나씩 차례로 고르면 이렇게 돼요. 편향이 들어오면 가장 좋은 W도 달라져요. 모든 짝을 시험하세요.",
    en="This W is the best without a bias, and this b is the best for that W, as if one were chosen after the other. With a bias, another W is best. Try every pair.",
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
    ko="예측이 가장 낮은 직선이 뽑혔어요. 오차를 제곱하지 않고 견주면 이렇게 돼요. 비용에서 정답 `y`를 빼지 않아도 이럴 수 있어요.",
    en="This is the line whose predictions are lowest, as if errors were compared without a square. It may also come of a cost in which `y` is not subtracted.",
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
    ko="첫 W와 그 W에서 가장 좋은 b예요. 다른 W를 시험하지 않은 것과 같아요. 바깥 반복문 안에 `return`이 있지 않나요?",
    en="This is the first W with the b that is best for it, as if no other W were tried. Is there a `return` inside the outer loop?",
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


@mistake(
    "best-on-grid",
    ko="비용을 잰 격자와 값을 꺼낸 격자의 순서가 달라요. `W`와 `b`를 크기순으로 늘어놓고 구한 번호를, 받은 그대로의 `W`와 `b`에 썼어요.",
    en="The costs were measured on one order of the grid, and the values taken from another: the places were found with `W` and `b` sorted, and used in `W` and `b` as they came.",
)
def places_of_the_sorted_grid(W, b, x, y):
    costs = [[np.mean((weight * x + bias - y) ** 2) for bias in np.sort(b)] for weight in np.sort(W)]
    i, j = np.unravel_index(np.argmin(costs), (len(W), len(b)))
    return W[i], b[j]


@mistake(
    "best-on-grid",
    ko="비용이 모두 큰 격자에서는 `(0, 0)`이 나와요. 가장 작은 비용을 100 같은 정해진 수에서부터 찾으면 그보다 작은 비용이 없어서 처음에 넣어 둔 값이 남아요. `float('inf')`나 첫 짝의 비용에서 시작하세요.",
    en="Where all costs are large, `(0, 0)` comes back. A search for the least cost that begins at a fixed number, such as 100, finds none below it there, and what was put in at first remains. Begin at `float('inf')`, or at the cost of the first pair.",
    credit=0.5,
)
def search_from_a_fixed_cost(W, b, x, y):
    least, found = 100, (0, 0)
    for weight in W:
        for bias in b:
            cost = np.mean((weight * x + bias - y) ** 2)
            if cost < least:
                least, found = cost, (weight, bias)
    return found


@mistake(
    "best-on-grid",
    ko="비용이 모두 큰 격자에서는 격자의 첫 짝이 나와요. 가장 작은 비용을 100 같은 정해진 수에서부터 찾으면 그보다 작은 비용이 없어서 처음에 넣어 둔 짝이 남아요. `float('inf')`나 첫 짝의 비용에서 시작하세요.",
    en="Where all costs are large, the first pair of the grid comes back. A search for the least cost that begins at a fixed number, such as 100, finds none below it there, and the pair put in at first remains. Begin at `float('inf')`, or at the cost of the first pair.",
    credit=0.5,
)
def search_from_the_first_pair_and_a_fixed_cost(W, b, x, y):
    least, found = 100, (W[0], b[0])
    for weight in W:
        for bias in b:
            cost = np.mean((weight * x + bias - y) ** 2)
            if cost < least:
                least, found = cost, (weight, bias)
    return found


@mistake(
    "best-on-grid",
    ko="비용이 모두 큰 격자에서는 아무것도 나오지 않아요(None). 가장 작은 비용을 100 같은 정해진 수에서부터 찾으면 그보다 작은 비용이 없어서 처음의 None이 남아요. `float('inf')`나 첫 짝의 비용에서 시작하세요.",
    en="Where all costs are large, nothing comes back (None). A search for the least cost that begins at a fixed number, such as 100, finds none below it there, and the None put in at first remains. Begin at `float('inf')`, or at the cost of the first pair.",
    credit=0.5,
)
def search_from_nothing_and_a_fixed_cost(W, b, x, y):
    least, found = 100, None
    for weight in W:
        for bias in b:
            cost = np.mean((weight * x + bias - y) ** 2)
            if cost < least:
                least, found = cost, (weight, bias)
    return found


@mistake(
    "best-on-grid",
    ko="비용은 맞게 비교했는데, `argmin`이 준 번호를 행과 열로 나누면서 둘이 바뀌었거나 다른 길이로 나누었어요. 바깥이 `W`이고 안쪽이 `b`이면 행은 번호 `// len(b)`, 열은 번호 `% len(b)`예요. `np.unravel_index`를 써도 돼요.",
    en="The costs are compared rightly, but the number that `argmin` gives is taken apart wrongly: row and column have changed places, or it was divided by the wrong length. With `W` outside and `b` inside, the row is the number `// len(b)` and the column the number `% len(b)`; `np.unravel_index` does it, too.",
    credit=0.5,
)
def place_taken_apart_by_the_other_length(W, b, x, y):
    place = np.argmin([[np.mean((weight * x + bias - y) ** 2) for bias in b] for weight in W])
    return W[place % len(W)], b[place // len(W)]


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


@mistake(
    "grid-count",
    ko="1을 `width`에 더하고 곱했어요. 먼저 `width`와 `per_unit`을 곱해 간격을 세고, 1은 그다음에 더하세요. 축의 점은 간격보다 하나 많아요.",
    en="The 1 was added to `width` before multiplying. First multiply `width` by `per_unit`, which counts the gaps, then add 1: an axis has one point more than it has gaps.",
    credit=0.5,
)
def one_added_to_the_width(width, per_unit, parameters):
    return ((width + 1) * per_unit) ** parameters


# --- affordable-descent: a rate and a number of steps, within a number of evaluations ------------------------------


@reference("affordable-descent")
def choose(x, y, goal, most):
    steps = most // 4
    rates = 2.0 ** np.arange(-8, 0)
    W = b = np.zeros(len(rates))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            slopes = 2 * (np.outer(W, x) + b[:, None] - y)
            W, b = W - rates * np.mean(slopes * x, axis=1), b - rates * np.mean(slopes, axis=1)
        costs = np.mean((np.outer(W, x) + b[:, None] - y) ** 2, axis=1)
    return rates[costs <= goal][0], steps


@equivalent("affordable-descent")
def rate_from_the_steepest_direction(x, y, goal, most):
    columns = np.stack([x, np.ones(len(x))], axis=1)
    return [0.6 * len(x) / np.linalg.norm(columns, 2) ** 2, most // 4]


@mistake(
    "affordable-descent",
    ko="비용이 줄기는 했지만, 그 스텝 수로는 `goal`까지 내려가지 못했어요. 학습률이 너무 작거나 스텝이 너무 적으면 흔히 그래요.",
    en="The cost went down, but not to `goal` within so many steps. Often the rate is too small, or the steps are too few.",
)
def rate_too_small(x, y, goal, most):
    return 1e-6, most // 4


@mistake(
    "affordable-descent",
    ko="비용이 출발할 때보다 커졌어요. 학습률이 너무 크거나 음수예요. 출력해 보고, 더 작은 양수로 바꾸어 보세요.",
    en="The cost is larger than at the start: the rate is too large, or negative. Print it, and try a smaller one above 0.",
)
def rate_too_large(x, y, goal, most):
    return 1e4, most // 4


@mistake(
    "affordable-descent",
    ko="`goal`에는 닿지만, 비용을 `most`번보다 많이 재요. 파라미터가 둘이면 한 스텝에 네 번 재야 해요.",
    en="It does reach `goal`, but measures the cost more than `most` times. With two parameters, a step takes four measurements.",
    credit=0.5,
)
def one_evaluation_a_step(x, y, goal, most):
    columns = np.stack([x, np.ones(len(x))], axis=1)
    return 1.2 / np.linalg.eigvalsh(2 * columns.T @ columns / len(x))[1], most


# --- three-measurements: the bottom of a parabola ------------------------------------------------------------------


@reference("three-measurements")
def bottom(f):
    left, middle, right = f(-1.0), f(0.0), f(1.0)
    slope = (right - left) / 2
    curvature = right - 2 * middle + left
    return -slope / curvature


@equivalent("three-measurements")
def bottom_of_a_fitted_parabola(f):
    places = np.array([0.0, 1.0, 2.0])
    a, b, _ = np.polyfit(places, [f(W) for W in places], 2)
    return -b / (2 * a)


@equivalent("three-measurements")
def bottom_from_two_slopes(f):
    low, middle, high = f(-2.0), f(0.0), f(2.0)
    first, second = (middle - low) / 2, (high - middle) / 2
    return -1 - first * 2 / (second - first)


@mistake(
    "three-measurements",
    ko="잰 세 곳 가운데 가장 낮은 곳이에요. 바닥은 그 사이나 바깥에 있어요. 기울기가 얼마나 빨리 변하는지 보세요.",
    en="This is the lowest of the three places measured. The bottom is between or beyond them: look at how fast the slope changes.",
)
def lowest_of_three(f):
    places = [-1.0, 0.0, 1.0]
    return min(places, key=f)


@mistake(
    "three-measurements",
    ko="기울기만큼 움직였어요. 바닥까지의 거리는 기울기를, 한 칸 갈 때 기울기가 변하는 양으로 나눈 값이에요.",
    en="This moves by the slope. The distance to the bottom is the slope divided by how much it changes over a distance of 1.",
)
def slope_as_distance(f):
    return -(f(1.0) - f(-1.0)) / 2


@mistake(
    "three-measurements",
    ko="바닥의 반대쪽이에요. 기울기가 음수이면 바닥은 오른쪽에 있어요.",
    en="This is on the wrong side. Where the slope is negative, the bottom is to the right.",
)
def bottom_on_the_wrong_side(f):
    left, middle, right = f(-1.0), f(0.0), f(1.0)
    return (right - left) / 2 / (right - 2 * middle + left)


@mistake(
    "three-measurements",
    ko="바닥의 반대쪽이에요. 두 곳의 가운데에서 잰 기울기가 음수이면 바닥은 거기에서 오른쪽에 있어요.",
    en="This is on the wrong side. Where the slope measured midway between two places is negative, the bottom is to the right of there.",
)
def bottom_on_the_wrong_side_of_a_half(f):
    low, middle, high = f(0.0), f(1.0), f(2.0)
    first, second = middle - low, high - middle
    return 0.5 + first / (second - first)


@mistake(
    "three-measurements",
    ko="꼭 두 배 멀리 갔어요. 두 곳의 높이 차이는 그 사이의 거리 2로 나누어야 기울기가 돼요.",
    en="Exactly twice as far. The difference in height is a slope only when it is divided by the distance between the two places, 2.",
)
def twice_as_far(f):
    left, middle, right = f(-1.0), f(0.0), f(1.0)
    return -(right - left) / (right - 2 * middle + left)


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
            "데이터가 다르면 비용 곡선의 모양도 달라요. 수업에서 입력을 열 배로 바꾼 데이터는 W = 0에서 기울기가 열 배였지만, 바닥은 W = 1이 아니라 더 가까운 W = 0.1에 있어요.",
            "Different data have cost curves of different shapes. The lesson's data with inputs ten times as large had ten times the slope at W = 0, and yet a nearer bottom: W = 0.1 in place of W = 1.",
        ),
        "d": Text(
            "기울기가 완만하다고 해서 비용이 0에 가까운 것은 아니에요. 수업의 새싹은 가장 좋은 직선에서 기울기가 0인데도 비용이 1이었어요.",
            "A gentle slope does not mean that the cost is near 0. The lesson's seedlings still had a cost of 1 at their best line, where the slope is 0.",
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


# --- cost-guess-flat: errors 2, 2, 0, −4 ---------------------------------------------------------------------------

guesses(
    "cost-guess-flat",
    right=0,
    wrong={
        2: Text(
            "빗나간 크기의 평균은 2가 맞아요. 그런데 오차에는 부호가 있어서 2 + 2 + 0 − 4 = 0으로 상쇄돼요.",
            "The misses are 2 in size on average. But errors have signs, and 2 + 2 + 0 − 4 = 0: they cancel.",
        ),
        6: Text(
            "6은 직선의 예측이에요. 오차는 예측에서 정답을 뺀 값이에요.",
            "6 is what the line predicts. An error is prediction minus right answer.",
        ),
        8: Text(
            "부호를 빼고 더하기만 한 값이에요. 오차에는 부호가 있고, 평균은 4로 나누어요.",
            "That adds up sizes. Errors have signs, and a mean divides by 4.",
        ),
        -4: Text(
            "마지막 새싹의 오차예요. 앞의 세 오차 2, 2, 0도 더해 보세요.",
            "That is the error of the last seedling. Add the other three: 2, 2, 0.",
        ),
    },
)

# --- cost-task-mse -------------------------------------------------------------------------------------------------


@reference("cost-task-mse")
def cost(W, b, x, y):
    errors = W * x + b - y
    return np.mean(errors**2)


@equivalent("cost-task-mse")
def cost_with_a_loop(W, b, x, y):
    total = 0
    for i in range(len(x)):
        total += (y[i] - W * x[i] - b) ** 2
    return total / len(x)


@mistake(
    "cost-task-mse",
    ko="제곱이 빠졌어요. 부호가 다른 오차끼리 상쇄돼요.",
    en="The square is missing, so errors of opposite sign cancel.",
)
def cost_without_square(W, b, x, y):
    return np.mean(W * x + b - y)


@mistake(
    "cost-task-mse",
    ko="더하기만 하고 점의 수로 나누지 않았어요.",
    en="This is a sum: it was not divided by the number of points.",
)
def cost_as_sum(W, b, x, y):
    return np.sum((W * x + b - y) ** 2)


@mistake(
    "cost-task-mse",
    ko="순서가 바뀌었어요. 평균을 낸 다음 제곱하면, 그 전에 오차가 상쇄돼요.",
    en="The order is reversed: squaring the mean comes too late, the errors have cancelled before.",
)
def cost_squared_late(W, b, x, y):
    return np.mean(W * x + b - y) ** 2


@mistake(
    "cost-task-mse",
    ko="제곱하지 않고 2를 곱했어요. 제곱은 `** 2`예요.",
    en="This multiplies by 2. A square is written `** 2`.",
)
def cost_doubled(W, b, x, y):
    return np.mean((W * x + b - y) * 2)


@mistake(
    "cost-task-mse",
    ko="예측에 b가 빠졌어요.",
    en="The prediction lacks b.",
)
def cost_without_bias(W, b, x, y):
    return np.mean((W * x - y) ** 2)


@mistake(
    "cost-task-mse",
    ko="정답을 빼지 않고 더했어요. 오차는 예측에서 정답을 뺀 값이에요.",
    en="The right answers are added. An error is prediction minus right answer.",
)
def cost_of_sums(W, b, x, y):
    return np.mean((W * x + b + y) ** 2)


# --- cost-guess-outlier: errors −1, 1, 1, −5 -----------------------------------------------------------------------

guesses(
    "cost-guess-outlier",
    right=7,
    wrong={
        2: Text(
            "오차의 크기를 평균하면 2예요. 그런데 비용은 제곱을 평균하니 5가 25로 세어져요.",
            "The errors are 2 in size on average. But the cost averages squares, and so 5 counts 25.",
        ),
        28: Text(
            "제곱의 합이에요. 평균이니 점의 수 4로 나누어요.",
            "That is the sum of the squares. For the mean, divide by 4.",
        ),
        5: Text(
            "오차가 −1에서 −5로 커졌지만, 비용에는 그 제곱이 4로 나뉘어 들어가요.",
            "The error went from −1 to −5; what enters the cost is its square, divided by 4.",
        ),
        25: Text(
            "한 새싹의 제곱이에요. 나머지 세 제곱도 더하고 4로 나누어요.",
            "That is the square of one seedling. Add the other three, and divide by 4.",
        ),
        1: Text(
            "직선은 그대로여도 정답이 바뀌었어요. 마지막 오차는 9 − 14 = −5예요.",
            "The line stays, but a right answer has changed: the last error is now 9 − 14 = −5.",
        ),
    },
)

# --- cost-guess-parabola: 1 + 7.5 · 2² -----------------------------------------------------------------------------

guesses(
    "cost-guess-parabola",
    right=31,
    wrong={
        16: Text(
            "다시 7.5만큼 늘어난다고 보았어요. 두 배 멀어지면 늘어난 몫은 두 배가 아니라 네 배예요.",
            "That adds 7.5 once more. Twice as far away, what is added is not twice but four times as much.",
        ),
        17: Text(
            "8.5의 두 배예요. 비용은 거리가 아니라 거리의 제곱을 따라 늘어요.",
            "That is twice 8.5. The cost does not grow with the distance, but with its square.",
        ),
        34: Text(
            "네 배라는 생각이 맞아요! 다만 네 배가 되는 것은 바닥 위의 몫 7.5이고, 바닥의 1은 그대로예요.",
            "Four times is the right idea! But what is multiplied is the 7.5 above the bottom; the bottom's 1 stays.",
        ),
        30: Text(
            "바닥 위로 30이 맞아요. 바닥의 1을 더해야 해요.",
            "It is 30 above the bottom. Add the bottom's 1.",
        ),
    },
)

# --- cost-guess-one-at-a-time: gaps of about 0.1, from b = 4 -------------------------------------------------------------------

choice(
    "cost-guess-one-at-a-time",
    right="c",
    wrong={
        "a": Text(
            "W를 고를 때의 b와 나중의 b가 달라요. b가 바뀌면 가장 좋은 W도 바뀌니 한 바퀴로는 모자라요.",
            "W was chosen for another b than the one that comes out. With b, the best W changes too, so one round is not enough.",
        ),
        "b": Text(
            "간격이 한없이 촘촘하면 그래요. 여기서는 간격이 0.1쯤이라, 한 방향으로만 움직여서는 더 좋아지지 않는 자리에서 멈춰요.",
            "With endlessly fine values, yes. Here they are about 0.1 apart, and it stops where no move in one direction alone is better.",
        ),
    },
)

# --- cost-guess-grid: 100 values, 10 parameters -----------------------------------------------------------------------

guesses(
    "cost-guess-grid",
    right=1e20,
    wrong={
        1000: Text(
            "100 · 10이에요. 하지만 둘째 파라미터의 값 하나마다 첫째 파라미터를 100번 재요. 더하는 것이 아니라 곱해요.",
            "That is 100 · 10. But each value of the second parameter meets all 100 of the first: they multiply.",
        ),
        10000: Text(
            "파라미터가 둘일 때의 수예요. 하나 늘 때마다 100배가 돼요.",
            "That is for two parameters. Each further one makes it 100 times as many.",
        ),
        1e100: Text(
            "밑과 지수가 바뀌었어요. 100을 열 번 곱해요.",
            "Base and exponent are swapped: it is 100 multiplied by itself ten times.",
        ),
    },
)

# --- cost-guess-slope: (7.075 − 10.075) / 0.2 --------------------------------------------------------------------------

guesses(
    "cost-guess-slope",
    right=-15,
    wrong={
        15: Text(
            "크기는 맞아요. 오른쪽 비용이 더 낮으니 내리막이고, 기울기는 음수예요.",
            "The size is right. The cost is lower on the right, so it goes down, and the slope is negative.",
        ),
        -3: Text(
            "높이의 차이예요. 두 자리 사이의 거리 0.2로 나누세요.",
            "That is the difference in height. Divide by the distance between the places, 0.2.",
        ),
        -30: Text(
            "0.1로 나누었어요. 1에서 양쪽으로 0.1씩 갔으니 두 자리 사이는 0.2예요.",
            "That divides by 0.1. It is 0.1 to either side of 1, so 0.2 between the two places.",
        ),
        -0.6: Text(
            "0.2를 곱했어요. 기울기는 높이의 차이를 거리로 나눈 값이에요.",
            "That multiplies by 0.2. A slope is a difference in height divided by a distance.",
        ),
    },
)

# --- chain-guess-width: central difference of x³ at 1.3, float64 ---------------------------------------------------

choice(
    "chain-guess-width",
    right="a",
    wrong={
        "b": Text(
            "계산이 정확하다면 더 작은 h가 나아요. 하지만 두 값이 앞의 열 자리 가까이 같아서, 빼고 나면 몇 자리만 남아요.",
            "With exact numbers it would be better. But the two values agree in some ten digits, and few are left after subtracting.",
        ),
        "c": Text(
            "h가 반올림 오차와 거의 같은 크기예요. 두 값의 차이에 맞는 자리가 남지 않아요.",
            "That h is hardly larger than the rounding: nothing right is left in the difference.",
        ),
    },
)

# --- cost-task-slopes: by nudging --------------------------------------------------------------------------------------


@reference("cost-task-slopes")
def slopes(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors)


@equivalent("cost-task-slopes")
def slopes_by_nudging(W, b, x, y):
    def cost(W, b):
        return np.mean((W * x + b - y) ** 2)

    h = 0.01
    slope_W = (cost(W + h, b) - cost(W - h, b)) / (2 * h)
    slope_b = (cost(W, b + h) - cost(W, b - h)) / (2 * h)
    return slope_W, slope_b


@mistake(
    "cost-task-slopes",
    ko="두 값이 모두 W의 기울기예요. 둘째에서는 W는 그대로 두고 b에 h를 더하고 빼세요.",
    en="Both are the slope for W. For the second, leave W alone, and add h to b and subtract it.",
)
def slope_of_weight_twice(W, b, x, y):
    slope = 2 * np.mean((W * x + b - y) * x)
    return slope, slope


@mistake(
    "cost-task-slopes",
    ko="b의 기울기가 두 배예요. b + h와 b − h 사이의 거리는 2 * h예요.",
    en="The slope for b is twice too large: b + h and b − h are 2 * h apart.",
)
def slope_of_bias_by_h(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), 4 * np.mean(errors)


@mistake(
    "cost-task-slopes",
    ko="b의 기울기의 부호가 반대예요. 큰 쪽(b + h)의 비용에서 작은 쪽의 비용을 빼세요.",
    en="The slope for b has the wrong sign. Subtract the cost at b − h from the cost at b + h.",
)
def slope_of_bias_reversed(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), -2 * np.mean(errors)


@mistake(
    "cost-task-slopes",
    ko="W와 b를 함께 움직였어요. 한 방향의 기울기를 재는 동안 다른 파라미터는 그대로 두세요.",
    en="W and b moved together. While the slope in one direction is measured, the other parameter stays.",
)
def slope_of_both_at_once(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors * (x + 1))


@mistake(
    "cost-task-slopes",
    ko="b의 기울기를 거리로 나누지 않았어요. 이것은 비용의 차이예요.",
    en="The slope for b is not divided by a distance: this is a difference in cost.",
)
def slope_of_bias_not_divided(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), 0.04 * np.mean(errors)


@mistake(
    "cost-task-slopes",
    ko="b의 기울기에서 `/ 2 * h`는 2로 나눈 다음 h를 곱해요. 괄호를 써서 `/ (2 * h)`로 나누세요.",
    en="In the slope for b, `/ 2 * h` divides by 2 and then multiplies by h. Brackets divide by both: `/ (2 * h)`.",
)
def slope_of_bias_without_brackets(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), 0.0002 * np.mean(errors)


@mistake(
    "cost-task-slopes",
    ko="b의 기울기를 한쪽으로만 움직여 쟀어요. b + h와 b − h, 양쪽의 비용을 재세요.",
    en="The slope for b is measured on one side alone: take the costs on both sides, at b + h and b − h.",
)
def slope_of_bias_on_one_side(W, b, x, y):
    errors = W * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors) + 0.01


# --- cost-task-descend -------------------------------------------------------------------------------------------------


@reference("cost-task-descend")
def descend(W, b, x, y, lr, steps):
    for _ in range(steps):
        errors = W * x + b - y
        slope_W, slope_b = 2 * np.mean(errors * x), 2 * np.mean(errors)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b


@equivalent("cost-task-descend")
def descend_by_nudging(W, b, x, y, lr, steps):
    def cost(W, b):
        return np.mean((W * x + b - y) ** 2)

    for _ in range(steps):
        slope_W = (cost(W + 0.01, b) - cost(W - 0.01, b)) / 0.02
        slope_b = (cost(W, b + 0.01) - cost(W, b - 0.01)) / 0.02
        W = W - lr * slope_W
        b = b - lr * slope_b
    return [W, b]


@mistake(
    "cost-task-descend",
    ko="오르막으로 가고 있어요. 기울기의 반대쪽이 내리막이니, 더하지 말고 빼세요.",
    en="This walks uphill. Down is against the slope: subtract in place of adding.",
)
def ascend(W, b, x, y, lr, steps):
    def cost(W, b):
        return np.mean((W * x + b - y) ** 2)

    for _ in range(steps):
        slope_W = (cost(W + 0.01, b) - cost(W - 0.01, b)) / (2 * 0.01)
        slope_b = (cost(W, b + 0.01) - cost(W, b - 0.01)) / (2 * 0.01)
        W, b = W + lr * slope_W, b + lr * slope_b
    return W, b


@mistake(
    "cost-task-descend",
    ko="W가 먼저 움직이고, b의 기울기는 새 W에서 쟀어요. 두 기울기를 같은 자리에서 잰 다음 함께 움직이세요.",
    en="W moved first, and the slope for b was measured at the new W. Measure both at the same place, then move both.",
)
def descend_in_turn(W, b, x, y, lr, steps):
    for _ in range(steps):
        W = W - lr * 2 * np.mean((W * x + b - y) * x)
        b = b - lr * 2 * np.mean(W * x + b - y)
    return W, b


@mistake(
    "cost-task-descend",
    ko="기울기를 출발점에서 한 번만 쟀어요. 움직이면 기울기도 달라지니 스텝마다 다시 재세요.",
    en="The slopes are measured once, at the start. They change as you move: measure them in each step.",
)
def descend_by_first_slopes(W, b, x, y, lr, steps):
    errors = W * x + b - y
    slope_W, slope_b = 2 * np.mean(errors * x), 2 * np.mean(errors)
    for _ in range(steps):
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b


@mistake(
    "cost-task-descend",
    ko="한 스텝만 한 것과 같아요. `return`이 반복문 안으로 들여쓰기되어 있거나, 새 값을 `W`와 `b`에 다시 넣지 않아 스텝마다 출발점에서 움직이면 흔히 이렇게 돼요.",
    en="This is where one step ends. Often `return` is indented into the loop, or the new value is not put back into `W` and `b`, so that every step starts from the beginning.",
)
def descend_only_once(W, b, x, y, lr, steps):
    for _ in range(steps):
        errors = W * x + b - y
        W, b = W - lr * 2 * np.mean(errors * x), b - lr * 2 * np.mean(errors)
        return W, b


@mistake(
    "cost-task-descend",
    ko="W만 움직이고 b는 출발점에 그대로 있어요.",
    en="Only W moves; b stays where it started.",
)
def descend_with_weight_only(W, b, x, y, lr, steps):
    for _ in range(steps):
        W = W - lr * 2 * np.mean((W * x + b - y) * x)
    return W, b


@mistake(
    "cost-task-descend",
    ko="기울기의 크기와 상관없이 언제나 `lr`만큼 움직였어요. 기울기에 `lr`을 곱한 만큼 움직이세요.",
    en="Each move is `lr` long, however steep it is. Move by `lr` times the slope.",
)
def descend_by_equal_moves(W, b, x, y, lr, steps):
    for _ in range(steps):
        errors = W * x + b - y
        W, b = W - lr * np.sign(np.mean(errors * x)), b - lr * np.sign(np.mean(errors))
    return W, b


@mistake(
    "cost-task-descend",
    ko="b도 W의 기울기로 움직였어요. b는 b의 기울기로 움직이세요.",
    en="b, too, moves by the slope for W. Move it by its own.",
)
def descend_with_one_slope(W, b, x, y, lr, steps):
    for _ in range(steps):
        slope = 2 * np.mean((W * x + b - y) * x)
        W, b = W - lr * slope, b - lr * slope
    return W, b


@mistake(
    "cost-task-descend",
    ko="새 값에 옛 값이 빠졌어요. 지금 있는 자리에서 움직이는 것이니 `W - lr * …`, `b - lr * …`처럼 옛 값에서 빼세요.",
    en="The new values lack the old ones. A step starts from where you are: subtract from the old value, as in `W - lr * …` and `b - lr * …`.",
)
def descend_from_zero_each_time(W, b, x, y, lr, steps):
    for _ in range(steps):
        errors = W * x + b - y
        W, b = -lr * 2 * np.mean(errors * x), -lr * 2 * np.mean(errors)
    return W, b


# --- cost-guess-evaluations: 100 steps, two parameters ------------------------------------------------------------------

guesses(
    "cost-guess-evaluations",
    right=400,
    wrong={
        100: Text(
            "스텝마다 한 번이 아니에요. 기울기 하나를 재려면 두 번, 파라미터가 둘이니 네 번이에요.",
            "Not one in each step. A slope takes two, and there are two parameters: four.",
        ),
        200: Text(
            "기울기 하나에 두 번은 맞아요. 그런데 한 스텝에 기울기를 두 개 재요.",
            "Two for a slope is right. But a step measures two slopes.",
        ),
        10000: Text(
            "100개씩 놓은 격자의 수예요. 내려갈 때는 모든 짝을 재지 않아요.",
            "That is a grid of 100 by 100. Descent does not measure every pair.",
        ),
        4: Text(
            "한 스텝에 드는 수예요. 스텝이 100번이에요.",
            "That is for one step; there are 100.",
        ),
    },
)

# --- cost-task-end: on the cost of H(x) = ½W²x + W − 1 --------------------------------------------------------------------


@reference("cost-task-end")
def where_it_ends(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        errors = W**2 / 2 * x + W - 1 - y
        W = W - lr * np.mean(2 * errors * (W * x + 1))
    return W


@equivalent("cost-task-end")
def where_it_ends_by_nudging(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])

    def bent(W):
        return np.mean((W**2 / 2 * x + W - 1 - y) ** 2)

    for _ in range(steps):
        W = W - lr * (bent(W + 0.001) - bent(W - 0.001)) / 0.002
    return W


@mistake(
    "cost-task-end",
    ko="오르막으로 가고 있어요. 기울기의 반대쪽이 내리막이니 빼세요.",
    en="This walks uphill. Down is against the slope: subtract.",
)
def where_it_ends_uphill(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        W = W + lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
        W = min(max(W, -50.0), 50.0)
    return W


@mistake(
    "cost-task-end",
    ko="한 스텝만 한 것과 같아요. `return`이 반복문 안으로 들여쓰기되어 있거나, 새 값을 `W`에 다시 넣지 않아 스텝마다 출발점에서 움직이면 흔히 이렇게 돼요.",
    en="This is where one step ends. Often `return` is indented into the loop, or the new value is not put back into `W`, so that every step starts from the beginning.",
)
def where_one_step_ends(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    return W - lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))


@mistake(
    "cost-task-end",
    ko="두 배로 긴 걸음이 끝나는 곳이에요. 스텝이 너무 많아도 같은 바닥에 닿을 수 있어요. 높이의 차이로 기울기를 구했다면, W + h와 W − h 사이의 거리는 2 * h예요.",
    en="This is where steps twice as long end; too many steps may reach the same bottom. If the slope comes from a difference in height: W + h and W − h are 2 * h apart.",
)
def where_it_ends_by_h(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        W = W - 2 * lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
    return W


@mistake(
    "cost-task-end",
    ko="높이의 차이를 거리로 나누지 않았어요. 그래서 걸음이 아주 짧아요.",
    en="The difference in height is not divided by the distance, so the steps are tiny.",
)
def where_it_ends_not_divided(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        W = W - 0.002 * lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
    return W


@mistake(
    "cost-task-end",
    ko="한쪽으로만 움직여 쟀어요. 곡선이 휘어 있어서 조금 틀려요. W + h와 W − h, 양쪽의 높이를 재세요.",
    en="This measures on one side alone. The curve bends, so that is a little off: take the heights on both sides, at W + h and W − h.",
)
def where_it_ends_measured_on_one_side(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])

    def bent(W):
        return np.mean((W**2 / 2 * x + W - 1 - y) ** 2)

    for _ in range(steps):
        W = W - lr * (bent(W + 0.001) - bent(W)) / 0.001
    return W


@mistake(
    "cost-task-end",
    ko="높이를 돌려주었어요. 물은 것은 끝난 자리의 W예요.",
    en="This returns a height. The question is where it ends: W.",
)
def height_at_the_end(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        W = W - lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
    return np.mean((W**2 / 2 * x + W - 1 - y) ** 2)


@mistake(
    "cost-task-end",
    ko="W가 거의 움직이지 않았어요. `/ 2 * h`로 나누었다면 2로 나눈 다음 h를 곱한 거예요. 괄호를 써서 `/ (2 * h)`로 나누세요.",
    en="W has hardly moved. If you wrote `/ 2 * h`, that divides by 2 and then multiplies by h: brackets divide by both, `/ (2 * h)`.",
)
def where_it_ends_without_brackets(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        W = W - 1e-6 * lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
    return W


@mistake(
    "cost-task-end",
    ko="기울기를 출발점에서 한 번만 쟀어요. 움직이면 기울기도 달라지니 스텝마다 다시 재세요.",
    en="The slope is measured once, at the start. It changes as you move: measure it in each step.",
)
def where_it_ends_by_the_first_slope(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    slope = np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
    for _ in range(steps):
        W = W - lr * slope
    return W


@mistake(
    "cost-task-end",
    ko="새 W에 옛 W가 빠졌어요. 지금 있는 자리에서 움직이는 것이니 `W - lr * …`처럼 옛 값에서 빼세요.",
    en="The new W lacks the old one. A step starts from where you are: subtract from the old value, as in `W - lr * …`.",
)
def where_it_ends_from_zero_each_time(W, lr, steps):
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([4.0, 4.0, 6.0, 10.0])
    for _ in range(steps):
        W = -lr * np.mean(2 * (W**2 / 2 * x + W - 1 - y) * (W * x + 1))
    return W


# --- cost-guess-border: the top of the hill ------------------------------------------------------------------------------

guesses(
    "cost-guess-border",
    right=-0.352539,
    wrong={
        0: Text(
            "가까워요! 하지만 W = 0에서도 아직 오른쪽이 내리막이에요. 갈림길은 언덕 꼭대기이고, 조금 더 왼쪽에 있어요.",
            "Near! But at W = 0 it still goes down to the right. The ways part at the top of the hill, a little farther left.",
        ),
        -2: Text(
            "그림이 처음에 출발하는 자리예요. 거기서는 왼쪽 골짜기로 가요.",
            "That is where the picture starts at first. From there it goes to the left valley.",
        ),
        -2.65: Text(
            "왼쪽 골짜기의 바닥이에요. 갈림길은 두 골짜기 사이의 언덕 꼭대기예요.",
            "That is the bottom of the left valley. The ways part on top of the hill between the valleys.",
        ),
        2: Text(
            "오른쪽 골짜기의 바닥이에요. 갈림길은 두 골짜기 사이의 언덕 꼭대기예요.",
            "That is the bottom of the right valley. The ways part on top of the hill between the valleys.",
        ),
    },
)

# --- cost-guess-tenfold: y = x, inputs ten times as large, at W = 0 --------------------------------------------------------

guesses(
    "cost-guess-tenfold",
    right=-93.333333,
    wrong={
        -9.333: Text(
            "예측이 모두 0이니 비용은 그대로예요. 하지만 W를 조금 움직이면 예측이 열 배로 움직이니 기울기는 열 배예요.",
            "All predictions are 0, so the cost stays. But a small move of W now moves each prediction ten times as much.",
        ),
        -0.9333: Text(
            "반대예요. 입력이 크면 같은 W의 변화에 예측이 더 많이 움직여요.",
            "The other way round: with larger inputs, the same change of W moves the predictions more.",
        ),
        -933.33: Text(
            "백 배가 되는 것은 곡률이에요. W = 0의 기울기에는 입력이 한 번만 곱해져요.",
            "A hundred times is for how fast the slope changes. The slope at W = 0 has the inputs in it once.",
        ),
        93.333: Text(
            "크기는 맞아요. 하지만 바닥은 여전히 오른쪽에 있어서 내리막이에요.",
            "The size is right. But the bottom is still to the right, so it goes down.",
        ),
    },
)

# --- cost-guess-shapes ------------------------------------------------------------------------------------------------------

choice(
    "cost-guess-shapes",
    right="c",
    wrong={
        "a": Text(
            "수는 같지만 모양이 달라요. (3, 1)에서 (3,)을 빼면 모든 예측이 모든 정답과 짝지어져 차이가 9개 나와요.",
            "The numbers agree, the shapes do not: (3, 1) minus (3,) pairs each prediction with every right answer, which makes 9 differences.",
        ),
        "b": Text(
            "그랬다면 좋았을 거예요. 브로드캐스팅은 아무 말 없이 두 모양을 (3, 3)으로 늘려요.",
            "That would be better. Broadcasting stretches both to (3, 3) without a word.",
        ),
    },
)

# --- cost-challenge-lowest ----------------------------------------------------------------------------------------------------


@reference("cost-challenge-lowest")
def lowest(f):
    places = list(np.linspace(-5, 5, 101))
    heights = [f(W) for W in places]
    W = places[heights.index(min(heights))]
    for _ in range(30):
        W = W - 0.05 * (f(W + 0.01) - f(W - 0.01)) / 0.02
    return W


@equivalent("cost-challenge-lowest")
def lowest_by_finer_grids(f):
    low, high, W = -5.0, 5.0, 0.0
    for points in (101, 41, 41):
        places = np.linspace(low, high, points)
        heights = [f(v) for v in places]
        W, gap = places[heights.index(min(heights))], places[1] - places[0]
        low, high = max(-5.0, W - gap), min(5.0, W + gap)
    return W


@mistake(
    "cost-challenge-lowest",
    ko="가장 깊은 골짜기에서 끝나지 않아요. 출발점 하나로는 그 골짜기만 보여요. 먼저 −5부터 5까지 모두 둘러보고, 본 곳 가운데 가장 낮은 데에서 내려가세요.",
    en="This does not end in the deepest valley. From one start you see one valley: look around first, from −5 to 5, and descend from the lowest place that you have seen.",
)
def lowest_from_one_start(f):
    W = 0.0
    for _ in range(90):
        W = min(max(W - 0.05 * (f(W + 0.01) - f(W - 0.01)) / 0.02, -5.0), 5.0)
    return W


@mistake(
    "cost-challenge-lowest",
    ko="골짜기는 맞게 골랐는데 바닥까지 내려가지 않았어요. 격자에서 가장 좋은 자리에서 출발해 내려가세요.",
    en="The valley is right, but this is not its bottom yet. Start from the best place of the grid, and descend.",
)
def lowest_of_a_grid(f):
    places = list(np.linspace(-5, 5, 101))
    heights = [f(W) for W in places]
    return places[heights.index(min(heights))]


@mistake(
    "cost-challenge-lowest",
    ko="어떤 곡선에서는 바닥에서 0.001 안에 들지 못해요. 격자만으로는 200번을 다 써도 그래요. 성긴 격자로 골짜기를 고르고, 나머지는 그 둘레에서 쓰세요.",
    en="On some curves this is not within 0.001 of the lowest height. A grid alone does not get there with all 200 measurements: choose the valley by a coarse grid, and spend the rest around it.",
)
def lowest_of_the_finest_grid(f):
    places = list(np.linspace(-5, 5, 200))
    heights = [f(W) for W in places]
    return places[heights.index(min(heights))]


@mistake(
    "cost-challenge-lowest",
    ko="가장 낮은 곳을 찾았지만 200번보다 많이 쟀어요. 격자를 성기게 놓고, 나머지는 내려가는 데 쓰세요.",
    en="It is the lowest place, but it took more than 200 measurements. Use a coarser grid, and spend the rest on descent.",
)
def lowest_of_a_very_fine_grid(f):
    places = np.linspace(-5, 5, 2001)
    heights = [f(W) for W in places]
    return places[heights.index(min(heights))]


# --- cost-drill-slope, cost-drill-mean, cost-drill-array: what the unit assumes ------------------------------------------------


@reference("cost-drill-slope")
def slope_through_points(x1, y1, dx, dy):
    return dy / dx


@mistake(
    "cost-drill-slope",
    ko="위아래가 바뀌었어요. y의 변화를 x의 변화로 나누세요.",
    en="It is upside down: divide the change in y by the change in x.",
)
def slope_upside_down(x1, y1, dx, dy):
    return dx / dy


@mistake(
    "cost-drill-slope",
    ko="부호가 반대예요. 두 점의 순서를 위아래에서 똑같이 지키세요.",
    en="The sign is reversed: keep the same order of the points above and below.",
)
def slope_in_mixed_order(x1, y1, dx, dy):
    return -dy / dx


@mistake(
    "cost-drill-slope",
    ko="y의 변화예요. x의 변화로 나누어야 기울기가 돼요.",
    en="That is the change in y. Divide it by the change in x.",
)
def rise_without_run(x1, y1, dx, dy):
    return dy


@reference("cost-drill-mean")
def mean_of_signed(values):
    return np.mean(values)


@mistake(
    "cost-drill-mean",
    ko="합이에요. 수의 개수 4로 나누세요.",
    en="That is the sum. Divide by how many there are: 4.",
)
def sum_of_signed(values):
    return np.sum(values)


@mistake(
    "cost-drill-mean",
    ko="부호를 빼고 평균을 냈어요. 음수는 빼는 셈이에요.",
    en="That leaves out the signs. Negative numbers take away.",
)
def mean_of_sizes(values):
    return np.mean(np.abs(values))


@mistake(
    "cost-drill-mean",
    ko="3으로 나누었어요. 수는 네 개예요.",
    en="That divides by 3. There are four numbers.",
)
def mean_by_three(values):
    return np.sum(values) / 3


@reference("cost-drill-array")
def mean_of_products(a, b):
    return np.mean(a * b)


@mistake(
    "cost-drill-array",
    ko="곱의 합이에요. `np.mean`은 3으로 나누기까지 해요.",
    en="That is the sum of the products. `np.mean` also divides by 3.",
)
def sum_of_products(a, b):
    return np.sum(a * b)


@mistake(
    "cost-drill-array",
    ko="평균끼리 곱했어요. `a * b`는 같은 자리의 수끼리 곱하고, 그다음에 평균을 내요.",
    en="That multiplies two means. `a * b` multiplies place by place, and the mean comes after.",
)
def product_of_means(a, b):
    return np.mean(a) * np.mean(b)


@mistake(
    "cost-drill-array",
    ko="곱하지 않고 더했어요.",
    en="That adds in place of multiplying.",
)
def mean_of_sums(a, b):
    return np.mean(a + b)


# --- chain-drill-central ---------------------------------------------------------------------------------------------


@reference("chain-drill-central")
def central_on_paper(a, x, h):
    return a * ((x + h) ** 3 - (x - h) ** 3) / (2 * h)


@mistake(
    "chain-drill-central",
    ko="전진 차분이에요. 중심 차분은 x − h에서의 값과 비교해요.",
    en="That is the forward difference. The central one compares with the value at x − h.",
)
def forward_on_paper(a, x, h):
    return a * ((x + h) ** 3 - x**3) / h


@mistake(
    "chain-drill-central",
    ko="h로 나누었어요. 두 점은 2h만큼 떨어져 있어요.",
    en="This divides by h. The two points lie 2h apart.",
)
def central_over_h_on_paper(a, x, h):
    return a * ((x + h) ** 3 - (x - h) ** 3) / h


@mistake(
    "chain-drill-central",
    ko="이것은 도함수의 값이에요. h가 이렇게 크면 중심 차분은 거기에서 많이 빗나가요.",
    en="That is the derivative. With an h this large, the central difference is well off it.",
)
def exact_on_paper(a, x, h):
    return 3 * a * x**2


@mistake(
    "chain-drill-central",
    ko="차이만 구했어요. 두 점 사이의 거리 2h로 나누세요.",
    en="That is the difference alone. Divide by the distance, 2h.",
)
def undivided_on_paper(a, x, h):
    return a * ((x + h) ** 3 - (x - h) ** 3)
