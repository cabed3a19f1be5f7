"""What students are called, as far as a roster or a platform has said so."""

from __future__ import annotations

from nbgrader.api import Gradebook


def names_of_students(gradebook: Gradebook) -> dict[str, str]:
    """By id, the name in one line; empty where nobody knows it."""
    return {s.id: " ".join(filter(None, (s.last_name, s.first_name))) for s in gradebook.students}
