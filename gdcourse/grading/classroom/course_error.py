"""What is raised where a course cannot be used as it is."""

from __future__ import annotations

from gdcourse.grading import messages
from gdcourse.kernels.sandbox import Tier


class CourseError(Exception):
    """Something about the course directory keeps the command from working. The message says what to do."""


def not_isolated(tier: Tier | None, reason: object) -> CourseError:
    """That submissions cannot be isolated, or not by the tier that was asked for; the reason says where and why."""
    told = (
        messages.TIER_NOT_HERE.format(tier=tier, reason=reason) if tier else messages.NO_ISOLATION.format(reason=reason)
    )
    return CourseError(str(told))
