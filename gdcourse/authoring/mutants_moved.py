"""Of a right answer, changes that leave every word and put one elsewhere: brackets, lines, loops. Pure.

Each is a node in place of another, with what was changed, in words as code.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

Node = ast.AST
Moved = tuple[Node, str]

_BRACKETED = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp)
_PLAIN = (ast.Assign, ast.AugAssign, ast.Expr)
_LOOPS = (ast.For, ast.While)
_PLACE = "PLACE_IN_QUESTION"
_GRAPH = "(graph)"
"""What calls of these names read and write beside what is named in them."""
_OF_THE_GRAPH = frozenset({"backward", "step", "zero_grad", "zero_", "no_grad"})
_NO_FUNCTIONS = frozenset({"len", "list", "tuple", "enumerate", "zip", "range", "reversed", "super", "print", "append"})


def moved(node: Node, parent: Node, conversions: frozenset[str]) -> Iterator[Moved]:
    """All such changes of one node.

    Args:
        node: where something may be moved.
        parent: what it is part of.
        conversions: functions that change the form of a value alone, so that their brackets may stand anywhere.
    """
    if isinstance(node, ast.expr) and not (isinstance(parent, ast.Call) and parent.func is node):
        for changed in (*_without_brackets(node), *_closed_early(node, conversions), *_closed_late(node, conversions)):
            if ast.dump(changed) != ast.dump(node):
                yield changed, f"{short(node)} → {short(changed)}"
    if isinstance(node, ast.For) and (swapped := _loops_exchanged(node)) is not None:
        yield swapped, f"{short(node.iter)} ↔ {short(cast(ast.For, node.body[0]).iter)}"
    if isinstance(node, ast.ListComp | ast.GeneratorExp) and len(node.generators) == 2:
        first, second = node.generators
        if not _names(first.target) & _names(second.iter):
            yield type(node)(node.elt, [second, first]), f"{short(first.iter)} ↔ {short(second.iter)}"
    if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.With | ast.If):
        yield from _lines_moved(node)


def short(node: Node) -> str:
    """The code of a node in one line that is not too long."""
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return text if len(text) <= 60 else text[:57] + "…"


# --- brackets -----------------------------------------------------------------------------------------------------


def _without_brackets(node: ast.expr) -> Iterator[ast.expr]:
    """``a * (b + c)`` as ``a * b + c``: each part that stands in brackets, without them."""
    whole = ast.unparse(node)
    around = copy.deepcopy(node)
    holder = _behind_the_first(around)
    for name, value in list(ast.iter_fields(holder)):
        for index, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(part, _BRACKETED):
                _put(holder, name, index, ast.Name(_PLACE, ast.Load()))
                text = ast.unparse(around).replace(_PLACE, ast.unparse(part))
                _put(holder, name, index, part)
                if text != whole:  # it stood in brackets
                    yield from _parsed(text)


def _behind_the_first(node: ast.expr) -> ast.expr:
    """Of ``x.mean().item()``, the part that holds ``x``; of all else, itself."""
    match node:
        case ast.Call(ast.Attribute() | ast.Subscript() as inner):
            return _behind_the_first(inner)
        case ast.Attribute(ast.Call() | ast.Attribute() | ast.Subscript() as inner):
            return _behind_the_first(inner)
    return node


def _put(holder: Any, name: str, index: int | None, part: ast.expr) -> None:
    if index is None:
        setattr(holder, name, part)
    else:
        getattr(holder, name)[index] = part


def _closed_early(node: ast.expr, conversions: frozenset[str]) -> Iterator[ast.expr]:
    """``mean(a * b)`` as ``mean(a) * b``."""
    match node:
        case ast.Call(func, [ast.BinOp(left, op, right)], []) if _computes(func, conversions):
            yield ast.BinOp(ast.Call(func, [left], []), op, right)


def _closed_late(node: ast.expr, conversions: frozenset[str]) -> Iterator[ast.expr]:
    """``mean(a) * b`` as ``mean(a * b)``."""
    match node:
        case ast.BinOp(ast.Call(func, [inside], []), op, right) if _computes(func, conversions):
            yield ast.Call(func, [ast.BinOp(inside, op, right)], [])


def _computes(func: ast.expr, conversions: frozenset[str]) -> bool:
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return name not in conversions | _NO_FUNCTIONS


def _parsed(text: str) -> Iterator[ast.expr]:
    try:
        yield ast.parse(text, mode="eval").body
    except SyntaxError:
        return


# --- lines and loops ----------------------------------------------------------------------------------------------


def _loops_exchanged(outer: ast.For) -> ast.For | None:
    """The inner of two loops outside; ``None`` where it goes over what the outer one gives."""
    match outer.body:
        case [ast.For(target, iterable, body, [])] if not _names(outer.target) & _names(iterable):
            return ast.For(target, iterable, [ast.For(outer.target, outer.iter, body, [])], [])
    return None


Lines = list[ast.stmt]


def _lines_moved(node: Any) -> Iterator[Moved]:
    for way in (_exchanged, _into_a_loop, _out_of_a_loop, _one_by_one):
        for body, change in way(node.body):
            yield _having(node, body), change


def _exchanged(body: Lines) -> Iterator[tuple[Lines, str]]:
    """Two lines that depend on one another."""
    for number, (one, other) in enumerate(pairwise(body)):
        if isinstance(one, _PLAIN) and isinstance(other, _PLAIN) and _depend(one, other):
            yield [*body[:number], other, one, *body[number + 2 :]], f"{short(one)} ↔ {short(other)}"


def _into_a_loop(body: Lines) -> Iterator[tuple[Lines, str]]:
    """What stands behind a loop, as its last line."""
    for number, (loop, line) in enumerate(pairwise(body)):
        rest = body[number + 2 :]
        if isinstance(loop, _LOOPS) and (isinstance(line, ast.Return) or (rest and isinstance(line, _PLAIN))):
            longer = cast(ast.stmt, _having(loop, [*loop.body, line]))
            yield [*body[:number], longer, *rest], f"{short(line)} → (inside the loop)"


def _out_of_a_loop(body: Lines) -> Iterator[tuple[Lines, str]]:
    """The last of several lines of a loop, behind it."""
    for number, loop in enumerate(body):
        if isinstance(loop, _LOOPS) and len(loop.body) > 1 and isinstance(loop.body[-1], _PLAIN):
            shorter, line = cast(ast.stmt, _having(loop, loop.body[:-1])), loop.body[-1]
            yield [*body[:number], shorter, line, *body[number + 1 :]], f"{short(line)} → (behind the loop)"


def _one_by_one(body: Lines) -> Iterator[tuple[Lines, str]]:
    """``a, b = b, a + b`` in two lines, of which the second has the new ``a``."""
    for number, line in enumerate(body):
        match line:
            case ast.Assign([ast.Tuple(targets)], ast.Tuple(values)) if len(targets) == len(values):
                lines: Lines = [ast.Assign([t], v) for t, v in zip(targets, values, strict=True)]
                if any(_depend(*pair) for pair in pairwise(lines)):
                    yield [*body[:number], *lines, *body[number + 1 :]], f"{short(line)} → (one by one)"


def _having(node: Any, body: list[ast.stmt]) -> Node:
    changed = copy.copy(node)
    changed.body = body
    return cast(Node, changed)


def _depend(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether two lines that change places may come to something else: one writes what the other reads."""
    return bool(_written(one) & (_read(other) | _written(other)) or _written(other) & _read(one))


def _written(line: ast.stmt) -> set[str]:
    targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AugAssign) else []
    found = {_base(part) for target in targets for part in _flat(target)}
    for call in ast.walk(line):
        match call:
            case ast.Call(ast.Attribute(value, attr)):
                if isinstance(line, ast.Expr):
                    found.add(_base(value))
                if attr in _OF_THE_GRAPH:
                    found.add(_GRAPH)
    return found - {"", "np", "torch", "nn"}


def _read(line: ast.stmt) -> set[str]:
    found = {n.id for n in ast.walk(line) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    found |= {_base(line.target)} if isinstance(line, ast.AugAssign) else set()
    grads = any(isinstance(n, ast.Attribute) and n.attr == "grad" for n in ast.walk(line))
    return (found | ({_GRAPH} if grads else set())) - {"np", "torch", "nn"}


def _flat(target: ast.expr) -> list[ast.expr]:
    return [part for t in target.elts for part in _flat(t)] if isinstance(target, ast.Tuple | ast.List) else [target]


def _base(node: ast.expr) -> str:
    """The name at the root of ``name.attribute[index]``."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _names(node: Node) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
