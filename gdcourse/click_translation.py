"""What click says of a command line, in the language of our messages.

click marks its sentences for gettext, whose catalogues go by the system's locale. Ours go by ``--lang`` and
``GDCOURSE_LANG``, so click's own calls are answered here.
"""

from __future__ import annotations

from click import core, decorators, exceptions, formatting, parser, types

from gdcourse.language import current_language

_HEADINGS = {
    "Usage:": "사용법:",
    "Options": "옵션",
    "Commands": "명령",
    "Positional arguments": "인자",
    "Error: {message}": "오류: {message}",
    "default: {default}": "기본값: {default}",
    "env var: {var}": "환경 변수: {var}",
    "required": "필수",
    "Invalid value: {message}": "값이 맞지 않아요: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}의 값이 맞지 않아요: {message}",
}
"""Words around what is said: in Korean where that is asked for, and as they are where both languages are shown."""
_SENTENCES = {
    "Try '{command} {option}' for help.": "도움말은 '{command} {option}'.",
    "Show this message and exit.": "이 도움말을 보이고 끝냄",
    "Aborted!": "멈췄어요.",
    "Missing command.": "명령이 빠졌어요.",
    "Missing argument": "빠진 인자",
    "Missing option": "빠진 옵션",
    "Missing parameter": "빠진 값",
    "No such option: {name}": "그런 옵션은 없어요: {name}",
    "No such option {name!r}.": "{name!r} 옵션은 없어요.",
    "No such command {name!r}.": "{name!r} 명령은 없어요.",
    "Did you mean {possibility}?": "{possibility}을(를) 쓰려고 했나요?",
    "(Possible options: {possibilities})": "(비슷한 옵션: {possibilities})",
    "(Did you mean one of: {possibilities}?)": "(이 가운데 하나인가요: {possibilities})",
    "Got unexpected extra argument ({args})": "쓸 수 없는 인자가 더 있어요 ({args})",
    "Got unexpected extra arguments ({args})": "쓸 수 없는 인자가 더 있어요 ({args})",
    "Argument {name!r} takes {nargs} values.": "{name!r}에는 값이 {nargs}개 있어야 해요.",
    "Option {name!r} does not take a value.": "{name!r} 옵션에는 값을 적지 않아요.",
    "Option {name!r} requires an argument.": "{name!r} 옵션에는 값이 있어야 해요.",
    "Option {name!r} requires {nargs} arguments.": "{name!r} 옵션에는 값이 {nargs}개 있어야 해요.",
    "Choose from:\n\t{choices}": "이 가운데 하나여야 해요:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r}: {choice}이어야 해요.",
    "{value!r} is not one of {choices}.": "{value!r}은(는) {choices} 가운데 하나가 아니에요.",
    "{value!r} is not a valid {number_type}.": "{value!r}은(는) 여기에 쓸 수 있는 수가 아니에요.",
    "{value} is not in the range {range}.": "{value}은(는) {range} 범위에 있지 않아요.",
    "{name} {filename!r} does not exist.": "{filename!r}이(가) 없어요.",
    "{name} {filename!r} is a file.": "{filename!r}은(는) 파일이에요.",
    "{name} {filename!r} is a directory.": "{filename!r}은(는) 폴더예요.",
    "{name} {filename!r} is not readable.": "{filename!r}을(를) 읽을 수 없어요.",
    "{name} {filename!r} is not writable.": "{filename!r}에 쓸 수 없어요.",
    "Could not open file {filename!r}: {message}": "파일 {filename!r}을(를) 열 수 없어요: {message}",
}
"""What is told in both languages where both are shown. click's wording has changed: older forms stand beside newer."""


_METAVARS = {
    "TEXT": "글",
    "FILE": "파일",
    "DIRECTORY": "폴더",
    "PATH": "경로",
    "INTEGER": "정수",
    "INTEGER RANGE": "정수",
    "FLOAT": "수",
    "FLOAT RANGE": "수",
    "ADDRESS": "주소",
    "[OPTIONS]": "[옵션]",
    "COMMAND [ARGS]...": "명령 [인자]...",
}
"""What stands for a value in a usage line or beside an option, in Korean."""


def metavar(said: str) -> str:
    """What stands for a value, in the language that is spoken. Arguments keep their names: help speaks of them so."""
    return _METAVARS.get(said, said) if current_language() == "ko" else said


def translated(said: str) -> str:
    """A sentence of click's, before its places are filled, in the language that is spoken now."""
    language = current_language()
    if language == "en":
        return said
    if language == "ko":
        return {**_HEADINGS, **_SENTENCES}.get(said, said)
    return f"{_SENTENCES[said]} · {said}" if said in _SENTENCES else said


def _translated_for(one: str, many: str, count: int) -> str:
    return translated(one if count == 1 else many)


def translate_click() -> None:
    """Let click speak as we do, from now on in this process."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, speak in (("_", translated), ("ngettext", _translated_for)):
            if hasattr(module, name):
                setattr(module, name, speak)
