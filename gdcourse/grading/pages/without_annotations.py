"""Code without type annotations: they change nothing that it does, so answers are compared without them."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from itertools import accumulate


def without_annotations(text: str) -> str:
    """The text without the annotations of arguments, results and assigned names; as it is where it is no Python."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in strings, the student's own run tells
            tree = ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    code = plain.encode()
    for start, end in sorted(_annotations(tree, code), reverse=True):
        code = code[:start] + code[end:]
    return code.decode()


def _annotations(tree: ast.AST, code: bytes) -> Iterator[tuple[int, int]]:
    """From where to where each annotation stands, the colon or arrow before it included."""
    lines = [0, *accumulate(len(line) + 1 for line in code.split(b"\n"))]

    def start(node: ast.expr | ast.arg | ast.stmt) -> int:
        return lines[node.lineno - 1] + node.col_offset

    def end(node: ast.expr | ast.arg) -> int:
        return lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield code.index(b":", start(node)), end(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            yield code.rindex(b"->", start(node), start(node.returns)), code.index(b":", end(node.returns))
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            equals = code.rindex(b"=", end(node.annotation), start(node.value))
            yield code.index(b":", end(node.target)), equals
