"""How hard a question was, and whether it tells strong students from weak ones. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

LEAST_STUDENTS = 10
"""With fewer, a correlation says nothing and is not given."""

Share = float | None
"""A score as a share of its maximum; ``None`` where there is none to count."""


def difficulty(shares: Iterable[Share]) -> float | None:
    """The mean share of the points: 1 where everybody was right. ``None`` where nobody counts."""
    counted = [share for share in shares if share is not None]
    return float(np.mean(counted)) if counted else None


def discrimination(shares: Sequence[Share], rest: Sequence[Share]) -> float | None:
    """The corrected item-total correlation: Pearson's correlation of the question with the rest of the assignment.

    The question itself is left out of the total (Henrysson, *Correction of item-total correlations in item analysis*,
    Psychometrika 28, 1963). For a question that is right or wrong it is the point-biserial correlation.

    Args:
        shares: each student's share of the question's points.
        rest: the same student's share of all other points.

    Returns:
        −1 to 1, or ``None`` with fewer than `LEAST_STUDENTS` to count or where one side does not vary.
    """
    pairs = [(a, b) for a, b in zip(shares, rest, strict=True) if a is not None and b is not None]
    if len(pairs) < LEAST_STUDENTS:
        return None
    a, b = np.array(pairs).T
    if math.isclose(np.ptp(a), 0, abs_tol=1e-12) or math.isclose(np.ptp(b), 0, abs_tol=1e-12):
        return None
    return float(np.corrcoef(a, b)[0, 1])
