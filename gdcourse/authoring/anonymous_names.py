"""What a student has named is named anew, wherever it is used: the code does the same, and its names say nothing."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from string import ascii_lowercase
from typing import TypeGuard, TypeVar

import numpy as np

_USUAL = frozenset({"np", "nn", "self", "torch"})
_LETTERS = ascii_lowercase.replace("l", "")  # which looks like 1


def named_anew(
    main: ast.FunctionDef | ast.ClassDef, called: str, familiar: Collection[str], inputs: Sequence[str]
) -> dict[str, str]:
    """Give the names that a definition has of its own new ones, unless everybody's are the same: those of the task.

    Returns what is now called otherwise, by its old name.

    Args:
        main: changed in place.
        called: what it is to be called.
        familiar: names that say nothing of anybody.
        inputs: what the arguments are to be called, where there are as many.
    """
    own = _OwnNames(main)
    new: dict[str, str] = {}
    if isinstance(main, ast.FunctionDef):
        arguments = [argument.arg for argument in (*main.args.posonlyargs, *main.args.args)]
        if len(arguments) == len(inputs):
            new = dict(zip(arguments, inputs, strict=True))
    taken = {node.id for node in ast.walk(main) if isinstance(node, ast.Name)} | own.kept | set(familiar)
    taken |= set(new.values()) | set(own.named) | {called}
    fresh = (letter + ("" if turn < 0 else ascii_lowercase[turn]) for turn in count(-1) for letter in _LETTERS)
    of_arguments = set(new.values()) - set(new)  # another thing of that name would become the argument
    for name in dict.fromkeys(own.named):
        says_nothing = name in familiar or len(name) == 1 or name.startswith("__")
        stays = name in new or name in own.kept or (says_nothing and name not in of_arguments)
        if not stays and name != main.name:
            new[name] = next(one for one in fresh if one not in taken)
            taken.add(new[name])
    new[main.name] = called
    _Renamed(new, own).visit(main)
    return new


class _OwnNames:
    """What a definition names by itself.

    Attributes:
        named: in the order in which they come; what is in ``kept``, too.
        kept: names of libraries, which mean something as they stand.
        modules: what imports have bound: their attributes are not the student's.
        attributes: of the student's own classes and functions.
        callables: the student's own functions and classes.
    """

    def __init__(self, main: ast.AST) -> None:
        self.kept = set(_USUAL)
        self.modules = {"np", "torch"}
        self.attributes: set[str] = set()
        self.callables: set[str] = set()
        self.named: list[str] = []
        nodes = list(ast.walk(main))
        for node in nodes:
            if isinstance(node, ast.alias):
                self._of_import(node)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.callables.add(node.name)
            elif isinstance(node, ast.Assign) and makes_a_named_tuple(node.value):
                self.callables |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        for node in nodes:
            self.named += self._in(node)
            if isinstance(node, ast.Attribute) and self._is_set_by_the_student(node):
                self.attributes.add(node.attr)
            elif makes_a_named_tuple(node):
                fields = [name for text in _texts_of_named_tuple(node)[1:] for name in _fields_in(text)]
                self.attributes |= set(fields) - names_of_libraries()
                self.kept |= set(fields) & names_of_libraries()
            elif isinstance(node, ast.ClassDef):
                in_class = {name for statement in node.body for name in _defined_by(statement)}
                self.attributes |= in_class - names_of_libraries()
                self.kept |= in_class & names_of_libraries()
        for node in nodes:
            if isinstance(node, ast.Call) and self.is_own_call(node):
                self.named += [one.arg for one in node.keywords if one.arg]

    def _of_import(self, node: ast.alias) -> None:
        bound = node.asname or node.name.split(".")[0]
        self.modules.add(bound)
        if node.asname is None or node.asname == node.name.split(".")[-1]:
            self.kept.add(bound)

    def _in(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        elif isinstance(node, ast.Attribute) and self._is_set_by_the_student(node):
            yield node.attr
        elif makes_a_named_tuple(node):
            yield from (name for text in _texts_of_named_tuple(node) for name in _fields_in(text))

    def _is_set_by_the_student(self, node: ast.Attribute) -> bool:
        is_set = isinstance(node.ctx, ast.Store) and not self.is_of_a_module(node)
        return is_set and node.attr not in names_of_libraries()

    def is_of_a_module(self, node: ast.Attribute) -> bool:
        """Whether an attribute is one of what has been imported."""
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and root.id in self.modules

    def is_own_call(self, node: ast.Call) -> bool:
        """Whether the student has named the arguments of what is called."""
        work = node.func
        if isinstance(work, ast.Name):
            return work.id in self.callables
        return isinstance(work, ast.Attribute) and work.attr in self.attributes and not self.is_of_a_module(work)

    def is_foreign_call(self, node: ast.Call) -> bool:
        """Whether a library has; of a variable nobody knows, and ``partial`` passes on what another is given."""
        work = node.func
        if isinstance(work, ast.Name):
            known = work.id in self.modules or hasattr(builtins, work.id)
            return known and work.id != "partial" and work.id not in self.callables
        return isinstance(work, ast.Attribute) and work.attr != "partial" and not self.is_own_call(node)


def _defined_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    else:
        stored = (n for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
        yield from (name.id for name in stored)


def makes_a_named_tuple(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether it is a call such as ``namedtuple("Point", "x y")``, whose strings are names."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "namedtuple"


def _texts_of_named_tuple(node: ast.Call) -> list[ast.Constant]:
    """The strings with the name of the class, and behind it with those of the fields."""
    given = [*node.args[:2], *(one.value for one in node.keywords if one.arg in ("typename", "field_names"))]
    return [
        one for part in given for one in ast.walk(part) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def _fields_in(text: ast.Constant) -> list[str]:
    return str(text.value).replace(",", " ").split()


@cache
def names_of_libraries() -> frozenset[str]:
    """Attributes and methods that mean something to NumPy, torch or Python."""
    import torch

    layer = torch.nn.Linear(1, 1)
    homes = (np.ndarray, layer, layer.weight, torch.autograd.Function, torch.optim.SGD(layer.parameters()), Exception)
    return frozenset(name for home in (*homes, list, dict, set, str, float) for name in dir(home))


_Named = TypeVar("_Named", ast.FunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)


class _Renamed(ast.NodeTransformer):
    def __init__(self, new: Mapping[str, str], own: _OwnNames) -> None:
        self.new = new
        self.own = own

    def _new(self, name: str) -> str:
        return self.new.get(name, name)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._new(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self._new(node.arg)
        return node

    def visit_alias(self, node: ast.alias) -> ast.alias:
        node.asname = node.asname and self._new(node.asname)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        if node.attr in self.own.attributes and not self.own.is_of_a_module(node):
            node.attr = self._new(node.attr)
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        for text in _texts_of_named_tuple(node) if makes_a_named_tuple(node) else ():
            text.value = " ".join(map(self._new, _fields_in(text)))
        if not self.own.is_foreign_call(node):
            for one in node.keywords:
                one.arg = one.arg and self._new(one.arg)
        self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return self._with_new_name(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        return self._with_new_name(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        return self._with_new_name(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> ast.MatchAs:
        return self._with_new_name(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> ast.MatchStar:
        return self._with_new_name(node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> ast.MatchMapping:
        node.rest = node.rest and self._new(node.rest)
        self.generic_visit(node)
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.Nonlocal:
        node.names = [self._new(name) for name in node.names]
        return node

    def _with_new_name(self, node: _Named) -> _Named:
        node.name = node.name and self._new(node.name)
        self.generic_visit(node)
        return node
