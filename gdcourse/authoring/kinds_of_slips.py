"""What a mutant does differently from its right answer, as the kind of slip that a person would call it. Pure.

The kinds, and how each is put into words, are ``gdcourse.judging.messages.SLIPS``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitXor: "^",
    ast.MatMult: "@",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.And: "and",
    ast.Or: "or",
}


@dataclass(frozen=True)
class Slip:
    """What is different, in words that do not depend on how the right answer is written.

    Attributes:
        kind: one of ``messages.SLIPS``.
        names: of the question's inputs, those that it is about; in their order.
        right: what belongs there, where it can be named: a sign, the name of a function.
        there: what stands there instead.
    """

    kind: str
    names: tuple[str, ...] = ()
    right: str = ""
    there: str = ""


def slip_between(right: str, mutant: str, inputs: tuple[str, ...]) -> Slip:
    """The slip that makes ``mutant`` of ``right``.

    Args:
        right: the text of a right answer.
        mutant: the same text with one thing changed.
        inputs: what the question calls its inputs.
    """
    parents, before, after = _difference(ast.parse(right), ast.parse(mutant))
    slip = _slip(parents, before, after)
    used = {node.id for part in slip.about for node in ast.walk(part) if isinstance(node, ast.Name)}
    kind = slip.kind
    if kind in ("fixed", "other-input") and not used <= set(inputs):
        kind = "number" if kind == "fixed" else "other-name"
    return Slip(kind, tuple(name for name in inputs if name in used), slip.right, slip.there)


@dataclass(frozen=True)
class _Found:
    kind: str
    about: tuple[ast.AST, ...] = ()
    right: str = ""
    there: str = ""


def _difference(one: ast.AST, other: ast.AST) -> tuple[list[ast.AST], Any, Any]:
    """The smallest parts that differ, with what is around them from the outside in."""
    parents: list[ast.AST] = []
    here: Any = one
    there: Any = other
    while isinstance(here, ast.AST) and type(here) is type(there):
        differing = [pair for pair in _children(here, there) if _text(pair[0]) != _text(pair[1])]
        if len(differing) != 1 or _is_atom(here, *differing[0]):
            break
        parents.append(here)
        here, there = differing[0]
    return parents, here, there


def _is_atom(node: ast.AST, differing: Any, there: Any) -> bool:
    """Whether people would say of all of a node that it is another, and not of a part of it."""
    match node:
        case ast.Name() | ast.Constant():
            return True
        case ast.Call(ast.Name("range")):
            return isinstance(differing, list | ast.Constant) or _is_moved(differing, there)
        case ast.Call():
            return not isinstance(differing, ast.AST)
    return False


def _is_moved(before: Any, after: Any) -> bool:
    """Whether 1 was added to something, or taken from it."""
    match after:
        case ast.BinOp(left, ast.Add() | ast.Sub(), ast.Constant(1)):
            return _text(left) == _text(before)
    return False


def _children(one: ast.AST, other: ast.AST) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for name, value in ast.iter_fields(one):
        beside = getattr(other, name)
        if isinstance(value, list) and isinstance(beside, list) and len(value) == len(beside):
            pairs += zip(value, beside, strict=True)
        else:
            pairs.append((value, beside))
    return pairs


def _text(part: Any) -> str:
    return (
        ast.dump(part)
        if isinstance(part, ast.AST)
        else repr([_text(p) for p in part] if isinstance(part, list) else part)
    )


def _slip(parents: list[ast.AST], before: Any, after: Any) -> _Found:
    around = parents[-1] if parents else ast.Module([], [])
    if type(before) in _SIGNS and type(after) in _SIGNS:
        kind = "condition" if isinstance(around, ast.Compare | ast.BoolOp) else "operator"
        return _Found(kind, (around,), _SIGNS[type(before)], _SIGNS[type(after)])
    if isinstance(around, ast.Slice):
        return _Found("slice", (around,))
    if (test := _test_of_a_loop(parents)) is not None:
        return _Found("loop-ends-elsewhere", (test,))
    if moved := _elsewhere(before, after):
        return moved
    match before, after:
        case _, ast.Subscript(ast.Call(ast.Name("list"), [inside]), ast.Slice(lower)) if _text(inside) == _text(before):
            return _Found("first-left-out" if lower is not None else "last-left-out", (before,))
        case ast.AugAssign(op=op), ast.Assign():
            return _Found("not-collected", (before,), f"{_SIGNS[type(op)]}=", "=")
        case ast.Expr(ast.Call(func)), ast.Pass() if name := _called(func):
            return _Found("call-missing", (before,), name)
        case ast.AugAssign() | ast.Assign() | ast.Expr(), ast.Pass():
            return _Found("line-missing", (before.value,))
        case _, ast.Attribute(value, "data") if _text(value) == _text(before):
            return _Found("cut", (before,), there=".data")
        case _, ast.Call(ast.Attribute(value, "detach")) if _text(value) == _text(before):
            return _Found("cut", (before,), there=".detach()")
        case ast.Call(ast.Name("range")), ast.Call():
            return _other_range(before, after)
        case _, ast.UnaryOp(ast.USub(), operand) if _text(operand) == _text(before):
            return _Found("minus", (before,))
        case _, ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as value)):
            return _slip(parents, before, ast.Constant(-value))
        case ast.Name(name), ast.Constant(value):
            return _Found("fixed", (before,), name, _number(value))
        case ast.Name(name), ast.Name(other):
            return _Found("other-input", (before, after), name, other)
        case _, ast.Constant(bool()):
            return _Found("condition-fixed", (around,))
        case ast.Constant(), ast.Constant(value):
            return _Found("place" if _asks_for_a_place(around) else "number", (around,), there=_number(value))
        case ast.UnaryOp(), _ if _text(before.operand) == _text(after):
            return _Found("minus" if isinstance(before.op, ast.USub) else "condition-fixed", (before,))
        case ast.BinOp(left, op, right), _ if _text(after) in (_text(left), _text(right)):
            return _part_missing(left, op, right, _text(after) == _text(left))
        case ast.BinOp(left, op, right), ast.BinOp(_, _, _):
            if _text(after.left) == _text(right) and _text(after.right) == _text(left):
                return _Found("exchanged", (before,), _SIGNS[type(op)])
        case ast.Call(), _:
            return _other_call(before, after)
        case str(), str() if isinstance(around, ast.Name | ast.Attribute):
            return _Found("function", (), before, after)
        case ast.Slice(), _:
            return _Found("slice", (around,))
        case ast.BinOp(op=ast.Pow()), ast.Call(func) if _called(func) == "abs":
            return _Found("function", (before,), "** 2", "abs")
        case ast.Tuple(), ast.Tuple() if isinstance(around, ast.Return):
            return _Found("parts-exchanged")
        case ast.If() | ast.IfExp() | ast.BoolOp() | ast.Compare(), _:
            return _Found("condition-fixed", (getattr(before, "test", before),))
    if isinstance(around, ast.IfExp | ast.If | ast.BoolOp):
        return _Found("condition-fixed", (around,))
    changed = repr([_text(part) for part in after]) if isinstance(after, list) else _text(after)
    if "'KEPT'" in changed:
        return _Found("kept")
    if "no_grad" in changed:
        return _Found("cut", there="torch.no_grad()")
    if isinstance(after, list) and isinstance(after[-1], ast.Break):
        return _Found("first-round-only")
    return _Found("one-place", tuple(part for part in (before,) if isinstance(part, ast.AST)))


def _test_of_a_loop(parents: list[ast.AST]) -> ast.AST | None:
    """The condition of a loop in which something is different."""
    for loop, part in pairwise(parents):
        if isinstance(loop, ast.While) and part is loop.test:
            return part
    return None


def _asks_for_a_place(node: ast.AST) -> bool:
    match node:
        case ast.Subscript() | ast.Call(ast.Attribute(attr="pop")):
            return True
    return False


def _elsewhere(before: Any, after: Any) -> _Found | None:
    """What leaves every word and puts brackets, lines or loops elsewhere."""
    match before, after:
        case ast.expr(), ast.expr() if _unbracketed(before) == _unbracketed(after):
            return _Found("brackets", (before,))
        case ast.For(body=[ast.For() as inner]), ast.For() if _text(inner.iter) == _text(after.iter):
            return _Found("loops-exchanged", (before.iter, inner.iter))
        case ast.ListComp() | ast.GeneratorExp(), ast.ListComp() | ast.GeneratorExp():
            if _texts(before.generators) == _texts(after.generators):
                return _Found("loops-exchanged", tuple(before.generators))
        case [*lines], [*others] if len(lines) == len(others) + 1:
            return _Found(
                "into-loop", tuple(_only_in(lines, others, ast.Return | ast.Expr | ast.Assign | ast.AugAssign))
            )
        case [*lines], [*others] if len(lines) < len(others):
            split = _only_in(lines, others, ast.Assign)
            return _Found("one-by-one" if split else "out-of-loop", tuple(split or _only_in(others, lines, ast.stmt)))
        case ast.AST(), ast.AST() if (lines := getattr(before, "body", None)) and isinstance(lines, list):  # type: ignore[assignment]
            others = getattr(after, "body", None)  # type: ignore[assignment]
            if isinstance(others, list) and _texts(lines) == _texts(others):
                moved = [one for one, other in zip(lines, others, strict=True) if _text(one) != _text(other)]
                return _Found("lines-exchanged", tuple(moved))
    return None


def _unbracketed(node: ast.AST) -> str:
    return ast.unparse(node).replace("(", "").replace(")", "")


def _texts(parts: list[Any]) -> list[str]:
    return sorted(map(_text, parts))


def _only_in(lines: list[Any], others: list[Any], kind: Any) -> list[Any]:
    there = _texts(others)
    return [line for line in lines if isinstance(line, kind) and _text(line) not in there]


def _part_missing(left: ast.expr, op: ast.operator, right: ast.expr, kept_left: bool) -> _Found:
    missing = right if kept_left else left
    number = _number(missing.value) if isinstance(missing, ast.Constant) else ""
    kind = {
        ast.Add: "term-missing",
        ast.Sub: "term-missing",
        ast.Mult: "factor-missing",
        ast.MatMult: "factor-missing",
        ast.Pow: "base-missing" if not kept_left else "square-missing" if number == "2" else "power-missing",
    }.get(type(op), "division-missing" if kept_left else "divided-missing")
    return _Found(kind, (left,) if isinstance(op, ast.Pow) else (missing,))


def _called(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _other_call(before: ast.Call, after: Any) -> _Found:
    name = _called(before.func)
    arguments = [_text(argument) for argument in before.args]
    inside = [before.func.value] if isinstance(before.func, ast.Attribute) else []
    if isinstance(after, ast.BinOp) and isinstance(after.op, ast.Pow):
        return _Found("function", (before,), name, "** 2")
    if name and _text(after) in [_text(part) for part in (*before.args, *inside)]:
        return _Found("call-missing", (before,), name)
    match after:
        case ast.Call(func, args) if _text(func) == _text(before.func):
            given = [_text(argument) for argument in args]
            if given == arguments[::-1] and len(given) == 2:
                return _Found("arguments-exchanged", (before,), name)
            dropped = {k.arg for k in before.keywords} - {k.arg for k in after.keywords}
            if given == arguments and dropped:
                return _Found("keyword-missing", (before,), str(next(iter(dropped))), name)
        case ast.Call(func, _):
            other = _called(func)
            if name and other and other != name:
                return _Found("function", (before,), name, other)
        case ast.Constant(value) if name == "len":
            return _Found("count-fixed", (before,), there=_number(value))
        case ast.BinOp(left, op, _) if name == "len" and _text(left) == _text(before):
            return _Found("count-too-large" if isinstance(op, ast.Add) else "count-too-small", (before,))
    return _Found("one-place", (before,))


def _other_range(before: ast.Call, after: ast.Call) -> _Found:
    """Compared as begin and end, since the begin need not be written."""
    (begin, end), (begins, ends) = (_bounds(call) for call in (before, after))
    if _text(begin) != _text(begins) and _text(end) != _text(ends):
        return _Found("range-shifted", (before,))
    if _text(begin) != _text(begins):
        return _Found("range-begins-late" if _is_more(begins, begin) else "range-begins-early", (before,))
    return _Found("range-ends-late" if _is_more(ends, end) else "range-ends-early", (before,))


def _bounds(call: ast.Call) -> tuple[ast.expr, ast.expr]:
    return (ast.Constant(0), call.args[0]) if len(call.args) == 1 else (call.args[0], call.args[1])


def _is_more(one: ast.expr, other: ast.expr) -> bool:
    match one, other:
        case ast.Constant(int() as value), ast.Constant(int() as before):
            return value > before
        case ast.BinOp(_, op, _), _:
            return isinstance(op, ast.Add)
    return False
