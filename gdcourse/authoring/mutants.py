"""Wrong answers that a machine thinks of: each is a right answer with one thing in its text changed. Pure.

People think of few mistakes, and a case that is never drawn hides one. What is changed here are the things that people
get wrong too: bounds, a first or last that is left out, a term or factor that is missing, signs and operators, one
argument for another, a constant in place of an input, gradients cut off, state kept between calls, and what
``mutants_moved`` puts elsewhere: brackets, lines, loops.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from gdcourse.authoring.mutants_moved import moved, short

Node = ast.AST

_OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.MatMult: (ast.Mult,),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult, ast.BitXor),
}
_OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_NAMES = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "argmin": "argmax",
    "argmax": "argmin",
    "maximum": "minimum",
    "minimum": "maximum",
    "sin": "cos",
    "cos": "sin",
    "exp": "log",
    "ceil": "floor",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "any": "all",
    "all": "any",
    "append": "insert",
    "std": "var",
    "var": "std",
    "log": "exp",
    "prod": "sum",
}
_WRAPPERS = frozenset({"list", "tuple", "enumerate", "zip", "range", "reversed", "float", "int", "super", "len"})
_FORM_ONLY = frozenset({"strict", "dtype", "key", "generator"})
_CONVERSIONS = frozenset(
    {"array", "asarray", "tensor", "FloatTensor", "from_numpy", "copy", "tolist", "double", "numpy"}
)
_EITHER_WAY = frozenset({"dot", "mse_loss", "maximum", "minimum", "max", "min", "MSELoss"})
_SIZES = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Mutant:
    """A right answer with one thing changed.

    Attributes:
        line: where, counted in the text of the answer.
        change: what stood there, and what stands there now.
        source: the whole text, changed.
    """

    line: int
    change: str
    source: str

    @property
    def id(self) -> str:
        """Names it among the mutants of one answer."""
        return f"{self.line}: {self.change}"


def mutants_of(source: str, constants: Iterable[float] = (), graph: bool = False) -> list[Mutant]:
    """All mutants of an answer, each text once.

    Args:
        source: a function or a class, as a student would write it.
        constants: numbers that an input may be taken for, such as those of the first visible case.
        graph: whether it matters that gradients find their way through the answer.

    What changes the form of an answer alone makes no mutants: a conversion left out, a dtype, the other way round where
    both ways are the same.
    """
    tree = ast.parse(source)
    made: dict[str, Mutant] = {}
    known = {ast.unparse(tree)}
    for path, node in _nodes(tree):
        parent = _at(tree, path[:-1])
        if _is_form(node, parent):
            continue
        recorded = graph and not _is_unrecorded(tree, path)
        for replacement, change in _changes(node, parent, _scope(tree, path), tuple(constants), recorded):
            text = _with_replaced(tree, path, replacement)
            if text is None or text in known:
                continue
            known.add(text)
            line = getattr(node, "lineno", 1)
            mutant = Mutant(line, change, text)
            number = 2
            while mutant.id in made:
                mutant = Mutant(line, f"{change} ({number})", text)
                number += 1
            made[mutant.id] = mutant
    return list(made.values())


# --- where --------------------------------------------------------------------------------------------------------

Path = tuple[tuple[str, int | None], ...]


def _nodes(tree: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node, with the way to it."""
    for name, value in ast.iter_fields(tree):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                step = (*path, (name, index))
                yield step, child
                yield from _nodes(child, step)


def _at(tree: Node, path: Path) -> Any:
    node: Any = tree
    for name, index in path:
        node = getattr(node, name)
        node = node if index is None else node[index]
    return node


def _with_replaced(tree: Node, path: Path, replacement: Node | None) -> str | None:
    """The text of ``tree`` with another node at ``path``, or without a statement, where there is none."""
    changed = copy.deepcopy(tree)
    (name, index), parent = path[-1], _at(changed, path[:-1])
    if index is None:
        setattr(parent, name, copy.deepcopy(replacement))
    elif replacement is None:
        getattr(parent, name)[index] = ast.Pass()
    else:
        getattr(parent, name)[index] = copy.deepcopy(replacement)
    try:
        text = ast.unparse(ast.fix_missing_locations(changed))
        compile(text, "mutant", "exec")
    except (SyntaxError, ValueError, AttributeError):
        return None
    return text


def _scope(tree: Node, path: Path) -> list[str]:
    """The arguments of the functions around a node."""
    names: list[str] = []
    for end in range(len(path)):
        node = _at(tree, path[:end])
        if isinstance(node, ast.FunctionDef):
            names += [argument.arg for argument in node.args.args if argument.arg not in ("self", *names)]
    return names


def _is_unrecorded(tree: Node, path: Path) -> bool:
    """Whether no graph is made where a node stands, so that there is none to cut."""
    around = [_at(tree, path[:end]) for end in range(1, len(path) + 1)]
    switches = [n.decorator_list for n in around if isinstance(n, ast.FunctionDef)]
    switches += [[item.context_expr for item in n.items] for n in around if isinstance(n, ast.With)]
    return any("no_grad" in ast.unparse(switch) for group in switches for switch in group)


def _is_form(node: Node, parent: Node) -> bool:
    match parent:
        case ast.keyword(arg=str() as name):
            return name in _FORM_ONLY
        case ast.Call(func=ast.Name("len")):
            return True  # of several inputs of one length, any will do
        case ast.UnaryOp() if isinstance(node, ast.Constant):
            return True
    return False


# --- what ---------------------------------------------------------------------------------------------------------

Change = tuple[Node | None, str]


def _changes(
    node: Node, parent: Node, arguments: list[str], constants: tuple[float, ...], graph: bool
) -> Iterator[Change]:
    for replacement in _replacements(node, parent, arguments, constants, graph):
        after = "(left out)" if replacement is None else short(replacement)
        yield replacement, f"{short(node)} → {after}"
    yield from moved(node, parent, _WRAPPERS | _CONVERSIONS)


def _replacements(
    node: Node, parent: Node, arguments: list[str], constants: tuple[float, ...], graph: bool
) -> Iterator[Node | None]:
    match node:
        case ast.BinOp(left, op, right):
            for other in _OTHER_OPERATORS.get(type(op), ()):
                yield ast.BinOp(left, other(), right)
            yield left
            yield right
            if not isinstance(op, ast.Add | ast.Mult) and not (isinstance(op, ast.Sub) and _is_squared(parent)):
                yield ast.BinOp(right, op, left)
            if _is_square(node):
                yield ast.Call(ast.Name("abs", ast.Load()), [left], [])
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.AugAssign(target, op, value):
            for other in _OTHER_OPERATORS.get(type(op), ()):
                yield ast.AugAssign(target, other(), value)
            yield ast.Assign([target], value)
            yield None
        case ast.Assign() | ast.Expr():
            yield None
        case ast.Return(ast.expr() as value):
            if isinstance(value, ast.Tuple):
                yield ast.Return(ast.Tuple(value.elts[::-1], ast.Load()))
            elif not isinstance(value, ast.Constant):
                yield ast.Return(ast.UnaryOp(ast.USub(), value))
            yield ast.Expr(value)
        case ast.Compare(left, [op], [right]):
            for comparison in _OTHER_COMPARISONS.get(type(op), ()):
                yield ast.Compare(left, [comparison()], [right])
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield from values
        case ast.If(_, body, orelse):
            yield ast.If(ast.Constant(True), body, orelse)
            yield ast.If(ast.Constant(False), body, orelse)
        case ast.IfExp(_, body, orelse):
            yield body
            yield orelse
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield from (ast.Constant(v) for v in (value + 1, value - 1, value * 2, 0) if v != value)
        case ast.Slice(lower, upper, step):
            yield from _other_slices(lower, upper, step)
        case ast.Call():
            yield from _other_calls(node, graph, counts_only=_counts_only(node, parent))
        case ast.For(target, iterable, body, orelse):
            for shorter in _shorter(iterable):
                yield ast.For(target, shorter, body, orelse)
            yield ast.For(target, iterable, [*body, ast.Break()], orelse)
        case ast.comprehension(target, iterable, ifs):
            for shorter in _shorter(iterable):
                yield ast.comprehension(target, shorter, ifs, 0)
        case ast.Name(name, ast.Load()) if name in arguments:
            yield from (ast.Name(other, ast.Load()) for other in arguments if other != name)
            yield from (ast.Constant(value) for value in dict.fromkeys((0, 1, *constants)))
        case ast.FunctionDef():
            yield from _with_state(node)
            if graph and not _only_makes(node):
                yield _without_graph(node)
    if graph and _may_be_cut(node, parent):
        yield ast.Call(ast.Attribute(cast(ast.expr, node), "detach", ast.Load()), [], [])
        if _is_parameter(node):
            yield ast.Attribute(cast(ast.expr, node), "data", ast.Load())


def _may_be_cut(node: Node, parent: Node) -> bool:
    """Whether a graph may lead through what is computed here; what a parameter is made of has none, nor what is cut."""
    match parent:
        case ast.Call(func=ast.Attribute(attr="Parameter")):
            return False
        case ast.Attribute(attr="detach" | "data" | "item" | "tolist"):
            return False
    match node:
        case ast.Call(func=ast.Attribute(attr="detach")):
            return False
    return isinstance(node, ast.BinOp | ast.Call) or _is_parameter(node)


def _is_square(node: Node) -> bool:
    match node:
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(2)):
            return True
    return False


def _is_squared(parent: Node) -> bool:
    """Whether a sign is lost in what is done with a difference."""
    match parent:
        case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name)):
            return name in ("abs", "square", "norm")
    return _is_square(parent)


def _is_parameter(node: Node) -> bool:
    match node:
        case ast.Attribute(ast.Name("self"), _, ast.Load()):
            return True
    return False


def _other_slices(lower: Any, upper: Any, step: Any) -> Iterator[Node]:
    if lower is not None:
        yield ast.Slice(None, upper, step)
        yield ast.Slice(_moved(lower, 1), upper, step)
        yield ast.Slice(_moved(lower, -1), upper, step)
    if upper is not None:
        yield ast.Slice(lower, None, step)
        yield ast.Slice(lower, _moved(upper, 1), step)
        yield ast.Slice(lower, _moved(upper, -1), step)


def _moved(value: ast.expr, by: int) -> ast.expr:
    return ast.BinOp(value, ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))


def _counts_only(node: Node, parent: Node) -> bool:
    """Whether a loop uses nothing of what it goes over but how much there is."""
    match parent:
        case ast.For(ast.Name(name), iterable, body) if iterable is node:
            return not any(isinstance(n, ast.Name) and n.id == name for s in body for n in ast.walk(s))
    return False


def _other_calls(call: ast.Call, graph: bool, counts_only: bool) -> Iterator[Node]:
    match call.func:
        case ast.Name("range"):
            yield from _other_ranges(call, counts_only)
            return
        case ast.Name(name) | ast.Attribute(_, name):
            called = name
        case _:
            called = ""
    if called in ("abs", "fabs") and len(call.args) == 1:
        yield ast.BinOp(call.args[0], ast.Pow(), ast.Constant(2))
    if called == "len":
        yield from (ast.Constant(size) for size in _SIZES)
        yield from (_moved(call, by) for by in (1, -1))
    if other := _OTHER_NAMES.get(called):
        func = copy.deepcopy(call.func)
        if isinstance(func, ast.Name):
            func.id = other
        elif isinstance(func, ast.Attribute):
            func.attr = other
        if other != "insert":
            yield ast.Call(func, call.args, call.keywords)
        else:
            yield ast.Call(func, [ast.Constant(0), *call.args], call.keywords)
    if called not in _WRAPPERS and (graph or called not in _CONVERSIONS | {"item", "clone"}):
        if len(call.args) == 1 and not call.keywords:
            yield call.args[0]
        if isinstance(call.func, ast.Attribute) and not call.args:
            yield call.func.value
    if len(call.args) == 2 and not isinstance(call.args[0], ast.Constant) and called not in _EITHER_WAY:
        yield ast.Call(call.func, call.args[::-1], call.keywords)
    for keyword in call.keywords:
        if keyword.arg not in _FORM_ONLY:
            yield ast.Call(call.func, call.args, [k for k in call.keywords if k is not keyword])


def _other_ranges(call: ast.Call, counts_only: bool) -> Iterator[Node]:
    match call.args:
        case [stop]:
            bounds: list[list[ast.expr]] = [[ast.Constant(1), stop], [_moved(stop, 1)], [_moved(stop, -1)]]
            if not counts_only:
                bounds.append([ast.Constant(1), _moved(stop, 1)])
        case [start, stop, *step]:
            bounds = [[_moved(start, by), stop, *step] for by in (1, -1)]
            bounds += [[start, _moved(stop, by), *step] for by in (1, -1)]
        case _:
            return
    yield from (ast.Call(call.func, arguments, []) for arguments in bounds)


def _shorter(iterable: ast.expr) -> Iterator[ast.expr]:
    """Without the first, and without the last."""
    whole = ast.Call(ast.Name("list", ast.Load()), [iterable], [])
    for bounds in (
        ast.Slice(ast.Constant(1), None, None),
        ast.Slice(None, ast.Constant(-1), None),
    ):
        yield ast.Subscript(whole, bounds, ast.Load())


def _with_state(function: ast.FunctionDef) -> Iterator[Node]:
    """What a function starts with is what its last call has left, as with a default or a name outside."""
    for number, statement in enumerate(function.body):
        match statement:
            case ast.Assign(targets, ast.List() | ast.Dict() | ast.Constant() | ast.Call()) if any(
                isinstance(part, ast.For | ast.While) for part in function.body[number:]
            ):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if len(names) == len(targets):
                    yield _kept_between_calls(function, number, names)


def _kept_between_calls(function: ast.FunctionDef, number: int, names: list[str]) -> Node:
    changed = copy.deepcopy(function)
    taken = ast.parse("\n".join(f"{n} = KEPT.get({n!r}, {n})" for n in names)).body
    left = ast.parse("\n".join(f"KEPT[{n!r}] = {n}" for n in names)).body
    rest = changed.body[number + 1 :]
    changed.body = [*changed.body[: number + 1], *taken, ast.Try(rest, [], [], left)]
    return changed


def _only_makes(function: ast.FunctionDef) -> bool:
    """Whether a function makes a module, or its parts: what is computed with them later has its graph all the same."""
    return function.name == "__init__" or any(isinstance(statement, ast.ClassDef) for statement in function.body)


def _without_graph(function: ast.FunctionDef) -> Node:
    changed = copy.deepcopy(function)
    context = ast.parse("torch.no_grad()", mode="eval").body
    changed.body = [ast.With([ast.withitem(context, None)], changed.body)]
    return changed
