"""Progress and results in the terminal."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text as Line

from gdcourse.grading import messages
from gdcourse.grading.classroom.gradebook_recording import Result
from gdcourse.grading.classroom.graded_submission import GradedSubmission
from gdcourse.grading.classroom.mistake_letters import letters
from gdcourse.grading.classroom.times_as_written import span_if_known
from gdcourse.judging.judge import Verdict
from gdcourse.judging.verdict_card import mark
from gdcourse.language import Text
from gdcourse.untrusted_text import legible

_STYLES = {"✓": "green", "◐": "yellow", "✗": "red", "·": "dim", "✎": "cyan", "!": "magenta"}


@dataclass
class GradingProgress:
    """A progress bar on standard error: done, failed, rate, time left."""

    bar: Progress
    task: TaskID
    ungradable: int = 0
    started: float = field(default_factory=time.monotonic)
    done: int = 0

    def plan(self, total: int) -> None:
        self.bar.update(self.task, total=total, visible=total > 0)

    def advance(self, graded: GradedSubmission) -> None:
        self.done += 1
        self.ungradable += any(verdict.state == "ungradable" for verdict in graded.verdicts)
        rate = self.done / max(time.monotonic() - self.started, 1e-9)
        self.bar.update(self.task, advance=1, ungradable=self.ungradable, rate=f"{rate:.1f}/s")

    def notice(self, text: Text) -> None:
        self.bar.console.print(Line(str(text), style="dim"), soft_wrap=True)


@contextmanager
def grading_progress(quiet: bool) -> Iterator[GradingProgress]:
    """Shows what there is to show while the block runs; nothing where ``quiet``."""
    columns = (
        TextColumn(messages.GRADING.line),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[magenta]! {task.fields[ungradable]}[/]"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, quiet=quiet)
    bar = Progress(*columns, console=console, disable=quiet, transient=True)
    with bar if console.is_interactive else nullcontext():  # one that is shown nowhere ends with an empty line
        task = bar.add_task("", total=None, visible=False, ungradable=0, rate="")
        yield GradingProgress(bar, task)


@contextmanager
def progress(what: Text) -> Iterator[tuple[Callable[[int], None], Callable[[], None]]]:
    """A progress bar on standard error: what to call with the number of steps, and after each of them."""
    columns = (TextColumn(what.line), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    if not console.is_interactive:  # a bar that is switched off ends with an empty line all the same before rich 14
        yield lambda total: None, lambda: None
        return
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)
        yield lambda total: bar.update(task, total=total, visible=total > 0), lambda: bar.advance(task)


_ANY_WIDTH = 10_000

Question = tuple[str, str]
"""The notebook of a question, and its id there."""


def show_class(results: list[Result], console: Console | None = None) -> None:
    """Print students × questions with a letter for each diagnosis, and below what each letter means.

    A unit of several notebooks is one table: a row for each student, with the questions of all of them.
    """
    console = console or Console()
    if not results:
        return
    verdicts = {(r.student, (r.notebook, v.exercise)): v for r in results for v in r.verdicts}
    most = {question: verdict.max_score for (_, question), verdict in verdicts.items()}
    counts = _counts(verdicts)
    letter_of = {question: letters(count) for question, count in counts.items()}
    # Narrow: a terminal of 80 columns is to hold it, and the score above all.
    table = Table(title=results[0].unit, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(" ".join(str(messages.STUDENT).splitlines()), no_wrap=True)
    for number in range(1, len(most) + 1):
        table.add_column(str(number), no_wrap=True, min_width=2)
    table.add_column(f"/{sum(most.values()):g}", justify="right", no_wrap=True)
    for student in dict.fromkeys(student for student, _ in verdicts):
        row = {question: verdicts.get((student, question)) for question in most}
        cells = [
            _cell(verdict, letter_of.get(question, {}).get(verdict.diagnosis or "", "")) if verdict else Line()
            for question, verdict in row.items()
        ]
        score = sum(verdict.score or 0.0 for verdict in row.values() if verdict)
        table.add_row(Line(legible(student, 80)), *cells, f"{score:g}")
    # What is wider than the terminal all the same goes on in the next line: nothing is cut.
    width, console.width = console.width, _ANY_WIDTH
    console.print(table, crop=False)
    console.width = width
    legend = (f"{sign} {' '.join(str(meaning).splitlines())}" for sign, meaning in messages.LEGEND.items())
    console.print(" · ".join(legend), soft_wrap=True)
    _show_late(results, console)
    _show_diagnoses(verdicts, list(most), counts, console)


def _show_late(results: list[Result], console: Console) -> None:
    """A line for each student, whose notebooks of a unit are handed in together."""
    of_student: dict[str, list[Result]] = {}
    for result in results:
        of_student.setdefault(result.student, []).append(result)
    late = {student: own for student, own in of_student.items() if any(map(_is_late, own))}
    if late:
        console.print(f"\n{messages.LATE_STUDENTS}", soft_wrap=True)
    for student, own in late.items():
        score, penalty = sum(one.score for one in own), sum(one.lateness.penalty for one in own)
        length = span_if_known(max(one.lateness.seconds for one in own))
        when = f"+{length}" if length else messages.LATE_SOMEHOW.line
        how = f"{score:g} − {penalty:g} = {max(0.0, score - penalty):g}"
        console.print(Line(f"  {legible(student, 80)}  {when}  {how}"), soft_wrap=True)


def _is_late(result: Result) -> bool:
    return bool(result.lateness.seconds or result.lateness.penalty)


def _cell(verdict: Verdict, letter: str) -> Line:
    return Line(f"{mark(verdict)}{letter}", style=_STYLES[mark(verdict)])


def _counts(verdicts: dict[tuple[str, Question], Verdict]) -> dict[Question, Counter[str]]:
    """By question, how many have each diagnosis."""
    counts: dict[Question, Counter[str]] = {}
    for (_, question), verdict in verdicts.items():
        if verdict.diagnosis:
            counts.setdefault(question, Counter())[verdict.diagnosis] += 1
    return counts


def _show_diagnoses(
    verdicts: dict[tuple[str, Question], Verdict],
    questions: list[Question],
    counts: dict[Question, Counter[str]],
    console: Console,
) -> None:
    hints: dict[tuple[Question, str], Counter[Text]] = {}
    for (_, question), v in verdicts.items():
        if v.diagnosis:
            hints.setdefault((question, v.diagnosis), Counter())[v.hint] += 1
    several = len({notebook for notebook, _ in questions}) > 1
    for number, question in enumerate(questions, start=1):
        title = f"{question[0]} · {question[1]}" if several else question[1]
        console.print(f"\n[bold]{number}[/] {escape(title)}")
        count = counts.get(question, Counter())
        for diagnosis, letter in letters(count).items():
            console.print(f"  [bold]{letter}[/] ×{count[diagnosis]}  {escape(diagnosis)}", highlight=False)
            said = hints[question, diagnosis]
            (hint, times), *others = said.most_common()
            lines = str(hint).splitlines()
            if others:  # with numbers of one student, which stand for nobody else
                lines.append(messages.OTHER_WORDINGS.format(times=times, others=len(others)).line)
            for line in lines:
                console.print(Line(f"      {line}", style="dim"), soft_wrap=True)
