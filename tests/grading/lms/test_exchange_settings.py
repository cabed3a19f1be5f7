"""A course of an earlier edition is told what its settings lack of nbgrader's exchange."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from gdcourse.cli import main
from support.course import ROOT

COLLECT = 'c.ExchangeFactory.collect = "gdcourse.grading.lms.exchange_collect.Collect"'
RELEASE = 'c.ExchangeFactory.release_feedback = "gdcourse.grading.lms.exchange_feedback.ReleaseFeedback"'


def collected(folder: Path, settings: str) -> Result:
    course = folder / "course"
    shutil.copytree(ROOT / "source" / "01-cost", course / "source" / "01-cost")
    (course / "nbgrader_config.py").write_text(settings, "utf-8")
    handed_in = folder / "class" / "kim"
    handed_in.mkdir(parents=True)
    shutil.copy(ROOT / "release" / "01-cost" / "01-cost.ipynb", handed_in)
    arguments = ["collect", str(folder / "class"), "01-cost", "--course", str(course), "--lang", "en"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done


def test_what_an_earlier_editions_settings_lack_is_told_where_a_platforms_work_is_taken_in(tmp_path: Path) -> None:
    ours = (ROOT / "nbgrader_config.py").read_text("utf-8")
    assert "ExchangeFactory" not in collected(tmp_path / "ours", ours).output
    before = "\n".join(line for line in ours.splitlines() if "ExchangeFactory" not in line)
    told = collected(tmp_path / "before", before).output
    assert (COLLECT in told, RELEASE in told) == (True, True)
    assert {COLLECT, RELEASE} <= {*ours.splitlines()}


def test_who_has_chosen_another_plug_in_is_told_of_the_other_one_alone(tmp_path: Path) -> None:
    own = 'c = get_config()\nc.ExchangeFactory.collect = "nbgrader.exchange.default.ExchangeCollect"\n'
    told = collected(tmp_path, own).output
    assert (COLLECT in told, RELEASE in told) == (False, True)
