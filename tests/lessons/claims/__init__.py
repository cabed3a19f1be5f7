"""What lessons claim, each claim tried on other data than its lesson shows. A file per unit, named as in ``exercises``.

A claim is a function with ``@claim`` over it (``claim.py``): which sentence of which cell, for what it holds, and code
that tries it on other seeds, starts or curvatures. It raises where the claim fails, and says what was tried and found.
``make claims`` writes docs/claims.md from them (``page.py``); ``test_claims.py`` tries them all.
"""

import pkgutil
from importlib import import_module

from gdcourse import exercises

from .claim import Claim, claims_of

UNIT_FILES = {m.name for m in pkgutil.iter_modules(__path__)} & {
    m.name for m in pkgutil.iter_modules(exercises.__path__)
}
for _name in sorted(UNIT_FILES):
    import_module(f"{__name__}.{_name}")

__all__ = ["UNIT_FILES", "Claim", "claims_of"]
