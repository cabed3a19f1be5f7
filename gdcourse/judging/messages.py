"""What is said of an answer, in both languages.

The sentence about one particular mistake stands beside that mistake, in ``gdcourse/solutions``.
"""

from gdcourse.language import Text

# The verdict in one line.
CORRECT = Text("맞았어요!", "Correct!")
NOT_YET = Text("아직이에요.", "Not yet.")
PARTLY = Text("부분 점수를 받아요.", "Part of the points.")
MISSING = Text("아직 답이 없어요.", "There is no answer yet.")
UNGRADABLE = Text("채점할 수 없었어요.", "This could not be graded.")
MANUAL = Text("선생님이 직접 채점해요.", "A teacher grades this by hand.")

# What the answers show where no known mistake fits them.
DEFINE_FIRST = Text(
    "위의 풀이 셀에 `{name}` 코드를 쓰고 그 셀을 실행한 다음 다시 확인하세요. 이미 썼다면 `raise NotImplementedError()` 줄을 지우세요.",
    "Write `{name}` in the solution cell above, run that cell, then check again. If you have written it already, delete the line `raise NotImplementedError()`.",
)
ERROR = Text(
    "실행하다가 {name} 오류가 났어요{line}{message}",
    "It stopped with {name}{line}{message}",
)
ERROR_AROUND = Text(
    "시험해 보다가 {name} 오류가 났어요{message}",
    "Trying it ended in {name}{message}",
)
ERROR_LINE = Text(" (풀이 셀 {line}번째 줄)", " (line {line} of the solution cell)")
NAME_THAT_IS_THERE = Text(
    "`{name}`이라는 이름은 없는데 `{there}`는 있어요. 혹시 이름이 다른 건가요? 문제에서 정한 이름 `{name}`으로 바꾸고, 그 셀을 실행한 다음 다시 확인하세요.",
    "There is no `{name}`, but there is `{there}`. Is that your answer under another name? Call it `{name}`, as the question does, run that cell, then check again.",
)
CHANGES_WHEN_ASKED_AGAIN = Text(
    "같은 입력을 다시 주었더니 다른 답이 나왔어요. 함수 밖의 변수나 기본값(`h=[]`)에 앞에서 부른 때의 값이 남았거나, 시드 없이 난수를 쓴 경우가 많아요. 함수 안에서 처음부터 새로 계산하게 하세요.",
    "Asked again with the same inputs, it gives another answer. Often a variable outside the function, or a default (`h=[]`), keeps something from earlier calls, or random numbers are used without a seed. Let the function start from nothing each time.",
)
RETURNED_NONE = Text(
    "함수가 아무것도 돌려주지 않아요(None). `return`이 빠지지 않았나요? `return`이 있다면 그 뒤의 것이 None이에요. 예를 들어 `append`는 None을 돌려주고, `.grad`는 `backward()` 전에는 None이에요.",
    "The function gives nothing back (None). Is a `return` missing? If `return` is there, what follows it is None: `append` gives None, and so does `.grad` before `backward()`.",
)
NOT_CALLABLE = Text(
    "`{name}` 이름에 함수가 아닌 값이 들어 있어요: {got}. 같은 이름에 다른 값을 넣지 않았나요? 풀이 셀을 다시 실행하세요.",
    "`{name}` is not a function but {got}. Was another value given that name? Run the solution cell again.",
)
MAKE_A_LIST = Text(
    "{name} 객체를 받았어요. `list(...)`로 바꾸어 돌려주세요.",
    "This is an object of type {name}. Turn it into a list with `list(...)`.",
)
WRONG_KIND = Text(
    "답의 형태가 달라요. 필요한 답: {expected}, 받은 답: {got}.",
    "The answer should be {expected}, but it is {got}.",
)
BROADCAST = Text(
    "수 하나가 와야 하는데 모양이 {got}인 배열이 왔어요. (N,)과 (N, 1)이 만나 N×N으로 브로드캐스팅된 것 같아요. `.shape`를 출력해 보세요.",
    "There should be one number, but this is an array of shape {got}: it looks as if (N,) met (N, 1) and was broadcast to N×N. Print the `.shape`.",
)
PER_POINT = Text(
    "값마다 데이터 수만큼({n}개)의 수가 들어 있어요. 평균을 빠뜨리지 않았나요?",
    "Each value holds {n} numbers, one for each data point. Was the mean left out?",
)
OFF_BY_ONE = Text(
    "값이 {expected}개여야 하는데 {got}개예요. 처음 값과 마지막 값이 들어 있는지 확인하며 세어 보세요.",
    "There should be {expected} values, but there are {got}. Count: is the first or the last one in it?",
)
WRONG_LENGTH = Text(
    "값이 {expected}개여야 하는데 {got}개예요. 문제에서 달라고 한 값만 순서대로 돌려주세요.",
    "There should be {expected} values, but there are {got}. Return just the values that are asked for, in order.",
)
STALE_VALUES = Text(
    "끝의 {expected}개는 맞는데, 그 앞에 다른 값이 남아 있어요. 리스트를 함수 밖이나 기본값(`h=[]`)에 두면 먼저 부른 때의 값이 쌓여요. 함수 안에서 새로 만드세요.",
    "The last {expected} values are right, but others stand before them. A list outside the function, or as a default (`h=[]`), keeps the values of earlier calls. Make it anew inside the function.",
)
FIRST_ONLY = Text(
    "여러 값 가운데 첫 값만 나왔어요. `return`이 반복문 안에 있으면 첫 번째 반복에서 함수가 끝나요.",
    "Of several values, only the first came back. If `return` stands inside a loop, the function ends in the first round.",
)
LAST_ONLY = Text(
    "여러 값 가운데 마지막 값만 나왔어요. 반복할 때마다 같은 이름에 넣으면 앞의 값은 사라져요. 리스트에 모으세요.",
    "Of several values, only the last came back. A name that is given a new value in each round loses the earlier ones: collect them in a list.",
)
SUMMED = Text(
    "값이 여러 개여야 하는데, 그 값들을 모두 더한 수 하나가 나왔어요. 더하지 말고 하나씩 돌려주세요.",
    "There should be several values; this is one number, their sum. Return them one by one, not added up.",
)
WRONG_ITEM = Text(
    "{number}번째 값의 형태가 달라요. 필요한 것: {expected}, 받은 것: {got}.",
    "Value number {number} should be {expected}, but it is {got}.",
)
CLOSE = Text(
    "거의 같지만 정확하지 않아요(오차 1% 이내). 답을 `round`로 반올림했거나, 유한 차분처럼 어림했거나, 반복을 너무 일찍 멈추지 않았나요?",
    "Very close, but not exact (within 1 %). Is the answer rounded with `round`, approximated, for example by a finite difference, or does a loop stop too early?",
)
COARSE_NUMBERS = Text(
    "거의 같지만, `{dtype}`은 두세 자리까지만 담아서 정확하지 않아요. `float32`나 `float64`로 계산하세요(`dtype`을 지정하지 않으면 그렇게 돼요).",
    "Nearly right, but `{dtype}` holds two or three digits only, which is not exact enough. Compute in `float32` or `float64`, as you do without a `dtype`.",
)
NOBODY_TYPES = Text(
    "`input(...)`을 쓰지 마세요. 확인하거나 채점할 때는 입력할 사람이 없어요. 필요한 값은 함수의 인수로 받으세요.",
    "Do without `input(...)`: nobody can type anything while this is checked or graded. Take what you need as an argument of the function.",
)
WHOLE_NUMBERS = Text(
    "맞는 값에서 소수점 아래가 사라진 정수예요. `int`, `round`, `//`를 쓰거나 정수 배열에 담지 않았나요?",
    "These are the right values as whole numbers; the decimals are gone. Is there an `int`, a `round`, a `//`, or an array of integers that they are put into?",
)
ROUNDED = Text(
    "맞는 값을 소수점 아래 {digits}자리로 반올림했어요. 반올림하지 않은 값을 돌려주세요.",
    "The right values, rounded to {digits} decimals. Return them without rounding.",
)
REVERSED = Text(
    "값은 모두 맞는데 순서가 거꾸로예요.",
    "All values are right, but their order is reversed.",
)
TRANSPOSED = Text(
    "값은 모두 맞는데 행과 열이 바뀌었어요.",
    "All values are right, but rows and columns have changed places.",
)
SHIFTED_EARLY = Text(
    "맞는 값들이 한 칸씩 앞으로 당겨져 있어요. 첫 값이 빠졌고, 그다음 값부터 들어 있어요.",
    "These are the right values, each one place too early: the first is left out, and the list begins with the second.",
)
SHIFTED_LATE = Text(
    "맞는 값들이 한 칸씩 뒤로 밀려 있어요. 맨 앞에 다른 값이 하나 들어갔어요.",
    "These are the right values, each one place too late: something else stands before them.",
)
FIRST_MISSING = Text(
    "값이 {expected}개여야 하는데 {got}개예요. 첫 값만 빠졌고 나머지는 모두 맞아요.",
    "There should be {expected} values, but there are {got}: only the first is missing, all others are right.",
)
LAST_MISSING = Text(
    "값이 {expected}개여야 하는데 {got}개예요. 마지막 값만 빠졌고 나머지는 모두 맞아요.",
    "There should be {expected} values, but there are {got}: only the last is missing, all others are right.",
)
ONE_BEFORE = Text(
    "값이 {expected}개여야 하는데 {got}개예요. 맨 앞에 값 하나가 더 있고, 나머지는 모두 맞아요.",
    "There should be {expected} values, but there are {got}: one stands before them, and the others are right.",
)
ONE_AFTER = Text(
    "값이 {expected}개여야 하는데 {got}개예요. 맨 끝에 값 하나가 더 있고, 나머지는 모두 맞아요.",
    "There should be {expected} values, but there are {got}: one stands behind them, and the others are right.",
)
OTHER_ORDER = Text(
    "값은 모두 맞는데 순서가 달라요. 문제에서 정한 순서대로 돌려주세요.",
    "All values are right, but in another order. Return them in the order that the question gives.",
)
UNMOVED = Text(
    "출발한 자리에서 움직이지 않았어요. 바꾼 값을 돌려주고 있나요?",
    "Nothing has moved from where it started. Is the changed value what you return?",
)
NOT_FINITE = Text(
    "결과에 {value} 값이 있어요. 0으로 나누지는 않았는지, 값이 끝없이 커지지는 않는지 확인하세요.",
    "There is {value} in the result. Was something divided by 0, or does a value grow without end?",
)
HUGE = Text(
    "값이 맞는 값의 10억 배를 넘어요. 반복하는 동안 값이 끝없이 커진 것 같아요. 학습률이 너무 크거나 부호가 반대는 아닌가요?",
    "More than a billion times the right value: it looks as if something grew without end. Is the learning rate too large, or a sign reversed?",
)
RATIO = Text(
    "시험한 입력에서는 언제나 맞는 값의 {factor}배예요.",
    "In every case tried, this is {factor} times the right value.",
)
SIGN = Text("크기는 맞는데 부호가 반대예요.", "The size is right, the sign is reversed.")
OFFSET = Text(
    "시험한 입력에서는 언제나 맞는 값과 {offset:+g}만큼 차이가 나요.",
    "In every case tried, this is off by {offset:+g}.",
)
MOVE_RATIO = Text(
    "걸음(바뀐 양)이 시험한 입력에서는 언제나 맞는 걸음의 {factor}배예요.",
    "In every case tried, the move itself is {factor} times the right one.",
)
UPHILL = Text("걸음의 크기는 맞는데 방향이 반대예요.", "The move has the right size and the wrong direction.")
ZERO = Text(
    "시험한 입력에서는 늘 0이 나왔어요. `//`나 `int`가 소수점 아래를 버리거나, 아주 작은 수가 반올림으로 사라지지 않았나요?",
    "In every case tried, this is 0. Does `//` or `int` cut the fraction away, or is a very small number lost to rounding?",
)
CONSTANT = Text(
    "{count}번 시험했는데 입력이 달라져도 답이 모두 똑같았어요. 함수가 인자를 쓰고 있나요? 쓰고 있다면, 어떤 입력이든 같은 값이 되는 식은 아닌지 보세요.",
    "All {count} cases gave the same answer, though their inputs differ. Does the function use its arguments? If it does, look whether the formula comes out the same for any of them.",
)
SOME_CASES = Text(
    "{total}번 중 {right}번은 맞았어요. 틀린 경우의 입력에 무엇이 다른지 살펴보세요.",
    "Right in {right} of {total} cases. Look at what is different about the inputs of the others.",
)
SOME_VALUES = Text(
    "늘 맞은 것: {right}. 틀린 것: {wrong}.",
    "Right in all cases: {right}; wrong: {wrong}.",
)
VALUE_NUMBER = Text("{number}번째 값", "value number {number}")
ONLY_PART = Text("{part}만 틀려요.", "Only this is wrong: {part}.")
ONE_PART = Text("{part}: {said}", "{part}: {said}")
PREFIX = Text(
    "순서대로 보면 처음 {right}개는 맞고, {next}번째 값이 처음으로 틀려요. 그 값 하나를 손으로 계산해 보세요.",
    "From the start, {right} right; value number {next} is the first that is wrong. Work out that one by hand.",
)
NO_PATTERN = Text(
    "맞는 값과 달라요. 아래 경우를 종이에 직접 계산해 보고 한 줄씩 비교해 보세요.",
    "This differs from the right value. Work out the case below by hand and compare line by line.",
)
CHOICE = Text(
    "답은 {options} 가운데 하나여야 해요.",
    "The answer must be one of {options}.",
)
INPUT = Text("입력: {call}", "Input: {call}")
ITEM = Text("{name}: {value}", "{name}: {value}")
CASE = Text("{call} → {got}", "{call} → {got}")
CASE_EXPECTED = Text("{call} → {got} (맞는 값: {expected})", "{call} → {got} (right: {expected})")
GOT = Text("나온 값", "your answer")
RIGHT = Text("맞는 값", "right answer")
NO_ANSWERS = Text(
    "커널이 보낸 답을 읽을 수 없어요. 함수가 `exit()`처럼 실행을 끝내는 코드를 부르거나, 노트북이 커널이나 `gdcourse`를 바꾸어 놓았을 수 있어요.",
    "The kernel sent no answer that can be read. A function may call something that ends it, such as `exit()`, or the notebook may have altered the kernel or `gdcourse`.",
)

# Kinds of values.
A_NUMBER = Text("수 하나", "one number")
A_TEXT = Text("문자열", "a string")
VALUES = Text("값 {count}개", "{count} values")
AN_ARRAY = Text("모양이 {shape}인 배열", "an array of shape {shape}")
NOTHING = Text("None(아무것도 없음)", "None (nothing)")
A_DICTIONARY = Text("딕셔너리(dict)", "a dictionary (dict)")
A_LIST = Text("리스트(list)", "a list")
A_TUPLE = Text("튜플(tuple)", "a tuple")
A_TRUTH_VALUE = Text("참·거짓 값(bool)", "True or False (bool)")
A_KIND = Text("{name} 객체", "an object of type {name}")
TOO_LARGE = Text("너무 큰 {name}", "a {name} that is too large")

# On the card.
POINTS = Text("{score:g}/{max_score:g}점", "{score:g}/{max_score:g} points")
FAILED_CASE = Text(
    "{tried}번 시험해서 {wrong}번 틀렸어요. 그중 하나예요.",
    "{wrong} of the {tried} cases tried went wrong. This is one of them.",
)
FAILED_ONLY = Text("이 경우를 시험했어요.", "This is the case that was tried.")
NEXT = Text("다음에 해 볼 것", "Next")
NEXT_STEP = Text("다음에 해 볼 것: {step}", "Next: {step}")

# What is behind the text of an error that many meet: where all signs are in it, the sentence is added.
ERRORS_EXPLAINED: tuple[tuple[tuple[str, ...], Text], ...] = (
    (
        ("bitwise_xor",),
        Text(
            "파이썬에서 `^`는 거듭제곱이 아니라 비트 연산이에요. 거듭제곱은 `**`예요.",
            "In Python, `^` is not a power but an operation on bits. A power is written `**`.",
        ),
    ),
    (
        ("unsupported operand type(s) for ^",),
        Text(
            "파이썬에서 `^`는 거듭제곱이 아니라 비트 연산이에요. 거듭제곱은 `**`예요.",
            "In Python, `^` is not a power but an operation on bits. A power is written `**`.",
        ),
    ),
    (
        ("Can't call numpy() on Tensor that requires grad",),
        Text(
            "그래프에 이어진 텐서는 NumPy로 바로 바꿀 수 없어요. 먼저 `.detach()`를 하거나, 수 하나라면 `.item()`으로 꺼내세요.",
            "A tensor with a graph behind it does not turn into NumPy by itself. Call `.detach()` first, or take a single number out with `.item()`.",
        ),
    ),
    (
        ("unsupported operand type(s)", "'list'"),
        Text(
            "파이썬 리스트로는 이 계산을 할 수 없어요. 값을 하나씩 계산하거나 `np.array(...)`로 바꾼 다음 계산하세요.",
            "Python lists do not calculate. Work value by value, or turn the list into an array with `np.array(...)` first.",
        ),
    ),
    (
        ("unsupported operand type(s)", "'NoneType'"),
        Text(
            "None으로 계산하려 했어요. None은 대개 `return`이 없는 함수나, `backward()` 전의 `.grad`에서 나와요.",
            "This calculates with None. None often comes from a function without `return`, or from a `.grad` before `backward()`.",
        ),
    ),
    (
        ("missing", "required positional argument"),
        Text(
            "인자의 수가 문제와 달라요. `def` 줄의 인자를 문제와 똑같이 두었는지 보세요.",
            "The number of arguments is not that of the question. Compare the `def` line with it.",
        ),
    ),
    (
        ("positional argument", "given"),
        Text(
            "인자의 수가 맞지 않아요. `def` 줄의 인자가 문제와 같은지, 다른 함수를 부를 때 넣은 인자의 수가 맞는지 보세요.",
            "The number of arguments does not fit. Compare the `def` line with the question, and the calls of other functions with what they take.",
        ),
    ),
    (
        ("operands could not be broadcast together",),
        Text(
            "모양이 맞지 않는 두 배열로 계산했어요. 오류에 나온 두 모양을 보고, 계산하는 줄 바로 앞에서 `.shape`를 출력해 보세요.",
            "Two arrays met whose shapes do not fit. The error names both; print `.shape` just before the line.",
        ),
    ),
    (
        ("mat1 and mat2 shapes cannot be multiplied",),
        Text(
            "행렬 곱에서 앞 행렬의 열 수와 뒤 행렬의 행 수가 달라요. 전치(`.T`)나 `reshape(-1, 1)`이 빠지지 않았는지 보세요.",
            "In a matrix product, the columns of the first have to be as many as the rows of the second. Is a `.T` or a `reshape(-1, 1)` missing?",
        ),
    ),
    (
        ("is out of bounds",),
        Text(
            "없는 자리의 값을 꺼내려 했어요. 번호는 0부터 세고, 마지막은 길이보다 1 작아요.",
            "A place was asked for that is not there. Places count from 0, and the last is one less than the length.",
        ),
    ),
    (
        ("index out of range",),
        Text(
            "없는 자리의 값을 꺼내려 했어요. 번호는 0부터 세고, 마지막은 길이보다 1 작아요.",
            "A place was asked for that is not there. Places count from 0, and the last is one less than the length.",
        ),
    ),
)

# Looking things up.
UNKNOWN_EXERCISE = Text(
    "'{id}' 연습 문제는 없어요. 혹시 이것을 찾나요? {known}",
    "There is no exercise '{id}'. Did you mean: {known}",
)
UNKNOWN_UNIT = Text(
    "'{slug}' 단원은 없어요. 있는 단원: {known}",
    "There is no unit '{slug}'. The units are: {known}",
)
NO_KEY = Text(
    "'{path}'에 정답 키가 없어요. 선생님이라면 `gdcourse keys`로 만드세요. 학생이라면 패키지를 다시 설치하세요.",
    "There is no answer key at '{path}'. Instructors make it with `gdcourse keys`; students, please reinstall the package.",
)
