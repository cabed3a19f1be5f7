"""What lessons ask, answered on the page without a kernel: guesses, drills, opening questions.

The cells are those of the notebook (``guess("id", ...)``, ``drill("id")``, ``opening("unit")``). Right answers and
sentences come from the answer keys that students have anyway; ``practice.js`` does the rest. What follows a guess is
folded, to the end of its section and at least to its result: it opens once there is a guess, or on demand.
"""

from __future__ import annotations

import ast
import json
import random
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform

from gdcourse.exercises import find_exercise, find_unit, units
from gdcourse.judging.answer_keys import visible_key
from gdcourse.judging.card import marked_up
from gdcourse.judging.comparing import as_numbers, same
from gdcourse.judging.diagnosing import Key
from gdcourse.judging.exercise import Exercise
from gdcourse.judging.practice import IN_A_ROW, letters
from gdcourse.language import Text
from gdcourse.student import messages
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


class Practice(SphinxTransform):
    """Puts forms in the place of cells that ask, and folds what is not to be seen before there is an answer."""

    default_priority = 220

    def apply(self, **kwargs: Any) -> None:
        directory, _, slug = self.env.docname.partition("/")
        if directory != "lessons" or slug not in SLUGS:
            return
        for parent in [self.document, *self.document.findall(nodes.section)]:
            # From the last one on, so that the fold of a guess holds the next guess with its own.
            for index in reversed(range(len(parent.children))):
                asked = asked_in(_source(parent.children[index]))
                if asked and asked[0].call != "reveal":
                    self._put_form(parent, index, asked[0])
        for cell in self.document.findall(nodes.container):
            if asked_in(_source(cell)):
                self._hide_call(cell)

    def _put_form(self, parent: nodes.Element, index: int, asked: Asked) -> None:
        try:
            form = _form(asked)
        except LookupError as error:
            raise ExtensionError(f"{self.env.docname}: {error}") from error
        put: list[nodes.Node] = [nodes.raw("", form, format="html")]
        end = index + 1
        if asked.call == "guess":
            end = _end_of_fold(parent, end, asked.id)
            before = f'<details class="gd-fold" data-after="{asked.id}"><summary>{in_both(SHOW_ME)}</summary>'
            put += _between(before, parent.children[index + 1 : end], "</details>")
            _fold_on(parent, asked.id)
        _replace(parent, index, end, put)

    def _hide_call(self, cell: nodes.Element) -> None:
        """Of a cell that shows a result and does nothing else, the result is what a reader looks for."""
        source = _source(cell)
        if len(asked_in(source)) == len(ast.parse(source).body):
            cell.children = [part for part in cell.children if "cell_input" not in part.get("classes", [])]


def _replace(parent: nodes.Element, start: int, end: int, put: list[nodes.Node]) -> None:
    parent.children[start:end] = put
    for node in put:
        node.parent = parent


def _source(node: nodes.Node) -> str:
    """The source of a notebook's code cell, empty for any other node."""
    if not isinstance(node, nodes.container) or "cell" not in node.get("classes", []):
        return ""
    inputs = [c for c in node.children if isinstance(c, nodes.container) and "cell_input" in c.get("classes", [])]
    return "\n".join(block.astext() for part in inputs for block in part.findall(nodes.literal_block))


def _between(before: str, inside: list[nodes.Node], after: str) -> list[nodes.Node]:
    return [nodes.raw("", before, format="html"), *inside, nodes.raw("", after, format="html")]


def _end_of_fold(parent: nodes.Element, start: int, exercise_id: str) -> int:
    """Where what follows a guess ends: before the next section, but behind the result."""
    following = range(start, len(parent.children))
    end = next((n for n in following if isinstance(parent.children[n], nodes.section)), len(parent.children))
    return max(end, _behind_result(parent, start, exercise_id))


def _behind_result(parent: nodes.Element, start: int, exercise_id: str) -> int:
    """The number of the child behind the one with the result, 0 where it is in none."""
    shown = [n + 1 for n in range(start, len(parent.children)) if exercise_id in _revealed_below(parent.children[n])]
    return shown[-1] if shown else 0


def _fold_on(section: nodes.Element, exercise_id: str) -> None:
    """Where the result stands under a later heading, what lies between is folded too, by the script."""
    parent = section.parent
    if parent is None or exercise_id in _revealed_below(section):
        return
    start = parent.index(section) + 1
    end = _behind_result(parent, start, exercise_id)
    if any(isinstance(child, nodes.raw) for child in parent.children[start:end]):
        raise ExtensionError(f"{exercise_id!r}: its result stands behind another guess whose result is still to come")
    if end:
        rest = _between(f'<div class="gd-rest" data-after="{exercise_id}">', parent.children[start:end], "</div>")
        _replace(parent, start, end, rest)


def _revealed_below(node: nodes.Node) -> set[str]:
    cells = node.findall(nodes.container)
    return {asked.id for cell in cells for asked in asked_in(_source(cell)) if asked.call == "reveal"}


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
    find_unit(slug)
    earlier = [(u, e) for u in units() if u.slug < slug for e in u.practice if e.kind == "drill"]
    own = [(u, e) for u in units() if u.slug == slug for e in u.practice if e.kind == "drill"]
    count = 3
    pool = earlier if len(earlier) >= count else [*earlier, *own][:count]
    drills = []
    for unit, exercise in pool:
        key = visible_key(unit, exercise)
        rng = random.Random(f"{slug} {exercise.id}")  # noqa: S311 (the same page each time)
        some = rng.sample(range(len(key["cases"])), OPENING_VARIANTS)
        drills.append(_drill_data(exercise, key, sorted(some)))
    if not drills:
        return ""
    data = {"kind": "opening", "id": f"opening {slug}", "count": count, "drills": drills}
    question = f'<div class="gd-question"></div>{_number_field(ANSWER)}{_button(CHECK)}<p role="status"></p>'
    one = f'<div class="gd-one">{question}</div>'
    return _box(messages.OPENING, one * min(count, len(drills)), data, status=False)


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
    app.add_transform(Practice)
