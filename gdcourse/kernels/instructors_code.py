"""An instructor's code in a kernel that students' code has been in: compiled and run as it stands, its end learned.

It does not go through the shell, where a student may have hung anything: what transforms cells, shows errors, displays
values. How it ended is learned from running it, not from what it shows. What it reaches through the shell all the same
(a magic, a display) it finds as it was before the first cell, and so the functions that checks are written with.

Python keeps nothing from whoever shares the process: what a search through all objects finds, it can change. But no
name leads there. Hence functions inside of functions, and so few names that they look up when they run.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import ast
import asyncio
import builtins
import gc
import inspect
import runpy
import signal
import sys
import unittest.case
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

from IPython.utils.syspathcontext import prepended_to_syspath

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_USED_IN_CHECKS = (
    "math", "cmath", "statistics", "numpy", "numpy.linalg", "numpy.testing", "torch", "torch.testing", "unittest.case",
    "collections", "contextlib", "copy", "decimal", "fractions", "functools", "inspect", "itertools", "json",
    "operator", "pandas", "pandas.testing", "pytest", "random", "re",
)  # fmt: skip
_TELL_OF_ERRORS = ("showtraceback", "showsyntaxerror", "showindentationerror")
_OURS = ("IPython", "ipykernel", "gdcourse", "__main__")
_GONE = object()

Ending = tuple[bool, "str | None"]
"""Whether the code ran to its end; and the number that its last line gave, as text, where it is one."""


class Runner(NamedTuple):
    """Runs an instructor's code.

    Attributes:
        begin: to be called before the first cell, in the process that the cells run in.
        run: takes source, in plain Python, and whether its last line gives nothing; shows what the code shows, and an
            error as IPython would, and raises nothing but an interrupt at the wrong moment.
    """

    begin: Callable[[], None]
    run: Callable[[str, bool], Awaitable[Ending]]


def prepare(kernel: Any) -> Runner:
    """A runner for ``kernel``, which no student's code has been in yet."""
    shell = kernel.shell
    # IPython may import magics when the first of them is used. What stands in their place until then is not to be put
    # back later: it would ask for them again, and get nothing.
    getattr(shell.magics_manager, "load_all_lazy_magics", bool)()
    begin, put_back, undo = _as_it_is_now(kernel)
    namespaces = (shell.user_module.__dict__, shell.user_ns)
    of_shell = vars(shell)
    showers = {name: getattr(shell, name) for name in _TELL_OF_ERRORS}
    show_error, show_syntax_error, show_value = shell.showtraceback, shell.showsyntaxerror, shell.displayhook
    found_by_name = (("get_ipython", shell.get_ipython), ("__builtins__", builtins))
    set_trace, set_profile, in_the_loop = sys.settrace, sys.setprofile, asyncio.ensure_future
    compiled, evaluate, kind_of = compile, eval, type
    expression, last_line, everything, not_python = ast.Expression, ast.Expr, BaseException, SyntaxError
    whole, fraction, as_text = int, float, float.__repr__
    module_run = runpy.run_module
    flags, only_parse, is_coroutine, gone = _FLAGS, _FLAGS | ast.PyCF_ONLY_AST, inspect.CO_COROUTINE, _GONE

    def name_for(source: str) -> Any:
        try:
            return shell.compile.cache(source, shell.execution_count, raw_code=source)  # where tracebacks look for it
        except everything:
            return "<cell>"

    def number_in(value: Any) -> str | None:
        try:
            module = kind_of(value).__module__
            found = value.item() if module == "numpy" or module == "torch" else value
            kind = kind_of(found)
            return as_text(fraction(found)) if kind is whole or kind is fraction else None
        except everything:
            return None

    def telling(told: list[bool], show: Callable[..., Any]) -> Callable[..., Any]:
        def tell(*arguments: Any, **keywords: Any) -> Any:
            told.append(True)
            return show(*arguments, **keywords)

        return tell

    def running(told: list[bool], work: Callable[..., None]) -> Callable[..., None]:
        def tell(*arguments: Any, **_: Any) -> None:
            try:
                work(*arguments)
            except everything as error:
                told.append(True)
                inside = error.__traceback__
                for _hidden in ("this function", "the one that it calls"):
                    inside = inside and inside.tb_next
                show_error((kind_of(error), error, inside))

        return tell

    def run_file(name: str, names: dict[str, Any], *_: Any) -> None:
        path = Path(name).expanduser().absolute()
        with prepended_to_syspath(str(path.parent)), shell.builtin_trap:
            evaluate(compiled(path.read_bytes(), str(path), "exec", 0, True), names)

    def run_module(name: str, names: dict[str, Any]) -> None:
        names.update(module_run(name, run_name="__main__", alter_sys=True))

    runners = {"safe_execfile": run_file, "safe_run_module": run_module}

    async def run(source: str, quiet: bool) -> Ending:
        __tracebackhide__ = "__ipython_bottom__"  # to IPython, what is above is no part of a traceback
        aside = put_back()
        for namespace in namespaces:
            for name, own in found_by_name:
                aside.append((namespace, name, namespace.get(name, gone), own))
                namespace[name] = own
        told: list[bool] = []  # by the shell, of an error in what a magic has run
        for name, show in showers.items():
            of_shell[name] = telling(told, show)
        # `%run`: to IPython, who exits with status 0 has come to the end.
        for name, work in runners.items():
            of_shell[name] = running(told, work)
        set_trace(None)
        set_profile(None)
        ended, value, number = False, None, None
        filename = name_for(source)
        try:
            module = compiled(source, filename, "exec", only_parse, True, 0)
            last = module.body.pop() if module.body and kind_of(module.body[-1]) is last_line else None
            parts = [(module, "exec")] if last is None else [(module, "exec"), (expression(last.value), "eval")]
            # All of it before any of it runs. An assert is an assert, with -O too.
            for code in [compiled(part, filename, mode, flags, True, 0) for part, mode in parts]:
                value = evaluate(code, *namespaces)
                if code.co_flags & is_coroutine:
                    awaited = in_the_loop(value)
                    with kernel._cancel_on_sigint(awaited):
                        value = await awaited
            ended = not told
        except everything as error:
            try:
                show_syntax_error() if kind_of(error) is not_python else show_error(running_compiled_code=True)
            except everything:
                value = None
        try:
            if ended and not quiet:
                number = number_in(value)
                show_value(value)
            shell.execution_count += 1
        except everything:
            value = None  # it has shown less than it could
        for name in (*showers, *runners):
            of_shell.pop(name, None)
        undo(aside)
        return ended, number

    return Runner(begin, run)


_Changed = tuple[Any, Any, Any, Any]
"""Where, under what name (``None`` for a list as a whole), what stood there, what was put there."""


def _as_it_is_now(
    kernel: Any,
) -> tuple[Callable[[], None], Callable[[], list[_Changed]], Callable[[list[_Changed]], None]]:
    """Three functions: note what is there only now; put all back as it was, telling what was found; and undo that.

    What has come since stays, unless it hides what was there.
    """
    shell = kernel.shell
    _ = shell.loop_runner  # made when it is first asked for
    magics = shell.magics_manager
    parts = [
        kernel, kernel.session, shell, shell.events, shell.input_transformer_manager, shell.compile, magics,
        shell.display_trap, shell.builtin_trap, shell.displayhook, shell.display_pub, *magics.registry.values(),
    ]  # fmt: skip

    def hooks(table: dict[str, Any]) -> dict[str, Any]:
        return {n: v for n, v in table.items() if callable(v) or type(v) is tuple or any(v is part for part in parts)}

    kinds = {kind for part in parts for kind in type(part).__mro__ if kind.__module__.split(".")[0] in _OURS}
    kinds.add(unittest.case.TestCase)
    classes = [(kind, {n: v for n, v in vars(kind).items() if not n.startswith("__")}) for kind in kinds]
    leads = [(kind, name) for kind in kinds for name in ("__getattribute__", "__getattr__") if name not in vars(kind)]
    names = (type(kernel).__module__, *_USED_IN_CHECKS)
    modules = [vars(builtins), *(vars(sys.modules[name]) for name in names if name in sys.modules)]
    insides = [inside for part in parts for inside in (vars(part), getattr(part, "_trait_values", {}))]
    tables = [(table, hooks(table)) for table in (*modules, *magics.magics.values(), *insides)]
    hidden = [
        (vars(part), {n for kind in type(part).__mro__ for n, v in vars(kind).items() if callable(v)} - set(vars(part)))
        for part in parts
    ]
    lists: list[tuple[list[Any], list[Any]]] = []
    handlers: list[tuple[int, Any]] = []
    set_on, delete_from, gone = type.__setattr__, type.__delattr__, _GONE
    # The functions in C: those of the module look up names when they run.
    set_handler, handler_of = _signal.signal, _signal.getsignal
    ignored, interrupt, adds_hook, refusal = int(signal.SIG_IGN), signal.SIGINT, "sys.addaudithook", RuntimeError

    def refuse(event: str, _: object) -> None:
        if event == adds_hook:  # one that is there can never be put aside
            raise refusal

    def begin() -> None:
        sys.addaudithook(refuse)
        tables.append((sys.modules, dict(sys.modules)))
        handlers.extend((number, handler_of(number)) for number in signal.valid_signals() if number != interrupt)
        of_sys = vars(sys)
        tables.append((of_sys, {name: of_sys[name] for name in ("stdout", "stderr", "displayhook", "excepthook")}))
        transformers = [found for found in vars(shell.input_transformer_manager).values() if isinstance(found, list)]
        found = (shell.ast_transformers, shell.input_transformers_post, *transformers, *shell.events.callbacks.values())
        found = (*found, gc.callbacks, sys.meta_path, sys.path_hooks)
        lists.extend((hung, hung[:]) for hung in found)

    def put_back() -> list[_Changed]:
        aside: list[_Changed] = []
        # What acts by itself comes first: it could change again what has been put back.
        for hung, before in lists:
            aside.append((hung, None, hung[:], before))
            hung[:] = before
        for number, own in handlers:
            found = handler_of(number)
            if found is not own and callable(found):
                aside.append((set_handler, number, found, own))
                # Not what it was where that would end the process: a timer of the student's may still run.
                set_handler(number, own if callable(own) else ignored)
        for kind, name in leads:
            if name in kind.__dict__:
                aside.append((kind, name, kind.__dict__[name], gone))
                delete_from(kind, name)
        for kind, kept in classes:
            now = kind.__dict__
            for name, own in kept.items():
                found = now.get(name, gone)
                if found is not own:
                    aside.append((kind, name, found, own))
                    set_on(kind, name, own)
        for table, kept in tables:
            for name, own in kept.items():
                found = table.get(name, gone)
                if found is not own:
                    aside.append((table, name, found, own))
                    table[name] = own
        for table, names in hidden:
            for name in names:
                if name in table:
                    aside.append((table, name, table.pop(name), gone))
        return aside

    def undo(aside: list[_Changed]) -> None:
        """But for what has been changed meanwhile."""
        for where, name, theirs, own in aside[::-1]:
            if where is set_handler:
                set_handler(name, theirs)
            elif name is None:
                new = [one for one in where if not [True for kept in own if kept is one]]
                where[:] = theirs + new
            elif where.__class__ is dict:
                if where.get(name, gone) is own:
                    where[name] = theirs
                    if theirs is gone:
                        del where[name]
            elif where.__dict__.get(name, gone) is own:
                set_on(where, name, theirs)
                if theirs is gone:
                    delete_from(where, name)

    return begin, put_back, undo
