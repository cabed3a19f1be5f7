"""The files beside the pages: what browsers would fetch from other hosts comes in, what no page uses goes out."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

_PACKAGE = "sphinx-mathjax-offline"  # installed under this name; used for its files only, which are MathJax 3
_FILES = ("tex-chtml.js", "output/chtml/fonts/woff-v2/*.woff")

# Scripts of Sphinx's own search, which Pagefind's replaces, and a template of the theme.
_UNUSED = (
    "_static/searchtools.js",
    "_static/language_data.js",
    "_static/*-stemmer.js",
    "_static/webpack-macros.html",
)


def copy_mathjax(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ExtensionError(f"{_PACKAGE} is not installed: python -m pip install -r requirements.txt")
    source = Path(spec.origin).parent / "static" / "mathjax"
    for pattern in _FILES:
        for file in source.glob(pattern):
            target = Path(app.outdir) / "_static" / "mathjax" / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def drop_unused(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        for pattern in _UNUSED:
            for file in Path(app.outdir).glob(pattern):
                file.unlink()


def setup(app: Sphinx) -> None:
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", drop_unused)
