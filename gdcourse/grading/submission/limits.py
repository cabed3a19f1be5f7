"""What one submission may take."""

from __future__ import annotations

from dataclasses import dataclass

from gdcourse.kernels.sandbox import MIB, Resources
from gdcourse.notebooks.limits_when_graded import LimitsWhenGraded


@dataclass(frozen=True)
class Limits(LimitsWhenGraded):
    """What one submission may take.

    Attributes:
        output: bytes of output of one cell; what comes after is dropped, and the cell interrupted.
        notebook_output: bytes of output of all cells together: a notebook may have thousands.
    """

    output: int = 4 * MIB
    notebook_output: int = 32 * MIB

    @property
    def resources(self) -> Resources:
        # The warden's clock also runs while the kernel starts; it is there for when the client's has failed.
        wall = self.notebook_seconds + self.cell_seconds + 60
        return Resources(memory=self.memory, cpu_seconds=2 * self.notebook_seconds, wall_seconds=wall)
