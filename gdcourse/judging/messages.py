"""Every message of the package to people, in both languages.

Messages about one particular mistake stand beside that mistake, in ``gdcourse/solutions``.
"""

from gdcourse.language import Text

# The verdict in one line.
CORRECT = Text("맞았어요!", "Correct!")
NOT_YET = Text("아직이에요.", "Not yet.")
PARTLY = Text("부분 점수를 받아요.", "Part of the points.")
MISSING = Text("아직 답이 없어요.", "There is no answer yet.")
UNGRADABLE = Text("채점할 수 없었어요.", "This could not be graded.")
MANUAL = Text("선생님이 직접 채점해요.", "A teacher grades this by hand.")
POINTS = Text("{score:g}/{max_score:g}점", "{score:g}/{max_score:g} points")

# What the answers show where no known mistake fits them.
DEFINE_FIRST = Text(
    "위의 풀이 셀에 `{name}` 코드를 쓰고 그 셀을 실행한 다음 다시 확인하세요. 이미 썼다면 `raise NotImplementedError()` 줄을 지우세요.",
    "Write `{name}` in the solution cell above, run that cell, then check again. If you have written it already, delete the line `raise NotImplementedError()`.",
)
ERROR = Text(
    "실행하다가 {name} 오류가 났어요{line}{message}",
    "It stopped with {name}{line}{message}",
)
ERROR_LINE = Text(" (풀이 셀 {line}번째 줄)", " (line {line} of the solution cell)")
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
WHOLE_NUMBERS = Text(
    "값이 정수로 되어 소수점 아래가 사라졌어요. `int`, `round`, `//`를 쓰거나 정수 배열에 담지 않았나요?",
    "The values are cut to whole numbers; the decimals are gone. Is there an `int`, a `round`, a `//`, or an array of integers that they are put into?",
)
ROUNDED = Text(
    "맞는 값을 소수점 아래 {digits}자리로 반올림했어요. 반올림하지 않은 값을 돌려주세요.",
    "The right values, rounded to {digits} decimals. Return them without rounding.",
)
REVERSED = Text(
    "값은 모두 맞는데 순서가 거꾸로예요.",
    "All values are right, but their order is reversed.",
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
    "어떤 입력에서든 맞는 값의 {factor}배가 나와요.",
    "The answer is always {factor} times the right one.",
)
SIGN = Text("크기는 맞는데 부호가 반대예요.", "The size is right, the sign is reversed.")
OFFSET = Text(
    "어떤 입력에서든 맞는 값과 {offset:+g}만큼 차이가 나요.",
    "The answer is always off by {offset:+g}.",
)
MOVE_RATIO = Text(
    "걸음(바뀐 양)이 어떤 입력에서든 맞는 걸음의 {factor}배예요.",
    "The move itself is always {factor} times the right one.",
)
UPHILL = Text("걸음의 크기는 맞는데 방향이 반대예요.", "The move has the right size and the wrong direction.")
ZERO = Text(
    "답이 늘 0이에요. `//`나 `int`가 소수점 아래를 버리거나, 아주 작은 수가 반올림으로 사라지지 않았나요?",
    "The answer is always 0. Does `//` or `int` cut the fraction away, or is a very small number lost to rounding?",
)
CONSTANT = Text(
    "입력이 달라져도 답이 늘 똑같아요. 함수가 인자를 쓰고 있나요?",
    "The answer is the same whatever the inputs are. Does the function use its arguments?",
)
SOME_CASES = Text(
    "{total}번 중 {right}번은 맞았어요. 틀린 경우의 입력에 무엇이 다른지 살펴보세요.",
    "Right in {right} of {total} cases. Look at what is different about the inputs of the others.",
)
SOME_VALUES = Text(
    "순서대로 세면 맞은 값은 {right}번째, 틀린 값은 {wrong}번째예요.",
    "Counting the values in order, right: number {right}; wrong: number {wrong}.",
)
ONE_VALUE_RATIO = Text(
    "{wrong}번째 값만 틀려요. 어떤 입력에서든 맞는 값의 {factor}배예요.",
    "Only value number {wrong} is wrong: it is always {factor} times the right one.",
)
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
FAILED_CASE = Text(
    "{tried}번 시험해서 {wrong}번 틀렸어요. 그중 첫 번째예요.",
    "{wrong} of the {tried} cases tried went wrong. This is the first of them.",
)
FAILED_ONLY = Text("이 경우를 시험했어요.", "This is the case that was tried.")
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

# Grading.
CELL_TIMED_OUT = Text(
    "이 셀이 {seconds}초 안에 끝나지 않아 중단했어요. 끝나지 않는 반복문이 있는지 보세요.",
    "This cell did not finish within {seconds} s and was stopped. Is there a loop that does not end?",
)
KERNEL_DIED = Text(
    "{cell}번째 셀을 실행하다가 커널이 종료되어 이 셀까지 실행하지 못했어요.",
    "The kernel died while running cell number {cell}, so this cell was not reached.",
)
KERNEL_STUCK = Text(
    "{cell}번째 셀이 중단 요청에도 멈추지 않아 커널을 끝냈고, 이 셀까지 실행하지 못했어요.",
    "Cell number {cell} did not stop when interrupted; the kernel was ended, so this cell was not reached.",
)
KERNEL_ASTRAY = Text(
    "{cell}번째 셀에서 커널이 보낸 답을 해석할 수 없어, 이 셀까지 실행하지 못했어요. ({reason})",
    "At cell number {cell} the kernel sent something that makes no sense, so this cell was not reached. ({reason})",
)
OUT_OF_MEMORY = Text(
    "{cell}번째 셀이 메모리를 {limit} MiB보다 많이 써서 커널을 끝냈고, 이 셀까지 실행하지 못했어요. 아주 큰 배열이나 끝없이 자라는 리스트가 있는지 보세요.",
    "Cell number {cell} took more than {limit} MiB of memory and the kernel was ended, so this cell was not reached. Is there a huge array, or a list that never stops growing?",
)
TOO_MANY_PROCESSES = Text(
    "{cell}번째 셀이 프로세스를 너무 많이 만들어 커널을 끝냈고, 이 셀까지 실행하지 못했어요.",
    "Cell number {cell} started too many processes and the kernel was ended, so this cell was not reached.",
)
TOO_MUCH_OUTPUT = Text(
    "이 셀의 출력이 {limit} MiB를 넘어 나머지는 버리고 실행을 중단했어요.",
    "The output of this cell passed {limit} MiB; the rest was dropped, and the cell interrupted.",
)
TOO_MUCH_OUTPUT_IN_ALL = Text(
    "노트북 전체의 출력이 {limit} MiB를 넘어 이 셀의 나머지 출력은 버리고 실행을 중단했어요.",
    "The output of the notebook as a whole passed {limit} MiB; the rest of this cell's was dropped, and the cell "
    "interrupted.",
)
NOTEBOOK_TIMED_OUT = Text(
    "노트북 전체가 {seconds}초 안에 끝나지 않아 이 셀까지 실행하지 못했어요.",
    "The notebook as a whole did not finish within {seconds} s, so this cell was not reached.",
)
BAD_PARTIAL_CREDIT = Text(
    "이 검사 셀이 돌려준 점수를 쓸 수 없어요: {reason}",
    "This check cell gave a score that cannot be used: {reason}",
)
UNREADABLE = Text(
    "제출한 파일을 노트북으로 읽을 수 없었어요: {reason}",
    "The file that was handed in cannot be read as a notebook: {reason}",
)
EARLIER_ERROR = Text(
    "풀이 셀이 오류로 끝났어요: {name}: {message}",
    "The solution cell ended with an error: {name}: {message}",
)
CHECK_FAILED = Text(
    "검사 셀이 오류로 끝났어요: {name}: {message}",
    "The check cell ended with an error: {name}: {message}",
)
NO_NOTEBOOK = Text(
    "제출 폴더에 이 과제의 노트북이 없어요.",
    "The submission folder holds no notebook of this assignment.",
)

NO_ISOLATION = Text(
    "제출물을 격리해서 실행할 수 없어 채점하지 않았어요: {reason}\n방법: (1) 사용자 네임스페이스를 쓸 수 있는 리눅스(WSL 2 포함)에서 채점하세요. (2) Ubuntu 24.04 이후라면 `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`. (3) 컨테이너라면 `--cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined`으로 시작하세요. (4) 제출물을 모두 믿는다면 `--no-isolation`: 학생 코드가 여러분의 권한으로 실행돼요.",
    "Submissions cannot be isolated here, so nothing was graded: {reason}\nWays out: (1) grade on Linux (WSL 2 included) with user namespaces; (2) on Ubuntu 24.04 and later, `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`; (3) start a container with `--cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined`; (4) if you trust every submission, `--no-isolation`: students' code then runs with all your rights.",
)
ISOLATED = Text("격리: {layers}", "Isolation: {layers}")
NOT_ISOLATED = Text(
    "격리 없이 채점해요. 학생 코드가 여러분의 권한으로 실행돼요.",
    "Grading without isolation: students' code runs with all your rights.",
)
BUSY_COURSE = Text(
    "다른 채점이 이 과목에서 진행 중이에요. 끝날 때까지 기다릴게요. ({holder})",
    "Another grading is at work in this course; waiting until it has finished. ({holder})",
)
GRADEBOOK_UNAVAILABLE = Text(
    "성적부에 쓸 수 없어요: {reason}\n지금까지 기록한 것은 그대로예요. 고친 뒤 같은 명령을 다시 실행하면 이어서 채점해요.",
    "The gradebook cannot be written: {reason}\nWhat has been recorded stays. Mend it and run the same command again to go on.",
)
INTERRUPTED = Text(
    "중단했어요. 채점을 마친 것은 기록되어 있고, `gdcourse grade {unit}`을 다시 실행하면 이어서 채점해요.",
    "Stopped. What was graded is recorded; run `gdcourse grade {unit}` again to go on.",
)
GRADED = Text(
    "{graded}개를 채점했고, {unchanged}개는 바뀌지 않아 그대로예요.",
    "{graded} graded; {unchanged} unchanged since they were graded.",
)
NO_SCHEDULER = Text(
    "'{address}'의 Dask 스케줄러나 그 워커에 연결할 수 없어요: {reason}",
    "There is no Dask scheduler with workers at '{address}': {reason}",
)
VERSION_SKEW = Text(
    "워커의 채점 코드나 라이브러리가 이 컴퓨터({ours})와 달라 채점하지 않았어요: {workers}. 모두 같은 버전을 설치한 뒤 워커를 다시 시작하세요.",
    "Nothing was graded: these workers have other grading code or libraries than this machine ({ours}): {workers}. Install the same version everywhere and restart the workers.",
)
GRADER_FAILED = Text(
    "이 제출물을 채점하다가 채점기에 오류가 났어요. 운영자에게 알려 주세요. ({reason})",
    "The grader failed on this submission. Please tell whoever runs the grading. ({reason})",
)
GRADER_DIED = Text(
    "이 제출물을 채점하던 프로세스가 {times}번 종료되었어요. 운영자에게 알려 주세요.",
    "The process that graded this submission died {times} times. Please tell whoever runs the grading.",
)

# Commands.
NO_COURSE = Text(
    "'{path}'에 nbgrader_config.py가 없어요. 과목 폴더에서 실행하거나 `--course DIR`로 폴더를 지정하세요.",
    "There is no nbgrader_config.py in '{path}'. Run this in the course's directory, or give `--course DIR`.",
)
NOT_RELEASED = Text(
    "'{unit}' 과제를 아직 배포하지 않았어요. 먼저 `gdcourse release {unit}` 명령을 실행하세요.",
    "The assignment '{unit}' has not been released. Run `gdcourse release {unit}` first.",
)
NO_SUBMISSIONS = Text(
    "'{unit}' 과제의 제출물이 없어요. '{path}' 아래에 노트북을 두세요.",
    "Nobody has handed in '{unit}'. Put notebooks into '{path}'.",
)
NBGRADER_FAILED = Text(
    "nbgrader가 '{unit}' 과제를 처리하지 못했어요: {reason}",
    "nbgrader could not process '{unit}': {reason}",
)
NOT_A_DEMO = Text(
    "'{path}' 폴더가 이미 있는데, 데모가 만든 폴더가 아니에요. `--directory`로 다른 폴더를 지정하세요.",
    "'{path}' exists and was not made by the demo. Give another directory with `--directory`.",
)
UNUSABLE_FOLDER = Text(
    "'{name}' 폴더는 이름이 UTF-8 글자가 아니거나 제어 문자가 들어 있어 채점하지 않았어요. 폴더 이름을 바꾸고 다시 실행하세요.",
    "The folder '{name}' was left out: its name is not UTF-8, or holds control characters. Rename it and run this again.",
)

# Reports, marks for a learning platform, collecting and packing.
NOT_GRADED = Text(
    "'{unit}' 과제를 아직 채점하지 않았어요. 먼저 `gdcourse grade {unit}` 명령을 실행하세요.",
    "The assignment '{unit}' has not been graded. Run `gdcourse grade {unit}` first.",
)
STILL_OPEN = Text(
    "직접 채점이 끝나지 않은 제출물이 {count}개 있어요. 그 문제는 아직 0점으로 들어가 있어요.",
    "{count} submissions still have questions to be graded by hand; these count 0 so far.",
)
CANNOT_READ_ARCHIVE = Text(
    "'{path}' 파일을 읽을 수 없어요({reason}). LMS에서 다시 내려받아 보세요.",
    "'{path}' cannot be read ({reason}). Try to download it again.",
)
NOT_A_ROSTER = Text(
    "'{path}' 명단에 'student' 열이 없어요(있는 열: {found}). 첫 줄에 student와, LMS 번호나 이름이 든 열의 제목을 적으세요.",
    "The roster '{path}' has no column 'student' (its columns: {found}). Its first line names it, and columns with the platform's numbers or names.",
)
UNSAFE_PATH = Text(
    "경로가 압축 파일 밖을 가리키거나, 너무 길거나, 제어 문자가 들어 있어요.",
    "Its path leads out of the archive, is too long, or holds control characters.",
)
TOO_MANY_FILES = Text(
    "압축 파일 하나에 파일이 너무 많아서, 이 파일부터는 읽지 않았어요.",
    "There are too many files in one archive: from this one on, none was read.",
)
IS_A_LINK = Text("심볼릭 링크라서 따라가지 않았어요.", "It is a symbolic link, which is not followed.")
ENCRYPTED = Text("암호가 걸려 있어요.", "It is encrypted.")
NOT_A_ZIP = Text("zip 파일이 아니거나 망가졌어요.", "It is not a zip file, or it is damaged.")
ZIP_IN_ZIP_IN_ZIP = Text("zip 파일이 너무 여러 겹이에요.", "It is a zip file inside a zip file inside another.")
DAMAGED_FILE = Text("읽을 수 없어요: {reason}", "It cannot be read: {reason}")
TOO_MUCH = Text("너무 커요({megabytes} MB까지).", "It is too large (at most {megabytes} MB).")
UNKNOWN_NOTEBOOK = Text("어느 과제의 노트북인지 알 수 없어요.", "It is not clear which assignment this is.")
OF_ANOTHER_UNIT = Text("'{unit}' 과제의 노트북이에요.", "It is the notebook of '{unit}'.")
WHOSE = Text("누구의 것인지 경로에서 알 수 없어요.", "Its path does not tell whose it is.")
SAME_NAME = Text(
    "이름이 같은 학생이 여럿이라 번호를 붙였어요: {name}",
    "Several students share this name, so the number is added: {name}",
)
MARKED_LATE = Text("Canvas에 지각으로 표시됨", "marked late by Canvas")
KEPT_EARLIER = Text("먼저 낸 것, 보관한 곳: {path}", "an earlier attempt, kept in {path}")
NOTHING_TAKEN = Text("가져온 제출물이 없어요.", "No submission was taken.")
TAKEN = Text(
    "{taken}개를 가져왔고, 먼저 낸 {earlier}개를 따로 보관했고, {left}개는 가져오지 않았어요.",
    "{taken} taken, {earlier} earlier attempts kept apart, {left} left.",
)
NO_ARCHIVE = Text(
    "'{path}' 파일이나 폴더가 없어요. 단원 이름을 쓰려고 했다면, 있는 단원: {known}",
    "There is no file or folder '{path}'. If a unit was meant, the units are: {known}",
)
NO_WHEEL = Text(
    "학생용 패키지를 만들 수 없어요. 저장소에서 `pip install -e .[instructor]`로 설치했는지 확인하세요: {reason}",
    "The students' package cannot be built. Is this installed from the repository, with `pip install -e .[instructor]`? {reason}",
)
WOULD_TELL = Text(
    "'{path}'에 학생이 보면 안 되는 것이 있어 묶음을 만들지 않았어요. `gdcourse release`를 다시 실행해 보세요.",
    "'{path}' holds what students must not see, so nothing was packed. Try `gdcourse release` again.",
)
NOTHING_TO_PACK = Text("'{path}'에 수업이 없어요.", "There are no lessons in '{path}'.")

# The next thing to try.
NEXT = Text("다음에 해 볼 것", "Next")
NEXT_STEP = Text("다음에 해 볼 것: {step}", "Next: {step}")
TRY_AGAIN = Text(
    "고친 다음 풀이 셀을 먼저 실행하고, 이 셀을 다시 실행하세요.",
    "Once you have changed it, run the solution cell first, then this one again.",
)
TRY_FINDING_THE_FACTOR = Text(
    "식에서 인수가 빠졌거나 두 번 들어간 곳을 찾아보세요. 위의 수를 넣어 손으로 계산하면 찾기 쉬워요.",
    "Look in your formula for a factor that is missing or there twice. It helps to work it out by hand with the numbers above.",
)
TRY_THE_SIGNS = Text(
    "뺄셈의 순서와 부호를 하나씩 확인해 보세요.",
    "Check the order of every subtraction, and every sign.",
)
TRY_FINDING_THE_TERM = Text(
    "식에서 항이 빠졌거나 한 번 더 더해진 곳을 찾아보세요.",
    "Look in your formula for a term that is missing, or added once too often.",
)
TRY_CALLING = Text(
    "새 셀에서 위의 입력으로 `{name}`을 직접 불러 보세요. 함수 안에 `print`를 넣으면 중간 값도 보여요.",
    "In a new cell, call `{name}` with the inputs above. With `print` inside the function you see the values on the way.",
)
TRY_BY_HAND = Text(
    "위의 입력으로 종이에 계산해 보고, 코드의 값과 한 줄씩 견주어 보세요.",
    "Work it out on paper with the inputs above, and compare with your code line by line.",
)
TRY_PRINTING = Text(
    "오류가 난 줄 앞에 `print`를 넣어, 그 줄이 쓰는 값을 살펴보세요.",
    "Put a `print` before the line that stopped, and look at the values that it uses.",
)
TRY_THE_NAMES = Text(
    "이름의 철자가 맞는지, 그 이름을 만드는 셀을 실행했는지 확인하세요.",
    "Check how the name is spelt, and that the cell that makes it has been run.",
)

# Progress.
PROGRESS = Text(
    "이 노트북에서 지금까지: {total}문제 중 {right}문제 해결, {score:g}/{max_score:g}점",
    "In this notebook so far: {right} of {total} exercises solved, {score:g}/{max_score:g} points",
)
ALL_STAND = Text(
    "자동으로 채점하는 문제를 모두 풀었어요. 글로 답하는 문제가 남았는지 보고 제출하세요.",
    "Every exercise that is checked is solved. See whether a question in words is left, then hand in.",
)

# Students' commands.
NO_LESSONS = Text(
    "'{path}'에 수업 노트북이 없어요. 압축을 푼 폴더로 옮겨 가서 실행하거나, `--directory DIR`로 그 폴더를 지정하세요.",
    "There are no lessons in '{path}'. Run this in the folder that you unpacked, or give it with `--directory DIR`.",
)
NO_LANGUAGE_PACK = Text(
    "JupyterLab의 한국어 팩이 없어 메뉴는 영어로 나와요. 설치: {command}",
    "JupyterLab's Korean language pack is not installed, so the menus stay English. To install it: {command}",
)
NO_CHECKS_HERE = Text(
    "'{path}'에 과제 노트북이 없어요. 예를 들어 `gdcourse check 02-manual-gradient.ipynb`처럼 노트북을 지정하세요.",
    "There is no assignment in '{path}'. Name a notebook, as in `gdcourse check 02-manual-gradient.ipynb`.",
)
NOT_A_NOTEBOOK = Text(
    "'{path}' 파일을 노트북으로 읽을 수 없어요: {reason}",
    "'{path}' cannot be read as a notebook: {reason}",
)
NOT_REACHED = Text(
    "검사 셀이 없거나, 거기까지 실행하지 못했어요.",
    "Its check cell is not there, or the run did not get that far.",
)
KERNEL_GONE = Text(
    "실행하다가 커널이 종료되어 그 뒤는 알 수 없어요. `exit()`를 부르거나 메모리를 너무 많이 쓰지 않나요?",
    "The kernel died on the way, so the rest is not known. Does something call `exit()`, or use too much memory?",
)
LEGEND = Text(
    "✓ 맞음 · ◐ 일부 · ✗ 틀림 · · 답 없음",
    "✓ right · ◐ part · ✗ wrong · · no answer",
)
NO_SUBMISSION_FILE = Text(
    "'{unit}' 과제의 노트북({name})을 '{path}'에서 찾지 못했어요. `--notebook FILE`로 지정하세요.",
    "No notebook of '{unit}' ({name}) was found in '{path}'. Name it with `--notebook FILE`.",
)
SEVERAL_FILES = Text(
    "같은 이름의 노트북이 여럿이라 가장 나중에 고친 '{path}' 파일을 골랐어요. 다른 것이면 `--notebook FILE`로 지정하세요.",
    "There are several notebooks of that name; '{path}' was changed last and is the one taken. If you mean another, name it with `--notebook FILE`.",
)
WARN_UNREADABLE = Text(
    "노트북으로 읽을 수 없어요({reason}). 이대로 내면 채점되지 않아요. JupyterLab에서 열리는지 보고 다시 저장하세요. 안 열리면 File → Revert Notebook to Checkpoint를 해 보세요.",
    "This cannot be read as a notebook ({reason}) and will not be graded as it is. See whether JupyterLab opens it, and save it again; if it does not, try File → Revert Notebook to Checkpoint.",
)
WARN_CHECK_GONE = Text(
    "`{id}` 문제의 검사 셀이 없어요. 채점할 때 다시 넣으니 점수에는 영향이 없지만, 풀이 셀은 남아 있는지 확인하세요.",
    "The check cell of `{id}` is gone. Grading puts it back, so no points are lost by it; see that your solution cell is still there.",
)
WARN_CHECK_CHANGED = Text(
    "`{id}` 문제의 검사 셀이 바뀌었어요. 채점할 때 원래대로 되돌리니, 그 셀에 쓴 것은 채점되지 않아요.",
    "The check cell of `{id}` was changed. Grading restores it, so what you wrote there does not count.",
)
WARN_CHECK_TWICE = Text(
    "`{id}` 문제의 검사 셀이 여러 개예요. 하나만 채점돼요.",
    "The check cell of `{id}` is there more than once. One of them counts.",
)
WARN_BLANK = Text("`{id}` 문제에 아직 답이 없어요.", "`{id}` has no answer yet.")
WARN_SOLUTION_GONE = Text(
    "`{id}` 문제의 풀이 셀이 없어요. 지웠다면 원본 노트북에서 그 셀을 다시 복사해 오세요.",
    "The solution cell of `{id}` is gone. If you deleted it, copy the cell back from the original notebook.",
)
WARN_LARGE = Text(
    "노트북이 {size:.1f} MB예요. 학습 관리 시스템이 받지 않을 수 있으니, JupyterLab에서 Edit → Clear Outputs of All Cells를 누르고 저장한 뒤 다시 만드세요.",
    "The notebook is {size:.1f} MB, which your course's site may refuse. In JupyterLab choose Edit → Clear Outputs of All Cells, save, and run this again.",
)
PACKED = Text(
    "'{path}' 파일을 만들었어요. 이 파일을 과제 제출 칸에 올리세요.",
    "Made '{path}'. Upload this file where your course collects assignments.",
)
PACKED_ANYWAY = Text(
    "위의 내용을 고칠 시간이 없으면 이대로 내도 돼요. 고쳤다면 이 명령을 다시 실행하세요.",
    "If there is no time to mend what is said above, hand it in as it is. Once mended, run this command again.",
)
NOTHING_AMISS = Text("빠진 것이 없어요.", "Nothing is missing.")
