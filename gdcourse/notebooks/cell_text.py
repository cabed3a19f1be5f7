"""What the text of a cell says: which names it makes, whether it is another's text, what a check cell asks."""

from __future__ import annotations

import ast
import re
import warnings

STUB_TEXTS = ("YOUR CODE HERE", "YOUR ANSWER HERE", "여기에 코드를 쓰세요", "여기에 답을 쓰세요")
"""What a release says where the answer was, nbgrader's or the course's, in two languages or one."""
LONGEST_READ = 100_000  # characters of a cell: nobody writes an answer of that length
_ASSIGNED = r"(?:\(?\w++(?:[ \t]*+,[ \t]*+\w++)*+\)?[ \t]*+(?::[^=\n]*+)?=(?!=)[ \t]*+)++"
_BINDING = re.compile(
    rf"^(?:(?:async[ \t]++)?def|class)[ \t]++(?P<made>\w++)"
    rf"|^(?P<assigned>{_ASSIGNED})"
    r"|^(?:from[ \t]++\S++[ \t]++)?import[ \t]++(?P<imported>[^\n#]++)",
    re.MULTILINE,
)


def names_bound(source: str) -> frozenset[str]:
    """The names that a code cell gives a value at its outermost level, as far as its text shows.

    By patterns, not by Python's parser: half of what is read here does not parse, and none of it is to be trusted.
    """
    found: set[str] = set()
    for match in _BINDING.finditer(source[:LONGEST_READ]):
        if match["made"]:
            found.add(match["made"])
        elif match["assigned"]:
            found.update(re.findall(r"\w+", match["assigned"]))
        else:
            parts = match["imported"].strip("() ").split(",")
            found.update((re.split(r"\s+as\s+", part.strip())[-1].split(".")[0]) for part in parts)
    return frozenset(found - {""})


def plain(source: str) -> str:
    """A cell's text without what editors change in it: spaces at the ends of lines, empty lines around it."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def words(source: str) -> list[str]:
    """The lines that say something: neither empty nor a comment."""
    lines = (line.strip() for line in source.splitlines())
    return [line for line in lines if re.search(r"\w", line) and not line.startswith("#")]


_ALL_TAKEN_AWAY = re.compile(r"^%reset(?:[ \t]+-[fs]+)*[ \t]*$", re.MULTILINE)


def taken_away(source: str, name: str) -> str:
    """What a code cell takes a name away with at its outermost level, ``%reset`` or ``del``, if it does."""
    some = rf"^(?:del[ \t]+\(?|del[ \t][^\n#;]*,[ \t]*){re.escape(name)}[ \t]*(?=[,);#\n]|\Z)"
    if re.search(some, source[:LONGEST_READ], re.MULTILINE):
        return f"del {name}"
    return "%reset" if _ALL_TAKEN_AWAY.search(source[:LONGEST_READ]) else ""


def spoken_lines(source: str) -> list[str]:
    """The lines of a cell that say something, whether as text, as code or behind the mark of a comment or a heading."""
    lines = (line.strip().lstrip("#").strip() for line in source[:LONGEST_READ].splitlines())
    return [line for line in lines if re.search(r"\w", line)]


_FENCE = re.compile(r"^[ \t]*(```|~~~)", re.MULTILINE)


def is_fenced(source: str) -> bool:
    """Whether code stands between marks as a text has them around code, so that none of it runs."""
    return _FENCE.search(source[:LONGEST_READ]) is not None and line_that_is_no_code(source) > 0


_CELL_MAGIC = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*+%%")
_MAGIC = re.compile(r"^(?P<indent>[ \t]*)(?:[%!?][^\n]*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_MAGIC_VALUE = re.compile(r"(?<==)[ \t]*[%!][^\n]*$", re.MULTILINE)


def line_that_is_no_code(source: str) -> int:
    """The line at which Python gives a code cell up, so that none of it runs; 0 where it can be read.

    What IPython understands besides Python is passed over.
    """
    if _CELL_MAGIC.match(source):
        return 0
    text = _MAGIC_VALUE.sub(" None", _MAGIC.sub(r"\g<indent>pass", source[:LONGEST_READ]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in texts, say
            # A value of a cell may be waited for at its outermost level.
            compile(text, "", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, RecursionError, MemoryError):
        return 1
    return 0


def calls_in(source: str) -> list[tuple[str, str | None]]:
    """What a code cell calls by a plain name, anywhere in it, each with the first argument where that is a text.

    Nothing where the cell is not Python: of a magic, say.
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return []
    found: list[tuple[str, str | None]] = []
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(name), args=[ast.Constant(str() as first), *_]):
                found.append((name, first))
            case ast.Call(func=ast.Name(name)):
                found.append((name, None))
    return found


def what_is_asked(source: str) -> tuple[str, str] | None:
    """The exercise's id and the name of the work, of a cell that is nothing but ``check("id", name)``."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    match body:
        case [ast.Expr(ast.Call(func=ast.Name("check"), args=[ast.Constant(str() as asked), ast.Name(name)]))]:
            return asked, name
    return None
