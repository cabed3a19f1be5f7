"""Sphinx's settings for the course's website: ``make site``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import gdcourse
from gdcourse.faster_imports import skip_iri_grammar
from gdcourse.language import LABEL

skip_iri_grammar()  # before myst_nb imports what would compile it

project = "gdcourse"
author = "gdcourse"
release = gdcourse.__version__
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.mathjax",
    "gdcourse_site",
]
exclude_patterns = [
    "_ext",
    "claims.md",
    "front-ends.md",
    "hostile-table.md",
    "mutants.md",
    "performance.md",
    "architecture.md",
    "glossary.md",
]  # the last two are included by pages of their own
templates_path = ["_templates"]
smartquotes = False  # the authors set their own

# The stored outputs are shown; nothing is executed. Code that only draws is folded.
nb_execution_mode = "off"
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3

napoleon_use_ivar = True  # an attribute that a docstring names is described once
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"

# MathJax is copied into the site from a Python package. The text of hidden languages is typeset too, so sizes must not
# be measured on the page; and a menu on every formula would make each one a stop of the Tab key.
mathjax_path = "mathjax/tex-chtml.js"
mathjax3_config = {"chtml": {"matchFontHeight": False}, "options": {"enableMenu": False}}
highlight_language = "none"  # of blocks that name no language; cells of notebooks name theirs

html_theme = "pydata_sphinx_theme"
html_title = "gdcourse"
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto", "label_in_both_languages": LABEL}
html_static_path = ["_static"]
html_css_files = ["site.css", "practice.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("site.js", "practice.js")]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_additional_pages = {"search": "search.html"}
html_sidebars = {"index": [], "search": []}
html_theme_options = {
    "navbar_start": ["navbar-logo"],
    "navbar_persistent": ["language-switch", "search-button"],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["licences"],
    "footer_end": [],
    "show_toc_level": 2,
    "search_bar_text": "검색 · Search",
    "logo": {"text": "gdcourse"},
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "back_to_top_button": False,
    "show_prev_next": True,
    "search_as_you_type": False,
}
