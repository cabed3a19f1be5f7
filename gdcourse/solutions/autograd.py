"""04-autograd: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np
import torch

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

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
    ko="미분하려는 값에 이어진 그래프가 없어요. `w`에 `requires_grad`가 없거나, 순전파를 `no_grad` 안에서 했거나, `torch.tensor`나 `detach`로 그래프를 끊었을 때 이런 오류가 나요.",
    en="What is to be differentiated has no graph behind it. That happens when `w` lacks `requires_grad`, when the forward pass runs under `no_grad`, or when `torch.tensor` or `detach` cuts the graph off.",
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
    ko="돌려준 값이 `None`이에요. `backward()`는 아무것도 돌려주지 않고 결과를 `.grad`에 넣어요. 그 값을 돌려주세요. 그 값이 `.grad`였다면 `backward()`를 부르지 않았거나, 그 텐서가 리프가 아니거나, 손실을 새 텐서로 만든 거예요.",
    en="What came back is `None`. `backward()` itself returns nothing and puts its result into `.grad`; that is the value to return. If it was `.grad`: `backward()` was not called, or the tensor is not a leaf, or the loss was made into a new tensor.",
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
    ko="`losses`를 부르기는 했지만, 그 손실을 거슬러 온 그래디언트가 없어요. `backward()`나 `torch.autograd.grad`를 부르지 않았거나, 그 사이에서 그래프가 끊겼어요.",
    en="`losses` was called, but no gradient came back through what it gave: neither `backward()` nor `torch.autograd.grad` was called on it, or the graph is cut in between.",
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


@mistake(
    "autograd-derivative",
    ko="마지막 손실 하나의 도함수예요. 손실 모두의 평균을 미분하세요.",
    en="This is the derivative of the last loss alone. Differentiate the mean of all of them.",
)
def derivative_of_the_last_loss(losses, w):
    point = torch.tensor(float(w), requires_grad=True)
    losses(point)[-1].backward()
    return point.grad


@mistake(
    "autograd-derivative",
    ko="마지막 손실의 몫만 남았어요. 반복문 안의 `=`는 앞선 손실을 덮어써요. `+=`로 더하거나 `mean()`을 쓰세요.",
    en="Only the share of the last loss is left. Inside a loop, `=` writes over the losses before it: add them up with `+=`, or use `mean()`.",
)
def derivative_of_the_last_share(losses, w):
    point = torch.tensor(float(w), requires_grad=True)
    values = losses(point)
    (values[-1] / len(values)).backward()
    return point.grad


@mistake(
    "autograd-derivative",
    ko="가장 큰 손실 하나의 도함수예요. 손실 모두의 평균을 미분하세요.",
    en="This is the derivative of the largest loss alone. Differentiate the mean of all of them.",
)
def derivative_of_the_largest_loss(losses, w):
    point = torch.tensor(float(w), requires_grad=True)
    losses(point).max().backward()
    return point.grad


@mistake(
    "autograd-derivative",
    ko="손실을 한 번 더 제곱한 다음 평균을 미분했어요. `losses`가 돌려주는 것이 이미 손실이니 그대로 평균하세요.",
    en="The losses are squared once more before the mean is differentiated. What `losses` returns are losses already: take their mean as they are.",
)
def derivative_of_squared_losses(losses, w):
    point = torch.tensor(float(w), requires_grad=True)
    (losses(point) ** 2).mean().backward()
    return point.grad


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
    ko="배치 하나마다 `.grad` 전체를 k로 나누었어요. 앞 배치의 몫은 그때마다 다시 나뉘어 점점 작아져요. 몫마다 한 번씩만 나누세요.",
    en="All of `.grad` is divided by k after each batch, so the shares of the earlier ones are divided again and again. Divide each share once.",
    credit=0.5,
)
def divided_after_each_batch(w, batches):
    for x, y in batches:
        ((w * x - y) ** 2).mean().backward()
        w.grad /= len(batches)


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


@mistake(
    "autograd-accumulate",
    ko="배치마다 그때까지의 개수(데이터든 배치든)로 나누었어요. 앞의 배치는 너무 작은 수로 나누어져 몫이 커요. 전체의 개수를 먼저 세고, 모든 배치를 그 수로 나누세요.",
    en="Each batch is divided by how many there were so far, of data or of batches, so the shares of the earlier ones are too large. Count all of them first, and divide every batch by that number.",
    credit=0.5,
)
def divided_by_the_count_so_far(w, batches):
    seen = 0
    for x, y in batches:
        seen += len(x)
        (((w * x - y) ** 2).sum() / seen).backward()


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
    ko="`w`가 처음 값 그대로예요. 업데이트하기는 하나요? `backward()`와 업데이트 사이에서 `.grad`를 비우면 움직일 거리가 0이 돼요. `backward()`를 부르지 않아도 그래요.",
    en="`w` is where it began. Is it updated at all? Emptying `.grad` between `backward()` and the update leaves a move of 0. So does never calling `backward()`.",
)
def zeroed_before_the_update(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    w.grad.zero_()
    with torch.no_grad():
        w -= lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="`.grad`가 아직 `None`인데 `zero_()`를 불렀어요. `.grad`는 `requires_grad`가 켜진 텐서에, 그것도 첫 `backward()`가 끝나야 생겨요.",
    en="`zero_()` was called while `.grad` was still `None`. There is no `.grad` before the first `backward()` is done, and none in a tensor whose `requires_grad` is off.",
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
    ko="돌려준 텐서의 `requires_grad`가 꺼져 있어요. `no_grad` 안에서 새로 만들었거나 `detach`한 텐서는 그래프를 기록하지 않아서, 다음 스텝에는 미분할 것이 없어요. `w.grad`나 `x`처럼 `w`가 아닌 텐서를 돌려주어도 그래요.",
    en="The tensor that came back has `requires_grad` off. One newly made under `no_grad`, or one that went through `detach`, records no graph, so the next step finds nothing to differentiate. So it is with a tensor other than `w`, such as `w.grad` or `x`.",
)
def new_name_with_the_graph_off(w, x, y, lr):
    ((w * x - y) ** 2).mean().backward()
    with torch.no_grad():
        w = w - lr * w.grad
    return w


@mistake(
    "autograd-step",
    ko="업데이트할 때 `.grad`가 `None`이었어요. `backward()`를 아직 부르지 않았거나, `w`가 리프가 아니어서 `.grad`를 받지 못했거나, 다른 텐서의 `.grad`를 썼어요.",
    en="`.grad` was `None` when the update needed it. Either `backward()` had not been called yet, or `w` is not a leaf and received no `.grad`, or it was the `.grad` of another tensor.",
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
    ko="기록한 손실이 모두 같아요. 반복하는 동안 `w`가 움직이지 않았거나(업데이트보다 먼저 `.grad`를 비우거나 업데이트가 반복문 밖에 있으면 그래요), 손실을 반복문 앞에서 한 번만 계산했어요. `retain_graph=True`는 그때 나는 오류를 가릴 뿐이에요.",
    en="All recorded losses are equal. Either `w` did not move in the loop (as when `.grad` is emptied before the update, or the update stands behind the loop), or the loss was computed only once, before the loop; `retain_graph=True` merely hides the error this raises.",
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
    ko="미분하려는 값에 이어진 그래프가 없어요. 그래프는 순전파에서 만들어지는데, 순전파를 `no_grad` 안에서 했거나, `torch.tensor`나 `detach`로 그래프를 끊었거나, `w`가 `requires_grad`를 잃었거나, 손실에 `w`가 들어 있지 않아요.",
    en="What is to be differentiated has no graph behind it. The graph is built in the forward pass, and here that ran under `no_grad`, or `torch.tensor` or `detach` cut the graph off, or `w` lost its `requires_grad`, or `w` is not in the loss.",
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
    ko="업데이트할 때 `.grad`가 `None`이었어요. 둘째 스텝에서 그랬다면 `w = w - …`가 `w`를 리프가 아닌 텐서로 바꾸어 놓은 거예요. 첫 스텝부터 그랬다면 `backward()`를 아직 부르지 않았거나, 다른 텐서의 `.grad`를 쓴 거예요.",
    en="`.grad` was `None` when the update needed it. If that was in the second step, `w = w - …` had turned `w` into a tensor that is not a leaf. If it was in the first, `backward()` had not been called yet, or it was the `.grad` of another tensor.",
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


@mistake(
    "autograd-losses",
    ko="손실에 제곱근을 씌웠어요(RMSE). 그래서 기록도 제곱근이고, 그래디언트도 달라 걸음까지 달라져요. 손실은 평균 제곱 오차 그대로예요.",
    en="The loss has a square root in it (RMSE). So the record holds roots, and the gradient and the steps differ, too. The loss is the mean squared error as it is.",
    credit=0.25,
)
def losses_with_a_root(w, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean().sqrt()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
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
    ko="돌려준 손실 뒤에 그래프가 없어서 `backward()`를 부를 수 없어요. 손실이 `w`에도 이어져 있지 않아요. `v` 쪽만 끊고 `w` 쪽은 이어 두세요.",
    en="There is no graph behind the loss that came back, so `backward()` fails: it does not lead to `w` either. Cut the branch of `v` alone, and leave that of `w`.",
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


@mistake(
    "autograd-stop",
    ko="평균을 먼저 구하고 제곱했어요. 차이를 하나하나 제곱한 다음 평균을 구하세요.",
    en="The mean was taken first, then the square. Square each difference, then take the mean.",
)
def square_of_the_mean_difference(w, v, x):
    return (w * x - (v * x).detach()).mean() ** 2


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


# --- autograd-rate: a rate and a number of steps that leave at most a hundredth of the first loss -----------------------


@reference("autograd-rate")
def choose_rate(loss, w, most):
    place = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(loss(place), place, create_graph=True)
    (curvature,) = torch.autograd.grad(slope, place)
    return 1 / curvature.item(), most


@equivalent("autograd-rate")
def rate_from_two_slopes(loss, w, most):
    def slope(place):
        place = torch.tensor(place, dtype=torch.float64, requires_grad=True)
        loss(place).backward()
        return place.grad

    return 1.2 / ((slope(w + 1e-4) - slope(w - 1e-4)) / 2e-4), most


@equivalent("autograd-rate")
def rate_by_trying(loss, w, most):
    def left(lr):
        place = torch.tensor(w, dtype=torch.float64, requires_grad=True)
        for _ in range(most):
            loss(place).backward()
            with torch.no_grad():
                place -= lr * place.grad
            place.grad = None
        end = loss(place).item()
        return end if end < 1e300 else 1e300  # nan, too

    return [min([4.0**power for power in range(-4, 4)], key=left), most]


@mistake(
    "autograd-rate",
    ko="손실이 줄기는 했지만, 그 스텝 수로는 100분의 1까지 내려가지 못했어요. 학습률이 너무 작거나 스텝이 너무 적으면 흔히 그래요.",
    en="The loss went down, but not to a hundredth within so many steps. Often the rate is too small, or the steps are too few.",
)
def rate_too_small(loss, w, most):
    return 1e-5, most


@mistake(
    "autograd-rate",
    ko="손실이 처음보다 커졌어요. 학습률이 너무 크거나 음수예요. 출력해 보세요. 한계는 출발한 곳의 곡률이 정해요.",
    en="The loss is larger than it was: the rate is too large, or negative. Print it; the curvature where you start sets the limit.",
)
def rate_too_large(loss, w, most):
    return 1e4, most


@mistake(
    "autograd-rate",
    ko="바닥 가까이에서 출발하면 손실이 커지고, 멀리서 출발하면 줄어요. 바닥 가까이에서는 학습률이 한계, 곧 2를 곡률로 나눈 값을 넘었어요. 바닥 가까이에서 아주 작아지는 기울기로 나눴거나, 1/곡률의 두 배 넘게 잡으면 그래요.",
    en="From near the bottom the loss grows, from farther away it falls: near the bottom the rate is above the limit, 2 divided by the curvature. That happens where the rate is taken from the slope, which is small there, or is more than twice 1/curvature.",
)
def rate_by_the_slope(loss, w, most):
    place = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(loss(place), place)
    return 1 / abs(slope.item()), most


@mistake(
    "autograd-rate",
    ko="100분의 1까지 내려가기는 하지만, 스텝이 `most`보다 많아요. 학습률을 더 키우면 더 적은 스텝으로 닿아요.",
    en="It does get down to a hundredth, but takes more steps than `most`. With a larger rate, fewer steps are enough.",
)
def rate_with_too_many_steps(loss, w, most):
    place = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(loss(place), place, create_graph=True)
    (curvature,) = torch.autograd.grad(slope, place)
    return 0.05 / curvature.item(), 2000


@mistake(
    "autograd-rate",
    ko="골짜기마다 손실이 백분의 일까지 내려가는데, 가장 완만한 골짜기에서만 덜 내려가요. 거기에는 더 큰 학습률이 필요해요. 여러 학습률을 시험했다면 1보다 훨씬 큰 것도 들어 있는지, 매번 출발점 `w`에서 다시 시작하는지 보세요. 앞의 시험이 끝난 곳에서 이어 가면 앞에서 내려온 만큼 학습률이 좋아 보여요.",
    en="In every valley the loss comes down to a hundredth but in the gentlest, where it falls too little: that one needs a larger rate. Where several rates are tried, see that some far above 1 are among them, and that each trial begins at the start `w` again: one that goes on from where the last one ended makes its rate look better than it is.",
)
def trials_that_go_on(loss, w, most):
    place = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    first = loss(place).item()
    for lr in [10.0**power for power in range(-4, 4)]:
        for _ in range(most):
            loss(place).backward()
            with torch.no_grad():
                place -= lr * place.grad
            place.grad = None
        if loss(place).item() <= first / 100:
            break
    return lr, most


# --- autograd-twice: the second derivative ------------------------------------------------------------------------


@reference("autograd-twice")
def second_derivative(f, w):
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(f(w), w, create_graph=True)
    (curvature,) = torch.autograd.grad(slope, w)
    return curvature


@equivalent("autograd-twice")
def second_derivative_by_backward(f, w):
    w = torch.tensor(w, requires_grad=True)
    f(w).backward(create_graph=True)
    slope = w.grad
    w.grad = None
    slope.backward()
    return w.grad.item()


@equivalent("autograd-twice")
def second_derivative_by_transforms(f, w):
    return torch.func.grad(torch.func.grad(f))(torch.tensor(w, dtype=torch.float64))


@equivalent("autograd-twice")
def second_derivative_by_hessian(f, w):
    return torch.autograd.functional.hessian(f, torch.tensor(w))


@mistake(
    "autograd-twice",
    ko="한 번만 미분한 값이에요. 그 값을 `w`로 한 번 더 미분하세요.",
    en="This is differentiated once. Differentiate that, with respect to `w`, once more.",
)
def first_derivative_only(f, w):
    w = torch.tensor(w, requires_grad=True)
    f(w).backward()
    return w.grad


@mistake(
    "autograd-twice",
    ko="둘째 미분에 첫째 미분이 더해졌어요. 두 번째 `backward()`보다 먼저 `.grad`를 비우세요.",
    en="The first derivative is added to the second: empty `.grad` before the second `backward()`.",
    credit=0.5,
)
def both_derivatives_added(f, w):
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(f(w), w, create_graph=True)
    slope.backward()
    return w.grad + slope


@mistake(
    "autograd-twice",
    ko="미분하려는 값에 이어진 그래프가 없어요. `w`에 `requires_grad`가 없거나 그래프가 끊겼으면 함숫값이 그렇고, `create_graph=True`로 기록하지 않았으면 첫째 미분이 그래요.",
    en="What is to be differentiated has no graph behind it: the value of the function, where `w` lacks `requires_grad` or the graph is cut, or the first derivative, which is recorded with `create_graph=True` alone.",
)
def slope_without_a_graph(f, w):
    w = torch.tensor(w, requires_grad=True)
    (slope,) = torch.autograd.grad(f(w), w)
    slope.backward()
    return w.grad


@mistake(
    "autograd-twice",
    ko="첫째 미분을 제곱한 값이에요. 둘째 미분은 기울기가 변하는 빠르기예요.",
    en="This is the square of the first derivative. The second one is how fast the slope changes.",
)
def slope_squared(f, w):
    w = torch.tensor(w, requires_grad=True)
    f(w).backward()
    return w.grad**2


@mistake(
    "autograd-twice",
    ko="1계 도함수의 2배예요. `backward()`를 두 번 부르면 같은 미분이 한 번 더 더해질 뿐이에요. 1계 도함수를 그래프와 함께 구하고(`create_graph=True`), 그것을 다시 미분하세요.",
    en="This is twice the first derivative: calling `backward()` again only adds the same one once more. Work out the first derivative with its graph (`create_graph=True`), and differentiate that.",
)
def backward_twice_on_the_same(f, w):
    w = torch.tensor(float(w), requires_grad=True)
    y = f(w)
    y.backward(retain_graph=True)
    y.backward()
    return w.grad


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
            "autograd는 식을 만들지 않아요. 3단원의 작은 엔진처럼, 순전파에서 이미 계산한 자리의 수를 곱하고 더할 뿐이에요.",
            "Autograd builds no formula. Like the small engine of unit 3, it only multiplies and adds numbers, at the place where the forward pass was computed.",
        ),
        "d": Text(
            "반복해서 나아지는 것은 경사 하강법이에요. 그래디언트는 `backward()` 한 번으로 구해지고, 반올림 오차밖에 없어요.",
            "What improves by repetition is gradient descent. The gradient comes from one call of `backward()`, with no error but rounding.",
        ),
    },
)


# --- autograd-guess-repeats: the mean squared error of the seedlings at w = 0, b = 0 ------------------------------------

guesses(
    "autograd-guess-repeats",
    right=-35,
    wrong={
        -12: Text(
            "그것은 `b.grad`예요. w의 기울기에는 오차마다 x가 곱해져요.",
            "That is `b.grad`. In the slope for w, each error is multiplied by its x.",
        ),
        -140: Text(
            "더하기만 한 값이에요. 손실은 평균이니 점의 수 4로 나누세요.",
            "That is the sum. The loss is a mean: divide by the number of points, 4.",
        ),
        -17.5: Text(
            "제곱을 미분해서 나오는 2가 빠졌어요.",
            "The 2 that comes from differentiating the square is missing.",
        ),
        35: Text(
            "부호가 반대예요. 직선이 모든 점보다 아래에 있으니, w를 늘리면 손실이 줄어요.",
            "The sign is reversed. The line lies below every point: raise w, and the loss falls.",
        ),
    },
)

# --- autograd-task-slopes: both slopes of the mean squared error ---------------------------------------------------------


@reference("autograd-task-slopes")
def slopes(w, b, x, y):
    w = torch.tensor(w, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    torch.mean(torch.square(w * x + b - y)).backward()
    return w.grad, b.grad


@equivalent("autograd-task-slopes")
def slopes_as_numbers(w, b, x, y):
    w, b = torch.tensor([w], requires_grad=True), torch.tensor([b], requires_grad=True)
    loss = torch.nn.functional.mse_loss(w * x + b, y)
    loss.backward()
    return w.grad.item(), b.grad.item()


@equivalent("autograd-task-slopes")
def slopes_in_one_call(w, b, x, y):
    place = torch.tensor([w, b], dtype=x.dtype, requires_grad=True)
    return torch.autograd.grad(((place[0] * x + place[1] - y) ** 2).mean(), place)[0]


@mistake(
    "autograd-task-slopes",
    ko="손실 뒤에 그래프가 없어요. `requires_grad=True`인 텐서가 하나도 없으면 아무것도 기록되지 않고, `no_grad`나 `detach`는 그래프를 끊어요.",
    en="There is no graph behind the loss. Where no tensor has `requires_grad=True`, nothing is recorded; `no_grad` and `detach` cut the graph off.",
)
def slopes_without_recording(w, b, x, y):
    w, b = torch.tensor(w), torch.tensor(b)
    ((w * x + b - y) ** 2).mean().backward()
    return w.grad, b.grad


@mistake(
    "autograd-task-slopes",
    ko="역전파는 수 하나에서 출발하는데, 여기서는 여러 수에서 출발했어요. 손실이 점마다 하나인 경우가 많아요. 먼저 평균을 구하세요.",
    en="A backward pass starts from one number, and this one starts from several. Often there is one loss for each point: take the mean first.",
)
def slopes_of_many_losses(w, b, x, y):
    w, b = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
    ((w * x + b - y) ** 2).backward()
    return w.grad, b.grad


@mistake(
    "autograd-task-slopes",
    ko="정확히 N배예요. 더하기만 하고 점의 수로 나누지 않았어요.",
    en="Exactly N times too large: a sum that was not divided by the number of points.",
)
def slopes_of_the_sum(w, b, x, y):
    w, b = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
    ((w * x + b - y) ** 2).sum().backward()
    return w.grad, b.grad


@mistake(
    "autograd-task-slopes",
    ko="`.grad`가 비어 있어요. 결과는 `backward()`를 부른 다음에 생겨요.",
    en="`.grad` is empty. The result is there once `backward()` was called.",
)
def slopes_before_backward(w, b, x, y):
    w, b = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
    ((w * x + b - y) ** 2).mean()
    return w.grad, b.grad


@mistake(
    "autograd-task-slopes",
    ko="b의 기울기가 비어 있어요. `b`에 `requires_grad=True`가 없는 경우가 많아요. 손실을 계산하기 전부터 있어야 해요. 다른 텐서의 `.grad`를 돌려주어도 이렇게 돼요.",
    en="The slope for b is empty. Often `b` lacks `requires_grad=True`, which it needs before the loss is computed. The `.grad` of another tensor is empty too.",
)
def slopes_with_one_recorded(w, b, x, y):
    w, b = torch.tensor(w, requires_grad=True), torch.tensor(b)
    ((w * x + b - y) ** 2).mean().backward()
    return w.grad, b.grad


@mistake(
    "autograd-task-slopes",
    ko="w의 기울기가 비어 있어요. `w`에 `requires_grad=True`가 없거나 `detach`로 손실에서 끊어진 경우가 많아요. 다른 텐서의 `.grad`를 돌려주어도 이렇게 돼요.",
    en="The slope for w is empty. Often `w` lacks `requires_grad=True`, or a `detach` cuts it off from the loss. The `.grad` of another tensor is empty too.",
)
def slopes_with_the_other_recorded(w, b, x, y):
    w, b = torch.tensor(w), torch.tensor(b, requires_grad=True)
    ((w * x + b - y) ** 2).mean().backward()
    return w.grad, b.grad


# --- autograd-guess-adds --------------------------------------------------------------------------------------------

guesses(
    "autograd-guess-adds",
    right=-70,
    wrong={
        -35: Text(
            "덮어쓴다면 그래요. `backward()`는 `.grad`에 있던 값에 새 그래디언트를 더해요.",
            "So it would be if it overwrote. `backward()` adds the new gradient to what is in `.grad`.",
        ),
        0: Text(
            "그래디언트가 0인 곳은 바닥이에요. w도 b도 움직이지 않았으니 새 그래디언트도 −35이고, 그것이 더해져요.",
            "The gradient is 0 at the bottom. Neither w nor b has moved, so the new gradient is −35 again, and is added.",
        ),
        -47: Text(
            "−35와 −12를 더했네요. −12는 `b.grad`에 따로 들어 있어요.",
            "This adds −35 and −12. The −12 is in `b.grad`, apart.",
        ),
    },
)

# --- autograd-task-empty: where the loop of four lines is after so many steps from w = b = 0 ------------------------------


@reference("autograd-task-empty")
def train(x, y, lr, steps):
    w = torch.zeros((), dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    for _ in range(steps):
        torch.mean(torch.square(w * x + b - y)).backward()
        with torch.no_grad():  # the update is not to be differentiated
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item()


@equivalent("autograd-task-empty")
def train_emptying_first(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.item(), b.item()


@equivalent("autograd-task-empty")
def train_with_zeros(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return w.item(), b.item()


@equivalent("autograd-task-empty")
def train_by_optimizer(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        ((w * x + b - y) ** 2).mean().backward()
        optimizer.step()
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="`.grad`를 비우지 않았어요. 둘째 스텝부터는 지난 그래디언트까지 모두 더한 만큼 움직여요.",
    en="`.grad` was not emptied. From the second step on, all earlier gradients move w and b too.",
)
def train_without_emptying(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        ((w * x + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="w의 `.grad`만 비웠어요. b에는 지난 그래디언트가 그대로 쌓여요.",
    en="Only the `.grad` of w was emptied. In that of b, the old gradients pile up.",
)
def train_emptying_w_alone(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        ((w * x + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="b의 `.grad`만 비웠어요. w에는 지난 그래디언트가 그대로 쌓여요.",
    en="Only the `.grad` of b was emptied. In that of w, the old gradients pile up.",
)
def train_emptying_b_alone(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        ((w * x + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        b.grad = None
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="아무것도 움직이지 않았어요. `backward()`와 업데이트 사이에서 `.grad`를 0으로 만들어 걸음도 0이 된 경우가 많아요. `backward()`나 업데이트가 없거나, 손실에 `y`가 없어도 이렇게 돼요.",
    en="Nothing has moved. Often `.grad` becomes 0 between `backward()` and the update, and so does the step. Without `backward()`, without an update, or with a loss in which `y` is missing, it looks the same.",
)
def train_zeroing_before_the_update(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        ((w * x + b - y) ** 2).mean().backward()
        w.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="업데이트할 때 `.grad`가 `None`이었어요. 비우는 줄을 업데이트 뒤가 아니라 `backward()`와 업데이트 사이에 둔 경우가 많아요. `backward()` 전이거나, `requires_grad`가 없거나 손실에 들어 있지 않은 텐서일 때도 그래요.",
    en="`.grad` was `None` when the update needed it. Often it is emptied between `backward()` and the update, and not after the update. So it is before `backward()`, with a tensor that lacks `requires_grad`, or with one that is not in the loss.",
)
def train_emptying_before_the_update(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        ((w * x + b - y) ** 2).mean().backward()
        w.grad = b.grad = None
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="비울 것이 아직 없는데 `zero_()`를 불렀어요. `.grad`는 첫 `backward()` 전에는 `None`이고, 새로 만든 텐서에서도 그래요.",
    en="`zero_()` was called while there was nothing to empty. Before the first `backward()`, `.grad` is `None`, and so it is of a tensor that was newly made.",
)
def train_zeroing_at_the_top(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        w.grad.zero_()
        b.grad.zero_()
        ((w * x + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.item(), b.item()


@mistake(
    "autograd-task-empty",
    ko="한 스텝만 하고 끝났어요. `return`이 반복문 안으로 들여쓰기되어 있지 않나요?",
    en="It ends after one step. Is `return` indented into the loop?",
)
def train_for_one_step(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        ((w * x + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        return w.item(), b.item()


# --- autograd-guess-forgotten: curvature 15, learning rate 0.01 ---------------------------------------------------------

choice(
    "autograd-guess-forgotten",
    right="b",
    wrong={
        "a": Text(
            "“학습이 멈춘다”는 글이 있지만, 그래디언트는 사라지지 않고 쌓여요. 쌓인 것은 계속 w를 밀어요.",
            "Some pages say that training freezes. But gradients do not vanish here, they pile up, and the pile goes on pushing w.",
        ),
        "c": Text(
            "“반드시 발산한다”는 글이 많지만, 바닥을 지나면 새 그래디언트의 부호가 바뀌어 쌓인 것을 조금씩 줄여요. 그래서 되돌아와요.",
            "Many pages say that it always diverges. But past the bottom the new gradients have the other sign and take the pile down again, so w comes back.",
        ),
        "d": Text(
            "처음에는 정말 더 빨라요. 그런데 바닥에 닿아도 쌓인 그래디언트는 0이 아니어서 멈추지 못해요.",
            "At first it really is faster. But at the bottom the pile of gradients is not 0, so it cannot stop there.",
        ),
    },
)

# --- autograd-task-swing: e(t+1) = (2 - product) e(t) - e(t-1) -----------------------------------------------------------


@reference("autograd-task-swing")
def swing(first, product, steps):
    away = [first, (1 - product) * first]
    while len(away) <= steps:
        away.append((2 - product) * away[-1] - away[-2])
    return away


@equivalent("autograd-task-swing")
def swing_by_piling_up(first, product, steps):
    away, pile = [first], 0.0
    for _ in range(steps):
        pile = pile + product * away[-1]
        away.append(away[-1] - pile)
    return away


@equivalent("autograd-task-swing")
def swing_in_an_array(first, product, steps):
    away = np.zeros(steps + 1)
    away[0], away[1] = first, (1 - product) * first
    for t in range(1, steps):
        away[t + 1] = (2 - product) * away[t] - away[t - 1]
    return away


@mistake(
    "autograd-task-swing",
    ko="비우는 반복문의 거리예요. 비우지 않으면 바로 앞의 거리만이 아니라 그 앞의 거리도 필요해요.",
    en="These are the distances of the loop that empties. Without emptying, the distance before the last one counts as well.",
)
def swing_of_the_right_loop(first, product, steps):
    return [first * (1 - product) ** t for t in range(steps + 1)]


@mistake(
    "autograd-task-swing",
    ko="하나 앞의 거리를 빼는 것을 빠뜨렸어요. 마지막에서 둘째인 거리를 빼세요.",
    en="The distance before the last one is not subtracted.",
)
def swing_without_the_one_before(first, product, steps):
    away = [first, (1 - product) * first]
    for _ in range(steps - 1):
        away.append((2 - product) * away[-1])
    return away


@mistake(
    "autograd-task-swing",
    ko="하나 앞의 거리를 뺄 자리에서 더했어요.",
    en="The distance before the last one was added where it is to be subtracted.",
)
def swing_with_a_plus(first, product, steps):
    away = [first, (1 - product) * first]
    for _ in range(steps - 1):
        away.append((2 - product) * away[-1] + away[-2])
    return away


@mistake(
    "autograd-task-swing",
    ko="괄호 안은 1 − ηc가 아니라 2 − ηc예요. 지난 걸음을 한 번 더 되풀이하기 때문이에요.",
    en="In the brackets it is 2 − ηc, not 1 − ηc: the last step is made once more.",
)
def swing_with_one_for_two(first, product, steps):
    away = [first, (1 - product) * first]
    for _ in range(steps - 1):
        away.append((1 - product) * away[-1] - away[-2])
    return away


@mistake(
    "autograd-task-swing",
    ko="한 자리가 더 많아요. 출발할 때의 거리까지 모두 `steps + 1`개예요.",
    en="That is one place too many: with the distance at the start there are `steps + 1`.",
)
def swing_one_too_far(first, product, steps):
    away = [first, (1 - product) * first]
    for _ in range(steps):
        away.append((2 - product) * away[-1] - away[-2])
    return away


# --- autograd-guess-limit ----------------------------------------------------------------------------------------------

choice(
    "autograd-guess-limit",
    right="b",
    wrong={
        "a": Text(
            "비우는 반복문은 ηc = 2를 넘으면 발산해요. 비우지 않는 쪽은 ηc = 4가 되기 전까지 흔들리기만 해요. 3.9는 아직 그 안이에요.",
            "The loop that empties diverges beyond ηc = 2. The other one only swings until ηc is 4, and 3.9 is still below.",
        ),
        "c": Text(
            "거꾸로예요. 비우는 반복문은 거리에 1 − 3.9 = −2.9를 곱하니 발산하고, 비우지 않는 쪽은 ηc = 4가 되기 전까지 흔들리기만 해요.",
            "The other way round. The loop that empties multiplies the distance by 1 − 3.9 = −2.9; the other one only swings, until ηc is 4.",
        ),
    },
)

# --- autograd-guess-update ---------------------------------------------------------------------------------------------

choice(
    "autograd-guess-update",
    right="d",
    wrong={
        "a": Text(
            "`in_place`는 첫 업데이트에서 멈춰요. 기록이 켜진 채로 리프를 제자리에서 바꿀 수는 없어요.",
            "`in_place` stops at the first update: a leaf cannot be changed in place while recording is on.",
        ),
        "b": Text(
            "`outside`는 뺄셈까지 기록해서 w가 리프가 아니게 돼요. 둘째 스텝의 `.grad`는 `None`이에요.",
            "`outside` records the subtraction too, so w is no leaf any more, and in the second step its `.grad` is `None`.",
        ),
        "c": Text(
            "`inside`는 기록 없이 새 텐서를 만들어서 `requires_grad`가 꺼져요. 둘째 스텝에는 그래프가 없어요.",
            "`inside` makes a new tensor without recording, with `requires_grad` off. In the second step there is no graph.",
        ),
    },
)

# --- autograd-guess-stale: 20 steps of 0.3 ------------------------------------------------------------------------------

guesses(
    "autograd-guess-stale",
    right=6,
    wrong={
        2: Text(
            "바닥에 닿는다면 그래요. 그런데 순전파를 다시 하지 않으니 그래디언트는 w = 0에서의 −30 그대로이고, 걸음은 언제나 0.3이에요.",
            "So it would be if it came to rest at the bottom. But without a new forward pass the gradient stays the −30 of w = 0, and every step is 0.3.",
        ),
        1.9225: Text(
            "올바른 반복문이 20스텝 뒤에 있는 곳이에요. 여기서는 그래디언트가 바뀌지 않아서 걸음이 짧아지지 않아요.",
            "That is where the right loop is after 20 steps. Here the gradient never changes, so the steps do not become shorter.",
        ),
        0.3: Text(
            "첫 스텝 뒤의 자리예요. `retain_graph=True` 덕분에 나머지 19스텝도 오류 없이 가요.",
            "That is after the first step. Thanks to `retain_graph=True`, the other 19 are made too, without an error.",
        ),
        0: Text(
            "그래디언트는 −30이니 움직여요. 다만 언제나 같은 −30이에요.",
            "It does move: the gradient is −30. Only, it is the same −30 every time.",
        ),
    },
)

# --- autograd-guess-version --------------------------------------------------------------------------------------------

choice(
    "autograd-guess-version",
    right="c",
    wrong={
        "a": Text(
            "앞의 손실은 w의 값을 적어 둘 필요가 없어서 그랬어요. w²을 미분하려면 순전파 때의 w가 필요하고, PyTorch는 그것이 바뀐 것을 알아차려요.",
            "The loss before had no need of w's value, hence no error. To differentiate w², w as it was in the forward pass is needed, and PyTorch notices that it has changed.",
        ),
        "b": Text(
            "`no_grad` 안에서는 w를 제자리에서 바꾸어도 돼요. 바뀐 w가 필요해지는 것은 다음 역전파예요.",
            "Under `no_grad`, w may be changed in place. It is the next backward pass that needs w as it was.",
        ),
    },
)

# --- autograd-guess-sum ------------------------------------------------------------------------------------------------

guesses(
    "autograd-guess-sum",
    right=-140,
    wrong={
        -35: Text(
            "그것은 평균의 기울기예요. 합에는 1/N이 없으니 네 배가 돼요.",
            "That is the slope of the mean. A sum has no 1/N: it is four times as much.",
        ),
        -8.75: Text(
            "나누지 말고 곱해야 해요. 합은 평균의 N배예요.",
            "Multiply, do not divide: a sum is N times the mean.",
        ),
        -70: Text(
            "점은 두 개가 아니라 네 개예요.",
            "There are four points, not two.",
        ),
    },
)

# --- autograd-task-mend: the losses of the right loop on the mean squared error of w x + b --------------------------------


@reference("autograd-task-mend")
def mended(x, y, lr, steps):
    w = torch.zeros((), dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = torch.mean(torch.square(w * x + b - y))
        loss.backward()
        with torch.no_grad():  # the update is not to be differentiated
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())  # the number, without its graph
    return losses


@equivalent("autograd-task-mend")
def mended_with_zeros(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        losses.append(loss.detach())
        loss.backward()
        with torch.no_grad():
            for p in (w, b):
                p -= lr * p.grad
                p.grad.zero_()
    return losses


@equivalent("autograd-task-mend")
def mended_with_new_leaves(x, y, lr, steps):
    place, losses = torch.zeros(2, dtype=x.dtype, requires_grad=True), []
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(place[0] * x + place[1], y)
        loss.backward()
        place = (place - lr * place.grad).detach().requires_grad_()
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="이미 쓴 그래프로 `backward()`를 또 불렀어요. 순전파를 반복문 안으로 옮겨, 스텝마다 손실을 다시 계산하세요.",
    en="`backward()` went through a graph that was already used up. Move the forward pass into the loop, so that each step computes its loss anew.",
)
def mended_with_one_graph(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses, loss = [], ((w * x + b - y) ** 2).mean()
    for _ in range(steps):
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="손실이 모두 같아요. 순전파가 아직 반복문 앞에 있고 `retain_graph=True`가 그 오류를 가리고 있거나, w와 b가 움직이지 않았어요.",
    en="All losses are equal. Either the forward pass still stands before the loop, with `retain_graph=True` hiding the error, or w and b never moved.",
)
def mended_with_a_retained_graph(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses, loss = [], ((w * x + b - y) ** 2).mean()
    for _ in range(steps):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="손실이 아직 합이에요. 그래서 손실도 그래디언트도 N배예요. 평균을 구하세요.",
    en="The loss is still a sum, so the losses and the gradients are N times too large. Take the mean.",
)
def mended_with_a_sum(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="`.grad`를 비우지 않았어요. 처음 두 손실은 맞고 셋째부터 달라요.",
    en="`.grad` is not emptied: the first two losses are right, from the third on they differ.",
)
def mended_without_emptying(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="값은 맞지만 손실을 텐서 그대로 넣어서 항목마다 그래프가 딸려 있어요. `.item()`으로 수만 꺼내세요.",
    en="The numbers are right, but the losses went in as tensors, and each holds on to its graph. Take the number out with `.item()`.",
)
def mended_with_graphs_kept(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss)
    return losses


@mistake(
    "autograd-task-mend",
    ko="업데이트할 때 `.grad`가 `None`이었어요. 기록이 켜진 채로 `w = w - …`라고 쓰면 w는 더 이상 리프가 아니에요. `backward()`를 부르기 전이거나, `requires_grad`가 꺼져 있거나, 손실에 들어 있지 않은 텐서에도 `.grad`가 없어요.",
    en="`.grad` was `None` when the update needed it. With recording on, `w = w - …` makes a w that is no leaf any more. Nor is there a `.grad` before `backward()`, or of a tensor whose `requires_grad` is off or that is not in the loss.",
)
def mended_with_new_names(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        w = w - lr * w.grad
        b = b - lr * b.grad
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="기록이 켜진 채로 리프를 제자리에서 바꾸었어요. 업데이트를 `torch.no_grad()` 안에 두세요.",
    en="A leaf was changed in place while recording was on. Put the update under `torch.no_grad()`.",
)
def mended_in_place_with_the_graph_on(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return losses


@mistake(
    "autograd-task-mend",
    ko="손실 뒤에 그래프가 없어요. `no_grad` 안에서 새 텐서를 만들면 `requires_grad`가 꺼지니, `w -= …`로 제자리에서 바꾸세요. 순전파를 `no_grad` 안에서 하거나 `detach`로 끊어도 그래프가 없어요.",
    en="There is no graph behind a loss. A new tensor made under `no_grad` has `requires_grad` off: change w in place, with `w -= …`. Nor is there a graph where the forward pass runs under `no_grad`, or `detach` cuts it off.",
)
def mended_with_new_tensors_unrecorded(x, y, lr, steps):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
        losses.append(loss.item())
    return losses


# --- autograd-guess-exact: w³ at w = 2 ---------------------------------------------------------------------------------

choice(
    "autograd-guess-exact",
    right="c",
    wrong={
        "a": Text(
            "autograd는 w를 움직여 보지 않아요. w³의 미분 규칙 3w²에 2를 넣을 뿐이어서, h가 없어요.",
            "Autograd does not nudge w. It puts 2 into the rule for w³, which is 3w²: there is no h.",
        ),
        "b": Text(
            "오차는 수를 반올림할 때만 생겨요. 여기서는 3 · 2² = 12가 정확히 나타나는 수라서 그것도 없어요.",
            "The only error is that of rounding, and 3 · 2² = 12 is a number without any.",
        ),
    },
)

# --- autograd-guess-visits: v + v, 16 times ------------------------------------------------------------------------------

guesses(
    "autograd-guess-visits",
    right=16,
    wrong={
        65536: Text(
            "길마다 따로 걸으면 그래요. PyTorch는 한 노드로 들어오는 몫을 먼저 모두 더하고, 한 번만 지나요.",
            "So it is for those who walk each path by itself. PyTorch first adds up all the shares that come into a node, then passes it once.",
        ),
        32: Text(
            "선은 32개예요. 하지만 두 선의 몫은 노드에서 더해지고, 노드는 한 번만 지나요.",
            "There are 32 lines. But the shares of two lines are added at the node, and the node is passed once.",
        ),
        131071: Text(
            "몫이 올 때마다 곧바로 넘기면 그만큼 불러요. PyTorch는 몫이 다 모일 때까지 기다려요.",
            "That is what handing on each share at once takes. PyTorch waits until all shares are there.",
        ),
        1: Text(
            "노드는 16개이고, 하나마다 자기 몫의 미분이 있어요.",
            "There are 16 nodes, each with a derivative of its own.",
        ),
    },
)

# --- autograd-task-table: the table after so many steps on the mean squared error ------------------------------------------


@reference("autograd-task-table")
def fit(table, target, lr, steps):
    table = table.clone().requires_grad_()
    for _ in range(steps):
        torch.nn.functional.mse_loss(table, target).backward()
        with torch.no_grad():
            table -= lr * table.grad
        table.grad = None
    return table.detach()


@equivalent("autograd-task-table")
def fit_as_the_notebook_does(table, target, lr, steps):
    table.requires_grad_(True)
    for _ in range(steps):
        loss = ((table - target) ** 2).mean()
        loss.backward()
        table = table - lr * table.grad
        table.detach_()
        table.requires_grad_(True)
    return table


@equivalent("autograd-task-table")
def fit_without_backward(table, target, lr, steps):
    for _ in range(steps):
        table = table.detach().requires_grad_()
        (grad,) = torch.autograd.grad(((table - target) ** 2).mean(), table)
        table = table - lr * grad
    return table.detach()


@equivalent("autograd-task-table")
def fit_by_optimizer(table, target, lr, steps):
    table = torch.nn.Parameter(table.clone())
    optimizer = torch.optim.SGD([table], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        torch.mean((table - target) ** 2).backward()
        optimizer.step()
    return table


@mistake(
    "autograd-task-table",
    ko="`.grad`를 비우지 않았어요. 둘째 스텝부터 지난 그래디언트까지 더해져요.",
    en="`.grad` is not emptied. From the second step on, all earlier gradients are added.",
)
def fit_without_emptying(table, target, lr, steps):
    table = table.clone().requires_grad_()
    for _ in range(steps):
        ((table - target) ** 2).mean().backward()
        with torch.no_grad():
            table -= lr * table.grad
    return table.detach()


@mistake(
    "autograd-task-table",
    ko="손실 뒤에 그래프가 없어요. 받은 `table`은 보통 텐서이니, `requires_grad_()`로 기록을 켜세요. `no_grad` 안에서 새로 만든 텐서도 다시 켜야 해요.",
    en="There is no graph behind the loss. The `table` that you get is a plain tensor: switch recording on with `requires_grad_()`. So must a new one that was made under `no_grad`.",
)
def fit_without_recording(table, target, lr, steps):
    for _ in range(steps):
        ((table - target) ** 2).mean().backward()
        with torch.no_grad():
            table -= lr * table.grad
    return table


@mistake(
    "autograd-task-table",
    ko="손실이 합이에요. `F.mse_loss`는 칸의 수로 나눈 평균이에요.",
    en="The loss is a sum. `F.mse_loss` is the mean: divided by the number of cells.",
)
def fit_by_the_sum(table, target, lr, steps):
    table = table.clone().requires_grad_()
    for _ in range(steps):
        ((table - target) ** 2).sum().backward()
        with torch.no_grad():
            table -= lr * table.grad
        table.grad = None
    return table.detach()


@mistake(
    "autograd-task-table",
    ko="처음의 표 그대로예요. 스텝마다 업데이트하나요? 업데이트 앞에서 `.grad`가 0이 되거나, 움직이기 전의 표를 돌려주지는 않았나요?",
    en="This is the table as it was. Is it updated in each step? Is `.grad` made 0 before the update, or did the table from before the steps come back?",
)
def fit_nothing(table, target, lr, steps):
    return table


@mistake(
    "autograd-task-table",
    ko="업데이트할 때 `.grad`가 `None`이었어요. 그 앞에서 `backward()`를 불렀나요? `table = table - …`로 만든 텐서는 리프가 아니니, `detach_()`와 `requires_grad_(True)`로 다시 리프로 만들거나 제자리에서 바꾸세요.",
    en="`.grad` was `None` when the update needed it. Was `backward()` called before? What `table = table - …` makes is no leaf: turn it into one with `detach_()` and `requires_grad_(True)`, or change it in place.",
)
def fit_with_a_new_name(table, target, lr, steps):
    table = table.clone().requires_grad_()
    for _ in range(steps):
        ((table - target) ** 2).mean().backward()
        table = table - lr * table.grad
    return table.detach()


@mistake(
    "autograd-task-table",
    ko="기록이 켜진 채로 리프를 제자리에서 바꾸었어요. 업데이트를 `torch.no_grad()` 안에 두세요.",
    en="A leaf was changed in place while recording was on. Put the update under `torch.no_grad()`.",
)
def fit_in_place_with_the_graph_on(table, target, lr, steps):
    table = table.clone().requires_grad_()
    for _ in range(steps):
        ((table - target) ** 2).mean().backward()
        table -= lr * table.grad
        table.grad = None
    return table.detach()


@mistake(
    "autograd-task-table",
    ko="한 스텝만 하고 끝났어요. `return`이 반복문 안으로 들여쓰기되어 있지 않나요?",
    en="It ends after one step. Is `return` indented into the loop?",
)
def fit_for_one_step(table, target, lr, steps):
    table = table.clone().requires_grad_()
    ((table - target) ** 2).mean().backward()
    return (table - lr * table.grad).detach()


@mistake(
    "autograd-task-table",
    ko="받은 `table`의 값이 달라졌어요. `table.clone()`으로 복사한 표를 바꾸세요. 그러지 않으면 부른 쪽의 출발점까지 움직여요.",
    en="The values of the `table` handed in have changed. Change a copy, `table.clone()`: otherwise the start of whoever called moves too.",
)
def fit_in_the_table_handed_in(table, target, lr, steps):
    table = table.requires_grad_(True)
    for _ in range(steps):
        ((table - target) ** 2).mean().backward()
        with torch.no_grad():
            table -= lr * table.grad
        table.grad = None
    return table.detach()


# --- autograd-challenge-detective: where a loop goes next, right or not ------------------------------------------------------


@reference("autograd-challenge-detective")
def detective(places, lr, curvature, lowest):
    slopes = curvature * (places - lowest)
    kept = {
        "right": slopes,
        "never emptied": np.cumsum(slopes),
        "emptied too early": 0 * slopes,
        "old graph": 0 * slopes + slopes[0],
    }
    loop = min(kept, key=lambda name: np.abs(np.diff(places) + lr * kept[name][:-1]).max())
    return places[-1] - lr * kept[loop][-1]


@equivalent("autograd-challenge-detective")
def detective_by_the_second_step(places, lr, curvature, lowest):
    first, second = places[1] - places[0], places[2] - places[1]
    alone = -lr * curvature * (places[1] - lowest)
    after = -lr * curvature * (places[2] - lowest)
    if first == 0:
        return places[2]
    guessed = {alone: after, first + alone: second + after, first: first}
    return places[2] + guessed[min(guessed, key=lambda step: abs(step - second))]


@mistake(
    "autograd-challenge-detective",
    ko="어느 반복문이든 맞는 것으로 보고 이어 갔어요. 주어진 세 자리가 정말 맞는 반복문의 자리인지 먼저 재어 보세요.",
    en="This goes on as if every loop were right. Measure first whether the three places are those of a right loop.",
)
def detective_who_trusts(places, lr, curvature, lowest):
    return places[-1] - lr * curvature * (places[-1] - lowest)


@mistake(
    "autograd-challenge-detective",
    ko="마지막 걸음을 그대로 되풀이했어요. 걸음이 늘 같은 것은 낡은 그래프뿐이에요.",
    en="This repeats the last step. Only an old graph makes steps that are all equal.",
)
def detective_who_repeats(places, lr, curvature, lowest):
    return 2 * places[-1] - places[-2]


@mistake(
    "autograd-challenge-detective",
    ko="어느 반복문이든 비우지 않은 것으로 보고 이어 갔어요. 비우지 않으면 지난 걸음에 새 걸음이 더해지는데, 주어진 자리가 정말 그런가요?",
    en="This goes on as if every loop had never been emptied. Then each step would contain the one before: do the places show that?",
)
def detective_who_blames_the_emptying(places, lr, curvature, lowest):
    return 2 * places[-1] - places[-2] - lr * curvature * (places[-1] - lowest)


# --- autograd-drill-forgotten -------------------------------------------------------------------------------------------


@reference("autograd-drill-forgotten")
def two_steps_on_paper(w, g1, g2, lr):
    return w - lr * g1 - lr * (g1 + g2)


@mistake(
    "autograd-drill-forgotten",
    ko="비웠을 때의 자리예요. 비우지 않으면 둘째 스텝의 `.grad`에 첫째 그래디언트도 들어 있어요.",
    en="That is where it is with emptying. Without it, `.grad` holds the first gradient in the second step too.",
)
def two_steps_emptied(w, g1, g2, lr):
    return w - lr * (g1 + g2)


@mistake(
    "autograd-drill-forgotten",
    ko="더했어요. 쌓인 그래디언트도 학습률을 곱해 빼요.",
    en="This adds. The pile of gradients is subtracted too, times the learning rate.",
)
def two_steps_uphill(w, g1, g2, lr):
    return w + lr * (2 * g1 + g2)


@mistake(
    "autograd-drill-forgotten",
    ko="학습률을 곱하지 않았어요.",
    en="The learning rate is not in it.",
)
def two_steps_without_rate(w, g1, g2, lr):
    return w - (2 * g1 + g2)


@mistake(
    "autograd-drill-forgotten",
    ko="둘째 스텝만 셌어요.",
    en="This counts the second step only.",
)
def second_step_alone(w, g1, g2, lr):
    return w - lr * g2


# --- autograd-drill-limit -----------------------------------------------------------------------------------------------


@reference("autograd-drill-limit")
def limit_without_emptying(curvature):
    return 4 / curvature


@mistake(
    "autograd-drill-limit",
    ko="비우는 반복문의 한계예요. 비우지 않으면 그 두 배까지 흔들리기만 해요.",
    en="That is the limit of the loop that empties. Without emptying it only swings, up to twice as much.",
)
def limit_of_the_right_loop(curvature):
    return 2 / curvature


@mistake(
    "autograd-drill-limit",
    ko="비우는 반복문이 한 스텝에 바닥에 닿는 학습률이에요.",
    en="With that rate, the loop that empties reaches the bottom in one step.",
)
def rate_of_one_step(curvature):
    return 1 / curvature
