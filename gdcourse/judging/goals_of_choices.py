"""What all right answers to a question of choice have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gdcourse.judging.exercise import Case


@dataclass(frozen=True)
class Aim:
    """Properties of an answer, where those of a right one are the same in every case: an exercise's ``observe``.

    Since they are stated, nobody has to train the reference's model to know what is right.

    Attributes:
        look: the properties of an answer, of these names.
        right: those of every right answer.
    """

    look: Callable[[Any, Case], Mapping[str, bool]]
    right: Mapping[str, bool]

    def __call__(self, answer: Any, case: Case) -> Mapping[str, bool]:
        return self.look(answer, case)
