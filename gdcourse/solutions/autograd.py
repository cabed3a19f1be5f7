"""04-autograd: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np
import torch

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, mistake, reference

# --- autograd-derivative: d/dw of mean(losses(w)) -----------------------------------------------------------------


@reference("autograd-derivative")
def derivative(losses, w):
    point = torch.tensor(float(w), requires_grad=True)
    losses(point).mean().backward()
    return point.grad


@equivalent("autograd-derivative")
def derivative_returned_directly(losses, w):
    w = torch.tensor(w, requires_grad=True)
    (grad,) = torch.autograd.grad(losses(w).mean(), w)
    return grad.item()


@equivalent("autograd-derivative")
def derivative_of_sum_divided(losses, w):
    w = torch.tensor([w], dtype=torch.float64, requires_grad=True)
    values = losses(w)
    values.sum().backward()
    return w.grad / len(values)


@equivalent("autograd-derivative")
def derivative_with_given_weights(losses, w):
    w = torch.tensor(w, requires_grad=True)
    values = losses(w)
    values.backward(torch.full_like(values, 1 / len(values)))
    return w.grad


@equivalent("autograd-derivative")
def derivative_loss_by_loss(losses, w):
    w = torch.nn.Parameter(torch.tensor(w))
    values = losses(w)
    for value in values:
        (value / len(values)).backward(retain_graph=True)
    return float(w.grad)


@equivalent("autograd-derivative")
def derivative_by_a_transform(losses, w):
    return torch.func.grad(lambda point: losses(point).mean())(torch.tensor(w))


@equivalent("autograd-derivative")
def derivative_in_forward_mode(losses, w):
    _, tangents = torch.func.jvp(losses, (torch.tensor(w),), (torch.tensor(1.0),))
    return tangents.mean()


@equivalent("autograd-derivative")
def derivative_by_the_jacobian(losses, w):
    return torch.autograd.functional.jacobian(losses, torch.tensor(w)).mean().item()


@mistake(
    "autograd-derivative",
    ko="손실이 N개인 텐서에 바로 `backward()`를 불렀어요. 역전파는 수 하나에서 출발하니, 먼저 평균을 구하세요.",
    en="`backward()` was called on a tensor of N losses. A backward pass starts from one number, so take the mean first.",
)
def backward_on_a_vector(losses, w):
    w = torch.tensor(w, requires_grad=True)
    losses(w).backward()
    return w.grad


@mistake(
    "autograd-derivative",
    ko="정확히 N배예요. 손실을 더하면 오류는 사라지지만 N으로 나누지 않았어요. 구해야 하는 것은 평균의 도함수예요.",
    en="This is exactly N times too large. A sum silences the error, but it is not divided by N: the derivative of the mean is asked for.",
    credit=0.5,
)
def derivative_of_the_sum(losses, w):
    w = torch.tensor(w, requires_grad=True)
    losses(w).sum().backward()
    return w.grad


@mistake(
    "autograd-derivative",
    ko="이것은 손실의 평균이에요. 미분한 값은 `backward()`를 부른 뒤 `.grad`에 들어 있어요.",
    en="This is the mean of the losses. Its derivative is in `.grad` after `backward()`.",
)
def value_for_derivative(losses, w):
    w = torch.tensor(w, requires_grad=True)
    loss = losses(w).mean()
    loss.backward()
    return loss


@mistake(
    "autograd-derivative",
    ko="`backward()`를 부른 값에 이어진 그래프가 없어요. `w`에 `requires_grad`가 없거나, 순전파를 `no_grad` 안에서 했거나, `torch.tensor`나 `detach`로 그래프를 끊었을 때 이런 오류가 나요.",
    en="What `backward()` was called on has no graph behind it. That happens when `w` lacks `requires_grad`, when the forward pass runs under `no_grad`, or when `torch.tensor` or `detach` cuts the graph off.",
)
def no_graph_recorded(losses, w):
    w = torch.tensor(w)
    losses(w).mean().backward()
    return w.grad


@mistake(
    "autograd-derivative",
    ko="`backward()`를 부른 것이 텐서가 아니라 파이썬의 수예요. `.item()`은 그래프를 버리고 수만 꺼내니, `backward()` 다음에 쓰세요.",
    en="`backward()` was called on a Python number, not on a tensor. `.item()` takes the number out and leaves the graph behind, so use it after `backward()`.",
)
def item_before_backward(losses, w):
    w = torch.tensor(w, requires_grad=True)
    loss = losses(w).mean().item()
    loss.backward()
    return w.grad


@mistake(
    "autograd-derivative",
    ko="돌려준 값이 `None`이에요. `backward()`는 아무것도 돌려주지 않고 결과를 `.grad`에 넣어요. 그 값을 돌려주세요. 그 값이 `.grad`였다면, 그 텐서가 리프가 아니거나 손실을 새 텐서로 만든 거예요.",
    en="What came back is `None`. `backward()` itself returns nothing and puts its result into `.grad`; that is the value to return. If it was `.grad`: the tensor is not a leaf, or the loss was made into a new tensor.",
)
def result_of_backward(losses, w):
    w = torch.tensor(w, requires_grad=True)
    return losses(w).mean().backward()


@mistake(
    "autograd-derivative",
    ko="autograd를 쓰지 않았어요. `losses`를 여러 번 불렀지만 그래디언트가 거슬러 온 적은 없어요. 두 자리의 차이로 구했다면 유한 차분이에요. 가까워도 어림한 값이고, autograd에는 반올림 오차밖에 없어요.",
    en="Autograd was not used: `losses` was called several times, but no gradient ever came back through it. If this is the difference of two places, it is a finite difference: close, yet approximate, where autograd has no error but rounding.",
    credit=0.25,
)
def difference_of_two_places(losses, w):
    w = torch.tensor(w, dtype=torch.float64)
    return (losses(w + 1e-5).mean() - losses(w - 1e-5).mean()) / 2e-5


@mistake(
    "autograd-derivative",
    ko="`losses`를 부르기는 했지만 미분하지 않았어요. 그래디언트는 `backward()`나 `torch.autograd.grad`를 불러야 거슬러 와요.",
    en="`losses` was called, but nothing was differentiated. A gradient comes back only when `backward()` or `torch.autograd.grad` is called.",
)
def never_differentiated(losses, w):
    w = torch.tensor(w, requires_grad=True)
    return losses(w).mean()


@mistake(
    "autograd-derivative",
    ko="함수 `losses`를 한 번도 부르지 않았어요. 손실을 `losses(...)`로 계산해야 그 그래프를 따라 미분할 수 있어요.",
    en="The function `losses` was never called. Compute the losses with `losses(...)`, so that there is a graph to differentiate along.",
)
def losses_never_called(losses, w):
    return 0.0


# --- autograd-accumulate: after one backward per batch, w.grad is the gradient of the mean over all data -----------


@reference("autograd-accumulate")
def accumulate(w, batches):
    for x, y in batches:
        share = ((w * x - y) ** 2).mean() / len(batches)
        share.backward()


@equivalent("autograd-accumulate")
def accumulate_then_divide(w, batches):
    for x, y in batches:
        torch.nn.functional.mse_loss(w * x, y).backward()
    w.grad /= len(batches)


@equivalent("autograd-accumulate")
def accumulate_in_one_graph(w, batches):
    total = torch.zeros(())
    for x, y in batches:
        total = total + torch.mean((y - w * x) ** 2)
    (total / len(batches)).backward()


@equivalent("autograd-accumulate")
def accumulate_all_data_at_once(w, batches):
    x = torch.cat([x for x, _ in batches])
    y = torch.cat([y for _, y in batches])
    ((w * x - y) ** 2).mean().backward()


@equivalent("autograd-accumulate")
def accumulate_from_zero(w, batches):
    w.grad = torch.zeros_like(w)
    count = sum(len(x) for x, _ in batches)
    for x, y in batches:
        (torch.sum((w * x - y) ** 2) / count).backward()


@mistake(
    "autograd-accumulate",
    ko="정확히 k배예요. `.grad`에 배치마다 구한 그래디언트를 더하기만 하고, 배치 수 k로 나누지 않았어요.",
    en="This is exactly k times too large. The gradients of the batches add up in `.grad` and are not divided by k, the number of batches.",
    credit=0.5,
)
def added_but_not_divided(w, batches):
    for x, y in batches:
        ((w * x - y) ** 2).mean().backward()


@mistake(
    "autograd-accumulate",
    ko="마지막 배치의 그래디언트만 남았고, 그마저 배치 수로 나뉘어 있어요. 배치 사이에서 `.grad`를 비우면 앞의 배치가 사라져요. `backward()`를 반복문 뒤에서 한 번만 불러도 그래요.",
    en="Only the gradient of the last batch is left, and that divided by the number of batches. Emptying `.grad` between batches throws the earlier ones away. So does calling `backward()` once, after the loop.",
)
def zeroed_between_batches(w, batches):
    for x, y in batches:
        w.grad = None
        (((w * x - y) ** 2).mean() / len(batches)).backward()


@mistake(
    "autograd-accumulate",
    ko="마지막 배치 하나의 그래디언트예요. 배치 사이에서 `.grad`를 비우면 앞의 배치가 사라져요. `backward()`를 반복문 뒤에서 한 번만 불러도 그래요.",
    en="This is the gradient of the last batch alone. Emptying `.grad` between batches throws the earlier ones away. So does calling `backward()` once, after the loop.",
)
def only_the_last_batch(w, batches):
    for x, y in batches:
        w.grad = None
        ((w * x - y) ** 2).mean().backward()


@mistake(
    "autograd-accumulate",
    ko="끝났을 때 `w.grad`가 비어 있어요. 대개 `backward()`를 한 번도 부르지 않았거나, 마지막에 `.grad`를 비웠거나, `torch.tensor(...)`, `.item()`, `detach`로 그래프가 `w`까지 이어지지 않은 경우예요.",
    en="At the end `w.grad` is empty. Often `backward()` was never called, or `.grad` was emptied last, or `torch.tensor(...)`, `.item()` or `detach` kept the graph from reaching `w`.",
)
def emptied_at_the_end(w, batches):
    for x, y in batches:
        (((w * x - y) ** 2).mean() / len(batches)).backward()
    w.grad = None


@mistake(
    "autograd-accumulate",
    ko="배치마다 평균이 아니라 합을 구했어요. 배치 하나에 든 데이터의 수로 나누지 않았어요.",
    en="For each batch this takes a sum, not a mean: it is not divided by the number of data points in the batch.",
    credit=0.5,
)
def sum_within_a_batch(w, batches):
    for x, y in batches:
        (((w * x - y) ** 2).sum() / len(batches)).backward()


@mistake(
    "autograd-accumulate",
    ko="`w`의 값이 바뀌었어요. 여기서는 `.grad`만 채우고, `w`를 움직이는 일은 옵티마이저나 업데이트 코드에 맡겨요.",
    en="The value of `w` has changed. Only `.grad` is to be filled here; moving `w` is left to the optimizer or to an update.",
    credit=0.25,
)
def w_moved_as_well(w, batches):
    for x, y in batches:
        (((w * x - y) ** 2).mean() / len(batches)).backward()
    with torch.no_grad():
        w -= 0.01 * w.grad


@mistake(
    "autograd-accumulate",
    ko="`w`의 `requires_grad`가 꺼진 채로 남았어요. 이 리프는 다음번에 그래디언트를 받지 못해요.",
    en="This leaves `w` with its `requires_grad` switched off. Next time, this leaf will receive no gradient.",
    credit=0.5,
)
def w_switched_off(w, batches):
    for x, y in batches:
        (((w * x - y) ** 2).mean() / len(batches)).backward()
    w.requires_grad_(False)


@mistake(
    "autograd-accumulate",
    ko="배치의 데이터가 바뀌었어요. `*=`나 `sub_`처럼 제자리에서 바꾸는 연산을 `x`나 `y`에 썼어요. 다음 에폭에는 다른 데이터로 학습하게 돼요.",
    en="The data of the batches have changed: `x` or `y` was altered in place, as by `*=` or `sub_`. The next epoch would train on other data.",
    credit=0.25,
)
def batches_changed(w, batches):
    for x, y in batches:
        y -= w.detach() * x
        (-2 * (x * y).mean() / len(batches) * w).backward()


# --- autograd-step: one step that can be followed by another -------------------------------------------------------


@reference("autograd-step")
def train_step(w, x, y, lr):
    loss = torch.mean(torch.square(w * x - y))
    loss.backward()
    with torch.no_grad():  # the update is not to be differentiated
        w -= lr * w.grad
    w.grad = None
    return w


@equivalent("autograd-step")
def step_zeroed_at_the_top(w, x, y, lr):
    if w.grad is not None:
        w.grad.zero_()
    ((w * x - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= lr * w.grad
    return w


@equivalent("autograd-step")
def step_by_optimizer(w, x, y, lr):
    optimizer = torch.optim.SGD([w], lr=lr)
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(w * x, y).backward()
    optimizer.step()
    return w


@equivalent("autograd-step")
def step_through_data(w, x, y, lr):
    ((y - w * x) ** 2).mean().backward()
    w.data = w.data - lr * w.grad.data
    w.grad.zero_()
    return w


@equivalent("autograd-step")
def step_to_a_new_leaf(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    w = w - lr * w.grad
    w.detach_()
    w.requires_grad_(True)
    return w


@equivalent("autograd-step")
def step_without_backward(w, x, y, lr):
    (grad,) = torch.autograd.grad(((w * x - y) ** 2).mean(), w)
    return (w - lr * grad).detach().requires_grad_()


@equivalent("autograd-step")
def step_with_a_decorator(w, x, y, lr):
    @torch.no_grad()
    def move():
        w.sub_(lr * w.grad)
        w.grad.zero_()

    ((w * x - y) ** 2).sum().div(len(x)).backward()
    move()
    return w


@mistake(
    "autograd-step",
    ko="첫 스텝은 맞지만 둘째 스텝은 두 그래디언트를 더한 만큼 움직였어요. `.grad`를 비우지 않아서 첫 스텝의 그래디언트가 남아 있어요.",
    en="The first step is right, but the second moves by both gradients together: `.grad` was not emptied, so the gradient of the first step is still in it.",
    credit=0.5,
)
def gradient_not_zeroed(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="`w`가 처음 값 그대로예요. `backward()`와 업데이트 사이에서 `.grad`를 비우면 움직일 거리가 0이 돼요. `backward()`를 부르지 않아도 그래요.",
    en="`w` is where it began. Emptying `.grad` between `backward()` and the update leaves a move of 0. So does never calling `backward()`.",
)
def zeroed_before_the_update(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    w.grad.zero_()
    with torch.no_grad():
        w -= lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="`.grad`가 아직 `None`인데 `zero_()`를 불렀어요. `.grad`는 첫 `backward()`가 끝나야 생겨요.",
    en="`zero_()` was called while `.grad` was still `None`. There is no `.grad` before the first `backward()` is done.",
    credit=0.5,
)
def zeroed_before_there_is_a_gradient(w, x, y, lr):
    w.grad.zero_()
    ((w * x - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="`requires_grad`가 켜진 리프를 그래프가 기록되는 동안 제자리에서 바꾸었어요. 업데이트는 미분할 계산이 아니니 기록되지 않게 하세요.",
    en="A leaf that has `requires_grad` on was changed in place while the graph was being recorded. The update is not to be differentiated, so it must not be recorded.",
    credit=0.5,
)
def updated_in_place_with_the_graph_on(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    w -= lr * w.grad
    w.grad.zero_()
    return w


@mistake(
    "autograd-step",
    ko="돌려준 텐서는 리프가 아니라 계산의 결과예요. 다음 `backward()`가 그 `.grad`를 채우지 않아요. 기록이 켜진 채로 `w = w - …`라고 새 텐서를 만들었거나, `w`가 아니라 손실을 돌려준 경우가 많아요.",
    en="The tensor that came back is not a leaf but the result of a calculation, so the next `backward()` will not fill its `.grad`. Often `w = w - …` made a new tensor while recording was on, or the loss was returned in place of `w`.",
)
def new_name_with_the_graph_on(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    w = w - lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="돌려준 `w`의 `requires_grad`가 꺼져 있어요. `no_grad` 안에서 새로 만들었거나 `detach`한 텐서는 그래프를 기록하지 않아서, 다음 스텝에는 미분할 것이 없어요. `w.grad`를 돌려주어도 그래요.",
    en="The `w` that came back has `requires_grad` off. A tensor newly made under `no_grad`, or one that went through `detach`, records no graph, so the next step finds nothing to differentiate. Returning `w.grad` looks the same.",
)
def new_name_with_the_graph_off(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    with torch.no_grad():
        w = w - lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="업데이트할 때 `.grad`가 `None`이었어요. `backward()`를 아직 부르지 않았거나, `w`가 리프가 아니어서 `.grad`를 받지 못했어요.",
    en="`.grad` was `None` when the update needed it. Either `backward()` had not been called yet, or `w` is not a leaf and received no `.grad`.",
)
def updated_before_backward(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    with torch.no_grad():
        w -= lr * w.grad
    loss.backward()
    return w


@mistake(
    "autograd-step",
    ko="오르막으로 갔어요. 그래디언트에 학습률을 곱해 빼세요.",
    en="This walks uphill. Subtract the learning rate times the gradient.",
)
def step_uphill(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    with torch.no_grad():
        w += lr * w.grad
        w.grad.zero_()
    return w


@mistake(
    "autograd-step",
    ko="손실을 합으로 구하고 N으로 나누지 않았어요. 그래서 첫 스텝부터 `w`가 N배로 움직여요.",
    en="The loss is a sum that is never divided by N, so from the first step on `w` moves N times too far.",
    credit=0.5,
)
def step_on_the_sum(w, x, y, lr):
    ((w * x - y) ** 2).sum().backward()
    with torch.no_grad():
        w -= lr * w.grad
        w.grad.zero_()
    return w


@mistake(
    "autograd-step",
    ko="텐서가 아니라 파이썬의 수를 돌려주었어요. 다음 스텝도 할 수 있도록 텐서 `w`를 돌려주세요.",
    en="This returns a Python number. Return the tensor `w`, so that another step can follow.",
    credit=0.0,
)
def number_for_tensor(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    return (w - lr * w.grad).item()


# --- autograd-losses: a record that keeps no graph -----------------------------------------------------------------


@reference("autograd-losses")
def loss_history(w, x, y, lr, steps):
    history = []
    for _ in range(steps):
        loss = torch.mean(torch.square(w * x - y))
        loss.backward()
        with torch.no_grad():  # the update is not to be differentiated
            w -= lr * w.grad
        w.grad = None
        history.append(loss.item())  # the number, without its graph
    return history


@equivalent("autograd-losses")
def history_of_detached_tensors(w, x, y, lr, steps):
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(w * x, y)
        losses.append(loss.detach())
        loss.backward()
        optimizer.step()
    return losses


@equivalent("autograd-losses")
def history_in_an_array(w, x, y, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        w.grad = None
        loss = ((w * x - y) ** 2).mean()
        losses[t] = loss.detach().numpy()
        loss.backward()
        w.data -= lr * w.grad
    return losses


@equivalent("autograd-losses")
def history_with_new_leaves(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).sum() / len(x)
        loss.backward()
        w = (w - lr * w.grad).detach().requires_grad_()
        losses += [loss.data]
    return torch.stack(losses)


@mistake(
    "autograd-losses",
    ko="값은 맞지만 손실을 텐서 그대로 넣어서 항목마다 계산 그래프가 딸려 있어요. 오래 돌리면 메모리가 계속 늘어나요. `.item()`으로 수만 꺼내세요.",
    en="The numbers are right, but the losses went in as tensors, and each holds on to its computational graph. In a long run the memory keeps growing. Take out the number with `.item()`.",
    credit=0.5,
)
def graphs_kept(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
        losses.append(loss)
    return losses


@mistake(
    "autograd-losses",
    ko="이미 쓴 그래프로 `backward()`를 또 불렀어요. 순전파가 반복문 밖에 있으면 그래프는 하나뿐이에요. 스텝마다 손실을 다시 계산하세요.",
    en="`backward()` went through a graph that was already used up. With the forward pass outside the loop there is only one graph; compute the loss anew in each step.",
)
def forward_before_the_loop(w, x, y, lr, steps):
    losses = []
    loss = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-losses",
    ko="기록한 손실이 모두 같아요. `w`가 움직이지 않았거나(업데이트보다 먼저 `.grad`를 비우면 그래요), 손실을 반복문 앞에서 한 번만 계산했어요. `retain_graph=True`는 그때 나는 오류를 가릴 뿐이에요.",
    en="All recorded losses are equal. Either `w` never moved (as when `.grad` is emptied before the update), or the loss was computed only once, before the loop; `retain_graph=True` merely hides the error this raises.",
)
def loss_never_changes(w, x, y, lr, steps):
    losses = []
    loss = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-losses",
    ko="처음 두 손실은 맞고 셋째부터 달라요. `.grad`를 비우지 않아서, 둘째 스텝부터는 `w`가 지난 그래디언트까지 모두 더한 만큼 움직였어요.",
    en="The first two losses are right, and from the third on they differ: `.grad` was not emptied, so from the second step on all earlier gradients move `w` too.",
    credit=0.5,
)
def history_without_zeroing(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-losses",
    ko="기록이 한 칸씩 밀렸어요. 움직이고 나서 다시 계산한 손실을 넣어서 맨 처음 손실이 빠졌어요. 움직이기 전의 손실을 넣으세요.",
    en="The record is shifted by one: it holds losses computed again after each step, so the first is missing. Record the loss from before the move.",
    credit=0.5,
)
def recorded_after_the_step(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
            losses.append(((w * x - y) ** 2).mean().item())
    return losses


@mistake(
    "autograd-losses",
    ko="`backward()`를 부른 값에 이어진 그래프가 없어요. 그래프는 순전파에서 만들어지는데, 순전파를 `no_grad` 안에서 했거나, `torch.tensor`나 `detach`로 그래프를 끊었거나, `w`가 `requires_grad`를 잃었어요.",
    en="What `backward()` was called on has no graph behind it. The graph is built in the forward pass, and here that ran under `no_grad`, or `torch.tensor` or `detach` cut the graph off, or `w` lost its `requires_grad`.",
)
def forward_without_recording(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        with torch.no_grad():
            loss = ((w * x - y) ** 2).mean()
            loss.backward()
            w -= lr * w.grad
            w.grad.zero_()
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-losses",
    ko="`backward()`를 부른 것이 텐서가 아니라 파이썬의 수예요. `.item()`은 `backward()` 다음에, 기록할 때만 쓰세요.",
    en="`backward()` was called on a Python number, not on a tensor. Use `.item()` after `backward()`, only for the record.",
)
def backward_on_a_number(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean().item()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
        losses.append(loss)
    return losses


@mistake(
    "autograd-losses",
    ko="`requires_grad`가 켜진 `w`를 그래프가 기록되는 동안 제자리에서 바꾸었어요. 업데이트는 기록되지 않게 하세요.",
    en="`w` has `requires_grad` on and was changed in place while the graph was being recorded. The update must not be recorded.",
)
def history_updated_with_the_graph_on(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        w -= lr * w.grad
        w.grad.zero_()
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-losses",
    ko="업데이트할 때 `.grad`가 `None`이었어요. 둘째 스텝에서 그랬다면 `w = w - …`가 `w`를 리프가 아닌 텐서로 바꾸어 놓은 거예요. 첫 스텝부터 그랬다면 `backward()`보다 먼저 업데이트한 거예요.",
    en="`.grad` was `None` when the update needed it. If that was in the second step, `w = w - …` had turned `w` into a tensor that is not a leaf. If it was in the first, the update came before `backward()`.",
)
def history_with_a_new_name(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        w = w - lr * w.grad
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-losses",
    ko="두 가지가 빠졌어요. 손실을 텐서 그대로 넣어 항목마다 계산 그래프가 딸려 있고, `.grad`를 비우지 않아 셋째 손실부터 값도 달라요.",
    en="Two things are missing. The losses went in as tensors, each holding on to its computational graph, and `.grad` was not emptied, so from the third loss on the numbers differ too.",
    credit=0.25,
)
def graphs_kept_and_nothing_zeroed(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        losses.append(loss)
    return losses


# --- autograd-stop: w learns to follow v, and v stands still -------------------------------------------------------


@reference("autograd-stop")
def follow_loss(w, v, x):
    return torch.mean(torch.square(w * x - v.detach() * x))


@equivalent("autograd-stop")
def follow_a_result_without_graph(w, v, x):
    with torch.no_grad():
        goal = v * x
    return torch.nn.functional.mse_loss(w * x, goal)


@equivalent("autograd-stop")
def follow_a_detached_prediction(w, v, x):
    goal = (v * x).detach()
    return ((goal - w * x) ** 2).sum() / len(x)


@equivalent("autograd-stop")
def follow_a_number(w, v, x):
    return ((w - v.item()) ** 2 * x**2).mean()


@mistake(
    "autograd-stop",
    ko="`v`도 그래디언트를 받았어요. 두 갈래가 모두 그래프에 이어져 있어서, `v`도 `w` 쪽으로 끌려가요.",
    en="`v` receives a gradient too. Both branches are tied into the graph, so `v` is drawn towards `w` as well.",
)
def nothing_stopped(w, v, x):
    return ((w * x - v * x) ** 2).mean()


@mistake(
    "autograd-stop",
    ko="끊은 갈래가 바뀌었어요. 학습해야 할 `w`가 그래디언트를 받지 못하고, 가만히 있어야 할 `v`가 받았어요.",
    en="The wrong branch is cut. `w`, which is to learn, receives no gradient, and `v`, which is to stand still, does.",
    credit=0.25,
)
def wrong_branch_stopped(w, v, x):
    return (((w * x).detach() - v * x) ** 2).mean()


@mistake(
    "autograd-stop",
    ko="돌려준 손실 뒤에 그래프가 없어서 `backward()`를 부를 수 없어요. 두 갈래를 모두 끊지 말고 `v` 쪽만 끊으세요.",
    en="There is no graph behind the loss that came back, so `backward()` fails. Do not cut both branches: only the one of `v`.",
)
def both_branches_stopped(w, v, x):
    return ((w * x - v * x) ** 2).mean().detach()


@mistake(
    "autograd-stop",
    ko="`v`의 `requires_grad`가 꺼진 채로 남았어요. 그래디언트는 이 손실에서만 막으면 되는데, 이대로는 `v`가 다른 곳에서도 학습할 수 없어요.",
    en="This leaves `v` with its `requires_grad` switched off. The gradient is to be stopped in this loss only; now `v` cannot learn anywhere else either.",
    credit=0.5,
)
def switched_off_for_good(w, v, x):
    v.requires_grad_(False)
    return ((w * x - v * x) ** 2).mean()


@mistake(
    "autograd-stop",
    ko="갈래는 잘 끊었지만 손실이 합이에요. N으로 나누지 않았어요.",
    en="The right branch is cut, but the loss is a sum: it is never divided by N.",
    credit=0.5,
)
def follow_by_the_sum(w, v, x):
    return ((w * x - (v * x).detach()) ** 2).sum()


@mistake(
    "autograd-stop",
    ko="함수 안에서 `backward()`를 이미 불러서 그래프를 써 버렸어요. 손실만 돌려주세요. `backward()`는 함수 밖에서 불러요.",
    en="`backward()` was already called inside the function, which used the graph up. Return the loss only; `backward()` is called outside the function.",
    credit=0.5,
)
def backward_inside(w, v, x):
    loss = ((w * x - v.detach() * x) ** 2).mean()
    loss.backward()
    return loss


@mistake(
    "autograd-stop",
    ko="`w`의 값이 바뀌었어요. 손실을 계산하는 함수는 받은 텐서를 모두 그대로 두어야 해요.",
    en="The value of `w` has changed. A function that computes a loss leaves every tensor as it was handed in.",
    credit=0.25,
)
def follow_and_move(w, v, x):
    loss = ((w * x - v.detach() * x) ** 2).mean()
    w.data -= 0.1
    return loss


@mistake(
    "autograd-stop",
    ko="받은 데이터 `x`의 값이 바뀌었어요. `*=`처럼 제자리에서 바꾸는 연산을 썼어요.",
    en="The data `x` that were handed in have changed: an operation such as `*=` works in place.",
    credit=0.25,
)
def follow_in_place(w, v, x):
    x *= v.item()
    return ((w * x / v.item() - x) ** 2).mean()


# --- autograd-leaf: values times scale, ready to be trained --------------------------------------------------------


@reference("autograd-leaf")
def make_parameter(values, scale):
    return (torch.tensor(values) * scale).requires_grad_()


@equivalent("autograd-leaf")
def parameter_scaled_first(values, scale):
    return torch.tensor([v * scale for v in values], requires_grad=True)


@equivalent("autograd-leaf")
def parameter_of_a_module(values, scale):
    return torch.nn.Parameter(scale * torch.tensor(values))


@equivalent("autograd-leaf")
def parameter_detached(values, scale):
    start = torch.tensor(values, requires_grad=True) * scale
    start = start.detach()
    start.requires_grad = True
    return start


@equivalent("autograd-leaf")
def parameter_scaled_in_place(values, scale):
    start = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    with torch.no_grad():
        start *= scale
    return start


@mistake(
    "autograd-leaf",
    ko="값은 맞지만 리프가 아니에요. `requires_grad`를 켠 텐서에 수를 곱하면 기록된 계산의 결과가 나오고, 그래디언트는 곱하기 전 텐서의 `.grad`로 가요.",
    en="The values are right, but this is not a leaf. Multiplying a tensor that has `requires_grad` gives the result of a recorded calculation, and the gradient goes to the `.grad` of the tensor from before the product.",
    credit=0.5,
)
def scaled_after_recording_began(values, scale):
    return torch.tensor(values, requires_grad=True) * scale


@mistake(
    "autograd-leaf",
    ko="값은 맞지만 `requires_grad`가 꺼져 있어요. 이 텐서로는 그래프가 만들어지지 않아 학습할 수 없어요.",
    en="The values are right, but `requires_grad` is off: no graph is recorded from this tensor, so it cannot learn.",
    credit=0.5,
)
def requires_grad_forgotten(values, scale):
    return torch.tensor(values) * scale


@mistake(
    "autograd-leaf",
    ko="`requires_grad`가 켜진 리프에 그래프가 기록되는 동안 제자리에서 수를 곱했어요.",
    en="A leaf that has `requires_grad` on was multiplied in place while the graph was being recorded.",
)
def scaled_in_place_with_the_graph_on(values, scale):
    start = torch.tensor(values, requires_grad=True)
    start *= scale
    return start


@mistake(
    "autograd-leaf",
    ko="학습할 수 있는 리프이지만 `scale`을 곱하지 않았어요.",
    en="This is a leaf that can learn, but nothing was multiplied by `scale`.",
    credit=0.5,
)
def scale_forgotten(values, scale):
    return torch.tensor(values, requires_grad=True)


@mistake(
    "autograd-leaf",
    ko="텐서가 아니라 NumPy 배열이에요. NumPy 배열에는 그래프도 `.grad`도 없어요.",
    en="This is a NumPy array, not a tensor. A NumPy array has neither a graph nor a `.grad`.",
)
def array_for_tensor(values, scale):
    return np.array(values) * scale


# --- autograd-exact ------------------------------------------------------------------------------------------------

HOW_IT_WORKS = "c"

choice(
    "autograd-exact",
    right=HOW_IT_WORKS,
    wrong={
        "a": Text(
            "그것은 유한 차분이에요. 파라미터마다 순전파를 다시 해야 하고 오차가 남아요. autograd는 파라미터를 움직여 보지 않아요.",
            "That is a finite difference. It needs another forward pass for each parameter, and an error remains. Autograd does not nudge any parameter.",
        ),
        "b": Text(
            "autograd는 식을 만들지 않아요. 수업의 작은 엔진처럼, 순전파에서 이미 계산한 자리의 수를 곱하고 더할 뿐이에요.",
            "Autograd builds no formula. Like the small engine of the lesson, it only multiplies and adds numbers, at the place where the forward pass was computed.",
        ),
        "d": Text(
            "반복해서 나아지는 것은 경사 하강법이에요. 그래디언트는 `backward()` 한 번으로 구해지고, 반올림 오차밖에 없어요.",
            "What improves by repetition is gradient descent. The gradient comes from one call of `backward()`, with no error but rounding.",
        ),
    },
)
