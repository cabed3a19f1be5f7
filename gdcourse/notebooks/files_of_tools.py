"""Files that tools lay beside a notebook that is handed in. They are nobody's work."""

from __future__ import annotations

MANIFEST = "manifest.json"
"""What ``gdcourse submit`` packs: a list of what is in the archive."""
TIMESTAMP = "timestamp.txt"
"""When it was handed in, of nbgrader's exchange or of ``gdcourse collect``."""
EXCHANGE_SECRET = "submission_secret.txt"  # noqa: S105 (the name of a file)
EXCHANGE_FILES = (TIMESTAMP, EXCHANGE_SECRET)
"""What nbgrader's exchange lays there, and looks for again when it releases feedback."""
FILES_OF_TOOLS = (*EXCHANGE_FILES, MANIFEST)
