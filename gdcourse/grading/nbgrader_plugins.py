"""The parts that ``nbgrader_config.py`` plugs into nbgrader's own autograder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer, Unicode

from gdcourse.grading.assignment import Assignment, from_course
from gdcourse.grading.engine import grade_restored, grade_unreadable
from gdcourse.grading.running import Limits
from gdcourse.grading.secret import course_secret
from gdcourse.grading.submission import UnreadableSubmissionError, read_submission, restore

_UNREADABLE = "gdcourse_unreadable"


class SubmissionExporter(NotebookExporter):
    """Reads a submission whatever it holds, so that one broken file is one student's ungradable notebook."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        resources = resources if resources is not None else {}
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            notebook = read_submission(path.read_bytes())
        except UnreadableSubmissionError as error:
            notebook = new_notebook(metadata={_UNREADABLE: str(error)})
        return self.from_notebook_node(notebook, resources=resources, **kw)


class _CoursePreprocessor(NbGraderPreprocessor):
    """A preprocessor that knows which assignment it is at."""

    def assignment(self, resources: dict[str, Any]) -> Assignment:
        where = resources["nbgrader"]
        source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", where["assignment"]))
        with Gradebook(where["db_url"], self.coursedir.course_id) as gradebook:
            return from_course(gradebook, source, where["assignment"], where["notebook"])

    @property
    def coursedir(self) -> CourseDirectory:
        owner = self.parent
        while owner is not None and not hasattr(owner, "coursedir"):
            owner = owner.parent
        if owner is None:
            raise RuntimeError(f"{type(self).__name__} has to be run by a converter of nbgrader")
        return owner.coursedir


class Restore(_CoursePreprocessor):
    """Put the instructor's cells back into a submission, before anything of it is written or run."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        restored = restore(nb, self.assignment(resources))
        if _UNREADABLE in nb.metadata:
            restored.metadata[_UNREADABLE] = nb.metadata[_UNREADABLE]
        return restored, resources


class Grade(_CoursePreprocessor):
    """Run a restored submission and write a verdict into every check cell, in place of nbgrader's ``Execute``."""

    secret_file = Unicode(".course-secret", help="Where the course secret is kept, relative to the course.").tag(
        config=True
    )
    cell_seconds = Integer(Limits.cell_seconds, help="How long one cell may run.").tag(config=True)
    notebook_seconds = Integer(Limits.notebook_seconds, help="How long a whole notebook may run.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        assignment = self.assignment(resources)
        if _UNREADABLE in nb.metadata:
            return grade_unreadable(str(nb.metadata[_UNREADABLE]), assignment).notebook, resources
        secret = course_secret(Path(self.coursedir.root, self.secret_file))
        limits = Limits(self.cell_seconds, self.notebook_seconds)
        graded = grade_restored(restore(nb, assignment), assignment, resources["nbgrader"]["student"], secret, limits)
        return graded.notebook, resources
