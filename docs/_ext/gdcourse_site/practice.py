"""What lessons ask, answered on the page without a kernel: guesses, drills, opening questions.

The cells are those of the notebook (``guess("id", ...)``, ``drill("id")``, ``opening("unit")``). Right answers and
sentences come from the answer keys that students have anyway; ``practice.js`` does the rest. What follows a guess is
folded, to the end of its section; where the result stands under a later heading, what stands there is. It opens once
there is a guess, or on demand. The form then says the result beside the guess, and the result's own card goes.
"""

from __future__ import annotations

import ast
import json
import random
import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator

from gdcourse.exercises import find_exercise
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.comparing import as_numbers, same
from gdcourse.judging.exercise import Exercise
from gdcourse.judging.patterns_in_answers import Key
from gdcourse.judging.practice import IN_A_ROW, OPENING_QUESTIONS, letters
from gdcourse.judging.verdict_card import marked_up
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import what_is_asked
from gdcourse.student import messages
from gdcourse.student.drills import drills_for_opening
from gdcourse_site.lessons import SLUGS, in_both

CALLS = ("guess", "reveal", "drill", "opening")
OPENING_VARIANTS = 5
"""How many variants of each drill an opening has to choose from: a page is not to be all questions."""

SHOW_ME = Text("그냥 볼래요", "Show me")
NUMBER = Text("예상하는 수", "Your guess")
ANSWER = Text("답", "Your answer")
GUESS = Text("예상하기", "Guess")
CHECK = Text("확인하기", "Check")
NEXT = Text("다음 질문", "Next question")
OTHER_QUESTIONS = Text("다른 질문", "Other questions")
IN_THE_NOTEBOOK = Text(
    "노트북에서 풀어 보세요. `check`가 무엇이 다른지 알려 주고, 세 번 틀리면 풀이도 하나 보여 줘요.",
    "In the notebook: write it there, and `check` says what is not right yet. After three tries it offers one way.",
)
THE_NOTEBOOK = Text("이 수업의 노트북", "this lesson's notebook")
KEPT_HERE = Text(
    "이 페이지에 적은 답은 이 브라우저에만 남고 아무 데도 보내지 않아요. "
    "노트북에 적은 답은 노트북이 있는 폴더에 따로 남아요.",
    "What you answer on this page stays in this browser and is sent nowhere. "
    "The notebook keeps its own answers, in its folder.",
)
FORGET = Text("여기에 적은 답 지우기", "Forget my answers here")
CHOOSE = Text("하나를 고르세요.", "Choose one of them.")
WRITE_A_NUMBER = Text("수를 하나 적어 주세요.", "Write a number.")


@dataclass(frozen=True)
class Asked:
    """What a cell asks: the name of the function that it calls, and the first argument of the call."""

    call: str
    id: str


def asked_in(source: str) -> list[Asked]:
    """What a cell's source asks, in its order."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a magic of IPython
        return []
    found = []
    for statement in statements:
        match statement:
            case ast.Expr(ast.Call(func=ast.Name(call), args=[ast.Constant(str() as first), *_])) if call in CALLS:
                found.append(Asked(call, first))
    return found


_OPTION = re.compile(r"\(?[a-z]\)? ")


class Fold(nodes.General, nodes.Element):
    """What is not seen before there is an answer to the guess ``after``."""


def open_fold(translator: HTML5Translator, node: Fold) -> None:
    summary = f"<summary>{in_both(SHOW_ME)}</summary>"
    translator.body.append(f'<details class="gd-fold" data-after="{node["after"]}">{summary}\n')


def close_fold(translator: HTML5Translator, node: Fold) -> None:
    translator.body.append("</details>\n")


class Practice(SphinxTransform):
    """Puts forms in the place of cells that ask, and folds what is not to be seen before there is an answer."""

    default_priority = 220

    def apply(self, **kwargs: Any) -> None:
        directory, _, slug = self.env.docname.partition("/")
        if directory != "lessons" or slug not in SLUGS:
            return
        cells = [cell for cell in self.document.findall(nodes.container) if asked_in(_source(cell))]
        # From the last one on, so that the fold of a guess holds the next guess with its own.
        for cell in reversed(cells):
            asked = [a for a in asked_in(_source(cell)) if a.call != "reveal"]
            if asked:
                self._put_forms(cell, asked)
        for cell in cells:
            # A class names it to the script: docutils writes no other attribute of a container.
            cell["classes"] += [f"gd-reveals-{asked.id}" for asked in asked_in(_source(cell)) if asked.call == "reveal"]
        for cell in cells:
            self._hide_call(cell)
        for cell in [cell for cell in self.document.findall(nodes.container) if _is_task(cell)]:
            index = cell.parent.index(cell)
            _replace(cell.parent, index, index + 1, [cell, nodes.raw("", _to_notebook(slug), format="html")])
        if cells:
            next(self.document.findall(nodes.section)).append(nodes.raw("", _kept(), format="html"))

    def _put_forms(self, cell: nodes.Element, asked: list[Asked]) -> None:
        """A form for each thing that the cell asks; several are drills, of which none folds what follows."""
        parent = cell.parent
        try:
            forms = [nodes.raw("", _form(one), format="html") for one in asked]
        except LookupError as error:
            raise ExtensionError(f"{self.env.docname}: {error}") from error
        index = parent.index(cell)
        _replace(parent, index, index + 1, forms)
        if asked[0].call == "guess":
            guessed = asked[0].id
            _mark_options(parent.children[:index])
            result = next((c for c in self.document.findall(nodes.container) if _reveals(c, guessed)), None)
            here = result is None or any(result in child.findall() for child in parent.children[index:])
            start = index + 1 if here else _behind_title(_section_of(result))
            _fold(parent if here else _section_of(result), start, result, guessed)

    def _hide_call(self, cell: nodes.Element) -> None:
        """Of a cell that shows a result and does nothing else, the result is what a reader looks for."""
        source = _source(cell)
        if len(asked_in(source)) == len(ast.parse(source).body):
            cell.children = [part for part in cell.children if "cell_input" not in part.get("classes", [])]


def _source(node: nodes.Node) -> str:
    """The source of a notebook's code cell, empty for any other node."""
    if not isinstance(node, nodes.container) or "cell" not in node.get("classes", []):
        return ""
    inputs = [c for c in node.children if isinstance(c, nodes.container) and "cell_input" in c.get("classes", [])]
    return "\n".join(block.astext() for part in inputs for block in part.findall(nodes.literal_block))


def _reveals(node: nodes.Node, exercise_id: str) -> bool:
    return Asked("reveal", exercise_id) in asked_in(_source(node))


def _is_task(node: nodes.Node) -> bool:
    return what_is_asked(_source(node).strip()) is not None


def _mark_options(before: list[nodes.Node]) -> None:
    """Let the script hide the options of a choice in the text above it: its form has them, too."""
    following = list(takewhile(lambda node: not _source(node), reversed(before)))
    for bullets in [found for node in following for found in node.findall(nodes.bullet_list)]:
        if all(_OPTION.match(item.astext()) for item in bullets.children):
            bullets["classes"].append("gd-options")


def _section_of(node: nodes.Node) -> nodes.Element:
    while not isinstance(node, nodes.section):
        node = node.parent
    return node


def _behind_title(section: nodes.Element) -> int:
    return next(n for n, child in enumerate(section.children) if isinstance(child, nodes.title)) + 1


def _fold(parent: nodes.Element, start: int, result: nodes.Node | None, exercise_id: str) -> None:
    """Fold what stands in ``parent`` from ``start`` on: up to the next section, and at least to the result."""
    following = range(start, len(parent.children))
    end = next((n for n in following if isinstance(parent.children[n], nodes.section)), len(parent.children))
    shown = [n + 1 for n in following if result is not None and result in parent.children[n].findall()]
    end = max(end, *shown) if shown else end
    if start < end:
        fold = Fold("", *parent.children[start:end], after=exercise_id)
        _replace(parent, start, end, [fold])


def _replace(parent: nodes.Element, start: int, end: int, put: list[nodes.Node]) -> None:
    parent.children[start:end] = put
    for node in put:
        node.parent = parent


# --- the forms ---------------------------------------------------------------------------------------------------


def _form(asked: Asked) -> str:
    if asked.call == "opening":
        return _opening_form(asked.id)
    unit, exercise = find_exercise(asked.id)
    if exercise.kind != asked.call:
        raise LookupError(f"{asked.call}({asked.id!r}): this is a {exercise.kind}")
    key = visible_key(unit, exercise)
    return _guess_form(exercise, key) if asked.call == "guess" else _drill_form(exercise, key)


def _guess_form(exercise: Exercise, key: Key) -> str:
    expected = key["expected"][0]
    data = {
        "kind": "guess",
        "id": exercise.id,
        "right": _plain(exercise, expected),
        "rtol": key["rtol"],
        "mistakes": [
            {"value": _plain(exercise, m["answers"][0]), "said": _html(Text(**m["message"]))} for m in key["mistakes"]
        ],
        "options": {
            letter: _html(Text(f"({letter}) {option.ko}", f"({letter}) {option.en}"))
            for letter, option in zip(letters(exercise), exercise.options, strict=True)
        },
        "texts": _texts(
            yours=messages.YOUR_GUESS,
            result=messages.RESULT,
            right=messages.GUESSED_RIGHT,
            otherwise=messages.GUESSED_OTHERWISE,
            close=messages.GUESSED_CLOSE,
            tooSmall=messages.GUESSED_TOO_SMALL,
            tooLarge=messages.GUESSED_TOO_LARGE,
            otherSign=messages.GUESSED_OTHER_SIGN,
            empty=CHOOSE if exercise.options else WRITE_A_NUMBER,
        ),
    }
    if exercise.options:
        field = "".join(
            f'<label class="gd-option"><input type="radio" name="{exercise.id}" value="{letter}"> '
            f"<span>({letter}) {_html(option)}</span></label>"
            for letter, option in zip(letters(exercise), exercise.options, strict=True)
        )
    else:
        field = _number_field(NUMBER)
    return _box(exercise.title, f"{field}{_button(GUESS)}", data)


def _drill_form(exercise: Exercise, key: Key) -> str:
    data = {"kind": "drill", "inARow": IN_A_ROW, **_drill_data(exercise, key, range(len(key["cases"])))}
    inside = '<div class="gd-question"></div>' + _number_field(ANSWER) + _button(CHECK)
    return _box(exercise.title, f'{inside}<p class="gd-row"></p>', data)


def _opening_form(slug: str) -> str:
    earlier, own = drills_for_opening(slug)
    drills = []
    for exercise in [*earlier, *own]:
        key = visible_key(find_exercise(exercise.id)[0], exercise)
        rng = random.Random(f"{slug} {exercise.id}")  # noqa: S311 (the same page each time)
        some = rng.sample(range(len(key["cases"])), OPENING_VARIANTS)
        drills.append(_drill_data(exercise, key, sorted(some)))
    if not drills:
        return ""
    data = {"kind": "opening", "id": f"opening {slug}", "count": OPENING_QUESTIONS, "drills": drills}
    question = f'<div class="gd-question"></div>{_number_field(ANSWER)}{_button(CHECK)}<p role="status"></p>'
    one = f'<div class="gd-one">{question}</div>'
    again = f'<button type="button" class="gd-again">{_html(OTHER_QUESTIONS)}</button>'
    return _box(messages.OPENING, one * min(OPENING_QUESTIONS, len(drills)) + again, data, status=False)


def _to_notebook(slug: str) -> str:
    link = f'<a href="../downloads/lessons/{slug}.ipynb" download>{in_both(THE_NOTEBOOK)}</a>'
    return f'<p class="gd-in-notebook">{_html(IN_THE_NOTEBOOK)} {link}</p>'


def _drill_data(exercise: Exercise, key: Key, chosen: Any) -> dict[str, Any]:
    assert exercise.ask is not None
    return {
        "id": exercise.id,
        "rtol": key["rtol"],
        "variants": [
            {
                "asks": _html(exercise.ask(key["cases"][n])),
                "right": _plain(exercise, key["expected"][n]),
                "wrong": [_plain(exercise, m["answers"][n]) for m in key["mistakes"]],
            }
            for n in chosen
        ],
        "said": [_html(Text(**m["message"])) for m in key["mistakes"]],
        "texts": _texts(
            right=messages.OPENING_RIGHT,
            notYet=messages.DRILL_NOT_YET,
            otherwise=messages.DRILL_WRONG,
            close=messages.DRILL_CLOSE,
            empty=WRITE_A_NUMBER,
            next=NEXT,
            canDoThis=messages.CAN_DO_THIS,
            row=messages.IN_A_ROW,
        ),
    }


def _texts(**texts: Text) -> dict[str, str]:
    return {name: _html(text) for name, text in texts.items()}


def _html(text: Text) -> str:
    return f'<span lang="ko">{marked_up(text.ko)}</span> <span lang="en">{marked_up(text.en)}</span>'


def _plain(exercise: Exercise, answer: Any) -> float | str:
    """An answer of a key as it is compared on the page: a number, or the letter of an option."""
    if exercise.options:
        return next(letter for letter in letters(exercise) if same(letter, answer, 0.0, exercise.id))
    numbers = as_numbers(answer)
    if numbers is None:
        raise LookupError(f"{exercise.id!r}: an answer in its key is no number")
    return float(numbers)


def _number_field(label: Text) -> str:
    field = '<input type="text" inputmode="decimal" autocomplete="off" size="9">'
    return f'<label class="gd-number-field">{_html(label)} {field}</label>'


def _button(text: Text) -> str:
    return f'<button type="submit">{_html(text)}</button>'


def _kept() -> str:
    return f'<p class="gd-kept" hidden>{_html(KEPT_HERE)} <button type="button">{_html(FORGET)}</button></p>'


def _box(title: Text, inside: str, data: dict[str, Any], status: bool = True) -> str:
    """A form; the script takes ``hidden`` away, since without scripts it would do nothing."""
    legend = _html(title)
    said = '<div role="status"></div>' if status else ""
    kept = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<form class="gd-practice" hidden novalidate><fieldset><legend>{legend}</legend>{inside}</fieldset>'
        f'{said}<script type="application/json">{kept}</script></form>'
    )


def setup(app: Sphinx) -> None:
    app.add_node(Fold, html=(open_fold, close_fold))
    app.add_transform(Practice)
