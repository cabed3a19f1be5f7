"""A course on disk: its nbgrader settings, its directories, its gradebook."""

from __future__ import annotations

import logging
import site
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from glob import escape, has_magic
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir, jupyter_config_path
from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import Gradebook, MissingEntry, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning
from traitlets import TraitError
from traitlets.utils.importstring import import_item

from gdcourse.close_names import close_names
from gdcourse.exercises import use_units_of
from gdcourse.grading import messages
from gdcourse.grading.classroom.choose_notebook import NotebookChoice
from gdcourse.grading.classroom.course_error import CourseError as CourseError
from gdcourse.grading.classroom.course_secret import course_secret, has_secret
from gdcourse.grading.classroom.gradebook_version import tell_nbgrader
from gdcourse.grading.classroom.nbgrader_plugins import Grade, Record, private_paths, units_in_source
from gdcourse.grading.classroom.releasing import (
    ForgetRun,
    cells_that_changed,
    kept_unless_replaced,
    put_into_language,
    put_limits,
    remember_release,
    with_earlier,
)
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.classroom.times_as_written import course_zone, handed_in, platform_marks
from gdcourse.grading.submission.assignment import Assignment, from_course
from gdcourse.grading.submission.dropped_questions import Exceptions
from gdcourse.grading.submission.kernel_languages import OtherLanguageError, check_language
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.messages import UNUSABLE_SETTINGS
from gdcourse.judging.own_units import SETTINGS, UnusableUnitsError, place_and_what
from gdcourse.language import Text
from gdcourse.untrusted_text import is_text, legible

tell_nbgrader()


class _CourseApp(NbGrader):
    """nbgrader with the settings of a course and of the machine.

    Not those at the home of whoever grades: a ``root`` that stands there is another course's. Nor those of the current
    directory, which need not be this course's.
    """

    load_cwd_config = False
    raise_config_file_errors = True  # a course without its settings would be another one

    @property
    def config_file_paths(self) -> list[str]:
        at_home = {jupyter_config_dir(), str(Path(site.getuserbase(), "etc", "jupyter"))}
        return [path for path in jupyter_config_path() if path not in at_home]

    def migrate_config(self) -> None:
        """There is nothing of IPython's to migrate into a course."""


class _LastError(logging.Handler):
    """Keeps the one line of nbgrader's log that says why it failed; it writes fifty of a traceback."""

    reason = ""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        lines = [line for line in record.getMessage().strip().splitlines() if line.strip()]
        if lines and lines[0].startswith("Traceback") and not self.reason:  # what follows says it less well
            self.reason = legible(lines[-1], 300)


class _Feedback(GenerateFeedback):
    """nbgrader's, which tells of each page that it has written, for the notebooks that it is given.

    nbgrader would look for them by names with wildcards, and find none of a student who is called ``[1] kim``. Of a
    notebook that nobody has graded it would make no page for its student, and call the whole a failure.
    """

    on_page: Callable[[], None] = staticmethod(lambda: None)
    graded: Callable[[], list[Path]]
    """Finds the graded notebooks, below the course's root as it is then."""
    assignments: dict[str, list[str]]
    notebooks: list[str]

    def init_notebooks(self) -> None:
        self.assignments, self.notebooks = {}, []
        for path in self.graded():
            self.assignments.setdefault(str(path.parent), []).append(str(path))

    def convert_single_notebook(self, notebook_filename: str) -> None:
        super().convert_single_notebook(notebook_filename)
        self.on_page()


def _whose(graded: Path) -> tuple[str, str]:
    """By the path of a notebook in ``autograded/``: the student, and the notebook's name."""
    return graded.parent.parent.name, graded.stem


@contextmanager
def path_without_wildcards(directory: Path) -> Iterator[Path]:
    """Another path to a directory, where its own holds what nbgrader takes for a wildcard: ``[2026-1] gd``."""
    if not has_magic(str(directory)):
        yield directory
        return
    with tempfile.TemporaryDirectory(prefix="gdc-") as folder:
        link = Path(folder, "course")
        link.symlink_to(directory, target_is_directory=True)
        yield link


class Course:
    """The course in a directory, configured by the ``nbgrader_config.py`` there.

    Raises:
        CourseError: where there is no ``nbgrader_config.py``, or it cannot be used, or the course's own units cannot.
    """

    def __init__(self, directory: Path, log_level: str = "ERROR") -> None:
        self.directory = directory.resolve()
        settings = self.directory / SETTINGS
        if not settings.is_file():
            raise CourseError(str(messages.NO_COURSE.format(path=self.directory)))
        # nbgrader touches objects before it adds them to the session; that is its business, and harmless.
        warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.")
        self._app = _CourseApp(log_level=log_level)
        try:
            self._app.initialize([], root=str(self.directory))
            own_units = Grade(parent=self._app).units_folder
        except (Exception, SystemExit) as error:
            # nbgrader ends where a value of its own settings cannot be one.
            cause = error.__context__ if isinstance(error.__context__, TraitError) else error
            raise CourseError(str(UNUSABLE_SETTINGS.format(**place_and_what(cause, settings)))) from error
        self.coursedir = self._app.coursedir
        try:
            use_units_of(self.directory, own_units)
        except UnusableUnitsError as error:
            raise CourseError(str(error)) from error
        self.coursedir.root = str(self.directory)  # whatever the settings make of the current directory

    @property
    def secret(self) -> bytes:
        return course_secret(self.secret_path)

    @property
    def secret_path(self) -> Path:
        return self.directory / Grade(parent=self._app).secret_file

    @property
    def has_secret(self) -> bool:
        """Whether there is a course secret; ``secret`` makes one where there is none."""
        return has_secret(self.secret_path)

    @property
    def timezone(self) -> tzinfo:
        """Of times that name none: nbgrader's ``c.Exchange.timezone``, and UTC without it.

        Raises:
            CourseError: where there is no such zone.
        """
        try:
            return course_zone(self._app.config)
        except ValueError as name:
            raise CourseError(str(messages.NO_SUCH_ZONE.format(name=name))) from None

    @property
    def zone_set(self) -> str:
        """The name of the course's zone, where its settings name one: what others wrote without one is read in it."""
        return str(self.timezone) if "timezone" in self._app.config.Exchange else ""

    @property
    def limits(self) -> Limits:
        return Grade(parent=self._app).limits

    def exceptions(self, unit: str) -> Exceptions:
        """The questions of a unit that are dropped, or give everyone their points: ``c.Grade`` in the settings."""
        return Grade(parent=self._app).exceptions(unit)

    def odd_exceptions(self, gradebook: Gradebook, unit: str) -> list[Text]:
        """What is said of exceptions that are of no unit, or of no question of this one."""
        return Grade(parent=self._app).odd_exceptions(gradebook, unit, self.units())

    @property
    def unheard_settings(self) -> list[str]:
        """The settings of nbgrader's that somebody has set here, and that nothing follows."""
        return Grade(parent=self._app).unheard

    @property
    def private_paths(self) -> list[str]:
        """What no submission may see."""
        return private_paths(self.coursedir)

    def finishing_preprocessors(self) -> list[NbGraderPreprocessor]:
        """What nbgrader's configuration puts between grading and writing: trimming outputs, dropping metadata."""
        ours = {f"{kind.__module__}.{kind.__name__}" for kind in (Grade, Record)}
        theirs = {f"nbgrader.preprocessors.{kind}" for kind in ("AssignLatePenalties", "CheckCellMetadata")}
        steps = Autograde(coursedir=self.coursedir, parent=self._app).autograde_preprocessors
        names = [step if isinstance(step, str) else f"{step.__module__}.{step.__name__}" for step in steps]
        made = [import_item(name)(config=self._app.config) for name in names if name not in ours | theirs]
        # nbconvert's are off unless configured on; ClearMetadata would take the grade ids that formgrader looks for.
        return [preprocessor for preprocessor in made if preprocessor.enabled]

    def autograded(self, assignment: Assignment, student: str) -> Path:
        """Where the graded notebook of a student is kept."""
        folder = self.path(self.coursedir.autograded_directory, assignment.unit, student)
        return folder / f"{assignment.notebook}.ipynb"

    def place_of(self, path: Path) -> str:
        """A path as a message names it: from the course's directory on, where it lies in it."""
        return path.relative_to(self.directory).as_posix() if path.is_relative_to(self.directory) else str(path)

    def path(self, step: str, unit: str, student: str = ".") -> Path:
        """The directory of a unit in one of nbgrader's steps: ``source``, ``release``, ``submitted``, …"""
        return Path(self.coursedir.format_path(step, student, unit))

    def units(self) -> list[str]:
        """The units that have an assignment in ``source/``."""
        return units_in_source(self.coursedir)

    def gradebook(self) -> Gradebook:
        """The gradebook, whoever else has it open: where it is locked, whatever is asked of it waits a minute."""
        url = make_url(self.coursedir.db_url)
        if url.get_backend_name() == "sqlite" and "timeout" not in url.query:  # which would give up after five seconds
            url = url.update_query_dict({"timeout": "60"})
        return Gradebook(url.render_as_string(hide_password=False), self.coursedir.course_id)

    def assignments(self, unit: str) -> list[Assignment]:
        """The notebooks of a unit.

        Raises:
            CourseError: where there is no such unit, or it has not been released, or is not of Python.
        """
        source = self.path(self.coursedir.source_directory, unit)
        release = self.path(self.coursedir.release_directory, unit)
        with self.gradebook() as gradebook:
            try:
                names = [notebook.name for notebook in gradebook.find_assignment(unit).notebooks]
            except MissingEntry:
                names = []
            if not names:  # or nothing but a deadline
                known = self.units()
                which = messages.NOT_RELEASED if unit in known else messages.NO_UNIT
                if unit in known and any(release.glob("*.ipynb")) and self.graded_before(unit):
                    which = messages.GRADEBOOK_WITHOUT_RELEASE
                told = which.format(unit=unit, known=", ".join(known) or "–", path=release)
                raise CourseError(str(told)) from None
            asked = [
                with_earlier(from_course(gradebook, source, release, unit, name), gradebook, self.directory)
                for name in names
            ]
        found = [self.exceptions(unit).put_into(assignment) for assignment in asked]
        for assignment in found:
            try:
                check_language(f"{assignment.notebook}.ipynb", assignment.kernelspec)
            except OtherLanguageError as error:
                raise CourseError(str(error)) from None
        return found

    def graded_before(self, unit: str, only: str | None = None) -> list[Path]:
        """The notebooks of a unit in ``autograded/``, of all or of one student; the gradebook need not know them."""
        folders = Path(self.coursedir.format_path(self.coursedir.autograded_directory, "x", "x")).parent.parent
        return sorted(folders.glob(f"{escape(only) if only else '*'}/{escape(unit)}/*.ipynb"))

    def submissions(self, assignment: Assignment, only: str | None = None) -> list[Submission]:
        """What every student (or ``only`` one) handed in for an assignment, in the order of their ids."""
        folders = self._usable_folders(assignment.unit, only)
        marks, unit = platform_marks(self.directory), assignment.unit
        choose = NotebookChoice(self.coursedir, unit)
        files = {*assignment.files, *(Path(name).name for name in assignment.files)}
        found = []
        for folder in folders:
            path, beside = choose(folder / unit, assignment.notebook)
            beside = tuple(name for name in beside if name not in files)
            when = handed_in(folder / unit, self.timezone, marks.get(f"{folder.name}/{unit}"))
            found.append(Submission(folder.name, path, when, beside))
        return found

    def is_handed_in(self, unit: str, only: str | None = None) -> bool:
        """Whether there is anything of anybody's (or of ``only`` one) to grade."""
        return any(self._usable_folders(unit, only))

    def unusable_folders(self, unit: str) -> list[str]:
        """Students' folders whose names are no text, or hold control characters: no gradebook can keep them."""
        return [folder.name for folder in self._folders(unit) if not is_text(folder.name)]

    def students_with_folders(self) -> set[str]:
        """Whoever has handed in anything, of any unit."""
        return {folder.name for folder in self._everyone.glob("*") if folder.is_dir() and is_text(folder.name)}

    def _usable_folders(self, unit: str, only: str | None) -> list[Path]:
        return [f for f in self._folders(unit) if only in (None, f.name) and is_text(f.name)]

    def _folders(self, unit: str) -> list[Path]:
        return sorted(folder for folder in self._everyone.glob("*") if (folder / unit).is_dir())

    @property
    def _everyone(self) -> Path:
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, "x", "x")).parent.parent

    def release(self, unit: str, language: str | None = None) -> Path:
        """Make the students' version of a unit with nbgrader, and record what was asked.

        Args:
            unit: the assignment's name.
            language: ``"ko"`` or ``"en"`` for students' notebooks in one language; what is recorded is in both.

        Raises:
            CourseError: where the unit is not in ``source/``, or nbgrader refuses it.
        """
        if "+" in unit or has_magic(unit) or unit != unit.strip():  # nbgrader writes other things around a +
            raise CourseError(str(messages.UNIT_NAME.format(unit=unit, path=self.coursedir.source_directory)))
        with self.gradebook() as gradebook:
            changed = cells_that_changed(gradebook, self.path(self.coursedir.source_directory, unit), unit)
            if changed is not None:
                raise CourseError(str(changed))
            released = self.path(self.coursedir.release_directory, unit)
            remember_release(gradebook, self.directory, released)
        with kept_unless_replaced(released):
            made = GenerateAssignment(coursedir=self.coursedir, parent=self._app, force=True)
            made.preprocessors = [*made.preprocessors, ForgetRun]
            self.run_converter(made, unit)
            put_limits(released, self.limits)
            if language is not None:
                put_into_language(released, language)
        return released

    def feedback(
        self,
        unit: str,
        only: str | None = None,
        on_plan: Callable[[int], None] = lambda total: None,
        on_page: Callable[[], None] = lambda: None,
        on_notice: Callable[[Text], None] = lambda notice: None,
    ) -> list[Path]:
        """Write every student's feedback page, or that of student ``only``, with nbgrader, and return the pages.

        Args:
            unit: the assignment's name.
            only: this student alone.
            on_plan: called with the number of pages that are going to be written.
            on_page: called when one is.
            on_notice: called with what lies among the graded notebooks and is none.

        Raises:
            CourseError: where nothing has been graded, or nbgrader fails.
        """
        found = self.graded_before(unit, only)
        graded = self._graded_notebooks(unit)
        for path in found:
            if _whose(path) not in graded:
                on_notice(messages.NEVER_GRADED.format(path=legible(str(path), 300)))
        count = sum(_whose(path) in graded for path in found)
        if not count:
            said = messages.NOT_GRADED_OF_STUDENT if only else messages.NOT_GRADED
            close = close_names(only or "", self.students_with_folders())
            values = {"unit": legible(unit, 80), "student": legible(only or "", 80), "close": close}
            raise CourseError(str(said.format(**values)))
        on_plan(count)
        made = _Feedback(coursedir=self.coursedir, parent=self._app, force=True)
        made.on_page = on_page
        made.graded = lambda: [path for path in self.graded_before(unit, only) if _whose(path) in graded]
        self.run_converter(made, unit, only or "*")
        pages = Path(self.coursedir.format_path(self.coursedir.feedback_directory, "x", "x")).parent.parent
        return sorted(pages.glob(f"{escape(only) if only else '*'}/{escape(unit)}/*.html"))

    def _graded_notebooks(self, unit: str) -> frozenset[tuple[str, str]]:
        """Students and names of their notebooks of a unit, as the gradebook has them."""
        query = (
            select(SubmittedAssignment.student_id, Notebook.name)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(AssignmentRow, Notebook.assignment_id == AssignmentRow.id)
            .where(AssignmentRow.name == unit)
        )
        with self.gradebook() as gradebook:
            return frozenset((student, name) for student, name in gradebook.db.execute(query))

    def run_converter(self, converter: BaseConverter, unit: str, student: str = "*") -> None:
        """Run one of nbgrader's converters on a unit, and put its failure into words.

        Raises:
            CourseError: where it fails.
        """
        self.coursedir.assignment_id, self.coursedir.student_id = unit, student
        root, log = self.coursedir.root, self._app.log
        _ = self.coursedir.db_url  # which is below the root, when it is first asked for
        told = _LastError()
        handlers, log.handlers = log.handlers, [told]
        try:
            with path_without_wildcards(Path(root)) as plain:
                self.coursedir.root = str(plain)
                converter.start()
        except NbGraderException as error:
            raise CourseError(str(messages.NBGRADER_FAILED.format(unit=unit, reason=told.reason or error))) from error
        finally:
            self.coursedir.root, log.handlers = root, handlers

    @property
    def app(self) -> NbGrader:
        """The nbgrader application whose configuration everything here shares."""
        return self._app
