"""What pictures that answer to the hand say: the names of what is set and shown, in both languages."""

from gdcourse.language import Text

EXPLORABLE_IS_STILL = Text(
    "여기에서는 스크립트가 돌지 않아 그림이 멈춰 있어요. 셀을 실행하면 손으로 움직여 볼 수 있어요.",
    "Scripts do not run here, so the picture stands still. Run the cell to move it by hand.",
)

# Algorithms, and what is set.
GRADIENT_DESCENT = Text("경사 하강법", "gradient descent")
MOMENTUM = Text("모멘텀", "momentum")
NESTEROV = Text("Nesterov", "Nesterov")
ADAM = Text("Adam", "Adam")
LEARNING_RATE_SLIDER = Text("학습률 η", "learning rate η")
MOMENTUM_SLIDER = Text("모멘텀 μ", "momentum μ")
BETA1_SLIDER = Text("Adam의 β₁", "Adam's β₁")
BETA2_SLIDER = Text("Adam의 β₂", "Adam's β₂")
STEP_SLIDER = Text("스텝", "step")
START_SLIDER = Text("출발점 {name}", "start {name}")

# What stands in the picture and around it.
START_POINT = Text("출발", "start")
VALUE_BY_STEP = Text("스텝마다 {symbol}", "{symbol} by step")
PLAY = Text("재생", "play")
CHOOSE_A_PICTURE = Text("장면 고르기", "choose a picture")
PAUSE = Text("멈춤", "pause")
RESET = Text("처음대로", "reset")
DIVERGES = Text("발산", "diverges")
HOW_TO_MOVE = Text(
    "출발점을 끌거나 그림을 눌러 옮기세요. 키보드로는 Tab으로 고르고 화살표로 움직여요.",
    "Drag the start, or press where it should go. By keyboard: Tab to choose, arrow keys to move.",
)

# The goal, and how far it is.
GOAL = Text(
    "목표: 출발점은 그대로 두고, {within}스텝 안에 {symbol}의 값을 {below} 아래로 내려 계속 머물게 하기",
    "Goal: leave the start where it is, get {symbol} below {below} within {within} steps and keep it there",
)
GOAL_FROM_ANYWHERE = Text(
    "목표: 출발점을 옮겨, {within}스텝 안에 {symbol}의 값을 {below} 아래로 내려 계속 머물게 하기",
    "Goal: move the start so that {symbol} gets below {below} within {within} steps and stays there",
)
GOAL_REACHED = Text("해냈어요! {name}, {step}스텝 만에", "Done! {name}, in step {step}")
GOAL_REACHED_BEFORE = Text("✓ 전에 {step}스텝 만에 해냈어요", "✓ Reached before, in step {step}")
GOAL_LATER = Text("아직: {name}, {step}스텝이 걸려요", "Not yet: {name} takes {step} steps")
GOAL_NOT_YET = Text("아직: {last}스텝 뒤에도 이르지 못해요", "Not yet: not there after {last} steps")
GOAL_ELSEWHERE = Text(
    "출발점을 옮겼어요. 목표는 처음 출발점에서만 세요.",
    "The start was moved. The goal counts from the first start only.",
)

# For those who listen.
WHERE_IT_IS = Text(
    "{name}, {step}스텝 뒤: {place}, {symbol} = {value}", "{name} after {step} steps: {place}, {symbol} = {value}"
)
HAS_DIVERGED = Text("{name}, {step}스텝 뒤: 발산", "{name} after {step} steps: it diverges")
