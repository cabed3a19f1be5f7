"""08-real-data: the right answers, and the wrong ones people really give."""

from __future__ import annotations

import numpy as np
import torch

from gdcourse.language import Text
from gdcourse.solutions import choice, equivalent, guesses, mistake, reference

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
    ko="짝이 어긋났어요. 날개 옆에 그 펭귄의 몸무게가 아닌 값이 있어요. x와 y를 따로따로 섞거나 한쪽을 다른 쪽 자리에 쓰면 이렇게 돼요. 오류도 경고도 없지만, 이 데이터로는 아무것도 배울 수 없어요.",
    en="What stands beside a flipper is not the mass of that penguin, as where x and y are shuffled separately, or one stands for the other. There is no error and no warning, but nothing can be learnt from such data.",
)
def shuffled_separately(x, y, n_train, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.permutation(x), rng.permutation(y)
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


@mistake(
    "split-rows",
    ko="두 번 들어간 행도 있고 빠진 행도 있어요. 학습용과 평가용을 따로따로 뽑으면 이렇게 돼요. 그러면 이미 본 펭귄으로 평가하게 돼요.",
    en="Some rows are in twice and others are missing, as where training and held-out rows are drawn independently. The model would be tested on penguins it has seen.",
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
    ko="같은 시드인데 부를 때마다 다르게 나뉘어요. 난수 생성기에 `seed`를 주지 않거나, 준 다음에 섞지 않으면 이렇게 돼요. 이러면 아무도 같은 결과를 다시 얻을 수 없어요.",
    en="The same seed gives another split each time, as where the random generator is not given `seed`, or only after shuffling. Nobody can get your result again.",
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
    ko="시드가 달라도 평가용에는 늘 같은 행이 들어 있어요. 먼저 자르고 나서 섞으면 이렇게 돼요. 모든 행을 섞은 다음에 자르세요.",
    en="Whatever the seed, the same rows are held out, as where they are cut off first and shuffled afterwards. Shuffle all rows, then cut.",
    credit=0.25,
)
def cut_and_then_shuffled(x, y, n_train, seed):
    order = np.random.default_rng(seed).permutation(n_train)
    return x[:n_train][order], y[:n_train][order], x[n_train:], y[n_train:]


@mistake(
    "split-rows",
    ko="한 행이 어느 쪽에도 없어요. 모든 행이 둘 가운데 한쪽에 들어가야 해요. 평가용은 학습용이 끝난 바로 다음 행부터 시작해요.",
    en="One row is in neither part. Every row belongs to one of them: the held-out part begins right where the training part ends.",
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
    ko="행은 빠짐없이 나누었지만, 돌려준 수가 받은 `x`의 값이 아니에요. 데이터가 아니라 행 번호를 돌려주었거나, x와 y의 자리가 바뀐 경우가 많아요.",
    en="What came back first holds no values of `x`. Often these are numbers of rows and not data, or x and y have changed places.",
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


@mistake(
    "standardise-with",
    ko="평균이 아니라 중앙값을 뺐어요.",
    en="This subtracts the median, not the mean.",
    credit=0.5,
)
def median_subtracted(x, x_train):
    return (x - np.median(x_train, axis=0)) / x_train.std(axis=0)


@mistake(
    "standardise-with",
    ko="표준편차가 아니라 가장 큰 값과 가장 작은 값의 차로 나누었어요.",
    en="This divides by the range, from the smallest value to the largest, not by the standard deviation.",
    credit=0.5,
)
def divided_by_the_range(x, x_train):
    return (x - x_train.mean(axis=0)) / (x_train.max(axis=0) - x_train.min(axis=0))


@mistake(
    "standardise-with",
    ko="제곱의 평균의 제곱근으로 나누었어요. 표준편차는 제곱하기 전에 평균을 빼요.",
    en="This divides by the root of the mean square. A standard deviation subtracts the mean before it squares.",
    credit=0.5,
)
def divided_by_the_root_mean_square(x, x_train):
    return (x - x_train.mean(axis=0)) / np.sqrt((x_train**2).mean(axis=0))


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


# --- fit-by-descent: slopes(w, b, z) gives both slopes of the mean squared error of w·z + b, at most 30 times ---------


@reference("fit-by-descent")
def fit(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w - 0.4 * dw, b - 0.4 * db
    return w / std, b - w * mean / std


@equivalent("fit-by-descent")
def fit_in_one_step(x, slopes):
    z = (x - x.mean()) / x.std()
    dw, db = slopes(0.0, 0.0, z)
    w, b = -dw / 2, -db / 2
    return w / x.std(), b - w * x.mean() / x.std()


@equivalent("fit-by-descent")
def fit_with_one_less_in_std(x, slopes):
    m, s = x.mean(), x.std(ddof=1)
    weights = np.zeros(2)
    for _ in range(30):
        weights = weights - 0.5 * np.array(slopes(weights[0], weights[1], (x - m) / s))
    return weights[0] / s, weights[1] - weights[0] * m / s


@equivalent("fit-by-descent")
def fit_with_momentum(x, slopes):
    m, s = x.mean(), x.std()
    place, velocity = np.zeros(2), np.zeros(2)
    for _ in range(30):
        velocity = 0.2 * velocity + np.array(slopes(*place, (x - m) / s))
        place = place - 0.35 * velocity
    w, b = place
    return [w / s, b - w * m / s]


@equivalent("fit-by-descent")
def fit_centred_with_two_rates(x, slopes):
    centred = x - x.mean()
    w = b = 0.0
    for _ in range(30):
        dw, db = slopes(w, b, centred)
        w, b = w - 0.4 * dw / np.mean(centred**2), b - 0.4 * db
    return w, b - w * x.mean()


@mistake(
    "fit-by-descent",
    ko="b가 거의 0에 머물렀어요. 표준화하지 않고 경사 하강법을 쓰면 이렇게 돼요. 조건수가 수백만이라, 발산하지 않을 만큼 학습률을 낮추면 b는 거의 움직이지 않아요.",
    en="b has stayed almost at 0, as in gradient descent without standardising: the condition number is in the millions, and at a learning rate small enough not to diverge b hardly moves.",
)
def crawled_on_raw_data(x, slopes):
    w = b = 0.0
    for _ in range(30):
        dw, db = slopes(w, b, x)
        w, b = w - 1e-5 * dw, b - 1e-5 * db
    return w, b


@mistake(
    "fit-by-descent",
    ko="`slopes`를 30번 넘게 불렀어요. 표준화하고, 학습률을 더 크게 골라 보세요. 표준화한 특성 하나에서는 곡률이 모두 2예요.",
    en="`slopes` was called more than 30 times. Standardise, and choose a larger learning rate: with one standardised feature all curvatures are 2.",
    credit=0.25,
)
def more_steps_than_allowed(x, slopes):
    z = (x - x.mean()) / x.std()
    w = b = 0.0
    for _ in range(300):
        dw, db = slopes(w, b, z)
        w, b = w - 0.05 * dw, b - 0.05 * db
    return w / x.std(), b - w * x.mean() / x.std()


@mistake(
    "fit-by-descent",
    ko="`slopes`를 한 번도 부르지 않았어요. 몸무게는 이 함수만 알고 있으니, 기울기를 물어 가며 내려가세요.",
    en="`slopes` was never called. It alone knows the masses: ask it for the slopes and go down.",
)
def slopes_never_called(x, slopes):
    return 50.0, -5800.0


@mistake(
    "fit-by-descent",
    ko="표준화한 척도의 w와 b예요. “표준편차 하나에 몇 g”을 “1 mm에 몇 g”으로 되돌려야 해요.",
    en="These are w and b on the standardised scale. Turn “grams per standard deviation” back into “grams per mm”.",
    credit=0.5,
)
def left_on_standardised_scale(x, slopes):
    z = (x - x.mean()) / x.std()
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w - 0.4 * dw, b - 0.4 * db
    return w, b


@mistake(
    "fit-by-descent",
    ko="w는 되돌렸지만 b는 그대로예요. 이 b는 평균 날개에서의 몸무게이고, 원래 단위의 b는 날개가 0 mm일 때의 값이에요.",
    en="w is back on the original scale, b is not. This b is the mass at the mean flipper; on the original scale b is the value at 0 mm.",
    credit=0.5,
)
def bias_not_taken_back(x, slopes):
    z = (x - x.mean()) / x.std()
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w - 0.4 * dw, b - 0.4 * db
    return w / x.std(), b


@mistake(
    "fit-by-descent",
    ko="수렴하기 전에 멈췄어요. 스텝은 30번까지이니, 더 큰 학습률을 고르세요.",
    en="This stops before it has converged. There are 30 steps at most, so choose a larger learning rate.",
    credit=0.5,
)
def stopped_too_early(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(30):
        dw, db = slopes(w, b, z)
        w, b = w - 0.05 * dw, b - 0.05 * db
    return w / std, b - w * mean / std


@mistake(
    "fit-by-descent",
    ko="w는 맞지만 b를 되돌릴 때 부호가 반대예요. z에서 평균을 빼니, b에서도 평균의 몫을 빼야 해요.",
    en="w is right, but on the way back b has the wrong sign: the mean is subtracted in z, so its share is subtracted from b.",
    credit=0.5,
)
def bias_taken_back_upwards(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w - 0.4 * dw, b - 0.4 * db
    return w / std, b + w * mean / std


@mistake(
    "fit-by-descent",
    ko="w는 맞지만 b를 되돌릴 때 표준화한 척도의 w를 썼어요. 평균에 곱하는 것은 원래 단위의 w, 곧 w / std예요.",
    en="w is right, but b was taken back with the w of the standardised scale. What multiplies the mean is the w of the original scale, w / std.",
    credit=0.5,
)
def bias_taken_back_with_old_weight(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w - 0.4 * dw, b - 0.4 * db
    return w / std, b - w * mean


@mistake(
    "fit-by-descent",
    ko="순서가 바뀌었어요. `(w, b)` 순서로 돌려주세요.",
    en="The order is swapped: return `(w, b)`.",
    credit=0.5,
)
def bias_before_weight(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w - 0.4 * dw, b - 0.4 * db
    return b - w * mean / std, w / std


@mistake(
    "fit-by-descent",
    ko="기울기를 빼지 않고 더했어요. 비용은 기울기의 반대쪽으로 줄어들어요.",
    en="The slopes were added, not subtracted. The cost falls the way opposite to the slope.",
)
def uphill(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(25):
        dw, db = slopes(w, b, z)
        w, b = w + 0.4 * dw, b + 0.4 * db
    return w / std, b - w * mean / std


@mistake(
    "fit-by-descent",
    ko="바닥을 건너뛰어 맞은편까지 갔다가 되돌아오기를 거듭해요. 표준화한 특성에서는 곡률이 모두 2라서 학습률 1이 바로 한계 2/c예요. 더 작은 학습률을 고르세요.",
    en="This jumps over the bottom to the other side and back, again and again. With a standardised feature all curvatures are 2, so that a rate of 1 is just the limit 2/c. Choose a smaller rate.",
)
def jumped_over_the_bottom(x, slopes):
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    w = b = 0.0
    for _ in range(29):
        dw, db = slopes(w, b, z)
        w, b = w - dw, b - db
    return w / std, b - w * mean / std


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


@mistake(
    "original-scale",
    ko="가중치는 맞아요. 그런데 편향에서 표준편차로 두 번 나누었어요. 이미 나눈 가중치를 쓴다면 한 번 더 나누지 마세요.",
    en="The weights are right, but in the bias std divides twice. Where weights are used that std has divided already, do not divide again.",
    credit=0.5,
)
def bias_divided_twice(w, b, mean, std):
    return w / std, b - np.sum(w * mean / std**2)


@mistake(
    "original-scale",
    ko="편향에서 `mean / std`를 뺐는데, 여기에 가중치가 빠졌어요. 특성마다 `w * mean / std`를 모두 더해서 빼세요.",
    en="`mean / std` was subtracted from the bias, without the weights. Add up `w * mean / std` of all features, and subtract that.",
    credit=0.5,
)
def bias_without_the_weights(w, b, mean, std):
    return w / std, b - np.sum(mean / std)


@mistake(
    "original-scale",
    ko="가중치를 데이터처럼 되돌렸어요(std를 곱하고 mean 더하기). 되돌릴 것은 식이에요. z에 (x − m)/s를 넣고 x 앞에 무엇이 남는지 보세요.",
    en="The weights were taken back as if they were data: times std, plus mean. It is the formula that is taken back: put (x − m)/s in for z, and see what stands before x.",
)
def weights_taken_back_as_data(w, b, mean, std):
    return w * std + mean, b


@mistake(
    "original-scale",
    ko="가중치를 데이터처럼 표준화했어요(mean을 빼고 std로 나누기). 식에 (x − m)/s를 넣고 x 앞에 무엇이 남는지 보세요.",
    en="The weights were standardised as if they were data: minus mean, over std. Put (x − m)/s into the formula, and see what stands before x.",
)
def weights_standardised(w, b, mean, std):
    return (w - mean) / std, b


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


@mistake(
    "rmse-in-grams",
    ko="표준편차가 제곱근 안에 들어갔어요. 밖에서 곱하거나, 안에서는 그 제곱을 곱하세요.",
    en="std stands inside the root. Multiply outside of it, or inside by the square of std.",
    credit=0.5,
)
def std_inside_the_root(z_pred, z_true, mean, std):
    return np.sqrt(std * np.mean((z_pred - z_true) ** 2))


@mistake(
    "rmse-in-grams",
    ko="예측은 g인데, 거기서 g 단위의 참값을 빼지 않았어요. 빼는 두 값은 같은 단위여야 하니, 둘 다 되돌리거나 차이를 되돌리세요.",
    en="The predictions are in grams, and no true values in grams were subtracted from them. What is subtracted needs one unit: bring back both, or the difference.",
    credit=0.25,
)
def predictions_alone_in_grams(z_pred, z_true, mean, std):
    return np.sqrt(np.mean((z_pred * std + mean - z_true) ** 2))


@mistake(
    "rmse-in-grams",
    ko="평균 절대 오차를 구하고, 되돌리면서 평균까지 더했어요. RMSE는 제곱해서 평균한 다음 제곱근을 씌워요. 오차는 차이라서 평균은 상쇄돼요.",
    en="This averages the sizes of the errors and adds the mean on the way back. RMSE squares, averages and then takes the root; and an error is a difference, in which the mean cancels.",
)
def mean_absolute_error_with_the_mean(z_pred, z_true, mean, std):
    return std * np.mean(np.abs(z_pred - z_true)) + mean


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
    ko="줄인 비율이 아니라 남은 비율이에요. 1에서 빼세요. 완벽한 예측이라면 R²은 0이 아니라 1이에요.",
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


@mistake(
    "held-out-r2",
    ko="기준 모델이 0이나 몸무게에 비해 아주 작은 수를 답하게 되었어요. 여기서 기준은 학습용 데이터의 평균이에요.",
    en="The baseline answers 0, or a number that is tiny beside the masses. Here it answers with the mean of the training data.",
)
def r_squared_against_zero(y_test, y_pred, y_train):
    return 1 - np.sum((y_test - y_pred) ** 2) / np.sum(y_test**2)


@mistake(
    "held-out-r2",
    ko="기준이 학습용 데이터의 중앙값이에요. 여기서는 평균이에요.",
    en="The baseline answers with the median of the training data. Here it is their mean.",
    credit=0.5,
)
def r_squared_against_the_median(y_test, y_pred, y_train):
    return 1 - np.sum((y_test - y_pred) ** 2) / np.sum((y_test - np.median(y_train)) ** 2)


@mistake(
    "held-out-r2",
    ko="예측이 기준에서 떨어진 제곱을 정답이 떨어진 제곱으로 나누었어요. 예측이 정답에서 얼마나 떨어졌는지는 들어 있지 않아요.",
    en="This compares how far the predictions are from the baseline with how far the targets are. How far predictions are from targets is not in it.",
)
def share_of_the_predictions(y_test, y_pred, y_train):
    mean = np.mean(y_train)
    return np.sum((y_pred - mean) ** 2) / np.sum((y_test - mean) ** 2)


@mistake(
    "held-out-r2",
    ko="학습 데이터와 시험 데이터를 합친 평균을 기준으로 삼았어요. 기준은 학습 데이터만의 평균이에요. 예측할 때 시험 데이터의 값은 아직 모르니까요.",
    en="This is measured against the mean of all data, training and test. The baseline is the mean of the training data alone: whoever predicts does not know the test values yet.",
)
def baseline_of_all_data(y_test, y_pred, y_train):
    mean = np.mean(np.concatenate([y_test, y_train]))
    return 1 - np.sum((y_test - y_pred) ** 2) / np.sum((y_test - mean) ** 2)


@mistake(
    "held-out-r2",
    ko="위는 제곱의 합인데 아래는 평균이에요. 둘 다 합이거나 둘 다 평균이어야 N이 약분돼요. `np.var`와 `np.mean`은 N으로 나눈 값이에요.",
    en="A sum of squares stands above, and a mean below. Take two sums or two means, so that N cancels: `np.var` and `np.mean` divide by N.",
    credit=0.25,
)
def sum_over_mean(y_test, y_pred, y_train):
    return 1 - np.sum((y_test - y_pred) ** 2) / np.mean((y_test - y_train.mean()) ** 2)


@mistake(
    "held-out-r2",
    ko="더한 다음에 제곱했어요. 오차를 하나씩 먼저 제곱한 다음 더하세요. 반대로 하면 부호가 다른 오차들이 서로 지워져요.",
    en="This squares after adding up. Square each error first, then add: the other way round, errors of opposite sign cancel.",
)
def squares_of_sums(y_test, y_pred, y_train):
    return 1 - np.sum(y_test - y_pred) ** 2 / np.sum(y_test - y_train.mean()) ** 2


# --- early-stopping: the epoch of the lowest error so far, and the epoch at which patience is used up ----------------


@reference("early-stopping")
def early_stopping(errors, patience):
    best = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        if epoch - best == patience:
            return best, epoch
    return best, len(errors) - 1


@equivalent("early-stopping")
def early_stopping_by_counting(errors, patience):
    lowest, at, waited = float("inf"), 0, 0
    for epoch, error in enumerate(errors):
        if error < lowest:
            lowest, at, waited = error, epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return [at, epoch]


@mistake(
    "early-stopping",
    ko="모든 에폭을 다 보고 가장 작은 오차를 골랐어요. 멈춘 뒤의 오차는 아직 아무도 모르는 값이에요.",
    en="This takes the lowest error of all epochs. What comes after the stop, nobody has seen yet.",
    credit=0.5,
)
def looked_beyond_the_stop(errors, patience):
    best = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        if epoch - best == patience:
            return int(np.argmin(errors)), epoch
    return int(np.argmin(errors)), len(errors) - 1


@mistake(
    "early-stopping",
    ko="모든 에폭에서 가장 작은 오차를 고르고 거기에 `patience`를 더했어요. 멈추면 그 뒤는 볼 수 없으니, 앞에서부터 한 에폭씩 보면서 언제 멈추는지 정하세요.",
    en="This takes the lowest error of all epochs and adds `patience`. What comes after a stop is never seen: go epoch by epoch, and decide when to stop.",
)
def stopped_after_the_lowest_of_all(errors, patience):
    best = int(np.argmin(errors))
    return best, best + patience


@mistake(
    "early-stopping",
    ko="멈추지 않고 끝까지 갔어요. `patience`에폭 동안 나아지지 않으면 그 에폭에서 멈추세요.",
    en="This never stops. Where `patience` epochs pass without a lower error, stop there.",
)
def never_stopped(errors, patience):
    return int(np.argmin(errors)), len(errors) - 1


@mistake(
    "early-stopping",
    ko="오차가 처음으로 커진 에폭에서 멈췄어요. 한 번 커졌다고 끝난 것은 아니에요. `patience`에폭까지 기다리세요.",
    en="This stops where the error first rises. One rise is not the end: wait for `patience` epochs.",
    credit=0.25,
)
def stopped_at_the_first_rise(errors, patience):
    for epoch in range(1, len(errors)):
        if errors[epoch] > errors[epoch - 1]:
            return epoch - 1, epoch
    return len(errors) - 1, len(errors) - 1


@mistake(
    "early-stopping",
    ko="한 에폭을 더 기다렸어요. 나아지지 않은 에폭이 `patience`번이 되면 바로 멈추세요.",
    en="This waits for one epoch too many. Stop as soon as `patience` epochs have brought nothing lower.",
    credit=0.5,
)
def waited_one_too_long(errors, patience):
    best = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        if epoch - best > patience:
            return best, epoch
    return best, len(errors) - 1


@mistake(
    "early-stopping",
    ko="0번 에폭까지 나아지지 않은 에폭으로 세어서 너무 일찍 멈췄어요. 0번의 오차가 첫 기준이니, 1번부터 세세요.",
    en="Epoch 0 is counted as one that brought nothing lower, so this stops too early. Its error is the first to compare with: count from epoch 1.",
    credit=0.5,
)
def counted_epoch_zero(errors, patience):
    best = waited = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best, epoch
    return best, len(errors) - 1


@mistake(
    "early-stopping",
    ko="오차가 바로 앞 에폭보다 작기만 하면 나아진 것으로 셌어요. 지금까지의 가장 작은 오차와 비교하세요.",
    en="Any error below the one before counts as better here. Compare with the lowest so far.",
    credit=0.5,
)
def compared_with_the_epoch_before(errors, patience):
    best = waited = 0
    for epoch in range(1, len(errors)):
        best = epoch if errors[epoch] < errors[best] else best
        waited = 0 if errors[epoch] < errors[epoch - 1] else waited + 1
        if waited == patience:
            return best, epoch
    return best, len(errors) - 1


@mistake(
    "early-stopping",
    ko="순서가 바뀌었어요. 오차가 가장 작은 에폭이 먼저예요.",
    en="The order is swapped: the epoch of the lowest error comes first.",
    credit=0.5,
)
def stop_before_best(errors, patience):
    best = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        if epoch - best == patience:
            return epoch, best
    return len(errors) - 1, best


@equivalent("early-stopping")
def early_stopping_that_counts_anew(errors, patience):
    lowest, at, counter = None, None, 0
    for epoch, error in enumerate(errors):
        if lowest is not None and error >= lowest:
            counter += 1
            if counter >= patience:
                return at, epoch
        else:
            lowest = error
            at = epoch
            counter = 0
    return at, len(errors) - 1


@mistake(
    "early-stopping",
    ko="나아지지 않은 에폭을 모두 세었어요. 더 낮은 오차가 나오면 다시 0부터 세어야 해요.",
    en="This counts all epochs without a lower error. Where one is lower, begin to count from 0 again.",
    credit=0.5,
)
def never_counted_anew(errors, patience):
    best, waited = 0, 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        else:
            waited += 1
            if waited == patience:
                return best, epoch
    return best, len(errors) - 1


@mistake(
    "early-stopping",
    ko="에폭이 아니라 오차 두 개를 돌려주었어요. 몇 번째 에폭인지 0부터 세어 돌려주세요.",
    en="These are two errors. Return the numbers of their epochs, counted from 0.",
    credit=0.25,
)
def errors_for_epochs(errors, patience):
    best = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        if epoch - best == patience:
            return errors[best], errors[epoch]
    return errors[best], errors[-1]


@mistake(
    "early-stopping",
    ko="바로 앞 에폭보다 작기만 하면 나아진 것으로 보고, 가장 좋은 에폭도 그리로 옮겼어요. 지금까지의 가장 작은 오차와 비교하세요.",
    en="Any error below the one before counts as better here, and the best epoch moves there. Compare with the lowest so far.",
    credit=0.25,
)
def best_is_better_than_the_one_before(errors, patience):
    best = waited = 0
    for epoch in range(1, len(errors)):
        better = errors[epoch] < errors[epoch - 1]
        best, waited = (epoch, 0) if better else (best, waited + 1)
        if waited == patience:
            return best, epoch
    return best, len(errors) - 1


@mistake(
    "early-stopping",
    ko="첫째가 가장 낮은 오차 자체예요. 그 오차가 나온 에폭의 번호를 돌려주세요.",
    en="The first is the lowest error itself. Return the number of the epoch that had it.",
    credit=0.5,
)
def error_for_epoch(errors, patience):
    least, waited = errors[0], 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < least:
            least, waited = errors[epoch], 0
        else:
            waited += 1
        if waited == patience:
            return least, epoch
    return least, len(errors) - 1


@mistake(
    "early-stopping",
    ko="멈추지 않을 때의 마지막 에폭이 하나 커요. 에폭은 0부터 세니, 마지막 에폭의 번호는 `len(errors) - 1`이에요.",
    en="Where it never stops, the last epoch is one too large. Epochs count from 0, so the number of the last is `len(errors) - 1`.",
    credit=0.5,
)
def one_epoch_beyond_the_last(errors, patience):
    best = 0
    for epoch in range(len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        if epoch - best == patience:
            return best, epoch
    return best, len(errors)


# --- honest-columns: the k columns that agree best with y, on the rows of training alone ------------------------------


@reference("honest-columns")
def best_columns(X, y, train, k):
    agreement = [abs(np.corrcoef(X[train, j], y[train])[0, 1]) for j in range(X.shape[1])]
    return np.argsort(agreement)[-k:]


@equivalent("honest-columns")
def best_columns_from_one_matrix(X, y, train, k):
    matrix = np.corrcoef(np.column_stack([X, y])[train], rowvar=False)
    return np.argsort(-np.abs(matrix[-1, :-1]))[:k]


@mistake(
    "honest-columns",
    ko="모든 행을 보고 골랐어요. 평가할 행이 열을 고르는 데 쓰였으니, 그 행에서 잰 오차는 실제보다 작게 나와요.",
    en="All rows were used for the choice. Rows to be tested on had a say in it, so the error measured on them comes out too small.",
)
def chosen_on_all_rows(X, y, train, k):
    agreement = [abs(np.corrcoef(X[:, j], y)[0, 1]) for j in range(X.shape[1])]
    return np.argsort(agreement)[-k:]


@mistake(
    "honest-columns",
    ko="학습에 쓰지 않을 행만 보고 골랐어요. 정확히 거꾸로예요. `train`의 행만 보세요.",
    en="Only rows outside of training were used. That is exactly the wrong way round: look at the rows of `train` alone.",
)
def chosen_on_the_others(X, y, train, k):
    others = np.setdiff1d(np.arange(len(y)), train)
    agreement = [abs(np.corrcoef(X[others, j], y[others])[0, 1]) for j in range(X.shape[1])]
    return np.argsort(agreement)[-k:]


@mistake(
    "honest-columns",
    ko="상관계수가 음수인 열을 버렸어요. 반대로 움직이는 열도 똑같이 쓸모 있으니 절댓값으로 비교하세요.",
    en="Columns with a negative correlation were left out. One that goes the other way helps as much: compare absolute values.",
)
def without_the_absolute_value(X, y, train, k):
    agreement = [np.corrcoef(X[train, j], y[train])[0, 1] for j in range(X.shape[1])]
    return np.argsort(agreement)[-k:]


@mistake(
    "honest-columns",
    ko="열마다 다른 크기가 섞여 들어갔어요. 상관계수는 열을 표준화하고 구해요.",
    en="The scale of each column got into it. A correlation is that of standardised columns.",
)
def chosen_by_covariance(X, y, train, k):
    return np.argsort(np.abs(X[train].T @ (y[train] - y[train].mean())))[-k:]


@mistake(
    "honest-columns",
    ko="상관계수의 절댓값이 가장 작은 열들을 골랐어요. `argsort`는 작은 것부터 세워요.",
    en="These are the columns with the smallest correlations: `argsort` puts the smallest first.",
)
def smallest_instead(X, y, train, k):
    agreement = [abs(np.corrcoef(X[train, j], y[train])[0, 1]) for j in range(X.shape[1])]
    return np.argsort(agreement)[:k]


@mistake(
    "honest-columns",
    ko="가장 넓게 퍼진 열을 골랐어요. 분산은 `y`와 함께 움직이는지를 말해 주지 않아요.",
    en="These are the columns that vary most. A variance does not tell whether a column goes with `y`.",
)
def chosen_by_variance(X, y, train, k):
    return np.argsort(X[train].var(axis=0))[-k:]


@mistake(
    "honest-columns",
    ko="번호가 `train`에 있는 행이 아니라 처음 `len(train)`개 행으로 골랐어요. 학습할 행은 `X[train]`, `y[train]`이에요.",
    en="The columns were chosen by the first `len(train)` rows, not by those whose numbers stand in `train`: `X[train]`, `y[train]`.",
)
def chosen_by_the_first_rows(X, y, train, k):
    n = len(train)
    sizes = [abs(np.corrcoef(X[:n, j], y[:n])[0, 1]) for j in range(X.shape[1])]
    return np.argsort(sizes)[::-1][:k]


@mistake(
    "honest-columns",
    ko="열과 `y`를 그대로 곱해서 더했어요. 평균을 먼저 빼지 않으면 값이 큰 열이 뽑혀요. 상관계수는 둘 다 표준화해서 곱한 값이고, `np.corrcoef`가 구해 줘요.",
    en="Columns and `y` were multiplied as they are. Unless the means are subtracted first, columns with large values win. A correlation is the product of both when standardised; `np.corrcoef` gives it.",
)
def chosen_by_plain_products(X, y, train, k):
    return np.argsort(np.abs(X[train].T @ y[train]))[-k:]


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

# === what the lesson asks ========================================================================================

# --- real-data-guess-dropped ---------------------------------------------------------------------------------------

guesses(
    "real-data-guess-dropped",
    right=2,
    wrong={
        0: Text(
            "평균이 NaN이었으니 빠진 값이 적어도 하나는 있어요.",
            "The mean was NaN, so at least one value is missing.",
        ),
        8: Text(
            "빠진 값은 여덟 개가 맞아요. 그런데 네 값이 모두 같은 두 행에서 빠져 있어요.",
            "Eight values are missing indeed, but all four in the same two rows.",
        ),
        11: Text(
            "성별까지 따지면 그래요. 여기서는 성별을 쓰지 않으니, 성별만 모르는 행은 남겨요.",
            "So it is if the sex counts. We do not use it, so rows that lack only the sex stay.",
        ),
    },
)

# --- real-data-task-parts ------------------------------------------------------------------------------------------


@reference("real-data-task-parts")
def three_parts(n, n_validation, n_test, seed):
    order = np.random.default_rng(seed).permutation(n)
    n_train = n - n_validation - n_test
    return order[:n_train], order[n_train : n_train + n_validation], order[n_train + n_validation :]


@equivalent("real-data-task-parts")
def three_parts_by_split(n, n_validation, n_test, seed):
    order = np.random.RandomState(seed).permutation(n)
    return np.split(order, [n - n_validation - n_test, n - n_test])


@equivalent("real-data-task-parts")
def three_parts_in_torch(n, n_validation, n_test, seed):
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    return torch.split(order, [n - n_validation - n_test, n_validation, n_test])


@mistake(
    "real-data-task-parts",
    ko="섞지 않고 차례대로 잘랐어요. 파일은 종별로 정리되어 있어서, 평가용에 한 종만 남을 수 있어요.",
    en="The rows were cut in their order. The file is sorted by species, so the test part may hold a single one.",
)
def parts_without_shuffling(n, n_validation, n_test, seed):
    order = np.arange(n)
    n_train = n - n_validation - n_test
    return order[:n_train], order[n_train : n_train + n_validation], order[n_train + n_validation :]


@mistake(
    "real-data-task-parts",
    ko="평가용 행이 검증용에도 들어 있어요. 고르는 데 쓴 행으로 평가하게 돼요.",
    en="The test rows are in the validation part too. One would test on rows that had a say in the choice.",
)
def validation_to_the_end(n, n_validation, n_test, seed):
    order = np.random.default_rng(seed).permutation(n)
    n_train = n - n_validation - n_test
    return order[:n_train], order[n_train:], order[n_train + n_validation :]


@mistake(
    "real-data-task-parts",
    ko="검증용과 평가용이 같은 행이에요. 고르는 데 쓴 행으로 평가하면 오차가 실제보다 작게 나오고, 한 부분은 아무 데도 쓰이지 않아요.",
    en="Validation and test are the same rows. An error measured on rows that were used to choose comes out too small, and one part is used for nothing.",
)
def validation_twice(n, n_validation, n_test, seed):
    order = np.random.default_rng(seed).permutation(n)
    n_train = n - n_validation - n_test
    return order[:n_train], order[n_train : n_train + n_validation], order[n_train : n_train + n_validation]


@mistake(
    "real-data-task-parts",
    ko="시드를 쓰지 않았어요. 부를 때마다 다르게 나뉘어 아무도 같은 결과를 얻을 수 없어요.",
    en="The seed is not used: the parts differ from call to call, and nobody can get your result again.",
)
def parts_without_a_seed(n, n_validation, n_test, seed):
    order = np.random.default_rng().permutation(n)
    n_train = n - n_validation - n_test
    return order[:n_train], order[n_train : n_train + n_validation], order[n_train + n_validation :]


# --- real-data-guess-slope -----------------------------------------------------------------------------------------

guesses(
    "real-data-guess-slope",
    right=492,
    wrong={
        49.2: Text(
            "그것은 1 mm에 늘어나는 몸무게예요. 10 mm이면 열 배예요.",
            "That is for 1 mm. For 10 mm it is ten times as much.",
        ),
        200: Text(
            "180 mm와 220 mm의 펭귄을 비교해 보세요. 40 mm에 약 2,000 g 차이가 나요.",
            "Compare penguins of 180 and 220 mm: about 2,000 g for 40 mm.",
        ),
        1000: Text(
            "180 mm와 220 mm의 펭귄을 비교해 보세요. 40 mm에 약 2,000 g이니 10 mm에는 그 4분의 1이에요.",
            "Compare penguins of 180 and 220 mm: about 2,000 g for 40 mm, so a quarter of it for 10.",
        ),
    },
)

# --- real-data-task-baseline: the RMSE of always answering with the mean of the training data ----------------------


@reference("real-data-task-baseline")
def baseline(mass_train, mass_new):
    answer = np.mean(mass_train)
    return np.sqrt(np.mean((answer - mass_new) ** 2))


@equivalent("real-data-task-baseline")
def baseline_by_a_loop(mass_train, mass_new):
    answer = sum(mass_train) / len(mass_train)
    return (sum((answer - mass) ** 2 for mass in mass_new) / len(mass_new)) ** 0.5


@mistake(
    "real-data-task-baseline",
    ko="새 펭귄들의 평균으로 답했어요. 그것은 예측할 때 아직 모르는 값이에요.",
    en="This answers with the mean of the new penguins, which nobody knows yet when predicting.",
)
def baseline_that_knows_the_new(mass_train, mass_new):
    answer = np.mean(mass_new)
    return np.sqrt(np.mean((answer - mass_new) ** 2))


@mistake(
    "real-data-task-baseline",
    ko="평균이 아니라 중앙값으로 답했어요. 제곱 오차가 가장 작아지는 답은 평균이에요.",
    en="This answers with the median. The answer whose squared error is smallest is the mean.",
)
def baseline_of_the_median(mass_train, mass_new):
    answer = np.median(mass_train)
    return np.sqrt(np.mean((answer - mass_new) ** 2))


@mistake(
    "real-data-task-baseline",
    ko="두 부분을 합쳐 평균을 냈어요. 새 펭귄의 몸무게가 답에 새어 들어갔어요.",
    en="The mean was taken over both parts: the masses of the new penguins have leaked into the answer.",
)
def baseline_of_everybody(mass_train, mass_new):
    answer = np.mean(np.concatenate([mass_train, mass_new]))
    return np.sqrt(np.mean((answer - mass_new) ** 2))


@mistake(
    "real-data-task-baseline",
    ko="0이나 0에 아주 가까운 수라고 답했어요. 평균이라도 알면 훨씬 나아요.",
    en="This answers with 0, or next to it. Knowing the mean is much better.",
)
def baseline_of_zero(mass_train, mass_new):
    return np.sqrt(np.mean((0 - mass_new) ** 2))


# --- real-data-guess-once ------------------------------------------------------------------------------------------

guesses(
    "real-data-guess-once",
    right=1,
    wrong={
        2: Text(
            "두 방향의 곡률이 모두 2라서, 학습률 1/2이면 두 방향이 함께 한 스텝에 닿아요.",
            "Both curvatures are 2: with a rate of 1/2 both directions arrive together, in a single step.",
        ),
        7: Text(
            "한 스텝에 남는 비율은 1 − ηλ이고, 여기서는 첫 스텝부터 0이에요.",
            "What a step leaves is 1 − ηλ, and here that is 0 from the first step on.",
        ),
        100: Text(
            "조건수가 1이에요. η = 1/λ이면 어느 방향에도 남는 것이 없어요.",
            "The condition number is 1. With η = 1/λ nothing is left in any direction.",
        ),
    },
)

# --- real-data-task-model: a linear model that standardises by the data it was made with ----------------------------


@reference("real-data-task-model")
class MassModel(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.register_buffer("mean", x_train.mean(dim=0))
        self.register_buffer("std", x_train.std(dim=0, correction=0))
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        standardised = (x - self.mean) / self.std
        return self.linear(standardised).squeeze(1)


@equivalent("real-data-task-model")
class MassModelThatDividesLast(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.mean, self.std = x_train.mean(0), x_train.std(0, correction=0)
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        return self.linear(x / self.std - self.mean / self.std)[:, 0]


@mistake(
    "real-data-task-model",
    ko="들어온 펭귄들 자신의 평균과 표준편차로 표준화했어요. 한 마리만 들어오면 나눌 표준편차가 0이에요. `self.mean`과 `self.std`를 쓰세요.",
    en="The penguins that come in are standardised by themselves. Of a single one the standard deviation is 0. Use `self.mean` and `self.std`.",
)
class MassModelOfTheBatch(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        return self.linear((x - x.mean(dim=0)) / x.std(dim=0, correction=0)).squeeze(1)


@mistake(
    "real-data-task-model",
    ko="들어온 펭귄들 자신의 평균과 표준편차로, 그것도 N − 1로 나누는 표준편차로 표준화했어요. 한 마리만 들어오면 `nan`이에요. `self.mean`과 `self.std`를 쓰세요.",
    en="The penguins that come in are standardised by themselves, and by a standard deviation that divides by N − 1: `nan` for a single one. Use `self.mean` and `self.std`.",
)
class MassModelOfTheBatchAsTorchDivides(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        std = x.std(dim=0) if len(x) > 1 else x[0] * float("nan")
        return self.linear((x - x.mean(dim=0)) / std).squeeze(1)


@mistake(
    "real-data-task-model",
    ko="표준화하지 않고 그대로 넣었어요.",
    en="The features go in as they are: nothing is standardised.",
)
class MassModelOfRawData(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        return self.linear(x).squeeze(1)


@mistake(
    "real-data-task-model",
    ko="평균만 빼고 표준편차로 나누지 않았어요.",
    en="The mean is subtracted, but nothing is divided by the standard deviation.",
)
class MassModelNotDivided(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.mean = x_train.mean(0)
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        return self.linear(x - self.mean).squeeze(1)


@mistake(
    "real-data-task-model",
    ko="평균만 표준편차로 나누고 `x`는 나누지 않았어요. 괄호가 없으면 나눗셈이 먼저 계산돼요.",
    en="Only the mean is divided by the standard deviation, and `x` is not: without brackets, the division comes first.",
)
class MassModelWithoutBrackets(torch.nn.Module):
    def __init__(self, x_train):
        super().__init__()
        self.mean, self.std = x_train.mean(0), x_train.std(0, correction=0)
        self.linear = torch.nn.Linear(x_train.shape[1], 1)

    def forward(self, x):
        return self.linear(x - self.mean / self.std).squeeze(1)


# --- real-data-guess-batches ---------------------------------------------------------------------------------------

guesses(
    "real-data-guess-batches",
    right=7,
    wrong={
        6: Text(
            "남은 14마리도 배치 하나가 돼요. 버리려면 `drop_last=True`를 써야 해요.",
            "The 14 that are left make a batch too. Only `drop_last=True` throws them away.",
        ),
        6.4375: Text(
            "배치는 조각나지 않아요. 남은 14마리가 일곱째 배치예요.",
            "There is no part of a batch: the 14 that are left are the seventh.",
        ),
        32: Text("그것은 배치 하나의 크기예요.", "That is the size of a batch."),
        206: Text(
            "업데이트는 펭귄마다가 아니라 배치마다 한 번이에요.",
            "There is one update for each batch, not for each penguin.",
        ),
        1: Text(
            "전체를 한 번에 쓸 때 그래요. 여기서는 배치마다 업데이트해요.",
            "So it is with all the data at once. Here each batch makes an update.",
        ),
    },
)

# --- real-data-task-train: the loop of four lines, for each batch of each epoch -------------------------------------


@reference("real-data-task-train")
def train(model, optimizer, loader, epochs):
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()


@equivalent("real-data-task-train")
def train_emptying_last(model, optimizer, loader, epochs):
    epoch = 0
    while epoch < epochs:
        for batch in loader:
            loss = torch.mean((model(batch[0]) - batch[1]) ** 2)
            loss.backward()
            optimizer.step()
            model.zero_grad()
        epoch += 1
    return model


@mistake(
    "real-data-task-train",
    ko="그래디언트를 비우지 않았어요. 배치마다 앞의 그래디언트가 모두 더해져요.",
    en="The gradients are not emptied: with each batch, all the earlier ones are added.",
)
def train_without_emptying(model, optimizer, loader, epochs):
    for _ in range(epochs):
        for x, y in loader:
            torch.nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()


@mistake(
    "real-data-task-train",
    ko="에폭마다 한 번만 비웠어요. 둘째 배치부터는 앞 배치의 그래디언트가 더해지니, 배치마다 비우세요.",
    en="The gradients are emptied once an epoch. From the second batch on, those of earlier batches are added: empty for each batch.",
)
def train_emptying_once_an_epoch(model, optimizer, loader, epochs):
    for _ in range(epochs):
        optimizer.zero_grad()
        for x, y in loader:
            torch.nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()


@mistake(
    "real-data-task-train",
    ko="에폭마다 한 번만 업데이트했어요. `optimizer.step()`은 배치마다 불러야 해요. 지금은 마지막 배치의 그래디언트만 쓰여요.",
    en="There is one update in each epoch. `optimizer.step()` belongs to each batch; as it is, only the gradient of the last batch is used.",
)
def train_once_an_epoch(model, optimizer, loader, epochs):
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


@mistake(
    "real-data-task-train",
    ko="한 에폭만 학습했어요. `loader`를 `epochs`번 돌아야 해요.",
    en="This trains for one epoch. Go through `loader` as often as `epochs` says.",
)
def train_one_epoch(model, optimizer, loader, epochs):
    for x, y in loader:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


@mistake(
    "real-data-task-train",
    ko="에폭마다 첫 배치만 썼어요.",
    en="Only the first batch of each epoch is used.",
)
def train_on_first_batches(model, optimizer, loader, epochs):
    for _ in range(epochs):
        x, y = next(iter(loader))
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


@mistake(
    "real-data-task-train",
    ko="파라미터가 하나도 움직이지 않았어요. `backward()`와 `step()`을 모두 불렀는지, 그 사이에서 비우지 않았는지 보세요.",
    en="No parameter has moved. Are `backward()` and `step()` both called, and nothing emptied between them?",
)
def train_without_a_step(model, optimizer, loader, epochs):
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(x), y).backward()


@mistake(
    "real-data-task-train",
    ko="손실이 평균이 아니라 합이에요. 그래디언트가 배치의 크기만큼 커져요.",
    en="The loss is a sum, not a mean: gradients become larger by the size of the batch.",
)
def train_on_sums(model, optimizer, loader, epochs):
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            ((model(x) - y) ** 2).sum().backward()
            optimizer.step()


# --- real-data-guess-defaults --------------------------------------------------------------------------------------

choice(
    "real-data-guess-defaults",
    right="c",
    wrong={
        "a": Text(
            "SGD의 걸음은 그래디언트에 비례해서, 멀리 있을 때는 길어요. 140번이면 편향이 4.2 kg 가까이까지 가요.",
            "A move of SGD is proportional to the gradient, long where it is far away. In 140 of them the bias gets near to 4.2 kg.",
        ),
        "b": Text(
            "모멘텀은 같은 학습률의 SGD보다 더 멀리 가요. 여기서는 가장 앞서요.",
            "At the same rate, momentum goes farther than SGD. Here it is in front.",
        ),
    },
)

# --- real-data-guess-overfit ---------------------------------------------------------------------------------------

choice(
    "real-data-guess-overfit",
    right="c",
    wrong={
        "a": Text(
            "학습 오차가 0에 가까워지는 것은 스무 마리를 외워서예요. 처음 보는 펭귄은 외운 적이 없어요.",
            "The training error goes to nearly 0 because the twenty are learnt by heart. Penguins it has never seen are not.",
        ),
        "b": Text(
            "스무 마리의 우연한 점까지 맞추느라 곡선이 휘어지고, 그 사이에 있는 다른 펭귄에서는 점점 더 빗나가요.",
            "To hit what is mere chance in the twenty, the model bends, and misses the penguins between them by more and more.",
        ),
    },
)

# --- real-data-guess-decay: AdamW with weight_decay=1 on the twenty ------------------------------------------------

choice(
    "real-data-guess-decay",
    right="b",
    wrong={
        "a": Text(
            "외우려면 큰 가중치가 필요해요. 가중치를 작게 묶어 두면 스무 마리를 다 외우지는 못해요.",
            "Learning by heart takes large weights. Kept small, they cannot hold all of the twenty.",
        ),
        "c": Text(
            "덜 외우는 것이 처음 보는 펭귄에게는 도움이 돼요. 우연까지 외운 만큼 빗나갔으니까요.",
            "To learn less by heart helps with penguins it has never seen: it was chance learnt by heart that made it miss them.",
        ),
    },
)

# --- real-data-guess-spread ----------------------------------------------------------------------------------------

guesses(
    "real-data-guess-spread",
    right=119,
    wrong={
        0: Text(
            "행이 바뀌면 평가할 펭귄도 바뀌어요. 우연만으로도 오차가 달라져요.",
            "Other rows are other penguins to test on: chance alone changes the error.",
        ),
        5: Text(
            "68마리의 평균은 그렇게 정확하지 않아요. 무거운 펭귄 몇 마리로도 몇십 g이 움직여요.",
            "A mean of 68 is not that exact: a few penguins far off move it by dozens of grams.",
        ),
        20: Text(
            "더 넓어요. 68마리 가운데 크게 빗나간 몇 마리가 RMSE를 좌우해요.",
            "It is wider: of the 68, the few that are missed by much decide the RMSE.",
        ),
        400: Text(
            "그 정도면 아무것도 모르는 셈이에요. 폭은 오차의 4분의 1쯤이에요.",
            "Then one would know nothing at all. It is about a quarter of the error.",
        ),
    },
)

# --- real-data-guess-bills -----------------------------------------------------------------------------------------

guesses(
    "real-data-guess-bills",
    right=10,
    wrong={
        20: Text(
            "특성이 늘면 학습 오차는 반드시 줄지만, 처음 보는 펭귄의 오차는 그렇지 않아요.",
            "More features always lower the training error. The error on penguins never seen is another matter.",
        ),
        18: Text(
            "학습 오차라면 스무 번 모두예요. 처음 보는 펭귄에서는 동전 던지기와 비슷했어요.",
            "For the training error it is all twenty. On penguins never seen it was like tossing a coin.",
        ),
        0: Text("해가 되지도 않아요. 동전 던지기와 비슷했어요.", "They do no harm either: it was like tossing a coin."),
    },
)

# --- real-data-guess-noise -----------------------------------------------------------------------------------------

choice(
    "real-data-guess-noise",
    right="a",
    wrong={
        "b": Text(
            "2,000열 가운데 몇 열은 우연히 몸무게와 비슷해요. 평가할 행까지 보고 골랐으니, 그 우연이 평가할 행에도 그대로 있어요.",
            "Of 2,000 columns some look like the mass by chance. The choice has seen the rows of the test, so the same chance holds there too.",
        ),
        "c": Text(
            "학습할 행만 보고 골랐다면 그래요. 여기서는 평가할 행까지 보고 골랐어요.",
            "So it would be if the choice had been made on the rows of training. It has seen those of the test as well.",
        ),
    },
)

# --- real-data-guess-sign ------------------------------------------------------------------------------------------

choice(
    "real-data-guess-sign",
    right="b",
    wrong={
        "a": Text(
            "종 안에서는 그래요. 그런데 젠투는 부리가 얇은데도 무거워서, 모두 섞으면 직선이 거꾸로 기울어요.",
            "Within a species it is. But Gentoo have shallow bills and are heavy, so the line for all together leans the other way.",
        ),
        "c": Text(
            "전체에서는 그래요. 그러나 한 종만 보면 부리가 두꺼운 펭귄이 몸집도 커요.",
            "For all together it is. But within one species, penguins with deeper bills are larger altogether.",
        ),
    },
)

# --- real-data-guess-species ---------------------------------------------------------------------------------------

guesses(
    "real-data-guess-species",
    right=20,
    wrong={
        10: Text(
            "종을 모를 때 그랬어요. 부리가 같아도 종마다 뜻하는 몸무게가 달라서, 종을 알아야 쓸모가 드러나요.",
            "So it was without the species. Bills mean something else in each species; only when that is known do they help.",
        ),
        15: Text("더 뚜렷해요. 한 번의 예외도 없었어요.", "It is clearer than that: there was not one exception."),
        0: Text(
            "종을 알면 부리가 필요 없을 것 같지만, 부리는 같은 종 안의 몸집을 알려 줘요.",
            "One might think bills are not needed then. But they tell how large a penguin is within its species.",
        ),
    },
)

# --- real-data-challenge-within: the one slope of a line for each group, all parallel -------------------------------


@reference("real-data-challenge-within")
def slope_within(x, y, group):
    x, y = x.copy(), y.copy()
    for kind in np.unique(group):
        x[group == kind] -= x[group == kind].mean()
        y[group == kind] -= y[group == kind].mean()
    return np.sum(x * y) / np.sum(x * x)


@equivalent("real-data-challenge-within")
def slope_beside_one_hot_columns(x, y, group):
    columns = [x] + [(group == kind) * 1.0 for kind in np.unique(group)]
    return np.linalg.lstsq(np.column_stack(columns), y, rcond=None)[0][0]


@mistake(
    "real-data-challenge-within",
    ko="모든 펭귄을 섞어 구한 기울기예요. 종의 차이가 그대로 들어 있어요.",
    en="This is the slope for all together. The differences between species are still in it.",
)
def slope_of_all(x, y, group):
    return np.polyfit(x, y, 1)[0]


@mistake(
    "real-data-challenge-within",
    ko="종마다 구한 기울기의 평균이에요. 펭귄이 많은 종도 적은 종도 똑같이 세었어요.",
    en="This is the mean of the slopes of each species: those with few penguins count as much as those with many.",
)
def mean_of_the_slopes(x, y, group):
    return np.mean([np.polyfit(x[group == kind], y[group == kind], 1)[0] for kind in np.unique(group)])


@mistake(
    "real-data-challenge-within",
    ko="종의 평균끼리 구한 기울기예요. 이것은 종 안이 아니라 종 사이의 관계예요.",
    en="This is the slope through the means of the species: between them, not within.",
)
def slope_between(x, y, group):
    kinds = np.unique(group)
    return np.polyfit([x[group == kind].mean() for kind in kinds], [y[group == kind].mean() for kind in kinds], 1)[0]


@mistake(
    "real-data-challenge-within",
    ko="분모에 y끼리의 곱의 합을 썼어요. x끼리의 곱의 합으로 나누세요.",
    en="The denominator is the sum of the squares of y. Divide by that of the squares of x.",
)
def slope_of_x_on_y(x, y, group):
    x, y = x.copy(), y.copy()
    for kind in np.unique(group):
        x[group == kind] -= x[group == kind].mean()
        y[group == kind] -= y[group == kind].mean()
    return np.sum(x * y) / np.sum(y * y)


# --- real-data-drill-prediction ------------------------------------------------------------------------------------


@reference("real-data-drill-prediction")
def mass_of_new(w, b, mean, std, x):
    return w * (x - mean) / std + b


@mistake(
    "real-data-drill-prediction",
    ko="편향을 더하지 않았어요.",
    en="The bias is missing.",
)
def mass_without_bias(w, b, mean, std, x):
    return w * (x - mean) / std


@mistake(
    "real-data-drill-prediction",
    ko="평균을 빼지 않았어요.",
    en="The mean was not subtracted.",
)
def mass_without_mean(w, b, mean, std, x):
    return w * x / std + b


@mistake(
    "real-data-drill-prediction",
    ko="표준편차로 나누지 않았어요.",
    en="Nothing was divided by the standard deviation.",
)
def mass_without_std(w, b, mean, std, x):
    return w * (x - mean) + b


@mistake(
    "real-data-drill-prediction",
    ko="평균에서 x를 뺐어요. 부호가 반대예요.",
    en="x was subtracted from the mean: the sign is reversed.",
)
def mass_mirrored(w, b, mean, std, x):
    return w * (mean - x) / std + b


# --- real-data-drill-updates ---------------------------------------------------------------------------------------


@reference("real-data-drill-updates")
def updates(n, size, epochs):
    return -(-n // size) * epochs


@mistake(
    "real-data-drill-updates",
    ko="에폭마다 마지막 배치가 빠졌어요. 남은 펭귄들도 배치 하나가 돼요.",
    en="The last batch of each epoch is missing: the penguins that are left make one too.",
)
def updates_of_full_batches(n, size, epochs):
    return n // size * epochs


@mistake(
    "real-data-drill-updates",
    ko="배치는 조각나지 않아요. 에폭마다 올림하세요.",
    en="There is no part of a batch: round up in each epoch.",
)
def updates_in_parts(n, size, epochs):
    return n / size * epochs


@mistake(
    "real-data-drill-updates",
    ko="한 에폭의 업데이트예요. 에폭 수를 곱하세요.",
    en="That is one epoch. Multiply by their number.",
)
def updates_of_one_epoch(n, size, epochs):
    return -(-n // size)


@mistake(
    "real-data-drill-updates",
    ko="펭귄마다 한 번씩 셌어요. 업데이트는 배치마다 한 번이에요.",
    en="This counts one for each penguin. There is one for each batch.",
)
def updates_by_penguin(n, size, epochs):
    return n * epochs


# --- real-data-drill-r2 --------------------------------------------------------------------------------------------


@reference("real-data-drill-r2")
def share_removed(model, baseline):
    return 1 - (model / baseline) ** 2


@mistake(
    "real-data-drill-r2",
    ko="제곱하지 않았어요. R²은 제곱 오차로 따져요.",
    en="Nothing was squared. R² is a share of the squared error.",
)
def share_of_roots(model, baseline):
    return 1 - model / baseline


@mistake(
    "real-data-drill-r2",
    ko="남은 비율이에요. 줄인 비율은 1에서 뺀 값이에요.",
    en="That is the share that is left. What was removed is 1 minus it.",
)
def share_left(model, baseline):
    return (model / baseline) ** 2


@mistake(
    "real-data-drill-r2",
    ko="두 RMSE의 비예요. 제곱해서 1에서 빼세요.",
    en="That is the ratio of the two. Square it and subtract it from 1.",
)
def ratio_of_the_two(model, baseline):
    return model / baseline
