"""06-momentum: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

# --- momentum-velocity: v = μ v + g, from v = 0 ------------------------------------------------------------------


@reference("momentum-velocity")
def velocities(gradients, momentum):
    v, recorded = 0.0, []
    for g in gradients:
        v = momentum * v + g
        recorded.append(v)
    return recorded


@equivalent("momentum-velocity")
def velocities_into_an_array(gradients, momentum):
    out = np.zeros_like(gradients)
    out[0] = gradients[0]
    for t in range(1, len(gradients)):
        out[t] = momentum * out[t - 1] + gradients[t]
    return out


@equivalent("momentum-velocity")
def velocities_as_weighted_sums(gradients, momentum):
    return [sum(momentum ** (t - s) * gradients[s] for s in range(t + 1)) for t in range(len(gradients))]


@equivalent("momentum-velocity")
def velocities_from_the_optimizer(gradients, momentum):
    import torch

    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, momentum=momentum)
    recorded = []
    for g in gradients:
        w.grad = torch.tensor([float(g)])
        optimizer.step()
        recorded.append(optimizer.state[w]["momentum_buffer"].item())
    return recorded


@mistake(
    "momentum-velocity",
    ko="지수 평균을 구했어요. g에 (1−μ)를 곱했기 때문에 속도가 모두 1−μ배로 작아졌어요. 이 단원의 속도에서는 g를 그대로 더해요.",
    en="This is an exponential average: g is multiplied by (1−μ), so every velocity is 1−μ times what it should be. The velocity of this unit adds g as it is.",
    credit=0.5,
)
def average_for_velocity(gradients, momentum):
    v, recorded = 0.0, []
    for g in gradients:
        v = momentum * v + (1 - momentum) * g
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="첫 속도만 맞고, 둘째 스텝부터 g에 (1−μ)가 곱해져 있어요. 속도에는 언제나 g를 그대로 더해요.",
    en="Only the first velocity is right: from the second step on, g is multiplied by (1−μ). The velocity adds g as it is, in every step.",
    credit=0.5,
)
def dampened_after_the_first(gradients, momentum):
    v = gradients[0]
    recorded = [v]
    for g in gradients[1:]:
        v = momentum * v + (1 - momentum) * g
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="속도가 그래디언트와 똑같아요. 지난 속도가 매번 사라져서 아무것도 기억하지 못해요.",
    en="The velocity is just the gradient. The last velocity is lost every time, so nothing is remembered.",
)
def velocity_forgets(gradients, momentum):
    recorded = []
    for g in gradients:
        v = 0.0
        v = momentum * v + g
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="지난 속도에 μ를 곱하지 않았어요. 이러면 옛 그래디언트가 줄어들지 않고 그대로 쌓여요.",
    en="The last velocity is not multiplied by μ, so old gradients pile up and never fade.",
)
def velocity_never_fades(gradients, momentum):
    return np.cumsum(gradients)


@mistake(
    "momentum-velocity",
    ko="μ를 지난 속도가 아니라 새 그래디언트에 곱했어요. 줄어들어야 하는 것은 지난 속도예요.",
    en="μ multiplies the new gradient instead of the last velocity. It is the last velocity that should fade.",
)
def momentum_on_the_gradient(gradients, momentum):
    v, recorded = 0.0, []
    for g in gradients:
        v = v + momentum * g
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="μ를 새 그래디언트에도 곱했어요. 그래서 속도가 모두 μ배로 작아졌어요.",
    en="μ multiplies the new gradient too, so every velocity is μ times what it should be.",
    credit=0.5,
)
def momentum_on_both(gradients, momentum):
    v, recorded = 0.0, []
    for g in gradients:
        v = momentum * (v + g)
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="첫 그래디언트가 두 번 들어갔어요. 처음 속도를 0이 아니라 첫 그래디언트로 두면 이렇게 돼요.",
    en="The first gradient is counted twice, as where the velocity starts as that gradient instead of 0.",
    credit=0.5,
)
def first_gradient_twice(gradients, momentum):
    v, recorded = gradients[0], []
    for g in gradients:
        v = momentum * v + g
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="출발할 때의 속도 0도 넣었어요. 그래디언트 하나에 속도 하나씩만 돌려주세요.",
    en="The velocity 0 from before the first step is in the list as well. Return one velocity per gradient.",
    credit=0.5,
)
def start_recorded(gradients, momentum):
    v = 0.0
    recorded = [v]
    for g in gradients:
        v = momentum * v + g
        recorded.append(v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="속도가 아니라 g + μ·v예요. Nesterov가 w를 옮길 때 쓰는 값이고, 속도는 v = μ·v + g예요.",
    en="This is g + μ·v, by which Nesterov moves w. The velocity itself is v = μ·v + g.",
)
def moves_of_nesterov(gradients, momentum):
    v, recorded = 0.0, []
    for g in gradients:
        v = momentum * v + g
        recorded.append(g + momentum * v)
    return recorded


@mistake(
    "momentum-velocity",
    ko="Adam이 쓰는 보정한 평균이에요. g에 (1−μ)를 곱해 더하고 1−μᵗ로 나누었어요. 속도에는 g를 그대로 더하고, 나누지 않아요.",
    en="This is the corrected mean that Adam uses: g is multiplied by (1−μ), and the sum divided by 1−μᵗ. The velocity adds g as it is and divides by nothing.",
)
def corrected_average(gradients, momentum):
    v, recorded = 0.0, []
    for t, g in enumerate(gradients, start=1):
        v = momentum * v + (1 - momentum) * g
        recorded.append(v / (1 - momentum**t))
    return recorded


@mistake(
    "momentum-velocity",
    ko="지금의 그래디언트에 바로 앞의 그래디언트 하나만 μ배로 더했어요. 속도에는 그 전의 그래디언트도 모두 남아 있어야 해요.",
    en="This adds only the gradient just before, times μ. All earlier ones are still in the velocity, each one fading further.",
    credit=0.25,
)
def velocity_of_two_gradients(gradients, momentum):
    return [g + momentum * (gradients[t - 1] if t else 0.0) for t, g in enumerate(gradients)]


@mistake(
    "momentum-velocity",
    ko="오래된 그래디언트일수록 μ가 덜 곱해져 있어요. 거꾸로예요. 지금의 그래디언트는 그대로 두고, 오래될수록 μ를 더 많이 곱해요.",
    en="The older a gradient, the less often μ multiplies it. It is the other way round: the present one stays as it is, and older ones take μ more often.",
)
def velocity_fading_forwards(gradients, momentum):
    return [sum(momentum**s * gradients[s] for s in range(t + 1)) for t in range(len(gradients))]


# --- momentum-step -----------------------------------------------------------------------------------------------


@reference("momentum-step")
def step(w, v, grad, lr, momentum):
    v = momentum * v + grad
    return w - lr * v, v


@equivalent("momentum-step")
def step_in_place(w, v, grad, lr, momentum):
    v *= momentum
    v += grad
    w -= lr * v
    return [w, v]


@equivalent("momentum-step")
def step_as_array(w, v, grad, lr, momentum):
    new_v = grad + v * momentum
    return np.array([w + lr * (-new_v), new_v])


@equivalent("momentum-step")
def step_in_two_parts(w, v, grad, lr, momentum):
    coasting = -lr * momentum * v
    push = -lr * grad
    return w + coasting + push, momentum * v + grad


@mistake(
    "momentum-step",
    ko="새 속도는 맞는데, w가 속도가 아니라 그래디언트로 움직였어요. 모멘텀은 새 속도로 움직여요.",
    en="The new velocity is right, but w moved by the gradient. Momentum moves by the new velocity.",
    credit=0.5,
)
def moved_by_the_gradient(w, v, grad, lr, momentum):
    return w - lr * grad, momentum * v + grad


@mistake(
    "momentum-step",
    ko="새 속도는 맞는데, w는 옛 속도로 움직였어요. 속도를 먼저 바꾸고 그 새 속도로 움직이세요.",
    en="The new velocity is right, but w moved by the old one. Update the velocity first, then move by it.",
    credit=0.5,
)
def moved_before_update(w, v, grad, lr, momentum):
    w = w - lr * v
    v = momentum * v + grad
    return w, v


@mistake(
    "momentum-step",
    ko="그래디언트가 걸음에 두 번 들어갔어요. 새 속도에 이미 들어 있으니 w를 바꿀 때 g를 또 더하지 마세요. 출발할 때처럼 v = 0이면 걸음이 두 배가 돼요.",
    en="The gradient counts twice in the move: the new velocity contains it already, and g was added to it again. From v = 0, as at the start, the step would be doubled.",
    credit=0.5,
)
def gradient_plus_velocity(w, v, grad, lr, momentum):
    v = momentum * v + grad
    return w - lr * (grad + v), v


@mistake(
    "momentum-step",
    ko="이것은 Nesterov의 걸음이에요. 고전적인 모멘텀은 새 속도 v로 움직이고, g + μ·v로 움직이지 않아요.",
    en="This is Nesterov's move. Classical momentum moves by the new velocity v, not by g + μ·v.",
    credit=0.5,
)
def nesterov_for_classical(w, v, grad, lr, momentum):
    v = momentum * v + grad
    return w - lr * (grad + momentum * v), v


@mistake(
    "momentum-step",
    ko="지수 평균을 썼어요. 속도를 구할 때 g에 (1−μ)를 곱하지 않고 그대로 더해요.",
    en="This takes an exponential average. The velocity adds g as it is, without a factor (1−μ).",
    credit=0.5,
)
def average_step(w, v, grad, lr, momentum):
    v = momentum * v + (1 - momentum) * grad
    return w - lr * v, v


@mistake(
    "momentum-step",
    ko="속도는 맞는데 w가 반대쪽으로 갔어요. 속도에는 그래디언트가 쌓여 있으니 빼야 해요.",
    en="The velocity is right, but w went the other way. The velocity is made of gradients, so subtract it.",
)
def velocity_added(w, v, grad, lr, momentum):
    v = momentum * v + grad
    return w + lr * v, v


@mistake(
    "momentum-step",
    ko="학습률을 곱하지 않고 속도 전체만큼 움직였어요.",
    en="The learning rate is missing: w moved by the whole velocity.",
)
def step_without_rate(w, v, grad, lr, momentum):
    v = momentum * v + grad
    return w - v, v


@mistake(
    "momentum-step",
    ko="학습률을 두 번 곱했어요. 속도에 g를 더할 때는 곱하지 말고, w를 바꿀 때만 곱하세요.",
    en="The learning rate is applied twice: once to g inside the velocity and once to the move. Only the move takes it.",
    credit=0.5,
)
def rate_applied_twice(w, v, grad, lr, momentum):
    v = momentum * v + lr * grad
    return w - lr * v, v


@mistake(
    "momentum-step",
    ko="속도에서 그래디언트를 뺐어요. 이 단원의 속도는 v = μ·v + g이고, 빼는 것은 w를 바꿀 때 한 번뿐이에요.",
    en="The gradient is subtracted from the velocity. In this unit v = μ·v + g; the one minus sign is in the move of w.",
)
def gradient_subtracted(w, v, grad, lr, momentum):
    v = momentum * v - grad
    return w - lr * v, v


@mistake(
    "momentum-step",
    ko="학습률을 속도 안에 넣는 식 v = μ·v − lr·g, w = w + v를 썼어요. 그런데 주어진 속도는 그래디언트를 쌓은 것이고 학습률이 들어 있지 않아서, 이 식에 그대로 넣을 수 없어요.",
    en="This is the formula with the learning rate inside the velocity, v = μ·v − lr·g and w = w + v. But the velocity you are given is made of gradients without the learning rate, so it does not fit into that formula.",
    credit=0.25,
)
def other_convention(w, v, grad, lr, momentum):
    v = momentum * v - lr * grad
    return w + v, v


@mistake(
    "momentum-step",
    ko="학습률을 속도 안에 넣은 식이에요(v = μ·v + lr·g, w = w − v). 이렇게 쓰는 책도 있지만, 여기서 받은 속도는 학습률을 곱하지 않은 그래디언트로 되어 있어서 이 식에 맞지 않아요. v = μ·v + g, w = w − lr·v로 쓰세요.",
    en="This is the formula with the learning rate inside the velocity, v = μ·v + lr·g and w = w − v. Some books write it so, but the velocity you are given is made of gradients without the learning rate. Here it is v = μ·v + g and w = w − lr·v.",
    credit=0.25,
)
def rate_inside_the_velocity(w, v, grad, lr, momentum):
    v = momentum * v + lr * grad
    return w - v, v


@mistake(
    "momentum-step",
    ko="주어진 속도 v를 쓰지 않았어요. 모멘텀이 없는 경사 하강법의 한 스텝이에요.",
    en="The velocity v that was passed in is not used: this is a step of gradient descent without momentum.",
)
def velocity_ignored(w, v, grad, lr, momentum):
    v = momentum * 0.0 + grad
    return w - lr * v, v


@mistake(
    "momentum-step",
    ko="순서가 바뀌었어요. (w, v) 순서로 돌려주세요.",
    en="The order is swapped: return (w, v).",
    credit=0.5,
)
def step_swapped(w, v, grad, lr, momentum):
    v = momentum * v + grad
    return v, w - lr * v


@mistake(
    "momentum-step",
    ko="w - lr·g + μ·v를 계산하고 v는 그대로 두었어요. 지난번에 움직인 양을 v로 두는 책의 식이에요. 여기서 v에는 그래디언트가 쌓여요: v = μ·v + g, w = w - lr·v.",
    en="This computes w − lr·g + μ·v and leaves v as it was. So write books in which v is the last move. Here v adds gradients up: v = μ·v + g and w = w − lr·v.",
)
def last_move_for_velocity(w, v, grad, lr, momentum):
    return w - lr * grad + momentum * v, v


# --- momentum-path: f(w) = ½ Σ c w² ------------------------------------------------------------------------------


@reference("momentum-path")
def path(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + curvature * w
        w = w - lr * v
        places.append(w)
    return places


@equivalent("momentum-path")
def path_with_rate_in_velocity(curvature, start, lr, momentum, steps):
    places = np.zeros((steps + 1, len(start)))
    places[0] = start
    v = np.zeros(len(start))
    for t in range(steps):
        v = momentum * v - lr * curvature * places[t]
        places[t + 1] = places[t] + v
    return places


@equivalent("momentum-path")
def path_by_optimizer(curvature, start, lr, momentum, steps):
    import torch

    c = torch.tensor(curvature)
    w = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=momentum)
    places = [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        (0.5 * c * w**2).sum().backward()
        optimizer.step()
        places.append(w.detach().clone())
    return torch.stack(places)


@equivalent("momentum-path")
def path_in_float32(curvature, start, lr, momentum, steps):
    c, w = curvature.astype(np.float32), start.astype(np.float32)
    v = np.zeros(2, dtype=np.float32)
    places = [w.copy()]
    for _ in range(steps):
        v *= np.float32(momentum)
        v += c * w
        w -= np.float32(lr) * v
        places.append(w.copy())
    return places


@equivalent("momentum-path")
def path_one_coordinate_at_a_time(curvature, start, lr, momentum, steps):
    columns = []
    for c, w in zip(curvature, start, strict=True):
        v, column = 0.0, [w]
        for _ in range(steps):
            v = momentum * v + c * w
            w = w - lr * v
            column.append(w)
        columns.append(column)
    return [list(place) for place in zip(*columns, strict=True)]


@mistake(
    "momentum-path",
    ko="모멘텀이 없는 경사 하강법과 똑같이 움직였어요. 지난 속도가 남아 있지 않아요. 반복문 안에서 속도를 0으로 되돌리면 이렇게 돼요.",
    en="The path is that of gradient descent without momentum: nothing is left of the last velocity, as where it is set back to 0 inside the loop.",
    credit=0.25,
)
def velocity_reset_in_loop(curvature, start, lr, momentum, steps):
    w = start
    places = [w]
    for _ in range(steps):
        v = np.zeros_like(start)
        v = momentum * v + curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="기록이 모두 마지막 자리와 같아요. 같은 배열을 거듭 넣고 `-=`로 제자리에서 바꾸면 이렇게 돼요. 넣을 때마다 복사하세요.",
    en="Every entry equals the last place, as where one array is put in each time and `-=` changes it in place. Put in a copy.",
    credit=0.5,
)
def path_of_aliases(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + curvature * w
        w -= lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="출발점이 기록에 없어요. 출발점부터 모두 steps + 1개의 자리가 필요해요.",
    en="The starting point is not recorded. From the start on, steps + 1 places are needed.",
    credit=0.5,
)
def path_without_start(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = []
    for _ in range(steps):
        v = momentum * v + curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="w를 먼저 옮기고 속도를 나중에 바꾸었어요. 그래서 첫 스텝에는 속도가 0이라 움직이지 않았고, 그 뒤로도 늘 한 스텝 전의 속도로 움직여요.",
    en="w moves first and the velocity is updated afterwards. So nothing moves in the first step, while the velocity is 0, and every later move is made with the velocity of the step before.",
    credit=0.5,
)
def path_one_step_late(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        gradient = curvature * w
        w = w - lr * v
        v = momentum * v + gradient
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="그래디언트를 출발점에서 한 번만 구했어요. w가 움직이면 그래디언트도 달라져요.",
    en="The gradient is taken once, at the start. It changes whenever w moves.",
)
def path_with_one_gradient(curvature, start, lr, momentum, steps):
    w, v, gradient = start, np.zeros_like(start), curvature * start
    places = [w]
    for _ in range(steps):
        v = momentum * v + gradient
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="그래디언트가 두 배예요. ½·c·w²을 미분하면 2와 ½이 상쇄되어 c·w만 남아요.",
    en="The gradient is twice as large as it should be: in the derivative of ½·c·w² the 2 and the ½ cancel, which leaves c·w.",
    credit=0.5,
)
def path_with_a_two(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + 2 * curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="지수 평균으로 움직였어요. g에 (1−μ)를 곱하면 학습률을 1−μ배로 줄인 것과 같아요.",
    en="This moves by an exponential average. The factor (1−μ) on g has the same effect as a learning rate 1−μ times as large.",
    credit=0.5,
)
def path_of_averages(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + (1 - momentum) * curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="첫걸음이 두 배예요. 새 속도에 이미 들어 있는 그래디언트를 움직일 때 또 더했어요.",
    en="The first step is doubled: the move adds the gradient once more to a velocity that contains it already.",
    credit=0.5,
)
def path_of_doubled_gradients(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        gradient = curvature * w
        v = momentum * v + gradient
        w = w - lr * (gradient + v)
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="고전적인 모멘텀이 아니라 Nesterov의 길이에요. 첫걸음이 1+μ배예요.",
    en="This is Nesterov's path, not that of classical momentum: the first step is 1+μ times as long.",
    credit=0.5,
)
def path_of_nesterov(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        gradient = curvature * w
        v = momentum * v + gradient
        w = w - lr * (gradient + momentum * v)
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="오르막으로 가고 있어요. 부호 하나가 반대예요. 속도에는 그래디언트를 더하고, 그 속도를 w에서 빼요.",
    en="This walks uphill: one sign is the other way round. The velocity adds up the gradients, and it is subtracted from w.",
)
def path_uphill(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + curvature * w
        w = w + lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="학습률을 곱하지 않았어요. 속도 전체만큼 움직였어요.",
    en="The learning rate is missing: each move is the whole velocity.",
)
def path_without_rate(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + curvature * w
        w = w - v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="지나온 자리가 아니라 속도가 들어 있어요. w를 기록하세요.",
    en="These are velocities, not places. Record w.",
)
def velocities_for_places(curvature, start, lr, momentum, steps):
    w, v, recorded = start, np.zeros_like(start), []
    for _ in range(steps + 1):
        v = momentum * v + curvature * w
        w = w - lr * v
        recorded.append(v)
    return recorded


@mistake(
    "momentum-path",
    ko="기록의 첫째가 마지막 자리와 같고, 나머지는 맞아요. 출발점의 배열을 그대로 넣은 다음 `-=`로 제자리에서 바꾸면 이렇게 돼요. 출발점도 복사해서 넣으세요.",
    en="The first entry equals the last place, and the others are right, as where the array of the start is put in as it is and `-=` changes it in place afterwards. Put in a copy of the start, too.",
    credit=0.5,
)
def path_with_the_start_changed(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w]
    for _ in range(steps):
        v = momentum * v + curvature * w
        w -= lr * v
        places.append(w.copy())
    return places


@mistake(
    "momentum-path",
    ko="출발점 뒤의 기록이 모두 마지막 자리와 같아요. 같은 배열을 거듭 넣고 `-=`로 제자리에서 바꾸면 이렇게 돼요. 넣을 때마다 복사하세요.",
    en="Every entry behind the start equals the last place, as where one array is put in each time and `-=` changes it in place. Put in a copy each time.",
    credit=0.5,
)
def path_of_aliases_behind_the_start(curvature, start, lr, momentum, steps):
    w, v = start, np.zeros_like(start)
    places = [w.copy()]
    for _ in range(steps):
        v = momentum * v + curvature * w
        w -= lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="속도에 그래디언트가 아니라 높이 ½·c·w²을 더했어요. 그래디언트는 c·w예요.",
    en="What goes into the velocity is the height, ½·c·w², not the gradient, which is c·w.",
    credit=0.25,
)
def heights_for_gradients(curvature, start, lr, momentum, steps):
    w, v = np.array(start, dtype=float), np.zeros(len(start))
    places = [w]
    for _ in range(steps):
        v = momentum * v + 0.5 * curvature * w**2
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-path",
    ko="그래디언트가 절반이에요. ½·c·w²을 미분하면 2가 나와 ½과 지워져서 c·w예요.",
    en="The gradients are half of what they should be. Differentiating ½·c·w² brings a 2 that cancels the ½: it is c·w.",
    credit=0.5,
)
def path_of_halved_gradients(curvature, start, lr, momentum, steps):
    w, v = np.array(start, dtype=float), np.zeros(len(start))
    places = [w]
    for _ in range(steps):
        v = momentum * v + 0.5 * curvature * w
        w = w - lr * v
        places.append(w)
    return places


# --- momentum-limit: v → g / (1 − μ) -----------------------------------------------------------------------------


@reference("momentum-limit")
def limit_velocity(grad, momentum):
    return grad / (1 - momentum)


@equivalent("momentum-limit")
def limit_by_walking_there(grad, momentum):
    v = 0.0
    for _ in range(2000):
        v = momentum * v + grad
    return v


@equivalent("momentum-limit")
def limit_as_a_sum(grad, momentum):
    return grad * np.sum(momentum ** np.arange(2000))


@mistake(
    "momentum-limit",
    ko="거꾸로예요. 1−μ를 곱하지 말고 1−μ로 나누어야 해요. μ가 클수록 속도가 더 크게 쌓이니까요.",
    en="The wrong way round: divide by 1−μ instead of multiplying by it. The larger μ, the more velocity builds up.",
)
def limit_multiplied(grad, momentum):
    return grad * (1 - momentum)


@mistake(
    "momentum-limit",
    ko="그래디언트 그대로예요. 이 값은 지수 평균의 극한이에요. 평균의 크기는 그래디언트의 크기를 넘지 않지만, v = μ·v + g로 구한 속도는 그보다 커져요.",
    en="This is the gradient itself, which is the limit of the exponential average. In size, an average does not exceed the gradient, but a velocity from v = μ·v + g grows beyond it.",
)
def limit_of_the_average(grad, momentum):
    return grad


@mistake(
    "momentum-limit",
    ko="μ로 나누었어요. 속도가 더는 변하지 않을 때의 식 v = μ·v + g를 v에 대해 풀어 보세요.",
    en="This divides by μ. Solve v = μ·v + g for v: that is the equation once the velocity no longer changes.",
)
def limit_divided_by_momentum(grad, momentum):
    return grad / momentum


@mistake(
    "momentum-limit",
    ko="μ가 한 번 더 곱해졌어요. 이 값은 g를 더하기 바로 전의 μ·v예요.",
    en="There is one μ too many: this is μ·v, just before g is added.",
    credit=0.5,
)
def limit_before_adding(grad, momentum):
    return momentum * grad / (1 - momentum)


@mistake(
    "momentum-limit",
    ko="10배는 μ = 0.9일 때만 맞아요. μ가 달라지면 배수도 달라져요.",
    en="Ten times is right for μ = 0.9 only. With another μ the factor is another.",
    credit=0.25,
)
def limit_ten_times(grad, momentum):
    return 10 * grad


@mistake(
    "momentum-limit",
    ko="열 스텝 뒤의 속도예요. 아직 극한에 이르지 않았어요.",
    en="This is the velocity after ten steps. It has not reached its limit yet.",
    credit=0.5,
)
def limit_after_ten_steps(grad, momentum):
    v = 0.0
    for _ in range(10):
        v = momentum * v + grad
    return v


@mistake(
    "momentum-limit",
    ko="쉰 스텝 뒤의 속도예요. μ가 크면 아직 극한에 이르지 않았어요. v = μ·v + g를 v에 대해 풀면 반복하지 않아도 돼요.",
    en="This is the velocity after fifty steps, which for a large μ is not at its limit yet. Solve v = μ·v + g for v, and no loop is needed.",
    credit=0.5,
)
def limit_after_fifty_steps(grad, momentum):
    v = 0.0
    for _ in range(50):
        v = momentum * v + grad
    return v


@mistake(
    "momentum-limit",
    ko="백 스텝 뒤의 속도예요. μ가 크면 아직 극한에 이르지 않았어요. v = μ·v + g를 v에 대해 풀면 반복하지 않아도 돼요.",
    en="This is the velocity after a hundred steps, which for a large μ is not at its limit yet. Solve v = μ·v + g for v, and no loop is needed.",
    credit=0.5,
)
def limit_after_a_hundred_steps(grad, momentum):
    v = 0.0
    for _ in range(100):
        v = momentum * v + grad
    return v


# --- nesterov-moves: w changes by −lr (g + μ v) ------------------------------------------------------------------


@reference("nesterov-moves")
def nesterov_moves(g1, g2, lr, momentum):
    v1 = g1
    v2 = momentum * v1 + g2
    return -lr * (g1 + momentum * v1), -lr * (g2 + momentum * v2)


@equivalent("nesterov-moves")
def nesterov_moves_in_a_loop(g1, g2, lr, momentum):
    v, moves = 0.0, []
    for g in [g1, g2]:
        v = momentum * v + g
        moves.append(-lr * (g + momentum * v))
    return moves


@equivalent("nesterov-moves")
def nesterov_moves_multiplied_out(g1, g2, lr, momentum):
    first = (1 + momentum) * g1
    second = (1 + momentum) * g2 + momentum**2 * g1
    return np.array([-lr * first, -lr * second])


@equivalent("nesterov-moves")
def nesterov_moves_by_optimizer(g1, g2, lr, momentum):
    import torch

    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=momentum, nesterov=True)
    places = [0.0]
    for g in (g1, g2):
        w.grad = torch.tensor([g], dtype=torch.float64)
        optimizer.step()
        places.append(w.item())
    return places[1] - places[0], places[2] - places[1]


@mistake(
    "nesterov-moves",
    ko="이것은 고전적인 모멘텀의 걸음이에요. Nesterov는 v가 아니라 g + μ·v로 움직여서 첫걸음부터 1+μ배예요.",
    en="These are the moves of classical momentum. Nesterov moves by g + μ·v instead of v, so already the first move is 1+μ times as long.",
)
def classical_for_nesterov(g1, g2, lr, momentum):
    v1 = g1
    v2 = momentum * v1 + g2
    return -lr * v1, -lr * v2


@mistake(
    "nesterov-moves",
    ko="둘째 걸음은 맞는데, 첫걸음은 고전적인 모멘텀처럼 v로 움직였어요. 첫 스텝에서도 g + μ·v로 움직여야 해요.",
    en="The second move is right, but the first is made by v, as in classical momentum. The first step moves by g + μ·v too.",
    credit=0.5,
)
def first_move_classical(g1, g2, lr, momentum):
    v2 = momentum * g1 + g2
    return -lr * g1, -lr * (g2 + momentum * v2)


@mistake(
    "nesterov-moves",
    ko="μ를 곱하지 않은 g + v로 움직여서 첫걸음이 1+μ배가 아니라 두 배가 되었어요.",
    en="This moves by g + v, without the μ before v, so the first move is doubled instead of 1+μ times as long.",
    credit=0.5,
)
def moves_by_gradient_plus_velocity(g1, g2, lr, momentum):
    v1 = g1
    v2 = momentum * v1 + g2
    return -lr * (g1 + v1), -lr * (g2 + v2)


@mistake(
    "nesterov-moves",
    ko="크기는 맞는데 부호가 반대예요. w는 그래디언트 쪽이 아니라 그 반대쪽으로 움직여야 해요.",
    en="The sizes are right, the signs reversed: w has to move against the gradient, not along it.",
    credit=0.5,
)
def moves_uphill(g1, g2, lr, momentum):
    v1 = g1
    v2 = momentum * v1 + g2
    return lr * (g1 + momentum * v1), lr * (g2 + momentum * v2)


@mistake(
    "nesterov-moves",
    ko="둘째 값이 두 걸음을 더한 값이에요. 스텝마다 w가 변한 양을 따로 돌려주세요.",
    en="The second value is the sum of both moves. Return the move of each step on its own.",
    credit=0.5,
)
def moves_added_up(g1, g2, lr, momentum):
    v1 = g1
    v2 = momentum * v1 + g2
    first = -lr * (g1 + momentum * v1)
    return first, first - lr * (g2 + momentum * v2)


@mistake(
    "nesterov-moves",
    ko="학습률을 곱하지 않았어요.",
    en="The learning rate is missing.",
    credit=0.5,
)
def moves_without_rate(g1, g2, lr, momentum):
    v1 = g1
    v2 = momentum * v1 + g2
    return -(g1 + momentum * v1), -(g2 + momentum * v2)


@mistake(
    "nesterov-moves",
    ko="둘째 스텝에서 첫 스텝의 속도를 잊었어요. 그래서 둘째 걸음에도 첫걸음처럼 그 스텝의 그래디언트만 들어 있어요.",
    en="The second step has forgotten the velocity of the first, so the second move, like the first, is made of the gradient of its own step alone.",
)
def moves_without_memory(g1, g2, lr, momentum):
    return -lr * (1 + momentum) * g1, -lr * (1 + momentum) * g2


@mistake(
    "nesterov-moves",
    ko="첫걸음은 맞는데, 둘째 걸음은 속도 v₂만큼만 움직였어요. Nesterov는 어느 스텝에서나 g + μ·v만큼 움직여요.",
    en="The first move is right, but the second is by the velocity v₂ alone. Nesterov moves by g + μ·v in every step.",
)
def second_move_by_velocity(g1, g2, lr, momentum):
    return -lr * (1 + momentum) * g1, -lr * (momentum * g1 + g2)


# --- momentum-optimizer: a factory here, since a variant is a function; students write the class ------------------


@reference("momentum-optimizer")
def nesterov_sgd(params, lr, momentum=0.0):
    import torch

    class Nesterov(torch.optim.Optimizer):
        def __init__(self, params, lr, momentum):
            defaults = {"momentum": momentum, "lr": lr}
            super().__init__(params, defaults)

        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                mu, rate = group["momentum"], group["lr"]
                for p in group["params"]:
                    if p.grad is not None:
                        velocity = mu * self.state[p].get("velocity", 0) + p.grad
                        self.state[p]["velocity"] = velocity
                        p -= rate * (p.grad + mu * velocity)

    return Nesterov(params, lr, momentum)


@equivalent("momentum-optimizer")
def nesterov_with_buffers_in_place(params, lr, momentum=0.0):
    import torch

    class Nesterov(torch.optim.Optimizer):
        def step(self, closure=None):
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        state = self.state[p]
                        if len(state) == 0:
                            state["v"] = torch.zeros_like(p)
                        state["v"].mul_(group["momentum"]).add_(p.grad)
                        p.add_(p.grad + group["momentum"] * state["v"], alpha=-group["lr"])

    return Nesterov(params, {"lr": lr, "momentum": momentum})


@equivalent("momentum-optimizer")
def nesterov_with_own_dictionary(params, lr, momentum=0.0):
    import torch

    class Nesterov(torch.optim.Optimizer):
        def __init__(self):
            super().__init__(params, {"lr": lr, "momentum": momentum})
            self.velocities = {}

        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    v = self.velocities.get(id(p))
                    v = p.grad.clone() if v is None else group["momentum"] * v + p.grad
                    self.velocities[id(p)] = v
                    p.data = p.data - group["lr"] * (p.grad + group["momentum"] * v)

    return Nesterov()


@equivalent("momentum-optimizer")
def nesterov_from_torch(params, lr, momentum=0.0):
    import torch

    return torch.optim.SGD(params, lr=lr, momentum=momentum, nesterov=True)


@mistake(
    "momentum-optimizer",
    ko="같은 묶음에서 `.grad`가 `None`인 파라미터의 뒤에 있는 것만 움직이지 않았어요. 거기에서 `break`로 반복을 끝내면 이렇게 돼요. `continue`로 건너뛰세요.",
    en="Only the parameter behind the one whose `.grad` is `None`, in the same group, never moves, as where the loop ends there by `break`. Skip it by `continue`.",
    credit=0.5,
)
def stops_at_the_first_without_gradient(params, lr, momentum=0.0):
    import torch

    class Nesterov(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        break
                    velocity = group["momentum"] * self.state[p].get("velocity", 0) + p.grad
                    self.state[p]["velocity"] = velocity
                    p -= group["lr"] * (p.grad + group["momentum"] * velocity)

    return Nesterov(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="고전적인 모멘텀의 걸음이에요. Nesterov는 새 속도 v가 아니라 g + μ·v로 움직여요.",
    en="These are the steps of classical momentum. Nesterov moves by g + μ·v instead of the new velocity v.",
    credit=0.25,
)
def classical_optimizer(params, lr, momentum=0.0):
    import torch

    class Classical(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = group["momentum"] * self.state[p].get("v", 0) + p.grad
                        self.state[p]["v"] = v
                        p -= group["lr"] * v

    return Classical(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="걸음마다 그 스텝의 그래디언트의 1+μ배예요. 속도가 스텝마다 0에서 다시 시작하는 것과 같아요. 속도는 스텝과 스텝 사이에도 남아 있어야 해요.",
    en="Each move is made of 1+μ times the gradient of its own step, as if the velocity started from 0 in every step. It has to survive from step to step.",
    credit=0.25,
)
def velocity_lost_between_steps(params, lr, momentum=0.0):
    import torch

    class Forgetful(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = torch.zeros_like(p)
                        v = group["momentum"] * v + p.grad
                        p -= group["lr"] * (p.grad + group["momentum"] * v)

    return Forgetful(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="파라미터들이 속도 하나를 함께 써요. 한 파라미터의 그래디언트가 다른 파라미터를 밀게 되니, 속도는 파라미터마다 따로 있어야 해요.",
    en="All parameters share one velocity, so the gradient of one pushes the others. Each parameter needs a velocity of its own.",
    credit=0.25,
)
def one_velocity_for_all(params, lr, momentum=0.0):
    import torch

    class Shared(torch.optim.Optimizer):
        velocity = 0

        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        self.velocity = group["momentum"] * self.velocity + p.grad
                        p -= group["lr"] * (p.grad + group["momentum"] * self.velocity)

    return Shared(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="옵티마이저를 만들 때 받은 값을 모든 묶음에 그대로 썼어요. 묶음마다 값이 다를 수 있고 학습률은 도중에 바뀔 수도 있으니, 스텝마다 그 묶음의 값을 읽으세요.",
    en="The values given at construction are used for every group. A group may have its own, and a learning rate may change on the way: read the group's values in each step.",
    credit=0.5,
)
def settings_of_groups_ignored(params, lr, momentum=0.0):
    import torch

    class Fixed(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = momentum * self.state[p].get("v", 0) + p.grad
                        self.state[p]["v"] = v
                        p -= lr * (p.grad + momentum * v)

    return Fixed(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="학습률이 속도 안에 들어 있어요. 학습률이 그대로인 처음 두 스텝은 torch와 같지만, 학습률이 줄어든 뒤에도 속도는 옛 학습률을 기억해요.",
    en="The learning rate is inside the velocity. The first two steps, at a constant rate, equal torch's, but when the rate falls, the velocity still remembers the old one.",
    credit=0.5,
)
def rate_inside_velocity(params, lr, momentum=0.0):
    import torch

    class Inside(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = group["momentum"] * self.state[p].get("v", 0) - group["lr"] * p.grad
                        self.state[p]["v"] = v
                        p += group["momentum"] * v - group["lr"] * p.grad

    return Inside(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="속도가 `.grad`와 같은 텐서예요. 그래서 `zero_grad`가 속도까지 지우고 `backward()`가 거기에 새 그래디언트를 써넣어요. 첫 속도는 `.grad`를 복사한 값이어야 해요.",
    en="The velocity is the same tensor as `.grad`, so `zero_grad` wipes it and `backward()` writes the new gradient into it. The first velocity has to be a copy of `.grad`.",
    credit=0.5,
)
def velocity_is_the_gradient_tensor(params, lr, momentum=0.0):
    import torch

    class Alias(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    state = self.state[p]
                    if "v" not in state:
                        state["v"] = p.grad
                    else:
                        state["v"].mul_(group["momentum"]).add_(p.grad)
                    p -= group["lr"] * (p.grad + group["momentum"] * state["v"])

    return Alias(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="속도를 지수 평균으로 구했어요. g에 (1−μ)를 곱하지 않고 그대로 더해야 torch와 같아요.",
    en="The velocity is an exponential average. To equal torch, add g as it is, without a factor (1−μ).",
    credit=0.5,
)
def optimizer_of_averages(params, lr, momentum=0.0):
    import torch

    class Average(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                mu = group["momentum"]
                for p in group["params"]:
                    if p.grad is not None:
                        v = mu * self.state[p].get("v", 0) + (1 - mu) * p.grad
                        self.state[p]["v"] = v
                        p -= group["lr"] * (p.grad + mu * v)

    return Average(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="첫 묶음의 파라미터만 움직였어요. `param_groups`에는 묶음이 여럿 있을 수 있어요.",
    en="Only the parameters of the first group have moved. There may be several groups in `param_groups`.",
    credit=0.5,
)
def first_group_only(params, lr, momentum=0.0):
    import torch

    class FirstGroup(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            group = self.param_groups[0]
            for p in group["params"]:
                if p.grad is not None:
                    v = group["momentum"] * self.state[p].get("v", 0) + p.grad
                    self.state[p]["v"] = v
                    p -= group["lr"] * (p.grad + group["momentum"] * v)

    return FirstGroup(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="g + μ·v가 아니라 g + v로 움직였어요. v에 μ를 곱하지 않아서 첫걸음이 1+μ배가 아니라 두 배예요.",
    en="This moves by g + v instead of g + μ·v. Without the μ before v, the first step is doubled instead of 1+μ times as long.",
    credit=0.5,
)
def optimizer_moves_by_both(params, lr, momentum=0.0):
    import torch

    class Both(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = group["momentum"] * self.state[p].get("v", 0) + p.grad
                        self.state[p]["v"] = v
                        p -= group["lr"] * (p.grad + v)

    return Both(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="모멘텀이 없는 경사 하강법과 똑같이 움직였어요. 걸음에 속도가 들어 있지 않아요.",
    en="This moves as gradient descent without momentum does: no velocity takes part in the moves.",
)
def optimizer_without_velocity(params, lr, momentum=0.0):
    import torch

    class Plain(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        p -= group["lr"] * p.grad

    return Plain(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="오르막으로 갔어요. g + μ·v에 학습률을 곱한 만큼 파라미터에서 빼야 해요.",
    en="This walks uphill. The learning rate times g + μ·v has to be subtracted from the parameter.",
)
def optimizer_uphill(params, lr, momentum=0.0):
    import torch

    class Uphill(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = group["momentum"] * self.state[p].get("v", 0) + p.grad
                        self.state[p]["v"] = v
                        p += group["lr"] * (p.grad + group["momentum"] * v)

    return Uphill(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko='첫째 그룹의 `lr`와 `momentum`을 모든 그룹에 썼어요. 그룹마다 자기 값을 쓰세요: `group["lr"]`, `group["momentum"]`.',
    en='All groups move by the `lr` and `momentum` of the first one. Each group has its own: `group["lr"]`, `group["momentum"]`.',
)
def optimizer_with_the_first_group_for_all(params, lr, momentum=0.0):
    import torch

    class FirstGroup(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        first = self.param_groups[0]
                        v = first["momentum"] * self.state[p].get("v", 0) + p.grad
                        self.state[p]["v"] = v
                        p -= first["lr"] * (p.grad + first["momentum"] * v)

    return FirstGroup(params, {"lr": lr, "momentum": momentum})


@mistake(
    "momentum-optimizer",
    ko="`.grad`가 `None`인 파라미터 뒤의 것도, 다음 그룹의 것도 움직이지 않았어요. 흔히 `continue`가 있을 곳에 `return`이나 `break`가 있을 때 그래요. 반복이 마지막 것을 빼놓아도 이렇게 돼요.",
    en="No parameter behind one whose `.grad` is `None` has moved, nor one of a later group. Often `return` or `break` stands where `continue` belongs; it looks the same where a loop leaves out the last.",
)
def optimizer_that_ends_at_the_first_without(params, lr, momentum=0.0):
    import torch

    class Ends(torch.optim.Optimizer):
        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        return
                    v = group["momentum"] * self.state[p].get("v", 0) + p.grad
                    self.state[p]["v"] = v
                    p -= group["lr"] * (p.grad + group["momentum"] * v)

    return Ends(params, {"lr": lr, "momentum": momentum})


# --- momentum-edges: the largest rates of units 2, 4 and 6 ----------------------------------------------------------


@reference("momentum-edges")
def edges(curvature, momentum):
    return 2 / curvature, 4 / curvature, 2 * (1 + momentum) / curvature


@equivalent("momentum-edges")
def edges_as_momenta(curvature, momentum):
    return [2 * (1 + mu) / curvature for mu in (0.0, 1.0, momentum)]


@mistake(
    "momentum-edges",
    ko="비우지 않는 반복문의 경계는 2/c가 아니에요. 지난 그래디언트를 모두 더하니 μ = 1인 모멘텀이에요.",
    en="The edge of the loop that never empties is not 2/c. It adds up all earlier gradients, which is momentum with μ = 1.",
    credit=0.5,
)
def emptied_or_not(curvature, momentum):
    return 2 / curvature, 2 / curvature, 2 * (1 + momentum) / curvature


@mistake(
    "momentum-edges",
    ko="모멘텀의 경계가 2/c보다 작아졌어요. 번갈아 바뀌는 그래디언트는 속도 안에서 상쇄되므로 경계는 커져요.",
    en="The edge with momentum has become smaller than 2/c. Gradients that alternate cancel within the velocity, so it grows.",
    credit=0.5,
)
def momentum_narrows(curvature, momentum):
    return 2 / curvature, 4 / curvature, 2 * (1 - momentum) / curvature


@mistake(
    "momentum-edges",
    ko="셋째 답이 Nesterov의 경계로 나왔어요. 여기서 묻는 것은 고전적인 모멘텀이에요.",
    en="The third came out as the edge of Nesterov. What is asked for is classical momentum.",
    credit=0.5,
)
def edge_of_nesterov(curvature, momentum):
    return 2 / curvature, 4 / curvature, (2 + 2 * momentum) / (1 + 2 * momentum) / curvature


@mistake(
    "momentum-edges",
    ko="모두 절반이에요. 1/c는 한 스텝에 바닥에 닿는 학습률이고, 발산의 경계는 2/c예요.",
    en="All are half of it. 1/c is the rate that reaches the bottom in one step; the edge of divergence is 2/c.",
    credit=0.5,
)
def half_of_each(curvature, momentum):
    return 1 / curvature, 2 / curvature, (1 + momentum) / curvature


@mistake(
    "momentum-edges",
    ko="ηλ의 경계를 돌려주었어요. 학습률로 바꾸려면 곡률로 나누세요.",
    en="These are the edges of ηλ. Divide by the curvature to get rates.",
    credit=0.5,
)
def edges_of_the_product(curvature, momentum):
    return 2.0, 4.0, 2 * (1 + momentum)


@mistake(
    "momentum-edges",
    ko="셋째 답이 2/(c(1−μ))로 나왔어요. 속도가 그래디언트의 1/(1−μ)배까지 커진다는 것과는 다른 이야기예요. 근의 식에서 경계는 2(1+μ)/c예요.",
    en="The third came out as 2/(c(1−μ)). That a velocity can grow to 1/(1−μ) times the gradient is another matter: the roots give 2(1+μ)/c.",
    credit=0.5,
)
def edge_of_the_growing_velocity(curvature, momentum):
    return 2 / curvature, 4 / curvature, 2 / (curvature * (1 - momentum))


# --- momentum-choice: a rate and a momentum for a bowl ---------------------------------------------------------------


@reference("momentum-choice")
def choose(curvatures, most):
    low, high = np.sqrt(min(curvatures)), np.sqrt(max(curvatures))
    return (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2


@equivalent("momentum-choice")
def choose_by_searching(curvatures, most):
    momenta, products = np.meshgrid(np.arange(0.3, 0.92, 0.02), np.arange(1.2, 3.7, 0.4))
    mu, lr = momenta.reshape(-1, 1), products.reshape(-1, 1) / max(curvatures)
    w, v, largest = np.ones((len(mu), len(curvatures))), 0.0, 0.0
    for step in range(most + 30):
        v = mu * v + curvatures * w
        w = w - lr * v
        if step >= most - 1:
            largest = np.maximum(largest, np.abs(w).max(axis=1))
    best = np.argmin(largest)
    return lr[best, 0], mu[best, 0]


@equivalent("momentum-choice")
def choose_a_little_less_momentum(curvatures, most):
    root = (max(curvatures) / min(curvatures)) ** 0.5
    momentum = 0.98 * ((root - 1) / (root + 1)) ** 2
    return [(1 + momentum**0.5) ** 2 / max(curvatures), momentum]


@mistake(
    "momentum-choice",
    ko="μ = 0으로는 닿지 못해요. 가장 좋은 학습률로도 스텝 수가 κ에 비례해요.",
    en="With μ = 0 it does not get there: even at the best rate the number of steps is proportional to κ.",
)
def no_momentum(curvatures, most):
    return 2 / (min(curvatures) + max(curvatures)), 0.0


@mistake(
    "momentum-choice",
    ko="다가가지만 아직 100분의 1 안에 머물지 못해요. 학습률과 모멘텀이 둘 다 곡률에 맞는지, 식을 썼다면 제곱과 제곱근이 제자리에 있는지 보세요.",
    en="It comes nearer, but does not stay within a hundredth yet. See whether rate and momentum both go by the curvatures; if you used formulas, whether each square and square root is in its place.",
)
def the_usual_momentum(curvatures, most):
    return 1 / max(curvatures), 0.95


@mistake(
    "momentum-choice",
    ko="정해진 스텝 뒤에도 출발할 때보다 가까워지지 않은 방향이 있어요. 점점 멀어진다면 μ를 1보다, 가장 큰 곡률에서 ηλ를 2(1 + μ)보다 작게 하세요. 거의 움직이지 않는다면 학습률이 너무 작은 거예요.",
    en="After so many steps, some direction is no nearer than at the start. If it moves away, keep μ below 1, and ηλ below 2(1 + μ) at the largest curvature; if it hardly moves, the rate is too small.",
)
def rate_of_the_flattest(curvatures, most):
    return 1 / min(curvatures), 0.5


# --- momentum-traces: ηλ and μ from four places in a row -------------------------------------------------------------


@reference("momentum-traces")
def read_off(places):
    a, b, c, d = places
    factor, momentum = np.linalg.solve([[b, -a], [c, -b]], [c, d])
    return 1 + momentum - factor, momentum


@equivalent("momentum-traces")
def read_off_by_hand(places):
    a, b, c, d = places
    momentum = (c * c - b * d) / (b * b - a * c)
    factor = (c + momentum * a) / b
    return [1 + momentum - factor, momentum]


@equivalent("momentum-traces")
def read_off_from_moves(places):
    moves = np.diff(places)
    unknown = np.linalg.solve(np.stack([-places[1:3], moves[:2]], axis=1), moves[1:])
    return unknown


@mistake(
    "momentum-traces",
    ko="첫걸음 전의 속도를 0으로 보았어요. 이 발자국은 길 중간의 것이라, 그때 이미 속도가 있었어요.",
    en="This takes the velocity before the first move as 0. The footprints are from the middle of the way: there was a velocity already.",
)
def from_a_standing_start(places):
    a, b, c = places[:3]
    product = 1 - b / a
    return product, ((c - b) + product * b) / (b - a)


@mistake(
    "momentum-traces",
    ko="순서가 바뀌었어요. ηλ를 먼저 돌려주세요.",
    en="The order is wrong: ηλ comes first.",
    credit=0.5,
)
def momentum_first(places):
    a, b, c, d = places
    factor, momentum = np.linalg.solve([[b, -a], [c, -b]], [c, d])
    return momentum, 1 + momentum - factor


@mistake(
    "momentum-traces",
    ko="첫 값이 ηλ가 아니라 w의 계수 1 + μ − ηλ예요.",
    en="The first value is not ηλ but the factor of w, 1 + μ − ηλ.",
    credit=0.5,
)
def factor_for_product(places):
    a, b, c, d = places
    factor, momentum = np.linalg.solve([[b, -a], [c, -b]], [c, d])
    return factor, momentum


@mistake(
    "momentum-traces",
    ko="μ의 부호가 반대예요. 점화식에서 μ에는 빼기가 붙어 있어요.",
    en="The sign of μ is wrong: in the recurrence μ is subtracted.",
)
def momentum_added(places):
    a, b, c, d = places
    factor, momentum = np.linalg.solve([[b, a], [c, b]], [c, d])
    return 1 + momentum - factor, momentum


# --- momentum-new-optimizer --------------------------------------------------------------------------------------

NEW_OPTIMIZER = "c"
"""The right option, for the instructor's notebook."""

choice(
    "momentum-new-optimizer",
    right=NEW_OPTIMIZER,
    wrong={
        "a": Text(
            "속도는 파라미터가 아니라 옵티마이저의 `state`에 들어 있어요. 옵티마이저를 새로 만들면 `state`도 비어 있어요.",
            "The velocity is kept in the optimizer's `state`, not in the parameters. A new optimizer begins with an empty `state`.",
        ),
        "b": Text(
            "같은 파라미터로 옵티마이저를 여러 번 만들어도 오류는 나지 않아요. 그래서 알아차리기 어려워요.",
            "Making several optimizers for the same parameters raises no error, which is why it is hard to notice.",
        ),
        "d": Text(
            "옛 옵티마이저의 속도는 새 옵티마이저로 넘어가지 않으니, 더해질 것이 없어요.",
            "The velocity of the old optimizer does not pass to the new one, so there is nothing to add up.",
        ),
    },
)

# --- momentum-guess-twice: unit 5's 1,067 epochs, with learning rate 0.02 in place of 0.01 -------------------------

guesses(
    "momentum-guess-twice",
    right=533,
    wrong={
        1067: Text(
            "느린 방향에서도 걸음은 학습률에 비례해요. 두 배로 걸으면 절반이면 돼요.",
            "In the slow direction too, a step is proportional to the learning rate: twice as long, half as many.",
        ),
        267: Text(
            "손실은 거리의 제곱이라 4분의 1이 될 것 같지만, 거리는 스텝마다 η에 비례해서 줄어요. 그래서 절반이에요.",
            "The loss goes with the square of the distance, but what a step takes off the distance is proportional to η. So it is half.",
        ),
        33: Text(
            "√1067이에요. 학습률을 두 배로 해서는 절반까지만 줄어요. 제곱근은 이 수업의 뒤에 나와요.",
            "That is the square root of 1,067. Twice the rate gives half. A square root is still to come in this lesson.",
        ),
    },
)

# --- momentum-guess-record: unit 5's 1,067 epochs, with the best η and μ by formula --------------------------------

guesses(
    "momentum-guess-record",
    right=43,
    wrong={
        534: Text(
            "학습률을 두 배로 키우면 이렇게 돼요. 학습률은 더 키울 수 있고, 그 뒤에도 할 수 있는 일이 남아 있어요.",
            "That is what twice the learning rate gives. The rate can grow further, and more can be done after that.",
        ),
        200: Text(
            "가장 좋은 학습률로 얻는 값이에요. 속도를 더하면 조건수 대신 그 제곱근이 남아요.",
            "That is what the best learning rate gives. With a velocity, the square root of the condition number takes its place.",
        ),
        107: Text(
            "μ = 0.9를 학습률 10배로 본 값이에요. 실제로도 꽤 비슷하지만(136), μ를 그릇에 맞추면 훨씬 더 줄어요.",
            "This takes μ = 0.9 for ten times the learning rate. It really comes near that (136), but a μ that fits the bowl does much better.",
        ),
        19: Text(
            "조건수 55.8로 나눈 값이에요. 모멘텀은 조건수를 없애지 못하고 제곱근으로 줄여요. 조건수를 없애는 방법은 다음 단원에 있어요.",
            "This divides by the condition number, 55.8. Momentum does not remove it, it leaves its square root. How to get rid of it is for the next unit.",
        ),
    },
)

# --- momentum-guess-slow: (1 - 0.01 · 0.2994)^100 ------------------------------------------------------------------

guesses(
    "momentum-guess-slow",
    right=round((1 - 0.01 * 0.29939027) ** 100, 4),
    wrong={
        0: Text(
            "가파른 방향이라면 맞아요. 손실이 거의 다 사라진 것은 가파른 방향 덕분이고, 느린 방향은 아직 대부분 남아 있어요.",
            "True of the steep direction, which is why almost all of the loss is gone. In the slow one most of the way is still ahead.",
        ),
        0.7: Text(
            "스텝마다 처음 거리의 0.003을 간다고 본 값이에요. 거리가 줄면 걸음도 줄어서 조금 더 남아요.",
            "This takes 0.003 of the first distance in every step. As the distance shrinks so do the steps, and a little more is left.",
        ),
        0.997: Text(
            "한 스텝 뒤의 값이에요. 100스텝이면 이것을 100번 곱해요.",
            "That is after one step. After a hundred it is multiplied a hundred times.",
        ),
    },
)

# --- momentum-guess-best-rate: 2 / (0.2994 + 16.7006) --------------------------------------------------------------

guesses(
    "momentum-guess-best-rate",
    right=round(2 / 17, 6),
    wrong={
        0.0599: Text(
            "1/λ로, 가파른 방향은 한 스텝에 끝나요. 하지만 느린 방향은 스텝마다 1.8%만 줄어요. 학습률은 두 배 가까이 더 커도 돼요.",
            "At 1/λ the steep direction is done in one step, but the slow one loses only 1.8% a step. The rate may be nearly twice as large.",
        ),
        0.1198: Text(
            "발산의 경계예요. 여기서는 가파른 방향이 같은 크기로 끝없이 오가서 바닥에 닿지 못해요.",
            "That is the boundary of divergence: the steep direction swings to and fro at the same size for ever.",
        ),
    },
)

# --- momentum-guess-overshoot: w²/2 with learning rate 0.1 and μ = 0.9 ---------------------------------------------

choice(
    "momentum-guess-overshoot",
    right="b",
    wrong={
        "a": Text(
            "최솟값에서 그래디언트는 0이지만 속도는 0이 아니에요. 그래서 멈추지 않고 지나가요.",
            "At the minimum the gradient is 0, but the velocity is not: it carries w past.",
        ),
        "c": Text(
            "지나간 뒤에는 그래디언트의 부호가 바뀌어 속도를 줄이고, 결국 되돌려요.",
            "Past the minimum the gradient has the other sign; it slows w down and turns it round.",
        ),
    },
)

# --- momentum-guess-limit: g = 1 in every step, μ = 0.9 ------------------------------------------------------------

guesses(
    "momentum-guess-limit",
    right=10,
    wrong={
        0.9: Text(
            "0.9는 한 스텝이 지난 뒤에 그래디언트 하나가 남는 비율이에요. 속도에는 지난 그래디언트가 모두 쌓여요.",
            "0.9 is what is left of one gradient after one step. The velocity gathers all of them.",
        ),
        1: Text(
            "속도가 그래디언트의 평균이라면 1이겠지만, 이 단원의 속도는 평균이 아니라 합이에요.",
            "That would be so if the velocity were an average. Here it is a sum, which fades.",
        ),
        1.9: Text(
            "두 스텝 뒤의 속도예요. 그 뒤로도 0.81, 0.729, …가 계속 더해져요.",
            "That is the velocity after two steps. 0.81, 0.729 and so on are still to be added.",
        ),
        9: Text(
            "지난 그래디언트에서 온 몫만 세면 9예요. 지금의 그래디언트 1도 더해져요.",
            "What comes from earlier gradients adds up to 9; the present one, 1, comes on top.",
        ),
    },
)

# --- momentum-guess-stretched: μ = 0.9, condition number 100, where it takes 127 steps at 1 -----------------------

guesses(
    "momentum-guess-stretched",
    right=128,
    wrong={
        12700: Text(
            "모멘텀이 없으면 스텝 수가 조건수에 비례해요. μ = 0.9이면 두 방향이 모두 √0.9배씩 줄어서, 조건수가 거의 상관없어요.",
            "Without momentum the steps are proportional to the condition number. With μ = 0.9 both directions shrink by √0.9 a step, so it hardly matters.",
        ),
        1270: Text(
            "√κ에 비례하는 것은 μ를 그릇마다 새로 맞출 때예요. μ = 0.9를 그대로 두면 조건수 1에도 100에도 같은 √0.9배예요.",
            "Steps go with √κ where μ is tuned to each bowl. With μ kept at 0.9, it is the same √0.9 at condition number 1 and at 100.",
        ),
        349: Text(
            "모멘텀이 없을 때 필요한 스텝 수예요.",
            "That is how many it takes without momentum.",
        ),
    },
)

# --- momentum-guess-boundary: 2 (1 + 0.9) --------------------------------------------------------------------------

choice(
    "momentum-guess-boundary",
    right="c",
    wrong={
        "a": Text(
            "속도가 10배로 커지는 것은 그래디언트가 한쪽만 가리킬 때예요. 경계에서는 스텝마다 부호가 바뀌어서 속도 안에서 상쇄돼요.",
            "The velocity grows tenfold where gradients agree. At the boundary they change sign in every step and cancel within it.",
        ),
        "b": Text(
            "2는 모멘텀이 없을 때의 경계예요. 부호가 번갈아 바뀌는 그래디언트는 상쇄되어, 학습률이 더 커도 견뎌요.",
            "2 is the boundary without momentum. Gradients that alternate in sign cancel, and a larger rate is survived.",
        ),
    },
)

# --- momentum-guess-nesterov: (2 + 2μ) / (1 + 2μ) at μ = 0.9 -------------------------------------------------------

guesses(
    "momentum-guess-nesterov",
    right=round(3.8 / 2.8, 5),
    wrong={
        3.8: Text(
            "고전적인 모멘텀의 경계예요. Nesterov는 걸음에 지금의 그래디언트를 한 번 더 넣어서, 가파른 방향에서 훨씬 작은 학습률부터 발산해요.",
            "That is the boundary of classical momentum. Nesterov puts the present gradient into the move once more, so it overdoes the steep direction much earlier.",
        ),
        2: Text(
            "모멘텀이 없을 때의 경계예요. Nesterov는 그보다도 작아요.",
            "That is the boundary without momentum. Nesterov's is smaller still.",
        ),
        4: Text(
            "‘앞을 내다보니 더 안전하다’고들 하지만, 경계는 반대로 작아져요.",
            "“It looks ahead, so it is safer”, they say; yet the boundary moves in, not out.",
        ),
    },
)

# --- momentum-guess-slip: 2.0675 − (0.1 × 25.1173) = 2.0675 − 0.857413 = −0.44423 ----------------------------------

choice(
    "momentum-guess-slip",
    right="b",
    wrong={
        "a": Text(
            "둘째 그래디언트는 정말 25.1173이에요. 0.1을 곱해 보세요.",
            "The second gradient really is 25.1173. Multiply it by 0.1.",
        ),
        "c": Text(
            "−0.44423은 모델이 실제로 간 자리예요. 2.0675에서 얼마를 빼야 그 값이 되는지 계산해 보세요.",
            "−0.44423 is where the model really went. What has to be taken from 2.0675 to get there?",
        ),
    },
)

# --- momentum-task-left: (1 − ηλ)^t --------------------------------------------------------------------------------


@reference("momentum-task-left")
def left(curvature, lr, steps):
    kept = 1 - lr * curvature
    return kept**steps


@equivalent("momentum-task-left")
def left_by_walking(curvature, lr, steps):
    w = 1.0
    for _ in range(steps):
        w = w - lr * curvature * w
    return w


@mistake(
    "momentum-task-left",
    ko="스텝마다 처음 거리에서 같은 길이를 뺐어요. 남은 거리에 비례해서 빼야 하니, 곱하기를 거듭하세요.",
    en="Each step takes the same part of the first distance. It should take it of what is left: multiply again and again.",
)
def left_on_a_straight_line(curvature, lr, steps):
    return 1 - lr * curvature * steps


@mistake(
    "momentum-task-left",
    ko="없어지는 비율 ηλ를 거듭 곱했어요. 남는 비율은 1 − ηλ예요.",
    en="ηλ is the part that goes. What stays is 1 − ηλ.",
)
def part_that_goes(curvature, lr, steps):
    return (lr * curvature) ** steps


@mistake(
    "momentum-task-left",
    ko="한 스텝만 계산했어요.",
    en="That is a single step.",
)
def left_after_one_step(curvature, lr, steps):
    return 1 - lr * curvature


# --- momentum-task-best-rate: 2 / (λmin + λmax) --------------------------------------------------------------------


@reference("momentum-task-best-rate")
def best_rate(curvatures):
    smallest, largest = min(curvatures), max(curvatures)
    return 2 / (smallest + largest)


@equivalent("momentum-task-best-rate")
def best_rate_of_sorted(curvatures):
    ordered = np.sort(curvatures)
    return 1 / ordered[[0, -1]].mean()


@mistake(
    "momentum-task-best-rate",
    ko="가파른 방향만 보았어요. 이 학습률은 가파른 방향을 한 스텝에 끝내지만, 느린 방향에는 너무 작아요.",
    en="Only the steep direction is looked at. This rate ends it in one step, but is too small for the slow one.",
)
def rate_for_the_steepest(curvatures):
    return 1 / max(curvatures)


@mistake(
    "momentum-task-best-rate",
    ko="발산의 경계예요. 여기서는 가파른 방향이 줄어들지 않아요.",
    en="That is the boundary of divergence, where the steep direction never shrinks.",
)
def rate_at_the_boundary(curvatures):
    return 2 / max(curvatures)


@mistake(
    "momentum-task-best-rate",
    ko="모든 곡률의 평균을 썼어요. 가장 느린 방향을 정하는 것은 양 끝의 두 곡률뿐이에요.",
    en="This averages all curvatures. Which direction is the slowest depends on the two ends alone.",
)
def rate_of_the_mean(curvatures):
    return 1 / np.mean(curvatures)


@mistake(
    "momentum-task-best-rate",
    ko="위의 2가 빠졌어요. 1 − η·λmin = η·λmax − 1을 η에 대해 다시 풀어 보세요.",
    en="The 2 on top is missing. Solve 1 − η·λmin = η·λmax − 1 for η once more.",
)
def best_rate_halved(curvatures):
    return 1 / (min(curvatures) + max(curvatures))


@mistake(
    "momentum-task-best-rate",
    ko="괄호가 빠졌어요. `2 / a + b`는 2를 a로 나눈 다음 b를 더해요.",
    en="Brackets are missing: `2 / a + b` divides 2 by a, then adds b.",
)
def best_rate_without_brackets(curvatures):
    return 2 / min(curvatures) + max(curvatures)


# --- momentum-task-velocity: a walk from w = 1 ---------------------------------------------------------------------


@reference("momentum-task-velocity")
def walk(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        grad = curvature * w
        v = momentum * v + grad
        w = w - lr * v
        places.append(w)
    return places


@equivalent("momentum-task-velocity")
def walk_in_place(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        v *= momentum
        v += curvature * w
        w -= lr * v
        places.append(w)
    return np.array(places)


@equivalent("momentum-task-velocity")
def walk_without_a_velocity(curvature, lr, momentum, steps):
    places = [1.0, 1.0 - lr * curvature]
    for _ in range(steps - 1):
        places.append((1 + momentum - lr * curvature) * places[-1] - momentum * places[-2])
    return places


@mistake(
    "momentum-task-velocity",
    ko="지난 속도에 μ를 곱하지 않았어요. 이러면 옛 그래디언트가 줄어들지 않고 쌓여요.",
    en="The last velocity is not multiplied by μ, so old gradients pile up and never fade.",
)
def walk_that_never_fades(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        v = v + curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-task-velocity",
    ko="μ를 그래디언트에 곱했어요. 줄어들어야 하는 것은 지난 속도예요.",
    en="μ multiplies the gradient. It is the last velocity that should fade.",
)
def walk_that_fades_the_gradient(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        v = v + momentum * curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-task-velocity",
    ko="지수 평균이에요. 이 단원의 속도는 g를 (1−μ)배 하지 않고 그대로 더해요.",
    en="This is an exponential average. The velocity of this unit adds g as it is, without a factor (1−μ).",
)
def walk_by_an_average(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        v = momentum * v + (1 - momentum) * curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-task-velocity",
    ko="속도가 지금의 그래디언트뿐이에요. 지난 속도 `v`도 들어가야 해요.",
    en="The velocity is the present gradient alone. The last velocity `v` belongs in it too.",
)
def walk_without_memory(curvature, lr, momentum, steps):
    w, places = 1.0, [1.0]
    for _ in range(steps):
        w = w - lr * curvature * w
        places.append(w)
    return places


@mistake(
    "momentum-task-velocity",
    ko="그래디언트를 속도에 넣을 때 이미 학습률을 곱하고 뺐어요. 속도에는 `grad`를 그대로 더하세요. 학습률을 곱해 빼는 것은 다음 줄이에요.",
    en="The gradient goes into the velocity times the rate, with a minus. Add `grad` as it is: times the rate, and subtracted, is what the next line does.",
)
def walk_with_the_rate_in_the_velocity(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        v = momentum * v - lr * curvature * w
        w = w - lr * v
        places.append(w)
    return places


@mistake(
    "momentum-task-velocity",
    ko="오르막으로 가요. 두 줄에서 모두 빼거나 모두 더하면 이렇게 돼요. 속도에는 그래디언트를 더하고, 빼기는 다음 줄에서 w를 움직일 때 한 번만 하세요.",
    en="This walks uphill, as with a minus in both lines or in none. Add the gradient to the velocity; one minus is enough, in the next line, where w moves.",
)
def walk_uphill(curvature, lr, momentum, steps):
    w, v, places = 1.0, 0.0, [1.0]
    for _ in range(steps):
        v = momentum * v - curvature * w
        w = w - lr * v
        places.append(w)
    return places


# --- momentum-task-root: r² − (1 + μ − ηλ) r + μ = 0 ---------------------------------------------------------------


@reference("momentum-task-root")
def larger_root(lr, curvature, momentum):
    return max(abs(np.roots([1, -(1 + momentum - lr * curvature), momentum])))


@equivalent("momentum-task-root")
def larger_root_by_formula(lr, curvature, momentum):
    p = 1 + momentum - lr * curvature
    inside = p**2 - 4 * momentum
    if inside < 0:
        return momentum**0.5
    return (abs(p) + inside**0.5) / 2


@equivalent("momentum-task-root")
def larger_root_of_the_matrix(lr, curvature, momentum):
    step = np.array([[1 - lr * curvature, -lr * momentum], [curvature, momentum]])
    return np.abs(np.linalg.eigvals(step)).max()


@mistake(
    "momentum-task-root",
    ko="두 근이 복소수일 때만 √μ예요. 학습률이 아주 작거나 아주 크면 근은 실수이고, 더 큰 쪽이 √μ보다 커요.",
    en="It is √μ only where the roots are complex. At very small and very large rates they are real, and the larger one exceeds √μ.",
)
def always_the_square_root(lr, curvature, momentum):
    return momentum**0.5


@mistake(
    "momentum-task-root",
    ko="더 작은 근을 골랐어요. 몇 스텝이 지나면 크기가 큰 근만 남아요.",
    en="This is the smaller root. After some steps, only the larger one is left to be seen.",
)
def smaller_root(lr, curvature, momentum):
    return min(abs(np.roots([1, -(1 + momentum - lr * curvature), momentum])))


@mistake(
    "momentum-task-root",
    ko="괄호 안에서 ηλ의 부호가 반대예요. 1 + μ − ηλ예요.",
    en="The sign of ηλ is reversed: it is 1 + μ − ηλ in the brackets.",
)
def root_with_other_sign_of_the_rate(lr, curvature, momentum):
    return max(abs(np.roots([1, -(1 + momentum + lr * curvature), momentum])))


@mistake(
    "momentum-task-root",
    ko="마지막 항의 부호가 반대예요. 두 근의 곱은 +μ예요.",
    en="The last term has the other sign: the product of the roots is +μ.",
)
def root_with_other_sign_of_the_product(lr, curvature, momentum):
    return max(abs(np.roots([1, -(1 + momentum - lr * curvature), -momentum])))


@mistake(
    "momentum-task-root",
    ko="괄호 안의 μ가 빠졌어요. r의 계수는 −(1 + μ − ηλ)예요.",
    en="The μ in the brackets is missing: r has the coefficient −(1 + μ − ηλ).",
)
def root_without_momentum_in_the_sum(lr, curvature, momentum):
    return max(abs(np.roots([1, -(1 - lr * curvature), momentum])))


@mistake(
    "momentum-task-root",
    ko="모멘텀이 없을 때 한 스텝에 남는 비율이에요.",
    en="That is what a step leaves without momentum.",
)
def part_left_without_momentum(lr, curvature, momentum):
    return abs(1 - lr * curvature)


@mistake(
    "momentum-task-root",
    ko="근을 그대로 돌려주었어요. 복소수인 근도 음수인 근도 있으니, `abs`로 크기를 구한 다음 고르세요.",
    en="This returns a root as it is. Some are complex, some negative: take sizes with `abs` first, then choose.",
)
def root_without_its_size(lr, curvature, momentum):
    return max(np.roots([1, -(1 + momentum - lr * curvature), momentum]))


@mistake(
    "momentum-task-root",
    ko="근의 공식에서 제곱근 안이 음수이면 `np.sqrt`는 `nan`을 줘요. 그때 두 근은 복소수이고 크기는 √μ예요. `np.roots`는 복소수도 구해 줘요.",
    en="Where the formula has a negative number under the root, `np.sqrt` gives `nan`. The roots are complex there, of size √μ; `np.roots` finds them too.",
)
def root_by_a_real_formula(lr, curvature, momentum):
    p = 1 + momentum - lr * curvature
    inside = p**2 - 4 * momentum
    return float("nan") if inside < 0 else max(abs(p + inside**0.5), abs(p - inside**0.5)) / 2


# --- momentum-task-tuned: both ends at their double roots ----------------------------------------------------------


@reference("momentum-task-tuned")
def tuned(smallest, largest):
    lr = (2 / (smallest**0.5 + largest**0.5)) ** 2
    momentum = ((largest**0.5 - smallest**0.5) / (largest**0.5 + smallest**0.5)) ** 2
    return lr, momentum


@equivalent("momentum-task-tuned")
def tuned_by_condition_number(smallest, largest):
    root = np.sqrt(largest / smallest)
    momentum = ((root - 1) / (root + 1)) ** 2
    return [(1 + np.sqrt(momentum)) ** 2 / largest, momentum]


@mistake(
    "momentum-task-tuned",
    ko="μ의 자리에 √μ를 돌려주었어요. (√κ−1)/(√κ+1)은 √μ이니 제곱하세요.",
    en="This returns √μ where μ is wanted. (√κ−1)/(√κ+1) is √μ: square it.",
)
def tuned_without_squaring(smallest, largest):
    momentum = (largest**0.5 - smallest**0.5) / (largest**0.5 + smallest**0.5)
    return (2 / (smallest**0.5 + largest**0.5)) ** 2, momentum


@mistake(
    "momentum-task-tuned",
    ko="μ의 식에 √κ 대신 κ를 썼어요.",
    en="The formula for μ has κ where √κ belongs.",
)
def tuned_without_roots(smallest, largest):
    momentum = ((largest - smallest) / (largest + smallest)) ** 2
    return (2 / (smallest**0.5 + largest**0.5)) ** 2, momentum


@mistake(
    "momentum-task-tuned",
    ko="μ는 맞아요. η는 모멘텀이 없을 때의 값인데, 모멘텀이 있으면 더 커야 해요.",
    en="The μ is right. The η is the one without momentum; with it, the rate should be larger.",
)
def tuned_momentum_alone(smallest, largest):
    momentum = ((largest**0.5 - smallest**0.5) / (largest**0.5 + smallest**0.5)) ** 2
    return 2 / (smallest + largest), momentum


@mistake(
    "momentum-task-tuned",
    ko="순서가 바뀌었어요. `lr`이 먼저, `momentum`이 다음이에요.",
    en="The order is reversed: `lr` first, then `momentum`.",
)
def tuned_the_other_way_round(smallest, largest):
    lr = (2 / (smallest**0.5 + largest**0.5)) ** 2
    return ((largest**0.5 - smallest**0.5) / (largest**0.5 + smallest**0.5)) ** 2, lr


@mistake(
    "momentum-task-tuned",
    ko="η의 식을 제곱하지 않았어요.",
    en="The formula for η is not squared.",
)
def tuned_rate_without_squaring(smallest, largest):
    momentum = ((largest**0.5 - smallest**0.5) / (largest**0.5 + smallest**0.5)) ** 2
    return 2 / (smallest**0.5 + largest**0.5), momentum


# --- momentum-challenge-faster: at most 30 epochs ------------------------------------------------------------------


@reference("momentum-challenge-faster")
def faster():
    return 0.1658, 0.534


@equivalent("momentum-challenge-faster")
def faster_as_list():
    return [0.17, 0.5]


@mistake(
    "momentum-challenge-faster",
    ko="31~60에폭이에요. 공식의 값이라면 43에폭이고요. 공식은 끝없이 갈 때의 빠르기를 맞추니, 0.001까지만 갈 때는 μ와 η를 조금씩 줄여 보세요.",
    en="Between 31 and 60 epochs; the formulas need 43. They look at the speed in the very long run: for a way that ends at 0.001, try a slightly smaller μ and η.",
)
def settings_of_the_formulas():
    return 0.1862879411895974, 0.5834475001115773


@mistake(
    "momentum-challenge-faster",
    ko="60에폭보다 많이 걸려요. 공식의 값 근처에서 찾아보세요. μ = 0.9는 이 그릇에는 너무 커요. 어느 방향도 스텝마다 √0.9배보다 빨리 줄지 못해요.",
    en="More than 60 epochs. Search near what the formulas give. μ = 0.9 is too much for this bowl: no direction shrinks faster than by √0.9 a step.",
)
def settings_with_the_usual_momentum():
    return 0.1, 0.9


@mistake(
    "momentum-challenge-faster",
    ko="발산하거나 2,000에폭 안에 닿지 못해요. ηλ를 2(1+μ)보다 작게 하세요.",
    en="This diverges, or is not there within 2,000 epochs. Keep ηλ below 2(1+μ).",
)
def settings_that_diverge():
    return 0.3, 0.5


# --- momentum-drill-velocity -------------------------------------------------------------------------------------


@reference("momentum-drill-velocity")
def second_velocity(g1, g2, momentum):
    return momentum * g1 + g2


@mistake(
    "momentum-drill-velocity",
    ko="더하기만 했어요. 첫 속도는 μ배로 줄어든 다음 더해져요.",
    en="A plain sum. The first velocity fades by μ before it is added.",
)
def second_velocity_as_sum(g1, g2, momentum):
    return g1 + g2


@mistake(
    "momentum-drill-velocity",
    ko="μ를 새 그래디언트에 곱했어요. 줄어드는 것은 지난 속도예요.",
    en="μ went to the new gradient. It is the last velocity that fades.",
)
def second_velocity_fades_the_new(g1, g2, momentum):
    return g1 + momentum * g2


@mistake(
    "momentum-drill-velocity",
    ko="μ를 둘 다에 곱했어요. 새 그래디언트는 그대로 더해요.",
    en="μ is on both. The new gradient is added as it is.",
)
def second_velocity_fades_both(g1, g2, momentum):
    return momentum * g1 + momentum * g2


# --- momentum-drill-limit ----------------------------------------------------------------------------------------


@reference("momentum-drill-limit")
def limit_on_paper(grad, momentum):
    return grad / (1 - momentum)


@mistake(
    "momentum-drill-limit",
    ko="지금의 그래디언트를 빼놓고 지난 것만 더했어요.",
    en="This counts the earlier gradients and leaves out the present one.",
)
def limit_without_the_present(grad, momentum):
    return grad * momentum / (1 - momentum)


@mistake(
    "momentum-drill-limit",
    ko="평균이라면 그래디언트와 같겠지만, 이 속도는 합이에요. 1/(1−μ)배까지 커져요.",
    en="An average would come to the gradient itself. This velocity is a sum: it grows to 1/(1−μ) times that.",
)
def limit_of_an_average(grad, momentum):
    return grad


@mistake(
    "momentum-drill-limit",
    ko="1−μ로 나누어야 하는데 곱했어요. μ가 1에 가까울수록 극한은 커져야 해요.",
    en="This multiplies by 1−μ where it should divide. The nearer μ is to 1, the larger the limit.",
)
def limit_multiplied_on_paper(grad, momentum):
    return grad * (1 - momentum)


# --- momentum-drill-largest-rate: 2 (1 + μ) / λ --------------------------------------------------------------------


@reference("momentum-drill-largest-rate")
def largest_rate(curvature, momentum):
    return 2 * (1 + momentum) / curvature


@mistake(
    "momentum-drill-largest-rate",
    ko="모멘텀이 없을 때의 경계예요. 모멘텀이 있으면 학습률이 더 커도 돼요.",
    en="That is the boundary without momentum. With it, the rate may be larger.",
)
def rate_without_momentum(curvature, momentum):
    return 2 / curvature


@mistake(
    "momentum-drill-largest-rate",
    ko="Nesterov의 경계예요. 고전적인 모멘텀의 경계에는 분모에 1 + 2μ가 없어요.",
    en="That is Nesterov's boundary. Classical momentum has no 1 + 2μ below the line.",
)
def rate_of_nesterov(curvature, momentum):
    return 2 * (1 + momentum) / ((1 + 2 * momentum) * curvature)


@mistake(
    "momentum-drill-largest-rate",
    ko="속도가 1/(1−μ)배까지 커지니 학습률을 그만큼 줄여야 한다고 본 값이에요. 경계에서는 그래디언트의 부호가 스텝마다 바뀌어, 속도는 오히려 작아져요.",
    en="This makes the rate smaller because the velocity can grow by 1/(1−μ). At the boundary the gradient changes sign in every step, and the velocity becomes smaller, not larger.",
)
def rate_for_growing_velocity(curvature, momentum):
    return 2 * (1 - momentum) / curvature


# --- momentum-drill-factor: √μ = (√κ − 1) / (√κ + 1) ---------------------------------------------------------------


@reference("momentum-drill-factor")
def tuned_factor(smallest, largest):
    root = (largest / smallest) ** 0.5
    return (root - 1) / (root + 1)


@mistake(
    "momentum-drill-factor",
    ko="모멘텀이 없을 때의 배수예요. 모멘텀이 있으면 κ 자리에 √κ가 와요.",
    en="That is the factor without momentum. With it, √κ takes the place of κ.",
)
def factor_without_momentum(smallest, largest):
    return (largest - smallest) / (largest + smallest)


@mistake(
    "momentum-drill-factor",
    ko="이것은 μ예요. 거리는 스텝마다 √μ배로 줄어요.",
    en="That is μ. The distance shrinks by √μ in each step.",
)
def momentum_for_factor(smallest, largest):
    root = (largest / smallest) ** 0.5
    return ((root - 1) / (root + 1)) ** 2


@mistake(
    "momentum-drill-factor",
    ko="1/√κ이에요. √κ에서 1을 뺀 값을 1을 더한 값으로 나누세요.",
    en="That is 1/√κ. Divide √κ less 1 by √κ plus 1.",
)
def one_over_the_root(smallest, largest):
    return (smallest / largest) ** 0.5
