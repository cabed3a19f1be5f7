"""What ``nbgrader_config.py`` plugs into nbgrader's ``collect``, for classes of which the exchange has only some."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from gdcourse.atomic_write import replace_file
from gdcourse.grading import messages
from gdcourse.grading.classroom.times_as_written import course_zone, handed_in
from gdcourse.grading.lms.collecting import EARLIER, time_in_name
from gdcourse.notebooks.files_of_tools import EXCHANGE_SECRET
from gdcourse.untrusted_text import legible


class Collect(ExchangeCollect):
    """Collect from the exchange, and lose nothing that came by a platform.

    nbgrader's own takes whatever the exchange has for newer than what has no time, as with Canvas's archives, and
    deletes what was there: of the exchange's, the exchange keeps each; of a platform's nobody else has it.
    """

    src_records: list[dict[str, Any]]

    def copy_files(self) -> None:
        self.coursedir.get_existing_timestamp = self._time  # nbgrader's own stops at what it cannot parse
        self.src_records = [record for record in self.src_records if self._may_come(record)]
        super().copy_files()

    def _time(self, folder: str) -> datetime | None:
        return handed_in(Path(folder), course_zone(self.parent.config)).time

    def _may_come(self, record: Mapping[str, Any]) -> bool:
        """Whether this hand-in may take the place of what is there; what it is going to replace is kept and named."""
        student, unit = record["username"], self.coursedir.assignment_id
        folder = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, unit))
        if not folder.is_dir() or (folder / EXCHANGE_SECRET).is_file():
            return True
        there, written = self._time(str(folder)), _last_written(folder)
        new = record["timestamp"].replace(tzinfo=None)
        named = {"student": legible(student, 80), "unit": unit, "time": f"{new:%Y-%m-%d %H:%M:%S} UTC"}
        if there is None and new <= written:
            if self.update:
                told = {"written": f"{written:%Y-%m-%d %H:%M:%S} UTC", "folder": folder}
                self.log.warning(str(messages.WHICH_IS_NEWER.format(**named, **told)))
            return False
        if (self.update and (there is None or new > there)) or (self.before_duedate and there != new):
            name = time_in_name((there or written).replace(tzinfo=UTC))
            kept = _keep(folder, Path(self.coursedir.root, EARLIER, student, unit, name))
            self.log.warning(str(messages.REPLACED_BY_EXCHANGE.format(**named, path=kept)))
        return True


def _last_written(folder: Path) -> datetime:
    """When what is in a folder was last written, UTC: ``gdcourse collect`` leaves the archive's time on notebooks."""
    times = [path.stat().st_mtime for path in folder.glob("*.ipynb")] or [0.0]
    return datetime.fromtimestamp(max(times), UTC).replace(tzinfo=None)


def _keep(folder: Path, where: Path) -> Path:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            replace_file(where / path.relative_to(folder), path.read_bytes())
    return where
