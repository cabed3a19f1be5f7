"""What instructors read at the terminal, in both languages."""

from gdcourse.language import Text

# A course.
NO_COURSE = Text(
    "'{path}'에 nbgrader_config.py가 없어요. 과목 폴더에서 실행하거나 `--course DIR`로 폴더를 지정하세요.",
    "There is no nbgrader_config.py in '{path}'. Run this in the course's directory, or give `--course DIR`.",
)
NAME_OF_WORKBOOKS = Text(
    "과제 이름으로 '{name}'은 쓸 수 없어요. 배포한 수업 노트북이 그 폴더에 놓여요.",
    "No assignment can be called '{name}': that is the folder of the released lessons.",
)
NO_WORKBOOK = Text(
    "'{path}'의 학생용 노트북을 만들지 못했어요. `### BEGIN SOLUTION`과 `### END SOLUTION`이 짝이 맞는지 확인하세요. ({reason})",
    "No students' version of '{path}' could be made. See whether each `### BEGIN SOLUTION` has its `### END SOLUTION`. ({reason})",
)
UNIT_NAME = Text(
    "'{unit}'은(는) 과제 이름으로 쓸 수 없어요. nbgrader는 +나 [ * ?가 들어 있거나 앞뒤에 빈칸이 있는 이름을 받지 않아요. '{path}'에서 폴더의 이름을 바꾸고 다시 배포하세요.",
    "'{unit}' cannot be an assignment's name: nbgrader takes none with one of + [ * ? in it, or with spaces around it. Give its folder in '{path}' another name and release it again.",
)
NOT_RELEASED = Text(
    "'{unit}' 과제를 아직 배포하지 않았어요. 먼저 `gdcourse release {unit}` 명령을 실행하세요.",
    "The assignment '{unit}' has not been released. Run `gdcourse release {unit}` first.",
)
GRADEBOOK_WITHOUT_RELEASE = Text(
    "성적부에 '{unit}' 과제가 없는데 '{path}'에는 배포되어 있어요. 성적부(`gradebook.db`)를 지웠거나 다른 것으로 바꾸었으면 백업에서 되돌리세요. 백업이 없으면 `gdcourse release {unit}`을 다시 실행하세요. 그러면 직접 준 점수와 의견, 마감과 더 준 시간, 점수의 내력은 남지 않아요.",
    "The gradebook has no '{unit}', though it was released to '{path}'. If the gradebook (`gradebook.db`) was deleted or replaced, put back a copy. Without one, run `gdcourse release {unit}` again: marks and comments by hand, deadlines, extensions and the history of marks are gone then.",
)
GRADED_AND_UNKNOWN = Text(
    "'{unit}' 과제를 전에 채점한 노트북이 {count}명 것 있는데, 성적부는 아무것도 몰라요. 채점이 기록하기 전에 중단되었다면 괜찮아요. 성적부(`gradebook.db`)를 지웠거나 바꾸었다면 직접 준 점수와 의견, 마감과 더 준 시간, 점수의 내력이 없어졌으니 백업이 있으면 되돌리세요. 지금은 모두를 처음처럼 채점하고, 전의 점수와 무엇이 다른지는 알 수 없어요.",
    "Graded notebooks of {count} students are there from before, and the gradebook knows nothing of '{unit}'. That is well if grading was stopped before it had recorded them. If the gradebook (`gradebook.db`) was deleted or replaced, marks and comments by hand, deadlines, extensions and the history of marks are gone: put back a copy, if there is one. Now everybody is graded as for the first time, and nobody can tell what differs from the marks before.",
)
NO_UNIT = Text(
    "'{unit}' 단원이 없어요. 있는 단원: {known}",
    "There is no unit '{unit}'. The units are: {known}",
)
HAS_SUBMISSIONS = Text(
    "'{unit}' 과제는 이미 {count}명이 제출해서 셀을 더하거나 뺄 수 없어요(더한 셀: {added}, 뺀 셀: {gone}). 아무것도 바꾸지 않았으니 셀을 되돌리거나 새 문제를 다른 단원에 내세요. 점수에서 뺄 문제는 노트북에 그대로 두고 `nbgrader_config.py`의 `c.Grade.dropped`에 적고 `gdcourse grade {unit}`를 실행하세요. 제출과 점수를 모두 버려도 된다면 `nbgrader db assignment remove {unit} --force`를 먼저 실행하세요.",
    "{count} students have handed in '{unit}', so no cell can be added or taken out (added: {added}; gone: {gone}). Nothing was changed: put the cells back, or ask the new question in another unit. To take a question out of the marks, leave it in the notebook, name it in `c.Grade.dropped` in `nbgrader_config.py`, and run `gdcourse grade {unit}`. If all its submissions and marks may go, run `nbgrader db assignment remove {unit} --force` first.",
)
NO_SUBMISSIONS = Text(
    "'{unit}' 과제의 제출물이 없어요. '{path}' 아래에 노트북을 두세요.",
    "Nobody has handed in '{unit}'. Put notebooks into '{path}'.",
)
NOT_HANDED_IN = Text(
    "'{student}' 학생이 낸 '{unit}' 과제가 없어요. 노트북은 '{path}' 아래에 있어야 해요.{close}",
    "The student '{student}' has handed in nothing of '{unit}'. A notebook would have to be in '{path}'.{close}",
)
NBGRADER_FAILED = Text(
    "nbgrader가 '{unit}' 과제를 처리하지 못했어요: {reason}",
    "nbgrader could not process '{unit}': {reason}",
)
NOT_A_DEMO = Text(
    "'{path}' 폴더가 이미 있는데, 데모가 만든 폴더가 아니에요. `--directory`로 다른 폴더를 지정하세요.",
    "'{path}' exists and was not made by the demo. Give another directory with `--directory`.",
)
NEVER_GRADED = Text(
    "'{path}'은(는) 성적부에 없는 노트북이라 피드백을 만들지 않았어요. 잘못 들어간 것이면 지우고, 아니면 먼저 채점하세요.",
    "'{path}' is in no gradebook, so there is no feedback on it. Delete it if it is there by mistake, or grade it first.",
)
UNUSABLE_FOLDER = Text(
    "'{name}' 폴더는 이름이 UTF-8 글자가 아니거나 제어 문자가 들어 있어 채점하지 않았어요. 폴더 이름을 바꾸고 다시 실행하세요.",
    "The folder '{name}' was left out: its name is not UTF-8, or holds control characters. Rename it and run this again.",
)

# What a course remembers beside the gradebook.
CANNOT_READ_KEPT = Text(
    "{what} '{path}' 파일을 읽을 수 없어서 그대로 두었어요({reason}). 백업에서 되돌리세요. {otherwise}",
    "'{path}', {what}, cannot be read and was left as it is ({reason}). Put back a copy. {otherwise}",
)
KEPT_FILES = {
    ".gdcourse-given-before.json": (
        Text("전에 배포한 노트북에 무엇이 적혀 있었는지 기억하는", "which remembers what earlier releases said"),
        Text(
            "없으면 지우고 다시 실행하세요. 그러면 전에 받은 글을 그대로 둔 칸도 학생이 쓴 답으로 봐요.",
            "Without one, delete the file: text that a student left as an earlier release gave it counts as an answer then.",
        ),
    ),
    ".gdcourse-late-marks.json": (
        Text("Canvas가 지각으로 표시한 것을 기억하는", "which remembers what Canvas marked as late"),
        Text(
            "없으면 지우고, Canvas에서 받은 zip으로 `gdcourse collect`를 다시 실행하세요.",
            "Without one, delete the file and run `gdcourse collect` on Canvas's zip again.",
        ),
    ),
    ".gdcourse-platform-names.json": (
        Text("LMS가 붙인 이름을 기억하는", "which remembers the names that the platform gave"),
        Text(
            "없으면 지우고, LMS에서 받은 zip으로 `gdcourse collect`를 다시 실행하세요.",
            "Without one, delete the file and run `gdcourse collect` on the platform's zip again.",
        ),
    ),
    "marking-comments.json": (
        Text("의견 모음을 담은", "the bank of comments"),
        Text("없으면 지우세요. 모음은 빈 채로 시작해요.", "Without one, delete the file: the bank starts empty."),
    ),
    "people.json": (
        Text("누가 누구인지 기억하는", "which remembers who is who"),
        Text(
            "없으면 고치거나, 지우고 명단(`--roster`)과 함께 다시 모으세요.",
            "Without one, mend it, or delete it and collect again with a roster (`--roster`).",
        ),
    ),
}
GIVEN_BEFORE_GONE = Text(
    "'{unit}' 과제를 전에도 배포했는데, 그때 무엇이 적혀 있었는지 기억하는 '{path}' 파일이 없어요. 아무것도 바꾸지 않았으니 백업에서 되돌리세요. 없으면 `gdcourse release {unit}`을 다시 실행하세요. 그러면 전에 받은 글을 그대로 둔 칸도 학생이 쓴 답으로 봐요.",
    "'{unit}' was released before, and '{path}', which remembers what it said then, is not there. Nothing was changed: put back a copy. Without one, run `gdcourse release {unit}` again: text that a student left as an earlier release gave it counts as an answer then.",
)

# One fact, one place.
DISAGREEMENT = Text(
    "'{unit}' 과제에서 서로 맞지 않는 것이 있어 멈췄어요:",
    "Stopped: in '{unit}' two places do not say the same:",
)
NOT_OF_THE_COURSE = Text(
    "검사 셀 '{cell}'이 `check(\"{id}\", …)`를 부르는데, 그런 연습 문제가 없어요. 연습 문제를 쓰거나 이름을 고치세요.{close}",
    "the check cell '{cell}' calls `check(\"{id}\", …)`, and there is no such exercise. Write it, or mend the name.{close}",
)
SOLUTION_NOT_PASSED = Text(
    "노트북을 마지막으로 실행했을 때 풀이가 '{cell}' 검사를 통과하지 못했어요. 풀이를 고치고 `gdcourse refresh`로 다시 실행하세요.",
    "when the notebook was last run, the solution did not pass the check '{cell}'. Mend it, and run `gdcourse refresh`.",
)
OUTPUTS_ARE_OLDER = Text(
    "'{notebook}'의 코드가 마지막으로 실행한 뒤에 바뀌어, 저장된 출력이 코드보다 오래됐어요. `gdcourse refresh {path}`를 실행하세요.",
    "the code of '{notebook}' has changed since it was last run: its outputs are older. Run `gdcourse refresh {path}`.",
)
LANGUAGE_MISSING = {
    "ko": Text(
        "'{notebook}'의 {number}번째 셀에 한국어가 없어요. `<div lang=\"ko\">` 블록에 쓰세요.",
        "cell {number} of '{notebook}' has no Korean. Write it into a block `<div lang=\"ko\">`.",
    ),
    "en": Text(
        "'{notebook}'의 {number}번째 셀에 영어가 없어요. `<div lang=\"en\">` 블록에 쓰세요.",
        "cell {number} of '{notebook}' has no English. Write it into a block `<div lang=\"en\">`.",
    ),
}
OTHER_ID = Text(
    "검사 셀의 id는 '{cell}'인데 `check(\"{id}\", …)`를 불러요. 같게 고치세요.",
    "a check cell has the id '{cell}' and calls `check(\"{id}\", …)`. Make them the same.",
)
OTHER_NAME = Text(
    "검사 셀 '{cell}'은 `{name}`을(를) 묻는데, 연습 문제는 `{right}`을(를) 물어요.",
    "the check cell '{cell}' asks for `{name}`, the exercise for `{right}`.",
)
OTHER_POINTS = Text(
    "'{cell}'의 배점이 {where}에서는 {points:g}점인데 {file}에서는 {right:g}점이에요. 한쪽을 고치세요(뒤쪽을 고치면 `gdcourse keys`도).",
    "'{cell}' is worth {points:g} in {where}, and {right:g} in {file}. Change one of them (the latter, and run `gdcourse keys`).",
)
OTHER_TITLE = Text(
    "'{cell}'의 제목이 노트북에서는 '{title}'인데 {file}에서는 '{right}'이에요. 한쪽을 고치세요.",
    "'{cell}' is called '{title}' in the notebook, and '{right}' in {file}. Change one of them.",
)
TITLE_IN_BOTH = Text(
    '\'{cell}\' 연습 문제의 제목이 한 언어로만 있어요. {file}의 `title=Text("…", "…")`를 채우세요.',
    'the title of the exercise \'{cell}\' is in one language alone. Fill in both sides of `title=Text("…", "…")` in {file}.',
)
UNIT_TITLE_IN_BOTH = Text(
    '\'{unit}\' 단원의 제목이 한 언어로만 있어요. {file}의 `title=Text("…", "…")`를 채우세요.',
    'the title of the unit \'{unit}\' is in one language alone. Fill in both sides of `title=Text("…", "…")` in {file}.',
)
OTHER_TOTAL = Text(
    "노트북에 '{said}'이라고 적혀 있는데 배점을 더하면 {right:g}점이에요. 문장을 고치세요.",
    "the notebook says '{said}', and its questions are worth {right:g} together. Change the sentence.",
)
OTHER_RUBRIC = Text(
    "'{cell}'의 채점 기준이 노트북에서는 '{said}'인데 {file}에서는 '{right}'이에요. 한쪽을 고치세요.",
    "the rubric of '{cell}' says '{said}' in the notebook, and '{right}' in {file}. Change one of them.",
)
RUBRIC_WORTH = Text(
    "'{cell}'의 배점은 {points:g}점인데 채점 기준의 점수를 더하면 {worth:g}점이에요. 한쪽을 고치세요.",
    "'{cell}' is worth {points:g}, and the lines of its rubric {worth:g} together. Change one of them.",
)
IN_THE_CELL = Text("검사 셀", "its check cell")
IN_THE_HEADING = Text("위의 제목", "the heading above it")
NOT_ALONE = Text(
    "검사 셀 '{cell}'에 `check(…)` 말고 다른 것이 있어요. 그러면 학생의 커널이 점수를 정하게 돼요. `check(\"id\", name)` 한 줄만 두세요.",
    "the check cell '{cell}' holds more than `check(…)`, so the student's kernel would decide about points. Leave the one line `check(\"id\", name)`.",
)
CHECK_NOT_GRADED = Text(
    "한 셀이 `check(\"{id}\", …)`를 부르는데 채점하는 셀이 아니에요. `Create Assignment`에서 'Autograder tests'로 바꾸고 id와 점수를 적으세요.",
    "a cell calls `check(\"{id}\", …)` and is not graded. Make it 'Autograder tests' in `Create Assignment`, with its id and points.",
)
NO_POINTS = Text(
    "'{cell}' 셀의 점수({points})가 0 이상의 수가 아니에요. 과제 만들기(Create Assignment) 창에서 적어 넣으세요.",
    "the points of the cell '{cell}' ({points}) are no number from 0 up: fill them in, in the Create Assignment panel.",
)
TWICE = Text("id '{cell}'이(가) 두 셀에 있어요.", "two cells have the id '{cell}'.")
STALE_KEYS = Text(
    "{exercises}: 풀이나 실수나 보이는 케이스가 바뀌었는데 학생용 정답 키는 예전 것이에요. `gdcourse keys {unit}`을 실행하세요.",
    "{exercises}: the reference, its mistakes or its visible cases have changed since the students' keys were made. Run `gdcourse keys {unit}`.",
)
NO_SUCH_QUESTION = Text(
    "nbgrader_config.py의 `c.Grade.{setting}`에 '{unit}' 과제의 문제로 '{question}'이(가) 있는데, 그런 문제가 없어요. 있는 문제: {known}",
    "`c.Grade.{setting}` in nbgrader_config.py names '{question}' of '{unit}', which has no such question. Its questions are: {known}",
)
NO_SUCH_UNIT_IN_SETTING = Text(
    "nbgrader_config.py의 `c.Grade.{setting}`에 '{unit}' 단원이 있는데, 과목에 그런 단원이 없어요. 있는 단원: {known}",
    "`c.Grade.{setting}` in nbgrader_config.py names '{unit}', and the course has no such unit. Its units are: {known}",
)
NO_QUESTIONS_IN_SETTING = Text(
    "`c.Grade.{setting}`에서 '{unit}'의 값은 문제 목록이거나, 문제마다 이유를 글로 적은 사전이어야 해요: {example}",
    "In `c.Grade.{setting}` the value of '{unit}' has to be a list of questions, or a dictionary with a text for each that says why: {example}",
)
DROPPED_AND_GIVEN = Text(
    "'{question}'이(가) `c.Grade.dropped`와 `c.Grade.full_credit` 모두에 있어요. 한쪽에서 지우세요.",
    "'{question}' stands both in `c.Grade.dropped` and in `c.Grade.full_credit`. Take it out of one.",
)
NOT_BY_THE_EXCHANGE = Text(
    "교환 폴더로 제출하지 않은 학생의 피드백은 교환 폴더로 내보내지 않았어요({count}명: {names}). `gdcourse feedback --pack`으로 만든 파일을 학습 플랫폼에 올리세요.",
    "Feedback of students who did not hand in by the exchange was not released by it ({count}: {names}). `gdcourse feedback --pack` makes the file that their platform takes.",
)
MARK_ABOVE_POINTS = Text(
    "{student} 학생의 '{question}'에 직접 준 점수 {score:g}이(가) 지금 배점 {points:g}보다 커요. 그대로 두었으니 formgrader에서 확인하세요.",
    "The mark that {student} was given by hand for '{question}' ({score:g}) is more than its points now ({points:g}). It stays: look at it in formgrader.",
)
CHANGED_SINCE_RELEASE = Text(
    "source의 '{notebook}' 노트북이 배포한 뒤에 바뀌었어요({cells}). `gdcourse release {unit}`을 실행하거나 되돌리세요.",
    "'{notebook}' in source has changed since it was released ({cells}). Run `gdcourse release {unit}`, or undo the change.",
)
MISTAKE_IN_ONE_LANGUAGE = Text(
    "연습 문제 '{exercise}'의 '{mistake}' 실수에 한국어나 영어 문장이 없어요. 풀이 파일의 `ko=`와 `en=`에 적고 `gdcourse keys {unit}`를 실행하세요.",
    "the mistake '{mistake}' of the exercise '{exercise}' lacks its Korean or its English sentence. Write both (`ko=`, `en=` in the solutions), and run `gdcourse keys {unit}`.",
)
MISTAKE_SAYS_WHAT_IS_RIGHT = Text(
    "연습 문제 '{exercise}'의 '{mistake}' 실수는 모든 케이스에서 기준 답과 같아요. `gdcourse prove {exercise}`를 실행해 보고, 고치거나 지운 다음 `gdcourse keys {unit}`를 실행하세요.",
    "the mistake '{mistake}' of the exercise '{exercise}' equals the reference in every case. Run `gdcourse prove {exercise}`, mend it or take it out, and then run `gdcourse keys {unit}`.",
)
OLDER_RELEASE = Text(
    "배포한 '{released}'이(가) 지금의 '{written}'과(와) 달라요({cells}). `gdcourse release {unit}`을 실행하거나 되돌리세요.",
    "'{released}', which students get, is not what '{written}' says now ({cells}). Run `gdcourse release {unit}`, or undo the change.",
)
SECRET_GONE = Text(
    "과목 비밀값 '{path}'이(가) 없어졌어요. 새로 만들면 모두를 다른 수로 다시 채점하게 되고 점수가 달라질 수 있어요. 백업에서 되돌리거나, 그래도 좋다면 `gdcourse grade UNIT --new-secret`을 실행하세요.",
    "The course secret '{path}' is gone. A new one means that everybody is graded anew, on other numbers, and marks may change. Put it back from a backup; if that is what you want, run `gdcourse grade UNIT --new-secret`.",
)

EMPTY_SECRET = Text(
    "과목 비밀값 '{path}'이(가) 비어 있어요. 백업에서 되돌리거나 파일을 지우세요.",
    "The course secret '{path}' is empty. Restore it, or delete the file.",
)

# Grading.
NO_ISOLATION = Text(
    "제출물을 격리해서 실행할 수 없어 채점하지 않았어요: {reason}\n방법: (1) 컨테이너 안에서 채점하세요. 따로 줄 권한은 없어요 (README의 '컨테이너'). (2) 아니면 리눅스 6.2 이상(Landlock 3)이나 사용자 네임스페이스를 쓸 수 있는 리눅스(WSL 2 포함)에서 채점하세요. seccomp에는 libseccomp2 패키지가 있어야 해요. (3) 제출물을 모두 믿는다면 `--no-isolation`: 학생 코드가 여러분의 권한으로 실행돼요.",
    'Submissions cannot be isolated here, so nothing was graded: {reason}\nWays out: (1) grade in the container, which needs no rights of its own ("container" in the README); (2) or on Linux 6.2 or later (Landlock 3), or any Linux with user namespaces (WSL 2 included); seccomp needs the package libseccomp2; (3) if you trust every submission, `--no-isolation`: students\' code then runs with all your rights.',
)
TIER_NOT_HERE = Text(
    "'--isolation {tier}'(으)로는 여기서 격리할 수 없어 채점하지 않았어요: {reason}\n`--isolation`을 빼면 이 컴퓨터에서 되는 것 가운데 가장 나은 방식으로 격리해요.",
    "Submissions cannot be isolated as '--isolation {tier}' asks, so nothing was graded: {reason}\nWithout `--isolation` the best way that this machine has is taken.",
)
ISOLATED = Text("격리: {layers}", "Isolation: {layers}")
ISOLATION_TWICE = Text(
    "--isolation과 --no-isolation 가운데 하나만 쓰세요.", "Give either --isolation or --no-isolation, not both."
)
DEMO_NOT_ISOLATED = Text(
    "이 컴퓨터에서는 격리가 안 되지만, 이 학급은 과목이 직접 만든 것이라 그대로 채점해요. ({reason})",
    "Nothing isolates submissions here; this class was written by the course itself, so it is graded all the same. ({reason})",
)
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
GRADING = Text("채점", "grading")
STUDENT = Text("학생", "student")
LEGEND = {
    "✓": Text("맞음", "right"),
    "◐": Text("일부", "part"),
    "✗": Text("틀림", "wrong"),
    "·": Text("없음", "missing"),
    "✎": Text("직접 채점", "by hand"),
    "!": Text("채점 불가", "ungradable"),
}
"""What each mark in the table means."""
GRADED = Text(
    "{graded}개를 채점했고, {unchanged}개는 바뀌지 않아 그대로예요.",
    "{graded} graded; {unchanged} unchanged since they were graded.",
)
COUNTED_OTHERWISE = Text(
    "점수에서 빼거나 모두에게 준 문제, 또는 그것을 되돌린 문제만 바뀌어, {count}개는 다시 실행하지 않고 점수를 고쳤어요.",
    "In {count} only how questions count has changed (dropped, given to everyone, or neither any more): mended without "
    "running anything.",
)
TO_BE_TRIED_AGAIN = Text(
    "그 가운데 {count}개는 시간이 다 되었거나 채점 도중에 끊겼어요. 이 컴퓨터 탓일 수도 있어서 다음 `gdcourse grade`가 다시 실행해 봐요.",
    "{count} of them ran out of time or were lost. This machine may be why, so the next `gdcourse grade` runs them again.",
)
NO_SCHEDULER = Text(
    "'{address}'의 Dask 스케줄러나 그 워커에 연결할 수 없어요: {reason}",
    "There is no Dask scheduler with workers at '{address}': {reason}",
)
OTHER_UNITS = Text(
    "워커에 다른 자체 단원이 있어 채점하지 않았어요: {workers}. 워커를 다시 시작하세요.",
    "Nothing was graded: these workers have other units of a course's own: {workers}. Restart the workers.",
)
VERSION_SKEW = Text(
    "워커의 채점 코드나 라이브러리가 이 컴퓨터({ours})와 달라 채점하지 않았어요: {workers}. 모두 같은 버전을 설치한 뒤 워커를 다시 시작하세요.",
    "Nothing was graded: these workers have other grading code or libraries than this machine ({ours}): {workers}. Install the same version everywhere and restart the workers.",
)

NO_SUCH_ZONE = Text(
    "nbgrader_config.py의 `c.Exchange.timezone`에 적힌 시간대 '{name}'은(는) 없어요. 'Asia/Seoul'처럼 적으세요.",
    "There is no time zone '{name}', which `c.Exchange.timezone` in nbgrader_config.py names. Write one such as 'Asia/Seoul'.",
)
UNREADABLE_TIME = Text(
    "{student} 학생의 timestamp.txt를 읽을 수 없어({text}), {counted} 것으로 셌어요(`c.Penalty.unreadable_timestamp`). '2026-03-01 23:30:00 +0900'처럼 고쳐 쓰고 다시 채점하면 바로잡혀요.",
    "The timestamp.txt of {student} cannot be read ({text}), so it counts as {counted} (`c.Penalty.unreadable_timestamp`). Write it as '2026-03-01 23:30:00 +0900' and grade again to mend it.",
)
NO_DEADLINE = Text("마감 없음", "no deadline")
UNREADABLE_DEADLINE = Text(
    "마감 '{text}'을(를) 읽을 수 없어 아무것도 바꾸지 않았어요. 날짜와 시각을 모두 적으세요. 예: '2026-03-01 23:59 KST', '2026년 3월 1일 오후 11:59', 지금 마감에서 이틀 뒤라면 '+2d'.",
    "'{text}' cannot be read as a deadline, and nothing was changed. Write date and time, as in '2026-03-01 23:59 KST' or 'March 1, 2026 11:59 PM', or '+2d' for two days after the present deadline.",
)
UNCLEAR_ZONE = Text(
    "마감 '{text}'의 '{zone}'이(가) 어느 시간대인지 분명하지 않아 아무것도 바꾸지 않았어요. '+05:30' 같은 시차나 'Asia/Kolkata' 같은 이름으로 적으세요.",
    "In the deadline '{text}', '{zone}' may mean several time zones or none, and nothing was changed. Write the difference, as in '+05:30', or a name such as 'Asia/Kolkata'.",
)
DEADLINE_IS_SKIPPED = Text(
    "{zone}에서는 시계가 건너뛰어 '{text}'이라는 시각이 없어요. 아무것도 바꾸지 않았어요. '{first}'이나 '{second}'처럼 있는 시각을 적으세요.",
    "In {zone} there is no '{text}': the clocks skip it. Nothing was changed. Write a time that there is, such as '{first}' or '{second}'.",
)
DEADLINE_COMES_TWICE = Text(
    "{zone}에서는 시계를 되돌려 '{text}'이 두 번 있어요. 아무것도 바꾸지 않았어요. '{first}'과 '{second}' 가운데 하나를 적으세요.",
    "In {zone} '{text}' comes twice, since the clocks go back. Nothing was changed. Write '{first}' or '{second}'.",
)
UNREADABLE_LENGTH = Text(
    "'{text}'이(가) 얼마나 긴 시간인지 읽을 수 없어 아무것도 바꾸지 않았어요. '+2d', '+36h', '+1d 12h', '+2일'처럼 적으세요.",
    "'{text}' cannot be read as a length of time, and nothing was changed. Write it as '+2d', '+36h' or '+1d 12h'.",
)
NO_TIME_BEFORE = Text(
    "'{text}'처럼 마감을 당길 수는 없어서 아무것도 바꾸지 않았어요. 새 마감의 날짜와 시각을 적거나, 늦추려면 '+2d'처럼 적으세요.",
    "A deadline is not brought forward by '{text}', and nothing was changed. Write the date and time of the new deadline, or '+2d' to put it off.",
)
NO_DEADLINE_TO_EXTEND = Text(
    "'{unit}' 과제에는 마감이 없어서 늦출 수도 없어요. 먼저 `gdcourse deadline {unit} \"2026-03-01 23:59 KST\"`처럼 마감을 정하세요.",
    "'{unit}' has no deadline that could be put off. Set one first: `gdcourse deadline {unit} \"2026-03-01 23:59 KST\"`.",
)
NO_EXTENSION = Text(
    "{text}은(는) '{unit}' 과제의 마감({due})보다 늦지 않아서 아무것도 바꾸지 않았어요. 학생에게는 마감 뒤의 시각만 줄 수 있어요.",
    "{text} is not after the deadline of '{unit}' ({due}), and nothing was changed. A student can only be given more time.",
)
UNKNOWN_STUDENT = Text(
    "'{student}' 학생이 없어서 아무것도 바꾸지 않았어요.{close}",
    "There is no student '{student}', and nothing was changed.{close}",
)
WHEN_OR_WITHDRAW = Text(
    "언제까지인지(WHEN)와 `--withdraw` 가운데 하나만 적으세요.",
    "Give either a time (WHEN) or `--withdraw`.",
)
WITHDRAW_WHICH = Text(
    "어느 단원의 마감을 없앨지 적으세요: `gdcourse deadline {unit} --withdraw`. 아무것도 바꾸지 않았어요.",
    "Say which unit's deadline to take away: `gdcourse deadline {unit} --withdraw`. Nothing was changed.",
)
ZONE_ASSUMED = Text(
    "적은 시각에 시간대가 없어 {zone} 시각으로 읽었어요. nbgrader_config.py의 `c.Exchange.timezone`이 정해요.",
    "The time names no zone and was taken as {zone}: `c.Exchange.timezone` in nbgrader_config.py says so.",
)
PERHAPS_MEANT_HERE = Text(
    "{unit}의 마감은 UTC로 하루가 끝나는 때이고 여기 시계로는 {due}이에요. formgrader는 적은 시각을 UTC로 받아요. 이곳의 시각을 뜻했다면 `gdcourse deadline {unit} {meant}`을 실행하세요. 지금 마감이 맞으면 `gdcourse deadline {unit} {due}`이라고 하면 다시 묻지 않아요.",
    "The deadline of {unit} is at the end of a day in UTC, {due} by the clocks here: formgrader takes what is typed there as UTC. If the time here was meant, run `gdcourse deadline {unit} {meant}`. If the deadline is right as it is, `gdcourse deadline {unit} {due}` keeps this from being asked again.",
)
GRADE_TO_MEND = Text(
    "`gdcourse grade {unit}`을 실행하면 이미 매긴 지각 감점이 바로잡혀요.",
    "`gdcourse grade {unit}` mends the late penalties that were given before.",
)
NOTEBOOKS_BESIDE = Text(
    "{student} 학생의 폴더에 과제의 이름이 아닌 노트북이나 압축 파일이 있어요: {names}. 채점한 것: {taken}. 다른 것이면 그것만 과제의 이름으로 남겨 두고 다시 채점하세요.",
    "The folder of {student} holds notebooks or archives that do not have the assignment's name: {names}. Graded: {taken}. If it should be another, leave that one alone there, under the assignment's name, and grade again.",
)
LIMITS_UNTOLD = Text(
    "학생에게 나누어 준 노트북({names})이 알려 주는 시간이나 메모리의 제한이 지금 과목의 설정과 달라요. `gdcourse release {unit}`으로 새로 만들어 나누어 주면 `gdcourse check`가 맞는 제한을 알려 줘요.",
    "The notebooks that students have ({names}) tell other limits on time or memory than this course's settings. Make them anew with `gdcourse release {unit}` and give them out, and `gdcourse check` tells the right ones.",
)
NONE_TAKEN = Text("없음", "none")
ON_TIME = Text("제때 낸", "on time")
LATE = Text("늦게 낸", "late")
NO_PENALTY_RULE = Text(
    "nbgrader_config.py에 적은 지각 규칙을 쓸 수 없어서 아무것도 채점하지 않았어요: {reason}",
    "The rule for late work in nbgrader_config.py cannot be used, and nothing was graded: {reason}",
)
PENALTY_RULE_FAILS = Text(
    "지각 규칙 {rule}이(가) 학생 '{student}'에서 오류를 내서({reason}) 지각 감점은 전과 같아요. 규칙(`c.AssignLatePenalties.plugin_class`)을 고치고 `gdcourse grade`를 다시 실행하세요.",
    "The rule for late work, {rule}, fails for the student '{student}' ({reason}), so late penalties are as before. Mend the rule (`c.AssignLatePenalties.plugin_class`) and run `gdcourse grade` again.",
)
MENDED = Text(
    "마감, 제출 시각, 지각 규칙, 점수 가운데 바뀐 것이 있어 지각 감점 {count}개를 고쳤어요.",
    "Late penalties mended: {count}. A deadline, a time, the policy or a mark has changed.",
)
OTHER_WORDINGS = Text(
    "{times}명이 이렇게 들었고, 다른 학생이 들은 다른 문장이 {others}가지 더 있음",
    "told {times} so; other wordings for others: {others}",
)
LATE_BY = Text("마감 {span} 뒤, 감점 {penalty:g}", "{span} after the deadline, penalty {penalty:g}")
LATE_SOMEHOW = Text("늦음", "after the deadline")
LATE_BY_SOMETHING = Text("마감 뒤, 감점 {penalty:g}", "after the deadline, penalty {penalty:g}")
LATE_STUDENTS = Text("지각 (마감 뒤 시간, 감점)", "Late (time after the deadline, penalty)")

# Reports and marks.
NOT_GRADED = Text(
    "'{unit}' 과제를 아직 채점하지 않았어요. 먼저 `gdcourse grade {unit}` 명령을 실행하세요.",
    "The assignment '{unit}' has not been graded. Run `gdcourse grade {unit}` first.",
)
NOTHING_GRADED = Text(
    "이 과목에서 아직 아무것도 채점하지 않았어요. 먼저 `gdcourse grade {units}` 명령을 실행하세요.",
    "Nothing of this course has been graded. Run `gdcourse grade {units}` first.",
)
NOTHING_RELEASED = Text(
    "이 과목에서 아직 아무것도 배포하지 않아 채점한 것도 없어요. 먼저 `gdcourse release` 명령을 실행하세요.",
    "Nothing of this course has been released, so nothing has been graded. Run `gdcourse release` first.",
)
NOT_GRADED_OF_STUDENT = Text(
    "'{unit}' 과제에서 채점한 '{student}' 학생의 것이 없어요. 이름을 확인하거나 먼저 `gdcourse grade {unit}` 명령을 실행하세요.{close}",
    "Nothing of the student '{student}' has been graded in '{unit}'. Look at the name, or run `gdcourse grade {unit}` first.{close}",
)
STILL_TO_GRADE = Text(
    "내거나 다시 냈는데 아직 채점하지 않은 제출물이 {count}개 있어서 점수를 비워 두었어요: {names}. 먼저 `gdcourse grade`를 실행하세요.",
    "{count} submissions were handed in, or handed in again, and not graded, and have no mark: {names}. Run `gdcourse grade` first.",
)
STILL_OPEN = Text(
    "직접 채점이 끝나지 않은 제출물이 {count}개 있어요. 그 문제에는 전에 준 점수가, 없으면 0점이 들어가 있어요.",
    "{count} submissions still have questions to be graded by hand; these count what they were given before, or else 0.",
)

# Marking by hand.
NOTHING_TO_MARK = Text(
    "'{unit}' 과제에는 직접 채점할 답이 없어요. 서술형 문제가 있는지, `gdcourse grade {unit}`을 실행했는지 확인하세요.",
    "'{unit}' has no answers to mark by hand. See whether it asks for any text, and whether `gdcourse grade {unit}` was run.",
)
TO_MARK = Text(
    "답 {answers}개(빈 답 {blank}개), 아직 채점하지 않은 것 {open}개",
    "{answers} answers ({blank} blank), {open} still to be marked",
)
OPEN_ELSEWHERE = Text(
    "이 밖에 직접 볼 것이 {count}개 있어요({questions}). formgrader에서 보세요.",
    "{count} more wait for a person ({questions}): see them in formgrader.",
)
MARKS_UNREADABLE = Text("'{file}' 파일을 읽을 수 없어요: {reason}", "'{file}' cannot be read: {reason}")
MARKS_ARE_NONE = Text(
    "'{file}'은(는) 채점 페이지에서 저장한 파일이 아니라서, 아무것도 바꾸지 않았어요.",
    "'{file}' is no file that a marking page has saved. Nothing was changed.",
)
MARKS_BROKEN = Text(
    "'{file}'의 {line}번째 줄 {column}번째 글자에서 JSON이 끊겨요. 페이지에서 다시 저장하세요. 아무것도 바꾸지 않았어요.",
    "'{file}' is no JSON from line {line}, column {column} on. Save it from the page again. Nothing was changed.",
)
MARKS_OF_OTHER_FORMAT = Text(
    "'{file}'은(는) 다른 버전의 채점 페이지에서 저장했어요(형식 {format}, 여기는 {ours}). `gdcourse mark`로 페이지를 새로 만들어 저장하세요. 아무것도 바꾸지 않았어요.",
    "'{file}' was saved by a page of another version (format {format}; here it is {ours}). Make the page anew with `gdcourse mark`, and save from it. Nothing was changed.",
)
MARKS_EDITED_HEAD = Text(
    "'{file}'의 머리 부분에서 \"{field}\"이(가) 없거나 바뀌었어요. 페이지에서 다시 저장하세요. 아무것도 바꾸지 않았어요.",
    "In the head of '{file}', \"{field}\" is missing or was changed. Save it from the page again. Nothing was changed.",
)
MARKS_REFUSED = Text(
    "'{file}'에서 아무것도 가져오지 않았고, 성적부는 그대로예요:",
    "Nothing was taken from '{file}', and the gradebook is as it was:",
)
MARK_EDITED = Text(
    "{line}번째 줄: 저장한 뒤에 바뀌었어요. 점수는 페이지에서 고치고 다시 저장하세요.",
    "line {line}: it was changed after it had been saved. Change marks on the page, and save again.",
)
MARKS_HEAD_CHANGED = {
    "course": Text(
        "머리 부분의 \"course\"에 다른 과목 '{named}'이(가) 적혀 있는데, 점수는 이 과목 '{ours}'의 것이에요. 저장한 뒤에 바뀌었어요. 페이지에서 다시 저장하세요.",
        "in its head, \"course\" was changed after it had been saved: it names the course '{named}', and its marks are of this one, '{ours}'. Save it from the page again.",
    ),
    "unit": Text(
        "머리 부분의 \"unit\"에 다른 과제 '{named}'이(가) 적혀 있는데, 점수는 이 과제 '{ours}'의 것이에요. 저장한 뒤에 바뀌었어요. 페이지에서 다시 저장하세요.",
        "in its head, \"unit\" was changed after it had been saved: it names the assignment '{named}', and its marks are of this one, '{ours}'. Save it from the page again.",
    ),
}
MARKS_FIT_NO_HEAD = Text(
    '들어 있는 점수가 머리 부분("course", "unit", "by")과 하나도 맞지 않아요. 저장한 뒤에 그 가운데 하나나 점수가 모두 바뀌었어요. 페이지에서 다시 저장하세요.',
    'none of its marks fits its head ("course", "unit", "by"): one of these was changed after it had been saved, or every mark. Save it from the page again.',
)
MARK_TWICE = Text("{line}번째 줄: {first}번째 줄과 같은 답이에요.", "line {line}: the same answer as in line {first}.")
MARKS_MISSING = Text(
    "{count}개를 저장한 파일인데 {found}개가 들어 있어요.", "{count} marks were saved in it, and it holds {found}."
)
COMMENTS_EDITED = Text("의견 모음이 저장한 그대로가 아니에요.", "its bank of comments is not as it was saved.")
MARKS_OF_ANOTHER_COURSE = Text(
    "다른 과목의 파일('{named}', 이 과목은 '{ours}')이거나, 과목 비밀값이 바뀌기 전에 만든 페이지의 파일이에요.",
    "it is of another course ('{named}'; this one is '{ours}'), or of a page made before the course secret was changed.",
)
MARKS_OF_ANOTHER_UNIT = Text("'{other}' 과제의 파일이에요.", "it is of the assignment '{other}'.")
MARKS_OF_NO_QUESTION = Text(
    "'{question}': 이 과제에 직접 채점하는 그런 문제가 없어요.",
    "'{question}': this assignment has no such question to be marked by hand.",
)
MARKS_ASKED_OTHERWISE = Text(
    "'{question}': 페이지를 만든 뒤에 배점이나 채점 기준이 바뀌었어요. `gdcourse mark {unit}`으로 새로 만드세요.",
    "'{question}': its points or its rubric have changed since the page was made. Make it anew with `gdcourse mark {unit}`.",
)
MARK_OF_NOBODY = Text(
    "{line}번째 줄: 답 '{answer}'을(를) 낸 학생이 성적부에 없어요.",
    "line {line}: the gradebook has no student with the answer '{answer}'.",
)
MARK_TOO_HIGH = Text(
    "{line}번째 줄: {score:g}점인데 배점은 {points:g}점이에요.",
    "line {line}: {score:g} points, of {points:g} possible.",
)
MARKS_TAKEN = Text(
    "'{file}': {taken}개를 성적부에 적었고, {same}개는 이미 그렇게 적혀 있어요.",
    "'{file}': {taken} marks were put into the gradebook; {same} were there already.",
)
MARKS_OLDER = Text(
    "{count}개는 같은 사람이 나중에 저장한 파일을 먼저 가져와서 그대로 두었어요.",
    "{count} were left as they are: a file that the same person saved later was taken before.",
)
MARKS_IN_CONFLICT = Text(
    "{count}개는 적지 않았어요. `gdcourse mark {unit}`으로 페이지를 새로 만들면 지금의 답과 점수에서 시작해요:",
    "{count} were not put there. `gdcourse mark {unit}` makes the page anew, from the answers and marks as they are now:",
)
MARKED_BY_ANOTHER = Text(
    "{student} · {question}: 그사이 다른 사람이 {theirs}을 주었어요. 이 파일에서는 {ours}이에요.",
    "{student} · {question}: somebody else has given {theirs} since; this file says {ours}.",
)
ANSWERED_ANEW = Text(
    "{student} · {question}: 페이지를 만든 뒤에 답이 바뀌었어요. 이 파일에서는 {ours}이에요.",
    "{student} · {question}: the answer has changed since the page was made; this file says {ours}.",
)
POINTS_SAID = Text("{score:g}점", "{score:g}")
NO_MARK_SAID = Text("점수 없음", "no mark")

# Collecting.
CANNOT_READ_ARCHIVE = Text(
    "'{path}' 파일을 읽을 수 없어요({reason}). LMS에서 다시 내려받아 보세요.",
    "'{path}' cannot be read ({reason}). Try to download it again.",
)
NOT_A_ROSTER = Text(
    "'{path}' 명단에 'student'나 '학번' 열이 없어요(있는 열: {found}). 첫 줄에 student(학번)와, 이름이나 LMS 번호(number) 열의 제목을 적고, 쉼표·세미콜론·탭으로 나누세요.",
    "The roster '{path}' has no column 'student' (or the Korean name for it; its columns: {found}). Its first line names it, and columns with names (name) or the platform's numbers (number), separated by commas, semicolons or tabs.",
)
ROSTER_IS_NO_CSV = Text(
    "'{path}' 명단은 CSV가 아니에요. 스프레드시트에서 “CSV UTF-8”로 저장한 파일을 주세요.",
    "The roster '{path}' is no CSV. Save it as “CSV UTF-8” in the spreadsheet, and give that file.",
)
ROSTER_MANGLED = Text(
    "'{path}' 명단의 {line}번째 줄에 '{cell}'이 있어요. 스프레드시트가 번호를 수나 날짜로 바꾼 것이라 누구인지 알 수 없어요. 그 열의 서식을 텍스트로 바꾸고 번호를 다시 넣은 다음, CSV로 저장하세요.",
    "Line {line} of the roster '{path}' says '{cell}': a spreadsheet has made a number or a date of an id, and whose it was is lost. Format the column as text, put the ids in again, and save it as CSV.",
)
ROSTER_REPEATS = Text(
    "'{path}' 명단의 {first}번째 줄과 {second}번째 줄이 같은 사람을 가리켜요({ids}). 한 사람에 한 줄이어야 하고, 번호도 한 사람의 것이어야 해요.",
    "Lines {first} and {second} of the roster '{path}' are of one id or number ({ids}). There is one line for each person, and a number is one person's.",
)
ROSTER_WITHOUT_ID = Text(
    "'{path}' 명단의 {line}번째 줄에 학번(student)이 없어요. 적어 넣거나 그 줄을 지우세요.",
    "Line {line} of the roster '{path}' has no id (student). Fill it in, or delete the line.",
)
CANNOT_READ_OWN_NOTEBOOK = Text(
    "과목의 노트북을 읽을 수 없어요({reason}). 고치거나, 백업이나 버전 관리에서 되돌리세요.",
    "A notebook of the course cannot be read ({reason}). Mend it, or put back a copy.",
)
NOT_ALLOWED_THERE = Text(
    "{place}: 시스템이 거절했어요({reason}). 이 명령을 실행하는 사용자가 그곳을 읽고 쓸 수 있어야 해요. 컨테이너에서는 폴더의 주인으로 실행하세요(`--user`).",
    "{place}: the system refuses ({reason}). Whoever runs this has to be allowed to read and to write there. In a container, run it as the folder's owner (`--user`).",
)
ROSTER_OPEN_QUOTE = Text(
    "'{path}' 명단의 {line}번째 줄에서 따옴표가 닫히지 않아, 그 아래 줄들이 한 칸에 들어갔어요. 따옴표를 고치거나 지우세요.",
    "In line {line} of the roster '{path}' a quotation mark is not closed, so that the lines below it are one cell. Mend or delete it.",
)
ROSTER_LINE_WITHOUT_ID = Text(
    "✗ 명단 {line}번째 줄('{name}')에 학번이 없어요. 적어 넣고 다시 실행하기 전에는 이 학생의 것을 가져오지 않아요.",
    "✗ roster, line {line} ('{name}'): there is no id. Until you fill it in and run this again, nothing of this student's is taken.",
)
LINE_WITHOUT_ID = Text(
    "명단 {line}번째 줄의 학생인데, 그 줄에 학번이 없어요. 적어 넣고 다시 실행하세요.",
    "It is of the student in line {line} of the roster, which has no id. Fill it in, and run this again.",
)
ROSTER_NOBODY = Text(
    "· 명단 {line}번째 줄('{cell}')은 학생이 아니라고 보고 건너뛰었어요.",
    "· roster, line {line} ('{cell}'): passed over, it is no person.",
)
NUMBER_OF_ANOTHER = Text(
    "번호와 이름이 맞지 않아요: 명단에서 {number}번은 {listed}인데 파일에는 '{name}'이라고 되어 있어요. 명단을 고치고 다시 실행하세요.",
    "Number and name do not agree: in the roster {number} is {listed}, here it is '{name}'. Correct the roster and run this again.",
)
NAME_OF_ANOTHER = Text(
    "번호와 이름이 맞지 않아요: 명단에서 '{name}'의 번호는 {known}인데 파일에는 {number}이에요. 같은 사람이면 명단에 이 번호도 적으세요(예: {platform} 2 열).",
    "Number and name do not agree: in the roster '{name}' has the number {known}, here it is {number}. If it is the same person, add this number to the roster (in a column '{platform} 2', say).",
)
ANOTHER_NAME = Text(
    "같은 번호가 전에는 {before}, 지금은 {now}예요. 같은 사람이면 {path}에서 이름을 고치거나 명단을 주세요(전에는 '{student}').",
    "The same number was {before} and is now {now}. If it is the same person, change the name in {path} or give a roster (so far it was '{student}').",
)
COLLISION = Text(
    "서로 다른 사람이 한 학생('{student}')이 되어 버려서 가져오지 않았어요: {people}. 번호(number)가 있는 명단을 --roster로 주거나 이름을 고치세요.",
    "Not taken, since different people would become one student ('{student}'): {people}. Give a roster with their numbers (--roster), or change a name.",
)
ANOTHER_STUDENT_BEFORE = Text("지금까지는 '{student}'(으)로 모았음", "collected as '{student}' so far")
NOT_IN_ROSTER = Text("명단에 없음", "not in the roster")
ZEROS_LOST = Text(
    "명단에 없음: 명단에는 '{student}'이(가) 있음. 앞의 0이 빠졌다면 그 열을 텍스트로 두고 다시 저장하세요",
    "not in the roster, which has '{student}': if zeros were lost in front, format that column as text and save it again",
)
ROSTER_ENCODING = Text(
    "명단이 유니코드가 아니어서 {encoding}(으)로 읽었어요: '{name}'. 글자가 깨졌으면 UTF-8 CSV로 다시 저장하세요.",
    "The roster is not Unicode and was read as {encoding}: '{name}'. If that is not how it is written, save it again as CSV in UTF-8.",
)
NOT_IN_METADATA = Text(
    "Gradescope의 {file}에 누구의 제출물인지 적혀 있지 않아요.",
    "Gradescope's {file} does not tell whose it is.",
)
NAMESAKES_IN_ROSTER = Text(
    "명단에 이 이름이 여럿이라 누구인지 알 수 없어요. 이 학생의 줄에 플랫폼 번호 {number}을(를) `number` 열로 적고 다시 실행하세요",
    "several in the roster have this name: write the platform's number {number} into this one's line, in a column `number`, and run this again",
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
ZIP_TOO_DEEP = Text("zip 파일이 너무 여러 겹이에요.", "It is a zip file inside too many others.")
OTHER_ARCHIVE = Text(
    "읽을 수 없는 압축 형식이에요. 풀어서 폴더로 주거나 zip으로 다시 받으세요.",
    "It is an archive of a kind that is not read: unpack it and give the folder, or ask for a zip file.",
)
NO_FILE = Text("파일이 아니에요.", "It is no file.")
CLUTTER = Text(
    "운영체제와 편집기, 도구가 남긴 것(__MACOSX, .DS_Store, .git, .venv 등)",
    "left behind by systems, editors and tools (__MACOSX, .DS_Store, checkpoints, .git, .venv and the like)",
)
FROM_CHECKPOINT = Text(
    "Jupyter가 전에 저장한 것(.ipynb_checkpoints)뿐이에요. 한번 보세요",
    "nothing but Jupyter's checkpoint of an earlier save came in: have a look",
)
NO_NOTEBOOK_INSIDE = Text(
    "노트북이 아니에요. 과제라면 .ipynb 파일로 다시 받으세요.",
    "It is not a notebook. If it is the assignment, ask for the .ipynb file.",
)
OF_ANOTHER_ATTEMPT = Text(
    "가져온 노트북과 함께 낸 파일이 아니라, 다른 때 낸 것이에요.",
    "It was handed in at another time than the notebook that was taken.",
)
NOT_BESIDE = Text("가져온 노트북과 같은 폴더에 있지 않아요.", "It does not lie beside a notebook that was taken.")
TOO_MUCH_BESIDE = Text(
    "노트북과 함께 둘 수 있는 파일은 {files}개, {megabytes} MB까지예요.",
    "At most {files} files and {megabytes} MB are kept beside a notebook.",
)
CANNOT_BE_PUT = Text("'{path}'에 쓸 수 없어요: {reason}", "'{path}' cannot be written: {reason}")
NAME_TAKEN = Text(
    "다른 파일이나 폴더와 이름이 같아서 함께 둘 수 없어요.",
    "It has the name of another file or folder, and the two cannot stand together.",
)
RECEIPTS_OF_HAND_INS = Text("LMS가 제출마다 붙이는 기록", "the platform's own records of what was handed in")
PLATFORMS_RECEIPT = Text("LMS가 제출마다 붙이는 기록이에요.", "It is the platform's own record of a submission.")
PLATFORM_NAMES_INSIDE = Text(
    "LMS가 붙이는 것과 같은 이름이 '{folder}' 안에 있는데, 한 사람이 낸 것일 수도 있어요. LMS에서 받은 것이면 그것만 따로 주세요.",
    "'{folder}' holds names as the platform gives them, but may be what one person handed in. If the platform made it, give it by itself.",
)
DAMAGED_FILE = Text("읽을 수 없어요: {reason}", "It cannot be read: {reason}")
TOO_MUCH = Text("너무 커요({megabytes} MB까지).", "It is too large (at most {megabytes} MB).")
UNKNOWN_NOTEBOOK = Text("어느 과제의 노트북인지 알 수 없어요.", "It is not clear which assignment this is.")
OF_ANOTHER_UNIT = Text("'{unit}' 과제의 노트북이에요.", "It is the notebook of '{unit}'.")
WHOSE = Text("누구의 것인지 경로에서 알 수 없어요.", "Its path does not tell whose it is.")
SAY_WHOSE = Text(
    "누구의 것인지 경로에서 알 수 없어요. '{name}'처럼 과제 이름을 앞에 붙이거나, 학생 이름의 폴더에 넣거나, 그 이름이 있는 명단을 --roster로 주세요.",
    "Its path does not tell whose it is. Call it '{name}', put it into a folder with the student's name, or give a roster that has the name (--roster).",
)
WHERE_LOGIN_BEGINS = Text(
    "'{name}'에서 어디부터가 로그인 이름인지 알 수 없어요. Blackboard가 제출마다 붙인 .txt 기록까지 함께 주거나, 로그인 이름이 있는 명단을 --roster로 주세요.",
    "Nothing tells where the login begins in '{name}'. Give it with the .txt records that Blackboard makes of each attempt, or give a roster that has the logins (--roster).",
)
SAME_NAME = Text(
    "이름이 같은 학생이 여럿이라 번호를 붙였어요: {name}",
    "Several students share this name, so the number is added: {name}",
)
BEHIND_GROUP = Text(
    "앞부분이 Moodle이 붙인 모둠 이름이라면 '{name}'(학생 '{student}')와 같은 사람이에요. 지금은 다른 학생으로 두었으니, 명단(`--roster`)으로 알려 주세요.",
    "If what stands in front is a group's name that Moodle has put there, this is '{name}', the student '{student}'. They are two students unless a roster (`--roster`) says so.",
)
OF_TEAM = Text(
    "팀 '{team}'이(가) 함께 낸 것, 명단에서 {count}명",
    "handed in by the team '{team}', with {count} in the roster",
)
WITHOUT_TEAM = Text("명단에 팀이 적히지 않은 사람 {count}명", "{count} in the roster have no team")
NUMBER_OUTSIDE_OF_GROUP = Text(
    "그룹 '{team}'의 파일에 {number}번이 적혀 있는데, 명단에서 그 번호는 이 그룹에 없는 {student}예요. 명단을 고치고 다시 실행하세요.",
    "The file of the group '{team}' has the number {number}, which in the roster is {student}, who is not in it. Correct the roster and run this again.",
)
CANVAS_GROUP_OF_NOBODY = Text(
    "Canvas의 그룹 제출로 보이는데('{team}'; {number}번은 {student}), 그 그룹에 누가 있는지 알 수 없어요. Canvas의 '사용자'에서 그룹 목록(CSV, group_name 열이 있는 것)을 받아 `--roster`로 주거나, 명단에 '모둠' 열을 더하세요.",
    "It looks like a group submission of Canvas's ('{team}'; the number {number} is {student}), and nothing tells who is in the group. Give the list of groups as `--roster` (People, the menu of the groups, Download Course Roster CSV; its column is group_name), or add a column \"group\" to the roster.",
)
PERHAPS_CANVAS_GROUP = Text(
    "Canvas의 그룹이면: 그룹 목록(group_name 열이 있는 CSV)을 --roster로 주어야 모두의 것이 됨",
    "if this is a group of Canvas's: it counts for all of them with the list of groups as --roster (CSV with group_name)",
)
TEAM_OF_NOBODY = Text(
    "Moodle의 팀 제출로 보이는데, '{team}'에 누가 있는지 알 수 없어요. 이 과제의 채점 워크시트(CSV, '모둠' 열이 있는 것)를 `--roster`로 주세요. 한 사람의 이름이면 그 사람을 명단에 적으세요.",
    "It looks like a team submission of Moodle's, and nothing tells who is in '{team}'. Give the assignment's grading worksheet, whose column \"Group\" says so, as `--roster`. If it is one person's name, put that person into the roster.",
)
TEAM_OR_PERSON = Text(
    "명단에 '{team}'이라는 사람도 팀도 있어서 누구의 것인지 알 수 없어요.",
    "The roster has a person and a team called '{team}', so nobody can tell whose it is.",
)
TEAM_TWICE = Text(
    "이름이 '{team}'인 팀이 여럿이라 누구의 것인지 알 수 없어요. Moodle에서 팀 이름을 바꾸고 다시 받으세요.",
    "Several teams are called '{team}', so nobody can tell whose it is. Rename them in Moodle, and download again.",
)
MARKED_LATE = Text("LMS에 지각으로 표시됨", "marked late by the platform")
TELLS_NO_TIME = Text(
    "언제 냈는지 Sakai가 알려 주지 않음: 제때 낸 것으로 봄",
    "Sakai does not tell when it was handed in: it counts as on time",
)
CLONE_TELLS_NO_TIME = Text(
    "git으로 복제한 폴더의 시각은 내려받은 때라서 언제 냈는지 알 수 없음: 제때 낸 것으로 봄. GitHub Classroom의 성적표(grades CSV)를 --roster로 주면 올린 시각을 앎",
    "a clone of git's bears the time of the download, not when it was handed in: it counts as on time; with GitHub Classroom's grades (CSV) as --roster, it is when it was pushed",
)
NAME_TELLS_NO_TIME = Text(
    "LMS가 이름에 적은 제출 시각('{text}')을 읽을 수 없음: timestamp.txt를 고쳐 쓰세요",
    "the time that the platform has put into its name ('{text}') cannot be read: mend it in timestamp.txt",
)
EXCHANGE_UNSET = Text(
    "이 과목의 nbgrader_config.py에는 아래 줄이 없어요. 그대로 두면 `nbgrader collect --update`가 학습 플랫폼에서 온 것을 지울 수 있고, `nbgrader release_feedback`이 멈출 수 있어요. 다른 것을 쓰려면 그것을 적으세요.",
    "nbgrader_config.py of this course lacks these lines: without them `nbgrader collect --update` may delete what came by a platform, and `nbgrader release_feedback` may stop. To use others, name those.",
)
REPLACED_BY_EXCHANGE = Text(
    "{student} 학생이 학습 플랫폼으로 낸 '{unit}' 대신 교환 폴더로 낸 것({time})을 가져와요. 앞의 것은 여기 보관했어요: {path}",
    "What {student} handed in by the exchange ({time}) takes the place of what came of '{unit}' by a platform, which is kept in {path}.",
)
WHICH_IS_NEWER = Text(
    "{student} 학생이 교환 폴더로 낸 '{unit}'({time})은 가져오지 않았어요. 학습 플랫폼에서 온 것에 제출 시각이 없고 압축 파일은 그보다 늦게({written}) 만들어져서, 어느 것이 나중인지 알 수 없어요. 교환 폴더의 것을 쓰려면 '{folder}'를 다른 곳으로 옮기고 다시 가져오세요.",
    "What {student} handed in of '{unit}' by the exchange ({time}) is not taken: what came by a platform has no time of its own and its archive is later ({written}), so nobody can tell which is newer. To take the exchange's, move '{folder}' away and collect again.",
)
CLONE_TELLS_NO_ACCOUNT = Text(
    "GitHub Classroom의 명단(classroom_roster.csv)을 --roster로 주면 계정을 학번으로 바꿈",
    "with GitHub Classroom's list (classroom_roster.csv) as --roster, accounts become ids",
)
KEPT_EARLIER = Text("먼저 낸 것, 보관한 곳: {path}", "an earlier attempt, kept in {path}")
KEPT_UNREADABLE = Text(
    "낸 시각('{text}')을 읽을 수 없어서, 시각을 아는 것을 가져왔어요. 보관한 곳: {path}",
    "the time of this attempt ('{text}') cannot be read, so one that has a time counts; kept in {path}",
)
KEPT_LESS = Text(
    "함께 낸 것 가운데 답이 더 적은 것, 보관한 곳: {path}",
    "handed in together with one that has more answers; kept in {path}",
)
KEPT_EQUAL = Text(
    "함께 낸 것 가운데 답이 똑같이 많은 것: 어느 것으로 채점할지 열어 보세요. 보관한 곳: {path}",
    "handed in together with one that has as many answers: have a look which one should count; kept in {path}",
)
AS_MANY_ANSWERS = Text(
    "함께 낸 '{name}'에도 답이 똑같이 많음: 열어 보세요",
    "'{name}', handed in together with it, has as many answers: have a look",
)
SAME_AS = Text("'{name}'과 똑같아요.", "It is the same as '{name}'.")
SAME_AS_BEFORE = Text(
    "전에 낸 것과 똑같아서, 먼저 낸 시각을 그대로 둠",
    "the same as what was handed in before: the time of the earlier stays",
)
KEPT_BLANK = Text(
    "답이 하나도 없어서, 전에 낸 것을 그대로 두었어요. 보관한 곳: {path}",
    "it has no answers, so what was handed in before stays; kept in {path}",
)
NO_QUESTIONS = Text("이 과제의 문제가 하나도 없음: 열어 보세요", "holds none of the questions: have a look")
COUNTED_ALONE = Text("· {count}개: {what}", "· {count} files: {what}")
NOTHING_TAKEN = Text("가져온 제출물이 없어요.", "No submission was taken.")
TAKEN = Text(
    "{taken}개를 가져왔고, 먼저 낸 {earlier}개를 따로 보관했고, {left}개는 가져오지 않았어요.",
    "{taken} taken, {earlier} earlier attempts kept apart, {left} left.",
)
NO_ARCHIVE = Text(
    "'{path}' 파일이나 폴더가 없어요. 단원 이름을 쓰려고 했다면, 있는 단원: {known}",
    "There is no file or folder '{path}'. If a unit was meant, the units are: {known}",
)

# Feedback that travels.
WRITING_FEEDBACK = Text("피드백", "feedback")
WRITING_REPORT = Text("보고서", "report")
WRITING_MARKS = Text("성적", "marks")
COLLECTING = Text("제출물", "submissions")
PACKED = {
    "moodle": Text(
        "{count}명의 피드백을 담았어요. Moodle의 과제에서 제출물 전체 보기 > 채점 작업 > '여러 피드백 파일을 zip으로 올리기'로 올리세요. 과제의 피드백 유형에 '피드백 파일'이 켜져 있어야 해요.",
        "Packed: {count}. In Moodle's assignment: view all submissions > grading action > 'Upload multiple feedback files in a zip'; 'feedback files' has to be one of its feedback types.",
    ),
    "canvas": Text(
        "{count}명의 피드백을 담았어요. Canvas의 과제에서 '제출물 다시 올리기'로 올리면 제출물의 의견에 붙어요. 한 번 올릴 때마다 의견이 하나씩 더 생겨요. Canvas는 그 파일을 학생이 낸 파일의 이름(….ipynb)으로 건네주니, 이름 끝을 .html로 바꿔 브라우저로 열라고 학생들에게 알려 주세요.",
        "Packed: {count}. In Canvas's assignment: 're-upload submissions' puts each into a comment on its submission. Every upload makes a new comment. Canvas hands the file on under the name of what was handed in (….ipynb): tell students to rename it to .html and to open it in a browser.",
    ),
    "ilias": Text(
        "{count}명의 피드백을 담았어요. ILIAS의 연습에서 제출물과 성적 > '다중 피드백'(Multi-Feedback)으로 올리고, 나온 파일을 골라 저장하세요.",
        "Packed: {count}. In ILIAS's exercise: submissions and grades > 'Multi-Feedback'; upload it, then choose the files that it lists and save.",
    ),
    "mail": Text(
        "{count}명의 메일이에요. 메일 프로그램으로 열어 보고 보내세요. 보내는 사람은 비어 있어요.",
        "Mails: {count}. Open them in a mail program, look, and send; nobody is named as their sender.",
    ),
}
NO_GIVEN_NAME = {
    "moodle": Text(
        "Moodle에서 온 제출물이 아니라서 누구의 것인지 Moodle이 알 수 없어요.",
        "it did not come from Moodle, so Moodle could not tell whose it is.",
    ),
    "canvas": Text(
        "Canvas에서 모은 제출물이 없어요. Canvas로 냈다면 거기서 받은 zip으로 `gdcourse collect`를 다시 실행하세요.",
        "nothing is known to have come from Canvas. If something did, run `gdcourse collect` on Canvas's zip again.",
    ),
    "ilias": Text(
        "ILIAS에서 모은 제출물이 없어요. ILIAS로 냈다면 거기서 받은 zip으로 `gdcourse collect`를 다시 실행하세요.",
        "nothing is known to have come from ILIAS. If something did, run `gdcourse collect` on ILIAS's zip again.",
    ),
}
NO_ADDRESS_OF_STUDENT = Text(
    "메일 주소가 없거나 쓸 수 없어요. 명단의 email 열에 적고, `gdcourse collect … --roster roster.csv`로 다시 모으세요.",
    "no e-mail address that can be used: give one in the column email of a roster, and collect again with it (`gdcourse collect … --roster roster.csv`).",
)
NOTHING_TO_TRAVEL = Text(
    "'{unit}'의 피드백 가운데 `--pack {kind}`로 담을 수 있는 것이 없어요:",
    "None of the feedback on '{unit}' can be packed with `--pack {kind}`:",
)
MAIL_SUBJECT = Text("[{unit}] 피드백", "[{unit}] Feedback")
MAIL_BODY = Text(
    "과제 '{unit}'의 피드백을 첨부했어요. 파일을 브라우저로 여세요. 인터넷 없이도 열려요.",
    "Your feedback on the assignment '{unit}' is attached. Open the file in a browser; it needs no network.",
)

# Packing.
NO_WHEEL = Text(
    "학생용 패키지를 만들 수 없어요. 저장소에서 `pip install -e .[instructor]`로 설치했는지 확인하세요: {reason}",
    "The students' package cannot be built. Is this installed from the repository, with `pip install -e .[instructor]`? {reason}",
)
WOULD_TELL = Text(
    "'{path}'에 학생이 보면 안 되는 것이 있어 묶음을 만들지 않았어요. `gdcourse release`를 다시 실행해 보세요.",
    "'{path}' holds what students must not see, so nothing was packed. Try `gdcourse release` again.",
)
NO_ADDRESS = Text(
    "'{url}'에서는 학생의 컴퓨터가 패키지를 설치할 수 없어요({reason}). wheel을 올려 둘 폴더의 주소를 `https://`부터, 사용자 이름과 암호 없이 써 주세요.",
    "Students' machines cannot install the package from '{url}' ({reason}). Give the address of the folder where you will put the wheel, beginning with `https://` and without a user name or password.",
)
OTHER_WHEEL = Text(
    "'{url}'은 이 패키지의 주소가 아니에요. '{wheel}'로 끝나는 주소나, 그 파일을 둘 폴더의 주소를 써 주세요.",
    "'{url}' is not where this package would be. Give an address that ends in '{wheel}', or that of the folder it will lie in.",
)
PUT_THE_WHEEL = Text(
    "'{path}' 파일을 {address} 주소에 올리세요. 노트북의 첫 셀이 거기에서 설치해요.",
    "Put '{path}' at {address}: the notebooks' first cell installs it from there.",
)
OTHER_LANGUAGE_ALONE = Text(
    "'{path}'은(는) 다른 언어로만 배포되어 있어요. 먼저 `gdcourse release --lang {language}`나 `gdcourse release`를 실행하세요.",
    "'{path}' is released in the other language alone. Run `gdcourse release --lang {language}` or `gdcourse release` first.",
)
NOTHING_TO_PACK = Text("'{path}'에 수업이 없어요.", "There are no lessons in '{path}'.")

# Pages.
OF_CALL = Text("{call}: {hint}", "{call}: {hint}")
ANSWERED = Text("낸 답: {answer}. {hint}", "Answered: {answer}. {hint}")
OTHER_NAMES = Text(
    "{folder}: {names}: `nbgrader autograde`는 {wanted} 파일이 없으면 채점하지 않아요. `gdcourse grade`는 답이 든 노트북을 이름이 달라도 찾아서 채점해요.",
    "{folder}: {names}: `nbgrader autograde` grades nothing where {wanted} is not there. `gdcourse grade` finds the notebook with the answers, whatever its name.",
)
MARKS_MOVED = Text(
    "'{unit}'의 예외(`c.Grade`)가 바뀌어, 직접 준 점수가 다시 쓰이거나 쓰이지 않게 됐어요. 나머지는 `gdcourse grade {unit}`이 고쳐요.\n{changes}",
    "The exceptions of '{unit}' (`c.Grade`) have changed, so these marks by hand count again, or no more. "
    "`gdcourse grade {unit}` puts the rest right.\n{changes}",
)
MARKS_CHANGED = Text("전과 달라진 점수:", "Marks that are not what they were:")
PENALTIES_CHANGED = Text(
    "점수를 받은 학생 가운데 지각 감점이 달라진 학생:",
    "Late penalties that changed, of students who got a mark now:",
)
NO_SUCH_STUDENT = Text(
    "채점 기록에 '{student}' 학생이 없어요.{close}",
    "The gradebook has no student '{student}'.{close}",
)
ONE_STUDENT = Text(
    "`--student`는 한 번만 쓸 수 있어요. 여러 학생이면 학생마다 명령을 한 번씩 실행하세요.",
    "`--student` can be given once. For several students, run the command once for each.",
)
NO_HISTORY = Text(
    "'{student}' 학생의 채점 기록이 아직 없어요.",
    "No mark of '{student}' has been recorded yet.",
)
LATE_PENALTY = Text("지각 감점", "late penalty")
WHY = {
    "first": Text("이 성적부에서 처음 채점", "the first grading in this gradebook"),
    "by-hand": Text("직접 채점", "by hand"),
    "stands": Text("직접 준 점수 그대로", "the mark by hand stands"),
    "unknown": Text("이유는 기록되지 않음", "nobody noted why"),
    "submission": Text("다시 제출함", "handed in again"),
    "reference": Text("기준 답이 바뀜", "the reference changed"),
    "tolerance": Text("허용 오차가 바뀜", "the tolerance changed"),
    "points": Text("배점이 바뀜", "the points changed"),
    "asked": Text("문제의 입력값이나 검사 방법이 바뀜", "what the question tries, or how, changed"),
    "given": Text("주어진 코드나 파일이 바뀜", "the code or the files that are given changed"),
    "statement": Text("글이 바뀜", "the wording changed"),
    "numpy": Text("NumPy의 판이 바뀜", "the release series of NumPy changed"),
    "torch": Text("PyTorch의 판이 바뀜", "the release series of PyTorch changed"),
    "assignment": Text("과제가 바뀜", "the assignment changed"),
    "questions": Text("문제나 기준 답이 바뀜", "a question or its reference changed"),
    "mistakes": Text("아는 실수가 바뀜", "the known mistakes changed"),
    "mark": Text("점수가 바뀜", "the mark changed"),
    "lateness": Text(
        "마감, 제출 시각, 지각 규칙 가운데 바뀐 것이 있음", "the deadline, the time or the policy changed"
    ),
    "exceptions": Text("점수에서 뺐거나 모두에게 주었거나 되돌림", "dropped, given to everyone, or neither any more"),
    "dropped": Text("점수에서 뺌", "the question was dropped"),
    "full-credit": Text("낸 사람 모두에게 점수를 줌", "everyone who handed in was given its points"),
    "no-exception": Text("빼거나 모두에게 주던 것을 되돌림", "it is neither dropped nor given to everyone any more"),
    "mark-back": Text(
        "빼거나 모두에게 주던 것을 되돌려, 직접 준 점수가 다시 셈",
        "neither dropped nor given to everyone any more: the mark by hand counts again",
    ),
    "limits": Text("시간·메모리 제한이 바뀜", "the limits changed"),
    "secret": Text("과목 비밀값이 바뀜", "the course secret changed"),
    "grader": Text("채점 프로그램이 바뀜", "the grader changed"),
    "comparing": Text("채점 프로그램이 답을 비교하는 방법이 바뀜", "how the grader compares answers changed"),
    "diagnoses": Text("채점 프로그램이 오답을 설명하는 방법이 바뀜", "how the grader explains wrong answers changed"),
    "wording": Text("채점 프로그램의 문구가 바뀜", "the grader's wording changed"),
}
"""What a mark rests on (``classroom.what_marks_rest_on``), said as the reason why it changed."""
ONE_OF = Text(
    "함께 바뀌어 어느 것 때문인지 가릴 수 없음: {reasons}", "changed together, so nobody can tell which: {reasons}"
)

# The demo.
DEMO_RELEASE = Text("배포", "release")
DEMO_SUBMISSIONS = Text("제출", "submissions")
DEMO_HANDED_IN = Text("{count}명의 제출물", "submissions from {count} students")
DEMO_FEEDBACK = Text("피드백과 보고서", "feedback and report")
DEMO_LOOK = Text("열어 볼 곳", "where to look")
DEMO_REPORT = Text("학급 보고서", "the report on the class")
DEMO_PAGE = Text("한 학생의 피드백", "one student's feedback")
DEMO_NOTEBOOK = Text("학생이 받는 노트북", "the notebook students get")
DEMO_GRADEBOOK = Text("성적부", "the gradebook")
DEMO_BY_HAND = Text("서술형 채점", "grade by hand")
