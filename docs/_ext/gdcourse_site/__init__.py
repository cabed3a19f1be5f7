"""What the course's website needs beyond Sphinx, MyST-NB and the theme, one module for one thing."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from gdcourse_site import (
    bilingual,
    first_page_and_lesson_list,
    folded_code,
    lessons,
    practice,
    searching,
    sheets,
    vendoring,
)


def setup(app: Sphinx) -> dict[str, Any]:
    for part in (bilingual, lessons, practice, folded_code, first_page_and_lesson_list, sheets, vendoring, searching):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
