"""Authors' commands. Each imports what it needs when it runs, so that ``gdcourse --help`` stays quick."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gdcourse.grading.commands import chosen_units, course_option, make_units_folder, open_course, or_fail

if TYPE_CHECKING:
    from gdcourse.authoring.learn_mistakes import Candidate
    from gdcourse.judging.exercise import Exercise, Unit
    from gdcourse.language import Text


def join(main: click.Group) -> None:
    """Add the authors' commands to ``main``."""
    for command in (new, keys, refresh, prove, learn):
        main.add_command(command)


@click.command()
@click.argument("kind", type=click.Choice(["unit", "exercise"]))
@click.argument("name")
@click.option("--unit", "slug", help="연습 문제를 더할 단원 · The unit that an exercise is for.")
@click.option("--ko", help="한국어 제목 · Its title in Korean.")
@click.option("--en", help="영어 제목 · Its title in English.")
@course_option
def new(kind: str, name: str, slug: str | None, ko: str | None, en: str | None, course_directory: Path) -> None:
    """새 단원이나 연습 문제의 파일 쓰기 · Write the files of a new unit or exercise, which run at once.

    NAME은 '09-my-unit' 같은 단원 이름이나 'mean-of-squares' 같은 연습 문제의 id예요. 단원은 `c.Grade.units_folder`가
    가리키는 과목의 폴더에, 없으면 패키지에 놓여요.

    NAME is that of a unit, such as 09-my-unit, or the id of an exercise, such as mean-of-squares. A unit goes into the
    course's folder that `c.Grade.units_folder` names, or else into the package.
    """
    from gdcourse.authoring import messages
    from gdcourse.authoring.new_files import new_exercise, new_unit
    from gdcourse.exercises import find_unit, units
    from gdcourse.judging.exercise import Unit
    from gdcourse.judging.own_units import own_folder
    from gdcourse.language import Text

    title = Text(ko or "", en or "") if ko is not None or en is not None else None
    if kind == "unit":
        make_units_folder(course_directory)
    course = open_course(course_directory)
    if kind == "unit":
        home = own_folder() or Unit("", messages.ITS_TITLE, ()).home
        slug, written = name, or_fail(new_unit, course, home, name, title)
    else:
        own = [unit.slug for unit in units() if unit.home == own_folder()]
        slug = slug or (own[0] if len(own) == 1 else None)
        if slug is None:
            known = ", ".join(own or [unit.slug for unit in units()])
            raise click.UsageError(str(messages.WHICH_UNIT.format(known=known)))
        chosen_units([unit.slug for unit in units()], (slug,))
        written = or_fail(new_exercise, course, find_unit(slug), name, title)
    for path in written:
        click.echo(path)
    click.echo(str(messages.NEXT_FOR_AUTHORS))
    notebooks = " ".join(str(path) for path in written if path.suffix == ".ipynb")
    for line in (f"keys {slug}", f"refresh {notebooks}", f"release {slug}"):
        click.echo(f"  gdcourse {line}")


def _with_own_units(course_directory: Path) -> None:
    """Know the course's own units, where there is a course."""
    if (course_directory / "nbgrader_config.py").is_file():
        open_course(course_directory)


@click.command()
@click.argument("unit", nargs=-1)
@course_option
def keys(unit: tuple[str, ...], course_directory: Path) -> None:
    """정답 키 만들기 · Make the answer keys that students have, for all units or those named.

    실수 하나가 든 정답들의 답도 함께 만들어요. 바뀐 것만 다시 만들고, 몇 초에서 몇 분이 걸려요.

    With them the answers of right solutions with one slip, anew where what they come from has changed: up to minutes.
    """
    from gdcourse.exercises import is_unusable, units, unusable_units
    from gdcourse.judging.own_units import UnusableUnitsError

    _with_own_units(course_directory)
    known = [u.slug for u in units()]
    chosen_units(known, tuple(slug for slug in unit if not is_unusable(slug)))
    failed = [] if unit else [str(error) for error in unusable_units()]
    for slug in unit or known:
        try:
            _make_keys(slug, course_directory)
        except UnusableUnitsError as error:
            failed.append(str(error))  # which costs no other unit anything
        except click.ClickException as error:
            failed.append(error.message)
    if failed:
        raise click.ClickException("\n".join(failed))


def _make_keys(slug: str, course_directory: Path) -> None:
    from gdcourse.authoring.exercise_lint import missing_words
    from gdcourse.authoring.write_answer_keys import write_visible_keys
    from gdcourse.authoring.write_slip_marks import write_slip_marks
    from gdcourse.authoring.write_worked_solutions import write_ways
    from gdcourse.exercises import find_unit

    unit = find_unit(slug)
    click.echo(or_fail(write_visible_keys, unit))
    for whose, text in missing_words(unit):
        click.echo(f"! {whose}: {text}", err=True)
    click.echo(write_slip_marks(unit))
    lesson = course_directory / "course" / f"{slug}.ipynb"
    if lesson.is_file():
        click.echo(write_ways(unit, lesson))


@click.command()
@click.argument("notebook", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@course_option
def refresh(notebook: tuple[Path, ...], course_directory: Path) -> None:
    """노트북을 다시 실행해 출력을 저장 · Re-execute notebooks and store their outputs."""
    from gdcourse.authoring import messages
    from gdcourse.authoring.rerun_notebooks import NotRefreshedError
    from gdcourse.authoring.rerun_notebooks import refresh as refresh_one

    _with_own_units(course_directory)
    for path in notebook:
        try:
            changed = refresh_one(path)
        except NotRefreshedError as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"{path}: {(messages.REFRESHED if changed else messages.NOT_REFRESHED).line}")


@click.command()
@click.argument("exercise", nargs=-1)
@click.option(
    "--changed", is_flag=True, help="증명한 뒤에 바뀐 문제만 · Only exercises that have changed since they were proved."
)
@click.option(
    "--untold", is_flag=True, help="진단이 없는 오답도 보기 · Also list the wrong answers without a diagnosis."
)
@click.option(
    "--read",
    is_flag=True,
    help="실수의 문장을 바뀐 답과 함께 읽었고 참임 · Sentences were read with the mutants that get them, and are true.",
)
@course_option
def prove(exercise: tuple[str, ...], changed: bool, untold: bool, read: bool, course_directory: Path) -> None:
    """정답을 하나씩 바꾼 오답이 모두 걸러지는지 · Prove that a grader refuses every mutant of a right answer.

    아는 답도 시험해요. 실수는 모두 제 이름으로 걸러지고 다른 정답은 모두 맞아야 해요. id가 없으면 모든 문제를 해요.

    Known answers are tried too: each mistake has to be named, each equivalent accepted. Without an id, all exercises.

    어떤 실수와 같은 수를 내는 바뀐 답은 그 실수의 문장을 들어요. 문장과 바뀐 답을 함께 읽고, 참이면 --read로 적으세요.

    A mutant whose numbers are those of a mistake gets its sentence. Read both; where it is true, keep that with --read.
    """
    from gdcourse.authoring import messages, proving
    from gdcourse.exercises import find_exercise, units, unusable_units
    from gdcourse.judging.own_units import UnusableUnitsError

    _with_own_units(course_directory)
    ids = exercise or tuple(e.id for unit in units() for e in unit.all_exercises if proving.provable(e))
    unusable = dict.fromkeys([] if exercise else map(str, unusable_units()))
    failed = []
    for one in ids:
        try:
            found = find_exercise(one)
            failed += [] if _prove_one(*found, changed, untold, read) else [one]
        except LookupError as error:
            raise click.ClickException(str(error)) from error
        except UnusableUnitsError as error:
            unusable[str(error)] = None  # once for all exercises of the unit, which costs no other anything
    if failed:
        unusable[messages.NOT_PROVED.format(exercises=", ".join(failed)).line] = None
    if unusable:
        raise click.ClickException("\n".join(unusable))


def _prove_one(unit: Unit, found: Exercise, changed: bool, untold: bool, read: bool) -> bool:
    """Prove an exercise and say what came of it; whether nothing is wrong with it."""
    from gdcourse.authoring import messages, proving

    one = found.id
    kept = proving.kept_proofs(proving.path_of_proofs(unit)).get(one)
    if changed and kept is None:
        return True
    if kept is not None and (changed or read) and proving.is_settled(unit, found, kept):
        if read:
            proving.keep_read(unit, found, kept)
        _show_unread(unit, found)
        return True
    wrong = _complaints(unit, found)
    if not proving.provable(found):
        click.echo(f"{'✗' if wrong else '✓'} {one}: {messages.NOTHING_TO_MUTATE.line}")
        _show_complaints(wrong)
        return not wrong
    if wrong:  # mutants of what is not right say nothing
        click.echo(f"✗ {one}")
        _show_complaints(wrong)
        return False
    proof = proving.prove(unit, found)
    proving.keep(unit, found, proof)
    left = proof.unexplained()
    mark = "✗" if left else "✓"
    counts = {"made": proof.made, "left": len(left), "told": proof.told, "caught": proof.caught}
    click.echo(f"{mark} {one}: {messages.PROOF.format(**counts).line}")
    if left:
        path = proving.path_of_right_mutants(unit)
        click.echo(f"  {messages.MUTANTS_PASS.format(path=path, exercise=one).line}")
    for survivor in left:
        where = f"{'✓' if survivor.visible else '·'}{survivor.hidden:3}/{len(proving.STUDENTS)}"
        uneven = "" if len(survivor.shares) == 1 else f"  ({', '.join(f'{share:g}' for share in survivor.shares)})"
        click.echo(f"    {where}  {survivor.id}{uneven}")
    if untold:
        for name in proof.untold:
            click.echo(f"    ?        {name}")
    _show_unread(unit, found)
    return not left


def _show_unread(unit: Unit, exercise: Exercise) -> None:
    """Show the sentences that mutants get and nobody has read with them."""
    from gdcourse.authoring import messages, proving

    unread = proving.unread_in(unit, exercise, proving.kept_proofs(proving.path_of_proofs(unit))[exercise.id])
    if unread:
        click.echo(f"  {messages.READ_THESE.format(exercise=exercise.id).line}")
    for mistake, mutants in unread:
        click.echo(f"    {mistake.id}: {mistake.message.line if mistake.message else ''}")
        for mutant in mutants:
            click.echo(f"      =  {mutant}")


def _complaints(unit: Unit, exercise: Exercise) -> list[Text]:
    from gdcourse.authoring.exercise_lint import complaints
    from gdcourse.judging.own_units import UnusableUnitsError

    try:
        return complaints(unit, exercise)
    except UnusableUnitsError:
        raise
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _show_complaints(found: list[Text]) -> None:
    for text in found:
        for line in str(text).splitlines():
            click.echo(f"  - {line}")


class _Share(click.FloatRange):
    """A part of the points: no bound keeps away what is no number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from gdcourse.authoring import messages

        share = super().convert(value, param, ctx)
        if math.isnan(share):
            self.fail(str(messages.NO_SHARE), param, ctx)
        return share


@click.command()
@click.argument("unit")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--name", help="실수의 이름, 예: sum-for-mean · What to call it.")
@click.option("--ko", default="", help="학생에게 할 말, 한국어 · What students are told, in Korean.")
@click.option("--en", default="", help="학생에게 할 말, 영어 · What students are told, in English.")
@click.option(
    "--credit",
    type=_Share(0, 1, max_open=True),
    default=0.0,
    show_default=True,
    help="그래도 주는 점수의 비율 · The part of the points that it is still worth.",
)
@click.option("--no-isolation", is_flag=True, help="격리 없이 시험 · Try it without a sandbox.")
@course_option
def learn(
    unit: str,
    number: int | None,
    name: str | None,
    ko: str,
    en: str,
    credit: float,
    no_isolation: bool,
    course_directory: Path,
) -> None:
    """학급의 모르는 오답을 아는 실수로 · Turn wrong answers of a class that nothing explains into a known mistake.

    번호가 없으면 같은 일을 하는 오답의 무리를 보여 줘요. 번호가 있으면 쓸 코드와 새 실수가 아닌 까닭과 바뀔 점수를
    보여 줘요. 이름과 두 문장이 있으면 풀이 파일에 적어요.

    Without NUMBER, the groups of answers that do the same. With it, the code that would be written, what speaks against
    it, and the marks that it would change. With a name and both sentences, it is written into the solutions file.
    """
    from gdcourse.authoring import learn_mistakes, messages
    from gdcourse.grading.classroom.gradebook_recording import recorded_results
    from gdcourse.grading.submission.isolation import Isolation
    from gdcourse.kernels.sandbox import IsolationUnavailableError
    from gdcourse.language import Text

    if name is not None and number is None:
        raise click.UsageError(str(messages.WHICH_GROUP.format(unit=unit, name=name)))
    if name is None and (ko or en):
        raise click.UsageError(str(messages.NAME_IS_MISSING))
    course = open_course(course_directory)
    found = or_fail(lambda: list(learn_mistakes.candidates(course, unit)))
    if not found:
        click.echo(str(messages.NOTHING_UNEXPLAINED))
    if number is None:
        for one in found:
            _show_group(one)
        if found:
            click.echo(f"\n{messages.HOW_TO_GO_ON.format(unit=unit)}")
        return
    if number > len(found):
        raise click.ClickException(str(messages.NO_SUCH_GROUP.format(number=number, last=len(found))))
    chosen, exercise = found[number - 1], found[number - 1].group.question
    if name is not None:
        or_fail(learn_mistakes.require_good, unit, exercise, name, Text(ko, en))
    _show_group(chosen)
    try:
        isolation = Isolation(not no_isolation, tuple(course.private_paths))
        chosen, against = learn_mistakes.tried(course, unit, chosen, isolation)
    except IsolationUnavailableError as error:
        raise click.ClickException(str(error)) from error
    if against:
        reasons = "\n".join(f"- {reason}" for reason in against)
        raise click.ClickException(str(messages.NOT_LEARNED.format(number=number, reasons=reasons)))
    if chosen.keeps_texts:
        click.echo(str(messages.TEXTS_STAY))
        _show_code(chosen)
    all_changes = learn_mistakes.changes(list(recorded_results(course, unit)), chosen.group, credit)
    changed = [c for c in all_changes if c.before != c.after]
    click.echo(str(messages.MARKS_WOULD_BE if changed else messages.NO_MARKS_CHANGE))
    for change in changed:
        click.echo(f"  {change.student}: {change.before:g} → {change.after:g}")
    if name is None:
        click.echo(str(messages.HOW_TO_WRITE.format(unit=unit, number=number)))
        return
    code = learn_mistakes.code_of(course, unit, chosen.group, name.replace("-", "_"), chosen.keeps_texts)
    path = or_fail(learn_mistakes.write_mistake, unit, exercise, code, Text(ko, en), credit)
    click.echo(str(messages.LEARNED.format(path=path, exercise=exercise, unit=unit)))


def _show_group(candidate: Candidate) -> None:
    from gdcourse.authoring import messages
    from gdcourse.untrusted_text import legible

    group = candidate.group
    who = ", ".join(legible(student, 60) for student in group.students[:12]) + (
        ", …" if len(group.students) > 12 else ""
    )
    count = messages.STUDENTS.format(count=len(group.students)).line
    click.echo(f"\n{candidate.number}  {group.question}  {count}: {who}")
    click.echo(str(group.wrong if group.wrong.en else messages.RIGHT_AT_HOME))
    _show_code(candidate)


def _show_code(candidate: Candidate) -> None:
    click.echo("\n".join(f"    {line}" for line in (candidate.code or str(candidate.reason)).splitlines()))
