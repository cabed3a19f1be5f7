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
DOES_SOMETHING_ELSE = Text(
    "이름을 지운 코드가 학생들의 답과 다르게 움직여요(학생 {of}명 가운데 {count}명의 케이스에서).",
    "The anonymous code does not do what the students' answers do (on the cases of {count} of {of} students).",
)
NAME_OF_WORDS = Text(
    "실수의 이름 '{name}'은(는) 소문자 단어를 붙임표로 이은 것이어야 해요. 예: sum-for-mean",
    "The name of a mistake is lower-case words with dashes, such as sum-for-mean; '{name}' is not.",
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
NOT_PROVED = Text("증명되지 않음: {exercises}", "not proved: {exercises}")
