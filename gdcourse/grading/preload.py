"""What a grading process needs, imported once in the process that the others are forked from."""

import torch._dynamo

import gdcourse.grading.engine
from gdcourse.exercises import units
from gdcourse.solutions import variants_of

# An optimizer imports torch._dynamo when it is first made, which takes seconds.
__all__ = ["gdcourse", "torch"]

for unit in units():
    variants_of(unit)
