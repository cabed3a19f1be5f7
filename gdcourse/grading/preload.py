"""What a grading process needs, imported once in the process that the others are forked from."""

from importlib import import_module

from gdcourse.exercises import units
from gdcourse.quick_start import skip_iri_grammar
from gdcourse.solutions import variants_of

skip_iri_grammar()
# An optimizer imports torch._dynamo when it is first made, which takes seconds.
for name in ("gdcourse.grading.engine", "torch._dynamo"):
    import_module(name)
for unit in units():
    variants_of(unit)
