"""Authors' commands. Each imports what it needs when it runs, so that ``gdcourse --help`` stays quick."""

from __future__ import annotations

from pathlib import Path

import click

from gdcourse.grading.commands import chosen_units


def join(main: click.Group) -> None:
    """Add the authors' commands to ``main``."""
    for command in (keys, refresh, prove):
        main.add_command(command)


@click.command()
@click.argument("unit", nargs=-1)
def keys(unit: tuple[str, ...]) -> None:
    """정답 키 만들기 · Make the answer keys that students have, for all units or those named."""
    from gdcourse.authoring.write_answer_keys import write_visible_keys
    from gdcourse.exercises import find_unit, units

    for slug in chosen_units([u.slug for u in units()], unit):
        click.echo(write_visible_keys(find_unit(slug)))


@click.command()
@click.argument("notebook", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def refresh(notebook: tuple[Path, ...]) -> None:
    """노트북을 다시 실행해 출력을 저장 · Re-execute notebooks and store their outputs."""
    from nbclient.exceptions import CellExecutionError

    from gdcourse.authoring.rerun_notebooks import refresh as refresh_one

    for path in notebook:
        try:
            changed = refresh_one(path)
        except CellExecutionError as error:
            raise click.ClickException(f"{path}: {error}") from error
        click.echo(f"{path}: {'바뀜 · changed' if changed else '그대로 · unchanged'}")


@click.command()
@click.argument("exercise", nargs=-1)
@click.option("--changed", is_flag=True, help="무엇이 바뀐 문제만 · Only exercises of which something has changed.")
@click.option(
    "--untold", is_flag=True, help="진단이 없는 오답도 보기 · Also list the wrong answers without a diagnosis."
)
def prove(exercise: tuple[str, ...], changed: bool, untold: bool) -> None:
    """정답을 하나씩 바꾼 오답이 모두 걸러지는지 · Prove that a grader refuses every mutant of a right answer.

    Known answers are tried too: each mistake has to be named, each equivalent accepted. Without an id, all exercises.
    """
    from gdcourse.authoring import proving
    from gdcourse.exercises import find_exercise, units

    ids = exercise or tuple(e.id for unit in units() for e in unit.exercises if proving.provable(e))
    failed = []
    for one in ids:
        try:
            unit, found = find_exercise(one)
        except LookupError as error:
            raise click.ClickException(str(error)) from error
        if not proving.provable(found):
            click.echo(f"{one}: 바꿀 코드가 없어요 · no code to mutate")
            continue
        kept = proving.kept_proofs().get(one)
        if changed and kept and kept["digest"] == proving.digest_of(unit, found) and not proving.open_in(one, kept):
            continue
        wrongly_judged = proving.known_answers_misjudged(unit, found)
        proof = proving.prove(unit, found)
        proving.keep(unit, found, proof)
        left = proof.unexplained()
        failed += [one] if left or wrongly_judged else []
        mark = "✗" if left or wrongly_judged else "✓"
        click.echo(f"{mark} {one}: 변이 {proof.made}개 가운데 {len(left)}개 통과, 진단 {proof.told}/{proof.caught}")
        click.echo(f"  {proof.made} mutants, {len(left)} pass; {proof.told} of {proof.caught} get a diagnosis")
        for line in wrongly_judged:
            click.echo(f"    {line}")
        for survivor in left:
            where = f"{'✓' if survivor.visible else '·'}{survivor.hidden:3}/{len(proving.STUDENTS)}"
            click.echo(f"    {where}  {survivor.id}")
        if untold:
            for name in proof.untold:
                click.echo(f"    ?        {name}")
    if failed:
        raise click.ClickException(f"증명되지 않음 · not proved: {', '.join(failed)}")
