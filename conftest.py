"""For every test, those of the notebooks too: kernels are forked from a template where the system can."""

import os
import sys

if sys.platform == "linux":
    os.environ.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", "gdcourse-warm")
