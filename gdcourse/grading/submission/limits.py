"""What one submission may take."""

from __future__ import annotations

from dataclasses import dataclass

from gdcourse.kernels.sandbox import MIB, Resources
from gdcourse.notebooks.default_limits import CELL_SECONDS, MEMORY, NOTEBOOK_SECONDS


@dataclass(frozen=True)
class Limits:
    """What one submission may take.

    Attributes:
        cell_seconds: wall time of one cell, after which it is interrupted.
        notebook_seconds: wall and processor time of the whole notebook.
        memory: bytes of memory in use.
        output: bytes of output of one cell; what comes after is dropped, and the cell interrupted.
        notebook_output: bytes of output of all cells together: a notebook may have thousands.
    """

    cell_seconds: int = CELL_SECONDS
    notebook_seconds: int = NOTEBOOK_SECONDS
    memory: int = MEMORY
    output: int = 4 * MIB
    notebook_output: int = 32 * MIB

    @property
    def resources(self) -> Resources:
        # The warden's clock also runs while the kernel starts; it is there for when the client's has failed.
        wall = self.notebook_seconds + self.cell_seconds + 60
        return Resources(memory=self.memory, cpu_seconds=2 * self.notebook_seconds, wall_seconds=wall)
