"""What the course's website needs beyond Sphinx, MyST-NB and the theme, one module for one thing."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from gdcourse_site import (
    bilingual,
    first_page_and_lesson_list,
    folded_code,
    lessons,
    optional_sections,
    practice,
    searching,
    sheets,
    vendoring,
)


def setup(app: Sphinx) -> dict[str, Any]:
    parts = (bilingual, lessons, practice, optional_sections, folded_code)
    for part in (*parts, first_page_and_lesson_list, sheets, vendoring, searching):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
