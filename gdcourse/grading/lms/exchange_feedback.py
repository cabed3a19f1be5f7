"""What ``nbgrader_config.py`` plugs into nbgrader's exchange, for classes of which it has brought only some."""

from __future__ import annotations

from glob import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from gdcourse.grading import messages
from gdcourse.notebooks.files_of_tools import EXCHANGE_FILES
from gdcourse.untrusted_text import legible


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Release the feedback of those who handed in by the exchange.

    nbgrader's own stops at the first who did not, and then nobody gets any: what was collected from a platform has
    none of the secrets by which students fetch what is theirs.
    """

    def copy_files(self) -> None:
        others = sorted(
            folder.parent.name
            for folder in map(Path, glob(self.src_path))  # noqa: PTH207 (absolute, as nbgrader keeps it)
            if not all((folder / name).is_file() for name in EXCHANGE_FILES)
        )
        before = self.coursedir.student_id_exclude
        if others:
            names = legible(", ".join(others), 300)
            self.log.warning(str(messages.NOT_BY_THE_EXCHANGE.format(count=len(others), names=names)))
        self.coursedir.student_id_exclude = ",".join([*filter(None, [before]), *others])
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = before
