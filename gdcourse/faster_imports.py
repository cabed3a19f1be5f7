"""What is left out of this package's own processes, because it takes long to start and nothing here needs it."""

from __future__ import annotations

import sys


def skip_iri_grammar() -> None:
    """Let ``jsonschema``, which every notebook is read with, do without its check for IRIs.

    That check compiles a grammar at import, in 2 to 3 seconds, and no notebook has such a field. ``jsonschema`` takes
    the module for one that is not installed, which it allows for.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
