"""Gradient descent in PyTorch, taught in Korean and English.

What a notebook needs stands here: ``check`` (did I solve it?), ``guess`` and ``reveal`` (what will come out, what did),
``drill`` and ``opening`` (questions with new numbers each time), ``language_switch`` and ``set_language``. They are
loaded on first use, so that ``import gdcourse`` stays light.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["check", "drill", "guess", "language_switch", "opening", "reveal", "set_language"]


def __getattr__(name: str) -> Any:
    if name == "check":
        from gdcourse.student.check_answer import answer_missing_names, check

        answer_missing_names()  # here and not in the module, which a forked kernel finds imported already
        return check
    if name in ("guess", "reveal"):
        from gdcourse.student import guesses

        return getattr(guesses, name)
    if name in ("drill", "opening"):
        from gdcourse.student import drills

        return getattr(drills, name)
    if name == "language_switch":
        from gdcourse.lessons.language_switch import language_switch

        return language_switch
    if name == "set_language":
        from gdcourse.language import set_language

        return set_language
    raise AttributeError(f"module 'gdcourse' has no attribute {name!r}")
