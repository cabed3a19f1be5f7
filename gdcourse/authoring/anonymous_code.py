"""A student's answer as code of nobody's: it stands alone, and says nothing of who wrote it."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from gdcourse.authoring import messages
from gdcourse.authoring.anonymous_names import makes_a_named_tuple, named_anew, names_of_libraries
from gdcourse.language import Text

MODULES = frozenset({"numpy", "torch", "math", "itertools", "functools", "statistics", "operator", "collections"})
"""What an answer may import: it is going to run where nothing isolates it."""
_REFUSED_NAMES = frozenset({
    "__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr", "globals", "help", "input",
    "locals", "open", "quit", "setattr", "vars",
})  # fmt: skip
_REFUSED_ATTRIBUTES = frozenset({
    "DataSource", "classes", "compile", "ctypeslib", "distributed", "fromfile", "fromregex", "genfromtxt", "hub", "jit",
    "lib", "load", "loadtxt", "memmap", "multiprocessing", "ops", "package", "save", "savetxt", "savez",
    "savez_compressed", "serialization", "tofile", "utils",
})  # fmt: skip
_GRADIENT_MODES = frozenset({"enable_grad", "inference_mode", "no_grad", "set_grad_enabled"})
_Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.Import | ast.ImportFrom


class CannotStandAloneError(ValueError):
    """An answer that cannot become a known mistake as it is, with the reason for whoever wants it to."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def anonymous(
    cells: Sequence[str],
    work: str,
    called: str,
    familiar: Collection[str],
    inputs: Sequence[str],
    keep_texts: bool = False,
) -> str:
    """The definition of a student's work, with all that it needs inside of it, without comments, docstrings and prints.

    What the student has named is named anew (`anonymous_names`), unless everybody's names are the same: those of the
    task.

    Args:
        cells: the notebook's code, up to the cell of the answer.
        work: what the work is called there.
        called: what it is to be called.
        familiar: names that say nothing of anybody: those of the task and of known answers.
        inputs: what the arguments are to be called, where there are as many.
        keep_texts: leave strings as they are, for code that does something else without them; but what errors say goes.

    Raises:
        CannotStandAloneError: where it is no function or class, needs what the notebook does not define, or wants more
            than arithmetic: files, other modules, names with underscores.
    """
    definitions = _definitions(cells)
    main = _as_function(definitions.get(work), definitions, work)
    needed = [_copied(one) for one in _needed(main, definitions)]
    main = _copied(main)  # type: ignore[assignment]
    if needed and isinstance(main, ast.ClassDef):
        raise CannotStandAloneError(messages.CLASS_NEEDS_MORE.format(names=", ".join(_names_of(needed))))
    if isinstance(main, ast.FunctionDef):
        main.body, main.decorator_list = _under_decorators(main), []
    main.body = [*needed, *main.body]
    new = named_anew(main, called, familiar, inputs)
    main = _Cleaner({*familiar, *inputs}, new, keep_texts).visit(main)
    _require_arithmetic(main)
    return ast.unparse(ast.fix_missing_locations(main)) + "\n"


def _under_decorators(main: ast.FunctionDef) -> list[ast.stmt]:
    """The body where torch's decorators, such as ``no_grad()``, are blocks: outside of it nothing is imported.

    Others are left out; whoever tries the code sees whether it does the same without them.
    """
    calls = [one for one in main.decorator_list if isinstance(one, ast.Call)]
    blocks = [one for one in calls if ast.unparse(one.func).split(".")[-1] in _GRADIENT_MODES]
    return [ast.With([ast.withitem(one) for one in blocks], main.body)] if blocks else main.body


def _definitions(cells: Sequence[str]) -> dict[str, _Definition]:
    """By name, the last definition among the cells; what is no Python defines nothing."""
    found: dict[str, _Definition] = {}
    for source in cells:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        for node in tree.body:
            if isinstance(node, _Definition):
                found |= dict.fromkeys(_names_of([node]), node)
    return found


def _names_of(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Assign):
            targets = [t for target in node.targets for t in ast.walk(target) if isinstance(t, ast.Name)]
            yield from (target.id for target in targets)


def _as_function(
    node: _Definition | None, definitions: Mapping[str, _Definition], work: str
) -> ast.FunctionDef | ast.ClassDef:
    """The function or class that a name stands for: ``f = lambda x: …`` and ``f = g`` are functions too."""
    for _ in range(10):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return node
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            result = ast.Return(node.value.body)
            return ast.FunctionDef(work, node.value.args, [result], [], None, None)
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)):
            break
        node = definitions.get(node.value.id)
    raise CannotStandAloneError(messages.NO_FUNCTION.format(name=work))


def _needed(main: ast.stmt, definitions: Mapping[str, _Definition]) -> list[ast.stmt]:
    """The definitions that ``main`` uses, directly or not, in an order in which each has what it needs."""
    order: list[ast.stmt] = []

    def add(node: ast.stmt, path: tuple[ast.stmt, ...]) -> None:
        for name in sorted(_free_names(node)):
            if name == "np" or hasattr(builtins, name):  # a file of solutions has imported NumPy
                continue
            found = ast.Import([ast.alias(name)]) if name == "torch" else definitions.get(name)
            if found is None:
                raise CannotStandAloneError(messages.NEEDS_WHAT_IS_NOT_THERE.format(name=name))
            if found in path or any(ast.dump(found) == ast.dump(one) for one in order):
                continue
            add(found, (*path, found))
            order.append(found)

    add(main, (main,))
    return order


def _free_names(node: ast.stmt) -> set[str]:
    table = symtable.symtable(ast.unparse(ast.fix_missing_locations(ast.Module([node], []))), "<answer>", "exec")
    bound_here = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}

    def globals_of(inner: symtable.SymbolTable) -> Iterator[str]:
        for symbol in inner.get_symbols():
            if symbol.is_global() or (inner is table and symbol.is_referenced()):
                yield symbol.get_name()
        for child in inner.get_children():
            yield from globals_of(child)

    return set(globals_of(table)) - bound_here


def _is_of_a_language(text: str) -> bool:
    """Whether Python or a library reads it: a number such as nan, a type or method of NumPy, indices of einsum."""
    if not any(letter.isalpha() for letter in text) or re.fullmatch(r"(?i)\s*[+-]?(nan|inf|infinity)\s*", text):
        return True
    if hasattr(np, text) or text in names_of_libraries():
        return True
    return re.fullmatch(r"[a-z.]{1,4}(,[a-z.]{1,4})*(->[a-z.]{0,4})", text) is not None


class _Cleaner(ast.NodeTransformer):
    """Takes out what explains, prints or annotates, and what texts say: it changes nothing that is judged."""

    def __init__(self, familiar: Collection[str], new: Mapping[str, str], keep_texts: bool) -> None:
        self.familiar = familiar
        self.new = new
        self.keep_texts = keep_texts
        self.texts: dict[str, str] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        text = node.value
        if isinstance(text, bytes) and not self.keep_texts:
            return ast.Constant(b"text")
        if not isinstance(text, str) or self.keep_texts or text in self.familiar or _is_of_a_language(text):
            return node
        if text in self.new:  # an argument's name, perhaps
            return ast.Constant(self.new[text])
        new = "text" if not self.texts else f"text{len(self.texts) + 1}"
        return ast.Constant(self.texts.setdefault(text, new))  # texts that differ stay different: keys of a dict

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.FormattedValue:
        node.value = self.visit(node.value)  # and how it is formatted is no text
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        kept, self.keep_texts = self.keep_texts, False
        node = self.generic_visit(node)  # type: ignore[assignment]
        self.keep_texts = kept
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if makes_a_named_tuple(node):  # whose strings are names, and named anew by now
            return node
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "dict" and not node.args and node.keywords:
            keys = [self.visit(ast.Constant(one.arg)) if one.arg else None for one in node.keywords]
            return ast.Dict(keys, [one.value for one in node.keywords])
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        value = node.value
        if isinstance(value, ast.Constant):
            return None
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
            return None
        self.generic_visit(node)
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.stmt) and getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            return ast.Assign([node.target], node.value)
        if isinstance(node, ast.FunctionDef):
            node.args, node.returns = _without_annotations(node.args), None
        return node


def _without_annotations(arguments: ast.arguments) -> ast.arguments:
    for one in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]:
        if one is not None:
            one.annotation = None
    return arguments


def _copied(node: ast.stmt) -> ast.stmt:
    return ast.parse(ast.unparse(ast.fix_missing_locations(node))).body[0]


def _require_arithmetic(main: ast.AST) -> None:
    for node in ast.walk(main):
        what = None
        if isinstance(node, ast.Import):
            what = next((a.name for a in node.names if a.name.split(".")[0] not in MODULES), None)
        elif isinstance(node, ast.ImportFrom):
            what = node.module if node.level or (node.module or "").split(".")[0] not in MODULES else None
        elif isinstance(node, ast.Name) and (node.id in _REFUSED_NAMES or node.id.startswith("__")):
            what = node.id
        elif isinstance(node, ast.Attribute) and (node.attr in _REFUSED_ATTRIBUTES or node.attr.startswith("_")):
            what = node.attr if node.attr != "__init__" else None
        elif isinstance(node, ast.Global):
            what = "global"
        if what is not None:
            raise CannotStandAloneError(messages.MORE_THAN_ARITHMETIC.format(what=what))
