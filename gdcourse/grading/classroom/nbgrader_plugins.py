"""The parts that ``nbgrader_config.py`` plugs into nbgrader's own autograder."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, from_dict
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, Execute, NbGraderPreprocessor
from sqlalchemy import select, update
from traitlets import Bool, Dict, Enum, Integer, TraitError, Unicode, validate
from traitlets.config import Configurable

from gdcourse import matplotlib_folder
from gdcourse.exercises import known_unit, require_usable, use_units_of
from gdcourse.grading import messages as grading_messages
from gdcourse.grading.classroom.choose_notebook import NotebookChoice
from gdcourse.grading.classroom.course_error import CourseError
from gdcourse.grading.classroom.course_secret import course_secret, has_secret
from gdcourse.grading.classroom.dropped_questions_in_gradebook import (
    marks_moved,
    put_into_gradebook,
    questions_of,
    unknown_questions,
)
from gdcourse.grading.classroom.files_beside_notebook import files_beside
from gdcourse.grading.classroom.files_in_autograded import keep_pages_as_text
from gdcourse.grading.classroom.gradebook_rows import SubmissionRows, complete_rows
from gdcourse.grading.classroom.mark_history import noted_before, remember_penalties, see_marks_by_hand
from gdcourse.grading.classroom.releasing import with_earlier
from gdcourse.grading.classroom.submission_on_disk import Submission
from gdcourse.grading.classroom.times_as_written import course_zone, handed_in, platform_marks
from gdcourse.grading.classroom.verdict_database import create_tables, was_graded
from gdcourse.grading.classroom.what_marks_rest_on import digest_of, of_all, of_submission, with_mistakes
from gdcourse.grading.submission import messages
from gdcourse.grading.submission.assignment import Assignment, from_course
from gdcourse.grading.submission.bounded_reading import read_in_child
from gdcourse.grading.submission.cell_matching import match
from gdcourse.grading.submission.cell_restoring import restore
from gdcourse.grading.submission.dropped_questions import Exceptions, as_judged
from gdcourse.grading.submission.grade_submission import (
    GradedNotebook,
    grade_restored,
    grade_unexecuted,
    grade_unreadable,
)
from gdcourse.grading.submission.isolation import Isolation
from gdcourse.grading.submission.kernel_languages import OtherLanguageError, check_language
from gdcourse.grading.submission.limits import Limits
from gdcourse.judging.own_units import own_folder
from gdcourse.kernels.sandbox import MIB, TIERS
from gdcourse.language import Text
from gdcourse.notebooks.reading import UnreadableNotebookError, new_notebook, what_it_claims
from gdcourse.place_of_error import place_of_error
from gdcourse.solutions import variants_of
from gdcourse.untrusted_text import legible

_UNREADABLE = "gdcourse_unreadable"
_SCHEMA = 3  # of nbgrader's metadata


class SubmissionExporter(NotebookExporter):
    """Reads a submission whatever it holds, so that one broken file is one student's ungradable notebook."""

    def __init__(self, **traits: Any) -> None:
        """Raises ``NbGraderException`` before anybody is graded: not of Python, answers that cannot be imported,
        or the course secret is gone."""
        super().__init__(**traits)
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None or not coursedir.assignment_id:
            return
        try:
            settings = Grade(parent=self.parent)
            use_units_of(Path(coursedir.root), settings.units_folder)
            require_usable(coursedir.assignment_id)
            if known := known_unit(coursedir.assignment_id):
                variants_of(known)
        except (ValueError, TraitError) as error:
            self._refuse(str(error))
        coursedir.get_existing_timestamp = self._timestamp  # nbgrader's own stops at what it cannot parse
        self._notebooks: list[str] = []
        self._choose = NotebookChoice(coursedir, coursedir.assignment_id)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            try:
                for record in gradebook.find_assignment(coursedir.assignment_id).notebooks:
                    self._notebooks.append(record.name)
                    check_language(f"{record.name}.ipynb", json.loads(record.kernelspec or "{}"))
            except MissingEntry:
                return  # nbgrader says so itself
            except OtherLanguageError as error:
                self._refuse(str(error))
            create_tables(gradebook)
            unit = coursedir.assignment_id
            if odd := settings.odd_exceptions(gradebook, unit, units_in_source(coursedir)):
                self._refuse("\n".join(map(str, odd)))
            if moved := put_into_gradebook(gradebook, unit, settings.exceptions(unit)):
                self.log.warning(str(marks_moved(unit, moved)))
            path = Path(coursedir.root, settings.secret_file)
            if has_secret(path):
                return
            if was_graded(gradebook):
                self._refuse(str(grading_messages.SECRET_GONE.format(path=path.resolve())))

    def _refuse(self, reason: str) -> NoReturn:
        self.log.error(reason)
        raise NbGraderException(reason) from None

    def _timestamp(self, folder: str) -> datetime | None:
        """When what is in a folder was handed in, as `gdcourse grade` reads it: what cannot be read is said.

        It is the one place where nbgrader asks for a student's folder, so notebooks that it will pass over are named.
        """
        coursedir = self.parent.coursedir
        for name in self._notebooks:
            path, beside = self._choose(Path(folder), name)
            names = legible(", ".join(beside), 300)
            if not beside:
                continue
            if os.path.lexists(Path(folder, f"{name}.ipynb")):
                student = legible(Path(folder).parent.name, 80)
                told = {"student": student, "names": names, "taken": legible(path.name, 100)}
                self.log.warning(str(grading_messages.NOTEBOOKS_BESIDE.format(**told)))
            else:
                told = {"folder": legible(folder, 300), "names": names, "wanted": f"{name}.ipynb"}
                self.log.warning(str(grading_messages.OTHER_NAMES.format(**told)))
        try:
            with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
                complete_rows(gradebook, coursedir.assignment_id, Path(folder).parent.name)
            found = handed_in(Path(folder), course_zone(self.parent.config))
        except ValueError as name:
            self._refuse(str(grading_messages.NO_SUCH_ZONE.format(name=name)))
        if found.unreadable:
            text, where = legible(found.unreadable, 60), legible(str(Path(folder, "timestamp.txt")), 300)
            self.log.warning(str(messages.UNREADABLE_STAMP.format(path=where, text=text)))
        return found.time

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        resources = resources if resources is not None else {}
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            data = self._taken_for(path).read_bytes()
            notebook = read_in_child(data)
            claimed = resources["gdcourse_raw"] = what_it_claims(data)
            if self._is_restored(path) and (reason := claimed["metadata"].get(_UNREADABLE)):
                notebook = new_notebook(list(notebook.cells), {_UNREADABLE: reason})
        except UnreadableNotebookError as error:
            notebook = new_notebook([], {_UNREADABLE: str(error)})
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _is_restored(self, path: Path) -> bool:
        """Whether it is what ``Restore`` has written, and not what was handed in: nbgrader reads a submission twice."""
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None or not coursedir.assignment_id:
            return False
        student = path.parent.parent.name
        written = coursedir.format_path(coursedir.autograded_directory, student, coursedir.assignment_id)
        return path.parent == Path(written)

    def _taken_for(self, path: Path) -> Path:
        """What counts as a notebook that was handed in: `gdcourse grade` takes the same."""
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None or not coursedir.assignment_id:
            return path
        own = coursedir.format_path(coursedir.submitted_directory, path.parent.parent.name, coursedir.assignment_id)
        return self._choose(path.parent, path.stem)[0] if path.parent == Path(own) else path


class _CoursePreprocessor(NbGraderPreprocessor):
    """A preprocessor that knows which assignment it is at."""

    def assignment(self, resources: dict[str, Any]) -> Assignment:
        where = resources["nbgrader"]
        steps = (self.coursedir.source_directory, self.coursedir.release_directory)
        source, release = (Path(self.coursedir.format_path(step, ".", where["assignment"])) for step in steps)
        with Gradebook(where["db_url"], self.coursedir.course_id) as gradebook:
            asked = from_course(gradebook, source, release, where["assignment"], where["notebook"])
            asked = with_earlier(asked, gradebook, Path(self.coursedir.root))
        return Grade(parent=self.parent).exceptions(asked.unit).put_into(asked)

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
        assignment, raw = self.assignment(resources), resources.get("gdcourse_raw") or {}
        _check_claims(raw, nb, assignment, resources["metadata"]["path"])
        restored = restore(nb, assignment)
        if _UNREADABLE in nb.metadata:
            restored.metadata[_UNREADABLE] = nb.metadata[_UNREADABLE]
        if not Execute(parent=self.parent).enabled:
            _put_outputs_back(restored, raw)
        return restored, resources


def _check_claims(raw: dict[str, Any], nb: NotebookNode, assignment: Assignment, path: str) -> None:
    """What a notebook says of itself, where that is a reason not to grade it.

    nbgrader takes a refusal for a failure of this submission, and goes on with the others.

    Raises:
        NbGraderException: where it has another format or language, or is of another assignment.
    """
    name = f"{assignment.notebook}.ipynb"
    marked = [cell["metadata"]["nbgrader"] for cell in raw.get("cells") or () if _is_marked(cell)]
    versions = [cell.get("schema_version", 0) for cell in marked]
    if any(type(version) is not int or version < _SCHEMA for version in versions):
        raise NbGraderException(str(messages.OLD_SCHEMA.format(notebook=name, path=str(path))))
    if not assignment.kernelspec:
        said = raw.get("metadata")
        kernelspec = said.get("kernelspec") if isinstance(said, dict) else None
        try:
            check_language(name, kernelspec if isinstance(kernelspec, dict) else {})
        except OtherLanguageError as error:
            raise NbGraderException(str(error)) from None
    ids = [str(cell["grade_id"]) for cell in marked if cell.get("grade_id")]
    if ids and not {*ids} & {cell.grade_id for cell in assignment.cells} and not match(nb.cells, assignment).at:
        cells = ", ".join(legible(grade_id, 60) for grade_id in ids[:5])
        raise NbGraderException(str(messages.OF_ANOTHER_ASSIGNMENT.format(notebook=name, cells=cells)))


def _is_marked(cell: Any) -> bool:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    return isinstance(metadata, dict) and isinstance(metadata.get("nbgrader"), dict)


def _put_outputs_back(restored: NotebookNode, raw: dict[str, Any]) -> None:
    """The outputs that a student's cells were handed in with, for who does not want them run."""
    handed_in = {}
    for cell in raw.get("cells") or ():
        if isinstance(cell, dict) and isinstance(cell.get("outputs"), list):
            source = cell.get("source") or ""
            handed_in["".join(source)] = from_dict(cell["outputs"])
    for cell in restored.cells:
        if cell.cell_type == "code" and cell.source in handed_in:
            cell.outputs = handed_in[cell.source]


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
    isolation = Enum(
        list(TIERS), None, allow_none=True, help="How the sandbox is built; the best way that there is, if not set."
    ).tag(config=True)

    units_folder = Unicode(
        "", help="A folder with units of the course's own, relative to the course: exercises, solutions, keys in it."
    ).tag(config=True)
    dropped = Dict(
        {},
        help="Questions that count for nobody: by unit, their ids, {'02-manual-gradient': ['why-faster']}, or each "
        "with the reason that `gdcourse history` tells: {'02-manual-gradient': {'why-faster': 'two are right'}}.",
    ).tag(config=True)
    full_credit = Dict({}, help="Questions that give everyone who handed in their points, in the same form.").tag(
        config=True
    )

    @validate("dropped", "full_credit")
    def _names_questions(self, proposal: Any) -> Any:
        for unit, named in proposal["value"].items():
            listed = isinstance(named, list | tuple | set | frozenset | Mapping)
            words = [*named, *named.values()] if isinstance(named, Mapping) else named
            if not listed or not all(isinstance(word, str) for word in words):
                example = f"{{'{legible(str(unit), 80)}': ['why-faster']}}"
                values = {"setting": proposal["trait"].name, "unit": legible(str(unit), 80), "example": example}
                raise TraitError(grading_messages.NO_QUESTIONS_IN_SETTING.format(**values).line)
        return proposal["value"]

    def exceptions(self, unit: str) -> Exceptions:
        """The questions of a unit that are dropped, or give everyone their points."""
        return Exceptions.of(unit, self.dropped, self.full_credit)

    def odd_exceptions(self, gradebook: Gradebook, unit: str, units: Iterable[str]) -> list[Text]:
        """What is said of units that the course does not have, and of questions that a unit of it does not have.

        Args:
            gradebook: of the course.
            unit: whose questions are looked at.
            units: those of the course that it has in ``source/``.
        """
        known = sorted({*units, *(assignment.name for assignment in gradebook.assignments)})
        found = []
        for setting, of in (("dropped", self.dropped), ("full_credit", self.full_credit)):
            for name in sorted(of.keys() - set(known), key=str):
                values = {"setting": setting, "unit": legible(str(name), 80), "known": ", ".join(known)}
                found.append(grading_messages.NO_SUCH_UNIT_IN_SETTING.format(**values))
        return found + unknown_questions(unit, self.exceptions(unit), questions_of(gradebook, unit))

    @property
    def limits(self) -> Limits:
        """What a submission may take. nbgrader's own ``Execute.timeout`` counts where somebody has set it."""
        cell, notebook = self.cell_seconds, self.notebook_seconds
        if "timeout" in self.config.Execute:
            timeout = Execute(parent=self.parent).timeout
            if timeout is None or timeout < 0:
                cell = notebook
            else:
                cell = max(1, timeout)
                # nbgrader knows no limit of a whole notebook: ours is as far from that of a cell as it is else.
                if "notebook_seconds" not in self.config.Grade:
                    notebook = max(notebook, cell * notebook // self.cell_seconds)
        return Limits(cell, notebook, self.memory_mib * MIB)

    @property
    def unheard(self) -> list[str]:
        """The settings of nbgrader's ``Execute`` that somebody has set and that nothing here follows."""
        return sorted(f"Execute.{name}" for name in self.config.Execute if name not in ("timeout", "enabled"))

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        assignment = self.assignment(resources)
        self._keep_pages_as_text(assignment, resources["nbgrader"]["student"])
        if self.unheard:
            self.log.warning(str(messages.UNHEARD_SETTINGS.format(names=", ".join(self.unheard))))
        if not Execute(parent=self.parent).enabled:
            restored = restore(nb, assignment)
            _put_outputs_back(restored, resources.get("gdcourse_raw") or {})
            graded = grade_unexecuted(restored, assignment)
        elif _UNREADABLE in nb.metadata:
            graded = grade_unreadable(str(nb.metadata[_UNREADABLE]), assignment)
        else:
            matplotlib_folder.provide()
            secret = course_secret(Path(self.coursedir.root, self.secret_file))
            isolation = Isolation(self.isolated, tuple(private_paths(self.coursedir)), self.isolation)
            student = resources["nbgrader"]["student"]
            folder = self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment.unit)
            assignment = assignment.with_files(files_beside(Path(folder, f"{assignment.notebook}.ipynb")))
            graded = grade_restored(restore(nb, assignment), assignment, student, secret, self.limits, isolation)
        resources["gdcourse"] = (assignment, graded)
        resources["outputs"] = {**(resources.get("outputs") or {}), **graded.kept}  # nbconvert writes them beside it
        return graded.notebook, resources

    def _keep_pages_as_text(self, assignment: Assignment, student: str) -> None:
        autograded = self.coursedir.autograded_directory
        keep_pages_as_text(Path(self.coursedir.format_path(autograded, student, assignment.unit)), assignment.files)


def units_in_source(coursedir: CourseDirectory) -> list[str]:
    """The units that have an assignment in ``source/``."""
    source = Path(coursedir.format_path(coursedir.source_directory, ".", "x")).parent
    return sorted(path.name for path in source.glob("*") if any(path.glob("*.ipynb")))


def private_paths(coursedir: CourseDirectory) -> list[str]:
    """Where the course keeps what no student may see: its own directory, and its nbgrader directories elsewhere."""
    steps = ("source", "submitted", "autograded", "release", "feedback")
    named = [str(getattr(coursedir, f"{step}_directory")) for step in steps]
    own = own_folder()  # which need not be in the course
    units_too = [str(own)] if own is not None else []
    return [str(Path(coursedir.root).resolve()), *units_too, *(name for name in named if Path(name).is_absolute())]


class Record(_CoursePreprocessor):
    """Put the verdicts into the gradebook, in place of nbgrader's ``SaveAutoGrades``.

    The time of the submission, too: nbgrader takes Korean time for UTC.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        where, (assignment, graded) = resources["nbgrader"], resources["gdcourse"]
        with Gradebook(where["db_url"]) as gradebook:
            create_tables(gradebook)
            record = gradebook.find_submission_notebook(where["notebook"], where["assignment"], where["student"])
            rows = SubmissionRows(gradebook, assignment)
            rests_on = self._rests_on(where["student"], graded, resources)
            # Without a digest, `gdcourse grade` looks at it anew. nbgrader writes the notebook only now: where it
            # cannot, there is none, and it is graded again, too.
            is_final = Execute(parent=self.parent).enabled and graded.final and not graded.doubtful
            see_marks_by_hand(gradebook)  # or a penalty that follows one would seem to have come of itself
            first = {record.id} - noted_before(gradebook.db, [record.id])
            rows.record(record.id, graded, digest_of(rests_on) if is_final else "", rests_on)
            mark = platform_marks(Path(self.coursedir.root)).get(f"{where['student']}/{where['assignment']}")
            found = handed_in(self._folder(where), course_zone(self.config), mark)
            penalty = Penalty.of_course(self.parent)
            late = penalty.unreadable_is_late if found.unreadable else found.late
            _, is_late = rows.of(where["student"], found.time, late)
            # nbgrader's own step comes to the same afterwards, and notes it nowhere.
            now = penalty.mend_all(gradebook, {record.id: is_late})
            remember_penalties(gradebook.db, now, penalty.of_scores(gradebook, {record.id: is_late}), first)
            gradebook.db.commit()
        return nb, resources

    def _folder(self, where: dict[str, Any]) -> Path:
        submitted = self.coursedir.submitted_directory
        return Path(self.coursedir.format_path(submitted, where["student"], where["assignment"]))

    def _rests_on(self, student: str, graded: GradedNotebook, resources: dict[str, Any]) -> dict[str, str]:
        asked, settings = self.assignment(resources), Grade(parent=self.parent)
        choose = NotebookChoice(self.coursedir, asked.unit)
        submission = Submission(student, choose(self._folder(resources["nbgrader"]), asked.notebook)[0])
        went_in = {"submission": of_submission(submission)}
        # Made with the first result, even one that does not need it: where there are results and no secret, it is gone.
        secret = course_secret(Path(self.coursedir.root, settings.secret_file))
        if Execute(parent=self.parent).enabled:
            went_in |= of_all(asked, settings.limits, secret)
        return with_mistakes(went_in, asked, as_judged(graded.verdicts, graded.beneath), graded.unexplained)


def _where(error: BaseException) -> str:
    """The place in the course's own files, to be put behind the error."""
    place = place_of_error(error)
    return f", {legible(place[0].name, 60)}:{place[1]}" if place else ""


class Penalty(AssignLatePenalties):
    """nbgrader's rule for late submissions, applied to a submission at hand."""

    unreadable_timestamp = Enum(
        ("on time", "late"), "on time", help="What a submission counts as whose timestamp.txt cannot be read."
    ).tag(config=True)

    @classmethod
    def of_course(cls, parent: Configurable) -> Penalty:
        """The rule of a course. Raises ``CourseError`` where its settings say what cannot be used."""
        try:
            return cls(parent=parent)
        except TraitError as error:
            reason = legible(re.sub(r"<[^<>]* object at 0x[0-9a-f]+>", cls.__name__, str(error)), 300)
            if (cause := error.__cause__) is not None:  # what the course's own file says of itself
                reason += f" ({legible(f'{type(cause).__name__}: {cause}', 200)}){_where(cause)}"
            raise CourseError(str(grading_messages.NO_PENALTY_RULE.format(reason=reason))) from error

    @property
    def unreadable_is_late(self) -> bool:
        """Whether what has a time that cannot be read counts as late."""
        return bool(self.unreadable_timestamp == "late")

    def of_all(self, gradebook: Gradebook, notebooks: list[str]) -> dict[str, float]:
        """The penalties that notebooks, by their ids, have now."""
        of = SubmittedNotebook.__table__.c
        query = select(of.id, of.late_submission_penalty).where(of.id.in_(notebooks))
        found = {notebook: float(penalty or 0.0) for notebook, penalty in gradebook.db.execute(query)}
        return {notebook: found.get(notebook, 0.0) for notebook in notebooks}

    def mend_all(self, gradebook: Gradebook, late: Mapping[str, bool]) -> dict[str, float]:
        """Set or take away the penalties of notebooks, by whether they are late; what they are now.

        The caller commits.

        Raises:
            CourseError: where the course's own rule fails.
        """
        table = SubmittedNotebook.__table__
        on_time = [notebook for notebook, is_late in late.items() if not is_late]
        gradebook.db.execute(update(table).where(table.c.id.in_(on_time)).values(late_submission_penalty=None))
        for notebook in late.keys() - on_time:
            self._apply(gradebook, notebook)
        gradebook.db.flush()
        return self.of_all(gradebook, list(late))

    def of_scores(self, gradebook: Gradebook, late: Mapping[str, bool]) -> Callable[[str, float], float]:
        """What penalty notebooks would have with another score, by whether they are late."""

        def of_score(notebook: str, score: float) -> float:
            if not late[notebook]:
                return 0.0
            return self._says(gradebook, gradebook.db.get(SubmittedNotebook, notebook), score) or 0.0

        return of_score

    def _apply(self, gradebook: Gradebook, notebook: str) -> None:
        record = gradebook.db.get(SubmittedNotebook, notebook)
        record.late_submission_penalty = None
        record.late_submission_penalty = self._says(gradebook, record, record.score)

    def _says(self, gradebook: Gradebook, record: SubmittedNotebook, score: float) -> float | None:
        """What the course's rule takes off this score of a notebook: not less than nothing, nor more than there is."""
        self.init_plugin()
        late = record.assignment.total_seconds_late
        try:
            penalty = self.plugin_inst.late_submission_penalty(record.student.id, score, late)
            return None if penalty is None else float(min(max(penalty, 0.0), score))
        except Exception as error:  # the course's own code, which may do anything
            rule = f"{type(self.plugin_inst).__module__}.{type(self.plugin_inst).__name__}"
            reason = legible(f"{type(error).__name__}: {error}", 200)
            values = {"rule": rule, "student": legible(record.student.id, 60), "reason": reason}
            gradebook.db.rollback()
            raise CourseError(str(grading_messages.PENALTY_RULE_FAILS.format(**values))) from error
