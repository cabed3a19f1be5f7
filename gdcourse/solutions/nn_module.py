"""05-nn-module: the right answers, and the wrong ones people really give.

Where students write a class, the variants here are functions that make one object of it: called alike, they are
probed alike.
"""

from __future__ import annotations

import torch
from torch import nn

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

# --- dense-layer: y = x Wᵀ + b -----------------------------------------------------------------------------------


@reference("dense-layer")
def dense(n_in, n_out):
    class Layer(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(n_out, n_in) / n_in**0.5)
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, inputs):
            return inputs @ self.weight.T + self.bias

    return Layer(n_in, n_out)


@equivalent("dense-layer")
def dense_by_functional(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super(Dense, self).__init__()  # noqa: UP008
            self.bias = nn.Parameter(torch.rand(n_out))
            self.weight = nn.Parameter(torch.rand(n_out, n_in))

        def forward(self, x):
            return nn.functional.linear(x, self.weight, self.bias)

    return Dense(n_in, n_out)


@equivalent("dense-layer")
def dense_by_registering(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.register_parameter("weight", nn.Parameter(torch.empty(n_out, n_in).uniform_(-1, 1)))
            self.register_parameter("bias", nn.Parameter(torch.zeros(n_out)))

        def forward(self, x):
            return torch.einsum("ni,oi->no", x, self.weight) + self.bias

    return Dense(n_in, n_out)


@equivalent("dense-layer")
def dense_by_sum(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x):
            return (self.weight * x.unsqueeze(1)).sum(dim=2) + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="`nn.Linear`를 썼어요. 이 문제에서는 `nn.Parameter`로 직접 만드세요.",
    en="This uses `nn.Linear`. Build the layer from `nn.Parameter` here.",
    credit=0.25,
)
def dense_by_linear(n_in, n_out):
    return nn.Linear(n_in, n_out)


@mistake(
    "dense-layer",
    ko="음수인 출력이 0이 되었어요. `torch.relu`가 그렇게 해요. 이 층은 선형이라 음수도 그대로 나와야 해요.",
    en="Negative outputs have become 0, as by `torch.relu`. This layer is linear: negative outputs have to stay.",
    credit=0.5,
)
def dense_with_relu(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x):
            return torch.relu(x @ self.weight.T + self.bias)

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="출력에서 모듈의 파라미터까지 그래프가 이어지지 않아 이 모듈은 학습할 수 없어요. `.data`, `detach`, `no_grad`, `requires_grad=False`가 없는지, `forward`가 `self.weight`와 `self.bias`를 쓰지 않고 값을 새로 만들지는 않는지 보세요.",
    en="No graph leads from the output to the parameters of the module, so it cannot learn. Look for `.data`, `detach`, `no_grad` or `requires_grad=False`, and for a `forward` that makes values of its own where `self.weight` and `self.bias` belong.",
    credit=0.5,
)
def dense_without_graph(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        @torch.no_grad()
        def forward(self, x):
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="그래디언트가 닿지 않는 파라미터가 있어요. 출력에서 그 파라미터까지 가는 그래프가 끊겨서 그것은 학습되지 않아요. `self.weight`나 `self.bias`에 `.data`나 `detach`가 붙어 있지 않은지 보세요.",
    en="Some parameter receives no gradient: the graph from the output to it is cut off, so it would never learn. Look for a `.data` or a `detach` behind `self.weight` or `self.bias`.",
    credit=0.5,
)
def dense_with_weight_data(n_in, n_out):
    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, inputs):
            return inputs @ self.weight.data.T + self.bias

    return Layer()


@mistake(
    "dense-layer",
    ko="출력에서 입력 `x`까지 가는 그래프가 끊겼어요. 이 층은 학습되지만, 이 층보다 앞에 놓인 층은 학습되지 않아요. `x`에 `detach`나 `.data`가 붙었거나 `x`로 텐서를 새로 만들지 않았는지 보세요.",
    en="The graph from the output to the input `x` is cut off. This layer learns, but a layer in front of it would not. Look for a `detach` or a `.data` behind `x`, or for a new tensor made from `x`.",
    credit=0.5,
)
def dense_with_input_cut_off(n_in, n_out):
    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, inputs):
            return inputs.detach() @ self.weight.T + self.bias

    return Layer()


@mistake(
    "dense-layer",
    ko="`super().__init__()`을 부르기 전에 파라미터를 넣었거나 아예 부르지 않았어요. 파라미터를 등록해 둘 목록이 그때 만들어지기 때문에, PyTorch가 오류를 내요.",
    en="A parameter was assigned before `super().__init__()` was called, or it was never called. That call makes the list in which parameters are registered, so PyTorch refuses.",
)
def dense_without_super(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x):
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="`parameters()`가 아무것도 찾지 못해요. 보통의 텐서는 모듈에 파라미터로 등록되지 않아서, 옵티마이저가 움직일 수 없어요.",
    en="`parameters()` finds nothing. A plain tensor is not registered as a parameter of the module, so no optimizer will ever move it.",
    credit=0.5,
)
def dense_of_plain_tensors(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = torch.zeros(n_out, n_in, requires_grad=True)
            self.bias = torch.zeros(n_out, requires_grad=True)

        def forward(self, x):
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="가중치의 행과 열이 바뀌었어요. 출력마다 한 행이 있어야 하니 모양은 (n_out, n_in)이고, 전치는 계산할 때 해요.",
    en="Rows and columns of the weight are swapped. It needs one row for each output, so its shape is (n_out, n_in); it is transposed when it is used.",
    credit=0.5,
)
def dense_transposed(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_in, n_out))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x):
            return x @ self.weight + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="편향이 등록은 되어 있지만 출력에 더해지지 않았어요.",
    en="The bias is registered, but it is not added to the output.",
    credit=0.5,
)
def dense_forgets_bias(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x):
            return x @ self.weight.T

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="편향이 수 하나뿐이라서 모든 출력에 같은 수가 더해져요. 편향은 출력마다 하나씩 필요해요.",
    en="The bias is a single number, so every output gets the same one. There has to be one bias for each output.",
    credit=0.5,
)
def dense_with_one_bias(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(1))

        def forward(self, x):
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="`forward`라는 메서드가 없어요. 철자가 맞는지, `__init__` 안으로 들여쓰지는 않았는지 확인하세요.",
    en="There is no method called `forward`. Check its spelling, and that it is not indented into `__init__`.",
    credit=0.5,
)
def dense_without_forward(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def foward(self, x):
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="`forward`가 부를 때마다 파라미터를 새로 만들어 넣어요. 옵티마이저는 처음의 파라미터만 알고 있어서, 새것은 학습되지 않아요. 파라미터는 `__init__`에서 한 번만 만들고 `forward`에서는 쓰기만 하세요.",
    en="`forward` puts new parameters in place each time it is called. An optimizer knows only those that were there at first, so the new ones are never trained. Make the parameters once, in `__init__`, and only use them in `forward`.",
    credit=0.25,
)
def dense_made_anew_in_forward(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.n_in, self.n_out = n_in, n_out
            self.weight = nn.Parameter(torch.randn(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out))

        def forward(self, x):
            self.weight = nn.Parameter(torch.randn(self.n_out, self.n_in, dtype=x.dtype))
            self.bias = nn.Parameter(torch.zeros(self.n_out, dtype=x.dtype))
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="편향의 모양이 (n_out, 1)이에요. 축이 하나인 (n_out,)이어야 해요. 그래야 출력의 행마다 그대로 더해져요.",
    en="The bias is of shape (n_out, 1). It should have one axis, (n_out,): then it is added to each row of the output as it is.",
    credit=0.5,
)
def dense_with_a_column_of_biases(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(n_out, 1))

        def forward(self, x):
            return (self.weight @ x.T + self.bias).T

    return Dense(n_in, n_out)


@mistake(
    "dense-layer",
    ko="편향의 모양이 (1, n_out)이에요. `nn.Linear`처럼 축이 하나인 (n_out,)이어야 해요.",
    en="The bias is of shape (1, n_out). As in `nn.Linear`, it should have one axis, (n_out,).",
    credit=0.5,
)
def dense_with_a_row_of_biases(n_in, n_out):
    class Dense(nn.Module):
        def __init__(self, n_in, n_out):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(n_out, n_in))
            self.bias = nn.Parameter(torch.zeros(1, n_out))

        def forward(self, x):
            return x @ self.weight.T + self.bias

    return Dense(n_in, n_out)


# --- mse-module --------------------------------------------------------------------------------------------------


@reference("mse-module")
def mse():
    class Loss(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean((y_pred - y) ** 2)

    return Loss()


@equivalent("mse-module")
def mse_as_in_a_notebook():
    class MSE(nn.Module):
        def __init__(self):
            super().__init__()

        def forward(self, x, y):
            return torch.mean(torch.square(x - y))

    return MSE()


@equivalent("mse-module")
def mse_by_counting():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            error = (y_pred - y).flatten()
            return error.dot(error) / error.numel()

    return MSE()


@equivalent("mse-module")
def mse_by_torch():
    class MSE(nn.Module):
        def __init__(self):
            super().__init__()
            self.loss = nn.MSELoss()

        def forward(self, y_pred, y):
            return self.loss(y_pred, y)

    return MSE()


@mistake(
    "mse-module",
    ko="손실과 그래디언트가 정확히 N배예요. 제곱 오차를 더하기만 하고 N으로 나누지 않았어요.",
    en="Loss and gradient are exactly N times too large: the squared errors were added up, but not divided by N.",
    credit=0.5,
)
def mse_as_sum():
    class MSE(nn.Module):
        def __init__(self):
            super().__init__()
            self.loss = nn.MSELoss(reduction="sum")

        def forward(self, y_pred, y):
            return self.loss(y_pred, y)

    return MSE()


@mistake(
    "mse-module",
    ko="정확히 절반이에요. 미분할 때 2가 사라지도록 2로 한 번 더 나눈 손실도 쓰이지만, `nn.MSELoss`는 그렇게 나누지 않아요.",
    en="This is exactly half. A loss divided by 2 as well, so that no 2 is left in its derivative, is also in use, but `nn.MSELoss` does not divide by it.",
    credit=0.5,
)
def mse_halved():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean((y_pred - y) ** 2) / 2

    return MSE()


@mistake(
    "mse-module",
    ko="평균을 내지 않아서 손실이 데이터마다 하나씩 나왔어요. `backward()`는 수 하나에서 시작하니 손실도 하나여야 해요.",
    en="Nothing was averaged: there is one loss for each data point. `backward()` starts at one number, so the loss has to be one number.",
)
def mse_not_averaged():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return (y_pred - y) ** 2

    return MSE()


@mistake(
    "mse-module",
    ko="평균에 제곱근까지 취했어요. 이것은 평균 제곱근 오차(RMSE)이고, 그래디언트도 달라요.",
    en="This also takes the square root of the mean. That is the root mean square error (RMSE), and its gradient differs too.",
)
def mse_with_root():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.sqrt(torch.mean((y_pred - y) ** 2))

    return MSE()


@mistake(
    "mse-module",
    ko="제곱하지 않고 절댓값을 평균했어요. 이것은 평균 절대 오차(L1)예요.",
    en="This averages absolute values, not squares: it is the mean absolute error (L1).",
)
def mse_with_absolute_values():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean(torch.abs(y_pred - y))

    return MSE()


@mistake(
    "mse-module",
    ko="손실에 계산 그래프가 이어져 있지 않아서 `backward()`를 부를 수 없어요. `.item()`, `.detach()`, `torch.tensor(...)`, `no_grad`가 그래프를 끊었거나, 손실을 구할 때 `y_pred`를 쓰지 않았어요.",
    en="There is no computational graph behind this loss, so `backward()` cannot start here. Either `.item()`, `.detach()`, `torch.tensor(...)` or `no_grad` has cut it off, or `y_pred` does not go into the loss.",
    credit=0.0,
)
def mse_cut_off():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean((y_pred - y) ** 2).item()

    return MSE()


@mistake(
    "mse-module",
    ko="`__init__`을 직접 쓰면서 `super().__init__()`을 부르지 않았어요. 모듈이 작동하는 데 필요한 것이 그때 만들어져요.",
    en="There is an `__init__` of your own here that does not call `super().__init__()`. That call makes what a module needs to work.",
    credit=0.5,
)
def mse_without_super():
    class MSE(nn.Module):
        def __init__(self):
            self.name = "mean squared error"

        def forward(self, y_pred, y):
            return torch.mean((y_pred - y) ** 2)

    return MSE()


@mistake(
    "mse-module",
    ko="예측마다 모든 정답과 비교한 N×N개의 제곱을 평균했어요. (N, 1)과 (N,)의 차를 구할 때 이렇게 돼요. 두 모양을 맞추세요.",
    en="This averages N×N squares: each prediction is compared with every target, as happens where (N, 1) and (N,) are subtracted. Give both the same shape.",
    credit=0.25,
)
def mse_of_all_pairs():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean((y_pred - y.flatten()) ** 2)

    return MSE()


@mistake(
    "mse-module",
    ko="오차를 먼저 평균하고 그 평균을 제곱했어요. 이러면 부호가 다른 오차가 서로 지워져요. 하나씩 제곱한 다음 평균하세요.",
    en="This squares the mean of the errors, in which errors of different signs cancel. Square each one, then take the mean.",
)
def mse_of_the_mean_error():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean(y_pred - y) ** 2

    return MSE()


@mistake(
    "mse-module",
    ko="제곱의 합을 N이 아니라 N − 1로 나누었어요. `nn.MSELoss`는 N으로 나눠요.",
    en="The sum of the squares is divided by N − 1. `nn.MSELoss` divides by N.",
    credit=0.5,
)
def mse_by_one_less():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.sum((y_pred - y) ** 2) / (len(y) - 1)

    return MSE()


@mistake(
    "mse-module",
    ko="제곱의 합에 제곱근을 씌운 길이를 N으로 나누었어요. `torch.norm`은 제곱근까지 구하니, N으로 나누기 전에 다시 제곱하세요.",
    en="This is the root of the sum of the squares, divided by N. `torch.norm` takes the root: square what it gives before you divide by N.",
    credit=0.25,
)
def mse_by_the_length():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.norm(y_pred - y) / len(y)

    return MSE()


@mistake(
    "mse-module",
    ko="예측의 제곱에서 정답의 제곱을 뺐어요. 먼저 빼서 오차를 구하고, 그것을 제곱하세요.",
    en="This subtracts the square of the right answer from the square of the prediction. Subtract first, which gives the error, and square that.",
)
def mse_by_difference_of_squares():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean(y_pred**2 - y**2)

    return MSE()


@mistake(
    "mse-module",
    ko="손실의 값은 맞지만 예측까지 그래디언트가 가지 않아요. `torch.tensor(...)`, `.detach()`, NumPy는 그래프가 없는 새 수를 만들고, `requires_grad=True`는 그 앞을 이어 주지 않아요. 받은 텐서로만 계산하세요.",
    en="The loss has the right value, but no gradient gets to the prediction. `torch.tensor(...)`, `.detach()` and NumPy make a new number without a graph, and `requires_grad=True` does not join it to what came before. Work with the tensors that you are given.",
)
def mse_made_anew():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return torch.mean((y_pred.detach() - y) ** 2).requires_grad_()

    return MSE()


@mistake(
    "mse-module",
    ko="이것은 오차가 1보다 크면 곧게 커지는 손실이에요(`smooth_l1_loss`, `HuberLoss`). 평균 제곱 오차는 어디서나 제곱이에요.",
    en="This is a loss that grows straight where an error is above 1 (`smooth_l1_loss`, `HuberLoss`). The mean squared error squares everywhere.",
)
def mse_with_straight_arms():
    class MSE(nn.Module):
        def forward(self, y_pred, y):
            return nn.functional.smooth_l1_loss(y_pred, y)

    return MSE()


# --- prepare-data ------------------------------------------------------------------------------------------------


@reference("prepare-data")
def prepare(x, y):
    return tuple(torch.tensor(v, dtype=torch.float32).reshape(-1, 1) for v in (x, y))


@equivalent("prepare-data")
def prepare_from_numpy(x, y):
    x = torch.from_numpy(x).float().unsqueeze(1)
    y = torch.from_numpy(y).float().unsqueeze(1)
    return x, y


@equivalent("prepare-data")
def prepare_in_numpy_first(x, y):
    x = x.astype("float32").reshape(len(x), 1)
    y = y.astype("float32").reshape(len(y), 1)
    return torch.as_tensor(x), torch.as_tensor(y)


@equivalent("prepare-data")
def prepare_with_float_tensor(x, y):
    return [torch.FloatTensor([[float(value)] for value in v]) for v in (x, y)]


@mistake(
    "prepare-data",
    ko="`x`는 float64, `y`는 정수 그대로예요. `nn.Linear`의 파라미터는 float32라서, float64인 `x`를 넣으면 dtype 오류가 나요.",
    en="`x` is still float64 and `y` still made of integers. The parameters of `nn.Linear` are float32, and a float64 `x` gives a dtype error.",
    credit=0.5,
)
def prepare_keeps_dtypes(x, y):
    return torch.from_numpy(x).reshape(-1, 1), torch.from_numpy(y).reshape(-1, 1)


@mistake(
    "prepare-data",
    ko="둘 다 float64예요. `nn.Linear`의 파라미터는 float32라서, float64인 `x`를 넣으면 dtype 오류가 나요.",
    en="Both are float64. The parameters of `nn.Linear` are float32, and a float64 `x` gives a dtype error.",
    credit=0.5,
)
def prepare_as_double(x, y):
    return torch.tensor(x).double().reshape(-1, 1), torch.tensor(y).double().reshape(-1, 1)


@mistake(
    "prepare-data",
    ko="`y`가 아직 정수예요. `x`와 같은 float32로 바꾸세요.",
    en="`y` is still made of integers. Make it float32, like `x`.",
    credit=0.5,
)
def prepare_leaves_integers(x, y):
    return torch.tensor(x, dtype=torch.float32).reshape(-1, 1), torch.tensor(y).reshape(-1, 1)


@mistake(
    "prepare-data",
    ko="모양이 (N,)이에요. `nn.Linear`는 마지막 축을 특성으로 읽으니, 점 하나가 한 행이 되도록 (N, 1)로 만드세요.",
    en="The shape is (N,). `nn.Linear` reads the last axis as the features, so each point must be a row: (N, 1).",
    credit=0.5,
)
def prepare_flat(x, y):
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


@mistake(
    "prepare-data",
    ko="텐서로 바꾸기만 했어요. 모양은 아직 (N,)이고, `x`는 float64, `y`는 정수예요. 모양은 (N, 1), dtype은 float32여야 해요.",
    en="They were only made tensors. The shape still is (N,), `x` is float64 and `y` made of integers: it should be (N, 1), and float32.",
)
def prepare_as_they_are(x, y):
    return torch.tensor(x), torch.tensor(y)


@mistake(
    "prepare-data",
    ko="`x`는 (N, 1)인데 `y`는 (N,)이에요. 그러면 손실을 계산할 때 예측과 정답이 N×N으로 브로드캐스팅돼요.",
    en="`x` is (N, 1) but `y` is (N,). Then prediction and target are broadcast to N×N when the loss is computed.",
    credit=0.5,
)
def prepare_with_flat_target(x, y):
    return torch.tensor(x, dtype=torch.float32).reshape(-1, 1), torch.tensor(y, dtype=torch.float32)


@mistake(
    "prepare-data",
    ko="점 N개가 모두 한 행에 들어갔어요. 모양이 (1, N)이면 특성이 N개인 점 하나로 읽혀요.",
    en="All N points are in one row. The shape (1, N) is read as a single point with N features.",
    credit=0.5,
)
def prepare_as_row(x, y):
    return torch.tensor(x, dtype=torch.float32).reshape(1, -1), torch.tensor(y, dtype=torch.float32).reshape(1, -1)


@mistake(
    "prepare-data",
    ko="순서가 바뀌었어요. `x`, `y` 순서로 돌려주세요.",
    en="The order is swapped: return `x` first, then `y`.",
    credit=0.5,
)
def prepare_swapped(x, y):
    return tuple(torch.tensor(v, dtype=torch.float32).reshape(-1, 1) for v in (y, x))


# --- layer-list --------------------------------------------------------------------------------------------------


@reference("layer-list")
def stack(sizes):
    class Layers(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

        def forward(self, values):
            *hidden, last = self.layers
            for layer in hidden:
                values = torch.relu(layer(values))
            return last(values)

    return Layers(sizes)


@equivalent("layer-list")
def stack_in_sequence(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            parts = []
            for i in range(len(sizes) - 1):
                if i > 0:
                    parts.append(nn.ReLU())
                parts.append(nn.Linear(sizes[i], sizes[i + 1]))
            self.net = nn.Sequential(*parts)

        def forward(self, x):
            return self.net(x)

    return Stack(sizes)


@equivalent("layer-list")
def stack_with_names(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.count = len(sizes) - 1
            for i in range(self.count):
                setattr(self, f"layer{i}", nn.Linear(sizes[i], sizes[i + 1]))

        def forward(self, x):
            for i in range(self.count):
                x = getattr(self, f"layer{i}")(x)
                if i < self.count - 1:
                    x = nn.functional.relu(x)
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="첫 층보다 앞에도 `torch.relu`가 있어서 음수인 입력이 0이 돼요. 층과 층 사이에만 두세요.",
    en="There is a `torch.relu` before the first layer too, which turns negative inputs into 0. It belongs only between layers.",
    credit=0.5,
)
def stack_with_first_relu(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

        def forward(self, x):
            for layer in self.layers:
                x = layer(torch.relu(x))
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="출력에서 파라미터까지 그래프가 이어지지 않아 이 모듈은 학습할 수 없어요. `.data`, `detach`, `no_grad`가 없는지, `forward`에서 층을 쓰는지 보세요.",
    en="No graph leads from the output to the parameters, so this module cannot learn. Look for `.data`, `detach` or `no_grad`, and whether `forward` uses the layers.",
    credit=0.5,
)
def stack_without_graph(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

        @torch.no_grad()
        def forward(self, x):
            for layer in self.layers[:-1]:
                x = torch.relu(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="그래디언트가 닿지 않는 파라미터가 있어요. 앞쪽 층까지 가는 그래프가 끊겼거나, 쓰이지 않은 층이 있어요. 층 사이에 `torch.tensor(...)`, `.data`, `detach`가 없는지 보세요.",
    en="Some parameter receives no gradient: the graph from the output to earlier layers is cut off, or a layer is not used. Look for `torch.tensor(...)`, `.data` or `detach` between the layers.",
    credit=0.5,
)
def stack_cut_between_layers(sizes):
    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, inputs):
            for layer in self.layers[:-1]:
                inputs = torch.relu(layer(inputs)).detach()
            return self.layers[-1](inputs)

    return Stack()


@mistake(
    "layer-list",
    ko="`parameters()`가 파라미터를 하나도 찾지 못해요. 층이 파이썬 리스트에 들어 있거나 `forward` 안에서 만들어지면, 또는 어디에도 넣지 않으면 이렇게 돼요. 속성에 바로 넣은 모듈과, `nn.ModuleList`처럼 층을 담는 모듈만 살펴봐요.",
    en="`parameters()` finds nothing, as where the layers are in a Python list, are made inside `forward`, or are put nowhere. It looks only into modules that are attributes, and into modules made to hold layers, such as `nn.ModuleList`.",
    credit=0.0,
)
def stack_in_a_python_list(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = torch.relu(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="첫 층의 파라미터밖에 찾지 못해요. 나머지 층이 파이썬 리스트에 숨어 있거나, 같은 층 하나를 여러 번 넣은(`[layer] * n`) 경우가 많아요. 층마다 새로 만들어 `nn.ModuleList`에 넣으세요.",
    en="Only the parameters of the first layer are found. Often the others are hidden in a Python list, or the same layer is in it several times (`[layer] * n`). Make each layer anew, and put them into an `nn.ModuleList`.",
    credit=0.25,
)
def stack_half_hidden(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.first = nn.Linear(sizes[0], sizes[1])
            self.rest = [nn.Linear(sizes[i], sizes[i + 1]) for i in range(1, len(sizes) - 1)]

        def forward(self, x):
            x = self.first(x)
            for layer in self.rest:
                x = layer(torch.relu(x))
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="마지막 층 뒤에도 `torch.relu`가 있어서 음수인 출력이 모두 0이 돼요.",
    en="There is a `torch.relu` after the last layer too, which turns every negative output into 0.",
    credit=0.5,
)
def stack_with_last_relu(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

        def forward(self, x):
            for layer in self.layers:
                x = torch.relu(layer(x))
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="층 사이에서 `torch.relu`가 아무것도 바꾸지 않아요. 아예 없거나, `torch.relu(x)`의 결과를 `x`에 다시 넣지 않은 경우가 많아요. 선형 층만 이어 붙이면 몇 개를 쌓아도 선형 층 하나와 같아요.",
    en="No `torch.relu` takes effect between the layers. Often there is none, or the result of `torch.relu(x)` is not put back into `x`. However many linear layers there are in a row, together they are just one linear layer.",
    credit=0.5,
)
def stack_without_relu(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="`super().__init__()`을 부르기 전에 층을 넣었거나 아예 부르지 않았어요. 층을 등록해 둘 목록이 그때 만들어져요.",
    en="A layer was assigned before `super().__init__()` was called, or it was never called. That call makes the list in which layers are registered.",
)
def stack_without_super(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            self.layers = nn.ModuleList(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = torch.relu(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="층과 층 사이에 `relu`가 아니라 `sigmoid`가 있어요.",
    en="Between the layers is a `sigmoid`, not `relu`.",
    credit=0.5,
)
def stack_with_sigmoid(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = torch.sigmoid(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="층과 층 사이에 `relu`가 아니라 `tanh`가 있어요.",
    en="Between the layers is a `tanh`, not `relu`.",
    credit=0.5,
)
def stack_with_tanh(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = torch.tanh(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="층과 층 사이의 음수가 0이 되지 않고 0.01배로 남아요. `leaky_relu`가 그래요. `relu`를 쓰세요.",
    en="Between the layers, negative values are not 0 but a hundredth of themselves: that is `leaky_relu`. Use `relu`.",
    credit=0.5,
)
def stack_with_leaky_relu(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = nn.functional.leaky_relu(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="`relu`가 첫 층 뒤에만 있어요. 마지막을 뺀 모든 층 뒤에 있어야 해요.",
    en="There is a `relu` behind the first layer alone. It belongs behind every layer but the last.",
    credit=0.5,
)
def stack_with_relu_behind_the_first_alone(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            first, *rest = self.layers
            x = first(x)
            if rest:
                x = torch.relu(x)
            for layer in rest:
                x = layer(x)
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="출력의 수가 마지막 층과 같은 층 뒤에는 `relu`가 없어요. 마지막 층인지는 크기가 아니라 자리로 알아보세요.",
    en="There is no `relu` behind any layer with as many outputs as the last one. Tell the last layer by its place, not by its size.",
    credit=0.25,
)
def stack_with_relu_by_size(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
                if layer.out_features != self.layers[-1].out_features:
                    x = torch.relu(x)
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="층에 편향이 없어요. 파라미터가 절반만 있는 것이 그 때문이에요. `bias=False`를 빼세요.",
    en="The layers have no biases, so only half of the parameters are there. Leave out `bias=False`.",
    credit=0.5,
)
def stack_without_biases(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b, bias=False) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = torch.relu(layer(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="첫 층 앞에도, 마지막 층 뒤에도 `torch.relu`가 있어요. 음수인 입력과 출력이 0이 돼요. 층과 층 사이에만 두세요.",
    en="There is a `torch.relu` before the first layer and another one after the last, which turn negative inputs and outputs into 0. It belongs only between layers.",
    credit=0.25,
)
def stack_with_relu_at_both_ends(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            x = torch.relu(x)
            for layer in self.layers:
                x = torch.relu(layer(x))
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="`relu`가 첫 층 뒤에만 있고, 층이 하나뿐이어도 있어요. 마지막을 뺀 모든 층 뒤에 있어야 해요.",
    en="There is a `relu` behind the first layer alone, even where that is the only one. It belongs behind every layer but the last.",
    credit=0.25,
)
def stack_with_relu_behind_the_first_whatever_comes(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            first, *rest = self.layers
            x = torch.relu(first(x))
            for layer in rest:
                x = layer(x)
            return x

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="`relu`가 층 뒤가 아니라 앞에 있어요. 그래서 첫 층에 들어오는 음수가 0이 되고, 마지막 두 층 사이에는 `relu`가 없어요. 마지막을 뺀 모든 층 뒤에 두세요.",
    en="`relu` comes before each layer instead of after it: negative inputs of the first layer become 0, and there is no `relu` between the last two layers. It belongs behind every layer but the last.",
    credit=0.25,
)
def stack_with_relu_before_all_but_the_last(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = layer(torch.relu(x))
            return self.layers[-1](x)

    return Stack(sizes)


@mistake(
    "layer-list",
    ko="층마다 뒤에 `relu`가 아니라 `sigmoid`가 있고, 마지막 층 뒤에도 있어서 출력이 모두 0과 1 사이예요. 층과 층 사이에만 `relu`를 두세요.",
    en="Behind each layer is a `sigmoid`, not `relu`, and one behind the last layer as well, so all outputs lie between 0 and 1. Put `relu` between the layers, and nothing behind the last.",
    credit=0.25,
)
def stack_with_sigmoid_behind_each(sizes):
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, x):
            for layer in self.layers:
                x = torch.sigmoid(layer(x))
            return x

    return Stack(sizes)


# --- train-module ------------------------------------------------------------------------------------------------


@reference("train-module")
def train(model, x, y, lr, steps):
    loss_function = nn.MSELoss()
    sgd = torch.optim.SGD(model.parameters(), lr=lr)
    recorded = []
    for _ in range(steps):
        loss = loss_function(model(x), y)
        recorded.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return recorded


@equivalent("train-module")
def train_zeroing_at_the_end(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = torch.mean((model(x) - y) ** 2)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
    return losses


@equivalent("train-module")
def train_zeroing_the_model(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr)
    losses = torch.zeros(steps)
    for step in range(steps):
        model.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses[step] = loss.item()
    return losses


@equivalent("train-module")
def train_without_optimizer(model, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(x) - y) ** 2).mean()
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), gradients, strict=True):
                p -= lr * g
    return losses


@equivalent("train-module")
def train_with_new_optimizers(model, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="손실을 수로 적지 않고 텐서 그대로 돌려주었어요. 텐서마다 그래프를 붙들고 있어서 메모리가 계속 늘어나요. `.item()`으로 수만 꺼내세요.",
    en="The losses are kept as tensors, not as numbers. Each holds on to its graph, so memory grows without end. Take the number out with `.item()`.",
    credit=0.5,
)
def train_keeping_graphs(model, x, y, lr, steps):
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = loss_function(model(x), y)
        losses.append(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="학습률 0.001로 움직였어요. `lr`을 옵티마이저에 넘기지 않으면 PyTorch가 쓰는 값이에요.",
    en="This moves at a rate of 0.001, PyTorch's own where `lr` is not handed to the optimizer.",
    credit=0.5,
)
def train_with_torchs_own_rate(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters())
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="모델의 파라미터가 움직이지 않았고, 그래디언트는 지워지지 않은 채 쌓였어요. 옵티마이저가 다른 모델의 파라미터를 쥐고 있으면 `zero_grad()`도 `step()`도 이 모델에 닿지 않아요. 둘 다 부르지 않았을 때도 이렇게 돼요.",
    en="The parameters of the model have not moved, and its gradients were never cleared but piled up. If the optimizer holds the parameters of another model, neither `zero_grad()` nor `step()` reaches this one. Calling neither does the same.",
)
def train_with_another_models_optimizer(model, x, y, lr, steps):
    import copy

    earlier_model = copy.deepcopy(model)
    optimizer = torch.optim.SGD(earlier_model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="모델의 파라미터가 움직이지 않았고, 마지막 그래디언트만 남아 있어요. `backward()`보다 먼저 부른 `step()`은 `zero_grad()`가 막 지운 뒤라 움직일 것이 없어요. `step()`을 부르지 않거나 학습률이 0일 때도 이렇게 돼요.",
    en="The parameters of the model have not moved, and only the last gradient is left in it. A `step()` before `backward()` comes when `zero_grad()` has just cleared the gradients, so nothing moves. Without any `step()`, or at a rate of 0, it looks the same.",
    credit=0.25,
)
def train_stepping_before_backward(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.step()
        loss.backward()
    return losses


@mistake(
    "train-module",
    ko="모델의 파라미터가 움직이지 않았고, 그래디언트도 남아 있지 않아요. `backward()`와 `step()` 사이에서 그래디언트를 지웠거나, 둘 가운데 하나를 부르지 않은 경우가 많아요. 학습률이 0이거나, 파라미터를 바꾸지 않는 `p = ...`를 써도 그래요.",
    en="The parameters of the model have not moved, and no gradient is left in it. Often it was cleared between `backward()` and `step()`, or one of them was not called. A rate of 0 does the same, and so does `p = ...`, which changes no parameter.",
    credit=0.25,
)
def train_zeroing_before_step(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko='첫 손실부터 N배예요. `reduction="sum"`처럼 합을 쓰면 N으로 나누지 않게 되어, 그래디언트도 N배가 돼요.',
    en='The very first loss is N times too large: these are sums. A sum, as with `reduction="sum"`, is not divided by N, so its gradient is N times as large too.',
    credit=0.5,
)
def train_on_the_sum(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y, reduction="sum")
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="그래디언트를 비우지 않아 스텝마다 쌓였어요. 첫 스텝만 맞고 그다음부터 달라져요.",
    en="The gradients were never cleared and pile up from step to step: the first step is right, the later ones are not.",
    credit=0.5,
)
def train_without_zeroing(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="학습은 제대로 되었어요. 다만 스텝 뒤에 손실을 다시 계산해 적어서 리스트가 한 칸씩 밀렸어요. 첫 값은 움직이기 전의 손실이어야 해요.",
    en="The training is right, but each loss was computed again after its step, so the list is shifted by one. The first entry has to be the loss before anything moves.",
    credit=0.5,
)
def train_recording_after_the_step(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        losses.append(nn.functional.mse_loss(model(x), y).item())
    return losses


@mistake(
    "train-module",
    ko="손실은 맞지만, 받은 모델이 움직이지 않았어요. 사본을 학습시키면 이렇게 돼요. 받은 모델을 움직이세요.",
    en="The losses are right, but the model that was handed in has not moved, as where a copy is trained in its place. Move the one that was handed in.",
    credit=0.5,
)
def train_a_copy(model, x, y, lr, steps):
    import copy

    model = copy.deepcopy(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="경사 하강법이 아니라 Adam의 스텝이에요. `torch.optim.SGD`를 쓰세요.",
    en="These are the steps of Adam, not of gradient descent. Use `torch.optim.SGD`.",
    credit=0.25,
)
def train_with_adam(model, x, y, lr, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="`momentum=0.9`로 움직였어요. 여기서는 모멘텀이 없는 경사 하강법이에요.",
    en="This moves with `momentum=0.9`. Here it is gradient descent without momentum.",
    credit=0.5,
)
def train_with_momentum(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="제곱 오차가 아니라 절댓값의 평균(L1)으로 학습했어요.",
    en="This trains on the mean absolute error (L1), not on squares.",
    credit=0.25,
)
def train_on_absolute_errors(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.l1_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="데이터 하나마다 한 번씩 움직였어요. 한 스텝은 모든 데이터의 손실로 한 번 움직이는 거예요.",
    en="This moves once for each data point. A step is one move, by the loss of all the data.",
)
def train_point_by_point(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        losses.append(nn.functional.mse_loss(model(x), y).item())
        for one, target in zip(x, y, strict=True):
            optimizer.zero_grad()
            nn.functional.mse_loss(model(one), target).backward()
            optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="데이터 하나마다 한 번씩 움직였고, 적은 손실도 마지막 데이터 하나의 것이에요. 한 스텝은 모든 데이터의 손실로 한 번 움직이는 거예요.",
    en="This moves once for each data point, and what is recorded is the loss of the last point alone. A step is one move, by the loss of all the data.",
)
def train_point_by_point_recording_the_last(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        for one, target in zip(x, y, strict=True):
            loss = nn.functional.mse_loss(model(one), target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return losses


@mistake(
    "train-module",
    ko="손실에 제곱근을 씌웠어요(RMSE). 그래서 그래디언트도 달라 걸음까지 달라져요. 손실은 평균 제곱 오차 그대로예요.",
    en="The loss has a square root in it (RMSE), so the gradient and the steps differ, too. The loss is the mean squared error as it is.",
    credit=0.25,
)
def train_on_the_root(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = torch.sqrt(nn.functional.mse_loss(model(x), y))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="스텝마다 파라미터가 조금씩 0으로 당겨졌어요. 옵티마이저에 `weight_decay`를 준 것과 같아요. 여기서는 평균 제곱 오차만 줄이니 빼세요.",
    en="With each step the parameters are drawn a little towards 0, as by an optimizer with `weight_decay`. Here only the mean squared error is to fall: leave it out.",
    credit=0.5,
)
def train_with_weight_decay(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, weight_decay=0.01)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="그래디언트를 길이 1까지로 잘랐어요(`clip_grad_norm_`). 그래서 가파른 곳에서 덜 움직여요. 여기서는 그래디언트를 그대로 쓰세요.",
    en="The gradient is cut to a length of 1 (`clip_grad_norm_`), so that steep places move less. Here, use it as it is.",
    credit=0.5,
)
def train_with_clipped_gradients(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return losses


@mistake(
    "train-module",
    ko="이것은 AdamW의 걸음이에요. `torch.optim.SGD`를 쓰세요.",
    en="These are the steps of AdamW. Use `torch.optim.SGD`.",
    credit=0.5,
)
def train_with_adamw(model, x, y, lr, steps):
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


# --- equal-start -------------------------------------------------------------------------------------------------


@reference("equal-start")
def equal_start(source, target):
    target.load_state_dict(source.state_dict())


@equivalent("equal-start")
def equal_start_parameter_by_parameter(source, target):
    with torch.no_grad():
        for theirs, ours in zip(source.parameters(), target.parameters(), strict=True):
            ours.copy_(theirs)


@equivalent("equal-start")
def equal_start_with_clones(source, target):
    theirs = dict(source.named_parameters())
    for name, parameter in target.named_parameters():
        parameter.data = theirs[name].data.clone()


@equivalent("equal-start")
def equal_start_from_a_deep_copy(source, target):
    import copy

    target.load_state_dict(copy.deepcopy(source.state_dict()))
    return target


@equivalent("equal-start")
def equal_start_layer_by_layer(source, target):
    import copy

    for number in range(len(source)):
        target[number] = copy.deepcopy(source[number])


@mistake(
    "equal-start",
    ko="지금은 값이 같지만, 두 모델이 같은 저장 공간을 써요. 한쪽을 학습시키면 다른 쪽도 함께 움직여요. 값을 복사해야 해요.",
    en="They are equal now, but the two models share their storage: train one and the other moves along. Copy the values.",
    credit=0.25,
)
def equal_start_sharing_storage(source, target):
    for theirs, ours in zip(source.parameters(), target.parameters(), strict=True):
        ours.data = theirs.data


@mistake(
    "equal-start",
    ko="복사 방향이 반대예요. `target`의 값을 넣어서 `source`가 바뀌었어요.",
    en="This goes the wrong way: the values of `target` went into `source`, which has changed.",
)
def equal_start_the_other_way(source, target):
    source.load_state_dict(target.state_dict())


@mistake(
    "equal-start",
    ko="`target`이 그대로예요. `source`의 값이 하나도 들어가지 않았어요. 함수 안에서 `target = ...`이라고 썼다면, 그 이름이 다른 모델을 가리키게 될 뿐 받은 모델은 바뀌지 않아요.",
    en="`target` is as it was: none of the values of `source` have come into it. If there is a `target = ...`: inside a function, that only makes the name refer to another model, and the one that was handed in does not change.",
)
def equal_start_renaming(source, target):
    import copy

    target = copy.deepcopy(source)
    return target


@mistake(
    "equal-start",
    ko="가중치만 복사하고 편향은 그대로 두었어요.",
    en="Only the weights were copied; the biases are as they were.",
    credit=0.5,
)
def equal_start_without_biases(source, target):
    values = {name: value for name, value in source.state_dict().items() if name.endswith("weight")}
    target.load_state_dict(values, strict=False)


@mistake(
    "equal-start",
    ko="`target`의 `requires_grad`가 꺼진 채로 남았어요. 이대로는 `target`을 학습시킬 수 없어요. 복사하는 동안만 `torch.no_grad()`를 쓰면 돼요.",
    en="The `requires_grad` of `target` is left switched off, so `target` can no longer be trained. It is enough to copy under `torch.no_grad()`.",
    credit=0.5,
)
def equal_start_target_switched_off(source, target):
    for theirs, ours in zip(source.parameters(), target.parameters(), strict=True):
        ours.data.copy_(theirs.data)
        ours.requires_grad_(False)


@mistake(
    "equal-start",
    ko="`target`의 파라미터가 리프가 아니에요. 그래프가 기록되는 동안 복사해서, 이 파라미터는 `source`에서 계산한 결과가 되었어요. 복사하는 동안만 `torch.no_grad()`를 쓰면 돼요.",
    en="The parameters of `target` are no longer leaves. They were copied while the graph was being recorded, and now count as computed from `source`. Copy under `torch.no_grad()`.",
    credit=0.25,
)
def equal_start_tied_by_a_graph(source, target):
    for theirs, ours in zip(source.parameters(), target.parameters(), strict=True):
        ours.requires_grad_(False)
        ours.copy_(theirs)


@mistake(
    "equal-start",
    ko="`source`의 `requires_grad`가 꺼진 채로 남았어요. 이대로는 `source`를 학습시킬 수 없어요. 복사하는 동안만 `torch.no_grad()`를 쓰면 돼요.",
    en="The `requires_grad` of `source` is left switched off, so `source` can no longer be trained. It is enough to copy under `torch.no_grad()`.",
    credit=0.5,
)
def equal_start_source_switched_off(source, target):
    for theirs in source.parameters():
        theirs.requires_grad_(False)
    target.load_state_dict(source.state_dict())


@mistake(
    "equal-start",
    ko="두 모델 모두 `requires_grad`가 꺼진 채로 남았어요. 이대로는 어느 쪽도 학습시킬 수 없어요. 복사하는 동안만 `torch.no_grad()`를 쓰면 돼요.",
    en="The `requires_grad` of both models is left switched off, so neither can be trained any more. It is enough to copy under `torch.no_grad()`.",
    credit=0.5,
)
def equal_start_both_switched_off(source, target):
    for theirs, ours in zip(source.parameters(), target.parameters(), strict=True):
        theirs.requires_grad_(False)
        ours.requires_grad_(False)
        ours.copy_(theirs)


@mistake(
    "equal-start",
    ko="둘이 서로 같기는 하지만 `source`의 값도 바뀌었어요. 같은 시드로 둘을 새로 뽑으면 이렇게 돼요. `source`는 그대로 두고 그 값을 `target`에 옮기세요.",
    en="The two are equal to each other, but the values of `source` have changed as well, as when both are drawn anew from the same seed. Leave `source` as it is, and take its values over into `target`.",
)
def equal_start_drawn_anew(source, target):
    for model in (source, target):
        torch.manual_seed(0)
        for parameter in model.parameters():
            nn.init.normal_(parameter)


# --- seed-and-order ----------------------------------------------------------------------------------------------

SEED_AND_ORDER = "c"

choice(
    "seed-and-order",
    right=SEED_AND_ORDER,
    wrong={
        "a": Text(
            "시드는 난수열이 어디서 시작하는지 정할 뿐이에요. 둘째 모델은 첫째가 쓰고 난 다음 수를 받아요. 수업에서도 가중치가 0.2294와 0.2742로 달랐어요.",
            "A seed only fixes where a sequence of random numbers begins. The second model gets the numbers after those of the first: in the lesson, the weights were 0.2294 and 0.2742.",
        ),
        "b": Text(
            "시드를 정하면 처음부터 다시 실행했을 때 같은 난수가 같은 순서로 나와요. 두 모델 모두 지난번과 같은 값에서 시작해요.",
            "With a seed, a fresh run draws the same numbers in the same order. Both models start where they started last time.",
        ),
        "d": Text(
            "`nn.Linear`도 `torch.manual_seed`가 정하는 바로 그 난수로 초깃값을 뽑아요. 그래서 시드만 정하면 두 모델의 초깃값을 모두 재현할 수 있어요.",
            "`torch.manual_seed` governs the very numbers from which `nn.Linear` draws its start. With the seed alone, the start of both models can be reproduced.",
        ),
    },
)


# --- module-curve: a model that follows a curve, trained ---------------------------------------------------------


@reference("module-curve")
def fit_curve(x, y):
    class Parabola(nn.Module):
        def __init__(self):
            super().__init__()
            self.lin = nn.Linear(2, 1)

        def forward(self, inputs):
            return self.lin(torch.cat([inputs, inputs**2], dim=1))

    model = Parabola()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.7)
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return model


@equivalent("module-curve")
def fit_curve_with_parameters(x, y):
    class Curve(nn.Module):
        def __init__(self):
            super().__init__()
            self.a = nn.Parameter(torch.tensor(0.0))
            self.b = nn.Parameter(torch.tensor(0.0))
            self.c = nn.Parameter(torch.tensor(0.0))

        def forward(self, x):
            return self.a * x**2 + self.b * x + self.c

    model = Curve()
    sgd = torch.optim.SGD(model.parameters(), lr=0.7)
    for _ in range(20):
        loss = torch.mean((model(x) - y) ** 2)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return model


@mistake(
    "module-curve",
    ko="직선만큼이나 곡선에서 멀어요. 선형 층은 몇 개를 쌓아도 직선이라, 오래 학습해도 휜 곡선을 따라가지 못해요. $x^2$이나 `torch.relu`처럼 휘게 하는 것을 넣고, 그 앞의 파라미터도 학습되는지 보세요.",
    en="About as far from the curve as a straight line is. Linear layers in a row are one, however many and however long they train. Put something in that bends, such as $x^2$ or `torch.relu`, and see that its parameters are trained, too.",
)
def fit_curve_by_a_line(x, y):
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    for _ in range(80):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return model


@mistake(
    "module-curve",
    ko="모든 곳에서 같은 수, `y`의 평균을 말하는 것보다 나을 것이 없어요. 흔히 학습하지 않았거나, 학습률이 너무 작거나 커서 발산했거나, 모델에 상수항 같은 것이 빠졌거나, 어디서나 같은 수를 말할 때 그래요. 손실을 몇 번 출력해 보세요.",
    en="This is no better than one number everywhere, the mean of `y`. Often the model was not trained, the rate is far too small or so large that it diverges, the model lacks something, such as a constant, or it says the same wherever it is asked. Print the loss a few times.",
)
def fit_curve_untrained(x, y):
    return nn.Linear(1, 1)


@mistake(
    "module-curve",
    ko="직선보다는 훨씬 가깝지만 아직 멀어요. 손실이 아직 줄고 있으면 스텝을 늘리거나 학습률을 키우고, 멈춰 있으면 모델에 무엇이 빠졌는지 보세요.",
    en="Much nearer than a straight line, but not there yet. If the loss is still falling, take more steps or a larger rate; if it stands still, look for what the model lacks.",
)
def fit_curve_stopped_early(x, y):
    class Parabola(nn.Module):
        def __init__(self):
            super().__init__()
            self.lin = nn.Linear(2, 1)

        def forward(self, x):
            return self.lin(torch.cat([x, x**2], dim=1))

    model = Parabola()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    loss = nn.functional.mse_loss(model(x), y)
    while loss > 0.2 * y.var():
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss = nn.functional.mse_loss(model(x), y)
    return model


# --- module-batches: one step by the gradient of all batches together --------------------------------------------


@reference("module-batches")
def one_step(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@equivalent("module-batches")
def one_step_by_shares(model, optimizer, batches):
    total = sum(len(x) for x, _ in batches)
    for x, y in batches:
        loss = nn.functional.mse_loss(model(x), y) * len(x) / total
        loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@equivalent("module-batches")
def one_step_divided_at_the_end(model, optimizer, batches):
    model.zero_grad()
    for x, y in batches:
        nn.functional.mse_loss(model(x), y, reduction="sum").backward()
    for parameter in model.parameters():
        parameter.grad /= sum(len(x) for x, _ in batches)
    optimizer.step()


@mistake(
    "module-batches",
    ko="스텝은 맞지만 배치를 이어 붙여 모델이 모든 데이터를 한꺼번에 계산했어요. 데이터가 메모리에 다 들어가지 않으니, 배치를 하나씩 계산해 `.grad`에 더하세요.",
    en="The step is right, but the batches were joined, and the model computed all data at once. They do not fit into memory: compute one batch at a time, and let `.grad` add up.",
    credit=0.5,
)
def one_step_on_all_at_once(model, optimizer, batches):
    x = torch.cat([x for x, _ in batches])
    y = torch.cat([y for _, y in batches])
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다의 평균을 다시 평균했어요. 배치의 크기가 다르면 작은 배치에 든 데이터가 더 무겁게 세어져요. 모든 데이터의 수로 나누세요.",
    en="This is the mean of the batches' means. With batches of unequal size, data in a small batch then weigh more. Divide by the number of all data.",
    credit=0.5,
)
def one_step_by_the_mean_of_means(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        (nn.functional.mse_loss(model(x), y) / len(batches)).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다의 평균을 더하기만 했어요. 구하려는 것은 모든 데이터에 대한 평균의 그래디언트예요.",
    en="The batches' means are only added up. What is wanted is the gradient of the mean over all data.",
    credit=0.25,
)
def one_step_by_added_means(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="어디에서도 나누지 않았어요. 제곱 오차의 합으로 움직였어요.",
    en="Nothing is divided: the step is made by the sum of the squared errors.",
    credit=0.25,
)
def one_step_by_the_sum(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        ((model(x) - y) ** 2).sum().backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다 한 번씩 움직였어요. `step()`은 모든 배치의 그래디언트가 모인 다음 한 번만 불러요.",
    en="It moves once for each batch. Call `step()` once, when the gradients of all batches have been added up.",
)
def one_step_per_batch(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


@mistake(
    "module-batches",
    ko="마지막 배치의 몫만 남았어요. 배치 사이에서 그래디언트를 비우거나, `backward()`를 반복문 뒤에서 한 번만 부르면 이렇게 돼요.",
    en="Only the share of the last batch is left, as where the gradients are emptied between the batches, or `backward()` is called once, behind the loop.",
)
def one_step_by_the_last_batch(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    for x, y in batches:
        optimizer.zero_grad()
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다 한 번씩 움직였고, 그 사이에 그래디언트를 비우지도 않았어요. `step()`은 모든 배치의 그래디언트가 모인 다음 한 번만 불러요.",
    en="It moves once for each batch, without emptying the gradients in between. Call `step()` once, when the gradients of all batches have been added up.",
)
def one_step_per_batch_without_emptying(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


@mistake(
    "module-batches",
    ko="첫 스텝은 맞지만, 둘째 스텝에 첫 스텝의 그래디언트가 섞였어요. 스텝마다 비우세요.",
    en="The first step is right, but the gradient of the first gets into the second. Empty it for each step.",
    credit=0.5,
)
def one_step_never_emptied(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다 한 스텝씩 갔어요. 손실의 합은 전체 개수로 잘 나누었지만, 뒤의 배치는 이미 움직인 곳에서 기울기를 재요. 배치의 그래디언트를 모두 쌓은 다음 `step()`을 한 번만 부르세요.",
    en="This takes a step for each batch. The sums are rightly divided by the count of all, but later batches measure their slope where the earlier ones have moved to. Let the gradients of all batches add up, then call `step()` once.",
)
def one_step_per_batch_of_the_whole(model, optimizer, batches):
    n = sum(len(x) for x, _ in batches)
    for x, y in batches:
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).sum() / n
        loss.backward()
        optimizer.step()


@mistake(
    "module-batches",
    ko="두 번 불러도 모델이 움직이지 않았어요. `backward()`로 그래디언트를 모으고, 그것을 비우기 전에 `optimizer.step()`을 부르는지 보세요. 돌려줄 것은 없어요.",
    en="The model has not moved, in two calls. See whether gradients are collected by `backward()`, and whether `optimizer.step()` is called before they are emptied. Nothing has to be returned.",
)
def no_step(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        nn.functional.mse_loss(model(x), y).backward()


@mistake(
    "module-batches",
    ko="마지막 배치가 빠졌어요. 데이터의 수에도 세지 않았어요. `batches`를 끝까지 지나가세요.",
    en="The last batch is left out, of the count of the data as well. Go through all of `batches`.",
)
def one_step_without_the_last_batch(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches[:-1])
    optimizer.zero_grad()
    for x, y in batches[:-1]:
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="마지막 배치의 몫이 빠졌어요. `batches`를 끝까지 지나가세요.",
    en="The share of the last batch is missing. Go through all of `batches`.",
)
def one_step_without_the_last_share(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    optimizer.zero_grad()
    for x, y in batches[:-1]:
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="첫 배치로만 움직였어요. `return`이나 `break`가 반복문 안에 있지 않은지, `batches[0]`만 쓰지 않는지 보세요.",
    en="The step is made by the first batch alone. Is a `return` or a `break` inside the loop, or is `batches[0]` all that is used?",
)
def one_step_by_the_first_batch(model, optimizer, batches):
    x, y = batches[0]
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="마지막 배치의 평균으로만 움직였어요. 배치마다 `loss`를 새로 써 버리고 `backward()`를 반복문 뒤에서 한 번만 부르거나, 배치마다 그래디언트를 비우면 이렇게 돼요.",
    en="The step is made by the mean of the last batch alone, as where `loss` is written anew for each batch and `backward()` is called once, behind the loop, or where the gradients are emptied for each batch.",
)
def one_step_by_the_mean_of_the_last_batch(model, optimizer, batches):
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="제곱 오차의 합을 데이터의 수가 아니라 배치의 수로 나누었어요.",
    en="The sum of the squared errors is divided by the number of batches, not by that of the data.",
    credit=0.25,
)
def one_step_over_the_number_of_batches(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / len(batches)).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="제곱 오차의 합을 마지막 배치의 크기로 나누었어요. 반복문 뒤의 `len(x)`는 마지막 배치의 것이에요. 모든 데이터의 수로 나누세요.",
    en="The sum of the squared errors is divided by the size of the last batch: behind the loop, `len(x)` is that of the last. Divide by the number of all data.",
    credit=0.25,
)
def one_step_over_the_last_size(model, optimizer, batches):
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / len(batches[-1][0])).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다 그때까지 센 데이터의 수로 나누었어요. 모든 데이터의 수를 먼저 세고 그것으로 나누세요.",
    en="Each batch is divided by the data counted so far. Count all data first, and divide by that.",
    credit=0.25,
)
def one_step_over_the_count_so_far(model, optimizer, batches):
    optimizer.zero_grad()
    count = 0
    for x, y in batches:
        count += len(x)
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="몫을 데이터의 수로 나눈 다음 배치의 수로 또 나누었어요. 데이터의 수로 한 번만 나누세요.",
    en="The shares are divided by the number of data and by the number of batches, too. Divide once, by the number of data.",
    credit=0.25,
)
def one_step_divided_twice(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / count / len(batches)).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="데이터를 두 배로 세었어요. `x`와 `y`의 크기를 더한 것과 같아요. 짝 하나가 데이터 하나예요.",
    en="The data are counted twice over, as if the sizes of `x` and `y` were added. A pair is one of them.",
    credit=0.5,
)
def one_step_over_twice_the_count(model, optimizer, batches):
    count = sum(x.numel() + y.numel() for x, y in batches)
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="배치마다 제곱한 다음 더하지 않고 더한 다음 제곱했어요. 그러면 양수인 오차와 음수인 오차가 상쇄돼요. 오차마다 제곱하세요.",
    en="In each batch the errors are added up and then squared: positive and negative ones cancel. Square each error.",
)
def one_step_by_squared_sums(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    optimizer.zero_grad()
    for x, y in batches:
        ((model(x) - y).sum() ** 2 / count).backward()
    optimizer.step()


@mistake(
    "module-batches",
    ko="한 번 부를 때 `step()`을 두 번 불렀어요. 같은 그래디언트로 두 번 움직였어요.",
    en="`step()` is called twice in one call: it moves twice by the same gradient.",
    credit=0.25,
)
def two_steps_at_once(model, optimizer, batches):
    count = sum(len(x) for x, _ in batches)
    optimizer.zero_grad()
    for x, y in batches:
        (((model(x) - y) ** 2).sum() / count).backward()
    optimizer.step()
    optimizer.step()


# --- module-task-line: a module with two parameters of its own ---------------------------------------------------


@reference("module-task-line")
def line():
    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.tensor(0.0))
            self.b = nn.Parameter(torch.tensor(0.0))

        def forward(self, inputs):
            return self.w * inputs + self.b

    return Line()


@equivalent("module-task-line")
def line_of_rows():
    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.b = nn.Parameter(torch.zeros(1))
            self.w = nn.Parameter(torch.ones(1, 1))

        def forward(self, x):
            return x @ self.w + self.b

    return Line()


@mistake(
    "module-task-line",
    ko="`super().__init__()`이 없거나, 파라미터를 넣은 다음에 불렀어요. 파라미터를 적어 둘 목록이 그때 만들어져요.",
    en="`super().__init__()` is missing, or comes after a parameter. That call makes the list in which parameters are kept.",
)
def line_without_super():
    class Line(nn.Module):
        def __init__(self):
            self.w = nn.Parameter(torch.tensor(0.0))
            self.b = nn.Parameter(torch.tensor(0.0))

        def forward(self, x):
            return self.w * x + self.b

    return Line()


@mistake(
    "module-task-line",
    ko="`parameters()`가 아무것도 찾지 못해요. `nn.Parameter`로 감싸지 않은 텐서는 모듈이 학습할 것으로 여기지 않아요.",
    en="`parameters()` finds nothing. A tensor that is not wrapped in `nn.Parameter` is not taken for something to train.",
)
def line_of_plain_tensors():
    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = torch.tensor(0.0, requires_grad=True)
            self.b = torch.tensor(0.0, requires_grad=True)

        def forward(self, x):
            return self.w * x + self.b

    return Line()


@mistake(
    "module-task-line",
    ko="둘 가운데 하나만 찾아요. `w`와 `b` 둘 다 `nn.Parameter`여야 해요.",
    en="Only one of the two is found. Both `w` and `b` have to be an `nn.Parameter`.",
)
def line_half_hidden():
    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.tensor(0.0))
            self.b = torch.tensor(0.0)

        def forward(self, x):
            return self.w * x + self.b

    return Line()


@mistake(
    "module-task-line",
    ko="`forward`라는 메서드가 없어요. 철자와 들여쓰기를 확인하세요.",
    en="There is no method called `forward`. Check its spelling and its indentation.",
)
def line_without_forward():
    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.tensor(0.0))
            self.b = nn.Parameter(torch.tensor(0.0))

        def predict(self, x):
            return self.w * x + self.b

    return Line()


# --- module-guess-numbers: nn.Linear(5, 3) -----------------------------------------------------------------------

guesses(
    "module-guess-numbers",
    right=18,
    wrong={
        15: Text(
            "가중치만 세었어요. 편향이 출력마다 하나씩, 3개 더 있어요.",
            "Those are the weights. There is a bias for each output, three more.",
        ),
        8: Text(
            "더했어요. 입력마다, 그리고 출력마다 가중치가 하나씩 있으니 5 × 3을 곱해요.",
            "That adds. There is a weight for each pair of an input and an output: 5 × 3.",
        ),
        2: Text(
            "텐서는 `weight`와 `bias` 둘이에요. 물은 것은 그 안에 든 수예요.",
            "There are two tensors, `weight` and `bias`. The question was how many numbers they hold.",
        ),
        20: Text(
            "편향은 입력이 아니라 출력마다 하나예요: 15 + 3.",
            "There is one bias for each output, not for each input: 15 + 3.",
        ),
        16: Text(
            "편향은 모두 하나가 아니라 출력마다 하나예요.", "There is not one bias in all, but one for each output."
        ),
    },
)

# --- module-drill-numbers ----------------------------------------------------------------------------------------


@reference("module-drill-numbers")
def numbers_of_two_layers(inputs, hidden, outputs):
    return inputs * hidden + hidden + hidden * outputs + outputs


@mistake(
    "module-drill-numbers",
    ko="가중치만 세었어요. 층마다 출력의 수만큼 편향이 있어요.",
    en="Those are the weights alone. Each layer has as many biases as outputs.",
)
def numbers_without_biases(inputs, hidden, outputs):
    return inputs * hidden + hidden * outputs


@mistake(
    "module-drill-numbers",
    ko="편향은 층마다 하나가 아니라 출력마다 하나예요.",
    en="There is not one bias for each layer, but one for each output.",
)
def numbers_with_one_bias_a_layer(inputs, hidden, outputs):
    return inputs * hidden + 1 + hidden * outputs + 1


@mistake("module-drill-numbers", ko="첫 층만 세었어요.", en="This counts the first layer only.")
def numbers_of_the_first(inputs, hidden, outputs):
    return inputs * hidden + hidden


@mistake("module-drill-numbers", ko="둘째 층의 편향이 빠졌어요.", en="The biases of the second layer are missing.")
def numbers_without_the_last_biases(inputs, hidden, outputs):
    return inputs * hidden + hidden + hidden * outputs


@mistake(
    "module-drill-numbers",
    ko="입력에서 출력으로 곧장 가는 층 하나를 세었어요. 가운데에 층의 출력이 있어요.",
    en="That is one layer straight from input to output. There are hidden numbers in between.",
)
def numbers_without_the_middle(inputs, hidden, outputs):
    return inputs * outputs + outputs


# --- module-guess-first-step: the seedlings, from w = b = 0, with learning rate 0.05 -----------------------------

guesses(
    "module-guess-first-step",
    right=1.75,
    wrong={
        -1.75: Text(
            "더했어요. 기울기가 −35이니 빼면 0 − 0.05 · (−35) = 1.75예요.",
            "That adds. The slope is −35; subtracted, 0 − 0.05 · (−35) = 1.75.",
        ),
        0.6: Text("그것은 편향이에요: 0.05 · 12.", "That is the bias: 0.05 · 12."),
        7: Text(
            "그래디언트가 합일 때의 걸음이에요. `nn.MSELoss`는 4로 나눈 평균이에요.",
            "That is the step by a sum. `nn.MSELoss` is the mean: divided by 4.",
        ),
        2: Text(
            "한 스텝에 답에 닿지는 않아요. 걸음은 학습률과 기울기의 곱이에요.",
            "One step does not reach the answer. It is the learning rate times the slope.",
        ),
        35: Text("학습률을 곱하지 않았어요.", "The learning rate is not in it."),
    },
)

# --- module-guess-nothing ----------------------------------------------------------------------------------------

choice(
    "module-guess-nothing",
    right="b",
    wrong={
        "a": Text(
            "`zero_grad()`가 `.grad`를 치워서, 지난 그래디언트는 어디에도 없어요.",
            "`zero_grad()` has cleared `.grad` away: the last gradient is nowhere any more.",
        ),
        "c": Text(
            "4단원에서 손으로 쓴 업데이트라면 그랬어요. 옵티마이저는 `.grad`가 `None`인 파라미터를 건너뛰어요.",
            "So it did with the update that you wrote in unit 4. An optimizer passes over parameters whose `.grad` is `None`.",
        ),
    },
)

# --- module-task-fit: weight and bias after some steps -----------------------------------------------------------


@reference("module-task-fit")
def fit(model, x, y, lr, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return model.weight.item(), model.bias.item()


@equivalent("module-task-fit")
def fit_with_a_list_of_parameters(model, x, y, lr, steps):
    optimizer = torch.optim.SGD([model.weight, model.bias], lr)
    for _ in range(steps):
        loss = nn.MSELoss()(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight, model.bias


@mistake(
    "module-task-fit",
    ko="학습률 0.001로 움직였어요. `lr`을 옵티마이저에 넘기지 않으면 PyTorch가 쓰는 값이에요.",
    en="This moves at a rate of 0.001, PyTorch's own where `lr` is not handed to the optimizer.",
)
def fit_with_torchs_own_rate(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters())
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@mistake(
    "module-task-fit",
    ko="모델이 처음 그대로예요. 옵티마이저가 다른 모델의 파라미터를 쥐고 있지 않나요? `step()`이나 `backward()`를 부르지 않아도 그래요.",
    en="The model is where it began. Does the optimizer hold the parameters of another model? Without `step()` or `backward()` it looks the same.",
)
def fit_another_model(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(nn.Linear(1, 1).parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@mistake(
    "module-task-fit",
    ko="편향이 움직이지 않았어요. 옵티마이저에 파라미터를 모두 넘기세요.",
    en="The bias has not moved. Hand all parameters to the optimizer.",
)
def fit_the_weight_alone(model, x, y, lr, steps):
    optimizer = torch.optim.SGD([model.weight], lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@mistake(
    "module-task-fit",
    ko="그래디언트를 비우지 않아 스텝마다 쌓였어요.",
    en="The gradients are never emptied and pile up from step to step.",
)
def fit_without_emptying(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


# --- module-guess-found: two layers, the second in a Python list -------------------------------------------------

guesses(
    "module-guess-found",
    right=2,
    wrong={
        4: Text(
            "둘째 층은 파이썬 리스트 안에 있어요. 모듈은 자기 속성에 바로 놓인 파라미터와 모듈만 알아봐요.",
            "The second layer sits in a Python list. A module knows only parameters and modules that are attributes of its own.",
        ),
        1: Text("첫 층에는 `weight`와 `bias`, 둘이 있어요.", "The first layer has two: `weight` and `bias`."),
        0: Text("첫 층은 속성에 바로 놓여 있어서 찾아요.", "The first layer is an attribute, so it is found."),
        3: Text(
            "층마다 둘씩이고, 리스트 속의 층은 통째로 숨어요.",
            "Each layer has two, and the one in the list is hidden as a whole.",
        ),
    },
)

# --- module-task-mend: layers in a row, times a scale ------------------------------------------------------------


@reference("module-task-mend")
def mended(count):
    class Mended(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.tensor(1.0))
            self.layers = nn.ModuleList(nn.Linear(1, 1) for _ in range(count))

        def forward(self, inputs):
            for layer in self.layers:
                inputs = layer(inputs)
            return self.scale * inputs

    return Mended()


@equivalent("module-task-mend")
def mended_in_sequence(count):
    class Mended(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(*[nn.Linear(1, 1) for _ in range(count)])
            self.scale = nn.Parameter(torch.ones(1))

        def forward(self, x):
            return self.layers(x) * self.scale

    return Mended()


@mistake(
    "module-task-mend",
    ko="`super().__init__()`을 맨 먼저 부르지 않았어요.",
    en="`super().__init__()` is not called first of all.",
)
def mended_without_super(count):
    class Mended(nn.Module):
        def __init__(self):
            self.layers = nn.ModuleList(nn.Linear(1, 1) for _ in range(count))
            self.scale = nn.Parameter(torch.tensor(1.0))

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return self.scale * x

    return Mended()


@mistake(
    "module-task-mend",
    ko="`scale`만 찾아요. 층이 아직 파이썬 리스트에 숨어 있어요.",
    en="Only `scale` is found. The layers are still hidden in a Python list.",
)
def mended_with_a_python_list(count):
    class Mended(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(1, 1) for _ in range(count)]
            self.scale = nn.Parameter(torch.tensor(1.0))

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return self.scale * x

    return Mended()


@mistake(
    "module-task-mend",
    ko="`scale`을 찾지 못해요. 보통 텐서는 `nn.Parameter`로 감싸야 해요.",
    en="`scale` is not found. A plain tensor has to be wrapped in `nn.Parameter`.",
)
def mended_with_a_plain_scale(count):
    class Mended(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(1, 1) for _ in range(count))
            self.scale = torch.tensor(1.0)

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return self.scale * x

    return Mended()


@mistake(
    "module-task-mend",
    ko="하나도 찾지 못해요. 파이썬 리스트와 보통 텐서, 둘 다 그대로예요.",
    en="Nothing is found: both the Python list and the plain tensor are still there.",
)
def mended_nothing_but_super(count):
    class Mended(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(1, 1) for _ in range(count)]
            self.scale = torch.tensor(1.0)

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return self.scale * x

    return Mended()


@mistake(
    "module-task-mend",
    ko="같은 층 하나를 `count`번 썼어요. `[nn.Linear(1, 1)] * count`는 층을 하나만 만들어요.",
    en="One and the same layer is used `count` times: `[nn.Linear(1, 1)] * count` makes a single one.",
)
def mended_with_one_layer(count):
    class Mended(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(1, 1)] * count)
            self.scale = nn.Parameter(torch.tensor(1.0))

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return self.scale * x

    return Mended()


# --- module-guess-rerun: the gradient in the fourth step, of a model that the optimizer does not hold ------------

guesses(
    "module-guess-rerun",
    right=-140,
    wrong={
        -35: Text(
            "비우기가 닿았다면 그래요. `zero_grad()`도 예전 모델의 것만 비워서, 지금 모델에는 그래디언트가 쌓여요.",
            "So it would be if the emptying reached it. `zero_grad()` too empties the old model only: here the gradients pile up.",
        ),
        0: Text(
            "손실이 그대로여도 그래디언트는 있어요. 움직이지 않는 것은 `step()`이 닿지 않아서예요.",
            "The loss is flat, but there is a gradient. Nothing moves because `step()` does not reach this model.",
        ),
        -105: Text(
            "세 번 쌓였을 때예요. 네 번째 `backward()`도 더해요.",
            "That is a pile of three. The fourth `backward()` adds one, too.",
        ),
        -70: Text(
            "두 번 쌓였을 때예요. 한 번도 비워지지 않았어요.", "That is a pile of two. It has never been emptied."
        ),
    },
)

# --- module-drill-piled ------------------------------------------------------------------------------------------


@reference("module-drill-piled")
def piled_up(g, steps):
    return g * steps


@mistake(
    "module-drill-piled",
    ko="비우기도 닿지 않아요. 스텝마다 같은 그래디언트가 더해져요.",
    en="The emptying does not reach it either. The same gradient is added in each round.",
)
def piled_once(g, steps):
    return g


@mistake(
    "module-drill-piled",
    ko="`backward()`는 옵티마이저와 상관없이 지금 모델의 `.grad`를 채워요.",
    en="`backward()` fills the `.grad` of the present model, whatever the optimizer holds.",
)
def piled_nothing(g, steps):
    return 0.0


@mistake("module-drill-piled", ko="한 번 덜 세었어요.", en="That is one round too few.")
def piled_one_less(g, steps):
    return g * (steps - 1)


@mistake("module-drill-piled", ko="한 번 더 세었어요.", en="That is one round too many.")
def piled_one_more(g, steps):
    return g * (steps + 1)


# --- module-guess-zero: two layers in a row, all zero, after 1,000 steps -----------------------------------------

guesses(
    "module-guess-zero",
    right=6,
    wrong={
        42: Text(
            "하나는 움직여요. 마지막 층의 편향은 어떤 층에도 곱해지지 않아서, 0에서도 그래디언트가 있어요.",
            "One of them does move. The bias of the last layer is multiplied by no other, so it has a gradient at 0, too.",
        ),
        1: Text(
            "직선 하나라면 그래요. 두 가중치는 서로 곱해지는데 둘 다 0이라, 어느 쪽의 그래디언트도 0이에요.",
            "So it is for a single layer. Two weights are multiplied by each other: with both at 0, each has a gradient of 0.",
        ),
        0: Text(
            "데이터가 한 직선 위에 있지 않아서, 직선으로는 손실이 1보다 낮아질 수 없어요.",
            "The data are not on one line; no line has a loss below 1.",
        ),
    },
)

# --- module-guess-spread: ten layers of 100, weights of standard deviation 0.2 ---------------------------------------------

guesses(
    "module-guess-spread",
    right=1015,
    wrong={
        1: Text(
            "층마다 더하는 곱의 수와 가중치의 크기가 맞아떨어질 때만 그래요. 여기서는 한 층이 2배로 키워요.",
            "Only where the number of products and the size of the weights fit. Here a layer makes it twice as large.",
        ),
        2: Text(
            "한 층을 지난 뒤예요. 층마다 다시 2배가 돼요.", "That is after one layer. Each layer doubles it again."
        ),
        20: Text(
            "층마다 2배이니 더하지 말고 열 번 곱하세요.", "Each layer multiplies by 2: multiply ten times, do not add."
        ),
        1e-7: Text(
            "0.2를 열 번 곱하면 곱 하나의 크기예요. 층마다 그런 곱을 100개씩 더해요.",
            "Ten factors of 0.2 make the size of one product. Each layer adds up 100 of them.",
        ),
        1e13: Text(
            "곱 100개가 모두 같은 부호라면 한 층이 20배로 키워요. 부호가 섞여 있으면 √100배만큼만 쌓여요.",
            "If all 100 products had one sign, a layer would multiply by 20. Of mixed signs, they pile up by √100 only.",
        ),
    },
)

# --- module-guess-kept -------------------------------------------------------------------------------------------

choice(
    "module-guess-kept",
    right="b",
    wrong={
        "a": Text(
            "딕셔너리는 새것이지만, 그 안의 텐서는 모델과 같은 저장 공간을 써요.",
            "The dict is a new one, but the tensors in it share their storage with the model.",
        ),
        "c": Text(
            "둘이 섞이지는 않아요. 저장 공간이 하나라 값도 하나예요.",
            "The two do not mix. There is one storage, and so one value.",
        ),
    },
)

# --- module-task-keep: the state with the lowest loss ------------------------------------------------------------


@reference("module-task-keep")
def train_keeping_best(model, x, y, lr, steps):
    import copy

    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    lowest, best = None, None
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        if lowest is None or loss.item() < lowest:
            lowest, best = loss.item(), copy.deepcopy(model.state_dict())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return best


@equivalent("module-task-keep")
def train_keeping_clones(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    best_loss, best = float("inf"), {}
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        if loss < best_loss:
            best_loss = loss.item()
            best = {name: value.clone() for name, value in model.state_dict().items()}
        optimizer.step()
    return best


@equivalent("module-task-keep")
def train_keeping_all(model, x, y, lr, steps):
    import copy

    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    states, losses = [], []
    for _ in range(steps):
        loss = nn.MSELoss()(model(x), y)
        states.append(copy.deepcopy(model.state_dict()))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return states[losses.index(min(losses))]


@mistake(
    "module-task-keep",
    ko="마지막 스텝 뒤의 값이에요. `state_dict()`는 모델과 같은 저장 공간을 가리키니, 복사해서 남기세요.",
    en="These are the values after the last step. `state_dict()` refers to the storage of the model: keep a copy.",
)
def train_keeping_no_copy(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    lowest, best = float("inf"), None
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        if loss.item() < lowest:
            lowest, best = loss.item(), model.state_dict()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return best


@mistake(
    "module-task-keep",
    ko="손실은 움직이기 전의 것인데 값은 움직인 뒤의 것이에요. 그 손실을 낸 값을 남기세요.",
    en="The loss is from before the step, the values are from after it. Keep the values that gave this loss.",
)
def train_keeping_one_too_late(model, x, y, lr, steps):
    import copy

    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    lowest, best = float("inf"), None
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < lowest:
            lowest, best = loss.item(), copy.deepcopy(model.state_dict())
    return best


@mistake(
    "module-task-keep",
    ko="출발할 때의 값이에요. 스텝마다 손실을 출력해 처음에 줄어드는지 보세요. 줄어든다면, 더 낮아질 때마다 값을 바꾸어 담고 가장 낮은 손실도 새로 적어야 해요.",
    en="These are the values at the start. Print the loss of each step: does it fall at first? Where it does, the values have to be replaced whenever it is lower, and the lowest loss has to be written down anew.",
)
def train_keeping_the_first(model, x, y, lr, steps):
    import copy

    best = copy.deepcopy(model.state_dict())
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return best


@mistake(
    "module-task-keep",
    ko="손실이 가장 **높은** 때의 값이에요. 가장 낮은 것을 고르는 곳을 보세요. 부등호의 방향이나 `min`과 `max`가 바뀌지 않았나요?",
    en="These are the values of the **highest** loss. Look at where the lowest one is chosen: which way does the comparison go, and is it `min` or `max`?",
)
def train_keeping_worst(model, x, y, lr, steps):
    import copy

    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    states, losses = [], []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        states.append(copy.deepcopy(model.state_dict()))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return states[losses.index(max(losses))]


# --- module-guess-squares: predictions (4, 1), targets (4,) ------------------------------------------------------

guesses(
    "module-guess-squares",
    right=16,
    wrong={
        4: Text(
            "모양이 같다면 그래요. (4, 1)과 (4,)는 브로드캐스팅되어 4 × 4개의 차이가 생겨요.",
            "So it is with equal shapes. (4, 1) and (4,) are broadcast: 4 × 4 differences.",
        ),
        8: Text(
            "이어 붙이는 것이 아니라, 예측마다 모든 정답과 빼요.",
            "They are not put in a row: each prediction is compared with every target.",
        ),
        1: Text(
            "손실은 수 하나지만, 그 평균에 들어가는 제곱은 더 많아요.",
            "The loss is one number, but more squares go into its mean.",
        ),
    },
)

# --- module-drill-squares ----------------------------------------------------------------------------------------


@reference("module-drill-squares")
def squares_of_all_pairs(n):
    return n * n


@mistake(
    "module-drill-squares",
    ko="모양이 같을 때의 개수예요. (n, 1)과 (n,)은 n × n으로 브로드캐스팅돼요.",
    en="That is the number with equal shapes. (n, 1) and (n,) are broadcast to n × n.",
)
def squares_of_pairs(n):
    return n


@mistake(
    "module-drill-squares",
    ko="더하는 것이 아니라, 예측마다 모든 정답과 빼요.",
    en="They do not add up: each prediction is compared with every target.",
)
def squares_added(n):
    return 2 * n


# --- module-guess-device -----------------------------------------------------------------------------------------

choice(
    "module-guess-device",
    right="b",
    wrong={
        "a": Text(
            "이름만 적어서는 아무것도 확인되지 않아요. 장치가 필요해질 때에야 멈춰요.",
            "A name alone checks nothing. It stops only when the device is needed.",
        ),
        "c": Text(
            "PyTorch는 말없이 다른 장치를 고르지 않아요. 오류를 내요.",
            "PyTorch does not quietly choose another device. It raises an error.",
        ),
    },
)

# --- module-guess-epochs: until w stays within 0.001 of 2 --------------------------------------------------------

guesses(
    "module-guess-epochs",
    right=1067,
    wrong={
        30: Text(
            "손실은 30에폭이면 거의 다 줄어요. 하지만 `w`는 그때 2.018이고, 거기서부터가 느려요.",
            "Within 30 epochs most of the loss is gone. But `w` is 2.018 then, and from there on it is slow.",
        ),
        100: Text(
            "표의 끝, 91에폭에서도 `w`는 아직 2.019예요. 10에폭에 0.001도 줄지 않아요.",
            "At the end of the table, in epoch 91, `w` is still 2.019; ten epochs take off less than 0.001.",
        ),
        200: Text(
            "91에폭에 2.019였고, 남은 거리의 0.3%씩 줄어들어요. 훨씬 오래 걸려요.",
            "In epoch 91 it was 2.019, and each epoch takes off 0.3% of what is left. It takes far longer.",
        ),
        300: Text(
            "10에폭에 남은 거리의 3%가 줄어요. 20분의 1이 되려면 천 에폭쯤 걸려요.",
            "Ten epochs take off 3% of what is left. To come down to a twentieth takes about a thousand.",
        ),
        500: Text(
            "거리가 반으로 줄기까지 230에폭쯤 걸려요. 20분의 1이 되려면 그 네 배가 넘어요.",
            "It takes about 230 epochs to halve the distance, and over four times as many to come down to a twentieth.",
        ),
    },
)

# --- module-challenge-left-out: the names of the parameters that an optimizer does not hold ----------------------


@reference("module-challenge-left-out")
def left_out(model, optimizer):
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return [name for name, p in model.named_parameters() if id(p) not in held]


@equivalent("module-challenge-left-out")
def left_out_by_is(model, optimizer):
    names = []
    for name, parameter in model.named_parameters():
        held = False
        for group in optimizer.param_groups:
            for other in group["params"]:
                if other is parameter:
                    held = True
        if not held:
            names.append(name)
    return names


@equivalent("module-challenge-left-out")
def left_out_by_trying(model, optimizer):
    import copy

    before = copy.deepcopy(model.state_dict())
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    return [name for name, p in model.named_parameters() if torch.equal(p, before[name])]


@mistake(
    "module-challenge-left-out",
    ko="값이 같은지를 보았어요. 다른 모델의 파라미터도 값은 같을 수 있어요. **같은 텐서인지**를 보세요: `is`나 `id`.",
    en="This compares values. Parameters of another model may have the same. Ask whether it is **the same tensor**: `is`, or `id`.",
)
def left_out_by_value(model, optimizer):
    held = [p for group in optimizer.param_groups for p in group["params"]]
    return [
        name for name, p in model.named_parameters() if not any(p.shape == q.shape and torch.equal(p, q) for q in held)
    ]


@mistake(
    "module-challenge-left-out",
    ko="거꾸로예요. 옵티마이저가 **쥐고 있는** 파라미터의 이름이에요.",
    en="This is the reverse: the names of the parameters that the optimizer **does** hold.",
)
def left_out_the_other_way(model, optimizer):
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return [name for name, p in model.named_parameters() if id(p) in held]


@mistake(
    "module-challenge-left-out",
    ko="언제나 하나도 빠지지 않았다고 해요. `requires_grad`는 그래디언트를 받는지만 말해 줄 뿐, 누가 움직이는지는 말해 주지 않아요.",
    en="This always says that none is left out. `requires_grad` tells whether it receives a gradient, not whether anybody moves it.",
)
def left_out_by_requires_grad(model, optimizer):
    return [name for name, p in model.named_parameters() if not p.requires_grad]


@mistake(
    "module-challenge-left-out",
    ko="언제나 모두 빠졌다고 해요. `.grad`가 비어 있는지를 물으면 그래요. 그것은 `backward()`를 불렀는지만 말해 줘요. 누가 움직이는지는 옵티마이저의 `param_groups`에 있어요.",
    en="This says in every case that all are left out, as where one asks whether `.grad` is empty: that only tells whether `backward()` was called. Who is moved stands in the `param_groups` of the optimizer.",
)
def left_out_by_missing_gradient(model, optimizer):
    return [name for name, p in model.named_parameters() if p.grad is None]


@mistake(
    "module-challenge-left-out",
    ko="`in`은 텐서를 `==`로 견주어요. 모양이 다르거나 수가 여럿이면 오류가 나고, 아니면 값을 견주어요.",
    en="`in` compares tensors by `==`: with other shapes or several numbers it raises an error, otherwise it compares values.",
)
def left_out_by_in(model, optimizer):
    held = [p for group in optimizer.param_groups for p in group["params"]]
    return [name for name, p in model.named_parameters() if p not in held]
