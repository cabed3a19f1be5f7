"""What a notebook may take where it is graded. Where a course gives other than the usual, its notebooks say so."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from nbformat import NotebookNode

from gdcourse.notebooks.default_limits import CELL_SECONDS, MEMORY, NOTEBOOK_SECONDS

_ABOUT, _LIMITS = "gdcourse", "limits"


@dataclass(frozen=True)
class LimitsWhenGraded:
    """What students have to keep to.

    Attributes:
        cell_seconds: wall time of one cell, after which it is interrupted.
        notebook_seconds: wall and processor time of the whole notebook.
        memory: bytes of memory in use.
    """

    cell_seconds: int = CELL_SECONDS
    notebook_seconds: int = NOTEBOOK_SECONDS
    memory: int = MEMORY

    @classmethod
    def of(cls, limits: LimitsWhenGraded) -> LimitsWhenGraded:
        """These alone, of limits that have others, too."""
        return cls(limits.cell_seconds, limits.notebook_seconds, limits.memory)


def note_limits(notebook: NotebookNode, limits: LimitsWhenGraded) -> None:
    """Let a notebook say what it may take, where that is not the usual."""
    about = notebook.metadata.get(_ABOUT)
    kept = {name: value for name, value in (about if isinstance(about, dict) else {}).items() if name != _LIMITS}
    if limits != LimitsWhenGraded():
        kept[_LIMITS] = asdict(limits)
    notebook.metadata.pop(_ABOUT, None)
    if kept:
        notebook.metadata[_ABOUT] = kept


def noted_limits(notebook: NotebookNode) -> LimitsWhenGraded:
    """What a notebook says that it may take; the usual, where it says nothing that can be."""
    about = notebook.metadata.get(_ABOUT)
    said = about.get(_LIMITS) if isinstance(about, dict) else None
    if not isinstance(said, dict):
        return LimitsWhenGraded()
    values = {field.name: said.get(field.name) for field in fields(LimitsWhenGraded)}
    return LimitsWhenGraded(**{name: value for name, value in values.items() if type(value) is int and value > 0})
