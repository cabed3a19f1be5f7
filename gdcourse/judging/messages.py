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
    "같은 입력을 다시 주었더니 다른 답이 나왔어요. 함수 밖의 변수나 기본값(`h=[]`)에 앞에서 부른 때의 값이 남았거나, 시드 없이 난수를 쓰거나 섞은 경우가 많아요. 함수 안에서 처음부터 새로 계산하게 하세요.",
    "Asked again with the same inputs, it gives another answer. Often a variable outside the function, or a default (`h=[]`), keeps something from earlier calls, or random numbers are used, or something is shuffled, without a seed. Let the function start from nothing each time.",
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
EMPTY = Text(
    "답이 비어 있어요. 값을 모으는 줄(`append` 등)이 실행되지 않았거나, 반복이 한 번도 돌지 않았거나, 리스트에 0을 곱했을 때 흔히 이렇게 돼요.",
    "The answer is empty. Often what collects the values, such as `append`, is not reached, a loop never runs, or a list was multiplied by 0.",
)
AS_MANY_AS = Text("`{name}`의 개수와 같아요.", "That is as many as there are in `{name}`.")
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
CLOSE_STEP_BY_STEP = Text(
    "첫 값은 정확하고, 그 뒤로는 거의 같지만 정확하지 않아요(오차 1% 이내). 스텝마다 무언가가 조금 더해지거나 빠지지 않나요? 이를테면 `weight_decay`, 그래디언트의 크기 제한, 뒤로 갈수록 달라지는 학습률, 반올림이에요.",
    "The first value is exact, and from then on they are very close, but not exact (within 1 %). Does something small come in or go missing with each step, such as `weight_decay`, a limit on the gradient, a learning rate that changes on the way, or rounding?",
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
MOVES_OF_OTHER_LENGTH = Text(
    "걸음이 모두 맞는 쪽으로 가지만 길이가 달라요: 맞는 걸음의 {low}배에서 {high}배까지예요.",
    "Every move goes the right way, but its length is wrong: between {low} and {high} times the right one.",
)
MOVES_OF_OTHER_WAY = Text(
    "걸음의 길이는 모두 맞는데, 반대쪽으로 간 것이 있어요. 어느 쪽으로 갈지를 무엇이 정하는지 보세요.",
    "Every move has the right length, but some go the wrong way. Look at what decides which way one goes.",
)
UPHILL = Text("걸음의 크기는 맞는데 방향이 반대예요.", "The move has the right size and the wrong direction.")
ZERO = Text(
    "시험한 입력에서는 늘 0이 나왔어요. 0에 아주 가까운 수일 수도 있어요. 처음에 넣은 0이 그대로 나오거나(반복문이 한 번도 돌지 않아도 그래요), `//`나 `int`가 소수점 아래를 버리거나, 아주 작은 수가 반올림으로 사라지지 않았나요? h로 나누어야 할 식이 `/ 2 * h`이지는 않나요? 이것은 h를 곱해요. `/ (2 * h)`처럼 괄호로 묶으세요.",
    "In every case tried, this is 0, or next to it. Is it the 0 that something began with, perhaps because a loop never runs, does `//` or `int` cut the fraction away, or is a very small number lost to rounding? Or does `/ 2 * h`, which multiplies by h, stand where `/ (2 * h)` belongs?",
)
CONSTANT = Text(
    "{count}번 시험했는데 입력이 달라져도 답이 모두 똑같았어요. 함수가 인자를 쓰고 있나요? 쓰고 있다면, 어떤 입력이든 같은 값이 되는 식은 아닌지 보세요.",
    "All {count} cases gave the same answer, though their inputs differ. Does the function use its arguments? If it does, look whether the formula comes out the same for any of them.",
)
SOME_CASES = Text(
    "서로 다른 {total}가지 경우 가운데 {right}가지는 맞았어요. 틀린 경우의 입력에 무엇이 다른지 살펴보세요.",
    "Right in {right} of {total} different cases. Look at what is different about the inputs of the others.",
)
SOME_VALUES = Text(
    "늘 맞은 것: {right}. 틀린 것: {wrong}.",
    "Right in all cases: {right}; wrong: {wrong}.",
)
VALUE_NUMBER = Text("{number}번째 값", "value number {number}")
ONLY_PART = Text("{part}만 틀려요.", "Only this is wrong: {part}.")
ONE_PART = Text("{part}: {said}", "{part}: {said}")
ALL_ALIKE = Text(
    "경우마다 값이 모두 같은 수예요. 맞는 값은 서로 달라요.",
    "In each case, all values are one and the same number; the right ones differ.",
)
PROPORTIONAL = Text(
    "한 경우 안에서는 모든 값이 맞는 값에 같은 수를 곱한 것인데, 그 수가 경우마다 달라요({low}배에서 {high}배까지). 모든 값에 함께 곱하거나 나눈 것이 무엇인지 보세요.",
    "Within a case, all values are the right ones times one number, but that number differs from case to case (between {low} and {high}). Look at what multiplies or divides all of them.",
)
ONE_OF_INPUT = Text(
    "언제나 `{name}`에 든 값인데, 골라야 할 값이 아닐 때가 있어요. 무엇을 비교했는지, 고른 자리의 값을 꺼냈는지 보세요.",
    "This is always one of the values of `{name}`, but not always the right one. Look at what is compared, and whether the value is taken from the place that was chosen.",
)
PLACES_BELOW = Text(
    "아래의 경우에 맞은 것은 {right}번째 값, 틀린 것은 {wrong}번째 값이에요.",
    "In the case below, right are the values number {right}; wrong are number {wrong}.",
)
PREFIX = Text(
    "순서대로 보면 처음 {right}개는 맞고, {next}번째 값이 처음으로 틀려요. 그 값 하나를 손으로 계산해 보세요.",
    "From the start, {right} right; value number {next} is the first that is wrong. Work out that one by hand.",
)
TOO_MANY_PICKED = Text(
    "틀린 경우마다 필요한 값은 다 있는데, 있으면 안 되는 값도 있어요. 고르는 조건이 너무 느슨하지 않은지 보세요.",
    "In each case that is wrong, all values asked for are there, and others beside them. Does the condition that picks them let too much through?",
)
ENDED_EARLY = Text(
    "나온 값은 맞는데, {total}가지 경우 가운데 {wrong}가지에서 너무 일찍 끝나요. 무언가가 작아지거나 더 줄지 않으면 멈추는 `break`나 `return`이 있나요? `{name}`만큼 끝까지 되풀이하세요.",
    "The values that came back are right, but in {wrong} of {total} cases they end too early. Is there a `break` or a `return` for where something is small or falls no more? Repeat all of `{name}`.",
)
TOO_FEW_PICKED = Text(
    "틀린 경우마다 돌려준 값은 다 맞는데, 빠진 값이 있어요. 고르는 조건이 너무 엄격하지 않은지 보세요.",
    "In each case that is wrong, all values that came back are right, and some are missing. Does the condition that picks them let too little through?",
)
OTHERS_PICKED = Text(
    "골라서 돌려준 번호가 맞는 번호와 달라요. 번호의 크기나 차례에는 뜻이 없어요. 하나하나를 무엇으로 견주어 골랐는지, 그 값을 번호 옆에 출력해 보세요.",
    "Other numbers were picked than the right ones. Their sizes mean nothing: print beside each number the value by which it was picked, and see whether that is what was asked for.",
)
SINCE_THE_FIRST = Text(
    "시험한 모든 경우에 첫째 값은 맞고 그 뒤부터 틀려요. 첫째 값에서는 표가 나지 않다가 둘째 값부터 달라지는 것을 찾아보세요. 계산하면서 바뀐 값, 이어서 더하는 값, 거듭제곱, 번호가 그럴 수 있어요.",
    "From the second value on it is wrong in every case tried, and the first is right. Look for what makes no difference in the first value but does from the second on: something changed on the way, a running sum, a power, a count.",
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
ONE_VALUE = Text("값 1개", "1 value")
VALUES = Text("값 {count}개", "{count} values")
AN_EMPTY_ARRAY = Text("빈 배열", "an empty array")
AN_EMPTY_LIST = Text("빈 리스트", "an empty list")
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
    "서로 다른 {tried}가지 경우 가운데 {wrong}가지가 틀렸어요. 그중 하나예요.",
    "{wrong} of the {tried} different cases went wrong. This is one of them.",
)
FAILED_ONLY = Text("이 경우를 시험했어요.", "This is the case that was tried.")
NEXT = Text("다음에 해 볼 것", "Next")
NEXT_STEP = Text("다음에 해 볼 것: {step}", "Next: {step}")

# Where answers are wrong. What sets cases apart ends a Korean noun's clause and an English one.
RIGHT_ONCE = Text(
    "서로 다른 {total}가지 경우 가운데 {inputs}인 경우에만 맞아요. 이 수를 인자 대신 코드에 직접 쓰지 않았나요? 아니라면, 이 경우에만 우연히 맞게 되는 식은 아닌지 보세요.",
    "Of {total} different cases, only that with {inputs} is right. Is one of these numbers written into the code where an argument belongs? If not, what makes the formula come out right just there?",
)
WRONG_ONCE = Text(
    "서로 다른 {total}가지 경우 가운데 {inputs}인 경우만 틀려요. 이 경우가 다른 경우와 무엇이 다른지 보세요.",
    "Of {total} different cases, only that with {inputs} is wrong. What is different about it?",
)
IS_ZERO = Text("{name} = 0인", "{name} = 0")
ALL_ZERO = Text("{name} 값이 모두 0인", "nothing but 0 in {name}")
RIGHT_ARE = Text(
    "서로 다른 {total}가지 경우 가운데 {right}가지가 맞았어요. {feature} 경우에만 맞아요. 그 경우에는 드러나지 않는 잘못을 찾아보세요.",
    "Of {total} different cases, {right} came out right: those with {feature}, and no others. Look for what does not show there.",
)
RIGHT_IS = Text(
    "서로 다른 {total}가지 경우 가운데 한 가지만 맞았어요. {feature} 경우예요. 그래서 맞은 것인지, 아니면 우연인지 보세요.",
    "Of {total} different cases only one came out right: the one with {feature}. Is that why, or is it chance?",
)
WRONG_ARE = Text(
    "서로 다른 {total}가지 경우 가운데 {right}가지가 맞았어요. {feature} 경우에만 틀려요. 그 경우를 손으로 계산해 보세요.",
    "Of {total} different cases, {right} came out right; wrong are those with {feature}, and no others. Work one of them out by hand.",
)
WITH_ONE = Text("{name}에 값이 하나뿐인", "only one value in {name}")
EVEN_COUNT = Text("{name}의 개수가 짝수인", "an even number of values in {name}")
ODD_COUNT = Text("{name}의 개수가 홀수인", "an odd number of values in {name}")
WITH_COUNT = Text("{name}의 개수가 {count}인", "{count} values in {name}")
COUNT_IN = Text("{name} {count}개", "{count} values in {name}")
WITH_COLUMNS = Text("{name}의 열이 {count}개인", "{count} columns in {name}")
WITH_EQUALS = Text("{name}에 같은 값이 여럿 있는", "equal values in {name}")
WITH_NEGATIVES = Text("{name}에 음수가 있는", "a negative value in {name}")
WITH_ZERO = Text("{name}에 0이 있는", "a 0 in {name}")
IN_ORDER = Text("{name} 값이 작은 것부터 차례로 있는", "the values of {name} in ascending order")
WRONG_AT_FIRST = Text("언제나 첫 값만 틀려요.", "In every case only the first value is wrong.")
WRONG_AT_LAST = Text("언제나 마지막 값만 틀려요.", "In every case only the last value is wrong.")
WRONG_INSIDE = Text(
    "처음과 마지막 값은 언제나 맞고, 그 사이의 값은 모두 틀려요.",
    "In every case the first and the last value are right, and all between them are wrong.",
)
WRONG_AT_ENDS = Text(
    "언제나 처음과 마지막 값만 틀려요.", "In every case the first and the last value are wrong, and no other."
)
WRONG_BUT_LAST = Text(
    "언제나 마지막 값만 맞고, 나머지는 모두 틀려요.",
    "In every case only the last value is right, and all others are wrong.",
)
WRONG_WHERE = Text(
    "{where}인 자리의 값만 모두 틀리고, 다른 자리는 언제나 맞아요.",
    "Wrong are the values where {where}, in every case; all others are right.",
)
NO_CONSTANT = Text(
    "배율이 일정하지 않으니, 나온 답에 상수를 곱하거나 나누는 것만으로는 고쳐지지 않아요.",
    "As the factor varies, no constant factor on the answer mends it.",
)
WITH_AN_INPUT: dict[bool, Text] = {
    True: Text(
        "시험한 경우에서는 이것이 클수록 답과 맞는 값의 비도 커요: `{name}`.",
        "In the cases tried, the larger `{name}`, the larger the ratio of your answer to the right one.",
    ),
    False: Text(
        "시험한 경우에서는 이것이 클수록 답과 맞는 값의 비는 작아요: `{name}`.",
        "In the cases tried, the larger `{name}`, the smaller the ratio of your answer to the right one.",
    ),
}
AS_AN_APPROXIMATION = Text(
    "조금씩만 벗어나요. 어림한 값이 흔히 이래요: 유한 차분, 자릿수가 적은 `float32`에서 비슷한 두 수를 뺀 값, 너무 적은 반복.",
    "It misses by a little only. Approximations often look like this: finite differences, nearly equal numbers subtracted in `float32`, which has few digits, or too few repetitions.",
)
LOOK_AT_THE_SIGN = Text(
    "식에서 부호를 정하는 부분이 어디인지 보세요.",
    "Look at what part of the formula brings the sign.",
)
TRY_ONE_STEP = Text(
    "스텝을 되풀이하는 코드라면, 스텝마다 같은 배율로 틀려도 여러 스텝 뒤에는 배율이 달라져요. `{name}` = 1로 불러서 첫 스텝부터 손으로 비교해 보세요.",
    "Where a step is repeated, being off by one factor in each step makes other factors after several. Call it with `{name}` = 1, and compare the first step by hand.",
)
OF_ONE_STEP = Text(
    "`{name}` = 1인 경우만 보면: {said}",
    "Of the cases with `{name}` = 1: {said}",
)
TOO_LARGE_BY = Text(
    "부호는 언제나 맞는데 크기가 언제나 커요: 경우에 따라 맞는 값의 {low}배에서 {high}배까지예요.",
    "The sign is right in every case, the size always too large: between {low} and {high} times the right value.",
)
TOO_SMALL_BY = Text(
    "부호는 언제나 맞는데 크기가 언제나 작아요: 경우에 따라 맞는 값의 {low}배에서 {high}배까지예요.",
    "The sign is right in every case, the size always too small: between {low} and {high} times the right value.",
)
SIZE_VARIES_BY = Text(
    "부호는 언제나 맞는데, 크기가 클 때도 작을 때도 있어요: 맞는 값의 {low}배에서 {high}배까지예요.",
    "The sign is right in every case, the size now too large, now too small: between {low} and {high} times the right value.",
)
SIGN_VARIES_BY = Text(
    "부호가 맞을 때도 있고 반대일 때도 있어요. 크기는 맞는 값의 {low}배에서 {high}배까지예요.",
    "The sign is right now and then, and now and then the other one; the size is between {low} and {high} times the right one.",
)
OTHER_SIGN_BY = Text(
    "부호가 언제나 반대예요. 크기도 달라서, 경우에 따라 맞는 값의 {low}배에서 {high}배까지예요.",
    "The sign is the other one in every case. The size differs too: between {low} and {high} times that of the right value.",
)

# Quantities of a case, and how answers come from them and from the right ones.
COUNT_OF = Text("{name}의 개수", "the number of values in {name}")
SUM_OF = Text("{name}의 합", "the sum of {name}")
MEAN_OF = Text("{name}의 평균", "the mean of {name}")
FIRST_OF = Text("{name}의 첫 값", "the first of {name}")
LAST_OF = Text("{name}의 마지막 값", "the last of {name}")
LARGEST_OF = Text("{name}의 가장 큰 값", "the largest of {name}")
SMALLEST_OF = Text("{name}의 가장 작은 값", "the smallest of {name}")
SQUARES_OF = Text("{name}의 제곱의 합", "the sum of the squares of {name}")
SUM_OF_PRODUCTS = Text("{one}·{other}의 합", "the sum of {one}·{other}")
MINUS_QUANTITY = Text("−({quantity})", "−({quantity})")
TIMES_QUANTITY = Text("{factor} × ({quantity})", "{factor} × ({quantity})")
PART_OF_QUANTITY = Text("({quantity}) ÷ {factor}", "({quantity}) ÷ {factor}")
IS_QUANTITY = Text(
    "시험한 경우 모두, 답이 이 값과 같아요: {quantity}. 계산의 나머지 부분이 답에 들어가지 않았어요.",
    "In every case tried, your answer equals {quantity}. The rest of the calculation does not show in it.",
)
MORE_BY = Text(
    "시험한 경우 모두, 답에서 맞는 값을 빼면 이것이 돼요: {quantity}. 더하거나 빼는 항 가운데 빠졌거나 잘못 들어간 것이 없는지 보세요.",
    "In every case tried, your answer minus the right one is {quantity}. Is a term missing, or there where it does not belong?",
)
TIMES = Text(
    "시험한 경우 모두, 맞는 값에 이것을 곱한 값이에요: {quantity}. 나누는 것을 빠뜨렸거나, 곱하지 않을 것을 곱하지 않았나요?",
    "In every case tried, this is the right value times {quantity}. Is a division missing, or a factor too many?",
)
DIVIDED = Text(
    "시험한 경우 모두, 맞는 값을 이것으로 나눈 값이에요: {quantity}. 곱하는 것을 빠뜨렸거나, 나누지 않을 것으로 나누지 않았나요?",
    "In every case tried, this is the right value divided by {quantity}. Is a factor missing, or a division too many?",
)
TIMES_IN_PLACE = Text(
    "시험한 경우 모두, 맞는 값에 같은 자리의 {quantity} 값을 곱한 값이에요. 나누는 것을 빠뜨렸거나, 곱하지 않을 것을 곱하지 않았나요?",
    "In every case tried, each value is the right one times the value of {quantity} at its place. Is a division missing, or a factor too many?",
)
DIVIDED_IN_PLACE = Text(
    "시험한 경우 모두, 맞는 값을 같은 자리의 {quantity} 값으로 나눈 값이에요. 곱하는 것을 빠뜨렸거나, 나누지 않을 것으로 나누지 않았나요?",
    "In every case tried, each value is the right one divided by the value of {quantity} at its place. Is a factor missing, or a division too many?",
)
WITHOUT_SIGN = Text(
    "크기는 모두 맞는데 부호가 사라졌어요. 늘 0 이상이 되는 계산(`abs`, 제곱)을 하지 않았나요?",
    "All sizes are right, but the signs are gone. Does something make every value positive, such as `abs` or a square?",
)
SQUARED = Text("시험한 경우 모두, 맞는 값의 제곱이에요.", "In every case tried, this is the square of the right value.")
ROOT = Text(
    "시험한 경우 모두, 맞는 값의 제곱근이에요.", "In every case tried, this is the square root of the right value."
)
RECIPROCAL = Text(
    "시험한 경우 모두, 1을 맞는 값으로 나눈 값(역수)이에요. 분자와 분모가 바뀌지 않았나요?",
    "In every case tried, this is 1 divided by the right value. Is a fraction upside down?",
)
NEGATIVE_RECIPROCAL = Text(
    "시험한 경우 모두, −1을 맞는 값으로 나눈 값이에요. 분수의 위아래와 부호를 확인하세요.",
    "In every case tried, this is −1 divided by the right value. Look at what stands above and below, and at the sign.",
)
COMPLEMENT = Text(
    "시험한 경우 모두, 1에서 맞는 값을 뺀 값이에요.", "In every case tried, this is 1 minus the right value."
)
RUNNING_SUMS = Text(
    "맞는 값을 앞에서부터 차례로 더해 간 값들이에요. 반복할 때마다 앞의 값에 더하고 있지 않나요?",
    "These are the right values added up one after the other. Does each round add to what was there before?",
)
LOGARITHM = Text(
    "시험한 경우 모두, 맞는 값의 로그예요.", "In every case tried, this is the logarithm of the right value."
)
EXPONENTIAL = Text(
    "시험한 경우 모두, 맞는 값을 `exp`에 넣은 값이에요.", "In every case tried, this is `exp` of the right value."
)

# What is behind the text of an error that many meet: where all signs are in it, the sentence is added.
_OTHER_ARGUMENTS = Text(
    "인자의 수가 맞지 않아요. `def` 줄의 인자가 문제와 같은지, 다른 함수를 부를 때 넣은 인자의 수가 맞는지 보세요.",
    "The number of arguments does not fit. Compare the `def` line with the question, and the calls of other functions with what they take.",
)
_OTHER_ARGUMENTS_OF_FORWARD = Text(
    "모듈의 `forward`가 다른 수의 인자로 불렸어요. 모듈을 만드는 함수나 클래스가 아니라 이미 만든(클래스 뒤에 괄호를 붙인) 모듈을 넣으면 이렇게 돼요. 그렇지 않다면 `forward`의 `def` 줄을 문제와 견주어 보세요.",
    "The `forward` of a module was called with another number of arguments than it takes. So it is when the name holds a module that is already made (with brackets behind its class) instead of what makes one. If that is not it, compare the `def` line of `forward` with the question.",
)

ERRORS_EXPLAINED: tuple[tuple[tuple[str, ...], Text], ...] = (
    (
        ("can't multiply sequence by non-int",),
        Text(
            "파이썬에서 `*`는 리스트의 값에 곱하지 않고 리스트를 되풀이해요. 먼저 텐서나 배열로 바꾼 다음 곱하세요.",
            "In Python, `*` repeats a list; it does not multiply what is in it. Make a tensor or an array of the list first.",
        ),
    ),
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
        ("forward() missing", "required positional argument"),
        _OTHER_ARGUMENTS_OF_FORWARD,
    ),
    (
        ("forward() takes", "positional argument", "given"),
        _OTHER_ARGUMENTS_OF_FORWARD,
    ),
    (
        ("missing", "required positional argument"),
        _OTHER_ARGUMENTS,
    ),
    (
        ("positional argument", "given"),
        _OTHER_ARGUMENTS,
    ),
    (
        ("operands could not be broadcast together",),
        Text(
            "모양이 맞지 않는 두 배열로 계산했어요. 오류에 나온 두 모양을 보고, 계산하는 줄 바로 앞에서 `.shape`를 출력해 보세요.",
            "Two arrays met whose shapes do not fit. The error names both; print `.shape` just before the line.",
        ),
    ),
    (
        ("The size of tensor a", "must match the size of tensor b"),
        Text(
            "모양이 맞지 않는 두 텐서를 값끼리 계산했어요(`+`, `-`, `*` 등). 그 줄 바로 앞에서 두 `.shape`를 출력해 보세요. 행렬의 곱이라면 `*`가 아니라 `@`예요.",
            "Two tensors met value by value (`+`, `-`, `*` and the like) whose shapes do not fit. Print both `.shape` just before the line. A product of matrices is `@`, not `*`.",
        ),
    ),
    (
        ("truth value of an array", "ambiguous"),
        Text(
            "배열 전체는 참이나 거짓 하나가 아니에요. `if`나 `and`, 파이썬의 `max(a, b)`에 배열을 넣지 않았는지 보세요. 성분마다 큰 쪽은 `np.maximum(a, b)`가 골라요.",
            "An array as a whole is neither true nor false. Did one get into an `if`, an `and`, or Python's `max(a, b)`? The larger of each two components is `np.maximum(a, b)`.",
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
        ("does not require grad and does not have a grad_fn",),
        Text(
            "`backward()`를 부른 값에 그래프가 이어져 있지 않아요. `requires_grad`가 빠졌거나, 그 전에 `.detach()`, `.item()`, `torch.tensor(...)`, `no_grad`로 그래프가 끊겼어요.",
            "There is no graph behind the value on which `backward()` was called. Either `requires_grad` is missing, or `.detach()`, `.item()`, `torch.tensor(...)` or `no_grad` has cut the graph before.",
        ),
    ),
    (
        ("grad can be implicitly created only for scalar outputs",),
        Text(
            "`backward()`는 수 하나에서만 바로 부를 수 있어요. 값이 여럿인데 평균(`mean`)을 내지 않았나요?",
            "`backward()` starts from one number. These are several: is a `mean` missing?",
        ),
    ),
    (
        ("a leaf Variable that requires grad", "in-place"),
        Text(
            "기록 중인 파라미터를 제자리에서 바꾸려 했어요. 업데이트는 `with torch.no_grad():` 안에서 하세요.",
            "A parameter was changed in place while its operations are recorded. Do the update inside `with torch.no_grad():`.",
        ),
    ),
    (
        ("backward through the graph a second time",),
        Text(
            "같은 그래프로 `backward()`를 두 번 불렀어요. 손실은 반복할 때마다 새로 계산해야 해요.",
            "`backward()` was called twice on one graph. The loss has to be computed anew in each round.",
        ),
    ),
    *(
        (
            (f"name '{name}' is not defined",),
            Text(
                f"이 노트북에는 아직 `{name}` 이름이 없어요. 맨 위의 import 셀을 다시 실행하세요. 거기에 없으면 함수 위에 `{how}`라고 쓰세요.",
                f"Nothing in this notebook is called `{name}` yet. Run the cell with the imports again; if it is not among them, write `{how}` above your function.",
            ),
        )
        for name, how in (
            ("np", "import numpy as np"),
            ("math", "import math"),
            ("random", "import random"),
            ("torch", "import torch"),
            ("nn", "from torch import nn"),
            ("F", "import torch.nn.functional as F"),
            ("optim", "from torch import optim"),
            ("plt", "import matplotlib.pyplot as plt"),
        )
    ),
    (
        ("name '", "' is not defined"),
        Text(
            "그 이름에 값을 넣는 줄이 없거나, 그 줄에 닿기 전에 썼거나, 철자가 다르거나, `del`이나 `%reset`이 지웠어요.",
            "Nothing gives that name a value, or it is used before, or it is spelled differently, or `del` or `%reset` has taken it away.",
        ),
    ),
    (
        ("cannot access local variable",),
        Text(
            "함수 안에서 그 이름에 값을 넣기 전에 먼저 썼어요. 반복하기 전에 처음 값을 넣으세요.",
            "Inside the function, that name is used before it has a value. Give it its first value before the loop.",
        ),
    ),
    (
        ("method' object is not",),
        Text(
            "함수 이름 뒤에 괄호 `()`가 빠졌어요. 함수 자체가 아니라, 불러서 나온 결과가 필요해요.",
            "The brackets `()` behind the name of a function are missing. What is needed is not the function but what it gives when it is called.",
        ),
    ),
    (
        ("object is not iterable",),
        Text(
            "수 하나를 여러 값처럼 하나씩 꺼내려 했어요. `for`나 `=` 오른쪽에 리스트나 배열이 와야 해요. 횟수만큼 반복하려면 `range(...)`를 쓰세요.",
            "This takes one value apart as if it were several. A list or an array has to stand there; to repeat something so many times, use `range(...)`.",
        ),
    ),
    (
        ("object is not callable",),
        Text(
            "함수가 아닌 것 뒤에 괄호를 붙였어요. 곱셈 기호 `*`가 빠졌거나, 함수 이름에 다른 값을 넣지 않았나요?",
            "Brackets stand behind something that is no function. Is a `*` missing, or was another value given a function's name?",
        ),
    ),
    (
        ("object is not subscriptable",),
        Text(
            "수 하나에 `[...]`를 붙였어요. 여러 값이 든 것이라고 여긴 이름에 무엇이 들어 있는지 출력해 보세요.",
            "`[...]` stands behind a single value. Print what you took for a list or an array.",
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
        ("all the input array dimensions except",),
        Text(
            "모양이 맞지 않는 배열들을 이어 붙였어요. 둘의 `.shape`를 출력해 보세요. 길이 N인 배열을 N행 배열의 옆에 두려면 `y[:, None]`처럼 열로 만드세요. `np.corrcoef(X, y)`는 행끼리 비교해요.",
            "Arrays whose shapes do not fit were put together. Print both `.shape`. To stand beside an array of N rows, one of length N has to be a column, `y[:, None]`; and `np.corrcoef(X, y)` compares rows.",
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

# Of answers that are those of a right solution with one slip in it. ``SLIPS`` end in a condition in Korean.
ONE_SLIP = Text(
    "맞는 풀이에서 {slip} 나오는 답과 시험한 모든 경우에 똑같아요. 풀이에 그런 곳이 없는지 찾아보세요.",
    "In every case tried, your answers are those of a right solution with one difference: {slip}. Is there such a place in yours?",
)
SLIP_AT = Text("{names} 부분의 ", " (near {names})")
SLIP_HAVING = Text("{names} 값이 든 ", " with {names}")
SLIPS: dict[str, Text] = {
    "operator": Text("{at}`{right}` 기호 하나를 `{there}` 기호로 바꾸면", "one `{right}` is a `{there}`{at}"),
    "exchanged": Text(
        "{at}`{right}` 기호 하나의 앞뒤를 서로 바꾸면", "the two sides of one `{right}` have changed places{at}"
    ),
    "term-missing": Text("{having}항 하나를 빼면", "one term{having} is left out"),
    "factor-missing": Text("{having}곱하기 하나를 빠뜨리면", "one factor{having} is left out"),
    "division-missing": Text("{having}나누기 하나를 빠뜨리면", "one division by something{having} is left out"),
    "divided-missing": Text(
        "나눗셈 하나에서 {having}나눠지는 쪽을 빼고 나누는 쪽만 남기면",
        "of one quotient only the divisor is left, and what is divided{having} is gone",
    ),
    "square-missing": Text("{having}식 하나를 제곱하지 않으면", "one square{at} is left out"),
    "power-missing": Text("{having}식 하나를 거듭제곱하지 않으면", "one power{at} is left out"),
    "base-missing": Text(
        "{having}거듭제곱 하나에서 밑을 빼고 지수만 남기면", "of one power{at} only the exponent is left"
    ),
    "minus": Text("{at}부호 하나를 반대로 하면", "one sign is the other way round{at}"),
    "number": Text("{at}수 하나를 {there} 값으로 바꾸면", "{there} stands where another number belongs{at}"),
    "fixed": Text(
        "한 곳에서 `{right}` 대신 늘 {there} 값을 쓰면", "in one place {there} always stands where `{right}` belongs"
    ),
    "other-input": Text(
        "한 곳에서 `{right}` 대신 `{there}` 값을 쓰면", "in one place `{there}` stands where `{right}` belongs"
    ),
    "other-name": Text("{at}변수 하나를 다른 변수로 바꾸면", "in one place another name stands{at}"),
    "function": Text("{at}`{right}` 하나를 `{there}` 함수로 바꾸면", "in one place `{there}` stands for `{right}`{at}"),
    "call-missing": Text("{at}`{right}` 호출 하나를 빼면", "one call of `{right}` is left out{at}"),
    "arguments-exchanged": Text(
        "{at}`{right}` 호출 하나의 두 인자를 서로 바꾸면", "the two arguments of one `{right}` have changed places{at}"
    ),
    "keyword-missing": Text(
        "`{there}` 호출에서 `{right}=` 인자를 빼면", "`{right}=` is left out of a call of `{there}`"
    ),
    "not-collected": Text(
        "{at}`{right}` 하나를 `=` 기호로 바꿔 앞의 값이 사라지면",
        "one `{right}` is a `=`{at}, so that the value before is lost",
    ),
    "line-missing": Text("{at}계산 한 줄을 빼면", "one line of the calculation is left out{at}"),
    "place": Text("{at}인덱스 하나를 다른 번호({there})로 바꾸면", "one index is {there} where another belongs{at}"),
    "slice": Text("{at}슬라이스 하나의 시작이나 끝을 바꾸면", "one slice begins or ends elsewhere{at}"),
    "count-fixed": Text(
        "{at}개수 자리 하나에 늘 {there} 값을 쓰면", "in one place the fixed number {there} stands for a count{at}"
    ),
    "count-too-large": Text("{at}개수 하나를 1 크게 세면", "one count is too large by 1{at}"),
    "count-too-small": Text("{at}개수 하나를 1 작게 세면", "one count is too small by 1{at}"),
    "range-begins-late": Text("{at}반복 하나를 한 번 늦게 시작하면", "one loop begins a round too late{at}"),
    "range-begins-early": Text("{at}반복 하나를 한 번 일찍 시작하면", "one loop begins a round too early{at}"),
    "range-ends-late": Text("{at}반복 하나를 한 번 더 돌면", "one loop runs a round too many{at}"),
    "range-ends-early": Text("{at}반복 하나를 한 번 덜 돌면", "one loop runs a round too few{at}"),
    "range-shifted": Text("{at}반복 하나를 0이 아니라 1부터 세면", "one loop counts from 1 where it should from 0{at}"),
    "first-left-out": Text("{at}반복 하나에서 맨 처음 것을 건너뛰면", "one loop passes over the first{at}"),
    "last-left-out": Text("{at}반복 하나에서 맨 마지막 것을 건너뛰면", "one loop passes over the last{at}"),
    "first-round-only": Text("{at}반복 하나가 첫 번째에서 끝나면", "one loop ends after its first round{at}"),
    "condition": Text(
        "{at}조건의 `{right}` 하나를 `{there}` 기호로 바꾸면", "one `{right}` of a condition is a `{there}`{at}"
    ),
    "condition-fixed": Text(
        "{at}조건 하나를 따지지 않고 늘 같은 쪽을 고르면",
        "one condition is not looked at, and always goes the same way{at}",
    ),
    "parts-exchanged": Text("돌려주는 값들의 순서를 거꾸로 하면", "what is returned comes in the opposite order"),
    "loop-ends-elsewhere": Text(
        "{at}반복 하나가 끝나는 조건이 달라서 너무 일찍 끝나거나 너무 오래 돌면",
        "one loop ends too early or too late, as the condition for its end is another{at}",
    ),
    "brackets": Text(
        "{at}괄호 한 쌍을 빼거나 다른 자리에 두면", "one pair of brackets{at} is left out, or closes elsewhere"
    ),
    "lines-exchanged": Text("{at}두 줄의 순서를 서로 바꾸면", "two lines have changed places{at}"),
    "into-loop": Text(
        "{at}반복문 뒤에 올 한 줄을 반복문 안에 두면", "one line{at} stands inside a loop where it belongs behind it"
    ),
    "out-of-loop": Text(
        "{at}반복문 안에 올 한 줄을 반복문 뒤에 두면", "one line{at} stands behind a loop where it belongs inside"
    ),
    "loops-exchanged": Text(
        "{at}겹친 두 반복의 안과 밖을 서로 바꾸면", "the inner and the outer loop have changed places{at}"
    ),
    "one-by-one": Text(
        "{at}함께 바꿀 값들을 한 줄씩 바꿔서 뒤의 줄이 벌써 바뀐 값을 쓰면",
        "values that change together{at} are set one after the other, so that a later line has a new value already",
    ),
    "kept": Text("앞에서 부른 때의 값이 남아 있으면", "something is kept from one call to the next"),
    "cut": Text("{at}그래프를 `{there}` 때문에 한 곳에서 끊으면", "the graph is cut in one place by `{there}`{at}"),
    "input-fixed": Text("`{right}` 자리에 늘 {there} 값을 넣으면", "`{right}` is always {there}"),
    "input-other": Text("`{right}` 자리에 `{there}` 값을 넣으면", "`{there}` stands for `{right}`"),
    "inputs-exchanged": Text("{names} 두 값을 서로 바꿔 넣으면", "{names} have changed places"),
    "input-negated": Text("{names} 값의 부호를 바꿔 넣으면", "the sign of {names} is the other way round"),
    "input-doubled": Text("{names} 자리에 두 배를 넣으면", "{names} is twice as large"),
    "input-halved": Text("{names} 자리에 절반을 넣으면", "{names} is half as large"),
    "input-squared": Text("{names} 자리에 제곱을 넣으면", "{names} is squared"),
    "input-rest": Text("{names} 자리에 1에서 뺀 값을 넣으면", "1 minus {names} stands for {names}"),
    "input-whole": Text("{names} 값의 소수점 아래를 버리면", "the decimals of {names} are cut off"),
    "input-more": Text("{names} 자리에 1 큰 수를 넣으면", "{names} is larger by 1"),
    "input-less": Text("{names} 자리에 1 작은 수를 넣으면", "{names} is smaller by 1"),
    "input-sizes": Text("{names} 값의 부호를 모두 없애면", "the values of {names} have lost their signs"),
    "input-zeros": Text("{names} 값을 모두 0으로 두면", "the values of {names} are all 0"),
    "input-ones": Text("{names} 값을 모두 1로 두면", "the values of {names} are all 1"),
    "input-headless": Text("{names}의 첫 값을 빼고 계산하면", "the first value of {names} is left out"),
    "input-tailless": Text("{names}의 마지막 값을 빼고 계산하면", "the last value of {names} is left out"),
    "input-head": Text("{names}의 첫 값만으로 계산하면", "only the first value of {names} is used"),
    "input-tail": Text("{names}의 마지막 값만으로 계산하면", "only the last value of {names} is used"),
    "input-reversed": Text("{names}의 순서를 거꾸로 하면", "the values of {names} come in reverse order"),
    "input-sorted": Text("{names} 값을 크기순으로 늘어놓으면", "the values of {names} are sorted"),
}

# Looking things up.
UNKNOWN_EXERCISE = Text(
    "'{id}' 연습 문제는 없어요.{close}",
    "There is no exercise '{id}'.{close}",
)
ID_TWICE = Text(
    "'{id}'이(가) '{first}'와 '{second}' 두 단원에 있어요. 강의 전체에서 하나뿐이어야 하니 한쪽의 이름을 바꾸세요.",
    "'{id}' is in two units, '{first}' and '{second}'. It has to be the only one in the course: rename one of them.",
)
FILE_TWICE = Text(
    "'{folder}'의 {name}.py는 강의가 이미 가진 단원의 파일 이름이에요. 파일과 단원의 이름을 바꾸세요.",
    "{name}.py in '{folder}' is called like the file of a unit that the course has. Rename the file and its unit.",
)
CANNOT_IMPORT = Text(
    "{place} 파일을 불러올 수 없어서 이 단원은 쓸 수 없어요: {what}",
    "{place} cannot be imported, so its unit cannot be used: {what}",
)
UNUSABLE_SETTINGS = Text(
    "과목의 설정 파일을 읽을 수 없어요. {place}: {what}",
    "The settings of the course cannot be read. {place}: {what}",
)
NO_UNITS_FOLDER = Text(
    "nbgrader_config.py의 `c.Grade.units_folder`가 가리키는 '{path}' 폴더가 없어요. `gdcourse new unit 09-my-unit`이 만들어요.",
    "There is no folder '{path}', which `c.Grade.units_folder` in nbgrader_config.py names. `gdcourse new unit 09-my-unit` makes it.",
)
NO_UNIT_IN_FILE = Text(
    "{path} 파일에 `UNIT`이 없어서 단원이 아니에요. `UNIT = Unit(...)`을 적거나 파일을 다른 곳에 두세요.",
    "{path} has no `UNIT`, so it is no unit. Write `UNIT = Unit(...)` into it, or put the file elsewhere.",
)
NO_REFERENCE = Text(
    "{path} 파일에 '{id}' 문제의 `@reference`가 없어요.",
    "{path} has no `@reference` for the exercise '{id}'.",
)
NOT_OF_THE_UNIT = Text(
    "{path} 파일이 {ids} 문제에 답하는데, '{unit}' 단원에는 그런 문제가 없어요.",
    "{path} answers {ids}, and the unit '{unit}' has no such exercise.",
)
UNITS_OF_ANOTHER_COURSE = Text(
    "이 프로세스는 '{there}'의 단원을 이미 쓰고 있어 '{here}'의 단원을 더할 수 없어요.",
    "This process has the units of '{there}' already and cannot take those of '{here}'.",
)
UNKNOWN_UNIT = Text(
    "'{slug}' 단원은 없어요. 있는 단원: {known}",
    "There is no unit '{slug}'. The units are: {known}",
)
NO_KEY = Text(
    "'{path}'에 정답 키가 없어요. 선생님이라면 `gdcourse keys`로 만드세요. 학생이라면 패키지를 다시 설치하세요.",
    "There is no answer key at '{path}'. Instructors make it with `gdcourse keys`; students, please reinstall the package.",
)
