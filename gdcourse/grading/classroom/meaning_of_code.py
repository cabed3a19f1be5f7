"""What code means, for digests: comments and docstrings do not count, nor what is beside the matter. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache


def meaning(source: str) -> str:
    """Equal texts for code that does the same, as far as comments, docstrings and layout go."""
    return _written(_without_docstrings(source))


@cache
def meaning_of_exercise(source: str, exercise: str, said_elsewhere: tuple[str, ...]) -> str:
    """How a file declares one exercise: the call that has its ``id``, with all that this uses of the file.

    Where no one call has it, as in a loop, the whole file stands for it.

    Args:
        source: of the file.
        exercise: the id.
        said_elsewhere: arguments of the call that do not count.
    """
    file = _file(source)
    calls = file.calls.get(exercise, [])
    if len(calls) != 1:
        return _written(file.tree)
    counted = [keyword for keyword in calls[0].keywords if keyword.arg not in said_elsewhere]
    call = ast.Call(calls[0].func, calls[0].args, counted)
    return "\n".join(_written(node) for node in [call, *file.used_by(call)])


@cache
def _file(source: str) -> _File:
    return _File(source)


class _File:
    """A module: what it defines by name, what it does besides, and the calls that have an ``id``."""

    def __init__(self, source: str) -> None:
        self.tree = _without_docstrings(source)
        self.calls: dict[str, list[ast.Call]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg == "id" and isinstance(keyword.value, ast.Constant):
                        self.calls.setdefault(str(keyword.value.value), []).append(node)
        self._defined: dict[str, list[int]] = {}
        self._done: set[int] = set()
        for number, statement in enumerate(self.tree.body):
            names = list(_defined_by(statement))
            for name in names:
                self._defined.setdefault(name, []).append(number)
            if not names or isinstance(statement, ast.For | ast.While | ast.If | ast.With | ast.Try):
                self._done.add(number)

    def used_by(self, node: ast.AST) -> list[ast.stmt]:
        """What the file defines of what a node uses, and of what that uses, in the file's order; and what it does."""
        found = set(self._done)
        open_: list[ast.AST] = [node, *(self.tree.body[number] for number in self._done)]
        while open_:
            for name in _names_in(open_.pop()):
                for number in self._defined.get(name, []):
                    if number not in found:
                        found.add(number)
                        open_.append(self.tree.body[number])
        return [self.tree.body[number] for number in sorted(found)]


def _written(value: object) -> str:
    """A tree as text, without what is empty: each version of Python adds such fields, and dumps them otherwise."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if not isinstance(value, ast.AST):
        return repr(value)
    fields = [(name, own) for name, own in ast.iter_fields(value) if own not in (None, []) or name == "value"]
    return f"{type(value).__name__}({', '.join(f'{name}={_written(own)}' for name, own in fields)})"


def _defined_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        for alias in statement.names:
            yield (alias.asname or alias.name).split(".")[0]
    else:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", statement)]
        for node in (node for target in targets for node in ast.walk(target)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _names_in(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            yield one.id


def _without_docstrings(source: str) -> ast.Module:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            node.body = [one for one in node.body if not _is_text(one)]
    return tree


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
