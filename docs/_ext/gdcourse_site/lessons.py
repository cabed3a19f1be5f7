"""The lessons on the site: the notebooks of ``course/`` as they are stored, and what can be downloaded beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from gdcourse.exercises import units
from gdcourse.language import Text

ROOT = Path(__file__).parents[3]
SLUGS = [unit.slug for unit in units()]


def lesson(slug: str) -> Path:
    return ROOT / "course" / f"{slug}.ipynb"


def assignment(slug: str) -> Path:
    """What students get: no solutions in it."""
    return ROOT / "release" / slug / f"{slug}.ipynb"


def stage(app: Sphinx, config: Config) -> None:
    """Sphinx reads only what lies in its own directory: copy the lessons there (git ignores them)."""
    directory = Path(app.srcdir) / "lessons"
    for old in directory.glob("*.ipynb"):
        if old.stem not in SLUGS:
            old.unlink()
    for slug in SLUGS:
        target = directory / f"{slug}.ipynb"
        if not target.exists() or target.read_bytes() != lesson(slug).read_bytes():
            shutil.copyfile(lesson(slug), target)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebooks beside the pages: ``downloads/lessons`` and ``downloads/assignments``."""
    if exception is None and app.builder.format == "html":
        for kind, source in (("lessons", lesson), ("assignments", assignment)):
            target = Path(app.outdir) / "downloads" / kind
            target.mkdir(parents=True, exist_ok=True)
            for slug in SLUGS:
                shutil.copyfile(source(slug), target / f"{slug}.ipynb")


def in_both(text: Text) -> str:
    return f'<span lang="ko">{text.ko}</span><span class="gd-both"> · </span><span lang="en">{text.en}</span>'


def _download(href: str, icon: str, text: Text) -> str:
    return f'<a href="{href}" download><i class="fa-solid {icon}" aria-hidden="true"></i> {in_both(text)}</a>'


class Downloads(SphinxTransform):
    """Under the title of a lesson, its notebook and that of its assignment; at its end, the assignment once more."""

    default_priority = 900

    def apply(self, **kwargs: object) -> None:
        directory, _, slug = self.env.docname.partition("/")
        if directory != "lessons" or slug not in SLUGS:
            return
        lesson_link = _download(
            f"../downloads/lessons/{slug}.ipynb", "fa-download", Text("이 수업의 노트북", "this lesson's notebook")
        )
        assignment_link = _download(
            f"../downloads/assignments/{slug}.ipynb", "fa-pen-to-square", Text("과제 노트북", "the assignment")
        )
        section = next(self.document.findall(nodes.section))
        top = f'<p class="gd-downloads">{lesson_link}{assignment_link}</p>'
        section.insert(section.index(next(section.findall(nodes.title))) + 1, nodes.raw("", top, format="html"))
        question = in_both(Text("읽었으니 이제 손으로 풀어 볼까요?", "Read it? Now do it by hand."))
        end = f'<div class="gd-next-step"><p>{question}</p><p class="gd-downloads">{assignment_link}</p></div>'
        section.append(nodes.raw("", end, format="html"))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", stage)
    app.connect("build-finished", publish)
    app.add_transform(Downloads)
