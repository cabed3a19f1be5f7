"""Why a submission, or a part of it, could not be graded, in both languages. Students read it in their feedback."""

from gdcourse.language import Text

# The run.
CELL_TIMED_OUT = Text(
    "이 셀이 {seconds}초 안에 끝나지 않아 중단했어요. 끝나지 않는 반복문이 있는지 보세요.",
    "This cell did not finish within {seconds} s and was stopped. Is there a loop that does not end?",
)
KERNEL_DIED = Text(
    "{cell}번째 셀을 실행하다가 커널이 종료되어 이 셀까지 실행하지 못했어요.",
    "The kernel died while running cell number {cell}, so this cell was not reached.",
)
WATCH_FAILED = Text(
    "{cell}번째 셀을 실행하는 동안 커널을 지켜보던 프로세스에 오류가 나서 이 셀까지 실행하지 못했어요. 제출물 때문이 아닐 수 있으니 운영자에게 알려 주세요. ({reason})",
    "The process that watches the kernel failed at cell number {cell}, so this cell was not reached. The submission may not be the cause. Please tell whoever runs the grading. ({reason})",
)
KERNEL_NOT_READY = Text(
    "커널이 첫 셀을 실행하기 전에 멈춰서 아무 셀도 실행하지 못했어요. 제출물 때문이 아니에요. 운영자에게 알려 주세요. ({reason})",
    "The kernel failed before it could run the first cell, so no cell was reached. The submission is not the cause. Please tell whoever runs the grading. ({reason})",
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
SCRATCH_IS_FULL = Text(
    "{cell}번째 셀까지 만든 파일이 {limit} MiB나 {files:,}개를 넘어 커널을 끝냈고, 이 셀까지 실행하지 못했어요.",
    "The files that were made up to cell number {cell} passed {limit} MiB or {files:,} in number and the kernel was ended, so this cell was not reached.",
)
CANNOT_BE_WATCHED = Text(
    "{cell}번째 셀이 파일이나 프로세스를 너무 많이 열거나 가려서 얼마나 쓰는지 알 수 없어 커널을 끝냈고, 이 셀까지 실행하지 못했어요.",
    "Cell number {cell} opened or hid so much that nobody can tell what it takes; the kernel was ended, so this cell was not reached.",
)
NO_SANDBOX = Text(
    "이 제출물을 격리할 자리를 {times}번 시도해도 만들지 못했어요. ({reason})",
    "This submission could not be given a sandbox, tried {times} times. ({reason})",
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

AS_GIVEN = Text(
    "이 셀은 주어진 것과 달라서, 주어진 그대로도 실행했어요.",
    "This cell is not as it was given, so it was run as it was given, too.",
)

# The answers.
ELSEWHERE = Text(
    "답이 답 칸이 아니라 {cells}번째 셀에 있는 것 같아, 선생님이 보고 정해요.",
    "The answer seems to stand outside of its cell, in cell number {cells}: a teacher looks at it.",
)
STUB_LEFT = Text(
    "풀이 셀에 쓴 것이 있지만 실행되지 않거나 `{name}`이라는 이름이 아니어서, 선생님이 보고 정해요. `raise NotImplementedError()` 줄이 남아 있지는 않나요?",
    "Something is written in the solution cell, but it is not reached, or is not called `{name}`: a teacher looks at it. Is the line `raise NotImplementedError()` still there?",
)
NO_CODE = Text(
    "풀이 셀이 코드 셀이 아니게 되어 그대로는 실행되지 않아, 선생님이 보고 정해요.",
    "The solution cell is no code cell any more, and does not run as it stands: a teacher looks at it.",
)
CODE_IN_MARKDOWN = Text(
    "풀이 셀의 코드가 마크다운 표시(```) 사이에 있어 그대로는 실행되지 않아, 선생님이 보고 정해요.",
    "The solution cell has its code between marks of Markdown (```), and does not run as it stands: a teacher looks at it.",
)
TEXT_AROUND_CODE = Text(
    "풀이 셀에 문제의 글과 코드가 함께 있어 그대로는 실행되지 않아, 선생님이 보고 정해요.",
    "The solution cell holds text of the question besides code, and does not run as it stands: a teacher looks at it.",
)
TAKEN_AWAY = Text(
    "`{missing}`은(는) {cell}번째 셀의 `{by}`에서 지워졌어요.",
    "`{missing}` was taken away by `{by}` in cell number {cell}.",
)
FIRST_CAUSE = Text(
    "`{missing}`은(는) {cell}번째 셀에서 만들어져야 하는데, 그 셀이 먼저 멈췄어요: {said}",
    "`{missing}` should come from cell number {cell}, but that cell had stopped before: {said}",
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
    "풀이 셀이 오류로 끝났어요: {said}",
    "The solution cell ended with an error: {said}",
)
NOT_IN_TIME = Text(
    "시간 안에 끝나지 않아 중단했어요. 끝나지 않는 반복문이 있는지 보세요.",
    "it did not finish in time and was stopped. Is there a loop that does not end?",
)
CHECK_FAILED = Text(
    "검사 셀이 오류로 끝났어요: {said}",
    "The check cell ended with an error: {said}",
)
NO_NOTEBOOK = Text(
    "제출 폴더에 이 과제의 노트북이 없어요.",
    "The submission folder holds no notebook of this assignment.",
)

# A person.
GRADED_BY_HAND = Text("선생님이 직접 채점했어요.", "A teacher graded this by hand.")
HANDED_IN_AGAIN = Text(
    "선생님이 채점한 뒤에 다시 채점되어, 선생님이 한 번 더 봐요. 전에 받은 점수는 그때까지 그대로예요.",
    "This was graded anew after a teacher had graded it by hand, so a teacher looks again. Until then that mark stays.",
)
NOT_RUN = Text(
    "`--no-execute`로 채점해서 실행하지 않았어요. 사람이 직접 채점해요.",
    "It was not run, because of `--no-execute`. A person grades it.",
)

# What cannot be graded at all. Instructors read it.
OTHER_LANGUAGE = Text(
    "'{notebook}' 노트북의 커널 '{kernel}'은(는) 파이썬이 아니라서 아무도 채점하지 않았어요. 파이썬 커널로 바꿔 다시 배포하거나, 이 과제는 nbgrader의 기본 설정으로 채점하세요.",
    "Nobody was graded: '{notebook}' has the kernel '{kernel}', which is not Python. Give it a Python kernel and release it again, or grade this assignment with nbgrader's own settings.",
)
UNHEARD_SETTINGS = Text(
    "nbgrader의 이 설정은 여기서 쓰이지 않아요: {names}",
    "These settings of nbgrader's have no effect here: {names}",
)
OLD_SCHEMA = Text(
    "'{notebook}' 노트북의 nbgrader 메타데이터가 예전 형식이에요. 파일을 백업한 뒤 `nbgrader update {path}` 명령을 실행하고 다시 채점하세요.",
    "The nbgrader metadata of '{notebook}' has an old format. Back up your files, run `nbgrader update {path}`, and grade again.",
)
OF_ANOTHER_ASSIGNMENT = Text(
    "'{notebook}' 노트북에 다른 과제의 문제만 있어요: {cells}",
    "'{notebook}' holds questions of another assignment, and none of this one: {cells}",
)

# The grader.
GRADER_FAILED = Text(
    "이 제출물을 채점하다가 채점기에 오류가 났어요. 운영자에게 알려 주세요. ({reason})",
    "The grader failed on this submission. Please tell whoever runs the grading. ({reason})",
)
GRADER_DIED = Text(
    "이 제출물을 채점하던 프로세스가 {times}번 종료되었어요. 운영자에게 알려 주세요.",
    "The process that graded this submission died {times} times. Please tell whoever runs the grading.",
)
UNREADABLE_STAMP = Text(
    "'{path}'를 읽을 수 없어({text}) 언제 냈는지 모르는 것으로 셌어요. '2026-03-01 23:30:00 +0900'처럼 고쳐 쓰세요.",
    "'{path}' cannot be read ({text}), so it is not known when this was handed in. Write it as '2026-03-01 23:30:00 +0900'.",
)

# Feedback.
CHECK_SAYS = Text(
    "`check`가 시험하는 경우에서 보면: {said}",
    "On the cases that `check` tries: {said}",
)

# Questions that were wrong.
DROPPED = Text("이 문제는 점수에 넣지 않아요.", "This question does not count.")
FULL_CREDIT = Text(
    "이 문제는 낸 사람 모두에게 점수를 줘요.", "Everyone who handed in gets the points of this question."
)

# Answer keys.
TOO_FEW_QUESTIONS = Text(
    "'{id}' 반복 연습에서 서로 다른 질문이 {found}개밖에 나오지 않아요. {wanted}개가 있어야 해요. `draw`가 더 많은 수 가운데에서 뽑거나 수를 하나 더 뽑게 하세요.",
    "The drill '{id}' has only {found} different questions, and needs {wanted}. Let its `draw` choose among more numbers, or draw one number more.",
)
