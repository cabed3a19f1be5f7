"""What a page says of itself and of the time of handing in, in both languages. Students read it in their feedback."""

from gdcourse.language import Text

HANDED_IN_LATE = Text("마감보다 {span} 늦게 냈어요.", "Handed in {span} after the deadline.")
HANDED_IN_LATE_SOMEHOW = Text("마감보다 늦게 냈어요.", "Handed in after the deadline.")
PENALTY_TAKEN_OFF = Text("지각 감점 {penalty}점을 뺐어요.", "A late penalty of {penalty} is taken off.")
NO_PENALTY = Text("감점은 없어요.", "Nothing is taken off for it.")
TOO_LARGE_TO_SHOW = Text("너무 커서 여기에 표시하지 않았어요.", "Too large to be shown here.")
UNREADABLE_GRADED = Text(
    "채점한 노트북이 너무 크거나 읽을 수 없어 내용을 표시하지 않았어요. 점수는 그대로예요.",
    "The graded notebook is too large or cannot be read, so it is not shown. The marks stand.",
)
