"""A student's feedback: one self-contained page in both languages, in place of nbgrader's own.

``nbgrader_config.py`` names `FeedbackExporter` as ``GenerateFeedback.exporter_class``; nbgrader does the rest: which
notebooks, and the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import MissingEntry
from traitlets import default

from gdcourse.exercises import title_of
from gdcourse.grading.classroom.rubrics import rubric_of, written_questions
from gdcourse.grading.classroom.times_as_written import span_if_known
from gdcourse.grading.pages import messages, safe_html
from gdcourse.grading.pages.feedback_grades import Graded, graded_class
from gdcourse.grading.pages.graded_notebook import joined, shown_parts
from gdcourse.grading.pages.headings import with_headings_divided
from gdcourse.grading.pages.html_page import environment, page
from gdcourse.grading.pages.page_budget import PageRoom, Rendered
from gdcourse.grading.pages.question_titles import question_titles
from gdcourse.grading.submission.bounded_child import OutOfBoundsError, bounded_child
from gdcourse.grading.submission.files_written import inert_name
from gdcourse.grading.submission.grade_submission import VERDICT_MIME
from gdcourse.judging.exercise import Criterion
from gdcourse.judging.judge import STATES, Verdict
from gdcourse.judging.verdict_card import mark
from gdcourse.language import NO_TEXT, Text
from gdcourse.notebooks.reading import grade_id_of

KINDS = {"✓": "right", "◐": "part", "✗": "wrong", "·": "none", "✎": "hand", "!": "cannot"}


@dataclass(frozen=True)
class Question:
    """One graded cell as the page shows it."""

    number: int
    question: str
    title: Text
    sign: str
    kind: str
    score: float
    max_score: float
    message: Text
    hint: Text
    comment: str


class FeedbackExporter(Exporter):
    """Writes an executed and graded notebook as a page that is safe to open, whatever its outputs hold."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self._classes: dict[tuple[str, str, str], dict[str, Graded]] = {}
        self._rendered = Rendered()

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        resources = resources if resources is not None else {}
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            found = from_dict(bounded_child().call(shown_parts, path.read_bytes(), VERDICT_MIME, seconds=30))
        except OutOfBoundsError:
            found = new_notebook(cells=[new_markdown_cell(messages.UNREADABLE_GRADED.in_language("both"))])
        return self.from_notebook_node(found, resources=resources, **kw)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        notebook, found = super().from_notebook_node(nb, resources, **kw)
        where = found["nbgrader"]
        graded = self._graded(where["db_url"], where["assignment"], where["notebook"], where["student"])
        graded.write_into(notebook)
        self._keep_as_text(where["student"], where["assignment"])
        where |= {"score": graded.score - graded.late_penalty, "max_score": graded.max_score}
        where |= {"late_penalty": graded.late_penalty, "seconds_late": graded.seconds_late, "met": graded.met}
        return as_page(notebook, where, graded.stand, self._rendered), found

    def _keep_as_text(self, student: str, assignment: str) -> None:
        """Rename what nbgrader has copied beside the pages and a browser could run: students have handed it in."""
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None:
            return
        source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
        pages = {f"{notebook.stem}.html" for notebook in source.glob("*.ipynb")}
        folder = Path(coursedir.format_path(coursedir.feedback_directory, student, assignment))
        for path in [path for path in folder.rglob("*") if path.is_file()]:
            safe = inert_name(path.name)
            if safe != path.name and path.relative_to(folder).as_posix() not in pages:
                path.replace(path.with_name(safe))

    def _graded(self, db_url: str, assignment: str, notebook: str, student: str) -> Graded:
        """The grades of the whole class are read with its first notebook: nbgrader makes an exporter for each run."""
        of = db_url, assignment, notebook
        if of not in self._classes:
            self._classes[of] = graded_class(*of)
        try:
            return self._classes[of][student]
        except KeyError:
            raise MissingEntry(f"No submission of {assignment} by {student} in the gradebook") from None


def as_page(
    notebook: NotebookNode,
    graded: dict[str, Any],
    stand: Mapping[str, Verdict] | None = None,
    rendered: Rendered | None = None,
) -> str:
    """The page.

    Args:
        notebook: with scores and comments in its cells' metadata, where nbgrader's ``GetGrades`` puts them.
        graded: what nbgrader says of the notebook: ``assignment``, ``student``, ``score``, ``max_score``,
            ``late_penalty``; and ``seconds_late`` and ``met``, as `Graded` has them.
        stand: how the questions stand, by ``grade_id``; what is not in it is told by the notebook's own outputs.
        rendered: texts of other notebooks, for those that are the same.
    """
    titles, room = question_titles(notebook.cells), PageRoom(rendered=rendered)
    unit = str(graded.get("assignment") or "")
    rubrics = {
        grade_id_of(cell): rubric_of(unit, grade_id_of(cell) or "", q) for cell, q in written_questions(notebook)
    }
    cells: list[dict[str, Any]] = []
    questions: list[Question] = []
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        question = None
        if nbgrader.get("grade") or nbgrader.get("task"):
            question = _question(len(questions) + 1, cell, titles, stand or {})
            questions.append(question)
        pictures = cell.get("attachments")
        body = code = None
        if cell.cell_type == "markdown":
            source = cell.source if nbgrader.get("solution") else with_headings_divided(cell.source)
            body = Markup(room.render(safe_html.markdown, source, pictures))  # noqa: S704
        elif cell.cell_type == "code":
            code = Markup(room.render(safe_html.python, cell.source, instead=escape(safe_html.beginning(cell.source))))  # noqa: S704
        cells.append(
            {
                "question": question,
                "comment": Markup(safe_html.markdown(_comment(nbgrader))) if _comment(nbgrader) else "",  # noqa: S704
                "rubric": _rubric(rubrics, (graded.get("met") or {}), question.question if question else ""),
                "own": bool(nbgrader.get("solution")),
                "check": question is not None and not nbgrader.get("solution") and code is not None,
                "body": body,
                "code": code,
                "raw": Markup(room.render(safe_html.printed, cell.source)) if cell.cell_type == "raw" else None,  # noqa: S704
                "outputs": [] if question and _verdict(cell, question.question, 0.0) else _outputs(cell, room),
            }
        )
    title = title_of(unit)
    penalty = float(graded.get("late_penalty") or 0.0)
    return (
        environment()
        .get_template("feedback.html.j2")
        .render(
            unit=unit,
            title=title,
            student=graded.get("student") or "",
            score=max(0.0, float(graded.get("score") or 0.0)),
            max_score=float(graded.get("max_score") or 0.0),
            lateness=_lateness(float(graded.get("seconds_late") or 0.0), penalty),
            questions=questions,
            cells=cells,
            page=page("page", "feedback", inline_styles=True),
        )
    )


def _rubric(
    rubrics: Mapping[str | None, Sequence[Criterion]], met: Mapping[str, Sequence[int]], question: str
) -> list[tuple[bool, float, Text]]:
    """The lines of the rubric by which a person marked, each with whether it is met; none where nobody ticked any."""
    if question not in met:
        return []
    return [
        (number in met[question], one.points, one.text) for number, one in enumerate(rubrics.get(question, ()), start=1)
    ]


def _lateness(seconds: float, penalty: float) -> list[Text]:
    """What a student is told of having been late, in a sentence each; nothing where it was on time."""
    told = []
    if length := span_if_known(seconds):
        told.append(messages.HANDED_IN_LATE.format(span=length))
    elif seconds:
        told.append(messages.HANDED_IN_LATE_SOMEHOW)
    if penalty:
        told.append(messages.PENALTY_TAKEN_OFF.format(penalty=f"{penalty:.4g}"))
    elif seconds:
        told.append(messages.NO_PENALTY)
    return told


def _comment(nbgrader: dict[str, Any]) -> str:
    """What the teacher wrote; nbgrader's own remark on an empty answer says nothing that the mark does not."""
    comment = str(nbgrader.get("comment") or "")
    return "" if comment == "No response." else comment


def _question(number: int, cell: NotebookNode, titles: dict[str, Text], stand: Mapping[str, Verdict]) -> Question:
    nbgrader = cell.metadata.nbgrader
    grade_id = str(nbgrader.grade_id)
    points, score = float(nbgrader.get("points") or 0.0), float(nbgrader.get("score") or 0.0)
    told = None if nbgrader.get("solution") else _verdict(cell, grade_id, points)
    verdict = stand.get(grade_id, told)
    message, hint = NO_TEXT, NO_TEXT
    if verdict is not None:
        message = verdict.message
        if grade_id in stand:
            sign, score = mark(verdict), verdict.score or 0.0
        else:
            sign = mark(verdict) if verdict.score == score else _sign(score, points)
        if sign not in "✓·":
            hint = verdict.hint if verdict.hint.ko and not verdict.by_hand else verdict.message
    else:
        sign = _sign(score, points)
    title = titles.get(grade_id, NO_TEXT)
    return Question(number, grade_id, title, sign, KINDS[sign], score, points, message, hint, _comment(nbgrader))


def _sign(score: float, points: float) -> str:
    return "✓" if score >= points else "◐" if score > 0 else "✗"


def _verdict(cell: NotebookNode, grade_id: str, points: float) -> Verdict | None:
    """The verdict among a check cell's outputs.

    The outputs of a check that an instructor wrote with asserts are the student's own kernel's, so a record is taken
    for what it is, plain data that may hold anything: it is shown, escaped, and counts for nothing.
    """
    for output in cell.get("outputs", []):
        record = output.get("data", {}).get(VERDICT_MIME)
        if not isinstance(record, dict) or record.get("question") != grade_id or record.get("state") not in STATES:
            continue
        message, score = record.get("message"), record.get("score")
        if isinstance(message, dict) and isinstance(score, int | float):
            text = Text(str(message.get("ko", "")), str(message.get("en", "")))
            ko, en = text.ko.splitlines(), text.en.splitlines()
            named = bool(record.get("diagnosis")) and len(ko) > 1 and len(en) > 1
            hint = Text(ko[1], en[1]) if named else NO_TEXT
            return Verdict(grade_id, float(score), points, record["state"], None, text, hint)
    return None


def _outputs(cell: NotebookNode, room: PageRoom) -> list[Markup]:
    return [shown for output in cell.get("outputs", []) if (shown := _output(output, room))]


def _output(output: NotebookNode, room: PageRoom) -> Markup:
    if output.output_type == "stream":
        return _preformatted(output.text, room)
    if output.output_type == "error":
        lines = output.get("traceback") or [f"{output.ename}: {output.evalue}"]
        return _preformatted("\n".join(map(str, lines)), room, "error")
    return _display(output.get("data", {}), room)


def _display(data: dict[str, Any], room: PageRoom) -> Markup:
    """The best form of an output that can be shown safely: nothing that would have to run (JavaScript, widgets)."""
    plain = joined(data.get("text/plain", ""))
    for kind, how in (("text/html", safe_html.safe), ("text/markdown", safe_html.markdown)):
        if kind in data:
            return Markup(room.render(how, joined(data[kind])))  # noqa: S704
    alt = plain[:300]
    if "image/svg+xml" in data:
        return Markup(room.render(safe_html.svg_image, joined(data["image/svg+xml"]), alt, instead=""))  # noqa: S704
    for kind in ("png", "jpeg", "gif"):
        if f"image/{kind}" in data:
            picture = joined(data[f"image/{kind}"])
            return Markup(room.render(safe_html.raster_image, kind, picture, alt, instead=""))  # noqa: S704
    if "text/latex" in data:
        return Markup(room.render(safe_html.latex, joined(data["text/latex"])))  # noqa: S704
    return _preformatted(plain, room)


def _preformatted(text: Any, room: PageRoom, kind: str = "out") -> Markup:
    shown = room.render(safe_html.printed, joined(text))
    return Markup('<pre tabindex="0" class="{}">{}</pre>').format(kind, Markup(shown)) if shown.strip() else Markup()  # noqa: S704
