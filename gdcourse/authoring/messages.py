"""What authors are told."""

from __future__ import annotations

from gdcourse.language import Text

NO_FUNCTION = Text(
    "답에 `{name}`이라는 함수나 클래스가 없어요. 값으로 답하는 문제라면 풀이 파일의 `choice(…)`나 `guesses(…)`에 직접 더하세요.",
    "The answer has no function or class called `{name}`. Where a value is the answer, add it to `choice(…)` or "
    "`guesses(…)` in the solutions file yourself.",
)
NEEDS_WHAT_IS_NOT_THERE = Text(
    "답이 쓰는 `{name}`을 노트북에서 찾을 수 없어 혼자 설 수 있는 코드로 만들지 못해요.",
    "The answer uses `{name}`, which the notebook does not define: it cannot stand alone.",
)
CLASS_NEEDS_MORE = Text(
    "클래스가 바깥의 {names}을(를) 써요. 클래스 안으로 옮겨 풀이 파일에 직접 더하세요.",
    "The class uses {names} from outside. Move that into the class, and add it to the solutions file yourself.",
)
MORE_THAN_ARITHMETIC = Text(
    "답이 `{what}`을(를) 써요. 계산만 하는 코드만 풀이 파일에 들어갈 수 있어요. 거기서는 아무것도 격리되지 않으니까요.",
    "The answer uses `{what}`. Only code that computes and does nothing else may go into a solutions file, where "
    "nothing isolates it.",
)
RIGHT_FOR_SOME = Text(
    "학생 {of}명의 케이스로 채점해 보니 {count}명에게는 맞는 답이었어요. 실수로 적으면 맞은 답을 틀렸다고 하게 돼요.",
    "Graded with the cases of {of} students, it is right for {count} of them. As a mistake it would call right answers "
    "wrong.",
)
EQUALS_A_KNOWN_ONE = Text(
    "학생 {of}명 가운데 {count}명의 케이스에서 이미 아는 실수 `{mistake}`와(과) 같아요.",
    "On the cases of {count} of {of} students it is the same as the known mistake `{mistake}`.",
)
ERROR_OF_MANY_CAUSES = Text(
    "보이는 케이스 모두에서 파이썬이나 라이브러리의 오류({error})로 멈추는 답이에요. 원인이 다른 답도 같은 오류로 멈추니까, 그런 답까지 이 실수의 문장과 점수를 받게 돼요. 학생이 정말 자주 만나는 오류라면 이 문제의 probe에서 그 오류에 이름을 붙이세요.",
    "On every visible case these answers end in an error of Python or a library ({error}). Answers with quite another slip end in the same error, and would get this mistake's sentence and credit. If it is an error that students really run into, let the exercise's probe give it a name.",
)
DOES_SOMETHING_ELSE = Text(
    "이름을 지운 코드가 학생들의 답과 다르게 움직여요(학생 {of}명 가운데 {count}명의 케이스에서).",
    "The anonymous code does not do what the students' answers do (on the cases of {count} of {of} students).",
)
UNTRIED = Text(
    "학생 {of}명 가운데 {count}명의 케이스로는 컴퓨터가 너무 바빠 채점해 보지 못했어요. 다른 일이 끝난 뒤에 다시 해 보세요.",
    "This machine was too busy to grade it with the cases of {count} of {of} students. Try again when it is less busy.",
)
NAME_OF_WORDS = Text(
    "실수의 이름 '{name}'은(는) 소문자 단어 둘 이상을 붙임표로 이은 것이어야 해요. 예: sum-for-mean",
    "The name of a mistake is two or more lower-case words with dashes between them, such as sum-for-mean; '{name}' is not.",
)
NAME_IS_TAKEN = Text(
    "'{name}'이라는 답이 `{exercise}` 단원의 풀이 파일에 벌써 있어요. 다른 이름을 주세요.",
    "There is an answer called '{name}' in the solutions file of `{exercise}` already. Give it another name.",
)
BOTH_SENTENCES = Text(
    '학생이 읽을 문장을 두 언어로 주세요: --ko "…" --en "…"',
    'Give the sentence that students will read in both languages: --ko "…" --en "…"',
)
NO_KEYS_WITH_IT = Text(
    "이 실수를 넣으니 정답 키를 만들 수 없어서 풀이 파일을 그대로 두었어요. {said}",
    "With this mistake the answer keys cannot be made, so the solutions file is as it was. {said}",
)
NOTHING_UNEXPLAINED = Text(
    "모든 오답에 아는 실수가 있어요.",
    "Every wrong answer is explained by a known mistake.",
)
NO_SUCH_GROUP = Text(
    "{number}번 무리는 없어요. 1번부터 {last}번까지 있어요.",
    "There is no group {number}; they are 1 to {last}.",
)
NOT_LEARNED = Text(
    "{number}번 무리는 실수로 적을 수 없어요:\n{reasons}",
    "Group {number} cannot become a known mistake:\n{reasons}",
)
STUDENTS = Text("학생 {count}명", "{count} students")
RIGHT_AT_HOME = Text(
    "보이는 케이스에서는 맞고, 숨은 케이스에서만 틀려요.",
    "Right on the visible cases; wrong on hidden ones alone.",
)
MARKS_WOULD_BE = Text("이 실수의 점수로 바뀔 점수:", "What marks it would change:")
NO_MARKS_CHANGE = Text("바뀌는 점수는 없어요. 문장만 더 나아져요.", "No mark would change; what students read would.")
TEXTS_STAY = Text(
    "따옴표 안의 글을 바꾸면 코드가 다르게 움직여서 학생이 쓴 그대로 두었어요. 누가 썼는지 드러나는 글이 없는지 읽어 보세요:",
    "Without the student's own strings the code does something else, so they stay. Read it, and see that none of them "
    "says who wrote it:",
)
HOW_TO_GO_ON = Text(
    "번호를 붙이면 적힐 코드와, 새 실수가 아니라면 그 까닭과, 바뀔 점수를 보여 줘요: gdcourse learn {unit} 1",
    "With a number, the code that would be written, what speaks against it, and the marks that would change: "
    "gdcourse learn {unit} 1",
)
WHICH_GROUP = Text(
    "어느 무리를 적을지 번호로 알려 주세요: gdcourse learn {unit} 번호 --name {name} …. 번호는 `gdcourse learn {unit}`이 보여 줘요.",
    "Say which group to write down, by its number: gdcourse learn {unit} NUMBER --name {name} …. "
    "`gdcourse learn {unit}` shows the numbers.",
)
NAME_IS_MISSING = Text(
    "`--ko`와 `--en`은 실수를 적을 때 쓰는데 `--name`이 없어요. `--name NAME`을 더하세요.",
    "`--ko` and `--en` are for writing a mistake down, and there is no `--name`. Add `--name NAME`.",
)
NO_SHARE = Text("점수의 비율이 아니에요.", "It is no part of the points.")
HOW_TO_WRITE = Text(
    '풀이 파일에 적으려면: gdcourse learn {unit} {number} --name 이름 --ko "…" --en "…" [--credit 0.5]',
    'To write it into the solutions file: gdcourse learn {unit} {number} --name NAME --ko "…" --en "…" [--credit 0.5]',
)
LEARNED = Text(
    "{path}에 적고 정답 키를 새로 만들었어요. 다음 순서: `gdcourse prove {exercise}`로 증명하고, `gdcourse grade {unit}`로 이 답을 낸 학생만 다시 채점하세요.",
    "Written into {path}, and the answer keys are made anew. Next: prove it with `gdcourse prove {exercise}`; "
    "`gdcourse grade {unit}` then grades again only those with such an answer.",
)

# Keys and proofs.
REFRESHED = Text("바뀜", "changed")
NOT_REFRESHED = Text("그대로", "unchanged")
NOTHING_TO_MUTATE = Text("바꿀 코드가 없어요.", "no code to mutate")
PROOF = Text(
    "변이 {made}개 가운데 {left}개 통과, 진단 {told}/{caught}",
    "{made} mutants, {left} pass; {told} of {caught} get a diagnosis",
)
MUTANTS_PASS = Text(
    '아래의 바뀐 답이 통과해요. 틀린 답이면 달라지는 입력을 뽑으세요. 맞는 답이면 {path} 파일에 `[[{exercise}]]`, `why = "…"`, `mutants = ["…"]` 세 줄로 까닭과 아래의 이름을 적으세요.',
    'the changed answers below pass: draw cases in which they differ. Where one is right, write the reason and the name that stands below into {path}, in three lines: `[[{exercise}]]`, `why = "…"`, `mutants = ["…"]`',
)
NO_LIST_OF_RIGHT_MUTANTS = Text(
    '{path} 파일을 읽을 수 없어요({what}). 문제마다 그 id와 까닭, 바뀐 답의 이름을 `[[…]]`, `why = "…"`, `mutants = ["…"]` 세 줄로 적으세요.',
    '{path} cannot be read ({what}). For each exercise its id, a reason and the names of changed answers stand in three lines: `[[…]]`, `why = "…"`, `mutants = ["…"]`.',
)
READ_THESE = Text(
    "아래의 바뀐 답은 어떤 실수와 같은 수를 내서 그 문장을 들어요. 문장이 바뀐 답에도 참인지 읽고, 아니면 수가 보여 주는 것만 말하게 고친 뒤 `gdcourse prove {exercise} --read`로 적어 두세요.",
    "these mutants give the numbers of a mistake and get its sentence: read whether it is true of them too, let it say what the numbers show where it is not, then `gdcourse prove {exercise} --read`",
)
NOT_PROVED = Text("증명되지 않음: {exercises}", "not proved: {exercises}")

# What is wrong with an exercise.
ITS_RUBRIC = Text("채점 기준", "the rubric")
ITS_TITLE = Text("제목", "the title")
SENTENCE_OF = Text("'{mistake}' 실수의 문장", "the sentence of the mistake '{mistake}'")
NO_KOREAN = Text(
    '{what}에 한국어가 없어요(\'{said}\'). `Text("…", "…")`의 앞쪽에, 실수라면 `ko=`에 적으세요.',
    '{what} has no Korean (\'{said}\'). Write it first in `Text("…", "…")`, or in `ko=` of a mistake.',
)
NO_ENGLISH = Text(
    "{what}에 영어가 없거나 한글이 섞여 있어요('{said}'). `Text`의 뒤쪽에, 실수라면 `en=`에 적으세요.",
    "{what} has no English, or Hangul in it ('{said}'). Write it second in `Text`, or in `en=` of a mistake.",
)
NO_MISTAKES = Text(
    "아는 실수가 하나도 없어서, 틀린 답에 무엇이 틀렸는지 말해 줄 수 없어요. 풀이 파일에 `@mistake`를 적으세요.",
    "It knows no mistake, so a wrong answer is told little. Write a `@mistake` into the solutions file.",
)
UNIT_TITLE = Text("새 단원: {words}", "{words}")
EXERCISE_TITLE = Text("새 문제: {words}", "{words}")
NO_TITLE = Text(
    "'{ko}', '{en}'은(는) 제목이 될 수 없어요. --ko에는 한글로, --en에는 로마자로, 줄을 바꾸지 말고 '·'나 끝의 괄호 없이 적으세요. 둘 다 적어야 해요.",
    "'{ko}', '{en}' cannot be a title. Give both, --ko in Hangul and --en in Latin letters, each one line without '·' or brackets at its end.",
)
NO_ID = Text(
    "id '{id}'은(는) 쓸 수 없어요. 'mean-of-squares'처럼 소문자 낱말을 줄표로 이으세요.",
    "'{id}' cannot be an id. Write words in small letters with dashes, such as 'mean-of-squares'.",
)
PYTHONS_OWN = Text(
    "'{name}'은(는) 파이썬이나 풀이 파일이 이미 쓰는 이름이에요. 다른 이름을 고르세요.",
    "'{name}' is a name that Python or the file of solutions has for something else. Choose another.",
)
NO_NAME = Text(
    "학생이 쓰는 이름 '{name}'은(는) 파이썬 이름이 아니에요.",
    "'{name}', which students are to define, is no name in Python.",
)
NO_RIGHT_ANSWER = Text(
    "'{exercise}'의 기준 답이 보이는 케이스 {case}에서 오류를 내서 정답 키를 쓰지 않았어요: {error}. 케이스와 함수의 인자가 맞는지 보세요.",
    "The reference of '{exercise}' ends in an error on the visible case {case}, so no key was written: {error}. See whether the function takes the inputs of a case.",
)
REFERENCE_FAILS = Text(
    "기준 답이 오류를 내요: {error}. 뽑힌 입력의 순서와 함수의 인자가 맞는지 보세요.",
    "The reference ends in an error: {error}. See whether the function takes the inputs of a case, in their order.",
)
MISTAKE_DOES_NOT_RUN = Text(
    "'{mistake}' 실수가 {of}번 뽑은 입력 가운데 {count}번은 실행되지 않아서({error}) 아무것도 증명하지 못해요. 코드를 고치거나, 학생이 정말 만나는 오류라면 이 문제의 probe에서 그 오류에 이름을 붙이세요.",
    "The mistake '{mistake}' does not run in {count} of {of} draws ({error}), so it proves nothing. Mend its code; or, if it is an error that students really run into, let the exercise's probe give it a name.",
)
MISTAKE_IS_RIGHT = Text(
    "'{mistake}' 실수가 {of}번 뽑은 입력 가운데 {count}번은 기준 답과 같아요. 둘이 달라지는 입력을 뽑거나, 실수가 아니라면 `@equivalent`로 옮기세요.",
    "The mistake '{mistake}' equals the reference in {count} of {of} draws. Draw cases in which they differ, or make it an `@equivalent` if it is right.",
)
MISTAKE_IS_ZERO = Text(
    "'{mistake}' 실수가 {of}번 뽑은 입력 가운데 {count}번은 기준 답과 같은데, 그때 답이 모두 0이에요. 답이 0이 아닌 입력을 뽑으세요.",
    "The mistake '{mistake}' equals the reference in {count} of {of} draws, where all answers are 0. Draw cases whose answer is not 0.",
)
MISTAKE_IS_ANOTHER = Text(
    "'{mistake}' 실수가 {of}번 뽑은 입력 가운데 {count}번은 '{other}'(으)로 불려요. 둘이 같은 답을 내니 달라지는 입력을 뽑거나 하나로 합치세요.",
    "The mistake '{mistake}' is called '{other}' in {count} of {of} draws: both give the same. Draw cases in which they differ, or make one of them.",
)
MISTAKE_UNTOLD = Text(
    "'{mistake}' 실수가 {of}번 뽑은 입력 가운데 {count}번은 제 이름을 듣지 못해요(나온 진단: {diagnosis}). 실행할 때마다 같은 답을 내는지 보세요.",
    "The mistake '{mistake}' is not named in {count} of {of} draws (said instead: {diagnosis}). See whether it gives the same each time.",
)
RIGHT_REFUSED = Text(
    "맞는 답 '{answer}'이(가) {of}번 뽑은 입력 가운데 {count}번은 틀렸다고 해요: {said}",
    "The right answer '{answer}' is refused in {count} of {of} draws: {said}",
)
ANSWER_IS_ZERO = Text(
    "입력 {of}개 가운데 {count}개에서 기준 답이 0이에요. 답이 0이면 부호나 배수가 틀린 답도 맞으니, 그런 입력을 뽑지 마세요.",
    "The right answer is 0 in {count} of {of} cases. There a wrong sign or factor is right, too: do not draw such cases.",
)
ANSWER_IS_THE_SAME = Text(
    "입력 {of}개 가운데 {count}개에서 기준 답이 같은 값이에요. 그 값만 적어도 맞게 되니 더 다양하게 뽑으세요.",
    "The right answer is the same in {count} of {of} cases, so that the bare value is right too often. Let the draws vary more.",
)
WRONG_IN_NOTEBOOK = Text(
    "{path}: 노트북의 풀이가 '{exercise}' 검사를 통과하지 못해서 출력을 저장하지 않았어요. {said}",
    "{path}: the solution in the notebook does not pass the check of '{exercise}', so no outputs were stored. {said}",
)
CELL_ENDED_IN_ERROR = Text(
    "{path}: {number}번째 셀이 오류로 끝나서 출력을 저장하지 않았어요. {error}",
    "{path}: cell {number} ended in an error, so no outputs were stored. {error}",
)

# New units and exercises.
NO_SLUG = Text(
    "단원의 이름 '{slug}'은(는) 쓸 수 없어요. '09-my-unit'처럼 두 자리 번호와 소문자 낱말을 줄표로 이으세요.",
    "A unit cannot be called '{slug}'. Write a number of two digits and words in small letters, such as '09-my-unit'.",
)
IS_THERE = Text(
    "'{name}'은(는) 이미 있어서 아무것도 쓰지 않았어요({path}).",
    "'{name}' is there already ({path}), and nothing was written.",
)
CELL_IS_THERE = Text(
    "'{id}' 문제의 셀이 될 '{cell}'이(가) 이미 노트북({path})에 있어서 아무것도 쓰지 않았어요. 다른 id를 고르세요.",
    "An exercise '{id}' would need a cell called like the cell '{cell}' of another question ({path}), and nothing was written. Choose another id.",
)
MODULE_IS_ANOTHERS = Text(
    "단원 '{other}'의 파일이 이미 `{module}.py`라서, '{slug}'의 파일을 그 이름으로 만들 수 없어 아무것도 쓰지 않았어요. 번호 뒤의 이름을 바꾸세요.",
    "The unit '{other}' has the files called `{module}.py` already, which those of '{slug}' would be, and nothing was written. Choose another name behind the number.",
)
NO_NOTEBOOK_OF_UNIT = Text(
    "'{path}' 노트북이 없어서 아무것도 쓰지 않았어요.", "There is no notebook '{path}', and nothing was written."
)
NO_PLACE_FOR_IT = Text(
    "'{path}'에서 `UNIT = Unit(…, exercises=(…))`를 찾지 못해 아무것도 쓰지 않았어요. 연습 문제를 괄호 안에 적어 두세요.",
    "'{path}' has no `UNIT = Unit(…, exercises=(…))`, and nothing was written. Put the exercises into a tuple there.",
)
WHICH_UNIT = Text(
    "어느 단원에 더할지 `--unit`으로 알려 주세요. 있는 단원: {known}",
    "Say with `--unit` which unit it is for. The units are: {known}",
)
NEXT_FOR_AUTHORS = Text("이제 고쳐 쓰고, 이렇게 만드세요:", "Change what is there, then make the rest:")
