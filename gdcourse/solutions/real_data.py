"""08-real-data: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, mistake, reference

# --- split-rows --------------------------------------------------------------------------------------------------


@reference("split-rows")
def split(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    train, test = order[:n_train], order[n_train:]
    return x[train], y[train], x[test], y[test]


@equivalent("split-rows")
def split_by_mask(x, y, n_train, seed):
    chosen = np.random.default_rng(seed).choice(len(x), n_train, replace=False)
    mask = np.zeros(len(x), dtype=bool)
    mask[chosen] = True
    return x[mask], y[mask], x[~mask], y[~mask]


@equivalent("split-rows")
def split_of_pairs(x, y, n_train, seed):
    rows = np.column_stack([x, y])
    np.random.default_rng(seed).shuffle(rows)
    train, test = rows[:n_train], rows[n_train:]
    return train[:, 0], train[:, 1], test[:, 0], test[:, 1]


@equivalent("split-rows")
def split_by_torch(x, y, n_train, seed):
    import torch

    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    x, y = torch.from_numpy(x)[order], torch.from_numpy(y)[order]
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


@equivalent("split-rows")
def split_shuffled_with_one_seed(x, y, n_train, seed):
    np.random.seed(seed)
    x = np.random.permutation(x)
    np.random.seed(seed)
    y = np.random.permutation(y)
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


@mistake(
    "split-rows",
    ko="짝이 어긋났어요. x와 y를 따로따로 섞어서 날개와 몸무게가 서로 다른 펭귄의 것이 되었어요. 오류도 경고도 없지만, 이 데이터로는 아무것도 배울 수 없어요.",
    en="The pairs came apart: x and y were shuffled separately, so flipper and mass belong to different penguins. There is no error and no warning, but nothing can be learnt from such data.",
)
def shuffled_separately(x, y, n_train, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.permutation(x), rng.permutation(y)
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


@mistake(
    "split-rows",
    ko="두 번 들어간 행도 있고 빠진 행도 있어요. 학습용과 평가용을 따로따로 뽑았기 때문이에요. 이러면 이미 본 펭귄으로 평가하게 돼요.",
    en="Some rows are in twice and others are missing: training and held-out rows were drawn independently. The model would be tested on penguins it has seen.",
)
def drawn_independently(x, y, n_train, seed):
    rng = np.random.default_rng(seed)
    train = rng.choice(len(x), n_train, replace=False)
    test = rng.choice(len(x), len(x) - n_train, replace=False)
    return x[train], y[train], x[test], y[test]


@mistake(
    "split-rows",
    ko="평가용에 데이터 전체가 들어 있어요. 학습에 쓴 행은 평가용에서 빼야 해요.",
    en="The held-out part holds all the data. Rows used in training must not be in it.",
)
def tested_on_everything(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    return x[order[:n_train]], y[order[:n_train]], x[order], y[order]


@mistake(
    "split-rows",
    ko="섞지 않고 앞에서부터 잘랐어요. 파일에는 같은 종끼리 모여 있을 때가 많아요. 그러면 평가용에 학습 때 보지 못한 종만 남을 수 있어요.",
    en="The rows were cut in their order, without shuffling. Files are often sorted by species, and then the held-out part may hold only a species never seen in training.",
)
def cut_without_shuffling(x, y, n_train, seed):
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


@mistake(
    "split-rows",
    ko="같은 시드인데 부를 때마다 다르게 나뉘어요. 난수 생성기에 `seed`를 주지 않았어요. 이러면 아무도 같은 결과를 다시 얻을 수 없어요.",
    en="The same seed gives another split each time: the random generator was not given `seed`. Nobody can get your result again.",
    credit=0.5,
)
def seed_not_used(x, y, n_train, seed):
    order = np.random.default_rng().permutation(len(x))
    return x[order[:n_train]], y[order[:n_train]], x[order[n_train:]], y[order[n_train:]]


@mistake(
    "split-rows",
    ko="시드가 달라도 늘 똑같이 나뉘어요. 인자로 받은 `seed` 대신 정해진 수를 썼거나, 난수 없이 순서만 바꾸었어요.",
    en="Every seed gives the same split: either a fixed number stands where the argument `seed` belongs, or the rows were rearranged without random numbers.",
    credit=0.5,
)
def seed_fixed(x, y, n_train, seed):
    order = np.random.default_rng(0).permutation(len(x))
    return x[order[:n_train]], y[order[:n_train]], x[order[n_train:]], y[order[n_train:]]


@mistake(
    "split-rows",
    ko="크기가 뒤바뀌었어요. `n_train`은 평가용이 아니라 학습용의 행 수예요.",
    en="The sizes are the wrong way round: `n_train` is the number of training rows, not of held-out rows.",
    credit=0.5,
)
def sizes_swapped(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    test, train = order[:n_train], order[n_train:]
    return x[train], y[train], x[test], y[test]


@mistake(
    "split-rows",
    ko="나눈 방법은 맞지만 돌려주는 순서가 달라요. `x_train, y_train, x_test, y_test` 순서로 돌려주세요.",
    en="The split is right, the order of what is returned is not: it should be `x_train, y_train, x_test, y_test`.",
    credit=0.5,
)
def returned_in_another_order(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    return x[order[:n_train]], x[order[n_train:]], y[order[:n_train]], y[order[n_train:]]


@mistake(
    "split-rows",
    ko="시드가 달라도 평가용에는 늘 같은 행이 들어 있어요. 먼저 자르고 나서 섞은 거예요. 모든 행을 섞은 다음에 자르세요.",
    en="Whatever the seed, the same rows are held out: they were cut off first and shuffled afterwards. Shuffle all rows, then cut.",
    credit=0.25,
)
def cut_and_then_shuffled(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(n_train)
    return x[:n_train][order], y[:n_train][order], x[n_train:], y[n_train:]


@mistake(
    "split-rows",
    ko="한 행이 빠졌어요. 평가용은 학습용이 끝난 바로 다음 행부터 시작해요.",
    en="One row is missing: the held-out part begins right where the training part ends.",
    credit=0.5,
)
def one_row_lost(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    train, test = order[:n_train], order[n_train + 1 :]
    return x[train], y[train], x[test], y[test]


@mistake(
    "split-rows",
    ko="한 행이 학습용에도 평가용에도 들어 있어요. 평가용은 학습용이 끝난 바로 다음 행부터 시작해요.",
    en="One row is in both parts: the held-out part begins right where the training part ends.",
    credit=0.5,
)
def one_row_in_both(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    train, test = order[:n_train], order[n_train - 1 :]
    return x[train], y[train], x[test], y[test]


@mistake(
    "split-rows",
    ko="데이터가 아니라 행 번호를 돌려주었거나, x와 y의 자리가 바뀌었어요. 행은 빠짐없이 나누었지만, 돌려준 수가 받은 `x`의 값이 아니에요.",
    en="Either these are numbers of rows and not data, or x and y have changed places: what came back first holds no values of `x`.",
    credit=0.25,
)
def rows_for_values(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    return order[:n_train], order[:n_train], order[n_train:], order[n_train:]


@mistake(
    "split-rows",
    ko="돌려준 것이 두 개예요. 배열 네 개를 `x_train, y_train, x_test, y_test` 순서로 돌려주세요.",
    en="Two things came back. Return four arrays in the order `x_train, y_train, x_test, y_test`.",
    credit=0.5,
)
def two_pairs(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    train, test = order[:n_train], order[n_train:]
    return (x[train], y[train]), (x[test], y[test])


# --- standardise-with --------------------------------------------------------------------------------------------


@reference("standardise-with")
def standardise(x, x_train):
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    return (x - mean) / std


@equivalent("standardise-with")
def standardise_by_columns(x, x_train):
    result = np.zeros_like(x)
    for j in range(x.shape[1]):
        column = x_train[:, j]
        mean = sum(column) / len(column)
        std = (sum((v - mean) ** 2 for v in column) / len(column)) ** 0.5
        result[:, j] = (x[:, j] - mean) / std
    return result


@equivalent("standardise-with")
def standardise_in_torch(x, x_train):
    import torch

    x, x_train = torch.from_numpy(x), torch.from_numpy(x_train)
    return (x - x_train.mean(dim=0)) / x_train.std(dim=0, unbiased=False)


@equivalent("standardise-with")
def standardise_by_moments(x, x_train):
    mean = np.mean(x_train, axis=0, keepdims=True)
    variance = np.mean(x_train**2, axis=0, keepdims=True) - mean**2
    return (x - mean) / np.sqrt(variance)


@mistake(
    "standardise-with",
    ko="`x`를 그 자신의 평균과 표준편차로 표준화했어요. 그러면 새 데이터의 평균이 언제나 0이 되어, 학습 데이터와 얼마나 다른지 알 수 없게 돼요.",
    en="`x` was standardised by its own mean and standard deviation. New data then always have mean 0, and how they differ from the training data is lost.",
)
def own_statistics(x, x_train):
    return (x - x.mean(axis=0)) / x.std(axis=0)


@mistake(
    "standardise-with",
    ko="두 데이터를 합쳐서 평균과 표준편차를 구했어요. 평가 데이터의 정보가 학습에 새어 들어가는 데이터 누출이에요. `x_train`에서만 구하세요.",
    en="The mean and standard deviation come from both tables together. That is data leakage: knowledge of the held-out data gets into training. Take them from `x_train` alone.",
    credit=0.25,
)
def leaking_statistics(x, x_train):
    both = np.vstack([x, x_train])
    return (x - both.mean(axis=0)) / both.std(axis=0)


@mistake(
    "standardise-with",
    ko="표준편차를 N이 아니라 N − 1로 나누어 구했어요. `torch.std`는 따로 정하지 않으면 이렇게 하고, `np.std`는 N으로 나누어요. 문제에서 정한 것은 N이에요.",
    en="The standard deviation divides by N − 1, not by N. `torch.std` does so unless told otherwise, `np.std` divides by N. The question asks for N.",
    credit=0.5,
)
def one_less_in_std(x, x_train):
    return (x - x_train.mean(axis=0)) / x_train.std(axis=0, ddof=1)


@mistake(
    "standardise-with",
    ko="열이 아니라 행마다 표준화했어요. 한 펭귄의 날개와 부리를 섞어 평균을 낸 셈이에요. 평균과 표준편차는 특성마다, 곧 열마다 구해요.",
    en="Each row was standardised, not each column: that averages the flipper and the bill of one penguin. Mean and standard deviation belong to a feature, that is, to a column.",
)
def by_rows(x, x_train):
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)


@mistake(
    "standardise-with",
    ko="모든 특성을 한데 모아 평균 하나와 표준편차 하나만 구했어요. 특성마다 크기가 다르니 열마다 따로 구해야 해요.",
    en="All features were thrown together into one mean and one standard deviation. Each column has its own scale and needs its own.",
    credit=0.25,
)
def one_mean_for_all(x, x_train):
    return (x - x_train.mean()) / x_train.std()


@mistake(
    "standardise-with",
    ko="나누기만 하고 평균을 빼지 않았어요. 특성과 편향의 얽힘이 남아서 조건수는 여전히 커요.",
    en="This divides but does not subtract the mean. Features and bias stay entangled, and the condition number stays large.",
    credit=0.5,
)
def not_centred(x, x_train):
    return x / x_train.std(axis=0)


@mistake(
    "standardise-with",
    ko="평균만 빼고 표준편차로 나누지 않았어요. 특성마다 다른 크기가 그대로 남아요.",
    en="This subtracts the mean but does not divide by the standard deviation: each feature keeps its own scale.",
    credit=0.5,
)
def not_divided(x, x_train):
    return x - x_train.mean(axis=0)


@mistake(
    "standardise-with",
    ko="표준편차가 아니라 분산으로 나누었어요. 표준편차는 분산에 제곱근을 씌운 값이에요.",
    en="This divides by the variance. The standard deviation is its square root.",
    credit=0.5,
)
def divided_by_variance(x, x_train):
    return (x - x_train.mean(axis=0)) / x_train.var(axis=0)


@mistake(
    "standardise-with",
    ko="최솟값과 최댓값으로 0과 1 사이에 맞추었어요. 그것도 쓰이는 방법이지만 표준화는 아니에요.",
    en="This scales by minimum and maximum to run from 0 to 1. That is used too, but it is not standardising.",
)
def scaled_by_range(x, x_train):
    low, high = x_train.min(axis=0), x_train.max(axis=0)
    return (x - low) / (high - low)


@mistake(
    "standardise-with",
    ko="뺄셈의 괄호가 빠졌어요. 나눗셈이 먼저 계산되어, 평균을 표준편차로 나눈 값을 x에서 뺐어요.",
    en="The brackets of the difference are missing. The division comes first, so x is reduced by mean divided by standard deviation.",
    credit=0.25,
)
def brackets_forgotten(x, x_train):
    return x - x_train.mean(axis=0) / x_train.std(axis=0)


@mistake(
    "standardise-with",
    ko="평균은 `x`에서, 표준편차는 `x_train`에서 구했어요. 둘 다 `x_train`에서 구하세요.",
    en="The mean comes from `x` and the standard deviation from `x_train`. Take both from `x_train`.",
    credit=0.25,
)
def mean_of_its_own(x, x_train):
    return (x - x.mean(axis=0)) / x_train.std(axis=0)


@mistake(
    "standardise-with",
    ko="평균은 `x_train`에서, 표준편차는 `x`에서 구했어요. 둘 다 `x_train`에서 구하세요.",
    en="The mean comes from `x_train` and the standard deviation from `x`. Take both from `x_train`.",
    credit=0.25,
)
def std_of_its_own(x, x_train):
    return (x - x_train.mean(axis=0)) / x.std(axis=0)


@mistake(
    "standardise-with",
    ko="표준편차로 나누지 않고 곱했어요.",
    en="This multiplies by the standard deviation instead of dividing.",
    credit=0.25,
)
def multiplied_by_std(x, x_train):
    return (x - x_train.mean(axis=0)) * x_train.std(axis=0)


@mistake(
    "standardise-with",
    ko="`x`가 아니라 `x_train`을 표준화했어요. `x_train`은 평균과 표준편차를 구하는 데에만 써요.",
    en="`x_train` was standardised, not `x`. `x_train` only serves to find the mean and the standard deviation.",
    credit=0.25,
)
def training_data_standardised(x, x_train):
    return (x_train - x_train.mean(axis=0)) / x_train.std(axis=0)


# --- feature-condition -------------------------------------------------------------------------------------------


@reference("feature-condition")
def condition_number(x):
    design = np.column_stack([x, np.ones(len(x))])
    eigenvalues = np.linalg.eigvalsh(2 * design.T @ design / len(x))
    return eigenvalues[-1] / eigenvalues[0]


@equivalent("feature-condition")
def condition_by_numpy(x):
    A = np.hstack([np.ones((len(x), 1)), x])
    return np.linalg.cond(A.T @ A)


@equivalent("feature-condition")
def condition_from_singular_values(x):
    A = np.column_stack([x, np.ones(len(x))])
    singular = np.linalg.svd(A, compute_uv=False)
    return (singular.max() / singular.min()) ** 2


@equivalent("feature-condition")
def condition_in_torch(x):
    import torch

    x = torch.from_numpy(x)
    A = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
    values = torch.linalg.eigvalsh(A.T @ A / len(x))
    return values.max() / values.min()


@mistake(
    "feature-condition",
    ko="이것은 헤세 행렬이 아니라 행렬 A의 조건수예요. 헤세 행렬에는 A가 두 번 곱해져 있어서 조건수가 이 값의 제곱이 돼요.",
    en="This is the condition number of the matrix A, not of the Hessian. A stands in the Hessian twice, so its condition number is the square of this.",
    credit=0.5,
)
def condition_of_the_matrix(x):
    return np.linalg.cond(np.column_stack([x, np.ones(len(x))]))


@mistake(
    "feature-condition",
    ko="1로 된 열이 빠졌어요. 편향도 파라미터이고, 원본 데이터에서 조건수를 가장 크게 키우는 것이 바로 특성과 편향의 얽힘이에요.",
    en="The column of ones is missing. The bias is a parameter too, and with raw data its entanglement with the features is what makes the condition number large.",
    credit=0.5,
)
def bias_left_out(x):
    return np.linalg.cond(x.T @ x)


@mistake(
    "feature-condition",
    ko="거꾸로 나누었어요. 조건수는 가장 큰 고윳값을 가장 작은 고윳값으로 나눈 값이라 1보다 작을 수 없어요.",
    en="Divided the wrong way round. A condition number is the largest eigenvalue divided by the smallest, and is never below 1.",
    credit=0.5,
)
def smallest_over_largest(x):
    A = np.column_stack([x, np.ones(len(x))])
    values = np.linalg.eigvalsh(A.T @ A)
    return values[0] / values[-1]


@mistake(
    "feature-condition",
    ko="이것은 가장 큰 고윳값이에요. 학습률의 한계는 알려 주지만, 조건수가 되려면 가장 작은 고윳값으로 나누어야 해요.",
    en="This is the largest eigenvalue. It limits the learning rate; for a condition number, divide by the smallest.",
    credit=0.25,
)
def largest_eigenvalue(x):
    A = np.column_stack([x, np.ones(len(x))])
    return np.linalg.eigvalsh(2 * A.T @ A / len(x))[-1]


@mistake(
    "feature-condition",
    ko="대각선의 원소만 비교했어요. 특성끼리, 또 특성과 편향이 얽힌 정도는 대각선 밖의 원소에 들어 있어요. 고윳값으로 계산하세요.",
    en="This compares entries of the diagonal. How the features and the bias are entangled is in the entries off the diagonal, so use the eigenvalues.",
)
def diagonal_only(x):
    A = np.column_stack([x, np.ones(len(x))])
    diagonal = np.diag(A.T @ A)
    return diagonal.max() / diagonal.min()


@mistake(
    "feature-condition",
    ko="평균을 뺀 데이터의 공분산 행렬로 구한 조건수예요. 데이터를 있는 그대로 쓰면 평균 때문에 조건수가 더 커져요.",
    en="This is the condition number of the covariance, with the means subtracted. For the data as they are, the means make it larger.",
    credit=0.25,
)
def condition_of_covariance(x):
    return np.linalg.cond(np.cov(x.T))


@mistake(
    "feature-condition",
    ko="가장 작은 고윳값이에요. 조건수는 가장 큰 고윳값을 이 값으로 나눈 수예요.",
    en="This is the smallest eigenvalue. The condition number is the largest divided by it.",
    credit=0.25,
)
def smallest_eigenvalue(x):
    design = np.column_stack([x, np.ones(len(x))])
    return np.linalg.eigvalsh(2 * design.T @ design / len(x))[0]


@mistake(
    "feature-condition",
    ko="표준화한 특성의 조건수예요. 여기서는 받은 특성을 그대로 써요.",
    en="This is the condition number of standardised features. Here the features are used as they are.",
    credit=0.25,
)
def condition_of_standardised(x):
    design = np.column_stack([(x - x.mean(axis=0)) / x.std(axis=0), np.ones(len(x))])
    return np.linalg.cond(design.T @ design)


# --- fit-by-descent ----------------------------------------------------------------------------------------------


@reference("fit-by-descent")
def fit(x, y):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.2 * np.mean(error * z), b - 0.2 * np.mean(error)
    return w / std, b - w * mean / std


@equivalent("fit-by-descent")
def fit_with_one_less_in_std(x, y):
    m, s = x.mean(), x.std(ddof=1)
    A = np.column_stack([(x - m) / s, np.ones(len(x))])
    weights = np.zeros(2)
    for _ in range(150):
        weights -= 0.1 * 2 / len(x) * A.T @ (A @ weights - y)
    return weights[0] / s, weights[1] - weights[0] * m / s


@equivalent("fit-by-descent")
def fit_by_optimizer(x, y):
    import torch

    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    m, s = x.mean(), x.std()
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(((x - m) / s)[:, None])[:, 0], y).backward()
        optimizer.step()
    w, b = model.weight.item(), model.bias.item()
    return w / s.item(), b - w * m.item() / s.item()


@equivalent("fit-by-descent")
def fit_with_both_standardised(x, y):
    zx, zy = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    w = 0.0
    for _ in range(100):
        w -= 0.1 * 2 * np.mean((w * zx - zy) * zx)
    slope = w * y.std() / x.std()
    return np.array([slope, y.mean() - slope * x.mean()])


@equivalent("fit-by-descent")
def fit_by_least_squares(x, y):
    return np.polyfit(x, y, 1)


@mistake(
    "fit-by-descent",
    ko="표준화하지 않고 경사 하강법을 썼어요. 발산하지 않을 만큼 학습률을 낮추면 b는 거의 0에 머물러요. 조건수가 수백만이기 때문이에요.",
    en="This is gradient descent without standardising. At a learning rate small enough not to diverge, b stays almost at 0, because the condition number is in the millions.",
)
def crawled_on_raw_data(x, y):
    w = b = 0.0
    for _ in range(1000):
        error = w * x + b - y
        w, b = w - 1e-5 * 2 * np.mean(error * x), b - 1e-5 * 2 * np.mean(error)
    return w, b


@mistake(
    "fit-by-descent",
    ko="표준화한 척도의 w와 b예요. “표준편차 하나에 몇 g”을 “1 mm에 몇 g”으로 되돌려야 해요.",
    en="These are w and b on the standardised scale. Turn “grams per standard deviation” back into “grams per mm”.",
    credit=0.5,
)
def left_on_standardised_scale(x, y):
    z = (x - x.mean()) / x.std()
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.1 * 2 * np.mean(error * z), b - 0.1 * 2 * np.mean(error)
    return w, b


@mistake(
    "fit-by-descent",
    ko="w는 되돌렸지만 b는 그대로예요. 이 b는 평균 날개에서의 몸무게이고, 원래 단위의 b는 날개가 0 mm일 때의 값이에요.",
    en="w is back on the original scale, b is not. This b is the mass at the mean flipper; on the original scale b is the value at 0 mm.",
    credit=0.5,
)
def bias_not_taken_back(x, y):
    z = (x - x.mean()) / x.std()
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.1 * 2 * np.mean(error * z), b - 0.1 * 2 * np.mean(error)
    return w / x.std(), b


@mistake(
    "fit-by-descent",
    ko="수렴하기 전에 멈췄어요. 스텝을 늘리거나 학습률을 키워 최소제곱해에 닿게 하세요.",
    en="This stops before it has converged. More steps, or a larger learning rate, will reach least squares.",
    credit=0.5,
)
def stopped_too_early(x, y):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.01 * 2 * np.mean(error * z), b - 0.01 * 2 * np.mean(error)
    return w / std, b - w * mean / std


@mistake(
    "fit-by-descent",
    ko="x와 y가 뒤바뀌었어요. 몸무게로 날개 길이를 예측하는 직선이에요. 두 직선의 기울기는 서로 역수도 아니에요.",
    en="x and y are swapped: this line predicts the flipper from the mass. The two slopes are not even each other's inverse.",
)
def flipper_from_mass(x, y):
    w, b = np.polyfit(y, x, 1)
    return w, b


@mistake(
    "fit-by-descent",
    ko="원점을 지나는 직선이에요. 편향이 없으면 날개가 0 mm일 때 몸무게가 반드시 0 g이 돼요.",
    en="This line passes through the origin. Without a bias, the mass at 0 mm can only be 0 g.",
    credit=0.25,
)
def through_the_origin(x, y):
    return np.sum(x * y) / np.sum(x * x), 0.0


@mistake(
    "fit-by-descent",
    ko="w는 맞지만 b를 되돌릴 때 부호가 반대예요. z에서 평균을 빼니, b에서도 평균의 몫을 빼야 해요.",
    en="w is right, but on the way back b has the wrong sign: the mean is subtracted in z, so its share is subtracted from b.",
    credit=0.5,
)
def bias_taken_back_upwards(x, y):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.2 * np.mean(error * z), b - 0.2 * np.mean(error)
    return w / std, b + w * mean / std


@mistake(
    "fit-by-descent",
    ko="w는 맞지만 b를 되돌릴 때 표준화한 척도의 w를 썼어요. 평균에 곱하는 것은 원래 단위의 w, 곧 w / std예요.",
    en="w is right, but b was taken back with the w of the standardised scale. What multiplies the mean is the w of the original scale, w / std.",
    credit=0.5,
)
def bias_taken_back_with_old_weight(x, y):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.2 * np.mean(error * z), b - 0.2 * np.mean(error)
    return w / std, b - w * mean


@mistake(
    "fit-by-descent",
    ko="순서가 바뀌었어요. `(w, b)` 순서로 돌려주세요.",
    en="The order is swapped: return `(w, b)`.",
    credit=0.5,
)
def bias_before_weight(x, y):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(100):
        error = w * z + b - y
        w, b = w - 0.2 * np.mean(error * z), b - 0.2 * np.mean(error)
    return b - w * mean / std, w / std


# --- original-scale: w·(x − mean)/std + b ------------------------------------------------------------------------


@reference("original-scale")
def original_scale(w, b, mean, std):
    return w / std, b - np.sum(w * mean / std)


@equivalent("original-scale")
def original_scale_by_dot(w, b, mean, std):
    weights = w / std
    return list(weights), b - weights @ mean


@equivalent("original-scale")
def original_scale_by_predicting(w, b, mean, std):
    def predict(x):
        return np.dot(w, (x - mean) / std) + b

    at_zero = predict(np.zeros(len(w)))
    return [predict(row) - at_zero for row in np.eye(len(w))], at_zero


@equivalent("original-scale")
def original_scale_with_a_loop(w, b, mean, std):
    weights = []
    for wj, mj, sj in zip(w, mean, std, strict=True):
        weights.append(wj / sj)
        b = b - wj / sj * mj
    return weights, b


@mistake(
    "original-scale",
    ko="가중치에 표준편차를 곱했어요. z는 x에서 평균을 빼고 std로 나눈 값이니 가중치도 std로 나누어야 해요.",
    en="The weights were multiplied by the standard deviation. In z the difference from the mean is divided by std, so the weights are divided by it too.",
    credit=0.25,
)
def weights_multiplied(w, b, mean, std):
    return w * std, b - np.sum(w * std * mean)


@mistake(
    "original-scale",
    ko="가중치는 맞지만 편향이 그대로예요. 이 편향은 모든 특성이 평균일 때의 예측이지, 0일 때의 예측이 아니에요.",
    en="The weights are right, but the bias has not changed. This bias is the prediction where every feature is at its mean, not where it is 0.",
    credit=0.5,
)
def bias_unchanged(w, b, mean, std):
    return w / std, b


@mistake(
    "original-scale",
    ko="편향을 구할 때 평균에 새 가중치가 아니라 표준화한 척도의 가중치를 곱했어요. std로 나누지 않았어요.",
    en="For the bias, the means were multiplied by the weights of the standardised scale. The division by std is missing there.",
    credit=0.5,
)
def bias_with_old_weights(w, b, mean, std):
    return w / std, b - np.sum(w * mean)


@mistake(
    "original-scale",
    ko="편향에서 빼야 할 것을 더했어요. z에서 평균을 빼니, 편향에서도 평균의 몫을 빼야 해요.",
    en="In the bias, something was added that must be subtracted. The mean is subtracted in z, so its share is subtracted from the bias.",
    credit=0.5,
)
def bias_added(w, b, mean, std):
    return w / std, b + np.sum(w * mean / std)


@mistake(
    "original-scale",
    ko="편향은 맞지만 가중치가 그대로예요. “표준편차 하나에 몇 g”이 아니라 “1 mm에 몇 g”이 필요해요.",
    en="The bias is right, but the weights have not changed: these are grams per standard deviation, not grams per mm.",
    credit=0.5,
)
def weights_unchanged(w, b, mean, std):
    return w, b - np.sum(w * mean / std)


@mistake(
    "original-scale",
    ko="편향이 특성마다 하나씩 있어요. 편향은 하나이고, 모든 특성의 몫을 더해서 빼요.",
    en="There is one bias per feature here. The bias is a single number: the shares of all features are added up and subtracted.",
    credit=0.5,
)
def bias_per_feature(w, b, mean, std):
    return w / std, b - w * mean / std


@mistake(
    "original-scale",
    ko="순서가 바뀌었어요. `(weights, bias)` 순서로 돌려주세요.",
    en="The order is swapped: return `(weights, bias)`.",
    credit=0.5,
)
def bias_before_weights(w, b, mean, std):
    return b - np.sum(w * mean / std), w / std


@mistake(
    "original-scale",
    ko="가중치는 맞지만 편향이 빠졌어요. `(weights, bias)` 두 가지를 돌려주세요.",
    en="The weights are right, but the bias is missing. Return both, `(weights, bias)`.",
    credit=0.5,
)
def weights_alone(w, b, mean, std):
    return w / std


@mistake(
    "original-scale",
    ko="가중치와 편향이 한 줄로 이어져 있어요. 가중치의 배열과 편향, 두 가지를 따로 돌려주세요.",
    en="Weights and bias stand in one row. Return two things: the array of weights, and the bias.",
    credit=0.5,
)
def in_one_row(w, b, mean, std):
    return np.append(w / std, b - np.sum(w * mean / std))


@mistake(
    "original-scale",
    ko="편향에서 몫의 합이 아니라 평균을 뺐어요. 모든 특성의 몫을 더해서 빼세요.",
    en="The mean of the shares was subtracted from the bias, not their sum. Add up the shares of all features.",
    credit=0.5,
)
def mean_of_the_shares(w, b, mean, std):
    return w / std, b - np.mean(w * mean / std)


# --- rmse-in-grams -----------------------------------------------------------------------------------------------


@reference("rmse-in-grams")
def rmse_in_grams(z_pred, z_true, mean, std):
    return std * np.sqrt(np.mean((z_pred - z_true) ** 2))


@equivalent("rmse-in-grams")
def rmse_of_unscaled(z_pred, z_true, mean, std):
    pred, true = z_pred * std + mean, z_true * std + mean
    return np.sqrt(((pred - true) ** 2).mean())


@equivalent("rmse-in-grams")
def rmse_by_torch(z_pred, z_true, mean, std):
    import torch

    loss = torch.nn.functional.mse_loss(torch.tensor(z_pred).float(), torch.tensor(z_true).float())
    return loss.item() ** 0.5 * std


@equivalent("rmse-in-grams")
def rmse_with_a_loop(z_pred, z_true, mean, std):
    total = 0.0
    for p, t in zip(z_pred, z_true, strict=True):
        total += (std * (p - t)) ** 2
    return (total / len(z_true)) ** 0.5


@mistake(
    "rmse-in-grams",
    ko="표준화한 척도의 RMSE예요. 이 수는 “표준편차의 몇 배”이지 g이 아니에요.",
    en="This is the RMSE on the standardised scale: a number of standard deviations, not of grams.",
    credit=0.5,
)
def rmse_not_scaled_back(z_pred, z_true, mean, std):
    return np.sqrt(np.mean((z_pred - z_true) ** 2))


@mistake(
    "rmse-in-grams",
    ko="단위를 되돌리면서 평균까지 더했어요. 오차는 예측과 참값의 차이라서 평균은 상쇄돼요.",
    en="The mean was added on the way back. An error is the difference of a prediction and a true value, and the mean cancels in it.",
    credit=0.25,
)
def mean_added(z_pred, z_true, mean, std):
    return np.sqrt(np.mean((z_pred - z_true) ** 2)) * std + mean


@mistake(
    "rmse-in-grams",
    ko="제곱근을 씌우지 않았어요. 이것은 평균 제곱 오차라서 단위가 g이 아니라 g의 제곱이에요.",
    en="The root is missing. This is the mean squared error, in squared grams.",
    credit=0.5,
)
def root_forgotten(z_pred, z_true, mean, std):
    return np.mean((z_pred - z_true) ** 2) * std**2


@mistake(
    "rmse-in-grams",
    ko="평균 제곱 오차에 std를 곱했어요. 제곱근을 먼저 씌우고 std를 곱하거나, std의 제곱을 곱한 다음 제곱근을 씌워야 해요.",
    en="The mean squared error was multiplied by std. Take the root first and then multiply, or multiply by the square of std and then take the root.",
    credit=0.25,
)
def mse_times_std(z_pred, z_true, mean, std):
    return np.mean((z_pred - z_true) ** 2) * std


@mistake(
    "rmse-in-grams",
    ko="std로 나누었어요. 표준화할 때 나누었으니 되돌릴 때는 곱해요.",
    en="This divides by std. Standardising divided by it; the way back multiplies.",
    credit=0.25,
)
def divided_again(z_pred, z_true, mean, std):
    return np.sqrt(np.mean((z_pred - z_true) ** 2)) / std


@mistake(
    "rmse-in-grams",
    ko="제곱 오차를 더하기만 하고 N으로 나누지 않았어요. 펭귄이 많을수록 오차가 커져 버려요.",
    en="The squared errors were added up and never divided by N. The more penguins, the larger this gets.",
    credit=0.5,
)
def root_of_sum(z_pred, z_true, mean, std):
    return std * np.sqrt(np.sum((z_pred - z_true) ** 2))


@mistake(
    "rmse-in-grams",
    ko="오차의 크기(절댓값)를 평균했어요. 그것은 평균 절대 오차이고, RMSE는 제곱해서 평균한 다음 제곱근을 씌워요.",
    en="This averages the sizes of the errors. That is the mean absolute error; RMSE squares, averages and then takes the root.",
)
def mean_absolute_error(z_pred, z_true, mean, std):
    return std * np.mean(np.abs(z_pred - z_true))


@mistake(
    "rmse-in-grams",
    ko="오차의 표준편차를 구했어요. 표준편차는 먼저 오차의 평균을 빼니, 모두 같은 만큼 빗나가도 0이 나와요.",
    en="This is the standard deviation of the errors. It first subtracts their mean, so if all are off by the same amount, it is 0.",
    credit=0.25,
)
def spread_of_errors(z_pred, z_true, mean, std):
    return std * np.std(z_pred - z_true)


@mistake(
    "rmse-in-grams",
    ko="제곱근을 씌운 다음에 N으로 나누었어요. 먼저 N으로 나누어 평균을 구하고, 그 제곱근을 씌우세요.",
    en="The division by N comes after the root. Divide first, which gives the mean, and take the root of that.",
    credit=0.5,
)
def root_before_the_mean(z_pred, z_true, mean, std):
    return std * np.sqrt(np.sum((z_pred - z_true) ** 2)) / len(z_true)


# --- held-out-r2 -------------------------------------------------------------------------------------------------


@reference("held-out-r2")
def r_squared(y_test, y_pred, y_train):
    baseline = np.sum((y_test - np.mean(y_train)) ** 2)
    return 1 - np.sum((y_test - y_pred) ** 2) / baseline


@equivalent("held-out-r2")
def r_squared_by_means(y_test, y_pred, y_train):
    mse = np.mean((y_pred - y_test) ** 2)
    baseline_mse = np.mean((y_train.mean() - y_test) ** 2)
    return (baseline_mse - mse) / baseline_mse


@equivalent("held-out-r2")
def r_squared_by_rmse(y_test, y_pred, y_train):
    import torch

    y_test, y_pred, y_train = torch.tensor(y_test), torch.tensor(y_pred), torch.tensor(y_train)
    model, baseline = (y_test - y_pred).norm(), (y_test - y_train.mean()).norm()
    return 1 - (model / baseline) ** 2


@equivalent("held-out-r2")
def r_squared_with_a_loop(y_test, y_pred, y_train):
    mean = sum(y_train) / len(y_train)
    left = sum((t - p) ** 2 for t, p in zip(y_test, y_pred, strict=True))
    return 1 - left / sum((t - mean) ** 2 for t in y_test)


@mistake(
    "held-out-r2",
    ko="기준 모델이 평가 데이터의 평균을 썼어요. 많은 라이브러리가 그렇게 하지만, 예측할 때는 알 수 없는 값이에요. 여기서는 학습 데이터의 평균을 써요.",
    en="The baseline uses the mean of the held-out data. Many libraries do, but nobody knows it when predicting; here the mean is that of the training data.",
    credit=0.5,
)
def baseline_of_held_out_mean(y_test, y_pred, y_train):
    return 1 - np.sum((y_test - y_pred) ** 2) / np.sum((y_test - y_test.mean()) ** 2)


@mistake(
    "held-out-r2",
    ko="없앤 몫이 아니라 남은 몫이에요. 1에서 빼세요. 완벽한 예측이라면 R²은 0이 아니라 1이에요.",
    en="This is the share that is left, not the share removed. Subtract it from 1: a perfect prediction has R² = 1, not 0.",
    credit=0.5,
)
def share_that_is_left(y_test, y_pred, y_train):
    return np.sum((y_test - y_pred) ** 2) / np.sum((y_test - y_train.mean()) ** 2)


@mistake(
    "held-out-r2",
    ko="거꾸로 나누었어요. 모델의 제곱 오차를 기준 모델의 제곱 오차로 나눠요.",
    en="Divided the wrong way round: the model's squared error goes above, the baseline's below.",
    credit=0.25,
)
def ratio_inverted(y_test, y_pred, y_train):
    return 1 - np.sum((y_test - y_train.mean()) ** 2) / np.sum((y_test - y_pred) ** 2)


@mistake(
    "held-out-r2",
    ko="1에서 RMSE의 비를 뺐어요. R²은 제곱 오차의 비로 계산해요.",
    en="This subtracts the ratio of two RMSEs from 1. R² uses the ratio of squared errors.",
    credit=0.5,
)
def ratio_of_roots(y_test, y_pred, y_train):
    return 1 - np.sqrt(np.mean((y_test - y_pred) ** 2) / np.mean((y_test - y_train.mean()) ** 2))


@mistake(
    "held-out-r2",
    ko="상관계수의 제곱이에요. 예측이 모두 1000 g씩 빗나가도 이 값은 그대로라서, 처음 보는 데이터에서 얼마나 잘 예측하는지 말해 주지 못해요.",
    en="This is the squared correlation. It stays the same if every prediction is off by 1000 g, so it does not say how good predictions on new data are.",
    credit=0.25,
)
def squared_correlation(y_test, y_pred, y_train):
    return np.corrcoef(y_test, y_pred)[0, 1] ** 2


@mistake(
    "held-out-r2",
    ko="기준 모델의 오차를 학습 데이터에서 쟀어요. 두 오차 모두 같은 평가 데이터에서 재야 비교할 수 있어요.",
    en="The baseline's error was measured on the training data. Both errors have to come from the same held-out data, or they cannot be compared.",
    credit=0.25,
)
def baseline_measured_in_training(y_test, y_pred, y_train):
    return 1 - np.mean((y_test - y_pred) ** 2) / np.mean((y_train - y_train.mean()) ** 2)


@mistake(
    "held-out-r2",
    ko="제곱하지 않고 절댓값을 썼어요. R²은 제곱 오차의 비로 계산해요.",
    en="This takes absolute values instead of squares. R² uses the ratio of squared errors.",
    credit=0.25,
)
def ratio_of_absolute_errors(y_test, y_pred, y_train):
    return 1 - np.sum(np.abs(y_test - y_pred)) / np.sum(np.abs(y_test - y_train.mean()))


@mistake(
    "held-out-r2",
    ko="기준 모델이 예측의 평균을 답했어요. 여기서는 학습 데이터의 평균을 써요.",
    en="The baseline answers with the mean of the predictions. Here it is the mean of the training data.",
    credit=0.25,
)
def baseline_of_predictions(y_test, y_pred, y_train):
    return 1 - np.sum((y_test - y_pred) ** 2) / np.sum((y_test - y_pred.mean()) ** 2)


# --- opposite-slopes ---------------------------------------------------------------------------------------------

OPPOSITE_SLOPES = "c"

choice(
    "opposite-slopes",
    right=OPPOSITE_SLOPES,
    wrong={
        "a": Text(
            "수업에서 구한 것은 최소제곱해예요. 비용이 더 내려갈 곳이 없으니, 스텝을 늘려도 부호는 바뀌지 않아요.",
            "The lesson took the least-squares lines. The cost cannot go any lower, so more steps do not change a sign.",
        ),
        "b": Text(
            "같은 종 안에서는 부리가 두꺼울수록 무거웠어요. 전체의 기울기는 종이 섞인 결과라서, 부리가 자라면 어떻게 되는지 말해 주지 않아요.",
            "Within one species, the deeper the bill, the heavier the penguin. The overall slope comes from mixing species and does not say what happens when a bill grows.",
        ),
        "d": Text(
            "표준화는 척도만 바꿔요. 표준편차는 양수라서, 나누어도 기울기의 부호는 그대로예요.",
            "Standardising only changes the scale. A standard deviation is positive, so dividing by it keeps the sign of a slope.",
        ),
    },
)
