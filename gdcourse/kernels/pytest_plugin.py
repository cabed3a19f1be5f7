"""For pytest with nbval: one template for all of its processes, which imports while pytest collects.

``pytest -p gdcourse.kernels.pytest_plugin``, with ``JUPYTER_DEFAULT_PROVISIONER_NAME=gdcourse-warm``. Without it
every process of pytest-xdist starts a template of its own when its first notebook asks for a kernel.
"""

from __future__ import annotations

import gc
import os
import sys

import pytest

from gdcourse.faster_imports import skip_iri_grammar
from gdcourse.kernels.kernel_process import PROVISIONER, TEMPLATE_VARIABLE, Template

_ASKED_FOR = os.environ.get("JUPYTER_DEFAULT_PROVISIONER_NAME") == PROVISIONER and sys.platform == "linux"

if _ASKED_FOR:
    skip_iri_grammar()  # before nbval imports what would compile it
    gc.disable()  # what is imported until the tests are known, stays


def pytest_addoption() -> None:
    """Start the template in the process that starts the others; they find it in the environment.

    This is the first of all hooks: the template imports while this process does.
    """
    if _ASKED_FOR and TEMPLATE_VARIABLE not in os.environ:
        os.environ[TEMPLATE_VARIABLE] = str(Template.begin())


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """From here on the garbage collector looks at what the tests make, and at nothing that was there before them."""
    if _ASKED_FOR:
        gc.freeze()
        gc.enable()
