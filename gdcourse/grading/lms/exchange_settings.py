"""What a course of an earlier edition does not plug into nbgrader's exchange."""

from __future__ import annotations

from traitlets.config import Config

from gdcourse.grading.lms.exchange_collect import Collect
from gdcourse.grading.lms.exchange_feedback import ReleaseFeedback

_PLUG_INS = {"collect": Collect, "release_feedback": ReleaseFeedback}
"""By the name of the setting, a trait of nbgrader's ``ExchangeFactory``."""


def lines_that_lack(settings: Config) -> list[str]:
    """The lines of ``nbgrader_config.py`` without which nbgrader's own plug-ins act.

    nbgrader's ``collect --update`` deletes what came by a platform. Who has set another plug-in has chosen it.
    """
    return [
        f'c.ExchangeFactory.{name} = "{kind.__module__}.{kind.__name__}"'
        for name, kind in _PLUG_INS.items()
        if name not in settings.ExchangeFactory
    ]
