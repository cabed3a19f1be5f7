"""Cells that the instructor wrote: what of them a kernel is given to run."""

from __future__ import annotations

import ast

from nbformat import NotebookNode


def is_locked(cell: NotebookNode) -> bool:
    """Whether this cell of a restored notebook is the instructor's as it stands."""
    return bool(cell.metadata.get("nbgrader", {}).get("locked"))


def as_python(source: str) -> str:
    """The source of a cell in plain Python.

    What IPython adds to the language is written out here, and not in the kernel, where a student may have changed it.
    """
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        return source
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager

    try:
        return TransformerManager().transform_cell(source)
    except SyntaxError:
        return source  # which the kernel will say
