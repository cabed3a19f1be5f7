"""What students are told beside the verdict, in both languages: what to try next, and what their commands say."""

from gdcourse.language import Text

# What to try next.
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
    "새 셀에서 `{name}`에 위의 입력을 넣어 직접 실행해 보세요. 함수 안에 `print`를 넣으면 중간 값도 보여요.",
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
TRY_PRINTING_IN_THE_LOOP = Text(
    "반복문 안 첫 줄에 `print`를 넣고 위의 입력으로 불러, 조건에 쓰인 값이 바뀌는지 보세요.",
    "Put a `print` on the first line inside the loop, call it with the inputs above, and see whether what the condition looks at changes.",
)
TRY_THE_NAMES = Text(
    "이름의 철자가 맞는지, 그 이름을 만드는 셀을 실행했는지 확인하세요.",
    "Check how the name is spelt, and that the cell that makes it has been run.",
)

# The way on, where somebody is stuck.
STUCK = Text(
    "막혔나요? 한 가지 풀이를 보세요. 본 다음에는 접고 스스로 다시 써 보세요.",
    "Stuck? Here is one way to write it. Look, fold it away, then write your own.",
)

# Progress.
EXERCISE = Text("문제", "exercise")
PROGRESS = Text(
    "이 노트북에서 지금까지: {total}문제 중 {right}문제 해결, {score:g}/{max_score:g}점",
    "In this notebook so far: {right} of {total} exercises solved, {score:g}/{max_score:g} points",
)
MARKED_BY_A_PERSON = Text(
    "(글로 쓰는 답의 {points:g}점은 사람이 매겨요)",
    "(a person marks what you write, for {points:g} more)",
)

LESSON_PROGRESS = Text(
    "이 수업에서 지금까지: 해 보기 {tasks}개 중 {done}개 해결, 예상 {guesses}개 중 {guessed}개",
    "In this lesson so far: {done} of {tasks} tasks solved, {guessed} of {guesses} guesses made",
)

# Guesses.
GUESS_FIRST = Text(
    "`...` 자리에 예상을 적고 이 셀을 실행한 다음 계속하세요.",
    "Put your guess in place of `...`, run this cell, then go on.",
)
CHOOSE_FIRST = Text(
    "`...` 자리에 {letters} 가운데 하나를 따옴표까지 적고 이 셀을 실행한 다음 계속하세요.",
    "Put {letters}, with the quotation marks, in place of `...`, run this cell, then go on.",
)
GUESS_KEPT = Text("예상을 적어 두었어요. 이제 계속하세요. 적은 예상: {guess}", "Noted, now go on. Your guess: {guess}")
NO_GUESS = Text(
    "{guess}: 이것은 예상으로 적을 수 없어요. 적을 수 있는 것: {wanted}.",
    "{guess}: write your guess as {wanted}.",
)
NOT_A_GUESS = Text("'{id}' 문제는 예상 문제가 아니에요.", "'{id}' is not a guess.")
YOUR_GUESS = Text("예상: {guess}", "Your guess: {guess}")
RESULT = Text("결과: {result}", "Result: {result}")
GUESSED_RIGHT = Text("예상이 맞았어요.", "You saw it coming.")
GUESSED_OTHERWISE = Text(
    "결과가 예상과 달라요. 어디에서 생각이 갈렸는지 적어 보세요.",
    "The result is not what you expected. Note where your thinking and the result part.",
)
GUESSED_CLOSE = Text("꽤 가까운 예상이에요.", "Quite close.")
GUESSED_TOO_SMALL = Text(
    "결과가 예상의 약 {times}배예요. 어디서 차이가 났을까요?",
    "The result is about {times} times your guess. Where does the difference come from?",
)
GUESSED_TOO_LARGE = Text(
    "예상이 결과의 약 {times}배예요. 어디서 차이가 났을까요?",
    "Your guess is about {times} times the result. Where does the difference come from?",
)
GUESSED_BELOW = Text(
    "예상이 결과보다 {difference}만큼 작아요. 어디서 차이가 났을까요?",
    "Your guess is {difference} below the result. Where does the difference come from?",
)
GUESSED_ABOVE = Text(
    "예상이 결과보다 {difference}만큼 커요. 어디서 차이가 났을까요?",
    "Your guess is {difference} above the result. Where does the difference come from?",
)
GUESSED_OTHER_SIGN = Text("결과의 부호가 예상과 반대예요.", "The result has the other sign.")
OTHER_RESULT = Text(
    "수업에서 나오는 결과와 달라요. 위의 코드를 바꾸었다면 당연한 일이에요.",
    "This is not the result of the lesson, as is to be expected where the code above was changed.",
)
OTHER_THAN_KEY = Text(
    "'{id}': 여기서 나온 결과는 {result}, 정답 키의 값은 {right}이에요. 위의 셀을 처음부터 차례로 다시 실행해 보세요.",
    "'{id}': the result here is {result}, the answer key has {right}. Run the cells above again, from the first.",
)

# Drills, and the questions at the top of a lesson.
DRILL_HOW = Text(
    '종이에 계산해 보고 `...` 자리에 답을 적으세요: `drill("{id}", ...)`',
    'Work it out on paper, then put your answer in place of `...`: `drill("{id}", ...)`',
)
DRILL_RIGHT = Text("✓ 맞았어요!", "✓ Correct!")
DRILL_NOT_YET = Text("아직이에요.", "Not yet.")
DRILL_EARLIER = Text(
    "앞 문제의 답으로는 맞아요. 지금 풀 문제는 이거예요: {question}",
    "That was right for an earlier question. The one asked now: {question}",
)
DRILL_WRONG = Text(
    "맞는 값과 달라요. 식을 먼저 적고 수를 하나씩 넣어 보세요.",
    "This is not the right value. Write the formula down first, then put in one number after the other.",
)
DRILL_CLOSE = Text(
    "거의 맞았어요. 유효 숫자 세 자리까지 적어 주세요.",
    "Nearly right. Give it to three significant digits.",
)
NEXT_QUESTION = Text("다음 질문: {question}", "Next question: {question}")
SAME_QUESTION = Text("다시 한번: {question}", "Once more: {question}")
IN_A_ROW = Text("연속 정답: {dots} ({of}번이면 다 익힌 거예요)", "In a row: {dots} ({of} of them: you can do this)")
CAN_DO_THIS = Text("연속 정답 {streak}번: 이제 다 익혔어요.", "{streak} in a row: you can do this.")
NOT_A_DRILL = Text("'{id}' 문제는 반복 연습이 아니에요.", "'{id}' is not a drill.")
OPENING = Text("시작하기 전에, 짧은 문제 세 개", "Before you begin: three short questions")
OPENING_ANSWERED = Text("{total}문제 중 {right}문제를 맞혔어요.", "{right} of {total} right.")
OPENING_HOW = Text(
    '이 셀의 줄을 `opening("{slug}", {dots})`처럼 고치고 `...` 자리에 답을 적어 다시 실행하세요. 답 없이 실행하면 새 질문이 나와요.',
    'Change the line of this cell to `opening("{slug}", {dots})`, put your answers in place of `...` and run it again. Without answers, new questions come.',
)
OPENING_PLACES = Text(
    "`...` 자리에 답을 적어 이 셀을 다시 실행하세요. 답 없이 실행하면 새 질문이 나와요.",
    "Put your answers in place of `...` and run this cell again. Without answers, new questions come.",
)
OPENING_RIGHT = Text("✓ 맞았어요.", "✓ Correct.")
OPENING_WRONG = Text("✗ {hint}", "✗ {hint}")
PRACTISE_IT = Text('연습하려면: `drill("{id}")`', 'To practise it: `drill("{id}")`')
NUMBERED = Text("{number}. {question}", "{number}. {question}")

# All units at a glance.
GLANCE = Text("무엇을 연습할까요?", "What should I practise?")
GLANCE_HEADINGS = {
    "unit": Text("단원", "unit"),
    "guesses": Text("예상", "guesses"),
    "tasks": Text("해 보기", "tasks"),
    "drills": Text("반복 연습", "drills"),
    "questions": Text("과제", "assignment"),
}
ALL_UNITS = Text(
    "모든 단원에서: 예상 {guesses}, 해 보기 {tasks}, 반복 연습 {drills}, 과제 {questions}. {following}",
    "In all units: guesses {guesses}, tasks {tasks}, drills {drills}, assignments {questions}. {following}",
)
PRACTISE_AGAIN = Text(
    '다음에 할 것: 반복 연습 「{title}」 한 번 더. 노트북에서 `drill("{id}")`',
    'Next: the drill “{title}” once more. In a notebook: `drill("{id}")`',
)
PRACTISE_DRILL = Text(
    '다음에 할 것: {unit}의 반복 연습 「{title}」. 노트북에서 `drill("{id}")`',
    'Next: the drill “{title}” of {unit}. In a notebook: `drill("{id}")`',
)
PRACTISE_TASK = Text(
    "다음에 할 것: {unit} 수업의 해 보기 「{title}」 (`{id}`)",
    "Next: the task “{title}” in the lesson {unit} (`{id}`)",
)
PRACTISE_QUESTION = Text(
    "다음에 할 것: {unit} 과제의 문제 「{title}」 (`{id}`)",
    "Next: the exercise “{title}” in the assignment {unit} (`{id}`)",
)
PRACTISE_NEXT_UNIT = Text("다음에 할 것: {unit} 수업", "Next: the lesson {unit}")
ALL_DONE = Text("모두 마쳤어요. 축하해요!", "Everything is done. Well done!")

# Commands.
NO_LESSONS = Text(
    "'{path}'에 수업 노트북이 없어요. 압축을 푼 폴더로 옮겨 가서 실행하거나, `--directory DIR`로 그 폴더를 지정하세요.",
    "There are no lessons in '{path}'. Run this in the folder that you unpacked, or give it with `--directory DIR`.",
)
CARRIED_OVER = Text(
    "{path}: 새 판으로 바꾸고, 써 둔 것을 모두 옮겼어요. 전의 파일은 {earlier}에 그대로 있어요.",
    "{path}: this is the newer edition now, with all that you had written. The file as it was: {earlier}",
)
LEFT_ALONE = Text(
    "{path}: 읽을 수 없어 그대로 두었어요({reason}). 이름을 바꾸거나 옮기면 새 판을 놓아 드려요.",
    "{path}: it cannot be read, so it was left alone ({reason}). Rename or move it to get the newer edition.",
)
NOT_TAKEN = Text(
    "{path}: 여기에 이미 쓴 것이 있어 가져오지 않았어요.",
    "{path}: something is written here already, so the other one was not taken.",
)
NOWHERE_TO_WORK = Text(
    "'{path}'에 쓸 수 없어 노트북을 놓지 못했어요({reason}). 폴더를 쓸 수 있는 곳으로 복사해 거기서 실행하세요.",
    "'{path}' cannot be written, so there is nowhere to put the notebooks ({reason}). Copy the folder to where you can write, and run this there.",
)
NO_LANGUAGE_PACK = Text(
    "JupyterLab의 한국어 팩이 없어 메뉴는 영어로 나와요. 설치: {command}",
    "JupyterLab's Korean language pack is not installed, so the menus stay English. To install it: {command}",
)
NEEDS_EXTRA = Text(
    "이 명령에 필요한 `{module}` 패키지가 없어요(`{extra}` 묶음). 설치: {command}",
    "This command needs the package `{module}`, which is not installed (it is part of the extra `{extra}`). To install it: {command}",
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
NO_QUESTIONS_IN_NOTEBOOK = Text(
    "'{path}'에 과제의 문제가 없어요. 과제 노트북이 맞으면 `gdcourse submit 02-manual-gradient --notebook FILE`처럼 어느 과제인지 함께 쓰세요.",
    "There are no questions of an assignment in '{path}'. If it is one all the same, say which: `gdcourse submit 02-manual-gradient --notebook FILE`.",
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
    "`{id}` 문제의 검사 셀이 바뀌었어요. 채점할 때는 그 뒤에 원래 검사 셀을 넣고, 거기에 쓴 것은 여러분이 더한 셀로 여겨요.",
    "The check cell of `{id}` was changed. Grading puts the given one behind it, and takes what you wrote there for a cell of your own.",
)
WARN_CHECK_TWICE = Text(
    "`{id}` 문제의 검사 셀이 여러 개예요. 하나만 채점돼요.",
    "The check cell of `{id}` is there more than once. One of them counts.",
)
WARN_GIVEN_GONE = Text(
    "처음부터 있던 코드 셀(`{line}`)이 없어요. 채점할 때도 `gdcourse check`에서도 다시 넣으니 점수에는 영향이 없지만, 이 노트북에서는 그 셀이 만드는 이름을 쓸 수 없어요.",
    "The code cell `{line}` that was given is gone. Grading puts it back, and `gdcourse check` does, so no points are lost by it; but in this notebook the names that it makes are missing.",
)
WARN_GIVEN_CHANGED = Text(
    "{cell}번째 셀은 처음부터 있던 코드인데, 바꾼 대로는 오류가 나거나 그 셀이 만들던 이름이 빠져요. 채점할 때도 `gdcourse check`에서도 원래 코드를 이어서 실행해요.",
    "Cell number {cell} was given. As it was changed it fails, or makes fewer names than it did: grading runs the given code after it, and `gdcourse check` does.",
)
EDITION_UNKNOWN = Text(
    "받은 그대로의 노트북이 이 폴더나 그 위에 없어서, 처음부터 있던 코드 셀을 바꾸거나 지웠다면 여기서는 그 상태로 실행했어요. 채점할 때는 원래대로 되돌려요.",
    "The notebook as it was given out is neither here nor in a folder above. If you have changed or deleted code that was given, it ran here as it stands; grading puts it right.",
)
CELL_FAILED = Text(
    "풀이 셀이 오류로 끝났어요: {name}: {message}",
    "The solution cell ended with an error: {name}: {message}",
)
CELL_STOPPED = Text(
    "풀이 셀이 끝나기 전에 중단됐어요. 끝나지 않는 반복문이 있는지 보세요.",
    "The solution cell was stopped before it had ended. Is there a loop that does not end?",
)
STILL_RUNNING = Text(
    "{seconds}초가 지났는데 아직 실행 중이에요. 반복문이 끝나지 않는 것 같으면 ■(커널 중단)를 눌러 멈추세요.",
    "This has been running for {seconds} s. If a loop does not seem to end, stop it with ■ (interrupt the kernel).",
)
NOT_ENDED = Text(
    "{seconds}초가 지나도 끝나지 않아 중단됐어요. 끝나지 않는 반복문이 있는지 보세요. `while`이라면, 조건에 쓰인 값이 반복할 때마다 바뀌어야 끝나요.",
    "It had not ended after {seconds} s and was stopped. Is there a loop that does not end? In a `while`, what its condition looks at has to change inside the loop.",
)
WARN_DEVICE = Text(
    "{cell}번째 셀이 `{what}` 장치를 써요. 채점하는 컴퓨터에는 없으니 오류가 나요. `torch.accelerator.is_available()`로 확인하고 쓰거나, 장치를 지정하지 마세요.",
    "Cell number {cell} uses the device `{what}`. Where it is graded there is none, and it fails. Ask `torch.accelerator.is_available()` first, or name no device.",
)
WARN_COMPILE = Text(
    "{cell}번째 셀이 `torch.compile`을 써요. 채점하는 곳에는 컴파일러가 없을 수 있고 첫 실행이 오래 걸려요. 빼도 값은 같아요.",
    "Cell number {cell} uses `torch.compile`. Where it is graded there may be no compiler, and the first run takes long. Without it the values are the same.",
)
WARN_INPUT = Text(
    "{cell}번째 셀이 `{what}...)`을 써요. 채점할 때는 입력할 사람이 없어서 그 셀은 오류로 끝나요.",
    "Cell number {cell} uses `{what}...)`. Nobody can type anything while it is graded: the cell ends with an error.",
)
WARN_LOCALE = Text(
    "{cell}번째 셀이 로캘 `{what}`을(를) 정해요. 채점하는 컴퓨터에는 없을 수 있고, 그러면 오류가 나요.",
    "Cell number {cell} sets the locale `{what}`. Where it is graded there may be none of that name, and it fails.",
)
WARN_ZONE = Text(
    "{cell}번째 셀이 이 컴퓨터의 시간대를 써요(`{what}`). 채점하는 컴퓨터의 시간대는 다를 수 있어요.",
    "Cell number {cell} goes by this machine's time zone (`{what}`). Where it is graded it may be another.",
)
WARN_VARIABLE = Text(
    "{cell}번째 셀이 이 컴퓨터의 환경 변수 `{what}`을(를) 읽어요. 채점할 때는 없어요.",
    "Cell number {cell} reads this machine's environment variable `{what}`. It is not set where it is graded.",
)
WARN_FILE_ELSEWHERE = Text(
    "{cell}번째 셀이 쓰는 `{what}` 파일은 함께 내지 않으니, 채점할 때는 그 자리에 없어요. 데이터라면 노트북 옆에 두고 이름만 적으세요.",
    "Cell number {cell} uses the file `{what}`, which is not handed in: where it is graded it is not there. Put data beside the notebook and write the name alone.",
)
WARN_MODULE = Text(
    "{cell}번째 셀이 수업에 딸려 오지 않는 모듈 `{what}`을(를) 써요. 채점하는 컴퓨터에는 없을 수 있고, 그러면 오류가 나요.",
    "Cell number {cell} imports `{what}`, which does not come with the course. Where it is graded it may be missing, and the import fails.",
)
WARN_THREADS = Text(
    "{cell}번째 셀이 스레드나 프로세서의 수를 써요(`{what}`). 채점할 때 계산은 스레드 하나로 하고, 프로세서의 수도 다를 수 있어요. 그 수에 기대지 마세요.",
    "Cell number {cell} asks how many threads or processors there are (`{what}`). Where it is graded there is one thread, and another number of processors: do not rely on it.",
)
WARN_NETWORK = Text(
    "{cell}번째 셀이 네트워크를 쓰는 것 같아요(`{what}`). 채점할 때는 네트워크가 없어요. 필요한 파일은 노트북 옆에 두세요.",
    "Cell number {cell} seems to use the network (`{what}`). There is none while it is graded: put the files that it needs beside the notebook.",
)
WARN_DESKTOP = Text(
    "{cell}번째 셀이 윈도나 화면이 있어야 쓸 수 있는 것을 써요(`{what}`). 채점은 화면 없는 리눅스에서 하므로 오류가 나요.",
    "Cell number {cell} uses what needs Windows or a screen (`{what}`). It is graded on Linux without one, and fails there.",
)
WARN_SLOW_CELL = Text(
    "{cell}번째 셀이 {seconds}초 걸렸어요. 채점할 때 셀 하나는 보통 {limit}초까지라, 중단될 수 있어요.",
    "Cell number {cell} took {seconds} s. When it is graded a cell usually has {limit} s, and is stopped then.",
)
WARN_SLOW_NOTEBOOK = Text(
    "노트북 전체가 {seconds}초 걸렸어요. 채점할 때는 보통 {limit}초까지라, 뒤쪽 문제에 이르지 못할 수 있어요.",
    "The notebook as a whole took {seconds} s. When it is graded it usually has {limit} s, and the last questions may not be reached.",
)
WARN_MEMORY = Text(
    "노트북이 메모리를 {took} MiB까지 썼어요. 채점할 때는 보통 {limit} MiB까지라, 커널이 종료될 수 있어요.",
    "The notebook took up to {took} MiB of memory. When it is graded it usually has {limit} MiB, and is ended beyond that.",
)
WARN_FILE_TOO_LARGE = Text(
    "'{name}' 파일은 함께 묶지 못했어요(파일 {files}개, {megabytes} MB까지). 채점할 때 이 파일은 없어요.",
    "'{name}' was not packed (at most {files} files and {megabytes} MB). It will not be there when the notebook is graded.",
)
NEEDS_FILES = Text(
    "노트북 옆의 파일을 써요: {names}. `gdcourse submit`으로 묶거나, 노트북과 함께 내세요.",
    "It uses files beside the notebook: {names}. Let `gdcourse submit` pack them, or hand them in with the notebook.",
)
PACKED_TOO = Text("함께 묶었어요: {names}", "Packed with it: {names}")
WARN_BLANK = Text("`{id}` 문제에 아직 답이 없어요.", "`{id}` has no answer yet.")
WARN_STUB_LEFT = Text(
    "`{id}` 문제의 풀이 셀에 `raise NotImplementedError()` 줄이 남아 있어요. 그 줄이 있으면 답으로 채점되지 않으니 지우세요.",
    "The solution cell of `{id}` still has the line `raise NotImplementedError()`. While it stands there the answer does not count: delete it.",
)
WARN_FENCED = Text(
    "{cell}번째 셀에 있는 `{id}` 문제의 풀이가 마크다운 표시(```) 사이에 있어 실행되지 않아요. 그 표시가 있는 줄을 지우세요. 이대로 내면 선생님이 보고 정해요.",
    "The answer to `{id}`, cell {cell}, stands between marks of Markdown (```) and does not run. Delete their lines. Handed in as it is, a teacher looks at it.",
)
WARN_NO_CODE = Text(
    "{cell}번째 셀에 있는 `{id}` 문제의 풀이는 {line}번째 줄이 파이썬 코드가 아니라서 전혀 실행되지 않아요. 문제의 글이 섞여 들어갔다면 그 글을 지우세요.",
    "The answer to `{id}`, cell {cell}, does not run at all: line {line} of it is no Python. If text of the question has got into it, delete that.",
)
WARN_NAME_GONE = Text(
    "`{id}` 문제에서 채점하는 것은 `{name}`인데, 그 이름을 만드는 셀이 없어요. 이름을 바꾸었다면 되돌리세요.",
    "`{id}` asks for `{name}`, and no cell makes it. If you have given it another name, change that back.",
)
WARN_ANSWERED_TWICE = Text(
    "`{id}` 문제의 `{name}`을(를) 만드는 셀이 여럿이에요({cells}번째). {counts}번째 셀의 것이 채점되니, 나머지는 지우세요.",
    "Several cells make `{name}` for `{id}` (numbers {cells}). The one in cell number {counts} is graded; delete the others.",
)
WARN_BELOW = Text(
    "`{id}` 문제의 답 셀은 비어 있고 바로 아래에 다른 글이 있어요. 그 글이 답이라면 답 셀 안으로 옮기세요.",
    "The cell for the answer to `{id}` is empty, and other text stands right below it. If that is your answer, move it into the cell.",
)
WARN_CELL_GONE = Text(
    "'{title}' 문제에 답하는 셀이 없어요. 지웠다면 원본 노트북에서 그 셀을 다시 복사해 오세요.",
    "The question '{title}' has no cell for its answer any more. If you deleted it, copy the cell back from the original notebook.",
)
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
