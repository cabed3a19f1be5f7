"""The parts that ``nbgrader_config.py`` plugs into nbgrader's own autograder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor
from traitlets import Bool, Enum, Integer, Unicode

from gdcourse.grading.classroom.course_secret import course_secret
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows
from gdcourse.grading.classroom.handed_in_time import course_zone, handed_in
from gdcourse.grading.classroom.verdict_database import create_tables
from gdcourse.grading.submission.assignment import Assignment, from_course
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.grading.submission.grade_submission import grade_restored, grade_unreadable
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.limits import Limits
from gdcourse.kernels.sandbox import MIB
from gdcourse.notebooks.reading import UnreadableNotebookError, new_notebook, read_notebook

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
            notebook = read_notebook(path.read_bytes())
        except UnreadableNotebookError as error:
            notebook = new_notebook([], {_UNREADABLE: str(error)})
        return self.from_notebook_node(notebook, resources=resources, **kw)


class _CoursePreprocessor(NbGraderPreprocessor):
    """A preprocessor that knows which assignment it is at."""

    def assignment(self, resources: dict[str, Any]) -> Assignment:
        where = resources["nbgrader"]
        steps = (self.coursedir.source_directory, self.coursedir.release_directory)
        source, release = (Path(self.coursedir.format_path(step, ".", where["assignment"])) for step in steps)
        with Gradebook(where["db_url"], self.coursedir.course_id) as gradebook:
            return from_course(gradebook, source, release, where["assignment"], where["notebook"])

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

    memory_mib = Integer(Limits.memory // MIB, help="How much memory a submission may use.").tag(config=True)
    isolated = Bool(True, help="Whether submissions run in a sandbox. Without one they have all your rights.").tag(
        config=True
    )

    @property
    def limits(self) -> Limits:
        return Limits(self.cell_seconds, self.notebook_seconds, self.memory_mib * MIB)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        assignment = self.assignment(resources)
        if _UNREADABLE in nb.metadata:
            graded = grade_unreadable(str(nb.metadata[_UNREADABLE]), assignment)
        else:
            secret = course_secret(Path(self.coursedir.root, self.secret_file))
            isolation = Isolation(self.isolated, tuple(private_paths(self.coursedir)))
            student = resources["nbgrader"]["student"]
            graded = grade_restored(restore(nb, assignment), assignment, student, secret, self.limits, isolation)
        resources["gdcourse"] = (assignment, graded)
        return graded.notebook, resources


def private_paths(coursedir: CourseDirectory) -> list[str]:
    """Where the course keeps what no student may see: its own directory, and its nbgrader directories elsewhere."""
    steps = ("source", "submitted", "autograded", "release", "feedback")
    named = [str(getattr(coursedir, f"{step}_directory")) for step in steps]
    return [str(Path(coursedir.root).resolve()), *(name for name in named if Path(name).is_absolute())]


class Record(_CoursePreprocessor):
    """Put the verdicts into the gradebook, in place of nbgrader's ``SaveAutoGrades``.

    The time of the submission, too: nbgrader takes Korean time for UTC.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        where, (assignment, graded) = resources["nbgrader"], resources["gdcourse"]
        with Gradebook(where["db_url"]) as gradebook:
            create_tables(gradebook)
            record = gradebook.find_submission_notebook(where["notebook"], where["assignment"], where["student"])
            # No digest: `gdcourse grade` does not know what this result came from, and grades it anew.
            rows = SubmissionRows(gradebook, assignment)
            rows.record(record.id, graded, "")
            folder = self.coursedir.format_path(
                self.coursedir.submitted_directory, where["student"], where["assignment"]
            )
            rows.of(where["student"], handed_in(Path(folder), course_zone(self.config)).time)
            gradebook.db.commit()
        return nb, resources


class Penalty(AssignLatePenalties):
    """nbgrader's rule for late submissions, applied to a submission at hand."""

    unreadable_timestamp = Enum(
        ("on time", "late"), "on time", help="What a submission counts as whose timestamp.txt cannot be read."
    ).tag(config=True)

    def mend(self, gradebook: Gradebook, notebook: str, late: bool) -> bool:
        """Set or take away the penalty of a notebook, and tell whether it has changed; the caller commits."""
        record = gradebook.db.get(SubmittedNotebook, notebook)
        before, record.late_submission_penalty = record.late_submission_penalty, None
        if late:
            self.apply(gradebook, notebook)
        return bool((before or 0.0) != (record.late_submission_penalty or 0.0))

    def apply(self, gradebook: Gradebook, notebook: str) -> None:
        """Set the penalty of a late notebook, by its id; the caller commits."""
        self.init_plugin()
        record = gradebook.db.get(SubmittedNotebook, notebook)
        late = record.assignment.total_seconds_late
        penalty = self.plugin_inst.late_submission_penalty(record.student.id, record.score, late)
        if penalty is not None:
            record.late_submission_penalty = self._check_late_penalty(record, penalty)
