"""The lessons on the site: the textbooks of ``course/`` with their stored outputs, and what can be downloaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from docutils import nodes
from nbgrader.preprocessors import ClearSolutions
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from gdcourse.atomic_write import replace_file
from gdcourse.exercises import units
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.make_workbooks import textbook
from gdcourse.language import Text
from gdcourse.notebooks.one_language import in_language

ROOT = Path(__file__).parents[3]
SLUGS = [unit.slug for unit in units()]
DOWNLOADS = {"lessons": "lessons/{slug}.ipynb", "assignments": "{slug}/{slug}.ipynb"}
"""What students get: no solutions in it. By the folder on the site, where it is released to."""


def lesson(slug: str) -> Path:
    return ROOT / "course" / f"{slug}.ipynb"


def stage(app: Sphinx, config: Config) -> None:
    """Sphinx reads only what lies in its own directory: put the textbooks there (git ignores them)."""
    directory = Path(app.srcdir) / "lessons"
    for old in directory.glob("*.ipynb"):
        if old.stem not in SLUGS:
            old.unlink()
    clear = ClearSolutions(parent=Course(ROOT).app)
    for slug in SLUGS:
        target = directory / f"{slug}.ipynb"
        text = nbformat.writes(textbook(nbformat.read(lesson(slug), as_version=4), clear)) + "\n"
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            replace_file(target, text)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebooks beside the pages, in ``downloads``: lessons and assignments, each in one language, too."""
    if exception is None and app.builder.format == "html":
        for kind, released in DOWNLOADS.items():
            target = Path(app.outdir) / "downloads" / kind
            for slug in SLUGS:
                source = ROOT / "release" / released.format(slug=slug)
                notebook = nbformat.read(source, as_version=4)
                for language in ("ko", "en"):
                    made = nbformat.writes(in_language(notebook, language)) + "\n"
                    replace_file(target / language / source.name, made)
                shutil.copyfile(source, target / source.name)


def in_both(text: Text) -> str:
    return f'<span lang="ko">{text.ko}</span><span class="gd-both"> · </span><span lang="en">{text.en}</span>'


def _download(href: str, icon: str, text: Text) -> str:
    return f'<a href="{href}" download><i class="fa-solid {icon}" aria-hidden="true"></i> {in_both(text)}</a>'


def _links(kind: str, slug: str, icon: str, text: Text) -> str:
    return _download(f"../downloads/{kind}/{slug}.ipynb", icon, text)


def _in_one_language(slug: str) -> str:
    """Both notebooks in one language each, for front ends where no switch acts."""
    names = {"lessons": Text("수업", "lesson"), "assignments": Text("과제", "assignment")}
    links = "".join(
        f'<li><a href="../downloads/{kind}/{language}/{slug}.ipynb" download>{said}: {in_both(name)}</a></li>'
        for language, said in (("ko", "한국어"), ("en", "English"))
        for kind, name in names.items()
    )
    summary = in_both(Text("한 언어로만(Colab, Kaggle, GitHub에서)", "In one language (for Colab, Kaggle, GitHub)"))
    return f'<details class="gd-one-language"><summary>{summary}</summary><ul>{links}</ul></details>'


class Downloads(SphinxTransform):
    """Under the title of a lesson, its notebook and that of its assignment; at its end, the assignment once more."""

    default_priority = 900

    def apply(self, **kwargs: object) -> None:
        directory, _, slug = self.env.docname.partition("/")
        if directory != "lessons" or slug not in SLUGS:
            return
        lesson_link = _links("lessons", slug, "fa-download", Text("이 수업의 노트북", "this lesson's notebook"))
        assignment_link = _links("assignments", slug, "fa-pen-to-square", Text("과제 노트북", "the assignment"))
        section = next(self.document.findall(nodes.section))
        top = f'<p class="gd-downloads">{lesson_link}{assignment_link}</p>{_in_one_language(slug)}'
        section.insert(section.index(next(section.findall(nodes.title))) + 1, nodes.raw("", top, format="html"))
        question = in_both(Text("읽었으니 이제 손으로 풀어 볼까요?", "Read it? Now do it by hand."))
        end = f'<div class="gd-next-step"><p>{question}</p><p class="gd-downloads">{assignment_link}</p></div>'
        section.append(nodes.raw("", end, format="html"))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", stage)
    app.connect("build-finished", publish)
    app.add_transform(Downloads)
