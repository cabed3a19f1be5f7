"""What a grading process needs, imported once in the process that the others are forked from."""

import gc
from contextlib import suppress
from importlib import import_module

from gdcourse.faster_imports import skip_iri_grammar

skip_iri_grammar()
gc.disable()  # or a third of the time would go into looking for garbage among what stays
# An optimizer imports torch._dynamo when it is first made, which takes seconds.
try:
    for name in ("gdcourse.grading.submission.grade_submission", "torch._dynamo"):
        import_module(name)
    unusable = import_module("gdcourse.judging.own_units").UnusableUnitsError
    for unit in import_module("gdcourse.exercises").units():
        with suppress(unusable):  # whoever grades that unit is told
            import_module("gdcourse.solutions").variants_of(unit)
finally:
    gc.freeze()
    gc.enable()
